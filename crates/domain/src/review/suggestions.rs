//! When to suggest more, less, or leaving out: rules that a person says yes or no to. Nothing
//! here changes anything.
//!
//! | what happened | what is suggested |
//! |---|---|
//! | 5 of 7 days done, nothing above 3 of 10, no rise of 2 or more on a next day, no dizziness, a week since the last step | a step up |
//! | 6 or more of 10, or 4–5 that hadn't settled a day later | a step down, which is taken until they decide |
//! | it hurt | nothing: its easier version is taken at once ([`after_hurt`]) |
//! | one of these twice in a row, or where nothing is gentler | leaving it out, and talking to a doctor |
//! | 4–5 of 10 the day before | the question whether it has settled |
//! | 7 or more days away | a step lower for everything (see [`Person::standing_today`]); after [`BACK_DAYS`] days, going on as before, or from there ([`stay`]) |
//!
//! Every suggestion can be declined, and then it isn't made again for the same reason: steps by
//! standing at `from`, leaving out by a choice, going on as before by [`stay`].
//!
//! The table is PROGRAMME's; what it leaves open is marked (P) below.

use jiff::civil::Date;

use crate::basics::dates::days_between;
use crate::basics::ids::{ExerciseId, SessionId};
use crate::basics::rating::{DiscomfortLevel, ExerciseDiscomfort};
use crate::programme::content::Library;
use crate::programme::dose::Prescription;
use crate::programme::dosing;
use crate::programme::exercise::{Exercise, Playable};
use crate::programme::progression::{Difficulty, ExerciseChoice, ExerciseLevel, Progression};
use crate::review::person::Person;
use crate::review::recent::{ExerciseRecord, ReturnAfterAbsence};

/// Days of a week with a session, from which a step up is suggested.
pub const GOOD_DAYS: usize = 5;

/// Days between two steps up of an exercise.
pub const WEEK_DAYS: i32 = 7;

/// How often an exercise was done at a step before the next is suggested (P: some come round
/// only every other day).
pub const DONE_TIMES: usize = 2;

/// Within how many days those times count, and two troubles are in a row (P).
const DONE_WITHIN_DAYS: i32 = 28;

/// After how many days with a session, but without an exercise, nothing is suggested for it
/// (P): it has gone out of use.
const UNUSED_DAYS: usize = 14;

/// The most steps up that are suggested at a time (P): one thing after another.
pub const MOST_UP: usize = 2;

/// Days with a session after a time away before going on as before is suggested (P).
pub const BACK_DAYS: usize = 3;

/// Days within which discomfort is asked about again (P).
const ASK_WITHIN_DAYS: i32 = 7;

/// What was wrong with an exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverloadReason {
    /// It hurt on that day.
    Hurt(Date),
    /// It was too much on that day.
    TooMuch(Date),
    /// Some discomfort of that day hadn't settled a day later.
    Unsettled(Date),
}

impl OverloadReason {
    /// The day.
    pub const fn date(self) -> Date {
        match self {
            Self::Hurt(date) | Self::TooMuch(date) | Self::Unsettled(date) => date,
        }
    }

    fn of(doing: &ExerciseRecord) -> Option<Self> {
        doing.troubled_at()?;
        Some(if doing.hurt.is_some() {
            Self::Hurt(doing.date)
        } else if doing.felt.map(ExerciseDiscomfort::discomfort) == Some(DiscomfortLevel::TooMuch) {
            Self::TooMuch(doing.date)
        } else {
            Self::Unsettled(doing.date)
        })
    }
}

/// A step of an exercise, as it would be played.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// Where the person stands with it, wherever they are.
    pub standing: ExerciseLevel,
    /// What is played there today.
    pub play: Playable<'a>,
    /// How much of it.
    pub dose: Prescription,
}

impl<'a> Step<'a> {
    /// A step as it is done with the forms of a ladder.
    pub fn at(ladder: &Progression<'a>, standing: ExerciseLevel) -> Self {
        let here = ladder.clamp(standing);
        let play = ladder.play(here.form);
        Self {
            standing,
            play,
            dose: dosing::prescription(play, here.level),
        }
    }

    /// Whether what is done there is the same.
    pub fn is_like(&self, other: &Self) -> bool {
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
        because: OverloadReason,
    },
    /// Leaving an exercise out for now, and talking to a doctor.
    LeaveOut {
        /// The exercise.
        exercise: &'a Exercise,
        /// Since this was so, once more.
        because: OverloadReason,
    },
    /// Going on as before a time away.
    Back(ReturnAfterAbsence),
}

