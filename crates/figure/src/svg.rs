//! The picture: an animation as one self-contained SVG that plays by itself, or a still of it.
//!
//! Every path keeps its structure from frame to frame: smooth quadratic curves through the middles
//! between control points. Control points are rounded to even numbers, so that the middles are whole
//! and nothing drifts. Frames that the ones before and after foretell are left out.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use crate::animation::{Action, Animation, BREATH_MS, Span};
use crate::body::Body;
use crate::figure::{self, Look};
use crate::math::UP;
use crate::motion::{Dot, Shapes, Timing, decimal, follow};
use crate::pose::Side;
use crate::props;
use crate::script::{SideName, View};
use crate::shape::{Camera, Fade, Layer, Paint, Piece, Point};

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

/// An animation with its view set up: all pictures of it show the same part of the room.
pub struct Drawing {
    animation: Animation,
    scene: Scene,
    timing: Timing,
    /// Everything at all moments, once it is wanted.
    frames: OnceCell<Frames>,
    window: OnceCell<Window>,
}

/// What is seen, in metres on paper: left, top, width and height.
pub type Window = [f64; 4];

impl Drawing {
    /// Sets up the view of an animation.
    pub fn new(animation: Animation) -> Self {
        Self {
            scene: Scene::new(&animation),
            timing: Timing::new(&animation),
            frames: OnceCell::new(),
            window: OnceCell::new(),
            animation,
        }
    }

    /// The same where [`Self::window`] is known from before: a still then needs none of the other
    /// moments.
    #[must_use]
    pub fn with_window(self, window: Window) -> Self {
        Self {
            window: OnceCell::from(window),
            ..self
        }
    }

    /// What is drawn.
    pub fn animation(&self) -> &Animation {
        &self.animation
    }

    /// The whole repetition, moving and looping.
    pub fn animated(&self, words: Words<'_>) -> String {
        Picture::new(self, &self.timing, self.frames(), words).write()
    }

    /// One moment.
    pub fn still(&self, t_ms: u32, words: Words<'_>) -> String {
        let frames = Frames::of([self.scene.pieces(&self.animation, t_ms)]);
        Picture::new(self, &Timing::still(t_ms), &frames, words).write()
    }

    /// Whether the person faces the eye, upright, so that their right is on the left of the picture.
    pub fn faces_viewer(&self) -> bool {
        self.scene.faces_viewer
    }

    fn frames(&self) -> &Frames {
        self.frames.get_or_init(|| {
            let times = self.timing.times();
            Frames::of(times.map(|t| self.scene.pieces(&self.animation, t)))
        })
    }

    /// What is seen: what the file says, else all that is there at any moment.
    pub fn window(&self) -> Window {
        let found = || crop(&self.animation).unwrap_or_else(|| surround(&self.frames().points));
        *self.window.get_or_init(found)
    }
}

/// The longer side of a picture, in its own units.
const SIZE: f64 = 1000.0;
/// The outlines' breadth in the picture's units; the form covers its inner half.
const OUTLINE: f64 = 6.0;
/// The least breadth of other lines.
const HAIRLINE: f64 = 2.4;
/// How far a point may be from its true way between two frames, in the picture's units.
const SLACK: f64 = 6.0;
/// Over which share of its height a bust thins out towards its lower edge.
const THIN: f64 = 0.1;
/// The most that a glow goes beyond its line, in the picture's units.
const EDGE: f64 = 120.0;
/// Nearer than this breadth of a crop, in metres, faces and hands are drawn finely.
const NEAR: f64 = 1.05;
/// The room around what is seen, in metres.
const MARGIN: f64 = 0.05;

/// How much the chest has to be turned towards the eye, or up, to count as such: 60 degrees off.
const FACING: f64 = 0.5;

/// How strong an arrow is.
const ARROW: f64 = 1.0;
/// A mark's glow, from its soft edge to its core: colour, share of its breadth, opacity.
///
/// The edge is light and the core opaque: a translucent red over green would be brown.
const GLOW: [(&str, f64, f64); 7] = [
    ("mark-glow", 1.54, 0.09),
    ("mark-glow", 1.4, 0.13),
    ("mark-glow", 1.25, 0.18),
    ("mark-soft", 1.09, 0.3),
    ("mark-soft", 0.92, 0.4),
    ("mark", 0.74, 0.48),
    ("mark", 0.55, 0.6),
];

