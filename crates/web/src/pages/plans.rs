//! Routines on their way: onto paper, into a file, and out of a file that somebody sent, which is
//! shown whole before anything of it is kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};
use unhunch_app::App;
use unhunch_app::routines::{FittedItem, RoutineView};
use unhunch_domain::programme::custom;
use unhunch_domain::programme::custom::{Fault, Prepared};
use unhunch_domain::{CustomRoutine, CustomRoutineId, RoutineId};
use unhunch_words::{FaultWords, PlayWords, Words, doses};

use crate::answer::{Answer, Fields, OrErrorPage, PathParam, html, html_with};
use crate::figures::KeyPosition;
use crate::frame::{Frame, Framed};
use crate::pages::routines::{Brought, Row, brought, paragraphs, pictures_as, rows};
use crate::pages::today::{RoutineCard, card_of};

/// The routine as a file.
pub async fn export(State(app): State<Arc<App>>, PathParam(id): PathParam<RoutineId>) -> Answer {
    let file = app.export_routine(&id).await.or_page(&app)?;
    Ok((
        [
            (CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
            (
                CONTENT_DISPOSITION,
                format!("attachment; filename=\"{}\"", file.name),
            ),
        ],
        file.text,
    )
        .into_response())
}

#[derive(Template)]
#[template(path = "print.html")]
struct PrintPage<'a> {
    words: &'a Words,
    frame: Frame,
    card: RoutineCard,
    note: Vec<String>,
    warm_up: Vec<PrintedMove>,
    items: Vec<Printed>,
}

/// A warm-up move on paper.
struct PrintedMove {
    name: String,
    dose: String,
}

/// One place in a routine on paper.
struct Printed {
    name: String,
    dose: String,
    position: String,
    setup: String,
    doing: Vec<String>,
    note: String,
    /// What is different about it for the person, and what to mind.
    mind: Vec<String>,
    pictures: Vec<KeyPosition>,
}

/// The routine on a page to print.
pub async fn print(State(app): State<Arc<App>>, PathParam(id): PathParam<RoutineId>) -> Answer {
    let frame = app.frame("today").await.or_page(&app)?;
    let words = app.words();
    let RoutineView { held, routine } = app.routine(&id).await.or_page(&app)?;
    if held.is_some() {
        return Ok(Redirect::to(&format!("/routines/{id}")).into_response());
    }
    let (_, noted) = rows(words, &routine);
    let warm_up = routine.items.iter().filter(|item| item.warm_up);
    let own = routine.own.as_ref();
    let page = PrintPage {
        words,
        frame,
        card: card_of(words, &routine),
        note: own.map_or_else(Vec::new, |own| paragraphs(own.note.as_str())),
        warm_up: warm_up
            .map(|item| PrintedMove {
                name: PlayWords::of(words, item.play()).name(),
                dose: doses::dose(words, item.play(), &item.dose),
            })
            .collect(),
        items: routine
            .exercises()
            .zip(noted)
            .enumerate()
            .map(|(number, (item, row))| printed(words, number, item, row))
            .collect(),
    };
    html(&app, &page)
}

fn printed(words: &Words, number: usize, item: &FittedItem<'_>, row: Row) -> Printed {
    let play = item.play();
    let said = PlayWords::of(words, play);
    let phases = play.phases().iter();
    // The same exercise may be there twice, and no two pictures have the same ids.
    let pictures = pictures_as(words, play, &format!("paper-{number}"));
    Printed {
        name: row.name,
        dose: doses::whole_dose(words, play, &item.dose),
        position: row.position,
        setup: said.setup(),
        doing: phases
            .map(|phase| said.phase_do(&phase.id))
            .filter(|text| !text.is_empty())
            .collect(),
        mind: row.notes,
        note: row.note,
        pictures,
    }
}

#[derive(Template)]
#[template(path = "import.html")]
struct ImportPage<'a> {
    words: &'a Words,
    frame: Frame,
    /// What was pasted, to be put right.
    text: String,
    problem: Option<String>,
    faults: Vec<FaultWords>,
}

#[derive(Template)]
#[template(path = "import_preview.html")]
struct PreviewPage<'a> {
    words: &'a Words,
    frame: Frame,
    card: RoutineCard,
    note: Vec<String>,
    warm_up: Vec<Row>,
    exercises: Vec<Row>,
    brought: Vec<Brought>,
    /// The routine as a file again, to be sent back when it is to be kept.
    file: String,
}

/// Where to import.
pub async fn ask_import(State(app): State<Arc<App>>) -> Answer {
    show_import(&app, StatusCode::OK, String::new(), None, &[]).await
}

async fn show_import(
    app: &Arc<App>,
    status: StatusCode,
    text: String,
    problem: Option<String>,
    faults: &[Fault],
) -> Answer {
    let words = app.words();
    let frame = app.frame("today").await.or_page(app)?;
    let faults = faults
        .iter()
        .map(|fault| FaultWords::of(words, fault))
        .collect();
    html_with(
        app,
        status,
        &ImportPage {
            words,
            frame,
            text,
            problem,
            faults,
        },
    )
}

/// Shows what is in a file, or what is wrong with it; keeps it once the person has seen it.
pub async fn import(State(app): State<Arc<App>>, fields: Fields) -> Answer {
    let upload = fields.file("file").filter(|file| !file.is_empty());
    let pasted = fields.text("text").unwrap_or_default();
    let file = upload.unwrap_or(pasted.as_bytes());
    if file.trim_ascii().is_empty() {
        let problem = app.words().get("import-none");
        return show_import(
            &app,
            StatusCode::BAD_REQUEST,
            String::new(),
            Some(problem),
            &[],
        )
        .await;
    }
    let routine = match app.check_plan(file) {
        Ok(routine) => routine,
        Err(faults) => {
            // What is no text can't be put right here.
            let text = String::from_utf8(file.to_vec()).unwrap_or_default();
            let text = if text.len() <= custom::FILE_LIMIT {
                text
            } else {
                String::new()
            };
            return show_import(&app, StatusCode::UNPROCESSABLE_ENTITY, text, None, &faults).await;
        }
    };
    let Some(keep) = fields.text("keep") else {
        return preview(&app, &Arc::new(routine)).await;
    };
    let id = app.save_routine(None, routine).await.or_page(&app)?;
    let then = if keep == "change" {
        "/edit"
    } else {
        "?kept=yes"
    };
    Ok(Redirect::to(&format!("/routines/{}{then}", id.routine())).into_response())
}

/// Shows what is in a file that can be kept.
async fn preview(app: &Arc<App>, routine: &Arc<CustomRoutine>) -> Answer {
    let words = app.words();
    let frame = app.frame("today").await.or_page(app)?;
    let fitted = app.preview_routine(routine).await.or_page(app)?;
    let (mut warm_up, mut exercises) = rows(words, &fitted);
    // Its own exercises have no page yet: their pictures and words are further down.
    for row in warm_up.iter_mut().chain(&mut exercises) {
        if let Some((_, place)) = row.link.split_once("#own-") {
            row.link = format!("#own-{place}");
            row.thumbnail = None;
        }
    }
    let mut card = card_of(words, &fitted);
    card.thumbnails.clear();
    let prepared = Prepared::new(CustomRoutineId::NIL, routine, app.library());
    let page = PreviewPage {
        words,
        frame,
        card,
        note: paragraphs(routine.note.as_str()),
        warm_up,
        exercises,
        brought: brought(words, &prepared),
        file: custom::write(routine),
    };
    html(app, &page)
}
