//! Notes: which days they can be about, that they stay of their kind, and one answer a week.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::date;
use support::Person;
use unhunch_app::Error;
use unhunch_app::gate::Blocked;
use unhunch_app::notes::{DayProblem, FeelingNoted, KeptNote, NoteDeletion, check_day};
use unhunch_app::reach::ReachNoted;
use unhunch_app::sessions::Changed;
use unhunch_domain::journal::note::{
    Change, Content, Feeling, FeelingParts, Remark, Week, WeekParts,
};
use unhunch_domain::journal::reach::{Reach, ReachParts, ReachTest, Reading};
use unhunch_domain::person::screening::{Answers, NowSign};
use unhunch_domain::{Body, Condition, Note, NoteId, Rating, Refusal, Side};
use uuid::Uuid;

fn rated(rating: u8) -> FeelingParts {
    FeelingParts {
        rating: Some(Rating::try_from(rating).unwrap()),
        ..FeelingParts::default()
    }
}

fn worse() -> Week {
    let change = Some(Change::Worse);
    Week::of(WeekParts {
        change,
        ..WeekParts::default()
    })
    .unwrap()
}

fn turned(side: Side, landmark: u8) -> Reach {
    let parts = ReachParts {
        test: ReachTest::Rotation,
        side: Some(side),
        reading: Reading::Landmark(landmark),
    };
    Reach::try_from(parts).unwrap()
}

impl Person {
    async fn note(&self, rating: u8) -> NoteId {
        let noted = self.app.note_feeling(None, None, rated(rating)).await;
        let FeelingNoted::Kept(kept) = noted.unwrap() else {
            panic!("it can be kept");
        };
        kept.note
    }

    async fn said(&self, id: NoteId) -> Note {
        let note = self
            .app
            .read(|diary| Note::clone(diary.note(id).unwrap().0.note));
        note.await.unwrap()
    }
}

fn is_unknown<T: std::fmt::Debug>(result: Result<T, Error>) -> bool {
    matches!(result.unwrap_err(), Error::Refused(Refusal::UnknownNote))
}

#[test]
fn a_note_is_about_a_day_until_today_or_its_own() {
    let today = date(2026, 8, 3);
    let tomorrow = date(2026, 8, 4);
    for (date, before, is) in [
        (today, None, Ok(())),
        (date(1970, 1, 1), None, Ok(())),
        (date(1969, 12, 31), None, Err(DayProblem::Unknown)),
        (date(2500, 1, 1), None, Err(DayProblem::Unknown)),
        (tomorrow, None, Err(DayProblem::ToCome)),
        (tomorrow, Some(today), Err(DayProblem::ToCome)),
        // Noted further east, where it was tomorrow already.
        (tomorrow, Some(tomorrow), Ok(())),
    ] {
        assert_eq!(check_day(date, before, today), is, "{date} {before:?}");
    }
}

#[tokio::test]
async fn a_note_that_can_t_be_kept_says_why_and_writes_nothing() {
    let person = Person::new().await;
    let before = person.count().await;
    let tomorrow = person.today().tomorrow().unwrap();
    let app = &person.app;
    let nothing = app.note_feeling(None, None, FeelingParts::default());
    assert_eq!(nothing.await.unwrap(), FeelingNoted::Nothing);
    let late = app.note_feeling(None, Some(tomorrow), rated(3));
    let to_come = FeelingNoted::BadDay(DayProblem::ToCome);
    assert_eq!(late.await.unwrap(), to_come);
    let never = app.note_feeling(None, Some(date(1815, 6, 18)), rated(3));
    let unknown = FeelingNoted::BadDay(DayProblem::Unknown);
    assert_eq!(never.await.unwrap(), unknown);
    assert_eq!(person.count().await, before);
}

