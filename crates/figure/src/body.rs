//! The body: from a pose's angles to where everything is (forward kinematics).
//!
//! Lengths are fractions of stature after Drillis and Contini; the girdles' breadths are outer
//! breadths, so that the joints lie a little further in.

use crate::math::{Rotation, Vector, vector};
use crate::pose::{Joint, Pose, Region, Side, SidedJoint, joint};

/// Stature in metres.
pub const STATURE: f64 = 1.70;
/// Seventh cervical vertebra to the top of the head.
pub const HEAD_AND_NECK: f64 = 0.182 * STATURE;
/// Shoulder to hip.
pub const TRUNK: f64 = 0.288 * STATURE;
/// Shoulder to elbow.
pub const UPPER_ARM: f64 = 0.186 * STATURE;
/// Elbow to wrist.
pub const FOREARM: f64 = 0.146 * STATURE;
/// Wrist to the tips of the fingers.
pub const HAND: f64 = 0.108 * STATURE;
/// Hip to knee.
pub const THIGH: f64 = 0.245 * STATURE;
/// Knee to ankle.
pub const SHANK: f64 = 0.246 * STATURE;
/// Heel to the tip of the toes.
pub const FOOT: f64 = 0.152 * STATURE;
/// Ankle above the sole.
pub const ANKLE: f64 = 0.039 * STATURE;
/// Distance of the shoulder joints, arms hanging.
pub const SHOULDERS: f64 = 0.259 * STATURE - 2.0 * 0.047;
/// Distance of the hip joints.
pub const HIPS: f64 = 0.191 * STATURE - 2.0 * 0.078;

const LUMBAR: usize = 4;
const THORACIC: usize = 7;
const CERVICAL: usize = 4;
/// The joints of the spine, with that of the skull.
const JOINTS: usize = LUMBAR + THORACIC + CERVICAL + 1;
const LUMBAR_LENGTH: f64 = 0.152;
const THORACIC_LENGTH: f64 = 0.256;
const CERVICAL_LENGTH: f64 = 0.092;
const SACRUM: f64 = 0.098;
/// The curve of a spine at rest: tilt of the sacrum, then what the regions add, in degrees.
const REST: [f64; 4] = [10.0, -20.0, 28.0, -10.0];

/// A place on the body with the directions that belong to it.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Where it is, in metres.
    pub at: Vector,
    /// Where its left, up and forward point.
    pub frame: Rotation,
}

impl Place {
    /// A point given in its own directions.
    pub fn point(self, x: f64, y: f64, z: f64) -> Vector {
        self.at + self.frame.turn(vector(x, y, z))
    }
}

/// An arm.
#[derive(Clone, Copy, Debug)]
pub struct Arm {
    /// Whose it is.
    pub side: Side,
    /// The shoulder joint with the upper arm's directions.
    pub shoulder: Place,
    /// The elbow with the forearm's directions.
    pub elbow: Place,
    /// The wrist with the hand's directions: fingers down, thumb forward.
    pub wrist: Place,
    /// The tip of the stretched hand.
    pub hand: Vector,
    /// How far the fingers are bent, in degrees.
    pub fingers: f64,
}

/// A leg.
#[derive(Clone, Copy, Debug)]
pub struct Leg {
    /// The hip joint with the thigh's directions.
    pub hip: Place,
    /// The knee with the shank's directions.
    pub knee: Place,
    /// The ankle with the foot's directions.
    pub ankle: Place,
    /// The ball of the foot with the toes' directions.
    pub ball: Place,
}

impl Leg {
    /// The heel's underside.
    pub fn heel(&self) -> Vector {
        self.ankle.point(0.0, -ANKLE, -0.055)
    }

    /// The tip of the toes.
    pub fn toe(&self) -> Vector {
        self.ball.point(0.0, 0.0, FOOT - 0.055 - BALL)
    }
}

/// From the ankle forward to the ball of the foot.
const BALL: f64 = 0.125;

/// Where everything of the body is.
#[derive(Clone, Copy, Debug)]
pub struct Body {
    /// The middle between the hip joints.
    pub pelvis: Place,
    /// The spine from the sacrum to the skull: every joint, with the directions of the segment above.
    pub spine: [Place; JOINTS],
    /// The chest's upper end with the directions of the shoulder girdle.
    pub girdle: Place,
    /// The skull's base with the head's directions.
    pub head: Place,
    /// Left and right.
    pub arms: [Arm; 2],
    /// Left and right.
    pub legs: [Leg; 2],
    /// How far the chest is filled, 0 to 1.
    pub breath: f64,
}

/// The spine's joint at the third lumbar vertebra.
pub const L3: usize = 2;
/// The spine's joint between lumbar and thoracic spine.
pub const T12: usize = LUMBAR;
/// The spine's joint at the seventh thoracic vertebra.
pub const T7: usize = LUMBAR + 4;
/// The spine's joint at the seventh cervical vertebra.
pub const C7: usize = LUMBAR + THORACIC;

