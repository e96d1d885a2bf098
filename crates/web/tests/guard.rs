//! Whoever isn't the person at this machine stays outside.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use support::{Page, Person};
use tower::ServiceExt;
use unhunch_web::{Entrance, Guard, GuardOptions, Key, SessionStore, Sessions};

const MINUTE_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * MINUTE_MS;

/// Where sessions are kept, as a text; a full disk where that is wished.
#[derive(Default)]
struct Kept {
    text: Mutex<(u64, String)>,
    is_full: AtomicBool,
}

impl SessionStore for Kept {
    fn save(
        &self,
        revision: u64,
        text: String,
    ) -> Pin<Box<dyn Future<Output = io::Result<()>> + Send>> {
        let is_full = self.is_full.load(Ordering::SeqCst);
        let mut kept = self.text.lock().unwrap();
        if !is_full && kept.0 < revision {
            *kept = (revision, text);
        }
        Box::pin(async move {
            if is_full {
                Err(io::ErrorKind::StorageFull.into())
            } else {
                Ok(())
            }
        })
    }
}

struct House {
    person: Person,
    guard: Arc<Guard>,
    router: Router,
    kept: Arc<Kept>,
    /// The cookie of a browser that is let in.
    cookie: String,
}

impl House {
    async fn new() -> Self {
        Self::with(Person::new().await, "", None).await
    }

    /// A house with sessions that were kept, and with a secret of before there were any.
    async fn with(person: Person, sessions: &str, former: Option<Key>) -> Self {
        let kept = Arc::new(Kept::default());
        let options = GuardOptions {
            authorities: vec!["127.83.12.7:48624".to_owned()],
            name: "test".to_owned(),
            sessions: Sessions::read(sessions).unwrap_or_default(),
            store: Arc::clone(&kept) as Arc<dyn SessionStore>,
            host: person.host(),
            former: former.map(|key| {
                let nothing: Box<dyn FnOnce() + Send> = Box::new(|| {});
                (key, nothing)
            }),
            remark: String::new(),
        };
        let guard = Guard::new(options, person.app.words());
        let router = Arc::clone(&guard).protect(person.router.clone());
        let mut house = Self {
            person,
            guard,
            router,
            kept,
            cookie: String::new(),
        };
        if sessions.is_empty() {
            let page = house.ask("GET", &house.key_for("/"), &[HERE]).await;
            house.cookie = cookie_of(&page).unwrap();
        }
        house
    }

    /// An address with a key that the program would open.
    fn key_for(&self, page: &str) -> String {
        let key = Key::new(self.person.host().as_ref());
        let address = self.guard.address(page, &key);
        self.guard
            .expect(key, Entrance::to(page, Entrance::OPENED_MS));
        address
            .strip_prefix(&self.guard.origin())
            .unwrap()
            .to_owned()
    }

    async fn ask(&self, method: &str, address: &str, headers: &[(&str, &str)]) -> Page {
        self.send(method, address, headers, "routine=desk").await
    }

    async fn send(
        &self,
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        form: &str,
    ) -> Page {
        send_to(&self.router, method, address, headers, form).await
    }

    /// What the browser that is let in gets.
    async fn visit(&self, method: &str, address: &str, headers: &[(&str, &str)]) -> Page {
        let mut all = vec![HERE, ("cookie", &*self.cookie)];
        all.extend(headers);
        self.ask(method, address, &all).await
    }
}

