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
const SUMS: [([Joint; 2], f64, f64); 3] = [
    ([joint::NECK_FLEXION, joint::HEAD_NOD], -80.0, 50.0),
    (
        [joint::LUMBAR_SIDE_BEND, joint::THORACIC_SIDE_BEND],
        -35.0,
        35.0,
    ),
    (
        [joint::LUMBAR_ROTATION, joint::THORACIC_ROTATION],
        -45.0,
        45.0,
    ),
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

/// Every movement, found by its name when the program is built: bodies are computed thousands of
/// times for a picture.
pub(crate) mod joint {
    use super::{Joint, SidedJoint};

    pub const PLACE_X: Joint = Joint::of("place_x");
    pub const PLACE_Y: Joint = Joint::of("place_y");
    pub const PLACE_Z: Joint = Joint::of("place_z");
    pub const PELVIS_TURN: Joint = Joint::of("pelvis_turn");
    pub const PELVIS_PITCH: Joint = Joint::of("pelvis_pitch");
    pub const PELVIS_LEAN: Joint = Joint::of("pelvis_lean");
    pub const LUMBAR_FLEXION: Joint = Joint::of("lumbar_flexion");
    pub const LUMBAR_SIDE_BEND: Joint = Joint::of("lumbar_side_bend");
    pub const LUMBAR_ROTATION: Joint = Joint::of("lumbar_rotation");
    pub const THORACIC_FLEXION: Joint = Joint::of("thoracic_flexion");
    pub const THORACIC_SIDE_BEND: Joint = Joint::of("thoracic_side_bend");
    pub const THORACIC_ROTATION: Joint = Joint::of("thoracic_rotation");
    pub const NECK_FLEXION: Joint = Joint::of("neck_flexion");
    pub const NECK_SIDE_BEND: Joint = Joint::of("neck_side_bend");
    pub const NECK_ROTATION: Joint = Joint::of("neck_rotation");
    pub const HEAD_NOD: Joint = Joint::of("head_nod");
    pub const BREATH: Joint = Joint::of("breath");

    pub const SCAPULA_ELEVATION: SidedJoint = SidedJoint::of("scapula_elevation");
    pub const SCAPULA_PROTRACTION: SidedJoint = SidedJoint::of("scapula_protraction");
    pub const SHOULDER_FLEXION: SidedJoint = SidedJoint::of("shoulder_flexion");
    pub const SHOULDER_ABDUCTION: SidedJoint = SidedJoint::of("shoulder_abduction");
    pub const SHOULDER_ROTATION: SidedJoint = SidedJoint::of("shoulder_rotation");
    pub const ELBOW_FLEXION: SidedJoint = SidedJoint::of("elbow_flexion");
    pub const FOREARM_PRONATION: SidedJoint = SidedJoint::of("forearm_pronation");
    pub const WRIST_EXTENSION: SidedJoint = SidedJoint::of("wrist_extension");
    pub const WRIST_DEVIATION: SidedJoint = SidedJoint::of("wrist_deviation");
    pub const FINGER_FLEXION: SidedJoint = SidedJoint::of("finger_flexion");
    pub const HIP_FLEXION: SidedJoint = SidedJoint::of("hip_flexion");
    pub const HIP_ABDUCTION: SidedJoint = SidedJoint::of("hip_abduction");
    pub const HIP_ROTATION: SidedJoint = SidedJoint::of("hip_rotation");
    pub const KNEE_FLEXION: SidedJoint = SidedJoint::of("knee_flexion");
    pub const ANKLE_DORSIFLEXION: SidedJoint = SidedJoint::of("ankle_dorsiflexion");
    pub const ANKLE_INVERSION: SidedJoint = SidedJoint::of("ankle_inversion");
    pub const ANKLE_ROTATION: SidedJoint = SidedJoint::of("ankle_rotation");
    pub const TOE_EXTENSION: SidedJoint = SidedJoint::of("toe_extension");
}

/// Where in the list a movement of that name is; a name that there isn't stops the build.
const fn place_of(name: &str) -> usize {
    let mut place = 0;
    while !is_same(MOVEMENTS[place].name, name) {
        place += 1;
    }
    place
}

/// `==` of texts, for what is found when the program is built.
const fn is_same(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    let mut place = 0;
    while place < one.len() {
        if one[place] != other[place] {
            return false;
        }
        place += 1;
    }
    true
}

/// A movement of a joint by its place in a pose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Joint(usize);

/// A movement that there is on either side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SidedJoint(usize);

impl SidedJoint {
    const fn of(name: &str) -> Self {
        let place = place_of(name);
        assert!(place >= CENTRAL, "it has no side");
        Self(place)
    }

    /// The movement of a side.
    pub const fn on(self, side: Side) -> Joint {
        match side {
            Side::Left => Joint(self.0),
            Side::Right => Joint(self.0 + SIDED),
        }
    }
}

/// What of a body a movement moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Region {
    /// All of it.
    Whole,
    /// The spine, and with it head and arms.
    Spine,
    /// How far the chest is filled.
    Breath,
    /// An arm.
    Arm(Side),
    /// A leg.
    Leg(Side),
}

impl Joint {
    const fn of(name: &str) -> Self {
        let place = place_of(name);
        assert!(place < CENTRAL, "it has a side");
        Self(place)
    }

    /// What of the body it moves.
    pub(crate) fn region(self) -> Region {
        let side = if self.0 < CENTRAL + SIDED {
            Side::Left
        } else {
            Side::Right
        };
        if self.0 < joint::LUMBAR_FLEXION.0 {
            Region::Whole
        } else if self == joint::BREATH {
            Region::Breath
        } else if self.0 < CENTRAL {
            Region::Spine
        } else if self.0 < joint::HIP_FLEXION.on(side).0 {
            Region::Arm(side)
        } else {
            Region::Leg(side)
        }
    }

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
        !(self.0 < joint::PELVIS_TURN.0 || self == joint::BREATH)
    }
}

/// Where every joint is, in degrees.
#[derive(Clone, Debug, PartialEq)]
pub struct Pose([f64; COUNT]);

impl Default for Pose {
    fn default() -> Self {
        let mut pose = Self([0.0; COUNT]);
        for side in Side::BOTH {
            pose.set(joint::SHOULDER_ABDUCTION.on(side), 5.0);
            pose.set(joint::ELBOW_FLEXION.on(side), 12.0);
            pose.set(joint::FINGER_FLEXION.on(side), 22.0);
            pose.set(joint::FOREARM_PRONATION.on(side), 15.0);
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
        for (joints, low, high) in SUMS {
            let value = joints.iter().map(|joint| self.get(*joint)).sum();
            if beyond(value, low, high) {
                return Err(BeyondLimit {
                    joint: joints.map(Joint::name).join(" + "),
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
