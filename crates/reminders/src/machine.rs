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

use crate::event::{Cause, Event, Hold, Kind, Opening, Prompt, PromptNumber, Withdrawal};
use crate::habit::Habits;
use crate::observation::{Answer, Observation, Sight};
use crate::windows::{self, Spell};
use unhunch_domain::reminder_plan::Plan;

/// Without input for so long nobody is typing.
pub const TYPING: SignedDuration = SignedDuration::from_secs(2);

/// The least from one prompt to the next that nobody put off.
pub const APART: SignedDuration = SignedDuration::from_mins(10);

/// How long a prompt stays without an answer, and how long one that was put off waits after its
/// hours are over.
pub const LASTS: SignedDuration = SignedDuration::from_mins(10);

/// After the start nothing is asked for so long, so that every watch can speak first.
pub const SETTLING: SignedDuration = SignedDuration::from_secs(10);

/// How long something that was on when its watch failed counts as on.
pub const UNKNOWN_HOLDS: SignedDuration = SignedDuration::from_hours(1);

/// Woken later than this, the machine takes it that the computer stood still.
pub const LATE: SignedDuration = SignedDuration::from_mins(1);

/// How many days are remembered, so that a wrong clock doesn't make them new.
const DAYS: usize = 32;

const ZERO: SignedDuration = SignedDuration::ZERO;

/// What hands do.
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
enum Sense {
    Off,
    On,
    /// There is no telling; it was on, and counts as on for so long.
    Lost(SignedDuration),
}

impl Sense {
    fn is_on(self) -> bool {
        match self {
            Self::Off => false,
            Self::On => true,
            Self::Lost(left) => left > ZERO,
        }
    }

    fn see(&mut self, sight: Sight) {
        *self = match (sight, *self) {
            (Sight::On, _) => Self::On,
            (Sight::Unknown, Self::On) => Self::Lost(UNKNOWN_HOLDS),
            (Sight::Unknown, Self::Lost(left)) => Self::Lost(left),
            (Sight::Off, _) | (Sight::Unknown, Self::Off) => Self::Off,
        };
    }

    fn pass(&mut self, time: SignedDuration) {
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
    held: BTreeSet<Hold>,
    /// For how long it could have been asked, had there been a pause.
    allowed: SignedDuration,
    /// Whether it can be asked at the next pause.
    is_allowed: bool,
}

/// What was promised for a day, and how much of it is used up.
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

/// Everything that the machine remembers. Kept and given back to [`Machine::resume`], it goes on
/// after a restart and repeats nothing.
///
/// A zone that has no name can't be kept; a host gives it one.
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
    call: Sense,
    full_screen: Sense,
    do_not_disturb: Sense,
    /// Work without a break.
    work: SignedDuration,
    /// How long nothing is asked yet.
    settling: SignedDuration,
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
            call: Sense::Off,
            full_screen: Sense::Off,
            do_not_disturb: Sense::Off,
            work: ZERO,
            settling: SETTLING,
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
    fn rest(&mut self, events: &mut Vec<Event>) {
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
/// The host says what it sees with [`Machine::observe`], sleeps until [`Machine::next_wake`] and
/// then calls [`Machine::tick`]; both give back what to do.
#[derive(Clone, Debug)]
pub struct Machine {
    plan: Plan,
    state: State,
    /// The hours it is in, as far as they are known.
    spell: Option<Spell>,
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
            spell: None,
        }
    }

