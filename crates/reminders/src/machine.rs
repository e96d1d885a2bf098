//! The machine itself: counts on elapsed time, looks hours up by the clock on the wall, and
//! decides after each observation and at each moment that it asked to be woken at.
//!
//! It counts in lengths of time and never stores the moment at which something will be due. So a
//! clock that is set back or forth, or a computer that was off, moves nothing that is waiting:
//! only hours and days depend on what the clock says.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::event::{Cause, Event, Kind, Opening, Prompt, PromptNumber, Suppression, Withdrawal};
use crate::habit::Habits;
use crate::observation::{Answer, Observation, Signal};
use crate::windows::{self, OpenHours};
use unhunch_domain::person::reminder_plan::Plan;

/// Without input for so long nobody is typing.
pub const TYPING_PAUSE: SignedDuration = SignedDuration::from_secs(2);

/// The least from one prompt to the next that nobody put off.
pub const PROMPT_GAP: SignedDuration = SignedDuration::from_mins(10);

/// How long a prompt stays without an answer, and how long one that was put off waits after its
/// hours are over.
pub const PROMPT_LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// After the start nothing is asked for so long, so that every source can speak first.
pub const STARTUP_DELAY: SignedDuration = SignedDuration::from_secs(10);

/// How long something that was on when its source failed counts as on.
pub const UNKNOWN_TIMEOUT: SignedDuration = SignedDuration::from_hours(1);

/// Woken later than this, the machine takes it that the computer stood still.
pub const LATE_WAKE: SignedDuration = SignedDuration::from_mins(1);

/// How many days are remembered, so that a wrong clock doesn't make them new.
const DAYS: usize = 32;

const ZERO: SignedDuration = SignedDuration::ZERO;

/// Whether there is input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Activity {
    Unknown,
    Typing,
    /// For so long.
    Idle(SignedDuration),
}

/// Something that is on or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum SignalState {
    Off,
    On,
    /// It can’t be told; it was on, and counts as on for so long.
    Lost(SignedDuration),
}

impl SignalState {
    fn is_on(self) -> bool {
        match self {
            Self::Off => false,
            Self::On => true,
            Self::Lost(left) => left > ZERO,
        }
    }

    fn update(&mut self, signal: Signal) {
        *self = match (signal, *self) {
            (Signal::On, _) => Self::On,
            (Signal::Unknown, Self::On) => Self::Lost(UNKNOWN_TIMEOUT),
            (Signal::Unknown, Self::Lost(left)) => Self::Lost(left),
            (Signal::Off, _) | (Signal::Unknown, Self::Off) => Self::Off,
        };
    }

    fn advance(&mut self, time: SignedDuration) {
        if let Self::Lost(left) = self {
            *left = left.saturating_sub(time).max(ZERO);
        }
    }
}

/// What was asked last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Asked {
    prompt: Prompt,
    /// The hour of the day at which it was asked.
    hour: i8,
    /// How long ago.
    since: SignedDuration,
    /// Whether it is still shown.
    is_open: bool,
    is_answered: bool,
}

/// A prompt that was put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Snoozed {
    kind: Kind,
    day: Date,
    /// Time until it is due; below zero since then.
    left: SignedDuration,
}

/// A prompt that is due and hasn't been asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Waiting {
    kind: Kind,
    /// What held it back.
    #[serde(rename = "held")]
    suppressed_by: BTreeSet<Suppression>,
    /// For how long it could have been asked, had there been a pause.
    allowed: SignedDuration,
    /// Whether it can be asked at the next pause.
    is_allowed: bool,
}

/// How much was asked on a day of what may be, and whether anything more is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct DayRecord {
    date: Date,
    /// Prompts for the session: 0, 1 or 2.
    asked: u8,
    /// The session was begun or done.
    is_done: bool,
    /// They want to hear nothing more.
    is_silent: bool,
}

