//! Lays a routine out in time: a flat list of steps that a player plays like a record.
//!
//! One engine covers holds, repetitions, sides, sets, rests and phases. The player knows
//! steps and how long they last, and no exercise.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::basics::ids::{ExerciseId, PhaseId, RoutineId, VariantId};
use crate::programme::custom::CustomExercise;
use crate::programme::dose::Prescription;
use crate::programme::exercise::Playable;
use crate::programme::level::Level;
use crate::programme::parts::{Phase, Side, Sides};
use crate::programme::position::Position;
use crate::programme::routine::Plan;

/// What a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    /// Getting into position for what comes.
    Ready,
    /// The way into a phase.
    Move,
    /// Staying there.
    Hold,
    /// The way back.
    Return,
    /// A pause between sets.
    Rest,
    /// Changing to the other side.
    SwitchSides,
    /// Saying how it feels now.
    Rate,
}

impl StepKind {
    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Move => "move",
            Self::Hold => "hold",
            Self::Return => "return",
            Self::Rest => "rest",
            Self::SwitchSides => "switch-sides",
            Self::Rate => "rate",
        }
    }

    /// Whether the person exercises in it, rather than getting ready, changing sides, resting
    /// or rating.
    pub const fn is_exercising(self) -> bool {
        matches!(self, Self::Move | Self::Hold | Self::Return)
    }
}

/// One step of a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Step {
    /// Its place in the timeline, from 0.
    pub index: u16,
    /// What it is.
    pub kind: StepKind,
    /// The exercise that it belongs to; none for the rating at the end.
    pub exercise: Option<ExerciseId>,
    /// Which of [`Timeline::plays`] it belongs to; none for the rating at the end.
    #[serde(skip)]
    pub play: Option<u16>,
    /// The side that is worked; for a change of sides, the side that comes.
    pub side: Option<Side>,
    /// Which set, from 1.
    pub set: Option<u32>,
    /// Which repetition of the set, from 1, a side.
    pub rep: Option<u32>,
    /// Which phase of the repetition.
    pub phase: Option<PhaseId>,
    /// When it begins, in milliseconds from the timeline's beginning.
    pub start_ms: u64,
    /// How long it lasts, in milliseconds, at least 1.
    pub duration_ms: u64,
}

/// An exercise, or a variant of it, that a timeline plays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Play {
    /// The exercise.
    pub exercise: ExerciseId,
    /// The variant, if it isn't the exercise itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub variant: Option<VariantId>,
    /// Whether it belongs to the warm-up.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub warm_up: bool,
    /// The level that its dose is of; none where somebody set the dose by hand, and in
    /// timelines from before exercises had levels of their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    /// A person's own exercise, so that the session can be read when its routine has changed or
    /// gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own: Option<Arc<CustomExercise>>,
}

/// How a person wants routines laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Layout {
    /// Seconds to get ready before each exercise, on top of the time to change position.
    pub get_ready_s: u32,
}

impl Default for Layout {
    fn default() -> Self {
        Self { get_ready_s: 8 }
    }
}

/// How long the rating at the end is taken to last, in milliseconds (ours): the player waits
/// there as long as it takes; the figure only counts towards the length of the session.
pub const RATE_MS: u64 = 10_000;

/// The name of the routine of a short break. No file has it.
pub const BREAK: &str = "break";

/// The most steps that a timeline can have.
pub const MOST_STEPS: usize = 4096;

/// A plan laid out in time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Packed", into = "Packed")]
pub struct Timeline {
    routine: RoutineId,
    title: Option<String>,
    level: Option<Level>,
    plays: Vec<Play>,
    steps: Vec<Step>,
}

impl Timeline {
    /// Lays out a plan.
    pub fn new(plan: &Plan<'_>, layout: Layout) -> Self {
        let mut builder = Builder {
            layout,
            position: START,
            steps: Vec::new(),
            start_ms: 0,
        };
        let mut plays = Vec::with_capacity(plan.items.len());
        for (number, item) in plan.items.iter().enumerate() {
            plays.push(Play {
                exercise: item.play.exercise.id.clone(),
                variant: item.play.variant.map(|v| v.id.clone()),
                warm_up: item.warm_up,
                level: item.level,
                own: item.play.exercise.own.clone(),
            });
            builder.exercise(number, item.play, &item.dose);
        }
        builder.push(StepKind::Rate, Place::default(), RATE_MS);
        Self {
            routine: plan.routine.clone(),
            title: plan.title.clone(),
            level: None,
            plays,
            steps: builder.steps,
        }
    }

