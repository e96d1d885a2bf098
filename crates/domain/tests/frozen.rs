//! The diary that an earlier release put by is read, and is what its entries come to now.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use unhunch_domain::{Diary, Entry, diary};

const ENTRIES: &str = include_str!("../../unhunch/tests/frozen/journal.jsonl");
const DIARY_6: &str = include_str!("../../unhunch/tests/frozen/diary-6.json");

#[test]
fn a_diary_of_the_first_release_is_what_its_entries_come_to() {
    // Where the version differs, a start folds all entries once more: never because of a name.
    assert_eq!(
        diary::VERSION,
        6,
        "put a diary of the new version beside this one"
    );
    let entries: Vec<Entry> = ENTRIES
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let kept: Diary = serde_json::from_str(DIARY_6).unwrap();
    assert_eq!(kept, Diary::of(&entries));
    assert_eq!(serde_json::to_string(&kept).unwrap(), DIARY_6);
}
