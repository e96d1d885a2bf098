//! A connection to the X server whose events can be waited for.

use std::io::{Error, ErrorKind};
use std::os::fd::AsFd as _;

use tokio::io::Interest;
use tokio::net::UnixStream;
use x11rb::connection::Connection as _;
use x11rb::protocol::Event;
use x11rb::protocol::xproto::{Atom, ConnectionExt as _, Window};
use x11rb::rust_connection::RustConnection;

use super::helper_thread;
use crate::Unavailable;

/// A connection of its own.
pub struct Display {
    /// What requests are made on.
    pub connection: RustConnection,
    /// The window behind all others.
    pub root: Window,
    /// The same socket once more, to wait for; nothing is read from it. It may be one of another
    /// kind, since a socket is waited for in the same way whatever it is.
    readable: UnixStream,
}

impl Display {
    /// Connects to the display of that name.
    ///
    /// # Errors
    /// Where there is none, or it doesn't let us in.
    pub async fn open(name: Option<&String>) -> Result<Self, Unavailable> {
        let name = name.ok_or(Unavailable::NotOffered)?.clone();
        let (connection, screen) = helper_thread::run(move || RustConnection::connect(Some(&name)))
            .await?
            .map_err(failed)?;
        let root = connection
            .setup()
            .roots
            .get(screen)
            .ok_or_else(|| Unavailable::Failed("the X server has no screen".to_owned()))?
            .root;
        let socket = connection
            .stream()
            .as_fd()
            .try_clone_to_owned()
            .map_err(failed)?;
        Ok(Self {
            connection,
            root,
            readable: UnixStream::from_std(socket.into()).map_err(failed)?,
        })
    }

    /// The next event. Requests that were made before are on their way then.
    ///
    /// # Errors
    /// Where the server has gone.
    pub async fn event(&self) -> Result<Event, Unavailable> {
        self.connection.flush().map_err(failed)?;
        let poll = || self.connection.poll_for_event();
        loop {
            // Answers to requests bring events along, so look before waiting.
            if let Some(event) = poll().map_err(failed)? {
                return Ok(event);
            }
            self.readable.readable().await.map_err(failed)?;
            let next = self.readable.try_io(Interest::READABLE, || {
                poll()
                    .map_err(Error::other)?
                    .ok_or_else(|| ErrorKind::WouldBlock.into())
            });
            match next {
                Ok(event) => return Ok(event),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(failed(error)),
            }
        }
    }

    /// The number that stands for a name.
    ///
    /// # Errors
    /// Where the server has gone.
    pub fn atom(&self, name: &str) -> Result<Atom, Unavailable> {
        let answer = self
            .connection
            .intern_atom(false, name.as_bytes())
            .map_err(failed)?;
        Ok(answer.reply().map_err(failed)?.atom)
    }
}

/// Anything that goes wrong with an X server.
pub fn failed(error: impl std::fmt::Display) -> Unavailable {
    Unavailable::Failed(format!("the X server: {error}"))
}
