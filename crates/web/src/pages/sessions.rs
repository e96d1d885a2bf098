//! A session: starting it, playing it, keeping its steps, ending it.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use unhunch_app::gate::Blocked;
use unhunch_app::sessions::{
    Happened, ManualReport, PlayerEvent, RecordedEvents, Said, SessionScript, SessionView, Started,
    TODAY, WhatToPlay, is_described,
};
use unhunch_app::{App, Error, JournalError};
use unhunch_domain::diary::{Diary, Extent};
use unhunch_domain::programme::timeline::Play;
use unhunch_domain::{
    DiscomfortLevel, Ending, EntryId, ExerciseDiscomfort, Outcome, Rating, Refusal, RoutineId,
    SessionId, Timeline,
};
use unhunch_words::{PlayWords, Words, discomfort, doses, names};

use crate::answer::{Answer, Form, OrErrorPage, PathParam, html};
use crate::discomfort_form;
use crate::error::PageError;
use crate::figures::own_exercise;
use crate::frame::{Frame, Framed};
use crate::pages::exercises::exercise_link;
use crate::pages::routines::custom_routine_link;
use crate::pages::welcome::BLOCKED_PATH;
use crate::pages::welcome::{self, HeldSession, OnboardingVisit};
use crate::player_data::player_data;

/// The most events that the player may send at once.
const MOST_EVENTS: usize = 500;

/// Names the journal that events are meant for: its device, as it stands in the page's data.
/// Another Unhunch may have come to answer at the same address.
const JOURNAL: &str = "x-unhunch-journal";

/// What starts a session.
#[derive(Deserialize)]
pub struct StartForm {
    routine: RoutineId,
    /// How the neck feels before it; empty where the person didn't say.
    before: Option<String>,
}

/// Starts a session and leads to it, or, where something holds the exercises back, to what that
/// is.
pub async fn start(State(app): State<Arc<App>>, Form(form): Form<StartForm>) -> Answer {
    let before = form.before.as_deref().filter(|before| !before.is_empty());
    let before = discomfort_form::rating(before).or_page(&app)?;
    let what = WhatToPlay::from(form.routine.clone());
    let started = app.start_session(&what, before).await.or_page(&app)?;
    let address = address_after_start(&started, Some(form.routine)).or_page(&app)?;
    Ok(Redirect::to(&address).into_response())
}

/// What Today plays, among all routines.
pub fn today() -> Option<RoutineId> {
    TODAY.parse().ok()
}

/// The page that comes after a start: the session's, or what has to be said first; from there, it
/// goes on to the routine.
///
/// # Errors
/// Where there is nothing to play.
pub fn address_after_start(
    started: &Started,
    routine: Option<RoutineId>,
) -> Result<String, PageError> {
    match started {
        Started::New(id) | Started::Resumed(id) => Ok(format!("/sessions/{id}")),
        Started::Blocked(Blocked::Unasked { .. }) => {
            let trip = routine.map_or_else(OnboardingVisit::default, OnboardingVisit::to_routine);
            Ok(trip.address(""))
        }
        Started::Blocked(
            Blocked::AskAgain | Blocked::Stop(_) | Blocked::SeeFirst(_) | Blocked::RestToday,
        ) => Ok(BLOCKED_PATH.to_owned()),
        Started::NothingToDo => Err(PageError::App(Error::NothingToDo)),
    }
}

#[derive(Template)]
#[template(path = "session.html")]
struct SessionPage<'a> {
    words: &'a Words,
    frame: Frame,
    session_id: String,
    routine_name: String,
    data_json: String,
    plan: Vec<PlanRow>,
}

struct PlanRow {
    exercise: String,
    link: Option<String>,
    /// Its place in what the session plays.
    play: usize,
    name: String,
    dose: String,
    is_warm_up: bool,
}

