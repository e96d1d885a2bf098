//! What is written can be read, and what is wrong with a file is said.

use proptest::prelude::*;

use std::sync::Arc;

use unhunch_domain::Entry;

use super::*;
use crate::arbitrary::entries;
use crate::contract::{all, at, device, every_kind, step};
use crate::{Appended, Journal, MemoryJournal};

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
    let bad = |name: &str, with: &str| format!("{good}\n{}", line(&step(2)).replace(name, with));
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

/// Brings a file in, in pieces of that many bytes.
async fn import(
    journal: &MemoryJournal,
    text: impl AsRef<[u8]>,
    size: usize,
) -> Result<(Appended, Vec<Entry>), ImportError> {
    let mut shown = Vec::new();
    let mut importer = Importer::begin(journal, |_, entries: &[Entry]| {
        shown.extend_from_slice(entries);
    })
    .await?;
    for piece in text.as_ref().chunks(size) {
        importer.feed(piece).await?;
    }
    let appended = importer.finish().await?;
    Ok((appended, shown))
}

#[tokio::test]
async fn an_id_is_given_only_once() {
    let other = Entry {
        at: at(99),
        ..step(1)
    };
    let journal = MemoryJournal::new(device(1));
    let twice = text_of(&[step(1), step(2), step(1)]);
    let (appended, _) = import(&journal, twice, 100).await.unwrap();
    assert_eq!((appended.new, appended.known), (2, 1));
    assert_eq!(all(&journal).await, [step(1), step(2)]);

    let wrong = text_of(&[step(2), step(1), other]);
    let journal = MemoryJournal::new(device(1));
    let said = "line 3: the id 01930000-0000-7000-8000-000000000001 is on line 2 as well, and says something else there; ids are given only once";
    let error = import(&journal, &wrong, 100).await.unwrap_err();
    assert_eq!(error.to_string(), said);
    let error = parse(&wrong).unwrap().import(&journal).await.unwrap_err();
    assert_eq!(error.to_string(), said);
    assert!(all(&journal).await.is_empty());
}

#[tokio::test]
async fn a_file_is_brought_in_while_it_is_read() {
    let mut entries: Vec<Entry> = (0..10_000).map(step).collect();
    entries.extend(every_kind(20_000));
    let text = text_of(&entries);
    let journal = MemoryJournal::new(device(1));
    let before = journal.append(&entries[5..10]).await.unwrap();
    let mut reached = before.after;
    let mut largest = 0;
    let mut importer = Importer::begin(&journal, |appended, piece: &[Entry]| {
        assert_eq!(appended.before, reached);
        reached = appended.after;
        largest = largest.max(piece.len());
    })
    .await
    .unwrap();
    for piece in text.as_bytes().chunks(64 * 1024) {
        importer.feed(piece).await.unwrap();
    }
    let appended = importer.finish().await.unwrap();
    assert_eq!(
        (appended.new, appended.known),
        (entries.len() as u64 - 5, 5)
    );
    assert_eq!((appended.before, appended.after), (before.after, reached));
    assert!(largest < 5000, "{largest} at a time");
    let mut expected = entries[5..10].to_vec();
    expected.extend_from_slice(&entries[..5]);
    expected.extend_from_slice(&entries[10..]);
    assert_eq!(all(&journal).await, expected);
}

#[tokio::test]
async fn what_is_wrong_at_the_end_leaves_nothing() {
    let journal = MemoryJournal::new(device(1));
    journal.append(&[step(7)]).await.unwrap();
    let many: Vec<Entry> = (1000..10_000).map(step).collect();
    let good = text_of(&many);
    let other = Entry {
        at: at(99),
        ..step(1500)
    };
    let taken = Entry {
        at: at(99),
        ..step(7)
    };
    for (line, said) in [
        ("hello\n".to_owned(), "line 9001: this isn't JSON"),
        (line(&other), "is on line 501 as well"),
        (line(&taken), "line 9001: the journal has an entry"),
        (
            line(&step(2))[..90].to_owned(),
            "line 9001: this isn't JSON",
        ),
    ] {
        let error = import(&journal, format!("{good}{line}"), 50_000)
            .await
            .unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
        assert_eq!(all(&journal).await, [step(7)]);
    }
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
    let again = parsed.import(&journal).await.unwrap();
    assert_eq!((again.new, again.known), (0, count));
    journal.erase().await.unwrap();
    assert_eq!(exported(&journal).await, "");
    let (anew, _) = import(&journal, &first, 4096).await.unwrap();
    assert_eq!((anew.new, anew.known), (count, 0));
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

    /// A step is read in a way of its own, which must not take what the usual way refuses, nor
    /// read it as something else.
    #[test]
    fn a_step_is_read_as_any_other_entry(
        number in 0..5000_u32,
        place in any::<prop::sample::Index>(),
        with in prop_oneof!["[0-9a-z\"{}:,\\\\ .-]{1,3}", Just(String::new())],
        cut in 0..4_usize,
    ) {
        let mut text = line(&step(number)).trim_end().to_owned();
        let place = place.index(text.len());
        let end = (place + cut).min(text.len());
        text.replace_range(place..end, &with);
        let usual = serde_json::from_str::<Entry>(&text).ok();
        let read = parse(&text).ok().map(|parsed| parsed.entries().to_vec());
        prop_assert_eq!(read, usual.map(|entry| vec![entry]));
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
