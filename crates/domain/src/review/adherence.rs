//! How regularly a person exercises, counted so that it never turns against them: relief came to
//! those who did most of the sessions, and people who are scolded for a gap don't come back.
//!
//! | | |
//! |---|---|
//! | the day's week | from Monday; it counts once it is good, and never against anybody before |
//! | a good week | one with at least [`GOOD_WEEK_DAYS`] days (P) |
//! | a run | good weeks, of which a single week off between two of them is no end (P) |
//! | the first week | began on any day, so it counts only if it is good |

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::basics::dates::{days_between, monday};
use crate::diary::{Diary, Session};
use crate::review::recent::AWAY_DAYS;

/// Days with a session that make a week a good one (P).
pub const GOOD_WEEK_DAYS: usize = 3;

/// How many weeks are looked back on (P).
pub const WEEKS: usize = 8;

/// The longest run that is counted, in weeks (P): a year and longer is all the same.
pub const LONGEST_RUN: usize = 52;

/// How regularly a person exercises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Adherence {
    /// Days of this week, from Monday until today, on which anything was done.
    pub days: usize,
    /// How many of the last weeks were good ones.
    pub good_weeks: usize,
    /// How many weeks those are: at most [`WEEKS`], fewer for somebody who began later, 0 for
    /// somebody who has just begun.
    pub weeks: usize,
    /// Good weeks of the run that isn't over, at most [`LONGEST_RUN`].
    pub run: usize,
    /// Days without a session before today, where there were so many that it is good to see
    /// them again: at least [`AWAY_DAYS`].
    pub away: Option<i32>,
}

/// How regularly a person exercises, as it is today. What a wrong clock put into the future
/// doesn't count.
pub fn of(diary: &Diary, today: Date) -> Adherence {
    let first = monday(today).saturating_sub(longest_look_back().days());
    let mut days = BTreeSet::new();
    for session in diary.sessions_between(first, today) {
        if !days.contains(&session.date()) && session.is_anything_done() {
            days.insert(session.date());
        }
    }
    let before = diary
        .latest_before(first)
        .find(Session::is_anything_done)
        .map(|session| session.date());
    of_days(&days, before, today)
}

/// The same of the days themselves; `before` is the last one before all of them.
fn of_days(days: &BTreeSet<Date>, before: Option<Date>, today: Date) -> Adherence {
    let this_week = monday(today);
    let count = |monday: Date| days.range(monday..=monday.saturating_add(6.days())).count();
    let is_good = |weeks_ago: usize| count(weeks_before(this_week, weeks_ago)) >= GOOD_WEEK_DAYS;
    let is_now_good = is_good(0);
    // The weeks that are over, and this one once it is good.
    let latest = usize::from(!is_now_good);

    let first_week = before.or(days.first().copied()).map(monday);
    let counts = |weeks_ago: &usize| {
        let monday = weeks_before(this_week, *weeks_ago);
        first_week.is_some_and(|first| first < monday || first == monday && is_good(*weeks_ago))
    };
    let looked_at: Vec<_> = (latest..latest + WEEKS).filter(counts).collect();
    let last = days.range(..today).next_back().copied().or(before);
    Adherence {
        days: days.range(this_week..=today).count(),
        good_weeks: looked_at.iter().filter(|weeks| is_good(**weeks)).count(),
        weeks: looked_at.len(),
        run: run((latest..=LONGEST_RUN).map(is_good)),
        away: last
            .map(|last| days_between(last, today) - 1)
            .filter(|away| *away >= AWAY_DAYS),
    }
}

/// The good ones of a run of weeks, the latest first: it is over where two weeks off follow
/// each other.
fn run(weeks: impl Iterator<Item = bool>) -> usize {
    let mut good = 0;
    let mut was_off = false;
    for is_good in weeks {
        if is_good {
            good += 1;
        } else if was_off {
            break;
        }
        was_off = !is_good;
    }
    good.min(LONGEST_RUN)
}

fn weeks_before(monday: Date, weeks: usize) -> Date {
    let weeks = i32::try_from(weeks).unwrap_or(0);
    monday.saturating_sub((7 * weeks).days())
}

