//! The diary is one and the same, however its entries arrive.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::json;
use unhunch_domain::basics::stamp::Stamp;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::diary::stored::{Reader, Unusable, Writer};
use unhunch_domain::diary::{Extent, State};
use unhunch_domain::journal::advice_rule::Rule;
use unhunch_domain::journal::entry::Version;
use unhunch_domain::journal::note::{
    Change, Content, Feeling, FeelingParts, Location, Remark, Week, WeekParts,
};
use unhunch_domain::person::settings::{GetReady, SettingsChange, TextSize, Theme};
use unhunch_domain::programme::custom;
use unhunch_domain::programme::timeline::{BREAK, Layout};
use unhunch_domain::programme::timeline::{PlayNumber, StepNumber};
use unhunch_domain::{
    Body, Command, CustomRoutine, CustomRoutineId, DeviceId, Diary, DiscomfortLevel, Ending, Entry,
    EntryId, ExerciseDiscomfort, Level, Library, Moment, Note, NoteId, Outcome, Rating, Refusal,
    SessionId, Timeline,
};
use uuid::Uuid;

fn timelines() -> Vec<Arc<Timeline>> {
    let library = Library::shipped().unwrap();
    [
        ("desk", "desk"),
        ("two-minutes", "two-minutes"),
        ("desk", BREAK),
    ]
    .iter()
    .map(|(routine, name)| {
        let mut plan = library
            .plan(&routine.parse().unwrap(), |_| Level::FIRST)
            .unwrap();
        plan.routine = name.parse().unwrap();
        Arc::new(Timeline::new(&plan, Layout::default()))
    })
    .collect()
}

/// Two routines of a person's own.
fn plans() -> Vec<Arc<CustomRoutine>> {
    ["Morning", "Evening"]
        .iter()
        .map(|name| {
            let file =
                format!("unhunch-plan = 1\nname = \"{name}\"\n[[items]]\nexercise = \"cat-cow\"\n");
            let reading = custom::read(file.as_bytes(), &Library::shipped().unwrap());
            Arc::new(reading.whole().unwrap())
        })
        .collect()
}

fn routine(number: u8) -> CustomRoutineId {
    CustomRoutineId(Uuid::from_bytes([number; 16]))
}

fn session(number: u8) -> SessionId {
    SessionId(Uuid::from_bytes([number; 16]))
}

const ENDINGS: [Ending; 4] = [
    Ending::Completed,
    Ending::Stopped,
    Ending::Closed,
    Ending::Dizzy,
];

fn rating(number: u8) -> Rating {
    Rating::try_from(number).unwrap()
}

fn felt() -> impl Strategy<Value = ExerciseDiscomfort> {
    prop_oneof![
        prop::sample::select(DiscomfortLevel::ALL.as_slice()).prop_map(ExerciseDiscomfort::new),
        (0..=10_u8).prop_map(|number| ExerciseDiscomfort::rated(rating(number))),
    ]
}

fn body() -> impl Strategy<Value = Body> {
    let id = (0..4_u8).prop_map(session);
    let timelines = timelines();
    prop_oneof![
        2 => (id.clone(), 0..3_usize).prop_map(move |(session, which)| Body::SessionStarted {
            session,
            timeline: Arc::clone(&timelines[which]),
        }),
        6 => (id.clone(), 0..100_u64, any::<bool>()).prop_map(|(session, step, done)| Body::StepFinished {
            session,
            step: StepNumber::try_from(step).unwrap(),
            outcome: if done { Outcome::Done } else { Outcome::Skipped },
        }),
        2 => (id.clone(), 0..ENDINGS.len()).prop_map(|(session, how)| Body::SessionEnded {
            session,
            how: ENDINGS[how],
        }),
        3 => (id.clone(), 0..4_u64, felt()).prop_map(|(session, play, felt)| Body::ExerciseFelt {
            session,
            play: PlayNumber::try_from(play).unwrap(),
            felt,
        }),
        2 => (id.clone(), 0..4_u64).prop_map(|(session, play)| Body::ExerciseHurt {
            session,
            play: PlayNumber::try_from(play).unwrap(),
        }),
        1 => id.clone().prop_map(|session| Body::SessionDeleted { session }),
        1 => id.clone().prop_map(|session| Body::SessionRestored { session }),
        2 => (id, any::<bool>(), 0..=10_u8).prop_map(|(session, before, rating)| Body::PainRated {
            session,
            moment: if before { Moment::Before } else { Moment::After },
            rating: Rating::try_from(rating).unwrap(),
            locations: locations(rating),
        }),
        1 => (any::<Option<bool>>(), prop::option::of(3..=30_u8), any::<bool>()).prop_map(|(voice, ready, dark)| {
            Body::SettingsChanged {
                change: Box::new(SettingsChange {
                    voice,
                    get_ready: ready.map(|s| GetReady::try_from(s).unwrap()),
                    theme: dark.then_some(Theme::Dark),
                    text_size: (!dark).then_some(TextSize::Large),
                    ..SettingsChange::default()
                }),
            }
        }),
    ]
}

