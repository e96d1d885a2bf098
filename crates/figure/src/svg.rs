//! The picture: a film as one self-contained SVG that plays by itself, or a still of it.
//!
//! Every path keeps its structure from frame to frame: smooth quadratic curves through the middles
//! between control points. Control points are rounded to even numbers, so that the middles are whole
//! and nothing drifts. Frames that the ones before and after foretell are left out.

use std::fmt::Write as _;

use crate::body::Body;
use crate::film::{Action, Film, Span};
use crate::person::{Look, person};
use crate::pose::Side;
use crate::script::{SideName, View};
use crate::shape::{Camera, Layer, Paint, Piece, Point};
use crate::things;

/// Title and description for people who don't see the picture.
#[derive(Clone, Copy, Debug, Default)]
pub struct Words<'a> {
    /// What it is.
    pub title: &'a str,
    /// What is to be seen.
    pub description: &'a str,
    /// Begins the ids in the file, so that several fit into one page.
    pub id: &'a str,
}

/// The whole repetition, moving and looping.
pub fn animated(film: &Film, words: Words<'_>) -> String {
    let stage = Stage::new(film);
    let times = sample_times(film);
    let frames: Vec<Vec<Piece>> = times.iter().map(|&t| stage.pieces(film, t)).collect();
    stage.write(film, &times, &frames, words)
}

/// One moment.
pub fn still(film: &Film, t_ms: u32, words: Words<'_>) -> String {
    let stage = Stage::new(film);
    let frames = vec![stage.pieces(film, t_ms)];
    stage.write(film, &[t_ms], &frames, words)
}

/// The moments at which a film is sampled, in milliseconds.
pub fn sample_times(film: &Film) -> Vec<u32> {
    let mut times = Vec::new();
    for span in &film.spans {
        let step = match span.action {
            Action::Hold => 500,
            Action::Rest => span.duration_ms,
            Action::Cycle => (span.duration_ms / 24).max(1),
            _ => (span.duration_ms / 14).max(1),
        };
        let mut t = span.start_ms;
        while t < span.end_ms() {
            times.push(t);
            t += step;
        }
    }
    times.push(film.duration_ms());
    times
}

/// What a script needs to steer the picture: its length and its spans, as attributes.
fn steering(film: &Film) -> String {
    let quoted = |text: Option<&str>| text.map_or("null".to_owned(), |text| format!("\"{text}\""));
    let spans: Vec<String> = film
        .spans
        .iter()
        .map(|span| {
            format!(
                "{{\"action\":\"{}\",\"phase\":{},\"side\":{},\"start_ms\":{},\"duration_ms\":{}}}",
                span.action.id(),
                quoted(span.phase.as_deref()),
                quoted(span.side.map(Side::id)),
                span.start_ms,
                span.duration_ms,
            )
        })
        .collect();
    format!(
        " data-duration-ms=\"{}\" data-spans='[{}]'",
        film.duration_ms(),
        spans.join(",")
    )
}

struct Stage {
    look: Look,
    order: Vec<String>,
    scale: f64,
    /// How far a point may be from its true way between two frames, in the picture's units.
    slack: f64,
    /// Left, top, width, height in metres on paper.
    window: [f64; 4],
}

const DEFAULT_ORDER: [&str; 15] = [
    "wall",
    "mat",
    "desk",
    "cushion",
    "roller",
    "chair",
    "chair_back",
    "far_arm",
    "far_leg",
    "pelvis",
    "near_leg",
    "shirt",
    "neck",
    "head",
    "near_arm",
];

