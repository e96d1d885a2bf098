//! The data folder: which files are in it, that they are the user's alone, and that two
//! processes don't get in each other's way.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use unhunch_domain::entry::At;

use crate::JournalError;
use crate::sqlite::error::file;

/// The database's name.
pub(crate) const DATABASE: &str = "journal.sqlite3";

const LOCK: &str = "journal.lock";
const TURN: &str = "journal.turn";
/// What stands in the lock's file once there was a journal.
const MARK: &[u8] = b"A journal of Unhunch is kept in this folder.\n";

/// How long to wait for another process that is just opening the journal.
const PATIENCE: Duration = Duration::from_mins(1);
const PAUSE: Duration = Duration::from_millis(20);

/// The data folder.
#[derive(Clone, Debug)]
pub(crate) struct Folder {
    path: PathBuf,
}

impl Folder {
    /// The folder, made where it isn't there.
    pub(crate) fn prepare(path: &Path) -> Result<Self, JournalError> {
        // SQLite takes names as UTF-8 only.
        if path.to_str().is_none() {
            return Err(JournalError::Unusable(format!(
                "the name of the data folder, {}, isn't UTF-8 text; choose another data folder with --data-dir",
                path.display()
            )));
        }
        create_folder(path).map_err(file(path))?;
        Ok(Self {
            path: path.to_owned(),
        })
    }

    /// The folder as it is, if it is there.
    pub(crate) fn existing(path: &Path) -> Result<Self, JournalError> {
        if path.is_dir() {
            Self::prepare(path)
        } else {
            Err(JournalError::Unusable(format!(
                "there is no data folder {}",
                path.display()
            )))
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.path.join(DATABASE)
    }

    /// Where a database is put together that is to take the place of a damaged one.
    pub(crate) fn restoring(&self) -> PathBuf {
        self.path.join("journal.restoring")
    }

    /// Such a database when it is whole; what stands in its place is to be set aside under
    /// that stamp.
    pub(crate) fn restored(&self, stem: &str) -> PathBuf {
        self.path.join(format!("journal.restored-{stem}"))
    }

    /// The stamp of a restored database that has not taken its place yet.
    pub(crate) fn restored_stem(&self) -> Option<String> {
        let files = fs::read_dir(&self.path).ok()?;
        files
            .filter_map(|file| file.ok()?.file_name().into_string().ok())
            .filter_map(|name| Some(name.strip_prefix("journal.restored-")?.to_owned()))
            .find(|stem| {
                !stem.ends_with("-wal") && !stem.ends_with("-shm") && !stem.ends_with("-journal")
            })
    }

    pub(crate) fn backups(&self) -> PathBuf {
        self.path.join("backups")
    }

    pub(crate) fn damaged(&self) -> PathBuf {
        self.path.join("damaged")
    }

    fn lock_file(&self, name: &str) -> Result<File, JournalError> {
        let path = self.path.join(name);
        open_private(&path).map_err(file(&path))
    }

    /// Such a file as it is; none where it isn't there or can't be read.
    fn lock_file_if_there(&self, name: &str) -> Option<File> {
        let path = self.path.join(name);
        if path.is_file() {
            File::open(path).ok()
        } else {
            None
        }
    }

    /// Whether a journal was opened in this folder before. What the program itself puts here
    /// says nothing about it: it may do so before it opens the journal.
    pub(crate) fn was_used(&self) -> bool {
        fs::metadata(self.path.join(LOCK)).is_ok_and(|lock| lock.len() > 0)
    }

    /// Waits until no other process is opening, restoring or erasing the journal, and keeps
    /// others from it until the value is dropped.
    pub(crate) async fn take_turn(&self) -> Result<Turn, JournalError> {
        wait_for_turn(self.lock_file(TURN)?).await
    }

    /// The same without making a file: where there is none to wait for, nobody is waited for.
    pub(crate) async fn take_turn_if_any(&self) -> Result<Turn, JournalError> {
        match self.lock_file_if_there(TURN) {
            Some(lock) => wait_for_turn(lock).await,
            None => Ok(Turn { _lock: None }),
        }
    }

    /// Says that this process uses the journal, and finds out whether it is the only one.
    /// To be called in turn.
    pub(crate) fn use_lock(&self) -> Result<Use, JournalError> {
        Ok(Use::of(Some(self.lock_file(LOCK)?)))
    }

    /// The same without making a file.
    pub(crate) fn use_lock_if_any(&self) -> Use {
        Use::of(self.lock_file_if_there(LOCK))
    }
}

async fn wait_for_turn(lock: File) -> Result<Turn, JournalError> {
    let mut waited = Duration::ZERO;
    loop {
        match lock.try_lock() {
            Ok(()) => return Ok(Turn { _lock: Some(lock) }),
            Err(TryLockError::WouldBlock) if waited < PATIENCE => {
                tokio::time::sleep(PAUSE).await;
                waited += PAUSE;
            }
            Err(TryLockError::WouldBlock) => {
                return Err(JournalError::Unusable(
                    "another Unhunch is opening it and doesn't come to an end; close it, then try again".to_owned(),
                ));
            }
            // A file system without locks: one process at a time is up to the person then.
            Err(TryLockError::Error(_)) => return Ok(Turn { _lock: None }),
        }
    }
}

/// This process's turn to open, restore or erase.
#[derive(Debug)]
pub(crate) struct Turn {
    _lock: Option<File>,
}

/// That this process uses the journal.
#[derive(Debug)]
pub(crate) struct Use {
    lock: Option<File>,
    alone: bool,
}

impl Use {
    fn of(lock: Option<File>) -> Self {
        let mut lock = Self { lock, alone: false };
        lock.try_alone();
        lock
    }

