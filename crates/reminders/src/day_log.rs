//! What a day at the computer was like: work, breaks, what held prompts back, what was asked and
//! answered. It decides nothing; it is what a person is shown.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::event::{Event, Hold, Prompt, PromptNumber, Withdrawal};
use crate::observation::{Answer, Observation, Sight};

/// How far back it remembers: a day and a night shift.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(36);

/// The most stretches and prompts that are kept, whatever a watch does.
const MOST: usize = 2000;

/// A host lets it know the time at least this often while somebody works; after longer than that
/// the computer stood still.
pub const SILENCE: SignedDuration = SignedDuration::from_mins(15);

/// What somebody did, as far as that was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Doing {
    /// They worked: input, and pauses shorter than a break.
    Working,
    /// They were away for at least as long as a break.
    Away,
    /// The screen was locked.
    Locked,
    /// The computer slept.
    Asleep,
}

impl Doing {
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

/// A stretch of time in which something went on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch<What> {
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

/// One day of a chronicle: from midnight until now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayShown {
    /// What somebody did, in its order, without overlaps. Where nothing is said, nothing was seen.
    pub doings: Vec<Stretch<Doing>>,
    /// Calls, full screens and do-not-disturb; of one kind without overlaps.
    pub holds: Vec<Stretch<Hold>>,
    /// What was asked.
    pub prompts: Vec<AskedPrompt>,
}

/// What was seen, asked and answered in the last day and a half.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Chronicle {
    /// When it last heard anything.
    last: Option<Timestamp>,
    /// Since when there is no input, while that is shorter than a break.
    idle_since: Option<Timestamp>,
    doings: Vec<Stretch<Doing>>,
    holds: Vec<Stretch<Hold>>,
    prompts: Vec<AskedPrompt>,
}

impl DayShown {
    /// How much of the day was work.
    pub fn worked(&self, now: Timestamp) -> SignedDuration {
        let work = self
            .doings
            .iter()
            .filter(|stretch| !stretch.what.is_break());
        work.fold(SignedDuration::ZERO, |sum, stretch| {
            let end = stretch.to.unwrap_or(now);
            // A clock that was set back shows less of it than there was: none.
            sum.saturating_add(end.duration_since(stretch.from).max(SignedDuration::ZERO))
        })
    }
}

impl Chronicle {
    /// Takes in what the machine was told and what it wanted done then.
    ///
    /// `away` is how long one has to be away for it to count as a break. A `now` before the last
    /// one counts as the last one; one far before it begins anew.
    pub fn note(
        &mut self,
        now: Timestamp,
        away: SignedDuration,
        observation: Option<&Observation>,
        events: &[Event],
    ) {
        let ended = self.last;
        let now = self.pass(now, away);
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
        self.forget(now);
    }

    /// The prompt of that number, as long as it is remembered.
    pub fn prompt(&self, number: PromptNumber) -> Option<&Prompt> {
        let mut prompts = self.prompts.iter().rev().map(|asked| &asked.prompt);
        prompts.find(|prompt| prompt.number == number)
    }

    /// The day that `now` is in, in that zone: cut at its midnight, and at now.
    pub fn day(&self, now: Timestamp, zone: &TimeZone, away: SignedDuration) -> DayShown {
        let mut seen = self.clone();
        let now = seen.pass(now, away);
        let midnight = now.to_zoned(zone.clone()).start_of_day();
        let midnight = midnight.map_or(now, |midnight| midnight.timestamp());
        DayShown {
            doings: cut(&seen.doings, midnight),
            holds: cut(&seen.holds, midnight),
            prompts: seen
                .prompts
                .into_iter()
                .filter(|asked| asked.at >= midnight)
                .collect(),
        }
    }

