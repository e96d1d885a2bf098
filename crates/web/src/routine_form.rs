//! A routine while somebody puts it together: everything as it was typed, right or wrong, so that
//! nothing is lost on the way to and from the server.

use std::collections::BTreeMap;

use unhunch_domain::programme::custom::{
    Branch, CustomDose, CustomExercise, CustomFigure, CustomRoutine, Item, MOST_EXERCISES,
    MOST_ITEMS, Node, Value, What, id_for,
};

use crate::answer::Fields;

/// The most places of a list that are read from a form: a few more than a routine has, so that
/// one too many is told and not lost.
const MOST: usize = 64;

/// A routine as it was typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoutineForm {
    /// Its name.
    pub name: String,
    /// What to know about it.
    pub note: String,
    /// The ids of the warm-up moves.
    pub warm_up: Vec<String>,
    /// What it plays.
    pub items: Vec<ItemDraft>,
    /// The exercises that it brings along.
    pub exercises: Vec<ExerciseDraft>,
}

/// One place in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ItemDraft {
    /// What is done: `cat-cow`, `cat-cow/seated` or `own/wall-slide`.
    pub what: String,
    /// Sets.
    pub sets: String,
    /// Repetitions.
    pub reps: String,
    /// Seconds of each hold.
    pub hold_s: String,
    /// Seconds of rest.
    pub rest_s: String,
    /// What to mind.
    pub note: String,
}

/// An own exercise.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are what plan files call them")]
pub struct ExerciseDraft {
    pub id: String,
    pub name: String,
    pub kind: String,
    pub position: String,
    pub equipment: Vec<String>,
    pub sides: String,
    pub first_side: String,
    pub switch_s: String,
    pub sets: String,
    pub reps: String,
    pub rest_s: String,
    pub setup: String,
    pub breathing: String,
    pub felt: String,
    pub phases: Vec<PhaseDraft>,
    /// `like/pec-stretch`, `like/pec-stretch/one-arm`, `poses`, or nothing.
    pub figure: String,
    /// The poses as they were typed.
    pub poses: String,
}

/// A phase of one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are what plan files call them")]
pub struct PhaseDraft {
    pub id: String,
    pub name: String,
    pub doing: String,
    pub cue: String,
    pub move_s: String,
    pub hold_s: String,
    pub return_s: String,
}

/// What a button of the editor does.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are what they are called")]
pub enum EditorAction {
    Save,
    Refresh,
    Add,
    Move { from: usize, to: usize },
    Remove(usize),
    AddOwn,
    RemoveOwn(usize),
    AddPhase(usize),
    RemovePhase { exercise: usize, phase: usize },
    ReadPoses(usize),
}

impl EditorAction {
    /// What a button's value says; anything else works it out again.
    pub fn parse(text: &str) -> Self {
        let mut parts = text.split(':');
        let name = parts.next().unwrap_or_default();
        let numbers: Vec<usize> = parts.filter_map(|part| part.parse().ok()).collect();
        match (name, numbers.as_slice()) {
            ("save", []) => Self::Save,
            ("add", []) => Self::Add,
            ("move", [from, to]) => Self::Move {
                from: *from,
                to: *to,
            },
            ("up", [place]) => Self::Move {
                from: *place,
                to: place.saturating_sub(1),
            },
            ("down", [place]) => Self::Move {
                from: *place,
                to: place.saturating_add(1),
            },
            ("remove", [place]) => Self::Remove(*place),
            ("own-add", []) => Self::AddOwn,
            ("own-remove", [place]) => Self::RemoveOwn(*place),
            ("phase-add", [place]) => Self::AddPhase(*place),
            ("phase-remove", [exercise, phase]) => Self::RemovePhase {
                exercise: *exercise,
                phase: *phase,
            },
            ("poses", [place]) => Self::ReadPoses(*place),
            _ => Self::Refresh,
        }
    }
}

/// A part of the form in its place of a list.
fn at<T: Default>(list: &mut BTreeMap<usize, T>, place: usize) -> Option<&mut T> {
    (place < MOST).then(|| list.entry(place).or_default())
}

