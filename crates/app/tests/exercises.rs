//! Exercises: what can be set and decided about them, for whom.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;

use support::Person;
use unhunch_app::exercises::{ChoiceOutcome, Decision, LastDone};
use unhunch_app::today::Omission;
use unhunch_app::{Changed, Error};
use unhunch_domain::person::profile::Place;
use unhunch_domain::person::screening::{Answers, NowSign};
use unhunch_domain::programme::progression::{Difficulty, ExerciseChoice, ExerciseLevel};
use unhunch_domain::{Command, Condition, Diary, ExerciseId, Level};

fn id(text: &str) -> ExerciseId {
    text.parse().unwrap()
}

fn usual(level: i8) -> ExerciseLevel {
    ExerciseLevel {
        form: Difficulty::Usual,
        level: Level(level),
    }
}

async fn has(person: &Person, condition: Condition) {
    let answers = Answers {
        conditions: Some(Some(BTreeSet::from([condition]))),
        ..Answers::default()
    };
    person.answer(answers).await;
}

async fn decision(person: &Person, exercise: &str) -> Decision {
    let view = person.app.exercise(&id(exercise)).await.unwrap();
    view.standing.unwrap().decision
}

#[tokio::test]
async fn a_level_is_one_that_the_exercise_has_for_the_person() {
    let person = Person::new().await;
    has(&person, Condition::Vertigo).await;
    let app = &person.app;
    let before = person.count().await;
    let unknown = app.set_exercise_level(&id("no-such"), usual(1)).await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    for (exercise, standing) in [
        ("pec-stretch", usual(99)),
        ("pec-stretch", usual(i8::MIN)),
        // It has no such form.
        (
            "pec-stretch",
            ExerciseLevel {
                form: Difficulty::Easier,
                level: Level(2),
            },
        ),
        // Everybody does a warm-up alike.
        ("marching", usual(1)),
        // It isn't for them.
        ("neck-side-bend-rotation", usual(1)),
    ] {
        let refused = app.set_exercise_level(&id(exercise), standing).await;
        assert!(
            matches!(refused, Err(Error::NotForExercise)),
            "{exercise} {standing:?}"
        );
    }
    assert_eq!(person.count().await, before);
    for _ in 0..2 {
        // Where they stood before counts, too: they have said so.
        let set = app.set_exercise_level(&id("pec-stretch"), usual(2)).await;
        assert_eq!(set.unwrap(), Changed::Yes);
    }
    let view = app.exercise(&id("pec-stretch")).await.unwrap();
    let levels = view.standing.unwrap().levels.unwrap();
    assert_eq!(levels.usual.standing, usual(2));
    assert!(levels.is_decided && !levels.is_gentler);
}

#[tokio::test]
async fn an_exercise_is_left_out_once_and_comes_back() {
    let person = Person::new().await;
    let app = &person.app;
    let exercise = id("pec-stretch");
    assert_eq!(decision(&person, "pec-stretch").await, Decision::LeaveOut);
    let left = app
        .choose_exercise(&exercise, ExerciseChoice::LeftOut)
        .await;
    let outcome = |before, changed| ChoiceOutcome { before, changed };
    assert_eq!(left.unwrap(), outcome(ExerciseChoice::Usual, Changed::Yes));
    let count = person.count().await;
    let again = app
        .choose_exercise(&exercise, ExerciseChoice::LeftOut)
        .await;
    assert_eq!(
        again.unwrap(),
        outcome(ExerciseChoice::LeftOut, Changed::No)
    );
    assert_eq!(person.count().await, count);
    let standing = app.exercise(&exercise).await.unwrap().standing.unwrap();
    assert_eq!(standing.decision, Decision::TakeBack);
    assert_eq!(standing.obstacle, Some(Omission::LeftOut));
    assert!(standing.levels.is_none());
    let back = app.choose_exercise(&exercise, ExerciseChoice::Usual).await;
    assert_eq!(
        back.unwrap(),
        outcome(ExerciseChoice::LeftOut, Changed::Yes)
    );
}

