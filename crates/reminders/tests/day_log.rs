//! The day as it is shown: what was seen becomes stretches, in order and never twice.
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use unhunch_reminders::day_log::{Doing, Outcome, Stretch};
use unhunch_reminders::event::{Cause, Hold, Opening, Withdrawal};
use unhunch_reminders::{Answer, Chronicle, Event, Kind, Observation, Prompt, PromptNumber, Sight};

/// A break lasts two minutes.
const AWAY: SignedDuration = SignedDuration::from_mins(2);

fn at(clock: &str) -> Timestamp {
    format!("2026-03-02T{clock}Z").parse().unwrap()
}

/// A chronicle that was told these, one after the other, and the time every five minutes.
fn told(observations: &[(&str, Observation)]) -> Chronicle {
    let mut chronicle = Chronicle::default();
    let mut last: Option<Timestamp> = None;
    for (clock, observation) in observations {
        let now = at(clock);
        while let Some(tick) = last.map(|last| last + SignedDuration::from_mins(5))
            && tick < now
        {
            chronicle.note(tick, AWAY, None, &[]);
            last = Some(tick);
        }
        chronicle.note(now, AWAY, Some(observation), &[]);
        last = Some(now);
    }
    chronicle
}

fn clock(moment: Timestamp) -> String {
    moment.strftime("%H:%M:%S").to_string()
}

/// What somebody did until a time: `09:00:00 working 09:30:00`.
fn doings(chronicle: &Chronicle, until: &str) -> Vec<String> {
    let day = chronicle.day(at(until), &TimeZone::UTC, AWAY);
    day.doings.iter().map(line).collect()
}

fn line(stretch: &Stretch<Doing>) -> String {
    let end = stretch.to.map(clock).unwrap_or_default();
    format!("{} {} {end}", clock(stretch.from), stretch.what.id())
        .trim_end()
        .to_owned()
}

const fn idle(seconds: u32) -> Observation {
    Observation::Idle { seconds }
}

#[test]
fn short_pauses_belong_to_work_and_long_ones_begin_where_the_hands_came_to_rest() {
    let chronicle = told(&[
        ("09:00:00", Observation::Input),
        ("09:10:05", idle(5)),
        ("09:10:40", Observation::Input),
        ("09:30:05", idle(5)),
    ]);
    assert_eq!(doings(&chronicle, "09:31:00"), ["09:00:00 working"]);
    assert_eq!(
        doings(&chronicle, "09:32:30"),
        ["09:00:00 working 09:30:00", "09:30:00 away"]
    );
    let worked = |until| {
        let day = chronicle.day(at(until), &TimeZone::UTC, AWAY);
        day.worked(at(until))
    };
    assert_eq!(worked("09:32:30"), SignedDuration::from_mins(30));
}

#[test]
fn who_is_away_while_the_program_starts_anew_is_away_once() {
    let chronicle = told(&[
        ("09:00:00", Observation::Input),
        ("09:33:00", idle(180)),
        ("09:40:00", Observation::Restart),
        ("09:40:01", idle(601)),
    ]);
    assert_eq!(
        doings(&chronicle, "09:41:00"),
        ["09:00:00 working 09:30:00", "09:30:00 away"]
    );
}

