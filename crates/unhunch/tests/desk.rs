//! Being asked on a real desktop without a screen: keys are pressed, a notification comes, its answer
//! opens the session; something that fills the screen holds it back.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that can't go on has failed"
)]

#[path = "../../desktop/tests/support/programs.rs"]
mod programs;
#[path = "../../desktop/tests/support/window.rs"]
mod window;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use programs::{Bus, PATIENCE, Program, Screen};
use window::Windows;

/// Somebody who may exercise.
const ANSWERED: &str =
    r#"{"kind":"screening-answered","answers":{"now":[],"before":[],"seen":[],"conditions":[]}}"#;

/// Asked for the session all day, every day.
const ALL_DAY: &str = r#"{"kind":"settings-changed","change":{"daily":{"windows":{"monday":["00:00-24:00"],"tuesday":["00:00-24:00"],"wednesday":["00:00-24:00"],"thursday":["00:00-24:00"],"friday":["00:00-24:00"],"saturday":["00:00-24:00"],"sunday":["00:00-24:00"]}}}}"#;

/// A desktop, a home folder, and a program on it that waits for a moment to ask.
struct Desk {
    screen: Screen,
    bus: Bus,
    home: tempfile::TempDir,
    /// What runs there: the window manager and the notifications.
    programs: Vec<Program>,
}

