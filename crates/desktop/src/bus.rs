//! The two message buses of a Linux desktop, each connected to once, and what is believed of what
//! comes over them: signals and answers of the program that they are expected from.

mod calls;
mod signals;

use std::io::ErrorKind;
use std::time::Duration;

use tokio::time::timeout;
use zbus::Connection;

use crate::Unavailable;

pub use calls::call;
pub(crate) use calls::{call_bus, is_absent};
pub use signals::{ServiceEvent, ServiceSignals};

/// A bus that lets us in does so much sooner.
const LIMIT: Duration = Duration::from_secs(3);

/// The buses, as far as they are there.
#[derive(Clone, Debug)]
pub struct Buses {
    /// The person's own.
    session: Result<Connection, Unavailable>,
    /// The computer's.
    system: Result<Connection, Unavailable>,
}

impl Buses {
    /// Connects to both. `DBUS_SESSION_BUS_ADDRESS` and `DBUS_SYSTEM_BUS_ADDRESS` say where, as for
    /// every program.
    pub async fn connect() -> Self {
        let (session, system) = tokio::join!(
            in_time(Connection::session()),
            in_time(Connection::system())
        );
        Self::of(session, system)
    }

    /// These connections, or why there are none.
    pub fn of(session: zbus::Result<Connection>, system: zbus::Result<Connection>) -> Self {
        let or_not = |bus: zbus::Result<Connection>| {
            bus.map_err(|error| Unavailable::Failed(error.to_string()))
        };
        Self {
            session: or_not(session),
            system: or_not(system),
        }
    }

    /// The person's own bus.
    ///
    /// # Errors
    /// Where there is none.
    pub fn session(&self) -> Result<&Connection, Unavailable> {
        self.session.as_ref().map_err(Clone::clone)
    }

    /// The computer's bus.
    ///
    /// # Errors
    /// Where there is none.
    pub fn system(&self) -> Result<&Connection, Unavailable> {
        self.system.as_ref().map_err(Clone::clone)
    }
}

async fn in_time(
    connecting: impl Future<Output = zbus::Result<Connection>>,
) -> zbus::Result<Connection> {
    timeout(LIMIT, connecting)
        .await
        .unwrap_or_else(|_| Err(std::io::Error::from(ErrorKind::TimedOut).into()))
}
