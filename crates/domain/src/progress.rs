//! When to suggest more, less, or leaving out: rules that a person says yes or no to. Nothing
//! here changes anything.
//!
//! | what happened | what is suggested |
//! |---|---|
//! | 5 of 7 days done, nothing above 3 of 10, no rise of 2 or more on a next day, a week since the last step | a step up |
//! | 6 or more of 10, or 4–5 that hadn't settled a day later | a step down |
//! | that twice in a row | leaving it out, and talking to a doctor |
//! | 4–5 of 10 the day before | the question whether it has settled |
//! | 7 or more days away | a step lower for everything (see [`Person::standing_today`]); after [`BACK_DAYS`] days, going on as before |
//!
//! The table is PROGRAMME's; what it leaves open is marked (P) below.

use jiff::civil::Date;

use crate::content::Library;
use crate::dose::{self, Prescription};
use crate::entry::At;
use crate::exercise::{Exercise, Kind, Playable};
use crate::felt::{Discomfort, Felt};
use crate::id::SessionId;
use crate::past::{Comeback, Doing, days_between};
use crate::person::Person;
use crate::standing::{Choice, Form, Ladder, Standing};

/// Days of a week with a session, from which a step up is suggested.
pub const GOOD_DAYS: usize = 5;

/// Days between two steps up of an exercise.
pub const WEEK_DAYS: i32 = 7;

/// How often an exercise was done at a step before the next is suggested (P: some come round
/// only every other day).
pub const DONE_TIMES: usize = 2;

/// Within how many days those times count (P).
const DONE_WITHIN_DAYS: i32 = 28;

/// The most steps up that are suggested at a time (P): one thing after another.
pub const MOST_UP: usize = 2;

/// Days with a session after a time away before going on as before is suggested (P).
pub const BACK_DAYS: usize = 3;

/// Days within which discomfort is asked about again (P).
const ASK_WITHIN_DAYS: i32 = 7;

/// What was wrong with an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// It hurt on that day.
    Hurt(Date),
    /// It was too much on that day.
    TooMuch(Date),
    /// Some discomfort of that day hadn't settled a day later.
    Unsettled(Date),
}

impl Trouble {
    /// The day.
    pub const fn date(self) -> Date {
        match self {
            Self::Hurt(date) | Self::TooMuch(date) | Self::Unsettled(date) => date,
        }
    }

    fn of(doing: &Doing) -> Option<Self> {
        if doing.hurt.is_some() {
            return Some(Self::Hurt(doing.date));
        }
        match doing.felt.map(Felt::discomfort)? {
            Discomfort::TooMuch => Some(Self::TooMuch(doing.date)),
            Discomfort::Some if doing.settled == Some(false) => Some(Self::Unsettled(doing.date)),
            Discomfort::Some | Discomfort::Fine => None,
        }
    }
}

/// A step of an exercise, as it would be played.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// Where the person stands with it.
    pub standing: Standing,
    /// What is played there.
    pub play: Playable<'a>,
    /// How much of it.
    pub dose: Prescription,
}

impl<'a> Step<'a> {
    fn at(ladder: &Ladder<'a>, standing: Standing) -> Self {
        let standing = ladder.clamp(standing);
        let play = ladder.play(standing.form);
        Self {
            standing,
            play,
            dose: dose::prescription(play, standing.level),
        }
    }

    /// Whether what is done there is the same.
    fn is_like(&self, other: &Self) -> bool {
        self.play.message() == other.play.message() && self.dose == other.dose
    }
}

/// Something that a person is asked.
#[derive(Clone, Debug)]
pub enum Suggestion<'a> {
    /// Whether discomfort has settled.
    Settled {
        /// The exercise.
        exercise: &'a Exercise,
        /// The session that it was in.
        session: SessionId,
        /// Its place there.
        play: usize,
        /// The day.
        date: Date,
    },
    /// A step up.
    Up {
        /// The exercise.
        exercise: &'a Exercise,
        /// From here.
        from: Step<'a>,
        /// To there.
        to: Step<'a>,
        /// After so many days of the last seven with a session.
        days: usize,
    },
    /// A step down.
    Down {
        /// The exercise.
        exercise: &'a Exercise,
        /// From here.
        from: Step<'a>,
        /// To there.
        to: Step<'a>,
        /// Since this was so.
        because: Trouble,
    },
    /// Leaving an exercise out for now, and talking to a doctor.
    LeaveOut {
        /// The exercise.
        exercise: &'a Exercise,
        /// Since this was so, once more.
        because: Trouble,
    },
    /// Going on as before a time away.
    Back(Comeback),
}

/// What to ask a person today, what concerns their safety first.
pub fn suggestions<'a>(library: &'a Library, person: &Person) -> Vec<Suggestion<'a>> {
    let mut downs = Vec::new();
    let mut questions = Vec::new();
    let mut ups = Vec::new();
    for exercise in library.exercises() {
        if person.choice(&exercise.id) == Choice::LeftOut {
            continue;
        }
        let Ok(feasible) = person.feasible(exercise) else {
            continue;
        };
        let ladder = &feasible.ladder;
        if let Some(less) = less(person, exercise, ladder) {
            downs.push(less);
        } else if let Some(question) = question(person, exercise) {
            questions.push(question);
        } else {
            ups.extend(more(person, exercise, ladder));
        }
    }
    // Who stands longest where they are goes first.
    ups.sort_by_key(|up| match up {
        Suggestion::Up { exercise, .. } => person.standings.get(&exercise.id).map(|(_, at)| *at),
        _ => None,
    });
    ups.truncate(MOST_UP);
    let back = person
        .past
        .comeback
        .filter(|comeback| comeback.back >= BACK_DAYS && downs.is_empty());
    downs
        .into_iter()
        .chain(questions)
        .chain(back.map(Suggestion::Back))
        .chain(ups)
        .collect()
}

