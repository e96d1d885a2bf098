//! The period that a report is of.

use jiff::civil::Date;
use unhunch_domain::Diary;
use unhunch_domain::report::{Preset, Span, SpanError};

/// The period that a report is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportPeriod {
    /// One of those that are offered.
    Preset(Preset),
    /// Days; an end that isn't said is that of everything there is.
    Days {
        /// The first one.
        first: Option<Date>,
        /// The last one.
        last: Option<Date>,
    },
}

impl Default for ReportPeriod {
    fn default() -> Self {
        Self::Preset(Preset::default())
    }
}

impl ReportPeriod {
    /// Its days.
    ///
    /// # Errors
    /// Where the first comes after the last.
    pub fn span(self, diary: &Diary, today: Date) -> Result<Span, SpanError> {
        match self {
            Self::Preset(preset) => Ok(preset.span(diary, today)),
            Self::Days { first, last } => {
                let all = Preset::All.span(diary, today);
                let first = first.unwrap_or(all.first());
                // Who says a first day to come means no time before it.
                Span::new(first, last.unwrap_or(all.last().max(first)))
            }
        }
    }

    /// The preset that it is, if it is one.
    pub const fn preset(self) -> Option<Preset> {
        match self {
            Self::Preset(preset) => Some(preset),
            Self::Days { .. } => None,
        }
    }
}
