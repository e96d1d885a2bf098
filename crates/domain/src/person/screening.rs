//! The safety questions: who may exercise now, who sees a clinician first, and which conditions
//! change the routine.
//!
//! Questions and what follows from them are PROGRAMME's; nothing here names a cause.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::programme::condition::Condition;

/// A sign with which one gets help now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NowSign {
    /// Pressure in the chest, or pain that spreads, with sweating or breathlessness.
    Chest,
    /// Neck pain after a serious fall, crash or blow.
    Injury,
    /// The worst headache or neck pain ever, or unlike any before.
    Worst,
    /// Dizziness with double vision, trouble speaking or swallowing, a sudden fall and such.
    Dizzy,
    /// Clumsy hands or heavy legs with numbness, or a change in bladder or bowel.
    Hands,
    /// A stiff neck with fever and a severe headache.
    Fever,
}

impl NowSign {
    /// All of them, in the order in which they are asked for.
    pub const ALL: [Self; 6] = [
        Self::Chest,
        Self::Injury,
        Self::Worst,
        Self::Dizzy,
        Self::Hands,
        Self::Fever,
    ];

    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Chest => "chest",
            Self::Injury => "injury",
            Self::Worst => "worst",
            Self::Dizzy => "dizzy",
            Self::Hands => "hands",
            Self::Fever => "fever",
        }
    }
}

/// A sign with which one sees a clinician before starting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BeforeSign {
    /// Weakness, numbness or tingling in an arm or hand.
    Arm,
    /// Electric shocks on bending the neck.
    Shocks,
    /// Unexplained weight loss, fever, feeling unwell.
    Unwell,
    /// A history of cancer, or weakened immunity.
    History,
    /// Constant pain that grows or wakes one nightly.
    Night,
    /// Neck surgery.
    Surgery,
    /// Osteoporosis with a fracture.
    Fracture,
    /// Rheumatoid arthritis or Down syndrome.
    Joints,
}

impl BeforeSign {
    /// All of them, in the order in which they are asked for.
    pub const ALL: [Self; 8] = [
        Self::Arm,
        Self::Shocks,
        Self::Unwell,
        Self::History,
        Self::Night,
        Self::Surgery,
        Self::Fracture,
        Self::Joints,
    ];

    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Arm => "arm",
            Self::Shocks => "shocks",
            Self::Unwell => "unwell",
            Self::History => "history",
            Self::Night => "night",
            Self::Surgery => "surgery",
            Self::Fracture => "fracture",
            Self::Joints => "joints",
        }
    }
}

/// The conditions that are asked for one by one. A fracture with osteoporosis is asked for among
/// the signs before, and [`PREGNANCY`] by its months.
pub const ASKED: [Condition; 11] = [
    Condition::Osteoporosis,
    Condition::Knee,
    Condition::KneeReplacement,
    Condition::Hip,
    Condition::HipReplacement,
    Condition::Shoulder,
    Condition::Wrist,
    Condition::HighBloodPressure,
    Condition::Vertigo,
    Condition::Glaucoma,
    Condition::SensitiveBack,
];

/// Pregnancy by its months; a person has at most one of these.
pub const PREGNANCY: [Condition; 3] = [
    Condition::Pregnancy,
    Condition::MidPregnancy,
    Condition::LatePregnancy,
];

crate::basics::registers::registers! {
    /// What a person answered; a part that they weren't asked yet is none.
    Screening,
    /// Answers to some of the parts.
    Answers,
    ScreeningRegisters;
    /// Signs with which one gets help now.
    now: Option<BTreeSet<NowSign>> = None,
    /// Signs with which one sees a clinician first.
    before: Option<BTreeSet<BeforeSign>> = None,
    /// Of those, the ones that a clinician has seen, as the person says.
    seen: Option<BTreeSet<BeforeSign>> = None,
    /// What changes the routine.
    conditions: Option<BTreeSet<Condition>> = None,
    /// Since when it had been worse when `now` was last answered, if it was: what gets worse after
    /// that, also on the same day, is asked about again.
    now_for: Option<Date> = None,
    /// The same of `before`.
    before_for: Option<Date> = None,
}

