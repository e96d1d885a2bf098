//! logind and a screen saver, acted out.

use zbus::message::Header;
use zbus::object_server::{InterfaceRef, SignalEmitter};
use zbus::zvariant::OwnedObjectPath;
use zbus::{Connection, fdo, interface};

use super::Bus;
use super::forger::Forger;

const NAME: &str = "org.freedesktop.login1";
/// The object that knows all of it.
pub const MANAGER: &str = "/org/freedesktop/login1";
/// Its session.
pub const SESSION: &str = "/org/freedesktop/login1/session/_32";
const USER: &str = "/org/freedesktop/login1/user/_1000";

/// logind with one session.
pub struct Logind {
    connection: Connection,
    manager: InterfaceRef<Manager>,
    session: InterfaceRef<Session>,
}

struct Manager {
    is_our_session: bool,
    sleeps: bool,
}

struct Session {
    is_locked: bool,
}

struct User;

#[interface(name = "org.freedesktop.login1.Manager")]
impl Manager {
    #[zbus(name = "GetSessionByPID")]
    fn get_session_by_pid(&self, _process: u32) -> fdo::Result<OwnedObjectPath> {
        if self.is_our_session {
            Ok(SESSION.try_into().unwrap())
        } else {
            Err(fdo::Error::Failed("no session for this process".to_owned()))
        }
    }

    #[zbus(name = "GetUserByPID")]
    fn get_user_by_pid(&self, _process: u32) -> OwnedObjectPath {
        USER.try_into().unwrap()
    }

    #[zbus(property)]
    fn preparing_for_sleep(&self) -> bool {
        self.sleeps
    }

    #[zbus(signal)]
    async fn prepare_for_sleep(emitter: &SignalEmitter<'_>, begins: bool) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn session_removed(
        emitter: &SignalEmitter<'_>,
        id: &str,
        path: OwnedObjectPath,
    ) -> zbus::Result<()>;
}

#[interface(name = "org.freedesktop.login1.Session")]
impl Session {
    #[zbus(property)]
    fn locked_hint(&self) -> bool {
        self.is_locked
    }
}

#[interface(name = "org.freedesktop.login1.User")]
impl User {
    #[zbus(property)]
    fn display(&self) -> (String, OwnedObjectPath) {
        ("2".to_owned(), SESSION.try_into().unwrap())
    }
}

impl Logind {
    /// It comes up on a bus. Its session is that of this process, or else that of the screen.
    pub async fn appear(bus: &Bus, is_our_session: bool) -> Self {
        let connection = bus.connect().await;
        let objects = connection.object_server();
        let manager = Manager {
            is_our_session,
            sleeps: false,
        };
        objects.at(MANAGER, manager).await.unwrap();
        let session = Session { is_locked: false };
        objects.at(SESSION, session).await.unwrap();
        objects.at(USER, User).await.unwrap();
        let manager = objects.interface(MANAGER).await.unwrap();
        let session = objects.interface(SESSION).await.unwrap();
        connection.request_name(NAME).await.unwrap();
        Self {
            connection,
            manager,
            session,
        }
    }

    /// It goes.
    pub async fn vanish(self) {
        self.connection.release_name(NAME).await.unwrap();
    }

    /// The desktop says whether the session is locked.
    pub async fn lock(&self, is_locked: bool) {
        let mut session = self.session.get_mut().await;
        session.is_locked = is_locked;
        let emitter = self.session.signal_emitter();
        session.locked_hint_changed(emitter).await.unwrap();
    }

    /// The same, but nobody is told.
    pub async fn lock_silently(&self, is_locked: bool) {
        self.session.get_mut().await.is_locked = is_locked;
    }

    /// What else this program does on its bus.
    pub fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The computer goes to sleep, or wakes.
    pub async fn sleep(&self, begins: bool) {
        self.manager.get_mut().await.sleeps = begins;
        let emitter = self.manager.signal_emitter();
        Manager::prepare_for_sleep(emitter, begins).await.unwrap();
    }
}

/// Where the screen saver is.
pub const SAVER: &str = "/org/freedesktop/ScreenSaver";

/// A screen saver.
pub struct ScreenSaver {
    saver: InterfaceRef<Saver>,
}

struct Saver {
    is_active: bool,
    /// Somebody who says that it covers the screen before it answers.
    forger: Option<Forger>,
}

#[interface(name = "org.freedesktop.ScreenSaver")]
impl Saver {
    async fn get_active(&self, #[zbus(header)] header: Header<'_>) -> bool {
        if let Some(forger) = &self.forger {
            forger.answer(&header, &true).await;
        }
        self.is_active
    }

    #[zbus(signal)]
    async fn active_changed(emitter: &SignalEmitter<'_>, is_active: bool) -> zbus::Result<()>;
}

impl ScreenSaver {
    /// It comes up on a bus.
    pub async fn appear(bus: &Bus) -> Self {
        Self::start(bus, None).await
    }

    /// One that somebody else answers for.
    pub async fn appear_forestalled(bus: &Bus, forger: &Forger) -> Self {
        Self::start(bus, Some(forger.clone())).await
    }

    async fn start(bus: &Bus, forger: Option<Forger>) -> Self {
        let connection = bus.connect().await;
        let objects = connection.object_server();
        let saver = Saver {
            is_active: false,
            forger,
        };
        objects.at(SAVER, saver).await.unwrap();
        let saver = objects.interface(SAVER).await.unwrap();
        connection
            .request_name("org.freedesktop.ScreenSaver")
            .await
            .unwrap();
        // The object server keeps the connection open.
        Self { saver }
    }

    /// It covers the screen, or shows it.
    pub async fn cover(&self, is_active: bool) {
        self.saver.get_mut().await.is_active = is_active;
        let emitter = self.saver.signal_emitter();
        Saver::active_changed(emitter, is_active).await.unwrap();
    }
}
