//! The command that keeps a note of how it feels.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use jiff::civil::Date;
use unhunch_app::Host;
use unhunch_app::notes::{DayProblem, FeelingNoted, check_day};
use unhunch_domain::Rating;
use unhunch_domain::basics::dates::day_of;
use unhunch_domain::journal::note::{FeelingParts, Location, Remark};
use unhunch_words::discomfort;

use crate::Failure;
use crate::commands::journal::{on_journal, open_app};
use crate::system::Machine;

/// What can be noted.
#[derive(Args)]
#[command(
    after_help = "At least one of --pain, --region and --text is needed. The note shows at once in \
    an app that is running. Where there is no journal yet, this begins one."
)]
pub struct NoteOptions {
    /// How much pain, 0 (nothing) to 10 (the worst you can imagine)
    #[arg(long, value_name = "N", value_parser = pain, allow_negative_numbers = true)]
    pain: Option<Rating>,
    /// Where; can be given more than once
    #[arg(long, value_parser = region())]
    region: Vec<Location>,
    /// In your own words, up to 2,000 letters
    #[arg(long, allow_hyphen_values = true)]
    text: Option<String>,
    /// The day that it is about, such as 2026-08-03 [default: today]
    #[arg(long, value_name = "D", value_parser = day)]
    date: Option<Date>,
}

fn pain(text: &str) -> Result<Rating, String> {
    let known = text.parse::<u8>().ok();
    known
        .and_then(|number| Rating::try_from(number).ok())
        .ok_or_else(|| "a rating goes from 0 to 10".to_owned())
}

fn region() -> impl TypedValueParser<Value = Location> {
    PossibleValuesParser::new(Location::ALL.map(Location::id)).try_map(|id| {
        let known = Location::ALL.into_iter().find(|place| place.id() == id);
        known.ok_or("no such region")
    })
}

fn day(text: &str) -> Result<Date, String> {
    day_of(text).ok_or_else(|| "days are written like 2026-08-03".to_owned())
}

/// Keeps a note.
///
/// # Errors
/// Where it says nothing or is about a day to come, or the journal can't be written.
pub fn run(out: &mut impl Write, folder: &Path, options: NoteOptions) -> Result<(), Failure> {
    let now = Machine.moment();
    let today = now.zoned.date();
    let date = options.date.unwrap_or(today);
    // Looked at before a journal is begun.
    check_day(date, None, today).map_err(|problem| bad_day(date, problem))?;
    // A whole text that is too long, or what a terminal takes as orders, isn't repeated.
    let text = Remark::read(options.text.as_deref().unwrap_or_default())
        .map_err(|error| Failure::user(format!("this can't be kept: {error}")))?;
    let locations: BTreeSet<_> = options.region.into_iter().collect();
    let parts = FeelingParts {
        rating: options.pain,
        locations: locations.clone(),
        text: text.clone(),
    };
    if parts == FeelingParts::default() {
        return Err(nothing());
    }
    let (noted, felt) = on_journal(folder, async |journal| {
        let app = open_app(journal).await?;
        let noted = app.note_feeling(None, Some(date), parts).await?;
        app.save_snapshot().await?;
        let felt = discomfort::felt(app.words(), options.pain, &locations);
        Ok((noted, felt))
    })?;
    match noted {
        FeelingNoted::Kept(_) => {}
        FeelingNoted::Nothing => return Err(nothing()),
        FeelingNoted::BadDay(problem) => return Err(bad_day(date, problem)),
    }
    let text = text.map(|text| format!("“{text}”"));
    let said: Vec<_> = [felt]
        .into_iter()
        .filter(|felt| !felt.is_empty())
        .chain(text)
        .collect();
    writeln!(out, "Kept for {date}: {}", said.join(" · "))?;
    Ok(())
}

fn nothing() -> Failure {
    Failure::user("there is nothing to keep")
        .with_hint("say something with --pain, --region or --text")
}

fn bad_day(date: Date, problem: DayProblem) -> Failure {
    Failure::user(match problem {
        DayProblem::Unknown => format!("{date} is no day that a note can be about"),
        DayProblem::ToCome => format!("{date} is still to come; nothing was kept"),
    })
}
