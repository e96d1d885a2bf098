//! Entries into the database's tables and out of them.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use sqlx::sqlite::{SqliteRow, SqliteTypeInfo};
use sqlx::{AssertSqlSafe, Row, SqliteConnection, TypeInfo, ValueRef};
use unhunch_domain::Entry;
use unhunch_domain::entry::Zone;
use uuid::Uuid;

use crate::sqlite::codec::{self, SharedValue, Template};
use crate::sqlite::error::storage;
use crate::sqlite::salvage::SharedValues;
use crate::{Appended, JournalError};

/// Entries in one statement. Each statement is a trip to the connection's thread and back,
/// which costs more than the entry itself.
const TOGETHER: usize = 64;

/// What stands in the columns of an entry, `number` and `id` aside.
type Columns = (i64, i64, i64, i64, Option<i64>, Option<i64>, i64, i64);

/// Adds entries within a transaction of the caller's, which is not to be committed where this
/// fails.
pub(crate) async fn append(
    connection: &mut SqliteConnection,
    entries: &[Entry],
) -> Result<Appended, JournalError> {
    let mut numbers: HashMap<SharedValue, i64> = HashMap::new();
    let mut appended = Appended::default();
    for (chunk, first) in entries.chunks(TOGETHER).zip((0..).step_by(TOGETHER)) {
        let mut rows: Vec<([u8; 16], Columns)> = Vec::with_capacity(chunk.len());
        for entry in chunk {
            let pieces = codec::encode(entry);
            if !numbers.contains_key(&pieces.body) {
                codec::readable(&pieces.body)?;
            }
            let session = match pieces.session {
                Some(session) => Some(number_of(connection, &mut numbers, session).await?),
                None => None,
            };
            let columns = (
                number_of(connection, &mut numbers, pieces.device).await?,
                pieces.at_ms,
                number_of(connection, &mut numbers, pieces.zone).await?,
                pieces.version,
                session,
                pieces.step,
                number_of(connection, &mut numbers, pieces.body).await?,
                pieces.sum,
            );
            rows.push((pieces.id, columns));
        }
        let added = insert(connection, &rows).await?;
        if added < rows.len() as u64 {
            let kept = columns_of(connection, &rows).await?;
            for (index, (id, columns)) in (first..).zip(&rows) {
                if kept.get(id) != Some(columns) {
                    let id = Uuid::from_bytes(*id);
                    return Err(JournalError::Conflict {
                        id: unhunch_domain::EntryId(id),
                        index,
                    });
                }
            }
        }
        appended.new += added;
        appended.known += rows.len() as u64 - added;
    }
    Ok(appended)
}

async fn insert(
    connection: &mut SqliteConnection,
    rows: &[([u8; 16], Columns)],
) -> Result<u64, JournalError> {
    let mut sql =
        "INSERT INTO entry (id, device, at_ms, zone, version, session, step, body, sum) VALUES "
            .to_owned();
    list(&mut sql, "(?,?,?,?,?,?,?,?,?)", rows.len());
    sql.push_str(" ON CONFLICT (id) DO NOTHING");
    let mut statement = sqlx::query(AssertSqlSafe(sql)).persistent(is_usual(rows.len()));
    for (id, (device, at_ms, zone, version, session, step, body, sum)) in rows {
        statement = statement
            .bind(id.to_vec())
            .bind(device)
            .bind(at_ms)
            .bind(zone)
            .bind(version)
            .bind(session)
            .bind(step)
            .bind(body)
            .bind(sum);
    }
    let done = statement.execute(connection).await.map_err(storage)?;
    Ok(done.rows_affected())
}

async fn columns_of(
    connection: &mut SqliteConnection,
    rows: &[([u8; 16], Columns)],
) -> Result<HashMap<[u8; 16], Columns>, JournalError> {
    let mut sql = "SELECT id, device, at_ms, zone, version, session, step, body, sum FROM entry WHERE id IN (".to_owned();
    list(&mut sql, "?", rows.len());
    sql.push(')');
    let mut statement = sqlx::query(AssertSqlSafe(sql)).persistent(is_usual(rows.len()));
    for (id, _) in rows {
        statement = statement.bind(id.to_vec());
    }
    let mut kept = HashMap::with_capacity(rows.len());
    for row in statement.fetch_all(connection).await.map_err(storage)? {
        let columns = |row: &SqliteRow| -> Result<([u8; 16], Columns), sqlx::Error> {
            let columns = (
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?,
                row.try_get(6)?,
                row.try_get(7)?,
                row.try_get(8)?,
            );
            Ok((id_at(row, 0)?, columns))
        };
        let (id, columns) = columns(&row).map_err(storage)?;
        kept.insert(id, columns);
    }
    Ok(kept)
}

