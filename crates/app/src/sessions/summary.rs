//! What can be said of a session when it is over, or was left.

use unhunch_domain::Ending;
use unhunch_domain::basics::time::At;
use unhunch_domain::diary::{Extent, Session, State};

/// How a session came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameOut {
    /// It can be gone on with.
    Open,
    /// The person got dizzy.
    Dizzy,
    /// It ended before anything was done or went wrong, so that the history doesn't have it.
    Nothing,
    /// It was played to its end.
    Completed,
    /// It ended earlier.
    Stopped,
}

/// What can be said of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSummary {
    /// How it came out.
    pub came_out: CameOut,
    /// Whether anything was done in it.
    pub is_anything_done: bool,
    /// Whether the history has it: something was done, or was wrong.
    pub is_kept: bool,
    /// The exercises that the person can say something about, by their places in what it plays:
    /// those that they did something of, the warm-up aside, but none that they stopped since it
    /// hurt, which says enough.
    pub to_feel: Vec<usize>,
    /// Whether it felt so bad afterwards that the person is told when to see somebody.
    pub is_rated_high: bool,
}

/// The rating after a session, 0 to 10, from which on it felt bad.
const HIGH: u8 = 6;

impl SessionSummary {
    /// What can be said of a session now.
    pub fn of(session: &Session<'_>, now: At) -> Self {
        let is_anything_done = session.is_anything_done();
        let is_kept = is_anything_done || session.was_anything_wrong();
        Self {
            came_out: match session.state(now) {
                State::Open | State::Stale => CameOut::Open,
                State::Ended(Ending::Dizzy) => CameOut::Dizzy,
                State::Ended(_) if !is_kept => CameOut::Nothing,
                State::Ended(Ending::Completed) if is_anything_done => CameOut::Completed,
                State::Ended(_) => CameOut::Stopped,
            },
            is_anything_done,
            is_kept,
            to_feel: to_feel(session),
            is_rated_high: session.after().is_some_and(|rating| rating.get() >= HIGH),
        }
    }
}

fn to_feel(session: &Session<'_>) -> Vec<usize> {
    let plays = session.timeline().plays().iter().enumerate();
    plays
        .filter(|(number, play)| {
            !play.warm_up
                && session.hurt(*number).is_none()
                && (session.extent(*number) != Extent::None || session.felt(*number).is_some())
        })
        .map(|(number, _)| number)
        .collect()
}
