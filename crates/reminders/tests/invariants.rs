//! What must hold whatever happens: random days against a second, slow look at the world that
//! counts every second by itself.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use jiff::civil::{Date, date};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use unhunch_reminders::event::{Cause, Opening};
use unhunch_reminders::machine::{
    PROMPT_GAP, PROMPT_LIFETIME, STARTUP_DELAY, TYPING_PAUSE, UNKNOWN_TIMEOUT,
};
use unhunch_reminders::plan::{Breaks, Daily, PromptSettings, Span, Week};
use unhunch_reminders::replay::replay;
use unhunch_reminders::trace::Line;
use unhunch_reminders::{Answer, Event, Kind, Machine, Observation, Plan, Prompt, Signal};

// The days that traces are about.

const ZONES: [&str; 5] = [
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
];

fn zone() -> impl Strategy<Value = TimeZone> {
    prop::sample::select(&ZONES).prop_map(|name| TimeZone::get(name).unwrap())
}

fn span() -> impl Strategy<Value = Span> {
    (0..48_i32, 1..48_i32).prop_map(|(start, length)| {
        let time =
            |half_hours: i32| format!("{:02}:{:02}", half_hours / 2 % 24, half_hours % 2 * 30);
        format!("{}-{}", time(start), time(start + length))
            .parse()
            .unwrap()
    })
}

fn week() -> impl Strategy<Value = Week> {
    prop::collection::vec(prop::collection::vec(span(), 0..3), 7).prop_map(|days| {
        let mut days = days.into_iter();
        let mut next = || days.next().unwrap();
        Week {
            monday: next(),
            tuesday: next(),
            wednesday: next(),
            thursday: next(),
            friday: next(),
            saturday: next(),
            sunday: next(),
        }
    })
}

fn plan() -> impl Strategy<Value = Plan> {
    let daily = (15..=120_i64, week());
    let breaks = (prop::bool::weighted(0.8), 15..=60_i64, 1..=10_i64, week());
    let asking = (3..=20_i64, 0..=10_i64, 5..=30_i64);
    (zone(), daily, breaks, asking).prop_map(|(zone, daily, breaks, asking)| Plan {
        zone: Some(zone),
        daily: Daily {
            on: true,
            second_chance_minutes: daily.0.try_into().unwrap(),
            windows: daily.1,
        },
        breaks: Breaks {
            on: breaks.0,
            work_minutes: breaks.1.try_into().unwrap(),
            break_minutes: breaks.2.try_into().unwrap(),
            hours: breaks.3,
        },
        asking: PromptSettings {
            pause_seconds: asking.0.try_into().unwrap(),
            grace_minutes: asking.1.try_into().unwrap(),
            snooze_minutes: asking.2.try_into().unwrap(),
        },
    })
}

fn signal() -> impl Strategy<Value = Signal> {
    // Off more often, so that something is asked.
    prop::sample::select(vec![
        Signal::On,
        Signal::Off,
        Signal::Off,
        Signal::Off,
        Signal::Unknown,
    ])
}

/// What can be seen; [`trace`] puts a session’s time in.
fn observation() -> impl Strategy<Value = Observation> {
    let answers = vec![
        Answer::Start,
        Answer::Snooze,
        Answer::Skip,
        Answer::NotToday,
    ];
    prop_oneof![
        12 => Just(Observation::Input),
        12 => (0..40_u32).prop_map(|seconds| Observation::Idle { seconds }),
        2 => (40..2_000_u32).prop_map(|seconds| Observation::Idle { seconds }),
        1 => Just(Observation::InputUnknown),
        1 => Just(Observation::Lock),
        3 => Just(Observation::Unlock),
        1 => Just(Observation::Sleep),
        3 => Just(Observation::Wake),
        3 => signal().prop_map(Observation::Call),
        2 => signal().prop_map(Observation::FullScreen),
        2 => signal().prop_map(Observation::DoNotDisturb),
        1 => zone().prop_map(Observation::Zone),
        5 => prop::sample::select(answers).prop_map(|answer| Observation::Answer(None, answer)),
        1 => Just(Observation::SessionStarted { at: Timestamp::UNIX_EPOCH }),
        1 => Just(Observation::BreakTaken),
        1 => Just(Observation::Restart),
    ]
}

