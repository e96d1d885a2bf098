//! How far a person reaches: optional tests of movement that are read without any device, or with
//! a phone's tilt sensor. What they find is for a person's own comparison, and no more: nothing
//! here knows what is usual.
//!
//! The scales are here and not in the content, because a journal keeps a landmark by its place: a
//! scale never changes, and a better one is a new test.

use std::collections::BTreeSet;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use crate::programme::condition::Condition;
use crate::programme::parts::Side;

/// The most degrees that a reading can have: further than any head tilts, so that what is beyond
/// was a phone that slipped.
pub const MOST_DEGREES: u8 = 120;

/// Degrees from which on two readings differ; below that it is the way of reading that does.
pub const LEAST_DEGREES: u8 = 5;

/// A test of movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReachTest {
    /// Chin to the chest.
    Flexion,
    /// Face to the ceiling.
    Extension,
    /// Ear to the shoulder, each side.
    SideBend,
    /// Chin to the shoulder, each side.
    Rotation,
    /// Hands climb the wall.
    WallClimb,
}

impl ReachTest {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Flexion,
        Self::Extension,
        Self::SideBend,
        Self::Rotation,
        Self::WallClimb,
    ];

    /// The name in files, JSON and forms.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Flexion => "flexion",
            Self::Extension => "extension",
            Self::SideBend => "side-bend",
            Self::Rotation => "rotation",
            Self::WallClimb => "wall-climb",
        }
    }

    /// Its sides, the one that comes first at the front; none where both move at once.
    pub const fn sides(self) -> &'static [Side] {
        match self {
            Self::Flexion | Self::Extension | Self::WallClimb => &[],
            Self::SideBend | Self::Rotation => &[Side::Right, Side::Left],
        }
    }

    /// What it is about: a side, or none where it has none.
    pub fn parts(self) -> impl Iterator<Item = Option<Side>> {
        let sides = self.sides();
        let whole = sides.is_empty().then_some(None);
        whole.into_iter().chain(sides.iter().copied().map(Some))
    }

    /// The landmarks of its scale, from the least far to the furthest: what can be read on one's
    /// own body, or on the room from the same chair.
    pub const fn landmarks(self) -> &'static [&'static str] {
        match self {
            // How many fingers fit between chin and breastbone.
            Self::Flexion => &[
                "four-fingers",
                "three-fingers",
                "two-fingers",
                "one-finger",
                "touching",
            ],
            // Where the nose points.
            Self::Extension => &[
                "wall",
                "edge",
                "ceiling-ahead",
                "ceiling-near",
                "straight-up",
            ],
            // How much fits between ear and shoulder, in widths of one's own hand.
            Self::SideBend => &[
                "two-hands",
                "more-than-one",
                "one-hand",
                "less-than-one",
                "touching",
            ],
            // What is below the chin.
            Self::Rotation => &[
                "collarbone-inner",
                "collarbone-middle",
                "collarbone-outer",
                "shoulder-tip",
                "behind-shoulder",
            ],
            // How high the elbows are.
            Self::WallClimb => &["below-shoulders", "shoulders", "chin", "eyes", "crown"],
        }
    }

    /// The reading of a landmark by its name; none where the scale has no such landmark.
    pub fn reading(self, landmark: &str) -> Option<Reading> {
        let place = self.landmarks().iter().position(|id| *id == landmark)?;
        u8::try_from(place).ok().map(Reading::Landmark)
    }

    /// Whether a phone's tilt shows it: where the head tips against gravity. Turning it doesn't.
    pub const fn is_read_by_tilt(self) -> bool {
        match self {
            Self::Flexion | Self::Extension | Self::SideBend => true,
            Self::Rotation | Self::WallClimb => false,
        }
    }

    /// The condition of a person with which it isn't for them; none where it is. Whoever gets
    /// dizzy from moving the head leaves out the neck's exercise (PROGRAMME), and these with it;
    /// shoulder problems keep arms from overhead (ours, by what the programme says of reaching).
    pub fn kept_from(self, conditions: &BTreeSet<Condition>) -> Option<Condition> {
        let condition = match self {
            Self::Flexion | Self::Extension | Self::SideBend | Self::Rotation => Condition::Vertigo,
            Self::WallClimb => Condition::Shoulder,
        };
        conditions.contains(&condition).then_some(condition)
    }
}

/// What a test found: one that can be, of a landmark that its scale has, and with a side exactly
/// where it has sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "ReachParts", into = "ReachParts")]
pub struct Reach(ReachParts);

/// What there is to say of what a test found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReachParts {
    /// Which test.
    pub test: ReachTest,
    /// The side, where it has sides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    /// What was read.
    pub reading: Reading,
}

