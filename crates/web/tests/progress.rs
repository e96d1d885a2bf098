//! Progress: what charts, their words and their tables say of made diaries.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::http::StatusCode;
use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use support::Person;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::journal::note::{Content, Feeling, FeelingParts, Week, WeekParts};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::programme::timeline::StepNumber;
use unhunch_domain::review::ratings::RatingSeries;
use unhunch_domain::review::trend::Trend;
use unhunch_domain::{
    Body, DeviceId, Diary, Entry, EntryId, Level, Library, Moment, Note, NoteId, Outcome, Rating,
    SessionId, Timeline,
};
use unhunch_journal::{Journal, MemoryJournal};
use unhunch_words::{Words, trend};
use uuid::Uuid;

/// A Monday, as the people of these tests have it.
const TODAY: Date = date(2026, 8, 3);

/// A diary in the making.
#[derive(Default)]
struct Made {
    entries: Vec<Entry>,
}

impl Made {
    fn say(&mut self, day: Date, hour: i8, body: Body) -> u128 {
        let zoned = day.at(hour, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        let number = self.entries.len() as u128 + 1;
        self.entries.push(Entry {
            id: EntryId(Uuid::from_u128(number)),
            device: DeviceId(Uuid::nil()),
            at: At::try_from(zoned.timestamp()).unwrap(),
            zone: Zone::try_from("Europe/Berlin".to_owned()).unwrap(),
            version: Version::CURRENT,
            body,
        });
        number
    }

    /// A session of which every so many steps are done.
    fn session(&mut self, ago: i32, timeline: &Arc<Timeline>, every: usize) -> SessionId {
        let day = TODAY.saturating_sub(ago.days());
        let session = SessionId(Uuid::from_u128(self.entries.len() as u128));
        self.say(
            day,
            5,
            Body::SessionStarted {
                session,
                timeline: Arc::clone(timeline),
            },
        );
        let exercising = timeline
            .steps()
            .iter()
            .filter(|step| step.kind.is_exercising());
        for step in exercising.step_by(every) {
            self.say(
                day,
                5,
                Body::StepFinished {
                    session,
                    step: StepNumber::try_from(u64::from(step.index)).unwrap(),
                    outcome: Outcome::Done,
                },
            );
        }
        session
    }

    fn rate(&mut self, ago: i32, session: SessionId, moment: Moment, rating: u8) {
        let day = TODAY.saturating_sub(ago.days());
        let rating = Rating::try_from(rating).unwrap();
        self.say(
            day,
            6,
            Body::PainRated {
                session,
                moment,
                rating,
                locations: BTreeSet::new(),
            },
        );
    }

    fn note(&mut self, ago: i32, content: Content) {
        let day = TODAY.saturating_sub(ago.days());
        let note = NoteId(Uuid::from_u128(self.entries.len() as u128));
        let content = Arc::new(Note { date: day, content });
        self.say(day, 5, Body::NoteKept { note, content });
    }

    fn feel(&mut self, ago: i32, rating: u8) {
        let parts = FeelingParts {
            rating: Some(Rating::try_from(rating).unwrap()),
            ..FeelingParts::default()
        };
        self.note(ago, Content::Feeling(Feeling::of(parts).unwrap()));
    }

    fn week(&mut self, ago: i32, average: u8) {
        let parts = WeekParts {
            average: Some(Rating::try_from(average).unwrap()),
            ..WeekParts::default()
        };
        self.note(ago, Content::Week(Week::of(parts).unwrap()));
    }

    async fn person(self) -> Person {
        let journal = Arc::new(MemoryJournal::new(DeviceId(Uuid::from_u128(7))));
        journal.append(&self.entries).await.unwrap();
        Person::with(journal).await
    }
}

fn timeline(routine: &str, level: i8) -> Arc<Timeline> {
    let library = Library::shipped().unwrap();
    let plan = library
        .plan(&routine.parse().unwrap(), |_| Level(level))
        .unwrap();
    Arc::new(Timeline::new(&plan, Layout::default()))
}

/// Three weeks of somebody who gets on.
fn three_weeks() -> Made {
    let mut made = Made::default();
    let (first, later) = (timeline("desk", 1), timeline("desk", 3));
    let (gentle, short) = (timeline("floor", 0), timeline("two-minutes", 1));
    for (ago, timeline, before, after) in [
        (20, &first, 6, 5),
        (19, &first, 6, 6),
        (17, &short, 5, 5),
        (15, &gentle, 6, 4),
        (9, &first, 4, 4),
        (8, &later, 4, 3),
        (5, &later, 3, 3),
        (3, &later, 3, 2),
        (1, &gentle, 2, 2),
    ] {
        let session = made.session(ago, timeline, 1);
        made.rate(ago, session, Moment::Before, before);
        made.rate(ago, session, Moment::After, after);
    }
    made.feel(12, 7);
    made.week(15, 6);
    made.week(1, 2);
    made
}

fn main_of(html: &str) -> String {
    let begin = html.find("<main").unwrap();
    let end = html.rfind("</main>").unwrap();
    let lines = html[begin..end]
        .replace("<path ", "\n<path ")
        .replace("<text ", "\n<text ");
    let lines = lines.lines().map(str::trim_end);
    lines
        .filter(|line| !line.is_empty())
        .fold(String::new(), |mut text, line| {
            writeln!(text, "{line}").unwrap();
            text
        })
}

#[tokio::test]
async fn nobodys_diary_says_what_will_be_here() {
    let person = Person::new_here().await;
    let page = person.get("/progress").await;
    assert_eq!(page.status, StatusCode::OK);
    insta::assert_snapshot!("nobody", main_of(&page.text));
}

#[tokio::test]
async fn three_weeks_in_words_charts_and_tables() {
    let person = three_weeks().person().await;
    let page = person.get("/progress").await;
    assert_eq!(page.status, StatusCode::OK);
    insta::assert_snapshot!("three_weeks", main_of(&page.text));
    assert_eq!(person.get("/progress?span=4-weeks").await.text, page.text);
}

/// The words of a page alone: headings, sentences, legends.
fn said(html: &str) -> String {
    let main = main_of(html);
    let mut out = String::new();
    for (opening, closing) in [
        ("<h2", "</h2>"),
        ("<p class=\"lead\">", "</p>"),
        ("<p class=\"soft over\">", "</p>"),
        ("<p class=\"chart-says\">", "</p>"),
        ("<li><svg class=\"chart-key\"", "</li>"),
    ] {
        for part in main.split(opening).skip(1) {
            let text = part.split(closing).next().unwrap();
            let text = text.rsplit('>').next().unwrap();
            writeln!(out, "{}", text.trim()).unwrap();
        }
    }
    out
}

#[tokio::test]
async fn longer_times_are_told_in_weeks_months_and_years() {
    let mut made = three_weeks();
    made.feel(100, 8);
    made.feel(700, 9);
    let squeeze = timeline("two-minutes", 1);
    for ago in [200, 201, 203, 900] {
        let session = made.session(ago, &squeeze, 2);
        made.rate(ago, session, Moment::After, 8);
    }
    let mut all = String::new();
    let person = made.person().await;
    for span in ["3-months", "year", "all"] {
        let page = person.get(&format!("/progress?span={span}")).await;
        assert_eq!(page.status, StatusCode::OK);
        writeln!(all, "## {span}\n{}", said(&page.text)).unwrap();
    }
    insta::assert_snapshot!("longer", all);
}

#[tokio::test]
async fn sessions_without_ratings_and_ratings_without_sessions() {
    let mut made = Made::default();
    let desk = timeline("desk", 1);
    made.session(2, &desk, 1);
    let page = made.person().await.get("/progress").await;
    insta::assert_snapshot!("sessions_alone", said(&page.text));
    assert!(page.text.contains("href=\"/notes\""));

    let mut made = Made::default();
    made.feel(3, 4);
    made.feel(2, 5);
    let page = made.person().await.get("/progress").await;
    insta::assert_snapshot!("ratings_alone", said(&page.text));

    let mut made = Made::default();
    made.feel(200, 4);
    let person = made.person().await;
    let page = person.get("/progress?span=4-weeks").await;
    assert!(
        page.text
            .contains("There is nothing in the diary from 13 July 2026")
    );
    let page = person.get("/progress?span=all").await;
    assert!(page.text.contains("chart-felt") || page.text.contains("id=\"felt\""));
}

#[tokio::test]
async fn a_time_that_is_none_is_refused_and_never_repeated() {
    let person = three_weeks().person().await;
    for span in [
        "",
        "5-weeks",
        "ALL",
        "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
        "4-weeks%00",
        "999999999999999999999",
    ] {
        let page = person.get(&format!("/progress?span={span}")).await;
        assert_eq!(page.status, StatusCode::BAD_REQUEST, "{span}");
        assert!(
            page.text.contains("There is no such time to show."),
            "{span}"
        );
        assert!(!page.text.contains("alert(1)"));
    }
    let page = person.get("/progress?span=all&span=year").await;
    assert_eq!(page.status, StatusCode::BAD_REQUEST);
}

/// What a wrong clock put far away, before or after, spoils nothing.
#[tokio::test]
async fn days_far_away_spoil_nothing() {
    let mut made = three_weeks();
    made.feel(-40_000, 3);
    made.feel(20_600, 3);
    let page = made.person().await.get("/progress?span=all").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.text.len() < 100_000, "{}", page.text.len());

