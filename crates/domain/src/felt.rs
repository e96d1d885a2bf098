//! How much discomfort an exercise brought: a word with one tap, a number for who wants one.

use serde::{Deserialize, Serialize};

use crate::entry::{PlayNumber, Rating, Stamp};

/// Discomfort while exercising, in a word (0–3 is fine, 4–5 is all right if it settles within
/// a day, 6 and more is too much: Andersen 2011, Blanpied 2017).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Discomfort {
    /// None, or not worth mentioning: 0 to 3.
    Fine,
    /// Some: 4 or 5.
    Some,
    /// More than the exercise is worth: 6 to 10.
    TooMuch,
}

impl Discomfort {
    /// All of them, the least first.
    pub const ALL: [Self; 3] = [Self::Fine, Self::Some, Self::TooMuch];

    /// The name in files, JSON and forms.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Fine => "fine",
            Self::Some => "some",
            Self::TooMuch => "too-much",
        }
    }

    /// The word that belongs to a number.
    pub const fn of(rating: Rating) -> Self {
        match rating.get() {
            0..=3 => Self::Fine,
            4..=5 => Self::Some,
            _ => Self::TooMuch,
        }
    }
}

/// How an exercise felt: a word, and the number if the person gave one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Said", into = "Said")]
pub struct Felt {
    discomfort: Discomfort,
    rating: Option<Rating>,
}

impl Felt {
    /// In a word.
    pub const fn new(discomfort: Discomfort) -> Self {
        Self {
            discomfort,
            rating: None,
        }
    }

    /// As a number, which says the word, too.
    pub const fn rated(rating: Rating) -> Self {
        Self {
            discomfort: Discomfort::of(rating),
            rating: Some(rating),
        }
    }

    /// The word.
    pub const fn discomfort(self) -> Discomfort {
        self.discomfort
    }

    /// The number, 0 to 10, if the person gave one.
    pub const fn rating(self) -> Option<Rating> {
        self.rating
    }
}

impl From<Discomfort> for Felt {
    fn from(discomfort: Discomfort) -> Self {
        Self::new(discomfort)
    }
}

/// [`Felt`] as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    discomfort: Discomfort,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rating: Option<Rating>,
}

impl From<Felt> for Said {
    fn from(felt: Felt) -> Self {
        Self {
            discomfort: felt.discomfort,
            rating: felt.rating,
        }
    }
}

impl TryFrom<Said> for Felt {
    type Error = String;

    fn try_from(said: Said) -> Result<Self, Self::Error> {
        match said.rating {
            Some(rating) if Discomfort::of(rating) != said.discomfort => Err(format!(
                "a discomfort of {} that is called `{}`; expected `{}`",
                rating.get(),
                said.discomfort.id(),
                Discomfort::of(rating).id()
            )),
            rating => Ok(Self {
                discomfort: said.discomfort,
                rating,
            }),
        }
    }
}

/// How each of a session's exercises felt, small enough to keep one for every session of
/// twenty years: the latest answer to each counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Answers {
    /// By play, each once.
    answers: Vec<Answer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Answer {
    play: PlayNumber,
    felt: Felt,
    stamp: Stamp,
}

impl Answers {
    /// Keeps an answer, unless there is a later one.
    pub(crate) fn keep(&mut self, play: PlayNumber, felt: Felt, stamp: Stamp) {
        let answer = Answer { play, felt, stamp };
        match self.answers.binary_search_by_key(&play, |old| old.play) {
            Ok(place) if self.answers[place].stamp < stamp => self.answers[place] = answer,
            Ok(_) => {}
            Err(place) => {
                // Most sessions have one answer or none.
                self.answers.reserve_exact(1);
                self.answers.insert(place, answer);
            }
        }
    }

    /// The answer for a play, and when it was given.
    pub(crate) fn of(&self, play: PlayNumber) -> Option<(Felt, Stamp)> {
        let place = self
            .answers
            .binary_search_by_key(&play, |answer| answer.play)
            .ok()?;
        let answer = self.answers.get(place)?;
        Some((answer.felt, answer.stamp))
    }

    /// All answers, by play.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (PlayNumber, Felt)> {
        self.answers.iter().map(|answer| (answer.play, answer.felt))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }
}
