//! The routines that a person can play, those of the content and their own, laid out for them.

use unhunch_domain::compose;
use unhunch_domain::diary::Diary;
use unhunch_domain::exercise::Playable;
use unhunch_domain::own::Prepared;
use unhunch_domain::review::person::Person;
use unhunch_domain::routine::Plan;
use unhunch_domain::standing::Choice;
use unhunch_domain::timeline::Layout;
use unhunch_domain::{ExerciseId, Level, OwnRoutineId, RoutineId};
use unhunch_words::{Words, reasons};

use crate::app::App;

/// A routine laid out for a person.
pub struct Fitted<'a> {
    /// What it plays.
    pub plan: Plan<'a>,
    /// What is different about each of them for the person, and what to mind.
    pub notes: Vec<Vec<String>>,
    /// What is left out for them: the exercises, and why.
    pub omitted: Vec<(ExerciseId, String)>,
}

/// Reads a routine as it is laid out for a person: one of the content fitted to them, one of
/// their own as it was put together. `None` where there is no such routine, or the content has
/// nothing of it any more.
pub fn with_routine<T>(
    app: &App,
    diary: &Diary,
    person: &Person,
    id: &RoutineId,
    read: impl FnOnce(&Fitted<'_>) -> T,
) -> Option<T> {
    let (library, words) = (app.library(), app.words());
    if let Some(own) = OwnRoutineId::of(id) {
        let prepared = Prepared::new(own, diary.own_routine(own)?, library);
        let plan = prepared.plan(library, |play| level_of(person, play));
        plan.exercises().next()?;
        let items = plan.items.iter();
        let notes = items
            .map(|item| cautions(words, person, item.play))
            .collect();
        return Some(read(&Fitted {
            plan,
            notes,
            omitted: Vec::new(),
        }));
    }
    let file = &library.routine(id)?.file;
    let composed = compose::adapt(
        library,
        person,
        &file.warm_up,
        &file.exercises,
        layout(diary),
    );
    let notes = composed.items.iter().map(|item| {
        let notes = item.notes.iter();
        let notes = notes.map(|note| reasons::note(words, *note, composed.asked));
        let mind = reasons::mind(words, &person.conditions, item.planned.play, true);
        notes.chain(mind).collect()
    });
    let omitted = composed.omitted.iter().map(|omitted| {
        let why = reasons::omission(words, &omitted.why);
        (omitted.exercise.id.clone(), why)
    });
    Some(read(&Fitted {
        notes: notes.collect(),
        omitted: omitted.collect(),
        plan: composed.plan(id.clone()),
    }))
}

/// What a person with their conditions should mind with something in a routine of their own. It
/// is played as it was put together, for somebody may have done that for them; so they are told.
pub fn cautions(words: &Words, person: &Person, play: Playable<'_>) -> Vec<String> {
    let agreed = person.choice(&play.exercise.id) == Choice::Agreed;
    reasons::mind(words, &person.conditions, play, agreed)
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

/// How the person wants routines laid out.
pub fn layout(diary: &Diary) -> Layout {
    Layout {
        get_ready_s: u32::from(diary.settings().get_ready.seconds()),
    }
}
