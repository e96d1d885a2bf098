//! What a plan of reminders means, in a plain sentence: the same on every page and on the command
//! line.

use jiff::civil::Weekday;
use unhunch_domain::person::reminder_plan::{Plan, Span, Week};

use crate::fluent::Words;

/// The days of a week, in their order.
pub const DAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

/// Minutes of a day by the clock on the wall.
const DAY: i32 = 24 * 60;

/// What will happen with a plan: "On workdays I ask once between 12:00 and 14:00, and after 50
/// minutes at the keyboard I suggest two minutes. Breaks come only between 09:00 and 17:00."
pub fn plan_sentence(words: &Words, plan: &Plan) -> String {
    let windows = groups(plan.daily.asked());
    let hours = groups(&plan.breaks.hours);
    let breaks = plan.breaks.on.then(|| {
        words.with(
            "asking-breaks",
            &[
                ("work", plan.breaks.work_minutes.get().into()),
                ("minutes", plan.breaks.break_minutes.get().into()),
            ],
        )
    });
    let asks = |(days, spans): &(Vec<Weekday>, Vec<Span>)| {
        let days = days_words(words, days).begins;
        let spans = spans_words(words, spans);
        words.with(
            "asking-once",
            &[("days", (&days).into()), ("times", (&spans).into())],
        )
    };
    let sentence = |part: &str| words.with("asking-sentence", &[("part", part.into())]);
    let mut sentences = Vec::new();
    match (windows.as_slice(), &breaks) {
        ([], None) => return words.get("asking-never"),
        ([], Some(breaks)) if !hours.is_empty() => {
            let only = words.with("asking-only-breaks", &[("breaks", breaks.into())]);
            sentences.push(sentence(&only));
        }
        ([], Some(_)) => return words.get("asking-never-hours"),
        ([one], Some(breaks))
            if hours.iter().any(|(days, _)| *days == one.0) && hours.len() == 1 =>
        {
            let asks = asks(one);
            sentences.push(words.with(
                "asking-both",
                &[("asks", (&asks).into()), ("breaks", breaks.into())],
            ));
        }
        (windows, breaks) => {
            sentences.extend(windows.iter().map(|group| sentence(&asks(group))));
            if let Some(breaks) = breaks.as_ref().filter(|_| !hours.is_empty()) {
                let besides = words.with("asking-besides", &[("breaks", breaks.into())]);
                sentences.push(sentence(&besides));
            }
        }
    }
    if breaks.is_some() {
        sentences.push(hours_sentence(words, &windows, &hours));
    }
    sentences.join(" ")
}

/// When breaks may be suggested.
fn hours_sentence(
    words: &Words,
    windows: &[(Vec<Weekday>, Vec<Span>)],
    hours: &[(Vec<Weekday>, Vec<Span>)],
) -> String {
    match (hours, windows) {
        ([], _) => words.get("asking-hours-none"),
        // The days were just said.
        ([(days, spans)], [(asked, _)]) if days == asked => {
            let times = spans_words(words, spans);
            words.with("asking-hours", &[("times", (&times).into())])
        }
        _ => {
            let parts: Vec<_> = hours
                .iter()
                .map(|(days, spans)| {
                    let days = days_words(words, days).goes_on;
                    let times = spans_words(words, spans);
                    words.with(
                        "asking-hours-part",
                        &[("days", (&days).into()), ("times", (&times).into())],
                    )
                })
                .collect();
            let times = list(words, &parts, "asking-and");
            words.with("asking-hours", &[("times", (&times).into())])
        }
    }
}

/// The days that have the same spans, with these; days without any are in none.
pub fn groups(week: &Week) -> Vec<(Vec<Weekday>, Vec<Span>)> {
    let mut groups: Vec<(Vec<Weekday>, Vec<Span>)> = Vec::new();
    for day in DAYS {
        let mut spans = week.on(day).to_vec();
        spans.sort_unstable();
        spans.dedup();
        if spans.is_empty() {
            continue;
        }
        match groups.iter_mut().find(|(_, known)| *known == spans) {
            Some((days, _)) => days.push(day),
            None => groups.push((vec![day], spans)),
        }
    }
    groups
}

/// Some days, at the beginning of a sentence and inside of one.
struct DaysWords {
    begins: String,
    goes_on: String,
}

