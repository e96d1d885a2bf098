//! The library: every exercise and routine of the content, by name and in the programme’s order.

use std::collections::BTreeMap;
use std::fmt;

use crate::basics::ids::{ExerciseId, RoutineId};
use crate::programme::content::check::{SourceFile, check_exercise};
use crate::programme::exercise::{Exercise, ExerciseFile, Playable};
use crate::programme::level::Level;
use crate::programme::parts::Kind;
use crate::programme::routine::{Plan, Planned, Routine, RoutineFile};

/// Every content file that the program was built with: its path below `content/` and its text.
pub static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/content_files.rs"));

/// What is wrong with a content file, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct ContentError {
    /// The file's path below `content/`.
    pub file: String,
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what is expected.
    pub problem: String,
}

impl fmt::Display for ContentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "content/{}, line {}: {}",
            self.file, self.line, self.problem
        )
    }
}

/// All exercises and routines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Library {
    exercises: BTreeMap<ExerciseId, Exercise>,
    /// Their ids in the programme's order, then by their names.
    order: Vec<ExerciseId>,
    routines: BTreeMap<RoutineId, Routine>,
}

impl Library {
    /// Reads the content that the program was built with.
    ///
    /// # Errors
    /// The first thing that is wrong with it; tests make sure that nothing is.
    pub fn shipped() -> Result<Self, ContentError> {
        Self::read(FILES)
    }

    /// Reads exercises and routines from files (path below `content/`, text); other files are
    /// passed over.
    ///
    /// # Errors
    /// The first thing that is wrong, with its file and line.
    pub fn read(files: &[(&str, &str)]) -> Result<Self, ContentError> {
        let mut library = Self {
            exercises: BTreeMap::new(),
            order: Vec::new(),
            routines: BTreeMap::new(),
        };
        for &(path, text) in files {
            if let Some(name) = name_in(path, "exercises/") {
                let source = SourceFile { path, text };
                let id: ExerciseId = name.parse().map_err(|e| source.wrong(None, e))?;
                source.check_name(name)?;
                let file: ExerciseFile = source.parse()?;
                check_exercise(&file, source)?;
                let exercise = Exercise::new(id.clone(), file, text.to_owned(), None);
                library.exercises.insert(id, exercise);
            } else if let Some(name) = name_in(path, "routines/") {
                let source = SourceFile { path, text };
                let id: RoutineId = name.parse().map_err(|e| source.wrong(None, e))?;
                source.check_name(name)?;
                let file: RoutineFile = source.parse()?;
                library.routines.insert(id.clone(), Routine { id, file });
            }
        }
        for &(path, text) in files {
            if let Some(name) = name_in(path, "routines/") {
                library.check_routine(name, SourceFile { path, text })?;
            }
        }
        let mut order: Vec<_> = library.exercises.values().collect();
        // Stable: what has no place stays by its name.
        order.sort_by_key(|exercise| place(exercise.file.order));
        library.order = order.into_iter().map(|it| it.id.clone()).collect();
        Ok(library)
    }

    /// The exercise of that name, warm-up moves included.
    pub fn exercise(&self, id: &ExerciseId) -> Option<&Exercise> {
        self.exercises.get(id)
    }

    /// Every exercise, warm-up moves included, by their names.
    pub fn any(&self) -> impl Iterator<Item = &Exercise> {
        self.exercises.values()
    }

    /// The programme's exercises, in its order, without the warm-up moves.
    pub fn exercises(&self) -> impl Iterator<Item = &Exercise> {
        self.of_kind(|kind| kind != Kind::WarmUp)
    }

    /// The warm-up moves, by their names.
    pub fn warm_ups(&self) -> impl Iterator<Item = &Exercise> {
        self.of_kind(|kind| kind == Kind::WarmUp)
    }

    fn of_kind(&self, is_it: impl Fn(Kind) -> bool) -> impl Iterator<Item = &Exercise> {
        let all = self.order.iter().filter_map(|id| self.exercises.get(id));
        all.filter(move |exercise| is_it(exercise.file.kind))
    }

    /// The routine of that name.
    pub fn routine(&self, id: &RoutineId) -> Option<&Routine> {
        self.routines.get(id)
    }

    /// All routines in the order in which they are offered.
    pub fn routines_in_order(&self) -> Vec<&Routine> {
        let mut routines: Vec<_> = self.routines().collect();
        // Stable: what has no place stays by its name.
        routines.sort_by_key(|routine| place(routine.file.order));
        routines
    }

    /// All routines, by their names.
    pub fn routines(&self) -> impl Iterator<Item = &Routine> {
        self.routines.values()
    }

    /// The routine laid out as a plan, each of its exercises at the level that it is given, or
    /// at the nearest that it has.
    pub fn plan(&self, id: &RoutineId, level: impl Fn(Playable<'_>) -> Level) -> Option<Plan<'_>> {
        let routine = self.routines.get(id)?;
        let warm_up = routine.file.warm_up.iter().map(|id| {
            let play = self.exercises.get(id)?.playable(None)?;
            Some(Planned::at(play, Level::FIRST, true))
        });
        let exercises = routine.file.exercises.iter().map(|item| {
            let exercise = self.exercises.get(&item.exercise)?;
            let play = exercise.playable(item.variant.as_ref())?;
            Some(Planned::at(play, level(play), false))
        });
        Some(Plan {
            routine: routine.id.clone(),
            title: None,
            items: warm_up.chain(exercises).collect::<Option<_>>()?,
        })
    }

    fn check_routine(&self, name: &str, source: SourceFile<'_>) -> Result<(), ContentError> {
        let Some(routine) = name
            .parse()
            .ok()
            .and_then(|id: RoutineId| self.routines.get(&id))
        else {
            return Ok(());
        };
        if routine.file.warm_up.is_empty() {
            return Err(source.wrong(Some("warm_up"), "expected at least one warm-up move"));
        }
        if routine.file.exercises.is_empty() {
            return Err(source.wrong(Some("exercises"), "expected at least one exercise"));
        }
        for id in &routine.file.warm_up {
            match self.exercises.get(id) {
                Some(e) if e.file.kind == Kind::WarmUp => {}
                Some(_) => {
                    return Err(source.wrong(
                        Some(id.as_str()),
                        format!("`{id}` is not of kind warm-up; expected one that is"),
                    ));
                }
                None => return Err(source.wrong(Some(id.as_str()), unknown(id, &self.exercises))),
            }
        }
        for item in &routine.file.exercises {
            let id = &item.exercise;
            let Some(exercise) = self.exercises.get(id) else {
                return Err(source.wrong(Some(id.as_str()), unknown(id, &self.exercises)));
            };
            if let Some(variant) = &item.variant
                && exercise.playable(Some(variant)).is_none()
            {
                return Err(source.wrong(
                    Some(variant.as_str()),
                    format!("`{id}` has no variant `{variant}` with `guided = true`"),
                ));
            }
        }
        Ok(())
    }
}

/// A place in an order, by which what has none comes last.
fn place(order: Option<u16>) -> u32 {
    order.map_or(u32::MAX, u32::from)
}

pub(super) fn unknown(id: &ExerciseId, known: &BTreeMap<ExerciseId, Exercise>) -> String {
    let names: Vec<_> = known.keys().map(ExerciseId::as_str).collect();
    format!(
        "there is no exercise `{id}`; expected one of {}",
        names.join(", ")
    )
}

fn name_in<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    path.strip_prefix(folder)?.strip_suffix(".toml")
}
