//! A place beside a diary's days for what is worked out of them, one by one from the first on, so
//! that it needn't be worked out again at each view: it is kept as of a day, and forgotten when
//! that day changes or one before it.
//!
//! The diary doesn't know what is kept there, and it is no part of what a diary is: it isn't
//! written, and diaries that say the same are equal with and without it.

use std::any::Any;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::civil::Date;

/// What is kept, and the day up to which it holds.
type Kept = Option<(Date, Arc<dyn Any + Send + Sync>)>;

/// A place for one value as of a day.
#[derive(Default)]
pub(crate) struct Checkpoint(Mutex<Kept>);

impl Checkpoint {
    /// What is kept as of that day or an earlier one, and as of which.
    pub(crate) fn until<T: Any + Send + Sync>(&self, last: Date) -> Option<(Date, Arc<T>)> {
        let (day, kept) = self.kept().clone()?;
        let kept = kept.downcast().ok()?;
        (day <= last).then_some((day, kept))
    }

    /// Keeps a value that holds as of a day, in place of what was kept.
    pub(crate) fn keep<T: Any + Send + Sync>(&self, day: Date, value: T) {
        *self.kept() = Some((day, Arc::new(value)));
    }

    /// Forgets what follows from a day that has changed.
    pub(crate) fn changed(&mut self, day: Date) {
        let kept = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if kept.as_ref().is_some_and(|(until, _)| day <= *until) {
            *kept = None;
        }
    }

    /// What is kept is only ever put there whole, so nothing that failed has harmed it.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clone for Checkpoint {
    fn clone(&self) -> Self {
        Self(Mutex::new(self.kept().clone()))
    }
}

impl PartialEq for Checkpoint {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Checkpoint {}

impl fmt::Debug for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = self.kept().as_ref().map(|(day, _)| *day);
        f.debug_tuple("Checkpoint").field(&day).finish()
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_change_takes_what_follows_from_it_and_nothing_else() {
        let day = date(2026, 8, 3);
        let mut checkpoint = Checkpoint::default();
        checkpoint.keep(day, 7_u8);
        let read = |checkpoint: &Checkpoint, last| checkpoint.until::<u8>(last).map(|(_, n)| *n);
        assert_eq!(read(&checkpoint, day), Some(7));
        assert_eq!(read(&checkpoint, date(2026, 8, 2)), None);
        checkpoint.changed(date(2026, 8, 4));
        assert_eq!(read(&checkpoint.clone(), date(2026, 9, 1)), Some(7));
        checkpoint.changed(day);
        assert_eq!(read(&checkpoint, date(2026, 9, 1)), None);
    }
}
