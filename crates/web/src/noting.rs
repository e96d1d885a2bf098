//! How it feels, as forms ask for it and pages show it: a number, places, and answers about a week.

use std::collections::BTreeSet;

use unhunch_domain::note::{Content, Location, WeekParts};
use unhunch_domain::{Rating, Refusal};

use crate::answer::Fields;
use crate::error::PageError;
use crate::pages::welcome::one_of;
use crate::reach_words;
use crate::words::Words;

/// A place to tick on the body; `body_map.html` draws it.
pub struct Place {
    /// Its name in forms.
    pub id: &'static str,
    /// Its name in words.
    pub label: String,
    /// Whether it is ticked.
    pub is_ticked: bool,
}

/// All places, of which some are ticked.
pub fn places(words: &Words, ticked: &BTreeSet<Location>) -> Vec<Place> {
    Location::ALL
        .map(|place| Place {
            id: place.id(),
            label: place_name(words, place),
            is_ticked: ticked.contains(&place),
        })
        .into()
}

fn place_name(words: &Words, place: Location) -> String {
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
        Content::Reach(found) => reach_words::line(words, *found),
    }
}

fn line(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" · ")
}

/// What a form says in a field; none where it was left empty or wasn't sent.
///
/// # Errors
/// Where it says several things: no form of ours does.
pub fn one<'a>(fields: &'a Fields, name: &str) -> Result<Option<&'a str>, PageError> {
    let mut found = fields.texts().filter(|(known, _)| *known == name);
    let first = found.next().map(|(_, text)| text);
    if found.next().is_some() {
        return Err(PageError::BadRequest(format!("`{name}` was sent twice")));
    }
    Ok(first.filter(|text| !text.is_empty()))
}

/// A number from 0 to 10; none where nothing was chosen.
///
/// # Errors
/// Where it is no such number.
pub fn rating(text: Option<&str>) -> Result<Option<Rating>, PageError> {
    let Some(text) = text else { return Ok(None) };
    let number: u8 = text
        .parse()
        .map_err(|_| PageError::BadRequest("a rating is a number from 0 to 10".to_owned()))?;
    let rating = Rating::try_from(number).map_err(|_| Refusal::BadRating(number))?;
    Ok(Some(rating))
}

/// The places that are ticked.
///
/// # Errors
/// Where one of them is none that a page of ours offers.
pub fn ticked(fields: &Fields) -> Result<BTreeSet<Location>, PageError> {
    let places = fields.texts().filter(|(name, _)| *name == "place");
    places
        .map(|(_, id)| one_of(&Location::ALL, Location::id, id))
        .collect()
}
