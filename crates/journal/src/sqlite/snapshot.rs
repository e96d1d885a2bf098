//! The diary put by, with checksums: whoever takes it up again doesn't look at the entries
//! behind it, so a wrong one would be believed for good.
//!
//! It is kept in rows of `snapshot_piece`, which is made where there is none yet and belongs to
//! no form of the database: programs before it know only the row of `snapshot`, which kept all in
//! one. They find that without a byte, which is no diary, read the journal instead, and put
//! their own there. It is read here, too, as a snapshot of one piece; pieces that still lie beside
//! it count for nothing. Where they erase the journal, the pieces go with the row.

use sqlx::sqlite::SqliteRow;
use sqlx::{Connection, Row, SqliteConnection};

use crate::sqlite::codec;
use crate::sqlite::error::{opening, storage};
use crate::{JournalError, Position, Snapshot, SnapshotPiece};

const TABLE: &str = "
    CREATE TABLE IF NOT EXISTS snapshot_piece (
        place INTEGER PRIMARY KEY,
        snapshot INTEGER NOT NULL REFERENCES snapshot ON DELETE CASCADE,
        data BLOB NOT NULL,
        sum INTEGER NOT NULL
    )";

/// What stands at the snapshot's place.
#[derive(Debug)]
pub(crate) enum Found {
    /// None of this epoch.
    None,
    /// One that says of itself what was put by.
    Some(Snapshot),
    /// One that doesn't.
    Damaged,
}

/// Looks for it.
pub(crate) async fn find(connection: &mut SqliteConnection) -> Result<Found, JournalError> {
    let row = sqlx::query(
        "SELECT version, epoch, number, sum, length(data),
             (SELECT count(*) FROM sqlite_schema WHERE name = 'snapshot_piece')
         FROM snapshot WHERE epoch = (SELECT value FROM meta WHERE key = 'epoch')",
    )
    .fetch_optional(connection)
    .await
    .map_err(opening)?;
    let Some(row) = row else {
        return Ok(Found::None);
    };
    let read = || -> Result<Option<Snapshot>, sqlx::Error> {
        let version: u32 = row.try_get(0)?;
        let epoch: i64 = row.try_get(1)?;
        let number: i64 = row.try_get(2)?;
        let sum: i64 = row.try_get(3)?;
        let length: i64 = row.try_get(4)?;
        let tables: i64 = row.try_get(5)?;
        // What is kept in one is looked at when it is read.
        let is_sound =
            length > 0 || (tables > 0 && sum == codec::snapshot_sum(version, epoch, number, &[]));
        let position = Position {
            epoch: epoch.cast_unsigned(),
            number: number.cast_unsigned(),
        };
        Ok(is_sound.then_some(Snapshot { version, position }))
    };
    Ok(match read() {
        Ok(Some(snapshot)) => Found::Some(snapshot),
        Ok(None) | Err(_) => Found::Damaged,
    })
}

/// Reads the piece of that snapshot at that place.
pub(crate) async fn piece(
    connection: &mut SqliteConnection,
    snapshot: Snapshot,
    place: u32,
) -> Result<SnapshotPiece, JournalError> {
    let (epoch, number) = numbers(snapshot);
    let row = sqlx::query(
        "SELECT sum, CASE WHEN ? = 0 THEN data END, length(data) FROM snapshot
         WHERE version = ? AND epoch = ? AND number = ?",
    )
    .bind(place)
    .bind(snapshot.version)
    .bind(epoch)
    .bind(number)
    .fetch_optional(&mut *connection)
    .await
    .map_err(opening)?;
    // Another may have come meanwhile.
    let Some(row) = row else {
        return Ok(SnapshotPiece::Damaged);
    };
    let length: i64 = row.try_get(2).map_err(storage)?;
    if length > 0 {
        // All of it is in one.
        if place > 0 {
            return Ok(SnapshotPiece::End);
        }
        return Ok(checked(&row, |data| {
            codec::snapshot_sum(snapshot.version, epoch, number, data)
        }));
    }
    let row = sqlx::query("SELECT sum, data FROM snapshot_piece WHERE place = ?")
        .bind(place)
        .fetch_optional(connection)
        .await
        .map_err(opening)?;
    Ok(row.map_or(SnapshotPiece::Damaged, |row| {
        checked(&row, |data| {
            codec::piece_sum(snapshot.version, epoch, number, place, data)
        })
    }))
}

