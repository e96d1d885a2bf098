//! The program: reads its options and does what they ask for.

#[macro_use]
mod described;

mod cli;
mod commands;
mod data_folder;
mod failure;
mod files;
mod reminder_status;
mod reminders;
mod serve;
mod system;
mod time_zone;

use std::io::{self, Write as _};
use std::process::ExitCode;

use clap::Parser;

use failure::{Failure, plain};

fn main() -> ExitCode {
    // Clap ends misuse with exit code 2 and `--help` with 0 by itself.
    let options = cli::Options::parse();
    // Before anything asks what time it is here.
    let checked = time_zone::check();
    if checked.is_ok()
        && let Some(sentence) = time_zone::unknown()
    {
        let _ = writeln!(io::stderr(), "unhunch: {}", plain(&sentence));
    }
    match checked.and_then(|()| commands::run(options)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.tell(),
    }
}
