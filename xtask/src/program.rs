//! Builds the program and starts it on a data folder of one's own.

use std::env;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::shell;

/// How the program is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Profile {
    /// Quick to build.
    Debug,
    /// As people run it.
    Release,
}

/// Builds the program and says where it is.
///
/// # Errors
/// Where it doesn't build.
pub fn build(profile: Profile) -> Result<PathBuf> {
    let mut cargo = shell::cargo();
    cargo.args(["build", "--locked", "-p", "unhunch"]);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    shell::run(
        &mut cargo,
        "The program does not build; what is wrong is named above.",
    )?;
    Ok(path(profile))
}

/// Where everything of a commit is kept for the next time: its sources and what is built of them.
/// Not below this tree: cargo would add this tree's settings (`.cargo/config.toml`) to those of
/// the commit.
///
/// # Errors
/// Where the system names no folder for it.
pub fn revision_folder(commit: &str) -> Result<PathBuf> {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .filter(|folder| folder.is_absolute())
        .or_else(|| env::home_dir().map(|home| home.join(".cache")))
        .context("there is no home folder to build another revision in; set XDG_CACHE_HOME")?;
    Ok(cache.join("unhunch-revisions").join(commit))
}

/// Where the sources of a commit are, once it was built.
///
/// # Errors
/// As [`revision_folder`].
pub fn sources_of(commit: &str) -> Result<PathBuf> {
    Ok(revision_folder(commit)?.join("sources"))
}

/// Builds the program of another revision as people run it; says where it is, and the commit.
///
/// # Errors
/// Where there is no such revision, or it doesn't build.
pub fn build_revision(revision: &str) -> Result<(PathBuf, String)> {
    let mut git = shell::command("git");
    git.args(["rev-parse", "--verify", "--short=12", "--end-of-options"])
        .arg(format!("{revision}^{{commit}}"));
    let commit = shell::output(&mut git).with_context(|| {
        format!("git knows no revision {revision:?}; perhaps it has to be fetched first")
    })?;
    let commit = commit.trim().to_owned();
    let sources = sources_of(&commit)?;
    if !sources.join("Cargo.toml").is_file() {
        // git remembers a folder that somebody has removed since.
        shell::works(shell::command("git").args(["worktree", "prune"]));
        let mut git = shell::command("git");
        git.args(["worktree", "add", "--detach"])
            .arg(&sources)
            .arg(&commit);
        shell::run(
            &mut git,
            "The sources of the revision could not be taken out.",
        )?;
    }
    let program = build_in(&sources, &revision_folder(&commit)?.join("target"))?;
    Ok((program, commit))
}

/// Builds the program of some sources as people run it, into a target folder of its own, by their
/// settings and not by this tree's.
///
/// # Errors
/// Where it doesn't build.
pub fn build_in(sources: &Path, target: &Path) -> Result<PathBuf> {
    let mut cargo = shell::cargo();
    cargo
        .args(["build", "--locked", "--release", "-p", "unhunch"])
        .arg("--target-dir")
        .arg(target)
        .current_dir(sources);
    for name in settings_for_builds(&fs::read_to_string(shell::root().join(SETTINGS))?)? {
        cargo.env_remove(name);
    }
    shell::run(
        &mut cargo,
        "The program does not build there; what is wrong is named above.",
    )?;
    Ok(target.join("release").join(file_name()))
}

/// Cargo's settings of a tree.
const SETTINGS: &str = ".cargo/config.toml";

/// The names of what such settings set for builds. Cargo hands them on to what `cargo run` runs, and
/// so to each cargo that we start.
fn settings_for_builds(settings: &str) -> Result<Vec<String>> {
    let settings: toml::Table = settings.parse().context(SETTINGS)?;
    Ok(settings
        .get("env")
        .and_then(toml::Value::as_table)
        .map(|names| names.keys().cloned().collect())
        .unwrap_or_default())
}

