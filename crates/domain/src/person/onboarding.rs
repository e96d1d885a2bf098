//! The steps of the welcome, and where somebody goes on who left it in the middle.

use serde::{Deserialize, Serialize};

use crate::person::profile::Profile;
use crate::person::screening::Screening;

/// A step of the welcome: a page with a few questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// What brings the person, and since when.
    You,
    /// Signs with which one gets help now.
    Now,
    /// Signs with which one sees a clinician first.
    Before,
    /// What changes the routine.
    Conditions,
    /// What the person has, and where they exercise.
    Room,
    /// How long, and when in the day.
    Time,
    /// When to be asked. It may be left out: who doesn't choose is never asked.
    Asking,
    /// Everything that was answered.
    Summary,
}

impl Step {
    /// All of them, in their order.
    pub const ALL: [Self; 8] = [
        Self::You,
        Self::Now,
        Self::Before,
        Self::Conditions,
        Self::Room,
        Self::Time,
        Self::Asking,
        Self::Summary,
    ];

    /// The safety questions, in their order.
    pub const SAFETY: [Self; 3] = [Self::Now, Self::Before, Self::Conditions];

    /// The name in addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::You => "you",
            Self::Now => "now",
            Self::Before => "before",
            Self::Conditions => "conditions",
            Self::Room => "room",
            Self::Time => "time",
            Self::Asking => "asking",
            Self::Summary => "summary",
        }
    }

    /// Its place, counted from 1.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The step after this one; the last is followed by itself.
    #[must_use]
    pub fn next(self) -> Self {
        let after = Self::ALL.into_iter().find(|step| *step > self);
        after.unwrap_or(self)
    }

    /// The step before this one.
    pub fn previous(self) -> Option<Self> {
        Self::ALL.into_iter().rfind(|step| *step < self)
    }

    /// Whether a safety question was answered; anything else may stay as it is.
    fn is_answered(self, screening: &Screening) -> bool {
        match self {
            Self::Now => screening.now.is_some(),
            Self::Before => screening.before.is_some(),
            Self::Conditions => screening.conditions.is_some(),
            Self::You | Self::Room | Self::Time | Self::Asking | Self::Summary => true,
        }
    }
}

/// Where a person goes on: after the last step that they went through, but not beyond a safety
/// question that has no answer. Nobody is led back to choose when to be asked.
pub fn resume(profile: &Profile, screening: &Screening) -> Step {
    Step::ALL
        .into_iter()
        .filter(|step| *step != Step::Asking)
        .find(|step| step.number() > profile.welcome_steps || !step.is_answered(screening))
        .unwrap_or(Step::Summary)
}

/// Whether every question was gone through.
pub fn is_complete(profile: &Profile, screening: &Screening) -> bool {
    resume(profile, screening) == Step::Summary
}
