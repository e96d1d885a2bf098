//! Charts, drawn as SVG: numbers in, markup out, and nothing that a page's script or style would
//! have to add.
//!
//! Coordinates are whole tenths of a unit, so that none can be anything but a number. Letters are
//! about 12 units high, and a chart is drawn for the width at which they can be read: [`NARROW`]
//! for phones and columns, [`WIDE`] for a desk and for paper. Colours, dashes and patterns are
//! classes of `progress.css`; series differ by more than colour.

use std::fmt::{self, Write as _};

/// What charts of a page share: the hatching of a series. Once on each page with charts.
pub const DEFINITIONS: &str = "<svg class=\"hidden\" width=\"0\" height=\"0\" aria-hidden=\"true\">\
<pattern id=\"chart-hatch\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
<rect class=\"chart-hatch-ground\" width=\"5\" height=\"5\"/>\
<rect class=\"chart-hatch-line\" width=\"2.4\" height=\"5\"/></pattern></svg>";

/// How large a chart is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Its name, for classes and ids.
    pub name: &'static str,
    /// Its width, in units.
    pub width: i64,
    /// The height of what is plotted, in units.
    pub plot: i64,
    /// The most labels along its days.
    pub labels: usize,
}

/// For a phone, or one of several columns.
pub const NARROW: Size = Size {
    name: "narrow",
    width: 320,
    plot: 130,
    labels: 5,
};

/// For a desk, and for paper.
pub const WIDE: Size = Size {
    name: "wide",
    width: 720,
    plot: 190,
    labels: 9,
};

/// How wide a letter of a label is at most on average, in units.
const LETTER: i64 = 8;

/// Some days, counted from the chart's first one, which is 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The first.
    pub first: u32,
    /// The last, not before the first.
    pub last: u32,
}

impl Slot {
    /// A single day.
    pub const fn day(day: u32) -> Self {
        Self {
            first: day,
            last: day,
        }
    }
}

/// What every chart has.
#[derive(Clone, Copy, Debug)]
pub struct Base<'a> {
    /// What its ids begin with; unique on the page.
    pub id: &'a str,
    /// What it is, in a few words.
    pub title: &'a str,
    /// What it shows, in a sentence or two.
    pub description: &'a str,
    /// How many days there are from its left to its right edge, at least 1.
    pub days: u32,
    /// Days at which something is written below them, in their order. Where there is no room, it
    /// is left out.
    pub dates: &'a [(u32, String)],
}

/// How it felt over time.
#[derive(Clone, Copy, Debug)]
pub struct Comfort<'a> {
    /// What every chart has.
    pub base: Base<'a>,
    /// What 10 means, above the plot.
    pub most: &'a str,
    /// What 0 means, below it.
    pub least: &'a str,
    /// Means, in tenths from 0 to 100.
    pub points: &'a [(Slot, u32)],
    /// The line through means that are sound, in parts between which there are none.
    pub line: &'a [Vec<(Slot, u32)>],
    /// Answers about weeks, in tenths.
    pub answers: &'a [(Slot, u32)],
    /// How much of its days had a session, in hundredths.
    pub sessions: &'a [(Slot, u32)],
}

/// The look of a series of bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Filled.
    Solid,
    /// Hatched.
    Hatched,
    /// Outlined.
    Open,
}

impl Look {
    /// What its shapes carry.
    const fn attributes(self) -> &'static str {
        match self {
            Self::Solid => "class=\"chart-solid\"",
            Self::Hatched => "class=\"chart-hatched\" fill=\"url(#chart-hatch)\"",
            Self::Open => "class=\"chart-open\"",
        }
    }
}

/// Amounts of periods, one on top of the other.
#[derive(Clone, Copy, Debug)]
pub struct Bars<'a> {
    /// What every chart has.
    pub base: Base<'a>,
    /// What is counted, above the plot.
    pub unit: &'a str,
    /// How many of the amounts are one of what the axis counts: 60 000 where amounts are
    /// milliseconds and the axis counts minutes.
    pub per: u64,
    /// Where its axis has labels, 0 first and the top last, in what it counts; none to choose few
    /// round ones.
    pub ticks: &'a [u64],
    /// Looks of the parts, from below.
    pub looks: &'a [Look],
    /// The parts of each bar, as many as there are looks.
    pub amounts: &'a [(Slot, Vec<u64>)],
    /// A line across, in what the axis counts.
    pub guide: Option<u64>,
}

