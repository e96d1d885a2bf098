//! Settings, changed one by one: what a change doesn't name stays as it is, also where somebody
//! else changes it at the same time.

use unhunch_domain::{Command, Settings, SettingsChange};

use crate::app::{App, NewEntry};
use crate::error::Error;

impl App {
    /// Changes some settings, and gives all of them as they are then.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn change_settings(&self, change: SettingsChange) -> Result<Settings, Error> {
        self.write(|diary| {
            let settings = diary.settings().with(change);
            let drafts = NewEntry::by(diary, [Command::Set(settings.clone())])?;
            Ok((drafts, settings))
        })
        .await
    }
}
