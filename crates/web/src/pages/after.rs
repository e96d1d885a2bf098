//! After a session: how it feels now, and what was done.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::sessions::{CameOut, SessionSummary};
use unhunch_domain::diary::Session;
use unhunch_domain::journal::note::Locations;
use unhunch_domain::{Diary, DiscomfortLevel, ExerciseDiscomfort, Moment, Now, Refusal, SessionId};
use unhunch_words::{PlayWords, Words, discomfort, lengths, names};

use crate::answer::{Answer, Fields, Form, OrErrorPage, PathParam, html_found};
use crate::discomfort_form::{self, Place};
use crate::error::PageError;
use crate::frame::{Frame, Framed};
use crate::pages::breaks;
use crate::pages::sessions::{DoneRow, discomfort_of, done_rows};

#[derive(Template)]
#[template(path = "after.html")]
struct AfterPage<'a> {
    words: &'a Words,
    frame: Frame,
    id: String,
    heading: String,
    /// What was done; none where something was wrong before anything was.
    summary: Option<String>,
    rating: Option<u8>,
    is_rated_high: bool,
    /// How it felt afterwards and where, in a line.
    said: Option<String>,
    places: Vec<Place>,
    /// What leads to the places.
    where_label: String,
    rows: Vec<DoneRow>,
    felt: Vec<FeltRow>,
    came_out: CameOut,
    /// Whether anything was done, or something was wrong.
    is_anything_kept: bool,
}

/// An exercise of the session, to say how it felt.
struct FeltRow {
    /// Its place in what the session played.
    play: usize,
    name: String,
    /// What was said, in words.
    said: Option<String>,
    /// The word that was said.
    word: Option<&'static str>,
    /// The number that was said.
    rating: Option<u8>,
}

/// The exercises that a person can say something about.
fn felt_rows(words: &Words, session: &Session<'_>, summary: &SessionSummary) -> Vec<FeltRow> {
    let plays = session.timeline().plays();
    summary
        .to_feel
        .iter()
        .filter_map(|number| Some((*number, plays.get(*number)?)))
        .map(|(number, play)| {
            let felt = session.felt(number);
            FeltRow {
                play: number,
                name: PlayWords::of_play(words, play).name(),
                said: felt.map(|felt| discomfort::exercise_felt(words, felt)),
                word: felt.map(|felt| felt.discomfort().id()),
                rating: felt.and_then(ExerciseDiscomfort::rating).map(Into::into),
            }
        })
        .collect()
}

/// The page.
pub async fn page(State(app): State<Arc<App>>, PathParam(id): PathParam<SessionId>) -> Answer {
    let now = app.now();
    let is_break = app.read(|diary| {
        let session = diary.session(id).filter(|session| !session.is_deleted());
        session.is_some_and(|session| session.is_break())
    });
    if is_break.await.or_page(&app)? {
        return breaks::show_over(&app, id).await;
    }
    let frame = app.frame("today").await.or_page(&app)?;
    let page = app
        .read(|diary| {
            let session = diary.session(id).filter(|session| !session.is_deleted())?;
            Some(build(&app, diary, &now, frame, &session))
        })
        .await
        .or_page(&app)?;
    html_found(&app, page, Refusal::UnknownSession.into())
}

fn build<'a>(
    app: &'a App,
    diary: &Diary,
    now: &Now,
    frame: Frame,
    session: &Session<'_>,
) -> AfterPage<'a> {
    let words = app.words();
    let summary = SessionSummary::of(session, now.at);
    let rated = session.rated(Moment::After).map(|rated| &rated.value);
    let ticked = &BTreeSet::from(rated.map_or(Locations::NONE, |rated| rated.locations));
    AfterPage {
        words,
        frame,
        id: session.id.to_string(),
        heading: words.get(match summary.came_out {
            CameOut::Open => "after-heading-open",
            CameOut::Dizzy => "after-heading-dizzy",
            CameOut::Nothing => "after-heading-nothing",
            CameOut::Completed => "after-heading-completed",
            CameOut::Stopped => "after-heading-stopped",
        }),
        summary: if summary.is_anything_done {
            Some(words.with(
                "after-summary",
                &[
                    ("tally", (&names::tally(words, session)).into()),
                    (
                        "length",
                        (&lengths::length(words, session.done_ms())).into(),
                    ),
                ],
            ))
        } else {
            (!summary.is_kept).then(|| words.get("after-nothing"))
        },
        is_anything_kept: summary.is_kept,
        rating: rated.map(|rated| rated.rating.get()),
        is_rated_high: summary.is_rated_high,
        said: rated.map(|rated| discomfort::felt(words, Some(rated.rating), ticked)),
        places: discomfort_form::places(words, ticked),
        where_label: words.get(if ticked.is_empty() {
            "after-where"
        } else {
            "after-where-change"
        }),
        rows: done_rows(app, diary, session.id),
        felt: felt_rows(words, session, &summary),
        came_out: summary.came_out,
    }
}

/// Keeps how it feels, and where if that is said, too, and shows the page again.
pub async fn rate(
    State(app): State<Arc<App>>,
    PathParam(session): PathParam<SessionId>,
    fields: Fields,
) -> Answer {
    let rated = discomfort_form::one(&fields, "rating").and_then(discomfort_form::rating);
    let missing = || PageError::BadRequest("there is no rating".to_owned());
    let rating = rated
        .and_then(|rating| rating.ok_or_else(missing))
        .or_page(&app)?;
    // Without a box ticked, nothing is sent of the places: another field says that they are meant.
    let locations = discomfort_form::one(&fields, "where")
        .and_then(|meant| meant.map(|_| discomfort_form::ticked(&fields)).transpose())
        .or_page(&app)?;
    app.rate_session(session, Moment::After, rating, locations)
        .await
        .or_page(&app)?;
    Ok(Redirect::to(&format!("/sessions/{session}/after")).into_response())
}

/// How an exercise felt: a word or a number.
#[derive(Deserialize)]
pub struct FeltForm {
    play: u64,
    felt: Option<DiscomfortLevel>,
    rating: Option<u8>,
}

/// Keeps how an exercise felt, and shows the page again.
pub async fn feel(
    State(app): State<Arc<App>>,
    PathParam(session): PathParam<SessionId>,
    Form(form): Form<FeltForm>,
) -> Answer {
    let felt = discomfort_of(form.felt, form.rating).or_page(&app)?;
    app.record_discomfort(session, form.play, felt, None)
        .await
        .or_page(&app)?;
    Ok(Redirect::to(&format!("/sessions/{session}/after#felt")).into_response())
}
