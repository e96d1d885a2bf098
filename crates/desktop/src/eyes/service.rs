//! A service on a message bus that a source needs: whether it is there, what it answers.

use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;
use zbus::fdo::{DBusProxy, PropertiesProxy};
use zbus::names::BusName;
use zbus::proxy::{CacheProperties, SignalStream};
use zbus::zvariant::{DynamicType, OwnedValue, Type};
use zbus::{Connection, Proxy, fdo};

use crate::NotHere;

/// A service that lives answers much sooner.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// What a service says where something isn't there, as opposed to broken.
const NOT_OFFERED: [&str; 9] = [
    "org.freedesktop.DBus.Error.InvalidArgs",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.NotSupported",
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.UnknownInterface",
    "org.freedesktop.DBus.Error.UnknownMethod",
    "org.freedesktop.DBus.Error.UnknownObject",
    "org.freedesktop.DBus.Error.UnknownProperty",
    "org.freedesktop.DBus.Error.NotImplemented",
];

/// An object of a service.
#[derive(Clone, Debug)]
pub struct Service {
    /// The bus that it is on.
    pub bus: Result<Connection, NotHere>,
    /// Its well-known name.
    pub name: &'static str,
    /// The object.
    pub path: &'static str,
    /// The object's interface.
    pub interface: &'static str,
}

impl Service {
    /// The object, to be talked to. A service that isn't running is never started by us.
    ///
    /// # Errors
    /// Where it isn't running.
    pub async fn reach(&self) -> Result<Object, NotHere> {
        let connection = self.bus.clone()?;
        let name = BusName::try_from(self.name).map_err(failed)?;
        let bus = DBusProxy::new(&connection).await.map_err(failed)?;
        if !bus.name_has_owner(name).await.map_err(failed)? {
            return Err(NotHere::NotOffered);
        }
        Object::new(&connection, self.name, self.path.to_owned(), self.interface).await
    }

    /// Something each time that it appears, goes, or changes hands.
    ///
    /// # Errors
    /// Where there is no bus.
    pub async fn owner_changes(&self) -> Result<impl Stream<Item = ()> + Send + use<>, NotHere> {
        let connection = self.bus.clone()?;
        let bus = DBusProxy::new(&connection).await.map_err(failed)?;
        let changes = bus
            .receive_name_owner_changed_with_args(&[(0, self.name)])
            .await
            .map_err(failed)?;
        Ok(changes.map(|_| ()))
    }
}

/// An object of a running service.
#[derive(Clone, Debug)]
pub struct Object(Proxy<'static>);

impl Object {
    /// This object of this service.
    ///
    /// # Errors
    /// Where there can't be one of that name.
    pub async fn new(
        connection: &Connection,
        service: &'static str,
        path: String,
        interface: &'static str,
    ) -> Result<Self, NotHere> {
        zbus::proxy::Builder::<Proxy<'static>>::new(connection)
            .destination(service)
            .and_then(|proxy| proxy.path(path))
            .and_then(|proxy| proxy.interface(interface))
            .map_err(failed)?
            .cache_properties(CacheProperties::No)
            .build()
            .await
            .map(Self)
            .map_err(failed)
    }

    /// Its address on the service.
    pub fn path(&self) -> &str {
        self.0.path().as_str()
    }

    /// Another object of the same service.
    ///
    /// # Errors
    /// Where there can't be one of that name.
    pub async fn other(
        &self,
        service: &'static str,
        path: String,
        interface: &'static str,
    ) -> Result<Self, NotHere> {
        Self::new(self.0.connection(), service, path, interface).await
    }

    /// Calls a method.
    ///
    /// # Errors
    /// Where it isn't offered, fails, or doesn't answer.
    pub async fn call<Arguments, Answer>(
        &self,
        method: &'static str,
        arguments: &Arguments,
    ) -> Result<Answer, NotHere>
    where
        Arguments: Serialize + DynamicType + Sync,
        Answer: DeserializeOwned + Type,
    {
        // The answer owns all that it is made of, so that the message can go.
        timeout(ANSWER_LIMIT, self.0.call_method(method, arguments))
            .await
            .map_err(|_| no_answer(&self.0))?
            .map_err(refusal)?
            .body()
            .deserialize()
            .map_err(failed)
    }

    /// A property's value.
    ///
    /// # Errors
    /// Where there is no such property, or the service doesn't answer.
    pub async fn property<Value>(&self, name: &'static str) -> Result<Value, NotHere>
    where
        Value: TryFrom<OwnedValue>,
        Value::Error: Into<zbus::Error>,
    {
        timeout(ANSWER_LIMIT, self.0.get_property(name))
            .await
            .map_err(|_| no_answer(&self.0))?
            .map_err(refusal)
    }

    /// Something each time that one of its properties may have changed.
    ///
    /// # Errors
    /// Where the bus can't be listened to.
    pub async fn property_changes(&self) -> Result<impl Stream<Item = ()> + Send + use<>, NotHere> {
        let properties = PropertiesProxy::builder(self.0.connection())
            .destination(self.0.destination().to_owned())
            .and_then(|proxy| proxy.path(self.0.path().to_owned()))
            .map_err(failed)?
            .cache_properties(CacheProperties::No)
            .build()
            .await
            .map_err(failed)?;
        let interface = self.0.interface().to_string();
        let changes = properties
            .receive_properties_changed_with_args(&[(0, interface.as_str())])
            .await
            .map_err(failed)?;
        Ok(changes.map(|_| ()))
    }

    /// Each signal of this name.
    ///
    /// # Errors
    /// Where the bus can't be listened to.
    pub async fn signals(&self, name: &'static str) -> Result<SignalStream<'static>, NotHere> {
        self.0.receive_signal(name).await.map_err(failed)
    }
}

/// Why a source is no more where its signals have ended.
pub fn bus_closed() -> NotHere {
    NotHere::Failed("the message bus has closed the connection".to_owned())
}

fn no_answer(proxy: &Proxy<'_>) -> NotHere {
    NotHere::Failed(format!("{} doesn’t answer", proxy.destination()))
}

fn failed(error: impl std::fmt::Display) -> NotHere {
    NotHere::Failed(error.to_string())
}

fn refusal(error: zbus::Error) -> NotHere {
    use zbus::DBusError as _;
    let is_not_offered = match &error {
        zbus::Error::MethodError(name, ..) => NOT_OFFERED.contains(&name.as_str()),
        zbus::Error::FDO(error) => match error.as_ref() {
            fdo::Error::ZBus(zbus::Error::MethodError(name, ..)) => {
                NOT_OFFERED.contains(&name.as_str())
            }
            error => NOT_OFFERED.contains(&error.name().as_str()),
        },
        _ => false,
    };
    if is_not_offered {
        NotHere::NotOffered
    } else {
        failed(error)
    }
}
