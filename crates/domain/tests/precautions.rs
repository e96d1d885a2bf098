//! Conditions and what they leave of an exercise.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use unhunch_domain::Condition::{
    Glaucoma, HighBloodPressure, Hip, HipReplacement, Knee, KneeReplacement, LatePregnancy,
    MidPregnancy, Osteoporosis, OsteoporosisWithFracture, Pregnancy, SensitiveBack, Shoulder,
    Vertigo, Wrist,
};
use unhunch_domain::person::precautions::{Allowed, Removal, allowed};
use unhunch_domain::programme::dosing;
use unhunch_domain::programme::exercise::{
    Advice, Exercise, HasFigure, Playable, Precaution, Variant,
};
use unhunch_domain::programme::parts::Kind;
use unhunch_domain::programme::position::Position;
use unhunch_domain::{Condition, Level, Library};

/// The forms by name; the exercise itself is `itself`.
fn names(allowed: &Allowed<'_>) -> Vec<String> {
    let name = |variant: Option<&Variant>| variant.map_or("itself", |v| v.id.as_str()).to_owned();
    allowed
        .forms
        .iter()
        .map(|form| name(form.variant))
        .collect()
}

/// The same in a line: the forms, most fitting first, or why there are none.
fn line(exercise: &Exercise, conditions: &[Condition], agreed: bool) -> String {
    match allowed(exercise, &conditions.iter().copied().collect(), agreed) {
        Ok(left) => {
            let gently = if left.most.is_some() { "gently " } else { "" };
            format!("{gently}{}", names(&left).join(" "))
        }
        Err(Removal::LeaveOut(..)) => "leave out".to_owned(),
        Err(Removal::AskFirst(..)) => "ask first".to_owned(),
        Err(Removal::NoForm(of)) => {
            let of: Vec<_> = of.into_iter().map(Condition::id).collect();
            format!("no form with {}", of.join(" "))
        }
    }
}

/// What the programme's author says about conditions: exercise, condition, and what is left.
const GIVEN: [(&str, Condition, &str); 20] = [
    ("neck-side-bend-rotation", Vertigo, "leave out"),
    (
        "chair-rotation",
        Osteoporosis,
        "gently arms-crossed standing open-side",
    ),
    ("chair-rotation", Pregnancy, "open-side"),
    ("cat-cow", Wrist, "seated seated-no-rounding"),
    ("cat-cow", Knee, "seated hands-on-desk seated-no-rounding"),
    ("cat-cow", Osteoporosis, "no-rounding seated-no-rounding"),
    ("childs-pose", Knee, "seated-desk-lean"),
    ("childs-pose", LatePregnancy, "leave out"),
    ("childs-pose", Glaucoma, "leave out"),
    ("thoracic-extension", OsteoporosisWithFracture, "leave out"),
    ("thoracic-extension", Osteoporosis, "gently chair-back"),
    ("superman", Pregnancy, "bird-dog wall-arm-lift"),
    (
        "superman",
        SensitiveBack,
        "opposite-arm-and-leg bird-dog wall-arm-lift",
    ),
    ("scapular-squeeze", HighBloodPressure, "gently short-hold"),
    ("knee-to-chest", Osteoporosis, "leave out"),
    ("knee-to-chest", MidPregnancy, "seated-hug"),
    ("knee-to-chest", HipReplacement, "ask first"),
    ("pec-stretch", Shoulder, "lower-elbows"),
    ("overhead-arm-reach", Shoulder, "hand-on-hip"),
    (
        "overhead-arm-reach",
        Osteoporosis,
        "gently hand-on-head hand-on-hip",
    ),
];

/// What we add where the author is silent.
const OURS: [(&str, Condition, &str); 18] = [
    ("cat-cow", Glaucoma, "seated seated-no-rounding no-rounding"),
    ("cat-cow", Vertigo, "seated-no-rounding"),
    ("childs-pose", Vertigo, "leave out"),
    ("childs-pose", Osteoporosis, "seated-desk-lean"),
    ("childs-pose", Shoulder, "seated-desk-lean"),
    ("childs-pose", Hip, "gently seated-desk-lean cushion"),
    ("childs-pose", HipReplacement, "ask first"),
    ("thoracic-extension", MidPregnancy, "chair-back"),
    ("thoracic-extension", Vertigo, "gently chair-back"),
    ("thoracic-extension", Shoulder, "gently chair-back"),
    (
        "superman",
        OsteoporosisWithFracture,
        "wall-arm-lift bird-dog",
    ),
    ("superman", Shoulder, "legs-only"),
    ("knee-to-chest", Hip, "gently foot-on-chair seated-hug"),
    ("gentle-nods", Vertigo, "leave out"),
    ("arm-circles", Shoulder, "gently itself"),
    ("marching", Knee, "gently itself"),
    ("marching", Hip, "gently itself"),
    (
        "cat-cow",
        SensitiveBack,
        "gently itself hands-on-desk seated no-rounding seated-no-rounding",
    ),
];

