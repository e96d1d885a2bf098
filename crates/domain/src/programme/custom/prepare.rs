//! Makes exercises of a person's own ones, so that doses, timelines and figures work on them as
//! on those of the library.

use std::sync::Arc;

use toml::{Table, Value};
use uuid::Uuid;

use super::limits::{Few, Name, Text};
use super::{CustomDose, CustomExercise, CustomFigure, CustomRoutine, Item, Parts, What};
use crate::basics::ids::{CustomRoutineId, ExerciseId, RoutineId};
use crate::programme::content::Library;
use crate::programme::dose::{Dose, Progress, Seconds, Span};
use crate::programme::exercise::{Exercise, ExerciseFile, HasFigure, Playable};
use crate::programme::level::Level;
use crate::programme::parts::{Phase, Sides, Source};
use crate::programme::routine::{Plan, Planned, Routine};

/// A routine with its own exercises ready to be planned.
#[derive(Clone, Debug)]
pub struct Prepared<'r> {
    id: RoutineId,
    routine: &'r CustomRoutine,
    exercises: Vec<Exercise>,
}

impl<'r> Prepared<'r> {
    /// Prepares a routine; figures that are like others take them from the library.
    pub fn new(id: CustomRoutineId, routine: &'r CustomRoutine, library: &Library) -> Self {
        let exercises = routine
            .exercises
            .iter()
            .map(|own| own.exercise(own.exercise_id(id), library))
            .collect();
        Self {
            id: id.routine(),
            routine,
            exercises,
        }
    }

    /// Its own exercises, in the order of the routine's list of them.
    pub fn exercises(&self) -> &[Exercise] {
        &self.exercises
    }

    /// The routine laid out as a plan. Exercises with no dose of their own are at the level that
    /// they are given; what the library no longer has is left out.
    pub fn plan<'a>(
        &'a self,
        library: &'a Library,
        level: impl Fn(Playable<'_>) -> Level,
    ) -> Plan<'a> {
        let warm_up = self.routine.warm_up.iter().filter_map(|id| {
            let play = library.exercise(id)?.playable(None)?;
            Some(Planned::at(play, Level::FIRST, true))
        });
        let items = self
            .routine
            .items
            .iter()
            .filter_map(|item| self.planned(item, library, &level));
        Plan {
            routine: self.id.clone(),
            title: Some(self.routine.name.to_string()),
            items: warm_up.chain(items).collect(),
        }
    }

    /// What an item plays; none where the library no longer has it.
    pub fn play<'a>(&'a self, item: &Item, library: &'a Library) -> Option<Playable<'a>> {
        match &item.what {
            What::Library { exercise, variant } => {
                library.exercise(exercise)?.playable(variant.as_ref())
            }
            What::Own(id) => {
                let place = self
                    .routine
                    .exercises
                    .iter()
                    .position(|own| own.id == *id)?;
                self.exercises.get(place)?.playable(None)
            }
        }
    }

    fn planned<'a>(
        &'a self,
        item: &Item,
        library: &'a Library,
        level: impl Fn(Playable<'_>) -> Level,
    ) -> Option<Planned<'a>> {
        let play = self.play(item, library)?;
        let dose = item.dose;
        if dose.is_empty() && matches!(item.what, What::Library { .. }) {
            return Some(Planned::at(play, level(play), false));
        }
        let mut planned = Planned::at(play, Level::FIRST, false);
        planned.level = None;
        let amount = &mut planned.dose;
        amount.sets = dose.sets.map_or(amount.sets, Into::into);
        amount.reps = dose.reps.map_or(amount.reps, Into::into);
        amount.rest_s = dose.rest_s.map_or(amount.rest_s, Into::into);
        if let Some(hold) = dose.hold_s {
            for held in amount.holds_s.iter_mut().filter(|held| **held > 0) {
                *held = hold.get();
            }
        }
        Some(planned)
    }
}

impl CustomRoutine {
    /// A routine of the content as one that can be changed, with no dose set by hand.
    pub fn of(routine: &Routine, name: Name) -> Option<Self> {
        let items = routine.file.exercises.iter().map(|item| Item {
            what: What::Library {
                exercise: item.exercise.clone(),
                variant: item.variant.clone(),
            },
            dose: CustomDose::default(),
            note: Text::default(),
        });
        let parts = Parts {
            name,
            note: Text::default(),
            warm_up: routine.file.warm_up.clone().try_into().ok()?,
            items: items.collect::<Vec<_>>().try_into().ok()?,
            exercises: Few::default(),
        };
        Self::try_from(parts).ok()
    }
}

impl CustomExercise {
    /// Its id among all exercises: no other routine's exercise has it, and none of the library.
    pub fn exercise_id(&self, routine: CustomRoutineId) -> ExerciseId {
        let own = Uuid::new_v5(&routine.0, self.id.as_str().as_bytes());
        ExerciseId::of_custom(own)
    }

