//! What a person did and felt in recent weeks: what the rules for today look back on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::diary::{Diary, Extent, Session};
use crate::entry::{At, Rating};
use crate::felt::{Discomfort, Felt};
use crate::id::{ExerciseId, SessionId, VariantId};
use crate::level::Level;

/// How many days the rules look back.
pub const LOOK_BACK_DAYS: i32 = 90;

/// Days without a session that are a time away (P).
pub const AWAY_DAYS: i32 = 7;

/// An exercise that was done, all of it or a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doing {
    /// The session.
    pub session: SessionId,
    /// The exercise's place in what the session plays.
    pub play: usize,
    /// The day, where the person was.
    pub date: Date,
    /// When the session was started.
    pub at: At,
    /// The variant, if it wasn't the exercise itself.
    pub variant: Option<VariantId>,
    /// The level that its dose was of.
    pub level: Option<Level>,
    /// How it felt, if the person said.
    pub felt: Option<Felt>,
    /// When they last said so.
    pub felt_at: Option<At>,
    /// When it was stopped because it hurt.
    pub hurt: Option<At>,
    /// Whether discomfort had settled a day later, if they said.
    pub settled: Option<bool>,
}

impl Doing {
    /// Whether it was more than it should be: it hurt, it was too much, or some discomfort
    /// hadn't settled a day later.
    pub fn is_troubled(&self) -> bool {
        self.hurt.is_some()
            || match self.felt.map(Felt::discomfort) {
                Some(Discomfort::TooMuch) => true,
                Some(Discomfort::Some) => self.settled == Some(false),
                Some(Discomfort::Fine) | None => false,
            }
    }

    /// Whether it was as good as it should be to go on to more: nothing above 3 of 10 was said.
    pub fn is_good(&self) -> bool {
        self.hurt.is_none()
            && self
                .felt
                .is_none_or(|felt| felt.discomfort() == Discomfort::Fine)
    }

    /// When the person last said something about it; when it was done, if they didn't.
    pub fn said_at(&self) -> At {
        self.at
            .max(self.felt_at.unwrap_or(self.at))
            .max(self.hurt.unwrap_or(self.at))
    }
}

/// How the neck felt on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayRatings {
    /// The first rating of the day.
    pub first: Rating,
    /// The last one.
    pub last: Rating,
}

/// A time away that isn't over for the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Comeback {
    /// Days without a session.
    pub away: i32,
    /// Days with a session since.
    pub back: usize,
    /// The first of them; today where there is none yet.
    pub since: Date,
}

/// What a person did and felt until today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    /// Today, where the person is.
    pub today: Date,
    /// What was done of each exercise, the earliest first.
    pub doings: BTreeMap<ExerciseId, Vec<Doing>>,
    /// The days with a session in which anything was done.
    pub days: BTreeSet<Date>,
    /// How the neck felt, by day.
    pub ratings: BTreeMap<Date, DayRatings>,
    /// The time away that isn't over yet, if there is one.
    pub comeback: Option<Comeback>,
}

impl Past {
    /// Nothing yet.
    pub const fn none(today: Date) -> Self {
        Self {
            today,
            doings: BTreeMap::new(),
            days: BTreeSet::new(),
            ratings: BTreeMap::new(),
            comeback: None,
        }
    }

    /// What a diary says of the last [`LOOK_BACK_DAYS`], until now. What a wrong clock put into
    /// the future doesn't count.
    pub fn of(diary: &Diary, today: Date, now: At) -> Self {
        let mut past = Self::none(today);
        let first = today.saturating_sub(LOOK_BACK_DAYS.days());
        for session in diary
            .sessions_between(first, today)
            .filter(|session| session.started() <= now)
        {
            past.add(&session);
        }
        let before = diary
            .latest_before(first)
            .find(Session::is_anything_done)
            .map(|session| session.date());
        past.comeback = comeback(before, &past.days, today, diary.comeback_over());
        past
    }

    fn add(&mut self, session: &Session<'_>) {
        let date = session.date();
        if session.is_anything_done() {
            self.days.insert(date);
        }
        for rating in [session.before(), session.after()].into_iter().flatten() {
            self.ratings
                .entry(date)
                .and_modify(|day| day.last = rating)
                .or_insert(DayRatings {
                    first: rating,
                    last: rating,
                });
        }
        for (number, play) in session.timeline().plays().iter().enumerate() {
            let hurt = session.hurt(number);
            if session.extent(number) == Extent::None && hurt.is_none() {
                continue;
            }
            self.doings
                .entry(play.exercise.clone())
                .or_default()
                .push(Doing {
                    session: session.id,
                    play: number,
                    date,
                    at: session.started(),
                    variant: play.variant.clone(),
                    level: session.timeline().level_of(number),
                    felt: session.felt(number),
                    felt_at: session.felt_at(number),
                    hurt,
                    settled: session.settled(number),
                });
        }
    }

    /// What was done of an exercise, the earliest first.
    pub fn doings(&self, exercise: &ExerciseId) -> &[Doing] {
        self.doings.get(exercise).map_or(&[], Vec::as_slice)
    }

    /// How many days ago an exercise was last done; 0 is today.
    pub fn days_since(&self, exercise: &ExerciseId) -> Option<i32> {
        self.doings(exercise)
            .last()
            .map(|doing| days_between(doing.date, self.today))
    }

    /// The last seven days: ending today if there was a session today, else yesterday.
    pub fn week(&self) -> (Date, Date) {
        let last = if self.days.contains(&self.today) {
            self.today
        } else {
            self.today.saturating_sub(1.day())
        };
        (last.saturating_sub(6.days()), last)
    }

    /// On how many days of the last seven there was a session.
    pub fn days_in_week(&self) -> usize {
        let (first, last) = self.week();
        self.days.range(first..=last).count()
    }

    /// Whether the neck felt worse by 2 or more on the day after a day of the last seven.
    pub fn rose_in_week(&self) -> bool {
        let (first, last) = self.week();
        self.ratings.range(first..=last).any(|(date, day)| {
            let next = date.saturating_add(1.day());
            self.ratings
                .get(&next)
                .is_some_and(|next| next.first.get() >= day.last.get() + 2)
        })
    }
}

/// Days from one date to another; negative where the other is earlier.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// The latest time away, unless the person has said that it is over.
fn comeback(
    before: Option<Date>,
    days: &BTreeSet<Date>,
    today: Date,
    over: Option<At>,
) -> Option<Comeback> {
    let mut active: Vec<Date> = before.into_iter().chain(days.iter().copied()).collect();
    if active.is_empty() {
        return None;
    }
    if active.last() != Some(&today) {
        active.push(today);
    }
    let (away, since) = active.windows(2).rev().find_map(|pair| {
        // Days between the two on which there was nothing.
        let away = days_between(pair[0], pair[1]) - 1;
        (away >= AWAY_DAYS).then_some((away, pair[1]))
    })?;
    let is_over = over.is_some_and(|over| {
        // A day of grace for zones: what was said on the day itself counts.
        let said = over.timestamp().to_zoned(jiff::tz::TimeZone::UTC).date();
        said.saturating_add(1.day()) >= since
    });
    (!is_over).then(|| Comeback {
        away,
        back: days.range(since..).count(),
        since,
    })
}
