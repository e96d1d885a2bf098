//! What must be true of every figure at every moment, and what makes each exercise that exercise.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read the content's files, and fail where these are not there"
)]

use std::collections::BTreeMap;
use std::path::Path;

use unhunch_figure::body::{FOOT, FOREARM, HAND, SHANK, THIGH, UPPER_ARM};
use unhunch_figure::film::FigureError;
use unhunch_figure::space::Vector;
use unhunch_figure::{Action, Film, Side, joints, svg};

type Joints = BTreeMap<String, Vector>;

fn text(id: &str) -> String {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/exercises");
    std::fs::read_to_string(content.join(format!("{id}.toml"))).unwrap()
}

fn film(id: &str, variant: Option<&str>, side: Option<Side>) -> Film {
    Film::read(&text(id), variant, side).unwrap_or_else(|error| panic!("{id} {variant:?}: {error}"))
}

/// Every exercise and variant that has a figure, on both sides.
fn films() -> Vec<(String, Film)> {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/exercises");
    let mut films = Vec::new();
    for file in std::fs::read_dir(content).unwrap() {
        let id = file
            .unwrap()
            .path()
            .file_stem()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        let table: toml::Table = text(&id).parse().unwrap();
        let mut variants = vec![None];
        let listed = table
            .get("variants")
            .and_then(|v| v.as_array())
            .cloned()
            .unwrap_or_default();
        for variant in listed
            .iter()
            .filter(|variant| variant.get("figure").is_some())
        {
            variants.push(Some(variant["id"].as_str().unwrap().to_owned()));
        }
        for variant in variants {
            for side in Side::BOTH {
                let film = film(&id, variant.as_deref(), Some(side));
                if film.side.is_some() || side == Side::Left {
                    films.push((format!("{id} {variant:?} {side:?}"), film));
                }
            }
        }
    }
    assert!(films.len() >= 19, "{} figures", films.len());
    films
}

fn joints_at(film: &Film, t_ms: u32) -> Joints {
    film.body_at(t_ms).joints().into_iter().collect()
}

fn moments(film: &Film) -> impl Iterator<Item = u32> {
    (0..=film.duration_ms()).step_by(100)
}

fn held(film: &Film, phase: &str) -> Joints {
    joints_at(film, film.moment_of(phase).unwrap())
}

fn degrees(a: Vector, b: Vector) -> f64 {
    a.cross(b).length().atan2(a.dot(b)).to_degrees()
}

/// The angle at a joint between the ways to two others.
fn bend(joints: &Joints, one: &str, joint: &str, other: &str) -> f64 {
    degrees(joints[one] - joints[joint], joints[other] - joints[joint])
}

#[test]
fn segments_keep_their_length() {
    let segments = [
        ("shoulder", "elbow", UPPER_ARM),
        ("elbow", "wrist", FOREARM),
        ("wrist", "hand", HAND),
        ("hip", "knee", THIGH),
        ("knee", "ankle", SHANK),
    ];
    for (name, film) in films() {
        for t in moments(&film) {
            let joints = joints_at(&film, t);
            for side in ["left", "right"] {
                for (from, to, length) in segments {
                    let from_at = joints[&format!("{side}_{from}")];
                    let to_at = joints[&format!("{side}_{to}")];
                    let real = (to_at - from_at).length();
                    assert!(
                        (real / length - 1.0).abs() < 0.01,
                        "{name} {t} {side} {from}: {real}"
                    );
                }
                let foot = joints[&format!("{side}_toe")] - joints[&format!("{side}_heel")];
                assert!(
                    (foot.length() / FOOT - 1.0).abs() < 0.03,
                    "{name} {t}: foot {}",
                    foot.length()
                );
            }
        }
    }
}

#[test]
fn joints_keep_their_limits() {
    for (name, film) in films() {
        for t in moments(&film) {
            if let Err(error) = film.pose_at(t).check() {
                panic!("{name} at {t} ms: {error}");
            }
        }
    }
}

#[test]
fn nothing_sinks_into_the_floor() {
    for (name, film) in films() {
        for t in moments(&film) {
            for (joint, at) in joints_at(&film, t) {
                assert!(at.y > -0.01, "{name} at {t} ms: {joint} at {:.3} m", at.y);
            }
        }
    }
}

#[test]
fn contacts_hold() {
    for (name, film) in films() {
        for t in moments(&film) {
            let body = film.body_at(t);
            for touch in film.touches_at(t) {
                let gap = touch.gap(&body);
                assert!(
                    gap <= 0.01,
                    "{name} at {t} ms: {} is {:.1} cm off",
                    touch.name(),
                    gap * 100.0
                );
            }
        }
    }
}