/// Variants that we keep from somebody although the exercise is for them.
const AVOIDED: [(&str, Condition, &str); 16] = [
    ("neck-side-bend-rotation", Osteoporosis, "hand-under-chair"),
    ("neck-side-bend-rotation", Shoulder, "hand-under-chair"),
    ("neck-side-bend-rotation", Wrist, "hand-under-chair"),
    ("chair-rotation", Vertigo, "standing open-book"),
    ("chair-rotation", Hip, "open-book"),
    ("chair-rotation", Shoulder, "open-book"),
    ("cat-cow", Shoulder, "hands-on-desk"),
    ("thoracic-extension", SensitiveBack, "arms-overhead"),
    ("superman", Knee, "bird-dog"),
    ("superman", Wrist, "bird-dog"),
    ("superman", HighBloodPressure, "longer-hold"),
    ("scapular-squeeze", Shoulder, "band-row"),
    ("scapular-squeeze", Wrist, "band-row"),
    ("knee-to-chest", SensitiveBack, "other-leg-straight"),
    ("overhead-arm-reach", Vertigo, "standing"),
    ("overhead-arm-reach", SensitiveBack, "both-arms"),
];

#[test]
fn every_condition_leaves_of_every_exercise_what_the_programme_says() {
    let library = Library::shipped().unwrap();
    let mut found = 0;
    for exercise in library.any() {
        let all = line(exercise, &[], false);
        for condition in Condition::ALL {
            let said = condition.with_milder().find_map(|milder| {
                let mut facts = GIVEN.iter().chain(&OURS);
                facts.find(|(id, of, _)| exercise.id.as_str() == *id && *of == milder)
            });
            let expected = if let Some((_, _, left)) = said {
                found += usize::from(said.is_some_and(|(_, of, _)| *of == condition));
                (*left).to_owned()
            } else {
                let avoided: Vec<_> = AVOIDED
                    .iter()
                    .filter(|(id, of, _)| exercise.id.as_str() == *id && condition.includes(*of))
                    .flat_map(|(_, _, variants)| variants.split(' '))
                    .collect();
                let left: Vec<_> = all.split(' ').filter(|f| !avoided.contains(f)).collect();
                left.join(" ")
            };
            assert_eq!(
                line(exercise, &[condition], false),
                expected,
                "{} with {condition}",
                exercise.id
            );
        }
    }
    assert_eq!(found, GIVEN.len() + OURS.len(), "a fact names no exercise");
}

#[test]
fn conditions_together_leave_what_suits_all_of_them() {
    let library = Library::shipped().unwrap();
    let left = |exercise: &str, conditions: &[Condition], agreed| {
        line(
            library.exercise(&exercise.parse().unwrap()).unwrap(),
            conditions,
            agreed,
        )
    };
    for (exercise, conditions, expected) in [
        ("superman", [Wrist, Pregnancy], "wall-arm-lift"),
        ("superman", [Knee, LatePregnancy], "wall-arm-lift"),
        (
            "superman",
            [SensitiveBack, Pregnancy],
            "bird-dog wall-arm-lift",
        ),
        (
            "superman",
            [SensitiveBack, Wrist],
            "opposite-arm-and-leg wall-arm-lift",
        ),
        (
            "superman",
            [Shoulder, Pregnancy],
            "no form with pregnancy shoulder",
        ),
        (
            "superman",
            [OsteoporosisWithFracture, Knee],
            "wall-arm-lift",
        ),
        ("cat-cow", [Wrist, Knee], "seated seated-no-rounding"),
        ("cat-cow", [Wrist, Osteoporosis], "seated-no-rounding"),
        (
            "cat-cow",
            [KneeReplacement, OsteoporosisWithFracture],
            "seated-no-rounding",
        ),
        ("cat-cow", [Knee, Shoulder], "seated seated-no-rounding"),
        (
            "cat-cow",
            [Wrist, MidPregnancy],
            "seated seated-no-rounding",
        ),
        (
            "cat-cow",
            [SensitiveBack, Wrist],
            "gently seated seated-no-rounding",
        ),
        (
            "chair-rotation",
            [Osteoporosis, Pregnancy],
            "gently open-side",
        ),
        (
            "chair-rotation",
            [Osteoporosis, Vertigo],
            "gently arms-crossed open-side",
        ),
        ("childs-pose", [Hip, Knee], "gently seated-desk-lean"),
        (
            "thoracic-extension",
            [Osteoporosis, LatePregnancy],
            "gently chair-back",
        ),
        (
            "scapular-squeeze",
            [HighBloodPressure, Wrist],
            "gently short-hold",
        ),
        (
            "overhead-arm-reach",
            [Shoulder, Osteoporosis],
            "gently hand-on-hip",
        ),
        ("knee-to-chest", [Hip, MidPregnancy], "gently seated-hug"),
        ("knee-to-chest", [HipReplacement, Osteoporosis], "leave out"),
    ] {
        let [one, other] = conditions;
        assert_eq!(
            left(exercise, &[one, other], false),
            expected,
            "{exercise} {conditions:?}"
        );
        assert_eq!(
            left(exercise, &[other, one], false),
            expected,
            "{exercise} {conditions:?}"
        );
    }
    // Once a surgeon agreed, a replaced hip is minded like one that gives trouble.
    assert_eq!(left("knee-to-chest", &[HipReplacement], false), "ask first");
    assert_eq!(
        left("knee-to-chest", &[HipReplacement], true),
        "gently foot-on-chair seated-hug"
    );
    assert_eq!(
        left("knee-to-chest", &[HipReplacement, LatePregnancy], true),
        "gently seated-hug"
    );
    assert_eq!(left("knee-to-chest", &[Osteoporosis], true), "leave out");
}

