//! A Wayland compositor that does nothing but `ext-idle-notify-v1`, acted out: somebody is idle or
//! comes back when a test says so.

use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tempfile::TempDir;
use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notification_v1::{
    ExtIdleNotificationV1, Request as OfNotification,
};
use wayland_protocols::ext::idle_notify::v1::server::ext_idle_notifier_v1::{
    ExtIdleNotifierV1, Request as OfNotifier,
};
use wayland_server::protocol::wl_seat::{self, WlSeat};
use wayland_server::{
    Client, DataInit, Dispatch, Display, DisplayHandle, GlobalDispatch, New, Resource,
};

/// The compositor. It ends with this, and who is connected to it with it.
pub struct Compositor {
    socket: PathBuf,
    _folder: TempDir,
    idle: Arc<Mutex<Idle>>,
    task: tokio::task::JoinHandle<()>,
}

/// What is asked of it.
#[derive(Default)]
pub struct Idle {
    notifications: Vec<(ExtIdleNotificationV1, Duration)>,
}

struct State(Arc<Mutex<Idle>>);

impl Compositor {
    /// Starts one. One without the protocol has a seat alone. Has to be called in a runtime.
    pub fn start(version: Option<u32>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("wayland-7");
        let listener = UnixListener::bind(&socket).unwrap();
        listener.set_nonblocking(true).unwrap();
        let listener = tokio::net::UnixListener::from_std(listener).unwrap();
        let idle = Arc::new(Mutex::new(Idle::default()));
        let mut state = State(Arc::clone(&idle));
        let task = tokio::spawn(async move {
            let mut display: Display<State> = Display::new().unwrap();
            let handle = display.handle();
            handle.create_global::<State, WlSeat, ()>(1, ());
            if let Some(version) = version {
                handle.create_global::<State, ExtIdleNotifierV1, ()>(version, ());
            }
            loop {
                // Acted out: looking again and again is good enough here.
                tokio::select! {
                    accepted = listener.accept() => {
                        let stream = accepted.unwrap().0.into_std().unwrap();
                        display.handle().insert_client(stream, Arc::new(())).unwrap();
                    }
                    () = tokio::time::sleep(Duration::from_millis(10)) => {}
                }
                display.dispatch_clients(&mut state).unwrap();
                display.flush_clients().unwrap();
            }
        });
        Self {
            socket,
            _folder: folder,
            idle,
            task,
        }
    }

    /// Where it is.
    pub fn socket(&self) -> &Path {
        &self.socket
    }

    /// Waits until it is asked to tell of so long without input, and of nothing else.
    pub async fn is_asked(&self, long: Duration) {
        let looking = async {
            loop {
                let asked = {
                    let idle = self.idle.lock().unwrap();
                    let asked: Vec<Duration> =
                        idle.notifications.iter().map(|(_, of)| *of).collect();
                    asked
                };
                if asked == [long] {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(super::PATIENCE, looking)
            .await
            .unwrap();
    }

    /// Says to all who asked that it has been that long.
    pub fn idle(&self) {
        for (notification, _) in &self.idle.lock().unwrap().notifications {
            notification.idled();
        }
    }

    /// Says to all that somebody is back.
    pub fn resume(&self) {
        for (notification, _) in &self.idle.lock().unwrap().notifications {
            notification.resumed();
        }
    }
}

impl Drop for Compositor {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl GlobalDispatch<ExtIdleNotifierV1, ()> for State {
    fn bind(
        _: &mut Self,
        _: &DisplayHandle,
        _: &Client,
        notifier: New<ExtIdleNotifierV1>,
        (): &(),
        start: &mut DataInit<'_, Self>,
    ) {
        start.init(notifier, ());
    }
}

impl GlobalDispatch<WlSeat, ()> for State {
    fn bind(
        _: &mut Self,
        _: &DisplayHandle,
        _: &Client,
        seat: New<WlSeat>,
        (): &(),
        start: &mut DataInit<'_, Self>,
    ) {
        let seat = start.init(seat, ());
        seat.capabilities(wl_seat::Capability::Keyboard);
    }
}

impl Dispatch<ExtIdleNotifierV1, ()> for State {
    fn request(
        state: &mut Self,
        _: &Client,
        notifier: &ExtIdleNotifierV1,
        request: OfNotifier,
        (): &(),
        _: &DisplayHandle,
        start: &mut DataInit<'_, Self>,
    ) {
        let (id, timeout) = match request {
            OfNotifier::GetIdleNotification { id, timeout, .. } => {
                // Who may ask for input alone does.
                assert_eq!(notifier.version(), 1);
                (id, timeout)
            }
            OfNotifier::GetInputIdleNotification { id, timeout, .. } => (id, timeout),
            _ => return,
        };
        let notification = start.init(id, ());
        let long = Duration::from_millis(timeout.into());
        let mut idle = state.0.lock().unwrap();
        idle.notifications.push((notification, long));
    }
}

impl Dispatch<ExtIdleNotificationV1, ()> for State {
    fn request(
        state: &mut Self,
        _: &Client,
        notification: &ExtIdleNotificationV1,
        request: OfNotification,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
        if matches!(request, OfNotification::Destroy) {
            let mut idle = state.0.lock().unwrap();
            idle.notifications.retain(|(of, _)| of != notification);
        }
    }
}

impl Dispatch<WlSeat, ()> for State {
    fn request(
        _: &mut Self,
        _: &Client,
        _: &WlSeat,
        _: wl_seat::Request,
        (): &(),
        _: &DisplayHandle,
        _: &mut DataInit<'_, Self>,
    ) {
        // Nobody asks for keys here.
    }
}