impl RoutineForm {
    /// What a form says.
    pub fn of_form(fields: &Fields) -> Self {
        let mut draft = Self::default();
        let mut items: BTreeMap<usize, ItemDraft> = BTreeMap::new();
        let mut exercises: BTreeMap<usize, (ExerciseDraft, BTreeMap<usize, PhaseDraft>)> =
            BTreeMap::new();
        for (name, text) in fields.texts() {
            let text = text.replace("\r\n", "\n");
            let path: Vec<&str> = name.split('.').collect();
            let number = |step: usize| path.get(step).and_then(|part| part.parse::<usize>().ok());
            match (path.as_slice(), number(1), number(3)) {
                (["name"], ..) => draft.name = text,
                (["note"], ..) => draft.note = text,
                (["warm_up"], ..) if draft.warm_up.len() < MOST => draft.warm_up.push(text),
                (["items", _, field], Some(place), _) => {
                    if let Some(item) = at(&mut items, place) {
                        item.set(field, text);
                    }
                }
                (["exercises", _, field], Some(place), _) => {
                    if let Some((exercise, _)) = at(&mut exercises, place) {
                        exercise.set(field, text);
                    }
                }
                (["exercises", _, "phases", _, field], Some(place), Some(phase)) => {
                    if let Some((_, phases)) = at(&mut exercises, place)
                        && let Some(phase) = at(phases, phase)
                    {
                        phase.set(field, text);
                    }
                }
                _ => {}
            }
        }
        draft.items = items.into_values().collect();
        draft.exercises = exercises
            .into_values()
            .map(|(mut exercise, phases)| {
                exercise.phases = phases.into_values().collect();
                exercise
            })
            .collect();
        draft
    }

    /// A routine to be changed.
    pub fn of(routine: &CustomRoutine) -> Self {
        Self {
            name: routine.name.to_string(),
            note: routine.note.to_string(),
            warm_up: routine.warm_up.iter().map(ToString::to_string).collect(),
            items: routine.items.iter().map(ItemDraft::of).collect(),
            exercises: routine
                .exercises
                .iter()
                .map(|own| ExerciseDraft::of(own))
                .collect(),
        }
    }

    /// What was typed, to be read like a file.
    pub fn tree(&self) -> Node {
        let list = |nodes: Vec<Node>| Node::of(Value::List(nodes));
        let texts = self.warm_up.iter().map(Node::text).collect();
        Node::table(
            [
                ("name", Some(Node::text(&self.name))),
                ("note", written(&self.note)),
                ("warm_up", Some(list(texts))),
                (
                    "items",
                    Some(list(self.items.iter().map(ItemDraft::tree).collect())),
                ),
                (
                    "exercises",
                    Some(list(
                        self.exercises.iter().map(ExerciseDraft::tree).collect(),
                    )),
                ),
            ]
            .into_iter()
            .filter_map(|(key, node)| Some((key, node?))),
        )
    }

    /// Gives new own exercises an id that is made of their name.
    pub fn settle_ids(&mut self) {
        for place in 0..self.exercises.len() {
            let exercise = &self.exercises[place];
            if !exercise.id.starts_with(NEW) || exercise.name.trim().is_empty() {
                continue;
            }
            let taken: Vec<_> = self
                .exercises
                .iter()
                .filter_map(|own| own.id.parse().ok())
                .collect();
            let Some(id) = id_for(&exercise.name, &taken) else {
                continue;
            };
            let old = format!("own/{}", exercise.id);
            for item in self.items.iter_mut().filter(|item| item.what == old) {
                item.what = format!("own/{id}");
            }
            self.exercises[place].id = id.to_string();
        }
    }

    /// Whether there is room for another exercise.
    pub fn has_room(&self) -> bool {
        self.items.len() < MOST_ITEMS
    }

    /// Moves an item, the others close up.
    pub fn move_item(&mut self, from: usize, to: usize) -> Option<usize> {
        if from >= self.items.len() {
            return None;
        }
        let item = self.items.remove(from);
        let to = to.min(self.items.len());
        self.items.insert(to, item);
        Some(to)
    }

