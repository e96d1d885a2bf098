//! What decides when to ask, without clock, files or desktop: the machine, the chronicle of the day,
//! and what was told of the journal.

use std::collections::BTreeSet;
use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use unhunch_desktop::ui::Shown;
use unhunch_domain::SessionId;
use unhunch_reminders::event::Event;
use unhunch_reminders::machine::State;
use unhunch_reminders::{
    Answer, Chronicle, Kind, Machine, Observation, Plan, Prompt, PromptNumber,
};

/// While somebody works, the time is looked at this often: the computer may have stood still, or be
/// in another zone.
const ROUND: SignedDuration = SignedDuration::from_mins(5);

/// What hands do, as far as it matters for how long nobody has to look.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Activity {
    Unknown,
    Typing,
    Idle(Timestamp),
    Gone,
}

/// What the host has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Ask this.
    Ask(Prompt),
    /// Take this back, wherever it is shown.
    TakeBack(PromptNumber),
}

/// What is kept from one run of the program to the next.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kept {
    version: u32,
    epoch: u64,
    machine: State,
    chronicle: Chronicle,
    told: BTreeSet<SessionId>,
    suggestion: Option<(i8, Option<i8>)>,
    shown: Option<Shown>,
}

impl Kept {
    /// Whether it is about that life of the journal.
    pub const fn is_of(&self, epoch: u64) -> bool {
        self.epoch == epoch
    }
}

/// The form of [`Kept`].
const VERSION: u32 = 1;

/// What the journal says that matters here.
pub struct Noted {
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

impl Noted {
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
pub struct Core {
    machine: Machine,
    /// The plan as the person chose it.
    plan: Plan,
    chronicle: Chronicle,
    epoch: u64,
    told: BTreeSet<SessionId>,
    suggestion: Option<(i8, Option<i8>)>,
    /// What would stay on the screen if this run were killed.
    shown: Option<Shown>,
    activity: Activity,
    deeds: Vec<Deed>,
    /// Something that is promised changed and isn't kept yet.
    is_promised: bool,
    /// Everything was forgotten: what the computer is like has to be told anew.
    is_blind: bool,
}

impl Core {
    /// One that remembers nothing.
    pub fn new(noted: &Noted, zone: TimeZone) -> Self {
        Self {
            machine: Machine::new(noted.asked(), zone),
            plan: noted.plan.clone(),
            chronicle: Chronicle::default(),
            epoch: noted.epoch,
            told: BTreeSet::new(),
            suggestion: None,
            shown: None,
            activity: Activity::Unknown,
            deeds: Vec::new(),
            is_promised: true,
            is_blind: false,
        }
    }

    /// One that goes on where an earlier run of the program stopped, or a new one where that was
    /// over another life of the journal.
    pub fn resume(kept: Option<Kept>, noted: &Noted, zone: TimeZone, now: Timestamp) -> Self {
        let kept = kept.filter(|kept| kept.version == VERSION && kept.is_of(noted.epoch));
        let mut core = Self::new(noted, zone.clone());
        if let Some(kept) = kept {
            core.machine = Machine::resume(noted.asked(), kept.machine);
            core.chronicle = kept.chronicle;
            core.told = kept.told;
            core.suggestion = kept.suggestion;
            core.shown = kept.shown;
        }
        core.observe(now, &Observation::Restart);
        core.be_in(now, zone);
        core.tell_sessions(now, noted);
        core
    }

