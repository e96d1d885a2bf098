//! What shows, by its day: sessions, short breaks, and how the days were rated.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::{Bound, RangeInclusive};

use jiff::civil::Date;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::Diary;
use super::session::{Session, SessionRecord, State};
use crate::basics::ids::SessionId;
use crate::basics::mean::Mean;
use crate::basics::time::At;
use crate::programme::timeline::TimelineId;

/// A session further back than this many others is nobody's plan any more.
const GONE_ON_WITH: usize = 50;

/// The sessions that are known, each at a place that stays the same, so that what shows leads to
/// them without a search.
#[derive(Clone, Debug, Default)]
pub(super) struct Sessions {
    places: BTreeMap<SessionId, Place>,
    records: Vec<SessionRecord>,
}

/// Where a session is among [`Sessions`]. That depends on the order in which they came, so it is
/// no difference between two diaries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place(u32);

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Place {}

impl Sessions {
    pub(super) fn get(&self, id: SessionId) -> Option<(&SessionRecord, Place)> {
        let place = *self.places.get(&id)?;
        Some((self.at(place), place))
    }

    pub(super) fn at(&self, place: Place) -> &SessionRecord {
        &self.records[place.0 as usize]
    }

    pub(super) fn at_mut(&mut self, place: Place) -> &mut SessionRecord {
        &mut self.records[place.0 as usize]
    }

    /// The place of a session, which it gets if it has none.
    pub(super) fn place(&mut self, id: SessionId) -> Place {
        if let Some(place) = self.places.get(&id) {
            return *place;
        }
        self.put(id, SessionRecord::default())
    }

    pub(super) fn put(&mut self, id: SessionId, record: SessionRecord) -> Place {
        let count = self.records.len();
        if count == self.records.capacity() {
            // An eighth more rather than as many again: a day adds one.
            self.records.reserve_exact(16 + count / 8);
        }
        self.records.push(record);
        // No journal holds four billion sessions.
        let place = Place(u32::try_from(count).unwrap_or(u32::MAX));
        self.places.insert(id, place);
        place
    }

    /// All places, in the order of the sessions' ids.
    pub(super) fn places(&self) -> Vec<(SessionId, Place)> {
        self.places
            .iter()
            .map(|(id, place)| (*id, *place))
            .collect()
    }

    /// The sessions after an id, in the order of their ids.
    pub(super) fn after(
        &self,
        last: Option<SessionId>,
    ) -> impl Iterator<Item = (&SessionId, &SessionRecord)> {
        let first = last.map_or(Bound::Unbounded, Bound::Excluded);
        let places = self.places.range((first, Bound::Unbounded));
        places.map(|(id, place)| (id, self.at(*place)))
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.records.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&SessionId, &SessionRecord)> {
        self.places.iter().map(|(id, place)| (id, self.at(*place)))
    }
}

impl PartialEq for Sessions {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other.iter())
    }
}

impl Eq for Sessions {}

impl Serialize for Sessions {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Sessions {
    /// Takes each in as it is read, so that no second copy of all of them leaves a hole.
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Sessions;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("sessions by their ids")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Sessions, A::Error> {
                let mut sessions = Sessions::default();
                while let Some((id, record)) = map.next_entry()? {
                    let place = sessions.place(id);
                    *sessions.at_mut(place) = record;
                }
                Ok(sessions)
            }
        }

        reader.deserialize_map(Reader)
    }
}

/// A session or a note that shows, in the order in which they do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown<Id> {
    pub(super) date: Date,
    pub(super) at: At,
    pub(super) id: Id,
}

/// What shows on the days from `first` to `last`, as a range; none where the first is the later.
pub(super) fn days<Id: From<Uuid>>(first: Date, last: Date) -> Option<RangeInclusive<Shown<Id>>> {
    (first <= last).then(|| Shown::first_of(first)..=Shown::last_of(last))
}

/// The sessions of the days from `first` to `last`.
fn between(
    all: &BTreeMap<Shown<SessionId>, Place>,
    first: Date,
    last: Date,
) -> impl DoubleEndedIterator<Item = (&Shown<SessionId>, &Place)> {
    days(first, last)
        .into_iter()
        .flat_map(|days| all.range(days))
}

/// A day's ratings, if there are any.
pub(super) type DayRatings = Option<(Date, Mean)>;

