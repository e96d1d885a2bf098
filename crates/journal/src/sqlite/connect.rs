//! Connections to databases: how they are set up, and how they are closed.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
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
        .idle_timeout(Duration::from_mins(1))
        .max_lifetime(None)
        // It is a file, it doesn't go away.
        .test_before_acquire(false)
        .acquire_timeout(Duration::from_secs(30))
        .connect_lazy_with(options(path, tuning).journal_mode(SqliteJournalMode::Wal))
}

/// A connection to a database that nobody else uses, kept in a single file.
pub(crate) async fn apart(path: &Path, tuning: Tuning) -> Result<SqliteConnection, JournalError> {
    options(path, tuning)
        .journal_mode(SqliteJournalMode::Delete)
        .connect()
        .await
        .map_err(opening)
}

/// Closes such a connection.
pub(crate) async fn close(connection: SqliteConnection) -> Result<(), JournalError> {
    connection.close().await.map_err(storage)
}
