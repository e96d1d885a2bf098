//! A short break: a page that begins it with one key, or, where exercises are held back, a clock
//! for getting away from the screen; and the page after it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect};
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde::Deserialize;
use unhunch_app::gate::{self, Held};
use unhunch_app::routines::layout;
use unhunch_app::{App, Draft};
use unhunch_domain::Now;
use unhunch_domain::compose::{self, Earlier};
use unhunch_domain::diary::{Diary, Session, State as SessionState};
use unhunch_domain::review::person::Person;
use unhunch_domain::{Command, Ending, SessionId, Timeline};
use unhunch_words::{Words, lengths};

use crate::answer::{Answer, Asked, OrPage, html};
use crate::error::PageError;
use crate::figures::Figure;
use crate::frame::{Frame, Framed};
use crate::guard::{StartTokens, is_own_doing};
use crate::pages::welcome::HELD;

/// How many earlier breaks decide what the next one has.
const LOOK_BACK: usize = 12;

/// Minutes for which a break that was begun is gone on with; after that, another one is begun.
const GOES_ON_MINUTES: i64 = 15;

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/break", get(page).post(begin))
        .route("/break/taken", post(taken))
        .route("/break/over", get(over))
}

/// What the page can be asked for.
#[derive(Deserialize)]
struct Query {
    /// Begin at once, since a notification was answered: a token of [`StartTokens`].
    start: Option<String>,
}

#[derive(Template)]
#[template(path = "break.html")]
struct BreakPage<'a> {
    words: &'a Words,
    frame: Frame,
    shown: Shown,
    /// Whether a script begins it at once.
    starts_now: bool,
}

/// What the page shows.
enum Shown {
    /// A break that can begin.
    Moves {
        length: String,
        moves: Vec<(String, Option<String>)>,
    },
    /// Away from the screen, without exercises.
    Away {
        text: String,
        /// What holds the exercises back, and where that is said.
        why: Option<String>,
        length: String,
        seconds: i64,
    },
}

/// The page. It changes nothing, so that it can be loaded again: a break that was just begun is
/// gone on with.
async fn page(
    State(app): State<Arc<App>>,
    Extension(tokens): Extension<Arc<StartTokens>>,
    Asked(query): Asked<Query>,
    headers: HeaderMap,
) -> Answer {
    let now = app.now();
    let words = app.words();
    let frame = app.frame("break").await.or_page(&app)?;
    let shown = app
        .read(|diary| {
            let held = gate::held(diary, now.zoned.date());
            if let Some(Held::Stop(_)) = held {
                return Err(HELD.to_owned());
            }
            if held.is_none()
                && let Some(open) = fresh(diary, &now)
            {
                return Err(format!("/sessions/{}", open.id));
            }
            Ok(shown(&app, diary, &now, held.as_ref()))
        })
        .await
        .or_page(&app)?;
    match shown {
        Err(address) => Ok(Redirect::to(&address).into_response()),
        Ok(shown) => html(
            &app,
            &BreakPage {
                words,
                frame,
                shown,
                // A page from elsewhere begins nothing by leading here.
                starts_now: query.start.is_some_and(|token| tokens.use_up(&token))
                    && is_own_doing(&headers),
            },
        ),
    }
}

fn shown(app: &App, diary: &Diary, now: &Now, held: Option<&Held>) -> Shown {
    let words = app.words();
    let timeline = if held.is_none() {
        timeline(app, diary, now)
    } else {
        None
    };
    if let Some(timeline) = timeline {
        let plays = timeline.plays().iter().filter_map(|play| {
            let exercise = app.library().exercise(&play.exercise)?;
            let playable = exercise.playable(play.variant.as_ref())?;
            Some((
                words.get(&playable.message()),
                Figure::of_play(playable).map(|figure| figure.thumbnail()),
            ))
        });
        return Shown::Moves {
            length: lengths::length(words, timeline.playing_ms()),
            moves: plays.collect(),
        };
    }
    let minutes = diary.settings().breaks.break_minutes.get();
    Shown::Away {
        text: words.get(match held {
            Some(Held::Rest) => "break-rest-text",
            _ => "break-away-text",
        }),
        why: held.map(|held| {
            words.get(match held {
                Held::Unasked { .. } => "break-why-unasked",
                Held::Again => "break-why-again",
                Held::Rest => "break-why-rest",
                Held::Stop(_) | Held::SeeFirst(_) => "break-why-see",
            })
        }),
        length: words.with("length-minutes", &[("minutes", minutes.into())]),
        seconds: minutes * 60,
    }
}

/// What the next break plays; none where there is no move for the person.
fn timeline(app: &App, diary: &Diary, now: &Now) -> Option<Timeline> {
    let today = now.zoned.date();
    let person = Person::of(diary, today, now.at);
    let earlier: Vec<_> = diary
        .latest_breaks()
        .filter(Session::is_anything_done)
        .take(LOOK_BACK)
        .map(|session| Earlier {
            exercises: session
                .timeline()
                .plays()
                .iter()
                .map(|play| play.exercise.clone())
                .collect(),
            is_today: session.date() == today,
        })
        .collect();
    let layout = layout(diary);
    let plan = compose::short_break(
        app.library(),
        &person,
        diary.settings().breaks.break_minutes,
        now.zoned.hour(),
        &earlier,
        layout,
    )?;
    Some(Timeline::new(&plan, layout))
}

