//! A diary as it is put by: in pieces, each read and taken in by itself, so that neither writing
//! nor reading twenty years ever holds a second whole of them.
//!
//! A piece is [postcard](https://postcard.jamesmunns.com/wire-format): values one after another,
//! with no names, so nothing here may be reordered or left out without a new
//! [`VERSION`](super::VERSION). What there are thousands of (sessions) is laid out here; what is
//! said in words or seldom (timelines, notes' contents, settings) is the JSON that it always was.
//! The last piece counts what came before, so that a diary of which one is missing is none.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::decisions::Decisions;
use super::notes::NoteRecord;
use super::session::{Rated, SessionRecord, Start};
use super::step_set::StepSet;
use super::{Diary, Stored};
use crate::basics::ids::{EntryId, NoteId, SessionId};
use crate::basics::rating::{DiscomfortLevel, ExerciseDiscomfort, Rating};
use crate::basics::stamp::{Stamp, Stamped};
use crate::basics::time::{At, Zone};
use crate::journal::body::Ending;
use crate::journal::note::{Location, Locations};
use crate::person::settings::SettingsRegisters;
use crate::programme::timeline::{PlayNumber, Timeline, TimelineId};

/// Sessions in a piece: with about 200 bytes each, some tens of kilobytes.
const SESSIONS: usize = 256;

/// Notes in a piece.
const NOTES: usize = 128;

/// Why a piece can't be read or written. A diary put by only saves time: it is folded anew then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the diary put by can't be used: {0}")]
pub struct Unusable(String);

impl Unusable {
    #[allow(
        clippy::needless_pass_by_value,
        reason = "`map_err` hands errors over by value"
    )]
    fn because(reason: impl ToString) -> Self {
        Self(reason.to_string())
    }
}

/// A piece of a diary. Their order is that in which they are written, too.
#[derive(Serialize, Deserialize)]
enum Piece {
    /// What the person said and decided, as JSON of [`Person`].
    Person(String),
    /// A timeline that sessions play, as JSON.
    Timeline(TimelineId, String),
    /// Some sessions, in the order of their ids.
    Sessions(Tables, Vec<StoredSession>),
    /// Some notes, in the order of their ids.
    Notes(Tables, Vec<StoredNote>),
    /// The last one: how many timelines, sessions and notes there were.
    End([usize; 3]),
}

/// What the person said and decided.
#[derive(Serialize, Deserialize)]
struct Person<Settings, Decisions> {
    settings: Settings,
    own: Decisions,
}

/// What many of a piece have in common, each once: they have its place here.
#[derive(Default, Serialize, Deserialize)]
struct Tables {
    zones: Vec<Zone>,
    timelines: Vec<TimelineId>,
}

/// The place of a value in a table, into which it is put where it is new.
fn place_of<T: Clone + PartialEq>(table: &mut Vec<T>, value: &T) -> usize {
    let known = table.iter().position(|known| known == value);
    known.unwrap_or_else(|| {
        table.push(value.clone());
        table.len() - 1
    })
}

/// The value at a place of a table.
fn at_place<T: Clone>(table: &[T], place: usize) -> Result<T, Unusable> {
    let value = table.get(place).cloned();
    value.ok_or_else(|| Unusable::because("a place outside of its table"))
}

/// A value with the stamp of its entry: milliseconds since 1970, the entry's id, the value.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Told<T>(i64, Uuid, T);

impl<T> Told<T> {
    fn of(stamp: Stamp, value: T) -> Self {
        Self(stamp.at.as_millisecond(), stamp.id.0, value)
    }

    fn read<U>(self, read: impl FnOnce(T) -> Result<U, Unusable>) -> Result<Stamped<U>, Unusable> {
        Ok(Stamped {
            stamp: Stamp {
                at: read_at(self.0)?,
                id: EntryId(self.1),
            },
            value: read(self.2)?,
        })
    }
}

fn read_at(ms: i64) -> Result<At, Unusable> {
    At::from_millisecond(ms).map_err(Unusable::because)
}

