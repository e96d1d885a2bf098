//! The journal in an SQLite database: durable, checked at start, backed up, and restored when
//! it is damaged.
//!
//! The data folder holds `journal.sqlite3` (with `-wal` and `-shm` beside it while it is
//! open), `journal.lock` and `journal.turn` (processes agree by them, and the first one says
//! that there was a journal here; see `files`), `backups/`, and
//! `damaged/` where something had to be set aside.

mod backup;
mod check;
mod codec;
mod connect;
mod entries;
mod error;
mod files;
mod form;
mod inspect;
mod notices;
mod restore;
mod salvage;
mod snapshot;
mod wal;

#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use sqlx::pool::PoolConnection;
use sqlx::sqlite::SqlitePool;
use sqlx::{Connection, Row, SqlSafeStr, Sqlite, SqliteConnection, Transaction};
use tokio::sync::{Mutex, MutexGuard, RwLock, RwLockReadGuard};
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::{DeviceId, Entry};
use uuid::Uuid;

use crate::sqlite::check::Look;
use crate::sqlite::connect::Tuning;
use crate::sqlite::entries::{Appender, end};
use crate::sqlite::error::{file, opening, storage};
use crate::sqlite::files::{Folder, Identity, Use, beside};
pub use crate::sqlite::files::{open_own, open_private};
pub use crate::sqlite::inspect::Checked;
use crate::sqlite::restore::Device;
use crate::sqlite::snapshot::Found;
use crate::{
    Appended, Import, Journal, JournalError, Notice, Position, Snapshot, SnapshotPiece,
    broken_import,
};

/// A journal in an SQLite database.
#[derive(Debug)]
pub struct SqliteJournal {
    folder: Folder,
    tuning: Tuning,
    device: DeviceId,
    live: RwLock<Live>,
    /// Held while this process writes: SQLite would let a second writer wait as well, but by
    /// sleeping and asking again.
    writing: Mutex<()>,
    /// Held by what takes long, so that one connection is always left for the rest. Locks are
    /// taken in this order: `chores`, `writing`, `live`, the turn.
    chores: Mutex<()>,
}

#[derive(Debug)]
struct Live {
    pool: SqlitePool,
    lock: Use,
    /// The database that is open; none where there is none since it could not be restored.
    identity: Option<Identity>,
}

/// A connection, and the promise that the database stays where it is meanwhile.
struct Held<'a> {
    connection: PoolConnection<Sqlite>,
    live: RwLockReadGuard<'a, Live>,
}

impl SqliteJournal {
    /// Opens the journal in that folder; makes both where they aren't there. `device` names
    /// the installation where the journal doesn't yet.
    ///
    /// A damaged journal is set aside and restored from the newest good backup and from what
    /// can still be read of it; [`Journal::notices`] tells.
    ///
    /// # Errors
    /// [`JournalError::Newer`] for a database of a newer program, [`JournalError::Full`], and
    /// [`JournalError::Unusable`] where the folder can't be used.
    pub async fn open(folder: &Path, now: At, device: DeviceId) -> Result<Self, JournalError> {
        Self::open_tuned(folder, now, device, Tuning::default()).await
    }

