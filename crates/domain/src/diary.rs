//! The fold of a journal: what pages read.
//!
//! Folding entries one by one gives what folding them all at once gives, in any order and
//! however often, so journals of two devices come together by union.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::advice::{self, Rule};
use crate::day::Day;
use crate::entry::{
    At, Body, Ending, Entry, Moment, Outcome, PlayNumber, Rating, Stamp, Stamped, Zone,
};
use crate::felt::{Answers, Felt};
use crate::id::{ExerciseId, NoteId, OwnRoutineId, SessionId};
use crate::note::{Content, Location, NoteRecord, Noted};
use crate::own::OwnRoutine;
use crate::profile::{Profile, ProfileRegisters, Since};
use crate::ratings::Mean;
use crate::screening::{self, Screening, ScreeningRegisters, Verdict};
use crate::settings::{Registers, Settings};
use crate::standing::{Choice, Standing};
use crate::step_set::StepSet;
use crate::timeline::{Step, Timeline, TimelineId};

/// The version of a diary's own form: a kept one of another version is folded anew.
pub const VERSION: u32 = 6;

/// Milliseconds without anything happening after which an open session is old: a day.
pub const STALE_MS: i64 = 24 * 60 * 60 * 1000;

/// Of how many days wishes are kept: of today's, also where a clock or a zone goes back.
const DAYS_KEPT: usize = 8;

/// A session further back than this many others is nobody's plan any more.
const GONE_ON_WITH: usize = 50;

/// A person's diary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Kept")]
pub struct Diary {
    /// Boxed, since a tree keeps room for about as many again as it holds.
    sessions: BTreeMap<SessionId, Box<SessionRecord>>,
    /// Each timeline once, however many sessions played it.
    timelines: BTreeMap<TimelineId, Arc<Timeline>>,
    settings: Registers,
    own: Own,
    notes: BTreeMap<NoteId, NoteRecord>,
    /// Sessions that show, by the day that they were started on. Short breaks are none of them:
    /// what counts sessions looks here.
    #[serde(skip)]
    shown: BTreeSet<Shown<SessionId>>,
    /// Short breaks that show, by the day that they were started on.
    #[serde(skip)]
    shown_breaks: BTreeSet<Shown<SessionId>>,
    /// Notes that show, by the day that they are about.
    #[serde(skip)]
    shown_notes: BTreeSet<Shown<NoteId>>,
    /// Those of them that say how a week was.
    #[serde(skip)]
    shown_weeks: BTreeSet<Shown<NoteId>>,
    /// Sum and number of the ratings of each day that has any.
    #[serde(skip)]
    rated: BTreeMap<Date, Mean>,
}

/// What is kept of a diary; the rest follows from it.
#[derive(Deserialize)]
struct Kept {
    sessions: BTreeMap<SessionId, Box<SessionRecord>>,
    timelines: BTreeMap<TimelineId, Arc<Timeline>>,
    settings: Registers,
    own: Own,
    notes: BTreeMap<NoteId, NoteRecord>,
}

/// What a person said and decided, beside what they did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Own {
    #[serde(default)]
    profile: ProfileRegisters,
    #[serde(default)]
    screening: ScreeningRegisters,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    standings: BTreeMap<ExerciseId, Stamped<Standing>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    choices: BTreeMap<ExerciseId, Stamped<Choice>>,
    /// The wishes for the days that there were any for last: at most [`DAYS_KEPT`].
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    days: BTreeMap<Date, Stamped<Day>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    comeback_over: Option<Stamped<()>>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    routines: BTreeMap<OwnRoutineId, RoutineRecord>,
    /// Which stage of what a rule advises was last read, by its first day.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    read: BTreeMap<Rule, Stamped<Date>>,
    /// The day on which they last said for how long they have had what brings them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since_said: Option<Stamped<Date>>,
}

/// What is known of an own routine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct RoutineRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    kept: Option<Stamped<Arc<OwnRoutine>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deleted: Option<Stamped<bool>>,
}

impl RoutineRecord {
    /// Whether it is deleted; to keep it again is to want it back.
    fn is_deleted(&self) -> bool {
        let kept = self.kept.as_ref().map(|kept| kept.stamp);
        self.deleted
            .as_ref()
            .is_some_and(|deleted| deleted.value && Some(deleted.stamp) > kept)
    }

