//! What orders what was said, on all devices alike, and values that the latest of them sets.

use serde::{Deserialize, Serialize};

use crate::basics::ids::EntryId;
use crate::basics::time::At;

/// What orders entries on all devices alike: their time, then their id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// When.
    pub at: At,
    /// Which entry, where two are of the same millisecond.
    pub id: EntryId,
}

/// A value with the stamp of the entry that it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamped<T> {
    /// Where it came from.
    pub stamp: Stamp,
    /// The value.
    pub value: T,
}

impl<T> Stamped<T> {
    /// Keeps the later of what is there and what comes.
    pub fn latest(slot: &mut Option<Self>, stamp: Stamp, value: T) {
        if slot.as_ref().is_none_or(|old| old.stamp < stamp) {
            *slot = Some(Self { stamp, value });
        }
    }

    /// When the value came, if there is one.
    pub fn at(slot: Option<&Self>) -> Option<At> {
        slot.map(|stamped| stamped.stamp.at)
    }

    /// Keeps the earlier of what is there and what comes.
    pub fn earliest(slot: &mut Option<Self>, stamp: Stamp, value: T) {
        if slot.as_ref().is_none_or(|old| stamp < old.stamp) {
            *slot = Some(Self { stamp, value });
        }
    }
}
