//! What a day at the computer was like: work, breaks, what held prompts back, what was asked and
//! answered. It decides nothing; it is what a person is shown.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::event::{Event, Prompt, PromptNumber, Suppression, Withdrawal};
use crate::observation::{Answer, Observation, Signal};

/// How far back it remembers: a day and a night shift.
const RETENTION: SignedDuration = SignedDuration::from_hours(36);

/// The most intervals and prompts that are kept, whatever a source does.
const MAX_RECORDS: usize = 2000;

/// A host lets it know the time at least this often while somebody works; after longer than that
/// the computer stood still.
pub const LONGEST_GAP: SignedDuration = SignedDuration::from_mins(15);

/// What somebody did, as far as that was observed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// They worked: input, and pauses shorter than a break.
    Working,
    /// They were away for at least as long as a break.
    Away,
    /// The screen was locked.
    Locked,
    /// The computer slept.
    Asleep,
}

impl Presence {
    /// Its name in files and keys.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Away => "away",
            Self::Locked => "locked",
            Self::Asleep => "asleep",
        }
    }

    /// Whether it counts as a break.
    pub const fn is_break(self) -> bool {
        !matches!(self, Self::Working)
    }
}

/// An interval of time in which something went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval<What> {
    /// What.
    pub what: What,
    /// Since when.
    pub from: Timestamp,
    /// Until when; `None` while it goes on.
    pub to: Option<Timestamp>,
}

/// What became of a prompt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It waits for an answer.
    Open,
    /// It was answered.
    Answered(Answer),
    /// It was taken back.
    Withdrawn(Withdrawal),
}

/// A prompt, when it was asked, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedPrompt {
    /// When.
    pub at: Timestamp,
    /// What.
    pub prompt: Prompt,
    /// And then?
    pub outcome: Outcome,
}

/// One day of a log: from midnight until now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DaySummary {
    /// What somebody did, in its order, without overlaps. Where nothing is said, nothing was observed.
    pub presences: Vec<Interval<Presence>>,
    /// Calls, full screens and do-not-disturb; of one kind without overlaps.
    pub suppressions: Vec<Interval<Suppression>>,
    /// What was asked.
    pub prompts: Vec<AskedPrompt>,
}

/// What was observed, asked and answered in the last day and a half.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DayLog {
    /// When it last heard anything.
    last: Option<Timestamp>,
    /// Since when there is no input, while that is shorter than a break.
    idle_since: Option<Timestamp>,
    #[serde(rename = "doings")]
    presences: Vec<Interval<Presence>>,
    #[serde(rename = "holds")]
    suppressions: Vec<Interval<Suppression>>,
    prompts: Vec<AskedPrompt>,
}

impl DaySummary {
    /// How much of the day was work.
    pub fn worked(&self, now: Timestamp) -> SignedDuration {
        let work = self
            .presences
            .iter()
            .filter(|interval| !interval.what.is_break());
        work.fold(SignedDuration::ZERO, |sum, interval| {
            let end = interval.to.unwrap_or(now);
            // A clock that was set back shows less of it than there was: none.
            sum.saturating_add(end.duration_since(interval.from).max(SignedDuration::ZERO))
        })
    }
}

impl DayLog {
    /// Takes in what the machine was told and what it wanted done then.
    ///
    /// `away` is how long one has to be away for it to count as a break. A `now` before the last
    /// one counts as the last one; one far before it begins anew.
    pub fn record(
        &mut self,
        now: Timestamp,
        away: SignedDuration,
        observation: Option<&Observation>,
        events: &[Event],
    ) {
        let ended = self.last;
        let now = self.advance(now, away);
        if let Some(observation) = observation {
            self.observe(now, ended, away, observation);
        }
        for event in events {
            match event {
                Event::Ask(prompt) => self.prompts.push(AskedPrompt {
                    at: now,
                    prompt: prompt.clone(),
                    outcome: Outcome::Open,
                }),
                Event::Withdraw { number, why, .. } => {
                    self.end_prompt(Some(*number), Outcome::Withdrawn(*why));
                }
                Event::SuggestHour { .. } => {}
            }
        }
        self.prune(now);
    }

    /// The prompt of that number, as long as it is remembered.
    pub fn prompt(&self, number: PromptNumber) -> Option<&Prompt> {
        let mut prompts = self.prompts.iter().rev().map(|asked| &asked.prompt);
        prompts.find(|prompt| prompt.number == number)
    }

    /// The day that `now` is in, in that zone: cut at its midnight, and at now.
    pub fn day(&self, now: Timestamp, zone: &TimeZone, away: SignedDuration) -> DaySummary {
        let mut log = self.clone();
        let now = log.advance(now, away);
        let midnight = now.to_zoned(zone.clone()).start_of_day();
        let midnight = midnight.map_or(now, |midnight| midnight.timestamp());
        DaySummary {
            presences: clip(&log.presences, midnight),
            suppressions: clip(&log.suppressions, midnight),
            prompts: log
                .prompts
                .into_iter()
                .filter(|asked| asked.at >= midnight)
                .collect(),
        }
    }

    /// Lets time pass, and gives the time that counts as now.
    fn advance(&mut self, now: Timestamp, away: SignedDuration) -> Timestamp {
        let Some(last) = self.last else {
            self.last = Some(now);
            return now;
        };
        if last.duration_since(now) > RETENTION {
            // The clock was far ahead; nothing that it said is of today.
            *self = Self {
                last: Some(now),
                ..Self::default()
            };
            return now;
        }
        let now = now.max(last);
        if now.duration_since(last) > LONGEST_GAP && self.is(Presence::Working) {
            self.end_presence(last);
            self.idle_since = None;
        }
        if let Some(since) = self.idle_since
            && now.duration_since(since) >= away
            && self.is(Presence::Working)
        {
            self.begin(since, Presence::Away);
        }
        self.last = Some(now);
        now
    }

