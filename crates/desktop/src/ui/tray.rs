//! The icon in the panel: a `StatusNotifierItem` on the person’s bus, which a panel finds through
//! a watcher.
//!
//! Item, menu and name are on the bus only while there is a watcher that takes them. The protocol
//! doesn’t say which program draws them: the watcher knows items and panels, an item knows neither.
//! So what remains is that, while there is a panel, any program on the person’s bus can do what
//! somebody does who clicks there: begin a session or a break, put off what is asked today, open
//! the app, or end it. It can’t choose the page, and its token counts for its own click alone.

#![allow(
    clippy::needless_pass_by_value,
    clippy::unused_self,
    reason = "the bus asks an object, also for what never changes, and hands over what it read"
)]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use futures_util::future::BoxFuture;
use tokio::sync::mpsc;
use tokio::time::timeout;
use zbus::fdo::RequestNameFlags;
use zbus::message::Header;
use zbus::names::{OwnedUniqueName, UniqueName};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath};
use zbus::{Connection, interface};

use super::icon::Icon;
use super::tray_menu::TrayMenu;
use super::{ActivationToken, TrayAction, TrayBackend, TrayState, UiEvent};
use crate::Unavailable;
use crate::bus::{self, Buses, ServiceSignals};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
const ITEM_PATH: &str = "/StatusNotifierItem";
const MENU_PATH: &str = "/MenuBar";

/// How long a watcher may take to answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// What is wrong with one that takes longer.
const NO_ANSWER: &str = "no answer";

/// Sizes of the icon, in pixels, of which a panel chooses.
const SIZES: [u16; 4] = [16, 24, 32, 48];

/// The icon in the panel. It goes when this is dropped.
pub struct Tray {
    /// The worker ends with it.
    states: mpsc::UnboundedSender<TrayState>,
    works: Arc<Mutex<Result<(), Unavailable>>>,
}

impl Tray {
    /// Shows the icon where there is a panel, and waits for one where there is none.
    pub async fn open(
        buses: &Buses,
        tray_state: TrayState,
        events: mpsc::UnboundedSender<UiEvent>,
    ) -> Self {
        let (states, shown) = mpsc::unbounded_channel();
        let works = Arc::new(Mutex::new(Err(Unavailable::NotOffered)));
        match Worker::open(buses, tray_state, events, Arc::clone(&works)).await {
            Ok(worker) => {
                tokio::spawn(worker.run(shown));
            }
            Err(refusal) => *works.lock().unwrap_or_else(PoisonError::into_inner) = Err(refusal),
        }
        Self { states, works }
    }
}

#[async_trait]
impl TrayBackend for Tray {
    fn source(&self) -> &'static str {
        "status-notifier"
    }

    fn works(&self) -> Result<(), Unavailable> {
        self.works
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn show(&self, tray_state: TrayState) {
        let _ = self.states.send(tray_state);
    }
}

/// A name for an item of this program; one that goes may still hold its own.
fn new_name() -> String {
    static ITEMS: AtomicU32 = AtomicU32::new(1);
    let item = ITEMS.fetch_add(1, Ordering::Relaxed);
    format!("org.kde.StatusNotifierItem-{}-{item}", std::process::id())
}

fn pixmap(icon: &Icon) -> Pixmap {
    let size = i32::from(icon.size);
    (size, size, icon.alpha_first())
}

/// What a watcher says to the item, as soon as it does.
type Registration = BoxFuture<'static, zbus::Result<()>>;

struct Worker {
    connection: Connection,
    name: String,
    /// Whether there is a watcher, and which program that is.
    watcher: ServiceSignals,
    works: Arc<Mutex<Result<(), Unavailable>>>,
    tray_state: TrayState,
    /// Counts changes of the menu.
    revision: u32,
    events: mpsc::UnboundedSender<UiEvent>,
    /// Whether item, menu and name are on the bus.
    is_on_bus: bool,
    registration: Option<Registration>,
}

impl Worker {
    async fn open(
        buses: &Buses,
        tray_state: TrayState,
        events: mpsc::UnboundedSender<UiEvent>,
        works: Arc<Mutex<Result<(), Unavailable>>>,
    ) -> Result<Self, Unavailable> {
        let connection = buses.session()?.clone();
        // Whoever calls what isn’t there is told so.
        connection.object_server();
        let mut watcher = ServiceSignals::listen(&connection, WATCHER, None)
            .await
            .map_err(|error| failed(&error))?;
        // Where the bus knows no watcher to start, one may come later.
        if let Ok(Err(error)) = timeout(ANSWER_LIMIT, watcher.start()).await {
            tracing::debug!(%error, "there is no panel");
        }
        let mut worker = Self {
            connection,
            name: new_name(),
            watcher,
            works,
            tray_state,
            revision: 1,
            events,
            is_on_bus: false,
            registration: None,
        };
        worker.change().await;
        if worker.registration.is_some()
            && let Ok(answer) = timeout(ANSWER_LIMIT, answer(&mut worker.registration)).await
        {
            worker.registered(answer).await;
        }
        Ok(worker)
    }

