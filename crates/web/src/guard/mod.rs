//! Keeps everybody out but the person at this machine: other hosts' pages, other programs'
//! names for this address, and whoever has not been let in.
//!
//! A browser is let in by a key, which is good once and for a short while: the program prints an
//! address with one, or opens the browser on a file that only this person can read, whose form
//! sends one to [`ENTER`]. Or by a code that a browser which is in shows. Then it has a session:
//! a cookie that no script can read, that no other site's page sends along, and that is good at
//! this address alone (see `sessions`).
//!
//! What was tried in Chromium, Firefox and WebKitGTK, and decides how browsers are led on: a page
//! that another one leads to by a redirect doesn't get cookies that are `SameSite=Strict`, one
//! that a page of ours leads to gets them. So whoever comes from elsewhere gets a small page that
//! leads on by itself.

mod code;
mod key;
mod page;
mod sessions;
mod start_tokens;

use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::{COOKIE, HOST, LOCATION, ORIGIN, SET_COOKIE, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use unhunch_app::Host;
use unhunch_words::Words;

pub use self::key::{Entrance, Key};
pub use self::sessions::{BrowserShown, Sessions};
pub use self::start_tokens::StartTokens;

use self::code::{Code, Typed};
pub(crate) use self::key::Keys;
use self::page::Sentences;
use self::sessions::{UNUSED_MS, browser_name};

/// Where browsers are let in.
pub const ENTER: &str = "/enter";

/// How much a browser may send along as cookies, in bytes. Ours have less than a hundred; whatever
/// else is served at the same address may leave a heap.
const MOST_COOKIES: usize = 16 * 1024;

/// The most that the form at [`ENTER`] may have, in bytes.
const MOST_ENTERED: usize = 4 * 1024;

/// How many bytes of chance a code is made of: of 20, fewer than eight are good once in 10¹¹ times.
const CHANCE: usize = 20;

/// Keeps the sessions, so that a browser is still known after a start of the program.
pub trait SessionStore: Send + Sync {
    /// Keeps this text, where only this person can read it. Of several that are under way the one
    /// with the highest revision counts.
    fn save(
        &self,
        revision: u64,
        text: String,
    ) -> Pin<Box<dyn Future<Output = io::Result<()>> + Send>>;
}

/// The secret that all browsers shared before they had sessions, and what is to be done when a
/// browser showed it: it is good once.
pub type FormerSecret = (Key, Box<dyn FnOnce() + Send>);

/// What a guard needs to know.
pub struct GuardOptions {
    /// The hosts and ports at which the app is served, as browsers name them; addresses are written
    /// with the first one.
    pub authorities: Vec<String>,
    /// Tells this installation's cookie from another's on the same machine.
    pub name: String,
    /// The browsers that are let in.
    pub sessions: Sessions,
    /// Where they are kept.
    pub store: Arc<dyn SessionStore>,
    /// Time and chance.
    pub host: Arc<dyn Host>,
    /// What all browsers shared before they had sessions.
    pub former: Option<FormerSecret>,
    /// What there is to say about the address, in the list of browsers; empty for nothing.
    pub remark: String,
}

/// Who may come in.
pub struct Guard {
    authorities: Vec<String>,
    cookie: String,
    ticket: String,
    sessions: Mutex<Sessions>,
    store: Arc<dyn SessionStore>,
    host: Arc<dyn Host>,
    keys: Mutex<Keys>,
    code: Mutex<Option<Code>>,
    former: Mutex<Option<FormerSecret>>,
    remark: String,
    sentences: Sentences,
}

impl fmt::Debug for Guard {
    /// Nothing of what lets anybody in.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guard")
            .field("authorities", &self.authorities)
            .finish_non_exhaustive()
    }
}

/// The door that a request came through: pages use it to show who is let in.
#[derive(Clone, Debug)]
pub struct Door {
    guard: Arc<Guard>,
    session: Arc<str>,
}

