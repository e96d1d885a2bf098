//! What exercises are described by: kinds, sides, sources, regions and phases.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::basics::ids::PhaseId;
use crate::programme::dose::{Seconds, Span};

/// What an exercise is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Lengthens.
    Stretch,
    /// Strengthens.
    Strengthening,
    /// Warms up before both.
    WarmUp,
}

impl Kind {
    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Stretch => "stretch",
            Self::Strengthening => "strengthening",
            Self::WarmUp => "warm-up",
        }
    }
}

/// A side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// The person's left.
    Left,
    /// The person's right.
    Right,
}

impl Side {
    /// The other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }

    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// How an exercise treats the two sides of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sides {
    /// Both at once.
    None,
    /// One, then the other, within each repetition.
    Alternating,
    /// All repetitions of one, then all of the other.
    Each,
}

impl Sides {
    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Alternating => "alternating",
            Self::Each => "each",
        }
    }
}

/// Who says so: the programme's author, or we, filling a gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Stated by the programme's author.
    Given,
    /// Chosen by us where the author is silent.
    Ours,
}

impl Source {
    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Ours => "ours",
        }
    }
}

/// A part of the body that an exercise is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Region {
    /// The neck, down to the tops of the shoulders.
    Neck,
    /// The back at the height of the shoulder blades and ribs.
    UpperBack,
    /// The chest and the front of the shoulders.
    ShoulderFront,
    /// The flank, from the armpit to the hip.
    Side,
    /// The buttocks and hips.
    Hips,
    /// The back below the ribs.
    LowerBack,
}

impl Region {
    /// All of them, from the top down.
    pub const ALL: [Self; 6] = [
        Self::Neck,
        Self::UpperBack,
        Self::ShoulderFront,
        Self::Side,
        Self::Hips,
        Self::LowerBack,
    ];

    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Neck => "neck",
            Self::UpperBack => "upper-back",
            Self::ShoulderFront => "shoulder-front",
            Self::Side => "side",
            Self::Hips => "hips",
            Self::LowerBack => "lower-back",
        }
    }
}

/// A part of one repetition: the way there, the hold, the way back.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// Its name within the exercise.
    pub id: PhaseId,
    /// Seconds of the way there (ours).
    pub move_s: Seconds,
    /// Seconds of the hold, from the first level to the high end; 0 where nothing is held.
    pub hold_s: Span,
    /// Seconds of the way back (ours); 0 where there is none.
    pub return_s: Seconds,
    /// Who gave the hold.
    pub source: Source,
}
