//! Ids as types of their own, so that a session's can't be passed where an entry's is meant.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Makes a type around a UUID.
macro_rules! uuid_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    };
}

uuid_id! {
    /// Names one journal entry (UUIDv7: made once, where the entry arises).
    EntryId
}
uuid_id! {
    /// Names one session (UUIDv7: sorts by when it was started).
    SessionId
}
uuid_id! {
    /// Names the installation that an entry was made on.
    DeviceId
}

uuid_id! {
    /// Names a person's own routine.
    CustomRoutineId
}
uuid_id! {
    /// Names a note (UUIDv7).
    NoteId
}

/// What the ids of a person's own routines and exercises begin with, among those of the
/// content; none of the content begins so.
pub const CUSTOM_PREFIX: &str = "own-";

impl CustomRoutineId {
    /// The routine that isn't kept yet.
    pub const NIL: Self = Self(Uuid::nil());

    /// Its id among all routines.
    pub fn routine(self) -> RoutineId {
        RoutineId(format!("{CUSTOM_PREFIX}{}", self.0).into())
    }

    /// The own routine that has this id among all routines, if it is one.
    pub fn of(id: &RoutineId) -> Option<Self> {
        id.as_str().strip_prefix(CUSTOM_PREFIX)?.parse().ok()
    }
}

impl ExerciseId {
    /// The id of an own exercise among all exercises.
    pub fn of_custom(own: Uuid) -> Self {
        Self(format!("{CUSTOM_PREFIX}{own}").into())
    }
}

impl PhaseId {
    /// The id of a phase that nobody gave one, by its place from 1.
    pub fn numbered(place: usize) -> Self {
        Self(format!("phase-{place}").into())
    }
}

/// Why a text can't be the id of a piece of content.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error(
    "`{0}` is no id: expected lower-case letters, digits and single hyphens, such as `cat-cow`"
)]
pub struct NotAnId(String);

fn is_content_id(text: &str) -> bool {
    text.len() <= 64
        && text.starts_with(|c: char| c.is_ascii_lowercase())
        && !text.ends_with('-')
        && !text.contains("--")
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

/// Makes a type around the id of a piece of content.
macro_rules! content_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The id as it stands in files and addresses.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                if is_content_id(text) {
                    Ok(Self(text.into()))
                } else {
                    Err(NotAnId(text.chars().take(80).collect()))
                }
            }
        }

        impl TryFrom<String> for $name {
            type Error = NotAnId;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0.as_ref().to_owned()
            }
        }
    };
}

content_id! {
    /// Names an exercise: the name of its file without `.toml`.
    ExerciseId
}
content_id! {
    /// Names a routine: the name of its file without `.toml`.
    RoutineId
}
content_id! {
    /// Names a phase within its exercise.
    PhaseId
}
content_id! {
    /// Names a variant within its exercise.
    VariantId
}
content_id! {
    /// Names an entry of the vocabulary: a muscle, a mistake.
    WordId
}

content_id! {
    /// Names an own exercise within its routine.
    CustomExerciseId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_ids_are_lower_case_words_joined_by_hyphens() {
        for good in ["cat-cow", "full", "two-minutes", "t7"] {
            assert_eq!(good.parse::<ExerciseId>().unwrap().as_str(), good);
        }
        for bad in [
            "", "Cat", "cat_cow", "-cat", "cat-", "cat--cow", "7t", "../etc", "é",
        ] {
            assert!(bad.parse::<ExerciseId>().is_err(), "{bad}");
        }
    }
}
