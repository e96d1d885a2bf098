//! How it went over months and years, in charts with words and tables.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::routing::get;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Deserialize;
use unhunch_domain::adherence::{GOOD_WEEK_DAYS, monday};
use unhunch_domain::past::days_between;
use unhunch_domain::ratings::{Course, Mean};
use unhunch_domain::standing::{Ladder, Standing};
use unhunch_domain::training::{Exercised, Period, Training, sunday};
use unhunch_domain::trend::Trend;
use unhunch_domain::{Diary, dose};

use crate::answer::{Answer, Asked, OrPage, html};
use crate::app::App;
use crate::chart::{self, Base, Key, Look, NARROW, Slot, WIDE};
use crate::error::PageError;
use crate::frame::Frame;
use crate::host::Now;
use crate::pages::exercises::exercise_link;
use crate::present;
use crate::trend_words;
use crate::words::Words;

/// Days up to which each one is shown by itself.
const MOST_DAYS: i32 = 110;

/// Days up to which weeks are shown.
const MOST_WEEK_DAYS: i32 = 2 * 366;

/// Days up to which months are shown; years beyond.
const MOST_MONTH_DAYS: i32 = 15 * 366;

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

    /// The shortest one that has everything in it, but no longer than a year.
    fn usual(earliest: Date, today: Date) -> Self {
        let weeks = [Self::FourWeeks, Self::ThreeMonths];
        let fits = |span: &Self| span.first(earliest, today) <= earliest;
        weeks.into_iter().find(fits).unwrap_or(Self::Year)
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

async fn page(State(app): State<Arc<App>>, Asked(query): Asked<Query>) -> Answer {
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
                ("first", (&present::full_date(words, view.first)).into()),
                ("last", (&present::full_date(words, today)).into()),
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
    course: Course,
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
        let course = Course::of(diary, first.saturating_sub(6.days()), today, now.at);
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
            Grain::Day | Grain::Week => present::full_date(self.words, first),
            Grain::Month => present::month(self.words, first),
            Grain::Year => first.year().to_string(),
        }
    }

    /// What can be written below the days.
    fn dates(&self) -> Vec<(u32, String)> {
        let last = self.first.saturating_add(i64::from(self.days).days());
        let short = |date: Date| self.words.get(&format!("month-short-{}", date.month()));
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
                .map(|date| {
                    let month = short(date);
                    let said = [("day", date.day().into()), ("month", (&month).into())];
                    (self.index(date), self.words.with("progress-date", &said))
                })
                .collect()
        } else if self.days <= 800 {
            every(from(self.first.first_of_month(), months), months)
                .map(|date| {
                    let label = if date.month() == 1 {
                        date.year().to_string()
                    } else {
                        short(date)
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
                    (&present::length(words, total.spent.total_ms())).into(),
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
                self.regularity(),
                self.minutes(),
                self.sessions(),
                self.exercises(),
            ]);
        }
        Charts {
            range: words.with(
                "progress-range",
                &[
                    ("first", (&present::full_date(words, self.first)).into()),
                    ("last", (&present::full_date(words, self.today)).into()),
                ],
            ),
            summary: format!("{done} {rated}"),
            cards,
        }
    }

    /// How it felt.
    fn comfort(&self) -> Card {
        let words = self.words;
        let title = words.get("progress-felt");
        let trend = Trend::of(&self.course, self.first, self.today);
        if self.rated().next().is_none() && self.answers().next().is_none() {
            return Card {
                id: "felt",
                title,
                says: vec![words.get("progress-felt-empty")],
                link: Some(("/notes", words.get("progress-felt-link"))),
                ..Card::default()
            };
        }
        let said = trend_words::sentence(words, &trend, self.today);
        let description = self.described("progress-felt-about", &said);
        let (points, line) = if self.grain == Grain::Day {
            self.daily()
        } else {
            self.by_period()
        };
        let answers = self.answer_points();
        let sessions: Vec<(Slot, u32)> = if self.grain == Grain::Day {
            let days = self.training.days().iter();
            days.map(|(date, _)| (Slot::day(self.index(*date)), 100))
                .collect()
        } else {
            let periods = self.periods.iter();
            periods
                .map(|(period, _)| (self.slot(period), share(period)))
                .filter(|(_, share)| *share > 0)
                .collect()
        };
        let (most, least) = (words.get("after-most"), words.get("after-least"));
        let drawings = [NARROW, WIDE].map(|size| {
            let base = self.base("felt", &title, &description);
            let chart = chart::Comfort {
                base,
                most: &most,
                least: &least,
                points: &points,
                line: &line,
                answers: &answers,
                sessions: &sessions,
            };
            chart::comfort(&chart, size)
        });
        let mut legend = Vec::new();
        let mut explain = |is_there: bool, shape, key: &str| {
            if is_there {
                legend.push((chart::key(shape), words.get(key)));
            }
        };
        let grain = self.grain;
        explain(
            !points.is_empty(),
            Key::Point,
            if grain == Grain::Day {
                "progress-key-day"
            } else {
                grain.choose(
                    "progress-key-week",
                    "progress-key-month",
                    "progress-key-year",
                )
            },
        );
        explain(
            !line.is_empty(),
            Key::Line,
            if grain == Grain::Day {
                "progress-key-line"
            } else {
                grain.choose(
                    "progress-key-line-week",
                    "progress-key-line-month",
                    "progress-key-line-year",
                )
            },
        );
        explain(!answers.is_empty(), Key::Answer, "progress-key-answer");
        explain(
            !sessions.is_empty(),
            Key::Strip,
            if grain == Grain::Day {
                "progress-key-session"
            } else {
                "progress-key-sessions"
            },
        );
        Card {
            id: "felt",
            title,
            drawings: drawings.into(),
            says: vec![said],
            legend,
            table: Some(if grain == Grain::Day {
                self.daily_table()
            } else {
                self.period_table()
            }),
            ..Card::default()
        }
    }

    /// A chart's description: what it is, what it says, and where the numbers are.
    fn described(&self, about: &str, said: &str) -> String {
        let table = self.words.get("progress-chart-table");
        format!("{} {said} {table}", self.words.get(about))
    }

    /// Means of days, and the line of the seven-day means, each where it is there.
    fn daily(&self) -> (Points, Vec<Points>) {
        let points = self
            .rated()
            .map(|(date, mean)| (Slot::day(self.index(date)), mean.tenths()))
            .collect();
        let dates = std::iter::successors(Some(self.first), |date| date.tomorrow().ok())
            .take_while(|date| *date <= self.today);
        let means = dates.map(|date| {
            let mean = self.course.week_mean(date)?;
            Some((Slot::day(self.index(date)), mean.tenths()))
        });
        (points, parts(means))
    }

    /// Means of weeks, months or years, and the line through those with enough ratings.
    fn by_period(&self) -> (Points, Vec<Points>) {
        let mean = |(period, _): &(Period, String)| {
            let mean = self.course.mean(period.first, period.last)?;
            Some((self.slot(period), mean.tenths()))
        };
        let sound = |(period, _): &(Period, String)| {
            let mean = self.course.sound_mean(period.first, period.last)?;
            Some((self.slot(period), mean.tenths()))
        };
        (
            self.periods.iter().filter_map(mean).collect(),
            parts(self.periods.iter().map(sound)),
        )
    }

    /// Means of the answers of each day, week, month or year.
    fn answer_means(&self) -> BTreeMap<Date, Mean> {
        let mut means: BTreeMap<Date, Mean> = BTreeMap::new();
        for (date, mean) in self.answers() {
            let begin = match self.grain {
                Grain::Day => date,
                grain => grain.begin(date),
            };
            let sum = means.entry(begin).or_default();
            *sum = sum.and(mean);
        }
        means
    }

    fn answer_points(&self) -> Points {
        let means = self.answer_means().into_iter();
        means
            .map(|(date, mean)| {
                let last = match self.grain {
                    Grain::Day => date,
                    grain => grain.end(date),
                };
                let slot = Slot {
                    first: self.index(date),
                    last: self.index(last),
                };
                (slot, mean.tenths())
            })
            .collect()
    }

    fn daily_table(&self) -> Table {
        let words = self.words;
        let answers = self.answer_means();
        let sessions: BTreeMap<Date, usize> = self
            .training
            .days()
            .iter()
            .map(|(date, amount)| (*date, amount.sessions))
            .collect();
        let days: BTreeMap<Date, Mean> = self.rated().collect();
        let mut dates: Vec<Date> = days
            .keys()
            .chain(answers.keys())
            .chain(sessions.keys())
            .copied()
            .collect();
        dates.sort_unstable();
        dates.dedup();
        let mean = |mean: Option<Mean>| mean.map(trend_words::mean).unwrap_or_default();
        let rows = dates.into_iter().map(|date| {
            vec![
                present::full_date(words, date),
                mean(days.get(&date).copied()),
                mean(self.course.week_mean(date)),
                mean(answers.get(&date).copied()),
                count(sessions.get(&date).copied().unwrap_or(0)),
            ]
        });
        Table {
            rows: rows.collect(),
            heads: [
                "progress-column-day",
                "progress-column-average",
                "progress-column-line",
                "progress-column-answer",
                "progress-column-sessions",
            ]
            .map(|key| words.get(key))
            .into(),
        }
    }

    fn period_table(&self) -> Table {
        let answers = self.answer_means();
        let mean = |mean: Option<Mean>| mean.map(trend_words::mean).unwrap_or_default();
        let rows = self.periods.iter().map(|(period, label)| {
            vec![
                label.clone(),
                mean(self.course.mean(period.first, period.last)),
                mean(answers.get(&self.grain.begin(period.first)).copied()),
                period.amount.days.to_string(),
            ]
        });
        Table {
            rows: rows.collect(),
            heads: vec![
                self.column(),
                self.words.get("progress-column-average"),
                self.words.get("progress-column-answer"),
                self.words.get("progress-column-days"),
            ],
        }
    }

    /// The head of the column with weeks, months or years.
    fn column(&self) -> String {
        self.words.get(self.grain.choose(
            "progress-column-week",
            "progress-column-month",
            "progress-column-year",
        ))
    }

    fn no_sessions(&self) -> Card {
        Card {
            id: "sessions",
            title: self.words.get("progress-sessions"),
            says: vec![self.words.get("progress-sessions-empty")],
            link: Some(("/", self.words.get("progress-empty-link"))),
            ..Card::default()
        }
    }

    /// Sessions by week.
    fn sessions(&self) -> Card {
        let words = self.words;
        let title = words.get("progress-sessions");
        let amounts = self.periods.iter().map(|(period, _)| period.amount);
        let most = amounts.map(|amount| amount.sessions).max().unwrap_or(0);
        let said = words.with(
            self.grain.choose(
                "progress-most-week",
                "progress-most-month",
                "progress-most-year",
            ),
            &[
                ("sessions", self.training.total().sessions.into()),
                ("most", most.into()),
            ],
        );
        let unit_key = self.grain.choose(
            "progress-sessions-week",
            "progress-sessions-month",
            "progress-sessions-year",
        );
        let unit = words.get(unit_key);
        let description = self.described(unit_key, &said);
        let bars: Vec<_> = self
            .periods
            .iter()
            .map(|(period, _)| (self.slot(period), vec![number(period.amount.sessions)]))
            .collect();
        let chart = chart::Bars {
            base: self.base("sessions", &title, &description),
            unit: &unit,
            per: 1,
            least_top: 4,
            looks: &[Look::Solid],
            amounts: &bars,
            guide: None,
        };
        let rows = self
            .periods
            .iter()
            .map(|(period, label)| vec![label.clone(), period.amount.sessions.to_string()]);
        Card {
            id: "sessions",
            drawings: vec![chart::bars(&chart, NARROW)],
            table: Some(Table {
                heads: vec![self.column(), words.get("progress-column-sessions")],
                rows: rows.collect(),
            }),
            title,
            says: vec![said],
            ..Card::default()
        }
    }

    /// Minutes by kind.
    fn minutes(&self) -> Card {
        let words = self.words;
        let title = words.get("progress-minutes");
        let spent = self.training.total().spent;
        let length = |ms| present::length(words, ms);
        let said = words.with(
            "progress-minutes-say",
            &[
                ("mobility", (&length(spent.mobility_ms)).into()),
                ("strength", (&length(spent.strength_ms)).into()),
                ("warm-up", (&length(spent.warm_up_ms)).into()),
            ],
        );
        let unit_key = self.grain.choose(
            "progress-minutes-week",
            "progress-minutes-month",
            "progress-minutes-year",
        );
        let unit = words.get(unit_key);
        let description = self.described(unit_key, &said);
        let has_other = spent.other_ms > 0;
        let bars: Vec<_> = self
            .periods
            .iter()
            .map(|(period, _)| {
                let spent = period.amount.spent;
                let rest = spent.warm_up_ms + spent.other_ms;
                let parts = vec![spent.mobility_ms, spent.strength_ms, rest];
                (self.slot(period), parts)
            })
            .collect();
        let looks = [Look::Solid, Look::Hatched, Look::Open];
        let chart = chart::Bars {
            base: self.base("minutes", &title, &description),
            unit: &unit,
            per: 60_000,
            least_top: 4,
            looks: &looks,
            amounts: &bars,
            guide: None,
        };
        let [mobility, strength, warm_up, other, all] = [
            "progress-kind-mobility",
            "progress-kind-strength",
            "progress-kind-warm-up",
            "progress-kind-other",
            "progress-kind-all",
        ]
        .map(|key| words.get(key));
        let open = if has_other {
            format!("{warm_up}, {other}")
        } else {
            warm_up.clone()
        };
        let legend = looks.into_iter().zip([&mobility, &strength, &open]);
        let rows = self.periods.iter().map(|(period, label)| {
            let spent = period.amount.spent;
            let mut row = vec![label.clone()];
            let others = has_other.then_some(spent.other_ms);
            let kinds = [spent.mobility_ms, spent.strength_ms, spent.warm_up_ms];
            let kinds = kinds.into_iter().chain(others).chain([spent.total_ms()]);
            row.extend(kinds.map(|ms| ((ms + 30_000) / 60_000).to_string()));
            row
        });
        Card {
            id: "minutes",
            drawings: vec![chart::bars(&chart, NARROW)],
            legend: legend
                .map(|(look, text)| (chart::key(Key::Bar(look)), text.clone()))
                .collect(),
            table: Some(Table {
                rows: rows.collect(),
                heads: [self.column(), mobility.clone(), strength.clone(), warm_up]
                    .into_iter()
                    .chain(has_other.then_some(other))
                    .chain([all])
                    .collect(),
            }),
            title,
            says: vec![said],
            ..Card::default()
        }
    }

    /// Days a week.
    fn regularity(&self) -> Card {
        let words = self.words;
        let title = words.get("progress-regular");
        let is_weekly = matches!(self.grain, Grain::Day | Grain::Week);
        let good = [("days", GOOD_WEEK_DAYS.into())];
        let said = if is_weekly {
            self.good_weeks()
        } else {
            let total = self.training.total().days;
            let all = usize::try_from(days_between(self.first, self.today) + 1).unwrap_or(1);
            let average = trend_words::tenths(tenths_a_week(total, all));
            words.with("progress-average-days", &[("average", (&average).into())])
        };
        let about = if is_weekly {
            "progress-regular-about"
        } else {
            "progress-regular-about-months"
        };
        let description = self.described(about, &said);
        // In tenths of a day, since months have averages.
        let bars: Vec<_> = self
            .periods
            .iter()
            .map(|(period, _)| {
                let days = period_length(period);
                let tenths = if is_weekly {
                    number(period.amount.days) * 10
                } else {
                    u64::from(tenths_a_week(period.amount.days, days))
                };
                let is_good = tenths >= number(GOOD_WEEK_DAYS) * 10;
                let parts = if is_good {
                    vec![tenths, 0]
                } else {
                    vec![0, tenths]
                };
                (self.slot(period), parts)
            })
            .collect();
        let chart = chart::Bars {
            base: self.base("regular", &title, &description),
            unit: &title,
            per: 10,
            least_top: 7,
            looks: &[Look::Solid, Look::Open],
            amounts: &bars,
            guide: Some(number(GOOD_WEEK_DAYS)),
        };
        let rows = self.periods.iter().map(|(period, label)| {
            let mut row = vec![label.clone(), period.amount.days.to_string()];
            if is_weekly {
                row.push(words.get(if period.is_good_week() {
                    "progress-yes"
                } else {
                    "progress-no"
                }));
            }
            row
        });
        let column = words.with("progress-column-good", &good);
        let key = if is_weekly {
            "progress-key-good"
        } else {
            "progress-key-average-good"
        };
        Card {
            id: "regular",
            drawings: vec![chart::bars(&chart, NARROW)],
            legend: vec![
                (chart::key(Key::Bar(Look::Solid)), words.with(key, &good)),
                (
                    chart::key(Key::Bar(Look::Open)),
                    words.get("progress-key-other"),
                ),
            ],
            table: Some(Table {
                heads: [self.column(), words.get("progress-column-days")]
                    .into_iter()
                    .chain(is_weekly.then_some(column))
                    .collect(),
                rows: rows.collect(),
            }),
            title,
            says: vec![said],
            ..Card::default()
        }
    }

    /// How many weeks were good ones, counted as [`adherence`] does: this week and the first one
    /// count if they are.
    ///
    /// [`adherence`]: unhunch_domain::adherence
    fn good_weeks(&self) -> String {
        let weeks = self.periods.iter().map(|(period, _)| period);
        let begun: Vec<_> = weeks
            .skip_while(|week| week.amount.days == 0)
            .enumerate()
            .filter(|(number, week)| {
                let is_open = *number == 0 || self.today < self.grain.end(week.first);
                week.is_good_week() || !is_open
            })
            .map(|(_, week)| week.is_good_week())
            .collect();
        self.words.with(
            "progress-good-weeks",
            &[
                (
                    "good",
                    begun.iter().filter(|is_good| **is_good).count().into(),
                ),
                ("weeks", begun.len().into()),
                ("days", GOOD_WEEK_DAYS.into()),
            ],
        )
    }

    /// The steps of each exercise.
    fn exercises(&self) -> Card {
        let words = self.words;
        let title = words.get("progress-exercises");
        let climbs: Vec<Climb<'_>> = self
            .training
            .exercises
            .iter()
            .filter_map(|one| self.climb(one))
            .collect();
        let Some(_) = climbs.first() else {
            return Card {
                id: "exercises",
                title,
                says: vec![words.get("progress-exercises-empty")],
                ..Card::default()
            };
        };
        let how_many = |direction| {
            let climbs = climbs.iter();
            climbs.filter(|one| one.direction() == direction).count()
        };
        let said = words.with(
            "progress-exercises-say",
            &[
                ("harder", how_many(Direction::Harder).into()),
                ("easier", how_many(Direction::Easier).into()),
                ("same", how_many(Direction::Same).into()),
            ],
        );
        let rows = climbs.iter().enumerate();
        let exercises = rows.map(|(number, climb)| self.exercise_row(number, climb));
        let table = climbs.iter().flat_map(|climb| self.step_rows(climb));
        Card {
            id: "exercises",
            exercises: exercises.collect(),
            table: Some(Table {
                heads: [
                    "progress-column-exercise",
                    "progress-column-from",
                    "progress-column-step",
                    "progress-column-change",
                ]
                .map(|key| words.get(key))
                .into(),
                rows: table.collect(),
            }),
            title,
            says: vec![said],
            ..Card::default()
        }
    }

    /// The steps of an exercise, those left out that changed nothing; none where it has none.
    fn climb<'b>(&self, one: &'b Exercised) -> Option<Climb<'b>> {
        let exercise = self.app.library().exercise(&one.exercise)?;
        let ladder = Ladder::whole(exercise)?;
        let mut steps: Vec<(Date, Standing, String)> = Vec::new();
        for rung in &one.rungs {
            let play = ladder.play(rung.standing.form);
            let amount = dose::prescription(play, rung.standing.level);
            let amount = present::dose(self.words, play, &amount);
            let said = match play.variant {
                None => amount,
                Some(_) => self.words.with(
                    "standing-version",
                    &[
                        ("name", (&self.words.get(&play.message())).into()),
                        ("dose", (&amount).into()),
                    ],
                ),
            };
            if steps.last().is_none_or(|(_, _, last)| *last != said) {
                steps.push((rung.date, ladder.clamp(rung.standing), said));
            }
        }
        let (_, last) = one.span?;
        (!steps.is_empty()).then_some(Climb { one, steps, last })
    }

    fn exercise_row(&self, number: usize, climb: &Climb<'_>) -> ExerciseRow {
        let words = self.words;
        let name = words.get(climb.one.exercise.as_str());
        let times = words.with("progress-times", &[("times", climb.one.times.into())]);
        let (from, to) = climb.ends();
        let key = match climb.direction() {
            Direction::Harder => "progress-step-harder",
            Direction::Easier => "progress-step-easier",
            Direction::Same if climb.steps.len() > 1 => "progress-step-back",
            Direction::Same => "progress-step-same",
        };
        let steps = words.with(key, &[("from", from.into()), ("to", to.into())]);
        let about = words.with("progress-exercises-about", &[("name", (&name).into())]);
        let mut ranks: Vec<Standing> = climb.steps.iter().map(|(_, step, _)| *step).collect();
        ranks.sort_unstable();
        ranks.dedup();
        let places: Vec<(u32, u32)> = climb
            .steps
            .iter()
            .map(|(date, step, _)| {
                let rank = ranks.binary_search(step).unwrap_or(0);
                (self.index(*date), u32::try_from(rank).unwrap_or(u32::MAX))
            })
            .collect();
        let id = format!("exercise-{number}");
        let description = format!("{steps}.");
        let chart = chart::Steps {
            base: self.base(&id, &about, &description),
            rungs: &places,
            until: self.index(climb.last),
        };
        ExerciseRow {
            link: Some(exercise_link(&climb.one.exercise, None)),
            text: format!("{steps}; {times}"),
            drawing: chart::steps(&chart),
            name,
        }
    }

    fn step_rows(&self, climb: &Climb<'_>) -> Vec<Vec<String>> {
        let words = self.words;
        let name = words.get(climb.one.exercise.as_str());
        let befores = std::iter::once(None).chain(climb.steps.iter().map(Some));
        let pairs = befores.zip(&climb.steps);
        pairs
            .map(|(before, (date, step, said))| {
                let change = match before {
                    None => "progress-change-first",
                    Some((_, before, _)) if before < step => "progress-change-harder",
                    Some(_) => "progress-change-easier",
                };
                vec![
                    name.clone(),
                    present::full_date(words, *date),
                    said.clone(),
                    words.get(change),
                ]
            })
            .collect()
    }
}