/// The piece in a row of its checksum and its data, if that is the checksum of the data.
fn checked(row: &SqliteRow, sum_of: impl Fn(&[u8]) -> i64) -> SnapshotPiece {
    match (row.try_get::<i64, _>(0), row.try_get::<&[u8], _>(1)) {
        (Ok(sum), Ok(data)) if sum == sum_of(data) => {
            if data.is_empty() {
                SnapshotPiece::End
            } else {
                SnapshotPiece::Data(data.to_vec())
            }
        }
        _ => SnapshotPiece::Damaged,
    }
}

/// Whether there is one that isn't what was put by.
pub(crate) async fn is_damaged(connection: &mut SqliteConnection) -> Result<bool, JournalError> {
    let snapshot = match find(connection).await? {
        Found::None => return Ok(false),
        Found::Damaged => return Ok(true),
        Found::Some(snapshot) => snapshot,
    };
    for place in 0.. {
        match piece(connection, snapshot, place).await? {
            SnapshotPiece::Data(_) => {}
            SnapshotPiece::End => break,
            SnapshotPiece::Damaged => return Ok(true),
        }
    }
    Ok(false)
}

/// Puts one by, if it is of this epoch: one from before an erasure holds what was erased.
pub(crate) async fn put(
    connection: &mut SqliteConnection,
    snapshot: Snapshot,
    pieces: &mut (dyn Iterator<Item = Vec<u8>> + Send),
) -> Result<(), JournalError> {
    let mut change = connection
        .begin_with("BEGIN IMMEDIATE")
        .await
        .map_err(storage)?;
    let (epoch, number) = numbers(snapshot);
    sqlx::query(TABLE)
        .execute(&mut *change)
        .await
        .map_err(storage)?;
    let sum = codec::snapshot_sum(snapshot.version, epoch, number, &[]);
    let done = sqlx::query(
        "INSERT INTO snapshot (only, version, epoch, number, data, sum)
         SELECT 1, ?, value, ?, x'', ? FROM meta WHERE key = 'epoch' AND value = ?
         ON CONFLICT (only) DO UPDATE SET version = excluded.version, epoch = excluded.epoch,
             number = excluded.number, data = excluded.data, sum = excluded.sum",
    )
    .bind(snapshot.version)
    .bind(number)
    .bind(sum)
    .bind(epoch)
    .execute(&mut *change)
    .await
    .map_err(storage)?;
    if done.rows_affected() == 0 {
        return change.rollback().await.map_err(storage);
    }
    sqlx::query("DELETE FROM snapshot_piece")
        .execute(&mut *change)
        .await
        .map_err(storage)?;
    // A piece without a byte is the end.
    let pieces = pieces.filter(|piece| !piece.is_empty()).chain([Vec::new()]);
    for (place, data) in (0_u32..).zip(pieces) {
        let sum = codec::piece_sum(snapshot.version, epoch, number, place, &data);
        sqlx::query("INSERT INTO snapshot_piece (place, snapshot, data, sum) VALUES (?, 1, ?, ?)")
            .bind(place)
            .bind(data)
            .bind(sum)
            .execute(&mut *change)
            .await
            .map_err(storage)?;
    }
    change.commit().await.map_err(storage)
}

/// The epoch and the number of a snapshot's position, as the database has them.
fn numbers(snapshot: Snapshot) -> (i64, i64) {
    let Position { epoch, number } = snapshot.position;
    (epoch.cast_signed(), number.cast_signed())
}

/// Forgets it.
pub(crate) async fn forget(connection: &mut SqliteConnection) -> Result<(), JournalError> {
    sqlx::query("DELETE FROM snapshot")
        .execute(connection)
        .await
        .map_err(storage)?;
    Ok(())
}
