//! Figures that were drawn, kept for a while: drawing one takes milliseconds, and mostly the same
//! few are asked for again.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use sha2::{Digest, Sha256};
use unhunch_figure::FigureError;
use unhunch_figure::svg::Window;

/// The bytes of pictures that are kept at most: those of the ten exercises of a day, each with its
/// page (a moving picture is about 55 kB, a still 9 kB). All pictures of the content are six times as
/// much, and the program stays open all day beside everything else.
pub const MOST_BYTES: usize = 1024 * 1024;

/// The windows that are kept at most, of 64 bytes each: three times as many as the content has.
const MOST_WINDOWS: usize = 256;

/// What a picture is made of, as a hash: what has the same key is the same to the last byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FigureKey([u8; 32]);

impl FigureKey {
    /// The key of what is drawn by these parts, in this order, and by the code of today.
    pub fn of(parts: &[&str]) -> Self {
        Self::hashed(unhunch_figure::VERSION.as_bytes(), parts)
    }

    /// The key of what is drawn by all that this one stands for, and by more.
    #[must_use]
    pub fn with(&self, parts: &[&str]) -> Self {
        Self::hashed(&self.0, parts)
    }

    fn hashed(before: &[u8], parts: &[&str]) -> Self {
        let mut hasher = Sha256::new_with_prefix(before);
        for part in parts {
            // With its length, so that no two lists of parts read the same.
            hasher.update(part.len().to_le_bytes());
            hasher.update(part);
        }
        Self(hasher.finalize().into())
    }

    /// The key as an entity tag has it, without quotes: 32 hexadecimal digits.
    pub fn tag(&self) -> String {
        let mut tag = String::with_capacity(32);
        for byte in &self.0[..16] {
            let _ = write!(tag, "{byte:02x}");
        }
        tag
    }
}

/// A picture that was drawn.
#[derive(Debug, PartialEq, Eq)]
pub struct Drawn {
    /// The picture, as SVG.
    pub svg: String,
    /// Whether it shows a person who faces the one who looks at it.
    pub faces_viewer: bool,
}

/// A picture, or why there is none, once one of those who want it has drawn it.
type Slot = Arc<OnceLock<Result<Arc<Drawn>, FigureError>>>;

/// A picture that is kept, or that is just being drawn.
struct Entry {
    slot: Slot,
    /// How much it takes; nothing is known of one that is just being drawn.
    bytes: Option<usize>,
    /// When it was last asked for, counted in questions.
    asked: u64,
}

#[derive(Default)]
struct Kept {
    entries: HashMap<FigureKey, Entry>,
    bytes: usize,
    questions: u64,
    windows: HashMap<FigureKey, Window>,
}

impl Kept {
    /// Lets those go that nobody asked for the longest.
    fn shrink_to(&mut self, most: usize) {
        while self.bytes > most {
            let drawn = self
                .entries
                .iter()
                .filter(|(_, entry)| entry.bytes.is_some());
            let oldest = drawn.min_by_key(|(_, entry)| entry.asked);
            let Some(key) = oldest.map(|(key, _)| *key) else {
                return;
            };
            let gone = self.entries.remove(&key);
            self.bytes -= gone.and_then(|entry| entry.bytes).unwrap_or(0);
        }
    }
}

/// Pictures by their keys, the latest asked for, of so many bytes at most.
pub struct FigureCache {
    most_bytes: usize,
    kept: Mutex<Kept>,
    drawings: AtomicU64,
}

impl Default for FigureCache {
    fn default() -> Self {
        Self::new(MOST_BYTES)
    }
}

impl FigureCache {
    /// An empty one that keeps so many bytes of pictures at most.
    pub fn new(most_bytes: usize) -> Self {
        Self {
            most_bytes,
            kept: Mutex::default(),
            drawings: AtomicU64::new(0),
        }
    }

    /// The picture of a key, drawn unless it is kept. Who asks for one that is just being drawn
    /// waits for it.
    ///
    /// # Errors
    /// Why it can't be drawn; that isn't kept.
    pub fn get_or_draw(
        &self,
        key: FigureKey,
        draw: impl FnOnce() -> Result<Drawn, FigureError>,
    ) -> Result<Arc<Drawn>, FigureError> {
        let slot = self.slot(key);
        let drawn = slot.get_or_init(|| {
            self.drawings.fetch_add(1, Ordering::Relaxed);
            let mut drawn = draw()?;
            drawn.svg.shrink_to_fit();
            Ok(Arc::new(drawn))
        });
        self.settle(key, &slot, drawn.as_ref().ok());
        drawn.clone()
    }

    /// How many pictures were drawn so far.
    pub fn drawings(&self) -> u64 {
        self.drawings.load(Ordering::Relaxed)
    }

    /// How many bytes of pictures are kept.
    pub fn bytes(&self) -> usize {
        self.kept().bytes
    }

    /// The window of an animation that was drawn before, by the key of what it is made of.
    pub fn window(&self, key: FigureKey) -> Option<Window> {
        self.kept().windows.get(&key).copied()
    }

