//! One module a page: what it shows, and what can be done there.

pub mod about;
pub mod advice;
pub mod after;
pub mod breaks;
pub mod browsers;
pub mod calendar;
pub mod composed;
pub mod data;
pub mod exercise_level;
pub mod exercises;
pub mod history;
pub mod notes;
pub mod plan_editor;
pub mod plans;
pub mod progress;
pub mod reach;
pub mod reminders;
pub mod report;
pub mod routines;
pub mod sessions;
pub mod settings;
pub mod today;
pub mod welcome;

use std::sync::Arc;

use axum::extract::State;
use unhunch_app::App;

use crate::answer::{Answer, OrErrorPage};
use crate::error::PageError;

/// The answer where there is no page.
pub async fn not_found(State(app): State<Arc<App>>) -> Answer {
    Err(PageError::NotFound).or_page(&app)
}

/// The answer where a page takes another kind of request, such as an address that only forms
/// are sent to, opened by hand.
pub async fn not_allowed(State(app): State<Arc<App>>) -> Answer {
    Err(PageError::NotAllowed).or_page(&app)
}
