//! The command that says what is advised today, and by which rule.

use std::io::Write;
use std::path::Path;

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;
use unhunch_app::Host;
use unhunch_domain::advice::{self, Advice, Because, Week};
use unhunch_domain::diary::Diary;
use unhunch_domain::screening::Verdict;
use unhunch_words::{Words, advice as advised};

use crate::Failure;
use crate::content_commands::print_json;
use crate::journal_commands::read_diary;
use crate::system::Machine;
use crate::today_command::gate;

/// What advice can be asked for.
#[derive(Args)]
#[command(
    after_help = "It reads your journal and changes nothing in it. First comes what your answers \
    to the safety questions say, then what follows from how you rated it, the gravest first.\n\n\
    The fields of the JSON: date, safety (rule: safety-go, safety-unasked, safety-again, \
    safety-see-first, safety-stop or safety-rest; signs, message) and advice, a list of: rule \
    (worse, assessment, persisting, better), firm (said for the second time), since (its first \
    day), read, source, because, heading, reasons and message (the same in sentences). A reason \
    in because has a kind: weeks (now and then: first, last, average, ratings, answered), answers \
    (first, last, count), said (since, on) or lasting (first, now)."
)]
pub struct AdviceOptions {
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct AdviceJson {
    date: Date,
    safety: SafetyJson,
    advice: Vec<AdvisedJson>,
}

#[derive(Serialize)]
struct SafetyJson {
    rule: String,
    signs: Vec<&'static str>,
    message: String,
}

#[derive(Serialize)]
struct AdvisedJson {
    rule: &'static str,
    firm: bool,
    since: Date,
    read: bool,
    source: &'static str,
    because: Vec<BecauseJson>,
    heading: String,
    reasons: Vec<String>,
    message: String,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum BecauseJson {
    Weeks {
        now: WeekJson,
        then: WeekJson,
    },
    Answers {
        first: Date,
        last: Date,
        count: usize,
    },
    Said {
        since: &'static str,
        on: Date,
    },
    Lasting {
        first: Date,
        now: WeekJson,
    },
}

#[derive(Serialize)]
struct WeekJson {
    first: Date,
    last: Date,
    average: f64,
    ratings: u32,
    answered: bool,
}

/// Says what is advised today.
///
/// # Errors
/// Where there is a journal that can't be read.
pub fn run(out: &mut impl Write, folder: &Path, options: &AdviceOptions) -> Result<(), Failure> {
    let words = Words::english()?;
    let today = Machine.moment().zoned.date();
    let (verdict, all) = read_diary(folder, |diary: &Diary| {
        (diary.verdict(today), advice::today(diary, today))
    })?;
    let safety = safety(&words, &verdict);
    let all: Vec<_> = all
        .iter()
        .map(|advice| advised_json(&words, advice, &all))
        .collect();
    if options.json {
        let json = AdviceJson {
            date: today,
            safety,
            advice: all,
        };
        return print_json(out, &json);
    }
    writeln!(out, "{} [{}]", safety.message, safety.rule)?;
    if all.is_empty() {
        writeln!(out, "\n{}", words.get("advised-command-none"))?;
    }
    for advised in &all {
        let firm = if advised.firm { ", firm" } else { "" };
        let AdvisedJson {
            heading,
            rule,
            since,
            source,
            message,
            ..
        } = advised;
        writeln!(out, "\n{heading} [{rule}{firm}, since {since}]")?;
        for reason in &advised.reasons {
            writeln!(out, "- {reason}")?;
        }
        writeln!(out, "{message}\n({source})")?;
    }
    Ok(())
}

/// What the answers to the safety questions say, in words.
fn safety(words: &Words, verdict: &Verdict) -> SafetyJson {
    let gate = gate(words, verdict);
    let lines = match verdict {
        Verdict::Go => vec![words.get("advised-command-go")],
        Verdict::Unasked => vec![words.get("advised-command-unasked")],
        Verdict::Again => vec![words.get("advised-command-again")],
        Verdict::Rest | Verdict::SeeFirst(_) | Verdict::Stop(_) => gate.lines,
    };
    SafetyJson {
        rule: format!("safety-{}", gate.id),
        signs: gate.signs,
        message: lines.join("\n"),
    }
}

fn advised_json(words: &Words, advice: &Advice, all: &[Advice]) -> AdvisedJson {
    let said = advised::in_words(words, advice, all);
    AdvisedJson {
        rule: advice.rule.id(),
        firm: advice.is_firm,
        since: advice.since,
        read: advice.is_read,
        source: advice.rule.source(),
        because: advice.because.iter().map(because_json).collect(),
        heading: said.heading,
        reasons: said.because,
        message: said.what_to_do,
    }
}

fn because_json(because: &Because) -> BecauseJson {
    match because {
        Because::Weeks { now, then } => BecauseJson::Weeks {
            now: week_json(now),
            then: week_json(then),
        },
        Because::Answers { first, last, count } => BecauseJson::Answers {
            first: *first,
            last: *last,
            count: *count,
        },
        Because::Said { since, on } => BecauseJson::Said {
            since: since.id(),
            on: *on,
        },
        Because::Lasting { first, now } => BecauseJson::Lasting {
            first: *first,
            now: week_json(now),
        },
    }
}

fn week_json(week: &Week) -> WeekJson {
    WeekJson {
        first: week.first(),
        last: week.last,
        average: f64::from(week.mean.tenths()) / 10.0,
        ratings: if week.is_answer { 0 } else { week.mean.count() },
        answered: week.is_answer,
    }
}
