//! Puts a sound database in the place of a damaged one: the newest good backup, and every
//! entry that can still be gathered from what was damaged. Nothing is deleted.
//!
//! The new database is put together beside the old one, and takes its place by renaming, so
//! that wherever this is interrupted either it has not begun or it can be finished.

use std::collections::HashSet;
use std::fs;
use std::path::{Path, PathBuf};

use sqlx::{Connection, SqliteConnection};
use unhunch_domain::Entry;
use unhunch_domain::basics::time::At;

use crate::sqlite::backup::{self, Backup};
use crate::sqlite::check::{self, Look};
use crate::sqlite::connect::{self, Tuning};
use crate::sqlite::error::{file, storage};
use crate::sqlite::files::{self, BESIDE, Folder, beside};
use crate::sqlite::salvage::{self, Gathered, Source};
use crate::sqlite::{end, entries, form, notices};
use crate::{JournalError, Notice, Position};

/// Restores the journal. Nobody may have it open.
pub(crate) async fn restore(
    folder: &Folder,
    tuning: Tuning,
    now: At,
    device: Device,
) -> Result<(), JournalError> {
    let restoring = folder.restoring();
    let (backup, bad) = copy_best_good(folder, tuning).await?;
    if backup.is_none() {
        files::remove_database(&restoring).map_err(file(&restoring))?;
        drop(files::open_private(&restoring).map_err(file(&restoring))?);
    }

    let mut connection = connect::apart(&restoring, tuning).await?;
    let form = match check::look(&mut connection, tuning.forms).await? {
        Look::Blank => 0,
        Look::Form(form) => form,
    };
    form::migrate(&mut connection, tuning.forms, form, now, device.id()).await?;
    let known = entries::ids(&mut connection).await?;
    let parts = entries::parts(&mut connection).await?;

    let database = folder.database();
    let mut sources = vec![Source {
        log: Some(beside(&database, "-wal")),
        log_from: 0,
        database,
    }];
    sources.extend(bad.into_iter().map(|backup| Source {
        database: backup.path,
        log: None,
        log_from: 0,
    }));
    let gathered = gather(sources, known, parts).await?;

    let stem = free_stem(folder, now);
    let damaged = folder.damaged().join(format!("journal-{stem}.sqlite3"));
    let has_content = |path: &Path| fs::metadata(path).is_ok_and(|file| file.len() > 0);
    let is_there =
        has_content(&folder.database()) || has_content(&beside(&folder.database(), "-wal"));
    let notice = Notice::Restored {
        backup_ms: backup.as_ref().map(|backup| backup.made.as_millisecond()),
        salvaged: gathered.entries.len() as u64,
        set_aside: if is_there {
            damaged.display().to_string()
        } else {
            String::new()
        },
    };
    let device = match device {
        Device::Known(id) => Some(id),
        Device::New(_) if backup.is_some() => None,
        Device::New(id) => Some(gathered.device.unwrap_or(id)),
    };
    complete(&mut connection, &gathered, device, now, notice).await?;
    connect::close(connection).await?;

    files::sync_file(&restoring).map_err(file(&restoring))?;
    let restored = folder.restored(&stem);
    fs::rename(&restoring, &restored).map_err(file(&restored))?;
    files::sync_folder(folder.path()).map_err(file(folder.path()))?;
    take_place(folder, &stem)
}

/// The installation's id.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Device {
    /// It is known.
    Known([u8; 16]),
    /// It isn't known; this is a new one, for where the backup doesn't tell either.
    New([u8; 16]),
}

impl Device {
    pub(crate) fn id(self) -> [u8; 16] {
        match self {
            Self::Known(id) | Self::New(id) => id,
        }
    }
}

/// Finishes what an earlier process began. Nobody may have the journal open.
pub(crate) fn finish_interrupted(folder: &Folder) -> Result<(), JournalError> {
    match folder.restored_stem() {
        Some(stem) => take_place(folder, &stem),
        None => Ok(()),
    }
}

/// Sets the damaged files aside and puts the restored database in their place.
fn take_place(folder: &Folder, stem: &str) -> Result<(), JournalError> {
    let database = folder.database();
    let place = folder.damaged();
    files::create_folder(&place).map_err(file(&place))?;
    let aside = place.join(format!("journal-{stem}.sqlite3"));
    set_aside(&database, &aside)?;
    for ending in BESIDE {
        set_aside(&beside(&database, ending), &beside(&aside, ending))?;
    }
    files::sync_folder(&place).map_err(file(&place))?;
    fs::rename(folder.restored(stem), &database).map_err(file(&database))?;
    files::sync_folder(folder.path()).map_err(file(folder.path()))
}

