//! What a host relies on: when it is woken, what its sources have to tell, what happens when it
//! comes late, changes the plan or hears of an answer late.

#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use unhunch_reminders::event::Withdrawal;
use unhunch_reminders::{Answer, Event, Kind, Machine, Observation, Plan, PromptNumber, Signal};

/// A time of Monday, 2 March 2026, in UTC.
fn at(time: &str) -> Timestamp {
    format!("2026-03-02T{time}Z").parse().unwrap()
}

fn plan(text: &str) -> Plan {
    Plan::from_toml(text).unwrap()
}

const BREAKS: &str = "[breaks]\non = true";

fn idle(seconds: u32) -> Observation {
    Observation::Idle { seconds }
}

fn kinds(events: &[Event]) -> Vec<Kind> {
    let kind = |event: &Event| match event {
        Event::Ask(prompt) => Some(prompt.kind),
        _ => None,
    };
    events.iter().filter_map(kind).collect()
}

/// Ticks at every wake before a moment; how often that was, and what happened.
fn walk(machine: &mut Machine, until: Timestamp) -> (Vec<Timestamp>, Vec<Event>) {
    let (mut wakes, mut events) = (Vec::new(), Vec::new());
    while let Some(wake) = machine.next_wake().filter(|wake| *wake < until) {
        events.extend(machine.tick(wake));
        wakes.push(wake);
    }
    (wakes, events)
}

#[test]
fn it_sleeps_while_nothing_can_change() {
    let mut machine = Machine::new(plan(BREAKS), TimeZone::UTC);
    machine.observe(at("00:00:00"), Observation::Lock);
    let (wakes, events) = walk(&mut machine, at("23:59:59"));
    assert_eq!(events, []);
    // Once everything has settled; then where hours begin and end.
    let times = ["00:00:10", "09:00:00", "12:00:00", "14:00:00", "17:00:00"];
    assert_eq!(wakes, times.map(at));

    // Work on end: only when the break is due, and when the grace period is over.
    let mut machine = Machine::new(plan(BREAKS), TimeZone::UTC);
    machine.observe(at("09:30:00"), Observation::Input);
    let (wakes, events) = walk(&mut machine, at("11:59:59"));
    assert_eq!(events, []);
    assert_eq!(wakes, ["09:30:10", "10:20:00", "10:25:00"].map(at));

    // Nothing to ask, nothing to wake up for.
    let nothing = "[daily.windows]\nmonday = []";
    let mut machine = Machine::new(plan(nothing), TimeZone::UTC);
    machine.observe(at("09:00:00"), Observation::Input);
    machine.tick(at("09:00:10"));
    assert_eq!(machine.next_wake(), None);
}

#[test]
fn hours_are_those_on_the_wall_when_clocks_change() {
    let berlin = "zone = \"Europe/Berlin\"\n[daily.windows]\nsunday = [\"02:30-03:15\"]";
    for (date, expected) in [
        // 02:30 to 03:00 doesn't exist.
        ("2026-03-29", ["01:00:00Z", "01:15:00Z"].as_slice()),
        // 02:30 to 03:00 comes twice, with half an hour between that isn't in the window.
        (
            "2026-10-25",
            &["00:30:00Z", "01:00:00Z", "01:30:00Z", "02:15:00Z"],
        ),
    ] {
        let mut machine = Machine::new(plan(berlin), TimeZone::UTC);
        let at = |time: &str| format!("{date}T{time}").parse::<Timestamp>().unwrap();
        machine.observe(at("00:00:00Z"), Observation::Lock);
        machine.tick(at("00:00:10Z"));
        let (wakes, _) = walk(&mut machine, at("06:00:00Z"));
        let expected: Vec<_> = expected.iter().map(|time| at(time)).collect();
        assert_eq!(wakes, expected, "{date}");
    }
    // The second time round is the same day: whoever wasn't there the first time is asked.
    let mut machine = Machine::new(plan(berlin), TimeZone::UTC);
    let at = |time: &str| format!("2026-10-25T{time}").parse::<Timestamp>().unwrap();
    machine.observe(at("00:00:00Z"), Observation::Lock);
    walk(&mut machine, at("01:25:00Z"));
    machine.observe(at("01:25:00Z"), Observation::Unlock);
    machine.observe(at("01:28:10Z"), idle(1));
    let (wakes, events) = walk(&mut machine, at("01:30:08Z"));
    assert_eq!(kinds(&events), [Kind::DailyFirst], "{wakes:?}");
    assert_eq!(machine.open().unwrap().day, jiff::civil::date(2026, 10, 25));
}

