//! What the reminders know at some moment, for pages and commands to show.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::capability::Capability;
use crate::day_log::DaySummary;
use crate::event::{Prompt, Suppression};

/// What the reminders know at some moment.
#[derive(Clone, Debug)]
pub struct ReminderStatus {
    /// When.
    pub now: Timestamp,
    /// The zone that they are in.
    pub zone: TimeZone,
    /// The day until now.
    pub day: DaySummary,
    /// The prompt that waits for an answer.
    pub open: Option<Prompt>,
    /// What holds prompts back now; where several do, one of them.
    pub held: Option<Suppression>,
    /// Whether nobody is asked for the session, because of what they answered to the safety
    /// questions.
    pub is_session_held: bool,
    /// The next moment at which a prompt for the session may come, as far as that is known.
    pub next_window: Option<Timestamp>,
    /// Until when a prompt is put off; earlier than now where it waits for a good moment.
    pub put_off_until: Option<Timestamp>,
    /// Another hour than that, which was often skipped, might suit better; perhaps this one.
    pub suggestion: Option<(i8, Option<i8>)>,
    /// What they see with, one for each of [`Capability::ALL`].
    pub senses: Vec<SenseShown>,
}

/// Whether something can be seen, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenseShown {
    /// What.
    pub sense: Capability,
    /// The name of the source that was chosen, as in `reminder-source-{name}`; `None` where none
    /// works here.
    pub source: Option<&'static str>,
}
