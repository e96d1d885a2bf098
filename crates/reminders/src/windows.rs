//! Which windows and working hours are open at a moment, and until when that stays so: the machine
//! can sleep until then.
//!
//! A span of hours is kept to by the clock on the wall. An hour that is skipped in spring is
//! skipped here too, and one that comes twice in autumn counts twice; what was asked for a
//! day is remembered by its date, so that nobody is asked twice for it.

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan};

use unhunch_domain::person::reminder_plan::{Plan, Span, Week};

/// How far ahead is looked for a change, in days: a week, and the day on which a span of the
/// week before ends.
const HORIZON_DAYS: i64 = 9;

/// The windows and working hours that are open, for as long as none begins or ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenHours {
    /// From when it is known to be so.
    from: Timestamp,
    /// Until when; the moment itself isn't in it.
    until: Timestamp,
    /// Whether anything begins or ends at `until`.
    is_change: bool,
    /// The days whose windows are open, earliest first.
    pub windows: Vec<Date>,
    /// The days whose working hours these are, earliest first.
    pub working_hours: Vec<Date>,
}

impl OpenHours {
    /// Those of a moment.
    pub fn at(plan: &Plan, zone: &TimeZone, now: Timestamp) -> Self {
        let civil = zone.to_datetime(now);
        let mut weeks = vec![plan.daily.asked()];
        if plan.breaks.on {
            weeks.push(&plan.breaks.hours);
        }
        let change = next_change_of(&weeks, zone, civil.date(), now);
        let until =
            change.unwrap_or_else(|| later(now, SignedDuration::from_hours(HORIZON_DAYS * 24)));
        Self {
            from: now,
            until,
            is_change: change.is_some(),
            windows: open_days(plan.daily.asked(), civil),
            working_hours: if plan.breaks.on {
                open_days(&plan.breaks.hours, civil)
            } else {
                Vec::new()
            },
        }
    }

    /// Whether it says anything about a moment.
    pub fn covers(&self, now: Timestamp) -> bool {
        self.from <= now && now < self.until
    }

    /// When hours begin or end next.
    pub fn next_change(&self) -> Option<Timestamp> {
        self.is_change.then_some(self.until)
    }
}

/// A later moment, or the last one that there is.
pub fn later(moment: Timestamp, by: SignedDuration) -> Timestamp {
    moment.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// The days of which a span is running at a moment, earliest first.
pub fn open_days(week: &Week, civil: DateTime) -> Vec<Date> {
    let minute = i32::from(civil.hour()) * 60 + i32::from(civil.minute());
    let days = [
        (civil.date().yesterday().ok(), minute + 24 * 60),
        (Some(civil.date()), minute),
    ];
    let is_open = |(day, minute): (Option<Date>, i32)| {
        day.filter(|day| spans(week, *day).iter().any(|span| span.covers(minute)))
    };
    days.into_iter().filter_map(is_open).collect()
}

/// The windows that are open or open within the horizon: their day, and from when until when.
pub fn upcoming(week: &Week, zone: &TimeZone, now: Timestamp) -> Vec<(Date, Timestamp, Timestamp)> {
    let today = zone.to_datetime(now).date();
    let moment = |day: Date, minute: i32| {
        let civil = day.at(0, 0, 0, 0).checked_add(i64::from(minute).minutes());
        zone.to_ambiguous_timestamp(civil.ok()?).compatible().ok()
    };
    (-1..HORIZON_DAYS)
        .filter_map(|offset| today.checked_add(offset.days()).ok())
        .flat_map(|day| spans(week, day).iter().map(move |span| (day, span)))
        .filter_map(|(day, span)| {
            let (from, until) = (moment(day, span.start())?, moment(day, span.end())?);
            (from < until && until > now).then_some((day, from, until))
        })
        .collect()
}

fn spans(week: &Week, day: Date) -> &[Span] {
    week.on(day.weekday())
}

/// When the answer of [`open`] can change next, within the horizon.
fn next_change_of(
    weeks: &[&Week],
    zone: &TimeZone,
    today: Date,
    now: Timestamp,
) -> Option<Timestamp> {
    let mut next: Option<Timestamp> = None;
    let mut consider = |moment: Timestamp| {
        if moment > now && next.is_none_or(|next| moment < next) {
            next = Some(moment);
        }
    };
    let mut any = false;
    for offset in -1..HORIZON_DAYS {
        let Ok(day) = today.checked_add(offset.days()) else {
            continue;
        };
        for span in weeks.iter().flat_map(|week| spans(week, day)) {
            any = true;
            for minute in [span.start(), span.end()] {
                let Ok(civil) = day.at(0, 0, 0, 0).checked_add(i64::from(minute).minutes()) else {
                    continue;
                };
                let moment = zone.to_ambiguous_timestamp(civil);
                // What the clock never shows doesn't change anything; the change of the clock
                // does, which comes below. What it shows twice counts twice.
                if matches!(moment.offset(), AmbiguousOffset::Gap { .. }) {
                    continue;
                }
                [moment.earlier(), moment.later()]
                    .into_iter()
                    .flatten()
                    .for_each(&mut consider);
            }
        }
    }
    if !any {
        return None;
    }
    if let Some(transition) = zone.following(now).next() {
        let horizon = later(now, SignedDuration::from_hours(HORIZON_DAYS * 24));
        if transition.timestamp() < horizon {
            consider(transition.timestamp());
        }
    }
    next
}
