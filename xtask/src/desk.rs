//! A desktop without a screen: an X server in memory, a window manager, a message bus and something
//! that shows notifications, all ended when it is dropped.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

use crate::{debian, shell};

/// What such a desktop is made of: Debian's package, and a program in it.
const PARTS: [(&str, &str); 6] = [
    ("dbus-daemon", "dbus-daemon"),
    ("xvfb", "Xvfb"),
    ("openbox", "openbox"),
    ("dunst", "dunst"),
    ("xdotool", "xdotool"),
    ("x11-utils", "xprop"),
];

/// Makes sure that its parts are there; tests of reminders start them themselves.
///
/// # Errors
/// Where they are missing and can't be installed.
pub fn ensure() -> Result<()> {
    ensure_parts(&PARTS)
}

/// Makes sure that programs are there, each given with the Debian package that has it.
///
/// # Errors
/// Where they are missing and can't be installed.
pub fn ensure_parts(parts: &[(&str, &str)]) -> Result<()> {
    let missing = || -> Vec<&str> {
        parts
            .iter()
            .filter(|(_, program)| shell::find(&[program]).is_none())
            .map(|(package, _)| *package)
            .collect()
    };
    let packages = missing();
    if packages.is_empty() {
        return Ok(());
    }
    let advice = format!(
        "Reminders are tried on a desktop without a screen. On Debian type: sudo apt-get install {}",
        packages.join(" ")
    );
    debian::install(&packages, &advice)?;
    if !missing().is_empty() {
        bail!(
            "{} was installed, but its program isn’t on the search path",
            missing().join(", ")
        );
    }
    Ok(())
}

/// A process that is killed when it is dropped.
struct Kept(Child);

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A running desktop.
pub struct Desk {
    display: String,
    bus: String,
    /// Ended in the opposite order.
    processes: Vec<Kept>,
}

impl Desk {
    /// Starts one. `home` is the home folder of what runs on it.
    ///
    /// # Errors
    /// Where a part doesn't start.
    pub fn start(home: &Path) -> Result<Self> {
        let (server, display) = first_line(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1280x800x24"])
                .args(["-nolisten", "tcp"]),
        )?;
        let (bus, address) = first_line(Command::new("dbus-daemon").args([
            "--session",
            "--nofork",
            "--print-address=1",
        ]))?;
        let mut desk = Self {
            display: format!(":{display}"),
            bus: address,
            processes: vec![server, bus],
        };
        desk.keep(desk.command("openbox", home))?;
        desk.keep(desk.command("dunst", home))?;
        thread::sleep(Duration::from_secs(1));
        Ok(desk)
    }

    /// A command that runs on this desktop.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>, home: &Path) -> Command {
        let mut command = Command::new(program);
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("HOME", home)
            .env("XDG_RUNTIME_DIR", home)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("XDG_CONFIG_HOME")
            .env_remove("XDG_DATA_HOME")
            .env_remove("XDG_CURRENT_DESKTOP")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// Starts a command, to be ended with the desktop.
    ///
    /// # Errors
    /// Where it can't be started.
    pub fn keep(&mut self, mut command: Command) -> Result<u32> {
        let child = command
            .spawn()
            .with_context(|| format!("{} could not be started", command.get_program().display()))?;
        let id = child.id();
        self.processes.push(Kept(child));
        Ok(id)
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        while self.processes.pop().is_some() {}
    }
}

/// Starts a command that prints a line when it is ready.
fn first_line(command: &mut Command) -> Result<(Kept, String)> {
    let program = command.get_program().to_string_lossy().into_owned();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{program} could not be started"))?;
    let out = child.stdout.take();
    let kept = Kept(child);
    let mut line = String::new();
    if let Some(out) = out {
        BufReader::new(out).read_line(&mut line)?;
    }
    let line = line.trim().to_owned();
    if line.is_empty() {
        bail!("{program} ended before it was ready");
    }
    Ok((kept, line))
}
