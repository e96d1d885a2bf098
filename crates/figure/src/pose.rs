//! A pose: one angle for every movement that a joint can make, with its limits.

use std::collections::BTreeMap;

/// How a movement behaves when left and right are swapped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mirror {
    /// It stays as it is.
    Same,
    /// It changes its sign.
    Opposite,
    /// There is one of it on either side.
    Sided,
}

/// A movement of a joint, its name and its limits in degrees (places: metres).
struct Movement {
    name: &'static str,
    low: f64,
    high: f64,
    /// How far weight or another limb presses it, where that is further than it reaches by itself.
    pressed: Option<(f64, f64)>,
    mirror: Mirror,
}

const fn central(name: &'static str, low: f64, high: f64) -> Movement {
    Movement {
        name,
        low,
        high,
        pressed: None,
        mirror: Mirror::Same,
    }
}

const fn lateral(name: &'static str, reach: f64) -> Movement {
    Movement {
        name,
        low: -reach,
        high: reach,
        pressed: None,
        mirror: Mirror::Opposite,
    }
}

const fn sided(name: &'static str, low: f64, high: f64) -> Movement {
    Movement {
        name,
        low,
        high,
        pressed: None,
        mirror: Mirror::Sided,
    }
}

impl Movement {
    const fn pressed(self, low: f64, high: f64) -> Self {
        Self {
            pressed: Some((low, high)),
            ..self
        }
    }
}

/// Every movement; those of a side come last, each once for the left and once for the right.
///
/// The limits of neck, trunk, shoulder, elbow, hip, knee and ankle are what adults reach by
/// themselves (American Academy of Orthopaedic Surgeons 1965; Kapandji for the spine).
const MOVEMENTS: [Movement; 35] = [
    lateral("place_x", 10.0),
    central("place_y", -10.0, 10.0),
    central("place_z", -10.0, 10.0),
    lateral("pelvis_turn", 360.0),
    central("pelvis_pitch", -180.0, 180.0),
    lateral("pelvis_lean", 90.0),
    central("lumbar_flexion", -30.0, 60.0),
    lateral("lumbar_side_bend", 20.0),
    lateral("lumbar_rotation", 10.0),
    central("thoracic_flexion", -30.0, 45.0),
    lateral("thoracic_side_bend", 25.0),
    lateral("thoracic_rotation", 45.0),
    central("neck_flexion", -80.0, 50.0),
    lateral("neck_side_bend", 45.0),
    lateral("neck_rotation", 80.0),
    central("head_nod", -25.0, 20.0),
    central("breath", 0.0, 1.0),
    sided("scapula_elevation", -12.0, 40.0),
    sided("scapula_protraction", -30.0, 30.0),
    sided("shoulder_flexion", -60.0, 180.0),
    sided("shoulder_abduction", -45.0, 180.0),
    sided("shoulder_rotation", -100.0, 100.0),
    sided("elbow_flexion", 0.0, 145.0),
    sided("forearm_pronation", -95.0, 95.0),
    // A palm flat on the floor under a straight arm: the body's weight bends the wrist to about
    // 90 degrees, where it reaches 70 by itself (Polovinets, Wolf, Wollstein 2018, push-up).
    sided("wrist_extension", -80.0, 70.0).pressed(-80.0, 92.0),
    sided("wrist_deviation", -40.0, 40.0),
    sided("finger_flexion", -10.0, 110.0),
    sided("hip_flexion", -20.0, 120.0),
    sided("hip_abduction", -30.0, 45.0),
    sided("hip_rotation", -50.0, 50.0),
    // Sitting on the heels: body weight folds the knee to 150 to 157 degrees (Hemmerich, Brown,
    // Smith, Marthandam, Wyss 2006).
    sided("knee_flexion", 0.0, 140.0).pressed(0.0, 155.0),
    sided("ankle_dorsiflexion", -50.0, 20.0),
    sided("ankle_inversion", -35.0, 35.0),
    sided("ankle_rotation", -40.0, 40.0),
    sided("toe_extension", -30.0, 80.0),
];

/// Movements that joints share, with the limits of their sum in degrees.
const SUMS: [([&str; 2], f64, f64); 3] = [
    (["neck_flexion", "head_nod"], -80.0, 50.0),
    (["lumbar_side_bend", "thoracic_side_bend"], -35.0, 35.0),
    (["lumbar_rotation", "thoracic_rotation"], -45.0, 45.0),
];

