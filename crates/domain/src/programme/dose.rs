//! How much of an exercise, and how that grows and shrinks from level to level.

use serde::{Deserialize, Serialize};

use crate::programme::level::{Level, Levels};
use crate::programme::parts::{Phase, Source};

/// A number of seconds, at most ten minutes: nothing here lasts longer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Seconds(u32);

impl Seconds {
    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl From<Seconds> for u32 {
    fn from(seconds: Seconds) -> Self {
        seconds.0
    }
}

impl TryFrom<u32> for Seconds {
    type Error = String;

    fn try_from(seconds: u32) -> Result<Self, Self::Error> {
        if seconds <= 600 {
            Ok(Self(seconds))
        } else {
            Err(format!(
                "{seconds} s is too long: expected 0 to 600 seconds"
            ))
        }
    }
}

/// A range that is a path: begin at its low end, progress to its high end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "[u32; 2]", into = "[u32; 2]")]
pub struct Span {
    /// Where everybody begins.
    pub low: u32,
    /// Where the path leads.
    pub high: u32,
}

impl From<Span> for [u32; 2] {
    fn from(span: Span) -> Self {
        [span.low, span.high]
    }
}

impl TryFrom<[u32; 2]> for Span {
    type Error = String;

    fn try_from([low, high]: [u32; 2]) -> Result<Self, Self::Error> {
        if low <= high && high <= 600 {
            Ok(Self { low, high })
        } else {
            Err(format!(
                "[{low}, {high}] is no range: expected [low, high] with low ≤ high ≤ 600"
            ))
        }
    }
}

/// How a dose goes on above its given range.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// Longer holds, then more repetitions, within [`TOTAL_HOLD_S`].
    Hold,
    /// More repetitions, within [`TOTAL_HOLD_S`].
    Reps,
    /// A longer hold at the top of each repetition, to the dose's own limit.
    TopHold,
    /// It stays at the high end.
    None,
}

/// Longest hold that a level leads to, in seconds (ACSM guidance: 10 to 30 s).
pub const LONGEST_HOLD_S: u32 = 30;

/// Seconds of holding in all, a side and stretch, beyond which a dose doesn't grow (ACSM
/// guidance: about 60 s in all).
pub const TOTAL_HOLD_S: u32 = 60;

/// An easier dose: what it doesn't name stays as at level 1.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Easier {
    /// Sets.
    pub sets: Option<u32>,
    /// Repetitions, a side.
    pub reps: Option<u32>,
    /// Seconds of every hold.
    pub hold_s: Option<Seconds>,
}

/// How much of an exercise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dose {
    /// Who gave it.
    pub source: Source,
    /// Sets.
    pub sets: Span,
    /// Repetitions, a side where there are sides.
    pub reps: Span,
    /// Rest between sets.
    #[serde(default)]
    pub rest_s: Seconds,
    /// Who gave the rest; only where there is one.
    pub rest_source: Option<Source>,
    /// How it goes on above the given range.
    pub progress: Progress,
    /// Seconds that a hold grows by, a level.
    #[serde(default = "five")]
    pub hold_step_s: Seconds,
    /// Longest hold; only with [`Progress::TopHold`].
    pub hold_limit_s: Option<Seconds>,
    /// Easier doses: level 0, level −1 and so on.
    #[serde(default)]
    pub easier: Vec<Easier>,
}

const fn five() -> Seconds {
    Seconds(5)
}

/// What to do at one level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prescription {
    /// Sets.
    pub sets: u32,
    /// Repetitions, a side.
    pub reps: u32,
    /// Seconds of hold, one for each phase.
    pub holds_s: Vec<u32>,
    /// Seconds of rest between sets.
    pub rest_s: u32,
}

impl Prescription {
    /// Seconds held in all, a side.
    pub fn total_hold_s(&self) -> u32 {
        self.sets * self.reps * self.holds_s.iter().sum::<u32>()
    }
}