    /// The routine that it plays.
    pub fn routine(&self) -> &RoutineId {
        &self.routine
    }

    /// Whether it is a short break.
    pub fn is_break(&self) -> bool {
        self.routine.as_str() == BREAK
    }

    /// What somebody called it, where the content has no name for it.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// The level that one of its plays is at; none where its dose was set by hand.
    pub fn level_of(&self, play: usize) -> Option<Level> {
        let play = self.plays.get(play)?;
        play.level.or(if play.warm_up { None } else { self.level })
    }

    /// What it plays, in order.
    pub fn plays(&self) -> &[Play] {
        &self.plays
    }

    /// Its steps: contiguous, from 0, the rating last.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How long it lasts in all, in milliseconds.
    pub fn total_ms(&self) -> u64 {
        self.steps
            .last()
            .map_or(0, |step| step.start_ms + step.duration_ms)
    }

    /// How long it plays, in milliseconds: all of it but the rating at its end.
    pub fn playing_ms(&self) -> u64 {
        let rating = self.steps.last().filter(|step| step.kind == StepKind::Rate);
        self.total_ms() - rating.map_or(0, |step| step.duration_ms)
    }

    /// The steps of one of its plays.
    pub fn steps_of(&self, play: usize) -> impl Iterator<Item = &Step> {
        self.steps
            .iter()
            .filter(move |step| step.play.map(usize::from) == Some(play))
    }

    /// How much of one of its plays there is, as its steps have it; nothing where it has none.
    pub fn dose_of(&self, play: usize) -> Prescription {
        let mut dose = Prescription {
            sets: 0,
            reps: 0,
            holds_s: Vec::new(),
            rest_s: 0,
        };
        let mut phases: Vec<&PhaseId> = Vec::new();
        for step in self.steps_of(play) {
            dose.sets = dose.sets.max(step.set.unwrap_or(0));
            dose.reps = dose.reps.max(step.rep.unwrap_or(0));
            let seconds = u32::try_from(step.duration_ms / 1000).unwrap_or(u32::MAX);
            if step.kind == StepKind::Rest {
                dose.rest_s = seconds;
            }
            if let Some(phase) = &step.phase {
                let place = phases.iter().position(|known| *known == phase);
                let place = place.unwrap_or_else(|| {
                    phases.push(phase);
                    dose.holds_s.push(0);
                    phases.len() - 1
                });
                if step.kind == StepKind::Hold {
                    dose.holds_s[place] = seconds;
                }
            }
        }
        dose
    }

    /// A fingerprint of the whole of it: equal timelines have equal ones.
    pub fn fingerprint(&self) -> TimelineId {
        // Packing a timeline can't fail; an empty text would only cost the sharing.
        let text = serde_json::to_vec(self).unwrap_or_default();
        TimelineId(Uuid::new_v5(&Uuid::NAMESPACE_OID, &text))
    }
}

/// A fingerprint of a timeline, so that sessions with the same one can share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TimelineId(Uuid);

/// How long something lasts in milliseconds, for somebody who is in its position already.
pub fn lasts_ms(play: Playable<'_>, dose: &Prescription, layout: Layout) -> u64 {
    let mut builder = Builder {
        layout,
        position: play.position(),
        steps: Vec::new(),
        start_ms: 0,
    };
    builder.exercise(0, play, dose);
    builder.start_ms
}

/// How long it takes in milliseconds to change from each position to the next, beginning on
/// one's feet.
pub fn changes_ms(positions: impl IntoIterator<Item = Position>) -> u64 {
    let mut now = START;
    let mut seconds = 0;
    for position in positions {
        seconds += now.seconds_to(position);
        now = now.then(position);
    }
    ms(seconds)
}

/// Where a person is when a session begins: they sit or stand at the computer.
const START: Position = Position::Standing;

/// Where in its exercise a step is.
#[derive(Clone, Default)]
struct Place {
    play: Option<(u16, ExerciseId)>,
    side: Option<Side>,
    set: Option<u32>,
    rep: Option<u32>,
    phase: Option<PhaseId>,
}

struct Builder {
    layout: Layout,
    position: Position,
    steps: Vec<Step>,
    start_ms: u64,
}

