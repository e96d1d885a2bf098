//! How the program ends where it could not do what it was asked for: the one place that makes of an
//! error a sentence, hints and an exit code.

use std::error::Error;
use std::fmt::Display;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::files::{NotAFile, NothingToRead, PlaceTaken};

/// What kind of failure it is, which decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// It was asked for something that there isn't: 2.
    User,
    /// It could not do it: 1.
    Failed,
    /// Whoever reads our output has had enough of it: 0, and nothing is said.
    BrokenPipe,
}

/// Why something was not done.
#[derive(Debug)]
pub struct Failure {
    kind: Kind,
    /// What happened, with its causes.
    error: anyhow::Error,
    /// What to do about it, a sentence each.
    hints: Vec<String>,
}

impl Failure {
    /// Something was asked for that there isn't: a sentence that says what there is.
    pub fn user(sentence: impl Display) -> Self {
        Self {
            kind: Kind::User,
            error: anyhow::Error::msg(sentence.to_string()),
            hints: Vec::new(),
        }
    }

    /// The same with one hint more.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Says on standard error what happened, and a line for each hint.
    pub fn tell(&self) -> ExitCode {
        if self.kind != Kind::BrokenPipe {
            let _ = io::stderr().write_all(self.said().as_bytes());
        }
        ExitCode::from(self.exit_code())
    }

    fn exit_code(&self) -> u8 {
        match self.kind {
            Kind::User => 2,
            Kind::Failed => 1,
            Kind::BrokenPipe => 0,
        }
    }

    fn said(&self) -> String {
        let mut said = format!("unhunch: {}\n", plain(&format!("{:#}", self.error)));
        for hint in &self.hints {
            said.push_str("hint: ");
            said.push_str(&plain(hint));
            said.push('\n');
        }
        said
    }
}

impl<E: Into<anyhow::Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        let error = error.into();
        let kind = if error.chain().any(is_broken_pipe) {
            Kind::BrokenPipe
        } else {
            Kind::Failed
        };
        let hints = error.chain().find_map(hint).map(str::to_owned);
        Self {
            kind,
            error,
            hints: hints.into_iter().collect(),
        }
    }
}

fn is_broken_pipe(cause: &(dyn Error + 'static)) -> bool {
    let kind = match cause.downcast_ref::<serde_json::Error>() {
        Some(error) => error.io_error_kind(),
        None => cause.downcast_ref::<io::Error>().map(io::Error::kind),
    };
    kind == Some(io::ErrorKind::BrokenPipe)
}

/// What to do about an error of a library, where there is something.
fn hint(cause: &(dyn Error + 'static)) -> Option<&'static str> {
    // What a system's error wraps isn't among the causes of that error, but in it.
    let cause = match cause.downcast_ref::<io::Error>() {
        Some(error) => error.get_ref()? as &(dyn Error + 'static),
        None => cause,
    };
    if let Some(not_a_file) = cause.downcast_ref() {
        return Some(match not_a_file {
            NotAFile::Folder => "name a file in it",
            NotAFile::Link => "name the file itself, or write to standard output with `-`",
            NotAFile::Other(_) => "name a file, or write to standard output with `-`",
        });
    }
    if cause.is::<PlaceTaken>() {
        return Some("move it away; Unhunch keeps a file of its own under that name");
    }
    let nothing = cause.downcast_ref::<NothingToRead>()?;
    nothing
        .is_stdin_read
        .then_some("to read from it all the same, pass it on to standard input and name `-`")
}

/// A message that may repeat what stands in a file: what a terminal would obey is spelled out, and a
/// line without end is cut.
pub fn plain(message: &str) -> String {
    const LONGEST: usize = 1000;
    let mut plain = String::new();
    for (number, line) in message.split('\n').enumerate() {
        if number > 0 {
            plain.push('\n');
        }
        for c in line.chars().take(LONGEST) {
            if c.is_control() && c != '\t' {
                plain.extend(c.escape_default());
            } else {
                plain.push(c);
            }
        }
        if line.chars().nth(LONGEST).is_some() {
            plain.push('…');
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::*;

    #[test]
    fn the_kind_of_an_error_decides_the_exit_code() {
        let broken = || io::Error::from(io::ErrorKind::BrokenPipe);
        let wrapped = Err::<(), _>(broken()).context("the list can't be written");
        for (failure, code) in [
            (Failure::user("there is no such routine"), 2),
            (Failure::from(anyhow::anyhow!("the disk is full")), 1),
            (Failure::from(broken()), 0),
            (Failure::from(serde_json::Error::io(broken())), 0),
            (Failure::from(wrapped.expect_err("is an error")), 0),
        ] {
            assert_eq!(failure.exit_code(), code, "{failure:?}");
        }
    }

    #[test]
    fn hints_are_lines_of_their_own() {
        let link = Err::<(), _>(io::Error::other(NotAFile::Link)).context("a can't be written");
        let failure = Failure::from(link.expect_err("is an error"));
        assert_eq!(
            failure.said(),
            "unhunch: a can't be written: it is a link, which is not followed, since others may have put it \
             there\n\
             hint: name the file itself, or write to standard output with `-`\n"
        );
        let taken = io::Error::other(PlaceTaken(NotAFile::Link));
        let said = Failure::from(taken).said();
        assert!(
            said.ends_with(
                "\nhint: move it away; Unhunch keeps a file of its own under that name\n"
            )
        );
        let failure = Failure::user("no \u{1b}[31m").with_hint("say\u{7} more");
        assert_eq!(
            failure.said(),
            "unhunch: no \\u{1b}[31m\nhint: say\\u{7} more\n"
        );
    }
}
