//! The diary is saved beside the journal, so that a start needn't fold years. Nothing but time depends
//! on it.

use unhunch_domain::diary::stored::{Reader, Writer};
use unhunch_domain::diary::{self, Diary};
use unhunch_journal::{Journal, JournalError, Snapshot, SnapshotPiece, whole_snapshot};

use super::App;

/// Entries after which the diary is saved again, so that a start after a crash folds little more
/// than these.
const SNAPSHOT_AFTER: u64 = 2000;

impl App {
    /// Saves the diary, so that the next start is quick. Called before the program ends.
    ///
    /// # Errors
    /// Where the journal can't be written; nothing is lost then but time at the next start.
    pub async fn save_snapshot(&self) -> Result<(), JournalError> {
        let _writing = self.writing.lock().await;
        self.sync_diary().await?;
        self.write_snapshot().await
    }

    /// Saves the diary where much has come since it was saved, so that a start after a crash is
    /// quick as well. Called at quiet moments: what is written meanwhile waits for it.
    ///
    /// # Errors
    /// As [`App::save_snapshot`].
    pub async fn save_snapshot_if_due(&self) -> Result<(), JournalError> {
        if self.is_snapshot_due() {
            self.save_snapshot().await?;
        }
        Ok(())
    }

    pub(super) fn is_snapshot_due(&self) -> bool {
        let folded = self.folded();
        folded.position.number.saturating_sub(folded.saved_to) > SNAPSHOT_AFTER
    }

    /// Writes the diary as it is. To be called while `writing` is held.
    pub(super) async fn write_snapshot(&self) -> Result<(), JournalError> {
        let snapshot = {
            let folded = self.folded();
            if folded.saved_to == folded.position.number {
                return Ok(());
            }
            Snapshot {
                version: diary::VERSION,
                position: folded.position,
            }
        };
        let number = snapshot.position.number;
        let mut writer = Writer::default();
        let mut failed = None;
        // The diary stays as it is while `writing` is held; who reads it waits for a piece at most.
        let mut pieces = std::iter::from_fn(|| {
            let folded = self.folded();
            writer.piece(&folded.diary).unwrap_or_else(|error| {
                failed = Some(error);
                None
            })
        });
        self.journal.put_snapshot(snapshot, &mut pieces).await?;
        if let Some(error) = failed {
            // Without its end, what was put by counts for nothing.
            return Err(JournalError::Unusable(error.to_string()));
        }
        self.folded_mut().saved_to = number;
        Ok(())
    }
}

/// The diary that was saved, if there is one that can be used. It only saves time; the journal
/// itself is what counts.
pub(super) async fn read(journal: &dyn Journal) -> Result<Option<(Diary, Snapshot)>, JournalError> {
    let Some(snapshot) = journal.snapshot().await? else {
        return Ok(None);
    };
    let diary = match snapshot.version {
        diary::VERSION => {
            let mut reader = Reader::default();
            let mut place = 0;
            loop {
                match journal.snapshot_piece(snapshot, place).await? {
                    SnapshotPiece::Data(piece) => {
                        if let Err(error) = reader.take(&piece) {
                            break Err(error.to_string());
                        }
                    }
                    SnapshotPiece::End => break reader.finish().map_err(|error| error.to_string()),
                    SnapshotPiece::Damaged => break Err("a piece is damaged".to_owned()),
                }
                place += 1;
            }
        }
        diary::JSON_VERSION => match whole_snapshot(journal).await? {
            Some((found, data)) if found == snapshot => {
                serde_json::from_slice(&data).map_err(|error| error.to_string())
            }
            _ => Err("a piece is damaged".to_owned()),
        },
        _ => return Ok(None),
    };
    match diary {
        Ok(diary) => Ok(Some((diary, snapshot))),
        Err(error) => {
            tracing::warn!(%error, "the diary put by can't be read; folding anew");
            Ok(None)
        }
    }
}
