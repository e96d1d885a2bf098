//! Everything that was said and done in a period, one by one.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::basics::ids::{NoteId, RoutineId, SessionId};
use crate::basics::rating::{ExerciseDiscomfort, Rating};
use crate::basics::time::{At, Zone};
use crate::diary::notes::Noted;
use crate::diary::{Diary, Extent, Session};
use crate::journal::body::{Ending, Moment};
use crate::journal::note::{Activity, Change, Content, Location, Remark, Sleep};
use crate::journal::reach::Reach;
use crate::programme::timeline::Play;
use crate::review::report::{Part, Parts, Span, noted, sessions};

/// On what something was said or done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// A session.
    Session(SessionId),
    /// A note.
    Note(NoteId),
}

/// One thing that was said or done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// The day that it is about, where the person was.
    pub date: Date,
    /// When it was said or done.
    pub at: At,
    /// The time zone there.
    pub zone: Zone,
    /// On which occasion.
    pub occasion: Occasion,
    /// Whether it was corrected later.
    pub is_corrected: bool,
    /// What it was.
    pub what: What,
}

impl Observation {
    /// Whether its time is one of the day that it is about: a note can be about an earlier day.
    pub fn is_timed(&self) -> bool {
        self.zone.date(self.at) == self.date
    }
}

/// What was said or done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// How it felt, before or after a session or in between.
    Pain {
        /// Before or after a session; none in between.
        moment: Option<Moment>,
        /// 0 to 10.
        rating: Rating,
        /// Where, if that was said.
        locations: BTreeSet<Location>,
    },
    /// Where it was felt, where no number was given.
    Felt(BTreeSet<Location>),
    /// The person's own words.
    Remark(Remark),
    /// How a week was on average, 0 to 10.
    WeekAverage(Rating),
    /// A week against the one before.
    WeekChange(Change),
    /// How they slept in a week.
    Sleep(Sleep),
    /// How much they moved in a week, exercises aside.
    Activity(Activity),
    /// How far they reached in a test.
    Reach(Reach),
    /// A session in which anything was done.
    Session {
        /// What it played.
        title: Title,
        /// How long what was done of it lasted, in milliseconds.
        done_ms: u64,
        /// How it ended, if it did.
        ending: Option<Ending>,
    },
    /// An exercise of which anything was done.
    Exercise {
        /// What was played.
        play: Play,
        /// How long what was done of it lasted, in milliseconds.
        done_ms: u64,
    },
    /// How much discomfort an exercise brought.
    Discomfort {
        /// What was played.
        play: Play,
        /// A word, and the number if there was one.
        felt: ExerciseDiscomfort,
        /// Whether it had settled a day later, if that was said.
        settled: Option<bool>,
    },
    /// An exercise was stopped because it hurt.
    Hurt {
        /// What was played.
        play: Play,
    },
    /// A session ended because of dizziness.
    Dizzy,
}

/// What a session played, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Title {
    /// A routine of the content, or one that is gone.
    Routine(RoutineId),
    /// What somebody called it.
    Own(Arc<str>),
}

/// Everything that was said and done in a period, the earliest first; of parts that are left out
/// there is nothing. The answers to the safety questions aren't of a period: [`Report`] has them.
pub fn observations(
    diary: &Diary,
    span: Span,
    parts: &Parts,
    today: Date,
    now: At,
) -> Vec<Observation> {
    let mut all = Vec::new();
    for session in sessions(diary, span, today, now) {
        for (part, at, what) in of_session(&session, now) {
            if parts.has(part) {
                all.push(Observation {
                    date: session.date().min(today),
                    at,
                    zone: session.zone().clone(),
                    occasion: Occasion::Session(session.id),
                    is_corrected: false,
                    what,
                });
            }
        }
    }
    for noted in noted(diary, span, today, now) {
        for (part, what) in of_note(&noted) {
            if parts.has(part) {
                all.push(Observation {
                    date: noted.note.date.min(today),
                    at: noted.first,
                    zone: noted.zone.clone(),
                    occasion: Occasion::Note(noted.id),
                    is_corrected: noted.is_corrected(),
                    what,
                });
            }
        }
    }
    // Stable: what is of the same moment stays in the order in which it happened.
    all.sort_by_key(|one| (one.date, one.at));
    all
}

/// What there is to say of a session, by the part that it belongs to.
pub(super) fn of_session(session: &Session<'_>, now: At) -> Vec<(Part, At, What)> {
    let started = session.started();
    let rated = |moment: Moment| {
        let rated = session.rated(moment)?;
        // What was said in the future was said about this session.
        let at = Some(rated.stamp.at).filter(|at| *at <= now);
        let what = What::Pain {
            moment: Some(moment),
            rating: rated.value.rating,
            locations: rated.value.locations.into(),
        };
        Some((Part::Course, at.unwrap_or(started), what))
    };
    let mut all = Vec::new();
    // However late it was said, it is how it felt before.
    all.extend(rated(Moment::Before).map(|(part, _, what)| (part, started, what)));
    if session.is_anything_done() {
        let timeline = session.timeline();
        all.push((
            Part::Training,
            started,
            What::Session {
                title: match timeline.title() {
                    Some(title) => Title::Own(title.into()),
                    None => Title::Routine(timeline.routine().clone()),
                },
                done_ms: session.done_ms(),
                ending: session.ending(),
            },
        ));
    }
    for (number, play) in session.timeline().plays().iter().enumerate() {
        let exercise = |what| (Part::Exercises, started, what);
        let play = || play.clone();
        if session.extent(number) != Extent::None {
            let done_ms = session.done_ms_of(number);
            all.push(exercise(What::Exercise {
                play: play(),
                done_ms,
            }));
        }
        all.extend(session.felt(number).map(|felt| {
            exercise(What::Discomfort {
                play: play(),
                felt,
                settled: session.settled(number),
            })
        }));
        if session.hurt(number).is_some() {
            all.push(exercise(What::Hurt { play: play() }));
        }
    }
    if session.ending() == Some(Ending::Dizzy) {
        all.push((Part::Training, started, What::Dizzy));
    }
    all.extend(rated(Moment::After));
    all
}

/// What a note says, by the part that it belongs to.
pub(super) fn of_note(noted: &Noted<'_>) -> Vec<(Part, What)> {
    match &noted.note.content {
        Content::Feeling(feeling) => {
            let locations = feeling.locations.clone();
            let felt = match feeling.rating {
                Some(rating) => Some(What::Pain {
                    moment: None,
                    rating,
                    locations,
                }),
                None if locations.is_empty() => None,
                None => Some(What::Felt(locations)),
            };
            let text = feeling.text.clone().map(What::Remark);
            let felt = felt.map(|what| (Part::Course, what));
            felt.into_iter()
                .chain(text.map(|what| (Part::Notes, what)))
                .collect()
        }
        Content::Week(week) => [
            week.average.map(What::WeekAverage),
            week.change.map(What::WeekChange),
            week.sleep.map(What::Sleep),
            week.activity.map(What::Activity),
        ]
        .into_iter()
        .flatten()
        .map(|what| (Part::Course, what))
        .collect(),
        Content::Reach(reach) => vec![(Part::Course, What::Reach(*reach))],
    }
}
