//! What a person notes of how they feel, beside their sessions: a number, where, a few words, once
//! a week how the week was, and how far they reach.
//!
//! A note is kept again to correct it; what it said before stays in the journal.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::basics::dates::{JOURNAL_DAYS, known_day};
use crate::basics::rating::Rating;
use crate::journal::reach::Reach;

/// Where it is felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Location {
    /// The head.
    Head,
    /// The neck.
    Neck,
    /// The left shoulder.
    LeftShoulder,
    /// The right shoulder.
    RightShoulder,
    /// The upper back.
    UpperBack,
    /// The lower back.
    LowerBack,
}

impl Location {
    /// All of them, from the top down.
    pub const ALL: [Self; 6] = [
        Self::Head,
        Self::Neck,
        Self::LeftShoulder,
        Self::RightShoulder,
        Self::UpperBack,
        Self::LowerBack,
    ];

    /// The name in files, JSON and forms.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Head => "head",
            Self::Neck => "neck",
            Self::LeftShoulder => "left-shoulder",
            Self::RightShoulder => "right-shoulder",
            Self::UpperBack => "upper-back",
            Self::LowerBack => "lower-back",
        }
    }
}

/// A set of places, as small as a number: two are kept of every session.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Locations(u8);

impl Locations {
    /// No place.
    pub const NONE: Self = Self(0);

    const fn bit(location: Location) -> u8 {
        1 << location as u8
    }

    /// Whether there is none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// How many there are.
    pub const fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    /// Whether a place is among them.
    pub const fn contains(self, location: Location) -> bool {
        self.0 & Self::bit(location) != 0
    }

    /// The places, from the top down.
    pub fn iter(self) -> impl Iterator<Item = Location> {
        Location::ALL
            .into_iter()
            .filter(move |location| self.contains(*location))
    }
}

impl FromIterator<Location> for Locations {
    fn from_iter<I: IntoIterator<Item = Location>>(locations: I) -> Self {
        let bits = locations.into_iter().map(Self::bit);
        Self(bits.fold(0, |all, bit| all | bit))
    }
}

impl From<&BTreeSet<Location>> for Locations {
    fn from(locations: &BTreeSet<Location>) -> Self {
        locations.iter().copied().collect()
    }
}

impl From<Locations> for BTreeSet<Location> {
    fn from(locations: Locations) -> Self {
        locations.iter().collect()
    }
}

impl Serialize for Locations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Locations {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        let locations: BTreeSet<Location> = Deserialize::deserialize(reader)?;
        Ok(Self::from(&locations))
    }
}

/// A few words of a person's own: 1 to [`Self::MOST`] letters, with line ends but no other
/// control characters, without space around them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Remark(Arc<str>);

impl Remark {
    /// The most letters that it can have.
    pub const MOST: usize = 2000;

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a person wrote, tidied: line ends as one, no space around. None where nothing is
    /// left.
    ///
    /// # Errors
    /// Where it is too long, or has control characters in it.
    pub fn read(text: &str) -> Result<Option<Self>, RemarkError> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        let text = text.trim_matches(is_blank);
        if text.is_empty() {
            return Ok(None);
        }
        let letters = text.chars().count();
        if letters > Self::MOST {
            return Err(RemarkError::TooLong(letters));
        }
        if text
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\t'))
        {
            return Err(RemarkError::Control);
        }
        Ok(Some(Self(text.into())))
    }
}

/// Whether nothing is seen of a letter: space, and what only joins or turns others.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(letter,
            '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}')
}

impl fmt::Display for Remark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<Remark> for String {
    fn from(remark: Remark) -> Self {
        remark.0.as_ref().to_owned()
    }
}

impl TryFrom<String> for Remark {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let read = Self::read(&text).map_err(|error| error.to_string())?;
        read.filter(|read| *read.0 == *text)
            .ok_or_else(|| "a remark that is empty or has space around it".to_owned())
    }
}

/// Why a text can't be a [`Remark`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RemarkError {
    /// It is too long.
    #[error("a remark of {0} letters; expected at most {most}", most = Remark::MOST)]
    TooLong(usize),
    /// It has control characters in it.
    #[error("a remark with control characters in it")]
    Control,
}

/// What a person notes.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Note {
    /// The civil day that it is about, where the person was.
    #[serde(deserialize_with = "known_day")]
    pub date: Date,
    /// What it says.
    pub content: Content,
}

impl Note {
    /// The days that a note can be about: those of the years that entries are of.
    pub const DAYS: RangeInclusive<Date> = JOURNAL_DAYS;
}

/// What a note says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Content {
    /// How it feels right now.
    Feeling(Feeling),
    /// How the past seven days were.
    Week(Week),
    /// How far they reach.
    Reach(Reach),
}

/// How it feels right now; something of it is said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "FeelingParts", into = "FeelingParts")]
pub struct Feeling(FeelingParts);

/// What can be said of how it feels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FeelingParts {
    /// 0 (nothing) to 10 (the worst imaginable).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
    /// Where.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub locations: BTreeSet<Location>,
    /// In words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Remark>,
}

/// How the past seven days were; something of it is said.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "WeekParts", into = "WeekParts")]
pub struct Week(WeekParts);

/// What can be said of a week.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WeekParts {
    /// How it was on average, 0 to 10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub average: Option<Rating>,
    /// Against the week before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Change>,
    /// How they slept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sleep: Option<Sleep>,
    /// How much they moved, exercises aside.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<Activity>,
}

/// Makes the type around parts of which at least one is said.
macro_rules! said {
    ($whole:ident, $parts:ident) => {
        impl $whole {
            /// From its parts; none where nothing is said.
            pub fn of(parts: $parts) -> Option<Self> {
                (parts != $parts::default()).then_some(Self(parts))
            }
        }

        impl std::ops::Deref for $whole {
            type Target = $parts;

            fn deref(&self) -> &$parts {
                &self.0
            }
        }

        impl From<$whole> for $parts {
            fn from(whole: $whole) -> Self {
                whole.0
            }
        }

        impl TryFrom<$parts> for $whole {
            type Error = String;

            fn try_from(parts: $parts) -> Result<Self, Self::Error> {
                Self::of(parts).ok_or_else(|| "a note that says nothing".to_owned())
            }
        }
    };
}

said!(Feeling, FeelingParts);
said!(Week, WeekParts);

/// Makes an answer of a few words.
macro_rules! answer {
    (
        $(#[$doc:meta])* $name:ident;
        $($(#[$choice_doc:meta])* $choice:ident = $id:literal,)*
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum $name {
            $($(#[$choice_doc])* $choice,)*
        }

        impl $name {
            /// All of them, in the order in which they are offered.
            pub const ALL: &[Self] = &[$(Self::$choice),*];

            /// The name in files, JSON and forms.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$choice => $id,)*
                }
            }
        }
    };
}

answer! {
    /// A week against the one before.
    Change;
    /// It was better.
    Better = "better",
    /// It was the same.
    Same = "same",
    /// It was worse.
    Worse = "worse",
}

answer! {
    /// How somebody slept in a week.
    Sleep;
    /// Well.
    Well = "well",
    /// Neither well nor badly.
    Fair = "fair",
    /// Badly.
    Badly = "badly",
}

answer! {
    /// How much somebody moved in a week, exercises aside.
    Activity;
    /// Less than usual.
    Less = "less",
    /// As usual.
    Usual = "usual",
    /// More than usual.
    More = "more",
}