/// What becomes of own routines.
fn of_routine() -> impl Strategy<Value = Body> {
    let plans = plans();
    let own = (0..3_u8).prop_map(routine);
    prop_oneof![
        2 => (own.clone(), 0..2_usize).prop_map(move |(routine, which)| Body::RoutineKept {
            routine,
            plan: Arc::clone(&plans[which]),
        }),
        1 => own.clone().prop_map(|routine| Body::RoutineDeleted { routine }),
        1 => own.prop_map(|routine| Body::RoutineRestored { routine }),
    ]
}

fn note(number: u8) -> NoteId {
    NoteId(Uuid::from_bytes([number; 16]))
}

/// Some locations that follow from a number.
fn locations(number: u8) -> BTreeSet<Location> {
    let chosen = Location::ALL.into_iter().enumerate();
    chosen
        .filter(|(place, _)| number >> place & 1 == 1)
        .map(|(_, location)| location)
        .collect()
}

/// What becomes of notes, and what was read.
fn of_note() -> impl Strategy<Value = Body> {
    let id = (0..3_u8).prop_map(note);
    let feeling = (prop::option::of(0..=10_u8), prop::option::of("[a-z]{1,9}")).prop_filter_map(
        "says nothing",
        |(number, text)| {
            let feeling = Feeling::of(FeelingParts {
                rating: number.map(rating),
                locations: locations(number.unwrap_or_default()),
                text: text.map(|text| Remark::try_from(text).unwrap()),
            })?;
            Some(Content::Feeling(feeling))
        },
    );
    let week = (0..=10_u8, prop::option::of(0..3_usize)).prop_filter_map(
        "says nothing",
        |(number, change)| {
            let week = Week::of(WeekParts {
                average: Some(rating(number)),
                change: change.map(|which| Change::ALL[which]),
                ..WeekParts::default()
            })?;
            Some(Content::Week(week))
        },
    );
    let kept = (1..=9_i8, prop_oneof![feeling, week]).prop_map(|(day, content)| {
        Arc::new(Note {
            date: date(2026, 8, day),
            content,
        })
    });
    prop_oneof![
        3 => (id.clone(), kept).prop_map(|(note, content)| Body::NoteKept { note, content }),
        1 => id.clone().prop_map(|note| Body::NoteDeleted { note }),
        1 => id.prop_map(|note| Body::NoteRestored { note }),
        1 => (prop::sample::select(Rule::ALL.as_slice()), 1..=9_i8).prop_map(|(rule, day)| {
            Body::AdviceRead { rule, since: date(2026, 8, day) }
        }),
    ]
}

/// What a person says and decides, beside what they do.
fn of_person() -> impl Strategy<Value = Body> {
    let exercise = prop::sample::select(vec!["superman", "cat-cow"]);
    prop_oneof![
        (prop::option::of(2..=20_u8), prop::option::of(prop::sample::select(vec!["desk", "floor"])))
            .prop_map(|(minutes, place)| {
                let mut change = json!({});
                if let Some(minutes) = minutes {
                    change["minutes"] = json!(minutes);
                }
                if let Some(place) = place {
                    change["place"] = json!(place);
                }
                json!({ "kind": "profile-changed", "change": change })
            }),
        (any::<bool>(), any::<bool>()).prop_map(|(arm, seen)| {
            let mut answers = json!({ "before": if arm { vec!["arm"] } else { vec![] } });
            if seen {
                answers["seen"] = json!(["arm"]);
            }
            json!({ "kind": "screening-answered", "answers": answers })
        }),
        (0..4_u8, 0..3_u16, any::<bool>()).prop_map(|(of, play, settled)| {
            json!({ "kind": "discomfort-followed-up", "session": session(of), "play": play, "settled": settled })
        }),
        (exercise.clone(), -1..4_i8).prop_map(|(exercise, level)| {
            json!({ "kind": "standing-set", "exercise": exercise, "standing": { "form": "usual", "level": level } })
        }),
        (exercise.clone(), prop::sample::select(vec!["usual", "left-out", "agreed"])).prop_map(
            |(exercise, choice)| json!({ "kind": "exercise-chosen", "exercise": exercise, "choice": choice })
        ),
        (prop::option::of(exercise), 3..6_u8).prop_map(|(dropped, day)| {
            let dropped: Vec<_> = dropped.into_iter().collect();
            json!({ "kind": "day-wished", "day": { "date": format!("2026-08-0{day}"), "dropped": dropped } })
        }),
        Just(json!({ "kind": "comeback-over" })),
    ]
    .prop_map(|body| serde_json::from_value(body).unwrap())
}