/// What went on over some hours.
#[derive(Clone, Copy, Debug)]
pub struct Hours<'a> {
    /// What every chart has; its days are seconds.
    pub base: Base<'a>,
    /// From above.
    pub bands: &'a [Band<'a>],
    /// What the marks below them are.
    pub marks_label: &'a str,
    /// Seconds at which there is a mark.
    pub marks: &'a [u32],
}

/// A band of what went on, under its label.
#[derive(Clone, Copy, Debug)]
pub struct Band<'a> {
    /// What it is.
    pub label: &'a str,
    /// From second to second, with the look of each kind.
    pub parts: &'a [(Look, Vec<(u32, u32)>)],
}

/// Steps of one thing over time, too small for words: they stand next to it.
#[derive(Clone, Copy, Debug)]
pub struct Steps<'a> {
    /// What every chart has.
    pub base: Base<'a>,
    /// From which day on it was at which step, 0 the lowest.
    pub rungs: &'a [(u32, u32)],
    /// The day until which it was at the last.
    pub until: u32,
}

/// A length in tenths of a unit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Tenths(i64);

impl fmt::Display for Tenths {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0.unsigned_abs() / 10, self.0.unsigned_abs() % 10);
        if self.0 < 0 {
            f.write_str("-")?;
        }
        write!(f, "{whole}")?;
        if part != 0 {
            write!(f, ".{part}")?;
        }
        Ok(())
    }
}

/// Where things are plotted, in tenths.
#[derive(Clone, Copy)]
struct Plot {
    left: i64,
    right: i64,
    top: i64,
    bottom: i64,
    days: i64,
}

impl Plot {
    /// Where a day begins.
    fn edge(&self, day: u32) -> i64 {
        let day = i64::from(day).min(self.days);
        self.left + (self.right - self.left) * day / self.days
    }

    fn middle(&self, slot: Slot) -> i64 {
        i64::midpoint(
            self.edge(slot.first),
            self.edge(slot.last.max(slot.first).saturating_add(1)),
        )
    }

    /// Left edge and width of what stands for a slot, with some air where there is room.
    fn span(&self, slot: Slot) -> (i64, i64) {
        let left = self.edge(slot.first);
        let width = (self.edge(slot.last.max(slot.first).saturating_add(1)) - left).max(4);
        let air = if width >= 25 { width / 5 } else { 0 };
        let own = (width - air).min(280);
        (left + (width - own) / 2, own)
    }

    /// Where a share of the height lies, from below.
    fn height(&self, value: u64, top: u64) -> i64 {
        let height = u64::try_from(self.bottom - self.top).unwrap_or(0);
        let part = u128::from(value.min(top)) * u128::from(height) / u128::from(top.max(1));
        i64::try_from(part).unwrap_or(0)
    }

    fn y(&self, value: u64, top: u64) -> i64 {
        self.bottom - self.height(value, top)
    }
}

