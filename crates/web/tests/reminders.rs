//! Being asked: the plan as a form, the day as it was seen, prompts in pages, and short breaks.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;
use support::{NOTHING_APPLIES, Person};
use unhunch_app::reminders::{Reminders, StartAtLogin, StartAtLoginError};
use unhunch_domain::person::reminder_plan::Plan;
use unhunch_domain::{Body, SessionId};
use unhunch_reminders::day_log::{AskedPrompt, DaySummary, Interval, Outcome, Presence};
use unhunch_reminders::event::{Cause, Kind, Opening, Suppression, Withdrawal};
use unhunch_reminders::status::{ReminderStatus, SenseShown};
use unhunch_reminders::{Answer, Capability, Prompt, PromptNumber};

/// Reminders that say what a test wants, and remember what they were told.
struct Fake {
    looked: Mutex<ReminderStatus>,
    told: Mutex<Vec<String>>,
    login: StartAtLogin,
    login_fails: bool,
}

impl Fake {
    fn new() -> Self {
        Self {
            looked: Mutex::new(nothing_yet()),
            told: Mutex::new(Vec::new()),
            login: StartAtLogin::Off,
            login_fails: false,
        }
    }

    fn tell(&self, what: String) {
        self.told.lock().unwrap().push(what);
    }

    /// What it was told since the last time, a page that is open aside.
    fn told(&self) -> Vec<String> {
        let mut told = std::mem::take(&mut *self.told.lock().unwrap());
        told.retain(|what| what != "journal");
        told
    }
}

impl Reminders for Fake {
    fn look(&self) -> ReminderStatus {
        self.looked.lock().unwrap().clone()
    }

    fn answer(&self, number: PromptNumber, answer: Answer) {
        self.looked.lock().unwrap().open = None;
        self.tell(format!("{} to {}", answer.id(), number.0));
    }

    fn break_taken(&self) {
        self.tell("break taken".to_owned());
    }

    fn page_is_open(&self) {
        self.tell("page is open".to_owned());
    }

    fn journal_changed(&self) {
        self.tell("journal".to_owned());
    }

    fn dismiss_suggestion(&self) {
        self.looked.lock().unwrap().suggestion = None;
        self.tell("suggestion dismissed".to_owned());
    }

    fn start_at_login(&self) -> StartAtLogin {
        self.login
    }

    fn set_start_at_login(&self, wanted: bool) -> Result<(), StartAtLoginError> {
        self.tell(format!("start at login: {wanted}"));
        if self.login_fails {
            let error = "the folder can't be written";
            return Err(StartAtLoginError::Failed(error.into()));
        }
        Ok(())
    }
}

fn at(time: &str) -> Timestamp {
    format!("2026-08-03T{time}:00+02:00").parse().unwrap()
}

fn nothing_yet() -> ReminderStatus {
    ReminderStatus {
        now: at("09:00"),
        zone: TimeZone::get("Europe/Berlin").unwrap(),
        day: DaySummary::default(),
        open: None,
        held: None,
        is_session_held: false,
        next_window: None,
        put_off_until: None,
        suggestion: None,
        senses: Capability::ALL
            .map(|sense| SenseShown {
                sense,
                source: Some("test"),
            })
            .into(),
    }
}

fn prompt(number: u64, kind: Kind) -> Prompt {
    Prompt {
        number: PromptNumber(number),
        kind,
        day: date(2026, 8, 3),
        cause: match kind {
            Kind::Break => Cause::Work { minutes: 52 },
            Kind::DailyFirst => Cause::Window,
            Kind::DailySecond => Cause::SecondChance,
        },
        opening: Opening::Pause { seconds: 6 },
        waited_for: BTreeSet::new(),
    }
}

