//! Puts today's session together: from what a person has, where, for how long, what they mind,
//! where they stand and what they did in recent days. The same of all that gives the same
//! session.
//!
//! The rules, in the order in which they count; (P) marks those that are ours:
//!
//! 1. What a precaution, the place, missing equipment or the person themselves leaves out is left
//!    out, and said so ([`Omission`]). Of what is left, the form that suits them is taken
//!    ([`Person::feasible`]), at their level ([`Person::standing_today`]).
//! 2. Warm-up first, 1 to 3 minutes by the length of the session ([`WARM_UP`], P).
//! 3. Strengthening, unless muscles that it works were strengthened today or yesterday: daily
//!    exercisers get it every other day, so at least three times in any seven days. It takes at
//!    most [`STRENGTHENING_PERCENT`] of the time, where stretches have room beside it (P).
//! 4. Mobility every day: first the regions that the session doesn't touch yet, of those the ones
//!    that were touched longest ago, with a head start for what the person named
//!    ([`NAMED_DAYS`], P); of a region's exercises the one that was done longest ago.
//! 5. Everything in its dose. Less of one thing where that lets it fit; more, up to
//!    [`LONG_HOLD_S`] a side and stretch, only where time is left and nothing else would fill it.
//! 6. In an order in which one changes position as few times as possible ([`order`]).

use std::collections::BTreeSet;

use crate::condition::Condition;
use crate::content::Library;
use crate::dose::{self, Prescription};
use crate::exercise::{Advice, Exercise, Kind, Playable, Region};
use crate::id::{ExerciseId, RoutineId};
use crate::level::Level;
use crate::past::days_between;
use crate::person::{Feasible, Obstacle, Person, Today};
use crate::position::{Equipment, Position};
use crate::precaution::Removal;
use crate::profile::{Minutes, Place};
use crate::routine::{Item, Plan, Planned};
use crate::standing::Form;
use crate::timeline::{self, Layout, RATE_MS};

/// The name of the routine that is put together.
pub const TODAY: &str = "today";

/// How many seconds a session of at least so many minutes warms up for, at best (P: 1 to 3
/// minutes).
pub const WARM_UP: [(u8, u64); 4] = [(15, 180), (10, 120), (5, 90), (2, 60)];

/// The order in which warm-up moves are taken: the whole body first (ours).
const WARM_UP_ORDER: [&str; 4] = ["marching", "shoulder-rolls", "gentle-nods", "arm-circles"];

/// The most of the time that strengthening takes, in percent, where there is room for stretches,
/// too (P).
pub const STRENGTHENING_PERCENT: u64 = 45;

/// Sessions of at least so many minutes have room for both (P).
pub const ROOM_FOR_BOTH: u8 = 4;

/// The head start, in days, of a region that the person named (P).
pub const NAMED_DAYS: i32 = 2;

/// Days after which it makes no difference any more how long ago something was (P).
const LONG_AGO: i32 = 14;

/// Seconds of holding, a side and stretch, beyond which a session doesn't go: the benefit levels
/// off near 4 minutes (Ingram 2024).
pub const LONG_HOLD_S: u32 = 240;

/// How far a session may be from the minutes that were asked for, in percent (P).
pub const TOLERANCE_PERCENT: u64 = 15;

/// Where composing stops to fit better, in percent.
const CLOSE_PERCENT: u64 = 5;

/// Why something is in a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// It warms up.
    WarmUp,
    /// It strengthens, which was last done so many days ago.
    Strengthening(Option<i32>),
    /// It is for a region.
    Region {
        /// The region.
        region: Region,
        /// Whether the person named it.
        named: bool,
        /// How many days ago something was last done for it.
        days: Option<i32>,
    },
    /// The person wanted it instead of something else.
    Wanted,
    /// It belongs to the routine that they chose.
    Routine,
}

/// What is different about something in a session, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// Another form, for a condition.
    Instead(Condition),
    /// Gently, for a condition.
    Gently(Condition),
    /// Another form, which suits the place and what the person has.
    StandsIn,
    /// The easier version, where the person stands.
    Easier,
    /// The harder version, where the person stands.
    Harder,
    /// A step gentler after so many days away.
    Back(i32),
    /// A step gentler, since it was too much so many days ago.
    TooMuch(i32),
    /// Less of it than usual, to fit the time.
    Less,
    /// More of it than usual, to fill the time.
    More,
}

