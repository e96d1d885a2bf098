//! Forms in space and their outlines on paper.
//!
//! A form is made of ellipsoids. A hull wraps a few of them; a tube follows a curve with elliptical
//! cross-sections. Both answer with a fixed number of points whatever the pose, so that outlines
//! of different moments can be blended into each other.

use crate::body::Place;
use crate::space::{Rotation, Vector, vector};

/// A point on paper, in metres: right and down.
pub type Point = [f64; 2];

/// From where one looks; everything is projected along parallel lines.
#[derive(Clone, Copy, Debug)]
pub struct Camera {
    right: Vector,
    up: Vector,
    /// From the figure to the eye.
    pub toward: Vector,
}

impl Camera {
    /// Looks from degrees round the person (0: front, 90: their left) and degrees above.
    pub fn new(turn: f64, rise: f64) -> Self {
        let frame = Rotation::yaw(turn).then(Rotation::pitch(-rise));
        Self {
            right: frame.left,
            up: frame.up,
            toward: frame.forward,
        }
    }

    /// Where a point is on paper.
    pub fn project(&self, at: Vector) -> Point {
        [at.dot(self.right), -at.dot(self.up)]
    }

    /// How near a point is to the eye, in metres.
    pub fn depth(&self, at: Vector) -> f64 {
        at.dot(self.toward)
    }

    /// A direction on paper as a direction in space.
    fn lift(&self, direction: Point) -> Vector {
        self.right * direction[0] - self.up * direction[1]
    }

    /// How much of a surface with this normal faces the eye: 0 hidden, 1 seen.
    pub fn facing(&self, normal: Vector) -> f64 {
        let t = ((normal.dot(self.toward) + 0.02) / 0.3).clamp(0.0, 1.0);
        t * t * (3.0 - 2.0 * t)
    }
}

/// An ellipsoid.
#[derive(Clone, Copy, Debug)]
pub struct Blob {
    at: Vector,
    axes: [Vector; 3],
}

/// A ball.
pub fn ball(at: Vector, radius: f64) -> Blob {
    Blob {
        at,
        axes: [
            vector(radius, 0.0, 0.0),
            vector(0.0, radius, 0.0),
            vector(0.0, 0.0, radius),
        ],
    }
}

/// An ellipsoid with half-axes along a place's left, up and forward.
pub fn blob(place: Place, at: [f64; 3], half: [f64; 3]) -> Blob {
    Blob {
        at: place.point(at[0], at[1], at[2]),
        axes: [
            place.frame.left * half[0],
            place.frame.up * half[1],
            place.frame.forward * half[2],
        ],
    }
}

impl Blob {
    /// The outermost point in a direction.
    fn support(&self, direction: Vector) -> Vector {
        let shares = self.axes.map(|axis| axis.dot(direction));
        let length = (shares[0] * shares[0] + shares[1] * shares[1] + shares[2] * shares[2]).sqrt();
        if length < 1e-9 {
            return self.at;
        }
        self.at
            + self.axes[0] * (shares[0] / length)
            + self.axes[1] * (shares[1] / length)
            + self.axes[2] * (shares[2] / length)
    }

    /// The same, smaller: 1 leaves it, 0 makes it a point.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Self {
            at: self.at,
            axes: self.axes.map(|axis| axis * factor),
        }
    }
}

/// The outline of what wraps all blobs, as `count` points.
pub fn hull(camera: &Camera, blobs: &[Blob], count: usize) -> Vec<Point> {
    // A curve through the middles between points lies a little inside them.
    #[allow(clippy::cast_precision_loss, reason = "a few dozen points")]
    let step = std::f64::consts::TAU / count as f64;
    let grow = 2.0 / (1.0 + (step / 2.0).cos());
    (0..count)
        .map(|i| {
            #[allow(clippy::cast_precision_loss, reason = "a few dozen points")]
            let (sin, cos) = (step * (i as f64 + 0.5)).sin_cos();
            let direction = camera.lift([cos, sin]);
            let mut best: Option<(f64, Blob, Vector)> = None;
            for blob in blobs {
                let point = blob.support(direction);
                let far = point.dot(direction);
                if best.is_none_or(|(most, ..)| far > most) {
                    best = Some((far, *blob, point));
                }
            }
            best.map_or([0.0, 0.0], |(_, blob, point)| {
                camera.project(blob.at + (point - blob.at) * grow)
            })
        })
        .collect()
}

