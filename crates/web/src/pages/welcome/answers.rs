//! What a person said, part by part, as the welcome's last step and Settings show it.

use unhunch_app::onboarding::{Origin, are_signs_seen};
use unhunch_domain::Diary;
use unhunch_domain::person::onboarding::Step;
use unhunch_domain::person::profile::Profile;
use unhunch_domain::person::screening::Screening;
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
pub fn rows(words: &Words, diary: &Diary, way: Origin) -> Vec<Row> {
    let (profile, screening) = (diary.profile(), diary.screening());
    let mut rows = about(words, &profile, way);
    rows.extend(safety(words, &screening, way));
    rows.extend(room_and_time(words, &profile, way));
    // Settings have a part of their own for it.
    if way != Origin::Settings {
        let sentence = plan_sentence(words, &diary.settings().reminder_plan());
        rows.push(row(
            words,
            Step::Asking,
            "summary-asking",
            way,
            vec![sentence],
        ));
    }
    rows
}

/// What brings the person, and since when.
fn about(words: &Words, profile: &Profile, way: Origin) -> Vec<Row> {
    let complaints = profile
        .complaints
        .iter()
        .map(|complaint| words.get(&format!("complaint-{}", complaint.id())))
        .collect();
    let since = words.find(&format!("since-{}", profile.since.id()), &[]);
    let row = |key, values| {
        let values = or_else(words, values, "summary-unsaid");
        row(words, Step::You, key, way, values)
    };
    let mut since = row("summary-since", since.into_iter().collect());
    if profile.since.wants_assessment() {
        since.notes.push(words.get("welcome-since-advice"));
    }
    vec![row("summary-you", complaints), since]
}

/// What they answered to the safety questions.
fn safety(words: &Words, screening: &Screening, way: Origin) -> Vec<Row> {
    // An unasked question isn't a no.
    let row = |step, key, values: Option<Vec<String>>| {
        let values = match values {
            None => vec![words.get("summary-not-answered")],
            Some(values) => or_else(words, values, "summary-none"),
        };
        row(words, step, key, way, values)
    };
    let now = screening.now.as_ref();
    let now = now.map(|signs| questions::now_texts(words, signs));
    let before = screening.before.as_ref();
    let before = before.map(|signs| questions::before_texts(words, signs));
    let mut before = row(Step::Before, "summary-before", before);
    if are_signs_seen(screening) {
        before.notes.push(words.get("summary-seen"));
    }
    let all = screening.conditions();
    let is_asked = screening.conditions.is_some();
    let conditions = is_asked.then(|| questions::condition_names(words, &all));
    let mut conditions = row(Step::Conditions, "summary-conditions", conditions);
    conditions.more =
        (is_asked && !all.is_empty()).then(|| format!("/welcome/changes?way={}", way.id()));
    vec![row(Step::Now, "summary-now", now), before, conditions]
}

/// What they have, where they exercise, how long, and when.
fn room_and_time(words: &Words, profile: &Profile, way: Origin) -> Vec<Row> {
    let equipment = names::equipment(words, profile.equipment.iter().copied());
    let place = words.get(&format!("place-{}", profile.place.id()));
    let minutes = questions::minutes(words, profile.minutes);
    let day_part = words.get(&format!("day-part-{}", profile.day_part.id()));
    [
        (
            Step::Room,
            "summary-equipment",
            or_else(words, equipment, "summary-nothing"),
        ),
        (Step::Room, "summary-place", vec![place]),
        (Step::Time, "summary-minutes", vec![minutes]),
        (Step::Time, "summary-day-part", vec![day_part]),
    ]
    .into_iter()
    .map(|(step, key, values)| row(words, step, key, way, values))
    .collect()
}

fn row(words: &Words, step: Step, key: &str, way: Origin, values: Vec<String>) -> Row {
    Row {
        label: words.get(key),
        values,
        notes: Vec::new(),
        link: format!("/welcome/{}?way={}", step.id(), way.id()),
        more: None,
    }
}

/// Values, or what is said where there are none.
fn or_else(words: &Words, values: Vec<String>, none: &str) -> Vec<String> {
    if values.is_empty() {
        vec![words.get(none)]
    } else {
        values
    }
}
