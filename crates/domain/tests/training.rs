//! What was done over time adds up: against the same sums taken step by step.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::diary::Extent;
use unhunch_domain::journal::entry::Version;
use unhunch_domain::programme::parts::Kind;
use unhunch_domain::programme::progression::Difficulty;
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::programme::timeline::{PlayNumber, StepNumber};
use unhunch_domain::review::training::{Amount, Training};
use unhunch_domain::{
    Body, DeviceId, Diary, DiscomfortLevel, Ending, Entry, EntryId, ExerciseDiscomfort, Level,
    Library, Outcome, SessionId, Timeline,
};
use uuid::Uuid;

/// A Wednesday.
const TODAY: Date = date(2026, 8, 5);

/// A session, so many days ago.
#[derive(Clone, Debug)]
struct Made {
    ago: i32,
    timeline: usize,
    /// Which steps are done: those whose bit is set, and so on around.
    done: u64,
    felt: Vec<(u8, DiscomfortLevel)>,
    hurt: Vec<u8>,
    is_dizzy: bool,
}

fn timelines(library: &Library) -> Vec<Arc<Timeline>> {
    let routines = ["desk", "floor", "two-minutes"];
    let levels = [0, 1, 3];
    let pairs = routines.iter().flat_map(|r| levels.map(|level| (r, level)));
    pairs
        .map(|(routine, level)| {
            let plan = library
                .plan(&routine.parse().unwrap(), |_| Level(level))
                .unwrap();
            Arc::new(Timeline::new(&plan, Layout::default()))
        })
        .collect()
}

fn noon(day: Date) -> At {
    let zoned = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    At::try_from(zoned.timestamp()).unwrap()
}

fn diary(timelines: &[Arc<Timeline>], made: &[Made]) -> Diary {
    let mut diary = Diary::default();
    let mut count = 0;
    for (number, made) in made.iter().enumerate() {
        let session = SessionId(Uuid::from_u128(number as u128));
        let timeline = &timelines[made.timeline % timelines.len()];
        let mut say = |body| {
            count += 1;
            diary.fold(&Entry {
                id: EntryId(Uuid::from_u128(count)),
                device: DeviceId(Uuid::nil()),
                at: noon(TODAY.saturating_sub(made.ago.days())),
                zone: Zone::try_from("UTC".to_owned()).unwrap(),
                version: Version::CURRENT,
                body,
            });
        };
        say(Body::SessionStarted {
            session,
            timeline: Arc::clone(timeline),
        });
        for step in &timeline.steps()[..timeline.steps().len() - 1] {
            if made.done >> (step.index % 61) & 1 == 1 {
                say(Body::StepFinished {
                    session,
                    step: StepNumber::try_from(u64::from(step.index)).unwrap(),
                    outcome: Outcome::Done,
                });
            }
        }
        let play = |play: u8| PlayNumber::try_from(u64::from(play)).unwrap();
        for (number, discomfort) in &made.felt {
            say(Body::ExerciseFelt {
                session,
                play: play(*number),
                felt: ExerciseDiscomfort::new(*discomfort),
            });
        }
        for number in &made.hurt {
            say(Body::ExerciseHurt {
                session,
                play: play(*number),
            });
        }
        if made.is_dizzy {
            say(Body::SessionEnded {
                session,
                how: Ending::Dizzy,
            });
        }
    }
    diary
}

fn made() -> impl Strategy<Value = Made> {
    let done = prop_oneof![Just(u64::MAX), Just(0), any::<u64>(), Just(1)];
    let felt = prop::collection::vec(
        (
            0..9_u8,
            prop::sample::select(DiscomfortLevel::ALL.as_slice()),
        ),
        0..3,
    );
    let hurt = prop::collection::vec(0..9_u8, 0..2);
    (-3..70_i32, 0..9_usize, done, felt, hurt, any::<bool>()).prop_map(
        |(ago, timeline, done, felt, hurt, is_dizzy)| Made {
            ago,
            timeline,
            done,
            felt,
            hurt,
            is_dizzy,
        },
    )
}

