//! Ids, times, stamps, registers, ratings, days: values that mean the same in every subject.

pub mod dates;
pub mod ids;
pub mod mean;
pub mod rating;
pub(crate) mod registers;
pub mod stamp;
pub mod time;