/// Which browser an answer goes to, for the host: it may have more connections than strangers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownBrowser(pub Arc<str>);

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Guard {
    /// Guards an address of this machine.
    pub fn new(options: GuardOptions, words: &Words) -> Arc<Self> {
        Arc::new(Self {
            cookie: format!("unhunch_{}", options.name),
            ticket: format!("unhunch_{}_enter", options.name),
            sentences: Sentences::of(
                words,
                options.authorities.first().map_or("", String::as_str),
            ),
            authorities: options.authorities,
            sessions: Mutex::new(options.sessions),
            store: options.store,
            host: options.host,
            keys: Mutex::default(),
            code: Mutex::default(),
            former: Mutex::new(options.former),
            remark: options.remark,
        })
    }

    /// Lets a key in, once and for a while.
    pub fn expect(&self, key: Key, entrance: Entrance) {
        let now_ms = self.now_ms();
        locked(&self.keys).expect(key, entrance, now_ms);
    }

    /// Forgets the keys whose time is over, and what hangs on them.
    pub fn forget_old_keys(&self) {
        let now_ms = self.now_ms();
        locked(&self.keys).forget_old(now_ms);
    }

    /// The address of a page, with a key in it.
    pub fn address(&self, page: &str, key: &Key) -> String {
        let joint = if page.contains('?') { '&' } else { '?' };
        format!("{}{page}{joint}key={}", self.origin(), key.as_str())
    }

    /// The address without a page: `http://127.83.12.7:48624`.
    pub fn origin(&self) -> String {
        let authority = self.authorities.first().map_or("", String::as_str);
        format!("http://{authority}")
    }

    /// All addresses without a page, the first one as [`Guard::origin`].
    pub fn origins(&self) -> impl Iterator<Item = String> {
        let authorities = self.authorities.iter();
        authorities.map(|authority| format!("http://{authority}"))
    }

    /// What there is to say about the address; empty for nothing.
    pub fn remark(&self) -> &str {
        &self.remark
    }

    /// Puts the guard before an app.
    pub fn protect(self: Arc<Self>, app: Router) -> Router {
        app.layer(middleware::from_fn_with_state(self, check))
    }

    /// What is served at the address that the app had before it had one of its own, on that port:
    /// whatever is opened there leads on.
    pub fn former_address(self: Arc<Self>, port: u16) -> Router {
        let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        Router::new()
            .fallback(lead_on)
            .with_state((self, Arc::new(hosts)))
    }

    /// A browser that is ended may know the code.
    fn forget_code(&self) {
        *locked(&self.code) = None;
    }

    fn now_ms(&self) -> i64 {
        self.host.moment().at.as_millisecond()
    }

    async fn save(&self) -> io::Result<()> {
        let (revision, text) = {
            let sessions = locked(&self.sessions);
            (sessions.revision(), sessions.text())
        };
        self.store.save(revision, text).await
    }

    /// The address that a request is for, as the browser names it; none where it isn't ours, or
    /// where a request names two.
    fn authority_of(&self, request: &Request) -> Option<&str> {
        let mut named = request
            .headers()
            .get_all(HOST)
            .iter()
            .map(|value| value.to_str().unwrap_or_default())
            .chain(
                request
                    .uri()
                    .authority()
                    .map(axum::http::uri::Authority::as_str),
            );
        let first = named.next()?;
        if !named.all(|host| host == first) {
            return None;
        }
        let mut known = self.authorities.iter().map(String::as_str);
        known.find(|known| known.eq_ignore_ascii_case(first))
    }

    /// Begins a session, and gives the cookie for it.
    async fn begin(&self, authority: &str, headers: &HeaderMap) -> Option<HeaderValue> {
        let secret = Key::new(self.host.as_ref());
        let id = Key::new(self.host.as_ref());
        let agent = headers
            .get(USER_AGENT)
            .and_then(|agent| agent.to_str().ok());
        let browser = browser_name(agent.unwrap_or_default());
        let now_ms = self.now_ms();
        locked(&self.sessions).begin(&id.as_str()[48..], authority, browser, &secret, now_ms);
        if let Err(error) = self.save().await {
            tracing::warn!(%error, "who is let in can't be kept; it counts until the program ends");
        }
        self.session_cookie(&secret)
    }

    fn session_cookie(&self, secret: &Key) -> Option<HeaderValue> {
        let cookie = format!(
            "{}={}; HttpOnly; SameSite=Strict; Path=/; Max-Age={}",
            self.cookie,
            secret.as_str(),
            UNUSED_MS / 1000
        );
        HeaderValue::from_str(&cookie).ok()
    }

    fn ticket_cookie(&self, ticket: &str, age_s: i64) -> Option<HeaderValue> {
        let cookie = format!(
            "{}={ticket}; HttpOnly; SameSite=Strict; Path={ENTER}; Max-Age={age_s}",
            self.ticket
        );
        HeaderValue::from_str(&cookie).ok()
    }

    /// Whether a browser shows the secret that all shared before there were sessions; it is good
    /// once.
    fn use_former(&self, headers: &HeaderMap) -> bool {
        let mut former = locked(&self.former);
        let is_shown = former.as_ref().is_some_and(|(secret, _)| {
            let mut shown = cookies(headers, &self.cookie);
            shown.any(|shown| secret.is(shown))
        });
        if is_shown && let Some((_, spent)) = former.take() {
            spent();
        }
        is_shown
    }

    /// The session whose secret a request shows.
    fn recognise(&self, authority: &str, headers: &HeaderMap) -> Option<sessions::Recognised> {
        let now_ms = self.now_ms();
        let mut sessions = locked(&self.sessions);
        // Cookies of the same name may have been left at other paths: any that is good will do.
        cookies(headers, &self.cookie)
            .find_map(|secret| sessions.recognise(authority, secret, now_ms))
    }

    /// Another secret for a session whose own is old; none where it can't be kept.
    async fn rotate(&self, id: &str) -> Option<HeaderValue> {
        let secret = Key::new(self.host.as_ref());
        let now_ms = self.now_ms();
        if !locked(&self.sessions).rotate(id, &secret, now_ms) {
            return None;
        }
        if let Err(error) = self.save().await {
            tracing::warn!(%error, "a browser’s secret can't be replaced; it keeps the one it has");
            locked(&self.sessions).rotate_back(id, &secret);
            return None;
        }
        self.session_cookie(&secret)
    }
}

