//! The daily slot as an iCalendar file, which calendars of phones and practices alike take in.
//!
//! Written here and not by a crate: a calendar needs the zone's own rules beside the event to keep
//! the wall clock over daylight saving, and crates for iCalendar leave those to whoever calls.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use jiff::civil::{Date, DateTime, Time, Weekday, time};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, Zoned};
use unhunch_domain::person::profile::{DayPart, Minutes, Profile};
use unhunch_domain::{DeviceId, Now};
use unhunch_words::Words;
use uuid::Uuid;

/// On which days.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Days {
    /// Every day.
    #[default]
    All,
    /// From Monday to Friday.
    Weekdays,
}

impl Days {
    /// Both, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::All, Self::Weekdays];

    /// The name in addresses and options.
    pub const fn id(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Weekdays => "weekdays",
        }
    }

    fn has(self, date: Date) -> bool {
        match self {
            Self::All => true,
            Self::Weekdays => !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday),
        }
    }

    const fn rule(self) -> &'static str {
        match self {
            Self::All => "FREQ=DAILY",
            Self::Weekdays => "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
        }
    }
}

/// When the calendar reminds of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Alarm {
    /// When it begins.
    #[default]
    Begin,
    /// Five minutes before.
    FiveBefore,
    /// Not at all.
    None,
}

impl Alarm {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Begin, Self::FiveBefore, Self::None];

    /// The name in addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Begin => "begin",
            Self::FiveBefore => "five-before",
            Self::None => "none",
        }
    }

    const fn trigger(self) -> Option<&'static str> {
        match self {
            Self::Begin => Some("PT0S"),
            Self::FiveBefore => Some("-PT5M"),
            Self::None => None,
        }
    }
}

/// A slot of the day for the exercises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slot {
    /// When it begins, by the clock on the wall.
    pub time: Time,
    /// On which days.
    pub days: Days,
    /// How long it lasts.
    pub minutes: Minutes,
    /// When to remind of it.
    pub alarm: Alarm,
}

impl Slot {
    /// What suits a person by what they said.
    pub fn of(profile: &Profile) -> Self {
        Self {
            time: match profile.day_part {
                DayPart::Morning => time(8, 0, 0, 0),
                DayPart::Any => time(10, 0, 0, 0),
                DayPart::Midday => time(12, 0, 0, 0),
                DayPart::Afternoon => time(15, 0, 0, 0),
                DayPart::Evening => time(19, 0, 0, 0),
            },
            days: Days::default(),
            minutes: profile.minutes,
            alarm: Alarm::default(),
        }
    }

    /// A time of day as a form sends it and a person types it: `09:30`; none where it is none.
    pub fn read_time(text: &str) -> Option<Time> {
        let (hour, minute) = text.trim().split_once(':')?;
        let number = |text: &str| {
            let is_number =
                (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| text.parse::<i8>().ok()).flatten()
        };
        Time::new(number(hour)?, number(minute)?, 0, 0).ok()
    }
}

