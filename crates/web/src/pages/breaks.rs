//! A short break: a page that begins it with one key, or, where exercises are held back, a clock
//! for getting away from the screen; and the page after it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::gate::{self, Blocked};
use unhunch_app::sessions::{BreakPreview, Started};
use unhunch_domain::{Ending, SessionId, Timeline};
use unhunch_words::{Words, lengths};

use crate::answer::{Answer, OrErrorPage, QueryParams, html};
use crate::error::PageError;
use crate::figures::Figure;
use crate::frame::{Frame, Framed};
use crate::guard::{StartTokens, is_own_doing};
use crate::pages::welcome::BLOCKED_PATH;

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/break", get(page).post(begin))
        .route("/break/taken", post(taken))
        .route("/break/over", get(over))
}

/// What the page can be asked for.
#[derive(Deserialize)]
struct Query {
    /// Begin at once, since a notification was answered: a token of [`StartTokens`].
    start: Option<String>,
}

#[derive(Template)]
#[template(path = "break.html")]
struct BreakPage<'a> {
    words: &'a Words,
    frame: Frame,
    shown: Shown,
    /// Whether a script begins it at once.
    starts_now: bool,
}

/// What the page shows.
enum Shown {
    /// A break that can begin.
    Moves {
        length: String,
        moves: Vec<(String, Option<String>)>,
    },
    /// Away from the screen, without exercises.
    Away {
        text: String,
        /// What holds the exercises back, and where that is said.
        why: Option<String>,
        length: String,
        seconds: i64,
    },
}

/// The page. It changes nothing, so that it can be loaded again: a break that was just begun is
/// gone on with.
async fn page(
    State(app): State<Arc<App>>,
    Extension(tokens): Extension<Arc<StartTokens>>,
    QueryParams(query): QueryParams<Query>,
    headers: HeaderMap,
) -> Answer {
    let words = app.words();
    let frame = app.frame("break").await.or_page(&app)?;
    let shown = match app.preview_break().await.or_page(&app)? {
        BreakPreview::Away {
            held: Some(Blocked::Stop(_)),
            ..
        } => return Ok(Redirect::to(BLOCKED_PATH).into_response()),
        BreakPreview::GoesOn(id) => {
            return Ok(Redirect::to(&format!("/sessions/{id}")).into_response());
        }
        BreakPreview::Moves(timeline) => moves(&app, &timeline),
        BreakPreview::Away { minutes, held } => away(words, minutes, held.as_ref()),
    };
    html(
        &app,
        &BreakPage {
            words,
            frame,
            shown,
            // A page from elsewhere begins nothing by leading here.
            starts_now: query.start.is_some_and(|token| tokens.use_up(&token))
                && is_own_doing(&headers),
        },
    )
}

fn moves(app: &App, timeline: &Timeline) -> Shown {
    let words = app.words();
    let plays = timeline.plays().iter().filter_map(|play| {
        let exercise = app.library().exercise(&play.exercise)?;
        let playable = exercise.playable(play.variant.as_ref())?;
        Some((
            words.get(&playable.message()),
            Figure::of_play(playable).map(|figure| figure.thumbnail()),
        ))
    });
    Shown::Moves {
        length: lengths::length(words, timeline.playing_ms()),
        moves: plays.collect(),
    }
}

fn away(words: &Words, minutes: i64, held: Option<&Blocked>) -> Shown {
    Shown::Away {
        text: words.get(match held {
            Some(Blocked::RestToday) => "break-rest-text",
            _ => "break-away-text",
        }),
        why: held.map(|held| {
            words.get(match held {
                Blocked::Unasked { .. } => "break-why-unasked",
                Blocked::AskAgain => "break-why-again",
                Blocked::RestToday => "break-why-rest",
                Blocked::Stop(_) | Blocked::SeeFirst(_) => "break-why-see",
            })
        }),
        length: words.with("length-minutes", &[("minutes", minutes.into())]),
        seconds: minutes * 60,
    }
}

/// Begins a break and leads to its player; one that was just begun is gone on with.
async fn begin(State(app): State<Arc<App>>) -> Answer {
    let started = app.start_break().await.or_page(&app)?;
    Ok(Redirect::to(&address_after_start(&started)).into_response())
}

/// The page that comes after a break was to start: the break's, or what is done instead.
pub fn address_after_start(started: &Started) -> String {
    match started {
        Started::New(id) | Started::Resumed(id) => format!("/sessions/{id}"),
        Started::Blocked(_) | Started::NothingToDo => "/break".to_owned(),
    }
}

/// Keeps in mind that somebody was away from the screen for as long as a break lasts.
async fn taken(State(app): State<Arc<App>>) -> Answer {
    if let Some(reminders) = app.reminders() {
        reminders.break_taken();
    }
    Ok(Redirect::to("/break/over").into_response())
}

#[derive(Template)]
#[template(path = "break_over.html")]
struct OverPage<'a> {
    words: &'a Words,
    frame: Frame,
    heading: String,
    /// What was done; none where nothing was kept of it.
    summary: Option<String>,
    /// Its page in the history.
    details: Option<String>,
    is_dizzy: bool,
    /// The session that isn't over: where it goes on.
    open: Option<String>,
    /// Whether the day's session can be gone on to.
    may_go_on: bool,
}

/// After a break without exercises.
async fn over(State(app): State<Arc<App>>) -> Answer {
    let words = app.words();
    let now = app.now();
    let frame = app.frame("today").await.or_page(&app)?;
    let may_go_on = app
        .read(|diary| gate::check(diary, now.zoned.date()).is_none())
        .await
        .or_page(&app)?;
    html(
        &app,
        &OverPage {
            words,
            frame,
            heading: words.get("break-over"),
            summary: None,
            details: None,
            is_dizzy: false,
            open: None,
            may_go_on,
        },
    )
}

/// After a break that was played: none of the questions that come after a session.
pub async fn show_over(app: &Arc<App>, id: SessionId) -> Answer {
    let words = app.words();
    let now = app.now();
    let frame = app.frame("today").await.or_page(app)?;
    let page = app
        .read(|diary| {
            let session = diary.session(id)?;
            let is_done = session.is_anything_done();
            let is_open = !session.has_ended();
            let is_dizzy = session.ending() == Some(Ending::Dizzy);
            Some(OverPage {
                words,
                frame,
                heading: words.get(match session.ending() {
                    None => "after-heading-open",
                    Some(Ending::Dizzy) => "after-heading-dizzy",
                    Some(Ending::Completed) if is_done => "break-over",
                    Some(_) if is_done => "break-over-early",
                    Some(_) => "break-over-nothing",
                }),
                summary: is_done.then(|| {
                    words.with(
                        "break-summary",
                        &[(
                            "length",
                            (&lengths::length(words, session.done_ms())).into(),
                        )],
                    )
                }),
                details: (is_done || session.was_anything_wrong())
                    .then(|| format!("/history/{id}")),
                is_dizzy,
                open: is_open.then(|| format!("/sessions/{id}")),
                may_go_on: gate::check(diary, now.zoned.date()).is_none(),
            })
        })
        .await
        .or_page(app)?;
    let page = page.ok_or(PageError::NotFound).or_page(app)?;
    html(app, &page)
}
