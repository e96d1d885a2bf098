//! Reminders beside the app: eyes tell the machine what happens at the computer, hands do what it
//! wants, pages look and answer, and what was promised is kept.
//!
//! One task does it. It sleeps until something is seen or said, or until the machine wants to look
//! again. While nothing is planned there are no eyes, no hands, and nothing wakes up.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use tokio::sync::{Notify, mpsc, watch};
use unhunch_desktop::SenseReport;
use unhunch_desktop::autostart::Login;
use unhunch_desktop::environment::Surroundings;
use unhunch_desktop::observe::Eyes;
use unhunch_desktop::ui::{ActivationToken, Hands, Touch, Wish};
use unhunch_journal::JournalError;
use unhunch_reminders::{Answer, Kind, Observation, Plan, PromptNumber, Sense};
use unhunch_web::reminding::{Looked, Reminders, SenseShown, StartAtLogin};
use unhunch_web::{App, Host, Words};

use super::file::StateFile;
use super::state::{Core, Deed, Noted};
use super::texts;
use crate::reminder_status::Status;

/// A page that showed itself so long ago is taken to be closed.
const PAGE_STAYS: SignedDuration = SignedDuration::from_secs(90);

/// After this the journal is read again, or the state written, where that failed.
const ONCE_MORE: Duration = Duration::from_mins(1);

/// Opens a page of the app in a browser: its path, and a token for its window.
pub type OpenPage = Box<dyn Fn(&str, Option<&str>) + Send + Sync>;

/// Reminders, as pages and the rest of the program know them.
pub struct Reminding {
    core: Mutex<Core>,
    desk: Mutex<Option<Desk>>,
    page_seen: Mutex<Option<Timestamp>>,
    is_journal_changed: AtomicBool,
    changed: Notify,
    login: Login,
    clock: Arc<dyn Host>,
}

/// Eyes and hands, while they are there.
struct Desk {
    eyes: Eyes,
    hands: Hands,
}

/// A lock that was held in a panic is as good as any: nothing here is left half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Reminding {
    /// Reminders that know nothing of the journal yet.
    pub fn new(clock: Arc<dyn Host>, login: Login) -> Arc<Self> {
        let nothing = Noted {
            epoch: 0,
            plan: no_plan(),
            is_session_held: false,
            sessions: Vec::new(),
        };
        Arc::new(Self {
            core: Mutex::new(Core::new(&nothing, zone_of(clock.as_ref()))),
            desk: Mutex::default(),
            page_seen: Mutex::default(),
            is_journal_changed: AtomicBool::new(false),
            changed: Notify::new(),
            login,
            clock,
        })
    }

    fn now(&self) -> Timestamp {
        self.clock.now().timestamp()
    }

    /// What works now, of each sense; nothing for those that nobody has looked for.
    pub fn reports(&self) -> Vec<SenseReport> {
        match locked(&self.desk).as_ref() {
            Some(desk) => {
                let mut reports = desk.eyes.reports();
                reports.extend(desk.hands.reports());
                reports
            }
            None => Vec::new(),
        }
    }

    /// What can be said of them on the command line.
    pub fn status(&self, words: &Words) -> Status {
        let plan = locked(&self.core).plan().clone();
        Status::of_running(words, &self.look(), &plan, &self.reports(), &self.login)
    }

    fn is_page_open(&self) -> bool {
        let now = self.now();
        locked(&self.page_seen).is_some_and(|seen| now.duration_since(seen).abs() < PAGE_STAYS)
    }

    fn change(&self, change: impl FnOnce(&mut Core, Timestamp)) {
        change(&mut locked(&self.core), self.now());
        self.changed.notify_one();
    }
}

/// A plan that never asks.
fn no_plan() -> Plan {
    unhunch_domain::Settings::default().reminder_plan()
}

/// The zone of the computer, as far as it has a name.
fn zone_of(clock: &dyn Host) -> TimeZone {
    let zone = clock.now().time_zone().clone();
    if zone.iana_name().is_some() {
        zone
    } else {
        TimeZone::UTC
    }
}

