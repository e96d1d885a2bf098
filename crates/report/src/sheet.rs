//! The report as it stands on paper: what fits on two pages, and what was left out for that.

use std::fmt::Write as _;

use jiff::ToSpan;
use jiff::civil::Date;
use unhunch_domain::Library;
use unhunch_domain::basics::dates::days_between;
use unhunch_domain::basics::mean::Mean;
use unhunch_domain::person::screening::Screening;
use unhunch_domain::programme::dosing;
use unhunch_domain::programme::parts::Kind;
use unhunch_domain::programme::progression::Progression;
use unhunch_domain::review::report::{Part, Report, Row, Said, Unit};
use unhunch_domain::review::training::{DiscomfortCounts, Exercised};
use unhunch_domain::review::trend::{Trend, WeekMean};
use unhunch_words::{Words, dates, doses, lengths, safety, trend};

use super::Gathered;
use crate::chart::{self, Base, Key, NARROW, Slot, WIDE};

/// The most rows of the table of weeks or months.
const MOST_ROWS: usize = 14;

/// The most exercises.
const MOST_EXERCISES: usize = 14;

/// The most notes.
const MOST_NOTES: usize = 12;

/// The most letters and the most lines of a note, empty lines aside.
const MOST_OF_NOTE: usize = 360;
const MOST_LINES_OF_NOTE: usize = 6;

/// Lines that notes and answers to the safety questions have together, beside
/// [`USUAL_EXERCISES`]; and what notes have at least, however much else there is.
const MOST_LINES: usize = 22;
const LEAST_LINES: usize = 5;
const USUAL_EXERCISES: usize = 10;

/// Letters that a line of a note, and of an answer, has room for.
const LINE: usize = 100;
const ANSWER_LINE: usize = 40;

/// Days up to which each is a point of the chart.
const MOST_DAYS: i32 = 110;

/// Days up to which a point is a week; a month beyond.
const MOST_WEEK_DAYS: i32 = 2 * 366;

/// A report on paper.
pub struct Sheet {
    /// The first and the last day, in words.
    pub period: String,
    /// The day that it was made on.
    pub made: String,
    /// Whether the person left parts out.
    pub is_chosen: bool,
    /// Whether nothing was done or noted in the period.
    pub is_empty: bool,
    /// What there is to say in a line each.
    pub facts: Vec<Fact>,
    /// How it felt.
    pub felt: Option<Felt>,
    /// Weeks or months.
    pub rows: Option<Table>,
    /// Exercises.
    pub exercises: Option<Table>,
    /// What was answered to the safety questions.
    pub safety: Option<Safety>,
    /// The person's own words.
    pub notes: Option<Notes>,
    /// What is asked to be said with codes of LOINC.
    pub notice: &'static str,
}

/// A fact: what it is, and what there is to say.
pub struct Fact {
    /// What it is.
    pub label: String,
    /// What there is to say.
    pub value: String,
}

