//! The welcome: what a person says of themselves and answers to the safety questions, a page a
//! step, kept at each, so that it can be left, gone on with and changed.

mod answers;
mod changes;
mod questions;

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect};
use serde::{Deserialize, Deserializer};
use unhunch_app::App;
use unhunch_app::gate::{self, Blocked};
use unhunch_app::onboarding::{self, NextStep, Origin};
use unhunch_app::sessions::TODAY;
use unhunch_domain::person::onboarding::{Step, is_complete};
use unhunch_domain::person::screening::BeforeSign;
use unhunch_domain::{CustomRoutineId, Diary, RoutineId};
use unhunch_words::safety::Sign;
use unhunch_words::{Words, names};

use crate::answer::{Answer, Form, OrErrorPage, PathParam, QueryParams, html, html_with};
use crate::error::PageError;
use crate::forms::{one_of, unknown};
use crate::frame::{Frame, Framed};

pub use answers::{Row, rows};
pub use changes::{agree, page as changes};
use questions::{Group, StepForm};

/// Where somebody is led who may not exercise now.
pub const BLOCKED_PATH: &str = "/welcome/held";

/// What an address of the welcome carries along.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct OnboardingVisit {
    #[serde(rename = "way", default, deserialize_with = "origin")]
    origin: Origin,
    /// The routine that was to be started when the questions came in between.
    routine: Option<RoutineId>,
}

/// Reads from where somebody comes.
fn origin<'de, D: Deserializer<'de>>(reader: D) -> Result<Origin, D::Error> {
    let id = String::deserialize(reader)?;
    let mut all = Origin::ALL.into_iter();
    all.find(|origin| origin.id() == id)
        .ok_or_else(|| serde::de::Error::custom("expected a way that a page of ours has"))
}

impl OnboardingVisit {
    /// The welcome on the way to a routine.
    pub const fn to_routine(routine: RoutineId) -> Self {
        Self {
            origin: Origin::Welcome,
            routine: Some(routine),
        }
    }

    /// The address of a page of the welcome, with what it carries along; empty for its beginning.
    pub fn address(&self, page: &str) -> String {
        let slash = if page.is_empty() { "" } else { "/" };
        format!("/welcome{slash}{page}{}", self.query())
    }

    /// What is carried along, as an address has it.
    fn query(&self) -> String {
        let way = match self.origin {
            Origin::Welcome => None,
            origin => Some(format!("way={}", origin.id())),
        };
        let routine = self.routine.as_ref().map(|id| format!("routine={id}"));
        let fields: Vec<_> = way.into_iter().chain(routine).collect();
        if fields.is_empty() {
            String::new()
        } else {
            format!("?{}", fields.join("&"))
        }
    }

    /// Whether one answer is changed alone.
    const fn is_one(&self) -> bool {
        self.origin.steps().is_empty()
    }

    /// Where one goes to leave the questions, or to have changed none.
    const fn leave(&self) -> &'static str {
        match self.origin {
            Origin::Welcome | Origin::Again | Origin::Worse => "/",
            Origin::Summary => "/welcome/summary",
            Origin::Settings => "/settings",
        }
    }

    /// Where one goes next.
    fn next(&self, next: NextStep) -> String {
        match (next, self.origin) {
            (NextStep::Held, _) => BLOCKED_PATH.to_owned(),
            (NextStep::Changes, _) => self.address("changes"),
            (NextStep::Step(step), _) => self.address(step.id()),
            (NextStep::Done, Origin::Settings) => "/settings?saved=yes".to_owned(),
            (NextStep::Done, _) => self.leave().to_owned(),
        }
    }

    /// How far it is at a step; none where only one answer is changed.
    fn progress(&self, words: &Words, step: Step) -> Option<Progress> {
        let key = match self.origin {
            Origin::Welcome => "welcome-progress",
            _ => "welcome-progress-again",
        };
        let number = 1 + self.origin.place(step)?;
        let count = self.origin.steps().len();
        Some(Progress {
            text: words.with(key, &[("number", number.into()), ("count", count.into())]),
            number,
            count,
        })
    }
}

/// How far somebody is.
struct Progress {
    text: String,
    number: usize,
    count: usize,
}

