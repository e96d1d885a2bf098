//! A service on a message bus that a source needs: whether it is there, what it answers.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use futures_util::{Stream, StreamExt as _};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio::time::timeout;
use zbus::names::OwnedUniqueName;
use zbus::zvariant::{DynamicType, OwnedValue, Type};
use zbus::{Connection, MatchRule, Message, match_rule};

use crate::Unavailable;
use crate::bus::{ServiceEvent, ServiceSignals, call, call_bus, is_absent};

const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

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
    pub bus: Result<Connection, Unavailable>,
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
    pub async fn reach(&self) -> Result<Object, Unavailable> {
        let connection = self.bus.clone()?;
        let owner = match call_bus(&connection, "GetNameOwner", &self.name).await {
            Ok(answer) => answer.body().deserialize().map_err(failed)?,
            Err(error) if is_absent(&error) => return Err(Unavailable::NotOffered),
            Err(error) => return Err(failed(error)),
        };
        Ok(Object {
            connection,
            service: self.name,
            owner,
            path: self.path.to_owned(),
            interface: self.interface,
        })
    }

    /// Something each time that it appears, goes, or has another owner.
    ///
    /// # Errors
    /// Where there is no bus.
    pub async fn owner_changes(
        &self,
    ) -> Result<impl Stream<Item = ()> + Send + use<>, Unavailable> {
        let connection = self.bus.clone()?;
        let events = ServiceSignals::listen(&connection, self.name, None).await;
        Ok(events.map_err(failed)?.map(|_| ()))
    }
}

/// An object of a running service: of the program that owned the service’s name when it was reached,
/// and of no other that takes the name later.
#[derive(Clone, Debug)]
pub struct Object {
    connection: Connection,
    service: &'static str,
    owner: OwnedUniqueName,
    path: String,
    interface: &'static str,
}

impl Object {
    /// Its address on the service.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Another object of the same service.
    pub fn other(&self, path: String, interface: &'static str) -> Self {
        Self {
            path,
            interface,
            ..self.clone()
        }
    }

    /// Calls a method.
    ///
    /// # Errors
    /// Where it isn't offered, fails, or doesn't answer.
    pub async fn call<Arguments, Answer>(
        &self,
        method: &'static str,
        arguments: &Arguments,
    ) -> Result<Answer, Unavailable>
    where
        Arguments: Serialize + DynamicType + Sync,
        Answer: DeserializeOwned + Type,
    {
        self.call_on(self.interface, method, arguments).await
    }

    async fn call_on<Arguments, Answer>(
        &self,
        interface: &str,
        method: &'static str,
        arguments: &Arguments,
    ) -> Result<Answer, Unavailable>
    where
        Arguments: Serialize + DynamicType + Sync,
        Answer: DeserializeOwned + Type,
    {
        let answer = call(
            &self.connection,
            &self.owner,
            &self.path,
            interface,
            method,
            arguments,
        );
        // The answer owns all that it is made of, so that the message can go.
        timeout(ANSWER_LIMIT, answer)
            .await
            .map_err(|_| Unavailable::Failed(format!("{} doesn’t answer", self.service)))?
            .map_err(refusal)?
            .body()
            .deserialize()
            .map_err(failed)
    }

    /// A property's value.
    ///
    /// # Errors
    /// Where there is no such property, or the service doesn't answer.
    pub async fn property<Value>(&self, name: &'static str) -> Result<Value, Unavailable>
    where
        Value: TryFrom<OwnedValue>,
        Value::Error: Into<zbus::Error>,
    {
        let value: OwnedValue = self
            .call_on(PROPERTIES, "Get", &(self.interface, name))
            .await?;
        value
            .try_into()
            .map_err(|error: Value::Error| failed(error.into()))
    }

    /// A signal each time that one of its properties may have changed.
    ///
    /// # Errors
    /// Where the bus can't be listened to, or the service has gone.
    pub async fn property_changes(&self) -> Result<Signals, Unavailable> {
        let changes = MatchRule::builder()
            .interface(PROPERTIES)
            .and_then(|rule| rule.member("PropertiesChanged"))
            .and_then(|rule| rule.add_arg(self.interface));
        self.listen(changes).await
    }

    /// Each signal of this name.
    ///
    /// # Errors
    /// Where the bus can't be listened to, or the service has gone.
    pub async fn signals(&self, name: &'static str) -> Result<Signals, Unavailable> {
        let signals = MatchRule::builder()
            .interface(self.interface)
            .and_then(|rule| rule.member(name));
        self.listen(signals).await
    }

    async fn listen(
        &self,
        wanted: zbus::Result<match_rule::Builder<'_>>,
    ) -> Result<Signals, Unavailable> {
        let wanted = wanted
            .and_then(|rule| rule.path(self.path.as_str()))
            .map_err(failed)?;
        let events = ServiceSignals::listen(&self.connection, self.service, Some(wanted))
            .await
            .map_err(failed)?;
        if events.owner() != Some(&self.owner) {
            return Err(ended());
        }
        Ok(Signals(events))
    }
}

/// Signals of an object. They end where its service goes or has another owner.
#[derive(Debug)]
pub struct Signals(ServiceSignals);

impl Stream for Signals {
    type Item = Message;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Message>> {
        self.0.poll_next_unpin(context).map(|event| match event {
            Some(ServiceEvent::Signal(message)) => Some(message),
            Some(ServiceEvent::OwnerChanged) | None => None,
        })
    }
}

/// Why a source is no more where its signals have ended.
pub fn ended() -> Unavailable {
    Unavailable::Failed("the service or the message bus has gone".to_owned())
}

fn failed(error: impl std::fmt::Display) -> Unavailable {
    Unavailable::Failed(error.to_string())
}

fn refusal(error: zbus::Error) -> Unavailable {
    match &error {
        zbus::Error::MethodError(name, ..) if NOT_OFFERED.contains(&name.as_str()) => {
            Unavailable::NotOffered
        }
        _ => failed(error),
    }
}
