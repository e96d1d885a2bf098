//! Being asked: what was chosen, today so far, and prompts that are answered in a page.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect};
use axum::routing::{get, post};
use serde::{Deserialize, Deserializer};
use unhunch_app::App;
use unhunch_app::reminders::{
    OpenPrompt, PromptAnswered, PromptKind, Reminders, StartAtLogin, SuggestionAnswered,
};
use unhunch_domain::SettingsChange;
use unhunch_domain::person::reminder_plan::Plan;
use unhunch_reminders::event::Cause;
use unhunch_reminders::status::ReminderStatus;
use unhunch_reminders::{Answer as Reply, PromptNumber};
use unhunch_report::chart::{self, Key, Look, NARROW, WIDE};
use unhunch_words::reminder_plan::plan_sentence;
use unhunch_words::{Words, lengths, reminders};

use crate::answer::{Answer, Form, OrErrorPage, PathParam, QueryParams, html_with};
use crate::day_chart::{Said, Shown};
use crate::error::PageError;
use crate::frame::{Frame, Framed};
use crate::pages::{breaks, sessions};
use crate::reminder_form::{Faults, ReminderForm, Row, Rows};

/// Its routes, and those of the breaks that it suggests.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/reminders", get(page).post(save))
        .route("/reminders/login", post(login))
        .route("/reminders/suggestion", post(suggestion))
        .route("/reminders/prompt", get(prompt))
        .route("/reminders/prompts/{number}/{answer}", post(answer))
        .merge(breaks::routes())
}

/// What the page can be asked for.
#[derive(Deserialize, Default)]
struct Query {
    saved: Option<String>,
}

#[derive(Template)]
#[template(path = "reminders.html")]
struct RemindersPage<'a> {
    words: &'a Words,
    frame: Frame,
    sentence: String,
    is_saved: bool,
    problem: Option<String>,
    form: ReminderForm,
    faults: Faults,
    /// What the reminders know; none where there are none beside the app.
    now: Option<Today>,
    login: Option<bool>,
    is_login_known: bool,
}

impl RemindersPage<'_> {
    fn fault(&self, field: &str) -> Option<&String> {
        self.faults.of(field)
    }

    fn row_fault(&self, rows: &Rows, row: &Row) -> Option<&String> {
        self.faults.of_row(rows.name, row)
    }

    /// A number of the form: name, value, least, most.
    fn numbers(&self) -> [(&'static str, &str, i64, i64); 3] {
        use unhunch_domain::person::reminder_plan::{GraceMinutes, PauseSeconds, SnoozeMinutes};
        [
            (
                "snooze",
                &self.form.snooze,
                SnoozeMinutes::LEAST,
                SnoozeMinutes::MOST,
            ),
            (
                "pause",
                &self.form.pause,
                PauseSeconds::LEAST,
                PauseSeconds::MOST,
            ),
            (
                "grace",
                &self.form.grace,
                GraceMinutes::LEAST,
                GraceMinutes::MOST,
            ),
        ]
    }
}

