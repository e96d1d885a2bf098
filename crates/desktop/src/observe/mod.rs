//! Observes the computer: what happens on it becomes observations for the reminders.
//!
//! Each capability has one or more lists of sources ([`source::Source`]), each with the best first.
//! Of a list, the first source that works is used; where there are several lists, each of them is,
//! and any one that says *on* is believed. A list of which no source works, or whose source fails,
//! says unknown, and is tried again with growing waits, or when a service that it could use appears
//! on the bus.

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
use unhunch_reminders::{Capability, Observation};

use crate::CapabilityReport;
use crate::environment::Environment;
use merge::SignalMerger;
use source::Source;
use supervisor::CapabilityReports;

#[cfg(target_os = "linux")]
pub use calls::KernelFiles;

/// The capabilities that an [`Observer`] tells of.
pub const OBSERVED: [Capability; 6] = [
    Capability::Input,
    Capability::Lock,
    Capability::Sleep,
    Capability::Call,
    Capability::FullScreen,
    Capability::DoNotDisturb,
];

/// Observes everything that the reminders want to know, until it is dropped.
#[derive(Debug)]
pub struct Observer {
    reports: Arc<CapabilityReports>,
    /// One task for each list of sources; they end with this.
    _supervisors: JoinSet<()>,
}

impl Observer {
    /// Observes the computer that this program runs on, and sends what it observes to `observed`.
    /// Input, calls, full screen and do-not-disturb are told within ten seconds, be it as unknown;
    /// lock and sleep where they begin and end, since a program that starts is taken to be on a
    /// computer that is unlocked and awake. From how long without input on it is told that there is
    /// none comes from `idle_wanted`, and may change at any time.
    pub async fn start(
        observed: mpsc::UnboundedSender<Observation>,
        idle_wanted: channel::Receiver<Duration>,
    ) -> Self {
        Self::start_in(&Environment::here().await, observed, idle_wanted)
    }

    /// Observes this environment. Has to be called in a tokio runtime.
    pub fn start_in(
        environment: &Environment,
        observed: mpsc::UnboundedSender<Observation>,
        idle_wanted: channel::Receiver<Duration>,
    ) -> Self {
        let merger = Arc::new(SignalMerger::new(observed, idle_wanted));
        let all = OBSERVED.map(|capability| (capability, sources::lists(environment, capability)));
        let counts = all
            .iter()
            .map(|(capability, lists)| (*capability, lists.len()));
        let reports = Arc::new(CapabilityReports::new(counts));
        let mut tasks = JoinSet::new();
        for (capability, lists) in all {
            merger.expect(capability, lists.len());
            for (number, list) in lists.into_iter().enumerate() {
                tasks.spawn(supervisor::supervise(
                    list,
                    merger.reporter(capability, number),
                    Arc::clone(&reports),
                ));
            }
        }
        Self {
            reports,
            _supervisors: tasks,
        }
    }

    /// What tells of each capability now, in the order of [`OBSERVED`].
    pub fn reports(&self) -> Vec<CapabilityReport> {
        self.reports.now()
    }

    /// Waits until the sources of each capability have been tried once; [`Observer::reports`] is whole
    /// from then on.
    /// Takes some milliseconds, or seconds where something doesn't answer.
    pub async fn probed(&self) {
        self.reports.probed().await;
    }
}

/// Sources of a capability, the best first.
type SourceList = Vec<Box<dyn Source>>;
