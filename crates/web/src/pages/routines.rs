//! The routines: a list of all of them, and a page for each that says what it plays and how
//! much of it, with a button that starts it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::gate::{self, Held};
use unhunch_app::routines::layout;
use unhunch_app::routines::{Fitted, with_routine};
use unhunch_domain::diary::Diary;
use unhunch_domain::exercise::Playable;
use unhunch_domain::own::{Item, Prepared, What};
use unhunch_domain::review::person::Person;
use unhunch_domain::routine::Planned;
use unhunch_domain::{
    Command, Level, OwnExerciseId, OwnRoutine, OwnRoutineId, RoutineId, Timeline,
};
use unhunch_words::{PlayWords, Words, doses, lengths, names};

use crate::answer::{Answer, Asked, Named, OrPage, html, html_found};
use crate::error::PageError;
use crate::figures::{Figure, KeyPosition};
use crate::frame::{Frame, Framed};
use crate::pages::exercises::exercise_link;
use crate::pages::today::{RoutineCard, card_of, routine_cards};

/// What the list can be asked for.
#[derive(Deserialize)]
pub struct ListQuery {
    deleted: Option<OwnRoutineId>,
}

#[derive(Template)]
#[template(path = "routines.html")]
struct ListPage<'a> {
    words: &'a Words,
    frame: Frame,
    /// What holds it back.
    held: Option<Held>,
    is_stopped: bool,
    own: Vec<RoutineCard>,
    shipped: Vec<RoutineCard>,
    /// A routine that was just deleted, to bring it back: its id and name.
    undo: Option<(String, String)>,
}

/// All of them.
pub async fn list(State(app): State<Arc<App>>, Asked(query): Asked<ListQuery>) -> Answer {
    let frame = app.frame("today").await.or_page(&app)?;
    let today = app.now().zoned.date();
    let (cards, undo, held) = app
        .read(|diary| {
            let undo = query.deleted.and_then(|id| {
                let deleted = diary.is_routine_deleted(id)?;
                let routine = diary.last_own_routine(id).filter(|_| deleted)?;
                Some((id.routine().to_string(), routine.name.to_string()))
            });
            let held = gate::held(diary, today).filter(Held::is_stop);
            (routine_cards(&app, diary), undo, held)
        })
        .await
        .or_page(&app)?;
    let is_own = |card: &RoutineCard| {
        card.id
            .parse()
            .is_ok_and(|id| OwnRoutineId::of(&id).is_some())
    };
    let (own, shipped) = cards.into_iter().partition(is_own);
    html(
        &app,
        &ListPage {
            words: app.words(),
            frame,
            is_stopped: held.is_some(),
            held,
            own,
            shipped,
            undo,
        },
    )
}

/// Does away with an own routine, and offers to take that back.
pub async fn delete(State(app): State<Arc<App>>, Named(id): Named<RoutineId>) -> Answer {
    let own = OwnRoutineId::of(&id)
        .ok_or(PageError::NotFound)
        .or_page(&app)?;
    app.carry_out(Command::DeleteRoutine(own))
        .await
        .or_page(&app)?;
    Ok(Redirect::to(&format!("/routines?deleted={own}")).into_response())
}

/// Brings a deleted routine back.
pub async fn restore(State(app): State<Arc<App>>, Named(id): Named<RoutineId>) -> Answer {
    let own = OwnRoutineId::of(&id)
        .ok_or(PageError::NotFound)
        .or_page(&app)?;
    app.carry_out(Command::RestoreRoutine(own))
        .await
        .or_page(&app)?;
    Ok(Redirect::to(&format!("/routines/{id}")).into_response())
}

/// What the page of a routine can be asked for.
#[derive(Deserialize)]
pub struct Query {
    kept: Option<String>,
}

#[derive(Template)]
#[template(path = "routine.html")]
struct RoutinePage<'a> {
    words: &'a Words,
    frame: Frame,
    card: RoutineCard,
    /// What to know about it, a paragraph each; for people's own routines.
    note: Vec<String>,
    is_own: bool,
    /// Whether it was kept just now.
    is_kept: bool,
    /// How many of its exercises the content no longer has.
    missing: usize,
    /// What holds it back.
    held: Option<Held>,
    warm_up: Vec<Row>,
    exercises: Vec<Row>,
    /// What is left out for the person.
    omitted: Vec<Omitted>,
    /// The exercises that it brings along.
    brought: Vec<Brought>,
}