/// Something seen, and seconds since what was seen before.
type Step = (i64, Observation);

/// Anything after any time: below zero where the clock is set back.
fn noise(longest_days: i64) -> BoxedStrategy<Vec<Step>> {
    let longest = (longest_days * 86_400).max(2_000);
    let gap = prop_oneof![
        2 => Just(0),
        10 => 1..12_i64,
        10 => 12..400_i64,
        6 => 400..2_000_i64,
        1 => 2_000..=longest,
        1 => -7_200..0_i64,
        // Far back only where it may also go far ahead.
        u32::from(longest_days > 0) => -longest..0_i64,
    ];
    (gap, observation()).prop_map(|step| vec![step]).boxed()
}

/// Work with pauses in it, and a longer one in the end.
fn work() -> BoxedStrategy<Vec<Step>> {
    let stretch = (30..700_i64, 0..5_u32, 1..60_i64);
    let stretches = prop::collection::vec(stretch, 1..8);
    (stretches, 1..30_i64, 0..20_u32)
        .prop_map(|(stretches, gap, seconds)| {
            let stretch = |(typing, seconds, pause)| {
                [
                    (1, Observation::Input),
                    (typing, Observation::Idle { seconds }),
                    (pause, Observation::Input),
                ]
            };
            let mut steps: Vec<_> = stretches.into_iter().flat_map(stretch).collect();
            steps.push((gap, Observation::Idle { seconds }));
            steps
        })
        .boxed()
}

/// Something that keeps prompts back for a while, in which somebody types or not.
fn hold() -> BoxedStrategy<Vec<Step>> {
    let which = prop::sample::select(vec![
        (
            Observation::Call(Signal::On),
            Observation::Call(Signal::Off),
        ),
        (
            Observation::Call(Signal::On),
            Observation::Call(Signal::Unknown),
        ),
        (
            Observation::FullScreen(Signal::On),
            Observation::FullScreen(Signal::Off),
        ),
        (
            Observation::DoNotDisturb(Signal::On),
            Observation::DoNotDisturb(Signal::Off),
        ),
        (Observation::Lock, Observation::Unlock),
        (Observation::Sleep, Observation::Wake),
    ]);
    (which, 1..100_i64, work(), 0..1_000_i64)
        .prop_map(|((begin, end), first, mut steps, last)| {
            steps.insert(0, (first, begin));
            steps.push((last, end));
            steps
        })
        .boxed()
}

/// Work, and then an answer.
fn answered() -> BoxedStrategy<Vec<Step>> {
    let answers = vec![Answer::Start, Answer::Snooze, Answer::Snooze, Answer::Skip];
    (work(), 1..60_i64, prop::sample::select(answers))
        .prop_map(|(mut steps, gap, answer)| {
            steps.push((gap, Observation::Answer(None, answer)));
            steps
        })
        .boxed()
}

/// Work, until the source fails for a while.
fn unobserved() -> BoxedStrategy<Vec<Step>> {
    (work(), 60..1_000_i64)
        .prop_map(|(mut steps, gap)| {
            steps.pop();
            steps.push((60, Observation::InputUnknown));
            steps.push((gap, Observation::Input));
            steps
        })
        .boxed()
}

/// A trace that begins on one of the nights on which the clocks change, or on any other day.
fn trace(longest_days: i64, episodes: usize) -> impl Strategy<Value = Vec<Line>> {
    let days = vec![
        date(2026, 3, 28),
        date(2026, 10, 24),
        date(2026, 3, 7),
        date(2026, 10, 31),
        date(2026, 4, 4),
        date(2026, 12, 31),
        date(2026, 6, 2),
    ];
    let start = (prop::sample::select(days), 0..172_800_i64);
    let episode = prop_oneof![
        6 => noise(longest_days),
        3 => work(),
        2 => hold(),
        2 => answered(),
        1 => unobserved(),
    ];
    let seen = prop::collection::vec(episode, 1..episodes);
    (start, seen).prop_map(|((day, second), seen)| {
        let midnight = day.to_zoned(TimeZone::UTC).unwrap().timestamp();
        let mut at = midnight + SignedDuration::from_secs(second);
        let line = |(gap, observation)| {
            at += SignedDuration::from_secs(gap);
            let observation = match observation {
                Observation::SessionStarted { .. } => Observation::SessionStarted { at },
                other => other,
            };
            Line {
                at,
                offset: Offset::UTC,
                observation,
            }
        };
        seen.into_iter().flatten().map(line).collect()
    })
}

