//! Where the browsers that are let in are kept, from one run of the program to the next.

use std::fs;
use std::future::Future;
use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use unhunch_web::{FormerSecret, Key, SessionStore, Sessions};

use crate::files;

/// The browsers.
const NAME: &str = "browsers.json";

/// The secret that all browsers shared, before each had one of its own.
const FORMER: &str = "cookie.key";

/// The file.
pub struct SessionsFile {
    path: PathBuf,
    /// The revision that it holds.
    kept: Arc<Mutex<u64>>,
}

impl SessionsFile {
    /// The one in a folder of data.
    pub fn of(folder: &Path) -> Self {
        Self {
            path: folder.join(NAME),
            kept: Arc::default(),
        }
    }

    /// Reads it. Where it can't be understood, or others could have read or written it, nobody is
    /// let in by it.
    ///
    /// # Errors
    /// Where something else stands in its place, such as a link.
    pub fn read(&self) -> anyhow::Result<Sessions> {
        match files::read_own(&self.path) {
            Ok(text) if files::is_private(&self.path) => {
                Ok(Sessions::read(&text)
                    .unwrap_or_else(|error| self.begin_anew(&error.to_string())))
            }
            Ok(_) => Ok(self.begin_anew("others can read it")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Sessions::default()),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Ok(self.begin_anew(&error.to_string()))
            }
            Err(error) => Err(cannot_read(&self.path, error)),
        }
    }

    fn begin_anew(&self, why: &str) -> Sessions {
        tracing::warn!(
            why,
            "{} can't be used: each browser has to be let in once more",
            self.path.display()
        );
        Sessions::default()
    }
}

impl SessionStore for SessionsFile {
    fn save(
        &self,
        revision: u64,
        text: String,
    ) -> Pin<Box<dyn Future<Output = io::Result<()>> + Send>> {
        let path = self.path.clone();
        let kept = Arc::clone(&self.kept);
        Box::pin(async move {
            // Waits for the disk.
            let saved = tokio::task::spawn_blocking(move || {
                let mut kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                if *kept < revision {
                    files::write_own(&path, &text)?;
                    *kept = revision;
                }
                Ok(())
            });
            saved.await.map_err(io::Error::other)?
        })
    }
}

/// Sessions that nobody keeps: they end with the program.
pub struct Unkept;

impl SessionStore for Unkept {
    fn save(&self, _: u64, _: String) -> Pin<Box<dyn Future<Output = io::Result<()>> + Send>> {
        Box::pin(async { Ok(()) })
    }
}

/// The secret of the cookie of earlier versions, if it is there and nobody else could have read it.
///
/// # Errors
/// Where something else stands in its place, such as a link.
pub fn former_secret(folder: &Path) -> anyhow::Result<Option<FormerSecret>> {
    let path = folder.join(FORMER);
    let text = match files::read_own(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => String::new(),
        Err(error) => return Err(cannot_read(&path, error)),
    };
    let key = Key::parse(text.trim()).filter(|_| files::is_private(&path));
    let take_away = move || {
        if let Err(error) = fs::remove_file(&path) {
            tracing::warn!(%error, "{} can't be removed", path.display());
        }
    };
    let Some(key) = key else {
        take_away();
        return Ok(None);
    };
    Ok(Some((key, Box::new(take_away))))
}

fn cannot_read(path: &Path, error: io::Error) -> anyhow::Error {
    anyhow::Error::new(error).context(format!("{} can't be read", path.display()))
}
