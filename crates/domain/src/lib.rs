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
    DeviceId, EntryId, ExerciseId, NoteId, OwnExerciseId, OwnRoutineId, PhaseId, RoutineId,
    SessionId, VariantId,
};
pub use basics::rating::{Discomfort, Felt, Rating};
pub use basics::time::Now;
pub use diary::{Diary, SessionRecord};
pub use journal::body::{Body, Ending, Moment, Outcome};
pub use journal::entry::Entry;
pub use journal::note::Note;
pub use person::settings::{Settings, SettingsChange};
pub use programme::condition::Condition;
pub use programme::content::{ContentError, Library};
pub use programme::custom::{OwnExercise, OwnRoutine};
pub use programme::exercise::Exercise;
pub use programme::level::Level;
pub use programme::parts::Side;
pub use programme::routine::Routine;
pub use programme::timeline::{Step, StepKind, Timeline};
pub use session::command::Command;
pub use session::refusal::Refusal;

// Where things were before there were folders. Nothing in this crate uses these paths, and they
// go once nothing else does.
pub use basics::ids as id;
pub use person::{
    day_wishes as day, onboarding as welcome, precautions as precaution, profile, reminder_plan,
    screening, settings,
};
pub use programme::{
    condition, content, custom as own, level, position, progression as standing, routine, timeline,
};
pub use review::{report, suggestions as progress, trend};
pub use session::{command, compose};

/// See [`journal`], [`basics`] and [`programme::timeline`].
pub mod entry {
    pub use crate::basics::rating::Rating;
    pub use crate::basics::stamp::{Stamp, Stamped};
    pub use crate::basics::time::{At, Zone};
    pub use crate::journal::body::{Body, Ending, Moment, Outcome};
    pub use crate::journal::entry::{Entry, VERSION, Version};
    pub use crate::programme::timeline::{PlayNumber, StepNumber};
}

/// See [`basics::rating`].
pub mod felt {
    pub use crate::basics::rating::{Discomfort, Felt};
}

/// See [`programme::exercise`] and [`programme::parts`].
pub mod exercise {
    pub use crate::programme::exercise::*;
    pub use crate::programme::parts::*;
}

/// See [`programme::dose`] and [`programme::dosing`].
pub mod dose {
    pub use crate::programme::dose::*;
    pub use crate::programme::dosing::*;
}

/// See [`review::adherence`] and [`basics::dates`].
pub mod adherence {
    pub use crate::basics::dates::monday;
    pub use crate::review::adherence::*;
}

/// See [`review::advice`] and [`journal::advice_rule`].
pub mod advice {
    pub use crate::journal::advice_rule::Rule;
    pub use crate::review::advice::*;
    pub use crate::review::trend::{PERCENT, POINTS};
}

/// See [`review::recent`] and [`basics::dates`].
pub mod past {
    pub use crate::basics::dates::days_between;
    pub use crate::review::recent::*;
}

/// See [`review::ratings`] and [`basics::mean`].
pub mod ratings {
    pub use crate::basics::mean::Mean;
    pub use crate::review::ratings::*;
}

/// See [`review::training`] and [`basics::dates`].
pub mod training {
    pub use crate::basics::dates::sunday;
    pub use crate::review::training::*;
}

/// See [`journal::note`], [`diary::notes`] and [`basics::dates`].
pub mod note {
    pub use crate::basics::dates::day_of;
    pub use crate::diary::notes::{Noted, WEEK_DAYS, week_answered, week_is_due};
    pub use crate::journal::note::*;
}

/// See [`journal::reach`] and [`review::reach`].
pub mod reach {
    pub use crate::journal::reach::*;
    pub use crate::review::reach::*;
}
