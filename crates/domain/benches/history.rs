//! How long what pages ask of a diary takes after twenty lively years: Today, what a session may
//! be, and Progress over all of it.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use unhunch_domain::basics::rating::DiscomfortLevel;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::journal::note::{Content, Location, Week, WeekParts};
use unhunch_domain::person::profile::Minutes;
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::review::person::Person;
use unhunch_domain::review::ratings::RatingSeries;
use unhunch_domain::review::training::Training;
use unhunch_domain::review::{advice, suggestions};
use unhunch_domain::session::compose;
use unhunch_domain::{
    Body, DeviceId, Diary, Entry, EntryId, Library, Moment, Note, NoteId, Outcome, Rating,
    SessionId, Timeline,
};
use uuid::Uuid;

const TODAY: Date = date(2026, 8, 3);

fn at(date: Date, hour: i8) -> At {
    let time = date.at(hour, 0, 0, 0).to_zoned(TimeZone::UTC);
    At::try_from(time.expect("an hour").timestamp()).expect("a time")
}

fn rating(number: i32) -> Rating {
    let number = u8::try_from(number).expect("a number");
    Rating::try_from(number).expect("a rating")
}

/// A session on nearly every day, with ratings and places, how exercises felt, and an answer each
/// week.
fn twenty_years(library: &Library) -> Diary {
    let timelines: Vec<_> = [5, 10, 15]
        .map(|minutes| {
            let mut person = Person::new(TODAY);
            person.profile.minutes = Minutes::try_from(minutes).expect("minutes");
            let composed = compose::today(library, &person, Layout::default());
            let plan = composed.plan(compose::TODAY.parse().expect("an id"));
            Arc::new(Timeline::new(&plan, Layout::default()))
        })
        .into();
    let mut diary = Diary::default();
    let mut entries: u128 = 0;
    for ago in (0..20 * 365).rev().filter(|ago| ago % 9 != 4) {
        let date = TODAY.saturating_sub(ago.days());
        let session = SessionId(Uuid::from_u128(1 + entries));
        let timeline = &timelines[usize::try_from(ago).expect("a number") % timelines.len()];
        let mut write = |body| {
            entries += 1;
            diary.fold(&Entry {
                id: EntryId(Uuid::from_u128(entries)),
                device: DeviceId(Uuid::nil()),
                at: at(date, 12),
                zone: Zone::of(&TimeZone::UTC),
                version: Version::CURRENT,
                body,
            });
        };
        write(Body::SessionStarted {
            session,
            timeline: Arc::clone(timeline),
        });
        for moment in [Moment::Before, Moment::After] {
            write(Body::PainRated {
                session,
                moment,
                rating: rating(2 + ago % 5),
                locations: BTreeSet::from([Location::Neck, Location::LeftShoulder]),
            });
        }
        for step in timeline.steps() {
            write(Body::StepFinished {
                session,
                step: u64::from(step.index).try_into().expect("a step"),
                outcome: Outcome::Done,
            });
        }
        write(Body::ExerciseFelt {
            session,
            play: 4.try_into().expect("a play"),
            felt: DiscomfortLevel::Fine.into(),
        });
        if ago % 7 == 0 {
            let week = Week::of(WeekParts {
                average: Some(rating(3)),
                ..WeekParts::default()
            });
            write(Body::NoteKept {
                note: NoteId(Uuid::from_u128(session.0.as_u128())),
                content: Arc::new(Note {
                    date,
                    content: Content::Week(week.expect("something said")),
                }),
            });
        }
    }
    diary
}

fn benchmarks(criterion: &mut Criterion) {
    let library = Library::shipped().expect("content");
    let diary = twenty_years(&library);
    let now = at(TODAY, 18);
    let routines: Vec<_> = library.routines().collect();
    criterion.bench_function("Today after twenty years", |b| {
        b.iter(|| {
            let person = Person::of(black_box(&diary), TODAY, now);
            let advised = advice::today(&diary, TODAY).len();
            let asked = suggestions::suggestions(&library, &person).len();
            let composed = compose::today(&library, &person, Layout::default());
            let cards = routines.iter().map(|routine| {
                let (warm_up, items) = (&routine.file.warm_up, &routine.file.exercises);
                compose::adapt(&library, &person, warm_up, items, Layout::default()).total_ms
            });
            (advised, asked, composed.total_ms, cards.sum::<u64>())
        });
    });
    criterion.bench_function("the person of twenty years", |b| {
        b.iter(|| Person::of(black_box(&diary), TODAY, now));
    });
    let person = Person::of(&diary, TODAY, now);
    criterion.bench_function("routines fitted to a person", |b| {
        b.iter(|| {
            let cards = routines.iter().map(|routine| {
                let (warm_up, items) = (&routine.file.warm_up, &routine.file.exercises);
                compose::adapt(
                    &library,
                    black_box(&person),
                    warm_up,
                    items,
                    Layout::default(),
                )
                .total_ms
            });
            cards.sum::<u64>()
        });
    });
    let (first, _) = diary.span().expect("sessions");
    criterion.bench_function("ratings of twenty years", |b| {
        b.iter(|| RatingSeries::of(black_box(&diary), first, TODAY, now));
    });
    criterion.bench_function("training of twenty years", |b| {
        b.iter(|| Training::of(&library, black_box(&diary), (first, TODAY), TODAY, now));
    });
    criterion.bench_function("count sessions of twenty years", |b| {
        b.iter(|| black_box(&diary).session_count());
    });
}

criterion_group!(history, benchmarks);
criterion_main!(history);
