//! What a test of reach can find, and when two findings differ.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use serde_json::json;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::journal::note::Content;
use unhunch_domain::journal::reach::{
    Change, LEAST_DEGREES, MOST_DEGREES, Reach, ReachError, ReachParts, ReachTest, Reading, Way,
};
use unhunch_domain::review::reach;
use unhunch_domain::review::reach::Found;
use unhunch_domain::{Body, Condition, DeviceId, Diary, Entry, EntryId, Note, NoteId, Side};
use uuid::Uuid;

const TODAY: Date = date(2026, 8, 31);

fn test() -> impl Strategy<Value = ReachTest> {
    prop::sample::select(ReachTest::ALL.as_slice())
}

fn side() -> impl Strategy<Value = Option<Side>> {
    prop::sample::select(vec![None, Some(Side::Left), Some(Side::Right)])
}

fn reading() -> impl Strategy<Value = Reading> {
    prop_oneof![
        any::<u8>().prop_map(Reading::Landmark),
        (0..8_u8).prop_map(Reading::Landmark),
        any::<u8>().prop_map(Reading::Degrees),
    ]
}

/// Anything that could be said, possible or not.
fn parts() -> impl Strategy<Value = ReachParts> {
    (test(), side(), reading()).prop_map(|(test, side, reading)| ReachParts {
        test,
        side,
        reading,
    })
}

/// What can be.
fn possible() -> impl Strategy<Value = Reach> {
    (
        test(),
        any::<prop::sample::Index>(),
        any::<u8>(),
        any::<bool>(),
    )
        .prop_map(|(test, side, number, by_tilt)| {
            let sides: Vec<_> = test.parts().collect();
            let landmarks = u8::try_from(test.landmarks().len()).unwrap();
            let reading = if by_tilt && test.is_read_by_tilt() {
                Reading::Degrees(number % (MOST_DEGREES + 1))
            } else {
                Reading::Landmark(number % landmarks)
            };
            Reach::try_from(ReachParts {
                test,
                side: sides[side.index(sides.len())],
                reading,
            })
            .unwrap()
        })
}

fn of(test: ReachTest, side: Option<Side>, reading: Reading) -> Reach {
    Reach::try_from(ReachParts {
        test,
        side,
        reading,
    })
    .unwrap()
}

fn flexion(reading: Reading) -> Reach {
    of(ReachTest::Flexion, None, reading)
}

fn steps(by: i16) -> Change {
    Change {
        way: Way::Landmark,
        by,
    }
}

fn degrees(by: i16) -> Change {
    Change {
        way: Way::Degrees,
        by,
    }
}

proptest! {
    #[test]
    fn exactly_what_can_be_is_taken(parts in parts()) {
        let sided = matches!(parts.test, ReachTest::SideBend | ReachTest::Rotation);
        let tilts = matches!(parts.test, ReachTest::Flexion | ReachTest::Extension | ReachTest::SideBend);
        let can_be = sided == parts.side.is_some() && match parts.reading {
            Reading::Landmark(place) => place < 5,
            Reading::Degrees(degrees) => tilts && degrees <= 120,
        };
        let taken = Reach::try_from(parts);
        prop_assert_eq!(taken.is_ok(), can_be, "{:?}", taken);
        // A file says what the program does.
        let json = serde_json::to_value(parts).unwrap();
        prop_assert_eq!(serde_json::from_value::<Reach>(json).ok(), taken.ok());
    }

    #[test]
    fn what_is_written_is_read_again(reach in possible()) {
        let json = serde_json::to_string(&reach).unwrap();
        prop_assert_eq!(serde_json::from_str::<Reach>(&json).unwrap(), reach);
        let landmark = reach.landmark();
        prop_assert_eq!(landmark.is_some(), reach.reading.way() == Way::Landmark);
        if let Some(landmark) = landmark {
            prop_assert_eq!(reach.test.reading(landmark), Some(reach.reading));
        }
    }

    #[test]
    fn forth_is_as_far_as_back(one in possible(), other in possible()) {
        let forth = one.change_since(&other);
        prop_assert_eq!(other.change_since(&one).map(|back| -back.by), forth.map(|forth| forth.by));
        let comparable = one.test == other.test && one.side == other.side
            && one.reading.way() == other.reading.way();
        prop_assert_eq!(forth.is_some(), comparable);
        prop_assert_eq!(one.change_since(&one), Some(Change { way: one.reading.way(), by: 0 }));
    }

    #[test]
    fn noise_below_five_degrees_is_no_change(then in 0..=MOST_DEGREES, now in 0..=MOST_DEGREES) {
        let change = flexion(Reading::Degrees(now)).change_since(&flexion(Reading::Degrees(then)));
        let apart = i16::from(now) - i16::from(then);
        let expected = if apart.abs() <= 4 { 0 } else { apart };
        prop_assert_eq!(change, Some(degrees(expected)));
    }

    #[test]
    fn one_of_three_that_slipped_does_not_count(
        true_ones in (0..=100_u8, 0..=4_u8),
        slipped in any::<u8>(),
        order in Just([0_usize, 1, 2]).prop_shuffle(),
    ) {
        let (one, apart) = true_ones;
        let three = [one, one + apart, slipped];
        let Reading::Degrees(middle) = Reading::of_three(order.map(|place| three[place])) else {
            panic!("no degrees");
        };
        prop_assert!((one..=one + apart).contains(&middle));
        prop_assert_eq!(Reading::of_three(three), Reading::Degrees(middle));
    }
}

