//! A routine: what it plays, how much of each at which level, and a button that starts it.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use serde::Deserialize;
use unhunch_domain::diary::Diary;
use unhunch_domain::dose;
use unhunch_domain::entry::At;
use unhunch_domain::{Level, RoutineId, Timeline};

use crate::answer::{Answer, Asked, Named, OrPage, html_found};
use crate::app::App;
use crate::error::PageError;
use crate::figures::Figure;
use crate::frame::Frame;
use crate::pages::exercises::exercise_link;
use crate::pages::today::{RoutineCard, layout, routine_card};
use crate::present;
use crate::words::Words;

/// What the page can be asked for.
#[derive(Deserialize)]
pub struct Query {
    level: Option<i8>,
}

#[derive(Template)]
#[template(path = "routine.html")]
struct RoutinePage<'a> {
    words: &'a Words,
    frame: Frame,
    card: RoutineCard,
    levels: Vec<LevelChoice>,
    warm_up: Vec<Row>,
    exercises: Vec<Row>,
}

struct LevelChoice {
    number: i8,
    label: String,
    is_chosen: bool,
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
pub async fn page(
    State(app): State<Arc<App>>,
    Named(id): Named<RoutineId>,
    Asked(query): Asked<Query>,
) -> Answer {
    let now = app.now().at;
    let frame = app.frame("today").await.or_page(&app)?;
    let page = app
        .read(|diary| build(&app, diary, frame, &id, query.level.map(Level), now))
        .await
        .or_page(&app)?;
    html_found(&app, page, PageError::NotFound)
}

fn build<'a>(
    app: &'a App,
    diary: &Diary,
    frame: Frame,
    id: &RoutineId,
    level: Option<Level>,
    now: At,
) -> Option<RoutinePage<'a>> {
    let words = app.words();
    let plan = app.library().plan(id)?;
    let card = routine_card(app, diary, id, level, now)?;
    let timeline = Timeline::new(&plan, card.level, layout(diary));
    let mut rows = plan.plays.iter().enumerate().map(|(number, play)| {
        let lasts = timeline.steps_of(number).map(|step| step.duration_ms).sum();
        Row {
            link: exercise_link(&play.exercise.id, play.variant.map(|variant| &variant.id)),
            thumbnail: Figure::of_play(*play).map(Figure::thumbnail),
            name: words.get(&play.message()),
            dose: present::dose(words, *play, &dose::prescription(*play, card.level)),
            position: words.get(&format!("position-{}", play.position().id())),
            length: present::length(words, lasts),
        }
    });
    let warm_up = rows.by_ref().take(plan.warm_up).collect();
    Some(RoutinePage {
        words,
        frame,
        warm_up,
        exercises: rows.collect(),
        levels: plan
            .levels()
            .iter()
            .map(|level| LevelChoice {
                number: level.0,
                label: level_name(words, level),
                is_chosen: level == card.level,
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