/// Draws how it felt.
pub fn comfort(chart: &Comfort<'_>, size: Size) -> String {
    const TOP: i64 = 200;
    const BELOW: i64 = 180;
    const STRIP: i64 = 140;
    let bottom = TOP + size.plot * 10;
    let plot = Plot {
        left: 220,
        right: size.width * 10 - 60,
        top: TOP,
        bottom,
        days: i64::from(chart.base.days.max(1)),
    };
    let strip = Plot {
        top: bottom + BELOW,
        bottom: bottom + BELOW + STRIP,
        ..plot
    };
    let mut svg = open(&chart.base, size.width, strip.bottom / 10 + 20, size.name);
    let ticks = [0, 5, 10].map(|tick| (plot.y(tick, 10), tick.to_string()));
    // The ends are said in words, above and below.
    grid(&mut svg, &plot, &[ticks[0].0, ticks[1].0, ticks[2].0]);
    text(&mut svg, 0, 110, "start", chart.most);
    text(&mut svg, 170, ticks[1].0 + 40, "end", &ticks[1].1);
    text(&mut svg, 0, bottom + 140, "start", chart.least);
    dates(&mut svg, &plot, &chart.base, size, strip.bottom + 140);

    let place = |(slot, tenths): &(Slot, u32)| {
        (
            Tenths(plot.middle(*slot)),
            Tenths(plot.y(u64::from(*tenths), 100)),
        )
    };
    path(&mut svg, "class=\"chart-strip\"", |d| {
        for (slot, share) in chart.sessions {
            let (left, width) = strip.span(*slot);
            bar(
                d,
                left,
                strip.bottom,
                width,
                strip.height(u64::from(*share), 100),
            );
        }
    });
    let (left, right) = (Tenths(strip.left), Tenths(strip.right));
    path(&mut svg, "class=\"chart-base\"", |d| {
        write!(d, "M{left} {}H{right}", Tenths(strip.bottom)).ok();
    });
    path(&mut svg, "class=\"chart-point\"", |d| {
        for point in chart.points {
            let (x, y) = place(point);
            write!(d, "M{x} {y}h0").ok();
        }
    });
    path(&mut svg, "class=\"chart-line\"", |d| {
        for part in chart.line {
            for (number, point) in part.iter().enumerate() {
                let (x, y) = place(point);
                let how = if number == 0 { 'M' } else { 'L' };
                write!(d, "{how}{x} {y}").ok();
            }
            if part.len() == 1 {
                d.push_str("h0");
            }
        }
    });
    path(&mut svg, "class=\"chart-answer\"", |d| {
        for answer in chart.answers {
            let (x, Tenths(y)) = place(answer);
            write!(d, "M{x} {}l5 5-5 5-5-5z", Tenths(y - 50)).ok();
        }
    });
    svg + "</svg>"
}

/// Draws bars.
pub fn bars(chart: &Bars<'_>, size: Size) -> String {
    const TOP: i64 = 200;
    let sums = chart.amounts.iter().map(|(_, parts)| parts.iter().sum());
    let per = chart.per.max(1);
    let most: u64 = sums.max().unwrap_or(0);
    let ticks = if chart.ticks.is_empty() {
        round_axis(most.div_ceil(per))
    } else {
        chart.ticks.to_vec()
    };
    let top = ticks.last().copied().unwrap_or(1);
    let digits = i64::try_from(top.to_string().len()).unwrap_or(1);
    let plot = Plot {
        left: 60 + 70 * digits,
        right: size.width * 10 - 40,
        top: TOP,
        bottom: TOP + size.plot * 8,
        days: i64::from(chart.base.days.max(1)),
    };
    let mut svg = open(&chart.base, size.width, plot.bottom / 10 + 22, size.name);
    let heights: Vec<i64> = ticks.iter().map(|tick| plot.y(*tick, top)).collect();
    grid(&mut svg, &plot, &heights);
    for (tick, y) in ticks.iter().zip(&heights) {
        text(&mut svg, plot.left - 40, y + 40, "end", &tick.to_string());
    }
    text(&mut svg, 0, 110, "start", chart.unit);
    dates(&mut svg, &plot, &chart.base, size, plot.bottom + 160);
    for (number, look) in chart.looks.iter().enumerate() {
        path(&mut svg, look.attributes(), |d| {
            for (slot, parts) in chart.amounts {
                let value = parts.get(number).copied().unwrap_or(0);
                if value == 0 {
                    continue;
                }
                let below: u64 = parts.iter().take(number).sum();
                let all = top.saturating_mul(per);
                let (left, width) = plot.span(*slot);
                let foot = plot.y(below, all);
                // Whatever there is can be seen.
                let height = (foot - plot.y(below.saturating_add(value), all)).max(5);
                bar(d, left, foot, width, height.min(foot - plot.top));
            }
        });
    }
    if let Some(guide) = chart.guide {
        let (left, right) = (Tenths(plot.left), Tenths(plot.right));
        path(&mut svg, "class=\"chart-guide\"", |d| {
            write!(d, "M{left} {}H{right}", Tenths(plot.y(guide, top))).ok();
        });
    }
    svg + "</svg>"
}

