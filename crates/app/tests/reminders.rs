//! What a person answers to the reminders beside the app, and settings that change one by one.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use support::Person;
use unhunch_app::gate::Blocked;
use unhunch_app::reminders::{
    OpenPrompt, PromptAnswered, PromptKind, Reminders, StartAtLogin, StartAtLoginError,
    SuggestionAnswered,
};
use unhunch_app::sessions::Started;
use unhunch_domain::person::reminder_plan::Week;
use unhunch_domain::person::settings::Theme;
use unhunch_domain::{Settings, SettingsChange};
use unhunch_reminders::day_log::DaySummary;
use unhunch_reminders::event::{Cause, Kind, Opening};
use unhunch_reminders::status::ReminderStatus;
use unhunch_reminders::{Answer, Prompt, PromptNumber};

/// Reminders that keep what they are told.
struct Fake {
    looked: ReminderStatus,
    told: Mutex<Vec<String>>,
}

impl Fake {
    fn new(person: &Person, open: Option<Prompt>) -> Arc<Self> {
        let now = person.app.now().zoned;
        let looked = ReminderStatus {
            now: now.timestamp(),
            zone: now.time_zone().clone(),
            day: DaySummary::default(),
            open,
            held: None,
            is_session_held: false,
            next_window: None,
            put_off_until: None,
            suggestion: None,
            senses: Vec::new(),
        };
        let told = Mutex::default();
        Arc::new(Self { looked, told })
    }

    fn tell(&self, what: String) {
        self.told.lock().unwrap().push(what);
    }

    /// What they were told since this was asked last.
    fn told(&self) -> Vec<String> {
        std::mem::take(&mut *self.told.lock().unwrap())
    }
}

impl Reminders for Fake {
    fn look(&self) -> ReminderStatus {
        self.looked.clone()
    }

    fn answer(&self, number: PromptNumber, answer: Answer) {
        self.tell(format!("{} to {}", answer.id(), number.0));
    }

    fn break_taken(&self) {
        self.tell("break taken".to_owned());
    }

    fn page_is_open(&self) {
        self.tell("page is open".to_owned());
    }

    fn journal_changed(&self) {}

    fn dismiss_suggestion(&self) {
        self.tell("suggestion dismissed".to_owned());
    }

    fn start_at_login(&self) -> StartAtLogin {
        StartAtLogin::Unavailable
    }

    fn set_start_at_login(&self, _: bool) -> Result<(), StartAtLoginError> {
        Err(StartAtLoginError::Unavailable)
    }
}

impl Person {
    /// With reminders beside the app that have a prompt open, or none.
    fn with_prompt(self, open: Option<Prompt>) -> (Self, Arc<Fake>) {
        let fake = Fake::new(&self, open);
        let person = self.with_reminders(Arc::clone(&fake) as Arc<dyn Reminders>);
        (person, fake)
    }

    async fn settings(&self) -> Settings {
        let settings = self.app.read(unhunch_domain::Diary::settings).await;
        settings.unwrap()
    }

    async fn answer_prompt(&self, kind: PromptKind, answer: Answer) -> PromptAnswered {
        let answered = self.app.answer_prompt(PromptNumber(3), kind, answer).await;
        answered.unwrap()
    }
}

#[tokio::test]
async fn only_start_begins_what_was_asked_for() {
    let (person, fake) = Person::new().await.with_prompt(None);
    let before = person.count().await;
    for answer in Answer::ALL {
        if answer != Answer::Start {
            let answered = person.answer_prompt(PromptKind::Daily, answer).await;
            assert_eq!(answered, PromptAnswered::Heard);
            assert_eq!(fake.told(), [format!("{} to 3", answer.id())]);
        }
    }
    assert_eq!(person.count().await, before);
    let is_break = async |kind| {
        let begun = person.answer_prompt(kind, Answer::Start).await;
        let PromptAnswered::Begun(of, Started::New(id)) = begun else {
            panic!("something begins: {begun:?}");
        };
        assert_eq!(of, kind);
        let read = person
            .app
            .read(|diary| diary.session(id).unwrap().is_break());
        read.await.unwrap()
    };
    assert!(!is_break(PromptKind::Daily).await);
    assert!(is_break(PromptKind::Break).await);
    assert_eq!(fake.told(), ["start to 3", "start to 3"]);
}