/// How it felt over time.
pub struct Felt {
    /// What the course says.
    pub sentence: String,
    /// For a phone and for paper; none where there are no ratings.
    pub drawings: Vec<String>,
    /// What is drawn: a key as SVG, and what it means.
    pub legend: Vec<(&'static str, String)>,
}

/// A table, and what is not in it.
pub struct Table {
    /// What is in it.
    pub title: String,
    /// The names of its columns.
    pub heads: Vec<String>,
    /// Its rows, a text for each column.
    pub rows: Vec<Vec<String>>,
    /// What is not in it.
    pub note: Option<String>,
}

/// What was answered, and when.
pub struct Safety {
    /// When they were answered.
    pub answered: Option<String>,
    /// Questions, each with what was answered.
    pub groups: Vec<(String, Vec<String>)>,
}

/// Words of the person's own, and what is not here.
pub struct Notes {
    /// Those that there is room for.
    pub items: Vec<Noted>,
    /// What is not here.
    pub note: Option<String>,
}

/// A note: its day, how it felt, and the words.
pub struct Noted {
    /// Its day.
    pub date: String,
    /// How it felt; empty where that wasn’t said.
    pub felt: String,
    /// The words.
    pub text: String,
}

impl Sheet {
    /// The report on paper.
    pub fn of(words: &Words, library: &Library, gathered: &Gathered) -> Self {
        let report = &gathered.report;
        let is = |part| report.parts.has(part);
        let exercises = is(Part::Exercises)
            .then(|| exercises(words, library, report))
            .flatten();
        let safety = is(Part::Safety).then(|| safety(words, gathered));
        let room = room(exercises.as_ref(), safety.as_ref());
        Self {
            period: words.with(
                "report-period",
                &[
                    (
                        "first",
                        (&dates::full_date(words, report.span.first())).into(),
                    ),
                    (
                        "last",
                        (&dates::full_date(words, report.span.last())).into(),
                    ),
                ],
            ),
            made: dates::full_date(words, report.today),
            is_chosen: report.parts.left_out().next().is_some(),
            is_empty: report.is_empty(),
            facts: facts(words, report),
            felt: is(Part::Course).then(|| felt(words, report)),
            rows: (is(Part::Course) || is(Part::Training))
                .then(|| rows(words, report))
                .flatten(),
            exercises,
            safety,
            notes: is(Part::Notes).then(|| notes(words, report, room)),
            notice: super::fhir::LOINC_NOTICE,
        }
    }
}

fn facts(words: &Words, report: &Report) -> Vec<Fact> {
    let mut facts = Vec::new();
    let mut fact = |key: &str, value: String| {
        facts.push(Fact {
            label: words.get(key),
            value,
        });
    };
    if report.parts.has(Part::About) {
        let about = &report.about;
        let complaints: Vec<_> = about
            .complaints
            .iter()
            .map(|complaint| words.get(&format!("complaint-{}", complaint.id())))
            .collect();
        fact("report-complaints", listed(words, &complaints));
        let since = words.find(&format!("since-{}", about.since.id()), &[]);
        fact(
            "report-since",
            listed(words, &since.into_iter().collect::<Vec<_>>()),
        );
        if !about.locations.is_empty() {
            let places = about.locations.iter().map(|(place, count)| {
                let name = words.get(&format!("location-{}", place.id()));
                words.with(
                    "report-times",
                    &[("what", (&name).into()), ("count", (*count).into())],
                )
            });
            fact(
                "report-locations",
                listed(words, &places.collect::<Vec<_>>()),
            );
        }
    }
    if report.parts.has(Part::Course) && !report.course.ratings.is_empty() {
        let ratings = report.course.ratings.iter();
        let numbers = ratings.map(|rated| rated.rating.get());
        let lowest = numbers.clone().min().unwrap_or(0);
        let highest = numbers.max().unwrap_or(0);
        fact(
            "report-ratings",
            words.with(
                "report-ratings-value",
                &[
                    ("ratings", report.course.ratings.len().into()),
                    ("days", report.course.days().count().into()),
                    ("lowest", lowest.into()),
                    ("highest", highest.into()),
                ],
            ),
        );
        if let Some((before, after)) = report.course.around() {
            fact(
                "report-around",
                words.with(
                    "report-around-value",
                    &[
                        ("before", (&trend::mean(before)).into()),
                        ("after", (&trend::mean(after)).into()),
                        ("sessions", before.count().into()),
                    ],
                ),
            );
        }
    }
    if report.parts.has(Part::Training) {
        let total = report.training.total();
        let last = report.span.last().min(report.today);
        let days = days_between(report.span.first(), last)
            .saturating_add(1)
            .max(0);
        fact(
            "report-done",
            words.with(
                "report-done-value",
                &[
                    ("sessions", total.sessions.into()),
                    ("days", total.days.into()),
                    ("of", i64::from(days).into()),
                    (
                        "length",
                        (&lengths::length(words, total.spent.total_ms())).into(),
                    ),
                ],
            ),
        );
        if let Some(last) = report.training.dizzy.last() {
            fact(
                "report-dizzy",
                words.with(
                    "report-dizzy-value",
                    &[
                        ("count", report.training.dizzy.len().into()),
                        ("date", (&dates::full_date(words, *last)).into()),
                    ],
                ),
            );
        }
    }
    facts
}

/// Some things in a row; that nothing was said where there are none.
fn listed(words: &Words, values: &[String]) -> String {
    if values.is_empty() {
        words.get("summary-unsaid")
    } else {
        values.join(", ")
    }
}

/// What a chart's points stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Grain {
    Day,
    Week,
    Month,
}

impl Grain {
    fn of(days: i32) -> Self {
        if days <= MOST_DAYS {
            Self::Day
        } else if days <= MOST_WEEK_DAYS {
            Self::Week
        } else {
            Self::Month
        }
    }