/// Draws what went on over some hours.
pub fn hours(chart: &Hours<'_>, size: Size) -> String {
    const BAND: i64 = 220;
    const LABEL: i64 = 240;
    const MARKS: i64 = 160;
    let bands = i64::try_from(chart.bands.len()).unwrap_or(0);
    let bottom = bands * (LABEL + BAND) + LABEL + MARKS;
    let plot = Plot {
        left: 20,
        right: size.width * 10 - 20,
        top: 0,
        bottom,
        days: i64::from(chart.base.days.max(1)),
    };
    let mut svg = open(&chart.base, size.width, bottom / 10 + 20, size.name);
    let mut top = 0;
    for band in chart.bands {
        text(&mut svg, 0, top + LABEL - 60, "start", band.label);
        top += LABEL;
        for (look, spans) in band.parts {
            path(&mut svg, look.attributes(), |d| {
                for (from, to) in spans {
                    let left = plot.edge(*from);
                    // Whatever there is can be seen.
                    let width = (plot.edge(*to) - left).max(10);
                    bar(d, left, top + BAND, width, BAND);
                }
            });
        }
        top += BAND;
        let (left, right, y) = (Tenths(plot.left), Tenths(plot.right), Tenths(top));
        path(&mut svg, "class=\"chart-base\"", |d| {
            write!(d, "M{left} {y}H{right}").ok();
        });
    }
    text(&mut svg, 0, top + LABEL - 60, "start", chart.marks_label);
    top += LABEL;
    let (left, right, y) = (Tenths(plot.left), Tenths(plot.right), Tenths(bottom));
    path(&mut svg, "class=\"chart-base\"", |d| {
        write!(d, "M{left} {y}H{right}").ok();
    });
    path(&mut svg, "class=\"chart-answer\"", |d| {
        for mark in chart.marks {
            let (x, y) = (Tenths(plot.edge(*mark)), Tenths(top + 20));
            write!(d, "M{x} {y}l6 6-6 6-6-6z").ok();
        }
    });
    dates(&mut svg, &plot, &chart.base, size, bottom + 150);
    svg + "</svg>"
}

/// Draws small steps.
pub fn steps(chart: &Steps<'_>) -> String {
    let plot = Plot {
        left: 60,
        right: 1540,
        top: 60,
        bottom: 340,
        days: i64::from(chart.base.days.max(1)),
    };
    let mut svg = open(&chart.base, 160, 40, "steps");
    let top = chart.rungs.iter().map(|(_, step)| *step).max().unwrap_or(0);
    let y = |step: u32| match top {
        0 => Tenths(i64::midpoint(plot.top, plot.bottom)),
        top => Tenths(plot.y(u64::from(step), u64::from(top))),
    };
    let end = Tenths(plot.edge(chart.until.saturating_add(1)));
    path(&mut svg, "class=\"chart-base\"", |d| {
        let (left, right) = (Tenths(plot.left), Tenths(plot.right));
        write!(d, "M{left} 38H{right}").ok();
    });
    path(&mut svg, "class=\"chart-line\"", |d| {
        for (number, (day, step)) in chart.rungs.iter().enumerate() {
            let x = Tenths(plot.edge(*day));
            if number == 0 {
                write!(d, "M{x} {}", y(*step)).ok();
            } else {
                write!(d, "H{x}V{}", y(*step)).ok();
            }
        }
        if !chart.rungs.is_empty() {
            write!(d, "H{end}").ok();
        }
    });
    if let Some((_, step)) = chart.rungs.last() {
        path(&mut svg, "class=\"chart-point\"", |d| {
            write!(d, "M{end} {}h0", y(*step)).ok();
        });
    }
    svg + "</svg>"
}

