//! What routines, sessions and things are called, and the beginning of a longer text.

use unhunch_domain::diary::Session;
use unhunch_domain::programme::position::Equipment;
use unhunch_domain::{RoutineId, Timeline};

use crate::fluent::Words;

/// The names of things that are needed, one after the other.
pub fn equipment(words: &Words, things: impl IntoIterator<Item = Equipment>) -> Vec<String> {
    things
        .into_iter()
        .map(|thing| words.get(&format!("equipment-{}", thing.id())))
        .collect()
}

/// The name of a routine; its id where the content no longer has it.
pub fn routine(words: &Words, id: &RoutineId) -> String {
    words
        .find(&format!("routine-{id}"), &[])
        .unwrap_or_else(|| id.to_string())
}

/// The first line of a text, cut after a word where it is long.
pub fn beginning(text: &str) -> String {
    const MOST: usize = 140;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MOST).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

/// The name of what a timeline plays: what somebody called it, or that of its routine.
pub fn title(words: &Words, timeline: &Timeline) -> String {
    match timeline.title() {
        Some(title) => title.to_owned(),
        None => routine(words, timeline.routine()),
    }
}

/// How much of a session was done: "2 of 6 exercises, and part of another".
pub fn tally(words: &Words, session: &Session<'_>) -> String {
    let tally = session.tally();
    if tally.whole + tally.part == 0 && session.is_anything_done() {
        return words.get("tally-warm-up");
    }
    words.with(
        "tally",
        &[
            ("whole", tally.whole.into()),
            ("part", tally.part.into()),
            ("all", tally.all.into()),
        ],
    )
}