impl Stage {
    fn new(film: &Film) -> Self {
        let view = film.script.view.clone().unwrap_or(View {
            turn: -90.0,
            rise: 6.0,
            crop: None,
            far: Some(SideName::Left),
            order: Vec::new(),
            barefoot: false,
        });
        let sign = if film.mirrored { -1.0 } else { 1.0 };
        let camera = Camera::new(view.turn * sign, view.rise);
        let own_far = view.far.map(|side| match side {
            SideName::Left => Side::Left,
            SideName::Right => Side::Right,
        });
        let far = own_far.map(|side| if film.mirrored { side.other() } else { side });
        let body = film.body_at(film.duration_ms() / 3);
        let look = Look {
            camera,
            far,
            barefoot: view.barefoot,
            from_behind: camera.toward.dot(body.head.frame.forward) < -0.35,
            side_on: side_on(film, &camera),
            near: view
                .crop
                .is_some_and(|[left, _, right, _]| right - left < 0.9),
        };
        let mut stage = Self {
            look,
            order: Vec::new(),
            scale: 1000.0,
            slack: 7.0,
            window: [0.0; 4],
        };
        let names: Vec<&str> = if view.order.is_empty() {
            DEFAULT_ORDER.to_vec()
        } else {
            view.order.iter().map(String::as_str).collect()
        };
        stage.order = names
            .iter()
            .map(|name| stage.layer_name(film, name))
            .collect();
        stage.window = match view.crop {
            Some([left, bottom, right, top]) => {
                let (left, right) = if film.mirrored {
                    (-right, -left)
                } else {
                    (left, right)
                };
                [left, -top, right - left, top - bottom]
            }
            None => stage.surround(film),
        };
        let size = stage.window[2].max(stage.window[3]);
        stage.scale = 1000.0 / size;
        // A centimetre or so is not seen in a whole body's movement; in a face it would be.
        stage.slack = if size < 0.9 { 7.0 } else { 11.0 };
        stage
    }

    /// The window that shows everything, always.
    fn surround(&self, film: &Film) -> [f64; 4] {
        let (mut low, mut high) = ([f64::MAX; 2], [f64::MIN; 2]);
        for span in &film.spans {
            for share in 0..4 {
                let t = span.start_ms + span.duration_ms * share / 4;
                for piece in self.pieces(film, t) {
                    for point in piece.outlines.iter().flatten() {
                        for axis in 0..2 {
                            low[axis] = low[axis].min(point[axis]);
                            high[axis] = high[axis].max(point[axis]);
                        }
                    }
                }
            }
        }
        let margin = 0.05;
        [
            low[0] - margin,
            low[1] - margin,
            high[0] - low[0] + 2.0 * margin,
            high[1] - low[1] + 2.0 * margin,
        ]
    }

    /// Everything at a moment, in the order of drawing.
    fn pieces(&self, film: &Film, t_ms: u32) -> Vec<Piece> {
        let body = film.body_at(t_ms);
        let camera = &self.look.camera;
        let mut layers: Vec<Layer> = Vec::new();
        for prop in film.script.props.iter().flatten() {
            layers.extend(things::thing(prop, camera, film.mirrored));
            layers.extend(things::band(prop, &body, camera, film.mirrored));
        }
        layers.extend(person(&body, &self.look));
        let place = |layer: &Layer| {
            let found = self.order.iter().position(|name| *name == layer.name);
            found.unwrap_or(match layer.name.as_str() {
                // What an own order doesn't name lies behind everything.
                "wall" | "mat" | "roller" | "chair" | "chair_back" | "desk" | "cushion" => 0,
                _ => self.order.len(),
            })
        };
        layers.sort_by_key(place);
        let marks = self.marks(film, &body);
        let mut pieces = Vec::new();
        let ground = layers
            .iter()
            .take_while(|layer| matches!(layer.name.as_str(), "wall" | "mat"))
            .count();
        for (index, layer) in layers.into_iter().enumerate() {
            if index == ground {
                pieces.push(things::shadow(&body, camera));
            }
            for mark in &marks {
                if mark.0.as_ref() == Some(&layer.name) {
                    pieces.extend(mark.1.iter().cloned());
                }
            }
            pieces.extend(layer.pieces);
        }
        for mark in marks.into_iter().filter(|mark| mark.0.is_none()) {
            pieces.extend(mark.1);
        }
        for (index, arrow) in film.script.arrows.iter().flatten().enumerate() {
            pieces.push(things::arrow(arrow, index, camera, film.mirrored));
        }
        pieces
    }

