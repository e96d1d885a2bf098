//! About and safety: what this is and is not, when to stop, when to see a doctor.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use unhunch_app::App;
use unhunch_domain::Condition;
use unhunch_domain::person::screening::{ASKED, BeforeSign};
use unhunch_words::Words;
use unhunch_words::safety::{self, Sign};

use crate::answer::{Answer, OrErrorPage, html};
use crate::frame::{Frame, Framed};

#[derive(Template)]
#[template(path = "about.html")]
struct AboutPage<'a> {
    words: &'a Words,
    frame: Frame,
    version: &'static str,
    before: Vec<Sign>,
    conditions: Vec<String>,
}

/// The page.
pub async fn page(State(app): State<Arc<App>>) -> Answer {
    let frame = app.frame("about").await.or_page(&app)?;
    let words = app.words();
    let conditions = std::iter::once(Condition::Pregnancy).chain(ASKED);
    html(
        &app,
        &AboutPage {
            words,
            frame,
            before: BeforeSign::ALL
                .map(|sign| safety::before_sign(words, sign))
                .into(),
            conditions: conditions
                .map(|condition| words.get(&format!("condition-{}", condition.id())))
                .collect(),
            version: env!("CARGO_PKG_VERSION"),
        },
    )
}
