//! What each step of the welcome asks, and what a filled-in page says: the same list offers the
//! answers and decides which are taken.

use std::collections::BTreeSet;

use unhunch_app::onboarding::{BreaksChoice, DailyChoice, StepAnswers};
use unhunch_domain::Condition;
use unhunch_domain::person::onboarding::Step;
use unhunch_domain::person::profile::{Complaint, DayPart, Minutes, Place, Since};
use unhunch_domain::person::screening::{ASKED, BeforeSign, NowSign, PREGNANCY, Screening};
use unhunch_domain::programme::position::Equipment;
use unhunch_words::{Words, safety};

use crate::error::PageError;
use crate::forms::unknown;

/// Questions whose answers belong together.
pub struct Group {
    pub legend: String,
    /// Whether the legend only repeats the page's heading.
    pub is_legend_unseen: bool,
    pub note: Option<String>,
    pub name: &'static str,
    pub is_radio: bool,
    /// Whether the answers are short enough to stand side by side.
    pub is_short: bool,
    pub choices: Vec<Choice>,
}

/// One answer that can be ticked.
pub struct Choice {
    pub value: String,
    pub label: String,
    pub note: Option<String>,
    pub is_ticked: bool,
}

/// A page as it is filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StepForm {
    /// The name of a question, and an answer to it.
    pub ticked: BTreeSet<(&'static str, String)>,
    /// Whether “None of these” is ticked.
    pub none: bool,
}

/// The answer that says that one isn't pregnant: it is none of the conditions.
const NOT_PREGNANT: &str = "no";

/// What a step asks: names of questions, with their answers, and whether only one is taken.
fn offered(step: Step) -> Vec<(&'static str, Vec<String>, bool)> {
    fn ids<T: Copy>(all: &[T], id: fn(T) -> &'static str) -> Vec<String> {
        all.iter().map(|one| id(*one).to_owned()).collect()
    }
    match step {
        Step::You => vec![
            ("complaint", ids(&Complaint::ALL, Complaint::id), false),
            ("since", ids(&Since::ALL, Since::id), true),
        ],
        Step::Now => vec![("sign", ids(&NowSign::ALL, NowSign::id), false)],
        Step::Before => vec![("sign", ids(&BeforeSign::ALL, BeforeSign::id), false)],
        Step::Conditions => {
            let mut months = ids(&PREGNANCY, Condition::id);
            months.insert(0, NOT_PREGNANT.to_owned());
            vec![
                ("condition", ids(&ASKED, Condition::id), false),
                ("pregnancy", months, true),
            ]
        }
        Step::Room => vec![
            ("equipment", ids(&Equipment::ALL, Equipment::id), false),
            ("place", ids(&Place::ALL, Place::id), true),
        ],
        Step::Time => vec![
            (
                "minutes",
                Minutes::OFFERED.map(|minutes| minutes.to_string()).to_vec(),
                true,
            ),
            ("day_part", ids(&DayPart::ALL, DayPart::id), true),
        ],
        Step::Asking => {
            let with_own = |mut ids: Vec<String>| {
                ids.push(CUSTOM_PREFIX.to_owned());
                ids
            };
            let daily = with_own(ids(&DailyChoice::ALL, DailyChoice::id));
            let breaks = with_own(ids(&BreaksChoice::ALL, BreaksChoice::id));
            vec![("ask-daily", daily, true), ("ask-breaks", breaks, true)]
        }
        Step::Summary => Vec::new(),
    }
}

/// The answer that leaves what was set in detail as it is.
const CUSTOM_PREFIX: &str = "own";

impl StepForm {
    /// The answers with which a step begins.
    pub fn of(answers: &StepAnswers) -> Self {
        let mut filled = Self {
            none: answers.is_no(),
            ..Self::default()
        };
        match answers {
            StepAnswers::You { complaints, since } => {
                filled.tick("complaint", complaints, Complaint::id);
                filled.tick("since", since, Since::id);
            }
            StepAnswers::Now(signs) => filled.tick("sign", signs, NowSign::id),
            StepAnswers::Before(signs) => filled.tick("sign", signs, BeforeSign::id),
            StepAnswers::Conditions(conditions) => {
                let is_pregnancy = |one: &&Condition| PREGNANCY.contains(one);
                let (months, others): (Vec<_>, Vec<_>) = conditions.iter().partition(is_pregnancy);
                filled.tick("pregnancy", months, Condition::id);
                filled.tick("condition", others, Condition::id);
            }
            StepAnswers::Room { equipment, place } => {
                filled.tick("equipment", equipment, Equipment::id);
                filled.tick("place", place, Place::id);
            }
            StepAnswers::Time { minutes, day_part } => {
                let minutes = minutes.map(|minutes| ("minutes", minutes.get().to_string()));
                filled.ticked.extend(minutes);
                filled.tick("day_part", day_part, DayPart::id);
            }
            StepAnswers::Asking { daily, breaks } => {
                let daily = daily.map_or(CUSTOM_PREFIX, DailyChoice::id);
                let breaks = breaks.map_or(CUSTOM_PREFIX, BreaksChoice::id);
                let asking = [("ask-daily", daily), ("ask-breaks", breaks)];
                filled
                    .ticked
                    .extend(asking.map(|(name, id)| (name, id.to_owned())));
            }
        }
        filled
    }

