//! What follows from a diary: means, trend, advice, verdict, suggestions, the report's content.

pub mod adherence;
pub mod advice;
pub mod gate;
pub mod person;
pub mod ratings;
pub mod reach;
pub mod recent;
pub mod report;
pub mod suggestions;
pub mod training;
pub mod trend;
