//! The rules that advise something: which of them a person has read stands in the journal.

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

    /// Where it comes from, by author and year; what isn't from there is ours.
    pub const fn source(self) -> &'static str {
        match self {
            Self::Worse => "Farrar 2001, IMMPACT; the twelve weeks and the answers: ours",
            Self::Assessment => "NICE CKS neck pain, OPTIMa 2016, Blanpied 2017",
            Self::Persisting => "NICE CKS neck pain, Blanpied 2017; four and six weeks: ours",
            Self::Better => "Farrar 2001, IMMPACT",
        }
    }
}
