//! Everything that a person reads or hears: sentences from values, by the messages of
//! `content/locales/`. It decides nothing, and knows no markup.

pub mod advice;
pub mod cues;
pub mod dates;
pub mod discomfort;
pub mod doses;
pub mod errors;
pub mod exercise;
mod fluent;
pub mod lengths;
pub mod names;
pub mod plan_faults;
pub mod reach;
pub mod reasons;
pub mod reminder_plan;
pub mod reminders;
pub mod safety;
pub mod trend;

pub use exercise::PlayWords;
pub use fluent::{Argument, Words, WordsError};
pub use plan_faults::FaultWords;
