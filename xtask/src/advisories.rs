//! Whether something is known against a dependency: the advisories of the Rust Security Response
//! working group, looked at where the network allows.
//!
//! The checks of every day run without a network and only say that they didn't look. What is to be
//! released has to be looked at: `cargo xtask advisories`.

use anyhow::{Result, bail};

use crate::shell;

/// What came of it, where nothing was found against a dependency.
#[derive(Debug, PartialEq, Eq)]
pub enum ReminderStatus {
    /// All dependencies were looked up.
    Yes,
    /// None was, and why.
    No(String),
}

const NO_DENY: &str = "cargo-deny is not installed (type: cargo install cargo-deny --locked)";

/// How many bytes a second a network has to bring, and for how many seconds it may bring less.
const STALLED: [(&str, &str); 2] = [
    ("GIT_HTTP_LOW_SPEED_LIMIT", "1000"),
    ("GIT_HTTP_LOW_SPEED_TIME", "20"),
];

/// Looks, where that can be done, and prints in a line why it can't.
///
/// # Errors
/// What is known against a dependency.
pub fn look_if_possible() -> Result<()> {
    match look(is_installed(), fetch, check)? {
        ReminderStatus::Yes => println!("advisories: nothing is known against a dependency"),
        ReminderStatus::No(why) => println!("advisories were not looked at: {why}"),
    }
    Ok(())
}

/// Looks, as has to be done before a release.
///
/// # Errors
/// What is known against a dependency, or why it could not be looked at.
pub fn insist() -> Result<()> {
    require(&look(is_installed(), fetch, check)?)?;
    println!("advisories: nothing is known against a dependency");
    Ok(())
}

fn require(looked: &ReminderStatus) -> Result<()> {
    match looked {
        ReminderStatus::Yes => Ok(()),
        ReminderStatus::No(why) => bail!("advisories were not looked at: {why}"),
    }
}

/// Fetches the database, so that what `check` finds is no fault of the network's, and checks with it.
/// Where `fetch` can't, it says why.
fn look(
    is_installed: bool,
    fetch: impl FnOnce() -> Result<(), String>,
    check: impl FnOnce() -> Result<()>,
) -> Result<ReminderStatus> {
    if !is_installed {
        return Ok(ReminderStatus::No(NO_DENY.to_owned()));
    }
    if let Err(why) = fetch() {
        let why = format!("their database could not be fetched ({why})");
        return Ok(ReminderStatus::No(why));
    }
    check()?;
    Ok(ReminderStatus::Yes)
}

fn is_installed() -> bool {
    shell::find(&["cargo-deny"]).is_some()
}

fn fetch() -> Result<(), String> {
    println!("fetching advisories …");
    let mut fetch = shell::cargo();
    fetch
        .args(["deny", "fetch", "db"])
        .envs(STALLED)
        // Nobody is asked for a password.
        .env("GIT_TERMINAL_PROMPT", "0");
    let output = fetch.output().map_err(|error| error.to_string())?;
    if output.status.success() {
        return Ok(());
    }
    Err(last_line(&String::from_utf8_lossy(&output.stderr)).to_owned())
}

/// The last line that says something: what went wrong after all that led to it.
fn last_line(text: &str) -> &str {
    let mut lines = text.lines().rev().map(str::trim);
    lines
        .find(|line| !line.is_empty())
        .unwrap_or("no reason was given")
}

fn check() -> Result<()> {
    shell::run(
        shell::cargo().args(["deny", "--offline", "check", "advisories"]),
        "Take a version without it (cargo update -p NAME), or another crate. Where it can't concern Unhunch, say so in \
         deny.toml, under [advisories], with the reason.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn not_tried<T>() -> T {
        panic!("this must not be tried");
    }

    #[test]
    fn without_cargo_deny_nothing_is_tried() {
        let looked = look(false, not_tried, not_tried).unwrap();
        assert_eq!(looked, ReminderStatus::No(NO_DENY.to_owned()));
        assert!(require(&looked).is_err());
    }

    #[test]
    fn a_database_that_can_not_be_fetched_is_no_vulnerability() {
        let looked = look(true, || Err("no network".to_owned()), not_tried).unwrap();
        assert!(matches!(&looked, ReminderStatus::No(why) if why.contains("no network")));
        assert!(require(&looked).is_err());
    }

    #[test]
    fn what_is_found_fails_and_nothing_found_is_fine() {
        assert!(look(true, || Ok(()), || bail!("found")).is_err());
        let looked = look(true, || Ok(()), || Ok(())).unwrap();
        assert_eq!(looked, ReminderStatus::Yes);
        assert!(require(&looked).is_ok());
    }

    #[test]
    fn the_reason_is_what_was_said_last() {
        assert_eq!(last_line("Cloning …\nfatal: no host\n\n"), "fatal: no host");
        assert_eq!(last_line(" \n"), "no reason was given");
    }
}
