//! The page that a browser is opened on: a file that only this person can read, whose form sends
//! the key that lets the browser in.
//!
//! What a program is started with, its arguments and surroundings, shows in the list of processes
//! to everybody on the computer, and an address may show in a window's title. So the browser is
//! opened on a file, and the key is in there. The file goes as soon as its key is used, or its
//! minute is over.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use askama::Template;
use unhunch_web::{ENTER, Entrance, Guard, Key};
use unhunch_words::Words;

use super::browser;
use crate::files;
use crate::system::{new_key, new_uuid};

const PREFIX: &str = "unhunch-open-";
const SUFFIX: &str = ".html";

/// Opens browsers, each with a key of its own.
#[derive(Clone)]
pub struct Opener {
    guard: Arc<Guard>,
    /// Where the files are, where the browser can read them there.
    folder: PathBuf,
    leading: String,
    go_on: String,
}

/// Such a file; gone when it is dropped.
#[derive(Debug)]
struct OpeningFile(PathBuf);

impl Drop for OpeningFile {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_file(&self.0)
            && error.kind() != io::ErrorKind::NotFound
        {
            tracing::warn!(%error, "{} can't be removed", self.0.display());
        }
    }
}

#[derive(Template)]
#[template(path = "opening.html")]
struct OpeningPage<'a> {
    leading: &'a str,
    go_on: &'a str,
    /// Where the form is sent: the first of these that the browser finds.
    targets: Vec<String>,
    key: &'a str,
}

impl Opener {
    /// Opens browsers for what that guard keeps. Takes away what an earlier run left behind.
    pub fn new(guard: Arc<Guard>, folder: &Path, words: &Words) -> Self {
        for folder in [folder.to_owned()].into_iter().chain(snap_folders()) {
            sweep(&folder);
        }
        Self {
            guard,
            folder: folder.to_owned(),
            leading: words.get("guard-leading"),
            go_on: words.get("guard-go-on"),
        }
    }

    /// An address of the app with a key in it, to be printed for somebody to open.
    pub fn printed_address(&self) -> String {
        let key = new_key();
        let address = self.guard.address("/", &key);
        self.expect(key, Entrance::to("/", Entrance::PRINTED_MS));
        address
    }

    /// The address of the app, which lets in whoever is known already.
    pub fn plain_address(&self) -> String {
        format!("{}/", self.guard.origin())
    }

    /// What there is to say about the address; empty for nothing.
    pub fn remark(&self) -> &str {
        self.guard.remark()
    }

    /// A file that leads a browser to a page of the app.
    ///
    /// # Errors
    /// Where it can't be written.
    pub fn file_for(&self, page: &str) -> io::Result<PathBuf> {
        let folder = browser::readable_folder().unwrap_or_else(|| self.folder.clone());
        let key = new_key();
        let mut targets: Vec<String> = self.guard.origins().collect();
        // A name under `.localhost` is best, where the browser knows it.
        targets.sort_by_key(|target| !target.contains(".localhost:"));
        let html = OpeningPage {
            leading: &self.leading,
            go_on: &self.go_on,
            targets: targets
                .into_iter()
                .map(|target| format!("{target}{ENTER}"))
                .collect(),
            key: key.as_str(),
        };
        let html = html.render().map_err(io::Error::other)?;
        let name = format!("{PREFIX}{}{SUFFIX}", new_uuid().simple());
        let file = folder.join(name);
        files::write_own(&file, &html)?;
        let entrance = Entrance {
            held: Some(Box::new(OpeningFile(file.clone()))),
            ..Entrance::to(page, Entrance::OPENED_MS)
        };
        self.expect(key, entrance);
        Ok(file)
    }

    /// Opens the browser on a page of the app. A token from the desktop lets its window come to
    /// the front. To be called within the runtime; goes on beside it.
    pub fn open(&self, page: &str, token: Option<&str>) {
        let opener = self.clone();
        let page = page.to_owned();
        let token = token.map(str::to_owned);
        tokio::task::spawn_blocking(move || {
            if !browser::has_screen() {
                return;
            }
            match opener.file_for(&page) {
                Ok(file) => browser::open(&file, token.as_deref()),
                Err(error) => tracing::warn!(%error, "no browser can be opened"),
            }
        });
    }

    fn expect(&self, key: Key, entrance: Entrance) {
        let life = Duration::from_millis(u64::try_from(entrance.life_ms).unwrap_or(0));
        self.guard.expect(key, entrance);
        // What nobody used goes when its time is over.
        let guard = Arc::clone(&self.guard);
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                tokio::time::sleep(life + Duration::from_secs(1)).await;
                guard.forget_old_keys();
            });
        }
    }
}

/// Whether a path may be one of such a file: nothing else that another program names is opened.
pub fn is_opening_file(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str());
    let middle = name.and_then(|name| name.strip_prefix(PREFIX)?.strip_suffix(SUFFIX));
    let is_named = middle.is_some_and(|middle| {
        middle.len() == 32 && middle.bytes().all(|byte| byte.is_ascii_hexdigit())
    });
    is_named && file.is_absolute() && fs::symlink_metadata(file).is_ok_and(|about| about.is_file())
}

/// Where browsers that come as snaps keep what is theirs: those see no hidden folders, and a `/tmp`
/// of their own.
fn snap_folders() -> Vec<PathBuf> {
    let Some(home) = std::env::var_os("HOME").map(PathBuf::from) else {
        return Vec::new();
    };
    let snaps = fs::read_dir(home.join("snap")).into_iter().flatten();
    snaps
        .flatten()
        .map(|snap| snap.path().join("common"))
        .collect()
}

/// Removes such files from a folder.
fn sweep(folder: &Path) {
    for file in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = file.path();
        // A younger one may be of another Unhunch that runs.
        let age = file
            .metadata()
            .and_then(|about| about.modified())
            .map(|made| made.elapsed().unwrap_or_default());
        if is_opening_file(&path) && age.is_ok_and(|age| age > Duration::from_mins(1)) {
            drop(OpeningFile(path));
        }
    }
}
