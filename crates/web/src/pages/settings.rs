//! Settings: how sessions sound, look and are paced, and what happens with one's data.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Extension, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::onboarding::Origin;
use unhunch_domain::SettingsChange;
use unhunch_domain::person::settings::{GetReady, Settings, TextSize, Theme, VoiceName};
use unhunch_words::Words;
use unhunch_words::reminder_plan::plan_sentence;

use crate::answer::{Answer, Form, OrErrorPage, QueryParams, html_with};
use crate::frame::{Frame, Framed, text_size_id, theme_id};
use crate::guard::Door;
use crate::pages::browsers::BrowsersCard;
use crate::pages::welcome::{self, Row};

/// What the page can be asked for.
#[derive(Deserialize, Default)]
pub struct Query {
    saved: Option<String>,
    imported: Option<u64>,
    known: Option<u64>,
    erased: Option<String>,
    ended: Option<String>,
}

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage<'a> {
    words: &'a Words,
    frame: Frame,
    settings: Settings,
    theme: &'static str,
    text_size: &'static str,
    get_ready_least: u8,
    get_ready_most: u8,
    message: Option<String>,
    problem: Option<String>,
    sessions: String,
    rows: Vec<Row>,
    /// When it asks, in a sentence.
    asking: String,
    /// The browsers that are let in, where there is a door.
    browsers: Option<BrowsersCard>,
    /// Whether everything was just deleted, so that the browser forgets what it holds, too.
    is_erased: bool,
}

/// The page.
pub async fn page(
    State(app): State<Arc<App>>,
    door: Option<Extension<Door>>,
    QueryParams(query): QueryParams<Query>,
) -> Answer {
    let erased = query.erased.is_some();
    let words = app.words();
    let message = if query.saved.is_some() {
        Some(words.get("settings-saved"))
    } else if query.erased.is_some() {
        Some(words.get("settings-erased"))
    } else {
        query.imported.map(|new| {
            let known = query.known.unwrap_or(0);
            words.with(
                "settings-imported",
                &[("new", new.into()), ("known", known.into())],
            )
        })
    };
    let door = door.as_deref();
    let said = Said {
        message,
        is_erased: erased,
        is_browser_ended: query.ended.is_some(),
        ..Said::default()
    };
    show(&app, door, StatusCode::OK, said).await
}

/// Shows the page with what went wrong.
pub async fn show_problem(
    app: &Arc<App>,
    door: Option<&Door>,
    status: StatusCode,
    problem: String,
) -> Answer {
    let said = Said {
        problem: Some(problem),
        ..Said::default()
    };
    show(app, door, status, said).await
}

/// What happened or went wrong.
#[derive(Default)]
struct Said {
    message: Option<String>,
    problem: Option<String>,
    is_erased: bool,
    is_browser_ended: bool,
}

/// Shows the page with what happened or what went wrong.
async fn show(app: &Arc<App>, door: Option<&Door>, status: StatusCode, said: Said) -> Answer {
    let words = app.words();
    let now = app.now();
    let zone = now.zoned.time_zone();
    let frame = app.frame("settings").await.or_page(app)?;
    let (settings, count, rows) = app
        .read(|diary| {
            let rows = welcome::rows(words, diary, Origin::Settings);
            (diary.settings(), diary.session_count(), rows)
        })
        .await
        .or_page(app)?;
    html_with(
        app,
        status,
        &SettingsPage {
            words,
            frame,
            theme: theme_id(settings.theme),
            text_size: text_size_id(settings.text_size),
            get_ready_least: GetReady::LEAST,
            get_ready_most: GetReady::MOST,
            asking: plan_sentence(words, &settings.reminder_plan()),
            settings,
            message: said.message,
            problem: said.problem,
            is_erased: said.is_erased,
            browsers: door.map(|door| BrowsersCard::of(words, door, zone, said.is_browser_ended)),
            rows,
            sessions: words.with("settings-data-sessions", &[("sessions", count.into())]),
        },
    )
}

/// The form; a box that isn't ticked isn't sent.
#[derive(Deserialize)]
pub struct SettingsForm {
    voice: Option<String>,
    #[serde(default)]
    voice_name: String,
    sounds: Option<String>,
    mirror: Option<String>,
    vibration: Option<String>,
    get_ready: String,
    theme: Theme,
    text_size: TextSize,
}

/// Keeps the settings.
pub async fn save(
    State(app): State<Arc<App>>,
    door: Option<Extension<Door>>,
    Form(form): Form<SettingsForm>,
) -> Answer {
    let door = door.as_deref();
    let get_ready = form
        .get_ready
        .trim()
        .parse::<u8>()
        .ok()
        .and_then(|s| GetReady::try_from(s).ok());
    let Some(get_ready) = get_ready else {
        let problem = app.words().with(
            "settings-bad-get-ready",
            &[
                ("least", GetReady::LEAST.into()),
                ("most", GetReady::MOST.into()),
            ],
        );
        return show_problem(&app, door, StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    };
    let Ok(voice_name) = VoiceName::try_from(form.voice_name) else {
        let problem = app.words().get("settings-bad-voice");
        return show_problem(&app, door, StatusCode::UNPROCESSABLE_ENTITY, problem).await;
    };
    let change = SettingsChange {
        voice: Some(form.voice.is_some()),
        voice_name: Some(voice_name),
        sounds: Some(form.sounds.is_some()),
        mirror: Some(form.mirror.is_some()),
        vibration: Some(form.vibration.is_some()),
        get_ready: Some(get_ready),
        theme: Some(form.theme),
        text_size: Some(form.text_size),
        ..SettingsChange::default()
    };
    app.change_settings(change).await.or_page(&app)?;
    Ok(Redirect::to("/settings?saved=yes").into_response())
}

/// Takes all notices as read.
pub async fn acknowledge(State(app): State<Arc<App>>) -> Answer {
    app.acknowledge().await.or_page(&app)?;
    Ok(Redirect::to("/").into_response())
}