    /// Adds an own exercise, and a place for it at the end; `None` where there is no room.
    pub fn add_own(&mut self) -> Option<usize> {
        if self.exercises.len() >= MOST_EXERCISES || !self.has_room() {
            return None;
        }
        let id = (1..).map(|number| format!("{NEW}{number}"));
        let id = id
            .into_iter()
            .find(|id| self.exercises.iter().all(|own| own.id != *id))?;
        self.items.push(ItemDraft {
            what: format!("own/{id}"),
            ..ItemDraft::default()
        });
        self.exercises.push(ExerciseDraft {
            id,
            kind: "stretch".to_owned(),
            position: "standing".to_owned(),
            sets: "1".to_owned(),
            reps: "3".to_owned(),
            phases: vec![PhaseDraft::usual()],
            ..ExerciseDraft::default()
        });
        Some(self.exercises.len() - 1)
    }

    /// Takes an own exercise out, from the items as well.
    pub fn remove_own(&mut self, place: usize) -> Option<ExerciseDraft> {
        if place >= self.exercises.len() {
            return None;
        }
        let exercise = self.exercises.remove(place);
        let what = format!("own/{}", exercise.id);
        self.items.retain(|item| item.what != what);
        Some(exercise)
    }
}

/// What the id of an own exercise begins with until it has a name.
const NEW: &str = "new-";

/// A text that was typed; none where the field was left empty.
fn written(text: &str) -> Option<Node> {
    (!text.trim().is_empty()).then(|| Node::text(text))
}

/// A number that was typed; none where the field was left empty.
fn number(text: &str) -> Option<Node> {
    let text = text.trim();
    match text.parse() {
        _ if text.is_empty() => None,
        Ok(number) => Some(Node::of(Value::Whole(number))),
        Err(_) => Some(Node::text(text)),
    }
}

fn table<const COUNT: usize>(branches: [(&str, Option<Node>); COUNT]) -> Node {
    Node::table(
        branches
            .into_iter()
            .filter_map(|(key, node)| Some((key, node?))),
    )
}

impl ItemDraft {
    fn set(&mut self, field: &str, text: String) {
        let slot = match field {
            "what" => &mut self.what,
            "sets" => &mut self.sets,
            "reps" => &mut self.reps,
            "hold_s" => &mut self.hold_s,
            "rest_s" => &mut self.rest_s,
            "note" => &mut self.note,
            _ => return,
        };
        *slot = text;
    }

    fn of(item: &Item) -> Self {
        let CustomDose {
            sets,
            reps,
            hold_s,
            rest_s,
        } = item.dose;
        let text =
            |number: Option<u32>| number.map_or_else(String::new, |number| number.to_string());
        Self {
            what: match &item.what {
                What::Library {
                    exercise,
                    variant: None,
                } => exercise.to_string(),
                What::Library {
                    exercise,
                    variant: Some(variant),
                } => format!("{exercise}/{variant}"),
                What::Own(id) => format!("own/{id}"),
            },
            sets: text(sets.map(Into::into)),
            reps: text(reps.map(Into::into)),
            hold_s: text(hold_s.map(Into::into)),
            rest_s: text(rest_s.map(Into::into)),
            note: item.note.to_string(),
        }
    }

    fn tree(&self) -> Node {
        let (exercise, variant, own) = match self.what.split_once('/') {
            Some(("own", id)) => (None, None, Some(id)),
            Some((exercise, variant)) => (Some(exercise), Some(variant), None),
            None => (Some(self.what.as_str()), None, None),
        };
        table([
            ("exercise", exercise.map(Node::text)),
            ("variant", variant.map(Node::text)),
            ("own", own.map(Node::text)),
            ("sets", number(&self.sets)),
            ("reps", number(&self.reps)),
            ("hold_s", number(&self.hold_s)),
            ("rest_s", number(&self.rest_s)),
            ("note", written(&self.note)),
        ])
    }
}

impl ExerciseDraft {
    fn set(&mut self, field: &str, text: String) {
        let slot = match field {
            "equipment" => {
                if self.equipment.len() < MOST {
                    self.equipment.push(text);
                }
                return;
            }
            "id" => &mut self.id,
            "name" => &mut self.name,
            "kind" => &mut self.kind,
            "position" => &mut self.position,
            "sides" => &mut self.sides,
            "first_side" => &mut self.first_side,
            "switch_s" => &mut self.switch_s,
            "sets" => &mut self.sets,
            "reps" => &mut self.reps,
            "rest_s" => &mut self.rest_s,
            "setup" => &mut self.setup,
            "breathing" => &mut self.breathing,
            "felt" => &mut self.felt,
            "figure" => &mut self.figure,
            "poses" => &mut self.poses,
            _ => return,
        };
        *slot = text;
    }

