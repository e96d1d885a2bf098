//! Reads the content files: says in plain words which file and line is wrong and what it
//! expects, so that somebody with a text editor can put it right.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::DeserializeOwned;

use crate::dose::{Progress, Seconds};
use crate::exercise::{
    Advice, Exercise, ExerciseFile, Kind, Phase, Playable, Precaution, Side, Sides, Variant,
};
use crate::id::{ExerciseId, OWN, RoutineId, VariantId};
use crate::level::Level;
use crate::precaution::is_avoided;
use crate::routine::{Plan, Planned, Routine, RoutineFile};

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

/// The programme's exercises in the order in which its author lists them; others follow by
/// their names.
const ORDER: [&str; 10] = [
    "neck-side-bend-rotation",
    "chair-rotation",
    "cat-cow",
    "childs-pose",
    "thoracic-extension",
    "superman",
    "scapular-squeeze",
    "knee-to-chest",
    "pec-stretch",
    "overhead-arm-reach",
];

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
                let source = Source { path, text };
                let id: ExerciseId = name.parse().map_err(|e| source.wrong(None, e))?;
                source.check_name(name)?;
                let file: ExerciseFile = source.parse()?;
                check_exercise(&file, source)?;
                let exercise = Exercise::new(id.clone(), file, text.to_owned(), None);
                library.exercises.insert(id, exercise);
            } else if let Some(name) = name_in(path, "routines/") {
                let source = Source { path, text };
                let id: RoutineId = name.parse().map_err(|e| source.wrong(None, e))?;
                source.check_name(name)?;
                let file: RoutineFile = source.parse()?;
                library.routines.insert(id.clone(), Routine { id, file });
            }
        }
        for &(path, text) in files {
            if let Some(name) = name_in(path, "routines/") {
                library.check_routine(name, Source { path, text })?;
            }
        }
        let place = |id: &ExerciseId| ORDER.iter().position(|known| *known == id.as_str());
        let ids = library.exercises.keys().cloned();
        library.order = ids.collect();
        // Stable: what has no place stays by its name.
        library
            .order
            .sort_by_key(|id| place(id).unwrap_or(ORDER.len()));
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

    fn check_routine(&self, name: &str, source: Source<'_>) -> Result<(), ContentError> {
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

fn unknown(id: &ExerciseId, known: &BTreeMap<ExerciseId, Exercise>) -> String {
    let names: Vec<_> = known.keys().map(ExerciseId::as_str).collect();
    format!(
        "there is no exercise `{id}`; expected one of {}",
        names.join(", ")
    )
}

fn name_in<'a>(path: &'a str, folder: &str) -> Option<&'a str> {
    path.strip_prefix(folder)?.strip_suffix(".toml")
}

/// A content file's path and text, to point into.
#[derive(Clone, Copy)]
struct Source<'a> {
    path: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn parse<T: DeserializeOwned>(self) -> Result<T, ContentError> {
        toml::from_str(self.text).map_err(|error| ContentError {
            file: self.path.to_owned(),
            line: error
                .span()
                .map_or(1, |span| line_at(self.text, span.start)),
            // What serde calls a variant is no variant of an exercise.
            problem: error
                .message()
                .trim()
                .replace('\n', ", ")
                .replace("unknown variant", "unknown value"),
        })
    }

    /// People's own routines and exercises have ids of their own.
    fn check_name(self, name: &str) -> Result<(), ContentError> {
        if name.starts_with(OWN) {
            Err(self.wrong(
                None,
                format!("`{name}` begins like the ids of people's own; expected another name"),
            ))
        } else {
            Ok(())
        }
    }

    /// An error at the first line that has the word, or at the first line.
    fn wrong(self, word: Option<&str>, problem: impl fmt::Display) -> ContentError {
        let line = word.and_then(|word| {
            self.text.lines().position(|line| {
                line.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_'))
                    .any(|part| part == word)
            })
        });
        ContentError {
            file: self.path.to_owned(),
            line: line.map_or(1, |index| index + 1),
            problem: problem.to_string(),
        }
    }

    /// The first line that sets a key to a text, counted from 1.
    fn line_of(self, key: &str, value: &str) -> Option<usize> {
        let wanted = format!("{key} = \"{value}\"");
        let is_wanted = |line: &str| line.split('#').next().is_some_and(|l| l.trim() == wanted);
        Some(self.text.lines().position(is_wanted)? + 1)
    }

    /// An error at the line that sets a key to a text, or at the first line.
    fn wrong_at(self, key: &str, value: &str, problem: impl fmt::Display) -> ContentError {
        ContentError {
            file: self.path.to_owned(),
            line: self.line_of(key, value).unwrap_or(1),
            problem: problem.to_string(),
        }
    }
}