/// A cross-section of a tube: half its breadth and depth in the directions of a place.
#[derive(Clone, Copy, Debug)]
pub struct Section {
    /// Its middle.
    pub place: Place,
    /// Half its breadth.
    pub breadth: f64,
    /// Half its depth.
    pub depth: f64,
}

/// The outline of a tube along its sections, with rounded ends of a given height.
pub fn tube(camera: &Camera, sections: &[Section], ends: [f64; 2]) -> Vec<Point> {
    let last = sections.len() - 1;
    let middles: Vec<Point> = sections
        .iter()
        .map(|s| camera.project(s.place.at))
        .collect();
    let tangent = |i: usize| -> Point {
        let (a, b) = (middles[i.saturating_sub(1)], middles[(i + 1).min(last)]);
        let (x, y) = (b[0] - a[0], b[1] - a[1]);
        let length = x.hypot(y).max(1e-6);
        [x / length, y / length]
    };
    let edge = |i: usize, direction: Point| -> Point {
        let section = &sections[i];
        let flat = Blob {
            at: section.place.at,
            axes: [
                section.place.frame.left * section.breadth,
                section.place.frame.up * 1e-4,
                section.place.frame.forward * section.depth,
            ],
        };
        camera.project(flat.support(camera.lift(direction)))
    };
    let mut one = Vec::new();
    let mut two = Vec::new();
    for i in 0..=last {
        let t = tangent(i);
        one.push(edge(i, [t[1], -t[0]]));
        two.push(edge(i, [-t[1], t[0]]));
    }
    let cap = |i: usize, from: Point, to: Point, height: f64, forward: f64| -> Vec<Point> {
        let t = tangent(i);
        let middle = [f64::midpoint(from[0], to[0]), f64::midpoint(from[1], to[1])];
        let half = [(to[0] - from[0]) / 2.0, (to[1] - from[1]) / 2.0];
        [-0.62, 0.0, 0.62]
            .iter()
            .map(|share: &f64| {
                let out = (1.0 - share * share).sqrt() * height * forward;
                [
                    middle[0] + half[0] * share + t[0] * out,
                    middle[1] + half[1] * share + t[1] * out,
                ]
            })
            .collect()
    };
    let mut outline = one.clone();
    outline.extend(cap(last, one[last], two[last], ends[1], 1.0));
    two.reverse();
    outline.extend(two.iter().copied());
    outline.extend(cap(0, two[last], one[0], ends[0], -1.0));
    outline
}

/// How a piece is painted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Paint {
    /// Filled, with an outline in the colour's darker tone.
    Fill(&'static str),
    /// Filled, without an outline.
    Plain(&'static str),
    /// Filled and translucent.
    Veil(&'static str, f64),
    /// Drawn as a line of a breadth in metres.
    Line(&'static str, f64),
    /// An arrow, by its place in the script.
    Arrow(usize),
    /// Drawn as a translucent line of a breadth in metres.
    Glow(&'static str, f64, f64),
}

/// One path of the picture at one moment.
#[derive(Clone, Debug)]
pub struct Piece {
    /// How it is painted.
    pub paint: Paint,
    /// Its outlines; for lines, their points.
    pub outlines: Vec<Vec<Point>>,
}

/// Pieces that are drawn one after the other, as one layer.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Its name, for the order of drawing.
    pub name: String,
    /// Its pieces, from the back to the front.
    pub pieces: Vec<Piece>,
}

impl Blob {
    /// A flat disc on the floor.
    pub fn flat(at: Vector, radius: f64, height: f64) -> Self {
        Self {
            at,
            axes: [
                vector(radius, 0.0, 0.0),
                vector(0.0, height, 0.0),
                vector(0.0, 0.0, radius),
            ],
        }
    }
}
