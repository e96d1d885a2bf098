//! What must be true of every figure at every moment, and what makes each exercise that exercise.

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "tests read the content's files, and fail where these are not there"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use unhunch_figure::animation::FigureError;
use unhunch_figure::body::{HIPS, STATURE};
use unhunch_figure::math::{UP, Vector};
use unhunch_figure::pose::{Joint, Pose};
use unhunch_figure::{Action, Animation, Side, joints, svg};

type Joints = BTreeMap<String, Vector>;

/// The folders of the content that have figures.
fn folders() -> [PathBuf; 2] {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
    ["exercises", "reach"].map(|folder| content.join(folder))
}

fn text(id: &str) -> String {
    let mut files = folders()
        .map(|folder| folder.join(format!("{id}.toml")))
        .into_iter();
    std::fs::read_to_string(files.find(|file| file.is_file()).unwrap()).unwrap()
}

fn animation(id: &str, variant: Option<&str>, side: Option<Side>) -> Animation {
    Animation::read(&text(id), variant, side)
        .unwrap_or_else(|error| panic!("{id} {variant:?}: {error}"))
}

/// Every exercise, variant and test of reach that has a figure, on both sides.
fn animations() -> Vec<(String, Animation)> {
    let mut animations = Vec::new();
    let read = |folder: PathBuf| std::fs::read_dir(folder).unwrap();
    for file in folders().into_iter().flat_map(read) {
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
                let animation = animation(&id, variant.as_deref(), Some(side));
                if animation.side.is_some() || side == Side::Left {
                    animations.push((format!("{id} {variant:?} {side:?}"), animation));
                }
            }
        }
    }
    assert!(animations.len() >= 68, "{} figures", animations.len());
    animations
}

fn joints_at(animation: &Animation, t_ms: u32) -> Joints {
    animation.body_at(t_ms).joints().into_iter().collect()
}

fn moments(animation: &Animation) -> impl Iterator<Item = u32> {
    (0..=animation.duration_ms()).step_by(100)
}

fn held(animation: &Animation, phase: &str) -> Joints {
    joints_at(animation, animation.moment_of(phase).unwrap())
}

fn degrees(a: Vector, b: Vector) -> f64 {
    a.cross(b).length().atan2(a.dot(b)).to_degrees()
}

/// The angle at a joint between the ways to two others.
fn bend(joints: &Joints, one: &str, joint: &str, other: &str) -> f64 {
    degrees(joints[one] - joints[joint], joints[other] - joints[joint])
}

/// Every animation in a variant of an exercise, with what is felt on its own side.
fn variant(id: &str, variant: &str) -> Animation {
    animation(id, Some(variant), None)
}

/// The angle by which two segments bend against each other in the median plane, positive forward:
/// from `low` to `middle` to `high`, seen with the trunk upright.
fn curve(joints: &Joints, low: &str, middle: &str, high: &str) -> f64 {
    let lean = |from: &str, to: &str| {
        let way = joints[to] - joints[from];
        way.z.atan2(way.y).to_degrees()
    };
    let bent = lean(middle, high) - lean(low, middle);
    bent - 360.0 * (bent / 360.0).round()
}

/// Where the line through two twins points, seen from above, in degrees; positive to the left.
fn facing(joints: &Joints, twins: &str) -> f64 {
    let across = joints[&format!("left_{twins}")] - joints[&format!("right_{twins}")];
    (-across.z).atan2(across.x).to_degrees()
}

fn moved(one: &Joints, other: &Joints, joint: &str) -> f64 {
    (one[joint] - other[joint]).length()
}

fn pose_of(animation: &Animation, phase: &str) -> Pose {
    animation.pose_at(animation.moment_of(phase).unwrap())
}

#[test]
fn segments_keep_their_length() {
    // Drillis and Contini, fractions of stature.
    let segments = [
        ("shoulder", "elbow", 0.186),
        ("elbow", "wrist", 0.146),
        ("wrist", "hand", 0.108),
        ("hip", "knee", 0.245),
        ("knee", "ankle", 0.246),
        ("heel", "toe", 0.152),
    ];
    let right = |real: f64, fraction: f64| (real / (fraction * STATURE) - 1.0).abs() < 0.01;
    for (name, animation) in animations() {
        for t in moments(&animation) {
            let joints = joints_at(&animation, t);
            let head = (joints["head_top"] - joints["neck"]).length();
            assert!(right(head, 0.182), "{name} at {t} ms: head {head}");
            let hips = (joints["left_hip"] - joints["right_hip"]).length();
            assert!((hips / HIPS - 1.0).abs() < 0.01, "{name} at {t} ms: {hips}");
            for side in ["left", "right"] {
                for (from, to, fraction) in segments {
                    let way = joints[&format!("{side}_{to}")] - joints[&format!("{side}_{from}")];
                    let real = way.length();
                    assert!(
                        right(real, fraction),
                        "{name} at {t} ms: {side} {from} to {to} {real:.4} m"
                    );
                }
            }
        }
    }
    // The trunk bends; standing tall it has its length, and the ankle its height.
    let tall = joints_at(&animation("gentle-nods", None, None), 0);
    let trunk = (tall["left_shoulder"] - tall["left_hip"]).length();
    assert!(right(trunk, 0.288), "shoulder to hip {trunk}");
    assert!((tall["left_ankle"].y - 0.039 * STATURE).abs() < 0.01);
    assert!(
        (tall["head_top"].y - STATURE).abs() < 0.02,
        "{:?}",
        tall["head_top"]
    );
}

#[test]
fn limits_are_what_people_reach() {
    let limits = |name: &str| {
        let joint = Joint::named(name)[0];
        joint.limits()
    };
    for (name, low, high) in [
        ("neck_flexion", -80.0, 50.0),
        ("neck_side_bend", -45.0, 45.0),
        ("neck_rotation", -80.0, 80.0),
        ("thoracic_rotation", -45.0, 45.0),
    ] {
        assert_eq!(limits(name), (low, high), "{name}");
    }
    for (name, low, high) in [
        ("shoulder_flexion", -60.0, 180.0),
        ("elbow_flexion", 0.0, 145.0),
        ("hip_flexion", -20.0, 120.0),
        ("knee_flexion", 0.0, 140.0),
        ("ankle_dorsiflexion", -50.0, 20.0),
    ] {
        assert_eq!(limits(name), (low, high), "{name}");
    }
    assert!((limits("shoulder_abduction").1 - 180.0).abs() < 1e-9);
    assert!((limits("hip_abduction").1 - 45.0).abs() < 1e-9);
    // Only what weight presses in one of the given exercises goes further, and only a little.
    let pressed: Vec<String> = Joint::all()
        .filter(|joint| joint.pressed_limits().is_some())
        .map(Joint::name)
        .collect();
    assert_eq!(
        pressed,
        [
            "left_wrist_extension",
            "left_knee_flexion",
            "right_wrist_extension",
            "right_knee_flexion"
        ]
    );
}

#[test]
fn joints_keep_their_limits_and_contacts_hold() {
    for (name, animation) in animations() {
        if let Err(error) = animation.check() {
            panic!("{name}: {error}");
        }
    }
}

