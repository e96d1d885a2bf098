//! What is answered at each step of the welcome, and what it means for what is known of a person.

use std::collections::BTreeSet;

use jiff::civil::Date;
use unhunch_domain::person::onboarding::Step;
use unhunch_domain::person::profile::{Complaint, DayPart, Minutes, Place, Profile, Since};
use unhunch_domain::person::reminder_plan::{Breaks, Span, Week};
use unhunch_domain::person::screening::{Answers, BeforeSign, NowSign, Screening};
use unhunch_domain::programme::position::Equipment;
use unhunch_domain::{Condition, Diary, Settings};

/// What is answered at a step; of what can be left open, none leaves it as it was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepAnswers {
    /// What brings the person, and since when.
    You {
        /// What brings them.
        complaints: BTreeSet<Complaint>,
        /// Since when.
        since: Option<Since>,
    },
    /// The signs of those with which one gets help now; an empty set says that there are none.
    Now(BTreeSet<NowSign>),
    /// The signs of those with which one sees a clinician first; an empty set says that there are
    /// none.
    Before(BTreeSet<BeforeSign>),
    /// The conditions; an empty set says that there are none.
    Conditions(BTreeSet<Condition>),
    /// What the person has, and where they exercise.
    Room {
        /// What they have.
        equipment: BTreeSet<Equipment>,
        /// Where.
        place: Option<Place>,
    },
    /// How long, and when in the day.
    Time {
        /// How long.
        minutes: Option<Minutes>,
        /// When.
        day_part: Option<DayPart>,
    },
    /// When to be asked.
    Asking {
        /// For the day's session.
        daily: Option<DailyChoice>,
        /// For short breaks.
        breaks: Option<BreaksChoice>,
    },
}

impl StepAnswers {
    /// The step that they are of.
    pub const fn step(&self) -> Step {
        match self {
            Self::You { .. } => Step::You,
            Self::Now(_) => Step::Now,
            Self::Before(_) => Step::Before,
            Self::Conditions(_) => Step::Conditions,
            Self::Room { .. } => Step::Room,
            Self::Time { .. } => Step::Time,
            Self::Asking { .. } => Step::Asking,
        }
    }

    /// What was answered at a step before; none where its safety question wasn't asked yet, and at
    /// the last step.
    pub fn known(step: Step, diary: &Diary) -> Option<Self> {
        let (profile, screening) = (diary.profile(), diary.screening());
        Some(match step {
            Step::You => Self::You {
                complaints: profile.complaints,
                since: Some(profile.since),
            },
            Step::Now => Self::Now(screening.now?),
            Step::Before => Self::Before(screening.before?),
            Step::Conditions => Self::Conditions(screening.conditions?),
            Step::Room => Self::Room {
                equipment: profile.equipment,
                place: Some(profile.place),
            },
            Step::Time => Self::Time {
                minutes: Some(profile.minutes),
                day_part: Some(profile.day_part),
            },
            Step::Asking => {
                let settings = diary.settings();
                Self::Asking {
                    daily: DailyChoice::of(&settings),
                    breaks: BreaksChoice::of(&settings),
                }
            }
            Step::Summary => return None,
        })
    }

    /// Whether they say that nothing of what is asked for the person's safety applies.
    pub fn is_no(&self) -> bool {
        match self {
            Self::Now(signs) => signs.is_empty(),
            Self::Before(signs) => signs.is_empty(),
            Self::Conditions(conditions) => conditions.is_empty(),
            Self::You { .. } | Self::Room { .. } | Self::Time { .. } | Self::Asking { .. } => false,
        }
    }

    /// Puts into a profile what was said.
    pub(super) fn describe(&self, profile: &mut Profile) {
        match self {
            Self::You { complaints, since } => {
                profile.complaints.clone_from(complaints);
                profile.since = since.unwrap_or(profile.since);
            }
            Self::Room { equipment, place } => {
                profile.equipment.clone_from(equipment);
                profile.place = place.unwrap_or(profile.place);
            }
            Self::Time { minutes, day_part } => {
                profile.minutes = minutes.unwrap_or(profile.minutes);
                profile.day_part = day_part.unwrap_or(profile.day_part);
            }
            Self::Now(_) | Self::Before(_) | Self::Conditions(_) | Self::Asking { .. } => {}
        }
    }

