//! History: a month as a calendar and a list, a session's details, deleting with undo.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Zoned};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_domain::Now;
use unhunch_domain::diary::{Diary, Session, State as SessionState};
use unhunch_domain::{Command, Ending, Moment, Refusal, SessionId};
use unhunch_words::{Words, dates, discomfort, lengths, names};

use crate::answer::{Answer, Asked, Form, Named, OrPage, html, html_found};
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
    earlier: Option<String>,
    later: Option<String>,
    this_month: Option<String>,
    undo: Option<String>,
    month: String,
    is_new: bool,
}

struct CalendarDay {
    number: i8,
    label: String,
    /// `done`, `part`, `none`, or `outside` for a day of another month.
    state: &'static str,
    is_today: bool,
    link: Option<String>,
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
pub async fn month(State(app): State<Arc<App>>, Asked(query): Asked<Query>) -> Answer {
    let now = app.now();
    let frame = app.frame("history").await.or_page(&app)?;
    let today = now.zoned.date();
    let first = match query.month.as_deref() {
        None => today.first_of_month(),
        Some(text) => month_of(text)
            .ok_or_else(|| PageError::BadRequest(app.words().get("history-bad-month")))
            .or_page(&app)?,
    };
    let page = app
        .read(|diary| build(&app, diary, &now, frame, first, query.deleted))
        .await
        .or_page(&app)?;
    html(&app, &page)
}

/// The first day of a month that is written like `2026-08`.
fn month_of(text: &str) -> Option<Date> {
    let (year, month) = text.split_once('-')?;
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) {
        return None;
    }
    // Entries are of the years 1970 to 2499; in another zone they may be a day off that.
    let year: i16 = year
        .parse()
        .ok()
        .filter(|year| (1969..=2500).contains(year))?;
    Date::new(year, month.parse().ok()?, 1).ok()
}

fn build<'a>(
    app: &'a App,
    diary: &Diary,
    now: &Now,
    frame: Frame,
    first: Date,
    deleted: Option<SessionId>,
) -> MonthPage<'a> {
    let words = app.words();
    let today = now.zoned.date();
    let last = first.last_of_month();
    let mut days: Vec<ListDay> = Vec::new();
    let (mut count, mut done_ms) = (0_usize, 0);
    let shown = diary
        .sessions_between(first, last)
        .filter(|session| shows(session, now));
    for session in shown.rev() {
        count += 1;
        done_ms += session.done_ms();
        let anchor = format!("day-{}", session.date());
        if days.last().is_none_or(|day| day.anchor != anchor) {
            days.push(ListDay {
                anchor,
                heading: dates::day(words, session.date()),
                sessions: Vec::new(),
                breaks: Vec::new(),
            });
        }
        if let Some(day) = days.last_mut() {
            day.sessions.push(row(words, &session));
        }
    }
    let breaks = diary
        .breaks_between(first, last)
        .filter(|session| shows(session, now));
    for session in breaks {
        let anchor = format!("day-{}", session.date());
        let time = started(&session);
        let item = (session.id.to_string(), dates::time(time.time()));
        // Latest days first, as sessions have them; names of days sort like the days.
        match days.binary_search_by(|day| anchor.cmp(&day.anchor)) {
            Ok(place) => days[place].breaks.push(item),
            Err(place) => days.insert(
                place,
                ListDay {
                    anchor,
                    heading: dates::day(words, session.date()),
                    sessions: Vec::new(),
                    breaks: vec![item],
                },
            ),
        }
    }
    let span = diary.span();
    let month_id = |date: Date| format!("{:04}-{:02}", date.year(), date.month());
    MonthPage {
        words,
        frame,
        title: dates::month(words, first),
        weekdays: (1..=7_i8)
            .map(|number| {
                (
                    dates::weekday_short(words, number),
                    words.get(&format!("weekday-{number}")),
                )
            })
            .collect(),
        weeks: weeks(words, diary, now, first),
        summary: words.with(
            "history-summary",
            &[
                ("sessions", count.into()),
                ("length", (&lengths::length(words, done_ms)).into()),
            ],
        ),
        earlier: span
            .filter(|(earliest, _)| *earliest < first)
            .map(|_| month_id(first.saturating_sub(1.day()))),
        later: (last < today || span.is_some_and(|(_, latest)| last < latest))
            .then(|| month_id(last.saturating_add(1.day()))),
        this_month: (month_id(first) != month_id(today)).then(|| month_id(today)),
        undo: deleted
            .filter(|id| {
                diary
                    .session(*id)
                    .is_some_and(|session| session.is_deleted())
            })
            .map(|id| id.to_string()),
        month: month_id(first),
        is_new: diary.is_empty() && days.is_empty(),
        days,
    }
}

