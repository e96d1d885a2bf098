//! The day as it is shown: what was observed becomes intervals, in order and never twice.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use unhunch_reminders::day_log::{Interval, Outcome, Presence};
use unhunch_reminders::event::{Cause, Opening, Suppression, Withdrawal};
use unhunch_reminders::{Answer, DayLog, Event, Kind, Observation, Prompt, PromptNumber, Signal};

/// A break lasts two minutes.
const AWAY: SignedDuration = SignedDuration::from_mins(2);

fn at(clock: &str) -> Timestamp {
    format!("2026-03-02T{clock}Z").parse().unwrap()
}

/// A log that was told these, one after the other, and the time every five minutes.
fn log_of(observations: &[(&str, Observation)]) -> DayLog {
    let mut log = DayLog::default();
    let mut last: Option<Timestamp> = None;
    for (clock, observation) in observations {
        let now = at(clock);
        while let Some(tick) = last.map(|last| last + SignedDuration::from_mins(5))
            && tick < now
        {
            log.record(tick, AWAY, None, &[]);
            last = Some(tick);
        }
        log.record(now, AWAY, Some(observation), &[]);
        last = Some(now);
    }
    log
}

fn clock(moment: Timestamp) -> String {
    moment.strftime("%H:%M:%S").to_string()
}

/// What somebody did until a time: `09:00:00 working 09:30:00`.
fn presences(log: &DayLog, until: &str) -> Vec<String> {
    let day = log.day(at(until), &TimeZone::UTC, AWAY);
    day.presences.iter().map(line).collect()
}

fn line(interval: &Interval<Presence>) -> String {
    let end = interval.to.map(clock).unwrap_or_default();
    format!("{} {} {end}", clock(interval.from), interval.what.id())
        .trim_end()
        .to_owned()
}

const fn idle(seconds: u32) -> Observation {
    Observation::Idle { seconds }
}

#[test]
fn short_pauses_belong_to_work_and_long_ones_begin_where_input_ended() {
    let log = log_of(&[
        ("09:00:00", Observation::Input),
        ("09:10:05", idle(5)),
        ("09:10:40", Observation::Input),
        ("09:30:05", idle(5)),
    ]);
    assert_eq!(presences(&log, "09:31:00"), ["09:00:00 working"]);
    assert_eq!(
        presences(&log, "09:32:30"),
        ["09:00:00 working 09:30:00", "09:30:00 away"]
    );
    let worked = |until| {
        let day = log.day(at(until), &TimeZone::UTC, AWAY);
        day.worked(at(until))
    };
    assert_eq!(worked("09:32:30"), SignedDuration::from_mins(30));
}

#[test]
fn who_is_away_while_the_program_starts_anew_is_away_once() {
    let log = log_of(&[
        ("09:00:00", Observation::Input),
        ("09:33:00", idle(180)),
        ("09:40:00", Observation::Restart),
        ("09:40:01", idle(601)),
    ]);
    assert_eq!(
        presences(&log, "09:41:00"),
        ["09:00:00 working 09:30:00", "09:30:00 away"]
    );
}

#[test]
fn who_comes_back_from_a_lock_or_sleep_works_once_there_is_input() {
    let log = log_of(&[
        ("09:00:00", Observation::Input),
        ("10:00:00", Observation::Lock),
        ("10:05:00", Observation::Unlock),
        ("10:06:00", Observation::Input),
        ("11:00:00", Observation::Sleep),
        ("12:00:00", Observation::Wake),
    ]);
    assert_eq!(
        presences(&log, "12:00:30"),
        [
            "09:00:00 working 10:00:00",
            "10:00:00 locked 10:05:00",
            "10:06:00 working 11:00:00",
            "11:00:00 asleep 12:00:00",
        ]
    );
}

#[test]
fn what_was_not_seen_is_not_shown() {
    let mut log = log_of(&[("09:00:00", Observation::Input)]);
    // The program ended after a sign of life at 9:10, and began again at 9:40.
    log.record(at("09:10:00"), AWAY, None, &[]);
    log.record(at("09:40:00"), AWAY, Some(&Observation::Restart), &[]);
    assert_eq!(presences(&log, "09:41:00"), ["09:00:00 working 09:10:00"]);
    log.record(at("09:42:00"), AWAY, Some(&Observation::Input), &[]);
    log.record(at("09:50:00"), AWAY, Some(&Observation::InputUnknown), &[]);
    assert_eq!(
        presences(&log, "10:30:00"),
        ["09:00:00 working 09:10:00", "09:42:00 working 09:50:00"]
    );
}

#[test]
fn a_computer_that_stood_still_unseen_ends_work_where_it_was_last_seen() {
    let mut log = log_of(&[("09:00:00", Observation::Input)]);
    log.record(at("09:05:00"), AWAY, None, &[]);
    log.record(at("11:00:00"), AWAY, Some(&Observation::Input), &[]);
    assert_eq!(
        presences(&log, "11:01:00"),
        ["09:00:00 working 09:05:00", "11:00:00 working"]
    );
}

