//! The variants that are shipped: each can be played, and stands in for what it replaces.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use unhunch_domain::programme::exercise::{Exercise, Playable, Variant};
use unhunch_domain::programme::parts::{Region, Sides};
use unhunch_domain::programme::routine::{Plan, Planned};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::programme::{dose, dosing};
use unhunch_domain::{Level, Library, Side, Step, StepKind, Timeline};

/// Every variant as it is played, guided or not.
fn variants(library: &Library) -> Vec<(&Exercise, &Variant)> {
    library
        .any()
        .flat_map(|exercise| exercise.file.variants.iter().map(move |v| (exercise, v)))
        .collect()
}

/// The steps of what is played alone, at a level.
fn steps(play: Playable<'_>, level: Level) -> Vec<Step> {
    let alone = Plan {
        routine: "alone".parse().unwrap(),
        title: None,
        items: vec![Planned::at(play, level, false)],
    };
    let timeline = Timeline::new(&alone, Layout::default());
    timeline.steps_of(0).cloned().collect()
}

#[test]
fn every_variant_can_be_played() {
    let library = Library::shipped().unwrap();
    let variants = variants(&library);
    assert_eq!(variants.len(), 36);
    for (exercise, variant) in variants {
        assert!(
            exercise.playable(Some(&variant.id)).is_some(),
            "{} {}",
            exercise.id,
            variant.id
        );
    }
}

#[test]
fn phases_of_variants_are_those_of_their_exercises() {
    // The figure finds its course by the phase's id. A variant may leave a phase out.
    let library = Library::shipped().unwrap();
    for (exercise, variant) in variants(&library) {
        let play = exercise.playable(Some(&variant.id)).unwrap();
        let ids = |play: Playable<'_>| -> Vec<String> {
            play.phases().iter().map(|p| p.id.to_string()).collect()
        };
        let own = exercise.playable(None).unwrap();
        let (mut all, wanted) = (ids(own).into_iter(), ids(play));
        let in_order = wanted.iter().all(|id| all.any(|own| own == *id));
        assert!(in_order && !wanted.is_empty(), "{}", play.message());
        let fewer = wanted.len() < own.phases().len();
        assert_eq!(
            fewer,
            variant.id.as_str().ends_with("no-rounding"),
            "{}",
            play.message()
        );
    }
}

#[test]
fn every_level_of_every_variant_lays_out_sanely() {
    let library = Library::shipped().unwrap();
    for (exercise, variant) in variants(&library) {
        let play = exercise.playable(Some(&variant.id)).unwrap();
        let name = play.message();
        let levels = dosing::levels(play);
        assert!(
            levels.lowest < Level::FIRST && levels.top.0 <= 6,
            "{name}: {levels:?}"
        );
        for level in levels.iter() {
            let dose = dosing::prescription(play, level);
            let steps = steps(play, level);
            assert_eq!(steps[0].kind, StepKind::Ready, "{name}");
            assert!(steps.iter().all(|step| step.duration_ms >= 1000), "{name}");
            let total: u64 = steps.iter().map(|step| step.duration_ms).sum();
            assert!((20_000..=420_000).contains(&total), "{name}: {total} ms");

            // Nothing is held on and on, and a stretch stays near a minute a side.
            assert!(
                dose.holds_s
                    .iter()
                    .all(|hold| (1..=dose::LONGEST_HOLD_S).contains(hold)),
                "{name}"
            );

            // Two moves never follow each other, nor a hold a hold.
            for pair in steps.windows(2) {
                assert!(
                    pair[0].kind != pair[1].kind,
                    "{name}: {} twice",
                    pair[0].kind.id()
                );
            }

            sides_take_turns(play, &steps, &dose);
        }
    }
}

