//! Where a person stands with an exercise, on its page: what they do of it now, what comes next,
//! and their own decisions about it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;
use unhunch_domain::compose::{self, Note, Omission};
use unhunch_domain::diary::Diary;
use unhunch_domain::exercise::{Kind, Playable};
use unhunch_domain::precaution::Removal;
use unhunch_domain::progress::{self, Step};
use unhunch_domain::review::person::{Feasible, Obstacle, Person, Today};
use unhunch_domain::standing::{Choice, Form as ExerciseForm, Ladder, Standing};
use unhunch_domain::{Command, Exercise, ExerciseId, Level};

use crate::answer::{Answer, Form, Named, OrPage, html_with};
use crate::app::{App, Draft};
use crate::error::PageError;
use crate::gate;
use crate::pages::exercises::{self, exercise_link};
use crate::present;
use crate::reasons;
use crate::words::Words;

/// The card that says where somebody stands.
pub struct Card {
    /// Why it isn't for them, or not here; empty where it is.
    pub obstacle: String,
    /// What a precaution says about that; empty where none does.
    pub precaution: String,
    /// What they do of it now; none where nothing of it is for them.
    pub now: Option<NowCard>,
    /// What they can decide about having it at all.
    pub decision: Decision,
    /// What was just kept; empty for nothing.
    pub kept: String,
    /// Why nothing was kept; empty where nothing went wrong.
    pub problem: String,
}

/// What somebody does of an exercise now.
pub struct NowCard {
    /// The page and the name of the version, where it isn't the exercise itself.
    pub version: Option<(String, String)>,
    /// How much of it.
    pub dose: String,
    /// What is different about it, today and in general.
    pub notes: Vec<String>,
    /// More about it: where everybody begins, what comes next, when it was last done.
    pub lines: Vec<String>,
    /// Steps that can be taken.
    pub steps: Vec<StepCard>,
}

/// A step that can be taken.
pub struct StepCard {
    /// The form, as it is sent.
    pub form: &'static str,
    /// The level, as it is sent.
    pub level: Level,
    /// The button.
    pub label: String,
    /// What it would change.
    pub text: String,
}

/// What can be decided about having an exercise at all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It can be left out.
    LeaveOut,
    /// It was left out and can be taken back.
    TakeBack,
    /// A clinician has to agree first.
    Agree,
    /// A clinician agreed; that can be taken back, and the exercise left out.
    Agreed,
    /// There is nothing to decide.
    None,
}

/// What was just kept.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kept {
    /// A step.
    Step,
    /// That it is left out.
    LeftOut,
    /// That it is back.
    Back,
    /// That a clinician agreed.
    Agreed,
    /// That nobody agreed after all.
    Withdrawn,
}

/// Which rows of a table of levels are the person's: where they stand, and where today.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    usual: Option<(String, Level)>,
    today: Option<(String, Level)>,
}

impl Marks {
    /// What a level of something is for the person; empty for any other.
    pub fn of(&self, words: &Words, play: Playable<'_>, level: Level) -> String {
        let this = Some((play.message(), level));
        if self.usual == this {
            words.get("standing-mark")
        } else if self.today == this {
            words.get("standing-mark-today")
        } else {
            String::new()
        }
    }
}

/// The card for an exercise, and which levels to mark; none for a warm-up move, which everybody
/// does alike, and none while an answer holds all exercises back.
pub fn card(
    words: &Words,
    diary: &Diary,
    person: &Person,
    exercise: &Exercise,
    kept: Option<Kept>,
) -> Option<(Card, Marks)> {
    let is_held = gate::held(words, diary, person.day.date).is_some_and(|held| held.is_answered());
    if exercise.file.kind == Kind::WarmUp || is_held {
        return None;
    }
    let feasible = person.feasible(exercise);
    let obstacle = feasible.as_ref().err().cloned();
    // What only the place or a thing keeps away is shown as it is elsewhere.
    let shown = match &obstacle {
        None => feasible.ok(),
        Some(Obstacle::Place(_) | Obstacle::Equipment(_)) => person.anywhere(exercise).ok(),
        Some(Obstacle::LeftOut | Obstacle::Removed(_)) => None,
    };
    let stands = shown.map(|feasible| Stands::of(person, exercise, &feasible));
    let marks = stands.as_ref().map_or_else(Marks::default, |stands| Marks {
        usual: Some((stands.usual.play.message(), stands.usual.standing.level)),
        today: Some((stands.now.play.message(), stands.now.standing.level)),
    });
    let usual_dose = stands
        .as_ref()
        .map(|stands| words_of(words, &stands.usual, stands.now.play));
    let card = Card {
        obstacle: obstacle
            .clone()
            .map(|obstacle| reasons::omission(words, &Omission::from(obstacle)))
            .unwrap_or_default(),
        precaution: match &obstacle {
            Some(Obstacle::Removed(
                Removal::LeaveOut(_, precaution) | Removal::AskFirst(_, precaution),
            )) => words.get(&format!(
                "{}.precaution-{}",
                exercise.id, precaution.condition
            )),
            _ => String::new(),
        },
        now: stands.map(|stands| now_card(words, diary, person, exercise, &stands)),
        decision: decision(person, exercise, obstacle.as_ref()),
        kept: kept_words(words, kept, usual_dose.as_deref()),
        problem: String::new(),
    };
    Some((card, marks))
}

