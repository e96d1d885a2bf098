//! What changed from release to release, as `changes.toml` has it, and as people read it. One list, so that what
//! packages say of a release is what the project says.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, bail};

/// The kinds of change by their names in the file, with their headings, in the order in which they are told.
const KINDS: [(&str, &str); 4] = [
    ("security", "Security"),
    ("new", "New"),
    ("better", "Better"),
    ("mended", "Mended"),
];

/// A release.
#[derive(Debug, PartialEq, Eq)]
pub struct Release {
    /// Its version: three numbers.
    version: [u64; 3],
    /// The day it came out, as `2026-08-03`; none where it isn't out.
    date: Option<String>,
    /// Its changes by kind, in the order of [`KINDS`]; sentences.
    changes: Vec<(&'static str, Vec<String>)>,
}

/// Reads all releases, the newest first.
///
/// # Errors
/// Where the file isn't TOML of that shape, releases are not in order, or the newest is not `current`.
pub fn read(text: &str, current: &str) -> Result<Vec<Release>> {
    let table: toml::Table = text.parse()?;
    if let Some(key) = table.keys().find(|key| *key != "release") {
        bail!("there is nothing called `{key}`; releases are [[release]]");
    }
    let releases = table
        .get("release")
        .and_then(toml::Value::as_array)
        .context("there is no [[release]]")?;
    let releases: Vec<Release> = releases.iter().map(release).collect::<Result<_>>()?;
    for pair in releases.windows(2) {
        let [newer, older] = pair else { continue };
        if newer.version <= older.version {
            bail!(
                "{} stands before {}; the newest release comes first",
                dotted(newer.version),
                dotted(older.version)
            );
        }
        match (&newer.date, &older.date) {
            (_, None) => bail!(
                "{} has no date, and a newer release is listed",
                dotted(older.version)
            ),
            (Some(newer_date), Some(older_date)) if newer_date < older_date => bail!(
                "{} came out before {}",
                dotted(newer.version),
                dotted(older.version)
            ),
            _ => {}
        }
    }
    match releases.first() {
        Some(newest) if dotted(newest.version) == current => Ok(releases),
        Some(newest) => bail!(
            "its newest release is {}, and this is {current}",
            dotted(newest.version)
        ),
        None => bail!("it has no release"),
    }
}

fn release(value: &toml::Value) -> Result<Release> {
    let table = value.as_table().context("a release is a table")?;
    let version = table
        .get("version")
        .and_then(toml::Value::as_str)
        .context("a release has a `version`, such as \"0.1.0\"")?;
    let numbers: Vec<u64> = version
        .split('.')
        .map(str::parse)
        .collect::<Result<_, _>>()
        .with_context(|| format!("{version:?} is no version of three numbers"))?;
    let Ok(numbers) = <[u64; 3]>::try_from(numbers) else {
        bail!("{version:?} is no version of three numbers");
    };
    let date = match table.get("date") {
        None => None,
        Some(toml::Value::Datetime(date)) if date.time.is_none() => Some(date.to_string()),
        Some(other) => bail!("{version}: {other} is no day; write it as 2026-08-03"),
    };
    let known =
        |key: &str| key == "version" || key == "date" || KINDS.iter().any(|(kind, _)| *kind == key);
    if let Some(key) = table.keys().find(|key| !known(key)) {
        let kinds = KINDS.map(|(kind, _)| kind).join(", ");
        bail!("{version}: there is no kind of change `{key}`; there are {kinds}");
    }
    let mut changes = Vec::new();
    for (kind, heading) in KINDS {
        let Some(list) = table.get(kind) else {
            continue;
        };
        let list = list
            .as_array()
            .with_context(|| format!("{version}: `{kind}` is a list"))?;
        let list = list
            .iter()
            .map(|text| sentence(text).with_context(|| format!("{version}: {kind}")))
            .collect::<Result<Vec<_>>>()?;
        changes.push((heading, list));
    }
    if changes.is_empty() {
        bail!("{version} changes nothing");
    }
    Ok(Release {
        version: numbers,
        date,
        changes,
    })
}

fn sentence(value: &toml::Value) -> Result<String> {
    let text = value.as_str().context("a change is a sentence")?;
    if text.lines().count() != 1 || !text.ends_with('.') || text.trim() != text {
        bail!("{text:?} is not one sentence on a line");
    }
    Ok(text.to_owned())
}

fn dotted(version: [u64; 3]) -> String {
    version.map(|number| number.to_string()).join(".")
}

/// The releases as a page of Markdown.
pub fn as_markdown(releases: &[Release]) -> String {
    let mut page = String::from(
        "# Changes\n\n<!-- Written by `cargo xtask docs` from changes.toml: change that file. -->\n",
    );
    for release in releases {
        let version = dotted(release.version);
        let _ = match &release.date {
            Some(date) => write!(page, "\n## {version} – {date}\n"),
            None => write!(page, "\n## {version} – not out yet\n"),
        };
        for (heading, changes) in &release.changes {
            let _ = write!(page, "\n### {heading}\n\n");
            for change in changes {
                let _ = writeln!(page, "- {change}");
            }
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: &str = "
        [[release]]
        version = '0.2.0'
        mended = ['A clock that jumps ends no hold.']
        new = ['A voice.', 'A phone.']

        [[release]]
        version = '0.1.0'
        date = 2026-08-03
        new = ['It is there.']
    ";

    #[test]
    fn releases_are_told_the_newest_first_and_kinds_in_their_order() {
        let page = as_markdown(&read(TWO, "0.2.0").expect("is good"));
        assert_eq!(
            page.split_once("-->\n").expect("says who wrote it").1,
            "\n## 0.2.0 – not out yet\n\n### New\n\n- A voice.\n- A phone.\n\n### Mended\n\n\
             - A clock that jumps ends no hold.\n\n## 0.1.0 – 2026-08-03\n\n### New\n\n- It is there.\n"
        );
    }

    #[test]
    fn what_is_wrong_is_said() {
        let wrong = |from: &str, to: &str, says: &str| {
            let text = TWO.replacen(from, to, 1);
            assert_ne!(text, TWO, "{from} is there");
            let error = read(&text, "0.2.0").expect_err(to);
            assert!(format!("{error:#}").contains(says), "{error:#}");
        };
        wrong("'0.2.0'", "'0.1.0'", "the newest release comes first");
        wrong("'0.2.0'", "'0.3.0'", "this is 0.2.0");
        wrong("'0.2.0'", "'0.2'", "no version of three numbers");
        wrong("date = 2026-08-03", "", "has no date");
        wrong("date = 2026-08-03", "date = 'soon'", "is no day");
        wrong("mended", "fixed", "no kind of change `fixed`");
        wrong("'A voice.'", "'A voice'", "not one sentence");
        wrong("new = ['It is there.']", "", "changes nothing");
    }

    #[test]
    fn releases_come_out_in_their_order() {
        let text = TWO.replace("version = '0.2.0'", "version = '0.2.0'\ndate = 2026-08-02");
        let error = read(&text, "0.2.0").expect_err("came out before");
        assert!(error.to_string().contains("came out before 0.1.0"));
    }
}
