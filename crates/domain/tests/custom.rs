//! People's own routines: what is written is read again, what is wrong is said, and what exists
//! can be played.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use proptest::prelude::*;
use unhunch_domain::programme::custom::{
    CustomDose, CustomFigure, CustomKind, CustomPhase, CustomSides, FILE_LIMIT, Fault, Few, Item,
    Parts, Prepared, Problem, Turns, What, Within, id_for, read, write,
};
use unhunch_domain::programme::parts::{Kind, Side};
use unhunch_domain::programme::position::{Equipment, Position};
use unhunch_domain::programme::timeline::{Layout, StepKind};
use unhunch_domain::{
    CustomExercise, CustomExerciseId, CustomRoutine, CustomRoutineId, ExerciseId, Level, Library,
    Timeline,
};
use uuid::Uuid;

fn text<T: TryFrom<String>>(text: impl Into<String>) -> T
where
    T::Error: std::fmt::Debug,
{
    T::try_from(text.into()).unwrap()
}

/// Texts with everything that a file has to keep apart.
fn sentence() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        "[^\\p{C}\\p{Z}]([^\\p{C}\\p{Zl}\\p{Zp}]|\n){0,60}[^\\p{C}\\p{Z}]",
        "[a\"'\\\\#=\n\\[\\]{}<>&]{1,20}",
    ]
}

fn line() -> impl Strategy<Value = String> {
    "[^\\p{C}\\p{Z}][^\\p{C}\\p{Zl}\\p{Zp}]{0,30}[^\\p{C}\\p{Z}]"
}

fn number<const LOW: u32, const HIGH: u32>() -> impl Strategy<Value = Within<LOW, HIGH>> {
    (LOW..=HIGH).prop_map(|number| number.try_into().unwrap())
}

/// Numbers that many of still fit into one session.
fn small<const LOW: u32, const HIGH: u32>() -> impl Strategy<Value = Within<LOW, HIGH>> {
    (LOW..=3).prop_map(|number| number.try_into().unwrap())
}

fn dose() -> impl Strategy<Value = CustomDose> {
    (
        prop::option::of(small()),
        prop::option::of(small()),
        prop::option::of(number()),
        prop::option::of(number()),
    )
        .prop_map(|(sets, reps, hold_s, rest_s)| CustomDose {
            sets,
            reps,
            hold_s,
            rest_s,
        })
}

fn phase() -> impl Strategy<Value = CustomPhase> {
    (line(), sentence(), line(), number(), number(), number()).prop_map(
        |(name, doing, cue, move_s, hold_s, return_s)| CustomPhase {
            id: None,
            name: text(name),
            doing: text(doing),
            cue: text(cue),
            move_s,
            hold_s,
            return_s,
        },
    )
}

fn figure() -> impl Strategy<Value = Option<CustomFigure>> {
    let poses = "start = \"tall\"\n\n[poses.tall]\nangles = { place_y = 0.9, knee_flexion = 1 }\n\n[[marks]]\nalong = [\"chest\"]\nwidth = 0.1\n";
    // As it is written, so that reading it gives the same.
    let poses = toml::to_string(&poses.parse::<toml::Table>().unwrap()).unwrap();
    prop_oneof![
        Just(None),
        Just(Some(CustomFigure::Like {
            exercise: "pec-stretch".parse().unwrap(),
            variant: Some("one-arm".parse().unwrap()),
        })),
        Just(Some(CustomFigure::Poses(text(poses)))),
    ]
}

