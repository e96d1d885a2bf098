//! Forms in space and their outlines on paper.
//!
//! A form is made of ellipsoids. A hull wraps a few of them; a tube follows a curve with elliptical
//! cross-sections. Both answer with a fixed number of points whatever the pose, so that outlines
//! of different moments can be blended into each other.

use std::sync::LazyLock;

use crate::body::Place;
use crate::math::{Rotation, Vector, vector};

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
    /// The same, smaller: 1 leaves it, 0 makes it a point.
    #[must_use]
    pub fn scaled(&self, factor: f64) -> Self {
        Self {
            at: self.at,
            axes: self.axes.map(|axis| axis * factor),
        }
    }

    /// A flat disc on the floor.
    pub fn flat(at: Vector, radius: f64) -> Self {
        Self {
            at,
            axes: [
                vector(radius, 0.0, 0.0),
                Vector::default(),
                vector(0.0, 0.0, radius),
            ],
        }
    }

    /// Its shadow on paper.
    fn on(&self, camera: &Camera) -> Oval {
        let [a, b, c] = self.axes.map(|axis| camera.project(axis));
        let sum = |i: usize, j: usize| a[i] * a[j] + b[i] * b[j] + c[i] * c[j];
        Oval {
            at: camera.project(self.at),
            spread: [sum(0, 0), sum(0, 1), sum(1, 1)],
        }
    }
}

/// An ellipsoid on paper: an ellipse, by its middle and the matrix of its spread.
#[derive(Clone, Copy, Default)]
struct Oval {
    at: Point,
    spread: [f64; 3],
}

impl Oval {
    /// How far out it goes in a direction of length 1.
    fn support(&self, [x, y]: Point) -> Support {
        let [xx, xy, yy] = self.spread;
        let along = [xx * x + xy * y, xy * x + yy * y];
        let reach = (along[0] * x + along[1] * y).max(1e-18).sqrt();
        Support { along, reach }
    }
}

/// How far an ellipse goes out in a direction.
#[derive(Clone, Copy)]
struct Support {
    along: Point,
    /// From its middle, in the direction.
    reach: f64,
}

impl Support {
    /// From the middle to the outermost point.
    fn point(self) -> Point {
        self.along.map(|value| value / self.reach)
    }
}

/// The most points that an outline has.
const MOST: usize = 24;

/// The directions in which an outline of so many points is sought.
static RINGS: LazyLock<[Vec<Point>; MOST + 1]> = LazyLock::new(|| {
    std::array::from_fn(|count| {
        #[allow(clippy::cast_precision_loss, reason = "a few dozen points")]
        let turn = |i: usize| std::f64::consts::TAU * (i as f64 + 0.5) / count as f64;
        (0..count).map(|i| [turn(i).cos(), turn(i).sin()]).collect()
    })
});

/// The outline of what wraps all blobs, as `count` points (24 at most).
///
/// The points turn with the way from the first blob to the last one on paper: so each stays on its own
/// part of a limb that swings, and what lies between two moments is the limb halfway.
pub fn hull(camera: &Camera, blobs: &[Blob], count: usize) -> Vec<Point> {
    with_ovals(camera, blobs, |ovals| {
        let ends = [ovals.first(), ovals.last()].map(|oval| oval.map_or([0.0; 2], |oval| oval.at));
        let (x, y) = (ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]);
        let length = x.hypot(y);
        let axis = if length < 1e-6 {
            [1.0, 0.0]
        } else {
            [x / length, y / length]
        };
        wrap(ovals, axis, count)
    })
}

/// The same with points that don't turn, for blobs that come and go.
pub fn still_hull(camera: &Camera, blobs: &[Blob], count: usize) -> Vec<Point> {
    with_ovals(camera, blobs, |ovals| wrap(ovals, [1.0, 0.0], count))
}

/// What is made of blobs' shadows on paper. A picture has thousands of hulls of a few blobs each, which
/// need no room on the heap.
fn with_ovals<T>(camera: &Camera, blobs: &[Blob], of: impl FnOnce(&[Oval]) -> T) -> T {
    const FEW: usize = 8;
    if blobs.len() <= FEW {
        let mut ovals = [Oval::default(); FEW];
        for (oval, blob) in ovals.iter_mut().zip(blobs) {
            *oval = blob.on(camera);
        }
        of(&ovals[..blobs.len()])
    } else {
        let ovals: Vec<Oval> = blobs.iter().map(|blob| blob.on(camera)).collect();
        of(&ovals)
    }
}

