//! How it felt over time, as a chart and a table.

use std::collections::BTreeMap;

use jiff::civil::Date;
use unhunch_domain::basics::mean::Mean;
use unhunch_domain::review::training::Period;
use unhunch_domain::review::trend::Trend;
use unhunch_report::chart::{self, Key, NARROW, Slot, WIDE};
use unhunch_words::trend;

use super::{Card, Grain, Table, View, period_length};

impl View<'_> {
    /// How it felt.
    pub(super) fn comfort(&self) -> Card {
        let words = self.words;
        let title = words.get("progress-felt");
        let trend = Trend::of(&self.course, self.first, self.today);
        if self.rated().next().is_none() && self.answers().next().is_none() {
            return Card {
                id: "felt",
                title,
                says: vec![words.get("progress-felt-empty")],
                link: Some(("/notes", words.get("progress-felt-link"))),
                ..Card::default()
            };
        }
        let said = trend::sentence(words, &trend, self.today);
        let description = self.described("progress-felt-about", &said);
        let (points, line) = if self.grain == Grain::Day {
            self.daily()
        } else {
            self.by_period()
        };
        let answers = self.answer_points();
        let sessions: Vec<(Slot, u32)> = if self.grain == Grain::Day {
            let days = self.training.days().iter();
            days.map(|(date, _)| (Slot::day(self.index(*date)), 100))
                .collect()
        } else {
            let periods = self.periods.iter();
            periods
                .map(|(period, _)| (self.slot(period), share(period)))
                .filter(|(_, share)| *share > 0)
                .collect()
        };
        let (most, least) = (words.get("scale-most"), words.get("scale-least"));
        let drawings = [NARROW, WIDE].map(|size| {
            let base = self.base("felt", &title, &description);
            let chart = chart::Comfort {
                base,
                most: &most,
                least: &least,
                points: &points,
                line: &line,
                answers: &answers,
                sessions: &sessions,
            };
            chart::comfort(&chart, size)
        });
        let shown = [
            !points.is_empty(),
            !line.is_empty(),
            !answers.is_empty(),
            !sessions.is_empty(),
        ];
        Card {
            id: "felt",
            title,
            drawings: drawings.into(),
            says: vec![said],
            legend: self.comfort_legend(shown),
            table: Some(if self.grain == Grain::Day {
                self.daily_table()
            } else {
                self.period_table()
            }),
            ..Card::default()
        }
    }

    /// What each shape means, of those that are shown: points, the line, answers, sessions.
    fn comfort_legend(&self, shown: [bool; 4]) -> Vec<(&'static str, String)> {
        let grain = self.grain;
        let keys = if grain == Grain::Day {
            [
                "progress-key-day",
                "progress-key-line",
                "progress-key-answer",
                "progress-key-session",
            ]
        } else {
            [
                grain.choose(
                    "progress-key-week",
                    "progress-key-month",
                    "progress-key-year",
                ),
                grain.choose(
                    "progress-key-line-week",
                    "progress-key-line-month",
                    "progress-key-line-year",
                ),
                "progress-key-answer-few",
                "progress-key-sessions",
            ]
        };
        let shapes = [Key::Point, Key::Line, Key::Answer, Key::Strip];
        let all = shapes.into_iter().zip(keys).zip(shown);
        all.filter(|(_, is_shown)| *is_shown)
            .map(|((shape, key), _)| (chart::key(shape), self.words.get(key)))
            .collect()
    }

    /// Means of days, and the line of the seven-day means, each where it is there.
    fn daily(&self) -> (Points, Vec<Points>) {
        let points = self
            .rated()
            .map(|(date, mean)| (Slot::day(self.index(date)), mean.tenths()))
            .collect();
        let dates = std::iter::successors(Some(self.first), |date| date.tomorrow().ok())
            .take_while(|date| *date <= self.today);
        let means = dates.map(|date| {
            let mean = self.course.week_mean(date)?;
            Some((Slot::day(self.index(date)), mean.tenths()))
        });
        (points, parts(means))
    }

    /// Means of weeks, months or years, and the line through those with enough ratings.
    fn by_period(&self) -> (Points, Vec<Points>) {
        let mean = |(period, _): &(Period, String)| {
            let mean = self.course.mean(period.first, period.last)?;
            Some((self.slot(period), mean.tenths()))
        };
        let sound = |(period, _): &(Period, String)| {
            let mean = self.course.sound_mean(period.first, period.last)?;
            Some((self.slot(period), mean.tenths()))
        };
        (
            self.periods.iter().filter_map(mean).collect(),
            parts(self.periods.iter().map(sound)),
        )
    }

    /// Means of the answers of each day, week, month or year.
    fn answer_means(&self) -> BTreeMap<Date, Mean> {
        let mut means: BTreeMap<Date, Mean> = BTreeMap::new();
        for (date, mean) in self.answers() {
            let begin = match self.grain {
                Grain::Day => date,
                grain => grain.begin(date),
            };
            let sum = means.entry(begin).or_default();
            *sum = sum.and(mean);
        }
        means
    }

    /// The answers as points; of longer times only where there are too few ratings for the line,
    /// which would be hidden otherwise.
    fn answer_points(&self) -> Points {
        let means = self.answer_means().into_iter();
        let is_shown = |date: Date| match self.grain {
            Grain::Day => true,
            grain => self.course.sound_mean(date, grain.end(date)).is_none(),
        };
        means
            .filter(|(date, _)| is_shown(*date))
            .map(|(date, mean)| {
                let last = match self.grain {
                    Grain::Day => date,
                    grain => grain.end(date),
                };
                let slot = Slot {
                    first: self.index(date),
                    last: self.index(last),
                };
                (slot, mean.tenths())
            })
            .collect()
    }

    fn daily_table(&self) -> Table {
        let words = self.words;
        let answers = self.answer_means();
        let sessions: BTreeMap<Date, usize> = self
            .training
            .days()
            .iter()
            .map(|(date, amount)| (*date, amount.sessions))
            .collect();
        let days: BTreeMap<Date, Mean> = self.rated().collect();
        let mut dates: Vec<Date> = days
            .keys()
            .chain(answers.keys())
            .chain(sessions.keys())
            .copied()
            .collect();
        dates.sort_unstable();
        dates.dedup();
        let mean = |mean: Option<Mean>| mean.map(trend::mean).unwrap_or_default();
        let rows = dates.into_iter().map(|date| {
            vec![
                self.short_date(date),
                mean(days.get(&date).copied()),
                mean(self.course.week_mean(date)),
                mean(answers.get(&date).copied()),
                count(sessions.get(&date).copied().unwrap_or(0)),
            ]
        });
        Table {
            rows: rows.collect(),
            heads: [
                "progress-column-day",
                "progress-column-average",
                "progress-column-line",
                "progress-column-answer",
                "progress-column-sessions",
            ]
            .map(|key| words.get(key))
            .into(),
        }
    }

    fn period_table(&self) -> Table {
        let answers = self.answer_means();
        let mean = |mean: Option<Mean>| mean.map(trend::mean).unwrap_or_default();
        let rows = self.periods.iter().map(|(period, label)| {
            vec![
                label.clone(),
                mean(self.course.mean(period.first, period.last)),
                mean(answers.get(&self.grain.begin(period.first)).copied()),
                period.amount.days.to_string(),
            ]
        });
        Table {
            rows: rows.collect(),
            heads: vec![
                self.column(),
                self.words.get("progress-column-average"),
                self.words.get("progress-column-answer"),
                self.words.get("progress-column-days"),
            ],
        }
    }
}

/// Means and what they are of, in tenths.
type Points = Vec<(Slot, u32)>;

/// The parts of a line, which ends wherever there is nothing.
fn parts(means: impl Iterator<Item = Option<(Slot, u32)>>) -> Vec<Points> {
    let mut parts: Vec<Points> = Vec::new();
    let mut is_open = false;
    for mean in means {
        match (mean, parts.last_mut()) {
            (Some(mean), Some(part)) if is_open => part.push(mean),
            (Some(mean), _) => parts.push(vec![mean]),
            (None, _) => {}
        }
        is_open = mean.is_some();
    }
    parts
}

/// How much of a period's days had a session, in hundredths.
fn share(period: &Period) -> u32 {
    let share = period.amount.days * 100 / period_length(period).max(1);
    u32::try_from(share).unwrap_or(100)
}

/// A number in a table in which most are none.
fn count(count: usize) -> String {
    if count == 0 {
        String::new()
    } else {
        count.to_string()
    }
}