/// Whether a statement of that many rows is worth keeping prepared.
fn is_usual(rows: usize) -> bool {
    rows == 1 || rows == TOGETHER
}

fn list(sql: &mut String, item: &str, times: usize) {
    for time in 0..times {
        let comma = if time == 0 { "" } else { "," };
        // Writing to a text can't fail.
        let _ = write!(sql, "{comma}{item}");
    }
}

/// The number of a part; it gets one where it has none yet.
async fn number_of(
    connection: &mut SqliteConnection,
    numbers: &mut HashMap<SharedValue, i64>,
    part: SharedValue,
) -> Result<i64, JournalError> {
    if let Some(number) = numbers.get(&part) {
        return Ok(*number);
    }
    let find = "SELECT number FROM part WHERE value = ?";
    let add = "INSERT INTO part (value) VALUES (?) RETURNING number";
    let found: Option<i64> = match &part {
        SharedValue::Id(id) => {
            sqlx::query_scalar(find)
                .bind(id.to_vec())
                .fetch_optional(&mut *connection)
                .await
        }
        SharedValue::Text(text) => {
            sqlx::query_scalar(find)
                .bind(text)
                .fetch_optional(&mut *connection)
                .await
        }
    }
    .map_err(storage)?;
    let number = match (found, &part) {
        (Some(number), _) => number,
        (None, SharedValue::Id(id)) => sqlx::query_scalar(add)
            .bind(id.to_vec())
            .fetch_one(&mut *connection)
            .await
            .map_err(storage)?,
        (None, SharedValue::Text(text)) => sqlx::query_scalar(add)
            .bind(text)
            .fetch_one(&mut *connection)
            .await
            .map_err(storage)?,
    };
    numbers.insert(part, number);
    Ok(number)
}

/// Reads up to `limit` entries after that number, each with its own, within a transaction of
/// the caller's.
pub(crate) async fn read(
    connection: &mut SqliteConnection,
    after: i64,
    limit: i64,
) -> Result<Vec<(u64, Entry)>, JournalError> {
    let rows = sqlx::query(
        "SELECT entry.number, entry.id, device, at_ms, zone, version, part.value, step, body, sum, session
         FROM entry LEFT JOIN part ON part.number = entry.session
         WHERE entry.number > ? ORDER BY entry.number LIMIT ?",
    )
    .bind(after)
    .bind(limit)
    .fetch_all(&mut *connection)
    .await
    .map_err(storage)?;
    let mut shared = Shared::default();
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let number: i64 = row.try_get(0).map_err(storage)?;
        let number = number.cast_unsigned();
        let columns = Raw::of(&row).map_err(|error| unreadable(number, error.to_string()))?;
        shared.fetch(connection, &columns).await?;
        let entry = shared
            .decode(&columns)
            .map_err(|problem| unreadable(number, problem))?;
        entries.push((number, entry));
    }
    Ok(entries)
}

fn unreadable(number: u64, problem: String) -> JournalError {
    JournalError::Unreadable { number, problem }
}

/// An entry's columns as they were read.
struct Raw {
    id: [u8; 16],
    device: i64,
    at_ms: i64,
    zone: i64,
    version: i64,
    session: Option<[u8; 16]>,
    step: Option<i64>,
    body: i64,
    sum: i64,
}

impl Raw {
    fn of(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        let session: Option<i64> = row.try_get(10)?;
        Ok(Self {
            id: id_at(row, 1)?,
            device: row.try_get(2)?,
            at_ms: row.try_get(3)?,
            zone: row.try_get(4)?,
            version: row.try_get(5)?,
            session: match session {
                Some(_) => Some(id_at(row, 6)?),
                None => None,
            },
            step: row.try_get(7)?,
            body: row.try_get(8)?,
            sum: row.try_get(9)?,
        })
    }
}

