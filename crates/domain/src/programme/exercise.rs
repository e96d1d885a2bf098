//! An exercise as its content file describes it: what it needs, its phases, its dose.

use std::sync::Arc;

use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};

use crate::basics::ids::{ExerciseId, VariantId, WordId};
use crate::programme::condition::Condition;
use crate::programme::custom::CustomExercise;
use crate::programme::dose::{Dose, DosePath, Seconds};
use crate::programme::parts::{Kind, Phase, Region, Side, Sides, Source};
use crate::programme::position::{Equipment, Position};

/// What a condition asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Advice {
    /// Leave the exercise out.
    LeaveOut,
    /// Do another version.
    Swap,
    /// Do it smaller or shorter.
    Gentler,
    /// Ask a clinician first.
    AskFirst,
}

impl Advice {
    /// The name in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::LeaveOut => "leave-out",
            Self::Swap => "swap",
            Self::Gentler => "gentler",
            Self::AskFirst => "ask-first",
        }
    }
}

/// What to mind with a condition.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Precaution {
    /// The condition; graver forms of it are meant, too, where nothing is said about them.
    pub condition: Condition,
    /// What it asks for.
    pub advice: Advice,
    /// The guided variants to choose from instead of the exercise itself, the most fitting
    /// first; at least one with [`Advice::Swap`], none but there and with [`Advice::Gentler`].
    #[serde(default)]
    pub variants: Vec<VariantId>,
}

/// In which way a variant differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Less demanding.
    Easier,
    /// Done on a chair.
    Seated,
    /// Done on both feet.
    Standing,
    /// More demanding.
    Harder,
    /// For a condition.
    Swap,
}

impl Change {
    /// The name in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Easier => "easier",
            Self::Seated => "seated",
            Self::Standing => "standing",
            Self::Harder => "harder",
            Self::Swap => "swap",
        }
    }
}

/// Another way to do an exercise.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Variant {
    /// Its name within the exercise.
    pub id: VariantId,
    /// In which way it differs.
    pub change: Change,
    /// Whether a routine can play it: it then has cues of its own.
    #[serde(default)]
    pub guided: bool,
    /// Conditions with which this variant isn't for a person, although the exercise may be.
    #[serde(default)]
    pub avoid: Vec<Condition>,
    /// Its position, where it differs.
    pub position: Option<Position>,
    /// Its equipment, where it differs.
    pub equipment: Option<Vec<Equipment>>,
    /// How it treats the sides, where it differs.
    pub sides: Option<Sides>,
    /// The side that comes first, where it differs.
    pub first_side: Option<Side>,
    /// Seconds to get to the other side, where they differ.
    pub switch_s: Option<Seconds>,
    /// Whether the way to the other side leads straight there, where it differs.
    pub switch_through: Option<bool>,
    /// Its dose, where it differs.
    pub dose: Option<Dose>,
    /// Its phases, where they differ.
    pub phases: Option<Vec<Phase>>,
    /// Whether it has a figure of its own.
    #[serde(default)]
    pub figure: HasFigure,
}

impl Variant {
    /// Whether it isn't for somebody with the condition.
    pub fn is_avoided_by(&self, condition: Condition) -> bool {
        let mut avoided = self.avoid.iter();
        avoided.any(|avoid| condition.includes(*avoid))
    }
}

/// Whether there is a figure. What it is like the figure crate reads, and says what is wrong
/// with it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HasFigure(pub bool);

impl<'de> Deserialize<'de> for HasFigure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(deserializer).map(|_| Self(true))
    }
}

/// An exercise as its file gives it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseFile {
    /// Its place in the order in which the programme's author lists them, from 1; those without
    /// one follow by their names.
    #[serde(default)]
    pub order: Option<u16>,
    /// What it is for.
    pub kind: Kind,
    /// Where it begins.
    pub position: Position,
    /// What it needs; of foam roller and its replacements one is enough.
    #[serde(default)]
    pub equipment: Vec<Equipment>,
    /// How it treats the sides.
    pub sides: Sides,
    /// The side that comes first; only where there are sides.
    pub first_side: Option<Side>,
    /// Seconds to get to the other side; only where there are sides.
    #[serde(default)]
    pub switch_s: Seconds,
    /// Whether the way to the other side leads straight there, without coming back first.
    #[serde(default)]
    pub switch_through: bool,
    /// What it is for, the main one first; at least one.
    pub regions: Vec<Region>,
    /// Common mistakes.
    #[serde(default)]
    pub mistakes: Vec<WordId>,
    /// What works or is stretched.
    #[serde(default)]
    pub muscles: Vec<WordId>,
    /// Who gave the exercise.
    pub source: Source,
    /// How much of it.
    pub dose: Dose,
    /// The parts of one repetition, in their order.
    pub phases: Vec<Phase>,
    /// What to mind.
    #[serde(default)]
    pub precautions: Vec<Precaution>,
    /// Other ways to do it.
    #[serde(default)]
    pub variants: Vec<Variant>,
    /// Whether it has a figure.
    #[serde(default)]
    pub figure: HasFigure,
}

/// An exercise with its id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// The name of its file.
    pub id: ExerciseId,
    /// What the file says.
    pub file: ExerciseFile,
    /// The file itself, to make its figure from.
    pub text: String,
    /// The person's own exercise that it was made of, which has its words; none for those of
    /// the content.
    pub own: Option<Arc<CustomExercise>>,
    /// The doses of the exercise itself, then those of its variants, in the file's order.
    paths: Vec<DosePath>,
}

