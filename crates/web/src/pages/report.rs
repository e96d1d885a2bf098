//! The page for a doctor or physiotherapist, and the same as files.

use std::sync::Arc;

use axum::Router;

use crate::app::App;

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
}
