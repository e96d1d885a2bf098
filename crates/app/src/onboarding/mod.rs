//! The welcome: what a person says of themselves and answers to the safety questions, kept at each
//! step, and where they go from there.

mod answers;
mod changes;

use std::collections::BTreeSet;

use jiff::civil::Date;
use unhunch_domain::person::onboarding;
use unhunch_domain::person::onboarding::Step;
use unhunch_domain::person::screening::{BeforeSign, Screening, Verdict};
use unhunch_domain::programme::progression::ExerciseChoice;
use unhunch_domain::review::advice;
use unhunch_domain::{Command, Diary, Ending, ExerciseId, Now, Refusal};

use crate::app::{App, NewEntry};
use crate::error::Error;
use crate::exercises::{decide, is_clinician_asked};
use crate::gate;
use crate::outcome::Changed;

pub use answers::{BreaksChoice, DailyChoice, StepAnswers};
pub use changes::{Becomes, ChangedExercise, Why, changed_exercises};

/// Why a person is at a step, and so where they go from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// They go through the whole welcome.
    #[default]
    Welcome,
    /// They came from the summary, to change one answer.
    Summary,
    /// They came from the settings, to change one answer.
    Settings,
    /// They go through the safety questions once more.
    Again,
    /// They go through the signs once more, since it got worse.
    Worse,
}

impl Origin {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Welcome,
        Self::Summary,
        Self::Settings,
        Self::Again,
        Self::Worse,
    ];

    /// Its name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Welcome => "welcome",
            Self::Summary => "summary",
            Self::Settings => "settings",
            Self::Again => "again",
            Self::Worse => "worse",
        }
    }

    /// The steps that they go through, in their order; none where one answer is changed alone.
    pub const fn steps(self) -> &'static [Step] {
        match self {
            Self::Welcome => &Step::ALL,
            Self::Again => &Step::SAFETY,
            Self::Worse => &[Step::Now, Step::Before],
            Self::Summary | Self::Settings => &[],
        }
    }

    /// How many of its steps come before that one; none where it isn't one of them.
    pub fn place(self, step: Step) -> Option<usize> {
        self.steps().iter().position(|one| *one == step)
    }

    /// The step before that one; none where it is the first, or one answer is changed alone.
    pub fn previous(self, step: Step) -> Option<Step> {
        let place = self.place(step)?.checked_sub(1)?;
        self.steps().get(place).copied()
    }
}

/// Where somebody goes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NextStep {
    /// To what holds the exercises back.
    Held,
    /// To what their conditions change.
    Changes,
    /// To another step of the same way.
    Step(Step),
    /// Back to where they came from: that was all.
    Done,
}

/// The answers with which a step begins: what was answered before; none where it is to be answered
/// anew.
///
/// Who goes through the safety questions once more says a no anew; what was told stays, so that
/// nobody loses a condition by adding one. Only what is “right now” begins without a sign.
pub fn begin_with(step: Step, origin: Origin, diary: &Diary) -> Option<StepAnswers> {
    let is_anew = matches!(origin, Origin::Again | Origin::Worse);
    StepAnswers::known(step, diary)
        .filter(|known| !is_anew || !(known.is_no() || step == Step::Now))
}

/// Where somebody goes after a step that was kept.
pub fn next_step(step: Step, origin: Origin, screening: &Screening) -> NextStep {
    let is_held = match screening.verdict() {
        Verdict::Stop(_) => Step::SAFETY.contains(&step),
        // Who answers anew goes on to the question that the sign belongs to.
        Verdict::SeeFirst(_) => matches!(step, Step::Before | Step::Conditions),
        Verdict::Unasked | Verdict::AskAgain | Verdict::Cleared | Verdict::RestToday => false,
    };
    if is_held {
        NextStep::Held
    } else if step == Step::Conditions && !screening.conditions().is_empty() {
        NextStep::Changes
    } else {
        onward(step, origin)
    }
}

/// Where somebody goes after a step and what it had to show.
pub fn onward(step: Step, origin: Origin) -> NextStep {
    let next = origin
        .place(step)
        .and_then(|place| origin.steps().get(place + 1));
    next.map_or(NextStep::Done, |next| NextStep::Step(*next))
}

