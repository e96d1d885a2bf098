//! Why the app doesn't do something.

use std::io::{self, ErrorKind};

use unhunch_domain::Refusal;
use unhunch_domain::programme::routine::Item;
use unhunch_journal::JournalError;
use unhunch_words::errors::Problem;

/// Why something isn't done. Nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The diary refuses it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The journal can't do it.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// What is put by for a while can't be written or read back.
    #[error("what came in can't be put by: {0}")]
    Spool(#[source] io::Error),
    /// There is no such exercise or routine.
    #[error("there is no such exercise or routine")]
    NotFound,
    /// That can't be played instead of an exercise.
    #[error("`{}` can’t take the place of an exercise", text_of(.0))]
    NotInstead(Item),
    /// The exercise has no such step for the person, or nothing to decide like that.
    #[error("this can't be set for the exercise")]
    NotForExercise,
    /// The routine has nothing left that is for the person.
    #[error("nothing of it is for this person")]
    NothingToDo,
}

impl Error {
    /// Its kind, for which there are words.
    pub fn problem(&self) -> Problem {
        match self {
            Self::Refused(refusal) => Problem::Refused(*refusal),
            Self::Journal(JournalError::Conflict { .. }) => Problem::Conflict,
            Self::Journal(JournalError::Full) => Problem::DiskFull,
            Self::Journal(_) => Problem::Journal,
            Self::Spool(error) => match error.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Problem::DiskFull,
                _ => Problem::Journal,
            },
            Self::NotFound => Problem::NotFound,
            Self::NotInstead(_) => Problem::BadRequest,
            Self::NotForExercise => Problem::NotForExercise,
            Self::NothingToDo => Problem::NothingToDo,
        }
    }

    /// What a log or somebody who helps wants to know beside the words for it; none where these
    /// say all.
    pub fn detail(&self) -> Option<String> {
        match self {
            Self::NotInstead(_) | Self::Spool(_) => Some(self.to_string()),
            Self::Journal(
                error @ (JournalError::Unusable(_)
                | JournalError::Damaged(_)
                | JournalError::Newer { .. }
                | JournalError::Unreadable { .. }),
            ) => Some(error.to_string()),
            _ => None,
        }
    }
}

/// Something played, as forms have it: the exercise, and its variant after a colon.
fn text_of(item: &Item) -> String {
    match &item.variant {
        None => item.exercise.to_string(),
        Some(variant) => format!("{}:{variant}", item.exercise),
    }
}
