//! Values that keep to their limits by their types, so that a routine that exists is one that
//! can be shown and played, wherever it came from.

use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Serialize};
use toml::{Table, Value};

/// A whole number from `LOW` to `HIGH`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u32", into = "u32")]
pub struct Within<const LOW: u32, const HIGH: u32>(u32);

impl<const LOW: u32, const HIGH: u32> Within<LOW, HIGH> {
    /// The smallest that it can be.
    pub const LOW: u32 = LOW;
    /// The largest that it can be.
    pub const HIGH: u32 = HIGH;

    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl<const LOW: u32, const HIGH: u32> From<Within<LOW, HIGH>> for u32 {
    fn from(number: Within<LOW, HIGH>) -> Self {
        number.0
    }
}

impl<const LOW: u32, const HIGH: u32> TryFrom<u32> for Within<LOW, HIGH> {
    type Error = String;

    fn try_from(number: u32) -> Result<Self, Self::Error> {
        if (LOW..=HIGH).contains(&number) {
            Ok(Self(number))
        } else {
            Err(format!("{number}; expected {LOW} to {HIGH}"))
        }
    }
}

/// Sets.
pub type Sets = Within<1, 10>;
/// Repetitions, a side.
pub type Reps = Within<1, 50>;
/// Seconds of a hold or of a way there, where there has to be one.
pub type Lasting = Within<1, 600>;
/// Seconds of a rest, a hold or a way back; 0 for none.
pub type Pause = Within<0, 600>;

/// From `LOW` to `HIGH` things.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(
    try_from = "Vec<T>",
    into = "Vec<T>",
    bound(
        serialize = "T: Clone + Serialize",
        deserialize = "T: Deserialize<'de>"
    )
)]
pub struct Few<T, const LOW: usize, const HIGH: usize>(Vec<T>);

impl<T, const LOW: usize, const HIGH: usize> Few<T, LOW, HIGH> {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T, const HIGH: usize> Default for Few<T, 0, HIGH> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T, const LOW: usize, const HIGH: usize> Deref for Few<T, LOW, HIGH> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T, const LOW: usize, const HIGH: usize> From<Few<T, LOW, HIGH>> for Vec<T> {
    fn from(few: Few<T, LOW, HIGH>) -> Self {
        few.0
    }
}

impl<T, const LOW: usize, const HIGH: usize> TryFrom<Vec<T>> for Few<T, LOW, HIGH> {
    type Error = String;

    fn try_from(list: Vec<T>) -> Result<Self, Self::Error> {
        if (LOW..=HIGH).contains(&list.len()) {
            Ok(Self(list))
        } else {
            Err(format!("{} of them; expected {LOW} to {HIGH}", list.len()))
        }
    }
}

/// Why a text can't be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// There has to be something.
    #[error("expected at least one letter")]
    Empty,
    /// It is too long.
    #[error("{length} letters; expected at most {most}")]
    TooLong {
        /// How many letters it has.
        length: usize,
        /// How many it may have.
        most: usize,
    },
    /// It has a character that nobody sees, or one that turns the direction of what follows.
    #[error("the hidden character U+{0:04X}")]
    Hidden(u32),
    /// It goes over several lines.
    #[error("expected a single line")]
    Lines,
}

/// Whether a character is not for reading: control characters, separators of lines that no
/// editor shows, and marks that turn the direction of a text, with which one can be made to
/// look like another. Marks that scripts and emoji need for themselves are none of these.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}'
                | '\u{2029}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
                | '\u{e0000}'..='\u{e007f}'
        )
}

fn checked(text: &str, least: usize, most: usize, lines: bool) -> Result<(), TextError> {
    let hidden = text.chars().find(|c| is_hidden(*c) && *c != '\n');
    if let Some(hidden) = hidden {
        return Err(TextError::Hidden(u32::from(hidden)));
    }
    if !lines && text.contains('\n') {
        return Err(TextError::Lines);
    }
    let length = text.chars().count();
    if length > most {
        return Err(TextError::TooLong { length, most });
    }
    if length < least {
        return Err(TextError::Empty);
    }
    Ok(())
}

