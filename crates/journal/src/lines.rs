//! The journal as a file: one entry a line, as JSON. Written in pieces and read in pieces, so
//! that a page and a command line can do both without holding the whole text.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;
use std::ops::Deref;
use std::sync::Arc;

use serde_json::Value;
use unhunch_domain::entry::{VERSION, Zone};
use unhunch_domain::timeline::TimelineId;
use unhunch_domain::{Body, Entry, EntryId, Timeline};

use crate::{Appended, Journal, JournalError, Position};

/// The longest line that is read, in bytes. The longest entry that can be written, a session
/// of 4096 steps, takes about a quarter of it.
pub const LONGEST_LINE: usize = 1 << 20;

/// Entries in one piece of an export.
const PIECE: usize = 512;

/// An entry as a line, its end included.
pub fn line(entry: &Entry) -> String {
    // Entries are made of numbers, words and lists: nothing in them that JSON can't say.
    let mut line = serde_json::to_string(entry).unwrap_or_default();
    line.push('\n');
    line
}

/// Writes a journal as lines, a piece at a time, up to where it ended when the first piece
/// was asked for.
#[derive(Debug)]
pub struct Export<J> {
    journal: J,
    reached: Position,
    end: Option<Position>,
}

impl<J> Export<J>
where
    J: Deref<Target: Journal>,
{
    /// An export of that journal, which may be borrowed or shared.
    pub fn new(journal: J) -> Self {
        Self {
            journal,
            reached: Position::default(),
            end: None,
        }
    }

    /// The next piece: whole lines; none after the last.
    ///
    /// # Errors
    /// Where the journal can't be read, or was erased or restored since the first piece.
    pub async fn next(&mut self) -> Result<Option<String>, JournalError> {
        let end = match self.end {
            Some(end) => end,
            None => *self.end.insert(self.journal.end().await?),
        };
        if self.reached.number >= end.number {
            return Ok(None);
        }
        let left = usize::try_from(end.number - self.reached.number).unwrap_or(usize::MAX);
        let read = self
            .journal
            .read_after(self.reached, left.min(PIECE))
            .await?;
        let mut piece = String::new();
        for (position, entry) in &read {
            if position.epoch != end.epoch {
                return Err(JournalError::Unusable(
                    "it was erased or restored while it was exported; export it again".to_owned(),
                ));
            }
            if position.number <= end.number {
                piece.push_str(&line(entry));
            }
        }
        match read.last() {
            Some((position, _)) => self.reached = *position,
            None => self.reached = end,
        }
        Ok((!piece.is_empty()).then_some(piece))
    }
}

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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::MemoryJournal;
    use crate::arbitrary::entries;
    use crate::contract::{all, at, device, every_kind, step};

    fn parse(text: impl AsRef<[u8]>) -> Result<Parsed, LineError> {
        let mut parser = Parser::new();
        parser.feed(text.as_ref())?;
        parser.finish()
    }

    fn refused(text: impl AsRef<[u8]>) -> String {
        parse(text).expect_err("a wrong line").to_string()
    }

    fn text_of(entries: &[Entry]) -> String {
        entries.iter().map(line).collect()
    }

    async fn exported(journal: &MemoryJournal) -> String {
        let mut export = Export::new(journal);
        let mut text = String::new();
        while let Some(piece) = export.next().await.unwrap() {
            text.push_str(&piece);
        }
        text
    }

    #[test]
    fn a_line_reads_as_one_would_write_it() {
        assert_eq!(
            line(&step(1)),
            "{\"id\":\"01930000-0000-7000-8000-000000000001\",\
              \"device\":\"01910000-0000-7000-8000-000000000001\",\
              \"at\":\"2026-11-22T00:00:01Z\",\"zone\":\"Europe/Berlin\",\"version\":4,\
              \"body\":{\"kind\":\"step-finished\",\"session\":\"01920000-0000-7000-8000-000000000001\",\
              \"step\":1,\"outcome\":\"done\"}}\n"
        );
    }

    #[test]
    fn every_kind_comes_back_whatever_the_pieces() {
        let entries = every_kind(1);
        let text = text_of(&entries);
        for size in [1, 2, 3, 7, 64, 1000, text.len()] {
            let mut parser = Parser::new();
            for piece in text.as_bytes().chunks(size) {
                parser.feed(piece).unwrap();
            }
            assert_eq!(parser.finish().unwrap().entries(), entries);
        }
    }

    #[test]
    fn blank_lines_marks_and_line_ends_of_any_system_are_passed_over() {
        let text = format!(
            "\u{feff}\r\n\n  \n{}",
            text_of(&[step(1), step(2)]).replace('\n', "\r\n")
        );
        assert_eq!(parse(text).unwrap().entries(), [step(1), step(2)]);
        let text = format!("\u{feff}{}", text_of(&[step(1)]).trim_end());
        assert_eq!(parse(text).unwrap().entries(), [step(1)]);
        assert!(parse("").unwrap().entries().is_empty());
    }

    #[test]
    fn what_is_wrong_is_said_with_its_line() {
        let good = line(&step(1));
        let bad =
            |name: &str, with: &str| format!("{good}\n{}", line(&step(2)).replace(name, with));
        assert_eq!(
            refused(format!("{good}hello\n")),
            "line 2: this isn't JSON (column 1: expected value); each line holds one whole entry in { }"
        );
        assert_eq!(
            refused(&good[..40]),
            "line 1: this isn't JSON (column 40: EOF while parsing a string); each line holds one whole entry in { }"
        );
        assert_eq!(
            refused("[1]"),
            "line 1: a list stands here; expected an entry in { }"
        );
        assert_eq!(
            refused(bad("\"zone\":\"Europe/Berlin\",", "")),
            "line 3: `zone` is missing"
        );
        assert_eq!(refused(bad("\"step\":2,", "")), "line 3: `step` is missing");
        assert_eq!(
            refused(bad("\"kind\":\"step-finished\",", "")),
            "line 3: `kind` is missing"
        );
        assert_eq!(
            refused(bad("step-finished", "step-danced")),
            "line 3: `step-danced` is no kind of entry that this Unhunch knows; if a newer one wrote it, import it there"
        );
        assert_eq!(
            refused(bad("\"version\":4", "\"version\":5")),
            "line 3: this was written by a newer Unhunch (version 5; this one understands up to 4); install the newer one, then import again"
        );
        assert_eq!(
            refused(bad("\"step\":2", "\"step\":4096")),
            "line 3: this entry can't be read: step 4096; expected one below 4096"
        );
        assert_eq!(
            refused(bad("\"step\":2", "\"step\":2,\"more\":1")),
            "line 3: this entry can't be read: unknown field `more`, expected one of `session`, `step`, `outcome`"
        );
        assert_eq!(
            refused(bad("2026-11-22T00:00:02Z", "1969-11-22T00:00:02Z")),
            "line 3: this entry can't be read: the time lies outside the years 1970 to 2500"
        );
        assert_eq!(
            refused([good.as_bytes(), b"{\"id\xff"].concat()),
            "line 2: this isn't UTF-8 text (byte 5); if an editor changed the file, save it as UTF-8"
        );
    }

    #[test]
    fn a_line_without_end_is_refused_before_it_fills_the_memory() {
        let mut parser = Parser::new();
        parser.feed(line(&step(1)).as_bytes()).unwrap();
        let piece = [b' '; 4096];
        let mut fed = 0;
        let error = loop {
            fed += piece.len();
            if let Err(error) = parser.feed(&piece) {
                break error;
            }
        };
        assert_eq!(error.line, 2);
        assert_eq!(error.reason, Reason::TooLong);
        assert!(fed <= LONGEST_LINE + piece.len());
        assert_eq!(parser.feed(b"\n").unwrap_err(), error);
        assert_eq!(parser.finish().unwrap_err(), error);
        let whole = format!("\n{}\n", " ".repeat(LONGEST_LINE + 1));
        assert_eq!(parse(whole).unwrap_err(), error);
    }

    #[test]
    fn an_id_is_given_only_once() {
        let other = Entry {
            at: at(99),
            ..step(1)
        };
        assert_eq!(
            parse(text_of(&[step(1), step(2), step(1)]))
                .unwrap()
                .entries(),
            [step(1), step(2)]
        );
        assert_eq!(
            refused(text_of(&[step(2), step(1), other])),
            "line 3: the id 01930000-0000-7000-8000-000000000001 is on line 2 as well, and says something else there; ids are given only once"
        );
    }

    #[tokio::test]
    async fn a_conflict_names_its_line_and_changes_nothing() {
        let journal = MemoryJournal::new(device(1));
        journal.append(&[step(5)]).await.unwrap();
        let other = Entry {
            at: at(99),
            ..step(5)
        };
        let text = format!("\n{}", text_of(&[step(1), step(1), other]));
        let error = parse(text).unwrap().import(&journal).await.unwrap_err();
        assert!(
            error
                .to_string()
                .starts_with("line 4: the journal has an entry with the id "),
            "{error}"
        );
        assert_eq!(all(&journal).await, [step(5)]);
    }

    #[tokio::test]
    async fn what_was_exported_erased_and_imported_is_the_same_to_the_byte() {
        let journal = MemoryJournal::new(device(1));
        let kinds = every_kind(5000);
        journal.append(&kinds).await.unwrap();
        let many: Vec<Entry> = (0..1200).rev().map(step).collect();
        journal.append(&many).await.unwrap();
        let first = exported(&journal).await;
        let count = kinds.len() + many.len();
        assert_eq!(first.lines().count(), count);
        let count = u64::try_from(count).unwrap();
        let parsed = parse(&first).unwrap();
        assert_eq!(
            parsed.import(&journal).await.unwrap(),
            Appended {
                new: 0,
                known: count
            }
        );
        journal.erase().await.unwrap();
        assert_eq!(exported(&journal).await, "");
        assert_eq!(
            parsed.import(&journal).await.unwrap(),
            Appended {
                new: count,
                known: 0
            }
        );
        assert_eq!(exported(&journal).await, first);
    }

    #[tokio::test]
    async fn an_export_ends_where_the_journal_ended_when_it_began() {
        let journal = MemoryJournal::new(device(1));
        let many: Vec<Entry> = (0..600).map(step).collect();
        journal.append(&many).await.unwrap();
        let mut export = Export::new(&journal);
        let first = export.next().await.unwrap().unwrap();
        journal.append(&[step(900)]).await.unwrap();
        let second = export.next().await.unwrap().unwrap();
        assert_eq!(export.next().await.unwrap(), None);
        assert_eq!(first + &second, text_of(&many));

        let mut export = Export::new(&journal);
        export.next().await.unwrap();
        journal.erase().await.unwrap();
        journal.append(&many).await.unwrap();
        assert!(
            export.next().await.is_err(),
            "half of one life and half of another is no export"
        );
    }

    #[tokio::test]
    async fn a_shared_journal_can_be_exported() {
        let journal: Arc<dyn Journal> = Arc::new(MemoryJournal::new(device(1)));
        journal.append(&[step(1)]).await.unwrap();
        let mut export = Export::new(Arc::clone(&journal));
        assert_eq!(export.next().await.unwrap().unwrap(), line(&step(1)));
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

        /// Whatever the entries and the pieces: what was written is read, and reads the same
        /// when it is written again.
        #[test]
        fn entries_come_back(entries in entries(0..60), size in 1..400_usize) {
            let text = text_of(&entries);
            let mut parser = Parser::new();
            for piece in text.as_bytes().chunks(size) {
                parser.feed(piece).unwrap();
            }
            let parsed = parser.finish().unwrap();
            prop_assert_eq!(parsed.entries(), &entries[..]);
            prop_assert_eq!(text_of(parsed.entries()), text);
        }

        /// Rubbish in a good file is refused or means nothing; it never ends the program.
        #[test]
        fn rubbish_is_survived(
            entries in entries(1..6),
            place in any::<prop::sample::Index>(),
            rubbish in prop::collection::vec(any::<u8>(), 1..30),
            cut in any::<bool>(),
        ) {
            let mut bytes = text_of(&entries).into_bytes();
            let place = place.index(bytes.len());
            let end = if cut { bytes.len() } else { place };
            bytes.splice(place..end, rubbish);
            if let Err(error) = parse(bytes) {
                prop_assert!((1..=20).contains(&error.line));
                prop_assert!(!error.to_string().contains(" at line "), "{}", error);
            }
        }
    }
}