fn wrap(ovals: &[Oval], [along, aside]: Point, count: usize) -> Vec<Point> {
    let ring = &RINGS[count.min(MOST)];
    // A curve through the middles between points lies a little inside them.
    let grow = 2.0 / (1.0 + ring[0][0]);
    // One number after the other for all directions, so that several are computed at once.
    let (mut xs, mut ys) = ([0.0; MOST], [0.0; MOST]);
    for ((turned_x, turned_y), [x, y]) in xs.iter_mut().zip(&mut ys).zip(ring) {
        *turned_x = x * along - y * aside;
        *turned_y = x * aside + y * along;
    }
    let count = ring.len();
    let (xs, ys) = (&xs[..count], &ys[..count]);
    let (mut farthest, mut which) = ([f64::MIN; MOST], [usize::MAX; MOST]);
    for (place, oval) in ovals.iter().enumerate() {
        let mut fars = [0.0; MOST];
        for ((far, &x), &y) in fars.iter_mut().zip(xs).zip(ys) {
            *far = oval.at[0] * x + oval.at[1] * y + oval.support([x, y]).reach;
        }
        for ((far, farthest), which) in fars.iter().zip(&mut farthest).zip(&mut which) {
            if *far > *farthest {
                (*farthest, *which) = (*far, place);
            }
        }
    }
    let points = xs.iter().zip(ys).zip(which);
    let outermost = points.map(|((&x, &y), which)| {
        let oval = ovals.get(which);
        oval.map_or(Point::default(), |oval| {
            let ([cx, cy], out) = (oval.at, oval.support([x, y]).point());
            [cx + out[0] * grow, cy + out[1] * grow]
        })
    });
    outermost.collect()
}

/// The outlines of what wraps each blob and the next one: a limb with its swellings.
pub fn chain(camera: &Camera, blobs: &[Blob], count: usize) -> Vec<Vec<Point>> {
    let pairs = blobs.windows(2);
    pairs.map(|pair| hull(camera, pair, count)).collect()
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
        let Section {
            place,
            breadth,
            depth,
        } = sections[i];
        let out = blob(place, [0.0; 3], [breadth, 1e-4, depth])
            .on(camera)
            .support(direction)
            .point();
        [middles[i][0] + out[0], middles[i][1] + out[1]]
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

/// Which way a form thins out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fade {
    /// From its middle to its edge.
    Outwards,
    /// From its foot to its head.
    Upwards,
    /// From its middle to its edge, a shadow.
    Shade,
}

impl Fade {
    /// How opaque it is where on the way.
    pub const fn stops(self) -> [(f64, f64); 3] {
        match self {
            Self::Outwards => [(0.0, 1.0), (0.55, 0.8), (1.0, 0.0)],
            Self::Upwards => [(0.0, 1.0), (0.6, 0.7), (1.0, 0.0)],
            Self::Shade => [(0.0, 0.3), (0.45, 0.19), (1.0, 0.0)],
        }
    }
}

/// How a piece is painted. Colours go by their names; breadths are in metres.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Paint {
    /// Filled, with an outline in the colour's darker tone.
    Fill(&'static str),
    /// Filled, without an outline.
    Plain(&'static str),
    /// Filled, thinning out.
    Soft(&'static str, Fade),
    /// Drawn as a line of a breadth.
    Line(&'static str, f64),
    /// An arrow, by its place in the script.
    Arrow(usize),
    /// A soft glow along a line, clipped to the body below it.
    Glow {
        /// Its breadth.
        width: f64,
        /// Whether it belongs to the side that follows in the same animation.
        across: bool,
    },
}

impl Paint {
    /// Whether it fills an outline; otherwise it is drawn along a line.
    pub const fn is_area(self) -> bool {
        matches!(self, Self::Fill(_) | Self::Plain(_) | Self::Soft(..))
    }
}

/// One path of the picture at one moment.
#[derive(Clone, Debug)]
pub struct Piece {
    /// How it is painted.
    pub paint: Paint,
    /// Its outlines; for lines, their points.
    pub outlines: Vec<Vec<Point>>,
}

impl Piece {
    /// A form with an outline.
    pub const fn fill(paint: &'static str, outlines: Vec<Vec<Point>>) -> Self {
        Self {
            paint: Paint::Fill(paint),
            outlines,
        }
    }

    /// A form without an outline.
    pub const fn plain(paint: &'static str, outlines: Vec<Vec<Point>>) -> Self {
        Self {
            paint: Paint::Plain(paint),
            outlines,
        }
    }

    /// Lines of a breadth in metres.
    pub const fn line(paint: &'static str, breadth: f64, lines: Vec<Vec<Point>>) -> Self {
        Self {
            paint: Paint::Line(paint, breadth),
            outlines: lines,
        }
    }
}

/// Pieces that are drawn one after the other, as one layer.
#[derive(Clone, Debug)]
pub struct Layer {
    /// Its name, for the order of drawing.
    pub name: &'static str,
    /// Its pieces, from the back to the front.
    pub pieces: Vec<Piece>,
}
