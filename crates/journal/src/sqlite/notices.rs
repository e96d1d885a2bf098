//! What the person should be told, kept in the database until they have read it.

use sqlx::SqliteConnection;

use crate::sqlite::error::storage;
use crate::sqlite::form;
use crate::{JournalError, Notice};

/// What stands there.
pub(crate) async fn list(connection: &mut SqliteConnection) -> Result<Vec<Notice>, JournalError> {
    let text = form::meta_text(connection, "notices")
        .await
        .map_err(storage)?;
    Ok(text.as_deref().map(parse).unwrap_or_default())
}

/// Adds one.
pub(crate) async fn add(
    connection: &mut SqliteConnection,
    notice: Notice,
) -> Result<(), JournalError> {
    let mut notices = list(connection).await?;
    notices.push(notice);
    // Made of numbers and texts: nothing in them that JSON can't say.
    let text = serde_json::to_string(&notices).unwrap_or_default();
    form::set_meta_text(connection, "notices", &text).await
}

/// Takes all as read.
pub(crate) async fn clear(connection: &mut SqliteConnection) -> Result<(), JournalError> {
    sqlx::query("DELETE FROM meta WHERE key = 'notices'")
        .execute(connection)
        .await
        .map_err(storage)?;
    Ok(())
}

/// A list that can't be read, of a newer program, say, is no reason to keep the person out.
fn parse(text: &str) -> Vec<Notice> {
    serde_json::from_str(text).unwrap_or_default()
}
