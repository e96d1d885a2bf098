//! Taking everything out, and bringing it in elsewhere.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use support::Person;
use unhunch_app::data::{ImportRefused, Imported};
use unhunch_app::sessions::{Started, WhatToPlay};
use unhunch_app::today::TodayChange;
use unhunch_domain::person::profile::Minutes;

async fn export(person: &Person) -> String {
    let mut export = person.app.export();
    let mut file = String::new();
    while let Some(piece) = export.next().await.unwrap() {
        file.push_str(&piece);
    }
    file
}

async fn import(person: &Person, file: &[u8]) -> Result<Imported, ImportRefused> {
    let mut received = person.app.receive().unwrap();
    assert!(received.is_empty());
    // Pieces that end anywhere.
    for piece in file.chunks(7) {
        received.add(piece).unwrap();
    }
    assert_eq!(received.is_empty(), file.is_empty());
    person.app.import_received(received).await
}

async fn somebody() -> Person {
    let person = Person::new().await;
    let started = person.app.start_session(&WhatToPlay::Today, None).await;
    assert!(matches!(started.unwrap(), Started::New(_)));
    person
}

#[tokio::test]
async fn what_was_taken_out_comes_in_once() {
    let from = somebody().await;
    let file = export(&from).await;
    let count = from.count().await;
    let to = Person::unasked().await;
    let entries = u64::try_from(count).unwrap();
    let imported = import(&to, file.as_bytes()).await.unwrap();
    let all = Imported {
        new: entries,
        known: 0,
    };
    assert_eq!(imported, all);
    assert_eq!(to.bodies().await, from.bodies().await);
    let sessions = |person: &Person| person.app.read_last(|diary| diary.latest().count());
    assert_eq!(sessions(&to), 1, "the diary has it at once");
    let again = import(&to, file.as_bytes()).await.unwrap();
    let none = Imported {
        new: 0,
        known: entries,
    };
    assert_eq!(again, none);
    assert_eq!(export(&to).await, file);
}

#[tokio::test]
async fn of_a_bad_file_nothing_is_kept() {
    let from = somebody().await;
    let file = export(&from).await;
    let to = Person::new().await;
    let before = to.bodies().await;
    let bad = format!("{file}{{\"id\":1}}\n{file}");
    let refused = import(&to, bad.as_bytes()).await.unwrap_err();
    let ImportRefused::Line(error) = refused else {
        panic!("{refused}");
    };
    let lines = u64::try_from(from.count().await).unwrap();
    assert_eq!(error.line, lines + 1);
    assert_eq!(to.bodies().await, before);
    // A file cut off in its last line isn't whole, either.
    let cut = &file.as_bytes()[..file.len() - 20];
    assert!(matches!(
        import(&to, cut).await,
        Err(ImportRefused::Line(_))
    ));
    assert_eq!(to.bodies().await, before);
    assert_eq!(import(&to, b"").await.unwrap().new, 0);
}

/// A file may come slowly, or never to its end.
#[tokio::test]
async fn while_a_file_comes_others_write() {
    let from = somebody().await;
    let file = export(&from).await;
    let to = Person::new().await;
    let (first, rest) = file.as_bytes().split_at(file.len() / 2);
    let mut received = to.app.receive().unwrap();
    received.add(first).unwrap();
    let minutes = TodayChange {
        minutes: Some(Minutes::try_from(20).unwrap()),
        ..TodayChange::default()
    };
    to.app.override_today(minutes).await.unwrap();
    let before = to.count().await;
    let mut never = to.app.receive().unwrap();
    never.add(first).unwrap();
    drop(never);
    assert_eq!(to.count().await, before);
    received.add(rest).unwrap();
    let imported = to.app.import_received(received).await.unwrap();
    let new = usize::try_from(imported.new).unwrap();
    assert_eq!(to.count().await, before + new);
    assert!(new > 0);
}