/// Reads a value where there is one.
fn read_told<T, U>(
    told: Option<Told<T>>,
    read: impl FnOnce(T) -> Result<U, Unusable>,
) -> Result<Option<Stamped<U>>, Unusable> {
    told.map(|told| told.read(read)).transpose()
}

/// How the neck felt: the rating, and where.
type StoredRated = (Rating, Vec<Location>);

fn store_rated(rated: &Stamped<Rated>) -> Told<StoredRated> {
    let locations = rated.value.locations.iter().collect();
    Told::of(rated.stamp, (rated.value.rating, locations))
}

fn read_rated((rating, locations): StoredRated) -> Rated {
    Rated {
        rating,
        locations: Locations::from_iter(locations),
    }
}

/// How an exercise felt: in a word, and the number if there is one.
type StoredFelt = (DiscomfortLevel, Option<Rating>);

/// How a session began.
#[derive(Serialize, Deserialize)]
struct StoredStart {
    timeline: usize,
    zone: usize,
    date: (i16, i8, i8),
    is_break: bool,
}

/// What is known of a session.
#[derive(Serialize, Deserialize)]
struct StoredSession {
    id: SessionId,
    start: Option<Told<StoredStart>>,
    done: StepSet,
    skipped: StepSet,
    last: Option<i64>,
    ended: Option<Told<Ending>>,
    before: Option<Told<StoredRated>>,
    after: Option<Told<StoredRated>>,
    felt: Vec<(PlayNumber, Told<StoredFelt>)>,
    hurt: Vec<(PlayNumber, i64)>,
    deleted: Option<Told<bool>>,
    settled: Vec<(PlayNumber, Told<bool>)>,
}

impl StoredSession {
    fn of(id: SessionId, record: &SessionRecord, tables: &mut Tables) -> Self {
        let start = record.start.as_ref().map(|start| {
            let Start {
                timeline,
                zone,
                date,
                is_break,
            } = &start.value;
            let stored = StoredStart {
                timeline: place_of(&mut tables.timelines, timeline),
                zone: place_of(&mut tables.zones, zone),
                date: (date.year(), date.month(), date.day()),
                is_break: *is_break,
            };
            Told::of(start.stamp, stored)
        });
        let felt = record.felt.stamped().map(|(play, felt, stamp)| {
            let said = (felt.discomfort(), felt.rating());
            (play, Told::of(stamp, said))
        });
        let hurt = record.hurt.iter().flat_map(|hurt| hurt.iter());
        let settled = record.settled.iter().flat_map(|settled| settled.iter());
        let told = |stamped: &Stamped<bool>| Told::of(stamped.stamp, stamped.value);
        Self {
            id,
            start,
            done: record.done.clone(),
            skipped: record.skipped.clone(),
            last: record.last.map(At::as_millisecond),
            ended: (record.ended.as_ref()).map(|ended| Told::of(ended.stamp, ended.value)),
            before: record.before.as_ref().map(store_rated),
            after: record.after.as_ref().map(store_rated),
            felt: felt.collect(),
            hurt: hurt
                .map(|(play, at)| (*play, at.as_millisecond()))
                .collect(),
            deleted: record.deleted().map(told),
            settled: settled
                .map(|(play, settled)| (*play, told(settled)))
                .collect(),
        }
    }

