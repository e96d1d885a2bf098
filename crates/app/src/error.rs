//! Why the app doesn't do something.

use unhunch_domain::Refusal;
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
            Self::NotForExercise => Problem::NotForExercise,
            Self::NothingToDo => Problem::NothingToDo,
        }
    }

    /// What a log or somebody who helps wants to know beside the words for it; none where these
    /// say all.
    pub fn detail(&self) -> Option<String> {
        match self {
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
