//! A set of step numbers, small enough to keep one for every session of twenty years.

use serde::{Deserialize, Serialize};

use crate::programme::timeline::MOST_STEPS;

/// A set of step numbers below [`MOST_STEPS`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct StepSet {
    /// One bit a step; no trailing zeros, so that equal sets are equal.
    words: Box<[u64]>,
}

impl StepSet {
    /// Puts a step in; one that no timeline can have is left out.
    pub fn insert(&mut self, step: u16) {
        let step = usize::from(step);
        if step >= MOST_STEPS {
            return;
        }
        if self.words.len() <= step / 64 {
            let mut words = std::mem::take(&mut self.words).into_vec();
            words.reserve_exact(step / 64 + 1 - words.len());
            words.resize(step / 64 + 1, 0);
            self.words = words.into_boxed_slice();
        }
        self.words[step / 64] |= 1 << (step % 64);
    }

    /// Whether the step is in it.
    pub fn contains(&self, step: u16) -> bool {
        let step = usize::from(step);
        self.words
            .get(step / 64)
            .is_some_and(|word| word & (1 << (step % 64)) != 0)
    }

    /// The set as bits, 64 steps a word, step 0 the lowest of the first.
    pub(crate) fn words(&self) -> &[u64] {
        &self.words
    }

    /// Whether there is none in it.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}