/// A session that was ended before anything was done is no part of the history, unless that was
/// because something was wrong.
fn shows(session: &Session<'_>, now: &Now) -> bool {
    session.is_anything_done()
        || session.was_anything_wrong()
        || !matches!(session.state(now.at), SessionState::Ended(_))
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
        rating: session.after().map(unhunch_domain::Rating::get),
        is_open: !session.has_ended(),
    }
}

fn weeks(words: &Words, diary: &Diary, now: &Now, first: Date) -> Vec<Vec<CalendarDay>> {
    let today = now.zoned.date();
    let lead = i32::from(first.weekday().since(Weekday::Monday));
    let start = first.saturating_sub(lead.days());
    let rows = (lead + i32::from(first.days_in_month()) + 6) / 7;
    (0..rows)
        .map(|week| {
            (0..7)
                .map(|number| {
                    let date = start.saturating_add((week * 7 + number).days());
                    if date.first_of_month() != first {
                        return CalendarDay {
                            number: date.day(),
                            label: String::new(),
                            state: "outside",
                            is_today: false,
                            link: None,
                        };
                    }
                    let sessions: Vec<_> = diary
                        .sessions_between(date, date)
                        .filter(Session::is_anything_done)
                        .map(|session| session.tally())
                        .collect();
                    let state = if sessions.iter().any(|tally| tally.is_complete()) {
                        "done"
                    } else if sessions.is_empty() {
                        "none"
                    } else {
                        "part"
                    };
                    CalendarDay {
                        number: date.day(),
                        label: words.with(
                            "history-day",
                            &[
                                ("day", (&dates::day(words, date)).into()),
                                ("sessions", sessions.len().into()),
                            ],
                        ),
                        state,
                        is_today: date == today,
                        link: (!sessions.is_empty()).then(|| format!("#day-{date}")),
                    }
                })
                .collect()
        })
        .collect()
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
    month: String,
    is_deleted: bool,
    is_open: bool,
}

/// A session's details.
pub async fn session(State(app): State<Arc<App>>, Named(id): Named<SessionId>) -> Answer {
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
                month: format!("{:04}-{:02}", session.date().year(), session.date().month()),
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
    /// The month, if it looks like one: it goes into an address.
    fn query(&self) -> String {
        self.month
            .as_deref()
            .filter(|month| {
                month.len() <= 7 && month.bytes().all(|b| b.is_ascii_digit() || b == b'-')
            })
            .map_or_else(String::new, |month| format!("month={month}"))
    }
}

/// Leaves a session out from the history, and offers to take that back.
pub async fn delete(
    State(app): State<Arc<App>>,
    Named(session): Named<SessionId>,
    Form(back): Form<BackForm>,
) -> Answer {
    app.carry_out(Command::Delete(session))
        .await
        .or_page(&app)?;
    let address = format!("/history?{}&deleted={session}", back.query());
    Ok(Redirect::to(&address.replace("?&", "?")).into_response())
}

/// Brings a deleted session back.
pub async fn restore(
    State(app): State<Arc<App>>,
    Named(session): Named<SessionId>,
    Form(back): Form<BackForm>,
) -> Answer {
    app.carry_out(Command::Restore(session))
        .await
        .or_page(&app)?;
    Ok(Redirect::to(&format!("/history?{}", back.query())).into_response())
}
