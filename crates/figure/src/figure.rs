//! The person: the forms of a body, dressed, as layers to be drawn one over the other.
//!
//! Forms are tables of ellipsoids: where they lie in a joint's own directions (left, up, forward) and
//! their half-axes, in metres. What belongs to one garment is either one path, or its seams are covered
//! by a patch that lies within both forms.

use crate::body::{ANKLE, Arm, Body, C7, HAND, Leg, Place, T7, T12};
use crate::math::{Rotation, Vector, vector};
use crate::pose::Side;
use crate::shape::{Blob, Camera, Layer, Piece, Point, Section, ball, blob, chain, hull, tube};

/// How the person is drawn.
#[derive(Clone, Copy, Debug)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "what is to be drawn or not, one by one"
)]
pub struct Look {
    /// From where.
    pub camera: Camera,
    /// The side in the darker tone.
    pub far: Option<Side>,
    /// Bare feet.
    pub barefoot: bool,
    /// Whether the back of the head is nearer than the face.
    pub from_behind: bool,
    /// Whether one looks straight at the back, so that nothing of the face is seen.
    pub at_back: bool,
    /// The side of the head that is seen, where the other never is.
    pub side_on: Option<Side>,
    /// Whether the face is seen so near that its finest lines matter.
    pub near: bool,
    /// Whether the left and the right arm are drawn over the shirt.
    pub arms_over: [bool; 2],
    /// The leg that is drawn last.
    pub last_leg: Side,
    /// Whether the pelvis is drawn over both legs.
    pub seat_last: bool,
    /// Whether both legs are drawn over the shirt.
    pub sits: bool,
}

impl Look {
    /// A colour in the tone of a side.
    fn tone(&self, side: Side, near: &'static str, far: &'static str) -> &'static str {
        if self.far == Some(side) { far } else { near }
    }

    /// Whether the arm of a side lies over the shirt.
    fn over(&self, side: Side) -> bool {
        self.arms_over[usize::from(side == Side::Right)]
    }

    /// The sides of the head that are ever seen.
    fn sides(&self) -> Vec<Side> {
        self.side_on
            .map_or_else(|| Side::BOTH.to_vec(), |side| vec![side])
    }

    /// How much of a surface faces the eye, its normal given in a place's directions: 0 to 1.
    fn sees(&self, place: Place, normal: [f64; 3]) -> f64 {
        let [x, y, z] = normal;
        self.camera.facing(place.frame.turn(vector(x, y, z)))
    }
}

/// All layers of a person, unordered.
pub fn layers(body: &Body, look: &Look) -> Vec<Layer> {
    let layer = |name: &'static str, pieces: Vec<Piece>| Layer { name, pieces };
    let seat = hull(&look.camera, &seat(body), 16);
    // Where one side is darker, the pelvis is its half; the nearer half goes with the nearer leg.
    let trousers = look.far.map_or("trousers", |_| "trousers-far");
    let mut pelvis = vec![Piece::fill(trousers, vec![seat])];
    if look.seat_last {
        pelvis.push(lap(body, look));
    }
    let mut layers = vec![
        layer("pelvis", pelvis),
        layer("shirt", shirt(body, look)),
        layer("neck", neck(body, look)),
        layer("head", head(body, look)),
    ];
    for side in Side::BOTH {
        let [of_leg, of_arm] = match side {
            Side::Left => ["left_leg", "left_arm"],
            Side::Right => ["right_leg", "right_arm"],
        };
        layers.push(layer(of_leg, leg(body, side, look)));
        layers.push(layer(of_arm, arm(body, side, look)));
    }
    layers
}

fn seat(body: &Body) -> [Blob; 5] {
    let p = body.pelvis;
    [
        blob(p, [0.075, -0.005, 0.0], [0.085, 0.09, 0.095]),
        blob(p, [-0.075, -0.005, 0.0], [0.085, 0.09, 0.095]),
        blob(p, [0.06, -0.02, -0.04], [0.075, 0.08, 0.08]),
        blob(p, [-0.06, -0.02, -0.04], [0.075, 0.08, 0.08]),
        blob(body.spine[0], [0.0, 0.0, 0.035], [0.138, 0.03, 0.1]),
    ]
}

