//! The history of a month: which sessions and breaks show, day by day, and what comes of them.

use std::fmt;
use std::str::FromStr;

use jiff::ToSpan;
use jiff::civil::Date;
use unhunch_domain::Now;
use unhunch_domain::diary::{Diary, Session, State};

/// A month of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: Date,
}

/// A text that is no month of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a month of 1969 to 2500, such as `2026-08`")]
pub struct MonthError;

impl Month {
    /// The month of a day.
    pub fn of(date: Date) -> Self {
        Self {
            first: date.first_of_month(),
        }
    }

    /// Its first day.
    pub const fn first(self) -> Date {
        self.first
    }

    /// Its last day.
    pub fn last(self) -> Date {
        self.first.last_of_month()
    }

    fn before(self) -> Self {
        Self::of(self.first.saturating_sub(1.day()))
    }

    fn after(self) -> Self {
        Self::of(self.last().saturating_add(1.day()))
    }
}

impl fmt::Display for Month {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}", self.first.year(), self.first.month())
    }
}

impl FromStr for Month {
    type Err = MonthError;

    /// Reads a month that is written like `2026-08`, and in no other way.
    fn from_str(text: &str) -> Result<Self, MonthError> {
        let digits =
            |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
        let (year, month) = text
            .split_once('-')
            .filter(|(year, month)| digits(year, 4) && digits(month, 2))
            .ok_or(MonthError)?;
        // Entries are of the years 1970 to 2499; in another zone they may be a day off that.
        let year: i16 = year.parse().map_err(|_| MonthError)?;
        let month: i8 = month.parse().map_err(|_| MonthError)?;
        if !(1969..=2500).contains(&year) {
            return Err(MonthError);
        }
        let first = Date::new(year, month, 1).map_err(|_| MonthError)?;
        Ok(Self { first })
    }
}

/// What of a day's sessions was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DayDone {
    /// Nothing.
    Nothing,
    /// Something.
    Part,
    /// All of at least one session.
    Whole,
}

impl DayDone {
    /// What was done of these sessions.
    pub fn of<'a, 'b: 'a>(sessions: impl IntoIterator<Item = &'a Session<'b>>) -> Self {
        let mut done = Self::Nothing;
        for session in sessions {
            if session.is_anything_done() {
                if session.tally().is_complete() {
                    return Self::Whole;
                }
                done = Self::Part;
            }
        }
        done
    }
}

/// A day on which something shows.
#[derive(Clone, Debug)]
pub struct HistoryDay<'a> {
    /// The day.
    pub date: Date,
    /// Its sessions, the latest first.
    pub sessions: Vec<Session<'a>>,
    /// Its short breaks, the earliest first; they count for nothing else.
    pub breaks: Vec<Session<'a>>,
}

impl HistoryDay<'_> {
    /// How many sessions there are of which something was done.
    pub fn sessions_done(&self) -> usize {
        let done = self.sessions.iter();
        done.filter(|session| session.is_anything_done()).count()
    }

    /// What was done of them.
    pub fn done(&self) -> DayDone {
        DayDone::of(&self.sessions)
    }
}

/// What the history has of a month.
#[derive(Clone, Debug)]
pub struct MonthHistory<'a> {
    /// The days on which something shows, the latest first.
    pub days: Vec<HistoryDay<'a>>,
    /// How many sessions show, breaks left out.
    pub count: usize,
    /// How long was exercised in them, in milliseconds.
    pub done_ms: u64,
    /// The month before; none where nothing is earlier.
    pub earlier: Option<Month>,
    /// The month after; none where nothing is later and this is today's.
    pub later: Option<Month>,
}

impl<'a> MonthHistory<'a> {
    /// What a diary has of a month.
    pub fn of(diary: &'a Diary, month: Month, now: &Now) -> Self {
        let (first, last) = (month.first(), month.last());
        let mut days: Vec<HistoryDay<'a>> = Vec::new();
        let (mut count, mut done_ms) = (0, 0);
        let sessions = diary.sessions_between(first, last);
        for session in sessions.rev().filter(|session| shows(session, now)) {
            count += 1;
            done_ms += session.done_ms();
            day(&mut days, session.date()).sessions.push(session);
        }
        let breaks = diary.breaks_between(first, last);
        for session in breaks.filter(|session| shows(session, now)) {
            day(&mut days, session.date()).breaks.push(session);
        }
        let span = diary.span();
        let is_earlier = span.is_some_and(|(earliest, _)| earliest < first);
        let is_later = last < now.zoned.date() || span.is_some_and(|(_, latest)| last < latest);
        Self {
            days,
            count,
            done_ms,
            earlier: is_earlier.then(|| month.before()),
            later: is_later.then(|| month.after()),
        }
    }

    /// The day of that date; none where nothing shows on it.
    pub fn day(&self, date: Date) -> Option<&HistoryDay<'a>> {
        let place = self.days.binary_search_by(|day| date.cmp(&day.date));
        self.days.get(place.ok()?)
    }
}

/// The day of that date, among days of which the latest comes first.
fn day<'a, 'd>(days: &'a mut Vec<HistoryDay<'d>>, date: Date) -> &'a mut HistoryDay<'d> {
    let place = match days.binary_search_by(|day| date.cmp(&day.date)) {
        Ok(place) => place,
        Err(place) => {
            let day = HistoryDay {
                date,
                sessions: Vec::new(),
                breaks: Vec::new(),
            };
            days.insert(place, day);
            place
        }
    };
    &mut days[place]
}

/// A session that was ended before anything was done is no part of the history, unless that was
/// because something was wrong.
fn shows(session: &Session<'_>, now: &Now) -> bool {
    session.is_anything_done()
        || session.was_anything_wrong()
        || !matches!(session.state(now.at), State::Ended(_))
}
