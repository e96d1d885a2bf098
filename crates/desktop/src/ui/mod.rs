//! Hands: ways to ask, a place in the panel, and starting at login.

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
use unhunch_reminders::{Answer, PromptNumber, Sense};

use crate::environment::Surroundings;
use crate::{NotHere, SenseReport, Tried};

pub use activation_token::ActivationToken;

/// A prompt in words, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
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

/// What the place in the panel says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Panel {
    /// Its name.
    pub title: String,
    /// What comes next.
    pub next: String,
    /// Whether a prompt waits for an answer.
    pub asks: bool,
    /// What can be wished for there; a line is drawn between groups.
    pub menu: Vec<Vec<(Wish, String)>>,
}

/// What somebody can wish for in the panel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wish {
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

/// What somebody did with a hand of ours. A token lets the window that is opened next come to the
/// front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Touch {
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
    /// They wished for something in the panel.
    Wished {
        /// What.
        wish: Wish,
        /// For the window that is opened.
        token: Option<ActivationToken>,
    },
    /// This prompt can be answered in a page only.
    NeedsPage(PromptNumber),
    /// Nobody’s doing: a prompt is shown outside of this program now.
    Shown(Shown),
}

/// What the desktop shows for us, and would go on showing if this program were killed: enough for a
/// later run to take it away, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The bus, which has another number after each start.
    bus: String,
    /// The server’s name on it, which no other server gets.
    server: String,
    /// The server’s number for what it shows.
    id: u32,
}

/// A way to ask.
#[async_trait]
trait Ask: Send + Sync {
    /// Its name.
    fn source(&self) -> &'static str;
    /// Whether it works now.
    fn works(&self) -> Result<(), NotHere>;
    /// Shows a question, until it is answered or taken back.
    fn ask(&self, question: Question);
    /// Takes it back.
    fn withdraw(&self, number: PromptNumber);
    /// Takes everything back, because the program ends.
    async fn end(&self);
}

/// A place in the panel.
#[async_trait]
trait Sit: Send + Sync {
    /// Its name.
    fn source(&self) -> &'static str;
    /// Whether it works now.
    fn works(&self) -> Result<(), NotHere>;
    /// Says something else.
    fn show(&self, panel: Panel);
}

/// All hands, until they are dropped.
pub struct Hands {
    asking: Vec<Box<dyn Ask>>,
    sitting: Vec<Box<dyn Sit>>,
}

impl Hands {
    /// Reaches out. What people do with them goes to `touched`. What an earlier run `left` on the
    /// screen is taken away.
    #[cfg(all(unix, not(target_os = "macos")))]
    pub async fn open(
        surroundings: &Surroundings,
        left: Option<Shown>,
        panel: Panel,
        touched: mpsc::UnboundedSender<Touch>,
    ) -> Self {
        let notifications =
            notifications::Notifications::open(&surroundings.buses, left, touched.clone());
        let tray = tray::Tray::open(&surroundings.buses, panel, touched.clone());
        let (notifications, tray) = tokio::join!(notifications, tray);
        Self {
            asking: vec![
                Box::new(notifications),
                Box::new(browser_fallback::Page::new(touched)),
            ],
            sitting: vec![Box::new(tray)],
        }
    }

    /// Reaches out. What people do with them goes to `touched`.
    #[cfg(not(all(unix, not(target_os = "macos"))))]
    pub async fn open(
        _: &Surroundings,
        _: Option<Shown>,
        panel: Panel,
        touched: mpsc::UnboundedSender<Touch>,
    ) -> Self {
        drop(panel);
        Self {
            asking: vec![Box::new(browser_fallback::Page::new(touched))],
            sitting: Vec::new(),
        }
    }

    /// Asks, in the first way that works now.
    pub fn ask(&self, question: Question) {
        if let Some(way) = self.asking.iter().find(|way| way.works().is_ok()) {
            way.ask(question);
        }
    }

    /// Takes a question back, wherever it is shown.
    pub fn withdraw(&self, number: PromptNumber) {
        for way in &self.asking {
            way.withdraw(number);
        }
    }

    /// Says something else in the panel.
    pub fn show(&self, panel: &Panel) {
        for place in &self.sitting {
            place.show(panel.clone());
        }
    }

    /// Takes everything back, because the program ends.
    pub async fn end(&self) {
        for way in &self.asking {
            way.end().await;
        }
    }

    /// What works now, for [`Sense::Notifications`] and [`Sense::Tray`].
    pub fn reports(&self) -> Vec<SenseReport> {
        let asking = self.asking.iter().map(|way| (way.source(), way.works()));
        let sitting = self
            .sitting
            .iter()
            .map(|place| (place.source(), place.works()));
        vec![
            report(Sense::Notifications, asking),
            report(Sense::Tray, sitting),
        ]
    }
}

/// A report of sources that are tried in their order until one works.
fn report(
    sense: Sense,
    sources: impl Iterator<Item = (&'static str, Result<(), NotHere>)>,
) -> SenseReport {
    let mut tried = Vec::new();
    let mut chosen = None;
    for (source, works) in sources {
        let refusal = works.err();
        let is_chosen = refusal.is_none();
        tried.push(Tried { source, refusal });
        if is_chosen {
            chosen = Some(source);
            break;
        }
    }
    SenseReport {
        sense,
        chosen,
        tried,
    }
}