/// Entries with times that often coincide, over a few days and zones.
fn entries() -> impl Strategy<Value = Vec<Entry>> {
    let entry = (
        prop_oneof![3 => body(), 1 => of_person(), 1 => of_routine(), 1 => of_note()],
        0..40_i64,
        0..3_usize,
        0..2_u8,
    )
        .prop_map(|(body, hours, zone, device)| Entry {
            id: EntryId(Uuid::nil()),
            device: DeviceId(Uuid::from_bytes([device; 16])),
            at: At::from_millisecond(1_785_000_000_000 + hours * 3_600_000).unwrap(),
            zone: Zone::try_from(["Europe/Berlin", "Pacific/Auckland", "UTC"][zone].to_owned())
                .unwrap(),
            version: Version::CURRENT,
            body,
        });
    prop::collection::vec(entry, 0..60).prop_map(|mut entries| {
        for (number, entry) in entries.iter_mut().enumerate() {
            entry.id = EntryId(Uuid::from_u128(number as u128 + 1));
        }
        entries
    })
}

/// A diary as it is put by.
fn pieces(diary: &Diary) -> Vec<Vec<u8>> {
    let mut writer = Writer::default();
    std::iter::from_fn(|| writer.piece(diary).unwrap()).collect()
}

fn read_pieces<'a>(pieces: impl IntoIterator<Item = &'a Vec<u8>>) -> Result<Diary, Unusable> {
    let mut reader = Reader::default();
    for piece in pieces {
        reader.take(piece)?;
    }
    reader.finish()
}

#[test]
fn years_are_put_by_in_small_pieces_and_each_of_them_counts() {
    let timelines = timelines();
    let entries: Vec<Entry> = (0..1500_u64)
        .map(|number| {
            let id = Uuid::from_u128(u128::from(number) << 64 | 7);
            let body = match number % 3 {
                0 => Body::SessionStarted {
                    session: SessionId(id),
                    timeline: Arc::clone(&timelines[usize::from(number % 2 == 0)]),
                },
                1 => Body::PainRated {
                    session: SessionId(Uuid::from_u128(u128::from(number - 1) << 64 | 7)),
                    moment: Moment::Before,
                    rating: rating(4),
                    locations: locations(4),
                },
                _ => Body::NoteKept {
                    note: NoteId(id),
                    content: Arc::new(Note {
                        date: date(2026, 8, 3),
                        content: Content::Feeling(
                            Feeling::of(FeelingParts {
                                rating: Some(rating(3)),
                                ..FeelingParts::default()
                            })
                            .unwrap(),
                        ),
                    }),
                },
            };
            Entry {
                id: EntryId(Uuid::from_u128(u128::from(number) + 1)),
                device: DeviceId(Uuid::nil()),
                at: at(i64::try_from(number).unwrap()),
                zone: Zone::try_from("Europe/Berlin".to_owned()).unwrap(),
                version: Version::CURRENT,
                body,
            }
        })
        .collect();
    let diary = Diary::of(&entries);
    let whole = pieces(&diary);
    assert_eq!(read_pieces(&whole).unwrap(), diary);
    // Settings, two timelines, 500 sessions, 500 notes, the end.
    assert!(whole.len() > 8, "{}", whole.len());
    assert!(whole.iter().all(|piece| piece.len() < 64 * 1024));
    let all: usize = whole.iter().map(Vec::len).sum();
    let json = serde_json::to_string(&diary).unwrap().len();
    assert!(all * 2 < json, "{all} bytes of {json}");

    for place in 0..whole.len() {
        let missing = whole
            .iter()
            .enumerate()
            .filter(|(other, _)| *other != place);
        assert!(
            read_pieces(missing.map(|(_, piece)| piece)).is_err(),
            "{place}"
        );
        assert!(read_pieces(&whole[..place]).is_err(), "{place}");
        let mut cut = whole.clone();
        cut[place].pop();
        assert!(read_pieces(&cut).is_err(), "{place}");
        cut[place] = [&whole[place][..], &[0]].concat();
        assert!(read_pieces(&cut).is_err(), "{place}");
    }
    assert!(read_pieces(whole.iter().chain(&whole[..1])).is_err());
}