    /// When something was last decided about it.
    fn latest(&self) -> Option<At> {
        Stamped::at(self.kept.as_ref()).max(Stamped::at(self.deleted.as_ref()))
    }
}

impl Own {
    fn fold(&mut self, entry: &Entry) {
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
                Stamped::latest(&mut slot, stamp, Day::clone(day));
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
    fn taken(&self, body: &Body) -> Option<At> {
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
fn values<T: Copy>(all: &BTreeMap<ExerciseId, Stamped<T>>) -> BTreeMap<ExerciseId, (T, At)> {
    all.iter()
        .map(|(id, stamped)| (id.clone(), (stamped.value, stamped.stamp.at)))
        .collect()
}

/// Keeps the later of what is there for an exercise and what comes.
fn latest_of<T>(
    all: &mut BTreeMap<ExerciseId, Stamped<T>>,
    exercise: &ExerciseId,
    stamp: Stamp,
    value: T,
) {
    let mut slot = all.remove(exercise);
    Stamped::latest(&mut slot, stamp, value);
    all.extend(slot.map(|stamped| (exercise.clone(), stamped)));
}

impl From<Kept> for Diary {
    fn from(kept: Kept) -> Self {
        let mut diary = Self {
            sessions: kept.sessions,
            timelines: kept.timelines,
            settings: kept.settings,
            own: kept.own,
            ..Self::default()
        };
        for (id, record) in &diary.sessions {
            let shown = if record.is_break() {
                &mut diary.shown_breaks
            } else {
                &mut diary.shown
            };
            shown.extend(record.shown(*id));
            add_ratings(&mut diary.rated, record.ratings());
        }
        for (id, record) in kept.notes {
            diary.notes.insert(id, record);
            diary.show_note(id);
        }
        diary
    }
}

/// How a session began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Start {
    timeline: TimelineId,
    zone: Zone,
    date: Date,
    /// Whether it is a short break.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    is_break: bool,
}

/// How the neck felt before or after a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rated {
    /// 0 to 10.
    pub rating: Rating,
    /// Where, if the person said.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub locations: BTreeSet<Location>,
}

/// What is known of one session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRecord {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    start: Option<Stamped<Start>>,
    #[serde(default, skip_serializing_if = "StepSet::is_empty")]
    done: StepSet,
    #[serde(default, skip_serializing_if = "StepSet::is_empty")]
    skipped: StepSet,
    /// When something was last heard of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ended: Option<Stamped<Ending>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<Stamped<Rated>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    after: Option<Stamped<Rated>>,
    #[serde(default, skip_serializing_if = "Answers::is_empty")]
    felt: Answers,
    /// What was stopped because it hurt, and when first.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    hurt: BTreeMap<PlayNumber, At>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deleted: Option<Stamped<bool>>,
    /// Whether discomfort had settled a day later, by play.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    settled: BTreeMap<PlayNumber, Stamped<bool>>,
}

/// A session or a note that shows, in the order in which they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Shown<Id> {
    date: Date,
    at: At,
    id: Id,
}

impl<Id: From<Uuid>> Shown<Id> {
    /// Before everything that shows on a day.
    fn first_of(date: Date) -> Self {
        Self {
            date,
            at: At::EARLIEST,
            id: Uuid::nil().into(),
        }
    }

    /// After everything that shows on a day.
    fn last_of(date: Date) -> Self {
        Self {
            date,
            at: At::LATEST,
            id: Uuid::max().into(),
        }
    }
}

/// What shows on the days from `first` to `last`.
fn between<Id: Ord + From<Uuid>>(
    all: &BTreeSet<Shown<Id>>,
    first: Date,
    last: Date,
) -> impl DoubleEndedIterator<Item = &Shown<Id>> {
    let days = (first <= last).then(|| all.range(Shown::first_of(first)..=Shown::last_of(last)));
    days.into_iter().flatten()
}

