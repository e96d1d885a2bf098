//! What is advised by how it went: that it got better, that it got worse, or that it has gone on
//! for so long that somebody should look at it. Never what it is.
//!
//! | rule | holds on a day (PROGRAMME; P: ours) |
//! |---|---|
//! | [`Better`](Rule::Better) | the latest week lies 2 points *and* 30 % below the episode's first week (the weeks don't overlap, P), and it isn't worse; until the episode is over |
//! | [`Worse`](Rule::Worse), by ratings | the latest week lies 2 points above the lowest of the 12 weeks before it (P), none of which overlaps it. So a flare after a good time is seen, and so is a slow rise |
//! | [`Worse`](Rule::Worse), by answers | the last two answers about a week both say “worse”, 6 to 28 days apart (P); two closer together are of one week and count once |
//! | [`Persisting`](Rule::Persisting) | at 2 or above (P: below there is little to get better from), and for 28 days not better; firm from 42 days on. Counted from the beginning of the episode, its first week, or the last day on which it was better or below 2 (P), whichever is latest |
//! | [`Assessment`](Rule::Assessment) | it lasts for 12 weeks: as the person said, as they said plus the time since (“weeks” are two at least, P), or since the episode began, and the latest week isn't below 2. It comes again every 12 weeks (P) |
//!
//! | word | what it means here |
//! |---|---|
//! | a week | seven days that end on a day on which something was said: their mean (4 ratings at least, PROGRAMME; on 2 days at least, P), or a person's own answer about it where there are too few |
//! | the latest week | the last one known, for 8 weeks (P). Nothing is concluded from days on which nothing was said: without a new rating nothing becomes worse, better or persisting |
//! | an episode | begins with the first week at 2 or above, ever, or after 8 weeks of which nothing is known (P), or after 4 calm weeks (P) |
//! | calm weeks | at least 28 days on which every known week is below 2 (P) |
//! | first week | the first that lies wholly within the episode, or the first answer about a week in it |
//! | since | the day on which it began to hold: times of less than 14 days on which it doesn't are no end of it (P), so that what wavers around a limit isn't told anew each time |
//! | a new stage of worse | another 2 points above the lowest week since, or two more answers “worse” (P) |
//!
//! Two points and 30 per cent are what people call a change (Farrar 2001, IMMPACT); when to look
//! further, and twelve weeks, are those of guidelines on neck pain (NICE CKS, `OPTIMa` 2016,
//! Blanpied 2017). All of it follows from the diary and the day, and what is read doesn't change
//! what is advised.

use std::collections::VecDeque;

use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::basics::dates::{date_of, day_number};
use crate::diary::Diary;
use crate::note::{Change, Content, WeekParts};
use crate::profile::Since;
use crate::ratings::{LEAST_DAYS, LEAST_RATINGS, Mean};
use crate::screening::Screening;
use crate::trend;
pub use crate::trend::{PERCENT, POINTS};

/// Points below which there is little to get better from (P).
pub const CALM_POINTS: u32 = 2;

/// Days without getting better after which it persists (PROGRAMME).
pub const PERSISTING_DAYS: i32 = 28;

/// Days without getting better after which that is said again, and firmly (PROGRAMME).
pub const FIRM_DAYS: i32 = 42;

/// Days after which an assessment is advised (PROGRAMME), and advised again (P).
pub const ASSESSMENT_DAYS: i32 = 84;

/// Days before a week among which the lowest one is looked for (P).
pub const LOW_DAYS: i32 = 84;

/// Days for which what is known of a week counts as the latest (P).
pub const KNOWN_DAYS: i32 = 56;

/// Days of calm after which an episode is over (P).
pub const CALM_DAYS: i32 = 28;

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

/// A rule that advises something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// It got worse.
    Worse,
    /// It has gone on for twelve weeks or longer.
    Assessment,
    /// It didn't get better in four weeks, or in six.
    Persisting,
    /// It got better.
    Better,
}

impl Rule {
    /// All of them, the gravest first.
    pub const ALL: [Self; 4] = [
        Self::Worse,
        Self::Assessment,
        Self::Persisting,
        Self::Better,
    ];

    /// The name in files, JSON and addresses.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Worse => "worse",
            Self::Assessment => "assessment",
            Self::Persisting => "persisting",
            Self::Better => "better",
        }
    }

    /// Where it comes from, by author and year; what isn't from there is ours.
    pub const fn source(self) -> &'static str {
        match self {
            Self::Worse => "Farrar 2001, IMMPACT; the twelve weeks and the answers: ours",
            Self::Assessment => "NICE CKS neck pain, OPTIMa 2016, Blanpied 2017",
            Self::Persisting => "NICE CKS neck pain, Blanpied 2017; four and six weeks: ours",
            Self::Better => "Farrar 2001, IMMPACT",
        }
    }
}

