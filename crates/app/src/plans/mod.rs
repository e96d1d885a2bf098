//! Plan files: routines as somebody wrote them.

mod check;

use unhunch_domain::programme::custom;
use unhunch_domain::programme::custom::{Fault, Node};
use unhunch_domain::{CustomExerciseId, CustomRoutine, Library};

use crate::app::App;

pub use check::MOST_WORK;
use check::figure_faults;

impl App {
    /// Reads a plan file, its figures included; keeps nothing.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn check_plan(&self, file: &[u8]) -> Result<CustomRoutine, Vec<Fault>> {
        read_plan(file, self.library())
    }

    /// Reads what is being written, its figures included: the routine as far as it goes, and
    /// everything that is wrong. `exercises` has the ids of its own exercises in their order, those
    /// that can't be read among them.
    pub fn check_plan_tree(
        &self,
        tree: &Node,
        exercises: &[&str],
    ) -> (Option<CustomRoutine>, Vec<Fault>) {
        let library = self.library();
        let reading = custom::read_tree(tree, library);
        let mut faults = reading.faults;
        if let Some(routine) = &reading.routine {
            let place = |id: &CustomExerciseId| exercises.iter().position(|it| *it == id.as_str());
            faults.extend(faults_of_figures(routine, library, place));
        }
        (reading.routine, faults)
    }
}

/// Reads a plan file, its figures included.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read_plan(file: &[u8], library: &Library) -> Result<CustomRoutine, Vec<Fault>> {
    let routine = custom::read(file, library).whole()?;
    let place = |id: &CustomExerciseId| routine.exercises.iter().position(|own| own.id == *id);
    let faults = faults_of_figures(&routine, library, place).map(|fault| Fault {
        line: custom::line_of(file, &fault.path),
        ..fault
    });
    let faults: Vec<Fault> = faults.collect();
    if faults.is_empty() {
        Ok(routine)
    } else {
        Err(faults)
    }
}

/// What is wrong with the figures of a routine, each where its exercise is among those that were
/// written.
fn faults_of_figures(
    routine: &CustomRoutine,
    library: &Library,
    place: impl Fn(&CustomExerciseId) -> Option<usize>,
) -> impl Iterator<Item = Fault> {
    let faults = figure_faults(routine, library).into_iter();
    faults.filter_map(move |(id, problem)| {
        Some(Fault {
            line: None,
            path: format!("exercises.{}.figure", place(&id)?),
            problem,
        })
    })
}