// The second look at the world.

#[derive(Clone, Copy, Debug, PartialEq)]
enum InputState {
    Unknown,
    Typing,
    Resting(i64),
}

/// Something that is on or off, with the seconds for which it counts as on after it was lost.
#[derive(Clone, Copy, Debug, Default)]
struct SignalState {
    is_on: bool,
    lost: i64,
}

impl SignalState {
    fn update(&mut self, signal: Signal) {
        *self = match signal {
            Signal::On => Self {
                is_on: true,
                lost: 0,
            },
            Signal::Off => Self::default(),
            Signal::Unknown if self.is_on => Self {
                is_on: false,
                lost: UNKNOWN_TIMEOUT.as_secs(),
            },
            Signal::Unknown => *self,
        };
    }

    fn holds(self) -> bool {
        self.is_on || self.lost > 0
    }
}

/// The world as somebody with a stopwatch sees it. It knows nothing of when to ask.
struct World {
    zone: TimeZone,
    input: InputState,
    locked: bool,
    asleep: bool,
    call: SignalState,
    full_screen: SignalState,
    do_not_disturb: SignalState,
    /// Seconds of known work since the last break, prompt or beginning.
    work: i64,
    /// Seconds since the first line, or the last restart.
    running: i64,
    /// Seconds for which a break is due and nothing is in its way.
    overdue: i64,
    since_prompt: i64,
    since_daily: i64,
    /// Seconds since anything held prompts back.
    free: i64,
    /// The last prompt, whether it is shown, and whether it was answered.
    last: Option<(Prompt, bool, bool)>,
    snoozed: Option<(Prompt, i64)>,
    silent: BTreeSet<Date>,
    done: BTreeSet<Date>,
    /// Prompts for a day that nobody put off.
    asked: BTreeMap<(Date, Kind), usize>,
    /// Breaks that were taken since a break was put off.
    broke_since_snooze: bool,
}

fn open_days(week: &Week, at: &Zoned) -> Vec<Date> {
    let civil = at.datetime();
    let days = [civil.date().yesterday().unwrap(), civil.date()];
    let is_open = |day: &Date| {
        week.on(day.weekday()).iter().any(|span| {
            let text = span.to_string();
            let (start, end) = text.split_once('-').unwrap();
            let start = format!("{day}T{start}").parse().unwrap();
            let mut end = match end {
                "24:00" => day.tomorrow().unwrap().at(0, 0, 0, 0),
                end => format!("{day}T{end}").parse().unwrap(),
            };
            if end <= start {
                end += 1.day();
            }
            start <= civil && civil < end
        })
    };
    days.into_iter().filter(is_open).collect()
}

impl World {
    fn new(plan: &Plan) -> Self {
        Self {
            zone: plan.zone.clone().unwrap(),
            input: InputState::Unknown,
            locked: false,
            asleep: false,
            call: SignalState::default(),
            full_screen: SignalState::default(),
            do_not_disturb: SignalState::default(),
            work: 0,
            running: 0,
            overdue: 0,
            since_prompt: i64::MAX / 2,
            since_daily: i64::MAX / 2,
            free: 0,
            last: None,
            snoozed: None,
            silent: BTreeSet::new(),
            done: BTreeSet::new(),
            asked: BTreeMap::new(),
            broke_since_snooze: false,
        }
    }

    fn took_break(&mut self) {
        self.work = 0;
        self.broke_since_snooze = true;
        if let Some((prompt, is_open, _)) = &mut self.last
            && !prompt.kind.is_daily()
        {
            *is_open = false;
        }
        if self
            .snoozed
            .as_ref()
            .is_some_and(|(prompt, _)| !prompt.kind.is_daily())
        {
            self.snoozed = None;
        }
    }

