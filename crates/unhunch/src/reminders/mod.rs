//! Reminders beside the app: what wires the desktop, the rules for when to ask, and the journal.

mod file;
mod service;
mod state;
mod texts;

pub use service::{ReminderLoop, ReminderService};
