//! What every interface shares: the content, the words, the journal, and the diary folded from it.

mod import;
mod snapshot;

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use tokio::sync::Mutex;
use unhunch_domain::basics::time::At;
use unhunch_domain::diary;
use unhunch_domain::diary::Diary;
use unhunch_domain::journal::entry::Version;
use unhunch_domain::{Body, Command, Entry, EntryId, Library, Now, Refusal};
use unhunch_journal::{Appended, Journal, JournalError, Notice, Position};
use unhunch_words::Words;

pub use import::{ByteSource, ImportFailed};

use crate::error::Error;
use crate::figure_cache::FigureCache;
use crate::host::Host;
use crate::reminders::Reminders;

/// Entries read from the journal at a time.
const BATCH: usize = 4096;

/// The app over one journal.
pub struct App {
    library: Library,
    words: Words,
    journal: Arc<dyn Journal>,
    host: Arc<dyn Host>,
    reminders: Option<Arc<dyn Reminders>>,
    figures: FigureCache,
    /// Held while entries are written or folded in, so that what is decided by the diary is
    /// decided by all that is in the journal.
    writing: Mutex<()>,
    folded: RwLock<Folded>,
}

#[derive(Default)]
struct Folded {
    diary: Diary,
    position: Position,
    saved_to: u64,
    notices: Vec<Notice>,
}

/// An entry to be written: what happened, and when and under which id if that was decided
/// elsewhere.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// What happened.
    pub body: Body,
    /// Its id, where it was made before.
    pub id: Option<EntryId>,
    /// When it happened, if not now.
    pub at: Option<At>,
}

impl NewEntry {
    /// What some commands ask to be written; nothing where they would change nothing.
    pub(crate) fn by(
        diary: &Diary,
        commands: impl IntoIterator<Item = Command>,
    ) -> Result<Vec<Self>, Refusal> {
        let mut entries = Vec::new();
        for command in commands {
            entries.extend(command.accept(diary)?.map(Self::from));
        }
        Ok(entries)
    }
}

impl From<Body> for NewEntry {
    fn from(body: Body) -> Self {
        Self {
            body,
            id: None,
            at: None,
        }
    }
}

impl App {
    /// Opens the app over a journal: takes the diary that was put by, and folds in what came
    /// since.
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub async fn open(
        library: Library,
        words: Words,
        journal: Arc<dyn Journal>,
        host: Arc<dyn Host>,
    ) -> Result<Self, JournalError> {
        let app = Self {
            library,
            words,
            journal,
            host,
            reminders: None,
            figures: FigureCache::default(),
            writing: Mutex::new(()),
            folded: RwLock::default(),
        };
        if let Some((diary, snapshot)) = snapshot::read(app.journal.as_ref()).await? {
            let mut folded = app.folded_mut();
            folded.diary = diary;
            folded.position = snapshot.position;
            // One of the form before is put by anew when the app next does so.
            if snapshot.version == diary::VERSION {
                folded.saved_to = snapshot.position.number;
            }
        }
        app.refresh().await?;
        Ok(app)
    }

    /// The app with reminders beside it.
    #[must_use]
    pub fn with_reminders(mut self, reminders: Arc<dyn Reminders>) -> Self {
        self.reminders = Some(reminders);
        self
    }

    /// The figures that were drawn.
    pub fn figures(&self) -> &FigureCache {
        &self.figures
    }

    /// The reminders beside it, where the host has any.
    pub fn reminders(&self) -> Option<&dyn Reminders> {
        self.reminders.as_deref()
    }

    /// The exercises and routines.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// The words.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The journal.
    pub fn journal(&self) -> &Arc<dyn Journal> {
        &self.journal
    }

    /// The time now.
    pub fn now(&self) -> Now {
        self.host.moment()
    }

    /// The host.
    pub fn host(&self) -> &dyn Host {
        self.host.as_ref()
    }

    /// Reads the diary, with everything in it that is in the journal now, also what another
    /// process wrote.
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub async fn read<T>(&self, read: impl FnOnce(&Diary) -> T) -> Result<T, JournalError> {
        let end = self.journal.end().await?;
        if end != self.position() {
            self.refresh().await?;
        }
        Ok(self.read_last(read))
    }

    /// Decides by the diary what to write, writes it, and folds it in. Nothing is written
    /// where `decide` refuses.
    ///
    /// # Errors
    /// What `decide` refuses with, or why the journal can't be written.
    pub async fn write<T, E>(
        &self,
        decide: impl FnOnce(&Diary) -> Result<(Vec<NewEntry>, T), E>,
    ) -> Result<T, E>
    where
        E: From<JournalError>,
    {
        let _writing = self.writing.lock().await;
        self.sync_diary().await?;
        let now = self.now();
        let (entries, outcome) = {
            let folded = self.folded();
            let (drafts, outcome) = decide(&folded.diary)?;
            let mut entries = Vec::with_capacity(drafts.len());
            for draft in drafts {
                entries.push(self.entry(&folded.diary, &now, &entries, draft));
            }
            (entries, outcome)
        };
        if !entries.is_empty() {
            let appended = self.journal.append(&entries).await?;
            self.fold_appended(appended, &entries).await;
        }
        Ok(outcome)
    }

