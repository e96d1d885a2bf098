//! The exercises, and a page for each: how it is done, what to mind, how much of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;
use unhunch_app::exercises::ExerciseView;
use unhunch_app::{App, Drawn};
use unhunch_domain::programme::dosing;
use unhunch_domain::programme::exercise;
use unhunch_domain::programme::exercise::{Exercise, Playable};
use unhunch_domain::programme::parts::{Kind, Phase, Side};
use unhunch_domain::{ExerciseId, Library, VariantId};
use unhunch_words::{Words, doses, names};

use crate::answer::{Answer, Failure, OrErrorPage, PathParam, QueryParams, html, html_found};
use crate::error::PageError;
use crate::figures::{Figure, KeyPosition};
use crate::frame::{Frame, Framed};
use crate::pages::exercise_level::{self, Decision, Marks, Saved};
use crate::pages::routines::level_name;

#[derive(Template)]
#[template(path = "exercises.html")]
struct ListPage<'a> {
    words: &'a Words,
    frame: Frame,
    groups: Vec<Group>,
}

struct Group {
    kind: String,
    exercises: Vec<Card>,
}

struct Card {
    id: String,
    name: String,
    purpose: String,
    position: String,
    needs: Vec<String>,
    thumbnail: Option<String>,
}

/// What the page of an exercise can be asked for.
#[derive(Default, Deserialize)]
pub struct Query {
    variant: Option<VariantId>,
    side: Option<Side>,
    /// What was just kept about where the person stands.
    kept: Option<Saved>,
}

#[derive(Template)]
#[template(path = "exercise.html")]
pub struct ExercisePage<'a> {
    words: &'a Words,
    frame: Frame,
    id: String,
    /// The address of the exercise itself.
    link: String,
    name: String,
    kind: String,
    purpose: String,
    position: String,
    needs: Vec<String>,
    /// The variant that the page is about, if it isn't the exercise itself.
    chosen: Option<Chosen>,
    show: Option<Show>,
    setup: String,
    phases: Vec<(String, String)>,
    breathing: String,
    felt: String,
    mistakes: Vec<String>,
    precautions: Vec<Precaution>,
    muscles: Vec<String>,
    variants: Vec<Variant>,
    /// Where the person stands; none for a warm-up move.
    standing: Option<exercise_level::Card>,
    doses: Vec<DoseRow>,
    dose_source: String,
    routines: Vec<(String, String)>,
}

/// How much of it at a level.
struct DoseRow {
    level: String,
    dose: String,
    /// What the level is for the person; empty for any other.
    mark: String,
}

/// The variant that was asked for.
struct Chosen {
    name: String,
    change: String,
    text: String,
    /// Whom it isn't for.
    avoid: Option<String>,
}

/// The figure, moving, with its key positions.
struct Show {
    /// What it shows, for the button that stops it.
    title: String,
    moving: Arc<Drawn>,
    /// Whether it is shown as in a mirror.
    mirrored: bool,
    /// Instead of the moving picture, where people want no movement.
    quiet: String,
    positions: Vec<KeyPosition>,
    /// The sides that it can be seen on.
    sides: Vec<SideChoice>,
}

struct SideChoice {
    label: String,
    link: String,
    is_chosen: bool,
}

struct Precaution {
    condition: String,
    advice: String,
    text: String,
}

struct Variant {
    link: String,
    is_chosen: bool,
    change: String,
    name: String,
    text: String,
    /// Whom it isn't for.
    avoid: Option<String>,
    needs: Vec<String>,
    thumbnail: Option<String>,
}

/// The address of an exercise, or of a variant of it.
pub fn exercise_link(exercise: &ExerciseId, variant: Option<&VariantId>) -> String {
    match variant {
        None => format!("/exercises/{exercise}"),
        Some(variant) => format!("/exercises/{exercise}?variant={variant}"),
    }
}

