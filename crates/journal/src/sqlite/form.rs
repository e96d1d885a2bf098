//! The form of the database: what its tables are, and how an older form becomes this one.

use sqlx::{AssertSqlSafe, Row, SqliteConnection};
use unhunch_domain::basics::time::At;

use crate::JournalError;
use crate::sqlite::error::storage;

/// Marks the file as a journal of Unhunch ("Unhn").
pub(crate) const APPLICATION: i64 = 0x556e_686e;

/// One form of the database, as the change from the one before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Form {
    /// Its statements.
    pub(crate) sql: &'static str,
}

/// Every form there was, the first one first; a database says in its `user_version` how many
/// of them it has gone through. What is published is never edited: the next form goes below.
///
/// About the tables: twenty years are three quarters of a million entries, nearly all of them
/// finished steps. Written out each would take 250 bytes. So what entries share (devices,
/// sessions, zones, and bodies, in which the session and the step are left blank) stands in
/// `part` once, and an entry is a row of numbers, 70 bytes with its share of the index.
/// `part` holds each value twice, in the table and in the index that keeps it unique; where
/// one of them is damaged the other one still tells. `sum` is a checksum of what the entry
/// says: it shows damage that is no damage to SQLite, and it is how entries are told from
/// rubbish when they are gathered from a broken file (see `salvage`).
///
/// Numbers need no AUTOINCREMENT, which would write one more page with each entry: entries
/// only go all at once, and then a new epoch begins.
///
/// The second form gives the snapshot a checksum as well: it is believed unread.
pub(crate) const FORMS: &[Form] = &[
    Form {
        sql: "
    CREATE TABLE meta (
        key TEXT PRIMARY KEY,
        value NOT NULL
    );
    CREATE TABLE part (
        number INTEGER PRIMARY KEY,
        value NOT NULL UNIQUE
    );
    CREATE TABLE entry (
        number INTEGER PRIMARY KEY,
        id BLOB NOT NULL UNIQUE,
        device INTEGER NOT NULL REFERENCES part,
        at_ms INTEGER NOT NULL,
        zone INTEGER NOT NULL REFERENCES part,
        version INTEGER NOT NULL,
        session INTEGER REFERENCES part,
        step INTEGER,
        body INTEGER NOT NULL REFERENCES part,
        sum INTEGER NOT NULL
    );
    CREATE TABLE snapshot (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        version INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        number INTEGER NOT NULL,
        data BLOB NOT NULL
    );
    ",
    },
    Form {
        sql: "
    DROP TABLE IF EXISTS snapshot;
    CREATE TABLE snapshot (
        only INTEGER PRIMARY KEY CHECK (only = 1),
        version INTEGER NOT NULL,
        epoch INTEGER NOT NULL,
        number INTEGER NOT NULL,
        data BLOB NOT NULL,
        sum INTEGER NOT NULL
    );
    ",
    },
];

/// The number of the newest form.
pub(crate) fn newest(forms: &[Form]) -> i64 {
    i64::try_from(forms.len()).unwrap_or(i64::MAX)
}

/// What a database says that it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Its application id.
    pub(crate) application: i64,
    /// Its form.
    pub(crate) form: i64,
    /// How many tables and indexes it has.
    pub(crate) tables: i64,
}

/// Reads what a database says that it is.
pub(crate) async fn found(connection: &mut SqliteConnection) -> Result<Found, sqlx::Error> {
    let application = number(connection, "PRAGMA application_id").await?;
    let form = number(connection, "PRAGMA user_version").await?;
    let tables = number(connection, "SELECT count(*) FROM sqlite_schema").await?;
    Ok(Found {
        application,
        form,
        tables,
    })
}

/// Brings a database to the newest form: each step whole or not at all. A new one is created
/// with the epoch and device given.
pub(crate) async fn migrate(
    connection: &mut SqliteConnection,
    forms: &[Form],
    from: i64,
    now: At,
    device: [u8; 16],
) -> Result<(), JournalError> {
    use sqlx::Connection;
    for (number, form) in (1_i64..).zip(forms) {
        if number <= from {
            continue;
        }
        let mut change = connection
            .begin_with("BEGIN IMMEDIATE")
            .await
            .map_err(storage)?;
        sqlx::raw_sql(form.sql)
            .execute(&mut *change)
            .await
            .map_err(storage)?;
        if number == 1 {
            let epoch = now.as_millisecond().max(1);
            set_meta(&mut change, "epoch", epoch).await?;
            sqlx::query("INSERT INTO meta (key, value) VALUES ('device', ?)")
                .bind(device.as_slice())
                .execute(&mut *change)
                .await
                .map_err(storage)?;
        }
        // The form stands in two places, so that a damaged number isn't taken for the future.
        set_meta(&mut change, "form", number).await?;
        let pragmas =
            format!("PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {number}");
        sqlx::raw_sql(AssertSqlSafe(pragmas))
            .execute(&mut *change)
            .await
            .map_err(storage)?;
        change.commit().await.map_err(storage)?;
    }
    Ok(())
}

/// A number from `meta`.
pub(crate) async fn meta(
    connection: &mut SqliteConnection,
    key: &'static str,
) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar("SELECT value FROM meta WHERE key = ? AND typeof(value) = 'integer'")
        .bind(key)
        .fetch_optional(connection)
        .await
}

/// A text from `meta`.
pub(crate) async fn meta_text(
    connection: &mut SqliteConnection,
    key: &'static str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar("SELECT value FROM meta WHERE key = ? AND typeof(value) = 'text'")
        .bind(key)
        .fetch_optional(connection)
        .await
}

/// The installation's id from `meta`.
pub(crate) async fn device(
    connection: &mut SqliteConnection,
) -> Result<Option<[u8; 16]>, sqlx::Error> {
    let found: Option<Vec<u8>> = sqlx::query_scalar(
        "SELECT value FROM meta WHERE key = 'device' AND typeof(value) = 'blob'",
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.and_then(|bytes| bytes.try_into().ok()))
}

/// Puts a number into `meta`.
pub(crate) async fn set_meta(
    connection: &mut SqliteConnection,
    key: &'static str,
    value: i64,
) -> Result<(), JournalError> {
    sqlx::query("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key)
        .bind(value)
        .execute(connection)
        .await
        .map_err(storage)?;
    Ok(())
}

/// Puts a text into `meta`.
pub(crate) async fn set_meta_text(
    connection: &mut SqliteConnection,
    key: &'static str,
    value: &str,
) -> Result<(), JournalError> {
    sqlx::query("INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value")
        .bind(key)
        .bind(value)
        .execute(connection)
        .await
        .map_err(storage)?;
    Ok(())
}

/// The one number that a statement gives.
pub(crate) async fn number(
    connection: &mut SqliteConnection,
    sql: &'static str,
) -> Result<i64, sqlx::Error> {
    sqlx::query(sql).fetch_one(connection).await?.try_get(0)
}