    fn observe(
        &mut self,
        now: Timestamp,
        ended: Option<Timestamp>,
        away: SignedDuration,
        observation: &Observation,
    ) {
        match observation {
            Observation::Input => {
                self.idle_since = None;
                if !self.is(Presence::Locked) {
                    self.begin(now, Presence::Working);
                }
            }
            Observation::Idle { seconds } => {
                let since = now.saturating_sub(SignedDuration::from_secs(i64::from(*seconds)));
                let since = since.unwrap_or(now);
                self.idle_since = Some(since);
                if now.duration_since(since) >= away && !self.is_on_break() {
                    self.begin(since, Presence::Away);
                }
            }
            Observation::InputUnknown => {
                self.idle_since = None;
                if !self.is_on_break() {
                    self.end_presence(now);
                }
            }
            Observation::Lock => self.begin(now, Presence::Locked),
            Observation::Sleep => self.begin(now, Presence::Asleep),
            Observation::Unlock | Observation::Wake => {
                self.end_presence(now);
                self.idle_since = None;
            }
            Observation::Call(signal) => self.suppress(now, Suppression::Call, *signal),
            Observation::FullScreen(signal) => self.suppress(now, Suppression::FullScreen, *signal),
            Observation::DoNotDisturb(signal) => {
                self.suppress(now, Suppression::DoNotDisturb, *signal);
            }
            Observation::Answer(number, answer) => {
                self.end_prompt(*number, Outcome::Answered(*answer));
            }
            Observation::Restart => {
                // What was going on when the program ended, ended with it.
                let end = ended.unwrap_or(now);
                self.end_presence(end);
                self.idle_since = None;
                for suppression in [
                    Suppression::Call,
                    Suppression::FullScreen,
                    Suppression::DoNotDisturb,
                ] {
                    self.suppress(end, suppression, Signal::Off);
                }
            }
            Observation::Zone(_) | Observation::SessionStarted { .. } | Observation::BreakTaken => {
            }
        }
    }

    fn current(&self) -> Option<Presence> {
        let last = self.presences.last()?;
        last.to.is_none().then_some(last.what)
    }

    fn is(&self, presence: Presence) -> bool {
        self.current() == Some(presence)
    }

    fn is_on_break(&self) -> bool {
        self.current().is_some_and(Presence::is_break)
    }

    /// From then on somebody does this; what is longer than that ago is over already.
    fn begin(&mut self, from: Timestamp, presence: Presence) {
        if self.is(presence) {
            return;
        }
        let earliest = self
            .presences
            .last()
            .map_or(from, |last| last.to.unwrap_or(last.from));
        let from = from.max(earliest);
        self.end_presence(from);
        match self.presences.last_mut() {
            // It was taken to be over, and goes on.
            Some(last) if last.what == presence && last.to == Some(from) => last.to = None,
            _ => self.presences.push(Interval {
                what: presence,
                from,
                to: None,
            }),
        }
    }

    fn end_presence(&mut self, at: Timestamp) {
        if let Some(last) = self.presences.last_mut()
            && last.to.is_none()
        {
            last.to = Some(at.max(last.from));
        }
        self.presences.pop_if(|last| last.to == Some(last.from));
    }

    fn suppress(&mut self, at: Timestamp, suppression: Suppression, signal: Signal) {
        let open = self
            .suppressions
            .iter_mut()
            .rev()
            .find(|interval| interval.what == suppression && interval.to.is_none());
        match (signal, open) {
            (Signal::On, None) => self.suppressions.push(Interval {
                what: suppression,
                from: at,
                to: None,
            }),
            (Signal::Off | Signal::Unknown, Some(open)) => open.to = Some(at.max(open.from)),
            (Signal::On, Some(_)) | (Signal::Off | Signal::Unknown, None) => {}
        }
    }

    /// What became of that prompt, or of the last one.
    fn end_prompt(&mut self, number: Option<PromptNumber>, outcome: Outcome) {
        let asked = self
            .prompts
            .iter_mut()
            .rfind(|asked| number.is_none_or(|number| asked.prompt.number == number));
        // An answer to what was taken back meanwhile counts; a prompt isn't taken back once it was
        // answered.
        if let Some(asked) = asked
            && !matches!(asked.outcome, Outcome::Answered(_))
        {
            asked.outcome = outcome;
        }
    }

    fn prune(&mut self, now: Timestamp) {
        let Ok(earliest) = now.checked_sub(RETENTION) else {
            return;
        };
        self.presences
            .retain(|interval| interval.to.is_none_or(|to| to >= earliest));
        self.suppressions
            .retain(|interval| interval.to.is_none_or(|to| to >= earliest));
        self.prompts.retain(|asked| asked.at >= earliest);
        keep_latest(&mut self.presences);
        keep_latest(&mut self.suppressions);
        keep_latest(&mut self.prompts);
    }
}

/// What of some intervals lies after a moment.
fn clip<What: Copy>(intervals: &[Interval<What>], from: Timestamp) -> Vec<Interval<What>> {
    let of_today = intervals
        .iter()
        .filter(|interval| interval.to.is_none_or(|to| to > from));
    of_today
        .map(|interval| Interval {
            from: interval.from.max(from),
            ..*interval
        })
        .collect()
}

/// Keeps the latest.
fn keep_latest<T>(list: &mut Vec<T>) {
    let extra = list.len().saturating_sub(MAX_RECORDS);
    list.drain(..extra);
}