/// How many movements have no side.
const CENTRAL: usize = 17;
/// How many movements a side has.
const SIDED: usize = MOVEMENTS.len() - CENTRAL;
/// How many numbers a pose is.
const COUNT: usize = CENTRAL + 2 * SIDED;

/// A side of the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The person's left.
    Left,
    /// The person's right.
    Right,
}

impl Side {
    /// Both.
    pub const BOTH: [Self; 2] = [Self::Left, Self::Right];

    /// The other side.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::Left => Self::Right,
            Self::Right => Self::Left,
        }
    }

    /// 1 for the left, where x points, and -1 for the right.
    pub const fn sign(self) -> f64 {
        match self {
            Self::Left => 1.0,
            Self::Right => -1.0,
        }
    }

    /// `left` or `right`.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Left => "left",
            Self::Right => "right",
        }
    }
}

/// A movement of a joint by its place in a pose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Joint(usize);

impl Joint {
    /// The movement without a side of that name.
    pub fn central(name: &str) -> Option<Self> {
        MOVEMENTS[..CENTRAL]
            .iter()
            .position(|m| m.name == name)
            .map(Self)
    }

    /// The movement of that name on a side.
    pub fn sided(side: Side, name: &str) -> Option<Self> {
        let place = MOVEMENTS[CENTRAL..].iter().position(|m| m.name == name)?;
        Some(Self(
            CENTRAL + place + if side == Side::Left { 0 } else { SIDED },
        ))
    }

    /// What a name in a file means: a movement without a side, `left_…`, `right_…`, or both.
    pub fn named(name: &str) -> Vec<Self> {
        if let Some(joint) = Self::central(name) {
            return vec![joint];
        }
        if let Some(joint) = name
            .strip_prefix("left_")
            .and_then(|n| Self::sided(Side::Left, n))
        {
            return vec![joint];
        }
        if let Some(joint) = name
            .strip_prefix("right_")
            .and_then(|n| Self::sided(Side::Right, n))
        {
            return vec![joint];
        }
        Side::BOTH
            .iter()
            .filter_map(|side| Self::sided(*side, name))
            .collect()
    }

    /// Every movement.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..COUNT).map(Self)
    }

    fn movement(self) -> &'static Movement {
        if self.0 < CENTRAL + SIDED {
            &MOVEMENTS[self.0]
        } else {
            &MOVEMENTS[self.0 - SIDED]
        }
    }

    /// Its name, with its side.
    pub fn name(self) -> String {
        let name = self.movement().name;
        if self.0 < CENTRAL {
            name.to_owned()
        } else if self.0 < CENTRAL + SIDED {
            format!("left_{name}")
        } else {
            format!("right_{name}")
        }
    }

    /// The lowest and highest value that it reaches by itself.
    pub fn limits(self) -> (f64, f64) {
        let movement = self.movement();
        (movement.low, movement.high)
    }

    /// The lowest and highest value where weight or another limb presses it; none, where pressing
    /// brings it no further.
    pub fn pressed_limits(self) -> Option<(f64, f64)> {
        self.movement().pressed
    }

    /// The lowest and highest value, where some joints are pressed.
    pub fn limits_among(self, pressed: &[Self]) -> (f64, f64) {
        self.pressed_limits()
            .filter(|_| pressed.contains(&self))
            .unwrap_or_else(|| self.limits())
    }

    /// The same movement on the other side.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self.0 {
            place if place < CENTRAL => self,
            place if place < CENTRAL + SIDED => Self(place + SIDED),
            place => Self(place - SIDED),
        }
    }

    /// Whether it is an angle, so that a full turn changes nothing.
    pub fn is_angle(self) -> bool {
        !(self.0 < 3 || self.movement().name == "breath")
    }
}

/// Where every joint is, in degrees.
#[derive(Clone, Debug, PartialEq)]
pub struct Pose([f64; COUNT]);

impl Default for Pose {
    fn default() -> Self {
        let mut pose = Self([0.0; COUNT]);
        for side in Side::BOTH {
            pose.set_sided(side, "shoulder_abduction", 5.0);
            pose.set_sided(side, "elbow_flexion", 12.0);
            pose.set_sided(side, "finger_flexion", 22.0);
            pose.set_sided(side, "forearm_pronation", 15.0);
        }
        pose
    }
}