    /// One second, or several in which nothing happened that matters to what is checked.
    fn pass(&mut self, plan: &Plan, seconds: i64, was_on: bool) {
        let away = plan.breaks.break_minutes.get() * 60;
        self.running += seconds;
        self.since_prompt += seconds;
        self.since_daily += seconds;
        self.free = if self.held() { 0 } else { self.free + seconds };
        if let Some((_, left)) = &mut self.snoozed {
            *left -= seconds;
        }
        for held in [
            &mut self.call,
            &mut self.full_screen,
            &mut self.do_not_disturb,
        ] {
            held.lost = (held.lost - seconds).max(0);
        }
        if was_on && !self.locked && !self.asleep && self.input != InputState::Unknown {
            self.work += seconds;
        }
        if !was_on && seconds >= away {
            self.took_break();
        }
        if let InputState::Resting(rest) = &mut self.input {
            *rest += seconds;
            if *rest >= away {
                self.took_break();
            }
        }
    }

    fn held(&self) -> bool {
        let held = [self.call, self.full_screen, self.do_not_disturb];
        self.locked || self.asleep || held.into_iter().any(SignalState::holds)
    }

    fn update(&mut self, plan: &Plan, line: &Line) {
        self.look(plan, line);
        if self.held() {
            self.free = 0;
        }
    }

    fn look(&mut self, plan: &Plan, line: &Line) {
        let away = plan.breaks.break_minutes.get() * 60;
        match &line.observation {
            Observation::Input => {
                self.input = InputState::Typing;
                self.asleep = false;
            }
            Observation::Idle { seconds } => {
                self.input = InputState::Resting(i64::from(*seconds));
                if i64::from(*seconds) >= away {
                    self.took_break();
                }
            }
            Observation::InputUnknown => self.input = InputState::Unknown,
            Observation::Lock => {
                self.locked = true;
                self.took_break();
            }
            Observation::Sleep => {
                self.asleep = true;
                self.took_break();
            }
            Observation::Unlock | Observation::Wake => {
                if line.observation == Observation::Unlock {
                    self.locked = false;
                } else {
                    self.asleep = false;
                }
                if self.input != InputState::Unknown {
                    self.input = InputState::Resting(0);
                }
            }
            Observation::Call(signal) => self.call.update(*signal),
            Observation::FullScreen(signal) => self.full_screen.update(*signal),
            Observation::DoNotDisturb(signal) => self.do_not_disturb.update(*signal),
            Observation::Zone(zone) => self.zone = zone.clone(),
            Observation::Answer(_, answer) => self.answer(plan, line.at, *answer),
            Observation::SessionStarted { .. } => {
                let at = line.at.to_zoned(self.zone.clone());
                let open = open_days(&plan.daily.windows, &at);
                self.done.extend(if open.is_empty() {
                    vec![at.date()]
                } else {
                    open
                });
                if let Some((prompt, is_open, _)) = &mut self.last
                    && prompt.kind.is_daily()
                    && self.done.contains(&prompt.day)
                {
                    *is_open = false;
                }
                self.took_break();
            }
            Observation::BreakTaken => self.took_break(),
            Observation::Restart => {
                self.input = InputState::Unknown;
                self.locked = false;
                self.asleep = false;
                for held in [
                    &mut self.call,
                    &mut self.full_screen,
                    &mut self.do_not_disturb,
                ] {
                    held.update(Signal::Unknown);
                }
                self.running = 0;
                self.close();
            }
        }
    }

    fn close(&mut self) {
        if let Some((_, is_open, _)) = &mut self.last {
            *is_open = false;
        }
    }

    fn answer(&mut self, plan: &Plan, at: Timestamp, answer: Answer) {
        let last = self.last.clone();
        if let Some((_, is_open, is_answered)) = &mut self.last {
            *is_open = false;
            *is_answered = true;
        }
        if answer == Answer::NotToday {
            let at = at.to_zoned(self.zone.clone());
            let mut days = open_days(&plan.daily.windows, &at);
            if plan.breaks.on {
                days.extend(open_days(&plan.breaks.hours, &at));
            }
            days.extend(last.map(|(prompt, ..)| prompt.day));
            self.silent.extend(if days.is_empty() {
                vec![at.date()]
            } else {
                days
            });
            return;
        }
        let Some((prompt, _, was_answered)) = last else {
            return;
        };
        match answer {
            Answer::Start => {
                if prompt.kind.is_daily() {
                    self.done.insert(prompt.day);
                }
                self.took_break();
            }
            Answer::Snooze if !was_answered => {
                self.snoozed = Some((prompt, plan.asking.snooze_minutes.get() * 60));
                self.broke_since_snooze = false;
            }
            _ => {}
        }
    }