#[test]
fn scales_are_those_that_journals_refer_to() {
    // A landmark is kept by its place: whoever changes a scale changes what was found.
    for (test, landmarks) in [
        (
            ReachTest::Flexion,
            "four-fingers three-fingers two-fingers one-finger touching",
        ),
        (
            ReachTest::Extension,
            "wall edge ceiling-ahead ceiling-near straight-up",
        ),
        (
            ReachTest::SideBend,
            "two-hands more-than-one one-hand less-than-one touching",
        ),
        (
            ReachTest::Rotation,
            "collarbone-inner collarbone-middle collarbone-outer shoulder-tip behind-shoulder",
        ),
        (
            ReachTest::WallClimb,
            "below-shoulders shoulders chin eyes crown",
        ),
    ] {
        assert_eq!(test.landmarks().join(" "), landmarks, "{test:?}");
        assert_eq!(test.reading("nose"), None);
    }
    let kept = json!({ "test": "side-bend", "side": "left", "reading": { "landmark": 2 } });
    let reach: Reach = serde_json::from_value(kept).unwrap();
    assert_eq!(reach.landmark(), Some("one-hand"));
    let kept = json!({ "test": "extension", "reading": { "degrees": 41 } });
    let reach: Reach = serde_json::from_value(kept).unwrap();
    assert_eq!(reach, of(ReachTest::Extension, None, Reading::Degrees(41)));
}

#[test]
fn what_cannot_be_says_why() {
    let problem = |test, side, reading| {
        Reach::try_from(ReachParts {
            test,
            side,
            reading,
        })
        .unwrap_err()
        .to_string()
    };
    assert_eq!(
        problem(ReachTest::Flexion, None, Reading::Landmark(5)),
        "landmark 5 of `flexion`, which has 5, counted from 0"
    );
    assert_eq!(
        problem(ReachTest::Flexion, None, Reading::Degrees(121)),
        "121 degrees; expected 0 to 120"
    );
    assert_eq!(
        problem(ReachTest::WallClimb, None, Reading::Degrees(30)),
        "`wall-climb` is not read in degrees"
    );
    assert_eq!(
        Reach::try_from(ReachParts {
            test: ReachTest::Rotation,
            side: None,
            reading: Reading::Landmark(0),
        }),
        Err(ReachError::Side(ReachTest::Rotation))
    );
}

#[test]
fn a_landmark_is_a_step_and_five_degrees_are_a_difference() {
    let landmark = |place| flexion(Reading::Landmark(place));
    assert_eq!(landmark(3).change_since(&landmark(2)), Some(steps(1)));
    assert_eq!(landmark(0).change_since(&landmark(4)), Some(steps(-4)));
    let tilt = |degrees| flexion(Reading::Degrees(degrees));
    assert_eq!(LEAST_DEGREES, 5);
    assert_eq!(tilt(45).change_since(&tilt(40)), Some(degrees(5)));
    assert_eq!(tilt(44).change_since(&tilt(40)), Some(degrees(0)));
    assert_eq!(tilt(35).change_since(&tilt(40)), Some(degrees(-5)));
    assert_eq!(tilt(45).change_since(&landmark(2)), None);
    let bend = |side| of(ReachTest::SideBend, Some(side), Reading::Landmark(2));
    assert_eq!(bend(Side::Left).change_since(&bend(Side::Right)), None);
}