/// Where somebody stands, with the forms that are shown.
struct Stands<'a> {
    ladder: Ladder<'a>,
    today: Today,
    now: Step<'a>,
    usual: Step<'a>,
    notes: Vec<Note>,
}

impl<'a> Stands<'a> {
    fn of(person: &Person, exercise: &'a Exercise, feasible: &Feasible<'a>) -> Self {
        let (today, mut notes) = compose::standing(person, exercise, feasible);
        // Which version it is, the card says anyway.
        notes.retain(|note| !matches!(note, Note::Easier | Note::Harder));
        let ladder = feasible.ladder;
        Self {
            now: Step::at(&ladder, today.standing),
            usual: Step::at(&ladder, today.usual),
            ladder,
            today,
            notes,
        }
    }
}

fn decision(person: &Person, exercise: &Exercise, obstacle: Option<&Obstacle<'_>>) -> Decision {
    match (person.choice(&exercise.id), obstacle) {
        (Choice::LeftOut, _) => Decision::TakeBack,
        (_, Some(Obstacle::Removed(Removal::AskFirst(..)))) => Decision::Agree,
        (_, Some(Obstacle::Removed(_))) => Decision::None,
        (Choice::Agreed, _) => Decision::Agreed,
        (Choice::Usual, _) => Decision::LeaveOut,
    }
}

fn kept_words(words: &Words, kept: Option<Kept>, dose: Option<&str>) -> String {
    match (kept, dose) {
        (None, _) | (Some(Kept::Step), None) => String::new(),
        (Some(Kept::Step), Some(dose)) => {
            words.with("standing-kept-step", &[("dose", dose.into())])
        }
        (Some(Kept::LeftOut), _) => words.get("standing-kept-left-out"),
        (Some(Kept::Back), _) => words.get("standing-kept-back"),
        (Some(Kept::Agreed), _) => words.get("standing-kept-agreed"),
        (Some(Kept::Withdrawn), _) => words.get("standing-kept-withdrawn"),
    }
}

/// A step in words: the dose, with the name where it is another version than is done now.
fn words_of(words: &Words, step: &Step<'_>, now: Playable<'_>) -> String {
    let dose = present::dose(words, step.play, &step.dose);
    if step.play.message() == now.message() {
        return dose;
    }
    words.with(
        "standing-version",
        &[
            ("name", (&words.get(&step.play.message())).into()),
            ("dose", (&dose).into()),
        ],
    )
}

fn now_card(
    words: &Words,
    diary: &Diary,
    person: &Person,
    exercise: &Exercise,
    stands: &Stands<'_>,
) -> NowCard {
    let Stands { now, usual, .. } = stands;
    let play = now.play;
    let differs = !now.is_like(usual);
    let (_, next) = progress::next(person, &stands.ladder, exercise);
    let previous = progress::previous(person, &stands.ladder, exercise);
    let mut lines = Vec::new();
    if differs {
        let otherwise = words_of(words, usual, play);
        lines.push(words.with("standing-otherwise", &[("dose", (&otherwise).into())]));
    } else if !person.standings.contains_key(&exercise.id) {
        lines.push(words.get(if play.variant.is_none() {
            "standing-first"
        } else {
            "standing-first-version"
        }));
    }
    lines.push(match &next {
        Some(next) => words.with(
            "standing-next",
            &[("dose", (&words_of(words, next, play)).into())],
        ),
        None => words.get("standing-top"),
    });
    lines.push(match person.past.days_since(&exercise.id) {
        Some(days) => words.with(
            "standing-last",
            &[("ago", (&reasons::ago(words, days)).into())],
        ),
        None if diary.is_empty() => words.get("standing-last-never"),
        None => words.get("standing-last-long"),
    });
    let version = play.variant.map(|variant| {
        (
            exercise_link(&exercise.id, Some(&variant.id)),
            words.get(&play.message()),
        )
    });
    NowCard {
        version,
        dose: present::dose(words, play, &now.dose),
        notes: stands
            .notes
            .iter()
            .map(|note| reasons::note(words, *note, None))
            .collect(),
        lines,
        steps: steps(
            words,
            usual,
            play,
            (previous.as_ref(), next.as_ref()),
            differs && stands.today.was_too_much.is_some(),
        ),
    }
}

