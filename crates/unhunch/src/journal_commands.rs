//! The commands that take a journal out, bring one in, and check it.

use std::fs;
use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use unhunch_domain::DeviceId;
use unhunch_journal::lines::{Export, Parser};
use unhunch_journal::{Journal, SqliteJournal};
use unhunch_web::{Now, Words, notice_sentence};

use crate::secret_file;
use crate::system::{Machine, new_uuid};

/// Bytes read from a file at a time.
const PIECE: usize = 64 * 1024;

/// Writes every entry as a line of JSON, to a file that appears whole or not at all, or to
/// standard output.
///
/// # Errors
/// Where the journal can't be read or the file can't be written.
pub fn export(folder: &Path, file: Option<&Path>) -> anyhow::Result<()> {
    on_journal(folder, async |journal| {
        let mut export = Export::new(journal);
        let Some(file) = file else {
            let mut out = io::stdout().lock();
            while let Some(piece) = export.next().await? {
                out.write_all(piece.as_bytes())?;
            }
            return Ok(out.flush()?);
        };
        let cannot = || format!("{} can't be written; nothing was exported", file.display());
        let folder = file
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let fresh = folder.join(format!(".unhunch-export-{}", new_uuid().simple()));
        let result = async {
            let mut out = io::BufWriter::new(
                secret_file::private()
                    .write(true)
                    .create_new(true)
                    .open(&fresh)?,
            );
            while let Some(piece) = export.next().await? {
                out.write_all(piece.as_bytes())?;
            }
            out.into_inner()?.sync_all()?;
            fs::rename(&fresh, file)?;
            anyhow::Ok(())
        };
        let result = result.await;
        if result.is_err() {
            let _ = fs::remove_file(&fresh);
        }
        result.with_context(cannot)
    })
}

/// Adds the entries of a file: all of them, or none if one is wrong.
///
/// # Errors
/// What is wrong with the first wrong line, or where the journal can't be written.
pub fn import(folder: &Path, file: &Path) -> anyhow::Result<()> {
    let mut source: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(fs::File::open(file).with_context(|| format!("{} can't be read", file.display()))?)
    };
    let mut parser = Parser::new();
    let mut piece = vec![0; PIECE];
    loop {
        let length = match source.read(&mut piece) {
            Ok(0) => break,
            Ok(length) => length,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => {
                return Err(error).with_context(|| format!("{} can't be read", file.display()));
            }
        };
        parser
            .feed(&piece[..length])
            .context("nothing was imported")?;
    }
    let parsed = parser.finish().context("nothing was imported")?;
    on_journal(folder, async |journal| {
        let appended = parsed
            .import(journal)
            .await
            .context("nothing was imported")?;
        writeln!(
            io::stdout(),
            "{} new entries, {} were here already",
            appended.new,
            appended.known
        )?;
        Ok(())
    })
}

/// Checks the whole journal.
///
/// # Errors
/// What is wrong with it.
pub fn check(folder: &Path) -> anyhow::Result<()> {
    if !folder.exists() {
        bail!("there is no journal in {}", folder.display());
    }
    on_journal(folder, async |journal| {
        let notices = journal.notices().await?;
        journal.check(Now::of(&Machine).at).await?;
        let end = journal.end().await?;
        let words = Words::english()?;
        let mut out = io::stdout().lock();
        for notice in &notices {
            writeln!(out, "{}", notice_sentence(&words, notice))?;
        }
        writeln!(
            out,
            "the journal is sound; its last entry has number {}",
            end.number
        )?;
        Ok(())
    })
}

/// Opens the journal, does something with it, and closes it again.
fn on_journal<T>(
    folder: &Path,
    act: impl AsyncFnOnce(&SqliteJournal) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let now = Now::of(&Machine);
            let journal = SqliteJournal::open(folder, now.at, DeviceId(new_uuid())).await?;
            let result = act(&journal).await;
            journal.close().await;
            result
        })
}
