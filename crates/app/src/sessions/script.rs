//! What a player needs of a session: its steps, what of it is done, and what the person set.

use std::collections::BTreeSet;
use std::sync::Arc;

use unhunch_domain::diary::{Diary, Session, State};
use unhunch_domain::programme::timeline::Play;
use unhunch_domain::{
    Condition, CustomRoutineId, DeviceId, ExerciseDiscomfort, Now, Refusal, RoutineId, SessionId,
    Settings, Timeline,
};

use crate::app::App;
use crate::error::Error;
use crate::gate::{self, Blocked};

/// What can be done with a session now.
#[derive(Clone, Debug)]
pub enum SessionView {
    /// It can be played.
    Playable(Box<SessionScript>),
    /// It isn't over, and something holds it back.
    Blocked {
        /// What.
        held: Blocked,
        /// What it would play.
        timeline: Arc<Timeline>,
    },
    /// It is over.
    Over,
}

/// A session as a player plays it.
#[derive(Clone, Debug)]
pub struct SessionScript {
    /// Its id.
    pub session: SessionId,
    /// The journal that holds it, so that no other gets its steps.
    pub journal: DeviceId,
    /// Whether it is a short break: nothing is asked in it.
    pub is_break: bool,
    /// Its steps.
    pub timeline: Arc<Timeline>,
    /// The steps that are over.
    pub finished: Vec<u16>,
    /// Those of them that were passed over, and can still be done.
    pub skipped: Vec<u16>,
    /// What it plays, in the order of the timeline’s plays.
    pub plays: Vec<ScriptPlay>,
    /// What the person set.
    pub settings: Settings,
    /// What they have that asks for care.
    pub conditions: BTreeSet<Condition>,
}

/// An exercise's stretch of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScriptPlay {
    /// Its first step.
    pub first_step: u16,
    /// How many steps it has.
    pub steps: usize,
    /// How many sets, at least 1.
    pub sets: u32,
    /// How many repetitions in the longest of them, at least 1.
    pub reps: u32,
    /// How it felt, if the person said so.
    pub felt: Option<ExerciseDiscomfort>,
    /// Whether the person stopped it because it hurt.
    pub hurt: bool,
    /// Whether more is said about it somewhere, see [`is_described`].
    pub is_described: bool,
}

impl ScriptPlay {
    fn of(diary: &Diary, session: &Session<'_>, number: usize, play: &Play) -> Self {
        let timeline = session.timeline();
        let (mut sets, mut reps) = (1, 1);
        for step in timeline.steps_of(number) {
            sets = sets.max(step.set.unwrap_or(1));
            reps = reps.max(step.rep.unwrap_or(1));
        }
        let first = timeline.steps_of(number).next();
        Self {
            first_step: first.map_or(0, |step| step.index),
            steps: timeline.steps_of(number).count(),
            sets,
            reps,
            felt: session.felt(number),
            hurt: session.hurt(number).is_some(),
            is_described: is_described(diary, timeline.routine(), play),
        }
    }
}

/// Whether more is said somewhere about what a routine plays: an exercise of the content has words
/// of its own, a person's own one as long as its routine has it.
pub fn is_described(diary: &Diary, routine: &RoutineId, play: &Play) -> bool {
    let Some(own) = &play.own else {
        return true;
    };
    let routine = CustomRoutineId::of(routine).and_then(|id| diary.custom_routine(id));
    routine.is_some_and(|routine| routine.exercise(&own.id).is_some())
}

impl SessionScript {
    fn of(app: &App, diary: &Diary, session: &Session<'_>) -> Self {
        let timeline = session.timeline();
        let finished: Vec<u16> = session.finished().map(|step| step.index).collect();
        let skipped = finished.iter().copied();
        let plays = timeline.plays().iter().enumerate();
        Self {
            session: session.id,
            journal: app.journal().device(),
            is_break: session.is_break(),
            timeline: Arc::clone(timeline),
            skipped: skipped.filter(|step| !session.is_done(*step)).collect(),
            finished,
            plays: plays
                .map(|(number, play)| ScriptPlay::of(diary, session, number, play))
                .collect(),
            settings: diary.settings(),
            conditions: diary.screening().conditions(),
        }
    }
}

impl App {
    /// What a player needs of a session; or what holds it back, or that it is over.
    ///
    /// # Errors
    /// Where there is no such session, it is deleted, or the journal can't be read.
    pub async fn session_script(&self, id: SessionId) -> Result<SessionView, Error> {
        let now = self.now();
        let view = self
            .read(|diary| self.view_session(diary, &now, id))
            .await?;
        Ok(view?)
    }

    fn view_session(
        &self,
        diary: &Diary,
        now: &Now,
        id: SessionId,
    ) -> Result<SessionView, Refusal> {
        let session = diary.session(id).filter(|session| !session.is_deleted());
        let session = session.ok_or(Refusal::UnknownSession)?;
        if let State::Ended(_) = session.state(now.at) {
            return Ok(SessionView::Over);
        }
        if let Some(held) = gate::check(diary, now.zoned.date()) {
            return Ok(SessionView::Blocked {
                held,
                timeline: Arc::clone(session.timeline()),
            });
        }
        let script = SessionScript::of(self, diary, &session);
        Ok(SessionView::Playable(Box::new(script)))
    }
}