    /// Puts down in the lock's file that a journal was opened here, so that it is missed when
    /// it is gone (see [`Folder::was_used`]). Only where this process is the only one: others
    /// may keep Windows from writing there.
    pub(crate) fn mark(&self) -> io::Result<()> {
        let Some(mut lock) = self.lock.as_ref() else {
            return Ok(());
        };
        if self.alone && lock.metadata()?.len() == 0 {
            lock.write_all(MARK)?;
            lock.sync_all()?;
        }
        Ok(())
    }

    /// Whether no other process uses it, and none can until [`Use::share`].
    pub(crate) fn is_alone(&self) -> bool {
        self.alone
    }

    /// Tries to be the only one that uses it. To be called in turn.
    pub(crate) fn try_alone(&mut self) {
        let Some(lock) = &self.lock else {
            self.alone = true;
            return;
        };
        // A lock can't be changed, only given up and taken anew; our turn keeps others out.
        let _ = lock.unlock();
        match lock.try_lock() {
            Ok(()) => self.alone = true,
            Err(TryLockError::WouldBlock) => self.share(),
            Err(TryLockError::Error(_)) => {
                self.lock = None;
                self.alone = true;
            }
        }
    }

    /// Lets other processes use it too. To be called in turn.
    pub(crate) fn share(&mut self) {
        self.alone = false;
        if let Some(lock) = &self.lock {
            let _ = lock.unlock();
            // In turn nobody holds it alone, so there is nothing to wait for.
            let _ = lock.try_lock_shared();
        }
    }

    /// Says that this process doesn't use it any more.
    pub(crate) fn give_up(&mut self) {
        self.alone = false;
        self.lock = None;
    }
}

/// Which file stands at a path, so that it shows when it is gone or another took its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The disk, and the file's number on it. Elsewhere than on Unix an open file can't be
    /// removed, so that it is enough to ask whether one is there.
    #[cfg(unix)]
    on_disk: (u64, u64),
}

impl Identity {
    /// Of what stands there now.
    pub(crate) fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::MetadataExt;
            Ok(Self {
                on_disk: (metadata.dev(), metadata.ino()),
            })
        }
        #[cfg(not(unix))]
        {
            let _ = metadata;
            Ok(Self {})
        }
    }
}

/// A time as it stands in names of files: `20261122T080000`, UTC.
pub(crate) fn stamp(at: At) -> String {
    at.timestamp().strftime("%Y%m%dT%H%M%S").to_string()
}

/// The time that such a stamp says.
pub(crate) fn parse_stamp(stamp: &str) -> Option<Timestamp> {
    let time = DateTime::strptime("%Y%m%dT%H%M%S", stamp).ok()?;
    Some(time.to_zoned(TimeZone::UTC).ok()?.timestamp())
}

/// Makes a folder that is the user's alone, where it isn't there. One that is there stays as
/// it is: it may be a folder of other things too.
pub(crate) fn create_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Opens a file for reading and writing that is the user's alone, and makes it where it isn't
/// there.
pub(crate) fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(0o600);
        let file = options.open(path)?;
        // It may have come from elsewhere, such as a backup of the whole disk.
        if file.metadata()?.permissions().mode() & 0o077 != 0 {
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
        Ok(file)
    }
    #[cfg(not(unix))]
    options.open(path)
}

/// Waits until a file is on the disk.
pub(crate) fn sync_file(path: &Path) -> io::Result<()> {
    // Windows flushes only what was opened for writing.
    OpenOptions::new()
        .read(true)
        .write(true)
        .open(path)?
        .sync_all()
}

/// Waits until a folder's names are on the disk.
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    File::open(path)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

/// The file beside a database with that ending: `-wal`, `-shm`.
pub(crate) fn beside(database: &Path, ending: &str) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The files that can stand beside a database.
pub(crate) const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Removes a database and what stands beside it.
pub(crate) fn remove_database(path: &Path) -> io::Result<()> {
    for ending in BESIDE {
        remove_if_there(&beside(path, ending))?;
    }
    remove_if_there(path)
}

fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_come_back() {
        let at = At::from_millisecond(1_795_334_400_999).unwrap();
        assert_eq!(stamp(at), "20261122T080000");
        assert_eq!(
            parse_stamp("20261122T080000").unwrap().as_millisecond(),
            1_795_334_400_000
        );
        for bad in ["", "20261122", "20261322T080000", "x"] {
            assert_eq!(parse_stamp(bad), None, "{bad}");
        }
    }

    #[tokio::test]
    async fn one_process_at_a_time_has_its_turn() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::prepare(place.path()).unwrap();
        let turn = folder.take_turn().await.unwrap();
        let first = folder.use_lock().unwrap();
        assert!(first.is_alone());
        let waiting = tokio::time::timeout(Duration::from_millis(60), folder.take_turn()).await;
        assert!(waiting.is_err());
        drop(turn);
        let _turn = folder.take_turn().await.unwrap();
        let second = folder.use_lock().unwrap();
        assert!(!second.is_alone());
        drop(first);
        let mut second = second;
        second.try_alone();
        assert!(second.is_alone());
    }
}
