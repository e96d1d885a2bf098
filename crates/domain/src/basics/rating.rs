//! How much discomfort there is: in numbers, and in a word for how an exercise felt.

use serde::{Deserialize, Serialize};

/// A rating from 0 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Rating(u8);

impl Rating {
    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl From<Rating> for u8 {
    fn from(rating: Rating) -> Self {
        rating.0
    }
}

impl TryFrom<u8> for Rating {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        if number <= 10 {
            Ok(Self(number))
        } else {
            Err(format!("a rating of {number}; expected 0 to 10"))
        }
    }
}

/// Discomfort while exercising, in a word (0–3 is fine, 4–5 is all right if it settles within
/// a day, 6 and more is too much: Andersen 2011, Blanpied 2017).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DiscomfortLevel {
    /// None, or not worth mentioning: 0 to 3.
    Fine,
    /// Some: 4 or 5.
    Some,
    /// More than the exercise is worth: 6 to 10.
    TooMuch,
}

impl DiscomfortLevel {
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
pub struct ExerciseDiscomfort {
    discomfort: DiscomfortLevel,
    rating: Option<Rating>,
}

impl ExerciseDiscomfort {
    /// In a word.
    pub const fn new(discomfort: DiscomfortLevel) -> Self {
        Self {
            discomfort,
            rating: None,
        }
    }

    /// As a number, which says the word, too.
    pub const fn rated(rating: Rating) -> Self {
        Self {
            discomfort: DiscomfortLevel::of(rating),
            rating: Some(rating),
        }
    }

    /// The word.
    pub const fn discomfort(self) -> DiscomfortLevel {
        self.discomfort
    }

    /// The number, 0 to 10, if the person gave one.
    pub const fn rating(self) -> Option<Rating> {
        self.rating
    }
}

impl From<DiscomfortLevel> for ExerciseDiscomfort {
    fn from(discomfort: DiscomfortLevel) -> Self {
        Self::new(discomfort)
    }
}

/// [`ExerciseDiscomfort`] as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    discomfort: DiscomfortLevel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rating: Option<Rating>,
}

impl From<ExerciseDiscomfort> for Said {
    fn from(felt: ExerciseDiscomfort) -> Self {
        Self {
            discomfort: felt.discomfort,
            rating: felt.rating,
        }
    }
}

impl TryFrom<Said> for ExerciseDiscomfort {
    type Error = String;

    fn try_from(said: Said) -> Result<Self, Self::Error> {
        match said.rating {
            Some(rating) if DiscomfortLevel::of(rating) != said.discomfort => Err(format!(
                "a discomfort of {} that is called `{}`; expected `{}`",
                rating.get(),
                said.discomfort.id(),
                DiscomfortLevel::of(rating).id()
            )),
            rating => Ok(Self {
                discomfort: said.discomfort,
                rating,
            }),
        }
    }
}