fn id_at(row: &SqliteRow, column: usize) -> Result<[u8; 16], sqlx::Error> {
    let bytes: &[u8] = row.try_get(column)?;
    bytes
        .try_into()
        .map_err(|error| sqlx::Error::Decode(Box::new(error)))
}

/// The parts of the entries that are being read.
#[derive(Default)]
struct Shared {
    devices: HashMap<i64, [u8; 16]>,
    zones: HashMap<i64, Zone>,
    templates: HashMap<i64, Template>,
}

impl Shared {
    async fn fetch(
        &mut self,
        connection: &mut SqliteConnection,
        raw: &Raw,
    ) -> Result<(), JournalError> {
        if !self.devices.contains_key(&raw.device)
            && let Some(SharedValue::Id(id)) = value(connection, raw.device).await?
        {
            self.devices.insert(raw.device, id);
        }
        if !self.zones.contains_key(&raw.zone)
            && let Some(SharedValue::Text(text)) = value(connection, raw.zone).await?
            && let Ok(zone) = Zone::try_from(text)
        {
            self.zones.insert(raw.zone, zone);
        }
        if !self.templates.contains_key(&raw.body)
            && let Some(SharedValue::Text(text)) = value(connection, raw.body).await?
            && let Ok(template) = Template::parse(&text)
        {
            self.templates.insert(raw.body, template);
        }
        Ok(())
    }

    fn decode(&self, raw: &Raw) -> Result<Entry, String> {
        codec::decode(&codec::Read {
            id: raw.id,
            device: *self
                .devices
                .get(&raw.device)
                .ok_or("its device can't be read")?,
            at_ms: raw.at_ms,
            zone: self
                .zones
                .get(&raw.zone)
                .ok_or("its time zone can't be read")?,
            version: raw.version,
            session: raw.session,
            step: raw.step,
            body: self
                .templates
                .get(&raw.body)
                .ok_or("its body can't be read")?,
            sum: raw.sum,
        })
    }
}

/// The part of that number.
async fn value(
    connection: &mut SqliteConnection,
    number: i64,
) -> Result<Option<SharedValue>, JournalError> {
    let row = sqlx::query("SELECT value FROM part WHERE number = ?")
        .bind(number)
        .fetch_optional(connection)
        .await
        .map_err(storage)?;
    Ok(row.as_ref().and_then(|row| part_at(row, 0)))
}

fn part_at(row: &SqliteRow, column: usize) -> Option<SharedValue> {
    let raw = row.try_get_raw(column).ok()?;
    let is_text = SqliteTypeInfo::name(&raw.type_info()) == "TEXT";
    if is_text {
        row.try_get(column).ok().map(SharedValue::Text)
    } else {
        id_at(row, column).ok().map(SharedValue::Id)
    }
}

/// The ids of all entries.
pub(crate) async fn ids(
    connection: &mut SqliteConnection,
) -> Result<HashSet<[u8; 16]>, JournalError> {
    let mut ids = HashSet::new();
    let mut after: i64 = 0;
    loop {
        let rows = sqlx::query(
            "SELECT number, id FROM entry WHERE number > ? ORDER BY number LIMIT 10000",
        )
        .bind(after)
        .fetch_all(&mut *connection)
        .await
        .map_err(storage)?;
        let Some(last) = rows.last() else {
            return Ok(ids);
        };
        after = last.try_get(0).map_err(storage)?;
        for row in &rows {
            ids.insert(id_at(row, 1).map_err(storage)?);
        }
    }
}

/// All parts.
pub(crate) async fn parts(connection: &mut SqliteConnection) -> Result<SharedValues, JournalError> {
    let rows = sqlx::query("SELECT number, value FROM part")
        .fetch_all(connection)
        .await
        .map_err(storage)?;
    let mut parts = SharedValues::new();
    for row in rows {
        let number: i64 = row.try_get(0).map_err(storage)?;
        parts.entry(number).or_default().extend(part_at(&row, 1));
    }
    Ok(parts)
}
