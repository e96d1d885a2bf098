//! How a session ends without a player.

use std::collections::BTreeSet;

use unhunch_domain::{
    Command, Ending, ExerciseDiscomfort, ExerciseId, Outcome, Refusal, SessionId, StepKind,
};

use super::{completes_break, discomfort, hurt};
use crate::app::{App, NewEntry};
use crate::error::Error;

/// What became of ending a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ended {
    /// Whether it was a short break that was completed by it.
    pub break_completed: bool,
}

/// What somebody says that they did of a session, where no player saw it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManualReport {
    /// The exercises that they did.
    pub did: BTreeSet<ExerciseId>,
    /// What they say of exercises, by the place of each in what the session plays, from 0.
    pub said: Vec<(u64, Said)>,
}

/// What somebody says of an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// How much discomfort it brought.
    Felt(ExerciseDiscomfort),
    /// They stopped since it hurt.
    Hurt,
}

impl App {
    /// Ends a session, as it is. A short break that is completed by it is told to the reminders.
    ///
    /// # Errors
    /// Where there is no such session, or the journal can't be written.
    pub async fn end_session(&self, session: SessionId, how: Ending) -> Result<Ended, Error> {
        let ended = self
            .write::<_, Error>(|diary| {
                let drafts = NewEntry::by(diary, [Command::End { session, how }])?;
                let break_completed = completes_break(diary, session, &drafts);
                Ok((drafts, Ended { break_completed }))
            })
            .await?;
        self.tell_of_break(ended.break_completed);
        Ok(ended)
    }

    /// Ends a session by what somebody says that they did. It is completed where nothing of it is
    /// left that wasn't done, and stopped otherwise.
    ///
    /// # Errors
    /// Where there is no such session or it plays no such exercise, or the journal can't be
    /// written.
    pub async fn end_by_hand(
        &self,
        session: SessionId,
        report: &ManualReport,
    ) -> Result<Ended, Error> {
        let now = self.now();
        let ended = self
            .write::<_, Error>(|diary| {
                let found = diary.session(session).ok_or(Refusal::UnknownSession)?;
                let mut bodies = Vec::new();
                let mut all = true;
                let steps = found.timeline().steps().iter();
                for step in steps.filter(|step| step.kind != StepKind::Rate) {
                    let exercise = step.exercise.as_ref();
                    let done = exercise.is_some_and(|id| report.did.contains(id));
                    all &= done || found.is_done(step.index);
                    if done {
                        let command = Command::FinishStep {
                            session,
                            step: step.index.into(),
                            outcome: Outcome::Done,
                        };
                        bodies.extend(command.accept(diary)?);
                    }
                }
                for (play, said) in &report.said {
                    match said {
                        Said::Felt(felt) => {
                            bodies.extend(discomfort(diary, session, *play, *felt, None)?);
                        }
                        Said::Hurt => bodies.extend(hurt(self, diary, &now, session, *play)?),
                    }
                }
                let how = if all {
                    Ending::Completed
                } else {
                    Ending::Stopped
                };
                bodies.extend(Command::End { session, how }.accept(diary)?);
                let drafts: Vec<_> = bodies.into_iter().map(NewEntry::from).collect();
                let break_completed = completes_break(diary, session, &drafts);
                Ok((drafts, Ended { break_completed }))
            })
            .await?;
        self.tell_of_break(ended.break_completed);
        Ok(ended)
    }
}