/// Both sides get the same, in the order that the variant promises.
fn sides_take_turns(play: Playable<'_>, steps: &[Step], dose: &dose::Prescription) {
    let name = play.message();
    let holds: Vec<Option<Side>> = steps
        .iter()
        .filter(|step| step.kind == StepKind::Hold)
        .map(|step| step.side)
        .collect();
    let times = usize::try_from(dose.sets * dose.reps).unwrap() * play.phases().len();
    let Some(first) = play.first_side() else {
        assert_eq!(holds, vec![None; times], "{name}");
        return;
    };
    assert_eq!(steps[0].side, Some(first), "{name}");
    let (one, other) = (Some(first), Some(first.other()));
    let expected = match play.sides() {
        Sides::None => Vec::new(),
        Sides::Alternating => [one, other].repeat(times),
        Sides::Each => [vec![one; times], vec![other; times]].concat(),
    };
    assert_eq!(holds, expected, "{name}");

    // Whenever the side changes, there is time for it, a rest between sets, or the way back to
    // the middle where a repetition went straight from side to side.
    let mut side = one;
    let mut changing = false;
    for step in steps {
        match step.kind {
            StepKind::SwitchSides | StepKind::Rest => changing = true,
            StepKind::Return if play.switch_through() => changing = true,
            _ if step.side != side => {
                assert!(
                    changing,
                    "{name}: step {} changes sides at once",
                    step.index
                );
                side = step.side;
                changing = false;
            }
            _ => {}
        }
    }
}

#[test]
fn sides_of_variants_may_differ_from_their_exercises() {
    let library = Library::shipped().unwrap();
    let play = |exercise: &str, variant: &str| -> (Sides, Option<Side>, u32, bool) {
        let exercise = library.exercise(&exercise.parse().unwrap()).unwrap();
        let play = exercise.playable(Some(&variant.parse().unwrap())).unwrap();
        (
            play.sides(),
            play.first_side(),
            play.switch_s().get(),
            play.switch_through(),
        )
    };
    let right = Some(Side::Right);
    assert_eq!(
        play("superman", "bird-dog"),
        (Sides::Alternating, right, 2, false)
    );
    assert_eq!(
        play("superman", "longer-hold"),
        (Sides::None, None, 0, false)
    );
    assert_eq!(
        play("childs-pose", "hands-aside"),
        (Sides::Alternating, right, 8, true)
    );
    assert_eq!(
        play("pec-stretch", "one-arm"),
        (Sides::Each, right, 6, false)
    );
    // What a variant leaves out it takes from its exercise.
    assert_eq!(
        play("chair-rotation", "standing"),
        (Sides::Each, right, 3, false)
    );
    assert_eq!(
        play("neck-side-bend-rotation", "short-hold"),
        (Sides::Alternating, right, 6, true)
    );
}

#[test]
fn the_two_sides_of_bird_dog_come_in_turn() {
    let library = Library::shipped().unwrap();
    let superman = library.exercise(&"superman".parse().unwrap()).unwrap();
    let play = superman.playable(Some(&"bird-dog".parse().unwrap()));
    let steps = steps(play.unwrap(), Level::FIRST);
    let text: Vec<String> = steps
        .iter()
        .take(10)
        .map(|step| {
            format!(
                "{} {} {}",
                step.kind.id(),
                step.side.map_or("-", Side::id),
                step.duration_ms / 1000
            )
        })
        .collect();
    assert_eq!(
        text,
        [
            "ready right 20",
            "move right 3",
            "hold right 2",
            "return right 2",
            "switch-sides left 2",
            "move left 3",
            "hold left 2",
            "return left 2",
            "switch-sides right 2",
            "move right 3",
        ]
    );
}

#[test]
fn every_region_has_a_stretch_and_every_exercise_a_region() {
    let library = Library::shipped().unwrap();
    for region in Region::ALL {
        let found = library
            .exercises()
            .any(|exercise| exercise.file.regions.contains(&region));
        assert!(found, "nothing for {}", region.id());
    }
    for exercise in library.any() {
        assert!(!exercise.file.regions.is_empty(), "{}", exercise.id);
    }
}