/// The break that was just begun, if it isn't over.
fn fresh<'a>(diary: &'a Diary, now: &Now) -> Option<Session<'a>> {
    let open = diary.open_break(now.at)?;
    let age_ms = now.at.as_millisecond() - open.started().as_millisecond();
    (open.state(now.at) == SessionState::Open && age_ms < GOES_ON_MINUTES * 60_000).then_some(open)
}

/// Begins a break and leads to its player; one that was just begun is gone on with.
async fn begin(State(app): State<Arc<App>>) -> Answer {
    start(&app).await
}

/// Begins a break as its page does.
pub async fn start(app: &Arc<App>) -> Answer {
    let now = app.now();
    let session = SessionId(app.host().uuid(&now));
    let address = app
        .write::<String, PageError>(|diary| {
            let held = gate::held(diary, now.zoned.date());
            if held.is_some() {
                return Ok((Vec::new(), "/break".to_owned()));
            }
            if let Some(open) = fresh(diary, &now) {
                return Ok((Vec::new(), format!("/sessions/{}", open.id)));
            }
            let Some(timeline) = timeline(app, diary, &now) else {
                return Ok((Vec::new(), "/break".to_owned()));
            };
            let close = diary.open_break(now.at).map(|open| Command::End {
                session: open.id,
                how: Ending::Closed,
            });
            let start = Command::Start {
                session,
                timeline: Arc::new(timeline),
            };
            let mut drafts = Vec::new();
            for command in close.into_iter().chain([start]) {
                drafts.extend(command.accept(diary)?.map(Draft::from));
            }
            Ok((drafts, format!("/sessions/{session}")))
        })
        .await
        .or_page(app)?;
    Ok(Redirect::to(&address).into_response())
}

/// Keeps in mind that somebody was away from the screen for as long as a break lasts.
async fn taken(State(app): State<Arc<App>>) -> Answer {
    if let Some(reminders) = app.reminders() {
        reminders.break_taken();
    }
    Ok(Redirect::to("/break/over").into_response())
}

#[derive(Template)]
#[template(path = "break_over.html")]
struct OverPage<'a> {
    words: &'a Words,
    frame: Frame,
    heading: String,
    /// What was done; none where nothing was kept of it.
    summary: Option<String>,
    /// Its page in the history.
    details: Option<String>,
    is_dizzy: bool,
    /// The session that isn't over: where it goes on.
    open: Option<String>,
    /// Whether the day's session can be gone on to.
    may_go_on: bool,
}

/// After a break without exercises.
async fn over(State(app): State<Arc<App>>) -> Answer {
    let words = app.words();
    let now = app.now();
    let frame = app.frame("today").await.or_page(&app)?;
    let may_go_on = app
        .read(|diary| gate::held(diary, now.zoned.date()).is_none())
        .await
        .or_page(&app)?;
    html(
        &app,
        &OverPage {
            words,
            frame,
            heading: words.get("break-over"),
            summary: None,
            details: None,
            is_dizzy: false,
            open: None,
            may_go_on,
        },
    )
}

/// After a break that was played: none of the questions that come after a session.
pub async fn show_over(app: &Arc<App>, id: SessionId) -> Answer {
    let words = app.words();
    let now = app.now();
    let frame = app.frame("today").await.or_page(app)?;
    let page = app
        .read(|diary| {
            let session = diary.session(id)?;
            let is_done = session.is_anything_done();
            let is_open = !session.has_ended();
            let is_dizzy = session.ending() == Some(Ending::Dizzy);
            Some(OverPage {
                words,
                frame,
                heading: words.get(match session.ending() {
                    None => "after-heading-open",
                    Some(Ending::Dizzy) => "after-heading-dizzy",
                    Some(Ending::Completed) if is_done => "break-over",
                    Some(_) if is_done => "break-over-early",
                    Some(_) => "break-over-nothing",
                }),
                summary: is_done.then(|| {
                    words.with(
                        "break-summary",
                        &[(
                            "length",
                            (&lengths::length(words, session.done_ms())).into(),
                        )],
                    )
                }),
                details: (is_done || session.was_anything_wrong())
                    .then(|| format!("/history/{id}")),
                is_dizzy,
                open: is_open.then(|| format!("/sessions/{id}")),
                may_go_on: gate::held(diary, now.zoned.date()).is_none(),
            })
        })
        .await
        .or_page(app)?;
    let page = page.ok_or(PageError::NotFound).or_page(app)?;
    html(app, &page)
}

/// Whether a session is a break that isn't over yet: to be asked before something is kept of it.
pub async fn is_going_on(app: &App, id: SessionId) -> bool {
    let going_on = app.read(|diary| {
        let session = diary.session(id);
        session.is_some_and(|session| session.is_break() && !session.has_ended())
    });
    going_on.await.unwrap_or(false)
}

/// Tells the reminders of a break that was going on before something was kept of it, if it was
/// played to its end now.
pub async fn tell_if_taken(app: &App, id: SessionId) {
    let ending = app.read(|diary| diary.session(id).and_then(|session| session.ending()));
    if let Some(reminders) = app.reminders()
        && matches!(ending.await, Ok(Some(Ending::Completed)))
    {
        reminders.break_taken();
    }
}
