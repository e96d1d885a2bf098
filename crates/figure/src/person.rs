//! The person: the forms of a body, dressed, as layers to be drawn one over the other.

use crate::body::{ANKLE, Arm, Body, C7, HAND, Leg, Place, T7, T12};
use crate::pose::Side;
use crate::shape::{Blob, Camera, Layer, Paint, Piece, Section, ball, blob, hull, tube};
use crate::space::Vector;

/// How the person is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// From where.
    pub camera: Camera,
    /// The side in the darker tone.
    pub far: Option<Side>,
    /// Bare feet.
    pub barefoot: bool,
    /// Whether the back of the head is nearer than the face.
    pub from_behind: bool,
    /// The side of the head that is seen, where the other never is.
    pub side_on: Option<Side>,
    /// Whether the face is seen so near that its finest lines matter.
    pub near: bool,
}

/// All layers of a person, unordered.
pub fn person(body: &Body, look: &Look) -> Vec<Layer> {
    let mut layers = vec![
        pelvis(body, look),
        shirt(body, look),
        neck(body, look),
        head(body, look),
    ];
    for side in Side::BOTH {
        layers.push(leg(body, side, look));
        layers.push(arm(body.arm_of(side), side, look));
    }
    layers
}

fn tone(look: &Look, side: Side, near: &'static str, far: &'static str) -> &'static str {
    if look.far == Some(side) { far } else { near }
}

fn fill(paint: &'static str, outlines: Vec<Vec<[f64; 2]>>) -> Piece {
    Piece {
        paint: Paint::Fill(paint),
        outlines,
    }
}

fn pelvis(body: &Body, look: &Look) -> Layer {
    Layer {
        name: "pelvis".into(),
        pieces: vec![fill("trousers", vec![hull(&look.camera, &seat(body), 18)])],
    }
}

fn seat(body: &Body) -> [Blob; 5] {
    let p = body.pelvis;
    let s1 = body.spine[0];
    [
        blob(p, [0.075, -0.005, 0.0], [0.085, 0.09, 0.095]),
        blob(p, [-0.075, -0.005, 0.0], [0.085, 0.09, 0.095]),
        blob(p, [0.06, -0.02, -0.04], [0.075, 0.08, 0.08]),
        blob(p, [-0.06, -0.02, -0.04], [0.075, 0.08, 0.08]),
        blob(s1, [0.0, 0.0, 0.035], [0.138, 0.03, 0.1]),
    ]
}

fn shirt(body: &Body, look: &Look) -> Layer {
    let filled = 1.0 + 0.035 * body.breath;
    // Half breadth, half depth, and how far the middle lies before the spine.
    let section = |place: Place, low: f64, breadth: f64, depth: f64, before: f64| Section {
        place: Place {
            at: place.point(0.0, low, before),
            frame: place.frame,
        },
        breadth,
        depth,
    };
    let s = &body.spine;
    let sections = [
        section(s[0], -0.062, 0.156, 0.118, 0.012),
        section(s[0], -0.015, 0.149, 0.113, 0.026),
        section(s[1], 0.0, 0.139, 0.106, 0.036),
        section(s[2], 0.0, 0.132, 0.1, 0.04),
        section(s[3], 0.0, 0.13, 0.099, 0.042),
        section(s[T12], 0.0, 0.134, 0.102, 0.044),
        section(s[T12 + 2], 0.0, 0.145 * filled, 0.112 * filled, 0.05),
        section(s[T7], 0.0, 0.153 * filled, 0.118 * filled, 0.054),
        section(s[T7 + 1], 0.0, 0.154 * filled, 0.115 * filled, 0.054),
        section(s[T7 + 2], 0.0, 0.14, 0.1, 0.05),
        section(s[C7], -0.02, 0.09, 0.075, 0.036),
    ];
    let mut outlines = vec![tube(&look.camera, &sections, [0.012, 0.03])];
    for side in Side::BOTH {
        let shoulder = body.arm_of(side).shoulder.at;
        let sign = side.sign();
        let form = [
            ball(shoulder, 0.045),
            blob(
                body.girdle,
                [0.045 * sign, 0.016, 0.012],
                [0.028, 0.024, 0.04],
            ),
            blob(
                s[T7 + 1].moved(0.06 * sign, 0.0, 0.03),
                [0.0; 3],
                [0.07, 0.05, 0.085],
            ),
        ];
        outlines.push(hull(&look.camera, &form, 12));
    }
    let mut pieces = vec![fill("shirt", outlines)];
    if look.camera.toward.dot(body.girdle.frame.forward) < -0.9 && look.from_behind {
        pieces.push(blades(body, look));
    }
    Layer {
        name: "shirt".into(),
        pieces,
    }
}