proptest! {
    #[test]
    fn whatever_stands_in_a_piece_is_read_or_refused(
        entries in entries(),
        place in any::<prop::sample::Index>(),
        byte in any::<prop::sample::Index>(),
        to in any::<u8>(),
    ) {
        let mut pieces = pieces(&Diary::of(&entries));
        let piece = place.index(pieces.len());
        let length = pieces[piece].len();
        pieces[piece][byte.index(length)] = to;
        // What matters is that there is no panic; a checksum tells what was put by.
        drop(read_pieces(&pieces));
    }

    #[test]
    fn one_by_one_is_at_once_is_any_order_is_twice(
        (entries, shuffled) in entries().prop_flat_map(|entries| (Just(entries.clone()), Just(entries).prop_shuffle())),
        cut in 0..60_usize,
    ) {
        let at_once = Diary::of(&entries);
        prop_assert_eq!(&Diary::of(&shuffled), &at_once);
        prop_assert_eq!(&Diary::of(entries.iter().chain(&shuffled)), &at_once);

        // Put by in the middle and read again.
        let cut = cut.min(entries.len());
        let text = serde_json::to_string(&Diary::of(&entries[..cut])).unwrap();
        let mut resumed: Diary = serde_json::from_str(&text).unwrap();
        for entry in &entries[cut..] {
            resumed.fold(entry);
        }
        prop_assert_eq!(&resumed, &at_once);

        // The same in pieces.
        let pieces = pieces(&Diary::of(&entries[..cut]));
        let mut resumed = read_pieces(&pieces).unwrap();
        for entry in &entries[cut..] {
            resumed.fold(entry);
        }
        prop_assert_eq!(&resumed, &at_once);

        // The days show each session once, and none that is deleted or was never started.
        let shown: Vec<SessionId> = at_once.latest().map(|session| session.id).collect();
        let mut unique = shown.clone();
        unique.sort();
        unique.dedup();
        prop_assert_eq!(unique.len(), shown.len());
        prop_assert_eq!(at_once.latest().count(), shown.len());
        for number in 0..4 {
            let known = at_once.session(session(number));
            let shows = known.is_some_and(|session| !session.is_deleted());
            let is_break = known.is_some_and(|session| session.is_break());
            prop_assert_eq!(shown.contains(&session(number)), shows && !is_break);
            let mut breaks = at_once.latest_breaks();
            prop_assert_eq!(breaks.any(|found| found.id == session(number)), shows && is_break);

            // The latest answer counts, the first time that it hurt, and dizziness, or else
            // the first end.
            let Some(known) = known else { continue };
            let of_it = || entries.iter().filter(|entry| entry.body.session() == Some(known.id));
            for play in 0..4 {
                let answer = of_it().filter_map(|entry| match entry.body {
                    Body::ExerciseFelt { play: of, felt, .. } if usize::from(of.get()) == play => Some((entry.stamp(), felt)),
                    _ => None,
                }).max_by_key(|(stamp, _)| *stamp);
                prop_assert_eq!(known.felt(play), answer.map(|(_, felt)| felt));
                prop_assert_eq!(known.felt_at(play), answer.map(|(stamp, _)| stamp.at));
                let hurt = of_it().filter_map(|entry| match entry.body {
                    Body::ExerciseHurt { play: of, .. } if usize::from(of.get()) == play => Some(entry.at),
                    _ => None,
                }).min();
                prop_assert_eq!(known.hurt(play), hurt);
            }
            let ends = || of_it().filter_map(|entry| match entry.body {
                Body::SessionEnded { how, .. } => Some((entry.stamp(), how)),
                _ => None,
            });
            let dizzy = ends().find(|(_, how)| *how == Ending::Dizzy);
            let first = dizzy.or(ends().min_by_key(|(stamp, _)| *stamp));
            prop_assert_eq!(known.ending(), first.map(|(_, how)| how));
        }

        // An own routine is as it was kept last; it shows unless it was deleted after that.
        for number in 0..3 {
            let id = routine(number);
            let mut about: Vec<&Entry> = entries
                .iter()
                .filter(|entry| match &entry.body {
                    Body::RoutineKept { routine, .. }
                    | Body::RoutineDeleted { routine }
                    | Body::RoutineRestored { routine } => *routine == id,
                    _ => false,
                })
                .collect();
            about.sort_by_key(|entry| entry.stamp());
            let plan = about.iter().rev().find_map(|entry| match &entry.body {
                Body::RoutineKept { plan, .. } => Some(plan),
                _ => None,
            });
            let gone = matches!(about.last().map(|entry| &entry.body), Some(Body::RoutineDeleted { .. }));
            prop_assert_eq!(at_once.custom_routine(id), plan.filter(|_| !gone));
            prop_assert_eq!(at_once.last_custom_routine(id), plan);
            prop_assert_eq!(at_once.is_routine_deleted(id), plan.map(|_| gone));
            let listed = at_once.custom_routines().iter().any(|(known, _)| *known == id);
            prop_assert_eq!(listed, at_once.custom_routine(id).is_some());
        }

        // A note says what was kept last, is as old as it was at first, and shows on the day that
        // it is about, unless it was deleted after that.
        for number in 0..3 {
            let id = note(number);
            let mut about: Vec<&Entry> = entries
                .iter()
                .filter(|entry| match &entry.body {
                    Body::NoteKept { note, .. }
                    | Body::NoteDeleted { note }
                    | Body::NoteRestored { note } => *note == id,
                    _ => false,
                })
                .collect();
            about.sort_by_key(|entry| entry.stamp());
            let kept: Vec<_> = about.iter().filter_map(|entry| match &entry.body {
                Body::NoteKept { content, .. } => Some((entry.at, content)),
                _ => None,
            }).collect();
            let gone = matches!(about.last().map(|entry| &entry.body), Some(Body::NoteDeleted { .. }));
            let known = at_once.note(id);
            prop_assert_eq!(known.map(|(noted, _)| noted.note), kept.last().map(|(_, content)| *content));
            prop_assert_eq!(known.map(|(noted, _)| noted.first), kept.first().map(|(at, _)| *at));
            prop_assert_eq!(known.map(|(_, deleted)| deleted), kept.last().map(|_| gone));
            let listed: Vec<_> = at_once.notes_between(Date::MIN, Date::MAX).filter(|noted| noted.id == id).collect();
            let shows: Vec<_> = known.filter(|(_, deleted)| !deleted).map(|(noted, _)| noted).into_iter().collect();
            prop_assert_eq!(listed, shows);
        }
        for rule in Rule::ALL {
            let read = entries.iter().filter_map(|entry| match entry.body {
                Body::AdviceRead { rule: of, since } if of == rule => Some((entry.stamp(), since)),
                _ => None,
            });
            prop_assert_eq!(at_once.read_stage(rule), read.max().map(|(_, since)| since));
        }
    }
}

