//! Makes a routine of what somebody wrote, and says all that is wrong with it at once: where it
//! is, what is there and what belongs there.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::fault::{Fault, Problem};
use super::fields::{Fields, Reader, found, shortened, within};
use super::limits::{Cue, Few, Name, Poses, Text};
use super::suggest::{nearest, plain};
use super::tree::{Node, Value};
use super::{
    CustomDose, CustomExercise, CustomFigure, CustomKind, CustomPhase, CustomRoutine, CustomSides,
    FILE_LIMIT, FORMAT, Item, MOST_PHASES, MOST_WARM_UPS, Parts, Prepared, Turns, What, write,
};
use crate::basics::ids::{CustomExerciseId, CustomRoutineId, ExerciseId, PhaseId, VariantId};
use crate::programme::content::Library;
use crate::programme::exercise::Exercise;
use crate::programme::level::Level;
use crate::programme::parts::Side;
use crate::programme::position::{Equipment, Position};
use crate::programme::timeline::{Layout, StepKind, Timeline};

/// The most faults that are told at once.
const MOST_FAULTS: usize = 60;

/// The key that says that a file is a plan, and of which version.
const MARK: &str = "unhunch-plan";

/// What was made of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// What could be made of it, without what is wrong; none where nothing can be played.
    pub routine: Option<CustomRoutine>,
    /// What is wrong, in the order in which it stands there.
    pub faults: Vec<Fault>,
}

impl Reading {
    /// The routine, if nothing is wrong.
    ///
    /// # Errors
    /// Everything that is wrong.
    pub fn whole(self) -> Result<CustomRoutine, Vec<Fault>> {
        match self.routine {
            Some(routine) if self.faults.is_empty() => Ok(routine),
            _ => Err(self.faults),
        }
    }

    fn failed(faults: Vec<Fault>) -> Self {
        Self {
            routine: None,
            faults,
        }
    }
}

/// Reads a plan file.
pub fn read(file: &[u8], library: &Library) -> Reading {
    let whole = |problem| {
        Reading::failed(vec![Fault {
            line: None,
            path: String::new(),
            problem,
        }])
    };
    if file.len() > FILE_LIMIT {
        return whole(Problem::TooLarge {
            most_kb: FILE_LIMIT / 1024,
        });
    }
    let Ok(text) = std::str::from_utf8(file) else {
        return whole(Problem::NotText);
    };
    // Some editors put a mark before the first letter.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match Node::parse(text) {
        Err(faults) => Reading::failed(faults),
        Ok(tree) => read_marked(tree, library),
    }
}

/// The line in a plan file on which a way of names and places leads, such as
/// `exercises.2.figure`; for what can only be told wrong once the whole file is read.
pub fn line_of(file: &[u8], path: &str) -> Option<usize> {
    let mut node = Node::parse(
        std::str::from_utf8(file)
            .ok()?
            .trim_start_matches('\u{feff}'),
    )
    .ok()?;
    for step in path.split('.') {
        node = match node.value {
            Value::Table(branches) => branches.into_iter().find(|b| b.key == step)?.node,
            Value::List(nodes) => nodes.into_iter().nth(step.parse().ok()?)?,
            _ => return None,
        };
    }
    node.line
}

/// Reads a plan that says so itself.
fn read_marked(mut tree: Node, library: &Library) -> Reading {
    let mark = match &mut tree.value {
        Value::Table(branches) => branches
            .iter()
            .position(|branch| branch.key == MARK)
            .map(|place| branches.remove(place).node),
        _ => None,
    };
    let problem = match mark.as_ref().map(|node| &node.value) {
        Some(Value::Whole(version)) if (1..=FORMAT).contains(version) => {
            return read_tree(&tree, library);
        }
        Some(Value::Whole(version)) if *version > FORMAT => Problem::Newer {
            version: *version,
            known: FORMAT,
        },
        _ => Problem::NotAPlan,
    };
    Reading::failed(vec![Fault {
        line: mark.and_then(|node| node.line),
        path: String::new(),
        problem,
    }])
}

