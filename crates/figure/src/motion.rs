//! When an animation is looked at, and which of these moments its picture needs.
//!
//! An animation is cut into beats: a movement, half a breath, a rest. Within a beat everything follows one
//! easing, which SVG knows, too; so two key frames often say a whole movement, and only where
//! limbs swing in arcs are more of them kept.

use std::fmt::Write as _;

use crate::animation::{Animation, Beats, ease};

/// A point in the picture's whole units.
pub type Dot = [i32; 2];

/// The outlines of one path at all moments. At each they have the same numbers of points, so that
/// all points lie in one row: moment after moment, outline after outline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shapes {
    /// Where the points of each outline end, counted from their moment's first one.
    ends: Vec<usize>,
    points: Vec<Dot>,
}

impl Shapes {
    /// No moment yet, of outlines with so many points each.
    pub fn new(counts: impl IntoIterator<Item = usize>, moments: usize) -> Self {
        let ends: Vec<usize> = counts
            .into_iter()
            .scan(0, |end, count| {
                *end += count;
                Some(*end)
            })
            .collect();
        let all = ends.last().map_or(0, |end| end * moments);
        Self {
            ends,
            points: Vec::with_capacity(all),
        }
    }

    /// Adds points of the moment that comes last, in their order.
    pub fn extend(&mut self, points: impl IntoIterator<Item = Dot>) {
        self.points.extend(points);
    }

    /// How many points there are at a moment.
    fn width(&self) -> usize {
        self.ends.last().copied().unwrap_or(0)
    }

    /// How many moments there are.
    pub fn moments(&self) -> usize {
        self.points.len() / self.width().max(1)
    }

    /// All points at a moment.
    pub fn at(&self, moment: usize) -> &[Dot] {
        let width = self.width();
        &self.points[moment * width..(moment + 1) * width]
    }

    /// The outlines at a moment.
    pub fn outlines_at(&self, moment: usize) -> impl Iterator<Item = &[Dot]> {
        let points = self.at(moment);
        let mut begin = 0;
        self.ends.iter().map(move |&end| {
            let outline = &points[begin..end];
            begin = end;
            outline
        })
    }

    /// All points of all moments.
    pub fn points(&self) -> &[Dot] {
        &self.points
    }

    /// Whether it is the same at all moments.
    pub fn is_still(&self) -> bool {
        let width = self.width();
        self.points
            .iter()
            .zip(self.points.iter().skip(width))
            .all(|(a, b)| a == b)
    }
}

/// A moment at which the animation is looked at.
#[derive(Clone, Copy, Debug)]
struct Moment {
    /// In milliseconds from the animation's beginning.
    t_ms: u32,
    /// How far its beat has come: 0 where it begins.
    progress: f64,
    /// Whether its beat starts and stops softly.
    eased: bool,
}

/// All moments of an animation, in order; the last one is its end.
#[derive(Clone, Debug)]
pub struct Timing {
    moments: Vec<Moment>,
    total_ms: u32,
}

impl Timing {
    /// The moments of an animation.
    pub fn new(animation: &Animation) -> Self {
        let mut moments = Vec::new();
        for span in &animation.spans {
            let Beats {
                count: beats,
                steps,
                eased,
            } = span.beats();
            let duration = f64::from(span.duration_ms) / f64::from(beats);
            for beat in 0..beats {
                for step in 0..steps {
                    #[allow(clippy::cast_precision_loss, reason = "a few dozen steps")]
                    let progress = step as f64 / steps as f64;
                    let part = if eased { uneased(progress) } else { progress };
                    moments.push(Moment {
                        t_ms: span.start_ms + rounded((f64::from(beat) + part) * duration),
                        progress,
                        eased,
                    });
                }
            }
        }
        let total_ms = animation.duration_ms();
        moments.push(Moment {
            t_ms: total_ms,
            progress: 0.0,
            eased: false,
        });
        Self { moments, total_ms }
    }

