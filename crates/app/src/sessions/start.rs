//! How sessions and short breaks start, and what holds that up.

use std::collections::BTreeSet;
use std::sync::Arc;

use unhunch_domain::diary::{Diary, Session, State};
use unhunch_domain::session::compose;
use unhunch_domain::session::compose::Earlier;
use unhunch_domain::{
    Body, Command, Ending, Moment, Now, Rating, Refusal, RoutineId, SessionId, Timeline,
};
use unhunch_journal::JournalError;

use crate::app::{App, NewEntry};
use crate::error::Error;
use crate::gate::{self, Blocked};
use crate::routines::{FittedRoutine, layout};
use crate::today::{TodaySession, person_of};

/// How many earlier breaks decide what the next one has.
const LOOK_BACK: usize = 12;

/// Minutes for which a break that was begun is gone on with; after that, another one is begun.
const GOES_ON_MINUTES: i64 = 15;

/// What a session plays.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhatToPlay {
    /// What is put together for today.
    Today,
    /// A routine: one of the content, fitted to the person, or one of their own as it is written.
    Routine(RoutineId),
}

impl From<RoutineId> for WhatToPlay {
    fn from(routine: RoutineId) -> Self {
        if routine.as_str() == compose::TODAY {
            Self::Today
        } else {
            Self::Routine(routine)
        }
    }
}

/// What became of a start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Started {
    /// A session began.
    New(SessionId),
    /// One that was begun before is gone on with.
    Resumed(SessionId),
    /// Something holds the exercises back; nothing began.
    Blocked(Blocked),
    /// Nothing of it is for the person; nothing began.
    NothingToDo,
}

/// What the next short break is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BreakPreview {
    /// One that was begun just now is gone on with.
    GoesOn(SessionId),
    /// One that can begin, and what it plays.
    Moves(Timeline),
    /// Time away from the screen without exercises.
    Away {
        /// How long it lasts, in minutes.
        minutes: i64,
        /// What holds the exercises back; none where there is no move for the person.
        held: Option<Blocked>,
    },
}

impl App {
    /// Starts a session, with how it feels before it if the person said so. One that was left open
    /// is closed as it is; one that was just started, with nothing done yet, is gone on with
    /// instead of another like it.
    ///
    /// # Errors
    /// Where there is no such routine, or the journal can't be written.
    pub async fn start_session(
        &self,
        what: &WhatToPlay,
        pain_before: Option<Rating>,
    ) -> Result<Started, Error> {
        let now = self.now();
        let session = SessionId(self.host().uuid(&now));
        self.write(|diary| self.decide_start(diary, &now, session, what, pain_before))
            .await
    }

