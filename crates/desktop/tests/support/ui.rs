//! A notification server and a panel, acted out, and the notifications and icon on their bus.

use std::collections::HashMap;
use std::sync::Arc;

use tokio::sync::{Mutex, mpsc};
use unhunch_desktop::bus::Buses;
use unhunch_desktop::environment::Environment;
use unhunch_desktop::ui::{Notification, ShownNotification, TrayAction, TrayState, Ui, UiEvent};
use unhunch_reminders::{Answer, Capability, PromptNumber};
use zbus::message::Header;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedValue;
use zbus::{Connection, interface};

use super::forger::Forger;
use super::{Bus, first};

/// Where a server is.
pub const PATH: &str = "/org/freedesktop/Notifications";

/// What a server was asked.
#[derive(Debug, PartialEq)]
pub enum ServerCall {
    Shown {
        id: u32,
        title: String,
        actions: Vec<String>,
        urgency: u8,
        expires: i32,
    },
    Closed(u32),
}

/// What a forger says that a notification’s number is.
const NOT_SHOWN: u32 = 99;

/// A notification server.
pub struct Server {
    abilities: Vec<String>,
    shown: u32,
    said: mpsc::UnboundedSender<ServerCall>,
    /// While it is taken, nothing is shown.
    busy: Arc<Mutex<()>>,
    /// Somebody who answers each call before it does.
    forger: Option<Forger>,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Server {
    async fn get_capabilities(&self, #[zbus(header)] header: Header<'_>) -> Vec<String> {
        if let Some(forger) = &self.forger {
            forger
                .refuse(&header, "org.freedesktop.DBus.Error.ServiceUnknown")
                .await;
        }
        self.abilities.clone()
    }

    #[expect(clippy::too_many_arguments, reason = "the protocol has so many")]
    async fn notify(
        &mut self,
        #[zbus(header)] header: Header<'_>,
        app: &str,
        replaces: u32,
        icon: &str,
        title: String,
        text: &str,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expires: i32,
    ) -> u32 {
        drop(self.busy.lock().await);
        assert_eq!((app, replaces, icon), ("Unhunch", 0, ""));
        assert!(!text.is_empty());
        if let Some(forger) = &self.forger {
            forger.answer(&header, &NOT_SHOWN).await;
        }
        self.shown += 1;
        let urgency = u8::try_from(&hints["urgency"]).unwrap();
        assert!(hints.contains_key("image-data") && !hints.contains_key("resident"));
        self.said
            .send(ServerCall::Shown {
                id: self.shown,
                title,
                actions,
                urgency,
                expires,
            })
            .unwrap();
        self.shown
    }

    fn close_notification(&self, id: u32) {
        self.said.send(ServerCall::Closed(id)).unwrap();
    }

    #[zbus(signal)]
    pub async fn action_invoked(
        emitter: &SignalEmitter<'_>,
        id: u32,
        key: &str,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    pub async fn activation_token(
        emitter: &SignalEmitter<'_>,
        id: u32,
        token: &str,
    ) -> zbus::Result<()>;

    #[zbus(signal)]
    pub async fn notification_closed(
        emitter: &SignalEmitter<'_>,
        id: u32,
        reason: u32,
    ) -> zbus::Result<()>;
}

/// Starts a server; it ends with its connection. Where there is another one already, it takes its
/// place.
pub async fn server(
    bus: &Bus,
    abilities: &[&str],
) -> (Connection, mpsc::UnboundedReceiver<ServerCall>) {
    start_server(bus, abilities, Arc::default(), None).await
}

/// Starts one that shows nothing while `busy` is taken.
pub async fn busy_server(
    bus: &Bus,
    abilities: &[&str],
    busy: Arc<Mutex<()>>,
) -> (Connection, mpsc::UnboundedReceiver<ServerCall>) {
    start_server(bus, abilities, busy, None).await
}

/// Starts one whose calls somebody else answers first.
pub async fn forestalled_server(
    bus: &Bus,
    abilities: &[&str],
    forger: &Forger,
) -> (Connection, mpsc::UnboundedReceiver<ServerCall>) {
    start_server(bus, abilities, Arc::default(), Some(forger.clone())).await
}

async fn start_server(
    bus: &Bus,
    abilities: &[&str],
    busy: Arc<Mutex<()>>,
    forger: Option<Forger>,
) -> (Connection, mpsc::UnboundedReceiver<ServerCall>) {
    let (said, heard) = mpsc::unbounded_channel();
    let connection = bus.connect().await;
    let server = Server {
        abilities: abilities.iter().map(ToString::to_string).collect(),
        shown: 0,
        said,
        busy,
        forger,
    };
    connection.object_server().at(PATH, server).await.unwrap();
    connection
        .request_name("org.freedesktop.Notifications")
        .await
        .unwrap();
    (connection, heard)
}

/// Notifications and icon on a bus.
pub async fn ui(bus: &Bus) -> (Ui, mpsc::UnboundedReceiver<UiEvent>) {
    ui_after(bus, None).await
}

/// The same of a program whose run before left something on the screen.
pub async fn ui_after(
    bus: &Bus,
    left: Option<ShownNotification>,
) -> (Ui, mpsc::UnboundedReceiver<UiEvent>) {
    ui_on(&bus.connect().await, left).await
}

/// The same with this connection to the person’s bus.
pub async fn ui_on(
    connection: &Connection,
    left: Option<ShownNotification>,
) -> (Ui, mpsc::UnboundedReceiver<UiEvent>) {
    let (sender, events) = mpsc::unbounded_channel();
    let environment = Environment {
        buses: Buses::of(Ok(connection.clone()), Ok(connection.clone())),
        ..Environment::here().await
    };
    (
        Ui::start(&environment, left, tray_state("nothing"), sender).await,
        events,
    )
}

/// What somebody did next.
pub async fn event(events: &mut mpsc::UnboundedReceiver<UiEvent>) -> UiEvent {
    first(events, |event| !matches!(event, UiEvent::Shown(_))).await
}

/// What is shown next.
pub async fn shown(events: &mut mpsc::UnboundedReceiver<UiEvent>) -> ShownNotification {
    match first(events, |event| matches!(event, UiEvent::Shown(_))).await {
        UiEvent::Shown(shown) => shown,
        other => panic!("{other:?}"),
    }
}

/// What the panel says.
pub fn tray_state(next: &str) -> TrayState {
    TrayState {
        title: "Unhunch".to_owned(),
        next: next.to_owned(),
        asks: false,
        menu: vec![
            vec![(TrayAction::Session, "Start".to_owned())],
            vec![(TrayAction::End, "End".to_owned())],
        ],
    }
}

/// A prompt of this number.
pub fn notification(number: u64) -> Notification {
    Notification {
        number: PromptNumber(number),
        title: "Time?".to_owned(),
        text: "A window is open.".to_owned(),
        answers: vec![
            (Answer::Start, "Start".to_owned()),
            (Answer::NotToday, "Not today".to_owned()),
        ],
        open: "Open".to_owned(),
    }
}

/// What a capability works with.
pub fn source(ui: &Ui, capability: Capability) -> Option<&'static str> {
    let reports = ui.reports();
    let report = reports
        .iter()
        .find(|report| report.capability == capability);
    report.unwrap().chosen
}

/// What panels and items find each other by.
pub struct Watcher(mpsc::UnboundedSender<String>);

#[interface(name = "org.kde.StatusNotifierWatcher")]
impl Watcher {
    fn register_status_notifier_item(&self, service: String) {
        self.0.send(service).unwrap();
    }
}

/// A panel appears; it goes with its connection. Items that it is told of come out of it.
pub async fn watcher(bus: &Bus) -> (Connection, mpsc::UnboundedReceiver<String>) {
    let (registered, items) = mpsc::unbounded_channel();
    let connection = bus.connect().await;
    connection
        .object_server()
        .at("/StatusNotifierWatcher", Watcher(registered))
        .await
        .unwrap();
    connection
        .request_name("org.kde.StatusNotifierWatcher")
        .await
        .unwrap();
    (connection, items)
}
