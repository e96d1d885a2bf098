//! Who may exercise now. The one place that asks: Today, routines and sessions show what it says,
//! and no session starts or goes on against it.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unhunch_domain::Diary;
use unhunch_domain::person::screening::{BeforeSign, NowSign, Verdict};

/// What holds the exercises back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Blocked {
    /// The safety questions aren't all answered.
    Unasked {
        /// Whether any step of the welcome was gone through.
        begun: bool,
    },
    /// It got worse since the safety questions were answered: they come again.
    AskAgain,
    /// Signs with which one gets help now.
    Stop(BTreeSet<NowSign>),
    /// Signs with which one sees a clinician first.
    SeeFirst(BTreeSet<BeforeSign>),
    /// They were dizzy in a session today and rest until tomorrow.
    RestToday,
}

impl Blocked {
    /// Whether it comes from an answer, and not from there being none.
    pub const fn is_answered(&self) -> bool {
        matches!(self, Self::Stop(_) | Self::SeeFirst(_))
    }

    /// Whether nothing is offered to play or to print. Who only has to
    /// answer may look around.
    pub const fn is_stop(&self) -> bool {
        self.is_answered() || matches!(self, Self::RestToday)
    }
}

/// What holds the exercises back today; `None` where the person may exercise.
pub fn check(diary: &Diary, today: Date) -> Option<Blocked> {
    match diary.verdict(today) {
        Verdict::Cleared => None,
        Verdict::AskAgain => Some(Blocked::AskAgain),
        Verdict::RestToday => Some(Blocked::RestToday),
        Verdict::Unasked => Some(Blocked::Unasked {
            begun: diary.profile().welcome_steps > 0,
        }),
        Verdict::Stop(signs) => Some(Blocked::Stop(signs)),
        Verdict::SeeFirst(signs) => Some(Blocked::SeeFirst(signs)),
    }
}