/// Writes a journal by hand.
struct Story {
    entries: Vec<Entry>,
    minute: i64,
}

impl Story {
    fn new() -> Self {
        Self {
            entries: Vec::new(),
            minute: 0,
        }
    }

    fn tell(&mut self, body: Body) -> Stamp {
        self.minute += 1;
        let entry = Entry {
            id: EntryId(Uuid::from_u128(self.entries.len() as u128 + 1)),
            device: DeviceId(Uuid::nil()),
            // 2026-08-03, 22:00 in UTC: already the 4th in Berlin.
            at: At::from_millisecond(1_785_794_400_000 + self.minute * 60_000).unwrap(),
            zone: Zone::try_from("Europe/Berlin".to_owned()).unwrap(),
            version: Version::CURRENT,
            body,
        };
        let stamp = entry.stamp();
        self.entries.push(entry);
        stamp
    }

    fn start(&mut self) {
        let timeline = Arc::clone(&timelines()[0]);
        self.tell(Body::SessionStarted {
            session: session(1),
            timeline,
        });
    }

    fn finish(&mut self, steps: impl IntoIterator<Item = u64>, outcome: Outcome) {
        for step in steps {
            let step = StepNumber::try_from(step).unwrap();
            self.tell(Body::StepFinished {
                session: session(1),
                step,
                outcome,
            });
        }
    }

    fn diary(&self) -> Diary {
        Diary::of(&self.entries)
    }
}

fn at(minute: i64) -> At {
    At::from_millisecond(1_785_794_400_000 + minute * 60_000).unwrap()
}

#[test]
fn a_session_belongs_to_the_day_where_the_person_was() {
    let mut story = Story::new();
    story.start();
    let diary = story.diary();
    assert_eq!(diary.session(session(1)).unwrap().date(), date(2026, 8, 4));
    assert_eq!(
        diary
            .sessions_between(date(2026, 8, 4), date(2026, 8, 4))
            .count(),
        1
    );
    assert_eq!(
        diary
            .sessions_between(date(2026, 8, 3), date(2026, 8, 3))
            .count(),
        0
    );
}

#[test]
fn steps_are_over_whether_done_or_skipped_and_done_ones_count() {
    let mut story = Story::new();
    story.start();
    story.finish([0, 1, 3], Outcome::Done);
    story.finish([2], Outcome::Skipped);
    let diary = story.diary();
    let open = diary.session(session(1)).unwrap();
    let over: Vec<_> = open.finished().map(|step| step.index).collect();
    assert_eq!(over, [0, 1, 2, 3]);
    let done: u64 = [0, 1, 3]
        .iter()
        .map(|step| open.timeline().steps()[*step].duration_ms)
        .sum();
    assert_eq!(open.done_ms(), done);
}

