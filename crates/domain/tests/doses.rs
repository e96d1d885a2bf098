//! The doses of the programme, counted on the timelines that people play.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;

use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::{Level, Library, Side, StepKind, Timeline};

/// Holds of an exercise: by phase and side, how often and how long each, in seconds.
type Holds = BTreeMap<(String, Option<Side>), Vec<u64>>;

fn timeline(routine: &str, level: Level) -> Timeline {
    let library = Library::shipped().unwrap();
    let plan = library.plan(&routine.parse().unwrap(), |_| level).unwrap();
    Timeline::new(&plan, Layout::default())
}

fn holds(timeline: &Timeline, exercise: &str) -> Holds {
    let mut holds = Holds::new();
    for step in timeline.steps() {
        if step.kind == StepKind::Hold
            && step
                .exercise
                .as_ref()
                .is_some_and(|id| id.as_str() == exercise)
        {
            let phase = step.phase.as_ref().unwrap().to_string();
            holds
                .entry((phase, step.side))
                .or_default()
                .push(step.duration_ms / 1000);
        }
    }
    holds
}

fn both(phase: &str, seconds: u64, times: usize) -> Holds {
    [Side::Left, Side::Right]
        .into_iter()
        .map(|side| ((phase.to_owned(), Some(side)), vec![seconds; times]))
        .collect()
}

fn middle(phases: &[&str], seconds: u64, times: usize) -> Holds {
    phases
        .iter()
        .map(|phase| (((*phase).to_owned(), None), vec![seconds; times]))
        .collect()
}

fn phase_of(exercise: &str) -> String {
    let library = Library::shipped().unwrap();
    library
        .exercise(&exercise.parse().unwrap())
        .unwrap()
        .file
        .phases[0]
        .id
        .to_string()
}

/// The doses that the programme gives, and what its rules make of them at the top level.
#[track_caller]
fn check(level: Level, expected: &[(&str, bool, u64, usize)]) {
    let full = timeline("full", level);
    for &(exercise, sided, seconds, times) in expected {
        let phase = phase_of(exercise);
        let expected = match exercise {
            "cat-cow" => middle(&["cat", "cow"], seconds, times),
            _ if sided => both(&phase, seconds, times),
            _ => middle(&[phase.as_str()], seconds, times),
        };
        assert_eq!(
            holds(&full, exercise),
            expected,
            "{exercise} at level {level}"
        );
    }
    assert_eq!(expected.len(), 10);
}

#[test]
fn level_1_is_the_low_end_of_every_given_range() {
    check(
        Level::FIRST,
        &[
            ("neck-side-bend-rotation", true, 10, 2),
            ("chair-rotation", true, 10, 3),
            ("cat-cow", false, 3, 5),
            ("childs-pose", false, 20, 1),
            ("thoracic-extension", false, 15, 3),
            ("superman", false, 2, 30),
            ("scapular-squeeze", false, 10, 3),
            ("knee-to-chest", true, 15, 3),
            ("pec-stretch", false, 15, 3),
            ("overhead-arm-reach", true, 10, 3),
        ],
    );
}

#[test]
fn the_top_level_is_the_high_end_and_what_the_rules_lead_on_to() {
    let library = Library::shipped().unwrap();
    let top = library
        .plan(&"full".parse().unwrap(), |_| Level::FIRST)
        .unwrap()
        .levels()
        .top;
    check(
        top,
        &[
            // 3 times is the high end; then holds grow by 5 s while 60 s in all aren't passed.
            ("neck-side-bend-rotation", true, 20, 3),
            ("chair-rotation", true, 20, 3),
            // 5 s is the high end; then more repetitions, to 60 s in all.
            ("cat-cow", false, 5, 6),
            // Holds grow to 30 s; then repetitions, to 60 s in all.
            ("childs-pose", false, 30, 2),
            ("thoracic-extension", false, 20, 3),
            // 3 × 10 stays; the hold at the top grows.
            ("superman", false, 5, 30),
            // The given range ends beyond 60 s already.
            ("scapular-squeeze", false, 15, 5),
            ("knee-to-chest", true, 20, 3),
            ("pec-stretch", false, 20, 3),
            ("overhead-arm-reach", true, 20, 3),
        ],
    );
}

#[test]
fn superman_is_three_sets_of_ten_with_half_a_minute_between() {
    let full = timeline("full", Level::FIRST);
    let of_superman: Vec<_> = full
        .steps()
        .iter()
        .filter(|step| {
            step.exercise
                .as_ref()
                .is_some_and(|id| id.as_str() == "superman")
        })
        .collect();
    for set in 1..=3 {
        let reps: Vec<_> = of_superman
            .iter()
            .filter(|step| step.kind == StepKind::Hold && step.set == Some(set))
            .map(|step| step.rep.unwrap())
            .collect();
        assert_eq!(reps, (1..=10).collect::<Vec<_>>());
    }
    let rests: Vec<_> = of_superman
        .iter()
        .filter(|step| step.kind == StepKind::Rest)
        .map(|step| step.duration_ms)
        .collect();
    assert_eq!(rests, [30_000, 30_000]);
}