impl Builder {
    fn push(&mut self, kind: StepKind, place: Place, duration_ms: u64) {
        // A dose of nothing (a hold of 0 s) leaves no step.
        if duration_ms == 0 || self.steps.len() >= MOST_STEPS {
            return;
        }
        let (play, exercise) = place.play.unzip();
        self.steps.push(Step {
            index: u16::try_from(self.steps.len()).unwrap_or(u16::MAX),
            kind,
            exercise,
            play,
            side: place.side,
            set: place.set,
            rep: place.rep,
            phase: place.phase,
            start_ms: self.start_ms,
            duration_ms,
        });
        self.start_ms += duration_ms;
    }

    fn exercise(&mut self, number: usize, play: Playable<'_>, dose: &Prescription) {
        let number = u16::try_from(number).unwrap_or(u16::MAX);
        let first = Place {
            play: Some((number, play.exercise.id.clone())),
            side: play.first_side(),
            ..Place::default()
        };
        let change = self.position.seconds_to(play.position());
        self.position = self.position.then(play.position());
        self.push(
            StepKind::Ready,
            first.clone(),
            ms(self.layout.get_ready_s + change),
        );

        let switch = ms(play.switch_s().get());
        match (play.sides(), play.first_side()) {
            (Sides::None, _) | (_, None) => {
                self.sets(dose, &first, |builder, place| {
                    builder.rep(play.phases(), dose, place, Way::ThereAndBack);
                });
            }
            (Sides::Each, Some(side)) => {
                self.sets(dose, &first, |builder, place| {
                    builder.rep(play.phases(), dose, place, Way::ThereAndBack);
                });
                let second = Place {
                    side: Some(side.other()),
                    ..first
                };
                self.push(StepKind::SwitchSides, second.clone(), switch);
                self.sets(dose, &second, |builder, place| {
                    builder.rep(play.phases(), dose, place, Way::ThereAndBack);
                });
            }
            (Sides::Alternating, Some(side)) => {
                let through = play.switch_through();
                let (there, back) = if through {
                    (Way::There, Way::Back)
                } else {
                    (Way::ThereAndBack, Way::ThereAndBack)
                };
                self.sets(dose, &first, |builder, place| {
                    // From the second repetition on the first side has to be changed to as
                    // well, unless each repetition ends in the middle anyway.
                    if !through && place.rep > Some(1) {
                        builder.switch(place, side, switch);
                    }
                    builder.rep(play.phases(), dose, place, there);
                    let second = Place {
                        side: Some(side.other()),
                        ..place.clone()
                    };
                    builder.switch(&second, side.other(), switch);
                    builder.rep(play.phases(), dose, &second, back);
                });
            }
        }
    }

    fn switch(&mut self, place: &Place, to: Side, duration_ms: u64) {
        let place = Place {
            side: Some(to),
            set: None,
            rep: None,
            phase: None,
            ..place.clone()
        };
        self.push(StepKind::SwitchSides, place, duration_ms);
    }

    fn sets(&mut self, dose: &Prescription, place: &Place, mut rep: impl FnMut(&mut Self, &Place)) {
        for set in 1..=dose.sets {
            for number in 1..=dose.reps {
                let place = Place {
                    set: Some(set),
                    rep: Some(number),
                    ..place.clone()
                };
                rep(self, &place);
            }
            if set < dose.sets {
                let place = Place {
                    set: Some(set),
                    ..place.clone()
                };
                self.push(StepKind::Rest, place, ms(dose.rest_s));
            }
        }
    }

    fn rep(&mut self, phases: &[Phase], dose: &Prescription, place: &Place, way: Way) {
        for (phase, hold_s) in phases.iter().zip(&dose.holds_s) {
            let place = Place {
                phase: Some(phase.id.clone()),
                ..place.clone()
            };
            if way != Way::Back {
                self.push(StepKind::Move, place.clone(), ms(phase.move_s.get()));
            }
            self.push(StepKind::Hold, place.clone(), ms(*hold_s));
            if way != Way::There {
                self.push(StepKind::Return, place, ms(phase.return_s.get()));
            }
        }
    }
}

/// Which ways a repetition has: where sides are changed straight through, the change itself is
/// the way from one hold to the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    ThereAndBack,
    There,
    Back,
}

fn ms(seconds: u32) -> u64 {
    u64::from(seconds) * 1000
}

/// A timeline as it is kept: steps as short rows, starts left out since they follow.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Packed {
    routine: RoutineId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    /// The level of all exercises, in timelines from before each had one of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    plays: Vec<Play>,
    phases: Vec<PhaseId>,
    steps: Vec<Row>,
}

