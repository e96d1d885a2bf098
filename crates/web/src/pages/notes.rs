//! Noting how it feels: now, after a week, in words; and correcting it.

use std::sync::Arc;

use axum::Router;

use crate::app::App;

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
}
