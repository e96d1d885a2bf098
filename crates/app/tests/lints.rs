//! The lints that keep crates pure are the same in each of them, and say what there is.

#![allow(
    clippy::disallowed_methods,
    reason = "it reads the sources that it checks"
)]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::fs::{read_dir, read_to_string};
use std::path::{Path, PathBuf};

const PURE: [&str; 7] = [
    "app",
    "domain",
    "figure",
    "reminders",
    "report",
    "web",
    "words",
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name)
}

fn lints(name: &str) -> String {
    read_to_string(folder(name).join("clippy.toml")).unwrap()
}

/// All Rust text below a folder.
fn sources(folder: &Path) -> String {
    let entries = read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths
        .map(|path| match path.extension() {
            _ if path.is_dir() => sources(&path),
            Some(end) if end == "rs" => read_to_string(&path).unwrap(),
            _ => String::new(),
        })
        .collect()
}

#[test]
fn they_are_the_same_in_each_pure_crate() {
    let text = lints("domain");
    assert!(text.contains("disallowed-methods"));
    for name in PURE {
        assert_eq!(lints(name), text, "crates/{name}/clippy.toml");
    }
}

#[test]
fn what_their_reasons_name_exists() {
    let text = lints("domain");
    let reasons = text.split("reason = \"").skip(1);
    let named: Vec<_> = reasons
        .flat_map(|rest| rest.split('"').next().unwrap().split([' ', ',', ';']))
        .filter_map(|word| word.trim_matches([':', '`']).split_once("::"))
        .collect();
    assert!(!named.is_empty());
    for (package, item) in named {
        let name = package.strip_prefix("unhunch_").unwrap_or(package);
        let text = sources(&folder(name).join("src"));
        let exists = ["trait", "struct", "enum"].iter().any(|kind| {
            text.contains(&format!("pub {kind} {item} "))
                || text.contains(&format!("pub {kind} {item}:"))
        });
        assert!(exists, "a reason names {package}::{item}");
    }
}
