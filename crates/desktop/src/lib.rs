//! The operating system, as reminders need it: eyes that see whether somebody types, is in a call or
//! away, and hands that ask, sit in the panel and start the program at login.
//!
//! For each sense there are several sources, since desktops differ. They are tried at run time, the
//! best first, and what was tried is kept for `unhunch reminders status`. What no source can tell
//! is told as unknown, never as somebody who types or is away for ever.
//!
//! Everything waits for events. Nothing here decides when to ask; that is `unhunch_reminders`.

pub mod autostart;
#[cfg(all(unix, not(target_os = "macos")))]
pub mod bus;
pub mod environment;
pub mod observe;
pub mod ui;

use unhunch_reminders::Sense;

/// What was tried for a sense, and what was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenseReport {
    /// The sense.
    pub sense: Sense,
    /// The source that works, by its name. Where several are asked side by side, the first of those.
    pub chosen: Option<&'static str>,
    /// What was tried, in that order, each source once.
    pub tried: Vec<Tried>,
}

/// A source that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// Its name in keys and files: `mutter`, `wayland`, `x11`.
    pub source: &'static str,
    /// Why it isn't used; `None` where it is.
    pub refusal: Option<NotHere>,
}

/// Why a source doesn't work here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotHere {
    /// This kind of desktop or system doesn't have it.
    #[error("this desktop doesn’t offer it")]
    NotOffered,
    /// It should be there, but doesn't answer or doesn't let us.
    #[error("{0}")]
    Failed(String),
}