    async fn run(mut self, mut states: mpsc::UnboundedReceiver<TrayState>) {
        loop {
            tokio::select! {
                tray_state = states.recv() => match tray_state {
                    None => break,
                    Some(tray_state) => {
                        if let Err(error) = self.show(tray_state).await {
                            tracing::warn!(%error, "the panel can't be told something new");
                        }
                    }
                },
                event = self.watcher.next() => match event {
                    Some(_) => self.change().await,
                    None => break,
                },
                answer = answer(&mut self.registration) => self.registered(answer).await,
            }
        }
        self.leave(Unavailable::NotOffered).await;
    }

    fn set(&self, works: Result<(), Unavailable>) {
        *self.works.lock().unwrap_or_else(PoisonError::into_inner) = works;
    }

    /// A watcher is there, or none any more.
    async fn change(&mut self) {
        let Some(watcher) = self.watcher.owner().cloned() else {
            return self.leave(Unavailable::NotOffered).await;
        };
        if let Err(error) = self.appear().await {
            return self.leave(failed(&error)).await;
        }
        // Until it answers.
        self.set(Err(Unavailable::Failed(NO_ANSWER.to_owned())));
        self.registration = Some(Box::pin(register(
            self.connection.clone(),
            watcher,
            self.name.clone(),
        )));
    }

    async fn registered(&mut self, answer: zbus::Result<()>) {
        match answer {
            Ok(()) => self.set(Ok(())),
            Err(error) if bus::is_absent(&error) => self.leave(Unavailable::NotOffered).await,
            Err(error) => self.leave(failed(&error)).await,
        }
    }

    /// Puts item, menu and name on the bus.
    async fn appear(&mut self) -> zbus::Result<()> {
        if self.is_on_bus {
            return Ok(());
        }
        self.is_on_bus = true;
        let menu = TrayMenu {
            entries: TrayMenu::entries(self.tray_state.menu.clone()),
            revision: self.revision,
            events: self.events.clone(),
        };
        let item = Item {
            tray_state: self.tray_state.clone(),
            icons: SIZES.map(Icon::draw).iter().map(pixmap).collect(),
            token: None,
            events: self.events.clone(),
        };
        let server = self.connection.object_server();
        server.at(MENU_PATH, menu).await?;
        server.at(ITEM_PATH, item).await?;
        // Nobody may take it from us.
        self.connection
            .request_name_with_flags(self.name.as_str(), RequestNameFlags::DoNotQueue.into())
            .await?;
        Ok(())
    }

    /// Takes them away.
    async fn leave(&mut self, why: Unavailable) {
        self.registration = None;
        self.set(Err(why));
        if !self.is_on_bus {
            return;
        }
        self.is_on_bus = false;
        let server = self.connection.object_server();
        let _ = server.remove::<Item, _>(ITEM_PATH).await;
        let _ = server.remove::<TrayMenu, _>(MENU_PATH).await;
        let _ = self.connection.release_name(self.name.as_str()).await;
    }

    async fn show(&mut self, tray_state: TrayState) -> zbus::Result<()> {
        let before = std::mem::replace(&mut self.tray_state, tray_state);
        let tray_state = &self.tray_state;
        let is_other_menu = tray_state.menu != before.menu;
        if is_other_menu {
            self.revision = self.revision.wrapping_add(1);
        }
        if !self.is_on_bus {
            return Ok(());
        }
        let server = self.connection.object_server();
        let item = server.interface::<_, Item>(ITEM_PATH).await?;
        item.get_mut().await.tray_state = tray_state.clone();
        let emitter = item.signal_emitter();
        if tray_state.title != before.title {
            Item::new_title(emitter).await?;
        }
        if tray_state.next != before.next {
            Item::new_tool_tip(emitter).await?;
        }
        if tray_state.asks != before.asks {
            Item::new_status(emitter, status(tray_state)).await?;
        }
        if is_other_menu {
            let menu = server.interface::<_, TrayMenu>(MENU_PATH).await?;
            {
                let mut menu = menu.get_mut().await;
                menu.entries = TrayMenu::entries(tray_state.menu.clone());
                menu.revision = self.revision;
            }
            TrayMenu::layout_updated(menu.signal_emitter(), self.revision, 0).await?;
        }
        Ok(())
    }
}

