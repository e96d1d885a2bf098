//! How hard a routine is: one number that a person can step up and down.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A level of dose: 1 is the low end of every given range, higher levels lead on, levels
/// below 1 are the easier doses that a regression leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Level(pub i8);

impl Level {
    /// Where everybody begins.
    pub const FIRST: Self = Self(1);
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The levels that something has, from its easiest to its hardest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Levels {
    /// The easiest level, at most 1.
    pub lowest: Level,
    /// The hardest level, at least 1.
    pub top: Level,
}

impl Levels {
    /// Whether the level is one of these.
    pub fn contains(self, level: Level) -> bool {
        self.lowest <= level && level <= self.top
    }

    /// The nearest level to the one given that is one of these.
    pub fn clamp(self, level: Level) -> Level {
        level.clamp(self.lowest, self.top)
    }

    /// All levels, easiest first.
    pub fn iter(self) -> impl Iterator<Item = Level> {
        (self.lowest.0..=self.top.0).map(Level)
    }

    /// The span that covers both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self {
            lowest: self.lowest.min(other.lowest),
            top: self.top.max(other.top),
        }
    }
}