/// Today, as the reminders saw it.
struct Today {
    /// The picture, narrow and wide; none where nothing was seen yet.
    drawings: Vec<String>,
    legend: Vec<(&'static str, String)>,
    summary: String,
    /// When, what, and what became of it.
    rows: Vec<(String, String)>,
    held: Option<String>,
    next: String,
    suggestion: Option<Suggestion>,
    /// What can't be seen here.
    unseen: Vec<String>,
}

/// Another hour that might suit better.
struct Suggestion {
    text: String,
    /// The hour to change to, where there is one.
    instead: Option<(i8, String)>,
    skipped: i8,
}

async fn page(State(app): State<Arc<App>>, QueryParams(query): QueryParams<Query>) -> Answer {
    let plan = plan(&app).await.or_page(&app)?;
    let form = ReminderForm::of(&plan);
    let shown = Sent {
        form,
        faults: Faults::default(),
        is_saved: query.saved.is_some(),
        problem: None,
    };
    show(&app, StatusCode::OK, shown).await
}

async fn plan(app: &App) -> Result<Plan, PageError> {
    Ok(app.read(|diary| diary.settings().reminder_plan()).await?)
}

/// The form as it comes back.
struct Sent {
    form: ReminderForm,
    faults: Faults,
    is_saved: bool,
    problem: Option<String>,
}

async fn show(app: &Arc<App>, status: StatusCode, sent: Sent) -> Answer {
    let words = app.words();
    let frame = app.frame("settings").await.or_page(app)?;
    let plan = plan(app).await.or_page(app)?;
    let reminders = app.reminders();
    let login = reminders.map(Reminders::start_at_login);
    html_with(
        app,
        status,
        &RemindersPage {
            words,
            frame,
            sentence: plan_sentence(words, &plan),
            is_saved: sent.is_saved,
            problem: sent.problem,
            form: sent.form,
            faults: sent.faults,
            now: reminders.map(|reminders| today(words, &reminders.look(), &plan)),
            is_login_known: login.is_some(),
            login: login.and_then(|login| match login {
                StartAtLogin::On => Some(true),
                StartAtLogin::Off => Some(false),
                StartAtLogin::Unavailable => None,
            }),
        },
    )
}

/// Keeps the plan; or shows the form again, with one row more or less, or with what is wrong.
async fn save(State(app): State<Arc<App>>, Form(fields): Form<Vec<(String, String)>>) -> Answer {
    let words = app.words();
    let mut form = ReminderForm::sent(&fields);
    let pressed = |name: &str| {
        let mut found = fields.iter().filter(|(known, _)| known == name);
        found.next().map(|(_, value)| value.as_str())
    };
    let changed = if let Some(which) = pressed("add") {
        rows_of(&mut form, which).map(Rows::add)
    } else if let Some((which, number)) = pressed("remove").and_then(|row| row.split_once('-')) {
        let number = number.parse::<usize>().ok();
        rows_of(&mut form, which)
            .zip(number)
            .map(|(rows, number)| rows.remove(number))
    } else {
        None
    };
    if changed.is_some() {
        let shown = Sent {
            form,
            faults: Faults::default(),
            is_saved: false,
            problem: None,
        };
        return show(&app, StatusCode::OK, shown).await;
    }
    let (daily, breaks, asking) = match form.read(words) {
        Ok(read) => read,
        Err(faults) => {
            let shown = Sent {
                form,
                faults,
                is_saved: false,
                problem: Some(words.get("asking-refused")),
            };
            return show(&app, StatusCode::UNPROCESSABLE_ENTITY, shown).await;
        }
    };
    let change = SettingsChange {
        daily: Some(daily),
        breaks: Some(breaks),
        asking: Some(asking),
        ..SettingsChange::default()
    };
    app.change_settings(change).await.or_page(&app)?;
    Ok(Redirect::to("/reminders?saved=yes").into_response())
}

fn rows_of<'a>(form: &'a mut ReminderForm, name: &str) -> Option<&'a mut Rows> {
    [&mut form.windows, &mut form.hours]
        .into_iter()
        .find(|rows| rows.name == name)
}

/// Whether it starts at login.
#[derive(Deserialize)]
struct LoginForm {
    login: Option<String>,
}

async fn login(State(app): State<Arc<App>>, Form(form): Form<LoginForm>) -> Answer {
    let Some(reminders) = app.reminders() else {
        return Err(PageError::NotFound).or_page(&app);
    };
    if let Err(error) = reminders.set_start_at_login(form.login.is_some()) {
        tracing::warn!(%error, "starting at login stays as it is");
        let plan = plan(&app).await.or_page(&app)?;
        let shown = Sent {
            form: ReminderForm::of(&plan),
            faults: Faults::default(),
            is_saved: false,
            problem: Some(app.words().get("asking-login-failed")),
        };
        return show(&app, StatusCode::INTERNAL_SERVER_ERROR, shown).await;
    }
    Ok(Redirect::to("/reminders?saved=yes").into_response())
}

/// What is done about a suggestion.
#[derive(Deserialize)]
struct SuggestionForm {
    /// The hour that was often skipped.
    skipped: i8,
    /// The hour to ask at instead; none to leave everything as it is.
    instead: Option<i8>,
}

/// Moves the windows that a suggestion is about to another hour, or lets it go.
async fn suggestion(State(app): State<Arc<App>>, Form(form): Form<SuggestionForm>) -> Answer {
    let answered = app.answer_hour_suggestion(form.skipped, form.instead).await;
    match answered.or_page(&app)? {
        SuggestionAnswered::NoReminders => Err(PageError::NotFound).or_page(&app),
        SuggestionAnswered::Moved | SuggestionAnswered::LeftAlone => {
            Ok(Redirect::to("/reminders?saved=yes").into_response())
        }
    }
}

/// A prompt, as a page shows it.
#[derive(Template)]
#[template(path = "prompt.html")]
pub struct PromptCard<'a> {
    words: &'a Words,
    number: u64,
    /// The name of what it asks for.
    kind: &'static str,
    heading: String,
    text: String,
    answers: Vec<(&'static str, String)>,
    sentence: String,
}

/// The prompt that waits for an answer, and that somebody looks at a page that shows it.
pub fn open_prompt<'a>(app: &'a App, plan: &Plan) -> Option<PromptCard<'a>> {
    let OpenPrompt {
        number,
        kind,
        cause,
    } = app.open_prompt()?;
    let words = app.words();
    let minutes = plan.asking.snooze_minutes.get();
    let [heading, text] = match kind {
        PromptKind::Daily => ["prompt-daily", "prompt-daily-text"],
        PromptKind::Break => ["prompt-break", "prompt-break-text"],
    };
    Some(PromptCard {
        words,
        number: number.0,
        kind: kind.id(),
        heading: words.get(heading),
        text: match cause {
            Cause::Work { minutes } => words.with("prompt-work", &[("minutes", minutes.into())]),
            Cause::Window | Cause::SecondChance | Cause::Snoozed => words.get(text),
        },
        answers: Reply::ALL
            .map(|reply| {
                let label = words.with(
                    &format!("prompt-{}", reply.id()),
                    &[("minutes", minutes.into())],
                );
                (reply.id(), label)
            })
            .into(),
        sentence: plan_sentence(words, plan),
    })
}

