//! Where a person stands with an exercise: which form of it, and at which level; and the steps
//! up and down from there.

use serde::{Deserialize, Serialize};

use crate::programme::dosing;
use crate::programme::exercise::{Change, Exercise, Playable};
use crate::programme::level::Level;

/// Which form of an exercise a person does where they are free to choose. Where they have no
/// room or equipment for it, or a condition asks for another one, they do that one instead, at
/// the same level.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum Difficulty {
    /// Its easier version.
    Easier,
    /// The exercise itself.
    #[default]
    Usual,
    /// Its harder version.
    Harder,
}

impl Difficulty {
    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Easier => "easier",
            Self::Usual => "usual",
            Self::Harder => "harder",
        }
    }

    /// The form that something is; none for one that stands in for another for want of a chair
    /// or for a condition.
    pub fn of(play: Playable<'_>) -> Option<Self> {
        match play.variant.map(|variant| variant.change) {
            None => Some(Self::Usual),
            Some(Change::Easier) => Some(Self::Easier),
            Some(Change::Harder) => Some(Self::Harder),
            Some(Change::Seated | Change::Standing | Change::Swap) => None,
        }
    }
}

/// Where a person stands with an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseLevel {
    /// The form.
    pub form: Difficulty,
    /// The level of that form's doses.
    pub level: Level,
}

impl Default for ExerciseLevel {
    /// Where everybody begins.
    fn default() -> Self {
        Self {
            form: Difficulty::Usual,
            level: Level::FIRST,
        }
    }
}

/// A person's own decision about an exercise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExerciseChoice {
    /// It may come.
    #[default]
    Usual,
    /// It is left out of what is put together for them.
    LeftOut,
    /// A clinician agreed to it, where one is to be asked first.
    Agreed,
}

impl ExerciseChoice {
    /// The name in files and JSON.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::LeftOut => "left-out",
            Self::Agreed => "agreed",
        }
    }
}

/// The steps of an exercise for a person: the forms that are for them, from the easiest dose of
/// the easier version to the hardest of the harder one.
///
/// The easier version's path ends at level 1: whoever manages that takes up the exercise itself,
/// and whoever is at the top of that, the harder version.
#[derive(Clone, Copy, Debug)]
pub struct Progression<'a> {
    easier: Option<Playable<'a>>,
    usual: Playable<'a>,
    harder: Option<Playable<'a>>,
    most: Option<Level>,
}

impl<'a> Progression<'a> {
    /// The ladder of an exercise.
    ///
    /// `forms` are the forms that are for the person. What they do where they are free to choose
    /// is the exercise itself if that is among them, else the first. `most` is the highest level
    /// that is for them, if there is one. None where there are no forms.
    pub fn of(forms: &[Playable<'a>], most: Option<Level>) -> Option<Self> {
        let of_form = |form| {
            forms
                .iter()
                .copied()
                .find(|play| Difficulty::of(*play) == Some(form))
        };
        let stands_in = forms
            .iter()
            .copied()
            .find(|play| Difficulty::of(*play) != Some(Difficulty::Harder));
        let usual = of_form(Difficulty::Usual)
            .or(stands_in)
            .or(forms.first().copied())?;
        let not_usual = |play: &Playable<'a>| play.message() != usual.message();
        Some(Self {
            easier: of_form(Difficulty::Easier).filter(not_usual),
            usual,
            harder: of_form(Difficulty::Harder)
                .filter(not_usual)
                .filter(|_| most.is_none()),
            most,
        })
    }

    /// The ladder of an exercise for somebody for whom all of it is.
    pub fn whole(exercise: &'a Exercise) -> Option<Self> {
        let forms: Vec<Playable<'a>> = exercise.forms().collect();
        Self::of(&forms, None)
    }

    /// What is played in a form; the exercise itself where it has no such form.
    pub fn play(&self, form: Difficulty) -> Playable<'a> {
        match form {
            Difficulty::Easier => self.easier.unwrap_or(self.usual),
            Difficulty::Usual => self.usual,
            Difficulty::Harder => self.harder.unwrap_or(self.usual),
        }
    }

    /// The same standing, or the nearest that this ladder has.
    #[must_use]
    pub fn clamp(&self, standing: ExerciseLevel) -> ExerciseLevel {
        let form = match standing.form {
            Difficulty::Easier if self.easier.is_none() => {
                // Whoever is below the exercise itself is at its bottom.
                return ExerciseLevel {
                    form: Difficulty::Usual,
                    level: dosing::levels(self.usual).lowest,
                };
            }
            Difficulty::Harder if self.harder.is_none() => {
                // Whoever is beyond the exercise itself is at its top.
                return ExerciseLevel {
                    form: Difficulty::Usual,
                    level: self.top(Difficulty::Usual),
                };
            }
            form => form,
        };
        let lowest = dosing::levels(self.play(form)).lowest;
        ExerciseLevel {
            form,
            level: standing.level.clamp(lowest, self.top(form)),
        }
    }

    /// One step up; none at the top.
    pub fn up(&self, standing: ExerciseLevel) -> Option<ExerciseLevel> {
        let now = self.clamp(standing);
        if now.level < self.top(now.form) {
            return Some(ExerciseLevel {
                level: Level(now.level.0 + 1),
                ..now
            });
        }
        match now.form {
            // The easier version at its top is the exercise itself, a step below its first level.
            Difficulty::Easier => Some(self.clamp(ExerciseLevel {
                form: Difficulty::Usual,
                level: Level(Level::FIRST.0 - 1),
            })),
            Difficulty::Usual if self.harder.is_some() => Some(self.clamp(ExerciseLevel {
                form: Difficulty::Harder,
                level: Level(Level::FIRST.0 - 1),
            })),
            Difficulty::Usual | Difficulty::Harder => None,
        }
    }

    /// One step down; none at the bottom.
    pub fn down(&self, standing: ExerciseLevel) -> Option<ExerciseLevel> {
        let now = self.clamp(standing);
        if now.level > dosing::levels(self.play(now.form)).lowest {
            return Some(ExerciseLevel {
                level: Level(now.level.0 - 1),
                ..now
            });
        }
        match now.form {
            Difficulty::Harder => Some(ExerciseLevel {
                form: Difficulty::Usual,
                level: self.top(Difficulty::Usual),
            }),
            Difficulty::Usual if self.easier.is_some() => Some(ExerciseLevel {
                form: Difficulty::Easier,
                level: self.top(Difficulty::Easier),
            }),
            Difficulty::Usual | Difficulty::Easier => None,
        }
    }

    /// Where a person stands after it hurt: the next easier version if there is one, a step
    /// gentler; at the bottom they stay.
    #[must_use]
    pub fn after_hurt(&self, standing: ExerciseLevel) -> ExerciseLevel {
        let now = self.clamp(standing);
        let form = match now.form {
            Difficulty::Usual | Difficulty::Easier if self.easier.is_some() => Difficulty::Easier,
            Difficulty::Harder | Difficulty::Usual | Difficulty::Easier => Difficulty::Usual,
        };
        let gentler = Level(now.level.min(Level::FIRST).0.saturating_sub(1));
        self.clamp(ExerciseLevel {
            form,
            level: gentler,
        })
    }

    /// The highest level of a form that is for the person.
    fn top(&self, form: Difficulty) -> Level {
        let levels = dosing::levels(self.play(form));
        let top = match form {
            Difficulty::Easier if self.easier.is_some() => Level::FIRST,
            _ => levels.top,
        };
        self.most
            .map_or(top, |most| top.min(most))
            .max(levels.lowest)
    }
}
