//! The diary put by, with a checksum: whoever takes it up again doesn't look at the entries
//! behind it, so a wrong one would be believed for good.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection};

use crate::sqlite::codec;
use crate::sqlite::error::{opening, storage};
use crate::{JournalError, Position, Snapshot};

/// What stands at the snapshot's place.
#[derive(Debug)]
pub(crate) enum Found {
    /// None of this epoch.
    None,
    /// One, as it was put by.
    Whole(Snapshot),
    /// One that isn't what was put by.
    Damaged,
}

/// Looks for it.
pub(crate) async fn find(connection: &mut SqliteConnection) -> Result<Found, JournalError> {
    let row = sqlx::query(
        "SELECT version, epoch, number, data, sum FROM snapshot
         WHERE epoch = (SELECT value FROM meta WHERE key = 'epoch')",
    )
    .fetch_optional(connection)
    .await
    .map_err(opening)?;
    let Some(row) = row else {
        return Ok(Found::None);
    };
    Ok(match read(&row) {
        Ok(Some(snapshot)) => Found::Whole(snapshot),
        Ok(None) | Err(_) => Found::Damaged,
    })
}

fn read(row: &SqliteRow) -> Result<Option<Snapshot>, sqlx::Error> {
    let version: u32 = row.try_get(0)?;
    let epoch: i64 = row.try_get(1)?;
    let number: i64 = row.try_get(2)?;
    let data: Vec<u8> = row.try_get(3)?;
    let sum: i64 = row.try_get(4)?;
    if sum != codec::snapshot_sum(version, epoch, number, &data) {
        return Ok(None);
    }
    let position = Position {
        epoch: epoch.cast_unsigned(),
        number: number.cast_unsigned(),
    };
    Ok(Some(Snapshot {
        version,
        position,
        data,
    }))
}

/// Puts one by, if it is of this epoch: one from before an erasure holds what was erased.
pub(crate) async fn put(
    connection: &mut SqliteConnection,
    snapshot: Snapshot,
) -> Result<(), JournalError> {
    let epoch = i64::try_from(snapshot.position.epoch).unwrap_or(i64::MAX);
    let number = i64::try_from(snapshot.position.number).unwrap_or(i64::MAX);
    let sum = codec::snapshot_sum(snapshot.version, epoch, number, &snapshot.data);
    sqlx::query(
        "INSERT INTO snapshot (only, version, epoch, number, data, sum)
         SELECT 1, ?, value, ?, ?, ? FROM meta WHERE key = 'epoch' AND value = ?
         ON CONFLICT (only) DO UPDATE SET version = excluded.version, epoch = excluded.epoch,
             number = excluded.number, data = excluded.data, sum = excluded.sum",
    )
    .bind(snapshot.version)
    .bind(number)
    .bind(snapshot.data)
    .bind(sum)
    .bind(epoch)
    .execute(connection)
    .await
    .map_err(storage)?;
    Ok(())
}

/// Forgets it.
pub(crate) async fn forget(connection: &mut SqliteConnection) -> Result<(), JournalError> {
    sqlx::query("DELETE FROM snapshot")
        .execute(connection)
        .await
        .map_err(storage)?;
    Ok(())
}
