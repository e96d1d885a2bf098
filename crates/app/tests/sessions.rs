//! Sessions: how they start and end, and what of a player's events is kept.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;

use support::Person;
use unhunch_app::Error;
use unhunch_app::gate::Blocked;
use unhunch_app::sessions::{
    BreakPreview, Changed, Ended, Happened, ManualReport, PlayerEvent, Said, Started, WhatToPlay,
};
use unhunch_domain::basics::time::At;
use unhunch_domain::person::screening::{Answers, NowSign};
use unhunch_domain::{
    Body, DiscomfortLevel, Ending, Entry, EntryId, ExerciseDiscomfort, Outcome, Refusal, SessionId,
};
use unhunch_journal::JournalError;
use uuid::Uuid;

impl Person {
    /// Answers the safety questions with these signs of now.
    async fn answer_now(&self, now: BTreeSet<NowSign>) {
        self.answer(Answers {
            now: Some(Some(now)),
            before: Some(Some(BTreeSet::new())),
            conditions: Some(Some(BTreeSet::new())),
            ..Answers::default()
        })
        .await;
    }

    async fn start(&self) -> SessionId {
        let started = self.app.start_session(&WhatToPlay::Today, None).await;
        let Started::New(id) = started.unwrap() else {
            panic!("a session begins");
        };
        id
    }

    async fn start_break(&self) -> SessionId {
        let Started::New(id) = self.app.start_break().await.unwrap() else {
            panic!("a break begins");
        };
        id
    }

    /// The first place in what it plays that is no warm-up.
    async fn first_play(&self, session: SessionId) -> u64 {
        let place = self.app.read(|diary| {
            let session = diary.session(session).unwrap();
            let plays = session.timeline().plays();
            plays.iter().position(|play| !play.warm_up).unwrap()
        });
        place.await.unwrap().try_into().unwrap()
    }

    async fn standings(&self) -> usize {
        let is_standing = |entry: &Entry| matches!(entry.body, Body::StandingSet { .. });
        let entries = self.entries().await;
        entries.into_iter().filter(is_standing).count()
    }

    /// Something that happened now, under an id of that number.
    fn event(&self, number: u128, what: Happened) -> PlayerEvent {
        PlayerEvent {
            id: EntryId(Uuid::from_u128(number)),
            at: Some(self.app.now().zoned.timestamp()),
            what,
        }
    }
}

fn step(step: u64) -> Happened {
    Happened::StepOver {
        step,
        outcome: Outcome::Done,
    }
}

fn id(number: u128) -> EntryId {
    EntryId(Uuid::from_u128(number))
}

fn felt(discomfort: DiscomfortLevel) -> ExerciseDiscomfort {
    discomfort.into()
}

#[tokio::test]
async fn what_hurt_is_gentler_from_every_way_in() {
    // By itself.
    let person = Person::new().await;
    let session = person.start().await;
    let play = person.first_play(session).await;
    let changed = person.app.record_hurt(session, play).await;
    assert_eq!(changed.unwrap(), Changed::Yes);
    assert_eq!(person.standings().await, 1);
    let again = person.app.record_hurt(session, play).await;
    assert_eq!(again.unwrap(), Changed::No);
    assert_eq!(person.standings().await, 1, "it is known already");

    // From a player.
    let person = Person::new().await;
    let session = person.start().await;
    let events = [person.event(1, Happened::Hurt { play })];
    person.app.record_events(session, &events).await;
    person.app.record_events(session, &events).await;
    assert_eq!(person.standings().await, 1);

    // Without a player.
    let person = Person::new().await;
    let session = person.start().await;
    let report = ManualReport {
        said: vec![(play, Said::Hurt)],
        ..ManualReport::default()
    };
    person.app.end_by_hand(session, &report).await.unwrap();
    assert_eq!(person.standings().await, 1);
}

#[tokio::test]
async fn an_answer_that_is_older_than_what_stands_changes_nothing() {
    let person = Person::new().await;
    let session = person.start().await;
    let play = person.first_play(session).await;
    let before = At::try_from(person.app.now().zoned.timestamp()).unwrap();
    person.wait_minutes(1);
    let app = &person.app;
    let fine = app.record_discomfort(session, play, felt(DiscomfortLevel::ALL[0]), None);
    assert_eq!(fine.await.unwrap(), Changed::Yes);
    let other = felt(DiscomfortLevel::ALL[1]);
    let late = app.record_discomfort(session, play, other, Some(before));
    assert_eq!(late.await.unwrap(), Changed::No);
    let now = app.record_discomfort(session, play, other, None);
    assert_eq!(now.await.unwrap(), Changed::Yes);
}

/// A player whose clock is ahead, or says nothing, tells two answers at once; the ids would put them
/// the other way round.
#[tokio::test]
async fn of_two_answers_that_come_together_the_later_one_stands() {
    for ahead in [Some(jiff::SignedDuration::from_hours(5)), None] {
        let person = Person::new().await;
        let session = person.start().await;
        let play = person.first_play(session).await;
        let answer = |number, discomfort| PlayerEvent {
            at: ahead.map(|ahead| person.app.now().zoned.timestamp() + ahead),
            ..person.event(
                number,
                Happened::Felt {
                    play,
                    felt: felt(discomfort),
                },
            )
        };
        let events = [
            answer(9, DiscomfortLevel::ALL[2]),
            answer(8, DiscomfortLevel::ALL[0]),
            answer(7, DiscomfortLevel::ALL[1]),
        ];
        let recorded = person.app.record_events(session, &events).await;
        assert_eq!(recorded.kept, [id(9), id(8), id(7)]);
        let stands = person.app.read(|diary| {
            let session = diary.session(session).unwrap();
            session.felt(play.try_into().unwrap())
        });
        assert_eq!(stands.await.unwrap(), Some(felt(DiscomfortLevel::ALL[1])));
    }
}

