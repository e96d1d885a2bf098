//! An app over a journal in memory, with a clock that stands where a test puts it, and
//! somebody who uses it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use axum::response::Response;
use http_body_util::BodyExt;
use jiff::{Timestamp, Zoned};
use tower::ServiceExt;
use unhunch_app::reminders::Reminders;
use unhunch_app::{App, Host};
use unhunch_domain::{DeviceId, Library};
use unhunch_journal::{Journal, MemoryJournal};
use unhunch_web::StartTokens;
use unhunch_words::Words;
use uuid::Uuid;

/// A clock that stands, and chance that counts.
pub struct Stand {
    ms: AtomicI64,
    chance: AtomicU64,
}

impl Host for Stand {
    fn now(&self) -> Zoned {
        Timestamp::from_millisecond(self.ms.load(Ordering::SeqCst))
            .unwrap()
            .in_tz("Europe/Berlin")
            .unwrap()
    }

    fn random(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        bytes[2..].copy_from_slice(&self.chance.fetch_add(1, Ordering::SeqCst).to_be_bytes());
        bytes
    }
}

/// Somebody in front of the app.
pub struct Person {
    pub router: Router,
    pub journal: Arc<MemoryJournal>,
    pub app: Arc<App>,
    #[allow(dead_code, reason = "each test file uses some of these")]
    pub start_tokens: Arc<StartTokens>,
    clock: Arc<Stand>,
    /// How many entries the welcome left in the journal.
    welcomed: usize,
}

/// What somebody sends at each step of the welcome to whom nothing applies.
pub const NOTHING_APPLIES: [(&str, &str); 6] = [
    ("you", "complaint=neck&since=weeks"),
    ("now", "none=yes"),
    ("before", "none=yes"),
    ("conditions", "pregnancy=no&none=yes"),
    ("room", "equipment=chair&equipment=wall&place=desk"),
    ("time", "minutes=5&day_part=any"),
];

/// An answer, read to its end.
#[derive(Debug)]
pub struct Page {
    pub status: StatusCode,
    pub location: Option<String>,
    #[allow(dead_code, reason = "each test file uses some of these")]
    pub headers: axum::http::HeaderMap,
    pub text: String,
}

impl Page {
    pub async fn of(response: Response) -> Self {
        let status = response.status();
        let headers = response.headers().clone();
        let location = headers
            .get(header::LOCATION)
            .map(|value| value.to_str().unwrap().to_owned());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Self {
            status,
            location,
            headers,
            text,
        }
    }

    /// What the player hears.
    #[allow(dead_code, reason = "each test file uses some of these")]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.text).unwrap()
    }
}

#[allow(dead_code, reason = "each test file uses some of these")]
impl Person {
    /// Monday, 3 August 2026, nine in the morning in Berlin: they went through the welcome,
    /// nothing of what it asks for applies to them, and nothing is done yet.
    pub async fn new() -> Self {
        Self::new_here().await.welcome().await
    }

    /// The same, with reminders beside the app.
    pub async fn with_reminders(reminders: Arc<dyn Reminders>) -> Self {
        let journal = Arc::new(MemoryJournal::new(DeviceId(Uuid::from_u128(7))));
        let person = Self::over(journal, Some(reminders)).await;
        person.welcome().await
    }

    /// Goes through the welcome.
    async fn welcome(mut self) -> Self {
        let person = &mut self;
        // Ids of what they do later don't depend on how many entries the welcome leaves.
        person.clock.chance.store(1 << 32, Ordering::SeqCst);
        for (step, form) in NOTHING_APPLIES {
            let page = person.post(&format!("/welcome/{step}"), form).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        }
        person.clock.chance.store(1, Ordering::SeqCst);
        person.welcomed = person.entries().await;
        self
    }

    /// The same morning, without a word said yet.
    pub async fn new_here() -> Self {
        Self::with(Arc::new(MemoryJournal::new(DeviceId(Uuid::from_u128(7))))).await
    }

    pub async fn with(journal: Arc<MemoryJournal>) -> Self {
        Self::over(journal, None).await
    }

    /// The same morning, with reminders beside the app.
    pub async fn over(journal: Arc<MemoryJournal>, reminders: Option<Arc<dyn Reminders>>) -> Self {
        let clock = Arc::new(Stand {
            ms: AtomicI64::new(1_785_740_400_000),
            chance: AtomicU64::new(1),
        });
        let app = App::open(
            Library::shipped().unwrap(),
            Words::english().unwrap(),
            Arc::clone(&journal) as Arc<dyn Journal>,
            Arc::clone(&clock) as Arc<dyn Host>,
        )
        .await
        .unwrap();
        let app = match reminders {
            Some(reminders) => app.with_reminders(reminders),
            None => app,
        };
        let app = Arc::new(app);
        let host = Arc::clone(&clock) as Arc<dyn Host>;
        let start_tokens = Arc::new(StartTokens::new(host));
        Self {
            router: unhunch_web::router(Arc::clone(&app), Arc::clone(&start_tokens)),
            start_tokens,
            journal,
            app,
            clock,
            welcomed: 0,
        }
    }

