//! Idle time on Wayland, by the protocol `ext-idle-notify-v1`, which compositors offer but GNOME's.

use std::io::ErrorKind;
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

use async_trait::async_trait;
use tokio::io::Interest;
use tokio::runtime::Handle;
use wayland_client::backend::WaylandError;
use wayland_client::globals::{GlobalListContents, registry_queue_init};
use wayland_client::protocol::wl_registry::WlRegistry;
use wayland_client::protocol::wl_seat::WlSeat;
use wayland_client::{Connection, Dispatch, EventQueue, Proxy as _, QueueHandle, delegate_noop};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notification_v1::{
    Event, ExtIdleNotificationV1,
};
use wayland_protocols::ext::idle_notify::v1::client::ext_idle_notifier_v1::ExtIdleNotifierV1;

use super::{IdleClock, follow};
use crate::Unavailable;
use crate::observe::helper_thread;
use crate::observe::merge::Reporter;
use crate::observe::source::{RunningSource, Source};

/// The version from which on a film that keeps the screen awake doesn't count as input.
const INPUT_ALONE: u32 = 2;

/// A compositor, by its socket.
pub struct Wayland(pub Option<PathBuf>);

#[async_trait]
impl Source for Wayland {
    fn name(&self) -> &'static str {
        "wayland"
    }

    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
        let socket = self.0.clone().ok_or(Unavailable::NotOffered)?;
        let runtime = Handle::current();
        let clock = helper_thread::run(move || Clock::connect(socket, &runtime)).await??;
        follow(clock, reporter).await
    }
}

struct Clock {
    connection: Connection,
    queue: EventQueue<Seen>,
    /// The same socket once more, to wait for; nothing is read from it.
    readable: tokio::net::UnixStream,
    notifier: ExtIdleNotifierV1,
    seat: WlSeat,
    seen: Seen,
}

/// What the compositor has said.
#[derive(Default)]
struct Seen {
    /// What it is asked to tell of, and from how long without input on.
    notification: Option<(ExtIdleNotificationV1, Duration)>,
    /// Whether there has been none for so long.
    is_idle: bool,
}

impl Clock {
    fn connect(socket: PathBuf, runtime: &Handle) -> Result<Self, Unavailable> {
        let stream = UnixStream::connect(socket).map_err(failed)?;
        let socket = stream.try_clone().map_err(failed)?;
        let connection = Connection::from_socket(stream).map_err(failed)?;
        let (globals, queue) = registry_queue_init::<Seen>(&connection).map_err(failed)?;
        let handle = queue.handle();
        let notifier: ExtIdleNotifierV1 = globals
            .bind(&handle, 1..=INPUT_ALONE, ())
            .map_err(|_| Unavailable::NotOffered)?;
        let seat: WlSeat = globals.bind(&handle, 1..=1, ()).map_err(|_| {
            Unavailable::Failed("the Wayland compositor has no keyboard and no pointer".to_owned())
        })?;
        // The library waits before it reads anyway.
        socket.set_nonblocking(true).map_err(failed)?;
        let _inside = runtime.enter();
        Ok(Self {
            connection,
            queue,
            readable: tokio::net::UnixStream::from_std(socket).map_err(failed)?,
            notifier,
            seat,
            seen: Seen::default(),
        })
    }

    /// Asks to be told of so long without input, counted from now on.
    fn ask(&mut self, long: Duration) {
        if let Some((former, _)) = self.seen.notification.take() {
            former.destroy();
        }
        let milliseconds = u32::try_from(long.as_millis()).unwrap_or(u32::MAX);
        let handle = self.queue.handle();
        let notification = if self.notifier.version() >= INPUT_ALONE {
            self.notifier
                .get_input_idle_notification(milliseconds, &self.seat, &handle, ())
        } else {
            self.notifier
                .get_idle_notification(milliseconds, &self.seat, &handle, ())
        };
        self.seen.notification = Some((notification, long));
        self.seen.is_idle = false;
    }

    /// Waits until there is input or there isn't.
    async fn until(&mut self, is_idle: bool) -> Result<(), Unavailable> {
        loop {
            self.queue
                .dispatch_pending(&mut self.seen)
                .map_err(failed)?;
            if self.seen.is_idle == is_idle {
                return Ok(());
            }
            self.connection.flush().map_err(failed)?;
            let Some(reading) = self.queue.prepare_read() else {
                continue;
            };
            self.readable.readable().await.map_err(failed)?;
            let read = self
                .readable
                .try_io(Interest::READABLE, || match reading.read() {
                    Err(WaylandError::Io(error)) => Err(error),
                    other => Ok(other),
                });
            match read {
                Ok(Ok(_)) => {}
                Ok(Err(error)) => return Err(failed(error)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(failed(error)),
            }
        }
    }
}

#[async_trait]
impl IdleClock for Clock {
    async fn idle(&mut self) -> Result<Option<Duration>, Unavailable> {
        // The compositor doesn't say. It begins to count when it is asked.
        Ok(None)
    }

    async fn until_idle(&mut self, long: Duration) -> Result<Duration, Unavailable> {
        // One that counts already is let count on.
        if self.seen.notification.as_ref().map(|(_, of)| *of) != Some(long) {
            self.ask(long);
        }
        self.until(true).await?;
        Ok(long)
    }

    async fn until_input(&mut self, _: Duration) -> Result<(), Unavailable> {
        self.until(false).await
    }
}

impl Dispatch<ExtIdleNotificationV1, ()> for Seen {
    fn event(
        seen: &mut Self,
        notification: &ExtIdleNotificationV1,
        event: Event,
        (): &(),
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        // One that was taken back may still have had a word.
        if seen.notification.as_ref().map(|(of, _)| of) == Some(notification) {
            match event {
                Event::Idled => seen.is_idle = true,
                Event::Resumed => seen.is_idle = false,
                _ => {}
            }
        }
    }
}

impl Dispatch<WlRegistry, GlobalListContents> for Seen {
    fn event(
        _: &mut Self,
        _: &WlRegistry,
        _: wayland_client::protocol::wl_registry::Event,
        _: &GlobalListContents,
        _: &Connection,
        _: &QueueHandle<Self>,
    ) {
        // Seats and protocols that come later: those that were there first are enough.
    }
}

delegate_noop!(Seen: ExtIdleNotifierV1);
delegate_noop!(Seen: ignore WlSeat);

/// Anything that goes wrong with a compositor.
fn failed(error: impl std::fmt::Display) -> Unavailable {
    Unavailable::Failed(format!("the Wayland compositor: {error}"))
}
