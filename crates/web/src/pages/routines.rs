//! A routine as it is for a person: what it plays, how much of each, what is different about it and
//! what is left out, each with its reason; and a button that starts it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use unhunch_domain::compose::{self, Composed};
use unhunch_domain::diary::Diary;
use unhunch_domain::person::Person;
use unhunch_domain::{Level, RoutineId, Timeline};

use crate::answer::{Answer, Named, OrPage, html_found};
use crate::app::App;
use crate::error::PageError;
use crate::figures::Figure;
use crate::frame::Frame;
use crate::gate::{self, Held};
use crate::pages::exercises::exercise_link;
use crate::pages::today::{RoutineCard, layout, routine_card};
use crate::present;
use crate::reasons;
use crate::words::Words;

#[derive(Template)]
#[template(path = "routine.html")]
struct RoutinePage<'a> {
    words: &'a Words,
    frame: Frame,
    card: RoutineCard,
    /// What an answer holds back.
    held: Option<Held>,
    warm_up: Vec<Row>,
    exercises: Vec<Row>,
    omitted: Vec<Omitted>,
}

struct Row {
    link: String,
    thumbnail: Option<String>,
    name: String,
    dose: String,
    position: String,
    length: String,
    /// What is different about it for the person, and what to mind.
    notes: Vec<String>,
}

/// What is left out for the person.
struct Omitted {
    link: String,
    name: String,
    why: String,
}

/// The page.
pub async fn page(State(app): State<Arc<App>>, Named(id): Named<RoutineId>) -> Answer {
    let frame = app.frame("today").await.or_page(&app)?;
    let page = app
        .read(|diary| build(&app, diary, frame, &id))
        .await
        .or_page(&app)?;
    html_found(&app, page, PageError::NotFound)
}

/// A routine of the content fitted to a person: at their levels, without what isn't for them.
/// None where there is no such routine.
pub fn adapted<'a>(
    app: &'a App,
    diary: &Diary,
    person: &Person,
    id: &RoutineId,
) -> Option<Composed<'a>> {
    let file = &app.library().routine(id)?.file;
    Some(compose::adapt(
        app.library(),
        person,
        &file.warm_up,
        &file.exercises,
        layout(diary),
    ))
}

fn build<'a>(app: &'a App, diary: &Diary, frame: Frame, id: &RoutineId) -> Option<RoutinePage<'a>> {
    let words = app.words();
    let now = app.now();
    let person = Person::of(diary, now.zoned.date(), now.at);
    let composed = adapted(app, diary, &person, id)?;
    let card = routine_card(app, diary, &person, id)?;
    let plan = composed.plan(id.clone());
    let timeline = Timeline::new(&plan, layout(diary));
    let rows = composed.items.iter().enumerate().map(|(number, item)| {
        let playable = item.planned.play;
        let lasts = timeline.steps_of(number).map(|step| step.duration_ms).sum();
        let mut notes: Vec<_> = item
            .notes
            .iter()
            .map(|note| reasons::note(words, *note, composed.asked))
            .collect();
        notes.extend(reasons::mind(words, &person.conditions, playable));
        let row = Row {
            link: exercise_link(
                &playable.exercise.id,
                playable.variant.map(|variant| &variant.id),
            ),
            thumbnail: Figure::of_play(playable).map(Figure::thumbnail),
            name: words.get(&playable.message()),
            dose: present::dose(words, playable, &item.planned.dose),
            position: words.get(&format!("position-{}", playable.position().id())),
            length: present::length(words, lasts),
            notes,
        };
        (item.planned.warm_up, row)
    });
    let (warm_up, exercises): (Vec<_>, Vec<_>) = rows.partition(|(warm_up, _)| *warm_up);
    let rows_of = |rows: Vec<(bool, Row)>| rows.into_iter().map(|(_, row)| row).collect();
    Some(RoutinePage {
        words,
        frame,
        held: gate::held(words, diary).filter(Held::is_answered),
        warm_up: if composed.is_empty() {
            Vec::new()
        } else {
            rows_of(warm_up)
        },
        exercises: rows_of(exercises),
        omitted: composed
            .omitted
            .iter()
            .map(|omitted| Omitted {
                link: exercise_link(&omitted.exercise.id, None),
                name: words.get(omitted.exercise.id.as_str()),
                why: reasons::omission(words, &omitted.why),
            })
            .collect(),
        card,
    })
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