/// What is advised on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Advice {
    /// By which rule.
    pub rule: Rule,
    /// Whether it is said for the second time, and firmly.
    pub is_firm: bool,
    /// The first day of this stage of it.
    pub since: Date,
    /// What it follows from; at least one.
    pub because: Vec<Because>,
    /// Whether this stage was read.
    pub is_read: bool,
}

/// What advice follows from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Because {
    /// A week against another: the first of the episode, or the lowest of those before.
    Weeks {
        /// The latest.
        now: Week,
        /// The other.
        then: Week,
    },
    /// The last answers about a week, all “worse”.
    Answers {
        /// The day of the first of them.
        first: Date,
        /// The day of the last.
        last: Date,
        /// How many they are, those of the same week counted once.
        count: usize,
    },
    /// The person said that they have had it for so long.
    Said {
        /// How long.
        since: Since,
        /// The day on which they said so.
        on: Date,
    },
    /// It was there on that day, and is in the latest week.
    Lasting {
        /// The first day of the episode.
        first: Date,
        /// The latest week.
        now: Week,
    },
}

/// How a week was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Week {
    /// Its last day.
    pub last: Date,
    /// The mean of its ratings, or what the person answered.
    pub mean: Mean,
    /// Whether it is their answer.
    pub is_answer: bool,
}

impl Week {
    /// Its first day.
    pub fn first(&self) -> Date {
        self.last.saturating_sub(6.days())
    }

    fn number(&self) -> i32 {
        day_number(self.last)
    }
}

/// What is advised on a day, the gravest first. Entries of later days don't count.
pub fn today(diary: &Diary, today: Date) -> Vec<Advice> {
    let course = course(diary, today);
    let mut all = course.advice();
    all.extend(course.assessment(diary.since_said(), today));
    all.sort_by_key(|advice| advice.rule);
    for advice in &mut all {
        let read = diary.read_stage(advice.rule);
        // What a clock that was ahead let somebody read isn't read yet.
        advice.is_read = read.is_some_and(|read| advice.since <= read && read <= today);
    }
    all
}

/// Since when it has been worse, if it is.
pub fn worse_since(diary: &Diary, today: Date) -> Option<Date> {
    course(diary, today).worse.holds().map(date_of)
}

/// Since when it had been worse when something was last said, if it was: what the safety questions
/// are asked about again. Nobody's silence makes it better, so it doesn't grow old.
pub fn worse_at_last(diary: &Diary, today: Date) -> Option<Date> {
    let rated = diary.rated_days(Date::MIN, today).next_back();
    let answered = diary.weeks_between(Date::MIN, today).next_back();
    let rated = rated.map(|(date, _)| date);
    let last = rated.max(answered.map(|noted| noted.note.date))?;
    worse_since(diary, last)
}

/// Whether it got worse since the safety questions were last answered, so that they are asked
/// again: once for each stage of it.
pub fn asks_again(diary: &Diary, screening: &Screening, today: Date) -> bool {
    worse_at_last(diary, today).is_some_and(|since| !screening.was_asked_about(since, today))
}

/// Days after which a day is hardly ever rated or corrected any more (P): what follows from the
/// days before is kept.
const SETTLED_DAYS: i32 = 14;

/// What has come of all that was said, as of a day.
///
/// It goes through the days from the first on, so where it had come to a while ago is kept beside
/// them, and only what was said since is gone through again.
fn course(diary: &Diary, today: Date) -> Course {
    let checkpoint = diary.checkpoint();
    let mut kept_until = None;
    let mut course = Course::default();
    let mut first = Date::MIN;
    if let Some((day, kept)) = checkpoint.until::<Course>(today) {
        course = Course::clone(&kept);
        first = day.tomorrow().unwrap_or(day);
        kept_until = Some(day);
    }
    let settled = today.saturating_sub(SETTLED_DAYS.days());
    let mut taken = kept_until;
    let keep = |course: &Course, taken: Option<Date>| {
        if let Some(day) = taken.filter(|_| taken != kept_until) {
            checkpoint.keep(day, course.clone());
        }
    };
    let mut is_settled = true;
    for day in days_said(diary, first, today) {
        if is_settled && day.date > settled {
            is_settled = false;
            keep(&course, taken);
        }
        taken = Some(day.date);
        course.take(&day);
    }
    if is_settled {
        keep(&course, taken);
    }
    course.pass(day_number(today));
    course
}

/// What was said of a day.
struct DaySaid<'a> {
    date: Date,
    /// The mean of its ratings.
    rated: Option<Mean>,
    /// The answers about the week that ends with it, in order.
    answers: Vec<&'a WeekParts>,
}

