//! Routines: in which order they are offered, what of them is left, how they are kept, and what is
//! wrong with a plan.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;

use support::Person;
use unhunch_app::gate::Blocked;
use unhunch_app::routines::PlanFile;
use unhunch_app::{Changed, Error};
use unhunch_domain::person::screening::{Answers, NowSign};
use unhunch_domain::programme::custom::{
    CustomDose, Fault, Few, Item, Name, Node, Parts, Problem, Text, Value, What,
};
use unhunch_domain::{
    Body, Condition, CustomRoutine, CustomRoutineId, ExerciseId, Refusal, RoutineId,
};
use uuid::Uuid;

fn routine(id: &str) -> RoutineId {
    id.parse().unwrap()
}

/// A routine of exercises of the library.
fn plan(name: &str, exercises: &[&str]) -> CustomRoutine {
    let items: Vec<_> = exercises
        .iter()
        .map(|id| Item {
            what: What::Library {
                exercise: id.parse::<ExerciseId>().unwrap(),
                variant: None,
            },
            dose: CustomDose::default(),
            note: Text::try_from(format!("mind {id}")).unwrap(),
        })
        .collect();
    let parts = Parts {
        name: Name::try_from(name.to_owned()).unwrap(),
        note: Text::default(),
        warm_up: Few::default(),
        items: items.try_into().unwrap(),
        exercises: Few::default(),
    };
    CustomRoutine::try_from(parts).unwrap()
}

#[tokio::test]
async fn routines_are_offered_in_an_order_and_ones_own_come_first() {
    let person = Person::new().await;
    let own = person.app.save_routine(None, plan("Mine", &["cat-cow"]));
    let own = own.await.unwrap();
    let offered = person.app.routines(None).await.unwrap();
    assert_eq!(offered.held, None);
    let ids: Vec<_> = offered.routines.iter().map(|it| it.id.clone()).collect();
    let shipped = ["desk", "two-minutes", "floor", "full"].map(routine);
    assert_eq!(ids[0], own.routine());
    assert_eq!(ids[1..], shipped);
    for it in &offered.routines {
        assert_eq!(it.own.is_some(), it.id == own.routine());
        assert_eq!(it.timeline.plays().len(), it.items.len());
        assert_eq!(it.plan().items.len(), it.items.len());
    }
}

#[tokio::test]
async fn a_routine_is_fitted_to_conditions_and_an_own_one_says_what_to_mind() {
    let person = Person::new().await;
    let answers = Answers {
        conditions: Some(Some(BTreeSet::from([Condition::Osteoporosis]))),
        ..Answers::default()
    };
    person.answer(answers).await;
    let app = &person.app;
    let shipped = app.routine(&routine("floor")).await.unwrap().routine;
    let omitted: Vec<_> = shipped
        .omitted
        .iter()
        .map(|it| it.exercise.id.as_str())
        .collect();
    assert!(omitted.contains(&"knee-to-chest"), "{omitted:?}");
    assert!(shipped.items.iter().all(|item| item.agreed));

    let own = app.save_routine(None, plan("Mine", &["knee-to-chest"]));
    let id = own.await.unwrap().routine();
    let own = app.routine(&id).await.unwrap().routine;
    assert!(own.omitted.is_empty() && own.missing == 0);
    assert_eq!(own.items[0].written, "mind knee-to-chest");
    assert!(!own.items[0].agreed);
    assert_eq!(own.conditions, BTreeSet::from([Condition::Osteoporosis]));
    // It can be seen before it is kept, too.
    let plan = Arc::new(plan("Not kept", &["knee-to-chest"]));
    let preview = app.preview_routine(&plan).await.unwrap();
    assert_eq!(preview.id, CustomRoutineId::NIL.routine());
    assert!(!preview.items[0].agreed);
}