fn line_at(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}

/// Checks what concerns several fields at once.
fn check_exercise(file: &ExerciseFile, source: Source<'_>) -> Result<(), ContentError> {
    check_sides(
        file.sides,
        file.first_side,
        file.switch_s,
        file.switch_through,
        source,
    )?;
    if file.regions.is_empty() {
        return Err(source.wrong(
            Some("regions"),
            "an exercise is for something; expected at least one region",
        ));
    }
    if let Some(id) = first_twice(file.regions.iter().map(|r| r.id())) {
        return Err(source.wrong(Some("regions"), format!("the region `{id}` is there twice")));
    }
    check_phases(&file.phases, source)?;
    check_dose(&file.dose, source)?;
    for variant in &file.variants {
        check_sides_of(variant, file, source)?;
        if let Some(phases) = &variant.phases {
            check_phases(phases, source)?;
        }
        if let Some(dose) = &variant.dose {
            check_dose(dose, source)?;
        }
    }
    if let Some(id) = first_twice(file.variants.iter().map(|v| v.id.as_str())) {
        return Err(source.wrong(Some(id), format!("the variant `{id}` is there twice")));
    }
    if let Some(id) = first_twice(file.precautions.iter().map(|p| p.condition.id())) {
        return Err(source.wrong(Some(id), format!("the condition `{id}` is there twice")));
    }
    for variant in &file.variants {
        check_avoid(variant, source)?;
    }
    for precaution in &file.precautions {
        check_precaution(precaution, &file.variants, source)?;
    }
    Ok(())
}

fn check_sides(
    sides: Sides,
    first_side: Option<Side>,
    switch_s: Seconds,
    switch_through: bool,
    source: Source<'_>,
) -> Result<(), ContentError> {
    let two = sides != Sides::None;
    if two && first_side.is_none() {
        return Err(source.wrong(
            Some("sides"),
            "an exercise with sides says which comes first; expected `first_side = \"left\"` or `\"right\"`",
        ));
    }
    if !two && first_side.is_some() {
        return Err(source.wrong(
            Some("first_side"),
            "expected no `first_side` where `sides = \"none\"`",
        ));
    }
    if two && switch_s.get() == 0 {
        return Err(source.wrong(
            Some("switch_s"),
            "an exercise with sides says how long the change takes; expected `switch_s` of at least 1",
        ));
    }
    if switch_through && sides != Sides::Alternating {
        return Err(source.wrong(
            Some("switch_through"),
            "only alternating sides can be switched straight through; expected `sides = \"alternating\"`",
        ));
    }
    Ok(())
}

/// Checks a variant's sides together with what it takes over from its exercise.
fn check_sides_of(
    variant: &Variant,
    file: &ExerciseFile,
    source: Source<'_>,
) -> Result<(), ContentError> {
    let sides = variant.sides.unwrap_or(file.sides);
    let (first_side, switch_s, switch_through) = match sides {
        Sides::None => (None, Seconds::default(), false),
        Sides::Each => (file.first_side, file.switch_s, false),
        Sides::Alternating => (file.first_side, file.switch_s, file.switch_through),
    };
    check_sides(
        sides,
        variant.first_side.or(first_side),
        variant.switch_s.unwrap_or(switch_s),
        variant.switch_through.unwrap_or(switch_through),
        source,
    )
    .map_err(|error| ContentError {
        problem: format!("variant `{}`: {}", variant.id, error.problem),
        line: source
            .line_of("id", variant.id.as_str())
            .unwrap_or(error.line),
        ..error
    })
}

/// Checks the conditions that a variant isn't for.
fn check_avoid(variant: &Variant, source: Source<'_>) -> Result<(), ContentError> {
    let id = variant.id.as_str();
    if let Some(condition) = first_twice(variant.avoid.iter().map(|c| c.id())) {
        return Err(source.wrong_at(
            "id",
            id,
            format!("`{id}` avoids `{condition}` twice; expected each condition once"),
        ));
    }
    for graver in &variant.avoid {
        for milder in graver.with_milder().skip(1) {
            if variant.avoid.contains(&milder) {
                return Err(source.wrong_at(
                    "id",
                    id,
                    format!(
                        "`{id}` avoids `{graver}` with `{milder}` already; expected only `{milder}`"
                    ),
                ));
            }
        }
    }
    Ok(())
}

