//! The commands: each reads what it was given, asks the app, and prints the answer.

pub mod advice;
pub mod content;
pub mod describe;
pub mod figure_preview;
pub mod figures;
pub mod journal;
pub mod note;
pub mod reminders;
pub mod report;
pub mod routines;
pub mod today;

use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use unhunch_desktop::autostart::{Autostart, AutostartEnvironment};
use unhunch_domain::Library;
use unhunch_words::Words;

use crate::cli::{Command, JournalCommand, Options, RoutineCommand};
use crate::{Failure, data_folder, serve};

/// Does what was asked for; without a command it serves the app.
///
/// # Errors
/// Why it could not be done, or that it can't be.
pub fn run(options: Options) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let folder = || data_folder(options.data_dir.as_deref());
    match options.command {
        None => {
            drop(out);
            let wishes = serve::Wishes {
                port: options.port,
                address: options.address,
                opens_browser: !options.no_open && !options.headless,
                prints_key: !options.headless,
                login: login(options.data_dir.as_deref())?,
            };
            serve::run(&folder()?, wishes).map_err(Failure::from)
        }
        Some(Command::Exercises { json, warm_ups }) => content::exercises(
            &mut out,
            &Library::shipped()?,
            &Words::english()?,
            json,
            warm_ups,
        ),
        Some(Command::Routines { json }) => {
            content::routines(&mut out, &Library::shipped()?, &Words::english()?, json)
        }
        Some(Command::Timeline {
            routine,
            level,
            json,
        }) => content::timeline(
            &mut out,
            &Library::shipped()?,
            &Words::english()?,
            &routine,
            level,
            json,
        ),
        Some(Command::Today(options)) => today::run(&mut out, &folder()?, &options),
        Some(Command::Note(options)) => note::run(&mut out, &folder()?, options),
        Some(Command::Report(options)) => report::run(&mut out, &folder()?, &options),
        Some(Command::Advice(options)) => advice::run(&mut out, &folder()?, &options),
        Some(Command::Figure(options)) => figures::run(&mut out, &options),
        Some(Command::Routine(command)) => {
            drop(out);
            let folder = folder()?;
            match command {
                RoutineCommand::List => routines::list(&folder)?,
                RoutineCommand::Export { routine } => routines::export(&folder, &routine)?,
                RoutineCommand::Import { file, check } => {
                    routines::import(&folder, &file, check)?;
                }
            }
            Ok(())
        }
        Some(Command::Reminders(command)) => {
            let login = || login(options.data_dir.as_deref());
            reminders::run(&mut out, &command, folder, login)
        }
        Some(Command::Describe) => describe::run(&mut out),
        Some(Command::Journal(command)) => {
            drop(out);
            let folder = folder()?;
            match command {
                JournalCommand::Export { file } => {
                    journal::export(&folder, file.as_deref())?;
                }
                JournalCommand::Import { file } => journal::import(&folder, &file)?,
                JournalCommand::Check => journal::check(&folder)?,
            }
            Ok(())
        }
    }
}

/// Starting at login, over the data in the folder that was chosen.
fn login(chosen: Option<&Path>) -> anyhow::Result<Autostart> {
    let program = std::env::current_exe().context("it can’t be told where this program is")?;
    let mut command = vec![program.into_os_string(), "--headless".into()];
    // With one that is refused it would not start.
    let folder = data_folder(chosen)?;
    if chosen.is_some() {
        command.extend(["--data-dir".into(), folder.into_os_string()]);
    }
    Ok(Autostart::new(&AutostartEnvironment::look(), command))
}

/// The folder that was chosen, or the usual one, if nobody else can put anything there.
fn data_folder(chosen: Option<&Path>) -> anyhow::Result<PathBuf> {
    let folder = chosen.map_or_else(data_folder::usual, |folder| Ok(folder.to_owned()))?;
    data_folder::check(&folder)?;
    Ok(folder)
}