    fn of(own: &CustomExercise) -> Self {
        let mut poses = String::new();
        let figure = match &own.figure {
            None => String::new(),
            Some(CustomFigure::Like {
                exercise,
                variant: None,
            }) => format!("like/{exercise}"),
            Some(CustomFigure::Like {
                exercise,
                variant: Some(variant),
            }) => format!("like/{exercise}/{variant}"),
            Some(CustomFigure::Poses(text)) => {
                text.as_str().clone_into(&mut poses);
                "poses".to_owned()
            }
        };
        let sides = own.sides;
        Self {
            id: own.id.to_string(),
            name: own.name.to_string(),
            kind: own.kind.kind().id().to_owned(),
            position: own.position.id().to_owned(),
            equipment: own
                .equipment
                .iter()
                .map(|thing| thing.id().to_owned())
                .collect(),
            sides: sides
                .map_or("none", |sides| sides.turns.sides().id())
                .to_owned(),
            first_side: sides.map_or("", |sides| sides.first.id()).to_owned(),
            switch_s: sides.map_or_else(String::new, |sides| sides.switch_s.get().to_string()),
            sets: own.sets.get().to_string(),
            reps: own.reps.get().to_string(),
            rest_s: own.rest_s.get().to_string(),
            setup: own.setup.to_string(),
            breathing: own.breathing.to_string(),
            felt: own.felt.to_string(),
            phases: own
                .phases
                .iter()
                .map(|phase| PhaseDraft {
                    id: phase
                        .id
                        .as_ref()
                        .map_or_else(String::new, ToString::to_string),
                    name: phase.name.to_string(),
                    doing: phase.doing.to_string(),
                    cue: phase.cue.to_string(),
                    move_s: phase.move_s.get().to_string(),
                    hold_s: phase.hold_s.get().to_string(),
                    return_s: phase.return_s.get().to_string(),
                })
                .collect(),
            figure,
            poses,
        }
    }

    /// Whether it has two sides.
    pub fn is_sided(&self) -> bool {
        matches!(self.sides.as_str(), "alternating" | "each")
    }

    fn tree(&self) -> Node {
        let equipment = self.equipment.iter().map(Node::text).collect();
        let phases = self.phases.iter().map(PhaseDraft::tree).collect();
        // What only sides have counts only with sides: the fields stay in the form without.
        let sided = self.is_sided();
        table([
            ("id", Some(Node::text(&self.id))),
            ("name", Some(Node::text(&self.name))),
            ("kind", Some(Node::text(&self.kind))),
            ("position", Some(Node::text(&self.position))),
            ("equipment", Some(Node::of(Value::List(equipment)))),
            ("sides", written(&self.sides)),
            ("first_side", written(&self.first_side).filter(|_| sided)),
            ("switch_s", number(&self.switch_s).filter(|_| sided)),
            ("sets", number(&self.sets)),
            ("reps", number(&self.reps)),
            ("rest_s", number(&self.rest_s)),
            ("setup", written(&self.setup)),
            ("breathing", written(&self.breathing)),
            ("felt", written(&self.felt)),
            ("phases", Some(Node::of(Value::List(phases)))),
            ("figure", self.figure_tree()),
        ])
    }

    /// The figure; poses that can't be read are none here, see [`Self::poses_tree`].
    fn figure_tree(&self) -> Option<Node> {
        let mut parts = self.figure.splitn(3, '/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("like"), Some(exercise), variant) => Some(table([
                ("like", Some(Node::text(exercise))),
                ("variant", variant.map(Node::text)),
            ])),
            (Some("poses"), None, None) => self.poses_tree().ok(),
            _ => None,
        }
    }

    /// The poses that were typed: a table, or a whole file that has one called `figure`.
    ///
    /// # Errors
    /// Lines of it that can't be read.
    pub fn poses_tree(&self) -> Result<Node, Vec<unhunch_domain::programme::custom::Fault>> {
        let tree = Node::parse(&self.poses)?;
        let Value::Table(branches) = &tree.value else {
            return Ok(tree);
        };
        let inner = |branches: &[Branch], key: &str| {
            let branch = branches.iter().find(|branch| branch.key == key)?;
            Some(branch.node.clone())
        };
        if let Some(figure) = inner(branches, "figure") {
            return Ok(figure);
        }
        // As it stands in a plan file.
        let in_plan = inner(branches, "exercises").and_then(|node| match node.value {
            Value::Table(branches) => inner(&branches, "figure"),
            _ => None,
        });
        Ok(in_plan.unwrap_or(tree))
    }
}