fn check_precaution(
    precaution: &Precaution,
    variants: &[Variant],
    source: Source<'_>,
) -> Result<(), ContentError> {
    let condition = precaution.condition;
    let wrong = |problem: String| Err(source.wrong_at("condition", condition.id(), problem));
    let suitable: Vec<_> = variants
        .iter()
        .filter(|variant| variant.guided && !is_avoided(variant, condition))
        .map(|variant| variant.id.as_str())
        .collect();
    let suitable = suitable.join(", ");
    match precaution.advice {
        Advice::Swap if precaution.variants.is_empty() => {
            return wrong(format!(
                "a swap says what to do instead with `{condition}`; expected `variants` with one or more of {suitable}"
            ));
        }
        Advice::LeaveOut | Advice::AskFirst if !precaution.variants.is_empty() => {
            return wrong(format!(
                "only `swap` and `gentler` name variants; expected no `variants` with `{condition}`, or another `advice`"
            ));
        }
        Advice::Swap | Advice::Gentler | Advice::LeaveOut | Advice::AskFirst => {}
    }
    if let Some(id) = first_twice(precaution.variants.iter().map(VariantId::as_str)) {
        return wrong(format!(
            "the variant `{id}` is there twice with `{condition}`; expected each once"
        ));
    }
    for id in &precaution.variants {
        match variants.iter().find(|variant| variant.id == *id) {
            None => {
                return wrong(format!(
                    "there is no variant `{id}` to do with `{condition}`; expected some of {suitable}"
                ));
            }
            Some(variant) if !variant.guided => {
                return wrong(format!(
                    "nobody can be guided through the variant `{id}` with `{condition}`; expected `guided = true` there, or some of {suitable}"
                ));
            }
            Some(variant) if is_avoided(variant, condition) => {
                return wrong(format!(
                    "`{condition}` asks for the variant `{id}`, and that one avoids it; expected some of {suitable}, or another `avoid`"
                ));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

fn check_phases(phases: &[Phase], source: Source<'_>) -> Result<(), ContentError> {
    if phases.is_empty() {
        return Err(source.wrong(Some("phases"), "expected at least one [[phases]]"));
    }
    if let Some(id) = first_twice(phases.iter().map(|p| p.id.as_str())) {
        return Err(source.wrong(Some(id), format!("the phase `{id}` is there twice")));
    }
    for phase in phases {
        if phase.move_s.get() == 0 {
            return Err(source.wrong(
                Some("move_s"),
                format!(
                    "nobody gets into `{}` in no time; expected `move_s` of at least 1",
                    phase.id
                ),
            ));
        }
    }
    Ok(())
}

fn check_dose(dose: &crate::dose::Dose, source: Source<'_>) -> Result<(), ContentError> {
    if dose.sets.low == 0 || dose.sets.high > 10 {
        return Err(source.wrong(Some("sets"), "expected 1 to 10 sets"));
    }
    if dose.reps.low == 0 || dose.reps.high > 50 {
        return Err(source.wrong(Some("reps"), "expected 1 to 50 repetitions"));
    }
    if dose.rest_s.get() > 0 && dose.rest_source.is_none() {
        return Err(source.wrong(
            Some("rest_s"),
            "a rest has a source; expected `rest_source = \"given\"` or `\"ours\"`",
        ));
    }
    if (dose.progress == Progress::TopHold) != dose.hold_limit_s.is_some() {
        return Err(source.wrong(
            Some("progress"),
            "`hold_limit_s` goes with `progress = \"top-hold\"`; expected both or neither",
        ));
    }
    for easier in &dose.easier {
        if easier.reps == Some(0) || easier.sets == Some(0) {
            return Err(source.wrong(Some("easier"), "expected at least 1 repetition and 1 set"));
        }
        if easier.sets.is_none() && easier.reps.is_none() && easier.hold_s.is_none() {
            return Err(source.wrong(
                Some("easier"),
                "an easier dose names what is less; expected `sets`, `reps` or `hold_s`",
            ));
        }
    }
    Ok(())
}

fn first_twice<'a>(ids: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut seen = std::collections::BTreeSet::new();
    let mut ids = ids;
    ids.find(|id| !seen.insert(*id))
}
