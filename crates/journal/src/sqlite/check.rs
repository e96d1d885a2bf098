//! Whether a database is what it should be: a quick look at each start, and the whole of it
//! now and then.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use sqlx::{Connection, SqliteConnection};

use crate::JournalError;
use crate::sqlite::entries;
use crate::sqlite::error::{file, opening, storage};
use crate::sqlite::form::{self, APPLICATION, Form};
use crate::sqlite::salvage::PAGE;

/// Entries read at a time.
const BATCH: i64 = 2048;

/// What stands at a database's place, by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Head {
    /// Nothing.
    Missing,
    /// A file without a byte.
    Empty,
    /// What a database of ours begins with.
    Ours,
    /// Something else.
    Other(&'static str),
    /// A folder, a pipe or the like.
    NotAFile,
}

/// Reads the parts of a header that never change. SQLite takes some of them at their word,
/// and would open the file read-only or read its texts as something else.
pub(crate) fn head(path: &Path) -> io::Result<Head> {
    // Asked before it is opened: opening a pipe waits for whoever writes into it.
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Head::Missing),
        Err(error) => return Err(error),
    };
    if !metadata.is_file() {
        return Ok(Head::NotAFile);
    }
    let mut file = File::open(path)?;
    let length = metadata.len();
    if length == 0 {
        return Ok(Head::Empty);
    }
    let mut header = [0; 100];
    if length < PAGE as u64 || file.read_exact(&mut header).is_err() {
        return Ok(Head::Other("it is cut off"));
    }
    let page = u16::try_from(PAGE).unwrap_or_default().to_be_bytes();
    let expected = [
        (0, b"SQLite format 3\0".as_slice()),
        (16, &page),
        // Bytes kept free in each page, and shares of pages, all three fixed.
        (20, &[0, 64, 32, 32]),
    ];
    for (place, bytes) in expected {
        if &header[place..place + bytes.len()] != bytes {
            return Ok(Head::Other("its header is wrong"));
        }
    }
    // 1 is the old way of journalling, 2 the log; zeros stand before there are tables.
    let versions = matches!(header[18..20], [1, 1] | [2, 2]);
    let encoding = matches!(header[56..60], [0, 0, 0, 0 | 1]);
    let schema = matches!(header[44..48], [0, 0, 0, 0 | 4]);
    if !versions || !encoding || !schema {
        return Ok(Head::Other("its header is wrong"));
    }
    Ok(Head::Ours)
}

/// Makes sure that a database of ours stands there, or one that is just to begin: then
/// nothing or an empty file does.
pub(crate) fn sound_head(path: &Path, is_new: impl Fn() -> bool) -> Result<(), JournalError> {
    match head(path).map_err(file(path))? {
        Head::Ours => Ok(()),
        Head::Missing | Head::Empty if is_new() => Ok(()),
        Head::Missing => Err(damaged("its file is gone")),
        Head::Empty => Err(damaged("its file is empty")),
        Head::Other(reason) => Err(damaged(reason)),
        Head::NotAFile => Err(JournalError::Unusable(format!(
            "{} isn't a file; move it out of the data folder, then start again",
            path.display()
        ))),
    }
}

/// Whether a database is ours, and of which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// Nothing is in it.
    Blank,
    /// It is of that form, which may be an older one.
    Form(i64),
}

/// Looks whether a database is ours, whether its form is known and its tables are there.
pub(crate) async fn look(
    connection: &mut SqliteConnection,
    forms: &[Form],
) -> Result<Look, JournalError> {
    let found = form::found(connection).await.map_err(opening)?;
    if found.application == 0 && found.form == 0 && found.tables == 0 {
        let pages = form::number(connection, "PRAGMA page_count")
            .await
            .map_err(opening)?;
        return match pages {
            0 | 1 => Ok(Look::Blank),
            _ => Err(damaged("its tables are gone")),
        };
    }
    if found.application != APPLICATION {
        return Err(damaged("it isn't marked as a journal of Unhunch"));
    }
    let form = form::meta(connection, "form").await.map_err(opening)?;
    if form != Some(found.form) || found.form < 1 {
        return Err(damaged("its form isn't clear"));
    }
    let known = form::newest(forms);
    if found.form > known {
        return Err(JournalError::Newer {
            found: found.form,
            known,
        });
    }
    Ok(Look::Form(found.form))
}

/// Looks whether the tables of the newest form can be read at both ends.
pub(crate) async fn ends(connection: &mut SqliteConnection) -> Result<(), JournalError> {
    let epoch = form::meta(connection, "epoch").await.map_err(opening)?;
    let device = form::device(connection).await.map_err(opening)?;
    if epoch.is_none_or(|epoch| epoch < 1) || device.is_none() {
        return Err(damaged("it doesn't say which journal it is"));
    }
    let last: Option<i64> = sqlx::query_scalar("SELECT max(number) FROM entry")
        .fetch_one(&mut *connection)
        .await
        .map_err(opening)?;
    tables(connection).await?;
    for after in [0, last.unwrap_or_default().saturating_sub(1)] {
        unreadable_is_damaged(entries::read(connection, after, 1).await)?;
    }
    sqlx::query("SELECT version, epoch, number, sum FROM snapshot")
        .fetch_all(connection)
        .await
        .map_err(opening)?;
    Ok(())
}

/// Looks whether the tables of the entries are there, with the columns that every form has.
async fn tables(connection: &mut SqliteConnection) -> Result<(), JournalError> {
    for sql in [
        "SELECT key, value FROM meta LIMIT 0",
        "SELECT number, value FROM part LIMIT 0",
        "SELECT number, id, device, at_ms, zone, version, session, step, body, sum FROM entry LIMIT 0",
    ] {
        sqlx::query(sql)
            .fetch_all(&mut *connection)
            .await
            .map_err(opening)?;
    }
    Ok(())
}

/// Has SQLite check how the file is built.
pub(crate) async fn quick(connection: &mut SqliteConnection) -> Result<(), JournalError> {
    said(connection, "PRAGMA quick_check(1)").await
}

/// Checks the whole of it: how the file is built, that indexes and tables agree, and that
/// each entry is the one that was kept.
pub(crate) async fn whole(connection: &mut SqliteConnection) -> Result<(), JournalError> {
    said(connection, "PRAGMA integrity_check(1)").await?;
    tables(connection).await?;
    let mut after = 0;
    loop {
        // In one transaction, so that what another process erases meanwhile is gone as a whole.
        let mut reading = connection.begin().await.map_err(storage)?;
        let read = unreadable_is_damaged(entries::read(&mut reading, after, BATCH).await)?;
        reading.commit().await.map_err(storage)?;
        match read.last() {
            Some((number, _)) => after = number.cast_signed(),
            None => return Ok(()),
        }
    }
}

async fn said(connection: &mut SqliteConnection, check: &'static str) -> Result<(), JournalError> {
    let answer: String = sqlx::query_scalar(check)
        .fetch_one(connection)
        .await
        .map_err(opening)?;
    if answer == "ok" {
        Ok(())
    } else {
        Err(JournalError::Damaged(answer))
    }
}

fn damaged(reason: &str) -> JournalError {
    JournalError::Damaged(reason.to_owned())
}

fn unreadable_is_damaged<T>(result: Result<T, JournalError>) -> Result<T, JournalError> {
    result.map_err(|error| match error {
        JournalError::Unreadable { .. } => JournalError::Damaged(error.to_string()),
        other => other,
    })
}
