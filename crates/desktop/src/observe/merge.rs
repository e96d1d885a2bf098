//! Puts together what several sources say of one capability, and passes on changes alone.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use unhunch_reminders::{Capability, Observation, Signal};

/// Takes what all sources report, and sends observations.
#[derive(Debug)]
pub struct SignalMerger {
    observed: mpsc::UnboundedSender<Observation>,
    idle_wanted: watch::Receiver<Duration>,
    reported: Mutex<Reported>,
}

/// What was reported so far.
#[derive(Debug, Default)]
struct Reported {
    /// What is known of input.
    input: Option<Observation>,
    /// What each list of sources of the other capabilities said last; `None` before its first word.
    lists: BTreeMap<Capability, Vec<Option<Signal>>>,
    /// What was sent of each capability.
    sent: BTreeMap<Capability, Signal>,
}

impl SignalMerger {
    /// One that sends to `observed`.
    pub fn new(
        observed: mpsc::UnboundedSender<Observation>,
        idle_wanted: watch::Receiver<Duration>,
    ) -> Self {
        Self {
            observed,
            idle_wanted,
            reported: Mutex::default(),
        }
    }

    /// So many lists of sources will report a capability. Where there is none, it stays unknown.
    pub fn expect(&self, capability: Capability, lists: usize) {
        let mut reported = self.reported();
        if lists > 0 {
            reported.lists.insert(capability, vec![None; lists]);
        } else if capability == Capability::Input {
            self.input(&mut reported, Observation::InputUnknown);
        } else {
            self.send_change(&mut reported, capability, Signal::Unknown);
        }
    }

    /// What the sources of one list report with.
    pub fn reporter(self: &Arc<Self>, capability: Capability, list: usize) -> Reporter {
        Reporter {
            merger: Arc::clone(self),
            capability,
            list,
        }
    }

    fn reported(&self) -> MutexGuard<'_, Reported> {
        // What was reported is true also where somebody panicked after reporting it.
        self.reported.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn send(&self, observation: Observation) {
        tracing::debug!(?observation, "observed");
        // Whoever doesn't listen any more will drop the observer, too.
        drop(self.observed.send(observation));
    }

    fn input(&self, reported: &mut Reported, observation: Observation) {
        if reported.input.as_ref() != Some(&observation) {
            reported.input = Some(observation.clone());
            self.send(observation);
        }
    }

    fn signal(&self, capability: Capability, list: usize, signal: Signal) {
        let mut reported = self.reported();
        let Some(lists) = reported.lists.get_mut(&capability) else {
            return;
        };
        lists[list] = Some(signal);
        // One that says on is enough. For anything else, all must have had a word: the first ones
        // that are asked at the start must not say off while the next would say on.
        if lists.contains(&Some(Signal::On)) {
            self.send_change(&mut reported, capability, Signal::On);
        } else if !lists.contains(&None) {
            let is_known = lists.contains(&Some(Signal::Off));
            let all = if is_known {
                Signal::Off
            } else {
                Signal::Unknown
            };
            self.send_change(&mut reported, capability, all);
        }
    }

    fn send_change(&self, reported: &mut Reported, capability: Capability, signal: Signal) {
        let before = reported.sent.insert(capability, signal);
        if before == Some(signal) {
            return;
        }
        let (begins, ends) = match capability {
            Capability::Lock => (Observation::Lock, Observation::Unlock),
            Capability::Sleep => (Observation::Sleep, Observation::Wake),
            Capability::Call => return self.send(Observation::Call(signal)),
            Capability::FullScreen => return self.send(Observation::FullScreen(signal)),
            Capability::DoNotDisturb => return self.send(Observation::DoNotDisturb(signal)),
            Capability::Input | Capability::Notifications | Capability::Tray => return,
        };
        if signal == Signal::On {
            self.send(begins);
        } else if before == Some(Signal::On) {
            // Also where it isn't known any more: nothing goes on for ever.
            self.send(ends);
            // Who comes back to a computer that somebody types on is that somebody; no source says
            // it anew.
            if reported.input == Some(Observation::Input) {
                self.send(Observation::Input);
            }
        }
    }
}

/// What a source reports with.
#[derive(Clone, Debug)]
pub struct Reporter {
    merger: Arc<SignalMerger>,
    capability: Capability,
    list: usize,
}

impl Reporter {
    /// The capability that is reported.
    pub const fn capability(&self) -> Capability {
        self.capability
    }

    /// The number of the list that the source is in.
    pub const fn list(&self) -> usize {
        self.list
    }

    /// From how long without input on that is wanted.
    pub fn idle_wanted(&self) -> watch::Receiver<Duration> {
        self.merger.idle_wanted.clone()
    }

    /// There is input.
    pub fn input(&self) {
        self.merger
            .input(&mut self.merger.reported(), Observation::Input);
    }

