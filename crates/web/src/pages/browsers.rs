//! The browsers that are let in: which they are, ending one, and letting another one in.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use axum::routing::post;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use unhunch_app::App;
use unhunch_words::{Words, dates};

use crate::answer::{Answer, Form, OrErrorPage, html};
use crate::error::PageError;
use crate::frame::{Frame, Framed};
use crate::guard::Door;
use crate::pages::settings::show_problem;

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/settings/browsers/end", post(end))
        .route("/settings/browsers/code", post(new_code))
}

/// The part of Settings that lists them.
pub struct BrowsersCard {
    /// What there is to say about the address; empty for nothing.
    pub remark: String,
    /// A browser each, this one first.
    pub rows: Vec<BrowserRow>,
    /// What happened; empty for nothing.
    pub said: String,
    /// What letting in another one takes.
    pub another: String,
}

/// A browser in the list.
pub struct BrowserRow {
    /// Its name in forms.
    pub id: String,
    /// What it calls itself.
    pub name: String,
    /// Whether it is this one, and when it was used last.
    pub about: String,
    /// Whether it is this one.
    pub is_this: bool,
}

impl BrowsersCard {
    /// What is to be seen through that door, perhaps just after one was ended.
    pub fn of(words: &Words, door: &Door, zone: &TimeZone, is_one_ended: bool) -> Self {
        let row = |browser: crate::guard::BrowserShown| {
            let used = Timestamp::from_millisecond(browser.used_ms).unwrap_or_default();
            let used = used.to_zoned(zone.clone());
            let date = dates::full_date(words, used.date());
            let time = dates::time(used.time());
            BrowserRow {
                name: if browser.browser.is_empty() {
                    words.get("browsers-unnamed")
                } else {
                    browser.browser
                },
                about: if browser.is_this {
                    words.get("browsers-this")
                } else {
                    let used = [("date", (&date).into()), ("time", (&time).into())];
                    words.with("browsers-used", &used)
                },
                is_this: browser.is_this,
                id: browser.id,
            }
        };
        Self {
            remark: door.remark().to_owned(),
            said: if is_one_ended {
                words.get("browsers-ended")
            } else {
                String::new()
            },
            rows: door.browsers().into_iter().map(row).collect(),
            another: words.with(
                "browsers-another-text",
                &[("minutes", Door::CODE_MINUTES.into())],
            ),
        }
    }
}

/// Which browser is meant.
#[derive(Deserialize)]
struct EndForm {
    browser: String,
}

/// Lets a browser in no more.
async fn end(
    State(app): State<Arc<App>>,
    door: Option<Extension<Door>>,
    Form(form): Form<EndForm>,
) -> Answer {
    let Extension(door) = door.ok_or(PageError::NotFound).or_page(&app)?;
    match door.end(&form.browser).await {
        // To where it hears how it is let in again.
        Ok(true) => Ok(Redirect::to("/").into_response()),
        Ok(false) => Ok(Redirect::to("/settings?ended=yes#browsers").into_response()),
        Err(error) => {
            tracing::warn!(%error, "who is let in can't be kept");
            let problem = app.words().get("browsers-not-kept");
            show_problem(&app, Some(&door), StatusCode::INSUFFICIENT_STORAGE, problem).await
        }
    }
}

#[derive(Template)]
#[template(path = "browser_code.html")]
struct CodePage<'a> {
    words: &'a Words,
    frame: Frame,
    address: String,
    code: String,
    note: String,
}

/// Shows a code that lets another browser in. Each time a new one.
async fn new_code(State(app): State<Arc<App>>, door: Option<Extension<Door>>) -> Answer {
    let Extension(door) = door.ok_or(PageError::NotFound).or_page(&app)?;
    let words = app.words();
    let frame = app.frame("settings").await.or_page(&app)?;
    html(
        &app,
        &CodePage {
            words,
            frame,
            address: door.origin(),
            code: door.new_code(),
            note: words.with(
                "browsers-code-note",
                &[("minutes", Door::CODE_MINUTES.into())],
            ),
        },
    )
}
