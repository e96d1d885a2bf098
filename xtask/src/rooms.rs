//! Which room may know which: reads the two tables of ARCHITECTURE.md, and holds the real arrows
//! against them, those between crates and those between the folders of `domain`.
//!
//! The tables are the rule. What this says is wrong is either a `use` to take back, or a decision
//! to write down there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::shell;
use crate::source::{code_of, paths_in};

/// The folders of this crate have arrows of their own.
const WITH_FOLDERS: &str = "crates/domain/src";

/// What pages must not have: they ask `app` for what is to happen. One word is one of a path that
/// leads into one of our crates; two are what they are wherever they stand.
const NOT_FOR_PAGES: [&[&str]; 5] = [
    &["Command"],
    &["Body"],
    &["EntryDraft"],
    &["Person", "of"],
    &["compose"],
];

/// Where pages are.
const PAGES: &str = "crates/web/src";

/// Where the program is.
const PROGRAM: &str = "crates/unhunch/src";

/// What of the program may know pages, since it serves them or a figure's preview: files, or
/// folders with all that is in them. Commands ask `app`, as a terminal or a sync client would.
const SERVES: [&str; 5] = [
    "serve",
    "reminders/service.rs",
    "system.rs",
    "commands/figure_preview.rs",
    "commands/figures.rs",
];

/// Who may import whom, as ARCHITECTURE.md has it.
type Table = BTreeMap<String, BTreeSet<String>>;

/// Compares what is imported with what may be.
///
/// # Errors
/// Every arrow that shouldn't be there, or what couldn't be read.
pub fn check() -> Result<()> {
    let root = shell::root();
    let text = fs::read_to_string(root.join("ARCHITECTURE.md")).context("ARCHITECTURE.md")?;
    let mut wrong = Vec::new();

    let crates = crates(&metadata()?)?;
    let table = table(&text, "crate")?;
    wrong.extend(against(&table, &crates, "crate"));

    let files = rust_files(&root.join(WITH_FOLDERS))?;
    let (folders, through) = folders(&files);
    let table = self::table(&text, "folder")?;
    wrong.extend(through);
    wrong.extend(against(&table, &folders, "folder"));

    wrong.extend(pages(&rust_files(&root.join(PAGES))?));
    wrong.extend(serving(&rust_files(&root.join(PROGRAM))?));

    if wrong.is_empty() {
        return Ok(());
    }
    bail!(
        "{}\nThe tables under “Rooms” in ARCHITECTURE.md say what may import what.",
        wrong.join("\n")
    );
}

