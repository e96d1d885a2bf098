//! What a person hands to a doctor or physiotherapist: everything that a diary says of a period,
//! for a page to read and for files that other programs read. It only gathers; it judges nothing.
//!
//! - [`Report`] is what the page shows: sums, means and the person's own words.
//! - [`observations()`] is what the files have: each thing that was said or done, one by one.

mod observations;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::basics::dates::sunday;
use crate::basics::ids::NoteId;
use crate::basics::mean::Mean;
use crate::basics::rating::Rating;
use crate::basics::time::At;
use crate::diary::notes::Noted;
use crate::diary::{Diary, Session};
use crate::journal::note::{Change, Content, Location, Locations, Remark};
use crate::person::profile::{Complaint, Since};
use crate::person::screening::Screening;
use crate::programme::content::Library;
use crate::review::ratings::RatingSeries;
use crate::review::training::{Amount, Period, Training};

pub use observations::{Observation, Occasion, Title, What, observations};

/// Weeks of which each has a row of its own; where there are more, months do.
pub const MOST_WEEKS: usize = 14;

/// Days, the first and the last one included; the last is never before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    first: Date,
    last: Date,
}

/// The first day comes after the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the period begins on {first}, after its last day, {last}")]
pub struct SpanError {
    first: Date,
    last: Date,
}

impl Span {
    /// From one day to another.
    ///
    /// # Errors
    /// Where the first day comes after the last.
    pub fn new(first: Date, last: Date) -> Result<Self, SpanError> {
        if first <= last {
            Ok(Self { first, last })
        } else {
            Err(SpanError { first, last })
        }
    }

    /// The first day.
    pub const fn first(self) -> Date {
        self.first
    }

    /// The last day.
    pub const fn last(self) -> Date {
        self.last
    }

    /// Whether a day is one of them.
    pub fn has(self, date: Date) -> bool {
        (self.first..=self.last).contains(&date)
    }
}

/// A period that is offered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Preset {
    /// The last four weeks.
    FourWeeks,
    /// The last three months.
    #[default]
    ThreeMonths,
    /// Since the first entry.
    All,
}

impl Preset {
    /// All of them, the shortest first.
    pub const ALL: [Self; 3] = [Self::FourWeeks, Self::ThreeMonths, Self::All];

    /// The name in addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::FourWeeks => "4-weeks",
            Self::ThreeMonths => "3-months",
            Self::All => "all",
        }
    }

    /// Its days, the last of which is today.
    pub fn span(self, diary: &Diary, today: Date) -> Span {
        let first = match self {
            Self::FourWeeks => today.saturating_sub(27.days()),
            Self::ThreeMonths => today.saturating_sub(3.months()).saturating_add(1.day()),
            Self::All => {
                let firsts = [diary.span(), diary.notes_span()];
                let firsts = firsts.into_iter().flatten().map(|(first, _)| first);
                firsts.min().unwrap_or(today)
            }
        };
        Span {
            first: first.min(today),
            last: today,
        }
    }
}

/// A part of a report, which a person can leave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What brings them, for how long, and where.
    About,
    /// How it felt.
    Course,
    /// What was done, and how regularly.
    Training,
    /// Each exercise.
    Exercises,
    /// The answers to the safety questions.
    Safety,
    /// Their own words.
    Notes,
}

impl Part {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 6] = [
        Self::About,
        Self::Course,
        Self::Training,
        Self::Exercises,
        Self::Safety,
        Self::Notes,
    ];

    /// The name in addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::About => "about",
            Self::Course => "course",
            Self::Training => "training",
            Self::Exercises => "exercises",
            Self::Safety => "safety",
            Self::Notes => "notes",
        }
    }
}

/// The parts that a report has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts(BTreeSet<Part>);

impl Parts {
    /// All but those.
    pub fn without(left_out: &BTreeSet<Part>) -> Self {
        let parts = Part::ALL.into_iter();
        Self(parts.filter(|part| !left_out.contains(part)).collect())
    }