impl Reminders for Reminding {
    fn look(&self) -> Looked {
        let now = self.now();
        let reports = self.reports();
        let core = locked(&self.core);
        let machine = core.machine();
        Looked {
            now,
            zone: machine.zone().clone(),
            day: core
                .chronicle()
                .day(now, machine.zone(), machine.plan().away()),
            open: machine.open().cloned(),
            held: machine.hold(),
            is_session_held: core.is_session_held(),
            next_window: machine.next_session(now),
            put_off_until: machine.put_off_until(now),
            suggestion: core.suggestion(),
            senses: Sense::ALL
                .into_iter()
                .filter_map(|sense| {
                    let report = reports.iter().find(|report| report.sense == sense)?;
                    Some(SenseShown {
                        sense,
                        source: report.chosen,
                    })
                })
                .collect(),
        }
    }

    fn answer(&self, number: PromptNumber, answer: Answer) {
        self.change(|core, now| core.answer(now, Some(number), answer));
    }

    fn break_taken(&self) {
        self.change(|core, now| core.observe(now, &Observation::BreakTaken));
    }

    fn page_is_open(&self) {
        *locked(&self.page_seen) = Some(self.now());
    }

    fn journal_changed(&self) {
        self.is_journal_changed.store(true, Ordering::Relaxed);
        self.changed.notify_one();
    }

    fn dismiss_suggestion(&self) {
        self.change(|core, _| core.dismiss_suggestion());
    }

    fn start_at_login(&self) -> StartAtLogin {
        match self.login.is_on() {
            Some(true) => StartAtLogin::On,
            Some(false) => StartAtLogin::Off,
            None => StartAtLogin::Unavailable,
        }
    }

    fn set_start_at_login(&self, wanted: bool) -> Result<(), String> {
        self.login.set(wanted).map_err(|error| error.to_string())
    }
}

/// What keeps reminders going beside an app.
pub struct Keeper {
    app: Arc<App>,
    reminding: Arc<Reminding>,
    file: StateFile,
    open_page: Arc<OpenPage>,
    /// Ends the program.
    end: Arc<Notify>,
    seen: (
        mpsc::UnboundedSender<Observation>,
        mpsc::UnboundedReceiver<Observation>,
    ),
    touched: (mpsc::UnboundedSender<Touch>, mpsc::UnboundedReceiver<Touch>),
    idle_wanted: watch::Sender<Duration>,
    /// Whether what was promised in an earlier run is known.
    is_awake: bool,
    /// Whether the journal has to be read once more.
    is_behind: bool,
    /// Whether what was promised has to be kept once more.
    is_unkept: bool,
    /// The prompt for which a page was opened.
    paged: Option<PromptNumber>,
}

impl Keeper {
    /// Keeps the reminders beside an app going, with what they promised in that folder.
    pub fn new(
        app: Arc<App>,
        reminding: Arc<Reminding>,
        folder: &Path,
        open_page: OpenPage,
        end: Arc<Notify>,
    ) -> Self {
        Self {
            app,
            reminding,
            file: StateFile::of(folder),
            open_page: Arc::new(open_page),
            end,
            seen: mpsc::unbounded_channel(),
            touched: mpsc::unbounded_channel(),
            idle_wanted: watch::channel(Duration::from_mins(2)).0,
            is_awake: false,
            is_behind: true,
            is_unkept: false,
            paged: None,
        }
    }

    /// Goes on until it is told to stop; then what was asked is taken back, and what was promised
    /// is kept.
    pub async fn run(mut self, stop: Arc<Notify>) {
        loop {
            self.read_journal().await;
            self.settle().await;
            let wait = self.wait();
            let is_over = tokio::select! {
                biased;
                () = stop.notified() => break,
                Some(observation) = self.seen.1.recv() => {
                    self.see(&observation);
                    false
                }
                Some(touch) = self.touched.1.recv() => {
                    self.feel(touch);
                    false
                }
                () = self.reminding.changed.notified() => false,
                () = sleep(wait) => true,
            };
            if is_over {
                // Another program may have written into the journal meanwhile.
                self.is_behind = true;
                self.read_journal().await;
                let now = self.reminding.now();
                locked(&self.reminding.core).tick(now);
            }
            let now = self.reminding.now();
            let zone = self.reminding.clock.now().time_zone().clone();
            locked(&self.reminding.core).be_in(now, zone);
        }
        let desk = locked(&self.reminding.desk).take();
        if let Some(desk) = desk {
            desk.hands.end().await;
        }
        if self.is_awake {
            self.file.write(&locked(&self.reminding.core).kept());
        }
    }

