//! Today: what is asked, what is wanted differently, and what of that counts.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;

use jiff::civil::date;
use support::Person;
use unhunch_app::gate::Blocked;
use unhunch_app::sessions::{DayDone, ManualReport, Said, Started, WhatToPlay};
use unhunch_app::today::{MOST_QUESTIONS, PartOfDay, PreviewOptions, SuggestionKey, TodayChange};
use unhunch_app::{Changed, Error};
use unhunch_domain::person::profile::{Minutes, Place};
use unhunch_domain::person::screening::{Answers, NowSign};
use unhunch_domain::person::today_overrides::TodayOverrides;
use unhunch_domain::programme::parts::Kind;
use unhunch_domain::programme::progression::{Difficulty, ExerciseLevel};
use unhunch_domain::programme::routine::Item;
use unhunch_domain::{Body, Diary, DiscomfortLevel, ExerciseId, Level, SessionId};
use uuid::Uuid;

fn id(text: &str) -> ExerciseId {
    text.parse().unwrap()
}

fn item(exercise: &str, variant: Option<&str>) -> Item {
    Item {
        exercise: id(exercise),
        variant: variant.map(|variant| variant.parse().unwrap()),
    }
}

fn swap(exercise: &str, with: Item) -> TodayChange {
    TodayChange {
        swap: Some((id(exercise), with)),
        ..TodayChange::default()
    }
}

fn drop_it(exercise: &str) -> TodayChange {
    TodayChange {
        drop: Some(id(exercise)),
        ..TodayChange::default()
    }
}

fn minutes(number: u8) -> TodayChange {
    TodayChange {
        minutes: Some(Minutes::try_from(number).unwrap()),
        ..TodayChange::default()
    }
}

/// Does all of today's session, twenty minutes of it, and says of exercises how they were.
async fn do_today(person: &Person, said: &[(&str, Said)]) {
    let app = &person.app;
    app.override_today(minutes(20)).await.unwrap();
    let started = app.start_session(&WhatToPlay::Today, None).await.unwrap();
    let Started::New(session) = started else {
        panic!("a session begins");
    };
    let plays = app.read(|diary| diary.session(session).unwrap().timeline().plays().to_vec());
    let plays = plays.await.unwrap();
    let place = |exercise: &str| {
        let mut plays = plays.iter();
        plays.position(|play| play.exercise.as_str() == exercise)
    };
    let report = ManualReport {
        did: plays.iter().map(|play| play.exercise.clone()).collect(),
        said: said
            .iter()
            .map(|(exercise, said)| (place(exercise).unwrap().try_into().unwrap(), *said))
            .collect(),
    };
    app.end_by_hand(session, &report).await.unwrap();
}

async fn keys(person: &Person) -> Vec<SuggestionKey> {
    let today = person.app.today().await.unwrap();
    today.questions.iter().map(SuggestionKey::of).collect()
}

/// Where somebody stands with an exercise, if they decided about it.
fn standing(person: &Person, exercise: &ExerciseId) -> Option<ExerciseLevel> {
    let standings = person.app.read_last(Diary::standings);
    standings.get(exercise).map(|(standing, _)| *standing)
}

#[test]
fn a_key_is_read_as_it_is_written() {
    let session = SessionId(Uuid::from_u128(5));
    let to = ExerciseLevel {
        form: Difficulty::Easier,
        level: Level(-1),
    };
    let exercise = || id("cat-cow");
    let keys = [
        SuggestionKey::Settled {
            exercise: exercise(),
            session,
            play: 3,
        },
        SuggestionKey::Up {
            exercise: exercise(),
            to,
        },
        SuggestionKey::Down {
            exercise: exercise(),
            to,
        },
        SuggestionKey::LeaveOut {
            exercise: exercise(),
            date: date(2026, 8, 3),
        },
        SuggestionKey::Back {
            since: date(2026, 8, 3),
        },
    ];
    let texts = keys.each_ref().map(ToString::to_string);
    assert_eq!(
        texts,
        [
            "settled:cat-cow:00000000-0000-0000-0000-000000000005:3",
            "up:cat-cow:easier:-1",
            "down:cat-cow:easier:-1",
            "leave-out:cat-cow:2026-08-03",
            "back:2026-08-03",
        ]
    );
    for (key, text) in keys.iter().zip(&texts) {
        assert_eq!(text.parse().as_ref(), Ok(key));
    }
    for wrong in [
        "",
        "up",
        "up:cat-cow:usual",
        "up:cat-cow:usual:x",
        "up:Cat Cow:usual:1",
        "up:cat-cow:hardest:1",
        "up:cat-cow:usual:1:2",
        "back:yesterday",
        "settled:cat-cow:5:3",
        "sideways:cat-cow:usual:1",
    ] {
        assert!(wrong.parse::<SuggestionKey>().is_err(), "{wrong}");
    }
}

