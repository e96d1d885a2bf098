//! Contacts: what of the body touches what, and the angles that make it so.
//!
//! Hands and feet are placed by two-bone inverse kinematics, exactly and at once. What is left
//! (a knee, a forehead, the seat) is met by varying the movements that the pose calls free.

use serde::Deserialize;

use crate::body::{ANKLE, Arm, Body, FOREARM, HAND, Place, SHANK, THIGH, UPPER_ARM};
use crate::math::{Rotation, UP, Vector, vector};
use crate::pose::{Joint, Pose, Side, SidedJoint, joint};

/// A contact as a file describes it. Points and directions are `[left, up, forward]`.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// What touches: `palms`, `left_sole`, `knees`, `forehead`, `seat` …
    pub part: String,
    /// Where a hand or foot is placed, in metres; the left one's, where both are meant.
    pub at: Option<[f64; 3]>,
    /// On whose body part the place is given: `left_thigh`, `right_thigh`, `head` …
    pub of: Option<String>,
    /// What faces away from the surface.
    pub normal: Option<[f64; 3]>,
    /// Where the fingers or toes point; palms go on in their forearm's direction, if left out.
    pub along: Option<[f64; 3]>,
    /// Where the elbow or knee points.
    pub pole: Option<[f64; 3]>,
    /// Only how far to the left.
    pub x: Option<f64>,
    /// Only how high.
    pub y: Option<f64>,
    /// Only how far forward.
    pub z: Option<f64>,
}

/// A contact of one part of the body, ready to be solved.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Touch {
    /// The part, without its side.
    pub part: Part,
    /// The side; none for what is in the middle.
    pub side: Option<Side>,
    of: Option<(Ground, Option<Side>)>,
    at: Vector,
    /// Away from the surface.
    pub normal: Vector,
    along: Option<Vector>,
    pole: Option<Vector>,
    fixed: [Option<f64>; 3],
}

/// What can touch something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are what they are called")]
pub enum Part {
    Palm,
    Hand,
    Sole,
    Forearm,
    Knee,
    Toe,
    Heel,
    Elbow,
    Wrist,
    Seat,
    Forehead,
    BackOfHead,
    UpperBack,
    LowerBack,
    Chest,
    Hip,
}

impl Part {
    fn named(name: &str) -> Option<(Self, bool)> {
        Some(match name {
            "palm" => (Self::Palm, true),
            "hand" => (Self::Hand, true),
            "sole" => (Self::Sole, true),
            "forearm" => (Self::Forearm, true),
            "knee" => (Self::Knee, true),
            "toe" => (Self::Toe, true),
            "heel" => (Self::Heel, true),
            "elbow" => (Self::Elbow, true),
            "wrist" => (Self::Wrist, true),
            "seat" => (Self::Seat, false),
            "forehead" => (Self::Forehead, false),
            "back_of_head" => (Self::BackOfHead, false),
            "upper_back" => (Self::UpperBack, false),
            "lower_back" => (Self::LowerBack, false),
            "chest" => (Self::Chest, false),
            "hip" => (Self::Hip, false),
            _ => return None,
        })
    }

    fn is_placed(self) -> bool {
        matches!(self, Self::Palm | Self::Hand | Self::Sole | Self::Forearm)
    }
}

/// A body part on which a place is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ground {
    Thigh,
    Shank,
    Head,
    Pelvis,
    Chest,
}

/// The body parts that a contact can be `of`.
pub(crate) const GROUNDS: [&str; 5] = ["thigh", "shank", "head", "pelvis", "chest"];

impl Ground {
    fn named(name: &str) -> Option<Self> {
        let all = [
            Self::Thigh,
            Self::Shank,
            Self::Head,
            Self::Pelvis,
            Self::Chest,
        ];
        let place = GROUNDS.iter().position(|known| *known == name)?;
        Some(all[place])
    }
}

/// A contact that is not met, or that nobody could meet.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[allow(missing_docs, reason = "the messages say it")]
pub enum ContactError {
    #[error("there is no part of the body called `{0}` that could touch something")]
    UnknownPart(String),
    #[error("the contact of `{0}` needs `at = [left, up, forward]`")]
    NoPlace(String),
    #[error("{part} misses its contact by {gap_cm:.1} cm")]
    Missed { part: String, gap_cm: f64 },
}