    async fn open_tuned(
        folder: &Path,
        now: At,
        device: DeviceId,
        tuning: Tuning,
    ) -> Result<Self, JournalError> {
        let folder = Folder::prepare(folder)?;
        let _turn = folder.take_turn().await?;
        let mut lock = folder.use_lock()?;
        let new_device = Device::New(device.0.into_bytes());
        let (pool, device) = open_live(&folder, tuning, now, new_device, &lock).await?;
        if let Err(error) = lock.mark() {
            // There is a next start to put it down at.
            tracing::warn!(%error, "it could not be put down that there is a journal here");
        }
        lock.share();
        let database = folder.database();
        let live = Live {
            pool,
            lock,
            identity: Some(Identity::of(&database).map_err(file(&database))?),
        };
        Ok(Self {
            folder,
            tuning,
            device,
            live: RwLock::new(live),
            writing: Mutex::new(()),
            chores: Mutex::new(()),
        })
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Checks the whole journal in that folder and changes nothing there: makes no file and
    /// restores nothing. Others may have it open. Where nobody does, it is read into memory as
    /// a whole, 70 bytes an entry.
    ///
    /// # Errors
    /// [`JournalError::Damaged`] where something is wrong that [`SqliteJournal::open`] would
    /// restore; [`JournalError::Unusable`] where there is no journal or it can't be read;
    /// [`JournalError::Newer`].
    pub async fn check_folder(folder: &Path) -> Result<Checked, JournalError> {
        inspect::folder(folder, Tuning::default()).await
    }

    /// Checks the whole journal: how its file is built, and that each entry is the one that
    /// was kept. Journals of up to 16 MiB are checked in part at each start; this reads all of
    /// it, a second or so for every three hundred thousand entries, and is meant for the
    /// background. A diary put by that is damaged is forgotten: no entry depends on it.
    ///
    /// # Errors
    /// [`JournalError::Damaged`] where something is wrong: then [`SqliteJournal::repair`].
    pub async fn check(&self, now: At) -> Result<(), JournalError> {
        let _chore = self.chores.lock().await;
        check::whole(&mut self.held().await?.connection).await?;
        let _writing = self.writing.lock().await;
        let mut held = self.held().await?;
        if snapshot::is_damaged(&mut held.connection).await? {
            tracing::warn!("the diary put by is damaged; it is made anew");
            snapshot::forget(&mut held.connection).await?;
        }
        form::set_meta(&mut held.connection, "checked_ms", now.as_millisecond()).await
    }

    /// When the whole journal was found good last.
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub async fn checked(&self) -> Result<Option<At>, JournalError> {
        let mut held = self.held().await?;
        let ms = form::meta(&mut held.connection, "checked_ms")
            .await
            .map_err(storage)?;
        Ok(ms.and_then(|ms| At::from_millisecond(ms).ok()))
    }

    /// Does with the open journal what is done with a damaged one at start: sets it aside,
    /// restores it, leaves a notice and begins a new epoch. Others wait meanwhile.
    ///
    /// # Errors
    /// Where it can't be restored, or another process has it open; then it stays as it was.
    pub async fn repair(&self, now: At) -> Result<(), JournalError> {
        let _writing = self.writing.lock().await;
        let mut live = self.live.write().await;
        if live.pool.is_closed() {
            return Err(JournalError::Unusable("it is closed".to_owned()));
        }
        let _turn = self.folder.take_turn().await?;
        live.pool.close().await;
        live.lock.try_alone();
        let device = Device::Known(self.device.0.into_bytes());
        let restored = if live.lock.is_alone() {
            restore::restore(&self.folder, self.tuning, now, device).await
        } else {
            Err(in_use("it is damaged"))
        };
        live.pool = connect::live(&self.folder.database(), self.tuning);
        live.identity = Identity::of(&self.folder.database()).ok();
        live.lock.share();
        restored
    }

    /// Makes a backup if there is none of this civil day in that zone and something has been
    /// added since the last one, and thins out the old ones: the newest seven are kept, and
    /// one a month for three months. Gives where it is.
    ///
    /// # Errors
    /// Where it can't be made; [`JournalError::Damaged`] where the journal is found to be.
    pub async fn backup_if_due(
        &self,
        now: At,
        zone: &Zone,
    ) -> Result<Option<PathBuf>, JournalError> {
        let _chore = self.chores.lock().await;
        let mut held = self.held().await?;
        let end = end(&mut held.connection).await?;
        let mark = format!("{} {}", end.epoch, end.number);
        let backups = backup::list(&self.folder);
        // Not just the newest: a wrong clock may have dated others later.
        let of_today = backups.iter().any(|backup| {
            At::try_from(backup.made).is_ok_and(|made| zone.date(made) == zone.date(now))
        });
        let known = form::meta_text(&mut held.connection, "backed_up")
            .await
            .map_err(storage)?;
        let unchanged = !backups.is_empty() && known.as_deref() == Some(mark.as_str());
        if end.number == 0 || of_today || unchanged {
            return Ok(None);
        }
        let path = {
            let _turn = self.folder.take_turn().await?;
            let path = backup::make(&mut held.connection, &self.folder, self.tuning, now).await?;
            backup::thin_out(&self.folder, now, &path)?;
            path
        };
        drop(held);
        let _writing = self.writing.lock().await;
        let mut held = self.held().await?;
        form::set_meta_text(&mut held.connection, "backed_up", &mark).await?;
        Ok(Some(path))
    }

    /// Closes the journal: what is still in the log goes into the database, and the log
    /// disappears. Nothing is lost without it; afterwards the journal can't be used.
    pub async fn close(&self) {
        let mut live = self.live.write().await;
        live.pool.close().await;
        // The last connection to close empties the log. The pool closes two that were just
        // given back at the same time, and then each takes the other for the last.
        let is_mine = live.make_sure_it_is_there(&self.folder).is_ok();
        if is_mine && let Err(error) = self.empty_log().await {
            tracing::warn!(%error, "the journal's log stays; the next start takes it over");
        }
        live.lock.give_up();
    }

    /// Lets one connection alone open the database and close it.
    async fn empty_log(&self) -> Result<(), JournalError> {
        let connection = connect::alone(&self.folder.database(), self.tuning).await?;
        connect::close(connection).await
    }

    /// Begins to write.
    async fn begin(&self) -> Result<SqliteImport<'_>, JournalError> {
        let writing = self.writing.lock().await;
        let Held { connection, live } = self.held().await?;
        let mut change = Transaction::begin(connection, Some("BEGIN IMMEDIATE".into_sql_str()))
            .await
            .map_err(storage)?;
        let appender = Appender::at(end(&mut change).await?);
        Ok(SqliteImport {
            change,
            appender,
            is_broken: false,
            live,
            folder: &self.folder,
            _writing: writing,
        })
    }

