//! What forms of ours send: answers by their names, of which a page offers all.

use crate::error::PageError;

/// The answer of that name.
///
/// # Errors
/// Where there is none: no page of ours offers it.
pub fn one_of<T: Copy>(all: &[T], id: fn(T) -> &'static str, name: &str) -> Result<T, PageError> {
    let found = all.iter().find(|one| id(**one) == name);
    found.copied().ok_or_else(unknown)
}

/// That something was answered which no page of ours offers. What it was isn't repeated: it may
/// be anything.
pub fn unknown() -> PageError {
    PageError::BadRequest("an answer that the page does not offer".to_owned())
}
