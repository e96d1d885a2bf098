//! What Unhunch knows: exercises and their doses, routines laid out in time, the entries of
//! a person's journal and the diary that they fold into.
//!
//! Nothing here reads a clock, a file or a random source: they come in as parameters, so the
//! same rules run in the program, in a service worker and in tests at any hour.

pub mod basics;
pub mod diary;
pub mod journal;
pub mod person;
pub mod programme;
pub mod review;
pub mod session;

pub use basics::ids::{
    CustomExerciseId, CustomRoutineId, DeviceId, EntryId, ExerciseId, NoteId, PhaseId, RoutineId,
    SessionId, VariantId,
};
pub use basics::rating::{DiscomfortLevel, ExerciseDiscomfort, Rating};
pub use basics::time::Now;
pub use diary::{Diary, SessionRecord};
pub use journal::body::{Body, Ending, Moment, Outcome};
pub use journal::entry::Entry;
pub use journal::note::Note;
pub use person::settings::{Settings, SettingsChange};
pub use programme::condition::Condition;
pub use programme::content::{ContentError, Library};
pub use programme::custom::{CustomExercise, CustomRoutine};
pub use programme::exercise::Exercise;
pub use programme::level::Level;
pub use programme::parts::Side;
pub use programme::routine::Routine;
pub use programme::timeline::{Step, StepKind, Timeline};
pub use session::command::Command;
pub use session::refusal::Refusal;