fn own_exercise(id: &'static str) -> impl Strategy<Value = Arc<CustomExercise>> {
    let about = (
        line(),
        any::<bool>(),
        0..12_usize,
        prop::sample::subsequence(Equipment::ALL.to_vec(), 0..3),
    );
    let sides = prop::option::of((any::<bool>(), any::<bool>(), number()));
    let dose = (small(), small(), number());
    let texts = (sentence(), sentence(), sentence());
    let phases = prop::collection::vec(phase(), 1..4);
    (about, sides, dose, texts, phases, figure()).prop_map(
        move |(
            (name, stretch, position, equipment),
            sides,
            (sets, reps, rest_s),
            texts,
            phases,
            figure,
        )| {
            Arc::new(CustomExercise {
                id: id.parse().unwrap(),
                name: text(name),
                kind: if stretch {
                    CustomKind::Stretch
                } else {
                    CustomKind::Strengthening
                },
                position: Position::ALL[position],
                equipment: equipment.into_iter().collect(),
                sides: sides.map(|(each, left, switch_s)| CustomSides {
                    turns: if each {
                        Turns::Each
                    } else {
                        Turns::Alternating
                    },
                    first: if left { Side::Left } else { Side::Right },
                    switch_s,
                }),
                sets,
                reps,
                rest_s,
                setup: text(texts.0),
                breathing: text(texts.1),
                felt: text(texts.2),
                phases: phases.try_into().unwrap(),
                figure,
            })
        },
    )
}

