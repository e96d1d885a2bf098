//! A journal in memory: for tests, and for hosts that keep entries in their own way.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use unhunch_domain::{DeviceId, Entry, EntryId};

use crate::{
    Appended, Import, Journal, JournalError, Notice, Position, Snapshot, SnapshotPiece,
    broken_import,
};

/// A journal that lasts as long as the value.
#[derive(Debug)]
pub struct MemoryJournal {
    device: DeviceId,
    inner: Mutex<Inner>,
    /// Held by whoever writes: an import does for long.
    writing: tokio::sync::Mutex<()>,
}

#[derive(Debug)]
struct Inner {
    epoch: u64,
    entries: Vec<Entry>,
    places: HashMap<EntryId, usize>,
    snapshot: Option<(Snapshot, Vec<Vec<u8>>)>,
    notices: Vec<Notice>,
}

impl MemoryJournal {
    /// An empty journal of that installation.
    pub fn new(device: DeviceId) -> Self {
        Self {
            device,
            inner: Mutex::new(Inner {
                epoch: 1,
                entries: Vec::new(),
                places: HashMap::new(),
                snapshot: None,
                notices: Vec::new(),
            }),
            writing: tokio::sync::Mutex::new(()),
        }
    }

    /// Leaves a notice, as a store on disk does when it had to restore itself.
    pub fn notify(&self, notice: Notice) {
        self.inner().notices.push(notice);
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        // Every change below is made in one go, so what a panic elsewhere left is whole.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What is to be added to what is kept.
#[derive(Debug, Default)]
struct Addition {
    new: Vec<Entry>,
    /// Of each new one by its id, where it is in `new` and where it was in the list.
    places: HashMap<EntryId, (usize, usize)>,
    /// How many entries there were in the list so far.
    listed: usize,
}

impl Addition {
    fn add(&mut self, inner: &Inner, entries: &[Entry]) -> Result<Appended, JournalError> {
        let before = self.end(inner);
        let mut appended = Appended {
            before,
            ..Appended::default()
        };
        for entry in entries {
            let index = self.listed;
            self.listed += 1;
            let (kept, earlier) = if let Some(place) = inner.places.get(&entry.id) {
                (&inner.entries[*place], None)
            } else if let Some((place, earlier)) = self.places.get(&entry.id) {
                (&self.new[*place], Some(*earlier))
            } else {
                self.places.insert(entry.id, (self.new.len(), index));
                self.new.push(entry.clone());
                appended.new += 1;
                continue;
            };
            if kept != entry {
                return Err(JournalError::Conflict {
                    id: entry.id,
                    index,
                    earlier,
                });
            }
            appended.known += 1;
        }
        appended.after = self.end(inner);
        Ok(appended)
    }

    fn end(&self, inner: &Inner) -> Position {
        Position {
            epoch: inner.epoch,
            number: (inner.entries.len() + self.new.len()) as u64,
        }
    }

    fn keep(self, inner: &mut Inner) {
        for entry in self.new {
            let place = inner.entries.len();
            inner.places.insert(entry.id, place);
            inner.entries.push(entry);
        }
    }
}

/// An import into a journal in memory.
struct MemoryImport<'a> {
    journal: &'a MemoryJournal,
    addition: Addition,
    is_broken: bool,
    _writing: tokio::sync::MutexGuard<'a, ()>,
}

#[async_trait]
impl Import for MemoryImport<'_> {
    async fn append(&mut self, entries: &[Entry]) -> Result<Appended, JournalError> {
        let appended = self.addition.add(&self.journal.inner(), entries);
        self.is_broken |= appended.is_err();
        appended
    }

    async fn commit(self: Box<Self>) -> Result<(), JournalError> {
        if self.is_broken {
            return Err(broken_import());
        }
        self.addition.keep(&mut self.journal.inner());
        Ok(())
    }
}

#[async_trait]
impl Journal for MemoryJournal {
    fn device(&self) -> DeviceId {
        self.device
    }

    async fn append(&self, entries: &[Entry]) -> Result<Appended, JournalError> {
        let _writing = self.writing.lock().await;
        let mut inner = self.inner();
        let mut addition = Addition::default();
        let appended = addition.add(&inner, entries)?;
        addition.keep(&mut inner);
        Ok(appended)
    }

    async fn begin_import(&self) -> Result<Box<dyn Import + '_>, JournalError> {
        Ok(Box::new(MemoryImport {
            _writing: self.writing.lock().await,
            journal: self,
            addition: Addition::default(),
            is_broken: false,
        }))
    }

    async fn end(&self) -> Result<Position, JournalError> {
        let inner = self.inner();
        Ok(Position {
            epoch: inner.epoch,
            number: inner.entries.len() as u64,
        })
    }

    async fn read_after(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<(Position, Entry)>, JournalError> {
        let inner = self.inner();
        let first = if after.epoch == inner.epoch {
            after.number
        } else {
            0
        };
        let skip = usize::try_from(first).unwrap_or(usize::MAX);
        Ok((first.saturating_add(1)..)
            .zip(inner.entries.iter().skip(skip).take(limit))
            .map(|(number, entry)| {
                let position = Position {
                    epoch: inner.epoch,
                    number,
                };
                (position, entry.clone())
            })
            .collect())
    }

    async fn snapshot(&self) -> Result<Option<Snapshot>, JournalError> {
        Ok(self
            .inner()
            .snapshot
            .as_ref()
            .map(|(snapshot, _)| *snapshot))
    }

    async fn snapshot_piece(
        &self,
        snapshot: Snapshot,
        place: u32,
    ) -> Result<SnapshotPiece, JournalError> {
        Ok(match &self.inner().snapshot {
            Some((kept, pieces)) if *kept == snapshot => pieces
                .get(place as usize)
                .cloned()
                .map_or(SnapshotPiece::End, SnapshotPiece::Data),
            _ => SnapshotPiece::Damaged,
        })
    }

    async fn put_snapshot(
        &self,
        snapshot: Snapshot,
        pieces: &mut (dyn Iterator<Item = Vec<u8>> + Send),
    ) -> Result<(), JournalError> {
        let pieces = pieces.filter(|piece| !piece.is_empty()).collect();
        let mut inner = self.inner();
        if snapshot.position.epoch == inner.epoch {
            inner.snapshot = Some((snapshot, pieces));
        }
        Ok(())
    }

    async fn erase(&self) -> Result<(), JournalError> {
        let _writing = self.writing.lock().await;
        let mut inner = self.inner();
        inner.epoch += 1;
        inner.entries = Vec::new();
        inner.places = HashMap::new();
        inner.snapshot = None;
        inner.notices = Vec::new();
        Ok(())
    }

    async fn notices(&self) -> Result<Vec<Notice>, JournalError> {
        Ok(self.inner().notices.clone())
    }

    async fn acknowledge(&self) -> Result<(), JournalError> {
        self.inner().notices.clear();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contract;

    #[tokio::test]
    async fn passes_the_contract() {
        contract::check(|| async { MemoryJournal::new(contract::device(1)) }).await;
    }

    #[tokio::test]
    async fn a_notice_stays_until_it_is_taken_as_read() {
        let journal = MemoryJournal::new(contract::device(1));
        let notice = Notice::Restored {
            backup_ms: None,
            salvaged: 2,
            set_aside: "damaged/x".to_owned(),
        };
        journal.notify(notice.clone());
        assert_eq!(journal.notices().await.unwrap(), [notice]);
        journal.acknowledge().await.unwrap();
        assert_eq!(journal.notices().await.unwrap(), []);
    }
}