fn of_array([x, y, z]: [f64; 3]) -> Vector {
    vector(x, y, z)
}

impl Contact {
    /// The contacts of single parts that it stands for.
    ///
    /// # Errors
    /// An unknown part, or a hand or foot without a place.
    pub fn touches(&self) -> Result<Vec<Touch>, ContactError> {
        let name = self.part.as_str();
        let (sides, base): (Vec<Option<Side>>, &str) =
            if let Some(rest) = name.strip_prefix("left_") {
                (vec![Some(Side::Left)], rest)
            } else if let Some(rest) = name.strip_prefix("right_") {
                (vec![Some(Side::Right)], rest)
            } else if let Some(rest) = name.strip_suffix('s').filter(|n| Part::named(n).is_some()) {
                (vec![Some(Side::Left), Some(Side::Right)], rest)
            } else {
                (vec![None], name)
            };
        let (part, sided) =
            Part::named(base).ok_or_else(|| ContactError::UnknownPart(self.part.clone()))?;
        if sided != sides[0].is_some() {
            return Err(ContactError::UnknownPart(self.part.clone()));
        }
        if part.is_placed() && self.at.is_none() {
            return Err(ContactError::NoPlace(self.part.clone()));
        }
        let of = match self.of.as_deref() {
            None => None,
            Some(name) => {
                let (rest, side) = match (name.strip_prefix("left_"), name.strip_prefix("right_")) {
                    (Some(rest), _) => (rest, Some(Side::Left)),
                    (_, Some(rest)) => (rest, Some(Side::Right)),
                    _ => (name, None),
                };
                let ground = Ground::named(rest)
                    .ok_or_else(|| ContactError::UnknownPart(name.to_owned()))?;
                Some((ground, side))
            }
        };
        let both = sides.len() == 2;
        Ok(sides
            .into_iter()
            .map(|side| {
                let swap = both && side == Some(Side::Right);
                let turn = |v: Vector| if swap { v.mirrored() } else { v };
                Touch {
                    part,
                    side,
                    of: of.map(|(ground, own)| (ground, own.or(side))),
                    at: turn(self.at.map_or(Vector::default(), of_array)),
                    normal: turn(self.normal.map_or(UP, of_array)).unit(),
                    along: self.along.map(|v| turn(of_array(v))),
                    pole: self.pole.map(|v| turn(of_array(v))),
                    fixed: [self.x.map(|x| if swap { -x } else { x }), self.y, self.z],
                }
            })
            .collect())
    }
}

impl Touch {
    /// Its name with its side.
    pub fn name(&self) -> String {
        let part = format!("{:?}", self.part);
        let mut words = String::new();
        for letter in part.chars() {
            if letter.is_uppercase() && !words.is_empty() {
                words.push('_');
            }
            words.push(letter.to_ascii_lowercase());
        }
        match self.side {
            Some(side) => format!("{}_{words}", side.id()),
            None => words,
        }
    }

    /// The contact of the other side.
    #[must_use]
    pub fn mirrored(&self) -> Self {
        Self {
            side: self.side.map(Side::other),
            of: self.of.map(|(of, side)| (of, side.map(Side::other))),
            at: self.at.mirrored(),
            normal: self.normal.mirrored(),
            along: self.along.map(Vector::mirrored),
            pole: self.pole.map(Vector::mirrored),
            fixed: [self.fixed[0].map(|x| -x), self.fixed[1], self.fixed[2]],
            ..*self
        }
    }

    /// Whether another contact is one of the same part with the same thing.
    pub fn matches(&self, other: &Self) -> bool {
        self.part == other.part && self.side == other.side && self.of == other.of
    }

