//! The routines that a person can play, those of the content and their own, laid out for them.

use unhunch_domain::diary::Diary;
use unhunch_domain::own::Prepared;
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
    let plan = prepared.plan(library, |_| Level::FIRST);
    plan.exercises().next()?;
    Some(read(&plan))
}
