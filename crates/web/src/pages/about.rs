//! About and safety: what this is and is not, when to stop, when to see a doctor.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;

use crate::answer::{Answer, OrPage, html};
use crate::app::App;
use crate::frame::Frame;
use crate::words::Words;

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage<'a> {
    words: &'a Words,
    frame: Frame,
    version: &'static str,
}

/// The page.
pub async fn page(State(app): State<Arc<App>>) -> Answer {
    let frame = app.frame("about").await.or_page(&app)?;
    html(
        &app,
        &AboutPage {
            words: app.words(),
            frame,
            version: env!("CARGO_PKG_VERSION"),
        },
    )
}