impl Body {
    /// The body in a pose.
    pub fn new(pose: &Pose) -> Self {
        let pelvis = Place {
            at: vector(
                pose.get(joint::PLACE_X),
                pose.get(joint::PLACE_Y),
                pose.get(joint::PLACE_Z),
            ),
            frame: Rotation::yaw(-pose.get(joint::PELVIS_TURN))
                .then_pitch(pose.get(joint::PELVIS_PITCH))
                .then_roll(pose.get(joint::PELVIS_LEAN)),
        };
        let (spine, girdle) = Self::spine(pelvis, pose);
        Self {
            pelvis,
            spine,
            girdle,
            head: spine[JOINTS - 1],
            arms: Side::BOTH.map(|side| Self::arm(girdle, pose, side)),
            legs: Side::BOTH.map(|side| Self::leg(pelvis, pose, side)),
            breath: pose.get(joint::BREATH),
        }
    }

    /// Follows its pose where only one joint of it was moved.
    pub(crate) fn follow(&mut self, pose: &Pose, moved: Joint) {
        match moved.region() {
            Region::Whole => *self = Self::new(pose),
            Region::Spine => {
                (self.spine, self.girdle) = Self::spine(self.pelvis, pose);
                self.head = self.spine[JOINTS - 1];
                self.arms = Side::BOTH.map(|side| Self::arm(self.girdle, pose, side));
            }
            Region::Breath => self.breath = pose.get(joint::BREATH),
            Region::Arm(side) => self.follow_arm(pose, side),
            Region::Leg(side) => self.follow_leg(pose, side),
        }
    }

    /// Follows its pose where only joints of an arm were moved.
    pub(crate) fn follow_arm(&mut self, pose: &Pose, side: Side) {
        self.arms[usize::from(side == Side::Right)] = Self::arm(self.girdle, pose, side);
    }

    /// Follows its pose where only joints of a leg were moved.
    pub(crate) fn follow_leg(&mut self, pose: &Pose, side: Side) {
        self.legs[usize::from(side == Side::Right)] = Self::leg(self.pelvis, pose, side);
    }

    /// The spine, and the girdle at its upper end, in a pose whose pelvis is known.
    fn spine(pelvis: Place, pose: &Pose) -> ([Place; JOINTS], Place) {
        let mut at = pelvis.point(0.0, SACRUM, -0.012);
        let mut frame = pelvis.frame.then_pitch(REST[0]);
        let regions = [
            (
                [
                    joint::LUMBAR_ROTATION,
                    joint::LUMBAR_SIDE_BEND,
                    joint::LUMBAR_FLEXION,
                ],
                LUMBAR,
                LUMBAR_LENGTH,
                REST[1],
            ),
            (
                [
                    joint::THORACIC_ROTATION,
                    joint::THORACIC_SIDE_BEND,
                    joint::THORACIC_FLEXION,
                ],
                THORACIC,
                THORACIC_LENGTH,
                REST[2],
            ),
            (
                [
                    joint::NECK_ROTATION,
                    joint::NECK_SIDE_BEND,
                    joint::NECK_FLEXION,
                ],
                CERVICAL,
                CERVICAL_LENGTH,
                REST[3],
            ),
        ];
        let mut spine = [Place { at, frame }; JOINTS];
        let mut place = 0;
        for (joints, count, length, rest) in regions {
            #[allow(clippy::cast_precision_loss, reason = "a handful of segments")]
            let share = 1.0 / count as f64;
            let [turn, bend, flex] = joints.map(|joint| pose.get(joint));
            let step = Rotation::yaw(-turn * share)
                .then_roll(bend * share)
                .then_pitch((flex + rest) * share);
            for _ in 0..count {
                frame = frame.then(step);
                spine[place] = Place { at, frame };
                place += 1;
                at = at + frame.up * (length * share);
            }
        }
        let upright = -(REST[0] + REST[1] + REST[2] + REST[3]);
        spine[place] = Place {
            at,
            frame: frame.then_pitch(upright + pose.get(joint::HEAD_NOD)),
        };
        let girdle = Place {
            at: spine[C7].at,
            frame: spine[C7 - 1]
                .frame
                .then_pitch(-(REST[0] + REST[1] + REST[2])),
        };
        (spine, girdle)
    }

