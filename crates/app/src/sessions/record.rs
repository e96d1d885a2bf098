//! What happens in a session, as a player or the page after it says.

use std::borrow::Cow;
use std::collections::BTreeSet;

use jiff::Timestamp;
use unhunch_domain::basics::time::At;
use unhunch_domain::diary::Diary;
use unhunch_domain::journal::note::Location;
use unhunch_domain::{
    Body, Command, Ending, EntryId, ExerciseDiscomfort, Moment, Now, Outcome, Rating, Refusal,
    SessionId,
};
use unhunch_journal::JournalError;

use super::{Changed, completes_break, discomfort, hurt};
use crate::app::{App, NewEntry};
use crate::error::Error;
use crate::gate::{self, Blocked};

/// Something that happened in a player.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlayerEvent {
    /// Its id, made once, so that it is kept once however often it is sent.
    pub id: EntryId,
    /// When, by the player's clock, which may say anything; none where that is no time at all.
    pub at: Option<Timestamp>,
    /// What.
    pub what: Happened,
}

impl PlayerEvent {
    /// When it happened. A clock that is out of all bounds doesn't lose an event: it happened
    /// about now.
    fn at(&self) -> Option<At> {
        At::try_from(self.at?).ok()
    }
}

/// What happened in a player.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// A step is over.
    StepOver {
        /// Its place in the timeline, from 0.
        step: u64,
        /// Whether it was done.
        outcome: Outcome,
    },
    /// The session is over.
    Ended(Ending),
    /// The person said how much discomfort an exercise brought.
    Felt {
        /// The exercise's place in what the session plays, from 0.
        play: u64,
        /// How much.
        felt: ExerciseDiscomfort,
    },
    /// An exercise was stopped because it hurt.
    Hurt {
        /// The exercise's place in what the session plays, from 0.
        play: u64,
    },
}

/// What became of events.
#[derive(Debug)]
pub struct RecordedEvents {
    /// Those that the journal holds now, in their order.
    pub kept: Vec<EntryId>,
    /// Why the one after them isn't kept; none where all are.
    pub refused: Option<Error>,
    /// What holds the exercises back now: a player is told to stop.
    pub gate: Option<Blocked>,
    /// Whether a short break was completed by them.
    pub break_completed: bool,
}

/// Decides events one after the other, each by a diary that knows of those before.
struct Deciding<'a> {
    app: &'a App,
    now: &'a Now,
    /// A copy is made when a second event has to know of a first.
    diary: Cow<'a, Diary>,
    drafts: Vec<NewEntry>,
    /// Which event each of the drafts comes from.
    origins: Vec<usize>,
    /// How many of the drafts the diary knows of.
    folded: usize,
}

impl<'a> Deciding<'a> {
    fn new(app: &'a App, now: &'a Now, diary: &'a Diary) -> Self {
        Self {
            app,
            now,
            diary: Cow::Borrowed(diary),
            drafts: Vec::new(),
            origins: Vec::new(),
            folded: 0,
        }
    }

    /// The diary with all that was decided so far.
    fn diary(&mut self) -> &Diary {
        for draft in &self.drafts[self.folded..] {
            // Only what it says counts here: it is written under its own id and at its own time.
            let entry = self
                .app
                .entry(&self.diary, self.now, &[], NewEntry::clone(draft));
            self.diary.to_mut().fold(&entry);
        }
        self.folded = self.drafts.len();
        &self.diary
    }

    /// Decides the next event.
    fn decide(
        &mut self,
        index: usize,
        session: SessionId,
        event: &PlayerEvent,
    ) -> Result<(), Refusal> {
        let (app, now) = (self.app, self.now);
        let diary = self.diary();
        let bodies = match event.what {
            Happened::StepOver { step, outcome } => {
                let command = Command::FinishStep {
                    session,
                    step,
                    outcome,
                };
                command.accept(diary)?.into_iter().collect()
            }
            Happened::Ended(how) => {
                let command = Command::End { session, how };
                command.accept(diary)?.into_iter().collect()
            }
            Happened::Felt { play, felt } => discomfort(diary, session, play, felt, event.at())?
                .into_iter()
                .collect(),
            Happened::Hurt { play } => hurt(app, diary, now, session, play)?,
        };
        for (place, body) in bodies.into_iter().enumerate() {
            self.push(index, (place == 0).then_some(event), body);
        }
        Ok(())
    }

    /// Adds what the event said itself, or what follows from it.
    fn push(&mut self, index: usize, event: Option<&PlayerEvent>, body: Body) {
        self.drafts.push(NewEntry {
            body,
            id: event.map(|event| event.id),
            at: event.and_then(PlayerEvent::at),
        });
        self.origins.push(index);
    }
}