    /// What is to be kept.
    pub fn kept(&self) -> Kept {
        Kept {
            version: VERSION,
            epoch: self.epoch,
            machine: self.machine.state().clone(),
            chronicle: self.chronicle.clone(),
            told: self.told.clone(),
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

    /// The chronicle.
    pub const fn chronicle(&self) -> &Chronicle {
        &self.chronicle
    }

    /// What a prompt of the last day was about.
    pub fn kind(&self, number: PromptNumber) -> Option<Kind> {
        self.chronicle.prompt(number).map(|prompt| prompt.kind)
    }

    /// Another hour that might suit better.
    pub const fn suggestion(&self) -> Option<(i8, Option<i8>)> {
        self.suggestion
    }

    /// What the desktop was asked to show last, in this run or an earlier one; it may be gone.
    pub const fn shown(&self) -> Option<&Shown> {
        self.shown.as_ref()
    }

    /// The desktop shows a prompt.
    pub fn is_shown(&mut self, shown: Shown) {
        self.shown = Some(shown);
        self.is_promised = true;
    }

    /// Lets the suggestion go.
    pub fn dismiss_suggestion(&mut self) {
        self.is_promised |= self.suggestion.take().is_some();
    }

    /// Whether anything is ever asked; while it isn't, nothing has to be seen.
    pub fn is_planned(&self) -> bool {
        self.machine.plan().asks_at_all()
    }

    /// Something was seen or said.
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
        self.is_promised |= matches!(
            observation,
            Observation::Answer(..) | Observation::SessionDone { .. } | Observation::BreakTaken
        );
        let events = self.machine.observe(now, observation.clone());
        self.chronicle
            .note(now, self.machine.plan().away(), Some(observation), &events);
        self.deeds.extend(answered.map(Deed::TakeBack));
        self.take(events);
    }

    /// Somebody answered a prompt, or one is answered that isn't known any more.
    pub fn answer(&mut self, now: Timestamp, number: Option<PromptNumber>, answer: Answer) {
        self.observe(now, &Observation::Answer(number, answer));
    }

    /// Time has passed.
    pub fn tick(&mut self, now: Timestamp) {
        let events = self.machine.tick(now);
        self.chronicle
            .note(now, self.machine.plan().away(), None, &events);
        self.take(events);
    }

    /// The computer is in that zone.
    pub fn be_in(&mut self, now: Timestamp, zone: TimeZone) {
        if zone.iana_name().is_some() && zone.iana_name() != self.machine.zone().iana_name() {
            self.observe(now, &Observation::Zone(zone));
        }
    }

    /// The journal says something else.
    pub fn take_note(&mut self, now: Timestamp, noted: &Noted) {
        if noted.epoch != self.epoch {
            let zone = self.machine.zone().clone();
            let shown = self.machine.open().map(|prompt| prompt.number);
            let mut deeds = std::mem::take(&mut self.deeds);
            deeds.retain(|deed| matches!(deed, Deed::TakeBack(_)));
            deeds.extend(shown.map(Deed::TakeBack));
            *self = Self::new(noted, zone);
            self.deeds = deeds;
            self.is_blind = true;
        }
        if self.plan.daily != noted.plan.daily {
            self.dismiss_suggestion();
        }
        self.plan.clone_from(&noted.plan);
        let asked = noted.asked();
        if asked != *self.machine.plan() {
            let was_planned = self.is_planned();
            self.machine.set_plan(asked);
            if was_planned != self.is_planned() {
                // Nobody watched until now, or watches from now on.
                self.observe(now, &Observation::Restart);
            }
            self.tick(now);
        }
        self.tell_sessions(now, noted);
    }

    fn tell_sessions(&mut self, now: Timestamp, noted: &Noted) {
        for (id, when) in &noted.sessions {
            if self.told.insert(*id) {
                self.observe(now, &Observation::SessionDone { when: *when });
            }
        }
        let known: BTreeSet<_> = noted.sessions.iter().map(|(id, _)| *id).collect();
        self.told.retain(|id| known.contains(id));
    }

    fn take(&mut self, events: Vec<Event>) {
        for event in events {
            self.is_promised = true;
            match event {
                Event::Ask(prompt) => self.deeds.push(Deed::Ask(prompt)),
                Event::Withdraw { number, .. } => self.deeds.push(Deed::TakeBack(number)),
                Event::SuggestHour { skipped, instead } => {
                    self.suggestion = Some((skipped, instead));
                }
            }
        }
    }

    /// What is to be done.
    pub fn deeds(&mut self) -> Vec<Deed> {
        std::mem::take(&mut self.deeds)
    }

    /// Whether something that is promised has changed since this was asked last.
    pub fn was_promised(&mut self) -> bool {
        std::mem::take(&mut self.is_promised)
    }

    /// What was promised couldn't be kept, and is to be kept the next time.
    pub const fn promise_again(&mut self) {
        self.is_promised = true;
    }

    /// Whether what was seen has been forgotten since this was asked last.
    pub fn was_blinded(&mut self) -> bool {
        std::mem::take(&mut self.is_blind)
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
        let wait = left.into_iter().chain(works.then_some(ROUND)).min();
        wait.map(|wait| Duration::try_from(wait).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use unhunch_reminders::Sight;
    use unhunch_reminders::machine::LASTS;

    use super::*;

    fn at(time: &str) -> Timestamp {
        format!("2026-03-02T{time}+00:00").parse().unwrap()
    }

    /// Asks from 12:00 to 14:00.
    fn noted() -> Noted {
        Noted {
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
    fn asked() -> (Core, Prompt) {
        let mut core = Core::resume(None, &noted(), TimeZone::UTC, at("11:00:00"));
        assert!(core.deeds().is_empty());
        core.observe(at("11:00:01"), &Observation::Call(Sight::Off));
        core.observe(at("12:01:00"), &Observation::Idle { seconds: 5 });
        match core.deeds().as_slice() {
            [Deed::Ask(prompt)] => (core, prompt.clone()),
            other => panic!("{other:?}"),
        }
    }

    fn again(core: &Core, noted: &Noted, now: &str) -> Core {
        let kept = serde_json::to_string(&core.kept()).unwrap();
        Core::resume(
            Some(serde_json::from_str(&kept).unwrap()),
            noted,
            TimeZone::UTC,
            at(now),
        )
    }

    /// What an earlier version kept, with every kind of value that there is.
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
                let kept: Kept = serde_json::from_str(&text).unwrap();
                assert_eq!(serde_json::to_string(&kept).unwrap(), text);
            }
        }
    }

    #[test]
    fn nobody_is_asked_for_a_session_while_signs_hold_it_back() {
        let (mut core, prompt) = asked();
        let held = Noted {
            is_session_held: true,
            ..noted()
        };
        core.take_note(at("12:02:00"), &held);
        assert_eq!(core.deeds(), [Deed::TakeBack(prompt.number)]);
        assert!(core.is_session_held());
        assert_eq!(*core.plan(), noted().plan);
        let mut core = again(&core, &held, "13:10:00");
        core.observe(at("13:20:00"), &Observation::Idle { seconds: 5 });
        assert!(core.deeds().is_empty());
        core.take_note(at("13:21:00"), &noted());
        assert!(!core.is_session_held());
        core.observe(at("13:30:00"), &Observation::Idle { seconds: 5 });
        assert!(matches!(core.deeds().as_slice(), [Deed::Ask(_)]));
    }

    #[test]
    fn what_was_asked_is_not_asked_again_after_a_new_start() {
        let (core, prompt) = asked();
        let mut core = again(&core, &noted(), "12:02:00");
        assert_eq!(core.deeds(), [Deed::TakeBack(prompt.number)]);
        core.observe(at("12:30:00"), &Observation::Idle { seconds: 5 });
        assert!(core.deeds().is_empty());
    }

    #[test]
    fn an_answer_takes_the_prompt_back_wherever_it_is_shown() {
        let (mut core, prompt) = asked();
        assert!(core.was_promised());
        core.answer(at("12:01:20"), Some(prompt.number), Answer::Skip);
        assert_eq!(core.deeds(), [Deed::TakeBack(prompt.number)]);
        assert!(core.was_promised());
        core.answer(at("12:01:21"), Some(prompt.number), Answer::Skip);
        assert!(core.deeds().is_empty());
    }

    #[test]
    fn a_session_from_elsewhere_counts_once() {
        let (mut core, prompt) = asked();
        let mut noted = noted();
        noted.sessions = vec![(session(1), at("07:00:00"))];
        core.take_note(at("12:02:00"), &noted);
        // It was done in the morning, outside of the window, and is done for that date.
        assert_eq!(core.deeds(), [Deed::TakeBack(prompt.number)]);
        core.was_promised();
        core.take_note(at("12:03:00"), &noted);
        assert!(!core.was_promised());
        let mut core = again(&core, &noted, "12:04:00");
        core.observe(at("13:30:00"), &Observation::Idle { seconds: 5 });
        assert!(core.deeds().is_empty());
    }

    #[test]
    fn erasing_everything_forgets_what_was_asked() {
        let (mut core, prompt) = asked();
        let noted = Noted {
            epoch: 2,
            ..noted()
        };
        core.take_note(at("12:02:00"), &noted);
        assert_eq!(core.deeds(), [Deed::TakeBack(prompt.number)]);
        assert!(core.was_blinded());
        let now = at("12:03:00");
        let day = core.chronicle().day(now, &TimeZone::UTC, LASTS);
        assert!(day.prompts.is_empty());
        // What was kept over the earlier life isn't taken either.
        let (old, _) = asked();
        let core = again(&old, &noted, "12:04:00");
        assert!(
            core.machine().open().is_none()
                && core
                    .chronicle()
                    .day(now, &TimeZone::UTC, LASTS)
                    .prompts
                    .is_empty()
        );
    }

    #[test]
    fn without_a_plan_nothing_wakes_up() {
        let (mut core, prompt) = asked();
        assert!(core.wait(at("12:01:00")).is_some());
        let mut never = noted();
        never.plan.daily.on = false;
        core.take_note(at("12:02:00"), &never);
        assert_eq!(core.deeds(), [Deed::TakeBack(prompt.number)]);
        assert_eq!(core.wait(at("12:02:00")), None);
        core.take_note(at("12:05:00"), &noted());
        assert!(core.wait(at("12:05:00")).is_some());
    }

    #[test]
    fn a_person_at_work_is_looked_at_often_and_nobody_at_all_is_not() {
        let mut core = Core::resume(None, &noted(), TimeZone::UTC, at("09:00:00"));
        core.tick(at("09:01:00"));
        core.observe(at("09:01:00"), &Observation::Input);
        let round = Duration::try_from(ROUND).unwrap();
        assert_eq!(core.wait(at("09:01:00")), Some(round));
        core.observe(at("09:10:00"), &Observation::Lock);
        let until_noon = Duration::from_mins(170);
        assert_eq!(core.wait(at("09:10:00")), Some(until_noon));
    }

    #[test]
    fn another_zone_is_noticed_and_one_without_a_name_is_not() {
        let mut core = Core::resume(None, &noted(), TimeZone::UTC, at("09:00:00"));
        core.be_in(at("09:00:00"), TimeZone::fixed(jiff::tz::offset(3)));
        assert_eq!(core.machine().zone(), &TimeZone::UTC);
        let berlin = TimeZone::get("Europe/Berlin").unwrap();
        core.be_in(at("09:00:00"), berlin.clone());
        assert_eq!(core.machine().zone(), &berlin);
    }
}