fn of(library: &Library, diary: &Diary, first: Date, last: Date) -> Training {
    Training::of(library, diary, (first, last), TODAY, noon(TODAY))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn it_adds_up_to_what_every_step_says(
        made in prop::collection::vec(made(), 0..12),
        first in 0..80_i32,
        length in 0..80_i32,
    ) {
        let library = Library::shipped().unwrap();
        let diary = diary(&timelines(&library), &made);
        let first = TODAY.saturating_sub(first.days());
        let last = first.saturating_add(length.days());
        let training = of(&library, &diary, first, last);

        let mut days = BTreeSet::new();
        let mut sum = Amount::default();
        let (mut ms, mut exercised_ms) = (0, 0);
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        let mut hurt = 0;
        let mut felt = 0;
        let mut dizzy = Vec::new();
        for session in diary.sessions_between(first, last.min(TODAY)) {
            for (number, play) in session.timeline().plays().iter().enumerate() {
                if session.extent(number) != Extent::None {
                    *times.entry(play.exercise.to_string()).or_default() += 1;
                    let steps = session.timeline().steps_of(number);
                    let done = steps.filter(|step| session.is_done(step.index));
                    exercised_ms += done.map(|step| step.duration_ms).sum::<u64>();
                }
                hurt += usize::from(session.hurt(number).is_some());
                felt += usize::from(session.felt(number).is_some());
            }
            if session.is_anything_done() {
                sum.sessions += 1;
                days.insert(session.date());
                ms += session.done_ms();
            }
            if session.ending() == Some(Ending::Dizzy) {
                dizzy.push(session.date());
            }
        }
        let total = training.total();
        prop_assert_eq!(total.sessions, sum.sessions);
        prop_assert_eq!(total.days, days.len());
        prop_assert_eq!(total.spent.total_ms(), ms);
        prop_assert_eq!(total.spent.other_ms, 0);
        let spent: u64 = training.exercises.iter().map(|one| one.spent_ms).sum();
        prop_assert_eq!(spent, exercised_ms);
        let exercises = training.exercises.iter();
        let own: BTreeMap<_, _> = exercises
            .clone()
            .filter(|one| one.times > 0)
            .map(|one| (one.exercise.to_string(), one.times))
            .collect();
        prop_assert_eq!(own, times);
        prop_assert_eq!(exercises.clone().map(|one| one.hurt).sum::<usize>(), hurt);
        let said = exercises.map(|one| one.felt.fine + one.felt.some + one.felt.too_much);
        prop_assert_eq!(said.sum::<usize>(), felt);
        prop_assert_eq!(&training.dizzy, &dizzy);
    }

    #[test]
    fn weeks_and_months_leave_no_day_out(
        made in prop::collection::vec(made(), 0..12),
        first in 0..400_i32,
        length in 0..400_i32,
    ) {
        let library = Library::shipped().unwrap();
        let diary = diary(&timelines(&library), &made);
        let first = TODAY.saturating_sub(first.days());
        let last = first.saturating_add(length.days());
        let training = of(&library, &diary, first, last);
        for periods in [training.weeks(), training.months()] {
            let mut sum = Amount::default();
            let mut next = first;
            for period in &periods {
                prop_assert_eq!(period.first, next);
                prop_assert!(period.first <= period.last);
                prop_assert_eq!(period.amount, training.between(period.first, period.last));
                sum += period.amount;
                next = period.last.tomorrow().unwrap();
            }
            prop_assert_eq!(next, last.min(TODAY).tomorrow().unwrap());
            prop_assert_eq!(sum, training.total());
        }
        for week in &training.weeks()[1..] {
            prop_assert_eq!(week.first.weekday(), Weekday::Monday);
            prop_assert!(week.amount.days <= 7);
        }
    }

    /// The steps of an exercise are those that its sessions had, without repetition.
    #[test]
    fn a_step_is_told_once_until_it_changes(made in prop::collection::vec(made(), 0..12)) {
        let library = Library::shipped().unwrap();
        let diary = diary(&timelines(&library), &made);
        let training = of(&library, &diary, TODAY.saturating_sub(100.days()), TODAY);
        for one in &training.exercises {
            if one.kind == Some(Kind::WarmUp) {
                prop_assert!(one.rungs.is_empty());
            } else if one.times > 0 {
                prop_assert!(!one.rungs.is_empty());
            }
            for pair in one.rungs.windows(2) {
                prop_assert!(pair[0].date < pair[1].date);
                prop_assert_ne!(pair[0].standing, pair[1].standing);
            }
            if let Some((first, last)) = one.span {
                prop_assert!(one.rungs.iter().all(|rung| first <= rung.date && rung.date <= last));
            }
        }
    }
}

#[test]
fn minutes_are_told_apart_by_kind() {
    let library = Library::shipped().unwrap();
    let whole = Made {
        ago: 2,
        timeline: 1,
        done: u64::MAX,
        felt: vec![],
        hurt: vec![],
        is_dizzy: false,
    };
    let lines = timelines(&library);
    let diary = diary(&lines, &[whole]);
    let training = of(&library, &diary, TODAY.saturating_sub(6.days()), TODAY);
    let mut spent: BTreeMap<&str, u64> = BTreeMap::new();
    for step in lines[1].steps() {
        if let Some(exercise) = &step.exercise {
            let kind = library.exercise(exercise).unwrap().file.kind;
            *spent.entry(kind.id()).or_default() += step.duration_ms;
        }
    }
    let told = training.total().spent;
    assert_eq!(Some(&told.mobility_ms), spent.get("stretch"));
    assert_eq!(Some(&told.strength_ms), spent.get("strengthening"));
    assert_eq!(Some(&told.warm_up_ms), spent.get("warm-up"));
}

#[test]
fn steps_up_and_down_are_told_by_their_days() {
    let library = Library::shipped().unwrap();
    // The two-minute routine at levels 1, 1, 3, 3 and 0.
    let at = |ago, timeline| Made {
        ago,
        timeline,
        done: u64::MAX,
        felt: vec![],
        hurt: vec![],
        is_dizzy: false,
    };
    let made = [at(30, 7), at(20, 7), at(10, 8), at(8, 8), at(3, 6)];
    let diary = diary(&timelines(&library), &made);
    let training = of(&library, &diary, TODAY.saturating_sub(60.days()), TODAY);
    let squeeze = training
        .exercises
        .iter()
        .find(|one| one.exercise.as_str() == "scapular-squeeze")
        .unwrap();
    let told: Vec<_> = squeeze
        .rungs
        .iter()
        .map(|rung| {
            (
                (TODAY - rung.date).get_days(),
                rung.standing.form,
                rung.standing.level.0,
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (30, Difficulty::Usual, 1),
            (10, Difficulty::Usual, 3),
            (3, Difficulty::Usual, 0)
        ]
    );
}
