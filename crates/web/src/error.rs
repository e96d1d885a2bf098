//! What a person reads when something can't be done: what happened, what was kept, what to do.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use unhunch_domain::Refusal;
use unhunch_figure::FigureError;
use unhunch_journal::JournalError;
use unhunch_words::Words;

use crate::app::App;
use crate::frame::Frame;

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
    /// The routine has nothing left that is for the person.
    #[error("nothing of it is for this person")]
    NothingToDo,
    /// The exercise has no such step for the person, or nothing to decide like that.
    #[error("this can't be set for the exercise")]
    NotForExercise,
    /// The diary refuses it.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The journal can't do it.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A figure can't be drawn.
    #[error("the figure can't be drawn: {0}")]
    Figure(#[from] FigureError),
    /// A page's template failed.
    #[error("the page can't be put together: {0}")]
    Template(#[from] askama::Error),
}

impl PageError {
    /// The status of the answer.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound
            | Self::Refused(
                Refusal::UnknownSession | Refusal::UnknownRoutine | Refusal::UnknownNote,
            )
            | Self::Figure(FigureError::UnknownPhase(_)) => StatusCode::NOT_FOUND,
            Self::NotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Refused(Refusal::DeletedSession)
            | Self::Journal(JournalError::Conflict { .. }) => StatusCode::CONFLICT,
            Self::Refused(_) | Self::NothingToDo | Self::NotForExercise => {
                StatusCode::UNPROCESSABLE_ENTITY
            }
            Self::Journal(JournalError::Full) => StatusCode::INSUFFICIENT_STORAGE,
            Self::Journal(_) | Self::Template(_) | Self::Figure(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// What to tell the person: what happened, and what they can do.
    pub fn sentence(&self, words: &Words) -> String {
        match self {
            Self::NotFound | Self::Figure(FigureError::UnknownPhase(_)) => {
                words.get("error-not-found")
            }
            Self::NotAllowed => words.get("error-not-allowed"),
            Self::BadRequest(_) => words.get("error-bad-request"),
            Self::NothingToDo => words.get("error-nothing-to-do"),
            Self::NotForExercise => words.get("error-not-for-exercise"),
            Self::Busy => words.get("error-busy"),
            Self::TooLarge => words.get("error-too-large"),
            Self::Refused(Refusal::UnknownSession) => words.get("error-unknown-session"),
            Self::Refused(Refusal::UnknownRoutine) => words.get("error-unknown-routine"),
            Self::Refused(Refusal::UnknownNote) => words.get("error-unknown-note"),
            Self::Refused(Refusal::DeletedSession) => words.get("error-deleted-session"),
            Self::Refused(Refusal::UnknownStep { .. }) => words.get("error-unknown-step"),
            Self::Refused(Refusal::UnknownPlay { .. }) => words.get("error-unknown-play"),
            Self::Refused(Refusal::BadRating(_)) => words.get("error-bad-rating"),
            Self::Journal(JournalError::Conflict { .. }) => words.get("error-conflict"),
            Self::Journal(JournalError::Full) => words.get("error-disk-full"),
            Self::Journal(_) => words.get("error-journal"),
            Self::Template(_) | Self::Figure(_) => words.get("error-page"),
        }
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
                Self::Journal(
                    error @ (JournalError::Unusable(_)
                    | JournalError::Damaged(_)
                    | JournalError::Newer { .. }
                    | JournalError::Unreadable { .. }),
                ) => error.to_string(),
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