/// Whether a condition lets a person do something, as far as the file's own fields show it.
fn suits(condition: Condition, form: Playable<'_>) -> bool {
    let position = form.position();
    let over_roller = position == Position::OverRoller;
    let on_knees = matches!(position, Position::AllFours | Position::Kneeling);
    match condition {
        Pregnancy => position != Position::Prone,
        MidPregnancy | LatePregnancy => {
            !matches!(position, Position::Prone | Position::Supine) && !over_roller
        }
        Osteoporosis | OsteoporosisWithFracture => {
            !over_roller && form.phases().iter().all(|phase| phase.id.as_str() != "cat")
        }
        Knee | KneeReplacement => !on_knees,
        Wrist => position != Position::AllFours,
        Vertigo => position != Position::Kneeling && !over_roller,
        HighBloodPressure => {
            let dose = dosing::prescription(form, Level::FIRST);
            form.exercise.file.kind != Kind::Strengthening
                || dose.holds_s.iter().all(|hold| *hold <= 5)
        }
        // What matters there is how high the elbow or the leg goes, and no position.
        Hip | HipReplacement | Shoulder | Glaucoma | SensitiveBack => true,
    }
}

#[test]
fn what_is_left_is_in_positions_that_suit() {
    let library = Library::shipped().unwrap();
    for exercise in library.any() {
        for condition in Condition::ALL {
            let left = allowed(exercise, &BTreeSet::from([condition]), true);
            for form in left.iter().flat_map(|left| &left.forms) {
                assert!(
                    suits(condition, *form),
                    "{} with {condition}",
                    form.message()
                );
            }
        }
    }
}

#[test]
fn a_graver_condition_never_leaves_more_than_the_milder_one() {
    let library = Library::shipped().unwrap();
    for exercise in library.any() {
        for graver in Condition::ALL {
            let Some(milder) = graver.milder() else {
                continue;
            };
            let of = |condition| {
                let left = allowed(exercise, &BTreeSet::from([condition]), false);
                left.as_ref().map(names).unwrap_or_default()
            };
            let (more, less) = (of(milder), of(graver));
            assert!(
                less.iter().all(|name| more.contains(name)),
                "{}: {graver} {less:?}, {milder} {more:?}",
                exercise.id
            );
        }
    }
}

#[test]
fn no_condition_alone_takes_all_stretches_or_all_strengthening() {
    let library = Library::shipped().unwrap();
    for condition in Condition::ALL {
        for kind in [Kind::Stretch, Kind::Strengthening, Kind::WarmUp] {
            let left = library
                .any()
                .filter(|exercise| exercise.file.kind == kind)
                .filter(|exercise| allowed(exercise, &BTreeSet::from([condition]), false).is_ok());
            assert!(left.count() > 0, "{} with {condition}", kind.id());
        }
    }
}

fn conditions() -> impl Strategy<Value = BTreeSet<Condition>> {
    subsequence(Condition::ALL.to_vec(), 0..=4).prop_map(|list| list.into_iter().collect())
}