/// The days of a diary on which something was said, in order.
fn days_said(diary: &Diary, first: Date, last: Date) -> impl Iterator<Item = DaySaid<'_>> {
    let mut rated = diary.rated_days(first, last).peekable();
    let mut answered = diary.weeks_between(first, last).peekable();
    std::iter::from_fn(move || {
        let next = [
            rated.peek().map(|(date, _)| *date),
            answered.peek().map(|noted| noted.note.date),
        ];
        let date = next.into_iter().flatten().min()?;
        let mut day = DaySaid {
            date,
            rated: rated
                .next_if(|(rated, _)| *rated == date)
                .map(|(_, mean)| mean),
            answers: Vec::new(),
        };
        while let Some(noted) = answered.next_if(|noted| noted.note.date == date) {
            if let Content::Week(said) = &noted.note.content {
                day.answers.push(said);
            }
        }
        Some(day)
    })
}

/// The ratings of the latest seven days.
#[derive(Clone, Debug, Default)]
struct Window {
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
struct Run {
    /// Its first day, or that of its latest stage.
    since: Option<i32>,
    /// The day from which it hasn't held any more.
    ended: Option<i32>,
}

impl Run {
    /// Goes on, or begins; gives whether it begins.
    fn hold(&mut self, day: i32) -> bool {
        let goes_on = self.since.is_some() && self.ended.is_none_or(|end| day - end < PAUSE_DAYS);
        self.ended = None;
        if !goes_on {
            self.since = Some(day);
        }
        !goes_on
    }

    fn end(&mut self, day: i32) {
        self.ended = self.ended.or(self.since.map(|_| day));
    }

    /// Since when it has held, if it does.
    fn holds(&self) -> Option<i32> {
        self.since.filter(|_| self.ended.is_none())
    }
}

/// Answers “worse” in a row.
#[derive(Clone, Copy, Debug)]
struct Row {
    first: i32,
    last: i32,
    /// The last one that was counted.
    counted: i32,
    /// How many they are, those of one week counted once.
    count: usize,
}

/// A time during which it is felt.
#[derive(Clone, Copy, Debug)]
struct Episode {
    first: i32,
    baseline: Option<Week>,
    /// The last day on which it was better or below the calm points.
    good: Option<i32>,
}

/// Where it has come to, day by day.
#[derive(Clone, Debug, Default)]
struct Course {
    window: Window,
    /// The latest week that is known.
    latest: Option<Week>,
    /// Of the weeks that the latest can be compared with, those that none after them is as low
    /// as: the first is the lowest, the first after a day the lowest after it.
    lows: VecDeque<Week>,
    /// The weeks that overlap the latest.
    recent: VecDeque<Week>,
    /// The days on which something was said in the latest seven.
    said: VecDeque<i32>,
    episode: Option<Episode>,
    /// The first of the known weeks below the calm points that follow each other.
    calm: Option<i32>,
    /// When calm weeks last were complete.
    calmed: Option<i32>,
    /// The lowest week, where the latest lies above it.
    risen: Option<Week>,
    /// The answers “worse” in a row.
    answers: Option<Row>,
    worse: Run,
    /// How many answers in a row begin the next stage of worse.
    next_answers: usize,
    better: Run,
    persisting: Run,
    is_firm: bool,
}

impl Course {
    /// Takes in what was said of a day, the next one in order.
    fn take(&mut self, said: &DaySaid<'_>) {
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
    fn pass(&mut self, day: i32) {
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

    fn is_worse(&self) -> bool {
        self.risen.is_some() || self.worse_answers() >= WORSE_ANSWERS
    }

    fn worse_answers(&self) -> usize {
        self.answers.map_or(0, |row| row.count)
    }

    /// Takes in an answer about how a week was against the one before.
    fn answer(&mut self, day: i32, change: Change) {
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
    fn weigh(&mut self, day: i32, week: Week) {
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
    fn lowest(&mut self, first: i32, last: i32) -> Option<Week> {
        while let Some(week) = self.recent.pop_front_if(|week| week.number() <= last) {
            while (self.lows.pop_back_if(|low| low.mean >= week.mean)).is_some() {}
            self.lows.push_back(week);
        }
        while (self.lows.pop_front_if(|week| week.number() < first)).is_some() {}
        self.lows.front().copied()
    }

    /// Whether it got worse once more since this stage of worse began.
    fn is_worse_still(&mut self, week: Option<Week>) -> bool {
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
    fn advice(&self) -> Vec<Advice> {
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
    fn assessment(&self, said: Option<(Since, Date)>, today: Date) -> Option<Advice> {
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