/// All of them.
pub async fn list(State(app): State<Arc<App>>) -> Answer {
    let words = app.words();
    let frame = app.frame("exercises").await.or_page(&app)?;
    let mut groups = Vec::new();
    for kind in [Kind::Stretch, Kind::Strengthening, Kind::WarmUp] {
        let of_kind: Vec<_> = if kind == Kind::WarmUp {
            app.library().warm_ups().collect()
        } else {
            app.library().exercises().collect()
        };
        groups.push(Group {
            kind: words.get(&format!("kind-{}", kind.id())),
            exercises: of_kind
                .into_iter()
                .filter(|exercise| exercise.file.kind == kind)
                .map(|exercise| Card {
                    id: exercise.id.to_string(),
                    name: words.get(exercise.id.as_str()),
                    purpose: words.get(&format!("{}.purpose", exercise.id)),
                    position: words.get(&format!("position-{}", exercise.file.position.id())),
                    needs: names::equipment(words, exercise.file.equipment.iter().copied()),
                    thumbnail: Figure::of(exercise, None, None).map(|figure| figure.thumbnail()),
                })
                .collect(),
        });
    }
    html(
        &app,
        &ListPage {
            words,
            frame,
            groups,
        },
    )
}

/// One of them, or a variant of it.
pub async fn page(
    State(app): State<Arc<App>>,
    PathParam(id): PathParam<ExerciseId>,
    QueryParams(query): QueryParams<Query>,
) -> Answer {
    let frame = app.frame("exercises").await.or_page(&app)?;
    let view = app.exercise(&id).await.or_page(&app)?;
    let page = build(&app, &view, &query, frame);
    html_found(&app, page, PageError::NotFound)
}

/// The page of an exercise, which says why something that was decided there wasn't kept.
pub async fn with_problem<'a>(
    app: &'a Arc<App>,
    id: &ExerciseId,
    problem: String,
) -> Result<ExercisePage<'a>, Failure> {
    let frame = app.frame("exercises").await.or_page(app)?;
    let view = app.exercise(id).await.or_page(app)?;
    let page = build(app, &view, &Query::default(), frame);
    let mut page = page.ok_or(PageError::NotFound).or_page(app)?;
    if let Some(card) = &mut page.standing {
        card.problem = problem;
    }
    Ok(page)
}

/// The page; `None` where there is no such variant.
fn build<'a>(
    app: &'a App,
    view: &ExerciseView<'_>,
    query: &Query,
    frame: Frame,
) -> Option<ExercisePage<'a>> {
    let words = app.words();
    let exercise = view.exercise;
    let standing = view.standing.as_ref();
    let card = standing.map(|standing| exercise_level::card(words, exercise, standing, query.kept));
    let (standing, marks) = card.unzip();
    let marks = marks.unwrap_or_default();
    let id = &exercise.id;
    let file = &exercise.file;
    let of = |attribute: &str| words.get(&format!("{id}.{attribute}"));
    let variant = match &query.variant {
        None => None,
        Some(id) => Some(exercise.variant(id)?),
    };
    // A variant that routines play has words of its own, any other a sentence beside the
    // exercise's.
    let guided = exercise.playable(variant.map(|variant| &variant.id));
    let play = guided.unwrap_or(exercise.itself());
    let message = play.message();
    let of_play = |attribute: &str| words.get(&format!("{message}.{attribute}"));
    let shown = exercise.any_form(variant.map(|variant| &variant.id))?;
    let figure = Figure::of(exercise, query.variant.as_ref(), query.side);
    Some(ExercisePage {
        words,
        frame,
        id: id.to_string(),
        standing,
        link: exercise_link(id, None),
        name: words.get(id.as_str()),
        kind: words.get(&format!("kind-{}", file.kind.id())),
        purpose: of("purpose"),
        position: words.get(&format!("position-{}", shown.position().id())),
        needs: names::equipment(words, shown.equipment().iter().copied()),
        chosen: variant.map(|variant| Chosen {
            name: of(&format!("variant-{}", variant.id)),
            change: words.get(&format!("change-{}", variant.change.id())),
            text: of(&format!("variant-{}-do", variant.id)),
            avoid: avoid(words, variant),
        }),
        show: figure
            .and_then(|figure| show(app, exercise, query.variant.as_ref(), &figure, view.mirror)),
        setup: of_play("setup"),
        phases: phases(words, &message, play.phases()),
        breathing: of_play("breathing"),
        felt: of_play("felt"),
        mistakes: file
            .mistakes
            .iter()
            .map(|mistake| of(&format!("mistake-{mistake}")))
            .collect(),
        precautions: precautions(words, exercise),
        muscles: file
            .muscles
            .iter()
            .map(|muscle| words.get(&format!("muscle-{muscle}")))
            .collect(),
        variants: variants(words, exercise, query.variant.as_ref()),
        doses: dose_rows(words, play, &marks),
        dose_source: words.get(&format!("source-{}", play.dose().source.id())),
        routines: routines(words, app.library(), id),
    })
}

