//! The data folder: which files are in it, that they are the user's alone and stand in the folder
//! itself, and that two processes don't get in each other's way.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use unhunch_domain::basics::time::At;

use crate::JournalError;
use crate::sqlite::error::file;

/// The database's name.
pub(crate) const DATABASE: &str = "journal.sqlite3";

const LOCK: &str = "journal.lock";
const TURN: &str = "journal.turn";
const RESTORING: &str = "journal.restoring";
const RESTORED: &str = "journal.restored-";
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
        let folder = Self {
            path: path.to_owned(),
        };
        folder.refuse_links()?;
        Ok(folder)
    }

    /// Refuses links where SQLite or we would follow them by their names.
    fn refuse_links(&self) -> Result<(), JournalError> {
        let database = self.database();
        let files = BESIDE.iter().map(|ending| beside(&database, ending));
        let others = [self.restoring(), self.backups(), self.damaged()];
        for path in files.chain([database.clone()]).chain(others) {
            refuse_link(&path).map_err(file(&path))?;
        }
        Ok(())
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
        self.path.join(RESTORING)
    }

    /// Such a database when it is whole; what stands in its place is to be set aside under
    /// that stamp.
    pub(crate) fn restored(&self, stem: &str) -> PathBuf {
        self.path.join(format!("{RESTORED}{stem}"))
    }

    /// The stamp of a restored database that has not taken its place yet.
    pub(crate) fn restored_stem(&self) -> Option<String> {
        let files = fs::read_dir(&self.path).ok()?;
        files
            .filter_map(Result::ok)
            // What a link leads to must not become the journal.
            .filter(|file| file.file_type().is_ok_and(|kind| kind.is_file()))
            .filter_map(|file| file.file_name().into_string().ok())
            .filter_map(|name| Some(name.strip_prefix(RESTORED)?.to_owned()))
            .find(|stem| !BESIDE.iter().any(|ending| stem.ends_with(ending)))
    }

    /// Removes what earlier runs left unfinished or set aside, and copies of every kind, so that
    /// nothing of what was kept is left but in the database.
    pub(crate) fn remove_copies(&self) -> Result<(), JournalError> {
        remove_folder(&self.backups())?;
        remove_folder(&self.damaged())?;
        let files = fs::read_dir(&self.path).map_err(file(&self.path))?;
        for found in files {
            let found = found.map_err(file(&self.path))?;
            let name = found.file_name();
            let is_copy = name
                .to_str()
                .is_some_and(|name| name.starts_with(RESTORED) || name.starts_with(RESTORING));
            let path = found.path();
            if is_copy && found.file_type().is_ok_and(|kind| kind.is_dir()) {
                remove_folder(&path)?;
            } else if is_copy {
                remove_if_there(&path).map_err(file(&path))?;
            }
        }
        // From before the log; nobody has the database open in that way.
        let rollback = beside(&self.database(), "-journal");
        remove_if_there(&rollback).map_err(file(&rollback))?;
        sync_folder(&self.path).map_err(file(&self.path))
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
        open_own(&self.path.join(name), OpenOptions::new().read(true)).ok()
    }

    /// Whether a journal was opened in this folder before. What the program itself puts here
    /// says nothing about it: it may do so before it opens the journal.
    pub(crate) fn was_used(&self) -> bool {
        fs::symlink_metadata(self.path.join(LOCK)).is_ok_and(|lock| lock.len() > 0)
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

/// Opens a file of a data folder for reading and writing that is the user's alone, and makes it
/// where it isn't there.
///
/// # Errors
/// Where it can't be opened, and where something else stands there: a link, which is not followed,
/// a pipe, another user's file, or one that goes by a second name and others may read.
pub fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    let file = open_own(path, &mut options)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, PermissionsExt};
        let about = file.metadata()?;
        // It may have come from elsewhere, such as a backup of the whole disk.
        if about.mode() & 0o077 != 0 {
            if about.nlink() != 1 {
                return Err(io::Error::other(
                    "others may read it, and it has a second name elsewhere (a hard link); put a copy of it in its place",
                ));
            }
            file.set_permissions(fs::Permissions::from_mode(0o600))?;
        }
    }
    Ok(file)
}

/// Opens a file of a data folder as the options say, without changing anything about it. Where they
/// make it, it is the user's alone.
///
/// # Errors
/// Where it can't be opened, and where it isn't a file of this user or is reached through a link.
pub fn open_own(path: &Path, options: &mut OpenOptions) -> io::Result<File> {
    // Asked before it is opened: opening a device may already do something.
    refuse_link(path)?;
    if fs::symlink_metadata(path).is_ok_and(|about| !about.is_file()) {
        return Err(no_file());
    }
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        // A link that was put there this moment isn't followed either, and a pipe isn't waited for.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        options.mode(0o600).custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    let about = file.metadata()?;
    if !about.is_file() {
        return Err(no_file());
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let (owner, user) = (about.uid(), rustix::process::geteuid().as_raw());
        if owner != user {
            return Err(io::Error::other(format!(
                "it belongs to user {owner}, and you are user {user}; make it yours, or choose another data folder with --data-dir"
            )));
        }
    }
    Ok(file)
}

fn no_file() -> io::Error {
    io::Error::other("it isn't a file; move it out of the data folder")
}

fn refuse_link(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => Err(io::Error::other(
            "it is a link, and links in the data folder are not followed; put what it leads to in its place, or remove it",
        )),
        _ => Ok(()),
    }
}

/// Removes a folder of ours with all that is in it.
fn remove_folder(path: &Path) -> Result<(), JournalError> {
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(file(path)(error)),
        _ => Ok(()),
    }
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

    #[cfg(unix)]
    #[test]
    fn only_a_file_of_ones_own_becomes_private() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let place = tempfile::tempdir().unwrap();
        let path = |name: &str| place.path().join(name);
        let mode = |name: &str| fs::metadata(path(name)).unwrap().permissions().mode() & 0o777;
        let set_mode = |name: &str| {
            let mode = fs::Permissions::from_mode(0o644);
            fs::set_permissions(path(name), mode).unwrap();
        };
        drop(open_private(&path("new")).unwrap());
        assert_eq!(mode("new"), 0o600);
        fs::write(path("old"), "kept").unwrap();
        set_mode("old");
        let old = open_private(&path("old")).unwrap();
        assert_eq!(io::read_to_string(old).unwrap(), "kept");
        assert_eq!(mode("old"), 0o600);

        // One that nobody else may read is as it should be, whatever its names.
        fs::hard_link(path("old"), path("second")).unwrap();
        open_private(&path("second")).unwrap();
        set_mode("old");
        let error = open_private(&path("second")).unwrap_err();
        assert!(error.to_string().contains("hard link"), "{error}");
        assert_eq!(mode("old"), 0o644);

        symlink("old", path("link")).unwrap();
        symlink("nowhere", path("dangling")).unwrap();
        fs::create_dir(path("folder")).unwrap();
        let pipe = std::process::Command::new("mkfifo")
            .arg(path("pipe"))
            .status();
        assert!(pipe.unwrap().success());
        for (name, hint) in [
            ("link", "it is a link"),
            ("dangling", "it is a link"),
            ("folder", "isn't a file"),
            ("pipe", "isn't a file"),
        ] {
            for error in [
                open_private(&path(name)).unwrap_err(),
                open_own(&path(name), OpenOptions::new().read(true)).unwrap_err(),
            ] {
                assert!(error.to_string().contains(hint), "{name}: {error}");
            }
        }
        assert_eq!(mode("old"), 0o644);
        assert!(!path("nowhere").exists());
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
