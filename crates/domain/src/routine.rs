//! A routine: which exercises, in which order, after which warm-up.

use std::collections::BTreeSet;

use serde::Deserialize;

use crate::dose;
use crate::exercise::{Playable, Source};
use crate::id::{ExerciseId, RoutineId, VariantId};
use crate::level::{Level, Levels};
use crate::position::Equipment;

/// One place in a routine.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The exercise.
    pub exercise: ExerciseId,
    /// The guided variant of it, if not the exercise itself.
    pub variant: Option<VariantId>,
}

/// A routine as its file gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutineFile {
    /// Who gave it.
    pub source: Source,
    /// The moves that open it, at least one.
    pub warm_up: Vec<ExerciseId>,
    /// The exercises, in their order, at least one.
    pub exercises: Vec<Item>,
}

/// A routine with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routine {
    /// The name of its file.
    pub id: RoutineId,
    /// What the file says.
    pub file: RoutineFile,
}

/// A routine with everything that it plays looked up: the warm-up first.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The routine.
    pub routine: &'a Routine,
    /// What it plays, in order.
    pub plays: Vec<Playable<'a>>,
    /// How many of those are warm-up.
    pub warm_up: usize,
}

impl<'a> Plan<'a> {
    /// The exercises after the warm-up.
    pub fn exercises(&self) -> &[Playable<'a>] {
        &self.plays[self.warm_up..]
    }

    /// What it needs, each thing once.
    pub fn equipment(&self) -> BTreeSet<Equipment> {
        self.plays
            .iter()
            .flat_map(|play| play.equipment())
            .copied()
            .collect()
    }

    /// Its levels: from the easiest that any of its exercises has to the hardest.
    pub fn levels(&self) -> Levels {
        let first = Levels {
            lowest: Level::FIRST,
            top: Level::FIRST,
        };
        self.exercises()
            .iter()
            .map(|play| dose::levels(*play))
            .fold(first, Levels::union)
    }
}
