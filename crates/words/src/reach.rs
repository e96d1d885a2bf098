//! What the tests of reach are called, and what they found, in words: for their own pages and for
//! every other that shows a result.

use jiff::civil::Date;
use unhunch_domain::Side;
use unhunch_domain::journal::reach::{Change, Reach, ReachTest, Reading, Way};
use unhunch_domain::review::reach::Found;

use crate::dates;
use crate::fluent::Words;

/// What a test is called: "Ear to shoulder".
pub fn name(words: &Words, test: ReachTest) -> String {
    words.get(&format!("reach-{}", test.id()))
}

/// One of the texts of a test.
pub fn text(words: &Words, test: ReachTest, part: &str) -> String {
    words.get(&format!("reach-{}.{part}", test.id()))
}

/// What a test is called on a side: "Ear to shoulder, right side".
pub fn name_of_side(words: &Words, test: ReachTest, side: Option<Side>) -> String {
    let name = name(words, test);
    match side {
        None => name,
        Some(side) => words.with(
            "figure-side-title",
            &[("figure", (&name).into()), ("side", side.id().into())],
        ),
    }
}

/// How far it went: "One hand", or "38°".
pub fn reading(words: &Words, reach: Reach) -> String {
    match (reach.landmark(), reach.reading) {
        (Some(landmark), _) => text(words, reach.test, landmark),
        (None, Reading::Degrees(amount) | Reading::Landmark(amount)) => degrees(words, amount),
    }
}

fn degrees(words: &Words, amount: u8) -> String {
    words.with("reach-degrees", &[("degrees", amount.into())])
}

/// What a test found, in a line: "Ear to shoulder, right side: One hand".
pub fn line(words: &Words, reach: Reach) -> String {
    words.with(
        "reach-line",
        &[
            (
                "test",
                (&name_of_side(words, reach.test, reach.side)).into(),
            ),
            ("reading", (&reading(words, reach)).into()),
        ],
    )
}

/// How a result of a day compares with an earlier one: "One step further than on 3 March 2026".
pub fn change(words: &Words, date: Date, earlier: &Found, change: Change) -> String {
    let when = if earlier.date == date {
        words.get("reach-same-day")
    } else {
        let date = dates::full_date(words, earlier.date);
        words.with("reach-on-day", &[("date", (&date).into())])
    };
    let key = match (change.way, change.by.signum()) {
        (Way::Landmark, 0) => "reach-same-landmark",
        (Way::Landmark, 1) => "reach-further-landmark",
        (Way::Landmark, _) => "reach-less-landmark",
        (Way::Degrees, 0) => "reach-same-degrees",
        (Way::Degrees, 1) => "reach-further-degrees",
        (Way::Degrees, _) => "reach-less-degrees",
    };
    let then = match earlier.reach.reading {
        Reading::Degrees(amount) | Reading::Landmark(amount) => amount,
    };
    words.with(
        key,
        &[
            ("count", change.by.unsigned_abs().into()),
            ("degrees", then.into()),
            ("when", (&when).into()),
        ],
    )
}
