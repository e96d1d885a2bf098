//! The command that says what is advised today, and by which rule.

use std::io::Write;
use std::path::Path;

use clap::Args;
use jiff::civil::Date;
use serde::Serialize;
use unhunch_app::Host;
use unhunch_domain::diary::Diary;
use unhunch_domain::person::screening::Verdict;
use unhunch_domain::review::advice;
use unhunch_domain::review::advice::{Advice, Because, Week};
use unhunch_words::{Words, advice as advised};

use crate::Failure;
use crate::commands::content::print_json;
use crate::commands::journal::read_diary;
use crate::commands::today::gate;
use crate::described::Object;
use crate::system::Machine;

/// What advice can be asked for.
#[derive(Args)]
#[command(after_help = JSON.help(
    "It reads your journal and changes nothing in it. First comes what your answers to the safety \
     questions say, then what follows from how you rated it, the gravest first."
))]
pub struct AdviceOptions {
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// What it prints as JSON.
pub const JSON: Object = Object {
    fields: AdviceJson::FIELDS,
    within: &[
        ("safety", Object::flat(SafetyJson::FIELDS)),
        ("advice", Object::flat(AdvisedJson::FIELDS)),
    ],
};

described! {
    #[derive(Serialize)]
    struct AdviceJson {
        /// the day, such as `2026-08-03`
        date: Date,
        /// the verdict of `today` as a rule
        safety: SafetyJson,
        /// what follows from how you rated it, the gravest first
        advice: Vec<AdvisedJson>,
    }
}

described! {
    #[derive(Serialize)]
    struct SafetyJson {
        /// `safety-go`, `safety-unasked`, `safety-again`, `safety-see-first`, `safety-stop` or `safety-rest`
        rule: String,
        /// as those of `today`
        signs: Vec<&'static str>,
        /// in words
        message: String,
    }
}

described! {
    #[derive(Serialize)]
    struct AdvisedJson {
        /// `worse`, `assessment`, `persisting` or `better`; `domain::review::advice` has them as a table
        rule: &'static str,
        /// whether it is said for the second time
        firm: bool,
        /// the first day of this stage of it
        since: Date,
        /// whether you read it
        read: bool,
        /// where the rule comes from
        source: &'static str,
        /// the numbers that it follows from, each with its `kind`: `weeks` (`now` and `then`, each with
        /// `first`, `last`, `average`, `ratings`, `answered`), `answers` (`first`, `last`, `count`), `said`
        /// (`since`, `on`) or `lasting` (`first`, `now`)
        because: Vec<BecauseJson>,
        /// what it is about, in words
        heading: String,
        /// `because` in words
        reasons: Vec<String>,
        /// what to do, in words
        message: String,
    }
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
        Verdict::Cleared => vec![words.get("advised-command-go")],
        Verdict::Unasked => vec![words.get("advised-command-unasked")],
        Verdict::AskAgain => vec![words.get("advised-command-again")],
        Verdict::RestToday | Verdict::SeeFirst(_) | Verdict::Stop(_) => gate.lines,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::described::tests::assert_described;

    #[test]
    fn the_json_is_as_it_is_described() {
        let safety = SafetyJson {
            rule: String::new(),
            signs: Vec::new(),
            message: String::new(),
        };
        let date = Date::constant(2026, 8, 3);
        let advised = AdvisedJson {
            rule: "worse",
            firm: false,
            since: date,
            read: false,
            source: "",
            because: Vec::new(),
            heading: String::new(),
            reasons: Vec::new(),
            message: String::new(),
        };
        assert_described(SafetyJson::FIELDS, &safety);
        assert_described(AdvisedJson::FIELDS, &advised);
        let advice = AdviceJson {
            date,
            safety,
            advice: vec![advised],
        };
        assert_described(AdviceJson::FIELDS, &advice);
    }
}
