//! The diary that an earlier release put by is read, and is what its entries come to now.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use unhunch_domain::diary::stored::{Reader, Writer};
use unhunch_domain::{Diary, Entry, diary};

const ENTRIES: &str = include_str!("../../unhunch/tests/frozen/journal.jsonl");
const DIARY_7: &str = include_str!("../../unhunch/tests/frozen/diary-7.hex");
const DIARY_6: &str = include_str!("../../unhunch/tests/frozen/diary-6.json");

fn entries() -> Vec<Entry> {
    ENTRIES
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_diary_in_pieces_is_what_its_entries_come_to() {
    // Where the version differs, a start folds all entries once more: never because of a name.
    assert_eq!(
        diary::VERSION,
        7,
        "put a diary of the new version beside this one"
    );
    let bytes = |line: &str| -> Vec<u8> {
        let pairs = line.as_bytes().chunks(2);
        pairs
            .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap())
            .collect()
    };
    let mut reader = Reader::default();
    for line in DIARY_7.lines() {
        reader.take(&bytes(line)).unwrap();
    }
    let kept = reader.finish().unwrap();
    assert_eq!(kept, Diary::of(&entries()));
    let mut writer = Writer::default();
    let mut written = String::new();
    while let Some(piece) = writer.piece(&kept).unwrap() {
        written.extend(piece.iter().map(|byte| format!("{byte:02x}")));
        written.push('\n');
    }
    assert_eq!(written, DIARY_7);
}

#[test]
fn a_diary_of_the_first_release_is_what_its_entries_come_to() {
    assert_eq!(diary::JSON_VERSION, 6);
    let kept: Diary = serde_json::from_str(DIARY_6).unwrap();
    assert_eq!(kept, Diary::of(&entries()));
    assert_eq!(serde_json::to_string(&kept).unwrap(), DIARY_6);
}
