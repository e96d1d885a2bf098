//! How long pages take with twenty years of daily sessions behind them, and how long a start
//! takes with and without the diary that was put by.

use std::collections::BTreeSet;
use std::hint::black_box;
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use http_body_util::BodyExt;
use jiff::{Timestamp, Zoned};
use tower::ServiceExt;
use unhunch_app::{App, Host};
use unhunch_domain::basics::time::{At, Zone};
use unhunch_domain::diary::stored::{Reader, Writer};
use unhunch_domain::journal::entry::Version;
use unhunch_domain::person::screening::Answers;
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::programme::timeline::StepNumber;
use unhunch_domain::{
    Body as Happened, DeviceId, Diary, Ending, Entry, EntryId, Level, Library, Moment, Outcome,
    Rating, SessionId, Timeline,
};
use unhunch_journal::{Journal, MemoryJournal};
use unhunch_web::StartTokens;
use unhunch_words::Words;
use uuid::Uuid;

const DAYS: i64 = 20 * 365;
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

/// A session a day for twenty years, routines and levels taking turns.
fn twenty_years() -> Vec<Entry> {
    let library = Library::shipped().expect("content");
    let timelines: Vec<Arc<Timeline>> = library
        .routines()
        .flat_map(|routine| {
            [1, 2, 3].map(|level| {
                let plan = library.plan(&routine.id, |_| Level(level));
                Arc::new(Timeline::new(&plan.expect("a plan"), Layout::default()))
            })
        })
        .collect();
    let zone = Zone::try_from("Europe/Berlin".to_owned()).expect("a zone");
    let mut entries = Vec::new();
    let mut add = |ms: i64, body: Happened| {
        let id = EntryId(Uuid::from_u128(entries.len() as u128 + 1));
        let at = At::from_millisecond(ms).expect("a time");
        let device = DeviceId(Uuid::nil());
        entries.push(Entry {
            id,
            device,
            at,
            zone: zone.clone(),
            version: Version::CURRENT,
            body,
        });
    };
    add(
        NOW_MS - DAYS * DAY_MS,
        Happened::ScreeningAnswered {
            answers: Box::new(Answers {
                now: Some(Some(BTreeSet::new())),
                before: Some(Some(BTreeSet::new())),
                conditions: Some(Some(BTreeSet::new())),
                ..Answers::default()
            }),
        },
    );
    for day in 0..DAYS {
        let session = SessionId(Uuid::from_u128(day.unsigned_abs().into()));
        let begun = NOW_MS - (DAYS - day) * DAY_MS;
        let timeline =
            Arc::clone(&timelines[usize::try_from(day).expect("a day") % timelines.len()]);
        add(
            begun,
            Happened::SessionStarted {
                session,
                timeline: Arc::clone(&timeline),
            },
        );
        for step in &timeline.steps()[..timeline.steps().len() - 1] {
            let ended = i64::try_from(step.start_ms + step.duration_ms).expect("a length");
            let number = StepNumber::try_from(u64::from(step.index)).expect("a step");
            add(
                begun + ended,
                Happened::StepFinished {
                    session,
                    step: number,
                    outcome: Outcome::Done,
                },
            );
        }
        let ended = begun + i64::try_from(timeline.total_ms()).expect("a length");
        add(
            ended,
            Happened::SessionEnded {
                session,
                how: Ending::Completed,
            },
        );
        let rating = Rating::try_from(u8::try_from(day % 11).expect("a rating")).expect("a rating");
        add(
            ended,
            Happened::PainRated {
                session,
                moment: Moment::After,
                rating,
                locations: BTreeSet::new(),
            },
        );
    }
    entries
}

async fn open(journal: &Arc<MemoryJournal>) -> Arc<App> {
    let app = App::open(
        Library::shipped().expect("content"),
        Words::english().expect("words"),
        Arc::clone(journal) as Arc<dyn Journal>,
        Arc::new(Stand),
    );
    Arc::new(app.await.expect("an app"))
}

/// A diary in the pieces in which it is put by.
fn put_by(diary: &Diary) -> Vec<Vec<u8>> {
    let mut writer = Writer::default();
    std::iter::from_fn(|| writer.piece(diary).expect("can be written")).collect()
}

fn read_put_by(pieces: &[Vec<u8>]) -> Diary {
    let mut reader = Reader::default();
    for piece in pieces {
        reader.take(piece).expect("a piece");
    }
    reader.finish().expect("a diary")
}

fn benchmarks(criterion: &mut Criterion) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let entries = twenty_years();
    println!("{} entries of {DAYS} days", entries.len());

    let mut group = criterion.benchmark_group("twenty years");
    group.sample_size(10);
    group.bench_function("fold the whole journal", |b| {
        b.iter(|| Diary::of(black_box(&entries)));
    });

    let journal = Arc::new(MemoryJournal::new(DeviceId(Uuid::nil())));
    runtime.block_on(journal.append(&entries)).expect("room");
    drop(entries);
    let app = runtime.block_on(open(&journal));
    runtime.block_on(app.save_snapshot()).expect("room");
    let pieces = runtime.block_on(app.read(put_by)).expect("room");
    println!("the diary put by: {} bytes", pieces.concat().len());
    group.bench_function("read the diary put by", |b| {
        b.iter(|| read_put_by(black_box(&pieces)));
    });
    group.finish();

    let router = unhunch_web::router(
        Arc::clone(&app),
        Arc::new(StartTokens::new(Arc::new(Stand))),
    );
    let latest = runtime
        .block_on(app.read(|diary| diary.latest().next().map(|s| s.id)))
        .expect("a diary");
    let latest = latest.expect("a session");
    let mut group = criterion.benchmark_group("page");
    for address in [
        "/".to_owned(),
        "/routines/full".to_owned(),
        format!("/sessions/{latest}/after"),
        "/exercises".to_owned(),
        "/exercises/cat-cow".to_owned(),
        "/history".to_owned(),
        "/history?month=2016-02".to_owned(),
        format!("/history/{latest}"),
        "/settings".to_owned(),
        "/about".to_owned(),
    ] {
        let name = address.replace(&latest.to_string(), "ID").replace('/', "∕");
        group.bench_function(name, |b| {
            b.iter_batched(
                || {
                    (
                        router.clone(),
                        Request::get(&address)
                            .body(Body::empty())
                            .expect("a request"),
                    )
                },
                |(router, request)| {
                    runtime.block_on(async {
                        let answer = router.oneshot(request).await.expect("an answer");
                        assert!(answer.status().is_success());
                        answer.into_body().collect().await.expect("a page")
                    })
                },
                BatchSize::SmallInput,
            );
        });
    }
    group.finish();

    // The player's page is the largest: a session of the longest routine that was just begun.
    let request = Request::post("/sessions")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from("routine=full&level=4"))
        .expect("a request");
    let answer = runtime
        .block_on(router.clone().oneshot(request))
        .expect("an answer");
    let address = answer.headers()["location"]
        .to_str()
        .expect("an address")
        .to_owned();
    criterion.bench_function("page/∕sessions∕ID", |b| {
        b.iter_batched(
            || {
                (
                    router.clone(),
                    Request::get(&address)
                        .body(Body::empty())
                        .expect("a request"),
                )
            },
            |(router, request)| {
                runtime.block_on(async {
                    let answer = router.oneshot(request).await.expect("an answer");
                    answer.into_body().collect().await.expect("a page")
                })
            },
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(pages, benchmarks);
criterion_main!(pages);
