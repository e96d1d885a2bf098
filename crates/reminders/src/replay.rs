//! Lets a machine live through a trace: a tick at each moment that it asked for, each
//! observation when it was made.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Zoned};

use crate::event::Event;
use crate::machine::Machine;
use crate::observation::Observation;
use crate::trace::Line;
use unhunch_domain::person::reminder_plan::Plan;

/// A gap in a trace that is longer than this is a jump of the clock, and nothing happens in it.
pub const CLOCK_JUMP: SignedDuration = SignedDuration::from_hours(31 * 24);

/// Something that the machine wanted done.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayedEvent {
    /// When, in the zone in which the computer was.
    pub at: Zoned,
    /// What.
    pub event: Event,
}

/// Replays a trace and reports everything that happens, in order. It begins in the plan’s zone, or
/// at the first line’s offset from UTC where the plan has none, and ends with the last line.
///
/// # Errors
/// The first one of `report`, where it ends.
pub fn replay<E>(
    plan: Plan,
    lines: &[Line],
    mut report: impl FnMut(ReplayedEvent) -> Result<(), E>,
) -> Result<(), E> {
    let Some(first) = lines.first() else {
        return Ok(());
    };
    let mut machine = Machine::new(plan, TimeZone::fixed(first.offset));
    let mut before = first.at;
    for line in lines {
        // Before a restart the program was not there to be woken.
        let was_on = line.observation != Observation::Restart;
        if was_on && line.at.duration_since(before) <= CLOCK_JUMP {
            while let Some(wake) = machine.next_wake().filter(|wake| *wake < line.at) {
                let events = machine.tick(wake);
                report_all(&machine, wake, events, &mut report)?;
            }
        }
        let events = machine.observe(line.at, line.observation.clone());
        report_all(&machine, line.at, events, &mut report)?;
        before = line.at;
    }
    Ok(())
}

fn report_all<E>(
    machine: &Machine,
    at: Timestamp,
    events: Vec<Event>,
    report: &mut impl FnMut(ReplayedEvent) -> Result<(), E>,
) -> Result<(), E> {
    for event in events {
        let at = at.to_zoned(machine.zone().clone());
        report(ReplayedEvent { at, event })?;
    }
    Ok(())
}