impl PhaseDraft {
    /// A movement to begin with.
    pub fn usual() -> Self {
        Self {
            move_s: "3".to_owned(),
            hold_s: "10".to_owned(),
            return_s: "3".to_owned(),
            ..Self::default()
        }
    }

    fn set(&mut self, field: &str, text: String) {
        let slot = match field {
            "id" => &mut self.id,
            "name" => &mut self.name,
            "do" => &mut self.doing,
            "cue" => &mut self.cue,
            "move_s" => &mut self.move_s,
            "hold_s" => &mut self.hold_s,
            "return_s" => &mut self.return_s,
            _ => return,
        };
        *slot = text;
    }

    fn tree(&self) -> Node {
        table([
            ("id", written(&self.id)),
            ("name", Some(Node::text(&self.name))),
            ("do", written(&self.doing)),
            ("cue", written(&self.cue)),
            ("move_s", number(&self.move_s)),
            ("hold_s", number(&self.hold_s)),
            ("return_s", number(&self.return_s)),
        ])
    }
}

#[cfg(test)]
mod tests {
    use unhunch_domain::Library;
    use unhunch_domain::programme::custom::{read, read_tree};

    use super::*;

    #[test]
    fn a_routine_stays_the_same_on_its_way_through_the_form() {
        let library = Library::shipped().unwrap();
        let guide = include_str!("../../../docs/plan-file.md");
        let (_, example) = guide.split_once("```toml\n").unwrap();
        let (example, _) = example.split_once("```").unwrap();
        let poses = example.replace(
            "like = \"pec-stretch\"",
            "start = \"tall\"\n[exercises.figure.poses.tall]\nangles = { place_y = 0.9 }\n[exercises.figure.phases.phase-1]\nhold = \"tall\"",
        );
        for file in [example, &poses] {
            let routine = read(file.as_bytes(), &library).whole().unwrap();
            let draft = RoutineForm::of(&routine);
            assert_eq!(read_tree(&draft.tree(), &library).whole(), Ok(routine));
        }
    }

    #[test]
    fn poses_may_come_as_a_table_or_in_a_file() {
        let poses = |text: &str| ExerciseDraft {
            poses: text.to_owned(),
            ..ExerciseDraft::default()
        };
        let Ok(Node {
            value: Value::Table(bare),
            ..
        }) = poses("start = \"tall\"").poses_tree()
        else {
            panic!("a table");
        };
        assert_eq!(bare[0].key, "start");
        for file in [
            "kind = \"stretch\"\n[figure]\nstart = \"tall\"",
            "[exercises.figure]\nstart = \"tall\"",
        ] {
            let Ok(Node {
                value: Value::Table(inner),
                ..
            }) = poses(file).poses_tree()
            else {
                panic!("a table");
            };
            assert_eq!(inner[0].key, "start", "{file}");
        }
        assert!(poses("start = ").poses_tree().is_err());
    }

    #[test]
    fn new_exercises_are_named_and_stay_where_they_are() {
        let mut draft = RoutineForm::default();
        assert_eq!(draft.add_own(), Some(0));
        draft.exercises[0].name = "Chin tuck".to_owned();
        draft.settle_ids();
        assert_eq!(draft.exercises[0].id, "chin-tuck");
        assert_eq!(draft.items[0].what, "own/chin-tuck");
        // A name that changes later changes no id: sessions refer to it.
        draft.exercises[0].name = "Chin tucks".to_owned();
        draft.settle_ids();
        assert_eq!(draft.exercises[0].id, "chin-tuck");
        draft.remove_own(0);
        assert!(draft.items.is_empty());
    }
}