/// The doses of a form of an exercise, one for each of its levels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DosePath {
    /// From the easiest to the hardest; at least one.
    doses: Vec<Prescription>,
    levels: Levels,
}

impl DosePath {
    /// Of what a file says: the easier doses; from level 1 on through the given range
    /// (repetitions, then holds, then sets); then on by the programme's rules.
    pub fn of(dose: &Dose, phases: &[Phase]) -> Self {
        let first = Prescription {
            sets: dose.sets.low,
            reps: dose.reps.low,
            holds_s: phases.iter().map(|p| p.hold_s.low).collect(),
            rest_s: dose.rest_s.get(),
        };
        let easier = dose.easier.iter().rev();
        let mut doses: Vec<_> = easier.map(|easier| first.made(easier)).collect();
        let below = doses.len();
        doses.push(first);
        while let Some(next) = doses.last().and_then(|now| harder(now, dose, phases)) {
            doses.push(next);
        }
        let number = |count: usize| i8::try_from(count).unwrap_or(i8::MAX);
        let levels = Levels {
            lowest: Level(1 - number(below)),
            top: Level(number(doses.len() - below)),
        };
        Self { doses, levels }
    }

    /// Its levels.
    pub const fn levels(&self) -> Levels {
        self.levels
    }

    /// What to do at a level; beyond its own levels it stays at its easiest or hardest.
    pub fn at(&self, level: Level) -> &Prescription {
        let above = i16::from(self.levels.clamp(level).0) - i16::from(self.levels.lowest.0);
        &self.doses[usize::try_from(above).unwrap_or(0)]
    }
}

impl Prescription {
    /// Made easier, as a file says.
    fn made(&self, easier: &Easier) -> Self {
        let hold_s = |held: &u32| match easier.hold_s {
            Some(hold) if *held > 0 => hold.get(),
            _ => *held,
        };
        Self {
            sets: easier.sets.unwrap_or(self.sets),
            reps: easier.reps.unwrap_or(self.reps),
            holds_s: self.holds_s.iter().map(hold_s).collect(),
            rest_s: self.rest_s,
        }
    }
}

fn harder(now: &Prescription, dose: &Dose, phases: &[Phase]) -> Option<Prescription> {
    let mut next = now.clone();
    if next.reps < dose.reps.high {
        next.reps += 1;
        return Some(next);
    }
    let step = dose.hold_step_s.get().max(1);
    let mut grew = false;
    for (hold, phase) in next.holds_s.iter_mut().zip(phases) {
        if *hold < phase.hold_s.high {
            *hold = (*hold + step).min(phase.hold_s.high);
            grew = true;
        }
    }
    if grew {
        return Some(next);
    }
    if next.sets < dose.sets.high {
        next.sets += 1;
        return Some(next);
    }
    beyond(&next, dose)
}

/// The next dose above the given range, if the rules know one.
fn beyond(now: &Prescription, dose: &Dose) -> Option<Prescription> {
    let step = dose.hold_step_s.get().max(1);
    let longer = |limit: u32| {
        let mut next = now.clone();
        for hold in next.holds_s.iter_mut().filter(|hold| **hold > 0) {
            *hold += step;
        }
        (now.total_hold_s() > 0 && next.holds_s.iter().all(|hold| *hold <= limit)).then_some(next)
    };
    let more = || {
        let mut next = now.clone();
        next.reps += 1;
        (now.total_hold_s() > 0 && next.total_hold_s() <= TOTAL_HOLD_S).then_some(next)
    };
    match dose.progress {
        Progress::None => None,
        Progress::Reps => more(),
        Progress::Hold => longer(LONGEST_HOLD_S)
            .filter(|next| next.total_hold_s() <= TOTAL_HOLD_S)
            .or_else(more),
        Progress::TopHold => longer(dose.hold_limit_s.map_or(0, Seconds::get)),
    }
}
