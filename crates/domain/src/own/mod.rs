//! A person's own routines and exercises: what they are made of, so that one that somebody put
//! together plays, draws and counts like those of the programme.

mod fault;
mod fields;
mod limits;
mod prepare;
mod read;
mod suggest;
mod tree;
mod write;

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::exercise::{Kind, Side, Sides};
use crate::id::{ExerciseId, OwnExerciseId, PhaseId, VariantId};
use crate::position::{Equipment, Position};
use crate::routine::Routine;

pub use fault::{Fault, Problem};
pub use limits::{
    Cue, Few, Lasting, Name, Pause, Poses, PosesError, Reps, Sets, Text, TextError, Within,
};
pub use prepare::Prepared;
pub use read::{Reading, id_for, line_of, read, read_tree};
pub use tree::{Branch, Node, Value};
pub use write::write;

/// The version of the file format that is written and read: the number after `unhunch-plan`.
pub const FORMAT: i64 = 1;

/// The most bytes that a file can have.
pub const FILE_LIMIT: usize = 256 * 1024;

/// The most warm-up moves in a routine.
pub const MOST_WARM_UPS: usize = 10;

/// The most places in a routine.
pub const MOST_ITEMS: usize = 40;

/// The most exercises that a routine brings along.
pub const MOST_EXERCISES: usize = 20;

/// The most phases of an own exercise.
pub const MOST_PHASES: usize = 12;

/// A routine that a person put together or was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct OwnRoutine(Parts);

/// What a routine is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parts {
    /// Its name.
    pub name: Name,
    /// What to know about it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
    /// The warm-up moves of the library that open it.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub warm_up: Few<ExerciseId, 0, MOST_WARM_UPS>,
    /// What it plays after them.
    pub items: Few<Item, 1, MOST_ITEMS>,
    /// The exercises that it brings along.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub exercises: Few<Arc<OwnExercise>, 0, MOST_EXERCISES>,
}

/// One place in a routine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What is done there.
    pub what: What,
    /// How much of it, as far as it was set by hand.
    #[serde(default, skip_serializing_if = "OwnDose::is_empty")]
    pub dose: OwnDose,
    /// What to mind there.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
}

/// An exercise of the library or one that the routine brings along.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum What {
    /// One of the library.
    Library {
        /// Which.
        exercise: ExerciseId,
        /// The guided variant of it, if it isn't the exercise itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        variant: Option<VariantId>,
    },
    /// One of the routine's own.
    Own(OwnExerciseId),
}

/// How much of an exercise; what it leaves out is as at the exercise's first level. Where it
/// says nothing at all, the person's own level counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnDose {
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

impl OwnDose {
    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What an own exercise is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OwnKind {
    /// Lengthens.
    Stretch,
    /// Strengthens.
    Strengthening,
}

impl OwnKind {
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
pub struct OwnSides {
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
pub struct OwnExercise {
    /// Its id within the routine.
    pub id: OwnExerciseId,
    /// Its name.
    pub name: Name,
    /// What it is for.
    pub kind: OwnKind,
    /// Where it begins.
    pub position: Position,
    /// What it needs.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub equipment: BTreeSet<Equipment>,
    /// How it goes from side to side; none where both work at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sides: Option<OwnSides>,
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
    pub phases: Few<OwnPhase, 1, MOST_PHASES>,
    /// What shows how it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figure: Option<OwnFigure>,
}

/// A part of one repetition of an own exercise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnPhase {
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
pub enum OwnFigure {
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

impl Deref for OwnRoutine {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl From<OwnRoutine> for Parts {
    fn from(routine: OwnRoutine) -> Self {
        routine.0
    }
}

/// Why parts make no routine.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// Two own exercises have one id.
    #[error("the own exercise `{0}` is there twice")]
    Twice(OwnExerciseId),
    /// An item is an own exercise that isn't there.
    #[error("there is no own exercise `{0}` in the routine")]
    Unknown(OwnExerciseId),
}

impl TryFrom<Parts> for OwnRoutine {
    type Error = PartsError;

    fn try_from(parts: Parts) -> Result<Self, Self::Error> {
        let mut ids = BTreeSet::new();
        for exercise in parts.exercises.iter() {
            if !ids.insert(&exercise.id) {
                return Err(PartsError::Twice(exercise.id.clone()));
            }
        }
        for item in parts.items.iter() {
            if let What::Own(id) = &item.what
                && !ids.contains(id)
            {
                return Err(PartsError::Unknown(id.clone()));
            }
        }
        Ok(Self(parts))
    }
}

impl OwnRoutine {
    /// A routine of the content as one that can be changed, with no dose set by hand.
    pub fn of(routine: &Routine, name: Name) -> Option<Self> {
        let items = routine.file.exercises.iter().map(|item| Item {
            what: What::Library {
                exercise: item.exercise.clone(),
                variant: item.variant.clone(),
            },
            dose: OwnDose::default(),
            note: Text::default(),
        });
        let parts = Parts {
            name,
            note: Text::default(),
            warm_up: routine.file.warm_up.clone().try_into().ok()?,
            items: items.collect::<Vec<_>>().try_into().ok()?,
            exercises: Few::default(),
        };
        Self::try_from(parts).ok()
    }

    /// The same routine under another name.
    #[must_use]
    pub fn called(&self, name: Name) -> Self {
        Self(Parts {
            name,
            ..self.0.clone()
        })
    }

    /// The own exercise of that id.
    pub fn exercise(&self, id: &OwnExerciseId) -> Option<&Arc<OwnExercise>> {
        self.exercises.iter().find(|exercise| exercise.id == *id)
    }
}

impl OwnExercise {
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
    pub fn phase(&self, id: &PhaseId) -> Option<&OwnPhase> {
        let place = self.phase_ids().iter().position(|known| known == id)?;
        self.phases.get(place)
    }
}