impl Diary {
    /// The session of that id, deleted ones included.
    pub fn session(&self, id: SessionId) -> Option<Session<'_>> {
        let (record, _) = self.sessions.get(id)?;
        Session::of(id, record)
    }

    /// A session that shows.
    pub(super) fn shown_session(
        &self,
        (shown, place): (&Shown<SessionId>, &Place),
    ) -> Option<Session<'_>> {
        Session::of(shown.id, self.sessions.at(*place))
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

    /// Whether there is no session yet in which anything was done.
    pub fn is_empty(&self) -> bool {
        self.done_count == 0
    }

    /// How many sessions there are in which anything was done.
    pub fn session_count(&self) -> usize {
        self.done_count
    }

    /// The sessions started on the days from `first` to `last`, earliest first; deleted ones
    /// and short breaks left out.
    pub fn sessions_between(
        &self,
        first: Date,
        last: Date,
    ) -> impl DoubleEndedIterator<Item = Session<'_>> {
        between(&self.shown, first, last).filter_map(|shown| self.shown_session(shown))
    }

    /// The short breaks started on the days from `first` to `last`, earliest first; deleted ones
    /// left out.
    pub fn breaks_between(
        &self,
        first: Date,
        last: Date,
    ) -> impl DoubleEndedIterator<Item = Session<'_>> {
        between(&self.shown_breaks, first, last).filter_map(|shown| self.shown_session(shown))
    }

    /// All short breaks that show, the latest first.
    pub fn latest_breaks(&self) -> impl Iterator<Item = Session<'_>> {
        self.shown_breaks
            .iter()
            .rev()
            .filter_map(|shown| self.shown_session(shown))
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
            .filter_map(|shown| self.shown_session(shown))
    }

    /// The sessions that were started before a day, the latest first; deleted ones left out.
    pub fn latest_before(&self, date: Date) -> impl Iterator<Item = Session<'_>> {
        self.shown
            .range(..Shown::first_of(date))
            .rev()
            .filter_map(|shown| self.shown_session(shown))
    }

    /// The first and the last day that something shows on.
    pub fn span(&self) -> Option<(Date, Date)> {
        Some((
            self.shown.first_key_value()?.0.date,
            self.shown.last_key_value()?.0.date,
        ))
    }

    /// The latest session that isn't over.
    pub fn open(&self, now: At) -> Option<Session<'_>> {
        self.latest()
            .take(GONE_ON_WITH)
            .find(|session| !matches!(session.state(now), State::Ended(_)))
    }

    /// The latest sessions and short breaks, of which one can still be gone on with.
    pub fn recent(&self) -> impl Iterator<Item = Session<'_>> {
        let sessions = self.latest().take(GONE_ON_WITH);
        sessions.chain(self.latest_breaks().take(GONE_ON_WITH))
    }

    /// Takes a session out of what shows.
    pub(super) fn hide(&mut self, id: SessionId, place: Place) {
        if let Some(shown) = self.sessions.at(place).shown(id) {
            self.shown.remove(&shown);
            self.shown_breaks.remove(&shown);
        }
    }

    /// Puts a session into what shows, unless it is deleted or not known to have begun.
    pub(super) fn show(&mut self, id: SessionId, place: Place) {
        let record = self.sessions.at(place);
        let shown = record.shown(id).map(|shown| (shown, place));
        if record.is_break() {
            self.shown_breaks.extend(shown);
        } else {
            self.shown.extend(shown);
        }
    }

    pub(super) fn add_ratings(&mut self, more: DayRatings) {
        if let Some((date, mean)) = more {
            self.checkpoint.changed(date);
            let day = self.rated.entry(date).or_default();
            *day = day.and(mean);
        }
    }

    pub(super) fn take_ratings(&mut self, gone: DayRatings) {
        if let Some((date, mean)) = gone {
            self.checkpoint.changed(date);
            let left = self.rated.remove(&date).map(|day| day.without(mean));
            self.rated.extend(
                left.filter(|left| left.count() > 0)
                    .map(|left| (date, left)),
            );
        }
    }

    pub(super) fn drop_unused(&mut self, timeline: TimelineId) {
        let used = |record: &SessionRecord| {
            record
                .start
                .as_ref()
                .is_some_and(|start| start.value.timeline == timeline)
        };
        if !self.sessions.records.iter().any(used) {
            self.timelines.remove(&timeline);
        }
    }
}
