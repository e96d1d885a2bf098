//! Reads a journal from lines, in pieces of any length.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::sync::Arc;

use serde_json::Value;
use unhunch_domain::entry::{VERSION, Zone};
use unhunch_domain::timeline::TimelineId;
use unhunch_domain::{Body, Entry, EntryId, Timeline};

use crate::{Appended, Journal, JournalError};

/// The longest line that is read, in bytes. The longest entry that can be written, a session
/// of 4096 steps, takes about a quarter of it.
pub const LONGEST_LINE: usize = 1 << 20;

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct LineError {
    /// Which, from 1.
    pub line: u64,
    /// What.
    pub reason: Reason,
}

/// Why a line can't be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// It isn't UTF-8.
    #[error("this isn't UTF-8 text (byte {byte}); if an editor changed the file, save it as UTF-8")]
    NotUtf8 {
        /// The place of the first byte that can't be read, from 1.
        byte: usize,
    },
    /// It is longer than [`LONGEST_LINE`].
    #[error("this line is longer than 1 MiB, and no entry is; is this an export of Unhunch?")]
    TooLong,
    /// It isn't JSON.
    #[error(
        "this isn't JSON (column {column}: {problem}); each line holds one whole entry in {{ }}"
    )]
    NotJson {
        /// Where, in bytes from 1.
        column: usize,
        /// What is wrong there.
        problem: String,
    },
    /// It is JSON, but no entry.
    #[error("{0} stands here; expected an entry in {{ }}")]
    NotAnEntry(&'static str),
    /// Something is missing.
    #[error("`{0}` is missing")]
    Missing(String),
    /// It says something of a kind that isn't known.
    #[error(
        "`{0}` is no kind of entry that this Unhunch knows; if a newer one wrote it, import it there"
    )]
    UnknownKind(String),
    /// It was written by a newer program.
    #[error(
        "this was written by a newer Unhunch (version {found}; this one understands up to {known}); install the newer one, then import again"
    )]
    Newer {
        /// The version found.
        found: u64,
        /// The newest version known.
        known: u64,
    },
    /// A part of it can't be read.
    #[error("this entry can't be read: {0}")]
    Invalid(String),
    /// Its id stands on an earlier line, before something else.
    #[error(
        "the id {id} is on line {first} as well, and says something else there; ids are given only once"
    )]
    Duplicate {
        /// The id.
        id: EntryId,
        /// The earlier line.
        first: u64,
    },
    /// Its id is taken by a kept entry that says something else.
    #[error(
        "the journal has an entry with the id {id} already, and it says something else; one of the two was changed by hand"
    )]
    Conflict {
        /// The id.
        id: EntryId,
    },
}

