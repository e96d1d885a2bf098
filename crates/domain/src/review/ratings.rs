//! How it felt over time: every rating of a diary by its day, and the means that rules and charts
//! read. Ratings before and after sessions and those noted by themselves count alike.
//!
//! Means are fractions, so that what the rules compare isn't rounded.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::basics::ids::{NoteId, SessionId};
use crate::basics::mean::Mean;
use crate::basics::rating::Rating;
use crate::basics::time::At;
use crate::diary::Diary;
use crate::journal::body::Moment;
use crate::journal::note::{Content, Locations, WeekParts};

/// Ratings that a seven-day mean needs (PROGRAMME).
pub const LEAST_RATINGS: u32 = 4;

/// Days that they are on at least (P): four of one day don't say how a week was.
pub const LEAST_DAYS: usize = 2;

/// On which occasion it was said how it felt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// Before or after a session.
    Session(SessionId, Moment),
    /// By itself.
    Note(NoteId),
}

/// A rating of how it felt right then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RatedAt {
    /// The day, where the person was.
    pub date: Date,
    /// When it was said first.
    pub at: At,
    /// 0 to 10.
    pub rating: Rating,
    /// Where, if that was said.
    pub locations: Locations,
    /// On which occasion.
    pub occasion: Occasion,
}

/// What a person answered about a week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekAnswer {
    /// The day that they answered on: the week's last.
    pub date: Date,
    /// The note that it stands in.
    pub note: NoteId,
    /// What they said.
    pub said: WeekParts,
}

/// How it felt over time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RatingSeries {
    /// Every rating, the earliest first.
    pub ratings: Vec<RatedAt>,
    /// Every answer about a week, the earliest first.
    pub weeks: Vec<WeekAnswer>,
    /// Sum and number of each day's ratings, the earliest first.
    days: Vec<(Date, Mean)>,
}

impl RatingSeries {
    /// What a diary says of the days from `first` to `today`. What a wrong clock put into the
    /// future doesn't count; what was done further east just now may be of tomorrow and counts as
    /// today's.
    pub fn of(diary: &Diary, first: Date, today: Date, now: At) -> Self {
        let tomorrow = today.saturating_add(1.day());
        let mut course = Self::default();
        for session in diary.sessions_between(first, tomorrow) {
            if session.started() > now {
                continue;
            }
            for moment in [Moment::Before, Moment::After] {
                if let Some(rated) = session.rated(moment) {
                    course.ratings.push(RatedAt {
                        date: session.date().min(today),
                        at: rated.stamp.at,
                        rating: rated.value.rating,
                        locations: rated.value.locations,
                        occasion: Occasion::Session(session.id, moment),
                    });
                }
            }
        }
        for noted in diary.notes_between(first, tomorrow) {
            let date = noted.note.date;
            if date > today && noted.first > now {
                continue;
            }
            match &noted.note.content {
                Content::Feeling(feeling) => {
                    course.ratings.extend(feeling.rating.map(|rating| RatedAt {
                        date: date.min(today),
                        at: noted.first,
                        rating,
                        locations: Locations::from(&feeling.locations),
                        occasion: Occasion::Note(noted.id),
                    }));
                }
                Content::Week(week) => course.weeks.push(WeekAnswer {
                    date: date.min(today),
                    note: noted.id,
                    said: (**week).clone(),
                }),
                Content::Reach(_) => {}
            }
        }
        // Stable: what is of the same moment stays before, after, noted.
        course.ratings.sort_by_key(|rated| (rated.date, rated.at));
        for rated in &course.ratings {
            let mean = Mean::of(rated.rating);
            match course
                .days
                .last_mut()
                .filter(|(date, _)| *date == rated.date)
            {
                Some((_, day)) => *day = day.and(mean),
                None => course.days.push((rated.date, mean)),
            }
        }
        course
    }

    /// The same without what is of a later day.
    #[must_use]
    pub fn until(mut self, last: Date) -> Self {
        self.ratings.retain(|rated| rated.date <= last);
        self.weeks.retain(|week| week.date <= last);
        self.days.retain(|(date, _)| *date <= last);
        self
    }

    /// Whether nothing was said at all.
    pub fn is_empty(&self) -> bool {
        self.ratings.is_empty() && self.weeks.is_empty()
    }

    /// The days with a rating and their means, earliest first.
    pub fn days(&self) -> impl DoubleEndedIterator<Item = (Date, Mean)> {
        self.days.iter().copied()
    }

    /// The means before and after sessions, of the sessions that have both; none where none has.
    pub fn around(&self) -> Option<(Mean, Mean)> {
        let ratings = self.ratings.iter();
        let mut of_sessions: Vec<_> = ratings
            .filter_map(|rated| match rated.occasion {
                Occasion::Session(session, moment) => {
                    Some((session, moment == Moment::After, rated.rating))
                }
                Occasion::Note(_) => None,
            })
            .collect();
        of_sessions.sort_unstable();
        let mut means: Option<(Mean, Mean)> = None;
        // Each session has at most one of either, the one before it first.
        for pair in of_sessions.windows(2) {
            if let [(session, false, before), (other, true, after)] = pair
                && session == other
            {
                let (sum_before, sum_after) = means.unwrap_or_default();
                means = Some((
                    sum_before.and(Mean::of(*before)),
                    sum_after.and(Mean::of(*after)),
                ));
            }
        }
        means
    }

    /// The mean of the ratings from `first` to `last`; none where there is none.
    pub fn mean(&self, first: Date, last: Date) -> Option<Mean> {
        let days = self.days_of(first, last).iter();
        let sum = days.fold(Mean::default(), |sum, (_, day)| sum.and(*day));
        (sum.count() > 0).then_some(sum)
    }

    /// The days from `first` to `last` that have ratings.
    fn days_of(&self, first: Date, last: Date) -> &[(Date, Mean)] {
        let begin = self.days.partition_point(|(date, _)| *date < first);
        let count = self.days[begin..].partition_point(|(date, _)| *date <= last);
        &self.days[begin..begin + count]
    }

    /// The same; none where there are fewer than [`LEAST_RATINGS`] ratings, or on fewer than
    /// [`LEAST_DAYS`] days.
    pub fn sound_mean(&self, first: Date, last: Date) -> Option<Mean> {
        let mean = self.mean(first, last)?;
        let is_sound =
            mean.count() >= LEAST_RATINGS && self.days_of(first, last).len() >= LEAST_DAYS;
        is_sound.then_some(mean)
    }

    /// The mean of the seven days that end with that one; none where there are too few ratings.
    pub fn week_mean(&self, last: Date) -> Option<Mean> {
        self.sound_mean(last.saturating_sub(6.days()), last)
    }

    /// What the seven days that end with that one were like: their mean, or where there are too
    /// few ratings for it what the person last answered for the week, if they did in these days.
    pub fn week(&self, last: Date) -> Option<Mean> {
        self.week_mean(last).or_else(|| {
            let first = last.saturating_sub(6.days());
            let mut answers = self.weeks.iter().rev();
            let answered = answers.find_map(|week| {
                let average = week.said.average?;
                (first <= week.date && week.date <= last).then_some(average)
            });
            answered.map(Mean::of)
        })
    }
}