    fn tick<'a, T: Copy + 'a>(
        &mut self,
        name: &'static str,
        answers: impl IntoIterator<Item = &'a T>,
        id: fn(T) -> &'static str,
    ) {
        let answers = answers.into_iter();
        let ticked = answers.map(|answer| (name, id(*answer).to_owned()));
        self.ticked.extend(ticked);
    }

    /// What a form says.
    ///
    /// # Errors
    /// Where it is no form of that step.
    pub fn read(step: Step, fields: Vec<(String, String)>) -> Result<Self, PageError> {
        let offered = offered(step);
        let mut filled = Self::default();
        for (name, value) in fields {
            if name == "none" && Step::SAFETY.contains(&step) {
                filled.none = true;
                continue;
            }
            let (name, values, is_radio) = offered
                .iter()
                .find(|(known, ..)| *known == name)
                .ok_or_else(unknown)?;
            if !values.contains(&value) {
                return Err(unknown());
            }
            if *name == "pregnancy" && value == NOT_PREGNANT {
                continue;
            }
            let answer = (*name, value);
            let is_other = |one: &(&str, String)| one.0 == answer.0 && one.1 != answer.1;
            if *is_radio && filled.ticked.iter().any(is_other) {
                return Err(unknown());
            }
            filled.ticked.insert(answer);
        }
        Ok(filled)
    }

    fn has(&self, name: &'static str, value: &str) -> bool {
        self.ticked.iter().any(|(n, v)| *n == name && v == value)
    }

    /// All that are ticked.
    fn all<T: Copy + Ord>(
        &self,
        name: &'static str,
        all: &[T],
        id: fn(T) -> &'static str,
    ) -> BTreeSet<T> {
        all.iter()
            .filter(|one| self.has(name, id(**one)))
            .copied()
            .collect()
    }

    /// The one that is ticked, if any.
    fn one<T: Copy>(&self, name: &'static str, all: &[T], id: fn(T) -> &'static str) -> Option<T> {
        all.iter().find(|one| self.has(name, id(**one))).copied()
    }

    /// What is answered at a step; nothing is at the last one.
    pub fn answers(&self, step: Step) -> Option<StepAnswers> {
        Some(match step {
            Step::You => StepAnswers::You {
                complaints: self.all("complaint", &Complaint::ALL, Complaint::id),
                since: self.one("since", &Since::ALL, Since::id),
            },
            Step::Now => StepAnswers::Now(self.all("sign", &NowSign::ALL, NowSign::id)),
            Step::Before => StepAnswers::Before(self.all("sign", &BeforeSign::ALL, BeforeSign::id)),
            Step::Conditions => {
                let mut conditions = self.all("condition", &ASKED, Condition::id);
                conditions.extend(self.one("pregnancy", &PREGNANCY, Condition::id));
                StepAnswers::Conditions(conditions)
            }
            Step::Room => StepAnswers::Room {
                equipment: self.all("equipment", &Equipment::ALL, Equipment::id),
                place: self.one("place", &Place::ALL, Place::id),
            },
            Step::Time => StepAnswers::Time {
                minutes: Minutes::OFFERED
                    .into_iter()
                    .find(|minutes| self.has("minutes", &minutes.to_string()))
                    .and_then(|minutes| Minutes::try_from(minutes).ok()),
                day_part: self.one("day_part", &DayPart::ALL, DayPart::id),
            },
            Step::Asking => StepAnswers::Asking {
                daily: self.one("ask-daily", &DailyChoice::ALL, DailyChoice::id),
                breaks: self.one("ask-breaks", &BreaksChoice::ALL, BreaksChoice::id),
            },
            Step::Summary => return None,
        })
    }
}

/// What stands above a step's questions.
pub fn heading(words: &Words, step: Step, is_one: bool) -> String {
    words.get(match step {
        Step::You if is_one => "welcome-heading-change-you",
        Step::You => "welcome-heading-you",
        Step::Now => "welcome-heading-now",
        Step::Before => "welcome-heading-before",
        Step::Conditions => "welcome-heading-conditions",
        Step::Room => "welcome-heading-room",
        Step::Time => "welcome-heading-time",
        Step::Asking => "welcome-heading-asking",
        Step::Summary => "summary-heading",
    })
}