/// What can be measured from outside: the angles between segments, whatever the pose says.
#[test]
fn joints_bend_as_people_do() {
    for (name, animation) in animations() {
        let kneels = name.starts_with("childs-pose None") || name.contains("hands-aside");
        for t in moments(&animation) {
            let joints = joints_at(&animation, t);
            for side in ["left", "right"] {
                let of = |joint: &str| format!("{side}_{joint}");
                let elbow = 180.0 - bend(&joints, &of("shoulder"), &of("elbow"), &of("wrist"));
                assert!(elbow <= 145.5, "{name} at {t} ms: elbow {elbow:.0}°");
                let knee = 180.0 - bend(&joints, &of("hip"), &of("knee"), &of("ankle"));
                let most = if kneels { 155.5 } else { 140.5 };
                assert!(knee <= most, "{name} at {t} ms: knee {knee:.0}°");
            }
            let head = degrees(
                joints["head_top"] - joints["neck"],
                joints["neck"] - joints["thorax"],
            );
            assert!(head <= 90.0, "{name} at {t} ms: head {head:.0}°");
        }
    }
}

#[test]
fn nothing_sinks_into_the_floor() {
    for (name, animation) in animations() {
        for t in moments(&animation) {
            for (joint, at) in joints_at(&animation, t) {
                assert!(at.y > -0.01, "{name} at {t} ms: {joint} at {:.3} m", at.y);
            }
        }
    }
}

#[test]
fn nothing_jumps() {
    for (name, animation) in animations() {
        // It goes round: before the first moment comes the last but one.
        let mut before = joints_at(&animation, animation.duration_ms() - 50);
        let mut speeds: BTreeMap<String, f64> = BTreeMap::new();
        for t in (0..animation.duration_ms()).step_by(50) {
            let now = joints_at(&animation, t);
            for (joint, at) in &now {
                let speed = (*at - before[joint]).length() / 0.05;
                assert!(
                    speed < 2.6,
                    "{name} at {t} ms: {joint} moves at {speed:.1} m/s"
                );
                // Nor does anything start or stop at once.
                let change = (speed - speeds.get(joint).copied().unwrap_or(speed)).abs();
                assert!(
                    change < 0.8,
                    "{name} at {t} ms: {joint} changes its speed by {change:.1} m/s"
                );
                speeds.insert(joint.clone(), speed);
            }
            before = now;
        }
    }
}

#[test]
fn left_mirrors_right() {
    let sided = animations()
        .into_iter()
        .filter(|(name, animation)| animation.side.is_some() && name.ends_with("Left"));
    let mut count = 0;
    for (name, left) in sided {
        let mut parts = name.split(' ');
        let id = parts.next().unwrap();
        let variant = parts.next().unwrap();
        let variant = variant
            .strip_prefix("Some(\"")
            .map(|v| v.trim_end_matches("\")"));
        let right = animation(id, variant, Some(Side::Right));
        count += 1;
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
                assert!(apart < 0.005, "{name} at {t} ms: {joint} {apart}");
            }
        }
    }
    assert!(count >= 15, "{count} sided figures");
}

// What makes each exercise that exercise.

#[test]
fn the_neck_bends_to_its_side_and_rolls_through_the_front() {
    for side in Side::BOTH {
        let animation = animation("neck-side-bend-rotation", None, Some(side));
        let joints = held(&animation, "side-bend");
        let head = joints["head_top"] - joints["neck"];
        let bent = head.x.atan2(head.y).to_degrees() * side.sign();
        assert!((25.0..=45.0).contains(&bent), "to its side: {bent}");
        let turn = joints["nose"] - joints["left_ear"].towards(joints["right_ear"], 0.5);
        let turned = turn.x.atan2(turn.z).to_degrees() * side.sign();
        assert!(turned > 5.0, "and turned to it: {turned}");
        let level = joints["left_shoulder"].y - joints["right_shoulder"].y;
        assert!(level.abs() < 0.03, "no shoulder comes up");
        let roll = animation
            .spans
            .iter()
            .find(|span| span.action == Action::Switch)
            .unwrap();
        let mut deepest: f64 = 0.0;
        let mut before = -50.0;
        for t in (roll.start_ms..=roll.end_ms()).step_by(100) {
            let joints = joints_at(&animation, t);
            let head = joints["head_top"] - joints["neck"];
            assert!(head.z > -0.03, "never backwards: {head:?} at {t} ms");
            deepest = deepest.max(head.z.atan2(head.y).to_degrees());
            let across = -head.x.atan2(head.y).to_degrees() * side.sign();
            assert!(across > before - 1.0, "on to the other side at {t} ms");
            before = across;
        }
        assert!(deepest > 35.0, "chin to the chest: {deepest}");
        assert!(before > 25.0, "{before}");
    }
}

#[test]
fn under_the_chair_the_hand_holds_the_seat() {
    let animation = variant("neck-side-bend-rotation", "hand-under-chair");
    let joints = held(&animation, "side-bend");
    assert!((joints["head_top"] - joints["neck"]).x < -0.1);
    assert!(joints["left_hand"].y < 0.5 && joints["left_hand"].x > 0.2);
    assert!(joints["right_hand"].y > 0.5, "the other one rests");
}

#[test]
fn the_chair_rotation_turns_the_chest_and_not_the_feet() {
    for (variant, least) in [
        (None, 35.0),
        (Some("arms-crossed"), 35.0),
        (Some("standing"), 35.0),
        (Some("open-book"), 0.0),
    ] {
        for side in Side::BOTH {
            let animation = animation("chair-rotation", variant, Some(side));
            let (start, turned) = (joints_at(&animation, 0), held(&animation, "turn"));
            let chest = (facing(&turned, "shoulder") - facing(&start, "shoulder")) * side.sign();
            assert!(chest >= least, "{variant:?} to its side: {chest}");
            for joint in ["hip", "knee", "ankle", "toe", "heel"] {
                for twin in ["left", "right"] {
                    let name = format!("{twin}_{joint}");
                    for t in moments(&animation) {
                        let apart = moved(&start, &joints_at(&animation, t), &name);
                        assert!(apart < 0.01, "{variant:?} {name} {apart} at {t} ms");
                    }
                }
            }
        }
    }
}

#[test]
fn at_the_chair_the_hands_hold_its_back() {
    for side in Side::BOTH {
        let turned = held(&animation("chair-rotation", None, Some(side)), "turn");
        for hand in ["left_wrist", "right_wrist"] {
            let at = turned[hand];
            assert!((0.8..0.95).contains(&at.y), "{hand} {at:?}");
            assert!(
                (0.08..0.35).contains(&(at.x * side.sign())),
                "{hand} {at:?}"
            );
        }
    }
    // Crossed arms touch the chest instead.
    for variant in ["arms-crossed", "standing"] {
        let turned = held(&animation("chair-rotation", Some(variant), None), "turn");
        for hand in ["left", "right"] {
            let other = if hand == "left" { "right" } else { "left" };
            let apart = turned[&format!("{hand}_hand")] - turned[&format!("{other}_shoulder")];
            assert!(
                apart.length() < 0.22,
                "{variant} {hand}: {:.2}",
                apart.length()
            );
        }
    }
    let standing = held(&animation("chair-rotation", Some("standing"), None), "turn");
    assert!(standing["pelvis"].y > 0.8);
}

