//! The commands that list a person's own routines, write one as a file and take one over.

use std::io::{self, Read, Write};
use std::path::Path;

use anyhow::{Context, bail};
use unhunch_app::Error;
use unhunch_app::plans::read_plan;
use unhunch_domain::programme::custom;
use unhunch_domain::{CustomRoutine, CustomRoutineId, Library, RoutineId};
use unhunch_words::{FaultWords, Words};

use crate::commands::journal::{need_journal, on_journal, open_app};
use crate::files;

/// Lists the own routines: the id and the name of each.
///
/// # Errors
/// Where there is no journal, or it can't be read.
pub fn list(folder: &Path) -> anyhow::Result<()> {
    need_journal(folder)?;
    on_journal(folder, async |journal| {
        let app = open_app(journal).await?;
        let rows = app
            .read(|diary| {
                let rows = diary.custom_routines().into_iter();
                rows.map(|(id, routine)| format!("{}  {}", id.routine(), routine.name))
                    .collect::<Vec<_>>()
            })
            .await?;
        let mut out = io::stdout().lock();
        for row in rows {
            writeln!(out, "{row}")?;
        }
        Ok(())
    })
}

/// Writes a routine, an own one or one of the content, as a file to standard output.
///
/// # Errors
/// Where there is no such routine, or the journal can't be read.
pub fn export(folder: &Path, id: &str) -> anyhow::Result<()> {
    let unknown = || format!("there is no routine `{id}`; `unhunch routine list` lists your own");
    let routine: RoutineId = id.parse().ok().with_context(unknown)?;
    let file = if CustomRoutineId::of(&routine).is_some() {
        need_journal(folder)?;
        on_journal(folder, async |journal| {
            let app = open_app(journal).await?;
            match app.export_routine(&routine).await {
                Ok(file) => Ok(Some(file.text)),
                Err(Error::NotFound) => Ok(None),
                Err(error) => Err(error.into()),
            }
        })?
    } else {
        // What is shipped needs no journal.
        let words = Words::english()?;
        let library = Library::shipped()?;
        let name = words.get(&format!("routine-{routine}"));
        library
            .routine(&routine)
            .and_then(|routine| CustomRoutine::of(routine, name.try_into().ok()?))
            .map(|routine| custom::write(&routine))
    };
    let file = file.with_context(unknown)?;
    Ok(io::stdout().lock().write_all(file.as_bytes())?)
}

/// Keeps the routine in a file, or says everything that is wrong with it; only that, where it is
/// only to be checked.
///
/// # Errors
/// What is wrong with the file, or why the journal can't be written.
pub fn import(folder: &Path, file: &Path, only_check: bool) -> anyhow::Result<()> {
    let mut content = Vec::new();
    let cannot = || format!("{} can't be read", file.display());
    // One byte more than a plan can have is enough to know that it is too large.
    let most = custom::FILE_LIMIT as u64 + 1;
    files::open_or_stdin(file)
        .with_context(cannot)?
        .take(most)
        .read_to_end(&mut content)
        .with_context(cannot)?;
    let routine = match read_plan(&content, &Library::shipped()?) {
        Ok(routine) => routine,
        Err(faults) => {
            let words = Words::english()?;
            let list: Vec<_> = faults
                .iter()
                .map(|fault| FaultWords::of(&words, fault).whole())
                .collect();
            bail!(
                "nothing was kept; {} is no good plan yet:\n{}",
                file.display(),
                list.join("\n")
            );
        }
    };
    let name = routine.name.to_string();
    if only_check {
        return Ok(writeln!(io::stdout().lock(), "“{name}” is a good plan.")?);
    }
    on_journal(folder, async |journal| {
        let app = open_app(journal).await?;
        let id = app.save_routine(None, routine).await?;
        app.save_snapshot().await?;
        let id = id.routine();
        Ok(writeln!(io::stdout().lock(), "“{name}” is kept as {id}.")?)
    })
}
