//! Reads a journal from lines, in pieces of any length.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::Value;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::{VERSION, Version};
use unhunch_domain::programme::timeline::StepNumber;
use unhunch_domain::programme::timeline::TimelineId;
use unhunch_domain::{Body, DeviceId, Entry, EntryId, Outcome, SessionId, Timeline};

use crate::runs::Runs;
use crate::{Appended, Import, Journal, JournalError};

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
    lines: Runs,
}

impl Parsed {
    /// The entries, in the order of their lines.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Says what a journal's refusal to keep [`Parsed::entries`] means for the file.
    pub fn explain(&self, error: JournalError) -> ImportError {
        explain(&self.lines, error)
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

/// Says what a journal's refusal to keep entries means for the file that they are from.
fn explain(lines: &Runs, error: JournalError) -> ImportError {
    let JournalError::Conflict { id, index, earlier } = error else {
        return ImportError::Journal(error);
    };
    let line_of = |place: usize| lines.get(place as u64).unwrap_or_default();
    ImportError::Line(LineError {
        line: line_of(index),
        reason: match earlier {
            Some(earlier) => Reason::Duplicate {
                id,
                first: line_of(earlier),
            },
            None => Reason::Conflict { id },
        },
    })
}

/// Zones and timelines that are remembered to be shared: more than anybody has in a row.
const REMEMBERED: usize = 64;

/// Entries in one piece of an import.
const PIECE: usize = 4096;

/// Brings a file's entries into a journal, all or none of them, while it is read: a piece of them
/// is in memory at a time. Dropped before its end, nothing was imported.
pub struct Importer<'j, F> {
    import: Box<dyn Import + 'j>,
    parser: Parser,
    kept: F,
    total: Option<Appended>,
}

impl<'j, F> Importer<'j, F>
where
    F: FnMut(Appended, &[Entry]) + Send,
{
    /// Begins an import. `kept` is shown each piece and what became of it: whoever has read the
    /// journal up to where it ends now can fold from memory, into a diary that counts only once
    /// [`Importer::finish`] says so.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn begin<J>(journal: &'j J, kept: F) -> Result<Self, JournalError>
    where
        J: Journal + ?Sized,
    {
        Ok(Self {
            import: journal.begin_import().await?,
            parser: Parser::new(),
            kept,
            total: None,
        })
    }

    /// Reads the next bytes of the file.
    ///
    /// # Errors
    /// What is wrong with the first wrong line, or where the journal can't keep it. After an
    /// error the import can only be dropped.
    pub async fn feed(&mut self, bytes: &[u8]) -> Result<(), ImportError> {
        self.parser.feed(bytes)?;
        if self.parser.parsed.entries.len() >= PIECE {
            self.append().await?;
        }
        Ok(())
    }

    /// Ends the file, and keeps all of it durably.
    ///
    /// # Errors
    /// As [`Importer::feed`].
    pub async fn finish(mut self) -> Result<Appended, ImportError> {
        self.parser.end()?;
        self.append().await?;
        self.import.commit().await?;
        Ok(self.total.unwrap_or_default())
    }

    async fn append(&mut self) -> Result<(), ImportError> {
        let entries = &mut self.parser.parsed.entries;
        let appended = self.import.append(entries).await;
        let appended = appended.map_err(|error| explain(&self.parser.parsed.lines, error))?;
        (self.kept)(appended, entries);
        entries.clear();
        let total = self.total.get_or_insert(Appended {
            before: appended.before,
            ..Appended::default()
        });
        total.new += appended.new;
        total.known += appended.known;
        total.after = appended.after;
        Ok(())
    }
}

/// Reads a file to its end and keeps nothing of it, to say whether its lines are good before there
/// is a journal to bring them into. That two entries have one id is only seen by an import.
#[derive(Debug, Default)]
pub struct Checker(Parser);

impl Checker {
    /// Reads the next bytes of the file.
    ///
    /// # Errors
    /// What is wrong with the first wrong line.
    pub fn feed(&mut self, bytes: &[u8]) -> Result<(), LineError> {
        self.0.feed(bytes)?;
        self.0.parsed = Parsed::default();
        Ok(())
    }

