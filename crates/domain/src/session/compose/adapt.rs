//! What a person chose themselves: a routine fitted to them, and today's wishes.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::candidate::{hurt_today, resting, standing, warm_up_move};
use super::{Chosen, Composed, Note, Omission, Omitted, Why, order, total_ms};
use crate::basics::ids::{ExerciseId, VariantId};
use crate::person::precautions;
use crate::person::profile::Place;
use crate::programme::content::Library;
use crate::programme::exercise::{Exercise, Playable};
use crate::programme::level::Level;
use crate::programme::parts::Kind;
use crate::programme::position::Equipment;
use crate::programme::progression::{Difficulty, ExerciseChoice};
use crate::programme::routine::{Item, Planned};
use crate::programme::timeline::Layout;
use crate::review::person::{Obstacle, Person, Surroundings, Today};

/// Fits a routine to a person: leaves out and swaps what their conditions ask for, and plays
/// everything at their levels. Place and equipment are theirs to see to: they chose it.
pub fn adapt<'a>(
    library: &'a Library,
    person: &Person,
    warm_up: &[ExerciseId],
    items: &[Item],
    layout: Layout,
) -> Composed<'a> {
    let mut composed = Composed::nothing();
    if person.is_held_back() {
        return composed;
    }
    for id in warm_up {
        let Some(exercise) = library.exercise(id) else {
            continue;
        };
        match person.feasible(exercise) {
            Ok(feasible) => composed
                .items
                .push(warm_up_move(person, exercise, &feasible)),
            Err(obstacle) => composed.omitted.push(Omitted {
                exercise,
                why: obstacle.into(),
            }),
        }
    }
    let equipment = Equipment::ALL.into();
    let anywhere = Surroundings {
        place: Place::Floor,
        equipment: &equipment,
    };
    for item in items {
        let Some(exercise) = library.exercise(&item.exercise) else {
            continue;
        };
        match adapted(person, anywhere, exercise, item) {
            Ok(chosen) => composed.items.push(chosen),
            Err(obstacle) => composed.omitted.push(Omitted {
                exercise,
                why: obstacle.into(),
            }),
        }
    }
    composed.total_ms = total_ms(composed.items.iter().map(|item| &item.planned), layout);
    composed
}

fn adapted<'a>(
    person: &Person,
    anywhere: Surroundings<'_>,
    exercise: &'a Exercise,
    item: &Item,
) -> Result<Chosen<'a>, Obstacle<'a>> {
    let feasible = person.feasible_at(exercise, anywhere)?;
    let (today, mut notes) = standing(person, exercise, &feasible);
    let (mut play, mut level) = today.play(&feasible.ladder);
    // A routine that names a form means that one, where it is for the person.
    let named = item.variant.as_ref().and_then(|variant| {
        let agreed = person.choice(&exercise.id) == ExerciseChoice::Agreed;
        let allowed = precautions::allowed(exercise, &person.conditions, agreed).ok()?;
        form_of(&allowed.forms, Some(variant))
    });
    if let Some(named) = named {
        (play, level) = (named, level_of(named, &today));
        notes.retain(|note| !matches!(note, Note::Easier | Note::Harder));
    }
    Ok(Chosen {
        planned: Planned::at(play, level, false),
        why: Why::Routine,
        notes,
        instead_of: None,
    })
}

/// The form that was named, if it is among them; no variant is the exercise itself.
fn form_of<'a>(forms: &[Playable<'a>], named: Option<&VariantId>) -> Option<Playable<'a>> {
    let mut forms = forms.iter().copied();
    forms.find(|play| play.variant.map(|variant| &variant.id) == named)
}

/// The level at which somebody does a form that they named: the one that they stand at, but
/// no more than where the ladder enters a form that they don't stand at yet.
fn level_of(play: Playable<'_>, today: &Today) -> Level {
    let level = today.standing.level;
    let form = Difficulty::of(play).unwrap_or_default();
    match form.cmp(&today.standing.form) {
        Ordering::Less if form == Difficulty::Easier => level.min(Level::FIRST),
        Ordering::Less | Ordering::Equal => level,
        Ordering::Greater => level.min(Level(Level::FIRST.0 - 1)),
    }
}