    /// Goes on with the session that is open since today, or starts today's.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn resume_or_start_today(&self) -> Result<Started, Error> {
        let now = self.now();
        let session = SessionId(self.host().uuid(&now));
        self.write(|diary| {
            let open = diary.open(now.at);
            if let Some(open) = open.filter(|open| open.date() == now.zoned.date()) {
                return Ok((Vec::new(), Started::Resumed(open.id)));
            }
            self.decide_start(diary, &now, session, &WhatToPlay::Today, None)
        })
        .await
    }

    fn decide_start(
        &self,
        diary: &Diary,
        now: &Now,
        session: SessionId,
        what: &WhatToPlay,
        pain_before: Option<Rating>,
    ) -> Result<(Vec<NewEntry>, Started), Error> {
        if let Some(held) = gate::check(diary, now.zoned.date()) {
            return Ok((Vec::new(), Started::Blocked(held)));
        }
        let Some(timeline) = self.timeline_of(diary, now, what)? else {
            return Ok((Vec::new(), Started::NothingToDo));
        };
        let timeline = Arc::new(timeline);
        let open = diary.open(now.at);
        if let Some(open) = &open
            && open.finished().next().is_none()
            && *open.timeline() == timeline
            && open.state(now.at) == State::Open
        {
            let rate = pain_before.map(|rating| Command::Rate {
                session: open.id,
                moment: Moment::Before,
                rating: rating.get(),
                locations: None,
            });
            let rated = rate.map(|rate| rate.accept(diary)).transpose()?.flatten();
            let drafts = rated.into_iter().map(NewEntry::from).collect();
            return Ok((drafts, Started::Resumed(open.id)));
        }
        let mut bodies = begin(diary, open, session, timeline)?;
        // The diary doesn't know the session yet, so this is no command about it.
        bodies.extend(pain_before.map(|rating| Body::PainRated {
            session,
            moment: Moment::Before,
            rating,
            locations: BTreeSet::new(),
        }));
        let drafts = bodies.into_iter().map(NewEntry::from).collect();
        Ok((drafts, Started::New(session)))
    }

    /// What a session plays for the person now; none where nothing of it is for them.
    fn timeline_of(
        &self,
        diary: &Diary,
        now: &Now,
        what: &WhatToPlay,
    ) -> Result<Option<Timeline>, Error> {
        match what {
            WhatToPlay::Today => {
                let today = TodaySession::of(self.library(), diary, now);
                if today.composed.is_empty() {
                    return Ok(None);
                }
                Ok(Some(today.timeline(layout(diary))?))
            }
            WhatToPlay::Routine(routine) => {
                let person = person_of(diary, now);
                let fitted = FittedRoutine::of(self, diary, &person, routine);
                let fitted = fitted.ok_or(Refusal::UnknownRoutine)?;
                let has_any = fitted.exercises().next().is_some();
                Ok(has_any.then_some(fitted.timeline))
            }
        }
    }

    /// Starts a short break. One that was begun within a quarter of an hour is gone on with; an
    /// older one that was left open is closed as it is.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn start_break(&self) -> Result<Started, Error> {
        let now = self.now();
        let session = SessionId(self.host().uuid(&now));
        self.write(|diary| {
            let timeline = match self.next_break(diary, &now) {
                BreakPreview::GoesOn(id) => return Ok((Vec::new(), Started::Resumed(id))),
                BreakPreview::Away { held, .. } => {
                    let started = held.map_or(Started::NothingToDo, Started::Blocked);
                    return Ok((Vec::new(), started));
                }
                BreakPreview::Moves(timeline) => Arc::new(timeline),
            };
            let bodies = begin(diary, diary.open_break(now.at), session, timeline)?;
            let drafts = bodies.into_iter().map(NewEntry::from).collect();
            Ok((drafts, Started::New(session)))
        })
        .await
    }

    /// What the next short break is; changes nothing.
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub async fn preview_break(&self) -> Result<BreakPreview, JournalError> {
        let now = self.now();
        self.read(|diary| self.next_break(diary, &now)).await
    }

    fn next_break(&self, diary: &Diary, now: &Now) -> BreakPreview {
        let minutes = diary.settings().breaks.break_minutes;
        let held = gate::check(diary, now.zoned.date());
        if held.is_none() {
            if let Some(open) = fresh_break(diary, now) {
                return BreakPreview::GoesOn(open.id);
            }
            if let Some(timeline) = self.break_timeline(diary, now) {
                return BreakPreview::Moves(timeline);
            }
        }
        BreakPreview::Away {
            minutes: minutes.get(),
            held,
        }
    }

    /// What the next break plays; none where there is no move for the person.
    fn break_timeline(&self, diary: &Diary, now: &Now) -> Option<Timeline> {
        let today = now.zoned.date();
        let person = person_of(diary, now);
        let earlier: Vec<_> = diary
            .latest_breaks()
            .filter(Session::is_anything_done)
            .take(LOOK_BACK)
            .map(|session| Earlier {
                exercises: session
                    .timeline()
                    .plays()
                    .iter()
                    .map(|play| play.exercise.clone())
                    .collect(),
                is_today: session.date() == today,
            })
            .collect();
        let layout = layout(diary);
        let plan = compose::short_break(
            self.library(),
            &person,
            diary.settings().breaks.break_minutes,
            now.zoned.hour(),
            &earlier,
            layout,
        )?;
        Some(Timeline::new(&plan, layout))
    }
}

/// The break that was just begun, if it isn't over.
fn fresh_break<'a>(diary: &'a Diary, now: &Now) -> Option<Session<'a>> {
    let open = diary.open_break(now.at)?;
    let age_ms = now.at.as_millisecond() - open.started().as_millisecond();
    (open.state(now.at) == State::Open && age_ms < GOES_ON_MINUTES * 60_000).then_some(open)
}

/// What to write to begin a session in the place of one that was left open.
fn begin(
    diary: &Diary,
    open: Option<Session<'_>>,
    session: SessionId,
    timeline: Arc<Timeline>,
) -> Result<Vec<Body>, Refusal> {
    let close = open.map(|open| Command::End {
        session: open.id,
        how: Ending::Closed,
    });
    let start = Command::Start { session, timeline };
    let mut bodies = Vec::new();
    for command in close.into_iter().chain([start]) {
        bodies.extend(command.accept(diary)?);
    }
    Ok(bodies)
}
