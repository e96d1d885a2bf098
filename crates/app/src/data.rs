//! A person's data: taking it out, and bringing in what was taken out before.

use std::io::{self, Read, Seek, Write};
use std::sync::Arc;

use unhunch_journal::jsonl;
use unhunch_journal::{Journal, JournalError};

use crate::app::{App, ByteSource, ImportFailed};
use crate::error::Error;

pub use unhunch_journal::jsonl::LineError;

/// The journal as lines of JSON, a piece at a time.
pub struct Export(jsonl::Export<Arc<dyn Journal>>);

impl Export {
    /// The next piece: whole lines; none after the last.
    ///
    /// # Errors
    /// Where the journal can't be read, or was erased or restored since the first piece.
    pub async fn next(&mut self) -> Result<Option<String>, JournalError> {
        self.0.next().await
    }
}

/// Room for bytes that are put by until all of them are there: written from the beginning, then
/// read from there.
pub trait Spool: Read + Write + Seek + Send {}

impl<S: Read + Write + Seek + Send> Spool for S {}

/// A file on its way in. Nothing of it counts before [`App::import_received`]; dropped, it leaves
/// nothing behind.
pub struct Received {
    spool: Box<dyn Spool>,
    is_empty: bool,
}

impl Received {
    /// Puts the next bytes of the file by.
    ///
    /// # Errors
    /// Where there is no room for them.
    pub fn add(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.is_empty &= bytes.is_empty();
        self.spool.write_all(bytes).map_err(Error::Spool)
    }

    /// Whether nothing has come yet.
    pub const fn is_empty(&self) -> bool {
        self.is_empty
    }
}

impl ByteSource for Received {
    type Error = io::Error;

    fn read(&mut self, room: &mut [u8]) -> Result<usize, io::Error> {
        loop {
            match self.spool.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return read,
            }
        }
    }
}

/// What was brought in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imported {
    /// Entries that weren't here before.
    pub new: u64,
    /// Entries that were.
    pub known: u64,
}

/// Why a file wasn't brought in. Nothing of it was.
#[derive(Debug, thiserror::Error)]
pub enum ImportRefused {
    /// A line of it is wrong.
    #[error(transparent)]
    Line(#[from] LineError),
    /// It can't be read back, or the journal can't keep it.
    #[error(transparent)]
    Failed(#[from] Error),
}

impl From<ImportFailed<io::Error>> for ImportRefused {
    fn from(failed: ImportFailed<io::Error>) -> Self {
        match failed {
            ImportFailed::Source(error) => Self::Failed(Error::Spool(error)),
            ImportFailed::Import(jsonl::ImportError::Line(error)) => Self::Line(error),
            ImportFailed::Import(jsonl::ImportError::Journal(error)) => Self::Failed(error.into()),
        }
    }
}

impl App {
    /// The journal as lines of JSON, a piece at a time, up to where it ends when the first is asked
    /// for.
    pub fn export(&self) -> Export {
        Export(jsonl::Export::new(Arc::clone(self.journal())))
    }

    /// Begins to receive a file that was exported before. It may come slowly: until all of it is
    /// there, others write as ever.
    ///
    /// # Errors
    /// Where there is nowhere to put it.
    pub fn receive(&self) -> Result<Received, Error> {
        Ok(Received {
            spool: self.host().spool().map_err(Error::Spool)?,
            is_empty: true,
        })
    }

    /// Brings in what was received, all of it or nothing.
    ///
    /// # Errors
    /// What is wrong with its first wrong line, or why it can't be kept.
    pub async fn import_received(&self, mut file: Received) -> Result<Imported, ImportRefused> {
        file.spool.rewind().map_err(Error::Spool)?;
        let appended = self.import_file(file).await?;
        Ok(Imported {
            new: appended.new,
            known: appended.known,
        })
    }
}

#[cfg(test)]
mod tests {
    use unhunch_words::errors::Problem;

    use super::*;

    /// A disk that can't be used.
    struct Broken(io::ErrorKind);

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(self.0.into())
        }
    }

    impl Write for Broken {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Broken {
        fn seek(&mut self, _: io::SeekFrom) -> io::Result<u64> {
            Err(self.0.into())
        }
    }

    #[test]
    fn a_disk_without_room_is_told_as_such() {
        for (kind, problem) in [
            (io::ErrorKind::StorageFull, Problem::DiskFull),
            (io::ErrorKind::QuotaExceeded, Problem::DiskFull),
            (io::ErrorKind::PermissionDenied, Problem::Journal),
        ] {
            let mut received = Received {
                spool: Box::new(Broken(kind)),
                is_empty: true,
            };
            let error = received.add(b"line").err();
            assert_eq!(error.map(|error| error.problem()), Some(problem));
        }
    }
}
