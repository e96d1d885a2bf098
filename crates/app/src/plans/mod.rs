//! Plan files: routines as somebody wrote them.

mod check;

use unhunch_domain::own::{self, Fault};
use unhunch_domain::{Library, OwnRoutine};

pub use check::{MOST_WORK, figure_faults};

/// Reads a plan file, its figures included.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_plan(file: &[u8], library: &Library) -> Result<OwnRoutine, Vec<Fault>> {
    let routine = own::read(file, library).whole()?;
    let faults: Vec<Fault> = figure_faults(&routine, library)
        .into_iter()
        .filter_map(|(id, problem)| {
            let place = routine.exercises.iter().position(|own| own.id == id)?;
            let path = format!("exercises.{place}.figure");
            Some(Fault {
                line: own::line_of(file, &path),
                path,
                problem,
            })
        })
        .collect();
    if faults.is_empty() {
        Ok(routine)
    } else {
        Err(faults)
    }
}