/// Everything that the machine remembers. Saved and given back to [`Machine::resume`], it goes on
/// after a restart and repeats nothing.
///
/// A zone that has no name can't be saved; a host gives it one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    #[serde(with = "jiff::fmt::serde::tz::required")]
    zone: TimeZone,
    /// When it last heard anything.
    now: Option<Timestamp>,
    /// When it wanted to be woken.
    wake: Option<Timestamp>,
    activity: Activity,
    is_locked: bool,
    is_asleep: bool,
    call: SignalState,
    full_screen: SignalState,
    do_not_disturb: SignalState,
    /// Work without a break.
    work: SignedDuration,
    /// How long nothing is asked yet.
    #[serde(rename = "settling")]
    startup_delay: SignedDuration,
    waiting: Option<Waiting>,
    last: Option<Asked>,
    /// Since the last prompt for the session.
    since_daily: Option<SignedDuration>,
    snoozed: Option<Snoozed>,
    /// Prompts so far.
    asked: u64,
    /// The latest ones, in the order in which something happened on them.
    days: Vec<DayRecord>,
    habits: Habits,
}

impl State {
    fn new(zone: TimeZone) -> Self {
        Self {
            zone,
            now: None,
            wake: None,
            activity: Activity::Unknown,
            is_locked: false,
            is_asleep: false,
            call: SignalState::Off,
            full_screen: SignalState::Off,
            do_not_disturb: SignalState::Off,
            work: ZERO,
            startup_delay: STARTUP_DELAY,
            waiting: None,
            last: None,
            since_daily: None,
            snoozed: None,
            asked: 0,
            days: Vec::new(),
            habits: Habits::default(),
        }
    }

    fn is_there(&self) -> bool {
        !self.is_asleep && !self.is_locked
    }

    fn open(&self) -> Option<&Asked> {
        self.last.as_ref().filter(|asked| asked.is_open)
    }

    fn day(&self, date: Date) -> DayRecord {
        let known = self.days.iter().find(|day| day.date == date);
        known.copied().unwrap_or(DayRecord {
            date,
            asked: 0,
            is_done: false,
            is_silent: false,
        })
    }

    fn change_day(&mut self, date: Date, change: impl FnOnce(&mut DayRecord)) {
        let mut day = self.day(date);
        change(&mut day);
        if let Some(known) = self.days.iter_mut().find(|known| known.date == date) {
            *known = day;
            return;
        }
        if self.days.len() >= DAYS {
            self.days.remove(0);
        }
        self.days.push(day);
    }

    /// Takes the open prompt back, if it is one of those.
    fn withdraw(
        &mut self,
        why: Withdrawal,
        which: impl FnOnce(&Prompt) -> bool,
        events: &mut Vec<Event>,
    ) {
        if let Some(asked) = &mut self.last
            && asked.is_open
            && which(&asked.prompt)
        {
            asked.is_open = false;
            events.push(Event::Withdraw {
                number: asked.prompt.number,
                kind: asked.prompt.kind,
                why,
            });
        }
    }

    /// Somebody had their break.
    fn break_taken(&mut self, events: &mut Vec<Event>) {
        self.work = ZERO;
        self.snoozed = self.snoozed.filter(|snoozed| snoozed.kind.is_daily());
        self.withdraw(
            Withdrawal::BreakTaken,
            |prompt| !prompt.kind.is_daily(),
            events,
        );
    }

    /// After a lock or sleep somebody is there again, as far as that can be told; whether they
    /// type, the host says anew.
    fn come_back(&mut self) {
        if self.activity != Activity::Unknown {
            self.activity = Activity::Idle(ZERO);
        }
    }
}

/// A prompt that would be asked now if it were a good moment.
struct Due {
    kind: Kind,
    /// None for a break outside working hours.
    day: Option<Date>,
    cause: Cause,
}

/// Decides when to ask. The rules are in the crate’s documentation.
///
/// The host passes on what it observes with [`Machine::observe`], sleeps until [`Machine::next_wake`] and
/// then calls [`Machine::tick`]; both give back what to do.
#[derive(Clone, Debug)]
pub struct Machine {
    plan: Plan,
    state: State,
    /// The hours it is in, as far as they are known.
    open_hours: Option<OpenHours>,
}