/// The inner edges of the shoulder blades under the shirt; they come together as the girdle retracts.
fn blades(body: &Body, look: &Look) -> Piece {
    let outlines = Side::BOTH
        .iter()
        .map(|side| {
            let s = side.sign();
            let shoulder = body
                .girdle
                .frame
                .back(body.arm_of(*side).shoulder.at - body.girdle.at);
            let shift = (shoulder.z - 0.035) * 0.75;
            let rise = shoulder.y + 0.034;
            [
                [0.088, -0.04],
                [0.078, -0.1],
                [0.092, -0.165],
                [0.118, -0.185],
            ]
            .iter()
            .map(|[x, y]| {
                look.camera
                    .project(body.girdle.point((x + shift) * s, y + rise, -0.08))
            })
            .collect()
        })
        .collect();
    Piece {
        paint: Paint::Line("shirt-line", 0.006),
        outlines,
    }
}

fn leg(body: &Body, side: Side, look: &Look) -> Layer {
    let leg: &Leg = body.leg_of(side);
    let camera = &look.camera;
    let cloth = tone(look, side, "trousers", "trousers-far");
    let skin = tone(look, side, "skin", "skin-far");
    let shoe = if look.barefoot {
        skin
    } else {
        tone(look, side, "shoe", "shoe-far")
    };
    let hip = leg.hip;
    let knee = leg.knee;
    let thigh = [
        blob(hip, [0.0, 0.0, 0.0], [0.082, 0.08, 0.088]),
        blob(hip, [0.0, -0.16, 0.006], [0.073, 0.08, 0.08]),
        blob(knee, [0.0, 0.0, 0.0], [0.052, 0.052, 0.056]),
    ];
    let calf = [
        blob(knee, [0.0, 0.0, 0.0], [0.052, 0.052, 0.056]),
        blob(knee, [0.0, -0.12, -0.014], [0.053, 0.09, 0.053]),
    ];
    let shin = [
        blob(knee, [0.0, -0.12, -0.014], [0.053, 0.09, 0.053]),
        blob(knee, [0.0, -0.345, -0.002], [0.04, 0.025, 0.043]),
    ];
    let bare = [
        blob(knee, [0.0, -0.33, -0.002], [0.034, 0.02, 0.036]),
        blob(leg.ankle, [0.0, 0.0, -0.004], [0.031, 0.03, 0.036]),
    ];
    let thick = if look.barefoot { 1.0 } else { 1.12 };
    let a = leg.ankle;
    let instep = [
        blob(a, [0.0, 0.0, -0.004], [0.032, 0.02, 0.037]),
        blob(
            a,
            [0.0, -ANKLE + 0.029, -0.028],
            [0.031 * thick, 0.029, 0.029 * thick],
        ),
        blob(
            leg.ball,
            [0.0, 0.003, -0.012],
            [0.043 * thick, 0.0215 * thick, 0.03],
        ),
    ];
    let toes = [
        blob(
            leg.ball,
            [0.0, 0.003, -0.012],
            [0.043 * thick, 0.0215 * thick, 0.03],
        ),
        blob(
            leg.ball,
            [0.0, 0.0, 0.052],
            [0.036 * thick, 0.016 * thick, 0.024],
        ),
    ];
    let mut trousers = vec![
        hull(camera, &thigh, 14),
        hull(camera, &calf, 12),
        hull(camera, &shin, 12),
    ];
    // Seen from the side, the near leg and the seat are one form without a seam.
    if look.far == Some(side.other()) {
        trousers.push(hull(camera, &seat(body), 18));
    }
    let mut pieces = vec![
        fill(skin, vec![hull(camera, &bare, 10)]),
        fill(
            shoe,
            vec![hull(camera, &instep, 13), hull(camera, &toes, 10)],
        ),
        fill(cloth, trousers),
    ];
    if look.barefoot {
        pieces.swap(0, 1);
    }
    pieces.push(crease(
        look,
        leg.hip.at,
        leg.knee.at,
        leg.ankle.at,
        0.05,
        if cloth == "trousers" {
            "trousers-line"
        } else {
            "trousers-far-line"
        },
    ));
    Layer {
        name: format!("{}_leg", side.id()),
        pieces,
    }
}