/// Colours of the page by their names, with our own where it has none.
const COLOURS: [(&str, &str); 46] = [
    ("skin", "#eab993"),
    ("skin-line", "#c58a63"),
    ("skin-shade", "#dca47b"),
    ("skin-shade-line", "#c58a63"),
    ("skin-far", "#cf9a73"),
    ("skin-far-line", "#b07c56"),
    ("blush", "#e79a7d"),
    ("hair", "#5a3c34"),
    ("hair-line", "#432b25"),
    ("brow", "#4d332d"),
    ("eye", "#35282a"),
    ("mouth", "#b5624f"),
    ("shirt", "#2fa08f"),
    ("shirt-line", "#1f7d70"),
    ("shirt-far", "#217f72"),
    ("shirt-far-line", "#1a675c"),
    ("trousers", "#4a6291"),
    ("trousers-line", "#354a73"),
    ("trousers-far", "#384d77"),
    ("trousers-far-line", "#2b3c5f"),
    ("shoe", "#f6efe4"),
    ("shoe-line", "#c9b9a0"),
    ("shoe-far", "#dccfbc"),
    ("shoe-far-line", "#b3a38b"),
    ("mat", "#a9c3e6"),
    ("mat-edge", "#7f9fcb"),
    ("chair", "#cf9a62"),
    ("chair-edge", "#a87641"),
    ("chair-far", "#8f6336"),
    ("wall", "#dfe2e8"),
    ("wall-edge", "#c3cad6"),
    ("roller", "#8d7bc4"),
    ("roller-end", "#a595d8"),
    ("roller-core", "#6d5ca6"),
    ("towel", "#efe3d3"),
    ("towel-end", "#fbf4ea"),
    ("towel-core", "#cdbba3"),
    ("cushion", "#8d7bc4"),
    ("phone", "#2b3240"),
    ("phone-glass", "#8fb7d8"),
    ("ground", "#e6ded0"),
    ("shadow", "#1b2430"),
    ("mark", "#ff5a2e"),
    ("mark-soft", "#ff9a4d"),
    ("mark-glow", "#ffd98a"),
    ("arrow", "#e2562f"),
];

/// A colour: the page's, or our own.
fn colour(name: &str) -> String {
    let own = COLOURS.iter().find(|(known, _)| *known == name);
    format!(
        "var(--figure-{name},{})",
        own.map_or("#1b2430", |own| own.1)
    )
}

/// From where an animation is seen, and in which order everything is drawn.
struct Scene {
    look: Look,
    order: Vec<String>,
    /// What stands still.
    props: Vec<Layer>,
    floor: Option<Piece>,
    faces_viewer: bool,
    /// Bodies that are known already, by their moments.
    known: BTreeMap<u32, Body>,
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

impl Scene {
    fn new(animation: &Animation) -> Self {
        let view = animation.script.view.clone().unwrap_or(View {
            turn: -90.0,
            rise: 6.0,
            crop: None,
            far: Some(SideName::Left),
            order: Vec::new(),
            barefoot: false,
        });
        let sign = if animation.mirrored { -1.0 } else { 1.0 };
        let camera = Camera::new(view.turn * sign, view.rise);
        let far = view.far.map(|side| match (side, animation.mirrored) {
            (SideName::Left, false) | (SideName::Right, true) => Side::Left,
            (SideName::Right, false) | (SideName::Left, true) => Side::Right,
        });
        let names: Vec<&str> = if view.order.is_empty() {
            DEFAULT_ORDER.to_vec()
        } else {
            view.order.iter().map(String::as_str).collect()
        };
        let order: Vec<String> = names
            .iter()
            .map(|name| layer_name(name, far, animation.mirrored))
            .collect();
        let place = |name: &str| order.iter().position(|layer| layer == name);
        let shirt = place("shirt");
        let legs = ["left_leg", "right_leg"].map(place);
        let mut known = BTreeMap::new();
        let mut body_at = |t_ms: u32| {
            let body = known.entry(t_ms);
            *body.or_insert_with(|| animation.body_at(t_ms))
        };
        let body = body_at(animation.duration_ms() / 3);
        let chest = body_at(0).girdle.frame;
        let from_behind = camera.toward.dot(body.head.frame.forward) < -0.35;
        let look = Look {
            camera,
            far,
            barefoot: view.barefoot,
            from_behind,
            // Decided once for the whole animation: every moment has the same forms.
            at_back: from_behind && camera.toward.dot(body.girdle.frame.forward) < -0.9,
            side_on: side_on(animation, &camera, body_at),
            near: view
                .crop
                .is_some_and(|[left, _, right, _]| right - left < NEAR),
            arms_over: ["left_arm", "right_arm"].map(|arm| place(arm) > shirt),
            last_leg: if legs[0] > legs[1] {
                Side::Left
            } else {
                Side::Right
            },
            seat_last: view.far.is_none() && legs.iter().all(|leg| *leg < place("pelvis")),
            sits: legs.iter().all(|leg| *leg > shirt),
        };
        let props = animation.script.props.as_deref().unwrap_or_default();
        let standing = |prop| props::standing(prop, &camera, animation.mirrored);
        Self {
            look,
            order,
            props: props.iter().flat_map(standing).collect(),
            floor: props::floor(props, &camera, animation.mirrored),
            faces_viewer: chest.forward.dot(camera.toward) > FACING && chest.up.dot(UP) > FACING,
            known,
        }
    }

