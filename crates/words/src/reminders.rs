//! What the reminders saw, asked and mean to do next, in words.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use unhunch_domain::person::reminder_plan::{NEVER, Plan};
use unhunch_reminders::day_log::{AskedPrompt, DaySummary, Outcome};
use unhunch_reminders::event::Suppression;
use unhunch_reminders::status::ReminderStatus;

use crate::dates;
use crate::fluent::Words;

/// What holds prompts back now.
pub fn held(words: &Words, suppression: Suppression) -> String {
    words.get(&format!("day-held-{}", suppression.id()))
}

/// What comes next, as far as that can be known.
pub fn next(words: &Words, looked: &ReminderStatus, plan: &Plan) -> String {
    if looked.open.is_some() {
        return words.get("day-next-open");
    }
    if let Some(until) = looked.put_off_until {
        if until <= looked.now {
            return words.get("day-next-now");
        }
        let time = dates::time(until.to_zoned(looked.zone.clone()).time());
        return words.with("day-next-again", &[("time", (&time).into())]);
    }
    if looked.is_session_held && *plan.daily.asked() != NEVER {
        return words.get("day-next-safety");
    }
    let Some(next) = looked.next_window else {
        return words.get(if plan.breaks.on {
            "day-next-breaks"
        } else {
            "day-next-none"
        });
    };
    if next <= looked.now {
        return words.get("day-next-now");
    }
    let today = looked.now.to_zoned(looked.zone.clone()).date();
    let next = next.to_zoned(looked.zone.clone());
    let time = dates::time(next.time());
    if next.date() == today {
        return words.with("day-next", &[("time", (&time).into())]);
    }
    let day = dates::day(words, next.date());
    words.with(
        "day-next-on",
        &[("day", (&day).into()), ("time", (&time).into())],
    )
}

/// The day in words: what the picture shows, in its order.
pub fn rows(words: &Words, day: &DaySummary, zone: &TimeZone) -> Vec<(String, String)> {
    let clock = |at: Timestamp| dates::time(at.to_zoned(zone.clone()).time());
    let span = |from: Timestamp, to: Option<Timestamp>| {
        let from = clock(from);
        match to {
            Some(to) => words.with(
                "day-span",
                &[("from", (&from).into()), ("to", (&clock(to)).into())],
            ),
            None => words.with("day-since", &[("from", (&from).into())]),
        }
    };
    let mut rows: Vec<(Timestamp, String, String)> = Vec::new();
    for stretch in &day.presences {
        let what = words.get(&format!("day-doing-{}", stretch.what.id()));
        rows.push((stretch.from, span(stretch.from, stretch.to), what));
    }
    for stretch in &day.suppressions {
        let what = words.get(&format!("day-hold-{}", stretch.what.id()));
        rows.push((stretch.from, span(stretch.from, stretch.to), what));
    }
    for asked in &day.prompts {
        rows.push((asked.at, clock(asked.at), asked_words(words, asked)));
    }
    rows.sort_by_key(|(at, ..)| *at);
    rows.into_iter()
        .map(|(_, when, what)| (when, what))
        .collect()
}

/// What was asked, and what became of it: "Asked for today’s session: put off".
pub fn asked_words(words: &Words, asked: &AskedPrompt) -> String {
    let outcome = match asked.outcome {
        Outcome::Open => words.get("day-outcome-open"),
        Outcome::Answered(reply) => words.get(&format!("day-outcome-{}", reply.id())),
        Outcome::Withdrawn(why) => words.get(&format!("reminder-back-{}", why.id())),
    };
    let key = match asked.outcome {
        Outcome::Withdrawn(_) => "day-asked-withdrawn",
        Outcome::Open | Outcome::Answered(_) => "day-asked-for",
    };
    let what = words.get(&format!("reminder-{}", asked.prompt.kind.id()));
    words.with(
        key,
        &[("what", (&what).into()), ("outcome", (&outcome).into())],
    )
}
