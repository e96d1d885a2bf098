//! A session: starting it, playing it, keeping its steps, ending it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use unhunch_domain::compose;
use unhunch_domain::diary::{Diary, State as SessionState};
use unhunch_domain::entry::At;
use unhunch_domain::progress;
use unhunch_domain::review::person::Person;
use unhunch_domain::routine::Plan;
use unhunch_domain::timeline::{Play, StepKind};
use unhunch_domain::{
    Body, Command, Discomfort, Ending, EntryId, Felt, Moment, Outcome, OwnRoutineId, Rating,
    Refusal, RoutineId, SessionId, Timeline,
};
use unhunch_journal::JournalError;

use crate::answer::{Answer, Form, Named, OrPage, html};
use crate::app::{App, Draft};
use crate::error::PageError;
use crate::figures::own_exercise;
use crate::frame::Frame;
use crate::gate::{self, HELD, Held};
use crate::host::Now;
use crate::noting;
use crate::pages::breaks;
use crate::pages::composed;
use crate::pages::exercises::exercise_link;
use crate::pages::routines::own_link;
use crate::pages::today::layout;
use crate::pages::welcome::{self, HeldSession, Trip};
use crate::plans::with_routine;
use crate::play_words::PlayWords;
use crate::player_data::player_data;
use crate::present;
use crate::words::Words;

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

/// What a routine plays for the person today: what was put together, a routine fitted to them,
/// or one of their own as it is written.
fn timeline_of(
    app: &App,
    diary: &Diary,
    now: &Now,
    routine: &RoutineId,
) -> Result<Timeline, PageError> {
    let lay_out = |plan: &Plan<'_>| {
        let timeline = Timeline::new(plan, layout(diary));
        plan.exercises().next().map(|_| timeline)
    };
    let timeline = if routine.as_str() == compose::TODAY {
        lay_out(&composed::compose(app, diary, now).1.plan(routine.clone()))
    } else {
        let person = Person::of(diary, now.zoned.date(), now.at);
        with_routine(app, diary, &person, routine, |fitted| lay_out(&fitted.plan))
            .ok_or(PageError::NotFound)?
    };
    timeline.ok_or(PageError::NothingToDo)
}

/// Starts a session and leads to it. One that was left open is closed as it is; one that was
/// just started, with nothing done yet, is taken instead of another like it. Where something holds
/// the exercises back, it leads to what that is instead.
pub async fn start(State(app): State<Arc<App>>, Form(form): Form<StartForm>) -> Answer {
    start_of(&app, &form).await
}

/// Starts today's session, as Today does.
pub async fn start_today(app: &Arc<App>) -> Answer {
    let form = StartForm {
        routine: compose::TODAY
            .parse()
            .map_err(|_| PageError::NotFound)
            .or_page(app)?,
        before: None,
    };
    start_of(app, &form).await
}

