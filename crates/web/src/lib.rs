//! The app: pages over a journal, as one router that a program or a service worker hosts.
//!
//! What it shows and does is the app's; it opens no file and no socket.

mod answer;
mod assets;
mod day_chart;
mod discomfort_form;
mod error;
mod figures;
mod forms;
mod frame;
mod guard;
mod pages;
mod player_data;
mod reminder_form;
mod routine_form;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header::{
    CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::middleware::Next;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Extension, Router};
use unhunch_app::App;
use unhunch_app::sessions::Started;

use answer::{Answer, OrErrorPage};
pub use assets::serve as asset;
pub use error::PageError;
pub use figures::{Figure, KeyPosition, Planned, START, Shown, Shows, Solved};
pub use guard::{
    Door, ENTER, Entrance, FormerSecret, Guard, GuardOptions, Key, KnownBrowser, SessionStore,
    Sessions, StartTokens,
};

/// The most that a form or the player may send, in bytes.
pub const BODY_LIMIT: usize = 256 * 1024;

/// The most that a routine may have on its way through a form, in bytes: a form writes some
/// letters as three.
const PLAN_LIMIT: usize = 1024 * 1024;

/// Where a file is imported, which may take long.
pub const IMPORT_PATH: &str = "/settings/import";

/// The most that a file to import may have, in bytes; larger ones go in at the command line.
pub const IMPORT_LIMIT: usize = 512 * 1024 * 1024;

/// What pages may load: our own files and nothing else, and no script inside a page.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
    img-src 'self' data:; media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The address of the page that comes after today's session was started from outside of any page:
/// the session's, or what has to be said first.
pub fn address_after_start(started: &Started) -> String {
    let address = pages::sessions::address_after_start(started, pages::sessions::today());
    address.unwrap_or_else(|_| "/".to_owned())
}

/// All pages of the app. The tokens are those with which a page begins a break by itself.
pub fn router(app: Arc<App>, start_tokens: Arc<StartTokens>) -> Router {
    Router::new()
        .route("/", get(pages::today::page))
        .route("/routines", get(pages::routines::list))
        .route("/today", post(pages::composed::wish))
        .route("/today/answer", post(pages::composed::reply))
        .route("/today/as-before", post(pages::composed::end_comeback))
        .route("/routines/{routine}/delete", post(pages::routines::delete))
        .route(
            "/routines/{routine}/restore",
            post(pages::routines::restore),
        )
        .route("/routines/{routine}/export", get(pages::plans::export))
        .route("/sessions", post(pages::sessions::start))
        .route("/sessions/{session}/steps", post(pages::sessions::keep))
        .route("/sessions/{session}/end", post(pages::sessions::end))
        .route("/sessions/{session}/after", get(pages::after::page))
        .route("/sessions/{session}/rating", post(pages::after::rate))
        .route("/sessions/{session}/felt", post(pages::after::feel))
        .route("/exercises", get(pages::exercises::list))
        .route("/exercises/{exercise}", get(pages::exercises::page))
        .route(
            "/exercises/{exercise}/standing",
            post(pages::exercise_level::stand),
        )
        .route(
            "/exercises/{exercise}/choice",
            post(pages::exercise_level::choose),
        )
        .route("/figures/{file}", get(figures::serve))
        .route("/history", get(pages::history::month))
        .route("/history/{session}", get(pages::history::session))
        .route("/history/{session}/delete", post(pages::history::delete))
        .route("/history/{session}/restore", post(pages::history::restore))
        .route(
            "/settings",
            get(pages::settings::page).post(pages::settings::save),
        )
        .route("/settings/notices", post(pages::settings::acknowledge))
        .route("/settings/export", get(pages::data::export))
        .route(
            IMPORT_PATH,
            post(pages::data::import).layer(DefaultBodyLimit::max(IMPORT_LIMIT)),
        )
        .route(
            "/settings/erase",
            get(pages::data::ask_erase).post(pages::data::erase),
        )
        .route("/welcome", get(pages::welcome::resume))
        .route("/welcome/held", get(pages::welcome::held))
        .route("/welcome/seen", post(pages::welcome::seen))
        .route("/welcome/changes", get(pages::welcome::changes))
        .route("/welcome/agreed", post(pages::welcome::agree))
        .route(
            "/welcome/{step}",
            get(pages::welcome::page).post(pages::welcome::save),
        )
        .route("/about", get(pages::about::page))
        .merge(routes_apart(&app))
        .merge(pages::advice::routes())
        .merge(pages::browsers::routes())
        .merge(pages::calendar::routes())
        .merge(pages::notes::routes())
        .merge(pages::progress::routes())
        .merge(pages::reach::routes())
        .merge(pages::reminders::routes())
        .merge(pages::report::routes())
        .route("/assets/{*path}", get(assets::serve))
        .route("/favicon.ico", get(assets::icon))
        .fallback(pages::not_found)
        .method_not_allowed_fallback(pages::not_allowed)
        .layer(Extension(start_tokens))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(axum::middleware::map_response(add_headers))
        .with_state(app)
}

/// Pages that draw or check what somebody made up, which may be a hundred times as much as what is
/// shipped: the host does that apart, so that nobody else waits.
fn routes_apart(app: &Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route(
            "/routines/new",
            get(pages::plan_editor::new)
                .post(pages::plan_editor::work_on_new)
                .layer(DefaultBodyLimit::max(PLAN_LIMIT)),
        )
        .route(
            "/routines/import",
            get(pages::plans::ask_import)
                .post(pages::plans::import)
                .layer(DefaultBodyLimit::max(PLAN_LIMIT)),
        )
        .route("/routines/{routine}", get(pages::routines::page))
        .route(
            "/routines/{routine}/edit",
            get(pages::plan_editor::edit)
                .post(pages::plan_editor::work_on)
                .layer(DefaultBodyLimit::max(PLAN_LIMIT)),
        )
        .route("/routines/{routine}/print", get(pages::plans::print))
        .route(
            "/routines/{routine}/figures/{file}",
            get(figures::serve_of_routine),
        )
        .route("/sessions/{session}", get(pages::sessions::page))
        .route(
            "/sessions/{session}/figures/{file}",
            get(figures::serve_of_session),
        )
        .route_layer(axum::middleware::from_fn_with_state(Arc::clone(app), apart))
}

async fn apart(State(app): State<Arc<App>>, request: Request, next: Next) -> Answer {
    let (parts, body) = request.into_parts();
    // Nobody who sends slowly keeps a place meanwhile.
    let body = axum::body::to_bytes(body, PLAN_LIMIT).await;
    let body = body.map_err(|_| PageError::TooLarge).or_page(&app)?;
    let work = next.run(Request::from_parts(parts, body.into()));
    let done = answer::apart(&app, work).await;
    done.ok_or(PageError::Busy).or_page(&app)
}

/// Adds what every answer carries.
async fn add_headers(mut response: Response) -> Response {
    let fixed = [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ];
    let headers = response.headers_mut();
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // Pages show what only this person may see, and are never older than the journal.
    headers
        .entry(axum::http::header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    response
}