    /// Checks all that was promised of a prompt, and notes it.
    fn asked(&mut self, plan: &Plan, at: Timestamp, prompt: &Prompt) {
        let zoned = at.to_zoned(self.zone.clone());
        let place = format!("{zoned}: {prompt:?}");
        // Never in a call, under a full screen, with do-not-disturb, locked, asleep.
        assert!(!self.held(), "held: {place}");
        assert!(self.running >= STARTUP_DELAY.as_secs(), "too soon: {place}");
        // Never while typing, and to nobody who is away.
        match self.input {
            InputState::Typing => panic!("typing: {place}"),
            InputState::Unknown => {
                assert!(prompt.kind.is_daily(), "a break from nothing: {place}");
                assert_eq!(prompt.opening, Opening::Unwatched);
            }
            InputState::Resting(rest) => {
                assert!(rest >= TYPING_PAUSE.as_secs(), "typing: {place}");
                assert!(
                    rest < plan.breaks.break_minutes.get() * 60,
                    "nobody there: {place}"
                );
                assert_eq!(prompt.opening.seconds(), Some(rest));
                let is_pause = matches!(prompt.opening, Opening::Pause { .. });
                assert_eq!(is_pause, rest >= plan.asking.pause_seconds.get(), "{place}");
                let grace = plan.asking.grace_minutes.get() * 60;
                assert!(is_pause || self.free >= grace, "grace not over: {place}");
            }
        }
        assert!(!self.silent.contains(&prompt.day), "not today: {place}");
        assert!(
            !self.last.as_ref().is_some_and(|(_, is_open, _)| *is_open),
            "two at once: {place}"
        );
        let week = if prompt.kind.is_daily() {
            &plan.daily.windows
        } else {
            &plan.breaks.hours
        };
        let is_inside = open_days(week, &zoned).contains(&prompt.day);
        if prompt.kind.is_daily() {
            assert!(!self.done.contains(&prompt.day), "done: {place}");
        } else {
            assert!(plan.breaks.on, "breaks are off: {place}");
        }
        if prompt.cause == Cause::Snoozed {
            // Only what was put off, when that was wanted.
            let (put_off, left) = self.snoozed.take().expect(&place);
            assert_eq!(
                (put_off.kind, put_off.day),
                (prompt.kind, prompt.day),
                "{place}"
            );
            assert!(left <= 0, "{left} s too soon: {place}");
            assert!(
                is_inside || left > -PROMPT_LIFETIME.as_secs(),
                "outside hours: {place}"
            );
            assert!(
                prompt.kind.is_daily() || !self.broke_since_snooze,
                "{place}"
            );
        } else {
            assert!(is_inside, "outside hours: {place}");
            assert!(
                self.since_prompt >= PROMPT_GAP.as_secs(),
                "too close: {place}"
            );
            // Never more than promised.
            let count = self.asked.entry((prompt.day, prompt.kind)).or_default();
            *count += 1;
            assert!(
                *count == 1 || !prompt.kind.is_daily(),
                "once too often: {place}"
            );
            if prompt.kind == Kind::DailySecond {
                let delay = plan.daily.second_chance_minutes.get() * 60;
                assert!(self.since_daily >= delay, "the second too soon: {place}");
                let first = self.asked.get(&(prompt.day, Kind::DailyFirst));
                assert_eq!(first, Some(&1), "{place}");
            }
            if prompt.kind == Kind::Break {
                // No prompt after a break that was taken, and none without the work.
                let due = plan.breaks.work_minutes.get() * 60;
                assert!(self.work >= due, "after {} s of work: {place}", self.work);
            }
        }
        if prompt.kind.is_daily() {
            self.snoozed = None;
            self.since_daily = 0;
        }
        self.work = 0;
        self.overdue = 0;
        self.since_prompt = 0;
        self.last = Some((prompt.clone(), true, false));
    }

