//! Sessions and short breaks: how they start, what is said and done in them, how they end. Each
//! use case decides by the diary and writes in one go, so that nothing comes in between.

mod deleted;
mod end;
mod month;
mod record;
mod script;
mod start;
mod summary;

use unhunch_domain::basics::time::At;
use unhunch_domain::diary::Diary;
use unhunch_domain::review::suggestions;
use unhunch_domain::{Body, Command, Ending, ExerciseDiscomfort, Now, Refusal, SessionId};

use crate::app::{App, NewEntry};
use crate::today::person_of;

pub use unhunch_domain::session::compose::TODAY;

pub use crate::outcome::Changed;

pub use end::{Ended, ManualReport, Said};
pub use month::{DayDone, HistoryDay, Month, MonthError, MonthHistory};
pub use record::{Happened, PlayerEvent, RecordedEvents};
pub use script::{ScriptPlay, SessionScript, SessionView, is_described};
pub use start::{BreakPreview, Started, WhatToPlay};
pub use summary::{CameOut, SessionSummary};

/// What to write for an exercise that was stopped because it hurt: that it was, and that it is its
/// easier version, a step gentler, from the next time on. Nothing where that is known already.
fn hurt(
    app: &App,
    diary: &Diary,
    now: &Now,
    session: SessionId,
    play: u64,
) -> Result<Vec<Body>, Refusal> {
    let Some(hurt) = (Command::Hurt { session, play }).accept(diary)? else {
        return Ok(Vec::new());
    };
    Ok([hurt]
        .into_iter()
        .chain(gentler(app, diary, now, session, play))
        .collect())
}

/// Warm-ups stay as they are, and so do exercises that the content doesn't have.
fn gentler(app: &App, diary: &Diary, now: &Now, session: SessionId, play: u64) -> Option<Body> {
    let session = diary.session(session)?;
    let play = session
        .timeline()
        .plays()
        .get(usize::try_from(play).ok()?)?;
    let exercise = app.library().exercise(&play.exercise)?;
    let person = person_of(diary, now);
    (!play.warm_up).then(|| Body::StandingSet {
        exercise: exercise.id.clone(),
        standing: suggestions::after_hurt(&person, exercise),
    })
}

/// What to write for how much discomfort an exercise brought. Nothing where that is known, or
/// where it was said before what stands: an answer may have waited in a browser, or come a second
/// time.
fn discomfort(
    diary: &Diary,
    session: SessionId,
    play: u64,
    felt: ExerciseDiscomfort,
    at: Option<At>,
) -> Result<Option<Body>, Refusal> {
    let command = Command::Feel {
        session,
        play,
        felt,
    };
    let body = command.accept(diary)?;
    let stands_since = usize::try_from(play)
        .ok()
        .and_then(|play| diary.session(session)?.felt_at(play));
    let is_outdated = at.zip(stands_since).is_some_and(|(at, since)| at < since);
    Ok(body.filter(|_| !is_outdated))
}

/// Whether entries complete a short break that was going on.
fn completes_break(diary: &Diary, session: SessionId, drafts: &[NewEntry]) -> bool {
    let is_going_on = diary
        .session(session)
        .is_some_and(|session| session.is_break() && !session.has_ended());
    let ending = drafts.iter().rev().find_map(|draft| match draft.body {
        Body::SessionEnded { how, .. } => Some(how),
        _ => None,
    });
    is_going_on && ending == Some(Ending::Completed)
}

impl App {
    /// Tells the reminders of a break that was played to its end.
    fn tell_of_break(&self, is_completed: bool) {
        if is_completed && let Some(reminders) = self.reminders() {
            reminders.break_taken();
        }
    }
}
