//! The app without an interface: a journal, the diary folded from it, and what may be done. Pages,
//! a terminal and a program that keeps devices together are written against it.
//!
//! It opens no file and no socket, and asks its [`Host`] for the time and for chance.

pub mod advice;
mod app;
pub mod data;
mod error;
pub mod exercises;
mod figure_cache;
pub mod gate;
mod host;
pub mod notes;
pub mod notices;
pub mod onboarding;
mod outcome;
pub mod plans;
pub mod reach;
pub mod reminders;
pub mod report;
pub mod routines;
pub mod sessions;
mod settings;
pub mod today;

pub use app::{App, ByteSource, ImportFailed, NewEntry};
pub use error::Error;
pub use figure_cache::{Drawn, FigureCache, FigureKey};
pub use host::{Host, Work};
pub use outcome::Changed;
pub use unhunch_journal::JournalError;
