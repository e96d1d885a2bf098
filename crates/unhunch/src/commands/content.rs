//! The commands that show what the program knows: exercises, routines, timelines.

use std::io::Write;

use serde::Serialize;
use unhunch_domain::programme::dose::Span;
use unhunch_domain::programme::dosing;
use unhunch_domain::programme::exercise::Exercise;
use unhunch_domain::programme::parts::Phase;
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::{Level, Library, RoutineId, Step, Timeline};
use unhunch_words::{Words, doses};

use crate::Failure;

#[derive(Serialize)]
struct ExerciseJson<'a> {
    id: &'a str,
    name: String,
    kind: &'static str,
    position: &'static str,
    equipment: Vec<&'static str>,
    sides: &'static str,
    first_side: Option<&'static str>,
    sets: Span,
    reps: Span,
    phases: Vec<PhaseJson<'a>>,
    rest_s: u32,
    source: &'static str,
}

#[derive(Serialize)]
struct PhaseJson<'a> {
    id: &'a str,
    hold_s: Span,
}

impl<'a> ExerciseJson<'a> {
    fn new(exercise: &'a Exercise, words: &Words) -> Self {
        let file = &exercise.file;
        let phase = |phase: &'a Phase| PhaseJson {
            id: phase.id.as_str(),
            hold_s: phase.hold_s,
        };
        Self {
            id: exercise.id.as_str(),
            name: words.get(exercise.id.as_str()),
            kind: file.kind.id(),
            position: file.position.id(),
            equipment: file.equipment.iter().map(|thing| thing.id()).collect(),
            sides: file.sides.id(),
            first_side: file.first_side.map(unhunch_domain::Side::id),
            sets: file.dose.sets,
            reps: file.dose.reps,
            phases: file.phases.iter().map(phase).collect(),
            rest_s: file.dose.rest_s.get(),
            source: file.source.id(),
        }
    }
}

/// Lists the exercises, or the warm-up moves.
pub fn exercises(
    out: &mut impl Write,
    library: &Library,
    words: &Words,
    json: bool,
    warm_ups: bool,
) -> Result<(), Failure> {
    let list: Vec<_> = if warm_ups {
        library.warm_ups().collect()
    } else {
        library.exercises().collect()
    };
    let rows: Vec<_> = list
        .iter()
        .map(|exercise| ExerciseJson::new(exercise, words))
        .collect();
    if json {
        return print_json(out, &rows);
    }
    for (exercise, row) in list.into_iter().zip(rows) {
        let play = exercise.playable(None);
        let dose =
            play.map(|play| doses::dose(words, play, &dosing::prescription(play, Level::FIRST)));
        writeln!(
            out,
            "{:<25} {:<30} {}",
            row.id,
            row.name,
            dose.unwrap_or_default()
        )?;
    }
    Ok(())
}

#[derive(Serialize)]
struct RoutineJson<'a> {
    id: &'a str,
    name: String,
    lowest_level: Level,
    top_level: Level,
    warm_up: Vec<&'a str>,
    exercises: Vec<PlayJson<'a>>,
    equipment: Vec<&'static str>,
    /// At level 1.
    total_ms: u64,
    source: &'static str,
}

#[derive(Serialize)]
struct PlayJson<'a> {
    exercise: &'a str,
    variant: Option<&'a str>,
}

/// Lists the routines.
pub fn routines(
    out: &mut impl Write,
    library: &Library,
    words: &Words,
    json: bool,
) -> Result<(), Failure> {
    let rows: Vec<_> = library
        .routines()
        .filter_map(|routine| Some((routine, library.plan(&routine.id, |_| Level::FIRST)?)))
        .map(|(routine, plan)| {
            let levels = plan.levels();
            let file = &routine.file;
            RoutineJson {
                id: routine.id.as_str(),
                name: words.get(&format!("routine-{}", routine.id)),
                lowest_level: levels.lowest,
                top_level: levels.top,
                warm_up: file
                    .warm_up
                    .iter()
                    .map(unhunch_domain::ExerciseId::as_str)
                    .collect(),
                exercises: file
                    .exercises
                    .iter()
                    .map(|item| PlayJson {
                        exercise: item.exercise.as_str(),
                        variant: item.variant.as_ref().map(unhunch_domain::VariantId::as_str),
                    })
                    .collect(),
                equipment: plan.equipment().iter().map(|thing| thing.id()).collect(),
                total_ms: Timeline::new(&plan, Layout::default()).total_ms(),
                source: file.source.id(),
            }
        })
        .collect();
    if json {
        return print_json(out, &rows);
    }
    for row in rows {
        writeln!(
            out,
            "{:<12} {:<12} {:>2} exercises, {} at level 1, levels {} to {}, needs {}",
            row.id,
            row.name,
            row.exercises.len(),
            clock(row.total_ms),
            row.lowest_level,
            row.top_level,
            if row.equipment.is_empty() {
                "nothing".to_owned()
            } else {
                row.equipment.join(", ")
            },
        )?;
    }
    Ok(())
}

#[derive(Serialize)]
struct TimelineJson<'a> {
    routine: &'a RoutineId,
    level: Level,
    total_ms: u64,
    steps: &'a [Step],
}

/// Lays a routine out in time.
pub fn timeline(
    out: &mut impl Write,
    library: &Library,
    words: &Words,
    routine: &str,
    level: i8,
    json: bool,
) -> Result<(), Failure> {
    let plan = routine
        .parse::<RoutineId>()
        .ok()
        .and_then(|id| library.plan(&id, |_| Level(level)))
        .ok_or_else(|| {
            let known: Vec<_> = library
                .routines()
                .map(|routine| routine.id.as_str())
                .collect();
            Failure::user(format!(
                "there is no routine `{routine}`; there are {}",
                known.join(", ")
            ))
        })?;
    let levels = plan.levels();
    if !levels.contains(Level(level)) {
        return Err(Failure::user(format!(
            "the routine {routine} has no level {level}; its levels go from {} to {}",
            levels.lowest, levels.top
        )));
    }
    let timeline = Timeline::new(&plan, Layout::default());
    if json {
        return print_json(
            out,
            &TimelineJson {
                routine: timeline.routine(),
                level: Level(level),
                total_ms: timeline.total_ms(),
                steps: timeline.steps(),
            },
        );
    }
    for step in timeline.steps() {
        let name = step
            .exercise
            .as_ref()
            .map_or_else(String::new, |id| words.get(id.as_str()));
        let mut place = Vec::new();
        place.extend(step.side.map(|side| side.to_string()));
        place.extend(step.set.map(|set| format!("set {set}")));
        place.extend(step.rep.map(|rep| format!("rep {rep}")));
        place.extend(step.phase.as_ref().map(ToString::to_string));
        writeln!(
            out,
            "{:>6}  {:>4} s  {:<13} {name}{}{}",
            clock(step.start_ms),
            step.duration_ms / 1000,
            step.kind.id(),
            if place.is_empty() { "" } else { ": " },
            place.join(", "),
        )?;
    }
    writeln!(out, "{:>6}  in all", clock(timeline.total_ms()))?;
    Ok(())
}

/// Writes something as JSON that a person can read, too.
pub fn print_json(out: &mut impl Write, value: &impl Serialize) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, value)?;
    writeln!(out)?;
    Ok(())
}

/// A length of time: `7:05`.
pub fn clock(ms: u64) -> String {
    let seconds = (ms + 500) / 1000;
    format!("{}:{:02}", seconds / 60, seconds % 60)
}