/// What to ask a person today, what concerns their safety first.
pub fn suggestions<'a>(library: &'a Library, person: &Person) -> Vec<Suggestion<'a>> {
    let mut downs = Vec::new();
    let mut questions = Vec::new();
    let mut ups = Vec::new();
    for exercise in library.exercises() {
        if person.choice(&exercise.id) == ExerciseChoice::LeftOut || is_unused(person, exercise) {
            continue;
        }
        // What was too much is spoken of also where there is no room for it today.
        let here = person.feasible(exercise).map(|feasible| feasible.ladder);
        let is_here = here.is_ok();
        let Ok(ladder) = here.or_else(|_| person.ladder(exercise)) else {
            continue;
        };
        if let Some(less) = less(person, exercise, &ladder) {
            downs.push(less);
        } else if let Some(question) = question(person, exercise) {
            questions.push(question);
        } else if is_here && !person.is_worse {
            ups.extend(more(person, exercise, &ladder));
        }
    }
    // Who stands longest where they are goes first.
    ups.sort_by_key(|up| match up {
        Suggestion::Up { exercise, .. } => person.decided_at(&exercise.id),
        _ => None,
    });
    ups.truncate(MOST_UP);
    let back = (person.past.comeback)
        .filter(|comeback| comeback.back >= BACK_DAYS && !person.is_worse)
        .filter(|_| downs.is_empty() && !is_week_bad(person))
        .filter(|_| {
            let lowered = |id| person.comeback_from(id).is_some();
            let mut exercises = library.exercises();
            !exercises.any(|e| lowered(&e.id) && person.past.was_bad_in_week(&e.id))
        });
    downs
        .into_iter()
        .chain(questions)
        .chain(back.map(Suggestion::Back))
        .chain(ups)
        .collect()
}

/// Whether the person goes on without it.
fn is_unused(person: &Person, exercise: &Exercise) -> bool {
    let last = person.past.doings(&exercise.id).last();
    last.is_none_or(|last| person.past.days_after(last.date) > UNUSED_DAYS)
}

/// Whether anything in the last seven days speaks against more of everything.
fn is_week_bad(person: &Person) -> bool {
    person.past.rose_in_week() || person.past.was_dizzy_in_week()
}

/// What they said about an exercise, the latest first.
fn said<'p>(person: &'p Person, exercise: &Exercise) -> impl Iterator<Item = &'p ExerciseRecord> {
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
    ladder: &Progression<'a>,
) -> Option<Suggestion<'a>> {
    let chosen = person.choices.get(&exercise.id).map(|(_, at)| *at);
    // Leaving it out, unless they chose since.
    let leave_out = |last: &ExerciseRecord| {
        let at = last.troubled_at()?;
        let because = OverloadReason::of(last)?;
        chosen
            .is_none_or(|chosen| chosen < at)
            .then_some(Suggestion::LeaveOut { exercise, because })
    };
    let mut said = said(person, exercise);
    let last = said.next()?;
    let is_again = last.is_troubled()
        && said.next().is_some_and(|before| {
            before.is_troubled() && days_between(before.date, last.date) <= DONE_WITHIN_DAYS
        });
    if is_again && let Some(suggestion) = leave_out(last) {
        return Some(suggestion);
    }
    let Some(latest) = person.undecided(&exercise.id).last() else {
        // What hurt was made gentler at once, where anything is.
        let today = person.standing_today(&exercise.id, ladder);
        let (now, level) = today.play(ladder);
        let is_same =
            last.variant.as_ref() == now.variant.map(|v| &v.id) && last.level == Some(level);
        return leave_out(last).filter(|_| last.hurt.is_some() && is_same);
    };
    let because = OverloadReason::of(latest)?;
    let steps = person.ladder(exercise).unwrap_or(*ladder);
    let usual = steps.clamp(person.standing(&exercise.id));
    let (from, to) = person.lowered(&exercise.id, &steps, usual, |standing| {
        down(&steps, ladder, standing).unwrap_or(standing)
    });
    let (from, to) = (Step::at(ladder, from), Step::at(ladder, to));
    if to.is_like(&from) {
        return leave_out(latest);
    }
    Some(Suggestion::Down {
        exercise,
        from,
        to,
        because,
    })
}

/// The next step down that is less with the forms that can be done today.
fn down<'a>(
    steps: &Progression<'a>,
    here: &Progression<'a>,
    standing: ExerciseLevel,
) -> Option<ExerciseLevel> {
    let from = Step::at(here, standing);
    let mut lower = steps.down(standing);
    while let Some(to) = lower {
        if !Step::at(here, to).is_like(&from) {
            break;
        }
        lower = steps.down(to);
    }
    lower
}