/// Makes a routine of what stands in a file or a form.
pub fn read_tree(tree: &Node, library: &Library) -> Reading {
    let mut reader = Reader {
        library,
        own: Vec::new(),
        faults: Vec::new(),
    };
    let routine = reader
        .routine(tree)
        .and_then(|parts| CustomRoutine::try_from(parts).ok());
    if let Some(routine) = &routine
        && reader.faults.is_empty()
    {
        if write(routine).len() > FILE_LIMIT {
            reader.fault(
                tree.line,
                "",
                Problem::TooLarge {
                    most_kb: FILE_LIMIT / 1024,
                },
            );
        } else if !fits(routine, library) {
            reader.fault(None, "items", Problem::TooLongToPlay);
        }
    }
    reader.faults.sort_by_key(|fault| fault.line);
    reader.faults.truncate(MOST_FAULTS);
    Reading {
        routine,
        faults: reader.faults,
    }
}

/// Whether it can be played to its end: a timeline has only so many steps.
fn fits(routine: &CustomRoutine, library: &Library) -> bool {
    let prepared = Prepared::new(CustomRoutineId::NIL, routine, library);
    let plan = prepared.plan(library, |_| Level(i8::MAX));
    let timeline = Timeline::new(&plan, Layout::default());
    let last = timeline.steps().last();
    last.is_some_and(|step| step.kind == StepKind::Rate)
}