    /// Whether it is there.
    pub fn has(&self, part: Part) -> bool {
        self.0.contains(&part)
    }

    /// Those that are left out, in the order of the page.
    pub fn left_out(&self) -> impl Iterator<Item = Part> {
        Part::ALL.into_iter().filter(|part| !self.has(*part))
    }
}

impl Default for Parts {
    fn default() -> Self {
        Self(Part::ALL.into())
    }
}

/// What brings a person, for how long, and where they felt it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// What brings them.
    pub complaints: BTreeSet<Complaint>,
    /// For how long, as they said when they were welcomed.
    pub since: Since,
    /// How often each place was named in the period, the most frequent first; none that was never
    /// named.
    pub locations: Vec<(Location, usize)>,
}

/// What was answered to the safety questions, and when last.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Safety {
    /// The answers as they are now.
    pub answers: Screening,
    /// When the last of them was given; none where there are none.
    pub answered: Option<At>,
}

/// Words of a person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The day that they are about.
    pub date: Date,
    /// The note that they stand in.
    pub note: NoteId,
    /// The words.
    pub text: Remark,
    /// How it felt, where that was noted with them.
    pub rating: Option<Rating>,
    /// Where.
    pub locations: BTreeSet<Location>,
}

/// What a table counts by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Weeks from Monday to Sunday.
    Weeks,
    /// Months.
    Months,
}

/// What was done and how it felt in a week or a month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its days and what was done on them.
    pub period: Period,
    /// The mean of the ratings; none where there are none.
    pub mean: Option<Mean>,
    /// The person's own last answer for a week in it.
    pub answer: Option<Rating>,
    /// Whether they last said that it was better or worse than the week before.
    pub change: Option<Change>,
}

/// What a diary says of a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// Its days.
    pub span: Span,
    /// The day that it is of.
    pub today: Date,
    /// The parts that it has; what is left out is empty below.
    pub parts: Parts,
    /// What brings the person.
    pub about: About,
    /// How it felt.
    pub course: RatingSeries,
    /// What was done, and of which exercises.
    pub training: Training,
    /// What was answered to the safety questions.
    pub safety: Safety,
    /// The person's own words, the latest first.
    pub notes: Vec<Said>,
}

impl Report {
    /// What a diary says of a period. What a wrong clock put into the future doesn't count; what
    /// was done further east just now may be of tomorrow and counts as today's.
    pub fn of(
        library: &Library,
        diary: &Diary,
        span: Span,
        parts: &Parts,
        today: Date,
        now: At,
    ) -> Self {
        // Of what is left out there are no days.
        let first_of = |wanted: bool| if wanted { span.first } else { Date::MAX };
        let is_trained = parts.has(Part::Training) || parts.has(Part::Exercises);
        let is_felt = parts.has(Part::Course) || parts.has(Part::About);
        let course = RatingSeries::of(diary, first_of(is_felt), today, now).until(span.last);
        let trained = (first_of(is_trained), span.last);
        let profile = diary.profile();
        let mut report = Self {
            span,
            today,
            parts: parts.clone(),
            about: About::default(),
            course: RatingSeries::default(),
            training: Training::of(library, diary, trained, today, now),
            safety: Safety::default(),
            notes: Vec::new(),
        };
        if parts.has(Part::About) {
            report.about = About {
                complaints: profile.complaints,
                since: profile.since,
                locations: locations(diary, &course, span, today, now),
            };
        }
        if parts.has(Part::Course) {
            report.course = course;
        }
        if parts.has(Part::Safety) {
            report.safety = Safety {
                answers: diary.screening(),
                answered: diary.screened_at(),
            };
        }
        if parts.has(Part::Notes) {
            report.notes = said(diary, span, today, now);
        }
        report
    }

    /// Whether nothing was done, felt or noted in the period.
    pub fn is_empty(&self) -> bool {
        self.course.is_empty() && self.training.is_empty() && self.notes.is_empty()
    }

