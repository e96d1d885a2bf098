//! Notes: how it feels and how a week was, kept, corrected and deleted, and their order in a list.

use std::sync::Arc;

use jiff::civil::Date;
use unhunch_domain::diary::notes::{Noted, week_answered};
use unhunch_domain::journal::note::{Content, Feeling, FeelingParts, Week};
use unhunch_domain::{Command, Diary, Note, NoteId, Refusal};

use crate::app::{App, NewEntry};
use crate::error::Error;
use crate::sessions::Changed;

/// Why a note can't be about a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DayProblem {
    /// It is none of the days that a journal has ([`Note::DAYS`]).
    #[error("it is no day that a note can be about")]
    Unknown,
    /// It is still to come.
    #[error("the day is still to come")]
    ToCome,
}

/// A note that was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeptNote {
    /// Which.
    pub note: NoteId,
    /// Its place in the list, from 0 (see [`latest`]); none where it was deleted meanwhile.
    pub place: Option<usize>,
}

/// What became of a note about how it feels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeelingNoted {
    /// It is kept.
    Kept(KeptNote),
    /// Nothing is said in it; nothing was written.
    Nothing,
    /// It can't be about that day; nothing was written.
    BadDay(DayProblem),
}

/// What became of a note that was to be deleted or brought back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoteDeletion {
    /// Whether anything was written.
    pub changed: Changed,
    /// The place in the list, from 0, where the note stands now or, deleted, stood before; none
    /// where it was deleted before.
    pub place: Option<usize>,
}

/// Whether a note can be about a day: one until today, or the one that it was about before it is
/// corrected. What was noted further east may be of tomorrow.
///
/// # Errors
/// Why not.
pub fn check_day(date: Date, before: Option<Date>, today: Date) -> Result<(), DayProblem> {
    if Some(date) == before {
        Ok(())
    } else if !Note::DAYS.contains(&date) {
        Err(DayProblem::Unknown)
    } else if date > today {
        Err(DayProblem::ToCome)
    } else {
        Ok(())
    }
}

/// All notes as a list has them: those about the latest day first, and of one day the latest first.
/// Deleted ones are left out.
pub fn latest(diary: &Diary) -> impl Iterator<Item = Noted<'_>> {
    diary.notes_between(Date::MIN, Date::MAX).rev()
}

/// The note that an answer about the past seven days corrects: the one of that id, else the one
/// that answers for these days already; none where it is a new one.
pub fn week_corrected(diary: &Diary, note: Option<NoteId>, today: Date) -> Option<Noted<'_>> {
    let known = note.and_then(|id| diary.note(id)).map(|(noted, _)| noted);
    known.or_else(|| week_answered(diary, today))
}

/// What to write for a note. One that is there already stays of its kind: how it feels never takes
/// the place of an answer about a week or of a test.
pub(crate) fn keep(diary: &Diary, id: NoteId, note: Note) -> Result<Vec<NewEntry>, Refusal> {
    let known = diary.note(id).map(|(noted, _)| noted.note);
    let kind = |note: &Note| std::mem::discriminant(&note.content);
    if known.is_some_and(|known| kind(known) != kind(&note)) {
        return Err(Refusal::UnknownNote);
    }
    let command = Command::KeepNote {
        note: id,
        content: Arc::new(note),
    };
    NewEntry::by(diary, [command])
}

fn place_of(diary: &Diary, id: NoteId) -> Option<usize> {
    latest(diary).position(|noted| noted.id == id)
}

impl App {
    /// The id of a note that is to be written. A form has it before the note is kept, so that one
    /// that is sent twice is kept once.
    pub fn new_note(&self) -> NoteId {
        NoteId(self.host().uuid(&self.now()))
    }

    /// Keeps how it feels: as a new note, or as a correction of the one of that id. Without a day,
    /// a correction stays of its day, and a new note is about today.
    ///
    /// # Errors
    /// Where that note says something else than how it feels, or the journal can't be written.
    pub async fn note_feeling(
        &self,
        note: Option<NoteId>,
        date: Option<Date>,
        feeling: FeelingParts,
    ) -> Result<FeelingNoted, Error> {
        let today = self.now().zoned.date();
        let id = note.unwrap_or_else(|| self.new_note());
        let noted = self
            .write::<_, Error>(|diary| {
                let before = diary.note(id).map(|(noted, _)| noted.note.date);
                let date = date.or(before).unwrap_or(today);
                if let Err(problem) = check_day(date, before, today) {
                    return Ok((Vec::new(), FeelingNoted::BadDay(problem)));
                }
                let Some(feeling) = Feeling::of(feeling) else {
                    return Ok((Vec::new(), FeelingNoted::Nothing));
                };
                let content = Content::Feeling(feeling);
                let kept = KeptNote {
                    note: id,
                    place: None,
                };
                let drafts = keep(diary, id, Note { date, content })?;
                Ok((drafts, FeelingNoted::Kept(kept)))
            })
            .await?;
        Ok(match noted {
            FeelingNoted::Kept(kept) => FeelingNoted::Kept(self.placed(kept.note)),
            other => other,
        })
    }

    /// Keeps an answer about the past seven days: as a new note, or as a correction that stays of
    /// its day. Two pages that were opened beside each other answer for one week, not for two (see
    /// [`week_corrected`]).
    ///
    /// # Errors
    /// Where the note of that id is about something else, or the journal can't be written.
    pub async fn note_week(&self, note: Option<NoteId>, week: Week) -> Result<KeptNote, Error> {
        let today = self.now().zoned.date();
        let fresh = note.unwrap_or_else(|| self.new_note());
        let kept = self
            .write::<_, Error>(|diary| {
                let known = week_corrected(diary, note, today);
                let known = known.map(|known| (known.id, known.note.date));
                let (id, date) = known.unwrap_or((fresh, today));
                let content = Content::Week(week);
                Ok((keep(diary, id, Note { date, content })?, id))
            })
            .await?;
        Ok(self.placed(kept))
    }

    /// Deletes a note, or brings it back.
    ///
    /// # Errors
    /// Where there is no such note, or the journal can't be written.
    pub async fn set_note_deleted(
        &self,
        note: NoteId,
        deleted: bool,
    ) -> Result<NoteDeletion, Error> {
        let (changed, before) = self
            .write::<_, Error>(|diary| {
                let command = if deleted {
                    Command::DeleteNote(note)
                } else {
                    Command::RestoreNote(note)
                };
                let drafts = NewEntry::by(diary, [command])?;
                let changed = Changed::of(&drafts);
                let before = deleted.then(|| place_of(diary, note)).flatten();
                Ok((drafts, (changed, before)))
            })
            .await?;
        let place = if deleted {
            before
        } else {
            self.placed(note).place
        };
        Ok(NoteDeletion { changed, place })
    }

    /// Where a note stands that was just kept.
    fn placed(&self, note: NoteId) -> KeptNote {
        KeptNote {
            note,
            place: self.read_last(|diary| place_of(diary, note)),
        }
    }
}
