//! A person's data: taking it out, bringing it in, deleting it for good.

use std::sync::Arc;

use askama::Template;
use axum::body::{Body, Bytes};
use axum::extract::multipart::{MultipartError, MultipartRejection};
use axum::extract::{Extension, Multipart, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};
use futures_util::stream;
use serde::Deserialize;
use unhunch_app::data::{ImportRefused, Imported, Received};
use unhunch_app::{App, JournalError};
use unhunch_words::Words;

use crate::answer::{Answer, Form, OrErrorPage, apart, html_with};
use crate::error::PageError;
use crate::frame::{Frame, Framed};
use crate::guard::Door;
use crate::pages::settings::show_problem;

/// Everything as a file of lines.
pub async fn export(State(app): State<Arc<App>>) -> Answer {
    let export = app.export();
    // A journal that can't be read after the beginning breaks the download off, so that half
    // a file never looks like a whole one.
    let pieces = stream::try_unfold(export, |mut export| async move {
        Ok::<_, JournalError>(
            export
                .next()
                .await?
                .map(|piece| (Bytes::from(piece), export)),
        )
    });
    let date = app.now().zoned.date();
    Ok((
        [
            (CONTENT_TYPE, "application/jsonl; charset=utf-8".to_owned()),
            (
                CONTENT_DISPOSITION,
                format!("attachment; filename=\"unhunch-{date}.jsonl\""),
            ),
        ],
        Body::from_stream(pieces),
    )
        .into_response())
}

/// Keeps what is in a file that was exported before, all of it or nothing.
pub async fn import(
    State(app): State<Arc<App>>,
    door: Option<Extension<Door>>,
    upload: Result<Multipart, MultipartRejection>,
) -> Answer {
    let door = door.as_deref();
    let upload = upload
        .map_err(|rejection| PageError::BadRequest(rejection.body_text()))
        .or_page(&app)?;
    let Some(received) = receive(&app, upload).await.or_page(&app)? else {
        let problem = app.words().get("settings-import-none");
        return show_problem(&app, door, StatusCode::BAD_REQUEST, problem).await;
    };
    // Years of entries take seconds to read, to keep and to fold in.
    let kept = keep(Arc::clone(&app), door.cloned(), received);
    let kept = apart(&app, async move { kept.await.into_response() });
    kept.await.ok_or(PageError::Busy).or_page(&app)
}

/// Keeps what was received.
async fn keep(app: Arc<App>, door: Option<Door>, received: Received) -> Answer {
    match app.import_received(received).await {
        Ok(Imported { new, known }) => {
            Ok(Redirect::to(&format!("/settings?imported={new}&known={known}")).into_response())
        }
        Err(ImportRefused::Failed(error)) => Err(error).or_page(&app),
        Err(ImportRefused::Line(error)) => {
            let problem = error.to_string();
            let words = app.words();
            let problem = words.with("settings-import-broken", &[("problem", (&problem).into())]);
            show_problem(
                &app,
                door.as_ref(),
                StatusCode::UNPROCESSABLE_ENTITY,
                problem,
            )
            .await
        }
    }
}

/// Receives the file of a form, a piece at a time; none where none was chosen.
async fn receive(app: &App, mut upload: Multipart) -> Result<Option<Received>, PageError> {
    let failed = |error: MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            PageError::TooLarge
        } else {
            PageError::BadRequest(error.body_text())
        }
    };
    while let Some(mut field) = upload.next_field().await.map_err(failed)? {
        if field.name() != Some("file") {
            continue;
        }
        let mut received = app.receive()?;
        while let Some(piece) = field.chunk().await.map_err(failed)? {
            received.add(&piece)?;
        }
        let is_chosen = field.file_name().is_some_and(|name| !name.is_empty());
        return Ok((is_chosen || !received.is_empty()).then_some(received));
    }
    Ok(None)
}

#[derive(Template)]
#[template(path = "erase.html")]
struct ErasePage<'a> {
    words: &'a Words,
    frame: Frame,
    sessions: String,
    problem: Option<String>,
}

/// Asks whether everything is to be deleted.
pub async fn ask_erase(State(app): State<Arc<App>>) -> Answer {
    show_erase(&app, StatusCode::OK, None).await
}

async fn show_erase(app: &Arc<App>, status: StatusCode, problem: Option<String>) -> Answer {
    let words = app.words();
    let frame = app.frame("settings").await.or_page(app)?;
    let count = app
        .read(unhunch_domain::Diary::session_count)
        .await
        .or_page(app)?;
    let sessions = words.with("settings-data-sessions", &[("sessions", count.into())]);
    html_with(
        app,
        status,
        &ErasePage {
            words,
            frame,
            sessions,
            problem,
        },
    )
}

/// Whether the person ticked the box.
#[derive(Deserialize)]
pub struct EraseForm {
    sure: Option<String>,
}

/// Deletes everything for good.
pub async fn erase(
    State(app): State<Arc<App>>,
    door: Option<Extension<Door>>,
    Form(form): Form<EraseForm>,
) -> Answer {
    if form.sure.is_none() {
        let problem = app.words().get("erase-not-sure");
        return show_erase(&app, StatusCode::UNPROCESSABLE_ENTITY, Some(problem)).await;
    }
    app.erase().await.or_page(&app)?;
    // Which browsers were used when is the person's, too. This one has to see that it is done.
    if let Some(Extension(door)) = door
        && let Err(error) = door.end_others().await
    {
        tracing::warn!(%error, "which browsers were let in can't be forgotten");
        let problem = app.words().get("erase-browsers-kept");
        let status = StatusCode::INSUFFICIENT_STORAGE;
        return show_problem(&app, Some(&door), status, problem).await;
    }
    Ok(Redirect::to("/settings?erased=yes").into_response())
}
