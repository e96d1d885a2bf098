//! The fold of a journal: what pages read.
//!
//! Folding entries one by one gives what folding them all at once gives, in any order and
//! however often, so journals of two devices come together by union.

mod checkpoint;
mod custom_routines;
mod decisions;
mod discomfort;
mod index;
pub mod notes;
mod session;
mod step_set;
pub mod stored;

pub use session::{Extent, Rated, STALE_MS, Session, SessionRecord, State, Tally};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::basics::ids::{NoteId, SessionId};
use crate::basics::mean::Mean;
use crate::basics::stamp::Stamped;
use crate::basics::time::{At, Zones};
use crate::journal::body::{Body, Moment, Outcome};
use crate::journal::entry::Entry;
use crate::journal::note::Locations;
use crate::person::profile::Profile;
use crate::person::screening::{self, Screening};
use crate::person::settings::{Settings, SettingsRegisters};
use crate::programme::timeline::{Timeline, TimelineId};
use checkpoint::Checkpoint;
use decisions::Decisions;
use index::{Place, Sessions, Shown};
use notes::NoteRecord;
use session::Start;

/// The version of the form that a diary is put by in: that of [`stored`].
pub const VERSION: u32 = 7;

/// The version of the form before it, all in one as JSON, which is what a [`Diary`] is read from
/// by serde. One put by in any other is folded anew.
pub const JSON_VERSION: u32 = 6;

/// A person's diary.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Diary {
    sessions: Sessions,
    /// Each timeline once, however many sessions played it.
    timelines: BTreeMap<TimelineId, Arc<Timeline>>,
    settings: SettingsRegisters,
    own: Decisions,
    notes: BTreeMap<NoteId, NoteRecord>,
    /// Sessions that show, by the day that they were started on. Short breaks are none of them:
    /// what counts sessions looks here.
    #[serde(skip)]
    shown: BTreeMap<Shown<SessionId>, Place>,
    /// Short breaks that show, by the day that they were started on.
    #[serde(skip)]
    shown_breaks: BTreeMap<Shown<SessionId>, Place>,
    /// How many of the sessions that show have anything done.
    #[serde(skip)]
    done_count: usize,
    /// Notes that show, by the day that they are about.
    #[serde(skip)]
    shown_notes: BTreeSet<Shown<NoteId>>,
    /// Those of them that say how a week was.
    #[serde(skip)]
    shown_weeks: BTreeSet<Shown<NoteId>>,
    /// Sum and number of the ratings of each day that has any.
    #[serde(skip)]
    rated: BTreeMap<Date, Mean>,
    /// What somebody keeps that follows from ratings and from answers about weeks.
    #[serde(skip)]
    checkpoint: Checkpoint,
}

/// What is kept of a diary; the rest follows from it.
#[derive(Debug, Default, Deserialize)]
struct Stored {
    sessions: Sessions,
    timelines: BTreeMap<TimelineId, Arc<Timeline>>,
    settings: SettingsRegisters,
    own: Decisions,
    notes: BTreeMap<NoteId, NoteRecord>,
}

impl From<Stored> for Diary {
    fn from(kept: Stored) -> Self {
        let mut diary = Self {
            sessions: kept.sessions,
            timelines: kept.timelines,
            settings: kept.settings,
            own: kept.own,
            ..Self::default()
        };
        let mut zones = Zones::default();
        for (id, place) in diary.sessions.places() {
            let record = diary.sessions.at_mut(place);
            if let Some(start) = &mut record.start {
                zones.share(&mut start.value.zone);
                let timeline = diary.timelines.get(&start.value.timeline);
                record.play(timeline.cloned());
            }
            let ratings = record.ratings();
            diary.done_count += usize::from(record.counts());
            diary.add_ratings(ratings);
            diary.show(id, place);
        }
        for (id, mut record) in kept.notes {
            record.share_zone(&mut zones);
            diary.notes.insert(id, record);
            diary.show_note(id);
        }
        diary
    }
}

/// One is kept for every session of twenty years.
const _: () = assert!(size_of::<SessionRecord>() <= 288);

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
        let place = self.sessions.place(id);
        // Steps are many, and change nothing of it.
        let changes_what_shows = matches!(
            entry.body,
            Body::SessionStarted { .. }
                | Body::SessionDeleted { .. }
                | Body::SessionRestored { .. }
        );
        let is_rating_touched = changes_what_shows || matches!(entry.body, Body::PainRated { .. });
        if changes_what_shows {
            self.hide(id, place);
        }
        let record = self.sessions.at_mut(place);
        let did_count = record.counts();
        let mut unused = None;
        let old_ratings = record.ratings().filter(|_| is_rating_touched);
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
                    let known = self.timelines.entry(fingerprint);
                    record.play(Some(Arc::clone(
                        known.or_insert_with(|| Arc::clone(timeline)),
                    )));
                    unused = old.map(|old| old.value.timeline);
                }
            }
            Body::StepFinished { step, outcome, .. } => {
                match outcome {
                    Outcome::Done => record.finish(step.get()),
                    Outcome::Skipped => record.skipped.insert(step.get()),
                }
                record.last = record.last.max(Some(entry.at));
            }
            Body::SessionEnded { how, .. } => record.end(stamp, *how),
            Body::SessionDeleted { .. } => record.delete(stamp, true),
            Body::SessionRestored { .. } => record.delete(stamp, false),
            Body::PainRated {
                moment,
                rating,
                locations,
                ..
            } => {
                let rated = Rated {
                    rating: *rating,
                    locations: Locations::from(locations),
                };
                record.rate(*moment, stamp, rated);
            }
            Body::ExerciseFelt { play, felt, .. } => record.felt.keep(*play, *felt, stamp),
            Body::ExerciseHurt { play, .. } => record.stop_for_pain(*play, entry.at),
            Body::DiscomfortFollowedUp { play, settled, .. } => {
                record.settle(*play, stamp, *settled);
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
        match (did_count, record.counts()) {
            (false, true) => self.done_count += 1,
            (true, false) => self.done_count -= 1,
            _ => {}
        }
        let ratings = record.ratings().filter(|_| is_rating_touched);
        if ratings != old_ratings {
            self.take_ratings(old_ratings);
            self.add_ratings(ratings);
        }
        if changes_what_shows {
            self.show(id, place);
        }
        if let Some(timeline) = unused {
            self.drop_unused(timeline);
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
        let session = body.session().and_then(|id| self.sessions.get(id));
        let record = session.map(|(record, _)| record);
        let taken = match body {
            Body::SettingsChanged { change } => self.settings.latest(change),
            Body::SessionDeleted { .. } | Body::SessionRestored { .. } => {
                record.and_then(|record| Stamped::at(record.deleted()))
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
                record.and_then(|record| Stamped::at(record.settled(*play)))
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

    /// A place for what is worked out of ratings and of answers about weeks.
    pub(crate) const fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }
}