    /// Ends the file.
    ///
    /// # Errors
    /// What is wrong with its last line.
    pub fn finish(mut self) -> Result<(), LineError> {
        self.0.end()
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
        while let Some(length) = memchr::memchr(b'\n', bytes) {
            let (line, rest) = bytes.split_at(length);
            bytes = &rest[1..];
            if self.rest.is_empty() {
                self.line(line)?;
            } else {
                self.keep(line)?;
                self.kept_line()?;
            }
        }
        self.keep(bytes)
    }

    /// Ends the file.
    ///
    /// # Errors
    /// What is wrong with the first wrong line.
    pub fn finish(mut self) -> Result<Parsed, LineError> {
        self.end()?;
        Ok(self.parsed)
    }

    fn end(&mut self) -> Result<(), LineError> {
        match &self.failed {
            Some(error) => Err(error.clone()),
            None => self.kept_line(),
        }
    }

    /// Reads the line of which pieces were kept.
    fn kept_line(&mut self) -> Result<(), LineError> {
        let whole = std::mem::take(&mut self.rest);
        self.line(&whole)?;
        // Its room is good for the next one.
        self.rest = whole;
        self.rest.clear();
        Ok(())
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
        let entry = match self.step(text) {
            Some(entry) => entry,
            None => match serde_json::from_str(text) {
                Ok(mut entry) => {
                    self.share(&mut entry);
                    entry
                }
                Err(error) => return self.fail(diagnose(text, &error)),
            },
        };
        self.parsed.entries.push(entry);
        self.parsed.lines.push(self.line);
        Ok(())
    }

    /// Reads a finished step, as nearly all lines are: reading any kind of body, serde first puts
    /// all of it away to look for the kind. None for everything else, also for what is wrong.
    fn step(&mut self, text: &str) -> Option<Entry> {
        let line: StepLine<'_> = serde_json::from_str(text).ok()?;
        if line.body.kind != "step-finished" {
            return None;
        }
        let zone = match self.zones.get(line.zone) {
            Some(zone) => zone.clone(),
            None => self.shared_zone(Zone::try_from(line.zone.to_owned()).ok()?),
        };
        Some(Entry {
            id: line.id,
            device: line.device,
            at: line.at,
            zone,
            version: line.version,
            body: Body::StepFinished {
                session: line.body.session,
                step: line.body.step,
                outcome: line.body.outcome,
            },
        })
    }

    /// Lets entries share what they have in common, as twenty years of them are many.
    fn share(&mut self, entry: &mut Entry) {
        entry.zone = match self.zones.get(entry.zone.as_str()) {
            Some(zone) => zone.clone(),
            None => self.shared_zone(entry.zone.clone()),
        };
        if let Body::SessionStarted { timeline, .. } = &mut entry.body {
            if self.timelines.len() >= REMEMBERED {
                self.timelines.clear();
            }
            let known = self.timelines.entry(timeline.fingerprint());
            *timeline = Arc::clone(known.or_insert_with(|| Arc::clone(timeline)));
        }
    }

    fn shared_zone(&mut self, zone: Zone) -> Zone {
        if self.zones.len() >= REMEMBERED {
            self.zones.clear();
        }
        self.zones.insert(zone.as_str().to_owned(), zone.clone());
        zone
    }
}

/// A line with a finished step.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepLine<'a> {
    id: EntryId,
    device: DeviceId,
    at: At,
    zone: &'a str,
    version: Version,
    #[serde(borrow)]
    body: StepBody<'a>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepBody<'a> {
    kind: &'a str,
    session: SessionId,
    step: StepNumber,
    outcome: Outcome,
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
