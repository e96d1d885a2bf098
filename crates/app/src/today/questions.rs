//! What a person is asked today, and what their answers mean.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;
use unhunch_domain::programme::progression::{Difficulty, ExerciseChoice, ExerciseLevel};
use unhunch_domain::review::person::Person;
use unhunch_domain::review::suggestions;
use unhunch_domain::review::suggestions::Suggestion;
use unhunch_domain::{Command, ExerciseId, Level, Library, SessionId};

use super::person_of;
use crate::app::{App, NewEntry};
use crate::error::Error;
use crate::gate::Blocked;
use crate::outcome::Changed;

/// The most that is asked at a time: what is left comes when these are answered.
pub const MOST_QUESTIONS: usize = 3;

/// What a person is asked, what concerns their safety first.
pub(super) fn asked<'a>(
    library: &'a Library,
    person: &Person,
    held: Option<&Blocked>,
) -> Vec<Suggestion<'a>> {
    match held {
        // What somebody who rests can be asked needs no exercising.
        None | Some(Blocked::RestToday) => {
            let mut questions = suggestions::suggestions(library, person);
            questions.truncate(MOST_QUESTIONS);
            questions
        }
        Some(
            Blocked::Unasked { .. } | Blocked::AskAgain | Blocked::Stop(_) | Blocked::SeeFirst(_),
        ) => Vec::new(),
    }
}

/// Tells a question from all others, so that an answer is to what was asked. As text it is what
/// forms carry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SuggestionKey {
    /// Whether discomfort has settled.
    Settled {
        /// The exercise.
        exercise: ExerciseId,
        /// The session that it was in.
        session: SessionId,
        /// Its place there.
        play: usize,
    },
    /// A step up.
    Up {
        /// The exercise.
        exercise: ExerciseId,
        /// To there.
        to: ExerciseLevel,
    },
    /// A step down.
    Down {
        /// The exercise.
        exercise: ExerciseId,
        /// To there.
        to: ExerciseLevel,
    },
    /// Leaving an exercise out for now.
    LeaveOut {
        /// The exercise.
        exercise: ExerciseId,
        /// The day on which it went wrong last.
        date: Date,
    },
    /// Going on as before a time away.
    Back {
        /// The first day after it.
        since: Date,
    },
}

impl SuggestionKey {
    /// Which suggestion it is.
    pub fn of(suggestion: &Suggestion<'_>) -> Self {
        match suggestion {
            Suggestion::Settled {
                exercise,
                session,
                play,
                ..
            } => Self::Settled {
                exercise: exercise.id.clone(),
                session: *session,
                play: *play,
            },
            Suggestion::Up { exercise, to, .. } => Self::Up {
                exercise: exercise.id.clone(),
                to: to.standing,
            },
            Suggestion::Down { exercise, to, .. } => Self::Down {
                exercise: exercise.id.clone(),
                to: to.standing,
            },
            Suggestion::LeaveOut { exercise, because } => Self::LeaveOut {
                exercise: exercise.id.clone(),
                date: because.date(),
            },
            Suggestion::Back(comeback) => Self::Back {
                since: comeback.since,
            },
        }
    }

    /// The kind of question, in forms and words.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Settled { .. } => "settled",
            Self::Up { .. } => "up",
            Self::Down { .. } => "down",
            Self::LeaveOut { .. } => "leave-out",
            Self::Back { .. } => "back",
        }
    }
}

impl fmt::Display for SuggestionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.kind())?;
        match self {
            Self::Settled {
                exercise,
                session,
                play,
            } => write!(f, "{exercise}:{session}:{play}"),
            Self::Up { exercise, to } | Self::Down { exercise, to } => {
                write!(f, "{exercise}:{}:{}", to.form.id(), to.level)
            }
            Self::LeaveOut { exercise, date } => write!(f, "{exercise}:{date}"),
            Self::Back { since } => write!(f, "{since}"),
        }
    }
}

/// A text that no question of ours has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no question of ours")]
pub struct NoSuggestion;

impl FromStr for SuggestionKey {
    type Err = NoSuggestion;

    fn from_str(text: &str) -> Result<Self, NoSuggestion> {
        let parts: Vec<&str> = text.split(':').collect();
        read_key(&parts).ok_or(NoSuggestion)
    }
}

fn read_key(parts: &[&str]) -> Option<SuggestionKey> {
    Some(match *parts {
        ["settled", exercise, session, play] => SuggestionKey::Settled {
            exercise: exercise.parse().ok()?,
            session: session.parse().ok()?,
            play: play.parse().ok()?,
        },
        ["up", exercise, form, level] => SuggestionKey::Up {
            exercise: exercise.parse().ok()?,
            to: standing(form, level)?,
        },
        ["down", exercise, form, level] => SuggestionKey::Down {
            exercise: exercise.parse().ok()?,
            to: standing(form, level)?,
        },
        ["leave-out", exercise, date] => SuggestionKey::LeaveOut {
            exercise: exercise.parse().ok()?,
            date: date.parse().ok()?,
        },
        ["back", since] => SuggestionKey::Back {
            since: since.parse().ok()?,
        },
        _ => return None,
    })
}

fn standing(form: &str, level: &str) -> Option<ExerciseLevel> {
    let forms = [Difficulty::Easier, Difficulty::Usual, Difficulty::Harder];
    Some(ExerciseLevel {
        form: forms.into_iter().find(|known| known.id() == form)?,
        level: Level(level.parse().ok()?),
    })
}

/// What an answer to a suggestion asks for.
fn commands_of(
    library: &Library,
    person: &Person,
    suggestion: &Suggestion<'_>,
    accepted: bool,
) -> Vec<Command> {
    match suggestion {
        Suggestion::Settled { session, play, .. } => vec![Command::FollowUp {
            session: *session,
            play: u64::try_from(*play).unwrap_or(u64::MAX),
            settled: accepted,
        }],
        Suggestion::Up {
            exercise, from, to, ..
        }
        | Suggestion::Down {
            exercise, from, to, ..
        } => vec![Command::Stand {
            exercise: exercise.id.clone(),
            standing: if accepted { to.standing } else { from.standing },
        }],
        Suggestion::LeaveOut { exercise, .. } => vec![Command::Choose {
            exercise: exercise.id.clone(),
            // Keeping it leaves standing what a clinician agreed to.
            choice: if accepted {
                ExerciseChoice::LeftOut
            } else {
                person.choice(&exercise.id)
            },
        }],
        Suggestion::Back(_) if accepted => vec![Command::EndComeback],
        Suggestion::Back(_) => suggestions::stay(library, person)
            .into_iter()
            .map(|(exercise, standing)| Command::Stand { exercise, standing })
            .chain([Command::EndComeback])
            .collect(),
    }
}

impl App {
    /// Keeps the answer to a question. One that isn't asked any more, or was asked otherwise,
    /// changes nothing.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn answer_suggestion(
        &self,
        key: &SuggestionKey,
        accepted: bool,
    ) -> Result<Changed, Error> {
        let now = self.now();
        self.write(|diary| {
            let person = person_of(diary, &now);
            let suggestions = suggestions::suggestions(self.library(), &person);
            let mut suggestions = suggestions.iter();
            let asked = suggestions.find(|suggestion| SuggestionKey::of(suggestion) == *key);
            let commands = asked.map_or_else(Vec::new, |asked| {
                commands_of(self.library(), &person, asked, accepted)
            });
            let drafts = NewEntry::by(diary, commands)?;
            let changed = Changed::of(&drafts);
            Ok((drafts, changed))
        })
        .await
    }
}
