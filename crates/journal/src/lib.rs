//! Where journal entries are kept: the trait that pages see, and the stores behind it.
//!
//! A store keeps entries in the order in which they arrived and gives them out again in that
//! order. It knows nothing of sessions; what entries mean is the diary's business. Every store
//! passes one suite, the contract.

#[cfg(test)]
mod arbitrary;
#[cfg(any(test, feature = "contract"))]
pub mod contract;
pub mod jsonl;
pub mod memory;
#[cfg(feature = "sqlite")]
pub mod sqlite;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use unhunch_domain::{DeviceId, Entry, EntryId};

pub use memory::MemoryJournal;
#[cfg(feature = "sqlite")]
pub use sqlite::{Checked, SqliteJournal, open_own, open_private};

/// How far into a journal somebody has read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
    /// Which life of the journal: it changes when entries are erased or restored, so that
    /// whoever has read an earlier one knows to begin anew.
    pub epoch: u64,
    /// The number of the last entry read; 0 before the first.
    pub number: u64,
}

/// A diary put by, so that a start need not read the whole journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The version of the form that `data` is in.
    pub version: u32,
    /// How far it has read.
    pub position: Position,
    /// The diary, as its owner wrote it.
    pub data: Vec<u8>,
}

/// Something that happened to the journal and that the person should be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Notice {
    /// The database was damaged and a backup took its place.
    Restored {
        /// When the backup was made, in milliseconds since 1970; none where there was no good
        /// backup and the journal began empty.
        backup_ms: Option<i64>,
        /// Entries that were newer than the backup and could be read from the damaged file.
        salvaged: u64,
        /// Where the damaged file was set aside; empty where it was gone altogether.
        set_aside: String,
    },
}

/// What became of entries that were to be kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// New ones.
    pub new: u64,
    /// Ones that were there already, the same in every part.
    pub known: u64,
}

/// Why a journal could not do what it was asked; what it held before it still holds.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// An id is taken by an entry that says something else.
    #[error("entry {id} is there already and says something else")]
    Conflict {
        /// The id.
        id: EntryId,
        /// The place, from 0, in the list that was to be kept.
        index: usize,
    },
    /// There is no room left.
    #[error(
        "the disk is full: nothing was written, and nothing that was kept before is lost. Make room, then try again"
    )]
    Full,
    /// The database can't be used.
    #[error("the journal can't be used: {0}")]
    Unusable(String),
    /// What is kept is damaged. A store that has a way to restore it does so when it is opened
    /// the next time, or when it is asked to.
    #[error(
        "the journal is damaged ({0}): start Unhunch again, and it will restore what it can from its backups"
    )]
    Damaged(String),
    /// What is kept was written by a newer program.
    #[error(
        "the journal was written by a newer Unhunch (its form is {found}, this one knows up to {known}): install the newer one to go on"
    )]
    Newer {
        /// The form found.
        found: i64,
        /// The newest form known.
        known: i64,
    },
    /// A kept entry can't be read.
    #[error("entry number {number} can't be read: {problem}")]
    Unreadable {
        /// Its number.
        number: u64,
        /// What is wrong.
        problem: String,
    },
}

/// A place that keeps entries.
#[async_trait]
pub trait Journal: Send + Sync {
    /// The installation that this journal's new entries are made on.
    fn device(&self) -> DeviceId;

    /// Keeps entries durably, all or none of them. Entries that are there already are passed
    /// over.
    ///
    /// # Errors
    /// [`JournalError::Conflict`] where an id is taken by an entry that says something else.
    async fn append(&self, entries: &[Entry]) -> Result<Appended, JournalError>;

    /// Where the journal ends now.
    async fn end(&self) -> Result<Position, JournalError>;

    /// Up to `limit` entries after a position, in the order in which they arrived, each with
    /// the position that it leads to. A position of another epoch counts as the beginning.
    async fn read_after(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<(Position, Entry)>, JournalError>;

    /// The snapshot put by last, if there is one. It is always of this epoch, and just what
    /// was put by: a damaged one is none.
    async fn snapshot(&self) -> Result<Option<Snapshot>, JournalError>;

    /// Puts a snapshot by, in the place of the one before. One of another epoch is passed over:
    /// it holds what was erased meanwhile.
    async fn put_snapshot(&self, snapshot: Snapshot) -> Result<(), JournalError>;

    /// Erases every entry, snapshot and backup for good, and begins a new epoch.
    async fn erase(&self) -> Result<(), JournalError>;

    /// What the person should be told, until [`Journal::acknowledge`].
    async fn notices(&self) -> Result<Vec<Notice>, JournalError>;

    /// Takes all notices as read.
    async fn acknowledge(&self) -> Result<(), JournalError>;
}