/// What the program's file is called.
fn file_name() -> String {
    format!("unhunch{}", env::consts::EXE_SUFFIX)
}

/// Where a built program is.
pub fn path(profile: Profile) -> PathBuf {
    let folder = match profile {
        Profile::Debug => "debug",
        Profile::Release => "release",
    };
    shell::target_folder().join(folder).join(file_name())
}

/// Copies a folder with all that is in it, in the place of what was there.
///
/// # Errors
/// Where something can't be read or written.
pub fn copy_afresh(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_afresh(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// What a command begins with so that its program ends with us, however we end; nothing where the
/// system can't see to that.
pub fn ending_with_us() -> Vec<&'static str> {
    if shell::find(&["setpriv"]).is_some() {
        vec!["setpriv", "--pdeathsig", "KILL", "--"]
    } else {
        Vec::new()
    }
}

/// A running program. Killed when dropped.
pub struct Running {
    child: Child,
    /// When it was started.
    pub since: Instant,
    /// Its address, without a path: `127.x.y.z:PORT`.
    pub host: String,
    /// The path and query with the one-time key.
    pub entrance: String,
}

impl Running {
    /// Starts the program and waits for the line with its address.
    ///
    /// # Errors
    /// Where it doesn't start or prints another line.
    pub fn start(program: &Path, data: &Path) -> Result<Self> {
        Self::start_by(Command::new(program), data)
    }

    /// The same by a command of which the program is the last word.
    ///
    /// # Errors
    /// As [`Running::start`].
    pub fn start_by(mut command: Command, data: &Path) -> Result<Self> {
        let since = Instant::now();
        let mut child = command
            .args(["--no-open", "--port", "0", "--data-dir"])
            .arg(data)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .with_context(|| format!("{} could not be started", command.get_program().display()))?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let Some((host, entrance)) = address(&line) else {
            let _ = child.kill();
            let _ = child.wait();
            bail!("expected a line with the address from {command:?}, got {line:?}");
        };
        Ok(Self {
            child,
            since,
            host: host.to_owned(),
            entrance: entrance.to_owned(),
        })
    }

    /// The process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Ends it as a person would, so that it can put its things in order.
    pub fn stop(mut self) {
        let asked = shell::works(Command::new("kill").arg(self.id().to_string()));
        let begin = Instant::now();
        while asked && begin.elapsed() < Duration::from_secs(10) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Host and path in the line that the program prints.
fn address(line: &str) -> Option<(&str, &str)> {
    let address = line
        .split_whitespace()
        .find_map(|word| word.strip_prefix("http://"))?;
    let slash = address.find('/')?;
    Some(address.split_at(slash))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_is_found_in_the_printed_line() {
        assert_eq!(
            address("Unhunch is at http://127.0.0.1:48624/?key=abc\n"),
            Some(("127.0.0.1:48624", "/?key=abc"))
        );
        assert_eq!(address("Something else"), None);
    }

    #[test]
    fn what_cargo_sets_for_builds_is_known_by_name() {
        let settings = "[alias]\nxtask = \"run\"\n[env]\nSEED = \"1\"\nFLAGS = \"-x\"\n";
        assert_eq!(settings_for_builds(settings).unwrap(), ["FLAGS", "SEED"]);
        assert!(settings_for_builds("").unwrap().is_empty());
        settings_for_builds("[env").unwrap_err();
    }

    #[test]
    fn a_folder_is_copied_whole_and_nothing_is_left_of_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(from.join("inner")).unwrap();
        fs::write(from.join("inner/file"), "text").unwrap();
        fs::create_dir_all(&to).unwrap();
        fs::write(to.join("old"), "text").unwrap();
        copy_afresh(&from, &to).unwrap();
        let copied = fs::read_to_string(to.join("inner/file"));
        assert_eq!(copied.unwrap(), "text");
        assert!(!to.join("old").exists());
    }
}
