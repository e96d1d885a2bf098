//! What the app knows of the reminders beside it: what they see, what they ask, and how to answer
//! them. The program has them; a service worker has none.

use unhunch_reminders::status::Looked;
use unhunch_reminders::{Answer, PromptNumber};

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