#[test]
fn a_skipped_step_that_is_done_after_all_is_done() {
    let mut story = Story::new();
    story.start();
    story.finish([1], Outcome::Skipped);
    let diary = story.diary();
    let again = Command::FinishStep {
        session: session(1),
        step: 1,
        outcome: Outcome::Done,
    };
    assert!(again.accept(&diary).unwrap().is_some());
    let skip = Command::FinishStep {
        session: session(1),
        step: 1,
        outcome: Outcome::Skipped,
    };
    assert_eq!(skip.accept(&diary), Ok(None));
    story.finish([1], Outcome::Done);
    assert!(story.diary().session(session(1)).unwrap().is_done(1));
}

#[test]
fn an_open_session_is_old_after_a_day() {
    let mut story = Story::new();
    story.start();
    story.finish([0], Outcome::Done);
    let diary = story.diary();
    let found = diary.session(session(1)).unwrap();
    assert_eq!(found.state(at(10)), State::Open);
    assert_eq!(found.state(at(2 + 24 * 60 - 1)), State::Open);
    assert_eq!(found.state(at(2 + 24 * 60)), State::Stale);
    // A clock that went backwards makes nothing old.
    assert_eq!(found.state(at(-60 * 24 * 3)), State::Open);
    story.tell(Body::SessionEnded {
        session: session(1),
        how: Ending::Closed,
    });
    assert_eq!(
        story.diary().session(session(1)).unwrap().state(at(5000)),
        State::Ended(Ending::Closed)
    );
    assert!(story.diary().open(at(5000)).is_none());
}

#[test]
fn what_counts_for_an_exercise_is_the_exercising() {
    let mut story = Story::new();
    story.start();
    let timeline = Arc::clone(&timelines()[0]);
    let (mut ready, mut rest) = (Vec::new(), Vec::new());
    for step in timeline.steps_of(4) {
        let working = matches!(step.kind.id(), "move" | "hold" | "return");
        if working { &mut rest } else { &mut ready }.push(u64::from(step.index));
    }
    story.finish(ready, Outcome::Done);
    assert_eq!(
        story.diary().session(session(1)).unwrap().extent(4),
        Extent::None
    );
    story.finish(rest[..1].to_vec(), Outcome::Done);
    assert_eq!(
        story.diary().session(session(1)).unwrap().extent(4),
        Extent::Part
    );
    story.finish(rest[1..].to_vec(), Outcome::Done);
    assert_eq!(
        story.diary().session(session(1)).unwrap().extent(4),
        Extent::Whole
    );
    let tally = story.diary().session(session(1)).unwrap().tally();
    assert_eq!((tally.whole, tally.part, tally.all), (1, 0, 6));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let mut story = Story::new();
    story.start();
    let diary = story.diary();
    let last = timelines()[0].steps().len() - 1;
    let finish = |id, step| Command::FinishStep {
        session: session(id),
        step,
        outcome: Outcome::Done,
    };
    assert_eq!(finish(2, 0).accept(&diary), Err(Refusal::UnknownSession));
    for step in [last as u64 + 1, 4096, u64::MAX] {
        assert_eq!(
            finish(1, step).accept(&diary),
            Err(Refusal::UnknownStep { step, last })
        );
    }
    let rate = Command::Rate {
        session: session(1),
        moment: Moment::After,
        rating: 11,
        locations: None,
    };
    assert_eq!(rate.accept(&diary), Err(Refusal::BadRating(11)));
    story.tell(Body::SessionDeleted {
        session: session(1),
    });
    let diary = story.diary();
    assert_eq!(finish(1, 0).accept(&diary), Err(Refusal::DeletedSession));
    assert_eq!(Command::Delete(session(1)).accept(&diary), Ok(None));
    assert!(
        Command::Restore(session(1))
            .accept(&diary)
            .unwrap()
            .is_some()
    );
}

#[test]
fn how_an_exercise_felt_is_kept_once_and_can_be_changed() {
    let mut story = Story::new();
    story.start();
    let feel = |play, felt| Command::Feel {
        session: session(1),
        play,
        felt,
    };
    let some: ExerciseDiscomfort = DiscomfortLevel::Some.into();
    let diary = story.diary();
    assert_eq!(diary.session(session(1)).unwrap().felt(4), None);
    let body = feel(4, some).accept(&diary).unwrap().unwrap();
    story.tell(body);
    let diary = story.diary();
    assert_eq!(diary.session(session(1)).unwrap().felt(4), Some(some));
    assert_eq!(feel(4, some).accept(&diary), Ok(None));
    // A number says more than the word alone.
    let four = ExerciseDiscomfort::rated(rating(4));
    assert_eq!(four.discomfort(), DiscomfortLevel::Some);
    let body = feel(4, four).accept(&diary).unwrap().unwrap();
    // However late a clock was: what is said now comes after what was said before.
    let now = diary.time_for(&body, at(-100));
    assert!(now > diary.session(session(1)).unwrap().felt_at(4).unwrap());
    story.tell(body);
    assert_eq!(
        story.diary().session(session(1)).unwrap().felt(4),
        Some(four)
    );
}

