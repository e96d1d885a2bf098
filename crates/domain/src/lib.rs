//! What Unhunch knows: exercises and their doses, routines laid out in time, the entries of
//! a person's journal and the diary that they fold into.
//!
//! Nothing here reads a clock, a file or a random source: they come in as parameters, so the
//! same rules run in the program, in a service worker and in tests at any hour.

pub mod adherence;
pub mod advice;
pub mod basics;
mod checkpoint;
pub mod command;
pub mod compose;
pub mod condition;
pub mod content;
pub mod day;
pub mod diary;
pub mod dose;
pub mod entry;
pub mod exercise;
pub mod felt;
pub mod id;
pub mod level;
pub mod note;
pub mod own;
pub mod past;
pub mod person;
pub mod position;
pub mod precaution;
pub mod profile;
pub mod progress;
pub mod ratings;
pub mod reach;
mod registers;
pub mod reminder_plan;
pub mod report;
pub mod routine;
pub mod screening;
pub mod settings;
pub mod standing;
pub mod step_set;
pub mod timeline;
pub mod training;
pub mod trend;
pub mod welcome;

pub use command::{Command, Refusal};
pub use condition::Condition;
pub use content::{ContentError, Library};
pub use diary::{Diary, SessionRecord};
pub use entry::{Body, Ending, Entry, Moment, Outcome, Rating};
pub use exercise::{Exercise, Side};
pub use felt::{Discomfort, Felt};
pub use id::{
    DeviceId, EntryId, ExerciseId, NoteId, OwnExerciseId, OwnRoutineId, PhaseId, RoutineId,
    SessionId, VariantId,
};
pub use level::Level;
pub use note::Note;
pub use own::{OwnExercise, OwnRoutine};
pub use routine::Routine;
pub use settings::{Settings, SettingsChange};
pub use timeline::{Step, StepKind, Timeline};