    /// A single moment.
    pub fn still(t_ms: u32) -> Self {
        Self {
            moments: vec![Moment {
                t_ms,
                progress: 0.0,
                eased: false,
            }],
            total_ms: 0,
        }
    }

    /// All moments, in milliseconds.
    pub fn times(&self) -> impl Iterator<Item = u32> {
        self.moments.iter().map(|moment| moment.t_ms)
    }

    /// The frames that are needed so that no point of the others is more than `slack` from its way.
    pub fn keep(&self, shapes: &Shapes, slack: f64) -> Vec<usize> {
        let starts: Vec<usize> = (0..self.moments.len())
            .filter(|&i| self.moments[i].progress == 0.0)
            .collect();
        let mut kept = vec![0];
        for beat in starts.windows(2) {
            self.split(shapes, [beat[0], beat[1]], slack, &mut kept);
            kept.push(beat[1]);
        }
        // Where nothing moves before and after, a frame says nothing.
        let mut n = 1;
        while n + 1 < kept.len() {
            let [before, here, after] = [kept[n - 1], kept[n], kept[n + 1]];
            if shapes.at(before) == shapes.at(here) && shapes.at(here) == shapes.at(after) {
                kept.remove(n);
            } else {
                n += 1;
            }
        }
        kept
    }

    /// Keeps a frame between two where the way between them is not the true one, and so on on either
    /// side of it.
    fn split(&self, shapes: &Shapes, ends: [usize; 2], slack: f64, kept: &mut Vec<usize>) {
        let [from, to] = ends;
        let (start, end) = (self.moments[from].progress, self.end_of(to));
        let strays = |&middle: &usize| {
            let share = (self.moments[middle].progress - start) / (end - start);
            deviates(shapes, ends, middle, share, slack)
        };
        // The middle first: where it strays, the others needn't be looked at.
        let amid = usize::midpoint(from, to);
        let astray = (from + 1..to)
            .contains(&amid)
            .then_some(amid)
            .filter(strays);
        if let Some(middle) = astray.or_else(|| (from + 1..to).find(strays)) {
            self.split(shapes, [from, middle], slack, kept);
            kept.push(middle);
            self.split(shapes, [middle, to], slack, kept);
        }
    }

    /// The progress at a moment that ends a stretch: that of its beat, not of the next one.
    fn end_of(&self, moment: usize) -> f64 {
        match self.moments[moment].progress {
            0.0 => 1.0,
            progress => progress,
        }
    }

    /// Attributes that say when the kept frames are and how it goes on between them.
    pub fn attributes(&self, kept: &[usize]) -> String {
        let mut times = String::new();
        let mut splines = String::new();
        let mut straight = true;
        for (n, &k) in kept.iter().enumerate() {
            let comma = if n == 0 { "" } else { ";" };
            let share = f64::from(self.moments[k].t_ms) / f64::from(self.total_ms);
            let _ = write!(times, "{comma}{}", decimal(share, 4));
        }
        for (n, pair) in kept.windows(2).enumerate() {
            let (from, to) = (self.moments[pair[0]], pair[1]);
            // Over several beats nothing moves.
            let mut within = self.moments[pair[0] + 1..pair[1]].iter();
            let [rise, fall] = if from.eased && within.all(|moment| moment.progress > 0.0) {
                straight = false;
                bezier(from.progress, self.end_of(to))
            } else {
                [0.333, 0.667]
            };
            let comma = if n == 0 { "" } else { ";" };
            let (rise, fall) = (decimal(rise, 3), decimal(fall, 3));
            let _ = write!(splines, "{comma}.333 {rise} .667 {fall}");
        }
        if straight {
            format!("keyTimes=\"{times}\"")
        } else {
            format!("calcMode=\"spline\" keyTimes=\"{times}\" keySplines=\"{splines}\"")
        }
    }
}

