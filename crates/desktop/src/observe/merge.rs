//! Where all sources tell what they see: it puts together what several say of one sense, and tells
//! changes only.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use unhunch_reminders::{Observation, Sense, Sight};

/// The way out for everything that is seen.
#[derive(Debug)]
pub struct Outlet {
    seen: mpsc::UnboundedSender<Observation>,
    idle_wanted: watch::Receiver<Duration>,
    told: Mutex<Told>,
}

/// What was told so far.
#[derive(Debug, Default)]
struct Told {
    /// What is known of input.
    input: Option<Observation>,
    /// What each lane of the other senses saw last; `None` before its first word.
    lanes: BTreeMap<Sense, Vec<Option<Sight>>>,
    /// What was told of each sense.
    senses: BTreeMap<Sense, Sight>,
}

impl Outlet {
    /// A way out to `seen`.
    pub fn new(
        seen: mpsc::UnboundedSender<Observation>,
        idle_wanted: watch::Receiver<Duration>,
    ) -> Self {
        Self {
            seen,
            idle_wanted,
            told: Mutex::default(),
        }
    }

    /// So many lanes will tell of a sense. Where there is none, nobody can tell.
    pub fn expect(&self, sense: Sense, lanes: usize) {
        let mut told = self.told();
        if lanes > 0 {
            told.lanes.insert(sense, vec![None; lanes]);
        } else if sense == Sense::Input {
            self.input(&mut told, Observation::InputUnknown);
        } else {
            self.sense(&mut told, sense, Sight::Unknown);
        }
    }

    /// What one lane of a sense tells with.
    pub fn tell(self: &Arc<Self>, sense: Sense, lane: usize) -> Tell {
        Tell {
            outlet: Arc::clone(self),
            sense,
            lane,
        }
    }

    fn told(&self) -> MutexGuard<'_, Told> {
        // What was told is true also where somebody panicked after telling it.
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, observation: Observation) {
        tracing::debug!(?observation, "seen");
        // Whoever doesn't listen any more will drop the eyes, too.
        drop(self.seen.send(observation));
    }

    fn input(&self, told: &mut Told, observation: Observation) {
        if told.input.as_ref() != Some(&observation) {
            told.input = Some(observation.clone());
            self.send(observation);
        }
    }

    fn sight(&self, sense: Sense, lane: usize, sight: Sight) {
        let mut told = self.told();
        let Some(lanes) = told.lanes.get_mut(&sense) else {
            return;
        };
        lanes[lane] = Some(sight);
        // One that says on is enough. For anything else, all must have had a word: the first ones
        // that are asked at the start must not say off while the next would say on.
        if lanes.contains(&Some(Sight::On)) {
            self.sense(&mut told, sense, Sight::On);
        } else if !lanes.contains(&None) {
            let is_known = lanes.contains(&Some(Sight::Off));
            let all = if is_known { Sight::Off } else { Sight::Unknown };
            self.sense(&mut told, sense, all);
        }
    }

    fn sense(&self, told: &mut Told, sense: Sense, sight: Sight) {
        let before = told.senses.insert(sense, sight);
        if before == Some(sight) {
            return;
        }
        let (begins, ends) = match sense {
            Sense::Lock => (Observation::Lock, Observation::Unlock),
            Sense::Sleep => (Observation::Sleep, Observation::Wake),
            Sense::Call => return self.send(Observation::Call(sight)),
            Sense::FullScreen => return self.send(Observation::FullScreen(sight)),
            Sense::DoNotDisturb => return self.send(Observation::DoNotDisturb(sight)),
            Sense::Input | Sense::Notifications | Sense::Tray => return,
        };
        if sight == Sight::On {
            self.send(begins);
        } else if before == Some(Sight::On) {
            // Also where it isn't known any more: nothing goes on for ever.
            self.send(ends);
            // Who comes back to a computer that somebody types on is that somebody; no watch says
            // it anew.
            if told.input == Some(Observation::Input) {
                self.send(Observation::Input);
            }
        }
    }
}

/// What a source tells with.
#[derive(Clone, Debug)]
pub struct Tell {
    outlet: Arc<Outlet>,
    sense: Sense,
    lane: usize,
}

impl Tell {
    /// The sense that is told of.
    pub const fn sense(&self) -> Sense {
        self.sense
    }

    /// The lane of sources that tells.
    pub const fn lane(&self) -> usize {
        self.lane
    }

    /// From how long without input on that is wanted.
    pub fn idle_wanted(&self) -> watch::Receiver<Duration> {
        self.outlet.idle_wanted.clone()
    }

    /// There is input.
    pub fn input(&self) {
        self.outlet
            .input(&mut self.outlet.told(), Observation::Input);
    }

    /// There has been none for so long.
    pub fn idle(&self, long: Duration) {
        let seconds = u32::try_from(long.as_secs()).unwrap_or(u32::MAX);
        self.outlet
            .input(&mut self.outlet.told(), Observation::Idle { seconds });
    }

