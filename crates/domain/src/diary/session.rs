//! What is known of a session, and what can be asked of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::discomfort::Answers;
use super::index::{DayRatings, Shown};
use super::step_set::StepSet;
use crate::basics::ids::SessionId;
use crate::basics::mean::Mean;
use crate::basics::rating::{ExerciseDiscomfort, Rating};
use crate::basics::stamp::{Stamp, Stamped};
use crate::basics::time::{At, Zone};
use crate::journal::body::{Ending, Moment};
use crate::journal::note::Locations;
use crate::programme::timeline::{PlayNumber, Step, Timeline, TimelineId};

/// Milliseconds without anything happening after which an open session is old: a day.
pub const STALE_MS: i64 = 24 * 60 * 60 * 1000;

/// How a session began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Start {
    pub(super) timeline: TimelineId,
    pub(super) zone: Zone,
    pub(super) date: Date,
    /// Whether it is a short break.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) is_break: bool,
}

/// Whether no place was said.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
pub(super) fn is_nowhere(locations: &Locations) -> bool {
    locations.is_empty()
}

/// How the neck felt before or after a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// 0 to 10.
    pub rating: Rating,
    /// Where, if the person said.
    #[serde(default, skip_serializing_if = "is_nowhere")]
    pub locations: Locations,
}

/// What is known of one session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) start: Option<Stamped<Start>>,
    #[serde(default, skip_serializing_if = "StepSet::is_empty")]
    pub(super) done: StepSet,
    #[serde(default, skip_serializing_if = "StepSet::is_empty")]
    pub(super) skipped: StepSet,
    /// When something was last heard of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) last: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) ended: Option<Stamped<Ending>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) before: Option<Stamped<Rated>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) after: Option<Stamped<Rated>>,
    #[serde(default, skip_serializing_if = "Answers::is_empty")]
    pub(super) felt: Answers,
    /// What was stopped because it hurt, and when first. Boxed like what follows, since hardly any
    /// session has it.
    #[serde(default, skip_serializing_if = "Rare::is_none")]
    pub(super) hurt: Rare<BTreeMap<PlayNumber, At>>,
    #[serde(default, skip_serializing_if = "Rare::is_none")]
    pub(super) deleted: Rare<Option<Stamped<bool>>>,
    /// Whether discomfort had settled a day later, by play.
    #[serde(default, skip_serializing_if = "Rare::is_none")]
    pub(super) settled: Rare<BTreeMap<PlayNumber, Stamped<bool>>>,
    /// What it plays, where it is known to have begun.
    #[serde(skip)]
    pub(super) timeline: Option<Arc<Timeline>>,
    /// Whether any exercising was done.
    #[serde(skip)]
    pub(super) is_done: bool,
}

/// Something that hardly ever is there.
pub(super) type Rare<T> = Option<Box<T>>;

impl SessionRecord {
    /// Takes in what it plays.
    pub(super) fn play(&mut self, timeline: Option<Arc<Timeline>>) {
        let is_done = |step: &Step| step.kind.is_exercising() && self.done.contains(step.index);
        self.is_done = timeline
            .as_ref()
            .is_some_and(|timeline| timeline.steps().iter().any(is_done));
        self.timeline = timeline;
    }

    /// Takes in that a step was done.
    pub(super) fn finish(&mut self, step: u16) {
        self.done.insert(step);
        let steps = self.timeline.as_ref().map(|timeline| timeline.steps());
        let step = steps.and_then(|steps| steps.get(usize::from(step)));
        self.is_done |= step.is_some_and(|step| step.kind.is_exercising());
    }

    /// Whether it counts as a session in which anything was done.
    pub(super) fn counts(&self) -> bool {
        self.is_done && !self.is_break() && !self.is_deleted()
    }

    /// Takes in how it felt before or after it: the latest answer counts.
    pub(super) fn rate(&mut self, moment: Moment, stamp: Stamp, rated: Rated) {
        let slot = match moment {
            Moment::Before => &mut self.before,
            Moment::After => &mut self.after,
        };
        Stamped::latest(slot, stamp, rated);
    }

    /// Takes in that a play was stopped because it hurt: the first time counts.
    pub(super) fn stop_for_pain(&mut self, play: PlayNumber, at: At) {
        let hurt = self.hurt.get_or_insert_default();
        let first = hurt.entry(play).or_insert(at);
        *first = at.min(*first);
    }

    /// Takes in whether a play's discomfort had settled: the latest answer counts.
    pub(super) fn settle(&mut self, play: PlayNumber, stamp: Stamp, is_settled: bool) {
        let all = self.settled.get_or_insert_default();
        let mut slot = all.remove(&play);
        Stamped::latest(&mut slot, stamp, is_settled);
        all.extend(slot.map(|stamped| (play, stamped)));
    }

    /// Takes in whether it is deleted.
    pub(super) fn delete(&mut self, stamp: Stamp, is_deleted: bool) {
        let deleted = self.deleted.get_or_insert_default();
        Stamped::latest(deleted, stamp, is_deleted);
    }

