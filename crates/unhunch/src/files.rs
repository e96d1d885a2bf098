//! Files that are written and read by name: what is written appears whole or not at all and through
//! nothing that others may have put there, what is read has an end.

use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read, Seek as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use unhunch_desktop::new_file::{self, NotAFile, UNFINISHED, name_of};

pub use unhunch_desktop::new_file::{NewFile, Readers};
pub use unhunch_journal::open_private;

/// What earlier versions called them in the data folder.
const UNFINISHED_BEFORE: [&str; 3] = ["cookie.new", "instance.new", "reminders.new"];

/// Begins a file that a person named, to be put in its place when it is whole.
///
/// # Errors
/// As [`NewFile::begin`] has them, with what to do about it.
pub fn begin(path: &Path, readers: Readers) -> io::Result<NewFile> {
    NewFile::begin(path, readers).map_err(with_hint)
}

/// Puts a text into a file, whole or not at all.
///
/// # Errors
/// As [`begin`] and [`NewFile::finish`] have them.
pub fn write_whole(path: &Path, text: &str, readers: Readers) -> io::Result<()> {
    new_file::write_whole(path, text, readers).map_err(with_hint)
}

/// Adds what to do where something else than a file was named.
fn with_hint(error: io::Error) -> io::Error {
    let cause = error.get_ref().and_then(|cause| cause.downcast_ref());
    let hint = match cause {
        Some(NotAFile::Folder) => "name a file in it",
        Some(NotAFile::Link) => "name the file itself, or write to standard output with `-`",
        Some(NotAFile::Other(_)) => "name a file, or write to standard output with `-`",
        None => return error,
    };
    io::Error::other(format!("{error}; {hint}"))
}

/// Held while this program writes a small file of its own, so that what is in the making isn't taken
/// for what an earlier run left unfinished.
static WRITING: Mutex<()> = Mutex::new(());

/// Puts a text into a file for this person alone, whole or not at all.
///
/// # Errors
/// As [`NewFile`] has them.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    write_whole(path, text, Readers::Owner)
}

/// Opens a file that a person named, to read it; a link to it will do. Others, such as pipes, may
/// keep their readers for ever.
///
/// # Errors
/// Where it can't be opened, or is no file.
pub fn open(path: &Path) -> io::Result<File> {
    let refuse = |kind: FileType| {
        let what = name_of(kind);
        Err(io::Error::other(format!("it is {what}, not a file")))
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
        Err(error) if fs::metadata(path).is_ok_and(|about| !about.is_file()) => {
            Err(io::Error::other(format!(
                "{error}; to read from it all the same, pass it on to standard input and name `-`"
            )))
        }
        opened => opened,
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
