//! Days and times of day in a person's words.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

use crate::fluent::Words;

/// A day with its weekday: "Monday, 3 August".
pub fn day(words: &Words, date: Date) -> String {
    words.with(
        "date-day",
        &[
            ("weekday", (&weekday(words, date)).into()),
            ("day", date.day().into()),
            ("month", (&month_name(words, date)).into()),
        ],
    )
}

/// A day with its year: "3 August 2026".
pub fn full_date(words: &Words, date: Date) -> String {
    words.with(
        "date-full",
        &[
            ("day", date.day().into()),
            ("month", (&month_name(words, date)).into()),
            ("year", (&date.year().to_string()).into()),
        ],
    )
}

/// A month with its year: "August 2026".
pub fn month(words: &Words, date: Date) -> String {
    words.with(
        "date-month",
        &[
            ("month", (&month_name(words, date)).into()),
            ("year", (&date.year().to_string()).into()),
        ],
    )
}

/// The name of a day's weekday.
pub fn weekday(words: &Words, date: Date) -> String {
    words.get(&format!(
        "weekday-{}",
        date.weekday().to_monday_one_offset()
    ))
}

/// The first letters of a weekday's name, 1 for Monday.
pub fn weekday_short(words: &Words, number: i8) -> String {
    words.get(&format!("weekday-{number}.short"))
}

fn month_name(words: &Words, date: Date) -> String {
    words.get(&format!("month-{}", date.month()))
}

/// A time of day: "07:05".
pub fn time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// The date of a moment in milliseconds since 1970, in UTC.
pub fn date_of_ms(words: &Words, ms: i64) -> String {
    let timestamp = Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH);
    full_date(words, timestamp.to_zoned(TimeZone::UTC).date())
}
