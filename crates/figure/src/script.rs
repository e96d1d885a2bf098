//! What a content file says about its figure: poses, how they follow each other, and the view.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::contact::Contact;

/// The parts of an exercise's file that its figure is made from; the others are passed over.
#[derive(Clone, Debug, Deserialize)]
pub struct ExerciseScript {
    /// The exercise's phases, for their times.
    #[serde(default)]
    pub phases: Vec<PhaseTimes>,
    /// The figure.
    pub figure: Option<FigureScript>,
    /// Other ways to do it.
    #[serde(default)]
    pub variants: Vec<VariantScript>,
}

/// When a phase moves and returns.
#[derive(Clone, Debug, Deserialize)]
pub struct PhaseTimes {
    /// Its name.
    pub id: String,
    /// Seconds to get there.
    #[serde(default)]
    pub move_s: f64,
    /// Seconds to get back; 0 for none.
    #[serde(default)]
    pub return_s: f64,
    /// Seconds that it is held, lowest and highest.
    #[serde(default)]
    pub hold_s: [f64; 2],
}

/// A variant, as far as its figure needs it.
#[derive(Clone, Debug, Deserialize)]
pub struct VariantScript {
    /// Its name.
    pub id: String,
    /// Its own phases.
    pub phases: Option<Vec<PhaseTimes>>,
    /// What differs in its figure.
    pub figure: Option<FigureScript>,
}

/// A figure: a variant's takes over whatever it does not say itself.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FigureScript {
    /// Which side the poses show; sided exercises mirror them for the other.
    pub side: Option<SideName>,
    /// From where one looks.
    pub view: Option<View>,
    /// Chairs, walls, mats and rollers.
    pub props: Option<Vec<Prop>>,
    /// Where it is felt.
    pub marks: Option<Vec<Mark>>,
    /// Which way a slight movement goes.
    pub arrows: Option<Vec<Arrow>>,
    /// The pose before the first phase.
    pub start: Option<String>,
    /// Poses by their names.
    #[serde(default)]
    pub poses: BTreeMap<String, PoseScript>,
    /// How the phases run through the poses.
    #[serde(default)]
    pub phases: BTreeMap<String, Course>,
}

/// A side's name in a file.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "they are what they are called")]
pub enum SideName {
    Left,
    Right,
}

/// A pose.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoseScript {
    /// The pose that it changes.
    pub from: Option<String>,
    /// Movements of joints in degrees, places in metres.
    #[serde(default)]
    pub angles: BTreeMap<String, f64>,
    /// What touches what; where it is left out, that of the pose that it changes.
    pub contacts: Option<Vec<Contact>>,
    /// Movements that may be varied to meet the contacts.
    pub free: Option<Vec<String>>,
    /// Movements that weight or another limb presses further than they go by themselves.
    pub pressed: Option<Vec<String>>,
}

/// How a phase runs.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// Poses on the way there.
    #[serde(default)]
    pub through: Vec<String>,
    /// The pose that is held.
    pub hold: Option<String>,
    /// Poses on the way back to the start; the way there backwards, where it is left out.
    pub back: Option<Vec<String>>,
    /// Poses that go round and round, with no hold.
    #[serde(default)]
    pub cycle: Vec<String>,
    /// Seconds once round.
    pub cycle_s: Option<f64>,
    /// Poses on the way straight to the other side.
    pub switch: Option<Vec<String>>,
}

/// From where one looks at the figure.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Degrees round the person: 0 from the front, 90 from the left, -90 from the right.
    #[serde(default)]
    pub turn: f64,
    /// Degrees from above.
    #[serde(default)]
    pub rise: f64,
    /// What is seen, in metres: left, bottom, right, top; everything, if left out.
    pub crop: Option<[f64; 4]>,
    /// The arm and leg that are drawn in a darker tone.
    pub far: Option<SideName>,
    /// Parts from the back to the front, where depth alone gets it wrong.
    #[serde(default)]
    pub order: Vec<String>,
    /// Bare feet.
    #[serde(default)]
    pub barefoot: bool,
}

/// A thing beside the body.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Prop {
    /// `mat`, `chair`, `wall`, `roller`, `cushion`, `desk`, `band`.
    pub kind: PropKind,
    /// Where it stands, in metres: left, up, forward; of a band, where it is fastened.
    #[serde(default)]
    pub at: [f64; 3],
    /// Degrees that it is turned to its left.
    #[serde(default)]
    pub turn: f64,
    /// Its size, where it can vary: a seat's height, a mat's length, a roller's radius.
    pub size: Option<f64>,
    /// Whether it is drawn over the body.
    #[serde(default)]
    pub front: bool,
}

/// What a thing is.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs, reason = "they are what they are called")]
pub enum PropKind {
    Mat,
    Chair,
    Wall,
    Roller,
    Cushion,
    Desk,
    Band,
}

/// A soft mark where the stretch or effort is felt.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Places along which it lies, such as `left_neck`, `chest`, `lower_back`.
    pub along: Vec<String>,
    /// Its breadth in metres.
    pub width: f64,
    /// The layer that covers it, such as `head` or `near_arm`; none covers it, if left out.
    pub under: Option<String>,
}

/// An arrow for a slight movement.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Arrow {
    /// From where, in metres: left, up, forward.
    pub from: [f64; 3],
    /// To where.
    pub to: [f64; 3],
    /// How far it bends aside, in metres.
    #[serde(default)]
    pub bow: f64,
    /// The phase in which it is seen; all, if left out.
    pub phase: Option<String>,
}

impl FigureScript {
    /// This figure with what a variant changes.
    #[must_use]
    pub fn changed_by(&self, other: &Self) -> Self {
        let mut poses = self.poses.clone();
        poses.extend(other.poses.clone());
        let phases = if other.phases.is_empty() {
            self.phases.clone()
        } else {
            other.phases.clone()
        };
        Self {
            side: other.side.or(self.side),
            view: other.view.clone().or_else(|| self.view.clone()),
            props: other.props.clone().or_else(|| self.props.clone()),
            marks: other.marks.clone().or_else(|| self.marks.clone()),
            arrows: other.arrows.clone().or_else(|| self.arrows.clone()),
            start: other.start.clone().or_else(|| self.start.clone()),
            poses,
            phases,
        }
    }
}