/// The player; for a session that is over, the way to what was done, and for one that is held
/// back, what holds it.
pub async fn page(State(app): State<Arc<App>>, PathParam(id): PathParam<SessionId>) -> Answer {
    match app.session_script(id).await.or_page(&app)? {
        SessionView::Playable(script) => {
            let frame = app.frame("session").await.or_page(&app)?;
            html(&app, &player(&app, frame, &script).or_page(&app)?)
        }
        SessionView::Blocked { held, timeline } => {
            let words = app.words();
            let routine = names::title(words, &timeline);
            let session = HeldSession {
                id: id.to_string(),
                text: words.with("held-session-text", &[("routine", (&routine).into())]),
            };
            welcome::show_held(&app, held, Some(session)).await
        }
        SessionView::Over => Ok(Redirect::to(&format!("/sessions/{id}/after")).into_response()),
    }
}

fn player<'a>(
    app: &'a App,
    frame: Frame,
    script: &SessionScript,
) -> Result<SessionPage<'a>, PageError> {
    let words = app.words();
    let timeline = &script.timeline;
    let plays = timeline.plays().iter().zip(&script.plays).enumerate();
    Ok(SessionPage {
        words,
        frame,
        session_id: script.session.to_string(),
        routine_name: names::title(words, timeline),
        data_json: player_data(app, script)?,
        plan: plays
            .map(|(number, (play, of_script))| PlanRow {
                exercise: play.exercise.to_string(),
                link: of_script.is_described.then(|| link_of(timeline, play)),
                play: number,
                is_warm_up: play.warm_up,
                name: PlayWords::of_play(words, play).name(),
                dose: dose_of(app, timeline, number),
            })
            .collect(),
    })
}

/// How much of one of its plays a timeline has; empty where the content no longer has it.
fn dose_of(app: &App, timeline: &Timeline, number: usize) -> String {
    let Some(play) = timeline.plays().get(number) else {
        return String::new();
    };
    let own = own_exercise(app, play);
    own.as_ref()
        .or_else(|| app.library().exercise(&play.exercise))
        .and_then(|exercise| exercise.playable(play.variant.as_ref()))
        .map_or_else(String::new, |playable| {
            doses::dose(app.words(), playable, &timeline.dose_of(number))
        })
}

/// Where more is said about what a timeline plays: an own exercise has its words on its
/// routine's page.
fn link_of(timeline: &Timeline, play: &Play) -> String {
    match &play.own {
        Some(own) => custom_routine_link(timeline.routine(), &own.id),
        None => exercise_link(&play.exercise, play.variant.as_ref()),
    }
}

/// What the player sends.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Events {
    events: Vec<Event>,
}

/// Something that happened in the player: a step is over, or the session is, or the person
/// said how an exercise felt or that it hurt.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    id: EntryId,
    /// The browser's time; it may be anything.
    at: String,
    step: Option<u64>,
    outcome: Option<Outcome>,
    ended: Option<Ending>,
    play: Option<u64>,
    felt: Option<DiscomfortLevel>,
    rating: Option<u8>,
    hurt: Option<bool>,
}

impl Event {
    fn read(&self) -> Result<PlayerEvent, PageError> {
        let of_step = (self.step, self.outcome);
        let of_play = (self.play, self.felt, self.rating, self.hurt);
        let what = match (of_step, self.ended, of_play) {
            ((Some(step), Some(outcome)), None, (None, None, None, None)) => {
                Happened::StepOver { step, outcome }
            }
            ((None, None), Some(how), (None, None, None, None)) => Happened::Ended(how),
            ((None, None), None, (Some(play), None, None, Some(true))) => Happened::Hurt { play },
            ((None, None), None, (Some(play), felt, rating, None)) => Happened::Felt {
                play,
                felt: discomfort_of(felt, rating)?,
            },
            _ => {
                return Err(PageError::BadRequest(
                    "an event has a step and its outcome, or an end, or an exercise and either how it felt or that it hurt"
                        .to_owned(),
                ));
            }
        };
        Ok(PlayerEvent {
            id: self.id,
            at: self.at.parse().ok(),
            what,
        })
    }
}