/// What is left out for the person.
struct Omitted {
    link: String,
    name: String,
    why: String,
}

/// One place in a routine, as pages list it.
pub struct Row {
    /// Where more is said about it.
    pub link: String,
    /// A small picture of it.
    pub thumbnail: Option<String>,
    /// What it is called.
    pub name: String,
    /// How much of it.
    pub dose: String,
    /// Where it begins.
    pub position: String,
    /// How long it takes.
    pub length: String,
    /// What somebody wrote to it.
    pub note: String,
    /// What is different about it for the person, and what to mind.
    pub notes: Vec<String>,
}

/// An exercise that a routine brings along.
pub struct Brought {
    /// Its id within the routine.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its kind, position and what it needs.
    pub facts: Vec<String>,
    /// How much of it.
    pub dose: String,
    /// How to get into position.
    pub setup: String,
    /// What to do, phase by phase: its name, what to do, what is said, and its times.
    pub phases: Vec<BroughtPhase>,
    /// How to breathe.
    pub breathing: String,
    /// Where it should be felt.
    pub felt: String,
    /// Its figure, position by position.
    pub pictures: Vec<KeyPosition>,
}

/// A phase of an exercise that a routine brings along.
pub struct BroughtPhase {
    /// Its name.
    pub name: String,
    /// What to do.
    pub doing: String,
    /// What is said; empty for its name.
    pub cue: String,
    /// How long it takes.
    pub times: String,
}

/// The page.
pub async fn page(
    State(app): State<Arc<App>>,
    Named(id): Named<RoutineId>,
    Asked(query): Asked<Query>,
) -> Answer {
    let frame = app.frame("today").await.or_page(&app)?;
    let page = app
        .read(|diary| build(&app, diary, frame, &id, query.kept.is_some()))
        .await
        .or_page(&app)?;
    html_found(&app, page, PageError::NotFound)
}

fn build<'a>(
    app: &'a App,
    diary: &Diary,
    frame: Frame,
    id: &RoutineId,
    is_kept: bool,
) -> Option<RoutinePage<'a>> {
    let words = app.words();
    let now = app.now();
    let person = Person::of(diary, now.zoned.date(), now.at);
    let own = OwnRoutineId::of(id).and_then(|own| Some((own, diary.own_routine(own)?)));
    let own_routine = own.map(|(_, routine)| routine.as_ref());
    let (card, (warm_up, exercises), omitted) = with_routine(app, diary, &person, id, |fitted| {
        let omitted: Vec<_> = fitted
            .omitted
            .iter()
            .map(|(exercise, why)| Omitted {
                link: exercise_link(exercise, None),
                name: words.get(exercise.as_str()),
                why: why.clone(),
            })
            .collect();
        (
            card_of(app, diary, fitted),
            rows(words, diary, fitted, own_routine),
            omitted,
        )
    })?;
    Some(RoutinePage {
        words,
        frame,
        held: gate::held(diary, now.zoned.date()).filter(Held::is_stop),
        omitted,
        card,
        note: own_routine.map_or_else(Vec::new, |routine| paragraphs(routine.note.as_str())),
        is_own: own.is_some(),
        is_kept,
        missing: own_routine.map_or(0, |routine| {
            (routine.items.len() + routine.warm_up.len())
                .saturating_sub(warm_up.len() + exercises.len())
        }),
        warm_up,
        exercises,
        brought: own.map_or_else(Vec::new, |(id, routine)| {
            brought(words, &Prepared::new(id, routine, app.library()))
        }),
    })
}