/// The half of the pelvis on a side.
fn half_seat(body: &Body, side: Side) -> [Blob; 4] {
    let (p, s) = (body.pelvis, side.sign());
    [
        blob(body.spine[0], [0.055 * s, 0.0, 0.035], [0.083, 0.03, 0.1]),
        blob(p, [0.02 * s, 0.01, 0.01], [0.04, 0.07, 0.075]),
        blob(p, [0.06 * s, -0.02, -0.04], [0.075, 0.08, 0.08]),
        blob(p, [0.075 * s, -0.005, 0.0], [0.085, 0.09, 0.095]),
    ]
}

/// The trunk from hem to collar: which joint of the spine, how far above it, half the breadth, half the
/// depth, how far the middle lies before the spine, and how much of the breath swells it.
const TRUNK: [(usize, f64, f64, f64, f64, f64); 11] = [
    (0, -0.062, 0.156, 0.107, 0.022, 0.0),
    (0, -0.015, 0.149, 0.107, 0.03, 0.0),
    (1, 0.0, 0.139, 0.106, 0.036, 0.0),
    (2, 0.0, 0.132, 0.1, 0.04, 0.0),
    (3, 0.0, 0.13, 0.099, 0.042, 0.0),
    (T12, 0.0, 0.134, 0.102, 0.044, 0.0),
    (T12 + 2, 0.0, 0.145, 0.112, 0.05, 1.0),
    (T7, 0.0, 0.153, 0.118, 0.054, 1.0),
    (T7 + 1, 0.0, 0.154, 0.115, 0.054, 1.0),
    (T7 + 2, 0.0, 0.136, 0.1, 0.05, 0.0),
    (C7, 0.004, 0.074, 0.064, 0.034, 0.0),
];

fn shirt(body: &Body, look: &Look) -> Vec<Piece> {
    let sections = TRUNK.map(|(joint, above, breadth, depth, before, swelling)| {
        let filled = 1.0 + 0.035 * body.breath * swelling;
        Section {
            place: body.spine[joint].moved(0.0, above, before),
            breadth: breadth * filled,
            depth: depth * filled,
        }
    });
    let mut outlines = vec![tube(&look.camera, &sections, [0.012, 0.026])];
    for side in Side::BOTH {
        outlines.push(hull(&look.camera, &shoulder(body, side, 1.0), 18));
    }
    let mut pieces = vec![Piece::fill("shirt", outlines)];
    for side in Side::BOTH {
        if !look.over(side) && look.far != Some(side) {
            pieces.push(yoke(body, side, look));
        }
    }
    if look.at_back {
        pieces.push(blades(body, look));
    }
    pieces
}

/// The shirt's slope from the neck to the shoulder, down to the chest.
fn shoulder(body: &Body, side: Side, share: f64) -> [Blob; 3] {
    let s = side.sign();
    let joint = body.arm_of(side).shoulder.at;
    let chest = body.spine[T7 + 1];
    [
        ball(joint, 0.0415),
        blob(
            body.girdle,
            [0.048 * s, 0.03 + shrug(body, side), 0.004],
            [0.02, 0.02, 0.034],
        ),
        blob(chest, [0.064 * s, 0.0, 0.03], [0.07, 0.05, 0.085]),
    ]
    .map(|form| form.scaled(share))
}

/// How far a raised shoulder takes the slope along, in metres.
fn shrug(body: &Body, side: Side) -> f64 {
    let joint = body.arm_of(side).shoulder.at - body.girdle.at;
    0.4 * (body.girdle.frame.back(joint).y + 0.034).max(0.0)
}