/// Tells the watcher that the item is there.
async fn register(
    connection: Connection,
    watcher: UniqueName<'static>,
    name: String,
) -> zbus::Result<()> {
    bus::call(
        &connection,
        &watcher,
        WATCHER_PATH,
        WATCHER,
        "RegisterStatusNotifierItem",
        &name,
    )
    .await?;
    Ok(())
}

/// Its answer, once; never, where it wasn’t told.
async fn answer(registration: &mut Option<Registration>) -> zbus::Result<()> {
    let Some(asked) = registration else {
        return std::future::pending().await;
    };
    let answer = asked.await;
    *registration = None;
    answer
}

fn failed(error: &zbus::Error) -> Unavailable {
    Unavailable::Failed(error.to_string())
}

const fn status(tray_state: &TrayState) -> &'static str {
    if tray_state.asks {
        "NeedsAttention"
    } else {
        "Active"
    }
}

/// Width, height, pixels with alpha first.
type Pixmap = (i32, i32, Vec<u8>);

struct Item {
    tray_state: TrayState,
    icons: Vec<Pixmap>,
    /// What lets the next window come to the front, and who gave it for their click.
    token: Option<(OwnedUniqueName, ActivationToken)>,
    events: mpsc::UnboundedSender<UiEvent>,
}

impl Item {
    fn choose(&mut self, header: &Header<'_>, action: TrayAction) {
        let token = self.token.take();
        let token = token.and_then(|(of, token)| (header.sender() == Some(&*of)).then_some(token));
        let _ = self
            .events
            .send(UiEvent::TrayActionChosen { action, token });
    }
}

#[interface(name = "org.kde.StatusNotifierItem")]
impl Item {
    fn activate(&mut self, #[zbus(header)] header: Header<'_>, x: i32, y: i32) {
        let _ = (x, y);
        self.choose(&header, TrayAction::Open);
    }

    fn secondary_activate(&mut self, #[zbus(header)] header: Header<'_>, x: i32, y: i32) {
        let _ = (x, y);
        self.choose(&header, TrayAction::Reminders);
    }

    /// The panel draws the menu itself.
    fn context_menu(&self, x: i32, y: i32) {
        let _ = (self, x, y);
    }

    fn scroll(&self, delta: i32, orientation: &str) {
        let _ = (self, delta, orientation);
    }

    fn provide_xdg_activation_token(&mut self, #[zbus(header)] header: Header<'_>, token: &str) {
        let sender = header.sender().map(|sender| sender.to_owned().into());
        self.token = sender.zip(ActivationToken::new(token));
    }

    #[zbus(signal)]
    async fn new_title(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn new_tool_tip(emitter: &SignalEmitter<'_>) -> zbus::Result<()>;

    #[zbus(signal)]
    async fn new_status(emitter: &SignalEmitter<'_>, status: &str) -> zbus::Result<()>;

    #[zbus(property)]
    fn category(&self) -> &'static str {
        "ApplicationStatus"
    }

    #[zbus(property)]
    fn id(&self) -> &'static str {
        "unhunch"
    }

    #[zbus(property)]
    fn title(&self) -> &str {
        &self.tray_state.title
    }

    #[zbus(property)]
    fn status(&self) -> &'static str {
        status(&self.tray_state)
    }

    #[zbus(property)]
    fn window_id(&self) -> i32 {
        0
    }

    #[zbus(property)]
    fn icon_name(&self) -> &'static str {
        ""
    }

    #[zbus(property)]
    fn icon_pixmap(&self) -> Vec<Pixmap> {
        self.icons.clone()
    }

    #[zbus(property)]
    fn overlay_icon_name(&self) -> &'static str {
        ""
    }

    #[zbus(property)]
    fn overlay_icon_pixmap(&self) -> Vec<Pixmap> {
        Vec::new()
    }

    #[zbus(property)]
    fn attention_icon_name(&self) -> &'static str {
        ""
    }

    #[zbus(property)]
    fn attention_icon_pixmap(&self) -> Vec<Pixmap> {
        self.icons.clone()
    }

    #[zbus(property)]
    fn attention_movie_name(&self) -> &'static str {
        ""
    }

    /// Name and icon: none of its own; then heading and text.
    #[zbus(property)]
    fn tool_tip(&self) -> (String, Vec<Pixmap>, String, String) {
        (
            String::new(),
            Vec::new(),
            self.tray_state.title.clone(),
            self.tray_state.next.clone(),
        )
    }

    #[zbus(property)]
    fn item_is_menu(&self) -> bool {
        false
    }

    #[zbus(property)]
    fn menu(&self) -> OwnedObjectPath {
        ObjectPath::from_static_str_unchecked(MENU_PATH).into()
    }

    #[zbus(property)]
    fn icon_theme_path(&self) -> &'static str {
        ""
    }
}