#[tokio::test]
async fn events_before_a_refused_one_are_kept() {
    let person = Person::new().await;
    let session = person.start().await;
    let before = person.entries().await.len();
    let events = [
        person.event(1, step(0)),
        person.event(2, step(0)),
        person.event(3, step(9999)),
        person.event(4, step(1)),
    ];
    let recorded = person.app.record_events(session, &events).await;
    assert_eq!(recorded.kept, [id(1), id(2)]);
    assert!(matches!(
        recorded.refused,
        Some(Error::Refused(Refusal::UnknownStep { step: 9999, .. }))
    ));
    let after = person.entries().await.len();
    assert_eq!(after, before + 1, "what is known already is not written");
}

#[tokio::test]
async fn an_id_that_is_taken_leaves_those_before_it() {
    let person = Person::new().await;
    let session = person.start().await;
    let first = [person.event(1, step(0))];
    person.app.record_events(session, &first).await;
    let events = [
        person.event(2, step(1)),
        person.event(1, step(2)),
        person.event(3, step(3)),
    ];
    let recorded = person.app.record_events(session, &events).await;
    assert_eq!(recorded.kept, [id(2)]);
    assert!(matches!(
        recorded.refused,
        Some(Error::Journal(JournalError::Conflict { .. }))
    ));
    let diary = person.app.read(|diary| {
        let session = diary.session(session).unwrap();
        [0, 1, 2, 3].map(|step| session.is_done(step))
    });
    assert_eq!(diary.await.unwrap(), [true, true, false, false]);
}

#[tokio::test]
async fn a_player_hears_what_holds_the_exercises_back_now() {
    let person = Person::new().await;
    let session = person.start().await;
    let events = [person.event(1, step(0))];
    let recorded = person.app.record_events(session, &events).await;
    assert_eq!(recorded.gate, None);
    let events = [person.event(2, Happened::Ended(Ending::Dizzy))];
    let recorded = person.app.record_events(session, &events).await;
    assert_eq!(recorded.kept, [id(2)]);
    assert_eq!(recorded.gate, Some(Blocked::RestToday));
    let started = person.app.start_session(&WhatToPlay::Today, None).await;
    assert_eq!(started.unwrap(), Started::Blocked(Blocked::RestToday));
    let started = person.app.start_break().await;
    assert_eq!(started.unwrap(), Started::Blocked(Blocked::RestToday));
}

#[tokio::test]
async fn a_break_is_completed_once() {
    let person = Person::new().await;
    let session = person.start_break().await;
    let ended = [person.event(1, Happened::Ended(Ending::Completed))];
    let recorded = person.app.record_events(session, &ended).await;
    assert!(recorded.break_completed);
    let recorded = person.app.record_events(session, &ended).await;
    assert!(!recorded.break_completed, "it was over before");

    let session = person.start_break().await;
    let closed = person.app.end_session(session, Ending::Closed).await;
    let not_completed = Ended {
        break_completed: false,
    };
    assert_eq!(closed.unwrap(), not_completed);

    let session = person.start().await;
    let completed = person.app.end_session(session, Ending::Completed).await;
    assert_eq!(completed.unwrap(), not_completed, "it is no break");
}

#[tokio::test]
async fn a_session_that_was_just_begun_is_gone_on_with() {
    let person = Person::new().await;
    let session = person.start().await;
    let started = person.app.start_session(&WhatToPlay::Today, None).await;
    assert_eq!(started.unwrap(), Started::Resumed(session));

    person
        .app
        .record_events(session, &[person.event(1, step(0))])
        .await;
    let resumed = person.app.resume_or_start_today().await;
    assert_eq!(resumed.unwrap(), Started::Resumed(session));
    let other = person.start().await;
    assert_ne!(other, session);
    let ending = person
        .app
        .read(|diary| diary.session(session).unwrap().ending());
    assert_eq!(ending.await.unwrap(), Some(Ending::Closed));
}

#[tokio::test]
async fn a_break_is_gone_on_with_for_a_quarter_of_an_hour() {
    let person = Person::new().await;
    let session = person.start_break().await;
    person.wait_minutes(14);
    let preview = person.app.preview_break().await.unwrap();
    assert_eq!(preview, BreakPreview::GoesOn(session));
    let started = person.app.start_break().await.unwrap();
    assert_eq!(started, Started::Resumed(session));
    person.wait_minutes(1);
    let preview = person.app.preview_break().await.unwrap();
    assert!(matches!(preview, BreakPreview::Moves(_)));
    assert_ne!(person.start_break().await, session);
}

#[tokio::test]
async fn nothing_starts_against_the_gate() {
    let person = Person::unasked().await;
    let before = person.entries().await.len();
    let unasked = Blocked::Unasked { begun: false };
    let started = person.app.resume_or_start_today().await.unwrap();
    assert_eq!(started, Started::Blocked(unasked.clone()));
    let started = person.app.start_break().await.unwrap();
    assert_eq!(started, Started::Blocked(unasked));
    assert_eq!(person.entries().await.len(), before);

    let signs = BTreeSet::from([NowSign::ALL[0]]);
    person.answer_now(signs.clone()).await;
    let routine = "no-such-routine".parse().unwrap();
    let started = person
        .app
        .start_session(&WhatToPlay::Routine(routine), None)
        .await;
    assert_eq!(started.unwrap(), Started::Blocked(Blocked::Stop(signs)));
}
