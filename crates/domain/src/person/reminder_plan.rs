//! What a person chose: when they may be asked, how often, and how gently.

use std::fmt;
use std::str::FromStr;

use jiff::SignedDuration;
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A whole number from `LEAST` to `MOST`, so that a plan that exists can be kept to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "i64")]
pub struct Whole<const LEAST: i64, const MOST: i64>(i64);

impl<const LEAST: i64, const MOST: i64> Whole<LEAST, MOST> {
    /// The smallest.
    pub const LEAST: i64 = LEAST;
    /// The largest.
    pub const MOST: i64 = MOST;

    /// The number.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// So many minutes.
    const fn minutes(self) -> SignedDuration {
        SignedDuration::from_mins(self.0)
    }
}

impl<const LEAST: i64, const MOST: i64> From<Whole<LEAST, MOST>> for i64 {
    fn from(value: Whole<LEAST, MOST>) -> Self {
        value.0
    }
}

impl<const LEAST: i64, const MOST: i64> TryFrom<i64> for Whole<LEAST, MOST> {
    type Error = String;

    fn try_from(number: i64) -> Result<Self, Self::Error> {
        if (LEAST..=MOST).contains(&number) {
            Ok(Self(number))
        } else {
            Err(format!("{number}; expected {LEAST} to {MOST}"))
        }
    }
}

/// Minutes of work after which a break is due: shorter ones would ask more often than anybody
/// heeds, longer ones are no breaks from sitting.
pub type WorkMinutes = Whole<15, 180>;
/// Minutes that a break lasts, and that one has to be away for it to count as one.
pub type BreakMinutes = Whole<1, 10>;
/// Minutes for which a prompt that may be asked waits for a natural pause.
pub type GraceMinutes = Whole<0, 30>;
/// Seconds without input that make a natural pause.
pub type PauseSeconds = Whole<3, 60>;
/// Minutes until a prompt comes again that was put off.
pub type SnoozeMinutes = Whole<5, 60>;
/// Minutes from the first prompt of a day to the second.
pub type SecondChanceMinutes = Whole<15, 240>;

/// A stretch of a day, by the clock on the wall: `12:00-14:00`. One that ends at or before its
/// start ends on the next day: `22:00-06:00`. A whole day is `00:00-24:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Span {
    /// Minutes from midnight: 0 to 1439.
    start: i32,
    /// Minutes from the same midnight: more than `start`, at most a day more.
    end: i32,
}

/// Minutes of a day by the clock on the wall.
const DAY: i32 = 24 * 60;

impl Span {
    /// Where it begins, in minutes from the midnight of its day: 0 to 1439.
    pub const fn start(self) -> i32 {
        self.start
    }

    /// Where it ends, in minutes from the midnight of its day: above 1440 on the next day.
    pub const fn end(self) -> i32 {
        self.end
    }

    /// Whether a minute, counted from the midnight of its day, lies in it. The end doesn't.
    pub const fn covers(self, minute: i32) -> bool {
        self.start <= minute && minute < self.end
    }
}

/// A span of hours that can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no span of hours; write it like 12:00-14:00, or 22:00-06:00 past midnight")]
pub struct SpanError(String);

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Self, SpanError> {
        let wrong = || SpanError(text.to_owned());
        let (start, end) = text.split_once('-').ok_or_else(wrong)?;
        let start = minute(start.trim()).filter(|start| *start < DAY);
        let start = start.ok_or_else(wrong)?;
        let end = minute(end.trim()).ok_or_else(wrong)?;
        if start == end {
            return Err(wrong());
        }
        let end = if end < start { end + DAY } else { end };
        Ok(Self { start, end })
    }
}

/// Minutes from midnight of `HH:MM`, up to 24:00.
fn minute(text: &str) -> Option<i32> {
    let (hours, minutes) = text.split_once(':')?;
    let number = |digits: &str, most: usize| {
        let is_number =
            (1..=most).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        digits.parse::<i32>().ok().filter(|_| is_number)
    };
    let minutes = number(minutes, 2).filter(|value| *value < 60 && minutes.len() == 2)?;
    Some(number(hours, 2)? * 60 + minutes).filter(|minute| *minute <= DAY)
}

impl fmt::Display for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let end = if self.end > DAY {
            self.end - DAY
        } else {
            self.end
        };
        write!(
            out,
            "{:02}:{:02}-{:02}:{:02}",
            self.start / 60,
            self.start % 60,
            end / 60,
            end % 60
        )
    }
}

impl TryFrom<String> for Span {
    type Error = SpanError;

    fn try_from(text: String) -> Result<Self, SpanError> {
        text.parse()
    }
}

impl From<Span> for String {
    fn from(span: Span) -> Self {
        span.to_string()
    }
}

