//! What decides when to ask, without clock, files or desktop: the machine, the log of the day, and
//! what the journal says.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use unhunch_desktop::ui::ShownNotification;
use unhunch_domain::SessionId;
use unhunch_reminders::event::Event;
use unhunch_reminders::machine::State;
use unhunch_reminders::{Answer, DayLog, Kind, Machine, Observation, Plan, Prompt, PromptNumber};

/// While somebody works, the time is looked at this often: the computer may have stood still, or be
/// in another zone.
const POLL_INTERVAL: SignedDuration = SignedDuration::from_mins(5);

/// Whether there is input, as far as it matters for how long nobody has to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Activity {
    Unknown,
    Typing,
    Idle(Timestamp),
    Gone,
}

/// What the host has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// Ask this.
    Ask(Prompt),
    /// Take this back, wherever it is shown.
    Withdraw(PromptNumber),
}

/// What is saved from one run of the program to the next.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedState {
    version: u32,
    epoch: u64,
    machine: State,
    #[serde(rename = "chronicle")]
    day_log: DayLog,
    #[serde(rename = "told")]
    counted: BTreeSet<SessionId>,
    suggestion: Option<(i8, Option<i8>)>,
    shown: Option<ShownNotification>,
}

impl SavedState {
    /// Whether it is about that life of the journal.
    pub const fn is_of(&self, epoch: u64) -> bool {
        self.epoch == epoch
    }
}

/// The form of [`SavedState`].
const VERSION: u32 = 1;

/// What the journal says that matters here.
pub struct JournalView {
    /// Which life of the journal.
    pub epoch: u64,
    /// When to ask, as the person chose it.
    pub plan: Plan,
    /// Whether nobody is asked for the session, because of what they answered to the safety
    /// questions. Breaks stay: a walk away from the screen is for everybody.
    pub is_session_held: bool,
    /// The latest sessions, and when they were begun.
    pub sessions: Vec<(SessionId, Timestamp)>,
}

impl JournalView {
    /// What is asked for.
    fn asked(&self) -> Plan {
        let mut plan = self.plan.clone();
        if self.is_session_held {
            plan.daily.on = false;
        }
        plan
    }
}

/// Decides when to ask.
pub struct ReminderState {
    machine: Machine,
    /// The plan as the person chose it.
    plan: Plan,
    day_log: DayLog,
    epoch: u64,
    counted: BTreeSet<SessionId>,
    suggestion: Option<(i8, Option<i8>)>,
    /// What would stay on the screen if this run were killed.
    shown: Option<ShownNotification>,
    activity: Activity,
    actions: Vec<Action>,
    /// Something changed that has to outlast this run, and isn’t saved yet.
    is_unsaved: bool,
    /// Everything was forgotten: the computer has to be observed anew.
    is_reset: bool,
}

impl ReminderState {
    /// One that remembers nothing.
    pub fn new(view: &JournalView, zone: TimeZone) -> Self {
        Self {
            machine: Machine::new(view.asked(), zone),
            plan: view.plan.clone(),
            day_log: DayLog::default(),
            epoch: view.epoch,
            counted: BTreeSet::new(),
            suggestion: None,
            shown: None,
            activity: Activity::Unknown,
            actions: Vec::new(),
            is_unsaved: true,
            is_reset: false,
        }
    }

    /// One that goes on where an earlier run of the program stopped, or a new one where that was
    /// over another life of the journal.
    pub fn resume(
        saved: Option<SavedState>,
        view: &JournalView,
        zone: TimeZone,
        now: Timestamp,
    ) -> Self {
        let saved = saved.filter(|saved| saved.version == VERSION && saved.is_of(view.epoch));
        let mut state = Self::new(view, zone.clone());
        if let Some(saved) = saved {
            state.machine = Machine::resume(view.asked(), saved.machine);
            state.day_log = saved.day_log;
            state.counted = saved.counted;
            state.suggestion = saved.suggestion;
            state.shown = saved.shown;
        }
        state.observe(now, &Observation::Restart);
        state.set_zone(now, zone);
        state.count_sessions(now, view);
        state
    }

    /// What is to be saved.
    pub fn saved(&self) -> SavedState {
        SavedState {
            version: VERSION,
            epoch: self.epoch,
            machine: self.machine.state().clone(),
            day_log: self.day_log.clone(),
            counted: self.counted.clone(),
            suggestion: self.suggestion,
            shown: self.shown.clone(),
        }
    }

    /// Whether it goes on with that life of the journal.
    pub const fn is_of(&self, epoch: u64) -> bool {
        self.epoch == epoch
    }

    /// The machine.
    pub const fn machine(&self) -> &Machine {
        &self.machine
    }

