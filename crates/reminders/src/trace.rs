//! Traces: what was observed, a line each, to be written by hand or recorded, and replayed.

use std::num::IntErrorKind;

use jiff::Timestamp;
use jiff::fmt::temporal::Pieces;
use jiff::tz::{Offset, TimeZone};

use crate::observation::{Answer, Observation, Signal};

/// What was observed at some moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// When.
    pub at: Timestamp,
    /// The offset from UTC that the time was written with.
    pub offset: Offset,
    /// What.
    pub observation: Observation,
}

/// A line that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {problem}")]
pub struct TraceError {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "each says what it is")]
pub enum Problem {
    #[error("`{0}` is no time; write it like 2026-03-02T09:00:00+01:00")]
    Time(String),
    #[error("there is a time and nothing after it; expected {WORDS}")]
    Nothing,
    #[error("`{0}` is nothing that can be observed; expected {WORDS}")]
    Word(String),
    #[error("after `{word}` comes {expected}; found `{found}`")]
    Value {
        word: &'static str,
        expected: &'static str,
        found: String,
    },
    #[error("there is no zone `{0}`; expected a name like Europe/Berlin")]
    Zone(String),
    #[error("`{0}` is too much at the end of the line")]
    TooMuch(String),
}

const WORDS: &str = "one of input, idle, lock, unlock, sleep, wake, call, fullscreen, dnd, zone, answer, \
    session done, break done, restart";

/// Reads a trace. Blank lines are passed over, and whatever follows a `#`.
///
/// # Errors
/// The first line that can't be read.
pub fn read(text: &str) -> Result<Vec<Line>, TraceError> {
    let mut lines = Vec::new();
    // Some editors begin a file with a mark.
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.split('#').next().unwrap_or_default().trim();
        if !line.is_empty() {
            let problem = |problem| TraceError {
                line: number,
                problem,
            };
            lines.push(read_line(line).map_err(problem)?);
        }
    }
    Ok(lines)
}

fn read_line(line: &str) -> Result<Line, Problem> {
    let mut words = line.split_whitespace();
    let time = words.next().unwrap_or_default();
    let wrong = || Problem::Time(shortened(time));
    // A name in brackets would be more than a moment, and may contradict it.
    if time.contains('[') {
        return Err(wrong());
    }
    let at: Timestamp = time.parse().map_err(|_| wrong())?;
    let offset = Pieces::parse(time)
        .ok()
        .and_then(|pieces| pieces.to_numeric_offset());
    let observation = observation(at, &mut words)?;
    match words.next() {
        Some(word) => Err(Problem::TooMuch(shortened(word))),
        None => Ok(Line {
            at,
            offset: offset.ok_or_else(wrong)?,
            observation,
        }),
    }
}

fn observation<'a>(
    at: Timestamp,
    words: &mut impl Iterator<Item = &'a str>,
) -> Result<Observation, Problem> {
    let word = words.next().ok_or(Problem::Nothing)?;
    let mut next = || words.next().unwrap_or_default();
    Ok(match word {
        "input" => Observation::Input,
        "idle" => idle(next())?,
        "lock" => Observation::Lock,
        "unlock" => Observation::Unlock,
        "sleep" => Observation::Sleep,
        "wake" => Observation::Wake,
        "call" => Observation::Call(signal("call", next())?),
        "fullscreen" => Observation::FullScreen(signal("fullscreen", next())?),
        "dnd" => Observation::DoNotDisturb(signal("dnd", next())?),
        "zone" => {
            let name = next();
            let zone = TimeZone::get(name).map_err(|_| Problem::Zone(shortened(name)))?;
            Observation::Zone(zone)
        }
        "answer" => Observation::Answer(None, answer(next())?),
        "session" => done("session", next(), Observation::SessionStarted { at })?,
        "break" => done("break", next(), Observation::BreakTaken)?,
        "restart" => Observation::Restart,
        _ => return Err(Problem::Word(shortened(word))),
    })
}

/// A word of a trace as a message shows it: one that is endless is cut.
fn shortened(word: &str) -> String {
    const LONGEST: usize = 60;
    match word.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &word[..end]),
        None => word.to_owned(),
    }
}

