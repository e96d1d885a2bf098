//! Ratings by day, and the means that rules and charts read.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use unhunch_domain::basics::mean::Mean;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::journal::note::{
    Content, Feeling, FeelingParts, Remark, RemarkError, Week, WeekParts,
};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::review::ratings::RatingSeries;
use unhunch_domain::{
    Body, DeviceId, Diary, Entry, EntryId, Level, Library, Moment, Note, NoteId, Rating, SessionId,
    Timeline,
};
use uuid::Uuid;

const TODAY: Date = date(2026, 8, 31);

fn at(date: Date, hour: i8) -> At {
    let then = date.at(hour, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    At::try_from(then.timestamp()).unwrap()
}

fn now() -> At {
    at(TODAY, 20)
}

fn rating(number: u8) -> Rating {
    Rating::try_from(number).unwrap()
}

/// An entry that keeps a note about a day, written on it.
fn kept(number: u128, date: Date, hour: i8, content: Content) -> Entry {
    Entry {
        id: EntryId(Uuid::from_u128(number)),
        device: DeviceId(Uuid::nil()),
        at: at(date, hour),
        zone: Zone::try_from("UTC".to_owned()).unwrap(),
        version: Version::CURRENT,
        body: Body::NoteKept {
            note: NoteId(Uuid::from_u128(number)),
            content: Arc::new(Note { date, content }),
        },
    }
}

fn feeling(number: u8) -> Content {
    let feeling = Feeling::of(FeelingParts {
        rating: Some(rating(number)),
        ..FeelingParts::default()
    });
    Content::Feeling(feeling.unwrap())
}

fn week(number: u8) -> Content {
    let week = Week::of(WeekParts {
        average: Some(rating(number)),
        ..WeekParts::default()
    });
    Content::Week(week.unwrap())
}

fn course(entries: &[Entry]) -> RatingSeries {
    RatingSeries::of(&Diary::of(entries), date(2020, 1, 1), TODAY, now())
}

fn noted(all: &[(Date, u8)]) -> RatingSeries {
    let entries: Vec<_> = (1..)
        .zip(all)
        .map(|(number, (date, rating))| kept(number, *date, 8, feeling(*rating)))
        .collect();
    course(&entries)
}

#[test]
fn a_week_needs_four_ratings_on_two_days() {
    let day = |day| date(2026, 8, day);
    let three = noted(&[(day(25), 4), (day(26), 4), (day(27), 5)]);
    assert_eq!(three.week_mean(TODAY), None);
    let of_one_day = noted(&[(day(27), 4), (day(27), 4), (day(27), 5), (day(27), 5)]);
    assert_eq!(of_one_day.week_mean(TODAY), None);
    let four = noted(&[(day(25), 4), (day(25), 4), (day(27), 5), (day(27), 6)]);
    let mean = four.week_mean(TODAY).unwrap();
    assert_eq!((mean.tenths(), mean.count()), (48, 4));
    // The week ends on the 31st; the 25th is its first day and not in the next one.
    assert_eq!(four.week_mean(day(31)), Some(mean));
    assert_eq!(four.week_mean(date(2026, 9, 1)), None);
}

#[test]
fn where_ratings_are_too_few_the_answer_about_the_week_counts() {
    let answered = course(&[
        kept(1, date(2026, 8, 27), 8, feeling(2)),
        kept(2, date(2026, 8, 28), 9, week(6)),
        kept(3, date(2026, 8, 30), 9, week(5)),
    ]);
    assert_eq!(answered.week(TODAY), Some(Mean::of(rating(5))));
    assert_eq!(answered.week(date(2026, 8, 29)), Some(Mean::of(rating(6))));
    assert_eq!(answered.week(date(2026, 9, 6)), None);
    assert_eq!(answered.week_mean(TODAY), None);
}

#[test]
fn what_a_wrong_clock_put_into_the_future_does_not_count() {
    let tomorrow = TODAY.saturating_add(1.day());
    let further_east = kept(1, tomorrow, 0, feeling(3));
    let ahead = kept(2, tomorrow, 8, feeling(9));
    let far_ahead = kept(3, date(2031, 1, 1), 8, feeling(9));
    assert!(course(&[ahead.clone(), far_ahead.clone()]).is_empty());
    // Written before now, but where it was tomorrow already.
    let eastern = Entry {
        at: at(TODAY, 18),
        ..further_east
    };
    let known = course(&[eastern, ahead, far_ahead]);
    let dates: Vec<_> = known.ratings.iter().map(|rated| rated.date).collect();
    assert_eq!(dates, [TODAY]);
}

#[test]
fn around_sessions_only_those_with_both_ratings_count() {
    let library = Library::shipped().unwrap();
    let plan = library.plan(&"two-minutes".parse().unwrap(), |_| Level::FIRST);
    let timeline = Arc::new(Timeline::new(&plan.unwrap(), Layout::default()));
    let mut entries = Vec::new();
    let mut tell = |body: Body| {
        let number = 1 + entries.len() as u128;
        entries.push(Entry {
            body,
            ..kept(number, date(2026, 8, 20), 8, feeling(9))
        });
    };
    let said = [
        (1, Some(6), Some(4)),
        (2, Some(3), Some(3)),
        (3, Some(10), None),
        (4, None, Some(10)),
    ];
    for (number, before, after) in said {
        let session = SessionId(Uuid::from_u128(number));
        tell(Body::SessionStarted {
            session,
            timeline: Arc::clone(&timeline),
        });
        for (moment, said) in [(Moment::Before, before), (Moment::After, after)] {
            if let Some(said) = said {
                tell(Body::PainRated {
                    session,
                    moment,
                    rating: rating(said),
                    locations: BTreeSet::new(),
                });
            }
        }
    }
    let (before, after) = course(&entries).around().unwrap();
    assert_eq!((before.tenths(), after.tenths()), (45, 35));
    assert_eq!((before.count(), after.count()), (2, 2));
    assert_eq!(noted(&[(TODAY, 3)]).around(), None);
}

#[test]
fn remarks_are_tidied_and_keep_to_their_limits() {
    let read = |text: &str| Remark::read(text).map(|remark| remark.map(String::from));
    // Neither space nor what only joins or turns letters is a remark.
    for nothing in [
        "",
        " \r\n ",
        "\u{200b}\u{feff}",
        "\u{202e} \u{2066}",
        "\u{3164}",
    ] {
        assert_eq!(read(nothing), Ok(None), "{nothing:?}");
    }
    assert_eq!(
        read("  stiff\r\nin the morning\r "),
        Ok(Some("stiff\nin the morning".to_owned()))
    );
    assert_eq!(read("a\0b"), Err(RemarkError::Control));
    let long = "é".repeat(Remark::MOST + 1);
    assert_eq!(read(&long), Err(RemarkError::TooLong(Remark::MOST + 1)));
    assert!(read(&long[2..]).is_ok());
    // In a journal stands only what was tidied.
    for untidy in ["", " a", "a\r\n", "a\0"] {
        assert!(Remark::try_from(untidy.to_owned()).is_err(), "{untidy:?}");
    }
}

#[test]
fn a_note_says_something_and_nothing_else() {
    for good in [
        r#"{"feeling":{"rating":0}}"#,
        r#"{"feeling":{"locations":["neck","left-shoulder"]}}"#,
        r#"{"feeling":{"text":"stiff"}}"#,
        r#"{"week":{"change":"worse"}}"#,
    ] {
        let content: Content = serde_json::from_str(good).unwrap();
        assert_eq!(serde_json::to_string(&content).unwrap(), good);
    }
    for bad in [
        r#"{"feeling":{}}"#,
        r#"{"feeling":{"rating":11}}"#,
        r#"{"feeling":{"locations":["foot"]}}"#,
        r#"{"feeling":{"rating":1,"note":"x"}}"#,
        r#"{"week":{}}"#,
        r#"{"week":{"change":"awful"}}"#,
        r#"{"mood":{"rating":1}}"#,
    ] {
        assert!(serde_json::from_str::<Content>(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_note_is_of_a_day_that_entries_can_be_of() {
    let read = |day: &str| {
        let text = format!(r#"{{"date":"{day}","content":{{"feeling":{{"rating":1}}}}}}"#);
        serde_json::from_str::<Note>(&text)
    };
    for good in ["1970-01-01", "2026-08-03", "2499-12-31"] {
        assert_eq!(read(good).unwrap().date.to_string(), good);
    }
    for bad in [
        "1969-12-31",
        "2500-01-01",
        "-009999-01-01",
        "2026-08-03T10:00",
        "20260803",
        "",
    ] {
        assert!(read(bad).is_err(), "{bad}");
    }
}

proptest! {
    #[test]
    fn the_course_is_every_rating_once_in_order_and_means_lie_between_them(
        said in prop::collection::vec((0..60_i32, 0..24_i8, 0..=10_u8), 0..60),
        (first, length) in (0..60_i32, 0..30_i32),
    ) {
        let day = |back: i32| TODAY.saturating_sub(back.days());
        let entries: Vec<_> = (1..)
            .zip(&said)
            .map(|(number, (back, hour, rating))| kept(number, day(*back), *hour, feeling(*rating)))
            .collect();
        let known = course(&entries);
        prop_assert_eq!(known.ratings.len(), said.len());
        prop_assert!(known.ratings.is_sorted_by_key(|rated| (rated.date, rated.at)));
        let mut backwards = entries.clone();
        backwards.reverse();
        prop_assert_eq!(&course(&backwards), &known);

        let (from, to) = (day(first), day(first - length));
        let within: Vec<u8> = said
            .iter()
            .filter(|(back, ..)| (from..=to).contains(&day(*back)))
            .map(|(.., rating)| *rating)
            .collect();
        let mean = known.mean(from, to);
        prop_assert_eq!(mean.map(Mean::count), u32::try_from(within.len()).ok().filter(|count| *count > 0));
        if let Some(mean) = mean {
            let sum: u32 = within.iter().map(|rating| u32::from(*rating)).sum();
            let exact = f64::from(sum) / f64::from(mean.count());
            prop_assert!((f64::from(mean.tenths()) / 10.0 - exact).abs() <= 0.05 + 1e-9);
        }
    }

    #[test]
    fn comparisons_are_those_of_fractions(
        (a, b) in (prop::collection::vec(0..=10_u8, 1..30), prop::collection::vec(0..=10_u8, 1..30)),
        points in 0..5_u32,
    ) {
        let mean = |all: &[u8]| all.iter().map(|number| Mean::of(rating(*number))).fold(Mean::default(), Mean::and);
        let sum = |all: &[u8]| all.iter().map(|number| i64::from(*number)).sum::<i64>();
        let (na, nb) = (i64::try_from(a.len()).unwrap(), i64::try_from(b.len()).unwrap());
        let difference = sum(&a) * nb - sum(&b) * na;
        prop_assert_eq!(mean(&a).is_above_by(mean(&b), points), difference >= i64::from(points) * na * nb);
        prop_assert_eq!(mean(&a).cmp(&mean(&b)), difference.cmp(&0));
        let percent = 100 * -difference >= 30 * sum(&b) * na && sum(&b) > 0;
        prop_assert_eq!(mean(&a).is_below_by_percent(mean(&b), 30), percent);
    }
}