/// The slot as a file. Its event has the same id for the same installation, and a later file
/// counts as a newer version of it, so that a calendar that takes it in again moves the slot
/// instead of adding another.
pub fn file(words: &Words, slot: &Slot, now: &Now, device: DeviceId) -> String {
    let mut out = Lines::default();
    out.line("BEGIN:VCALENDAR");
    out.line("VERSION:2.0");
    let version = env!("CARGO_PKG_VERSION");
    out.line(&format!("PRODID:-//Unhunch//Unhunch {version}//EN"));
    out.line("CALSCALE:GREGORIAN");
    out.line("METHOD:PUBLISH");

    let zone = now.zoned.time_zone();
    let begin = first(slot, &now.zoned);
    // A zone without a name has no rules to send along, and UTC needs none.
    let name = zone.iana_name().filter(|name| !is_utc(name));
    if let Some(name) = name {
        write_zone(&mut out, name, zone, begin.timestamp());
    }
    out.line("BEGIN:VEVENT");
    let id = Uuid::new_v5(&device.0, b"daily slot");
    out.line(&format!("UID:{id}@unhunch"));
    let stamp = now.zoned.timestamp();
    out.line(&format!("DTSTAMP:{}", in_utc(stamp)));
    // Minutes since 2020: grows, and stays within what a sequence number can be.
    let since = stamp.as_second().saturating_sub(1_577_836_800) / 60;
    out.line(&format!("SEQUENCE:{}", since.clamp(0, i64::from(i32::MAX))));
    match name {
        Some(name) => out.line(&format!("DTSTART;TZID={name}:{}", civil(begin.datetime()))),
        None => out.line(&format!("DTSTART:{}", in_utc(begin.timestamp()))),
    }
    out.line(&format!("DURATION:PT{}M", slot.minutes.get()));
    out.line(&format!("RRULE:{}", slot.days.rule()));
    let minutes = [("minutes", slot.minutes.get().into())];
    let summary = escaped(&words.with("slot-summary", &minutes));
    out.line(&format!("SUMMARY:{summary}"));
    let about = escaped(&words.get("slot-description"));
    out.line(&format!("DESCRIPTION:{about}"));
    // A calendar that others can see shows them a busy time and not what for.
    out.line("CLASS:PRIVATE");
    if let Some(trigger) = slot.alarm.trigger() {
        out.line("BEGIN:VALARM");
        out.line("ACTION:DISPLAY");
        out.line(&format!("DESCRIPTION:{summary}"));
        out.line(&format!("TRIGGER:{trigger}"));
        out.line("END:VALARM");
    }
    out.line("END:VEVENT");
    out.line("END:VCALENDAR");
    out.0
}

fn is_utc(name: &str) -> bool {
    matches!(
        name,
        "UTC" | "Etc/UTC" | "Etc/UCT" | "UCT" | "Etc/Universal" | "Universal" | "Etc/Zulu" | "Zulu"
    )
}

/// The next time that the slot begins.
fn first(slot: &Slot, now: &Zoned) -> Zoned {
    let dates = std::iter::successors(Some(now.date()), |date| date.tomorrow().ok());
    dates
        .filter(|date| slot.days.has(*date))
        .filter_map(|date| {
            let zone = now.time_zone().clone();
            date.to_datetime(slot.time).to_zoned(zone).ok()
        })
        .find(|begin| begin > now)
        .unwrap_or_else(|| now.clone())
}

/// A change of a zone's clock.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Change {
    /// When, by the clock that is put forward or back.
    at: DateTime,
    kind: Kind,
}

/// What changes, which is the same every year.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kind {
    before: Offset,
    after: Offset,
    is_summer: bool,
    name: String,
}

/// Years ahead that are looked at: for as long a zone's changes are written one by one where they
/// follow no rule that a calendar knows, as those for Ramadan.
const YEARS: i64 = 30;

/// Writes the rules of a zone from the change on that was in force then.
fn write_zone(out: &mut Lines, name: &str, zone: &TimeZone, from: Timestamp) {
    out.line("BEGIN:VTIMEZONE");
    out.line(&format!("TZID:{name}"));
    let until = from.saturating_add(SignedDuration::from_hours(YEARS * 8766));
    let until = until.unwrap_or(Timestamp::MAX);
    let ahead: Vec<Change> = zone
        .following(from)
        .take_while(|change| change.timestamp() < until)
        .filter_map(|change| change_at(zone, change.timestamp()))
        .collect();
    let inclusive = from.saturating_add(SignedDuration::from_nanos(1));
    let last = zone
        .preceding(inclusive.unwrap_or(from))
        .find_map(|change| change_at(zone, change.timestamp()));
    if ahead.is_empty() {
        let info = zone.to_offset_info(from);
        let kind = Kind {
            before: info.offset(),
            after: info.offset(),
            is_summer: false,
            name: info.abbreviation().to_owned(),
        };
        write_observance(
            out,
            &kind,
            &[jiff::civil::datetime(1970, 1, 1, 0, 0, 0, 0)],
            None,
        );
    } else {
        write_changes(out, last.as_ref(), &ahead);
    }
    out.line("END:VTIMEZONE");
}

