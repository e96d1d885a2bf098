//! The browsers that are let in: each has a secret in its cookie that is good at one address only,
//! is replaced every day that it is used, and ends when it isn't used for long.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::key::Key;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// After how long without use a session ends: 90 days.
pub(super) const UNUSED_MS: i64 = 90 * DAY_MS;

/// How old a secret gets before another one takes its place.
const ROTATED_AFTER_MS: i64 = DAY_MS;

/// For how long the secret before is still good: requests may be under way with it.
const OVERLAP_MS: i64 = 60 * 1000;

/// How exactly the last use is kept.
const USE_KEPT_MS: i64 = 60 * 60 * 1000;

/// How many browsers can be let in; the one that wasn't used for longest makes room.
const MOST: usize = 32;

/// What stands in the place of a secret: it can't be guessed back.
type Hash = String;

fn hash(secret: &str) -> Hash {
    let hash = Sha256::digest(secret);
    Key::of(hash.into()).as_str().to_owned()
}

/// How far two times are apart, whichever comes first.
const fn apart(one_ms: i64, other_ms: i64) -> i64 {
    one_ms.saturating_sub(other_ms).saturating_abs()
}

/// A browser that is let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Session {
    /// Its name in forms.
    id: String,
    /// The host and port at which it is good.
    origin: String,
    /// What the browser calls itself, in few words.
    browser: String,
    begun_ms: i64,
    used_ms: i64,
    /// The hash of its secret.
    secret: Hash,
    /// Since when that is its secret.
    since_ms: i64,
    /// The secret that takes its place as soon as the browser shows that it has it, and when that
    /// was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<(Hash, i64)>,
    /// The secret before, and until when it was good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    before: Option<(Hash, i64)>,
}

/// A browser that is let in, as it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrowserShown {
    /// Its name in forms.
    pub id: String,
    /// What it calls itself, such as `Firefox on Linux`.
    pub browser: String,
    /// When it was used last, to the hour, in milliseconds since 1970.
    pub used_ms: i64,
    /// Whether it is the one that looks.
    pub is_this: bool,
}

/// All browsers that are let in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sessions {
    sessions: Vec<Session>,
    /// Counts what has to be kept.
    #[serde(skip)]
    revision: u64,
}

/// A browser that showed its secret.
pub(super) struct Recognised {
    pub(super) id: Arc<str>,
    /// Whether another secret is due.
    pub(super) is_due: bool,
    /// Whether something changed by it that is to be kept.
    pub(super) is_changed: bool,
}

impl Sessions {
    /// Reads what [`Sessions::text`] wrote.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// As text, to be kept where only this person can read it.
    ///
    /// # Panics
    /// Never: there is nothing in it that JSON can't say.
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers are JSON")
    }

    /// A number that rises with each change.
    pub(super) const fn revision(&self) -> u64 {
        self.revision
    }

    /// Lets a browser in at an address, with that secret.
    pub(super) fn begin(
        &mut self,
        id: &str,
        origin: &str,
        browser: String,
        secret: &Key,
        now_ms: i64,
    ) {
        while self.sessions.len() >= MOST {
            let oldest = (0..self.sessions.len()).min_by_key(|place| self.sessions[*place].used_ms);
            self.sessions.remove(oldest.unwrap_or(0));
        }
        self.sessions.push(Session {
            id: id.to_owned(),
            origin: origin.to_owned(),
            browser,
            begun_ms: now_ms,
            used_ms: now_ms,
            secret: hash(secret.as_str()),
            since_ms: now_ms,
            next: None,
            before: None,
        });
        self.revision += 1;
    }

    /// The browser that shows this secret at an address.
    pub(super) fn recognise(
        &mut self,
        origin: &str,
        secret: &str,
        now_ms: i64,
    ) -> Option<Recognised> {
        let shown = hash(secret);
        let before = self.revision;
        let session = self
            .sessions
            .iter_mut()
            .filter(|session| session.origin == origin && session.is_used(now_ms))
            .find(|session| session.has(&shown, now_ms))?;
        if session
            .next
            .as_ref()
            .is_some_and(|(next, _)| *next == shown)
        {
            let replaced = std::mem::replace(&mut session.secret, shown);
            session.before = Some((replaced, now_ms.saturating_add(OVERLAP_MS)));
            session.next = None;
            session.since_ms = now_ms;
            self.revision += 1;
        }
        if apart(now_ms, session.used_ms) >= USE_KEPT_MS {
            session.used_ms = now_ms;
            self.revision += 1;
        }
        Some(Recognised {
            id: session.id.as_str().into(),
            is_due: session.is_due(now_ms),
            is_changed: self.revision != before,
        })
    }

    /// Has a new secret take the place of a browser's, as soon as it shows that one. Says whether it
    /// does: not where another request was quicker, whose secret is on its way.
    pub(super) fn rotate(&mut self, id: &str, secret: &Key, now_ms: i64) -> bool {
        let mut sessions = self.sessions.iter_mut();
        let session = sessions.find(|session| session.id == id && session.is_due(now_ms));
        if let Some(session) = session {
            session.next = Some((hash(secret.as_str()), now_ms));
            self.revision += 1;
            return true;
        }
        false
    }

    /// Forgets a secret that never went out.
    pub(super) fn rotate_back(&mut self, id: &str, secret: &Key) {
        let shown = hash(secret.as_str());
        let mut sessions = self.sessions.iter_mut();
        let session = sessions.find(|session| {
            let next = session.next.as_ref();
            session.id == id && next.is_some_and(|(next, _)| *next == shown)
        });
        if let Some(session) = session {
            session.next = None;
            self.revision += 1;
        }
    }

    /// Lets a browser in no more. Says whether there was such a one.
    pub(super) fn end(&mut self, id: &str) -> bool {
        let before = self.sessions.len();
        self.sessions.retain(|session| session.id != id);
        let is_ended = self.sessions.len() < before;
        self.revision += u64::from(is_ended);
        is_ended
    }

    /// Lets nobody in any more but that browser.
    pub(super) fn end_others(&mut self, id: &str) {
        self.sessions.retain(|session| session.id == id);
        self.revision += 1;
    }

    /// The browsers, the one used last first.
    pub(super) fn shown(&self, this: &str, now_ms: i64) -> Vec<BrowserShown> {
        let used = self
            .sessions
            .iter()
            .filter(|session| session.is_used(now_ms));
        let mut shown: Vec<_> = used
            .map(|session| BrowserShown {
                id: session.id.clone(),
                browser: session.browser.clone(),
                used_ms: session.used_ms,
                is_this: session.id == this,
            })
            .collect();
        shown.sort_by_key(|browser| (!browser.is_this, std::cmp::Reverse(browser.used_ms)));
        shown
    }
}