#[test]
fn nothing_jumps() {
    for (name, film) in films() {
        let mut before = joints_at(&film, film.duration_ms());
        for t in (0..film.duration_ms()).step_by(50) {
            let now = joints_at(&film, t);
            for (joint, at) in &now {
                let speed = (*at - before[joint]).length() / 0.05;
                assert!(
                    speed < 2.6,
                    "{name} at {t} ms: {joint} moves at {speed:.1} m/s"
                );
            }
            before = now;
        }
    }
}

#[test]
fn left_mirrors_right() {
    for id in [
        "neck-side-bend-rotation",
        "chair-rotation",
        "knee-to-chest",
        "overhead-arm-reach",
    ] {
        let (left, right) = (
            film(id, None, Some(Side::Left)),
            film(id, None, Some(Side::Right)),
        );
        assert_eq!(left.duration_ms(), right.duration_ms());
        for t in moments(&left) {
            let (left, right) = (joints_at(&left, t), joints_at(&right, t));
            for (joint, at) in &left {
                let twin = if let Some(rest) = joint.strip_prefix("left_") {
                    format!("right_{rest}")
                } else if let Some(rest) = joint.strip_prefix("right_") {
                    format!("left_{rest}")
                } else {
                    joint.clone()
                };
                let apart = (*at - right[&twin].mirrored()).length();
                assert!(apart < 0.005, "{id} at {t} ms: {joint} {apart}");
            }
        }
    }
}

#[test]
fn the_neck_bends_to_its_side_and_rolls_through_the_front() {
    let film = film("neck-side-bend-rotation", None, Some(Side::Right));
    let joints = held(&film, "side-bend");
    let head = joints["head_top"] - joints["neck"];
    assert!(head.x < -0.1, "the head leans to the right: {head:?}");
    assert!((joints["left_shoulder"].y - joints["right_shoulder"].y).abs() < 0.03);
    let roll = film
        .spans
        .iter()
        .find(|span| span.action == Action::Switch)
        .unwrap();
    let mut deepest: f64 = -1.0;
    for t in (roll.start_ms..roll.end_ms()).step_by(100) {
        let joints = joints_at(&film, t);
        let lean = joints["nose"].y - joints["neck"].y;
        assert!(
            joints["head_top"].z > joints["neck"].z - 0.02,
            "never backwards"
        );
        deepest = deepest.max(0.2 - lean);
    }
    assert!(deepest > 0.08, "chin to the chest: {deepest}");
    let other = joints_at(&film, roll.end_ms());
    assert!((other["head_top"] - other["neck"]).x > 0.1);
}

#[test]
fn the_chair_rotation_turns_the_chest_and_not_the_feet() {
    for side in Side::BOTH {
        let film = film("chair-rotation", None, Some(side));
        let (start, turned) = (joints_at(&film, 0), held(&film, "turn"));
        let chest = |joints: &Joints| {
            let across = joints["left_shoulder"] - joints["right_shoulder"];
            across.z.atan2(across.x).to_degrees()
        };
        let hips = |joints: &Joints| {
            let across = joints["left_hip"] - joints["right_hip"];
            across.z.atan2(across.x).to_degrees()
        };
        assert!(
            (chest(&turned) - chest(&start)).abs() >= 35.0,
            "{}",
            chest(&turned)
        );
        assert!((hips(&turned) - hips(&start)).abs() < 3.0);
        for joint in ["left_toe", "right_toe", "left_heel", "right_heel"] {
            assert!((turned[joint] - start[joint]).length() < 0.01);
        }
    }
}

#[test]
fn cat_and_cow_curve_against_each_other() {
    let film = film("cat-cow", None, None);
    let curve = |phase: &str| {
        let joints = held(&film, phase);
        let lean = |a: &str, b: &str| {
            let way = joints[b] - joints[a];
            way.z.atan2(way.y).to_degrees()
        };
        (
            lean("thorax", "neck") - lean("pelvis", "lumbar"),
            lean("neck", "head_top") - lean("thorax", "neck"),
        )
    };
    let (cat, cow) = (curve("cat"), curve("cow"));
    assert!(cat.0 - cow.0 >= 40.0, "{cat:?} {cow:?}");
    assert!(cat.1 - cow.1 >= 40.0, "the head follows: {cat:?} {cow:?}");
    let pose = |phase: &str| film.pose_at(film.moment_of(phase).unwrap());
    for region in ["thoracic_flexion", "lumbar_flexion"] {
        let apart = pose("cat").central(region) - pose("cow").central(region);
        assert!(apart >= 40.0, "{region}: {apart}");
    }
}

