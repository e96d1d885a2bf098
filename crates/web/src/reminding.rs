//! What the app knows of the reminders beside it: what they see, what they ask, and how to answer
//! them. The program has them; a service worker has none.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use unhunch_reminders::day_log::DaySummary;
use unhunch_reminders::event::Suppression;
use unhunch_reminders::{Answer, Capability, Prompt, PromptNumber};

/// The reminders that run beside the app.
pub trait Reminders: Send + Sync {
    /// What they know now.
    fn look(&self) -> Looked;

    /// Passes an answer on. One to a prompt that isn't open any more is taken all the same: the
    /// rules say what it means.
    fn answer(&self, number: PromptNumber, answer: Answer);

    /// A break was played to its end.
    fn break_taken(&self);

    /// A page that shows prompts is open in front of somebody now. It says so at least once a
    /// minute; while it does, no other window is opened to ask.
    fn page_is_open(&self);

    /// Something was written into the journal: settings may be others, a session may be done.
    fn journal_changed(&self);

    /// The person doesn't want the suggestion of another hour: it goes, until the rules come to
    /// another one.
    fn dismiss_suggestion(&self);

    /// Whether the program starts when the person logs in.
    fn start_at_login(&self) -> StartAtLogin;

    /// Has the program start when the person logs in, or not.
    ///
    /// # Errors
    /// What stood in the way, for a log; the page says in its own words that it failed.
    fn set_start_at_login(&self, wanted: bool) -> Result<(), String>;
}

/// What the reminders know at some moment.
#[derive(Clone, Debug)]
pub struct Looked {
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

/// Whether the program starts when the person logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartAtLogin {
    /// It does.
    On,
    /// It doesn't.
    Off,
    /// There is no way that we know on this system.
    Unavailable,
}