    /// By week, or by month where there are more than [`MOST_WEEKS`], the earliest first; those
    /// at either end without anything left out.
    pub fn rows(&self) -> (Unit, Vec<Row>) {
        let weeks = self.periods(sunday);
        let (unit, periods) = if weeks.len() > MOST_WEEKS {
            (Unit::Months, self.periods(Date::last_of_month))
        } else {
            (Unit::Weeks, weeks)
        };
        let mut rows: Vec<Row> = periods
            .into_iter()
            .map(|period| self.row(period))
            .skip_while(Row::is_empty)
            .collect();
        while rows.last().is_some_and(Row::is_empty) {
            rows.pop();
        }
        (unit, rows)
    }

    /// The days until today in parts of which each ends with the day that `end` says.
    fn periods(&self, end: impl Fn(Date) -> Date) -> Vec<Period> {
        let mut periods = Vec::new();
        let last_day = self.span.last.min(self.today);
        let mut first = self.span.first;
        while first <= last_day {
            let whole = end(first);
            let last = whole.min(last_day);
            let amount = if self.parts.has(Part::Training) {
                self.training.between(first, last)
            } else {
                Amount::default()
            };
            periods.push(Period {
                first,
                last,
                amount,
            });
            let Ok(next) = whole.tomorrow() else { break };
            first = next;
        }
        periods
    }

    fn row(&self, period: Period) -> Row {
        let weeks = self.course.weeks.iter().rev();
        let mut weeks = weeks.filter(|week| (period.first..=period.last).contains(&week.date));
        let last = weeks.clone().find_map(|week| week.said.average);
        Row {
            period,
            mean: self.course.mean(period.first, period.last),
            answer: last,
            change: weeks.find_map(|week| week.said.change),
        }
    }
}

impl Row {
    /// Whether nothing was done or felt.
    pub fn is_empty(&self) -> bool {
        self.period.amount == Amount::default()
            && self.mean.is_none()
            && self.answer.is_none()
            && self.change.is_none()
    }
}

/// The sessions of a period.
fn sessions(diary: &Diary, span: Span, today: Date, now: At) -> impl Iterator<Item = Session<'_>> {
    diary
        .sessions_between(span.first, until(span, today))
        .filter(move |session| session.started() <= now)
}

/// The notes of a period.
fn noted(diary: &Diary, span: Span, today: Date, now: At) -> impl Iterator<Item = Noted<'_>> {
    diary
        .notes_between(span.first, until(span, today))
        .filter(move |noted| noted.note.date <= today || noted.first <= now)
}

/// The last day to look at: what was done further east just now may be of tomorrow.
fn until(span: Span, today: Date) -> Date {
    if span.last < today {
        span.last
    } else {
        today.saturating_add(1.day())
    }
}

/// How often each place was named: with a rating, or in a note without one.
fn locations(
    diary: &Diary,
    course: &RatingSeries,
    span: Span,
    today: Date,
    now: At,
) -> Vec<(Location, usize)> {
    let mut counts: BTreeMap<Location, usize> = BTreeMap::new();
    let mut count = |locations: Locations| {
        for location in locations.iter() {
            *counts.entry(location).or_default() += 1;
        }
    };
    for rated in &course.ratings {
        count(rated.locations);
    }
    for noted in noted(diary, span, today, now) {
        if let Content::Feeling(feeling) = &noted.note.content
            && feeling.rating.is_none()
        {
            count(Locations::from(&feeling.locations));
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(location, count)| (Reverse(*count), *location));
    counts
}

/// The person's own words in a period, the latest first.
fn said(diary: &Diary, span: Span, today: Date, now: At) -> Vec<Said> {
    let mut said: Vec<_> = noted(diary, span, today, now)
        .filter_map(|noted| {
            let Content::Feeling(feeling) = &noted.note.content else {
                return None;
            };
            Some(Said {
                date: noted.note.date.min(today),
                note: noted.id,
                text: feeling.text.clone()?,
                rating: feeling.rating,
                locations: feeling.locations.clone(),
            })
        })
        .collect();
    said.reverse();
    said
}