    fn hear(&mut self, plan: &Plan, at: Timestamp, events: &[Event]) {
        for event in events {
            match event {
                Event::Ask(prompt) => self.asked(plan, at, prompt),
                Event::Withdraw { .. } => self.close(),
                Event::SuggestHour { skipped, instead } => {
                    assert!((0..24).contains(skipped));
                    assert_ne!(Some(*skipped), *instead);
                }
            }
        }
        let is_open = self.last.as_ref().is_some_and(|(_, is_open, _)| *is_open);
        assert!(!(is_open && self.held()), "a prompt is left open at {at}");
        assert!(
            !is_open || self.since_prompt < PROMPT_LIFETIME.as_secs(),
            "left open at {at}"
        );
    }

    /// Seconds for which a break has been due and allowed, after this one; whether there is input aside.
    fn is_break_free(&self, plan: &Plan, at: Timestamp) -> bool {
        let zoned = at.to_zoned(self.zone.clone());
        let hours = open_days(&plan.breaks.hours, &zoned);
        let is_there = match self.input {
            InputState::Unknown => false,
            InputState::Typing => true,
            InputState::Resting(rest) => rest < plan.breaks.break_minutes.get() * 60,
        };
        plan.breaks.on
            && is_there
            && !self.held()
            && hours.iter().any(|day| !self.silent.contains(day))
            && self.work >= plan.breaks.work_minutes.get() * 60
            && self.running >= STARTUP_DELAY.as_secs()
            && self.since_prompt >= PROMPT_GAP.as_secs()
            && !self.last.as_ref().is_some_and(|(_, is_open, _)| *is_open)
            && self.snoozed.is_none()
    }
}

fn replayed(plan: &Plan, lines: &[Line]) -> Vec<(Timestamp, Event)> {
    let mut told = Vec::new();
    replay(plan.clone(), lines, |one| {
        told.push((one.at.timestamp(), one.event));
        Ok::<_, Infallible>(())
    })
    .unwrap();
    told
}

/// Walks through a trace with the machine ticked at its own wakes, checking every event.
fn check(plan: &Plan, lines: &[Line]) {
    let mut machine = Machine::new(plan.clone(), TimeZone::UTC);
    let mut world = World::new(plan);
    let mut now = lines[0].at;
    for line in lines {
        let was_on = line.observation != Observation::Restart;
        let is_walked =
            was_on && line.at.duration_since(now) <= unhunch_reminders::replay::CLOCK_JUMP;
        while is_walked && let Some(wake) = machine.next_wake().filter(|wake| *wake < line.at) {
            world.pass(plan, wake.duration_since(now).as_secs(), true);
            now = wake;
            let events = machine.tick(wake);
            world.hear(plan, wake, &events);
            assert!(
                machine.next_wake().is_none_or(|next| next > wake),
                "no rest at {wake}"
            );
        }
        world.pass(plan, line.at.duration_since(now).as_secs().max(0), was_on);
        now = line.at;
        world.update(plan, line);
        let events = machine.observe(line.at, line.observation.clone());
        world.hear(plan, line.at, &events);
    }
}