    /// The contact a share of the way towards another of the same part.
    #[must_use]
    pub fn towards(&self, other: &Self, share: f64) -> Self {
        let blend = |a: Option<Vector>, b: Option<Vector>| match (a, b) {
            (Some(a), Some(b)) => Some(a.towards(b, share)),
            (a, b) => a.or(b),
        };
        let mut fixed = self.fixed;
        for (mine, theirs) in fixed.iter_mut().zip(other.fixed) {
            if let (Some(a), Some(b)) = (&mut *mine, theirs) {
                *a += (b - *a) * share;
            }
        }
        Self {
            at: self.at.towards(other.at, share),
            normal: self.normal.towards(other.normal, share).unit(),
            along: blend(self.along, other.along),
            pole: blend(self.pole, other.pole),
            fixed,
            ..*self
        }
    }

    /// Where a hand or foot is placed.
    pub fn at(&self) -> Vector {
        self.at
    }

    /// The same contact at another place.
    #[must_use]
    pub fn placed(self, at: Vector) -> Self {
        Self { at, ..self }
    }

    fn ground(&self, body: &Body) -> (Place, Rotation) {
        let none = Place {
            at: Vector::default(),
            frame: Rotation::NONE,
        };
        let place = match self.of {
            None => none,
            Some((of, side)) => {
                let side = side.unwrap_or(Side::Left);
                match of {
                    Ground::Thigh => body.leg_of(side).hip,
                    Ground::Shank => body.leg_of(side).knee,
                    Ground::Head => body.head,
                    Ground::Pelvis => body.pelvis,
                    Ground::Chest => body.girdle,
                }
            }
        };
        (place, place.frame)
    }

    /// The body's own point that touches.
    fn point(&self, body: &Body) -> Vector {
        let side = self.side.unwrap_or(Side::Left);
        let arm = body.arm_of(side);
        let leg = body.leg_of(side);
        let down = -self.normal;
        match self.part {
            Part::Palm => palm(arm),
            Part::Hand => grip(arm),
            Part::Sole => leg.ankle.point(0.0, -ANKLE, 0.0),
            Part::Knee => leg.knee.at + down * 0.055,
            Part::Toe => leg.toe() + down * 0.014,
            Part::Heel => leg.heel(),
            Part::Elbow | Part::Forearm => arm.elbow.at + down * ELBOW_HEIGHT,
            Part::Wrist => arm.wrist.at + down * 0.028,
            Part::Seat => body.pelvis.point(0.0, 0.0, -0.03) + down * 0.105,
            Part::Forehead => body.head.point(0.0, 0.14, 0.022) + down * 0.075,
            Part::BackOfHead => body.head.point(0.0, 0.12, -0.01) + down * 0.092,
            Part::UpperBack => body.spine[crate::body::T7].at + down * 0.045,
            Part::LowerBack => body.spine[crate::body::L3].at + down * 0.055,
            Part::Chest => body.spine[crate::body::T7].at + down * 0.165,
            Part::Hip => body.pelvis.at + down * 0.105,
        }
    }

    /// How far the part is from where it should be, in metres; along each fixed direction.
    pub fn gaps(&self, body: &Body) -> [f64; 3] {
        let point = self.point(body);
        if self.part.is_placed() {
            let (place, frame) = self.ground(body);
            let gap = point - (place.at + frame.turn(self.at));
            [gap.x, gap.y, gap.z]
        } else {
            let along = |value: f64, fixed: Option<f64>| fixed.map_or(0.0, |fixed| value - fixed);
            [
                along(point.x, self.fixed[0]),
                along(point.y, self.fixed[1]),
                along(point.z, self.fixed[2]),
            ]
        }
    }

    /// The distance from where it should be, in metres.
    pub fn gap(&self, body: &Body) -> f64 {
        of_array(self.gaps(body)).length()
    }

    /// Puts the hand or foot in its place.
    fn put(&self, pose: &mut Pose, body: &Body) {
        let Some(side) = self.side else { return };
        let (place, frame) = self.ground(body);
        let at = place.at + frame.turn(self.at);
        let normal = frame.turn(self.normal);
        match self.part {
            Part::Palm => {
                let along = self.along.map(|along| frame.turn(along));
                self.put_palm(pose, body, side, at, normal, along);
            }
            Part::Hand => self.put_hand(pose, body, side, at),
            Part::Forearm => {
                let along = frame.turn(self.along.unwrap_or(UP)).beside(normal).unit();
                put_forearm(pose, body, side, at, normal, along);
            }
            Part::Sole => self.put_sole(pose, body, side, at, normal),
            _ => {}
        }
    }

