//! The app without an interface: a journal, the diary folded from it, and what may be done. Pages,
//! a terminal and a program that keeps devices together are written against it.
//!
//! It opens no file and no socket, and asks its [`Host`] for the time and for chance.

mod app;
pub mod data;
mod error;
pub mod exercises;
mod figure_cache;
pub mod gate;
mod host;
pub mod notices;
mod outcome;
pub mod plans;
pub mod reminders;
pub mod routines;
pub mod sessions;
pub mod today;

pub use app::{App, ByteSource, Draft, ImportFailed};
pub use error::Error;
pub use figure_cache::{Drawn, FigureCache, FigureKey};
pub use host::{Host, Work};
pub use outcome::Changed;
pub use unhunch_journal::JournalError;
