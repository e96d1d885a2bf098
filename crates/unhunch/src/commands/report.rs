//! The command that writes the report for a doctor, its files and the daily slot.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};
use jiff::civil::{Date, Time};
use unhunch_app::Host;
use unhunch_app::report::report_day;
use unhunch_domain::review::report::{Part, Parts, Preset, Span};
use unhunch_domain::{DeviceId, Diary, Library};
use unhunch_report::icalendar::{self, Days, Slot};
use unhunch_report::{self as report, Gathered};
use unhunch_words::Words;
use uuid::Uuid;

use crate::Failure;
use crate::commands::journal::{has_journal, on_journal, open_app, read_diary};
use crate::files::{self, Readers};
use crate::system::Machine;

/// What a report can be asked for.
#[derive(Args)]
#[command(
    after_help = "It reads your journal and changes nothing in it. The page (html) is one file that \
    a browser shows and prints on two sheets; csv is a table of everything that was noted and done; \
    fhir is a FHIR R4 bundle for the programs of a practice; ics is a daily slot for a calendar. \
    A file that is there already is replaced, as a whole or not at all; a link, a pipe or a device is refused."
)]
pub struct ReportOptions {
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Html)]
    format: Format,
    /// Its first day, such as 2026-08-03 [default: three months before the last]
    #[arg(long, value_name = "D", value_parser = day)]
    from: Option<Date>,
    /// Its last day [default: today]
    #[arg(long, value_name = "D", value_parser = day)]
    to: Option<Date>,
    /// Leave a part out; can be given more than once
    #[arg(long, value_name = "PART", value_parser = part())]
    leave_out: Vec<Part>,
    /// For ics: when the slot begins, such as 09:30 [default: as suits what you set]
    #[arg(long, value_name = "HH:MM", value_parser = time)]
    time: Option<Time>,
    /// For ics: on which days
    #[arg(long, value_parser = days())]
    days: Option<Days>,
    /// Where to; standard output without it or with `-`
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The form of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A page for paper
    Html,
    /// A table
    Csv,
    /// A bundle for the programs of a practice
    Fhir,
    /// A daily slot for a calendar
    Ics,
}

fn day(text: &str) -> Result<Date, String> {
    report_day(text).ok_or_else(|| {
        "days are written like 2026-08-03, and are of the years 1 to 9998".to_owned()
    })
}

fn time(text: &str) -> Result<Time, String> {
    Slot::read_time(text).ok_or_else(|| "times of day are written like 09:30".to_owned())
}

fn part() -> impl TypedValueParser<Value = Part> {
    PossibleValuesParser::new(Part::ALL.map(Part::id)).try_map(|id| {
        let known = Part::ALL.into_iter().find(|part| part.id() == id);
        known.ok_or("no such part")
    })
}

fn days() -> impl TypedValueParser<Value = Days> {
    PossibleValuesParser::new(Days::ALL.map(Days::id)).try_map(|id| {
        let known = Days::ALL.into_iter().find(|days| days.id() == id);
        known.ok_or("no such days")
    })
}

/// Writes a report.
///
/// # Errors
/// Where it is asked for what can't be, the journal can't be read, or the file can't be written.
pub fn run(out: &mut impl Write, folder: &Path, options: &ReportOptions) -> Result<(), Failure> {
    if !has_journal(folder) {
        // A mistyped folder would otherwise give a doctor a page with nothing on it.
        let _ = writeln!(
            io::stderr(),
            "unhunch: there is no journal in {}, so nothing of yours is in this",
            folder.display()
        );
    }
    let text = match options.format {
        Format::Ics => calendar(folder, options)?,
        _ => pages(folder, options)?,
    };
    match options
        .output
        .as_deref()
        .filter(|file| *file != Path::new("-"))
    {
        None => out.write_all(text.as_bytes())?,
        Some(file) => files::write_whole(file, &text, Readers::Owner)
            .with_context(|| format!("{} can't be written", file.display()))?,
    }
    Ok(())
}

fn pages(folder: &Path, options: &ReportOptions) -> Result<String, Failure> {
    if options.time.is_some() || options.days.is_some() {
        return Err(Failure::user(
            "--time and --days belong to --format ics".to_owned(),
        ));
    }
    let (library, words) = (Library::shipped()?, Words::english()?);
    let now = Machine.moment();
    let left_out: BTreeSet<Part> = options.leave_out.iter().copied().collect();
    let parts = Parts::without(&left_out);
    let gathered = read_diary(folder, |diary: &Diary| {
        let last = options.to.unwrap_or_else(|| now.zoned.date());
        let usual = || Preset::default().span(diary, last).first();
        let span = Span::new(options.from.unwrap_or_else(usual), last)?;
        Ok(Gathered::of(&library, diary, span, &parts, &now))
    })?
    .map_err(|error: report::SpanError| Failure::user(error.to_string()))?;
    Ok(match options.format {
        Format::Csv => report::csv(&words, &gathered),
        Format::Fhir => report::fhir(&words, &gathered)?,
        Format::Html | Format::Ics => report::html(&words, &library, &gathered)?,
    })
}

fn calendar(folder: &Path, options: &ReportOptions) -> Result<String, Failure> {
    if options.from.is_some() || options.to.is_some() || !options.leave_out.is_empty() {
        return Err(Failure::user(
            "--from, --to and --leave-out don’t belong to --format ics: a slot has no end"
                .to_owned(),
        ));
    }
    let mut slot = read_diary(folder, |diary: &Diary| Slot::of(&diary.profile()))?;
    slot.time = options.time.unwrap_or(slot.time);
    slot.days = options.days.unwrap_or(slot.days);
    // Without a journal there is no installation yet; a later file then is of another slot.
    let device = if has_journal(folder) {
        on_journal(folder, async |journal| {
            Ok(open_app(journal).await?.journal().device())
        })?
    } else {
        DeviceId(Uuid::nil())
    };
    let now = Machine.moment();
    Ok(icalendar::file(&Words::english()?, &slot, &now, device))
}
