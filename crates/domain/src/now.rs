//! A moment as rules and entries need it.

use jiff::Zoned;

use crate::entry::{At, Zone};

/// A moment: when and where.
#[derive(Clone, Debug)]
pub struct Now {
    /// The time with its zone.
    pub zoned: Zoned,
    /// The time as entries have it.
    pub at: At,
    /// The zone as entries have it.
    pub zone: Zone,
}

impl Now {
    /// That moment. A clock that stands outside the years that entries know counts as 1970.
    pub fn new(zoned: Zoned) -> Self {
        Self {
            at: At::try_from(zoned.timestamp()).unwrap_or(At::EARLIEST),
            zone: Zone::of(zoned.time_zone()),
            zoned,
        }
    }
}