    /// What it remembers, to be kept.
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
    /// promised say; now or earlier where its window is open.
    pub fn next_session(&self, now: Timestamp) -> Option<Timestamp> {
        let windows = windows::windows(self.plan.daily.asked(), &self.state.zone, now);
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
    pub fn put_off_until(&self, now: Timestamp) -> Option<Timestamp> {
        let snoozed = self.state.snoozed?;
        Some(self.in_time(now, snoozed.left))
    }

    /// What will be in some time from when it last heard anything.
    fn in_time(&self, now: Timestamp, time: SignedDuration) -> Timestamp {
        windows::later(self.state.now.unwrap_or(now), time)
    }

    /// Takes another plan; the host calls [`Machine::tick`] next. What was promised for a day
    /// stays used up.
    pub fn set_plan(&mut self, plan: Plan) {
        self.plan = plan;
        self.spell = None;
    }

    /// When to call [`Machine::tick`]: nothing happens before of itself. Always later than the
    /// last call of anything.
    pub const fn next_wake(&self) -> Option<Timestamp> {
        self.state.wake
    }

    /// From how long without input on the machine wants to hear of it. A watch that tells less is
    /// enough at all other times, and wakes nobody.
    pub fn idle_wanted(&self) -> SignedDuration {
        match &self.state.waiting {
            Some(waiting) if waiting.is_allowed => self.enough(waiting),
            _ => self.plan.away(),
        }
    }

    /// Without input for so long is pause enough for what waits.
    fn enough(&self, waiting: &Waiting) -> SignedDuration {
        if waiting.allowed < self.plan.grace() {
            self.plan.pause()
        } else {
            TYPING
        }
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Timestamp) -> Vec<Event> {
        let mut events = Vec::new();
        self.pass(now, false, &mut events);
        self.decide(now, &mut events);
        events
    }

    /// Something was seen or said.
    pub fn observe(&mut self, at: Timestamp, observation: Observation) -> Vec<Event> {
        let mut events = Vec::new();
        self.pass(at, observation == Observation::Restart, &mut events);
        self.take_in(at, observation, &mut events);
        self.decide(at, &mut events);
        events
    }

    /// Lets time pass. A clock that was set back shows less of it than there was: none.
    fn pass(&mut self, now: Timestamp, was_off: bool, events: &mut Vec<Event>) {
        let away = self.plan.away();
        let state = &mut self.state;
        let Some(before) = state.now.replace(now) else {
            return;
        };
        let time = now.duration_since(before).max(ZERO);
        let is_late = state
            .wake
            .is_some_and(|wake| now.duration_since(wake) > LATE);
        if was_off || is_late {
            // Nobody knows what happened; that it was work is the least likely.
            state.waiting = None;
            if time >= away {
                state.rest(events);
            }
        } else if state.is_there() && state.activity != Activity::Unknown {
            state.work = state.work.saturating_add(time);
        }
        if let Activity::Idle(idle) = &mut state.activity {
            *idle = idle.saturating_add(time);
            if *idle >= away {
                state.rest(events);
            }
        }
        for sense in [
            &mut state.call,
            &mut state.full_screen,
            &mut state.do_not_disturb,
        ] {
            sense.pass(time);
        }
        state.settling = state.settling.saturating_sub(time).max(ZERO);
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

    fn take_in(&mut self, at: Timestamp, observation: Observation, events: &mut Vec<Event>) {
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
                    state.rest(events);
                }
            }
            Observation::InputUnknown => state.activity = Activity::Unknown,
            Observation::Lock => {
                state.is_locked = true;
                state.rest(events);
            }
            Observation::Unlock => {
                state.is_locked = false;
                state.come_back();
            }
            Observation::Sleep => {
                state.is_asleep = true;
                state.rest(events);
            }
            Observation::Wake => {
                state.is_asleep = false;
                state.come_back();
            }
            Observation::Call(sight) => state.call.see(sight),
            Observation::FullScreen(sight) => state.full_screen.see(sight),
            Observation::DoNotDisturb(sight) => state.do_not_disturb.see(sight),
            Observation::Zone(zone) => {
                state.zone = zone;
                self.spell = None;
            }
            Observation::Answer(number, answer) => self.answer(at, number, answer, events),
            Observation::SessionDone { when } => self.session_done(at, when.min(at), events),
            Observation::BreakTaken => state.rest(events),
            Observation::Restart => {
                state.activity = Activity::Unknown;
                state.is_locked = false;
                state.is_asleep = false;
                state.call.see(Sight::Unknown);
                state.full_screen.see(Sight::Unknown);
                state.do_not_disturb.see(Sight::Unknown);
                state.settling = SETTLING;
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
                let spell = self.spell(at);
                let mut days: BTreeSet<Date> =
                    spell.windows.into_iter().chain(spell.hours).collect();
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
                    state.habits.heeded(hour);
                }
                state.rest(events);
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
                instead: self.state.habits.usual(hour),
            });
        }
    }

    fn session_done(&mut self, at: Timestamp, when: Timestamp, events: &mut Vec<Event>) {
        let civil = self.state.zone.to_datetime(when);
        let mut days = windows::open(self.plan.daily.asked(), civil);
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
        let ago = at.duration_since(when);
        if ago <= state.work || ago < self.plan.away() {
            let work = state.work.min(ago);
            state.rest(events);
            state.work = work;
        }
    }

    /// The hours that a moment lies in.
    fn spell(&mut self, now: Timestamp) -> Spell {
        match &self.spell {
            Some(spell) if spell.holds(now) => spell.clone(),
            _ => {
                let spell = Spell::at(&self.plan, &self.state.zone, now);
                self.spell = Some(spell.clone());
                spell
            }
        }
    }

    /// Takes back what can't stay, asks what can be asked, and notes when to look again.
    fn decide(&mut self, now: Timestamp, events: &mut Vec<Event>) {
        let spell = self.spell(now);
        self.tidy(now, &spell, events);
        let due = if self.state.open().is_some() {
            None
        } else {
            self.due(&spell)
        };
        match due {
            None => self.state.waiting = None,
            Some(due) => {
                if let Some((day, opening)) = self.wait(&due) {
                    events.push(self.ask(now, &due, day, opening));
                }
            }
        }
        self.state.wake = self.wake(now, &spell);
    }

    fn tidy(&mut self, now: Timestamp, spell: &Spell, events: &mut Vec<Event>) {
        if let Some(hold) = self.hold() {
            self.state
                .withdraw(Withdrawal::Held(hold), |_| true, events);
        }
        if let Some(asked) = self.state.open()
            && asked.since >= LASTS
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
                (&spell.windows, day.is_done)
            } else {
                (&spell.hours, false)
            };
            let is_in_time =
                running.contains(&snoozed.day) || snoozed.left.saturating_add(LASTS) > ZERO;
            !day.is_silent && !is_done && is_in_time
        };
        self.state.snoozed = self.state.snoozed.filter(is_kept);
    }

    /// What is due: the session before a break, and one thing only.
    fn due(&self, spell: &Spell) -> Option<Due> {
        let state = &self.state;
        let put_off = state.snoozed.map(|snoozed| Due {
            kind: snoozed.kind,
            day: Some(snoozed.day),
            cause: Cause::Snoozed,
        });
        let is_over = state.snoozed.is_some_and(|snoozed| snoozed.left <= ZERO);
        let session = || spell.windows.iter().find_map(|day| self.session_due(*day));
        match put_off {
            Some(due) if due.kind.is_daily() => Some(due).filter(|_| is_over),
            Some(due) => session().or(Some(due).filter(|_| is_over)),
            None => session().or_else(|| self.break_due(spell)),
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

    fn break_due(&self, spell: &Spell) -> Option<Due> {
        if !self.plan.breaks.on || self.state.work < self.plan.work() {
            return None;
        }
        let day = spell
            .hours
            .iter()
            .find(|day| !self.state.day(**day).is_silent);
        if day.is_none() && !spell.hours.is_empty() {
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
    pub fn hold(&self) -> Option<Hold> {
        let state = &self.state;
        let holds = [
            (state.is_asleep, Hold::Asleep),
            (state.is_locked, Hold::Locked),
            (state.call.is_on(), Hold::Call),
            (state.full_screen.is_on(), Hold::FullScreen),
            (state.do_not_disturb.is_on(), Hold::DoNotDisturb),
        ];
        holds
            .into_iter()
            .find_map(|(is_on, hold)| is_on.then_some(hold))
    }

    /// Time until something may be asked after the last prompt.
    fn apart(&self, cause: Cause) -> SignedDuration {
        match &self.state.last {
            Some(asked) if cause != Cause::Snoozed => APART.saturating_sub(asked.since),
            _ => ZERO,
        }
    }

    /// Notes what waits for what; says why now, where it is the moment to ask.
    fn wait(&mut self, due: &Due) -> Option<(Date, Opening)> {
        let hold = self.hold();
        let hold = hold.or(due.day.is_none().then_some(Hold::OutsideHours));
        let is_settled = self.state.settling <= ZERO && self.apart(due.cause) <= ZERO;
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
                held: BTreeSet::new(),
                // It doesn't matter to somebody's hands which of two prompts waits.
                allowed: other.map_or(ZERO, |other| other.allowed),
                is_allowed: false,
            },
        };
        waiting.held.extend(hold);
        waiting.is_allowed = hold.is_none() && is_settled && is_watched;
        if !waiting.is_allowed {
            waiting.allowed = ZERO;
        }
        let opening = match self.state.activity {
            _ if !waiting.is_allowed => None,
            Activity::Typing => None,
            Activity::Unknown => Some(Opening::Unwatched),
            Activity::Idle(idle) if idle < self.enough(&waiting) => None,
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
            waited_for: waiting.map(|waiting| waiting.held).unwrap_or_default(),
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
    fn wake(&self, now: Timestamp, spell: &Spell) -> Option<Timestamp> {
        let state = &self.state;
        let mut next: Option<SignedDuration> = None;
        let mut consider = |left: SignedDuration| {
            if left > ZERO && next.is_none_or(|next| left < next) {
                next = Some(left);
            }
        };
        consider(state.settling);
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
                    consider(self.enough(waiting).saturating_sub(idle));
                }
            }
        }
        if let Some(asked) = &state.last {
            if asked.is_open {
                consider(LASTS.saturating_sub(asked.since));
            }
            if state.waiting.is_some() {
                consider(APART.saturating_sub(asked.since));
            }
        }
        let has_chance = |day: DayRecord| day.asked == 1 && !day.is_done && !day.is_silent;
        if spell.windows.iter().any(|day| has_chance(state.day(*day))) {
            consider(self.second_chance_in());
        }
        if let Some(snoozed) = &state.snoozed {
            consider(snoozed.left);
            consider(snoozed.left.saturating_add(LASTS));
        }
        for sense in [state.call, state.full_screen, state.do_not_disturb] {
            if let Sense::Lost(left) = sense {
                consider(left);
            }
        }
        let next = next.map(|left| windows::later(now, left));
        let next = next.into_iter().chain(spell.change()).min();
        next.filter(|next| *next > now)
    }
}
