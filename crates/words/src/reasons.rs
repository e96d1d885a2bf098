//! Reasons in a person's words: why something is in a session or isn't, what is different about
//! it, and what is suggested. One place, so that pages and the command line say the same.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unhunch_domain::basics::dates::days_between;
use unhunch_domain::person::precautions;
use unhunch_domain::person::precautions::Removal;
use unhunch_domain::person::profile::Minutes;
use unhunch_domain::programme::exercise::{Playable, Precaution};
use unhunch_domain::programme::position::Equipment;
use unhunch_domain::programme::progression::Difficulty;
use unhunch_domain::review::adherence::Adherence;
use unhunch_domain::review::suggestions::{OverloadReason, Step, Suggestion};
use unhunch_domain::session::compose::{Chosen, Note, Omission, Why};
use unhunch_domain::{Condition, Exercise};

use crate::doses;
use crate::fluent::Words;

/// How many days ago something was: "today", "yesterday", "3 days ago".
pub fn ago(words: &Words, days: i32) -> String {
    words.with("ago", &[("days", i64::from(days).into())])
}

/// Why something is in a session.
pub fn why(words: &Words, chosen: &Chosen<'_>) -> String {
    match chosen.why {
        Why::WarmUp => words.get("why-warm-up"),
        Why::Strengthening(None) => words.get("why-strengthening-first"),
        Why::Strengthening(Some(days)) => {
            words.with("why-strengthening", &[("ago", (&ago(words, days)).into())])
        }
        Why::Region {
            region,
            named,
            days,
        } => {
            let mut sentence = words.get(&format!("why-region-{}", region.id()));
            if named {
                sentence = words.with("why-named", &[("region", (&sentence).into())]);
            }
            match days {
                Some(days) => words.with(
                    "why-last",
                    &[
                        ("region", (&sentence).into()),
                        ("ago", (&ago(words, days)).into()),
                    ],
                ),
                None => sentence,
            }
        }
        Why::Wanted => match &chosen.instead_of {
            Some(other) if *other == chosen.planned.play.exercise.id => {
                words.get("why-wanted-form")
            }
            Some(other) => words.with(
                "why-wanted-instead",
                &[("exercise", (&words.get(other.as_str())).into())],
            ),
            None => words.get("why-wanted"),
        },
        Why::Routine => words.get("why-routine"),
    }
}

/// What is different about something in a session that was to last so many minutes; none for a
/// routine, which lasts as long as it does.
pub fn note(words: &Words, note: Note, minutes: Option<Minutes>) -> String {
    let fitting = |with_minutes: &str, without: &str| match minutes {
        Some(minutes) => words.with(with_minutes, &[("minutes", minutes.get().into())]),
        None => words.get(without),
    };
    match note {
        Note::Instead(condition) => because(words, "note-instead", condition),
        Note::Gently(condition) => because(words, "note-gently", condition),
        Note::StandsIn => words.get("note-stands-in"),
        Note::Easier => words.get("note-easier"),
        Note::Harder => words.get("note-harder"),
        Note::Back(days) => words.with("note-back", &[("days", i64::from(days).into())]),
        Note::TooMuch(days) => words.with("note-too-much", &[("ago", (&ago(words, days)).into())]),
        Note::Less => fitting("note-less", "note-less-to-fit"),
        Note::More => fitting("note-more", "note-more-to-fill"),
    }
}

/// Why an exercise isn't in a session.
pub fn omission(words: &Words, omission: &Omission) -> String {
    match omission {
        Omission::Condition(condition) => because(words, "omission-condition", *condition),
        Omission::AskFirst(condition) => because(words, "omission-ask-first", *condition),
        Omission::NoForm(conditions) => {
            let names = conditions
                .iter()
                .map(|condition| words.get(&format!("condition-{condition}")));
            let names: Vec<_> = names.collect();
            words.with(
                "omission-no-form",
                &[("conditions", (&names.join(", ")).into())],
            )
        }
        Omission::Place(place) => words.get(&format!("omission-place-{}", place.id())),
        Omission::Equipment(things) => words.with(
            "omission-equipment",
            &[("things", (&enumerate(words, things)).into())],
        ),
        Omission::LeftOut => words.get("omission-left-out"),
        Omission::Dropped => words.get("omission-dropped"),
        Omission::Swapped => words.get("omission-swapped"),
        Omission::Rest(days) => words.with("omission-rest", &[("days", i64::from(*days).into())]),
        Omission::Hurt => words.get("omission-hurt"),
        Omission::Time => words.get("omission-time"),
    }
}

/// What is suggested to a person today, as a question.
pub fn suggestion(words: &Words, suggestion: &Suggestion<'_>, today: Date) -> String {
    let name = |exercise: &Exercise| words.get(exercise.id.as_str());
    match suggestion {
        Suggestion::Settled { exercise, date, .. } => words.with(
            "suggest-settled",
            &[
                ("exercise", (&name(exercise)).into()),
                ("ago", (&ago(words, days_between(*date, today))).into()),
            ],
        ),
        Suggestion::Up {
            exercise,
            from,
            to,
            days,
        } => words.with(
            "suggest-up",
            &[
                ("exercise", (&name(exercise)).into()),
                ("days", (*days).into()),
                ("change", (&change(words, from, to)).into()),
            ],
        ),
        Suggestion::Down {
            exercise,
            from,
            to,
            because,
        } => words.with(
            "suggest-down",
            &[
                ("exercise", (&name(exercise)).into()),
                ("trouble", (&trouble(words, *because, today)).into()),
                ("change", (&change(words, from, to)).into()),
            ],
        ),
        Suggestion::LeaveOut { exercise, because } => words.with(
            "suggest-leave-out",
            &[
                ("exercise", (&name(exercise)).into()),
                ("trouble", (&trouble(words, *because, today)).into()),
            ],
        ),
        Suggestion::Back(comeback) => {
            words.with("suggest-back", &[("days", i64::from(comeback.away).into())])
        }
    }
}

