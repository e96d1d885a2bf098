//! Keeps everybody out but the person at this machine: other hosts' pages, other programs'
//! names for this address, and whoever has not been let in with a key.
//!
//! The program prints and opens an address with a key that works once. It is exchanged for a
//! cookie that no script can read and no other site's page sends along.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN,
    SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};

use crate::words::Words;

/// How many keys wait to be used at most; the oldest makes room.
const MOST_KEYS: usize = 16;

/// How long a browser keeps the cookie, in seconds: 400 days, the most that browsers allow.
const COOKIE_AGE_S: u32 = 400 * 24 * 60 * 60;

/// A secret: 32 or more characters out of `0-9 a-f`.
#[derive(Clone, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// Writes random bytes as a key.
    pub fn of(bytes: [u8; 32]) -> Self {
        use std::fmt::Write as _;
        Self(bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        }))
    }

    /// Reads a key.
    pub fn parse(text: &str) -> Option<Self> {
        let good = (32..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit());
        good.then(|| Self(text.to_owned()))
    }

    /// The key's letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a text is this key; compares in a time that doesn't tell how much was right.
    pub fn is(&self, other: &str) -> bool {
        self.0.len() == other.len()
            && self
                .0
                .bytes()
                .zip(other.bytes())
                .fold(0, |differs, (a, b)| differs | (a ^ b))
                == 0
    }
}

/// Who may come in.
pub struct Guard {
    hosts: Vec<String>,
    cookie: String,
    secret: Key,
    keys: Mutex<Vec<Key>>,
    sentences: Sentences,
}

/// What those hear who are kept out.
struct Sentences {
    other_host: String,
    other_page: String,
    unknown: String,
}

impl Guard {
    /// Guards an address of this machine.
    ///
    /// `port` is where it is served, `name` tells this installation's cookie from another's
    /// on the same machine, `secret` is what the cookie holds.
    pub fn new(port: u16, name: &str, secret: Key, words: &Words) -> Arc<Self> {
        let hosts = ["127.0.0.1", "localhost", "[::1]"]
            .iter()
            .flat_map(|host| {
                let bare = (port == 80).then(|| (*host).to_owned());
                bare.into_iter().chain([format!("{host}:{port}")])
            })
            .collect();
        Arc::new(Self {
            hosts,
            cookie: format!("unhunch_{name}"),
            secret,
            keys: Mutex::default(),
            sentences: Sentences {
                other_host: words.get("guard-other-host"),
                other_page: words.get("guard-other-page"),
                unknown: words.get("guard-unknown"),
            },
        })
    }

    /// Lets a key in, once.
    pub fn expect(&self, key: Key) {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if keys.len() >= MOST_KEYS {
            keys.remove(0);
        }
        keys.push(key);
    }

    /// Puts the guard before an app.
    pub fn protect(self: Arc<Self>, app: Router) -> Router {
        app.layer(middleware::from_fn_with_state(self, check))
    }

    fn use_up(&self, text: &str) -> bool {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        match keys.iter().position(|key| key.is(text)) {
            Some(place) => {
                keys.remove(place);
                true
            }
            None => false,
        }
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|cookies| cookies.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .any(|(name, value)| name == self.cookie && self.secret.is(value))
    }

    /// Whether the request names this machine as its host.
    fn is_for_us(&self, request: &Request) -> bool {
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
        let first = named.next();
        first.is_some_and(|host| {
            self.hosts
                .iter()
                .any(|known| known.eq_ignore_ascii_case(host))
        }) && named.all(|host| Some(host) == first)
    }

    /// Whether a request that may change something comes from one of our own pages: from the
    /// very address that it is sent to.
    fn is_ours(headers: &HeaderMap) -> bool {
        let host = headers.get(HOST).and_then(|host| host.to_str().ok());
        let mut origins = headers.get_all(ORIGIN).iter();
        match (origins.next(), origins.next()) {
            (None, _) => headers
                .get("sec-fetch-site")
                .is_some_and(|site| site.as_bytes() == b"same-origin"),
            (Some(origin), None) => origin
                .to_str()
                .ok()
                .and_then(|origin| origin.strip_prefix("http://"))
                .is_some_and(|origin| Some(origin) == host),
            (Some(_), Some(_)) => false,
        }
    }
}

async fn check(State(guard): State<Arc<Guard>>, request: Request, next: Next) -> Response {
    if !guard.is_for_us(&request) {
        return refuse(StatusCode::MISDIRECTED_REQUEST, &guard.sentences.other_host);
    }
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    if !reads && !Guard::is_ours(request.headers()) {
        return refuse(StatusCode::FORBIDDEN, &guard.sentences.other_page);
    }
    if request.method() == Method::GET
        && let Some(key) = key_in(request.uri().query())
        && guard.use_up(key)
    {
        return let_in(&guard, request.uri());
    }
    if guard.knows(request.headers()) {
        // A used key in the address is of no use to anybody, but it need not stay in sight.
        if request.method() == Method::GET && key_in(request.uri().query()).is_some() {
            let address = without_key(request.uri());
            return (StatusCode::SEE_OTHER, [(LOCATION, address)]).into_response();
        }
        return next.run(request).await;
    }
    refuse(StatusCode::FORBIDDEN, &guard.sentences.unknown)
}

fn key_in(query: Option<&str>) -> Option<&str> {
    query?.split('&').find_map(|pair| pair.strip_prefix("key="))
}

/// The address without the key in it: a path of our own, and nothing that a browser could take
/// for another host.
fn without_key(uri: &Uri) -> String {
    let path = uri.path();
    if !path.starts_with('/') || path.starts_with("//") || path.contains('\\') {
        return "/".to_owned();
    }
    let rest = uri.query().unwrap_or_default().split('&');
    let rest: Vec<_> = rest
        .filter(|pair| !pair.is_empty() && !pair.starts_with("key="))
        .collect();
    if rest.is_empty() {
        path.to_owned()
    } else {
        format!("{path}?{}", rest.join("&"))
    }
}

fn let_in(guard: &Guard, uri: &Uri) -> Response {
    let cookie = format!(
        "{}={}; HttpOnly; SameSite=Strict; Path=/; Max-Age={COOKIE_AGE_S}",
        guard.cookie,
        guard.secret.as_str()
    );
    let headers = (
        HeaderValue::from_str(&without_key(uri)),
        HeaderValue::from_str(&cookie),
    );
    match headers {
        (Ok(address), Ok(cookie)) => (
            StatusCode::SEE_OTHER,
            [(LOCATION, address), (SET_COOKIE, cookie)],
        )
            .into_response(),
        _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Refuses with a bare page: whoever is refused gets nothing of ours.
fn refuse(status: StatusCode, sentence: &str) -> Response {
    (
        status,
        [
            (CONTENT_TYPE, "text/html; charset=utf-8"),
            (CACHE_CONTROL, "no-store"),
            (CONTENT_SECURITY_POLICY, "default-src 'none'"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ],
        format!(
            "<!doctype html><html lang=\"en\"><meta name=\"viewport\" content=\"width=device-width\">\
             <meta name=\"color-scheme\" content=\"light dark\"><title>Unhunch</title><h1>Unhunch</h1>\
             <p>{sentence}</p></html>"
        ),
    )
        .into_response()
}