#[test]
fn it_says_what_its_watch_has_to_tell() {
    let mut machine = Machine::new(plan(BREAKS), TimeZone::UTC);
    let wanted = |machine: &Machine| machine.idle_wanted().as_secs();
    machine.observe(at("09:30:00"), Observation::Input);
    walk(&mut machine, at("10:19:59"));
    assert_eq!(wanted(&machine), 120, "only whether somebody went away");
    machine.tick(at("10:20:00"));
    assert_eq!(wanted(&machine), 5, "a natural pause");
    machine.tick(at("10:25:00"));
    assert_eq!(wanted(&machine), 2, "any pause");
    machine.observe(at("10:25:01"), Observation::Call(Signal::On));
    assert_eq!(wanted(&machine), 120, "nothing can be asked in a call");
    machine.observe(at("10:40:00"), Observation::Call(Signal::Off));
    assert_eq!(wanted(&machine), 5, "and not in the first breath after it");
    let events = machine.observe(at("10:40:30"), idle(5));
    assert_eq!(kinds(&events), [Kind::Break]);
    assert_eq!(wanted(&machine), 120, "one prompt is enough");
}

#[test]
fn time_that_it_slept_through_is_no_work() {
    // Woken at the moment that it wanted, or not at all for an hour and a half.
    for (woken, asked) in [("10:20:30", vec![Kind::Break]), ("11:50:00", vec![])] {
        let mut machine = Machine::new(plan(BREAKS), TimeZone::UTC);
        machine.observe(at("09:30:00"), Observation::Input);
        machine.tick(at("09:30:10"));
        assert_eq!(machine.next_wake(), Some(at("10:20:00")));
        machine.tick(at(woken));
        let pause = at(woken) + SignedDuration::from_secs(5);
        assert_eq!(kinds(&machine.observe(pause, idle(5))), asked, "{woken}");
    }
    // A minute is what a busy computer takes; a little more, and shorter than a break, keeps the
    // work that was done before.
    let mut machine = Machine::new(plan(BREAKS), TimeZone::UTC);
    machine.observe(at("09:30:00"), Observation::Input);
    machine.tick(at("09:30:10"));
    machine.tick(at("10:19:30"));
    machine.tick(at("10:21:01"));
    // 49 and a half minutes of work until 10:19:30, and none until 10:21:01: asked after the next one.
    machine.observe(at("10:21:02"), idle(5));
    let (_, events) = walk(&mut machine, at("10:22:02"));
    assert_eq!(kinds(&events), [Kind::Break], "{events:?}");
}

#[test]
fn a_clock_set_back_takes_nothing_away() {
    let mut machine = Machine::new(plan(BREAKS), TimeZone::UTC);
    machine.observe(at("10:30:00"), Observation::Input);
    machine.tick(at("10:30:10"));
    machine.tick(at("11:10:00"));
    // 40 minutes are done; by the new clock ten more are to come.
    machine.tick(at("09:30:00"));
    assert_eq!(machine.next_wake(), Some(at("09:40:00")));
    machine.tick(at("09:40:00"));
    let events = machine.observe(at("09:40:10"), idle(5));
    assert_eq!(kinds(&events), [Kind::Break]);
}

