//! Screen savers that say when they cover the screen: then nobody is there, locked or not.

use async_trait::async_trait;
use futures_util::StreamExt as _;
use zbus::Connection;

use super::dbus_service::{Service, ended};
use super::merge::Reporter;
use super::source::{RunningSource, Source};
use crate::Unavailable;

/// The screen savers of desktops: KDE's and those that follow the common name, GNOME's, Cinnamon's,
/// MATE's and Xfce's. All speak alike.
const SERVICES: [(&str, &str); 5] = [
    ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
    (
        "org.freedesktop.ScreenSaver",
        "/org/freedesktop/ScreenSaver",
    ),
    ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
    ("org.mate.ScreenSaver", "/org/mate/ScreenSaver"),
    ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
];

/// One of them.
pub struct ScreenSaver(Service);

impl ScreenSaver {
    /// All of them, on this bus.
    pub fn all(bus: &Result<Connection, Unavailable>) -> impl Iterator<Item = Self> {
        SERVICES.into_iter().map(|(name, path)| {
            Self(Service {
                bus: bus.clone(),
                name,
                path,
                interface: name,
            })
        })
    }
}

#[async_trait]
impl Source for ScreenSaver {
    fn name(&self) -> &'static str {
        "screensaver"
    }

    fn service(&self) -> Option<&Service> {
        Some(&self.0)
    }

    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
        let saver = self.0.reach().await?;
        let mut signals = saver.signals("ActiveChanged").await?;
        reporter.report(saver.call("GetActive", &()).await?);
        Ok(Box::pin(async move {
            while let Some(signal) = signals.next().await {
                match signal.body().deserialize::<bool>() {
                    Ok(is_active) => reporter.report(is_active),
                    Err(error) => return Unavailable::Failed(error.to_string()),
                }
            }
            ended()
        }))
    }
}