#[test]
fn in_childs_pose_seat_and_forehead_are_down() {
    let joints = held(&film("childs-pose", None, None), "fold");
    for side in ["left", "right"] {
        let apart = joints[&format!("{side}_hip")] - joints[&format!("{side}_heel")];
        assert!(apart.length() < 0.25, "seat to heel {:.2}", apart.length());
    }
    let forehead = joints["nose"].y;
    assert!(forehead < 0.1, "nose at {forehead}");
    assert!(joints["left_hand"].z > joints["head_top"].z && joints["left_hand"].y < 0.05);
}

#[test]
fn thoracic_extension_opens_the_upper_back() {
    for variant in [None, Some("chair-back")] {
        let film = film("thoracic-extension", variant, None);
        let t = film.moment_of("lean-back").unwrap();
        let (start, held) = (film.pose_at(0), film.pose_at(t));
        assert!(start.central("thoracic_flexion") - held.central("thoracic_flexion") > 20.0);
        let joints = joints_at(&film, t);
        let arm = joints["left_hand"] - joints["left_shoulder"];
        let trunk = joints["neck"] - joints["pelvis"];
        assert!(
            degrees(arm, trunk) < 60.0,
            "arms overhead: {}",
            degrees(arm, trunk)
        );
    }
}

#[test]
fn superman_lifts_hands_and_knees_together() {
    let film = film("superman", None, None);
    let (start, top) = (joints_at(&film, 0), held(&film, "lift"));
    for side in ["left", "right"] {
        for joint in ["hand", "knee", "ankle"] {
            let name = format!("{side}_{joint}");
            let lift = top[&name].y - start[&name].y;
            assert!(lift > 0.04, "{name} {lift}");
        }
    }
}

#[test]
fn the_squeeze_brings_the_blades_together() {
    let film = film("scapular-squeeze", None, None);
    let (start, held) = (joints_at(&film, 0), held(&film, "squeeze"));
    let breadth = |j: &Joints| (j["left_shoulder"] - j["right_shoulder"]).length();
    assert!(breadth(&start) - breadth(&held) > 0.03);
    assert!(
        held["left_shoulder"].z < start["left_shoulder"].z - 0.05,
        "backwards"
    );
    assert!(
        held["left_shoulder"].y < start["left_shoulder"].y + 0.005,
        "without a shrug"
    );
}

#[test]
fn knee_to_chest_bends_the_hip() {
    for side in Side::BOTH {
        let film = film("knee-to-chest", None, Some(side));
        let t = film.moment_of("draw-in").unwrap();
        assert!(film.pose_at(t).sided(side, "hip_flexion") > 110.0);
        let joints = joints_at(&film, t);
        let foot = format!("{}_heel", side.other().id());
        assert!(joints[&foot].y < 0.02, "the other foot stays");
    }
}

#[test]
fn the_pec_stretch_leans_on_its_forearms() {
    let film = film("pec-stretch", None, None);
    let (start, held) = (joints_at(&film, 0), held(&film, "sink"));
    for side in ["left", "right"] {
        let name = |joint: &str| format!("{side}_{joint}");
        let angle = bend(&held, &name("shoulder"), &name("elbow"), &name("wrist"));
        assert!((angle - 90.0).abs() <= 5.0, "{angle}");
        assert!((held[&name("elbow")].z - held[&name("wrist")].z).abs() < 0.03);
        assert!((held[&name("elbow")] - start[&name("elbow")]).length() < 0.01);
    }
    assert!(
        held["thorax"].z > start["thorax"].z + 0.05,
        "the weight sinks forward"
    );
}

#[test]
fn the_reach_bends_away_from_a_raised_arm() {
    let film = film("overhead-arm-reach", None, Some(Side::Right));
    let joints = held(&film, "reach");
    let trunk = joints["neck"] - joints["pelvis"];
    let lean = trunk.x.atan2(trunk.y).to_degrees();
    assert!((15.0..=35.0).contains(&lean), "{lean}");
    assert!(joints["right_hand"].y > joints["head_top"].y);
    assert!(
        (joints["left_hip"].y - joints["right_hip"].y).abs() < 0.01,
        "no hip lifts"
    );
}

