//! What each step of the welcome asks, and what a filled-in page says: the same list offers the
//! answers and decides which are taken.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unhunch_domain::Condition;
use unhunch_domain::Settings;
use unhunch_domain::position::Equipment;
use unhunch_domain::profile::{Complaint, DayPart, Minutes, Place, Profile, Since};
use unhunch_domain::reminder_plan::{Breaks, Week};
use unhunch_domain::screening::{ASKED, Answers, BeforeSign, NowSign, PREGNANCY, Screening};
use unhunch_domain::welcome::Step;
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
pub struct Filled {
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
        Step::Asking => vec![
            (
                "ask-daily",
                DAILY.map(|(id, _)| id.to_owned()).to_vec(),
                true,
            ),
            ("ask-breaks", BREAKS.map(str::to_owned).to_vec(), true),
        ],
        Step::Summary => Vec::new(),
    }
}

/// When somebody can choose to be asked for the session, and the hours of workdays that means.
const DAILY: [(&str, Option<&str>); 6] = [
    ("never", None),
    ("morning", Some("09:00-11:00")),
    ("midday", Some("12:00-14:00")),
    ("afternoon", Some("15:00-17:00")),
    ("evening", Some("18:00-20:00")),
    (OWN, None),
];

/// Whether somebody can choose to be asked for breaks.
const BREAKS: [&str; 3] = ["never", "work", OWN];

/// The answer that leaves what was set in detail as it is.
const OWN: &str = "own";

/// The answer that stands for some windows.
fn daily_id(windows: &Week) -> &'static str {
    let known = DAILY.iter().find(|(id, hours)| {
        let week = hours
            .and_then(|hours| hours.parse().ok())
            .map(Week::workdays);
        *id != OWN && week.unwrap_or_default() == *windows
    });
    known.map_or(OWN, |(id, _)| id)
}

/// The answer that stands for some breaks.
fn breaks_id(breaks: &Breaks) -> &'static str {
    let proposed = Breaks {
        on: true,
        ..Breaks::default()
    };
    match breaks.on {
        false => "never",
        true if *breaks == proposed => "work",
        true => OWN,
    }
}

impl Filled {
    /// What was answered before.
    pub fn of(step: Step, profile: &Profile, screening: &Screening, settings: &Settings) -> Self {
        let mut filled = Self::default();
        let mut tick = |name, value: &str| {
            filled.ticked.insert((name, value.to_owned()));
        };
        match step {
            Step::You => {
                for complaint in &profile.complaints {
                    tick("complaint", complaint.id());
                }
                tick("since", profile.since.id());
            }
            Step::Now => {
                for sign in screening.now.iter().flatten() {
                    tick("sign", sign.id());
                }
                filled.none = screening.now.as_ref().is_some_and(BTreeSet::is_empty);
            }
            Step::Before => {
                for sign in screening.before.iter().flatten() {
                    tick("sign", sign.id());
                }
                filled.none = screening.before.as_ref().is_some_and(BTreeSet::is_empty);
            }
            Step::Conditions => {
                for condition in screening.conditions.iter().flatten() {
                    let name = if PREGNANCY.contains(condition) {
                        "pregnancy"
                    } else {
                        "condition"
                    };
                    tick(name, condition.id());
                }
                filled.none = screening
                    .conditions
                    .as_ref()
                    .is_some_and(BTreeSet::is_empty);
            }
            Step::Room => {
                for thing in &profile.equipment {
                    tick("equipment", thing.id());
                }
                tick("place", profile.place.id());
            }
            Step::Time => {
                tick("minutes", &profile.minutes.get().to_string());
                tick("day_part", profile.day_part.id());
            }
            Step::Asking => {
                tick("ask-daily", daily_id(settings.daily.asked()));
                tick("ask-breaks", breaks_id(&settings.breaks));
            }
            Step::Summary => {}
        }
        filled
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

    /// Puts into settings when to be asked; what wasn't chosen stays as it was.
    pub fn set(&self, step: Step, settings: &mut Settings) {
        if step != Step::Asking {
            return;
        }
        let daily = DAILY.iter().find(|(id, _)| self.has("ask-daily", id));
        if let Some((id, hours)) = daily.filter(|(id, _)| *id != OWN)
            && *id != daily_id(settings.daily.asked())
        {
            let week = hours
                .and_then(|hours| hours.parse().ok())
                .map(Week::workdays);
            settings.daily.on = week.is_some();
            if let Some(week) = week {
                settings.daily.windows = week;
            }
        }
        match BREAKS.into_iter().find(|id| self.has("ask-breaks", id)) {
            Some("never") => settings.breaks.on = false,
            Some("work") => {
                settings.breaks = Breaks {
                    on: true,
                    ..Breaks::default()
                };
            }
            _ => {}
        }
    }

    /// Puts into a profile what was said; a choice of one that wasn't made stays as it was.
    pub fn describe(&self, step: Step, profile: &mut Profile) {
        match step {
            Step::You => {
                profile.complaints = self.all("complaint", &Complaint::ALL, Complaint::id);
                let since = self.one("since", &Since::ALL, Since::id);
                profile.since = since.unwrap_or(profile.since);
            }
            Step::Room => {
                profile.equipment = self.all("equipment", &Equipment::ALL, Equipment::id);
                let place = self.one("place", &Place::ALL, Place::id);
                profile.place = place.unwrap_or(profile.place);
            }
            Step::Time => {
                let minutes = Minutes::OFFERED
                    .into_iter()
                    .find(|minutes| self.has("minutes", &minutes.to_string()))
                    .and_then(|minutes| Minutes::try_from(minutes).ok());
                profile.minutes = minutes.unwrap_or(profile.minutes);
                let part = self.one("day_part", &DayPart::ALL, DayPart::id);
                profile.day_part = part.unwrap_or(profile.day_part);
            }
            Step::Now | Step::Before | Step::Conditions | Step::Asking | Step::Summary => {}
        }
    }

    /// The answers to the safety questions of a step, nothing at any other; `worse` is since when
    /// it has been worse, if it is.
    pub fn answer(&self, step: Step, screening: &Screening, worse: Option<Date>) -> Answers {
        match step {
            Step::Now => Answers {
                now: Some(Some(self.all("sign", &NowSign::ALL, NowSign::id))),
                now_for: worse.map(Some),
                ..Answers::default()
            },
            Step::Before => Answers {
                before_for: worse.map(Some),
                ..screening.answer_before(self.all("sign", &BeforeSign::ALL, BeforeSign::id))
            },
            Step::Conditions => {
                let mut conditions = self.all("condition", &ASKED, Condition::id);
                conditions.extend(self.one("pregnancy", &PREGNANCY, Condition::id));
                Answers {
                    conditions: Some(Some(conditions)),
                    ..Answers::default()
                }
            }
            Step::You | Step::Room | Step::Time | Step::Asking | Step::Summary => {
                Answers::default()
            }
        }
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
pub fn groups(words: &Words, step: Step, screening: &Screening, filled: &Filled) -> Vec<Group> {
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
            .filter(|value| value != OWN || filled.has(name, OWN))
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

impl Filled {
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
