//! What a person did and felt in recent weeks: what the rules for today look back on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::basics::dates::days_between;
use crate::basics::ids::{ExerciseId, SessionId, VariantId};
use crate::basics::rating::{DiscomfortLevel, ExerciseDiscomfort, Rating};
use crate::basics::time::{At, Zone};
use crate::diary::{Diary, Session};
use crate::journal::body::Ending;
use crate::programme::level::Level;
use crate::review::ratings::RatingSeries;

/// How many days the rules look back at everything.
pub const LOOK_BACK_DAYS: i32 = 90;

/// How many days they look back at times away and at what was more than it should be (P): as
/// long as nobody decides about it, it counts for a year.
pub const OPEN_DAYS: i32 = 366;

/// Days without a session that are a time away (P).
pub const AWAY_DAYS: i32 = 7;

/// An exercise that was done, all of it or a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExerciseRecord {
    /// The session.
    pub session: SessionId,
    /// The exercise's place in what the session plays.
    pub play: usize,
    /// The day, where the person was.
    pub date: Date,
    /// When the session was started.
    pub at: At,
    /// Whether it was a part of the warm-up.
    pub warm_up: bool,
    /// The variant, if it wasn't the exercise itself.
    pub variant: Option<VariantId>,
    /// The level that its dose was of.
    pub level: Option<Level>,
    /// How it felt, if the person said.
    pub felt: Option<ExerciseDiscomfort>,
    /// When they last said so.
    pub felt_at: Option<At>,
    /// The time zone that the session was in.
    pub zone: Zone,
    /// When it was stopped because it hurt.
    pub hurt: Option<At>,
    /// Whether discomfort had settled a day later, if they said.
    pub settled: Option<bool>,
    /// When they said so.
    pub settled_at: Option<At>,
}

impl ExerciseRecord {
    /// Whether it was more than it should be: it hurt, it was too much, or some discomfort
    /// hadn't settled a day later.
    pub fn is_troubled(&self) -> bool {
        self.troubled_at().is_some()
    }

    /// When the person said that it was more than it should be, if it was.
    pub fn troubled_at(&self) -> Option<At> {
        let felt_at = self.felt_at.unwrap_or(self.at);
        self.hurt
            .or_else(|| match self.felt.map(ExerciseDiscomfort::discomfort)? {
                DiscomfortLevel::TooMuch => Some(felt_at),
                DiscomfortLevel::Some if self.settled == Some(false) => {
                    Some(self.settled_at.unwrap_or(felt_at))
                }
                DiscomfortLevel::Some | DiscomfortLevel::Fine => None,
            })
    }

    /// Whether it was as good as it should be to go on to more: nothing above 3 of 10 was said.
    pub fn is_good(&self) -> bool {
        self.hurt.is_none()
            && self
                .felt
                .is_none_or(|felt| felt.discomfort() == DiscomfortLevel::Fine)
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
pub struct ReturnAfterAbsence {
    /// Days without a session.
    pub away: i32,
    /// Days with a session since.
    pub back: usize,
    /// The first of them; today where there is none yet.
    pub since: Date,
}

impl ReturnAfterAbsence {
    /// Whether somebody stands lower for it with an exercise that they last decided about then:
    /// what they decided after they left counts as it is.
    pub fn lowers(&self, decided: Option<At>) -> bool {
        let left = self.since.saturating_sub((self.away + 1).days());
        // A day of grace for zones.
        decided.is_none_or(|at| utc_date(at) <= left.saturating_add(1.day()))
    }
}

/// What a person did and felt until today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecentHistory {
    /// Today, where the person is.
    pub today: Date,
    /// What was done of each exercise, the earliest first.
    pub doings: BTreeMap<ExerciseId, Vec<ExerciseRecord>>,
    /// The days with a session in which anything was done.
    pub days: BTreeSet<Date>,
    /// How the neck felt, by day.
    pub ratings: BTreeMap<Date, DayRatings>,
    /// The days with a session that ended because of dizziness.
    pub dizzy: BTreeSet<Date>,
    /// The time away that isn't over yet, if there is one.
    pub comeback: Option<ReturnAfterAbsence>,
    /// When they last said that they go on as before a time away.
    pub back_at: Option<At>,
}

impl RecentHistory {
    /// Nothing yet.
    pub const fn none(today: Date) -> Self {
        Self {
            today,
            doings: BTreeMap::new(),
            days: BTreeSet::new(),
            ratings: BTreeMap::new(),
            dizzy: BTreeSet::new(),
            comeback: None,
            back_at: None,
        }
    }

    /// What a diary says of the last [`LOOK_BACK_DAYS`], and of what is open of the last
    /// [`OPEN_DAYS`], until now. What a wrong clock put into the future doesn't count.
    pub fn of(diary: &Diary, today: Date, now: At) -> Self {
        let mut past = Self::none(today);
        let first = today.saturating_sub(OPEN_DAYS.days());
        let recent = today.saturating_sub(LOOK_BACK_DAYS.days());
        // Further east, what was done just now may be of tomorrow.
        for session in diary
            .sessions_between(first, today.saturating_add(1.day()))
            .filter(|session| session.started() <= now)
        {
            if session.date() < recent {
                past.add_old(&session, now);
            } else {
                past.add(&session, now);
            }
        }
        // A short break is no session, but what hurt or made dizzy in one did.
        for session in diary
            .breaks_between(first, today.saturating_add(1.day()))
            .filter(|session| session.started() <= now)
        {
            past.add_break(&session, now);
        }
        for rated in RatingSeries::of(diary, recent, today, now).ratings {
            past.ratings
                .entry(rated.date)
                .and_modify(|day| day.last = rated.rating)
                .or_insert(DayRatings {
                    first: rated.rating,
                    last: rated.rating,
                });
        }
        let before = diary
            .latest_before(first)
            .find(Session::is_anything_done)
            .map(|session| session.date());
        past.back_at = diary.comeback_over().map(|over| past.known(over, now));
        past.comeback = comeback(before, &past.days, today, past.back_at);
        past
    }

