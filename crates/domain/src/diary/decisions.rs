//! What a person said and decided, beside what they did.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Diary;
use super::custom_routines::RoutineRecord;
use crate::basics::ids::{CustomRoutineId, ExerciseId};
use crate::basics::stamp::{Stamp, Stamped};
use crate::basics::time::At;
use crate::journal::advice_rule::Rule;
use crate::journal::body::Body;
use crate::journal::entry::Entry;
use crate::person::profile::{ProfileRegisters, Since};
use crate::person::screening::ScreeningRegisters;
use crate::person::today_overrides::TodayOverrides;
use crate::programme::progression::{ExerciseChoice, ExerciseLevel};

/// Of how many days wishes are kept: of today's, also where a clock or a zone goes back.
const DAYS_KEPT: usize = 8;

/// What a person said and decided, beside what they did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Decisions {
    #[serde(default)]
    pub(super) profile: ProfileRegisters,
    #[serde(default)]
    pub(super) screening: ScreeningRegisters,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) standings: BTreeMap<ExerciseId, Stamped<ExerciseLevel>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) choices: BTreeMap<ExerciseId, Stamped<ExerciseChoice>>,
    /// The wishes for the days that there were any for last: at most [`DAYS_KEPT`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) days: BTreeMap<Date, Stamped<TodayOverrides>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) comeback_over: Option<Stamped<()>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) routines: BTreeMap<CustomRoutineId, RoutineRecord>,
    /// Which stage of what a rule advises was last read, by its first day.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) read: BTreeMap<Rule, Stamped<Date>>,
    /// The day on which they last said for how long they have had what brings them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) since_said: Option<Stamped<Date>>,
}

impl Decisions {
    pub(super) fn fold(&mut self, entry: &Entry) {
        let stamp = entry.stamp();
        match &entry.body {
            Body::ProfileChanged { change } => {
                self.profile.fold(change, stamp);
                if change.since.is_some() {
                    Stamped::latest(&mut self.since_said, stamp, entry.date());
                }
            }
            Body::ScreeningAnswered { answers } => self.screening.fold(answers, stamp),
            Body::StandingSet { exercise, standing } => {
                latest_of(&mut self.standings, exercise, stamp, *standing);
            }
            Body::ExerciseChosen { exercise, choice } => {
                latest_of(&mut self.choices, exercise, stamp, *choice);
            }
            Body::DayWished { day } => {
                let mut slot = self.days.remove(&day.date);
                Stamped::latest(&mut slot, stamp, TodayOverrides::clone(day));
                self.days.extend(slot.map(|stamped| (day.date, stamped)));
                // The one that was wished longest ago goes; whichever came first, the same stay.
                let oldest = self.days.iter().min_by_key(|(_, day)| day.stamp);
                if self.days.len() > DAYS_KEPT
                    && let Some((date, _)) = oldest
                {
                    let date = *date;
                    self.days.remove(&date);
                }
            }
            Body::ComebackOver => Stamped::latest(&mut self.comeback_over, stamp, ()),
            Body::RoutineKept { routine, plan } => {
                let record = self.routines.entry(*routine).or_default();
                Stamped::latest(&mut record.kept, stamp, Arc::clone(plan));
            }
            Body::RoutineDeleted { routine } => {
                let record = self.routines.entry(*routine).or_default();
                Stamped::latest(&mut record.deleted, stamp, true);
            }
            Body::RoutineRestored { routine } => {
                let record = self.routines.entry(*routine).or_default();
                Stamped::latest(&mut record.deleted, stamp, false);
            }
            Body::AdviceRead { rule, since } => {
                let mut slot = self.read.remove(rule);
                Stamped::latest(&mut slot, stamp, *since);
                self.read.extend(slot.map(|stamped| (*rule, stamped)));
            }
            _ => {}
        }
    }

    /// When what an entry takes the place of came.
    pub(super) fn taken(&self, body: &Body) -> Option<At> {
        match body {
            Body::ProfileChanged { change } => self.profile.latest(change),
            Body::ScreeningAnswered { answers } => self.screening.latest(answers),
            Body::StandingSet { exercise, .. } => Stamped::at(self.standings.get(exercise)),
            Body::ExerciseChosen { exercise, .. } => Stamped::at(self.choices.get(exercise)),
            Body::DayWished { day } => Stamped::at(self.days.get(&day.date)),
            Body::ComebackOver => Stamped::at(self.comeback_over.as_ref()),
            Body::AdviceRead { rule, .. } => Stamped::at(self.read.get(rule)),
            Body::RoutineKept { routine, .. }
            | Body::RoutineDeleted { routine }
            | Body::RoutineRestored { routine } => {
                self.routines.get(routine).and_then(RoutineRecord::latest)
            }
            _ => None,
        }
    }
}

/// Values with the times that they came at.
pub(super) fn values<T: Copy>(
    all: &BTreeMap<ExerciseId, Stamped<T>>,
) -> BTreeMap<ExerciseId, (T, At)> {
    all.iter()
        .map(|(id, stamped)| (id.clone(), (stamped.value, stamped.stamp.at)))
        .collect()
}

/// Keeps the later of what is there for an exercise and what comes.
pub(super) fn latest_of<T>(
    all: &mut BTreeMap<ExerciseId, Stamped<T>>,
    exercise: &ExerciseId,
    stamp: Stamp,
    value: T,
) {
    let mut slot = all.remove(exercise);
    Stamped::latest(&mut slot, stamp, value);
    all.extend(slot.map(|stamped| (exercise.clone(), stamped)));
}

impl Diary {
    /// Where they stand with all exercises that they said something about, and since when.
    pub fn standings(&self) -> BTreeMap<ExerciseId, (ExerciseLevel, At)> {
        values(&self.own.standings)
    }

    /// What they decided about an exercise.
    pub fn choice(&self, exercise: &ExerciseId) -> ExerciseChoice {
        let set = self.own.choices.get(exercise);
        set.map_or(ExerciseChoice::Usual, |set| set.value)
    }

    /// What they decided about exercises, and when.
    pub fn choices(&self) -> BTreeMap<ExerciseId, (ExerciseChoice, At)> {
        values(&self.own.choices)
    }

    /// What they want differently on a day.
    pub fn day(&self, date: Date) -> TodayOverrides {
        let wished = self.own.days.get(&date);
        wished.map_or_else(|| TodayOverrides::usual(date), |day| day.value.clone())
    }

    /// When they last said that they go on as before a time away.
    pub fn comeback_over(&self) -> Option<At> {
        Stamped::at(self.own.comeback_over.as_ref())
    }

    /// The first day of the stage of a rule's advice that the person last read.
    pub fn read_stage(&self, rule: Rule) -> Option<Date> {
        self.own.read.get(&rule).map(|read| read.value)
    }

    /// For how long they said to have what brings them, and on which day they said so; none where
    /// they didn't.
    pub fn since_said(&self) -> Option<(Since, Date)> {
        let said = self.own.since_said.as_ref()?;
        Some((self.profile().since, said.value))
    }
}