/// Leads to where the welcome goes on.
pub async fn resume(
    State(app): State<Arc<App>>,
    QueryParams(trip): QueryParams<OnboardingVisit>,
) -> Answer {
    let today = app.now().zoned.date();
    let next = app.read(|diary| onboarding::resume(diary, today)).await;
    let address = trip.next(next.or_page(&app)?);
    Ok(Redirect::to(&address).into_response())
}

#[derive(Template)]
#[template(path = "welcome_step.html")]
struct StepPage<'a> {
    words: &'a Words,
    frame: Frame,
    progress: Option<Progress>,
    heading: String,
    advice: Option<String>,
    problem: Option<String>,
    intro: Vec<String>,
    groups: Vec<Group>,
    /// Whether “None of these” is ticked; none where it isn't offered.
    none: Option<bool>,
    action: String,
    button: String,
    back: Option<String>,
    leave: &'static str,
    leave_label: String,
}

#[derive(Template)]
#[template(path = "welcome_summary.html")]
struct SummaryPage<'a> {
    words: &'a Words,
    frame: Frame,
    progress: Option<Progress>,
    heading: String,
    rows: Vec<Row>,
    is_complete: bool,
    /// The routine that was to be started, and what its button says.
    start: Option<(String, String)>,
}

/// A step's questions, with what was answered before; the last step is everything in one.
pub async fn page(
    State(app): State<Arc<App>>,
    PathParam(step): PathParam<Step>,
    QueryParams(trip): QueryParams<OnboardingVisit>,
) -> Answer {
    if step == Step::Summary {
        return summary(&app, &trip).await;
    }
    let known = app
        .read(|diary| onboarding::begin_with(step, trip.origin, diary))
        .await
        .or_page(&app)?;
    let filled = known.as_ref().map(StepForm::of).unwrap_or_default();
    show(&app, step, &trip, &filled, None).await
}

async fn show(
    app: &Arc<App>,
    step: Step,
    trip: &OnboardingVisit,
    filled: &StepForm,
    problem: Option<String>,
) -> Answer {
    let words = app.words();
    let frame = app.frame("welcome").await.or_page(app)?;
    let (profile, screening) = app
        .read(|diary| (diary.profile(), diary.screening()))
        .await
        .or_page(app)?;
    let is_one = trip.is_one();
    let status = if problem.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    // What has lasted for months is spoken of right after it was said.
    let advises = step == Step::Now && problem.is_none() && profile.since.wants_assessment();
    let advice = match trip.origin {
        Origin::Worse if step == Step::Now => Some("again-intro"),
        Origin::Welcome if advises => Some("welcome-since-advice"),
        _ => None,
    };
    let [button, leave_label] = if is_one {
        ["welcome-save", "welcome-cancel"]
    } else {
        ["welcome-next", "welcome-later"]
    };
    let back = trip.origin.previous(step);
    html_with(
        app,
        status,
        &StepPage {
            words,
            frame,
            progress: trip.progress(words, step),
            heading: questions::heading(words, step, is_one),
            advice: advice.map(|key| words.get(key)),
            problem,
            intro: questions::intro(words, step, is_one, &screening),
            groups: questions::groups(words, step, &screening, filled),
            none: Step::SAFETY.contains(&step).then_some(filled.none),
            action: trip.address(step.id()),
            button: words.get(button),
            back: back.map(|back| trip.address(back.id())),
            leave: trip.leave(),
            leave_label: words.get(leave_label),
        },
    )
}

async fn summary(app: &Arc<App>, trip: &OnboardingVisit) -> Answer {
    let words = app.words();
    let frame = app.frame("welcome").await.or_page(app)?;
    let today = app.now().zoned.date();
    let page = app
        .read(|diary| {
            let is_complete = is_complete(&diary.profile(), &diary.screening());
            let routine = trip
                .routine
                .as_ref()
                .filter(|_| gate::check(diary, today).is_none())
                .and_then(|id| Some((id, routine_name(app, diary, id)?)));
            SummaryPage {
                words,
                frame,
                progress: trip.progress(words, Step::Summary).filter(|_| is_complete),
                heading: words.get(if is_complete {
                    "summary-heading"
                } else {
                    "summary-heading-open"
                }),
                rows: rows(words, diary, Origin::Summary),
                is_complete,
                start: routine.map(|(id, name)| {
                    let start = words.with("summary-start", &[("routine", (&name).into())]);
                    (id.to_string(), start)
                }),
            }
        })
        .await
        .or_page(app)?;
    html(app, &page)
}

