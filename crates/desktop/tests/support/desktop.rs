//! A desktop that is put together from what a test needs, and what is observed of it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;
use tokio::sync::{mpsc, watch};
use unhunch_desktop::bus::Buses;
use unhunch_desktop::environment::Environment;
use unhunch_desktop::observe::{KernelFiles, Observer};
use unhunch_desktop::{CapabilityReport, TriedSource};
use unhunch_reminders::{Capability, Observation};

use super::{Bus, PATIENCE, Screen};

/// An empty desktop, which nobody observes at first.
pub struct Desktop {
    environment: Environment,
    session: Option<zbus::Connection>,
    system: Option<zbus::Connection>,
    want_idle: watch::Sender<Duration>,
    observer: Option<Observer>,
    seen: Option<mpsc::UnboundedReceiver<Observation>>,
    folder: TempDir,
}

impl Desktop {
    /// Without any service, screen or device.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        for name in ["proc", "dev", "settings/dconf"] {
            std::fs::create_dir_all(path.join(name)).unwrap();
        }
        Self {
            environment: Environment {
                buses: Self::buses(None, None),
                display: None,
                wayland: None,
                desktop: String::new(),
                settings: Some(path.join("settings")),
                kernel: KernelFiles {
                    processes: path.join("proc"),
                    devices: path.join("dev"),
                },
            },
            session: None,
            system: None,
            want_idle: watch::Sender::new(Duration::from_mins(2)),
            observer: None,
            seen: None,
            folder,
        }
    }

    fn buses(session: Option<zbus::Connection>, system: Option<zbus::Connection>) -> Buses {
        let none = || zbus::Error::Address("there is no such bus".to_owned());
        Buses::of(session.ok_or_else(none), system.ok_or_else(none))
    }

    /// With this bus as the person’s own.
    pub async fn with_session(mut self, bus: &Bus) -> Self {
        self.session = Some(bus.connect().await);
        self.environment.buses = Self::buses(self.session.clone(), self.system.clone());
        self
    }

    /// With this bus as the computer’s.
    pub async fn with_system(mut self, bus: &Bus) -> Self {
        self.system = Some(bus.connect().await);
        self.environment.buses = Self::buses(self.session.clone(), self.system.clone());
        self
    }

    /// With this screen.
    pub fn with_screen(mut self, screen: &Screen) -> Self {
        self.environment.display = Some(screen.display().to_owned());
        self
    }

    /// With a Wayland compositor at this socket.
    pub fn with_wayland(mut self, socket: impl Into<PathBuf>) -> Self {
        self.environment.wayland = Some(socket.into());
        self
    }

    /// Called so, as `XDG_CURRENT_DESKTOP` has it.
    pub fn called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.environment.desktop);
        self
    }

    /// Its connection to the person’s bus.
    pub fn session(&self) -> &zbus::Connection {
        self.session.as_ref().unwrap()
    }

    /// Its connection to the computer’s bus.
    pub fn system(&self) -> &zbus::Connection {
        self.system.as_ref().unwrap()
    }

    /// The folder with `proc`, `dev` and `settings`.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// From how long without input on the machine wants to hear of it.
    pub fn want_idle(&self, long: Duration) {
        self.want_idle.send_replace(long);
    }

    /// Begins to observe it.
    pub fn observe(&mut self) {
        let (seen, observations) = mpsc::unbounded_channel();
        let wanted = self.want_idle.subscribe();
        self.observer = Some(Observer::start_in(&self.environment, seen, wanted));
        self.seen = Some(observations);
    }

    /// Waits until the sources of each capability have been tried.
    pub async fn probed(&self) {
        let observer = self.observer.as_ref().unwrap();
        if tokio::time::timeout(PATIENCE, observer.probed())
            .await
            .is_err()
        {
            panic!("not all sources have been tried: {:?}", observer.reports());
        }
    }

    /// Ends observing, and says what was observed since somebody looked last. Fails where something
    /// that belongs to the observer doesn’t end.
    pub async fn stop_observing(&mut self) -> Vec<Observation> {
        self.observer = None;
        let mut observations = self.seen.take().unwrap();
        let mut rest = Vec::new();
        let ending = async {
            // Each source can send, so none is left when nobody can any more.
            while let Some(observation) = observations.recv().await {
                rest.push(observation);
            }
        };
        let ended = tokio::time::timeout(PATIENCE, ending).await;
        assert!(
            ended.is_ok(),
            "a source goes on without its observer; it has said {rest:?}"
        );
        rest
    }

    /// The first observation that is wanted.
    pub async fn first(&mut self, wanted: impl FnMut(&Observation) -> bool) -> Observation {
        super::first(self.seen.as_mut().unwrap(), wanted).await
    }

    /// The next observation of input.
    pub async fn next_of_input(&mut self) -> Observation {
        self.first(|seen| {
            matches!(
                seen,
                Observation::Input | Observation::Idle { .. } | Observation::InputUnknown
            )
        })
        .await
    }

    /// What is known of a capability.
    pub fn report(&self, capability: Capability) -> CapabilityReport {
        let reports = self.observer.as_ref().unwrap().reports();
        let report = reports
            .into_iter()
            .find(|report| report.capability == capability);
        report.unwrap()
    }

    /// The source that tells of a capability.
    pub fn chosen(&self, capability: Capability) -> Option<&'static str> {
        self.report(capability).chosen
    }

    /// What was tried for a capability.
    pub fn tried(&self, capability: Capability) -> Vec<TriedSource> {
        self.report(capability).tried
    }
}
