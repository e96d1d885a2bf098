//! A mean of ratings, kept as a fraction, so that what rules compare isn’t rounded.

use std::cmp::Ordering;

use crate::basics::rating::Rating;

/// A mean of ratings, kept as a fraction.
#[derive(Clone, Copy, Debug, Default, Eq)]
pub struct Mean {
    sum: u32,
    count: u32,
}

impl Mean {
    /// Of a single rating.
    pub fn of(rating: Rating) -> Self {
        Self {
            sum: rating.get().into(),
            count: 1,
        }
    }

    /// Of the ratings of both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self {
            sum: self.sum + other.sum,
            count: self.count + other.count,
        }
    }

    /// Without the ratings of one that it was made of.
    #[must_use]
    pub(crate) const fn without(self, other: Self) -> Self {
        Self {
            sum: self.sum.saturating_sub(other.sum),
            count: self.count.saturating_sub(other.count),
        }
    }

    /// Whether it is that many points at least; never where there is no rating.
    pub fn is_at_least(self, points: u32) -> bool {
        self.count > 0 && self.sum >= points * self.count
    }

    /// Of how many ratings it is.
    pub const fn count(self) -> u32 {
        self.count
    }

    /// In tenths, 0 to 100, rounded half up.
    pub const fn tenths(self) -> u32 {
        let count = if self.count == 0 { 1 } else { self.count };
        (self.sum * 20 + count) / (count * 2)
    }

    /// Whether it lies above the other by that many points at least.
    pub fn is_above_by(self, other: Self, points: u32) -> bool {
        let [own, its, points] = self.over(other, points);
        own >= its + points
    }

    /// Whether it lies below the other by that many hundredths of the other at least; never
    /// where the other is 0.
    pub fn is_below_by_percent(self, other: Self, percent: u32) -> bool {
        let [own, its, _] = self.over(other, 0);
        its > 0 && own * 100 + its * u64::from(percent) <= its * 100
    }

    /// Both and some points over one denominator.
    fn over(self, other: Self, points: u32) -> [u64; 3] {
        let (own, its) = (u64::from(self.count.max(1)), u64::from(other.count.max(1)));
        [
            u64::from(self.sum) * its,
            u64::from(other.sum) * own,
            u64::from(points) * own * its,
        ]
    }
}

impl PartialEq for Mean {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Ord for Mean {
    fn cmp(&self, other: &Self) -> Ordering {
        let [own, its, _] = self.over(*other, 0);
        own.cmp(&its)
    }
}

impl PartialOrd for Mean {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mean(ratings: &[u8]) -> Mean {
        ratings
            .iter()
            .map(|rating| Mean::of(Rating::try_from(*rating).unwrap()))
            .fold(Mean::default(), Mean::and)
    }

    #[test]
    fn means_compare_exactly() {
        let (low, high) = (mean(&[3, 3, 4]), mean(&[5, 5, 6]));
        assert!(high.is_above_by(low, 2));
        assert!(!mean(&[5, 5, 5]).is_above_by(low, 2));
        assert!(mean(&[7, 7, 7]).is_below_by_percent(mean(&[10]), 30));
        assert!(!mean(&[7, 7, 8]).is_below_by_percent(mean(&[10]), 30));
        assert!(!mean(&[0]).is_below_by_percent(mean(&[0]), 30));
        assert_eq!(mean(&[2, 3]).tenths(), 25);
        assert_eq!(mean(&[1, 1, 2]).tenths(), 13);
        assert_eq!(mean(&[2, 4]), mean(&[3]));
    }
}
