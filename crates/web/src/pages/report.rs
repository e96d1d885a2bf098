//! The page for a doctor or physiotherapist, and the same as files.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use jiff::civil::Date;
use unhunch_app::App;
use unhunch_app::report::{ReportPeriod, report_day};
use unhunch_domain::review::report::{Part, Parts, Preset, Span, SpanError};
use unhunch_domain::{Diary, Now};
use unhunch_report::sheet::Sheet;
use unhunch_report::{self as report, Gathered};
use unhunch_words::Words;

use crate::answer::{Answer, Failure, OrErrorPage, QueryParams, html, html_with};
use crate::error::PageError;
use crate::frame::{Frame, Framed};

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/report", get(page))
        .route("/report/print", get(print))
        .route("/report/observations.csv", get(csv))
        .route("/report/bundle.json", get(fhir))
}

/// The names and values that an address asks with: a part that is left out can be there several
/// times.
type Query = Vec<(String, String)>;

/// What an address asks for, as it was written.
#[derive(Default)]
struct Wish {
    preset: Option<String>,
    from: String,
    to: String,
    left_out: BTreeSet<Part>,
}

impl Wish {
    /// What is unknown is passed over, but not a period: another one isn't meant.
    fn of(query: Query) -> Self {
        let mut wish = Self::default();
        for (name, value) in query {
            match name.as_str() {
                "period" => wish.preset = Some(value),
                "from" => value.trim().clone_into(&mut wish.from),
                "to" => value.trim().clone_into(&mut wish.to),
                "leave" => {
                    let part = Part::ALL.into_iter().find(|part| part.id() == value);
                    wish.left_out.extend(part);
                }
                _ => {}
            }
        }
        wish
    }

    /// The period that it asks for: days that are said count before a preset.
    fn period(&self) -> Result<ReportPeriod, PeriodProblem> {
        if self.from.is_empty() && self.to.is_empty() {
            let Some(id) = self.preset.as_deref() else {
                return Ok(ReportPeriod::default());
            };
            let mut all = Preset::ALL.into_iter();
            let preset = all.find(|preset| preset.id() == id);
            return preset
                .map(ReportPeriod::Preset)
                .ok_or(PeriodProblem::Unknown);
        }
        let day = |text: &str| {
            if text.is_empty() {
                return Ok(None);
            }
            let bad = || PeriodProblem::BadDate(text.to_owned());
            report_day(text).map(Some).ok_or_else(bad)
        };
        Ok(ReportPeriod::Days {
            first: day(&self.from)?,
            last: day(&self.to)?,
        })
    }

    /// What it asks for, gathered, and of which period.
    fn gather(
        &self,
        app: &App,
        diary: &Diary,
        now: &Now,
    ) -> Result<(Gathered, ReportPeriod), PeriodProblem> {
        let period = self.period()?;
        let span = period.span(diary, now.zoned.date())?;
        let parts = Parts::without(&self.left_out);
        let gathered = Gathered::of(app.library(), diary, span, &parts, now);
        Ok((gathered, period))
    }

    /// The same as an address asks for it.
    fn query(&self, period: &str) -> String {
        let left_out = self.left_out.iter();
        let left_out = left_out.map(|part| format!("&leave={}", part.id()));
        period.to_owned() + &left_out.collect::<String>()
    }
}

/// Why a period can't be.
#[derive(Debug)]
enum PeriodProblem {
    /// There is no such one.
    Unknown,
    /// That is no day.
    BadDate(String),
    /// It ends before it begins.
    Order,
}

impl From<SpanError> for PeriodProblem {
    fn from(_: SpanError) -> Self {
        Self::Order
    }
}

impl PeriodProblem {
    fn sentence(&self, words: &Words) -> String {
        match self {
            Self::Unknown => words.get("report-bad-period"),
            Self::BadDate(date) => words.with("report-bad-date", &[("date", date.into())]),
            Self::Order => words.get("report-bad-span"),
        }
    }
}

/// How an address names a period.
fn period_query(span: Span, period: ReportPeriod) -> String {
    match period.preset() {
        Some(preset) => format!("period={}", preset.id()),
        None => format!("from={}&to={}", span.first(), span.last()),
    }
}

struct PresetLink {
    name: String,
    query: String,
    is_chosen: bool,
}

