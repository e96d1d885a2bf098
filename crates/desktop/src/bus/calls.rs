//! Calls whose answer counts from the program that was called, and from nobody else.
//!
//! The usual session bus delivers answers that nobody asked for, and zbus pairs answers with calls by
//! their number alone. So what is called here is a unique name, and the answer has to come from it, or
//! from the bus where that can't deliver the call.

use std::io::ErrorKind;

use futures_util::StreamExt as _;
use serde::Serialize;
use zbus::message::Type;
use zbus::names::UniqueName;
use zbus::zvariant::DynamicType;
use zbus::{Connection, Message, MessageStream};

/// The bus itself, which nobody else can be called.
pub(crate) const BUS: UniqueName<'static> =
    UniqueName::from_static_str_unchecked("org.freedesktop.DBus");
/// The bus’s object.
pub(crate) const BUS_PATH: &str = "/org/freedesktop/DBus";

/// Calls a method of `program`, and waits for its own answer for as long as that takes.
///
/// # Errors
/// What it, or the bus, says why there is none; and where the bus is gone.
pub async fn call<Body>(
    connection: &Connection,
    program: &UniqueName<'_>,
    path: &str,
    interface: &str,
    method: &str,
    body: &Body,
) -> zbus::Result<Message>
where
    Body: Serialize + DynamicType + Sync,
{
    let call = Message::method_call(path, method)?
        .destination(program.as_ref())?
        .interface(interface)?
        .build(body)?;
    let number = call.primary_header().serial_num();
    let mut received = MessageStream::from(connection);
    connection.send(&call).await?;
    while let Some(message) = received.next().await {
        let message = message?;
        let header = message.header();
        if header.reply_serial() != Some(number) {
            continue;
        }
        let sender = header.sender();
        let is_from_program = sender == Some(program);
        match header.message_type() {
            Type::MethodReturn if is_from_program => {
                drop(header);
                return Ok(message);
            }
            Type::Error if is_from_program || sender == Some(&BUS) => {
                drop(header);
                return Err(message.into());
            }
            _ => tracing::debug!(?sender, method, "somebody answers who wasn’t asked"),
        }
    }
    Err(closed())
}

/// Calls a method of the bus itself.
pub(crate) async fn call_bus<Body>(
    connection: &Connection,
    method: &str,
    body: &Body,
) -> zbus::Result<Message>
where
    Body: Serialize + DynamicType + Sync,
{
    call(connection, &BUS, BUS_PATH, BUS.as_str(), method, body).await
}

/// Whether an error says that there is no such program, and none to be started.
pub(crate) fn is_absent(error: &zbus::Error) -> bool {
    const ABSENT: [&str; 2] = [
        "org.freedesktop.DBus.Error.NameHasNoOwner",
        "org.freedesktop.DBus.Error.ServiceUnknown",
    ];
    matches!(error, zbus::Error::MethodError(name, ..) if ABSENT.contains(&name.as_str()))
}

/// The bus has ended the connection.
pub(crate) fn closed() -> zbus::Error {
    std::io::Error::from(ErrorKind::BrokenPipe).into()
}