    /// What was last said of whether it is deleted.
    pub(super) fn deleted(&self) -> Option<&Stamped<bool>> {
        self.deleted.as_ref()?.as_ref().as_ref()
    }

    /// What was last said of whether a play's discomfort had settled.
    pub(super) fn settled(&self, play: PlayNumber) -> Option<&Stamped<bool>> {
        self.settled.as_ref()?.get(&play)
    }

    /// The ratings before and after it, where it shows.
    pub(super) fn ratings(&self) -> DayRatings {
        let start = self.start.as_ref().filter(|_| !self.is_deleted())?;
        if self.is_break() {
            return None;
        }
        let ratings = self.before.iter().chain(&self.after);
        let mean = ratings
            .map(|rated| Mean::of(rated.value.rating))
            .reduce(Mean::and)?;
        Some((start.value.date, mean))
    }

    pub(super) fn shown(&self, session: SessionId) -> Option<Shown<SessionId>> {
        let start = self.start.as_ref().filter(|_| !self.is_deleted())?;
        self.timeline.as_ref()?;
        Some(Shown {
            date: start.value.date,
            at: start.stamp.at,
            id: session,
        })
    }

    /// Takes an end in: the earliest counts, and one for dizziness before all others, in
    /// whichever order they come.
    pub(super) fn end(&mut self, stamp: Stamp, how: Ending) {
        let is_dizzy = |how| how == Ending::Dizzy;
        match &self.ended {
            Some(old) if is_dizzy(old.value) == is_dizzy(how) => {
                Stamped::earliest(&mut self.ended, stamp, how);
            }
            Some(old) if is_dizzy(old.value) => {}
            _ => self.ended = Some(Stamped { stamp, value: how }),
        }
    }

    pub(super) fn is_deleted(&self) -> bool {
        self.deleted().is_some_and(|deleted| deleted.value)
    }

    /// Whether it is a short break.
    pub(super) fn is_break(&self) -> bool {
        self.start
            .as_ref()
            .is_some_and(|start| start.value.is_break)
    }
}

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It can be gone on with.
    Open,
    /// It is open, but nothing happened for a day.
    Stale,
    /// It is over.
    Ended(Ending),
}

/// How much of an exercise was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Some of it.
    Part,
    /// Nothing.
    None,
}

/// How many exercises of a session were done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Done to their end.
    pub whole: usize,
    /// Done in part.
    pub part: usize,
    /// All that there are.
    pub all: usize,
}

impl Tally {
    /// Whether every exercise was done to its end.
    pub const fn is_complete(self) -> bool {
        self.whole == self.all
    }
}

/// One session with its timeline, to be asked about.
#[derive(Clone, Copy, Debug)]
pub struct Session<'a> {
    /// Which.
    pub id: SessionId,
    record: &'a SessionRecord,
    start: &'a Stamped<Start>,
    timeline: &'a Arc<Timeline>,
}

impl<'a> Session<'a> {
    /// A session that is known to have begun.
    pub(super) fn of(id: SessionId, record: &'a SessionRecord) -> Option<Self> {
        Some(Self {
            id,
            record,
            start: record.start.as_ref()?,
            timeline: record.timeline.as_ref()?,
        })
    }

