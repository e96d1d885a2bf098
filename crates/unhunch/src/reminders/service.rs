//! Reminders beside the app: an observer tells the machine what happens at the computer,
//! notifications and the icon in the panel show what it wants, pages look and answer, and the state
//! is saved.
//!
//! One task does it. It sleeps until something is observed or answered, or until the machine wants
//! to look again. While nothing is planned, nothing is observed or shown, and nothing wakes up.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan as _};
use tokio::sync::{Notify, mpsc, watch};
use unhunch_app::reminders::{Reminders, StartAtLogin, StartAtLoginError};
use unhunch_app::{App, Host};
use unhunch_desktop::autostart::Autostart;
use unhunch_desktop::environment::Environment;
use unhunch_desktop::observe::Observer;
use unhunch_desktop::ui::{ActivationToken, TrayAction, Ui, UiEvent};
use unhunch_desktop::{CapabilityReport, Unavailable};
use unhunch_journal::JournalError;
use unhunch_reminders::status::{ReminderStatus, SenseShown};
use unhunch_reminders::{Answer, Capability, Kind, Observation, Plan, PromptNumber};
use unhunch_web::StartTokens;
use unhunch_words::Words;

use super::file::StateFile;
use super::state::{Action, JournalView, ReminderState};
use super::texts;
use crate::reminder_status::Status;

/// A page that showed itself so long ago is taken to be closed.
const PAGE_OPEN_FOR: SignedDuration = SignedDuration::from_secs(90);

/// After this the journal is read again, or the state written, where that failed.
const RETRY_AFTER: Duration = Duration::from_mins(1);

/// Opens a page of the app in a browser: its path, and a token for its window.
pub type OpenPage = Box<dyn Fn(&str, Option<&str>) + Send + Sync>;

/// Reminders, as pages and the rest of the program know them.
pub struct ReminderService {
    state: Mutex<ReminderState>,
    desktop: Mutex<Option<Desktop>>,
    page_seen: Mutex<Option<Timestamp>>,
    is_journal_changed: AtomicBool,
    changed: Notify,
    login: Autostart,
    clock: Arc<dyn Host>,
}

/// What observes the desktop and what shows something on it.
struct Desktop {
    observer: Observer,
    ui: Ui,
}

