//! Tests of reach: what is found is kept as a note, unless something holds the tests back.

use unhunch_domain::journal::note::Content;
use unhunch_domain::journal::reach::Reach;
use unhunch_domain::{Condition, Note, NoteId, Refusal};

use crate::app::App;
use crate::error::Error;
use crate::gate::{self, Blocked};
use crate::notes;

/// What became of what a test found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReachNoted {
    /// It is kept, as that note.
    Kept(NoteId),
    /// Something holds tests back as it does the exercises; nothing was written.
    Held(Blocked),
    /// The test isn't for somebody with that condition; nothing was written.
    NotForPerson(Condition),
}

impl App {
    /// Keeps what a test of reach found: as a new note, or instead of what that note said. A
    /// correction stays of its day.
    ///
    /// # Errors
    /// Where the note of that id is none of that test and side, or the journal can't be written.
    pub async fn note_reach(&self, note: NoteId, reach: Reach) -> Result<ReachNoted, Error> {
        let today = self.now().zoned.date();
        self.write(|diary| {
            if let Some(held) = gate::check(diary, today) {
                return Ok((Vec::new(), ReachNoted::Held(held)));
            }
            if let Some(condition) = reach.test.kept_from(&diary.screening().conditions()) {
                return Ok((Vec::new(), ReachNoted::NotForPerson(condition)));
            }
            let known = diary.note(note).map(|(noted, _)| noted.note);
            let date = match known {
                None => today,
                Some(known) => match known.content {
                    Content::Reach(before)
                        if (before.test, before.side) == (reach.test, reach.side) =>
                    {
                        known.date
                    }
                    _ => return Err(Refusal::UnknownNote.into()),
                },
            };
            let content = Content::Reach(reach);
            let drafts = notes::keep(diary, note, Note { date, content })?;
            Ok((drafts, ReachNoted::Kept(note)))
        })
        .await
    }
}