#[tokio::test]
async fn a_correction_stays_of_its_day_unless_another_is_said() {
    let person = Person::new().await;
    let today = person.today();
    let id = person.note(3).await;
    person.wait_days(2);
    let app = &person.app;
    app.note_feeling(Some(id), None, rated(4)).await.unwrap();
    let said = person.said(id).await;
    let content = Content::Feeling(Feeling::of(rated(4)).unwrap());
    assert_eq!(
        said,
        Note {
            date: today,
            content
        }
    );
    let entries = person.count().await;
    app.note_feeling(Some(id), None, rated(4)).await.unwrap();
    assert_eq!(person.count().await, entries, "sent twice, it is known");

    let yesterday = today.yesterday().unwrap();
    let moved = app.note_feeling(Some(id), Some(yesterday), rated(4));
    moved.await.unwrap();
    assert_eq!(person.said(id).await.date, yesterday);
}

#[tokio::test]
async fn what_was_kept_says_where_it_stands() {
    let person = Person::new().await;
    let yesterday = person.today().yesterday().unwrap();
    let first = person.note(3).await;
    person.wait_minutes(1);
    person.note(4).await;
    let text = Remark::read("yesterday").unwrap();
    let parts = FeelingParts {
        text,
        ..FeelingParts::default()
    };
    let noted = person.app.note_feeling(None, Some(yesterday), parts).await;
    let FeelingNoted::Kept(KeptNote { note, place }) = noted.unwrap() else {
        panic!("it can be kept");
    };
    assert_eq!(place, Some(2), "it is about the earliest day");

    let deleted = person.app.set_note_deleted(first, true).await.unwrap();
    let stood = NoteDeletion {
        changed: Changed::Yes,
        place: Some(1),
    };
    assert_eq!(deleted, stood);
    let again = person.app.set_note_deleted(first, true).await.unwrap();
    assert_eq!((again.changed, again.place), (Changed::No, None));
    let kept = person.app.note_feeling(Some(note), None, rated(1)).await;
    let kept_at = |place| FeelingNoted::Kept(KeptNote { note, place });
    assert_eq!(kept.unwrap(), kept_at(Some(1)), "one before it is gone");
    let restored = person.app.set_note_deleted(first, false).await.unwrap();
    assert_eq!(restored, stood);
    let nobody = NoteId(Uuid::from_u128(99));
    assert!(is_unknown(person.app.set_note_deleted(nobody, true).await));
    assert!(is_unknown(person.app.set_note_deleted(nobody, false).await));
}

/// Whoever corrects on one page what they deleted on another wants it.
#[tokio::test]
async fn a_correction_brings_a_deleted_note_back() {
    let person = Person::new().await;
    let app = &person.app;
    let note = person.note(3).await;
    let deleted = app.set_note_deleted(note, true).await.unwrap();
    assert_eq!((deleted.changed, deleted.place), (Changed::Yes, Some(0)));
    let noted = app.note_feeling(Some(note), None, rated(3)).await;
    let place = Some(0);
    let kept = FeelingNoted::Kept(KeptNote { note, place });
    assert_eq!(noted.unwrap(), kept);
    let restored = app.set_note_deleted(note, false).await.unwrap();
    assert_eq!(restored.changed, Changed::No);
}

#[tokio::test]
async fn a_note_stays_of_its_kind() {
    let person = Person::new().await;
    let app = &person.app;
    let feeling = person.note(3).await;
    let week = app.note_week(None, worse()).await.unwrap().note;
    let reach = app.new_note();
    let left = turned(Side::Left, 2);
    let noted = app.note_reach(reach, left).await.unwrap();
    assert_eq!(noted, ReachNoted::Kept(reach));
    let before = person.count().await;
    for other in [week, reach] {
        assert!(is_unknown(
            app.note_feeling(Some(other), None, rated(4)).await
        ));
    }
    for other in [feeling, reach] {
        assert!(is_unknown(app.note_week(Some(other), worse()).await));
    }
    for other in [feeling, week] {
        assert!(is_unknown(app.note_reach(other, left).await));
    }
    let right = turned(Side::Right, 2);
    assert!(
        is_unknown(app.note_reach(reach, right).await),
        "of one side"
    );
    assert_eq!(person.count().await, before);
}