/// The fold that a bent joint makes on its inner side; it vanishes as the joint is stretched.
fn crease(
    look: &Look,
    upper: Vector,
    joint: Vector,
    lower: Vector,
    radius: f64,
    colour: &'static str,
) -> Piece {
    let (a, b) = ((upper - joint).unit(), (lower - joint).unit());
    let half = (a.dot(b).clamp(-1.0, 1.0).acos() / 2.0).max(0.05);
    let inward = (a + b).unit();
    // Only a strongly bent joint folds; the fold begins where the outlines meet.
    let folded = ((180.0 - 2.0 * half.to_degrees() - 95.0) / 30.0).clamp(0.0, 1.0);
    let to = (1.2 * radius / half.sin()).min(0.2);
    let from = to - (to - 0.75 * radius) * folded;
    let points = vec![
        look.camera.project(joint + inward * from),
        look.camera.project(joint + inward * to),
    ];
    Piece {
        paint: Paint::Line(colour, 0.004),
        outlines: vec![points],
    }
}

fn arm(arm: &Arm, side: Side, look: &Look) -> Layer {
    let camera = &look.camera;
    let skin = tone(look, side, "skin", "skin-far");
    let cloth = tone(look, side, "sleeve", "sleeve-far");
    let (s, e, w) = (arm.shoulder, arm.elbow, arm.wrist);
    let upper = [
        blob(s, [0.0, -0.06, 0.0], [0.038, 0.05, 0.042]),
        blob(s, [0.0, -0.15, 0.002], [0.035, 0.06, 0.04]),
        ball(e.at, 0.0315),
    ];
    let sleeve = [
        ball(s.at, 0.0465),
        blob(s, [0.0, -0.08, 0.0], [0.046, 0.05, 0.05]),
        blob(s, [0.0, -0.155, 0.002], [0.045, 0.012, 0.05]),
    ];
    let bulge = blob(e, [0.0, -0.06, 0.003], [0.0345, 0.05, 0.0365]);
    let fore_upper = [ball(e.at, 0.0315), bulge];
    let fore_lower = [bulge, blob(w, [0.0, 0.004, 0.0], [0.019, 0.02, 0.025])];
    let mut pieces = vec![
        fill(skin, vec![hull(camera, &upper, 12)]),
        fill(cloth, vec![hull(camera, &sleeve, 14)]),
    ];
    let line = if skin == "skin" {
        "skin-line"
    } else {
        "skin-far-line"
    };
    let mut below = vec![fill(
        skin,
        [
            vec![hull(camera, &fore_upper, 12), hull(camera, &fore_lower, 12)],
            hand(arm, side, look),
        ]
        .concat(),
    )];
    below.push(crease(look, s.at, e.at, w.at, 0.034, line));
    // The forearm covers the seam at the elbow only; both are one limb.
    let seam = [
        ball(e.at, 0.0295),
        blob(s, [0.0, -0.25, 0.0], [0.031, 0.03, 0.033]),
    ];
    below.insert(
        1,
        Piece {
            paint: Paint::Plain(skin),
            outlines: vec![hull(camera, &seam, 10)],
        },
    );
    pieces.append(&mut below);
    Layer {
        name: format!("{}_arm", side.id()),
        pieces,
    }
}

fn hand(arm: &Arm, side: Side, look: &Look) -> Vec<Vec<[f64; 2]>> {
    let camera = &look.camera;
    let w = arm.wrist;
    let s = side.sign();
    let palm = [
        blob(w, [0.0, 0.0, 0.0], [0.018, 0.02, 0.024]),
        blob(w, [-0.002 * s, -0.045, 0.004], [0.015, 0.03, 0.036]),
        blob(w, [-0.002 * s, -0.082, 0.0], [0.013, 0.018, 0.038]),
    ];
    let bend = |degrees: f64| {
        let (sin, cos) = degrees.to_radians().sin_cos();
        [-s * sin, -cos]
    };
    let first = bend(arm.fingers * 0.6);
    let second = bend(arm.fingers * 1.25);
    let knuckle = [-0.002 * s, -0.088];
    let reach = (HAND - 0.098) / 2.0;
    let middle = [knuckle[0] + first[0] * reach, knuckle[1] + first[1] * reach];
    let tip = [middle[0] + second[0] * reach, middle[1] + second[1] * reach];
    let fingers = [
        blob(w, [knuckle[0], knuckle[1], 0.0], [0.012, 0.014, 0.037]),
        blob(w, [middle[0], middle[1], 0.001], [0.011, 0.012, 0.034]),
        blob(w, [tip[0], tip[1], 0.004], [0.009, 0.01, 0.022]),
    ];
    let thumb = [
        blob(w, [-0.004 * s, -0.035, 0.024], [0.012, 0.018, 0.014]),
        blob(w, [-0.014 * s, -0.078, 0.049], [0.009, 0.012, 0.01]),
        blob(w, [-0.018 * s, -0.1, 0.053], [0.0075, 0.009, 0.0085]),
    ];
    vec![
        hull(camera, &palm, 10),
        hull(camera, &fingers, 11),
        hull(camera, &thumb, 9),
    ]
}