/// What a step says before its questions.
pub fn intro(words: &Words, step: Step, is_one: bool, screening: &Screening) -> Vec<String> {
    let keys: &[&str] = match step {
        Step::You if !is_one => &[
            "welcome-intro-what",
            "welcome-intro-asks",
            "welcome-intro-private",
        ],
        Step::Now => &["welcome-intro-now"],
        Step::Before => &["welcome-intro-before"],
        Step::Conditions if screening.has_fracture() => {
            &["welcome-intro-conditions", "welcome-fracture-included"]
        }
        Step::Conditions => &["welcome-intro-conditions"],
        Step::Asking => &["welcome-intro-asking"],
        Step::You | Step::Room | Step::Time | Step::Summary => &[],
    };
    keys.iter().map(|key| words.get(key)).collect()
}

/// A step's questions.
pub fn groups(words: &Words, step: Step, screening: &Screening, filled: &StepForm) -> Vec<Group> {
    let offered = offered(step).into_iter();
    let groups = offered.map(|(name, values, is_radio)| Group {
        legend: words.get(legend(step, name)),
        is_legend_unseen: Step::SAFETY.contains(&step) && name != "pregnancy",
        note: match name {
            "minutes" => Some(words.get("welcome-minutes-note")),
            "ask-daily" => Some(words.get("welcome-ask-daily-note")),
            _ => None,
        },
        name,
        is_radio,
        is_short: matches!(
            name,
            "complaint" | "since" | "minutes" | "day_part" | "pregnancy"
        ),
        choices: values
            .into_iter()
            // Who broke a bone with osteoporosis has said so on the page before.
            .filter(|value| !(screening.has_fracture() && value == Condition::Osteoporosis.id()))
            // What was set in detail is offered to those who did.
            .filter(|value| value != CUSTOM_PREFIX || filled.has(name, CUSTOM_PREFIX))
            .map(|value| Choice {
                label: label(words, step, name, &value),
                note: words.find(&format!("{name}-{value}.asked"), &[]),
                is_ticked: filled.has(name, &value)
                    || name == "pregnancy" && value == NOT_PREGNANT && !filled.any(name),
                value,
            })
            .collect(),
    });
    groups.collect()
}

impl StepForm {
    /// Whether anything is ticked there.
    fn any(&self, name: &str) -> bool {
        self.ticked.iter().any(|(known, _)| *known == name)
    }
}

/// The key of what a question asks.
fn legend(step: Step, name: &str) -> &'static str {
    match (step, name) {
        (Step::You, "complaint") => "welcome-complaints",
        (Step::You, _) => "welcome-since",
        (Step::Now, _) => "welcome-heading-now",
        (Step::Before, _) => "welcome-heading-before",
        (Step::Conditions, "pregnancy") => "welcome-pregnancy",
        (Step::Conditions, _) => "welcome-conditions",
        (Step::Room, "equipment") => "welcome-equipment",
        (Step::Room, _) => "welcome-place",
        (Step::Time, "minutes") => "welcome-minutes",
        (Step::Time, _) => "welcome-day-part",
        (Step::Asking, "ask-daily") => "welcome-ask-daily",
        (Step::Asking, _) => "welcome-ask-breaks",
        (Step::Summary, _) => "summary-heading",
    }
}

/// An answer in words.
fn label(words: &Words, step: Step, name: &str, value: &str) -> String {
    match (step, name) {
        (Step::Now, _) => words.get(&format!("safety-now-{value}")),
        (Step::Before, _) => words.get(&format!("safety-before-{value}")),
        (_, "pregnancy") if value == NOT_PREGNANT => words.get("welcome-pregnancy-no"),
        (_, "minutes") => words.with("minutes-count", &[("minutes", value.into())]),
        (_, "day_part") => words.get(&format!("day-part-{value}")),
        _ => words.get(&format!("{name}-{value}")),
    }
}

/// What the conditions of the person's are called, each once.
pub fn condition_names(words: &Words, conditions: &BTreeSet<Condition>) -> Vec<String> {
    conditions
        .iter()
        .map(|condition| words.get(&format!("condition-{}", condition.id())))
        .collect()
}

/// How many minutes, in words.
pub fn minutes(words: &Words, minutes: Minutes) -> String {
    words.with("minutes-count", &[("minutes", minutes.get().into())])
}

/// Signs for which one gets help now, as they were asked for.
pub fn now_texts(words: &Words, signs: &BTreeSet<NowSign>) -> Vec<String> {
    super::texts(signs.iter().map(|sign| safety::now_sign(words, *sign)))
}

/// Signs with which one sees a clinician first, as they were asked for.
pub fn before_texts(words: &Words, signs: &BTreeSet<BeforeSign>) -> Vec<String> {
    super::texts(signs.iter().map(|sign| safety::before_sign(words, *sign)))
}
