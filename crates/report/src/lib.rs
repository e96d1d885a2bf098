//! The report for a doctor or physiotherapist in its forms: a page, a table, a FHIR bundle.

pub mod chart;
mod csv;
mod fhir;
pub mod icalendar;
pub mod sheet;

use askama::Template;
use unhunch_domain::programme::timeline::Play;
use unhunch_domain::review::report;
use unhunch_domain::review::report::{Observation, Parts, Report, Span, Title, What};
use unhunch_domain::{Diary, Library, Now};

use sheet::Sheet;
use unhunch_words::{PlayWords, Words, names};

pub use csv::csv;
pub use fhir::fhir;
pub use unhunch_domain::review::report::SpanError;

/// Colours and type, of pages, too.
pub const BASE_STYLES: &str = include_str!("../assets/base.css");

/// How charts look.
pub const CHART_STYLES: &str = include_str!("../assets/progress.css");

/// How the sheet looks, and what chooses it.
pub const SHEET_STYLES: &str = include_str!("../assets/report.css");

/// Everything that the forms of a report are made of.
#[derive(Clone, Debug)]
pub struct Gathered {
    /// Sums, means and the person's own words.
    pub report: Report,
    /// Everything that was said and done, one by one.
    pub observations: Vec<Observation>,
    /// When it was gathered.
    pub now: Now,
}

impl Gathered {
    /// What a diary says of a period.
    pub fn of(library: &Library, diary: &Diary, span: Span, parts: &Parts, now: &Now) -> Self {
        let today = now.zoned.date();
        Self {
            report: Report::of(library, diary, span, parts, today, now.at),
            observations: report::observations(diary, span, parts, today, now.at),
            now: now.clone(),
        }
    }

    /// The beginning of a file's name.
    pub fn file_name(&self) -> String {
        let span = self.report.span;
        format!("unhunch-{}-{}", span.first(), span.last())
    }
}

#[derive(Template)]
#[template(path = "report_file.html")]
struct FilePage<'a> {
    words: &'a Words,
    sheet: Sheet,
    styles: String,
}

/// The report as one file that a browser shows and prints, with nothing beside it.
///
/// # Errors
/// Where the page can't be put together.
pub fn html(
    words: &Words,
    library: &Library,
    gathered: &Gathered,
) -> Result<String, askama::Error> {
    let page = FilePage {
        words,
        sheet: Sheet::of(words, library, gathered),
        styles: [BASE_STYLES, CHART_STYLES, SHEET_STYLES].join("\n"),
    };
    page.render()
}

/// The name of what was played.
fn name(words: &Words, play: &Play) -> String {
    PlayWords::of_play(words, play).name()
}

/// The name of what a session played.
fn title(words: &Words, title: &Title) -> String {
    match title {
        Title::Own(title) => title.to_string(),
        Title::Routine(id) => names::routine(words, id),
    }
}

/// What of an observation is about an exercise.
fn play(what: &What) -> Option<&Play> {
    match what {
        What::Exercise { play, .. } | What::Discomfort { play, .. } | What::Hurt { play } => {
            Some(play)
        }
        _ => None,
    }
}