#[test]
fn what_waits_is_asked_when_the_wait_is_over() {
    // A break at 11:57:30, skipped: the session of 12:00 waits until the two are apart.
    let mut machine = Machine::new(plan(BREAKS), TimeZone::UTC);
    machine.observe(at("11:00:00"), Observation::Input);
    walk(&mut machine, at("11:57:30"));
    let events = machine.observe(at("11:57:30"), idle(5));
    assert_eq!(kinds(&events), [Kind::Break]);
    machine.observe(at("11:57:40"), Observation::Answer(None, Answer::Skip));
    machine.observe(at("11:57:50"), Observation::Input);
    walk(&mut machine, at("12:06:00"));
    machine.observe(at("12:06:00"), idle(1));
    let (wakes, events) = walk(&mut machine, at("12:07:59"));
    assert_eq!(kinds(&events), [Kind::DailyFirst]);
    assert!(wakes.contains(&at("12:07:30")), "{wakes:?}");

    // The source of calls fails in a call at 11:02: an hour later it counts as over.
    let mut machine = Machine::new(plan(""), TimeZone::UTC);
    machine.observe(at("11:00:00"), Observation::Call(Signal::On));
    walk(&mut machine, at("11:02:00"));
    machine.observe(at("11:02:00"), Observation::Call(Signal::Unknown));
    walk(&mut machine, at("12:01:30"));
    machine.observe(at("12:01:30"), idle(1));
    let (wakes, events) = walk(&mut machine, at("12:02:30"));
    assert_eq!(kinds(&events), [Kind::DailyFirst]);
    assert!(wakes.contains(&at("12:02:00")), "{wakes:?}");

    // Locked when the program stopped, and not when it started: it doesn't wait for an unlocking.
    let mut machine = Machine::new(plan(""), TimeZone::UTC);
    machine.observe(at("11:00:00"), Observation::Lock);
    machine.observe(at("12:30:00"), Observation::Restart);
    machine.observe(at("12:30:01"), idle(1));
    let (_, events) = walk(&mut machine, at("12:31:00"));
    assert_eq!(kinds(&events), [Kind::DailyFirst]);
}

#[test]
fn another_plan_keeps_what_was_promised() {
    let mut machine = Machine::new(plan(""), TimeZone::UTC);
    machine.observe(at("11:00:00"), idle(1));
    machine.observe(at("11:01:00"), idle(1));
    machine.set_plan(plan("[daily.windows]\nmonday = [\"11:00-13:00\"]"));
    assert_eq!(kinds(&machine.tick(at("11:01:05"))), [Kind::DailyFirst]);
    machine.observe(at("11:01:10"), Observation::Answer(None, Answer::Skip));
    machine.set_plan(plan("[daily.windows]\nmonday = [\"10:00-16:00\"]"));
    machine.observe(at("11:01:11"), idle(5));
    machine.observe(at("12:00:00"), Observation::Input);
    machine.observe(at("12:00:20"), idle(10));
    let (_, events) = walk(&mut machine, at("12:01:30"));
    assert_eq!(kinds(&events), [Kind::DailySecond], "{events:?}");
    assert_eq!(
        machine.plan(),
        &plan("[daily.windows]\nmonday = [\"10:00-16:00\"]")
    );
}

#[test]
fn answers_find_the_prompt_that_they_are_to() {
    let asked = || {
        let mut machine = Machine::new(plan(""), TimeZone::UTC);
        machine.observe(at("12:00:00"), Observation::Input);
        let events = machine.observe(at("12:00:30"), idle(6));
        assert_eq!(kinds(&events), [Kind::DailyFirst]);
        assert_eq!(machine.open().unwrap().number, PromptNumber(1));
        machine
    };
    let to = |number: u64, answer| Observation::Answer(Some(PromptNumber(number)), answer);

    // To another one: this one stays.
    let mut machine = asked();
    machine.observe(at("12:00:40"), to(7, Answer::Start));
    assert!(machine.open().is_some());
    // But who wants to hear nothing more hears nothing more.
    let events = machine.observe(at("12:00:50"), to(7, Answer::NotToday));
    let taken_back = Event::Withdraw {
        number: PromptNumber(1),
        kind: Kind::DailyFirst,
        why: Withdrawal::NotToday,
    };
    assert_eq!(events, [taken_back]);

    // Put off once, not twice.
    let mut machine = asked();
    machine.observe(at("12:00:40"), to(1, Answer::Snooze));
    machine.observe(at("12:08:00"), to(1, Answer::Snooze));
    machine.observe(at("12:10:00"), Observation::Input);
    machine.observe(at("12:10:41"), idle(5));
    assert_eq!(machine.open().unwrap().number, PromptNumber(2));

    // Begun although it was taken back: done, and no second chance.
    let mut machine = asked();
    machine.observe(at("12:00:40"), Observation::Call(Signal::On));
    assert_eq!(machine.open(), None);
    machine.observe(at("12:01:00"), to(1, Answer::Start));
    machine.observe(at("12:05:00"), Observation::Call(Signal::Off));
    machine.observe(at("13:30:00"), Observation::Input);
    assert_eq!(machine.observe(at("13:30:30"), idle(6)), []);

    // An answer that closes a prompt needs no taking back.
    let mut machine = asked();
    assert_eq!(machine.observe(at("12:00:40"), to(1, Answer::NotToday)), []);
    assert_eq!(machine.open(), None);
}

