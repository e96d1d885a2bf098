//! The program: reads its options and wires the rooms together.

mod advice_command;
mod content_commands;
mod data_folder;
mod figure_commands;
mod figure_preview;
mod files;
mod journal_commands;
mod note_command;
mod reminder_commands;
mod reminder_status;
mod reminders;
mod report_command;
mod routine_commands;
mod serve;
mod system;
mod time_zone;
mod today_command;

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context;
use clap::{Parser, Subcommand};
use unhunch_desktop::autostart::{Autostart, AutostartEnvironment};
use unhunch_domain::Library;
use unhunch_words::Words;

/// A short daily routine of stretches and strengthening exercises for stiff necks and upper
/// backs. Without a command it serves the app on this computer and opens it in the browser.
#[derive(Parser)]
#[command(name = "unhunch", version)]
struct Options {
    /// Where to serve the app; the next free port where it is taken, 0 for any
    #[arg(long, value_name = "N", default_value_t = serve::DEFAULT_PORT)]
    port: u16,

    /// Where your data lives, by its whole path [default: the platform's folder for such data]
    #[arg(long, value_name = "DIR", global = true, value_parser = data_folder::whole)]
    data_dir: Option<PathBuf>,

    /// At which of this computer's own addresses to serve the app
    #[arg(long, value_enum, value_name = "KIND", default_value_t)]
    address: serve::address::Kind,

    /// Don't open the browser
    #[arg(long)]
    no_open: bool,

    /// Ask at a good moment, and open no page before that: what starts at login. Prints no address
    /// that lets anybody in
    #[arg(long)]
    headless: bool,

    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    /// List the ten exercises
    Exercises {
        /// As JSON
        #[arg(long)]
        json: bool,
        /// List the warm-up moves instead
        #[arg(long)]
        warm_ups: bool,
    },
    /// List the routines, with their levels
    Routines {
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Lay a routine out in time
    Timeline {
        /// The routine, as `routines` lists it
        routine: String,
        /// The level; 1 is where everybody begins
        #[arg(
            long,
            value_name = "N",
            default_value_t = 1,
            allow_negative_numbers = true
        )]
        level: i8,
        /// As JSON
        #[arg(long)]
        json: bool,
    },
    /// Put today's session together for you, and say why
    Today(today_command::TodayOptions),
    /// Note how it feels
    Note(note_command::NoteOptions),
    /// Write a report for a doctor, as a page or a file, or a daily slot for your calendar
    Report(report_command::ReportOptions),
    /// Say what is advised today, and by which rule
    Advice(advice_command::AdviceOptions),
    /// Draw an exercise's figure as SVG
    Figure(figure_commands::FigureOptions),
    /// List your own routines, write one as a plan file, or take one over
    #[command(subcommand)]
    Routine(RoutineCommand),
    /// When Unhunch asks, what it sees of this computer for that, and starting it at login
    #[command(subcommand)]
    Reminders(reminder_commands::ReminderCommand),
    /// Take your journal out, bring one in, or check it
    #[command(subcommand)]
    Journal(JournalCommand),
}

#[derive(Subcommand)]
enum RoutineCommand {
    /// List your own routines
    List,
    /// Write a routine as a plan file to standard output
    Export {
        /// The routine, as `routine list` or `routines` lists it
        routine: String,
    },
    /// Keep the routine in a plan file as a new one of your own
    Import {
        /// Where from: a file, or `-` for standard input
        file: PathBuf,
        /// Only say whether the file is a good plan
        #[arg(long)]
        check: bool,
    },
}

#[derive(Subcommand)]
enum JournalCommand {
    /// Write every entry as a line of JSON
    Export {
        /// Where to, which becomes a file for you alone; standard output without it or with `-`
        file: Option<PathBuf>,
    },
    /// Add the entries of a file that was exported: all of them, or none if one is wrong
    Import {
        /// Where from: a file, or `-` for standard input
        file: PathBuf,
    },
    /// Check the whole journal, without changing it
    Check,
}

