//! History: a month as a calendar and a list, a session's details, deleting with undo.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Zoned};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::sessions::{DayDone, HistoryDay, Month, MonthHistory};
use unhunch_domain::Now;
use unhunch_domain::diary::{Diary, Session, State as SessionState};
use unhunch_domain::{Ending, Moment, Rating, Refusal, SessionId};
use unhunch_words::{Words, dates, discomfort, lengths, names};

use crate::answer::{Answer, Form, OrErrorPage, PathParam, QueryParams, html, html_found};
use crate::error::PageError;
use crate::frame::{Frame, Framed};
use crate::pages::sessions::{DoneRow, done_rows};

/// What the page can be asked for.
#[derive(Deserialize)]
pub struct Query {
    month: Option<String>,
    deleted: Option<SessionId>,
}

#[derive(Template)]
#[template(path = "history.html")]
struct MonthPage<'a> {
    words: &'a Words,
    frame: Frame,
    title: String,
    weekdays: Vec<(String, String)>,
    weeks: Vec<Vec<CalendarDay>>,
    days: Vec<ListDay>,
    summary: String,
    earlier: Option<Month>,
    later: Option<Month>,
    this_month: Option<Month>,
    undo: Option<SessionId>,
    month: Month,
    is_new: bool,
}

/// A cell of the calendar.
enum CalendarDay {
    /// A day of another month.
    Outside,
    /// A day of this one.
    Inside {
        number: i8,
        label: String,
        /// How it looks.
        class: &'static str,
        is_today: bool,
        link: Option<String>,
    },
}

struct ListDay {
    anchor: String,
    heading: String,
    sessions: Vec<Row>,
    /// Short breaks, which count for nothing else: where each is, and when it was.
    breaks: Vec<(String, String)>,
}

struct Row {
    id: String,
    time: String,
    routine: String,
    done: String,
    length: String,
    rating: Option<u8>,
    is_open: bool,
}

/// A month; the current one unless another is asked for.
pub async fn month(State(app): State<Arc<App>>, QueryParams(query): QueryParams<Query>) -> Answer {
    let now = app.now();
    let frame = app.frame("history").await.or_page(&app)?;
    let today = now.zoned.date();
    let month = match query.month.as_deref() {
        None => Month::of(today),
        Some(text) => text
            .parse()
            .map_err(|_| PageError::BadRequest(app.words().get("history-bad-month")))
            .or_page(&app)?,
    };
    let page = app
        .read(|diary| build(&app, diary, &now, frame, month, query.deleted))
        .await
        .or_page(&app)?;
    html(&app, &page)
}

fn build<'a>(
    app: &'a App,
    diary: &Diary,
    now: &Now,
    frame: Frame,
    month: Month,
    deleted: Option<SessionId>,
) -> MonthPage<'a> {
    let words = app.words();
    let today = now.zoned.date();
    let history = MonthHistory::of(diary, month, now);
    let is_deleted = |id: &SessionId| {
        let session = diary.session(*id);
        session.is_some_and(|session| session.is_deleted())
    };
    MonthPage {
        words,
        frame,
        title: dates::month(words, month.first()),
        weekdays: (1..=7_i8)
            .map(|number| {
                (
                    dates::weekday_short(words, number),
                    words.get(&format!("weekday-{number}")),
                )
            })
            .collect(),
        weeks: weeks(words, &history, month, today),
        summary: words.with(
            "history-summary",
            &[
                ("sessions", history.count.into()),
                ("length", (&lengths::length(words, history.done_ms)).into()),
            ],
        ),
        earlier: history.earlier,
        later: history.later,
        this_month: (month != Month::of(today)).then(|| Month::of(today)),
        undo: deleted.filter(is_deleted),
        month,
        is_new: diary.is_empty() && history.days.is_empty(),
        days: history
            .days
            .iter()
            .map(|day| list_day(words, day))
            .collect(),
    }
}

fn list_day(words: &Words, day: &HistoryDay<'_>) -> ListDay {
    let breaks = day.breaks.iter();
    ListDay {
        anchor: format!("day-{}", day.date),
        heading: dates::day(words, day.date),
        sessions: day
            .sessions
            .iter()
            .map(|session| row(words, session))
            .collect(),
        breaks: breaks
            .map(|session| {
                let time = dates::time(started(session).time());
                (session.id.to_string(), time)
            })
            .collect(),
    }
}

/// When a session was started, where the person was.
fn started(session: &Session<'_>) -> Zoned {
    session
        .started()
        .timestamp()
        .to_zoned(session.zone().time_zone())
}

fn row(words: &Words, session: &Session<'_>) -> Row {
    let started = started(session);
    Row {
        id: session.id.to_string(),
        time: dates::time(started.time()),
        routine: names::title(words, session.timeline()),
        done: names::tally(words, session),
        length: lengths::length(words, session.done_ms()),
        rating: session.after().map(Rating::get),
        is_open: !session.has_ended(),
    }
}

