//! The routines: a list of all of them, and a page for each that says what it plays and how
//! much of it, with a button that starts it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::gate::Blocked;
use unhunch_app::routines::{FittedItem, FittedRoutine, RoutineView, Routines};
use unhunch_domain::programme::custom::Prepared;
use unhunch_domain::programme::exercise::Playable;
use unhunch_domain::programme::routine::Planned;
use unhunch_domain::{CustomExerciseId, CustomRoutineId, Level, RoutineId};
use unhunch_words::{PlayWords, Words, doses, lengths, names, reasons};

use crate::answer::{Answer, OrErrorPage, PathParam, QueryParams, html};
use crate::error::PageError;
use crate::figures::{Figure, KeyPosition};
use crate::frame::{Frame, Framed};
use crate::pages::exercises::exercise_link;
use crate::pages::today::{RoutineCard, card_of};

/// What the list can be asked for.
#[derive(Deserialize)]
pub struct ListQuery {
    deleted: Option<CustomRoutineId>,
}

#[derive(Template)]
#[template(path = "routines.html")]
struct ListPage<'a> {
    words: &'a Words,
    frame: Frame,
    /// What holds it back.
    held: Option<Blocked>,
    is_stopped: bool,
    own: Vec<RoutineCard>,
    shipped: Vec<RoutineCard>,
    /// A routine that was just deleted, to bring it back: its id and name.
    undo: Option<(String, String)>,
}

/// All of them.
pub async fn list(
    State(app): State<Arc<App>>,
    QueryParams(query): QueryParams<ListQuery>,
) -> Answer {
    let words = app.words();
    let frame = app.frame("today").await.or_page(&app)?;
    let Routines {
        held,
        routines,
        deleted,
    } = app.routines(query.deleted).await.or_page(&app)?;
    let (own, shipped): (Vec<_>, Vec<_>) =
        routines.iter().partition(|routine| routine.own.is_some());
    let cards = |routines: Vec<&FittedRoutine<'_>>| {
        let routines = routines.into_iter();
        routines.map(|routine| card_of(words, routine)).collect()
    };
    html(
        &app,
        &ListPage {
            words,
            frame,
            is_stopped: held.is_some(),
            held,
            own: cards(own),
            shipped: cards(shipped),
            undo: deleted.map(|(id, routine)| (id.routine().to_string(), routine.name.to_string())),
        },
    )
}

/// Does away with an own routine, and offers to take that back.
pub async fn delete(State(app): State<Arc<App>>, PathParam(id): PathParam<RoutineId>) -> Answer {
    let own = own_id(&id).or_page(&app)?;
    app.set_routine_deleted(own, true).await.or_page(&app)?;
    Ok(Redirect::to(&format!("/routines?deleted={own}")).into_response())
}

/// Brings a deleted routine back.
pub async fn restore(State(app): State<Arc<App>>, PathParam(id): PathParam<RoutineId>) -> Answer {
    let own = own_id(&id).or_page(&app)?;
    app.set_routine_deleted(own, false).await.or_page(&app)?;
    Ok(Redirect::to(&format!("/routines/{id}")).into_response())
}

/// The own routine that an address is about.
pub fn own_id(id: &RoutineId) -> Result<CustomRoutineId, PageError> {
    CustomRoutineId::of(id).ok_or(PageError::NotFound)
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
    held: Option<Blocked>,
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
    PathParam(id): PathParam<RoutineId>,
    QueryParams(query): QueryParams<Query>,
) -> Answer {
    let frame = app.frame("today").await.or_page(&app)?;
    let view = app.routine(&id).await.or_page(&app)?;
    html(&app, &build(&app, view, frame, query.kept.is_some()))
}

fn build<'a>(app: &'a App, view: RoutineView<'_>, frame: Frame, is_kept: bool) -> RoutinePage<'a> {
    let words = app.words();
    let RoutineView { held, routine } = view;
    let (warm_up, exercises) = rows(words, &routine);
    let own = routine.own.as_ref();
    let omitted = routine.omitted.iter();
    RoutinePage {
        words,
        frame,
        card: card_of(words, &routine),
        note: own.map_or_else(Vec::new, |own| paragraphs(own.note.as_str())),
        is_own: own.is_some(),
        is_kept,
        missing: routine.missing,
        held,
        warm_up,
        exercises,
        omitted: omitted
            .map(|omitted| Omitted {
                link: exercise_link(&omitted.exercise.id, None),
                name: words.get(omitted.exercise.id.as_str()),
                why: reasons::omission(words, &omitted.why),
            })
            .collect(),
        brought: CustomRoutineId::of(&routine.id)
            .zip(own)
            .map_or_else(Vec::new, |(id, own)| {
                brought(words, &Prepared::new(id, own, app.library()))
            }),
    }
}

/// The rows of a routine: the warm-up, and what comes after it.
pub fn rows(words: &Words, routine: &FittedRoutine<'_>) -> (Vec<Row>, Vec<Row>) {
    let (mut warm_up, mut exercises) = (Vec::new(), Vec::new());
    for (number, item) in routine.items.iter().enumerate() {
        let play = item.play();
        let steps = routine.timeline.steps_of(number);
        let row = Row {
            link: link_of(&routine.id, play),
            thumbnail: Figure::of_routine(&routine.id, play).map(|figure| figure.thumbnail()),
            name: PlayWords::of(words, play).name(),
            dose: doses::dose(words, play, &item.dose),
            position: words.get(&format!("position-{}", play.position().id())),
            length: lengths::length(words, steps.map(|step| step.duration_ms).sum()),
            note: item.written.clone(),
            notes: notes_of(words, routine, item),
        };
        if item.warm_up {
            warm_up.push(row);
        } else {
            exercises.push(row);
        }
    }
    (warm_up, exercises)
}

/// What is different about it for the person, and what to mind.
fn notes_of(words: &Words, routine: &FittedRoutine<'_>, item: &FittedItem<'_>) -> Vec<String> {
    let notes = item.notes.iter();
    let notes = notes.map(|note| reasons::note(words, *note, None));
    let mind = reasons::mind(words, &routine.conditions, item.play(), item.agreed);
    notes.chain(mind).collect()
}

/// Where more is said about what a plan plays.
fn link_of(routine: &RoutineId, play: Playable<'_>) -> String {
    match &play.exercise.own {
        Some(own) => custom_routine_link(routine, &own.id),
        None => exercise_link(&play.exercise.id, play.variant.map(|variant| &variant.id)),
    }
}

/// Where more is said about an own exercise.
pub fn custom_routine_link(routine: &RoutineId, own: &CustomExerciseId) -> String {
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
