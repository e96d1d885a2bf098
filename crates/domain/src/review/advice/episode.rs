//! Where a course has come to, day by day: the weeks that are known, the episode that they are
//! part of, and since when which rule holds. The table of rules is in the module above.

use std::collections::VecDeque;

use jiff::civil::Date;

use crate::basics::dates::{date_of, day_number};
use crate::basics::mean::Mean;
use crate::journal::advice_rule::Rule;
use crate::journal::note::{Change, WeekParts};
use crate::person::profile::Since;
use crate::review::advice::{
    ASSESSMENT_DAYS, Advice, Because, CALM_DAYS, CALM_POINTS, FIRM_DAYS, KNOWN_DAYS, LOW_DAYS,
    PERSISTING_DAYS, Week,
};
use crate::review::ratings::{LEAST_DAYS, LEAST_RATINGS};
use crate::review::trend;

/// Days for which a rule can fail to hold without beginning anew (P).
const PAUSE_DAYS: i32 = 14;

/// Days that two answers about a week in a row lie apart (P): the fewest and the most.
const ANSWERS_APART: (i32, i32) = (6, 28);

/// Answers “worse” in a row that fire (PROGRAMME).
const WORSE_ANSWERS: usize = 2;

/// Days of a week.
const WEEK: i32 = 7;

/// Days that “weeks” are at least, as somebody says it (P).
const SAID_WEEKS_DAYS: i32 = 14;

/// What was said of a day.
pub(super) struct DaySaid<'a> {
    pub(super) date: Date,
    /// The mean of its ratings.
    pub(super) rated: Option<Mean>,
    /// The answers about the week that ends with it, in order.
    pub(super) answers: Vec<&'a WeekParts>,
}

/// The ratings of the latest seven days.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    days: VecDeque<(i32, Mean)>,
    sum: Mean,
}

impl Window {
    /// Goes on to a day and what was rated there; gives the mean of the week that ends with it,
    /// where there are enough ratings.
    fn week(&mut self, day: i32, date: Date, rated: Option<Mean>) -> Option<Week> {
        if let Some(mean) = rated {
            self.days.push_back((day, mean));
            self.sum = self.sum.and(mean);
        }
        while let Some((_, gone)) = self.days.pop_front_if(|(old, _)| *old <= day - WEEK) {
            self.sum = self.sum.without(gone);
        }
        let is_known = self.sum.count() >= LEAST_RATINGS && self.days.len() >= LEAST_DAYS;
        is_known.then_some(Week {
            last: date,
            mean: self.sum,
            is_answer: false,
        })
    }
}

/// A time during which a rule holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run {
    /// Its first day, or that of its latest stage.
    pub(super) since: Option<i32>,
    /// The day from which it hasn't held any more.
    pub(super) ended: Option<i32>,
}

impl Run {
    /// Goes on, or begins; gives whether it begins.
    pub(super) fn hold(&mut self, day: i32) -> bool {
        let goes_on = self.since.is_some() && self.ended.is_none_or(|end| day - end < PAUSE_DAYS);
        self.ended = None;
        if !goes_on {
            self.since = Some(day);
        }
        !goes_on
    }

    pub(super) fn end(&mut self, day: i32) {
        self.ended = self.ended.or(self.since.map(|_| day));
    }

    /// Since when it has held, if it does.
    pub(super) fn holds(&self) -> Option<i32> {
        self.since.filter(|_| self.ended.is_none())
    }
}

/// Answers “worse” in a row.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    first: i32,
    last: i32,
    /// The last one that was counted.
    counted: i32,
    /// How many they are, those of one week counted once.
    count: usize,
}

/// A time during which it is felt.
#[derive(Clone, Copy, Debug)]
pub(super) struct Episode {
    first: i32,
    baseline: Option<Week>,
    /// The last day on which it was better or below the calm points.
    good: Option<i32>,
}

/// Where it has come to, day by day.
#[derive(Clone, Debug, Default)]
pub(super) struct EpisodeTracker {
    pub(super) window: Window,
    /// The latest week that is known.
    pub(super) latest: Option<Week>,
    /// Of the weeks that the latest can be compared with, those that none after them is as low
    /// as: the first is the lowest, the first after a day the lowest after it.
    pub(super) lows: VecDeque<Week>,
    /// The weeks that overlap the latest.
    pub(super) recent: VecDeque<Week>,
    /// The days on which something was said in the latest seven.
    pub(super) said: VecDeque<i32>,
    pub(super) episode: Option<Episode>,
    /// The first of the known weeks below the calm points that follow each other.
    pub(super) calm: Option<i32>,
    /// When calm weeks last were complete.
    pub(super) calmed: Option<i32>,
    /// The lowest week, where the latest lies above it.
    pub(super) risen: Option<Week>,
    /// The answers “worse” in a row.
    pub(super) answers: Option<Row>,
    pub(super) worse: Run,
    /// How many answers in a row begin the next stage of worse.
    pub(super) next_answers: usize,
    pub(super) better: Run,
    pub(super) persisting: Run,
    pub(super) is_firm: bool,
}

