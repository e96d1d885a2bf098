//! What entries say that happened.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::basics::dates::known_day;
use crate::basics::ids::{CustomRoutineId, ExerciseId, NoteId, SessionId};
use crate::basics::rating::{ExerciseDiscomfort, Rating};
use crate::journal::advice_rule::Rule;
use crate::journal::note::{Location, Note};
use crate::person::profile::ProfileChange;
use crate::person::screening::Answers;
use crate::person::settings::SettingsChange;
use crate::person::today_overrides::TodayOverrides;
use crate::programme::custom::CustomRoutine;
use crate::programme::progression::{ExerciseChoice, ExerciseLevel};
use crate::programme::timeline::{PlayNumber, StepNumber, Timeline};

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Body {
    /// A session began, with everything that it is going to play.
    SessionStarted {
        /// The session.
        session: SessionId,
        /// What it plays.
        timeline: Arc<Timeline>,
    },
    /// A step of a session is over.
    StepFinished {
        /// The session.
        session: SessionId,
        /// The step's place in the session's timeline.
        step: StepNumber,
        /// Whether it was done.
        outcome: Outcome,
    },
    /// A session is over.
    SessionEnded {
        /// The session.
        session: SessionId,
        /// How it ended.
        how: Ending,
    },
    /// A session is to be left out from the history.
    SessionDeleted {
        /// The session.
        session: SessionId,
    },
    /// A deleted session is wanted back.
    SessionRestored {
        /// The session.
        session: SessionId,
    },
    /// How the neck feels right now.
    PainRated {
        /// The session that it belongs to.
        session: SessionId,
        /// Before or after it.
        moment: Moment,
        /// 0 (none) to 10 (the worst imaginable).
        rating: Rating,
        /// Where; nothing where the person didn't say.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        locations: BTreeSet<Location>,
    },
    /// How much discomfort an exercise brought.
    ExerciseFelt {
        /// The session.
        session: SessionId,
        /// The exercise's place in what the session plays.
        play: PlayNumber,
        /// In a word, and a number if the person gave one.
        felt: ExerciseDiscomfort,
    },
    /// The person stopped an exercise because it hurt.
    ExerciseHurt {
        /// The session.
        session: SessionId,
        /// The exercise's place in what the session plays.
        play: PlayNumber,
    },
    /// A person's own routine is to be as it stands here.
    RoutineKept {
        /// The routine.
        routine: CustomRoutineId,
        /// All of it.
        plan: Arc<CustomRoutine>,
    },
    /// A person's own routine is not wanted any more.
    RoutineDeleted {
        /// The routine.
        routine: CustomRoutineId,
    },
    /// A deleted routine is wanted back.
    RoutineRestored {
        /// The routine.
        routine: CustomRoutineId,
    },
    /// Some settings were changed.
    SettingsChanged {
        /// Which, and to what.
        change: Box<SettingsChange>,
    },
    /// A person said something of themselves.
    ProfileChanged {
        /// What.
        change: Box<ProfileChange>,
    },
    /// A person answered safety questions.
    ScreeningAnswered {
        /// Which, and how.
        answers: Box<Answers>,
    },
    /// Discomfort that an exercise brought had settled a day later, or hadn't.
    DiscomfortFollowedUp {
        /// The session.
        session: SessionId,
        /// The exercise's place in what the session plays.
        play: PlayNumber,
        /// Whether it had settled.
        settled: bool,
    },
    /// Where a person stands with an exercise from now on: they agreed to a step up or down, or
    /// to none, or it hurt.
    StandingSet {
        /// The exercise.
        exercise: ExerciseId,
        /// Where they stand.
        standing: ExerciseLevel,
    },
    /// A person decided whether an exercise is for them.
    ExerciseChosen {
        /// The exercise.
        exercise: ExerciseId,
        /// What they decided.
        choice: ExerciseChoice,
    },
    /// A person wants something differently on one day.
    DayWished {
        /// What.
        day: Box<TodayOverrides>,
    },
    /// A person is back from a time away, and goes on as before it.
    ComebackOver,
    /// A note is to be as it stands here: a new one, or a correction.
    NoteKept {
        /// The note.
        note: NoteId,
        /// All of it.
        content: Arc<Note>,
    },
    /// A note is not wanted any more.
    NoteDeleted {
        /// The note.
        note: NoteId,
    },
    /// A deleted note is wanted back.
    NoteRestored {
        /// The note.
        note: NoteId,
    },
    /// A person has read what a rule advises.
    AdviceRead {
        /// The rule.
        rule: Rule,
        /// The first day of the stage that they read: what begins later is unread.
        #[serde(deserialize_with = "known_day")]
        since: Date,
    },
}

