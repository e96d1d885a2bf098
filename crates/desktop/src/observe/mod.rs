//! Eyes: what is seen of the computer, as observations for the reminders.
//!
//! Each sense has one or more *lanes* of sources ([`watch::Watch`]), each lane a list with the best
//! first. Of a lane, the first one that works is used; where there are several lanes, all of them
//! are, and any one that says *on* is believed. A lane that no source works for, or whose source
//! fails, says unknown, and tries again with growing waits, or when a service that it could use
//! appears on the bus.

#[cfg(target_os = "linux")]
mod calls;
#[cfg(all(unix, not(target_os = "macos")))]
mod dbus_service;
#[cfg(all(unix, not(target_os = "macos")))]
mod do_not_disturb;
#[cfg(target_os = "linux")]
mod file_events;
#[cfg(all(unix, not(target_os = "macos")))]
mod helper_thread;
mod idle;
#[cfg(all(unix, not(target_os = "macos")))]
mod logind;
mod merge;
#[cfg(all(unix, not(target_os = "macos")))]
mod screen_saver;
mod source;
mod sources;
mod supervisor;
#[cfg(all(unix, not(target_os = "macos")))]
mod x11_display;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch as channel};
use tokio::task::JoinSet;
use unhunch_reminders::{Observation, Sense};

use crate::SenseReport;
use crate::environment::Surroundings;
use merge::Outlet;
use source::Watch;
use supervisor::Reports;

#[cfg(target_os = "linux")]
pub use calls::KernelFiles;

/// The senses that eyes have.
pub const SENSES: [Sense; 6] = [
    Sense::Input,
    Sense::Lock,
    Sense::Sleep,
    Sense::Call,
    Sense::FullScreen,
    Sense::DoNotDisturb,
];

/// All eyes, open until they are dropped.
#[derive(Debug)]
pub struct Eyes {
    reports: Arc<Reports>,
    /// One task a lane; they end with this.
    _lanes: JoinSet<()>,
}

impl Eyes {
    /// Opens them to the computer that this program runs on. What they see goes to `seen`. Input,
    /// calls, full screen and do-not-disturb are told within ten seconds, be it that there is no
    /// telling; lock and sleep where they begin and end, since a program that starts is taken to
    /// be on a computer that is unlocked and awake. From how long without input on that is wanted
    /// comes from `idle_wanted`, and may change at any time.
    pub async fn open(
        seen: mpsc::UnboundedSender<Observation>,
        idle_wanted: channel::Receiver<Duration>,
    ) -> Self {
        Self::open_in(&Surroundings::here().await, seen, idle_wanted)
    }

    /// Opens them in these surroundings. Has to be called in a tokio runtime.
    pub fn open_in(
        surroundings: &Surroundings,
        seen: mpsc::UnboundedSender<Observation>,
        idle_wanted: channel::Receiver<Duration>,
    ) -> Self {
        let outlet = Arc::new(Outlet::new(seen, idle_wanted));
        let senses = SENSES.map(|sense| (sense, sources::lanes(surroundings, sense)));
        let reports = Arc::new(Reports::new(
            senses.iter().map(|(sense, lanes)| (*sense, lanes.len())),
        ));
        let mut tasks = JoinSet::new();
        for (sense, lanes) in senses {
            outlet.expect(sense, lanes.len());
            for (number, lane) in lanes.into_iter().enumerate() {
                tasks.spawn(supervisor::keep_watch(
                    lane,
                    outlet.tell(sense, number),
                    Arc::clone(&reports),
                ));
            }
        }
        Self {
            reports,
            _lanes: tasks,
        }
    }

    /// What each sense sees with now, in the order of [`SENSES`].
    pub fn reports(&self) -> Vec<SenseReport> {
        self.reports.now()
    }

    /// Waits until each sense has been looked for once; [`Eyes::reports`] is whole from then on.
    /// Takes some milliseconds, or seconds where something doesn't answer.
    pub async fn settled(&self) {
        self.reports.settled().await;
    }
}

/// Sources of a sense, the best first.
type Lane = Vec<Box<dyn Watch>>;
