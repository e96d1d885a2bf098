//! What is advised, in words: the same sentences for the pages and the command line.

use jiff::civil::Date;
use unhunch_domain::journal::advice_rule::Rule;
use unhunch_domain::review::advice::{Advice, Because, Week};

use crate::fluent::Words;
use crate::{dates, trend};

/// Advice in words.
pub struct Advised {
    /// What it says, in a few words.
    pub heading: String,
    /// What it follows from, a sentence each.
    pub because: Vec<String>,
    /// What to do.
    pub what_to_do: String,
}

/// What a rule advises, in words; `all` is what is advised that day. Nobody is told to go on as it
/// is when it has got worse.
pub fn in_words(words: &Words, advice: &Advice, all: &[Advice]) -> Advised {
    let (heading, what_to_do) = match (advice.rule, advice.is_firm) {
        (Rule::Worse, _) => ("advised-worse-heading", "advised-worse-do"),
        (Rule::Assessment, _) => ("advised-assessment-heading", "advised-assessment-do"),
        (Rule::Persisting, false) => ("advised-persisting-heading", "advised-persisting-do"),
        (Rule::Persisting, true) => ("advised-firm-heading", "advised-firm-do"),
        (Rule::Better, _) => ("advised-better-heading", "advised-better-do"),
    };
    let mut because = Vec::new();
    for reason in &advice.because {
        match reason {
            Because::Weeks { now, then } => {
                let other = if advice.rule == Rule::Worse {
                    "advised-lowest"
                } else {
                    "advised-first"
                };
                because.push(of_week(words, "advised-now", now));
                because.push(of_week(words, other, then));
            }
            Because::Answers { last, count, .. } => because.push(words.with(
                "advised-answers",
                &[
                    ("count", (*count).into()),
                    ("date", (&date(words, *last)).into()),
                ],
            )),
            Because::Said { since, on } => because.push(words.with(
                &format!("advised-said-{}", since.id()),
                &[("date", (&date(words, *on)).into())],
            )),
            Because::Lasting { first, now } => {
                because.push(words.with(
                    "advised-lasting",
                    &[("date", (&date(words, *first)).into())],
                ));
                because.push(of_week(words, "advised-now", now));
            }
        }
    }
    let what_to_do = words.get(what_to_do);
    let is_worse = all.iter().any(|advice| advice.rule == Rule::Worse);
    let goes_on = matches!(advice.rule, Rule::Assessment | Rule::Persisting) && !is_worse;
    Advised {
        heading: words.get(heading),
        because,
        what_to_do: if goes_on {
            words.with("advised-go-on", &[("advice", (&what_to_do).into())])
        } else {
            what_to_do
        },
    }
}

fn of_week(words: &Words, key: &str, week: &Week) -> String {
    let tenths = week.mean.tenths();
    let (kind, number) = if week.is_answer {
        ("advised-week-answered", (tenths / 10).to_string())
    } else {
        ("advised-week-rated", trend::mean(week.mean))
    };
    let said = words.with(
        kind,
        &[
            ("number", (&number).into()),
            ("date", (&date(words, week.last)).into()),
        ],
    );
    words.with(key, &[("week", (&said).into())])
}

fn date(words: &Words, date: Date) -> String {
    dates::full_date(words, date)
}
