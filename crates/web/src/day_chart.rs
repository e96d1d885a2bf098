//! Today at the computer as a picture: work and breaks, what held prompts back, what was asked.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use unhunch_reminders::day_log::{DaySummary, Interval, Presence};
use unhunch_report::chart::{Band, Base, Hours, Look, Size, hours};

/// Hours that a picture shows at least.
const LEAST_HOURS: i64 = 4;

/// The part of a day that a picture shows, in whole hours by the clock on the wall.
pub struct Shown {
    first: Zoned,
    seconds: i64,
}

impl Shown {
    /// From the hour in which the first thing was seen to the one that runs.
    pub fn of(day: &DaySummary, now: Timestamp, zone: &TimeZone) -> Option<Self> {
        let begins = day.presences.iter().map(|stretch| stretch.from);
        let begins = begins.chain(day.suppressions.iter().map(|stretch| stretch.from));
        let first = begins
            .chain(day.prompts.iter().map(|asked| asked.at))
            .min()?;
        let hour = |at: Timestamp| {
            let at = at.to_zoned(zone.clone());
            let since =
                SignedDuration::from_secs(i64::from(at.minute()) * 60 + i64::from(at.second()));
            at.saturating_sub(since)
        };
        let first = hour(first);
        let last = hour(now).saturating_add(1.hour());
        let hours = last
            .timestamp()
            .duration_since(first.timestamp())
            .as_hours();
        Some(Self {
            first,
            seconds: hours.clamp(LEAST_HOURS, 30) * 3600,
        })
    }

    fn second(&self, at: Timestamp) -> u32 {
        let since = at.duration_since(self.first.timestamp()).as_secs();
        u32::try_from(since.clamp(0, self.seconds)).unwrap_or(0)
    }

    /// Draws it.
    pub fn draw(&self, day: &DaySummary, now: Timestamp, words: &Said<'_>, size: Size) -> String {
        fn of<What: Copy>(
            shown: &Shown,
            now: Timestamp,
            stretches: &[Interval<What>],
            is_it: impl Fn(What) -> bool,
        ) -> Vec<(u32, u32)> {
            let these = stretches.iter().filter(|stretch| is_it(stretch.what));
            these
                .map(|stretch| {
                    (
                        shown.second(stretch.from),
                        shown.second(stretch.to.unwrap_or(now)),
                    )
                })
                .collect()
        }
        let doings = |doing: Presence| of(self, now, &day.presences, |what| what == doing);
        let away = of(self, now, &day.presences, |what| {
            matches!(what, Presence::Locked | Presence::Asleep)
        });
        let marks: Vec<u32> = day
            .prompts
            .iter()
            .map(|asked| self.second(asked.at))
            .collect();
        let labels = (0..=self.seconds / 3600).map(|hour| {
            let at = self.first.saturating_add(hour.hours());
            let second = u32::try_from(hour * 3600).unwrap_or(0);
            (second, format!("{:02}:00", at.hour()))
        });
        let labels: Vec<_> = labels.collect();
        hours(
            &Hours {
                base: Base {
                    id: "day",
                    title: words.title,
                    description: words.description,
                    days: u32::try_from(self.seconds).unwrap_or(1),
                    dates: &labels,
                },
                bands: &[
                    Band {
                        label: words.work,
                        parts: &[
                            (Look::Solid, doings(Presence::Working)),
                            (Look::Open, doings(Presence::Away)),
                            (Look::Hatched, away),
                        ],
                    },
                    Band {
                        label: words.holds,
                        parts: &[(Look::Hatched, of(self, now, &day.suppressions, |_| true))],
                    },
                ],
                marks_label: words.asked,
                marks: &marks,
            },
            size,
        )
    }
}

/// The picture's words.
pub struct Said<'a> {
    /// What it is.
    pub title: &'a str,
    /// What it shows.
    pub description: &'a str,
    /// The band of work and breaks.
    pub work: &'a str,
    /// The band of what held prompts back.
    pub holds: &'a str,
    /// The row of prompts.
    pub asked: &'a str,
}
