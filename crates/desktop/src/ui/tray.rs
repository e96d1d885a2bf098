//! The place in the panel: a `StatusNotifierItem` on the person’s bus, which a panel finds through
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

use super::icon::Picture;
use super::tray_menu::Menu;
use super::{ActivationToken, Panel, Sit, Touch, Wish};
use crate::NotHere;
use crate::bus::{self, Buses, ServiceSignals};

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
const ITEM_PATH: &str = "/StatusNotifierItem";
const MENU_PATH: &str = "/MenuBar";

/// How long a watcher may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What is wrong with one that takes longer.
const NO_ANSWER: &str = "no answer";

/// Sizes of the picture, in points, of which a panel chooses.
const SIZES: [u16; 4] = [16, 24, 32, 48];

/// The place in the panel. It is given up when this is dropped.
pub struct Tray {
    /// The worker ends with it.
    panels: mpsc::UnboundedSender<Panel>,
    works: Arc<Mutex<Result<(), NotHere>>>,
}

impl Tray {
    /// Takes a place where there is a panel, and waits for one where there is none.
    pub async fn open(buses: &Buses, panel: Panel, touched: mpsc::UnboundedSender<Touch>) -> Self {
        let (panels, shown) = mpsc::unbounded_channel();
        let works = Arc::new(Mutex::new(Err(NotHere::NotOffered)));
        match Worker::open(buses, panel, touched, Arc::clone(&works)).await {
            Ok(worker) => {
                tokio::spawn(worker.run(shown));
            }
            Err(refusal) => *works.lock().unwrap_or_else(PoisonError::into_inner) = Err(refusal),
        }
        Self { panels, works }
    }
}

#[async_trait]
impl Sit for Tray {
    fn source(&self) -> &'static str {
        "status-notifier"
    }

    fn works(&self) -> Result<(), NotHere> {
        self.works
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn show(&self, panel: Panel) {
        let _ = self.panels.send(panel);
    }
}

/// A name for an item of this program; one that goes may still hold its own.
fn new_name() -> String {
    static ITEMS: AtomicU32 = AtomicU32::new(1);
    let item = ITEMS.fetch_add(1, Ordering::Relaxed);
    format!("org.kde.StatusNotifierItem-{}-{item}", std::process::id())
}

fn points(picture: &Picture) -> Pixmap {
    let size = i32::from(picture.size);
    (size, size, picture.cover_first())
}

/// What a watcher says to the item, as soon as it does.
type Registration = BoxFuture<'static, zbus::Result<()>>;

struct Worker {
    connection: Connection,
    name: String,
    /// Whether there is a watcher, and which program that is.
    watcher: ServiceSignals,
    works: Arc<Mutex<Result<(), NotHere>>>,
    panel: Panel,
    /// Counts changes of the menu.
    revision: u32,
    touched: mpsc::UnboundedSender<Touch>,
    /// Whether item, menu and name are on the bus.
    is_there: bool,
    registration: Option<Registration>,
}

impl Worker {
    async fn open(
        buses: &Buses,
        panel: Panel,
        touched: mpsc::UnboundedSender<Touch>,
        works: Arc<Mutex<Result<(), NotHere>>>,
    ) -> Result<Self, NotHere> {
        let connection = buses.session()?.clone();
        // Whoever calls what isn’t there is told so.
        connection.object_server();
        let mut watcher = ServiceSignals::listen(&connection, WATCHER, None)
            .await
            .map_err(|error| failed(&error))?;
        // Where the bus knows no watcher to start, one may come later.
        if let Ok(Err(error)) = timeout(PATIENCE, watcher.start()).await {
            tracing::debug!(%error, "there is no panel");
        }
        let mut worker = Self {
            connection,
            name: new_name(),
            watcher,
            works,
            panel,
            revision: 1,
            touched,
            is_there: false,
            registration: None,
        };
        worker.change().await;
        if worker.registration.is_some()
            && let Ok(answer) = timeout(PATIENCE, answer(&mut worker.registration)).await
        {
            worker.registered(answer).await;
        }
        Ok(worker)
    }