    /// When something was decided: what a wrong clock put into the future is taken to be as old
    /// as the latest session, so that what is said after that still counts.
    pub(crate) fn known(&self, decided: At, now: At) -> At {
        if decided <= now {
            return decided;
        }
        let doings = self.doings.values().flatten();
        doings.map(|doing| doing.at).max().unwrap_or(At::EARLIEST)
    }

    fn add(&mut self, session: &Session<'_>, now: At) {
        let date = session.date().min(self.today);
        let plays = session.timeline().plays();
        let mut is_done = vec![false; plays.len()];
        for step in session.timeline().steps() {
            if step.kind.is_exercising()
                && let Some(done) = step
                    .play
                    .and_then(|play| is_done.get_mut(usize::from(play)))
                && !*done
            {
                *done = session.is_done(step.index);
            }
        }
        if is_done.contains(&true) {
            self.days.insert(date);
        }
        if session.ending() == Some(Ending::Dizzy) {
            self.dizzy.insert(date);
        }
        for (number, is_done) in is_done.into_iter().enumerate() {
            let is_hurt = session.hurt(number).is_some();
            // Whoever stops before the first repetition is over may still have felt it.
            if is_done || is_hurt || is_felt(session, number) {
                self.push(session, number, now);
            }
        }
    }

    /// Of a session of long ago, only when it was and what was more than it should be.
    fn add_old(&mut self, session: &Session<'_>, now: At) {
        if session.is_anything_done() {
            self.days.insert(session.date());
        }
        for number in 0..session.timeline().plays().len() {
            let is_hurt = session.hurt(number).is_some();
            if is_hurt || is_felt(session, number) && session.settled(number) != Some(true) {
                self.push(session, number, now);
            }
        }
    }

    /// Of a short break, only what went wrong.
    fn add_break(&mut self, session: &Session<'_>, now: At) {
        if session.ending() == Some(Ending::Dizzy) {
            self.dizzy.insert(session.date().min(self.today));
        }
        for hurt in session.hurts() {
            let number = usize::from(hurt.get());
            self.push(session, number, now);
            if let Some(play) = session.timeline().plays().get(number)
                && let Some(doings) = self.doings.get_mut(&play.exercise)
            {
                doings.sort_by_key(|doing| (doing.at, doing.session, doing.play));
            }
        }
    }

    /// Adds one of a session's plays.
    fn push(&mut self, session: &Session<'_>, number: usize, now: At) {
        let Some(play) = session.timeline().plays().get(number) else {
            return;
        };
        // What was said in the future was said about this session, not after it.
        let known = |said: At| if said <= now { said } else { session.started() };
        let doing = ExerciseRecord {
            session: session.id,
            play: number,
            date: session.date().min(self.today),
            at: session.started(),
            warm_up: play.warm_up,
            variant: play.variant.clone(),
            level: session.timeline().level_of(number),
            felt: session.felt(number),
            felt_at: session.felt_at(number).map(known),
            zone: session.zone().clone(),
            hurt: session.hurt(number).map(known),
            settled: session.settled(number),
            settled_at: session.settled_at(number).map(known),
        };
        match self.doings.get_mut(&play.exercise) {
            Some(doings) => doings.push(doing),
            None => {
                self.doings.insert(play.exercise.clone(), vec![doing]);
            }
        }
    }

    /// What was done of an exercise, the earliest first.
    pub fn doings(&self, exercise: &ExerciseId) -> &[ExerciseRecord] {
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

    /// Whether an exercise brought more than 3 of 10 in the last seven days.
    pub fn was_bad_in_week(&self, exercise: &ExerciseId) -> bool {
        let (first, _) = self.week();
        let mut doings = self.doings(exercise).iter().rev();
        doings.any(|doing| doing.date >= first && !doing.is_good())
    }

    /// Whether a session of the last seven days ended because of dizziness.
    pub fn was_dizzy_in_week(&self) -> bool {
        let (first, _) = self.week();
        self.dizzy.range(first..).next().is_some()
    }

    /// On how many days since that one there was a session.
    pub fn days_after(&self, date: Date) -> usize {
        let after = (Bound::Excluded(date), Bound::Unbounded);
        self.days.range(after).count()
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

/// The latest time away, unless the person has said that it is over.
fn comeback(
    before: Option<Date>,
    days: &BTreeSet<Date>,
    today: Date,
    over: Option<At>,
) -> Option<ReturnAfterAbsence> {
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
        utc_date(over).saturating_add(1.day()) >= since
    });
    (!is_over).then(|| ReturnAfterAbsence {
        away,
        back: days.range(since..).count(),
        since,
    })
}

fn utc_date(at: At) -> Date {
    at.timestamp().to_zoned(TimeZone::UTC).date()
}

/// Whether more than a little discomfort was felt in one of a session's plays.
fn is_felt(session: &Session<'_>, number: usize) -> bool {
    let felt = session.felt(number);
    felt.is_some_and(|felt| felt.discomfort() != DiscomfortLevel::Fine)
}
