//! What stands and lies round the person: mat, chair, wall, roller; what they hold; shadow, marks
//! and arrows. As a file says it, and how it is drawn.

use serde::Deserialize;

use crate::body::{Body, C7, L3, T7, T12};
use crate::math::{Rotation, Vector, vector};
use crate::pose::{Pose, Side};
use crate::shape::{Blob, Camera, Fade, Layer, Paint, Piece, Point, ball, hull, still_hull};

/// A prop: a thing beside the body.
#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Prop {
    /// `mat`, `chair`, `wall`, `roller`, `cushion`, `desk`, `band`, `phone`.
    pub kind: PropKind,
    /// Where it stands, in metres: left, up, forward; of a band, where it is fastened; of a
    /// phone, where on the head.
    #[serde(default)]
    pub at: [f64; 3],
    /// Degrees that it is turned to its left.
    #[serde(default)]
    pub turn: f64,
    /// Its size, where it can vary: a seat's height, a mat's length, a roller's radius.
    pub size: Option<f64>,
}

/// What a prop is.
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
    Phone,
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

/// A box's outline and its upper face's.
fn slab(
    camera: &Camera,
    at: Vector,
    frame: Rotation,
    low: [f64; 3],
    high: [f64; 3],
    round: f64,
) -> Vec<Point> {
    let mut corners = Vec::new();
    for x in [low[0] + round, high[0] - round] {
        for y in [
            low[1] + round.min((high[1] - low[1]) / 2.0),
            high[1] - round.min((high[1] - low[1]) / 2.0),
        ] {
            for z in [low[2] + round, high[2] - round] {
                corners.push(ball(at + frame.turn(vector(x, y, z)), round.max(0.001)));
            }
        }
    }
    still_hull(camera, &corners, 24)
}

fn rod(camera: &Camera, from: Vector, to: Vector, radius: f64) -> Vec<Point> {
    hull(camera, &[ball(from, radius), ball(to, radius * 0.85)], 12)
}

/// The layers of a prop that stands still; a chair's back is a layer of its own.
pub fn standing(prop: &Prop, camera: &Camera, mirrored: bool) -> Vec<Layer> {
    let sign = if mirrored { -1.0 } else { 1.0 };
    let at = vector(prop.at[0] * sign, prop.at[1], prop.at[2]);
    let frame = Rotation::yaw(prop.turn * sign);
    let layer = |name: &'static str, pieces: Vec<Piece>| Layer { name, pieces };
    match prop.kind {
        PropKind::Mat => {
            let half = prop.size.unwrap_or(1.8) / 2.0;
            let low = [-0.3, -0.016, -half];
            vec![layer(
                "mat",
                vec![
                    Piece::plain(
                        "mat-edge",
                        vec![slab(camera, at, frame, low, [0.3, 0.0, half], 0.008)],
                    ),
                    Piece::plain(
                        "mat",
                        vec![slab(
                            camera,
                            at,
                            frame,
                            [-0.3, -0.003, -half],
                            [0.3, 0.0, half],
                            0.0015,
                        )],
                    ),
                ],
            )]
        }
        PropKind::Chair => chair(camera, at, frame, prop.size.unwrap_or(0.44)),
        PropKind::Wall => {
            let half = prop.size.unwrap_or(2.0) / 2.0;
            let board = |low: [f64; 3], high: [f64; 3]| slab(camera, at, frame, low, high, 0.006);
            vec![layer(
                "wall",
                vec![
                    Piece {
                        paint: Paint::Soft("wall", Fade::Upwards),
                        outlines: vec![board([-half, 0.0, 0.0], [half, 2.05, 0.02])],
                    },
                    Piece::plain(
                        "wall-edge",
                        vec![board([-half, 0.0, -0.012], [half, 0.09, 0.0])],
                    ),
                ],
            )]
        }
        PropKind::Roller => vec![layer(
            "roller",
            roller(camera, at, frame, prop.size.unwrap_or(0.075)),
        )],
        PropKind::Cushion => {
            let half = prop.size.unwrap_or(0.2);
            vec![layer(
                "cushion",
                vec![Piece::plain(
                    "cushion",
                    vec![slab(
                        camera,
                        at,
                        frame,
                        [-half, 0.0, -half],
                        [half, 0.1, half],
                        0.05,
                    )],
                )],
            )]
        }
        PropKind::Desk => vec![layer(
            "desk",
            desk(camera, at, frame, prop.size.unwrap_or(0.72)),
        )],
        // They go with the body, see `held`.
        PropKind::Band | PropKind::Phone => Vec::new(),
    }
}