#[test]
fn the_open_side_turns_away_from_the_chair_back() {
    let animation = variant("chair-rotation", "open-side");
    let (start, turned) = (joints_at(&animation, 0), held(&animation, "turn"));
    let chest = facing(&turned, "shoulder") - facing(&start, "shoulder");
    assert!(
        (15.0..=40.0).contains(&chest),
        "a little to the left: {chest}"
    );
    assert!(moved(&start, &turned, "left_knee") < 0.01);
}

#[test]
fn the_open_book_opens_one_arm_and_keeps_the_knees() {
    for side in Side::BOTH {
        let animation = animation("chair-rotation", Some("open-book"), Some(side));
        let (start, turned) = (joints_at(&animation, 0), held(&animation, "turn"));
        let (upper, lower) = (side.id(), side.other().id());
        // It lies on the other side, the hands together in front.
        assert!(start[&format!("{upper}_hip")].y > start[&format!("{lower}_hip")].y + 0.1);
        assert!((start["head_top"].y - start["pelvis"].y).abs() < 0.15);
        let hands = start["left_hand"] - start["right_hand"];
        assert!(hands.length() < 0.3, "{:.2}", hands.length());
        // The upper arm opens to behind, the lower one and the knees stay.
        let hand = turned[&format!("{upper}_hand")];
        assert!(hand.z < -0.5, "{hand:?}");
        assert!(moved(&start, &turned, &format!("{lower}_hand")) < 0.05);
        let chest = turned["left_shoulder"] - turned["right_shoulder"];
        assert!(
            chest.y.abs() < chest.z.abs() + 0.05,
            "the chest turns up: {chest:?}"
        );
    }
}

#[test]
fn cat_and_cow_curve_against_each_other() {
    for variant in [None, Some("seated"), Some("slower"), Some("hands-on-desk")] {
        let animation = animation("cat-cow", variant, None);
        let (cat, cow) = (held(&animation, "cat"), held(&animation, "cow"));
        for [low, middle, high] in [
            ["pelvis", "lumbar", "thorax"],
            ["lumbar", "thorax", "neck"],
            ["thorax", "neck", "head_top"],
        ] {
            let apart = curve(&cat, low, middle, high) - curve(&cow, low, middle, high);
            assert!(apart >= 40.0, "{variant:?} at the {middle}: {apart:.0}°");
        }
    }
}

#[test]
fn without_rounding_the_back_never_rounds() {
    for name in ["no-rounding", "seated-no-rounding"] {
        let animation = variant("cat-cow", name);
        let flat = animation.pose_at(0);
        for t in moments(&animation) {
            let pose = animation.pose_at(t);
            for joint in ["lumbar_flexion", "thoracic_flexion"] {
                let more = pose.central(joint) - flat.central(joint);
                assert!(more < 2.0, "{name}: {joint} at {t} ms, {more:.1}° rounder");
            }
        }
        // It is a cow all the same, and a smaller one than the exercise's.
        let hollow = |joints: &Joints| -curve(joints, "pelvis", "thorax", "neck");
        let cow = hollow(&held(&animation, "cow"));
        let more = cow - hollow(&joints_at(&animation, 0));
        assert!(more > 15.0, "{name}: {more:.0}°");
        let like = (name == "seated-no-rounding").then_some("seated");
        let whole = hollow(&held(&self::animation("cat-cow", like, None), "cow"));
        assert!(cow < whole - 2.0, "{name}: {cow:.0}° of {whole:.0}°");
    }
    // On the chair the eyes stay level.
    let animation = variant("cat-cow", "seated-no-rounding");
    let gaze = |joints: &Joints| joints["nose"].y - joints["head_top"].y;
    let tips = gaze(&held(&animation, "cow")) - gaze(&joints_at(&animation, 0));
    assert!(tips.abs() < 0.03, "the face tips by {tips:.2} m");
}

#[test]
fn cat_and_cow_are_where_they_should_be() {
    let animation = animation("cat-cow", None, None);
    let start = joints_at(&animation, 0);
    for phase in ["cat", "cow"] {
        let joints = held(&animation, phase);
        for joint in ["left_knee", "right_knee", "left_hand", "right_hand"] {
            assert!(moved(&start, &joints, joint) < 0.03, "{phase} {joint}");
        }
    }
    // Palms under shoulders, knees under hips.
    assert!((start["left_shoulder"].z - start["left_wrist"].z).abs() < 0.12);
    assert!((start["left_hip"].z - start["left_knee"].z).abs() < 0.05);
    let desk = joints_at(&variant("cat-cow", "hands-on-desk"), 0);
    assert!(desk["left_wrist"].y > 0.7 && desk["left_heel"].y < 0.01);
    let seated = joints_at(&variant("cat-cow", "seated"), 0);
    assert!((0.45..0.6).contains(&seated["pelvis"].y));
}

#[test]
fn in_childs_pose_seat_and_forehead_are_down() {
    for variant in [None, Some("hands-aside"), Some("cushion")] {
        let cushion = if variant == Some("cushion") {
            0.09
        } else {
            0.0
        };
        let animation = animation("childs-pose", variant, None);
        let joints = held(&animation, "fold");
        for side in ["left", "right"] {
            let of = |joint: &str| format!("{side}_{joint}");
            let apart = joints[&of("hip")].y - joints[&of("heel")].y;
            assert!(
                apart < 0.12 + cushion,
                "{variant:?} seat above heel {apart:.2}"
            );
            let along = joints[&of("hip")].z - joints[&of("heel")].z;
            assert!(
                along.abs() < 0.15,
                "{variant:?} seat beside heel {along:.2}"
            );
            assert!(joints[&of("knee")].y < 0.07 && joints[&of("hand")].y < 0.05);
        }
        let nose = joints["nose"].y - cushion;
        assert!(nose < 0.08, "{variant:?} nose at {nose:.2}");
        let toes = joints["left_toe"] - joints["right_toe"];
        assert!(
            toes.length() < 0.16,
            "big toes together: {:.2}",
            toes.length()
        );
        let knees = joints["left_knee"] - joints["right_knee"];
        assert!(knees.length() > 0.3, "knees wide: {:.2}", knees.length());
        if variant != Some("hands-aside") {
            assert!(
                joints["left_hand"].z > joints["head_top"].z + 0.2,
                "arms long"
            );
        }
    }
    let knee = |variant| {
        pose_of(&animation("childs-pose", variant, None), "fold").sided(Side::Left, "knee_flexion")
    };
    assert!(
        knee(Some("cushion")) < knee(None) - 5.0,
        "it spares the knees"
    );
}

#[test]
fn hands_aside_go_to_one_side_and_then_the_other() {
    let animation = variant("childs-pose", "hands-aside");
    let holds: Vec<Joints> = animation
        .spans
        .iter()
        .filter(|span| span.action == Action::Hold)
        .map(|span| joints_at(&animation, span.start_ms))
        .collect();
    assert_eq!(holds.len(), 2);
    for (joints, sign) in holds.iter().zip([-1.0, 1.0]) {
        let hands = joints["left_hand"].towards(joints["right_hand"], 0.5);
        assert!(hands.x * sign > 0.2, "{hands:?}");
        let trunk = joints["neck"] - joints["pelvis"];
        assert!(trunk.x * sign > 0.08, "{trunk:?}");
    }
}

