//! What holds for every timeline, whatever the exercises, doses and settings.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use proptest::prelude::*;
use unhunch_domain::programme::parts::Sides;
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::programme::{dose, dosing};
use unhunch_domain::{Level, Library, Side, StepKind, Timeline};

/// A made-up exercise file.
#[derive(Debug, Clone)]
struct MadeUp {
    sides: &'static str,
    through: bool,
    sets: (u32, u32),
    reps: (u32, u32),
    rest: u32,
    progress: &'static str,
    /// move, hold low, hold more, return
    phases: Vec<(u32, u32, u32, u32)>,
    easier: Vec<(u32, u32)>,
    position: &'static str,
}

fn made_up() -> impl Strategy<Value = MadeUp> {
    let sides = prop_oneof![Just("none"), Just("alternating"), Just("each")];
    let progress = prop_oneof![Just("hold"), Just("reps"), Just("top-hold"), Just("none")];
    let position = prop_oneof![
        Just("seated"),
        Just("standing"),
        Just("supine"),
        Just("any")
    ];
    let phases = prop::collection::vec((1..6_u32, 0..15_u32, 0..10_u32, 0..4_u32), 1..4);
    let easier = prop::collection::vec((1..4_u32, 1..10_u32), 0..3);
    (
        (sides, any::<bool>(), progress, position),
        (1..4_u32, 0..2_u32),
        (1..6_u32, 0..4_u32),
        0..40_u32,
        phases,
        easier,
    )
        .prop_map(
            |((sides, through, progress, position), sets, reps, rest, phases, easier)| MadeUp {
                sides,
                through,
                sets: (sets.0, sets.0 + sets.1),
                reps: (reps.0, reps.0 + reps.1),
                rest,
                progress,
                phases,
                easier,
                position,
            },
        )
}

impl MadeUp {
    fn toml(&self) -> String {
        let mut text = format!(
            "kind = \"stretch\"\nposition = \"{}\"\nsides = \"{}\"\nregions = [\"neck\"]\nsource = \"ours\"\n",
            self.position, self.sides
        );
        if self.sides != "none" {
            text.push_str("first_side = \"right\"\nswitch_s = 3\n");
        }
        if self.sides == "alternating" && self.through {
            text.push_str("switch_through = true\n");
        }
        let _ = write!(
            text,
            "[dose]\nsource = \"ours\"\nsets = [{}, {}]\nreps = [{}, {}]\nrest_s = {}\nrest_source = \"ours\"\nprogress = \"{}\"\n",
            self.sets.0, self.sets.1, self.reps.0, self.reps.1, self.rest, self.progress
        );
        if self.progress == "top-hold" {
            text.push_str("hold_limit_s = 20\n");
        }
        for (reps, hold) in &self.easier {
            let _ = write!(text, "[[dose.easier]]\nreps = {reps}\nhold_s = {hold}\n");
        }
        for (number, (there, hold, more, back)) in self.phases.iter().enumerate() {
            let _ = write!(
                text,
                "[[phases]]\nid = \"p{number}\"\nmove_s = {there}\nhold_s = [{hold}, {}]\nreturn_s = {back}\nsource = \"ours\"\n",
                hold + more
            );
        }
        text
    }
}

fn library(exercises: &[MadeUp]) -> Library {
    let mut files = vec![(
        "exercises/warm.toml".to_owned(),
        "kind = \"warm-up\"\nposition = \"standing\"\nsides = \"none\"\nregions = [\"neck\"]\nsource = \"ours\"\n\
         [dose]\nsource = \"ours\"\nsets = [1, 1]\nreps = [1, 1]\nprogress = \"none\"\n\
         [[phases]]\nid = \"p\"\nmove_s = 20\nhold_s = [0, 0]\nreturn_s = 0\nsource = \"ours\"\n"
            .to_owned(),
    )];
    let mut routine = "source = \"ours\"\nwarm_up = [\"warm\"]\n".to_owned();
    for (number, exercise) in exercises.iter().enumerate() {
        files.push((format!("exercises/e{number}.toml"), exercise.toml()));
        let _ = write!(routine, "[[exercises]]\nexercise = \"e{number}\"\n");
    }
    files.push(("routines/r.toml".to_owned(), routine));
    let files: Vec<_> = files
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    Library::read(&files).unwrap()
}