    let mut made = Made::default();
    made.feel(-400, 3);
    let page = made.person().await.get("/progress").await;
    assert!(page.text.contains("Nothing to show yet"));
}

#[tokio::test]
async fn ten_years_are_below_100_kb_in_every_span() {
    let mut made = Made::default();
    let lines: Vec<_> = [1, 2, 3].map(|level| timeline("two-minutes", level)).into();
    for ago in (1..3650).rev().step_by(2) {
        let which = usize::try_from(ago).unwrap();
        let session = made.session(ago, &lines[which % 3], 3);
        made.rate(ago, session, Moment::After, u8::try_from(ago % 11).unwrap());
        if ago % 7 == 0 {
            made.week(ago, 5);
        }
    }
    let person = made.person().await;
    for span in ["4-weeks", "3-months", "year", "all"] {
        let page = person.get(&format!("/progress?span={span}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.len() < 100_000, "{span}: {}", page.text.len());
    }
}

/// Courses as ratings by how many days ago, and what is said of them.
#[test]
fn what_is_said_of_courses() {
    let weeks = |ratings: &[u8]| -> Vec<(i32, u8)> {
        let weeks = i32::try_from(ratings.len()).unwrap();
        let ratings = ratings.iter().zip(0_i32..);
        ratings
            .flat_map(|(rating, week)| {
                (0..4).map(move |day| ((weeks - week) * 7 - day - 1, *rating))
            })
            .collect()
    };
    let courses: Vec<(&str, Vec<(i32, u8)>)> = vec![
        ("nothing", vec![]),
        ("three notes in a week", vec![(3, 4), (2, 4), (1, 4)]),
        (
            "four notes on one day",
            vec![(1, 4), (1, 5), (1, 6), (1, 5)],
        ),
        ("one week", weeks(&[5])),
        (
            "one week, long ago",
            vec![(60, 5), (59, 5), (58, 4), (57, 4)],
        ),
        ("two weeks, the same", weeks(&[5, 5])),
        ("a point lower", weeks(&[5, 4])),
        ("two points lower, less than 30 %", weeks(&[8, 7, 6])),
        ("two points and 30 % lower", weeks(&[5, 5, 3])),
        ("two points higher", weeks(&[3, 4, 5])),
        ("up and down again", weeks(&[4, 8, 2, 9, 4])),
        (
            "half a year",
            weeks(&[
                7, 7, 6, 6, 6, 6, 6, 5, 5, 5, 5, 5, 5, 5, 4, 4, 4, 4, 4, 4, 4, 3, 3, 3,
            ]),
        ),
        (
            "two years",
            [vec![(730, 6), (729, 6), (728, 6), (727, 6)], weeks(&[3])].concat(),
        ),
        (
            "lower, then nothing more",
            vec![
                (80, 6),
                (79, 6),
                (78, 6),
                (77, 6),
                (40, 2),
                (39, 2),
                (38, 2),
                (37, 2),
            ],
        ),
        ("none before", weeks(&[0, 0, 0])),
    ];
    let words = Words::english().unwrap();
    let mut table = String::new();
    for (name, ratings) in courses {
        let mut made = Made::default();
        for (ago, rating) in ratings {
            made.feel(ago, rating);
        }
        let diary = Diary::of(&made.entries);
        let now = TODAY.at(9, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
        let now = At::try_from(now.timestamp()).unwrap();
        let first = TODAY.saturating_sub(1000.days());
        let course = RatingSeries::of(&diary, first, TODAY, now);
        let trend = Trend::of(&course, first, TODAY);
        let sentence = trend::sentence(&words, &trend, TODAY);
        writeln!(table, "{name}: {sentence}").unwrap();
    }
    insta::assert_snapshot!("courses", table);
}