#[test]
fn a_session_elsewhere_counts_for_the_day_on_which_it_was_done() {
    // Heard of at noon: done yesterday evening, or this morning.
    for (when, asked) in [
        ("2026-03-01T21:00:00Z", vec![Kind::DailyFirst]),
        ("2026-03-02T06:00:00Z", vec![]),
    ] {
        let mut machine = Machine::new(plan(""), TimeZone::UTC);
        machine.observe(at("11:59:00"), Observation::Input);
        let when = when.parse().unwrap();
        machine.observe(at("12:00:00"), Observation::SessionStarted { at: when });
        assert_eq!(
            kinds(&machine.observe(at("12:00:30"), idle(6))),
            asked,
            "{when}"
        );
    }
    // One from hours ago is no break from the work since then.
    let mut machine = Machine::new(plan(BREAKS), TimeZone::UTC);
    machine.observe(at("09:30:00"), Observation::Input);
    machine.tick(at("09:30:10"));
    let when = at("06:00:00");
    machine.observe(at("10:15:00"), Observation::SessionStarted { at: when });
    assert_eq!(
        kinds(&machine.observe(at("10:20:00"), idle(5))),
        [Kind::Break]
    );
    // One from ten minutes ago is.
    let mut machine = Machine::new(plan(BREAKS), TimeZone::UTC);
    machine.observe(at("09:30:00"), Observation::Input);
    machine.tick(at("09:30:10"));
    let when = at("10:05:00");
    machine.observe(at("10:15:00"), Observation::SessionStarted { at: when });
    machine.observe(at("10:20:00"), idle(5));
    machine.observe(at("10:20:30"), Observation::Input);
    assert_eq!(machine.next_wake(), Some(at("10:55:00")));
}

#[test]
fn it_says_until_when_a_prompt_is_put_off() {
    let mut machine = Machine::new(plan(""), TimeZone::UTC);
    machine.observe(at("11:00:00"), idle(1));
    machine.observe(at("12:01:00"), idle(5));
    machine.observe(at("12:01:30"), Observation::Answer(None, Answer::Snooze));
    machine.observe(at("12:02:00"), Observation::Input);
    // Whoever asks later hears the same.
    assert_eq!(machine.snoozed_until(at("12:04:00")), Some(at("12:11:30")));
    machine.observe(at("12:12:00"), idle(5));
    assert_eq!(machine.snoozed_until(at("12:12:00")), None);
}

#[test]
fn it_says_when_a_session_may_be_asked_next() {
    let mut machine = Machine::new(plan(""), TimeZone::UTC);
    machine.observe(at("11:00:00"), idle(1));
    assert_eq!(machine.next_session(at("11:00:00")), Some(at("12:00:00")));
    machine.observe(at("12:01:00"), idle(5));
    assert!(machine.open().is_some());
    // An hour after the first.
    machine.observe(at("12:01:00"), Observation::Answer(None, Answer::Skip));
    assert_eq!(machine.next_session(at("12:01:00")), Some(at("13:01:00")));
    machine.observe(at("12:02:00"), Observation::Answer(None, Answer::NotToday));
    let tomorrow = "2026-03-03T12:00:00Z".parse().unwrap();
    assert_eq!(machine.next_session(at("12:02:00")), Some(tomorrow));
    assert_eq!(machine.snoozed_until(at("12:02:00")), None);
    machine.set_plan(plan("[daily.windows]"));
    assert_eq!(machine.next_session(at("12:03:00")), None);
}
