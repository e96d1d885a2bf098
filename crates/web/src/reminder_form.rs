//! The form of a plan of reminders: what is in its fields, whether that can be kept, and which
//! field is wrong.

use std::collections::BTreeMap;

use jiff::civil::Weekday;
use unhunch_domain::person::reminder_plan::{
    Breaks, Daily, NEVER, Plan, PromptSettings, Span, Week, Whole,
};
use unhunch_words::Words;
use unhunch_words::reminder_plan::{DAYS, groups};

/// The most rows of hours that the form adds to: more than anybody needs, and few enough to read.
const MOST_ROWS: usize = 20;

/// The most that it takes: a plan from elsewhere may have more hours, and keeps them.
const MOST_SENT_ROWS: usize = 500;

/// Hours on some days, as they are typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number, as names of fields have it.
    pub number: usize,
    /// From when.
    pub from: String,
    /// Until when; earlier than `from` is on the next day.
    pub to: String,
    /// On which days, Monday first.
    pub days: [bool; 7],
}

impl Row {
    fn of(number: usize, days: &[Weekday], span: Span) -> Self {
        let clock = |minute: i32| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
        Self {
            number,
            from: clock(span.start()),
            to: clock(span.end()),
            days: DAYS.map(|day| days.contains(&day)),
        }
    }

    fn is_empty(&self) -> bool {
        self.from.is_empty() && self.to.is_empty()
    }

    /// The days with their numbers from 1, and whether each is ticked.
    pub fn boxes(&self) -> impl Iterator<Item = (usize, bool)> {
        (1..).zip(self.days)
    }
}

/// A list of rows: the windows of the session, or the hours of breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rows {
    /// What names of its fields begin with: `window` or `hours`.
    pub name: &'static str,
    /// The rows.
    pub rows: Vec<Row>,
}

impl Rows {
    fn of(name: &'static str, week: &Week) -> Self {
        let spans = groups(week).into_iter().flat_map(|(days, spans)| {
            spans
                .into_iter()
                .map(move |span| (days.clone(), span))
                .collect::<Vec<_>>()
        });
        // The same hours on more days are one row.
        let mut by_span: Vec<(Span, Vec<Weekday>)> = Vec::new();
        for (days, span) in spans {
            match by_span.iter_mut().find(|(known, _)| *known == span) {
                Some((_, known)) => known.extend(days),
                None => by_span.push((span, days)),
            }
        }
        let rows = by_span.iter().enumerate();
        Self {
            name,
            rows: rows
                .map(|(number, (span, days))| Row::of(number, days, *span))
                .collect(),
        }
    }

    /// Adds a row with nothing in it, where there is room for one more.
    pub fn add(&mut self) {
        if self.rows.len() < MOST_ROWS {
            self.rows.push(Row {
                number: self.rows.len(),
                ..Row::default()
            });
        }
    }

    /// Takes a row out.
    pub fn remove(&mut self, number: usize) {
        self.rows.retain(|row| row.number != number);
        for (number, row) in self.rows.iter_mut().enumerate() {
            row.number = number;
        }
    }

    /// The week that the rows say.
    fn read(&self, words: &Words, faults: &mut Faults) -> Week {
        let mut week = Week::default();
        for row in self.rows.iter().filter(|row| !row.is_empty()) {
            let field = format!("{}-{}", self.name, row.number);
            let Some(span) = span(&row.from, &row.to) else {
                faults.add(field, words.get("asking-fault-hours"));
                continue;
            };
            if !row.days.contains(&true) {
                faults.add(field, words.get("asking-fault-days"));
                continue;
            }
            for (day, _) in DAYS.iter().zip(row.days).filter(|(_, ticked)| *ticked) {
                let spans = match day {
                    Weekday::Monday => &mut week.monday,
                    Weekday::Tuesday => &mut week.tuesday,
                    Weekday::Wednesday => &mut week.wednesday,
                    Weekday::Thursday => &mut week.thursday,
                    Weekday::Friday => &mut week.friday,
                    Weekday::Saturday => &mut week.saturday,
                    Weekday::Sunday => &mut week.sunday,
                };
                spans.push(span);
                spans.sort_unstable();
                spans.dedup();
            }
        }
        week
    }
}

/// Hours as two fields have them: midnight to midnight is a whole day.
fn span(from: &str, to: &str) -> Option<Span> {
    let is_midnight = |text: &str| matches!(text, "00:00" | "0:00");
    let to = if is_midnight(to) { "24:00" } else { to };
    format!("{from}-{to}").parse().ok()
}

/// What is wrong, by field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(BTreeMap<String, String>);