fn days_words(words: &Words, days: &[Weekday]) -> DaysWords {
    let number = |day: &Weekday| day.to_monday_one_offset();
    let named = |key: &str, arguments: &[(&str, crate::fluent::Argument<'_>)]| DaysWords {
        begins: words.with(key, arguments),
        goes_on: words.with(&format!("{key}.inside"), arguments),
    };
    let numbers: Vec<_> = days.iter().map(number).collect();
    match numbers.as_slice() {
        [1, 2, 3, 4, 5, 6, 7] => return named("asking-days-all", &[]),
        [1, 2, 3, 4, 5] => return named("asking-days-work", &[]),
        [6, 7] => return named("asking-days-weekend", &[]),
        _ => {}
    }
    let name = |number: &i8| words.get(&format!("weekday-{number}"));
    if let [first, .., last] = numbers.as_slice()
        && numbers.len() > 2
        && usize::try_from(last - first).is_ok_and(|apart| apart + 1 == numbers.len())
    {
        let (first, last) = (name(first), name(last));
        return named(
            "asking-days-from",
            &[("first", (&first).into()), ("last", (&last).into())],
        );
    }
    let each: Vec<_> = numbers
        .iter()
        .map(|number| words.with("asking-day-each", &[("day", (&name(number)).into())]))
        .collect();
    let days = list(words, &each, "asking-and");
    named("asking-days-some", &[("days", (&days).into())])
}

/// Some spans: "between 12:00 and 14:00 or between 17:00 and 18:00".
pub fn spans_words(words: &Words, spans: &[Span]) -> String {
    let spans: Vec<_> = spans.iter().map(|span| span_words(words, *span)).collect();
    list(words, &spans, "asking-or")
}

fn span_words(words: &Words, span: Span) -> String {
    if span.end() - span.start() == DAY {
        return words.get("asking-span-day");
    }
    let clock = |minute: i32| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
    let (start, end) = (clock(span.start()), clock(span.end()));
    let key = match span.end() {
        DAY => "asking-span-midnight",
        end if end > DAY => "asking-span-past-midnight",
        _ => "asking-span",
    };
    words.with(key, &[("start", (&start).into()), ("end", (&end).into())])
}

/// Several things in a row, the last with the word between.
fn list(words: &Words, items: &[String], last: &str) -> String {
    let mut all = String::new();
    for (place, item) in items.iter().enumerate() {
        if place == 0 {
            all.clone_from(item);
        } else {
            let key = if place + 1 == items.len() {
                last
            } else {
                "asking-comma"
            };
            all = words.with(key, &[("before", (&all).into()), ("next", item.into())]);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A plan in TOML, since a file is what a person would write.
    fn told(text: &str) -> String {
        let words = Words::english().unwrap();
        let plan = Plan::from_toml(text).unwrap();
        plan_sentence(&words, &plan)
    }

    #[test]
    fn every_plan_has_its_sentence() {
        let none = "[daily.windows]\n";
        let breaks = "[breaks]\non = true\n";
        let plans = [
            String::new(),
            none.to_owned(),
            breaks.to_owned(),
            format!("{breaks}{none}"),
            format!("{breaks}work-minutes = 15\nbreak-minutes = 1\n[breaks.hours]\n"),
            format!("{breaks}[breaks.hours]\n{none}"),
            "[daily.windows]\nmonday = [\"12:00-14:00\", \"17:00-18:00\"]\nwednesday = [\"17:00-18:00\", \"12:00-14:00\"]".to_owned(),
            "[daily.windows]\nmonday = [\"12:00-14:00\"]\nsaturday = [\"10:00-11:00\"]\nsunday = [\"10:00-11:00\"]".to_owned(),
            "[daily.windows]\ntuesday = [\"22:00-02:00\"]\nwednesday = [\"22:00-02:00\"]\nthursday = [\"22:00-02:00\"]".to_owned(),
            "[daily.windows]\nfriday = [\"00:00-24:00\"]\nsunday = [\"21:30-00:00\"]".to_owned(),
            format!("{breaks}break-minutes = 10\n[breaks.hours]\nmonday = [\"08:00-12:00\", \"13:00-17:00\"]\nfriday = [\"08:00-12:00\"]\nsaturday = [\"22:00-06:00\"]"),
            format!("{breaks}[breaks.hours]\nmonday = [\"00:00-24:00\"]\n{none}sunday = [\"10:00-12:00\", \"14:00-15:00\", \"18:00-19:00\"]"),
        ];
        let told: Vec<_> = plans.iter().map(|plan| told(plan)).collect();
        insta::assert_snapshot!(told.join("\n"));
    }
}