#[test]
fn the_desk_lean_brings_the_head_down_from_a_chair() {
    let animation = variant("childs-pose", "seated-desk-lean");
    let (start, folded) = (joints_at(&animation, 0), held(&animation, "fold"));
    assert!((0.45..0.6).contains(&folded["pelvis"].y), "still seated");
    assert!(folded["nose"].y < start["nose"].y - 0.3);
    assert!(
        folded["left_wrist"].z > start["left_wrist"].z + 0.2,
        "hands slide forward"
    );
    assert!(folded["left_wrist"].y > 0.7, "on the desk");
}

#[test]
fn thoracic_extension_opens_the_upper_back() {
    for variant in [
        None,
        Some("rolled-towel"),
        Some("chair-back"),
        Some("arms-overhead"),
    ] {
        let animation = animation("thoracic-extension", variant, None);
        let (start, held) = (joints_at(&animation, 0), held(&animation, "lean-back"));
        let at = |joints: &Joints, [low, middle, high]: [&str; 3]| curve(joints, low, middle, high);
        let upper = ["lumbar", "thorax", "neck"];
        let opened = at(&start, upper) - at(&held, upper);
        let least = if variant == Some("rolled-towel") {
            12.0
        } else {
            18.0
        };
        assert!(opened > least, "{variant:?} opens by {opened:.0}°");
        let lower = ["pelvis", "lumbar", "thorax"];
        let arched = at(&start, lower) - at(&held, lower);
        assert!(arched < opened + 6.0, "{variant:?} low back {arched:.0}°");
        let middle = |twins: &str| {
            held[&format!("left_{twins}")].towards(held[&format!("right_{twins}")], 0.5)
        };
        let arm = middle("elbow") - middle("shoulder");
        let trunk = held["neck"] - held["pelvis"];
        assert!(degrees(arm, trunk) < 60.0, "{variant:?} arms overhead");
        let to_head = (held["left_wrist"] - held["head_top"]).length();
        if variant == Some("arms-overhead") {
            let straight = bend(&held, "left_shoulder", "left_elbow", "left_wrist");
            assert!(straight > 160.0, "{straight}");
        } else {
            assert!(
                to_head < 0.25,
                "{variant:?} head in the hands: {to_head:.2}"
            );
        }
        if variant == Some("chair-back") {
            assert!((0.45..0.6).contains(&held["pelvis"].y));
        } else {
            assert!(held["pelvis"].y < 0.13, "{variant:?} hips stay down");
            assert!(held["thorax"].y > held["pelvis"].y, "over the roller");
        }
    }
    let towel = held(&variant("thoracic-extension", "rolled-towel"), "lean-back");
    let roller = held(&animation("thoracic-extension", None, None), "lean-back");
    assert!(
        towel["thorax"].y < roller["thorax"].y - 0.04,
        "lower over a towel"
    );
}

#[test]
fn superman_lifts_hands_and_knees_together() {
    for variant in [None, Some("longer-hold")] {
        let animation = animation("superman", variant, None);
        let (start, top) = (joints_at(&animation, 0), held(&animation, "lift"));
        for side in ["left", "right"] {
            for joint in ["hand", "knee", "ankle"] {
                let name = format!("{side}_{joint}");
                let lift = top[&name].y - start[&name].y;
                assert!((0.04..0.4).contains(&lift), "{name} {lift}");
            }
        }
        assert!(top["nose"].y < top["head_top"].y, "eyes down");
        assert!(
            start["nose"].y < 0.06,
            "the forehead rests: {}",
            start["nose"].y
        );
        // Halfway both are on their way.
        let lift = animation
            .spans
            .iter()
            .find(|span| span.action == Action::Move)
            .unwrap();
        let half = joints_at(&animation, lift.start_ms + lift.duration_ms / 2);
        for joint in ["left_hand", "left_knee"] {
            let share = (half[joint].y - start[joint].y) / (top[joint].y - start[joint].y);
            assert!((0.25..0.95).contains(&share), "{joint} {share}");
        }
    }
}

#[test]
fn easier_supermen_lift_less() {
    let lifts = |variant: &str| {
        let animation = animation("superman", Some(variant), None);
        let (start, top) = (joints_at(&animation, 0), held(&animation, "lift"));
        ["left_hand", "right_hand", "left_ankle", "right_ankle"]
            .map(|joint| top[joint].y - start[joint].y > 0.05)
    };
    assert_eq!(lifts("arms-or-legs"), [true, true, false, false]);
    assert_eq!(lifts("opposite-arm-and-leg"), [true, false, false, true]);
    assert_eq!(lifts("legs-only"), [false, false, true, true]);
    let legs = held(&variant("superman", "legs-only"), "lift");
    for side in ["left", "right"] {
        let elbow = (legs[&format!("{side}_elbow")] - legs[&format!("{side}_shoulder")]).z;
        assert!(elbow < 0.25, "the arms aren't overhead: {elbow:.2}");
        assert!(legs[&format!("{side}_ankle")].y < 0.4, "low");
    }
    assert_eq!(lifts("bird-dog"), [true, false, false, true]);
    let bird = held(&variant("superman", "bird-dog"), "lift");
    assert!(bird["right_hand"].y < 0.05 && bird["left_knee"].y < 0.07);
    assert!(
        (bird["right_ankle"].y - bird["pelvis"].y).abs() < 0.2,
        "no higher than the back"
    );
    let animation = variant("superman", "wall-arm-lift");
    let (start, top) = (joints_at(&animation, 0), held(&animation, "lift"));
    assert!(start["pelvis"].y > 0.8 && start["left_hand"].y > start["head_top"].y);
    let off = start["left_hand"].z - top["left_hand"].z;
    assert!(
        (0.08..0.35).contains(&off),
        "a little way off the wall: {off:.2}"
    );
}

#[test]
fn the_squeeze_brings_the_blades_together() {
    for variant in [None, Some("short-hold"), Some("anywhere"), Some("band-row")] {
        let animation = animation("scapular-squeeze", variant, None);
        let (start, held) = (joints_at(&animation, 0), held(&animation, "squeeze"));
        let breadth = |j: &Joints| (j["left_shoulder"] - j["right_shoulder"]).length();
        let narrower = breadth(&start) - breadth(&held);
        assert!(narrower > 0.02, "{variant:?} {narrower}");
        for side in ["left", "right"] {
            let of = |joints: &Joints| joints[&format!("{side}_shoulder")] - joints["neck"];
            let (before, after) = (of(&start), of(&held));
            assert!(after.z < before.z - 0.05, "{variant:?} backwards");
            assert!(after.y < before.y + 0.005, "{variant:?} without a shrug");
        }
        let chin = (held["nose"].z - held["neck"].z) - (start["nose"].z - start["neck"].z);
        assert!(chin < 0.02, "the chin doesn't poke: {chin}");
    }
    let animation = variant("scapular-squeeze", "band-row");
    let (start, held) = (joints_at(&animation, 0), held(&animation, "squeeze"));
    assert!(
        held["left_elbow"].z < start["left_elbow"].z - 0.15,
        "elbows back"
    );
    assert!(
        held["left_elbow"].z < held["left_shoulder"].z,
        "past the trunk"
    );
}