/// How one step of an exercise differs from another, as something to do: "hold it for 15 s
/// instead of 10 s".
pub fn change(words: &Words, from: &Step<'_>, to: &Step<'_>) -> String {
    if from.play.message() != to.play.message() {
        let key = match Difficulty::of(to.play) {
            Some(Difficulty::Easier) => "suggest-easier",
            Some(Difficulty::Harder) => "suggest-harder",
            Some(Difficulty::Usual) | None => "suggest-usual",
        };
        return words.with(
            key,
            &[
                ("name", (&words.get(&to.play.message())).into()),
                ("dose", (&doses::dose(words, to.play, &to.dose)).into()),
            ],
        );
    }
    let longest = |step: &Step<'_>| step.dose.holds_s.iter().copied().max().unwrap_or(0);
    let differs = (
        from.dose.sets != to.dose.sets,
        from.dose.reps != to.dose.reps,
        from.dose.holds_s != to.dose.holds_s,
    );
    let counted = |key: &str, from: u32, to: u32| {
        words.with(key, &[("from", from.into()), ("to", to.into())])
    };
    match differs {
        (true, false, false) => counted("suggest-sets", from.dose.sets, to.dose.sets),
        (false, true, false) if to.dose.sets == 1 => {
            counted("suggest-times", from.dose.reps, to.dose.reps)
        }
        (false, true, false) => counted("suggest-in-a-set", from.dose.reps, to.dose.reps),
        (false, false, true) if longest(from) != longest(to) => {
            counted("suggest-hold", longest(from), longest(to))
        }
        _ => words.with(
            "suggest-dose",
            &[
                ("from", (&doses::dose(words, from.play, &from.dose)).into()),
                ("to", (&doses::dose(words, to.play, &to.dose)).into()),
            ],
        ),
    }
}

/// How regularly somebody exercises, in sentences, none where there is nothing to say yet. It
/// never counts what is missing.
pub fn adherence(words: &Words, adherence: &Adherence) -> Vec<String> {
    let Adherence {
        days,
        good_weeks,
        weeks,
        run,
        away,
    } = *adherence;
    if away.is_some() {
        return vec![words.get("adherence-away")];
    }
    let mut sentences = Vec::new();
    if days > 0 {
        sentences.push(words.with("adherence-days", &[("days", days.into())]));
    }
    if good_weeks == weeks && weeks > 1 {
        sentences.push(words.with("adherence-all-weeks", &[("weeks", weeks.into())]));
    } else if good_weeks > 0 {
        sentences.push(words.with(
            "adherence-weeks",
            &[("good", good_weeks.into()), ("weeks", weeks.into())],
        ));
    }
    // A run says something of its own where it is longer than what was looked back on.
    if run > good_weeks {
        sentences.push(words.with("adherence-run", &[("weeks", run.into())]));
    }
    sentences
}

/// What was wrong with an exercise, and when.
fn trouble(words: &Words, trouble: OverloadReason, today: Date) -> String {
    let key = match trouble {
        OverloadReason::Hurt(_) => "suggest-trouble-hurt",
        OverloadReason::TooMuch(_) => "suggest-trouble-too-much",
        OverloadReason::Unsettled(_) => "suggest-trouble-unsettled",
    };
    let days = days_between(trouble.date(), today);
    words.with(key, &[("ago", (&ago(words, days)).into())])
}

/// A sentence that ends with what is spared or minded.
fn because(words: &Words, key: &str, condition: Condition) -> String {
    let because = words.get(&format!("because-{condition}"));
    words.with(key, &[("because", (&because).into())])
}

/// Things that are needed, in a sentence: "a mat and a wall".
fn enumerate<'a>(words: &Words, things: impl IntoIterator<Item = &'a Equipment>) -> String {
    let mut names: Vec<_> = things
        .into_iter()
        .map(|thing| words.get(&format!("omission-thing-{}", thing.id())))
        .collect();
    let Some(last) = names.pop() else {
        return String::new();
    };
    if names.is_empty() {
        return last;
    }
    words.with(
        "omission-things-and",
        &[
            ("things", (&names.join(", ")).into()),
            ("last", (&last).into()),
        ],
    )
}

/// What to mind with something, for a person's conditions: a sentence for each that asks for
/// care, or the one that leaves it out. `agreed` says whether a clinician agreed to it, as one did
/// to all that is put together for them.
pub fn mind(
    words: &Words,
    conditions: &BTreeSet<Condition>,
    play: Playable<'_>,
    agreed: bool,
) -> Vec<String> {
    let exercise = play.exercise;
    let said = |precaution: &Precaution| {
        let condition = precaution.condition.id();
        words.get(&format!("{}.precaution-{condition}", exercise.id))
    };
    match precautions::allowed(exercise, conditions, agreed) {
        Ok(allowed) => allowed
            .because
            .iter()
            .map(|(_, because)| said(because))
            .collect(),
        // Only a person's own routine plays what would be left out.
        Err(Removal::LeaveOut(_, because) | Removal::AskFirst(_, because)) => vec![said(because)],
        Err(Removal::NoForm(_)) => vec![words.get("routine-no-form")],
    }
}