    /// There has been none for so long.
    pub fn idle(&self, long: Duration) {
        let seconds = u32::try_from(long.as_secs()).unwrap_or(u32::MAX);
        self.merger
            .input(&mut self.merger.reported(), Observation::Idle { seconds });
    }

    /// Whether it is on: locked, asleep, in a call.
    pub fn signal(&self, signal: Signal) {
        self.merger.signal(self.capability, self.list, signal);
    }

    /// Whether it is on, where that is known: nowhere on macOS and Windows.
    #[cfg(any(test, all(unix, not(target_os = "macos"))))]
    pub fn report(&self, is_on: bool) {
        self.signal(if is_on { Signal::On } else { Signal::Off });
    }

    /// It can’t be told.
    pub fn unknown(&self) {
        if self.capability == Capability::Input {
            self.merger
                .input(&mut self.merger.reported(), Observation::InputUnknown);
        } else {
            self.signal(Signal::Unknown);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A merger, and what it sends.
    fn merger() -> (Arc<SignalMerger>, mpsc::UnboundedReceiver<Observation>) {
        let (observed, reported) = mpsc::unbounded_channel();
        let (_, idle_wanted) = watch::channel(Duration::from_mins(2));
        (Arc::new(SignalMerger::new(observed, idle_wanted)), reported)
    }

    fn all(reported: &mut mpsc::UnboundedReceiver<Observation>) -> Vec<Observation> {
        std::iter::from_fn(|| reported.try_recv().ok()).collect()
    }

    #[test]
    fn one_lane_that_says_on_is_enough_and_all_must_say_off() {
        let (merger, mut reported) = merger();
        merger.expect(Capability::DoNotDisturb, 2);
        let [one, other] = [0, 1].map(|list| merger.reporter(Capability::DoNotDisturb, list));
        one.report(false);
        assert_eq!(all(&mut reported), [], "the other may yet say on");
        other.report(true);
        one.report(true);
        other.report(false);
        assert_eq!(all(&mut reported), [Observation::DoNotDisturb(Signal::On)]);
        one.report(false);
        assert_eq!(all(&mut reported), [Observation::DoNotDisturb(Signal::Off)]);
        one.unknown();
        assert_eq!(all(&mut reported), [], "the other still knows");
        other.unknown();
        assert_eq!(
            all(&mut reported),
            [Observation::DoNotDisturb(Signal::Unknown)]
        );
    }

    #[test]
    fn only_changes_are_told() {
        let (merger, mut reported) = merger();
        merger.expect(Capability::Call, 1);
        merger.expect(Capability::Input, 1);
        let call = merger.reporter(Capability::Call, 0);
        let input = merger.reporter(Capability::Input, 0);
        for _ in 0..2 {
            call.report(true);
            input.input();
        }
        for _ in 0..2 {
            input.idle(Duration::from_millis(7900));
        }
        assert_eq!(
            all(&mut reported),
            [
                Observation::Call(Signal::On),
                Observation::Input,
                Observation::Idle { seconds: 7 }
            ]
        );
    }

    #[test]
    fn lock_and_sleep_are_told_where_they_begin_and_end() {
        for (capability, begins, ends) in [
            (Capability::Lock, Observation::Lock, Observation::Unlock),
            (Capability::Sleep, Observation::Sleep, Observation::Wake),
        ] {
            let (merger, mut told) = merger();
            merger.expect(capability, 1);
            let reporter = merger.reporter(capability, 0);
            reporter.report(false);
            reporter.unknown();
            assert_eq!(all(&mut told), []);
            reporter.report(true);
            reporter.report(false);
            reporter.report(true);
            reporter.unknown();
            let both = [begins, ends];
            assert_eq!(all(&mut told), [both.clone(), both].concat());
        }
    }

    #[test]
    fn who_types_on_after_a_lock_is_told_anew_and_who_is_away_is_not() {
        let (merger, mut reported) = merger();
        merger.expect(Capability::Lock, 1);
        merger.expect(Capability::Input, 1);
        let lock = merger.reporter(Capability::Lock, 0);
        let input = merger.reporter(Capability::Input, 0);
        input.input();
        lock.report(true);
        lock.report(false);
        assert_eq!(
            all(&mut reported),
            [
                Observation::Input,
                Observation::Lock,
                Observation::Unlock,
                Observation::Input
            ]
        );
        input.idle(Duration::from_secs(9));
        lock.report(true);
        lock.report(false);
        assert_eq!(
            all(&mut reported),
            [
                Observation::Idle { seconds: 9 },
                Observation::Lock,
                Observation::Unlock
            ]
        );
    }

    #[test]
    fn a_sense_without_lanes_is_unknown() {
        let (merger, mut reported) = merger();
        for capability in [Capability::Input, Capability::Lock, Capability::Call] {
            merger.expect(capability, 0);
        }
        assert_eq!(
            all(&mut reported),
            [
                Observation::InputUnknown,
                Observation::Call(Signal::Unknown)
            ]
        );
    }
}
