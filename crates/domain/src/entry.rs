//! What a journal is made of: entries that say what happened, when, where and on which
//! device. They are only ever added.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::advice::Rule;
use crate::day::Day;
use crate::felt::Felt;
use crate::id::{DeviceId, EntryId, ExerciseId, NoteId, OwnRoutineId, SessionId};
use crate::note::{Location, Note, known_day};
use crate::own::OwnRoutine;
use crate::profile::ProfileChange;
use crate::screening::Answers;
use crate::settings::SettingsChange;
use crate::standing::{Choice, Standing};
use crate::timeline::{MOST_STEPS, Timeline};

/// The newest version of entries that this program writes and understands.
///
/// - 1: sessions, steps, ratings, settings.
/// - 2: also how exercises felt, new ways to end a session, and what people say of themselves,
///   answer, decide and wish. Entries of version 1 mean what
///   they meant; the number tells an older program that it doesn't know everything in here.
/// - 3: also notes, where it is felt, and advice that was read.
/// - 4: also settings of reminders, and short breaks.
pub const VERSION: u16 = 4;

/// One entry of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Made once, where the entry arose; a second entry with it changes nothing.
    pub id: EntryId,
    /// The installation that it was made on.
    pub device: DeviceId,
    /// When, to the millisecond.
    pub at: At,
    /// The time zone then and there.
    pub zone: Zone,
    /// The version of its body.
    pub version: Version,
    /// What happened.
    pub body: Body,
}

impl Entry {
    /// What orders it against others, on all devices alike.
    pub fn stamp(&self) -> Stamp {
        Stamp {
            at: self.at,
            id: self.id,
        }
    }

    /// The civil day that it belongs to, where the person was.
    pub fn date(&self) -> Date {
        self.zone.date(self.at)
    }
}

/// The version of an entry's body: one that this program understands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Version(u16);

impl Version {
    /// What this program writes.
    pub const CURRENT: Self = Self(VERSION);
}

impl From<Version> for u16 {
    fn from(version: Version) -> Self {
        version.0
    }
}

impl TryFrom<u16> for Version {
    type Error = String;

    fn try_from(version: u16) -> Result<Self, Self::Error> {
        if (1..=VERSION).contains(&version) {
            Ok(Self(version))
        } else {
            Err(format!(
                "version {version} was written by a newer Unhunch; this one understands up to {VERSION}"
            ))
        }
    }
}

/// A point in time, to the millisecond, between the years 1970 and 2500.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Timestamp", into = "Timestamp")]
pub struct At(i64);

impl At {
    /// The beginning of 1970.
    pub const EARLIEST: Self = Self(0);

    /// The end of 2499.
    pub const LATEST: Self = Self(16_725_225_600_000);

    /// The latest time that an entry from elsewhere can have, a day before [`Self::LATEST`]: what
    /// a person does after it is stamped later than it, and must be able to be.
    pub const LATEST_READ: Self = Self(Self::LATEST.0 - 24 * 60 * 60 * 1000);

    /// Milliseconds since 1970.
    pub const fn as_millisecond(self) -> i64 {
        self.0
    }

    /// The point in time that many milliseconds after 1970.
    ///
    /// # Errors
    /// Where it isn't between the years 1970 and 2500.
    pub fn from_millisecond(ms: i64) -> Result<Self, String> {
        if (Self::EARLIEST.0..=Self::LATEST.0).contains(&ms) {
            Ok(Self(ms))
        } else {
            Err("the time lies outside the years 1970 to 2500".to_owned())
        }
    }

    /// The next millisecond; the latest has none.
    #[must_use]
    pub const fn next(self) -> Self {
        if self.0 < Self::LATEST.0 {
            Self(self.0 + 1)
        } else {
            self
        }
    }

    /// As a jiff timestamp.
    pub fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

impl From<At> for Timestamp {
    fn from(at: At) -> Self {
        at.timestamp()
    }
}

impl TryFrom<Timestamp> for At {
    type Error = String;

    fn try_from(timestamp: Timestamp) -> Result<Self, Self::Error> {
        Self::from_millisecond(timestamp.as_millisecond())
            .ok()
            .filter(|at| *at <= Self::LATEST_READ)
            .ok_or_else(|| "the time lies outside the years 1970 to 2500".to_owned())
    }
}

/// The IANA name of a time zone, such as `Europe/Berlin`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(Arc<str>);

impl Zone {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The civil day there. A zone that this machine doesn't know counts as UTC.
    pub fn date(&self, at: At) -> Date {
        at.timestamp().to_zoned(self.time_zone()).date()
    }

