//! An app over a journal in memory, with a clock that stands where a test puts it.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use jiff::civil::Date;
use jiff::{Timestamp, Zoned};
use unhunch_app::reminders::Reminders;
use unhunch_app::{App, Host};
use unhunch_domain::person::screening::Answers;
use unhunch_domain::{Body, Command, DeviceId, Entry, EntryId, Library};
use unhunch_journal::{Journal, MemoryJournal, Position};
use unhunch_words::Words;
use uuid::Uuid;

/// A clock that stands, and chance that counts.
struct Stand {
    ms: AtomicI64,
    chance: AtomicU64,
}

impl Host for Stand {
    fn now(&self) -> Zoned {
        let now = Timestamp::from_millisecond(self.ms.load(Ordering::SeqCst));
        now.unwrap().in_tz("Europe/Berlin").unwrap()
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.chance.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        bytes
    }
}

/// Somebody who uses the app.
pub struct Person {
    pub app: App,
    journal: Arc<MemoryJournal>,
    clock: Arc<Stand>,
}

#[allow(dead_code, reason = "each test file uses some of these")]
impl Person {
    /// Monday, 3 August 2026, nine in the morning in Berlin; nothing was asked yet.
    pub async fn unasked() -> Self {
        let clock = Arc::new(Stand {
            ms: AtomicI64::new(1_785_740_400_000),
            chance: AtomicU64::new(1),
        });
        let journal = Arc::new(MemoryJournal::new(DeviceId(Uuid::from_u128(7))));
        let app = App::open(
            Library::shipped().unwrap(),
            Words::english().unwrap(),
            Arc::clone(&journal) as Arc<dyn Journal>,
            Arc::clone(&clock) as Arc<dyn Host>,
        );
        Self {
            app: app.await.unwrap(),
            journal,
            clock,
        }
    }

    /// Nothing that was asked for applies.
    pub async fn new() -> Self {
        let person = Self::unasked().await;
        let nobody = Answers {
            now: Some(Some(BTreeSet::new())),
            before: Some(Some(BTreeSet::new())),
            conditions: Some(Some(BTreeSet::new())),
            ..Answers::default()
        };
        person.answer(nobody).await;
        person
    }

    /// The same person with reminders beside the app.
    pub fn with_reminders(self, reminders: Arc<dyn Reminders>) -> Self {
        Self {
            app: self.app.with_reminders(reminders),
            ..self
        }
    }

    /// Answers safety questions.
    pub async fn answer(&self, answers: Answers) {
        let answered = self.app.execute(Command::Answer(answers)).await;
        answered.unwrap();
    }

    pub fn today(&self) -> Date {
        self.app.now().zoned.date()
    }

    pub fn wait_minutes(&self, minutes: i64) {
        self.clock.ms.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    pub fn wait_days(&self, days: i64) {
        self.wait_minutes(days * 24 * 60);
    }

    /// Another process over the same journal, as a second window of the program is.
    pub async fn another_process(&self) -> Self {
        self.over(Arc::clone(&self.journal) as Arc<dyn Journal>)
            .await
    }

    /// Where the journal is kept.
    pub fn journal(&self) -> Arc<MemoryJournal> {
        Arc::clone(&self.journal)
    }

    /// Another process that reaches the same journal by this.
    pub async fn over(&self, journal: Arc<dyn Journal>) -> Self {
        let app = App::open(
            Library::shipped().unwrap(),
            Words::english().unwrap(),
            journal,
            Arc::clone(&self.clock) as Arc<dyn Host>,
        );
        Self {
            app: app.await.unwrap(),
            journal: Arc::clone(&self.journal),
            clock: Arc::clone(&self.clock),
        }
    }

    /// Where the journal ends.
    pub async fn end(&self) -> Position {
        self.journal.end().await.unwrap()
    }

    /// Whether a diary was saved.
    pub async fn has_snapshot(&self) -> bool {
        self.journal.snapshot().await.unwrap().is_some()
    }

    /// What is in the journal, the earliest first.
    pub async fn entries(&self) -> Vec<Entry> {
        let start = Position {
            epoch: self.end().await.epoch,
            number: 0,
        };
        let entries = self.journal.read_after(start, 10_000).await.unwrap();
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    /// What they say, the earliest first.
    pub async fn bodies(&self) -> Vec<Body> {
        let entries = self.entries().await;
        entries.into_iter().map(|entry| entry.body).collect()
    }

    /// How many entries are in the journal.
    pub async fn count(&self) -> usize {
        self.bodies().await.len()
    }

    /// Takes in what another device wrote at this moment.
    pub async fn import(&self, body: Body) {
        let now = self.app.now();
        let entry = Entry {
            id: EntryId(Uuid::from_u128(
                0xE000_0000 + u128::from(self.clock.chance.fetch_add(1, Ordering::SeqCst)),
            )),
            device: DeviceId(Uuid::from_u128(8)),
            at: now.at,
            zone: now.zone,
            version: unhunch_domain::journal::entry::Version::CURRENT,
            body,
        };
        self.app.import(&[entry]).await.unwrap();
    }
}