#[tokio::test]
async fn one_answer_is_kept_for_seven_days() {
    let person = Person::new().await;
    let app = &person.app;
    let began = person.today();
    let first = app.note_week(None, worse()).await.unwrap().note;
    person.wait_days(6);
    // From a page that was opened before that answer came.
    let other = app.note_week(Some(app.new_note()), worse()).await;
    assert_eq!(other.unwrap().note, first);
    assert_eq!(person.said(first).await.date, began);
    person.wait_days(1);
    let next = app.note_week(None, worse()).await.unwrap();
    assert_ne!(next.note, first);
    assert_eq!(next.place, Some(0));
    // An older one is corrected by its id.
    let again = app.note_week(Some(first), worse()).await.unwrap();
    assert_eq!((again.note, again.place), (first, Some(1)));
    assert_eq!(person.said(first).await.date, began);
}

#[tokio::test]
async fn a_note_of_tomorrow_from_further_east_can_be_corrected() {
    let person = Person::new().await;
    let note = NoteId(Uuid::from_u128(9));
    let tomorrow = person.today().tomorrow().unwrap();
    let content = Arc::new(Note {
        date: tomorrow,
        content: Content::Feeling(Feeling::of(rated(2)).unwrap()),
    });
    person.import(Body::NoteKept { note, content }).await;
    let app = &person.app;
    let noted = app.note_feeling(Some(note), Some(tomorrow), rated(5)).await;
    assert!(matches!(noted.unwrap(), FeelingNoted::Kept(_)));
    let later = tomorrow.saturating_add(1.day());
    let noted = app.note_feeling(Some(note), Some(later), rated(5)).await;
    assert_eq!(noted.unwrap(), FeelingNoted::BadDay(DayProblem::ToCome));
}

#[tokio::test]
async fn no_test_of_reach_is_kept_against_what_holds_it_back() {
    let person = Person::new().await;
    let signs = BTreeSet::from([NowSign::ALL[0]]);
    person
        .answer(Answers {
            now: Some(Some(signs.clone())),
            ..Answers::default()
        })
        .await;
    let before = person.count().await;
    let app = &person.app;
    let noted = app.note_reach(app.new_note(), turned(Side::Left, 1)).await;
    assert_eq!(noted.unwrap(), ReachNoted::Held(Blocked::Stop(signs)));
    assert_eq!(person.count().await, before);
    // What was found before can be told all the same.
    assert_ne!(person.note(3).await, app.new_note());

    let person = Person::new().await;
    let kept_from = |test: &ReachTest| {
        let all = BTreeSet::from([Condition::Vertigo]);
        test.kept_from(&all).is_some()
    };
    assert!(kept_from(&ReachTest::Rotation), "it turns the head");
    person
        .answer(Answers {
            conditions: Some(Some(BTreeSet::from([Condition::Vertigo]))),
            ..Answers::default()
        })
        .await;
    let before = person.count().await;
    let app = &person.app;
    let noted = app.note_reach(app.new_note(), turned(Side::Left, 1)).await;
    let dizzy = ReachNoted::NotForPerson(Condition::Vertigo);
    assert_eq!(noted.unwrap(), dizzy);
    assert_eq!(person.count().await, before);
}

#[tokio::test]
async fn a_result_of_a_test_is_corrected_on_its_day() {
    let person = Person::new().await;
    let began = person.today();
    let app = &person.app;
    let id = app.new_note();
    app.note_reach(id, turned(Side::Left, 1)).await.unwrap();
    person.wait_days(3);
    app.note_reach(id, turned(Side::Left, 2)).await.unwrap();
    let content = Content::Reach(turned(Side::Left, 2));
    assert_eq!(
        person.said(id).await,
        Note {
            date: began,
            content
        }
    );
}