/// Spans of hours for each day of the week. A span belongs to the day on which it begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "the days of the week")]
pub struct Week {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub monday: Vec<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tuesday: Vec<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub wednesday: Vec<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thursday: Vec<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub friday: Vec<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub saturday: Vec<Span>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sunday: Vec<Span>,
}

/// A week without any hours.
pub static NEVER: Week = Week {
    monday: Vec::new(),
    tuesday: Vec::new(),
    wednesday: Vec::new(),
    thursday: Vec::new(),
    friday: Vec::new(),
    saturday: Vec::new(),
    sunday: Vec::new(),
};

impl Week {
    /// The same span from Monday to Friday.
    pub fn workdays(span: Span) -> Self {
        Self {
            monday: vec![span],
            tuesday: vec![span],
            wednesday: vec![span],
            thursday: vec![span],
            friday: vec![span],
            ..Self::default()
        }
    }

    /// The same week with the spans that have something of an hour of the day (0 to 23) moved so
    /// that they begin at another; a span keeps its length, but one of more than half a day ends
    /// with the day at the latest.
    #[must_use]
    pub fn moved(&self, hour: i8, to: i8) -> Self {
        let (first, start) = (i32::from(hour) * 60, i32::from(to.clamp(0, 23)) * 60);
        let overlaps = |span: &Span, from: i32| span.start < from + 60 && from < span.end;
        let moved = |spans: &Vec<Span>| {
            let mut spans: Vec<_> = spans
                .iter()
                .map(|span| {
                    if overlaps(span, first) || overlaps(span, first + DAY) {
                        let length = span.end - span.start;
                        let latest = if length > DAY / 2 { DAY } else { 2 * DAY };
                        let end = (start + length).min(latest);
                        Span { start, end }
                    } else {
                        *span
                    }
                })
                .collect();
            spans.sort_unstable();
            spans.dedup();
            spans
        };
        Self {
            monday: moved(&self.monday),
            tuesday: moved(&self.tuesday),
            wednesday: moved(&self.wednesday),
            thursday: moved(&self.thursday),
            friday: moved(&self.friday),
            saturday: moved(&self.saturday),
            sunday: moved(&self.sunday),
        }
    }

    /// The spans that begin on a day.
    pub fn on(&self, day: Weekday) -> &[Span] {
        match day {
            Weekday::Monday => &self.monday,
            Weekday::Tuesday => &self.tuesday,
            Weekday::Wednesday => &self.wednesday,
            Weekday::Thursday => &self.thursday,
            Weekday::Friday => &self.friday,
            Weekday::Saturday => &self.saturday,
            Weekday::Sunday => &self.sunday,
        }
    }
}

/// The daily session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Daily {
    /// Whether it is asked for.
    pub on: bool,
    /// From the first prompt of a day to the second.
    pub second_chance_minutes: SecondChanceMinutes,
    /// When it may be asked for; never, where there are none.
    pub windows: Week,
}

impl Default for Daily {
    fn default() -> Self {
        Self {
            on: true,
            second_chance_minutes: Whole(60),
            windows: Week::workdays(Span {
                start: 12 * 60,
                end: 14 * 60,
            }),
        }
    }
}

impl Daily {
    /// When it is asked for: its windows while it is on.
    pub const fn asked(&self) -> &Week {
        if self.on { &self.windows } else { &NEVER }
    }
}

/// Short breaks from work at the computer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Breaks {
    /// Whether they are suggested.
    pub on: bool,
    /// After how much work.
    pub work_minutes: WorkMinutes,
    /// How long they are.
    pub break_minutes: BreakMinutes,
    /// When they may be suggested.
    pub hours: Week,
}

impl Default for Breaks {
    fn default() -> Self {
        Self {
            on: false,
            work_minutes: Whole(50),
            break_minutes: Whole(2),
            hours: Week::workdays(Span {
                start: 9 * 60,
                end: 17 * 60,
            }),
        }
    }
}

/// How it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct PromptSettings {
    /// Seconds without input that make a natural pause.
    pub pause_seconds: PauseSeconds,
    /// How long a prompt that may be asked waits for one.
    pub grace_minutes: GraceMinutes,
    /// What *in 10 minutes* means.
    pub snooze_minutes: SnoozeMinutes,
}

impl Default for PromptSettings {
    fn default() -> Self {
        Self {
            pause_seconds: Whole(5),
            grace_minutes: Whole(5),
            snooze_minutes: Whole(10),
        }
    }
}

/// Everything that a person chose about being asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Plan {
    /// The zone to begin in, by its IANA name; the caller's, where there is none.
    #[serde(
        with = "jiff::fmt::serde::tz::optional",
        skip_serializing_if = "Option::is_none"
    )]
    pub zone: Option<TimeZone>,
    /// The daily session.
    pub daily: Daily,
    /// Short breaks.
    pub breaks: Breaks,
    /// How it is asked.
    pub asking: PromptSettings,
}

