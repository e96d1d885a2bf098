//! What the player gets: the timeline with the words for each step, as JSON in the page.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use unhunch_app::App;
use unhunch_domain::diary::Session;
use unhunch_domain::exercise::{Playable, Side};
use unhunch_domain::settings::Settings;
use unhunch_domain::timeline::{Play, Step, StepKind};
use unhunch_domain::{Condition, Discomfort, Felt, Rating};
use unhunch_words::{PlayWords, Words, cues, names, reasons};

use crate::figures::{Figure, own_exercise};

/// The session page's data.
#[derive(Serialize)]
struct PlayerData<'a> {
    session: String,
    /// The journal that holds the session, so that no other gets its steps.
    journal: String,
    routine: String,
    /// Whether it is a short break: left with one key, and nothing is asked.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    is_break: bool,
    total_ms: u64,
    state: &'static str,
    finished: Vec<u16>,
    /// Those of them that were passed over, and can still be done.
    skipped: Vec<u16>,
    exercises: Vec<Segment>,
    /// The word for each number from 0 to 10 of discomfort.
    discomforts: Vec<&'static str>,
    steps: Vec<Cued>,
    settings: Chosen,
    words: BTreeMap<&'a str, String>,
    urls: Urls,
}

/// An exercise's stretch of the timeline.
#[derive(Serialize)]
struct Segment {
    id: String,
    name: String,
    first_step: u16,
    steps: usize,
    warm_up: bool,
    /// Where its moving figures are, by side: `left` and `right`, or `both` for one animation.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    figure: BTreeMap<&'static str, String>,
    /// How to get into position, by side, where the sides differ.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    ready: BTreeMap<&'static str, String>,
    /// How it felt, if the person said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    felt: Option<&'static str>,
    /// The same as a number, 0 to 10.
    #[serde(skip_serializing_if = "Option::is_none")]
    rating: Option<u8>,
    /// Whether the person stopped it because it hurt.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hurt: bool,
}

/// A step with its words.
#[derive(Serialize)]
struct Cued {
    index: u16,
    kind: &'static str,
    exercise: Option<String>,
    name: String,
    side: Option<&'static str>,
    side_name: Option<String>,
    set: Option<u32>,
    sets: u32,
    rep: Option<u32>,
    reps: u32,
    phase: Option<String>,
    phase_name: Option<String>,
    start_ms: u64,
    duration_ms: u64,
    cue: String,
    say: String,
}

/// What the person set for sessions.
#[derive(Serialize)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a switch that people set by itself"
)]
struct Chosen {
    voice: bool,
    voice_name: String,
    sounds: bool,
    mirror: bool,
    vibration: bool,
}

#[derive(Serialize)]
struct Urls {
    steps: String,
    after: String,
    home: &'static str,
}