#[test]
fn what_hurt_is_kept_once() {
    let mut story = Story::new();
    story.start();
    // A warm-up move can hurt, too.
    let hurt = || Command::Hurt {
        session: session(1),
        play: 0,
    };
    assert!(timelines()[0].plays()[0].warm_up);
    let diary = story.diary();
    let body = hurt().accept(&diary).unwrap().unwrap();
    assert_eq!(diary.time_for(&body, at(50)), at(50));
    story.tell(body);
    let diary = story.diary();
    assert_eq!(hurt().accept(&diary), Ok(None));
    let found = diary.session(session(1)).unwrap();
    assert_eq!((found.hurt(0), found.hurt(1)), (Some(at(2)), None));
    assert!(found.was_anything_wrong());
}

#[test]
fn an_exercise_that_a_session_does_not_play_is_refused() {
    let mut story = Story::new();
    story.start();
    let count = timelines()[0].plays().len();
    let both = |id, play| {
        [
            Command::Feel {
                session: session(id),
                play,
                felt: DiscomfortLevel::Fine.into(),
            },
            Command::Hurt {
                session: session(id),
                play,
            },
        ]
    };
    let diary = story.diary();
    for play in [count as u64, 4095, 4096, u64::MAX] {
        for command in both(1, play) {
            assert_eq!(
                command.accept(&diary),
                Err(Refusal::UnknownPlay { play, count })
            );
        }
    }
    for command in both(2, 0) {
        assert_eq!(command.accept(&diary), Err(Refusal::UnknownSession));
    }
    for command in both(1, count as u64 - 1) {
        assert!(command.accept(&diary).unwrap().is_some());
    }
    story.tell(Body::SessionDeleted {
        session: session(1),
    });
    for command in both(1, 0) {
        assert_eq!(command.accept(&story.diary()), Err(Refusal::DeletedSession));
    }
}

#[test]
fn dizziness_is_kept_also_of_a_session_that_is_over() {
    let mut story = Story::new();
    story.start();
    let end = |how| Command::End {
        session: session(1),
        how,
    };
    for (how, ends_as) in [
        (Ending::Completed, Ending::Completed),
        (Ending::Dizzy, Ending::Dizzy),
    ] {
        let body = end(how).accept(&story.diary()).unwrap().unwrap();
        story.tell(body);
        let diary = story.diary();
        let found = diary.session(session(1)).unwrap();
        assert_eq!(found.ending(), Some(ends_as));
        assert_eq!(found.was_anything_wrong(), how == Ending::Dizzy);
        assert_eq!(end(how).accept(&diary), Ok(None));
        assert_eq!(end(Ending::Stopped).accept(&diary), Ok(None));
    }
}

#[test]
fn the_word_and_the_number_of_a_discomfort_agree() {
    let expected = [
        (0..=3, DiscomfortLevel::Fine),
        (4..=5, DiscomfortLevel::Some),
        (6..=10, DiscomfortLevel::TooMuch),
    ];
    for (numbers, discomfort) in expected {
        for number in numbers {
            assert_eq!(
                ExerciseDiscomfort::rated(rating(number)).discomfort(),
                discomfort
            );
            for other in DiscomfortLevel::ALL {
                let text = format!(r#"{{"discomfort":"{}","rating":{number}}}"#, other.id());
                let read = serde_json::from_str::<ExerciseDiscomfort>(&text);
                if other == discomfort {
                    assert_eq!(read.unwrap(), ExerciseDiscomfort::rated(rating(number)));
                } else {
                    assert!(read.is_err(), "{text}");
                }
            }
        }
    }
    for broken in [
        r#"{"discomfort":"fine","rating":11}"#,
        r#"{"discomfort":"fine","rating":-1}"#,
        r#"{"discomfort":"fine","rating":2.5}"#,
        r#"{"discomfort":"awful"}"#,
        r#"{"rating":2}"#,
        r#"{"discomfort":"fine","note":"x"}"#,
        r#""fine""#,
    ] {
        assert!(
            serde_json::from_str::<ExerciseDiscomfort>(broken).is_err(),
            "{broken}"
        );
    }
}

#[test]
fn entries_of_the_first_version_stay_readable_and_newer_ones_are_refused() {
    let entry = |version: u16| {
        serde_json::from_str::<Entry>(&format!(
            r#"{{"id":"01920000-0000-7000-8000-000000000001","device":"01920000-0000-7000-8000-000000000002",
            "at":"2026-08-03T07:00:00Z","zone":"Europe/Berlin","version":{version},
            "body":{{"kind":"session-ended","session":"01920000-0000-7000-8000-000000000003","how":"completed"}}}}"#
        ))
    };
    for known in 1..=4 {
        assert_eq!(u16::from(entry(known).unwrap().version), known);
    }
    assert!(entry(0).is_err());
    assert!(entry(5).is_err());
}