/// A plain wooden chair; its place is the middle of the seat, on the floor.
fn chair(camera: &Camera, at: Vector, frame: Rotation, seat: f64) -> Vec<Layer> {
    let point = |x: f64, y: f64, z: f64| at + frame.turn(vector(x, y, z));
    let legs: Vec<(f64, Vec<Point>)> = [(-1.0, -1.0), (1.0, -1.0), (-1.0, 1.0), (1.0, 1.0)]
        .iter()
        .map(|(x, z)| {
            let top = point(0.17 * x, seat - 0.03, 0.165 * z);
            let foot = point(0.195 * x, 0.016, 0.2 * z);
            (camera.depth(foot), rod(camera, top, foot, 0.018))
        })
        .collect();
    let mean = legs.iter().map(|(depth, _)| depth).sum::<f64>() / 4.0;
    let some = |near: bool| -> Vec<Vec<Point>> {
        legs.iter()
            .filter(|(depth, _)| (*depth > mean) == near)
            .map(|(_, outline)| outline.clone())
            .collect()
    };
    let back_frame = frame.then(Rotation::pitch(-8.0));
    let back_at = point(0.0, seat, -0.2);
    let post = |x: f64| {
        rod(
            camera,
            back_at + back_frame.turn(vector(0.175 * x, -0.02, 0.0)),
            back_at + back_frame.turn(vector(0.175 * x, 0.34, 0.0)),
            0.016,
        )
    };
    vec![
        Layer {
            name: "chair",
            pieces: vec![
                Piece::plain("chair-far", some(false)),
                Piece::plain("chair", some(true)),
                Piece::plain(
                    "chair-edge",
                    vec![slab(
                        camera,
                        at,
                        frame,
                        [-0.215, seat - 0.04, -0.215],
                        [0.215, seat, 0.225],
                        0.018,
                    )],
                ),
                Piece::plain(
                    "chair",
                    vec![slab(
                        camera,
                        at,
                        frame,
                        [-0.215, seat - 0.012, -0.215],
                        [0.215, seat, 0.225],
                        0.006,
                    )],
                ),
            ],
        },
        Layer {
            name: "chair_back",
            pieces: vec![
                Piece::plain("chair-edge", vec![post(1.0), post(-1.0)]),
                Piece::plain(
                    "chair",
                    vec![slab(
                        camera,
                        back_at,
                        back_frame,
                        [-0.2, 0.2, -0.014],
                        [0.2, 0.39, 0.016],
                        0.014,
                    )],
                ),
            ],
        },
    ]
}

/// The layers that are props and no part of the body.
pub const LAYERS: [&str; 9] = [
    "mat",
    "wall",
    "chair",
    "chair_back",
    "roller",
    "desk",
    "cushion",
    "band",
    "phone",
];

/// A pool of light or shade below the person and the props that is the floor; a mat covers it.
pub fn floor(props: &[Prop], camera: &Camera, mirrored: bool) -> Option<Piece> {
    if props.iter().any(|prop| prop.kind == PropKind::Mat) {
        return None;
    }
    let sign = if mirrored { -1.0 } else { 1.0 };
    let mut discs = vec![Blob::flat(vector(0.0, 0.0, 0.1), 0.5)];
    for prop in props.iter().filter(|prop| prop.kind != PropKind::Wall) {
        let at = vector(prop.at[0] * sign, 0.0, prop.at[2]);
        discs.push(Blob::flat(at, 0.5));
        if prop.kind == PropKind::Chair {
            // Where the feet of somebody who sits are.
            discs.push(Blob::flat(at + vector(0.0, 0.0, 0.35), 0.45));
        }
    }
    Some(Piece {
        paint: Paint::Soft("ground", Fade::Outwards),
        outlines: vec![still_hull(camera, &discs, 16)],
    })
}

/// Above its height at rest, in metres, a part casts no contact shadow any more.
const LIFTED: f64 = 0.13;
/// The least height of a pool of shadow, as a share of its breadth: seen from low down it would be a line.
const FLAT: f64 = 0.13;