    /// The arm of a side in a pose, where the girdle is known.
    pub(crate) fn arm(girdle: Place, pose: &Pose, side: Side) -> Arm {
        let s = side.sign();
        let get = |joint: SidedJoint| pose.get(joint.on(side));
        let lift = Rotation::yaw(-s * get(joint::SCAPULA_PROTRACTION))
            .then_roll(s * get(joint::SCAPULA_ELEVATION));
        let pivot = vector(0.022 * s, -0.012, 0.055);
        let reach = vector((SHOULDERS / 2.0 - 0.022) * s, -0.013, -0.02);
        let at = girdle.at + girdle.frame.turn(pivot + lift.turn(reach));
        let upper = girdle
            .frame
            .then_pitch(-get(joint::SHOULDER_FLEXION))
            .then_roll(s * get(joint::SHOULDER_ABDUCTION))
            .then_yaw(-s * get(joint::SHOULDER_ROTATION));
        let shoulder = Place { at, frame: upper };
        let fore = upper.then_pitch(-get(joint::ELBOW_FLEXION));
        let elbow = Place {
            at: shoulder.point(0.0, -UPPER_ARM, 0.0),
            frame: fore,
        };
        let palm = fore
            .then_yaw(-s * get(joint::FOREARM_PRONATION))
            .then_roll(s * get(joint::WRIST_EXTENSION))
            .then_pitch(-get(joint::WRIST_DEVIATION));
        let wrist = Place {
            at: elbow.point(0.0, -FOREARM, 0.0),
            frame: palm,
        };
        Arm {
            side,
            shoulder,
            elbow,
            wrist,
            hand: wrist.point(0.0, -HAND, 0.0),
            fingers: get(joint::FINGER_FLEXION),
        }
    }

    fn leg(pelvis: Place, pose: &Pose, side: Side) -> Leg {
        let s = side.sign();
        let get = |joint: SidedJoint| pose.get(joint.on(side));
        let upper = pelvis
            .frame
            .then_pitch(-get(joint::HIP_FLEXION))
            .then_roll(s * get(joint::HIP_ABDUCTION))
            .then_yaw(-s * get(joint::HIP_ROTATION));
        let hip = Place {
            at: pelvis.point(HIPS / 2.0 * s, 0.0, 0.0),
            frame: upper,
        };
        let lower = upper.then_pitch(get(joint::KNEE_FLEXION));
        let knee = Place {
            at: hip.point(0.0, -THIGH, 0.0),
            frame: lower,
        };
        let foot = lower
            .then_pitch(-get(joint::ANKLE_DORSIFLEXION))
            .then_roll(-s * get(joint::ANKLE_INVERSION))
            .then_yaw(-s * get(joint::ANKLE_ROTATION));
        let ankle = Place {
            at: knee.point(0.0, -SHANK, 0.0),
            frame: foot,
        };
        let ball = Place {
            at: ankle.point(0.0, -ANKLE + 0.018, BALL),
            frame: foot.then_pitch(-get(joint::TOE_EXTENSION)),
        };
        Leg {
            hip,
            knee,
            ankle,
            ball,
        }
    }

    /// The arm of a side.
    pub fn arm_of(&self, side: Side) -> &Arm {
        &self.arms[usize::from(side == Side::Right)]
    }

    /// The leg of a side.
    pub fn leg_of(&self, side: Side) -> &Leg {
        &self.legs[usize::from(side == Side::Right)]
    }

    /// The joints that are told to others, by their names: metres, y up, floor at 0.
    ///
    /// Head and neck are told as one segment, and so is a foot, though the neck's vertebrae and the
    /// ball of the foot bend: their far ends lie where they are seen from the near ones, in the
    /// segment's length.
    pub fn joints(&self) -> Vec<(String, Vector)> {
        let neck = self.spine[C7].at;
        let along = |from: Vector, to: Vector, length: f64| from + (to - from).unit() * length;
        let crown = self.head.point(0.0, head_height(), 0.0);
        let mut joints: Vec<(String, Vector)> = vec![
            ("head_top".into(), along(neck, crown, HEAD_AND_NECK)),
            ("nose".into(), self.head.point(0.0, 0.083, 0.118)),
            ("left_ear".into(), self.head.point(0.077, 0.095, 0.0)),
            ("right_ear".into(), self.head.point(-0.077, 0.095, 0.0)),
            ("neck".into(), neck),
            ("thorax".into(), self.spine[T7].at),
            ("lumbar".into(), self.spine[L3].at),
            ("pelvis".into(), self.pelvis.at),
        ];
        for side in Side::BOTH {
            let arm = self.arm_of(side);
            let leg = self.leg_of(side);
            let of = |name: &str| format!("{}_{name}", side.id());
            joints.extend([
                (of("shoulder"), arm.shoulder.at),
                (of("elbow"), arm.elbow.at),
                (of("wrist"), arm.wrist.at),
                (of("hand"), arm.hand),
                (of("hip"), leg.hip.at),
                (of("knee"), leg.knee.at),
                (of("ankle"), leg.ankle.at),
                (of("heel"), leg.heel()),
                (of("toe"), along(leg.heel(), leg.toe(), FOOT)),
            ]);
        }
        joints
    }
}

/// From the skull's base to the top of the head, so that head and neck together keep their length.
pub const fn head_height() -> f64 {
    HEAD_AND_NECK - CERVICAL_LENGTH
}