/// A lock that was held in a panic is as good as any: nothing here is left half done.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl ReminderService {
    /// Reminders that know nothing of the journal yet.
    pub fn new(clock: Arc<dyn Host>, login: Autostart) -> Arc<Self> {
        let nothing = JournalView {
            epoch: 0,
            plan: no_plan(),
            is_session_held: false,
            sessions: Vec::new(),
        };
        Arc::new(Self {
            state: Mutex::new(ReminderState::new(&nothing, zone_of(clock.as_ref()))),
            desktop: Mutex::default(),
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

    /// What works now, of each capability; nothing while nothing is planned.
    pub fn reports(&self) -> Vec<CapabilityReport> {
        match locked(&self.desktop).as_ref() {
            Some(desktop) => {
                let mut reports = desktop.observer.reports();
                reports.extend(desktop.ui.reports());
                reports
            }
            None => Vec::new(),
        }
    }

    /// What can be said of them on the command line.
    pub fn status(&self, words: &Words) -> Status {
        let plan = locked(&self.state).plan().clone();
        Status::of_running(words, &self.look(), &plan, &self.reports(), &self.login)
    }

    fn is_page_open(&self) -> bool {
        let now = self.now();
        locked(&self.page_seen).is_some_and(|seen| now.duration_since(seen).abs() < PAGE_OPEN_FOR)
    }

    fn change(&self, change: impl FnOnce(&mut ReminderState, Timestamp)) {
        change(&mut locked(&self.state), self.now());
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

impl Reminders for ReminderService {
    fn look(&self) -> ReminderStatus {
        let now = self.now();
        let reports = self.reports();
        let state = locked(&self.state);
        let machine = state.machine();
        ReminderStatus {
            now,
            zone: machine.zone().clone(),
            day: state
                .day_log()
                .day(now, machine.zone(), machine.plan().away()),
            open: machine.open().cloned(),
            held: machine.suppression(),
            is_session_held: state.is_session_held(),
            next_window: machine.next_session(now),
            put_off_until: machine.snoozed_until(now),
            suggestion: state.suggestion(),
            senses: Capability::ALL
                .into_iter()
                .filter_map(|capability| {
                    let report = reports
                        .iter()
                        .find(|report| report.capability == capability)?;
                    Some(SenseShown {
                        sense: capability,
                        source: report.chosen,
                    })
                })
                .collect(),
        }
    }

    fn answer(&self, number: PromptNumber, answer: Answer) {
        self.change(|state, now| state.answer(now, Some(number), answer));
    }

    fn break_taken(&self) {
        self.change(|state, now| state.observe(now, &Observation::BreakTaken));
    }

    fn page_is_open(&self) {
        *locked(&self.page_seen) = Some(self.now());
    }

    fn journal_changed(&self) {
        self.is_journal_changed.store(true, Ordering::Relaxed);
        self.changed.notify_one();
    }

    fn dismiss_suggestion(&self) {
        self.change(|state, _| state.dismiss_suggestion());
    }

    fn start_at_login(&self) -> StartAtLogin {
        match self.login.is_on() {
            Some(true) => StartAtLogin::On,
            Some(false) => StartAtLogin::Off,
            None => StartAtLogin::Unavailable,
        }
    }

    fn set_start_at_login(&self, wanted: bool) -> Result<(), StartAtLoginError> {
        self.login.set(wanted).map_err(|error| match error {
            Unavailable::NotOffered => StartAtLoginError::Unavailable,
            Unavailable::Failed(_) => StartAtLoginError::Failed(error.into()),
        })
    }
}

/// The task that keeps reminders going beside an app.
pub struct ReminderLoop {
    app: Arc<App>,
    service: Arc<ReminderService>,
    file: StateFile,
    start_tokens: Arc<StartTokens>,
    open_page: Arc<OpenPage>,
    /// Ends the program.
    end: Arc<Notify>,
    seen: (
        mpsc::UnboundedSender<Observation>,
        mpsc::UnboundedReceiver<Observation>,
    ),
    ui_events: (
        mpsc::UnboundedSender<UiEvent>,
        mpsc::UnboundedReceiver<UiEvent>,
    ),
    idle_wanted: watch::Sender<Duration>,
    /// Whether the state of an earlier run is taken up.
    is_resumed: bool,
    /// Whether the journal has to be read once more.
    is_journal_stale: bool,
    /// Whether the state couldn’t be written and has to be once more.
    is_write_pending: bool,
    /// The prompt for which a page was opened.
    page_opened_for: Option<PromptNumber>,
}

impl ReminderLoop {
    /// Keeps the reminders beside an app going, with their saved state in that folder.
    pub fn new(
        app: Arc<App>,
        service: Arc<ReminderService>,
        folder: &Path,
        start_tokens: Arc<StartTokens>,
        open_page: OpenPage,
        end: Arc<Notify>,
    ) -> Self {
        Self {
            app,
            service,
            file: StateFile::of(folder),
            start_tokens,
            open_page: Arc::new(open_page),
            end,
            seen: mpsc::unbounded_channel(),
            ui_events: mpsc::unbounded_channel(),
            idle_wanted: watch::channel(Duration::from_mins(2)).0,
            is_resumed: false,
            is_journal_stale: true,
            is_write_pending: false,
            page_opened_for: None,
        }
    }

    /// Goes on until it is told to stop; then what was asked is taken back, and the state is saved.
    pub async fn run(mut self, stop: Arc<Notify>) {
        loop {
            self.read_journal().await;
            self.act().await;
            let wait = self.wait();
            let is_over = tokio::select! {
                biased;
                () = stop.notified() => break,
                Some(observation) = self.seen.1.recv() => {
                    self.observe(&observation);
                    false
                }
                Some(event) = self.ui_events.1.recv() => {
                    self.handle_ui_event(event);
                    false
                }
                () = self.service.changed.notified() => false,
                () = sleep(wait) => true,
            };
            if is_over {
                // Another program may have written into the journal meanwhile.
                self.is_journal_stale = true;
                self.read_journal().await;
                let now = self.service.now();
                locked(&self.service.state).tick(now);
            }
            let now = self.service.now();
            let zone = self.service.clock.now().time_zone().clone();
            locked(&self.service.state).set_zone(now, zone);
        }
        let desktop = locked(&self.service.desktop).take();
        if let Some(desktop) = desktop {
            desktop.ui.close().await;
        }
        if self.is_resumed {
            self.file.write(&locked(&self.service.state).saved());
        }
    }

    /// For how long nothing happens of itself.
    fn wait(&self) -> Option<Duration> {
        let now = self.service.now();
        let wait = locked(&self.service.state).wait(now);
        let retry = (self.is_journal_stale || self.is_write_pending).then_some(RETRY_AFTER);
        wait.into_iter().chain(retry).min()
    }

    fn observe(&self, observation: &Observation) {
        let now = self.service.now();
        locked(&self.service.state).observe(now, observation);
    }

    /// Reads what the journal says, where it may say something else. One that can't be read for a
    /// moment changes nothing.
    async fn read_journal(&mut self) {
        let is_changed = self
            .service
            .is_journal_changed
            .swap(false, Ordering::Relaxed);
        if !is_changed && !self.is_journal_stale {
            return;
        }
        let view = match self.view().await {
            Ok(view) => view,
            Err(error) => {
                tracing::warn!(%error, "reminders can't read the journal and go on as before");
                self.is_journal_stale = true;
                return;
            }
        };
        self.is_journal_stale = false;
        let now = self.service.now();
        if self.is_resumed {
            let is_gone = !locked(&self.service.state).is_of(view.epoch);
            if is_gone {
                self.file.forget();
            }
            locked(&self.service.state).take_view(now, &view);
        } else {
            let zone = zone_of(self.service.clock.as_ref());
            let saved = self.file.read();
            // Everything was deleted, and an earlier run had no time to forget it.
            if saved.as_ref().is_some_and(|saved| !saved.is_of(view.epoch)) {
                self.file.forget();
            }
            let state = ReminderState::resume(saved, &view, zone, now);
            *locked(&self.service.state) = state;
            self.is_resumed = true;
        }
    }

    async fn view(&self) -> Result<JournalView, JournalError> {
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
        Ok(JournalView {
            epoch: self.app.position().epoch,
            plan,
            is_session_held,
            sessions,
        })
    }

    /// Does what is to be done, and saves the state before.
    async fn act(&mut self) {
        self.start_or_stop().await;
        let (actions, is_unsaved, idle_wanted) = {
            let mut state = locked(&self.service.state);
            let idle_wanted = state.machine().idle_wanted();
            (state.actions(), state.take_unsaved(), idle_wanted)
        };
        let idle_wanted = Duration::try_from(idle_wanted).unwrap_or_default();
        self.idle_wanted.send_if_modified(|before| {
            let is_other = *before != idle_wanted;
            *before = idle_wanted;
            is_other
        });
        if is_unsaved && self.is_resumed {
            let saved = locked(&self.service.state).saved();
            let file = self.file.clone();
            // Before anything is shown: a program that is killed doesn't ask twice.
            let written = tokio::task::spawn_blocking(move || file.write(&saved)).await;
            self.is_write_pending = !written.unwrap_or(false);
            if self.is_write_pending {
                locked(&self.service.state).mark_unsaved();
            }
        }
        let looked = self.service.look();
        let plan = locked(&self.service.state).plan().clone();
        let words = self.app.words();
        let desktop = locked(&self.service.desktop);
        let Some(desktop) = desktop.as_ref() else {
            return;
        };
        for action in actions {
            match action {
                Action::Ask(prompt) => desktop
                    .ui
                    .notify(texts::notification(words, &prompt, &plan)),
                Action::Withdraw(number) => desktop.ui.withdraw(number),
            }
        }
        desktop
            .ui
            .set_tray_state(&texts::tray_state(words, &looked, &plan));
    }

    /// The desktop is observed and asked on while something is planned.
    async fn start_or_stop(&mut self) {
        let (is_planned, is_reset) = {
            let mut state = locked(&self.service.state);
            (state.is_planned(), state.take_reset())
        };
        if is_reset {
            self.page_opened_for = None;
        }
        let is_there = locked(&self.service.desktop).is_some();
        if is_there && (!is_planned || is_reset) {
            let desktop = locked(&self.service.desktop).take();
            if let Some(desktop) = desktop {
                desktop.ui.close().await;
            }
            // What they sent last is of no use any more.
            while self.seen.1.try_recv().is_ok() {}
            while self.ui_events.1.try_recv().is_ok() {}
        }
        let is_there = locked(&self.service.desktop).is_some();
        if is_planned && !is_there {
            let environment = Environment::here().await;
            let tray_state = {
                let looked = self.service.look();
                let plan = locked(&self.service.state).plan().clone();
                texts::tray_state(self.app.words(), &looked, &plan)
            };
            let left = locked(&self.service.state).shown().cloned();
            let ui = Ui::start(&environment, left, tray_state, self.ui_events.0.clone()).await;
            let observer = Observer::start_in(
                &environment,
                self.seen.0.clone(),
                self.idle_wanted.subscribe(),
            );
            *locked(&self.service.desktop) = Some(Desktop { observer, ui });
        }
    }

    fn handle_ui_event(&mut self, event: UiEvent) {
        let now = self.service.now();
        match event {
            UiEvent::Answered {
                number,
                answer,
                token,
            } => {
                let kind = {
                    let mut state = locked(&self.service.state);
                    let kind = state.kind(number);
                    state.answer(now, Some(number), answer);
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
            UiEvent::Shown(shown) => locked(&self.service.state).is_shown(shown),
            UiEvent::Opened { token } => self.open("/", token.as_deref()),
            UiEvent::NeedsPage(number) => {
                let open = {
                    let state = locked(&self.service.state);
                    state.machine().open().map(|prompt| prompt.number)
                };
                // A server that fails again and again opens one window all the same.
                if open == Some(number)
                    && self.page_opened_for != open
                    && !self.service.is_page_open()
                {
                    self.page_opened_for = open;
                    self.open("/", None);
                }
            }
            UiEvent::TrayActionChosen { action, token } => match action {
                TrayAction::Session => self.start_session(token),
                TrayAction::Break => self.start_break(token.as_deref()),
                TrayAction::NotToday => {
                    locked(&self.service.state).answer(now, None, Answer::NotToday);
                }
                TrayAction::Open => self.open("/", token.as_deref()),
                TrayAction::Reminders => self.open("/reminders", token.as_deref()),
                TrayAction::End => self.end.notify_one(),
            },
        }
    }

    fn open(&self, path: &str, token: Option<&str>) {
        (self.open_page)(path, token);
    }

    /// Leads to a break that begins by itself.
    fn start_break(&self, token: Option<&str>) {
        self.open(&self.start_tokens.address(), token);
    }

    /// Goes on with today's open session, or starts it as Today does.
    fn start_session(&self, token: Option<ActivationToken>) {
        let app = Arc::clone(&self.app);
        let open_page = Arc::clone(&self.open_page);
        tokio::spawn(async move {
            let path = match app.resume_or_start_today().await {
                Ok(started) => unhunch_web::address_after_start(&started),
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