/// The soft shadows below what touches the floor; each shrinks away as its part is lifted.
pub fn shadow(body: &Body, camera: &Camera) -> Vec<Piece> {
    let (pelvis, chest) = (body.pelvis.at, body.spine[T7].at);
    // The points of a part with their heights at rest, and the radius round them.
    let mut parts = vec![
        (vec![(pelvis, 0.1)], 0.17),
        (vec![(body.spine[L3].at, 0.12), (chest, 0.13)], 0.14),
        (vec![(body.head.point(0.0, 0.1, 0.0), 0.1)], 0.12),
    ];
    for side in Side::BOTH {
        let (arm, leg) = (body.arm_of(side), body.leg_of(side));
        parts.extend([
            (vec![(leg.hip.at, 0.085), (leg.knee.at, 0.06)], 0.08),
            (vec![(leg.knee.at, 0.055), (leg.ankle.at, 0.05)], 0.075),
            (vec![(leg.heel(), 0.03), (leg.toe(), 0.03)], 0.065),
            (vec![(arm.elbow.at, 0.05), (arm.wrist.at, 0.04)], 0.055),
            (vec![(arm.wrist.at, 0.05), (arm.hand, 0.03)], 0.055),
        ]);
    }
    let pools = parts.into_iter().map(|(points, radius)| Piece {
        paint: Paint::Soft("shadow", Fade::Shade),
        outlines: vec![pool(camera, &points, radius)],
    });
    pools.collect()
}

/// The box of one pool of shadow on paper; a smooth curve through the middles of its sides is its edge.
fn pool(camera: &Camera, points: &[(Vector, f64)], radius: f64) -> Vec<Point> {
    let shares: Vec<f64> = points
        .iter()
        .map(|(at, rest)| (1.0 - (at.y - rest).max(0.0) / LIFTED).clamp(0.0, 1.0))
        .collect();
    // What only touches with one end lies on it.
    let most = shares
        .iter()
        .fold(1e-6, |most: f64, share| most.max(*share));
    let sum = shares.iter().sum::<f64>().max(1e-6);
    let floor = |at: Vector| camera.project(vector(at.x, 0.0, at.z));
    let mean = points
        .iter()
        .zip(&shares)
        .fold([0.0; 2], |[x, y], ((at, _), share)| {
            let at = floor(*at);
            [x + at[0] * share / sum, y + at[1] * share / sum]
        });
    let (mut low, mut high) = (mean, mean);
    for ((at, _), share) in points.iter().zip(&shares) {
        let at = floor(*at);
        for axis in 0..2 {
            let drawn = mean[axis] + (at[axis] - mean[axis]) * share / most;
            low[axis] = low[axis].min(drawn);
            high[axis] = high[axis].max(drawn);
        }
    }
    // Lifted, it is gone, and leaves no speck; what only touches with one end casts less.
    let rests = most
        * (0.35
            + 0.65
                * shares
                    .iter()
                    .fold(1.0, |least: f64, share| least.min(*share))
                / most);
    let rests = if rests * radius < 0.025 { 0.0 } else { rests };
    let seen = camera.project(vector(0.0, 1.0, 0.0))[1].abs();
    let slant = (1.0 - seen * seen).max(0.0).sqrt();
    let middle = [0, 1].map(|axis| f64::midpoint(low[axis], high[axis]));
    let breadth = (f64::midpoint(-low[0], high[0]) + radius) * rests;
    let height = (f64::midpoint(-low[1], high[1]) + radius * slant) * rests;
    let height = height.max(FLAT * breadth);
    [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]
        .map(|[x, y]| [middle[0] + x * breadth, middle[1] + y * height])
        .to_vec()
}

