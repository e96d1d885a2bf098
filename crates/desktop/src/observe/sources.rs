//! Which sources there can be for each capability of a desktop, the best first.

use unhunch_reminders::Capability;

use super::SourceList;
use crate::environment::Environment;

#[cfg(all(unix, not(target_os = "macos")))]
pub use desktop::lists;
#[cfg(not(all(unix, not(target_os = "macos"))))]
pub use system::lists;

#[cfg(all(unix, not(target_os = "macos")))]
mod desktop {
    use super::{Capability, Environment, SourceList};
    use crate::observe::do_not_disturb;
    use crate::observe::idle::mutter::Mutter;
    use crate::observe::idle::wayland::Wayland;
    use crate::observe::idle::x11::{ActiveWindow, IdleCounter, ScreenSaverInfo};
    use crate::observe::logind::{PrepareForSleep, SessionLock};
    use crate::observe::screen_saver::ScreenSaver;
    use crate::observe::source::Source;

    /// The lists of sources of a capability.
    pub fn lists(environment: &Environment, capability: Capability) -> Vec<SourceList> {
        let session = || environment.buses.session().cloned();
        let system = || environment.buses.system().cloned();
        // On Wayland, an X server knows of input for X programs alone.
        let is_wayland = environment.wayland.is_some();
        let display = environment.display.clone().filter(|_| !is_wayland);
        match capability {
            Capability::Input => vec![vec![
                Box::new(Mutter::new(session())),
                Box::new(Wayland(environment.wayland.clone())),
                Box::new(IdleCounter(display.clone())),
                Box::new(ScreenSaverInfo(display)),
            ]],
            Capability::Lock => vec![
                vec![Box::new(SessionLock::new(system()))],
                ScreenSaver::all(&session())
                    .map(|saver| Box::new(saver) as Box<dyn Source>)
                    .collect(),
            ],
            Capability::Sleep => vec![vec![Box::new(PrepareForSleep::new(system()))]],
            Capability::Call => call(environment),
            Capability::FullScreen => vec![vec![Box::new(ActiveWindow(display))]],
            Capability::DoNotDisturb => {
                let mut lists: Vec<SourceList> = vec![
                    vec![Box::new(do_not_disturb::ServerProperty::inhibited(
                        session(),
                    ))],
                    vec![Box::new(do_not_disturb::ServerProperty::dunst(session()))],
                    vec![Box::new(do_not_disturb::Xfce::new(session()))],
                ];
                lists.extend(gnome(environment));
                lists
            }
            Capability::Notifications | Capability::Tray => Vec::new(),
        }
    }

    #[cfg(target_os = "linux")]
    fn call(environment: &Environment) -> Vec<SourceList> {
        let kernel = environment.kernel.clone();
        vec![vec![Box::new(crate::observe::calls::CaptureDevices(
            kernel,
        ))]]
    }

    #[cfg(not(target_os = "linux"))]
    fn call(_: &Environment) -> Vec<SourceList> {
        Vec::new()
    }

    #[cfg(target_os = "linux")]
    fn gnome(environment: &Environment) -> Option<SourceList> {
        let folder = environment.settings.as_ref()?.join("dconf");
        Some(vec![Box::new(do_not_disturb::Gnome {
            desktop: environment.desktop.clone(),
            folder,
        })])
    }

    #[cfg(not(target_os = "linux"))]
    fn gnome(_: &Environment) -> Option<SourceList> {
        None
    }
}

#[cfg(not(all(unix, not(target_os = "macos"))))]
mod system {
    use super::{Capability, Environment, SourceList};

    /// The lists of sources of a capability.
    pub fn lists(_: &Environment, capability: Capability) -> Vec<SourceList> {
        match capability {
            #[cfg(any(target_os = "macos", windows))]
            Capability::Input => vec![vec![Box::new(
                crate::observe::idle::polled::system::SystemCall,
            )]],
            _ => Vec::new(),
        }
    }
}