/// Whether a shape lies farther than `slack` from the one a share of the way between two others.
///
/// A point of an outline may glide along its edge without anybody seeing it: where a point is off,
/// its distance from the nearest edges counts.
fn deviates(
    shapes: &Shapes,
    [from, to]: [usize; 2],
    middle: usize,
    share: f64,
    slack: f64,
) -> bool {
    let ends = shapes.outlines_at(from).zip(shapes.outlines_at(to));
    ends.zip(shapes.outlines_at(middle)).any(|((a, b), real)| {
        let count = real.len();
        let on_way = |a: Dot, b: Dot| {
            [0, 1].map(|axis| f64::from(a[axis]) + f64::from(b[axis] - a[axis]) * share)
        };
        let between = |i: usize| on_way(a[i % count], b[i % count]);
        let mut all = a.iter().zip(b).zip(real).enumerate();
        all.any(|(i, ((&a, &b), &[x, y]))| {
            let point = [f64::from(x), f64::from(y)];
            let guess = on_way(a, b);
            if is_within(point[0] - guess[0], point[1] - guess[1], slack) {
                return false;
            }
            let mut edges = (count + i - 2..count + i + 2).map(|n| [between(n), between(n + 1)]);
            count <= 4 || edges.all(|edge| is_aside(point, edge, slack))
        })
    })
}

/// Whether two numbers are the sides of a rectangle whose diagonal is no longer than `most`: what
/// `hypot` says, asked only where it is a matter of the last digits.
fn is_within(x: f64, y: f64, most: f64) -> bool {
    let (square, limit) = (x * x + y * y, most * most);
    if (square - limit).abs() > 1e-9 * limit {
        square < limit
    } else {
        x.hypot(y) <= most
    }
}

/// Whether a point is farther than `slack` from an edge.
fn is_aside([x, y]: [f64; 2], [a, b]: [[f64; 2]; 2], slack: f64) -> bool {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let along = ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy).max(1e-9);
    let along = along.clamp(0.0, 1.0);
    !is_within(x - a[0] - dx * along, y - a[1] - dy * along, slack)
}

/// Numbers the points of closed outlines so that each is near itself from frame to frame.
///
/// Where a limb points to the eye, its direction on paper, and with it the first point, can leap round.
pub fn follow(shapes: &mut Shapes) {
    let width = shapes.width();
    for moment in 1..shapes.moments() {
        let (before, after) = shapes.points.split_at_mut(moment * width);
        let before = &before[(moment - 1) * width..];
        let mut begin = 0;
        for &end in &shapes.ends {
            let (old, new) = (&before[begin..end], &mut after[begin..end]);
            begin = end;
            let count = new.len();
            // Where points move less than half as far as they are from each other, none is nearer to
            // another one's place.
            let (still, apart) = (moved(old, new, 0), moved(new, new, 1));
            if apart >= 4 * still {
                continue;
            }
            // The next place is looked at first: mostly no other is nearer.
            if still > moved(old, new, 1).min(moved(old, new, count - 1)) {
                let nearest = (0..count).min_by_key(|&turn| moved(old, new, turn));
                new.rotate_left(nearest.unwrap_or(0));
            }
        }
    }
}

/// How far an outline's points move, where the new ones are counted from one of them on: the sum of
/// squares.
fn moved(old: &[Dot], new: &[Dot], turn: usize) -> i64 {
    let way = |old: &[Dot], new: &[Dot]| -> i64 {
        let ways = old.iter().zip(new).map(|(a, b)| {
            let (x, y) = (i64::from(a[0] - b[0]), i64::from(a[1] - b[1]));
            x * x + y * y
        });
        ways.sum()
    };
    let (first, last) = new.split_at(turn);
    way(old, last) + way(&old[last.len()..], first)
}