impl EpisodeTracker {
    /// Takes in what was said of a day, the next one in order.
    pub(super) fn take(&mut self, said: &DaySaid<'_>) {
        let day = day_number(said.date);
        let mean = self.window.week(day, said.date, said.rated);
        // Of the answers of a day the last one counts.
        let average = said.answers.iter().rev().find_map(|week| week.average);
        let week = mean.or_else(|| {
            Some(Week {
                last: said.date,
                mean: Mean::of(average?),
                is_answer: true,
            })
        });
        self.pass(day);
        self.said.push_back(day);
        while (self.said.pop_front_if(|said| *said <= day - WEEK)).is_some() {}
        for change in said.answers.iter().filter_map(|week| week.change) {
            self.answer(day, change);
        }
        if let Some(week) = week {
            self.weigh(day, week);
        }
        let is_worse = self.is_worse();
        if !is_worse {
            self.worse.end(day);
        } else if self.worse.hold(day) {
            self.next_answers = self.worse_answers().max(WORSE_ANSWERS) + WORSE_ANSWERS;
        } else if self.is_worse_still(week) {
            self.worse.since = Some(day);
        }
        if let Some(week) = week {
            self.recent.push_back(week);
            self.latest = Some(week);
        }
    }

    /// Time goes by until a day: what is known grows old.
    pub(super) fn pass(&mut self, day: i32) {
        let is_old = |known: i32| day - known >= KNOWN_DAYS;
        let week = self.latest.map(|week| week.number());
        if let Some(known) = week.filter(|known| is_old(*known)) {
            for run in [&mut self.better, &mut self.persisting] {
                run.end(known + KNOWN_DAYS);
            }
            self.risen = None;
            self.episode = None;
            self.calm = None;
        }
        let answered = self.answers.map(|row| row.last);
        if answered.is_some_and(is_old) {
            self.answers = None;
        }
        if !self.is_worse() {
            let known = week.max(answered);
            self.worse
                .end(known.map_or(day, |known| day.min(known + KNOWN_DAYS)));
        }
    }

    pub(super) fn is_worse(&self) -> bool {
        self.risen.is_some() || self.worse_answers() >= WORSE_ANSWERS
    }

    pub(super) fn worse_answers(&self) -> usize {
        self.answers.map_or(0, |row| row.count)
    }

    /// Takes in an answer about how a week was against the one before.
    pub(super) fn answer(&mut self, day: i32, change: Change) {
        let (fewest, most) = ANSWERS_APART;
        let row = self.answers.filter(|row| day - row.last <= most);
        self.answers = (change == Change::Worse).then(|| match row {
            Some(row) if day - row.counted < fewest => Row { last: day, ..row },
            Some(row) => Row {
                last: day,
                counted: day,
                count: row.count + 1,
                ..row
            },
            None => Row {
                first: day,
                last: day,
                counted: day,
                count: 1,
            },
        });
    }

    /// Takes in how a week was.
    pub(super) fn weigh(&mut self, day: i32, week: Week) {
        self.risen = self
            .lowest(day - LOW_DAYS, day - WEEK)
            .filter(|low| trend::is_higher(low.mean, week.mean));
        if week.mean.is_at_least(CALM_POINTS) {
            self.calm = None;
            if self.episode.is_none() {
                // Of a week that nothing is known before, all of it; else the rise began now.
                let is_old = |latest: Week| day - latest.number() >= KNOWN_DAYS;
                let is_first = self.latest.is_none_or(is_old);
                let first = self.said.front().copied().filter(|_| is_first);
                self.episode = Some(Episode {
                    first: first.unwrap_or(day),
                    baseline: None,
                    good: None,
                });
            }
        } else if day - *self.calm.get_or_insert(day) >= CALM_DAYS {
            self.episode = None;
            self.calmed = Some(day);
        }
        let Some(episode) = &mut self.episode else {
            self.better.end(day);
            self.persisting.end(day);
            return;
        };
        if episode.baseline.is_none() && (week.is_answer || day - episode.first >= WEEK - 1) {
            episode.baseline = Some(week);
        }
        let Some(baseline) = episode.baseline else {
            return;
        };
        let is_better =
            day - baseline.number() >= WEEK && trend::is_lower(baseline.mean, week.mean);
        if is_better {
            self.better.hold(day);
        } else {
            self.better.end(day);
        }
        if is_better || !week.mean.is_at_least(CALM_POINTS) {
            episode.good = Some(day);
        }
        let from = episode.first.max(baseline.number() - (WEEK - 1));
        let lasted = day - episode.good.map_or(from, |good| good.max(from));
        if lasted < PERSISTING_DAYS {
            self.persisting.end(day);
        } else {
            let is_firm = lasted >= FIRM_DAYS;
            if self.persisting.hold(day) {
                self.is_firm = is_firm;
            } else if is_firm && !self.is_firm {
                self.persisting.since = Some(day);
                self.is_firm = true;
            }
        }
    }

