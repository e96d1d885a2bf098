//! Do-not-disturb of several desktops, acted out.

use zbus::object_server::{InterfaceRef, SignalEmitter};
use zbus::zvariant::{OwnedValue, Value};
use zbus::{Connection, fdo, interface};

use super::Bus;

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// A notification server that says whether it holds back what it gets, like KDE’s.
pub struct Server {
    connection: Connection,
    server: InterfaceRef<Notifications>,
}

struct Notifications {
    is_inhibited: bool,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Notifications {
    #[zbus(property)]
    fn inhibited(&self) -> bool {
        self.is_inhibited
    }
}

impl Server {
    /// It comes up on a bus.
    pub async fn appear(bus: &Bus) -> Self {
        let connection = bus.connect().await;
        let objects = connection.object_server();
        let server = Notifications {
            is_inhibited: false,
        };
        objects.at(PATH, server).await.unwrap();
        let server = objects.interface(PATH).await.unwrap();
        connection.request_name(NAME).await.unwrap();
        Self { connection, server }
    }

    /// It goes.
    pub async fn vanish(self) {
        self.connection.release_name(NAME).await.unwrap();
    }

    /// Somebody switches do-not-disturb, and nobody is told.
    pub async fn inhibit_silently(&self, is_inhibited: bool) {
        self.server.get_mut().await.is_inhibited = is_inhibited;
    }

    /// Somebody switches do-not-disturb.
    pub async fn inhibit(&self, is_inhibited: bool) {
        let mut server = self.server.get_mut().await;
        server.is_inhibited = is_inhibited;
        let emitter = self.server.signal_emitter();
        server.inhibited_changed(emitter).await.unwrap();
    }
}

/// Xfce’s settings, with this one alone.
pub struct Xfconf {
    settings: InterfaceRef<Settings>,
}

#[derive(Default)]
struct Settings {
    do_not_disturb: Option<bool>,
}

#[interface(name = "org.xfce.Xfconf")]
impl Settings {
    fn property_exists(&self, channel: &str, property: &str) -> bool {
        (channel, property) == ("xfce4-notifyd", "/do-not-disturb") && self.do_not_disturb.is_some()
    }

    fn get_property(&self, channel: &str, property: &str) -> fdo::Result<OwnedValue> {
        match self.do_not_disturb {
            Some(is_on) if self.property_exists(channel, property) => Ok(is_on.into()),
            _ => Err(fdo::Error::Failed("there is no such property".to_owned())),
        }
    }

    #[zbus(signal)]
    async fn property_changed(
        emitter: &SignalEmitter<'_>,
        channel: &str,
        property: &str,
        value: Value<'_>,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn property_removed(
        emitter: &SignalEmitter<'_>,
        channel: &str,
        property: &str,
    ) -> zbus::Result<()>;
}

impl Xfconf {
    /// It comes up on a bus, with nothing that was ever changed.
    pub async fn appear(bus: &Bus) -> Self {
        const PATH: &str = "/org/xfce/Xfconf";
        let connection = bus.connect().await;
        let objects = connection.object_server();
        objects.at(PATH, Settings::default()).await.unwrap();
        let settings = objects.interface(PATH).await.unwrap();
        connection.request_name("org.xfce.Xfconf").await.unwrap();
        Self { settings }
    }

    /// Somebody changes it, and nobody is told.
    pub async fn set_silently(&self, do_not_disturb: Option<bool>) {
        self.settings.get_mut().await.do_not_disturb = do_not_disturb;
    }

    /// Somebody changes it, or takes it back to how it was delivered.
    pub async fn set(&self, do_not_disturb: Option<bool>) {
        const OURS: (&str, &str) = ("xfce4-notifyd", "/do-not-disturb");
        self.settings.get_mut().await.do_not_disturb = do_not_disturb;
        let emitter = self.settings.signal_emitter();
        match do_not_disturb {
            Some(is_on) => Settings::property_changed(emitter, OURS.0, OURS.1, is_on.into()).await,
            None => Settings::property_removed(emitter, OURS.0, OURS.1).await,
        }
        .unwrap();
    }
}
