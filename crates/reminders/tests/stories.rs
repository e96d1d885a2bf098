//! Days that read like stories: each file in `stories/` is a trace, and beside it is what was
//! asked. A plan of the same name is used for it, or `plan.toml`.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]
#![allow(
    clippy::disallowed_methods,
    reason = "it reads the stories that it tells"
)]

use std::convert::Infallible;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;
use unhunch_reminders::event::{Opening, Prompt};
use unhunch_reminders::replay::{ReplayedEvent, replay};
use unhunch_reminders::trace::{self, Line};
use unhunch_reminders::{Event, Machine, Observation, Plan, State};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/stories")
}

fn stories() -> Vec<PathBuf> {
    let files = fs::read_dir(folder()).unwrap();
    let mut stories: Vec<_> = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    stories.sort();
    assert!(!stories.is_empty());
    stories
}

fn plan_of(story: &Path) -> Plan {
    let own = story.with_extension("toml");
    let file = if own.exists() {
        own
    } else {
        folder().join("plan.toml")
    };
    Plan::from_toml(&fs::read_to_string(file).unwrap()).unwrap()
}

fn lines_of(story: &Path) -> Vec<Line> {
    trace::read(&fs::read_to_string(story).unwrap())
        .unwrap_or_else(|error| panic!("{}: {error}", story.display()))
}

fn replayed(plan: Plan, lines: &[Line]) -> Vec<ReplayedEvent> {
    let mut happened = Vec::new();
    replay(plan, lines, |one| {
        happened.push(one);
        Ok::<_, Infallible>(())
    })
    .unwrap();
    happened
}

fn told(happened: &ReplayedEvent) -> String {
    let at = happened.at.strftime("%a %F %T %:z");
    match &happened.event {
        Event::Ask(prompt) => format!("{at}  {}", asked(prompt)),
        Event::Withdraw { number, why, .. } => {
            format!("{at}  take back {}: {}", number.0, why.id())
        }
        Event::SuggestHour { skipped, instead } => {
            let instead = instead.map_or("another hour".to_owned(), |hour| format!("{hour} h"));
            format!("{at}  suggest {instead} instead of {skipped} h")
        }
    }
}

fn asked(prompt: &Prompt) -> String {
    let mut text = format!(
        "ask {}: {}, {}",
        prompt.number.0,
        prompt.kind.id(),
        prompt.cause.id()
    );
    let _ = match prompt.opening {
        Opening::Pause { seconds } => write!(text, ", at a pause of {seconds} s"),
        Opening::GraceOver { seconds } => write!(text, ", grace over, hands rest for {seconds} s"),
        Opening::Unwatched => write!(text, ", input unknown"),
    };
    for hold in &prompt.waited_for {
        let _ = write!(text, ", waited for {}", hold.id());
    }
    let _ = write!(text, " (for {})", prompt.day);
    text
}

#[test]
fn what_is_asked() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(folder());
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    for story in stories() {
        let name = story.file_stem().unwrap().to_str().unwrap();
        let happened = replayed(plan_of(&story), &lines_of(&story));
        let text: Vec<_> = happened.iter().map(told).collect();
        settings.bind(|| insta::assert_snapshot!(name, text.join("\n")));
    }
}

/// What is kept between two lines is everything: going on from it is going on.
#[test]
fn kept_and_given_back_at_every_line() {
    for story in stories() {
        let plan = plan_of(&story);
        let lines = lines_of(&story);
        let mut machine = Machine::new(plan.clone(), TimeZone::fixed(lines[0].offset));
        let mut happened = Vec::new();
        for line in &lines {
            let kept = serde_json::to_string(machine.state()).unwrap();
            let state: State = serde_json::from_str(&kept).unwrap();
            assert_eq!(&state, machine.state());
            machine = Machine::resume(plan.clone(), state);
            if line.observation != Observation::Restart {
                while let Some(wake) = machine.next_wake().filter(|wake| *wake < line.at) {
                    happened.extend(machine.tick(wake));
                }
            }
            happened.extend(machine.observe(line.at, line.observation.clone()));
        }
        let events: Vec<_> = replayed(plan, &lines)
            .into_iter()
            .map(|one| one.event)
            .collect();
        assert_eq!(happened, events, "{}", story.display());
    }
}