impl Plan {
    /// Reads a plan from TOML. What it leaves out is as by default.
    ///
    /// # Errors
    /// The first thing that is wrong, with its line.
    pub fn from_toml(text: &str) -> Result<Self, toml::de::Error> {
        toml::from_str(text)
    }

    /// Whether anything is ever asked.
    pub fn asks_at_all(&self) -> bool {
        *self.daily.asked() != NEVER || self.breaks.on && self.breaks.hours != Week::default()
    }

    /// How long one has to be away for it to count as a break.
    pub fn away(&self) -> SignedDuration {
        self.breaks.break_minutes.minutes()
    }

    /// Work after which a break is due.
    pub fn work(&self) -> SignedDuration {
        self.breaks.work_minutes.minutes()
    }

    /// Without input for so long is a natural pause.
    pub fn pause(&self) -> SignedDuration {
        SignedDuration::from_secs(self.asking.pause_seconds.0)
    }

    /// How long a prompt that may be asked waits for a natural pause.
    pub fn grace(&self) -> SignedDuration {
        self.asking.grace_minutes.minutes()
    }

    /// How long a prompt is put off.
    pub fn snooze(&self) -> SignedDuration {
        self.asking.snooze_minutes.minutes()
    }

    /// From the first prompt of a day to the second.
    pub fn second_chance(&self) -> SignedDuration {
        self.daily.second_chance_minutes.minutes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_by_the_clock_on_the_wall() {
        for (text, start, end) in [
            ("12:00-14:00", 720, 840),
            ("22:00-06:00", 1320, 1800),
            ("00:00-24:00", 0, 1440),
            ("9:30 - 10:15", 570, 615),
            ("23:59-00:00", 1439, 1440),
        ] {
            let span: Span = text.parse().unwrap();
            assert_eq!((span.start, span.end), (start, end), "{text}");
            assert_eq!(span.to_string().parse(), Ok(span), "{text}");
        }
        for text in [
            "",
            "12:00",
            "12-14",
            "12:00-12:00",
            "24:00-25:00",
            "24:00-01:00",
            "12:60-13:00",
            "12:5-13:00",
            "-1:00-2:00",
            "+9:00-10:00",
            "12:00–14:00",
            "012:00-13:00",
        ] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_left_out_is_as_by_default() {
        assert_eq!(Plan::from_toml("").unwrap(), Plan::default());
        let plan = Plan::from_toml("[breaks]\non = true\nwork-minutes = 30").unwrap();
        assert!(plan.breaks.on);
        assert_eq!(plan.work(), SignedDuration::from_mins(30));
        assert_eq!(plan.daily, Daily::default());
        assert!(!Plan::default().breaks.on, "breaks are off until chosen");
    }

    #[test]
    fn a_window_moves_to_another_hour_and_keeps_its_length() {
        let span = |text: &str| text.parse::<Span>().unwrap();
        let week = Week {
            saturday: vec![span("09:00-10:00"), span("22:00-02:00")],
            ..Week::workdays(span("12:00-14:00"))
        };
        let moved = week.moved(13, 16);
        assert_eq!(moved.monday, [span("16:00-18:00")]);
        assert_eq!(moved.saturday, week.saturday);
        assert_eq!(
            week.moved(1, 18).saturday,
            [span("09:00-10:00"), span("18:00-22:00")]
        );
        assert_eq!(week.moved(15, 8), week);
        let long = Week::workdays(span("00:00-24:00")).moved(12, 8);
        assert_eq!(long.monday, [span("08:00-24:00")]);
    }

    #[test]
    fn what_moves_can_be_read_again() {
        for (start, end) in (0..24).flat_map(|start| (0..=24).map(move |end| (start, end))) {
            let Ok(span) = format!("{start:02}:00-{end:02}:00").parse::<Span>() else {
                continue;
            };
            for (hour, to) in (0..24).flat_map(|hour| (0..24).map(move |to| (hour, to))) {
                let moved = Week::workdays(span).moved(hour, to).monday[0];
                assert_eq!(moved.to_string().parse(), Ok(moved), "{span} {hour} {to}");
            }
        }
    }

    #[test]
    fn a_plan_survives_being_written() {
        let plan = Plan {
            zone: Some(TimeZone::get("Europe/Berlin").unwrap()),
            ..Plan::default()
        };
        let text = toml::to_string(&plan).unwrap();
        assert_eq!(Plan::from_toml(&text).unwrap(), plan);
    }

    #[test]
    fn faults_name_the_line_and_what_is_expected() {
        let fault = |text| Plan::from_toml(text).unwrap_err().to_string();
        insta::assert_snapshot!(
            [
                "[breaks]\non = true\nwork-minutes = 5",
                "[daily.windows]\nmonday = [\"noon\"]",
                "[daily.windows]\nmoonday = []",
                "zone = \"Europe/Bärlin\"",
                "[asking]\npause-seconds = 2.5",
            ]
            .map(fault)
            .join("\n")
        );
    }
}
