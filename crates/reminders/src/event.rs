//! What the machine wants done: ask, take a prompt back, suggest another hour.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Numbers prompts, from 1, in the order in which they are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PromptNumber(pub u64);

/// What a prompt is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The day's session, the first time.
    DailyFirst,
    /// The day's session, once more and for the last time.
    DailySecond,
    /// A short break.
    Break,
}

impl Kind {
    /// Whether it is about the day's session.
    pub const fn is_daily(self) -> bool {
        matches!(self, Self::DailyFirst | Self::DailySecond)
    }

    /// Its name in files and keys.
    pub const fn id(self) -> &'static str {
        match self {
            Self::DailyFirst => "daily-first",
            Self::DailySecond => "daily-second",
            Self::Break => "break",
        }
    }
}

/// What suppresses a prompt: it keeps one back, or takes one back that is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Suppression {
    /// The computer sleeps.
    Asleep,
    /// The screen is locked.
    Locked,
    /// A call.
    Call,
    /// Something fills the screen.
    FullScreen,
    /// Do-not-disturb.
    DoNotDisturb,
    /// A break outside working hours.
    OutsideHours,
}

impl Suppression {
    /// Its name in files and keys.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Asleep => "asleep",
            Self::Locked => "locked",
            Self::Call => "call",
            Self::FullScreen => "full-screen",
            Self::DoNotDisturb => "do-not-disturb",
            Self::OutsideHours => "outside-hours",
        }
    }
}

/// Why it is asked at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// The day's window is open.
    Window,
    /// The day's first prompt led to nothing.
    SecondChance,
    /// So many whole minutes of work without a break.
    Work {
        /// Minutes.
        minutes: i64,
    },
    /// The person wanted to be asked again after a while.
    Snoozed,
}

impl Cause {
    /// Its name in files and keys.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Window => "window",
            Self::SecondChance => "second-chance",
            Self::Work { .. } => "work",
            Self::Snoozed => "snoozed",
        }
    }
}

/// Why it is asked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Opening {
    /// A natural pause.
    Pause {
        /// Whole seconds without input.
        seconds: i64,
    },
    /// There was none in the grace period; there is no input for a moment.
    GraceOver {
        /// Whole seconds without input.
        seconds: i64,
    },
    /// Whether there is input can’t be told.
    Unwatched,
}

impl Opening {
    /// Its name in files and keys.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Pause { .. } => "pause",
            Self::GraceOver { .. } => "grace-over",
            Self::Unwatched => "unwatched",
        }
    }

    /// Whole seconds without input, where that is known.
    pub const fn seconds(self) -> Option<i64> {
        match self {
            Self::Pause { seconds } | Self::GraceOver { seconds } => Some(seconds),
            Self::Unwatched => None,
        }
    }
}

/// A question to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompt {
    /// Its number.
    pub number: PromptNumber,
    /// What it is about.
    pub kind: Kind,
    /// The day that it counts for: the one on which the window or the working hours began.
    pub day: Date,
    /// Why at all.
    pub cause: Cause,
    /// Why now.
    pub opening: Opening,
    /// What it waited for, since it was due.
    pub waited_for: BTreeSet<Suppression>,
}

/// Why a prompt is taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Withdrawal {
    /// This is no time for it any more. It does not come back of itself.
    #[serde(rename = "held")]
    Suppressed(Suppression),
    /// The session was done, here or elsewhere.
    Done,
    /// The break was taken, or the person went away.
    BreakTaken,
    /// They want to hear nothing more today.
    NotToday,
    /// Nobody answered.
    Unanswered,
    /// The program was not running meanwhile.
    Restarted,
}

impl Withdrawal {
    /// Its name in files and keys.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Suppressed(suppression) => suppression.id(),
            Self::Done => "done",
            Self::BreakTaken => "break-taken",
            Self::NotToday => "not-today",
            Self::Unanswered => "unanswered",
            Self::Restarted => "restarted",
        }
    }
}

/// What the machine wants done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// Ask this.
    Ask(Prompt),
    /// Take this prompt back, wherever it is shown.
    Withdraw {
        /// Which.
        number: PromptNumber,
        /// What it was about.
        kind: Kind,
        /// Why.
        why: Withdrawal,
    },
    /// The day's session was often skipped at this hour: suggest another one, once, where it
    /// disturbs nobody.
    SuggestHour {
        /// The hour of the day, 0 to 23.
        skipped: i8,
        /// The hour at which they do exercise, where there is one.
        instead: Option<i8>,
    },
}