    /// The marks, each with the layer that covers it.
    fn marks(&self, film: &Film, body: &Body) -> Vec<(Option<String>, Vec<Piece>)> {
        let mut marks = Vec::new();
        for mark in film.script.marks.iter().flatten() {
            let under = mark.under.as_ref().map(|name| self.layer_name(film, name));
            // Where the other side follows in the same film, its mark glows in its own time.
            let sides: &[bool] = if film.shows_both_sides() {
                &[false, true]
            } else {
                &[false]
            };
            for &across in sides {
                let mirrored = film.mirrored != across;
                let mut pieces =
                    things::mark(mark, body, &self.look.camera, mirrored).unwrap_or_default();
                for piece in &mut pieces {
                    if let Paint::Glow(_, width, opacity) = piece.paint
                        && across
                    {
                        piece.paint = Paint::Glow("mark-across", width, opacity);
                    }
                }
                marks.push((under.clone(), pieces));
            }
        }
        marks
    }

    /// A layer's name for this film's side and view.
    fn layer_name(&self, film: &Film, name: &str) -> String {
        let far = self.look.far.unwrap_or(Side::Left);
        if let Some(rest) = name.strip_prefix("far_") {
            format!("{}_{rest}", far.id())
        } else if let Some(rest) = name.strip_prefix("near_") {
            format!("{}_{rest}", far.other().id())
        } else if film.mirrored {
            things::swapped(name)
        } else {
            name.to_owned()
        }
    }

