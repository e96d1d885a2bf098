//! Exercises for a person: where they stand with one, what comes next and before, whether it is
//! for them, and what they decide about that.

use std::collections::BTreeSet;

use unhunch_domain::diary::Diary;
use unhunch_domain::person::precautions::{Removal, allowed};
use unhunch_domain::programme::exercise::{Exercise, Precaution};
use unhunch_domain::programme::parts::Kind;
use unhunch_domain::programme::progression::{ExerciseChoice, ExerciseLevel};
use unhunch_domain::review::person::{Feasible, Obstacle, Person};
use unhunch_domain::review::suggestions;
use unhunch_domain::review::suggestions::Step;
use unhunch_domain::session::compose;
use unhunch_domain::session::compose::{Note, Omission};
use unhunch_domain::{Command, Condition, ExerciseId, Now, Refusal};

use crate::app::{App, NewEntry};
use crate::error::Error;
use crate::gate;
use crate::outcome::Changed;
use crate::today::person_of;

/// An exercise for a person.
#[derive(Clone, Debug)]
pub struct ExerciseView<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// Where the person stands with it; none for a warm-up move, which everybody does alike, and
    /// none while an answer holds all exercises back.
    pub standing: Option<StandingView<'a>>,
    /// Whether figures that face the person are shown as in a mirror.
    pub mirror: bool,
}

/// Where a person stands with an exercise.
#[derive(Clone, Debug)]
pub struct StandingView<'a> {
    /// Why it isn't for them, or not here; none where it is.
    pub obstacle: Option<Omission>,
    /// The precaution that says so; none where none does.
    pub precaution: Option<&'a Precaution>,
    /// What they do of it now; none where nothing of it is for them. What only the place or a thing
    /// keeps away is as it is elsewhere.
    pub levels: Option<LevelsView<'a>>,
    /// What they can decide about having it at all.
    pub decision: Decision,
}

/// What a person does of an exercise, and what they could.
#[derive(Clone, Debug)]
pub struct LevelsView<'a> {
    /// What they do today.
    pub now: Step<'a>,
    /// What they do where nothing is different today.
    pub usual: Step<'a>,
    /// What is different about it, today and in general, but for which version it is.
    pub notes: Vec<Note>,
    /// A step up; none at the top.
    pub next: Option<Step<'a>>,
    /// A step down; none at the bottom.
    pub previous: Option<Step<'a>>,
    /// Whether it is less today because it was too much, so that going on as before is a step.
    pub is_gentler: bool,
    /// Whether a step of it was ever decided on, rather than it being where everybody begins.
    pub is_decided: bool,
    /// When it was done last.
    pub last: LastDone,
}

/// When an exercise was done last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastDone {
    /// So many days ago.
    Days(i32),
    /// Longer ago than is remembered for it, or not.
    LongAgo,
    /// No session was ever begun.
    Never,
}

/// What can be decided about having an exercise at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl Decision {
    fn of(choice: ExerciseChoice, obstacle: Option<&Obstacle<'_>>) -> Self {
        match (choice, obstacle) {
            (ExerciseChoice::LeftOut, _) => Self::TakeBack,
            (_, Some(Obstacle::Removed(Removal::AskFirst(..)))) => Self::Agree,
            (_, Some(Obstacle::Removed(_))) => Self::None,
            (ExerciseChoice::Agreed, _) => Self::Agreed,
            (ExerciseChoice::Usual, _) => Self::LeaveOut,
        }
    }
}

impl<'a> StandingView<'a> {
    fn of(diary: &Diary, now: &Now, exercise: &'a Exercise) -> Option<Self> {
        let is_held = gate::check(diary, now.zoned.date()).is_some_and(|held| held.is_answered());
        if exercise.file.kind == Kind::WarmUp || is_held {
            return None;
        }
        let person = person_of(diary, now);
        let (obstacle, shown) = match person.feasible(exercise) {
            Ok(feasible) => (None, Some(feasible)),
            Err(obstacle) => {
                let elsewhere = match &obstacle {
                    Obstacle::Place(_) | Obstacle::Equipment(_) => person.anywhere(exercise).ok(),
                    Obstacle::LeftOut | Obstacle::Removed(_) => None,
                };
                (Some(obstacle), elsewhere)
            }
        };
        Some(Self {
            precaution: match &obstacle {
                Some(Obstacle::Removed(
                    Removal::LeaveOut(_, precaution) | Removal::AskFirst(_, precaution),
                )) => Some(*precaution),
                _ => None,
            },
            levels: shown.map(|feasible| LevelsView::of(diary, &person, exercise, &feasible)),
            decision: Decision::of(person.choice(&exercise.id), obstacle.as_ref()),
            obstacle: obstacle.map(Omission::from),
        })
    }
}