impl Faults {
    fn add(&mut self, field: String, sentence: String) {
        self.0.entry(field).or_insert(sentence);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with a field.
    pub fn of(&self, field: &str) -> Option<&String> {
        self.0.get(field)
    }

    /// What is wrong with a row.
    pub fn of_row(&self, name: &str, row: &Row) -> Option<&String> {
        self.of(&format!("{name}-{}", row.number))
    }
}

/// The form, filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderForm {
    /// Whether the session is asked for.
    pub daily: bool,
    /// When.
    pub windows: Rows,
    /// Minutes to the second prompt.
    pub second_chance: String,
    /// Whether breaks are suggested.
    pub breaks: bool,
    /// Minutes of work before one.
    pub work: String,
    /// Minutes that one lasts.
    pub lasts: String,
    /// When they may be suggested.
    pub hours: Rows,
    /// Seconds without input that make a pause.
    pub pause: String,
    /// Minutes for which a prompt waits for one.
    pub grace: String,
    /// Minutes that *later* means.
    pub snooze: String,
}

impl ReminderForm {
    /// A plan as the form shows it; what was never chosen is proposed.
    pub fn of(plan: &Plan) -> Self {
        let proposed = Plan::default();
        let windows = Rows::of("window", &plan.daily.windows);
        let hours = Rows::of("hours", &plan.breaks.hours);
        let or = |rows: Rows, proposed: &Week| {
            if rows.rows.is_empty() {
                Rows::of(rows.name, proposed)
            } else {
                rows
            }
        };
        Self {
            daily: plan.daily.on && !windows.rows.is_empty(),
            windows: or(windows, &proposed.daily.windows),
            second_chance: plan.daily.second_chance_minutes.get().to_string(),
            breaks: plan.breaks.on,
            work: plan.breaks.work_minutes.get().to_string(),
            lasts: plan.breaks.break_minutes.get().to_string(),
            hours: or(hours, &proposed.breaks.hours),
            pause: plan.asking.pause_seconds.get().to_string(),
            grace: plan.asking.grace_minutes.get().to_string(),
            snooze: plan.asking.snooze_minutes.get().to_string(),
        }
    }

    /// What a form says that was sent.
    pub fn sent(fields: &[(String, String)]) -> Self {
        let text = |name: &str| {
            let mut found = fields.iter().filter(|(known, _)| known == name);
            found
                .next()
                .map_or_else(String::new, |(_, value)| value.trim().to_owned())
        };
        Self {
            daily: !text("daily").is_empty(),
            windows: sent_rows("window", fields),
            second_chance: text("second-chance"),
            breaks: !text("breaks").is_empty(),
            work: text("work"),
            lasts: text("lasts"),
            hours: sent_rows("hours", fields),
            pause: text("pause"),
            grace: text("grace"),
            snooze: text("snooze"),
        }
    }

    /// The plan that the form says.
    ///
    /// # Errors
    /// What is wrong, by field.
    pub fn read(&self, words: &Words) -> Result<(Daily, Breaks, PromptSettings), Faults> {
        let mut faults = Faults::default();
        let windows = self.windows.read(words, &mut faults);
        if self.daily && windows == NEVER && faults.is_empty() {
            faults.add("window".to_owned(), words.get("asking-fault-no-window"));
        }
        let before = faults.0.len();
        let hours = self.hours.read(words, &mut faults);
        if self.breaks && hours == NEVER && faults.0.len() == before {
            faults.add("hours".to_owned(), words.get("asking-fault-no-hours"));
        }
        let second_chance = whole(words, "second-chance", &self.second_chance, &mut faults);
        let work = whole(words, "work", &self.work, &mut faults);
        let lasts = whole(words, "lasts", &self.lasts, &mut faults);
        let pause = whole(words, "pause", &self.pause, &mut faults);
        let grace = whole(words, "grace", &self.grace, &mut faults);
        let snooze = whole(words, "snooze", &self.snooze, &mut faults);
        let (Some(second), Some(work), Some(lasts), Some(pause), Some(grace), Some(snooze)) =
            (second_chance, work, lasts, pause, grace, snooze)
        else {
            return Err(faults);
        };
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok((
            Daily {
                on: self.daily,
                second_chance_minutes: second,
                windows,
            },
            Breaks {
                on: self.breaks,
                work_minutes: work,
                break_minutes: lasts,
                hours,
            },
            PromptSettings {
                pause_seconds: pause,
                grace_minutes: grace,
                snooze_minutes: snooze,
            },
        ))
    }
}

