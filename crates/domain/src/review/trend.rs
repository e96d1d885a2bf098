//! What the course of the ratings says, and no more: from where to where the seven-day mean went,
//! and whether that is enough to be called a change.
//!
//! | | |
//! |---|---|
//! | lower | by [`POINTS`] and by [`PERCENT`] of what it was (P; Farrar 2001) |
//! | higher | by [`POINTS`] (P) |
//! | small | by a point or more, but less than that (P): told, and that it may come and go |
//! | about the same | by less than a point (P) |

use jiff::ToSpan;
use jiff::civil::Date;

use crate::basics::dates::days_between;
use crate::basics::mean::Mean;
use crate::review::ratings::RatingSeries;

/// Points of 10 that a seven-day mean changes by at least where it is called lower or higher, and
/// where [`advice`](crate::review::advice) calls it better or worse (PROGRAMME).
pub const POINTS: u32 = 2;

/// Hundredths of what it was that it falls by at least where it is called lower or better
/// (PROGRAMME).
pub const PERCENT: u32 = 30;

/// Whether a mean lies so far above an earlier one that it is called a change.
pub fn is_higher(from: Mean, to: Mean) -> bool {
    to.is_above_by(from, POINTS)
}

/// Whether a mean lies so far below an earlier one that it is called a change.
pub fn is_lower(from: Mean, to: Mean) -> bool {
    from.is_above_by(to, POINTS) && to.is_below_by_percent(from, PERCENT)
}

/// Points below which it is about the same (P).
pub const SMALL_POINTS: u32 = 1;

/// Days between the last days of two weeks that have no day in common.
const WEEK_DAYS: i32 = 7;

/// How two weeks compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Clearly lower.
    Lower,
    /// Lower, but not by so much that it is called a change.
    LittleLower,
    /// About the same.
    Same,
    /// Higher, but not by so much that it is called a change.
    LittleHigher,
    /// Clearly higher.
    Higher,
}

impl Change {
    /// From one mean to a later one.
    pub fn between(from: Mean, to: Mean) -> Self {
        if is_higher(from, to) {
            Self::Higher
        } else if is_lower(from, to) {
            Self::Lower
        } else if to.is_above_by(from, SMALL_POINTS) {
            Self::LittleHigher
        } else if from.is_above_by(to, SMALL_POINTS) {
            Self::LittleLower
        } else {
            Self::Same
        }
    }

    /// The name in keys of words.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Lower => "lower",
            Self::LittleLower => "little-lower",
            Self::Same => "same",
            Self::LittleHigher => "little-higher",
            Self::Higher => "higher",
        }
    }
}

/// The mean of seven days and the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekMean {
    /// The last of the seven days.
    pub last: Date,
    /// The mean.
    pub mean: Mean,
}

/// What the course of the ratings says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trend {
    /// Nothing was rated.
    None,
    /// There are ratings, but no seven days with enough of them.
    TooFew,
    /// There is a seven-day mean, but none of seven other days to hold it against.
    One(WeekMean),
    /// From the first seven-day mean to the latest.
    Course {
        /// The first.
        from: WeekMean,
        /// The latest.
        to: WeekMean,
        /// How they compare.
        change: Change,
    },
}

impl Trend {
    /// What the ratings on the days from `first` to `last` say; seven days belong to the day that
    /// they end with.
    pub fn of(course: &RatingSeries, first: Date, last: Date) -> Self {
        let mean_of = |last: Date| {
            let mean = course.week_mean(last)?;
            Some(WeekMean { last, mean })
        };
        let days = course.days().map(|(date, _)| date);
        let mut rated = days.filter(|date| first <= *date && *date <= last);
        let Some(earliest) = rated.next() else {
            return Self::None;
        };
        let latest = rated.next_back().unwrap_or(earliest);
        // A first mean comes with a rating; the latest may be of a day after the last one.
        let from = std::iter::once(earliest)
            .chain(rated)
            .chain([latest])
            .find_map(mean_of);
        let after = last.min(latest.saturating_add((WEEK_DAYS - 1).days()));
        let mut before = std::iter::successors(Some(after), |date| date.yesterday().ok());
        let to = from.and_then(|from| {
            before
                .by_ref()
                .take_while(|date| *date >= from.last)
                .find_map(mean_of)
        });
        match (from, to) {
            (Some(from), Some(to)) if days_between(from.last, to.last) >= WEEK_DAYS => {
                Self::Course {
                    from,
                    to,
                    change: Change::between(from.mean, to.mean),
                }
            }
            (_, Some(to)) => Self::One(to),
            _ => Self::TooFew,
        }
    }

    /// Whether it tells of how it was a while ago: its latest seven days ended a week before that
    /// day or earlier.
    pub fn is_old(&self, today: Date) -> bool {
        match self {
            Self::None | Self::TooFew => false,
            Self::One(mean) | Self::Course { to: mean, .. } => {
                mean.last <= today.saturating_sub(WEEK_DAYS.days())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::basics::rating::Rating;

    fn mean(ratings: &[u8]) -> Mean {
        let means = ratings
            .iter()
            .map(|rating| Mean::of(Rating::try_from(*rating).unwrap()));
        means.reduce(Mean::and).unwrap()
    }

    #[test]
    fn a_change_is_one_from_the_thresholds_on() {
        let between = |from: &[u8], to: &[u8]| Change::between(mean(from), mean(to));
        assert_eq!(between(&[5], &[3]), Change::Lower);
        // Two points, but less than 30 % of 7.
        assert_eq!(between(&[7], &[5]), Change::LittleLower);
        assert_eq!(between(&[10], &[7]), Change::Lower);
        assert_eq!(between(&[5, 5, 5], &[3, 3, 4]), Change::LittleLower);
        assert_eq!(between(&[3, 4], &[3]), Change::Same);
        assert_eq!(between(&[3], &[3]), Change::Same);
        assert_eq!(between(&[3], &[4]), Change::LittleHigher);
        assert_eq!(between(&[3, 3, 4], &[5]), Change::LittleHigher);
        assert_eq!(between(&[3], &[5]), Change::Higher);
        assert_eq!(between(&[0], &[0]), Change::Same);
        assert_eq!(between(&[1], &[0]), Change::LittleLower);
    }

    proptest! {
        /// The two thresholds are the whole of it, and a rise looks like a fall from its other end.
        #[test]
        fn what_is_called_a_change_is_one(
            from in prop::collection::vec(0..=10_u8, 4..30),
            to in prop::collection::vec(0..=10_u8, 4..30),
        ) {
            let exact = |ratings: &[u8]| {
                let sum: u32 = ratings.iter().map(|rating| u32::from(*rating)).sum();
                f64::from(sum) / f64::from(u32::try_from(ratings.len()).unwrap())
            };
            let (before, after) = (exact(&from), exact(&to));
            let change = Change::between(mean(&from), mean(&to));
            match change {
                Change::Higher => prop_assert!(after - before > 1.999),
                Change::Lower => prop_assert!(before - after > 1.999 && after < before * 0.701),
                Change::Same => prop_assert!((after - before).abs() < 1.0),
                Change::LittleHigher => prop_assert!((0.999..2.0).contains(&(after - before))),
                Change::LittleLower => {
                    prop_assert!(before - after > 0.999);
                    prop_assert!(before - after < 2.0 || after > before * 0.699);
                }
            }
            let back = Change::between(mean(&to), mean(&from));
            let falls = [Change::Lower, Change::LittleLower];
            prop_assert_eq!(falls.contains(&change), matches!(back, Change::Higher | Change::LittleHigher));
        }
    }
}