    fn write(&self, film: &Film, times: &[u32], frames: &[Vec<Piece>], words: Words<'_>) -> String {
        let [left, top, width, height] = self.window.map(|value| (value * self.scale).round());
        let steering = if frames.len() > 1 {
            steering(film)
        } else {
            String::new()
        };
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}\" viewBox=\"{left} {top} {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"{steering}>\n<title id=\"{id}-t\">{title}</title>\n<desc id=\"{id}-d\">{description}</desc>\n<g stroke-linejoin=\"round\" stroke-linecap=\"round\">\n",
            id = words.id,
            title = escaped(words.title),
            description = escaped(words.description),
        );
        for index in 0..frames[0].len() {
            self.write_piece(&mut out, film, times, frames, index);
        }
        out.push_str("</g>\n</svg>\n");
        out
    }

    fn write_piece(
        &self,
        out: &mut String,
        film: &Film,
        times: &[u32],
        frames: &[Vec<Piece>],
        index: usize,
    ) {
        let paint = frames[0][index].paint;
        let closed = !matches!(paint, Paint::Line(..) | Paint::Glow(..) | Paint::Arrow(_));
        let shapes: Vec<Vec<Vec<[i32; 2]>>> = frames
            .iter()
            .map(|pieces| {
                let outlines = pieces[index].outlines.iter();
                outlines.map(|outline| self.rounded(outline)).collect()
            })
            .collect();
        let shapes = self.within(shapes);
        if shapes[0].is_empty() {
            return;
        }
        let kept = keep(times, &shapes, self.slack);
        let _ = write!(out, "<path {}", self.attributes(paint));
        let total = f64::from(film.duration_ms());
        let _ = write!(out, " d=\"{}\"", path(&shapes[0], closed));
        let fades = matches!(paint, Paint::Glow(..) | Paint::Arrow(_));
        let moving = kept.iter().any(|&k| shapes[k] != shapes[0]) && frames.len() > 1;
        if fades && frames.len() == 1 {
            let _ = write!(
                out,
                " opacity=\"{}\"",
                Self::strength(film, paint, times[0])
            );
        }
        if frames.len() == 1 || !(moving || fades) {
            out.push_str("/>\n");
            return;
        }
        out.push('>');
        let clock = format!(
            "dur=\"{}s\" repeatCount=\"indefinite\"",
            seconds(film.duration_ms())
        );
        if moving {
            let _ = write!(out, "<animate attributeName=\"d\" {clock} keyTimes=\"");
            for (n, &k) in kept.iter().enumerate() {
                let share = f64::from(times[k]) / total;
                let _ = write!(
                    out,
                    "{}{}",
                    if n == 0 { "" } else { ";" },
                    share_text(share)
                );
            }
            out.push_str("\" values=\"");
            for (n, &k) in kept.iter().enumerate() {
                if n > 0 {
                    out.push(';');
                }
                out.push_str(&path(&shapes[k], closed));
            }
            out.push_str("\"/>");
        }
        if fades {
            let _ = write!(
                out,
                "<animate attributeName=\"opacity\" {clock} {}/>",
                Self::fading(film, paint)
            );
        }
        out.push_str("</path>\n");
    }

    /// Outlines without those that never come into the window.
    fn within(&self, shapes: Vec<Vec<Vec<[i32; 2]>>>) -> Vec<Vec<Vec<[i32; 2]>>> {
        let [left, top, width, height] = self.window.map(|value| value * self.scale);
        let lows = [left - 20.0, top - 20.0];
        let highs = [left + width + 20.0, top + height + 20.0];
        let seen: Vec<bool> = (0..shapes[0].len())
            .map(|outline| {
                (0..2).all(|axis| {
                    let all = || shapes.iter().flat_map(|shape| &shape[outline]);
                    all().any(|p| f64::from(p[axis]) >= lows[axis])
                        && all().any(|p| f64::from(p[axis]) <= highs[axis])
                })
            })
            .collect();
        let kept = |shape: Vec<Vec<[i32; 2]>>| {
            let pairs = shape.into_iter().zip(&seen);
            pairs
                .filter(|(_, seen)| **seen)
                .map(|(outline, _)| outline)
                .collect()
        };
        shapes.into_iter().map(kept).collect()
    }

    /// How strong a mark or arrow is at a moment.
    fn strength(film: &Film, paint: Paint, t_ms: u32) -> f64 {
        let points = Self::strengths(film, paint);
        let pairs = points.iter().zip(points.iter().skip(1));
        for (a, b) in pairs {
            let t = f64::from(t_ms);
            if t >= a.0 && t <= b.0 && b.0 > a.0 {
                return ((a.1 + (b.1 - a.1) * (t - a.0) / (b.0 - a.0)) * 100.0).round() / 100.0;
            }
        }
        0.0
    }

    /// A mark comes with the movement and leaves with it.
    fn fading(film: &Film, paint: Paint) -> String {
        let total = f64::from(film.duration_ms());
        let points = Self::strengths(film, paint);
        let mut times = String::new();
        let mut values = String::new();
        for (n, (time, value)) in points.iter().enumerate() {
            let mark = if n == 0 { "" } else { ";" };
            let _ = write!(times, "{mark}{}", share_text(*time / total));
            let _ = write!(values, "{mark}{value}");
        }
        format!("keyTimes=\"{times}\" values=\"{values}\"")
    }

    fn strengths(film: &Film, paint: Paint) -> Vec<(f64, f64)> {
        let mut points: Vec<(f64, f64)> = vec![];
        let strong = match paint {
            Paint::Glow(_, _, opacity) => opacity,
            _ => 0.85,
        };
        let arrow = match paint {
            Paint::Arrow(index) => film
                .script
                .arrows
                .as_ref()
                .and_then(|arrows| arrows.get(index)),
            _ => None,
        };
        let elsewhere = |span: &Span| {
            arrow.is_some_and(|arrow| arrow.phase.is_some() && arrow.phase != span.phase)
        };
        let arrow = matches!(paint, Paint::Arrow(_));
        for span in &film.spans {
            let across = span.side != film.side;
            let other = matches!(paint, Paint::Glow("mark-across", ..));
            let (from, to) = match span.action {
                _ if elsewhere(span) => (0.0, 0.0),
                Action::Switch if !arrow => {
                    if other {
                        (0.0, strong)
                    } else {
                        (strong, 0.0)
                    }
                }
                Action::Move | Action::Hold | Action::Return if !arrow && across != other => {
                    (0.0, 0.0)
                }
                Action::Move if arrow => (strong, strong),
                Action::Hold | Action::Return | Action::Rest if arrow => (0.0, 0.0),
                Action::Move => (0.0, strong),
                Action::Hold | Action::Cycle | Action::Switch => (strong, strong),
                Action::Return => (strong, 0.0),
                Action::Rest => (0.0, 0.0),
            };
            points.push((f64::from(span.start_ms), from));
            points.push((f64::from(span.end_ms()), to));
        }
        points
    }

    fn rounded(&self, outline: &[Point]) -> Vec<[i32; 2]> {
        #[allow(clippy::cast_possible_truncation, reason = "a few thousand at most")]
        let even = |value: f64| (value * self.scale / 2.0).round() as i32 * 2;
        outline.iter().map(|p| [even(p[0]), even(p[1])]).collect()
    }

    fn attributes(&self, paint: Paint) -> String {
        let stroke = |metres: f64| (metres * self.scale * 10.0).round() / 10.0;
        match paint {
            Paint::Fill(name) => format!(
                "fill=\"{}\" stroke=\"{}\" stroke-width=\"{}\" paint-order=\"stroke\"",
                colour(name),
                colour(&format!("{name}-line")),
                stroke(0.007)
            ),
            Paint::Plain(name) => format!("fill=\"{}\"", colour(name)),
            Paint::Veil(name, opacity) => {
                format!("fill=\"{}\" opacity=\"{opacity}\"", colour(name))
            }
            Paint::Line(name, width) => format!(
                "{}fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"",
                // A fold that has vanished must leave no dot.
                if name.ends_with("-line") {
                    "stroke-linecap=\"butt\" "
                } else {
                    ""
                },
                colour(name),
                stroke(width)
            ),
            Paint::Arrow(_) => format!(
                "fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"",
                colour("arrow"),
                stroke(0.013)
            ),
            Paint::Glow(name, width, _) => format!(
                "fill=\"none\" stroke=\"{}\" stroke-width=\"{}\"",
                colour(name),
                stroke(width)
            ),
        }
    }
}