/// The table of that name: who may import whom.
fn table(text: &str, name: &str) -> Result<Table> {
    let mut lines = text.lines();
    let cells = |line: &str| -> Vec<String> {
        let line = line.trim().trim_matches('|');
        line.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    lines
        .find(|line| {
            let cells = cells(line);
            cells[0] == name && cells.get(1).is_some_and(|cell| cell == "may import")
        })
        .with_context(|| format!("ARCHITECTURE.md has no table `| {name} | may import |`"))?;
    let mut table = Table::new();
    for line in lines.skip(1).take_while(|line| line.starts_with('|')) {
        let cells = cells(line);
        let [who] = &quoted(&cells[0])[..] else {
            bail!("ARCHITECTURE.md: expected one {name} in backticks in `{line}`");
        };
        let whom = cells.get(1).map_or_else(Vec::new, |cell| quoted(cell));
        if whom.is_empty() && cells.get(1).is_none_or(|cell| cell != "nothing of ours") {
            bail!("ARCHITECTURE.md: expected names in backticks or `nothing of ours` in `{line}`");
        }
        if table
            .insert(who.clone(), whom.into_iter().collect())
            .is_some()
        {
            bail!("ARCHITECTURE.md has two rows for the {name} `{who}`");
        }
    }
    Ok(table)
}

/// The names in backticks.
fn quoted(cell: &str) -> Vec<String> {
    let parts = cell.split('`').skip(1).step_by(2);
    parts
        .map(|name| name.trim_end_matches('/').to_owned())
        .collect()
}

/// What is imported by whom, and where that is seen.
type Arrows = BTreeMap<String, BTreeMap<String, String>>;

/// What is wrong with arrows, or with the table itself.
fn against(table: &Table, arrows: &Arrows, kind: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    for name in arrows.keys().filter(|name| !table.contains_key(*name)) {
        wrong.push(format!("the table has no row for the {kind} `{name}`"));
    }
    for (name, may) in table {
        for other in std::iter::once(name).chain(may) {
            if !arrows.contains_key(other) {
                wrong.push(format!(
                    "the table names the {kind} `{other}`, which there isn’t"
                ));
            }
        }
    }
    for (name, imported) in arrows {
        let may = table.get(name);
        for (other, place) in imported {
            if may.is_some_and(|may| !may.contains(other)) {
                wrong.push(format!("{place}: `{name}` must not import `{other}`"));
            }
        }
    }
    let real: Table = arrows
        .iter()
        .map(|(name, imported)| (name.clone(), imported.keys().cloned().collect()))
        .collect();
    for (what, table) in [("the table allows", table), ("there is", &real)] {
        wrong.extend(
            circle(table)
                .map(|circle| format!("{what} a circle of {kind}s: {}", circle.join(" → "))),
        );
    }
    wrong
}

/// A circle, if there is one: who comes back to themselves.
fn circle(table: &Table) -> Option<Vec<String>> {
    let mut left = table.clone();
    // Whoever imports nobody that is left is in no circle.
    while let Some(name) = left
        .iter()
        .find(|(_, may)| may.iter().all(|other| !left.contains_key(other)))
        .map(|(name, _)| name.clone())
    {
        left.remove(&name);
    }
    let mut way = vec![left.keys().next()?.clone()];
    loop {
        let here = &left[way.last()?];
        let next = here.iter().find(|other| left.contains_key(*other))?.clone();
        if let Some(begin) = way.iter().position(|name| *name == next) {
            way.drain(..begin);
            way.push(next);
            return Some(way);
        }
        way.push(next);
    }
}

fn metadata() -> Result<Value> {
    let text = shell::output(shell::cargo().args([
        "metadata",
        "--format-version",
        "1",
        "--no-deps",
        "--offline",
    ]))?;
    serde_json::from_str(&text).context("what cargo metadata printed")
}

/// The crates of the workspace, and what of it each is made with; what only their tests need
/// doesn't count.
fn crates(metadata: &Value) -> Result<Arrows> {
    let packages = metadata["packages"].as_array();
    let packages = packages.context("cargo metadata names no packages")?;
    let name = |value: &Value| {
        let name = value["name"].as_str().unwrap_or_default();
        name.strip_prefix("unhunch-").unwrap_or(name).to_owned()
    };
    let mut arrows: Arrows = packages
        .iter()
        .map(|package| (name(package), BTreeMap::new()))
        .collect();
    for package in packages {
        let dependencies = package["dependencies"].as_array();
        for dependency in dependencies.into_iter().flatten() {
            if dependency["path"].is_string() && dependency["kind"] != "dev" {
                let place = format!("Cargo.toml of {}", name(package));
                let imported = arrows.entry(name(package)).or_default();
                imported.insert(name(dependency), place);
            }
        }
    }
    Ok(arrows)
}

/// A source file: its path below the folder that was looked through, and its text.
type File = (PathBuf, String);

fn rust_files(folder: &Path) -> Result<Vec<File>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let entries = fs::read_dir(&next).with_context(|| next.display().to_string())?;
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path)?;
                files.push((path.strip_prefix(folder)?.to_path_buf(), text));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// The module that a file is.
fn module(path: &Path) -> Vec<String> {
    let path = path.with_extension("");
    let names = path.iter().map(|name| name.to_string_lossy().into_owned());
    names
        .filter(|name| name != "mod" && name != "lib")
        .collect()
}

/// The folders of a crate, what each imports, and what can't be told of which folder it is: paths
/// through the front of the crate, which has names of everything.
fn folders(files: &[File]) -> (Arrows, Vec<String>) {
    let mut arrows = Arrows::new();
    let mut through = Vec::new();
    let of = |path: &Path| module(path).first().cloned();
    for folder in files.iter().filter_map(|(path, _)| of(path)) {
        arrows.entry(folder).or_default();
    }
    let known: BTreeSet<String> = arrows.keys().cloned().collect();
    for (path, text) in files {
        let here = module(path);
        // The front of the crate is no folder: it names all of them.
        let Some(folder) = here.first() else { continue };
        for names in paths_in(&code_of(text)) {
            let Some(target) = resolved(&names, &here) else {
                continue;
            };
            let place = format!("{WITH_FOLDERS}/{}", path.display());
            match target.first() {
                Some(other) if other == folder => {}
                Some(other) if known.contains(other) => {
                    let imported = arrows.entry(folder.clone()).or_default();
                    imported.entry(other.clone()).or_insert(place);
                }
                _ => through.push(format!(
                    "{place}: `{}` leads through the front of the crate; name the folder",
                    names.join("::")
                )),
            }
        }
    }
    (arrows, through)
}

