//! The app’s icon in pixels, for panels and notifications: what `icon.svg` of the app shows.

/// An icon in rows of pixels.
pub struct Icon {
    /// Pixels in a row, and rows.
    pub size: u16,
    /// Four bytes a pixel: red, green, blue, and alpha.
    pub pixels: Vec<u8>,
}

/// Samples a pixel in each direction, for smooth edges.
const SAMPLES: u16 = 4;

const GROUND: [u8; 3] = [0x0f, 0x6a, 0x63];
const LINE: [u8; 3] = [0xff, 0xff, 0xff];
const HEAD: [u8; 3] = [0xf3, 0xb7, 0x9a];

/// Corners of the two strokes, back and arm, on a field of 32 by 32, and how wide they are.
const STROKES: [([(f32, f32); 4], f32); 2] = [
    (
        [(16.5, 15.5), (13.0, 16.5), (11.7, 19.7), (11.7, 26.0)],
        3.6,
    ),
    (
        [(15.0, 17.2), (18.2, 17.4), (21.0, 18.5), (23.3, 20.8)],
        3.0,
    ),
];

impl Icon {
    /// Draws it.
    pub fn draw(size: u16) -> Self {
        let strokes = STROKES.map(|(corners, width)| (along(corners), width / 2.0));
        let scale = 32.0 / f32::from(size);
        let mut pixels = Vec::with_capacity(usize::from(size) * usize::from(size) * 4);
        for row in 0..size {
            for column in 0..size {
                pixels.extend(pixel(&strokes, column, row, scale));
            }
        }
        Self { size, pixels }
    }

    /// The same with alpha first (ARGB), as panels want it.
    pub fn alpha_first(&self) -> Vec<u8> {
        let pixels = self.pixels.chunks_exact(4);
        pixels
            .flat_map(|pixel| [pixel[3], pixel[0], pixel[1], pixel[2]])
            .collect()
    }
}

type Stroke = (Vec<(f32, f32)>, f32);

fn pixel(strokes: &[Stroke], column: u16, row: u16, scale: f32) -> [u8; 4] {
    let mut sum = [0_u32; 3];
    let mut covered = 0_u32;
    for number in 0..SAMPLES * SAMPLES {
        let middle = |cell: u16, sample: u16| {
            (f32::from(cell) + (f32::from(sample) + 0.5) / f32::from(SAMPLES)) * scale
        };
        let at = (
            middle(column, number % SAMPLES),
            middle(row, number / SAMPLES),
        );
        if let Some(colour) = colour(strokes, at) {
            covered += 1;
            for (sum, part) in sum.iter_mut().zip(colour) {
                *sum += u32::from(part);
            }
        }
    }
    let of = |part: u32, whole: u32| u8::try_from(part / whole.max(1)).unwrap_or(u8::MAX);
    let all = u32::from(SAMPLES * SAMPLES);
    let [red, green, blue] = sum.map(|part| of(part, covered));
    [red, green, blue, of(covered * 255, all)]
}

fn colour(strokes: &[Stroke], at: (f32, f32)) -> Option<[u8; 3]> {
    // A square with corners of radius 8.
    let outside = |place: f32| ((place - 16.0).abs() - 8.0).max(0.0);
    if outside(at.0).hypot(outside(at.1)) > 8.0 {
        return None;
    }
    let near = |spot: &(f32, f32), radius: f32| (at.0 - spot.0).hypot(at.1 - spot.1) <= radius;
    if near(&(17.3, 9.3), 3.6) {
        return Some(HEAD);
    }
    let is_on_line = strokes
        .iter()
        .any(|(spots, radius)| spots.iter().any(|spot| near(spot, *radius)));
    Some(if is_on_line { LINE } else { GROUND })
}

/// Spots along a curve, close enough to look like a line.
fn along([start, first, second, end]: [(f32, f32); 4]) -> Vec<(f32, f32)> {
    const SPOTS: u8 = 48;
    let part = |a: f32, b: f32, c: f32, d: f32, t: f32| {
        let rest = 1.0 - t;
        rest * rest * rest * a + 3.0 * rest * rest * t * b + 3.0 * rest * t * t * c + t * t * t * d
    };
    (0..=SPOTS)
        .map(|spot| {
            let t = f32::from(spot) / f32::from(SPOTS);
            (
                part(start.0, first.0, second.0, end.0, t),
                part(start.1, first.1, second.1, end.1, t),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn corners_are_clear_and_the_head_is_there() {
        let icon = Icon::draw(32);
        let at = |column: usize, row: usize| &icon.pixels[(row * 32 + column) * 4..][..4];
        assert_eq!(at(0, 0)[3], 0);
        assert_eq!(at(17, 9), [0xf3, 0xb7, 0x9a, 0xff]);
        assert_eq!(at(3, 16), [0x0f, 0x6a, 0x63, 0xff]);
        assert_eq!(icon.alpha_first()[(9 * 32 + 17) * 4], 0xff);
    }
}