fn routine() -> impl Strategy<Value = CustomRoutine> {
    let what = prop_oneof![
        Just(("cat-cow", None)),
        Just(("superman", Some("bird-dog"))),
        Just(("own-one", None)),
        Just(("own-two", None)),
    ];
    let item = (what, dose(), sentence()).prop_map(|((id, variant), dose, note)| Item {
        what: if id.starts_with("own") {
            What::Own(id.parse().unwrap())
        } else {
            What::Library {
                exercise: id.parse().unwrap(),
                variant: variant.map(|id| id.parse().unwrap()),
            }
        },
        dose,
        note: text(note),
    });
    let warm_up = prop::sample::subsequence(vec!["gentle-nods", "marching", "arm-circles"], 0..=3)
        .prop_shuffle();
    (
        line(),
        sentence(),
        warm_up,
        prop::collection::vec(item, 1..8),
        (own_exercise("own-one"), own_exercise("own-two")),
    )
        .prop_map(|(name, note, warm_up, items, own)| {
            let warm_up: Vec<ExerciseId> = warm_up.iter().map(|id| id.parse().unwrap()).collect();
            CustomRoutine::try_from(Parts {
                name: text(name),
                note: text(note),
                warm_up: warm_up.try_into().unwrap(),
                items: items.try_into().unwrap(),
                exercises: vec![own.0, own.1].try_into().unwrap(),
            })
            .unwrap()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read_again(routine in routine()) {
        let library = Library::shipped().unwrap();
        let file = write(&routine);
        let reading = read(file.as_bytes(), &library);
        prop_assert_eq!(&reading.faults, &[], "{}", file);
        prop_assert_eq!(reading.whole().unwrap(), routine.clone(), "{}", file);

        // And so it is in the journal.
        let json = serde_json::to_string(&routine).unwrap();
        prop_assert_eq!(serde_json::from_str::<CustomRoutine>(&json).unwrap(), routine);
    }

    #[test]
    fn what_was_put_together_plays(routine in routine()) {
        let library = Library::shipped().unwrap();
        let id = CustomRoutineId(Uuid::from_u128(7));
        let prepared = Prepared::new(id, &routine, &library);
        let plan = prepared.plan(&library, |_| Level::FIRST);
        let timeline = Timeline::new(&plan, Layout::default());
        prop_assert_eq!(timeline.plays().len(), routine.warm_up.len() + routine.items.len());
        prop_assert_eq!(timeline.title(), Some(routine.name.as_str()));
        prop_assert_eq!(timeline.steps().last().unwrap().kind, StepKind::Rate);
        // Each place has the dose that it was given, and its steps say so.
        for (item, (planned, number)) in routine.items.iter().zip(plan.exercises().zip(routine.warm_up.len()..)) {
            let given = item.dose;
            if let Some(sets) = given.sets {
                prop_assert_eq!(planned.dose.sets, sets.get());
            }
            if let Some(reps) = given.reps {
                prop_assert_eq!(planned.dose.reps, reps.get());
            }
            if let Some(hold) = given.hold_s {
                prop_assert!(planned.dose.holds_s.iter().all(|held| *held == 0 || *held == hold.get()));
            }
            let played = timeline.dose_of(number);
            prop_assert_eq!((played.sets, played.reps), (planned.dose.sets, planned.dose.reps));
            prop_assert_eq!(&played.holds_s, &planned.dose.holds_s);
            let own = timeline.plays()[number].own.as_ref();
            prop_assert_eq!(own.is_some(), matches!(item.what, What::Own(_)));
        }
        // The session stays what it was, whatever becomes of the routine.
        let json = serde_json::to_string(&timeline).unwrap();
        prop_assert_eq!(serde_json::from_str::<Timeline>(&json).unwrap(), timeline);
    }

    #[test]
    fn no_file_is_more_than_can_be_told(file in prop::collection::vec(any::<u8>(), 0..400), cut in 0..3000_usize, place in 0..3000_usize) {
        let library = Library::shipped().unwrap();
        let _ = read(&file, &library);
        // A good file, cut off or with something in the middle.
        let good = example();
        let cut = good.floor_char_boundary(cut.min(good.len()));
        let place = good.floor_char_boundary(place.min(good.len()));
        let reading = read(&good.as_bytes()[..cut], &library);
        prop_assert!(reading.routine.is_some() || !reading.faults.is_empty());
        let mut odd = good.as_bytes()[..place].to_vec();
        odd.extend(file);
        odd.extend(&good.as_bytes()[place..]);
        let reading = read(&odd, &library);
        prop_assert!(reading.routine.is_some() || !reading.faults.is_empty());
        prop_assert!(reading.faults.len() <= 60);
    }
}

/// The documentation of the format.
const GUIDE: &str = include_str!("../../../docs/plan-file.md");

/// The worked example in it.
fn example() -> String {
    let (_, rest) = GUIDE.split_once("```toml\n").unwrap();
    rest.split_once("```").unwrap().0.to_owned()
}

fn faults(file: &str) -> Vec<Fault> {
    read(file.as_bytes(), &Library::shipped().unwrap())
        .whole()
        .unwrap_err()
}

fn shown(faults: &[Fault]) -> String {
    let mut out = String::new();
    for fault in faults {
        let line = fault
            .line
            .map_or_else(|| "-".to_owned(), |line| line.to_string());
        writeln!(out, "{line:>3} {}: {:?}", fault.path, fault.problem).unwrap();
    }
    out
}

#[test]
fn the_guides_example_is_a_plan() {
    let library = Library::shipped().unwrap();
    let reading = read(example().as_bytes(), &library);
    assert_eq!(reading.faults, [], "{}", shown(&reading.faults));
    insta::assert_snapshot!("example", write(&reading.whole().unwrap()));
}

#[test]
fn the_guide_names_every_exercise_and_value() {
    let library = Library::shipped().unwrap();
    for exercise in library.any() {
        let variants: Vec<_> = exercise
            .file
            .variants
            .iter()
            .filter(|variant| variant.guided)
            .map(|variant| format!("`{}`", variant.id))
            .collect();
        let variants = variants.join(", ");
        let row = format!("| `{}` | {variants} |", exercise.id).replace("|  |", "| |");
        assert!(
            GUIDE.contains(&row),
            "docs/plan-file.md lacks the row {row}"
        );
    }
    let ids = Position::ALL
        .map(Position::id)
        .into_iter()
        .chain(Equipment::ALL.map(Equipment::id));
    let warm_ups: Vec<_> = library
        .warm_ups()
        .map(|exercise| exercise.id.to_string())
        .collect();
    for id in ids.chain(warm_ups.iter().map(String::as_str)) {
        assert!(
            GUIDE.contains(&format!("`{id}`")),
            "docs/plan-file.md lacks {id}"
        );
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    let file = r#"unhunch-plan = 1
nmae = "Neck"
note = 7
warm_up = ["gentle-nod", "gentle-nods", "gentle-nods", 3]

[[items]]
exercise = "cat cow"

[[items]]
exercise = "superman"
variant = "birddog"
reps = 60
sets = "three"
hold_s = 2.5

[[items]]
exercise = "wall-slide"

[[items]]
own = "wall-slid"
note = "a\u0000b"

[[items]]
note = "nothing to do"

[[items]]
exercise = "superman"
own = "wall-slide"

[[exercises]]
id = "wall-slide"
name = ""
kind = "strength"
position = "at the wall"
equipment = ["wall", "wall", "chairs"]
first_side = "left"
reps = 0

[[exercises.phases]]
name = "Up"
hold_s = -1

[exercises.figure]
like = "pec-strech"

[[exercises]]
id = "Bad Id"
name = "Nothing"
kind = "stretch"
position = "any"
sides = "both"
"#;
    insta::assert_snapshot!("faults", shown(&faults(file)));
}

#[test]
fn what_cannot_be_read_is_said_by_its_line() {
    insta::assert_snapshot!(
        "unreadable",
        shown(&faults(
            "unhunch-plan = 1\nname = \"Neck\nnote = Hello\n[[items]\nexercise = \"cat-cow\"\nexercise = \"superman\"\n"
        ))
    );
    insta::assert_snapshot!(
        "twice",
        shown(&faults(
            "unhunch-plan = 1\nname = \"Neck\"\nname = \"Back\"\n"
        ))
    );
}

#[test]
fn what_is_no_plan_is_refused() {
    let problem = |file: &[u8]| {
        let faults = read(file, &Library::shipped().unwrap())
            .whole()
            .unwrap_err();
        assert_eq!(faults.len(), 1, "{faults:?}");
        faults[0].problem.clone()
    };
    assert_eq!(problem(b""), Problem::NotAPlan);
    assert_eq!(problem(b"name = \"x\""), Problem::NotAPlan);
    assert_eq!(problem(b"unhunch-plan = \"1\""), Problem::NotAPlan);
    assert_eq!(problem(b"unhunch-plan = 0"), Problem::NotAPlan);
    assert_eq!(
        problem(b"unhunch-plan = 2"),
        Problem::Newer {
            version: 2,
            known: 1
        }
    );
    assert_eq!(problem(&[0xff, 0xfe, 0x00]), Problem::NotText);
    assert_eq!(
        problem(&vec![b'#'; FILE_LIMIT + 1]),
        Problem::TooLarge { most_kb: 256 }
    );
    assert!(matches!(problem(b"PK\x03\x04"), Problem::Unreadable { .. }));
    let deep = format!("unhunch-plan = 1\nname = {}", "[".repeat(100_000));
    assert_eq!(problem(deep.as_bytes()), Problem::TooDeep);
    // A mark that some editors put before the first letter is none of the text.
    let marked = format!("\u{feff}{}", example());
    assert_eq!(
        read(marked.as_bytes(), &Library::shipped().unwrap()).faults,
        []
    );
}

#[test]
fn what_is_too_long_for_a_session_is_refused() {
    let mut file = "unhunch-plan = 1\nname = \"Long\"\n".to_owned();
    for _ in 0..40 {
        file.push_str("[[items]]\nexercise = \"superman\"\nsets = 10\nreps = 50\n");
    }
    let faults = faults(&file);
    assert_eq!(faults.len(), 1);
    assert_eq!(faults[0].problem, Problem::TooLongToPlay);
    file.push_str("[[items]]\nexercise = \"superman\"\n");
    let faults = read(file.as_bytes(), &Library::shipped().unwrap()).faults;
    assert_eq!(
        faults[0].problem,
        Problem::TooMany {
            count: 41,
            most: 40
        }
    );
}

#[test]
fn parts_that_do_not_belong_together_make_no_routine() {
    let json = |items: &str, exercises: &str| {
        serde_json::from_str::<CustomRoutine>(&format!(
            "{{\"name\":\"x\",\"items\":{items},\"exercises\":{exercises}}}"
        ))
    };
    let own = |id: &str| {
        format!(
            "{{\"id\":\"{id}\",\"name\":\"x\",\"kind\":\"stretch\",\"position\":\"any\",\"sets\":1,\"reps\":1,\"rest_s\":0,\"phases\":[{{\"name\":\"x\",\"move_s\":1,\"hold_s\":0,\"return_s\":0}}]}}"
        )
    };
    let item = "[{\"what\":{\"own\":\"a\"}}]";
    assert!(json(item, &format!("[{}]", own("a"))).is_ok());
    assert!(json(item, &format!("[{}]", own("b"))).is_err());
    assert!(json(item, &format!("[{},{}]", own("a"), own("a"))).is_err());
    assert!(json("[]", "[]").is_err());
    let many = format!(
        "[{}]",
        vec!["{\"what\":{\"library\":{\"exercise\":\"cat-cow\"}}}"; 41].join(",")
    );
    assert!(json(&many, "[]").is_err());
}

#[test]
fn own_exercises_are_nobody_elses() {
    let library = Library::shipped().unwrap();
    let routine = read(example().as_bytes(), &library).whole().unwrap();
    let own = &routine.exercises[0];
    let ids: BTreeSet<_> = (1..20_u128)
        .map(|number| own.exercise_id(CustomRoutineId(Uuid::from_u128(number))))
        .collect();
    assert_eq!(ids.len(), 19);
    for id in ids {
        assert!(library.exercise(&id).is_none());
        assert!(id.as_str().starts_with("own-"));
    }
    let id = CustomRoutineId(Uuid::from_u128(9));
    assert_eq!(CustomRoutineId::of(&id.routine()), Some(id));
    assert_eq!(CustomRoutineId::of(&"desk".parse().unwrap()), None);
    // The content can't take such an id.
    let file = (
        "routines/own-x.toml",
        "source = \"ours\"\nwarm_up = []\nexercises = []\n",
    );
    let error = Library::read(&[file]).unwrap_err();
    assert!(error.problem.contains("own-x"), "{error}");
}

#[test]
fn ids_are_made_of_names() {
    let id = |name: &str, taken: &[&str]| {
        let taken: Vec<CustomExerciseId> = taken.iter().map(|id| id.parse().unwrap()).collect();
        id_for(name, &taken).unwrap().to_string()
    };
    assert_eq!(id("Wall slide, both arms", &[]), "wall-slide-both-arms");
    assert_eq!(id("Wall slide", &["wall-slide"]), "wall-slide-2");
    assert_eq!(id("90/90", &[]), "exercise");
    assert_eq!(id("Плавание", &["exercise"]), "exercise-2");
    assert_eq!(id(&"long ".repeat(40), &[]).len(), 39);
}

#[test]
fn without_a_dose_a_persons_level_counts() {
    let library = Library::shipped().unwrap();
    let routine = read(
        b"unhunch-plan = 1\nname = \"x\"\n[[items]]\nexercise = \"superman\"\n[[items]]\nexercise = \"superman\"\nreps = 4\n",
        &library,
    )
    .whole()
    .unwrap();
    let prepared = Prepared::new(CustomRoutineId::NIL, &routine, &library);
    let plan = prepared.plan(&library, |play| {
        assert_eq!(play.exercise.file.kind, Kind::Strengthening);
        Level(0)
    });
    assert_eq!(plan.items[0].level, Some(Level(0)));
    assert_eq!((plan.items[0].dose.sets, plan.items[0].dose.reps), (3, 8));
    assert_eq!(plan.items[1].level, None);
    assert_eq!((plan.items[1].dose.sets, plan.items[1].dose.reps), (3, 4));
}

#[test]
fn what_the_library_no_longer_has_is_left_out() {
    let library = Library::shipped().unwrap();
    let json = "{\"name\":\"x\",\"warm_up\":[\"gone\"],\"items\":[{\"what\":{\"library\":{\"exercise\":\"gone\"}}},{\"what\":{\"library\":{\"exercise\":\"cat-cow\"}}}]}";
    let routine: CustomRoutine = serde_json::from_str(json).unwrap();
    let prepared = Prepared::new(CustomRoutineId::NIL, &routine, &library);
    let plan = prepared.plan(&library, |_| Level::FIRST);
    assert_eq!(plan.items.len(), 1);
}

#[test]
fn lists_keep_to_their_limits() {
    assert!(Few::<u8, 1, 2>::try_from(vec![]).is_err());
    assert!(Few::<u8, 1, 2>::try_from(vec![1, 2]).is_ok());
    assert!(Few::<u8, 1, 2>::try_from(vec![1, 2, 3]).is_err());
}
