//! What a person may ask to be written into the journal, and why it may be refused.

use std::sync::Arc;

use crate::diary::Diary;
use crate::entry::{Body, Ending, Moment, Outcome, Rating, StepNumber};
use crate::id::{OwnRoutineId, SessionId};
use crate::own::OwnRoutine;
use crate::settings::{Settings, SettingsChange};
use crate::timeline::Timeline;

/// Something that a person asks for.
#[derive(Clone, Debug)]
pub enum Command {
    /// Start a session that plays the timeline.
    Start {
        /// The new session.
        session: SessionId,
        /// What it plays.
        timeline: Arc<Timeline>,
    },
    /// Keep that a step is over.
    FinishStep {
        /// The session.
        session: SessionId,
        /// The step's place in its timeline.
        step: u64,
        /// Whether it was done.
        outcome: Outcome,
    },
    /// End a session.
    End {
        /// The session.
        session: SessionId,
        /// How.
        how: Ending,
    },
    /// Keep how the neck feels.
    Rate {
        /// The session.
        session: SessionId,
        /// Before or after it.
        moment: Moment,
        /// 0 to 10.
        rating: u8,
    },
    /// Leave a session out from the history.
    Delete(SessionId),
    /// Bring a deleted session back.
    Restore(SessionId),
    /// Keep an own routine as it stands here: a new one, or instead of what it was.
    KeepRoutine {
        /// The routine.
        routine: OwnRoutineId,
        /// All of it.
        plan: Arc<OwnRoutine>,
    },
    /// Do away with an own routine.
    DeleteRoutine(OwnRoutineId),
    /// Bring a deleted routine back.
    RestoreRoutine(OwnRoutineId),
    /// Set the settings.
    Set(Settings),
}

/// Why something can't be written; pages have the words for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such session.
    #[error("there is no such session")]
    UnknownSession,
    /// The session is deleted.
    #[error("the session is deleted")]
    DeletedSession,
    /// The session's timeline has no such step.
    #[error("the session has no step {step}; its last is {last}")]
    UnknownStep {
        /// What was asked for.
        step: u64,
        /// The last that there is.
        last: usize,
    },
    /// There is no such own routine.
    #[error("there is no such routine")]
    UnknownRoutine,
    /// A rating is 0 to 10.
    #[error("a rating of {0}; expected 0 to 10")]
    BadRating(u8),
}

impl Command {
    /// What to write for it: an entry's body, or `None` where nothing would change.
    ///
    /// A session that is over still takes steps: they may have waited in a browser while the
    /// program was away.
    ///
    /// # Errors
    /// Why it is refused; nothing is to be written then.
    pub fn accept(self, diary: &Diary) -> Result<Option<Body>, Refusal> {
        match self {
            Self::Start { session, timeline } => {
                Ok(Some(Body::SessionStarted { session, timeline }))
            }
            Self::FinishStep {
                session,
                step,
                outcome,
            } => {
                let found = diary.session(session).ok_or(Refusal::UnknownSession)?;
                if found.is_deleted() {
                    return Err(Refusal::DeletedSession);
                }
                let steps = found.timeline().steps().len();
                let number = StepNumber::try_from(step)
                    .ok()
                    .filter(|number| usize::from(number.get()) < steps)
                    .ok_or(Refusal::UnknownStep {
                        step,
                        last: steps.saturating_sub(1),
                    })?;
                let known = match outcome {
                    Outcome::Done => found.is_done(number.get()),
                    Outcome::Skipped => found.is_finished(number.get()),
                };
                Ok((!known).then_some(Body::StepFinished {
                    session,
                    step: number,
                    outcome,
                }))
            }
            Self::End { session, how } => {
                let found = diary.session(session).ok_or(Refusal::UnknownSession)?;
                if found.is_deleted() {
                    return Err(Refusal::DeletedSession);
                }
                let over = found.has_ended();
                Ok((!over).then_some(Body::SessionEnded { session, how }))
            }
            Self::Rate {
                session,
                moment,
                rating,
            } => {
                let found = diary.session(session).ok_or(Refusal::UnknownSession)?;
                if found.is_deleted() {
                    return Err(Refusal::DeletedSession);
                }
                let rating = Rating::try_from(rating).map_err(|_| Refusal::BadRating(rating))?;
                let known = match moment {
                    Moment::Before => found.before(),
                    Moment::After => found.after(),
                };
                Ok((known != Some(rating)).then_some(Body::PainRated {
                    session,
                    moment,
                    rating,
                }))
            }
            Self::Delete(session) => {
                let found = diary.session(session).ok_or(Refusal::UnknownSession)?;
                Ok((!found.is_deleted()).then_some(Body::SessionDeleted { session }))
            }
            Self::Restore(session) => {
                let found = diary.session(session).ok_or(Refusal::UnknownSession)?;
                Ok(found
                    .is_deleted()
                    .then_some(Body::SessionRestored { session }))
            }
            Self::KeepRoutine { routine, plan } => {
                let known = diary.own_routine(routine);
                let same = known.is_some_and(|known| **known == *plan);
                Ok((!same).then_some(Body::RoutineKept { routine, plan }))
            }
            Self::DeleteRoutine(routine) => {
                let deleted = diary
                    .is_routine_deleted(routine)
                    .ok_or(Refusal::UnknownRoutine)?;
                Ok((!deleted).then_some(Body::RoutineDeleted { routine }))
            }
            Self::RestoreRoutine(routine) => {
                let deleted = diary
                    .is_routine_deleted(routine)
                    .ok_or(Refusal::UnknownRoutine)?;
                Ok(deleted.then_some(Body::RoutineRestored { routine }))
            }
            Self::Set(settings) => Ok(SettingsChange::between(&diary.settings(), &settings)
                .map(|change| Body::SettingsChanged { change })),
        }
    }
}