/// What could be done instead of something in a session: other forms of it, then exercises for
/// the same regions that aren't in it.
pub fn alternatives<'a>(
    library: &'a Library,
    person: &Person,
    composed: &Composed<'a>,
    of: &ExerciseId,
) -> Vec<Playable<'a>> {
    let Some(chosen) = composed
        .items
        .iter()
        .find(|item| item.planned.play.exercise.id == *of)
    else {
        return Vec::new();
    };
    let now = chosen.planned.play;
    let mut found: Vec<Playable<'a>> = Vec::new();
    if let Ok(feasible) = person.feasible(now.exercise) {
        found.extend(
            feasible
                .forms
                .into_iter()
                .filter(|p| p.message() != now.message()),
        );
    }
    for exercise in library.exercises() {
        let is_there = composed
            .items
            .iter()
            .any(|item| item.planned.play.exercise.id == exercise.id);
        let regions = &now.exercise.file.regions;
        let shares = exercise
            .file
            .regions
            .iter()
            .any(|region| regions.contains(region));
        if is_there
            || !shares
            || hurt_today(person, exercise)
            || resting(person, library, exercise).is_some()
        {
            continue;
        }
        if let Ok(feasible) = person.feasible(exercise) {
            let (today, _) = standing(person, exercise, &feasible);
            found.push(today.play(&feasible.ladder).0);
        }
    }
    found
}

/// Puts what the person wants today in place of what was put together.
pub(super) fn apply_wishes<'a>(
    library: &'a Library,
    person: &Person,
    layout: Layout,
    composed: &mut Composed<'a>,
    omitted: &mut Vec<(usize, &'a Exercise, Omission)>,
) {
    let place_of = |exercise: &Exercise| library.exercises().position(|e| e.id == exercise.id);
    let mut leave_out = |exercise: &'a Exercise, why: Omission| {
        omitted.retain(|(_, left, _)| left.id != exercise.id);
        omitted.push((place_of(exercise).unwrap_or(usize::MAX), exercise, why));
    };
    let is_dropped = |id: &ExerciseId| person.day.dropped.contains(id);
    let mut kept = Vec::new();
    for item in std::mem::take(&mut composed.items) {
        let exercise = item.planned.play.exercise;
        if item.planned.warm_up {
            kept.push(item);
        } else if is_dropped(&exercise.id) {
            leave_out(exercise, Omission::Dropped);
        } else if let Some(wanted) = person.day.swapped.get(&exercise.id)
            && let Some(mut chosen) = wanted_instead(library, person, wanted)
        {
            let other = chosen.planned.play.exercise;
            if other.id != exercise.id {
                leave_out(exercise, Omission::Swapped);
            }
            if is_dropped(&other.id) {
                leave_out(other, Omission::Dropped);
            } else {
                chosen.instead_of = Some(exercise.id.clone());
                kept.push(chosen);
            }
        } else {
            kept.push(item);
        }
    }
    // What was wanted may be there already.
    let mut seen = BTreeSet::new();
    kept.retain(|item| seen.insert(item.planned.play.exercise.id.clone()));
    omitted.retain(|(_, exercise, _)| !seen.contains(&exercise.id));
    composed.items = kept;
    order(&mut composed.items);
    composed.total_ms = total_ms(composed.items.iter().map(|item| &item.planned), layout);
}

/// What the person wants, if it is for them.
fn wanted_instead<'a>(library: &'a Library, person: &Person, wanted: &Item) -> Option<Chosen<'a>> {
    let exercise = library.exercise(&wanted.exercise)?;
    if exercise.file.kind == Kind::WarmUp {
        return None;
    }
    let feasible = person.feasible(exercise).ok()?;
    let (today, notes) = standing(person, exercise, &feasible);
    let (usual, level) = today.play(&feasible.ladder);
    let play = match form_of(&feasible.forms, wanted.variant.as_ref()) {
        Some(play) => play,
        None if wanted.variant.is_none() => usual,
        None => return None,
    };
    let is_usual = play.message() == usual.message();
    let level = if is_usual {
        level
    } else {
        level_of(play, &today)
    };
    Some(Chosen {
        planned: Planned::at(play, level, false),
        why: Why::Wanted,
        notes: if is_usual { notes } else { Vec::new() },
        instead_of: None,
    })
}