/// Whether some discomfort of a day before has settled.
fn question<'a>(person: &Person, exercise: &'a Exercise) -> Option<Suggestion<'a>> {
    let last = said(person, exercise).next()?;
    let today = person.past.today;
    let open = last.felt.map(ExerciseDiscomfort::discomfort) == Some(DiscomfortLevel::Some)
        && last.settled.is_none()
        && last.hurt.is_none()
        // A session may go on past midnight.
        && last.felt_at.is_none_or(|at| last.zone.date(at) < today)
        && (1..=ASK_WITHIN_DAYS).contains(&days_between(last.date, today));
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
    ladder: &Progression<'a>,
) -> Option<Suggestion<'a>> {
    let past = &person.past;
    let days = past.days_in_week();
    let today = person.standing_today(&exercise.id, ladder);
    if past.comeback.is_some()
        || days < GOOD_DAYS
        || is_week_bad(person)
        || past.was_bad_in_week(&exercise.id)
        // Whoever doesn't do yet what they stand at.
        || today.standing != today.usual
    {
        return None;
    }
    // Going on as before a time away was a step, too.
    let since = person.decided_at(&exercise.id).max(past.back_at);
    let here: Vec<_> = past
        .doings(&exercise.id)
        .iter()
        .filter(|doing| since.is_none_or(|since| doing.at > since))
        .filter(|doing| days_between(doing.date, past.today) <= DONE_WITHIN_DAYS)
        // What was a part of a warm-up, or in a dose set by hand, says nothing about the step.
        .filter(|doing| !doing.warm_up && doing.level.is_some())
        .collect();
    let stood_days = days_between(here.first()?.date, past.today);
    // Seven days are done when the last of them is.
    if here.len() < DONE_TIMES
        || !(here.iter().rev().take(DONE_TIMES)).all(|doing| doing.is_good())
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

/// Where a person stands with an exercise after it hurt: its easier version, a step gentler
/// than what they did.
pub fn after_hurt(person: &Person, exercise: &Exercise) -> ExerciseLevel {
    let standing = person.standing(&exercise.id);
    let Ok(ladder) = person.ladder(exercise) else {
        return ExerciseLevel {
            form: Difficulty::Easier,
            ..standing
        };
    };
    let usual = ladder.clamp(standing);
    let (_, today) = person.lowered(&exercise.id, &ladder, usual, |standing| {
        ladder.down(standing).unwrap_or(standing)
    });
    // Where it is in the diary already that it hurt, it counts already.
    if person.undecided(&exercise.id).any(|d| d.hurt.is_some()) {
        today
    } else {
        ladder.after_hurt(today)
    }
}

/// Where a person stands with exercises who goes on from where they are after a time away,
/// rather than as before it: what is to be said before [`EndComeback`], so that ending it
/// changes nothing. Nothing where they aren't back from a time away.
///
/// [`EndComeback`]: crate::Command::EndComeback
pub fn stay(library: &Library, person: &Person) -> Vec<(ExerciseId, ExerciseLevel)> {
    let lowered = library.exercises().filter(|exercise| {
        !person.past.doings(&exercise.id).is_empty() && person.comeback_from(&exercise.id).is_some()
    });
    lowered
        .filter_map(|exercise| {
            let steps = person.ladder(exercise).ok()?;
            let standing = steps.down(person.standing(&exercise.id))?;
            Some((exercise.id.clone(), standing))
        })
        .collect()
}

/// Where a person stands with an exercise, and what comes after that, if anything does. The
/// steps are those of all forms that are for them; `ladder` has the forms that can be done
/// today.
pub fn next<'a>(
    person: &Person,
    ladder: &Progression<'a>,
    exercise: &Exercise,
) -> (Step<'a>, Option<Step<'a>>) {
    let (steps, from) = stands(person, ladder, exercise);
    let mut up = steps.up(from.standing);
    loop {
        let to = up.map(|standing| Step::at(ladder, standing));
        match to {
            // A step that changes nothing is none.
            Some(to) if to.is_like(&from) => up = steps.up(to.standing),
            to => return (from, to),
        }
    }
}

/// What comes before where a person stands with an exercise, if anything is less. Steps and
/// `ladder` are those of [`next`].
pub fn previous<'a>(
    person: &Person,
    ladder: &Progression<'a>,
    exercise: &Exercise,
) -> Option<Step<'a>> {
    let (steps, from) = stands(person, ladder, exercise);
    let lower = down(&steps, ladder, from.standing)?;
    Some(Step::at(ladder, lower))
}

/// The steps of all forms that are for a person, and where they stand on them.
fn stands<'a>(
    person: &Person,
    ladder: &Progression<'a>,
    exercise: &Exercise,
) -> (Progression<'a>, Step<'a>) {
    let all = ladder.play(Difficulty::Usual).exercise;
    let steps = person.ladder(all).unwrap_or(*ladder);
    let from = Step::at(ladder, steps.clamp(person.standing(&exercise.id)));
    (steps, from)
}
