//! What is advised today: what comes first, and that it was read.

use jiff::civil::Date;
use unhunch_domain::journal::advice_rule::Rule;
use unhunch_domain::review::advice;
use unhunch_domain::review::advice::Advice;
use unhunch_domain::{Command, Diary};

use crate::app::{App, NewEntry};
use crate::error::Error;
use crate::sessions::Changed;

/// What is advised on a day, by where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sorted {
    /// What is to be seen before everything else.
    pub first: Vec<Advice>,
    /// What else wasn't read yet.
    pub then: Vec<Advice>,
    /// What was read and holds still.
    pub read: Vec<Advice>,
}

/// Sorts what a day advises. Nothing comes before what holds the exercises back (`is_stopped`).
pub fn sorted(advised: &[Advice], is_stopped: bool) -> Sorted {
    let mut sorted = Sorted::default();
    for advice in advised {
        let place = if advice.is_read {
            &mut sorted.read
        } else if advice.rule == Rule::Worse && !is_stopped {
            &mut sorted.first
        } else {
            &mut sorted.then
        };
        place.push(advice.clone());
    }
    sorted
}

fn is_advised(diary: &Diary, rule: Rule, since: Date, today: Date) -> bool {
    let advised = advice::today(diary, today);
    let is_it = |advice: &Advice| advice.rule == rule && advice.since == since;
    advised.iter().any(is_it)
}

impl App {
    /// Keeps that a stage of advice was read; `since` is the stage's first day. What isn't advised
    /// any more, or is of another stage by now, was not read: it changes nothing.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn mark_advice_read(&self, rule: Rule, since: Date) -> Result<Changed, Error> {
        let today = self.now().zoned.date();
        self.write(|diary| {
            let read = is_advised(diary, rule, since, today)
                .then_some(Command::ReadAdvice { rule, since });
            let drafts = NewEntry::by(diary, read)?;
            let changed = Changed::of(&drafts);
            Ok((drafts, changed))
        })
        .await
    }
}
