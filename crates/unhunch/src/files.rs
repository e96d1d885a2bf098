//! Files that are written and read by name: what is written appears whole or not at all and through
//! nothing that others may have put there, what is read has an end.

use std::error::Error;
use std::fmt;
use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read, Seek as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use unhunch_desktop::new_file::{self, UNFINISHED, name_of};

pub use unhunch_desktop::new_file::{NewFile, NotAFile, Readers};
pub use unhunch_journal::open_private;

/// What earlier versions called them in the data folder.
const UNFINISHED_BEFORE: [&str; 3] = ["cookie.new", "instance.new", "reminders.new"];

/// Begins a file that a person named, to be put in its place when it is whole.
///
/// # Errors
/// As [`NewFile::begin`] has them.
pub fn begin(path: &Path, readers: Readers) -> io::Result<NewFile> {
    NewFile::begin(path, readers)
}

/// Puts a text into a file, whole or not at all.
///
/// # Errors
/// As [`begin`] and [`NewFile::finish`] have them.
pub fn write_whole(path: &Path, text: &str, readers: Readers) -> io::Result<()> {
    new_file::write_whole(path, text, readers)
}

/// Held while this program writes a small file of its own, so that what is in the making isn't taken
/// for what an earlier run left unfinished.
static WRITING: Mutex<()> = Mutex::new(());

/// Puts a text into a file of the data folder, for this person alone, whole or not at all.
///
/// # Errors
/// As [`NewFile`] has them; where something else stands there, [`PlaceTaken`] is the cause.
pub fn write_own(path: &Path, text: &str) -> io::Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    let written = write_whole(path, text, Readers::Owner);
    written.map_err(|error| match error.downcast::<NotAFile>() {
        Ok(what) => io::Error::other(PlaceTaken(what)),
        Err(error) => error,
    })
}

/// Something else stands where the program keeps a file of its own. It is the cause in the
/// [`io::Error`] of [`write_own`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceTaken(pub NotAFile);

impl fmt::Display for PlaceTaken {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(out)
    }
}

impl Error for PlaceTaken {}

/// What was to be read is no file. It is the cause in the [`io::Error`] of [`open`].
#[derive(Debug)]
pub struct NothingToRead {
    /// What it is, as it is called in a sentence.
    what: &'static str,
    /// Whether it could come by standard input instead.
    pub is_stdin_read: bool,
}

impl fmt::Display for NothingToRead {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "it is {}, not a file", self.what)
    }
}

impl Error for NothingToRead {}

/// Opens a file that a person named, to read it; a link to it will do. Others, such as pipes, may
/// keep their readers for ever.
///
/// # Errors
/// Where it can't be opened, or is no file.
pub fn open(path: &Path) -> io::Result<File> {
    let refuse = |kind: FileType| {
        Err(io::Error::other(NothingToRead {
            what: name_of(kind),
            is_stdin_read: false,
        }))
    };
    // Asked before it is opened: opening a device may already do something.
    let about = fs::metadata(path)?;
    if !about.is_file() {
        return refuse(about.file_type());
    }
    let mut options = OpenOptions::new();
    options.read(true);
    // Another may stand there by now.
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        (rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOCTTY)
            .bits()
            .cast_signed(),
    );
    let file = options.open(path)?;
    let about = file.metadata()?;
    if about.is_file() {
        Ok(file)
    } else {
        refuse(about.file_type())
    }
}

/// The same, or for `-` a copy of all that came through standard input: whoever sends that may take
/// their time, and nobody waits for them with something locked.
///
/// # Errors
/// As [`open`] has them, or where there is no room for the copy.
pub fn open_or_copy_stdin(path: &Path) -> io::Result<File> {
    if path != Path::new("-") {
        return open_named(path);
    }
    // Without a name, so that nobody else finds it and it goes with the program.
    let mut copy = tempfile::tempfile()?;
    io::copy(&mut io::stdin().lock(), &mut copy)?;
    copy.rewind()?;
    Ok(copy)
}

/// The same, or standard input for `-`: for what is no file.
///
/// # Errors
/// As [`open`] has them.
pub fn open_or_stdin(path: &Path) -> io::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    Ok(Box::new(open_named(path)?))
}

/// As [`open`], with what to do about something else than a file.
fn open_named(path: &Path) -> io::Result<File> {
    match open(path) {
        Ok(file) => Ok(file),
        Err(error) => Err(match error.downcast::<NothingToRead>() {
            Ok(nothing) => io::Error::other(NothingToRead {
                is_stdin_read: true,
                ..nothing
            }),
            Err(error) => error,
        }),
    }
}

/// Reads a file of the data folder.
///
/// # Errors
/// Where it can't be read, isn't text, or isn't this person's own file in the folder itself.
pub fn read_own(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    unhunch_journal::open_own(path, OpenOptions::new().read(true))?.read_to_string(&mut text)?;
    Ok(text)
}

/// Whether it is a file that nobody else may read.
pub fn is_private(path: &Path) -> bool {
    let Ok(about) = fs::symlink_metadata(path) else {
        return false;
    };
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        about.is_file()
            && about.mode() & 0o7777 == 0o600
            && about.uid() == rustix::process::geteuid().as_raw()
    }
    #[cfg(not(unix))]
    about.is_file()
}

/// Removes what was left unfinished in the data folder.
///
/// # Errors
/// What can't be removed first.
pub fn remove_unfinished(folder: &Path) -> io::Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    for found in fs::read_dir(folder)? {
        let found = found?;
        let name = found.file_name();
        let is_unfinished = name
            .to_str()
            .is_some_and(|name| name.starts_with(UNFINISHED) || UNFINISHED_BEFORE.contains(&name));
        if is_unfinished && found.file_type()?.is_file() {
            fs::remove_file(found.path())?;
        }
    }
    Ok(())
}
