//! The history of a month, what can be said of a session, advice that was read, and the period of a
//! report.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;

use jiff::civil::{Date, date};
use support::Person;
use unhunch_app::Error;
use unhunch_app::advice::sorted;
use unhunch_app::report::{ReportPeriod, report_day};
use unhunch_app::sessions::{
    CameOut, Changed, DayDone, ManualReport, Month, MonthError, MonthHistory, Said, SessionSummary,
    Started, WhatToPlay,
};
use unhunch_domain::journal::advice_rule::Rule;
use unhunch_domain::journal::note::FeelingParts;
use unhunch_domain::review::advice;
use unhunch_domain::review::advice::Advice;
use unhunch_domain::review::report::Preset;
use unhunch_domain::{DiscomfortLevel, Ending, Moment, Rating, Refusal, SessionId};
use uuid::Uuid;

impl Person {
    async fn start(&self) -> SessionId {
        let routine = "two-minutes".parse().unwrap();
        let what = WhatToPlay::Routine(routine);
        let Started::New(id) = self.app.start_session(&what, None).await.unwrap() else {
            panic!("a session begins");
        };
        id
    }

    /// The exercises of a session that are no warm-up.
    async fn exercises(&self, session: SessionId) -> Vec<unhunch_domain::ExerciseId> {
        let exercises = self.app.read(|diary| {
            let session = diary.session(session).unwrap();
            let plays = session.timeline().plays().iter();
            plays.map(|play| play.exercise.clone()).collect()
        });
        exercises.await.unwrap()
    }

    async fn summary(&self, session: SessionId) -> SessionSummary {
        let now = self.app.now().at;
        let summary = self.app.read(|diary| {
            let session = diary.session(session).unwrap();
            SessionSummary::of(&session, now)
        });
        summary.await.unwrap()
    }

    /// Does that many of the exercises of a session, and ends it.
    async fn does(&self, session: SessionId, count: usize) {
        let exercises = self.exercises(session).await;
        let report = ManualReport {
            did: exercises.into_iter().take(count).collect(),
            ..ManualReport::default()
        };
        self.app.end_by_hand(session, &report).await.unwrap();
    }

    /// Days with what was done on them, sessions and breaks; and the months beside that one.
    async fn month(&self, month: Month) -> MonthSeen {
        let now = self.app.now();
        let seen = self.app.read(|diary| {
            let history = MonthHistory::of(diary, month, &now);
            let days = history.days.iter();
            MonthSeen {
                days: days
                    .map(|day| (day.date, day.done(), day.sessions.len(), day.breaks.len()))
                    .collect(),
                count: history.count,
                beside: (history.earlier, history.later),
            }
        });
        seen.await.unwrap()
    }

    async fn advised(&self) -> Vec<Advice> {
        let today = self.today();
        let advised = self.app.read(|diary| advice::today(diary, today)).await;
        advised.unwrap()
    }

    async fn rate(&self, rating: u8) {
        let feeling = FeelingParts {
            rating: Some(Rating::try_from(rating).unwrap()),
            ..FeelingParts::default()
        };
        self.app.note_feeling(None, None, feeling).await.unwrap();
    }
}

#[derive(Debug, PartialEq, Eq)]
struct MonthSeen {
    days: Vec<(Date, DayDone, usize, usize)>,
    count: usize,
    beside: (Option<Month>, Option<Month>),
}

#[test]
fn a_month_is_written_in_one_way() {
    for text in ["1969-01", "2026-08", "2500-12"] {
        let month: Month = text.parse().unwrap();
        assert_eq!(month.to_string(), text);
        assert_eq!(Month::of(month.last()), month);
    }
    for text in [
        "",
        "2026",
        "2026-8",
        "26-08",
        "2026-13",
        "2026-00",
        "+026-08",
        "1968-12",
        "2501-01",
        "2026-08-01",
        "２０２６-08",
    ] {
        assert_eq!(text.parse::<Month>(), Err(MonthError), "{text}");
    }
}

