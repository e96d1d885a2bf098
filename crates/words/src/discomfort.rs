//! How it felt, in a line: a number, places, an exercise, and answers about a week.

use std::collections::BTreeSet;

use unhunch_domain::journal::note::{Content, Location, WeekParts};
use unhunch_domain::{ExerciseDiscomfort, Rating};

use crate::fluent::Words;
use crate::reach;

/// The name of a place on the body.
pub fn place_name(words: &Words, place: Location) -> String {
    words.get(&format!("location-{}", place.id()))
}

/// A number and places in a line: "3 of 10 · neck, left shoulder"; empty for neither.
pub fn felt(words: &Words, rating: Option<Rating>, places: &BTreeSet<Location>) -> String {
    let rating =
        rating.map(|rating| words.with("rating-of-ten", &[("rating", rating.get().into())]));
    let names: Vec<_> = places
        .iter()
        .map(|place| place_name(words, *place))
        .collect();
    let places = (!names.is_empty()).then(|| names.join(", "));
    line(rating.into_iter().chain(places))
}

/// What was answered about a week, in a line.
pub fn week(words: &Words, week: &WeekParts) -> String {
    let average = week.average.map(|average| {
        let rating = ("rating", average.get().into());
        words.with("week-said-average", &[rating])
    });
    let change = week
        .change
        .map(|change| format!("week-said-{}", change.id()));
    let sleep = week.sleep.map(|sleep| format!("week-said-{}", sleep.id()));
    let activity = week
        .activity
        .map(|activity| format!("week-said-{}", activity.id()));
    let answers = [change, sleep, activity].into_iter().flatten();
    line(
        average
            .into_iter()
            .chain(answers.map(|key| words.get(&key))),
    )
}

/// What a note says, in a line, without a person's own words; empty where it has only those.
pub fn said(words: &Words, content: &Content) -> String {
    match content {
        Content::Feeling(feeling) => felt(words, feeling.rating, &feeling.locations),
        Content::Week(said) => week(words, said),
        Content::Reach(found) => reach::line(words, *found),
    }
}

fn line(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" · ")
}

/// How an exercise felt: "some discomfort", or "some discomfort, 4 of 10".
pub fn exercise_felt(words: &Words, felt: ExerciseDiscomfort) -> String {
    let word = words.get(&format!("felt-{}", felt.discomfort().id()));
    match felt.rating() {
        None => word,
        Some(rating) => words.with(
            "felt-rated",
            &[("felt", (&word).into()), ("rating", rating.get().into())],
        ),
    }
}
