//! The one place that says in a sentence why something can't be done: what happened, what was
//! kept, and what to do.

use unhunch_domain::Refusal;

use crate::fluent::Words;

/// A kind of thing that goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The diary refuses it.
    Refused(Refusal),
    /// The exercise has no such step for the person, or nothing to decide like that.
    NotForExercise,
    /// The routine has nothing left that is for the person.
    NothingToDo,
    /// Something else is kept under the same id.
    Conflict,
    /// There is no room left.
    DiskFull,
    /// The journal can't be read or written.
    Journal,
    /// There is no such page.
    NotFound,
    /// A page takes no such request.
    NotAllowed,
    /// A request is not one that a page of ours makes.
    BadRequest,
    /// Too much was sent.
    TooLarge,
    /// So much is being drawn that this can't be, too.
    Busy,
    /// A page or a figure can't be put together.
    Page,
}

/// What to tell the person.
pub fn sentence(words: &Words, problem: Problem) -> String {
    words.get(match problem {
        Problem::Refused(refusal) => match refusal {
            Refusal::UnknownSession => "error-unknown-session",
            Refusal::DeletedSession => "error-deleted-session",
            Refusal::UnknownStep { .. } => "error-unknown-step",
            Refusal::UnknownPlay { .. } => "error-unknown-play",
            Refusal::UnknownRoutine => "error-unknown-routine",
            Refusal::UnknownNote => "error-unknown-note",
            Refusal::BadRating(_) => "error-bad-rating",
        },
        Problem::NotForExercise => "error-not-for-exercise",
        Problem::NothingToDo => "error-nothing-to-do",
        Problem::Conflict => "error-conflict",
        Problem::DiskFull => "error-disk-full",
        Problem::Journal => "error-journal",
        Problem::NotFound => "error-not-found",
        Problem::NotAllowed => "error-not-allowed",
        Problem::BadRequest => "error-bad-request",
        Problem::TooLarge => "error-too-large",
        Problem::Busy => "error-busy",
        Problem::Page => "error-page",
    })
}