fn sleeve(arm: &Arm, share: f64) -> [Blob; 3] {
    let s = arm.shoulder;
    [
        ball(s.at, 0.042),
        blob(s, [0.0, -0.08, 0.001], [0.0435, 0.05, 0.048]),
        blob(s, [0.0, -0.152, 0.002], [0.0445, 0.01, 0.049]),
    ]
    .map(|form| form.scaled(share))
}

/// Covers the seam between shirt and sleeve at the shoulder, so that both are one garment.
fn yoke(body: &Body, side: Side, look: &Look) -> Piece {
    let [joint, _, chest] = shoulder(body, side, 0.98);
    let collar = body
        .girdle
        .point(0.07 * side.sign(), 0.016 + shrug(body, side), 0.0);
    let [_, upper, _] = sleeve(body.arm_of(side), 0.8);
    let upper = upper.scaled(0.8);
    // In profile the slope to the collar isn't seen from above, and the shoulder is round.
    if look.side_on.is_some() && look.far.is_some() {
        let cap = ball(body.arm_of(side).shoulder.at, 0.047);
        return Piece::plain("shirt", vec![hull(&look.camera, &[cap, upper], 12)]);
    }
    let slope = ball(
        body.arm_of(side).shoulder.at.towards(collar, 0.5),
        0.027 + 0.3 * shrug(body, side),
    );
    Piece::plain(
        "shirt",
        vec![
            hull(&look.camera, &[joint, slope, chest.scaled(0.75)], 9),
            hull(&look.camera, &[joint, upper], 9),
        ],
    )
}

/// The inner edge of a shoulder blade: how far to the side and how far up.
const BLADE: [[f64; 2]; 4] = [
    [0.088, -0.04],
    [0.078, -0.1],
    [0.092, -0.165],
    [0.118, -0.185],
];

/// The inner edges of the shoulder blades under the shirt; they come together as the girdle retracts.
fn blades(body: &Body, look: &Look) -> Piece {
    let girdle = body.girdle;
    let edge = |side: Side| {
        let joint = body.arm_of(side).shoulder.at;
        let shoulder = girdle.frame.back(joint - girdle.at);
        let (shift, rise) = ((shoulder.z - 0.035) * 0.75, shoulder.y + 0.034);
        let point = |[x, y]: [f64; 2]| girdle.point((x + shift) * side.sign(), y + rise, -0.08);
        BLADE.map(|at| look.camera.project(point(at))).to_vec()
    };
    Piece::line("shirt-line", 0.005, Side::BOTH.map(edge).to_vec())
}

fn thigh(leg: &Leg) -> [Blob; 3] {
    [
        blob(leg.hip, [0.0, 0.0, 0.0], [0.082, 0.08, 0.088]),
        blob(leg.hip, [0.0, -0.17, 0.008], [0.07, 0.08, 0.077]),
        blob(leg.knee, [0.0, 0.0, 0.002], [0.05, 0.05, 0.055]),
    ]
}

fn leg(body: &Body, side: Side, look: &Look) -> Vec<Piece> {
    let leg = body.leg_of(side);
    let camera = &look.camera;
    let knee = leg.knee;
    let thigh = thigh(leg);
    let lower = [
        thigh[2],
        blob(knee, [0.0, -0.115, -0.016], [0.051, 0.085, 0.053]),
        blob(knee, [0.0, -0.35, -0.001], [0.037, 0.022, 0.041]),
    ];
    let mut trousers = vec![hull(camera, &thigh, 14)];
    trousers.extend(chain(camera, &lower, 12));
    let last = look.last_leg == side && look.far.is_none();
    // The near leg and the seat are one form without a seam; where it lies over the shirt, without a waist.
    if last && look.sits {
        trousers.push(hull(camera, &seat(body)[..4], 16));
    } else if last {
        trousers.push(hull(camera, &seat(body), 16));
    } else if look.far == Some(side.other()) {
        trousers.push(hull(camera, &half_seat(body, side), 16));
    }
    let cloth = Piece::fill(look.tone(side, "trousers", "trousers-far"), trousers);
    let line = look.tone(side, "trousers-line", "trousers-far-line");
    let fold = crease(look, [leg.hip.at, knee.at, leg.ankle.at], 0.05, line);
    let mut pieces = foot(leg, side, look);
    pieces.push(cloth);
    if last {
        pieces.push(lap(body, look));
    }
    pieces.push(fold);
    pieces
}

