//! How long it takes to draw the figures: all of them, with every variant and side, and the
//! ones that a single page waits for.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use unhunch_domain::Library;
use unhunch_domain::programme::parts::Side;
use unhunch_web::{Figure, Solved};
use unhunch_words::Words;

fn solved<'a>(figure: &Figure<'a>) -> Solved<'a> {
    figure.solved().expect("poses that are right")
}

fn benchmarks(criterion: &mut Criterion) {
    let library = Library::shipped().expect("content");
    let words = Words::english().expect("words");
    let mut all = Vec::new();
    for exercise in library.any() {
        let variants = exercise.file.variants.iter().map(|variant| &variant.id);
        for variant in std::iter::once(None).chain(variants.map(Some)) {
            for side in [Side::Left, Side::Right] {
                let figure = Figure::of(exercise, variant, Some(side)).expect("a figure");
                if figure.side().is_some() || side == Side::Left {
                    all.push(figure);
                }
            }
        }
    }
    let name = format!("draw all {} figures, moving (target: 150 ms)", all.len());
    criterion.bench_function(&name, |b| {
        b.iter(|| {
            for figure in &all {
                black_box(solved(figure).moving(&words));
            }
        });
    });
    let cat = Figure::of(
        library
            .exercise(&"cat-cow".parse().expect("an id"))
            .expect("an exercise"),
        None,
        None,
    )
    .expect("a figure");
    criterion.bench_function("draw one figure, moving", |b| {
        b.iter(|| black_box(solved(&cat).moving(&words)));
    });
    criterion.bench_function("draw one still", |b| {
        b.iter(|| black_box(solved(&cat).still(&words, "cat").expect("a phase")));
    });
}

criterion_group!(figures, benchmarks);
criterion_main!(figures);