/// A note as it shows, with its rating if it has one; none where it is deleted.
fn shown_note(record: &NoteRecord, id: NoteId) -> Option<(Shown<NoteId>, Option<Mean>)> {
    let noted = record.read(id).filter(|_| !record.is_deleted())?;
    let shown = Shown {
        date: noted.note.date,
        at: noted.first,
        id,
    };
    let rating = match &noted.note.content {
        Content::Feeling(feeling) => feeling.rating.map(Mean::of),
        Content::Week(_) | Content::Reach(_) => None,
    };
    Some((shown, rating))
}

/// A day's ratings, if there are any.
type DayRatings = Option<(Date, Mean)>;

fn add_ratings(rated: &mut BTreeMap<Date, Mean>, more: DayRatings) {
    if let Some((date, mean)) = more {
        let day = rated.entry(date).or_default();
        *day = day.and(mean);
    }
}

fn take_ratings(rated: &mut BTreeMap<Date, Mean>, gone: DayRatings) {
    if let Some((date, mean)) = gone {
        let left = rated.remove(&date).map(|day| day.without(mean));
        rated.extend(
            left.filter(|left| left.count() > 0)
                .map(|left| (date, left)),
        );
    }
}

impl SessionRecord {
    /// The ratings before and after it, where it shows.
    fn ratings(&self) -> DayRatings {
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

    fn shown(&self, session: SessionId) -> Option<Shown<SessionId>> {
        let start = self.start.as_ref().filter(|_| !self.is_deleted())?;
        Some(Shown {
            date: start.value.date,
            at: start.stamp.at,
            id: session,
        })
    }

    /// Takes an end in: the earliest counts, and one for dizziness before all others, in
    /// whichever order they come.
    fn end(&mut self, stamp: Stamp, how: Ending) {
        let is_dizzy = |how| how == Ending::Dizzy;
        match &self.ended {
            Some(old) if is_dizzy(old.value) == is_dizzy(how) => {
                Stamped::earliest(&mut self.ended, stamp, how);
            }
            Some(old) if is_dizzy(old.value) => {}
            _ => self.ended = Some(Stamped { stamp, value: how }),
        }
    }

    fn is_deleted(&self) -> bool {
        self.deleted.as_ref().is_some_and(|deleted| deleted.value)
    }

    /// Whether it is a short break.
    fn is_break(&self) -> bool {
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

impl Diary {
    /// Folds entries into an empty diary.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let mut diary = Self::default();
        for entry in entries {
            diary.fold(entry);
        }
        diary
    }

    /// Folds one more entry in.
    pub fn fold(&mut self, entry: &Entry) {
        let stamp = entry.stamp();
        let Some(id) = entry.body.session() else {
            self.fold_other(entry);
            return;
        };
        self.hide(id);
        let record = self.sessions.entry(id).or_default();
        // Steps are many, and change nothing of it.
        let is_rating_touched = matches!(
            entry.body,
            Body::SessionStarted { .. }
                | Body::SessionDeleted { .. }
                | Body::SessionRestored { .. }
                | Body::PainRated { .. }
        );
        if is_rating_touched {
            take_ratings(&mut self.rated, record.ratings());
        }
        match &entry.body {
            Body::SessionStarted { timeline, .. } => {
                if record.start.as_ref().is_none_or(|old| stamp < old.stamp) {
                    let fingerprint = timeline.fingerprint();
                    let old = record.start.replace(Stamped {
                        stamp,
                        value: Start {
                            timeline: fingerprint,
                            zone: entry.zone.clone(),
                            date: entry.date(),
                            is_break: timeline.is_break(),
                        },
                    });
                    self.timelines
                        .entry(fingerprint)
                        .or_insert_with(|| Arc::clone(timeline));
                    if let Some(old) = old {
                        self.drop_unused(old.value.timeline);
                    }
                }
            }
            Body::StepFinished { step, outcome, .. } => {
                match outcome {
                    Outcome::Done => record.done.insert(step.get()),
                    Outcome::Skipped => record.skipped.insert(step.get()),
                }
                record.last = record.last.max(Some(entry.at));
            }
            Body::SessionEnded { how, .. } => record.end(stamp, *how),
            Body::SessionDeleted { .. } => Stamped::latest(&mut record.deleted, stamp, true),
            Body::SessionRestored { .. } => Stamped::latest(&mut record.deleted, stamp, false),
            Body::PainRated {
                moment,
                rating,
                locations,
                ..
            } => {
                let slot = match moment {
                    Moment::Before => &mut record.before,
                    Moment::After => &mut record.after,
                };
                let rated = Rated {
                    rating: *rating,
                    locations: locations.clone(),
                };
                Stamped::latest(slot, stamp, rated);
            }
            Body::ExerciseFelt { play, felt, .. } => record.felt.keep(*play, *felt, stamp),
            Body::ExerciseHurt { play, .. } => {
                let first = record.hurt.entry(*play).or_insert(entry.at);
                *first = entry.at.min(*first);
            }
            Body::DiscomfortFollowedUp { play, settled, .. } => {
                let mut slot = record.settled.remove(play);
                Stamped::latest(&mut slot, stamp, *settled);
                record.settled.extend(slot.map(|stamped| (*play, stamped)));
            }
            Body::RoutineKept { .. }
            | Body::RoutineDeleted { .. }
            | Body::RoutineRestored { .. }
            | Body::SettingsChanged { .. }
            | Body::ProfileChanged { .. }
            | Body::ScreeningAnswered { .. }
            | Body::StandingSet { .. }
            | Body::ExerciseChosen { .. }
            | Body::DayWished { .. }
            | Body::ComebackOver
            | Body::NoteKept { .. }
            | Body::NoteDeleted { .. }
            | Body::NoteRestored { .. }
            | Body::AdviceRead { .. } => {}
        }
        self.show(id);
        if is_rating_touched {
            let ratings = self.sessions.get(&id).and_then(|record| record.ratings());
            add_ratings(&mut self.rated, ratings);
        }
    }

    /// Folds an entry in that is about no session.
    fn fold_other(&mut self, entry: &Entry) {
        let stamp = entry.stamp();
        match &entry.body {
            Body::SettingsChanged { change } => self.settings.fold(change, stamp),
            Body::NoteKept { note, content } => {
                self.change_note(*note, |record| record.keep(stamp, &entry.zone, content));
            }
            Body::NoteDeleted { note } => {
                self.change_note(*note, |record| record.delete(stamp, true));
            }
            Body::NoteRestored { note } => {
                self.change_note(*note, |record| record.delete(stamp, false));
            }
            _ => self.own.fold(entry),
        }
    }

    /// When what happens now has to be said to have happened, so that it counts: now, or just
    /// after what it takes the place of. A clock that was ahead once, here or on another
    /// device, would otherwise have the last word for a long time.
    pub fn time_for(&self, body: &Body, now: At) -> At {
        let record = body.session().and_then(|id| self.sessions.get(&id));
        let taken = match body {
            Body::SettingsChanged { change } => self.settings.latest(change),
            Body::SessionDeleted { .. } | Body::SessionRestored { .. } => {
                record.and_then(|record| Stamped::at(record.deleted.as_ref()))
            }
            Body::PainRated { moment, .. } => record.and_then(|record| {
                Stamped::at(match moment {
                    Moment::Before => record.before.as_ref(),
                    Moment::After => record.after.as_ref(),
                })
            }),
            Body::ExerciseFelt { play, .. } => record
                .and_then(|record| record.felt.of(*play))
                .map(|(_, stamp)| stamp.at),
            Body::DiscomfortFollowedUp { play, .. } => {
                record.and_then(|record| Stamped::at(record.settled.get(play)))
            }
            Body::SessionStarted { .. }
            | Body::StepFinished { .. }
            | Body::SessionEnded { .. }
            | Body::ExerciseHurt { .. } => None,
            Body::ProfileChanged { .. }
            | Body::ScreeningAnswered { .. }
            | Body::StandingSet { .. }
            | Body::ExerciseChosen { .. }
            | Body::DayWished { .. }
            | Body::ComebackOver
            | Body::RoutineKept { .. }
            | Body::RoutineDeleted { .. }
            | Body::RoutineRestored { .. }
            | Body::AdviceRead { .. } => self.own.taken(body),
            Body::NoteKept { note, .. }
            | Body::NoteDeleted { note }
            | Body::NoteRestored { note } => self.notes.get(note).and_then(NoteRecord::latest),
        };
        taken.map_or(now, |taken| taken.next().max(now))
    }

    /// The settings as they are now.
    pub fn settings(&self) -> Settings {
        self.settings.values()
    }

    /// What the person said of themselves.
    pub fn profile(&self) -> Profile {
        self.own.profile.values()
    }

    /// What they answered to the safety questions.
    pub fn screening(&self) -> Screening {
        self.own.screening.values()
    }

    /// Whether they may exercise today: what their answers say, and where those let them, the
    /// same questions again when it got worse since, and rest on a day on which dizziness ended a
    /// session.
    pub fn verdict(&self, today: Date) -> Verdict {
        let screening = self.screening();
        match screening.verdict() {
            Verdict::Go if advice::asks_again(self, &screening, today) => Verdict::Again,
            Verdict::Go | Verdict::Unasked if self.was_dizzy_on(today) => Verdict::Rest,
            verdict => verdict,
        }
    }

    fn was_dizzy_on(&self, date: Date) -> bool {
        // One of an earlier day may have been gone on with.
        let sessions = self.latest().take(GONE_ON_WITH);
        let mut all = sessions.chain(self.latest_breaks().take(GONE_ON_WITH));
        all.any(|session| session.was_dizzy_on(date))
    }

    /// When they last answered one of the safety questions.
    pub fn screened_at(&self) -> Option<At> {
        let all = screening::Answers {
            now: Some(None),
            before: Some(None),
            seen: Some(None),
            conditions: Some(None),
            ..screening::Answers::default()
        };
        self.own.screening.latest(&all)
    }

    /// Where they stand with all exercises that they said something about, and since when.
    pub fn standings(&self) -> BTreeMap<ExerciseId, (Standing, At)> {
        values(&self.own.standings)
    }

    /// What they decided about an exercise.
    pub fn choice(&self, exercise: &ExerciseId) -> Choice {
        let set = self.own.choices.get(exercise);
        set.map_or(Choice::Usual, |set| set.value)
    }

    /// What they decided about exercises, and when.
    pub fn choices(&self) -> BTreeMap<ExerciseId, (Choice, At)> {
        values(&self.own.choices)
    }

    /// What they want differently on a day.
    pub fn day(&self, date: Date) -> Day {
        let wished = self.own.days.get(&date);
        wished.map_or_else(|| Day::usual(date), |day| day.value.clone())
    }

    /// When they last said that they go on as before a time away.
    pub fn comeback_over(&self) -> Option<At> {
        Stamped::at(self.own.comeback_over.as_ref())
    }

    /// The session of that id, deleted ones included.
    pub fn session(&self, id: SessionId) -> Option<Session<'_>> {
        let record = self.sessions.get(&id)?;
        let start = record.start.as_ref()?;
        let timeline = self.timelines.get(&start.value.timeline)?;
        Some(Session {
            id,
            record,
            start,
            timeline,
        })
    }

    /// The own routine of that id as it is now; none where it is deleted.
    pub fn own_routine(&self, id: OwnRoutineId) -> Option<&Arc<OwnRoutine>> {
        let known = self.own.routines.get(&id)?;
        let kept = known.kept.as_ref().filter(|_| !known.is_deleted())?;
        Some(&kept.value)
    }

    /// The own routine of that id as it was last, whether it is deleted or not.
    pub fn last_own_routine(&self, id: OwnRoutineId) -> Option<&Arc<OwnRoutine>> {
        let known = self.own.routines.get(&id)?;
        known.kept.as_ref().map(|kept| &kept.value)
    }

    /// The own routines that show, by their names.
    pub fn own_routines(&self) -> Vec<(OwnRoutineId, &Arc<OwnRoutine>)> {
        let ids = self.own.routines.keys();
        let mut routines: Vec<_> = ids
            .filter_map(|id| Some((*id, self.own_routine(*id)?)))
            .collect();
        routines.sort_by_key(|(id, routine)| (routine.name.clone(), *id));
        routines
    }

    /// Whether an own routine is deleted; `None` where there never was one.
    pub fn is_routine_deleted(&self, id: OwnRoutineId) -> Option<bool> {
        let known = self.own.routines.get(&id)?;
        known.kept.as_ref().map(|_| known.is_deleted())
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

    /// Every day from `first` to `last` that has ratings, with their mean: those of sessions and
    /// notes that show, on the civil day where the person was.
    pub fn rated_days(
        &self,
        first: Date,
        last: Date,
    ) -> impl DoubleEndedIterator<Item = (Date, Mean)> {
        let days = (first <= last).then(|| self.rated.range(first..=last));
        days.into_iter()
            .flatten()
            .map(|(date, mean)| (*date, *mean))
    }

    /// The notes of the days from `first` to `last` that say how a week was, earliest first;
    /// deleted ones left out.
    pub fn weeks_between(
        &self,
        first: Date,
        last: Date,
    ) -> impl DoubleEndedIterator<Item = Noted<'_>> {
        between(&self.shown_weeks, first, last)
            .filter_map(|shown| self.notes.get(&shown.id)?.read(shown.id))
    }

    /// The note of that id, and whether it is deleted.
    pub fn note(&self, id: NoteId) -> Option<(Noted<'_>, bool)> {
        let record = self.notes.get(&id)?;
        Some((record.read(id)?, record.is_deleted()))
    }

    /// The notes about the days from `first` to `last`, earliest first; deleted ones left out.
    pub fn notes_between(
        &self,
        first: Date,
        last: Date,
    ) -> impl DoubleEndedIterator<Item = Noted<'_>> {
        between(&self.shown_notes, first, last)
            .filter_map(|shown| self.notes.get(&shown.id)?.read(shown.id))
    }