impl Desk {
    fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let (screen, bus) = (Screen::start(), Bus::start());
        let manager = screen.window_manager();
        let programs = home.path().join("bin");
        fs::create_dir(&programs).unwrap();
        // A browser that only keeps what it was opened on, and what it was started with.
        let opened = home.path().join("opened");
        let arguments = home.path().join("arguments");
        script(
            &programs.join("xdg-open"),
            &format!(
                "echo \"$*\" >> '{}'; env >> '{}'; cat \"$1\" > '{}.part' && mv '{}.part' '{}'",
                arguments.display(),
                arguments.display(),
                opened.display(),
                opened.display(),
                opened.display()
            ),
        );
        script(&programs.join("xdg-mime"), "exit 4");
        // A menu from which somebody takes what begins with `Start`.
        script(&programs.join("menu"), "grep -i -m1 start");
        let configuration = home.path().join("dunstrc");
        let menu = programs.join("menu");
        fs::write(
            &configuration,
            format!(
                "[global]\n dmenu = {}\n show_indicators = yes\n",
                menu.display()
            ),
        )
        .unwrap();
        let mut desk = Self {
            screen,
            bus,
            home,
            programs: vec![manager],
        };
        let mut dunst = desk.command("dunst");
        dunst.arg("-config").arg(configuration);
        desk.programs.push(Program::start(&mut dunst));
        desk.wait_for("dunst", |desk| {
            desk.dunst(&["count"]).is_some().then_some(())
        });
        desk
    }

    fn command(&self, program: &str) -> Command {
        let mut command = self.screen.command(program);
        let path = std::env::var("PATH").unwrap();
        command
            .env(
                "PATH",
                format!("{}:{path}", self.home.path().join("bin").display()),
            )
            .env("HOME", self.home.path())
            .env("DBUS_SESSION_BUS_ADDRESS", self.bus.address())
            .env("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent")
            .env_remove("XDG_CURRENT_DESKTOP")
            .env_remove("BROWSER")
            .stdin(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    /// What `dunstctl` says; nothing where it fails.
    fn dunst(&self, arguments: &[&str]) -> Option<String> {
        let output = self.command("dunstctl").args(arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        output.status.success().then_some(said)
    }

    /// How many notifications are shown.
    fn shown(&self) -> u32 {
        let said = self.dunst(&["count", "displayed"]).unwrap_or_default();
        said.trim().parse().unwrap_or(0)
    }

    /// Waits until something is there.
    fn wait_for<T>(&self, what: &str, mut look: impl FnMut(&Self) -> Option<T>) -> T {
        let begin = Instant::now();
        loop {
            if let Some(found) = look(self) {
                return found;
            }
            assert!(
                begin.elapsed() < 2 * PATIENCE,
                "{what} didn’t come; {}",
                status(self)
            );
            std::thread::sleep(Duration::from_millis(200));
        }
    }

    /// The program, with a plan, without a page.
    fn unhunch(&self) -> Unhunch {
        let lines: String = [ANSWERED, ALL_DAY]
            .iter()
            .enumerate()
            .map(|(number, body)| {
                format!(
                    r#"{{"id":"01900000-0000-7000-8000-00000000000{number}","device":"00000000-0000-4000-8000-000000000001","at":"2026-01-01T08:00:00Z","zone":"UTC","version":4,"body":{body}}}"#
                ) + "\n"
            })
            .collect();
        let file = self.home.path().join("plan.jsonl");
        fs::write(&file, lines).unwrap();
        let program = env!("CARGO_BIN_EXE_unhunch");
        let imported = self
            .command(program)
            .arg("--data-dir")
            .arg(self.data())
            .args(["journal", "import"])
            .arg(&file)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(imported.success());
        self.start_again()
    }

    fn data(&self) -> PathBuf {
        self.home.path().join("data")
    }

    /// The program, once more.
    fn start_again(&self) -> Unhunch {
        Unhunch::start(
            self.command(env!("CARGO_BIN_EXE_unhunch"))
                .args(["--headless", "--port", "0", "--data-dir"])
                .arg(self.data()),
        )
    }

    /// The form on the page that the browser was opened on: its key.
    fn opened(&self) -> Option<String> {
        let page = fs::read_to_string(self.home.path().join("opened")).ok()?;
        let key = page.split_once("name=\"key\" value=\"")?.1;
        Some(key.split('"').next()?.to_owned())
    }

    /// The files for opening a browser that are there now.
    fn opening_files(&self) -> usize {
        let files = fs::read_dir(self.data()).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains("unhunch-open-")).count()
    }

    fn types(&self) {
        self.screen
            .do_input(&["type", "--delay", "50", "a few words"]);
    }
}

fn script(path: &PathBuf, line: &str) {
    fs::write(path, format!("#!/bin/sh\n{line}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

struct Unhunch {
    child: Child,
    host: String,
}

impl Unhunch {
    fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.split_once("http://").expect("an address").1;
        let host = address.split('/').next().unwrap().to_owned();
        Self { child, host }
    }

    /// What it answers to a request.
    fn ask(&self, line: &str, headers: &str, body: &str) -> String {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        write!(
            stream,
            "{line} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n{headers}\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    /// The page that a key leads to, as a browser gets it that was opened on a file with it.
    fn page(&self, key: &str) -> (String, String) {
        let header = |answer: &str, name: &str| {
            let lines = answer.lines().find_map(|line| {
                let (found, value) = line.split_once(": ")?;
                found.eq_ignore_ascii_case(name).then(|| value.to_owned())
            });
            let line = lines.unwrap_or_else(|| panic!("no {name} in {answer}"));
            line.split(';').next().unwrap().to_owned()
        };
        let from_file = "Origin: null\r\nSec-Fetch-Site: cross-site\r\n";
        let entered = self.ask("POST /enter", from_file, &format!("key={key}"));
        assert!(entered.contains("0;url=/enter"), "{entered}");
        let ticket = header(&entered, "set-cookie");
        let led = self.ask("GET /enter", &format!("Cookie: {ticket}\r\n"), "");
        let (cookie, place) = (header(&led, "set-cookie"), header(&led, "location"));
        let page = self.ask(
            &format!("GET {place}"),
            &format!("Cookie: {cookie}\r\n"),
            "",
        );
        (place, page)
    }
}

impl Drop for Unhunch {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[test]
fn a_notification_comes_in_a_pause_and_its_answer_opens_the_session() {
    let desk = Desk::start();
    let unhunch = desk.unhunch();
    desk.types();
    desk.wait_for("the notification", |desk| (desk.shown() == 1).then_some(()));
    assert_eq!(desk.opened(), None, "nothing opens of itself");
    desk.dunst(&["context"])
        .expect("the menu of the notification");
    let key = desk.wait_for("the page", Desk::opened);
    // Nobody else on the computer sees the key: it is in a file, and that goes with its use.
    let seen = fs::read_to_string(desk.home.path().join("arguments")).unwrap();
    assert!(!seen.contains(&key), "{seen}");
    assert_eq!(desk.opening_files(), 1);
    let (place, page) = unhunch.page(&key);
    assert_eq!(desk.opening_files(), 0);
    assert!(place.starts_with("/sessions/"), "{place}");
    assert!(page.contains("session-data"), "{page}");
    desk.wait_for("its end", |desk| (desk.shown() == 0).then_some(()));
    // What was begun is done: nothing more is asked.
    let status = status(&desk);
    assert!(status.contains("\"start\""), "{status}");
}

#[test]
fn what_a_killed_program_left_on_the_screen_goes_with_the_next_start() {
    let desk = Desk::start();
    let killed = desk.unhunch();
    desk.types();
    desk.wait_for("the notification", |desk| (desk.shown() == 1).then_some(()));
    desk.wait_for("what is kept of it", |desk| {
        let kept = fs::read_to_string(desk.data().join("reminders.json")).ok()?;
        kept.contains("\"server\"").then_some(())
    });
    drop(killed);
    assert_eq!(desk.shown(), 1);
    let _next = desk.start_again();
    desk.wait_for("its end", |desk| (desk.shown() == 0).then_some(()));
}

#[test]
fn what_fills_the_screen_holds_it_back_until_it_is_gone() {
    let desk = Desk::start();
    let windows = Windows::on(&desk.screen);
    let film = windows.open();
    let full = async {
        windows.wait_for_manager().await;
        windows.bring_to_front(film).await;
        windows.fill_screen(film, true);
    };
    let clock = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build();
    clock.unwrap().block_on(full);
    let _unhunch = desk.unhunch();
    desk.types();
    desk.wait_for("what holds it back", |desk| {
        status(desk).contains("\"full-screen\"").then_some(())
    });
    assert_eq!(desk.shown(), 0);
    windows.close(film);
    desk.wait_for("the notification", |desk| (desk.shown() == 1).then_some(()));
}

/// What `unhunch reminders status --json` prints.
fn status(desk: &Desk) -> String {
    let output = desk
        .command(env!("CARGO_BIN_EXE_unhunch"))
        .arg("--data-dir")
        .arg(desk.data())
        .args(["reminders", "status", "--json"])
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}