    async fn held(&self) -> Result<Held<'_>, JournalError> {
        let live = self.live.read().await;
        let connection = match live.pool.acquire().await {
            Ok(connection) => connection,
            Err(error) => {
                if !live.pool.is_closed() {
                    live.make_sure_it_is_there(&self.folder)?;
                }
                return Err(storage(error));
            }
        };
        Ok(Held { connection, live })
    }
}

impl Live {
    /// Makes sure that the database that is open is the one in the folder, and its log is
    /// there: SQLite goes on writing into files that nobody finds any more.
    fn make_sure_it_is_there(&self, folder: &Folder) -> Result<(), JournalError> {
        let database = folder.database();
        let is_there = self.identity.is_some()
            && Identity::of(&database).ok() == self.identity
            && beside(&database, "-wal").exists();
        if is_there {
            return Ok(());
        }
        let what = if folder.path().is_dir() {
            "the journal in the data folder is gone, or another took its place"
        } else {
            "the data folder is gone"
        };
        Err(JournalError::Unusable(format!(
            "{what} ({}), and nothing can be kept there; put it back if you have it, then close Unhunch and start it again",
            folder.path().display()
        )))
    }
}

fn in_use(why: &str) -> JournalError {
    JournalError::Unusable(format!(
        "{why}, and another Unhunch has it open; close that one, then start again"
    ))
}

/// Opens the database, restored if need be, and finds out which installation this is.
async fn open_live(
    folder: &Folder,
    tuning: Tuning,
    now: At,
    new_device: Device,
    lock: &Use,
) -> Result<(SqlitePool, DeviceId), JournalError> {
    if lock.is_alone() {
        restore::finish_interrupted(folder)?;
    }
    match open_sound(folder, tuning, now, new_device, lock).await {
        Err(JournalError::Damaged(reason)) if lock.is_alone() => {
            tracing::error!(%reason, "the journal is damaged; restoring it");
            restore::restore(folder, tuning, now, new_device).await?;
            open_sound(folder, tuning, now, new_device, lock).await
        }
        Err(JournalError::Damaged(reason)) => Err(in_use(&format!("it is damaged ({reason})"))),
        other => other,
    }
}

/// Opens the database, if it is sound.
async fn open_sound(
    folder: &Folder,
    tuning: Tuning,
    now: At,
    new_device: Device,
    lock: &Use,
) -> Result<(SqlitePool, DeviceId), JournalError> {
    let database = folder.database();
    let log = beside(&database, "-wal");
    let mut torn = None;
    // While others write, the log and what is not in the database yet are in motion.
    if lock.is_alone() {
        match wal::look(&log).map_err(file(&log))?.state {
            wal::State::Sound => {}
            wal::State::Torn { from, damaged } => {
                torn = restore::keep_log(folder, now, from, damaged)?;
            }
            wal::State::Damaged => {
                return Err(JournalError::Damaged("its log is damaged".to_owned()));
            }
        }
    }
    check::sound_head(&database, || is_new(folder, &log))?;
    // Made before SQLite sees it, so that it is the user's alone whatever the umask; SQLite
    // gives the files beside it the same mode.
    drop(open_private(&database).map_err(file(&database))?);

    let pool = connect::live(&database, tuning);
    match prepare(&pool, folder, tuning, now, new_device, torn).await {
        Ok(device) => Ok((pool, device)),
        Err(error) => {
            pool.close().await;
            Err(error)
        }
    }
}

