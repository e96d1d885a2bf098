//! The command line: what can be typed, and what `--help` says of it.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::commands::{advice, figures, note, reminders, report, today};
use crate::{data_folder, serve};

/// A short daily routine of stretches and strengthening exercises for stiff necks and upper
/// backs. Without a command it serves the app on this computer and opens it in the browser.
#[derive(Parser)]
#[command(name = "unhunch", version)]
pub struct Options {
    /// Where to serve the app; the next free port where it is taken, 0 for any
    #[arg(long, value_name = "N", default_value_t = serve::DEFAULT_PORT)]
    pub port: u16,

    /// Where your data lives, by its whole path [default: the platform's folder for such data]
    #[arg(long, value_name = "DIR", global = true, value_parser = data_folder::whole)]
    pub data_dir: Option<PathBuf>,

    /// At which of this computer's own addresses to serve the app
    #[arg(long, value_enum, value_name = "KIND", default_value_t)]
    pub address: serve::address::Kind,

    /// Don't open the browser
    #[arg(long)]
    pub no_open: bool,

    /// Ask at a good moment, and open no page before that: what starts at login. Prints no address
    /// that lets anybody in
    #[arg(long)]
    pub headless: bool,

    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What there is to do besides serving the app.
#[derive(Subcommand)]
pub enum Command {
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
    Today(today::TodayOptions),
    /// Note how it feels
    Note(note::NoteOptions),
    /// Write a report for a doctor, as a page or a file, or a daily slot for your calendar
    Report(report::ReportOptions),
    /// Say what is advised today, and by which rule
    Advice(advice::AdviceOptions),
    /// Draw an exercise's figure as SVG
    Figure(figures::FigureOptions),
    /// List your own routines, write one as a plan file, or take one over
    #[command(subcommand)]
    Routine(RoutineCommand),
    /// When Unhunch asks, what it sees of this computer for that, and starting it at login
    #[command(subcommand)]
    Reminders(reminders::ReminderCommand),
    /// Take your journal out, bring one in, or check it
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Say as JSON what there is to say of the commands and their output: the documentation is made from it
    #[command(hide = true)]
    Describe,
}

/// What can be done with routines.
#[derive(Subcommand)]
pub enum RoutineCommand {
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

/// What can be done with the journal.
#[derive(Subcommand)]
pub enum JournalCommand {
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
