//! The diary that the app has beside the journal: what is written is in it at once, and what another
//! process writes at the next look.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;

use support::Person;
use unhunch_app::sessions::{Started, WhatToPlay};
use unhunch_domain::basics::rating::Rating;
use unhunch_domain::journal::note::{FeelingParts, Location};
use unhunch_domain::{Diary, Ending};

async fn note(person: &Person, rating: u8) {
    let parts = FeelingParts {
        rating: Some(Rating::try_from(rating).unwrap()),
        locations: BTreeSet::from([Location::Neck]),
        text: None,
    };
    person.app.note_feeling(None, None, parts).await.unwrap();
}

async fn play(person: &Person) {
    let Started::New(session) = person
        .app
        .start_session(&WhatToPlay::Today, None)
        .await
        .unwrap()
    else {
        panic!("nothing was started");
    };
    person
        .app
        .end_session(session, Ending::Stopped)
        .await
        .unwrap();
}

/// Holds the app's diary against the journal, which is what counts.
async fn assert_same_as_journal(person: &Person) {
    let entries = person.entries().await;
    let read = Diary::of(&entries);
    let position = person.end().await;
    assert_eq!(person.app.position(), position);
    person.app.read_last(|diary| assert_eq!(*diary, read));
}

#[tokio::test]
async fn what_is_written_is_folded_in_at_once() {
    let person = Person::new().await;
    for rating in 0..3 {
        note(&person, rating).await;
        assert_same_as_journal(&person).await;
        person.wait_minutes(30);
        play(&person).await;
        assert_same_as_journal(&person).await;
    }
}

#[tokio::test]
async fn what_another_process_wrote_in_between_is_not_passed_over() {
    let person = Person::new().await;
    let other = person.another_process().await;
    for rating in 0..3 {
        note(&other, rating).await;
        person.wait_minutes(1);
        // Its own diary ends before what the other wrote.
        note(&person, 10 - rating).await;
        assert_same_as_journal(&person).await;
        other.app.read(|_| ()).await.unwrap();
        assert_same_as_journal(&other).await;
    }
}

#[tokio::test]
async fn the_diary_is_saved_once_much_has_come() {
    let person = Person::new().await;
    note(&person, 3).await;
    person.app.save_snapshot_if_due().await.unwrap();
    assert!(!person.has_snapshot().await, "little has come yet");
    for rating in (0..=10).cycle().take(2000) {
        note(&person, rating).await;
        person.wait_minutes(1);
    }
    assert!(
        !person.has_snapshot().await,
        "nobody waits for it in a write"
    );
    person.app.save_snapshot_if_due().await.unwrap();
    assert!(person.has_snapshot().await);
    let again = person.another_process().await;
    assert_same_as_journal(&again).await;
}
