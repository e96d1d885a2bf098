//! What could be in a session: which form of an exercise, at which level, in which doses, and
//! what has to rest.

use super::{Chosen, LONG_HOLD_S, Note, SPARED_DAYS, WARM_UP_ORDER, Why};
use crate::basics::dates::days_between;
use crate::basics::ids::ExerciseId;
use crate::programme::content::Library;
use crate::programme::dose::Prescription;
use crate::programme::exercise::{Advice, Exercise, Playable};
use crate::programme::level::Level;
use crate::programme::parts::Kind;
use crate::programme::progression::Difficulty;
use crate::programme::routine::Planned;
use crate::programme::timeline::Layout;
use crate::programme::{dosing, timeline};
use crate::review::person::{Feasible, Obstacle, Person, Today};
use crate::review::suggestions::Step;

/// Something that can be in the session: a form that suits, at the person's level.
#[derive(Clone, Debug)]
pub(super) struct Candidate<'a> {
    pub(super) play: Playable<'a>,
    pub(super) level: Level,
    pub(super) notes: Vec<Note>,
    /// Its doses from the least to the most, and which of them is the level's.
    pub(super) doses: Vec<Prescription>,
    pub(super) full: usize,
    /// How long each of the doses lasts, in milliseconds, without changing position.
    pub(super) lasts_ms: Vec<u64>,
    /// Days since it was last done.
    pub(super) days: Option<i32>,
    /// Its place in the programme.
    pub(super) place: usize,
}

/// Where the person stands with an exercise today, and what is different about that.
pub fn standing<'a>(
    person: &Person,
    exercise: &'a Exercise,
    feasible: &Feasible<'a>,
) -> (Today, Vec<Note>) {
    let today = person.standing_today(&exercise.id, &feasible.ladder);
    let mut notes = Vec::new();
    let ladder = &feasible.ladder;
    let now = Step::at(ladder, today.standing);
    let play = now.play;
    for (condition, precaution) in &feasible.because {
        let by_it = play
            .variant
            .is_some_and(|v| precaution.variants.contains(&v.id));
        match precaution.advice {
            Advice::Swap => notes.push(Note::Instead(*condition)),
            Advice::Gentler if by_it || precaution.variants.is_empty() => {
                notes.push(Note::Gently(*condition));
            }
            _ => {}
        }
    }
    match Difficulty::of(play) {
        _ if feasible.stands_in => notes.push(Note::StandsIn),
        Some(Difficulty::Easier) if today.standing.form == Difficulty::Easier => {
            notes.push(Note::Easier);
        }
        Some(Difficulty::Harder) => notes.push(Note::Harder),
        _ => {}
    }
    if !now.is_like(&Step::at(ladder, today.usual)) {
        notes.extend(today.comeback.map(|comeback| Note::Back(comeback.away)));
        let too_much = today.was_too_much;
        notes.extend(too_much.map(|date| Note::TooMuch(days_between(date, person.past.today))));
    }
    (today, notes)
}

/// An exercise as it can be in the session.
pub(super) fn candidate<'a>(
    person: &Person,
    exercise: &'a Exercise,
    place: usize,
    layout: Layout,
) -> Result<Candidate<'a>, Obstacle<'a>> {
    let feasible = person.feasible(exercise)?;
    let (today, notes) = standing(person, exercise, &feasible);
    let (play, level) = today.play(&feasible.ladder);
    let (mut doses, full) = doses(play, &dosing::prescription(play, level));
    if person.past.was_bad_in_week(&exercise.id) {
        doses.truncate(full + 1);
    }
    let lasts_ms = lengths_ms(play, &doses, layout);
    Ok(Candidate {
        play,
        level,
        notes,
        doses,
        full,
        lasts_ms,
        days: person.past.days_since(&exercise.id),
        place,
    })
}

/// The doses between the least that is worth doing and the most that a session has, and which
/// of them is the one that was given.
fn doses(play: Playable<'_>, full: &Prescription) -> (Vec<Prescription>, usize) {
    let longest = full.holds_s.iter().copied().max().unwrap_or(0);
    // Short holds are worth doing three times; a long one counts by itself (P).
    let least = if longest <= 5 { full.reps.min(3) } else { 1 };
    let with = |sets: u32, reps: u32| Prescription {
        sets,
        reps,
        ..full.clone()
    };
    let mut doses: Vec<_> = (least..full.reps).map(|reps| with(1, reps)).collect();
    doses.extend((1..=full.sets).map(|sets| with(sets, full.reps)));
    let place = doses.len() - 1;
    if play.exercise.file.kind == Kind::Strengthening {
        // To the high end of its range, then up to three sets with a rest between them (ours, as
        // the programme's one exercise in sets has it).
        let most = play.dose().reps.high.max(full.reps);
        doses.extend((full.reps + 1..=most).map(|reps| with(full.sets, reps)));
        for sets in full.sets + 1..=3 {
            // Each of them more than everything before it.
            let from = (sets - 1) * most / sets + 1;
            doses.extend((from..=most).map(|reps| Prescription {
                rest_s: full.rest_s.max(30),
                ..with(sets, reps)
            }));
        }
    } else {
        let more = (full.reps + 1..=50).map(|reps| with(full.sets, reps));
        doses.extend(more.take_while(|dose| dose.total_hold_s() <= LONG_HOLD_S));
    }
    (doses, place)
}