/// An exercise with any precautions and any variants, as far as files allow them.
fn exercises() -> impl Strategy<Value = Exercise> {
    let precaution = (
        select(Condition::ALL.to_vec()),
        select(vec![
            Advice::Swap,
            Advice::Swap,
            Advice::Gentler,
            Advice::Gentler,
            Advice::AskFirst,
            Advice::LeaveOut,
        ]),
        subsequence((0..5_usize).collect::<Vec<_>>(), 1..=4).prop_shuffle(),
        any::<bool>(),
    );
    let avoid = proptest::collection::vec(subsequence(Condition::ALL.to_vec(), 0..=2), 5);
    (proptest::collection::vec(precaution, 0..8), avoid).prop_map(|(precautions, avoid)| {
        let library = Library::shipped().unwrap();
        let mut exercise = library
            .exercise(&"superman".parse().unwrap())
            .unwrap()
            .clone();
        exercise.file.variants.truncate(5);
        for (variant, avoid) in exercise.file.variants.iter_mut().zip(avoid) {
            variant.avoid = avoid;
            variant.figure = HasFigure(false);
        }
        let ids: Vec<_> = exercise
            .file
            .variants
            .iter()
            .map(|v| v.id.clone())
            .collect();
        let mut seen = BTreeSet::new();
        exercise.file.precautions = precautions
            .into_iter()
            .filter(|(condition, ..)| seen.insert(*condition))
            .map(|(condition, advice, variants, names)| Precaution {
                condition,
                advice,
                variants: match advice {
                    Advice::Swap => variants.into_iter().map(|i| ids[i].clone()).collect(),
                    Advice::Gentler if names => {
                        variants.into_iter().map(|i| ids[i].clone()).collect()
                    }
                    _ => Vec::new(),
                },
            })
            .collect();
        exercise
    })
}

proptest! {
    #[test]
    fn a_condition_more_never_adds_a_form_and_never_lifts_the_level(
        exercise in exercises(),
        fewer in conditions(),
        one in select(Condition::ALL.to_vec()),
        agreed in any::<bool>(),
    ) {
        let mut more = fewer.clone();
        more.insert(one);
        let before = allowed(&exercise, &fewer, agreed);
        let after = allowed(&exercise, &more, agreed);
        if let Ok(after) = after {
            let Ok(before) = before else {
                panic!("{fewer:?} leave nothing, and {one} brings it back");
            };
            let names_before = names(&before);
            prop_assert!(names(&after).iter().all(|name| names_before.contains(name)));
            prop_assert!(after.because.len() >= before.because.len());
            prop_assert!(before.most.is_none() || after.most.is_some());
        }
    }

    #[test]
    fn several_conditions_leave_what_each_of_them_leaves(
        exercise in exercises(),
        conditions in conditions(),
        agreed in any::<bool>(),
    ) {
        let each: Vec<_> = conditions
            .iter()
            .map(|one| allowed(&exercise, &BTreeSet::from([*one]), agreed))
            .collect();
        let everything: BTreeSet<String> =
            names(&allowed(&exercise, &BTreeSet::new(), agreed).unwrap()).into_iter().collect();
        let shared = each.iter().fold(everything, |shared, one| {
            let forms: BTreeSet<_> =
                one.as_ref().map(names).unwrap_or_default().into_iter().collect();
            shared.intersection(&forms).cloned().collect()
        });
        match allowed(&exercise, &conditions, agreed) {
            Ok(all) => {
                let forms: BTreeSet<_> = names(&all).into_iter().collect();
                prop_assert_eq!(forms.len(), all.forms.len(), "a form is there twice");
                prop_assert!(!forms.is_empty());
                prop_assert_eq!(forms, shared);
                let gently = all.because.iter().any(|(_, p)| p.advice == Advice::Gentler);
                prop_assert_eq!(all.most, gently.then_some(Level::FIRST));
                for (condition, precaution) in all.because {
                    prop_assert!(conditions.contains(&condition));
                    prop_assert!(condition.includes(precaution.condition));
                }
            }
            Err(removal) => {
                prop_assert!(shared.is_empty(), "{removal:?} although {shared:?} is left");
                let left_out = each.iter().any(|one| matches!(one, Err(Removal::LeaveOut(..))));
                prop_assert_eq!(matches!(removal, Removal::LeaveOut(..)), left_out);
                if let Removal::NoForm(of) = removal {
                    prop_assert!(!of.is_empty());
                    let named = allowed(&exercise, &of.iter().copied().collect(), agreed);
                    prop_assert!(matches!(named, Err(Removal::NoForm(_))), "{of:?} do not explain it");
                }
            }
        }
    }

    #[test]
    fn a_clinicians_word_lifts_the_asking_and_nothing_else(
        exercise in exercises(),
        conditions in conditions(),
    ) {
        let (asked, agreed) = (
            allowed(&exercise, &conditions, false),
            allowed(&exercise, &conditions, true),
        );
        match (asked, agreed) {
            (Err(Removal::AskFirst(..)), Err(Removal::AskFirst(..))) => {
                prop_assert!(false, "agreed to, and asks again");
            }
            (Err(Removal::AskFirst(..)), _) => {}
            (Err(asked), Err(agreed)) => prop_assert_eq!(asked, agreed),
            (Ok(asked), Ok(agreed)) => prop_assert_eq!(names(&asked), names(&agreed)),
            (asked, agreed) => prop_assert!(false, "{asked:?} became {agreed:?}"),
        }
    }
}
