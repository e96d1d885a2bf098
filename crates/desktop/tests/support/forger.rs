//! A program on a bus that says what is for others to say.

use serde::Serialize;
use zbus::message::Header;
use zbus::zvariant::DynamicType;
use zbus::{Connection, Message, fdo};

use super::Bus;

/// It, with a connection of its own.
#[derive(Clone)]
pub struct Forger(Connection);

impl Forger {
    /// One that is nothing else on this bus.
    pub async fn on(bus: &Bus) -> Self {
        Self(bus.connect().await)
    }

    /// A program that is, or was, something else, too.
    pub fn of(connection: &Connection) -> Self {
        Self(connection.clone())
    }

    /// Its name on the bus.
    pub fn name(&self) -> &str {
        self.0.unique_name().unwrap().as_str()
    }

    /// Sends a signal to one program alone. It is on its way to it before anything that another
    /// program sends after this has returned.
    pub async fn signal<Body>(
        &self,
        to: &Connection,
        (path, interface, member): (&str, &str, &str),
        body: &Body,
    ) where
        Body: Serialize + DynamicType,
    {
        let signal = Message::signal(path, interface, member)
            .and_then(|signal| signal.destination(to.unique_name().unwrap()));
        self.send(&signal.unwrap().build(body).unwrap()).await;
    }

    /// Says that the owner of a name is another one now.
    pub async fn owner_changed(&self, to: &Connection, name: &str, old: &str, new: &str) {
        const BUS: &str = "org.freedesktop.DBus";
        let change = ("/org/freedesktop/DBus", BUS, "NameOwnerChanged");
        self.signal(to, change, &(name, old, new)).await;
    }

    /// Answers a call that somebody else was asked.
    pub async fn answer<Body>(&self, call: &Header<'_>, body: &Body)
    where
        Body: Serialize + DynamicType,
    {
        let answer = Message::method_return(call).unwrap().build(body);
        self.send(&answer.unwrap()).await;
    }

    /// Says for somebody else that a call has failed.
    pub async fn refuse(&self, call: &Header<'_>, error: &str) {
        let refusal = Message::error(call, error).unwrap().build(&"no");
        self.send(&refusal.unwrap()).await;
    }

    async fn send(&self, message: &Message) {
        self.0.send(message).await.unwrap();
        // The bus takes what one program sends in its order.
        let bus = fdo::DBusProxy::new(&self.0).await.unwrap();
        bus.get_id().await.unwrap();
    }
}