    /// The first and the last day that there is a note about.
    pub fn notes_span(&self) -> Option<(Date, Date)> {
        Some((
            self.shown_notes.first()?.date,
            self.shown_notes.last()?.date,
        ))
    }

    /// Whether there is no session yet in which anything was done.
    pub fn is_empty(&self) -> bool {
        !self.latest().any(|session| session.is_anything_done())
    }

    /// How many sessions there are in which anything was done.
    pub fn session_count(&self) -> usize {
        self.latest().filter(Session::is_anything_done).count()
    }

    /// The sessions started on the days from `first` to `last`, earliest first; deleted ones
    /// and short breaks left out.
    pub fn sessions_between(
        &self,
        first: Date,
        last: Date,
    ) -> impl DoubleEndedIterator<Item = Session<'_>> {
        between(&self.shown, first, last).filter_map(|shown| self.session(shown.id))
    }

    /// The short breaks started on the days from `first` to `last`, earliest first; deleted ones
    /// left out.
    pub fn breaks_between(
        &self,
        first: Date,
        last: Date,
    ) -> impl DoubleEndedIterator<Item = Session<'_>> {
        between(&self.shown_breaks, first, last).filter_map(|shown| self.session(shown.id))
    }

    /// All short breaks that show, the latest first.
    pub fn latest_breaks(&self) -> impl Iterator<Item = Session<'_>> {
        self.shown_breaks
            .iter()
            .rev()
            .filter_map(|shown| self.session(shown.id))
    }

    /// The latest short break that isn't over.
    pub fn open_break(&self, now: At) -> Option<Session<'_>> {
        self.latest_breaks()
            .take(GONE_ON_WITH)
            .find(|session| !matches!(session.state(now), State::Ended(_)))
    }

    /// All sessions that show, the latest first; short breaks left out.
    pub fn latest(&self) -> impl Iterator<Item = Session<'_>> {
        self.shown
            .iter()
            .rev()
            .filter_map(|shown| self.session(shown.id))
    }

    /// The sessions that were started before a day, the latest first; deleted ones left out.
    pub fn latest_before(&self, date: Date) -> impl Iterator<Item = Session<'_>> {
        self.shown
            .range(..Shown::first_of(date))
            .rev()
            .filter_map(|shown| self.session(shown.id))
    }

    /// The first and the last day that something shows on.
    pub fn span(&self) -> Option<(Date, Date)> {
        Some((self.shown.first()?.date, self.shown.last()?.date))
    }

    /// The latest session that isn't over.
    pub fn open(&self, now: At) -> Option<Session<'_>> {
        self.latest()
            .take(GONE_ON_WITH)
            .find(|session| !matches!(session.state(now), State::Ended(_)))
    }

    /// Takes a session out of what shows.
    fn hide(&mut self, id: SessionId) {
        if let Some(shown) = self.sessions.get(&id).and_then(|record| record.shown(id)) {
            self.shown.remove(&shown);
            self.shown_breaks.remove(&shown);
        }
    }

    /// Puts a session into what shows, unless it is deleted or not known to have begun.
    fn show(&mut self, id: SessionId) {
        let Some(record) = self.sessions.get(&id) else {
            return;
        };
        let shown = record.shown(id);
        if record.is_break() {
            self.shown_breaks.extend(shown);
        } else {
            self.shown.extend(shown);
        }
    }

    fn change_note(&mut self, id: NoteId, change: impl FnOnce(&mut NoteRecord)) {
        self.hide_note(id);
        change(self.notes.entry(id).or_default());
        self.show_note(id);
    }

    /// Takes a note out of what shows.
    fn hide_note(&mut self, id: NoteId) {
        if let Some((shown, rating)) = self.notes.get(&id).and_then(|note| shown_note(note, id)) {
            self.shown_notes.remove(&shown);
            self.shown_weeks.remove(&shown);
            take_ratings(&mut self.rated, rating.map(|mean| (shown.date, mean)));
        }
    }

    /// Puts a note into what shows, unless it is deleted.
    fn show_note(&mut self, id: NoteId) {
        let Some(record) = self.notes.get(&id) else {
            return;
        };
        if let Some((shown, rating)) = shown_note(record, id) {
            if record.is_about_a_week() {
                self.shown_weeks.insert(shown);
            }
            self.shown_notes.insert(shown);
            add_ratings(&mut self.rated, rating.map(|mean| (shown.date, mean)));
        }
    }

    fn drop_unused(&mut self, timeline: TimelineId) {
        let used = |record: &SessionRecord| {
            record
                .start
                .as_ref()
                .is_some_and(|start| start.value.timeline == timeline)
        };
        if !self.sessions.values().any(|record| used(record)) {
            self.timelines.remove(&timeline);
        }
    }
}