/// How long each of an exercise's doses lasts, in milliseconds, for somebody who is in its
/// position already. They differ in sets and repetitions alone and time grows evenly with both,
/// so that three of them laid out tell all.
fn lengths_ms(play: Playable<'_>, doses: &[Prescription], layout: Layout) -> Vec<u64> {
    let lasts = |dose: &Prescription, sets: u32, reps: u32| {
        let dose = Prescription {
            sets,
            reps,
            ..dose.clone()
        };
        timeline::lasts_ms(play, &dose, layout)
    };
    let Some(first) = doses.first() else {
        return Vec::new();
    };
    let once = lasts(first, 1, 1);
    let rep = lasts(first, 1, 2) - once;
    let mut set = (first.rest_s, lasts(first, 2, 1) - once);
    let lengths = doses.iter().map(|dose| {
        if set.0 != dose.rest_s {
            set = (dose.rest_s, lasts(dose, 2, 1) - once);
        }
        let more_reps = u64::from(dose.sets * (dose.reps - 1));
        once + u64::from(dose.sets - 1) * set.1 + more_reps * rep
    });
    lengths.collect()
}

/// Whether an exercise was stopped today because it hurt.
pub(super) fn hurt_today(person: &Person, exercise: &Exercise) -> bool {
    let last = person.past.doings(&exercise.id).last();
    last.is_some_and(|doing| doing.hurt.is_some() && doing.date == person.past.today)
}

/// How many days ago muscles that a strengthening exercise works were strengthened, where that
/// was today or yesterday.
pub(super) fn resting(person: &Person, library: &Library, exercise: &Exercise) -> Option<i32> {
    if exercise.file.kind != Kind::Strengthening {
        return None;
    }
    library
        .exercises()
        .filter(|other| other.file.kind == Kind::Strengthening)
        .filter(|other| share_muscles(exercise, other))
        .filter_map(|other| person.past.days_since(&other.id))
        .filter(|days| (0..=1).contains(days))
        .min()
}

/// Whether two exercises work a muscle in common; a part of a muscle counts as it:
/// `middle-trapezius` as `trapezius`.
pub fn share_muscles(one: &Exercise, other: &Exercise) -> bool {
    let is_part = |part: &str, whole: &str| {
        part == whole
            || part
                .strip_suffix(whole)
                .is_some_and(|rest| rest.ends_with('-'))
    };
    one.file.muscles.iter().any(|a| {
        other
            .file
            .muscles
            .iter()
            .any(|b| is_part(a.as_str(), b.as_str()) || is_part(b.as_str(), a.as_str()))
    })
}

/// The warm-up moves that are for a person, in the order in which they are taken.
pub(super) fn warm_up<'a>(library: &'a Library, person: &Person) -> Vec<Chosen<'a>> {
    let mut moves: Vec<_> = library.warm_ups().collect();
    moves.sort_by_key(|exercise| warm_up_place(exercise));
    moves
        .into_iter()
        .filter(|exercise| !hurt_lately(person, exercise))
        .filter_map(|exercise| {
            Some(warm_up_move(
                person,
                exercise,
                &person.feasible(exercise).ok()?,
            ))
        })
        .collect()
}

/// Where an exercise comes among moves of the warm-up: in their order, the others by their names.
pub(super) fn warm_up_place(exercise: &Exercise) -> (usize, &ExerciseId) {
    let id = &exercise.id;
    let known = WARM_UP_ORDER.iter().position(|known| *known == id.as_str());
    (known.unwrap_or(WARM_UP_ORDER.len()), id)
}

/// Whether a move hurt in the last [`SPARED_DAYS`].
pub(super) fn hurt_lately(person: &Person, exercise: &Exercise) -> bool {
    let mut doings = person.past.doings(&exercise.id).iter().rev();
    doings.any(|doing| {
        doing.hurt.is_some() && days_between(doing.date, person.past.today) < SPARED_DAYS
    })
}

/// A move of the warm-up; of what isn't one otherwise, the easiest that the person does of it.
pub(super) fn warm_up_move<'a>(
    person: &Person,
    exercise: &'a Exercise,
    feasible: &Feasible<'a>,
) -> Chosen<'a> {
    let ladder = &feasible.ladder;
    let (play, level) = if exercise.file.kind == Kind::WarmUp {
        (ladder.play(Difficulty::Usual), Level::FIRST)
    } else {
        let today = person.standing_today(&exercise.id, ladder);
        let (play, level) = today.play(ladder);
        (play, level.min(Level::FIRST))
    };
    let gently = feasible.because.iter();
    Chosen {
        planned: Planned::at(play, level, true),
        why: Why::WarmUp,
        notes: gently
            .map(|(condition, _)| Note::Gently(*condition))
            .collect(),
        instead_of: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn doses_last_as_long_as_they_do_laid_out() {
        let library = Library::shipped().unwrap();
        for play in library.any().flat_map(Exercise::forms) {
            for level in dosing::levels(play).iter() {
                let (doses, _) = doses(play, &dosing::prescription(play, level));
                let layout = Layout { get_ready_s: 5 };
                let lengths = lengths_ms(play, &doses, layout);
                for (dose, length_ms) in doses.iter().zip(lengths) {
                    let laid_out_ms = timeline::lasts_ms(play, dose, layout);
                    assert_eq!(length_ms, laid_out_ms, "{}: {dose:?}", play.message());
                }
            }
        }
    }
}