/// A small picture of what a chart's shape means, for its legend.
pub fn key(shape: Key) -> &'static str {
    match shape {
        Key::Point => {
            "<svg class=\"chart-key\" viewBox=\"0 0 20 14\" aria-hidden=\"true\"><path class=\"chart-point\" d=\"M10 7h0\"/></svg>"
        }
        Key::Line => {
            "<svg class=\"chart-key\" viewBox=\"0 0 20 14\" aria-hidden=\"true\"><path class=\"chart-line\" d=\"M2 7H18\"/></svg>"
        }
        Key::Answer => {
            "<svg class=\"chart-key\" viewBox=\"0 0 20 14\" aria-hidden=\"true\"><path class=\"chart-answer\" d=\"M10 2l5 5-5 5-5-5z\"/></svg>"
        }
        Key::Strip => {
            "<svg class=\"chart-key\" viewBox=\"0 0 20 14\" aria-hidden=\"true\"><path class=\"chart-strip\" d=\"M3 13V3h4V13zM12 13V3h4V13z\"/></svg>"
        }
        Key::Bar(Look::Solid) => {
            "<svg class=\"chart-key\" viewBox=\"0 0 20 14\" aria-hidden=\"true\"><rect class=\"chart-solid\" x=\"3\" y=\"1\" width=\"14\" height=\"12\"/></svg>"
        }
        Key::Bar(Look::Hatched) => {
            "<svg class=\"chart-key\" viewBox=\"0 0 20 14\" aria-hidden=\"true\"><rect class=\"chart-hatched\" fill=\"url(#chart-hatch)\" x=\"3\" y=\"1\" width=\"14\" height=\"12\"/></svg>"
        }
        Key::Bar(Look::Open) => {
            "<svg class=\"chart-key\" viewBox=\"0 0 20 14\" aria-hidden=\"true\"><rect class=\"chart-open\" x=\"3\" y=\"1\" width=\"14\" height=\"12\"/></svg>"
        }
    }
}

/// A shape that a legend explains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// A mean.
    Point,
    /// The line through means.
    Line,
    /// An answer about a week.
    Answer,
    /// Days with a session.
    Strip,
    /// A part of bars.
    Bar(Look),
}

/// Few round labels from 0 to what an axis has to show, or just beyond: at least to 4.
fn round_axis(most: u64) -> Vec<u64> {
    let most = most.max(4);
    let mut ten = 1_u64;
    loop {
        for step in [ten, ten.saturating_mul(2), ten.saturating_mul(5)] {
            let count = most.div_ceil(step);
            if count <= 4 {
                return (0..=count).map(|tick| step.saturating_mul(tick)).collect();
            }
        }
        ten = ten.saturating_mul(10);
    }
}

/// The beginning of a chart: its size in units, and its words.
fn open(base: &Base<'_>, width: i64, height: i64, class: &str) -> String {
    let (id, title, description) = (base.id, escape(base.title), escape(base.description));
    format!(
        "<svg class=\"chart chart-{class}\" viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-labelledby=\"{id}-{class}-t {id}-{class}-d\"><title id=\"{id}-{class}-t\">{title}</title>\
         <desc id=\"{id}-{class}-d\">{description}</desc>"
    )
}

/// Adds a path; none where nothing is written into it.
fn path(svg: &mut String, attributes: &str, write: impl FnOnce(&mut String)) {
    let before = svg.len();
    svg.push_str("<path ");
    svg.push_str(attributes);
    svg.push_str(" d=\"");
    let begin = svg.len();
    write(svg);
    if svg.len() == begin {
        svg.truncate(before);
    } else {
        svg.push_str("\"/>");
    }
}

fn bar(d: &mut String, left: i64, foot: i64, width: i64, height: i64) {
    let (left, foot) = (Tenths(left), Tenths(foot));
    let (width, up) = (Tenths(width), Tenths(-height));
    write!(d, "M{left} {foot}v{up}h{width}v{}z", Tenths(height)).ok();
}

fn grid(svg: &mut String, plot: &Plot, heights: &[i64]) {
    let (left, right) = (Tenths(plot.left), Tenths(plot.right));
    path(svg, "class=\"chart-grid\"", |d| {
        for y in heights {
            write!(d, "M{left} {}H{right}", Tenths(*y)).ok();
        }
    });
}

fn text(svg: &mut String, x: i64, y: i64, anchor: &str, text: &str) {
    let (x, y, text) = (Tenths(x), Tenths(y), escape(text));
    write!(
        svg,
        "<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>"
    )
    .ok();
}