#[tokio::test]
async fn only_where_a_clinician_is_asked_one_agrees() {
    let person = Person::new().await;
    let app = &person.app;
    let exercise = id("knee-to-chest");
    let agree = || app.choose_exercise(&exercise, ExerciseChoice::Agreed);
    assert!(matches!(agree().await, Err(Error::NotForExercise)));
    has(&person, Condition::HipReplacement).await;
    assert_eq!(decision(&person, "knee-to-chest").await, Decision::Agree);
    let agreed = agree().await.unwrap();
    assert_eq!(
        (agreed.before, agreed.changed),
        (ExerciseChoice::Usual, Changed::Yes)
    );
    assert_eq!(decision(&person, "knee-to-chest").await, Decision::Agreed);
    // Sent twice, it is decided already, also when nobody is asked any more.
    assert_eq!(agree().await.unwrap().changed, Changed::No);
    let withdrawn = app
        .choose_exercise(&exercise, ExerciseChoice::Usual)
        .await
        .unwrap();
    assert_eq!(withdrawn.before, ExerciseChoice::Agreed);

    // One who left it out can be told by a clinician that it is fine: the conditions decide.
    app.choose_exercise(&exercise, ExerciseChoice::LeftOut)
        .await
        .unwrap();
    assert_eq!(agree().await.unwrap().before, ExerciseChoice::LeftOut);

    // What is left out for a condition, no clinician is asked about.
    has(&person, Condition::Vertigo).await;
    let other = id("neck-side-bend-rotation");
    assert_eq!(decision(&person, other.as_str()).await, Decision::None);
    let refused = app.choose_exercise(&other, ExerciseChoice::Agreed).await;
    assert!(matches!(refused, Err(Error::NotForExercise)));
}

#[tokio::test]
async fn a_warm_up_is_not_decided_about() {
    let person = Person::new().await;
    let app = &person.app;
    let warm_up = id("marching");
    assert!(app.exercise(&warm_up).await.unwrap().standing.is_none());
    let refused = app.choose_exercise(&warm_up, ExerciseChoice::LeftOut).await;
    assert!(matches!(refused, Err(Error::NotForExercise)));
    let unknown = app
        .choose_exercise(&id("no-such"), ExerciseChoice::LeftOut)
        .await;
    assert!(matches!(unknown, Err(Error::NotFound)));
    assert!(matches!(
        app.exercise(&id("no-such")).await,
        Err(Error::NotFound)
    ));
}

#[tokio::test]
async fn what_only_the_place_keeps_away_is_shown_as_it_is_elsewhere() {
    let person = Person::new().await;
    let app = &person.app;
    let mut profile = app.read_last(Diary::profile);
    profile.place = Place::Desk;
    profile.equipment = BTreeSet::new();
    app.execute(Command::Describe(profile)).await.unwrap();
    let omitted = app.today().await.unwrap().session.composed.omitted;
    let is_of_place = |why: &Omission| matches!(why, Omission::Place(_) | Omission::Equipment(_));
    let of_place = omitted.iter().find(|omitted| is_of_place(&omitted.why));
    let exercise = of_place.unwrap().exercise.id.clone();
    let standing = app.exercise(&exercise).await.unwrap().standing.unwrap();
    assert!(standing.obstacle.as_ref().is_some_and(is_of_place));
    let levels = standing.levels.unwrap();
    assert_eq!(levels.last, LastDone::Never);
    assert!(!levels.is_decided);
    assert!(levels.next.is_some());
    // And its steps can be set from here.
    let next = levels.next.unwrap().standing;
    assert_eq!(
        app.set_exercise_level(&exercise, next).await.unwrap(),
        Changed::Yes
    );
}

#[tokio::test]
async fn while_an_answer_holds_exercises_back_nobody_stands_anywhere() {
    let person = Person::new().await;
    let answers = Answers {
        now: Some(Some(BTreeSet::from([NowSign::ALL[0]]))),
        ..Answers::default()
    };
    person.answer(answers).await;
    let view = person.app.exercise(&id("pec-stretch")).await.unwrap();
    assert!(view.standing.is_none());
}