#[tokio::test]
async fn a_month_has_what_was_done_and_what_is_open() {
    let person = Person::new().await;
    let august: Month = "2026-08".parse().unwrap();
    let [july, september] = ["2026-07", "2026-09"].map(|month| month.parse().unwrap());
    let nothing = MonthSeen {
        days: Vec::new(),
        count: 0,
        beside: (None, None),
    };
    assert_eq!(person.month(august).await, nothing);
    let first = person.today();
    let whole = person.start().await;
    person.does(whole, usize::MAX).await;
    person.wait_days(1);
    let second = person.today();
    let part = person.start().await;
    person.does(part, 1).await;
    let Started::New(short) = person.app.start_break().await.unwrap() else {
        panic!("a break begins");
    };
    person.does(short, 1).await;
    person.wait_days(1);
    // What ended before anything was done is no part of it.
    let empty = person.start().await;
    let ended = person.app.end_session(empty, Ending::Stopped).await;
    ended.unwrap();
    let expected = MonthSeen {
        days: vec![(second, DayDone::Part, 1, 1), (first, DayDone::Whole, 1, 0)],
        count: 2,
        beside: (None, None),
    };
    assert_eq!(person.month(august).await, expected);
    // What is open shows, with nothing done of it yet.
    person.start().await;
    let seen = person.month(august).await;
    assert_eq!(seen.days[0], (person.today(), DayDone::Nothing, 1, 0));
    assert_eq!(seen.count, 3);
    assert_eq!(person.month(july).await.beside, (None, Some(august)));
    assert_eq!(person.month(september).await.beside, (Some(august), None));
}

#[tokio::test]
async fn a_session_is_left_out_and_brought_back() {
    let person = Person::new().await;
    let session = person.start().await;
    person.does(session, 1).await;
    let month = Month::of(person.today());
    let delete = async |deleted| {
        let changed = person.app.set_session_deleted(session, deleted).await;
        changed.unwrap()
    };
    for (deleted, changed, count) in [
        (false, Changed::No, 1),
        (true, Changed::Yes, 0),
        (true, Changed::No, 0),
        (false, Changed::Yes, 1),
    ] {
        assert_eq!(delete(deleted).await, changed);
        assert_eq!(person.month(month).await.count, count);
    }
    let nobody = SessionId(Uuid::from_u128(99));
    for deleted in [true, false] {
        let refused = person.app.set_session_deleted(nobody, deleted).await;
        let unknown = Error::Refused(Refusal::UnknownSession);
        assert_eq!(refused.unwrap_err().to_string(), unknown.to_string());
    }
}

#[tokio::test]
async fn a_session_says_how_it_came_out() {
    let person = Person::new().await;
    let session = person.start().await;
    assert_eq!(person.summary(session).await.came_out, CameOut::Open);
    person.does(session, usize::MAX).await;
    let summary = person.summary(session).await;
    assert_eq!(summary.came_out, CameOut::Completed);
    assert!(summary.is_anything_done && summary.is_kept);

    let session = person.start().await;
    person.does(session, 1).await;
    assert_eq!(person.summary(session).await.came_out, CameOut::Stopped);

    for how in [Ending::Stopped, Ending::Completed, Ending::Closed] {
        let session = person.start().await;
        person.app.end_session(session, how).await.unwrap();
        let summary = person.summary(session).await;
        assert_eq!(summary.came_out, CameOut::Nothing, "{how:?}");
        assert!(!summary.is_anything_done && !summary.is_kept);
    }

    let session = person.start().await;
    let hurt = ManualReport {
        did: BTreeSet::new(),
        said: vec![(0, Said::Hurt)],
    };
    person.app.end_by_hand(session, &hurt).await.unwrap();
    let summary = person.summary(session).await;
    assert_eq!(summary.came_out, CameOut::Stopped, "something was wrong");
    assert!(!summary.is_anything_done && summary.is_kept);

    let session = person.start().await;
    let ended = person.app.end_session(session, Ending::Dizzy).await;
    ended.unwrap();
    assert_eq!(person.summary(session).await.came_out, CameOut::Dizzy);
}

#[tokio::test]
async fn who_felt_bad_afterwards_is_told_when_to_see_somebody() {
    let person = Person::new().await;
    let session = person.start().await;
    assert!(
        !person.summary(session).await.is_rated_high,
        "nothing is said"
    );
    for (rating, is_high) in [(0, false), (5, false), (6, true), (10, true)] {
        let rating = Rating::try_from(rating).unwrap();
        let rated = person
            .app
            .rate_session(session, Moment::After, rating, None);
        rated.await.unwrap();
        assert_eq!(person.summary(session).await.is_rated_high, is_high);
    }
    let person = Person::new().await;
    let session = person.start().await;
    let worst = Rating::try_from(10).unwrap();
    let rated = person
        .app
        .rate_session(session, Moment::Before, worst, None);
    rated.await.unwrap();
    assert!(
        !person.summary(session).await.is_rated_high,
        "it was before"
    );
}

