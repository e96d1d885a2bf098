//! Times and time zones as entries have them.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

/// A point in time, to the millisecond, between the years 1970 and 2500.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Timestamp", into = "Timestamp")]
pub struct At(i64);

impl At {
    /// The beginning of 1970.
    pub const EARLIEST: Self = Self(0);

    /// The end of 2499.
    pub const LATEST: Self = Self(16_725_225_600_000);

    /// The latest time that an entry from elsewhere can have, a day before [`Self::LATEST`]: what
    /// a person does after it is stamped later than it, and must be able to be.
    pub const LATEST_READ: Self = Self(Self::LATEST.0 - 24 * 60 * 60 * 1000);

    /// Milliseconds since 1970.
    pub const fn as_millisecond(self) -> i64 {
        self.0
    }

    /// The point in time that many milliseconds after 1970.
    ///
    /// # Errors
    /// Where it isn't between the years 1970 and 2500.
    pub fn from_millisecond(ms: i64) -> Result<Self, String> {
        if (Self::EARLIEST.0..=Self::LATEST.0).contains(&ms) {
            Ok(Self(ms))
        } else {
            Err("the time lies outside the years 1970 to 2500".to_owned())
        }
    }

    /// The next millisecond; the latest has none.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.0 < Self::LATEST.0 {
            Self(self.0 + 1)
        } else {
            self
        }
    }

    /// As a jiff timestamp.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl From<At> for Timestamp {
    fn from(at: At) -> Self {
        at.timestamp()
    }
}

impl TryFrom<Timestamp> for At {
    type Error = String;

    fn try_from(timestamp: Timestamp) -> Result<Self, Self::Error> {
        Self::from_millisecond(timestamp.as_millisecond())
            .ok()
            .filter(|at| *at <= Self::LATEST_READ)
            .ok_or_else(|| "the time lies outside the years 1970 to 2500".to_owned())
    }
}

/// The IANA name of a time zone, such as `Europe/Berlin`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(Arc<str>);

impl Zone {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The civil day there. A zone that this machine doesn't know counts as UTC.
    pub fn date(&self, at: At) -> Date {
        at.timestamp().to_zoned(self.time_zone()).date()
    }

    /// As a jiff time zone; UTC where this machine doesn't know it.
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }

    /// The zone of that name; UTC where it has none.
    pub fn of(zone: &TimeZone) -> Self {
        Self(zone.iana_name().unwrap_or("UTC").into())
    }

    /// The zone of a time. One without a name, such as what `TZ=CET-1CEST` says, is taken as it is
    /// then: as the zone of so many whole hours from UTC (`Etc/GMT-2` is two hours ahead of it).
    pub fn of_time(zoned: &Zoned) -> Self {
        const HALF_AN_HOUR_S: i32 = 30 * 60;
        if let Some(name) = zoned.time_zone().iana_name() {
            return Self(name.into());
        }
        let seconds = zoned.offset().seconds();
        let hours = (seconds + seconds.signum() * HALF_AN_HOUR_S) / (2 * HALF_AN_HOUR_S);
        Self(match hours.clamp(-12, 14) {
            0 => "UTC".into(),
            // The sign of these names is that of POSIX: west of Greenwich is plus.
            hours => format!("Etc/GMT{:+}", -hours).into(),
        })
    }
}

/// Names of zones, each kept once: that of a session or a note is nearly always one of a few.
#[derive(Default)]
pub(crate) struct Zones(BTreeSet<Arc<str>>);

impl Zones {
    /// Has a zone share its name with those before it.
    pub(crate) fn share(&mut self, zone: &mut Zone) {
        match self.0.get(&zone.0) {
            Some(known) => zone.0 = Arc::clone(known),
            None => _ = self.0.insert(Arc::clone(&zone.0)),
        }
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.0.as_ref().to_owned()
    }
}

impl TryFrom<String> for Zone {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        let good = !name.is_empty()
            && name.len() <= 64
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+'));
        if good {
            Ok(Self(name.into()))
        } else {
            Err("expected the name of a time zone, such as `Europe/Berlin`".to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::tz::Offset;

    use super::*;

    #[test]
    fn a_zone_without_a_name_is_of_its_hours() {
        let noon: Timestamp = "2026-08-03T12:00:00Z".parse().unwrap();
        let name = |zone: TimeZone| Zone::of_time(&noon.to_zoned(zone));
        let fixed = |seconds| name(TimeZone::fixed(Offset::from_seconds(seconds).unwrap()));
        assert_eq!(fixed(2 * 3600).as_str(), "Etc/GMT-2");
        assert_eq!(fixed(-5 * 3600).as_str(), "Etc/GMT+5");
        assert_eq!(fixed(5 * 3600 + 1800).as_str(), "Etc/GMT-6");
        assert_eq!(fixed(0).as_str(), "UTC");
        let summer = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
        assert_eq!(name(summer).as_str(), "Etc/GMT-2");
        assert_eq!(
            name(TimeZone::get("Europe/Berlin").unwrap()).as_str(),
            "Europe/Berlin"
        );
        for hours in -12..=14 {
            let zone = TimeZone::fixed(Offset::constant(hours));
            let late = noon.to_zoned(zone);
            let at = At::try_from(noon).unwrap();
            assert_eq!(Zone::of_time(&late).date(at), late.date(), "{hours}");
        }
    }
}

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
            zone: Zone::of_time(&zoned),
            zoned,
        }
    }
}
