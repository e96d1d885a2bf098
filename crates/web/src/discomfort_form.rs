//! How it feels, as forms ask for it: a number, and places to tick.

use std::collections::BTreeSet;

use unhunch_domain::journal::note::Location;
use unhunch_domain::{Rating, Refusal};
use unhunch_words::Words;
use unhunch_words::discomfort::place_name;

use crate::answer::Fields;
use crate::error::PageError;
use crate::forms::one_of;

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