// An import and a fold hold them by the thousand, nearly all of them finished steps: what is large
// and rare is boxed.
const _: () = assert!(size_of::<Body>() <= 48);

impl Body {
    /// The session that it is about, if any.
    pub fn session(&self) -> Option<SessionId> {
        match self {
            Self::SessionStarted { session, .. }
            | Self::StepFinished { session, .. }
            | Self::SessionEnded { session, .. }
            | Self::SessionDeleted { session }
            | Self::SessionRestored { session }
            | Self::PainRated { session, .. }
            | Self::ExerciseFelt { session, .. }
            | Self::ExerciseHurt { session, .. }
            | Self::DiscomfortFollowedUp { session, .. } => Some(*session),
            Self::RoutineKept { .. }
            | Self::RoutineDeleted { .. }
            | Self::RoutineRestored { .. }
            | Self::SettingsChanged { .. }
            | Self::ProfileChanged { .. }
            | Self::ScreeningAnswered { .. }
            | Self::StandingSet { .. }
            | Self::ExerciseChosen { .. }
            | Self::DayWished { .. }
            | Self::ComebackOver
            | Self::NoteKept { .. }
            | Self::NoteDeleted { .. }
            | Self::NoteRestored { .. }
            | Self::AdviceRead { .. } => None,
        }
    }

    /// Whether it says anew what the other one said, so that the later of the two counts.
    pub fn takes_the_place_of(&self, other: &Self) -> bool {
        match (self, other) {
            (
                Self::PainRated {
                    session, moment, ..
                },
                Self::PainRated {
                    session: other,
                    moment: other_moment,
                    ..
                },
            ) => (session, moment) == (other, other_moment),
            (
                Self::ExerciseFelt { session, play, .. },
                Self::ExerciseFelt {
                    session: other,
                    play: other_play,
                    ..
                },
            )
            | (
                Self::DiscomfortFollowedUp { session, play, .. },
                Self::DiscomfortFollowedUp {
                    session: other,
                    play: other_play,
                    ..
                },
            ) => (session, play) == (other, other_play),
            (
                Self::SessionDeleted { session } | Self::SessionRestored { session },
                Self::SessionDeleted { session: other } | Self::SessionRestored { session: other },
            ) => session == other,
            (
                Self::StandingSet { exercise, .. },
                Self::StandingSet {
                    exercise: other, ..
                },
            )
            | (
                Self::ExerciseChosen { exercise, .. },
                Self::ExerciseChosen {
                    exercise: other, ..
                },
            ) => exercise == other,
            (Self::DayWished { day }, Self::DayWished { day: other }) => day.date == other.date,
            (Self::AdviceRead { rule, .. }, Self::AdviceRead { rule: other, .. }) => rule == other,
            (
                Self::RoutineKept { routine, .. }
                | Self::RoutineDeleted { routine }
                | Self::RoutineRestored { routine },
                Self::RoutineKept { routine: other, .. }
                | Self::RoutineDeleted { routine: other }
                | Self::RoutineRestored { routine: other },
            ) => routine == other,
            (
                Self::NoteKept { note, .. }
                | Self::NoteDeleted { note }
                | Self::NoteRestored { note },
                Self::NoteKept { note: other, .. }
                | Self::NoteDeleted { note: other }
                | Self::NoteRestored { note: other },
            ) => note == other,
            (Self::ComebackOver, Self::ComebackOver)
            | (Self::SettingsChanged { .. }, Self::SettingsChanged { .. })
            | (Self::ProfileChanged { .. }, Self::ProfileChanged { .. })
            | (Self::ScreeningAnswered { .. }, Self::ScreeningAnswered { .. }) => true,
            _ => false,
        }
    }
}

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was passed over.
    Skipped,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// It was played to its end.
    Completed,
    /// The person ended it before.
    Stopped,
    /// It was left open and closed later as it was.
    Closed,
    /// The person ended it because of dizziness.
    Dizzy,
}

/// When in a session something was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Moment {
    /// Before it.
    Before,
    /// After it.
    After,
}