    /// Whether it is on: locked, asleep, in a call.
    pub fn sight(&self, sight: Sight) {
        self.outlet.sight(self.sense, self.lane, sight);
    }

    /// Whether it is on, where that is known: nowhere on macOS and Windows.
    #[cfg(any(test, all(unix, not(target_os = "macos"))))]
    pub fn is_on(&self, is_on: bool) {
        self.sight(if is_on { Sight::On } else { Sight::Off });
    }

    /// There is no telling.
    pub fn unknown(&self) {
        if self.sense == Sense::Input {
            self.outlet
                .input(&mut self.outlet.told(), Observation::InputUnknown);
        } else {
            self.sight(Sight::Unknown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A way out, and what comes out of it.
    fn outlet() -> (Arc<Outlet>, mpsc::UnboundedReceiver<Observation>) {
        let (seen, told) = mpsc::unbounded_channel();
        let (_, idle_wanted) = watch::channel(Duration::from_mins(2));
        (Arc::new(Outlet::new(seen, idle_wanted)), told)
    }

    fn all(told: &mut mpsc::UnboundedReceiver<Observation>) -> Vec<Observation> {
        std::iter::from_fn(|| told.try_recv().ok()).collect()
    }

    #[test]
    fn one_lane_that_says_on_is_enough_and_all_must_say_off() {
        let (outlet, mut told) = outlet();
        outlet.expect(Sense::DoNotDisturb, 2);
        let [one, other] = [0, 1].map(|lane| outlet.tell(Sense::DoNotDisturb, lane));
        one.is_on(false);
        assert_eq!(all(&mut told), [], "the other may yet say on");
        other.is_on(true);
        one.is_on(true);
        other.is_on(false);
        assert_eq!(all(&mut told), [Observation::DoNotDisturb(Sight::On)]);
        one.is_on(false);
        assert_eq!(all(&mut told), [Observation::DoNotDisturb(Sight::Off)]);
        one.unknown();
        assert_eq!(all(&mut told), [], "the other still knows");
        other.unknown();
        assert_eq!(all(&mut told), [Observation::DoNotDisturb(Sight::Unknown)]);
    }

    #[test]
    fn only_changes_are_told() {
        let (outlet, mut told) = outlet();
        outlet.expect(Sense::Call, 1);
        outlet.expect(Sense::Input, 1);
        let call = outlet.tell(Sense::Call, 0);
        let input = outlet.tell(Sense::Input, 0);
        for _ in 0..2 {
            call.is_on(true);
            input.input();
        }
        for _ in 0..2 {
            input.idle(Duration::from_millis(7900));
        }
        assert_eq!(
            all(&mut told),
            [
                Observation::Call(Sight::On),
                Observation::Input,
                Observation::Idle { seconds: 7 }
            ]
        );
    }

    #[test]
    fn lock_and_sleep_are_told_where_they_begin_and_end() {
        for (sense, begins, ends) in [
            (Sense::Lock, Observation::Lock, Observation::Unlock),
            (Sense::Sleep, Observation::Sleep, Observation::Wake),
        ] {
            let (outlet, mut told) = outlet();
            outlet.expect(sense, 1);
            let tell = outlet.tell(sense, 0);
            tell.is_on(false);
            tell.unknown();
            assert_eq!(all(&mut told), []);
            tell.is_on(true);
            tell.is_on(false);
            tell.is_on(true);
            tell.unknown();
            let both = [begins, ends];
            assert_eq!(all(&mut told), [both.clone(), both].concat());
        }
    }

    #[test]
    fn who_types_on_after_a_lock_is_told_anew_and_who_is_away_is_not() {
        let (outlet, mut told) = outlet();
        outlet.expect(Sense::Lock, 1);
        outlet.expect(Sense::Input, 1);
        let lock = outlet.tell(Sense::Lock, 0);
        let input = outlet.tell(Sense::Input, 0);
        input.input();
        lock.is_on(true);
        lock.is_on(false);
        assert_eq!(
            all(&mut told),
            [
                Observation::Input,
                Observation::Lock,
                Observation::Unlock,
                Observation::Input
            ]
        );
        input.idle(Duration::from_secs(9));
        lock.is_on(true);
        lock.is_on(false);
        assert_eq!(
            all(&mut told),
            [
                Observation::Idle { seconds: 9 },
                Observation::Lock,
                Observation::Unlock
            ]
        );
    }

    #[test]
    fn a_sense_without_lanes_is_unknown() {
        let (outlet, mut told) = outlet();
        for sense in [Sense::Input, Sense::Lock, Sense::Call] {
            outlet.expect(sense, 0);
        }
        assert_eq!(
            all(&mut told),
            [Observation::InputUnknown, Observation::Call(Sight::Unknown)]
        );
    }
}