    pub fn wait_minutes(&self, minutes: i64) {
        self.clock.ms.fetch_add(minutes * 60_000, Ordering::SeqCst);
    }

    /// The clock goes on by so many milliseconds, or back.
    pub fn go_on(&self, ms: i64) {
        self.clock.ms.fetch_add(ms, Ordering::SeqCst);
    }

    /// What the app has as its host.
    pub fn host(&self) -> Arc<dyn Host> {
        Arc::clone(&self.clock) as Arc<dyn Host>
    }

    pub async fn send(&self, request: Request<Body>) -> Page {
        Page::of(self.router.clone().oneshot(request).await.unwrap()).await
    }

    pub async fn get(&self, address: &str) -> Page {
        self.send(Request::get(address).body(Body::empty()).unwrap())
            .await
    }

    /// Sends a form.
    pub async fn post(&self, address: &str, form: &str) -> Page {
        let request = Request::post(address)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form.to_owned()))
            .unwrap();
        self.send(request).await
    }

    /// Sends what the player sends.
    pub async fn play(&self, session: &str, json: &str) -> Page {
        let request = Request::post(format!("/sessions/{session}/steps"))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(json.to_owned()))
            .unwrap();
        self.send(request).await
    }

    /// Sends what the player sends, meant for a journal.
    pub async fn play_for(&self, session: &str, journal: &str, json: &str) -> Page {
        let request = Request::post(format!("/sessions/{session}/steps"))
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-unhunch-journal", journal)
            .body(Body::from(json.to_owned()))
            .unwrap();
        self.send(request).await
    }

    /// Starts a routine and gives the session's id.
    pub async fn start(&self, routine: &str) -> String {
        let page = self.post("/sessions", &format!("routine={routine}")).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
        page.location
            .unwrap()
            .strip_prefix("/sessions/")
            .unwrap()
            .to_owned()
    }

    /// Finishes steps of a session, each with an id of its own.
    pub async fn finish(&self, session: &str, steps: std::ops::Range<u16>) -> Page {
        let events: Vec<_> = steps.map(|step| self.step(step, "done")).collect();
        self.play(session, &format!("{{\"events\":[{}]}}", events.join(",")))
            .await
    }

    /// One event of the player: a step that is over.
    pub fn step(&self, step: u16, outcome: &str) -> String {
        let id = Uuid::from_u128(
            0x7000_0000 + u128::from(self.clock.chance.fetch_add(1, Ordering::SeqCst)),
        );
        format!(
            "{{\"id\":\"{id}\",\"at\":\"{}\",\"step\":{step},\"outcome\":\"{outcome}\"}}",
            self.clock.now().timestamp()
        )
    }

    /// Plays a session to its end and rates it.
    pub async fn play_through(&self, routine: &str, rating: u8) -> String {
        let session = self.start(routine).await;
        let id: unhunch_domain::SessionId = session.parse().unwrap();
        let steps = self
            .app
            .read(|diary| diary.session(id).unwrap().timeline().steps().len())
            .await
            .unwrap();
        let last = u16::try_from(steps - 1).unwrap();
        self.finish(&session, 0..last).await;
        let end = self
            .step(0, "done")
            .replace("\"step\":0,\"outcome\":\"done\"", "\"ended\":\"completed\"");
        let page = self
            .play(&session, &format!("{{\"events\":[{end}]}}"))
            .await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        self.post(
            &format!("/sessions/{session}/rating"),
            &format!("rating={rating}"),
        )
        .await;
        session
    }

    /// How many entries the journal holds beside those of the welcome.
    pub async fn entries(&self) -> usize {
        self.all_entries().await.saturating_sub(self.welcomed)
    }

    /// What happened, as the journal has it.
    pub async fn journal_bodies(&self) -> Vec<unhunch_domain::Body> {
        let entries = self
            .journal
            .read_after(unhunch_journal::Position::default(), usize::MAX);
        let entries = entries.await.unwrap();
        entries.into_iter().map(|(_, entry)| entry.body).collect()
    }

    /// How many entries the journal holds.
    pub async fn all_entries(&self) -> usize {
        self.journal
            .read_after(unhunch_journal::Position::default(), usize::MAX)
            .await
            .unwrap()
            .len()
    }
}
