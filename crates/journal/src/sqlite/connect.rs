//! Connections to databases: how they are set up, and how they are closed.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqliteOwnedBuf, SqlitePool, SqlitePoolOptions,
    SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use crate::JournalError;
use crate::sqlite::error::{opening, storage};
use crate::sqlite::form::{FORMS, Form};

/// What tests set otherwise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tuning {
    /// The forms of the database.
    pub(crate) forms: &'static [Form],
    /// Up to how many bytes a database is checked as a whole when it is opened.
    pub(crate) checked_at_open: u64,
    /// How many pages a database may have, if there is a bound.
    pub(crate) most_pages: Option<u32>,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            forms: FORMS,
            checked_at_open: 16 << 20,
            most_pages: None,
        }
    }
}

fn options(path: &Path, tuning: Tuning) -> SqliteConnectOptions {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(Duration::from_secs(10))
        // In KiB: the program is to be small at rest, and pages are in the system's cache.
        .pragma("cache_size", "-1024")
        // What SQLite sorts or copies on its way must not lie around in the system's folder.
        .pragma("temp_store", "MEMORY")
        .pragma("cell_size_check", "ON")
        .pragma("trusted_schema", "OFF")
        .statement_cache_capacity(32)
        .row_buffer_size(1024)
        .disable_statement_logging();
    match tuning.most_pages {
        Some(pages) => options.pragma("max_page_count", pages.to_string()),
        None => options,
    }
}

/// Connections to the journal itself: one that writes and one that reads meanwhile.
pub(crate) fn live(path: &Path, tuning: Tuning) -> SqlitePool {
    SqlitePoolOptions::new()
        .max_connections(2)
        // The pool looks as often as this whether one is idle: seldom, since that wakes the computer.
        .idle_timeout(Duration::from_mins(10))
        .max_lifetime(None)
        // It is a file, it doesn't go away.
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(30))
        // Where the disk was full, SQLite has rolled back by itself, and the connection still
        // counts as within a transaction: it could never begin another. It goes. By now the
        // roll-back that dropping a transaction asks for has been answered: the pool takes no
        // connection back before.
        .before_acquire(|connection, _| {
            Box::pin(async move { Ok(!connection.is_in_transaction()) })
        })
        .connect_lazy_with(options(path, tuning).journal_mode(SqliteJournalMode::Wal))
}

/// A connection to the journal itself, beside those of [`live`].
pub(crate) async fn alone(path: &Path, tuning: Tuning) -> Result<SqliteConnection, JournalError> {
    let options = options(path, tuning).journal_mode(SqliteJournalMode::Wal);
    options.connect().await.map_err(opening)
}

/// A connection to a database that nobody else uses, kept in a single file.
pub(crate) async fn apart(path: &Path, tuning: Tuning) -> Result<SqliteConnection, JournalError> {
    options(path, tuning)
        .journal_mode(SqliteJournalMode::Delete)
        .connect()
        .await
        .map_err(opening)
}

/// A connection that reads the journal while others write it, and changes nothing.
pub(crate) async fn watching(
    path: &Path,
    tuning: Tuning,
) -> Result<SqliteConnection, JournalError> {
    let options = options(path, tuning).read_only(true);
    options.connect().await.map_err(opening)
}

/// A connection to a backup, which it only reads, without a file beside it.
pub(crate) async fn peeking(path: &Path, tuning: Tuning) -> Result<SqliteConnection, JournalError> {
    let options = options(path, tuning).read_only(true).immutable(true);
    options.connect().await.map_err(opening)
}

/// A connection to a database in memory, with these bytes of a file in it.
pub(crate) async fn in_memory(
    bytes: &[u8],
    tuning: Tuning,
) -> Result<SqliteConnection, JournalError> {
    let bytes = SqliteOwnedBuf::try_from(bytes).map_err(opening)?;
    let mut connection = options(Path::new(":memory:"), tuning)
        .connect()
        .await
        .map_err(opening)?;
    connection
        .deserialize(None, bytes, false)
        .await
        .map_err(opening)?;
    Ok(connection)
}

/// Closes such a connection.
pub(crate) async fn close(connection: SqliteConnection) -> Result<(), JournalError> {
    connection.close().await.map_err(storage)
}