    /// The entry that a draft becomes, after `before` in the same write.
    pub(crate) fn entry(
        &self,
        diary: &Diary,
        now: &Now,
        before: &[Entry],
        draft: NewEntry,
    ) -> Entry {
        // Nothing has happened later than now, whatever another clock says.
        let at = draft.at.map_or(now.at, |at| at.min(now.at));
        let at = diary.time_for(&draft.body, at);
        // What is said twice in one write counts as it was said last.
        let said = before
            .iter()
            .filter(|entry| draft.body.takes_the_place_of(&entry.body))
            .map(|entry| entry.at)
            .max();
        Entry {
            id: draft.id.unwrap_or_else(|| self.host.entry_id(now)),
            device: self.journal.device(),
            at: said.map_or(at, |said| said.next().max(at)),
            zone: now.zone.clone(),
            version: Version::CURRENT,
            body: draft.body,
        }
    }

    /// Writes what a command asks for, or nothing where that would change nothing.
    ///
    /// # Errors
    /// Why the diary refuses it, or why the journal can't be written.
    pub async fn execute(&self, command: Command) -> Result<(), Error> {
        self.write(|diary| Ok((NewEntry::by(diary, [command])?, ())))
            .await
    }

    /// Keeps entries that come from elsewhere, all or none.
    ///
    /// # Errors
    /// Where an id is taken by another entry, or the journal can't be written.
    pub async fn import(&self, entries: &[Entry]) -> Result<Appended, JournalError> {
        let _writing = self.writing.lock().await;
        let appended = self.journal.append(entries).await?;
        self.fold_appended(appended, entries).await;
        Ok(appended)
    }

    /// Erases everything for good.
    ///
    /// # Errors
    /// Where the journal can't be erased.
    pub async fn erase(&self) -> Result<(), JournalError> {
        let _writing = self.writing.lock().await;
        self.journal.erase().await?;
        self.sync_diary().await?;
        self.read_notices().await
    }

    /// Takes all notices as read.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn acknowledge(&self) -> Result<(), JournalError> {
        let _writing = self.writing.lock().await;
        self.journal.acknowledge().await?;
        self.read_notices().await
    }

    /// What the person should be told of the journal, until it is taken as read.
    pub fn notices(&self) -> Vec<Notice> {
        self.folded().notices.clone()
    }

    /// Reads the diary as it was read last, for when reading fails.
    pub fn read_last<T>(&self, read: impl FnOnce(&Diary) -> T) -> T {
        read(&self.folded().diary)
    }

    /// How far into the journal the diary has been read.
    pub fn position(&self) -> Position {
        self.folded().position
    }

    fn folded(&self) -> RwLockReadGuard<'_, Folded> {
        self.folded.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn folded_mut(&self) -> RwLockWriteGuard<'_, Folded> {
        self.folded.write().unwrap_or_else(PoisonError::into_inner)
    }

    /// Folds in what came since, and reads what the person should be told.
    async fn refresh(&self) -> Result<(), JournalError> {
        let _writing = self.writing.lock().await;
        self.sync_diary().await?;
        self.read_notices().await
    }

    async fn read_notices(&self) -> Result<(), JournalError> {
        let notices = self.journal.notices().await?;
        self.folded_mut().notices = notices;
        Ok(())
    }

    /// Folds in what was just appended, from memory where the diary ends just before it. What is
    /// appended counts, whether or not the rest can be read: the next look reads it. To be called
    /// while `writing` is held.
    async fn fold_appended(&self, appended: Appended, entries: &[Entry]) {
        let follows = {
            let mut folded = self.folded_mut();
            let follows = folded.position == appended.before;
            if follows {
                for entry in entries {
                    folded.diary.fold(entry);
                }
                folded.position = appended.after;
            }
            follows
        };
        if follows {
            if appended.new > 0
                && let Some(reminders) = &self.reminders
            {
                reminders.journal_changed();
            }
        } else if let Err(error) = self.sync_diary().await {
            // Another process wrote in between.
            tracing::warn!(%error, "what was written can't be folded in now");
        }
    }

    /// Folds in what the journal has beyond the diary. To be called while `writing` is held.
    async fn sync_diary(&self) -> Result<(), JournalError> {
        let end = self.journal.end().await?;
        if end.epoch != self.position().epoch {
            let mut folded = self.folded_mut();
            folded.diary = Diary::default();
            folded.position = Position {
                epoch: end.epoch,
                number: 0,
            };
            folded.saved_to = 0;
            drop(folded);
            if let Some(reminders) = &self.reminders {
                reminders.journal_changed();
            }
        }
        let is_behind = self.position() < end;
        while self.position() < end {
            let entries = self.journal.read_after(self.position(), BATCH).await?;
            if entries.is_empty() {
                break;
            }
            let mut folded = self.folded_mut();
            for (position, entry) in &entries {
                folded.diary.fold(entry);
                folded.position = *position;
            }
        }
        if is_behind && let Some(reminders) = &self.reminders {
            reminders.journal_changed();
        }
        Ok(())
    }
}
