//! What was put together for today, as Today shows it: each exercise with its reason, what could
//! be done instead, what is left out and why; and what a person wants differently today.

use std::sync::Arc;

use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::today::{Chosen, Composed, Omission, SuggestionKey, TodayChange, TodaySession};
use unhunch_domain::person::profile::{Minutes, Place};
use unhunch_domain::programme::exercise::Playable;
use unhunch_domain::programme::routine::Item;
use unhunch_domain::review::person::Person;
use unhunch_domain::review::suggestions::Suggestion;
use unhunch_domain::{ExerciseId, VariantId};
use unhunch_words::{Words, doses, lengths, names, reasons};

use crate::answer::{Answer, Form, OrErrorPage};
use crate::error::PageError;
use crate::figures::Figure;
use crate::pages::exercises::exercise_link;

/// Today's session as it is offered.
pub struct Offer {
    /// How long it lasts.
    pub length: String,
    /// What it needs.
    pub needs: Vec<String>,
    /// The lengths that can be asked for.
    pub minutes: Vec<Wish>,
    /// The places that can be chosen.
    pub places: Vec<Wish>,
    /// The warm-up moves.
    pub warm_up: Vec<Row>,
    /// The exercises.
    pub exercises: Vec<Row>,
    /// What is left out.
    pub omitted: Vec<Omitted>,
    /// Why it is shorter than asked for, or that there is nothing; empty where neither is so.
    pub note: String,
    /// Whether something is wanted differently today.
    pub is_changed: bool,
    /// Whether there is nothing to do.
    pub is_empty: bool,
}

/// A length or a place that can be chosen.
pub struct Wish {
    /// The value that the form sends.
    pub value: String,
    /// Its name.
    pub label: String,
    /// Whether it is as it is now.
    pub is_chosen: bool,
}

/// An exercise of the session.
pub struct Row {
    /// Its id.
    pub id: String,
    /// Its page.
    pub link: String,
    /// A small picture.
    pub thumbnail: Option<String>,
    /// Its name.
    pub name: String,
    /// How much of it.
    pub dose: String,
    /// Why it is there.
    pub why: String,
    /// What is different about it, and what to mind.
    pub notes: Vec<String>,
    /// What can be done instead.
    pub instead: Vec<Instead>,
    /// What it stands for, where the person wanted it instead.
    pub instead_of: Option<(String, String)>,
}

/// Something that can be done instead.
pub struct Instead {
    /// What the form sends: the exercise, and its variant after a colon.
    pub value: String,
    /// Its name.
    pub name: String,
    /// A small picture.
    pub thumbnail: Option<String>,
}

/// An exercise that is left out.
pub struct Omitted {
    /// Its id.
    pub id: String,
    /// Its page.
    pub link: String,
    /// Its name.
    pub name: String,
    /// Why.
    pub why: String,
    /// Whether the person left it out today and can have it back.
    pub is_dropped: bool,
}

/// Something that a person is asked on Today.
pub struct Question {
    /// What the form says which one it is.
    pub key: String,
    /// The exercise's page; empty where it is about none.
    pub link: String,
    /// A small picture.
    pub thumbnail: Option<String>,
    /// What is asked.
    pub text: String,
    /// Whether it is about talking to a doctor.
    pub is_for_doctor: bool,
    /// The answer that agrees.
    pub yes: String,
    /// The other answer.
    pub no: String,
}