    /// As an exercise like those of the library; with an id that says nothing where it belongs to
    /// no routine any more.
    pub fn exercise(self: &Arc<Self>, id: ExerciseId, library: &Library) -> Exercise {
        let text = self.figure_text(library);
        let seconds = |number: u32| Seconds::try_from(number).unwrap_or_default();
        let both = |number: u32| Span {
            low: number,
            high: number,
        };
        let phases = self.phases.iter().zip(self.phase_ids());
        let file = ExerciseFile {
            order: None,
            kind: self.kind.kind(),
            position: self.position,
            equipment: self.equipment.iter().copied().collect(),
            sides: self.sides.map_or(Sides::None, |sides| sides.turns.sides()),
            first_side: self.sides.map(|sides| sides.first),
            switch_s: seconds(self.sides.map_or(0, |sides| sides.switch_s.get())),
            switch_through: false,
            regions: Vec::new(),
            mistakes: Vec::new(),
            muscles: Vec::new(),
            source: Source::Ours,
            dose: Dose {
                source: Source::Ours,
                sets: both(self.sets.get()),
                reps: both(self.reps.get()),
                rest_s: seconds(self.rest_s.get()),
                rest_source: Some(Source::Ours),
                progress: Progress::None,
                hold_step_s: seconds(5),
                hold_limit_s: None,
                easier: Vec::new(),
            },
            phases: phases
                .map(|(phase, id)| Phase {
                    id,
                    move_s: seconds(phase.move_s.get()),
                    hold_s: both(phase.hold_s.get()),
                    return_s: seconds(phase.return_s.get()),
                    source: Source::Ours,
                })
                .collect(),
            precautions: Vec::new(),
            variants: Vec::new(),
            figure: HasFigure(text.is_some()),
        };
        let own = Some(Arc::clone(self));
        Exercise::new(id, file, text.unwrap_or_default(), own)
    }

    /// The text that its figure is drawn from: its phases, and whose poses they run through.
    fn figure_text(&self, library: &Library) -> Option<String> {
        let mut figure = match self.figure.as_ref()? {
            CustomFigure::Poses(poses) => poses.as_str().parse::<Table>().ok()?,
            CustomFigure::Like { exercise, variant } => {
                let like = library.exercise(exercise)?;
                let play = like.any_form(variant.as_ref())?;
                let variant = play.variant.map(|variant| variant.id.as_str());
                let mut figure = figure_of(&like.text, variant)?;
                let theirs: Vec<&str> = play
                    .phases()
                    .iter()
                    .map(|phase| phase.id.as_str())
                    .collect();
                self.take_phases(&mut figure, &theirs);
                figure
            }
        };
        if let Some(sides) = self.sides
            && !figure.contains_key("side")
        {
            figure.insert("side".to_owned(), sides.first.id().into());
        }
        let phases = self.phases.iter().zip(self.phase_ids()).map(|(phase, id)| {
            let hold = i64::from(phase.hold_s.get());
            let mut table = Table::new();
            table.insert("id".to_owned(), id.to_string().into());
            table.insert("move_s".to_owned(), i64::from(phase.move_s.get()).into());
            table.insert(
                "hold_s".to_owned(),
                Value::Array(vec![hold.into(), hold.into()]),
            );
            table.insert(
                "return_s".to_owned(),
                i64::from(phase.return_s.get()).into(),
            );
            Value::Table(table)
        });
        let mut file = Table::new();
        file.insert("phases".to_owned(), Value::Array(phases.collect()));
        file.insert("figure".to_owned(), Value::Table(figure));
        toml::to_string(&file).ok()
    }

    /// Gives the phases of another figure the names of this exercise's, in their order; where
    /// there are fewer of them, the last goes on for the rest.
    fn take_phases(&self, figure: &mut Table, theirs: &[&str]) {
        let Some(Value::Table(courses)) = figure.remove("phases") else {
            return;
        };
        let mut taken = Table::new();
        let mut names = Vec::new();
        for (number, id) in self.phase_ids().into_iter().enumerate() {
            let Some(their) = theirs.get(number).or(theirs.last()) else {
                continue;
            };
            if let Some(course) = courses.get(*their) {
                taken.insert(id.to_string(), course.clone());
                names.push(((*their).to_owned(), id.to_string()));
            }
        }
        figure.insert("phases".to_owned(), Value::Table(taken));
        let Some(Value::Array(arrows)) = figure.get_mut("arrows") else {
            return;
        };
        // An arrow belongs to a phase; one of a phase that isn't played has nothing to show.
        arrows.retain_mut(|arrow| match arrow.get_mut("phase") {
            Some(Value::String(phase)) => match names.iter().find(|(their, _)| their == phase) {
                Some((_, ours)) => {
                    ours.clone_into(phase);
                    true
                }
                None => false,
            },
            _ => true,
        });
    }
}

/// The figure in an exercise's file, with what the variant changes of it, as the figure crate
/// puts the two together.
fn figure_of(text: &str, variant: Option<&str>) -> Option<Table> {
    let mut file: Table = text.parse().ok()?;
    let mut figure = match file.remove("figure") {
        Some(Value::Table(figure)) => figure,
        _ => Table::new(),
    };
    let Some(variant) = variant else {
        return (!figure.is_empty()).then_some(figure);
    };
    let variants = file.remove("variants")?;
    let change = variants
        .as_array()?
        .iter()
        .find(|known| known.get("id").and_then(Value::as_str) == Some(variant))?
        .get("figure")?
        .as_table()?;
    for (key, value) in change {
        match (key.as_str(), figure.get_mut(key), value) {
            ("poses", Some(Value::Table(poses)), Value::Table(changed)) => {
                poses.extend(changed.clone());
            }
            _ => {
                figure.insert(key.clone(), value.clone());
            }
        }
    }
    Some(figure)
}
