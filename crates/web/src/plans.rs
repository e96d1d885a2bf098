//! The routines that a person can play, those of the content and their own, laid out for them.

use unhunch_domain::diary::Diary;
use unhunch_domain::exercise::{Playable, Precaution};
use unhunch_domain::own::Prepared;
use unhunch_domain::person::Person;
use unhunch_domain::precaution::{self, Removal};
use unhunch_domain::routine::Plan;
use unhunch_domain::standing::Choice;
use unhunch_domain::{Level, OwnRoutineId, RoutineId};

use crate::app::App;
use crate::words::Words;

/// Reads a routine's plan; `None` where there is no such routine, or nothing of it can be
/// played any more.
pub fn with_plan<T>(
    app: &App,
    diary: &Diary,
    id: &RoutineId,
    read: impl FnOnce(&Plan<'_>) -> T,
) -> Option<T> {
    let library = app.library();
    let Some(own) = OwnRoutineId::of(id) else {
        return library.plan(id, |_| Level::FIRST).as_ref().map(read);
    };
    let routine = diary.own_routine(own)?;
    let prepared = Prepared::new(own, routine, library);
    let now = app.now();
    let person = Person::of(diary, now.zoned.date(), now.at);
    let plan = prepared.plan(library, |play| level_of(&person, play));
    plan.exercises().next()?;
    Some(read(&plan))
}

/// What a person with their conditions should mind with something in a routine of their own. It
/// is played as it was put together, for somebody may have done that for them; so they are told.
pub fn cautions(words: &Words, person: &Person, play: Playable<'_>) -> Vec<String> {
    let id = &play.exercise.id;
    let agreed = person.choice(id) == Choice::Agreed;
    let said = |precaution: &Precaution| {
        words.get(&format!("{id}.precaution-{}", precaution.condition.id()))
    };
    match precaution::allowed(play.exercise, &person.conditions, agreed) {
        Ok(allowed) => allowed
            .because
            .iter()
            .map(|(_, because)| said(because))
            .collect(),
        Err(Removal::LeaveOut(_, because) | Removal::AskFirst(_, because)) => vec![said(because)],
        Err(Removal::NoForm(_)) => vec![words.get("routine-no-form")],
    }
}

/// The level at which a person does something today.
pub fn level_of(person: &Person, play: Playable<'_>) -> Level {
    person.ladder(play.exercise).map_or(Level::FIRST, |ladder| {
        person
            .standing_today(&play.exercise.id, &ladder)
            .standing
            .level
    })
}