#[test]
fn superman_steps_down_to_eight_and_then_to_five() {
    for (level, reps) in [(0, 8), (-1, 5)] {
        let floor = timeline("floor", Level(level));
        assert_eq!(
            holds(&floor, "superman"),
            middle(&[&phase_of("superman")], 2, 3 * reps),
            "level {level}"
        );
    }
}

/// The sides of an exercise's holds, in their order.
fn order(timeline: &Timeline, exercise: &str) -> String {
    timeline
        .steps()
        .iter()
        .filter(|step| {
            step.kind == StepKind::Hold
                && step
                    .exercise
                    .as_ref()
                    .is_some_and(|id| id.as_str() == exercise)
        })
        .map(|step| {
            if step.side == Some(Side::Left) {
                'l'
            } else {
                'r'
            }
        })
        .collect()
}

#[test]
fn sides_come_in_the_order_that_the_programme_gives() {
    let full = timeline("full", Level::FIRST);
    assert_eq!(order(&full, "neck-side-bend-rotation"), "rlrl");
    assert_eq!(order(&full, "knee-to-chest"), "lrlrlr");
    assert_eq!(order(&full, "chair-rotation"), "rrrlll");
    assert_eq!(order(&full, "overhead-arm-reach"), "rrrlll");
}

#[test]
fn the_neck_rolls_straight_to_the_other_side_and_comes_back_once() {
    let desk = timeline("desk", Level::FIRST);
    let kinds: Vec<_> = desk
        .steps()
        .iter()
        .filter(|step| {
            step.exercise
                .as_ref()
                .is_some_and(|id| id.as_str() == "neck-side-bend-rotation")
        })
        .take(6)
        .map(|step| step.kind.id())
        .collect();
    assert_eq!(
        kinds,
        ["ready", "move", "hold", "switch-sides", "hold", "return"]
    );
}

#[test]
fn every_routine_opens_with_one_to_three_minutes_of_warm_up() {
    let library = Library::shipped().unwrap();
    for routine in library.routines() {
        let timeline = timeline(routine.id.as_str(), Level::FIRST);
        let warm_up = timeline
            .plays()
            .iter()
            .take_while(|play| play.warm_up)
            .count();
        assert!(
            timeline.plays()[warm_up..].iter().all(|play| !play.warm_up),
            "{}: warm-up first",
            routine.id
        );
        let lasts: u64 = (0..warm_up)
            .flat_map(|number| timeline.steps_of(number))
            .map(|step| step.duration_ms)
            .sum();
        assert!(
            (60_000..=180_000).contains(&lasts),
            "{}: {lasts} ms of warm-up",
            routine.id
        );
    }
}

#[test]
fn routines_hold_what_the_programme_says() {
    let library = Library::shipped().unwrap();
    let plays = |routine: &str| -> Vec<String> {
        let plan = library
            .plan(&routine.parse().unwrap(), |_| Level::FIRST)
            .unwrap();
        let mut names: Vec<_> = plan.exercises().map(|item| item.play.message()).collect();
        names.sort();
        names
    };
    assert_eq!(
        plays("desk"),
        [
            "chair-rotation",
            "neck-side-bend-rotation",
            "overhead-arm-reach",
            "pec-stretch",
            "scapular-squeeze",
            "thoracic-extension_chair-back",
        ]
    );
    assert_eq!(
        plays("floor"),
        [
            "cat-cow",
            "childs-pose",
            "knee-to-chest",
            "superman",
            "thoracic-extension"
        ]
    );
    assert_eq!(plays("full").len(), 10);
    assert_eq!(
        plays("two-minutes"),
        [
            "neck-side-bend-rotation",
            "scapular-squeeze",
            "superman_wall-arm-lift"
        ]
    );
}

#[test]
fn the_exercises_are_the_ten_of_the_programme() {
    let library = Library::shipped().unwrap();
    assert_eq!(library.exercises().count(), 10);
    assert_eq!(library.warm_ups().count(), 4);
    for routine in library.routines() {
        let levels = library
            .plan(&routine.id, |_| Level::FIRST)
            .unwrap()
            .levels();
        assert_eq!(
            (levels.lowest, levels.top),
            (Level(-1), Level(4)),
            "{}",
            routine.id
        );
    }
}