/// Where the welcome goes on for somebody who left it.
pub fn resume(diary: &Diary, today: Date) -> NextStep {
    if gate::check(diary, today).is_some_and(|held| held.is_answered()) {
        return NextStep::Held;
    }
    NextStep::Step(onboarding::resume(&diary.profile(), &diary.screening()))
}

/// Whether there are signs that one sees a clinician with first, and one has seen all of them.
pub fn are_signs_seen(screening: &Screening) -> bool {
    let signs = screening.before.iter().flatten();
    let seen = |sign| screening.seen.iter().flatten().any(|seen| seen == sign);
    signs.clone().next().is_some()
        && signs.clone().all(seen)
        && !matches!(screening.verdict(), Verdict::SeeFirst(_))
}

/// What became of a clinician's word about an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// It is kept, or was known.
    Kept(Changed),
    /// Nobody is to be asked about the exercise; nothing was written.
    NotAsked,
    /// There is no such exercise.
    UnknownExercise,
}

impl App {
    /// Keeps a step's answers, and says where to go on. What was put together for other conditions
    /// is closed.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn answer_onboarding(
        &self,
        answers: &StepAnswers,
        origin: Origin,
    ) -> Result<NextStep, Error> {
        let now = self.now();
        let step = answers.step();
        self.write::<_, Error>(|diary| {
            let drafts = step_drafts(diary, &now, answers, origin)?;
            Ok((drafts, ()))
        })
        .await?;
        Ok(self.read_last(|diary| next_step(step, origin, &diary.screening())))
    }

    /// Keeps that a clinician has seen these signs, and says where to go on. Of signs that the
    /// person doesn't have nothing is kept.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn mark_signs_seen(&self, signs: &BTreeSet<BeforeSign>) -> Result<NextStep, Error> {
        self.write::<_, Error>(|diary| {
            let screening = diary.screening();
            let answers = screening.answer_seen(signs);
            let is_news = answers.seen.as_ref() != Some(&screening.seen);
            let command = is_news.then_some(Command::Answer(answers));
            Ok((NewEntry::by(diary, command)?, ()))
        })
        .await?;
        let step = self.read_last(|diary| onboarding::resume(&diary.profile(), &diary.screening()));
        Ok(match step {
            Step::Summary => NextStep::Done,
            step => NextStep::Step(step),
        })
    }

    /// Keeps whether a clinician agreed to an exercise for which one is to be asked.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn agree_to_exercise(
        &self,
        exercise: &ExerciseId,
        agreed: bool,
    ) -> Result<Agreement, Error> {
        let Some(found) = self.library().exercise(exercise) else {
            return Ok(Agreement::UnknownExercise);
        };
        self.write(|diary| {
            if !is_clinician_asked(diary, found) {
                return Ok((Vec::new(), Agreement::NotAsked));
            }
            let choice = if agreed {
                ExerciseChoice::Agreed
            } else {
                ExerciseChoice::Usual
            };
            let drafts = decide(diary, exercise, choice)?;
            let changed = Changed::of(&drafts);
            Ok((drafts, Agreement::Kept(changed)))
        })
        .await
    }
}

/// What to write for a step's answers.
fn step_drafts(
    diary: &Diary,
    now: &Now,
    step_answers: &StepAnswers,
    origin: Origin,
) -> Result<Vec<NewEntry>, Refusal> {
    let screening = diary.screening();
    let mut profile = diary.profile();
    if origin == Origin::Welcome {
        profile.welcome_steps = profile.welcome_steps.max(step_answers.step().number());
    }
    step_answers.describe(&mut profile);
    let mut settings = diary.settings();
    step_answers.set(&mut settings);
    let worse = advice::worse_at_last(diary, now.zoned.date());
    let answers = step_answers.answer(&screening, worse);
    // A session that is open was put together for other conditions.
    let is_other = answers
        .conditions
        .as_ref()
        .is_some_and(|conditions| *conditions != screening.conditions);
    let open = [diary.open(now.at), diary.open_break(now.at)];
    let close = open
        .into_iter()
        .flatten()
        .filter(|_| is_other)
        .map(|open| Command::End {
            session: open.id,
            how: Ending::Closed,
        });
    let commands = [
        Command::Answer(answers),
        Command::Describe(profile),
        Command::Set(settings),
    ];
    NewEntry::by(diary, commands.into_iter().chain(close))
}