/// A joint that was asked for more than people have.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{joint} is at {value:.0}°, its limits are {low:.0}° and {high:.0}°{}", hint(*.pressed))]
pub struct BeyondLimit {
    /// The joint's name; of several that share a movement, all.
    pub joint: String,
    /// What it was asked for, in degrees.
    pub value: f64,
    /// The lowest it can do.
    pub low: f64,
    /// The highest it can do.
    pub high: f64,
    /// What it could do where it is pressed, and isn't said to be.
    pub pressed: Option<(f64, f64)>,
}

fn hint(pressed: Option<(f64, f64)>) -> String {
    pressed.map_or_else(String::new, |(low, high)| {
        format!(" ({low:.0}° and {high:.0}° where `pressed` names it)")
    })
}

impl Pose {
    /// The value of a movement.
    pub fn get(&self, joint: Joint) -> f64 {
        self.0[joint.0]
    }

    /// Sets a movement.
    pub fn set(&mut self, joint: Joint, value: f64) {
        self.0[joint.0] = value;
    }

    /// The value of a movement without a side; 0 if there is none of that name.
    pub fn central(&self, name: &str) -> f64 {
        Joint::central(name).map_or(0.0, |joint| self.get(joint))
    }

    /// The value of a movement on a side; 0 if there is none of that name.
    pub fn sided(&self, side: Side, name: &str) -> f64 {
        Joint::sided(side, name).map_or(0.0, |joint| self.get(joint))
    }

    /// Sets a movement on a side.
    pub fn set_sided(&mut self, side: Side, name: &str, value: f64) {
        if let Some(joint) = Joint::sided(side, name) {
            self.set(joint, value);
        }
    }

    /// Sets a movement without a side.
    pub fn set_central(&mut self, name: &str, value: f64) {
        if let Some(joint) = Joint::central(name) {
            self.set(joint, value);
        }
    }

    /// Takes over the values of a file.
    ///
    /// # Errors
    /// The name that no joint has.
    pub fn apply(&mut self, angles: &BTreeMap<String, f64>) -> Result<(), String> {
        // Both sides first, so that one side's value wins whatever the order in the file.
        for both in [true, false] {
            for (name, value) in angles {
                let joints = Joint::named(name);
                if joints.is_empty() {
                    return Err(name.clone());
                }
                if (joints.len() == 2) == both {
                    for joint in joints {
                        self.set(joint, *value);
                    }
                }
            }
        }
        Ok(())
    }

    /// The first joint beyond its limits, which are wider for those that are pressed.
    ///
    /// # Errors
    /// That joint, its angle and its limits; half a degree is let pass.
    pub fn check(&self, pressed: &[Joint]) -> Result<(), BeyondLimit> {
        let beyond = |value: f64, low: f64, high: f64| value < low - 0.5 || value > high + 0.5;
        for joint in Joint::all() {
            let (low, high) = joint.limits_among(pressed);
            let value = self.get(joint);
            if beyond(value, low, high) {
                let hinted = !pressed.contains(&joint);
                return Err(BeyondLimit {
                    joint: joint.name(),
                    value,
                    low,
                    high,
                    pressed: joint.pressed_limits().filter(|_| hinted),
                });
            }
        }
        for (names, low, high) in SUMS {
            let value = names.iter().map(|name| self.central(name)).sum();
            if beyond(value, low, high) {
                return Err(BeyondLimit {
                    joint: names.join(" + "),
                    value,
                    low,
                    high,
                    pressed: None,
                });
            }
        }
        Ok(())
    }

    /// The same pose with left and right swapped.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        let mut other = self.clone();
        for (place, movement) in MOVEMENTS.iter().enumerate() {
            match movement.mirror {
                Mirror::Same => {}
                Mirror::Opposite => other.0[place] = -self.0[place],
                Mirror::Sided => {
                    other.0[place] = self.0[place + SIDED];
                    other.0[place + SIDED] = self.0[place];
                }
            }
        }
        other
    }

    /// The pose a share of the way towards another.
    #[must_use]
    pub fn towards(&self, other: &Self, share: f64) -> Self {
        let mut between = self.clone();
        for (place, value) in between.0.iter_mut().enumerate() {
            *value += (other.0[place] - *value) * share;
        }
        between
    }

    /// Turns every angle by full turns so that it is nearest to another pose's.
    pub fn unwind(&mut self, near: &Self) {
        for joint in Joint::all().filter(|joint| joint.is_angle()) {
            let turns = ((self.get(joint) - near.get(joint)) / 360.0).round();
            let value = self.get(joint) - 360.0 * turns;
            let (low, high) = joint.limits();
            if value >= low && value <= high {
                self.set(joint, value);
            }
        }
    }
}
