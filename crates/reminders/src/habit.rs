//! At which hours somebody skips, and at which they exercise: enough to suggest another hour.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Skipped so often in a row at an hour is often (ours).
const OFTEN: u8 = 3;

/// Sessions at an hour that make it one to suggest (ours).
const USUAL: u8 = 2;

/// Days from one suggestion to the next (ours): suggest, don't insist.
const SUGGEST_AGAIN_DAYS: i32 = 28;

/// What happened at each hour of the day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Habits {
    /// Prompts for the day's session that were skipped or not answered, since the last session at
    /// that hour.
    skipped: [u8; 24],
    /// Sessions.
    done: [u8; 24],
    /// The day of the last suggestion.
    suggested: Option<Date>,
}

impl Habits {
    /// A session was done at an hour.
    pub fn done(&mut self, hour: i8) {
        self.followed(hour);
        if let Some(done) = at(&mut self.done, hour) {
            *done = done.saturating_add(1);
        }
    }

    /// A prompt of this hour was followed.
    pub fn followed(&mut self, hour: i8) {
        if let Some(skipped) = at(&mut self.skipped, hour) {
            *skipped = 0;
        }
    }

    /// A prompt of this hour was skipped, today: whether to suggest another hour.
    pub fn skipped(&mut self, hour: i8, today: Date) -> bool {
        let Some(count) = at(&mut self.skipped, hour) else {
            return false;
        };
        *count = count.saturating_add(1);
        let is_often = *count >= OFTEN;
        let is_early = self.suggested.is_some_and(|last| {
            let days = (today - last).get_days();
            days.abs() < SUGGEST_AGAIN_DAYS
        });
        if !is_often || is_early {
            return false;
        }
        *count = 0;
        self.suggested = Some(today);
        true
    }

    /// The hour with the most sessions, the earliest of several; not the one that is skipped.
    pub fn usual_hour(&self, skipped: i8) -> Option<i8> {
        let hours = (0_i8..24).zip(self.done);
        let usual = hours.filter(|(hour, done)| *hour != skipped && *done >= USUAL);
        usual
            .max_by_key(|(hour, done)| (*done, -hour))
            .map(|(hour, _)| hour)
    }
}

fn at(counts: &mut [u8; 24], hour: i8) -> Option<&mut u8> {
    usize::try_from(hour)
        .ok()
        .and_then(|hour| counts.get_mut(hour))
}
