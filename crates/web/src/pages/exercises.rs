//! The exercises, and a page for each: how it is done, what to mind, how much of it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use unhunch_domain::dose;
use unhunch_domain::exercise::{Exercise, Kind, Phase, Playable};
use unhunch_domain::{ExerciseId, VariantId};

use crate::answer::{Answer, Named, OrPage, html};
use crate::app::App;
use crate::error::PageError;
use crate::frame::Frame;
use crate::pages::routines::level_name;
use crate::present;
use crate::words::Words;

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
}

#[derive(Template)]
#[template(path = "exercise.html")]
struct ExercisePage<'a> {
    words: &'a Words,
    frame: Frame,
    name: String,
    kind: String,
    purpose: String,
    position: String,
    needs: Vec<String>,
    setup: String,
    phases: Vec<(String, String)>,
    breathing: String,
    felt: String,
    mistakes: Vec<String>,
    precautions: Vec<Precaution>,
    muscles: Vec<String>,
    variants: Vec<Variant>,
    doses: Vec<(String, String)>,
    dose_source: String,
    routines: Vec<(String, String)>,
}

struct Precaution {
    condition: String,
    advice: String,
    text: String,
}

struct Variant {
    /// Where links to it lead.
    anchor: String,
    change: String,
    name: String,
    text: String,
    /// How it is done in full, where routines play it.
    guided: Option<Guided>,
}

/// How a variant that routines play is done.
struct Guided {
    setup: String,
    phases: Vec<(String, String)>,
    needs: Vec<String>,
}

/// The address below `/exercises/` of an exercise, or of a variant on its page.
pub fn exercise_link(exercise: &ExerciseId, variant: Option<&VariantId>) -> String {
    match variant {
        None => exercise.to_string(),
        Some(variant) => format!("{exercise}#{variant}"),
    }
}

/// All of them.
pub async fn list(State(app): State<Arc<App>>) -> Answer {
    let words = app.words();
    let frame = app.frame("exercises").await.or_page(&app)?;
    let mut groups = Vec::new();
    for kind in [Kind::Stretch, Kind::Strengthening, Kind::WarmUp] {
        let of_kind = if kind == Kind::WarmUp {
            app.library().warm_ups()
        } else {
            app.library().exercises()
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
                    needs: present::equipment(words, exercise.file.equipment.iter().copied()),
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

/// One of them.
pub async fn page(State(app): State<Arc<App>>, Named(id): Named<ExerciseId>) -> Answer {
    let frame = app.frame("exercises").await.or_page(&app)?;
    let exercise = app
        .library()
        .exercise(&id)
        .ok_or(PageError::NotFound)
        .or_page(&app)?;
    html(&app, &build(&app, exercise, frame))
}

fn build<'a>(app: &'a App, exercise: &Exercise, frame: Frame) -> ExercisePage<'a> {
    let words = app.words();
    let id = &exercise.id;
    let file = &exercise.file;
    let of = |attribute: &str| words.get(&format!("{id}.{attribute}"));
    let playable = exercise.playable(None);
    let doses = playable.into_iter().flat_map(|play| {
        let levels = dose::levels(play);
        let one = levels.lowest == levels.top;
        levels.iter().map(move |level| {
            let label = if one {
                words.get("exercise-dose-always")
            } else {
                level_name(words, level)
            };
            (
                label,
                present::dose(words, play, &dose::prescription(play, level)),
            )
        })
    });
    let routines = app.library().routines().filter(|routine| {
        routine
            .file
            .exercises
            .iter()
            .any(|item| item.exercise == *id)
            || routine.file.warm_up.contains(id)
    });
    ExercisePage {
        words,
        frame,
        name: words.get(id.as_str()),
        kind: words.get(&format!("kind-{}", file.kind.id())),
        purpose: of("purpose"),
        position: words.get(&format!("position-{}", file.position.id())),
        needs: present::equipment(words, file.equipment.iter().copied()),
        setup: of("setup"),
        phases: phases(words, id.as_str(), &file.phases),
        breathing: of("breathing"),
        felt: of("felt"),
        mistakes: file
            .mistakes
            .iter()
            .map(|mistake| of(&format!("mistake-{mistake}")))
            .collect(),
        precautions: file
            .precautions
            .iter()
            .map(|precaution| Precaution {
                condition: words.get(&format!("condition-{}", precaution.condition)),
                advice: words.get(&format!("advice-{}", precaution.advice.id())),
                text: of(&format!("precaution-{}", precaution.condition)),
            })
            .collect(),
        muscles: file
            .muscles
            .iter()
            .map(|muscle| words.get(&format!("muscle-{muscle}")))
            .collect(),
        variants: file
            .variants
            .iter()
            .map(|variant| Variant {
                anchor: variant.id.to_string(),
                change: words.get(&format!("change-{}", variant.change.id())),
                name: of(&format!("variant-{}", variant.id)),
                text: of(&format!("variant-{}-do", variant.id)),
                guided: exercise
                    .playable(Some(&variant.id))
                    .map(|play| guided(words, play)),
            })
            .collect(),
        doses: doses.collect(),
        dose_source: words.get(&format!("source-{}", file.dose.source.id())),
        routines: routines
            .map(|routine| {
                (
                    routine.id.to_string(),
                    words.get(&format!("routine-{}", routine.id)),
                )
            })
            .collect(),
    }
}

fn guided(words: &Words, play: Playable<'_>) -> Guided {
    let message = play.message();
    Guided {
        setup: words.get(&format!("{message}.setup")),
        phases: phases(words, &message, play.phases()),
        needs: present::equipment(words, play.equipment().iter().copied()),
    }
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
