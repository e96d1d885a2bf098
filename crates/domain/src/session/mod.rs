//! What is played today, and what may be written: composing, short break, commands.

pub mod command;
pub mod compose;
pub mod refusal;
