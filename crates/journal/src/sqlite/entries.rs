//! Entries into the database's tables and out of them.

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;
use std::sync::Arc;

use sqlx::sqlite::{SqliteRow, SqliteTypeInfo};
use sqlx::{AssertSqlSafe, Row, SqliteConnection, TypeInfo, ValueRef};
use unhunch_domain::basics::time::Zone;
use unhunch_domain::{Body, Entry, EntryId, Outcome, Timeline};
use uuid::Uuid;

use crate::runs::Runs;
use crate::sqlite::codec::{self, SharedValue, Template};
use crate::sqlite::error::storage;
use crate::sqlite::salvage::SharedValues;
use crate::{Appended, JournalError, Position};

/// Entries in one statement. Each statement is a trip to the connection's thread and back,
/// which costs more than the entry itself; with nine values an entry this is far from the 32,766
/// that SQLite takes.
const TOGETHER: usize = 256;

/// Bytes of templates that are remembered while entries are added.
const REMEMBERED: usize = 1 << 20;

/// What stands in the columns of an entry, `number` and `id` aside.
type Columns = (i64, i64, i64, i64, Option<i64>, Option<i64>, i64, i64);

/// Adds entries within a transaction of the caller's, which is not to be committed where this
/// fails.
pub(crate) async fn append(
    connection: &mut SqliteConnection,
    entries: &[Entry],
) -> Result<Appended, JournalError> {
    let mut appender = Appender::at(end(connection).await?);
    appender.append(connection, entries).await
}

/// The number and the checksum of a body's template.
type TemplateNumber = (i64, u32);

/// Adds entries in pieces within one transaction, and remembers the numbers of what they share.
#[derive(Debug)]
pub(crate) struct Appender {
    before: Position,
    /// How many entries were given.
    listed: usize,
    /// Where in what was given the new ones were.
    new: Runs,
    new_count: u64,
    /// The numbers of devices and sessions.
    ids: HashMap<[u8; 16], i64>,
    zones: HashMap<String, i64>,
    /// Nearly all entries are finished steps: for those neither JSON nor a look-up is needed.
    steps: [Option<TemplateNumber>; 2],
    /// By their addresses: timelines are long, and sessions share them. Each is held, so that no
    /// other one can come to stand there.
    timelines: HashMap<usize, (Arc<Timeline>, TemplateNumber)>,
    templates: HashMap<String, TemplateNumber>,
    remembered: usize,
}

impl Appender {
    /// One for a journal that ends there.
    pub(crate) fn at(before: Position) -> Self {
        Self {
            before,
            listed: 0,
            new: Runs::default(),
            new_count: 0,
            ids: HashMap::new(),
            zones: HashMap::new(),
            steps: [None, None],
            timelines: HashMap::new(),
            templates: HashMap::new(),
            remembered: 0,
        }
    }

    /// Adds a piece.
    pub(crate) async fn append(
        &mut self,
        connection: &mut SqliteConnection,
        entries: &[Entry],
    ) -> Result<Appended, JournalError> {
        let mut appended = Appended {
            before: self.end(),
            ..Appended::default()
        };
        for chunk in entries.chunks(TOGETHER) {
            let mut rows: Vec<([u8; 16], Columns)> = Vec::with_capacity(chunk.len());
            for entry in chunk {
                let (template, template_sum) = self.template(connection, &entry.body).await?;
                let encoded = codec::encode(entry, template_sum);
                let session = match encoded.session {
                    Some(session) => Some(self.id(connection, session).await?),
                    None => None,
                };
                let columns = (
                    self.id(connection, encoded.device).await?,
                    encoded.at_ms,
                    self.zone(connection, encoded.zone).await?,
                    encoded.version,
                    session,
                    encoded.step,
                    template,
                    encoded.sum,
                );
                rows.push((encoded.id, columns));
            }
            let added = insert(connection, &rows).await?;
            if added == rows.len() as u64 {
                self.new.push_all(self.listed as u64, added);
                self.new_count += added;
                self.listed += rows.len();
            } else {
                self.look_at_known(connection, &rows).await?;
            }
            appended.new += added;
            appended.known += rows.len() as u64 - added;
        }
        appended.after = self.end();
        Ok(appended)
    }

    /// Whether so many were added that statements for many at once were prepared.
    pub(crate) fn is_large(&self) -> bool {
        self.listed >= TOGETHER
    }

    fn end(&self) -> Position {
        Position {
            number: self.before.number + self.new_count,
            ..self.before
        }
    }

