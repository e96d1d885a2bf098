//! How long it takes to read the content and to lay the longest routine out.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use unhunch_domain::programme::timeline::Layout;
use unhunch_domain::{Level, Library, Timeline};

fn benchmarks(criterion: &mut Criterion) {
    criterion.bench_function("read the content", |b| {
        b.iter(|| Library::shipped().expect("content"));
    });
    let library = Library::shipped().expect("content");
    let full = "full".parse().expect("an id");
    let plan = library.plan(&full, |_| Level(4)).expect("a plan");
    criterion.bench_function("lay out the full routine", |b| {
        b.iter(|| Timeline::new(black_box(&plan), Layout::default()));
    });
    let timeline = Timeline::new(&plan, Layout::default());
    criterion.bench_function("fingerprint a timeline", |b| {
        b.iter(|| black_box(&timeline).fingerprint());
    });
}

criterion_group!(timeline, benchmarks);
criterion_main!(timeline);