/// How the program ends.
enum Failure {
    /// It was asked for something that there isn't: exit code 2.
    Misused(String),
    /// It could not do it: exit code 1.
    Failed(anyhow::Error),
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

fn main() -> ExitCode {
    // Clap ends misuse with exit code 2 and `--help` with 0 by itself.
    let options = Options::parse();
    // Before anything asks what time it is here.
    let checked = time_zone::check().map_err(Failure::Misused);
    match checked.and_then(|()| run(options)) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads our output has had enough of it.
        Err(Failure::Failed(error)) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(Failure::Failed(error)) => {
            let _ = writeln!(io::stderr(), "unhunch: {}", plain(&format!("{error:#}")));
            ExitCode::from(1)
        }
        Err(Failure::Misused(sentence)) => {
            let _ = writeln!(io::stderr(), "unhunch: {}", plain(&sentence));
            ExitCode::from(2)
        }
    }
}

/// A message that may repeat what stands in a file: what a terminal would obey is spelled out, and a
/// line without end is cut.
fn plain(message: &str) -> String {
    const LONGEST: usize = 1000;
    let mut plain = String::new();
    for (number, line) in message.split('\n').enumerate() {
        if number > 0 {
            plain.push('\n');
        }
        for c in line.chars().take(LONGEST) {
            if c.is_control() && c != '\t' {
                plain.extend(c.escape_default());
            } else {
                plain.push(c);
            }
        }
        if line.chars().nth(LONGEST).is_some() {
            plain.push('…');
        }
    }
    plain
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let kind = match cause.downcast_ref::<serde_json::Error>() {
            Some(error) => error.io_error_kind(),
            None => cause.downcast_ref::<io::Error>().map(io::Error::kind),
        };
        kind == Some(io::ErrorKind::BrokenPipe)
    })
}

fn run(options: Options) -> Result<(), Failure> {
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
        Some(Command::Exercises { json, warm_ups }) => content_commands::exercises(
            &mut out,
            &Library::shipped()?,
            &Words::english()?,
            json,
            warm_ups,
        ),
        Some(Command::Routines { json }) => {
            content_commands::routines(&mut out, &Library::shipped()?, &Words::english()?, json)
        }
        Some(Command::Timeline {
            routine,
            level,
            json,
        }) => content_commands::timeline(
            &mut out,
            &Library::shipped()?,
            &Words::english()?,
            &routine,
            level,
            json,
        ),
        Some(Command::Today(options)) => today_command::run(&mut out, &folder()?, &options),
        Some(Command::Note(options)) => note_command::run(&mut out, &folder()?, options),
        Some(Command::Report(options)) => report_command::run(&mut out, &folder()?, &options),
        Some(Command::Advice(options)) => advice_command::run(&mut out, &folder()?, &options),
        Some(Command::Figure(options)) => figure_commands::run(&mut out, &options),
        Some(Command::Routine(command)) => {
            drop(out);
            let folder = folder()?;
            match command {
                RoutineCommand::List => routine_commands::list(&folder)?,
                RoutineCommand::Export { routine } => routine_commands::export(&folder, &routine)?,
                RoutineCommand::Import { file, check } => {
                    routine_commands::import(&folder, &file, check)?;
                }
            }
            Ok(())
        }
        Some(Command::Reminders(command)) => {
            let login = || login(options.data_dir.as_deref());
            reminder_commands::run(&mut out, &command, folder, login)
        }
        Some(Command::Journal(command)) => {
            drop(out);
            let folder = folder()?;
            match command {
                JournalCommand::Export { file } => {
                    journal_commands::export(&folder, file.as_deref())?;
                }
                JournalCommand::Import { file } => journal_commands::import(&folder, &file)?,
                JournalCommand::Check => journal_commands::check(&folder)?,
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