/// A step as it is kept: its kind, play, side, set and repetition, its phase as the place in
/// [`Packed::phases`], and how long it lasts in milliseconds.
type Row = (
    StepKind,
    Option<u16>,
    Option<Side>,
    Option<u32>,
    Option<u32>,
    Option<u16>,
    u64,
);

impl From<Timeline> for Packed {
    fn from(timeline: Timeline) -> Self {
        let mut phases: Vec<PhaseId> = Vec::new();
        let steps = timeline
            .steps
            .into_iter()
            .map(|step| {
                let phase = step.phase.map(|phase| {
                    let place = phases
                        .iter()
                        .position(|known| *known == phase)
                        .unwrap_or_else(|| {
                            phases.push(phase);
                            phases.len() - 1
                        });
                    u16::try_from(place).unwrap_or(u16::MAX)
                });
                (
                    step.kind,
                    step.play,
                    step.side,
                    step.set,
                    step.rep,
                    phase,
                    step.duration_ms,
                )
            })
            .collect();
        Self {
            routine: timeline.routine,
            title: timeline.title,
            level: timeline.level,
            plays: timeline.plays,
            phases,
            steps,
        }
    }
}

impl TryFrom<Packed> for Timeline {
    type Error = String;

    fn try_from(packed: Packed) -> Result<Self, Self::Error> {
        if packed.steps.is_empty() || packed.steps.len() > MOST_STEPS {
            return Err(format!(
                "a timeline of {} steps; expected 1 to {MOST_STEPS}",
                packed.steps.len()
            ));
        }
        let mut steps = Vec::with_capacity(packed.steps.len());
        let mut start_ms: u64 = 0;
        for (index, (kind, play, side, set, rep, phase, duration_ms)) in
            packed.steps.into_iter().enumerate()
        {
            let exercise = match play {
                None => None,
                Some(number) => Some(
                    packed
                        .plays
                        .get(usize::from(number))
                        .ok_or_else(|| {
                            format!("step {index} belongs to play {number}, which isn't there")
                        })?
                        .exercise
                        .clone(),
                ),
            };
            let phase = match phase {
                None => None,
                Some(number) => Some(
                    packed
                        .phases
                        .get(usize::from(number))
                        .ok_or_else(|| {
                            format!("step {index} is in phase {number}, which isn't there")
                        })?
                        .clone(),
                ),
            };
            if duration_ms == 0 || duration_ms > 3_600_000 {
                return Err(format!(
                    "step {index} lasts {duration_ms} ms; expected 1 to 3600000"
                ));
            }
            steps.push(Step {
                index: u16::try_from(index).unwrap_or(u16::MAX),
                kind,
                exercise,
                play,
                side,
                set,
                rep,
                phase,
                start_ms,
                duration_ms,
            });
            start_ms += duration_ms;
        }
        Ok(Self {
            routine: packed.routine,
            title: packed.title,
            level: packed.level,
            plays: packed.plays,
            steps,
        })
    }
}

/// A step's place in a timeline: below [`MOST_STEPS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u16")]
pub struct StepNumber(u16);

impl StepNumber {
    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl From<StepNumber> for u16 {
    fn from(step: StepNumber) -> Self {
        step.0
    }
}

impl TryFrom<u64> for StepNumber {
    type Error = String;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        match u16::try_from(number) {
            Ok(step) if usize::from(step) < MOST_STEPS => Ok(Self(step)),
            _ => Err(format!("step {number}; expected one below {MOST_STEPS}")),
        }
    }
}

/// A place in what a timeline plays (see [`Timeline::plays`]): below [`MOST_STEPS`], since no
/// timeline plays more exercises than it has steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u16")]
pub struct PlayNumber(u16);

impl PlayNumber {
    /// The number of a place in [`Timeline::plays`]; none where no timeline plays that much.
    pub fn of(place: usize) -> Option<Self> {
        u64::try_from(place).ok()?.try_into().ok()
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl From<PlayNumber> for u16 {
    fn from(play: PlayNumber) -> Self {
        play.0
    }
}

impl TryFrom<u64> for PlayNumber {
    type Error = String;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        match u16::try_from(number) {
            Ok(play) if usize::from(play) < MOST_STEPS => Ok(Self(play)),
            _ => Err(format!("play {number}; expected one below {MOST_STEPS}")),
        }
    }
}