/// The promises above are worth something only where a lot is asked, for every reason.
#[test]
fn random_traces_are_asked_for_every_reason() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeMap::<String, usize>::new();
    for _ in 0..1_200 {
        let (plan, lines) = (plan(), trace(2, 40))
            .new_tree(&mut runner)
            .unwrap()
            .current();
        for (_, event) in replayed(&plan, &lines) {
            let reasons = match event {
                Event::Ask(prompt) => {
                    let held = prompt
                        .waited_for
                        .iter()
                        .map(|hold| format!("waited for {}", hold.id()));
                    let of = format!("{} {}", prompt.kind.id(), prompt.cause.id());
                    let how = format!("{} {}", prompt.kind.id(), prompt.opening.id());
                    held.chain([of, how]).collect()
                }
                Event::Withdraw { why, .. } => vec![format!("back: {}", why.id())],
                Event::SuggestHour { .. } => vec!["suggest".to_owned()],
            };
            for reason in reasons {
                *seen.entry(reason).or_default() += 1;
            }
        }
    }
    for reason in [
        "daily-first window",
        "daily-first snoozed",
        "daily-second second-chance",
        "daily-second snoozed",
        "break work",
        "break snoozed",
        "daily-first unwatched",
        "daily-first grace-over",
        "break pause",
        "break grace-over",
        "waited for asleep",
        "waited for locked",
        "waited for call",
        "waited for full-screen",
        "waited for do-not-disturb",
        "waited for outside-hours",
        "back: asleep",
        "back: call",
        "back: full-screen",
        "back: done",
        "back: break-taken",
        "back: unanswered",
        "back: restarted",
        "suggest",
    ] {
        assert!(
            seen.get(reason).is_some_and(|times| *times >= 3),
            "{reason}: {seen:#?}"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_000, ..ProptestConfig::default() })]

    /// Never in a call, under a full screen, while typing, outside hours, after "not today" or
    /// after a break or a session that was done; never more than promised; whatever happens
    /// over days, with clocks set back and forth, flights and restarts.
    #[test]
    fn every_prompt_keeps_the_promises(plan in plan(), lines in trace(2, 40)) {
        check(&plan, &lines);
    }

    /// The same trace gives the same prompts.
    #[test]
    fn replay_is_deterministic(plan in plan(), lines in trace(2, 25)) {
        prop_assert_eq!(replayed(&plan, &lines), replayed(&plan, &lines));
    }

    /// What it wants to be kept is all that it needs.
    #[test]
    fn a_kept_machine_goes_on(plan in plan(), lines in trace(1, 25), at in any::<prop::sample::Index>()) {
        let at = at.index(lines.len());
        let mut machine = Machine::new(plan.clone(), TimeZone::UTC);
        for line in &lines[..at] {
            machine.observe(line.at, line.observation.clone());
        }
        let kept = serde_json::to_string(machine.state()).unwrap();
        let mut other = Machine::resume(plan, serde_json::from_str(&kept).unwrap());
        for line in &lines[at..] {
            prop_assert_eq!(machine.next_wake(), other.next_wake());
            prop_assert_eq!(
                machine.observe(line.at, line.observation.clone()),
                other.observe(line.at, line.observation.clone())
            );
        }
        prop_assert_eq!(machine.state(), other.state());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// It doesn't matter how often the machine is woken, if it is woken when it wants: a tick
    /// every second gives the same prompts at the same seconds. And within the grace period it
    /// asks for a break, if it is allowed to and nobody types.
    #[test]
    fn a_tick_every_second_changes_nothing(plan in plan(), lines in trace(0, 15)) {
        let mut machine = Machine::new(plan.clone(), TimeZone::UTC);
        let mut world = World::new(&plan);
        let mut told = Vec::new();
        let mut now = lines[0].at;
        let grace = plan.asking.grace_minutes.get() * 60;
        for line in &lines {
            let was_on = line.observation != Observation::Restart;
            while was_on && now + SignedDuration::from_secs(1) < line.at {
                now += SignedDuration::from_secs(1);
                world.pass(&plan, 1, true);
                let events = machine.tick(now);
                world.hear(&plan, now, &events);
                told.extend(events.into_iter().map(|event| (now, event)));
                world.overdue = if world.is_break_free(&plan, now) { world.overdue + 1 } else { 0 };
                let rests = matches!(world.input, InputState::Resting(rest) if rest >= TYPING_PAUSE.as_secs());
                // Overdue from the second on in which it became due, so one more.
                prop_assert!(
                    !(rests && world.overdue > grace),
                    "due for {} s at {now}, and hands rest: {:?}", world.overdue, world.input
                );
                let pauses = matches!(world.input, InputState::Resting(rest) if rest >= plan.asking.pause_seconds.get());
                prop_assert!(!(pauses && world.overdue > 0), "a pause at {now}, and nobody asks");
            }
            world.pass(&plan, line.at.duration_since(now).as_secs().max(0), was_on);
            now = line.at;
            world.update(&plan, line);
            let events = machine.observe(line.at, line.observation.clone());
            world.hear(&plan, line.at, &events);
            told.extend(events.into_iter().map(|event| (line.at, event)));
            world.overdue = if world.is_break_free(&plan, now) { world.overdue + 1 } else { 0 };
        }
        prop_assert_eq!(told, replayed(&plan, &lines));
    }
}
