//! What a desktop gives along with a click, so that the window that is opened next may come to the
//! front.

use std::ops::Deref;

/// Such a token. It goes into environment variables of the program that is opened, so it is nothing
/// but visible ASCII, and not long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActivationToken(String);

impl ActivationToken {
    /// How many characters it may have. Those of Wayland’s compositors have some dozens; X11’s are
    /// made of two names of programs, the computer’s name, which has 64 at most, and numbers.
    pub const LONGEST: usize = 256;

    /// What a desktop sent; `None` where that isn’t a token.
    pub fn new(text: &str) -> Option<Self> {
        let is_token = (1..=Self::LONGEST).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_token.then(|| Self(text.to_owned()))
    }
}

impl Deref for ActivationToken {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visible_ascii_of_some_length_is_a_token() {
        let longest = "x".repeat(ActivationToken::LONGEST);
        let known = [
            "kwin-42",
            "1b4e28ba-2fa1-11d2-883f-0016d3cca427",
            "gnome-shell/Files/1234-5-laptop_TIME678901",
            &longest,
        ];
        for text in known {
            assert_eq!(ActivationToken::new(text).as_deref(), Some(text));
        }
        let too_long = format!("{longest}x");
        for text in [
            "",
            "two words",
            "line\n",
            "tab\t",
            "nil\0",
            "\u{7f}",
            "ä",
            &too_long,
        ] {
            assert_eq!(ActivationToken::new(text), None, "{text:?}");
        }
    }
}