#[test]
fn knee_to_chest_bends_the_hip() {
    for variant in [
        None,
        Some("foot-on-chair"),
        Some("seated-hug"),
        Some("other-leg-straight"),
    ] {
        for side in Side::BOTH {
            let animation = animation("knee-to-chest", variant, Some(side));
            let t = animation.moment_of("draw-in").unwrap();
            let flexed = animation.pose_at(t).sided(side, "hip_flexion");
            assert!((110.0..=120.0).contains(&flexed), "{variant:?} {flexed}");
            let (start, joints) = (joints_at(&animation, 0), joints_at(&animation, t));
            let of = |joint: &str| format!("{}_{joint}", side.id());
            let near = |j: &Joints| (j[&of("knee")] - j["thorax"]).length();
            assert!(
                near(&joints) < near(&start) - 0.1,
                "{variant:?} to the chest"
            );
            // Both hands hold the thigh, behind it.
            for hand in ["left_wrist", "right_wrist"] {
                let thigh = joints[&of("hip")].towards(joints[&of("knee")], 0.7);
                let apart = (joints[hand] - thigh).length();
                assert!(apart < 0.2, "{variant:?} {hand} {apart:.2} from the thigh");
            }
            let other = format!("{}_heel", side.other().id());
            assert!(
                moved(&start, &joints, &other) < 0.02,
                "{variant:?} the other foot stays"
            );
            let straight = bend(
                &joints,
                &format!("{}_hip", side.other().id()),
                &format!("{}_knee", side.other().id()),
                &format!("{}_ankle", side.other().id()),
            );
            match variant {
                Some("other-leg-straight") => assert!(straight > 165.0, "{straight}"),
                Some("foot-on-chair") => assert!(joints[&other].y > 0.4),
                Some("seated-hug") => assert!((0.45..0.65).contains(&joints["pelvis"].y)),
                _ => assert!(joints[&other].y < 0.02 && straight < 110.0),
            }
        }
    }
}

#[test]
fn the_pec_stretch_leans_on_its_forearms() {
    for variant in [None, Some("longer"), Some("lower-elbows"), Some("one-arm")] {
        let animation = animation("pec-stretch", variant, None);
        let (start, held) = (joints_at(&animation, 0), held(&animation, "sink"));
        let sides: &[&str] = if variant == Some("one-arm") {
            &["right"]
        } else {
            &["left", "right"]
        };
        for side in sides {
            let name = |joint: &str| format!("{side}_{joint}");
            for joints in [&start, &held] {
                let angle = bend(joints, &name("shoulder"), &name("elbow"), &name("wrist"));
                let most = if variant == Some("lower-elbows") {
                    25.0
                } else {
                    5.0
                };
                assert!(
                    (angle - 90.0).abs() <= most,
                    "{variant:?} {side} elbow {angle:.0}°"
                );
                let forearm = joints[&name("wrist")] - joints[&name("elbow")];
                assert!(forearm.y > 0.23 && forearm.z.abs() < 0.03, "on the wall");
            }
            assert!(moved(&start, &held, &name("elbow")) < 0.01, "elbows stay");
        }
        let wall = start["right_elbow"].z.max(start["right_hand"].z) + 0.02;
        assert!(held["nose"].z < wall, "{variant:?} before the wall");
        let sunk = held["thorax"].z - start["thorax"].z;
        assert!(
            sunk > 0.1,
            "{variant:?} the chest sinks forward by {sunk:.2} m"
        );
        assert!(moved(&start, &held, "left_heel") < 0.01);
    }
    let both = held(&animation("pec-stretch", None, None), "sink");
    let level = both["left_elbow"].y - both["left_shoulder"].y;
    assert!(
        level.abs() < 0.06,
        "elbows level with the shoulders: {level:.2}"
    );
    let lower = held(&variant("pec-stretch", "lower-elbows"), "sink");
    assert!(lower["left_elbow"].y < lower["left_shoulder"].y - 0.04);
    let one = held(&variant("pec-stretch", "one-arm"), "sink");
    assert!(one["left_hand"].y < 1.1, "the other arm is off the wall");
    let turned = pose_of(&variant("pec-stretch", "one-arm"), "sink").central("thoracic_rotation");
    assert!(turned < -15.0, "the chest turns away from it");
}

#[test]
fn the_reach_bends_away_from_a_raised_arm() {
    for variant in [
        None,
        Some("standing"),
        Some("both-arms"),
        Some("hand-on-head"),
        Some("hand-on-hip"),
    ] {
        for side in Side::BOTH {
            let animation = animation("overhead-arm-reach", variant, Some(side));
            let (start, joints) = (joints_at(&animation, 0), held(&animation, "reach"));
            let trunk = joints["neck"] - joints["pelvis"];
            let lean = -trunk.x.atan2(trunk.y).to_degrees() * side.sign();
            assert!((15.0..=35.0).contains(&lean), "{variant:?} {lean}");
            let level = joints["left_hip"].y - joints["right_hip"].y;
            assert!(level.abs() < 0.01, "no hip lifts");
            let twist = facing(&joints, "shoulder") - facing(&start, "shoulder");
            assert!(
                twist.abs() < 8.0,
                "{variant:?} the chest faces forward: {twist}"
            );
            let hand = joints[&format!("{}_hand", side.id())];
            let above = hand.y - joints["head_top"].y;
            let along = (hand - joints["head_top"]).length();
            match variant {
                Some("hand-on-head") => assert!(along < 0.2, "{along}"),
                Some("hand-on-hip") => {
                    let apart = (hand - joints["pelvis"]).length();
                    assert!(apart < 0.3, "{apart}");
                }
                _ => assert!(above > 0.05, "{variant:?} {above}"),
            }
            let other = joints[&format!("{}_hand", side.other().id())];
            let raised = other.y > joints["head_top"].y;
            assert_eq!(raised, variant == Some("both-arms"), "{variant:?}");
            let standing = joints["pelvis"].y > 0.8;
            assert_eq!(standing, variant == Some("standing"), "{variant:?}");
        }
    }
}

/// The way of a joint once round a cycle, and its middle.
fn round(
    animation: &Animation,
    phase: &str,
    of: impl Fn(&Joints) -> Vector,
) -> (Vec<Vector>, Vector) {
    let span = animation
        .spans
        .iter()
        .find(|span| span.phase.as_deref() == Some(phase))
        .unwrap();
    let way: Vec<Vector> = (0..48)
        .map(|n| {
            of(&joints_at(
                animation,
                span.start_ms + span.duration_ms * n / 48,
            ))
        })
        .collect();
    let middle = way
        .iter()
        .fold(Vector::default(), |sum, at| sum + *at * (1.0 / 48.0));
    (way, middle)
}

/// How far it goes round in the plane that is seen from the side: positive up, then forward.
fn turns(way: &[Vector], middle: Vector) -> f64 {
    let angle = |at: &Vector| (at.z - middle.z).atan2(at.y - middle.y).to_degrees();
    let mut sum = 0.0;
    for (one, other) in way.iter().zip(way.iter().cycle().skip(1)) {
        let step = angle(other) - angle(one);
        sum += step - 360.0 * (step / 360.0).round();
    }
    sum / 360.0
}

