//! The pages at the door: bare, without anything of what is inside.

use askama::Template;
use axum::http::StatusCode;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, HeaderValue, REFERRER_POLICY,
    SET_COOKIE, X_CONTENT_TYPE_OPTIONS,
};
use axum::response::{IntoResponse, Response};
use unhunch_words::Words;

/// How the pages look: the one style that they carry, which the policy names by its hash.
const STYLE: &str = include_str!("../../door.css");

/// The hash of [`STYLE`], as a policy writes it; a test says what it is.
const STYLE_HASH: &str = "sha256-lz/oDfjesLzr3gOY5y/RPooLYnzyCD9TDN2BmeNx4yw=";

/// What those hear who are not let in, and what the pages say that lead on.
pub(super) struct Sentences {
    pub(super) other_host: String,
    pub(super) other_page: String,
    pub(super) cookies: String,
    pub(super) moved: String,
    unknown: String,
    key_used_up: String,
    wrong_code: String,
    code_used_up: String,
    code: String,
    let_in: String,
    leading: String,
    go_on: String,
}

#[derive(Template)]
#[template(path = "door.html")]
struct DoorPage<'a> {
    style: &'static str,
    sentence: &'a str,
    /// Where it leads on to by itself.
    lead: Option<Lead<'a>>,
    /// The form for a code.
    form: Option<CodeForm<'a>>,
}

struct Lead<'a> {
    page: &'a str,
    label: &'a str,
}

struct CodeForm<'a> {
    label: &'a str,
    button: &'a str,
    page: &'a str,
    problem: Option<&'a str>,
    /// What was typed before.
    typed: &'a str,
}

/// The script of a service worker that goes away. The app has none here: where a browser asks for
/// one, somebody else was served at this address before and left it behind.
const LEAVING_WORKER: &str = "addEventListener(\"install\", () => skipWaiting());\n\
    addEventListener(\"activate\", (event) => event.waitUntil(registration.unregister()));\n";

/// What answers a browser that asks for a service worker.
pub(super) fn leaving_worker() -> Response {
    let headers = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, LEAVING_WORKER).into_response()
}

impl Sentences {
    /// The sentences, at the address with that host and port.
    pub(super) fn of(words: &Words, authority: &str) -> Self {
        let address = format!("http://{authority}/");
        let with_address = |id: &str| words.with(id, &[("address", (&address).into())]);
        Self {
            other_host: words.get("guard-other-host"),
            other_page: words.get("guard-other-page"),
            cookies: with_address("guard-cookies"),
            moved: with_address("guard-moved"),
            unknown: words.get("guard-unknown"),
            key_used_up: words.get("guard-key-used-up"),
            wrong_code: words.get("guard-wrong-code"),
            code_used_up: words.get("guard-code-used-up"),
            code: words.get("guard-code"),
            let_in: words.get("guard-let-in"),
            leading: words.get("guard-leading"),
            go_on: words.get("guard-go-on"),
        }
    }

    /// Refuses with a sentence.
    pub(super) fn refuse(&self, status: StatusCode, sentence: &str) -> Response {
        self.answer(status, sentence, None, None)
    }

    /// Says how a browser is let in that isn't known, and takes a code. `page` is what it asked
    /// for.
    pub(super) fn unknown(&self, page: &str) -> Response {
        self.take_code(page, None, "")
    }

    /// The same after an address with a key that isn't good any more.
    pub(super) fn key_used_up(&self, page: &str) -> Response {
        self.take_code(page, Some(&self.key_used_up), "")
    }

    /// The same after a code that wasn't right.
    pub(super) fn wrong_code(&self, page: &str, typed: &str) -> Response {
        self.take_code(page, Some(&self.wrong_code), typed)
    }

    /// The same after a code that is good no more, whatever was typed.
    pub(super) fn code_used_up(&self, page: &str) -> Response {
        self.take_code(page, Some(&self.code_used_up), "")
    }

    fn take_code(&self, page: &str, problem: Option<&str>, typed: &str) -> Response {
        let form = CodeForm {
            label: &self.code,
            button: &self.let_in,
            page,
            problem,
            typed,
        };
        self.answer(StatusCode::FORBIDDEN, &self.unknown, None, Some(form))
    }

    /// A page that leads on by itself, with these cookies.
    pub(super) fn lead_on<const COUNT: usize>(
        &self,
        page: &str,
        cookies: [Option<HeaderValue>; COUNT],
    ) -> Response {
        let label = &self.go_on;
        let lead = Some(Lead { page, label });
        let mut response = self.answer(StatusCode::OK, &self.leading, lead, None);
        for cookie in cookies.into_iter().flatten() {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }

    #[allow(clippy::unused_self, reason = "all pages are made of its sentences")]
    fn answer(
        &self,
        status: StatusCode,
        sentence: &str,
        lead: Option<Lead<'_>>,
        form: Option<CodeForm<'_>>,
    ) -> Response {
        let page = DoorPage {
            style: STYLE,
            sentence,
            lead,
            form,
        };
        let html = page.render().unwrap_or_else(|_| sentence.to_owned());
        let policy = format!(
            "default-src 'none'; style-src '{STYLE_HASH}'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'"
        );
        (
            status,
            [
                (CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
                (CACHE_CONTROL, "no-store".to_owned()),
                (CONTENT_SECURITY_POLICY, policy),
                (X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
                (REFERRER_POLICY, "same-origin".to_owned()),
                (
                    HeaderName::from_static("cross-origin-opener-policy"),
                    "same-origin".to_owned(),
                ),
            ],
            html,
        )
            .into_response()
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    /// Bytes as base64 writes them.
    fn base64(bytes: &[u8]) -> String {
        const DIGITS: &[u8; 64] =
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut text = String::new();
        for three in bytes.chunks(3) {
            let mut number = 0_u32;
            for place in 0..3 {
                number = number << 8 | u32::from(three.get(place).copied().unwrap_or(0));
            }
            for place in 0..4 {
                let digit = number >> (18 - 6 * place) & 63;
                if place <= three.len() {
                    text.push(char::from(DIGITS[digit as usize]));
                } else {
                    text.push('=');
                }
            }
        }
        text
    }

    #[test]
    fn the_policy_names_the_style() {
        assert_eq!(base64(b"light w"), "bGlnaHQgdw==");
        let hash = base64(&Sha256::digest(STYLE));
        assert_eq!(STYLE_HASH, format!("sha256-{hash}"), "write it so");
    }
}