struct PartBox {
    id: &'static str,
    name: String,
    is_left_out: bool,
}

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage<'a> {
    words: &'a Words,
    frame: Frame,
    presets: Vec<PresetLink>,
    parts: Vec<PartBox>,
    from: String,
    to: String,
    problem: Option<String>,
    query: String,
    sheet: Option<Sheet>,
}

async fn page(State(app): State<Arc<App>>, QueryParams(query): QueryParams<Query>) -> Answer {
    let frame = app.frame("history").await.or_page(&app)?;
    let words = app.words();
    let wish = Wish::of(query);
    let now = app.now();
    let found = app.read(|diary| wish.gather(&app, diary, &now)).await;
    let (chosen, problem) = match found.or_page(&app)? {
        Ok(chosen) => (Some(chosen), None),
        Err(problem) => (None, Some(problem.sentence(words))),
    };
    let chosen_preset = chosen.as_ref().and_then(|(_, period)| period.preset());
    let span = chosen.as_ref().map(|(gathered, _)| gathered.report.span);
    let said = |text: &str, date: fn(Span) -> Date| match span {
        Some(span) => date(span).to_string(),
        None => text.to_owned(),
    };
    let page = ReportPage {
        words,
        frame,
        presets: Preset::ALL
            .map(|preset| PresetLink {
                name: words.get(&format!("report-preset-{}", preset.id())),
                query: wish.query(&format!("period={}", preset.id())),
                is_chosen: chosen_preset == Some(preset),
            })
            .into(),
        parts: Part::ALL
            .map(|part| PartBox {
                id: part.id(),
                name: words.get(&format!("report-part-{}", part.id())),
                is_left_out: wish.left_out.contains(&part),
            })
            .into(),
        from: said(&wish.from, Span::first),
        to: said(&wish.to, Span::last),
        query: chosen
            .as_ref()
            .map_or_else(String::new, |(gathered, period)| {
                wish.query(&period_query(gathered.report.span, *period))
            }),
        sheet: chosen
            .as_ref()
            .map(|(gathered, _)| Sheet::of(words, app.library(), gathered)),
        problem,
    };
    let status = if page.problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    html_with(&app, status, &page)
}

/// What an address asks for, gathered; a period that can't be is a page that says so.
async fn gathered(app: &Arc<App>, query: Query) -> Result<(Gathered, String), Failure> {
    let wish = Wish::of(query);
    let now = app.now();
    let found = app.read(|diary| wish.gather(app, diary, &now)).await;
    let (gathered, period) = found
        .or_page(app)?
        .map_err(|problem| PageError::BadRequest(problem.sentence(app.words())))
        .or_page(app)?;
    let query = wish.query(&period_query(gathered.report.span, period));
    Ok((gathered, query))
}

#[derive(Template)]
#[template(path = "report_print.html")]
struct PrintPage<'a> {
    words: &'a Words,
    frame: Frame,
    query: String,
    sheet: Sheet,
}

async fn print(State(app): State<Arc<App>>, QueryParams(query): QueryParams<Query>) -> Answer {
    let frame = app.frame("history").await.or_page(&app)?;
    let (gathered, query) = gathered(&app, query).await?;
    let words = app.words();
    let sheet = Sheet::of(words, app.library(), &gathered);
    html(
        &app,
        &PrintPage {
            words,
            frame,
            query,
            sheet,
        },
    )
}

async fn csv(State(app): State<Arc<App>>, QueryParams(query): QueryParams<Query>) -> Answer {
    let (gathered, _) = gathered(&app, query).await?;
    let table = report::csv(app.words(), &gathered);
    Ok(file(&gathered, "text/csv; charset=utf-8", "csv", table).into_response())
}

async fn fhir(State(app): State<Arc<App>>, QueryParams(query): QueryParams<Query>) -> Answer {
    let (gathered, _) = gathered(&app, query).await?;
    let bundle = report::fhir(app.words(), &gathered)
        .map_err(|error| PageError::from(askama::Error::custom(error)))
        .or_page(&app)?;
    Ok(file(&gathered, "application/fhir+json", "fhir.json", bundle).into_response())
}

fn file(
    gathered: &Gathered,
    kind: &'static str,
    ending: &str,
    content: String,
) -> impl IntoResponse + use<> {
    let name = gathered.file_name();
    let disposition = format!("attachment; filename=\"{name}.{ending}\"");
    (
        [
            (CONTENT_TYPE, kind.to_owned()),
            (CONTENT_DISPOSITION, disposition),
        ],
        content,
    )
}
