//! Which forms of an exercise are for a person with certain conditions, and why: the one place
//! where precautions turn into a choice, so that pages and sessions never disagree about it.

use std::collections::BTreeSet;

use crate::programme::condition::Condition;
use crate::programme::exercise::{Advice, Change, Exercise, Playable, Precaution, Variant};
use crate::programme::level::Level;

/// What a person with some conditions may do of an exercise.
#[derive(Clone, Debug)]
pub struct Allowed<'a> {
    /// The forms, most fitting first: what a precaution asks for, else the exercise itself, then
    /// the guided variants in the file's order. At least one.
    pub forms: Vec<Playable<'a>>,
    /// The precautions that shape it (swap, gentler), each with the condition of the person's
    /// that it came from.
    pub because: Vec<(Condition, &'a Precaution)>,
    /// The highest level, where a precaution asks to go gently: the first.
    pub most: Option<Level>,
}

/// Why an exercise isn't for a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Removal<'a> {
    /// A precaution leaves it out for a condition of the person's.
    LeaveOut(Condition, &'a Precaution),
    /// A precaution wants a clinician asked, and nobody has agreed yet.
    AskFirst(Condition, &'a Precaution),
    /// Each form is out for one or another of these conditions of the person's.
    NoForm(Vec<Condition>),
}

/// What a person with these conditions may do of the exercise. `agreed` says whether a clinician
/// agreed to it; that lifts what asks for a clinician, and nothing else.
///
/// # Errors
/// Why none of it is for them. What leaves it out comes first: no clinician's word lifts that.
pub fn allowed<'a>(
    exercise: &'a Exercise,
    conditions: &BTreeSet<Condition>,
    agreed: bool,
) -> Result<Allowed<'a>, Removal<'a>> {
    let found: Vec<_> = conditions
        .iter()
        .filter_map(|condition| Some((*condition, precaution(exercise, *condition, agreed)?)))
        .collect();
    let first = |advice| found.iter().find(|(_, p)| p.advice == advice).copied();
    if let Some((condition, precaution)) = first(Advice::LeaveOut) {
        return Err(Removal::LeaveOut(condition, precaution));
    }
    if let Some((condition, precaution)) = first(Advice::AskFirst) {
        return Err(Removal::AskFirst(condition, precaution));
    }

    let mut forms: Vec<_> = exercise.forms().collect();
    let mut against = BTreeSet::new();
    for condition in conditions {
        let asked = found.iter().find(|(of, _)| of == condition);
        let suits = |form: Playable<'_>| {
            asked.is_none_or(|(_, precaution)| is_asked_for(form.variant, precaution))
                && form.variant.is_none_or(|v| !v.is_avoided_by(*condition))
        };
        // Every condition that is against some form is named, whichever was looked at first.
        if !exercise.forms().all(suits) {
            against.insert(*condition);
        }
        forms.retain(|form| suits(*form));
    }
    if forms.is_empty() {
        return Err(Removal::NoForm(against.into_iter().collect()));
    }
    if let Some((_, preferred)) = found.iter().find(|(_, p)| !p.variants.is_empty()) {
        forms.sort_by_key(|form| {
            let id = form.variant.map(|variant| &variant.id);
            preferred.variants.iter().position(|v| Some(v) == id)
        });
    }
    let gently = first(Advice::Gentler).is_some();
    Ok(Allowed {
        forms,
        because: found,
        most: gently.then_some(Level::FIRST),
    })
}

/// What the exercise says about a condition, or else about the nearest milder one that it
/// includes. What a clinician agreed to says nothing more, so that the milder one counts.
fn precaution(exercise: &Exercise, condition: Condition, agreed: bool) -> Option<&Precaution> {
    condition.with_milder().find_map(|condition| {
        exercise.file.precautions.iter().find(|precaution| {
            precaution.condition == condition && !(agreed && precaution.advice == Advice::AskFirst)
        })
    })
}

/// Whether a precaution leaves the form in; no variant is the exercise itself.
fn is_asked_for(form: Option<&Variant>, precaution: &Precaution) -> bool {
    if precaution.variants.is_empty() {
        precaution.advice != Advice::Gentler || form.is_none_or(|v| v.change != Change::Harder)
    } else {
        form.is_some_and(|variant| precaution.variants.contains(&variant.id))
    }
}