/// How an exercise felt, from a word or a number.
///
/// # Errors
/// Where there is neither or both, or the number is none from 0 to 10.
pub fn discomfort_of(
    word: Option<DiscomfortLevel>,
    rating: Option<u8>,
) -> Result<ExerciseDiscomfort, PageError> {
    match (word, rating) {
        (Some(discomfort), None) => Ok(discomfort.into()),
        (None, Some(number)) => Rating::try_from(number)
            .map(ExerciseDiscomfort::rated)
            .map_err(|_| Refusal::BadRating(number).into()),
        _ => Err(PageError::BadRequest(
            "how an exercise felt is either a word or a number".to_owned(),
        )),
    }
}

/// What the player hears back.
#[derive(Serialize)]
struct Heard {
    kept: Vec<EntryId>,
    /// What to tell the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// The reason for the player to go by.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
}

/// Keeps what happened in the player, each event once however often it is sent.
///
/// The ones before a refused one are kept, and the answer names them. What is meant for another journal waits in the browser for that one.
pub async fn keep(
    State(app): State<Arc<App>>,
    PathParam(session): PathParam<SessionId>,
    headers: HeaderMap,
    body: Result<Json<Events>, JsonRejection>,
) -> Response {
    if let Some(journal) = headers.get(JOURNAL)
        && journal.as_bytes() != app.journal().device().to_string().as_bytes()
    {
        let answer = Heard {
            kept: Vec::new(),
            error: Some(app.words().get("error-other-journal")),
            code: Some("other-journal"),
        };
        return (StatusCode::MISDIRECTED_REQUEST, Json(answer)).into_response();
    }
    let events = match body {
        Ok(Json(Events { events })) if events.len() <= MOST_EVENTS => events,
        Ok(_) => return failed(&app, &PageError::TooLarge, Vec::new()),
        Err(rejection) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
            return failed(&app, &PageError::TooLarge, Vec::new());
        }
        Err(rejection) => {
            return failed(
                &app,
                &PageError::BadRequest(rejection.body_text()),
                Vec::new(),
            );
        }
    };
    let mut readable = Vec::with_capacity(events.len());
    let mut unreadable = None;
    for event in &events {
        match event.read() {
            Ok(event) => readable.push(event),
            Err(error) => {
                unreadable = Some(error);
                break;
            }
        }
    }
    let RecordedEvents {
        kept,
        refused,
        gate,
        ..
    } = app.record_events(session, &readable).await;
    if let Some(error) = refused.map(PageError::App).or(unreadable) {
        return failed(&app, &error, kept);
    }
    Json(Heard {
        kept,
        error: None,
        // A player that plays on in another tab is told to stop.
        code: gate.map(|_| "held"),
    })
    .into_response()
}

fn failed(app: &App, error: &PageError, kept: Vec<EntryId>) -> Response {
    if error.status().is_server_error() {
        tracing::error!(%error, "a step could not be kept");
    }
    let sentence = error.sentence(app.words());
    (
        error.status(),
        Json(Heard {
            kept,
            error: Some(sentence),
            code: code(error),
        }),
    )
        .into_response()
}

/// By what the player tells what waits, what is forgotten and what is put away; none where it
/// is to try again.
fn code(error: &PageError) -> Option<&'static str> {
    match error {
        PageError::App(Error::Refused(Refusal::DeletedSession)) => Some("deleted"),
        PageError::App(Error::Refused(Refusal::UnknownSession)) => Some("unknown-session"),
        PageError::App(Error::Refused(Refusal::UnknownStep { .. })) => Some("unknown-step"),
        PageError::App(Error::Refused(Refusal::UnknownPlay { .. })) => Some("unknown-play"),
        PageError::App(Error::Journal(JournalError::Conflict { .. })) => Some("conflict"),
        PageError::BadRequest(_) => Some("bad-request"),
        PageError::TooLarge => Some("too-large"),
        _ => None,
    }
}

