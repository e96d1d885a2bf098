//! When a person is asked how their week was.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::diary::notes::{week_answered, week_is_due};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::journal::note::{
    Change, Content, Feeling, FeelingParts, Remark, Week, WeekParts,
};
use unhunch_domain::{Body, DeviceId, Diary, Entry, EntryId, Note, NoteId};
use uuid::Uuid;

/// The day that days are counted from here.
const BEGAN: Date = date(2026, 8, 3);

fn day(number: i32) -> Date {
    BEGAN.checked_add(number.days()).unwrap()
}

fn feeling() -> Content {
    let text = Remark::read("stiff").unwrap();
    let parts = FeelingParts {
        text,
        ..FeelingParts::default()
    };
    Content::Feeling(Feeling::of(parts).unwrap())
}

fn week() -> Content {
    let parts = WeekParts {
        change: Some(Change::Same),
        ..WeekParts::default()
    };
    Content::Week(Week::of(parts).unwrap())
}

/// A diary of notes: the day of each, and what it says.
fn diary(notes: &[(i32, Content)]) -> Diary {
    let entries: Vec<_> = notes
        .iter()
        .zip(1_u16..)
        .map(|((number, content), id)| Entry {
            id: EntryId(Uuid::from_u128(id.into())),
            device: DeviceId(Uuid::nil()),
            at: At::from_millisecond(1_785_740_400_000 + i64::from(id)).unwrap(),
            zone: Zone::try_from("Europe/Berlin".to_owned()).unwrap(),
            version: Version::CURRENT,
            body: Body::NoteKept {
                note: NoteId(Uuid::from_u128(id.into())),
                content: Arc::new(Note {
                    date: day(*number),
                    content: content.clone(),
                }),
            },
        })
        .collect();
    Diary::of(&entries)
}

/// On which of the days from the first on somebody is asked who answers nothing from then on.
fn asked(notes: &[(i32, Content)], days: i32) -> Vec<i32> {
    let diary = diary(notes);
    (0..days)
        .filter(|number| week_is_due(&diary, day(*number)))
        .collect()
}

#[test]
fn nobody_is_asked_who_has_noted_and_done_nothing() {
    assert!(asked(&[], 30).is_empty());
}

#[test]
fn the_first_question_comes_a_week_after_the_first_note_and_stays() {
    assert_eq!(
        asked(&[(0, feeling()), (3, feeling())], 12),
        [7, 8, 9, 10, 11]
    );
}

#[test]
fn the_next_question_comes_a_week_after_an_answer() {
    let notes = [(0, feeling()), (8, week()), (10, feeling())];
    // What was answered on the 8th may have been so further east, on the evening of the 7th.
    assert_eq!(asked(&notes, 18), [15, 16, 17]);
}

#[test]
fn the_answer_to_correct_is_the_one_of_the_past_seven_days() {
    let diary = diary(&[(0, week()), (5, week()), (6, feeling())]);
    let answered = |number| week_answered(&diary, day(number)).map(|noted| noted.note.date);
    assert_eq!(answered(4), Some(day(5)));
    assert_eq!(answered(11), Some(day(5)));
    assert_eq!(answered(12), None);
    assert_eq!(answered(-2), None);
}

#[test]
fn what_a_wrong_clock_put_into_the_future_is_no_answer() {
    assert_eq!(asked(&[(0, feeling()), (400, week())], 9), [7, 8]);
}

proptest! {
    /// Somebody who answers whenever they are asked does so once in seven days, whatever else
    /// they note; and nobody is asked again on a day on which they answered.
    #[test]
    fn a_week_is_asked_for_once_a_week(noted in prop::collection::btree_set(0..60_i32, 1..20)) {
        let mut notes: Vec<_> = noted.iter().map(|number| (*number, feeling())).collect();
        let first = *noted.first().unwrap();
        let mut answered = Vec::new();
        for number in 0..70 {
            let known: Vec<_> = notes.iter().filter(|(day, _)| *day <= number).cloned().collect();
            if week_is_due(&diary(&known), day(number)) {
                notes.push((number, week()));
                answered.push(number);
                let known: Vec<_> = notes.iter().filter(|(day, _)| *day <= number).cloned().collect();
                prop_assert!(!week_is_due(&diary(&known), day(number)));
            }
        }
        let expected: Vec<_> = (first + 7..70).step_by(7).collect();
        prop_assert_eq!(answered, expected);
    }
}
