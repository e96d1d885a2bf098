//! Serves the app on this computer: one program for one folder of data, for this person alone.

use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use tokio::net::TcpListener;
use tokio::sync::Notify;
use unhunch_desktop::hands::login::Login;
use unhunch_domain::entry::At;
use unhunch_domain::{DeviceId, Library};
use unhunch_journal::{Journal, JournalError, SqliteJournal};
use unhunch_web::reminding::Reminders;
use unhunch_web::{App, Guard, Host, Key, Now, Words};

use crate::browser;
use crate::data_folder;
use crate::files;
use crate::instance;
use crate::neighbours;
use crate::reminder_status::Status;
use crate::reminding::{Keeper, Reminding};
use crate::system::{Machine, new_key, new_uuid};

/// Where the app is served unless it is taken.
pub const DEFAULT_PORT: u16 = 48624;

/// How many ports are tried one after the other.
const PORTS_TRIED: u16 = 100;

/// What the cookie holds, kept so that a browser is still known after a start of the program.
const COOKIE_FILE: &str = "cookie.key";

/// How often the program looks after its journal.
const ROUND: Duration = Duration::from_mins(30);

/// How long answers that are under way may take when the program ends.
const FAREWELL: Duration = Duration::from_secs(3);

/// Serves the app until it is told to end; or, where another program serves this folder
/// already, opens that one.
///
/// # Errors
/// Where the data can't be used or no port is free.
pub fn run(folder: &Path, port: u16, open_browser: bool, login: Login) -> anyhow::Result<()> {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("UNHUNCH_LOG")
                .unwrap_or_else(|_| "warn".into()),
        )
        .with_writer(io::stderr)
        .init();
    data_folder::make(folder)?;
    let Some(_lock) = instance::lock(folder)? else {
        announce(&instance::ask_for_address(folder)?, open_browser);
        return Ok(());
    };
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(serve(folder, port, open_browser, login))
}

async fn serve(folder: &Path, port: u16, open_browser: bool, login: Login) -> anyhow::Result<()> {
    // The port first: it fails soonest, and changes nothing.
    let listener = listen(port).await?;
    let port = listener.local_addr()?.port();
    let now = Now::of(&Machine);
    let journal = Arc::new(SqliteJournal::open(folder, now.at, DeviceId(new_uuid())).await?);
    let app = App::open(
        Library::shipped()?,
        Words::english()?,
        Arc::clone(&journal) as Arc<dyn Journal>,
        Arc::new(Machine) as Arc<dyn Host>,
    )
    .await?;
    let clock = Arc::new(Machine) as Arc<dyn Host>;
    let reminding = Reminding::new(clock, login);
    let app = Arc::new(app.beside(Arc::clone(&reminding) as Arc<dyn Reminders>));

    let name = journal.device().0.simple().to_string();
    let guard = Guard::new(port, &name[..8], cookie_secret(folder)?, app.words());
    let key = new_key();
    guard.expect(key.clone());
    let secret = new_key();
    let inside = (Arc::clone(&guard), Arc::clone(&app), Arc::clone(&reminding));
    let router = instance_router(inside, secret.clone())
        .merge(Arc::clone(&guard).protect(unhunch_web::router(Arc::clone(&app))))
        .layer(axum::middleware::from_fn_with_state(
            app.words().get("guard-other-person"),
            neighbours::own_keys_only,
        ))
        .into_make_service_with_connect_info::<SocketAddr>();

    instance::leave_note(folder, port, &secret)?;
    announce(&instance::address(port, "/", &key), open_browser);

    let wished_to_end = Arc::new(Notify::new());
    let stop = Arc::new(Notify::new());
    let open_page = {
        let guard = Arc::clone(&guard);
        move |path: &str, token: Option<&str>| {
            let key = new_key();
            guard.expect(key.clone());
            browser::open(&instance::address(port, path, &key), token);
        }
    };
    let keeper = Keeper::new(
        Arc::clone(&app),
        reminding,
        folder,
        Box::new(open_page),
        Arc::clone(&wished_to_end),
    );
    let keeper = tokio::spawn(keeper.run(Arc::clone(&stop)));
    let rounds = tokio::spawn(look_after(Arc::clone(&journal), Arc::clone(&app)));
    let (ending, ended) = tokio::sync::oneshot::channel();
    let served = axum::serve(listener, router).with_graceful_shutdown(async move {
        tokio::select! {
            () = told_to_end() => {}
            () = wished_to_end.notified() => {}
        }
        let _ = ending.send(());
    });
    // A browser that keeps its connection open doesn't keep the program.
    tokio::select! {
        served = served => served?,
        () = async {
            let _ = ended.await;
            tokio::time::sleep(FAREWELL).await;
        } => {}
    }
    rounds.abort();
    stop.notify_one();
    if tokio::time::timeout(FAREWELL, keeper).await.is_err() {
        tracing::warn!("reminders didn't end in time");
    }
    instance::remove_note(folder);
    if let Err(error) = app.put_by().await {
        tracing::warn!(%error, "the diary can't be put by; the next start takes longer");
    }
    journal.close().await;
    Ok(())
}

