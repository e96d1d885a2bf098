//! Finds or installs what the browser tests need: node, npm, Chromium and the packages of e2e; and,
//! where they are to be had, the other engines.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context as _, Result, bail};

use crate::{debian, shell};

/// The oldest version of node that will do.
const NODE: (u32, u32) = (20, 19);

/// Debian's packages of the other engines and of a screen for them, and a file of each.
const ENGINES: [(&str, &str); 3] = [
    ("firefox-esr", "/usr/bin/firefox-esr"),
    ("webkit2gtk-driver", "/usr/bin/WebKitWebDriver"),
    ("xvfb", "/usr/bin/Xvfb"),
];
/// Debian's packages of Python's way to `WebKitGTK`, which opens the window there.
const ENGINE_BINDINGS: [&str; 3] = ["python3-gi", "gir1.2-gtk-3.0", "gir1.2-webkit2-4.1"];

/// node, found.
pub struct Node {
    /// The program.
    pub node: PathBuf,
}

/// Everything that a browser test needs.
pub struct Tools {
    node: PathBuf,
    chromium: PathBuf,
}

impl Tools {
    /// node, told where Chromium is.
    pub fn command(&self) -> Command {
        let mut command = shell::command(&self.node);
        command.env("UNHUNCH_CHROMIUM", &self.chromium);
        command
    }
}

/// Finds node, or installs it.
///
/// # Errors
/// Where it isn't there and can't be installed: what to type.
pub fn node() -> Result<Node> {
    let advice = format!(
        "node {}.{} or newer is needed: install Node.js with npm.",
        NODE.0, NODE.1
    );
    let node = program("node", &["node", "nodejs"], &["nodejs", "npm"], &advice)?;
    let version = shell::output(shell::command(&node).arg("--version"))?;
    if !new_enough(&version) {
        bail!("node is {}. {advice}", version.trim());
    }
    Ok(Node { node })
}

/// Finds all tools, installs those that are missing where that can be done, and fetches the npm
/// packages of e2e where the lock file is newer than they are.
///
/// # Errors
/// Where one isn't there and can't be installed: what to type.
pub fn ready() -> Result<Tools> {
    let Node { node } = node()?;
    let npm = program(
        "npm",
        &["npm"],
        &["npm"],
        "npm is needed: install Node.js with npm.",
    )?;
    let chromium = chromium()?;

    let e2e = shell::root().join("e2e");
    let time = |file: PathBuf| fs::metadata(file).and_then(|meta| meta.modified()).ok();
    let lock = time(e2e.join("package-lock.json")).context("e2e/package-lock.json is missing")?;
    // npm writes this file last.
    if time(e2e.join("node_modules/.package-lock.json")).is_none_or(|fetched| fetched < lock) {
        shell::run(
            shell::command(npm).arg("ci").current_dir(&e2e),
            "The two packages that the browser tests need could not be fetched; is there a network?",
        )?;
    }
    Ok(Tools { node, chromium })
}

/// Installs the engines besides Chromium that are missing, where that can be done without asking;
/// tests in one that stays missing skip themselves.
pub fn other_engines() {
    let mut packages: Vec<&str> = ENGINES
        .iter()
        .filter(|(_, file)| !Path::new(file).exists())
        .map(|(package, _)| *package)
        .collect();
    let binds = "import gi; gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1')";
    if !shell::works(shell::command("/usr/bin/python3").args(["-c", binds])) {
        packages.extend(ENGINE_BINDINGS);
    }
    if packages.is_empty() {
        return;
    }
    let advice = format!(
        "Firefox and WebKitGTK are tried where they are there. On Debian type: sudo apt-get install {}",
        packages.join(" ")
    );
    if let Err(error) = debian::install(&packages, &advice) {
        println!("{error:#}\nTests in an engine that is missing are skipped.");
    }
}

fn chromium() -> Result<PathBuf> {
    if let Some(given) = env::var_os("UNHUNCH_CHROMIUM").map(PathBuf::from) {
        if given.is_file() {
            return Ok(given);
        }
        bail!("UNHUNCH_CHROMIUM is {}, which isn't there", given.display());
    }
    let names = [
        "chromium",
        "chromium-browser",
        "google-chrome",
        "google-chrome-stable",
        "chrome",
    ];
    let mac = PathBuf::from("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    if mac.is_file() {
        return Ok(mac);
    }
    program(
        "Chromium",
        &names,
        &["chromium"],
        "Chromium is needed. On Debian type: sudo apt-get install chromium. Elsewhere install it and name it in \
         UNHUNCH_CHROMIUM.",
    )
}

/// A program on the search path, installed by Debian's packages where it is missing.
fn program(what: &str, names: &[&str], packages: &[&str], advice: &str) -> Result<PathBuf> {
    if let Some(found) = shell::find(names) {
        return Ok(found);
    }
    debian::install(packages, advice)?;
    shell::find(names)
        .with_context(|| format!("{what} was installed and still isn't on the search path"))
}

/// Whether what `node --version` printed is a version that will do.
fn new_enough(version: &str) -> bool {
    let mut numbers = version
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(str::parse::<u32>);
    match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor) >= NODE,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_of_node_are_compared_as_numbers() {
        for good in ["v20.19.0\n", "v22.1.0", "v100.0.0"] {
            assert!(new_enough(good), "{good}");
        }
        for bad in ["v18.20.0", "v20.9.0", "v9.99.0", "", "node"] {
            assert!(!new_enough(bad), "{bad}");
        }
    }
}