fn weeks(
    words: &Words,
    history: &MonthHistory<'_>,
    month: Month,
    today: Date,
) -> Vec<Vec<CalendarDay>> {
    let first = month.first();
    let lead = i32::from(first.weekday().since(Weekday::Monday));
    let start = first.saturating_sub(lead.days());
    let rows = (lead + i32::from(first.days_in_month()) + 6) / 7;
    (0..rows)
        .map(|week| {
            (0..7)
                .map(|number| start.saturating_add((week * 7 + number).days()))
                .map(|date| {
                    if Month::of(date) == month {
                        calendar_day(words, history, date, date == today)
                    } else {
                        CalendarDay::Outside
                    }
                })
                .collect()
        })
        .collect()
}

fn calendar_day(
    words: &Words,
    history: &MonthHistory<'_>,
    date: Date,
    is_today: bool,
) -> CalendarDay {
    let day = history.day(date);
    let sessions = day.map_or(0, HistoryDay::sessions_done);
    CalendarDay::Inside {
        number: date.day(),
        label: words.with(
            "history-day",
            &[
                ("day", (&dates::day(words, date)).into()),
                ("sessions", sessions.into()),
            ],
        ),
        class: match day.map_or(DayDone::Nothing, HistoryDay::done) {
            DayDone::Whole => "done",
            DayDone::Part => "part",
            DayDone::Nothing => "none",
        },
        is_today,
        link: (sessions > 0).then(|| format!("#day-{date}")),
    }
}

#[derive(Template)]
#[template(path = "history_session.html")]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is something that the page shows or not"
)]
struct SessionPage<'a> {
    words: &'a Words,
    frame: Frame,
    id: String,
    routine: String,
    date: String,
    started: String,
    length: String,
    ending: String,
    /// How it felt before and after it, in a line each.
    before: String,
    after: String,
    /// Whether it was said how it felt after it.
    is_rated: bool,
    /// Whether it is a short break, of which none of that is asked.
    is_break: bool,
    rows: Vec<DoneRow>,
    month: Month,
    is_deleted: bool,
    is_open: bool,
}

/// A session's details.
pub async fn session(State(app): State<Arc<App>>, PathParam(id): PathParam<SessionId>) -> Answer {
    let now = app.now();
    let frame = app.frame("history").await.or_page(&app)?;
    let words = app.words();
    let page = app
        .read(|diary| {
            let session = diary.session(id)?;
            let started = started(&session);
            Some(SessionPage {
                words,
                frame,
                id: id.to_string(),
                routine: names::title(words, session.timeline()),
                date: format!(
                    "{} {}",
                    dates::weekday(words, session.date()),
                    dates::full_date(words, session.date())
                ),
                started: dates::time(started.time()),
                length: lengths::length(words, session.done_ms()),
                ending: words.get(match session.state(now.at) {
                    SessionState::Open | SessionState::Stale => "ending-open",
                    SessionState::Ended(Ending::Completed) => "ending-completed",
                    SessionState::Ended(Ending::Stopped) => "ending-stopped",
                    SessionState::Ended(Ending::Closed) => "ending-closed",
                    SessionState::Ended(Ending::Dizzy) => "ending-dizzy",
                }),
                before: rated(words, &session, Moment::Before),
                after: rated(words, &session, Moment::After),
                is_rated: session.after().is_some(),
                is_break: session.is_break(),
                rows: done_rows(&app, diary, id),
                month: Month::of(session.date()),
                is_deleted: session.is_deleted(),
                is_open: !session.has_ended(),
            })
        })
        .await
        .or_page(&app)?;
    html_found(&app, page, Refusal::UnknownSession.into())
}

/// How and where it felt before or after a session, in a line.
fn rated(words: &Words, session: &Session<'_>, moment: Moment) -> String {
    let rated = session.rated(moment).map(|rated| &rated.value);
    rated.map_or_else(
        || words.get("session-not-rated"),
        |rated| discomfort::felt(words, Some(rated.rating), &rated.locations.into()),
    )
}

/// Where to go back to.
#[derive(Deserialize)]
pub struct BackForm {
    month: Option<String>,
}

impl BackForm {
    /// The month, if it is one: it goes into an address.
    fn query(&self) -> String {
        let month = self.month.as_deref().and_then(|month| month.parse().ok());
        month.map_or_else(String::new, |month: Month| format!("month={month}"))
    }
}

/// Leaves a session out from the history, and offers to take that back.
pub async fn delete(
    State(app): State<Arc<App>>,
    PathParam(session): PathParam<SessionId>,
    Form(back): Form<BackForm>,
) -> Answer {
    app.set_session_deleted(session, true).await.or_page(&app)?;
    let address = format!("/history?{}&deleted={session}", back.query());
    Ok(Redirect::to(&address.replace("?&", "?")).into_response())
}

/// Brings a deleted session back.
pub async fn restore(
    State(app): State<Arc<App>>,
    PathParam(session): PathParam<SessionId>,
    Form(back): Form<BackForm>,
) -> Answer {
    app.set_session_deleted(session, false)
        .await
        .or_page(&app)?;
    Ok(Redirect::to(&format!("/history?{}", back.query())).into_response())
}
