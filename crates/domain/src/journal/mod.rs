//! What is written, and nothing that reads it.

pub mod advice_rule;
pub mod body;
pub mod entry;
pub mod note;
pub mod reach;