/// Since when a person stands where they stand.
fn since(person: &Person, exercise: &Exercise) -> Option<At> {
    person.standings.get(&exercise.id).map(|(_, at)| *at)
}

/// What they said about an exercise, the latest first.
fn said<'p>(person: &'p Person, exercise: &Exercise) -> impl Iterator<Item = &'p Doing> {
    person
        .past
        .doings(&exercise.id)
        .iter()
        .rev()
        .filter(|doing| doing.felt.is_some() || doing.hurt.is_some())
}

/// A step down, or leaving it out.
fn less<'a>(
    person: &Person,
    exercise: &'a Exercise,
    ladder: &Ladder<'a>,
) -> Option<Suggestion<'a>> {
    let mut said = said(person, exercise);
    let last = said.next()?;
    let because = Trouble::of(last)?;
    let decided = person.choices.get(&exercise.id).map(|(_, at)| *at);
    let again = said.next().and_then(Trouble::of).is_some();
    if again && decided.is_none_or(|decided| decided < last.said_at()) {
        return Some(Suggestion::LeaveOut { exercise, because });
    }
    // What hurt was made gentler at once.
    if matches!(because, Trouble::Hurt(_))
        || since(person, exercise).is_some_and(|since| since >= last.said_at())
    {
        return None;
    }
    let from = Step::at(ladder, person.standing(&exercise.id));
    let Some(to) = ladder.down(from.standing) else {
        let is_open = decided.is_none_or(|decided| decided < last.said_at());
        return is_open.then_some(Suggestion::LeaveOut { exercise, because });
    };
    Some(Suggestion::Down {
        exercise,
        from,
        to: Step::at(ladder, to),
        because,
    })
}

/// Whether some discomfort of a day before has settled.
fn question<'a>(person: &Person, exercise: &'a Exercise) -> Option<Suggestion<'a>> {
    let last = said(person, exercise).next()?;
    let days = days_between(last.date, person.past.today);
    let open = last.felt.map(Felt::discomfort) == Some(Discomfort::Some)
        && last.settled.is_none()
        && last.hurt.is_none()
        && (1..=ASK_WITHIN_DAYS).contains(&days);
    open.then_some(Suggestion::Settled {
        exercise,
        session: last.session,
        play: last.play,
        date: last.date,
    })
}

/// A step up.
fn more<'a>(
    person: &Person,
    exercise: &'a Exercise,
    ladder: &Ladder<'a>,
) -> Option<Suggestion<'a>> {
    let past = &person.past;
    let days = past.days_in_week();
    if exercise.file.kind == Kind::WarmUp
        || past.comeback.is_some()
        || days < GOOD_DAYS
        || past.rose_in_week()
    {
        return None;
    }
    let since = since(person, exercise);
    let doings = past.doings(&exercise.id);
    let (first_of_week, _) = past.week();
    let was_bad = doings
        .iter()
        .any(|doing| doing.date >= first_of_week && !doing.is_good());
    let here: Vec<_> = doings
        .iter()
        .filter(|doing| since.is_none_or(|since| doing.at > since))
        .filter(|doing| days_between(doing.date, past.today) <= DONE_WITHIN_DAYS)
        .collect();
    let first = here.first()?;
    let stood_days = days_between(first.date, past.today);
    // Seven days are done when the last of them is.
    if was_bad
        || here.len() < DONE_TIMES
        || !here
            .iter()
            .rev()
            .take(DONE_TIMES)
            .all(|doing| doing.is_good())
        || stood_days < WEEK_DAYS - 1
        || since.is_some() && stood_days < WEEK_DAYS
    {
        return None;
    }
    let (from, to) = next(person, ladder, exercise);
    Some(Suggestion::Up {
        exercise,
        from,
        to: to?,
        days,
    })
}

/// Where a person stands with an exercise after it hurt: its easier version, a step gentler.
pub fn after_hurt(person: &Person, exercise: &Exercise) -> Standing {
    let standing = person.standing(&exercise.id);
    match person.ladder(exercise) {
        Ok(ladder) => ladder.after_hurt(standing),
        Err(_) => Standing {
            form: Form::Easier,
            ..standing
        },
    }
}

/// Where a person stands with an exercise, and what comes after that, if anything does.
pub fn next<'a>(
    person: &Person,
    ladder: &Ladder<'a>,
    exercise: &Exercise,
) -> (Step<'a>, Option<Step<'a>>) {
    let from = Step::at(ladder, person.standing(&exercise.id));
    let mut up = ladder.up(from.standing);
    loop {
        let to = up.map(|standing| Step::at(ladder, standing));
        match to {
            // A step that changes nothing is none.
            Some(to) if to.is_like(&from) => up = ladder.up(to.standing),
            to => return (from, to),
        }
    }
}
