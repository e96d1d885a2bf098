//! Sessions that are left out from the history, and brought back.

use unhunch_domain::{Command, SessionId};

use super::Changed;
use crate::app::{App, NewEntry};
use crate::error::Error;

impl App {
    /// Leaves a session out from the history, or brings it back.
    ///
    /// # Errors
    /// Where there is no such session, or the journal can't be written.
    pub async fn set_session_deleted(
        &self,
        session: SessionId,
        deleted: bool,
    ) -> Result<Changed, Error> {
        self.write(|diary| {
            let command = if deleted {
                Command::Delete(session)
            } else {
                Command::Restore(session)
            };
            let drafts = NewEntry::by(diary, [command])?;
            let changed = Changed::of(&drafts);
            Ok((drafts, changed))
        })
        .await
    }
}
