//! What SQLite and the file system answer, in the words of a journal.

use std::io;
use std::path::Path;

use sqlx::error::DatabaseError;

use crate::JournalError;

/// SQLite's own numbers for what goes wrong, the low byte of the whole code.
mod code {
    pub(super) const ERROR: i64 = 1;
    pub(super) const PERM: i64 = 3;
    pub(super) const BUSY: i64 = 5;
    pub(super) const READONLY: i64 = 8;
    pub(super) const IOERR: i64 = 10;
    pub(super) const CORRUPT: i64 = 11;
    pub(super) const FULL: i64 = 13;
    pub(super) const CANTOPEN: i64 = 14;
    pub(super) const NOTADB: i64 = 26;
    /// No room for the file that processes share, as a whole code.
    pub(super) const IOERR_SHMSIZE: i64 = 4874;
}

fn code_of(error: &dyn DatabaseError) -> i64 {
    error
        .code()
        .and_then(|code| code.parse().ok())
        .unwrap_or_default()
}

/// Why SQLite could not do it.
#[allow(clippy::needless_pass_by_value, reason = "for map_err")]
pub(crate) fn storage(error: sqlx::Error) -> JournalError {
    match &error {
        sqlx::Error::Database(database) => {
            let whole = code_of(database.as_ref());
            match whole & 0xff {
                code::FULL => JournalError::Full,
                _ if whole == code::IOERR_SHMSIZE => JournalError::Full,
                code::CORRUPT | code::NOTADB => JournalError::Damaged(database.message().to_owned()),
                code::READONLY | code::PERM | code::CANTOPEN => JournalError::Unusable(format!(
                    "its files can't be opened for writing ({database}); give yourself the right to write in the data folder, or choose another folder with --data-dir"
                )),
                code::BUSY => JournalError::Unusable(
                    "another program has kept it busy for long; close other programs that have it open, then try again".to_owned(),
                ),
                code::IOERR => JournalError::Unusable(format!(
                    "the disk can't be read or written ({database}); see to the disk, then try again"
                )),
                _ => JournalError::Unusable(database.to_string()),
            }
        }
        sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) | sqlx::Error::RowNotFound => {
            JournalError::Damaged(error.to_string())
        }
        other => JournalError::Unusable(other.to_string()),
    }
}

/// The same while a database is opened: what makes no sense to SQLite then, such as a table
/// that isn't there, is damage too.
pub(crate) fn opening(error: sqlx::Error) -> JournalError {
    if let sqlx::Error::Database(database) = &error
        && code_of(database.as_ref()) & 0xff == code::ERROR
    {
        return JournalError::Damaged(database.message().to_owned());
    }
    storage(error)
}

/// Why a file could not be read or written.
pub(crate) fn file(path: &Path) -> impl Fn(io::Error) -> JournalError {
    move |error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => JournalError::Full,
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            JournalError::Unusable(format!(
                "{} can't be written ({error}); give yourself the right to write in the data folder, or choose another folder with --data-dir",
                path.display()
            ))
        }
        io::ErrorKind::NotADirectory | io::ErrorKind::AlreadyExists => {
            JournalError::Unusable(format!(
                "{} can't be used ({error}); choose another data folder with --data-dir",
                path.display()
            ))
        }
        _ => JournalError::Unusable(format!("{}: {error}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_can_do_is_said() {
        let words =
            |kind: io::ErrorKind| file(Path::new("/data"))(io::Error::from(kind)).to_string();
        for kind in [
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::ReadOnlyFilesystem,
        ] {
            let said = words(kind);
            assert!(
                said.contains("/data") && said.contains("--data-dir"),
                "{said}"
            );
        }
        assert!(words(io::ErrorKind::StorageFull).contains("Make room"));
    }
}