    /// For how long nothing happens of itself.
    fn wait(&self) -> Option<Duration> {
        let now = self.reminding.now();
        let wait = locked(&self.reminding.core).wait(now);
        let once_more = (self.is_behind || self.is_unkept).then_some(ONCE_MORE);
        wait.into_iter().chain(once_more).min()
    }

    fn see(&self, observation: &Observation) {
        let now = self.reminding.now();
        locked(&self.reminding.core).observe(now, observation);
    }

    /// Reads what the journal says, where it may say something else. One that can't be read for a
    /// moment changes nothing.
    async fn read_journal(&mut self) {
        let is_changed = self
            .reminding
            .is_journal_changed
            .swap(false, Ordering::Relaxed);
        if !is_changed && !self.is_behind {
            return;
        }
        let noted = match self.noted().await {
            Ok(noted) => noted,
            Err(error) => {
                tracing::warn!(%error, "reminders can't read the journal and go on as before");
                self.is_behind = true;
                return;
            }
        };
        self.is_behind = false;
        let now = self.reminding.now();
        if self.is_awake {
            let is_gone = !locked(&self.reminding.core).is_of(noted.epoch);
            if is_gone {
                self.file.forget();
            }
            locked(&self.reminding.core).take_note(now, &noted);
        } else {
            let zone = zone_of(self.reminding.clock.as_ref());
            let kept = self.file.read();
            // Everything was deleted, and an earlier run had no time to forget it.
            if kept.as_ref().is_some_and(|kept| !kept.is_of(noted.epoch)) {
                self.file.forget();
            }
            let core = Core::resume(kept, &noted, zone, now);
            *locked(&self.reminding.core) = core;
            self.is_awake = true;
        }
    }

    async fn noted(&self) -> Result<Noted, JournalError> {
        let today = self.app.now().zoned.date();
        let first = today.checked_sub(1.day()).unwrap_or(today);
        let last = today.checked_add(1.day()).unwrap_or(today);
        let (plan, is_session_held, sessions) = self
            .app
            .read(|diary| {
                let sessions = diary.sessions_between(first, last);
                let sessions = sessions.filter_map(|session| {
                    let when = session.started().as_millisecond();
                    Some((session.id, Timestamp::from_millisecond(when).ok()?))
                });
                let plan = diary.settings().reminder_plan();
                let is_session_held = diary.verdict(today).is_about_signs();
                (plan, is_session_held, sessions.collect())
            })
            .await?;
        Ok(Noted {
            epoch: self.app.position().epoch,
            plan,
            is_session_held,
            sessions,
        })
    }

    /// Does what is to be done, and keeps what was promised.
    async fn settle(&mut self) {
        self.open_or_close().await;
        let (deeds, is_promised, idle_wanted) = {
            let mut core = locked(&self.reminding.core);
            let idle_wanted = core.machine().idle_wanted();
            (core.deeds(), core.was_promised(), idle_wanted)
        };
        let idle_wanted = Duration::try_from(idle_wanted).unwrap_or_default();
        self.idle_wanted.send_if_modified(|before| {
            let is_other = *before != idle_wanted;
            *before = idle_wanted;
            is_other
        });
        if is_promised && self.is_awake {
            let kept = locked(&self.reminding.core).kept();
            let file = self.file.clone();
            // Before anything is shown: a program that is killed doesn't ask twice.
            let written = tokio::task::spawn_blocking(move || file.write(&kept)).await;
            self.is_unkept = !written.unwrap_or(false);
            if self.is_unkept {
                locked(&self.reminding.core).promise_again();
            }
        }
        let looked = self.reminding.look();
        let plan = locked(&self.reminding.core).plan().clone();
        let words = self.app.words();
        let desk = locked(&self.reminding.desk);
        let Some(desk) = desk.as_ref() else {
            return;
        };
        for deed in deeds {
            match deed {
                Deed::Ask(prompt) => desk.hands.ask(texts::question(words, &prompt, &plan)),
                Deed::TakeBack(number) => desk.hands.withdraw(number),
            }
        }
        desk.hands.show(&texts::panel(words, &looked, &plan));
    }

