//! What a person said of themselves when they were welcomed: what brings them, what they have,
//! where, how long and when they exercise.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::programme::parts::Region;
use crate::programme::position::{Equipment, Position};

/// What brings a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Complaint {
    /// The neck.
    Neck,
    /// The shoulders.
    Shoulders,
    /// The upper back.
    UpperBack,
    /// The lower back.
    LowerBack,
    /// The head.
    Headache,
}

impl Complaint {
    /// All of them, in the order in which they are asked for.
    pub const ALL: [Self; 5] = [
        Self::Neck,
        Self::Shoulders,
        Self::UpperBack,
        Self::LowerBack,
        Self::Headache,
    ];

    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Neck => "neck",
            Self::Shoulders => "shoulders",
            Self::UpperBack => "upper-back",
            Self::LowerBack => "lower-back",
            Self::Headache => "headache",
        }
    }

    /// The regions that a routine looks after first for it (P): the place itself, and for a
    /// head that aches at the desk the neck and what carries it.
    pub const fn regions(self) -> &'static [Region] {
        match self {
            Self::Neck => &[Region::Neck],
            Self::Shoulders => &[Region::ShoulderFront, Region::UpperBack],
            Self::UpperBack => &[Region::UpperBack],
            Self::LowerBack => &[Region::LowerBack, Region::Hips],
            Self::Headache => &[Region::Neck, Region::UpperBack],
        }
    }
}

/// For how long a person has had what brings them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Since {
    /// They didn't say.
    #[default]
    Unsaid,
    /// For days.
    Days,
    /// For weeks, but less than twelve.
    Weeks,
    /// For three months or longer.
    Months,
}

impl Since {
    /// What can be said.
    pub const ALL: [Self; 3] = [Self::Days, Self::Weeks, Self::Months];

    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Unsaid => "unsaid",
            Self::Days => "days",
            Self::Weeks => "weeks",
            Self::Months => "months",
        }
    }

    /// Whether it has lasted so long that an assessment is advised: twelve weeks (P, after NICE
    /// CKS and the guidelines on pain that lasts).
    pub const fn wants_assessment(self) -> bool {
        matches!(self, Self::Months)
    }
}

/// Where a person exercises.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// At a desk: standing, or on a chair.
    #[default]
    Desk,
    /// Where there is only room to stand.
    Standing,
    /// Where lying on the floor is fine.
    Floor,
}

impl Place {
    /// All of them, in the order in which they are asked for.
    pub const ALL: [Self; 3] = [Self::Desk, Self::Standing, Self::Floor];

    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Standing => "standing",
            Self::Floor => "floor",
        }
    }

    /// Whether one can take that position there.
    pub const fn has_room_for(self, position: Position) -> bool {
        match position {
            Position::Standing
            | Position::SeatedOrStanding
            | Position::Any
            | Position::StandingAtWall => true,
            Position::Seated | Position::SeatedSideways => !matches!(self, Self::Standing),
            Position::AllFours
            | Position::Kneeling
            | Position::Prone
            | Position::Supine
            | Position::SideLying
            | Position::OverRoller => matches!(self, Self::Floor),
        }
    }
}

/// Minutes that a session is to last: 2 to 20.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Minutes(u8);

impl Minutes {
    /// The fewest.
    pub const LEAST: u8 = 2;
    /// The most.
    pub const MOST: u8 = 20;
    /// What the pages offer.
    pub const OFFERED: [u8; 4] = [2, 5, 10, 20];

    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }

    /// The same in milliseconds.
    pub const fn ms(self) -> u64 {
        self.0 as u64 * 60_000
    }
}

impl Default for Minutes {
    fn default() -> Self {
        Self(5)
    }
}

impl From<Minutes> for u8 {
    fn from(minutes: Minutes) -> Self {
        minutes.0
    }
}

impl TryFrom<u8> for Minutes {
    type Error = String;

    fn try_from(minutes: u8) -> Result<Self, Self::Error> {
        if (Self::LEAST..=Self::MOST).contains(&minutes) {
            Ok(Self(minutes))
        } else {
            Err(format!(
                "{minutes} minutes; expected {} to {}",
                Self::LEAST,
                Self::MOST
            ))
        }
    }
}

/// When in the day a person wants to exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DayPart {
    /// Whenever it suits.
    #[default]
    Any,
    /// In the morning.
    Morning,
    /// Around noon.
    Midday,
    /// In the afternoon.
    Afternoon,
    /// In the evening.
    Evening,
}

impl DayPart {
    /// All of them, in the order in which they are asked for.
    pub const ALL: [Self; 5] = [
        Self::Morning,
        Self::Midday,
        Self::Afternoon,
        Self::Evening,
        Self::Any,
    ];

    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Morning => "morning",
            Self::Midday => "midday",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
        }
    }
}

crate::basics::registers::registers! {
    /// What a person said of themselves; what they didn't say is as most people at a desk have it.
    Profile,
    /// A change of some of it; what it doesn't name stays.
    ProfileChange,
    ProfileRegisters;
    /// How many of the welcome's steps they went through.
    welcome_steps: u8 = 0,
    /// What brings them.
    complaints: BTreeSet<Complaint> = BTreeSet::new(),
    /// For how long they have had that.
    since: Since = Since::Unsaid,
    /// What they have.
    equipment: BTreeSet<Equipment> = BTreeSet::from([Equipment::Chair, Equipment::Table, Equipment::Wall]),
    /// Where they exercise.
    place: Place = Place::Desk,
    /// How long a session is to last.
    minutes: Minutes = Minutes::default(),
    /// When in the day.
    day_part: DayPart = DayPart::Any,
}
