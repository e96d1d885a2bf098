//! The diary that the app has beside the journal: what is written is in it at once, and what another
//! process writes at the next look.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use support::Person;
use unhunch_app::sessions::{Started, WhatToPlay};
use unhunch_domain::basics::rating::Rating;
use unhunch_domain::journal::note::{FeelingParts, Location};
use unhunch_domain::{DeviceId, Diary, Ending, Entry, EntryId};
use unhunch_journal::{
    Appended, Import, Journal, JournalError, MemoryJournal, Notice, Position, Snapshot,
    SnapshotPiece,
};
use uuid::Uuid;

async fn note(person: &Person, rating: u8) {
    let parts = FeelingParts {
        rating: Some(Rating::try_from(rating).unwrap()),
        locations: BTreeSet::from([Location::Neck]),
        text: None,
    };
    person.app.note_feeling(None, None, parts).await.unwrap();
}

async fn play(person: &Person) {
    let Started::New(session) = person
        .app
        .start_session(&WhatToPlay::Today, None)
        .await
        .unwrap()
    else {
        panic!("nothing was started");
    };
    person
        .app
        .end_session(session, Ending::Stopped)
        .await
        .unwrap();
}

/// Holds the app's diary against the journal, which is what counts.
async fn assert_same_as_journal(person: &Person) {
    let entries = person.entries().await;
    let read = Diary::of(&entries);
    let position = person.end().await;
    assert_eq!(person.app.position(), position);
    person.app.read_last(|diary| assert_eq!(*diary, read));
}

#[tokio::test]
async fn what_is_written_is_folded_in_at_once() {
    let person = Person::new().await;
    for rating in 0..3 {
        note(&person, rating).await;
        assert_same_as_journal(&person).await;
        person.wait_minutes(30);
        play(&person).await;
        assert_same_as_journal(&person).await;
    }
}

/// A journal into which another process writes just before somebody's write, and which counts how
/// often entries are read back.
struct Shared {
    journal: Arc<MemoryJournal>,
    comes_in_between: Mutex<Option<Entry>>,
    reads: AtomicUsize,
}

#[async_trait]
impl Journal for Shared {
    fn device(&self) -> DeviceId {
        self.journal.device()
    }

    async fn append(&self, entries: &[Entry]) -> Result<Appended, JournalError> {
        let other = self.comes_in_between.lock().unwrap().take();
        if let Some(other) = other {
            self.journal.append(&[other]).await?;
        }
        self.journal.append(entries).await
    }

    async fn begin_import(&self) -> Result<Box<dyn Import + '_>, JournalError> {
        self.journal.begin_import().await
    }

    async fn end(&self) -> Result<Position, JournalError> {
        self.journal.end().await
    }

    async fn read_after(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<(Position, Entry)>, JournalError> {
        self.reads.fetch_add(1, Ordering::SeqCst);
        self.journal.read_after(after, limit).await
    }

    async fn snapshot(&self) -> Result<Option<Snapshot>, JournalError> {
        self.journal.snapshot().await
    }

    async fn snapshot_piece(
        &self,
        snapshot: Snapshot,
        place: u32,
    ) -> Result<SnapshotPiece, JournalError> {
        self.journal.snapshot_piece(snapshot, place).await
    }

    async fn put_snapshot(
        &self,
        snapshot: Snapshot,
        pieces: &mut (dyn Iterator<Item = Vec<u8>> + Send),
    ) -> Result<(), JournalError> {
        self.journal.put_snapshot(snapshot, pieces).await
    }

    async fn erase(&self) -> Result<(), JournalError> {
        self.journal.erase().await
    }

    async fn notices(&self) -> Result<Vec<Notice>, JournalError> {
        self.journal.notices().await
    }

    async fn acknowledge(&self) -> Result<(), JournalError> {
        self.journal.acknowledge().await
    }
}

#[tokio::test]
async fn what_another_process_wrote_in_between_is_not_passed_over() {
    let (from, person) = (Person::new().await, Person::new().await);
    note(&from, 9).await;
    let mut theirs = from.entries().await.pop().unwrap();
    theirs.id = EntryId(Uuid::from_u128(9));
    let shared = Arc::new(Shared {
        journal: person.journal(),
        comes_in_between: Mutex::new(None),
        reads: AtomicUsize::new(0),
    });
    let person = person.over(Arc::clone(&shared) as Arc<dyn Journal>).await;
    let reads = || shared.reads.load(Ordering::SeqCst);

    let before = reads();
    note(&person, 1).await;
    assert_same_as_journal(&person).await;
    assert_eq!(reads(), before, "nothing had to be read back");

    *shared.comes_in_between.lock().unwrap() = Some(theirs);
    note(&person, 2).await;
    assert_same_as_journal(&person).await;
    assert!(reads() > before);
}

#[tokio::test]
async fn two_processes_see_what_the_other_wrote() {
    let person = Person::new().await;
    let other = person.another_process().await;
    for rating in 0..3 {
        note(&other, rating).await;
        person.wait_minutes(1);
        note(&person, 10 - rating).await;
        assert_same_as_journal(&person).await;
        other.app.read(|_| ()).await.unwrap();
        assert_same_as_journal(&other).await;
    }
}

#[tokio::test]
async fn the_diary_is_saved_once_much_has_come() {
    let person = Person::new().await;
    note(&person, 3).await;
    person.app.save_snapshot_if_due().await.unwrap();
    assert!(!person.has_snapshot().await, "little has come yet");
    for rating in (0..=10).cycle().take(2000) {
        note(&person, rating).await;
        person.wait_minutes(1);
    }
    assert!(
        !person.has_snapshot().await,
        "nobody waits for it in a write"
    );
    person.app.save_snapshot_if_due().await.unwrap();
    assert!(person.has_snapshot().await);
    let again = person.another_process().await;
    assert_same_as_journal(&again).await;
}