/// Covers the seams between thighs and pelvis, seen from the front or back: trousers are one garment.
fn lap(body: &Body, look: &Look) -> Piece {
    let mut outlines = vec![hull(
        &look.camera,
        &seat(body).map(|form| form.scaled(0.97))[..4],
        16,
    )];
    for side in Side::BOTH {
        let [hip, middle, _] = thigh(body.leg_of(side));
        let form = [hip.scaled(0.95), middle.scaled(0.9)];
        outlines.push(hull(&look.camera, &form, 12));
    }
    Piece::plain("trousers", outlines)
}

/// The foot, bare or in a shoe, and the ankle above it.
fn foot(leg: &Leg, side: Side, look: &Look) -> Vec<Piece> {
    let camera = &look.camera;
    let skin = look.tone(side, "skin", "skin-far");
    let ankle = [
        blob(leg.knee, [0.0, -0.33, -0.002], [0.034, 0.02, 0.036]),
        blob(leg.ankle, [0.0, 0.0, -0.004], [0.03, 0.03, 0.035]),
    ];
    let ankle = Piece::fill(skin, vec![hull(camera, &ankle, 10)]);
    // A shoe is a thicker foot on its own sole.
    let form = |thick: f64, above: f64| {
        let a = leg.ankle.moved(0.0, above, 0.0);
        let b = leg.ball.moved(0.0, above, 0.0);
        let ball = blob(
            b,
            [0.0, 0.003, -0.012],
            [0.042 * thick, 0.021 * thick, 0.03],
        );
        let heel = [0.03 * thick, 0.029, 0.028 * thick];
        let instep = [
            blob(a, [0.0, 0.0, -0.004], [0.031, 0.02, 0.036]),
            blob(a, [0.0, 0.029 - ANKLE, -0.028], heel),
            ball,
        ];
        let toes = [
            ball,
            blob(b, [0.0, 0.0, 0.053], [0.034 * thick, 0.015 * thick, 0.024]),
        ];
        vec![hull(camera, &instep, 12), hull(camera, &toes, 10)]
    };
    if look.barefoot {
        return vec![Piece::fill(skin, form(1.0, 0.0)), ankle];
    }
    vec![
        ankle,
        Piece::plain(
            look.tone(side, "shoe-line", "shoe-far-line"),
            form(1.14, -0.004),
        ),
        Piece::fill(look.tone(side, "shoe", "shoe-far"), form(1.09, 0.006)),
    ]
}

/// The fold that a bent joint makes on its inner side; it vanishes as the joint is stretched.
fn crease(look: &Look, joints: [Vector; 3], radius: f64, colour: &'static str) -> Piece {
    let [upper, joint, lower] = joints;
    let (a, b) = ((upper - joint).unit(), (lower - joint).unit());
    let half = (a.dot(b).clamp(-1.0, 1.0).acos() / 2.0).max(0.05);
    let inward = (a + b).unit();
    // Only a strongly bent joint folds; the fold begins where the outlines meet.
    let folded = ((180.0 - 2.0 * half.to_degrees() - 95.0) / 30.0).clamp(0.0, 1.0);
    let to = (1.2 * radius / half.sin()).min(0.2);
    let from = to - (to - 0.75 * radius) * folded;
    let ends = [from, to].map(|out| look.camera.project(joint + inward * out));
    Piece::line(colour, 0.004, vec![ends.to_vec()])
}

