//! What a person sees of the reminders outside of the app: notifications, and an icon in the panel.

mod activation_token;
mod browser_fallback;
mod icon;
#[cfg(all(unix, not(target_os = "macos")))]
mod notifications;
#[cfg(all(unix, not(target_os = "macos")))]
mod tray;
#[cfg(all(unix, not(target_os = "macos")))]
mod tray_menu;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tokio::sync::mpsc;
use unhunch_reminders::{Answer, Capability, PromptNumber};

use crate::environment::Environment;
use crate::{CapabilityReport, TriedSource, Unavailable};

pub use activation_token::ActivationToken;

/// A prompt in words, as a notification shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Its number.
    pub number: PromptNumber,
    /// Its heading.
    pub title: String,
    /// A sentence more.
    pub text: String,
    /// The answers that are offered, with their words.
    pub answers: Vec<(Answer, String)>,
    /// What somebody hears who goes to the page instead.
    pub open: String,
}

/// What the icon in the panel says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrayState {
    /// Its name.
    pub title: String,
    /// What comes next.
    pub next: String,
    /// Whether a prompt waits for an answer.
    pub asks: bool,
    /// What can be chosen there; a line is drawn between groups.
    pub menu: Vec<Vec<(TrayAction, String)>>,
}

/// What somebody can choose in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrayAction {
    /// Today’s session, now.
    Session,
    /// A short break, now.
    Break,
    /// Nothing more today.
    NotToday,
    /// To see the app.
    Open,
    /// To see when it asks.
    Reminders,
    /// To end the program.
    End,
}

/// What somebody did with a notification or the icon in the panel. A token lets the window that is
/// opened next come to the front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UiEvent {
    /// They answered.
    Answered {
        /// Which prompt.
        number: PromptNumber,
        /// What.
        answer: Answer,
        /// For the window that is opened.
        token: Option<ActivationToken>,
    },
    /// They want to see the page.
    Opened {
        /// For the window that is opened.
        token: Option<ActivationToken>,
    },
    /// They chose something in the panel.
    TrayActionChosen {
        /// What.
        action: TrayAction,
        /// For the window that is opened.
        token: Option<ActivationToken>,
    },
    /// This prompt can be answered in a page only.
    NeedsPage(PromptNumber),
    /// Nobody’s doing: a prompt is shown outside of this program now.
    Shown(ShownNotification),
}

/// What the desktop shows for us, and would go on showing if this program were killed: enough for a
/// later run to take it away, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShownNotification {
    /// The bus, which has another number after each start.
    bus: String,
    /// The server’s name on it, which no other server gets.
    server: String,
    /// The server’s number for what it shows.
    id: u32,
}

/// A way to ask.
#[async_trait]
trait NotificationBackend: Send + Sync {
    /// Its name.
    fn source(&self) -> &'static str;
    /// Whether it works now.
    fn works(&self) -> Result<(), Unavailable>;
    /// Shows a notification, until it is answered or taken back.
    fn notify(&self, notification: Notification);
    /// Takes it back.
    fn withdraw(&self, number: PromptNumber);
    /// Takes everything back, because the program ends.
    async fn close(&self);
}

/// A way to have an icon in the panel.
#[async_trait]
trait TrayBackend: Send + Sync {
    /// Its name.
    fn source(&self) -> &'static str;
    /// Whether it works now.
    fn works(&self) -> Result<(), Unavailable>;
    /// Has it say this.
    fn show(&self, state: TrayState);
}

/// All ways to ask, and the icon in the panel, until this is dropped.
pub struct Ui {
    notifiers: Vec<Box<dyn NotificationBackend>>,
    trays: Vec<Box<dyn TrayBackend>>,
}

impl Ui {
    /// Connects to the desktop. What people do goes to `events`. What an earlier run `left` on the
    /// screen is taken away.
    #[cfg(all(unix, not(target_os = "macos")))]
    pub async fn start(
        environment: &Environment,
        left: Option<ShownNotification>,
        tray_state: TrayState,
        events: mpsc::UnboundedSender<UiEvent>,
    ) -> Self {
        let notifications =
            notifications::DesktopNotifications::open(&environment.buses, left, events.clone());
        let tray = tray::Tray::open(&environment.buses, tray_state, events.clone());
        let (notifications, tray) = tokio::join!(notifications, tray);
        Self {
            notifiers: vec![
                Box::new(notifications),
                Box::new(browser_fallback::BrowserFallback::new(events)),
            ],
            trays: vec![Box::new(tray)],
        }
    }

    /// Connects to the desktop. What people do goes to `events`.
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    pub async fn start(
        _: &Environment,
        _: Option<ShownNotification>,
        tray_state: TrayState,
        events: mpsc::UnboundedSender<UiEvent>,
    ) -> Self {
        drop(tray_state);
        Self {
            notifiers: vec![Box::new(browser_fallback::BrowserFallback::new(events))],
            trays: Vec::new(),
        }
    }

    /// Asks, in the first way that works now.
    pub fn notify(&self, notification: Notification) {
        if let Some(notifier) = self
            .notifiers
            .iter()
            .find(|notifier| notifier.works().is_ok())
        {
            notifier.notify(notification);
        }
    }

    /// Takes a notification back, wherever it is shown.
    pub fn withdraw(&self, number: PromptNumber) {
        for notifier in &self.notifiers {
            notifier.withdraw(number);
        }
    }

    /// Has the icon in the panel say this.
    pub fn set_tray_state(&self, tray_state: &TrayState) {
        for tray in &self.trays {
            tray.show(tray_state.clone());
        }
    }

    /// Takes everything back, because the program ends.
    pub async fn close(&self) {
        for notifier in &self.notifiers {
            notifier.close().await;
        }
    }

    /// What works now, for [`Capability::Notifications`] and [`Capability::Tray`].
    pub fn reports(&self) -> Vec<CapabilityReport> {
        let notifiers = self
            .notifiers
            .iter()
            .map(|notifier| (notifier.source(), notifier.works()));
        let trays = self.trays.iter().map(|tray| (tray.source(), tray.works()));
        vec![
            report(Capability::Notifications, notifiers),
            report(Capability::Tray, trays),
        ]
    }
}

/// A report of sources that are tried in their order until one works.
fn report(
    capability: Capability,
    sources: impl Iterator<Item = (&'static str, Result<(), Unavailable>)>,
) -> CapabilityReport {
    let mut tried = Vec::new();
    let mut chosen = None;
    for (source, works) in sources {
        let refusal = works.err();
        let is_chosen = refusal.is_none();
        tried.push(TriedSource { source, refusal });
        if is_chosen {
            chosen = Some(source);
            break;
        }
    }
    CapabilityReport {
        capability,
        chosen,
        tried,
    }
}