    /// Everything at a moment, in the order of drawing.
    fn pieces(&self, animation: &Animation, t_ms: u32) -> Vec<Piece> {
        let known = self.known.get(&t_ms).copied();
        let body = known.unwrap_or_else(|| animation.body_at(t_ms));
        let camera = &self.look.camera;
        let mut layers = self.props.clone();
        for prop in animation.script.props.iter().flatten() {
            layers.extend(props::held(prop, &body, camera, animation.mirrored));
        }
        layers.extend(figure::layers(&body, &self.look));
        layers.sort_by_key(|layer| {
            let found = self.order.iter().position(|name| *name == layer.name);
            // What an own order doesn't name lies behind everything.
            let unnamed = if props::LAYERS.contains(&layer.name) {
                0
            } else {
                self.order.len()
            };
            found.unwrap_or(unnamed)
        });
        let place = |name: &str| layers.iter().position(|layer| layer.name == name);
        // A mark lies on the clothes at least.
        let clothes = place("shirt").map_or(0, |place| place + 1);
        let marks: Vec<(usize, Piece)> = self
            .marks(animation, &body)
            .map(|(under, mark)| {
                let covered = under.as_deref().and_then(place).unwrap_or(layers.len());
                (covered.max(clothes), mark)
            })
            .collect();
        let lit = |place: usize| {
            let here = marks.iter().filter(move |(own, _)| *own == place);
            here.map(|(_, mark)| mark.clone())
        };
        let ground = layers
            .iter()
            .take_while(|layer| matches!(layer.name, "wall" | "mat"))
            .count();
        let count = layers.len();
        let mut pieces = Vec::new();
        pieces.extend(self.floor.clone());
        for (place, layer) in layers.into_iter().enumerate() {
            if place == ground {
                pieces.extend(props::shadow(&body, camera));
            }
            pieces.extend(lit(place));
            pieces.extend(layer.pieces);
        }
        pieces.extend(lit(count));
        for (index, arrow) in animation.script.arrows.iter().flatten().enumerate() {
            pieces.push(props::arrow(arrow, index, camera, animation.mirrored));
        }
        pieces
    }

    /// The marks, each with the layer that covers it.
    fn marks<'a>(
        &'a self,
        animation: &'a Animation,
        body: &'a Body,
    ) -> impl Iterator<Item = (Option<String>, Piece)> + 'a {
        // Where the other side follows in the same animation, its mark glows in its own time.
        let sides: &[bool] = if animation.shows_both_sides() {
            &[false, true]
        } else {
            &[false]
        };
        let marks = animation.script.marks.iter().flatten();
        marks.flat_map(move |mark| {
            let under = mark.under.as_ref();
            let under = under.map(|name| layer_name(name, self.look.far, animation.mirrored));
            sides.iter().filter_map(move |&across| {
                let piece = props::mark(mark, body, &self.look.camera, animation.mirrored, across)?;
                Some((under.clone(), piece))
            })
        })
    }
}

/// What an animation's file wants to be seen, in metres on paper: left, top, width and height.
fn crop(animation: &Animation) -> Option<Window> {
    let [left, bottom, right, top] = animation.script.view.as_ref()?.crop?;
    let from = if animation.mirrored { -right } else { left };
    Some([from, -top, right - left, top - bottom])
}

/// The window that shows everything in all frames.
fn surround(points: &[Point]) -> Window {
    let (mut low, mut high) = ([f64::MAX; 2], [f64::MIN; 2]);
    for point in points {
        for axis in 0..2 {
            low[axis] = low[axis].min(point[axis]);
            high[axis] = high[axis].max(point[axis]);
        }
    }
    let span = |axis: usize| high[axis] - low[axis] + 2.0 * MARGIN;
    [low[0] - MARGIN, low[1] - MARGIN, span(0), span(1)]
}

/// A layer's name for an animation's side and view.
fn layer_name(name: &str, far: Option<Side>, mirrored: bool) -> String {
    let far = far.unwrap_or(Side::Left);
    if let Some(rest) = name.strip_prefix("far_") {
        format!("{}_{rest}", far.id())
    } else if let Some(rest) = name.strip_prefix("near_") {
        format!("{}_{rest}", far.other().id())
    } else if mirrored {
        props::swapped(name)
    } else {
        name.to_owned()
    }
}