    /// Finds out which of some rows that were to be added are new, and makes sure that the
    /// others are the ones that are kept.
    async fn look_at_known(
        &mut self,
        connection: &mut SqliteConnection,
        rows: &[([u8; 16], Columns)],
    ) -> Result<(), JournalError> {
        let kept = columns_of(connection, rows).await?;
        for (id, columns) in rows {
            let index = self.listed;
            self.listed += 1;
            let found = kept.get(id);
            // The new ones have numbers in a row, in the order in which they were given.
            if found.is_some_and(|(number, _)| *number == self.end().number + 1) {
                self.new.push(index as u64);
                self.new_count += 1;
            } else if found.is_none_or(|(_, kept)| kept != columns) {
                let earlier = found
                    .and_then(|(number, _)| number.checked_sub(self.before.number + 1))
                    .and_then(|place| self.new.get(place))
                    .and_then(|place| usize::try_from(place).ok());
                return Err(JournalError::Conflict {
                    id: EntryId(Uuid::from_bytes(*id)),
                    index,
                    earlier,
                });
            }
        }
        Ok(())
    }

    async fn id(
        &mut self,
        connection: &mut SqliteConnection,
        id: [u8; 16],
    ) -> Result<i64, JournalError> {
        match self.ids.entry(id) {
            Slot::Occupied(number) => Ok(*number.get()),
            Slot::Vacant(slot) => {
                Ok(*slot.insert(number_of(connection, &SharedValue::Id(id)).await?))
            }
        }
    }

    async fn zone(
        &mut self,
        connection: &mut SqliteConnection,
        zone: &str,
    ) -> Result<i64, JournalError> {
        if let Some(number) = self.zones.get(zone) {
            return Ok(*number);
        }
        let number = number_of(connection, &SharedValue::Text(zone.to_owned())).await?;
        self.zones.insert(zone.to_owned(), number);
        Ok(number)
    }

    async fn template(
        &mut self,
        connection: &mut SqliteConnection,
        body: &Body,
    ) -> Result<TemplateNumber, JournalError> {
        match body {
            Body::StepFinished { outcome, .. } => {
                let place = match outcome {
                    Outcome::Done => 0,
                    Outcome::Skipped => 1,
                };
                if let Some(known) = self.steps[place] {
                    return Ok(known);
                }
                let (_, found) = find_template(connection, body).await?;
                self.steps[place] = Some(found);
                Ok(found)
            }
            Body::SessionStarted { timeline, .. } => {
                let key = Arc::as_ptr(timeline).addr();
                if let Some((_, known)) = self.timelines.get(&key) {
                    return Ok(*known);
                }
                let (length, found) = find_template(connection, body).await?;
                self.make_room(length);
                self.timelines.insert(key, (Arc::clone(timeline), found));
                Ok(found)
            }
            _ => {
                let text = codec::template_text(body);
                if let Some(known) = self.templates.get(&text) {
                    return Ok(*known);
                }
                let found = number_of_template(connection, text.clone()).await?;
                self.make_room(text.len());
                self.templates.insert(text, found);
                Ok(found)
            }
        }
    }

    /// Forgets templates where there are too many of them.
    fn make_room(&mut self, length: usize) {
        self.remembered += length;
        if self.remembered > REMEMBERED {
            self.templates.clear();
            self.timelines.clear();
            self.remembered = length;
        }
    }
}

async fn find_template(
    connection: &mut SqliteConnection,
    body: &Body,
) -> Result<(usize, TemplateNumber), JournalError> {
    let text = codec::template_text(body);
    let length = text.len();
    Ok((length, number_of_template(connection, text).await?))
}

async fn number_of_template(
    connection: &mut SqliteConnection,
    text: String,
) -> Result<TemplateNumber, JournalError> {
    codec::readable(&text)?;
    let sum = codec::text_sum(&text);
    let number = number_of(connection, &SharedValue::Text(text)).await?;
    Ok((number, sum))
}

