//! What is advised, by which rule, and that it was read.

use std::sync::Arc;

use axum::Router;

use crate::app::App;

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
}