    /// Lets time pass, and gives the time that counts as now.
    fn pass(&mut self, now: Timestamp, away: SignedDuration) -> Timestamp {
        let Some(last) = self.last else {
            self.last = Some(now);
            return now;
        };
        if last.duration_since(now) > REMEMBERED {
            // The clock was far ahead; nothing that it said is of today.
            *self = Self {
                last: Some(now),
                ..Self::default()
            };
            return now;
        }
        let now = now.max(last);
        if now.duration_since(last) > SILENCE && self.is(Doing::Working) {
            self.end_doing(last);
            self.idle_since = None;
        }
        if let Some(since) = self.idle_since
            && now.duration_since(since) >= away
            && self.is(Doing::Working)
        {
            self.begin(since, Doing::Away);
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
                if !self.is(Doing::Locked) {
                    self.begin(now, Doing::Working);
                }
            }
            Observation::Idle { seconds } => {
                let since = now.saturating_sub(SignedDuration::from_secs(i64::from(*seconds)));
                let since = since.unwrap_or(now);
                self.idle_since = Some(since);
                if now.duration_since(since) >= away && !self.is_gone() {
                    self.begin(since, Doing::Away);
                }
            }
            Observation::InputUnknown => {
                self.idle_since = None;
                if !self.is_gone() {
                    self.end_doing(now);
                }
            }
            Observation::Lock => self.begin(now, Doing::Locked),
            Observation::Sleep => self.begin(now, Doing::Asleep),
            Observation::Unlock | Observation::Wake => {
                self.end_doing(now);
                self.idle_since = None;
            }
            Observation::Call(sight) => self.hold(now, Hold::Call, *sight),
            Observation::FullScreen(sight) => self.hold(now, Hold::FullScreen, *sight),
            Observation::DoNotDisturb(sight) => self.hold(now, Hold::DoNotDisturb, *sight),
            Observation::Answer(number, answer) => {
                self.end_prompt(*number, Outcome::Answered(*answer));
            }
            Observation::Restart => {
                // What was going on when the program ended, ended with it.
                let end = ended.unwrap_or(now);
                self.end_doing(end);
                self.idle_since = None;
                for hold in [Hold::Call, Hold::FullScreen, Hold::DoNotDisturb] {
                    self.hold(end, hold, Sight::Off);
                }
            }
            Observation::Zone(_) | Observation::SessionDone { .. } | Observation::BreakTaken => {}
        }
    }

    fn current(&self) -> Option<Doing> {
        let last = self.doings.last()?;
        last.to.is_none().then_some(last.what)
    }

    fn is(&self, doing: Doing) -> bool {
        self.current() == Some(doing)
    }

    fn is_gone(&self) -> bool {
        self.current().is_some_and(Doing::is_break)
    }

    /// From then on somebody does this; what is longer than that ago is over already.
    fn begin(&mut self, from: Timestamp, doing: Doing) {
        if self.is(doing) {
            return;
        }
        let earliest = self
            .doings
            .last()
            .map_or(from, |last| last.to.unwrap_or(last.from));
        let from = from.max(earliest);
        self.end_doing(from);
        match self.doings.last_mut() {
            // It was taken to be over, and goes on.
            Some(last) if last.what == doing && last.to == Some(from) => last.to = None,
            _ => self.doings.push(Stretch {
                what: doing,
                from,
                to: None,
            }),
        }
    }

    fn end_doing(&mut self, at: Timestamp) {
        if let Some(last) = self.doings.last_mut()
            && last.to.is_none()
        {
            last.to = Some(at.max(last.from));
        }
        self.doings.pop_if(|last| last.to == Some(last.from));
    }

    fn hold(&mut self, at: Timestamp, hold: Hold, sight: Sight) {
        let open = self
            .holds
            .iter_mut()
            .rev()
            .find(|stretch| stretch.what == hold && stretch.to.is_none());
        match (sight, open) {
            (Sight::On, None) => self.holds.push(Stretch {
                what: hold,
                from: at,
                to: None,
            }),
            (Sight::Off | Sight::Unknown, Some(open)) => open.to = Some(at.max(open.from)),
            (Sight::On, Some(_)) | (Sight::Off | Sight::Unknown, None) => {}
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

    fn forget(&mut self, now: Timestamp) {
        let Ok(earliest) = now.checked_sub(REMEMBERED) else {
            return;
        };
        self.doings
            .retain(|stretch| stretch.to.is_none_or(|to| to >= earliest));
        self.holds
            .retain(|stretch| stretch.to.is_none_or(|to| to >= earliest));
        self.prompts.retain(|asked| asked.at >= earliest);
        shorten(&mut self.doings);
        shorten(&mut self.holds);
        shorten(&mut self.prompts);
    }
}

/// What of some stretches lies after a moment.
fn cut<What: Copy>(stretches: &[Stretch<What>], from: Timestamp) -> Vec<Stretch<What>> {
    let of_today = stretches
        .iter()
        .filter(|stretch| stretch.to.is_none_or(|to| to > from));
    of_today
        .map(|stretch| Stretch {
            from: stretch.from.max(from),
            ..*stretch
        })
        .collect()
}

/// Keeps the latest.
fn shorten<T>(list: &mut Vec<T>) {
    let extra = list.len().saturating_sub(MOST);
    list.drain(..extra);
}