fn longest_look_back() -> i32 {
    7 * i32::try_from(LONGEST_RUN).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;
    use proptest::prelude::*;

    use super::*;

    /// A Wednesday.
    const TODAY: Date = date(2026, 8, 5);

    /// Weeks by how many days they had, the last one over first, counted from their Mondays; and
    /// days of this week, likewise.
    fn of_weeks(now: usize, over: &[usize]) -> Adherence {
        let mut days = BTreeSet::new();
        for (ago, count) in std::iter::once(&now).chain(over).enumerate() {
            let monday = weeks_before(monday(TODAY), ago);
            days.extend(
                (0..*count).map(|day| monday.saturating_add(i64::try_from(day).unwrap().days())),
            );
        }
        of_days(&days, None, TODAY)
    }

    #[test]
    fn somebody_new_has_nothing_to_live_up_to() {
        let new = of_weeks(0, &[]);
        assert_eq!((new.days, new.good_weeks, new.weeks, new.run), (0, 0, 0, 0));
        assert_eq!(new.away, None);
    }

    #[test]
    fn the_open_week_counts_once_it_is_good() {
        let early = of_weeks(2, &[3, 4]);
        assert_eq!((early.days, early.good_weeks, early.weeks), (2, 2, 2));
        let good = of_weeks(3, &[3, 4]);
        assert_eq!((good.days, good.good_weeks, good.weeks), (3, 3, 3));
        assert_eq!((early.run, good.run), (2, 3));
    }

    #[test]
    fn one_week_off_is_no_end_and_two_are() {
        assert_eq!(of_weeks(0, &[3, 0, 5, 2, 3]).run, 3);
        assert_eq!(of_weeks(0, &[0, 3, 3]).run, 2);
        assert_eq!(of_weeks(0, &[0, 0, 3, 3]).run, 0);
        assert_eq!(of_weeks(3, &[0, 0, 3, 3]).run, 1);
        assert_eq!(of_weeks(3, &[0, 3, 0, 0, 3]).run, 2);
    }

    #[test]
    fn weeks_before_the_first_one_do_not_count() {
        let two = of_weeks(0, &[3, 2, 4]);
        assert_eq!((two.good_weeks, two.weeks), (2, 3));
        // Who began on a Sunday has no week off.
        let late = of_weeks(0, &[3, 1]);
        assert_eq!((late.good_weeks, late.weeks), (1, 1));
        let long = of_weeks(0, &[3; 20]);
        assert_eq!((long.good_weeks, long.weeks, long.run), (8, 8, 20));
        assert_eq!(of_weeks(7, &[3; 60]).run, LONGEST_RUN);
    }

    #[test]
    fn who_was_away_is_seen_again_all_day() {
        let last = TODAY.saturating_sub((AWAY_DAYS + 1).days());
        let mut days = BTreeSet::from([last]);
        assert_eq!(of_days(&days, None, TODAY).away, Some(AWAY_DAYS));
        assert_eq!(
            of_days(&BTreeSet::new(), Some(last), TODAY).away,
            Some(AWAY_DAYS)
        );
        days.insert(TODAY);
        assert_eq!(of_days(&days, None, TODAY).away, Some(AWAY_DAYS));
        days.insert(TODAY.saturating_sub(1.day()));
        assert_eq!(of_days(&days, None, TODAY).away, None);
    }

    fn some_days() -> impl Strategy<Value = BTreeSet<Date>> {
        prop::collection::btree_set(1..90_i32, 0..60).prop_map(|ago| {
            ago.into_iter()
                .map(|ago| TODAY.saturating_sub(ago.days()))
                .collect()
        })
    }

    proptest! {
        /// Having done more never looks like less.
        #[test]
        fn a_day_more_takes_nothing_away(days in some_days(), more in 0..90_i32) {
            let before = of_days(&days, None, TODAY);
            let mut days = days;
            days.insert(TODAY.saturating_sub(more.days()));
            let after = of_days(&days, None, TODAY);
            prop_assert!(after.days >= before.days);
            prop_assert!(after.good_weeks >= before.good_weeks);
            prop_assert!(after.run >= before.run);
        }

        /// While a week isn't over, its days without a session change nothing.
        #[test]
        fn an_open_week_never_counts_against_anyone(days in some_days(), later in 0..5_i32) {
            let now = of_days(&days, None, TODAY);
            let then = of_days(&days, None, TODAY.saturating_add(later.days()));
            prop_assert_eq!(
                (now.days, now.good_weeks, now.weeks, now.run),
                (then.days, then.good_weeks, then.weeks, then.run)
            );
            prop_assert!(now.good_weeks <= now.weeks && now.weeks <= WEEKS);
        }
    }
}
