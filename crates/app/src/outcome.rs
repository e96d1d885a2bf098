//! What use cases say of what they did, where there is nothing more to say.

use crate::app::NewEntry;

/// Whether anything was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It was.
    Yes,
    /// It was so before.
    No,
}

impl Changed {
    pub(crate) fn of(drafts: &[NewEntry]) -> Self {
        if drafts.is_empty() {
            Self::No
        } else {
            Self::Yes
        }
    }
}
