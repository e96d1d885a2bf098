//! Today: what is put together for the person, what they are asked, and what they want
//! differently.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use jiff::civil::{Date, Weekday};
use jiff::{ToSpan, Zoned};
use unhunch_domain::adherence::{self, Adherence};
use unhunch_domain::day::Day;
use unhunch_domain::diary::{Diary, Session, State};
use unhunch_domain::exercise::{Exercise, Kind, Playable};
use unhunch_domain::note;
use unhunch_domain::profile::{Minutes, Place, Profile};
use unhunch_domain::progress::{self, Suggestion};
use unhunch_domain::ratings::{Course, RatedAt};
use unhunch_domain::review::person::Person;
use unhunch_domain::routine::Item;
use unhunch_domain::standing::{Choice, Form, Standing};
use unhunch_domain::timeline::Layout;
use unhunch_domain::{
    Command, ExerciseId, Level, Library, Now, Refusal, SessionId, Timeline, compose, welcome,
};
use unhunch_journal::JournalError;

use crate::app::{App, Draft};
use crate::error::Error;
use crate::gate::{self, Held};
use crate::outcome::Changed;
use crate::routines::{FittedRoutine, all_routines, layout};

pub use unhunch_domain::compose::{Chosen, Composed, Omission};

/// The most that is asked at a time: what is left comes when these are answered.
pub const MOST_QUESTIONS: usize = 3;

/// The person that a diary is about, now.
pub(crate) fn person_of(diary: &Diary, now: &Now) -> Person {
    Person::of(diary, now.zoned.date(), now.at)
}

/// Today's session, and whom it was put together for.
#[derive(Clone, Debug)]
pub struct TodaySession<'a> {
    /// The person.
    pub person: Person,
    /// What was put together, and why.
    pub composed: Composed<'a>,
}

impl<'a> TodaySession<'a> {
    /// Puts it together for the person that a diary is about.
    pub(crate) fn of(library: &'a Library, diary: &Diary, now: &Now) -> Self {
        Self::for_person(library, person_of(diary, now), layout(diary))
    }

    fn for_person(library: &'a Library, person: Person, layout: Layout) -> Self {
        let composed = compose::today(library, &person, layout);
        Self { person, composed }
    }

    /// What can be done instead of one of its exercises; nothing where it doesn't have that.
    pub fn alternatives(&self, app: &'a App, exercise: &ExerciseId) -> Vec<Playable<'a>> {
        compose::alternatives(app.library(), &self.person, &self.composed, exercise)
    }

    /// The same, laid out in time.
    pub(crate) fn timeline(&self, layout: Layout) -> Result<Timeline, Refusal> {
        let today = compose::TODAY.parse();
        let today = today.map_err(|_| Refusal::UnknownRoutine)?;
        Ok(Timeline::new(&self.composed.plan(today), layout))
    }
}

/// What a preview of today's session is to have instead of what counts now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PreviewOptions {
    /// How long it is to last.
    pub minutes: Option<Minutes>,
    /// Where the person is.
    pub place: Option<Place>,
}

/// All that there is to know today.
#[derive(Clone, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "each is so or not by itself")]
pub struct Today<'a> {
    /// What holds the exercises back.
    pub held: Option<Held>,
    /// Today's session.
    pub session: TodaySession<'a>,
    /// What the person is asked, what concerns their safety first.
    pub questions: Vec<Suggestion<'a>>,
    /// All routines in the order in which they are offered, people's own first.
    pub routines: Vec<FittedRoutine<'a>>,
    /// The session that isn't over.
    pub open: Option<OpenSession>,
    /// Whether the person is back from a time away, and begins gently. Going on as before is a
    /// question of its own once a few days are done.
    pub is_back: bool,
    /// How regularly they exercise; none where there is nothing to say of it.
    pub adherence: Option<Adherence>,
    /// The week that it is in.
    pub week: Week,
    /// Whether no session was ever begun.
    pub is_new: bool,
    /// Whether it is time to ask how the week was.
    pub is_week_due: bool,
    /// How it felt today when that was last said.
    pub felt: Option<RatedAt>,
    /// Whether questions of the welcome are left that hold nothing back.
    pub is_welcome_open: bool,
    /// Which part of the day it is.
    pub part_of_day: PartOfDay,
}

/// A session that isn't over.
#[derive(Clone, Debug)]
pub struct OpenSession {
    /// Its id.
    pub id: SessionId,
    /// What it plays.
    pub timeline: Arc<Timeline>,
    /// When it was started, where the person was.
    pub started: Zoned,
    /// How much of it is done, in percent.
    pub percent_done: u64,
    /// Whether it has been open for so long that it is rather closed than gone on with.
    pub is_old: bool,
}

