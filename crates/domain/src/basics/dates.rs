//! Days of the calendar: how far apart they are, of which week, and which a journal can have.

use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// The days that entries can be about: those of the years that they are of.
pub const JOURNAL_DAYS: RangeInclusive<Date> = date(1970, 1, 1)..=date(2499, 12, 31);

/// Where days are counted from.
const DAY_0: Date = date(1970, 1, 1);

/// Which day it is, counted from the beginning of 1970; negative before that.
///
/// Counted rather than asked of a [`Span`](jiff::Span), which takes ten times as long: rules that
/// look at every day of twenty years do it for each of them.
pub(crate) fn day_number(date: Date) -> i32 {
    /// Days until the end of the year 1969.
    const BEFORE_1970: i32 = 719_162;
    let years = i32::from(date.year()) - 1;
    let leap_days = years.div_euclid(4) - years.div_euclid(100) + years.div_euclid(400);
    years * 365 + leap_days - BEFORE_1970 + i32::from(date.day_of_year()) - 1
}

/// The day of that number (see [`day_number`]).
pub(crate) fn date_of(number: i32) -> Date {
    DAY_0.saturating_add(number.days())
}

/// Days from one date to another; negative where the other is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    day_number(to) - day_number(from)
}

/// The Monday of a day's week.
pub fn monday(date: Date) -> Date {
    let since = date.weekday().since(Weekday::Monday);
    date.saturating_sub(i32::from(since).days())
}

/// The Sunday of a day's week.
pub fn sunday(date: Date) -> Date {
    monday(date).saturating_add(6.days())
}

/// The day that is written like `2026-08-03`, and in no other way.
pub fn day_of(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    (date.to_string() == text).then_some(date)
}

/// Reads a day that can be one of a journal: of [`JOURNAL_DAYS`], and written as a day alone.
pub(crate) fn known_day<'de, D: Deserializer<'de>>(reader: D) -> Result<Date, D::Error> {
    let text = String::deserialize(reader)?;
    day_of(&text)
        .filter(|date| JOURNAL_DAYS.contains(date))
        .ok_or_else(|| D::Error::custom("expected a day of 1970 to 2499, such as `2026-08-03`"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_ends_of_the_calendar_are_days_too() {
        assert_eq!(day_number(DAY_0), 0);
        for date in [Date::MIN, Date::MAX] {
            assert_eq!(date_of(day_number(date)), date);
        }
    }

    proptest! {
        /// Counting says the same as the calendar does.
        #[test]
        fn days_are_as_far_apart_as_the_calendar_says(from in -3_600_000..2_900_000_i32, days in -80_000..80_000_i32) {
            let (first, second) = (date_of(from), date_of(from).saturating_add(days.days()));
            prop_assert_eq!(day_number(first), from);
            let span = first.until(second).unwrap();
            prop_assert_eq!(days_between(first, second), span.get_days());
        }
    }
}