fn neck(body: &Body, look: &Look) -> Layer {
    let base = blob(body.girdle, [0.0, 0.006, 0.018], [0.066, 0.022, 0.056]);
    let middle = blob(
        body.spine[C7 + 2],
        [0.0, 0.0, 0.011],
        [0.0515, 0.024, 0.054],
    );
    let top = blob(body.head, [0.0, 0.03, 0.0], [0.05, 0.024, 0.055]);
    let outlines = [[base, middle], [middle, top]];
    Layer {
        name: "neck".into(),
        pieces: vec![fill(
            "skin-shade",
            outlines.map(|form| hull(&look.camera, &form, 12)).to_vec(),
        )],
    }
}

fn head(body: &Body, look: &Look) -> Layer {
    let camera = &look.camera;
    let h = body.head;
    let both = |at: [f64; 3], half: [f64; 3]| -> [Blob; 2] {
        [blob(h, at, half), blob(h, [-at[0], at[1], at[2]], half)]
    };
    let mut cap = vec![
        blob(h, [0.0, 0.132, -0.008], [0.08, 0.087, 0.098]),
        blob(h, [0.0, 0.085, -0.042], [0.066, 0.05, 0.052]),
    ];
    cap.push(blob(h, [0.0, 0.045, -0.062], [0.045, 0.02, 0.028]));
    let hair = fill("hair", vec![hull(camera, &cap, 20)]);
    let mut face_form = vec![
        blob(h, [0.0, 0.12, 0.044], [0.07, 0.064, 0.046]),
        blob(h, [0.0, 0.02, 0.066], [0.026, 0.02, 0.025]),
    ];
    face_form.extend(both([0.034, 0.068, 0.046], [0.034, 0.04, 0.038]));
    face_form.extend(both([0.04, 0.045, 0.014], [0.022, 0.028, 0.028]));
    let nose = [
        blob(h, [0.0, 0.108, 0.086], [0.008, 0.012, 0.006]),
        blob(h, [0.0, 0.08, 0.104], [0.0125, 0.0095, 0.012]),
    ];
    let face = fill(
        "skin",
        vec![hull(camera, &face_form, 22), hull(camera, &nose, 10)],
    );
    let mut pieces = Vec::new();
    let ear = |side: Side, over: bool| {
        let s = side.sign();
        let seen = if over {
            camera.facing(h.frame.turn(crate::space::vector(s, 0.0, 0.0)))
        } else {
            1.0
        };
        let form = [
            blob(h, [0.074 * s, 0.105, -0.01], [0.01, 0.019, 0.015]).scaled(seen),
            blob(
                h,
                [0.072 * s, 0.105 - 0.024 * seen, -0.01 + 0.006 * seen],
                [0.008, 0.011, 0.009],
            )
            .scaled(seen),
        ];
        // An outline would leave a dot where the ear has turned out of sight; a darker form beneath
        // it vanishes with it.
        let rim = form.map(|blob| blob.scaled(1.28));
        [
            Piece {
                paint: Paint::Plain("skin-line"),
                outlines: vec![hull(camera, &rim, 10)],
            },
            Piece {
                paint: Paint::Plain("skin"),
                outlines: vec![hull(camera, &form, 10)],
            },
        ]
    };
    // Seen from the side, one ear lies over the hair and the other is never seen.
    if look.side_on.is_none() {
        for side in Side::BOTH {
            pieces.extend(ear(side, false));
        }
    }
    if look.from_behind {
        // Straight from behind nothing of the face is seen.
        if camera.toward.dot(body.girdle.frame.forward) > -0.9 {
            pieces.push(face);
        }
        pieces.push(hair);
    } else {
        pieces.push(hair);
        pieces.push(face);
        pieces.extend(features(h, look));
        pieces.push(fringe(h, look));
    }
    for side in seen_sides(look) {
        pieces.extend(ear(side, true));
    }
    Layer {
        name: "head".into(),
        pieces,
    }
}

