//! How it went over months and years, in charts with words and tables.

mod discomfort;
mod done;
mod levels;

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use unhunch_app::App;
use unhunch_domain::Diary;
use unhunch_domain::Now;
use unhunch_domain::basics::dates::days_between;
use unhunch_domain::basics::dates::monday;
use unhunch_domain::basics::dates::sunday;
use unhunch_domain::basics::mean::Mean;
use unhunch_domain::review::ratings::RatingSeries;
use unhunch_domain::review::training::{Period, Training};
use unhunch_report::chart::{self, Base, Slot};
use unhunch_words::{Words, dates, lengths};

use crate::answer::{Answer, OrErrorPage, QueryParams, html};
use crate::error::PageError;
use crate::frame::{Frame, Framed};

/// Days up to which each one is shown by itself.
const MOST_DAYS: i32 = 110;

/// Days up to which weeks are shown.
const MOST_WEEK_DAYS: i32 = 2 * 366;

/// Days up to which months are shown; years beyond, so that the page stays below 100 kB.
const MOST_MONTH_DAYS: i32 = 11 * 366;

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new().route("/progress", get(page))
}

/// What the page can be asked for.
#[derive(Deserialize)]
struct Query {
    span: Option<String>,
}

/// How long a time is shown, ending today.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Span {
    /// This week and the three before.
    FourWeeks,
    /// This week and the twelve before.
    ThreeMonths,
    /// This week and the 52 before.
    Year,
    /// All that there is.
    All,
}

impl Span {
    const ALL: [Self; 4] = [Self::FourWeeks, Self::ThreeMonths, Self::Year, Self::All];

    const fn id(self) -> &'static str {
        match self {
            Self::FourWeeks => "4-weeks",
            Self::ThreeMonths => "3-months",
            Self::Year => "year",
            Self::All => "all",
        }
    }

    fn label(self, words: &Words) -> String {
        words.get(match self {
            Self::FourWeeks => "progress-span-4-weeks",
            Self::ThreeMonths => "progress-span-3-months",
            Self::Year => "progress-span-year",
            Self::All => "progress-span-all",
        })
    }

    /// The shortest one that has everything in it, but no longer than a year; of less than a year
    /// all that there is, so that no chart begins with months of nothing.
    fn usual(earliest: Date, today: Date) -> Self {
        let fits = |span: &Self| span.first(earliest, today) <= earliest;
        let known = [Self::FourWeeks, Self::ThreeMonths, Self::Year];
        match known.into_iter().find(fits) {
            Some(Self::Year) => Self::All,
            shorter => shorter.unwrap_or(Self::Year),
        }
    }

    /// Its first day.
    fn first(self, earliest: Date, today: Date) -> Date {
        let weeks = match self {
            Self::FourWeeks => 3,
            Self::ThreeMonths => 12,
            Self::Year => 52,
            Self::All => return earliest,
        };
        monday(today).saturating_sub((7 * weeks).days())
    }
}

/// What a point or a bar stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Grain {
    /// Points for days, bars for weeks.
    Day,
    Week,
    Month,
    Year,
}

impl Grain {
    fn of(days: i32) -> Self {
        if days <= MOST_DAYS {
            Self::Day
        } else if days <= MOST_WEEK_DAYS {
            Self::Week
        } else if days <= MOST_MONTH_DAYS {
            Self::Month
        } else {
            Self::Year
        }
    }

    /// What steps of exercises are told by: one for each week, month or year.
    fn longer(self) -> Self {
        match self {
            Self::Day => Self::Week,
            Self::Week => Self::Month,
            Self::Month | Self::Year => Self::Year,
        }
    }

    /// The first day of what a bar stands for that a day belongs to.
    fn begin(self, date: Date) -> Date {
        match self {
            Self::Day | Self::Week => monday(date),
            Self::Month => date.first_of_month(),
            Self::Year => date.first_of_year(),
        }
    }

    /// The last day likewise.
    fn end(self, date: Date) -> Date {
        match self {
            Self::Day | Self::Week => sunday(date),
            Self::Month => date.last_of_month(),
            Self::Year => date.last_of_year(),
        }
    }

    /// One of three words, by what a bar stands for.
    fn choose<T>(self, week: T, month: T, year: T) -> T {
        match self {
            Self::Day | Self::Week => week,
            Self::Month => month,
            Self::Year => year,
        }
    }
}

#[derive(Template)]
#[template(path = "progress_page.html")]
struct ProgressPage<'a> {
    words: &'a Words,
    frame: Frame,
    /// The times that can be shown: id, name, whether it is this one.
    spans: Vec<(&'static str, String, bool)>,
    content: Content,
}

enum Content {
    /// There is nothing in the diary.
    Empty,
    /// There is nothing in it of that time.
    Nothing(String),
    Charts(Charts),
}

