//! Which sources there can be for each sense on a desktop, the best first.

use unhunch_reminders::Sense;

use super::Lane;
use crate::environment::Surroundings;

#[cfg(all(unix, not(target_os = "macos")))]
pub use desktop::lanes;
#[cfg(not(all(unix, not(target_os = "macos"))))]
pub use system::lanes;

#[cfg(all(unix, not(target_os = "macos")))]
mod desktop {
    use super::{Lane, Sense, Surroundings};
    use crate::observe::do_not_disturb;
    use crate::observe::idle::mutter::Mutter;
    use crate::observe::idle::wayland::Wayland;
    use crate::observe::idle::x11::{ActiveWindow, IdleCounter, ScreenSaverInfo};
    use crate::observe::logind::{PrepareForSleep, SessionLock};
    use crate::observe::screen_saver::ScreenSaver;
    use crate::observe::source::Watch;

    /// The lanes of a sense.
    pub fn lanes(surroundings: &Surroundings, sense: Sense) -> Vec<Lane> {
        let session = || surroundings.buses.session().cloned();
        let system = || surroundings.buses.system().cloned();
        // On Wayland, an X server knows of input for X programs alone.
        let is_wayland = surroundings.wayland.is_some();
        let display = surroundings.display.clone().filter(|_| !is_wayland);
        match sense {
            Sense::Input => vec![vec![
                Box::new(Mutter::new(session())),
                Box::new(Wayland(surroundings.wayland.clone())),
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
            Sense::Call => call(surroundings),
            Sense::FullScreen => vec![vec![Box::new(ActiveWindow(display))]],
            Sense::DoNotDisturb => {
                let mut lanes: Vec<Lane> = vec![
                    vec![Box::new(do_not_disturb::ServerProperty::inhibited(
                        session(),
                    ))],
                    vec![Box::new(do_not_disturb::ServerProperty::dunst(session()))],
                    vec![Box::new(do_not_disturb::Xfce::new(session()))],
                ];
                lanes.extend(gnome(surroundings));
                lanes
            }
            Sense::Notifications | Sense::Tray => Vec::new(),
        }
    }

    #[cfg(target_os = "linux")]
    fn call(surroundings: &Surroundings) -> Vec<Lane> {
        let kernel = surroundings.kernel.clone();
        vec![vec![Box::new(crate::observe::calls::Kernel(kernel))]]
    }

    #[cfg(not(target_os = "linux"))]
    fn call(_: &Surroundings) -> Vec<Lane> {
        Vec::new()
    }

    #[cfg(target_os = "linux")]
    fn gnome(surroundings: &Surroundings) -> Option<Lane> {
        let folder = surroundings.settings.as_ref()?.join("dconf");
        Some(vec![Box::new(do_not_disturb::Gnome {
            desktop: surroundings.desktop.clone(),
            folder,
        })])
    }

    #[cfg(not(target_os = "linux"))]
    fn gnome(_: &Surroundings) -> Option<Lane> {
        None
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
mod system {
    use super::{Lane, Sense, Surroundings};

    /// The lanes of a sense.
    pub fn lanes(_: &Surroundings, sense: Sense) -> Vec<Lane> {
        match sense {
            #[cfg(any(target_os = "macos", windows))]
            Sense::Input => vec![vec![Box::new(
                crate::observe::idle::polled::system::SystemCall,
            )]],
            _ => Vec::new(),
        }
    }
}