    /// The lowest of the weeks that end on the days from `first` to `last`, the latest of equal
    /// ones. Both days go on from call to call.
    pub(super) fn lowest(&mut self, first: i32, last: i32) -> Option<Week> {
        while let Some(week) = self.recent.pop_front_if(|week| week.number() <= last) {
            while (self.lows.pop_back_if(|low| low.mean >= week.mean)).is_some() {}
            self.lows.push_back(week);
        }
        while (self.lows.pop_front_if(|week| week.number() < first)).is_some() {}
        self.lows.front().copied()
    }

    /// Whether it got worse once more since this stage of worse began.
    pub(super) fn is_worse_still(&mut self, week: Option<Week>) -> bool {
        if self.worse_answers() >= self.next_answers {
            self.next_answers = self.worse_answers() + WORSE_ANSWERS;
            return true;
        }
        let (Some(week), Some(since)) = (week, self.worse.since) else {
            return false;
        };
        let low = self.lows.iter().find(|low| low.number() >= since);
        low.is_some_and(|low| trend::is_higher(low.mean, week.mean))
    }

    /// What rules advise that look at weeks.
    pub(super) fn advice(&self) -> Vec<Advice> {
        let mut all = Vec::new();
        let weeks = |then: Option<Week>| {
            let (now, then) = self.latest.zip(then)?;
            Some(Because::Weeks { now, then })
        };
        let baseline = self.episode.and_then(|episode| episode.baseline);
        let mut add = |rule, is_firm, since, because: Vec<Because>| {
            all.push(Advice {
                rule,
                is_firm,
                since: date_of(since),
                because,
                is_read: false,
            });
        };
        let is_worse = self.worse.holds();
        if let Some(since) = is_worse {
            let answers = self.answers.filter(|row| row.count >= WORSE_ANSWERS);
            let answers = answers.map(|row| Because::Answers {
                first: date_of(row.first),
                last: date_of(row.last),
                count: row.count,
            });
            let because = weeks(self.risen).into_iter().chain(answers).collect();
            add(Rule::Worse, false, since, because);
        }
        if let Some(since) = self.persisting.holds() {
            let because = weeks(baseline).into_iter().collect();
            add(Rule::Persisting, self.is_firm, since, because);
        }
        if let Some(since) = self.better.holds().filter(|_| is_worse.is_none()) {
            let because = weeks(baseline).into_iter().collect();
            add(Rule::Better, false, since, because);
        }
        all
    }

    /// Whether an assessment is advised, since it has lasted for so long.
    pub(super) fn assessment(&self, said: Option<(Since, Date)>, today: Date) -> Option<Advice> {
        let latest = self.latest;
        let is_gone = latest.filter(|week| !week.mean.is_at_least(CALM_POINTS));
        // What was calm for weeks after it was said is over.
        let said = said.filter(|(_, on)| {
            *on <= today && self.calmed.is_none_or(|calmed| calmed < day_number(*on))
        });
        let mut reasons: Vec<(i32, Because)> = Vec::new();
        // That it lasts is known of the day on which somebody says so, and as long as nothing
        // else is.
        let is_said = said.filter(|(since, on)| {
            since.wants_assessment() && is_gone.is_none_or(|week| week.last < *on)
        });
        let known = if is_said.is_some() {
            day_number(today)
        } else {
            latest.filter(|_| is_gone.is_none())?.number()
        };
        if let Some((since, on)) = is_said {
            reasons.push((day_number(on), Because::Said { since, on }));
        }
        if let Some((episode, now)) = self.episode.zip(latest).filter(|_| is_gone.is_none()) {
            let first = date_of(episode.first);
            let lasting = Because::Lasting { first, now };
            reasons.push((episode.first + ASSESSMENT_DAYS, lasting));
            // How long it had been when they came, where they came with this episode.
            if let Some((since, on)) =
                said.filter(|(_, on)| episode.first - day_number(*on) < KNOWN_DAYS)
            {
                let before = match since {
                    Since::Days => Some(0),
                    Since::Weeks => Some(SAID_WEEKS_DAYS),
                    Since::Months | Since::Unsaid => None,
                };
                reasons.extend(before.map(|before| {
                    let due = day_number(on) + ASSESSMENT_DAYS - before;
                    (due, Because::Said { since, on })
                }));
            }
        }
        reasons.retain(|(due, _)| *due <= known);
        let due = reasons.iter().map(|(due, _)| *due).min()?;
        let stages = (known - due) / ASSESSMENT_DAYS;
        Some(Advice {
            rule: Rule::Assessment,
            is_firm: false,
            since: date_of(due + stages * ASSESSMENT_DAYS),
            because: reasons.into_iter().map(|(_, because)| because).collect(),
            is_read: false,
        })
    }
}
