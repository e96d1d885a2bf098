//! Files of lines are brought in while they are read: a piece of them is held at a time.

use unhunch_domain::Entry;
use unhunch_journal::Appended;
use unhunch_journal::jsonl::{ImportError, Importer};

use super::App;

/// Somewhere that a file's bytes come from.
pub trait ByteSource {
    /// Why they don't come.
    type Error;

    /// Reads the next bytes into the room; how many, and 0 at the end.
    ///
    /// # Errors
    /// Where they can't be read.
    fn read(&mut self, room: &mut [u8]) -> Result<usize, Self::Error>;
}

/// Why a file could not be imported. Nothing of it was.
#[derive(Debug)]
pub enum ImportFailed<E> {
    /// The file can't be read.
    Source(E),
    /// A line is wrong, or the journal can't keep it.
    Import(ImportError),
}

impl App {
    /// Brings a file of lines in, all of it or nothing, while it is read, and folds it in from
    /// memory: a piece of it is held at a time. The diary stays as it was until all of it counts.
    ///
    /// # Errors
    /// Where the file can't be read, a line is wrong, or the journal can't be written.
    pub async fn import_file<S: ByteSource>(
        &self,
        mut source: S,
    ) -> Result<Appended, ImportFailed<S::Error>> {
        let failed = |error| ImportFailed::Import(ImportError::Journal(error));
        let _writing = self.writing.lock().await;
        self.sync_diary().await.map_err(failed)?;
        let (mut diary, mut position) = {
            let folded = self.folded();
            (folded.diary.clone(), folded.position)
        };
        let mut importer = Importer::begin(self.journal.as_ref(), |appended, entries: &[Entry]| {
            // What another process wrote in between is in the journal, and is read from there.
            if position == appended.before {
                for entry in entries {
                    diary.fold(entry);
                }
                position = appended.after;
            }
        })
        .await
        .map_err(failed)?;
        let mut room = vec![0; IMPORT_ROOM];
        loop {
            let length = source.read(&mut room).map_err(ImportFailed::Source)?;
            if length == 0 {
                break;
            }
            let fed = importer.feed(&room[..length]).await;
            fed.map_err(ImportFailed::Import)?;
        }
        let appended = importer.finish().await.map_err(ImportFailed::Import)?;
        if position == appended.after {
            let mut folded = self.folded_mut();
            folded.diary = diary;
            folded.position = position;
        }
        if appended.new > 0
            && let Some(reminders) = &self.reminders
        {
            reminders.journal_changed();
        }
        // What is committed counts, whether or not the rest can be read.
        if let Err(error) = self.sync_diary().await {
            tracing::warn!(%error, "what was imported can't be folded in now");
        }
        // Whoever brings years in waits for that anyway.
        if self.is_snapshot_due()
            && let Err(error) = self.write_snapshot().await
        {
            tracing::warn!(%error, "the diary can't be saved; the next start folds anew");
        }
        Ok(appended)
    }
}

/// Bytes of a file read at a time.
const IMPORT_ROOM: usize = 64 * 1024;
