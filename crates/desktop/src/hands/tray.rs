//! The place in the panel: a `StatusNotifierItem` on the person’s bus, which a panel finds through
//! a watcher.

#![allow(
    clippy::unused_self,
    reason = "the bus asks an object, also for what never changes"
)]

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath};
use zbus::{Connection, fdo, interface};

use super::menu::Menu;
use super::picture::Picture;
use super::{Panel, Sit, Touch, Wish};
use crate::NotHere;
use crate::bus::Buses;

const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const WATCHER_PATH: &str = "/StatusNotifierWatcher";
const ITEM_PATH: &str = "/StatusNotifierItem";
const MENU_PATH: &str = "/MenuBar";

/// How long a watcher may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// Sizes of the picture, in points, of which a panel chooses.
const SIZES: [u16; 4] = [16, 24, 32, 48];

/// The place in the panel.
pub struct Tray {
    panels: mpsc::UnboundedSender<Panel>,
    works: Arc<Mutex<Result<(), NotHere>>>,
    worker: Option<JoinHandle<()>>,
    /// Where the item is, and its name there.
    place: Option<(Connection, String)>,
}

impl Tray {
    /// Takes a place where there is a panel, and waits for one where there is none.
    pub async fn open(buses: &Buses, panel: Panel, touched: mpsc::UnboundedSender<Touch>) -> Self {
        let (panels, shown) = mpsc::unbounded_channel();
        let works = Arc::new(Mutex::new(Ok(())));
        let (worker, place) = match open(buses, panel, touched, &works).await {
            Ok((worker, owners)) => {
                let place = (worker.connection.clone(), worker.name.clone());
                (Some(tokio::spawn(worker.run(shown, owners))), Some(place))
            }
            Err(refusal) => {
                *works.lock().unwrap_or_else(PoisonError::into_inner) = Err(refusal);
                (None, None)
            }
        };
        Self {
            panels,
            works,
            worker,
            place,
        }
    }
}

impl Drop for Tray {
    fn drop(&mut self) {
        if let Some(worker) = &self.worker {
            worker.abort();
        }
        // The bus tells the panel that the name is gone.
        if let Some((connection, name)) = self.place.take()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(async move {
                let _ = connection.release_name(name).await;
                let _ = connection
                    .object_server()
                    .remove::<Item, _>(ITEM_PATH)
                    .await;
                let _ = connection
                    .object_server()
                    .remove::<Menu, _>(MENU_PATH)
                    .await;
            });
        }
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

async fn open(
    buses: &Buses,
    panel: Panel,
    touched: mpsc::UnboundedSender<Touch>,
    works: &Arc<Mutex<Result<(), NotHere>>>,
) -> Result<(Worker, fdo::NameOwnerChangedStream), NotHere> {
    let connection = buses.session()?.clone();
    let failed = |error: zbus::Error| NotHere::Failed(error.to_string());
    let menu = Menu {
        entries: Menu::entries(panel.menu.clone()),
        revision: 1,
        touched: touched.clone(),
    };
    let item = Item {
        panel: panel.clone(),
        pictures: SIZES.map(Picture::draw).iter().map(points).collect(),
        token: None,
        touched,
    };
    let server = connection.object_server();
    server.at(MENU_PATH, menu).await.map_err(failed)?;
    server.at(ITEM_PATH, item).await.map_err(failed)?;
    let name = new_name();
    connection
        .request_name(name.as_str())
        .await
        .map_err(failed)?;
    let bus = fdo::DBusProxy::new(&connection).await.map_err(failed)?;
    let owners = bus
        .receive_name_owner_changed_with_args(&[(0, WATCHER)])
        .await
        .map_err(failed)?;
    let worker = Worker {
        connection,
        name,
        works: Arc::clone(works),
        panel,
    };
    worker.register().await;
    Ok((worker, owners))
}

fn points(picture: &Picture) -> Pixmap {
    let size = i32::from(picture.size);
    (size, size, picture.cover_first())
}

struct Worker {
    connection: Connection,
    name: String,
    works: Arc<Mutex<Result<(), NotHere>>>,
    panel: Panel,
}

impl Worker {
    async fn run(
        mut self,
        mut panels: mpsc::UnboundedReceiver<Panel>,
        mut owners: fdo::NameOwnerChangedStream,
    ) {
        loop {
            tokio::select! {
                panel = panels.recv() => match panel {
                    None => return,
                    Some(panel) => {
                        if let Err(error) = self.show(panel).await {
                            tracing::warn!(%error, "the panel can't be told something new");
                        }
                    }
                },
                Some(change) = owners.next() => match change.args() {
                    Ok(change) if change.new_owner.is_some() => self.register().await,
                    _ => self.set(Err(NotHere::NotOffered)),
                },
                else => return,
            }
        }
    }