fn arm(body: &Body, side: Side, look: &Look) -> Vec<Piece> {
    let arm = body.arm_of(side);
    let camera = &look.camera;
    let skin = look.tone(side, "skin", "skin-far");
    let (s, e, w) = (arm.shoulder, arm.elbow, arm.wrist);
    let elbow = ball(e.at, 0.031);
    let upper = [blob(s, [0.0, -0.12, 0.001], [0.036, 0.06, 0.041]), elbow];
    let lower = [
        elbow,
        blob(e, [0.0, -0.062, 0.004], [0.035, 0.052, 0.0375]),
        blob(w, [0.0, 0.004, 0.0], [0.0185, 0.02, 0.0245]),
    ];
    let mut forearm = chain(camera, &lower, 10);
    forearm.extend(hand(arm, look));
    // The forearm covers the seam at the elbow only; both are one limb.
    let seam = [
        ball(e.at, 0.0303),
        blob(s, [0.0, -0.25, 0.0], [0.0312, 0.03, 0.034]),
    ];
    let mut pieces = vec![
        Piece::fill(skin, vec![hull(camera, &upper, 12)]),
        Piece::fill(
            look.tone(side, "shirt", "shirt-far"),
            vec![hull(camera, &sleeve(arm, 1.0), 16)],
        ),
    ];
    if look.over(side) && look.far != Some(side) {
        pieces.push(yoke(body, side, look));
    }
    pieces.extend([
        Piece::fill(skin, forearm),
        Piece::plain(skin, vec![hull(camera, &seam, 9)]),
        crease(
            look,
            [s.at, e.at, w.at],
            0.034,
            look.tone(side, "skin-line", "skin-far-line"),
        ),
    ]);
    pieces
}

/// Palm, fingers in two pairs, and thumb; the fingers bend towards the palm.
fn hand(arm: &Arm, look: &Look) -> Vec<Vec<Point>> {
    let camera = &look.camera;
    let w = arm.wrist;
    let s = arm.side.sign();
    let palm = [
        blob(w, [0.0, 0.0, 0.0], [0.0175, 0.02, 0.0235]),
        blob(w, [-0.002 * s, -0.045, 0.002], [0.015, 0.03, 0.034]),
        blob(w, [-0.002 * s, -0.082, 0.0], [0.012, 0.016, 0.038]),
    ];
    // From half bent on the fingers roll into a fist, and the thumb comes to lie over them.
    let fist = ((arm.fingers - 45.0) / 30.0).clamp(0.0, 1.0);
    let roll = |open: [f64; 3], closed: [f64; 3]| {
        let at = [0, 1, 2].map(|axis| open[axis] + (closed[axis] - open[axis]) * fist);
        [at[0] * s, at[1], at[2]]
    };
    let thumb = [
        blob(
            w,
            roll([-0.004, -0.032, 0.022], [-0.008, -0.04, 0.024]),
            [0.012, 0.02, 0.014],
        ),
        blob(
            w,
            roll([-0.013, -0.074, 0.05], [-0.034, -0.068, 0.038]),
            [0.0095, 0.012, 0.01],
        ),
        blob(
            w,
            roll([-0.017, -0.1, 0.055], [-0.05, -0.084, 0.014]),
            [0.0085, 0.01, 0.0085],
        ),
    ];
    let knuckle = [-0.002 * s, -0.088];
    let along = |from: [f64; 2], bend: f64, reach: f64| {
        let (sin, cos) = (arm.fingers * bend).to_radians().sin_cos();
        [from[0] - s * sin * reach, from[1] - cos * reach]
    };
    // Two pairs of fingers: where they lie across the hand, how broad and how long they are.
    let pairs = [[0.018, 0.0185, 1.0], [-0.019, 0.0175, 0.88]];
    let mut outlines = vec![hull(camera, &palm, 9), hull(camera, &thumb, 8)];
    for [across, breadth, length] in pairs {
        let reach = (HAND - 0.098) / 2.0 * length;
        let middle = along(knuckle, 0.6 + 0.4 * fist, reach * (1.0 - 0.1 * fist));
        let tip = along(middle, 1.25 + 0.95 * fist, reach);
        let finger = [
            blob(
                w,
                [knuckle[0], knuckle[1], across],
                [0.0115, 0.014, breadth],
            ),
            blob(
                w,
                [middle[0], middle[1], across],
                [0.0105, 0.012, breadth * 0.95],
            ),
            blob(
                w,
                [tip[0], tip[1], across * 0.9],
                [0.0085, 0.01, breadth * 0.7],
            ),
        ];
        if look.near {
            outlines.extend(chain(camera, &finger, 7));
        } else {
            outlines.push(hull(camera, &finger, 8));
        }
    }
    outlines
}