proptest! {
    #[test]
    fn timelines_keep_their_promises(
        exercises in prop::collection::vec(made_up(), 1..5),
        level in -3..9_i8,
        get_ready_s in 3..31_u32,
    ) {
        let library = library(&exercises);
        let plan = library.plan(&"r".parse().unwrap(), |_| Level(level)).unwrap();
        let timeline = Timeline::new(&plan, Layout { get_ready_s });
        let steps = timeline.steps();

        // Contiguous, from 0, and the total is the sum.
        let mut at = 0;
        for (index, step) in steps.iter().enumerate() {
            prop_assert_eq!(usize::from(step.index), index);
            prop_assert_eq!(step.start_ms, at);
            prop_assert!(step.duration_ms > 0);
            at += step.duration_ms;
        }
        prop_assert_eq!(timeline.total_ms(), at);

        // It begins with the warm-up, gets ready before each exercise, and ends with the rating.
        prop_assert!(timeline.plays()[0].warm_up);
        prop_assert_eq!(steps[0].kind, StepKind::Ready);
        prop_assert_eq!(steps.iter().filter(|s| s.kind == StepKind::Ready).count(), plan.items.len());
        prop_assert_eq!(steps.iter().filter(|s| s.kind == StepKind::Rate).count(), 1);
        prop_assert_eq!(steps.last().unwrap().kind, StepKind::Rate);

        for (number, item) in plan.items.iter().enumerate() {
            let (play, dose) = (item.play, &item.dose);
            let kept = timeline.dose_of(number);
            prop_assert_eq!((kept.sets, kept.reps), (dose.sets, dose.reps));
            prop_assert_eq!(&kept.holds_s, &dose.holds_s);
            let of_play: Vec<_> = timeline.steps_of(number).collect();
            prop_assert!(of_play[0].duration_ms >= u64::from(get_ready_s) * 1000);

            // Doses are kept: every phase is held as long and as often as prescribed, a side.
            let mut held: BTreeMap<_, Vec<u64>> = BTreeMap::new();
            for step in of_play.iter().filter(|step| step.kind == StepKind::Hold) {
                held.entry((step.phase.clone().unwrap(), step.side)).or_default().push(step.duration_ms);
            }
            let sides: Vec<Option<Side>> = match play.exercise.file.sides {
                Sides::None => vec![None],
                _ => vec![Some(Side::Left), Some(Side::Right)],
            };
            for (phase, hold_s) in play.phases().iter().zip(&dose.holds_s) {
                for side in &sides {
                    let found = held.remove(&(phase.id.clone(), *side)).unwrap_or_default();
                    let times = if *hold_s == 0 { 0 } else { dose.sets * dose.reps };
                    let expected = vec![u64::from(*hold_s) * 1000; usize::try_from(times).unwrap()];
                    prop_assert_eq!(found, expected);
                }
            }
            prop_assert!(held.is_empty());

            // Sides are balanced to the millisecond, but for the one change more.
            let on = |side| -> (u64, usize) {
                let of_side = of_play.iter().filter(|s| {
                    s.side == Some(side) && matches!(s.kind, StepKind::Hold)
                });
                (of_side.clone().map(|s| s.duration_ms).sum(), of_side.count())
            };
            prop_assert_eq!(on(Side::Left), on(Side::Right));

            // Rests stand between sets, and only there.
            let sided = if play.exercise.file.sides == Sides::Each { 2 } else { 1 };
            let rests = of_play.iter().filter(|step| step.kind == StepKind::Rest).count();
            let expected = if dose.rest_s == 0 { 0 } else { (dose.sets - 1) * sided };
            prop_assert_eq!(rests, usize::try_from(expected).unwrap());
        }

        // What is kept of a timeline gives the same timeline again.
        let kept = serde_json::to_string(&timeline).unwrap();
        let read: Timeline = serde_json::from_str(&kept).unwrap();
        prop_assert_eq!(read, timeline);
    }

    #[test]
    fn levels_only_grow_and_stay_within_the_rules(exercise in made_up()) {
        let library = library(std::slice::from_ref(&exercise));
        let play = library.exercise(&"e0".parse().unwrap()).unwrap().playable(None).unwrap();
        let levels = dosing::levels(play);
        prop_assert!(levels.top.0 < 60, "a path that long has lost its way: {}", levels.top);
        let mut before: Option<dose::Prescription> = None;
        for level in levels.iter().filter(|level| *level >= Level::FIRST) {
            let now = dosing::prescription(play, level);
            if let Some(before) = before {
                prop_assert!(now.sets >= before.sets && now.reps >= before.reps);
                prop_assert!(now.holds_s.iter().zip(&before.holds_s).all(|(a, b)| a >= b));
                prop_assert!(now != before);
            }
            let file = &play.exercise.file;
            if now.reps > file.dose.reps.high {
                prop_assert!(now.total_hold_s() <= dose::TOTAL_HOLD_S);
            }
            for (hold, phase) in now.holds_s.iter().zip(&file.phases) {
                prop_assert!(*hold <= phase.hold_s.high.max(dose::LONGEST_HOLD_S));
            }
            before = Some(now);
        }
    }
}

#[test]
fn the_desk_routine_reads_like_this() {
    let library = Library::shipped().unwrap();
    let plan = library
        .plan(&"desk".parse().unwrap(), |_| Level::FIRST)
        .unwrap();
    let timeline = Timeline::new(&plan, Layout::default());
    let mut text = String::new();
    for step in timeline.steps() {
        let _ = writeln!(
            text,
            "{:>6} {:>5} {:<12} {} {} {}",
            step.start_ms,
            step.duration_ms,
            step.kind.id(),
            step.exercise.as_ref().map_or("-", |id| id.as_str()),
            step.side.map_or("-", Side::id),
            step.phase.as_ref().map_or("-", |id| id.as_str()),
        );
    }
    insta::assert_snapshot!(text);
}
