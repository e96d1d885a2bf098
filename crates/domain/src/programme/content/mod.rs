//! The content files, read into exercises and routines.

mod check;
mod library;

pub use library::{ContentError, FILES, Library};
