//! What is advised, by which rule and with which numbers, and that it was read.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use jiff::civil::Date;
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::advice::sorted;
use unhunch_domain::Diary;
use unhunch_domain::journal::advice_rule::Rule;
use unhunch_domain::review::advice;
use unhunch_domain::review::advice::Advice;
use unhunch_words::advice::{Advised, in_words};
use unhunch_words::{Words, dates};

use crate::answer::{Answer, Form, OrErrorPage, html};
use crate::frame::{Frame, Framed};

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/advice", get(page))
        .route("/advice/read", post(read))
}

/// Advice as a card shows it.
pub struct Card {
    /// The rule’s name, in addresses and forms.
    pub id: &'static str,
    /// Whether somebody should look at it, rather than nobody.
    pub is_warm: bool,
    /// The same in words.
    pub advised: Advised,
    /// What its button is called for those who don’t see where it stands.
    pub read_label: String,
    /// The first day of its stage, as forms have it.
    pub since: Date,
    /// The same, and where it comes from.
    pub since_text: String,
    pub rule_text: String,
    pub is_read: bool,
}

/// What is advised on Today.
pub struct Today {
    /// What is to be seen before everything else.
    pub first: Vec<Card>,
    /// What else wasn't read yet.
    pub then: Vec<Card>,
    /// What was read and holds still.
    pub read: Vec<Card>,
}

impl Today {
    /// What a diary advises on a day; nothing comes before what holds the exercises back.
    pub fn of(words: &Words, diary: &Diary, today: Date, is_stopped: bool) -> Self {
        let all = advice::today(diary, today);
        let sorted = sorted(&all, is_stopped);
        let cards = |advised: &[Advice]| {
            let advised = advised.iter();
            advised.map(|advice| card(words, advice, &all)).collect()
        };
        Self {
            first: cards(&sorted.first),
            then: cards(&sorted.then),
            read: cards(&sorted.read),
        }
    }
}

fn card(words: &Words, advice: &Advice, all: &[Advice]) -> Card {
    let id = advice.rule.id();
    let advised = in_words(words, advice, all);
    let since = dates::full_date(words, advice.since);
    Card {
        id,
        is_warm: advice.rule != Rule::Better,
        read_label: words.with(
            "advised-read-label",
            &[("advice", (&advised.heading).into())],
        ),
        advised,
        since: advice.since,
        since_text: words.with("advised-since", &[("date", (&since).into())]),
        rule_text: words.with(
            "advised-rule",
            &[("id", id.into()), ("source", advice.rule.source().into())],
        ),
        is_read: advice.is_read,
    }
}

#[derive(Template)]
#[template(path = "advice.html")]
struct AdvicePage<'a> {
    words: &'a Words,
    frame: Frame,
    cards: Vec<Card>,
}

async fn page(State(app): State<Arc<App>>) -> Answer {
    let frame = app.frame("today").await.or_page(&app)?;
    let words = app.words();
    let today = app.now().zoned.date();
    let cards = app
        .read(|diary| {
            let advised = advice::today(diary, today);
            advised
                .iter()
                .map(|advice| card(words, advice, &advised))
                .collect()
        })
        .await
        .or_page(&app)?;
    html(
        &app,
        &AdvicePage {
            words,
            frame,
            cards,
        },
    )
}

/// That a stage of advice was read.
#[derive(Deserialize)]
struct ReadForm {
    rule: Rule,
    since: Date,
    /// Where one goes after it.
    #[serde(default)]
    back: Back,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Back {
    #[default]
    Today,
    Advice,
}

/// Keeps that advice was read. What isn't advised any more, or is of another stage by now, was
/// not read: it changes nothing.
async fn read(State(app): State<Arc<App>>, Form(form): Form<ReadForm>) -> Answer {
    app.mark_advice_read(form.rule, form.since)
        .await
        .or_page(&app)?;
    let address = match form.back {
        Back::Today => "/",
        Back::Advice => "/advice",
    };
    Ok(Redirect::to(address).into_response())
}