/// The sides of the head that are ever seen.
fn seen_sides(look: &Look) -> Vec<Side> {
    look.side_on
        .map_or_else(|| Side::BOTH.to_vec(), |side| vec![side])
}

/// Hair over the forehead and temples.
fn fringe(h: Place, look: &Look) -> Piece {
    let camera = &look.camera;
    let top = [
        blob(h, [-0.018, 0.18, 0.03], [0.034, 0.022, 0.034]),
        blob(h, [0.03, 0.175, 0.032], [0.027, 0.022, 0.032]),
        blob(h, [0.0, 0.184, 0.0], [0.055, 0.026, 0.05]),
    ];
    // The temple that is turned away would show through the face.
    let temple = |s: f64| {
        let seen = camera.facing(h.frame.turn(crate::space::vector(0.97 * s, 0.0, 0.3)) * 2.0);
        [
            blob(h, [0.05 * s, 0.168, 0.02], [0.018, 0.024, 0.03]),
            blob(
                h,
                [0.07 * s, 0.168 - 0.048 * seen, -0.002],
                [0.0085, 0.03, 0.016],
            )
            .scaled(seen),
        ]
    };
    let mut outlines = vec![hull(camera, &top, 12)];
    for side in seen_sides(look) {
        outlines.push(hull(camera, &temple(side.sign()), 10));
    }
    Piece {
        paint: Paint::Plain("hair"),
        outlines,
    }
}

/// Eyes, brows and mouth; they shrink away as they turn out of sight.
fn features(h: Place, look: &Look) -> Vec<Piece> {
    let camera = &look.camera;
    let mut eyes = Vec::new();
    let mut brows = Vec::new();
    for s in seen_sides(look).into_iter().map(Side::sign) {
        let seen = camera.facing(h.frame.turn(crate::space::vector(0.45 * s, 0.0, 0.89)));
        eyes.push(hull(
            camera,
            &[blob(h, [0.029 * s, 0.104, 0.084], [0.0068, 0.0088, 0.005]).scaled(seen)],
            10,
        ));
        let middle = h.point(0.031 * s, 0.127, 0.084);
        brows.push(
            [
                [0.019, 0.1255, 0.0885],
                [0.031, 0.1295, 0.0845],
                [0.043, 0.126, 0.077],
            ]
            .iter()
            .map(|p| camera.project(middle.towards(h.point(p[0] * s, p[1], p[2]), seen)))
            .collect(),
        );
    }
    let seen = camera.facing(h.frame.turn(crate::space::vector(0.0, 0.0, 1.0)) * 0.9);
    let middle = h.point(0.0, 0.047, 0.09);
    let mouth = [
        [-0.02, 0.0505, 0.081],
        [-0.009, 0.045, 0.0885],
        [0.009, 0.045, 0.0885],
        [0.02, 0.0505, 0.081],
    ]
    .iter()
    .map(|p| camera.project(middle.towards(h.point(p[0], p[1], p[2]), 0.3 + 0.7 * seen)))
    .collect();
    let nose = camera.facing(h.frame.turn(crate::space::vector(0.0, -0.25, 0.97)));
    let under = [
        [-0.009, 0.0735, 0.102],
        [0.0, 0.0705, 0.106],
        [0.009, 0.0735, 0.102],
    ]
    .iter()
    .map(|p| {
        camera.project(
            h.point(0.0, 0.0735, 0.104)
                .towards(h.point(p[0], p[1], p[2]), nose),
        )
    })
    .collect();
    let mut pieces = vec![
        Piece {
            paint: Paint::Plain("eye"),
            outlines: eyes,
        },
        Piece {
            paint: Paint::Line("brow", 0.0052),
            outlines: brows,
        },
        Piece {
            paint: Paint::Line("mouth", 0.0042),
            outlines: vec![mouth],
        },
    ];
    if look.near {
        pieces.push(Piece {
            paint: Paint::Line("skin-line", 0.004),
            outlines: vec![under],
        });
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