fn set_aside(from: &Path, to: &Path) -> Result<(), JournalError> {
    if from.exists() {
        fs::rename(from, to).map_err(file(from))
    } else {
        Ok(())
    }
}

/// A stamp under which nothing was set aside yet.
fn free_stem(folder: &Folder, now: At) -> String {
    let stamp = files::stamp(now);
    let is_free = |stem: &str| {
        let aside = folder.damaged().join(format!("journal-{stem}.sqlite3"));
        !aside.exists() && BESIDE.iter().all(|ending| !beside(&aside, ending).exists())
    };
    let numbered = (2..).map(|number| format!("{stamp}-{number}"));
    std::iter::once(stamp.clone())
        .chain(numbered)
        .find(|stem| is_free(stem))
        .unwrap_or(stamp)
}

/// Copies the good backup that has most to where the database is put together. Gives it, and
/// those that may have more but are not good.
async fn copy_best_good(
    folder: &Folder,
    tuning: Tuning,
) -> Result<(Option<Backup>, Vec<Backup>), JournalError> {
    let restoring = folder.restoring();
    let mut bad = Vec::new();
    let mut backups = by_content(folder, tuning).await.into_iter();
    while let Some((_, backup)) = backups.next() {
        files::remove_database(&restoring).map_err(file(&restoring))?;
        match copy(&backup, &restoring, tuning).await {
            Ok(()) => {
                // How much those have that tell nothing can't be known: they are searched.
                bad.extend(
                    backups
                        .filter(|(end, _)| end.is_none())
                        .map(|(_, backup)| backup),
                );
                return Ok((Some(backup), bad));
            }
            Err(JournalError::Full) => return Err(JournalError::Full),
            Err(error) => {
                tracing::warn!(path = %backup.path.display(), %error, "this backup isn't good; trying the one before");
                bad.push(backup);
            }
        }
    }
    Ok((None, bad))
}

/// The backups with where each of them ends, the farthest first, and by their names where
/// that is the same: a wrong clock dates backups wrongly. Last come those that don't tell.
async fn by_content(folder: &Folder, tuning: Tuning) -> Vec<(Option<Position>, Backup)> {
    let mut backups = Vec::new();
    for backup in backup::list(folder) {
        let end = match end_of(&backup, tuning).await {
            Ok(end) => Some(end),
            Err(error) => {
                tracing::warn!(path = %backup.path.display(), %error, "this backup doesn't tell what is in it");
                None
            }
        };
        backups.push((end, backup));
    }
    backups.sort_by(|one, other| other.cmp(one));
    backups
}

async fn end_of(backup: &Backup, tuning: Tuning) -> Result<Position, JournalError> {
    check::sound_head(&backup.path, || false)?;
    let mut connection = connect::peeking(&backup.path, tuning).await?;
    let end = end(&mut connection).await;
    connect::close(connection).await?;
    end
}

async fn copy(backup: &Backup, to: &Path, tuning: Tuning) -> Result<(), JournalError> {
    let mut from = fs::File::open(&backup.path).map_err(file(&backup.path))?;
    let mut into = files::open_private(to).map_err(file(to))?;
    std::io::copy(&mut from, &mut into).map_err(file(to))?;
    drop(into);
    check::sound_head(to, || false)?;
    let mut connection = connect::apart(to, tuning).await?;
    let good = check_copy(&mut connection, tuning).await;
    connect::close(connection).await?;
    good
}

async fn check_copy(connection: &mut SqliteConnection, tuning: Tuning) -> Result<(), JournalError> {
    match check::look(connection, tuning.forms).await? {
        Look::Blank => Err(JournalError::Damaged("it is empty".to_owned())),
        // Whether the entries of an older form are good shows only in the newest form, which
        // the copy takes on below.
        Look::Form(form) if form < form::newest(tuning.forms) => check::quick(connection).await,
        Look::Form(_) => {
            check::ends(connection).await?;
            check::whole(connection).await
        }
    }
}

async fn gather(
    sources: Vec<Source>,
    known: HashSet<[u8; 16]>,
    parts: salvage::SharedValues,
) -> Result<Gathered, JournalError> {
    tokio::task::spawn_blocking(move || salvage::gather(&sources, &known, &parts))
        .await
        .map_err(|error| JournalError::Unusable(error.to_string()))
}

