//! Numbers and dates in a person's words.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use unhunch_domain::diary::Session;
use unhunch_domain::dose::Prescription;
use unhunch_domain::exercise::{Playable, Sides};
use unhunch_domain::position::Equipment;
use unhunch_domain::{Felt, RoutineId, Timeline};

use crate::words::Words;

/// A length of time in whole minutes; in seconds below one minute, in hours from two on.
pub fn length(words: &Words, ms: u64) -> String {
    let minutes = (ms + 30_000) / 60_000;
    if minutes >= 120 {
        words.with(
            "length-hours",
            &[
                ("hours", (minutes / 60).into()),
                ("minutes", (minutes % 60).into()),
            ],
        )
    } else if ms < 60_000 {
        words.with("length-seconds", &[("seconds", (ms / 1000).into())])
    } else {
        words.with("length-minutes", &[("minutes", minutes.into())])
    }
}

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

/// How an exercise felt: "some discomfort", or "some discomfort, 4 of 10".
pub fn felt(words: &Words, felt: Felt) -> String {
    let word = words.get(&format!("felt-{}", felt.discomfort().id()));
    match felt.rating() {
        None => word,
        Some(rating) => words.with(
            "felt-rated",
            &[("felt", (&word).into()), ("rating", rating.get().into())],
        ),
    }
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

/// The names of things that are needed, one after the other.
pub fn equipment(words: &Words, things: impl IntoIterator<Item = Equipment>) -> Vec<String> {
    things
        .into_iter()
        .map(|thing| words.get(&format!("equipment-{}", thing.id())))
        .collect()
}

/// The name of a routine; its id where the content no longer has it.
pub fn routine(words: &Words, id: &RoutineId) -> String {
    words
        .find(&format!("routine-{id}"), &[])
        .unwrap_or_else(|| id.to_string())
}

/// The first line of a text, cut after a word where it is long.
pub fn beginning(text: &str) -> String {
    const MOST: usize = 140;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= MOST {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MOST).collect();
    let whole = cut
        .rsplit_once(' ')
        .map_or(cut.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

/// The name of what a timeline plays: what somebody called it, or that of its routine.
pub fn title(words: &Words, timeline: &Timeline) -> String {
    match timeline.title() {
        Some(title) => title.to_owned(),
        None => routine(words, timeline.routine()),
    }
}

/// How much of a session was done: "2 of 6 exercises, and part of another".
pub fn tally(words: &Words, session: &Session<'_>) -> String {
    let tally = session.tally();
    if tally.whole + tally.part == 0 && session.is_anything_done() {
        return words.get("tally-warm-up");
    }
    words.with(
        "tally",
        &[
            ("whole", tally.whole.into()),
            ("part", tally.part.into()),
            ("all", tally.all.into()),
        ],
    )
}

/// A dose in a line: "3 × 10 s, each side".
pub fn dose(words: &Words, play: Playable<'_>, dose: &Prescription) -> String {
    let longest = dose.holds_s.iter().copied().max().unwrap_or(0);
    let amount = if longest == 0 {
        let moving: u32 = play
            .phases()
            .iter()
            .map(|p| p.move_s.get() + p.return_s.get())
            .sum();
        words.with(
            "dose-moving",
            &[("seconds", (moving * dose.reps * dose.sets).into())],
        )
    } else if dose.sets > 1 {
        words.with(
            "dose-sets",
            &[
                ("sets", dose.sets.into()),
                ("reps", dose.reps.into()),
                ("hold", longest.into()),
            ],
        )
    } else if play.phases().len() > 1 {
        words.with(
            "dose-rounds",
            &[("reps", dose.reps.into()), ("hold", longest.into())],
        )
    } else {
        words.with(
            "dose-holds",
            &[("reps", dose.reps.into()), ("hold", longest.into())],
        )
    };
    if play.sides() == Sides::None {
        amount
    } else {
        words.with("dose-each-side", &[("dose", (&amount).into())])
    }
}

/// A dose with its rest: "2 sets of 8, 2 s at the top, 20 s of rest between sets".
pub fn whole_dose(words: &Words, play: Playable<'_>, amount: &Prescription) -> String {
    let said = dose(words, play, amount);
    if amount.sets > 1 && amount.rest_s > 0 {
        words.with(
            "dose-rest",
            &[("dose", (&said).into()), ("seconds", amount.rest_s.into())],
        )
    } else {
        said
    }
}