/// A part of the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartOfDay {
    /// From 5 o’clock.
    Morning,
    /// From noon.
    Afternoon,
    /// From 18 o’clock.
    Evening,
    /// From 23 o’clock.
    Night,
}

impl PartOfDay {
    /// The part that an hour is in, 0 to 23.
    pub const fn of(hour: i8) -> Self {
        match hour {
            5..12 => Self::Morning,
            12..18 => Self::Afternoon,
            18..23 => Self::Evening,
            _ => Self::Night,
        }
    }
}

/// A week from Monday on, and what was done in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its days.
    pub days: Vec<WeekDay>,
    /// How many sessions.
    pub sessions: usize,
    /// How long was exercised, in milliseconds.
    pub done_ms: u64,
}

/// A day of a week.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekDay {
    /// Which.
    pub date: Date,
    /// What was done.
    pub done: DayDone,
    /// Whether it is today.
    pub is_today: bool,
}

/// What was done on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayDone {
    /// A whole session.
    Whole,
    /// A part of one.
    Part,
    /// Nothing.
    Nothing,
    /// The day is still to come.
    ToCome,
}

impl Week {
    fn of(diary: &Diary, today: Date) -> Self {
        let since_monday = today.weekday().since(Weekday::Monday);
        let monday = today.saturating_sub(i32::from(since_monday).days());
        let (mut sessions, mut done_ms) = (0, 0);
        let days = (0..7_i32).map(|number| {
            let date = monday.saturating_add(number.days());
            let (mut whole, mut any) = (false, false);
            let of_day = diary.sessions_between(date, date);
            for session in of_day.filter(Session::is_anything_done) {
                whole |= session.tally().is_complete();
                any = true;
                sessions += 1;
                done_ms += session.done_ms();
            }
            WeekDay {
                date,
                done: match (whole, any) {
                    (true, _) => DayDone::Whole,
                    (false, true) => DayDone::Part,
                    _ if date > today => DayDone::ToCome,
                    _ => DayDone::Nothing,
                },
                is_today: date == today,
            }
        });
        Self {
            days: days.collect(),
            sessions,
            done_ms,
        }
    }
}

impl<'a> Today<'a> {
    /// What a diary says of today, for whoever reads more from it.
    pub fn of(app: &'a App, diary: &Diary, now: &Now) -> Self {
        let today = now.zoned.date();
        let held = gate::held(diary, today);
        let session = TodaySession::of(app.library(), diary, now);
        let person = &session.person;
        let comeback = person.past.comeback;
        let is_back = comeback.is_some_and(|comeback| comeback.back < progress::BACK_DAYS);
        Self {
            questions: match &held {
                // What somebody who rests can be asked needs no exercising.
                None | Some(Held::Rest) => {
                    let mut questions = progress::suggestions(app.library(), person);
                    questions.truncate(MOST_QUESTIONS);
                    questions
                }
                Some(Held::Unasked { .. } | Held::Again | Held::Stop(_) | Held::SeeFirst(_)) => {
                    Vec::new()
                }
            },
            routines: all_routines(app, diary, person),
            open: open_session(diary, now),
            is_back,
            adherence: (!is_back && !diary.is_empty()).then(|| adherence::of(diary, today)),
            week: Week::of(diary, today),
            is_new: diary.is_empty(),
            is_week_due: note::week_is_due(diary, today),
            felt: Course::of(diary, today, today, now.at).ratings.pop(),
            is_welcome_open: held.is_none()
                && !welcome::is_complete(&diary.profile(), &diary.screening()),
            part_of_day: PartOfDay::of(now.zoned.hour()),
            session,
            held,
        }
    }
}

fn open_session(diary: &Diary, now: &Now) -> Option<OpenSession> {
    let session = diary.open(now.at)?;
    let zone = session.zone().time_zone();
    Some(OpenSession {
        id: session.id,
        timeline: Arc::clone(session.timeline()),
        started: session.started().timestamp().to_zoned(zone),
        percent_done: session.percent_done(),
        is_old: session.state(now.at) == State::Stale,
    })
}

/// What is wanted differently today; what it doesn't name stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TodayChange {
    /// First of all, everything is as usual again.
    pub usual: bool,
    /// How long it is to last.
    pub minutes: Option<Minutes>,
    /// Where the person is.
    pub place: Option<Place>,
    /// What is left out today.
    pub drop: Option<ExerciseId>,
    /// What comes back, as it was put together.
    pub keep: Option<ExerciseId>,
    /// What is replaced, and by what.
    pub swap: Option<(ExerciseId, Item)>,
}