/// Adds to the backup what was gathered, all in one.
async fn complete(
    connection: &mut SqliteConnection,
    gathered: &Gathered,
    device: Option<[u8; 16]>,
    now: At,
    notice: Notice,
) -> Result<(), JournalError> {
    let mut change = connection
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(storage)?;
    entries::append(&mut change, &gathered.entries).await?;
    // Whoever has read the damaged journal begins anew, and so does the diary put by.
    let epoch = form::meta(&mut change, "epoch")
        .await
        .map_err(storage)?
        .unwrap_or_default();
    form::set_meta(&mut change, "epoch", (epoch + 1).max(now.as_millisecond())).await?;
    sqlx::raw_sql(
        "DELETE FROM snapshot; DELETE FROM meta WHERE key IN ('checked_ms', 'backed_up')",
    )
    .execute(&mut *change)
    .await
    .map_err(storage)?;
    if let Some(device) = device {
        sqlx::query("UPDATE meta SET value = ? WHERE key = 'device'")
            .bind(device.to_vec())
            .execute(&mut *change)
            .await
            .map_err(storage)?;
    }
    notices::add(&mut change, notice).await?;
    change.commit().await.map_err(storage)
}

/// Keeps a copy of a log whose end is not whole, from before SQLite forgets that end.
pub(crate) fn keep_log(
    folder: &Folder,
    now: At,
    from: u64,
    damaged: bool,
) -> Result<Option<TornLog>, JournalError> {
    let place = folder.damaged();
    let copy = place.join(format!("journal-{}.sqlite3-wal", free_stem(folder, now)));
    let copied = files::create_folder(&place)
        .map_err(file(&place))
        .and_then(|()| copy_log(&beside(&folder.database(), "-wal"), &copy));
    match copied {
        Ok(()) => Ok(Some(TornLog {
            copy,
            from,
            damaged,
        })),
        // A full disk cuts logs off as well. What was kept must be there all the same.
        Err(JournalError::Full) if !damaged => {
            forget_copy(&copy)?;
            tracing::warn!("no room to keep the end of the log, which isn't whole");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// A copy of a log whose end is not whole.
#[derive(Debug)]
pub(crate) struct TornLog {
    copy: PathBuf,
    /// Where that end begins, in bytes. What is before it is in the database, or was erased.
    from: u64,
    /// Whether it is damaged, not just cut off.
    damaged: bool,
}

fn copy_log(log: &Path, copy: &Path) -> Result<(), JournalError> {
    let mut into = files::open_private(copy).map_err(file(copy))?;
    let mut from = fs::File::open(log).map_err(file(log))?;
    std::io::copy(&mut from, &mut into).map_err(file(copy))?;
    into.sync_all().map_err(file(copy))
}

fn forget_copy(copy: &Path) -> Result<(), JournalError> {
    files::remove_database(copy).map_err(file(copy))?;
    if let Some(place) = copy.parent() {
        // Only if nothing else is in it.
        let _ = fs::remove_dir(place);
    }
    Ok(())
}

/// Adds the entries of such a log that the journal doesn't have. A power cut in the middle of
/// a write leaves such an end too, and then these entries were never acknowledged; keeping
/// them does no harm, where it was damage it saves them. The copy stays if there is more in it
/// than could be read.
pub(crate) async fn keep_end_of(
    log: TornLog,
    connection: &mut SqliteConnection,
) -> Result<(), JournalError> {
    let known = entries::ids(connection).await?;
    let parts = entries::parts(connection).await?;
    let source = Source {
        // No database: only the log is searched.
        database: log.copy.with_extension("none"),
        log: Some(log.copy.clone()),
        log_from: log.from,
    };
    let gathered = gather(vec![source], known, parts).await?;
    if !gathered.entries.is_empty() {
        tracing::warn!(
            entries = gathered.entries.len(),
            "the end of the log wasn't whole; kept what could be read"
        );
        add(connection, &gathered.entries).await?;
    }
    if log.damaged || gathered.unreadable > 0 {
        tracing::warn!(copy = %log.copy.display(), "not all of the log's end could be read");
        Ok(())
    } else {
        forget_copy(&log.copy)
    }
}

async fn add(connection: &mut SqliteConnection, entries: &[Entry]) -> Result<(), JournalError> {
    let mut change = connection
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(storage)?;
    entries::append(&mut change, entries).await?;
    change.commit().await.map_err(storage)
}