#[test]
fn arm_circles_are_round() {
    let animation = animation("arm-circles", None, None);
    for (phase, direction) in [("forwards", 1.0), ("backwards", -1.0)] {
        for side in ["left", "right"] {
            let (way, middle) = round(&animation, phase, |joints| joints[&format!("{side}_hand")]);
            let radii: Vec<f64> = way
                .iter()
                .map(|at| (at.y - middle.y).hypot(at.z - middle.z))
                .collect();
            let (low, high) = radii.iter().fold((9.0_f64, 0.0_f64), |(low, high), r| {
                (low.min(*r), high.max(*r))
            });
            assert!(
                low > 0.15 && high / low < 1.2,
                "{phase} {side}: {low} to {high}"
            );
            assert!((turns(&way, middle) - direction).abs() < 0.01, "{phase}");
        }
    }
    let joints = joints_at(&animation, 0);
    assert!(
        (joints["left_hand"].y - joints["left_shoulder"].y).abs() < 0.35,
        "out to the side"
    );
}

#[test]
fn shoulder_rolls_are_round() {
    let animation = animation("shoulder-rolls", None, None);
    for (phase, direction) in [("backwards", -1.0), ("forwards", 1.0)] {
        let (way, middle) = round(&animation, phase, |joints| {
            joints["left_shoulder"] - joints["neck"]
        });
        let size = |axis: fn(&Vector) -> f64| {
            let values: Vec<f64> = way.iter().map(axis).collect();
            values.iter().copied().fold(f64::MIN, f64::max)
                - values.iter().copied().fold(f64::MAX, f64::min)
        };
        let (up, forward) = (size(|at| at.y), size(|at| at.z));
        assert!(up > 0.06 && forward > 0.06, "{phase}: {up} by {forward}");
        assert!(
            (0.6..1.6).contains(&(up / forward)),
            "{phase}: {up} by {forward}"
        );
        assert!((turns(&way, middle) - direction).abs() < 0.01, "{phase}");
    }
    let (start, end) = (
        joints_at(&animation, 0),
        joints_at(&animation, animation.duration_ms()),
    );
    assert!(moved(&start, &end, "left_shoulder") < 0.01);
}

#[test]
fn marching_lifts_the_knees_in_turn() {
    let animation = animation("marching", None, None);
    let (way, _) = round(&animation, "march", |joints| Vector {
        x: joints["left_knee"].y,
        y: joints["right_knee"].y,
        z: joints["left_hand"].z - joints["right_hand"].z,
    });
    let standing = way[0].x;
    let (left, right): (Vec<&Vector>, Vec<&Vector>) = (
        way.iter().filter(|at| at.x > standing + 0.2).collect(),
        way.iter().filter(|at| at.y > standing + 0.2).collect(),
    );
    assert!(left.len() > 5 && right.len() > 5, "both knees come up");
    for at in &left {
        assert!(at.y < standing + 0.02, "one foot stands");
        assert!(
            at.z < 0.0,
            "the right hand swings forward with the left knee"
        );
    }
    for at in &right {
        assert!(at.x < standing + 0.02 && at.z > 0.0);
    }
}

#[test]
fn nods_nod() {
    let animation = animation("gentle-nods", None, None);
    let (way, middle) = round(&animation, "nod", |joints| joints["nose"]);
    let height = |at: &Vector| at.y;
    let (low, high) = (
        way.iter().map(height).fold(f64::MAX, f64::min),
        way.iter().map(height).fold(f64::MIN, f64::max),
    );
    assert!(high - low > 0.08, "{low} to {high}");
    assert!(way.iter().all(|at| at.x.abs() < 0.005), "straight on");
    assert!((middle.y - way[0].y).abs() < 0.05, "up as well as down");
}

/// What a test of reach does on a side, plain and with a phone: its name for errors, the start and
/// what it holds.
fn tests_of_reach(id: &str, side: Side) -> Vec<(String, Joints, Joints)> {
    let variants: &[Option<&str>] = match id {
        "flexion" | "extension" | "side-bend" => &[None, Some("phone")],
        _ => &[None],
    };
    let of = |variant: Option<&str>| {
        let animation = animation(id, variant, Some(side));
        let named = format!("{id} {variant:?} {side:?}");
        (named, joints_at(&animation, 0), held(&animation, "reach"))
    };
    variants.iter().copied().map(of).collect()
}

#[test]
fn tests_of_reach_move_the_head_and_not_the_trunk() {
    for (id, side) in [
        ("flexion", Side::Left),
        ("extension", Side::Left),
        ("side-bend", Side::Left),
        ("side-bend", Side::Right),
        ("rotation", Side::Left),
        ("rotation", Side::Right),
    ] {
        for (named, start, end) in tests_of_reach(id, side) {
            assert!(
                moved(&start, &end, "thorax") < 0.02,
                "{named}: the trunk stays"
            );
            let trunk = end["neck"] - end["pelvis"];
            assert!(degrees(trunk, UP) < 12.0, "{named}: upright");
            let crown = end["head_top"] - end["neck"];
            let lean = crown.x.atan2(crown.y).to_degrees() * side.sign();
            let nod = crown.z.atan2(crown.y).to_degrees();
            let face = end["nose"] - end["head_top"];
            match id {
                "flexion" => assert!(nod > 30.0 && face.y < -0.1, "{named}: {nod:.0}°"),
                "extension" => assert!(nod < -30.0 && face.z > 0.0, "{named}: {nod:.0}°"),
                "side-bend" => assert!((25.0..45.0).contains(&lean), "{named}: {lean:.0}°"),
                _ => {
                    let aside = (end["nose"] - end["neck"]).x * side.sign();
                    assert!(aside > 0.06, "{named}: {aside:.2} m aside");
                    let tilt = end["left_ear"].y - end["right_ear"].y;
                    assert!(
                        tilt.abs() < 0.03,
                        "{named}: the ears stay level: {tilt:.3} m"
                    );
                }
            }
        }
    }
}

#[test]
fn the_phone_is_held_to_the_head_on_the_side_that_goes_up() {
    for (id, side, hand) in [
        ("flexion", Side::Left, "right_hand"),
        ("extension", Side::Left, "right_hand"),
        ("side-bend", Side::Right, "left_hand"),
        ("side-bend", Side::Left, "right_hand"),
    ] {
        let (named, start, end) = tests_of_reach(id, side).pop().unwrap();
        let other = if hand == "left_hand" {
            "right_hand"
        } else {
            "left_hand"
        };
        for joints in [&start, &end] {
            assert!(
                (joints[hand] - joints["head_top"]).length() < 0.25,
                "{named}"
            );
            assert!(
                joints[other].y < joints["neck"].y - 0.2,
                "{named}: the other hand rests"
            );
        }
    }
}

#[test]
fn at_the_wall_the_elbows_climb() {
    for (named, start, end) in tests_of_reach("wall-climb", Side::Left) {
        for side in ["left", "right"] {
            let of = |joints: &Joints, joint: &str| joints[&format!("{side}_{joint}")];
            assert!(
                of(&start, "elbow").y < of(&start, "shoulder").y - 0.1,
                "{named}"
            );
            assert!(
                of(&end, "elbow").y > end["nose"].y,
                "{named}: eye height and higher"
            );
            assert!(of(&end, "hand").y > end["head_top"].y, "{named}");
        }
        assert!(
            moved(&start, &end, "pelvis") < 0.02,
            "{named}: nobody stands on their toes"
        );
    }
}