#[tokio::test]
async fn what_came_instead_is_replaced_where_it_came() {
    let person = Person::new().await;
    let app = &person.app;
    let other = item("chair-rotation", None);
    app.override_today(swap("superman", other)).await.unwrap();
    let third = item("pec-stretch", None);
    let day = app.override_today(swap("chair-rotation", third.clone()));
    let day = day.await.unwrap();
    assert_eq!(day.swapped.len(), 1, "{day:?}");
    assert_eq!(day.swapped.get(&id("superman")), Some(&third));

    // Left out is what came instead, and what was there at first is there again.
    let day = app.override_today(drop_it("pec-stretch")).await.unwrap();
    assert!(day.swapped.is_empty());
    assert_eq!(day.dropped, BTreeSet::from([id("pec-stretch")]));
    // What is wanted instead of something isn't left out any more.
    let day = app.override_today(swap("superman", third)).await.unwrap();
    assert!(day.dropped.is_empty());
    let back = TodayChange {
        keep: Some(id("superman")),
        ..TodayChange::default()
    };
    let day = app.override_today(back).await.unwrap();
    assert!(day.is_usual(), "{day:?}");
}

#[tokio::test]
async fn what_cant_take_the_place_of_an_exercise_is_refused() {
    let person = Person::new().await;
    let app = &person.app;
    let before = person.count().await;
    for (with, text) in [
        (item("marching", None), "`marching`"),
        (item("superman", Some("no-such")), "`superman:no-such`"),
    ] {
        let refused = app.override_today(swap("superman", with.clone())).await;
        let error = refused.unwrap_err();
        assert!(matches!(&error, Error::NotInstead(known) if *known == with));
        assert!(error.to_string().starts_with(text), "{error}");
    }
    for change in [
        drop_it("no-such"),
        swap("no-such", item("superman", None)),
        swap("superman", item("no-such", None)),
    ] {
        let refused = app.override_today(change.clone()).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{change:?}");
    }
    assert_eq!(person.count().await, before);
}

#[tokio::test]
async fn what_the_library_lost_goes_with_the_next_change() {
    let person = Person::new().await;
    let mut day = TodayOverrides::usual(person.today());
    day.dropped = (0..64)
        .map(|number| id(&format!("gone-{number}")))
        .collect();
    day.swapped = [
        (id("gone-0"), item("superman", None)),
        (id("superman"), item("gone-0", None)),
    ]
    .into();
    person.import(Body::DayWished { day: Box::new(day) }).await;
    let day = person.app.override_today(drop_it("cat-cow")).await.unwrap();
    assert_eq!(day.dropped, BTreeSet::from([id("cat-cow")]));
    assert!(day.swapped.is_empty());
    // What is written can be read: a day has no more wishes than one may have.
    let written = serde_json::to_string(&person.bodies().await.pop()).unwrap();
    assert!(serde_json::from_str::<Body>(&written).is_ok(), "{written}");
}

#[tokio::test]
async fn what_is_as_always_is_nothing_different() {
    let person = Person::new().await;
    let app = &person.app;
    let usual = app.read(Diary::profile).await.unwrap();
    let before = person.count().await;
    let same = TodayChange {
        minutes: Some(usual.minutes),
        place: Some(usual.place),
        ..TodayChange::default()
    };
    assert!(app.override_today(same).await.unwrap().is_usual());
    assert_eq!(person.count().await, before);
    app.override_today(minutes(20)).await.unwrap();
    app.override_today(drop_it("superman")).await.unwrap();
    let as_usual = TodayChange {
        usual: true,
        ..TodayChange::default()
    };
    assert!(app.override_today(as_usual).await.unwrap().is_usual());
}