    fn put_palm(
        &self,
        pose: &mut Pose,
        body: &Body,
        side: Side,
        at: Vector,
        normal: Vector,
        along: Option<Vector>,
    ) {
        let toward = at - body.arm_of(side).shoulder.at;
        let mut fingers = along.unwrap_or(toward).beside(normal).unit();
        let bent = |fingers: Vector| {
            let wrist = at + normal * PALM_HEIGHT - fingers * PALM_REACH;
            bend_arm(body, side, wrist, self.pole)
        };
        let mut arm = bent(fingers);
        // A hand that is told no direction goes on in its forearm's, which depends on the hand's.
        for _ in 0..if along.is_some() { 0 } else { 5 } {
            fingers = (-arm.forearm().up).beside(normal).unit();
            arm = bent(fingers);
        }
        arm.take(pose, body, side);
        lay_hand(pose, side, arm.forearm(), fingers, normal);
    }

    fn put_hand(&self, pose: &mut Pose, body: &Body, side: Side, at: Vector) {
        // The hand keeps its bend at the wrist; so the forearm is aimed until the grip fits.
        let mut wrist = at;
        for _ in 0..14 {
            bend_arm(body, side, wrist, self.pole).take(pose, body, side);
            let gap = at - grip(&Body::arm(body.girdle, pose, side));
            if gap.length() < 1e-4 {
                return;
            }
            wrist = wrist + gap * 0.8;
        }
        bend_arm(body, side, wrist, self.pole).take(pose, body, side);
    }

    fn put_sole(&self, pose: &mut Pose, body: &Body, side: Side, at: Vector, normal: Vector) {
        let leg = body.leg_of(side);
        let ankle = at + normal * ANKLE;
        let pole = self.pole.unwrap_or(body.pelvis.frame.forward);
        let (up, reach) = bend(leg.hip.at, ankle, THIGH, SHANK, pole);
        let thigh = Rotation::from_up_forward(-up, -reach.beside(up));
        let relative = body.pelvis.frame.to(thigh);
        set_ball(pose, side, HIP, relative);
        let knee = leg.hip.at + up * THIGH;
        let bent = angle(up, ankle - knee);
        pose.set(joint::KNEE_FLEXION.on(side), bent);
        let lower = thigh.then(Rotation::pitch(bent));
        let foot = Rotation::from_up_forward(normal, self.along.unwrap_or(vector(0.0, 0.0, 1.0)));
        let (pitch, roll, yaw) = lower.to(foot).pitch_roll_yaw();
        let s = side.sign();
        pose.set(joint::ANKLE_DORSIFLEXION.on(side), -pitch);
        pose.set(joint::ANKLE_INVERSION.on(side), -roll * s);
        pose.set(joint::ANKLE_ROTATION.on(side), -yaw * s);
    }
}

/// Turns a hand so that its palm lies on a surface.
fn lay_hand(pose: &mut Pose, side: Side, forearm: Rotation, fingers: Vector, normal: Vector) {
    let s = side.sign();
    // The back of the hand points to the body's side of its own: left for the left hand.
    let back = normal * s;
    let up = -fingers;
    let hand = Rotation {
        left: back,
        up,
        forward: back.cross(up),
    };
    let (mut yaw, roll, mut pitch) = forearm.to(hand).yaw_roll_pitch();
    // A hand at right angles to its forearm turns by pronation: deviation would be the same there.
    let square = ((roll.abs() - 78.0) / 8.0).clamp(0.0, 1.0);
    let spare = (pitch - pitch.clamp(-15.0, 15.0)) * square;
    pitch -= spare;
    yaw += spare * roll.signum();
    pose.set(joint::FOREARM_PRONATION.on(side), -yaw * s);
    pose.set(joint::WRIST_EXTENSION.on(side), roll * s);
    pose.set(joint::WRIST_DEVIATION.on(side), -pitch);
    pose.set(joint::FINGER_FLEXION.on(side), 4.0);
}

