//! Who may exercise now. The one place that asks: Today, routines and sessions show what it says,
//! and no session starts or goes on against it.

use jiff::civil::Date;
use unhunch_domain::Diary;
use unhunch_domain::screening::Verdict;
use unhunch_words::Words;
use unhunch_words::safety::{Sign, before_sign, now_sign};

/// Where somebody is led who may not exercise now.
pub const HELD: &str = "/welcome/held";

/// What holds the exercises back.
pub enum Held {
    /// The safety questions aren't all answered.
    Unasked {
        /// Whether any step of the welcome was gone through.
        begun: bool,
    },
    /// It got worse since the safety questions were answered: they come again.
    Again,
    /// Signs with which one gets help now.
    Stop(Vec<Sign>),
    /// Signs with which one sees a clinician first.
    SeeFirst(Vec<Sign>),
    /// They were dizzy in a session today and rest until tomorrow.
    Rest,
}

impl Held {
    /// Whether it comes from an answer, and not from there being none.
    pub const fn is_answered(&self) -> bool {
        matches!(self, Self::Stop(_) | Self::SeeFirst(_))
    }

    /// Whether nothing is offered to play or to print. Who only has to
    /// answer may look around.
    pub const fn is_stop(&self) -> bool {
        self.is_answered() || matches!(self, Self::Rest)
    }
}

/// What holds the exercises back today; `None` where the person may exercise.
pub fn held(words: &Words, diary: &Diary, today: Date) -> Option<Held> {
    match diary.verdict(today) {
        Verdict::Go => None,
        Verdict::Again => Some(Held::Again),
        Verdict::Rest => Some(Held::Rest),
        Verdict::Unasked => Some(Held::Unasked {
            begun: diary.profile().welcome_steps > 0,
        }),
        Verdict::Stop(signs) => Some(Held::Stop(
            signs
                .into_iter()
                .map(|sign| now_sign(words, sign))
                .collect(),
        )),
        Verdict::SeeFirst(signs) => Some(Held::SeeFirst(
            signs
                .into_iter()
                .map(|sign| before_sign(words, sign))
                .collect(),
        )),
    }
}