/// A colour: the page's, or our own.
fn colour(name: &str) -> String {
    let name = if name == "mark-across" { "mark" } else { name };
    let own = match name {
        "skin" => "#eab993",
        "skin-line" | "skin-shade-line" => "#c58a63",
        "skin-shade" => "#dca47b",
        "skin-far" => "#cf9a73",
        "skin-far-line" => "#b07c56",
        "hair" | "hair-line" => "#5a3c34",
        "brow" => "#4d332d",
        "eye" => "#35282a",
        "mouth" => "#b5624f",
        "shirt" => "#2fa08f",
        "shirt-line" | "sleeve-line" => "#1f7d70",
        "sleeve" => "#34a997",
        "sleeve-far" => "#217f72",
        "sleeve-far-line" => "#1a675c",
        "trousers" => "#4a6291",
        "trousers-line" => "#354a73",
        "trousers-far" => "#384d77",
        "trousers-far-line" => "#2b3c5f",
        "shoe" => "#f6efe4",
        "shoe-line" => "#c9b9a0",
        "shoe-far" => "#dccfbc",
        "shoe-far-line" => "#b3a38b",
        "mat" => "#a9c3e6",
        "mat-edge" => "#7f9fcb",
        "chair" => "#cf9a62",
        "chair-edge" => "#a87641",
        "chair-far" => "#8f6336",
        "wall" => "#c3cad6",
        "roller" => "#8d7bc4",
        "roller-end" => "#a595d8",
        "roller-core" => "#6d5ca6",
        "mark" => "#f2603c",
        "arrow" => "#e2562f",
        _ => "#1b2430",
    };
    format!("var(--figure-{name},{own})")
}

/// The side of the head that is seen all the time, if the other never is.
fn side_on(film: &Film, camera: &Camera) -> Option<Side> {
    let mut sides = film.spans.iter().flat_map(|span| {
        [span.start_ms, span.start_ms + span.duration_ms / 2].map(|t| {
            let across = film.body_at(t).head.frame.left.dot(camera.toward);
            (across.abs() > 0.8).then_some(if across > 0.0 {
                Side::Left
            } else {
                Side::Right
            })
        })
    });
    let first = sides.next()??;
    sides.all(|side| side == Some(first)).then_some(first)
}