/// A named place on the skin, for marks.
fn anchor(body: &Body, name: &str) -> Option<Vector> {
    let (side, rest) = if let Some(rest) = name.strip_prefix("left_") {
        (Side::Left, rest)
    } else if let Some(rest) = name.strip_prefix("right_") {
        (Side::Right, rest)
    } else {
        (Side::Left, name)
    };
    let s = side.sign();
    let (arm, leg) = (body.arm_of(side), body.leg_of(side));
    let spine = &body.spine;
    Some(match rest {
        "skull" => body.head.point(0.038 * s, 0.03, -0.01),
        "mid_neck" => spine[C7 + 2].point(0.034 * s, 0.0, 0.01),
        "neck_base" => body.girdle.point(0.058 * s, -0.006, 0.01),
        "shoulder_top" => arm.shoulder.at + body.girdle.frame.turn(vector(-0.03 * s, 0.012, 0.0)),
        "shoulder" => arm.shoulder.at,
        "shoulder_front" => {
            arm.shoulder.at + body.girdle.frame.turn(vector(-0.02 * s, -0.02, 0.04))
        }
        "chest" => spine[T7 + 1].point(0.075 * s, 0.03, 0.13),
        "blade" => spine[T7].point(0.045 * s, 0.0, -0.05),
        "blade_low" => spine[T7].point(0.055 * s, -0.05, -0.05),
        "upper_back" => spine[T7 + 2].point(0.0, 0.0, -0.034),
        "mid_back" => spine[T7 - 1].point(0.0, 0.0, -0.034),
        "low_back" => spine[L3].point(0.0, 0.0, -0.028),
        "sacrum" => spine[0].point(0.0, -0.03, -0.04),
        "flank_high" => spine[T7].point(0.125 * s, 0.02, 0.02),
        "flank" => spine[T12].point(0.115 * s, 0.0, 0.03),
        "waist" => spine[L3].point(0.11 * s, 0.0, 0.03),
        "armpit" => arm
            .shoulder
            .at
            .towards(spine[T7].point(0.13 * s, 0.0, 0.0), 0.45),
        "buttock" => body.pelvis.point(0.08 * s, -0.03, -0.085),
        "thigh_back" => leg.hip.point(0.0, -0.14, -0.06),
        "ribs" => spine[T7].point(0.08 * s, 0.0, 0.13),
        _ => return None,
    })
}

/// A mark where it is felt, on the side that the file says or across; none where a name is unknown.
pub fn mark(
    mark: &Mark,
    body: &Body,
    camera: &Camera,
    mirrored: bool,
    across: bool,
) -> Option<Piece> {
    let line = mark.along.iter().map(|name| {
        let at = if mirrored == across {
            anchor(body, name)
        } else {
            anchor(body, &swapped(name))
        };
        at.map(|at| camera.project(at))
    });
    let mut points = line.collect::<Option<Vec<Point>>>()?;
    // A line of one point would not be drawn.
    if let &[[x, y]] = points.as_slice() {
        points.push([x, y + 0.02]);
    }
    Some(Piece {
        paint: Paint::Glow {
            width: mark.width,
            across,
        },
        outlines: vec![points],
    })
}

/// Whether there is a place of that name for a mark.
pub fn is_place(name: &str) -> bool {
    anchor(&Body::new(&Pose::default()), name).is_some()
}

/// A name with left and right exchanged.
pub fn swapped(name: &str) -> String {
    if let Some(rest) = name.strip_prefix("left_") {
        format!("right_{rest}")
    } else if let Some(rest) = name.strip_prefix("right_") {
        format!("left_{rest}")
    } else {
        name.to_owned()
    }
}

/// An arrow: its bow and its head.
pub fn arrow(arrow: &Arrow, index: usize, camera: &Camera, mirrored: bool) -> Piece {
    let place =
        |p: [f64; 3]| camera.project(vector(if mirrored { -p[0] } else { p[0] }, p[1], p[2]));
    let (a, b) = (place(arrow.from), place(arrow.to));
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let length = dx.hypot(dy).max(1e-6);
    let bow = if mirrored { -arrow.bow } else { arrow.bow };
    let middle = [
        f64::midpoint(a[0], b[0]) - dy / length * bow * 2.0,
        f64::midpoint(a[1], b[1]) + dx / length * bow * 2.0,
    ];
    let (tx, ty) = (b[0] - middle[0], b[1] - middle[1]);
    let reach = tx.hypot(ty).max(1e-6);
    let (tx, ty) = (tx / reach, ty / reach);
    let size = 0.028;
    let barb = |s: f64| {
        [
            b[0] - tx * size - ty * size * 0.75 * s,
            b[1] - ty * size + tx * size * 0.75 * s,
        ]
    };
    Piece {
        paint: Paint::Arrow(index),
        outlines: vec![vec![a, middle, b], vec![barb(1.0), b], vec![b, barb(-1.0)]],
    }
}

