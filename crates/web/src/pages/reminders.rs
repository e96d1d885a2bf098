//! Being asked: what was chosen, today so far, and prompts that are answered in a page.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect};
use axum::routing::{get, post};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use unhunch_domain::reminder_plan::{NEVER, Plan};
use unhunch_domain::{Command, Settings};
use unhunch_reminders::day_log::{AskedPrompt, DaySummary, Outcome};
use unhunch_reminders::event::Suppression;
use unhunch_reminders::{Answer as Reply, PromptNumber};

use crate::answer::{Answer, Asked, Form, Named, OrPage, html_with};
use crate::app::{App, Draft};
use crate::asking_form::{AskingForm, Faults, Row, Rows};
use crate::asking_words::plan_sentence;
use crate::chart::{self, Key, Look, NARROW, WIDE};
use crate::day_chart::{Said, Shown};
use crate::error::PageError;
use crate::frame::Frame;
use crate::pages::{breaks, sessions};
use crate::present;
use crate::reminding::{Looked, StartAtLogin};
use crate::words::Words;

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
    form: AskingForm,
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
        use unhunch_domain::reminder_plan::{GraceMinutes, PauseSeconds, SnoozeMinutes};
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

async fn page(State(app): State<Arc<App>>, Asked(query): Asked<Query>) -> Answer {
    let plan = plan(&app).await.or_page(&app)?;
    let form = AskingForm::of(&plan);
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
    form: AskingForm,
    faults: Faults,
    is_saved: bool,
    problem: Option<String>,
}

async fn show(app: &Arc<App>, status: StatusCode, sent: Sent) -> Answer {
    let words = app.words();
    let frame = app.frame("settings").await.or_page(app)?;
    let plan = plan(app).await.or_page(app)?;
    let reminders = app.reminders();
    let login = reminders.map(crate::reminding::Reminders::start_at_login);
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
    let mut form = AskingForm::sent(&fields);
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
    set(&app, |settings| {
        settings.daily = daily;
        settings.breaks = breaks;
        settings.asking = asking;
    })
    .await
    .or_page(&app)?;
    Ok(Redirect::to("/reminders?saved=yes").into_response())
}

fn rows_of<'a>(form: &'a mut AskingForm, name: &str) -> Option<&'a mut Rows> {
    [&mut form.windows, &mut form.hours]
        .into_iter()
        .find(|rows| rows.name == name)
}

