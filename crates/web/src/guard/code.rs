//! The code that a browser which is in shows, so that somebody can let another one in by typing it.

/// Letters that nobody takes for others: no I, L, O and U, no 0 and 1.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters it has: one of 30⁸, about 6 · 10¹¹.
const LENGTH: usize = 8;

/// How long it is good: ten minutes.
pub(super) const LIFE_MS: i64 = 10 * 60 * 1000;

/// How often another one may be typed before it is good no more.
const TRIES: u8 = 5;

/// What became of a code that somebody typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Typed {
    Right,
    Wrong,
    /// No try is left, or its time is over: another one is needed.
    UsedUp,
}

/// A code that lets one browser in.
pub(super) struct Code {
    letters: String,
    since_ms: i64,
    tries_left: u8,
}

impl Code {
    /// A code of these bytes of chance.
    pub(super) fn new(chance: &[u8], now_ms: i64) -> Self {
        // 240 is the largest multiple of 30 that a byte holds: above it, some letters would be
        // more likely than others.
        let letters = chance.iter().filter(|byte| **byte < 240);
        let letters = letters.map(|byte| char::from(LETTERS[usize::from(byte % 30)]));
        Self {
            letters: letters.take(LENGTH).collect(),
            since_ms: now_ms,
            tries_left: TRIES,
        }
    }

    /// Whether there was enough chance to make it of.
    pub(super) fn is_whole(&self) -> bool {
        self.letters.len() == LENGTH
    }

    /// How it is shown: in two groups.
    pub(super) fn shown(&self) -> String {
        let (first, second) = self.letters.split_at(LENGTH / 2);
        format!("{first}-{second}")
    }

    /// Whether somebody typed it, in large or small letters, with or without what stands between;
    /// counts what was wrong.
    pub(super) fn try_out(&mut self, typed: &str, now_ms: i64) -> Typed {
        let is_good = (self.since_ms..self.since_ms + LIFE_MS).contains(&now_ms);
        if !is_good || self.tries_left == 0 || !self.is_whole() {
            return Typed::UsedUp;
        }
        let letters = typed.chars().filter(char::is_ascii_alphanumeric);
        let letters: String = letters.map(|letter| letter.to_ascii_uppercase()).collect();
        if letters == self.letters {
            return Typed::Right;
        }
        self.tries_left -= 1;
        if self.tries_left == 0 {
            Typed::UsedUp
        } else {
            Typed::Wrong
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        Code::new(&[0, 255, 240, 1, 2, 3, 30, 31, 239, 29, 5], 0)
    }

    #[test]
    fn it_is_read_as_people_type_it() {
        assert_eq!(code().shown(), "2345-23ZZ");
        for typed in ["2345-23ZZ", "234523zz", " 2345 – 23zz\n"] {
            assert_eq!(code().try_out(typed, 1), Typed::Right, "{typed}");
        }
        for typed in ["", "2345-23Z", "2345-23ZZ2", "2345-23ZY"] {
            assert_eq!(code().try_out(typed, 1), Typed::Wrong, "{typed}");
        }
        assert!(!Code::new(&[250; 40], 0).is_whole());
        assert_eq!(Code::new(&[250; 40], 0).try_out("", 0), Typed::UsedUp);
    }

    #[test]
    fn it_is_good_for_ten_minutes_and_five_tries() {
        for (now_ms, typed) in [
            (LIFE_MS - 1, Typed::Right),
            (LIFE_MS, Typed::UsedUp),
            // The clock was set back.
            (-1, Typed::UsedUp),
        ] {
            assert_eq!(code().try_out("234523ZZ", now_ms), typed, "{now_ms}");
        }
        let mut code = code();
        for _ in 1..TRIES {
            assert_eq!(code.try_out("22222222", 1), Typed::Wrong);
        }
        assert_eq!(code.try_out("22222222", 1), Typed::UsedUp);
        assert_eq!(code.try_out("234523ZZ", 1), Typed::UsedUp);
    }
}