impl Reader<'_> {
    fn routine(&mut self, tree: &Node) -> Option<Parts> {
        let fields = self.table(tree, "", &["name", "note", "warm_up", "items", "exercises"])?;
        let name = self.name(fields, "");
        let note = self.text(fields, "", "note").unwrap_or_default();
        let warm_up = self.warm_up(fields);
        self.own = own_ids(fields);
        let exercises = self.exercises(fields);
        let mut items = Vec::new();
        for (place, node) in self.list(fields, "", "items").iter().enumerate() {
            items.extend(self.item(node, &format!("items.{place}")));
        }
        // An own exercise with something wrong in it isn't there to be played yet.
        let known: BTreeSet<&CustomExerciseId> = exercises.iter().map(|own| &own.id).collect();
        items.retain(|item| match &item.what {
            What::Own(id) => known.contains(id),
            What::Library { .. } => true,
        });
        let written = fields.get("items");
        let is_empty = match written.map(|node| &node.value) {
            None => true,
            Some(Value::List(list)) => list.is_empty(),
            Some(_) => false,
        };
        let line = written.and_then(|node| node.line);
        if is_empty {
            self.fault(line.or(fields.line), "items", Problem::NothingToPlay);
        }
        let items = self.few(items, line, "items");
        let line = fields.get("exercises").and_then(|node| node.line);
        let exercises = self.few(exercises, line, "exercises")?;
        Some(Parts {
            name: name.or_else(|| Name::try_from("…".to_owned()).ok())?,
            note,
            warm_up,
            items: items?,
            exercises,
        })
    }

    fn warm_up(&mut self, fields: Fields<'_>) -> Few<ExerciseId, 0, MOST_WARM_UPS> {
        let mut moves: Vec<ExerciseId> = Vec::new();
        for (text, path, line) in self.texts(fields, "", "warm_up") {
            let mut all = self.library.warm_ups();
            match all.find(|known| known.id.as_str() == text) {
                Some(known) if moves.contains(&known.id) => {
                    let found = shortened(text);
                    self.fault(line, &path, Problem::Twice { found });
                }
                Some(known) => moves.push(known.id.clone()),
                None => {
                    let problem = Problem::NotWarmUp {
                        found: shortened(text),
                        moves: self
                            .library
                            .warm_ups()
                            .map(|known| known.id.to_string())
                            .collect(),
                    };
                    self.fault(line, &path, problem);
                }
            }
        }
        let line = fields.get("warm_up").and_then(|node| node.line);
        self.few(moves, line, "warm_up").unwrap_or_default()
    }

    fn item(&mut self, written: &Node, path: &str) -> Option<Item> {
        let known = [
            "exercise", "variant", "own", "sets", "reps", "hold_s", "rest_s", "note",
        ];
        let fields = self.table(written, path, &known)?;
        let dose = CustomDose {
            sets: self.number(fields, path, "sets"),
            reps: self.number(fields, path, "reps"),
            hold_s: self.number(fields, path, "hold_s"),
            rest_s: self.number(fields, path, "rest_s"),
        };
        let note = self.text(fields, path, "note").unwrap_or_default();
        let what = self.what(fields, path)?;
        Some(Item { what, dose, note })
    }

    fn what(&mut self, fields: Fields<'_>, path: &str) -> Option<What> {
        let line = |key| fields.get(key).and_then(|node: &Node| node.line);
        match (fields.get("exercise"), fields.get("own")) {
            (Some(_), Some(_)) => {
                self.fault(line("own"), &within(path, "own"), Problem::BothKinds);
                None
            }
            (None, None) => {
                self.fault(fields.line, &within(path, "exercise"), Problem::NeitherKind);
                None
            }
            (None, Some(_)) => {
                if fields.get("variant").is_some() {
                    self.fault(
                        line("variant"),
                        &within(path, "variant"),
                        Problem::VariantOfOwn,
                    );
                }
                let text = self.raw_text(fields, path, "own")?;
                if !self.own.iter().any(|id| id == text) {
                    let problem = Problem::UnknownOwn {
                        found: shortened(text),
                        meant: nearest(text, self.own.iter().map(String::as_str))
                            .map(str::to_owned),
                    };
                    self.fault(line("own"), &within(path, "own"), problem);
                    return None;
                }
                text.parse().ok().map(What::Own)
            }
            (Some(_), None) => {
                let (exercise, variant) = self.played(fields, path, "exercise", true)?;
                Some(What::Library {
                    exercise: exercise.id.clone(),
                    variant,
                })
            }
        }
    }

    /// An exercise of the library and the variant of it; where it is to be played, a guided one.
    fn played(
        &mut self,
        fields: Fields<'_>,
        path: &str,
        key: &str,
        guided: bool,
    ) -> Option<(&Exercise, Option<VariantId>)> {
        let text = self.raw_text(fields, path, key)?;
        let library = self.library;
        let line = fields.get(key).and_then(|node| node.line);
        let Some(exercise) = text
            .parse()
            .ok()
            .and_then(|id: ExerciseId| library.exercise(&id))
        else {
            let problem = if guided && self.own.iter().any(|id| id == text) {
                Problem::OwnIsMeant {
                    found: shortened(text),
                }
            } else {
                Problem::UnknownExercise {
                    found: shortened(text),
                    meant: nearest(text, library.any().map(|known| known.id.as_str()))
                        .map(str::to_owned),
                }
            };
            self.fault(line, &within(path, key), problem);
            return None;
        };
        if fields.get("variant").is_none() {
            return Some((exercise, None));
        }
        let text = self.raw_text(fields, path, "variant")?;
        let all = exercise.file.variants.iter();
        let choices: Vec<&VariantId> = all
            .filter(|variant| !guided || variant.guided)
            .map(|variant| &variant.id)
            .collect();
        if let Some(id) = choices.iter().find(|id| id.as_str() == text) {
            return Some((exercise, Some((*id).clone())));
        }
        let problem = Problem::UnknownVariant {
            exercise: exercise.id.to_string(),
            found: shortened(text),
            meant: nearest(text, choices.iter().map(|id| id.as_str())).map(str::to_owned),
            choices: choices.iter().map(ToString::to_string).collect(),
        };
        let line = fields.get("variant").and_then(|node| node.line);
        self.fault(line, &within(path, "variant"), problem);
        None
    }

    fn exercises(&mut self, fields: Fields<'_>) -> Vec<Arc<CustomExercise>> {
        let mut exercises: Vec<Arc<CustomExercise>> = Vec::new();
        for (place, node) in self.list(fields, "", "exercises").iter().enumerate() {
            let path = format!("exercises.{place}");
            let Some(exercise) = self.exercise(node, &path) else {
                continue;
            };
            if exercises.iter().any(|known| known.id == exercise.id) {
                let found = exercise.id.to_string();
                self.fault(node.line, &within(&path, "id"), Problem::Twice { found });
            } else {
                exercises.push(Arc::new(exercise));
            }
        }
        exercises
    }

    fn exercise(&mut self, node: &Node, path: &str) -> Option<CustomExercise> {
        let known = [
            "id",
            "name",
            "kind",
            "position",
            "equipment",
            "sides",
            "first_side",
            "switch_s",
            "sets",
            "reps",
            "rest_s",
            "setup",
            "breathing",
            "felt",
            "phases",
            "figure",
        ];
        let fields = self.table(node, path, &known)?;
        self.missing(fields, path, "id");
        let id = self.id::<CustomExerciseId>(fields, path);
        let name = self.name(fields, path);
        for key in ["kind", "position"] {
            self.missing(fields, path, key);
        }
        let kind = self.choice(
            fields,
            path,
            "kind",
            &CustomKind::ALL.map(|kind| (kind.kind().id(), kind)),
        );
        let positions = Position::ALL.map(|position| (position.id(), position));
        let position = self.choice(fields, path, "position", &positions);
        let equipment = self.equipment(fields, path);
        let sides = self.sides(fields, path);
        let sets = self
            .number(fields, path, "sets")
            .or_else(|| 1.try_into().ok())?;
        let reps = self
            .needed(fields, path, "reps")
            .or_else(|| 1.try_into().ok())?;
        let rest_s = self
            .number(fields, path, "rest_s")
            .or_else(|| 0.try_into().ok())?;
        let texts = ["setup", "breathing", "felt"]
            .map(|key| self.text::<Text>(fields, path, key).unwrap_or_default());
        let phases = self.phases(fields, path);
        let figure = self.figure(fields, path);
        let [setup, breathing, felt] = texts;
        Some(CustomExercise {
            id: id?,
            name: name?,
            kind: kind?,
            position: position?,
            equipment,
            sides,
            sets,
            reps,
            rest_s,
            setup,
            breathing,
            felt,
            phases: phases?,
            figure,
        })
    }

    fn equipment(&mut self, fields: Fields<'_>, path: &str) -> BTreeSet<Equipment> {
        let choices = Equipment::ALL.map(|thing| (thing.id(), thing));
        let mut things = BTreeSet::new();
        for (text, path, line) in self.texts(fields, path, "equipment") {
            if let Some(thing) = self.chosen(text, line, &path, &choices)
                && !things.insert(thing)
            {
                let found = shortened(text);
                self.fault(line, &path, Problem::Twice { found });
            }
        }
        things
    }

    fn sides(&mut self, fields: Fields<'_>, path: &str) -> Option<CustomSides> {
        let turns = [
            ("none", None),
            ("alternating", Some(Turns::Alternating)),
            ("each", Some(Turns::Each)),
        ];
        let turns = match fields.get("sides") {
            None => None,
            Some(_) => self.choice(fields, path, "sides", &turns)?,
        };
        let Some(turns) = turns else {
            for key in ["first_side", "switch_s"] {
                if let Some(node) = fields.get(key) {
                    self.fault(node.line, &within(path, key), Problem::NoSides);
                }
            }
            return None;
        };
        let sides = [Side::Left, Side::Right].map(|side| (side.id(), side));
        let first = self.choice(fields, path, "first_side", &sides);
        let switch_s = self.number(fields, path, "switch_s");
        Some(CustomSides {
            turns,
            first: first.unwrap_or(Side::Right),
            switch_s: switch_s.or_else(|| 5.try_into().ok())?,
        })
    }

    fn phases(
        &mut self,
        fields: Fields<'_>,
        path: &str,
    ) -> Option<Few<CustomPhase, 1, MOST_PHASES>> {
        let mut phases: Vec<CustomPhase> = Vec::new();
        let mut whole = true;
        let path = within(path, "phases");
        let parent = path.strip_suffix(".phases").unwrap_or_default();
        let list = self.list(fields, parent, "phases");
        if list.is_empty()
            && !matches!(fields.get("phases"), Some(node) if !matches!(node.value, Value::List(_)))
        {
            self.fault(fields.line, &path, Problem::NoPhases);
        }
        for (place, node) in list.iter().enumerate() {
            let path = within(&path, place);
            let Some(phase) = self.phase(node, &path) else {
                whole = false;
                continue;
            };
            if let Some(id) = &phase.id
                && phases.iter().any(|known| known.id.as_ref() == Some(id))
            {
                let found = id.to_string();
                self.fault(node.line, &within(&path, "id"), Problem::Twice { found });
            }
            phases.push(phase);
        }
        let line = fields.get("phases").and_then(|node| node.line);
        self.few(phases, line, &path).filter(|_| whole)
    }

    fn phase(&mut self, node: &Node, path: &str) -> Option<CustomPhase> {
        let known = ["id", "name", "do", "cue", "move_s", "hold_s", "return_s"];
        let fields = self.table(node, path, &known)?;
        let id = self.id::<PhaseId>(fields, path);
        let name = self.name(fields, path);
        let doing = self.text(fields, path, "do").unwrap_or_default();
        let cue = self.text::<Cue>(fields, path, "cue").unwrap_or_default();
        let move_s = self.needed(fields, path, "move_s");
        let hold_s = self
            .number(fields, path, "hold_s")
            .or_else(|| 0.try_into().ok())?;
        let return_s = self
            .number(fields, path, "return_s")
            .or_else(|| 0.try_into().ok())?;
        Some(CustomPhase {
            id,
            name: name?,
            doing,
            cue,
            move_s: move_s?,
            hold_s,
            return_s,
        })
    }

    fn figure(&mut self, fields: Fields<'_>, path: &str) -> Option<CustomFigure> {
        let node = fields.get("figure")?;
        let path = within(path, "figure");
        let Value::Table(branches) = &node.value else {
            self.fault(node.line, &path, Problem::Table { found: found(node) });
            return None;
        };
        let has = |key: &str| branches.iter().any(|branch| branch.key == key);
        if has("like") {
            if branches
                .iter()
                .any(|branch| !matches!(branch.key.as_str(), "like" | "variant"))
            {
                self.fault(node.line, &path, Problem::TwoFigures);
            }
            let fields = Fields {
                branches,
                line: node.line,
            };
            let (exercise, variant) = self.played(fields, &path, "like", false)?;
            let drawn = variant
                .as_ref()
                .and_then(|id| exercise.variant(id))
                .map_or(exercise.file.figure, |variant| variant.figure);
            let exercise = exercise.id.clone();
            if !drawn.0 {
                let exercise = exercise.to_string();
                self.fault(node.line, &path, Problem::NoSuchFigure { exercise });
                return None;
            }
            return Some(CustomFigure::Like { exercise, variant });
        }
        let poses = toml::to_string(&toml_of(node))
            .ok()
            .and_then(|text| Poses::try_from(text).ok());
        if poses.is_none() {
            let most_kb = Poses::MOST / 1024;
            self.fault(node.line, &path, Problem::TooManyPoses { most_kb });
        }
        poses.map(CustomFigure::Poses)
    }
}

