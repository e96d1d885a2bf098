//! A report says what a diary has of its period, and nothing else.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use unhunch_domain::basics::mean::Mean;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::journal::note::{
    Content, Feeling, FeelingParts, Location, Remark, Week, WeekParts,
};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::programme::timeline::{PlayNumber, StepNumber};
use unhunch_domain::review::report;
use unhunch_domain::review::report::{MOST_WEEKS, Part, Parts, Preset, Report, Span, Unit, What};
use unhunch_domain::{
    Body, DeviceId, Diary, DiscomfortLevel, Ending, Entry, EntryId, ExerciseDiscomfort, Level,
    Library, Moment, Note, NoteId, Outcome, Rating, SessionId, Timeline,
};
use uuid::Uuid;

/// A Wednesday.
const TODAY: Date = date(2026, 8, 5);

/// Something that a person did or said, so many days ago.
#[derive(Clone, Debug)]
enum Made {
    /// A session with a rating before it.
    Session { ago: i32, rating: u8, hurt: bool },
    /// A note, and whether it was deleted.
    Note {
        ago: i32,
        rating: u8,
        is_deleted: bool,
    },
    /// An answer about a week.
    Week { ago: i32, average: u8 },
}

fn made() -> impl Strategy<Value = Made> {
    let ago = 0..200_i32;
    prop_oneof![
        (ago.clone(), 0..=10_u8, any::<bool>()).prop_map(|(ago, rating, hurt)| Made::Session {
            ago,
            rating,
            hurt
        }),
        (ago.clone(), 0..=10_u8, any::<bool>()).prop_map(|(ago, rating, is_deleted)| Made::Note {
            ago,
            rating,
            is_deleted
        }),
        (ago, 0..=10_u8).prop_map(|(ago, average)| Made::Week { ago, average }),
    ]
}

fn at(day: Date) -> At {
    let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    At::try_from(noon.timestamp()).unwrap()
}

