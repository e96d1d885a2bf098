//! When an animation is looked at, and which of these moments its animation needs.
//!
//! An animation is cut into beats: a movement, half a breath, a rest. Within a beat everything follows one
//! easing, which the animation knows, too; so two key frames often say a whole movement, and only where
//! limbs swing in arcs are more of them kept.

use std::fmt::Write as _;

use crate::animation::{Action, Animation, BREATH_MS, Span, ease};

/// How many moments a beat has that leads over a number of ways from one key pose to the next.
const fn steps(legs: usize) -> usize {
    if legs == 1 { 6 } else { 4 * legs }
}

/// The outlines of one path at one moment, in the picture's whole units.
pub type Shape = Vec<Vec<[i32; 2]>>;

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

/// How a stretch is cut: into how many beats, at how many moments each is looked at, and whether
/// they start and stop softly.
fn cut(span: &Span) -> (u32, usize, bool) {
    match span.action {
        Action::Hold => ((2 * span.duration_ms / BREATH_MS).max(1), 1, true),
        Action::Rest => (1, 1, false),
        Action::Cycle => (1, steps(span.legs()), false),
        Action::Move | Action::Return | Action::Switch => (1, steps(span.legs()), true),
    }
}

/// At how many moments a stretch is looked at.
pub fn looks(span: &Span) -> u64 {
    let (beats, steps, _) = cut(span);
    u64::from(beats) * steps as u64
}

impl Timing {
    /// The moments of an animation.
    pub fn new(animation: &Animation) -> Self {
        let mut moments = Vec::new();
        for span in &animation.spans {
            let (beats, steps, eased) = cut(span);
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
    pub fn keep(&self, shapes: &[Shape], slack: f64) -> Vec<usize> {
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
            if shapes[before] == shapes[here] && shapes[here] == shapes[after] {
                kept.remove(n);
            } else {
                n += 1;
            }
        }
        kept
    }

    /// Keeps a frame between two where the way between them is not the true one, and so on on either
    /// side of it.
    fn split(&self, shapes: &[Shape], ends: [usize; 2], slack: f64, kept: &mut Vec<usize>) {
        let [from, to] = ends;
        let (start, end) = (self.moments[from].progress, self.end_of(to));
        let strays = |&middle: &usize| {
            let share = (self.moments[middle].progress - start) / (end - start);
            let ends = [&shapes[from], &shapes[to]];
            deviates(ends, &shapes[middle], share, slack)
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
    pub fn timing(&self, kept: &[usize]) -> String {
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
fn deviates([from, to]: [&Shape; 2], shape: &Shape, share: f64, slack: f64) -> bool {
    from.iter().zip(to).zip(shape).any(|((a, b), real)| {
        let count = real.len();
        let between = |i: usize| {
            let (a, b) = (a[i % count], b[i % count]);
            [0, 1].map(|axis| f64::from(a[axis]) + f64::from(b[axis] - a[axis]) * share)
        };
        real.iter().enumerate().any(|(i, &[x, y])| {
            let point = [f64::from(x), f64::from(y)];
            let guess = between(i);
            if (point[0] - guess[0]).hypot(point[1] - guess[1]) <= slack {
                return false;
            }
            let mut edges = (count + i - 2..count + i + 2).map(|n| [between(n), between(n + 1)]);
            count <= 4 || edges.all(|edge| distance(point, edge) > slack)
        })
    })
}

/// A point's distance from an edge.
fn distance([x, y]: [f64; 2], [a, b]: [[f64; 2]; 2]) -> f64 {
    let (dx, dy) = (b[0] - a[0], b[1] - a[1]);
    let along = ((x - a[0]) * dx + (y - a[1]) * dy) / (dx * dx + dy * dy).max(1e-9);
    let along = along.clamp(0.0, 1.0);
    (x - a[0] - dx * along).hypot(y - a[1] - dy * along)
}

/// Numbers the points of closed outlines so that each is near itself from frame to frame.
///
/// Where a limb points to the eye, its direction on paper, and with it the first point, can leap round.
pub fn follow(shapes: &mut [Shape]) {
    for n in 1..shapes.len() {
        let (before, after) = shapes.split_at_mut(n);
        for (old, new) in before[n - 1].iter().zip(&mut after[0]) {
            let count = new.len();
            let moved = |turn: usize| -> i64 {
                let turned = new[turn..].iter().chain(&new[..turn]);
                let ways = old.iter().zip(turned);
                ways.map(|(a, b)| {
                    let (x, y) = (i64::from(a[0] - b[0]), i64::from(a[1] - b[1]));
                    x * x + y * y
                })
                .sum()
            };
            // The next place is looked at first: mostly no other is nearer.
            let still = moved(0);
            if still > moved(1).min(moved(count - 1)) {
                let nearest = (0..count).min_by_key(|&turn| moved(turn));
                new.rotate_left(nearest.unwrap_or(0));
            }
        }
    }
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
        let square = vec![vec![[0, 0], [10, 0], [10, 10], [0, 10]]];
        let mut turned = square.clone();
        turned[0].rotate_left(2);
        let mut shapes = [square.clone(), turned, square.clone()];
        follow(&mut shapes);
        assert!(shapes.iter().all(|shape| *shape == square));
    }

    #[test]
    fn decimals_are_short() {
        let texts = [0.0, 0.5, 1.0, 0.3333].map(|value| decimal(value, 3));
        assert_eq!(texts, ["0", ".5", "1", ".333"]);
    }
}