/// A path from the root of the crate; none for one that leads elsewhere.
fn resolved(names: &[String], here: &[String]) -> Option<Vec<String>> {
    let mut names = names.iter().map(String::as_str).peekable();
    let mut target = match names.peek().copied()? {
        "crate" => {
            names.next();
            Vec::new()
        }
        "self" => {
            names.next();
            here.to_vec()
        }
        "super" => here.to_vec(),
        _ => return None,
    };
    while names.next_if_eq(&"super").is_some() {
        target.pop();
    }
    target.extend(names.map(str::to_owned));
    Some(target)
}

/// What files have that pages must not have.
fn pages(files: &[File]) -> Vec<String> {
    let mut has = BTreeSet::new();
    for (path, text) in files {
        for names in paths_in(&code_of(text)) {
            let is_ours = names[0].starts_with("unhunch_");
            let has_word = |names: &[String], word: &str| names.iter().any(|name| name == word);
            for words in NOT_FOR_PAGES {
                let is_there = match words {
                    // The folder itself is named, or something in it.
                    ["compose"] if !is_ours => has_word(&names[..names.len() - 1], "compose"),
                    [word] => is_ours && has_word(&names, word),
                    words => names.windows(words.len()).any(|part| part == words),
                };
                if is_there {
                    has.insert(format!(
                        "{PAGES}/{}: {}: pages ask `app` for that",
                        path.display(),
                        words.join("::")
                    ));
                }
            }
        }
    }
    has.into_iter().collect()
}