/// Whether a person may exercise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// They weren't asked everything yet.
    Unasked,
    /// They answered everything, but it got worse since: they are asked the signs again. It comes
    /// from the diary ([`Diary::verdict`]) and never from answers alone.
    ///
    /// [`Diary::verdict`]: crate::Diary::verdict
    AskAgain,
    /// They get help now; nothing is played until the answers change.
    Stop(BTreeSet<NowSign>),
    /// They see a clinician about these first, and go on when they say that they were seen.
    SeeFirst(BTreeSet<BeforeSign>),
    /// They were dizzy in a session today and rest until tomorrow. It comes from the diary
    /// ([`Diary::verdict`]) and never from answers.
    ///
    /// [`Diary::verdict`]: crate::Diary::verdict
    RestToday,
    /// They may.
    Cleared,
}

impl Verdict {
    /// Whether it is about signs that somebody has to look at first. Nobody is asked for a session
    /// then, until they answer something else.
    pub const fn is_about_signs(&self) -> bool {
        matches!(self, Self::Stop(_) | Self::SeeFirst(_))
    }
}

impl Screening {
    /// Whether the person may exercise, by their answers alone. What is graver counts, whatever
    /// else wasn't asked yet.
    pub fn verdict(&self) -> Verdict {
        if let Some(now) = self.now.as_ref().filter(|now| !now.is_empty()) {
            return Verdict::Stop(now.clone());
        }
        let unseen = self.unseen();
        if !unseen.is_empty() {
            return Verdict::SeeFirst(unseen);
        }
        if self.now.is_some() && self.before.is_some() && self.conditions.is_some() {
            Verdict::Cleared
        } else {
            Verdict::Unasked
        }
    }

    /// Whether both kinds of signs were answered when it had been worse since then, or since a
    /// later day until `today`.
    pub fn was_asked_about(&self, since: Date, today: Date) -> bool {
        let is_later = |of: Option<Date>| of.is_some_and(|of| since <= of && of <= today);
        is_later(self.now_for) && is_later(self.before_for)
    }

    /// Answers to which signs there are before starting. A sign that a clinician has seen stays
    /// seen as long as it is there; one that went and comes back is to be seen anew.
    pub fn answer_before(&self, signs: BTreeSet<BeforeSign>) -> Answers {
        // What isn't among the signs now went at some time, also where two devices' answers met.
        let now = self.before.clone().unwrap_or_default();
        let seen = self.seen.clone().unwrap_or_default();
        let seen: BTreeSet<_> = seen.intersection(&now).copied().collect();
        Answers {
            seen: Some(Some(seen.intersection(&signs).copied().collect())),
            before: Some(Some(signs)),
            ..Answers::default()
        }
    }

    /// The answer that a clinician has seen these signs; of those that the person doesn't have
    /// nothing is kept.
    pub fn answer_seen(&self, signs: &BTreeSet<BeforeSign>) -> Answers {
        let mut seen = self.seen.clone().unwrap_or_default();
        seen.extend(self.unseen().intersection(signs));
        Answers {
            seen: Some(Some(seen)),
            ..Answers::default()
        }
    }

    /// Whether the person said that they had a fracture with osteoporosis.
    pub fn has_fracture(&self) -> bool {
        let fracture = BeforeSign::Fracture;
        self.before.as_ref().is_some_and(|b| b.contains(&fracture))
    }

    /// The signs that no clinician has seen yet.
    fn unseen(&self) -> BTreeSet<BeforeSign> {
        let seen = self.seen.clone().unwrap_or_default();
        self.before
            .iter()
            .flatten()
            .filter(|sign| !seen.contains(sign))
            .copied()
            .collect()
    }

    /// The conditions that the routine is made for: what was answered, and what follows from a
    /// sign that a clinician has seen.
    pub fn conditions(&self) -> BTreeSet<Condition> {
        let mut conditions = self.conditions.clone().unwrap_or_default();
        if self.has_fracture() {
            conditions.insert(Condition::OsteoporosisWithFracture);
        }
        conditions
    }
}
