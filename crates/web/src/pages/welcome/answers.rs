//! What a person said, part by part, as the welcome's last step and Settings show it.

use std::collections::BTreeSet;

use unhunch_domain::Diary;
use unhunch_domain::screening::Verdict;
use unhunch_domain::welcome::Step;
use unhunch_words::reminder_plan::plan_sentence;
use unhunch_words::{Words, names};

use super::questions;

/// Something that was asked, and what the person said.
pub struct Row {
    /// What was asked, in short.
    pub label: String,
    /// What they said.
    pub values: Vec<String>,
    /// What else there is to say about it.
    pub notes: Vec<String>,
    /// Where it can be changed.
    pub link: String,
    /// Where one sees what follows from it.
    pub more: Option<String>,
}

/// All that was asked; `way` says where changing an answer leads back to.
pub fn rows(words: &Words, diary: &Diary, way: &str) -> Vec<Row> {
    let (profile, screening) = (diary.profile(), diary.screening());
    let row = |step: Step, key: &str, values: Vec<String>| Row {
        label: words.get(key),
        values: if values.is_empty() {
            vec![words.get("summary-nothing")]
        } else {
            values
        },
        notes: Vec::new(),
        link: format!("/welcome/{}?way={way}", step.id()),
        more: None,
    };
    // An unasked question isn't a no.
    let answered = |values: Option<Vec<String>>| match values {
        None => vec![words.get("summary-not-answered")],
        Some(values) if values.is_empty() => vec![words.get("summary-none")],
        Some(values) => values,
    };
    let unsaid = |values: Vec<String>| {
        if values.is_empty() {
            vec![words.get("summary-unsaid")]
        } else {
            values
        }
    };
    let complaints = profile
        .complaints
        .iter()
        .map(|complaint| words.get(&format!("complaint-{}", complaint.id())));
    let since = words.find(&format!("since-{}", profile.since.id()), &[]);
    let mut since = row(
        Step::You,
        "summary-since",
        unsaid(since.into_iter().collect()),
    );
    if profile.since.wants_assessment() {
        since.notes.push(words.get("welcome-since-advice"));
    }
    let now = screening.now.as_ref();
    let signs = screening.before.as_ref();
    let mut before = row(
        Step::Before,
        "summary-before",
        answered(signs.map(|signs| questions::before_texts(words, signs))),
    );
    let is_seen = !matches!(screening.verdict(), Verdict::SeeFirst(_))
        && screening.seen.as_ref().is_some_and(|seen| {
            !seen.is_empty() && signs.is_some_and(|signs| signs.is_subset(seen))
        });
    if is_seen {
        before.notes.push(words.get("summary-seen"));
    }
    let all = screening.conditions();
    let has_conditions = screening.conditions.is_some() && !all.is_empty();
    let mut conditions = row(
        Step::Conditions,
        "summary-conditions",
        answered(
            screening
                .conditions
                .as_ref()
                .map(|_| questions::condition_names(words, &all)),
        ),
    );
    conditions.more = has_conditions.then(|| format!("/welcome/changes?way={way}"));
    let mut rows = vec![
        row(Step::You, "summary-you", unsaid(complaints.collect())),
        since,
        row(
            Step::Now,
            "summary-now",
            answered(now.map(|signs: &BTreeSet<_>| questions::now_texts(words, signs))),
        ),
        before,
        conditions,
        row(
            Step::Room,
            "summary-equipment",
            names::equipment(words, profile.equipment.iter().copied()),
        ),
        row(
            Step::Room,
            "summary-place",
            vec![words.get(&format!("place-{}", profile.place.id()))],
        ),
        row(
            Step::Time,
            "summary-minutes",
            vec![questions::minutes(words, profile.minutes)],
        ),
        row(
            Step::Time,
            "summary-day-part",
            vec![words.get(&format!("day-part-{}", profile.day_part.id()))],
        ),
    ];
    // Settings have a part of their own for it.
    if way != "settings" {
        let sentence = plan_sentence(words, &diary.settings().reminder_plan());
        rows.push(row(Step::Asking, "summary-asking", vec![sentence]));
    }
    rows
}