fn roller(camera: &Camera, at: Vector, frame: Rotation, radius: f64) -> Vec<Piece> {
    let ring = |x: f64, points: u32, share: f64| -> Vec<Blob> {
        (0..points)
            .map(|i| {
                let turn = f64::from(i) * std::f64::consts::TAU / f64::from(points);
                let (s, c) = turn.sin_cos();
                let point = vector(x, radius * (1.0 + share * s), radius * share * c);
                ball(at + frame.turn(point), 0.001)
            })
            .collect()
    };
    let end = |x: f64| ring(x, 16, 1.0);
    let near = if camera.toward.dot(frame.left) > 0.0 {
        0.28
    } else {
        -0.28
    };
    let mut all = end(near);
    all.extend(end(-near));
    let inner = ring(near, 12, 0.45);
    // What is too thin for a foam roller is a rolled towel.
    let [side, face, core] = if radius < 0.06 {
        ["towel", "towel-end", "towel-core"]
    } else {
        ["roller", "roller-end", "roller-core"]
    };
    vec![
        Piece::plain(side, vec![hull(camera, &all, 24)]),
        Piece::plain(face, vec![hull(camera, &end(near), 18)]),
        Piece::plain(core, vec![hull(camera, &inner, 14)]),
    ]
}

fn desk(camera: &Camera, at: Vector, frame: Rotation, height: f64) -> Vec<Piece> {
    let leg = |x: f64, z: f64| {
        let foot = at + frame.turn(vector(x, 0.0, z));
        rod(camera, foot, foot + vector(0.0, height - 0.02, 0.0), 0.02)
    };
    vec![
        Piece::plain(
            "chair-far",
            vec![leg(-0.5, 0.0), leg(0.5, 0.0), leg(-0.5, 0.6), leg(0.5, 0.6)],
        ),
        Piece::plain(
            "chair",
            vec![slab(
                camera,
                at,
                frame,
                [-0.55, height - 0.035, -0.05],
                [0.55, height, 0.65],
                0.012,
            )],
        ),
    ]
}

/// The layer of a prop that goes with the body; none for what stands still.
pub fn held(prop: &Prop, body: &Body, camera: &Camera, mirrored: bool) -> Option<Layer> {
    let sign = if mirrored { -1.0 } else { 1.0 };
    let at = vector(prop.at[0] * sign, prop.at[1], prop.at[2]);
    match prop.kind {
        PropKind::Band => Some(band(at, body, camera)),
        PropKind::Phone => Some(phone(at, body, camera)),
        PropKind::Mat
        | PropKind::Chair
        | PropKind::Wall
        | PropKind::Roller
        | PropKind::Cushion
        | PropKind::Desk => None,
    }
}

/// An elastic band: from where it is fastened to both hands, and out of them a little.
fn band(fast: Vector, body: &Body, camera: &Camera) -> Layer {
    let ring = slab(
        camera,
        fast,
        Rotation::NONE,
        [-0.03, -0.03, -0.012],
        [0.03, 0.03, 0.03],
        0.012,
    );
    let ways = Side::BOTH.map(|side| {
        let hand = body.arm_of(side).wrist;
        let grip = hand.point(-0.02 * side.sign(), -0.075, 0.0);
        hull(camera, &[ball(fast, 0.007), ball(grip, 0.009)], 12)
    });
    Layer {
        name: "band",
        pieces: vec![
            Piece::plain("roller-core", vec![ring]),
            Piece::plain("roller", ways.to_vec()),
        ],
    }
}

/// A phone that lies against a side of the head, upright, with its screen outwards; its place
/// counts from where the head sits on the neck.
fn phone(at: Vector, body: &Body, camera: &Camera) -> Layer {
    let place = body.head.point(at.x, at.y, at.z);
    let frame = body.head.frame;
    let out = if at.x < 0.0 { -0.006 } else { 0.006 };
    let screen = |x: f64| place + frame.turn(vector(x, 0.0, 0.0));
    let (low, high) = ([-0.005, -0.078, -0.038], [0.005, 0.078, 0.038]);
    let (glass_low, glass_high) = ([-0.001, -0.068, -0.032], [0.001, 0.068, 0.032]);
    Layer {
        name: "phone",
        pieces: vec![
            Piece::plain("phone", vec![slab(camera, place, frame, low, high, 0.005)]),
            Piece::plain(
                "phone-glass",
                vec![slab(
                    camera,
                    screen(out),
                    frame,
                    glass_low,
                    glass_high,
                    0.001,
                )],
            ),
        ],
    }
}