/// Why entries could not be imported. Nothing was.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A line is wrong.
    #[error(transparent)]
    Line(#[from] LineError),
    /// The journal can't keep them.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// The entries of a file that was read to its end without an error.
#[derive(Debug, Default)]
pub struct Parsed {
    entries: Vec<Entry>,
    lines: Vec<u64>,
}

impl Parsed {
    /// The entries, in the order of their lines; those that stood there twice once.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Says what a journal's refusal to keep [`Parsed::entries`] means for the file.
    pub fn explain(&self, error: JournalError) -> ImportError {
        match error {
            JournalError::Conflict { id, index } => ImportError::Line(LineError {
                line: self.lines.get(index).copied().unwrap_or_default(),
                reason: Reason::Conflict { id },
            }),
            other => ImportError::Journal(other),
        }
    }

    /// Keeps the entries, all or none of them.
    ///
    /// # Errors
    /// Where the journal has other entries with their ids, or can't keep them.
    pub async fn import(&self, journal: &(impl Journal + ?Sized)) -> Result<Appended, ImportError> {
        journal
            .append(&self.entries)
            .await
            .map_err(|error| self.explain(error))
    }
}

/// Reads lines, fed in pieces of any length. Blank lines, a byte order mark at the beginning
/// and line ends of any system are passed over.
#[derive(Debug, Default)]
pub struct Parser {
    /// The beginning of a line whose end hasn't come yet.
    rest: Vec<u8>,
    line: u64,
    parsed: Parsed,
    places: HashMap<EntryId, usize>,
    zones: HashMap<String, Zone>,
    timelines: HashMap<TimelineId, Arc<Timeline>>,
    failed: Option<LineError>,
}

impl Parser {
    /// A parser at the beginning of a file.
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads the next piece.
    ///
    /// # Errors
    /// What is wrong with the first wrong line; then on every later call the same.
    pub fn feed(&mut self, mut bytes: &[u8]) -> Result<(), LineError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        while let Some(length) = bytes.iter().position(|byte| *byte == b'\n') {
            let (line, rest) = bytes.split_at(length);
            bytes = &rest[1..];
            if self.rest.is_empty() {
                self.line(line)?;
            } else {
                self.keep(line)?;
                let whole = std::mem::take(&mut self.rest);
                self.line(&whole)?;
                // Its room is good for the next one.
                self.rest = whole;
                self.rest.clear();
            }
        }
        self.keep(bytes)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// What is wrong with the first wrong line.
    pub fn finish(mut self) -> Result<Parsed, LineError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        let last = std::mem::take(&mut self.rest);
        self.line(&last)?;
        Ok(self.parsed)
    }

    fn keep(&mut self, piece: &[u8]) -> Result<(), LineError> {
        if self.rest.len() + piece.len() > LONGEST_LINE {
            self.line += 1;
            self.rest = Vec::new();
            return self.fail(Reason::TooLong);
        }
        self.rest.extend_from_slice(piece);
        Ok(())
    }

    fn fail(&mut self, reason: Reason) -> Result<(), LineError> {
        let error = LineError {
            line: self.line,
            reason,
        };
        self.failed = Some(error.clone());
        Err(error)
    }

    fn line(&mut self, mut bytes: &[u8]) -> Result<(), LineError> {
        self.line += 1;
        if self.line == 1 {
            bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        }
        if bytes.len() > LONGEST_LINE {
            return self.fail(Reason::TooLong);
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text.trim(),
            Err(error) => {
                return self.fail(Reason::NotUtf8 {
                    byte: error.valid_up_to() + 1,
                });
            }
        };
        if text.is_empty() {
            return Ok(());
        }
        match serde_json::from_str(text) {
            Ok(entry) => self.entry(entry),
            Err(error) => self.fail(diagnose(text, &error)),
        }
    }

    fn entry(&mut self, mut entry: Entry) -> Result<(), LineError> {
        match self.places.entry(entry.id) {
            Slot::Occupied(place) => {
                let place = *place.get();
                if self.parsed.entries[place] == entry {
                    return Ok(());
                }
                let first = self.parsed.lines[place];
                self.fail(Reason::Duplicate {
                    id: entry.id,
                    first,
                })
            }
            Slot::Vacant(slot) => {
                slot.insert(self.parsed.entries.len());
                self.share(&mut entry);
                self.parsed.entries.push(entry);
                self.parsed.lines.push(self.line);
                Ok(())
            }
        }
    }

    /// Lets entries share what they have in common, as twenty years of them are many.
    fn share(&mut self, entry: &mut Entry) {
        match self.zones.get(entry.zone.as_str()) {
            Some(zone) => entry.zone = zone.clone(),
            None => {
                self.zones
                    .insert(entry.zone.as_str().to_owned(), entry.zone.clone());
            }
        }
        if let Body::SessionStarted { timeline, .. } = &mut entry.body {
            let known = self.timelines.entry(timeline.fingerprint());
            *timeline = Arc::clone(known.or_insert_with(|| Arc::clone(timeline)));
        }
    }
}

/// Says in a person's words why a line is no entry.
fn diagnose(text: &str, error: &serde_json::Error) -> Reason {
    let value: Value = match serde_json::from_str(text) {
        Ok(value) => value,
        Err(error) => {
            return Reason::NotJson {
                column: error.column(),
                problem: without_place(&error),
            };
        }
    };
    let object = match value {
        Value::Object(object) => object,
        Value::Null => return Reason::NotAnEntry("an empty value"),
        Value::Bool(_) => return Reason::NotAnEntry("a yes or no"),
        Value::Number(_) => return Reason::NotAnEntry("a number"),
        Value::String(_) => return Reason::NotAnEntry("a text"),
        Value::Array(_) => return Reason::NotAnEntry("a list"),
    };
    // A newer program may have changed anything else, so this comes first.
    if let Some(found) = object.get("version").and_then(Value::as_u64)
        && found > u64::from(VERSION)
    {
        return Reason::Newer {
            found,
            known: u64::from(VERSION),
        };
    }
    for name in ["id", "device", "at", "zone", "version", "body"] {
        if !object.contains_key(name) {
            return Reason::Missing(name.to_owned());
        }
    }
    if let Some(Value::Object(body)) = object.get("body") {
        match body.get("kind") {
            None => return Reason::Missing("kind".to_owned()),
            Some(Value::String(kind)) if is_unknown(kind) => {
                return Reason::UnknownKind(kind.chars().take(80).collect());
            }
            Some(_) => {}
        }
    }
    let problem = without_place(error);
    // The words of serde for what is missing further in, such as a session.
    match problem
        .strip_prefix("missing field `")
        .and_then(|rest| rest.strip_suffix('`'))
    {
        Some(name) => Reason::Missing(name.to_owned()),
        None => Reason::Invalid(problem),
    }
}

/// Whether no body is of that kind.
fn is_unknown(kind: &str) -> bool {
    let body = serde_json::json!({ "kind": kind });
    // Asked of the type itself, so that there is no list of kinds here that could fall behind.
    serde_json::from_value::<Body>(body)
        .is_err_and(|error| error.to_string().starts_with("unknown variant"))
}

/// The words of an error without `at line 1 column 5`: a line counts from the whole file.
fn without_place(error: &serde_json::Error) -> String {
    let words = error.to_string();
    match words.rfind(" at line ") {
        Some(end) => words[..end].to_owned(),
        None => words,
    }
}