    /// The last day of what a day belongs to.
    fn end(self, date: Date) -> Date {
        match self {
            Self::Day => date,
            Self::Week => unhunch_domain::basics::dates::sunday(date),
            Self::Month => date.last_of_month(),
        }
    }

    /// One of three words.
    const fn choose<T: Copy>(self, day: T, week: T, month: T) -> T {
        match self {
            Self::Day => day,
            Self::Week => week,
            Self::Month => month,
        }
    }
}

/// Means and what they are of, in tenths.
type Points = Vec<(Slot, u32)>;

/// What a chart shows.
#[derive(Default)]
struct Plotted {
    points: Points,
    line: Vec<Points>,
    answers: Points,
    sessions: Points,
}

impl Plotted {
    /// What a report has of the days from `first` to `last`, which `index` counts.
    fn of(
        report: &Report,
        grain: Grain,
        (first, last): (Date, Date),
        index: impl Fn(Date) -> u32,
    ) -> Self {
        let mut all = Self::default();
        let mut is_open = false;
        let mut begin = first;
        while begin <= last {
            let end = grain.end(begin).min(last);
            let slot = Slot {
                first: index(begin),
                last: index(end),
            };
            let mean = report.course.mean(begin, end);
            all.points.extend(mean.map(|mean| (slot, mean.tenths())));
            let sound = match grain {
                Grain::Day => report.course.week_mean(end),
                Grain::Week | Grain::Month => report.course.sound_mean(begin, end),
            };
            match (sound, all.line.last_mut()) {
                (Some(mean), Some(part)) if is_open => part.push((slot, mean.tenths())),
                (Some(mean), _) => all.line.push(vec![(slot, mean.tenths())]),
                (None, _) => {}
            }
            is_open = sound.is_some();
            let days = report.training.between(begin, end).days;
            if days > 0 && report.parts.has(Part::Training) {
                let length = usize::try_from(days_between(begin, end) + 1).unwrap_or(1);
                let share = u32::try_from(days * 100 / length.max(1));
                all.sessions.push((slot, share.unwrap_or(100)));
            }
            let Ok(next) = end.tomorrow() else { break };
            begin = next;
        }
        all.answers
            .extend(report.course.weeks.iter().filter_map(|week| {
                let average = week.said.average?;
                Some((Slot::day(index(week.date)), Mean::of(average).tenths()))
            }));
        all
    }

    /// What its shapes mean.
    fn legend(&self, words: &Words, grain: Grain) -> Vec<(&'static str, String)> {
        let point = grain.choose(
            "progress-key-day",
            "progress-key-week",
            "progress-key-month",
        );
        let line = grain.choose(
            "progress-key-line",
            "progress-key-line-week",
            "progress-key-line-month",
        );
        let sessions = match grain {
            Grain::Day => "progress-key-session",
            Grain::Week | Grain::Month => "progress-key-sessions",
        };
        [
            (self.points.is_empty(), Key::Point, point),
            (self.line.is_empty(), Key::Line, line),
            (self.answers.is_empty(), Key::Answer, "report-key-answer"),
            (self.sessions.is_empty(), Key::Strip, sessions),
        ]
        .into_iter()
        .filter(|(is_empty, ..)| !is_empty)
        .map(|(_, shape, key)| (chart::key(shape), words.get(key)))
        .collect()
    }
}

fn felt(words: &Words, report: &Report) -> Felt {
    let (first, last) = (report.span.first(), report.span.last().min(report.today));
    let trend = Trend::of(&report.course, first, last);
    let sentence = trend_sentence(words, &trend);
    if report.course.is_empty() {
        return Felt {
            sentence,
            drawings: Vec::new(),
            legend: Vec::new(),
        };
    }
    let index = |date: Date| u32::try_from(days_between(first, date)).unwrap_or(0);
    let grain = Grain::of(days_between(first, last));
    let plotted = Plotted::of(report, grain, (first, last), index);
    let dates = dates(words, first, last);
    let title = words.get("report-felt");
    let description = format!("{} {sentence}", words.get("report-felt-about"));
    let [most, none] = ["scale-most", "scale-least"].map(|key| words.get(key));
    let comfort = chart::Comfort {
        base: Base {
            id: "report-felt",
            title: &title,
            description: &description,
            days: index(last) + 1,
            dates: &dates,
        },
        most: &most,
        least: &none,
        points: &plotted.points,
        line: &plotted.line,
        answers: &plotted.answers,
        sessions: &plotted.sessions,
    };
    Felt {
        drawings: [NARROW, WIDE]
            .map(|size| chart::comfort(&comfort, size))
            .into(),
        legend: plotted.legend(words, grain),
        sentence,
    }
}

