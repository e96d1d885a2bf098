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

mod episode;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::basics::dates::{date_of, day_number};
use crate::basics::mean::Mean;
use crate::diary::Diary;
use crate::journal::advice_rule::Rule;
use crate::journal::note::Content;
use crate::person::profile::Since;
use crate::person::screening::Screening;
use crate::review::advice::episode::{DaySaid, EpisodeTracker};

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
fn course(diary: &Diary, today: Date) -> EpisodeTracker {
    let checkpoint = diary.checkpoint();
    let mut kept_until = None;
    let mut course = EpisodeTracker::default();
    let mut first = Date::MIN;
    if let Some((day, kept)) = checkpoint.until::<EpisodeTracker>(today) {
        course = EpisodeTracker::clone(&kept);
        first = day.tomorrow().unwrap_or(day);
        kept_until = Some(day);
    }
    let settled = today.saturating_sub(SETTLED_DAYS.days());
    let mut taken = kept_until;
    let keep = |course: &EpisodeTracker, taken: Option<Date>| {
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