/// The changes of a zone: by its rules, or one by one where it follows none.
fn write_changes(out: &mut Lines, last: Option<&Change>, ahead: &[Change]) {
    if let Some(rules) = rules(ahead) {
        let is_in_rule = last.filter(|last| {
            let rule = rules.get(&last.kind);
            rule.is_some_and(|(_, rule)| rule.fits(last.at))
        });
        if let (Some(last), None) = (last, is_in_rule) {
            write_observance(out, &last.kind, &[last.at], None);
        }
        for (kind, (first, rule)) in &rules {
            let begin = is_in_rule.filter(|last| last.kind == **kind);
            let begin = begin.map_or(*first, |last| last.at);
            write_observance(out, kind, &[begin], Some(rule));
        }
    } else {
        let mut kinds: BTreeMap<&Kind, Vec<DateTime>> = BTreeMap::new();
        for change in last.into_iter().chain(ahead) {
            kinds.entry(&change.kind).or_default().push(change.at);
        }
        for (kind, times) in kinds {
            write_observance(out, kind, &times, None);
        }
    }
}

/// The change at a moment; none where the clock goes on as before, as where the tables of a zone
/// end in 2038 and its rule begins.
fn change_at(zone: &TimeZone, at: Timestamp) -> Option<Change> {
    let just_before = at
        .saturating_sub(SignedDuration::from_nanos(1))
        .unwrap_or(at);
    let before = zone.to_offset(just_before);
    let after = zone.to_offset_info(at);
    (before != after.offset()).then(|| Change {
        at: before.to_datetime(at),
        kind: Kind {
            before,
            after: after.offset(),
            is_summer: after.dst().is_dst(),
            name: after.abbreviation().to_owned(),
        },
    })
}

/// A rule by which a change comes every year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rule {
    month: i8,
    weekday: Weekday,
    /// Which of the month's such weekdays, from 1, or −1 for the last.
    which: i8,
    time: Time,
}

impl Rule {
    /// The one that all these times follow, of which there is one each year; none where there is
    /// no such rule.
    fn of(times: &[DateTime]) -> Option<Self> {
        let first = times.first()?;
        let is_yearly = times
            .windows(2)
            .all(|pair| pair[1].year() == pair[0].year() + 1);
        let rule = |which| Self {
            month: first.month(),
            weekday: first.weekday(),
            which,
            time: first.time(),
        };
        let place = (first.day() - 1) / 7 + 1;
        let rules = [rule(-1), rule(place)];
        rules
            .into_iter()
            .find(|rule| is_yearly && times.iter().all(|at| rule.fits(*at)))
    }

    fn fits(self, at: DateTime) -> bool {
        let is_there = if self.which < 0 {
            at.day() + 7 > at.date().days_in_month()
        } else {
            (at.day() - 1) / 7 + 1 == self.which
        };
        is_there && (self.month, self.weekday, self.time) == (at.month(), at.weekday(), at.time())
    }
}

/// The rules that a zone's changes follow, each with its first time; none where one follows none,
/// or where a kind of change ends or begins on the way.
fn rules(ahead: &[Change]) -> Option<BTreeMap<&Kind, (DateTime, Rule)>> {
    let mut kinds: BTreeMap<&Kind, Vec<DateTime>> = BTreeMap::new();
    for change in ahead {
        kinds.entry(&change.kind).or_default().push(change.at);
    }
    let years = usize::try_from(YEARS).unwrap_or(usize::MAX);
    kinds
        .into_iter()
        .map(|(kind, times)| {
            let rule = Rule::of(&times).filter(|_| times.len() + 1 >= years)?;
            Some((kind, (*times.first()?, rule)))
        })
        .collect()
}

