//! What a person reads when something can't be done: what happened, what was kept, what to do.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use unhunch_app::{App, Error, JournalError};
use unhunch_domain::Refusal;
use unhunch_figure::FigureError;
use unhunch_words::errors::Problem;
use unhunch_words::{Words, errors};

use crate::frame::{Frame, Framed};

/// Why a page can't be shown or a wish not be met.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// There is no such page.
    #[error("there is no such page")]
    NotFound,
    /// The page takes no such request.
    #[error("the address takes no such request")]
    NotAllowed,
    /// The request is not one that a page of ours makes.
    #[error("the request can't be understood: {0}")]
    BadRequest(String),
    /// Too much was sent.
    #[error("too much was sent")]
    TooLarge,
    /// So much is being drawn that this can't be, too.
    #[error("too much is being drawn at once")]
    Busy,
    /// The app doesn't do it.
    #[error(transparent)]
    App(#[from] Error),
    /// A figure can't be drawn.
    #[error("the figure can't be drawn: {0}")]
    Figure(#[from] FigureError),
    /// A page's template failed.
    #[error("the page can't be put together: {0}")]
    Template(#[from] askama::Error),
    /// What a script gets can't be put together.
    #[error("what the page's script gets can't be put together: {0}")]
    Data(#[from] serde_json::Error),
}

impl From<Refusal> for PageError {
    fn from(refusal: Refusal) -> Self {
        Self::App(refusal.into())
    }
}

impl From<JournalError> for PageError {
    fn from(error: JournalError) -> Self {
        Self::App(error.into())
    }
}

impl PageError {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self.problem() {
            Problem::NotFound
            | Problem::Refused(
                Refusal::UnknownSession | Refusal::UnknownRoutine | Refusal::UnknownNote,
            ) => StatusCode::NOT_FOUND,
            Problem::NotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Problem::BadRequest => StatusCode::BAD_REQUEST,
            Problem::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Problem::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Problem::Refused(Refusal::DeletedSession) | Problem::Conflict => StatusCode::CONFLICT,
            Problem::Refused(_) | Problem::NothingToDo | Problem::NotForExercise => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Problem::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
            Problem::Journal | Problem::Page => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// Its kind, for which there are words.
    fn problem(&self) -> Problem {
        match self {
            Self::NotFound | Self::Figure(FigureError::UnknownPhase(_)) => Problem::NotFound,
            Self::NotAllowed => Problem::NotAllowed,
            Self::BadRequest(_) => Problem::BadRequest,
            Self::Busy => Problem::Busy,
            Self::TooLarge => Problem::TooLarge,
            Self::App(error) => error.problem(),
            Self::Template(_) | Self::Data(_) | Self::Figure(_) => Problem::Page,
        }
    }

    /// What to tell the person: what happened, and what they can do.
    pub fn sentence(&self, words: &Words) -> String {
        errors::sentence(words, self.problem())
    }

    /// The page that says so.
    pub fn page(&self, app: &App) -> Response {
        if self.status().is_server_error() {
            tracing::error!(error = %self, "a request failed");
        }
        let page = ErrorPage {
            words: app.words(),
            frame: app.frame_of_last(""),
            sentence: self.sentence(app.words()),
            detail: match self {
                Self::BadRequest(detail) => detail.clone(),
                Self::App(error) => error.detail().unwrap_or_default(),
                _ => String::new(),
            },
        };
        match page.render() {
            Ok(html) => (self.status(), Html(html)).into_response(),
            Err(_) => (self.status(), page.sentence).into_response(),
        }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    words: &'a Words,
    frame: Frame,
    sentence: String,
    detail: String,
}