/// Keeps a step's answers and leads on, or shows the page again where they say too little or
/// contradict each other.
pub async fn save(
    State(app): State<Arc<App>>,
    PathParam(step): PathParam<Step>,
    QueryParams(trip): QueryParams<OnboardingVisit>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let filled = StepForm::read(step, fields).or_page(&app)?;
    let Some(answers) = filled.answers(step) else {
        return Err(PageError::NotAllowed).or_page(&app);
    };
    if Step::SAFETY.contains(&step) && filled.none != filled.ticked.is_empty() {
        let key = if filled.none {
            "welcome-contradiction"
        } else {
            "welcome-unanswered"
        };
        let problem = Some(app.words().get(key));
        return show(&app, step, &trip, &filled, problem).await;
    }
    let next = app.answer_onboarding(&answers, trip.origin).await;
    let address = trip.next(next.or_page(&app)?);
    Ok(Redirect::to(&address).into_response())
}

/// A session that can't go on for now.
pub struct HeldSession {
    /// Its id.
    pub id: String,
    /// What the person is told of it.
    pub text: String,
}

#[derive(Template)]
#[template(path = "held.html")]
struct HeldPage<'a> {
    words: &'a Words,
    frame: Frame,
    held: Blocked,
    session: Option<HeldSession>,
    problem: Option<String>,
}

/// Shows what holds the exercises back, with the session that can't go on.
pub async fn show_held(app: &Arc<App>, held: Blocked, session: Option<HeldSession>) -> Answer {
    let frame = app.frame("welcome").await.or_page(app)?;
    let words = app.words();
    html(
        app,
        &HeldPage {
            words,
            frame,
            held,
            session,
            problem: None,
        },
    )
}

/// What holds the exercises back; where nothing does, Today.
pub async fn held(State(app): State<Arc<App>>) -> Answer {
    let today = app.now().zoned.date();
    let held = app
        .read(|diary| gate::check(diary, today))
        .await
        .or_page(&app)?;
    match held {
        Some(held) => show_held(&app, held, None).await,
        None => Ok(Redirect::to("/").into_response()),
    }
}

/// Keeps that a clinician has seen the signs that the page named.
pub async fn seen(
    State(app): State<Arc<App>>,
    Form(fields): Form<Vec<(String, String)>>,
) -> Answer {
    let mut signs = BTreeSet::new();
    let mut is_sure = false;
    for (name, value) in fields {
        match &*name {
            "sign" => {
                let sign = one_of(&BeforeSign::ALL, BeforeSign::id, &value);
                signs.insert(sign.or_page(&app)?);
            }
            "seen" => is_sure = true,
            _ => return Err(unknown()).or_page(&app),
        }
    }
    let words = app.words();
    if !is_sure {
        let today = app.now().zoned.date();
        let held = app.read(|diary| gate::check(diary, today)).await;
        let Some(held) = held.or_page(&app)? else {
            return Ok(Redirect::to("/").into_response());
        };
        let frame = app.frame("welcome").await.or_page(&app)?;
        return html_with(
            &app,
            StatusCode::UNPROCESSABLE_ENTITY,
            &HeldPage {
                words,
                frame,
                held,
                session: None,
                problem: Some(words.get("held-not-seen")),
            },
        );
    }
    let next = app.mark_signs_seen(&signs).await.or_page(&app)?;
    let address = match next {
        NextStep::Done => "/",
        NextStep::Held | NextStep::Changes | NextStep::Step(_) => "/welcome",
    };
    Ok(Redirect::to(address).into_response())
}

/// The signs of a list as they were asked for.
fn texts(signs: impl IntoIterator<Item = Sign>) -> Vec<String> {
    signs.into_iter().map(|sign| sign.text).collect()
}

/// The name of a routine that can be started; `None` where there is no such one.
fn routine_name(app: &App, diary: &Diary, id: &RoutineId) -> Option<String> {
    if let Some(own) = CustomRoutineId::of(id) {
        return diary.custom_routine(own).map(|own| own.name.to_string());
    }
    let is_there = id.as_str() == TODAY || app.library().routine(id).is_some();
    is_there.then(|| names::routine(app.words(), id))
}
