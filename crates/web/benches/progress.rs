//! How long Progress takes, and how large it is, with ten years of daily sessions, ratings and
//! answers about weeks behind it. Targets: below 5 ms and 100 kB for every span.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use http_body_util::BodyExt;
use jiff::{Timestamp, ToSpan, Zoned};
use tower::ServiceExt;
use unhunch_app::{App, Host};
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::journal::note::{Content, Week, WeekParts};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::programme::timeline::StepNumber;
use unhunch_domain::{
    Body as Happened, DeviceId, Ending, Entry, EntryId, Level, Library, Moment, Note, NoteId,
    Outcome, Rating, SessionId, Timeline,
};
use unhunch_journal::{Journal, MemoryJournal};
use unhunch_web::StartTokens;
use unhunch_words::Words;
use uuid::Uuid;

const DAYS: i64 = 3650;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// 3 August 2026, 09:00 in Berlin.
const NOW_MS: i64 = 1_785_740_400_000;

struct Stand;

impl Host for Stand {
    fn now(&self) -> Zoned {
        Timestamp::from_millisecond(NOW_MS)
            .expect("a time")
            .in_tz("Europe/Berlin")
            .expect("a zone")
    }

    fn random(&self) -> [u8; 10] {
        [0; 10]
    }
}

/// Whole sessions of all routines at four levels, each rated twice, and an answer a week.
fn ten_years() -> Vec<Entry> {
    let library = Library::shipped().expect("content");
    let timelines: Vec<Arc<Timeline>> = library
        .routines()
        .flat_map(|routine| {
            [0, 1, 2, 3].map(|level| {
                let plan = library.plan(&routine.id, |_| Level(level));
                Arc::new(Timeline::new(&plan.expect("a plan"), Layout::default()))
            })
        })
        .collect();
    let zone = Zone::try_from("Europe/Berlin".to_owned()).expect("a zone");
    let mut entries = Vec::new();
    let mut add = |ms: i64, body: Happened| {
        entries.push(Entry {
            id: EntryId(Uuid::from_u128(entries.len() as u128 + 1)),
            device: DeviceId(Uuid::nil()),
            at: At::from_millisecond(ms).expect("a time"),
            zone: zone.clone(),
            version: Version::CURRENT,
            body,
        });
    };
    let rating = |number: i64| Rating::try_from(u8::try_from(number % 11).expect("a number"));
    for day in 0..DAYS {
        let number = u128::from(day.unsigned_abs());
        let session = SessionId(Uuid::from_u128(number));
        let begun = NOW_MS - (DAYS - day) * DAY_MS;
        let place = usize::try_from(day).expect("a day") % timelines.len();
        let timeline = Arc::clone(&timelines[place]);
        let mut say = |after: u64, body| add(begun + i64::try_from(after).expect("a time"), body);
        say(
            0,
            Happened::SessionStarted {
                session,
                timeline: Arc::clone(&timeline),
            },
        );
        for step in &timeline.steps()[..timeline.steps().len() - 1] {
            say(
                step.start_ms + step.duration_ms,
                Happened::StepFinished {
                    session,
                    step: StepNumber::try_from(u64::from(step.index)).expect("a step"),
                    outcome: Outcome::Done,
                },
            );
        }
        let how = Ending::Completed;
        say(timeline.total_ms(), Happened::SessionEnded { session, how });
        for (moment, number) in [(Moment::Before, day), (Moment::After, day * 7 + 3)] {
            let rating = rating(number).expect("a rating");
            let locations = BTreeSet::new();
            say(
                timeline.total_ms(),
                Happened::PainRated {
                    session,
                    moment,
                    rating,
                    locations,
                },
            );
        }
        if day % 7 == 0 {
            let parts = WeekParts {
                average: rating(day).ok(),
                ..WeekParts::default()
            };
            let content = Content::Week(Week::of(parts).expect("an answer"));
            let date = Stand.now().date().saturating_sub((DAYS - day).days());
            say(
                timeline.total_ms(),
                Happened::NoteKept {
                    note: NoteId(Uuid::from_u128(number)),
                    content: Arc::new(Note { date, content }),
                },
            );
        }
    }
    entries
}

fn benchmarks(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let journal = Arc::new(MemoryJournal::new(DeviceId(Uuid::nil())));
    runtime
        .block_on(journal.append(&ten_years()))
        .expect("room");
    let app = App::open(
        Library::shipped().expect("content"),
        Words::english().expect("words"),
        Arc::clone(&journal) as Arc<dyn Journal>,
        Arc::new(Stand),
    );
    let router = unhunch_web::router(
        Arc::new(runtime.block_on(app).expect("an app")),
        Arc::new(StartTokens::new(Arc::new(Stand))),
    );
    let mut group = criterion.benchmark_group("ten years");
    for span in ["4-weeks", "3-months", "year", "all"] {
        let ask = || {
            let request = Request::get(format!("/progress?span={span}"));
            (
                router.clone(),
                request.body(Body::empty()).expect("a request"),
            )
        };
        let answer = |(router, request): (axum::Router, Request<Body>)| {
            runtime.block_on(async {
                let answer = router.oneshot(request).await.expect("an answer");
                assert!(answer.status().is_success());
                let page = answer.into_body().collect().await.expect("a page");
                page.to_bytes()
            })
        };
        let bytes = answer(ask()).len();
        println!("progress, {span}: {bytes} bytes (target: below 100000)");
        group.bench_function(format!("progress, {span} (target: below 5 ms)"), |b| {
            b.iter_batched(ask, answer, BatchSize::SmallInput);
        });
    }
    group.finish();
}

criterion_group!(progress, benchmarks);
criterion_main!(progress);
