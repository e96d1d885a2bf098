//! Writes a routine as the file that one person sends another: reading it gives the same again.

use serde::Serialize;

use super::{CustomExercise, CustomFigure, CustomPhase, CustomRoutine, FORMAT, Item, What};
use crate::basics::ids::{ExerciseId, PhaseId, VariantId};

/// The file of a routine, in TOML.
pub fn write(routine: &CustomRoutine) -> String {
    let file = File {
        version: FORMAT,
        name: routine.name.as_str(),
        note: routine.note.as_str(),
        warm_up: routine.warm_up.iter().map(ExerciseId::as_str).collect(),
        items: routine.items.iter().map(ItemTable::of).collect(),
        exercises: routine
            .exercises
            .iter()
            .map(|own| ExerciseTable::of(own))
            .collect(),
    };
    // Nothing in it is of a kind that TOML doesn't have.
    toml::to_string_pretty(&file).unwrap_or_default()
}

fn is_empty(text: &&str) -> bool {
    text.is_empty()
}

// TOML has no way to write nothing, so what is none is left out by itself.

#[derive(Serialize)]
struct File<'a> {
    #[serde(rename = "unhunch-plan")]
    version: i64,
    name: &'a str,
    #[serde(skip_serializing_if = "is_empty")]
    note: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warm_up: Vec<&'a str>,
    items: Vec<ItemTable<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exercises: Vec<ExerciseTable<'a>>,
}

#[derive(Serialize)]
struct ItemTable<'a> {
    exercise: Option<&'a str>,
    variant: Option<&'a str>,
    own: Option<&'a str>,
    sets: Option<u32>,
    reps: Option<u32>,
    hold_s: Option<u32>,
    rest_s: Option<u32>,
    #[serde(skip_serializing_if = "is_empty")]
    note: &'a str,
}

impl<'a> ItemTable<'a> {
    fn of(item: &'a Item) -> Self {
        let (exercise, variant, own) = match &item.what {
            What::Library { exercise, variant } => (
                Some(exercise.as_str()),
                variant.as_ref().map(VariantId::as_str),
                None,
            ),
            What::Own(id) => (None, None, Some(id.as_str())),
        };
        Self {
            exercise,
            variant,
            own,
            sets: item.dose.sets.map(Into::into),
            reps: item.dose.reps.map(Into::into),
            hold_s: item.dose.hold_s.map(Into::into),
            rest_s: item.dose.rest_s.map(Into::into),
            note: item.note.as_str(),
        }
    }
}

#[derive(Serialize)]
struct ExerciseTable<'a> {
    id: &'a str,
    name: &'a str,
    kind: &'a str,
    position: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    equipment: Vec<&'a str>,
    sides: Option<&'a str>,
    first_side: Option<&'a str>,
    switch_s: Option<u32>,
    sets: u32,
    reps: u32,
    rest_s: u32,
    #[serde(skip_serializing_if = "is_empty")]
    setup: &'a str,
    #[serde(skip_serializing_if = "is_empty")]
    breathing: &'a str,
    #[serde(skip_serializing_if = "is_empty")]
    felt: &'a str,
    phases: Vec<PhaseTable<'a>>,
    figure: Option<toml::Table>,
}

impl<'a> ExerciseTable<'a> {
    fn of(own: &'a CustomExercise) -> Self {
        Self {
            id: own.id.as_str(),
            name: own.name.as_str(),
            kind: own.kind.kind().id(),
            position: own.position.id(),
            equipment: own.equipment.iter().map(|thing| thing.id()).collect(),
            sides: own.sides.map(|sides| sides.turns.sides().id()),
            first_side: own.sides.map(|sides| sides.first.id()),
            switch_s: own.sides.map(|sides| sides.switch_s.get()),
            sets: own.sets.get(),
            reps: own.reps.get(),
            rest_s: own.rest_s.get(),
            setup: own.setup.as_str(),
            breathing: own.breathing.as_str(),
            felt: own.felt.as_str(),
            phases: own.phases.iter().map(PhaseTable::of).collect(),
            figure: own.figure.as_ref().map(figure),
        }
    }
}

#[derive(Serialize)]
struct PhaseTable<'a> {
    id: Option<&'a str>,
    name: &'a str,
    #[serde(rename = "do", skip_serializing_if = "is_empty")]
    doing: &'a str,
    #[serde(skip_serializing_if = "is_empty")]
    cue: &'a str,
    move_s: u32,
    hold_s: u32,
    return_s: u32,
}

impl<'a> PhaseTable<'a> {
    fn of(phase: &'a CustomPhase) -> Self {
        Self {
            id: phase.id.as_ref().map(PhaseId::as_str),
            name: phase.name.as_str(),
            doing: phase.doing.as_str(),
            cue: phase.cue.as_str(),
            move_s: phase.move_s.get(),
            hold_s: phase.hold_s.get(),
            return_s: phase.return_s.get(),
        }
    }
}

/// The table of a figure; one whose poses can't be read is empty.
fn figure(figure: &CustomFigure) -> toml::Table {
    match figure {
        CustomFigure::Like { exercise, variant } => {
            let mut table = toml::Table::new();
            table.insert("like".to_owned(), exercise.to_string().into());
            if let Some(variant) = variant {
                table.insert("variant".to_owned(), variant.to_string().into());
            }
            table
        }
        CustomFigure::Poses(poses) => poses.as_str().parse().unwrap_or_default(),
    }
}