/// A morning of work with a call, two prompts and a lunch.
fn a_day() -> ReminderStatus {
    let stretch = |what, from, to: Option<&str>| Interval {
        what,
        from: at(from),
        to: to.map(at),
    };
    let asked = |time, number, kind, outcome| AskedPrompt {
        at: at(time),
        prompt: prompt(number, kind),
        outcome,
    };
    ReminderStatus {
        now: at("14:20"),
        day: DaySummary {
            presences: vec![
                stretch(Presence::Working, "08:40", Some("10:12")),
                stretch(Presence::Away, "10:12", Some("10:20")),
                stretch(Presence::Working, "10:20", Some("12:10")),
                stretch(Presence::Locked, "12:10", Some("13:05")),
                stretch(Presence::Working, "13:05", None),
            ],
            suppressions: vec![stretch_of_call("11:00", "11:45")],
            prompts: vec![
                asked("09:32", 1, Kind::Break, Outcome::Answered(Answer::Skip)),
                asked(
                    "12:07",
                    2,
                    Kind::DailyFirst,
                    Outcome::Answered(Answer::Snooze),
                ),
                asked(
                    "12:09",
                    3,
                    Kind::Break,
                    Outcome::Withdrawn(Withdrawal::Suppressed(Suppression::Locked)),
                ),
            ],
        },
        held: Some(Suppression::DoNotDisturb),
        next_window: Some(at("17:00")),
        suggestion: Some((13, Some(17))),
        senses: Capability::ALL
            .map(|sense| SenseShown {
                sense,
                source: (sense != Capability::Call && sense != Capability::Tray).then_some("test"),
            })
            .into(),
        ..nothing_yet()
    }
}

fn stretch_of_call(from: &str, to: &str) -> Interval<Suppression> {
    Interval {
        what: Suppression::Call,
        from: at(from),
        to: Some(at(to)),
    }
}

const NUMBERS: &str = "second-chance=60&work=50&lasts=2&pause=5&grace=5&snooze=10";
const WINDOW: &str = "window-0-from=12%3A00&window-0-to=14%3A00&window-0-day=1&window-0-day=3";
const HOURS: &str = "hours-0-from=09%3A00&hours-0-to=17%3A00&hours-0-day=1";

async fn plan(person: &Person) -> Plan {
    let plan = person.app.read(|diary| diary.settings().reminder_plan());
    plan.await.unwrap()
}

#[tokio::test]
async fn a_plan_is_set_by_a_form_and_said_in_a_sentence() {
    let person = Person::with_reminders(Arc::new(Fake::new())).await;
    let page = person.get("/reminders").await;
    assert!(page.text.contains("I don’t ask for anything"));
    insta::assert_snapshot!("reminders_new", page.text);

    let form = format!("daily=yes&breaks=yes&{WINDOW}&{HOURS}&{NUMBERS}");
    let saved = person.post("/reminders", &form).await;
    assert_eq!(
        saved.location.as_deref(),
        Some("/reminders?saved=yes"),
        "{}",
        saved.text
    );
    let kept = plan(&person).await;
    assert_eq!(kept.daily.windows.monday, ["12:00-14:00".parse().unwrap()]);
    assert_eq!(kept.daily.windows.tuesday, []);
    assert!(kept.breaks.on);
    let sentence = "On Mondays and Wednesdays I ask once between 12:00 and 14:00.";
    for address in ["/reminders?saved=yes", "/settings", "/welcome/summary"] {
        assert!(
            person.get(address).await.text.contains(sentence),
            "{address}"
        );
    }

    // Off again: nothing is asked, and the hours stay for another time.
    person
        .post("/reminders", &format!("{WINDOW}&{HOURS}&{NUMBERS}"))
        .await;
    let off = plan(&person).await;
    assert!(!off.asks_at_all());
    assert_eq!(off.daily.windows, kept.daily.windows);
    assert!(
        person
            .get("/welcome/asking")
            .await
            .text
            .contains("value=\"never\" checked")
    );
}

#[tokio::test]
async fn rows_come_and_go_without_a_script_and_nothing_is_kept_yet() {
    let person = Person::new().await;
    let form = format!("daily=yes&{WINDOW}&{HOURS}&{NUMBERS}");
    let page = person
        .post("/reminders", &format!("{form}&add=window"))
        .await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text.contains("name=\"window-1-from\""),
        "{}",
        page.text
    );
    let page = person
        .post("/reminders", &format!("{form}&remove=window-0"))
        .await;
    assert!(
        !page.text.contains("name=\"window-0-from\""),
        "{}",
        page.text
    );
    assert_eq!(person.entries().await, 0);
    // Without reminders beside the app the page says so.
    assert!(
        page.text.contains("runs in a browser alone"),
        "{}",
        page.text
    );
}