#[test]
fn pictures_keep_their_structure() {
    for (name, animation) in animations() {
        let picture = svg::Drawing::new(animation).animated(svg::Words {
            title: "A",
            description: "B",
            id: "c",
        });
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
    for (name, animation) in animations() {
        let picture = svg::Drawing::new(animation).animated(svg::Words::default());
        let size = deflated(&picture);
        assert!(size < 19_000.0, "{name}: {size:.0} bytes compressed");
    }
}

#[test]
fn joints_are_told_ten_times_a_second() {
    let animation = animation("cat-cow", None, None);
    let json = joints::json(&animation);
    assert!(json.starts_with("{\"height_m\":1.7,\"frames\":["));
    assert!(json.contains("\"phase\":\"cat\"") && json.contains("\"phase\":null"));
    assert!(json.matches("t_ms").count() >= animation.duration_ms() as usize / 100);
}

#[test]
fn a_pose_that_cannot_be_says_why() {
    let read = |id: &str, from: &str, to: &str| {
        let text = text(id);
        assert!(text.contains(from), "{from}");
        match Animation::read(&text.replace(from, to), None, None) {
            Err(error) => error,
            Ok(animation) => animation.check().unwrap_err(),
        }
    };
    let limit = read("cat-cow", "neck_flexion = -52", "neck_flexion = -120");
    assert_eq!(
        limit.to_string(),
        "pose `cow`: neck_flexion is at -120°, its limits are -80° and 50°"
    );
    let sum = read(
        "cat-cow",
        "neck_flexion = 34, head_nod = 10",
        "neck_flexion = 45, head_nod = 15",
    );
    assert_eq!(
        sum.to_string(),
        "pose `cat`: neck_flexion + head_nod is at 60°, its limits are -80° and 50°"
    );
    let pressed = read(
        "childs-pose",
        "pressed = [\"knee_flexion\"]",
        "pressed = []",
    );
    assert!(
        pressed.to_string().starts_with("pose `kneeling`: "),
        "{pressed}"
    );
    let wrist = read("cat-cow", "pressed = [\"wrist_extension\"]", "");
    assert_eq!(
        wrist.to_string(),
        "pose `all-fours`: left_wrist_extension is at 85°, its limits are -80° and 70° \
         (-80° and 92° where `pressed` names it)"
    );
    let contact = read("cat-cow", "at = [0.18, 0, 0.53]", "at = [0.18, 0, 1.9]");
    assert!(matches!(contact, FigureError::Contact { .. }), "{contact}");
    assert!(
        contact
            .to_string()
            .starts_with("pose `all-fours`: left_palm misses its contact by"),
        "{contact}"
    );
    let name = read("cat-cow", "thoracic_flexion = -8", "thorax_flexion = -8");
    assert!(
        name.to_string()
            .contains("`thorax_flexion`, which no joint is called"),
        "{name}"
    );
}

#[test]
fn a_way_that_cannot_be_says_where() {
    let phases = "[[phases]]\nid = \"lift\"\nmove_s = 4\nreturn_s = 2\nhold_s = [5, 5]\n";
    let figure = |poses: &str| {
        let rest = "[figure.poses.start]\nangles = { place_y = 0.9 }\n[figure.phases.lift]\n\
                    through = [\"high\"]\nhold = \"higher\"\n";
        Animation::read(&format!("{phases}{rest}{poses}"), None, None)
    };
    // Two poses at the very limit, and a third that makes the smooth way between them overshoot.
    let animation = figure(
        "[figure.poses.high]\nangles = { place_y = 0.9, elbow_flexion = 145 }\n\
         [figure.poses.higher]\nangles = { place_y = 0.9, elbow_flexion = 145 }\n",
    )
    .unwrap();
    let error = animation.check().unwrap_err();
    assert!(matches!(error, FigureError::Limit { .. }), "{error}");
    let words = error.to_string();
    assert!(
        words.starts_with("phase `lift`, between the poses `high` and `higher` (")
            && words.ends_with(", its limits are 0° and 145°"),
        "{words}"
    );
    // Knees that stay at their height in either pose, but not on the way.
    let knees = "contacts = [{ part = \"knees\", y = 0.4285 }]\n";
    let animation = figure(&format!(
        "[figure.poses.high]\nangles = {{ place_y = 0.9 }}\n{knees}\
         [figure.poses.higher]\nangles = {{ place_y = 0.4835, hip_flexion = 90 }}\n{knees}"
    ))
    .unwrap();
    let error = animation.check().unwrap_err();
    assert!(matches!(error, FigureError::Contact { .. }), "{error}");
    let words = error.to_string();
    assert!(
        words.starts_with("phase `lift`, between the poses `high` and `higher` (")
            && words.contains("s): left_knee misses its contact by"),
        "{words}"
    );
}

/// Exercises with a figure of so many contacts, so many free joints that bring nothing nearer, and
/// so many phases. The knees stay some millimetres from their contact: it is sought to the end.
fn heavy(contacts: usize, free: usize, phases: usize) -> String {
    let knees = "{ part = \"knees\", y = 0.433 }".to_owned();
    let hands = "{ part = \"hands\", at = [0.17, 0.72, 0] }".to_owned();
    let contacts: Vec<String> = std::iter::once(knees)
        .chain(std::iter::repeat_n(hands, contacts - 1))
        .collect();
    let free = vec!["\"toe_extension\""; free].join(", ");
    let mut text = format!(
        "[figure]\nside = \"left\"\n\
         [figure.poses.start]\nangles = {{ place_y = 0.9, shoulder_abduction = 1 }}\n\
         contacts = [{}]\nfree = [{free}]\n\
         [figure.poses.turned]\nfrom = \"start\"\nangles = {{ neck_rotation = 5 }}\n",
        contacts.join(", ")
    );
    for phase in 1..=phases {
        text = format!(
            "[[phases]]\nid = \"p{phase}\"\nmove_s = 30\nreturn_s = 30\nhold_s = [4, 4]\n{text}\
             [figure.phases.p{phase}]\nhold = \"turned\"\nswitch = []\n"
        );
    }
    text
}

#[test]
fn shipped_figures_take_less_than_a_third_of_the_work_that_one_may_take() {
    let mut works: Vec<(u64, String)> = animations()
        .into_iter()
        .map(|(name, animation)| (animation.work(), name))
        .collect();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/plan-file.md");
    let docs = std::fs::read_to_string(docs).unwrap();
    let example = docs
        .split("```")
        .find(|part| part.contains("[exercises.figure.poses"));
    let example = example.unwrap().trim_start_matches("toml");
    let phases = "[[phases]]\nid = \"phase-1\"\nmove_s = 600\nreturn_s = 600\n";
    let example = format!("{phases}{}", example.replace("exercises.figure", "figure"));
    let animation = Animation::read(&example, None, None).unwrap();
    animation.check().unwrap();
    works.push((animation.work(), "docs/plan-file.md".to_owned()));
    works.sort_unstable();
    assert!(works[0].0 > 0, "{works:?}");
    assert!(
        works
            .iter()
            .all(|(work, _)| work * 3 < Animation::MOST_WORK),
        "of {}: {works:#?}",
        Animation::MOST_WORK
    );
}

#[test]
fn the_work_of_a_figure_is_bounded_before_any_is_done() {
    let work = |text: &str| Animation::work_of(text, None, None).unwrap();
    let mut sizes = Vec::new();
    for contacts in [1, 2, 4, 8, 16] {
        for free in 0..=16 {
            for phases in 1..=12 {
                let text = heavy(contacts, free, phases);
                sizes.push((work(&text), text));
            }
        }
    }
    sizes.sort_unstable();
    let first_above = sizes.partition_point(|(work, _)| *work <= Animation::MOST_WORK);
    let (most, accepted) = &sizes[first_above - 1];
    assert!(
        most * 10 > Animation::MOST_WORK * 9,
        "{most} is near the limit"
    );
    let animation = Animation::read(accepted, None, None).unwrap_or_else(|error| panic!("{error}"));
    animation.check().unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(animation.work(), *most);
    for (above, text) in [&sizes[first_above], &sizes[sizes.len() - 1]] {
        let error = Animation::read(text, None, None).unwrap_err();
        assert_eq!(error, FigureError::TooMuch { work: *above });
        assert!(error.to_string().contains("fewer contacts"), "{error}");
    }
    // More of anything is more work, and a slower way is none.
    let few = work(&heavy(2, 2, 2));
    for more in [heavy(3, 2, 2), heavy(2, 3, 2), heavy(2, 2, 3)] {
        assert!(work(&more) > few, "{more}");
    }
    assert_eq!(work(&heavy(2, 2, 2).replace("_s = 30", "_s = 3")), few);
}

/// The table in content/README.md says what the program holds true.
#[test]
fn the_readme_tells_the_limits() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let row = |name: &str| -> Vec<String> {
        let line = readme
            .lines()
            .find(|line| line.starts_with(&format!("| `{name}` |")));
        let line = line.unwrap_or_else(|| panic!("`{name}` has no row in the table of angles"));
        line.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let range = |(low, high): (f64, f64)| {
        let number = |value: f64| format!("{value:.0}").replace('-', "−");
        format!("{} to {}", number(low), number(high))
    };
    for joint in Joint::all() {
        let full = joint.name();
        let name = full
            .strip_prefix("left_")
            .or(full.strip_prefix("right_"))
            .unwrap_or(&full);
        if name == "breath" || !joint.is_angle() {
            continue;
        }
        let cells = row(name);
        assert_eq!(cells[3], range(joint.limits()), "`{name}`");
        let pressed = joint.pressed_limits().map(range).unwrap_or_default();
        assert_eq!(cells[4], pressed, "`{name}`");
    }
}

/// The worked example in content/README.md works.
#[test]
fn the_readmes_example_works() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let phases = "[[phases]]\nid = \"rise\"\nmove_s = 3\nreturn_s = 3\nhold_s = [2, 2]\n";
    let example: Vec<&str> = readme
        .split("```toml\n")
        .skip(1)
        .filter_map(|part| part.split("```").next())
        .collect();
    assert!(example.len() >= 3, "step by step");
    let animation = Animation::read(&format!("{phases}{}", example.concat()), None, None)
        .unwrap_or_else(|error| panic!("{error}"));
    animation.check().unwrap_or_else(|error| panic!("{error}"));
    let (start, top) = (joints_at(&animation, 0), held(&animation, "rise"));
    assert!(top["pelvis"].y > start["pelvis"].y + 0.03);
}