/// Lays a forearm on a surface: its elbow at a place, its hand in a direction from there.
fn put_forearm(
    pose: &mut Pose,
    body: &Body,
    side: Side,
    at: Vector,
    normal: Vector,
    along: Vector,
) {
    let elbow = at + normal * ELBOW_HEIGHT;
    let first = (elbow - body.arm_of(side).shoulder.at).unit();
    let second = (along * FOREARM - normal * (ELBOW_HEIGHT - PALM_HEIGHT)).unit();
    let arm = Aim { first, second };
    arm.take(pose, body, side);
    lay_hand(pose, side, arm.forearm(), along, normal);
}

/// The elbow's centre above a surface on which it lies.
const ELBOW_HEIGHT: f64 = 0.036;
/// The wrist's centre above a surface on which the palm lies.
const PALM_HEIGHT: f64 = 0.022;
/// From the wrist to the middle of the palm.
const PALM_REACH: f64 = 0.06;

fn palm(arm: &Arm) -> Vector {
    arm.wrist
        .point(-PALM_HEIGHT * arm.side.sign(), -PALM_REACH, 0.0)
}

fn grip(arm: &Arm) -> Vector {
    arm.wrist.point(-0.025 * arm.side.sign(), -HAND * 0.5, 0.0)
}

fn angle(a: Vector, b: Vector) -> f64 {
    a.cross(b).length().atan2(a.dot(b)).to_degrees()
}

/// Directions of the upper bone, and of the lower one, of a chain that reaches for a target.
fn bend(from: Vector, target: Vector, upper: f64, lower: f64, pole: Vector) -> (Vector, Vector) {
    let way = target - from;
    let length = way
        .length()
        .clamp((upper - lower).abs() + 1e-4, (upper + lower) * 0.99995);
    let straight = way.unit();
    let side = pole.beside(straight).unit();
    let cosine = ((upper * upper + length * length - lower * lower) / (2.0 * upper * length))
        .clamp(-1.0, 1.0);
    let first = straight * cosine + side * (1.0 - cosine * cosine).sqrt();
    let second = (straight * length - first * upper).unit();
    (first, second)
}

/// Where an arm points: directions of the upper arm and of the forearm.
#[derive(Clone, Copy)]
struct Aim {
    first: Vector,
    second: Vector,
}

impl Aim {
    fn upper(self) -> Rotation {
        Rotation::from_up_forward(-self.first, self.second.beside(self.first))
    }

    fn bent(self) -> f64 {
        angle(self.first, self.second)
    }

    /// The forearm's directions.
    fn forearm(self) -> Rotation {
        self.upper().then_pitch(-self.bent())
    }

    /// Has the arm of a pose point there.
    fn take(self, pose: &mut Pose, body: &Body, side: Side) {
        let relative = body.girdle.frame.to(self.upper());
        set_ball(pose, side, SHOULDER, relative);
        pose.set(joint::ELBOW_FLEXION.on(side), self.bent());
    }
}

/// Aims an arm's wrist at a place.
fn bend_arm(body: &Body, side: Side, wrist: Vector, pole: Option<Vector>) -> Aim {
    let arm = body.arm_of(side);
    let pole = pole.unwrap_or(
        body.girdle
            .frame
            .turn(vector(0.5 * side.sign(), -0.5, -0.8)),
    );
    let (first, second) = bend(arm.shoulder.at, wrist, UPPER_ARM, FOREARM, pole);
    Aim { first, second }
}

/// The movements of a shoulder.
pub(crate) const SHOULDER: [SidedJoint; 3] = [
    joint::SHOULDER_FLEXION,
    joint::SHOULDER_ABDUCTION,
    joint::SHOULDER_ROTATION,
];
/// The movements of a hip.
pub(crate) const HIP: [SidedJoint; 3] = [
    joint::HIP_FLEXION,
    joint::HIP_ABDUCTION,
    joint::HIP_ROTATION,
];

/// How a ball joint's three movements turn its limb.
pub(crate) fn ball_frame(pose: &Pose, side: Side, joints: [SidedJoint; 3]) -> Rotation {
    let s = side.sign();
    let [pitch, roll, yaw] = joints.map(|joint| pose.get(joint.on(side)));
    Rotation::pitch(-pitch)
        .then_roll(s * roll)
        .then_yaw(-s * yaw)
}

