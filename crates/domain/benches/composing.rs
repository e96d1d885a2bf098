//! How long it takes to look back on a year of sessions, to put today's together and to find
//! what to suggest: it is done whenever a page shows it.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::person::profile::{Minutes, Place};
use unhunch_domain::programme::position::Equipment;
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::review::person::Person;
use unhunch_domain::review::suggestions;
use unhunch_domain::session::compose;
use unhunch_domain::{
    Body, Condition, DeviceId, Diary, Entry, EntryId, Library, Outcome, SessionId, Timeline,
};
use uuid::Uuid;

const TODAY: Date = date(2026, 8, 3);

fn noon(date: Date) -> At {
    let noon = date.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).expect("noon");
    At::try_from(noon.timestamp()).expect("a time")
}

/// A session of ten minutes on every day of a year.
fn year(library: &Library) -> Diary {
    let mut diary = Diary::default();
    let mut person = Person::new(TODAY);
    person.profile.minutes = Minutes::try_from(10).expect("minutes");
    let composed = compose::today(library, &person, Layout::default());
    let plan = composed.plan(compose::TODAY.parse().expect("an id"));
    let timeline = Arc::new(Timeline::new(&plan, Layout::default()));
    let mut entries: u128 = 0;
    for days in (1..=365).rev() {
        let session = SessionId(Uuid::from_u128(entries + 1));
        let mut write = |body| {
            entries += 1;
            diary.fold(&Entry {
                id: EntryId(Uuid::from_u128(entries)),
                device: DeviceId(Uuid::nil()),
                at: noon(TODAY.saturating_sub(days.days())),
                zone: Zone::of(&TimeZone::UTC),
                version: Version::CURRENT,
                body,
            });
        };
        write(Body::SessionStarted {
            session,
            timeline: Arc::clone(&timeline),
        });
        for step in timeline.steps() {
            write(Body::StepFinished {
                session,
                step: u64::from(step.index).try_into().expect("a step"),
                outcome: Outcome::Done,
            });
        }
    }
    diary
}

fn benchmarks(criterion: &mut Criterion) {
    let library = Library::shipped().expect("content");
    let diary = year(&library);
    criterion.bench_function("look back on a year", |b| {
        b.iter(|| Person::of(black_box(&diary), TODAY, noon(TODAY)));
    });
    let person = Person::of(&diary, TODAY, noon(TODAY));
    criterion.bench_function("suggest", |b| {
        b.iter(|| suggestions::suggestions(&library, black_box(&person)).len());
    });
    for minutes in Minutes::OFFERED {
        let mut person = Person::new(TODAY);
        person.profile.minutes = Minutes::try_from(minutes).expect("minutes");
        person.profile.place = Place::Floor;
        person.profile.equipment = Equipment::ALL.into();
        criterion.bench_function(&format!("compose {minutes} minutes"), |b| {
            b.iter(|| compose::today(&library, black_box(&person), Layout::default()));
        });
        person.conditions = BTreeSet::from([Condition::Shoulder, Condition::Vertigo]);
        criterion.bench_function(&format!("compose {minutes} minutes with conditions"), |b| {
            b.iter(|| compose::today(&library, black_box(&person), Layout::default()));
        });
    }
}

criterion_group!(composing, benchmarks);
criterion_main!(composing);
