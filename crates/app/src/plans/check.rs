//! Whether the figures of a plan that somebody wrote can be drawn.

use unhunch_domain::programme::custom::{CustomRoutine, Prepared, Problem};
use unhunch_domain::programme::exercise::Exercise;
use unhunch_domain::programme::parts::Side;
use unhunch_domain::{CustomExerciseId, CustomRoutineId, Library};
use unhunch_figure::{Animation, FigureError};

/// The most work that all figures of a routine may take, see [`Animation::work`]: they are checked while
/// a page waits, in about half a second.
pub const MOST_WORK: u64 = 5_000_000;

/// Own exercises whose figures can't be drawn, and why. Where all of them together would take too
/// much work, none is done.
pub fn figure_faults(
    routine: &CustomRoutine,
    library: &Library,
) -> Vec<(CustomExerciseId, Problem)> {
    let prepared = Prepared::new(CustomRoutineId::NIL, routine, library);
    let exercises = prepared.exercises().iter();
    let figures: Vec<_> = exercises
        .filter_map(|exercise| {
            let own = exercise.own.as_ref()?;
            // What can't be read at all is told below, and takes no work.
            let work = read(exercise, Animation::work_of)?.unwrap_or(0);
            Some((&own.id, exercise, work))
        })
        .collect();
    // One that takes too much by itself is refused before any of it is done.
    let works = || {
        let works = figures.iter().map(|(id, _, work)| (*id, *work));
        works.filter(|(_, work)| *work <= Animation::MOST_WORK)
    };
    let all: u64 = works().map(|(_, work)| work).sum();
    if all > MOST_WORK
        && let Some((id, work)) = works().rev().max_by_key(|(_, work)| *work)
    {
        let problem = Problem::FiguresTooMuch {
            percent: percent(all, MOST_WORK),
            this: percent(work, MOST_WORK),
        };
        return vec![(id.clone(), problem)];
    }
    figures
        .into_iter()
        .filter_map(|(id, exercise, _)| {
            let animation = read(exercise, Animation::read)?;
            let error = animation.and_then(|animation| animation.check()).err()?;
            Some((id.clone(), figure_problem(&error)))
        })
        .collect()
}

/// Lets the figure crate read an exercise's figure, on the side that comes first; `None` where it
/// has none.
fn read<T>(
    exercise: &Exercise,
    read: impl Fn(&str, Option<&str>, Option<unhunch_figure::Side>) -> Result<T, FigureError>,
) -> Option<Result<T, FigureError>> {
    let side = exercise.itself().first_side().map(|side| match side {
        Side::Left => unhunch_figure::Side::Left,
        Side::Right => unhunch_figure::Side::Right,
    });
    let is_drawn = exercise.file.figure.0;
    is_drawn.then(|| read(&exercise.text, None, side))
}

/// What is wrong with a figure.
fn figure_problem(error: &FigureError) -> Problem {
    match error {
        FigureError::TooMuch { work } => Problem::FigureTooMuch {
            percent: percent(*work, Animation::MOST_WORK),
        },
        error => Problem::Poses {
            problem: error.to_string(),
        },
    }
}

/// A share in hundredths, rounded up: more than all is more than 100.
fn percent(part: u64, all: u64) -> usize {
    usize::try_from(part.saturating_mul(100).div_ceil(all)).unwrap_or(usize::MAX)
}