/// Files of the program that know pages and don't serve them.
fn serving(files: &[File]) -> Vec<String> {
    let knows_pages = |text: &str| {
        let paths = paths_in(&code_of(text));
        paths.iter().any(|path| path[0] == "unhunch_web")
    };
    files
        .iter()
        .filter(|(path, text)| {
            SERVES.iter().all(|serves| !path.starts_with(serves)) && knows_pages(text)
        })
        .map(|(path, _)| {
            format!(
                "{PROGRAM}/{}: only what serves pages imports `web`; others ask `app`",
                path.display()
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
## Rooms

| crate | may import | what it is |
|---|---|---|
| `web` | `domain`, `figure` | pages |
| `figure` | nothing of ours | drawing |
| `domain` | nothing of ours | rules |

| folder | may import |
|---|---|
| `basics/` | nothing of ours |
| `journal/` | `basics/` |
| `review/` | `basics/`, `journal/` |

Words.
";

    fn files(all: &[(&str, &str)]) -> Vec<File> {
        let all = all.iter();
        all.map(|(path, text)| (PathBuf::from(path), (*text).to_owned()))
            .collect()
    }

    fn crates_of(web: &[&str], domain: &[&str]) -> Arrows {
        let package = |name: &str, needs: &[&str]| {
            let needs: Vec<Value> = needs
                .iter()
                .map(|need| {
                    let (need, kind) = need.split_once(' ').unwrap_or((need, ""));
                    let kind = (!kind.is_empty()).then_some(kind);
                    serde_json::json!({ "name": need, "path": "/here", "kind": kind })
                })
                .collect();
            serde_json::json!({ "name": name, "dependencies": needs })
        };
        let packages = [
            package("unhunch-web", web),
            package("unhunch-figure", &[]),
            package("unhunch-domain", domain),
        ];
        crates(&serde_json::json!({ "packages": packages })).unwrap()
    }

    fn wrong_with(all: &[(&str, &str)]) -> Vec<String> {
        let mut all = all.to_vec();
        all.extend([
            ("basics/time.rs", ""),
            ("journal/mod.rs", ""),
            ("review/mod.rs", ""),
        ]);
        let (arrows, mut wrong) = folders(&files(&all));
        wrong.extend(against(&table(TEXT, "folder").unwrap(), &arrows, "folder"));
        wrong
    }

    #[test]
    fn an_arrow_between_crates_is_one_of_the_table() {
        let table = table(TEXT, "crate").unwrap();
        let good = crates_of(&["unhunch-domain", "unhunch-figure"], &["unhunch-web dev"]);
        assert_eq!(against(&table, &good, "crate"), Vec::<String>::new());
        let bad = against(&table, &crates_of(&[], &["unhunch-figure"]), "crate");
        assert_eq!(
            bad,
            ["Cargo.toml of domain: `domain` must not import `figure`"]
        );
    }

    #[test]
    fn each_room_has_a_row_and_each_row_a_room() {
        let mut table = table(TEXT, "crate").unwrap();
        table.remove("figure");
        table.insert("words".to_owned(), BTreeSet::new());
        table.insert("web".to_owned(), BTreeSet::new());
        let wrong = against(&table, &crates_of(&[], &[]), "crate");
        assert_eq!(
            wrong,
            [
                "the table has no row for the crate `figure`",
                "the table names the crate `words`, which there isn’t",
            ]
        );
        let wrong = wrong_with(&[("compose/mod.rs", "")]);
        assert_eq!(wrong, ["the table has no row for the folder `compose`"]);
    }

    #[test]
    fn an_arrow_between_folders_is_one_of_the_table() {
        let down = [
            (
                "review/advice/mod.rs",
                "use crate::journal::{body::Body, entry};",
            ),
            ("review/mod.rs", "use super::basics::time;"),
            ("review/advice/mod.rs", "use super::super::basics::time;"),
        ];
        for file in down {
            assert_eq!(wrong_with(&[file]), Vec::<String>::new(), "{file:?}");
        }
        let up = |text: &str| wrong_with(&[("journal/body.rs", text)]);
        let said = ["crates/domain/src/journal/body.rs: `journal` must not import `review`"];
        for text in [
            "use crate::review::advice;",
            "pub use crate::{basics::{time::At}, review::{self, advice::{Rule, *}}};",
            "use super::super::review::advice::Rule as Other;",
            "fn a() -> crate::review::Advice { todo() }",
            "fn a() { let b = super::super::review::advice::today::<u8>(c); }",
            "#[cfg(test)]\nmod tests { use crate::basics; }\nuse crate::review;",
            "const A: char = '\"'; use crate::review; const B: char = '\"';",
        ] {
            assert_eq!(up(text), said, "{text}");
        }
        for text in [
            "//! See [`crate::review`].\n/* use crate::review; /* use crate::review; */ */",
            "const A: &str = \"use crate::review;\"; const B: &str = r#\"\" crate::review::a\"#;",
            "#[cfg(test)]\nmod tests {\n    use crate::review::{a, b};\n    fn c() { if d { } }\n}",
            "use super::{entry, note::Note};\nuse self::part::A;\nuse std::fmt;",
        ] {
            assert_eq!(up(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn the_front_of_the_crate_hides_no_arrow() {
        let wrong = wrong_with(&[("basics/time.rs", "use crate::{Diary, journal::Body};")]);
        assert_eq!(
            wrong,
            [
                "crates/domain/src/basics/time.rs: `crate::Diary` leads through the front of the \
                 crate; name the folder",
                "crates/domain/src/basics/time.rs: `basics` must not import `journal`",
            ]
        );
    }

    #[test]
    fn a_circle_is_named_even_where_the_table_allows_it() {
        let text = TEXT.replace(
            "| `basics/` | nothing of ours |",
            "| `basics/` | `review/` |",
        );
        let (arrows, _) = folders(&files(&[
            ("basics/time.rs", "use crate::review::A;"),
            ("review/mod.rs", "use crate::basics::B;"),
            ("journal/mod.rs", ""),
        ]));
        let wrong = against(&table(&text, "folder").unwrap(), &arrows, "folder");
        assert_eq!(
            wrong,
            [
                "the table allows a circle of folders: basics → review → basics",
                "there is a circle of folders: basics → review → basics",
            ]
        );
    }

    #[test]
    fn a_table_that_cannot_be_read_is_no_rule() {
        assert!(table("no table", "crate").is_err());
        assert!(table(&TEXT.replace("`figure` |", "figure |"), "crate").is_err());
        assert!(
            table(
                &TEXT.replace("nothing of ours | drawing", "everything | a"),
                "crate"
            )
            .is_err()
        );
        assert!(table(&TEXT.replace("`figure` |", "`domain` |"), "crate").is_err());
    }

    #[test]
    fn only_what_serves_pages_knows_them() {
        let knows = "use unhunch_web::Guard;";
        let all = files(&[
            ("serve/mod.rs", knows),
            ("system.rs", knows),
            ("commands/today.rs", knows),
            ("commands/note.rs", "use unhunch_app::App;"),
        ]);
        assert_eq!(
            serving(&all),
            [
                "crates/unhunch/src/commands/today.rs: only what serves pages imports `web`; others ask `app`"
            ]
        );
    }

    #[test]
    fn what_app_decides_is_found_in_pages() {
        let all = files(&[
            (
                "a.rs",
                "use unhunch_domain::{Command, entry::{At, Body}};\nuse unhunch_domain::compose;",
            ),
            (
                "b.rs",
                "use axum::body::Body;\nlet p = Person::of(diary); compose::adapt(p);",
            ),
            (
                "c.rs",
                "// Person::of\n#[cfg(test)]\nmod tests { use unhunch_domain::Command; }",
            ),
        ]);
        let found = [
            "a.rs: Body",
            "a.rs: Command",
            "a.rs: compose",
            "b.rs: Person::of",
            "b.rs: compose",
        ];
        let found = found.map(|line| format!("crates/web/src/{line}: pages ask `app` for that"));
        assert_eq!(pages(&all), found);
    }
}