/// The rows of a plan: the warm-up, and what comes after it.
pub fn rows(
    words: &Words,
    diary: &Diary,
    fitted: &Fitted<'_>,
    own: Option<&OwnRoutine>,
) -> (Vec<Row>, Vec<Row>) {
    let plan = &fitted.plan;
    let timeline = Timeline::new(plan, layout(diary));
    let (mut warm_up, mut exercises) = (Vec::new(), Vec::new());
    let mut items = own.iter().flat_map(|routine| routine.items.iter());
    for (number, planned) in plan.items.iter().enumerate() {
        let lasts = timeline.steps_of(number).map(|step| step.duration_ms).sum();
        // What the content no longer has is no part of the plan.
        let item = if planned.warm_up {
            None
        } else {
            items.find(|item| plays(item, planned))
        };
        let row = Row {
            link: link_of(&plan.routine, planned.play),
            thumbnail: Figure::of_routine(&plan.routine, planned.play)
                .map(|figure| figure.thumbnail()),
            name: PlayWords::of(words, planned.play).name(),
            dose: doses::dose(words, planned.play, &planned.dose),
            position: words.get(&format!("position-{}", planned.play.position().id())),
            length: lengths::length(words, lasts),
            note: item.map_or_else(String::new, |item| item.note.to_string()),
            notes: fitted.notes.get(number).cloned().unwrap_or_default(),
        };
        if planned.warm_up {
            warm_up.push(row);
        } else {
            exercises.push(row);
        }
    }
    (warm_up, exercises)
}

/// Whether that is what an item plays.
fn plays(item: &Item, planned: &Planned<'_>) -> bool {
    let exercise = planned.play.exercise;
    match &item.what {
        What::Library { exercise: id, .. } => *id == exercise.id,
        What::Own(id) => exercise.own.as_ref().is_some_and(|own| own.id == *id),
    }
}

/// Where more is said about what a plan plays.
fn link_of(routine: &RoutineId, play: Playable<'_>) -> String {
    match &play.exercise.own {
        Some(own) => own_link(routine, &own.id),
        None => exercise_link(&play.exercise.id, play.variant.map(|variant| &variant.id)),
    }
}

/// Where more is said about an own exercise.
pub fn own_link(routine: &RoutineId, own: &OwnExerciseId) -> String {
    format!("/routines/{routine}#own-{own}")
}

/// The lines of a text, without blank ones.
pub fn paragraphs(text: &str) -> Vec<String> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(str::to_owned).collect()
}

/// The exercises that a routine brings along, with all that is said about them.
pub fn brought(words: &Words, prepared: &Prepared<'_>) -> Vec<Brought> {
    let exercises = prepared.exercises().iter();
    exercises
        .filter_map(|exercise| {
            let own = exercise.own.as_ref()?;
            let planned = Planned::at(exercise.playable(None)?, Level::FIRST, false);
            let play = planned.play;
            let mut facts = vec![
                words.get(&format!("kind-{}", exercise.file.kind.id())),
                words.get(&format!("position-{}", play.position().id())),
            ];
            facts.extend(names::equipment(words, play.equipment().iter().copied()));
            Some(Brought {
                id: own.id.to_string(),
                name: own.name.to_string(),
                facts,
                dose: doses::whole_dose(words, play, &planned.dose),
                setup: own.setup.to_string(),
                phases: own
                    .phases
                    .iter()
                    .map(|phase| BroughtPhase {
                        name: phase.name.to_string(),
                        doing: phase.doing.to_string(),
                        cue: phase.cue.to_string(),
                        times: words.with(
                            "own-times",
                            &[
                                ("move", phase.move_s.get().into()),
                                ("hold", phase.hold_s.get().into()),
                                ("return", phase.return_s.get().into()),
                            ],
                        ),
                    })
                    .collect(),
                breathing: own.breathing.to_string(),
                felt: own.felt.to_string(),
                pictures: pictures(words, play),
            })
        })
        .collect()
}

/// The key positions of a figure; none where there is no figure, or none that can be drawn.
pub fn pictures(words: &Words, play: Playable<'_>) -> Vec<KeyPosition> {
    let drawn = Figure::of_play(play).map(|figure| figure.solved()?.key_positions(words));
    drawn.and_then(Result::ok).unwrap_or_default()
}

/// The key positions of a figure that is on the page more than once: the ids in these begin with
/// a name of their own.
pub fn pictures_as(words: &Words, play: Playable<'_>, name: &str) -> Vec<KeyPosition> {
    let mut pictures = pictures(words, play);
    let id = format!("figure-{}", play.exercise.id);
    for position in &mut pictures {
        position.picture = position.picture.replace(&id, &format!("{name}-{id}"));
    }
    pictures
}

/// A level in words: below 1 it is gentler, from 1 on it has its number.
pub fn level_name(words: &Words, level: Level) -> String {
    if level < Level::FIRST {
        words.with(
            "level-gentler",
            &[("steps", (1 - i64::from(level.0)).into())],
        )
    } else {
        words.with("level-number", &[("number", level.0.into())])
    }
}
