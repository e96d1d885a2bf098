//! What the player gets: the timeline with the words for each step, as JSON in the page.

use std::collections::BTreeMap;

use serde::Serialize;
use unhunch_app::App;
use unhunch_app::sessions::{ScriptPlay, SessionScript};
use unhunch_domain::person::settings::Settings;
use unhunch_domain::programme::exercise::Playable;
use unhunch_domain::programme::parts::Side;
use unhunch_domain::programme::timeline::{Play, Step, StepKind};
use unhunch_domain::{DiscomfortLevel, ExerciseDiscomfort, Rating};
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
    state: State,
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

/// Whether anything of the session is over.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum State {
    New,
    Open,
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

impl From<&Settings> for Chosen {
    fn from(settings: &Settings) -> Self {
        Self {
            voice: settings.voice,
            voice_name: settings.voice_name.as_str().to_owned(),
            sounds: settings.sounds,
            mirror: settings.mirror,
            vibration: settings.vibration,
        }
    }
}

/// The data for a session, as JSON that can stand inside a script element.
///
/// # Errors
/// Where it can't be written as JSON.
pub fn player_data(app: &App, script: &SessionScript) -> Result<String, serde_json::Error> {
    let words = app.words();
    let timeline = &script.timeline;
    let names: Vec<String> = timeline
        .plays()
        .iter()
        .map(|play| PlayWords::of_play(words, play).name())
        .collect();
    let data = PlayerData {
        session: script.session.to_string(),
        journal: script.journal.to_string(),
        routine: names::title(words, timeline),
        is_break: script.is_break,
        total_ms: timeline.total_ms(),
        state: if script.finished.is_empty() {
            State::New
        } else {
            State::Open
        },
        finished: script.finished.clone(),
        skipped: script.skipped.clone(),
        exercises: segments(app, script, &names),
        discomforts: (0..=10)
            .filter_map(|number| Rating::try_from(number).ok())
            .map(|rating| DiscomfortLevel::of(rating).id())
            .collect(),
        steps: steps(app, script, &names),
        settings: Chosen::from(&script.settings),
        words: words.templates("player-"),
        urls: Urls {
            steps: format!("/sessions/{}/steps", script.session),
            after: format!("/sessions/{}/after", script.session),
            home: "/",
        },
    };
    // In a script element `<` could end it or begin a comment.
    Ok(serde_json::to_string(&data)?.replace('<', "\\u003c"))
}

/// The stretches of the timeline, each with the name of what it plays.
fn segments(app: &App, script: &SessionScript, names: &[String]) -> Vec<Segment> {
    let timeline = &script.timeline;
    let plays = timeline.plays().iter().zip(&script.plays).zip(names);
    plays
        .enumerate()
        .map(|(number, ((play, of_script), name))| Segment {
            id: play.exercise.to_string(),
            name: name.clone(),
            first_step: of_script.first_step,
            steps: of_script.steps,
            warm_up: play.warm_up,
            figure: figures(app, script, number, play),
            ready: cues::ready_by_side(app.words(), timeline, number),
            felt: of_script.felt.map(|felt| felt.discomfort().id()),
            rating: of_script
                .felt
                .and_then(ExerciseDiscomfort::rating)
                .map(Into::into),
            hurt: of_script.hurt,
        })
        .collect()
}

/// The steps with their words. What the person's conditions ask to mind stands beside how to get
/// into position, to be read there.
fn steps(app: &App, script: &SessionScript, names: &[String]) -> Vec<Cued> {
    let words = app.words();
    let timeline = &script.timeline;
    let steps = timeline.steps().iter();
    steps
        .map(|step| {
            let played = step.play.map(usize::from).and_then(|number| {
                Some(Played {
                    play: timeline.plays().get(number)?,
                    of_script: script.plays.get(number)?,
                    name: names.get(number)?,
                })
            });
            let mut cued = cued(words, step, played.as_ref());
            if step.kind == StepKind::Ready
                && let Some(playable) = played.and_then(|played| playable(app, played.play))
            {
                for sentence in reasons::mind(words, &script.conditions, playable, true) {
                    cued.cue = format!("{}. {sentence}", cued.cue.trim_end_matches('.'));
                }
            }
            cued
        })
        .collect()
}

/// What a step is of.
struct Played<'a> {
    play: &'a Play,
    of_script: &'a ScriptPlay,
    name: &'a String,
}

/// The addresses of a play's figures; none where the content no longer has it.
fn figures(
    app: &App,
    script: &SessionScript,
    number: usize,
    play: &Play,
) -> BTreeMap<&'static str, String> {
    if let Some(own) = own_exercise(app, play) {
        let place = format!("/sessions/{}/figures/{number}.svg", script.session);
        let animations = own.playable(None).into_iter().flat_map(Figure::by_side);
        return animations
            .map(|(side, figure)| (side, figure.at(place.clone()).address()))
            .collect();
    }
    playable(app, play)
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

fn cued(words: &Words, step: &Step, played: Option<&Played<'_>>) -> Cued {
    let play = played.map(|played| played.play);
    let said = play.map(|play| PlayWords::of_play(words, play));
    let name = played.map_or_else(String::new, |played| played.name.clone());
    let (sets, reps) = played.map_or((1, 1), |played| {
        (played.of_script.sets, played.of_script.reps)
    });
    let side = step.side.map(Side::id);
    let phase = said.zip(step.phase.as_ref());
    let cue = cues::cued(words, step, play, &name);
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