#[test]
fn who_faces_the_eye_does_so() {
    for (id, variant, faces) in [
        ("neck-side-bend-rotation", None, true),
        ("chair-rotation", None, true),
        ("overhead-arm-reach", Some("standing"), true),
        // From behind, from the side, and lying.
        ("pec-stretch", Some("one-arm"), false),
        ("knee-to-chest", Some("seated-hug"), false),
        ("knee-to-chest", None, false),
        ("chair-rotation", Some("open-book"), false),
    ] {
        for side in Side::BOTH {
            let animation = animation(id, variant, Some(side));
            assert_eq!(
                svg::Drawing::new(animation).faces_viewer(),
                faces,
                "{id} {variant:?}"
            );
        }
    }
}

#[test]
fn every_view_of_every_exercise_can_be_drawn() {
    // A form that is there at one moment and not at another would break the animation.
    for id in [
        "cat-cow",
        "chair-rotation",
        "childs-pose",
        "pec-stretch",
        "scapular-squeeze",
        "superman",
        "thoracic-extension",
    ] {
        let (before, figure) = text(id).split_once("\n[figure]").map(own).unwrap();
        for turn in [-135, -90, -1, 0, 45, 135, 180] {
            for rise in [-60, 0, 30, 60, 90] {
                let figure = replaced(&figure, "turn", turn);
                let figure = replaced(&figure, "rise", rise);
                let animation =
                    Animation::read(&format!("{before}\n[figure]{figure}"), None, None).unwrap();
                let picture = svg::Drawing::new(animation).animated(svg::Words::default());
                assert!(!picture.contains("NaN"), "{id} from {turn} and {rise}");
            }
        }
    }
}

fn own((one, two): (&str, &str)) -> (String, String) {
    (one.to_owned(), two.to_owned())
}

/// A text with another value in the line that sets it.
fn replaced(text: &str, name: &str, value: i32) -> String {
    let line = |line: &str| {
        if line.starts_with(&format!("{name} = ")) {
            format!("{name} = {value}")
        } else {
            line.to_owned()
        }
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_no_figure_can_have_is_refused_by_name() {
    let nods = text("gentle-nods");
    let broken = |old: &str, new: &str| {
        assert!(nods.contains(old), "{old}");
        let file = nods.replacen(old, new, 1);
        Animation::read(&file, None, None).map(|_| ()).unwrap_err()
    };
    let line = |name: &str| {
        let mut lines = nods.lines().filter(|line| line.starts_with(name));
        lines.next().unwrap().to_owned()
    };
    for (old, new, hint) in [
        (line("turn = "), "turn = nan", "view.turn is NaN"),
        (line("rise = "), "rise = inf", "view.rise is inf"),
        (line("crop = "), "crop = [0, 0, 0, 0]", "view.crop"),
        (line("crop = "), "crop = [1, 1, -1, -1]", "view.crop"),
        (line("cycle_s = "), "cycle_s = 0", "cycle_s is 0"),
        (line("cycle_s = "), "cycle_s = nan", "cycle_s is NaN"),
        (
            line("start = "),
            &format!(
                "{}\nprops = [{{ kind = \"chair\", size = -1 }}]",
                line("start = ")
            ),
            "props: size is -1",
        ),
        (
            line("start = "),
            &format!(
                "{}\nmarks = [{{ along = [\"knee_cap\"], width = 0.1 }}]",
                line("start = ")
            ),
            "no place `knee_cap`",
        ),
        (line("order = "), "order = [\"shrit\"]", "no layer `shrit`"),
        (
            "place_y = 0.901".to_owned(),
            "place_y = nan",
            "place_y is NaN",
        ),
    ] {
        let said = broken(&old, new).to_string();
        assert!(said.contains(hint), "{new}: {said}");
    }
}