fn now() -> At {
    let evening = TODAY.at(20, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap();
    At::try_from(evening.timestamp()).unwrap()
}

fn rating(number: u8) -> Rating {
    Rating::try_from(number).unwrap()
}

/// The bodies of entries with their days.
fn bodies(timeline: &Arc<Timeline>, number: usize, made: &Made) -> Vec<(Date, Body)> {
    let day = |ago: i32| TODAY.saturating_sub(ago.days());
    let note = NoteId(Uuid::from_u128(1_000_000 + number as u128));
    let kept = |ago, content| Body::NoteKept {
        note,
        content: Arc::new(Note {
            date: day(ago),
            content,
        }),
    };
    match *made {
        Made::Session {
            ago,
            rating: number_rated,
            hurt,
        } => {
            let session = SessionId(Uuid::from_u128(number as u128));
            let mut bodies = vec![
                Body::SessionStarted {
                    session,
                    timeline: Arc::clone(timeline),
                },
                Body::PainRated {
                    session,
                    moment: Moment::Before,
                    rating: rating(number_rated),
                    locations: BTreeSet::from([Location::Neck]),
                },
            ];
            bodies.extend(timeline.steps().iter().map(|step| Body::StepFinished {
                session,
                step: StepNumber::try_from(u64::from(step.index)).unwrap(),
                outcome: Outcome::Done,
            }));
            let play = PlayNumber::of(4).unwrap();
            if hurt {
                bodies.push(Body::ExerciseHurt { session, play });
            } else {
                let felt = ExerciseDiscomfort::new(DiscomfortLevel::Some);
                bodies.push(Body::ExerciseFelt {
                    session,
                    play,
                    felt,
                });
            }
            bodies.push(Body::SessionEnded {
                session,
                how: Ending::Completed,
            });
            bodies.into_iter().map(|body| (day(ago), body)).collect()
        }
        Made::Note {
            ago,
            rating: number_rated,
            is_deleted,
        } => {
            let feeling = Feeling::of(FeelingParts {
                rating: Some(rating(number_rated)),
                locations: BTreeSet::new(),
                text: Remark::read("Stiff.").unwrap(),
            });
            let mut bodies = vec![kept(ago, Content::Feeling(feeling.unwrap()))];
            if is_deleted {
                bodies.push(Body::NoteDeleted { note });
            }
            bodies.into_iter().map(|body| (day(ago), body)).collect()
        }
        Made::Week { ago, average } => {
            let week = Week::of(WeekParts {
                average: Some(rating(average)),
                ..WeekParts::default()
            });
            vec![(day(ago), kept(ago, Content::Week(week.unwrap())))]
        }
    }
}

fn entries(library: &Library, all: &[Made]) -> Vec<Entry> {
    let plan = library.plan(&"two-minutes".parse().unwrap(), |_| Level(1));
    let timeline = Arc::new(Timeline::new(&plan.unwrap(), Layout::default()));
    let bodies = all
        .iter()
        .enumerate()
        .flat_map(|(number, made)| bodies(&timeline, number, made));
    bodies
        .enumerate()
        .map(|(number, (day, body))| Entry {
            id: EntryId(Uuid::from_u128(number as u128)),
            device: DeviceId(Uuid::nil()),
            at: at(day),
            zone: Zone::try_from("UTC".to_owned()).unwrap(),
            version: Version::CURRENT,
            body,
        })
        .collect()
}

fn span(first_ago: i32, last_ago: i32) -> Span {
    let day = |ago: i32| TODAY.saturating_sub(ago.days());
    Span::new(day(first_ago.max(last_ago)), day(first_ago.min(last_ago))).unwrap()
}

fn of(library: &Library, diary: &Diary, span: Span, parts: &Parts) -> Report {
    Report::of(library, diary, span, parts, TODAY, now())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Counted once more by hand: everything of the period is in it, deleted notes and other
    /// days are not.
    #[test]
    fn a_report_has_its_period_and_no_more(
        all in prop::collection::vec(made(), 0..12),
        (first, last) in (0..200_i32, 0..200_i32),
    ) {
        let library = Library::shipped().unwrap();
        let diary = Diary::of(&entries(&library, &all));
        let span = span(first, last);
        let report = of(&library, &diary, span, &Parts::default());
        let is_in = |ago: i32| span.has(TODAY.saturating_sub(ago.days()));
        let (mut sessions, mut ratings, mut hurt, mut notes, mut weeks) = (0, 0, 0, 0, 0);
        for made in &all {
            match made {
                Made::Session { ago, hurt: is_hurt, .. } if is_in(*ago) => {
                    sessions += 1;
                    ratings += 1;
                    hurt += usize::from(*is_hurt);
                }
                Made::Note { ago, is_deleted: false, .. } if is_in(*ago) => {
                    ratings += 1;
                    notes += 1;
                }
                Made::Week { ago, .. } if is_in(*ago) => weeks += 1,
                _ => {}
            }
        }
        prop_assert_eq!(report.training.total().sessions, sessions);
        prop_assert_eq!(report.course.ratings.len(), ratings);
        prop_assert_eq!(report.course.weeks.len(), weeks);
        prop_assert_eq!(report.notes.len(), notes);
        let stopped: usize = report.training.exercises.iter().map(|one| one.hurt).sum();
        prop_assert_eq!(stopped, hurt);
        let named: usize = report.about.locations.iter().map(|(_, count)| count).sum();
        prop_assert_eq!(named, sessions);
        prop_assert_eq!(report.is_empty(), sessions + ratings + weeks == 0);

        let all = report::observations(&diary, span, &Parts::default(), TODAY, now());
        prop_assert!(all.iter().all(|one| span.has(one.date) && one.is_timed()));
        let count = |is: fn(&What) -> bool| all.iter().filter(|one| is(&one.what)).count();
        prop_assert_eq!(count(|what| matches!(what, What::Pain { .. })), ratings);
        prop_assert_eq!(count(|what| matches!(what, What::Session { .. })), sessions);
        prop_assert_eq!(count(|what| matches!(what, What::Hurt { .. })), hurt);
        prop_assert_eq!(count(|what| matches!(what, What::Remark(_))), notes);
        prop_assert_eq!(count(|what| matches!(what, What::WeekAverage(_))), weeks);

        // The table's rows add up to the whole.
        let (unit, rows) = report.rows();
        let summed: usize = rows.iter().map(|row| row.period.amount.sessions).sum();
        prop_assert_eq!(summed, sessions);
        let rated: u32 = rows.iter().filter_map(|row| row.mean).map(Mean::count).sum();
        prop_assert_eq!(rated as usize, ratings);
        prop_assert!(unit == Unit::Months || rows.len() <= MOST_WEEKS);
    }

    /// Whichever device's entries come first.
    #[test]
    fn order_changes_nothing(
        all in prop::collection::vec(made(), 0..8),
        seed in any::<prop::sample::Index>(),
    ) {
        let library = Library::shipped().unwrap();
        let entries = entries(&library, &all);
        let mut turned = entries.clone();
        if !turned.is_empty() {
            let middle = seed.index(turned.len());
            turned.rotate_left(middle);
            turned.reverse();
        }
        let span = span(200, 0);
        let (one, other) = (Diary::of(&entries), Diary::of(&turned));
        let parts = Parts::default();
        prop_assert_eq!(of(&library, &one, span, &parts), of(&library, &other, span, &parts));
        prop_assert_eq!(
            report::observations(&one, span, &parts, TODAY, now()),
            report::observations(&other, span, &parts, TODAY, now())
        );
    }
}

#[test]
fn what_is_left_out_is_nowhere() {
    let library = Library::shipped().unwrap();
    let all = [
        Made::Session {
            ago: 3,
            rating: 5,
            hurt: true,
        },
        Made::Note {
            ago: 2,
            rating: 4,
            is_deleted: false,
        },
        Made::Week { ago: 1, average: 4 },
    ];
    let diary = Diary::of(&entries(&library, &all));
    let count = |parts: &Parts| {
        let report = of(&library, &diary, span(30, 0), parts);
        let all = report::observations(&diary, span(30, 0), parts, TODAY, now());
        (report, all.len())
    };
    let (_, everything) = count(&Parts::default());
    for part in Part::ALL {
        let (report, left) = count(&Parts::without(&BTreeSet::from([part])));
        match part {
            Part::About => assert!(report.about.locations.is_empty()),
            Part::Course => assert!(report.course.is_empty()),
            Part::Training => {
                assert!(
                    report
                        .rows()
                        .1
                        .iter()
                        .all(|row| row.period.amount.sessions == 0)
                );
            }
            Part::Exercises => assert!(!report.parts.has(Part::Exercises)),
            Part::Safety => assert_eq!(report.safety.answered, None),
            Part::Notes => assert!(report.notes.is_empty()),
        }
        let is_in_files = !matches!(part, Part::About | Part::Safety);
        assert_eq!(left < everything, is_in_files, "{part:?}");
    }
    let (report, left) = count(&Parts::without(&Part::ALL.into()));
    assert!(report.is_empty());
    assert_eq!(left, 0);
}

#[test]
fn a_clock_that_was_ahead_puts_nothing_into_a_report() {
    let library = Library::shipped().unwrap();
    let ahead = [Made::Session {
        ago: -40,
        rating: 5,
        hurt: false,
    }];
    let diary = Diary::of(&entries(&library, &ahead));
    let report = of(&library, &diary, span(30, -60), &Parts::default());
    assert!(report.is_empty());
    assert!(report.rows().1.is_empty());
}

#[test]
fn presets_end_today_and_everything_begins_with_the_first_entry() {
    let library = Library::shipped().unwrap();
    let all = [
        Made::Session {
            ago: 40,
            rating: 5,
            hurt: false,
        },
        Made::Note {
            ago: 400,
            rating: 5,
            is_deleted: false,
        },
    ];
    let diary = Diary::of(&entries(&library, &all));
    let first = |preset: Preset, diary: &Diary| {
        let span = preset.span(diary, TODAY);
        assert_eq!(span.last(), TODAY);
        span.first()
    };
    assert_eq!(first(Preset::FourWeeks, &diary), date(2026, 7, 9));
    assert_eq!(first(Preset::ThreeMonths, &diary), date(2026, 5, 6));
    assert_eq!(first(Preset::All, &diary), TODAY.saturating_sub(400.days()));
    assert_eq!(first(Preset::All, &Diary::default()), TODAY);
    assert!(Span::new(date(2026, 8, 6), TODAY).is_err());
}
