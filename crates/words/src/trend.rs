//! What the course of the ratings says, in a sentence: the numbers, and never more than they say.

use jiff::civil::Date;
use unhunch_domain::basics::dates::days_between;
use unhunch_domain::basics::mean::Mean;
use unhunch_domain::review::trend::{Change, Trend};

use crate::dates;
use crate::fluent::Words;

/// Days after which a month says well enough when it was.
const LONG_DAYS: i32 = 92;

/// A mean with one digit after the point: "3.4".
pub fn mean(mean: Mean) -> String {
    tenths(mean.tenths())
}

/// Tenths with the point: "3.4".
pub fn tenths(tenths: u32) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// What the course says, as it is on a day.
pub fn sentence(words: &Words, trend: &Trend, today: Date) -> String {
    let said = match trend {
        Trend::None => return words.get("trend-none"),
        Trend::TooFew => return words.get("trend-too-few"),
        Trend::One(one) => words.with("trend-one", &[("mean", (&mean(one.mean)).into())]),
        Trend::Course { from, to, change } => {
            let key = match change {
                Change::Lower | Change::Higher => "trend-went",
                Change::LittleLower | Change::LittleHigher => "trend-little",
                Change::Same => "trend-same",
            };
            let date = since(words, from.last, today);
            words.with(
                key,
                &[
                    ("date", (&date).into()),
                    ("from", (&mean(from.mean)).into()),
                    ("to", (&mean(to.mean)).into()),
                ],
            )
        }
    };
    match trend {
        Trend::One(to) | Trend::Course { to, .. } if trend.is_old(today) => {
            let date = since(words, to.last, today);
            words.with(
                "trend-old",
                &[("said", (&said).into()), ("date", (&date).into())],
            )
        }
        _ => said,
    }
}

/// A day as one says since when something is: the day itself, or the month of a while ago.
fn since(words: &Words, date: Date, today: Date) -> String {
    if days_between(date, today) <= LONG_DAYS {
        dates::full_date(words, date)
    } else if date.year() == today.year() {
        words.get(&format!("month-{}", date.month()))
    } else {
        dates::month(words, date)
    }
}
