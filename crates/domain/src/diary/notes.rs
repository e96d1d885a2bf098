//! Notes as they are now, and when a week is to be asked about.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Diary;
use super::index::{Shown, days};
use crate::basics::ids::NoteId;
use crate::basics::mean::Mean;
use crate::basics::stamp::{Stamp, Stamped};
use crate::basics::time::{At, Zone, Zones};
use crate::journal::note::{Content, Note};

/// What is known of a note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NoteRecord {
    /// When it was first kept, and the time zone there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) first: Option<Stamped<Zone>>,
    /// What it says now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) kept: Option<Stamped<Arc<Note>>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) deleted: Option<Stamped<bool>>,
}

impl NoteRecord {
    /// Takes in that it is to be as it stands here.
    pub(crate) fn keep(&mut self, stamp: Stamp, zone: &Zone, note: &Arc<Note>) {
        Stamped::earliest(&mut self.first, stamp, zone.clone());
        Stamped::latest(&mut self.kept, stamp, Arc::clone(note));
    }

    /// Takes in that it isn't wanted any more, or wanted back.
    pub(crate) fn delete(&mut self, stamp: Stamp, deleted: bool) {
        Stamped::latest(&mut self.deleted, stamp, deleted);
    }

    /// Has it share its zone's name with others.
    pub(crate) fn share_zone(&mut self, zones: &mut Zones) {
        if let Some(first) = &mut self.first {
            zones.share(&mut first.value);
        }
    }

    /// When something was last decided about it.
    pub(crate) fn latest(&self) -> Option<At> {
        Stamped::at(self.kept.as_ref()).max(Stamped::at(self.deleted.as_ref()))
    }

    /// Whether it is deleted; to keep it again is to want it back.
    pub(crate) fn is_deleted(&self) -> bool {
        let kept = self.kept.as_ref().map(|kept| kept.stamp);
        self.deleted
            .as_ref()
            .is_some_and(|deleted| deleted.value && Some(deleted.stamp) > kept)
    }

    /// Whether it says how a week was.
    pub(crate) fn is_about_a_week(&self) -> bool {
        let kept = self.kept.as_ref();
        kept.is_some_and(|kept| matches!(kept.value.content, Content::Week(_)))
    }

    /// As it is read, deleted or not; none where nothing was kept yet.
    pub(crate) fn read(&self, id: NoteId) -> Option<Noted<'_>> {
        let (first, kept) = self.first.as_ref().zip(self.kept.as_ref())?;
        Some(Noted {
            id,
            note: &kept.value,
            first: first.stamp.at,
            zone: &first.value,
            latest: kept.stamp.at,
        })
    }
}

/// A note as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noted<'a> {
    /// Which.
    pub id: NoteId,
    /// What it says now, and of which day.
    pub note: &'a Arc<Note>,
    /// When it was first kept.
    pub first: At,
    /// The time zone there.
    pub zone: &'a Zone,
    /// When it was last kept: later than `first` where it was corrected.
    pub latest: At,
}

impl Noted<'_> {
    /// Whether it was corrected.
    pub fn is_corrected(&self) -> bool {
        self.first < self.latest
    }
}

/// Days from one answer about a week to the next question about one (PROGRAMME: once a week).
pub const WEEK_DAYS: i64 = 7;

/// The latest answer that is about a part of the week that ends today. What was answered further
/// east just now may be of tomorrow.
pub fn week_answered(diary: &Diary, today: Date) -> Option<Noted<'_>> {
    let first = today.saturating_sub((WEEK_DAYS - 1).days());
    let mut notes = diary
        .notes_between(first, today.saturating_add(1.day()))
        .rev();
    notes.find(|noted| matches!(noted.note.content, Content::Week(_)))
}

/// Whether it is time to ask how the week was: a week after the first session or note, and then
/// a week after each answer. It stays so until there is one.
pub fn week_is_due(diary: &Diary, today: Date) -> bool {
    let sessions = diary.span().map(|(first, _)| first);
    let notes = diary.notes_span().map(|(first, _)| first);
    let began = sessions.into_iter().chain(notes).min();
    let is_over = began.is_some_and(|began| began <= today.saturating_sub(WEEK_DAYS.days()));
    is_over && week_answered(diary, today).is_none()
}

/// The notes of the days from `first` to `last`.
fn of_days(
    all: &BTreeSet<Shown<NoteId>>,
    first: Date,
    last: Date,
) -> impl DoubleEndedIterator<Item = &Shown<NoteId>> {
    days(first, last)
        .into_iter()
        .flat_map(|days| all.range(days))
}

/// A note as it shows, with its rating if it has one; none where it is deleted.
pub(super) fn shown_note(record: &NoteRecord, id: NoteId) -> Option<(Shown<NoteId>, Option<Mean>)> {
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

impl Diary {
    /// The notes of the days from `first` to `last` that say how a week was, earliest first;
    /// deleted ones left out.
    pub fn weeks_between(
        &self,
        first: Date,
        last: Date,
    ) -> impl DoubleEndedIterator<Item = Noted<'_>> {
        of_days(&self.shown_weeks, first, last)
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
        of_days(&self.shown_notes, first, last)
            .filter_map(|shown| self.notes.get(&shown.id)?.read(shown.id))
    }

    /// The first and the last day that there is a note about.
    pub fn notes_span(&self) -> Option<(Date, Date)> {
        Some((
            self.shown_notes.first()?.date,
            self.shown_notes.last()?.date,
        ))
    }

    pub(super) fn change_note(&mut self, id: NoteId, change: impl FnOnce(&mut NoteRecord)) {
        self.hide_note(id);
        change(self.notes.entry(id).or_default());
        self.show_note(id);
    }

    /// Takes a note out of what shows.
    pub(super) fn hide_note(&mut self, id: NoteId) {
        if let Some((shown, rating)) = self.notes.get(&id).and_then(|note| shown_note(note, id)) {
            self.shown_notes.remove(&shown);
            self.shown_weeks.remove(&shown);
            self.checkpoint.changed(shown.date);
            self.take_ratings(rating.map(|mean| (shown.date, mean)));
        }
    }

    /// Puts a note into what shows, unless it is deleted.
    pub(super) fn show_note(&mut self, id: NoteId) {
        let Some(record) = self.notes.get(&id) else {
            return;
        };
        if let Some((shown, rating)) = shown_note(record, id) {
            if record.is_about_a_week() {
                self.shown_weeks.insert(shown);
            }
            self.shown_notes.insert(shown);
            self.checkpoint.changed(shown.date);
            self.add_ratings(rating.map(|mean| (shown.date, mean)));
        }
    }
}
