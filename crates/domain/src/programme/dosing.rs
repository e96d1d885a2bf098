//! How much of an exercise is done at which level.

use crate::programme::dose::Prescription;
use crate::programme::exercise::Playable;
use crate::programme::level::{Level, Levels};

/// The levels of an exercise.
pub fn levels(play: Playable<'_>) -> Levels {
    play.path().levels()
}

/// What to do at a level; beyond its own levels an exercise stays at its easiest or hardest.
pub fn prescription(play: Playable<'_>, level: Level) -> Prescription {
    play.path().at(level).clone()
}
