//! The report as one table: a line for each thing that was said or done. docs/report-files.md
//! describes its columns.
//!
//! Fields are quoted as RFC 4180 has it, and the text begins with a byte order mark, without
//! which Excel takes it for another encoding.

use std::fmt::Write as _;

use jiff::civil::Date;
use unhunch_domain::journal::note::Location;
use unhunch_domain::journal::reach::{Reach, Reading};
use unhunch_domain::person::screening::{BeforeSign, NowSign};
use unhunch_domain::review::report::{Observation, Occasion, What};
use unhunch_domain::{Moment, Side};
use unhunch_words::{Words, dates, safety};

use super::{Gathered, name, play, title};

/// Names of the columns.
const COLUMNS: [&str; 11] = [
    "date",
    "time",
    "zone",
    "kind",
    "value",
    "unit",
    "locations",
    "exercise",
    "side",
    "text",
    "record",
];

/// A line of the table; what is empty has nothing to say.
#[derive(Default)]
struct Line {
    date: Option<Date>,
    time: String,
    zone: String,
    kind: &'static str,
    value: String,
    unit: &'static str,
    locations: String,
    exercise: String,
    side: &'static str,
    text: String,
    record: String,
}

/// The unit of ratings.
const SCALE: &str = "0-10";

/// Everything of a report as a table.
pub fn csv(words: &Words, gathered: &Gathered) -> String {
    let mut out = String::from('\u{feff}');
    write_row(&mut out, COLUMNS);
    for line in safety(words, gathered) {
        write_line(&mut out, &line);
    }
    for observation in &gathered.observations {
        for line in lines(words, observation) {
            write_line(&mut out, &line);
        }
    }
    out
}

/// The answers to the safety questions, yes or no; of what wasn't asked there is no line.
fn safety(words: &Words, gathered: &Gathered) -> Vec<Line> {
    let safety = &gathered.report.safety;
    let Some(answered) = safety.answered else {
        return Vec::new();
    };
    let zone = &gathered.now.zone;
    let said = |kind: &'static str, is_so: bool, text: String| Line {
        date: Some(zone.date(answered)),
        zone: zone.as_str().to_owned(),
        kind,
        value: yes_or_no(is_so),
        text,
        ..Line::default()
    };
    let answers = &safety.answers;
    let mut lines = Vec::new();
    if let Some(signs) = &answers.now {
        lines.extend(NowSign::ALL.map(|sign| {
            let text = safety::now_sign(words, sign).text;
            said("safety-now", signs.contains(&sign), text)
        }));
    }
    if let Some(signs) = &answers.before {
        lines.extend(BeforeSign::ALL.map(|sign| {
            let text = safety::before_sign(words, sign).text;
            said("safety-before", signs.contains(&sign), text)
        }));
    }
    for sign in answers.seen.iter().flatten() {
        let text = safety::before_sign(words, *sign).text;
        lines.push(said("safety-seen", true, text));
    }
    for condition in answers.conditions() {
        let text = words.get(&format!("condition-{}", condition.id()));
        lines.push(said("condition", true, text));
    }
    lines
}

/// The lines of an observation.
fn lines(words: &Words, observation: &Observation) -> Vec<Line> {
    let line = || Line {
        date: Some(observation.date),
        time: if observation.is_timed() {
            let at = observation.at.timestamp();
            dates::time(at.to_zoned(observation.zone.time_zone()).time())
        } else {
            String::new()
        },
        zone: observation.zone.as_str().to_owned(),
        record: match observation.occasion {
            Occasion::Session(id) => id.to_string(),
            Occasion::Note(id) => id.to_string(),
        },
        exercise: play(&observation.what).map_or_else(String::new, |play| name(words, play)),
        ..Line::default()
    };
    let word = |kind: &'static str, value: &str| Line {
        kind,
        value: value.to_owned(),
        ..line()
    };
    let rated = |kind: &'static str, rating: u8| Line {
        unit: SCALE,
        ..word(kind, &rating.to_string())
    };
    match &observation.what {
        What::Pain {
            moment,
            rating,
            locations,
        } => {
            let kind = match moment {
                Some(Moment::Before) => "pain-before",
                Some(Moment::After) => "pain-after",
                None => "pain",
            };
            vec![Line {
                locations: joined(locations),
                ..rated(kind, rating.get())
            }]
        }
        What::Felt(locations) => vec![Line {
            locations: joined(locations),
            ..word("felt", "")
        }],
        What::Remark(text) => vec![Line {
            text: text.to_string(),
            ..word("note", "")
        }],
        What::WeekAverage(rating) => vec![rated("week-average", rating.get())],
        What::WeekChange(change) => vec![word("week-change", change.id())],
        What::Sleep(sleep) => vec![word("week-sleep", sleep.id())],
        What::Activity(activity) => vec![word("week-activity", activity.id())],
        What::Reach(reach) => vec![reached(words, *reach, line())],
        What::Session {
            title: played,
            done_ms,
            ending: _,
        } => vec![Line {
            unit: "s",
            text: title(words, played),
            ..word("session", &seconds(*done_ms))
        }],
        What::Exercise { done_ms, .. } => vec![Line {
            unit: "s",
            ..word("exercise", &seconds(*done_ms))
        }],
        What::Discomfort { felt, settled, .. } => {
            let felt = match felt.rating() {
                Some(rating) => rated("discomfort", rating.get()),
                None => word("discomfort", felt.discomfort().id()),
            };
            let settled = settled.map(|settled| word("discomfort-settled", &yes_or_no(settled)));
            std::iter::once(felt).chain(settled).collect()
        }
        What::Hurt { .. } => vec![word("hurt", &yes_or_no(true))],
        What::Dizzy => vec![word("dizzy", &yes_or_no(true))],
    }
}

