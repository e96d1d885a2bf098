//! `cargo xtask docs`: what is said of the program in files that people read is made from the program itself.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{changes, described, shell, test};

/// Something to read that is made.
struct Made {
    path: PathBuf,
    text: String,
}

/// Pages with blocks that are made.
const PAGES: [&str; 2] = ["README.md", "docs/reminder-traces.md"];

/// Writes what is made, where it isn't so already.
///
/// # Errors
/// What can't be read or written.
pub fn write() -> Result<()> {
    run(false)
}

/// Only looks.
///
/// # Errors
/// What is not as it is made, or can't be read.
pub fn check() -> Result<()> {
    run(true)
}

fn run(check: bool) -> Result<()> {
    let mut old = Vec::new();
    for Made { path, text } in all()? {
        let shown = path
            .strip_prefix(shell::root())
            .unwrap_or(&path)
            .display()
            .to_string();
        // Where there is none yet, it is to be made.
        if fs::read_to_string(&path).is_ok_and(|today| today == text) {
            continue;
        }
        if !check {
            fs::write(&path, text).with_context(|| format!("{shown} could not be written"))?;
            println!("{shown} is written anew");
        }
        old.push(shown);
    }
    if check && !old.is_empty() {
        bail!(
            "{} not what the program says of itself.\n  Type: cargo xtask docs",
            are(&old)
        );
    }
    if old.is_empty() {
        println!("all that is said of the program is as it is");
    }
    Ok(())
}

fn are(names: &[String]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", names.join(", "))
}

fn all() -> Result<Vec<Made>> {
    let root = shell::root();
    let changes = root.join("changes.toml");
    let text = fs::read_to_string(&changes).context("changes.toml could not be read")?;
    let changes = changes::read(&text, env!("CARGO_PKG_VERSION")).context("changes.toml")?;
    let mut made = vec![Made {
        path: root.join("CHANGELOG.md"),
        text: changes::as_markdown(&changes),
    }];
    let described = describe()?;
    for page in PAGES {
        let path = root.join(page);
        let text =
            fs::read_to_string(&path).with_context(|| format!("{page} could not be read"))?;
        let text = described::page(&text, &described).context(page)?;
        made.push(Made { path, text });
    }
    Ok(made)
}

/// What the program says of itself.
fn describe() -> Result<Value> {
    let program = test::program()?;
    let text = shell::output(shell::command(program).arg("describe"))?;
    serde_json::from_str(&text).context("what the program says of itself is no JSON")
}