#[test]
fn who_gets_dizzy_leaves_the_neck_out_and_sore_shoulders_the_wall() {
    let kept_from = |conditions: &[Condition]| -> Vec<_> {
        let conditions: BTreeSet<_> = conditions.iter().copied().collect();
        ReachTest::ALL
            .into_iter()
            .filter(|test| test.kept_from(&conditions).is_some())
            .collect()
    };
    assert_eq!(kept_from(&[]), []);
    assert_eq!(kept_from(&[Condition::Knee, Condition::Glaucoma]), []);
    assert_eq!(
        kept_from(&[Condition::Vertigo]),
        [
            ReachTest::Flexion,
            ReachTest::Extension,
            ReachTest::SideBend,
            ReachTest::Rotation,
        ]
    );
    assert_eq!(kept_from(&[Condition::Shoulder]), [ReachTest::WallClimb]);
}

fn at(date: Date, hour: i8) -> At {
    let then = date.at(hour, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    At::try_from(then.timestamp()).unwrap()
}

/// An entry that keeps a note about a day, written on it.
fn kept(number: u128, date: Date, reach: Reach) -> Entry {
    Entry {
        id: EntryId(Uuid::from_u128(number)),
        device: DeviceId(Uuid::nil()),
        at: at(date, 8),
        zone: Zone::try_from("UTC".to_owned()).unwrap(),
        version: Version::CURRENT,
        body: Body::NoteKept {
            note: NoteId(Uuid::from_u128(number)),
            content: Arc::new(Note {
                date,
                content: Content::Reach(reach),
            }),
        },
    }
}

fn found(entries: &[Entry]) -> Vec<Found> {
    reach::found(&Diary::of(entries), TODAY, at(TODAY, 20))
}

#[test]
fn the_newest_compares_with_the_time_before_and_the_first() {
    let tilt = |degrees| flexion(Reading::Degrees(degrees));
    let day = |day| date(2026, 8, day);
    let entries = [
        kept(4, day(20), tilt(47)),
        kept(1, day(1), tilt(40)),
        kept(2, day(5), flexion(Reading::Landmark(1))),
        kept(3, day(9), tilt(43)),
    ];
    let all = found(&entries);
    assert_eq!(
        all.iter().map(|found| found.date.day()).collect::<Vec<_>>(),
        [1, 5, 9, 20]
    );
    let compare = |count: usize, way| {
        reach::compare(&all[..count], ReachTest::Flexion, None, way).map(|comparison| {
            let since =
                |earlier: Option<(Found, Change)>| earlier.map(|(f, c)| (f.date.day(), c.by));
            (
                comparison.latest.date.day(),
                since(comparison.before),
                since(comparison.beginning),
            )
        })
    };
    // Each time it is no change to speak of; over both it is.
    assert_eq!(
        compare(4, Way::Degrees),
        Some((20, Some((9, 0)), Some((1, 7))))
    );
    assert_eq!(compare(3, Way::Degrees), Some((9, Some((1, 0)), None)));
    assert_eq!(compare(1, Way::Degrees), Some((1, None, None)));
    assert_eq!(compare(1, Way::Landmark), None);
    assert_eq!(compare(4, Way::Landmark), Some((5, None, None)));
    assert_eq!(
        reach::compare(&all, ReachTest::Extension, None, Way::Degrees),
        None
    );
}

#[test]
fn what_a_wrong_clock_put_into_the_future_does_not_count() {
    let landmark = flexion(Reading::Landmark(2));
    let tomorrow = TODAY.tomorrow().unwrap();
    let all = found(&[kept(1, TODAY, landmark), kept(2, tomorrow, landmark)]);
    assert_eq!(all.len(), 1);
    // Where it is tomorrow already it was found today.
    let mut further_east = kept(2, tomorrow, landmark);
    further_east.at = at(TODAY, 19);
    let all = found(&[kept(1, TODAY, landmark), further_east]);
    assert_eq!(
        all.iter().map(|found| found.date).collect::<Vec<_>>(),
        [TODAY, TODAY]
    );
}

proptest! {
    #[test]
    fn two_devices_find_the_same(
        all in prop::collection::vec((1..=28_i8, possible()), 0..12),
        swap in any::<prop::sample::Index>(),
    ) {
        let entries: Vec<_> = (1..)
            .zip(&all)
            .map(|(number, (day, reach))| kept(number, date(2026, 8, *day), *reach))
            .collect();
        let mut mixed = entries.clone();
        mixed.rotate_left(if all.is_empty() { 0 } else { swap.index(all.len()) });
        mixed.extend(entries.iter().cloned());
        prop_assert_eq!(found(&mixed), found(&entries));
        prop_assert_eq!(found(&entries).len(), all.len());
    }
}
