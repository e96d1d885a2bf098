//! What logind knows: whether our session is locked, and when the computer goes to sleep.
//!
//! Its signals `Lock` and `Unlock` are requests to a desktop, which may do nothing about them, and
//! which doesn't send them when a person unlocks the screen. Only `LockedHint` is the desktop's
//! own word.

use async_trait::async_trait;
use futures_util::StreamExt as _;
use zbus::Connection;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};

use super::dbus_service::{Object, Service, ended};
use super::merge::Reporter;
use super::source::{RunningSource, Source};
use crate::Unavailable;

const LOGIND: &str = "org.freedesktop.login1";

const fn manager(bus: Result<Connection, Unavailable>) -> Service {
    Service {
        bus,
        name: LOGIND,
        path: "/org/freedesktop/login1",
        interface: "org.freedesktop.login1.Manager",
    }
}

/// Whether our session is locked.
pub struct SessionLock(Service);

impl SessionLock {
    /// On this bus.
    pub const fn new(bus: Result<Connection, Unavailable>) -> Self {
        Self(manager(bus))
    }
}

#[async_trait]
impl Source for SessionLock {
    fn name(&self) -> &'static str {
        "logind"
    }

    fn service(&self) -> Option<&Service> {
        Some(&self.0)
    }

    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
        let manager = self.0.reach().await?;
        let session = our_session(&manager).await?;
        let mut changes = session.property_changes().await?;
        let mut removed = manager.signals("SessionRemoved").await?;
        reporter.report(session.property("LockedHint").await?);
        Ok(Box::pin(async move {
            loop {
                tokio::select! {
                    change = changes.next() => {
                        if change.is_none() {
                            return ended();
                        }
                        match session.property("LockedHint").await {
                            Ok(is_locked) => reporter.report(is_locked),
                            Err(why) => return why,
                        }
                    }
                    message = removed.next() => {
                        let Some(message) = message else {
                            return ended();
                        };
                        let ended = message.body().deserialize::<(String, OwnedObjectPath)>();
                        if ended.is_ok_and(|(_, path)| path.as_str() == session.path()) {
                            return Unavailable::Failed("the login session has ended".to_owned());
                        }
                    }
                }
            }
        }))
    }
}

/// The session of this process. A user service has none; then it's the one with the person's
/// screen.
async fn our_session(manager: &Object) -> Result<Object, Unavailable> {
    const SESSION: &str = "org.freedesktop.login1.Session";
    let process = std::process::id();
    let path = match manager.call("GetSessionByPID", &(process,)).await {
        Ok(path) => path,
        Err(_) => display_session(manager, process).await?,
    };
    Ok(manager.other(path.as_str().to_owned(), SESSION))
}

async fn display_session(manager: &Object, process: u32) -> Result<OwnedObjectPath, Unavailable> {
    let none = || Unavailable::Failed("this program belongs to no login session".to_owned());
    let user: OwnedObjectPath = manager
        .call("GetUserByPID", &(process,))
        .await
        .map_err(|_| none())?;
    let user = manager.other(user.as_str().to_owned(), "org.freedesktop.login1.User");
    let display: OwnedValue = user.property("Display").await?;
    let (name, path) = <(String, OwnedObjectPath)>::try_from(display).map_err(|_| none())?;
    if name.is_empty() {
        return Err(none());
    }
    Ok(path)
}

/// Whether the computer goes to sleep.
pub struct PrepareForSleep(Service);

impl PrepareForSleep {
    /// On this bus.
    pub const fn new(bus: Result<Connection, Unavailable>) -> Self {
        Self(manager(bus))
    }
}

#[async_trait]
impl Source for PrepareForSleep {
    fn name(&self) -> &'static str {
        "logind"
    }

    fn service(&self) -> Option<&Service> {
        Some(&self.0)
    }

    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
        let manager = self.0.reach().await?;
        let mut signals = manager.signals("PrepareForSleep").await?;
        reporter.report(manager.property("PreparingForSleep").await?);
        Ok(Box::pin(async move {
            while let Some(signal) = signals.next().await {
                match signal.body().deserialize::<bool>() {
                    Ok(goes_to_sleep) => reporter.report(goes_to_sleep),
                    Err(error) => return Unavailable::Failed(error.to_string()),
                }
            }
            ended()
        }))
    }
}