    /// As a jiff time zone; UTC where this machine doesn't know it.
    pub fn time_zone(&self) -> TimeZone {
        TimeZone::get(&self.0).unwrap_or(TimeZone::UTC)
    }

    /// The zone's name, or `UTC` where it has none.
    pub fn of(zone: &TimeZone) -> Self {
        Self(zone.iana_name().unwrap_or("UTC").into())
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> Self {
        zone.0.as_ref().to_owned()
    }
}

impl TryFrom<String> for Zone {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        let good = !name.is_empty()
            && name.len() <= 64
            && name
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+'));
        if good {
            Ok(Self(name.into()))
        } else {
            Err("expected the name of a time zone, such as `Europe/Berlin`".to_owned())
        }
    }
}

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
        felt: Felt,
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
        routine: OwnRoutineId,
        /// All of it.
        plan: Arc<OwnRoutine>,
    },
    /// A person's own routine is not wanted any more.
    RoutineDeleted {
        /// The routine.
        routine: OwnRoutineId,
    },
    /// A deleted routine is wanted back.
    RoutineRestored {
        /// The routine.
        routine: OwnRoutineId,
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
        standing: Standing,
    },
    /// A person decided whether an exercise is for them.
    ExerciseChosen {
        /// The exercise.
        exercise: ExerciseId,
        /// What they decided.
        choice: Choice,
    },
    /// A person wants something differently on one day.
    DayWished {
        /// What.
        day: Box<Day>,
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
const _: () = assert!(size_of::<Entry>() <= 112);

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
}

/// A step's place in a timeline: below [`MOST_STEPS`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u16")]
pub struct StepNumber(u16);

impl StepNumber {
    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl From<StepNumber> for u16 {
    fn from(step: StepNumber) -> Self {
        step.0
    }
}

impl TryFrom<u64> for StepNumber {
    type Error = String;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        match u16::try_from(number) {
            Ok(step) if usize::from(step) < MOST_STEPS => Ok(Self(step)),
            _ => Err(format!("step {number}; expected one below {MOST_STEPS}")),
        }
    }
}

/// A place in what a timeline plays (see [`Timeline::plays`]): below [`MOST_STEPS`], since no
/// timeline plays more exercises than it has steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u64", into = "u16")]
pub struct PlayNumber(u16);

impl PlayNumber {
    /// The number of a place in [`Timeline::plays`]; none where no timeline plays that much.
    pub fn of(place: usize) -> Option<Self> {
        u64::try_from(place).ok()?.try_into().ok()
    }

    /// The number.
    pub const fn get(self) -> u16 {
        self.0
    }
}

impl From<PlayNumber> for u16 {
    fn from(play: PlayNumber) -> Self {
        play.0
    }
}

impl TryFrom<u64> for PlayNumber {
    type Error = String;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        match u16::try_from(number) {
            Ok(play) if usize::from(play) < MOST_STEPS => Ok(Self(play)),
            _ => Err(format!("play {number}; expected one below {MOST_STEPS}")),
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

/// A rating from 0 to 10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Rating(u8);

impl Rating {
    /// The number.
    pub const fn get(self) -> u8 {
        self.0
    }
}

impl From<Rating> for u8 {
    fn from(rating: Rating) -> Self {
        rating.0
    }
}

impl TryFrom<u8> for Rating {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        if number <= 10 {
            Ok(Self(number))
        } else {
            Err(format!("a rating of {number}; expected 0 to 10"))
        }
    }
}

/// What orders entries on all devices alike: their time, then their id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// When.
    pub at: At,
    /// Which entry, where two are of the same millisecond.
    pub id: EntryId,
}

/// A value with the stamp of the entry that it came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamped<T> {
    /// Where it came from.
    pub stamp: Stamp,
    /// The value.
    pub value: T,
}

impl<T> Stamped<T> {
    /// Keeps the later of what is there and what comes.
    pub fn latest(slot: &mut Option<Self>, stamp: Stamp, value: T) {
        if slot.as_ref().is_none_or(|old| old.stamp < stamp) {
            *slot = Some(Self { stamp, value });
        }
    }

    /// When the value came, if there is one.
    pub fn at(slot: Option<&Self>) -> Option<At> {
        slot.map(|stamped| stamped.stamp.at)
    }

    /// Keeps the earlier of what is there and what comes.
    pub fn earliest(slot: &mut Option<Self>, stamp: Stamp, value: T) {
        if slot.as_ref().is_none_or(|old| stamp < old.stamp) {
            *slot = Some(Self { stamp, value });
        }
    }
}
