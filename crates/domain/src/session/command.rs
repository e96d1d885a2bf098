//! What a person may ask to be written into the journal, and why it may be refused.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::basics::ids::{CustomRoutineId, ExerciseId, NoteId, SessionId};
use crate::basics::rating::{ExerciseDiscomfort, Rating};
use crate::diary::{Diary, Rated, Session};
use crate::journal::advice_rule::Rule;
use crate::journal::body::{Body, Ending, Moment, Outcome};
use crate::journal::note::{Location, Locations, Note};
use crate::person::profile::{Profile, ProfileChange};
use crate::person::screening::Answers;
use crate::person::settings::{Settings, SettingsChange};
use crate::person::today_overrides::TodayOverrides;
use crate::programme::custom::CustomRoutine;
use crate::programme::progression::{ExerciseChoice, ExerciseLevel};
use crate::programme::timeline::{PlayNumber, StepNumber, Timeline};
use crate::session::refusal::Refusal;

/// Something that a person asks for.
#[derive(Clone, Debug)]
#[allow(
    clippy::large_enum_variant,
    reason = "settings change rarely, and no such value is kept by the thousand"
)]
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
        /// Where; none where that stays as it was said.
        locations: Option<BTreeSet<Location>>,
    },
    /// Keep how much discomfort an exercise brought.
    Feel {
        /// The session.
        session: SessionId,
        /// The exercise's place in what it plays.
        play: u64,
        /// How much.
        felt: ExerciseDiscomfort,
    },
    /// Keep that an exercise was stopped because it hurt.
    Hurt {
        /// The session.
        session: SessionId,
        /// The exercise's place in what it plays.
        play: u64,
    },
    /// Leave a session out from the history.
    Delete(SessionId),
    /// Bring a deleted session back.
    Restore(SessionId),
    /// Keep an own routine as it stands here: a new one, or instead of what it was.
    KeepRoutine {
        /// The routine.
        routine: CustomRoutineId,
        /// All of it.
        plan: Arc<CustomRoutine>,
    },
    /// Do away with an own routine.
    DeleteRoutine(CustomRoutineId),
    /// Bring a deleted routine back.
    RestoreRoutine(CustomRoutineId),
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
        /// The exercise's place in what it plays.
        play: u64,
        /// Whether it had settled.
        settled: bool,
    },
    /// Stand there with an exercise from now on, also if that is where the person stood before:
    /// then they have said so.
    Stand {
        /// The exercise.
        exercise: ExerciseId,
        /// Where.
        standing: ExerciseLevel,
    },
    /// Decide whether an exercise is for the person.
    Choose {
        /// The exercise.
        exercise: ExerciseId,
        /// What they decided.
        choice: ExerciseChoice,
    },
    /// Want something differently on one day.
    Wish(TodayOverrides),
    /// Go on as before a time away.
    EndComeback,
    /// Keep a note as it stands here: a new one, or a correction.
    KeepNote {
        /// The note.
        note: NoteId,
        /// All of it.
        content: Arc<Note>,
    },
    /// Do away with a note.
    DeleteNote(NoteId),
    /// Bring a deleted note back.
    RestoreNote(NoteId),
    /// Keep that a stage of what a rule advises was read.
    ReadAdvice {
        /// The rule.
        rule: Rule,
        /// The stage's first day.
        since: Date,
    },
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
                let found = find_session(diary, session)?;
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
                let found = find_session(diary, session)?;
                // That somebody was dizzy is kept also of a session that is over.
                let over = match how {
                    Ending::Dizzy => found.ending() == Some(how),
                    Ending::Completed | Ending::Stopped | Ending::Closed => found.has_ended(),
                };
                Ok((!over).then_some(Body::SessionEnded { session, how }))
            }
            Self::Rate {
                session,
                moment,
                rating,
                locations,
            } => {
                let locations = locations.as_ref().map(Locations::from);
                rate(diary, session, moment, rating, locations)
            }
            Self::Feel {
                session,
                play,
                felt,
            } => {
                let (found, number) = find_play(diary, session, play)?;
                let known = found.felt(number.get().into()) == Some(felt);
                Ok((!known).then_some(Body::ExerciseFelt {
                    session,
                    play: number,
                    felt,
                }))
            }
            Self::Hurt { session, play } => {
                let (found, number) = find_play(diary, session, play)?;
                let known = found.hurt(number.get().into()).is_some();
                Ok((!known).then_some(Body::ExerciseHurt {
                    session,
                    play: number,
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
            Self::FollowUp {
                session,
                play,
                settled,
            } => {
                let (found, number) = find_play(diary, session, play)?;
                let known = found.settled(number.get().into()) == Some(settled);
                Ok((!known).then_some(Body::DiscomfortFollowedUp {
                    session,
                    play: number,
                    settled,
                }))
            }
            other => other.of_kept(diary),
        }
    }

    /// What to write for what becomes of own routines and notes, and for what is never refused.
    fn of_kept(self, diary: &Diary) -> Result<Option<Body>, Refusal> {
        match self {
            Self::DeleteRoutine(routine) => {
                let deleted = is_routine_deleted(diary, routine)?;
                Ok((!deleted).then_some(Body::RoutineDeleted { routine }))
            }
            Self::RestoreRoutine(routine) => {
                let deleted = is_routine_deleted(diary, routine)?;
                Ok(deleted.then_some(Body::RoutineRestored { routine }))
            }
            Self::DeleteNote(note) => {
                let (_, deleted) = diary.note(note).ok_or(Refusal::UnknownNote)?;
                Ok((!deleted).then_some(Body::NoteDeleted { note }))
            }
            Self::RestoreNote(note) => {
                let (_, deleted) = diary.note(note).ok_or(Refusal::UnknownNote)?;
                Ok(deleted.then_some(Body::NoteRestored { note }))
            }
            said => Ok(said.of_person(diary)),
        }
    }

    /// What to write for what a person says, answers, decides and sets, which is never refused.
    fn of_person(self, diary: &Diary) -> Option<Body> {
        match self {
            Self::Describe(profile) => {
                ProfileChange::between(&diary.profile(), &profile).map(|change| {
                    Body::ProfileChanged {
                        change: Box::new(change),
                    }
                })
            }
            Self::Answer(answers) => {
                (answers != Answers::default()).then(|| Body::ScreeningAnswered {
                    answers: Box::new(answers),
                })
            }
            Self::Stand { exercise, standing } => Some(Body::StandingSet { exercise, standing }),
            Self::Choose { exercise, choice } => Some(Body::ExerciseChosen { exercise, choice }),
            Self::Wish(day) => {
                (diary.day(day.date) != day).then(|| Body::DayWished { day: Box::new(day) })
            }
            Self::EndComeback => Some(Body::ComebackOver),
            Self::KeepRoutine { routine, plan } => {
                let known = diary.custom_routine(routine);
                let same = known.is_some_and(|known| **known == *plan);
                (!same).then_some(Body::RoutineKept { routine, plan })
            }
            Self::KeepNote { note, content } => {
                let known = diary.note(note).filter(|(_, deleted)| !deleted);
                let same = known.is_some_and(|(known, _)| **known.note == *content);
                (!same).then_some(Body::NoteKept { note, content })
            }
            Self::ReadAdvice { rule, since } => {
                let is_known = diary.read_stage(rule) == Some(since);
                (!is_known).then_some(Body::AdviceRead { rule, since })
            }
            Self::Set(settings) => {
                SettingsChange::between(&diary.settings(), &settings).map(|change| {
                    Body::SettingsChanged {
                        change: Box::new(change),
                    }
                })
            }
            Self::Start { .. }
            | Self::FinishStep { .. }
            | Self::End { .. }
            | Self::Rate { .. }
            | Self::Feel { .. }
            | Self::Hurt { .. }
            | Self::FollowUp { .. }
            | Self::Delete(_)
            | Self::Restore(_)
            | Self::DeleteRoutine(_)
            | Self::RestoreRoutine(_)
            | Self::DeleteNote(_)
            | Self::RestoreNote(_) => None,
        }
    }
}

/// What to write for how the neck feels.
fn rate(
    diary: &Diary,
    session: SessionId,
    moment: Moment,
    rating: u8,
    locations: Option<Locations>,
) -> Result<Option<Body>, Refusal> {
    let found = find_session(diary, session)?;
    let rating = Rating::try_from(rating).map_err(|_| Refusal::BadRating(rating))?;
    let known = found.rated(moment).map(|known| &known.value);
    let said = known.map(|known| known.locations);
    let rated = Rated {
        rating,
        locations: locations.or(said).unwrap_or_default(),
    };
    Ok((known != Some(&rated)).then_some(Body::PainRated {
        session,
        moment,
        rating,
        locations: rated.locations.into(),
    }))
}

/// A session that isn't deleted.
fn find_session(diary: &Diary, session: SessionId) -> Result<Session<'_>, Refusal> {
    let found = diary.session(session).ok_or(Refusal::UnknownSession)?;
    if found.is_deleted() {
        return Err(Refusal::DeletedSession);
    }
    Ok(found)
}

/// Whether an own routine is deleted.
fn is_routine_deleted(diary: &Diary, routine: CustomRoutineId) -> Result<bool, Refusal> {
    diary
        .is_routine_deleted(routine)
        .ok_or(Refusal::UnknownRoutine)
}

/// A session that isn't deleted, and one of the exercises that it plays.
fn find_play(
    diary: &Diary,
    session: SessionId,
    play: u64,
) -> Result<(Session<'_>, PlayNumber), Refusal> {
    let found = find_session(diary, session)?;
    let count = found.timeline().plays().len();
    let number = PlayNumber::try_from(play)
        .ok()
        .filter(|number| usize::from(number.get()) < count)
        .ok_or(Refusal::UnknownPlay { play, count })?;
    Ok((found, number))
}
