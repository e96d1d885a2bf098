//! Secrets: what they look like, and those that let a browser in once.

use unhunch_app::Host;

/// How many keys wait to be used at most; the oldest makes room.
const MOST_KEYS: usize = 16;

/// A secret: 32 to 128 characters out of `0-9 a-f`.
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

    /// A new key that nobody can foresee.
    pub fn new(host: &dyn Host) -> Self {
        let mut bytes = [0; 32];
        for part in bytes.chunks_mut(10) {
            part.copy_from_slice(&host.random()[..part.len()]);
        }
        Self::of(bytes)
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

/// What a key lets a browser in for.
pub struct Entrance {
    /// The page that it leads to: a path of ours, perhaps with a query.
    pub to: String,
    /// For how long it is good, in milliseconds.
    pub life_ms: i64,
    /// What is dropped when the key is used or its time is over, such as a file that it is in.
    pub held: Option<Box<dyn Send>>,
}

impl Entrance {
    /// How long a key is good that the program opens a browser with: a minute.
    pub const OPENED_MS: i64 = 60 * 1000;
    /// How long one is good that is printed for somebody to open: ten minutes.
    pub const PRINTED_MS: i64 = 10 * 60 * 1000;

    /// An entrance to a page.
    pub fn to(page: &str, life_ms: i64) -> Self {
        Self {
            to: page.to_owned(),
            life_ms,
            held: None,
        }
    }
}

struct Expected {
    key: Key,
    entrance: Entrance,
    since_ms: i64,
}

impl Expected {
    /// A clock that was set back ends it, too: nobody knows then how long it has been there.
    fn is_good(&self, now_ms: i64) -> bool {
        (self.since_ms..self.since_ms.saturating_add(self.entrance.life_ms)).contains(&now_ms)
    }
}

/// The keys that let a browser in, each once and for a while.
#[derive(Default)]
pub(crate) struct Keys(Vec<Expected>);

impl Keys {
    pub(crate) fn expect(&mut self, key: Key, entrance: Entrance, now_ms: i64) {
        self.forget_old(now_ms);
        if self.0.len() >= MOST_KEYS {
            self.0.remove(0);
        }
        self.0.push(Expected {
            key,
            entrance,
            since_ms: now_ms,
        });
    }

    /// Uses a key up: where it leads to; none where it isn't good.
    pub(crate) fn use_up(&mut self, text: &str, now_ms: i64) -> Option<String> {
        self.forget_old(now_ms);
        let place = self.0.iter().position(|expected| expected.key.is(text))?;
        Some(self.0.remove(place).entrance.to)
    }

    /// Forgets all.
    pub(super) fn forget_all(&mut self) {
        self.0.clear();
    }

    /// Forgets those whose time is over.
    pub(crate) fn forget_old(&mut self, now_ms: i64) {
        self.0.retain(|expected| expected.is_good(now_ms));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_good_once_and_for_its_time() {
        let key = Key::of([7; 32]);
        for (used_ms, is_good) in [(1000, true), (60_999, true), (61_000, false), (999, false)] {
            let mut keys = Keys::default();
            keys.expect(key.clone(), Entrance::to("/x", Entrance::OPENED_MS), 1000);
            assert_eq!(keys.use_up("00", 1000), None);
            let led = keys.use_up(key.as_str(), used_ms);
            assert_eq!(led.is_some(), is_good, "{used_ms}");
            assert_eq!(keys.use_up(key.as_str(), used_ms), None, "once");
        }
    }

    #[test]
    fn what_hangs_on_a_key_goes_with_it() {
        use std::sync::Arc;
        let held = Arc::new(());
        let entrance = || Entrance {
            held: Some(Box::new(Arc::clone(&held))),
            ..Entrance::to("/", Entrance::OPENED_MS)
        };
        let mut keys = Keys::default();
        keys.expect(Key::of([1; 32]), entrance(), 0);
        keys.expect(Key::of([2; 32]), entrance(), 30_000);
        assert_eq!(Arc::strong_count(&held), 3);
        keys.forget_old(60_000);
        assert_eq!(Arc::strong_count(&held), 2);
        assert!(keys.use_up(Key::of([2; 32]).as_str(), 60_000).is_some());
        assert_eq!(Arc::strong_count(&held), 1);
        for number in 0..40 {
            keys.expect(Key::of([number; 32]), entrance(), 0);
        }
        assert_eq!(Arc::strong_count(&held), 1 + MOST_KEYS);
    }
}
