//! What is advised by how it went: that it got better, that it got worse, or that it has gone on
//! for so long that somebody should look at it. Never what it is.

use serde::{Deserialize, Serialize};

/// A rule that advises something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// It got worse.
    Worse,
    /// It has gone on for twelve weeks or longer.
    Assessment,
    /// It didn't get better in four weeks, or in six.
    Persisting,
    /// It got better.
    Better,
}

impl Rule {
    /// All of them, the gravest first.
    pub const ALL: [Self; 4] = [
        Self::Worse,
        Self::Assessment,
        Self::Persisting,
        Self::Better,
    ];

    /// The name in files, JSON and addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Assessment => "assessment",
            Self::Persisting => "persisting",
            Self::Better => "better",
        }
    }
}