#[tokio::test]
async fn what_is_wrong_stands_beside_its_field_and_nothing_is_kept() {
    let person = Person::with_reminders(Arc::new(Fake::new())).await;
    let form = "daily=yes&breaks=yes&window-0-from=12%3A00&window-0-to=12%3A00&window-0-day=1\
        &hours-0-from=9&hours-0-to=17%3A00&second-chance=60&work=5&lasts=2&pause=soon&grace=5&snooze=10";
    let page = person.post("/reminders", form).await;
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    for fault in [
        "window-0-fault",
        "hours-0-fault",
        "work-fault",
        "pause-fault",
    ] {
        assert!(
            page.text.contains(&format!("id=\"{fault}\"")),
            "{fault}: {}",
            page.text
        );
    }
    assert!(
        page.text.contains("value=\"soon\""),
        "what was typed is kept"
    );
    assert_eq!(person.entries().await, 0);
}

#[tokio::test]
async fn the_day_is_shown_in_a_picture_and_in_words() {
    let fake = Arc::new(Fake::new());
    *fake.looked.lock().unwrap() = a_day();
    let person = Person::with_reminders(Arc::clone(&fake) as Arc<dyn Reminders>).await;
    let page = person.get("/reminders").await.text;
    let day = page.split("id=\"day\"").nth(1).unwrap();
    let day = day.split("</section>").next().unwrap();
    insta::assert_snapshot!("day", day);

    // The suggestion moves the window, and goes.
    person
        .post(
            "/reminders",
            &format!("daily=yes&{WINDOW}&{HOURS}&{NUMBERS}"),
        )
        .await;
    fake.told();
    let page = person
        .post("/reminders/suggestion", "skipped=13&instead=17")
        .await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert_eq!(
        plan(&person).await.daily.windows.monday,
        ["17:00-19:00".parse().unwrap()]
    );
    assert_eq!(fake.told(), ["suggestion dismissed"]);
    assert!(
        !person
            .get("/reminders")
            .await
            .text
            .contains("Another hour?")
    );
}

#[tokio::test]
async fn a_suggestion_about_a_whole_day_is_taken_and_read_again() {
    let person = Person::with_reminders(Arc::new(Fake::new())).await;
    let whole = "window-0-from=00%3A00&window-0-to=00%3A00&window-0-day=1";
    person
        .post(
            "/reminders",
            &format!("daily=yes&{whole}&{HOURS}&{NUMBERS}"),
        )
        .await;
    person
        .post("/reminders/suggestion", "skipped=12&instead=8")
        .await;
    let page = person.get("/reminders").await.text;
    assert!(
        page.contains("On Mondays I ask once between 08:00 and midnight."),
        "{page}"
    );
}

#[tokio::test]
async fn a_prompt_that_was_put_off_comes_next() {
    let fake = Arc::new(Fake::new());
    let person = Person::with_reminders(Arc::clone(&fake) as Arc<dyn Reminders>).await;
    fake.looked.lock().unwrap().put_off_until = Some(at("09:10"));
    assert!(
        person
            .get("/reminders")
            .await
            .text
            .contains("I ask again at 09:10")
    );
    fake.looked.lock().unwrap().put_off_until = Some(at("08:59"));
    assert!(
        person
            .get("/reminders")
            .await
            .text
            .contains("at the next good moment")
    );
}

#[tokio::test]
async fn where_signs_hold_the_session_back_the_page_says_that_nobody_asks_for_it() {
    let fake = Arc::new(Fake::new());
    let person = Person::with_reminders(Arc::clone(&fake) as Arc<dyn Reminders>).await;
    let held = "while your answers to the safety questions hold it back";
    fake.looked.lock().unwrap().is_session_held = true;
    assert!(!person.get("/reminders").await.text.contains(held));
    person
        .post(
            "/reminders",
            &format!("daily=yes&{WINDOW}&{HOURS}&{NUMBERS}"),
        )
        .await;
    assert!(person.get("/reminders").await.text.contains(held));
}

