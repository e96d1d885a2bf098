//! The routines that a person can play, those of the content and their own, laid out for them.

use unhunch_domain::diary::Diary;
use unhunch_domain::exercise::Playable;
use unhunch_domain::own::Prepared;
use unhunch_domain::person::Person;
use unhunch_domain::routine::Plan;
use unhunch_domain::{Level, OwnRoutineId, RoutineId};

use crate::app::App;

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

/// The level at which a person does something today. What their conditions ask for a routine of
/// their own doesn't look at: it was put together for them.
pub fn level_of(person: &Person, play: Playable<'_>) -> Level {
    person.ladder(play.exercise).map_or(Level::FIRST, |ladder| {
        person
            .standing_today(&play.exercise.id, &ladder)
            .standing
            .level
    })
}
