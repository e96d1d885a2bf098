//! The commands about reminders: what works here and what is planned, starting at login, and a trace
//! of a day at the computer, replayed to say when Unhunch would have asked, and why.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;
use serde::Serialize;
use unhunch_desktop::Unavailable;
use unhunch_desktop::autostart::Autostart;
use unhunch_reminders::event::{Cause, Opening, Suppression, Withdrawal};
use unhunch_reminders::replay::{ReplayedEvent, replay};
use unhunch_reminders::{Event, Kind, Plan, Prompt, trace};
use unhunch_words::Words;

use crate::described::Object;
use crate::reminder_status;
use crate::{Failure, files};

/// The largest trace, in bytes: years of days that are recorded second by second.
const LARGEST_TRACE: u64 = 256 * 1024 * 1024;

/// The largest configuration, in bytes.
const LARGEST_CONFIG: u64 = 1024 * 1024;

/// What can be asked about reminders.
#[derive(Subcommand)]
pub enum ReminderCommand {
    /// Say what Unhunch sees of this computer, when it asks, and what it asked today
    #[command(after_help = reminder_status::JSON.help(""))]
    Status {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Start Unhunch when you log in, or not
    StartAtLogin {
        /// `on` or `off`
        wanted: OnOrOff,
    },
    /// Replay a trace and list each prompt with its reason
    Replay(ReplayOptions),
}

/// A switch.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OnOrOff {
    /// On.
    On,
    /// Off.
    Off,
}

/// What to replay, and how to print it.
#[derive(Args)]
#[command(after_help = JSON.help(
    "A line of a trace is a time as in 2026-03-02T09:00:00+01:00 and one of: input, idle SECONDS, lock, \
     unlock, sleep, wake, call on|off, fullscreen on|off, dnd on|off, zone NAME, answer \
     start|snooze|skip|not-today, session done. docs/reminder-traces.md describes it all."
))]
pub struct ReplayOptions {
    /// The trace: a file, or `-` for standard input
    trace: PathBuf,
    /// The reminders' settings as TOML [default: workdays from 12:00 to 14:00, no breaks]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// As JSON, a line for each
    #[arg(long)]
    json: bool,
    /// Also print what is taken back, and suggestions of another hour
    #[arg(long)]
    all: bool,
}

/// What a replay prints as JSON, a line for each.
pub const JSON: Object = Object::flat(HappenedJson::FIELDS);

described! {
    #[derive(Default, Serialize)]
    struct HappenedJson {
        /// `prompt`; with `--all` also `withdrawn` and `suggestion`
        event: &'static str,
        /// when: RFC 3339
        at: String,
        /// where: a zone’s name or an offset
        zone: String,
        /// of the prompt, from 1
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<u64>,
        /// `daily-first`, `daily-second`, `break`
        #[serde(skip_serializing_if = "Option::is_none")]
        kind: Option<&'static str>,
        /// the date that it counts for
        #[serde(skip_serializing_if = "Option::is_none")]
        day: Option<Date>,
        /// why at all: `window`, `second-chance`, `work`, `snoozed`
        #[serde(skip_serializing_if = "Option::is_none")]
        cause: Option<&'static str>,
        /// with `work`
        #[serde(skip_serializing_if = "Option::is_none")]
        work_minutes: Option<i64>,
        /// why now: `pause`, `grace-over`, `unwatched`
        #[serde(skip_serializing_if = "Option::is_none")]
        opening: Option<&'static str>,
        /// seconds without input, unless `unwatched`
        #[serde(skip_serializing_if = "Option::is_none")]
        idle_s: Option<i64>,
        /// any of `asleep`, `locked`, `call`, `full-screen`, `do-not-disturb`, `outside-hours`
        #[serde(skip_serializing_if = "Option::is_none")]
        waited_for: Option<Vec<&'static str>>,
        /// of `withdrawn`: one of those, or `done`, `break-taken`, `not-today`, `unanswered`, `restarted`
        #[serde(skip_serializing_if = "Option::is_none")]
        why: Option<&'static str>,
        /// of `suggestion`: the hour that was skipped, 0 to 23
        #[serde(skip_serializing_if = "Option::is_none")]
        skipped_hour: Option<i8>,
        /// of `suggestion`: the hour that it might be instead
        #[serde(skip_serializing_if = "Option::is_none")]
        instead_hour: Option<i8>,
        /// all of it in words
        reason: String,
    }
}

