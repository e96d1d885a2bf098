//! A person’s own exercise: what it is made of.

use std::collections::BTreeSet;

use super::limits::{Cue, Few, Lasting, Name, Pause, Poses, Reps, Sets, Text};
use serde::{Deserialize, Serialize};

use crate::basics::ids::{CustomExerciseId, ExerciseId, PhaseId, VariantId};
use crate::programme::custom::MOST_PHASES;
use crate::programme::parts::{Kind, Side, Sides};
use crate::programme::position::{Equipment, Position};

/// How much of an exercise; what it leaves out is as at the exercise's first level. Where it
/// says nothing at all, the person's own level counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomDose {
    /// Sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sets: Option<Sets>,
    /// Repetitions, a side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reps: Option<Reps>,
    /// Seconds of each hold that the exercise has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_s: Option<Lasting>,
    /// Seconds of rest between sets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest_s: Option<Pause>,
}

impl CustomDose {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What an own exercise is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CustomKind {
    /// Lengthens.
    Stretch,
    /// Strengthens.
    Strengthening,
}

impl CustomKind {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Stretch, Self::Strengthening];

    /// The kind of exercises that it is among.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Stretch => Kind::Stretch,
            Self::Strengthening => Kind::Strengthening,
        }
    }
}

/// How an own exercise goes from one side to the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomSides {
    /// Whether the sides take turns.
    pub turns: Turns,
    /// The side that comes first.
    pub first: Side,
    /// Seconds to get to the other.
    pub switch_s: Lasting,
}

/// How two sides take turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Turns {
    /// One, then the other, within each repetition.
    Alternating,
    /// All repetitions of one, then all of the other.
    Each,
}

impl Turns {
    /// As exercises have it.
    pub const fn sides(self) -> Sides {
        match self {
            Self::Alternating => Sides::Alternating,
            Self::Each => Sides::Each,
        }
    }
}

/// An exercise that a routine brings along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomExercise {
    /// Its id within the routine.
    pub id: CustomExerciseId,
    /// Its name.
    pub name: Name,
    /// What it is for.
    pub kind: CustomKind,
    /// Where it begins.
    pub position: Position,
    /// What it needs.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub equipment: BTreeSet<Equipment>,
    /// How it goes from side to side; none where both work at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sides: Option<CustomSides>,
    /// Sets.
    pub sets: Sets,
    /// Repetitions, a side.
    pub reps: Reps,
    /// Seconds of rest between sets.
    pub rest_s: Pause,
    /// How to get into position.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub setup: Text,
    /// How to breathe.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub breathing: Text,
    /// Where it should be felt.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub felt: Text,
    /// The parts of one repetition.
    pub phases: Few<CustomPhase, 1, MOST_PHASES>,
    /// What shows how it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<CustomFigure>,
}

/// A part of one repetition of an own exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomPhase {
    /// What its figure calls it, where it has one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<PhaseId>,
    /// Its name.
    pub name: Name,
    /// What to do.
    #[serde(default, rename = "do", skip_serializing_if = "Text::is_empty")]
    pub doing: Text,
    /// What is said when it begins; empty for its name.
    #[serde(default, skip_serializing_if = "Cue::is_empty")]
    pub cue: Cue,
    /// Seconds of the way there.
    pub move_s: Lasting,
    /// Seconds of the hold.
    pub hold_s: Pause,
    /// Seconds of the way back.
    pub return_s: Pause,
}

/// What shows how an own exercise goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum CustomFigure {
    /// The figure of an exercise of the library.
    Like {
        /// Which.
        exercise: ExerciseId,
        /// The variant of it, if it isn't the exercise itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        variant: Option<VariantId>,
    },
    /// Poses of its own.
    Poses(Poses),
}

impl CustomExercise {
    /// The ids of its phases, each once, whatever they were given.
    pub fn phase_ids(&self) -> Vec<PhaseId> {
        let mut ids: Vec<PhaseId> = Vec::with_capacity(self.phases.len());
        for (number, phase) in self.phases.iter().enumerate() {
            let given = phase.id.clone().filter(|id| !ids.contains(id));
            let mut place = number + 1;
            let id = given.unwrap_or_else(|| {
                loop {
                    let id = PhaseId::numbered(place);
                    if !ids.contains(&id) {
                        return id;
                    }
                    place += self.phases.len();
                }
            });
            ids.push(id);
        }
        ids
    }

    /// The phase of that id.
    pub fn phase(&self, id: &PhaseId) -> Option<&CustomPhase> {
        let place = self.phase_ids().iter().position(|known| known == id)?;
        self.phases.get(place)
    }
}