/// A whole number in its range.
fn whole<const LEAST: i64, const MOST: i64>(
    words: &Words,
    field: &str,
    text: &str,
    faults: &mut Faults,
) -> Option<Whole<LEAST, MOST>> {
    let number = text.parse::<i64>().ok();
    let number = number.and_then(|number| Whole::try_from(number).ok());
    if number.is_none() {
        let range = [("least", LEAST.into()), ("most", MOST.into())];
        faults.add(field.to_owned(), words.with("asking-fault-number", &range));
    }
    number
}

fn sent_rows(name: &'static str, fields: &[(String, String)]) -> Rows {
    let mut rows: BTreeMap<usize, Row> = BTreeMap::new();
    for (field, value) in fields {
        let parts = field
            .strip_prefix(name)
            .and_then(|rest| rest.strip_prefix('-'))
            .and_then(|rest| rest.split_once('-'));
        let Some((number, part)) = parts else {
            continue;
        };
        let Some(number) = number
            .parse()
            .ok()
            .filter(|number| *number < MOST_SENT_ROWS)
        else {
            continue;
        };
        let row = rows.entry(number).or_default();
        match part {
            "from" => value.trim().clone_into(&mut row.from),
            "to" => value.trim().clone_into(&mut row.to),
            "day" => {
                let day = value.parse::<usize>().ok();
                if let Some(day) = day.and_then(|day| row.days.get_mut(day.checked_sub(1)?)) {
                    *day = true;
                }
            }
            _ => {}
        }
    }
    let rows = rows.into_values().enumerate();
    Rows {
        name,
        rows: rows.map(|(number, row)| Row { number, ..row }).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words::english().unwrap()
    }

    /// The fields that a browser sends for a form.
    fn fields(form: &ReminderForm) -> Vec<(String, String)> {
        let mut fields = Vec::new();
        let mut add = |name: String, value: String| fields.push((name, value));
        for rows in [&form.windows, &form.hours] {
            for row in &rows.rows {
                let name = format!("{}-{}", rows.name, row.number);
                add(format!("{name}-from"), row.from.clone());
                add(format!("{name}-to"), row.to.clone());
                for (day, _) in row.boxes().filter(|(_, ticked)| *ticked) {
                    add(format!("{name}-day"), day.to_string());
                }
            }
        }
        for (name, value) in [
            ("second-chance", &form.second_chance),
            ("work", &form.work),
            ("lasts", &form.lasts),
            ("pause", &form.pause),
            ("grace", &form.grace),
            ("snooze", &form.snooze),
        ] {
            add(name.to_owned(), value.clone());
        }
        for (name, is_on) in [("daily", form.daily), ("breaks", form.breaks)] {
            if is_on {
                add(name.to_owned(), "yes".to_owned());
            }
        }
        fields
    }

    #[test]
    fn what_is_shown_and_sent_is_what_was_planned() {
        for text in [
            "",
            "[breaks]\non = true\nwork-minutes = 15\n[breaks.hours]\nmonday = [\"00:00-24:00\"]\nsunday = [\"22:00-06:00\"]",
            "[daily]\nsecond-chance-minutes = 30\n[daily.windows]\nmonday = [\"12:00-14:00\", \"20:00-24:00\"]\nfriday = [\"12:00-14:00\"]\nsunday = [\"22:00-02:00\"]\n[asking]\npause-seconds = 10",
        ] {
            let plan = Plan::from_toml(text).unwrap();
            let form = ReminderForm::of(&plan);
            let sent = ReminderForm::sent(&fields(&form));
            assert_eq!(sent, form, "{text}");
            let (daily, breaks, asking) = sent.read(&words()).unwrap();
            assert_eq!(
                (daily, breaks, asking),
                (plan.daily, plan.breaks, plan.asking)
            );
        }
    }

    #[test]
    fn each_fault_is_beside_its_field() {
        let mut form = ReminderForm::of(&Plan::default());
        form.breaks = true;
        form.windows.rows[0].to = "12:00".to_owned();
        form.hours.rows[0].days = [false; 7];
        form.work = "5".to_owned();
        form.snooze = "soon".to_owned();
        let faults = form.read(&words()).unwrap_err();
        let fields: Vec<_> = faults.0.keys().map(String::as_str).collect();
        assert_eq!(fields, ["hours-0", "snooze", "window-0", "work"]);

        form = ReminderForm::of(&Plan::default());
        form.windows.remove(0);
        let faults = form.read(&words()).unwrap_err();
        assert!(faults.of("window").is_some());
        form.windows.add();
        form.daily = false;
        let (daily, ..) = form.read(&words()).unwrap();
        assert_eq!(daily.windows, Week::default());
    }
}
