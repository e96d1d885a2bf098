//! Runs other programs, showing what is run, and says what to do where one fails.

use std::env;
use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// The repository's folder.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// The folder that cargo builds into.
pub fn target_folder() -> PathBuf {
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    root().join(target)
}

/// A command in the repository's folder, without input.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    // What `cargo run` told this program about itself is not meant for others.
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(|name| {
            name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_")
        }) {
            command.env_remove(name);
        }
    }
    command
}

/// The same cargo that started this.
pub fn cargo() -> Command {
    command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Shows a command, runs it and waits.
///
/// # Errors
/// Where it can't be started or fails: the command itself and `advice`, what to do about it.
pub fn run(command: &mut Command, advice: &str) -> Result<()> {
    let line = line(command);
    println!("$ {line}");
    let status = command
        .status()
        .with_context(|| format!("`{line}` could not be started. {advice}"))?;
    if !status.success() {
        bail!("`{line}` failed ({status}).\n  {advice}");
    }
    Ok(())
}

/// Runs a command quietly and returns what it printed.
///
/// # Errors
/// Where it can't be started, fails or prints something else than text.
pub fn output(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command
        .stderr(Stdio::inherit())
        .output()
        .with_context(|| format!("`{line}` could not be started"))?;
    if !output.status.success() {
        bail!("`{line}` failed ({})", output.status);
    }
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` did not print text"))
}

/// Whether a command runs and succeeds; what it prints is dropped.
pub fn works(command: &mut Command) -> bool {
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// The first of these programs that is on the search path.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    names.iter().find_map(|name| {
        env::split_paths(&path)
            .map(|folder| folder.join(format!("{name}{}", env::consts::EXE_SUFFIX)))
            .find(|program| program.is_file())
    })
}

/// The search path with a folder before all others.
pub fn path_with(first: &Path) -> OsString {
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(first.to_path_buf()).chain(env::split_paths(&path));
    env::join_paths(folders).unwrap_or(path)
}

/// A command as a person would type it in the repository's folder.
fn line(command: &Command) -> String {
    let mut line = String::new();
    let program = Path::new(command.get_program());
    // Cargo passes itself as a long path; nobody types it.
    let program = match program.file_name() {
        Some(name) if name == "cargo" && !program.starts_with("/usr/bin") => Path::new(name),
        _ => program,
    };
    for (name, value) in command.get_envs() {
        if let (Some(name), Some(value)) = (name.to_str(), value)
            && name != "PATH"
        {
            let _ = write!(line, "{name}={} ", quoted(&value.to_string_lossy()));
        }
    }
    let _ = write!(line, "{}", quoted(&program.to_string_lossy()));
    for word in command.get_args() {
        let _ = write!(line, " {}", quoted(&word.to_string_lossy()));
    }
    line
}

fn quoted(word: &str) -> String {
    let plain = !word.is_empty()
        && word
            .chars()
            .all(|c| c.is_alphanumeric() || "-_./=:,+@".contains(c));
    if plain {
        word.to_owned()
    } else {
        format!("'{word}'")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_shown_as_a_person_would_type_it() {
        let mut command = Command::new("/somewhere/bin/cargo");
        command
            .args(["test", "--", "two words"])
            .env("MODE", "a b")
            .env_remove("GONE");
        assert_eq!(line(&command), "MODE='a b' cargo test -- 'two words'");
    }

    #[test]
    fn a_failure_names_the_command_and_what_to_do() {
        let error = run(
            cargo().arg("no-such-command").stderr(Stdio::null()),
            "Do this.",
        )
        .unwrap_err();
        let error = format!("{error:#}");
        assert!(
            error.contains("cargo no-such-command") && error.contains("Do this."),
            "{error}"
        );
    }
}