/// Whether a database that isn't there was never there.
fn is_new(folder: &Folder, log: &Path) -> bool {
    let has_log = fs::metadata(log).is_ok_and(|log| log.len() > wal::HEADER as u64);
    !has_log && !folder.was_used() && backup::list(folder).is_empty()
}

/// Checks a database and brings it to the newest form.
async fn prepare(
    pool: &SqlitePool,
    folder: &Folder,
    tuning: Tuning,
    now: At,
    new_device: Device,
    torn: Option<restore::TornLog>,
) -> Result<DeviceId, JournalError> {
    let mut connection = pool.acquire().await.map_err(opening)?;
    let connection: &mut SqliteConnection = &mut connection;
    let newest = form::newest(tuning.forms);
    let database = folder.database();
    let form = match check::look(connection, tuning.forms).await? {
        Look::Blank if folder.was_used() || !backup::list(folder).is_empty() => {
            return Err(JournalError::Damaged("nothing is in it".to_owned()));
        }
        Look::Blank => 0,
        Look::Form(form) => form,
    };
    let length = fs::metadata(&database).map_err(file(&database))?.len();
    if form > 0 && length <= tuning.checked_at_open {
        check::quick(connection).await?;
    }
    if form < newest {
        if form > 0 {
            backup::make(connection, folder, tuning, now).await?;
        }
        form::migrate(connection, tuning.forms, form, now, new_device.id()).await?;
        // So that the file itself says what it is, whatever happens to the log.
        sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_all(&mut *connection)
            .await
            .map_err(storage)?;
        files::sync_folder(folder.path()).map_err(file(folder.path()))?;
    }
    check::ends(connection).await?;
    if let Some(log) = torn {
        restore::keep_end_of(log, connection).await?;
    }
    let device = form::device(connection).await.map_err(opening)?;
    let device = device.unwrap_or_else(|| new_device.id());
    Ok(DeviceId(Uuid::from_bytes(device)))
}

/// Removes every entry and what belongs to them, and lets nothing of it stay readable in the
/// database's files.
async fn erase(connection: &mut SqliteConnection) -> Result<(), JournalError> {
    let run = async |connection: &mut SqliteConnection, sql: &'static str| {
        sqlx::raw_sql(sql)
            .execute(connection)
            .await
            .map_err(storage)
    };
    run(connection, "PRAGMA secure_delete = ON").await?;
    let mut change = connection
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(storage)?;
    run(
        &mut change,
        "DELETE FROM snapshot;
         DELETE FROM entry;
         DELETE FROM part;
         DELETE FROM meta WHERE key NOT IN ('form', 'device', 'epoch');
         UPDATE meta SET value = value + 1 WHERE key = 'epoch';",
    )
    .await?;
    change.commit().await.map_err(storage)?;
    run(connection, "VACUUM").await?;
    run(connection, "PRAGMA secure_delete = OFF").await?;
    // Another process that is just reading keeps the log from being emptied.
    for _ in 0..5 {
        let row = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
            .fetch_one(&mut *connection)
            .await
            .map_err(storage)?;
        let busy: i64 = row.try_get(0).map_err(storage)?;
        if busy == 0 {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    Err(JournalError::Unusable(
        "its entries are gone, but another program still reads its log, where they may stay readable; close that program, then delete everything again".to_owned(),
    ))
}

/// Entries on their way into the database, in one transaction.
struct SqliteImport<'a> {
    /// Dropped first, which rolls it back before others may write.
    change: Transaction<'static, Sqlite>,
    appender: Appender,
    is_broken: bool,
    live: RwLockReadGuard<'a, Live>,
    folder: &'a Folder,
    _writing: MutexGuard<'a, ()>,
}