impl Machine {
    /// A machine that has seen nothing yet, in the plan’s zone, or in that one where the plan has
    /// none.
    pub fn new(plan: Plan, zone: TimeZone) -> Self {
        let zone = plan.zone.clone().unwrap_or(zone);
        Self::resume(plan, State::new(zone))
    }

    /// A machine that goes on where another stopped. Where that is a new start of the program, it
    /// has to be told [`Observation::Restart`] first of all.
    pub const fn resume(plan: Plan, state: State) -> Self {
        Self {
            plan,
            state,
            open_hours: None,
        }
    }

    /// What it remembers, to be saved.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// The plan.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The zone that it is in.
    pub const fn zone(&self) -> &TimeZone {
        &self.state.zone
    }

    /// The prompt that waits for an answer.
    pub fn open(&self) -> Option<&Prompt> {
        self.state.open().map(|asked| &asked.prompt)
    }

    /// The next moment at which a prompt for the session may come, as far as the plan and what was
    /// asked already say; now or earlier where its window is open.
    pub fn next_session(&self, now: Timestamp) -> Option<Timestamp> {
        let windows = windows::upcoming(self.plan.daily.asked(), &self.state.zone, now);
        windows
            .into_iter()
            .filter_map(|(date, from, until)| {
                let day = self.state.day(date);
                let from = match day.asked {
                    _ if day.is_done || day.is_silent => return None,
                    0 => from,
                    1 => from.max(self.in_time(now, self.second_chance_in())),
                    _ => return None,
                };
                (from < until).then_some(from)
            })
            .min()
    }

    /// Until when a prompt is put off; earlier than now where it waits for a good moment.
    pub fn snoozed_until(&self, now: Timestamp) -> Option<Timestamp> {
        let snoozed = self.state.snoozed?;
        Some(self.in_time(now, snoozed.left))
    }

    /// What will be in some time from when it last heard anything.
    fn in_time(&self, now: Timestamp, time: SignedDuration) -> Timestamp {
        windows::later(self.state.now.unwrap_or(now), time)
    }

    /// Takes another plan; the host calls [`Machine::tick`] next. What was asked on a day
    /// stays asked.
    pub fn set_plan(&mut self, plan: Plan) {
        self.plan = plan;
        self.open_hours = None;
    }

    /// When to call [`Machine::tick`]: nothing happens before of itself. Always later than the
    /// last call of anything.
    pub const fn next_wake(&self) -> Option<Timestamp> {
        self.state.wake
    }

    /// From how long without input on the machine wants to hear of it. A source that tells less is
    /// enough at all other times, and wakes nobody.
    pub fn idle_wanted(&self) -> SignedDuration {
        match &self.state.waiting {
            Some(waiting) if waiting.is_allowed => self.needed_pause(waiting),
            _ => self.plan.away(),
        }
    }