/// Today's session as it is offered.
pub fn offer(app: &App, session: &TodaySession<'_>) -> Offer {
    let words = app.words();
    let TodaySession { person, composed } = session;
    let row = |item| row(app, session, item);
    let (warm_up, exercises): (Vec<_>, Vec<_>) =
        composed.items.iter().partition(|item| item.planned.warm_up);
    let asked = composed.asked.unwrap_or_default();
    let needs = composed
        .items
        .iter()
        .flat_map(|item| item.planned.play.equipment());
    let mut needs: Vec<_> = needs.copied().collect();
    needs.sort_unstable();
    needs.dedup();
    Offer {
        length: lengths::length(words, composed.total_ms),
        needs: names::equipment(words, needs),
        minutes: minutes(words, person, asked),
        places: Place::ALL
            .into_iter()
            .map(|place| Wish {
                value: place.id().to_owned(),
                label: words.get(&format!("today-place-{}", place.id())),
                is_chosen: place == person.place(),
            })
            .collect(),
        warm_up: warm_up.into_iter().map(row).collect(),
        exercises: exercises.into_iter().map(row).collect(),
        omitted: omitted(words, composed),
        note: if composed.is_empty() {
            words.get("today-nothing")
        } else if composed.is_short() {
            words.with("today-short", &[("minutes", asked.get().into())])
        } else {
            String::new()
        },
        is_changed: !person.day.is_usual(),
        is_empty: composed.is_empty(),
    }
}

/// What is left out, and why.
fn omitted(words: &Words, composed: &Composed<'_>) -> Vec<Omitted> {
    composed
        .omitted
        .iter()
        .map(|omitted| Omitted {
            id: omitted.exercise.id.to_string(),
            link: exercise_link(&omitted.exercise.id, None),
            name: words.get(omitted.exercise.id.as_str()),
            why: reasons::omission(words, &omitted.why),
            is_dropped: omitted.why == Omission::Dropped,
        })
        .collect()
}

/// What is offered, and what is wanted now if it is something else.
fn minutes(words: &Words, person: &Person, asked: Minutes) -> Vec<Wish> {
    let mut offered = Minutes::OFFERED.to_vec();
    offered.push(asked.get());
    offered.push(person.profile.minutes.get());
    offered.sort_unstable();
    offered.dedup();
    offered
        .into_iter()
        .map(|minutes| Wish {
            value: minutes.to_string(),
            label: words.with("length-minutes", &[("minutes", minutes.into())]),
            is_chosen: minutes == asked.get(),
        })
        .collect()
}

fn row(app: &App, session: &TodaySession<'_>, item: &Chosen<'_>) -> Row {
    let words = app.words();
    let TodaySession { person, composed } = session;
    let play = item.planned.play;
    let id = &play.exercise.id;
    let mut notes: Vec<_> = item
        .notes
        .iter()
        .map(|note| reasons::note(words, *note, composed.asked))
        .collect();
    notes.extend(reasons::mind(words, &person.conditions, play, true));
    let instead = if item.planned.warm_up {
        Vec::new()
    } else {
        session.alternatives(app, id)
    };
    Row {
        id: id.to_string(),
        link: exercise_link(id, play.variant.map(|variant| &variant.id)),
        thumbnail: Figure::of_play(play).map(|figure| figure.thumbnail()),
        name: words.get(&play.message()),
        dose: doses::dose(words, play, &item.planned.dose),
        why: reasons::why(words, item),
        notes,
        instead: instead
            .into_iter()
            .map(|play| Instead {
                value: value_of(play),
                name: words.get(&play.message()),
                thumbnail: Figure::of_play(play).map(|figure| figure.thumbnail()),
            })
            .collect(),
        instead_of: item
            .instead_of
            .as_ref()
            .map(|id| (id.to_string(), words.get(id.as_str()))),
    }
}

/// What a form sends for something that can be done instead.
fn value_of(play: Playable<'_>) -> String {
    match play.variant {
        None => play.exercise.id.to_string(),
        Some(variant) => format!("{}:{}", play.exercise.id, variant.id),
    }
}

fn item_of(value: &str) -> Result<Item, PageError> {
    let (exercise, variant) = match value.split_once(':') {
        None => (value, None),
        Some((exercise, variant)) => (exercise, Some(variant)),
    };
    let wrong = |_| PageError::BadRequest(format!("`{value}` is no exercise"));
    Ok(Item {
        exercise: exercise.parse::<ExerciseId>().map_err(wrong)?,
        variant: variant
            .map(str::parse::<VariantId>)
            .transpose()
            .map_err(wrong)?,
    })
}