/// The data for a session, as JSON that can stand inside a script element. What the person's
/// conditions ask to mind stands beside how to get into position, to be read there.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn player_data(
    app: &App,
    session: &Session<'_>,
    settings: &Settings,
    conditions: &BTreeSet<Condition>,
) -> Result<String, serde_json::Error> {
    let words = app.words();
    let timeline = session.timeline();
    let names: Vec<String> = timeline
        .plays()
        .iter()
        .map(|play| PlayWords::of_play(words, play).name())
        .collect();
    let exercises = names
        .iter()
        .enumerate()
        .map(|(number, name)| Segment {
            id: timeline.plays()[number].exercise.to_string(),
            name: name.clone(),
            first_step: timeline
                .steps_of(number)
                .next()
                .map_or(0, |step| step.index),
            steps: timeline.steps_of(number).count(),
            warm_up: timeline.plays()[number].warm_up,
            figure: figures(app, session, number),
            ready: cues::ready_by_side(words, session, number),
            felt: session.felt(number).map(|felt| felt.discomfort().id()),
            rating: session.felt(number).and_then(Felt::rating).map(Into::into),
            hurt: session.hurt(number).is_some(),
        })
        .collect();
    // Sets and repetitions of each play, to show as dots.
    let amounts: Vec<(u32, u32)> = (0..names.len())
        .map(|number| {
            timeline
                .steps_of(number)
                .fold((1, 1), |(sets, reps), step| {
                    (
                        sets.max(step.set.unwrap_or(1)),
                        reps.max(step.rep.unwrap_or(1)),
                    )
                })
        })
        .collect();
    let steps = timeline
        .steps()
        .iter()
        .map(|step| {
            let play = step
                .play
                .map(usize::from)
                .and_then(|n| timeline.plays().get(n).map(|p| (n, p)));
            let mut cued = cued(words, step, play, &names, &amounts);
            if step.kind == StepKind::Ready
                && let Some(playable) = play.and_then(|(_, play)| playable(app, play))
            {
                for sentence in reasons::mind(words, conditions, playable, true) {
                    cued.cue = format!("{}. {sentence}", cued.cue.trim_end_matches('.'));
                }
            }
            cued
        })
        .collect();
    let finished: Vec<u16> = session.finished().map(|step| step.index).collect();
    let skipped = finished
        .iter()
        .copied()
        .filter(|step| !session.is_done(*step))
        .collect();
    let data = PlayerData {
        session: session.id.to_string(),
        journal: app.journal().device().to_string(),
        routine: names::title(words, timeline),
        is_break: session.is_break(),
        total_ms: timeline.total_ms(),
        state: if finished.is_empty() { "new" } else { "open" },
        finished,
        skipped,
        exercises,
        discomforts: (0..=10)
            .filter_map(|number| Rating::try_from(number).ok())
            .map(|rating| Discomfort::of(rating).id())
            .collect(),
        steps,
        settings: Chosen {
            voice: settings.voice,
            voice_name: settings.voice_name.as_str().to_owned(),
            sounds: settings.sounds,
            mirror: settings.mirror,
            vibration: settings.vibration,
        },
        words: words.templates("player-"),
        urls: Urls {
            steps: format!("/sessions/{}/steps", session.id),
            after: format!("/sessions/{}/after", session.id),
            home: "/",
        },
    };
    // In a script element `<` could end it or begin a comment.
    Ok(serde_json::to_string(&data)?.replace('<', "\\u003c"))
}

/// The addresses of a play's figures; none where the content no longer has it.
fn figures(app: &App, session: &Session<'_>, number: usize) -> BTreeMap<&'static str, String> {
    let play = &session.timeline().plays()[number];
    if let Some(own) = own_exercise(app, play) {
        let place = format!("/sessions/{}/figures/{number}.svg", session.id);
        let animations = own.playable(None).into_iter().flat_map(Figure::by_side);
        return animations
            .map(|(side, figure)| (side, figure.at(place.clone()).address()))
            .collect();
    }
    let playable = app
        .library()
        .exercise(&play.exercise)
        .and_then(|exercise| exercise.playable(play.variant.as_ref()));
    playable
        .into_iter()
        .flat_map(Figure::by_side)
        .map(|(side, figure)| (side, figure.address()))
        .collect()
}

/// What a timeline plays, as the content has it; none for a person's own exercise.
fn playable<'a>(app: &'a App, play: &Play) -> Option<Playable<'a>> {
    let exercise = app.library().exercise(&play.exercise)?;
    exercise.playable(play.variant.as_ref())
}

fn cued(
    words: &Words,
    step: &Step,
    play: Option<(usize, &Play)>,
    names: &[String],
    amounts: &[(u32, u32)],
) -> Cued {
    let said = play.map(|(_, play)| PlayWords::of_play(words, play));
    let name = play.map_or_else(String::new, |(number, _)| names[number].clone());
    let (sets, reps) = play.map_or((1, 1), |(number, _)| amounts[number]);
    let side = step.side.map(Side::id);
    let phase = said.zip(step.phase.as_ref());
    let cue = cues::cued(words, step, play.map(|(_, play)| play), &name);
    Cued {
        index: step.index,
        kind: step.kind.id(),
        exercise: step.exercise.as_ref().map(ToString::to_string),
        name,
        side,
        side_name: step.side.map(|side| cues::side_name(words, side)),
        set: step.set,
        sets,
        rep: step.rep,
        reps,
        phase: step.phase.as_ref().map(ToString::to_string),
        phase_name: phase.and_then(|(said, phase)| said.phase_name(phase)),
        start_ms: step.start_ms,
        duration_ms: step.duration_ms,
        cue: cue.shown,
        say: cue.said,
    }
}
