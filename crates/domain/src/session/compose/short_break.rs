//! Puts a short break together: a few easy moves beside the desk, and not the same ones every
//! time.
//!
//! The rules, all of them ours:
//!
//! 1. Only what needs no thing and no floor: on one's feet or on the chair that is there anyway.
//! 2. Everything at most at its first level, whatever the person does in a session.
//! 3. What a precaution or the person leaves out is left out, and what hurt in the last
//!    [`super::SPARED_DAYS`], too.
//! 4. What strengthens comes at most once a day, and not where its muscles rest ([`resting`]).
//! 5. First what earlier breaks had longest ago; of what they never had, another one first at each
//!    hour of the day.
//! 6. Nothing takes more than half of the time, where it can be done less often.
//! 7. What moves the whole body comes first, then shoulders and neck. Where time is left, more of
//!    each, but no more than [`MOST_TIMES`] its dose.

use std::collections::BTreeSet;

use super::candidate::{hurt_lately, resting, warm_up_place};
use crate::basics::ids::ExerciseId;
use crate::person::profile::Place;
use crate::person::reminder_plan::BreakMinutes;
use crate::programme::content::Library;
use crate::programme::dose::Prescription;
use crate::programme::exercise::{Change, Exercise, Playable};
use crate::programme::level::Level;
use crate::programme::parts::Kind;
use crate::programme::routine::{Plan, Planned};
use crate::programme::timeline::{self, BREAK, Layout};
use crate::review::person::{Person, Surroundings};

/// The most of anything, in times of its dose.
const MOST_TIMES: u32 = 3;

/// How far beyond its minutes a break may go, in percent.
const OVER_PERCENT: u64 = 8;

/// What an earlier break had, and whether that was today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The exercises.
    pub exercises: Vec<ExerciseId>,
    /// Whether it was today.
    pub is_today: bool,
}

/// A short break of so many minutes, for a person at an hour of the day, after these breaks, the
/// latest first; without an item, where there is no move for them, or they are held back.
///
/// It is shorter than asked for, where there isn't more for them.
pub fn short_break<'a>(
    library: &'a Library,
    person: &Person,
    minutes: BreakMinutes,
    hour: i8,
    earlier: &[Earlier],
    layout: Layout,
) -> Option<Plan<'a>> {
    if person.is_held_back() {
        return None;
    }
    let asked_ms = u64::try_from(minutes.get()).unwrap_or(1) * 60_000;
    let most_ms = asked_ms * (100 + OVER_PERCENT) / 100;
    // Somebody who stays beside their desk, with nothing at hand.
    let nothing = BTreeSet::new();
    let at_desk = Surroundings {
        place: Place::Desk,
        equipment: &nothing,
    };
    let mut moves: Vec<_> = library
        .warm_ups()
        .chain(library.exercises())
        .filter(|exercise| !hurt_lately(person, exercise))
        .filter(|exercise| may_strengthen(library, person, exercise, earlier))
        .filter_map(|exercise| move_of(person, at_desk, exercise))
        .map(|mut planned| {
            let lasts = |dose: &Prescription| timeline::lasts_ms(planned.play, dose, layout);
            while planned.dose.reps > 1 && lasts(&planned.dose) > asked_ms / 2 {
                planned.dose.reps -= 1;
            }
            planned
        })
        .collect();
    moves.sort_by_key(place);
    let count = moves.len().max(1);
    let turn = usize::try_from(hour).unwrap_or(0) % count;
    let mut by_turn: Vec<usize> = (0..moves.len()).collect();
    by_turn.sort_by_key(|number| {
        let id = &moves[*number].play.exercise.id;
        let ago = earlier.iter().position(|one| one.exercises.contains(id));
        (
            std::cmp::Reverse(ago.unwrap_or(earlier.len())),
            (number + count - turn) % count,
        )
    });
    let mut taken: Vec<Planned<'a>> = Vec::new();
    for number in by_turn {
        taken.push(moves[number].clone());
        // One is there in any case.
        if taken.len() > 1 && lasts_ms(&taken, layout) > most_ms {
            taken.pop();
        }
    }
    taken.sort_by_key(place);
    fill(&mut taken, asked_ms, most_ms, layout);
    let routine = BREAK.parse().ok()?;
    (!taken.is_empty()).then_some(Plan {
        routine,
        title: None,
        items: taken,
    })
}

/// The form of an exercise that fits into a break; none where there is no such one.
fn move_of<'a>(
    person: &Person,
    at_desk: Surroundings<'_>,
    exercise: &'a Exercise,
) -> Option<Planned<'a>> {
    let feasible = person.feasible_at(exercise, at_desk).ok()?;
    let is_light = |play: &&Playable<'_>| {
        play.variant
            .is_none_or(|variant| variant.change != Change::Harder)
    };
    let play = *feasible.forms.iter().find(is_light)?;
    let today = person.standing_today(&exercise.id, &feasible.ladder);
    let level = today.standing.level.min(Level::FIRST);
    Some(Planned::at(play, level, false))
}

/// Whether an exercise doesn't strengthen, or its muscles have rested.
fn may_strengthen(
    library: &Library,
    person: &Person,
    exercise: &Exercise,
    earlier: &[Earlier],
) -> bool {
    let mut today = earlier.iter().filter(|one| one.is_today);
    exercise.file.kind != Kind::Strengthening
        || resting(person, library, exercise).is_none()
            && !today.any(|one| one.exercises.contains(&exercise.id))
}

/// Where something stands in a break: moves of the warm-up in their order, then the others.
fn place<'a>(planned: &Planned<'a>) -> (usize, &'a ExerciseId) {
    warm_up_place(planned.play.exercise)
}

/// Adds a repetition of what has the fewest, as long as there is time.
fn fill(taken: &mut [Planned<'_>], asked_ms: u64, most_ms: u64, layout: Layout) {
    let usual: Vec<u32> = taken.iter().map(|planned| planned.dose.reps).collect();
    let times = |dose: &Prescription, usual: u32| dose.reps * 100 / usual.max(1);
    let mut is_full = vec![false; taken.len()];
    while lasts_ms(taken, layout) < asked_ms {
        let next = (0..taken.len())
            .filter(|number| !is_full[*number])
            .min_by_key(|number| (times(&taken[*number].dose, usual[*number]), *number));
        let Some(number) = next else {
            return;
        };
        taken[number].dose.reps += 1;
        let is_too_much = taken[number].dose.reps > usual[number] * MOST_TIMES;
        if is_too_much || lasts_ms(taken, layout) > most_ms {
            taken[number].dose.reps -= 1;
            is_full[number] = true;
        }
    }
}

/// How long the moves last, with what it takes to change position.
fn lasts_ms(taken: &[Planned<'_>], layout: Layout) -> u64 {
    let moves = taken
        .iter()
        .map(|planned| timeline::lasts_ms(planned.play, &planned.dose, layout));
    moves.sum::<u64>() + timeline::changes_ms(taken.iter().map(|item| item.play.position()))
}