impl TodayChange {
    /// The day's wishes with this; what the library doesn't know any more goes.
    fn of(self, library: &Library, profile: &Profile, mut day: Day) -> Result<Day, Error> {
        if self.usual {
            day = Day::usual(day.date);
        }
        day.minutes = self.minutes.or(day.minutes);
        day.place = self.place.or(day.place);
        if let Some(exercise) = self.drop {
            known(library, &exercise)?;
            day.swapped.retain(|_, item| item.exercise != exercise);
            day.dropped.insert(exercise);
        }
        if let Some(exercise) = self.keep {
            day.dropped.remove(&exercise);
            day.swapped.remove(&exercise);
        }
        if let Some((exercise, with)) = self.swap {
            known(library, &exercise)?;
            let other = known(library, &with.exercise)?;
            if other.file.kind == Kind::WarmUp || other.playable(with.variant.as_ref()).is_none() {
                return Err(Error::NotInstead(with));
            }
            swap(&mut day, exercise, with);
        }
        day.dropped.retain(|id| library.exercise(id).is_some());
        day.swapped.retain(|id, item| {
            library.exercise(id).is_some() && library.exercise(&item.exercise).is_some()
        });
        day.minutes = day.minutes.filter(|minutes| *minutes != profile.minutes);
        day.place = day.place.filter(|place| *place != profile.place);
        Ok(day)
    }
}

/// Replaces something by something else; what itself came instead of something is replaced there.
fn swap(day: &mut Day, exercise: ExerciseId, with: Item) {
    let mut swapped = day.swapped.iter();
    let origin = swapped.find(|(_, item)| item.exercise == exercise);
    let origin = origin.map(|(origin, _)| origin.clone());
    day.dropped.remove(&with.exercise);
    day.swapped.insert(origin.unwrap_or(exercise), with);
}

/// An exercise that the library has.
fn known<'l>(library: &'l Library, id: &ExerciseId) -> Result<&'l Exercise, Error> {
    library.exercise(id).ok_or(Error::NotFound)
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
        to: Standing,
    },
    /// A step down.
    Down {
        /// The exercise.
        exercise: ExerciseId,
        /// To there.
        to: Standing,
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

fn standing(form: &str, level: &str) -> Option<Standing> {
    let forms = [Form::Easier, Form::Usual, Form::Harder];
    Some(Standing {
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
                Choice::LeftOut
            } else {
                person.choice(&exercise.id)
            },
        }],
        Suggestion::Back(_) if accepted => vec![Command::EndComeback],
        Suggestion::Back(_) => progress::stay(library, person)
            .into_iter()
            .map(|(exercise, standing)| Command::Stand { exercise, standing })
            .chain([Command::EndComeback])
            .collect(),
    }
}

impl App {
    /// All that there is to know today: what is put together, what is asked, what else could be
    /// played, what was done.
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub async fn today(&self) -> Result<Today<'_>, JournalError> {
        let now = self.now();
        self.read(|diary| Today::of(self, diary, &now)).await
    }

    /// The session that would be started now, with other minutes or another place, and why;
    /// changes nothing.
    ///
    /// # Errors
    /// Where the journal can't be read.
    pub async fn preview_today(
        &self,
        options: PreviewOptions,
    ) -> Result<TodaySession<'_>, JournalError> {
        let now = self.now();
        self.read(|diary| {
            let mut person = person_of(diary, &now);
            person.day.minutes = options.minutes.or(person.day.minutes);
            person.day.place = options.place.or(person.day.place);
            TodaySession::for_person(self.library(), person, layout(diary))
        })
        .await
    }

    /// Keeps what is wanted differently today, and says all that is so now.
    ///
    /// # Errors
    /// [`Error::NotFound`] for an exercise that the library doesn't have, [`Error::NotInstead`] for
    /// what can't take another's place, or where the journal can't be written.
    pub async fn override_today(&self, change: TodayChange) -> Result<Day, Error> {
        let today = self.now().zoned.date();
        self.write(|diary| {
            let day = change.of(self.library(), &diary.profile(), diary.day(today))?;
            let draft = Command::Wish(day.clone()).accept(diary)?.map(Draft::from);
            Ok((draft.into_iter().collect(), day))
        })
        .await
    }

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
            let suggestions = progress::suggestions(self.library(), &person);
            let mut suggestions = suggestions.iter();
            let asked = suggestions.find(|suggestion| SuggestionKey::of(suggestion) == *key);
            let commands = asked.map_or_else(Vec::new, |asked| {
                commands_of(self.library(), &person, asked, accepted)
            });
            let mut drafts = Vec::new();
            for command in commands {
                drafts.extend(command.accept(diary)?.map(Draft::from));
            }
            let changed = Changed::of(&drafts);
            Ok((drafts, changed))
        })
        .await
    }

    /// Goes on as before a time away, before that is asked.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn end_absence(&self) -> Result<(), Error> {
        self.carry_out(Command::EndComeback).await
    }
}