fn idle(value: &str) -> Result<Observation, Problem> {
    if value == "unknown" {
        return Ok(Observation::InputUnknown);
    }
    match value.parse::<u32>() {
        Ok(seconds) => Ok(Observation::Idle { seconds }),
        // Longer than a century is long enough.
        Err(error) if *error.kind() == IntErrorKind::PosOverflow => {
            Ok(Observation::Idle { seconds: u32::MAX })
        }
        Err(_) => Err(Problem::Value {
            word: "idle",
            expected: "a whole number of seconds, or unknown",
            found: shortened(value),
        }),
    }
}

fn signal(word: &'static str, value: &str) -> Result<Signal, Problem> {
    match value {
        "on" => Ok(Signal::On),
        "off" => Ok(Signal::Off),
        "unknown" => Ok(Signal::Unknown),
        _ => Err(Problem::Value {
            word,
            expected: "on, off or unknown",
            found: shortened(value),
        }),
    }
}

fn answer(value: &str) -> Result<Answer, Problem> {
    match value {
        "start" => Ok(Answer::Start),
        "snooze" => Ok(Answer::Snooze),
        "skip" => Ok(Answer::Skip),
        "not-today" => Ok(Answer::NotToday),
        _ => Err(Problem::Value {
            word: "answer",
            expected: "start, snooze, skip or not-today",
            found: shortened(value),
        }),
    }
}

fn done(word: &'static str, value: &str, observation: Observation) -> Result<Observation, Problem> {
    if value == "done" {
        Ok(observation)
    } else {
        Err(Problem::Value {
            word,
            expected: "done",
            found: shortened(value),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_read() {
        let text = "\u{feff}# a morning\n\n2026-03-02T09:00:00+01:00 input\r\n\
            2026-03-02T08:00:01Z  idle   120 # away\n\
            2026-03-02T09:00:00+01:00 idle unknown\n2026-03-02T09:00:00+01:00 idle 99999999999\n\
            2026-03-02T09:00:00+01:00 lock\n2026-03-02T09:00:00+01:00 unlock\n\
            2026-03-02T09:00:00+01:00 sleep\n2026-03-02T09:00:00+01:00 wake\n\
            2026-03-02T09:00:00+01:00 call on\n2026-03-02T09:00:00+01:00 fullscreen off\n\
            2026-03-02T09:00:00+01:00 dnd unknown\n2026-03-02T09:00:00+01:00 zone Asia/Tokyo\n\
            2026-03-02T09:00:00+01:00 answer start\n2026-03-02T09:00:00+01:00 answer snooze\n\
            2026-03-02T09:00:00+01:00 answer skip\n2026-03-02T09:00:00+01:00 answer not-today\n\
            2026-03-02T09:00:00+01:00 session done\n2026-03-02T09:00:00+01:00 break done\n\
            2026-03-02T09:00:00+01:00 restart\n";
        insta::assert_debug_snapshot!(read(text).unwrap());
    }

    #[test]
    fn faults_name_the_line_and_what_is_expected() {
        let fault = |line: &&str| {
            read(&format!("# a trace\n\n{line}\n"))
                .unwrap_err()
                .to_string()
        };
        let faults: Vec<_> = [
            "input",
            "09:00 input",
            "2026-03-02T09:00:00 input",
            "2026-02-30T09:00:00Z input",
            "2026-03-02T09:00:00Z",
            "2026-03-02T09:00:00Z typing",
            "2026-03-02T09:00:00Z Input",
            "2026-03-02T09:00:00Z idle",
            "2026-03-02T09:00:00Z idle -3",
            "2026-03-02T09:00:00Z idle 2.5",
            "2026-03-02T09:00:00Z call",
            "2026-03-02T09:00:00Z call maybe",
            "2026-03-02T09:00:00Z zone Middle/Earth",
            "2026-03-02T09:00:00Z zone",
            "2026-03-02T09:00:00Z answer yes",
            "2026-03-02T09:00:00Z session",
            "2026-03-02T09:00:00Z lock now",
            "2026-03-02T09:00:00+01:00[Europe/Berlin] lock",
            &format!("2026-03-02T09:00:00Z {}", "long".repeat(1000)),
        ]
        .iter()
        .map(fault)
        .collect();
        insta::assert_snapshot!(faults.join("\n"));
    }
}