#[async_trait]
impl Import for SqliteImport<'_> {
    async fn append(&mut self, entries: &[Entry]) -> Result<Appended, JournalError> {
        if self.is_broken {
            return Err(broken_import());
        }
        // Whoever stops waiting for this leaves half a piece behind.
        self.is_broken = true;
        let appended = self.appender.append(&mut self.change, entries).await?;
        self.is_broken = false;
        Ok(appended)
    }

    async fn commit(mut self: Box<Self>) -> Result<(), JournalError> {
        if self.is_broken {
            return Err(broken_import());
        }
        self.live.make_sure_it_is_there(self.folder)?;
        if self.appender.is_large() {
            // A program that stays open all day needn't keep statements for so many at once.
            let cleared = self.change.clear_cached_statements().await;
            cleared.map_err(storage)?;
        }
        self.change.commit().await.map_err(storage)
    }
}

#[async_trait]
impl Journal for SqliteJournal {
    fn device(&self) -> DeviceId {
        self.device
    }

    async fn append(&self, entries: &[Entry]) -> Result<Appended, JournalError> {
        if entries.is_empty() {
            let end = self.end().await?;
            return Ok(Appended {
                before: end,
                after: end,
                ..Appended::default()
            });
        }
        let mut import = self.begin().await?;
        // Where this fails, dropping the import rolls it back.
        let appended = import.append(entries).await?;
        Box::new(import).commit().await?;
        Ok(appended)
    }

    async fn begin_import(&self) -> Result<Box<dyn Import + '_>, JournalError> {
        Ok(Box::new(self.begin().await?))
    }

    async fn end(&self) -> Result<Position, JournalError> {
        end(&mut self.held().await?.connection).await
    }

    async fn read_after(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<(Position, Entry)>, JournalError> {
        let mut held = self.held().await?;
        // One view of the epoch, the entries and their parts.
        let mut reading = held.connection.begin().await.map_err(storage)?;
        let epoch = form::meta(&mut reading, "epoch").await.map_err(storage)?;
        let epoch = epoch.unwrap_or_default().cast_unsigned();
        let after = if after.epoch == epoch {
            after.number
        } else {
            0
        };
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let read = entries::read(&mut reading, after, limit).await?;
        reading.commit().await.map_err(storage)?;
        Ok(read
            .into_iter()
            .map(|(number, entry)| (Position { epoch, number }, entry))
            .collect())
    }

    async fn snapshot(&self) -> Result<Option<Snapshot>, JournalError> {
        let mut held = self.held().await?;
        Ok(match snapshot::find(&mut held.connection).await? {
            Found::Some(snapshot) => Some(snapshot),
            Found::None => None,
            Found::Damaged => {
                tracing::warn!("the diary put by is damaged; it is passed over");
                None
            }
        })
    }

    async fn snapshot_piece(
        &self,
        snapshot: Snapshot,
        place: u32,
    ) -> Result<SnapshotPiece, JournalError> {
        let mut held = self.held().await?;
        let piece = snapshot::piece(&mut held.connection, snapshot, place).await?;
        if piece == SnapshotPiece::Damaged {
            tracing::warn!(place, "the diary put by is damaged; it is passed over");
        }
        Ok(piece)
    }

    async fn put_snapshot(
        &self,
        snapshot: Snapshot,
        pieces: &mut (dyn Iterator<Item = Vec<u8>> + Send),
    ) -> Result<(), JournalError> {
        let _writing = self.writing.lock().await;
        snapshot::put(&mut self.held().await?.connection, snapshot, pieces).await
    }

    async fn erase(&self) -> Result<(), JournalError> {
        let _writing = self.writing.lock().await;
        let live = self.live.write().await;
        let _turn = self.folder.take_turn().await?;
        let mut connection = live.pool.acquire().await.map_err(storage)?;
        let erased = erase(&mut connection).await;
        if erased.is_err() {
            // It may be set up for erasing still.
            connection.close_on_drop();
        }
        // Whatever became of the database, the copies go.
        self.folder.remove_copies()?;
        erased
    }

    async fn notices(&self) -> Result<Vec<Notice>, JournalError> {
        notices::list(&mut self.held().await?.connection).await
    }

    async fn acknowledge(&self) -> Result<(), JournalError> {
        let _writing = self.writing.lock().await;
        notices::clear(&mut self.held().await?.connection).await
    }
}