impl Door {
    /// The browsers that are let in, this one first.
    pub fn browsers(&self) -> Vec<BrowserShown> {
        let now_ms = self.guard.now_ms();
        locked(&self.guard.sessions).shown(&self.session, now_ms)
    }

    /// What there is to say about the address; empty for nothing.
    pub fn remark(&self) -> &str {
        self.guard.remark()
    }

    /// The address of the app, for opening it in another browser.
    pub fn origin(&self) -> String {
        self.guard.origin()
    }

    /// Lets a browser in no more. Says whether it was this one.
    ///
    /// # Errors
    /// Where that can't be kept: until the program ends it counts all the same.
    pub async fn end(&self, id: &str) -> io::Result<bool> {
        self.guard.forget_code();
        if locked(&self.guard.sessions).end(id) {
            self.guard.save().await?;
        }
        Ok(*self.session == *id)
    }

    /// Lets nobody in any more but this browser.
    ///
    /// # Errors
    /// Where that can't be kept: until the program ends it counts all the same.
    pub async fn end_others(&self) -> io::Result<()> {
        self.guard.forget_code();
        locked(&self.guard.keys).forget_all();
        locked(&self.guard.sessions).end_others(&self.session);
        self.guard.save().await
    }

    /// A new code that lets another browser in, for ten minutes; an older one is good no more.
    pub fn new_code(&self) -> String {
        let now_ms = self.guard.now_ms();
        let code = loop {
            let mut chance = [0; CHANCE];
            for part in chance.chunks_mut(10) {
                part.copy_from_slice(&self.guard.host.random()[..part.len()]);
            }
            let code = Code::new(&chance, now_ms);
            if code.is_whole() {
                break code;
            }
        };
        let shown = code.shown();
        *locked(&self.guard.code) = Some(code);
        shown
    }

