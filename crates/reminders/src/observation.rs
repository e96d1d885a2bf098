//! What the machine is told: what was observed at the computer, and what a person answered.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::event::PromptNumber;

/// What a source knows of something that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// It is.
    On,
    /// It isn't.
    Off,
    /// It can’t be told: there is no source, or it failed.
    Unknown,
}

/// What a person answers to a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// They begin.
    Start,
    /// In a while.
    Snooze,
    /// Not this one.
    Skip,
    /// Nothing more today.
    NotToday,
}

impl Answer {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 4] = [Self::Start, Self::Snooze, Self::Skip, Self::NotToday];

    /// Its name in files, keys and addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Snooze => "snooze",
            Self::Skip => "skip",
            Self::NotToday => "not-today",
        }
    }
}

/// Something that was observed or answered at some moment.
#[derive(Clone, Debug, PartialEq)]
pub enum Observation {
    /// Somebody typed or moved the pointer, and goes on until [`Observation::Idle`], a lock or
    /// sleep says otherwise. A source may repeat it or not; after [`Observation::Unlock`] and
    /// [`Observation::Wake`] it is said anew, or nobody counts as typing since.
    Input,
    /// There has been no input for so many seconds, and there is none until
    /// [`Observation::Input`].
    Idle {
        /// Seconds without input.
        seconds: u32,
    },
    /// Whether there is input can't be told.
    InputUnknown,
    /// The screen was locked.
    Lock,
    /// It was unlocked.
    Unlock,
    /// The computer goes to sleep.
    Sleep,
    /// It woke up.
    Wake,
    /// A call: camera or microphone in use.
    Call(Signal),
    /// Something fills the screen.
    FullScreen(Signal),
    /// Do-not-disturb.
    DoNotDisturb(Signal),
    /// The computer is in another zone now.
    Zone(TimeZone),
    /// A person answered a prompt: the one that is open or was last, where there is no number.
    Answer(Option<PromptNumber>, Answer),
    /// A session was begun, here or on another device.
    SessionStarted {
        /// When; earlier than the observation where it came from another device.
        at: Timestamp,
    },
    /// A break was taken in another way that was noticed: its page was played to the end, or the
    /// person is known to have gone.
    BreakTaken,
    /// This program was not running until now. What it knew of the computer is out of date; what
    /// it has asked is not.
    Restart,
}