/// The steps that can be taken from where somebody stands; `is_gentler` where it is less today
/// because it was too much, so that going on as before is one of them.
fn steps(
    words: &Words,
    usual: &Step<'_>,
    now: Playable<'_>,
    (previous, next): (Option<&Step<'_>>, Option<&Step<'_>>),
    is_gentler: bool,
) -> Vec<StepCard> {
    let mut steps = Vec::new();
    if let Some(easier) = previous {
        let change = reasons::change(words, usual, easier);
        steps.push(step_card(
            easier.standing,
            words.get("standing-easier"),
            words.with("standing-easier-text", &[("change", (&change).into())]),
        ));
    }
    if is_gentler {
        let dose = words_of(words, usual, now);
        steps.push(step_card(
            usual.standing,
            words.get("standing-stay"),
            words.with("standing-stay-text", &[("dose", (&dose).into())]),
        ));
    }
    if let Some(harder) = next {
        let change = reasons::change(words, usual, harder);
        steps.push(step_card(
            harder.standing,
            words.get("standing-harder"),
            words.with("standing-harder-text", &[("change", (&change).into())]),
        ));
    }
    steps
}

fn step_card(standing: Standing, label: String, text: String) -> StepCard {
    StepCard {
        form: standing.form.id(),
        level: standing.level,
        label,
        text,
    }
}

/// A step, as the page sends it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepForm {
    form: ExerciseForm,
    level: Level,
}

/// Keeps a step that the person decided on.
pub async fn stand(
    State(app): State<Arc<App>>,
    Named(id): Named<ExerciseId>,
    Form(form): Form<StepForm>,
) -> Answer {
    let now = app.now();
    let standing = Standing {
        form: form.form,
        level: form.level,
    };
    let exercise = app
        .library()
        .exercise(&id)
        .ok_or(PageError::NotFound)
        .or_page(&app)?;
    app.write::<(), PageError>(|diary| {
        let person = Person::of(diary, now.zoned.date(), now.at);
        let here = person.feasible(exercise).map(|feasible| feasible.ladder);
        let ladders = [here, person.ladder(exercise)];
        let is_there = exercise.file.kind != Kind::WarmUp
            && ladders
                .iter()
                .flatten()
                .any(|ladder| ladder.clamp(standing) == standing);
        if !is_there {
            return Err(PageError::NotForExercise);
        }
        let command = Command::Stand {
            exercise: id.clone(),
            standing,
        };
        let drafts = command.accept(diary)?.map(Draft::from);
        Ok((drafts.into_iter().collect(), ()))
    })
    .await
    .or_page(&app)?;
    Ok(to_card(&id, "step"))
}

/// A decision, as the page sends it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceForm {
    choice: Choice,
    /// Ticked where a clinician agreed.
    sure: Option<String>,
}

/// Keeps what the person decided about having the exercise at all.
pub async fn choose(
    State(app): State<Arc<App>>,
    Named(id): Named<ExerciseId>,
    Form(form): Form<ChoiceForm>,
) -> Answer {
    let now = app.now();
    let exercise = app
        .library()
        .exercise(&id)
        .ok_or(PageError::NotFound)
        .or_page(&app)?;
    if form.choice == Choice::Agreed && form.sure.is_none() {
        let problem = app.words().get("standing-not-sure");
        let page = exercises::with_problem(&app, exercise, problem).await?;
        return html_with(&app, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let before = app
        .write::<Choice, PageError>(|diary| {
            let person = Person::of(diary, now.zoned.date(), now.at);
            let before = person.choice(&id);
            let is_for_it = exercise.file.kind != Kind::WarmUp
                && match form.choice {
                    Choice::Usual | Choice::LeftOut => true,
                    // Nobody agrees to what no clinician was asked about.
                    Choice::Agreed => matches!(
                        person.ladder(exercise),
                        Err(Obstacle::Removed(Removal::AskFirst(..)))
                    ),
                };
            // Sent twice, it is decided already.
            if before == form.choice {
                return Ok((Vec::new(), before));
            }
            if !is_for_it {
                return Err(PageError::NotForExercise);
            }
            let command = Command::Choose {
                exercise: id.clone(),
                choice: form.choice,
            };
            let drafts = command.accept(diary)?.map(Draft::from);
            Ok((drafts.into_iter().collect(), before))
        })
        .await
        .or_page(&app)?;
    let kept = match (form.choice, before) {
        (Choice::LeftOut, _) => "left-out",
        (Choice::Agreed, _) => "agreed",
        (Choice::Usual, Choice::Agreed) => "withdrawn",
        (Choice::Usual, _) => "back",
    };
    Ok(to_card(&id, kept))
}

fn to_card(id: &ExerciseId, kept: &str) -> axum::response::Response {
    Redirect::to(&format!("/exercises/{id}?kept={kept}#standing")).into_response()
}
