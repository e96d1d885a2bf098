//! What a content file says about its figure: poses, how they follow each other, and the view.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::contact::{Contact, GROUNDS};
use crate::props::{Arrow, LAYERS, Mark, Prop, is_place};

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

/// The layers of the body, without arms and legs, which have sides.
const BODY: [&str; 4] = ["pelvis", "shirt", "neck", "head"];
/// What an arm's or leg's layer begins with.
const LAYER_SIDES: [&str; 4] = ["left_", "right_", "far_", "near_"];
/// How much of a kind a figure may have at most: far more than one needs, and few enough to draw.
const MOST: usize = 100;
/// How far away anything may be, in metres.
const FAR: f64 = 10.0;

/// A value must lie between two others; NaN lies nowhere.
fn within(what: &str, value: f64, low: f64, high: f64) -> Result<(), String> {
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        // Hundreds of digits help nobody.
        let value = if value.abs() < 1e6 {
            value.to_string()
        } else {
            format!("{value:e}")
        };
        Err(format!("{what} is {value}; expected {low} to {high}"))
    }
}

fn near(what: &str, place: [f64; 3]) -> Result<(), String> {
    let mut values = place.iter();
    values.try_for_each(|value| within(what, *value, -FAR, FAR))
}

fn few(what: &str, count: usize) -> Result<(), String> {
    if count <= MOST {
        Ok(())
    } else {
        Err(format!("{what}: {count} are too many; at most {MOST}"))
    }
}

fn is_layer(name: &str) -> bool {
    let limb = |side| {
        name.strip_prefix(side)
            .is_some_and(|limb| matches!(limb, "arm" | "leg"))
    };
    LAYERS.contains(&name) || BODY.contains(&name) || LAYER_SIDES.into_iter().any(limb)
}

fn layer(what: &str, name: &str) -> Result<(), String> {
    if is_layer(name) {
        Ok(())
    } else {
        Err(format!(
            "{what}: there is no layer `{name}`; there are {}, {} and, with a side or far_ or near_, \
             arm and leg",
            LAYERS.join(", "),
            BODY.join(", ")
        ))
    }
}

impl PoseScript {
    fn check(&self, pose: &str) -> Result<(), String> {
        for (joint, value) in &self.angles {
            within(&format!("pose `{pose}`: {joint}"), *value, -720.0, 720.0)?;
        }
        let contacts = self.contacts.as_deref().unwrap_or_default();
        few(&format!("pose `{pose}`: contacts"), contacts.len())?;
        for list in [&self.free, &self.pressed].into_iter().flatten() {
            few(
                &format!("pose `{pose}`: free or pressed joints"),
                list.len(),
            )?;
        }
        for contact in contacts {
            let what = format!("pose `{pose}`: the contact of `{}`", contact.part);
            for place in [contact.at, contact.normal, contact.along, contact.pole] {
                near(&what, place.unwrap_or_default())?;
            }
            for value in [contact.x, contact.y, contact.z].into_iter().flatten() {
                within(&what, value, -FAR, FAR)?;
            }
            if let Some(of) = &contact.of {
                let part = of.strip_prefix("left_").or(of.strip_prefix("right_"));
                if !GROUNDS.contains(&part.unwrap_or(of)) {
                    return Err(format!(
                        "{what} is of `{of}`; expected one of {}",
                        GROUNDS.join(", ")
                    ));
                }
            }
        }
        Ok(())
    }
}

impl View {
    fn check(&self) -> Result<(), String> {
        within("view.turn", self.turn, -360.0, 360.0)?;
        within("view.rise", self.rise, -90.0, 90.0)?;
        if let Some([left, bottom, right, top]) = self.crop {
            for value in [left, bottom, right, top] {
                within("view.crop", value, -FAR, FAR)?;
            }
            for (what, size) in [("right", right - left), ("top", top - bottom)] {
                if size < 0.1 {
                    return Err(format!(
                        "view.crop = [left, bottom, right, top]: {what} lies {size:.2} m beyond the other \
                         side; expected at least 0.1 m"
                    ));
                }
            }
        }
        few("view.order", self.order.len())?;
        self.order
            .iter()
            .try_for_each(|name| layer("view.order", name))
    }
}

impl FigureScript {
    /// Whether its numbers are some that a figure can have, and its names some that there are;
    /// else what is wrong and what is expected. Angles have limits of their own, see
    /// [`crate::pose`].
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), String> {
        few("poses", self.poses.len())?;
        for (name, pose) in &self.poses {
            pose.check(name)?;
        }
        for (phase, course) in &self.phases {
            if let Some(seconds) = course.cycle_s {
                within(&format!("phase `{phase}`: cycle_s"), seconds, 0.5, 60.0)?;
            }
            let lists = [&course.through, &course.cycle].into_iter();
            for list in lists.chain(course.back.iter()).chain(course.switch.iter()) {
                few(&format!("phase `{phase}`: poses on the way"), list.len())?;
            }
        }
        self.view.iter().try_for_each(View::check)?;
        let props = self.props.as_deref().unwrap_or_default();
        few("props", props.len())?;
        for prop in props {
            near("props: at", prop.at)?;
            within("props: turn", prop.turn, -360.0, 360.0)?;
            within("props: size", prop.size.unwrap_or(1.0), 0.02, 4.0)?;
        }
        self.check_signs()
    }

    /// Marks and arrows.
    fn check_signs(&self) -> Result<(), String> {
        let marks = self.marks.as_deref().unwrap_or_default();
        few("marks", marks.len())?;
        for mark in marks {
            within("marks: width", mark.width, 0.01, 0.5)?;
            few("marks: along", mark.along.len())?;
            if mark.along.is_empty() {
                return Err("marks: along names no place; expected at least one".to_owned());
            }
            if let Some(unknown) = mark.along.iter().find(|name| !is_place(name)) {
                return Err(format!(
                    "marks: there is no place `{unknown}`; content/README.md lists them"
                ));
            }
            if let Some(under) = &mark.under {
                layer("marks: under", under)?;
            }
        }
        let arrows = self.arrows.as_deref().unwrap_or_default();
        few("arrows", arrows.len())?;
        for arrow in arrows {
            near("arrows: from", arrow.from)?;
            near("arrows: to", arrow.to)?;
            within("arrows: bow", arrow.bow, -FAR, FAR)?;
            if let Some(phase) = &arrow.phase
                && !self.phases.contains_key(phase)
            {
                return Err(format!(
                    "arrows: there is no phase `{phase}` in [figure.phases]"
                ));
            }
        }
        Ok(())
    }

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
