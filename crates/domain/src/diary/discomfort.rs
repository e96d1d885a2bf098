//! How the exercises of a session felt, kept small.

use serde::{Deserialize, Serialize};

use crate::basics::rating::ExerciseDiscomfort;
use crate::basics::stamp::Stamp;
use crate::programme::timeline::PlayNumber;

/// How each of a session's exercises felt, small enough to keep one for every session of
/// twenty years: the latest answer to each counts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Answers {
    /// By play, each once.
    answers: Vec<Answer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Answer {
    play: PlayNumber,
    felt: ExerciseDiscomfort,
    stamp: Stamp,
}

impl Answers {
    /// Keeps an answer, unless there is a later one.
    pub(crate) fn keep(&mut self, play: PlayNumber, felt: ExerciseDiscomfort, stamp: Stamp) {
        let answer = Answer { play, felt, stamp };
        match self.answers.binary_search_by_key(&play, |old| old.play) {
            Ok(place) if self.answers[place].stamp < stamp => self.answers[place] = answer,
            Ok(_) => {}
            Err(place) => {
                // Most sessions have one answer or none.
                self.answers.reserve_exact(1);
                self.answers.insert(place, answer);
            }
        }
    }

    /// The answer for a play, and when it was given.
    pub(crate) fn of(&self, play: PlayNumber) -> Option<(ExerciseDiscomfort, Stamp)> {
        let place = self
            .answers
            .binary_search_by_key(&play, |answer| answer.play)
            .ok()?;
        let answer = self.answers.get(place)?;
        Some((answer.felt, answer.stamp))
    }

    /// All answers, by play.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (PlayNumber, ExerciseDiscomfort)> {
        self.answers.iter().map(|answer| (answer.play, answer.felt))
    }

    /// All answers with the stamps of their entries, by play.
    pub(super) fn stamped(&self) -> impl Iterator<Item = (PlayNumber, ExerciseDiscomfort, Stamp)> {
        let answers = self.answers.iter();
        answers.map(|answer| (answer.play, answer.felt, answer.stamp))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.answers.is_empty()
    }
}