/// Runs one of the commands.
///
/// # Errors
/// Misuse: a trace or a configuration that can't be understood. Failure: one that can't be read.
pub fn run(
    out: &mut impl Write,
    command: &ReminderCommand,
    folder: impl FnOnce() -> anyhow::Result<PathBuf>,
    login: impl FnOnce() -> anyhow::Result<Autostart>,
) -> Result<(), Failure> {
    match command {
        ReminderCommand::Status { json } => reminder_status::run(out, &folder()?, &login()?, *json),
        ReminderCommand::StartAtLogin { wanted } => {
            let is_wanted = *wanted == OnOrOff::On;
            login()?.set(is_wanted).map_err(|error| match error {
                Unavailable::NotOffered => Failure::from(anyhow::anyhow!(
                    "there is no way here to start at login that Unhunch knows"
                )),
                Unavailable::Failed(error) => Failure::from(anyhow::anyhow!(
                    "starting at login can’t be changed: {error}"
                )),
            })?;
            let words = Words::english()?;
            writeln!(
                out,
                "{}",
                words.get(if is_wanted {
                    "status-login-on"
                } else {
                    "status-login-off"
                })
            )?;
            Ok(())
        }
        ReminderCommand::Replay(options) => run_replay(out, options),
    }
}

fn run_replay(out: &mut impl Write, options: &ReplayOptions) -> Result<(), Failure> {
    let words = Words::english()?;
    let plan = match &options.config {
        None => Plan::default(),
        Some(file) => {
            let text = read_text(file, LARGEST_CONFIG)?;
            Plan::from_toml(&text)
                .map_err(|error| Failure::user(format!("{}: {error}", file.display())))?
        }
    };
    let text = read_text(&options.trace, LARGEST_TRACE)?;
    let lines = trace::read(&text)
        .map_err(|error| Failure::user(format!("{}: {error}", name(&options.trace))))?;
    replay(plan, &lines, |happened| {
        if !options.all && !matches!(happened.event, Event::Ask(_)) {
            return Ok(());
        }
        if options.json {
            serde_json::to_writer(&mut *out, &json(&words, &happened))?;
            writeln!(out)?;
        } else {
            let at = happened.at.strftime("%a %F %T %:z");
            writeln!(out, "{at}  {}", line(&words, &happened.event))?;
        }
        Ok(())
    })
}

/// What a file is called in a message.
fn name(file: &Path) -> String {
    if file == Path::new("-") {
        "standard input".to_owned()
    } else {
        file.display().to_string()
    }
}

/// Reads a file of text, or standard input.
fn read_text(file: &Path, largest: u64) -> Result<String, Failure> {
    let cannot = || format!("{} can’t be read", name(file));
    let mut bytes = Vec::new();
    files::open_or_stdin(file)
        .with_context(cannot)?
        .take(largest + 1)
        .read_to_end(&mut bytes)
        .with_context(cannot)?;
    if bytes.len() as u64 > largest {
        return Err(Failure::user(format!(
            "{} is larger than {} MB, which is the most",
            name(file),
            largest / (1024 * 1024)
        )));
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        Failure::user(format!(
            "{}: line {line}: this is no text in UTF-8",
            name(file)
        ))
    })
}

fn line(words: &Words, event: &Event) -> String {
    match event {
        Event::Ask(prompt) => format!("{}: {}", what(words, prompt.kind), reason(words, prompt)),
        Event::Withdraw { kind, why, .. } => words.with(
            "reminder-withdrawn",
            &[
                ("prompt", (&what(words, *kind)).into()),
                ("why", (&withdrawal(words, *why)).into()),
            ],
        ),
        Event::SuggestHour { skipped, instead } => suggestion(words, *skipped, *instead),
    }
}

fn what(words: &Words, kind: Kind) -> String {
    words.get(match kind {
        Kind::DailyFirst => "reminder-daily-first",
        Kind::DailySecond => "reminder-daily-second",
        Kind::Break => "reminder-break",
    })
}

/// Why a prompt comes at all, why now, and what it waited for.
fn reason(words: &Words, prompt: &Prompt) -> String {
    let mut parts = vec![
        match prompt.cause {
            Cause::Window => words.get("reminder-cause-window"),
            Cause::SecondChance => words.get("reminder-cause-second-chance"),
            Cause::Work { minutes } => {
                words.with("reminder-cause-work", &[("minutes", minutes.into())])
            }
            Cause::Snoozed => words.get("reminder-cause-snoozed"),
        },
        match prompt.opening {
            Opening::Pause { seconds } => {
                words.with("reminder-opening-pause", &[("seconds", seconds.into())])
            }
            Opening::GraceOver { seconds } => words.with(
                "reminder-opening-grace-over",
                &[("seconds", seconds.into())],
            ),
            Opening::Unwatched => words.get("reminder-opening-unwatched"),
        },
    ];
    if !prompt.waited_for.is_empty() {
        let holds = prompt.waited_for.iter().map(|hold| held(words, *hold));
        let holds = holds.collect::<Vec<_>>().join(", ");
        parts.push(words.with("reminder-waited", &[("holds", (&holds).into())]));
    }
    parts.join("; ")
}