fn seconds(milliseconds: u32) -> String {
    format!("{}", f64::from(milliseconds) / 1000.0)
}

fn share_text(share: f64) -> String {
    let text = format!("{share:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    text.strip_prefix("0.")
        .map_or_else(|| text.to_owned(), |rest| format!(".{rest}"))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Which frames are needed so that the others lie on straight ways between them.
fn keep(times: &[u32], shapes: &[Vec<Vec<[i32; 2]>>], slack: f64) -> Vec<usize> {
    let last = shapes.len() - 1;
    let mut kept = vec![0];
    if last > 0 {
        split(times, shapes, 0, last, slack, &mut kept);
        kept.push(last);
    }
    kept
}

fn split(
    times: &[u32],
    shapes: &[Vec<Vec<[i32; 2]>>],
    from: usize,
    to: usize,
    slack: f64,
    kept: &mut Vec<usize>,
) {
    let mut worst = (slack, None);
    for middle in from + 1..to {
        let share = f64::from(times[middle] - times[from]) / f64::from(times[to] - times[from]);
        let mut most: f64 = 0.0;
        let points = |k: usize| shapes[k].iter().flatten();
        for ((a, b), m) in points(from).zip(points(to)).zip(points(middle)) {
            for axis in 0..2 {
                let straight = f64::from(a[axis]) + f64::from(b[axis] - a[axis]) * share;
                most = most.max((straight - f64::from(m[axis])).abs());
            }
        }
        if most > worst.0 {
            worst = (most, Some(middle));
        }
    }
    if let Some(middle) = worst.1 {
        split(times, shapes, from, middle, slack, kept);
        kept.push(middle);
        split(times, shapes, middle, to, slack, kept);
    }
}

/// Path data of outlines or lines.
fn path(outlines: &[Vec<[i32; 2]>], closed: bool) -> String {
    let mut d = String::new();
    for points in outlines {
        let count = points.len();
        if closed {
            let middle = |i: usize| {
                let (a, b) = (points[i % count], points[(i + 1) % count]);
                [i32::midpoint(a[0], b[0]), i32::midpoint(a[1], b[1])]
            };
            let mut at = middle(count - 1);
            let _ = write!(d, "M{}", pair(at));
            for (i, &point) in points.iter().enumerate() {
                let next = middle(i);
                let step = [next[0] - at[0], next[1] - at[1]];
                if i == 0 {
                    let control = [point[0] - at[0], point[1] - at[1]];
                    let _ = write!(d, "q{}{}t", pair(control), after(step));
                } else {
                    let text = if i == 1 { pair(step) } else { after(step) };
                    d.push_str(&text);
                }
                at = next;
            }
            d.push('z');
        } else {
            let mut at = points[0];
            let _ = write!(d, "M{}", pair(at));
            if count == 2 {
                let _ = write!(d, "l{}", pair([points[1][0] - at[0], points[1][1] - at[1]]));
                continue;
            }
            for i in 1..count - 1 {
                let next = if i == count - 2 {
                    points[count - 1]
                } else {
                    let (a, b) = (points[i], points[i + 1]);
                    [i32::midpoint(a[0], b[0]), i32::midpoint(a[1], b[1])]
                };
                let control = [points[i][0] - at[0], points[i][1] - at[1]];
                let step = [next[0] - at[0], next[1] - at[1]];
                let _ = write!(d, "q{}{}", pair(control), after(step));
                at = next;
            }
        }
    }
    d
}

fn pair([x, y]: [i32; 2]) -> String {
    if y < 0 {
        format!("{x}{y}")
    } else {
        format!("{x} {y}")
    }
}

/// A pair that follows another number.
fn after(point: [i32; 2]) -> String {
    if point[0] < 0 {
        pair(point)
    } else {
        format!(" {}", pair(point))
    }
}