#[tokio::test]
async fn starting_from_a_prompt_keeps_to_the_gate_and_is_heard_all_the_same() {
    let (person, fake) = Person::unasked().await.with_prompt(None);
    let unasked = Started::Blocked(Blocked::Unasked { begun: false });
    for kind in PromptKind::ALL {
        let answered = person.answer_prompt(kind, Answer::Start).await;
        let blocked = PromptAnswered::Begun(kind, unasked.clone());
        assert_eq!(answered, blocked);
        assert_eq!(fake.told(), ["start to 3"]);
    }
    assert_eq!(person.count().await, 0);
}

#[tokio::test]
async fn who_asks_for_the_open_prompt_looks_at_it() {
    let (person, fake) = Person::new().await.with_prompt(None);
    assert_eq!(person.app.open_prompt(), None);
    assert_eq!(fake.told(), ["page is open"]);
    let prompt = Prompt {
        number: PromptNumber(4),
        kind: Kind::DailySecond,
        day: person.today(),
        cause: Cause::SecondChance,
        opening: Opening::Pause { seconds: 6 },
        waited_for: BTreeSet::new(),
    };
    let (person, _) = Person::new().await.with_prompt(Some(prompt));
    let open = OpenPrompt {
        number: PromptNumber(4),
        kind: PromptKind::Daily,
        cause: Cause::SecondChance,
    };
    assert_eq!(person.app.open_prompt(), Some(open));
}

#[tokio::test]
async fn a_suggestion_moves_its_windows_or_is_let_go() {
    let (person, fake) = Person::new().await.with_prompt(None);
    let mut daily = Settings::default().daily;
    daily.on = true;
    daily.windows = Week::workdays("12:00-14:00".parse().unwrap());
    let change = SettingsChange {
        daily: Some(daily),
        ..SettingsChange::default()
    };
    person.app.change_settings(change).await.unwrap();
    let before = person.count().await;
    let answer = async |skipped, instead| {
        let answered = person.app.answer_hour_suggestion(skipped, instead).await;
        assert_eq!(fake.told(), ["suggestion dismissed"]);
        answered.unwrap()
    };
    let alone = SuggestionAnswered::LeftAlone;
    for (skipped, instead) in [
        (12, None),
        (12, Some(24)),
        (12, Some(-1)),
        (24, Some(8)),
        (-1, Some(8)),
        // No window has anything of that hour: they were moved since the page was opened.
        (20, Some(8)),
    ] {
        let answered = answer(skipped, instead).await;
        assert_eq!(answered, alone, "{skipped} {instead:?}");
    }
    assert_eq!(person.count().await, before);
    assert_eq!(answer(12, Some(8)).await, SuggestionAnswered::Moved);
    let moved = Week::workdays("08:00-10:00".parse().unwrap());
    assert_eq!(person.settings().await.daily.windows, moved);
    assert_eq!(answer(12, Some(8)).await, alone, "sent twice");
}

#[tokio::test]
async fn without_reminders_there_is_nobody_to_answer() {
    let person = Person::new().await;
    let before = person.count().await;
    assert_eq!(person.app.open_prompt(), None);
    let answered = person.answer_prompt(PromptKind::Daily, Answer::Start).await;
    assert_eq!(answered, PromptAnswered::NoReminders);
    let answered = person.app.answer_hour_suggestion(12, Some(8)).await;
    assert_eq!(answered.unwrap(), SuggestionAnswered::NoReminders);
    assert_eq!(person.count().await, before);
}

#[tokio::test]
async fn what_a_change_of_settings_doesn_t_name_stays() {
    let person = Person::new().await;
    let dark = SettingsChange {
        theme: Some(Theme::Dark),
        ..SettingsChange::default()
    };
    let quiet = SettingsChange {
        sounds: Some(false),
        ..SettingsChange::default()
    };
    person.app.change_settings(dark.clone()).await.unwrap();
    let settings = person.app.change_settings(quiet).await.unwrap();
    let expected = Settings {
        theme: Theme::Dark,
        sounds: false,
        ..Settings::default()
    };
    assert_eq!(settings, expected);
    assert_eq!(person.settings().await, expected);
    let before = person.count().await;
    person.app.change_settings(dark).await.unwrap();
    assert_eq!(person.count().await, before, "it is so already");
}
