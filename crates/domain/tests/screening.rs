//! The safety questions: no order of answers lets anybody exercise who should not.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::subsequence;
use unhunch_domain::Condition;
use unhunch_domain::person::onboarding::{Step, is_complete, resume};
use unhunch_domain::person::profile::Profile;
use unhunch_domain::person::screening::{
    ASKED, Answers, BeforeSign, NowSign, PREGNANCY, Screening, Verdict,
};

/// Something that a person answers.
#[derive(Clone, Debug)]
enum Said {
    Now(BTreeSet<NowSign>),
    Before(BTreeSet<BeforeSign>),
    Seen(BTreeSet<BeforeSign>),
    Conditions(BTreeSet<Condition>),
}

fn some<T: Clone + Ord + std::fmt::Debug + 'static>(
    all: &[T],
) -> impl Strategy<Value = BTreeSet<T>> + use<T> {
    subsequence(all.to_vec(), 0..=all.len().min(4)).prop_map(|list| list.into_iter().collect())
}

fn said() -> impl Strategy<Value = Said> {
    prop_oneof![
        some(&NowSign::ALL).prop_map(Said::Now),
        some(&BeforeSign::ALL).prop_map(Said::Before),
        some(&BeforeSign::ALL).prop_map(Said::Seen),
        some(&ASKED).prop_map(Said::Conditions),
    ]
}

fn answers(screening: &Screening, said: Said) -> Answers {
    match said {
        Said::Now(signs) => Answers {
            now: Some(Some(signs)),
            ..Answers::default()
        },
        Said::Before(signs) => screening.answer_before(signs),
        Said::Seen(signs) => screening.answer_seen(&signs),
        Said::Conditions(conditions) => Answers {
            conditions: Some(Some(conditions)),
            ..Answers::default()
        },
    }
}

fn take(screening: &mut Screening, answers: Answers) {
    let Answers {
        now,
        before,
        seen,
        conditions,
        now_for: _,
        before_for: _,
    } = answers;
    screening.now = now.unwrap_or_else(|| screening.now.take());
    screening.before = before.unwrap_or_else(|| screening.before.take());
    screening.seen = seen.unwrap_or_else(|| screening.seen.take());
    screening.conditions = conditions.unwrap_or_else(|| screening.conditions.take());
}

proptest! {
    #[test]
    fn only_who_answered_everything_and_was_seen_may_exercise(
        all in proptest::collection::vec(said(), 0..12),
    ) {
        let mut screening = Screening::default();
        // What holds now, reckoned apart: signs that were there since a clinician saw them.
        let mut seen: BTreeSet<BeforeSign> = BTreeSet::new();
        for said in all {
            match &said {
                Said::Before(signs) => seen.retain(|sign| signs.contains(sign)),
                Said::Seen(signs) => {
                    let there = screening.before.clone().unwrap_or_default();
                    seen.extend(signs.intersection(&there));
                }
                Said::Now(_) | Said::Conditions(_) => {}
            }
            let answers = answers(&screening, said);
            take(&mut screening, answers);

            let now = screening.now.clone().unwrap_or_default();
            let before = screening.before.clone().unwrap_or_default();
            let unseen: BTreeSet<_> = before.difference(&seen).copied().collect();
            let all_asked = screening.now.is_some()
                && screening.before.is_some()
                && screening.conditions.is_some();
            let expected = if !now.is_empty() {
                Verdict::Stop(now)
            } else if !unseen.is_empty() {
                Verdict::SeeFirst(unseen)
            } else if all_asked {
                Verdict::Cleared
            } else {
                Verdict::Unasked
            };
            prop_assert_eq!(screening.verdict(), expected);
        }
    }

    #[test]
    fn the_welcome_goes_on_where_it_was_but_never_past_an_open_question(
        welcome_steps in 0..=9_u8,
        asked in proptest::collection::vec(any::<bool>(), 3),
    ) {
        let profile = Profile { welcome_steps, ..Profile::default() };
        let screening = Screening {
            now: asked[0].then(BTreeSet::new),
            before: asked[1].then(BTreeSet::new),
            conditions: asked[2].then(BTreeSet::new),
            ..Screening::default()
        };
        let step = resume(&profile, &screening);
        // Nobody is led back to when to be asked, which stands between the time and the end.
        let next = match welcome_steps + 1 {
            number if number < Step::Asking.number() => number,
            _ => Step::Summary.number(),
        };
        prop_assert!(step.number() <= next);
        let open = Step::SAFETY.into_iter().zip(&asked).find(|(_, asked)| !**asked);
        if let Some((open, _)) = open {
            prop_assert!(step <= open);
            prop_assert!(!is_complete(&profile, &screening));
        } else {
            prop_assert_eq!(step.number(), next);
        }
    }
}

#[test]
fn every_condition_can_be_told_in_one_place() {
    let mut told: BTreeSet<_> = ASKED.into_iter().chain(PREGNANCY).collect();
    assert_eq!(told.len(), ASKED.len() + PREGNANCY.len());
    let fractured = Screening {
        before: Some(BTreeSet::from([BeforeSign::Fracture])),
        ..Screening::default()
    };
    assert!(fractured.has_fracture());
    told.extend(fractured.conditions());
    assert_eq!(told, BTreeSet::from(Condition::ALL));
}

#[test]
fn steps_follow_each_other() {
    for (step, after) in Step::ALL.into_iter().zip(Step::ALL.into_iter().skip(1)) {
        assert_eq!(step.next(), after);
        assert_eq!(after.previous(), Some(step));
    }
    assert_eq!(Step::Summary.next(), Step::Summary);
    assert_eq!(Step::You.previous(), None);
}

#[test]
fn a_sign_that_two_devices_answered_differently_is_to_be_seen_anew_when_it_comes_back() {
    // One device had it seen, a later answer of the other says that it isn't there.
    let screening = Screening {
        now: Some(BTreeSet::new()),
        before: Some(BTreeSet::new()),
        seen: Some(BTreeSet::from([BeforeSign::Night])),
        conditions: Some(BTreeSet::new()),
        ..Screening::default()
    };
    let answers = screening.answer_before(BTreeSet::from([BeforeSign::Night]));
    assert_eq!(answers.seen, Some(Some(BTreeSet::new())));
}
