//! The journal as a file: one entry a line, as JSON. Written in pieces and read in pieces, so
//! that a page and a command line can do both without holding the whole text.

mod export;
mod import;
#[cfg(test)]
mod tests;

pub use export::{Export, line};
pub use import::{Checker, ImportError, Importer, LONGEST_LINE, LineError, Parsed, Parser, Reason};
