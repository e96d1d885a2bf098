//! `cargo xtask test`: every check, in the order from quick to slow, stopping at the first failure.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::{advisories, browser, desk, docs, licences, program, rooms, shell, test_files, wasm};

struct Part {
    name: &'static str,
    title: &'static str,
    check: fn() -> Result<()>,
}

const PARTS: [Part; 9] = [
    Part {
        name: "format",
        title: "Formatting",
        check: format,
    },
    Part {
        name: "rooms",
        title: "Which room may know which",
        check: rooms::check,
    },
    Part {
        name: "lints",
        title: "Lints",
        check: lints,
    },
    Part {
        name: "licences",
        title: "Licences, sources and advisories of dependencies",
        check: licences,
    },
    Part {
        name: "tests",
        title: "Tests",
        check: tests,
    },
    // Where the tests have been built, the program has been, too.
    Part {
        name: "docs",
        title: "What is said of the program",
        check: docs::check,
    },
    Part {
        name: "player",
        title: "Tests of the player’s modules",
        check: player,
    },
    Part {
        name: "wasm",
        title: "Compiling for the service worker (wasm32)",
        check: wasm::check,
    },
    Part {
        name: "browser",
        title: "Tests in a browser",
        check: in_browser,
    },
];

/// Runs the parts with these names; all where there are none.
///
/// # Errors
/// What failed first, and what to do.
pub fn run(names: &[&str]) -> Result<()> {
    if let Some(unknown) = names
        .iter()
        .find(|name| PARTS.iter().all(|part| part.name != **name))
    {
        let known: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        bail!(
            "there is no part `{unknown}`; there are {}",
            known.join(", ")
        );
    }
    let wanted: Vec<&Part> = PARTS
        .iter()
        .filter(|part| names.is_empty() || names.contains(&part.name))
        .collect();
    let begin = Instant::now();
    let mut took: Vec<(&str, Duration)> = Vec::new();
    for (number, part) in wanted.iter().enumerate() {
        println!(
            "\n━━ {} of {} · {} ━━",
            number + 1,
            wanted.len(),
            part.title
        );
        let begin = Instant::now();
        let result = (part.check)();
        took.push((part.title, begin.elapsed()));
        if let Err(error) = result {
            summary(&took, begin.elapsed(), false);
            return Err(error.context(format!(
                "{} (again only this part: cargo xtask test {})",
                part.title, part.name
            )));
        }
    }
    summary(&took, begin.elapsed(), true);
    Ok(())
}

fn summary(took: &[(&str, Duration)], all: Duration, good: bool) {
    println!();
    for (number, (title, time)) in took.iter().enumerate() {
        let mark = if good || number + 1 < took.len() {
            '✓'
        } else {
            '✗'
        };
        println!("{mark} {:>7.1} s  {title}", time.as_secs_f64());
    }
    if good {
        println!("  {:>7.1} s  in all: everything is fine", all.as_secs_f64());
    }
}

/// Makes sure that a part of the Rust toolchain is there, asking rustup for it where it isn't.
fn component(name: &str) -> Result<()> {
    let subcommand = name.trim_start_matches("rust");
    if shell::works(shell::cargo().args([subcommand, "--version"])) {
        return Ok(());
    }
    shell::run(
        shell::command("rustup").args(["component", "add", name]),
        &format!(
            "Type: rustup component add {name} (or install it from where your Rust comes from)"
        ),
    )
}

fn format() -> Result<()> {
    component("rustfmt")?;
    shell::run(
        shell::cargo().args(["fmt", "--all", "--check"]),
        "Type: cargo fmt --all",
    )
}

fn lints() -> Result<()> {
    component("clippy")?;
    shell::run(
        shell::cargo().args([
            "clippy",
            "--workspace",
            "--all-targets",
            "--all-features",
            "--locked",
            "--",
            "-D",
            "warnings",
        ]),
        "Mend what is named above; where a lint is wrong, allow it there with a reason.",
    )
}

fn licences() -> Result<()> {
    if shell::find(&["cargo-deny"]).is_some() {
        shell::run(
            shell::cargo().args(["deny", "check", "licenses", "bans", "sources"]),
            "Use another crate, or allow it in deny.toml with the reason.",
        )?;
    } else {
        println!(
            "cargo-deny is not installed: checking licences and sources without it (it would look at more)"
        );
        licences::check()?;
    }
    advisories::look_if_possible()
}

/// What all tests are built from. Cargo builds a dependency anew for each choice of its features, so
/// whoever needs what the tests have built asks for the same.
pub const WORKSPACE: [&str; 3] = ["--workspace", "--all-features", "--locked"];

/// Whether cargo-nextest is installed.
pub fn has_nextest() -> bool {
    shell::works(shell::cargo().args(["nextest", "--version"]))
}

fn tests() -> Result<()> {
    const ADVICE: &str = "The failing tests are named above; run one alone by its name.";
    // Eyes and hands are tried on a desktop without a screen.
    if cfg!(target_os = "linux") {
        desk::ensure()?;
    }
    if has_nextest() {
        shell::run(
            shell::cargo().args(["nextest", "run"]).args(WORKSPACE),
            ADVICE,
        )?;
    } else {
        shell::run(
            shell::cargo()
                .args(["test", "--lib", "--bins", "--tests"])
                .args(WORKSPACE),
            ADVICE,
        )?;
    }
    shell::run(
        shell::cargo().args(["test", "--doc"]).args(WORKSPACE),
        ADVICE,
    )
}

fn player() -> Result<()> {
    let tools = browser::node()?;
    let tests = test_files::scripts(test_files::SCRIPTS[0])?;
    shell::run(
        shell::command(tools.node).arg("--test").args(tests),
        "The failing tests are named above; each file runs alone with `node --test FILE`.",
    )
}

/// The program as the tests have built it: where they have been built, this builds nothing.
///
/// # Errors
/// Where it doesn't build.
pub fn program() -> Result<PathBuf> {
    shell::run(
        shell::cargo()
            .args(["build", "--bin", "unhunch", "--test", "cli"])
            .args(WORKSPACE),
        "The program does not build; what is wrong is named above.",
    )?;
    Ok(program::path(program::Profile::Debug))
}

fn in_browser() -> Result<()> {
    let tools = browser::ready()?;
    browser::other_engines();
    let mut node = tools.command();
    node.arg("e2e/run.js").env("UNHUNCH_PROGRAM", program()?);
    shell::run(
        &mut node,
        "The failing tests are named above. With UNHUNCH_SHOW=1 a window shows what a test does.",
    )
}
