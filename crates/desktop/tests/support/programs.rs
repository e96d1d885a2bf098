//! Programs that a test starts and that end with it: a message bus and a screen of its own. Tests of
//! other crates take this file, too.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "each test file uses some of it; a test that can’t go on has failed"
)]

use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// How long a test waits for what must come. It is the limit of patience, not an expectation.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A program that runs for as long as this lives.
#[derive(Debug)]
pub struct Program(Child);

impl Program {
    /// Starts it.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_owned();
        Self(command.spawn().unwrap_or_else(|error| {
            panic!(
                "{} doesn’t start: {error}. `cargo xtask test` installs what tests need.",
                name.display()
            )
        }))
    }

    /// Starts it, and reads the first line that it prints.
    fn start_and_read(command: &mut Command) -> (Self, String) {
        let mut program = Self::start(command.stdout(Stdio::piped()));
        let line = first_line(program.0.stdout.take().unwrap());
        (program, line)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

fn first_line(from: impl Read) -> String {
    let mut line = String::new();
    BufReader::new(from).read_line(&mut line).unwrap();
    assert!(!line.is_empty(), "a program ended before it was ready");
    line.trim().to_owned()
}

/// A message bus. It starts no services of itself, and lets everybody do everything: it can stand
/// for a person's own bus and for the computer's.
#[derive(Debug)]
pub struct Bus {
    address: String,
    _daemon: Program,
    _folder: TempDir,
}

impl Bus {
    /// Starts one.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let configuration = folder.path().join("bus.conf");
        let text = format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
            folder.path().join("socket").display()
        );
        std::fs::write(&configuration, text).unwrap();
        let (daemon, address) = Program::start_and_read(
            Command::new("dbus-daemon")
                .arg(format!("--config-file={}", configuration.display()))
                .args(["--nofork", "--print-address=1"]),
        );
        Self {
            address,
            _daemon: daemon,
            _folder: folder,
        }
    }

    /// Where it is, as `DBUS_SESSION_BUS_ADDRESS` says it.
    pub fn address(&self) -> &str {
        &self.address
    }
}

/// An X server without a picture that anybody sees.
#[derive(Debug)]
pub struct Screen {
    display: String,
    _server: Program,
}

impl Screen {
    /// Starts one on a display that is free.
    pub fn start() -> Self {
        let (server, number) = Program::start_and_read(
            Command::new("Xvfb")
                .args(["-displayfd", "1", "-screen", "0", "1280x800x24", "-noreset"])
                .stderr(Stdio::null()),
        );
        Self {
            display: format!(":{number}"),
            _server: server,
        }
    }

    /// Its name, as `DISPLAY` says it.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// A program that shows itself there, to be started.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY");
        command
    }

    /// The window manager.
    pub fn window_manager(&self) -> Program {
        Program::start(
            self.command("openbox")
                .arg("--sm-disable")
                .stderr(Stdio::null()),
        )
    }

    /// Types and points, by what `xdotool` understands.
    pub fn do_input(&self, arguments: &[&str]) {
        let done = self.command("xdotool").args(arguments).status().unwrap();
        assert!(done.success(), "xdotool {arguments:?}: {done}");
    }
}
