//! The period that a report is of.

use std::ops::RangeInclusive;

use jiff::civil::Date;
use unhunch_domain::Diary;
use unhunch_domain::basics::dates::day_of;
use unhunch_domain::review::report::{Preset, Span, SpanError};

/// The years of which a report can have days: those that other programs read, but for the last, so
/// that there is a day after each.
const YEARS: RangeInclusive<i16> = 1..=9998;

/// The day that is written like `2026-08-03`, and in no other way, if a report can have it.
pub fn report_day(text: &str) -> Option<Date> {
    day_of(text).filter(|date| YEARS.contains(&date.year()))
}

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
