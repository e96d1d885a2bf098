//! Files that are written and read by name: what is written appears whole or not at all and through
//! nothing that others may have put there, what is read has an end.

use std::fs::{self, File, FileType, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

pub use unhunch_journal::open_private;

/// What the names of files in the making begin with.
const UNFINISHED: &str = ".unhunch-";

/// What earlier versions called them in the data folder.
const UNFINISHED_BEFORE: [&str; 3] = ["cookie.new", "instance.new", "reminders.new"];

/// Who may read a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// This person alone: it says something about them.
    Owner,
    /// Whoever may read this person's files usually (the umask).
    Usual,
}

/// A file in the making. It is written beside its place, and is gone again if it is dropped before it
/// is finished.
pub struct NewFile {
    file: NamedTempFile,
    place: PathBuf,
}

impl NewFile {
    /// Begins a file that will take the place of what is there.
    ///
    /// # Errors
    /// Where the folder can't be written, and where a link, a folder, a pipe or a device has that
    /// name.
    pub fn begin(path: &Path, readers: Readers) -> io::Result<Self> {
        let name = path
            .file_name()
            .ok_or_else(|| io::Error::other("this names no file"))?;
        let folder = path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        // Without a slash at the end, by which a link would be followed.
        let place = folder.join(name);
        refuse_other_than_file(&place)?;
        let mut builder = tempfile::Builder::new();
        builder.prefix(UNFINISHED);
        #[cfg(unix)]
        if readers == Readers::Usual {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        #[cfg(not(unix))]
        let _ = readers;
        let file = builder.tempfile_in(folder).map_err(|error| {
            // It names the file in the making, which nobody chose.
            match error.kind() {
                io::ErrorKind::NotFound => {
                    let place = folder.display();
                    io::Error::new(error.kind(), format!("there is no folder {place}"))
                }
                kind => kind.into(),
            }
        })?;
        Ok(Self { file, place })
    }

    /// Puts it in its place, when it is whole and on the disk.
    ///
    /// # Errors
    /// Where that can't be; what was there before stays then.
    pub fn finish(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        self.file.persist(&self.place)?;
        Ok(())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

/// Puts a text into a file, whole or not at all.
///
/// # Errors
/// As [`NewFile`] has them.
pub fn write_whole(path: &Path, text: &str, readers: Readers) -> io::Result<()> {
    let mut file = NewFile::begin(path, readers)?;
    file.write_all(text.as_bytes())?;
    file.finish()
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

/// Refuses a place where something is that must not be written to, or whose name isn't its own.
fn refuse_other_than_file(place: &Path) -> io::Result<()> {
    let kind = match fs::symlink_metadata(place) {
        Ok(about) => about.file_type(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    if kind.is_file() {
        return Ok(());
    }
    let what = name_of(kind);
    Err(io::Error::other(if kind.is_dir() {
        format!("it is {what}; name a file in it")
    } else if kind.is_symlink() {
        format!(
            "it is {what}, which is not followed, since others may have put it there; name the file itself, or write to standard output with `-`"
        )
    } else {
        format!(
            "it is {what}, and whoever reads from it would get it; name a file, or write to standard output with `-`"
        )
    }))
}

/// What stands at a name, in words.
fn name_of(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        }
        if kind.is_socket() {
            return "a socket";
        }
    }
    if kind.is_symlink() {
        "a link"
    } else if kind.is_dir() {
        "a folder"
    } else {
        "a device"
    }
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

/// The same, or standard input for `-`: for what is no file.
///
/// # Errors
/// As [`open`] has them.
pub fn open_or_stdin(path: &Path) -> io::Result<Box<dyn Read>> {
    if path == Path::new("-") {
        return Ok(Box::new(io::stdin().lock()));
    }
    match open(path) {
        Ok(file) => Ok(Box::new(file)),
        Err(error) if fs::metadata(path).is_ok_and(|about| !about.is_file()) => {
            Err(io::Error::other(format!(
                "{error}; to read from it all the same, pass it on to standard input and name `-`"
            )))
        }
        Err(error) => Err(error),
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
