//! How long it takes to say what is advised after twenty years of ratings: Today asks for it
//! whenever it is shown, and whatever starts or keeps a session asks whether it is worse.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::journal::note::{Content, Week, WeekParts};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::review::advice;
use unhunch_domain::{
    Body, DeviceId, Diary, Entry, EntryId, Level, Library, Moment, Note, NoteId, Rating, SessionId,
    Timeline,
};
use uuid::Uuid;

const TODAY: Date = date(2026, 8, 3);

fn noon(date: Date) -> At {
    let noon = date.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).expect("noon");
    At::try_from(noon.timestamp()).expect("a time")
}

fn rating(number: i32) -> Rating {
    let number = u8::try_from(number).expect("a number");
    Rating::try_from(number).expect("a rating")
}

/// Two ratings on every day of twenty years, an answer every week, and a rise lately.
fn twenty_years() -> Diary {
    let library = Library::shipped().expect("content");
    let desk = "two-minutes".parse().expect("an id");
    let plan = library.plan(&desk, |_| Level::FIRST).expect("a plan");
    let timeline = Arc::new(Timeline::new(&plan, Layout::default()));
    let mut diary = Diary::default();
    let mut entries: u128 = 0;
    for ago in (0..20 * 365).rev() {
        let date = TODAY.saturating_sub(ago.days());
        let session = SessionId(Uuid::from_u128(1 + entries));
        let mut write = |body| {
            entries += 1;
            diary.fold(&Entry {
                id: EntryId(Uuid::from_u128(entries)),
                device: DeviceId(Uuid::nil()),
                at: noon(date),
                zone: Zone::of(&TimeZone::UTC),
                version: Version::CURRENT,
                body,
            });
        };
        write(Body::SessionStarted {
            session,
            timeline: Arc::clone(&timeline),
        });
        let number = if ago < 9 { 7 } else { 2 + ago % 5 };
        for moment in [Moment::Before, Moment::After] {
            write(Body::PainRated {
                session,
                moment,
                rating: rating(number),
                locations: BTreeSet::new(),
            });
        }
        if ago % 7 == 0 {
            let week = Week::of(WeekParts {
                average: Some(rating(number)),
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
    let diary = twenty_years();
    criterion.bench_function("advice after twenty years", |b| {
        b.iter(|| advice::today(black_box(&diary), TODAY).len());
    });
    criterion.bench_function("whether it is worse, when it is", |b| {
        b.iter(|| advice::worse_since(black_box(&diary), TODAY));
    });
    let before = TODAY.saturating_sub(30.days());
    criterion.bench_function("whether it is worse, when it isn’t", |b| {
        b.iter(|| advice::worse_since(black_box(&diary), before));
    });
}

criterion_group!(benches, benchmarks);
criterion_main!(benches);
