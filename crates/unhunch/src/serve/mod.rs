//! Serves the app on this computer: one program for one folder of data, for this person alone.

pub mod address;
mod browser;
pub mod connections;
pub mod instance;
pub mod opening;
pub mod peer_user;
pub mod sessions_file;
mod upkeep;

use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router};
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use unhunch_app::reminders::Reminders;
use unhunch_app::{App, Host};
use unhunch_desktop::autostart::Autostart;
use unhunch_domain::{DeviceId, Library};
use unhunch_journal::{Journal, SqliteJournal};
use unhunch_web::{Guard, GuardOptions, StartTokens};
use unhunch_words::Words;

use self::address::{Address, Kind, Shared};
use self::connections::{Limits, Sentences};
use self::instance::{Holder, WayIn};
use self::opening::{Opener, is_opening_file};
use self::peer_user::PeerUsers;
use self::sessions_file::{SessionsFile, former_secret};
use crate::data_folder;
use crate::reminder_status::Status;
use crate::reminders::{ReminderLoop, ReminderService};
use crate::system::{Machine, ServingMachine, new_key, new_uuid};

/// What is logged where this is set, such as `info` or `warn,unhunch_desktop=debug`; warnings where
/// it isn't.
const LOG: &str = "UNHUNCH_LOG";

/// Where the app is served unless it is taken.
pub const DEFAULT_PORT: u16 = 48624;

/// How long answers that are under way may take when the program ends.
const FAREWELL: Duration = Duration::from_secs(3);

/// How to serve.
pub struct Wishes {
    /// At which port; the next free one where it is taken, 0 for any.
    pub port: u16,
    /// At which kind of address.
    pub address: Kind,
    /// Whether to open the browser.
    pub opens_browser: bool,
    /// Whether an address with a key is printed: not where the output may be read by others, as
    /// that of a service.
    pub prints_key: bool,
    /// Starting at login.
    pub login: Autostart,
}

/// Serves the app until it is told to end; or, where another program serves this folder
/// already, opens that one.
///
/// # Errors
/// Where the data can't be used or no port is free.
pub fn run(folder: &Path, wishes: Wishes) -> anyhow::Result<()> {
    let log = std::env::var(LOG).ok().and_then(|text| text.parse().ok());
    tracing_subscriber::registry()
        .with(tracing_subscriber::fmt::layer().with_writer(io::stderr))
        .with(log.unwrap_or_else(|| Targets::new().with_default(LevelFilter::WARN)))
        .init();
    data_folder::make(folder)?;
    let wants_file = wishes.opens_browser && browser::has_screen();
    let _lock = match instance::take_or_ask(folder, wants_file)? {
        Holder::This(lock) => lock,
        Holder::Other(way_in) => {
            if wishes.prints_key {
                announce(
                    &way_in.address,
                    "It runs already. The address works once, within ten minutes.",
                );
            }
            let file = way_in.file.map(PathBuf::from).filter(|_| wants_file);
            if let Some(file) = file.filter(|file| is_opening_file(file)) {
                browser::open(&file, None);
            }
            return Ok(());
        }
    };
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(serve(folder, wishes))
}

