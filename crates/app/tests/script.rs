//! What a player gets of a session, and when it gets none.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;

use support::Person;
use unhunch_app::Error;
use unhunch_app::gate::Blocked;
use unhunch_app::sessions::{
    Happened, PlayerEvent, SessionScript, SessionView, Started, WhatToPlay,
};
use unhunch_domain::person::screening::{Answers, NowSign};
use unhunch_domain::{
    Command, DiscomfortLevel, Ending, EntryId, ExerciseDiscomfort, Outcome, Refusal, SessionId,
    StepKind,
};
use uuid::Uuid;

async fn start(person: &Person, what: &WhatToPlay) -> SessionId {
    match person.app.start_session(what, None).await.unwrap() {
        Started::New(id) => id,
        other => panic!("{other:?}"),
    }
}

async fn script(person: &Person, session: SessionId) -> SessionScript {
    match person.app.session_script(session).await.unwrap() {
        SessionView::Playable(script) => *script,
        other => panic!("{other:?}"),
    }
}

async fn record(person: &Person, session: SessionId, what: Vec<Happened>) {
    let events: Vec<_> = (1..)
        .zip(what)
        .map(|(number, what)| PlayerEvent {
            id: EntryId(Uuid::from_u128(number)),
            at: None,
            what,
        })
        .collect();
    let recorded = person.app.record_events(session, &events).await;
    assert!(recorded.refused.is_none(), "{recorded:?}");
}

#[tokio::test]
async fn a_script_says_what_is_done_and_what_can_still_be() {
    let person = Person::new().await;
    let session = start(&person, &WhatToPlay::Today).await;
    let new = script(&person, session).await;
    assert!(new.finished.is_empty() && new.skipped.is_empty() && !new.is_break);
    assert_eq!(new.plays.len(), new.timeline.plays().len());
    let over = |step, outcome| Happened::StepOver { step, outcome };
    let felt = ExerciseDiscomfort::from(DiscomfortLevel::ALL[1]);
    let what = vec![
        over(0, Outcome::Done),
        over(1, Outcome::Skipped),
        Happened::Felt { play: 1, felt },
        Happened::Hurt { play: 2 },
    ];
    record(&person, session, what).await;
    let open = script(&person, session).await;
    assert_eq!((open.finished, open.skipped), (vec![0, 1], vec![1]));
    assert_eq!(
        (open.plays[1].felt, open.plays[1].hurt),
        (Some(felt), false)
    );
    assert_eq!((open.plays[2].felt, open.plays[2].hurt), (None, true));
}

#[tokio::test]
async fn the_plays_of_a_script_cover_its_steps() {
    let person = Person::new().await;
    let routine = WhatToPlay::Routine("full".parse().unwrap());
    let session = start(&person, &routine).await;
    let script = script(&person, session).await;
    let mut next = None;
    for (number, play) in script.plays.iter().enumerate() {
        let steps: Vec<_> = script.timeline.steps_of(number).collect();
        assert_eq!(steps.len(), play.steps);
        assert_eq!(steps[0].index, play.first_step);
        assert!(next.is_none_or(|next| play.first_step >= next));
        next = Some(play.first_step + u16::try_from(play.steps).unwrap());
        let last_set = steps.iter().filter_map(|step| step.set).max().unwrap_or(1);
        assert_eq!(play.sets, last_set);
        assert!(play.sets >= 1 && play.reps >= 1 && play.is_described);
    }
    assert!(script.plays.iter().any(|play| play.sets > 1));
    let steps = script.timeline.steps();
    assert!(steps.iter().any(|step| step.kind == StepKind::Ready));
}

#[tokio::test]
async fn what_is_over_held_back_or_gone_is_not_played() {
    let person = Person::new().await;
    let session = start(&person, &WhatToPlay::Today).await;
    let signs = BTreeSet::from([NowSign::ALL[0]]);
    let answers = Answers {
        now: Some(Some(signs.clone())),
        ..Answers::default()
    };
    person.answer(answers).await;
    match person.app.session_script(session).await.unwrap() {
        SessionView::Blocked { held, timeline } => {
            assert_eq!(held, Blocked::Stop(signs));
            assert!(!timeline.steps().is_empty());
        }
        other => panic!("{other:?}"),
    }
    let closed = person.app.end_session(session, Ending::Closed).await;
    closed.unwrap();
    let over = person.app.session_script(session).await.unwrap();
    assert!(matches!(over, SessionView::Over), "{over:?}");
    person.app.execute(Command::Delete(session)).await.unwrap();
    for gone in [session, SessionId(Uuid::from_u128(9))] {
        let refused = person.app.session_script(gone).await;
        assert!(matches!(
            refused,
            Err(Error::Refused(Refusal::UnknownSession))
        ));
    }
}

#[tokio::test]
async fn a_break_is_played_as_one() {
    let person = Person::new().await;
    let Started::New(session) = person.app.start_break().await.unwrap() else {
        panic!("a break begins");
    };
    assert!(script(&person, session).await.is_break);
}

/// A plan with an exercise of its own.
const PLAN: &str = "\
unhunch-plan = 1
name = \"Turns\"
[[items]]
own = \"turn\"
[[items]]
exercise = \"cat-cow\"
[[exercises]]
id = \"turn\"
name = \"Turn\"
kind = \"stretch\"
position = \"standing\"
reps = 2
[[exercises.phases]]
name = \"Turn\"
move_s = 3
return_s = 3
";

#[tokio::test]
async fn an_own_exercise_is_described_as_long_as_its_routine_has_it() {
    let person = Person::new().await;
    let plan = person.app.check_plan(PLAN.as_bytes()).unwrap();
    let id = person.app.save_routine(None, plan).await.unwrap();
    let session = start(&person, &WhatToPlay::Routine(id.routine())).await;
    let described = |script: SessionScript| {
        let plays = script.plays.into_iter();
        plays.map(|play| play.is_described).collect::<Vec<_>>()
    };
    assert_eq!(described(script(&person, session).await), [true, true]);
    person.app.set_routine_deleted(id, true).await.unwrap();
    assert_eq!(described(script(&person, session).await), [false, true]);
}