#[tokio::test]
async fn a_preview_changes_nothing() {
    let person = Person::new().await;
    let app = &person.app;
    let before = person.count().await;
    let usual = app.preview_today(PreviewOptions::default()).await.unwrap();
    let longer = app.preview_today(PreviewOptions {
        minutes: Some(Minutes::try_from(20).unwrap()),
        place: Some(Place::Floor),
    });
    let longer = longer.await.unwrap();
    assert!(longer.composed.total_ms > usual.composed.total_ms);
    assert_eq!(longer.person.place(), Place::Floor);
    assert_eq!(person.count().await, before);
    let today = app.today().await.unwrap();
    assert_eq!(today.session.composed.total_ms, usual.composed.total_ms);
    assert!(usual.alternatives(app, &id("no-such")).is_empty());
}

#[tokio::test]
async fn a_step_is_taken_with_a_yes_and_stays_with_a_no() {
    let person = Person::new().await;
    let app = &person.app;
    for _ in 0..6 {
        assert_eq!(keys(&person).await, []);
        do_today(&person, &[]).await;
        person.wait_days(1);
    }
    let asked = keys(&person).await;
    let [first, second, ..] = &asked[..] else {
        panic!("{asked:?}");
    };
    let SuggestionKey::Up { exercise, to } = first else {
        panic!("{first:?}");
    };
    let stays = app.answer_suggestion(first, false).await.unwrap();
    assert_eq!(stays, Changed::Yes);
    assert!(!keys(&person).await.contains(first));
    let stood = standing(&person, exercise).unwrap();
    assert!(stood.level < to.level, "{stood:?}");

    let SuggestionKey::Up { exercise, to } = second else {
        panic!("{second:?}");
    };
    let other = SuggestionKey::Up {
        exercise: exercise.clone(),
        to: ExerciseLevel {
            level: Level(to.level.0 + 1),
            ..*to
        },
    };
    let otherwise = app.answer_suggestion(&other, true).await.unwrap();
    assert_eq!(otherwise, Changed::No, "it was asked otherwise");
    assert_eq!(standing(&person, exercise), None);
    let taken = app.answer_suggestion(second, true).await.unwrap();
    assert_eq!(taken, Changed::Yes);
    assert_eq!(standing(&person, exercise), Some(*to));
    let again = app.answer_suggestion(second, true).await.unwrap();
    assert_eq!(again, Changed::No, "it is asked no more");
}

#[tokio::test]
async fn discomfort_is_asked_about_and_leads_down() {
    let person = Person::new().await;
    let app = &person.app;
    let some = Said::Felt(DiscomfortLevel::ALL[1].into());
    do_today(&person, &[("overhead-arm-reach", some)]).await;
    assert_eq!(keys(&person).await, [], "not on the same day");
    person.wait_days(1);
    let asked = keys(&person).await;
    assert!(matches!(&asked[..], [SuggestionKey::Settled { .. }]));
    app.answer_suggestion(&asked[0], false).await.unwrap();
    let down = keys(&person).await;
    let [SuggestionKey::Down { exercise, to }] = &down[..] else {
        panic!("{down:?}");
    };
    assert_eq!(*exercise, id("overhead-arm-reach"));
    app.answer_suggestion(&down[0], true).await.unwrap();
    assert_eq!(standing(&person, exercise), Some(*to));
}

#[tokio::test]
async fn no_more_is_asked_at_a_time_than_anybody_wants_to_answer() {
    let person = Person::new().await;
    let session = person.app.preview_today(PreviewOptions {
        minutes: Some(Minutes::try_from(20).unwrap()),
        place: None,
    });
    let items = session.await.unwrap().composed.items;
    let some = Said::Felt(DiscomfortLevel::ALL[1].into());
    let said: Vec<_> = items
        .iter()
        .filter(|item| !item.planned.warm_up)
        .map(|item| (item.planned.play.exercise.id.as_str(), some))
        .collect();
    do_today(&person, &said).await;
    person.wait_days(1);
    let mut left = said.len();
    assert!(left > MOST_QUESTIONS, "{said:?}");
    while left > 0 {
        let asked = keys(&person).await;
        assert_eq!(asked.len(), left.min(MOST_QUESTIONS), "{asked:?}");
        let settled = person.app.answer_suggestion(&asked[0], true).await;
        assert_eq!(settled.unwrap(), Changed::Yes);
        left -= 1;
    }
}