impl Session {
    /// Whether it was used in the last 90 days. A clock that goes wrong ends nothing for good: what
    /// is too old is only passed over, and makes room when that is wanted.
    const fn is_used(&self, now_ms: i64) -> bool {
        now_ms.saturating_sub(self.used_ms) < UNUSED_MS
    }

    fn has(&self, shown: &Hash, now_ms: i64) -> bool {
        self.secret == *shown
            || self.next.as_ref().is_some_and(|(next, _)| next == shown)
            || self.before.as_ref().is_some_and(|(before, until_ms)| {
                before == shown
                    && (until_ms.saturating_sub(OVERLAP_MS)..*until_ms).contains(&now_ms)
            })
    }

    fn is_due(&self, now_ms: i64) -> bool {
        let is_old = apart(now_ms, self.since_ms) >= ROTATED_AFTER_MS;
        // One that was sent just now may still be on its way.
        let is_sent = self
            .next
            .as_ref()
            .is_some_and(|(_, sent_ms)| apart(now_ms, *sent_ms) < OVERLAP_MS);
        is_old && !is_sent
    }
}

/// What a browser calls itself, in few words: `Firefox on Linux`. Browsers name each other in what
/// they send, so that the order counts.
pub(super) fn browser_name(agent: &str) -> String {
    const BROWSERS: [(&str, &str); 9] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Vivaldi/", "Vivaldi"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Epiphany/", "GNOME Web"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let find = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(mark, _)| agent.contains(mark));
        found.map(|(_, name)| *name)
    };
    let system = find(&SYSTEMS);
    let browser = find(&BROWSERS).or_else(|| {
        let is_webkit = agent.contains("AppleWebKit/");
        let is_apple = matches!(system, Some("macOS" | "iPhone" | "iPad"));
        is_webkit.then_some(if is_apple { "Safari" } else { "WebKit" })
    });
    match (browser, system) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(name), None) | (None, Some(name)) => name.to_owned(),
        (None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: &str = "127.83.12.7:48624";

    fn key(number: u8) -> Key {
        Key::of([number; 32])
    }

    fn one() -> Sessions {
        let mut sessions = Sessions::default();
        sessions.begin("a", HERE, "Firefox on Linux".to_owned(), &key(1), 0);
        sessions
    }

    fn knows(sessions: &mut Sessions, number: u8, now_ms: i64) -> bool {
        let found = sessions.recognise(HERE, key(number).as_str(), now_ms);
        found.is_some()
    }

    #[test]
    fn a_secret_is_good_at_its_address_alone() {
        let mut sessions = one();
        assert!(knows(&mut sessions, 1, 0));
        assert!(!knows(&mut sessions, 2, 0));
        let secret = key(1);
        for elsewhere in [
            "127.83.12.7:48625",
            "127.0.0.1:48624",
            "",
            "localhost:48624",
        ] {
            assert!(sessions.recognise(elsewhere, secret.as_str(), 0).is_none());
        }
        // Nothing in what is kept lets anybody in.
        let text = sessions.text();
        assert!(!text.contains(secret.as_str()));
        assert!(!knows(&mut sessions, 2, 0));
        let kept = sessions.sessions[0].secret.clone();
        assert!(sessions.recognise(HERE, &kept, 0).is_none());
    }

    #[test]
    fn what_is_kept_comes_back() {
        let mut sessions = one();
        assert!(sessions.rotate("a", &key(2), DAY_MS));
        let mut again = Sessions::read(&sessions.text()).unwrap();
        assert_eq!(again.shown("a", 10), sessions.shown("a", 10));
        assert!(knows(&mut again, 1, 10));
        assert!(knows(&mut again, 2, 10));
        assert!(Sessions::read("{\"sessions\":[{}]}").is_err());
    }

    #[test]
    fn a_session_ends_when_it_is_not_used_for_ninety_days() {
        let mut sessions = one();
        let day = |days: i64| days * DAY_MS;
        assert!(knows(&mut sessions, 1, day(89)));
        assert!(knows(&mut sessions, 1, day(178)));
        assert!(!knows(&mut sessions, 1, day(268)));
        assert!(sessions.shown("a", day(268)).is_empty());
        // A clock that was wrong ends nothing.
        assert!(knows(&mut sessions, 1, day(179)));
        assert!(knows(&mut sessions, 1, day(-400)));
    }

    #[test]
    fn secrets_are_replaced_and_no_answer_that_is_lost_locks_anybody_out() {
        let mut sessions = one();
        let due = |sessions: &mut Sessions, number, now_ms| {
            let found = sessions.recognise(HERE, key(number).as_str(), now_ms);
            found.map(|session| session.is_due)
        };
        assert_eq!(due(&mut sessions, 1, DAY_MS - 1), Some(false));
        assert_eq!(due(&mut sessions, 1, DAY_MS), Some(true));
        assert!(sessions.rotate("a", &key(2), DAY_MS));
        // Another request that was under way replaces nothing that was sent.
        assert!(!sessions.rotate("a", &key(9), DAY_MS));
        sessions.rotate_back("a", &key(9));
        // The answer may still be on its way, or be lost: then another one is sent.
        assert_eq!(due(&mut sessions, 1, DAY_MS + 1), Some(false));
        assert_eq!(due(&mut sessions, 1, DAY_MS + OVERLAP_MS), Some(true));
        assert!(sessions.rotate("a", &key(3), DAY_MS + OVERLAP_MS));
        let now = DAY_MS + OVERLAP_MS + 1;
        assert!(!knows(&mut sessions, 2, now), "it was never shown");
        assert_eq!(due(&mut sessions, 3, now), Some(false));
        // What was under way with the one before arrives.
        assert!(knows(&mut sessions, 1, now + OVERLAP_MS - 1));
        assert!(!knows(&mut sessions, 1, now + OVERLAP_MS));
        assert!(knows(&mut sessions, 3, now + OVERLAP_MS));
        // One that could not be kept is forgotten.
        assert!(sessions.rotate("a", &key(4), now + DAY_MS));
        sessions.rotate_back("a", &key(4));
        assert!(!knows(&mut sessions, 4, now + DAY_MS));
        assert!(knows(&mut sessions, 3, now + DAY_MS));
    }

    #[test]
    fn sessions_are_listed_and_ended() {
        let mut sessions = one();
        sessions.begin("b", HERE, String::new(), &key(2), 5 * DAY_MS);
        let ids = |sessions: &Sessions, this| -> Vec<String> {
            let shown = sessions.shown(this, 5 * DAY_MS).into_iter();
            shown.map(|browser| browser.id).collect()
        };
        assert_eq!(ids(&sessions, "a"), ["a", "b"]);
        assert_eq!(ids(&sessions, "x"), ["b", "a"]);
        assert!(sessions.end("a"));
        assert!(!sessions.end("a"));
        assert!(!knows(&mut sessions, 1, 5 * DAY_MS));
        assert!(knows(&mut sessions, 2, 5 * DAY_MS));
        sessions.begin("c", HERE, String::new(), &key(3), 5 * DAY_MS);
        sessions.end_others("c");
        assert_eq!(ids(&sessions, "c"), ["c"]);
    }

    #[test]
    fn the_browser_that_was_not_used_for_longest_makes_room() {
        let mut sessions = Sessions::default();
        for number in 0..40_u8 {
            let id = number.to_string();
            sessions.begin(&id, HERE, String::new(), &key(number), i64::from(number));
        }
        assert!(!knows(&mut sessions, 7, 40));
        assert!(knows(&mut sessions, 8, 40));
        assert!(knows(&mut sessions, 39, 40));
    }

    #[test]
    fn browsers_are_told_by_what_they_call_themselves() {
        for (agent, name) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
                "Firefox on Linux",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
                "Chrome on Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
                "Safari on macOS",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari on iPhone",
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
                "WebKit on Linux",
            ),
            ("curl/8.0", ""),
            ("", ""),
        ] {
            assert_eq!(browser_name(agent), name, "{agent}");
        }
    }
}