struct Charts {
    range: String,
    summary: String,
    cards: Vec<Card>,
}

/// A chart with its words and its table.
#[derive(Default)]
struct Card {
    id: &'static str,
    title: String,
    drawings: Vec<String>,
    says: Vec<String>,
    link: Option<(&'static str, String)>,
    legend: Vec<(&'static str, String)>,
    exercises: Vec<ExerciseRow>,
    table: Option<Table>,
}

struct ExerciseRow {
    name: String,
    link: Option<String>,
    text: String,
    drawing: String,
}

struct Table {
    heads: Vec<String>,
    rows: Vec<Vec<String>>,
}

async fn page(State(app): State<Arc<App>>, QueryParams(query): QueryParams<Query>) -> Answer {
    let now = app.now();
    let frame = app.frame("history").await.or_page(&app)?;
    let asked = match query.span.as_deref() {
        None => None,
        Some(id) => {
            let known = Span::ALL.into_iter().find(|span| span.id() == id);
            let refusal = || PageError::BadRequest(app.words().get("progress-bad-span"));
            Some(known.ok_or_else(refusal).or_page(&app)?)
        }
    };
    let page = app
        .read(|diary| build(&app, diary, &now, frame, asked))
        .await
        .or_page(&app)?;
    html(&app, &page)
}

fn build<'a>(
    app: &'a App,
    diary: &Diary,
    now: &Now,
    frame: Frame,
    asked: Option<Span>,
) -> ProgressPage<'a> {
    let words = app.words();
    let today = now.zoned.date();
    let begun = [diary.span(), diary.notes_span()];
    let earliest = begun.iter().flatten().map(|(first, _)| *first).min();
    // What a wrong clock put into the future shows once it has come.
    let earliest = earliest.filter(|first| *first <= today.saturating_add(1.day()));
    let Some(earliest) = earliest.map(|first| first.min(today)) else {
        return ProgressPage {
            words,
            frame,
            spans: Vec::new(),
            content: Content::Empty,
        };
    };
    let span = asked.unwrap_or_else(|| Span::usual(earliest, today));
    let view = View::of(app, diary, now, span.first(earliest, today));
    let content = if !view.is_empty() {
        Content::Charts(view.charts())
    } else if span == Span::All {
        Content::Empty
    } else {
        Content::Nothing(words.with(
            "progress-none-text",
            &[
                ("first", (&dates::full_date(words, view.first)).into()),
                ("last", (&dates::full_date(words, today)).into()),
            ],
        ))
    };
    let spans = Span::ALL.map(|one| (one.id(), one.label(words), one == span));
    ProgressPage {
        words,
        frame,
        spans: spans.into(),
        content,
    }
}

/// What is shown, worked out once for all charts.
struct View<'a> {
    app: &'a App,
    words: &'a Words,
    today: Date,
    /// The first day of all charts, at which a week, a month or a year begins.
    first: Date,
    /// How many days charts have, to the end of this week, month or year.
    days: u32,
    grain: Grain,
    course: RatingSeries,
    training: Training,
    /// The weeks, months or years with what was done in each, and what tables call them.
    periods: Vec<(Period, String)>,
    dates: Vec<(u32, String)>,
}

impl<'a> View<'a> {
    fn of(app: &'a App, diary: &Diary, now: &Now, first: Date) -> Self {
        let words = app.words();
        let today = now.zoned.date();
        let grain = Grain::of(days_between(first, today));
        let first = grain.begin(first);
        let course = RatingSeries::of(diary, first.saturating_sub(6.days()), today, now.at);
        let training = Training::of(app.library(), diary, (first, today), today, now.at);
        let periods = match grain {
            Grain::Day | Grain::Week => training.weeks(),
            Grain::Month => training.months(),
            Grain::Year => training.years(),
        };
        let mut view = Self {
            app,
            words,
            today,
            first,
            days: 0,
            grain,
            course,
            training,
            periods: Vec::new(),
            dates: Vec::new(),
        };
        view.days = view.index(grain.end(today)) + 1;
        view.periods = periods
            .into_iter()
            .map(|period| (period, view.label(period.first)))
            .collect();
        view.dates = view.dates();
        view
    }

    /// Whether nothing of this time is in the diary.
    fn is_empty(&self) -> bool {
        self.training.is_empty() && self.rated().next().is_none() && self.answers().next().is_none()
    }

    /// A day's number, from 0.
    fn index(&self, date: Date) -> u32 {
        u32::try_from(days_between(self.first, date)).unwrap_or(0)
    }

    fn slot(&self, period: &Period) -> Slot {
        Slot {
            first: self.index(period.first),
            last: self.index(self.grain.end(period.first)),
        }
    }