    fn read(self, tables: &Tables) -> Result<(SessionId, SessionRecord), Unusable> {
        let start = read_told(self.start, |start| {
            let (year, month, day) = start.date;
            Ok(Start {
                timeline: at_place(&tables.timelines, start.timeline)?,
                zone: at_place(&tables.zones, start.zone)?,
                date: Date::new(year, month, day).map_err(Unusable::because)?,
                is_break: start.is_break,
            })
        })?;
        let mut record = SessionRecord {
            start,
            done: self.done,
            skipped: self.skipped,
            last: self.last.map(read_at).transpose()?,
            ended: read_told(self.ended, Ok)?,
            before: read_told(self.before, |rated| Ok(read_rated(rated)))?,
            after: read_told(self.after, |rated| Ok(read_rated(rated)))?,
            deleted: read_told(self.deleted, Ok)?.map(|deleted| Box::new(Some(deleted))),
            ..SessionRecord::default()
        };
        for (play, told) in self.felt {
            let felt = told.read(|(discomfort, rating)| {
                let felt = rating.map_or(
                    ExerciseDiscomfort::new(discomfort),
                    ExerciseDiscomfort::rated,
                );
                (felt.discomfort() == discomfort)
                    .then_some(felt)
                    .ok_or_else(|| Unusable::because("a discomfort that isn't its number's"))
            })?;
            record.felt.keep(play, felt.value, felt.stamp);
        }
        for (play, ms) in self.hurt {
            record.stop_for_pain(play, read_at(ms)?);
        }
        for (play, told) in self.settled {
            let settled = told.read(Ok)?;
            record.settle(play, settled.stamp, settled.value);
        }
        Ok((self.id, record))
    }
}

/// What is known of a note.
#[derive(Serialize, Deserialize)]
struct StoredNote {
    id: NoteId,
    /// In which zone it was first kept.
    first: Option<Told<usize>>,
    /// What it says, as JSON.
    kept: Option<Told<String>>,
    deleted: Option<Told<bool>>,
}

impl StoredNote {
    fn of(id: NoteId, record: &NoteRecord, tables: &mut Tables) -> Result<Self, Unusable> {
        let kept = record.kept.as_ref().map(|kept| {
            let note = serde_json::to_string(&kept.value).map_err(Unusable::because)?;
            Ok(Told::of(kept.stamp, note))
        });
        Ok(Self {
            id,
            first: record
                .first
                .as_ref()
                .map(|first| Told::of(first.stamp, place_of(&mut tables.zones, &first.value))),
            kept: kept.transpose()?,
            deleted: (record.deleted.as_ref())
                .map(|deleted| Told::of(deleted.stamp, deleted.value)),
        })
    }

    fn read(self, tables: &Tables) -> Result<(NoteId, NoteRecord), Unusable> {
        let record = NoteRecord {
            first: read_told(self.first, |zone| at_place(&tables.zones, zone))?,
            kept: read_told(self.kept, |note| {
                serde_json::from_str(&note).map_err(Unusable::because)
            })?,
            deleted: read_told(self.deleted, Ok)?,
        };
        Ok((self.id, record))
    }
}

/// What of a map comes after a key.
fn after<K: Copy + Ord, V>(
    map: &BTreeMap<K, V>,
    last: Option<K>,
) -> impl Iterator<Item = (&K, &V)> {
    map.range((
        last.map_or(Bound::Unbounded, Bound::Excluded),
        Bound::Unbounded,
    ))
}

/// Writes a diary piece by piece. Between two of them nothing is held of it; it must not change
/// until all are written.
#[derive(Debug, Default)]
pub struct Writer {
    next: Next,
}

/// What comes next, after which.
#[derive(Debug, Default)]
enum Next {
    #[default]
    Person,
    Timelines(Option<TimelineId>),
    Sessions(Option<SessionId>),
    Notes(Option<NoteId>),
    End,
    Nothing,
}