/// The prompt that is open, as a piece of a page; nothing where there is none.
async fn prompt(State(app): State<Arc<App>>) -> Answer {
    let plan = plan(&app).await.or_page(&app)?;
    let Some(card) = open_prompt(&app, &plan) else {
        return Ok(StatusCode::NO_CONTENT.into_response());
    };
    Ok(Html(card.render().or_page(&app)?).into_response())
}

/// What a prompt was about.
#[derive(Deserialize)]
struct KindForm {
    #[serde(deserialize_with = "prompt_kind")]
    kind: PromptKind,
}

fn prompt_kind<'de, D: Deserializer<'de>>(reader: D) -> Result<PromptKind, D::Error> {
    let id = String::deserialize(reader)?;
    let mut all = PromptKind::ALL.into_iter();
    all.find(|kind| kind.id() == id)
        .ok_or_else(|| serde::de::Error::custom("expected something that prompts ask for"))
}

/// Passes an answer on; *start* begins what was asked for, unless something holds it back.
async fn answer(
    State(app): State<Arc<App>>,
    PathParam((number, reply)): PathParam<(u64, String)>,
    Form(form): Form<KindForm>,
) -> Answer {
    let reply = Reply::ALL.into_iter().find(|known| known.id() == reply);
    let reply = reply.ok_or(PageError::NotFound).or_page(&app)?;
    let answered = app
        .answer_prompt(PromptNumber(number), form.kind, reply)
        .await;
    let address = match answered.or_page(&app)? {
        PromptAnswered::NoReminders => return Err(PageError::NotFound).or_page(&app),
        PromptAnswered::Heard => "/".to_owned(),
        PromptAnswered::Begun(PromptKind::Daily, started) => {
            sessions::address_after_start(&started, sessions::today()).or_page(&app)?
        }
        PromptAnswered::Begun(PromptKind::Break, started) => breaks::address_after_start(&started),
    };
    Ok(Redirect::to(&address).into_response())
}

/// Today, as it is shown.
fn today(words: &Words, looked: &ReminderStatus, plan: &Plan) -> Today {
    let (now, zone) = (looked.now, &looked.zone);
    let shown = Shown::of(&looked.day, now, zone);
    let worked = looked.day.worked(now).as_millis();
    let worked = lengths::length(words, u64::try_from(worked).unwrap_or(0));
    let asked = looked.day.prompts.len();
    let summary = words.with(
        "day-summary",
        &[("worked", (&worked).into()), ("asked", asked.into())],
    );
    let drawings = shown.map_or_else(Vec::new, |shown| {
        let (title, work) = (words.get("day-title"), words.get("day-work"));
        let (holds, asked) = (words.get("day-holds"), words.get("day-asked"));
        let said = Said {
            title: &title,
            description: &summary,
            work: &work,
            holds: &holds,
            asked: &asked,
        };
        let draw = |size| shown.draw(&looked.day, now, &said, size);
        vec![draw(NARROW), draw(WIDE)]
    });
    let senses = looked.senses.iter();
    let unseen = senses.filter(|shown| shown.source.is_none());
    Today {
        legend: if drawings.is_empty() {
            Vec::new()
        } else {
            legend(words)
        },
        drawings,
        summary,
        rows: reminders::rows(words, &looked.day, zone),
        held: looked.held.map(|hold| reminders::held(words, hold)),
        next: reminders::next(words, looked, plan),
        suggestion: looked
            .suggestion
            .map(|(skipped, instead)| Suggestion::of(words, skipped, instead)),
        unseen: unseen
            .map(|shown| words.get(&format!("day-unseen-{}", shown.sense.id())))
            .collect(),
    }
}

/// What the picture of a day is made of.
fn legend(words: &Words) -> Vec<(&'static str, String)> {
    [
        (Key::Bar(Look::Solid), "day-doing-working"),
        (Key::Bar(Look::Open), "day-doing-away"),
        (Key::Bar(Look::Hatched), "day-hatched"),
        (Key::Answer, "day-asked"),
    ]
    .map(|(key, text)| (chart::key(key), words.get(text)))
    .into()
}

impl Suggestion {
    fn of(words: &Words, skipped: i8, instead: Option<i8>) -> Self {
        let hour = |hour: i8| format!("{hour:02}:00");
        Self {
            text: words.with("day-suggestion", &[("skipped", (&hour(skipped)).into())]),
            instead: instead.map(|instead| {
                let label = words.with(
                    "day-suggestion-take",
                    &[("instead", (&hour(instead)).into())],
                );
                (instead, label)
            }),
            skipped,
        }
    }
}