fn held(words: &Words, hold: Suppression) -> String {
    words.get(match hold {
        Suppression::Asleep => "reminder-hold-asleep",
        Suppression::Locked => "reminder-hold-locked",
        Suppression::Call => "reminder-hold-call",
        Suppression::FullScreen => "reminder-hold-full-screen",
        Suppression::DoNotDisturb => "reminder-hold-do-not-disturb",
        Suppression::OutsideHours => "reminder-hold-outside-hours",
    })
}

fn withdrawal(words: &Words, why: Withdrawal) -> String {
    words.get(match why {
        Withdrawal::Suppressed(Suppression::Asleep) => "reminder-back-asleep",
        Withdrawal::Suppressed(Suppression::Locked) => "reminder-back-locked",
        Withdrawal::Suppressed(Suppression::Call) => "reminder-back-call",
        Withdrawal::Suppressed(Suppression::FullScreen) => "reminder-back-full-screen",
        Withdrawal::Suppressed(Suppression::DoNotDisturb) => "reminder-back-do-not-disturb",
        Withdrawal::Suppressed(Suppression::OutsideHours) => "reminder-back-outside-hours",
        Withdrawal::Done => "reminder-back-done",
        Withdrawal::BreakTaken => "reminder-back-break-taken",
        Withdrawal::NotToday => "reminder-back-not-today",
        Withdrawal::Unanswered => "reminder-back-unanswered",
        Withdrawal::Restarted => "reminder-back-restarted",
    })
}

fn suggestion(words: &Words, skipped: i8, instead: Option<i8>) -> String {
    let hour = |hour: i8| format!("{hour:02}:00");
    let skipped = hour(skipped);
    match instead {
        None => words.with("reminder-suggest-hour", &[("skipped", (&skipped).into())]),
        Some(instead) => words.with(
            "reminder-suggest-instead",
            &[
                ("skipped", (&skipped).into()),
                ("instead", (&hour(instead)).into()),
            ],
        ),
    }
}

fn json(words: &Words, happened: &ReplayedEvent) -> HappenedJson {
    let zone = happened.at.time_zone().iana_name();
    let common = HappenedJson {
        at: happened.at.strftime("%FT%T%:z").to_string(),
        zone: zone.map_or_else(|| happened.at.offset().to_string(), str::to_owned),
        ..HappenedJson::default()
    };
    match &happened.event {
        Event::Ask(prompt) => HappenedJson {
            event: "prompt",
            number: Some(prompt.number.0),
            kind: Some(prompt.kind.id()),
            day: Some(prompt.day),
            cause: Some(prompt.cause.id()),
            work_minutes: match prompt.cause {
                Cause::Work { minutes } => Some(minutes),
                _ => None,
            },
            opening: Some(prompt.opening.id()),
            idle_s: prompt.opening.seconds(),
            waited_for: Some(prompt.waited_for.iter().map(|hold| hold.id()).collect()),
            reason: reason(words, prompt),
            ..common
        },
        Event::Withdraw { number, kind, why } => HappenedJson {
            event: "withdrawn",
            number: Some(number.0),
            kind: Some(kind.id()),
            why: Some(why.id()),
            reason: withdrawal(words, *why),
            ..common
        },
        Event::SuggestHour { skipped, instead } => HappenedJson {
            event: "suggestion",
            skipped_hour: Some(*skipped),
            instead_hour: *instead,
            reason: suggestion(words, *skipped, *instead),
            ..common
        },
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use super::*;
    use crate::described::tests::assert_described;

    /// What an earlier version replayed of all stories, one after the other.
    const FROZEN: &str = include_str!("../../tests/frozen/replay.jsonl");

    #[test]
    fn the_json_is_as_it_is_described() {
        let all = HappenedJson {
            number: Some(1),
            kind: Some("break"),
            day: Some(Date::constant(2026, 8, 3)),
            cause: Some("work"),
            work_minutes: Some(50),
            opening: Some("pause"),
            idle_s: Some(5),
            waited_for: Some(Vec::new()),
            why: Some("done"),
            skipped_hour: Some(12),
            instead_hour: Some(13),
            ..HappenedJson::default()
        };
        assert_described(HappenedJson::FIELDS, &all);
    }

    #[test]
    fn stories_are_replayed_as_an_earlier_version_did() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reminders/tests/stories");
        let entries = std::fs::read_dir(&folder).unwrap();
        let mut stories: Vec<_> = entries
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.extension().is_some_and(|end| end == "txt"))
            .collect();
        stories.sort();
        let mut out = Vec::new();
        for trace in stories {
            let own = trace.with_extension("toml");
            let config = if own.exists() {
                own
            } else {
                folder.join("plan.toml")
            };
            let options = ReplayOptions {
                trace,
                config: Some(config),
                json: true,
                all: true,
            };
            assert!(run_replay(&mut out, &options).is_ok());
        }
        assert_eq!(String::from_utf8(out).unwrap(), FROZEN);
    }
}