    /// When to ask, as the person chose it.
    pub const fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Whether nobody is asked for the session although that was chosen.
    pub fn is_session_held(&self) -> bool {
        self.plan.daily != self.machine.plan().daily
    }

    /// The log of the day.
    pub const fn day_log(&self) -> &DayLog {
        &self.day_log
    }

    /// What a prompt of the last day was about.
    pub fn kind(&self, number: PromptNumber) -> Option<Kind> {
        self.day_log.prompt(number).map(|prompt| prompt.kind)
    }

    /// Another hour that might suit better.
    pub const fn suggestion(&self) -> Option<(i8, Option<i8>)> {
        self.suggestion
    }

    /// What the desktop was asked to show last, in this run or an earlier one; it may be gone.
    pub const fn shown(&self) -> Option<&ShownNotification> {
        self.shown.as_ref()
    }

    /// The desktop shows a prompt.
    pub fn is_shown(&mut self, shown: ShownNotification) {
        self.shown = Some(shown);
        self.is_unsaved = true;
    }

    /// Lets the suggestion go.
    pub fn dismiss_suggestion(&mut self) {
        self.is_unsaved |= self.suggestion.take().is_some();
    }

    /// Whether anything is ever asked; while it isn't, nothing has to be observed.
    pub fn is_planned(&self) -> bool {
        self.machine.plan().asks_at_all()
    }

    /// Something was observed or answered.
    pub fn observe(&mut self, now: Timestamp, observation: &Observation) {
        self.activity = match (observation, self.activity) {
            (Observation::Lock | Observation::Sleep, _)
            | (Observation::Idle { .. }, Activity::Gone) => Activity::Gone,
            (Observation::InputUnknown | Observation::Restart, _)
            | (Observation::Unlock | Observation::Wake, Activity::Gone) => Activity::Unknown,
            (Observation::Input, _) => Activity::Typing,
            (Observation::Idle { seconds }, _) => {
                let idle = SignedDuration::from_secs(i64::from(*seconds));
                Activity::Idle(now.checked_sub(idle).unwrap_or(now))
            }
            (_, activity) => activity,
        };
        let answered = match observation {
            Observation::Answer(number, _) => {
                let open = self.machine.open().map(|prompt| prompt.number);
                open.filter(|open| number.is_none_or(|number| number == *open))
            }
            _ => None,
        };
        self.is_unsaved |= matches!(
            observation,
            Observation::Answer(..) | Observation::SessionStarted { .. } | Observation::BreakTaken
        );
        let events = self.machine.observe(now, observation.clone());
        self.day_log
            .record(now, self.machine.plan().away(), Some(observation), &events);
        self.actions.extend(answered.map(Action::Withdraw));
        self.take(events);
    }

    /// Somebody answered a prompt, or one is answered that isn't known any more.
    pub fn answer(&mut self, now: Timestamp, number: Option<PromptNumber>, answer: Answer) {
        self.observe(now, &Observation::Answer(number, answer));
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Timestamp) {
        let events = self.machine.tick(now);
        self.day_log
            .record(now, self.machine.plan().away(), None, &events);
        self.take(events);
    }

    /// The computer is in that zone.
    pub fn set_zone(&mut self, now: Timestamp, zone: TimeZone) {
        if zone.iana_name().is_some() && zone.iana_name() != self.machine.zone().iana_name() {
            self.observe(now, &Observation::Zone(zone));
        }
    }

    /// The journal says something else.
    pub fn take_view(&mut self, now: Timestamp, view: &JournalView) {
        if view.epoch != self.epoch {
            let zone = self.machine.zone().clone();
            let shown = self.machine.open().map(|prompt| prompt.number);
            let mut actions = std::mem::take(&mut self.actions);
            actions.retain(|action| matches!(action, Action::Withdraw(_)));
            actions.extend(shown.map(Action::Withdraw));
            *self = Self::new(view, zone);
            self.actions = actions;
            self.is_reset = true;
        }
        if self.plan.daily != view.plan.daily {
            self.dismiss_suggestion();
        }
        self.plan.clone_from(&view.plan);
        let asked = view.asked();
        if asked != *self.machine.plan() {
            let was_planned = self.is_planned();
            self.machine.set_plan(asked);
            if was_planned != self.is_planned() {
                // Nobody watched until now, or watches from now on.
                self.observe(now, &Observation::Restart);
            }
            self.tick(now);
        }
        self.count_sessions(now, view);
    }

    fn count_sessions(&mut self, now: Timestamp, view: &JournalView) {
        for (id, started) in &view.sessions {
            if self.counted.insert(*id) {
                self.observe(now, &Observation::SessionStarted { at: *started });
            }
        }
        let known: BTreeSet<_> = view.sessions.iter().map(|(id, _)| *id).collect();
        self.counted.retain(|id| known.contains(id));
    }

