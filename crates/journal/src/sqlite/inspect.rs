//! Checks a data folder's journal without changing anything in the folder: no file is made,
//! nothing is restored, and the log stays where it is.

use std::fs;
use std::path::Path;

use sqlx::SqliteConnection;

use crate::sqlite::check::{self, Look};
use crate::sqlite::connect::{self, Tuning};
use crate::sqlite::error::file;
use crate::sqlite::files::{Folder, beside};
use crate::sqlite::salvage::PAGE;
use crate::sqlite::{backup, end, form, is_new, notices, snapshot, wal};
use crate::{JournalError, Notice, Position};

/// What a check of a whole journal found that is sound.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// Where the journal ends.
    pub end: Position,
    /// What the person should be told and hasn't taken as read.
    pub notices: Vec<Notice>,
    /// Whether the diary put by is damaged. No entry depends on it: it is passed over and
    /// made anew.
    pub snapshot_damaged: bool,
    /// Whether the last write isn't whole: a crash cut it off, or it was damaged. What can be
    /// read of it is kept at the next start.
    pub end_torn: bool,
}

/// Checks the journal in that folder.
pub(crate) async fn folder(folder: &Path, tuning: Tuning) -> Result<Checked, JournalError> {
    let folder = Folder::existing(folder)?;
    let turn = folder.take_turn_if_any().await?;
    let lock = folder.use_lock_if_any();
    if folder.restored_stem().is_some() {
        return Err(damaged("its restoration was interrupted"));
    }
    let database = folder.database();
    let log = beside(&database, "-wal");
    check::sound_head(&database, || is_new(&folder, &log))?;
    if !database.exists() {
        return Err(JournalError::Unusable(format!(
            "there is none in {} yet",
            folder.path().display()
        )));
    }
    if !lock.is_alone() {
        // Others may start meanwhile; they leave an open journal alone.
        drop(turn);
        let mut connection = connect::watching(&database, tuning).await?;
        let checked = all(&mut connection, &folder, tuning, false).await;
        connect::close(connection).await?;
        return checked;
    }
    let seen = wal::look(&log).map_err(file(&log))?;
    if seen.state == wal::State::Damaged {
        return Err(damaged("its log is damaged"));
    }
    let bytes = image(&database, &log, &seen)?;
    if bytes.is_empty() {
        return Ok(Checked::default());
    }
    let mut connection = connect::in_memory(&bytes, tuning).await?;
    drop(bytes);
    let checked = all(&mut connection, &folder, tuning, true).await;
    connect::close(connection).await?;
    Ok(Checked {
        end_torn: matches!(seen.state, wal::State::Torn { .. }),
        ..checked?
    })
}

/// The database as it is with what is in its log. SQLite itself would not read a log without
/// writing beside it.
fn image(database: &Path, log: &Path, seen: &wal::Log) -> Result<Vec<u8>, JournalError> {
    let mut bytes = fs::read(database).map_err(file(database))?;
    if let Some(size) = seen.size {
        bytes.resize(size as usize * PAGE, 0);
        let frames = fs::read(log).map_err(file(log))?;
        for (number, place) in &seen.pages {
            let Ok(place) = usize::try_from(*place) else {
                continue;
            };
            let first = (*number as usize).saturating_sub(1) * PAGE;
            // A page beyond the end was cut off by a later transaction.
            if let (Some(page), Some(from)) = (
                bytes.get_mut(first..first + PAGE),
                frames.get(place..place + PAGE),
            ) {
                page.copy_from_slice(from);
            }
        }
    }
    // There is no log any more.
    if let Some(versions) = bytes.get_mut(18..20) {
        versions.fill(1);
    }
    Ok(bytes)
}

/// Checks all there is; `is_ours` says that the database is a copy that may be changed.
async fn all(
    connection: &mut SqliteConnection,
    folder: &Folder,
    tuning: Tuning,
    is_ours: bool,
) -> Result<Checked, JournalError> {
    let form = match check::look(connection, tuning.forms).await? {
        Look::Blank if folder.was_used() || !backup::list(folder).is_empty() => {
            return Err(damaged("nothing is in it"));
        }
        Look::Blank => return Ok(Checked::default()),
        Look::Form(form) => form,
    };
    check::whole(connection).await?;
    if form < form::newest(tuning.forms) {
        if !is_ours {
            return Err(JournalError::Unusable(
                "an older Unhunch has it open; close that one, then check again".to_owned(),
            ));
        }
        let now = unhunch_domain::basics::time::At::from_millisecond(0)
            .map_err(JournalError::Unusable)?;
        // The new numbers are for a database that has none: this one has.
        form::migrate(connection, tuning.forms, form, now, [0; 16]).await?;
    }
    check::ends(connection).await?;
    let snapshot_damaged = snapshot::is_damaged(connection).await?;
    Ok(Checked {
        end: end(connection).await?,
        notices: notices::list(connection).await?,
        snapshot_damaged,
        end_torn: false,
    })
}

fn damaged(reason: &str) -> JournalError {
    JournalError::Damaged(reason.to_owned())
}
