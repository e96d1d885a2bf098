//! Signals of a service, believed only from the program that owns the service’s name when they come.
//!
//! A bus applies match rules to what it sends to everybody. A signal that is sent to us directly
//! arrives whatever it is, from any program on the bus, and where a rule names its sender by a
//! well-known name, [`MessageStream`] lets it pass. So the sender of each signal is compared with the
//! owner of the name here. Who that is, only the bus itself can say: answers and `NameOwnerChanged`
//! of anybody else don’t count. The bus writes into each message who sent it, so that can’t be forged.
//!
//! What remains: while nobody owns a name, any program on the person’s bus may take it, and is then
//! that service.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::{Stream, StreamExt as _};
use ordered_stream::{IntoStream, Join, OrderedStreamExt as _};
use zbus::message::{Sequence, Type};
use zbus::names::{OwnedUniqueName, UniqueName};
use zbus::{Connection, MatchRule, Message, MessageStream, fdo, match_rule};

use super::calls::{BUS, BUS_PATH, call_bus, closed, is_absent};

/// What a service does that others hear of. It has to be polled, or else the connection stands
/// still once a few dozen signals wait.
pub struct ServiceSignals {
    connection: Connection,
    service: &'static str,
    owner: Option<OwnedUniqueName>,
    /// When the bus said who the owner is. What came before isn’t judged any more.
    since: Sequence,
    /// The service’s signals and changes of its owner, in the order in which the bus sent them.
    messages: IntoStream<Join<MessageStream, Option<MessageStream>>>,
}

/// Something that a service did.
#[derive(Clone, Debug)]
pub enum ServiceEvent {
    /// Another program owns its name now, or none does: [`ServiceSignals::owner`] says which.
    OwnerChanged,
    /// The owner of its name sent this.
    Signal(Message),
}

impl ServiceSignals {
    /// Begins to listen to the service of this well-known name, running or not. Type and sender of
    /// the signals that are `wanted` are put in here; where none are, changes of the owner alone come.
    ///
    /// # Errors
    /// Where the bus is gone, or doesn’t let us.
    pub async fn listen(
        connection: &Connection,
        service: &'static str,
        wanted: Option<match_rule::Builder<'_>>,
    ) -> zbus::Result<Self> {
        let changes = MatchRule::builder()
            .msg_type(Type::Signal)
            .sender(BUS)?
            .path(BUS_PATH)?
            .interface("org.freedesktop.DBus")?
            .member("NameOwnerChanged")?
            .add_arg(service)?
            .build();
        let changes = MessageStream::for_match_rule(changes, connection, None).await?;
        let signals = match wanted {
            None => None,
            Some(wanted) => {
                let wanted = wanted.msg_type(Type::Signal).sender(service)?.build();
                Some(MessageStream::for_match_rule(wanted.to_owned(), connection, None).await?)
            }
        };
        // Asked only now, so that no change after the answer is missed.
        let (owner, since) = match call_bus(connection, "GetNameOwner", &service).await {
            Ok(answer) => (Some(answer.body().deserialize()?), answer.recv_position()),
            Err(zbus::Error::MethodError(name, text, answer)) => {
                let since = answer.recv_position();
                let error = zbus::Error::MethodError(name, text, answer);
                if !is_absent(&error) {
                    return Err(error);
                }
                (None, since)
            }
            Err(error) => return Err(error),
        };
        Ok(Self {
            connection: connection.clone(),
            service,
            owner,
            since,
            messages: ordered_stream::join(changes, signals).into_stream(),
        })
    }

    /// The program that owns the service’s name now, as far as events were taken.
    pub fn owner(&self) -> Option<&UniqueName<'static>> {
        self.owner.as_deref()
    }

    /// Where the service isn’t running, has the bus start it, and waits until it is there.
    ///
    /// # Errors
    /// Where the bus knows no such service, it doesn’t start, or the bus is gone.
    pub async fn start(&mut self) -> zbus::Result<()> {
        if self.owner.is_none() {
            call_bus(
                &self.connection,
                "StartServiceByName",
                &(self.service, 0_u32),
            )
            .await?;
        }
        while self.owner.is_none() {
            self.next().await.ok_or_else(closed)?;
        }
        Ok(())
    }

    fn judge(&mut self, message: Message) -> Option<ServiceEvent> {
        if message.recv_position() < self.since {
            return None;
        }
        let header = message.header();
        let sender = header.sender()?;
        if *sender == BUS {
            let change = fdo::NameOwnerChanged::from_message(message.clone())?;
            let change = change.args().ok()?;
            if change.name() != self.service {
                return None;
            }
            self.owner = change
                .new_owner()
                .as_ref()
                .map(|owner| owner.to_owned().into());
            return Some(ServiceEvent::OwnerChanged);
        }
        if Some(sender) != self.owner() {
            tracing::debug!(
                %sender,
                service = self.service,
                "a signal comes from somebody who isn’t the service"
            );
            return None;
        }
        drop(header);
        Some(ServiceEvent::Signal(message))
    }
}

impl Stream for ServiceSignals {
    type Item = ServiceEvent;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<ServiceEvent>> {
        let this = self.get_mut();
        while let Some(message) = std::task::ready!(this.messages.poll_next_unpin(context)) {
            let Ok(message) = message else {
                break;
            };
            if let Some(event) = this.judge(message) {
                return Poll::Ready(Some(event));
            }
        }
        Poll::Ready(None)
    }
}

impl std::fmt::Debug for ServiceSignals {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut shown = formatter.debug_struct("ServiceSignals");
        shown.field("service", &self.service);
        shown.field("owner", &self.owner).finish_non_exhaustive()
    }
}