/// How much of it at each level.
fn dose_rows(words: &Words, play: Playable<'_>, marks: &Marks) -> Vec<DoseRow> {
    let levels = dosing::levels(play);
    let one = levels.lowest == levels.top;
    let rows = levels.iter().map(|level| DoseRow {
        level: if one {
            words.get("exercise-dose-always")
        } else {
            level_name(words, level)
        },
        dose: doses::dose(words, play, &dosing::prescription(play, level)),
        mark: marks.of(words, play, level),
    });
    rows.collect()
}

/// What to mind with it, for each condition that changes it.
fn precautions(words: &Words, exercise: &Exercise) -> Vec<Precaution> {
    let precautions = exercise.file.precautions.iter();
    precautions
        .map(|precaution| Precaution {
            condition: words.get(&format!("condition-{}", precaution.condition)),
            advice: words.get(&format!("advice-{}", precaution.advice.id())),
            text: words.get(&format!(
                "{}.precaution-{}",
                exercise.id, precaution.condition
            )),
        })
        .collect()
}

/// The routines that it is in: the id and the name of each.
fn routines(words: &Words, library: &Library, id: &ExerciseId) -> Vec<(String, String)> {
    let routines = library.routines().filter(|routine| {
        let file = &routine.file;
        let is_in = file.exercises.iter().any(|item| item.exercise == *id);
        is_in || file.warm_up.contains(id)
    });
    routines
        .map(|routine| {
            let name = words.get(&format!("routine-{}", routine.id));
            (routine.id.to_string(), name)
        })
        .collect()
}

/// Whom a variant isn't for; `None` where it is for everybody that the exercise is for.
fn avoid(words: &Words, variant: &exercise::Variant) -> Option<String> {
    let names = variant.avoid.iter();
    let names: Vec<_> = names
        .map(|condition| words.get(&format!("condition-{condition}")))
        .collect();
    let conditions = names.join(", ");
    (!names.is_empty()).then(|| {
        words.with(
            "exercise-variant-avoid",
            &[("conditions", (&conditions).into())],
        )
    })
}

/// The other ways to do it, and which of them the page is about.
fn variants(words: &Words, exercise: &Exercise, chosen: Option<&VariantId>) -> Vec<Variant> {
    let id = &exercise.id;
    let variants = exercise.file.variants.iter();
    variants
        .map(|variant| Variant {
            link: exercise_link(id, Some(&variant.id)),
            is_chosen: chosen == Some(&variant.id),
            change: words.get(&format!("change-{}", variant.change.id())),
            name: words.get(&format!("{id}.variant-{}", variant.id)),
            text: words.get(&format!("{id}.variant-{}-do", variant.id)),
            avoid: avoid(words, variant),
            needs: names::equipment(words, variant.equipment.iter().flatten().copied()),
            thumbnail: Figure::of(exercise, Some(&variant.id), None)
                .map(|figure| figure.thumbnail()),
        })
        .collect()
}

/// The figure as the page shows it; none where its poses are wrong, so that the words stay.
fn show(
    app: &App,
    exercise: &Exercise,
    variant: Option<&VariantId>,
    figure: &Figure<'_>,
    mirror: bool,
) -> Option<Show> {
    let words = app.words();
    let shown = figure
        .shown(app.figures(), words)
        .inspect_err(|error| tracing::error!(%error, exercise = %exercise.id, "no figure"))
        .ok()?;
    let link = exercise_link(&exercise.id, variant);
    let mark = if variant.is_some() { '&' } else { '?' };
    Some(Show {
        title: figure.title(words),
        mirrored: mirror && shown.can_mirror,
        moving: shown.moving,
        quiet: figure.thumbnail(),
        positions: shown.positions,
        sides: figure
            .sides()
            .iter()
            .map(|side| SideChoice {
                label: words.get(&format!("side-{side}")),
                link: format!("{link}{mark}side={side}"),
                is_chosen: figure.side() == Some(*side),
            })
            .collect(),
    })
}

/// What to do in each phase, by the words of a message.
fn phases(words: &Words, message: &str, phases: &[Phase]) -> Vec<(String, String)> {
    phases
        .iter()
        .map(|phase| {
            let key = format!("{message}.phase-{}", phase.id);
            (words.get(&key), words.get(&format!("{key}-do")))
        })
        .collect()
}