    /// For how many minutes a new code is good.
    pub const CODE_MINUTES: i64 = code::LIFE_MS / 60_000;
}

/// The values of the cookies of that name.
fn cookies<'a>(headers: &'a HeaderMap, name: &'a str) -> impl Iterator<Item = &'a str> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='))
        .filter(move |(known, _)| *known == name)
        .map(|(_, value)| value)
}

fn is(headers: &HeaderMap, name: &str, value: &str) -> bool {
    headers
        .get(name)
        .is_some_and(|header| header.as_bytes() == value.as_bytes())
}

/// Whether a request that may change something comes from one of our own pages: from the
/// very address that it is sent to.
fn is_ours(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok());
    let mut origins = headers.get_all(ORIGIN).iter();
    match (origins.next(), origins.next()) {
        (None, _) => is(headers, "sec-fetch-site", "same-origin"),
        (Some(origin), None) => origin
            .to_str()
            .ok()
            .and_then(|origin| origin.strip_prefix("http://"))
            .is_some_and(|origin| Some(origin) == host),
        (Some(_), Some(_)) => false,
    }
}

/// Whether a request that reads something comes from another page in a way other than going to
/// ours: as its picture, its script, its frame. Pages of other ports at the same host count as the
/// same site to browsers, and WebKit takes files for it, too; both send cookies along.
fn is_within_another_page(headers: &HeaderMap) -> bool {
    let is_from_elsewhere = headers.get("sec-fetch-site").is_some_and(|site| {
        site.as_bytes() != b"same-origin".as_slice() && site.as_bytes() != b"none".as_slice()
    });
    let is_going =
        is(headers, "sec-fetch-mode", "navigate") && is(headers, "sec-fetch-dest", "document");
    is_from_elsewhere && !is_going
}

/// Whether a person did this themselves or a page of ours did: not where a browser says that it
/// was a page from elsewhere.
pub(crate) fn is_own_doing(headers: &HeaderMap) -> bool {
    headers.get("sec-fetch-site").is_none_or(|site| {
        site.as_bytes() == b"same-origin".as_slice() || site.as_bytes() == b"none".as_slice()
    })
}