/// Listens on the port or on the next free one; 0 for any.
pub async fn listen(port: u16) -> anyhow::Result<TcpListener> {
    let last = port.saturating_add(if port == 0 { 0 } else { PORTS_TRIED });
    let mut failure = None;
    for port in port..=last {
        match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => failure = Some(error),
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("port {port} can't be used; choose another with --port")
                });
            }
        }
    }
    let failure = failure.unwrap_or_else(|| io::Error::from(io::ErrorKind::AddrInUse));
    Err(failure).with_context(|| format!("no port from {port} to {last} is free; try --port 0"))
}

/// Prints the address, and opens it in the browser where there is one.
pub fn announce(address: &str, open_browser: bool) {
    let mut out = io::stdout().lock();
    let printed = writeln!(out, "Unhunch is at {address}").and_then(|()| out.flush());
    if let Err(error) = printed {
        // Nobody reads along; the app is there all the same, and a second start opens it.
        tracing::warn!(%error, "the address can't be printed");
    }
    if open_browser {
        browser::open(address, None);
    }
}

/// The secret that the cookie holds: the one that is kept, or a new one where there is none or
/// where others could have read it.
fn cookie_secret(folder: &Path) -> anyhow::Result<Key> {
    let path = folder.join(COOKIE_FILE);
    if files::is_private(&path)
        && let Some(key) = files::read_own(&path)
            .ok()
            .and_then(|text| Key::parse(text.trim()))
    {
        return Ok(key);
    }
    let key = new_key();
    files::write(&path, key.as_str())
        .with_context(|| format!("{} can't be written", path.display()))?;
    Ok(key)
}

/// What another program of the same person may ask.
type Inside = (Arc<Guard>, Arc<App>, Arc<Reminding>);

/// Where another program of the same person asks for a key, or what the reminders know. It knows
/// the secret from the note that only this person can read; pages of any kind can't send it along.
fn instance_router(inside: Inside, secret: Key) -> Router {
    async fn known_only(State(secret): State<Key>, request: Request, next: Next) -> Response {
        let sent = request.headers().get(instance::SECRET_HEADER);
        let is_known = sent
            .and_then(|value| value.to_str().ok())
            .is_some_and(|value| secret.is(value));
        if !is_known {
            return StatusCode::FORBIDDEN.into_response();
        }
        next.run(request).await
    }
    async fn give_key(State((guard, ..)): State<Inside>) -> String {
        let key = new_key();
        guard.expect(key.clone());
        key.as_str().to_owned()
    }
    async fn say_status(State((_, app, reminding)): State<Inside>) -> Json<Status> {
        Json(reminding.status(app.words()))
    }
    Router::new()
        .route(instance::KEY_PATH, post(give_key))
        .route(instance::REMINDERS_PATH, post(say_status))
        .layer(axum::middleware::from_fn_with_state(secret, known_only))
        .with_state(inside)
}

/// Looks after the journal in the background: a whole check soon after the start, a backup a
/// day.
async fn look_after(journal: Arc<SqliteJournal>, app: Arc<App>) {
    // The first page comes first.
    tokio::time::sleep(Duration::from_secs(20)).await;
    let now = || Now::of(&Machine);
    if is_check_due(&journal, now().at).await
        && let Err(error) = journal.check(now().at).await
    {
        mend(&journal, &app, &error, now().at).await;
    }
    loop {
        let Now { at, zone, .. } = now();
        if let Err(error) = journal.backup_if_due(at, &zone).await {
            mend(&journal, &app, &error, at).await;
        }
        tokio::time::sleep(ROUND).await;
    }
}

async fn is_check_due(journal: &SqliteJournal, now: At) -> bool {
    const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1000;
    match journal.checked().await {
        Ok(Some(last)) => (now.as_millisecond() - last.as_millisecond()).abs() > WEEK_MS,
        Ok(None) => true,
        Err(error) => {
            tracing::warn!(%error, "it can't be told when the journal was checked last");
            true
        }
    }
}

async fn mend(journal: &SqliteJournal, app: &App, error: &JournalError, now: At) {
    tracing::error!(%error, "looking after the journal failed");
    if !matches!(
        error,
        JournalError::Damaged(_) | JournalError::Unreadable { .. }
    ) {
        return;
    }
    match journal.repair(now).await {
        Ok(()) => {
            // Folds anew what was restored, and reads what the person is to be told.
            if let Err(error) = app.read(|_| ()).await {
                tracing::error!(%error, "the restored journal can't be read");
            }
        }
        Err(error) => tracing::error!(%error, "the journal can't be restored now"),
    }
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
