//! Why something can’t be written.

/// Why something can't be written; pages have the words for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such session.
    #[error("there is no such session")]
    UnknownSession,
    /// The session is deleted.
    #[error("the session is deleted")]
    DeletedSession,
    /// The session's timeline has no such step.
    #[error("the session has no step {step}; its last is {last}")]
    UnknownStep {
        /// What was asked for.
        step: u64,
        /// The last that there is.
        last: usize,
    },
    /// The session doesn't play that many exercises.
    #[error("the session has no exercise {play}; it has {count}, counted from 0")]
    UnknownPlay {
        /// What was asked for.
        play: u64,
        /// How many there are.
        count: usize,
    },
    /// There is no such own routine.
    #[error("there is no such routine")]
    UnknownRoutine,
    /// There is no such note.
    #[error("there is no such note")]
    UnknownNote,
    /// A rating is 0 to 10.
    #[error("a rating of {0}; expected 0 to 10")]
    BadRating(u8),
}