    /// What it plays.
    pub fn timeline(&self) -> &'a Arc<Timeline> {
        self.timeline
    }

    /// Whether it is a short break, which counts nowhere as the day's session.
    pub fn is_break(&self) -> bool {
        self.start.value.is_break
    }

    /// When it was started.
    pub fn started(&self) -> At {
        self.start.stamp.at
    }

    /// The time zone that it was started in.
    pub fn zone(&self) -> &'a Zone {
        &self.start.value.zone
    }

    /// The civil day that it was started on.
    pub fn date(&self) -> Date {
        self.start.value.date
    }

    /// Whether it is deleted.
    pub fn is_deleted(&self) -> bool {
        self.record.is_deleted()
    }

    /// How the neck felt before it.
    pub fn before(&self) -> Option<Rating> {
        self.rated(Moment::Before).map(|rated| rated.value.rating)
    }

    /// How the neck felt after it.
    pub fn after(&self) -> Option<Rating> {
        self.rated(Moment::After).map(|rated| rated.value.rating)
    }

    /// How and where the neck felt before or after it, and when the person last said so.
    pub fn rated(&self, moment: Moment) -> Option<&'a Stamped<Rated>> {
        match moment {
            Moment::Before => self.record.before.as_ref(),
            Moment::After => self.record.after.as_ref(),
        }
    }

    /// How much discomfort one of its plays brought, if the person said so.
    pub fn felt(&self, play: usize) -> Option<ExerciseDiscomfort> {
        self.answer(play).map(|(felt, _)| felt)
    }

    /// When the person last said how one of its plays felt.
    pub fn felt_at(&self, play: usize) -> Option<At> {
        self.answer(play).map(|(_, stamp)| stamp.at)
    }

    /// When one of its plays was stopped because it hurt, if it was.
    pub fn hurt(&self, play: usize) -> Option<At> {
        let hurt = self.record.hurt.as_ref()?;
        hurt.get(&PlayNumber::of(play)?).copied()
    }

    pub(super) fn answer(&self, play: usize) -> Option<(ExerciseDiscomfort, Stamp)> {
        self.record.felt.of(PlayNumber::of(play)?)
    }

    /// Whether an exercise was stopped because it hurt, or the session because of dizziness.
    pub fn was_anything_wrong(&self) -> bool {
        self.record.hurt.is_some() || self.ending() == Some(Ending::Dizzy)
    }

    /// Where it stands.
    pub fn state(&self, now: At) -> State {
        let last = self
            .record
            .last
            .unwrap_or(self.started())
            .max(self.started());
        match &self.record.ended {
            Some(ended) => State::Ended(ended.value),
            None if now.as_millisecond() - last.as_millisecond() >= STALE_MS => State::Stale,
            None => State::Open,
        }
    }

    /// Whether it is over.
    pub fn has_ended(&self) -> bool {
        self.record.ended.is_some()
    }

    /// When it ended, if it is over.
    pub fn ended_at(&self) -> Option<At> {
        Stamped::at(self.record.ended.as_ref())
    }

    /// How it ended, if it is over.
    pub fn ending(&self) -> Option<Ending> {
        self.record.ended.as_ref().map(|ended| ended.value)
    }

    /// Whether that step is over, done or skipped.
    pub fn is_finished(&self, step: u16) -> bool {
        self.record.done.contains(step) || self.record.skipped.contains(step)
    }

    /// Whether that step was done.
    pub fn is_done(&self, step: u16) -> bool {
        self.record.done.contains(step)
    }

    /// Whether discomfort that one of its plays brought had settled a day later, if the person
    /// said.
    pub fn settled(&self, play: usize) -> Option<bool> {
        let settled = self.record.settled(PlayNumber::of(play)?)?;
        Some(settled.value)
    }

    /// When the person said whether it had settled.
    pub fn settled_at(&self, play: usize) -> Option<At> {
        Stamped::at(self.record.settled(PlayNumber::of(play)?))
    }

    /// Which of all timelines it plays: sessions that share one have the same.
    pub(crate) fn timeline_id(&self) -> TimelineId {
        self.start.value.timeline
    }

    /// The steps that were done.
    pub(crate) fn done_steps(&self) -> &'a StepSet {
        &self.record.done
    }

    /// How its plays felt, where the person said so.
    pub(crate) fn felts(&self) -> impl Iterator<Item = (PlayNumber, ExerciseDiscomfort)> {
        self.record.felt.iter()
    }

    /// Which of its plays were stopped because it hurt.
    pub(crate) fn hurts(&self) -> impl Iterator<Item = PlayNumber> {
        let hurt = self.record.hurt.iter();
        hurt.flat_map(|hurt| hurt.keys().copied())
    }

    /// The steps that are over.
    pub fn finished(&self) -> impl Iterator<Item = &'a Step> {
        let record = self.record;
        self.timeline.steps().iter().filter(move |step| {
            record.done.contains(step.index) || record.skipped.contains(step.index)
        })
    }

    /// Milliseconds of all steps that were done.
    pub fn done_ms(&self) -> u64 {
        self.timeline
            .steps()
            .iter()
            .filter(|step| self.is_done(step.index))
            .map(|step| step.duration_ms)
            .sum()
    }

    /// Milliseconds of the steps of one of its plays that were done.
    pub fn done_ms_of(&self, play: usize) -> u64 {
        let steps = self.timeline.steps_of(play);
        let done = steps.filter(|step| self.is_done(step.index));
        done.map(|step| step.duration_ms).sum()
    }

    /// How much of one of its plays was done: what counts is the exercising, not getting
    /// ready, changing sides or resting.
    pub fn extent(&self, play: usize) -> Extent {
        let (mut all, mut done) = (0, 0);
        for step in self.timeline.steps_of(play) {
            if step.kind.is_exercising() {
                all += 1;
                done += usize::from(self.is_done(step.index));
            }
        }
        match done {
            0 => Extent::None,
            _ if done == all => Extent::Whole,
            _ => Extent::Part,
        }
    }

    /// How many exercises, the warm-up aside, were done.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for (number, play) in self.timeline.plays().iter().enumerate() {
            if !play.warm_up {
                tally.all += 1;
                match self.extent(number) {
                    Extent::Whole => tally.whole += 1,
                    Extent::Part => tally.part += 1,
                    Extent::None => {}
                }
            }
        }
        tally
    }

    /// How much of the exercising was done, by its time: 0 to 100, and 100 only for all of it.
    pub fn percent_done(&self) -> u64 {
        let exercising = || {
            self.timeline
                .steps()
                .iter()
                .filter(|step| step.kind.is_exercising())
        };
        let all: u64 = exercising().map(|step| step.duration_ms).sum();
        let done: u64 = exercising()
            .filter(|step| self.is_done(step.index))
            .map(|step| step.duration_ms)
            .sum();
        done * 100 / all.max(1)
    }

    /// Whether any exercising was done; having got ready for it is nothing yet.
    pub fn is_anything_done(&self) -> bool {
        self.record.is_done
    }
}
