//! A routine: which exercises, in which order, after which warm-up.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::basics::ids::{ExerciseId, RoutineId, VariantId};
use crate::programme::dose::Prescription;
use crate::programme::dosing;
use crate::programme::exercise::Playable;
use crate::programme::level::{Level, Levels};
use crate::programme::parts::Source;
use crate::programme::position::Equipment;

/// One place in a routine.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// The exercise.
    pub exercise: ExerciseId,
    /// The guided variant of it, if not the exercise itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
}

/// A routine as its file gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoutineFile {
    /// Its place in the order in which routines are offered, from 1; those without one follow by
    /// their names.
    #[serde(default)]
    pub order: Option<u16>,
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

/// One exercise of a plan, and how much of it.
#[derive(Clone, Debug)]
pub struct Planned<'a> {
    /// What is played.
    pub play: Playable<'a>,
    /// How much of it.
    pub dose: Prescription,
    /// The level that the dose is of; none where somebody set the dose by hand.
    pub level: Option<Level>,
    /// Whether it belongs to the warm-up.
    pub warm_up: bool,
}

impl<'a> Planned<'a> {
    /// What is played at a level, or at the nearest that it has.
    pub fn at(play: Playable<'a>, level: Level, warm_up: bool) -> Self {
        let level = dosing::levels(play).clamp(level);
        Self {
            play,
            dose: dosing::prescription(play, level),
            level: Some(level),
            warm_up,
        }
    }
}

/// What a session is going to play, in order, the warm-up first.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// The routine.
    pub routine: RoutineId,
    /// What somebody called it, where the content has no name for it.
    pub title: Option<String>,
    /// What it plays.
    pub items: Vec<Planned<'a>>,
}

impl<'a> Plan<'a> {
    /// The exercises after the warm-up.
    pub fn exercises(&self) -> impl Iterator<Item = &Planned<'a>> {
        self.items.iter().filter(|item| !item.warm_up)
    }

    /// What it needs, each thing once.
    pub fn equipment(&self) -> BTreeSet<Equipment> {
        self.items
            .iter()
            .flat_map(|item| item.play.equipment())
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
            .map(|item| dosing::levels(item.play))
            .fold(first, Levels::union)
    }
}
