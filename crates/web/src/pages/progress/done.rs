//! What was done: days a week, minutes by kind, sessions.

use unhunch_domain::basics::dates::days_between;
use unhunch_domain::review::adherence::GOOD_WEEK_DAYS;
use unhunch_report::chart::{self, Key, Look, NARROW, WIDE};
use unhunch_words::{lengths, trend};

use super::{Card, Grain, Table, View, period_length};

impl View<'_> {
    pub(super) fn no_sessions(&self) -> Card {
        Card {
            id: "sessions",
            title: self.words.get("progress-sessions"),
            says: vec![self.words.get("progress-sessions-empty")],
            link: Some(("/", self.words.get("progress-empty-link"))),
            ..Card::default()
        }
    }

    /// Sessions by week.
    pub(super) fn sessions(&self) -> Card {
        let words = self.words;
        let title = words.get("progress-sessions");
        let amounts = self.periods.iter().map(|(period, _)| period.amount);
        let most = amounts.map(|amount| amount.sessions).max().unwrap_or(0);
        let said = words.with(
            self.grain.choose(
                "progress-most-week",
                "progress-most-month",
                "progress-most-year",
            ),
            &[
                ("sessions", self.training.total().sessions.into()),
                ("most", most.into()),
            ],
        );
        let unit_key = self.grain.choose(
            "progress-sessions-week",
            "progress-sessions-month",
            "progress-sessions-year",
        );
        let unit = words.get(unit_key);
        let description = self.described(unit_key, &said);
        let bars: Vec<_> = self
            .periods
            .iter()
            .map(|(period, _)| (self.slot(period), vec![number(period.amount.sessions)]))
            .collect();
        let chart = chart::Bars {
            base: self.base("sessions", &title, &description),
            unit: &unit,
            per: 1,
            ticks: &[],
            looks: &[Look::Solid],
            amounts: &bars,
            guide: None,
        };
        let rows = self
            .periods
            .iter()
            .map(|(period, label)| vec![label.clone(), period.amount.sessions.to_string()]);
        Card {
            id: "sessions",
            drawings: vec![chart::bars(&chart, NARROW)],
            table: Some(Table {
                heads: vec![self.column(), words.get("progress-column-sessions")],
                rows: rows.collect(),
            }),
            title,
            says: vec![said],
            ..Card::default()
        }
    }

    /// Minutes by kind.
    pub(super) fn minutes(&self) -> Card {
        let words = self.words;
        let title = words.get("progress-minutes");
        let spent = self.training.total().spent;
        let length = |ms| lengths::length(words, ms);
        let said = words.with(
            "progress-minutes-say",
            &[
                ("mobility", (&length(spent.mobility_ms)).into()),
                ("strength", (&length(spent.strength_ms)).into()),
                ("warm-up", (&length(spent.warm_up_ms)).into()),
            ],
        );
        let unit_key = self.grain.choose(
            "progress-minutes-week",
            "progress-minutes-month",
            "progress-minutes-year",
        );
        let unit = words.get(unit_key);
        let description = self.described(unit_key, &said);
        let has_other = spent.other_ms > 0;
        let bars: Vec<_> = self
            .periods
            .iter()
            .map(|(period, _)| {
                let spent = period.amount.spent;
                let rest = spent.warm_up_ms + spent.other_ms;
                let parts = vec![spent.mobility_ms, spent.strength_ms, rest];
                (self.slot(period), parts)
            })
            .collect();
        let looks = [Look::Solid, Look::Hatched, Look::Open];
        let chart = chart::Bars {
            base: self.base("minutes", &title, &description),
            unit: &unit,
            per: 60_000,
            ticks: &[],
            looks: &looks,
            amounts: &bars,
            guide: None,
        };
        let [mobility, strength, warm_up, other, all] = [
            "progress-kind-mobility",
            "progress-kind-strength",
            "progress-kind-warm-up",
            "progress-kind-other",
            "progress-kind-all",
        ]
        .map(|key| words.get(key));
        let open = if has_other {
            format!("{warm_up}, {other}")
        } else {
            warm_up.clone()
        };
        let legend = looks.into_iter().zip([&mobility, &strength, &open]);
        let rows = self.periods.iter().map(|(period, label)| {
            let spent = period.amount.spent;
            let mut row = vec![label.clone()];
            let others = has_other.then_some(spent.other_ms);
            let kinds = [spent.mobility_ms, spent.strength_ms, spent.warm_up_ms];
            let kinds = kinds.into_iter().chain(others).chain([spent.total_ms()]);
            row.extend(kinds.map(|ms| ((ms + 30_000) / 60_000).to_string()));
            row
        });
        Card {
            id: "minutes",
            drawings: [NARROW, WIDE].map(|size| chart::bars(&chart, size)).into(),
            legend: legend
                .map(|(look, text)| (chart::key(Key::Bar(look)), text.clone()))
                .collect(),
            table: Some(Table {
                rows: rows.collect(),
                heads: [self.column(), mobility.clone(), strength.clone(), warm_up]
                    .into_iter()
                    .chain(has_other.then_some(other))
                    .chain([all])
                    .collect(),
            }),
            title,
            says: vec![said],
            ..Card::default()
        }
    }

    /// Days a week.
    pub(super) fn regularity(&self) -> Card {
        let words = self.words;
        let title = words.get("progress-regular");
        let is_weekly = matches!(self.grain, Grain::Day | Grain::Week);
        let good = [("days", GOOD_WEEK_DAYS.into())];
        let said = if is_weekly {
            self.good_weeks()
        } else {
            let total = self.training.total().days;
            let all = usize::try_from(days_between(self.first, self.today) + 1).unwrap_or(1);
            let average = trend::tenths(tenths_a_week(total, all));
            words.with("progress-average-days", &[("average", (&average).into())])
        };
        let about = if is_weekly {
            "progress-regular-about"
        } else {
            "progress-regular-about-months"
        };
        let description = self.described(about, &said);
        let unit = words.get("progress-key-sessions");
        // In tenths of a day, since months have averages.
        let bars: Vec<_> = self
            .periods
            .iter()
            .map(|(period, _)| {
                let days = period_length(period);
                let tenths = if is_weekly {
                    number(period.amount.days) * 10
                } else {
                    u64::from(tenths_a_week(period.amount.days, days))
                };
                let is_good = tenths >= number(GOOD_WEEK_DAYS) * 10;
                let parts = if is_good {
                    vec![tenths, 0]
                } else {
                    vec![0, tenths]
                };
                (self.slot(period), parts)
            })
            .collect();
        let chart = chart::Bars {
            base: self.base("regular", &title, &description),
            unit: &unit,
            per: 10,
            ticks: &[0, number(GOOD_WEEK_DAYS), 7],
            looks: &[Look::Solid, Look::Open],
            amounts: &bars,
            guide: Some(number(GOOD_WEEK_DAYS)),
        };
        let rows = self.periods.iter().map(|(period, label)| {
            let mut row = vec![label.clone(), period.amount.days.to_string()];
            if is_weekly {
                // A week that isn't over may become a good one.
                let is_open = self.today < self.grain.end(period.first);
                row.push(if period.is_good_week() {
                    words.get("progress-yes")
                } else if is_open {
                    String::new()
                } else {
                    words.get("progress-no")
                });
            }
            row
        });
        let column = words.with("progress-column-good", &good);
        let key = if is_weekly {
            "progress-key-good"
        } else {
            "progress-key-average-good"
        };
        Card {
            id: "regular",
            drawings: vec![chart::bars(&chart, NARROW)],
            legend: vec![
                (chart::key(Key::Bar(Look::Solid)), words.with(key, &good)),
                (
                    chart::key(Key::Bar(Look::Open)),
                    words.get("progress-key-other"),
                ),
            ],
            table: Some(Table {
                heads: [self.column(), words.get("progress-column-days")]
                    .into_iter()
                    .chain(is_weekly.then_some(column))
                    .collect(),
                rows: rows.collect(),
            }),
            title,
            says: vec![said],
            ..Card::default()
        }
    }

    /// How many weeks were good ones, counted as [`adherence`] does: this week and the first one
    /// count if they are.
    ///
    /// [`adherence`]: unhunch_domain::review::adherence
    fn good_weeks(&self) -> String {
        let weeks = self.periods.iter().map(|(period, _)| period);
        let begun: Vec<_> = weeks
            .skip_while(|week| week.amount.days == 0)
            .enumerate()
            .filter(|(number, week)| {
                let is_open = *number == 0 || self.today < self.grain.end(week.first);
                week.is_good_week() || !is_open
            })
            .map(|(_, week)| week.is_good_week())
            .collect();
        self.words.with(
            "progress-good-weeks",
            &[
                (
                    "good",
                    begun.iter().filter(|is_good| **is_good).count().into(),
                ),
                ("weeks", begun.len().into()),
                ("days", GOOD_WEEK_DAYS.into()),
            ],
        )
    }
}

/// Tenths of days a week, of so many days among all.
fn tenths_a_week(days: usize, all: usize) -> u32 {
    let all = all.max(1);
    u32::try_from((days * 140 + all) / (2 * all)).unwrap_or(70)
}

/// A number as charts take it.
fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