async fn send_to(
    router: &Router,
    method: &str,
    address: &str,
    headers: &[(&str, &str)],
    form: &str,
) -> Page {
    let mut request = Request::builder().method(method).uri(address);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = if method == "POST" { form } else { "" };
    if method == "POST" {
        request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    let request = request.body(Body::from(body.to_owned())).unwrap();
    Page::of(router.clone().oneshot(request).await.unwrap()).await
}

/// The session’s cookie that an answer sets, as a browser sends it.
fn cookie_of(page: &Page) -> Option<String> {
    let set = page.headers.get_all(header::SET_COOKIE).iter();
    let mut set = set.map(|cookie| cookie.to_str().unwrap());
    let cookie = set.find(|cookie| cookie.starts_with("unhunch_test="))?;
    assert!(
        cookie.contains("; HttpOnly; SameSite=Strict; Path=/; Max-Age=7776000"),
        "{cookie}"
    );
    Some(cookie.split(';').next().unwrap().to_owned())
}

const HERE: (&str, &str) = ("host", "127.83.12.7:48624");
const OURS: (&str, &str) = ("origin", "http://127.83.12.7:48624");

/// What browsers say of a person who goes somewhere themselves.
const TYPED: [(&str, &str); 3] = [
    ("sec-fetch-site", "none"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-dest", "document"),
];

/// What they say of a page of ours that leads to another one.
const LED: [(&str, &str); 3] = [
    ("sec-fetch-site", "same-origin"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-dest", "document"),
];

/// What they say of a file or a page from elsewhere that leads here.
const FOREIGN: [(&str, &str); 3] = [
    ("sec-fetch-site", "cross-site"),
    ("sec-fetch-mode", "navigate"),
    ("sec-fetch-dest", "document"),
];

#[tokio::test]
async fn a_key_lets_in_once_and_becomes_a_session() {
    let house = House::new().await;
    let address = house.key_for("/");
    let page = house.ask("GET", &address, &[HERE]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.location.as_deref(), Some("/"));
    let cookie = cookie_of(&page).unwrap();
    assert_ne!(cookie, house.cookie, "each browser has a secret of its own");

    let again = house.ask("GET", &address, &[HERE]).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    assert!(
        !again.text.contains("/assets/"),
        "nothing of ours for strangers"
    );
    // With a session a used key only disappears from the address.
    let known = house
        .ask("GET", &address, &[HERE, ("cookie", &cookie)])
        .await;
    assert_eq!(known.status, StatusCode::SEE_OTHER);
    assert!(!known.headers.contains_key(header::SET_COOKIE));
    let inside = house.ask("GET", "/", &[HERE, ("cookie", &cookie)]).await;
    assert_eq!(inside.status, StatusCode::OK);
    // Its secret is kept as what can't be guessed back.
    let kept = house.kept.text.lock().unwrap().1.clone();
    let secret = cookie.split_once('=').unwrap().1;
    assert!(!kept.contains(secret), "{kept}");
}

#[tokio::test]
async fn a_key_is_good_for_its_time_alone() {
    let house = House::new().await;
    let address = house.key_for("/");
    house.person.go_on(MINUTE_MS);
    let page = house.ask("GET", &address, &[HERE]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let address = house.key_for("/");
    house.person.go_on(-1);
    let page = house.ask("GET", &address, &[HERE]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "the clock was set back");
}

#[tokio::test]
async fn a_key_leads_to_the_page_that_it_is_for_and_to_no_other_host() {
    let house = House::new().await;
    for (page, leads_to) in [
        ("/break?start=00", "/break?start=00"),
        ("/sessions/1", "/sessions/1"),
        ("//elsewhere.example/", "/"),
        ("/enter?to=/", "/"),
    ] {
        let address = house.key_for(page);
        let led = if page.starts_with("/enter") {
            continue;
        } else {
            house.ask("GET", &address, &[HERE]).await
        };
        assert_eq!(led.status, StatusCode::SEE_OTHER, "{address}");
        assert_eq!(led.location.as_deref(), Some(leads_to), "{address}");
        let known = house.visit("GET", &address, &[]).await;
        assert_eq!(known.location.as_deref(), Some(leads_to), "{address}");
    }
}

#[tokio::test]
async fn a_file_leads_a_browser_in_by_two_steps() {
    let house = House::new().await;
    let file = [HERE, ("origin", "null"), FOREIGN[0], FOREIGN[1], FOREIGN[2]];
    let led = [HERE, LED[0], LED[1], LED[2]];
    for is_known in [false, true] {
        let form = house.key_for("/break").replace("/break?", "");
        let page = house.send("POST", "/enter", &file, &form).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(
            page.text.contains("content=\"0;url=/enter\""),
            "{}",
            page.text
        );
        assert!(cookie_of(&page).is_none(), "it is no session yet");
        let ticket = page.headers[header::SET_COOKIE].to_str().unwrap();
        assert!(ticket.ends_with("; HttpOnly; SameSite=Strict; Path=/enter; Max-Age=60"));
        let ticket = ticket.split(';').next().unwrap();
        // The browser that has a session already keeps it.
        let cookies = if is_known {
            format!("{ticket}; {}", house.cookie)
        } else {
            ticket.to_owned()
        };
        let mut headers = led.to_vec();
        headers.push(("cookie", &cookies));
        let page = house.ask("GET", "/enter", &headers).await;
        assert_eq!(page.location.as_deref(), Some("/break"));
        assert_eq!(cookie_of(&page).is_some(), !is_known);
        // Neither the key nor the ticket is good again.
        let again = house.send("POST", "/enter", &file, &form).await;
        assert!(again.text.contains("0;url=/enter?to=%2F"), "{}", again.text);
        assert!(!again.headers.contains_key(header::SET_COOKIE));
        headers.pop();
        headers.push(("cookie", ticket));
        let again = house.ask("GET", "/enter", &headers).await;
        assert_eq!(again.status, StatusCode::FORBIDDEN);
    }
    for wrong in ["key=", "key=00", "", "key=%00", "code=", &"x".repeat(5000)] {
        let page = house.send("POST", "/enter", &[HERE, ("origin", "null")], wrong);
        let page = page.await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{wrong}");
        assert!(!page.headers.contains_key(header::SET_COOKIE), "{wrong}");
    }
    let page = house.ask("DELETE", "/enter", &[HERE, OURS]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_code_lets_another_browser_in() {
    let house = House::new().await;
    let settings = house.visit("GET", "/settings", &[]).await;
    assert!(settings.text.contains("id=\"browsers\""));
    let shown = house
        .visit("POST", "/settings/browsers/code", &[OURS])
        .await;
    let code = shown.text.split("is-large\">").nth(1).unwrap();
    let code = code.split('<').next().unwrap().to_lowercase();

    // The other browser hears how it gets in, and where it wanted to go.
    let outside = house.ask("GET", "/progress?span=year", &[HERE]).await;
    assert_eq!(outside.status, StatusCode::FORBIDDEN);
    assert!(
        outside
            .text
            .contains("name=\"to\" value=\"/progress?span=year\"")
    );
    let to = "&to=%2Fprogress%3Fspan%3Dyear";
    let wrong = house
        .send("POST", "/enter", &[HERE, OURS], "code=3333-3333")
        .await;
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert!(wrong.text.contains("role=\"alert\""), "{}", wrong.text);
    assert!(wrong.text.contains("value=\"3333-3333\""), "{}", wrong.text);
    let form = format!("code={code}{to}");
    // Pages from elsewhere can't try.
    for foreign in ["null", "http://127.0.0.1:1", "http://127.83.12.7:1"] {
        let headers = [HERE, ("origin", foreign)];
        let page = house.send("POST", "/enter", &headers, &form).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{foreign}");
        assert!(!page.text.contains("<form"), "{foreign}");
    }
    let page = house.send("POST", "/enter", &[HERE, OURS], &form).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text);
    assert_eq!(page.location.as_deref(), Some("/progress?span=year"));
    let other = cookie_of(&page).unwrap();
    let inside = house.ask("GET", "/", &[HERE, ("cookie", &other)]).await;
    assert_eq!(inside.status, StatusCode::OK);
    // It is good once.
    let again = house.send("POST", "/enter", &[HERE, OURS], &form).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
}

/// The names of the browsers in Settings, in their order.
fn browsers(page: &Page) -> Vec<String> {
    let rows = page.text.split("name=\"browser\" value=\"").skip(1);
    rows.map(|row| row.split('"').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn browsers_are_listed_and_ended() {
    let house = House::new().await;
    let agent = (
        "user-agent",
        "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
    );
    let page = house.ask("GET", &house.key_for("/"), &[HERE, agent]).await;
    let firefox = cookie_of(&page).unwrap();
    let list = house.visit("GET", "/settings", &[]).await;
    assert!(list.text.contains("<strong>Firefox on Linux</strong>"));
    let ids = browsers(&list);
    assert_eq!(ids.len(), 2);
    let form = format!("browser={}", ids[1]);
    let mine = house.cookie.clone();
    let headers = [HERE, OURS, ("cookie", &*mine)];
    let page = house
        .send("POST", "/settings/browsers/end", &headers, &form)
        .await;
    assert_eq!(
        page.location.as_deref(),
        Some("/settings?ended=yes#browsers")
    );
    let outside = house.ask("GET", "/", &[HERE, ("cookie", &firefox)]).await;
    assert_eq!(outside.status, StatusCode::FORBIDDEN);
    assert!(!house.kept.text.lock().unwrap().1.contains("Firefox"));
    // Ending oneself leads to where one hears how to come in again.
    let form = format!("browser={}", ids[0]);
    let page = house
        .send("POST", "/settings/browsers/end", &headers, &form)
        .await;
    assert_eq!(page.location.as_deref(), Some("/"));
    let outside = house.visit("GET", "/", &[]).await;
    assert_eq!(outside.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn without_a_door_there_are_no_browsers() {
    let person = Person::new().await;
    assert!(
        !person
            .get("/settings")
            .await
            .text
            .contains("id=\"browsers\"")
    );
    let page = person.post("/settings/browsers/code", "").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
    let page = person.post("/settings/browsers/end", "browser=1").await;
    assert_eq!(page.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn sessions_outlive_the_program_and_get_new_secrets() {
    let house = House::new().await;
    let kept = house.kept.text.lock().unwrap().1.clone();
    let House { person, cookie, .. } = house;
    let house = House::with(person, &kept, None).await;
    let mut headers = vec![HERE, ("cookie", &*cookie)];
    headers.extend(TYPED);
    let page = house.ask("GET", "/", &headers).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(cookie_of(&page).is_none(), "it is new yet");
    house.person.go_on(DAY_MS);
    // Where it can't be kept, the one before stays.
    house.kept.is_full.store(true, Ordering::SeqCst);
    let page = house.ask("GET", "/", &headers).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(cookie_of(&page).is_none());
    house.kept.is_full.store(false, Ordering::SeqCst);
    let page = house.ask("GET", "/", &headers).await;
    let fresh = cookie_of(&page).unwrap();
    assert_ne!(fresh, cookie);
    // Both are good until the new one was shown, and a moment longer.
    for (cookie, status) in [
        (&cookie, StatusCode::OK),
        (&fresh, StatusCode::OK),
        (&cookie, StatusCode::OK),
    ] {
        let page = house.ask("GET", "/", &[HERE, ("cookie", cookie)]).await;
        assert_eq!(page.status, status);
    }
    house.person.go_on(MINUTE_MS);
    let page = house.ask("GET", "/", &[HERE, ("cookie", &cookie)]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    house.person.go_on(90 * DAY_MS);
    let page = house.ask("GET", "/", &[HERE, ("cookie", &fresh)]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "not used for 90 days");
}

#[tokio::test]
async fn pages_that_load_side_by_side_lock_nobody_out() {
    let house = House::new().await;
    house.person.go_on(DAY_MS);
    let mut headers = vec![HERE, ("cookie", &*house.cookie)];
    headers.extend(TYPED);
    let ask = || house.ask("GET", "/about", &headers);
    let pages = futures_util::join!(ask(), ask(), ask(), ask());
    let pages = [pages.0, pages.1, pages.2, pages.3];
    let sent: Vec<String> = pages.iter().filter_map(cookie_of).collect();
    assert_eq!(
        sent.len(),
        1,
        "one new secret, and every other page keeps the old one"
    );
    for cookie in [&house.cookie, &sent[0], &house.cookie] {
        let page = house.ask("GET", "/", &[HERE, ("cookie", cookie)]).await;
        assert_eq!(page.status, StatusCode::OK);
    }
    // That it was shown is kept: after a start of the program the one before is good no more.
    house.person.go_on(2 * MINUTE_MS);
    let kept = house.kept.text.lock().unwrap().1.clone();
    let House { person, cookie, .. } = house;
    let house = House::with(person, &kept, None).await;
    for (cookie, status) in [(&cookie, StatusCode::FORBIDDEN), (&sent[0], StatusCode::OK)] {
        let page = house.ask("GET", "/", &[HERE, ("cookie", cookie)]).await;
        assert_eq!(page.status, status);
    }
}

#[tokio::test]
async fn a_browser_that_was_removed_comes_back_by_no_code_or_key_of_before() {
    let house = House::new().await;
    let mine = house.cookie.clone();
    let headers = [HERE, OURS, ("cookie", &*mine)];
    for (address, form) in [
        ("/settings/browsers/end", "browser=0000000000000000"),
        ("/settings/erase", "sure=yes"),
    ] {
        let shown = house
            .visit("POST", "/settings/browsers/code", &[OURS])
            .await;
        let code = shown.text.split("is-large\">").nth(1).unwrap();
        let code = format!("code={}", code.split('<').next().unwrap());
        house.send("POST", address, &headers, form).await;
        let page = house.send("POST", "/enter", &[HERE, OURS], &code).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{address}");
        assert!(cookie_of(&page).is_none());
    }
}

#[tokio::test]
async fn a_worker_that_somebody_else_left_behind_is_sent_away() {
    let house = House::new().await;
    for address in ["/worker.js", "/"] {
        let headers = [HERE, ("service-worker", "script")];
        let page = house.ask("GET", address, &headers).await;
        assert!(page.text.contains("unregister()"), "{}", page.text);
        assert_eq!(page.headers[header::CACHE_CONTROL], "no-store");
    }
}

#[tokio::test]
async fn everything_deleted_leaves_no_other_browser() {
    let house = House::new().await;
    let page = house.ask("GET", &house.key_for("/"), &[HERE]).await;
    let other = cookie_of(&page).unwrap();
    let mine = house.cookie.clone();
    let headers = [HERE, OURS, ("cookie", &*mine)];
    let page = house
        .send("POST", "/settings/erase", &headers, "sure=yes")
        .await;
    assert_eq!(page.location.as_deref(), Some("/settings?erased=yes"));
    let page = house.ask("GET", "/", &[HERE, ("cookie", &other)]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let page = house.visit("GET", "/settings?erased=yes", &[]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(browsers(&page).len(), 1);
}

#[tokio::test]
async fn the_cookie_of_earlier_versions_lets_in_once() {
    let secret = Key::of([9; 32]);
    let old = format!("unhunch_test={}", secret.as_str());
    let house = House::with(Person::new().await, "", Some(secret)).await;
    let former = Arc::clone(&house.guard).former_address(48624);
    let ask = async |method, address, headers: &[(&str, &str)]| {
        send_to(&former, method, address, headers, "").await
    };
    let there = ("host", "127.0.0.1:48624");
    let [site, mode, dest] = TYPED;
    // Who doesn't show it is only led on.
    let page = ask("GET", "/progress?span=all", &[there, site, mode, dest]).await;
    assert_eq!(
        page.location.as_deref(),
        Some("http://127.83.12.7:48624/enter?to=%2Fprogress%3Fspan%3Dall")
    );
    let page = ask(
        "GET",
        "/progress?span=all",
        &[there, site, mode, dest, ("cookie", &old)],
    )
    .await;
    let address = page.location.unwrap();
    let address = address.strip_prefix("http://127.83.12.7:48624").unwrap();
    assert!(address.starts_with("/progress?span=all&key="), "{address}");
    let page = house.ask("GET", address, &[HERE, site, mode, dest]).await;
    assert_eq!(page.location.as_deref(), Some("/progress?span=all"));
    assert!(cookie_of(&page).is_some());
    let page = ask("GET", "/", &[there, ("cookie", &old)]).await;
    assert_eq!(
        page.location.as_deref(),
        Some("http://127.83.12.7:48624/enter?to=%2F"),
        "once"
    );
    // It is no session at the new address.
    let page = house.ask("GET", "/", &[HERE, ("cookie", &old)]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    // Nothing else is done there.
    for (method, headers) in [
        ("POST", vec![there, ("origin", "http://127.0.0.1:48624")]),
        ("GET", vec![("host", "evil.example")]),
        ("GET", vec![]),
        ("GET", vec![there, ("host", "evil.example")]),
        ("GET", vec![there, ("sec-fetch-site", "cross-site")]),
    ] {
        let page = ask(method, "/sessions", &headers).await;
        assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{headers:?}");
    }
}

#[tokio::test]
async fn a_bookmark_of_the_former_address_finds_the_session() {
    let house = House::new().await;
    // Firefox and WebKit hold cookies back from whoever was led by another host.
    let [site, mode, dest] = TYPED;
    let address = "/enter?to=%2Fprogress";
    let page = house.ask("GET", address, &[HERE, site, mode, dest]).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.text
            .contains("content=\"0;url=/enter?to=%2Fprogress\"")
    );
    let page = house.visit("GET", address, &LED).await;
    assert_eq!(page.location.as_deref(), Some("/progress"));
    // Chromium sends them at once.
    let page = house.visit("GET", address, &TYPED).await;
    assert_eq!(page.location.as_deref(), Some("/progress"));
    // Who isn't known hears so, instead of being led on for ever.
    let [site, mode, dest] = LED;
    let page = house.ask("GET", address, &[HERE, site, mode, dest]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    let [site, mode, dest] = FOREIGN;
    let page = house.ask("GET", address, &[HERE, site, mode, dest]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    for elsewhere in [
        "//evil.example",
        "http://evil.example",
        "/\\evil",
        "",
        "/enter",
    ] {
        let address = format!("/enter?to={}", elsewhere.replace('/', "%2F"));
        let page = house.visit("GET", &address, &LED).await;
        assert_eq!(page.location.as_deref(), Some("/"), "{elsewhere}");
    }
}

#[tokio::test]
async fn a_page_from_elsewhere_reads_nothing_and_begins_nothing() {
    let house = House::new().await;
    for site in ["cross-site", "same-site"] {
        for (mode, dest) in [
            ("no-cors", "image"),
            ("no-cors", "script"),
            ("cors", "empty"),
            ("navigate", "iframe"),
            ("navigate", "object"),
        ] {
            let headers = [
                ("sec-fetch-site", site),
                ("sec-fetch-mode", mode),
                ("sec-fetch-dest", dest),
            ];
            for address in ["/", "/settings/export", "/assets/app.css", "/break"] {
                let page = house.visit("GET", address, &headers).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{address} {headers:?}");
            }
        }
        // Going there in a window of its own shows what is there, and begins nothing.
        let address = house.person.start_tokens.address();
        let headers = [
            ("sec-fetch-site", site),
            ("sec-fetch-mode", "navigate"),
            ("sec-fetch-dest", "document"),
        ];
        for address in [&*address, "/break?start=now"] {
            let page = house.visit("GET", address, &headers).await;
            assert_eq!(page.status, StatusCode::OK);
            assert!(!page.text.contains("data-now"), "{address}");
        }
    }
    // The person who was asked begins it, once.
    let address = house.person.start_tokens.address();
    let page = house.visit("GET", &address, &LED).await;
    assert!(page.text.contains("data-now"));
    let page = house.visit("GET", &address, &LED).await;
    assert!(!page.text.contains("data-now"));
    assert_eq!(house.person.entries().await, 0);
}

#[tokio::test]
async fn a_heap_of_cookies_gets_a_page_that_says_what_to_do() {
    let house = House::new().await;
    let heap = format!("{}; {}", house.cookie, "a=b; ".repeat(4000));
    let page = house.ask("GET", "/", &[HERE, ("cookie", &heap)]).await;
    assert_eq!(page.status, StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    assert!(
        page.text.contains("http://127.83.12.7:48624/"),
        "{}",
        page.text
    );
    let some = format!("{}; {}", "a=b; ".repeat(1000), house.cookie);
    let page = house.ask("GET", "/", &[HERE, ("cookie", &some)]).await;
    assert_eq!(page.status, StatusCode::OK);
}

#[tokio::test]
async fn who_has_no_cookie_or_a_wrong_one_gets_nothing() {
    let house = House::new().await;
    let cookie = &house.cookie;
    let (name, secret) = cookie.split_once('=').unwrap();
    let wrong = format!("{name}={}", Key::of([7; 32]).as_str());
    let short = &cookie[..cookie.len() - 1];
    let other = format!("unhunch_other={secret}");
    for headers in [
        vec![],
        vec![("cookie", &*wrong)],
        vec![("cookie", short)],
        vec![("cookie", &*other)],
    ] {
        for address in [
            "/",
            "/settings/export",
            "/assets/app.css",
            "/?key=",
            "/?key=00",
            "/nowhere",
        ] {
            let mut all = vec![HERE];
            all.extend(&headers);
            let page = house.ask("GET", address, &all).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{address} {headers:?}");
        }
    }
    let page = house.ask("POST", "/sessions", &[HERE, OURS]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(house.person.entries().await, 0);
    // The right one is found among others.
    let among = format!("a=b; {name}=old; {cookie}; c=d");
    assert_eq!(
        house
            .ask("GET", "/", &[HERE, ("cookie", &among)])
            .await
            .status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn another_name_for_this_address_is_refused() {
    let house = House::new().await;
    let cookie = house.cookie.clone();
    for host in [
        "evil.example",
        "evil.example:48624",
        "127.83.12.7",
        "127.83.12.7:1",
        "127.83.12.7:48624.evil.example",
        "127.0.0.1:48624",
        "localhost:48624",
        "[::1]:48624",
        "",
    ] {
        let page = house
            .ask("GET", "/", &[("host", host), ("cookie", &*cookie)])
            .await;
        assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    assert_eq!(
        house.ask("GET", "/", &[("cookie", &*cookie)]).await.status,
        StatusCode::MISDIRECTED_REQUEST
    );
    let two = house
        .ask(
            "GET",
            "/",
            &[HERE, ("host", "evil.example"), ("cookie", &*cookie)],
        )
        .await;
    assert_eq!(two.status, StatusCode::MISDIRECTED_REQUEST);
    for host in ["127.83.12.7:48624"] {
        assert_eq!(
            house
                .ask("GET", "/", &[("host", host), ("cookie", &*cookie)])
                .await
                .status,
            StatusCode::OK,
            "{host}"
        );
    }
}

#[tokio::test]
async fn another_sites_page_can_change_nothing() {
    let house = House::new().await;
    let cookie = house.cookie.clone();
    for foreign in [
        vec![],
        vec![("origin", "http://evil.example")],
        vec![("origin", "null")],
        vec![("origin", "https://127.83.12.7:48624")],
        vec![("origin", "http://127.83.12.7:9999")],
        vec![("origin", "http://localhost:48624")],
        vec![
            ("origin", "http://127.83.12.7:48624"),
            ("origin", "http://evil.example"),
        ],
        vec![("sec-fetch-site", "cross-site")],
        vec![("sec-fetch-site", "same-site")],
        vec![("sec-fetch-site", "none")],
        vec![
            ("origin", "http://evil.example"),
            ("sec-fetch-site", "same-origin"),
        ],
    ] {
        for method in ["POST", "PUT", "DELETE"] {
            let mut headers = vec![HERE, ("cookie", &*cookie)];
            headers.extend(&foreign);
            let page = house.ask(method, "/sessions", &headers).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{method} {foreign:?}");
        }
    }
    assert_eq!(house.person.entries().await, 0);
    let ours = house
        .ask("POST", "/sessions", &[HERE, ("cookie", &*cookie), OURS])
        .await;
    assert_eq!(ours.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_heap_of_keys_only_forgets_the_oldest() {
    let house = House::new().await;
    let keys: Vec<String> = (0..40).map(|_| house.key_for("/")).collect();
    let status = async |method, key: usize| house.ask(method, &keys[key], &[HERE]).await.status;
    assert_eq!(status("GET", 0).await, StatusCode::FORBIDDEN);
    // Looking without taking doesn't use a key up.
    assert_eq!(status("HEAD", 39).await, StatusCode::FORBIDDEN);
    assert_eq!(status("GET", 39).await, StatusCode::SEE_OTHER);
}