    /// Without input for so long is pause enough for what waits.
    fn needed_pause(&self, waiting: &Waiting) -> SignedDuration {
        if waiting.allowed < self.plan.grace() {
            self.plan.pause()
        } else {
            TYPING_PAUSE
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Timestamp) -> Vec<Event> {
        let mut events = Vec::new();
        self.advance(now, false, &mut events);
        self.decide(now, &mut events);
        events
    }

    /// Something was observed or answered.
    pub fn observe(&mut self, at: Timestamp, observation: Observation) -> Vec<Event> {
        let mut events = Vec::new();
        self.advance(at, observation == Observation::Restart, &mut events);
        self.apply(at, observation, &mut events);
        self.decide(at, &mut events);
        events
    }

    /// Lets time pass. A clock that was set back shows less of it than there was: none.
    fn advance(&mut self, now: Timestamp, was_off: bool, events: &mut Vec<Event>) {
        let away = self.plan.away();
        let state = &mut self.state;
        let Some(before) = state.now.replace(now) else {
            return;
        };
        let time = now.duration_since(before).max(ZERO);
        let is_late = state
            .wake
            .is_some_and(|wake| now.duration_since(wake) > LATE_WAKE);
        if was_off || is_late {
            // Nobody knows what happened; that it was work is the least likely.
            state.waiting = None;
            if time >= away {
                state.break_taken(events);
            }
        } else if state.is_there() && state.activity != Activity::Unknown {
            state.work = state.work.saturating_add(time);
        }
        if let Activity::Idle(idle) = &mut state.activity {
            *idle = idle.saturating_add(time);
            if *idle >= away {
                state.break_taken(events);
            }
        }
        for signal in [
            &mut state.call,
            &mut state.full_screen,
            &mut state.do_not_disturb,
        ] {
            signal.advance(time);
        }
        state.startup_delay = state.startup_delay.saturating_sub(time).max(ZERO);
        if let Some(waiting) = &mut state.waiting
            && waiting.is_allowed
        {
            waiting.allowed = waiting.allowed.saturating_add(time);
        }
        if let Some(asked) = &mut state.last {
            asked.since = asked.since.saturating_add(time);
        }
        if let Some(since) = &mut state.since_daily {
            *since = since.saturating_add(time);
        }
        if let Some(snoozed) = &mut state.snoozed {
            snoozed.left = snoozed.left.saturating_sub(time);
        }
    }

    fn apply(&mut self, at: Timestamp, observation: Observation, events: &mut Vec<Event>) {
        let away = self.plan.away();
        let state = &mut self.state;
        match observation {
            Observation::Input => {
                state.activity = Activity::Typing;
                // Nobody types on a computer that sleeps: its waking was missed.
                state.is_asleep = false;
            }
            Observation::Idle { seconds } => {
                let idle = SignedDuration::from_secs(i64::from(seconds));
                state.activity = Activity::Idle(idle);
                if idle >= away {
                    state.break_taken(events);
                }
            }
            Observation::InputUnknown => state.activity = Activity::Unknown,
            Observation::Lock => {
                state.is_locked = true;
                state.break_taken(events);
            }
            Observation::Unlock => {
                state.is_locked = false;
                state.come_back();
            }
            Observation::Sleep => {
                state.is_asleep = true;
                state.break_taken(events);
            }
            Observation::Wake => {
                state.is_asleep = false;
                state.come_back();
            }
            Observation::Call(signal) => state.call.update(signal),
            Observation::FullScreen(signal) => state.full_screen.update(signal),
            Observation::DoNotDisturb(signal) => state.do_not_disturb.update(signal),
            Observation::Zone(zone) => {
                state.zone = zone;
                self.open_hours = None;
            }
            Observation::Answer(number, answer) => self.answer(at, number, answer, events),
            Observation::SessionStarted { at: started } => {
                self.session_started(at, started.min(at), events);
            }
            Observation::BreakTaken => state.break_taken(events),
            Observation::Restart => {
                state.activity = Activity::Unknown;
                state.is_locked = false;
                state.is_asleep = false;
                state.call.update(Signal::Unknown);
                state.full_screen.update(Signal::Unknown);
                state.do_not_disturb.update(Signal::Unknown);
                state.startup_delay = STARTUP_DELAY;
                state.withdraw(Withdrawal::Restarted, |_| true, events);
            }
        }
    }

    fn answer(
        &mut self,
        at: Timestamp,
        number: Option<PromptNumber>,
        answer: Answer,
        events: &mut Vec<Event>,
    ) {
        let snooze = self.plan.snooze();
        let state = &mut self.state;
        let asked = state
            .last
            .as_mut()
            .filter(|asked| number.is_none_or(|number| number == asked.prompt.number));
        let (was_open, was_answered, of) = match asked {
            None => (false, true, None),
            Some(asked) => {
                let was = (asked.is_open, asked.is_answered);
                asked.is_open = false;
                asked.is_answered = true;
                (
                    was.0,
                    was.1,
                    Some((asked.prompt.kind, asked.prompt.day, asked.hour)),
                )
            }
        };
        match (answer, of) {
            (Answer::NotToday, of) => {
                let open_hours = self.open_hours(at);
                let mut days: BTreeSet<Date> = open_hours
                    .windows
                    .into_iter()
                    .chain(open_hours.working_hours)
                    .collect();
                days.extend(of.map(|(_, day, _)| day));
                let state = &mut self.state;
                if days.is_empty() {
                    days.insert(state.zone.to_datetime(at).date());
                }
                for day in &days {
                    state.change_day(*day, |day| day.is_silent = true);
                }
                state.withdraw(
                    Withdrawal::NotToday,
                    |prompt| days.contains(&prompt.day),
                    events,
                );
            }
            (Answer::Start, Some((kind, day, hour))) => {
                if kind.is_daily() {
                    state.change_day(day, |day| day.is_done = true);
                    state.habits.followed(hour);
                }
                state.break_taken(events);
            }
            (Answer::Snooze, Some((kind, day, _))) if !was_answered => {
                state.snoozed = Some(Snoozed {
                    kind,
                    day,
                    left: snooze,
                });
            }
            (Answer::Skip, Some((kind, _, hour))) if was_open && kind.is_daily() => {
                self.skipped(at, hour, events);
            }
            _ => {}
        }
    }

    /// A prompt for the session that was asked at an hour led to nothing.
    fn skipped(&mut self, at: Timestamp, hour: i8, events: &mut Vec<Event>) {
        let today = self.state.zone.to_datetime(at).date();
        if self.state.habits.skipped(hour, today) {
            events.push(Event::SuggestHour {
                skipped: hour,
                instead: self.state.habits.usual_hour(hour),
            });
        }
    }

    fn session_started(&mut self, at: Timestamp, started: Timestamp, events: &mut Vec<Event>) {
        let civil = self.state.zone.to_datetime(started);
        let mut days = windows::open_days(self.plan.daily.asked(), civil);
        if days.is_empty() {
            days.push(civil.date());
        }
        let state = &mut self.state;
        for day in &days {
            state.change_day(*day, |day| day.is_done = true);
        }
        state.habits.done(civil.hour());
        state.withdraw(
            Withdrawal::Done,
            |prompt| prompt.kind.is_daily() && days.contains(&prompt.day),
            events,
        );
        let ago = at.duration_since(started);
        if ago <= state.work || ago < self.plan.away() {
            let work = state.work.min(ago);
            state.break_taken(events);
            state.work = work;
        }
    }

    /// The hours that are open at a moment.
    fn open_hours(&mut self, now: Timestamp) -> OpenHours {
        match &self.open_hours {
            Some(open_hours) if open_hours.covers(now) => open_hours.clone(),
            _ => {
                let open_hours = OpenHours::at(&self.plan, &self.state.zone, now);
                self.open_hours = Some(open_hours.clone());
                open_hours
            }
        }
    }

    /// Takes back what can't stay, asks what can be asked, and notes when to look again.
    fn decide(&mut self, now: Timestamp, events: &mut Vec<Event>) {
        let open_hours = self.open_hours(now);
        self.withdraw_expired(now, &open_hours, events);
        let due = if self.state.open().is_some() {
            None
        } else {
            self.due(&open_hours)
        };
        match due {
            None => self.state.waiting = None,
            Some(due) => {
                if let Some((day, opening)) = self.wait(&due) {
                    events.push(self.ask(now, &due, day, opening));
                }
            }
        }
        self.state.wake = self.wake(now, &open_hours);
    }

    fn withdraw_expired(
        &mut self,
        now: Timestamp,
        open_hours: &OpenHours,
        events: &mut Vec<Event>,
    ) {
        if let Some(suppression) = self.suppression() {
            self.state
                .withdraw(Withdrawal::Suppressed(suppression), |_| true, events);
        }
        if let Some(asked) = self.state.open()
            && asked.since >= PROMPT_LIFETIME
        {
            let hour = asked.prompt.kind.is_daily().then_some(asked.hour);
            self.state
                .withdraw(Withdrawal::Unanswered, |_| true, events);
            if let Some(hour) = hour {
                self.skipped(now, hour, events);
            }
        }
        let is_kept = |snoozed: &Snoozed| {
            let day = self.state.day(snoozed.day);
            let (running, is_done) = if snoozed.kind.is_daily() {
                (&open_hours.windows, day.is_done)
            } else {
                (&open_hours.working_hours, false)
            };
            let is_in_time = running.contains(&snoozed.day)
                || snoozed.left.saturating_add(PROMPT_LIFETIME) > ZERO;
            !day.is_silent && !is_done && is_in_time
        };
        self.state.snoozed = self.state.snoozed.filter(is_kept);
    }

    /// What is due: the session before a break, and one thing only.
    fn due(&self, open_hours: &OpenHours) -> Option<Due> {
        let state = &self.state;
        let snoozed = state.snoozed.map(|snoozed| Due {
            kind: snoozed.kind,
            day: Some(snoozed.day),
            cause: Cause::Snoozed,
        });
        let is_over = state.snoozed.is_some_and(|snoozed| snoozed.left <= ZERO);
        let session = || {
            open_hours
                .windows
                .iter()
                .find_map(|day| self.session_due(*day))
        };
        match snoozed {
            Some(due) if due.kind.is_daily() => Some(due).filter(|_| is_over),
            Some(due) => session().or(Some(due).filter(|_| is_over)),
            None => session().or_else(|| self.break_due(open_hours)),
        }
    }

    fn session_due(&self, date: Date) -> Option<Due> {
        let day = self.state.day(date);
        if day.is_done || day.is_silent {
            return None;
        }
        let (kind, cause) = match day.asked {
            0 => (Kind::DailyFirst, Cause::Window),
            1 if self.second_chance_in() <= ZERO => (Kind::DailySecond, Cause::SecondChance),
            _ => return None,
        };
        Some(Due {
            kind,
            day: Some(date),
            cause,
        })
    }

    /// Time until a second prompt for the session may come.
    fn second_chance_in(&self) -> SignedDuration {
        let since = self.state.since_daily.unwrap_or(SignedDuration::MAX);
        self.plan.second_chance().saturating_sub(since)
    }

    fn break_due(&self, open_hours: &OpenHours) -> Option<Due> {
        if !self.plan.breaks.on || self.state.work < self.plan.work() {
            return None;
        }
        let day = open_hours
            .working_hours
            .iter()
            .find(|day| !self.state.day(**day).is_silent);
        if day.is_none() && !open_hours.working_hours.is_empty() {
            return None;
        }
        Some(Due {
            kind: Kind::Break,
            day: day.copied(),
            cause: Cause::Work {
                minutes: self.state.work.as_mins(),
            },
        })
    }

    /// What keeps every prompt back; where several things do, one of them.
    pub fn suppression(&self) -> Option<Suppression> {
        let state = &self.state;
        let suppressions = [
            (state.is_asleep, Suppression::Asleep),
            (state.is_locked, Suppression::Locked),
            (state.call.is_on(), Suppression::Call),
            (state.full_screen.is_on(), Suppression::FullScreen),
            (state.do_not_disturb.is_on(), Suppression::DoNotDisturb),
        ];
        suppressions
            .into_iter()
            .find_map(|(is_on, suppression)| is_on.then_some(suppression))
    }

    /// Time until something may be asked after the last prompt.
    fn apart(&self, cause: Cause) -> SignedDuration {
        match &self.state.last {
            Some(asked) if cause != Cause::Snoozed => PROMPT_GAP.saturating_sub(asked.since),
            _ => ZERO,
        }
    }

    /// Notes what waits for what; says why now, where it is the moment to ask.
    fn wait(&mut self, due: &Due) -> Option<(Date, Opening)> {
        let suppression = self.suppression();
        let suppression = suppression.or(due.day.is_none().then_some(Suppression::OutsideHours));
        let is_settled = self.state.startup_delay <= ZERO && self.apart(due.cause) <= ZERO;
        let away = self.plan.away();
        let is_watched = match self.state.activity {
            Activity::Typing => true,
            Activity::Idle(idle) => idle < away,
            Activity::Unknown => due.kind.is_daily(),
        };
        let mut waiting = match self.state.waiting.take() {
            Some(waiting) if waiting.kind == due.kind => waiting,
            other => Waiting {
                kind: due.kind,
                suppressed_by: BTreeSet::new(),
                // It doesn't matter to who types which of two prompts waits.
                allowed: other.map_or(ZERO, |other| other.allowed),
                is_allowed: false,
            },
        };
        waiting.suppressed_by.extend(suppression);
        waiting.is_allowed = suppression.is_none() && is_settled && is_watched;
        if !waiting.is_allowed {
            waiting.allowed = ZERO;
        }
        let opening = match self.state.activity {
            _ if !waiting.is_allowed => None,
            Activity::Typing => None,
            Activity::Unknown => Some(Opening::Unwatched),
            Activity::Idle(idle) if idle < self.needed_pause(&waiting) => None,
            Activity::Idle(idle) if idle < self.plan.pause() => Some(Opening::GraceOver {
                seconds: idle.as_secs(),
            }),
            Activity::Idle(idle) => Some(Opening::Pause {
                seconds: idle.as_secs(),
            }),
        };
        self.state.waiting = Some(waiting);
        due.day.zip(opening)
    }

    fn ask(&mut self, now: Timestamp, due: &Due, day: Date, opening: Opening) -> Event {
        let state = &mut self.state;
        let waiting = state.waiting.take();
        state.asked += 1;
        let prompt = Prompt {
            number: PromptNumber(state.asked),
            kind: due.kind,
            day,
            cause: due.cause,
            opening,
            waited_for: waiting
                .map(|waiting| waiting.suppressed_by)
                .unwrap_or_default(),
        };
        // Whoever is asked to move needn't be asked again soon, whatever it is about.
        state.work = ZERO;
        state.snoozed = None;
        if due.kind.is_daily() {
            state.since_daily = Some(ZERO);
            let asked = if due.kind == Kind::DailyFirst { 1 } else { 2 };
            state.change_day(day, |day| day.asked = asked);
        }
        state.last = Some(Asked {
            prompt: prompt.clone(),
            hour: state.zone.to_datetime(now).hour(),
            since: ZERO,
            is_open: true,
            is_answered: false,
        });
        Event::Ask(prompt)
    }

    /// When anything can change of itself.
    fn wake(&self, now: Timestamp, open_hours: &OpenHours) -> Option<Timestamp> {
        let state = &self.state;
        let mut next: Option<SignedDuration> = None;
        let mut consider = |left: SignedDuration| {
            if left > ZERO && next.is_none_or(|next| left < next) {
                next = Some(left);
            }
        };
        consider(state.startup_delay);
        if state.is_there() {
            let idle = match state.activity {
                Activity::Idle(idle) => idle,
                Activity::Typing | Activity::Unknown => ZERO,
            };
            let is_idle = matches!(state.activity, Activity::Idle(_));
            if is_idle {
                consider(self.plan.away().saturating_sub(idle));
            }
            if self.plan.breaks.on && state.activity != Activity::Unknown && idle < self.plan.away()
            {
                consider(self.plan.work().saturating_sub(state.work));
            }
            if let Some(waiting) = &state.waiting
                && waiting.is_allowed
            {
                consider(self.plan.grace().saturating_sub(waiting.allowed));
                if is_idle {
                    consider(self.needed_pause(waiting).saturating_sub(idle));
                }
            }
        }
        if let Some(asked) = &state.last {
            if asked.is_open {
                consider(PROMPT_LIFETIME.saturating_sub(asked.since));
            }
            if state.waiting.is_some() {
                consider(PROMPT_GAP.saturating_sub(asked.since));
            }
        }
        let has_chance = |day: DayRecord| day.asked == 1 && !day.is_done && !day.is_silent;
        if open_hours
            .windows
            .iter()
            .any(|day| has_chance(state.day(*day)))
        {
            consider(self.second_chance_in());
        }
        if let Some(snoozed) = &state.snoozed {
            consider(snoozed.left);
            consider(snoozed.left.saturating_add(PROMPT_LIFETIME));
        }
        for signal in [state.call, state.full_screen, state.do_not_disturb] {
            if let SignalState::Lost(left) = signal {
                consider(left);
            }
        }
        let next = next.map(|left| windows::later(now, left));
        let next = next.into_iter().chain(open_hours.next_change()).min();
        next.filter(|next| *next > now)
    }
}