/// Something in a session.
#[derive(Clone, Debug)]
pub struct Chosen<'a> {
    /// What, and how much.
    pub planned: Planned<'a>,
    /// Why it is there.
    pub why: Why,
    /// What is different about it.
    pub notes: Vec<Note>,
    /// What was put together, where the person wanted this instead.
    pub instead_of: Option<ExerciseId>,
}

/// Why an exercise is not in a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Omission {
    /// A condition leaves it out.
    Condition(Condition),
    /// A clinician is to be asked first.
    AskFirst(Condition),
    /// Conditions leave no form of it.
    NoForm(Vec<Condition>),
    /// There is no room for it in that place.
    Place(Place),
    /// Things are missing for it.
    Equipment(BTreeSet<Equipment>),
    /// The person left it out for good.
    LeftOut,
    /// The person left it out today.
    Dropped,
    /// The person wanted something else instead.
    Swapped,
    /// Its muscles were strengthened so many days ago, 0 or 1.
    Rest(i32),
    /// There is no time for it today.
    Time,
}

/// An exercise that is not in a session.
#[derive(Clone, Debug)]
pub struct Omitted<'a> {
    /// Which.
    pub exercise: &'a Exercise,
    /// Why.
    pub why: Omission,
}

/// A session that was put together.
#[derive(Clone, Debug)]
pub struct Composed<'a> {
    /// What it plays, in order, the warm-up first.
    pub items: Vec<Chosen<'a>>,
    /// What it leaves out, in the programme's order.
    pub omitted: Vec<Omitted<'a>>,
    /// How long it lasts in all, in milliseconds.
    pub total_ms: u64,
    /// How long it was to last; none for a routine, which lasts as long as it does.
    pub asked: Option<Minutes>,
}

impl<'a> Composed<'a> {
    /// Whether there is anything to do after the warm-up.
    pub fn is_empty(&self) -> bool {
        self.items.iter().all(|item| item.planned.warm_up)
    }

    /// Whether it is shorter than asked for by more than it should be: there is nothing more for
    /// this person in this place.
    pub fn is_short(&self) -> bool {
        self.asked
            .is_some_and(|asked| self.total_ms * 100 < asked.ms() * (100 - TOLERANCE_PERCENT))
    }

    /// As a plan to lay out in time, under a routine's name.
    pub fn plan(&self, routine: RoutineId) -> Plan<'a> {
        Plan {
            routine,
            title: None,
            items: self.items.iter().map(|item| item.planned.clone()).collect(),
        }
    }
}

/// Something that can be in the session: a form that suits, at the person's level.
#[derive(Clone, Debug)]
struct Candidate<'a> {
    play: Playable<'a>,
    level: Level,
    notes: Vec<Note>,
    /// Its doses from the least to the most, and which of them is the level's.
    doses: Vec<Prescription>,
    full: usize,
    /// How long each of the doses lasts, in milliseconds, without changing position.
    lasts_ms: Vec<u64>,
    /// Days since it was last done.
    days: Option<i32>,
    /// Its place in the programme.
    place: usize,
}

/// A candidate that is in the session, in one of its doses.
#[derive(Clone, Debug)]
struct Pick<'a> {
    candidate: Candidate<'a>,
    dose: usize,
    why: Why,
}

impl Pick<'_> {
    fn lasts_ms(&self) -> u64 {
        self.candidate.lasts_ms[self.dose]
    }
}

