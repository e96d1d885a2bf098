//! Which exercises a person's conditions change, and how.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_domain::exercise::{Advice, Exercise, Precaution};
use unhunch_domain::precaution::{Allowed, Removal, allowed};
use unhunch_domain::standing::Choice;
use unhunch_domain::welcome::Step;
use unhunch_domain::{Command, Condition, Diary, ExerciseId};
use unhunch_words::Words;

use super::{Progress, Trip, Way, questions};
use crate::answer::{Answer, Asked, Form, OrPage, html};
use crate::error::PageError;
use crate::figures::Figure;
use crate::forms::unknown;
use crate::frame::{Frame, Framed};
use crate::pages::exercises::exercise_link;

#[derive(Template)]
#[template(path = "welcome_changes.html")]
struct ChangesPage<'a> {
    words: &'a Words,
    frame: Frame,
    progress: Option<Progress>,
    intro: String,
    conditions: Vec<String>,
    rows: Vec<Row>,
    query: String,
    onward: String,
    onward_label: String,
    leave: Option<&'static str>,
}

/// An exercise that is different for the person.
struct Row {
    id: String,
    link: String,
    thumbnail: Option<String>,
    name: String,
    outcome: String,
    reasons: Vec<String>,
    /// What is done instead.
    instead: Option<String>,
    because: String,
    /// Whether a clinician agreed; none where nobody needs to be asked.
    agreed: Option<bool>,
}

/// The page; who wasn't asked yet is asked.
pub async fn page(State(app): State<Arc<App>>, Asked(trip): Asked<Trip>) -> Answer {
    let words = app.words();
    let frame = app.frame("welcome").await.or_page(&app)?;
    let page = app
        .read(|diary| {
            let screening = diary.screening();
            screening.conditions.as_ref()?;
            let conditions = screening.conditions();
            let rows: Vec<_> = app
                .library()
                .any()
                .filter_map(|exercise| row(&app, diary, exercise, &conditions))
                .collect();
            let intro = if conditions.is_empty() {
                words.get("changes-none")
            } else if rows.is_empty() {
                words.get("changes-nothing")
            } else {
                words.with("changes-intro", &[("count", rows.len().into())])
            };
            Some(ChangesPage {
                words,
                frame,
                progress: trip.progress(words, Step::Conditions),
                intro,
                conditions: questions::condition_names(words, &conditions),
                rows,
                query: trip.query(),
                onward: trip.onward(Step::Conditions),
                onward_label: words.get(match trip.way {
                    Way::Welcome => "welcome-next",
                    Way::Summary => "changes-to-summary",
                    Way::Settings => "changes-to-settings",
                    Way::Again | Way::Worse => "summary-today",
                }),
                leave: (trip.way == Way::Welcome).then(|| trip.leave()),
            })
        })
        .await
        .or_page(&app)?;
    match page {
        Some(page) => html(&app, &page),
        None => Ok(Redirect::to(&trip.address(Step::Conditions.id())).into_response()),
    }
}

/// How an exercise differs; `None` where it stays as it is.
fn row(
    app: &App,
    diary: &Diary,
    exercise: &Exercise,
    conditions: &BTreeSet<Condition>,
) -> Option<Row> {
    let words = app.words();
    let is_asked_about = must_ask(exercise, conditions);
    let agreed = is_asked_about && diary.choice(&exercise.id) == Choice::Agreed;
    let mut row = Row {
        id: exercise.id.to_string(),
        link: exercise_link(&exercise.id, None),
        thumbnail: Figure::of(exercise, None, None).map(|figure| figure.thumbnail()),
        name: words.get(exercise.id.as_str()),
        outcome: String::new(),
        reasons: Vec::new(),
        instead: None,
        because: String::new(),
        agreed: is_asked_about.then_some(agreed),
    };
    let because = match allowed(exercise, conditions, agreed) {
        Ok(allowed) if allowed.because.is_empty() && !agreed => return None,
        Ok(allowed) => {
            row.shape(words, exercise, &allowed, agreed);
            let because = allowed.because.iter().map(|(condition, _)| *condition);
            because.chain(asked(exercise, conditions)).collect()
        }
        Err(
            Removal::LeaveOut(condition, precaution) | Removal::AskFirst(condition, precaution),
        ) => {
            row.outcome = outcome(words, precaution.advice);
            row.reasons.push(reason(words, exercise, precaution));
            BTreeSet::from([condition])
        }
        Err(Removal::NoForm(conditions)) => {
            row.outcome = outcome(words, Advice::LeaveOut);
            row.reasons.push(words.get("changes-no-form"));
            conditions.into_iter().collect()
        }
    };
    let names = questions::condition_names(words, &because).join(" · ");
    row.because = words.with("changes-because", &[("conditions", (&names).into())]);
    Some(row)
}

