//! After a session: how it feels now, and what was done.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use unhunch_domain::diary::State as SessionState;
use unhunch_domain::{Command, Ending, Moment, Refusal, SessionId};

use crate::answer::{Answer, Form, Named, OrPage, html_found};
use crate::app::App;
use crate::frame::Frame;
use crate::pages::sessions::{DoneRow, done_rows};
use crate::present;
use crate::words::Words;

#[derive(Template)]
#[template(path = "after.html")]
struct AfterPage<'a> {
    words: &'a Words,
    frame: Frame,
    id: String,
    heading: String,
    summary: String,
    rating: Option<u8>,
    rows: Vec<DoneRow>,
    is_open: bool,
    is_anything_done: bool,
}

/// The page.
pub async fn page(State(app): State<Arc<App>>, Named(id): Named<SessionId>) -> Answer {
    let now = app.now();
    let frame = app.frame("today").await.or_page(&app)?;
    let words = app.words();
    let page = app
        .read(|diary| {
            let session = diary.session(id).filter(|session| !session.is_deleted())?;
            let done = session.is_anything_done();
            let state = session.state(now.at);
            Some(AfterPage {
                words,
                frame,
                id: id.to_string(),
                heading: words.get(match state {
                    SessionState::Open | SessionState::Stale => "after-heading-open",
                    SessionState::Ended(_) if !done => "after-heading-nothing",
                    SessionState::Ended(Ending::Completed) => "after-heading-completed",
                    SessionState::Ended(_) => "after-heading-stopped",
                }),
                summary: if done {
                    words.with(
                        "after-summary",
                        &[
                            ("tally", (&present::tally(words, &session)).into()),
                            (
                                "length",
                                (&present::length(words, session.done_ms())).into(),
                            ),
                        ],
                    )
                } else {
                    words.get("after-nothing")
                },
                is_anything_done: done,
                rating: session.after().map(unhunch_domain::Rating::get),
                rows: done_rows(&app, diary, id),
                is_open: !session.has_ended(),
            })
        })
        .await
        .or_page(&app)?;
    html_found(&app, page, Refusal::UnknownSession.into())
}

/// How it feels.
#[derive(Deserialize)]
pub struct RatingForm {
    rating: u8,
}

/// Keeps how it feels, and shows the page again.
pub async fn rate(
    State(app): State<Arc<App>>,
    Named(session): Named<SessionId>,
    Form(form): Form<RatingForm>,
) -> Answer {
    app.carry_out(Command::Rate {
        session,
        moment: Moment::After,
        rating: form.rating,
    })
    .await
    .or_page(&app)?;
    Ok(Redirect::to(&format!("/sessions/{session}/after")).into_response())
}