/// What can be written below the days: first days of weeks, months or years.
fn dates(words: &Words, first: Date, last: Date) -> Vec<(u32, String)> {
    let days = days_between(first, last);
    let short = |date: Date| words.get(&format!("month-short-{}", date.month()));
    let next = |date: Date| {
        if days <= 45 {
            date.saturating_add(7.days())
        } else if days <= 800 {
            date.last_of_month().saturating_add(1.day())
        } else {
            date.last_of_year().saturating_add(1.day())
        }
    };
    let begin = if days <= 45 { first } else { next(first) };
    std::iter::successors(Some(begin), |date| Some(next(*date)).filter(|to| to > date))
        .take_while(|date| *date <= last)
        .map(|date| {
            let label = if days > 800 || days > 45 && date.month() == 1 {
                date.year().to_string()
            } else if days > 45 {
                short(date)
            } else {
                short_date(words, date)
            };
            (u32::try_from(days_between(first, date)).unwrap_or(0), label)
        })
        .collect()
}

/// A day without its year: "3 Aug".
fn short_date(words: &Words, date: Date) -> String {
    let month = words.get(&format!("month-short-{}", date.month()));
    words.with(
        "progress-date",
        &[("day", date.day().into()), ("month", (&month).into())],
    )
}

fn trend_sentence(words: &Words, trend: &Trend) -> String {
    let week = |week: &WeekMean| {
        let last = dates::full_date(words, week.last);
        let mean = trend::mean(week.mean);
        words.with(
            "report-week-mean",
            &[
                ("mean", (&mean).into()),
                ("date", (&last).into()),
                ("ratings", week.mean.count().into()),
            ],
        )
    };
    match trend {
        Trend::None => words.get("report-trend-none"),
        Trend::TooFew => words.get("report-trend-too-few"),
        Trend::One(one) => words.with("report-trend-one", &[("week", (&week(one)).into())]),
        Trend::Course { from, to, .. } => words.with(
            "report-trend-course",
            &[("from", (&week(from)).into()), ("to", (&week(to)).into())],
        ),
    }
}

/// A number, or a dash where there is none.
fn or_dash(value: Option<String>) -> String {
    value.unwrap_or_else(|| "–".to_owned())
}

fn rows(words: &Words, report: &Report) -> Option<Table> {
    let (unit, mut rows) = report.rows();
    if rows.is_empty() {
        return None;
    }
    let all = rows.len();
    let note = (all > MOST_ROWS).then(|| {
        rows.drain(..all - MOST_ROWS);
        words.with(
            "report-rows-left-out",
            &[("shown", MOST_ROWS.into()), ("all", all.into())],
        )
    });
    let (trained, felt) = (
        report.parts.has(Part::Training),
        report.parts.has(Part::Course),
    );
    let has_answers = rows.iter().any(|row| row.answer.is_some());
    let has_changes = unit == Unit::Weeks && rows.iter().any(|row| row.change.is_some());
    let columns: [(&str, bool); 8] = [
        (
            match unit {
                Unit::Weeks => "report-column-week",
                Unit::Months => "report-column-month",
            },
            true,
        ),
        ("report-column-sessions", trained),
        ("report-column-days", trained),
        ("report-column-minutes", trained),
        ("report-column-mean", felt),
        ("report-column-ratings", felt),
        ("report-column-answer", felt && has_answers),
        ("report-column-change", felt && has_changes),
    ];
    let is_shown = |cells: Vec<String>| {
        let shown = cells.into_iter().zip(columns);
        shown
            .filter(|(_, (_, is_there))| *is_there)
            .map(|(cell, _)| cell)
            .collect::<Vec<_>>()
    };
    Some(Table {
        title: words.get(match unit {
            Unit::Weeks => "report-weeks",
            Unit::Months => "report-months",
        }),
        heads: is_shown(columns.map(|(key, _)| words.get(key)).into()),
        rows: rows
            .iter()
            .map(|row| is_shown(cells(words, unit, row)))
            .collect(),
        note,
    })
}