/// How far, as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reading {
    /// The place of the landmark that was reached on the test's own scale, from 0.
    Landmark(u8),
    /// Degrees, the middle one of three: 0 to [`MOST_DEGREES`].
    Degrees(u8),
}

impl Reading {
    /// What three readings in degrees come to: the middle one, so that one that slipped doesn't
    /// count.
    pub fn of_three(mut degrees: [u8; 3]) -> Self {
        degrees.sort_unstable();
        let [_, middle, _] = degrees;
        Self::Degrees(middle)
    }

    /// The way in which it was read.
    pub const fn way(self) -> Way {
        match self {
            Self::Landmark(_) => Way::Landmark,
            Self::Degrees(_) => Way::Degrees,
        }
    }
}

/// The way in which a test is read; readings of two ways can't be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// By eye and hand.
    Landmark,
    /// With a phone's tilt sensor.
    Degrees,
}

impl Way {
    /// Both, the one that everybody has first.
    pub const ALL: [Self; 2] = [Self::Landmark, Self::Degrees];

    /// The name in files, JSON and forms.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Landmark => "landmark",
            Self::Degrees => "degrees",
        }
    }
}

/// Why there can be no such [`Reach`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReachError {
    /// The scale ends before.
    #[error("landmark {landmark} of `{test}`, which has {count}, counted from 0", test = test.id())]
    UnknownLandmark {
        /// The test.
        test: ReachTest,
        /// What was said.
        landmark: u8,
        /// How many there are.
        count: usize,
    },
    /// Nobody tilts that far.
    #[error("{0} degrees; expected 0 to {MOST_DEGREES}")]
    TooFar(u8),
    /// The test isn't read in degrees.
    #[error("`{}` is not read in degrees", .0.id())]
    NotByTilt(ReachTest),
    /// The test has sides and none was said, or it has none and one was.
    #[error("`{}` with a side where it has none, or without one where it has two", .0.id())]
    Side(ReachTest),
}

impl TryFrom<ReachParts> for Reach {
    type Error = ReachError;

    fn try_from(parts: ReachParts) -> Result<Self, ReachError> {
        let ReachParts {
            test,
            side,
            reading,
        } = parts;
        if side.is_some() == test.sides().is_empty() {
            return Err(ReachError::Side(test));
        }
        match reading {
            Reading::Landmark(landmark) => {
                let count = test.landmarks().len();
                if usize::from(landmark) >= count {
                    return Err(ReachError::UnknownLandmark {
                        test,
                        landmark,
                        count,
                    });
                }
            }
            Reading::Degrees(_) if !test.is_read_by_tilt() => {
                return Err(ReachError::NotByTilt(test));
            }
            Reading::Degrees(degrees) if degrees > MOST_DEGREES => {
                return Err(ReachError::TooFar(degrees));
            }
            Reading::Degrees(_) => {}
        }
        Ok(Self(parts))
    }
}

impl From<Reach> for ReachParts {
    fn from(reach: Reach) -> Self {
        reach.0
    }
}

impl Deref for Reach {
    type Target = ReachParts;

    fn deref(&self) -> &ReachParts {
        &self.0
    }
}

/// How much further a test went than another time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// In what it is counted.
    pub way: Way,
    /// Steps of the scale, or degrees; below 0 where it went less far, 0 where that is no
    /// difference that the way of reading could tell.
    pub by: i16,
}

impl Reach {
    /// The name of the landmark that was reached; none where it was read in degrees.
    pub fn landmark(&self) -> Option<&'static str> {
        match self.reading {
            Reading::Landmark(place) => {
                let landmarks = self.test.landmarks();
                landmarks.get(usize::from(place)).copied()
            }
            Reading::Degrees(_) => None,
        }
    }

    /// How much further it went than an earlier time: one landmark is a step (P), and fewer
    /// degrees than [`LEAST_DEGREES`] are none. None where the two can't be compared: another
    /// test, another side, another way of reading.
    pub fn change_since(&self, earlier: &Self) -> Option<Change> {
        if (self.test, self.side) != (earlier.test, earlier.side) {
            return None;
        }
        let way = self.reading.way();
        let by = match (self.reading, earlier.reading) {
            (Reading::Landmark(now), Reading::Landmark(then)) => i16::from(now) - i16::from(then),
            (Reading::Degrees(now), Reading::Degrees(then)) => {
                let by = i16::from(now) - i16::from(then);
                if by.unsigned_abs() < LEAST_DEGREES.into() {
                    0
                } else {
                    by
                }
            }
            (Reading::Landmark(_), Reading::Degrees(_))
            | (Reading::Degrees(_), Reading::Landmark(_)) => return None,
        };
        Some(Change { way, by })
    }
}