fn write_observance(out: &mut Lines, kind: &Kind, times: &[DateTime], rule: Option<&Rule>) {
    let Some(first) = times.first() else {
        return;
    };
    let name = if kind.is_summer {
        "DAYLIGHT"
    } else {
        "STANDARD"
    };
    out.line(&format!("BEGIN:{name}"));
    out.line(&format!("TZNAME:{}", escaped(&kind.name)));
    out.line(&format!("TZOFFSETFROM:{}", offset(kind.before)));
    out.line(&format!("TZOFFSETTO:{}", offset(kind.after)));
    out.line(&format!("DTSTART:{}", civil(*first)));
    if let Some(rule) = rule {
        let day = match rule.weekday {
            Weekday::Monday => "MO",
            Weekday::Tuesday => "TU",
            Weekday::Wednesday => "WE",
            Weekday::Thursday => "TH",
            Weekday::Friday => "FR",
            Weekday::Saturday => "SA",
            Weekday::Sunday => "SU",
        };
        let (month, which) = (rule.month, rule.which);
        out.line(&format!(
            "RRULE:FREQ=YEARLY;BYMONTH={month};BYDAY={which}{day}"
        ));
    }
    if times.len() > 1 {
        // One a line and the first once more: there are calendars that read only so.
        for at in times {
            out.line(&format!("RDATE:{}", civil(*at)));
        }
    }
    out.line(&format!("END:{name}"));
}

fn offset(offset: Offset) -> String {
    let seconds = offset.seconds();
    let sign = if seconds < 0 { '-' } else { '+' };
    let all = seconds.unsigned_abs();
    let mut text = format!("{sign}{:02}{:02}", all / 3600, all / 60 % 60);
    if !all.is_multiple_of(60) {
        write!(text, "{:02}", all % 60).ok();
    }
    text
}

fn civil(at: DateTime) -> String {
    at.strftime("%Y%m%dT%H%M%S").to_string()
}

fn in_utc(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A text as a property has it.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            '\r' => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Lines of at most 75 bytes, going on in the next where they are longer.
#[derive(Default)]
struct Lines(String);

impl Lines {
    fn line(&mut self, text: &str) {
        const MOST: usize = 75;
        let mut length = 0;
        for letter in text.chars() {
            if length + letter.len_utf8() > MOST {
                self.0.push_str("\r\n ");
                length = 1;
            }
            self.0.push(letter);
            length += letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone_of(name: &str) -> String {
        let zone = TimeZone::get(name).unwrap();
        let mut out = Lines::default();
        write_zone(
            &mut out,
            name,
            &zone,
            "2026-08-03T07:00:00Z".parse().unwrap(),
        );
        out.0.replace("\r\n ", "").replace("\r\n", "\n")
    }

    #[test]
    fn zones_with_a_rule_are_written_by_it() {
        insta::assert_snapshot!(zone_of("Europe/Berlin"));
        insta::assert_snapshot!(zone_of("Australia/Lord_Howe"));
    }

    #[test]
    fn zones_without_daylight_saving_have_one_offset() {
        insta::assert_snapshot!(zone_of("Asia/Kolkata"));
    }

    #[test]
    fn changes_that_follow_no_rule_are_written_one_by_one() {
        let casablanca = zone_of("Africa/Casablanca");
        assert!(!casablanca.contains("RRULE"));
        assert!(casablanca.contains("RDATE:"));
        // Friday before the last Sunday: no rule of one weekday in one month.
        assert!(!zone_of("Asia/Jerusalem").contains("FREQ=YEARLY;BYMONTH=3"));
    }

    #[test]
    fn lines_fold_between_letters() {
        let mut out = Lines::default();
        out.line(&"ü".repeat(80));
        for line in out.0.split("\r\n") {
            assert!(line.len() <= 75);
        }
        assert_eq!(
            out.0.replace("\r\n ", ""),
            format!("{}\r\n", "ü".repeat(80))
        );
    }

    #[test]
    fn times_are_read_as_they_are_typed() {
        assert_eq!(Slot::read_time("9:05"), Some(time(9, 5, 0, 0)));
        assert_eq!(Slot::read_time(" 23:59 "), Some(time(23, 59, 0, 0)));
        for bad in [
            "", "9", "24:00", "12:60", "-1:00", "1:2:3", "+9:00", "009:00",
        ] {
            assert_eq!(Slot::read_time(bad), None, "{bad}");
        }
    }
}
