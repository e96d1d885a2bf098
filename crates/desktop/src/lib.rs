//! The operating system, as reminders need it: [`observe`] says whether somebody types, is in a call
//! or away, [`ui`] asks with notifications and has an icon in the panel, and [`autostart`] starts the
//! program at login.
//!
//! For each capability there are several sources, since desktops differ. They are tried at run time,
//! the best first, and what was tried is kept for `unhunch reminders status`. What no source can tell
//! is told as unknown, never as somebody who types or is away for ever.
//!
//! Everything waits for events. Nothing here decides when to ask; that is `unhunch_reminders`.

pub mod autostart;
#[cfg(all(unix, not(target_os = "macos")))]
pub mod bus;
pub mod computer;
pub mod environment;
pub mod new_file;
pub mod observe;
pub mod ui;

use unhunch_reminders::Capability;

/// What was tried for a capability, and what was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CapabilityReport {
    /// The capability.
    pub capability: Capability,
    /// The source that works, by its name. Where several are asked side by side, the first of those.
    pub chosen: Option<&'static str>,
    /// What was tried, in that order, each source once.
    pub tried: Vec<TriedSource>,
}

/// A source that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriedSource {
    /// Its name in keys and files: `mutter`, `wayland`, `x11`.
    pub source: &'static str,
    /// Why it isn't used; `None` where it is.
    pub refusal: Option<Unavailable>,
}

/// Why a source doesn't work here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unavailable {
    /// This kind of desktop or system doesn't have it.
    #[error("this desktop doesn’t offer it")]
    NotOffered,
    /// It should be there, but doesn't answer or doesn't let us.
    #[error("{0}")]
    Failed(String),
}
