//! Which exercises a person's conditions change, and how.

use std::collections::BTreeSet;

use unhunch_domain::person::precautions::{Allowed, Removal, allowed};
use unhunch_domain::programme::exercise::{Advice, Exercise, Playable, Precaution};
use unhunch_domain::programme::progression::ExerciseChoice;
use unhunch_domain::{Condition, Diary, Library};

use crate::exercises::clinician_asked_for;

/// What becomes of an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// It is left out.
    LeftOut,
    /// It is done in another form.
    Swapped,
    /// It is done gently.
    Gentler,
    /// It comes once a clinician agreed.
    AskFirst,
    /// It stays as it is, since a clinician agreed.
    Agreed,
}

impl From<Advice> for Becomes {
    fn from(advice: Advice) -> Self {
        match advice {
            Advice::LeaveOut => Self::LeftOut,
            Advice::Swap => Self::Swapped,
            Advice::Gentler => Self::Gentler,
            Advice::AskFirst => Self::AskFirst,
        }
    }
}

/// Why it is so.
#[derive(Clone, Copy, Debug)]
pub enum Why<'a> {
    /// A precaution of the exercise's asks for it.
    Precaution(&'a Precaution),
    /// None of its forms suits all conditions together.
    NoForm,
}

/// An exercise that is different for the person.
#[derive(Clone, Debug)]
pub struct ChangedExercise<'a> {
    /// Which.
    pub exercise: &'a Exercise,
    /// What becomes of it.
    pub becomes: Becomes,
    /// Why; each reason once.
    pub why: Vec<Why<'a>>,
    /// The variant that is done instead, if one is.
    pub instead: Option<Playable<'a>>,
    /// The conditions that it comes from.
    pub because: BTreeSet<Condition>,
    /// Whether a clinician agreed; none where nobody needs to be asked.
    pub agreed: Option<bool>,
}

/// The exercises that are different for a person, by their names.
pub fn changed_exercises<'a>(library: &'a Library, diary: &Diary) -> Vec<ChangedExercise<'a>> {
    let conditions = diary.screening().conditions();
    library
        .any()
        .filter_map(|exercise| {
            let choice = diary.choice(&exercise.id);
            ChangedExercise::of(exercise, &conditions, choice)
        })
        .collect()
}

impl<'a> ChangedExercise<'a> {
    /// How an exercise differs; none where it stays as it is.
    fn of(
        exercise: &'a Exercise,
        conditions: &BTreeSet<Condition>,
        choice: ExerciseChoice,
    ) -> Option<Self> {
        let asked_for = clinician_asked_for(exercise, conditions);
        let agreed = asked_for.is_some() && choice == ExerciseChoice::Agreed;
        let changed = |becomes, why, because| Self {
            exercise,
            becomes,
            why,
            instead: None,
            because,
            agreed: asked_for.map(|_| agreed),
        };
        Some(match allowed(exercise, conditions, agreed) {
            Ok(allowed) if allowed.because.is_empty() && !agreed => return None,
            Ok(allowed) => {
                let because = allowed.because.iter().map(|(condition, _)| *condition);
                let because = because.chain(asked_for).collect();
                let instead = instead(&allowed);
                let becomes = if agreed && allowed.because.is_empty() {
                    Becomes::Agreed
                } else if instead.is_some() {
                    Becomes::Swapped
                } else {
                    Becomes::Gentler
                };
                Self {
                    instead,
                    ..changed(becomes, reasons(&allowed), because)
                }
            }
            Err(
                Removal::LeaveOut(condition, precaution) | Removal::AskFirst(condition, precaution),
            ) => changed(
                precaution.advice.into(),
                vec![Why::Precaution(precaution)],
                BTreeSet::from([condition]),
            ),
            Err(Removal::NoForm(conditions)) => changed(
                Becomes::LeftOut,
                vec![Why::NoForm],
                conditions.into_iter().collect(),
            ),
        })
    }
}

/// The variant that is the most fitting form, if the exercise itself isn't.
fn instead<'a>(allowed: &Allowed<'a>) -> Option<Playable<'a>> {
    let form = allowed.forms.first().copied()?;
    form.variant.map(|_| form)
}

/// The precautions that shape an exercise; one that several conditions come to counts once.
fn reasons<'a>(allowed: &Allowed<'a>) -> Vec<Why<'a>> {
    let mut seen = BTreeSet::new();
    let precautions = allowed.because.iter().map(|(_, precaution)| *precaution);
    precautions
        .filter(|precaution| seen.insert(precaution.condition))
        .map(Why::Precaution)
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use super::*;

    /// In the content, a milder condition always asks for something, too.
    #[test]
    fn what_a_clinician_agreed_to_stays_as_it_is_where_nothing_else_is_asked() {
        let library = Library::shipped().unwrap();
        let known = library.exercise(&"knee-to-chest".parse().unwrap()).unwrap();
        let mut file = known.file.clone();
        file.precautions
            .retain(|precaution| precaution.advice == Advice::AskFirst);
        let exercise = Exercise::new(known.id.clone(), file, String::new(), None);
        let conditions = BTreeSet::from([Condition::HipReplacement]);
        let becomes = |choice| {
            let changed = ChangedExercise::of(&exercise, &conditions, choice).unwrap();
            assert_eq!(changed.because, conditions);
            (changed.becomes, changed.agreed)
        };
        assert_eq!(
            becomes(ExerciseChoice::Usual),
            (Becomes::AskFirst, Some(false))
        );
        assert_eq!(
            becomes(ExerciseChoice::Agreed),
            (Becomes::Agreed, Some(true))
        );
        let none = ChangedExercise::of(&exercise, &BTreeSet::new(), ExerciseChoice::Agreed);
        assert!(none.is_none(), "nobody was to be asked");
    }
}
