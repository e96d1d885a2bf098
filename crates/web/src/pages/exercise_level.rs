//! Where a person stands with an exercise, on its page: what they do of it now, what comes next,
//! and their own decisions about it.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::exercises::{ChoiceOutcome, LastDone, LevelsView, StandingView};
use unhunch_domain::programme::exercise::Playable;
use unhunch_domain::programme::progression::{Difficulty, ExerciseChoice, ExerciseLevel};
use unhunch_domain::review::suggestions::Step;
use unhunch_domain::{Exercise, ExerciseId, Level};
use unhunch_words::{Words, doses, reasons};

pub use unhunch_app::exercises::Decision;

use crate::answer::{Answer, Form, OrErrorPage, PathParam, html_with};
use crate::pages::exercises::{self, exercise_link};

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
    /// The form of the exercise.
    pub form: Difficulty,
    /// The level, as it is sent.
    pub level: Level,
    /// The button.
    pub label: String,
    /// What it would change.
    pub text: String,
}

/// What was just kept.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Saved {
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

impl Saved {
    /// Its name in addresses, as it is read from them.
    const fn id(self) -> &'static str {
        match self {
            Self::Step => "step",
            Self::LeftOut => "left-out",
            Self::Back => "back",
            Self::Agreed => "agreed",
            Self::Withdrawn => "withdrawn",
        }
    }
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

/// The card for an exercise, and which levels to mark.
pub fn card(
    words: &Words,
    exercise: &Exercise,
    standing: &StandingView<'_>,
    kept: Option<Saved>,
) -> (Card, Marks) {
    let levels = standing.levels.as_ref();
    let marks = levels.map_or_else(Marks::default, |levels| Marks {
        usual: Some((levels.usual.play.message(), levels.usual.standing.level)),
        today: Some((levels.now.play.message(), levels.now.standing.level)),
    });
    let usual_dose = levels.map(|levels| words_of(words, &levels.usual, levels.now.play));
    let obstacle = standing.obstacle.as_ref();
    let precaution = standing.precaution.map(|precaution| {
        let condition = precaution.condition;
        words.get(&format!("{}.precaution-{condition}", exercise.id))
    });
    let card = Card {
        obstacle: obstacle
            .map(|obstacle| reasons::omission(words, obstacle))
            .unwrap_or_default(),
        precaution: precaution.unwrap_or_default(),
        now: levels.map(|levels| now_card(words, exercise, levels)),
        decision: standing.decision,
        kept: kept_words(words, kept, usual_dose.as_deref()),
        problem: String::new(),
    };
    (card, marks)
}

fn kept_words(words: &Words, kept: Option<Saved>, dose: Option<&str>) -> String {
    match (kept, dose) {
        (None, _) | (Some(Saved::Step), None) => String::new(),
        (Some(Saved::Step), Some(dose)) => {
            words.with("standing-kept-step", &[("dose", dose.into())])
        }
        (Some(Saved::LeftOut), _) => words.get("standing-kept-left-out"),
        (Some(Saved::Back), _) => words.get("standing-kept-back"),
        (Some(Saved::Agreed), _) => words.get("standing-kept-agreed"),
        (Some(Saved::Withdrawn), _) => words.get("standing-kept-withdrawn"),
    }
}

/// A step in words: the dose, with the name where it is another version than is done now.
fn words_of(words: &Words, step: &Step<'_>, now: Playable<'_>) -> String {
    let dose = doses::dose(words, step.play, &step.dose);
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

fn now_card(words: &Words, exercise: &Exercise, levels: &LevelsView<'_>) -> NowCard {
    let LevelsView { now, usual, .. } = levels;
    let play = now.play;
    let version = play.variant.map(|variant| {
        (
            exercise_link(&exercise.id, Some(&variant.id)),
            words.get(&play.message()),
        )
    });
    NowCard {
        version,
        dose: doses::dose(words, play, &now.dose),
        notes: levels
            .notes
            .iter()
            .map(|note| reasons::note(words, *note, None))
            .collect(),
        lines: lines(words, levels),
        steps: steps(
            words,
            usual,
            play,
            (levels.previous.as_ref(), levels.next.as_ref()),
            levels.is_gentler,
        ),
    }
}

/// More about it: where everybody begins, what comes next, when it was last done.
fn lines(words: &Words, levels: &LevelsView<'_>) -> Vec<String> {
    let LevelsView { now, usual, .. } = levels;
    let play = now.play;
    let mut lines = Vec::new();
    if !now.is_like(usual) {
        let otherwise = words_of(words, usual, play);
        lines.push(words.with("standing-otherwise", &[("dose", (&otherwise).into())]));
    } else if !levels.is_decided {
        lines.push(words.get(if play.variant.is_none() {
            "standing-first"
        } else {
            "standing-first-version"
        }));
    }
    lines.push(match &levels.next {
        Some(next) => words.with(
            "standing-next",
            &[("dose", (&words_of(words, next, play)).into())],
        ),
        None => words.get("standing-top"),
    });
    lines.push(match levels.last {
        LastDone::Days(days) => words.with(
            "standing-last",
            &[("ago", (&reasons::ago(words, days)).into())],
        ),
        LastDone::Never => words.get("standing-last-never"),
        LastDone::LongAgo => words.get("standing-last-long"),
    });
    lines
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

fn step_card(standing: ExerciseLevel, label: String, text: String) -> StepCard {
    StepCard {
        form: standing.form,
        level: standing.level,
        label,
        text,
    }
}

/// A step, as the page sends it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StepForm {
    form: Difficulty,
    level: Level,
}

/// Keeps a step that the person decided on.
pub async fn stand(
    State(app): State<Arc<App>>,
    PathParam(id): PathParam<ExerciseId>,
    Form(form): Form<StepForm>,
) -> Answer {
    let standing = ExerciseLevel {
        form: form.form,
        level: form.level,
    };
    app.set_exercise_level(&id, standing).await.or_page(&app)?;
    Ok(to_card(&id, Saved::Step))
}

/// A decision, as the page sends it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChoiceForm {
    choice: ExerciseChoice,
    /// Ticked where a clinician agreed.
    sure: Option<String>,
}

/// Keeps what the person decided about having the exercise at all.
pub async fn choose(
    State(app): State<Arc<App>>,
    PathParam(id): PathParam<ExerciseId>,
    Form(form): Form<ChoiceForm>,
) -> Answer {
    if form.choice == ExerciseChoice::Agreed && form.sure.is_none() {
        let problem = app.words().get("standing-not-sure");
        let page = exercises::with_problem(&app, &id, problem).await?;
        return html_with(&app, StatusCode::UNPROCESSABLE_ENTITY, &page);
    }
    let chosen = app.choose_exercise(&id, form.choice).await;
    let ChoiceOutcome { before, .. } = chosen.or_page(&app)?;
    let kept = match (form.choice, before) {
        (ExerciseChoice::LeftOut, _) => Saved::LeftOut,
        (ExerciseChoice::Agreed, _) => Saved::Agreed,
        (ExerciseChoice::Usual, ExerciseChoice::Agreed) => Saved::Withdrawn,
        (ExerciseChoice::Usual, _) => Saved::Back,
    };
    Ok(to_card(&id, kept))
}

fn to_card(id: &ExerciseId, kept: Saved) -> Response {
    let kept = kept.id();
    Redirect::to(&format!("/exercises/{id}?kept={kept}#standing")).into_response()
}