#[tokio::test]
async fn nobody_who_is_held_back_is_asked() {
    let person = Person::new().await;
    let some = Said::Felt(DiscomfortLevel::ALL[1].into());
    do_today(&person, &[("overhead-arm-reach", some)]).await;
    person.wait_days(1);
    assert_eq!(keys(&person).await.len(), 1);
    let signs = BTreeSet::from([NowSign::ALL[0]]);
    let answers = Answers {
        now: Some(Some(signs.clone())),
        ..Answers::default()
    };
    person.answer(answers).await;
    let today = person.app.today().await.unwrap();
    assert_eq!(today.held, Some(Blocked::Stop(signs)));
    assert!(today.questions.is_empty() && today.session.composed.is_empty());
    assert!(!today.is_welcome_open);
}

#[tokio::test]
async fn who_comes_back_begins_gently_until_they_go_on_as_before() {
    let person = Person::new().await;
    let today = person.app.today().await.unwrap();
    assert!(today.is_new && !today.is_back);
    do_today(&person, &[]).await;
    person.wait_days(9);
    let today = person.app.today().await.unwrap();
    assert!(today.is_back);
    assert_eq!(
        today.adherence, None,
        "nobody is told how long they were away"
    );
    person.app.end_absence().await.unwrap();
    let today = person.app.today().await.unwrap();
    assert!(!today.is_back);
    assert!(today.adherence.is_some());
}

#[tokio::test]
async fn a_week_says_what_was_done_on_which_day() {
    let person = Person::new().await;
    person.wait_days(1);
    do_today(&person, &[]).await;
    person.wait_days(1);
    let started = person.app.start_session(&WhatToPlay::Today, None).await;
    let Started::New(session) = started.unwrap() else {
        panic!("a session begins");
    };
    let first = person.app.read(|diary| {
        let timeline = diary.session(session).unwrap().timeline().clone();
        timeline.plays()[0].exercise.clone()
    });
    let report = ManualReport {
        did: [first.await.unwrap()].into(),
        said: Vec::new(),
    };
    let open = person.app.today().await.unwrap().open.unwrap();
    assert_eq!(
        (open.id, open.percent_done, open.is_old),
        (session, 0, false)
    );
    person.app.end_by_hand(session, &report).await.unwrap();
    let today = person.app.today().await.unwrap();
    assert!(today.open.is_none());
    let done: Vec<_> = today.week.days.iter().map(|day| day.done).collect();
    assert_eq!(
        done,
        [
            Some(DayDone::Nothing),
            Some(DayDone::Whole),
            Some(DayDone::Part),
            None,
            None,
            None,
            None,
        ]
    );
    assert_eq!(today.week.days[0].date, date(2026, 8, 3));
    assert!(today.week.days[2].is_today && !today.week.days[1].is_today);
    assert_eq!(today.week.sessions, 2);
    assert!(today.week.done_ms > 60_000);
}

#[tokio::test]
async fn what_can_be_done_instead_is_no_warm_up() {
    let person = Person::new().await;
    let session = person.app.today().await.unwrap().session;
    let mut any = false;
    for item in session
        .composed
        .items
        .iter()
        .filter(|item| !item.planned.warm_up)
    {
        for play in session.alternatives(&person.app, &item.planned.play.exercise.id) {
            any = true;
            assert_ne!(play.exercise.file.kind, Kind::WarmUp);
        }
    }
    assert!(any);
}

#[test]
fn a_day_has_four_parts() {
    use PartOfDay::{Afternoon, Evening, Morning, Night};
    let parts = [0, 4, 5, 11, 12, 17, 18, 22, 23].map(PartOfDay::of);
    let expected = [
        Night, Night, Morning, Morning, Afternoon, Afternoon, Evening, Evening, Night,
    ];
    assert_eq!(parts, expected);
}
