//! Today: what is put together for the person, what they are asked, and what they want
//! differently.

mod change;
mod questions;

use std::sync::Arc;

use jiff::civil::Date;
use jiff::{ToSpan, Zoned};
use unhunch_domain::basics::dates;
use unhunch_domain::diary::notes;
use unhunch_domain::diary::{Diary, Session, State};
use unhunch_domain::person::onboarding;
use unhunch_domain::person::profile::{Minutes, Place};
use unhunch_domain::programme::exercise::Playable;
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::review::adherence;
use unhunch_domain::review::adherence::Adherence;
use unhunch_domain::review::person::Person;
use unhunch_domain::review::ratings::{RatedAt, RatingSeries};
use unhunch_domain::review::suggestions;
use unhunch_domain::review::suggestions::Suggestion;
use unhunch_domain::session::compose;
use unhunch_domain::{Command, ExerciseId, Library, Now, Refusal, SessionId, Timeline};
use unhunch_journal::JournalError;

use crate::app::App;
use crate::error::Error;
use crate::gate::{self, Blocked};
use crate::routines::{FittedRoutine, all_routines, layout};
use crate::sessions::DayDone;

pub use unhunch_domain::session::compose::{Chosen, Composed, Omission};

pub use change::TodayChange;
pub use questions::{MOST_QUESTIONS, NoSuggestion, SuggestionKey};

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

    /// The session that would be started by what a diary says, with other minutes or another place.
    pub fn preview(
        library: &'a Library,
        diary: &Diary,
        now: &Now,
        options: PreviewOptions,
    ) -> Self {
        let mut person = person_of(diary, now);
        person.day.minutes = options.minutes.or(person.day.minutes);
        person.day.place = options.place.or(person.day.place);
        Self::for_person(library, person, layout(diary))
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
    pub held: Option<Blocked>,
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
    /// What was done; `None` where the day is still to come.
    pub done: Option<DayDone>,
    /// Whether it is today.
    pub is_today: bool,
}

impl Week {
    fn of(diary: &Diary, today: Date) -> Self {
        let monday = dates::monday(today);
        let (mut sessions, mut done_ms) = (0, 0);
        let days = (0..7_i32).map(|number| {
            let date = monday.saturating_add(number.days());
            let of_day = diary.sessions_between(date, date);
            let of_day: Vec<_> = of_day.filter(Session::is_anything_done).collect();
            sessions += of_day.len();
            done_ms += of_day.iter().map(Session::done_ms).sum::<u64>();
            let done = DayDone::of(&of_day);
            WeekDay {
                date,
                // Another zone may be a day ahead.
                done: (done != DayDone::Nothing || date <= today).then_some(done),
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
        let held = gate::check(diary, today);
        let session = TodaySession::of(app.library(), diary, now);
        let person = &session.person;
        let comeback = person.past.comeback;
        let is_back = comeback.is_some_and(|comeback| comeback.back < suggestions::BACK_DAYS);
        Self {
            questions: questions::asked(app.library(), person, held.as_ref()),
            routines: all_routines(app, diary, person),
            open: open_session(diary, now),
            is_back,
            adherence: (!is_back && !diary.is_empty()).then(|| adherence::of(diary, today)),
            week: Week::of(diary, today),
            is_new: diary.is_empty(),
            is_week_due: notes::week_is_due(diary, today),
            felt: RatingSeries::of(diary, today, today, now.at).ratings.pop(),
            is_welcome_open: held.is_none()
                && !onboarding::is_complete(&diary.profile(), &diary.screening()),
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
        self.read(|diary| TodaySession::preview(self.library(), diary, &now, options))
            .await
    }

    /// Goes on as before a time away, before that is asked.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn end_absence(&self) -> Result<(), Error> {
        self.execute(Command::EndComeback).await
    }
}