#[test]
fn setting_what_is_set_already_writes_nothing() {
    let diary = Diary::default();
    assert_eq!(Command::Set(diary.settings()).accept(&diary), Ok(None));
    let mut wanted = diary.settings();
    wanted.voice = false;
    let Ok(Some(Body::SettingsChanged { change })) = Command::Set(wanted).accept(&diary) else {
        panic!("a change is written");
    };
    assert_eq!(
        *change,
        SettingsChange {
            voice: Some(false),
            ..SettingsChange::default()
        }
    );
}

#[test]
fn an_own_routine_is_kept_changed_deleted_and_brought_back() {
    let [morning, evening] = &plans()[..] else {
        panic!("two plans");
    };
    let keep = |plan: &Arc<CustomRoutine>| Command::KeepRoutine {
        routine: routine(1),
        plan: Arc::clone(plan),
    };
    let (delete, restore) = (
        Command::DeleteRoutine(routine(1)),
        Command::RestoreRoutine(routine(1)),
    );
    let mut story = Story::new();
    for command in [&delete, &restore] {
        let refused = command.clone().accept(&story.diary());
        assert_eq!(refused, Err(Refusal::UnknownRoutine));
    }
    let mut execute = |command: &Command| {
        let body = command.clone().accept(&story.diary()).unwrap();
        let is_new = body.is_some();
        if let Some(body) = body {
            story.tell(body);
        }
        (is_new, story.diary())
    };
    let (kept, diary) = execute(&keep(morning));
    assert!(kept);
    assert_eq!(diary.custom_routine(routine(1)), Some(morning));
    assert!(!execute(&keep(morning)).0, "nothing to write");
    assert!(!execute(&restore).0, "it isn't deleted");
    assert_eq!(
        execute(&keep(evening)).1.custom_routine(routine(1)),
        Some(evening)
    );
    let (_, diary) = execute(&delete);
    assert_eq!(diary.custom_routine(routine(1)), None);
    assert_eq!(diary.last_custom_routine(routine(1)), Some(evening));
    assert!(!execute(&delete).0, "it is deleted already");
    assert_eq!(
        execute(&restore).1.custom_routine(routine(1)),
        Some(evening)
    );
    execute(&delete);
    // To keep it again, as it was, is to want it back.
    let (kept, diary) = execute(&keep(evening));
    assert!(kept);
    assert_eq!(diary.custom_routine(routine(1)), Some(evening));
    assert_eq!(diary.custom_routines().len(), 1);
}

#[test]
fn what_is_decided_about_a_routine_now_counts_now() {
    let mut story = Story::new();
    story.minute = 1000;
    let kept = story.tell(Body::RoutineKept {
        routine: routine(1),
        plan: Arc::clone(&plans()[0]),
    });
    // A clock that was ahead when it was kept doesn't keep it for ever.
    let delete = Body::RoutineDeleted {
        routine: routine(1),
    };
    assert_eq!(story.diary().time_for(&delete, at(3)), kept.at.next());
    assert_eq!(story.diary().time_for(&delete, at(2000)), at(2000));
}

/// What may be said again is stamped after what it takes the place of; the two say so of the same
/// kinds of entries.
#[test]
fn what_takes_the_place_of_something_comes_after_it() {
    let every_kind = include_str!("../../unhunch/tests/frozen/every-kind.jsonl");
    let mut anew = 0;
    let says_something =
        |line: &&str| !line.contains(r#""change":{}"#) && !line.contains(r#""answers":{}"#);
    for line in every_kind.lines().filter(says_something) {
        let entry: Entry = serde_json::from_str(line).unwrap();
        let diary = Diary::of(std::slice::from_ref(&entry));
        let comes_after = diary.time_for(&entry.body, entry.at) > entry.at;
        assert_eq!(
            entry.body.takes_the_place_of(&entry.body),
            comes_after,
            "{line}"
        );
        anew += usize::from(comes_after);
    }
    assert!(anew > 10, "{anew} of them are said anew");
}