impl<'a> Session<'a> {
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
    pub fn felt(&self, play: usize) -> Option<Felt> {
        self.answer(play).map(|(felt, _)| felt)
    }

    /// When the person last said how one of its plays felt.
    pub fn felt_at(&self, play: usize) -> Option<At> {
        self.answer(play).map(|(_, stamp)| stamp.at)
    }

    /// When one of its plays was stopped because it hurt, if it was.
    pub fn hurt(&self, play: usize) -> Option<At> {
        self.record.hurt.get(&PlayNumber::of(play)?).copied()
    }

    fn answer(&self, play: usize) -> Option<(Felt, Stamp)> {
        self.record.felt.of(PlayNumber::of(play)?)
    }

    /// Whether an exercise was stopped because it hurt, or the session because of dizziness.
    pub fn was_anything_wrong(&self) -> bool {
        !self.record.hurt.is_empty() || self.ending() == Some(Ending::Dizzy)
    }

    /// Whether it ended because of dizziness, and was begun or ended on that day.
    fn was_dizzy_on(&self, date: Date) -> bool {
        self.record.ended.as_ref().is_some_and(|ended| {
            ended.value == Ending::Dizzy
                && (self.date() == date || self.zone().date(ended.stamp.at) == date)
        })
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
        let settled = self.record.settled.get(&PlayNumber::of(play)?)?;
        Some(settled.value)
    }

    /// When the person said whether it had settled.
    pub fn settled_at(&self, play: usize) -> Option<At> {
        Stamped::at(self.record.settled.get(&PlayNumber::of(play)?))
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
    pub(crate) fn felts(&self) -> impl Iterator<Item = (PlayNumber, Felt)> {
        self.record.felt.iter()
    }

    /// Which of its plays were stopped because it hurt.
    pub(crate) fn hurts(&self) -> impl Iterator<Item = PlayNumber> {
        self.record.hurt.keys().copied()
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
        self.timeline
            .steps()
            .iter()
            .any(|step| step.kind.is_exercising() && self.is_done(step.index))
    }
}
