//! Rising numbers by their places, kept as runs: nearly always each is one more than the one
//! before, and then a million of them take no more room than one.

/// Numbers, each larger than the one before.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs {
    /// Where each run begins: the place, and the number there.
    starts: Vec<(u64, u64)>,
    length: u64,
}

impl Runs {
    /// Adds a number.
    pub(crate) fn push(&mut self, number: u64) {
        let continues = self
            .starts
            .last()
            .is_some_and(|(place, first)| first + (self.length - place) == number);
        if !continues {
            self.starts.push((self.length, number));
        }
        self.length += 1;
    }

    /// Adds as many numbers in a row.
    #[cfg(any(feature = "sqlite", test))]
    pub(crate) fn push_all(&mut self, first: u64, count: u64) {
        if count > 0 {
            self.push(first);
            self.length += count - 1;
        }
    }

    /// The number at a place, from 0.
    pub(crate) fn get(&self, place: u64) -> Option<u64> {
        let run = self.starts.partition_point(|(start, _)| *start <= place);
        let (start, number) = self.starts.get(run.checked_sub(1)?)?;
        (place < self.length).then_some(number + (place - start))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// They come back whatever the gaps, and what isn't there is none.
        #[test]
        fn numbers_come_back(steps in prop::collection::vec((1..4_u64, 0..4_u64), 0..40)) {
            let mut runs = Runs::default();
            let mut numbers = Vec::new();
            let mut next = 0;
            for (gap, count) in steps {
                next += gap;
                runs.push_all(next, count);
                numbers.extend(next..next + count);
                next += count;
                runs.push(next);
                numbers.push(next);
                next += 1;
            }
            for (place, number) in (0..).zip(&numbers) {
                prop_assert_eq!(runs.get(place), Some(*number));
            }
            prop_assert_eq!(runs.get(numbers.len() as u64), None);
        }
    }
}