/// Ends a session by a form: closes it as it is, or, without scripts, with the exercises that
/// the person says they did, and how they felt.
pub async fn end(
    State(app): State<Arc<App>>,
    PathParam(session): PathParam<SessionId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let closing = fields
        .iter()
        .any(|(name, value)| name == "how" && value == "closed");
    let ended = if closing {
        app.end_session(session, Ending::Closed).await
    } else {
        let report = manual_report(&fields).or_page(&app)?;
        app.end_by_hand(session, &report).await
    };
    ended.or_page(&app)?;
    Ok(Redirect::to(&format!("/sessions/{session}/after")).into_response())
}

/// What the form without scripts says was done, and how it felt. What is said twice counts once.
fn manual_report(fields: &[(String, String)]) -> Result<ManualReport, PageError> {
    let did = fields
        .iter()
        .filter(|(name, _)| name == "did")
        .filter_map(|(_, value)| value.parse().ok())
        .collect();
    let fields: BTreeMap<_, _> = fields.iter().map(|(name, value)| (name, value)).collect();
    let said = fields
        .into_iter()
        .filter_map(|(name, value)| said_in(name, value).transpose())
        .collect::<Result<_, _>>()?;
    Ok(ManualReport { did, said })
}

/// What a field of the form without scripts says of which exercise; nothing where the field is
/// another or was left alone.
fn said_in(name: &str, value: &str) -> Result<Option<(u64, Said)>, PageError> {
    let Some(play) = name.strip_prefix("felt-").filter(|_| !value.is_empty()) else {
        return Ok(None);
    };
    let bad = || PageError::BadRequest(format!("`{name}` can't be `{value}`"));
    let play = play.parse().map_err(|_| bad())?;
    if value == "hurt" {
        return Ok(Some((play, Said::Hurt)));
    }
    let discomfort = DiscomfortLevel::ALL
        .into_iter()
        .find(|discomfort| discomfort.id() == value)
        .ok_or_else(bad)?;
    Ok(Some((play, Said::Felt(discomfort.into()))))
}

/// What of a session was done, exercise by exercise.
pub struct DoneRow {
    /// Where more is said about it; none where that is gone.
    pub link: Option<String>,
    /// Its name.
    pub name: String,
    /// How much of it there was; empty where the content no longer has it.
    pub dose: String,
    /// How much of it was done.
    pub extent: Extent,
    /// That in words, and how it felt, if the person said so.
    pub label: String,
}

impl DoneRow {
    /// The name of its extent in styles.
    pub fn extent_id(&self) -> &'static str {
        extent_id(self.extent)
    }
}

/// The name of how much was done, in styles and words.
fn extent_id(extent: Extent) -> &'static str {
    match extent {
        Extent::Whole => "whole",
        Extent::Part => "part",
        Extent::None => "none",
    }
}

/// What of a session was done, exercise by exercise.
pub fn done_rows(app: &App, diary: &Diary, id: SessionId) -> Vec<DoneRow> {
    let words = app.words();
    let Some(session) = diary.session(id) else {
        return Vec::new();
    };
    session
        .timeline()
        .plays()
        .iter()
        .enumerate()
        .map(|(number, play)| {
            let extent = session.extent(number);
            let timeline = session.timeline();
            DoneRow {
                link: is_described(diary, timeline.routine(), play)
                    .then(|| link_of(timeline, play)),
                name: PlayWords::of_play(words, play).name(),
                dose: dose_of(app, timeline, number),
                extent,
                label: [
                    Some(words.get(&format!("extent-{}", extent_id(extent)))),
                    session.hurt(number).map(|_| words.get("felt-hurt")),
                    session
                        .felt(number)
                        .map(|felt| discomfort::exercise_felt(words, felt)),
                ]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
            }
        })
        .collect()
}
