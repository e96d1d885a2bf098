//! Routines on their way: onto paper, into a file, and out of a file that somebody sent, which is
//! shown whole before anything of it is kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Redirect};
use unhunch_app::App;
use unhunch_app::gate;
use unhunch_app::plans::read_plan;
use unhunch_app::routines::{Fitted, cautions, with_routine};
use unhunch_domain::own::{self, Fault, Name, Prepared};
use unhunch_domain::review::person::Person;
use unhunch_domain::routine::Planned;
use unhunch_domain::{Command, Level, OwnRoutine, OwnRoutineId, RoutineId};
use unhunch_words::{FaultWords, PlayWords, Words, doses, names};

use crate::answer::{Answer, Fields, Named, OrPage, html, html_found, html_with};
use crate::error::PageError;
use crate::figures::KeyPosition;
use crate::frame::{Frame, Framed};
use crate::pages::routines::{Brought, Row, brought, paragraphs, pictures_as, rows};
use crate::pages::today::{RoutineCard, card_of};

/// The routine of that id as one that can be changed and sent: an own one as it is, one of the
/// content under its name.
pub async fn routine_of(app: &App, id: &RoutineId) -> Result<Arc<OwnRoutine>, PageError> {
    if let Some(own) = OwnRoutineId::of(id) {
        let found = app.read(|diary| diary.own_routine(own).cloned()).await?;
        return found.ok_or(PageError::NotFound);
    }
    let name = names::routine(app.words(), id);
    app.library()
        .routine(id)
        .and_then(|routine| OwnRoutine::of(routine, Name::try_from(name).ok()?))
        .map(Arc::new)
        .ok_or(PageError::NotFound)
}

/// The routine as a file.
pub async fn export(State(app): State<Arc<App>>, Named(id): Named<RoutineId>) -> Answer {
    let routine = routine_of(&app, &id).await.or_page(&app)?;
    let name = file_name(&routine);
    Ok((
        [
            (CONTENT_TYPE, "application/toml; charset=utf-8".to_owned()),
            (
                CONTENT_DISPOSITION,
                format!("attachment; filename=\"{name}\""),
            ),
        ],
        own::write(&routine),
    )
        .into_response())
}

/// A name for a routine's file, of letters that are safe in every file system and header.
pub fn file_name(routine: &OwnRoutine) -> String {
    let name = own::id_for(routine.name.as_str(), &[]);
    let name = name.map_or_else(|| "routine".to_owned(), |id| id.to_string());
    format!("{name}.toml")
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
pub async fn print(State(app): State<Arc<App>>, Named(id): Named<RoutineId>) -> Answer {
    let frame = app.frame("today").await.or_page(&app)?;
    let words = app.words();
    let today = app.now().zoned.date();
    let held = app.read(|diary| gate::held(diary, today)).await;
    if held.or_page(&app)?.is_some_and(|held| held.is_stop()) {
        return Ok(Redirect::to(&format!("/routines/{id}")).into_response());
    }
    let page = app
        .read(|diary| {
            let own = OwnRoutineId::of(&id).and_then(|own| diary.own_routine(own));
            let now = app.now();
            let person = Person::of(diary, now.zoned.date(), now.at);
            with_routine(&app, diary, &person, &id, |fitted| {
                let (_, noted) = rows(words, diary, fitted, own.map(AsRef::as_ref));
                let items = fitted.plan.items.iter();
                let (warm_up, items): (Vec<_>, Vec<_>) = items.partition(|planned| planned.warm_up);
                PrintPage {
                    words,
                    frame,
                    card: card_of(&app, diary, fitted),
                    note: own.map_or_else(Vec::new, |own| paragraphs(own.note.as_str())),
                    warm_up: warm_up
                        .into_iter()
                        .map(|planned| PrintedMove {
                            name: PlayWords::of(words, planned.play).name(),
                            dose: doses::dose(words, planned.play, &planned.dose),
                        })
                        .collect(),
                    items: items
                        .into_iter()
                        .zip(noted)
                        .enumerate()
                        .map(|(number, (planned, row))| printed(words, number, planned, row))
                        .collect(),
                }
            })
        })
        .await
        .or_page(&app)?;
    html_found(&app, page, PageError::NotFound)
}

fn printed(words: &Words, number: usize, planned: &Planned<'_>, row: Row) -> Printed {
    let said = PlayWords::of(words, planned.play);
    let phases = planned.play.phases().iter();
    // The same exercise may be there twice, and no two pictures have the same ids.
    let pictures = pictures_as(words, planned.play, &format!("paper-{number}"));
    Printed {
        name: row.name,
        dose: doses::whole_dose(words, planned.play, &planned.dose),
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
    let routine = match read_plan(file, app.library()) {
        Ok(routine) => routine,
        Err(faults) => {
            // What is no text can't be put right here.
            let text = String::from_utf8(file.to_vec()).unwrap_or_default();
            let text = if text.len() <= own::FILE_LIMIT {
                text
            } else {
                String::new()
            };
            return show_import(&app, StatusCode::UNPROCESSABLE_ENTITY, text, None, &faults).await;
        }
    };
    let Some(keep) = fields.text("keep") else {
        return preview(&app, &routine).await;
    };
    let id = OwnRoutineId(app.host().uuid(&app.now()));
    app.carry_out(Command::KeepRoutine {
        routine: id,
        plan: Arc::new(routine),
    })
    .await
    .or_page(&app)?;
    let then = if keep == "change" {
        "/edit"
    } else {
        "?kept=yes"
    };
    Ok(Redirect::to(&format!("/routines/{}{then}", id.routine())).into_response())
}

/// Shows what is in a file that can be kept.
async fn preview(app: &Arc<App>, routine: &OwnRoutine) -> Answer {
    let words = app.words();
    let frame = app.frame("today").await.or_page(app)?;
    let page = app
        .read(|diary| {
            let prepared = Prepared::new(OwnRoutineId::NIL, routine, app.library());
            let plan = prepared.plan(app.library(), |_| Level::FIRST);
            let now = app.now();
            let person = Person::of(diary, now.zoned.date(), now.at);
            let notes = plan.items.iter();
            let notes = notes
                .map(|item| cautions(words, &person, item.play))
                .collect();
            let fitted = Fitted {
                plan,
                notes,
                omitted: Vec::new(),
            };
            let (mut warm_up, mut exercises) = rows(words, diary, &fitted, Some(routine));
            // Its own exercises have no page yet: their pictures and words are further down.
            for row in warm_up.iter_mut().chain(&mut exercises) {
                if let Some((_, place)) = row.link.split_once("#own-") {
                    row.link = format!("#own-{place}");
                    row.thumbnail = None;
                }
            }
            let mut card = card_of(app, diary, &fitted);
            card.thumbnails.clear();
            PreviewPage {
                words,
                frame,
                card,
                note: paragraphs(routine.note.as_str()),
                warm_up,
                exercises,
                brought: brought(words, &prepared),
                file: own::write(routine),
            }
        })
        .await
        .or_page(app)?;
    html(app, &page)
}