fn cells(words: &Words, unit: Unit, row: &Row) -> Vec<String> {
    let period = &row.period;
    let label = match unit {
        Unit::Months => dates::month(words, period.first),
        Unit::Weeks => words.with(
            "report-week",
            &[
                ("first", (&short_date(words, period.first)).into()),
                ("last", (&short_date(words, period.last)).into()),
            ],
        ),
    };
    let minutes = (period.amount.spent.total_ms() + 30_000) / 60_000;
    let change = row.change.map(|change| {
        let key = format!("week-change-{}", change.id());
        words.get(&key)
    });
    vec![
        label,
        period.amount.sessions.to_string(),
        period.amount.days.to_string(),
        minutes.to_string(),
        or_dash(row.mean.map(trend::mean)),
        row.mean.map_or(0, Mean::count).to_string(),
        or_dash(row.answer.map(|rating| rating.get().to_string())),
        or_dash(change),
    ]
}

/// Whether there is more to say of an exercise than that it was done.
fn was_bad(one: &Exercised) -> bool {
    one.hurt > 0 || one.felt.some > 0 || one.felt.too_much > 0
}

fn exercises(words: &Words, library: &Library, report: &Report) -> Option<Table> {
    let listed = report.training.exercises.iter();
    let mut listed: Vec<&Exercised> = listed
        .filter(|one| one.kind != Some(Kind::WarmUp) || was_bad(one))
        .collect();
    if listed.is_empty() {
        return None;
    }
    let all = listed.len();
    let note = (all > MOST_EXERCISES).then(|| {
        // What hurt stays, then what was done most.
        let mut ranked = listed.clone();
        ranked.sort_by_key(|one| (!was_bad(one), std::cmp::Reverse(one.times)));
        let least = &ranked[MOST_EXERCISES..];
        listed.retain(|one| !least.iter().any(|other| std::ptr::eq(*other, *one)));
        words.with(
            "report-exercises-left-out",
            &[("shown", MOST_EXERCISES.into()), ("all", all.into())],
        )
    });
    Some(Table {
        title: words.get("report-exercises"),
        heads: [
            "report-column-exercise",
            "report-column-times",
            "report-column-minutes",
            "report-column-dose",
            "report-column-felt",
            "report-column-hurt",
        ]
        .map(|key| words.get(key))
        .into(),
        rows: listed
            .into_iter()
            .map(|one| exercise(words, library, report, one))
            .collect(),
        note,
    })
}

fn exercise(words: &Words, library: &Library, report: &Report, one: &Exercised) -> Vec<String> {
    let name = match &one.own {
        Some(own) => own.name.to_string(),
        None => words
            .find(one.exercise.as_str(), &[])
            .unwrap_or_else(|| one.exercise.to_string()),
    };
    let felt = (one.felt != DiscomfortCounts::default()).then(|| {
        format!(
            "{} · {} · {}",
            one.felt.fine, one.felt.some, one.felt.too_much
        )
    });
    let hurt = one.last_hurt.map(|last| {
        let date = if last.year() == report.today.year() {
            short_date(words, last)
        } else {
            dates::full_date(words, last)
        };
        words.with(
            "report-hurt-value",
            &[("count", one.hurt.into()), ("date", (&date).into())],
        )
    });
    vec![
        name,
        one.times.to_string(),
        ((one.spent_ms + 30_000) / 60_000).to_string(),
        or_dash(doses(words, library, one)),
        or_dash(felt),
        or_dash(hurt),
    ]
}

/// The dose at first and at last; none where it has no levels.
fn doses(words: &Words, library: &Library, one: &Exercised) -> Option<String> {
    let ladder = Progression::whole(library.exercise(&one.exercise)?)?;
    let said = one.rungs.iter().map(|rung| {
        let play = ladder.play(rung.standing.form);
        doses::dose(
            words,
            play,
            &dosing::prescription(play, rung.standing.level),
        )
    });
    let said: Vec<_> = said.collect();
    let (first, last) = (said.first()?, said.last()?);
    if first == last {
        return Some(first.clone());
    }
    let mut both = first.clone();
    write!(both, " → {last}").ok();
    Some(both)
}

