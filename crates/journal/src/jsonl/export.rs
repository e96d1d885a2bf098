//! Writes a journal as lines, a piece at a time.

use std::ops::Deref;

use unhunch_domain::Entry;

use crate::{Journal, JournalError, Position};

/// Entries in one piece of an export.
const PIECE: usize = 512;

/// An entry as a line, its end included.
pub fn line(entry: &Entry) -> String {
    // Entries are made of numbers, words and lists: nothing in them that JSON can't say.
    let mut line = serde_json::to_string(entry).unwrap_or_default();
    line.push('\n');
    line
}

/// Writes a journal as lines, a piece at a time, up to where it ended when the first piece
/// was asked for.
#[derive(Debug)]
pub struct Export<J> {
    journal: J,
    reached: Position,
    end: Option<Position>,
}

impl<J> Export<J>
where
    J: Deref<Target: Journal>,
{
    /// An export of that journal, which may be borrowed or shared.
    pub fn new(journal: J) -> Self {
        Self {
            journal,
            reached: Position::default(),
            end: None,
        }
    }

    /// The next piece: whole lines; none after the last.
    ///
    /// # Errors
    /// Where the journal can't be read, or was erased or restored since the first piece.
    pub async fn next(&mut self) -> Result<Option<String>, JournalError> {
        let end = match self.end {
            Some(end) => end,
            None => *self.end.insert(self.journal.end().await?),
        };
        if self.reached.number >= end.number {
            return Ok(None);
        }
        let left = usize::try_from(end.number - self.reached.number).unwrap_or(usize::MAX);
        let read = self
            .journal
            .read_after(self.reached, left.min(PIECE))
            .await?;
        let mut piece = String::new();
        for (position, entry) in &read {
            if position.epoch != end.epoch {
                return Err(JournalError::Unusable(
                    "it was erased or restored while it was exported; export it again".to_owned(),
                ));
            }
            if position.number <= end.number {
                piece.push_str(&line(entry));
            }
        }
        match read.last() {
            Some((position, _)) => self.reached = *position,
            None => self.reached = end,
        }
        Ok((!piece.is_empty()).then_some(piece))
    }
}