/// What was decided of events.
struct Decided {
    /// How many of them were accepted before the first that is refused.
    accepted: usize,
    refused: Option<Refusal>,
    break_completed: bool,
}

impl App {
    /// Records what happened in a player, each event once however often it is sent, in one
    /// transaction. It stops at the first event that is refused, and keeps those before.
    ///
    /// What was done is kept whatever holds the exercises back by now.
    pub async fn record_events(
        &self,
        session: SessionId,
        events: &[PlayerEvent],
    ) -> RecordedEvents {
        let mut events = events;
        let mut conflict = None;
        loop {
            let mut origins = Vec::new();
            let written = self.write_events(session, events, &mut origins).await;
            match written {
                Ok(decided) => {
                    self.tell_of_break(decided.break_completed);
                    let kept = events[..decided.accepted].iter().map(|event| event.id);
                    let today = self.now().zoned.date();
                    return RecordedEvents {
                        kept: kept.collect(),
                        refused: decided.refused.map(Error::from).or(conflict),
                        gate: self.read_last(|diary| gate::check(diary, today)),
                        break_completed: decided.break_completed,
                    };
                }
                // Nothing was written. What comes before the event with that id can be.
                Err(Error::Journal(JournalError::Conflict { id, index, earlier }))
                    if let Some(origin) = origins.get(index)
                        && *origin < events.len() =>
                {
                    events = &events[..*origin];
                    let error = JournalError::Conflict { id, index, earlier };
                    conflict = Some(error.into());
                }
                Err(error) => {
                    return RecordedEvents {
                        kept: Vec::new(),
                        refused: Some(error),
                        gate: None,
                        break_completed: false,
                    };
                }
            }
        }
    }

    /// Writes what events ask for, up to the first that is refused. `origins` says of each entry
    /// which event it came from.
    async fn write_events(
        &self,
        session: SessionId,
        events: &[PlayerEvent],
        origins: &mut Vec<usize>,
    ) -> Result<Decided, Error> {
        let now = self.now();
        self.write(|diary| {
            let mut deciding = Deciding::new(self, &now, diary);
            let mut accepted = 0;
            let mut refused = None;
            for (index, event) in events.iter().enumerate() {
                if let Err(refusal) = deciding.decide(index, session, event) {
                    refused = Some(refusal);
                    break;
                }
                accepted += 1;
            }
            let Deciding {
                drafts,
                origins: of_drafts,
                ..
            } = deciding;
            *origins = of_drafts;
            let decided = Decided {
                accepted,
                refused,
                break_completed: completes_break(diary, session, &drafts),
            };
            Ok((drafts, decided))
        })
        .await
    }

    /// Records how much discomfort an exercise of a session brought, said at a time or now. An
    /// answer that is older than the one that stands changes nothing.
    ///
    /// # Errors
    /// Where there is no such session or it plays no such exercise, or the journal can't be
    /// written.
    pub async fn record_discomfort(
        &self,
        session: SessionId,
        play: u64,
        felt: ExerciseDiscomfort,
        at: Option<At>,
    ) -> Result<Changed, Error> {
        self.write(|diary| {
            let body = discomfort(diary, session, play, felt, at)?;
            let drafts: Vec<_> = body
                .map(|body| NewEntry { body, id: None, at })
                .into_iter()
                .collect();
            let changed = Changed::of(&drafts);
            Ok((drafts, changed))
        })
        .await
    }

    /// Records that an exercise of a session was stopped because it hurt, and makes it its easier
    /// version, a step gentler, from the next time on.
    ///
    /// # Errors
    /// Where there is no such session or it plays no such exercise, or the journal can't be
    /// written.
    pub async fn record_hurt(&self, session: SessionId, play: u64) -> Result<Changed, Error> {
        let now = self.now();
        self.write(|diary| {
            let bodies = hurt(self, diary, &now, session, play)?;
            let drafts: Vec<_> = bodies.into_iter().map(NewEntry::from).collect();
            let changed = Changed::of(&drafts);
            Ok((drafts, changed))
        })
        .await
    }

    /// Rates how it feels before or after a session, and where; without places, those that were
    /// said stay.
    ///
    /// # Errors
    /// Where there is no such session, or the journal can't be written.
    pub async fn rate_session(
        &self,
        session: SessionId,
        moment: Moment,
        rating: Rating,
        places: Option<BTreeSet<Location>>,
    ) -> Result<Changed, Error> {
        self.write(|diary| {
            let command = Command::Rate {
                session,
                moment,
                rating: rating.get(),
                locations: places,
            };
            let drafts = NewEntry::by(diary, [command])?;
            let changed = Changed::of(&drafts);
            Ok((drafts, changed))
        })
        .await
    }
}