impl Writer {
    /// The next piece; none after the last.
    ///
    /// # Errors
    /// Where something can't be written as JSON, which nothing in a diary is known to do.
    pub fn piece(&mut self, diary: &Diary) -> Result<Option<Vec<u8>>, Unusable> {
        loop {
            let (piece, next) = match self.next {
                Next::Person => {
                    let person = Person {
                        settings: &diary.settings,
                        own: &diary.own,
                    };
                    let text = serde_json::to_string(&person).map_err(Unusable::because)?;
                    (Some(Piece::Person(text)), Next::Timelines(None))
                }
                Next::Timelines(last) => match after(&diary.timelines, last).next() {
                    Some((id, timeline)) => {
                        let text = serde_json::to_string(timeline).map_err(Unusable::because)?;
                        (Some(Piece::Timeline(*id, text)), Next::Timelines(Some(*id)))
                    }
                    None => (None, Next::Sessions(None)),
                },
                Next::Sessions(last) => {
                    let mut tables = Tables::default();
                    let some = diary.sessions.after(last).take(SESSIONS);
                    let stored: Vec<_> = some
                        .map(|(id, record)| StoredSession::of(*id, record, &mut tables))
                        .collect();
                    match stored.last().map(|session| session.id) {
                        last @ Some(_) => {
                            (Some(Piece::Sessions(tables, stored)), Next::Sessions(last))
                        }
                        None => (None, Next::Notes(None)),
                    }
                }
                Next::Notes(last) => {
                    let mut tables = Tables::default();
                    let some = after(&diary.notes, last).take(NOTES);
                    let stored = some
                        .map(|(id, record)| StoredNote::of(*id, record, &mut tables))
                        .collect::<Result<Vec<_>, _>>()?;
                    match stored.last().map(|note| note.id) {
                        last @ Some(_) => (Some(Piece::Notes(tables, stored)), Next::Notes(last)),
                        None => (None, Next::End),
                    }
                }
                Next::End => {
                    let counts = [
                        diary.timelines.len(),
                        diary.sessions.len(),
                        diary.notes.len(),
                    ];
                    (Some(Piece::End(counts)), Next::Nothing)
                }
                Next::Nothing => return Ok(None),
            };
            self.next = next;
            if let Some(piece) = piece {
                let bytes = postcard::to_allocvec(&piece).map_err(Unusable::because)?;
                return Ok(Some(bytes));
            }
        }
    }
}

/// Reads a diary piece by piece.
#[derive(Debug, Default)]
pub struct Reader {
    kept: Stored,
    has_person: bool,
    is_whole: bool,
}

impl Reader {
    /// Takes the next piece in.
    ///
    /// # Errors
    /// Where it isn't what a [`Writer`] wrote.
    pub fn take(&mut self, piece: &[u8]) -> Result<(), Unusable> {
        if self.is_whole {
            return Err(Unusable::because("something comes after its end"));
        }
        let (piece, rest) = postcard::take_from_bytes(piece).map_err(Unusable::because)?;
        if !rest.is_empty() {
            return Err(Unusable::because("a piece is longer than what is in it"));
        }
        let kept = &mut self.kept;
        match piece {
            Piece::Person(text) => {
                let person: Person<SettingsRegisters, Decisions> =
                    serde_json::from_str(&text).map_err(Unusable::because)?;
                kept.settings = person.settings;
                kept.own = person.own;
                self.has_person = true;
            }
            Piece::Timeline(id, text) => {
                let timeline: Timeline = serde_json::from_str(&text).map_err(Unusable::because)?;
                kept.timelines.insert(id, Arc::new(timeline));
            }
            Piece::Sessions(tables, sessions) => {
                for session in sessions {
                    let (id, record) = session.read(&tables)?;
                    let place = kept.sessions.place(id);
                    *kept.sessions.at_mut(place) = record;
                }
            }
            Piece::Notes(tables, notes) => {
                for note in notes {
                    let (id, record) = note.read(&tables)?;
                    kept.notes.insert(id, record);
                }
            }
            Piece::End(counts) => {
                let found = [kept.timelines.len(), kept.sessions.len(), kept.notes.len()];
                if found != counts || !self.has_person {
                    return Err(Unusable::because("a piece is missing"));
                }
                self.is_whole = true;
            }
        }
        Ok(())
    }

    /// The diary that the pieces make.
    ///
    /// # Errors
    /// Where the last one is missing.
    pub fn finish(self) -> Result<Diary, Unusable> {
        if self.is_whole {
            Ok(Diary::from(self.kept))
        } else {
            Err(Unusable::because("its end is missing"))
        }
    }
}