#[test]
fn a_day_begins_at_its_midnight() {
    let log = log_of(&[("23:50:00", Observation::Input)]);
    let mut seen = log;
    let next = |clock: &str| -> Timestamp { format!("2026-03-03T{clock}Z").parse().unwrap() };
    for minutes in 0..3 {
        let now = next(&format!("00:{:02}:00", minutes * 5));
        seen.record(now, AWAY, Some(&Observation::Input), &[]);
    }
    let day = seen.day(next("00:12:00"), &TimeZone::UTC, AWAY);
    assert_eq!(
        day.presences,
        [Interval {
            what: Presence::Working,
            from: next("00:00:00"),
            to: None
        }]
    );
}

#[test]
fn calls_and_prompts_have_their_times_and_ends() {
    let prompt = Prompt {
        number: PromptNumber(7),
        kind: Kind::Break,
        day: "2026-03-02".parse().unwrap(),
        cause: Cause::Work { minutes: 50 },
        opening: Opening::Pause { seconds: 5 },
        waited_for: [Suppression::Call].into(),
    };
    let mut log = log_of(&[
        ("09:00:00", Observation::Call(Signal::On)),
        ("09:30:00", Observation::Call(Signal::Off)),
    ]);
    log.record(at("09:50:00"), AWAY, None, &[Event::Ask(prompt.clone())]);
    let outcome = |log: &DayLog| {
        let day = log.day(at("12:00:00"), &TimeZone::UTC, AWAY);
        assert_eq!(day.suppressions.len(), 1);
        assert_eq!(day.suppressions[0].to, Some(at("09:30:00")));
        assert_eq!(day.prompts.len(), 1);
        assert_eq!(day.prompts[0].at, at("09:50:00"));
        day.prompts[0].outcome
    };
    assert_eq!(outcome(&log), Outcome::Open);
    let withdraw = Event::Withdraw {
        number: prompt.number,
        kind: prompt.kind,
        why: Withdrawal::Unanswered,
    };
    log.record(at("10:00:00"), AWAY, None, std::slice::from_ref(&withdraw));
    assert_eq!(outcome(&log), Outcome::Withdrawn(Withdrawal::Unanswered));
    // An answer that comes late is an answer; nothing takes it back.
    let late = Observation::Answer(Some(prompt.number), Answer::Skip);
    log.record(at("10:01:00"), AWAY, Some(&late), &[]);
    log.record(at("10:02:00"), AWAY, None, &[withdraw]);
    assert_eq!(outcome(&log), Outcome::Answered(Answer::Skip));
}

fn observation() -> impl Strategy<Value = Option<Observation>> {
    prop_oneof![
        3 => Just(Some(Observation::Input)),
        3 => (0..4000_u32).prop_map(|seconds| Some(Observation::Idle { seconds })),
        1 => prop::sample::select(vec![
            Observation::InputUnknown,
            Observation::Lock,
            Observation::Unlock,
            Observation::Sleep,
            Observation::Wake,
            Observation::Restart,
            Observation::Call(Signal::On),
            Observation::Call(Signal::Off),
            Observation::Call(Signal::Unknown),
            Observation::FullScreen(Signal::On),
            Observation::FullScreen(Signal::Off),
            Observation::Answer(None, Answer::Snooze),
        ])
        .prop_map(Some),
        1 => Just(None),
    ]
}

proptest! {
    /// Whatever is seen, and however the clock jumps: intervals have an order, don't overlap, lie in
    /// the day until now, and only the last one goes on. What is kept goes on as if it hadn't been.
    #[test]
    fn intervals_follow_one_another(
        steps in prop::collection::vec((observation(), -4000_i64..8000), 0..80),
        kept_at in 0..80_usize,
    ) {
        let mut log = DayLog::default();
        let mut kept = None;
        let mut now = at("08:00:00");
        for (step, (observation, seconds)) in steps.iter().enumerate() {
            now = now.saturating_add(SignedDuration::from_secs(*seconds)).unwrap();
            if step == kept_at {
                let text = serde_json::to_string(&log).unwrap();
                kept = Some(serde_json::from_str::<DayLog>(&text).unwrap());
            }
            log.record(now, AWAY, observation.as_ref(), &[]);
            if let Some(kept) = &mut kept {
                kept.record(now, AWAY, observation.as_ref(), &[]);
            }
            let day = log.day(now, &TimeZone::UTC, AWAY);
            let mut end: Option<Timestamp> = None;
            for (place, interval) in day.presences.iter().enumerate() {
                prop_assert!(end.is_none_or(|end| end <= interval.from), "{:?}", day.presences);
                prop_assert!(interval.to.is_none_or(|to| to > interval.from));
                prop_assert!(interval.to.is_some() || place + 1 == day.presences.len());
                end = interval.to;
            }
            for suppression in [Suppression::Call, Suppression::FullScreen] {
                let of_kind = day.suppressions.iter().filter(|interval| interval.what == suppression);
                prop_assert!(of_kind.filter(|interval| interval.to.is_none()).count() <= 1);
            }
        }
        if let Some(kept) = kept {
            prop_assert_eq!(kept, log);
        }
    }
}
