//! What earlier releases wrote: this one opens it unchanged and gives the same answers, and leaves
//! alone what a newer one wrote.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;
use unhunch_web::Sessions;

/// Something that an earlier release wrote.
struct Frozen {
    /// Its file in `tests/frozen`.
    file: &'static str,
    kind: Kind,
    /// The file there with what is to be written of it again.
    written: &'static str,
    /// What makes it one of a newer release, and what is said of that; none where another row
    /// stands for it.
    newer: Option<(Change, &'static str)>,
}

#[derive(Clone, Copy)]
enum Kind {
    /// The database of a data folder.
    Journal,
    /// What `journal export` wrote.
    Export,
    /// A plan file.
    Plan,
}

/// Bytes that stand in a file once, and those that take their place.
type Change = &'static [(&'static [u8], &'static [u8])];

/// A database says of which form it is in two places: in its header, before the letters that mark
/// it, and in a row of `meta`, in which the lengths and types of the values come first.
const FORM_120: Change = &[
    (b"\x02\0\0\0\0Unhn", b"\x78\0\0\0\0Unhn"),
    (b"\x03\x15\x01form\x02", b"\x03\x15\x01form\x78"),
];

/// Every release's, the first ones first.
const ALL: [Frozen; 4] = [
    Frozen {
        file: "journal-form-1.sqlite3",
        kind: Kind::Journal,
        written: "journal.jsonl",
        newer: None,
    },
    Frozen {
        file: "journal-form-2.sqlite3",
        kind: Kind::Journal,
        written: "journal.jsonl",
        newer: Some((
            FORM_120,
            "the journal was written by a newer Unhunch (its form is 120,",
        )),
    },
    Frozen {
        file: "journal.jsonl",
        kind: Kind::Export,
        written: "journal.jsonl",
        newer: Some((
            &[(
                br#""version":4,"body":{"kind":"advice-read""#,
                br#""version":60000,"body":{"kind":"advice-read""#,
            )],
            "this was written by a newer Unhunch (version 60000;",
        )),
    },
    Frozen {
        file: "plan-1.toml",
        kind: Kind::Plan,
        written: "plan-1-exported.toml",
        newer: Some((
            &[(b"unhunch-plan = 1\n", b"unhunch-plan = 99\n")],
            "This file was made for a newer Unhunch (plan version 99).",
        )),
    },
];

impl Frozen {
    /// Puts a file of this kind into a data folder, or has the program read it.
    fn bring(&self, bytes: &[u8], place: &Place) -> Output {
        let file = place.folder.path().join(self.file);
        fs::write(&file, bytes).unwrap();
        let path = file.to_str().unwrap();
        match self.kind {
            Kind::Journal => {
                fs::create_dir(&place.data).unwrap();
                fs::rename(&file, place.database()).unwrap();
                place.unhunch(&["journal", "check"])
            }
            Kind::Export => place.unhunch(&["journal", "import", path]),
            Kind::Plan => place.unhunch(&["routine", "import", path]),
        }
    }

    /// What the program writes of it.
    fn written(&self, place: &Place) -> String {
        match self.kind {
            Kind::Journal | Kind::Export => place.said(&["journal", "export"]),
            Kind::Plan => {
                let list = place.said(&["routine", "list"]);
                let id = list.split_whitespace().next().unwrap();
                place.said(&["routine", "export", id])
            }
        }
    }
}

/// A data folder to be, and room beside it.
struct Place {
    folder: TempDir,
    data: PathBuf,
}

impl Place {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let data = folder.path().join("data");
        Self { folder, data }
    }

    fn database(&self) -> PathBuf {
        self.data.join("journal.sqlite3")
    }

    fn unhunch(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_unhunch"))
            .arg("--data-dir")
            .arg(&self.data)
            .args(words)
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// What the program prints where all is well.
    fn said(&self, words: &[&str]) -> String {
        let output = self.unhunch(words);
        assert!(output.status.success(), "{words:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }
}

fn frozen(file: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/frozen");
    fs::read(folder.join(file)).unwrap()
}

/// The same bytes with some changed.
fn changed(bytes: &[u8], changes: Change) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (from, to) in changes {
        let mut places = bytes.windows(from.len()).enumerate();
        let (place, _) = places.find(|(_, window)| window == from).unwrap();
        assert!(
            !places.any(|(_, window)| window == *from),
            "{from:?} stands there twice"
        );
        bytes.splice(place..place + from.len(), to.iter().copied());
    }
    bytes
}

#[test]
fn what_an_earlier_release_wrote_is_opened_and_written_again_as_it_was() {
    for one in &ALL {
        let place = Place::new();
        let output = one.bring(&frozen(one.file), &place);
        assert!(output.status.success(), "{}: {output:?}", one.file);
        let expected = String::from_utf8(frozen(one.written)).unwrap();
        assert_eq!(one.written(&place), expected, "{}", one.file);
    }
}

#[test]
fn what_a_newer_release_wrote_is_refused_and_left_as_it_is() {
    for one in &ALL {
        let Some((change, refused)) = one.newer else {
            continue;
        };
        let place = Place::new();
        let bytes = changed(&frozen(one.file), change);
        let output = one.bring(&bytes, &place);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{}: {said}", one.file);
        assert!(said.contains(refused), "{}: {said}", one.file);
        match one.kind {
            Kind::Journal => {
                for words in [&["journal", "export"][..], &["note", "--pain", "3"]] {
                    let output = place.unhunch(words);
                    assert_eq!(output.status.code(), Some(1), "{words:?}");
                }
                assert_eq!(fs::read(place.database()).unwrap(), bytes);
                assert!(!place.data.join("damaged").exists());
            }
            Kind::Export | Kind::Plan => {
                let output = place.unhunch(&["journal", "export"]);
                assert!(output.stdout.is_empty(), "{}: something was kept", one.file);
            }
        }
    }
}

#[test]
fn the_diary_that_was_put_by_gives_the_answers_of_the_entries() {
    let answers = |place: &Place| {
        let period = ["--from", "2026-11-01", "--to", "2026-11-30"];
        // All that was said and done, one by one.
        let said = place.said(&[&["report", "--format", "csv"], &period[..]].concat());
        [said, place.said(&["routine", "list"])]
    };
    let folded = Place::new();
    let entries = folded.folder.path().join("journal.jsonl");
    fs::write(&entries, frozen("journal.jsonl")).unwrap();
    folded.said(&["journal", "import", entries.to_str().unwrap()]);
    let expected = answers(&folded);
    assert!(expected[0].lines().count() > 40, "{}", expected[0]);
    for one in ALL.iter().filter(|one| matches!(one.kind, Kind::Journal)) {
        let place = Place::new();
        one.bring(&frozen(one.file), &place);
        assert_eq!(answers(&place), expected, "{}", one.file);
    }
}

#[test]
fn browsers_that_were_let_in_are_read_as_they_were_kept() {
    let text = String::from_utf8(frozen("browsers.json")).unwrap();
    assert_eq!(Sessions::read(&text).unwrap().text(), text);
}