/// How far the head is bent forward against the chest: the sine of the angle.
fn bent(body: &Body) -> f64 {
    body.head.frame.up.dot(body.girdle.frame.forward).max(0.0)
}

/// How much higher than it is a head bent forward is drawn in a bust, so that the chin stays clear of the
/// collar; most where it bends towards the eye.
fn raised(body: &Body, look: &Look) -> Vector {
    if !look.near {
        return Vector::default();
    }
    let girdle = body.girdle.frame;
    let towards = girdle.forward.dot(look.camera.toward).abs();
    girdle.up * ((0.02 + 0.04 * towards) * bent(body))
}

fn neck(body: &Body, look: &Look) -> Vec<Piece> {
    let bent = bent(body);
    let up = raised(body, look);
    let on = |place: Place, share: f64| Place {
        at: place.at + up * share,
        ..place
    };
    // Bent forward, the throat folds in.
    let form = [
        blob(body.girdle, [0.0, 0.026, 0.021], [0.055, 0.017, 0.048]),
        blob(
            on(body.spine[C7 + 2], 0.5),
            [0.0, 0.004, 0.011 - 0.024 * bent],
            [0.045, 0.022, 0.046 - 0.016 * bent],
        ),
        blob(
            on(body.head, 1.0),
            [0.0, 0.03, 0.002 - 0.012 * bent],
            [0.045, 0.024, 0.048 - 0.01 * bent],
        ),
    ];
    vec![Piece::fill("skin-shade", chain(&look.camera, &form, 10))]
}

/// How much bigger the head is drawn than it is: faces are what people look at.
const HEAD: f64 = 1.05;

fn head(body: &Body, look: &Look) -> Vec<Piece> {
    let Rotation { left, up, forward } = body.head.frame;
    let h = Place {
        frame: Rotation {
            left: left * HEAD,
            up: up * HEAD,
            forward: forward * HEAD,
        },
        at: body.head.point(0.0, -0.012, 0.0) + raised(body, look),
    };
    let mut pieces = Vec::new();
    // Seen from the side, one ear lies over the hair and the other is never seen.
    if look.side_on.is_none() {
        for side in Side::BOTH {
            pieces.extend(ear(h, side, 1.0, look));
        }
    }
    if look.from_behind {
        if !look.at_back {
            pieces.push(face(h, look));
        }
        pieces.push(hair(h, look));
    } else {
        pieces.push(hair(h, look));
        pieces.push(face(h, look));
        pieces.extend(features(h, look));
        pieces.push(fringe(h, look));
    }
    // In profile the knot behind the head is all there is of it.
    if look.side_on.is_none() {
        pieces.extend(knot(h, look));
    }
    for side in look.sides() {
        let seen = look.sees(h, [side.sign(), 0.0, 0.0]);
        pieces.extend(ear(h, side, seen, look));
    }
    pieces
}

/// Where the knot of hair is, and how big.
const KNOT: ([f64; 3], f64) = ([0.0, 0.222, -0.064], 0.035);

/// The hair on the skull with the knot behind it.
fn hair(h: Place, look: &Look) -> Piece {
    let cap = [
        blob(h, [0.0, 0.132, -0.009], [0.079, 0.085, 0.097]),
        blob(h, [0.0, 0.09, -0.043], [0.065, 0.05, 0.051]),
        blob(h, [0.0, 0.058, -0.056], [0.042, 0.02, 0.028]),
    ];
    let knot = ball(h.point(KNOT.0[0], KNOT.0[1], KNOT.0[2]), KNOT.1);
    let outlines = vec![
        hull(&look.camera, &cap, 18),
        hull(&look.camera, &[knot], 10),
    ];
    Piece::fill("hair", outlines)
}