fn safety(words: &Words, gathered: &Gathered) -> Safety {
    let report = &gathered.report;
    let Screening {
        now, before, seen, ..
    } = &report.safety.answers;
    let said = |values: Option<Vec<String>>| match values {
        None => vec![words.get("summary-not-answered")],
        Some(values) if values.is_empty() => vec![words.get("summary-none")],
        Some(values) => values,
    };
    let now = now.as_ref().map(|signs| {
        let texts = signs.iter().map(|sign| safety::now_sign(words, *sign).text);
        texts.collect()
    });
    let before = before.as_ref().map(|signs| {
        let texts = signs.iter().map(|sign| {
            let text = safety::before_sign(words, *sign).text;
            if seen.as_ref().is_some_and(|seen| seen.contains(sign)) {
                format!("{text} {}", words.get("summary-seen"))
            } else {
                text
            }
        });
        texts.collect()
    });
    let answers = &report.safety.answers;
    let conditions = answers.conditions.as_ref().map(|_| {
        let conditions = answers.conditions().into_iter();
        conditions
            .map(|condition| words.get(&format!("condition-{}", condition.id())))
            .collect()
    });
    Safety {
        answered: report.safety.answered.map(|at| {
            let date = dates::full_date(words, gathered.now.zone.date(at));
            words.with("report-answered", &[("date", (&date).into())])
        }),
        groups: [
            ("summary-now", now),
            ("summary-before", before),
            ("summary-conditions", conditions),
        ]
        .map(|(key, values)| (words.get(key), said(values)))
        .into(),
    }
}

fn notes(words: &Words, report: &Report, most_lines: usize) -> Notes {
    let mut lines = 0;
    let mut is_cut = false;
    let mut items = Vec::new();
    for said in report.notes.iter().take(MOST_NOTES) {
        let text = shortened(said.text.as_str());
        let felt = felt_with(words, said);
        // Beside the words stand the day and, in a line of its own, how it felt.
        let beside = 1 + usize::from(!felt.is_empty());
        lines += lines_of(&text, LINE).max(beside);
        if lines > most_lines {
            break;
        }
        is_cut |= text.ends_with(" …");
        items.push(Noted {
            date: dates::full_date(words, said.date),
            felt,
            text,
        });
    }
    let left_out = items.len() < report.notes.len();
    let note = match (left_out, is_cut) {
        (false, false) => None,
        (false, true) => Some(words.get("report-notes-cut")),
        (true, _) => Some(words.with(
            "report-notes-left-out",
            &[
                ("shown", items.len().into()),
                ("all", report.notes.len().into()),
            ],
        )),
    };
    Notes { items, note }
}

/// How many lines a text takes.
fn lines_of(text: &str, letters: usize) -> usize {
    let lines = text
        .lines()
        .map(|line| line.chars().count().div_ceil(letters));
    lines.sum()
}

/// How many lines there is room for of notes, beside exercises and answers.
fn room(exercises: Option<&Table>, safety: Option<&Safety>) -> usize {
    let exercises = exercises.map_or(0, |table| table.rows.len());
    let groups = safety.iter().flat_map(|safety| &safety.groups);
    let answers = groups.map(|(_, values)| {
        let lines = values.iter().map(|value| lines_of(value, ANSWER_LINE));
        lines.sum::<usize>()
    });
    let taken = exercises.saturating_sub(USUAL_EXERCISES) * 3 / 2 + answers.max().unwrap_or(0);
    MOST_LINES.saturating_sub(taken).max(LEAST_LINES)
}

/// A text without empty lines; its beginning where it is too long for paper.
fn shortened(text: &str) -> String {
    let lines = text.lines().map(str::trim_end);
    let lines: Vec<_> = lines.filter(|line| !line.is_empty()).collect();
    let is_long = lines.len() > MOST_LINES_OF_NOTE;
    let text = &lines[..lines.len().min(MOST_LINES_OF_NOTE)].join("\n");
    if text.chars().count() <= MOST_OF_NOTE {
        let ending = if is_long { " …" } else { "" };
        return format!("{text}{ending}");
    }
    let cut: String = text.chars().take(MOST_OF_NOTE).collect();
    let whole = cut.rsplit_once(char::is_whitespace);
    let whole = whole.map_or(cut.as_str(), |(whole, _)| whole);
    format!("{} …", whole.trim_end())
}

/// What was noted with the words: "5 of 10, neck".
fn felt_with(words: &Words, said: &Said) -> String {
    let rating = said
        .rating
        .map(|rating| words.with("report-rated", &[("rating", rating.get().into())]));
    let places = said
        .locations
        .iter()
        .map(|place| words.get(&format!("location-{}", place.id())));
    rating
        .into_iter()
        .chain(places)
        .collect::<Vec<_>>()
        .join(", ")
}
