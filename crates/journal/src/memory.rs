//! A journal in memory: for tests, and for hosts that keep entries in their own way.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use unhunch_domain::{DeviceId, Entry, EntryId};

use crate::{Appended, Journal, JournalError, Notice, Position, Snapshot};

/// A journal that lasts as long as the value.
#[derive(Debug)]
pub struct MemoryJournal {
    device: DeviceId,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    epoch: u64,
    entries: Vec<Entry>,
    places: HashMap<EntryId, usize>,
    snapshot: Option<Snapshot>,
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

#[async_trait]
impl Journal for MemoryJournal {
    fn device(&self) -> DeviceId {
        self.device
    }

    async fn append(&self, entries: &[Entry]) -> Result<Appended, JournalError> {
        let mut inner = self.inner();
        let mut appended = Appended::default();
        let mut new: Vec<&Entry> = Vec::new();
        let mut new_places: HashMap<EntryId, usize> = HashMap::new();
        for (index, entry) in entries.iter().enumerate() {
            let kept = match (inner.places.get(&entry.id), new_places.get(&entry.id)) {
                (Some(place), _) => Some(&inner.entries[*place]),
                (None, Some(place)) => Some(new[*place]),
                (None, None) => None,
            };
            match kept {
                Some(kept) if kept == entry => appended.known += 1,
                Some(_) => {
                    return Err(JournalError::Conflict {
                        id: entry.id,
                        index,
                    });
                }
                None => {
                    new_places.insert(entry.id, new.len());
                    new.push(entry);
                    appended.new += 1;
                }
            }
        }
        for entry in new {
            let place = inner.entries.len();
            inner.places.insert(entry.id, place);
            inner.entries.push(entry.clone());
        }
        Ok(appended)
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
        Ok(self.inner().snapshot.clone())
    }

    async fn put_snapshot(&self, snapshot: Snapshot) -> Result<(), JournalError> {
        let mut inner = self.inner();
        if snapshot.position.epoch == inner.epoch {
            inner.snapshot = Some(snapshot);
        }
        Ok(())
    }

    async fn erase(&self) -> Result<(), JournalError> {
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