/// Puts a person's session of today together.
pub fn today<'a>(library: &'a Library, person: &Person, layout: Layout) -> Composed<'a> {
    let minutes = person.day.minutes.unwrap_or(person.profile.minutes);
    let mut omitted = Vec::new();
    let mut candidates = Vec::new();
    for (place, exercise) in library.exercises().into_iter().enumerate() {
        match candidate(person, exercise, place, layout) {
            Ok(candidate) => match resting(person, library, exercise) {
                None => candidates.push(candidate),
                Some(days) => omitted.push((place, exercise, Omission::Rest(days))),
            },
            Err(obstacle) => omitted.push((place, exercise, Omission::from(obstacle))),
        }
    }
    let moves = warm_up(library, person);
    let mut session = Session {
        library,
        person,
        minutes,
        warm_up: how_many(&moves, minutes, layout),
        moves,
        picks: Vec::new(),
        layout,
    };
    let left = session.pick(candidates);
    omitted.extend(
        left.into_iter()
            .map(|candidate| (candidate.place, candidate.play.exercise, Omission::Time)),
    );
    let mut composed = session.finish();
    apply_wishes(library, person, layout, &mut composed, &mut omitted);
    omitted.sort_by_key(|(place, ..)| *place);
    composed.omitted = omitted
        .into_iter()
        .map(|(_, exercise, why)| Omitted { exercise, why })
        .collect();
    composed
}

/// Fits a routine to a person: leaves out and swaps what their conditions ask for, and plays
/// everything at their levels. Place and equipment are theirs to see to: they chose it.
pub fn adapt<'a>(
    library: &'a Library,
    person: &Person,
    warm_up: &[ExerciseId],
    items: &[Item],
    layout: Layout,
) -> Composed<'a> {
    let mut composed = Composed {
        items: Vec::new(),
        omitted: Vec::new(),
        total_ms: 0,
        asked: None,
    };
    for id in warm_up {
        let Some(exercise) = library.exercise(id) else {
            continue;
        };
        match person.feasible(exercise) {
            Ok(feasible) => composed.items.extend(warm_up_move(exercise, &feasible)),
            Err(obstacle) => composed.omitted.push(Omitted {
                exercise,
                why: obstacle.into(),
            }),
        }
    }
    for item in items {
        let Some(exercise) = library.exercise(&item.exercise) else {
            continue;
        };
        match adapted(person, exercise, item) {
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
    exercise: &'a Exercise,
    item: &Item,
) -> Result<Chosen<'a>, Obstacle<'a>> {
    let mut anywhere = person.clone();
    anywhere.profile.place = Place::Floor;
    anywhere.day.place = None;
    anywhere.profile.equipment = Equipment::ALL.into();
    let feasible = anywhere.feasible(exercise)?;
    let (today, mut notes) = standing(person, exercise, &feasible);
    let (mut play, level) = today.play(&feasible.ladder);
    // A routine that names a form means that one, where it is for the person.
    let named = item.variant.as_ref().and_then(|variant| {
        let mut forms = exercise
            .forms()
            .filter(|play| play.variant.map(|v| &v.id) == Some(variant));
        let wanted = forms.next()?;
        let allowed = crate::precaution::allowed(exercise, &person.conditions, true).ok()?;
        let is_for_them = allowed
            .forms
            .iter()
            .any(|p| p.message() == wanted.message());
        is_for_them.then_some(wanted)
    });
    if let Some(named) = named {
        play = named;
        notes.retain(|note| !matches!(note, Note::Easier | Note::Harder));
    }
    Ok(Chosen {
        planned: Planned::at(play, level, false),
        why: Why::Routine,
        notes,
        instead_of: None,
    })
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
        if is_there || !shares || resting(person, library, exercise).is_some() {
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
fn apply_wishes<'a>(
    library: &'a Library,
    person: &Person,
    layout: Layout,
    composed: &mut Composed<'a>,
    omitted: &mut Vec<(usize, &'a Exercise, Omission)>,
) {
    let programme = library.exercises();
    let place_of = |exercise: &Exercise| programme.iter().position(|e| e.id == exercise.id);
    let mut kept = Vec::new();
    for item in std::mem::take(&mut composed.items) {
        let exercise = item.planned.play.exercise;
        if item.planned.warm_up {
            kept.push(item);
        } else if person.day.dropped.contains(&exercise.id) {
            let place = place_of(exercise).unwrap_or(usize::MAX);
            omitted.push((place, exercise, Omission::Dropped));
        } else if let Some(wanted) = person.day.swapped.get(&exercise.id)
            && let Some(mut chosen) = wanted_instead(library, person, wanted)
        {
            let other = chosen.planned.play.exercise;
            if other.id != exercise.id {
                let place = place_of(exercise).unwrap_or(usize::MAX);
                omitted.push((place, exercise, Omission::Swapped));
                omitted.retain(|(_, left, _)| left.id != other.id);
            }
            chosen.instead_of = Some(exercise.id.clone());
            kept.push(chosen);
        } else {
            kept.push(item);
        }
    }
    // What was wanted may be there already.
    let mut seen = BTreeSet::new();
    kept.retain(|item| seen.insert(item.planned.play.exercise.id.clone()));
    composed.items = kept;
    order(&mut composed.items);
    composed.total_ms = total_ms(composed.items.iter().map(|item| &item.planned), layout);
}

/// What the person wants, if it is for them.
fn wanted_instead<'a>(library: &'a Library, person: &Person, wanted: &Item) -> Option<Chosen<'a>> {
    let exercise = library.exercise(&wanted.exercise)?;
    let feasible = person.feasible(exercise).ok()?;
    let (today, notes) = standing(person, exercise, &feasible);
    let (usual, level) = today.play(&feasible.ladder);
    let play = match &wanted.variant {
        None if usual.variant.is_some() => {
            let mut forms = feasible.forms.iter().copied();
            forms.find(|play| play.variant.is_none()).unwrap_or(usual)
        }
        None => usual,
        Some(variant) => {
            let mut forms = feasible.forms.iter().copied();
            forms.find(|play| play.variant.is_some_and(|v| v.id == *variant))?
        }
    };
    Some(Chosen {
        planned: Planned::at(play, level, false),
        why: Why::Wanted,
        notes: if play.message() == usual.message() {
            notes
        } else {
            Vec::new()
        },
        instead_of: None,
    })
}

/// Where the person stands with an exercise today, and what is different about that.
fn standing<'a>(
    person: &Person,
    exercise: &'a Exercise,
    feasible: &Feasible<'a>,
) -> (Today, Vec<Note>) {
    let today = person.standing_today(&exercise.id, &feasible.ladder);
    let mut notes = Vec::new();
    let (play, level) = today.play(&feasible.ladder);
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
    match Form::of(play) {
        _ if feasible.stands_in => notes.push(Note::StandsIn),
        Some(Form::Easier) if today.standing.form == Form::Easier => notes.push(Note::Easier),
        Some(Form::Harder) => notes.push(Note::Harder),
        _ => {}
    }
    let ladder = &feasible.ladder;
    let is_gentler = today.standing != today.usual
        && (ladder.play(today.usual.form).message() != play.message()
            || dose::prescription(play, today.usual.level) != dose::prescription(play, level));
    if is_gentler {
        notes.extend(today.comeback.map(|comeback| Note::Back(comeback.away)));
        let too_much = today.was_too_much;
        notes.extend(too_much.map(|date| Note::TooMuch(days_between(date, person.past.today))));
    }
    (today, notes)
}

