//! Files that appear whole or not at all: written beside their place and renamed, and never through a
//! link or into something else that others may have put there.

use std::fs::{self, FileType};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// What the names of files in the making begin with.
pub const UNFINISHED: &str = ".unhunch-";

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

/// What stands where a file was to be written. It is the cause in the [`io::Error`] of
/// [`NewFile::begin`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAFile {
    /// A folder.
    #[error("it is a folder")]
    Folder,
    /// A link.
    #[error("it is a link, which is not followed, since others may have put it there")]
    Link,
    /// A pipe, a socket or a device, as it is called in a sentence.
    #[error("it is {0}, and whoever reads from it would get it")]
    Other(&'static str),
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
    Err(io::Error::other(if kind.is_dir() {
        NotAFile::Folder
    } else if kind.is_symlink() {
        NotAFile::Link
    } else {
        NotAFile::Other(name_of(kind))
    }))
}

/// What stands at a name, in words.
pub fn name_of(kind: FileType) -> &'static str {
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