/// The line of a test of reach, begun in `line`.
fn reached(words: &Words, reach: Reach, line: Line) -> Line {
    let test = reach.test.id();
    let (value, unit) = match reach.reading {
        Reading::Degrees(degrees) => (degrees, "deg"),
        Reading::Landmark(place) => (place, "landmark"),
    };
    Line {
        kind: "reach",
        value: value.to_string(),
        unit,
        exercise: words.get(&format!("reach-{test}")),
        side: reach.side.map_or("", Side::id),
        text: reach.landmark().map_or_else(String::new, |landmark| {
            words.get(&format!("reach-{test}.{landmark}"))
        }),
        ..line
    }
}

fn yes_or_no(is_so: bool) -> String {
    if is_so { "yes" } else { "no" }.to_owned()
}

fn seconds(ms: u64) -> String {
    ((ms + 500) / 1000).to_string()
}

/// Names of places, one after the other.
fn joined<'a>(locations: impl IntoIterator<Item = &'a Location>) -> String {
    let ids: Vec<_> = locations.into_iter().map(|place| place.id()).collect();
    ids.join(" ")
}

fn write_line(out: &mut String, line: &Line) {
    let mut date = String::new();
    if let Some(day) = line.date {
        write!(date, "{day}").ok();
    }
    let [exercise, text] = [&line.exercise, &line.text].map(|text| guarded(text));
    write_row(
        out,
        [
            &date,
            &line.time,
            &line.zone,
            line.kind,
            &line.value,
            line.unit,
            &line.locations,
            &exercise,
            line.side,
            &text,
            &line.record,
        ],
    );
}

fn write_row(out: &mut String, fields: [&str; COLUMNS.len()]) {
    for (number, field) in fields.into_iter().enumerate() {
        if number > 0 {
            out.push(',');
        }
        if field.contains([',', '"', '\r', '\n', ';', '\t']) {
            out.push('"');
            out.push_str(&field.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(field);
        }
    }
    out.push_str("\r\n");
}

/// A text that no spreadsheet takes for a formula: what begins like one gets an apostrophe in
/// front. So does what begins with an apostrophe, so that whoever takes the first one away has
/// what was written. A program that parts fields at semicolons begins a new one after each, and
/// after each line end, so the same holds there.
fn guarded(text: &str) -> String {
    const FORMULA: [char; 12] = [
        '=', '+', '-', '@', '|', '\t', '\r', '\'', '＝', '＋', '－', '＠',
    ];
    let parts = text.split_inclusive(['\n', ';']).map(|part| {
        let guard = if part.trim_start_matches(' ').starts_with(FORMULA) {
            "'"
        } else {
            ""
        };
        format!("{guard}{part}")
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read_back(line: &Line) -> Vec<String> {
        let mut out = String::new();
        write_line(&mut out, line);
        let mut reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(out.as_bytes());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 1, "{out}");
        rows[0].iter().map(str::to_owned).collect()
    }

    proptest! {
        /// Whatever somebody writes comes back, and nothing of it is a formula.
        #[test]
        fn any_text_comes_back(
            text in prop_oneof!["[=+@'\t\r\"-]?.{0,40}", "[,;=\"\n\r\t a']{0,20}"],
            exercise in ".{0,20}",
        ) {
            let line = Line { text: text.clone(), exercise: exercise.clone(), kind: "note", ..Line::default() };
            let fields = read_back(&line);
            prop_assert_eq!(fields.len(), COLUMNS.len());
            for (field, meant) in [(&fields[9], &text), (&fields[7], &exercise)] {
                // Also for whoever parts fields at semicolons.
                let parts = || field.split_inclusive(['\n', ';']);
                prop_assert!(!parts().any(|part| part.starts_with(['=', '+', '-', '@', '\t', '\r'])));
                let read: String = parts().map(|part| part.strip_prefix('\'').unwrap_or(part)).collect();
                prop_assert_eq!(&read, meant);
            }
        }
    }

    #[test]
    fn lines_end_as_rfc_4180_has_it() {
        let mut out = String::new();
        let text = "one\ntwo, \"three\"".to_owned();
        write_line(
            &mut out,
            &Line {
                text,
                ..Line::default()
            },
        );
        assert_eq!(out, ",,,,,,,,,\"one\ntwo, \"\"three\"\"\",\r\n");
    }
}