#[tokio::test]
async fn what_the_content_no_longer_has_is_missing() {
    let person = Person::new().await;
    let app = &person.app;
    let some = plan("Some of it", &["gone", "cat-cow", "gone-too", "superman"]);
    let some = app.save_routine(None, some).await.unwrap();
    let fitted = app.routine(&some.routine()).await.unwrap().routine;
    assert_eq!(fitted.missing, 2);
    let notes: Vec<_> = fitted
        .exercises()
        .map(|item| item.written.as_str())
        .collect();
    assert_eq!(notes, ["mind cat-cow", "mind superman"]);

    let none = app.save_routine(None, plan("None of it", &["gone"]));
    let none = none.await.unwrap();
    let nothing = app.routine(&none.routine()).await;
    assert!(matches!(nothing, Err(Error::NotFound)));
    let offered = app.routines(None).await.unwrap().routines;
    assert!(offered.iter().all(|it| it.id != none.routine()));
    // It can still be changed and sent.
    assert!(app.export_routine(&none.routine()).await.is_ok());
}

#[tokio::test]
async fn a_routine_is_kept_changed_deleted_and_brought_back() {
    let person = Person::new().await;
    let app = &person.app;
    let id = app
        .save_routine(None, plan("One", &["cat-cow"]))
        .await
        .unwrap();
    let same = app.save_routine(Some(id), plan("Other", &["superman"]));
    assert_eq!(same.await.unwrap(), id);
    let written = app.routine_as_written(&id.routine()).await.unwrap();
    assert_eq!(written.name.as_str(), "Other");

    let set = |deleted| app.set_routine_deleted(id, deleted);
    assert_eq!(set(false).await.unwrap(), Changed::No);
    assert_eq!(set(true).await.unwrap(), Changed::Yes);
    assert_eq!(set(true).await.unwrap(), Changed::No);
    assert!(matches!(
        app.routine(&id.routine()).await,
        Err(Error::NotFound)
    ));
    let exported = app.export_routine(&id.routine()).await;
    assert!(matches!(exported, Err(Error::NotFound)));
    let offered = app.routines(Some(id)).await.unwrap();
    assert_eq!(offered.deleted.unwrap().1.name.as_str(), "Other");
    assert_eq!(set(false).await.unwrap(), Changed::Yes);
    let offered = app.routines(Some(id)).await.unwrap();
    assert!(offered.deleted.is_none(), "it is there");

    let unknown = CustomRoutineId(Uuid::from_u128(99));
    let refused = app.set_routine_deleted(unknown, true).await;
    assert!(matches!(
        refused,
        Err(Error::Refused(Refusal::UnknownRoutine))
    ));
    let nothing = app.routine(&routine("no-such")).await;
    assert!(matches!(nothing, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_file_gives_the_routine_back() {
    let person = Person::new().await;
    let app = &person.app;
    let before = person.count().await;
    for id in app.library().routines().map(|it| it.id.clone()) {
        let file = app.export_routine(&id).await.unwrap();
        let read = app.check_plan(file.text.as_bytes()).unwrap();
        assert_eq!(read, *app.routine_as_written(&id).await.unwrap());
    }
    assert_eq!(before, person.count().await, "looking keeps nothing");
    let name = |name: &str| PlanFile::of(&plan(name, &["cat-cow"])).name;
    assert_eq!(name("Neck & back!"), "neck-back.toml");
    assert_eq!(name("../../etc/passwd\"; x"), "etc-passwd-x.toml");
    assert_eq!(name("日本"), "routine.toml");
    assert_eq!(name("90/90"), "routine.toml");
}

#[tokio::test]
async fn while_exercises_are_held_back_so_are_routines() {
    let person = Person::new().await;
    let signs = BTreeSet::from([NowSign::ALL[0]]);
    let answers = Answers {
        now: Some(Some(signs.clone())),
        ..Answers::default()
    };
    person.answer(answers).await;
    let view = person.app.routine(&routine("desk")).await.unwrap();
    assert_eq!(view.held, Some(Blocked::Stop(signs.clone())));
    assert_eq!(view.routine.exercises().count(), 0);
    let offered = person.app.routines(None).await.unwrap();
    assert_eq!(offered.held, Some(Blocked::Stop(signs)));

    // Who only has to answer may look around.
    let person = Person::unasked().await;
    let view = person.app.routine(&routine("desk")).await.unwrap();
    assert_eq!(view.held, None);
    assert!(view.routine.exercises().count() > 0);
}

/// An exercise whose figure has a joint that nobody has.
const BROKEN: &str = "\
[[exercises]]
id = \"turn\"
name = \"Turn\"
kind = \"stretch\"
position = \"standing\"
reps = 1
[[exercises.phases]]
name = \"Turn\"
move_s = 3
return_s = 3
[exercises.figure]
start = \"start\"
[exercises.figure.poses.start]
angles = { third_elbow = 5 }
";

#[tokio::test]
async fn a_figure_that_cant_be_drawn_is_told_where_it_is_written() {
    let person = Person::new().await;
    let file = format!("unhunch-plan = 1\nname = \"Turns\"\n[[items]]\nown = \"turn\"\n{BROKEN}");
    let faults = person.app.check_plan(file.as_bytes()).unwrap_err();
    let [
        Fault {
            line,
            path,
            problem,
        },
    ] = &faults[..]
    else {
        panic!("{faults:?}");
    };
    assert_eq!((*line, path.as_str()), (Some(15), "exercises.0.figure"));
    assert!(matches!(problem, Problem::Poses { .. }), "{problem:?}");
}

#[tokio::test]
async fn while_it_is_written_a_figure_is_told_at_its_place_among_those_that_cant_be_read() {
    let person = Person::new().await;
    let text = |text: &str| Node::text(text);
    let list = |nodes: Vec<Node>| Node::of(Value::List(nodes));
    let angles = Node::table([("third_elbow", Node::of(Value::Whole(5)))]);
    let poses = Node::table([("start", Node::table([("angles", angles)]))]);
    let phase = Node::table([
        ("name", text("Turn")),
        ("move_s", Node::of(Value::Whole(3))),
        ("return_s", Node::of(Value::Whole(3))),
    ]);
    let turn = Node::table([
        ("id", text("turn")),
        ("name", text("Turn")),
        ("kind", text("stretch")),
        ("position", text("standing")),
        ("reps", Node::of(Value::Whole(1))),
        ("phases", list(vec![phase])),
        (
            "figure",
            Node::table([("start", text("start")), ("poses", poses)]),
        ),
    ]);
    let unfinished = Node::table([("id", text("unfinished"))]);
    let tree = Node::table([
        ("unhunch-plan", Node::of(Value::Whole(1))),
        ("name", text("Turns")),
        ("items", list(vec![Node::table([("own", text("turn"))])])),
        ("exercises", list(vec![unfinished, turn])),
    ]);
    let ids = ["unfinished", "turn"];
    let (_, faults) = person.app.check_plan_tree(&tree, &ids);
    let of_figure = faults
        .iter()
        .find(|fault| matches!(fault.problem, Problem::Poses { .. }));
    let path = of_figure.map(|fault| fault.path.as_str());
    assert_eq!(path, Some("exercises.1.figure"), "{faults:?}");
}

#[tokio::test]
async fn the_same_routine_is_kept_once() {
    let person = Person::new().await;
    let app = &person.app;
    let id = app
        .save_routine(None, plan("One", &["cat-cow"]))
        .await
        .unwrap();
    app.save_routine(Some(id), plan("One", &["cat-cow"]))
        .await
        .unwrap();
    let bodies = person.bodies().await;
    let kept = bodies
        .iter()
        .filter(|body| matches!(body, Body::RoutineKept { .. }));
    assert_eq!(kept.count(), 1);
}
