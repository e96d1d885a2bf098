//! Which exercises a person's conditions change, and how.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::onboarding::{
    self, Agreement, Becomes, ChangedExercise, Origin, Why, changed_exercises,
};
use unhunch_domain::ExerciseId;
use unhunch_domain::person::onboarding::Step;
use unhunch_words::Words;

use super::{OnboardingVisit, Progress, questions};
use crate::answer::{Answer, Form, OrErrorPage, QueryParams, html};
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
pub async fn page(
    State(app): State<Arc<App>>,
    QueryParams(trip): QueryParams<OnboardingVisit>,
) -> Answer {
    let words = app.words();
    let frame = app.frame("welcome").await.or_page(&app)?;
    let page = app
        .read(|diary| {
            let screening = diary.screening();
            screening.conditions.as_ref()?;
            let conditions = screening.conditions();
            let changed = changed_exercises(app.library(), diary);
            let rows: Vec<_> = changed.iter().map(|changed| row(words, changed)).collect();
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
                onward: trip.next(onboarding::onward(Step::Conditions, trip.origin)),
                onward_label: words.get(match trip.origin {
                    Origin::Welcome => "welcome-next",
                    Origin::Summary => "changes-to-summary",
                    Origin::Settings => "changes-to-settings",
                    Origin::Again | Origin::Worse => "summary-today",
                }),
                leave: (trip.origin == Origin::Welcome).then(|| trip.leave()),
            })
        })
        .await
        .or_page(&app)?;
    match page {
        Some(page) => html(&app, &page),
        None => Ok(Redirect::to(&trip.address(Step::Conditions.id())).into_response()),
    }
}

/// How an exercise differs, in words.
fn row(words: &Words, changed: &ChangedExercise<'_>) -> Row {
    let exercise = changed.exercise;
    let variant = changed.instead.and_then(|form| form.variant);
    let variant = variant.map(|variant| &variant.id);
    let names = questions::condition_names(words, &changed.because).join(" · ");
    Row {
        id: exercise.id.to_string(),
        link: exercise_link(&exercise.id, variant),
        thumbnail: Figure::of(exercise, variant, None).map(|figure| figure.thumbnail()),
        name: words.get(exercise.id.as_str()),
        outcome: words.get(match changed.becomes {
            Becomes::LeftOut => "changes-left-out",
            Becomes::Swapped => "changes-swapped",
            Becomes::Gentler => "changes-gentler",
            Becomes::AskFirst => "changes-ask-first",
            Becomes::Agreed => "changes-agreed",
        }),
        reasons: changed
            .why
            .iter()
            .map(|why| match why {
                Why::NoForm => words.get("changes-no-form"),
                Why::Precaution(precaution) => words.get(&format!(
                    "{}.precaution-{}",
                    exercise.id, precaution.condition
                )),
            })
            .collect(),
        instead: changed.instead.map(|form| {
            let form = words.get(&form.message());
            words.with("changes-instead", &[("form", (&form).into())])
        }),
        because: words.with("changes-because", &[("conditions", (&names).into())]),
        agreed: changed.agreed,
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
    QueryParams(trip): QueryParams<OnboardingVisit>,
    Form(form): Form<AgreedForm>,
) -> Answer {
    let agreement = app
        .agree_to_exercise(&form.exercise, form.agreed == Agreed::Yes)
        .await;
    match agreement.or_page(&app)? {
        Agreement::Kept(_) => Ok(Redirect::to(&trip.address("changes")).into_response()),
        Agreement::NotAsked => Err(unknown()).or_page(&app),
        Agreement::UnknownExercise => Err(PageError::NotFound).or_page(&app),
    }
}
