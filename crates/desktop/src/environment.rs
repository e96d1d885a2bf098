//! The desktop that is observed and asked on: where its buses, screens and files are, so that tests
//! act one out.

#[cfg(all(unix, not(target_os = "macos")))]
pub use desktop::Environment;
#[cfg(not(all(unix, not(target_os = "macos"))))]
pub use system::Environment;

#[cfg(all(unix, not(target_os = "macos")))]
mod desktop {
    use std::env;
    use std::path::PathBuf;

    use crate::bus::Buses;

    /// A desktop on Linux or its relatives.
    #[derive(Clone, Debug)]
    pub struct Environment {
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
        pub kernel: crate::observe::KernelFiles,
    }

    impl Environment {
        /// That of this program.
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
                kernel: crate::observe::KernelFiles::default(),
            }
        }
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
mod system {
    /// macOS or Windows, which tell of input alone.
    #[derive(Clone, Copy, Debug)]
    pub struct Environment;

    impl Environment {
        /// That of this program.
        #[allow(
            clippy::unused_async,
            reason = "it is called alike on all systems, and others have to connect"
        )]
        pub async fn here() -> Self {
            Self
        }
    }
}