/// Makes a type around a text, cleared of blanks at its ends.
macro_rules! text {
    ($(#[$attribute:meta])* $name:ident, $least:expr, $most:expr, $lines:expr) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The most letters that it can have.
            pub const MOST: usize = $most;

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether there is none.
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                let text = text.replace("\r\n", "\n");
                let text = text.trim();
                checked(text, $least, $most, $lines)?;
                Ok(Self(text.to_owned()))
            }
        }
    };
}

text! {
    /// What something is called.
    Name, 1, 80, false
}
text! {
    /// What is said while a phase begins; empty where the phase's name is.
    #[derive(Default)]
    Cue, 0, 120, false
}
text! {
    /// Sentences; empty for none.
    #[derive(Default)]
    Text, 0, 2000, true
}

/// Poses as the text of a table in TOML, as `content/README.md` describes figures: few enough to
/// be read while a page waits. What else is wrong with them the figure crate says, and whether
/// they take too much work to be drawn.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Poses(String);

impl Poses {
    /// The most bytes that they can have: four times what the programme's own figures need.
    pub const MOST: usize = 16 * 1024;

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The most poses, and the most of them that all phases together lead through.
const MOST_POSES: usize = 30;
/// The most contacts, free joints, marks and so on.
const MOST_LISTED: usize = 16;

/// Why poses can't be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PosesError {
    /// They are no table.
    #[error("expected a table in TOML")]
    NoTable,
    /// There is more of them than can be drawn.
    #[error("more than can be drawn")]
    TooMany,
}

/// Whether there is more in a figure than one needs. It is no bound for what working it out takes,
/// which goes up with contacts times free joints times moments: the figure crate counts that.
fn is_too_much(figure: &Table) -> bool {
    fn count(table: &Table, key: &str) -> usize {
        match table.get(key) {
            Some(Value::Array(list)) => list.len(),
            Some(Value::Table(table)) => table.len(),
            _ => 0,
        }
    }
    let tables = |key: &str| {
        let inner = figure.get(key).and_then(Value::as_table);
        inner
            .into_iter()
            .flat_map(Table::values)
            .filter_map(Value::as_table)
    };
    let stops: usize = tables("phases")
        .flat_map(|course| ["through", "back", "cycle", "switch"].map(|key| count(course, key)))
        .sum();
    let listed = ["marks", "arrows", "props"].map(|key| count(figure, key));
    let in_poses = tables("poses")
        .flat_map(|pose| ["contacts", "free", "pressed"].map(|key| count(pose, key)));
    let most_listed = in_poses.chain(listed).max().unwrap_or(0);
    count(figure, "poses") > MOST_POSES || stops > MOST_POSES || most_listed > MOST_LISTED
}

impl From<Poses> for String {
    fn from(poses: Poses) -> Self {
        poses.0
    }
}

impl TryFrom<String> for Poses {
    type Error = PosesError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        if text.len() > Self::MOST {
            return Err(PosesError::TooMany);
        }
        let figure: Table = text.parse().map_err(|_| PosesError::NoTable)?;
        if is_too_much(&figure) {
            return Err(PosesError::TooMany);
        }
        Ok(Self(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_hold_what_people_write_and_nothing_hidden() {
        let text = |text: &str| Text::try_from(text.to_owned());
        assert_eq!(text("one\r\ntwo ").unwrap().as_str(), "one\ntwo");
        assert_eq!(text("").unwrap().as_str(), "");
        // Emoji and Persian are put together with joiners.
        assert!(text("\u{1f9d8}\u{200d}\u{2640}\u{fe0f} می\u{200c}خواهم").is_ok());
        for (bad, code) in [
            ("a\u{202e}b", 0x202e),
            ("a\u{0}", 0),
            ("a\tb", 9),
            ("\u{1b}[1m", 0x1b),
        ] {
            assert_eq!(text(bad), Err(TextError::Hidden(code)));
        }
        let name = |text: &str| Name::try_from(text.to_owned());
        assert_eq!(name(" \n "), Err(TextError::Empty));
        assert_eq!(name("a\nb"), Err(TextError::Lines));
        assert!(name(&"é".repeat(80)).is_ok());
        assert_eq!(
            name(&"é".repeat(81)),
            Err(TextError::TooLong {
                length: 81,
                most: 80
            })
        );
    }
}
