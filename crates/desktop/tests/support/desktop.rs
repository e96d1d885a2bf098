//! A desktop to open eyes to, put together from what a test needs, and what they see of it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::TempDir;
use tokio::sync::{mpsc, watch};
use unhunch_desktop::bus::Buses;
use unhunch_desktop::environment::Surroundings;
use unhunch_desktop::observe::{Eyes, KernelFiles};
use unhunch_desktop::{SenseReport, Tried};
use unhunch_reminders::{Observation, Sense};

use super::{Bus, Screen};

/// An empty desktop, with its eyes shut at first.
pub struct Desktop {
    surroundings: Surroundings,
    session: Option<zbus::Connection>,
    system: Option<zbus::Connection>,
    want_idle: watch::Sender<Duration>,
    eyes: Option<Eyes>,
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
            surroundings: Surroundings {
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
            eyes: None,
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
        self.surroundings.buses = Self::buses(self.session.clone(), self.system.clone());
        self
    }

    /// With this bus as the computer’s.
    pub async fn with_system(mut self, bus: &Bus) -> Self {
        self.system = Some(bus.connect().await);
        self.surroundings.buses = Self::buses(self.session.clone(), self.system.clone());
        self
    }

    /// With this screen.
    pub fn with_screen(mut self, screen: &Screen) -> Self {
        self.surroundings.display = Some(screen.display().to_owned());
        self
    }

    /// With a Wayland compositor at this socket.
    pub fn with_wayland(mut self, socket: impl Into<PathBuf>) -> Self {
        self.surroundings.wayland = Some(socket.into());
        self
    }

    /// Called so, as `XDG_CURRENT_DESKTOP` has it.
    pub fn called(mut self, name: &str) -> Self {
        name.clone_into(&mut self.surroundings.desktop);
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

    /// Opens the eyes.
    pub fn open(&mut self) {
        let (seen, observations) = mpsc::unbounded_channel();
        let wanted = self.want_idle.subscribe();
        self.eyes = Some(Eyes::open_in(&self.surroundings, seen, wanted));
        self.seen = Some(observations);
    }

    /// Waits until each sense has been looked for.
    pub async fn settled(&self) {
        self.eyes.as_ref().unwrap().settled().await;
    }

    /// Shuts the eyes, and says what was seen since somebody looked last.
    pub async fn shut(&mut self) -> Vec<Observation> {
        self.eyes = None;
        let mut observations = self.seen.take().unwrap();
        let mut rest = Vec::new();
        // Ends only when nothing that belongs to the eyes is left.
        while let Some(observation) = observations.recv().await {
            rest.push(observation);
        }
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

    /// What became of a sense.
    pub fn report(&self, sense: Sense) -> SenseReport {
        let reports = self.eyes.as_ref().unwrap().reports();
        let report = reports.into_iter().find(|report| report.sense == sense);
        report.unwrap()
    }

    /// The source that a sense sees with.
    pub fn chosen(&self, sense: Sense) -> Option<&'static str> {
        self.report(sense).chosen
    }

    /// What was tried for a sense.
    pub fn tried(&self, sense: Sense) -> Vec<Tried> {
        self.report(sense).tried
    }
}