#[test]
fn pictures_keep_their_structure() {
    for (name, film) in films() {
        let picture = svg::animated(
            &film,
            svg::Words {
                title: "A",
                description: "B",
                id: "c",
            },
        );
        assert!(picture.contains("<title id=\"c-t\">A</title>"));
        let letters = |d: &str| {
            d.chars()
                .filter(char::is_ascii_alphabetic)
                .collect::<String>()
        };
        for part in picture.split("<animate attributeName=\"d\"").skip(1) {
            let values = part
                .split("values=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            let times = part
                .split("keyTimes=\"")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            let first = letters(values.split(';').next().unwrap());
            assert!(values.split(';').all(|d| letters(d) == first), "{name}");
            assert_eq!(
                values.split(';').count(),
                times.split(';').count(),
                "{name}"
            );
            assert!(
                times.starts_with("0;") && times.ends_with(";1"),
                "{name}: {times}"
            );
        }
        assert!(!picture.contains("NaN"), "{name}");
    }
}

/// Roughly how many bytes DEFLATE makes of a text: repetitions by the nearest earlier place, and what
/// is left by the entropy of its symbols. Compared with `gzip -9` it comes out up to a twentieth too low.
fn deflated(text: &str) -> f64 {
    let bytes = text.as_bytes();
    let mut places: BTreeMap<&[u8], Vec<usize>> = BTreeMap::new();
    let mut symbols: BTreeMap<usize, f64> = BTreeMap::new();
    let (mut at, mut extra_bits) = (0, 0.0);
    while at < bytes.len() {
        let key = &bytes[at..bytes.len().min(at + 4)];
        let same = |from: usize| {
            let pairs = bytes[from..].iter().zip(&bytes[at..]);
            pairs.take(258).take_while(|(a, b)| a == b).count()
        };
        let earlier = places.get(key).into_iter().flatten().rev().take(64);
        let near = earlier.take_while(|&&from| at - from < 32_768);
        let best = near.map(|&from| (same(from), from)).max();
        let length = match best {
            Some((length, from)) if length >= 4 => {
                // The distance's class costs about four bits, its digits cost themselves.
                extra_bits += 4.0 + (f64::from((at - from).ilog2()) - 0.5).max(0.0);
                *symbols
                    .entry(256 + length.ilog2() as usize * 4)
                    .or_default() += 1.0;
                extra_bits += (f64::from(length.ilog2()) - 2.0).max(0.0);
                length
            }
            _ => {
                *symbols.entry(usize::from(bytes[at])).or_default() += 1.0;
                1
            }
        };
        for place in at..at + length {
            let key = &bytes[place..bytes.len().min(place + 4)];
            places.entry(key).or_default().push(place);
        }
        at += length;
    }
    let count: f64 = symbols.values().sum();
    let entropy: f64 = symbols.values().map(|n| n * (count / n).log2()).sum();
    (entropy + extra_bits) / 8.0
}

#[test]
fn pictures_stay_small() {
    for (name, film) in films() {
        let picture = svg::animated(&film, svg::Words::default());
        let size = deflated(&picture);
        assert!(size < 19_000.0, "{name}: {size:.0} bytes compressed");
    }
}

#[test]
fn joints_are_told_ten_times_a_second() {
    let film = film("cat-cow", None, None);
    let json = joints::json(&film);
    assert!(json.starts_with("{\"height_m\":1.7,\"frames\":["));
    assert!(json.contains("\"phase\":\"cat\"") && json.contains("\"phase\":null"));
    assert!(json.matches("t_ms").count() >= film.duration_ms() as usize / 100);
}

#[test]
fn a_pose_that_cannot_be_says_why() {
    let read = |change: (&str, &str)| {
        let changed = text("cat-cow").replace(change.0, change.1);
        Film::read(&changed, None, None).unwrap_err()
    };
    let limit = read(("neck_flexion = -52", "neck_flexion = -120"));
    assert_eq!(
        limit.to_string(),
        "pose `cow`: neck_flexion is at -120°, its limits are -80° and 50°"
    );
    let contact = read(("at = [0.18, 0, 0.53]", "at = [0.18, 0, 1.9]"));
    assert!(matches!(contact, FigureError::Contact { .. }), "{contact}");
    assert!(
        contact.to_string().contains("palm misses its contact by"),
        "{contact}"
    );
    let name = read(("thoracic_flexion = 2", "thorax_flexion = 2"));
    assert!(
        name.to_string()
            .contains("`thorax_flexion`, which no joint is called"),
        "{name}"
    );
}
