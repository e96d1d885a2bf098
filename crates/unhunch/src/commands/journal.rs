//! The commands that take a journal out, bring one in, and check it; and reading its diary for
//! others.

use std::fs::File;
use std::io::{self, Read, Seek as _, Write};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, bail};
use unhunch_app::notices::notice_sentence;
use unhunch_app::{App, ByteSource, Host, ImportFailed};
use unhunch_domain::{DeviceId, Diary, Library};
use unhunch_journal::jsonl::{Checker, Export};
use unhunch_journal::{Journal, SqliteJournal};
use unhunch_words::Words;

use crate::data_folder;
use crate::files::{self, Readers};
use crate::system::{Machine, new_uuid};

/// Writes every entry as a line of JSON, to a file that appears whole or not at all, or to
/// standard output.
///
/// # Errors
/// Where there is no journal, it can't be read, or the file can't be written.
pub fn export(folder: &Path, file: Option<&Path>) -> anyhow::Result<()> {
    need_journal(folder)?;
    on_journal(folder, async |journal| {
        let Some(file) = file.filter(|file| *file != Path::new("-")) else {
            return write_export(journal, io::stdout().lock()).await.map(drop);
        };
        let cannot = || format!("{} can't be written; nothing was exported", file.display());
        let out = files::begin(file, Readers::Owner).with_context(cannot)?;
        let whole = write_export(journal, out).await.with_context(cannot)?;
        whole.finish().with_context(cannot)
    })
}

async fn write_export<W: Write>(journal: &SqliteJournal, out: W) -> anyhow::Result<W> {
    let mut out = io::BufWriter::new(out);
    let mut export = Export::new(journal);
    while let Some(piece) = export.next().await? {
        out.write_all(piece.as_bytes())?;
    }
    out.flush()?;
    Ok(out.into_inner().map_err(io::IntoInnerError::into_error)?)
}

/// The app over a journal, which has its diary.
///
/// # Errors
/// Where the journal can't be read.
pub async fn open_app(journal: &Arc<SqliteJournal>) -> anyhow::Result<App> {
    let journal = Arc::clone(journal) as Arc<dyn Journal>;
    let host = Arc::new(Machine) as Arc<dyn Host>;
    Ok(App::open(Library::shipped()?, Words::english()?, journal, host).await?)
}

/// Reads the diary of the journal in a folder; an empty one where there is no journal, which
/// makes none.
///
/// # Errors
/// Where there is a journal that can't be read.
pub fn read_diary<T>(folder: &Path, read: impl FnOnce(&Diary) -> T) -> anyhow::Result<T> {
    if !has_journal(folder) {
        return Ok(read(&Diary::default()));
    }
    on_journal(folder, async |journal| {
        // What was lost or restored isn't passed over in silence.
        let words = Words::english()?;
        for notice in journal.notices().await? {
            let sentence = notice_sentence(&words, &notice);
            let _ = writeln!(io::stderr(), "unhunch: {sentence}");
        }
        let app = open_app(journal).await?;
        Ok(app.read(read).await?)
    })
}

/// Whether there is a journal in a folder.
pub fn has_journal(folder: &Path) -> bool {
    ["journal.sqlite3", "backups", "damaged"]
        .iter()
        .any(|name| folder.join(name).exists())
}

/// Refuses where there is no journal, so that a mistyped folder isn't made into one.
pub fn need_journal(folder: &Path) -> anyhow::Result<()> {
    if has_journal(folder) {
        Ok(())
    } else {
        bail!("there is no journal in {}", folder.display())
    }
}

/// Adds the entries of a file: all of them, or none if one is wrong.
///
/// # Errors
/// What is wrong with the first wrong line, or where the journal can't be written.
pub fn import(folder: &Path, file: &Path) -> anyhow::Result<()> {
    let cannot = || format!("{} can't be read", file.display());
    let mut source = files::open_or_copy_stdin(file).with_context(cannot)?;
    if !has_journal(folder) {
        // A file that is no good makes no journal.
        look_through(&mut source, cannot)?;
        source.rewind().with_context(cannot)?;
    }
    on_journal(folder, async |journal| {
        let app = open_app(journal).await?;
        let appended = match app.import_file(Source(source)).await {
            Ok(appended) => appended,
            Err(ImportFailed::Source(error)) => return Err(error).with_context(cannot),
            Err(ImportFailed::Import(error)) => return Err(error).context(NOTHING),
        };
        // So that the next start is quick.
        if appended.new > 0
            && let Err(error) = app.save_snapshot().await
        {
            tracing::warn!(%error, "the diary can't be put by; the next start takes longer");
        }
        writeln!(
            io::stdout(),
            "{} new entries, {} were here already",
            appended.new,
            appended.known
        )?;
        Ok(())
    })
}

/// What is said first where an import fails.
const NOTHING: &str = "nothing was imported";

/// Reads a file to its end; says what is wrong with its first wrong line.
fn look_through(file: &mut File, cannot: impl Fn() -> String) -> anyhow::Result<()> {
    let mut checker = Checker::default();
    let mut room = vec![0; 64 * 1024];
    loop {
        let length = Source(&mut *file).read(&mut room).with_context(&cannot)?;
        if length == 0 {
            return checker.finish().context(NOTHING);
        }
        checker.feed(&room[..length]).context(NOTHING)?;
    }
}

/// A file's bytes, as they can be read.
struct Source<R>(R);

impl<R: Read> ByteSource for Source<R> {
    type Error = io::Error;

    fn read(&mut self, room: &mut [u8]) -> Result<usize, io::Error> {
        loop {
            match self.0.read(room) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => return read,
            }
        }
    }
}

/// Checks the whole journal, without changing anything.
///
/// # Errors
/// What is wrong with it.
pub fn check(folder: &Path) -> anyhow::Result<()> {
    need_journal(folder)?;
    let checked = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(SqliteJournal::check_folder(folder))?;
    let words = Words::english()?;
    let mut out = io::stdout().lock();
    for notice in &checked.notices {
        writeln!(out, "{}", notice_sentence(&words, notice))?;
    }
    if checked.snapshot_damaged {
        writeln!(
            out,
            "what saves time at the start is damaged; the next start makes it anew"
        )?;
    }
    if checked.end_torn {
        writeln!(
            out,
            "the last write was cut off, as by a power cut; what can be read of it is kept at the next start"
        )?;
    }
    match checked.end.number {
        0 => writeln!(out, "the journal is sound; it is empty")?,
        number => writeln!(
            out,
            "the journal is sound; its last entry has number {number}"
        )?,
    }
    Ok(())
}

/// Opens the journal, does something with it, and closes it again.
pub fn on_journal<T>(
    folder: &Path,
    act: impl AsyncFnOnce(&Arc<SqliteJournal>) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    data_folder::make(folder)?;
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let now = Machine.moment();
            let journal =
                Arc::new(SqliteJournal::open(folder, now.at, DeviceId(new_uuid())).await?);
            let result = act(&journal).await;
            journal.close().await;
            result
        })
}
