//! Whoever isn't the person at this machine stays outside.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use support::{Page, Person};
use tower::ServiceExt;
use unhunch_web::{Guard, Key};

const SECRET: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
const COOKIE: &str =
    "unhunch_test=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

struct House {
    person: Person,
    guard: Arc<Guard>,
    router: Router,
}

impl House {
    async fn new() -> Self {
        let person = Person::new().await;
        let guard = Guard::new(
            48624,
            "test",
            Key::parse(SECRET).unwrap(),
            person.app.words(),
        );
        let router = Arc::clone(&guard).protect(person.router.clone());
        Self {
            person,
            guard,
            router,
        }
    }

    async fn ask(&self, method: &str, address: &str, headers: &[(&str, &str)]) -> Page {
        let mut request = Request::builder().method(method).uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if method == "POST" {
            request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        let request = request
            .body(Body::from(if method == "POST" {
                "routine=desk"
            } else {
                ""
            }))
            .unwrap();
        Page::of(self.router.clone().oneshot(request).await.unwrap()).await
    }
}

const HERE: (&str, &str) = ("host", "127.0.0.1:48624");
const KNOWN: (&str, &str) = ("cookie", COOKIE);
const OURS: (&str, &str) = ("origin", "http://127.0.0.1:48624");

#[tokio::test]
async fn a_key_lets_in_once_and_becomes_a_cookie() {
    let house = House::new().await;
    let key = Key::of([7; 32]);
    house.guard.expect(key.clone());
    let address = format!("/?key={}", key.as_str());
    let page = house.ask("GET", &address, &[HERE]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);
    assert_eq!(page.location.as_deref(), Some("/"));
    let cookie = page.headers[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.starts_with(COOKIE));
    assert!(cookie.contains("; HttpOnly; SameSite=Strict; Path=/"));

    let again = house.ask("GET", &address, &[HERE]).await;
    assert_eq!(again.status, StatusCode::FORBIDDEN);
    assert!(
        !again.text.contains("/assets/"),
        "nothing of ours for strangers"
    );
    // With the cookie a used key only disappears from the address.
    let known = house.ask("GET", &address, &[HERE, KNOWN]).await;
    assert_eq!(known.status, StatusCode::SEE_OTHER);
    assert!(!known.headers.contains_key(header::SET_COOKIE));
    assert_eq!(
        house.ask("GET", "/", &[HERE, KNOWN]).await.status,
        StatusCode::OK
    );
}

#[tokio::test]
async fn a_key_leads_to_the_page_that_it_is_for_and_to_no_other_host() {
    let house = House::new().await;
    for (number, (address, leads_to)) in (0_u8..).zip([
        ("/break?start=now&", "/break?start=now"),
        ("/sessions/1?", "/sessions/1"),
        ("//elsewhere.example/?", "/"),
    ]) {
        let key = Key::of([number; 32]);
        house.guard.expect(key.clone());
        let address = format!("{address}key={}", key.as_str());
        let page = house.ask("GET", &address, &[HERE]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{address}");
        assert_eq!(page.location.as_deref(), Some(leads_to), "{address}");
        let known = house.ask("GET", &address, &[HERE, KNOWN]).await;
        assert_eq!(known.location.as_deref(), Some(leads_to), "{address}");
    }
}

#[tokio::test]
async fn who_has_no_cookie_or_a_wrong_one_gets_nothing() {
    let house = House::new().await;
    let wrong = COOKIE.replace("00112233", "00112234");
    let short = &COOKIE[..COOKIE.len() - 1];
    let other = COOKIE.replace("unhunch_test", "unhunch_other");
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
    let among = format!("a=b; {COOKIE}; c=d");
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
    for host in [
        "evil.example",
        "evil.example:48624",
        "127.0.0.1",
        "127.0.0.1:1",
        "127.0.0.1:48624.evil.example",
        "",
    ] {
        let page = house.ask("GET", "/", &[("host", host), KNOWN]).await;
        assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
    }
    assert_eq!(
        house.ask("GET", "/", &[KNOWN]).await.status,
        StatusCode::MISDIRECTED_REQUEST
    );
    let two = house
        .ask("GET", "/", &[HERE, ("host", "evil.example"), KNOWN])
        .await;
    assert_eq!(two.status, StatusCode::MISDIRECTED_REQUEST);
    for host in [
        "127.0.0.1:48624",
        "localhost:48624",
        "LOCALHOST:48624",
        "[::1]:48624",
    ] {
        assert_eq!(
            house.ask("GET", "/", &[("host", host), KNOWN]).await.status,
            StatusCode::OK,
            "{host}"
        );
    }
}

#[tokio::test]
async fn another_sites_page_can_change_nothing() {
    let house = House::new().await;
    for foreign in [
        vec![],
        vec![("origin", "http://evil.example")],
        vec![("origin", "null")],
        vec![("origin", "https://127.0.0.1:48624")],
        vec![("origin", "http://127.0.0.1:9999")],
        vec![("origin", "http://localhost:48624")],
        vec![
            ("origin", "http://127.0.0.1:48624"),
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
            let mut headers = vec![HERE, KNOWN];
            headers.extend(&foreign);
            let page = house.ask(method, "/sessions", &headers).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{method} {foreign:?}");
        }
    }
    assert_eq!(house.person.entries().await, 0);
    let ours = house.ask("POST", "/sessions", &[HERE, KNOWN, OURS]).await;
    assert_eq!(ours.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn a_heap_of_keys_only_forgets_the_oldest() {
    let house = House::new().await;
    for number in 0..40_u8 {
        house.guard.expect(Key::of([number; 32]));
    }
    let with = |number: u8| format!("/?key={}", Key::of([number; 32]).as_str());
    assert_eq!(
        house.ask("GET", &with(0), &[HERE]).await.status,
        StatusCode::FORBIDDEN
    );
    // Looking without taking doesn't use a key up.
    assert_eq!(
        house.ask("HEAD", &with(39), &[HERE]).await.status,
        StatusCode::FORBIDDEN
    );
    assert_eq!(
        house.ask("GET", &with(39), &[HERE]).await.status,
        StatusCode::SEE_OTHER
    );
}