async fn serve(folder: &Path, wishes: Wishes) -> anyhow::Result<()> {
    // The port first: it fails soonest, and changes nothing.
    let mut address = Address::listen(folder, wishes.address, wishes.port).await?;
    let users = PeerUsers::open().await?;
    let now = Machine.moment();
    let journal = Arc::new(SqliteJournal::open(folder, now.at, DeviceId(new_uuid())).await?);
    let host = Arc::new(ServingMachine::new()) as Arc<dyn Host>;
    let app = App::open(
        Library::shipped()?,
        Words::english()?,
        Arc::clone(&journal) as Arc<dyn Journal>,
        Arc::clone(&host),
    )
    .await?;
    let reminding = ReminderService::new(Arc::clone(&host), wishes.login);
    let app = Arc::new(app.with_reminders(Arc::clone(&reminding) as Arc<dyn Reminders>));

    let start_tokens = Arc::new(StartTokens::new(Arc::clone(&host)));
    let sessions = SessionsFile::of(folder);
    let name = journal.device().0.simple().to_string();
    let options = GuardOptions {
        authorities: address.authorities(),
        name: name[..8].to_owned(),
        sessions: sessions.read()?,
        store: Arc::new(sessions),
        host,
        former: former_secret(folder)?,
        remark: remark(&address, app.words()),
    };
    let guard = Guard::new(options, app.words());
    let opener = Opener::new(Arc::clone(&guard), folder, app.words());
    let secret = new_key();
    let asked = may_ask((opener.clone(), Arc::clone(&app), Arc::clone(&reminding)));
    let router = instance::for_known(secret.clone(), asked).merge(Arc::clone(&guard).protect(
        unhunch_web::router(Arc::clone(&app), Arc::clone(&start_tokens)),
    ));
    let mut places = Vec::new();
    if wishes.port != 0
        && let Some(former) = address.listen_at_former().await
    {
        let router = Arc::clone(&guard).former_address(former.local_addr()?.port());
        places.push((former, router));
    }
    let listens = address.listeners[0].local_addr()?;
    for listener in address.listeners.drain(..) {
        places.push((listener, router.clone()));
    }

    instance::leave_note(folder, listens, &secret)?;
    if wishes.prints_key {
        announce(&opener.printed_address(), RUNS);
    } else {
        announce(&opener.plain_address(), "");
    }
    if wishes.opens_browser {
        opener.open("/", None);
    }

    let wished_to_end = Arc::new(Notify::new());
    let stop = Arc::new(Notify::new());
    let open_page = move |path: &str, token: Option<&str>| opener.open(path, token);
    let keeper = ReminderLoop::new(
        Arc::clone(&app),
        reminding,
        folder,
        start_tokens,
        Box::new(open_page),
        Arc::clone(&wished_to_end),
    );
    let keeper = tokio::spawn(keeper.run(Arc::clone(&stop)));
    let rounds = tokio::spawn(upkeep::look_after(Arc::clone(&journal), Arc::clone(&app)));
    let sentences = Sentences {
        foreign: app.words().get("guard-other-person"),
        slow: app.words().get("guard-slow"),
    };
    serve_until(places, users, sentences, async {
        tokio::select! {
            () = told_to_end() => {}
            () = wished_to_end.notified() => {}
        }
    })
    .await;
    rounds.abort();
    stop.notify_one();
    if tokio::time::timeout(FAREWELL, keeper).await.is_err() {
        tracing::warn!("reminders didn't end in time");
    }
    instance::remove_note(folder);
    if let Err(error) = app.save_snapshot().await {
        tracing::warn!(%error, "the diary can't be put by; the next start takes longer");
    }
    journal.close().await;
    Ok(())
}

/// Serves routers until it is to end; a browser that keeps its connection open doesn't keep the
/// program.
pub async fn serve_until(
    places: Vec<(TcpListener, Router)>,
    users: PeerUsers,
    sentences: Sentences,
    end: impl Future<Output = ()>,
) {
    let (stop, stopping) = watch::channel(false);
    let served = connections::serve(places, users, Limits::find(), sentences, stopping);
    tokio::select! {
        () = served => {}
        () = async {
            end.await;
            stop.send_replace(true);
            tokio::time::sleep(FAREWELL).await;
        } => {}
    }
}

/// What there is to say of the address.
fn remark(address: &Address, words: &Words) -> String {
    match address.shared {
        None if address.is_fresh => words.get("address-fresh"),
        None => String::new(),
        Some(Shared::Asked) => words.get("address-shared-asked"),
        Some(Shared::WithinWindows) => words.get("address-shared-windows"),
        Some(Shared::NoOther) => words.get("address-shared-none"),
    }
}

/// What somebody should know who starts it in a terminal.
pub const RUNS: &str =
    "The address works once, within ten minutes. Leave this open; Ctrl+C ends Unhunch.";

/// Prints the address; and to somebody who reads along, a sentence more.
pub fn announce(address: &str, more: &str) {
    let mut out = io::stdout().lock();
    let address = crate::plain(address);
    let more = if out.is_terminal() && !more.is_empty() {
        format!("{more}\n")
    } else {
        String::new()
    };
    let printed = write!(out, "Unhunch is at {address}\n{more}").and_then(|()| out.flush());
    if let Err(error) = printed {
        // Nobody reads along; the app is there all the same, and a second start opens it.
        tracing::warn!(%error, "the address can't be printed");
    }
}

/// What answers other programs of the same person.
type Inside = (Opener, Arc<App>, Arc<ReminderService>);

/// What another program of the same person may ask: for a way in, or what the reminders know.
fn may_ask(inside: Inside) -> Router {
    async fn give_way_in(
        State((opener, ..)): State<Inside>,
        wanted: String,
    ) -> Result<Json<WayIn>, StatusCode> {
        let file = if wanted == "file" {
            let written = tokio::task::spawn_blocking({
                let opener = opener.clone();
                move || opener.file_for("/")
            });
            let file = written
                .await
                .map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
            let file = file.inspect_err(|error| tracing::warn!(%error, "no browser can be opened"));
            file.ok().and_then(|file| file.to_str().map(str::to_owned))
        } else {
            None
        };
        let address = opener.printed_address();
        Ok(Json(WayIn { address, file }))
    }
    async fn say_status(State((opener, app, reminding)): State<Inside>) -> Json<Status> {
        let (address, remark) = (opener.plain_address(), opener.remark());
        Json(reminding.status(app.words()).at(address, remark))
    }
    Router::new()
        .route(instance::ENTRANCE_PATH, post(give_way_in))
        .route(instance::REMINDERS_PATH, post(say_status))
        .with_state(inside)
}

/// Waits until the person or the system ends the program.
pub async fn told_to_end() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