impl Row {
    /// Says how an exercise is done by the person.
    fn shape(&mut self, words: &Words, exercise: &Exercise, allowed: &Allowed<'_>, agreed: bool) {
        let form = allowed.forms.first();
        let first = form.and_then(|form| form.variant.map(|variant| (form, variant)));
        self.outcome = match (first, allowed.because.is_empty()) {
            (_, true) if agreed => words.get("changes-agreed"),
            (Some(_), _) => outcome(words, Advice::Swap),
            (None, _) => outcome(words, Advice::Gentler),
        };
        for (_, precaution) in &allowed.because {
            let reason = reason(words, exercise, precaution);
            if !self.reasons.contains(&reason) {
                self.reasons.push(reason);
            }
        }
        if let Some((form, variant)) = first {
            let id = &exercise.id;
            let form = words.get(&form.message());
            self.link = exercise_link(id, Some(&variant.id));
            self.thumbnail =
                Figure::of(exercise, Some(&variant.id), None).map(|figure| figure.thumbnail());
            self.instead = Some(words.with("changes-instead", &[("form", (&form).into())]));
        }
    }
}

/// What becomes of an exercise, in a word or two.
fn outcome(words: &Words, advice: Advice) -> String {
    words.get(match advice {
        Advice::LeaveOut => "changes-left-out",
        Advice::Swap => "changes-swapped",
        Advice::Gentler => "changes-gentler",
        Advice::AskFirst => "changes-ask-first",
    })
}

fn reason(words: &Words, exercise: &Exercise, precaution: &Precaution) -> String {
    words.get(&format!(
        "{}.precaution-{}",
        exercise.id, precaution.condition
    ))
}

/// Whether a clinician is to be asked before the exercise comes.
fn must_ask(exercise: &Exercise, conditions: &BTreeSet<Condition>) -> bool {
    matches!(
        allowed(exercise, conditions, false),
        Err(Removal::AskFirst(..))
    )
}

/// The condition for which a clinician is to be asked.
fn asked(exercise: &Exercise, conditions: &BTreeSet<Condition>) -> Option<Condition> {
    match allowed(exercise, conditions, false) {
        Err(Removal::AskFirst(condition, _)) => Some(condition),
        _ => None,
    }
}

/// Whether a clinician agreed to an exercise.
#[derive(Deserialize)]
pub struct AgreedForm {
    exercise: ExerciseId,
    agreed: Agreed,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Agreed {
    Yes,
    No,
}

/// Keeps whether a clinician agreed to an exercise for which one is to be asked.
pub async fn agree(
    State(app): State<Arc<App>>,
    Asked(trip): Asked<Trip>,
    Form(form): Form<AgreedForm>,
) -> Answer {
    app.write::<(), PageError>(|diary| {
        let exercise = app
            .library()
            .exercise(&form.exercise)
            .ok_or(PageError::NotFound)?;
        if !must_ask(exercise, &diary.screening().conditions()) {
            return Err(unknown());
        }
        let choice = match form.agreed {
            Agreed::Yes => Choice::Agreed,
            Agreed::No => Choice::Usual,
        };
        let command = Command::Choose {
            exercise: form.exercise.clone(),
            choice,
        };
        Ok((super::drafts([command], diary)?, ()))
    })
    .await
    .or_page(&app)?;
    Ok(Redirect::to(&trip.address("changes")).into_response())
}