fn candidate<'a>(
    person: &Person,
    exercise: &'a Exercise,
    place: usize,
    layout: Layout,
) -> Result<Candidate<'a>, Obstacle<'a>> {
    let feasible = person.feasible(exercise)?;
    let (today, notes) = standing(person, exercise, &feasible);
    let (play, level) = today.play(&feasible.ladder);
    let (doses, full) = doses(play, &dose::prescription(play, level));
    let lasts_ms = doses
        .iter()
        .map(|dose| timeline::lasts_ms(play, dose, layout))
        .collect();
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

/// How many days ago muscles that a strengthening exercise works were strengthened, where that
/// was today or yesterday.
fn resting(person: &Person, library: &Library, exercise: &Exercise) -> Option<i32> {
    if exercise.file.kind != Kind::Strengthening {
        return None;
    }
    library
        .exercises()
        .into_iter()
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
fn warm_up<'a>(library: &'a Library, person: &Person) -> Vec<Chosen<'a>> {
    let mut moves = library.warm_ups();
    let place = |exercise: &Exercise| {
        let known = WARM_UP_ORDER
            .iter()
            .position(|id| *id == exercise.id.as_str());
        known.unwrap_or(WARM_UP_ORDER.len())
    };
    moves.sort_by_key(|exercise| (place(exercise), exercise.id.clone()));
    moves
        .into_iter()
        .filter_map(|exercise| warm_up_move(exercise, &person.feasible(exercise).ok()?))
        .collect()
}

