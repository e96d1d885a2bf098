//! Conditions and what they leave of an exercise.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use unhunch_domain::exercise::{Advice, Exercise, HasFigure, Precaution, Variant};
use unhunch_domain::precaution::{Allowed, Removal, allowed};
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