    fn set(&self, works: Result<(), NotHere>) {
        *self.works.lock().unwrap_or_else(PoisonError::into_inner) = works;
    }

    /// Tells the watcher that the item is there.
    async fn register(&self) {
        let arguments = (self.name.as_str(),);
        let called = self.connection.call_method(
            Some(WATCHER),
            WATCHER_PATH,
            Some(WATCHER),
            "RegisterStatusNotifierItem",
            &arguments,
        );
        self.set(match tokio::time::timeout(PATIENCE, called).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(zbus::Error::MethodError(name, _, _)))
                if name.as_str() == "org.freedesktop.DBus.Error.ServiceUnknown" =>
            {
                Err(NotHere::NotOffered)
            }
            Ok(Err(error)) => Err(NotHere::Failed(error.to_string())),
            Err(_) => Err(NotHere::Failed("no answer".to_owned())),
        });
    }

    async fn show(&mut self, panel: Panel) -> zbus::Result<()> {
        if panel == self.panel {
            return Ok(());
        }
        let server = self.connection.object_server();
        let item = server.interface::<_, Item>(ITEM_PATH).await?;
        item.get_mut().await.panel = panel.clone();
        let emitter = item.signal_emitter();
        if panel.title != self.panel.title {
            Item::new_title(emitter).await?;
        }
        if panel.next != self.panel.next {
            Item::new_tool_tip(emitter).await?;
        }
        if panel.asks != self.panel.asks {
            Item::new_status(emitter, status(&panel)).await?;
        }
        if panel.menu != self.panel.menu {
            let menu = server.interface::<_, Menu>(MENU_PATH).await?;
            let revision = {
                let mut menu = menu.get_mut().await;
                menu.entries = Menu::entries(panel.menu.clone());
                menu.revision = menu.revision.wrapping_add(1);
                menu.revision
            };
            Menu::layout_updated(menu.signal_emitter(), revision, 0).await?;
        }
        self.panel = panel;
        Ok(())
    }
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
    /// What lets the next window come to the front.
    token: Option<String>,
    touched: mpsc::UnboundedSender<Touch>,
}

impl Item {
    fn wish(&mut self, wish: Wish) {
        let token = self.token.take();
        let _ = self.touched.send(Touch::Wished { wish, token });
    }
}

#[interface(name = "org.kde.StatusNotifierItem")]
impl Item {
    fn activate(&mut self, x: i32, y: i32) {
        let _ = (x, y);
        self.wish(Wish::Open);
    }

    fn secondary_activate(&mut self, x: i32, y: i32) {
        let _ = (x, y);
        self.wish(Wish::Reminders);
    }

    /// The panel draws the menu itself.
    fn context_menu(&self, x: i32, y: i32) {
        let _ = (self, x, y);
    }

    fn scroll(&self, delta: i32, orientation: &str) {
        let _ = (self, delta, orientation);
    }

    fn provide_xdg_activation_token(&mut self, token: String) {
        self.token = Some(token);
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