async fn check(State(guard): State<Arc<Guard>>, mut request: Request, next: Next) -> Response {
    let sentences = &guard.sentences;
    let Some(authority) = guard.authority_of(&request) else {
        return sentences.refuse(StatusCode::MISDIRECTED_REQUEST, &sentences.other_host);
    };
    let heap: usize = request
        .headers()
        .get_all(COOKIE)
        .iter()
        .map(HeaderValue::len)
        .sum();
    if heap > MOST_COOKIES {
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        return sentences.refuse(status, &sentences.cookies);
    }
    if request.uri().path() == ENTER {
        return enter(&guard, authority, request).await;
    }
    if request.headers().contains_key("service-worker") {
        return page::leaving_worker();
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if reads && is_within_another_page(request.headers()) || !reads && !is_ours(request.headers()) {
        return sentences.refuse(StatusCode::FORBIDDEN, &sentences.other_page);
    }
    let known = guard.recognise(authority, request.headers());
    if request.method() == Method::GET
        && let Some(key) = key_in(request.uri().query())
    {
        let is_good = locked(&guard.keys).use_up(key, guard.now_ms()).is_some();
        let page = without_key(request.uri());
        if known.is_some() {
            // It need not stay in sight.
            return lead_to(&page, []);
        }
        if is_good {
            let cookie = guard.begin(authority, request.headers()).await;
            return if is_own_doing(request.headers()) {
                lead_to(&page, [cookie])
            } else {
                sentences.lead_on(&page, [cookie])
            };
        }
    }
    let Some(known) = known else {
        if guard.use_former(request.headers()) {
            let cookie = guard.begin(authority, request.headers()).await;
            return sentences.lead_on(&page_of(request.uri()), [cookie]);
        }
        let page = if reads {
            without_key(request.uri())
        } else {
            "/".to_owned()
        };
        return if key_in(request.uri().query()).is_some() {
            sentences.key_used_up(&page)
        } else {
            sentences.unknown(&page)
        };
    };
    if known.is_changed
        && let Err(error) = guard.save().await
    {
        tracing::warn!(%error, "when a browser was used can't be kept");
    }
    let rotates = known.is_due && reads && is(request.headers(), "sec-fetch-dest", "document");
    let id = Arc::clone(&known.id);
    request.extensions_mut().insert(Door {
        guard: Arc::clone(&guard),
        session: known.id,
    });
    let mut response = next.run(request).await;
    if rotates && let Some(cookie) = guard.rotate(&id).await {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response.extensions_mut().insert(KnownBrowser(id));
    response
}

/// What is sent to [`ENTER`].
#[derive(Deserialize, Default)]
struct Entered {
    key: Option<String>,
    code: Option<String>,
    #[serde(default)]
    to: String,
}

/// Lets a browser in, in two steps where it comes from elsewhere: the page that it gets first leads
/// to the second as a page of ours, so that the cookies that it has are seen.
async fn enter(guard: &Arc<Guard>, authority: &str, request: Request) -> Response {
    let sentences = &guard.sentences;
    let (parts, body) = request.into_parts();
    let headers = &parts.headers;
    match parts.method {
        Method::POST => {
            let Ok(body) = to_bytes(body, MOST_ENTERED).await else {
                return sentences.unknown("/");
            };
            let entered: Entered = serde_urlencoded::from_bytes(&body).unwrap_or_default();
            if let Some(key) = entered.key {
                // Whoever knows the key may come from anywhere.
                let page = locked(&guard.keys).use_up(&key, guard.now_ms());
                return match page {
                    Some(page) => give_ticket(guard, &page),
                    // It was used, or its time is over: a browser that is in is led on all the same.
                    None if is(headers, "sec-fetch-mode", "navigate") => {
                        sentences.lead_on(&enter_for("/"), [])
                    }
                    None => sentences.key_used_up("/"),
                };
            }
            if !is_ours(headers) {
                return sentences.refuse(StatusCode::FORBIDDEN, &sentences.other_page);
            }
            let page = safe_page(&entered.to);
            let typed = entered.code.unwrap_or_default();
            let tried = {
                let mut code = locked(&guard.code);
                let now_ms = guard.now_ms();
                let tried = code.as_mut().map(|code| code.try_out(&typed, now_ms));
                if tried == Some(Typed::Right) {
                    *code = None;
                }
                tried.unwrap_or(Typed::UsedUp)
            };
            match tried {
                Typed::Right => {}
                Typed::Wrong => return sentences.wrong_code(&page, &typed),
                Typed::UsedUp => return sentences.code_used_up(&page),
            }
            if guard.recognise(authority, headers).is_some() {
                return lead_to(&page, []);
            }
            let cookie = guard.begin(authority, headers).await;
            lead_to(&page, [cookie])
        }
        Method::GET => {
            let query = parts.uri.query().unwrap_or_default();
            let asked: Entered = serde_urlencoded::from_str(query).unwrap_or_default();
            let ticket = {
                let mut keys = locked(&guard.keys);
                let now_ms = guard.now_ms();
                cookies(headers, &guard.ticket).find_map(|ticket| keys.use_up(ticket, now_ms))
            };
            let page = ticket.clone().unwrap_or_else(|| safe_page(&asked.to));
            if guard.recognise(authority, headers).is_some() {
                return lead_to(&page, [guard.ticket_cookie("", 0)]);
            }
            if ticket.is_some() {
                let cookie = guard.begin(authority, headers).await;
                return lead_to(&page, [cookie, guard.ticket_cookie("", 0)]);
            }
            // A bookmark of the former address leads here: browsers hold back the cookies of
            // whoever was led by another host.
            if is(headers, "sec-fetch-site", "none") && !asked.to.is_empty() {
                return sentences.lead_on(&enter_for(&page), []);
            }
            sentences.unknown(&page)
        }
        _ => sentences.unknown("/"),
    }
}

/// A ticket for the second step, in a cookie.
fn give_ticket(guard: &Arc<Guard>, page: &str) -> Response {
    let ticket = Key::new(guard.host.as_ref());
    let cookie = guard.ticket_cookie(ticket.as_str(), Entrance::OPENED_MS / 1000);
    guard.expect(ticket, Entrance::to(page, Entrance::OPENED_MS));
    guard.sentences.lead_on(ENTER, [cookie])
}

/// Leads on from the former address.
async fn lead_on(
    State((guard, hosts)): State<(Arc<Guard>, Arc<[String; 2]>)>,
    request: Request,
) -> Response {
    let sentences = &guard.sentences;
    let mut named = request.headers().get_all(HOST).iter();
    let is_here = named.next().is_some_and(|host| {
        hosts
            .iter()
            .any(|known| known.as_bytes().eq_ignore_ascii_case(host.as_bytes()))
    });
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !is_here || named.next().is_some() || is_within_another_page(request.headers()) {
        return sentences.refuse(StatusCode::MISDIRECTED_REQUEST, &sentences.other_host);
    }
    if !reads {
        return sentences.refuse(StatusCode::MISDIRECTED_REQUEST, &sentences.moved);
    }
    let page = page_of(request.uri());
    if request.method() == Method::GET && guard.use_former(request.headers()) {
        let key = Key::new(guard.host.as_ref());
        let address = guard.address(&page, &key);
        guard.expect(key, Entrance::to(&page, Entrance::OPENED_MS));
        return lead_to(&address, []);
    }
    lead_to(&format!("{}{}", guard.origin(), enter_for(&page)), [])
}

/// The address that leads to a page by way of [`ENTER`].
fn enter_for(page: &str) -> String {
    let query = serde_urlencoded::to_string([("to", page)]);
    query.map_or_else(|_| ENTER.to_owned(), |query| format!("{ENTER}?{query}"))
}

fn key_in(query: Option<&str>) -> Option<&str> {
    query?.split('&').find_map(|pair| pair.strip_prefix("key="))
}

/// A page of our own that a text names, and nothing that a browser could take for another host.
fn safe_page(text: &str) -> String {
    let is_good = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains(['\\', '#'])
        && text.bytes().all(|byte| (0x21..0x7f).contains(&byte));
    let is_enter = text.split('?').next() == Some(ENTER);
    if is_good && !is_enter {
        text.to_owned()
    } else {
        "/".to_owned()
    }
}

/// The page that a request asks for.
fn page_of(uri: &Uri) -> String {
    safe_page(uri.path_and_query().map_or("/", |page| page.as_str()))
}

/// The page without the key in its address.
fn without_key(uri: &Uri) -> String {
    let rest = uri.query().unwrap_or_default().split('&');
    let rest: Vec<_> = rest
        .filter(|pair| !pair.is_empty() && !pair.starts_with("key="))
        .collect();
    if rest.is_empty() {
        safe_page(uri.path())
    } else {
        safe_page(&format!("{}?{}", uri.path(), rest.join("&")))
    }
}

/// Leads to an address, with these cookies.
fn lead_to<const COUNT: usize>(address: &str, cookies: [Option<HeaderValue>; COUNT]) -> Response {
    let Ok(address) = HeaderValue::from_str(address) else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let mut response = (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response();
    for cookie in cookies.into_iter().flatten() {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    response
}