    /// What tables call a week, a month or a year.
    fn label(&self, first: Date) -> String {
        match self.grain {
            Grain::Day => self.short_date(first),
            Grain::Week => format!("{} {}", self.short_date(first), first.year()),
            Grain::Month => format!("{} {}", self.short_month(first), first.year()),
            Grain::Year => first.year().to_string(),
        }
    }

    fn short_month(&self, date: Date) -> String {
        self.words.get(&format!("month-short-{}", date.month()))
    }

    /// A day, where the year is clear: "24 Aug".
    fn short_date(&self, date: Date) -> String {
        let month = self.short_month(date);
        let said = [("day", date.day().into()), ("month", (&month).into())];
        self.words.with("progress-date", &said)
    }

    /// What can be written below the days.
    fn dates(&self) -> Vec<(u32, String)> {
        let last = self.first.saturating_add(i64::from(self.days).days());
        let every = |from: Date, next: fn(Date) -> Date| {
            let dates = std::iter::successors(Some(from), move |date| Some(next(*date)));
            dates.take_while(move |date| *date < last)
        };
        let weeks = |date: Date| date.saturating_add(7.days());
        let months = |date: Date| date.last_of_month().saturating_add(1.day());
        let years = |date: Date| date.last_of_year().saturating_add(1.day());
        // The first of a month or a year that begins within the time shown.
        let from = |first: Date, next: fn(Date) -> Date| {
            if first == self.first {
                first
            } else {
                next(first)
            }
        };
        if self.days <= 45 {
            every(self.first, weeks)
                .map(|date| (self.index(date), self.short_date(date)))
                .collect()
        } else if self.days <= 800 {
            let is_quarterly = self.days > 200;
            every(from(self.first.first_of_month(), months), months)
                .filter(|date| !is_quarterly || date.month() % 3 == 1)
                .map(|date| {
                    let label = if date.month() == 1 {
                        date.year().to_string()
                    } else {
                        self.short_month(date)
                    };
                    (self.index(date), label)
                })
                .collect()
        } else {
            every(from(self.first.first_of_year(), years), years)
                .map(|date| (self.index(date), date.year().to_string()))
                .collect()
        }
    }

    fn base<'b>(&'b self, id: &'b str, title: &'b str, description: &'b str) -> Base<'b> {
        Base {
            id,
            title,
            description,
            days: self.days,
            dates: &self.dates,
        }
    }

    /// The days of this time with ratings, and their means.
    fn rated(&self) -> impl DoubleEndedIterator<Item = (Date, Mean)> {
        let days = self.course.days();
        days.filter(|(date, _)| *date >= self.first)
    }

    /// The answers about weeks of this time.
    fn answers(&self) -> impl Iterator<Item = (Date, Mean)> {
        let weeks = self.course.weeks.iter();
        weeks
            .filter(|week| week.date >= self.first)
            .filter_map(|week| Some((week.date, Mean::of(week.said.average?))))
    }

    fn days_words(&self, days: usize) -> String {
        self.words.with("progress-days", &[("days", days.into())])
    }

    fn charts(&self) -> Charts {
        let words = self.words;
        let total = self.training.total();
        let done = words.with(
            "progress-done",
            &[
                ("sessions", total.sessions.into()),
                ("days", (&self.days_words(total.days)).into()),
                (
                    "length",
                    (&lengths::length(words, total.spent.total_ms())).into(),
                ),
            ],
        );
        let ratings = self.course.ratings.iter();
        let ratings = ratings.filter(|rated| rated.date >= self.first).count();
        let rated = words.with(
            "progress-rated",
            &[
                ("ratings", ratings.into()),
                ("days", (&self.days_words(self.rated().count())).into()),
            ],
        );
        let mut cards = vec![self.comfort()];
        if total.sessions == 0 {
            cards.push(self.no_sessions());
        } else {
            cards.extend([
                self.minutes(),
                self.regularity(),
                self.sessions(),
                self.exercises(),
            ]);
        }
        Charts {
            range: words.with(
                "progress-range",
                &[
                    ("first", (&dates::full_date(words, self.first)).into()),
                    ("last", (&dates::full_date(words, self.today)).into()),
                ],
            ),
            summary: format!("{done} {rated}"),
            cards,
        }
    }

    /// A chart's description: what it is, what it says, and where the numbers are.
    fn described(&self, about: &str, said: &str) -> String {
        let about = self.words.get(about);
        self.words.with(
            "progress-described",
            &[("about", (&about).into()), ("said", said.into())],
        )
    }

    /// The head of the column with weeks, months or years.
    fn column(&self) -> String {
        self.words.get(self.grain.choose(
            "progress-column-week",
            "progress-column-month",
            "progress-column-year",
        ))
    }
}

/// How many days a period has that are over or begun.
fn period_length(period: &Period) -> usize {
    usize::try_from(days_between(period.first, period.last) + 1).unwrap_or(1)
}