/// The knot where it lies before the head; it sinks into the hair as it turns out of sight.
fn knot(h: Place, look: &Look) -> [Piece; 2] {
    let seen = look.sees(h, [0.0, 0.75, -0.66]);
    let knot = ball(h.point(KNOT.0[0], KNOT.0[1], KNOT.0[2]), KNOT.1 * seen);
    let form = |share: f64| vec![hull(&look.camera, &[knot.scaled(share)], 10)];
    [
        Piece::plain("hair-line", form(1.12)),
        Piece::plain("hair", form(1.0)),
    ]
}

fn face(h: Place, look: &Look) -> Piece {
    let both = |[x, y, z]: [f64; 3], half: [f64; 3]| [x, -x].map(|x| blob(h, [x, y, z], half));
    let mut form = vec![
        blob(h, [0.0, 0.119, 0.043], [0.07, 0.054, 0.047]),
        blob(h, [0.0, 0.026, 0.056], [0.03, 0.025, 0.029]),
    ];
    form.extend(both([0.032, 0.072, 0.046], [0.037, 0.042, 0.038]));
    form.extend(both([0.04, 0.05, 0.014], [0.024, 0.028, 0.028]));
    let nose = [
        blob(h, [0.0, 0.112, 0.084], [0.008, 0.012, 0.006]),
        blob(h, [0.0, 0.083, 0.098], [0.012, 0.0095, 0.0125]),
    ];
    let outlines = vec![hull(&look.camera, &form, 20), hull(&look.camera, &nose, 9)];
    Piece::fill("skin", outlines)
}

/// An ear, by how much of it is seen.
///
/// An outline would leave a dot where it has turned out of sight; a darker form below it vanishes with it.
fn ear(h: Place, side: Side, seen: f64, look: &Look) -> [Piece; 2] {
    let s = side.sign();
    let form = [
        blob(h, [0.074 * s, 0.103, -0.01], [0.009, 0.017, 0.0135]),
        blob(
            h,
            [0.072 * s, 0.103 - 0.021 * seen, -0.01 + 0.006 * seen],
            [0.007, 0.01, 0.008],
        ),
    ];
    let outline = |share: f64| {
        let form = form.map(|blob| blob.scaled(seen * share));
        vec![hull(&look.camera, &form, 10)]
    };
    [
        Piece::plain("skin-line", outline(1.24)),
        Piece::plain("skin", outline(1.0)),
    ]
}

/// Hair over forehead and temples, swept to both sides from a parting.
fn fringe(h: Place, look: &Look) -> Piece {
    let parting = 0.014;
    let lock = |s: f64| {
        // The temple that is turned away would show through the face.
        let seen = look.sees(h, [1.9 * s, 0.0, 0.6]);
        [
            blob(
                h,
                [parting - 0.006 * s, 0.188, 0.036],
                [0.014, 0.016, 0.027],
            ),
            blob(h, [0.037 * s, 0.17, 0.026], [0.022, 0.021, 0.024]),
            blob(
                h,
                [0.0665 * s, 0.168 - 0.032 * seen, 0.004],
                [0.0105, 0.024, 0.02],
            )
            .scaled(seen),
        ]
    };
    let crown = [
        blob(h, [0.0, 0.188, 0.022], [0.046, 0.023, 0.036]),
        blob(h, [0.0, 0.18, -0.02], [0.06, 0.03, 0.05]),
    ];
    let mut outlines = vec![hull(&look.camera, &crown, 10)];
    for side in Side::BOTH {
        outlines.push(hull(&look.camera, &lock(side.sign()), 10));
    }
    for s in look.sides().into_iter().map(Side::sign) {
        // Behind the ear, where the face would show over the hair.
        let seen = look.sees(h, [0.9 * s, 0.0, -0.35]);
        let behind = [
            blob(h, [0.066 * s, 0.14, -0.026], [0.012, 0.04, 0.026]),
            blob(h, [0.056 * s, 0.084, -0.036], [0.012, 0.028, 0.022]),
        ];
        let behind = behind.map(|blob| blob.scaled(seen));
        outlines.push(hull(&look.camera, &behind, 8));
    }
    Piece::plain("hair", outlines)
}