async fn start_of(app: &Arc<App>, form: &StartForm) -> Answer {
    let now = app.now();
    let session = SessionId(now.uuid(app.host()));
    let before = form.before.as_deref().filter(|before| !before.is_empty());
    let before = noting::rating(before).or_page(app)?;
    let address = app
        .write::<String, PageError>(|diary| {
            match gate::held(app.words(), diary, now.zoned.date()) {
                None => {}
                Some(Held::Unasked { .. }) => {
                    let trip = Trip::to_routine(form.routine.clone());
                    return Ok((Vec::new(), trip.address("")));
                }
                Some(Held::Again | Held::Stop(_) | Held::SeeFirst(_) | Held::Rest) => {
                    return Ok((Vec::new(), HELD.to_owned()));
                }
            }
            let timeline = Arc::new(timeline_of(app, diary, &now, &form.routine)?);
            let open = diary.open(now.at);
            if let Some(open) = &open
                && open.finished().next().is_none()
                && *open.timeline() == timeline
                && open.state(now.at) == SessionState::Open
            {
                let rate = before.map(|rating| Command::Rate {
                    session: open.id,
                    moment: Moment::Before,
                    rating: rating.get(),
                    locations: None,
                });
                let rated = rate.map(|rate| rate.accept(diary)).transpose()?.flatten();
                let drafts = rated.into_iter().map(Draft::from).collect();
                return Ok((drafts, format!("/sessions/{}", open.id)));
            }
            let mut bodies = Vec::new();
            if let Some(open) = open {
                bodies.extend(
                    Command::End {
                        session: open.id,
                        how: Ending::Closed,
                    }
                    .accept(diary)?,
                );
            }
            bodies.extend(Command::Start { session, timeline }.accept(diary)?);
            // The diary doesn't know the session yet, so this is no command about it.
            bodies.extend(before.map(|rating| Body::PainRated {
                session,
                moment: Moment::Before,
                rating,
                locations: BTreeSet::new(),
            }));
            let drafts = bodies.into_iter().map(Draft::from).collect();
            Ok((drafts, format!("/sessions/{session}")))
        })
        .await
        .or_page(app)?;
    Ok(Redirect::to(&address).into_response())
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

/// What a session's address shows.
enum Shown<'a> {
    Player(Box<SessionPage<'a>>),
    Held(Held, HeldSession),
    Over,
}

/// The player; for a session that is over, the way to what was done, and for one that is held
/// back, what holds it.
pub async fn page(State(app): State<Arc<App>>, Named(id): Named<SessionId>) -> Answer {
    let now = app.now();
    let frame = app.frame("session").await.or_page(&app)?;
    let page = app
        .read(|diary| -> Result<Shown<'_>, PageError> {
            let session = diary
                .session(id)
                .filter(|session| !session.is_deleted())
                .ok_or(Refusal::UnknownSession)?;
            if let SessionState::Ended(_) = session.state(now.at) {
                return Ok(Shown::Over);
            }
            let timeline = session.timeline();
            let routine_name = present::title(app.words(), timeline);
            if let Some(held) = gate::held(app.words(), diary, now.zoned.date()) {
                let session = HeldSession {
                    id: id.to_string(),
                    text: app
                        .words()
                        .with("held-session-text", &[("routine", (&routine_name).into())]),
                };
                return Ok(Shown::Held(held, session));
            }
            let plan = timeline
                .plays()
                .iter()
                .enumerate()
                .map(|(number, play)| PlanRow {
                    exercise: play.exercise.to_string(),
                    link: session_link(diary, timeline, play),
                    play: number,
                    is_warm_up: play.warm_up,
                    name: PlayWords::of_play(app.words(), play).name(),
                    dose: dose_of(&app, timeline, number),
                })
                .collect();
            let data_json = player_data(
                &app,
                &session,
                &diary.settings(),
                &diary.screening().conditions(),
            )
            .map_err(|error| PageError::BadRequest(error.to_string()))?;
            Ok(Shown::Player(Box::new(SessionPage {
                words: app.words(),
                frame,
                session_id: id.to_string(),
                routine_name,
                data_json,
                plan,
            })))
        })
        .await
        .or_page(&app)?
        .or_page(&app)?;
    match page {
        Shown::Player(page) => html(&app, page.as_ref()),
        Shown::Held(held, session) => welcome::show_held(&app, held, Some(session)).await,
        Shown::Over => Ok(Redirect::to(&format!("/sessions/{id}/after")).into_response()),
    }
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
            present::dose(app.words(), playable, &timeline.dose_of(number))
        })
}

/// Where more is said about what a timeline plays: an own exercise has its words on its
/// routine's page, as long as that has it.
fn session_link(diary: &Diary, timeline: &Timeline, play: &Play) -> Option<String> {
    let Some(own) = &play.own else {
        return Some(exercise_link(&play.exercise, play.variant.as_ref()));
    };
    let routine = diary.own_routine(OwnRoutineId::of(timeline.routine())?)?;
    routine.exercise(&own.id)?;
    Some(own_link(timeline.routine(), &own.id))
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
    /// The browser's time; it may be anything, see [`keep_one`].
    at: String,
    step: Option<u64>,
    outcome: Option<Outcome>,
    ended: Option<Ending>,
    play: Option<u64>,
    felt: Option<Discomfort>,
    rating: Option<u8>,
    hurt: Option<bool>,
}