/// Writes dates below their days: whole, within the picture, and none over another.
fn dates(svg: &mut String, plot: &Plot, base: &Base<'_>, size: Size, y: i64) {
    let width = |label: &str| {
        let letters = i64::try_from(label.chars().count()).unwrap_or(0);
        letters * LETTER * 10
    };
    let fits = |step: usize| {
        let labels = base.dates.iter().step_by(step);
        let places: Vec<_> = labels
            .map(|(day, label)| {
                let half = width(label) / 2;
                let right = (size.width * 10 - half).max(half);
                (plot.edge(*day).clamp(half, right), half)
            })
            .collect();
        let is_apart = |pair: &[(i64, i64)]| pair[0].0 + pair[0].1 <= pair[1].0 - pair[1].1;
        (places.len() <= size.labels && places.windows(2).all(is_apart)).then_some(places)
    };
    let chosen = (1..=base.dates.len().max(1)).find_map(|step| Some((step, fits(step)?)));
    let Some((step, places)) = chosen else { return };
    for ((_, label), (x, _)) in base.dates.iter().step_by(step).zip(places) {
        text(svg, x, y, "middle", label);
    }
}

/// A text as it stands in markup.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The numbers of a picture's size and of all of its paths' and letters' places.
    struct Places {
        width: f64,
        height: f64,
        /// Points that paths go through.
        points: Vec<(f64, f64)>,
        /// Places of letters, with how they are aligned and how many they are.
        texts: Vec<(f64, f64, String, usize)>,
    }

    fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
        let begin = format!(" {name}=\"");
        let (_, rest) = tag.split_once(&begin).unwrap();
        rest.split_once('"').unwrap().0
    }

    /// Reads a picture as strictly as charts are drawn: paths of M, L, l, H, h, V, v and z.
    fn places(svg: &str) -> Places {
        let view: Vec<f64> = attribute(svg, "viewBox")
            .split(' ')
            .map(|number| number.parse().unwrap())
            .collect();
        let mut places = Places {
            width: view[2],
            height: view[3],
            points: Vec::new(),
            texts: Vec::new(),
        };
        for tag in svg.split('<').filter(|tag| tag.starts_with("path ")) {
            walk(attribute(tag, "d"), &mut places.points);
        }
        for tag in svg.split('<').filter(|tag| tag.starts_with("text ")) {
            let letters = tag.split_once('>').unwrap().1.chars().count();
            places.texts.push((
                attribute(tag, "x").parse().unwrap(),
                attribute(tag, "y").parse().unwrap(),
                attribute(tag, "text-anchor").to_owned(),
                letters,
            ));
        }
        places
    }

    fn walk(d: &str, points: &mut Vec<(f64, f64)>) {
        let (mut x, mut y) = (0.0, 0.0);
        let mut rest = d;
        while let Some(how) = rest.chars().next() {
            let end = rest[1..].find(|c: char| c.is_ascii_alphabetic());
            let end = end.map_or(rest.len(), |end| end + 1);
            let spaced = rest[1..end].replace('-', " -");
            let numbers: Vec<f64> = spaced
                .split_whitespace()
                .map(|number| number.parse().unwrap())
                .collect();
            rest = &rest[end..];
            match how {
                'M' | 'L' => (x, y) = (numbers[0], numbers[1]),
                'H' => x = numbers[0],
                'V' => y = numbers[0],
                'h' => x += numbers[0],
                'v' => y += numbers[0],
                'l' => {
                    for step in numbers.chunks(2) {
                        x += step[0];
                        y += step[1];
                        points.push((x, y));
                    }
                }
                'z' => {}
                other => panic!("{other} in {d}"),
            }
            points.push((x, y));
        }
    }

    fn check(svg: &str) -> Result<(), TestCaseError> {
        let places = places(svg);
        for (x, y) in &places.points {
            prop_assert!(*x >= 0.0 && *x <= places.width, "x {x} in {svg}");
            prop_assert!(*y >= 0.0 && *y <= places.height, "y {y} in {svg}");
        }
        let mut ends: std::collections::BTreeMap<String, f64> = std::collections::BTreeMap::new();
        for (x, y, anchor, letters) in &places.texts {
            prop_assert!(*y > 0.0 && *y <= places.height - 3.0, "{svg}");
            if anchor != "middle" {
                continue;
            }
            // A letter is 6.6 units wide on average; they stay whole and apart.
            let half = f64::from(u32::try_from(*letters).unwrap()) * 3.3;
            prop_assert!(x - half >= 0.0 && x + half <= places.width, "{svg}");
            let end = ends.entry(y.to_string()).or_insert(0.0);
            prop_assert!(x - half >= *end, "{svg}");
            *end = x + half;
        }
        Ok(())
    }

    fn slots(days: u32) -> impl Strategy<Value = Slot> {
        (0..days, 0..40_u32).prop_map(move |(first, more)| Slot {
            first,
            last: (first + more).min(days - 1),
        })
    }

    /// Days, what is written at some of them, and means of some.
    type Made = (u32, Vec<(u32, String)>, Vec<(Slot, u32)>);

    fn made() -> impl Strategy<Value = Made> {
        (1..8000_u32).prop_flat_map(|days| {
            let dates = prop::collection::btree_map(0..days, "[A-Z0-9 ]{1,12}", 0..30);
            let means = prop::collection::vec((slots(days), 0..=100_u32), 0..30);
            (Just(days), dates, means)
                .prop_map(|(days, dates, means)| (days, dates.into_iter().collect(), means))
        })
    }

    fn base((days, dates, _): &Made) -> Base<'_> {
        Base {
            id: "made",
            title: "A <title> & \"more\"",
            description: "What it shows.",
            days: *days,
            dates,
        }
    }

    proptest! {
        #[test]
        fn how_it_felt_stays_within_its_picture(made in made()) {
            let means = &made.2;
            for size in [NARROW, WIDE] {
                let svg = comfort(&Comfort {
                    base: base(&made),
                    most: "10 – worst imaginable",
                    least: "0 – no pain",
                    points: means,
                    line: std::slice::from_ref(means),
                    answers: means,
                    sessions: means,
                }, size);
                check(&svg)?;
                prop_assert!(svg.contains("A &lt;title&gt; &amp; &quot;more&quot;</title>"));
            }
        }

        #[test]
        fn bars_stay_within_their_picture_however_much_it_was(
            made in made(),
            parts in prop::collection::vec(prop::collection::vec(
                prop_oneof![0..10_u64, 0..100_000_000_u64], 3), 30),
            per in prop::sample::select(vec![1_u64, 10, 60_000]),
        ) {
            let bars_of: Vec<_> = made.2.iter().zip(parts).map(|((slot, _), parts)| (*slot, parts)).collect();
            let svg = bars(&Bars {
                base: base(&made),
                unit: "Minutes a week",
                per,
                ticks: &[],
                looks: &[Look::Solid, Look::Hatched, Look::Open],
                amounts: &bars_of,
                guide: Some(3),
            }, NARROW);
            check(&svg)?;
        }

        #[test]
        fn steps_stay_within_their_picture(
            made in made(),
            ranks in prop::collection::vec(0..12_u32, 30),
        ) {
            let mut days: Vec<u32> = made.2.iter().map(|(slot, _)| slot.first).collect();
            days.sort_unstable();
            let rungs: Vec<_> = days.into_iter().zip(ranks).collect();
            let svg = steps(&Steps { base: base(&made), rungs: &rungs, until: made.0 - 1 });
            check(&svg)?;
        }

        /// Few, round numbers that reach what they have to show, and not far beyond.
        #[test]
        fn axes_are_round(most in prop_oneof![0..100_u64, 0..1_000_000_000_u64]) {
            let ticks = round_axis(most);
            let (top, step) = (ticks[ticks.len() - 1], ticks[1]);
            prop_assert!(ticks[0] == 0 && ticks.windows(2).all(|pair| pair[1] - pair[0] == step));
            prop_assert!(top >= most && top < most.max(4) + step && ticks.len() <= 5);
            let mut first = step;
            while first % 10 == 0 {
                first /= 10;
            }
            prop_assert!([1, 2, 5].contains(&first));
        }
    }

    #[test]
    fn lengths_are_short() {
        let said = [0, 5, 10, 123, -7, -120].map(|tenths| Tenths(tenths).to_string());
        assert_eq!(said, ["0", "0.5", "1", "12.3", "-0.7", "-12"]);
    }

    #[test]
    fn what_is_empty_draws_no_path() {
        let mut svg = String::new();
        path(&mut svg, "class=\"chart-line\"", |_| {});
        assert_eq!(svg, "");
    }
}