/// Changes some settings.
async fn set(app: &App, change: impl FnOnce(&mut Settings)) -> Result<(), PageError> {
    app.write(|diary| {
        let mut settings = diary.settings();
        change(&mut settings);
        let draft = Command::Set(settings).accept(diary)?.map(Draft::from);
        Ok((draft.into_iter().collect(), ()))
    })
    .await
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
        tracing::warn!(error, "starting at login can't be changed");
        let plan = plan(&app).await.or_page(&app)?;
        let shown = Sent {
            form: AskingForm::of(&plan),
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
    let Some(reminders) = app.reminders() else {
        return Err(PageError::NotFound).or_page(&app);
    };
    let valid = |hour: &i8| (0..24).contains(hour);
    if let Some(instead) = form.instead.filter(valid).filter(|_| valid(&form.skipped)) {
        set(&app, |settings| {
            settings.daily.windows = settings.daily.windows.moved(form.skipped, instead);
        })
        .await
        .or_page(&app)?;
    }
    reminders.dismiss_suggestion();
    Ok(Redirect::to("/reminders?saved=yes").into_response())
}

/// A prompt, as a page shows it.
#[derive(Template)]
#[template(path = "prompt.html")]
pub struct PromptCard<'a> {
    words: &'a Words,
    number: u64,
    /// `daily` or `break`.
    kind: &'static str,
    heading: String,
    text: String,
    answers: Vec<(&'static str, String)>,
    sentence: String,
}

/// The prompt that waits for an answer, and that somebody looks at a page that shows it.
pub fn open_prompt<'a>(app: &'a App, plan: &Plan) -> Option<PromptCard<'a>> {
    let reminders = app.reminders()?;
    reminders.page_is_open();
    let prompt = reminders.look().open?;
    let words = app.words();
    let kind = if prompt.kind.is_daily() {
        "daily"
    } else {
        "break"
    };
    let minutes = plan.asking.snooze_minutes.get();
    Some(PromptCard {
        words,
        number: prompt.number.0,
        kind,
        heading: words.get(&format!("prompt-{kind}")),
        text: match prompt.cause {
            unhunch_reminders::event::Cause::Work { minutes } => {
                words.with("prompt-work", &[("minutes", minutes.into())])
            }
            _ => words.get(&format!("prompt-{kind}-text")),
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
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Kind {
    Daily,
    Break,
}

/// Passes an answer on; *start* begins what was asked for, unless something holds it back.
async fn answer(
    State(app): State<Arc<App>>,
    Named((number, reply)): Named<(u64, String)>,
    Form(form): Form<KindForm>,
) -> Answer {
    let reply = Reply::ALL.into_iter().find(|known| known.id() == reply);
    let (Some(reply), Some(reminders)) = (reply, app.reminders()) else {
        return Err(PageError::NotFound).or_page(&app);
    };
    reminders.answer(PromptNumber(number), reply);
    match (reply, form.kind) {
        (Reply::Start, Kind::Daily) => sessions::start_today(&app).await,
        (Reply::Start, Kind::Break) => breaks::start(&app).await,
        _ => Ok(Redirect::to("/").into_response()),
    }
}

/// Today, as it is shown.
fn today(words: &Words, looked: &Looked, plan: &Plan) -> Today {
    let (now, zone) = (looked.now, &looked.zone);
    let shown = Shown::of(&looked.day, now, zone);
    let worked = looked.day.worked(now).as_millis();
    let worked = present::length(words, u64::try_from(worked).unwrap_or(0));
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
            vec![
                (
                    chart::key(Key::Bar(Look::Solid)),
                    words.get("day-doing-working"),
                ),
                (
                    chart::key(Key::Bar(Look::Open)),
                    words.get("day-doing-away"),
                ),
                (
                    chart::key(Key::Bar(Look::Hatched)),
                    words.get("day-hatched"),
                ),
                (chart::key(Key::Answer), words.get("day-asked")),
            ]
        },
        drawings,
        summary,
        rows: rows(words, &looked.day, zone),
        held: looked.held.map(|hold| held(words, hold)),
        next: next(words, looked, plan),
        suggestion: looked.suggestion.map(|(skipped, instead)| {
            let hour = |hour: i8| format!("{hour:02}:00");
            Suggestion {
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
        }),
        unseen: unseen
            .map(|shown| words.get(&format!("day-unseen-{}", shown.sense.id())))
            .collect(),
    }
}

/// What holds prompts back now.
pub fn held(words: &Words, hold: Suppression) -> String {
    words.get(&format!("day-held-{}", hold.id()))
}

/// What comes next, as far as that can be known.
pub fn next(words: &Words, looked: &Looked, plan: &Plan) -> String {
    if looked.open.is_some() {
        return words.get("day-next-open");
    }
    if let Some(until) = looked.put_off_until {
        if until <= looked.now {
            return words.get("day-next-now");
        }
        let time = present::time(until.to_zoned(looked.zone.clone()).time());
        return words.with("day-next-again", &[("time", (&time).into())]);
    }
    if looked.is_session_held && *plan.daily.asked() != NEVER {
        return words.get("day-next-safety");
    }
    let Some(next) = looked.next_window else {
        return words.get(if plan.breaks.on {
            "day-next-breaks"
        } else {
            "day-next-none"
        });
    };
    if next <= looked.now {
        return words.get("day-next-now");
    }
    let today = looked.now.to_zoned(looked.zone.clone()).date();
    let next = next.to_zoned(looked.zone.clone());
    let time = present::time(next.time());
    if next.date() == today {
        return words.with("day-next", &[("time", (&time).into())]);
    }
    let day = present::day(words, next.date());
    words.with(
        "day-next-on",
        &[("day", (&day).into()), ("time", (&time).into())],
    )
}

/// The day in words: what the picture shows, in its order.
fn rows(words: &Words, day: &DaySummary, zone: &TimeZone) -> Vec<(String, String)> {
    let clock = |at: Timestamp| present::time(at.to_zoned(zone.clone()).time());
    let span = |from: Timestamp, to: Option<Timestamp>| {
        let from = clock(from);
        match to {
            Some(to) => words.with(
                "day-span",
                &[("from", (&from).into()), ("to", (&clock(to)).into())],
            ),
            None => words.with("day-since", &[("from", (&from).into())]),
        }
    };
    let mut rows: Vec<(Timestamp, String, String)> = Vec::new();
    for stretch in &day.presences {
        let what = words.get(&format!("day-doing-{}", stretch.what.id()));
        rows.push((stretch.from, span(stretch.from, stretch.to), what));
    }
    for stretch in &day.suppressions {
        let what = words.get(&format!("day-hold-{}", stretch.what.id()));
        rows.push((stretch.from, span(stretch.from, stretch.to), what));
    }
    for asked in &day.prompts {
        rows.push((asked.at, clock(asked.at), asked_words(words, asked)));
    }
    rows.sort_by_key(|(at, ..)| *at);
    rows.into_iter()
        .map(|(_, when, what)| (when, what))
        .collect()
}

/// What was asked, and what became of it: "Asked for today’s session: put off".
pub fn asked_words(words: &Words, asked: &AskedPrompt) -> String {
    let outcome = match asked.outcome {
        Outcome::Open => words.get("day-outcome-open"),
        Outcome::Answered(reply) => words.get(&format!("day-outcome-{}", reply.id())),
        Outcome::Withdrawn(why) => words.get(&format!("reminder-back-{}", why.id())),
    };
    let key = match asked.outcome {
        Outcome::Withdrawn(_) => "day-asked-withdrawn",
        Outcome::Open | Outcome::Answered(_) => "day-asked-for",
    };
    let what = words.get(&format!("reminder-{}", asked.prompt.kind.id()));
    words.with(
        key,
        &[("what", (&what).into()), ("outcome", (&outcome).into())],
    )
}
