//! The file with the state of reminders, from one run of the program to the next.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::state::SavedState;
use crate::files;

const NAME: &str = "reminders.json";

/// What a file that can't be read is called from then on.
const BROKEN: &str = "reminders.broken.json";

/// The file.
#[derive(Clone)]
pub struct StateFile {
    folder: PathBuf,
}

impl StateFile {
    /// The one in a folder of data.
    pub fn of(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
        }
    }

    /// Reads it. One that can't be understood is set aside.
    pub fn read(&self) -> Option<SavedState> {
        let path = self.folder.join(NAME);
        let text = match files::read_own(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                self.set_aside(&path, &error.to_string());
                return None;
            }
        };
        match serde_json::from_str(&text) {
            Ok(saved) => Some(saved),
            Err(error) => {
                self.set_aside(&path, &error.to_string());
                None
            }
        }
    }

    fn set_aside(&self, path: &Path, error: &str) {
        let place = match fs::rename(path, self.folder.join(BROKEN)) {
            Ok(()) => format!("It is called {BROKEN} now"),
            Err(error) => format!("It stays where it is, since it can't be renamed ({error})"),
        };
        tracing::warn!(
            error,
            "{} can't be read. {place}. Reminders begin anew: what was asked today may be asked \
             once more. Your sessions and settings are elsewhere and all right.",
            path.display()
        );
    }

    /// Removes all that was kept or left here about a journal that is gone: this file, one that was
    /// set aside, and what was left unfinished.
    pub fn forget(&self) {
        for name in [NAME, BROKEN] {
            match fs::remove_file(self.folder.join(name)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    tracing::warn!(%error, "{name} can't be removed; remove it yourself, it is of a journal that is gone");
                }
                _ => {}
            }
        }
        if let Err(error) = files::remove_unfinished(&self.folder) {
            tracing::warn!(%error, "not all that was left unfinished in the data folder can be removed");
        }
    }

    /// Writes it; says whether that worked.
    pub fn write(&self, saved: &SavedState) -> bool {
        let written = serde_json::to_string(saved)
            .map_err(io::Error::from)
            .and_then(|text| files::write_own(&self.folder.join(NAME), &text));
        if let Err(error) = &written {
            tracing::warn!(%error, "{NAME} can't be written; a new start may ask once more");
        }
        written.is_ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use jiff::Timestamp;
    use jiff::tz::TimeZone;
    use unhunch_reminders::Plan;

    use super::super::state::{JournalView, ReminderState};
    use super::*;

    fn view() -> JournalView {
        JournalView {
            epoch: 3,
            plan: Plan::default(),
            is_session_held: false,
            sessions: Vec::new(),
        }
    }

    #[test]
    fn what_is_kept_is_private_and_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let file = StateFile::of(folder.path());
        assert!(file.read().is_none());
        let state = ReminderState::resume(None, &view(), TimeZone::UTC, Timestamp::UNIX_EPOCH);
        file.write(&state.saved());
        assert!(files::is_private(&folder.path().join(NAME)));
        let text = serde_json::to_string(&file.read().unwrap()).unwrap();
        assert_eq!(text, serde_json::to_string(&state.saved()).unwrap());
    }

    #[test]
    fn what_an_earlier_release_kept_is_read_as_it_was() {
        let kept = include_str!("../../tests/frozen/reminders-1.json");
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), kept).unwrap();
        let file = StateFile::of(folder.path());
        assert!(file.write(&file.read().unwrap()));
        assert_eq!(fs::read_to_string(folder.path().join(NAME)).unwrap(), kept);
    }

    #[test]
    fn what_was_kept_of_a_journal_that_is_gone_goes() {
        let folder = tempfile::tempdir().unwrap();
        let gone = [
            NAME,
            BROKEN,
            ".unhunch-export-1",
            ".unhunch-2",
            "reminders.new",
        ];
        for name in gone.iter().chain(&["notes.new", "journal.sqlite3"]) {
            fs::write(folder.path().join(name), "").unwrap();
        }
        StateFile::of(folder.path()).forget();
        let mut names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names, ["journal.sqlite3", "notes.new"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_is_set_aside_and_never_followed() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = folder.path().join("elsewhere");
        let state = ReminderState::resume(None, &view(), TimeZone::UTC, Timestamp::UNIX_EPOCH);
        let text = serde_json::to_string(&state.saved()).unwrap();
        fs::write(&elsewhere, &text).unwrap();
        std::os::unix::fs::symlink(&elsewhere, folder.path().join(NAME)).unwrap();
        let file = StateFile::of(folder.path());
        assert!(file.read().is_none());
        assert!(file.write(&state.saved()));
        assert!(files::is_private(&folder.path().join(NAME)));
        assert!(
            fs::symlink_metadata(folder.path().join(BROKEN))
                .unwrap()
                .is_symlink()
        );
        assert_eq!(fs::read_to_string(&elsewhere).unwrap(), text);
    }

    #[test]
    fn what_cannot_be_read_nor_renamed_stays() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join(NAME)).unwrap();
        fs::write(folder.path().join(BROKEN), "an older one").unwrap();
        let file = StateFile::of(folder.path());
        assert!(file.read().is_none());
        let state = ReminderState::resume(None, &view(), TimeZone::UTC, Timestamp::UNIX_EPOCH);
        file.write(&state.saved());
        let mut names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(names, [BROKEN, NAME]);
    }

    #[test]
    fn a_broken_file_is_set_aside() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(NAME), "{\"version\":1,").unwrap();
        let file = StateFile::of(folder.path());
        assert!(file.read().is_none());
        assert!(!folder.path().join(NAME).exists());
        assert_eq!(
            fs::read_to_string(folder.path().join(BROKEN)).unwrap(),
            "{\"version\":1,"
        );
    }
}
