//! Do-not-disturb, which every desktop keeps in a place of its own.

use async_trait::async_trait;
use futures_util::StreamExt as _;
use zbus::Connection;
use zbus::zvariant::OwnedValue;

use super::dbus_service::{Object, Service, ended};
use super::merge::Reporter;
use super::source::{RunningSource, Source};
use crate::Unavailable;

const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const NOTIFICATIONS_PATH: &str = "/org/freedesktop/Notifications";

/// A property of the notification server that says whether it holds back what it gets.
pub struct ServerProperty {
    source: &'static str,
    property: &'static str,
    service: Service,
}

impl ServerProperty {
    /// `Inhibited`, as KDE's and some others have it.
    pub const fn inhibited(bus: Result<Connection, Unavailable>) -> Self {
        Self {
            source: "notification-server",
            property: "Inhibited",
            service: Service {
                bus,
                name: NOTIFICATIONS,
                path: NOTIFICATIONS_PATH,
                interface: NOTIFICATIONS,
            },
        }
    }

    /// dunst’s `paused`.
    pub const fn dunst(bus: Result<Connection, Unavailable>) -> Self {
        Self {
            source: "dunst",
            property: "paused",
            service: Service {
                bus,
                name: NOTIFICATIONS,
                path: NOTIFICATIONS_PATH,
                interface: "org.dunstproject.cmd0",
            },
        }
    }
}

#[async_trait]
impl Source for ServerProperty {
    fn name(&self) -> &'static str {
        self.source
    }

    fn service(&self) -> Option<&Service> {
        Some(&self.service)
    }

    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
        let property = self.property;
        let server = self.service.reach().await?;
        let mut changes = server.property_changes().await?;
        reporter.report(server.property(property).await?);
        Ok(Box::pin(async move {
            while changes.next().await.is_some() {
                match server.property(property).await {
                    Ok(is_silent) => reporter.report(is_silent),
                    Err(why) => return why,
                }
            }
            ended()
        }))
    }
}

const CHANNEL: &str = "xfce4-notifyd";
const PROPERTY: &str = "/do-not-disturb";

/// The setting of Xfce’s notifications.
pub struct Xfce(Service);

impl Xfce {
    /// On this bus.
    pub const fn new(bus: Result<Connection, Unavailable>) -> Self {
        Self(Service {
            bus,
            name: "org.xfce.Xfconf",
            path: "/org/xfce/Xfconf",
            interface: "org.xfce.Xfconf",
        })
    }
}

async fn is_silent(settings: &Object) -> Result<bool, Unavailable> {
    // Nothing is kept of a setting that was never changed.
    if !settings
        .call::<_, bool>("PropertyExists", &(CHANNEL, PROPERTY))
        .await?
    {
        return Ok(false);
    }
    let value: OwnedValue = settings.call("GetProperty", &(CHANNEL, PROPERTY)).await?;
    bool::try_from(value).map_err(|error| Unavailable::Failed(error.to_string()))
}

#[async_trait]
impl Source for Xfce {
    fn name(&self) -> &'static str {
        "xfce"
    }

    fn service(&self) -> Option<&Service> {
        Some(&self.0)
    }

    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
        let settings = self.0.reach().await?;
        let set = settings.signals("PropertyChanged").await?;
        let reset = settings.signals("PropertyRemoved").await?;
        let mut changes = futures_util::stream::select(set, reset);
        reporter.report(is_silent(&settings).await?);
        Ok(Box::pin(async move {
            while let Some(change) = changes.next().await {
                // Both begin with channel and property; a changed one has its value, too.
                let body = change.body();
                let is_ours = body
                    .deserialize::<(String, String, OwnedValue)>()
                    .map(|(channel, property, _)| (channel, property))
                    .or_else(|_| body.deserialize::<(String, String)>())
                    .is_ok_and(|(channel, property)| channel == CHANNEL && property == PROPERTY);
                if is_ours {
                    match is_silent(&settings).await {
                        Ok(is_silent) => reporter.report(is_silent),
                        Err(why) => return why,
                    }
                }
            }
            ended()
        }))
    }
}

#[cfg(target_os = "linux")]
pub use gnome::Gnome;

#[cfg(target_os = "linux")]
mod gnome {
    //! GNOME’s switch, a setting in dconf’s file, which is replaced as a whole when one changes.

    use std::path::{Path, PathBuf};

    use async_trait::async_trait;
    use inotify::WatchMask;

    use crate::Unavailable;
    use crate::observe::file_events::FileEvents;
    use crate::observe::merge::Reporter;
    use crate::observe::source::{RunningSource, Source};

    const KEY: &str = "/org/gnome/desktop/notifications/show-banners";

    /// The setting of a person whose desktop is GNOME.
    pub struct Gnome {
        /// `XDG_CURRENT_DESKTOP`: names with colons between them.
        pub desktop: String,
        /// dconf’s folder, with the file `user`.
        pub folder: PathBuf,
    }

    #[async_trait]
    impl Source for Gnome {
        fn name(&self) -> &'static str {
            "gnome"
        }

        async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
            if !self.desktop.split(':').any(|name| name == "GNOME") {
                return Err(Unavailable::NotOffered);
            }
            let mut events = FileEvents::new()?;
            events.watch(
                &self.folder,
                WatchMask::CREATE
                    | WatchMask::MOVED_TO
                    | WatchMask::CLOSE_WRITE
                    | WatchMask::DELETE
                    | WatchMask::DELETE_SELF
                    | WatchMask::MOVE_SELF
                    | WatchMask::ONLYDIR,
            )?;
            let file = self.folder.join("user");
            reporter.report(is_silent(&file)?);
            Ok(Box::pin(async move {
                loop {
                    if let Err(why) = events.some().await {
                        return why;
                    }
                    match is_silent(&file) {
                        Ok(is_silent) => reporter.report(is_silent),
                        Err(why) => return why,
                    }
                }
            }))
        }
    }

    /// Whether banners are switched off. They are on where nobody ever changed a setting.
    fn is_silent(file: &Path) -> Result<bool, Unavailable> {
        let failed = |error: &dyn std::fmt::Display| {
            Unavailable::Failed(format!("{}: {error}", file.display()))
        };
        let bytes = match std::fs::read(file) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(failed(&error)),
        };
        let database =
            gvdb::read::File::from_bytes(bytes.into()).map_err(|error| failed(&error))?;
        let settings = database.hash_table().map_err(|error| failed(&error))?;
        match settings.get::<bool>(KEY) {
            Ok(shows_banners) => Ok(!shows_banners),
            Err(gvdb::read::Error::KeyNotFound(_)) => Ok(false),
            Err(error) => Err(failed(&error)),
        }
    }
}
