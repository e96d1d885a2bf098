//! What a person wants differently on one day: more or less time, another place, this left out,
//! that instead.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::basics::ids::ExerciseId;
use crate::person::profile::{Minutes, Place};
use crate::programme::routine::Item;

/// The most exercises that a day's wishes can be about.
const MOST: usize = 64;

/// What a person wants on one day; a new wish takes the place of the one before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Read")]
pub struct TodayOverrides {
    /// The day, where the person is.
    pub date: Date,
    /// Minutes, where not as usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Minutes>,
    /// The place, where not as usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// What is left out today.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub dropped: BTreeSet<ExerciseId>,
    /// What is done instead of what was put together.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub swapped: BTreeMap<ExerciseId, Item>,
}

impl TodayOverrides {
    /// A day like any other.
    pub const fn usual(date: Date) -> Self {
        Self {
            date,
            minutes: None,
            place: None,
            dropped: BTreeSet::new(),
            swapped: BTreeMap::new(),
        }
    }

    /// Whether nothing is wanted differently.
    pub fn is_usual(&self) -> bool {
        *self == Self::usual(self.date)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Read {
    date: Date,
    #[serde(default)]
    minutes: Option<Minutes>,
    #[serde(default)]
    place: Option<Place>,
    #[serde(default)]
    dropped: BTreeSet<ExerciseId>,
    #[serde(default)]
    swapped: BTreeMap<ExerciseId, Item>,
}

impl TryFrom<Read> for TodayOverrides {
    type Error = String;

    fn try_from(read: Read) -> Result<Self, String> {
        if read.dropped.len() > MOST || read.swapped.len() > MOST {
            return Err(format!("a day’s wishes about more than {MOST} exercises"));
        }
        Ok(Self {
            date: read.date,
            minutes: read.minutes,
            place: read.place,
            dropped: read.dropped,
            swapped: read.swapped,
        })
    }
}
