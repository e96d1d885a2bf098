//! What a person may have that decides which exercises, and which forms of them, are for them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Something that an exercise's precautions can be about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Pregnant, in the first three months.
    Pregnancy,
    /// Pregnant, in the months four to six.
    MidPregnancy,
    /// Pregnant, in the last three months.
    LatePregnancy,
    /// Osteoporosis without a fracture.
    Osteoporosis,
    /// Osteoporosis with a fracture, now or earlier.
    OsteoporosisWithFracture,
    /// Problems with a knee.
    Knee,
    /// A replaced knee.
    KneeReplacement,
    /// Problems with a hip.
    Hip,
    /// A replaced hip.
    HipReplacement,
    /// Problems with a shoulder.
    Shoulder,
    /// Problems with a wrist or hand.
    Wrist,
    /// High blood pressure.
    HighBloodPressure,
    /// Dizziness from turning, tilting or lowering the head.
    Vertigo,
    /// Glaucoma.
    Glaucoma,
    /// A back that easily hurts when it arches or bends.
    SensitiveBack,
}

impl Condition {
    /// All of them, in the order in which they count where they ask for different forms.
    pub const ALL: [Self; 15] = [
        Self::Pregnancy,
        Self::MidPregnancy,
        Self::LatePregnancy,
        Self::Osteoporosis,
        Self::OsteoporosisWithFracture,
        Self::Knee,
        Self::KneeReplacement,
        Self::Hip,
        Self::HipReplacement,
        Self::Shoulder,
        Self::Wrist,
        Self::HighBloodPressure,
        Self::Vertigo,
        Self::Glaucoma,
        Self::SensitiveBack,
    ];

    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Pregnancy => "pregnancy",
            Self::MidPregnancy => "mid-pregnancy",
            Self::LatePregnancy => "late-pregnancy",
            Self::Osteoporosis => "osteoporosis",
            Self::OsteoporosisWithFracture => "osteoporosis-with-fracture",
            Self::Knee => "knee",
            Self::KneeReplacement => "knee-replacement",
            Self::Hip => "hip",
            Self::HipReplacement => "hip-replacement",
            Self::Shoulder => "shoulder",
            Self::Wrist => "wrist",
            Self::HighBloodPressure => "high-blood-pressure",
            Self::Vertigo => "vertigo",
            Self::Glaucoma => "glaucoma",
            Self::SensitiveBack => "sensitive-back",
        }
    }

    /// The next milder condition that this one includes: what is said about that one counts for
    /// whoever has this one, too.
    #[must_use]
    pub const fn milder(self) -> Option<Self> {
        match self {
            Self::MidPregnancy => Some(Self::Pregnancy),
            Self::LatePregnancy => Some(Self::MidPregnancy),
            Self::OsteoporosisWithFracture => Some(Self::Osteoporosis),
            Self::KneeReplacement => Some(Self::Knee),
            Self::HipReplacement => Some(Self::Hip),
            Self::Pregnancy
            | Self::Osteoporosis
            | Self::Knee
            | Self::Hip
            | Self::Shoulder
            | Self::Wrist
            | Self::HighBloodPressure
            | Self::Vertigo
            | Self::Glaucoma
            | Self::SensitiveBack => None,
        }
    }

    /// This condition and the milder ones that it includes, the nearest first.
    pub fn with_milder(self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self), |condition| condition.milder())
    }

    /// Whether this is the other condition, or a graver form of it.
    pub fn includes(self, other: Self) -> bool {
        self.with_milder().any(|condition| condition == other)
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_the_names_in_files_and_all_are_listed_once() {
        for condition in Condition::ALL {
            let json = serde_json::to_string(&condition).unwrap();
            assert_eq!(json, format!("\"{}\"", condition.id()));
        }
        assert!(Condition::ALL.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn graver_forms_include_the_milder_ones_and_never_the_other_way_round() {
        use Condition::{LatePregnancy, MidPregnancy, Osteoporosis, Pregnancy};
        assert!(LatePregnancy.includes(Pregnancy));
        assert!(LatePregnancy.includes(MidPregnancy));
        assert!(!Pregnancy.includes(MidPregnancy));
        assert!(!Osteoporosis.includes(Pregnancy));
        for one in Condition::ALL {
            assert!(one.includes(one));
            for other in Condition::ALL {
                assert!(one == other || !(one.includes(other) && other.includes(one)));
            }
        }
    }
}