/// The heights of the two controls that bend a stretch of the easing, between two progresses.
///
/// A part of a cubic is a cubic: with controls at a third and two thirds of its time it is exact.
fn bezier(from: f64, to: f64) -> [f64; 2] {
    let (a, b) = (uneased(from), uneased(to));
    let steep = |t: f64| 6.0 * t * (1.0 - t) * (b - a) / (to - from) / 3.0;
    [steep(a), 1.0 - steep(b)]
}

/// The share of time after which the easing has come to a progress.
fn uneased(progress: f64) -> f64 {
    let t = 0.5 - ((1.0 - 2.0 * progress).clamp(-1.0, 1.0).asin() / 3.0).sin();
    debug_assert!((ease(t) - progress).abs() < 1e-9);
    t
}

#[allow(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds of an animation"
)]
fn rounded(milliseconds: f64) -> u32 {
    milliseconds.round().max(0.0) as u32
}

/// A number between 0 and 1, as short as it can be.
pub fn decimal(value: f64, digits: usize) -> String {
    if let Some(text) = quick_decimal(value, digits) {
        return text;
    }
    let text = format!("{value:.digits$}");
    if !text.contains('.') {
        return text;
    }
    let text = text.trim_end_matches('0').trim_end_matches('.');
    match text.strip_prefix("0.") {
        Some(rest) => format!(".{rest}"),
        None => text.to_owned(),
    }
}

/// The same for most numbers from 0 to 1, by whole numbers: a picture has thousands of them. None
/// where rounding is a matter of the last digits.
fn quick_decimal(value: f64, digits: usize) -> Option<String> {
    let (whole, most) = match digits {
        2 => (100.0, 100),
        3 => (1000.0, 1000),
        4 => (10_000.0, 10_000),
        _ => return None,
    };
    if !(0.0..=1.0).contains(&value) || value.is_sign_negative() {
        return None;
    }
    let moved = value * whole + 0.5;
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and ten thousand"
    )]
    let mut rest = moved as u32;
    let left = moved - f64::from(rest);
    if !(1e-6..=1.0 - 1e-6).contains(&left) {
        return None;
    }
    if rest >= most {
        return Some("1".to_owned());
    }
    if rest == 0 {
        return Some("0".to_owned());
    }
    let mut places = digits;
    while rest.is_multiple_of(10) {
        rest /= 10;
        places -= 1;
    }
    Some(format!(".{rest:0places$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spline_repeats_its_part_of_the_easing() {
        for (from, to) in [(0.0, 1.0), (0.0, 0.25), (0.25, 0.5), (0.5, 1.0)] {
            let [rise, fall] = bezier(from, to);
            let (start, end) = (uneased(from), uneased(to));
            for step in 0..=10 {
                let t = f64::from(step) / 10.0;
                let u = 1.0 - t;
                let spline = 3.0 * u * u * t * rise + 3.0 * u * t * t * fall + t * t * t;
                let real = ease(start + (end - start) * t);
                assert!((from + (to - from) * spline - real).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn points_follow_themselves() {
        let square = [[0, 0], [10, 0], [10, 10], [0, 10]];
        let mut turned = square;
        turned.rotate_left(2);
        let mut shapes = Shapes::new([4], 3);
        shapes.extend([square, turned, square].concat());
        follow(&mut shapes);
        assert!((0..3).all(|moment| shapes.at(moment) == square));
        assert!(shapes.is_still());
    }

    #[test]
    fn decimals_are_short() {
        let texts = [0.0, 0.5, 1.0, 0.3333].map(|value| decimal(value, 3));
        assert_eq!(texts, ["0", ".5", "1", ".333"]);
        for step in 0..=30_000 {
            let value = f64::from(step) / 30_000.0;
            for digits in [2, 3, 4] {
                let slow = format!("{value:.digits$}");
                let quick: f64 = decimal(value, digits).parse().unwrap();
                assert_eq!(quick.to_bits(), slow.parse::<f64>().unwrap().to_bits());
            }
        }
    }
}