#[test]
fn who_comes_back_from_a_lock_or_sleep_works_once_there_is_input() {
    let chronicle = told(&[
        ("09:00:00", Observation::Input),
        ("10:00:00", Observation::Lock),
        ("10:05:00", Observation::Unlock),
        ("10:06:00", Observation::Input),
        ("11:00:00", Observation::Sleep),
        ("12:00:00", Observation::Wake),
    ]);
    assert_eq!(
        doings(&chronicle, "12:00:30"),
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
    let mut chronicle = told(&[("09:00:00", Observation::Input)]);
    // The program ended after a sign of life at 9:10, and began again at 9:40.
    chronicle.note(at("09:10:00"), AWAY, None, &[]);
    chronicle.note(at("09:40:00"), AWAY, Some(&Observation::Restart), &[]);
    assert_eq!(
        doings(&chronicle, "09:41:00"),
        ["09:00:00 working 09:10:00"]
    );
    chronicle.note(at("09:42:00"), AWAY, Some(&Observation::Input), &[]);
    chronicle.note(at("09:50:00"), AWAY, Some(&Observation::InputUnknown), &[]);
    assert_eq!(
        doings(&chronicle, "10:30:00"),
        ["09:00:00 working 09:10:00", "09:42:00 working 09:50:00"]
    );
}

#[test]
fn a_computer_that_stood_still_unseen_ends_work_where_it_was_last_seen() {
    let mut chronicle = told(&[("09:00:00", Observation::Input)]);
    chronicle.note(at("09:05:00"), AWAY, None, &[]);
    chronicle.note(at("11:00:00"), AWAY, Some(&Observation::Input), &[]);
    assert_eq!(
        doings(&chronicle, "11:01:00"),
        ["09:00:00 working 09:05:00", "11:00:00 working"]
    );
}

#[test]
fn a_day_begins_at_its_midnight() {
    let chronicle = told(&[("23:50:00", Observation::Input)]);
    let mut seen = chronicle;
    let next = |clock: &str| -> Timestamp { format!("2026-03-03T{clock}Z").parse().unwrap() };
    for minutes in 0..3 {
        let now = next(&format!("00:{:02}:00", minutes * 5));
        seen.note(now, AWAY, Some(&Observation::Input), &[]);
    }
    let day = seen.day(next("00:12:00"), &TimeZone::UTC, AWAY);
    assert_eq!(
        day.doings,
        [Stretch {
            what: Doing::Working,
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
        waited_for: [Hold::Call].into(),
    };
    let mut chronicle = told(&[
        ("09:00:00", Observation::Call(Sight::On)),
        ("09:30:00", Observation::Call(Sight::Off)),
    ]);
    chronicle.note(at("09:50:00"), AWAY, None, &[Event::Ask(prompt.clone())]);
    let outcome = |chronicle: &Chronicle| {
        let day = chronicle.day(at("12:00:00"), &TimeZone::UTC, AWAY);
        assert_eq!(day.holds.len(), 1);
        assert_eq!(day.holds[0].to, Some(at("09:30:00")));
        assert_eq!(day.prompts.len(), 1);
        assert_eq!(day.prompts[0].at, at("09:50:00"));
        day.prompts[0].outcome
    };
    assert_eq!(outcome(&chronicle), Outcome::Open);
    let withdraw = Event::Withdraw {
        number: prompt.number,
        kind: prompt.kind,
        why: Withdrawal::Unanswered,
    };
    chronicle.note(at("10:00:00"), AWAY, None, std::slice::from_ref(&withdraw));
    assert_eq!(
        outcome(&chronicle),
        Outcome::Withdrawn(Withdrawal::Unanswered)
    );
    // An answer that comes late is an answer; nothing takes it back.
    let late = Observation::Answer(Some(prompt.number), Answer::Skip);
    chronicle.note(at("10:01:00"), AWAY, Some(&late), &[]);
    chronicle.note(at("10:02:00"), AWAY, None, &[withdraw]);
    assert_eq!(outcome(&chronicle), Outcome::Answered(Answer::Skip));
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
            Observation::Call(Sight::On),
            Observation::Call(Sight::Off),
            Observation::Call(Sight::Unknown),
            Observation::FullScreen(Sight::On),
            Observation::FullScreen(Sight::Off),
            Observation::Answer(None, Answer::Snooze),
        ])
        .prop_map(Some),
        1 => Just(None),
    ]
}

proptest! {
    /// Whatever is seen, and however the clock jumps: stretches have an order, don't overlap, lie in
    /// the day until now, and only the last one goes on. What is kept goes on as if it hadn't been.
    #[test]
    fn stretches_follow_one_another(
        steps in prop::collection::vec((observation(), -4000_i64..8000), 0..80),
        kept_at in 0..80_usize,
    ) {
        let mut chronicle = Chronicle::default();
        let mut kept = None;
        let mut now = at("08:00:00");
        for (step, (observation, seconds)) in steps.iter().enumerate() {
            now = now.saturating_add(SignedDuration::from_secs(*seconds)).unwrap();
            if step == kept_at {
                let text = serde_json::to_string(&chronicle).unwrap();
                kept = Some(serde_json::from_str::<Chronicle>(&text).unwrap());
            }
            chronicle.note(now, AWAY, observation.as_ref(), &[]);
            if let Some(kept) = &mut kept {
                kept.note(now, AWAY, observation.as_ref(), &[]);
            }
            let day = chronicle.day(now, &TimeZone::UTC, AWAY);
            let mut end: Option<Timestamp> = None;
            for (place, stretch) in day.doings.iter().enumerate() {
                prop_assert!(end.is_none_or(|end| end <= stretch.from), "{:?}", day.doings);
                prop_assert!(stretch.to.is_none_or(|to| to > stretch.from));
                prop_assert!(stretch.to.is_some() || place + 1 == day.doings.len());
                end = stretch.to;
            }
            for hold in [Hold::Call, Hold::FullScreen] {
                let of_kind = day.holds.iter().filter(|stretch| stretch.what == hold);
                prop_assert!(of_kind.filter(|stretch| stretch.to.is_none()).count() <= 1);
            }
        }
        if let Some(kept) = kept {
            prop_assert_eq!(kept, chronicle);
        }
    }
}
