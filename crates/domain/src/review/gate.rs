//! Whether somebody may exercise: what their answers say, and what happened since.

use jiff::civil::Date;

use crate::diary::{Diary, Session};
use crate::journal::body::Ending;
use crate::person::screening::Verdict;
use crate::review::advice;

/// Whether a person may exercise today: what their answers say, and where those let them, the
/// same questions again when it got worse since, and rest on a day on which dizziness ended a
/// session.
pub fn verdict(diary: &Diary, today: Date) -> Verdict {
    let screening = diary.screening();
    match screening.verdict() {
        Verdict::Cleared if advice::asks_again(diary, &screening, today) => Verdict::AskAgain,
        Verdict::Cleared | Verdict::Unasked if was_dizzy_on(diary, today) => Verdict::RestToday,
        verdict => verdict,
    }
}

fn was_dizzy_on(diary: &Diary, date: Date) -> bool {
    // One of an earlier day may have been gone on with.
    let mut recent = diary.recent();
    recent.any(|session| ended_dizzy_on(&session, date))
}

/// Whether a session ended because of dizziness, and was begun or ended on that day.
fn ended_dizzy_on(session: &Session<'_>, date: Date) -> bool {
    session.ending() == Some(Ending::Dizzy)
        && (session.date() == date
            || session
                .ended_at()
                .is_some_and(|at| session.zone().date(at) == date))
}

/// As it was called before it was a rule of the review: goes with the old paths of the crate.
impl Diary {
    /// See [`verdict`].
    pub fn verdict(&self, today: Date) -> Verdict {
        verdict(self, today)
    }
}