/// Half a brow: to the side, up, half its thickness.
const BROW: [[f64; 3]; 3] = [
    [0.019, 0.1288, 0.0026],
    [0.031, 0.1312, 0.0026],
    [0.043, 0.1275, 0.0019],
];
/// Half a mouth: to the side, up.
const MOUTH: [[f64; 2]; 2] = [[0.0215, 0.053], [0.0095, 0.0447]];

/// Eyes, brows, cheeks and mouth; they shrink away as they turn out of sight.
fn features(h: Place, look: &Look) -> Vec<Piece> {
    let camera = &look.camera;
    let at = |[x, y, z]: [f64; 3]| h.point(x, y, z);
    // Seen from the front, brows and mouth lie on a plane, so that they stay kind when the head bends
    // forward or back; in profile, where bending doesn't slant them, they go round the skull.
    let round = 0.75 * h.frame.left.unit().dot(camera.toward).powi(2);
    let (mut eyes, mut brows, mut cheeks) = (Vec::new(), Vec::new(), Vec::new());
    for side in look.sides() {
        let s = side.sign();
        let seen = look.sees(h, [0.45 * s, 0.0, 0.89]);
        let spot =
            |place: [f64; 3], half: [f64; 3]| hull(camera, &[blob(h, place, half).scaled(seen)], 9);
        eyes.push(spot([0.029 * s, 0.104, 0.084], [0.0068, 0.0088, 0.005]));
        cheeks.push(spot([0.042 * s, 0.074, 0.077], [0.014, 0.0095, 0.006]));
        let brow = BROW.map(|[x, y, half]| {
            let inwards = 0.031 + (x - 0.031) * seen;
            let z = 0.085 - (x - BROW[0][0]) * round;
            blob(h, [inwards * s, y, z], [half; 3]).scaled(seen)
        });
        brows.push(hull(camera, &brow, 9));
    }
    let middle = at([0.0, 0.047, 0.088]);
    let corner = |s: f64, [x, y]: [f64; 2]| {
        let seen = look.sees(h, [0.5 * s, 0.0, 0.86]);
        let z = 0.087 - (x - MOUTH[1][0]) * (0.6 + 0.6 * round);
        camera.project(middle.towards(at([x * s, y, z]), 0.1 + 0.9 * seen))
    };
    let mouth = vec![
        corner(-1.0, MOUTH[0]),
        corner(-1.0, MOUTH[1]),
        corner(1.0, MOUTH[1]),
        corner(1.0, MOUTH[0]),
    ];
    let mut pieces = vec![
        Piece::plain("eye", eyes),
        Piece::plain("brow", brows),
        Piece::line("mouth", 0.0042, vec![mouth]),
    ];
    if look.near {
        let seen = look.sees(h, [0.0, -0.25, 0.97]);
        let tip = at([0.0, 0.076, 0.1]);
        let under = [
            [-0.009, 0.076, 0.099],
            [0.0, 0.073, 0.103],
            [0.009, 0.076, 0.099],
        ];
        let under = under.map(|p| camera.project(tip.towards(at(p), seen)));
        pieces.push(Piece::line("skin-line", 0.004, vec![under.to_vec()]));
        pieces.insert(0, Piece::plain("blush", cheeks));
    }
    pieces
}

impl Place {
    /// The same directions somewhere else.
    #[must_use]
    pub fn moved(self, x: f64, y: f64, z: f64) -> Self {
        Self {
            at: self.point(x, y, z),
            frame: self.frame,
        }
    }
}