fn warm_up_move<'a>(exercise: &'a Exercise, feasible: &Feasible<'a>) -> Option<Chosen<'a>> {
    let play = feasible.ladder.play(Form::Usual);
    let gently = feasible.because.iter();
    (exercise.file.kind == Kind::WarmUp).then(|| Chosen {
        planned: Planned::at(play, Level::FIRST, true),
        why: Why::WarmUp,
        notes: gently
            .map(|(condition, _)| Note::Gently(*condition))
            .collect(),
        instead_of: None,
    })
}

/// How many of the moves come nearest to [`WARM_UP`]; at least one, if there is any.
fn how_many(moves: &[Chosen<'_>], minutes: Minutes, layout: Layout) -> usize {
    let wanted_ms = WARM_UP
        .iter()
        .find(|(least, _)| minutes.get() >= *least)
        .map_or(0, |(_, seconds)| seconds * 1000);
    let mut lasts_ms: u64 = 0;
    let mut best = (u64::MAX, 0);
    for (number, item) in moves.iter().enumerate() {
        lasts_ms += timeline::lasts_ms(item.planned.play, &item.planned.dose, layout);
        best = best.min((lasts_ms.abs_diff(wanted_ms), number + 1));
    }
    best.1
}

/// A way in which a session can grow.
#[derive(Clone, Copy)]
enum Growth {
    /// A pick's next dose.
    Dose(usize),
    /// One that was left, in one of its doses.
    Pick(usize, usize),
    /// Another warm-up move.
    WarmUp(usize),
}

/// A session on the way.
struct Session<'a, 'p> {
    library: &'a Library,
    person: &'p Person,
    minutes: Minutes,
    /// The warm-up moves in their order, and how many of them it has.
    moves: Vec<Chosen<'a>>,
    warm_up: usize,
    picks: Vec<Pick<'a>>,
    layout: Layout,
}

impl<'a> Session<'a, '_> {
    /// Picks from the candidates until the time is filled; gives back those that found no room.
    fn pick(&mut self, candidates: Vec<Candidate<'a>>) -> Vec<Candidate<'a>> {
        let (mut strengthening, mut stretches): (Vec<_>, Vec<_>) = candidates
            .into_iter()
            .partition(|c| c.play.exercise.file.kind == Kind::Strengthening);
        strengthening.sort_by_key(|c| (std::cmp::Reverse(long_ago(c.days)), c.place));
        let mut left = Vec::new();
        for candidate in strengthening {
            left.extend(self.pick_strengthening(candidate, stretches.is_empty()));
        }
        while !stretches.is_empty() {
            let best = (0..stretches.len()).max_by_key(|n| self.need(&stretches[*n]));
            let candidate = stretches.remove(best.unwrap_or(0));
            // What is needed most isn't left out for the sake of a longer warm-up.
            while self.picks.is_empty() && self.warm_up > 1 && !self.has_room_for(&candidate) {
                self.warm_up -= 1;
            }
            left.extend(self.pick_stretch(candidate));
        }
        self.fill();
        self.trim(&mut left);
        if self.picks.is_empty() {
            self.pick_shortest(&mut left);
        }
        self.stretch(&mut left);
        left
    }

    fn asked_ms(&self) -> u64 {
        self.minutes.ms()
    }

    /// How long the session lasts with these picks, in milliseconds.
    fn total_with(&self, more: Option<(&Candidate<'a>, usize)>) -> u64 {
        let mut positions: Vec<Position> = self
            .picks
            .iter()
            .map(|pick| pick.candidate.play.position())
            .collect();
        positions.extend(more.map(|(candidate, _)| candidate.play.position()));
        positions.sort_by_key(|position| rank(*position));
        let warm_up = self.moves[..self.warm_up].iter().map(|item| &item.planned);
        let warm_up_ms: u64 = warm_up
            .clone()
            .map(|item| timeline::lasts_ms(item.play, &item.dose, self.layout))
            .sum();
        let all = warm_up.map(|item| item.play.position()).chain(positions);
        let lasts: u64 = self.picks.iter().map(Pick::lasts_ms).sum();
        let more = more.map_or(0, |(candidate, dose)| candidate.lasts_ms[dose]);
        warm_up_ms + lasts + more + timeline::changes_ms(all) + RATE_MS
    }

    fn percent(&self, total_ms: u64) -> u64 {
        total_ms * 100 / self.asked_ms().max(1)
    }

    /// Takes as much of it as has room beside stretches; the least of it in any case that fits.
    fn pick_strengthening(
        &mut self,
        candidate: Candidate<'a>,
        alone: bool,
    ) -> Option<Candidate<'a>> {
        let why = self.why(&candidate);
        let empty_ms = self.total_with(None);
        let strong: u64 = self.picks.iter().map(Pick::lasts_ms).sum();
        let room_ms = if alone || self.minutes.get() < ROOM_FOR_BOTH {
            self.asked_ms().saturating_sub(empty_ms)
        } else {
            let all = self.asked_ms().saturating_sub(empty_ms - strong);
            (all * STRENGTHENING_PERCENT / 100).saturating_sub(strong)
        };
        let fits = |dose: &usize| candidate.lasts_ms[*dose] <= room_ms;
        let best = (0..=candidate.full).rev().find(fits);
        let first = self.picks.is_empty();
        let least = (first
            && self.percent(self.total_with(Some((&candidate, 0)))) <= 100 + CLOSE_PERCENT)
            .then_some(0);
        match best.or(least) {
            Some(dose) => {
                self.picks.push(Pick {
                    candidate,
                    dose,
                    why,
                });
                None
            }
            None => Some(candidate),
        }
    }

    /// Whether at least the least of it has room.
    fn has_room_for(&self, candidate: &Candidate<'a>) -> bool {
        self.percent(self.total_with(Some((candidate, 0)))) < 100 + TOLERANCE_PERCENT
    }

    /// Takes all of it, or what has room.
    fn pick_stretch(&mut self, candidate: Candidate<'a>) -> Option<Candidate<'a>> {
        let why = self.why(&candidate);
        let fits = |dose: &usize| {
            let total = self.total_with(Some((&candidate, *dose)));
            // The last one may go a little over; a smaller dose has to fit, unless there would be
            // nothing without it.
            let over = if *dose == 0 && self.picks.is_empty() {
                TOLERANCE_PERCENT - 1
            } else if *dose == candidate.full {
                3
            } else {
                0
            };
            self.percent(total) <= 100 + over
        };
        match (0..=candidate.full).rev().find(fits) {
            Some(dose) => {
                self.picks.push(Pick {
                    candidate,
                    dose,
                    why,
                });
                None
            }
            None => Some(candidate),
        }
    }

    /// Gives more of what is there, a little of each in turn, while time is left.
    fn fill(&mut self) {
        loop {
            let total = self.total_with(None);
            if self.percent(total) >= 100 - CLOSE_PERCENT {
                return;
            }
            // First up to the dose of the level, then beyond it; what grew least comes first.
            let next = (0..self.picks.len())
                .filter(|n| {
                    let pick = &self.picks[*n];
                    let more = pick.candidate.lasts_ms.get(pick.dose + 1);
                    more.is_some_and(|more| {
                        self.percent(total + more - pick.lasts_ms()) <= 100 + CLOSE_PERCENT
                    })
                })
                .min_by_key(|n| {
                    let pick = &self.picks[*n];
                    (pick.dose.saturating_sub(pick.candidate.full), *n)
                });
            match next {
                Some(n) => self.picks[n].dose += 1,
                None => return,
            }
        }
    }

    /// Takes away what is too much: first of doses, then exercises, then of the warm-up.
    fn trim(&mut self, left: &mut Vec<Candidate<'a>>) {
        loop {
            let percent = self.percent(self.total_with(None));
            let is_least = self.picks.len() <= 1 && self.picks.iter().all(|pick| pick.dose == 0);
            if percent <= 100 + CLOSE_PERCENT || (is_least && percent < 100 + TOLERANCE_PERCENT) {
                return;
            }
            let longest = (0..self.picks.len())
                .filter(|n| self.picks[*n].dose > 0)
                .max_by_key(|n| (self.picks[*n].lasts_ms(), *n));
            if let Some(n) = longest {
                self.picks[n].dose -= 1;
            } else if self.picks.len() > 1 {
                left.extend(self.picks.pop().map(|pick| pick.candidate));
            } else if self.warm_up > 1 {
                self.warm_up -= 1;
            } else {
                return;
            }
        }
    }

    /// Where it is still too short, takes whatever brings it nearest to what was asked for, even
    /// a little beyond it.
    fn stretch(&mut self, left: &mut Vec<Candidate<'a>>) {
        while self.percent(self.total_with(None)) < 100 - TOLERANCE_PERCENT {
            let total = self.total_with(None);
            let grown = self.picks.iter().enumerate().filter_map(|(n, pick)| {
                let more = pick.candidate.lasts_ms.get(pick.dose + 1)?;
                Some((total + more - pick.lasts_ms(), Growth::Dose(n)))
            });
            let taken = left.iter().enumerate().flat_map(|(n, candidate)| {
                (0..=candidate.full).map(move |dose| (n, candidate, dose))
            });
            let taken = taken.map(|(n, candidate, dose)| {
                (
                    self.total_with(Some((candidate, dose))),
                    Growth::Pick(n, dose),
                )
            });
            let moved = (self.warm_up..self.moves.len()).map(|n| {
                let next = &self.moves[n].planned;
                let more = timeline::lasts_ms(next.play, &next.dose, self.layout);
                (total + more, Growth::WarmUp(n))
            });
            let best = grown
                .chain(taken)
                .chain(moved)
                .filter(|(total, _)| self.percent(*total) < 100 + TOLERANCE_PERCENT)
                .min_by_key(|(total, _)| total.abs_diff(self.asked_ms()));
            match best {
                Some((_, Growth::Dose(n))) => self.picks[n].dose += 1,
                Some((_, Growth::Pick(n, dose))) => {
                    let candidate = left.remove(n);
                    let why = self.why(&candidate);
                    self.picks.push(Pick {
                        candidate,
                        dose,
                        why,
                    });
                }
                Some((_, Growth::WarmUp(n))) => {
                    self.moves.swap(self.warm_up, n);
                    self.warm_up += 1;
                }
                None => return,
            }
        }
    }

    /// Takes the least of what is shortest, however long that is: a session has an exercise.
    fn pick_shortest(&mut self, left: &mut Vec<Candidate<'a>>) {
        let shortest = (0..left.len()).min_by_key(|n| (left[*n].lasts_ms[0], *n));
        if let Some(n) = shortest {
            let candidate = left.remove(n);
            let why = self.why(&candidate);
            self.warm_up = self.warm_up.min(1);
            self.picks.push(Pick {
                candidate,
                dose: 0,
                why,
            });
        }
    }

    fn why(&self, candidate: &Candidate<'a>) -> Why {
        match candidate.play.exercise.file.kind {
            Kind::Strengthening => Why::Strengthening(candidate.days),
            Kind::Stretch | Kind::WarmUp => self.region_of(candidate),
        }
    }

    /// How much a stretch is needed: the greater the sooner.
    fn need(&self, candidate: &Candidate<'a>) -> (bool, i32, i32, std::cmp::Reverse<usize>) {
        let Why::Region {
            region,
            named,
            days,
        } = self.region_of(candidate)
        else {
            return (false, 0, 0, std::cmp::Reverse(candidate.place));
        };
        let is_new = !self
            .picks
            .iter()
            .any(|pick| main_region(&pick.candidate) == Some(region));
        let due = long_ago(days) + if named { NAMED_DAYS } else { 0 };
        let place = std::cmp::Reverse(candidate.place);
        (is_new, due, long_ago(candidate.days), place)
    }

    /// The region that a stretch is mainly for.
    fn region_of(&self, candidate: &Candidate<'a>) -> Why {
        let Some(region) = main_region(candidate) else {
            return Why::Routine;
        };
        let complaints = &self.person.profile.complaints;
        let named = complaints.iter().any(|c| c.regions().contains(&region));
        Why::Region {
            region,
            named,
            days: region_days(self.library, self.person, region),
        }
    }

    fn finish(self) -> Composed<'a> {
        let mut items = self.moves;
        items.truncate(self.warm_up);
        items.extend(self.picks.into_iter().map(|pick| {
            let candidate = pick.candidate;
            let mut notes = candidate.notes;
            match pick.dose.cmp(&candidate.full) {
                std::cmp::Ordering::Less => notes.push(Note::Less),
                std::cmp::Ordering::Equal => {}
                std::cmp::Ordering::Greater => notes.push(Note::More),
            }
            Chosen {
                planned: Planned {
                    play: candidate.play,
                    dose: candidate.doses[pick.dose].clone(),
                    level: Some(candidate.level),
                    warm_up: false,
                },
                why: pick.why,
                notes,
                instead_of: None,
            }
        }));
        order(&mut items);
        Composed {
            total_ms: total_ms(items.iter().map(|item| &item.planned), self.layout),
            items,
            omitted: Vec::new(),
            asked: Some(self.minutes),
        }
    }
}

fn main_region(candidate: &Candidate<'_>) -> Option<Region> {
    candidate.play.exercise.file.regions.first().copied()
}

/// How many days ago a stretch that is mainly for a region was last done.
fn region_days(library: &Library, person: &Person, region: Region) -> Option<i32> {
    library
        .any()
        .filter(|exercise| exercise.file.kind == Kind::Stretch)
        .filter(|exercise| exercise.file.regions.first() == Some(&region))
        .filter_map(|exercise| person.past.days_since(&exercise.id))
        .min()
}

/// Days, where beyond a point it makes no difference how many; never is as long ago as it gets.
fn long_ago(days: Option<i32>) -> i32 {
    days.map_or(LONG_AGO, |days| days.clamp(0, LONG_AGO))
}

/// Orders a session so that positions change as few times as possible: the warm-up, then on
/// one's feet, at the wall, on the chair, on the floor; within a position it stays as it was.
pub fn order(items: &mut [Chosen<'_>]) {
    items.sort_by_key(|item| {
        let position = rank(item.planned.play.position());
        (
            !item.planned.warm_up,
            if item.planned.warm_up { 0 } else { position },
        )
    });
}

/// The way through positions: those that leave a choice first, so that they cost nothing.
const fn rank(position: Position) -> u8 {
    match position {
        Position::Standing | Position::SeatedOrStanding | Position::Any => 0,
        Position::StandingAtWall => 1,
        Position::Seated => 2,
        Position::SeatedSideways => 3,
        Position::AllFours => 4,
        Position::Kneeling => 5,
        Position::Prone => 6,
        Position::SideLying => 7,
        Position::Supine => 8,
        Position::OverRoller => 9,
    }
}

fn total_ms<'a, 'b: 'a>(
    items: impl Iterator<Item = &'a Planned<'b>> + Clone,
    layout: Layout,
) -> u64 {
    let lasts: u64 = items
        .clone()
        .map(|item| timeline::lasts_ms(item.play, &item.dose, layout))
        .sum();
    lasts + timeline::changes_ms(items.map(|item| item.play.position())) + RATE_MS
}

impl From<Obstacle<'_>> for Omission {
    fn from(obstacle: Obstacle<'_>) -> Self {
        match obstacle {
            Obstacle::LeftOut => Self::LeftOut,
            Obstacle::Removed(Removal::LeaveOut(condition, _)) => Self::Condition(condition),
            Obstacle::Removed(Removal::AskFirst(condition, _)) => Self::AskFirst(condition),
            Obstacle::Removed(Removal::NoForm(conditions)) => Self::NoForm(conditions),
            Obstacle::Place(place) => Self::Place(place),
            Obstacle::Equipment(things) => Self::Equipment(things),
        }
    }
}
