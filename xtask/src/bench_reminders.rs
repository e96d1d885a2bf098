//! `cargo xtask bench reminders`: what reminders cost while nothing happens and while somebody
//! works, beside what others of their kind cost at the same time on the same desktop.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::bench;
use crate::desk::{self, Desk};
use crate::process::{self, Used};
use crate::program::{self, Profile};

/// How long each half lasts unless it is told otherwise: minutes.
const MINUTES: u64 = 10;

/// Changes the length, in minutes, for a quick look.
const MINUTES_VARIABLE: &str = "UNHUNCH_BENCH_MINUTES";

/// Time to start up and settle, before anything is counted. While a desktop starts we look again and
/// again for what isn’t there yet, for a little over a minute.
const SETTLE: Duration = Duration::from_secs(75);

/// The peers: Debian's package, the program, and how it is started without questions.
const PEERS: [(&str, &str, &[&str]); 2] =
    [("workrave", "workrave", &[]), ("rsibreak", "rsibreak", &[])];

/// Settings that ask for everything that reminders can do: a window all day, and breaks.
const PLAN: &str = r#"{"daily":{"windows":{"monday":["00:00-24:00"],"tuesday":["00:00-24:00"],"wednesday":["00:00-24:00"],"thursday":["00:00-24:00"],"friday":["00:00-24:00"],"saturday":["00:00-24:00"],"sunday":["00:00-24:00"]}},"breaks":{"on":true,"hours":{"monday":["00:00-24:00"],"tuesday":["00:00-24:00"],"wednesday":["00:00-24:00"],"thursday":["00:00-24:00"],"friday":["00:00-24:00"],"saturday":["00:00-24:00"],"sunday":["00:00-24:00"]}}}"#;

/// A program that is measured.
struct Measured {
    name: &'static str,
    id: u32,
}

/// Runs it and prints a table.
///
/// # Errors
/// Where something can't be built, installed or started.
pub fn run() -> Result<()> {
    desk::ensure()?;
    let parts = PEERS.map(|(package, program, _)| (package, program));
    desk::ensure_parts(&parts)?;
    let minutes = std::env::var(MINUTES_VARIABLE)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(MINUTES);
    let length = Duration::from_secs(60 * minutes);
    let unhunch = program::build(Profile::Release)?;

    let folder = tempfile::tempdir()?;
    let home = folder.path();
    let data = home.join("data");
    write_plan(&unhunch, &data, home)?;
    let mut desk = Desk::start(home)?;
    let mut all = Vec::new();
    let mut ours = desk.command(&unhunch, home);
    ours.args(["--headless", "--port", "0", "--data-dir"])
        .arg(&data);
    all.push(Measured {
        name: "unhunch",
        id: desk.keep(ours)?,
    });
    for (_, program, arguments) in PEERS {
        let mut peer = desk.command(program, home);
        peer.args(arguments);
        all.push(Measured {
            name: program,
            id: desk.keep(peer)?,
        });
    }
    println!("settling …");
    // A first breath of work, so that every program has seen some.
    work(&desk, home, Duration::from_secs(10));
    thread::sleep(SETTLE);

    println!("{minutes} minutes in which nothing happens …");
    let idle = over(&all, || thread::sleep(length));
    println!("{minutes} minutes of work …");
    let busy = over(&all, || work(&desk, home, length));

    println!(
        "\n{:10} {:>9} {:>12} {:>14} {:>12} {:>14}",
        "", "PSS", "idle core", "idle switches", "busy core", "busy switches"
    );
    let share = |used: Used| {
        #[expect(clippy::cast_precision_loss, reason = "a figure to look at")]
        let part = used.processor as f64 / length.as_nanos() as f64;
        format!("{:.4} %", 100.0 * part)
    };
    let a_minute = |used: Used| {
        #[expect(clippy::cast_precision_loss, reason = "a figure to look at")]
        let count = used.switches as f64 / (length.as_secs_f64() / 60.0);
        format!("{count:.1}/min")
    };
    for ((measured, idle), busy) in all.iter().zip(&idle).zip(&busy) {
        let memory = process::memory(measured.id).map_or_else(
            || "ended".to_owned(),
            |(_, kilobytes)| format!("{}.{} MB", kilobytes / 1024, kilobytes % 1024 * 10 / 1024),
        );
        println!(
            "{:10} {memory:>9} {:>12} {:>14} {:>12} {:>14}",
            measured.name,
            share(*idle),
            a_minute(*idle),
            share(*busy),
            a_minute(*busy),
        );
    }
    println!(
        "{:10} {:>9} {:>12} {:>14}",
        "target", "15 MB", "0.02 %", "4/min"
    );
    Ok(())
}

/// Puts a plan into a new journal.
fn write_plan(unhunch: &Path, data: &Path, home: &Path) -> Result<()> {
    let line = format!(
        r#"{{"id":"01900000-0000-7000-8000-000000000001","device":"00000000-0000-4000-8000-000000000001","at":"2026-01-01T08:00:00Z","zone":"UTC","version":4,"body":{{"kind":"settings-changed","change":{PLAN}}}}}"#
    );
    let file = home.join("plan.jsonl");
    fs::write(&file, line + "\n")?;
    bench::import(unhunch, data, &file)
}

/// What each uses while something goes on.
fn over(all: &[Measured], meanwhile: impl FnOnce()) -> Vec<Used> {
    let now = || -> Vec<Used> { all.iter().map(|one| process::used(one.id)).collect() };
    let before = now();
    meanwhile();
    let after = now();
    let pairs = before.into_iter().zip(after);
    pairs
        .map(|(before, after)| Used {
            processor: after.processor.saturating_sub(before.processor),
            switches: after.switches.saturating_sub(before.switches),
        })
        .collect()
}

/// Somebody works: types and moves the pointer for a while, then thinks for some seconds.
fn work(desk: &Desk, home: &Path, length: Duration) {
    let begin = Instant::now();
    let mut turn = 0_u64;
    while begin.elapsed() < length {
        turn += 1;
        let mut keys = desk.command("xdotool", home);
        keys.args(["type", "--delay", "120", "a few words and then some more"]);
        run_quietly(keys);
        let mut pointer = desk.command("xdotool", home);
        let (x, y) = ((turn * 37 % 900).to_string(), (turn * 53 % 600).to_string());
        pointer.args(["mousemove", &x, &y]);
        run_quietly(pointer);
        thread::sleep(Duration::from_secs(turn % 4 * 2));
    }
}

fn run_quietly(mut command: Command) {
    // Where a key is lost, nobody works for a moment; that is no error.
    let _ = command.stdin(Stdio::null()).status();
}
