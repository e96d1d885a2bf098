//! The desktop that eyes open to: where its buses, screens and files are, and so which sources
//! there can be for each sense.

use unhunch_reminders::Sense;

use super::Lane;

#[cfg(all(unix, not(target_os = "macos")))]
pub use desktop::Surroundings;
#[cfg(not(all(unix, not(target_os = "macos"))))]
pub use system::Surroundings;

#[cfg(all(unix, not(target_os = "macos")))]
mod desktop {
    use std::env;
    use std::path::PathBuf;

    use super::{Lane, Sense};
    use crate::bus::Buses;
    use crate::eyes::logind::{PrepareForSleep, SessionLock};
    use crate::eyes::mutter::Mutter;
    use crate::eyes::screen_saver::ScreenSaver;
    use crate::eyes::silence;
    use crate::eyes::watch::Watch;
    use crate::eyes::wayland::Wayland;
    use crate::eyes::x11::{ActiveWindow, IdleCounter, ScreenSaverInfo};

    /// A desktop on Linux or its relatives.
    #[derive(Clone, Debug)]
    pub struct Surroundings {
        /// The message buses.
        pub buses: Buses,
        /// The X server, as `DISPLAY` says it. On Wayland, it only knows of input for X programs,
        /// and isn’t asked.
        pub display: Option<String>,
        /// The Wayland compositor’s socket.
        pub wayland: Option<PathBuf>,
        /// What the desktop is called, as `XDG_CURRENT_DESKTOP` says it.
        pub desktop: String,
        /// The folder of the person’s settings, `~/.config`.
        pub settings: Option<PathBuf>,
        /// The kernel’s files.
        #[cfg(target_os = "linux")]
        pub kernel: crate::eyes::KernelFiles,
    }

    impl Surroundings {
        /// Those of this program.
        pub async fn here() -> Self {
            let variable = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
            let folder = |name| variable(name).map(PathBuf::from);
            Self {
                buses: Buses::connect().await,
                display: variable("DISPLAY"),
                // A bare name is one of a socket in the folder of the session; a whole path stays.
                wayland: variable("WAYLAND_DISPLAY").map(|name| {
                    folder("XDG_RUNTIME_DIR")
                        .map_or_else(|| PathBuf::from(&name), |folder| folder.join(&name))
                }),
                desktop: variable("XDG_CURRENT_DESKTOP").unwrap_or_default(),
                settings: folder("XDG_CONFIG_HOME")
                    .or_else(|| folder("HOME").map(|home| home.join(".config"))),
                #[cfg(target_os = "linux")]
                kernel: crate::eyes::KernelFiles::default(),
            }
        }

        pub(crate) fn lanes(&self, sense: Sense) -> Vec<Lane> {
            let session = || self.buses.session().cloned();
            let system = || self.buses.system().cloned();
            let display = self.display.clone().filter(|_| self.wayland.is_none());
            match sense {
                Sense::Input => vec![vec![
                    Box::new(Mutter::new(session())),
                    Box::new(Wayland(self.wayland.clone())),
                    Box::new(IdleCounter(display.clone())),
                    Box::new(ScreenSaverInfo(display)),
                ]],
                Sense::Lock => vec![
                    vec![Box::new(SessionLock::new(system()))],
                    ScreenSaver::all(&session())
                        .map(|saver| Box::new(saver) as Box<dyn Watch>)
                        .collect(),
                ],
                Sense::Sleep => vec![vec![Box::new(PrepareForSleep::new(system()))]],
                Sense::Call => self.call(),
                Sense::FullScreen => vec![vec![Box::new(ActiveWindow(display))]],
                Sense::DoNotDisturb => {
                    let mut lanes: Vec<Lane> = vec![
                        vec![Box::new(silence::ServerProperty::inhibited(session()))],
                        vec![Box::new(silence::ServerProperty::dunst(session()))],
                        vec![Box::new(silence::Xfce::new(session()))],
                    ];
                    lanes.extend(self.gnome());
                    lanes
                }
                Sense::Notifications | Sense::Tray => Vec::new(),
            }
        }

        #[cfg(target_os = "linux")]
        fn call(&self) -> Vec<Lane> {
            vec![vec![Box::new(crate::eyes::kernel::Kernel(
                self.kernel.clone(),
            ))]]
        }

        #[cfg(not(target_os = "linux"))]
        fn call(&self) -> Vec<Lane> {
            Vec::new()
        }

        #[cfg(target_os = "linux")]
        fn gnome(&self) -> Option<Lane> {
            let folder = self.settings.as_ref()?.join("dconf");
            Some(vec![Box::new(silence::Gnome {
                desktop: self.desktop.clone(),
                folder,
            })])
        }

        #[cfg(not(target_os = "linux"))]
        fn gnome(&self) -> Option<Lane> {
            None
        }
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
mod system {
    use super::{Lane, Sense};

    /// macOS or Windows, which tell of input alone.
    #[derive(Clone, Copy, Debug)]
    pub struct Surroundings;

    impl Surroundings {
        /// Those of this program.
        #[allow(
            clippy::unused_async,
            reason = "it is called alike on all systems, and others have to connect"
        )]
        pub async fn here() -> Self {
            Self
        }

        #[allow(clippy::unused_self, reason = "it is called alike on all systems")]
        pub(crate) fn lanes(&self, sense: Sense) -> Vec<Lane> {
            match sense {
                #[cfg(any(target_os = "macos", windows))]
                Sense::Input => vec![vec![Box::new(crate::eyes::polled::system::SystemCall)]],
                _ => Vec::new(),
            }
        }
    }
}
