//! What a journal is made of: entries that say what happened, when, where and on which
//! device. They are only ever added.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::basics::ids::{DeviceId, EntryId};
use crate::basics::stamp::Stamp;
use crate::basics::time::{At, Zone};
use crate::journal::body::Body;

/// The newest version of entries that this program writes and understands.
///
/// - 1: sessions, steps, ratings, settings.
/// - 2: also how exercises felt, new ways to end a session, and what people say of themselves,
///   answer, decide and wish. Entries of version 1 mean what
///   they meant; the number tells an older program that it doesn't know everything in here.
/// - 3: also notes, where it is felt, and advice that was read.
/// - 4: also settings of reminders, and short breaks.
pub const VERSION: u16 = 4;

/// One entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Made once, where the entry arose; a second entry with it changes nothing.
    pub id: EntryId,
    /// The installation that it was made on.
    pub device: DeviceId,
    /// When, to the millisecond.
    pub at: At,
    /// The time zone then and there.
    pub zone: Zone,
    /// The version of its body.
    pub version: Version,
    /// What happened.
    pub body: Body,
}

const _: () = assert!(size_of::<Entry>() <= 112);

impl Entry {
    /// What orders it against others, on all devices alike.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            at: self.at,
            id: self.id,
        }
    }

    /// The civil day that it belongs to, where the person was.
    pub fn date(&self) -> Date {
        self.zone.date(self.at)
    }
}

/// The version of an entry's body: one that this program understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Version(u16);

impl Version {
    /// What this program writes.
    pub const CURRENT: Self = Self(VERSION);
}

impl From<Version> for u16 {
    fn from(version: Version) -> Self {
        version.0
    }
}

impl TryFrom<u16> for Version {
    type Error = String;

    fn try_from(version: u16) -> Result<Self, Self::Error> {
        if (1..=VERSION).contains(&version) {
            Ok(Self(version))
        } else {
            Err(format!(
                "version {version} was written by a newer Unhunch; this one understands up to {VERSION}"
            ))
        }
    }
}
