//! Windows that fill the screen when a test says so.

use std::time::Duration;

use x11rb::connection::Connection as _;
use x11rb::protocol::xproto::{
    AtomEnum, ClientMessageEvent, ConnectionExt as _, CreateWindowAux, EventMask, Window,
    WindowClass,
};
use x11rb::rust_connection::RustConnection;

use super::{PATIENCE, Screen};

/// A program with windows.
pub struct Windows {
    connection: RustConnection,
    root: Window,
}

impl Windows {
    /// On this screen.
    pub fn on(screen: &Screen) -> Self {
        let (connection, number) = RustConnection::connect(Some(screen.display())).unwrap();
        let root = connection.setup().roots[number].root;
        Self { connection, root }
    }

    fn atom(&self, name: &str) -> u32 {
        let answer = self.connection.intern_atom(false, name.as_bytes());
        answer.unwrap().reply().unwrap().atom
    }

    /// A property of the root window that names a window.
    fn named(&self, property: &str) -> Option<Window> {
        let name = self.atom(property);
        let answer = self
            .connection
            .get_property(false, self.root, name, AtomEnum::WINDOW, 0, 1);
        let answer = answer.unwrap().reply().unwrap();
        answer.value32().and_then(|mut windows| windows.next())
    }

    /// Waits until a window manager is there.
    pub async fn wait_for_manager(&self) {
        until(|| self.named("_NET_SUPPORTING_WM_CHECK").is_some()).await;
    }

    /// A new window, shown.
    pub fn open(&self) -> Window {
        let window = self.connection.generate_id().unwrap();
        self.connection
            .create_window(
                x11rb::COPY_DEPTH_FROM_PARENT,
                window,
                self.root,
                0,
                0,
                300,
                200,
                0,
                WindowClass::INPUT_OUTPUT,
                x11rb::COPY_FROM_PARENT,
                &CreateWindowAux::new(),
            )
            .unwrap();
        self.connection.map_window(window).unwrap();
        self.connection.flush().unwrap();
        window
    }

    /// It goes.
    pub fn close(&self, window: Window) {
        self.connection.destroy_window(window).unwrap();
        self.connection.flush().unwrap();
    }

    /// Asks the window manager for it.
    pub fn fill_screen(&self, window: Window, does: bool) {
        let full = self.atom("_NET_WM_STATE_FULLSCREEN");
        self.notify(window, "_NET_WM_STATE", [u32::from(does), full, 0, 1, 0]);
    }

    /// Asks the window manager for it, as a panel does, until it is so: it may put a window in front
    /// that was opened before that only now.
    pub async fn bring_to_front(&self, window: Window) {
        until(|| {
            let is_in_front = self.named("_NET_ACTIVE_WINDOW") == Some(window);
            if !is_in_front {
                self.notify(window, "_NET_ACTIVE_WINDOW", [2, 0, 0, 0, 0]);
            }
            is_in_front
        })
        .await;
    }

    fn notify(&self, window: Window, what: &str, data: [u32; 5]) {
        let message = ClientMessageEvent::new(32, window, self.atom(what), data);
        let to = EventMask::SUBSTRUCTURE_REDIRECT | EventMask::SUBSTRUCTURE_NOTIFY;
        self.connection
            .send_event(false, self.root, to, message)
            .unwrap();
        self.connection.flush().unwrap();
    }
}

async fn until(is_so: impl Fn() -> bool) {
    let looking = async {
        while !is_so() {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(PATIENCE, looking).await.unwrap();
}
