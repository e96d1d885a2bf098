//! Ids, times, stamps, registers, ratings, days: values that mean the same in every subject.

pub mod dates;
