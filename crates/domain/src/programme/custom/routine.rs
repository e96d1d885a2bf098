//! A person’s own routine: what it is made of, and what its parts must agree in.

use std::collections::BTreeSet;
use std::ops::Deref;
use std::sync::Arc;

use super::limits::{Few, Name, Text};
use serde::{Deserialize, Serialize};

use super::exercise::{CustomDose, CustomExercise};
use crate::basics::ids::{CustomExerciseId, ExerciseId, VariantId};
use crate::programme::custom::{MOST_EXERCISES, MOST_ITEMS, MOST_WARM_UPS};

/// A routine that a person put together or was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct CustomRoutine(Parts);

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
    pub exercises: Few<Arc<CustomExercise>, 0, MOST_EXERCISES>,
}

/// One place in a routine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// What is done there.
    pub what: What,
    /// How much of it, as far as it was set by hand.
    #[serde(default, skip_serializing_if = "CustomDose::is_empty")]
    pub dose: CustomDose,
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
    Own(CustomExerciseId),
}

impl Deref for CustomRoutine {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl From<CustomRoutine> for Parts {
    fn from(routine: CustomRoutine) -> Self {
        routine.0
    }
}

/// Why parts make no routine.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PartsError {
    /// Two own exercises have one id.
    #[error("the own exercise `{0}` is there twice")]
    Twice(CustomExerciseId),
    /// An item is an own exercise that isn't there.
    #[error("there is no own exercise `{0}` in the routine")]
    Unknown(CustomExerciseId),
}

impl TryFrom<Parts> for CustomRoutine {
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

impl CustomRoutine {
    /// The same routine under another name.
    #[must_use]
    pub fn called(&self, name: Name) -> Self {
        Self(Parts {
            name,
            ..self.0.clone()
        })
    }

    /// The own exercise of that id.
    pub fn exercise(&self, id: &CustomExerciseId) -> Option<&Arc<CustomExercise>> {
        self.exercises.iter().find(|exercise| exercise.id == *id)
    }
}