/// Where the journal ends.
pub(crate) async fn end(connection: &mut SqliteConnection) -> Result<Position, JournalError> {
    let row = sqlx::query(
        "SELECT (SELECT value FROM meta WHERE key = 'epoch'), (SELECT max(number) FROM entry)",
    )
    .fetch_one(connection)
    .await
    .map_err(storage)?;
    let epoch: i64 = row.try_get(0).map_err(storage)?;
    let number: Option<i64> = row.try_get(1).map_err(storage)?;
    Ok(Position {
        epoch: epoch.cast_unsigned(),
        number: number.unwrap_or_default().cast_unsigned(),
    })
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
            .bind(id.as_slice())
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
) -> Result<HashMap<[u8; 16], (u64, Columns)>, JournalError> {
    let mut sql = "SELECT id, device, at_ms, zone, version, session, step, body, sum, number FROM entry WHERE id IN (".to_owned();
    list(&mut sql, "?", rows.len());
    sql.push(')');
    let mut statement = sqlx::query(AssertSqlSafe(sql)).persistent(is_usual(rows.len()));
    for (id, _) in rows {
        statement = statement.bind(id.as_slice());
    }
    let mut kept = HashMap::with_capacity(rows.len());
    for row in statement.fetch_all(connection).await.map_err(storage)? {
        let columns = |row: &SqliteRow| -> Result<([u8; 16], (u64, Columns)), sqlx::Error> {
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
            let number: i64 = row.try_get(9)?;
            Ok((id_at(row, 0)?, (number.cast_unsigned(), columns)))
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

/// The number of a shared value; it gets one where it has none yet.
async fn number_of(
    connection: &mut SqliteConnection,
    value: &SharedValue,
) -> Result<i64, JournalError> {
    for sql in [
        "SELECT number FROM part WHERE value = ?",
        "INSERT INTO part (value) VALUES (?) RETURNING number",
    ] {
        let statement = sqlx::query_scalar(sql);
        let statement = match value {
            SharedValue::Id(id) => statement.bind(id.as_slice()),
            SharedValue::Text(text) => statement.bind(text.as_str()),
        };
        let found = statement.fetch_optional(&mut *connection).await;
        if let Some(number) = found.map_err(storage)? {
            return Ok(number);
        }
    }
    Err(storage(sqlx::Error::RowNotFound))
}

/// Rows fetched at a time: a row takes about a kilobyte on its way from SQLite.
const FETCHED: i64 = 512;

/// Reads up to `limit` entries after that number, each with its own, within a transaction of
/// the caller's.
pub(crate) async fn read(
    connection: &mut SqliteConnection,
    after: i64,
    limit: i64,
) -> Result<Vec<(u64, Entry)>, JournalError> {
    let mut shared = Shared::default();
    let mut entries = Vec::new();
    let (mut after, mut left) = (after, limit);
    while left > 0 {
        let asked = left.min(FETCHED);
        let rows = sqlx::query(
            "SELECT number, id, device, at_ms, zone, version, session, step, body, sum
             FROM entry WHERE number > ? ORDER BY number LIMIT ?",
        )
        .bind(after)
        .bind(asked)
        .fetch_all(&mut *connection)
        .await
        .map_err(storage)?;
        let is_last = i64::try_from(rows.len()).is_ok_and(|read| read < asked);
        entries.reserve(rows.len());
        for row in rows {
            after = row.try_get(0).map_err(storage)?;
            let number = after.cast_unsigned();
            let columns = Raw::of(&row).map_err(|error| unreadable(number, error.to_string()))?;
            let entry = if let Ok(entry) = shared.decode(&columns) {
                entry
            } else {
                // Seldom: what it shares has not been fetched yet, or it is damaged.
                shared.fetch(connection, &columns).await?;
                shared
                    .decode(&columns)
                    .map_err(|problem| unreadable(number, problem))?
            };
            entries.push((number, entry));
        }
        if is_last {
            break;
        }
        left -= asked;
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
    session: Option<i64>,
    step: Option<i64>,
    body: i64,
    sum: i64,
}

impl Raw {
    fn of(row: &SqliteRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: id_at(row, 1)?,
            device: row.try_get(2)?,
            at_ms: row.try_get(3)?,
            zone: row.try_get(4)?,
            version: row.try_get(5)?,
            session: row.try_get(6)?,
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
    /// Those of devices and sessions.
    ids: HashMap<i64, [u8; 16]>,
    zones: HashMap<i64, Zone>,
    templates: HashMap<i64, Template>,
}

impl Shared {
    async fn fetch(
        &mut self,
        connection: &mut SqliteConnection,
        raw: &Raw,
    ) -> Result<(), JournalError> {
        for number in [Some(raw.device), raw.session].into_iter().flatten() {
            if !self.ids.contains_key(&number)
                && let Some(SharedValue::Id(id)) = value(connection, number).await?
            {
                self.ids.insert(number, id);
            }
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
        let session = match raw.session {
            Some(number) => Some(self.ids.get(&number).ok_or("its session can't be read")?),
            None => None,
        };
        codec::decode(&codec::Read {
            id: raw.id,
            device: *self
                .ids
                .get(&raw.device)
                .ok_or("its device can't be read")?,
            at_ms: raw.at_ms,
            zone: self
                .zones
                .get(&raw.zone)
                .ok_or("its time zone can't be read")?,
            version: raw.version,
            session: session.copied(),
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