/// Sets the three movements of a ball joint, choosing the description that people's limits allow.
pub(crate) fn set_ball(pose: &mut Pose, side: Side, joints: [SidedJoint; 3], relative: Rotation) {
    let joints = joints.map(|joint| joint.on(side));
    let s = side.sign();
    let (pitch, roll, yaw) = relative.pitch_roll_yaw();
    let wrap = |a: f64, low: f64| if a < low { a + 360.0 } else { a };
    let bound = |a: f64| {
        if a > 180.0 {
            a - 360.0
        } else if a < -180.0 {
            a + 360.0
        } else {
            a
        }
    };
    let one = [wrap(-pitch, -100.0), roll * s, -yaw * s];
    let two = [
        wrap(bound(-pitch + 180.0), -100.0),
        bound(180.0 - roll * s),
        bound(-yaw * s + 180.0),
    ];
    let excess = |values: &[f64; 3]| -> f64 {
        let beyond = joints.iter().zip(values).map(|(joint, value)| {
            let (low, high) = joint.limits();
            (low - value).max(value - high).max(0.0)
        });
        beyond.sum()
    };
    let mut best = if excess(&two) + 1e-6 < excess(&one) {
        two
    } else {
        one
    };
    // Where the limb points straight to the side, bending and turning are the same: share them.
    if best[1].abs() > 80.0 && best[1].abs() < 100.0 && excess(&best) > 0.0 {
        let (low, high) = joints[2].limits();
        let kept = best[2].clamp(low, high);
        best[0] += (best[2] - kept) * best[1].signum();
        best[2] = kept;
    }
    for (joint, value) in joints.into_iter().zip(best) {
        pose.set(joint, value);
    }
}

/// Puts hands and feet in their places; answers with the body as it then is.
pub fn place(pose: &mut Pose, touches: &[Touch]) -> Body {
    let mut body = Body::new(pose);
    place_on(pose, &mut body, touches);
    body
}

/// Puts hands and feet in their places; the pose's body follows.
fn place_on(pose: &mut Pose, body: &mut Body, touches: &[Touch]) {
    let placed = || touches.iter().filter(|touch| touch.part.is_placed());
    for touch in placed() {
        touch.put(pose, body);
    }
    // Each was put by where the others were before.
    for touch in placed() {
        match touch.side {
            None => {}
            Some(side) if touch.part == Part::Sole => body.follow_leg(pose, side),
            Some(side) => body.follow_arm(pose, side),
        }
    }
}

/// The steps of work that it takes to put a part in its place and to see how far it is from there.
/// A step is about a tenth of a microsecond, here and in [`work`].
fn steps(touch: &Touch) -> u64 {
    match touch.part {
        Part::Hand => 60,
        Part::Palm if touch.along.is_none() => 16,
        Part::Palm | Part::Sole | Part::Forearm => 5,
        _ => 1,
    }
}

/// The most steps of work that [`settle`] does.
pub(crate) fn work<'a>(
    touches: impl IntoIterator<Item = &'a Touch>,
    free: usize,
    rounds: u32,
) -> u64 {
    /// For a body with all its joints, twice: for placing and for looking.
    const BODIES: u64 = 20;
    /// Terms of the least squares that make a step.
    const TERMS: u64 = 120;
    let (mut count, mut once) = (0, BODIES);
    for touch in touches {
        count += 1;
        once += steps(touch);
    }
    let free = free as u64;
    // Nothing to seek.
    if free == 0 || count == 0 {
        return once;
    }
    let squares = free * free * (3 * count + free) / TERMS;
    once + u64::from(rounds) * ((free + 2) * once + squares)
}

/// How far a contact may be from being met, in metres, before it is sought any longer.
const CLOSE: f64 = 2e-4;

/// How often contacts are sought from a pose that somebody wrote, which may be far from them.
pub(crate) const ROUNDS_OF_POSE: u32 = 40;
/// How often they are sought on the way between two poses that meet them: they are near already,
/// and no shipped figure needs more than two.
pub(crate) const ROUNDS_ON_WAY: u32 = 4;

