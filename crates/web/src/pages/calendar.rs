//! The daily slot as a file for a calendar.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::IntoResponse;
use axum::routing::get;
use serde::Deserialize;
use unhunch_app::App;
use unhunch_report::icalendar::{self, Alarm, Days, Slot};
use unhunch_words::{Words, dates};

use crate::answer::{Answer, OrErrorPage, QueryParams, html_with};
use crate::frame::{Frame, Framed};

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/calendar", get(page))
        .route("/calendar/unhunch.ics", get(download))
}

/// What the form asks for.
#[derive(Deserialize)]
struct Query {
    time: Option<String>,
    days: Option<String>,
    alarm: Option<String>,
}

struct Choice {
    id: &'static str,
    name: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "calendar.html")]
struct CalendarPage<'a> {
    words: &'a Words,
    frame: Frame,
    time: String,
    minutes: u8,
    zone: String,
    days: Vec<Choice>,
    alarms: Vec<Choice>,
    problem: Option<String>,
}

async fn page(State(app): State<Arc<App>>) -> Answer {
    let slot = app
        .read(|diary| Slot::of(&diary.profile()))
        .await
        .or_page(&app)?;
    show(&app, StatusCode::OK, &slot, dates::time(slot.time), None).await
}

async fn show(
    app: &Arc<App>,
    status: StatusCode,
    slot: &Slot,
    time: String,
    problem: Option<String>,
) -> Answer {
    let frame = app.frame("settings").await.or_page(app)?;
    let words = app.words();
    let now = app.now();
    let zone = match now.zoned.time_zone().iana_name() {
        Some(name) => words.with("slot-zone", &[("zone", (&name.replace('_', " ")).into())]),
        None => words.get("slot-no-zone"),
    };
    let page = CalendarPage {
        words,
        frame,
        time,
        minutes: slot.minutes.get(),
        zone,
        days: Days::ALL
            .map(|days| Choice {
                id: days.id(),
                name: words.get(&format!("slot-days-{}", days.id())),
                is_chosen: days == slot.days,
            })
            .into(),
        alarms: Alarm::ALL
            .map(|alarm| Choice {
                id: alarm.id(),
                name: words.get(&format!("slot-alarm-{}", alarm.id())),
                is_chosen: alarm == slot.alarm,
            })
            .into(),
        problem,
    };
    html_with(app, status, &page)
}

/// The file; what isn't said is as it suits the person.
async fn download(State(app): State<Arc<App>>, QueryParams(query): QueryParams<Query>) -> Answer {
    let mut slot = app
        .read(|diary| Slot::of(&diary.profile()))
        .await
        .or_page(&app)?;
    let find = |id: &Option<String>| id.clone().unwrap_or_default();
    let days = find(&query.days);
    let known = Days::ALL.into_iter().find(|known| known.id() == days);
    slot.days = known.unwrap_or(slot.days);
    let alarm = find(&query.alarm);
    let known = Alarm::ALL.into_iter().find(|known| known.id() == alarm);
    slot.alarm = known.unwrap_or(slot.alarm);
    if let Some(text) = query.time {
        let Some(time) = Slot::read_time(&text) else {
            let problem = app.words().get("slot-bad-time");
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return show(&app, status, &slot, text, Some(problem)).await;
        };
        slot.time = time;
    }
    let file = icalendar::file(app.words(), &slot, &app.now(), app.journal().device());
    Ok((
        [
            (CONTENT_TYPE, "text/calendar; charset=utf-8"),
            (CONTENT_DISPOSITION, "attachment; filename=\"unhunch.ics\""),
        ],
        file,
    )
        .into_response())
}