/// What is wanted differently today: one of these.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WishForm {
    minutes: Option<Minutes>,
    place: Option<Place>,
    /// Left out today.
    drop: Option<ExerciseId>,
    /// Back in.
    keep: Option<ExerciseId>,
    /// To be replaced, by what is in `with`.
    swap: Option<ExerciseId>,
    with: Option<String>,
    /// Everything as usual.
    usual: Option<String>,
}

impl WishForm {
    fn change(self) -> Result<TodayChange, PageError> {
        let swap = match (self.swap, self.with) {
            (Some(exercise), Some(with)) => Some((exercise, item_of(&with)?)),
            (None, None) => None,
            _ => {
                let reason = "what is swapped and what comes instead go together".to_owned();
                return Err(PageError::BadRequest(reason));
            }
        };
        Ok(TodayChange {
            usual: self.usual.is_some(),
            minutes: self.minutes,
            place: self.place,
            drop: self.drop,
            keep: self.keep,
            swap,
        })
    }
}

/// Keeps what is wanted differently today, and shows Today again.
pub async fn wish(State(app): State<Arc<App>>, Form(form): Form<WishForm>) -> Answer {
    let is_of_plan = form.drop.is_some() || form.keep.is_some() || form.swap.is_some();
    let target = if is_of_plan { "plan" } else { "today" };
    let change = form.change().or_page(&app)?;
    app.override_today(change).await.or_page(&app)?;
    Ok(Redirect::to(&format!("/#{target}")).into_response())
}

/// What a person is asked today.
pub fn questions(words: &Words, person: &Person, asked: &[Suggestion<'_>]) -> Vec<Question> {
    asked
        .iter()
        .map(|suggestion| question(words, person, suggestion))
        .collect()
}

fn question(words: &Words, person: &Person, suggestion: &Suggestion<'_>) -> Question {
    let about = match suggestion {
        Suggestion::Settled { exercise, .. } | Suggestion::LeaveOut { exercise, .. } => {
            exercise.playable(None)
        }
        Suggestion::Up { to, .. } | Suggestion::Down { to, .. } => Some(to.play),
        Suggestion::Back(_) => None,
    };
    let key = SuggestionKey::of(suggestion);
    let id = key.kind();
    Question {
        key: key.to_string(),
        link: about.map_or_else(String::new, |play| {
            exercise_link(&play.exercise.id, play.variant.map(|variant| &variant.id))
        }),
        thumbnail: about
            .and_then(Figure::of_play)
            .map(|figure| figure.thumbnail()),
        text: reasons::suggestion(words, suggestion, person.past.today),
        is_for_doctor: matches!(suggestion, Suggestion::LeaveOut { .. }),
        yes: words.get(&format!("answer-{id}-yes")),
        no: words.get(&format!("answer-{id}-no")),
    }
}

/// An answer to what was asked.
#[derive(Deserialize)]
pub struct AnswerForm {
    key: String,
    answer: Reply,
}

/// Yes or no.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Reply {
    Yes,
    No,
}

/// Keeps an answer, and shows Today again. What isn't asked any more, or was asked otherwise,
/// changes nothing.
pub async fn reply(State(app): State<Arc<App>>, Form(form): Form<AnswerForm>) -> Answer {
    // What is no question of ours was asked otherwise.
    if let Ok(key) = form.key.parse() {
        let accepted = form.answer == Reply::Yes;
        app.answer_suggestion(&key, accepted).await.or_page(&app)?;
    }
    Ok(Redirect::to("/").into_response())
}

/// Ends a time of coming back before it was suggested: the person wants to go on as before.
pub async fn end_comeback(State(app): State<Arc<App>>) -> Answer {
    app.end_absence().await.or_page(&app)?;
    Ok(Redirect::to("/").into_response())
}