impl<'a> LevelsView<'a> {
    fn of(diary: &Diary, person: &Person, exercise: &'a Exercise, feasible: &Feasible<'a>) -> Self {
        let (today, mut notes) = compose::standing(person, exercise, feasible);
        // Which version it is, whoever shows it says anyway.
        notes.retain(|note| !matches!(note, Note::Easier | Note::Harder));
        let ladder = &feasible.ladder;
        let now = Step::at(ladder, today.standing);
        let usual = Step::at(ladder, today.usual);
        let (_, next) = suggestions::next(person, ladder, exercise);
        Self {
            notes,
            next,
            previous: suggestions::previous(person, ladder, exercise),
            is_gentler: !now.is_like(&usual) && today.was_too_much.is_some(),
            is_decided: person.standings.contains_key(&exercise.id),
            last: match person.past.days_since(&exercise.id) {
                Some(days) => LastDone::Days(days),
                None if diary.is_empty() => LastDone::Never,
                None => LastDone::LongAgo,
            },
            now,
            usual,
        }
    }
}

/// What became of a decision about having an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChoiceOutcome {
    /// What was decided before.
    pub before: ExerciseChoice,
    /// Whether that is something else.
    pub changed: Changed,
}

impl App {
    /// An exercise for the person: whether it is for them and why not, where they stand with it,
    /// what comes next and before.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is none, or where the journal can't be read.
    pub async fn exercise(&self, id: &ExerciseId) -> Result<ExerciseView<'_>, Error> {
        let exercise = self.known_exercise(id)?;
        let now = self.now();
        let view = self.read(|diary| ExerciseView {
            exercise,
            standing: StandingView::of(diary, &now, exercise),
            mirror: diary.settings().mirror,
        });
        Ok(view.await?)
    }

    /// Sets the form and the level at which the person does an exercise from now on, also if that
    /// is where they stood before: then they have said so.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such exercise, [`Error::NotForExercise`] where it has
    /// no such step for the person, or where the journal can't be written.
    pub async fn set_exercise_level(
        &self,
        id: &ExerciseId,
        standing: ExerciseLevel,
    ) -> Result<Changed, Error> {
        let exercise = self.known_exercise(id)?;
        let now = self.now();
        self.write(|diary| {
            let person = person_of(diary, &now);
            let here = person.feasible(exercise).map(|feasible| feasible.ladder);
            let ladders = [here, person.ladder(exercise)];
            let mut ladders = ladders.iter().flatten();
            let is_there = exercise.file.kind != Kind::WarmUp
                && ladders.any(|ladder| ladder.clamp(standing) == standing);
            if !is_there {
                return Err(Error::NotForExercise);
            }
            let command = Command::Stand {
                exercise: id.clone(),
                standing,
            };
            let drafts = NewEntry::by(diary, [command])?;
            let changed = Changed::of(&drafts);
            Ok((drafts, changed))
        })
        .await
    }

    /// Decides whether an exercise is for the person. That a clinician agreed can only be said
    /// where one is to be asked. What is decided already changes nothing.
    ///
    /// # Errors
    /// [`Error::NotFound`] where there is no such exercise, [`Error::NotForExercise`] where this
    /// can't be decided about it, or where the journal can't be written.
    pub async fn choose_exercise(
        &self,
        id: &ExerciseId,
        choice: ExerciseChoice,
    ) -> Result<ChoiceOutcome, Error> {
        let exercise = self.known_exercise(id)?;
        self.write(|diary| {
            let before = diary.choice(id);
            let is_for_it = match choice {
                _ if before == choice => true,
                _ if exercise.file.kind == Kind::WarmUp => false,
                ExerciseChoice::Usual | ExerciseChoice::LeftOut => true,
                ExerciseChoice::Agreed => is_clinician_asked(diary, exercise),
            };
            if !is_for_it {
                return Err(Error::NotForExercise);
            }
            let drafts = decide(diary, id, choice)?;
            let changed = Changed::of(&drafts);
            Ok((drafts, ChoiceOutcome { before, changed }))
        })
        .await
    }

    fn known_exercise(&self, id: &ExerciseId) -> Result<&Exercise, Error> {
        self.library().exercise(id).ok_or(Error::NotFound)
    }
}

/// What to write for a decision about an exercise; nothing where it is decided already.
pub(crate) fn decide(
    diary: &Diary,
    id: &ExerciseId,
    choice: ExerciseChoice,
) -> Result<Vec<NewEntry>, Refusal> {
    let command = (diary.choice(id) != choice).then(|| Command::Choose {
        exercise: id.clone(),
        choice,
    });
    NewEntry::by(diary, command)
}

/// Whether a clinician is to be asked before an exercise comes, by what the person has. Nobody
/// agrees to what no clinician was asked about.
pub(crate) fn is_clinician_asked(diary: &Diary, exercise: &Exercise) -> bool {
    clinician_asked_for(exercise, &diary.screening().conditions()).is_some()
}

/// The condition for which a clinician is to be asked before the exercise comes.
pub(crate) fn clinician_asked_for(
    exercise: &Exercise,
    conditions: &BTreeSet<Condition>,
) -> Option<Condition> {
    match allowed(exercise, conditions, false) {
        Err(Removal::AskFirst(condition, _)) => Some(condition),
        _ => None,
    }
}