impl Event {
    fn command(&self, session: SessionId) -> Result<Command, PageError> {
        let of_step = (self.step, self.outcome);
        let of_play = (self.play, self.felt, self.rating, self.hurt);
        match (of_step, self.ended, of_play) {
            ((Some(step), Some(outcome)), None, (None, None, None, None)) => {
                Ok(Command::FinishStep {
                    session,
                    step,
                    outcome,
                })
            }
            ((None, None), Some(how), (None, None, None, None)) => {
                Ok(Command::End { session, how })
            }
            ((None, None), None, (Some(play), None, None, Some(true))) => {
                Ok(Command::Hurt { session, play })
            }
            ((None, None), None, (Some(play), felt, rating, None)) => Ok(Command::Feel {
                session,
                play,
                felt: felt_of(felt, rating)?,
            }),
            _ => Err(PageError::BadRequest(
                "an event has a step and its outcome, or an end, or an exercise and either how it felt or that it hurt"
                    .to_owned(),
            )),
        }
    }
}

/// How an exercise felt, from a word or a number.
///
/// # Errors
/// Where there is neither or both, or the number is none from 0 to 10.
pub fn felt_of(word: Option<Discomfort>, rating: Option<u8>) -> Result<Felt, PageError> {
    match (word, rating) {
        (Some(discomfort), None) => Ok(discomfort.into()),
        (None, Some(number)) => Rating::try_from(number)
            .map(Felt::rated)
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
/// Events are decided one after the other; the ones before a refused one are kept, and the
/// answer names them. What is meant for another journal waits in the browser for that one.
pub async fn keep(
    State(app): State<Arc<App>>,
    Named(session): Named<SessionId>,
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
    let mut kept = Vec::with_capacity(events.len());
    let is_break = breaks::is_going_on(&app, session).await;
    for event in events {
        match keep_one(&app, session, &event).await {
            Ok(id) => kept.push(id),
            Err(error) => return failed(&app, &error, kept),
        }
    }
    if is_break {
        breaks::tell_if_taken(&app, session).await;
    }
    // What was done is kept in any case; a player that plays on in another tab is told to stop.
    let today = app.now().zoned.date();
    let held = app
        .read(|diary| gate::held(app.words(), diary, today))
        .await;
    let is_held = held.is_ok_and(|held| held.is_some());
    Json(Heard {
        kept,
        error: None,
        code: is_held.then_some("held"),
    })
    .into_response()
}

async fn keep_one(app: &App, session: SessionId, event: &Event) -> Result<EntryId, PageError> {
    let command = event.command(session)?;
    let id = event.id;
    // A browser's clock that is out of all bounds doesn't lose a step: it happened about now.
    let at = event.at.parse::<Timestamp>().ok();
    let at = at.and_then(|at| At::try_from(at).ok());
    let now = app.now();
    app.write(|diary| {
        let body = command.accept(diary)?;
        let gentler = body
            .as_ref()
            .and_then(|body| gentler(app, diary, &now, body));
        // An answer may have waited in the browser, or come a second time: what the person
        // said after it stands.
        let is_outdated = |body: &Body| match (body, at) {
            (Body::ExerciseFelt { play, .. }, Some(at)) => diary
                .session(session)
                .and_then(|found| found.felt_at(play.get().into()))
                .is_some_and(|later| at < later),
            _ => false,
        };
        let drafts = body
            .filter(|body| !is_outdated(body))
            .map(|body| Draft {
                body,
                id: Some(id),
                at,
            })
            .into_iter()
            .chain(gentler.map(Draft::from))
            .collect();
        Ok((drafts, id))
    })
    .await
}

/// What is kept besides that an exercise hurt: from the next time on it is its easier version, a
/// step gentler.
fn gentler(app: &App, diary: &Diary, now: &Now, body: &Body) -> Option<Body> {
    let Body::ExerciseHurt { session, play } = body else {
        return None;
    };
    let session = diary.session(*session)?;
    let play = session.timeline().plays().get(usize::from(play.get()))?;
    let exercise = app.library().exercise(&play.exercise)?;
    let person = Person::of(diary, now.zoned.date(), now.at);
    (!play.warm_up).then(|| Body::StandingSet {
        exercise: exercise.id.clone(),
        standing: progress::after_hurt(&person, exercise),
    })
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
        PageError::Refused(Refusal::DeletedSession) => Some("deleted"),
        PageError::Refused(Refusal::UnknownSession) => Some("unknown-session"),
        PageError::Refused(Refusal::UnknownStep { .. }) => Some("unknown-step"),
        PageError::Refused(Refusal::UnknownPlay { .. }) => Some("unknown-play"),
        PageError::Journal(JournalError::Conflict { .. }) => Some("conflict"),
        PageError::BadRequest(_) => Some("bad-request"),
        PageError::TooLarge => Some("too-large"),
        _ => None,
    }
}

/// Ends a session by a form: closes it as it is, or, without scripts, with the exercises that
/// the person says they did, and how they felt.
pub async fn end(
    State(app): State<Arc<App>>,
    Named(session): Named<SessionId>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let closing = fields
        .iter()
        .any(|(name, value)| name == "how" && value == "closed");
    let did: Vec<&str> = fields
        .iter()
        .filter(|(name, _)| name == "did")
        .map(|(_, value)| value.as_str())
        .collect();
    let now = app.now();
    let is_break = breaks::is_going_on(&app, session).await;
    app.write::<(), PageError>(|diary| {
        let mut drafts = Vec::new();
        let mut all = true;
        if !closing {
            let found = diary.session(session).ok_or(Refusal::UnknownSession)?;
            for step in found
                .timeline()
                .steps()
                .iter()
                .filter(|step| step.kind != StepKind::Rate)
            {
                let done = step
                    .exercise
                    .as_ref()
                    .is_some_and(|id| did.contains(&id.as_str()));
                all &= done || found.is_done(step.index);
                if done {
                    let step = u64::from(step.index);
                    let command = Command::FinishStep {
                        session,
                        step,
                        outcome: Outcome::Done,
                    };
                    drafts.extend(command.accept(diary)?.map(Draft::from));
                }
            }
            // Each name once: what is said twice is kept once.
            let fields: BTreeMap<_, _> = fields.iter().map(|(name, value)| (name, value)).collect();
            for (name, value) in fields {
                if let Some(command) = felt_field(session, name, value)? {
                    let body = command.accept(diary)?;
                    let gentler = body
                        .as_ref()
                        .and_then(|body| gentler(&app, diary, &now, body));
                    drafts.extend(body.into_iter().chain(gentler).map(Draft::from));
                }
            }
        }
        let how = match (closing, all) {
            (true, _) => Ending::Closed,
            (false, true) => Ending::Completed,
            (false, false) => Ending::Stopped,
        };
        drafts.extend(
            Command::End { session, how }
                .accept(diary)?
                .map(Draft::from),
        );
        Ok((drafts, ()))
    })
    .await
    .or_page(&app)?;
    if is_break {
        breaks::tell_if_taken(&app, session).await;
    }
    Ok(Redirect::to(&format!("/sessions/{session}/after")).into_response())
}

/// What a field of the form without scripts says about how an exercise felt; nothing where the
/// field is another or was left alone.
fn felt_field(session: SessionId, name: &str, value: &str) -> Result<Option<Command>, PageError> {
    let Some(play) = name.strip_prefix("felt-").filter(|_| !value.is_empty()) else {
        return Ok(None);
    };
    let bad = || PageError::BadRequest(format!("`{name}` can't be `{value}`"));
    let play = play.parse().map_err(|_| bad())?;
    if value == "hurt" {
        return Ok(Some(Command::Hurt { session, play }));
    }
    let discomfort = Discomfort::ALL
        .into_iter()
        .find(|discomfort| discomfort.id() == value)
        .ok_or_else(bad)?;
    Ok(Some(Command::Feel {
        session,
        play,
        felt: discomfort.into(),
    }))
}

/// What of a session was done, exercise by exercise.
pub struct DoneRow {
    /// Where more is said about it; none where that is gone.
    pub link: Option<String>,
    /// Its name.
    pub name: String,
    /// How much of it there was; empty where the content no longer has it.
    pub dose: String,
    /// `whole`, `part` or `none`.
    pub extent: &'static str,
    /// That in words, and how it felt, if the person said so.
    pub label: String,
}

/// What of a session was done, exercise by exercise.
pub fn done_rows(app: &App, diary: &Diary, id: SessionId) -> Vec<DoneRow> {
    use unhunch_domain::diary::Extent;
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
            let extent = match session.extent(number) {
                Extent::Whole => "whole",
                Extent::Part => "part",
                Extent::None => "none",
            };
            DoneRow {
                link: session_link(diary, session.timeline(), play),
                name: PlayWords::of_play(words, play).name(),
                dose: dose_of(app, session.timeline(), number),
                extent,
                label: [
                    Some(words.get(&format!("extent-{extent}"))),
                    session.hurt(number).map(|_| words.get("felt-hurt")),
                    session.felt(number).map(|felt| present::felt(words, felt)),
                ]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join(" · "),
            }
        })
        .collect()
}
