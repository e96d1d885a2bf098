//! Puts today's session together: from what a person has, where, for how long, what they mind,
//! where they stand and what they did in recent days. The same of all that gives the same
//! session.
//!
//! The rules, in the order in which they count; (P) marks those that are ours:
//!
//! 1. What a precaution, the place, missing equipment or the person themselves leaves out, and
//!    what hurt today, is left out, and said so ([`Omission`]). Of what is left, the form that suits them is taken
//!    ([`Person::feasible`]), at their level ([`Person::standing_today`]).
//! 2. Warm-up first, 1 to 3 minutes by the length of the session ([`WARM_UP`], P).
//! 3. Strengthening, unless muscles that it works were strengthened today or yesterday: daily
//!    exercisers get it every other day, so at least three times in any seven days. It takes at
//!    most [`STRENGTHENING_PERCENT`] of the time, where stretches have room beside it, and is one
//!    exercise in sessions below [`ROOM_FOR_TWO`] minutes (P).
//! 4. Mobility every day: first the regions that the session doesn't touch yet, of those the ones
//!    that were touched longest ago, with a head start for what the person named
//!    ([`NAMED_DAYS`], P); of a region's exercises the one that was done longest ago.
//! 5. Everything in its dose. Less of one thing where that lets it fit; more, up to
//!    [`LONG_HOLD_S`] a side and stretch, only where time is left and nothing else would fill it,
//!    and never of what brought more than 3 of 10 in the last seven days (P).
//! 6. In an order in which one changes position as few times as possible ([`order`]).

mod adapt;
mod candidate;
mod pick;
mod short_break;

use std::collections::BTreeSet;

use crate::basics::ids::{ExerciseId, RoutineId};
use crate::person::precautions::Removal;
use crate::person::profile::{Minutes, Place};
use crate::programme::condition::Condition;
use crate::programme::content::Library;
use crate::programme::exercise::Exercise;
use crate::programme::parts::Region;
use crate::programme::position::{Equipment, Position};
use crate::programme::routine::{Plan, Planned};
use crate::programme::timeline::{self, Layout, RATE_MS};
use crate::review::person::{Obstacle, Person};

pub use adapt::{adapt, alternatives};
pub use candidate::{share_muscles, standing};
pub use short_break::{Earlier, short_break};

/// The name of the routine that is put together.
pub const TODAY: &str = "today";

/// How many seconds a session of at least so many minutes warms up for, at best (P: 1 to 3
/// minutes).
pub const WARM_UP: [(u8, u64); 4] = [(15, 180), (10, 120), (5, 90), (2, 60)];

/// The order in which warm-up moves are taken: the whole body first (ours).
pub const WARM_UP_ORDER: [&str; 4] = ["marching", "shoulder-rolls", "gentle-nods", "arm-circles"];

/// For how many days a warm-up move that hurt isn't taken (P).
const SPARED_DAYS: i32 = 14;

/// The most of the time that strengthening takes, in percent, where there is room for stretches,
/// too (P).
pub const STRENGTHENING_PERCENT: u64 = 45;

/// Sessions of at least so many minutes have room for both (P).
pub const ROOM_FOR_BOTH: u8 = 4;

/// Sessions of at least so many minutes have room for two strengthening exercises beside
/// stretches (P).
pub const ROOM_FOR_TWO: u8 = 10;

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
    /// It hurt today.
    Hurt,
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
    /// No session.
    const fn nothing() -> Self {
        Self {
            items: Vec::new(),
            omitted: Vec::new(),
            total_ms: 0,
            asked: None,
        }
    }

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

/// Puts a person's session of today together; nothing, where they are held back
/// ([`Person::is_held_back`]).
pub fn today<'a>(library: &'a Library, person: &Person, layout: Layout) -> Composed<'a> {
    if person.is_held_back() {
        return Composed::nothing();
    }
    let mut omitted = Vec::new();
    let mut candidates = Vec::new();
    for (place, exercise) in library.exercises().enumerate() {
        match candidate::candidate(person, exercise, place, layout) {
            Ok(_) if candidate::hurt_today(person, exercise) => {
                omitted.push((place, exercise, Omission::Hurt));
            }
            Ok(candidate) => match candidate::resting(person, library, exercise) {
                None => candidates.push(candidate),
                Some(days) => omitted.push((place, exercise, Omission::Rest(days))),
            },
            Err(obstacle) => omitted.push((place, exercise, Omission::from(obstacle))),
        }
    }
    let moves = candidate::warm_up(library, person);
    let mut session = pick::Session::new(library, person, moves, layout);
    let left = session.pick(candidates);
    omitted.extend(
        left.into_iter()
            .map(|candidate| (candidate.place, candidate.play.exercise, Omission::Time)),
    );
    let mut composed = session.finish();
    adapt::apply_wishes(library, person, layout, &mut composed, &mut omitted);
    omitted.sort_by_key(|(place, ..)| *place);
    composed.omitted = omitted
        .into_iter()
        .map(|(_, exercise, why)| Omitted { exercise, why })
        .collect();
    composed
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