/// How far contacts are from being met, as they count while that is sought.
fn weighed_gaps<'a>(body: &'a Body, touches: &'a [Touch]) -> impl Iterator<Item = f64> + 'a {
    touches.iter().flat_map(|touch| {
        // What is placed exactly or not at all must not pull at what is free.
        let slight = touch.part.is_placed() && touch.part != Part::Forearm;
        let weight = if slight { 0.03 } else { 1.0 };
        touch.gaps(body).map(|gap| gap * weight)
    })
}

/// Makes a pose meet its contacts as well as it can, varying what is free, in so many rounds at
/// most; answers with the body as it then is. [`check`] says whether they are met.
pub(crate) fn settle(
    pose: &mut Pose,
    touches: &[Touch],
    free: &[Joint],
    pressed: &[Joint],
    rounds: u32,
) -> Body {
    let mut body = place(pose, touches);
    if free.is_empty() {
        return body;
    }
    let size = |joint: Joint| if joint.is_angle() { 1.0 } else { 0.01 };
    let mut before = f64::MAX;
    let mut now = Vec::with_capacity(3 * touches.len());
    for _ in 0..rounds {
        now.clear();
        now.extend(weighed_gaps(&body, touches));
        let largest = now.iter().fold(0.0, |most: f64, gap| most.max(gap.abs()));
        // Near enough, or as near as it gets.
        if largest < CLOSE || (largest < 0.002 && largest > 0.98 * before) {
            break;
        }
        before = largest;
        let slopes: Vec<Vec<f64>> = free
            .iter()
            .map(|&joint| {
                let (mut moved, mut moved_body) = (pose.clone(), body);
                moved.set(joint, moved.get(joint) + size(joint));
                moved_body.follow(&moved, joint);
                place_on(&mut moved, &mut moved_body, touches);
                let gaps = weighed_gaps(&moved_body, touches);
                gaps.zip(&now).map(|(a, b)| a - b).collect()
            })
            .collect();
        let steps = least_squares(&slopes, &now);
        for (&joint, step) in free.iter().zip(steps) {
            let (low, high) = joint.limits_among(pressed);
            let value = pose.get(joint) + step.clamp(-12.0, 12.0) * size(joint);
            pose.set(joint, value.clamp(low, high));
        }
        body = place(pose, touches);
    }
    body
}

/// Whether contacts are met.
///
/// # Errors
/// The contact that is more than a centimetre away.
pub fn check(body: &Body, touches: &[Touch]) -> Result<(), ContactError> {
    for touch in touches {
        let gap = touch.gap(body);
        if gap > 0.01 {
            return Err(ContactError::Missed {
                part: touch.name(),
                gap_cm: gap * 100.0,
            });
        }
    }
    Ok(())
}

/// The steps that make gaps vanish as well as they can, a little damped.
#[allow(
    clippy::needless_range_loop,
    reason = "rows and columns read better by number"
)]
fn least_squares(slopes: &[Vec<f64>], gaps: &[f64]) -> Vec<f64> {
    let count = slopes.len();
    let mut rows: Vec<Vec<f64>> = (0..count)
        .map(|i| {
            let dot = |other: &[f64]| slopes[i].iter().zip(other).map(|(a, b)| a * b).sum::<f64>();
            let mut row: Vec<f64> = slopes.iter().map(|other| dot(other)).collect();
            row[i] += 1e-8 + row[i] * 1e-3;
            row.push(-dot(gaps));
            row
        })
        .collect();
    for i in 0..count {
        let pivot = rows[i][i];
        if pivot.abs() < 1e-15 {
            continue;
        }
        for j in 0..count {
            if i != j {
                let factor = rows[j][i] / pivot;
                for k in i..=count {
                    let part = rows[i][k] * factor;
                    rows[j][k] -= part;
                }
            }
        }
    }
    rows.iter()
        .enumerate()
        .map(|(i, row)| {
            if row[i].abs() < 1e-15 {
                0.0
            } else {
                row[count] / row[i]
            }
        })
        .collect()
}