    async fn run(mut self, mut panels: mpsc::UnboundedReceiver<Panel>) {
        loop {
            tokio::select! {
                panel = panels.recv() => match panel {
                    None => break,
                    Some(panel) => {
                        if let Err(error) = self.show(panel).await {
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
        self.leave(NotHere::NotOffered).await;
    }

    fn set(&self, works: Result<(), NotHere>) {
        *self.works.lock().unwrap_or_else(PoisonError::into_inner) = works;
    }

    /// A watcher is there, or none any more.
    async fn change(&mut self) {
        let Some(watcher) = self.watcher.owner().cloned() else {
            return self.leave(NotHere::NotOffered).await;
        };
        if let Err(error) = self.appear().await {
            return self.leave(failed(&error)).await;
        }
        // Until it answers.
        self.set(Err(NotHere::Failed(NO_ANSWER.to_owned())));
        self.registration = Some(Box::pin(register(
            self.connection.clone(),
            watcher,
            self.name.clone(),
        )));
    }

    async fn registered(&mut self, answer: zbus::Result<()>) {
        match answer {
            Ok(()) => self.set(Ok(())),
            Err(error) if bus::is_absent(&error) => self.leave(NotHere::NotOffered).await,
            Err(error) => self.leave(failed(&error)).await,
        }
    }

    /// Puts item, menu and name on the bus.
    async fn appear(&mut self) -> zbus::Result<()> {
        if self.is_there {
            return Ok(());
        }
        self.is_there = true;
        let menu = Menu {
            entries: Menu::entries(self.panel.menu.clone()),
            revision: self.revision,
            touched: self.touched.clone(),
        };
        let item = Item {
            panel: self.panel.clone(),
            pictures: SIZES.map(Picture::draw).iter().map(points).collect(),
            token: None,
            touched: self.touched.clone(),
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
    async fn leave(&mut self, why: NotHere) {
        self.registration = None;
        self.set(Err(why));
        if !self.is_there {
            return;
        }
        self.is_there = false;
        let server = self.connection.object_server();
        let _ = server.remove::<Item, _>(ITEM_PATH).await;
        let _ = server.remove::<Menu, _>(MENU_PATH).await;
        let _ = self.connection.release_name(self.name.as_str()).await;
    }

    async fn show(&mut self, panel: Panel) -> zbus::Result<()> {
        let before = std::mem::replace(&mut self.panel, panel);
        let panel = &self.panel;
        let is_other_menu = panel.menu != before.menu;
        if is_other_menu {
            self.revision = self.revision.wrapping_add(1);
        }
        if !self.is_there {
            return Ok(());
        }
        let server = self.connection.object_server();
        let item = server.interface::<_, Item>(ITEM_PATH).await?;
        item.get_mut().await.panel = panel.clone();
        let emitter = item.signal_emitter();
        if panel.title != before.title {
            Item::new_title(emitter).await?;
        }
        if panel.next != before.next {
            Item::new_tool_tip(emitter).await?;
        }
        if panel.asks != before.asks {
            Item::new_status(emitter, status(panel)).await?;
        }
        if is_other_menu {
            let menu = server.interface::<_, Menu>(MENU_PATH).await?;
            {
                let mut menu = menu.get_mut().await;
                menu.entries = Menu::entries(panel.menu.clone());
                menu.revision = self.revision;
            }
            Menu::layout_updated(menu.signal_emitter(), self.revision, 0).await?;
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

fn failed(error: &zbus::Error) -> NotHere {
    NotHere::Failed(error.to_string())
}

const fn status(panel: &Panel) -> &'static str {
    if panel.asks {
        "NeedsAttention"
    } else {
        "Active"
    }
}

/// Width, height, points with their cover first.
type Pixmap = (i32, i32, Vec<u8>);

struct Item {
    panel: Panel,
    pictures: Vec<Pixmap>,
    /// What lets the next window come to the front, and who gave it for their click.
    token: Option<(OwnedUniqueName, ActivationToken)>,
    touched: mpsc::UnboundedSender<Touch>,
}

impl Item {
    fn wish(&mut self, header: &Header<'_>, wish: Wish) {
        let token = self.token.take();
        let token = token.and_then(|(of, token)| (header.sender() == Some(&*of)).then_some(token));
        let _ = self.touched.send(Touch::Wished { wish, token });
    }
}

#[interface(name = "org.kde.StatusNotifierItem")]
impl Item {
    fn activate(&mut self, #[zbus(header)] header: Header<'_>, x: i32, y: i32) {
        let _ = (x, y);
        self.wish(&header, Wish::Open);
    }

    fn secondary_activate(&mut self, #[zbus(header)] header: Header<'_>, x: i32, y: i32) {
        let _ = (x, y);
        self.wish(&header, Wish::Reminders);
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
        &self.panel.title
    }

    #[zbus(property)]
    fn status(&self) -> &'static str {
        status(&self.panel)
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
        self.pictures.clone()
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
        self.pictures.clone()
    }

    #[zbus(property)]
    fn attention_movie_name(&self) -> &'static str {
        ""
    }

    /// Name and picture of none of its own, then heading and text.
    #[zbus(property)]
    fn tool_tip(&self) -> (String, Vec<Pixmap>, String, String) {
        (
            String::new(),
            Vec::new(),
            self.panel.title.clone(),
            self.panel.next.clone(),
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