#[tokio::test]
async fn a_prompt_is_shown_where_somebody_looks_and_answered_there() {
    let fake = Arc::new(Fake::new());
    let person = Person::with_reminders(Arc::clone(&fake) as Arc<dyn Reminders>).await;
    assert_eq!(
        person.get("/reminders/prompt").await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(fake.told(), ["page is open"]);

    let open = |number, kind| fake.looked.lock().unwrap().open = Some(prompt(number, kind));
    open(4, Kind::DailyFirst);
    let card = person.get("/reminders/prompt").await.text;
    insta::assert_snapshot!("prompt_daily", card);
    assert!(person.get("/").await.text.contains(&card));
    fake.told();

    let page = person
        .post("/reminders/prompts/4/snooze", "kind=daily")
        .await;
    assert_eq!(page.location.as_deref(), Some("/"));
    assert_eq!(fake.told(), ["snooze to 4"]);
    assert!(!person.get("/").await.text.contains("data-prompt"));

    // Start begins today's session; of a break, the break.
    open(5, Kind::DailySecond);
    let started = person
        .post("/reminders/prompts/5/start", "kind=daily")
        .await
        .location
        .unwrap();
    assert!(person.get(&started).await.text.contains("Today’s session"));
    open(6, Kind::Break);
    let card = person.get("/reminders/prompt").await.text;
    assert!(card.contains("52 minutes"), "{card}");
    let started = person
        .post("/reminders/prompts/6/start", "kind=break")
        .await
        .location
        .unwrap();
    assert!(person.get(&started).await.text.contains("Short break"));
    for broken in ["/reminders/prompts/6/later", "/reminders/prompts/six/start"] {
        assert_eq!(
            person.post(broken, "kind=break").await.status,
            StatusCode::NOT_FOUND
        );
    }
}

#[tokio::test]
async fn starting_from_a_prompt_keeps_to_the_gate() {
    let fake = Arc::new(Fake::new());
    let person = Person::with_reminders(Arc::clone(&fake) as Arc<dyn Reminders>).await;
    person.post("/welcome/now", "sign=chest").await;
    let before = person.entries().await;
    for kind in ["daily", "break"] {
        let page = person
            .post("/reminders/prompts/1/start", &format!("kind={kind}"))
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(person.entries().await, before, "nothing was started");
    // With signs that need help now, nobody is told to walk about.
    assert_eq!(
        person.get("/break").await.location.as_deref(),
        Some("/welcome/held")
    );
}

#[tokio::test]
async fn starting_at_login_is_the_systems() {
    let fake = Arc::new(Fake::new());
    let person = Person::with_reminders(Arc::clone(&fake) as Arc<dyn Reminders>).await;
    person.post("/reminders/login", "login=yes").await;
    person.post("/reminders/login", "").await;
    assert_eq!(
        fake.told(),
        ["start at login: true", "start at login: false"]
    );

    let failing = Fake {
        login_fails: true,
        ..Fake::new()
    };
    let person = Person::with_reminders(Arc::new(failing)).await;
    let page = person.post("/reminders/login", "login=yes").await;
    assert_eq!(page.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(page.text.contains("could not be changed"), "{}", page.text);

    let nowhere = Fake {
        login: StartAtLogin::Unavailable,
        ..Fake::new()
    };
    let person = Person::with_reminders(Arc::new(nowhere)).await;
    let page = person.get("/reminders").await.text;
    assert!(
        page.contains("knows no way") && !page.contains("/reminders/login"),
        "{page}"
    );
}

/// Plays a break to its end.
async fn play_to_its_end(person: &Person, session: &str) {
    let id: SessionId = session.parse().unwrap();
    let steps = person
        .app
        .read(|diary| diary.session(id).unwrap().timeline().steps().len())
        .await
        .unwrap();
    person
        .finish(session, 0..u16::try_from(steps - 1).unwrap())
        .await;
    let end = person
        .step(0, "done")
        .replace("\"step\":0,\"outcome\":\"done\"", "\"ended\":\"completed\"");
    for _ in 0..2 {
        let page = person
            .play(session, &format!("{{\"events\":[{end}]}}"))
            .await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
    }
}

#[tokio::test]
async fn a_break_is_played_once_told_once_and_counts_for_nothing_else() {
    let fake = Arc::new(Fake::new());
    let person = Person::with_reminders(Arc::clone(&fake) as Arc<dyn Reminders>).await;
    let start = person.start_tokens.address();
    let page = person.get(&start).await;
    insta::assert_snapshot!("break", page.text);
    assert_eq!(person.entries().await, 0, "looking at it begins nothing");

    let address = person.post("/break", "").await.location.unwrap();
    let session = address.strip_prefix("/sessions/").unwrap();
    assert!(
        person
            .get(&address)
            .await
            .text
            .contains("\"is_break\":true")
    );
    // Loaded again, or sent twice: the same break goes on.
    assert_eq!(
        person.get(&start).await.location.as_deref(),
        Some(&*address)
    );
    assert_eq!(
        person.post("/break", "").await.location.as_deref(),
        Some(&*address)
    );
    let begun = person.journal_bodies().await;
    let begun = begun
        .iter()
        .filter(|body| matches!(body, Body::SessionStarted { .. }));
    assert_eq!(begun.count(), 1);

    play_to_its_end(&person, session).await;
    assert_eq!(
        fake.told(),
        ["break taken"],
        "also where the end came twice"
    );
    insta::assert_snapshot!(
        "break_over",
        person.get(&format!("{address}/after")).await.text
    );
    let today = person.get("/").await.text;
    assert!(!today.contains("class=\"done is-today\""), "{today}");
    let history = person.get("/history").await.text;
    assert!(
        history.contains("Short breaks:") && history.contains(session),
        "{history}"
    );
    assert!(!history.contains("class=\"done"), "{history}");
    let details = person.get(&format!("/history/{session}")).await.text;
    assert!(
        details.contains("Short break") && !details.contains("/after"),
        "{details}"
    );
    // The next one is another.
    let moves = |page: &str| {
        page.split("break-moves")
            .nth(1)
            .unwrap()
            .split("</ul>")
            .next()
            .unwrap()
            .to_owned()
    };
    let next = person.get("/break").await;
    assert_ne!(moves(&next.text), moves(&page.text));
}

#[tokio::test]
async fn who_is_held_back_walks_about() {
    let fake = Arc::new(Fake::new());
    let journal =
        unhunch_journal::MemoryJournal::new(unhunch_domain::DeviceId(uuid::Uuid::from_u128(7)));
    let person = Person::over(
        Arc::new(journal),
        Some(Arc::clone(&fake) as Arc<dyn Reminders>),
    )
    .await;
    let page = person.get("/break").await.text;
    insta::assert_snapshot!("break_away", page);
    assert_eq!(
        person.post("/break", "").await.location.as_deref(),
        Some("/break")
    );
    assert_eq!(person.all_entries().await, 0);
    fake.told();
    let over = person.post("/break/taken", "").await.location.unwrap();
    assert_eq!(fake.told(), ["break taken"]);
    assert!(person.get(&over).await.text.contains("Back to work"));

    // Who was dizzy in a break rests, and isn't told to walk.
    for (step, form) in NOTHING_APPLIES {
        person.post(&format!("/welcome/{step}"), form).await;
    }
    let address = person.post("/break", "").await.location.unwrap();
    let session = address.strip_prefix("/sessions/").unwrap();
    let end = person
        .step(0, "done")
        .replace("\"step\":0,\"outcome\":\"done\"", "\"ended\":\"dizzy\"");
    person
        .play(session, &format!("{{\"events\":[{end}]}}"))
        .await;
    let page = person.get("/break").await.text;
    assert!(
        page.contains("Sit or lie") && !page.contains("walk about"),
        "{page}"
    );
    assert!(fake.told().is_empty(), "a break that made dizzy was none");
}

#[tokio::test]
async fn the_welcome_asks_when_to_ask_and_takes_silence_for_no() {
    let person = Person::new().await;
    insta::assert_snapshot!("welcome_asking", person.get("/welcome/asking").await.text);
    person.post("/welcome/asking", "").await;
    assert!(!plan(&person).await.asks_at_all());
    let page = person
        .post("/welcome/asking", "ask-daily=midday&ask-breaks=work")
        .await;
    assert_eq!(page.location.as_deref(), Some("/welcome/summary"));
    let said = "On workdays I ask once between 12:00 and 14:00, and after 50 minutes at the keyboard I suggest two minutes.";
    assert!(person.get("/welcome/summary").await.text.contains(said));
    // What was set in detail stays.
    person
        .post(
            "/reminders",
            &format!("daily=yes&breaks=yes&{WINDOW}&{HOURS}&{NUMBERS}"),
        )
        .await;
    let detailed = plan(&person).await;
    assert!(
        person
            .get("/welcome/asking")
            .await
            .text
            .contains("value=\"own\" checked")
    );
    person
        .post("/welcome/asking", "ask-daily=own&ask-breaks=own")
        .await;
    assert_eq!(plan(&person).await, detailed);
    person
        .post("/welcome/asking", "ask-daily=never&ask-breaks=never")
        .await;
    assert!(!plan(&person).await.asks_at_all());
}
