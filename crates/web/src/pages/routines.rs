//! A routine: what it plays, how much of each at which level, and a button that starts it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use unhunch_domain::diary::Diary;
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
}

struct Row {
    link: String,
    thumbnail: Option<String>,
    name: String,
    dose: String,
    position: String,
    length: String,
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

fn build<'a>(app: &'a App, diary: &Diary, frame: Frame, id: &RoutineId) -> Option<RoutinePage<'a>> {
    let words = app.words();
    let plan = app.library().plan(id, |_| Level::FIRST)?;
    let card = routine_card(app, diary, id)?;
    let timeline = Timeline::new(&plan, layout(diary));
    let mut rows = plan.items.iter().enumerate().map(|(number, item)| {
        let playable = item.play;
        let lasts = timeline.steps_of(number).map(|step| step.duration_ms).sum();
        Row {
            link: exercise_link(
                &playable.exercise.id,
                playable.variant.map(|variant| &variant.id),
            ),
            thumbnail: Figure::of_play(playable).map(Figure::thumbnail),
            name: words.get(&playable.message()),
            dose: present::dose(words, playable, &item.dose),
            position: words.get(&format!("position-{}", playable.position().id())),
            length: present::length(words, lasts),
        }
    });
    let warm_up = plan.items.iter().filter(|item| item.warm_up).count();
    let warm_up = rows.by_ref().take(warm_up).collect();
    Some(RoutinePage {
        words,
        frame,
        held: gate::held(words, diary).filter(Held::is_answered),
        warm_up,
        exercises: rows.collect(),
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