#[tokio::test]
async fn something_can_be_said_of_what_was_done_and_did_not_hurt() {
    let person = Person::new().await;
    let session = person.start().await;
    assert_eq!(person.summary(session).await.to_feel, Vec::<usize>::new());
    let exercises = person.exercises(session).await;
    assert!(exercises.len() > 2, "there is something left to be said of");
    let report = ManualReport {
        did: exercises.iter().cloned().collect(),
        said: Vec::new(),
    };
    person.app.end_by_hand(session, &report).await.unwrap();
    let all = person.summary(session).await.to_feel;
    let warm_ups = person.app.read(|diary| {
        let session = diary.session(session).unwrap();
        let plays = session.timeline().plays();
        plays.iter().filter(|play| play.warm_up).count()
    });
    assert_eq!(all.len(), exercises.len() - warm_ups.await.unwrap());
    let hurt = u64::try_from(all[0]).unwrap();
    person.app.record_hurt(session, hurt).await.unwrap();
    assert_eq!(person.summary(session).await.to_feel, all[1..]);

    // What was said of something that wasn't done can be said otherwise.
    let session = person.start().await;
    let last = exercises.len() - 1;
    let felt = DiscomfortLevel::ALL[0].into();
    let number = u64::try_from(last).unwrap();
    let recorded = person.app.record_discomfort(session, number, felt, None);
    recorded.await.unwrap();
    assert_eq!(person.summary(session).await.to_feel, [last]);
}

#[tokio::test]
async fn advice_is_read_stage_by_stage() {
    let person = Person::new().await;
    for rating in [3, 3, 3, 3, 3, 3, 3, 8, 8, 8, 8, 8, 8, 8] {
        person.rate(rating).await;
        person.wait_days(1);
    }
    let advised = person.advised().await;
    let Some(worse) = advised.iter().find(|advice| advice.rule == Rule::Worse) else {
        panic!("it got worse: {advised:?}");
    };
    let sorted_now = sorted(&advised, false);
    assert_eq!(sorted_now.first.first(), Some(worse));
    let stopped = sorted(&advised, true);
    assert_eq!(stopped.first, []);
    assert!(stopped.then.contains(worse), "nothing comes before a stop");

    let before = person.count().await;
    let read = async |rule, since| {
        let read = person.app.mark_advice_read(rule, since).await;
        read.unwrap()
    };
    let other_stage = worse.since.yesterday().unwrap();
    assert_eq!(read(Rule::Worse, other_stage).await, Changed::No);
    assert_eq!(read(Rule::Better, worse.since).await, Changed::No);
    assert_eq!(person.count().await, before, "they aren't advised");
    assert_eq!(read(Rule::Worse, worse.since).await, Changed::Yes);
    assert_eq!(read(Rule::Worse, worse.since).await, Changed::No);
    let advised = person.advised().await;
    let sorted_then = sorted(&advised, false);
    assert!(
        sorted_then
            .read
            .iter()
            .any(|advice| advice.rule == Rule::Worse)
    );
    assert_eq!(sorted_then.first, []);
}

#[test]
fn a_report_has_days_that_other_programs_read() {
    for text in ["0001-01-01", "2026-08-03", "9998-12-31"] {
        let day = report_day(text).unwrap();
        assert_eq!(day.to_string(), text);
        assert!(day.tomorrow().is_ok());
    }
    for text in [
        "",
        "today",
        "2026-8-3",
        "2026-02-30",
        "0000-12-31",
        "9999-01-01",
        "-000001-01-01",
    ] {
        assert_eq!(report_day(text), None, "{text}");
    }
}

#[tokio::test]
async fn a_period_has_the_ends_that_are_said_and_those_of_everything() {
    let person = Person::new().await;
    let began = person.today();
    person.rate(3).await;
    person.wait_days(40);
    let today = person.today();
    let span = async |first, last| {
        let period = ReportPeriod::Days { first, last };
        let span = person.app.read(|diary| period.span(diary, today)).await;
        span.unwrap().map(|span| (span.first(), span.last()))
    };
    let day = date(2026, 8, 20);
    assert_eq!(span(None, None).await, Ok((began, today)));
    assert_eq!(span(Some(day), None).await, Ok((day, today)));
    assert_eq!(span(None, Some(day)).await, Ok((began, day)));
    let later = today.tomorrow().unwrap();
    assert_eq!(span(Some(later), None).await, Ok((later, later)));
    assert!(span(Some(today), Some(day)).await.is_err());
    let all = ReportPeriod::Preset(Preset::All);
    assert_eq!(all.preset(), Some(Preset::All));
    let all = person.app.read(|diary| all.span(diary, today)).await;
    let all = all.unwrap().unwrap();
    assert_eq!((all.first(), all.last()), (began, today));
}