/// The side of the head that is seen all the time, if the other never is.
fn side_on(
    animation: &Animation,
    camera: &Camera,
    mut body_at: impl FnMut(u32) -> Body,
) -> Option<Side> {
    let mut sides = animation.spans.iter().flat_map(|span| {
        [span.start_ms, span.start_ms + span.duration_ms / 2].map(|t| {
            let across = body_at(t).head.frame.left.dot(camera.toward);
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

/// Everything at some moments. Each has the same pieces with the same outlines, so that all points lie
/// in one row: moment after moment, and in each as its pieces come.
#[derive(Debug, Default)]
struct Frames {
    /// How the pieces are painted, and where the points of their outlines are in each moment's.
    pieces: Vec<(Paint, Vec<Range<usize>>)>,
    /// How many points a moment has.
    width: usize,
    points: Vec<Point>,
}

impl Frames {
    fn of(moments: impl IntoIterator<Item = Vec<Piece>>) -> Self {
        let moments = moments.into_iter();
        let (expected, _) = moments.size_hint();
        let mut frames = Self::default();
        for pieces in moments {
            if frames.pieces.is_empty() {
                let mut end = 0;
                let mut range = |outline: &Vec<Point>| {
                    let begin = end;
                    end += outline.len();
                    begin..end
                };
                let pieces = pieces.iter().map(|piece| {
                    let ranges = piece.outlines.iter().map(&mut range);
                    (piece.paint, ranges.collect())
                });
                frames.pieces = pieces.collect();
                frames.width = end;
                frames.points.reserve(end * expected);
            }
            for outline in pieces.iter().flat_map(|piece| &piece.outlines) {
                frames.points.extend_from_slice(outline);
            }
        }
        debug_assert!(frames.points.len().is_multiple_of(frames.width.max(1)));
        frames
    }

    fn moments(&self) -> usize {
        self.points.len() / self.width.max(1)
    }

    /// The points of an outline at each moment.
    fn outline(&self, range: &Range<usize>) -> impl Iterator<Item = &[Point]> {
        let moments = self.points.chunks_exact(self.width.max(1));
        moments.map(|points| &points[range.clone()])
    }
}

/// One path through time.
struct Track {
    paint: Paint,
    shapes: Shapes,
}

impl Track {
    /// Whether a line of another track comes over its forms in a frame.
    fn lies_under(&self, line: &Self, frame: usize) -> bool {
        let mut lines = line
            .shapes
            .outlines_at(frame)
            .flat_map(|points| points.windows(2));
        lines.any(|ends| {
            [0.0, 0.33, 0.67, 1.0].into_iter().any(|share| {
                let at = [0, 1].map(|axis| {
                    let (from, to) = (f64::from(ends[0][axis]), f64::from(ends[1][axis]));
                    from + (to - from) * share
                });
                self.shapes.outlines_at(frame).any(|form| inside(at, form))
            })
        })
    }

    /// Whether marks can lie on it: the near side's clothes, and the neck.
    fn takes_marks(&self) -> bool {
        matches!(self.paint, Paint::Fill("shirt" | "trousers" | "skin-shade"))
    }
}

/// An animation's tracks on their way into text.
struct Picture<'a> {
    drawing: &'a Drawing,
    animation: &'a Animation,
    timing: &'a Timing,
    words: Words<'a>,
    /// Units in a metre.
    scale: f64,
    /// Left, top, width and height in the picture's units.
    view: [f64; 4],
    tracks: Vec<Track>,
    /// Attributes by the frames that they are for: most tracks need the same.
    timings: RefCell<BTreeMap<Vec<usize>, String>>,
}

impl<'a> Picture<'a> {
    fn new(drawing: &'a Drawing, timing: &'a Timing, frames: &Frames, words: Words<'a>) -> Self {
        let window = drawing.window();
        let scale = SIZE / window[2].max(window[3]);
        let view = window.map(|value| (value * scale).round());
        let mut picture = Self {
            drawing,
            animation: &drawing.animation,
            timing,
            words,
            scale,
            view,
            tracks: Vec::with_capacity(frames.pieces.len()),
            timings: RefCell::default(),
        };
        for (paint, outlines) in &frames.pieces {
            let shown = outlines.iter().filter(|range| picture.shows(frames, range));
            let shown: Vec<&Range<usize>> = shown.collect();
            if shown.is_empty() {
                continue;
            }
            let counts = shown.iter().map(|range| range.len());
            let mut shapes = Shapes::new(counts, frames.moments());
            for points in frames.points.chunks_exact(frames.width.max(1)) {
                for range in &shown {
                    let points = &points[(*range).clone()];
                    shapes.extend(points.iter().map(|point| picture.rounded(*point)));
                }
            }
            if paint.is_area() {
                follow(&mut shapes);
            }
            picture.tracks.push(Track {
                paint: *paint,
                shapes,
            });
        }
        picture
    }

    /// Whether an outline ever comes into the view and is more than a point.
    fn shows(&self, frames: &Frames, range: &Range<usize>) -> bool {
        let extends = |points: &[Point]| {
            let far = |p: &Point| (p[0] - points[0][0]).hypot(p[1] - points[0][1]);
            // From the middle on: mostly the first one asked is far enough away.
            let (first, last) = points.split_at(points.len() / 2);
            last.iter().chain(first).any(|p| far(p) * self.scale > 4.0)
        };
        if !frames.outline(range).any(extends) {
            return false;
        }
        (0..2).all(|axis| {
            let (low, high) = (self.view[axis], self.view[axis] + self.view[axis + 2]);
            let all = || {
                frames
                    .outline(range)
                    .flatten()
                    .map(|p| p[axis] * self.scale)
            };
            all().any(|at| at >= low - 20.0) && all().any(|at| at <= high + 20.0)
        })
    }

    fn rounded(&self, point: Point) -> Dot {
        point.map(|value| whole(value * self.scale / 2.0) * 2)
    }

    /// What a script needs to steer the picture: its length and its spans, as attributes; nothing
    /// for a still.
    fn steering(&self) -> String {
        if !self.moves() {
            return String::new();
        }
        let quoted =
            |text: Option<&str>| text.map_or("null".to_owned(), |text| format!("\"{text}\""));
        let spans: Vec<String> = self
            .animation
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
            " data-duration-ms=\"{}\" data-breath-ms=\"{BREATH_MS}\" data-spans='[{}]'",
            self.animation.duration_ms(),
            spans.join(",")
        )
    }

    /// Whether it shows more than one moment.
    fn moves(&self) -> bool {
        self.tracks.iter().any(|track| track.shapes.moments() > 1)
    }

    fn write(&self) -> String {
        let [left, top, width, height] = self.view;
        let id = self.words.id;
        let title = escaped(self.words.title);
        let description = escaped(self.words.description);
        let steering = self.steering();
        let faces = if self.drawing.faces_viewer() {
            " data-faces=\"viewer\""
        } else {
            ""
        };
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"{id}\" viewBox=\"{left} {top} {width} {height}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"{steering}{faces}>\n<title id=\"{id}-t\">{title}</title>\n<desc id=\"{id}-d\">{description}</desc>\n",
        );
        out.push_str("<g stroke-linejoin=\"round\" stroke-linecap=\"round\">\n");
        let cut = self.cut_off();
        let below: Vec<Vec<usize>> = (0..self.tracks.len())
            .map(|index| self.below(index))
            .collect();
        let lit: Vec<usize> = below.iter().flatten().copied().collect();
        let mut clip = (0, Vec::new());
        for (index, track) in self.tracks.iter().enumerate() {
            if Some(index) == cut.map(|[first, _]| first) {
                self.write_end(&mut out, cut.unwrap_or_default());
            }
            match track.paint {
                Paint::Glow { width, .. } => {
                    if below[index] != clip.1 {
                        clip = (index, below[index].clone());
                        let _ = write!(out, "<clipPath id=\"{id}-c{index}\">");
                        for form in &clip.1 {
                            let _ = write!(out, "<use href=\"#{id}-{form}\"/>");
                        }
                        out.push_str("</clipPath>\n");
                    }
                    self.write_glow(&mut out, index, width * self.scale, clip.0);
                }
                Paint::Soft(name, _) => self.write_soft(&mut out, index, name),
                _ => {
                    out.push_str("<path ");
                    if lit.contains(&index) {
                        let _ = write!(out, "id=\"{id}-{index}\" ");
                    }
                    out.push_str(&self.attributes(track.paint));
                    self.write_path(&mut out, track);
                }
            }
            if Some(index) == cut.map(|[_, last]| last) {
                out.push_str("</g>\n");
            }
        }
        out.push_str("</g>\n</svg>\n");
        out
    }

    /// The forms below a mark, if it is one, that its line ever lies on; where only its edge comes to them, a hem may
    /// end it. Each form more costs time in every frame.
    fn below(&self, mark: usize) -> Vec<usize> {
        let line = &self.tracks[mark];
        if !matches!(line.paint, Paint::Glow { .. }) {
            return Vec::new();
        }
        let met =
            |track: &Track| (0..line.shapes.moments()).any(|frame| track.lies_under(line, frame));
        let forms = self.tracks[..mark].iter().enumerate();
        forms
            .filter(|(_, track)| track.takes_marks() && met(track))
            .map(|(index, _)| index)
            .collect()
    }

    /// The first and the last track that reach where the picture thins out, if its lower edge cuts the
    /// body off.
    fn cut_off(&self) -> Option<[usize; 2]> {
        let end = self.view[1] + self.view[3];
        let reaches = |track: &Track, below: f64| {
            let mut points = track.shapes.points().iter();
            !matches!(track.paint, Paint::Soft(..))
                && points.any(|point| f64::from(point[1]) > below)
        };
        let is_cut =
            |track: &Track| matches!(track.paint, Paint::Fill(_)) && reaches(track, end + OUTLINE);
        if !self.tracks.iter().any(is_cut) {
            return None;
        }
        let thins = |track: &Track| reaches(track, end - THIN * self.view[3]);
        let first = self.tracks.iter().position(thins)?;
        Some([first, self.tracks.iter().rposition(thins)?])
    }

    /// Begins the group of what thins out towards the lower edge: no more than is cut off there, since
    /// every frame costs by its extent.
    fn write_end(&self, out: &mut String, [first, last]: [usize; 2]) {
        let [left, view_top, width, view_height] = self.view;
        let end = view_top + view_height;
        let points = self.tracks[first..=last].iter();
        let points = points.flat_map(|track| track.shapes.points());
        let top = points.map(|point| f64::from(point[1])).fold(end, f64::min);
        let top = (top - EDGE).max(view_top);
        let height = end - top;
        let from = (end - THIN * view_height).round();
        let id = self.words.id;
        let window = format!("x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\"");
        let _ = writeln!(
            out,
            "<linearGradient id=\"{id}-thin\" gradientUnits=\"userSpaceOnUse\" x1=\"0\" x2=\"0\" y1=\"{from}\" y2=\"{end}\"><stop stop-color=\"#fff\"/><stop offset=\"1\"/></linearGradient>\n<mask id=\"{id}-end\" maskUnits=\"userSpaceOnUse\" {window}><rect {window} fill=\"url(#{id}-thin)\"/></mask>\n<g mask=\"url(#{id}-end)\">",
        );
    }

    /// A mark: one line, drawn with several breadths, clipped to the body.
    ///
    /// It grows out of a thin line and shrinks back into it: breadths are in em, and so one animation
    /// steers them all.
    fn write_glow(&self, out: &mut String, index: usize, width: f64, clip: usize) {
        let track = &self.tracks[index];
        let id = self.words.id;
        let _ = write!(out, "<g clip-path=\"url(#{id}-c{clip})\"");
        self.write_changing(out, track.paint, "font-size", width);
        let _ = write!(out, "<path id=\"{id}-{index}\" fill=\"none\"");
        self.write_path(out, track);
        for (name, share, opacity) in GLOW {
            let _ = writeln!(
                out,
                "<use href=\"#{id}-{index}\" stroke=\"{}\" stroke-width=\"{share}em\" opacity=\"{opacity}\"/>",
                colour(name),
            );
        }
        out.push_str("</g>\n");
    }

    /// The end of a start tag whose element comes and goes with the movement: an attribute that is
    /// `most` when it is all there.
    fn write_changing(&self, out: &mut String, paint: Paint, attribute: &str, most: f64) {
        let points = self.strengths(paint);
        let Some(clock) = self.clock() else {
            let now = strength_at(&points, f64::from(self.timing.times().next().unwrap_or(0)));
            let _ = write!(out, " {attribute}=\"{}\">", decimal(now * most, 2));
            return;
        };
        let total = f64::from(self.animation.duration_ms());
        let list = |of: &dyn Fn(&(f64, f64)) -> f64| {
            let all: Vec<String> = points.iter().map(|p| decimal(of(p), 4)).collect();
            all.join(";")
        };
        let (times, values) = (list(&|p| p.0 / total), list(&|p| p.1 * most));
        let _ = write!(
            out,
            "><animate attributeName=\"{attribute}\" {clock} keyTimes=\"{times}\" values=\"{values}\"/>"
        );
    }

    /// How an animation runs; nothing in a still.
    fn clock(&self) -> Option<String> {
        let seconds = f64::from(self.animation.duration_ms()) / 1000.0;
        (self.timing.times().count() > 1)
            .then(|| format!("dur=\"{seconds}s\" repeatCount=\"indefinite\""))
    }

    /// The rest of a path's element from its `d` on.
    fn write_path(&self, out: &mut String, track: &Track) {
        let Track { paint, shapes } = track;
        let closed = paint.is_area();
        out.push_str(" d=\"");
        write_shape(out, shapes, 0, closed);
        out.push('"');
        let kept = if shapes.is_still() {
            Vec::new()
        } else {
            self.timing.keep(shapes, SLACK)
        };
        let moving = kept.iter().any(|&k| shapes.at(k) != shapes.at(0));
        let fades = matches!(paint, Paint::Arrow(_));
        if fades {
            self.write_changing(out, *paint, "opacity", 1.0);
        } else if moving {
            out.push('>');
        } else {
            out.push_str("/>\n");
            return;
        }
        if let (true, Some(clock)) = (moving, self.clock()) {
            let mut timings = self.timings.borrow_mut();
            let timing = timings
                .entry(kept.clone())
                .or_insert_with_key(|kept| self.timing.attributes(kept));
            let _ = write!(
                out,
                "<animate attributeName=\"d\" {clock} {timing} values=\""
            );
            for (n, &k) in kept.iter().enumerate() {
                if n > 0 {
                    out.push(';');
                }
                write_shape(out, shapes, k, closed);
            }
            out.push_str("\"/>");
        }
        out.push_str("</path>\n");
    }

    /// A form without an edge: it thins out to the outside, or upwards.
    fn write_soft(&self, out: &mut String, index: usize, name: &str) {
        let Paint::Soft(_, fade) = self.tracks[index].paint else {
            return;
        };
        let id = self.words.id;
        let colour = colour(name);
        let first = self.tracks[..index]
            .iter()
            .all(|track| track.paint != self.tracks[index].paint);
        let (tag, shape) = match fade {
            Fade::Outwards | Fade::Shade => ("radialGradient", ""),
            Fade::Upwards => ("linearGradient", " x1=\"0\" x2=\"0\" y1=\"1\" y2=\"0\""),
        };
        if first {
            let _ = write!(out, "<{tag} id=\"{id}-{name}\"{shape}>");
            for (offset, opacity) in fade.stops() {
                let _ = write!(
                    out,
                    "<stop offset=\"{offset}\" stop-color=\"{colour}\" stop-opacity=\"{opacity}\"/>"
                );
            }
            let _ = writeln!(out, "</{tag}>");
        }
        let _ = write!(out, "<path fill=\"url(#{id}-{name})\"");
        self.write_path(out, &self.tracks[index]);
    }

    /// How strong a mark or arrow is at which millisecond; in between it changes evenly.
    fn strengths(&self, paint: Paint) -> Vec<(f64, f64)> {
        let mut points = Vec::with_capacity(2 * self.animation.spans.len());
        let own = self.animation.side;
        let shown = |across: bool| if across { own.map(Side::other) } else { own };
        for span in &self.animation.spans {
            let [from, to] = match paint {
                Paint::Arrow(index) => self.arrow_strength(index, span),
                Paint::Glow { across, .. } => {
                    mark_strength(span, across, span.side != shown(across))
                }
                _ => [1.0; 2],
            };
            points.push((f64::from(span.start_ms), from));
            points.push((f64::from(span.end_ms()), to));
        }
        points
    }

    /// An arrow is seen while its movement begins.
    fn arrow_strength(&self, index: usize, span: &Span) -> [f64; 2] {
        let arrows = self.animation.script.arrows.as_ref();
        let phase = arrows.and_then(|arrows| arrows.get(index)?.phase.as_ref());
        let elsewhere = phase.is_some() && phase != span.phase.as_ref();
        match span.action {
            Action::Move | Action::Cycle | Action::Switch if !elsewhere => [ARROW; 2],
            _ => [0.0; 2],
        }
    }

    fn attributes(&self, paint: Paint) -> String {
        let line = |name: &str, metres: f64| {
            format!(
                "fill=\"none\" stroke=\"{}\" stroke-width=\"{:.1}\"",
                colour(name),
                (metres * self.scale).max(HAIRLINE)
            )
        };
        match paint {
            Paint::Fill(name) => format!(
                "fill=\"{}\" stroke=\"{}\" stroke-width=\"{OUTLINE}\" paint-order=\"stroke\"",
                colour(name),
                colour(&format!("{name}-line")),
            ),
            Paint::Plain(name) => format!("fill=\"{}\"", colour(name)),
            // A fold that has vanished must leave no dot.
            Paint::Line(name, breadth) if name.ends_with("-line") => {
                format!("stroke-linecap=\"butt\" {}", line(name, breadth))
            }
            Paint::Line(name, breadth) => line(name, breadth),
            Paint::Arrow(_) => line("arrow", 0.013),
            Paint::Soft(..) | Paint::Glow { .. } => String::new(),
        }
    }
}

/// A mark comes with the movement and leaves with it; `aside`: while the other side moves.
fn mark_strength(span: &Span, across: bool, aside: bool) -> [f64; 2] {
    match span.action {
        Action::Switch if across => [0.0, 1.0],
        Action::Switch => [1.0, 0.0],
        _ if aside => [0.0; 2],
        Action::Move => [0.0, 1.0],
        Action::Hold | Action::Cycle => [1.0; 2],
        Action::Return => [1.0, 0.0],
        Action::Rest => [0.0; 2],
    }
}

/// The value at a moment, between points in time.
fn strength_at(points: &[(f64, f64)], t_ms: f64) -> f64 {
    points
        .windows(2)
        .find(|pair| t_ms >= pair[0].0 && t_ms <= pair[1].0 && pair[1].0 > pair[0].0)
        .map_or(0.0, |pair| {
            let ([from, a], [to, b]) = ([pair[0].0, pair[0].1], [pair[1].0, pair[1].1]);
            a + (b - a) * (t_ms - from) / (to - from)
        })
}

/// Whether a point lies within an outline.
fn inside([x, y]: Point, outline: &[[i32; 2]]) -> bool {
    let mut within = false;
    for (i, to) in outline.iter().enumerate() {
        let from = outline[(i + outline.len() - 1) % outline.len()];
        let [x0, y0, x1, y1] = [from[0], from[1], to[0], to[1]].map(f64::from);
        if (y0 > y) != (y1 > y) && x < x0 + (x1 - x0) * (y - y0) / (y1 - y0) {
            within = !within;
        }
    }
    within
}

/// A number rounded to a whole one, half away from zero.
///
/// What `f64::round` gives, without a call for each of a million numbers: a number near a half is left
/// to it.
#[allow(clippy::cast_possible_truncation, reason = "a few thousand at most")]
fn whole(value: f64) -> i32 {
    let moved = value + 0.5_f64.copysign(value);
    let whole = moved as i32;
    let left = (moved - f64::from(whole)).abs();
    if left > 1e-6 && left < 1.0 - 1e-6 {
        whole
    } else {
        value.round() as i32
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Path data of outlines or lines.
fn write_shape(out: &mut String, shapes: &Shapes, moment: usize, closed: bool) {
    for points in shapes.outlines_at(moment) {
        if closed {
            write_outline(out, points);
        } else {
            write_line(out, points);
        }
    }
}

const fn middle(a: [i32; 2], b: [i32; 2]) -> [i32; 2] {
    [i32::midpoint(a[0], b[0]), i32::midpoint(a[1], b[1])]
}

const fn way(from: [i32; 2], to: [i32; 2]) -> [i32; 2] {
    [to[0] - from[0], to[1] - from[1]]
}

fn write_outline(out: &mut String, points: &[[i32; 2]]) {
    let count = points.len();
    let mut at = middle(points[count - 1], points[0]);
    write_pair(out, 'M', at);
    for (i, &point) in points.iter().enumerate() {
        let next = middle(point, points[(i + 1) % count]);
        match i {
            0 => {
                write_pair(out, 'q', way(at, point));
                write_pair(out, ' ', way(at, next));
            }
            // The further controls follow from the first one.
            1 => write_pair(out, 't', way(at, next)),
            _ => write_pair(out, ' ', way(at, next)),
        }
        at = next;
    }
    out.push('z');
}

fn write_line(out: &mut String, points: &[[i32; 2]]) {
    let last = points.len() - 1;
    let mut at = points[0];
    write_pair(out, 'M', at);
    if last == 1 {
        write_pair(out, 'l', way(at, points[1]));
    }
    for i in 1..last {
        let next = if i == last - 1 {
            points[last]
        } else {
            middle(points[i], points[i + 1])
        };
        write_pair(out, 'q', way(at, points[i]));
        write_pair(out, ' ', way(at, next));
        at = next;
    }
}

/// A command or a space, and two numbers; a minus needs no space before it.
fn write_pair(out: &mut String, lead: char, [x, y]: [i32; 2]) {
    if lead != ' ' || x >= 0 {
        out.push(lead);
    }
    write_number(out, x);
    if y >= 0 {
        out.push(' ');
    }
    write_number(out, y);
}

/// Digits by hand: there are millions of them.
fn write_number(out: &mut String, number: i32) {
    if number < 0 {
        out.push('-');
    }
    let mut digits = [b'0'; 10];
    let mut first = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        first -= 1;
        #[allow(clippy::cast_possible_truncation, reason = "a digit")]
        let digit = (rest % 10) as u8;
        digits[first] += digit;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    for digit in &digits[first..] {
        out.push(char::from(*digit));
    }
}