    fn take(&mut self, events: Vec<Event>) {
        for event in events {
            self.is_unsaved = true;
            match event {
                Event::Ask(prompt) => self.actions.push(Action::Ask(prompt)),
                Event::Withdraw { number, .. } => self.actions.push(Action::Withdraw(number)),
                Event::SuggestHour { skipped, instead } => {
                    self.suggestion = Some((skipped, instead));
                }
            }
        }
    }

    /// What is to be done.
    pub fn actions(&mut self) -> Vec<Action> {
        std::mem::take(&mut self.actions)
    }

    /// Whether something that has to be saved has changed since this was asked last.
    pub fn take_unsaved(&mut self) -> bool {
        std::mem::take(&mut self.is_unsaved)
    }

    /// The state couldn’t be saved, and is to be the next time.
    pub const fn mark_unsaved(&mut self) {
        self.is_unsaved = true;
    }

    /// Whether everything was forgotten since this was asked last.
    pub fn take_reset(&mut self) -> bool {
        std::mem::take(&mut self.is_reset)
    }

    /// For how long nothing can happen of itself; for ever, where it is none.
    pub fn wait(&self, now: Timestamp) -> Option<Duration> {
        if !self.is_planned() {
            return None;
        }
        let away = self.machine.plan().away();
        let works = match self.activity {
            Activity::Gone => false,
            Activity::Unknown | Activity::Typing => true,
            Activity::Idle(since) => now.duration_since(since) < away,
        };
        let wake = self.machine.next_wake();
        let left = wake.map(|wake| wake.duration_since(now).max(SignedDuration::ZERO));
        let wait = left.into_iter().chain(works.then_some(POLL_INTERVAL)).min();
        wait.map(|wait| Duration::try_from(wait).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use unhunch_reminders::Signal;
    use unhunch_reminders::machine::PROMPT_LIFETIME;

    use super::*;

    fn at(time: &str) -> Timestamp {
        format!("2026-03-02T{time}+00:00").parse().unwrap()
    }

    /// Asks from 12:00 to 14:00.
    fn view() -> JournalView {
        JournalView {
            epoch: 1,
            plan: Plan::default(),
            is_session_held: false,
            sessions: Vec::new(),
        }
    }

    fn session(number: u128) -> SessionId {
        serde_json::from_value(
            serde_json::to_value(uuid::Uuid::from_u128(number).to_string()).unwrap(),
        )
        .unwrap()
    }

    /// A core that asked at noon.
    fn asked() -> (ReminderState, Prompt) {
        let mut state = ReminderState::resume(None, &view(), TimeZone::UTC, at("11:00:00"));
        assert!(state.actions().is_empty());
        state.observe(at("11:00:01"), &Observation::Call(Signal::Off));
        state.observe(at("12:01:00"), &Observation::Idle { seconds: 5 });
        match state.actions().as_slice() {
            [Action::Ask(prompt)] => (state, prompt.clone()),
            other => panic!("{other:?}"),
        }
    }

    fn again(state: &ReminderState, view: &JournalView, now: &str) -> ReminderState {
        let saved = serde_json::to_string(&state.saved()).unwrap();
        ReminderState::resume(
            Some(serde_json::from_str(&saved).unwrap()),
            view,
            TimeZone::UTC,
            at(now),
        )
    }

    /// What an earlier version saved, with every kind of value that there is.
    const FROZEN: &str = include_str!("../../tests/frozen/reminders.json");

    #[test]
    fn what_an_earlier_version_kept_is_read_and_written_as_it_was() {
        let one = |name: &str, value: &str| format!("\"{name}\":{value}");
        let frozen = FROZEN.trim_end();
        for activity in [r#""typing""#, r#""unknown""#, r#"{"idle":"PT7S"}"#] {
            for input in [r#""off""#, r#""on""#, r#"{"lost":"PT59M58S"}"#] {
                let text = frozen
                    .replace(&one("activity", r#""typing""#), &one("activity", activity))
                    .replace(&one("full_screen", r#""on""#), &one("full_screen", input));
                let saved: SavedState = serde_json::from_str(&text).unwrap();
                assert_eq!(serde_json::to_string(&saved).unwrap(), text);
            }
        }
    }

    #[test]
    fn nobody_is_asked_for_a_session_while_signs_hold_it_back() {
        let (mut state, prompt) = asked();
        let held = JournalView {
            is_session_held: true,
            ..view()
        };
        state.take_view(at("12:02:00"), &held);
        assert_eq!(state.actions(), [Action::Withdraw(prompt.number)]);
        assert!(state.is_session_held());
        assert_eq!(*state.plan(), view().plan);
        let mut state = again(&state, &held, "13:10:00");
        state.observe(at("13:20:00"), &Observation::Idle { seconds: 5 });
        assert!(state.actions().is_empty());
        state.take_view(at("13:21:00"), &view());
        assert!(!state.is_session_held());
        state.observe(at("13:30:00"), &Observation::Idle { seconds: 5 });
        assert!(matches!(state.actions().as_slice(), [Action::Ask(_)]));
    }

    #[test]
    fn what_was_asked_is_not_asked_again_after_a_new_start() {
        let (state, prompt) = asked();
        let mut state = again(&state, &view(), "12:02:00");
        assert_eq!(state.actions(), [Action::Withdraw(prompt.number)]);
        state.observe(at("12:30:00"), &Observation::Idle { seconds: 5 });
        assert!(state.actions().is_empty());
    }

    #[test]
    fn an_answer_takes_the_prompt_back_wherever_it_is_shown() {
        let (mut state, prompt) = asked();
        assert!(state.take_unsaved());
        state.answer(at("12:01:20"), Some(prompt.number), Answer::Skip);
        assert_eq!(state.actions(), [Action::Withdraw(prompt.number)]);
        assert!(state.take_unsaved());
        state.answer(at("12:01:21"), Some(prompt.number), Answer::Skip);
        assert!(state.actions().is_empty());
    }

    #[test]
    fn a_session_from_elsewhere_counts_once() {
        let (mut state, prompt) = asked();
        let mut view = view();
        view.sessions = vec![(session(1), at("07:00:00"))];
        state.take_view(at("12:02:00"), &view);
        // It was done in the morning, outside of the window, and is done for that date.
        assert_eq!(state.actions(), [Action::Withdraw(prompt.number)]);
        state.take_unsaved();
        state.take_view(at("12:03:00"), &view);
        assert!(!state.take_unsaved());
        let mut state = again(&state, &view, "12:04:00");
        state.observe(at("13:30:00"), &Observation::Idle { seconds: 5 });
        assert!(state.actions().is_empty());
    }

    #[test]
    fn erasing_everything_forgets_what_was_asked() {
        let (mut state, prompt) = asked();
        let view = JournalView { epoch: 2, ..view() };
        state.take_view(at("12:02:00"), &view);
        assert_eq!(state.actions(), [Action::Withdraw(prompt.number)]);
        assert!(state.take_reset());
        let now = at("12:03:00");
        let day = state.day_log().day(now, &TimeZone::UTC, PROMPT_LIFETIME);
        assert!(day.prompts.is_empty());
        // What was kept over the earlier life isn't taken either.
        let (old, _) = asked();
        let state = again(&old, &view, "12:04:00");
        assert!(
            state.machine().open().is_none()
                && state
                    .day_log()
                    .day(now, &TimeZone::UTC, PROMPT_LIFETIME)
                    .prompts
                    .is_empty()
        );
    }

    #[test]
    fn without_a_plan_nothing_wakes_up() {
        let (mut state, prompt) = asked();
        assert!(state.wait(at("12:01:00")).is_some());
        let mut never = view();
        never.plan.daily.on = false;
        state.take_view(at("12:02:00"), &never);
        assert_eq!(state.actions(), [Action::Withdraw(prompt.number)]);
        assert_eq!(state.wait(at("12:02:00")), None);
        state.take_view(at("12:05:00"), &view());
        assert!(state.wait(at("12:05:00")).is_some());
    }

    #[test]
    fn a_person_at_work_is_looked_at_often_and_nobody_at_all_is_not() {
        let mut state = ReminderState::resume(None, &view(), TimeZone::UTC, at("09:00:00"));
        state.tick(at("09:01:00"));
        state.observe(at("09:01:00"), &Observation::Input);
        let round = Duration::try_from(POLL_INTERVAL).unwrap();
        assert_eq!(state.wait(at("09:01:00")), Some(round));
        state.observe(at("09:10:00"), &Observation::Lock);
        let until_noon = Duration::from_mins(170);
        assert_eq!(state.wait(at("09:10:00")), Some(until_noon));
    }

    #[test]
    fn another_zone_is_noticed_and_one_without_a_name_is_not() {
        let mut state = ReminderState::resume(None, &view(), TimeZone::UTC, at("09:00:00"));
        state.set_zone(at("09:00:00"), TimeZone::fixed(jiff::tz::offset(3)));
        assert_eq!(state.machine().zone(), &TimeZone::UTC);
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        state.set_zone(at("09:00:00"), berlin.clone());
        assert_eq!(state.machine().zone(), &berlin);
    }
}
