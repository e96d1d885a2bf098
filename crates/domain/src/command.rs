//! What a person may ask to be written into the journal, and why it may be refused.

use std::sync::Arc;

use crate::day::Day;
use crate::diary::Diary;
use crate::entry::{Body, Ending, Moment, Outcome, Rating, StepNumber};
use crate::id::{ExerciseId, SessionId};
use crate::profile::{Profile, ProfileChange};
use crate::screening::Answers;
use crate::settings::{Settings, SettingsChange};
use crate::standing::{Choice, Standing};
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
    /// Set the settings.
    Set(Settings),
    /// Keep what the person says of themselves.
    Describe(Profile),
    /// Keep answers to the safety questions.
    Answer(Answers),
    /// Keep whether discomfort had settled a day later.
    FollowUp {
        /// The session.
        session: SessionId,
        /// The exercise's place in the session's timeline.
        play: u16,
        /// Whether it had settled.
        settled: bool,
    },
    /// Stand there with an exercise from now on, also if that is where the person stood before:
    /// then they have said so.
    Stand {
        /// The exercise.
        exercise: ExerciseId,
        /// Where.
        standing: Standing,
    },
    /// Decide whether an exercise is for the person.
    Choose {
        /// The exercise.
        exercise: ExerciseId,
        /// What they decided.
        choice: Choice,
    },
    /// Want something differently on one day.
    Wish(Day),
    /// Go on as before a time away.
    EndComeback,
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
    /// The session doesn't play that many exercises.
    #[error("the session has no exercise {play}; it has {count}, counted from 0")]
    UnknownPlay {
        /// What was asked for.
        play: u64,
        /// How many there are.
        count: usize,
    },
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
            Self::Describe(profile) => Ok(ProfileChange::between(&diary.profile(), &profile)
                .map(|change| Body::ProfileChanged { change })),
            Self::Answer(answers) => {
                Ok((answers != Answers::default()).then_some(Body::ScreeningAnswered { answers }))
            }
            Self::FollowUp {
                session,
                play,
                settled,
            } => {
                let found = diary.session(session).ok_or(Refusal::UnknownSession)?;
                let count = found.timeline().plays().len();
                if usize::from(play) >= count {
                    let play = play.into();
                    return Err(Refusal::UnknownPlay { play, count });
                }
                Ok(
                    (found.settled(play) != Some(settled)).then_some(Body::DiscomfortFollowedUp {
                        session,
                        play,
                        settled,
                    }),
                )
            }
            Self::Stand { exercise, standing } => {
                Ok(Some(Body::StandingSet { exercise, standing }))
            }
            Self::Choose { exercise, choice } => Ok((diary.choice(&exercise) != choice)
                .then_some(Body::ExerciseChosen { exercise, choice })),
            Self::Wish(day) => Ok((diary.day(day.date) != day).then_some(Body::DayWished { day })),
            Self::EndComeback => Ok(Some(Body::ComebackOver)),
            Self::Set(settings) => Ok(SettingsChange::between(&diary.settings(), &settings)
                .map(|change| Body::SettingsChanged { change })),
        }
    }
}
