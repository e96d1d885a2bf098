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
mod runs;
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

/// A diary put by, so that a start need not read the whole journal. It is kept in pieces, as its
/// owner made them, so that nobody ever holds the whole of it in one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Snapshot {
    /// The version of the form that its pieces are in.
    pub version: u32,
    /// How far it has read.
    pub position: Position,
}

/// Bytes that a snapshot's pieces may well have: few enough that no large room is asked for,
/// enough that it has few of them.
pub const SNAPSHOT_PIECE: usize = 64 * 1024;

/// What stands at a place of a snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SnapshotPiece {
    /// A piece, just as it was put by.
    Data(Vec<u8>),
    /// Nothing: it was whole with the piece before.
    End,
    /// It isn't what was put by, or another took its place meanwhile: what was made of the
    /// pieces before is to be thrown away, and the journal read instead.
    Damaged,
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
///
/// Whoever has read up to `before` needn't read them back: folding them from memory, in their
/// order, leads to `after`. The known ones among them may be folded once more; that changes
/// nothing in a diary, which is a union.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Appended {
    /// New ones.
    pub new: u64,
    /// Ones that were there already, the same in every part.
    pub known: u64,
    /// Where the journal ended before them.
    pub before: Position,
    /// Where it ends with them: `new` further on.
    pub after: Position,
}

/// Why a journal could not do what it was asked; what it held before it still holds.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// An id is taken by an entry that says something else.
    #[error("entry {id} is there already and says something else")]
    Conflict {
        /// The id.
        id: EntryId,
        /// The place, from 0, in the list that was to be kept; of an import, in all its pieces.
        index: usize,
        /// The place of the other entry, where it is in that list, too; none where the journal
        /// had it before.
        earlier: Option<usize>,
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
///
/// Its futures are `Send`, also where a store’s own are not. Pages need that (axum’s handlers
/// have to be `Send`), and one trait keeps one `Arc<dyn Journal>` for all hosts; a second one
/// without `Send`, or a type parameter on everything that has a journal, would be paid for by
/// every caller for the sake of one store. A store with one thread, such as `IndexedDB` in a
/// service worker, whose handles and futures never leave it, says so at its own edge: it wraps
/// them in `send_wrapper::SendWrapper`, which panics if another thread touches them. There is
/// none there. `tests/one_thread.rs` is such a store, and passes the contract.
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

    /// Begins to keep entries in pieces, all or none of them, so that an import holds only a
    /// piece at a time. Other writers wait until it is committed or dropped; readers go on and
    /// see nothing of it before.
    async fn begin_import(&self) -> Result<Box<dyn Import + '_>, JournalError>;

    /// Where the journal ends now.
    async fn end(&self) -> Result<Position, JournalError>;

    /// Up to `limit` entries after a position, in the order in which they arrived, each with
    /// the position that it leads to. A position of another epoch counts as the beginning.
    async fn read_after(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<(Position, Entry)>, JournalError>;

    /// The snapshot put by last, if there is one of this epoch. [`Journal::snapshot_piece`] gives
    /// what is in it.
    async fn snapshot(&self) -> Result<Option<Snapshot>, JournalError>;

    /// The piece of that snapshot at that place, from 0. Each is asked for by itself, so that
    /// nothing is kept open meanwhile: not every store could.
    async fn snapshot_piece(
        &self,
        snapshot: Snapshot,
        place: u32,
    ) -> Result<SnapshotPiece, JournalError>;

    /// Puts a snapshot by, in the place of the one before: all of its pieces or nothing. They are
    /// asked for one by one; those without a byte are passed over. One of another epoch is passed
    /// over as a whole: it holds what was erased meanwhile.
    async fn put_snapshot(
        &self,
        snapshot: Snapshot,
        pieces: &mut (dyn Iterator<Item = Vec<u8>> + Send),
    ) -> Result<(), JournalError>;

    /// Erases every entry, snapshot and backup for good, and begins a new epoch.
    async fn erase(&self) -> Result<(), JournalError>;

    /// What the person should be told, until [`Journal::acknowledge`].
    async fn notices(&self) -> Result<Vec<Notice>, JournalError>;

    /// Takes all notices as read.
    async fn acknowledge(&self) -> Result<(), JournalError>;
}

/// Entries on their way into a journal, in pieces. Dropped before [`Import::commit`], they were
/// never there.
#[async_trait]
pub trait Import: Send {
    /// Adds a piece. Entries that are there already are passed over.
    ///
    /// # Errors
    /// [`JournalError::Conflict`] where an id is taken by an entry that says something else.
    /// After an error the import can only be dropped.
    async fn append(&mut self, entries: &[Entry]) -> Result<Appended, JournalError>;

    /// Keeps all pieces durably.
    ///
    /// # Errors
    /// Where they can't be kept, or a piece could not be added: then none of them is.
    async fn commit(self: Box<Self>) -> Result<(), JournalError>;
}

/// Why an import that has failed can't be committed.
pub(crate) fn broken_import() -> JournalError {
    JournalError::Unusable("a part of the import failed, and nothing of it was kept".to_owned())
}

/// The snapshot put by last with all that is in it, in one; none where there is none or it is
/// damaged.
///
/// # Errors
/// Where the journal can't be read.
pub async fn whole_snapshot(
    journal: &(impl Journal + ?Sized),
) -> Result<Option<(Snapshot, Vec<u8>)>, JournalError> {
    let Some(snapshot) = journal.snapshot().await? else {
        return Ok(None);
    };
    let mut data = Vec::new();
    for place in 0.. {
        match journal.snapshot_piece(snapshot, place).await? {
            SnapshotPiece::Data(piece) => data.extend(piece),
            SnapshotPiece::End => break,
            SnapshotPiece::Damaged => return Ok(None),
        }
    }
    Ok(Some((snapshot, data)))
}