    /// Puts into settings when to be asked.
    pub(super) fn set(&self, settings: &mut Settings) {
        let Self::Asking { daily, breaks } = self else {
            return;
        };
        // What is so already stays with all its details.
        if let Some(daily) = daily.filter(|daily| !daily.is_set_in(settings)) {
            let week = daily.week();
            settings.daily.on = week.is_some();
            settings.daily.windows = week.unwrap_or_else(|| settings.daily.windows.clone());
        }
        match breaks {
            Some(BreaksChoice::Never) => settings.breaks.on = false,
            Some(BreaksChoice::Work) => settings.breaks = proposed_breaks(),
            None => {}
        }
    }

    /// The answers to the safety questions; `worse` is since when it has been worse, if it is.
    pub(super) fn answer(&self, screening: &Screening, worse: Option<Date>) -> Answers {
        match self {
            Self::Now(signs) => Answers {
                now: Some(Some(signs.clone())),
                now_for: worse.map(Some),
                ..Answers::default()
            },
            Self::Before(signs) => Answers {
                before_for: worse.map(Some),
                ..screening.answer_before(signs.clone())
            },
            Self::Conditions(conditions) => Answers {
                conditions: Some(Some(conditions.clone())),
                ..Answers::default()
            },
            Self::You { .. } | Self::Room { .. } | Self::Time { .. } | Self::Asking { .. } => {
                Answers::default()
            }
        }
    }
}

/// When somebody can choose to be asked for the day's session, of workdays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DailyChoice {
    /// Never.
    Never,
    /// From nine to eleven.
    Morning,
    /// From noon to two.
    Midday,
    /// From three to five.
    Afternoon,
    /// From six to eight.
    Evening,
}

impl DailyChoice {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Never,
        Self::Morning,
        Self::Midday,
        Self::Afternoon,
        Self::Evening,
    ];

    /// Its name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Morning => "morning",
            Self::Midday => "midday",
            Self::Afternoon => "afternoon",
            Self::Evening => "evening",
        }
    }

    const fn hours(self) -> Option<&'static str> {
        match self {
            Self::Never => None,
            Self::Morning => Some("09:00-11:00"),
            Self::Midday => Some("12:00-14:00"),
            Self::Afternoon => Some("15:00-17:00"),
            Self::Evening => Some("18:00-20:00"),
        }
    }

    /// The windows that it means; none for never.
    fn week(self) -> Option<Week> {
        let hours: Span = self.hours()?.parse().ok()?;
        Some(Week::workdays(hours))
    }

    /// The one that settings stand for; none where they are set in detail.
    pub fn of(settings: &Settings) -> Option<Self> {
        let mut all = Self::ALL.into_iter();
        all.find(|choice| choice.is_set_in(settings))
    }

    fn is_set_in(self, settings: &Settings) -> bool {
        self.week().unwrap_or_default() == *settings.daily.asked()
    }
}

/// Whether somebody can choose to be asked for short breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BreaksChoice {
    /// Never.
    Never,
    /// As it is proposed: after a while of work.
    Work,
}

impl BreaksChoice {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Never, Self::Work];

    /// Its name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Never => "never",
            Self::Work => "work",
        }
    }

    /// The one that settings stand for; none where they are set in detail.
    pub fn of(settings: &Settings) -> Option<Self> {
        if !settings.breaks.on {
            Some(Self::Never)
        } else if settings.breaks == proposed_breaks() {
            Some(Self::Work)
        } else {
            None
        }
    }
}

fn proposed_breaks() -> Breaks {
    Breaks {
        on: true,
        ..Breaks::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_but_never_has_its_hours_and_is_found_again() {
        for choice in DailyChoice::ALL {
            assert_eq!(choice.week().is_none(), choice == DailyChoice::Never);
            let mut settings = Settings::default();
            let answers = StepAnswers::Asking {
                daily: Some(choice),
                breaks: None,
            };
            answers.set(&mut settings);
            assert_eq!(DailyChoice::of(&settings), Some(choice));
        }
        for choice in BreaksChoice::ALL {
            let mut settings = Settings::default();
            let answers = StepAnswers::Asking {
                daily: None,
                breaks: Some(choice),
            };
            answers.set(&mut settings);
            assert_eq!(BreaksChoice::of(&settings), Some(choice));
        }
    }
}