/// Means and what they are of, in tenths.
type Points = Vec<(Slot, u32)>;

/// The parts of a line, which ends wherever there is nothing.
fn parts(means: impl Iterator<Item = Option<(Slot, u32)>>) -> Vec<Points> {
    let mut parts: Vec<Points> = Vec::new();
    let mut is_open = false;
    for mean in means {
        match (mean, parts.last_mut()) {
            (Some(mean), Some(part)) if is_open => part.push(mean),
            (Some(mean), _) => parts.push(vec![mean]),
            (None, _) => {}
        }
        is_open = mean.is_some();
    }
    parts
}

/// How many days a period has that are over or begun.
fn period_length(period: &Period) -> usize {
    usize::try_from(days_between(period.first, period.last) + 1).unwrap_or(1)
}

/// How much of a period's days had a session, in hundredths.
fn share(period: &Period) -> u32 {
    let share = period.amount.days * 100 / period_length(period).max(1);
    u32::try_from(share).unwrap_or(100)
}

/// Tenths of days a week, of so many days among all.
fn tenths_a_week(days: usize, all: usize) -> u32 {
    let all = all.max(1);
    u32::try_from((days * 140 + all) / (2 * all)).unwrap_or(70)
}

/// A number as charts take it.
fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

/// A number in a table in which most are none.
fn count(count: usize) -> String {
    if count == 0 {
        String::new()
    } else {
        count.to_string()
    }
}

/// The steps of an exercise.
struct Climb<'a> {
    one: &'a Exercised,
    /// Since when, which, and in words.
    steps: Vec<(Date, Standing, String)>,
    /// When it was last done.
    last: Date,
}

/// Where the steps of an exercise led.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Harder,
    Easier,
    Same,
}

impl Climb<'_> {
    fn direction(&self) -> Direction {
        match (self.steps.first(), self.steps.last()) {
            (Some((_, first, _)), Some((_, last, _))) if first < last => Direction::Harder,
            (Some((_, first, _)), Some((_, last, _))) if first > last => Direction::Easier,
            _ => Direction::Same,
        }
    }

    /// The first and the last step in words.
    fn ends(&self) -> (&str, &str) {
        match (self.steps.first(), self.steps.last()) {
            (Some((_, _, first)), Some((_, _, last))) => (first, last),
            _ => ("", ""),
        }
    }
}