/// The ids that own exercises are given, right or wrong.
fn own_ids(fields: Fields<'_>) -> Vec<String> {
    let Some(Node {
        value: Value::List(list),
        ..
    }) = fields.get("exercises")
    else {
        return Vec::new();
    };
    let id = |node: &Node| {
        let Value::Table(branches) = &node.value else {
            return None;
        };
        let branch = branches.iter().find(|branch| branch.key == "id")?;
        match &branch.node.value {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    };
    list.iter().filter_map(id).collect()
}

/// A tree as TOML has it.
fn toml_of(node: &Node) -> toml::Value {
    match &node.value {
        Value::Text(text) => toml::Value::String(text.clone()),
        Value::Whole(number) => toml::Value::Integer(*number),
        Value::Other(text) => format!("value = {text}")
            .parse::<toml::Table>()
            .ok()
            .and_then(|mut table| table.remove("value"))
            .unwrap_or_else(|| toml::Value::String(text.clone())),
        Value::List(list) => toml::Value::Array(list.iter().map(toml_of).collect()),
        Value::Table(branches) => toml::Value::Table(
            branches
                .iter()
                .map(|branch| (branch.key.clone(), toml_of(&branch.node)))
                .collect(),
        ),
    }
}

/// A name in letters that ids and names of files have, at most 40 of them; `None` where nothing of
/// it is left, as of one in another script.
pub fn latin_of(name: &str) -> Option<String> {
    let plain: String = plain(name)
        .chars()
        .filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || *c == '-')
        .collect();
    let base = plain.trim_matches(|c: char| c == '-' || c.is_ascii_digit());
    let base: String = base.chars().take(40).collect();
    let base = base.trim_matches('-').replace("--", "-");
    (!base.is_empty()).then_some(base)
}

/// An id for a custom exercise of that name, which no other of these has.
pub fn id_for(name: &str, taken: &[CustomExerciseId]) -> Option<CustomExerciseId> {
    let base = latin_of(name).unwrap_or_else(|| "exercise".to_owned());
    (1..=100)
        .map(|number| {
            if number == 1 {
                base.clone()
            } else {
                format!("{base}-{number}")
            }
        })
        .filter_map(|id| id.parse().ok())
        .find(|id| !taken.contains(id))
}