    /// Eyes and hands are there while something is planned.
    async fn open_or_close(&mut self) {
        let (is_planned, is_blind) = {
            let mut core = locked(&self.reminding.core);
            (core.is_planned(), core.was_blinded())
        };
        if is_blind {
            self.paged = None;
        }
        let is_there = locked(&self.reminding.desk).is_some();
        if is_there && (!is_planned || is_blind) {
            let desk = locked(&self.reminding.desk).take();
            if let Some(desk) = desk {
                desk.hands.end().await;
            }
            // What they saw and felt last is of no use any more.
            while self.seen.1.try_recv().is_ok() {}
            while self.touched.1.try_recv().is_ok() {}
        }
        let is_there = locked(&self.reminding.desk).is_some();
        if is_planned && !is_there {
            let surroundings = Surroundings::here().await;
            let panel = {
                let looked = self.reminding.look();
                let plan = locked(&self.reminding.core).plan().clone();
                texts::panel(self.app.words(), &looked, &plan)
            };
            let left = locked(&self.reminding.core).shown().cloned();
            let hands = Hands::open(&surroundings, left, panel, self.touched.0.clone()).await;
            let eyes = Eyes::open_in(
                &surroundings,
                self.seen.0.clone(),
                self.idle_wanted.subscribe(),
            );
            *locked(&self.reminding.desk) = Some(Desk { eyes, hands });
        }
    }

    fn feel(&mut self, touch: Touch) {
        let now = self.reminding.now();
        match touch {
            Touch::Answered {
                number,
                answer,
                token,
            } => {
                let kind = {
                    let mut core = locked(&self.reminding.core);
                    let kind = core.kind(number);
                    core.answer(now, Some(number), answer);
                    kind
                };
                match (answer, kind) {
                    (Answer::Start, Some(Kind::Break)) => {
                        self.start_break(token.as_deref());
                    }
                    (Answer::Start, _) => self.start_session(token),
                    _ => {}
                }
            }
            Touch::Shown(shown) => locked(&self.reminding.core).is_shown(shown),
            Touch::Opened { token } => self.open("/", token.as_deref()),
            Touch::NeedsPage(number) => {
                let open = {
                    let core = locked(&self.reminding.core);
                    core.machine().open().map(|prompt| prompt.number)
                };
                // A server that fails again and again opens one window all the same.
                if open == Some(number) && self.paged != open && !self.reminding.is_page_open() {
                    self.paged = open;
                    self.open("/", None);
                }
            }
            Touch::Wished { wish, token } => match wish {
                Wish::Session => self.start_session(token),
                Wish::Break => self.start_break(token.as_deref()),
                Wish::NotToday => {
                    locked(&self.reminding.core).answer(now, None, Answer::NotToday);
                }
                Wish::Open => self.open("/", token.as_deref()),
                Wish::Reminders => self.open("/reminders", token.as_deref()),
                Wish::End => self.end.notify_one(),
            },
        }
    }

    fn open(&self, path: &str, token: Option<&str>) {
        (self.open_page)(path, token);
    }

    /// Leads to a break that begins by itself.
    fn start_break(&self, token: Option<&str>) {
        let start = self.app.new_start_token();
        self.open(&format!("/break?start={}", start.as_str()), token);
    }

    /// Goes on with today's open session, or starts it as Today does.
    fn start_session(&self, token: Option<ActivationToken>) {
        let app = Arc::clone(&self.app);
        let open_page = Arc::clone(&self.open_page);
        tokio::spawn(async move {
            let now = app.now();
            let open = app
                .read(|diary| {
                    let open = diary.open(now.at)?;
                    (open.date() == now.zoned.date()).then_some(open.id)
                })
                .await;
            let path = match open {
                Ok(Some(id)) => format!("/sessions/{id}"),
                Ok(None) => unhunch_web::start_today(&app).await,
                Err(error) => {
                    tracing::warn!(%error, "the session can't be started");
                    "/".to_owned()
                }
            };
            open_page(&path, token.as_deref());
        });
    }
}

async fn sleep(wait: Option<Duration>) {
    match wait {
        Some(wait) => tokio::time::sleep(wait).await,
        None => std::future::pending().await,
    }
}