/// An exercise, or a guided variant of it, as a routine plays it.
#[derive(Clone, Copy, Debug)]
pub struct Playable<'a> {
    /// The exercise.
    pub exercise: &'a Exercise,
    /// The variant, if it isn't the exercise itself.
    pub variant: Option<&'a Variant>,
    path: &'a DosePath,
}

impl Exercise {
    /// An exercise as a file gives it, with the file's text; or a person's own one.
    pub fn new(
        id: ExerciseId,
        file: ExerciseFile,
        text: String,
        own: Option<Arc<CustomExercise>>,
    ) -> Self {
        let path = |variant: Option<&Variant>| {
            let dose = variant.and_then(|variant| variant.dose.as_ref());
            let phases = variant.and_then(|variant| variant.phases.as_ref());
            DosePath::of(dose.unwrap_or(&file.dose), phases.unwrap_or(&file.phases))
        };
        let variants = file.variants.iter().map(Some);
        let paths = std::iter::once(None).chain(variants).map(path).collect();
        Self {
            id,
            file,
            text,
            own,
            paths,
        }
    }

    /// The variant of that name.
    pub fn variant(&self, id: &VariantId) -> Option<&Variant> {
        self.file.variants.iter().find(|v| v.id == *id)
    }

    /// All that a routine can play of it: the exercise itself, then its guided variants in the
    /// file's order.
    pub fn forms(&self) -> impl Iterator<Item = Playable<'_>> {
        let variants = self.file.variants.iter().zip(&self.paths[1..]);
        let guided = variants.filter(|(variant, _)| variant.guided);
        std::iter::once(self.itself()).chain(guided.map(|(variant, path)| Playable {
            exercise: self,
            variant: Some(variant),
            path,
        }))
    }

    /// The exercise itself, or a guided variant of it; `None` where there is no such variant
    /// or it can't be played.
    pub fn playable(&self, variant: Option<&VariantId>) -> Option<Playable<'_>> {
        self.forms()
            .find(|play| play.variant.map(|own| &own.id) == variant)
    }

    /// The exercise itself.
    pub fn itself(&self) -> Playable<'_> {
        Playable {
            exercise: self,
            variant: None,
            path: &self.paths[0],
        }
    }

    /// The exercise itself, or a variant of it, whether a routine can play that or not.
    pub fn any_form(&self, variant: Option<&VariantId>) -> Option<Playable<'_>> {
        let Some(id) = variant else {
            return Some(self.itself());
        };
        let mut variants = self.file.variants.iter().zip(&self.paths[1..]);
        let (variant, path) = variants.find(|(variant, _)| variant.id == *id)?;
        Some(Playable {
            exercise: self,
            variant: Some(variant),
            path,
        })
    }
}

impl<'a> Playable<'a> {
    /// Where it begins.
    pub fn position(self) -> Position {
        self.variant
            .and_then(|v| v.position)
            .unwrap_or(self.exercise.file.position)
    }

    /// What it needs.
    pub fn equipment(self) -> &'a [Equipment] {
        self.variant
            .and_then(|v| v.equipment.as_deref())
            .unwrap_or(&self.exercise.file.equipment)
    }

    /// How it treats the sides.
    pub fn sides(self) -> Sides {
        self.variant
            .and_then(|v| v.sides)
            .unwrap_or(self.exercise.file.sides)
    }

    /// The side that comes first; `None` where there are no sides.
    pub fn first_side(self) -> Option<Side> {
        if self.sides() == Sides::None {
            return None;
        }
        self.variant
            .and_then(|v| v.first_side)
            .or(self.exercise.file.first_side)
    }

    /// Seconds to get to the other side; 0 where there are no sides.
    pub fn switch_s(self) -> Seconds {
        if self.sides() == Sides::None {
            return Seconds::default();
        }
        self.variant
            .and_then(|v| v.switch_s)
            .unwrap_or(self.exercise.file.switch_s)
    }

    /// Whether the way to the other side leads straight there, without coming back first.
    pub fn switch_through(self) -> bool {
        self.sides() == Sides::Alternating
            && self
                .variant
                .and_then(|v| v.switch_through)
                .unwrap_or(self.exercise.file.switch_through)
    }

    /// How much of it.
    pub fn dose(self) -> &'a Dose {
        self.variant
            .and_then(|v| v.dose.as_ref())
            .unwrap_or(&self.exercise.file.dose)
    }

    /// The parts of one repetition.
    pub fn phases(self) -> &'a [Phase] {
        self.variant
            .and_then(|v| v.phases.as_deref())
            .unwrap_or(&self.exercise.file.phases)
    }

    /// Its doses, by level.
    pub const fn path(self) -> &'a DosePath {
        self.path
    }

    /// The message that holds its words: `cat-cow`, or `superman_wall-arm-lift` for a variant.
    pub fn message(self) -> String {
        message_id(&self.exercise.id, self.variant.map(|v| &v.id))
    }
}

/// The id of the message that holds the words of an exercise or of a guided variant of it.
pub fn message_id(exercise: &ExerciseId, variant: Option<&VariantId>) -> String {
    match variant {
        None => exercise.to_string(),
        Some(variant) => format!("{exercise}_{variant}"),
    }
}