    /// Keeps the window of an animation, so that a still of it needs none of its other moments.
    pub fn keep_window(&self, key: FigureKey, window: Window) {
        let windows = &mut self.kept().windows;
        // Those of other people's figures, made up by the thousand, are no reason to grow.
        if windows.len() >= MOST_WINDOWS {
            windows.clear();
        }
        windows.insert(key, window);
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn slot(&self, key: FigureKey) -> Slot {
        let mut kept = self.kept();
        kept.questions += 1;
        let asked = kept.questions;
        let entry = kept.entries.entry(key).or_insert_with(|| Entry {
            slot: Slot::default(),
            bytes: None,
            asked,
        });
        entry.asked = asked;
        Arc::clone(&entry.slot)
    }

    /// Counts what was drawn, or forgets what couldn't be.
    fn settle(&self, key: FigureKey, slot: &Slot, drawn: Option<&Arc<Drawn>>) {
        let mut kept = self.kept();
        let entry = kept.entries.get_mut(&key);
        let Some(entry) = entry.filter(|entry| Arc::ptr_eq(&entry.slot, slot)) else {
            return;
        };
        match drawn {
            None => {
                kept.entries.remove(&key);
            }
            Some(drawn) if entry.bytes.is_none() => {
                entry.bytes = Some(drawn.svg.len());
                kept.bytes += drawn.svg.len();
                kept.shrink_to(self.most_bytes);
            }
            Some(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    fn key(name: &str) -> FigureKey {
        FigureKey::of(&[name])
    }

    fn picture(bytes: usize) -> Drawn {
        Drawn {
            svg: "x".repeat(bytes),
            faces_viewer: false,
        }
    }

    #[test]
    fn a_key_changes_with_what_it_is_made_of_and_never_otherwise() {
        let one = FigureKey::of(&["text", "", "left"]);
        assert_eq!(one, FigureKey::of(&["text", "", "left"]));
        assert_eq!(one.tag(), FigureKey::of(&["text", "", "left"]).tag());
        let others = [
            FigureKey::of(&["text", "left", ""]),
            FigureKey::of(&["textleft", "", ""]),
            FigureKey::of(&["text", "", "right"]),
            FigureKey::of(&["text.", "", "left"]),
            FigureKey::of(&["text", ""]).with(&["left"]),
            one.with(&[]),
            one.with(&["start"]),
        ];
        for (place, other) in others.iter().enumerate() {
            assert_ne!(*other, one);
            assert!(
                others[..place].iter().all(|known| known != other),
                "{place}"
            );
            assert_ne!(other.tag(), one.tag());
        }
    }

    #[test]
    fn what_is_kept_is_not_drawn_again() {
        let cache = FigureCache::new(100);
        let first = cache.get_or_draw(key("a"), || Ok(picture(40))).unwrap();
        let again = cache.get_or_draw(key("a"), || panic!("it is kept"));
        assert!(Arc::ptr_eq(&first, &again.unwrap()));
        assert_eq!((cache.drawings(), cache.bytes()), (1, 40));
    }

    #[test]
    fn the_least_recently_used_goes_and_the_bound_holds() {
        let cache = FigureCache::new(100);
        for name in ["a", "b"] {
            cache.get_or_draw(key(name), || Ok(picture(40))).unwrap();
        }
        cache.get_or_draw(key("a"), || Ok(picture(40))).unwrap();
        cache.get_or_draw(key("c"), || Ok(picture(40))).unwrap();
        assert_eq!((cache.drawings(), cache.bytes()), (3, 80));
        cache
            .get_or_draw(key("a"), || panic!("it was asked for"))
            .unwrap();
        cache.get_or_draw(key("b"), || Ok(picture(40))).unwrap();
        assert_eq!(cache.drawings(), 4);
        // One that is too large for all of it is drawn, and not kept.
        let large = cache
            .get_or_draw(key("large"), || Ok(picture(101)))
            .unwrap();
        assert_eq!(large.svg.len(), 101);
        assert!(cache.bytes() <= 100);
        for size in 0..200 {
            let name = size.to_string();
            cache.get_or_draw(key(&name), || Ok(picture(size))).unwrap();
            assert!(cache.bytes() <= 100, "{size}");
        }
    }

    #[test]
    fn why_there_is_none_is_not_kept() {
        let cache = FigureCache::new(100);
        let none = cache.get_or_draw(key("a"), || Err(FigureError::NoFigure));
        assert_eq!(none, Err(FigureError::NoFigure));
        assert_eq!(cache.bytes(), 0);
        assert!(cache.get_or_draw(key("a"), || Ok(picture(1))).is_ok());
    }

    #[test]
    fn who_asks_at_the_same_time_gets_the_same_drawn_once() {
        let cache = FigureCache::new(100);
        let start = Barrier::new(4);
        std::thread::scope(|scope| {
            let all = [(); 4].map(|()| {
                scope.spawn(|| {
                    start.wait();
                    cache.get_or_draw(key("a"), || Ok(picture(40))).unwrap()
                })
            });
            let all = all.map(|one| one.join().unwrap());
            assert!(all.iter().all(|one| Arc::ptr_eq(one, &all[0])));
        });
        assert_eq!((cache.drawings(), cache.bytes()), (1, 40));
    }

    #[test]
    fn windows_are_kept_and_do_not_grow_without_end() {
        let cache = FigureCache::new(100);
        for name in 0..1000 {
            let key = key(&name.to_string());
            cache.keep_window(key, [0.0, 0.0, 1.0, f64::from(name)]);
            assert_eq!(cache.window(key), Some([0.0, 0.0, 1.0, f64::from(name)]));
        }
        assert!(cache.kept().windows.len() <= MOST_WINDOWS);
    }
}
