//! Idle time is told when it is long enough, and input when it comes: on a real X server, and on a
//! Mutter that is acted out.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::time::Duration;

use support::desktop::Desktop;
use support::mutter::Mutter;
use support::wayland::Compositor;
use support::{Bus, Screen};
use unhunch_desktop::{TriedSource, Unavailable};
use unhunch_reminders::Capability;
use unhunch_reminders::Observation::{Idle, Input, InputUnknown};

const LONG: Duration = Duration::from_mins(10);
const SHORT: Duration = Duration::from_secs(2);

#[tokio::test]
async fn an_x_server_tells_of_input_and_of_its_end() {
    let screen = Screen::start();
    let mut desktop = Desktop::new().with_screen(&screen);
    desktop.want_idle(SHORT);
    screen.do_input(&["mousemove", "10", "10"]);
    desktop.observe();
    for place in ["20", "30"] {
        let idle = desktop.first(|seen| matches!(seen, Idle { .. })).await;
        let Idle { seconds } = idle else {
            unreachable!()
        };
        assert!(seconds >= 2, "{seconds}");
        screen.do_input(&["mousemove", place, place]);
        desktop.first(|seen| *seen == Input).await;
    }
    assert_eq!(desktop.chosen(Capability::Input), Some("x11"));
}

#[tokio::test]
async fn keys_are_input_too() {
    let screen = Screen::start();
    let mut desktop = Desktop::new().with_screen(&screen);
    desktop.want_idle(SHORT);
    desktop.observe();
    desktop.first(|seen| matches!(seen, Idle { .. })).await;
    screen.do_input(&["key", "a"]);
    desktop.first(|seen| *seen == Input).await;
}

#[tokio::test]
async fn an_x_server_tells_at_once_when_less_is_wanted() {
    let screen = Screen::start();
    let mut desktop = Desktop::new().with_screen(&screen);
    desktop.want_idle(LONG);
    screen.do_input(&["mousemove", "10", "10"]);
    desktop.observe();
    desktop.first(|seen| *seen == Input).await;
    desktop.want_idle(SHORT);
    desktop.first(|seen| matches!(seen, Idle { .. })).await;
    // Nothing is told again, whatever is wanted, until somebody comes.
    desktop.want_idle(LONG);
    screen.do_input(&["mousemove", "20", "20"]);
    assert_eq!(desktop.next_of_input().await, Input);
}

#[tokio::test]
async fn an_x_server_under_wayland_is_not_asked() {
    let screen = Screen::start();
    let mut desktop = Desktop::new().with_screen(&screen).with_wayland("/nowhere");
    desktop.observe();
    desktop.first(|seen| *seen == InputUnknown).await;
    let tried = desktop.tried(Capability::Input);
    assert!(
        tried.contains(&TriedSource {
            source: "x11",
            refusal: Some(Unavailable::NotOffered)
        }),
        "{tried:?}"
    );
}

#[tokio::test]
async fn an_x_server_that_goes_leaves_input_unknown() {
    let screen = Screen::start();
    let mut desktop = Desktop::new().with_screen(&screen);
    desktop.want_idle(LONG);
    desktop.observe();
    desktop.first(|seen| *seen == Input).await;
    drop(screen);
    desktop.first(|seen| *seen == InputUnknown).await;
    assert_eq!(desktop.chosen(Capability::Input), None);
}

#[tokio::test]
async fn mutter_is_asked_first_and_rings() {
    let bus = Bus::start();
    let screen = Screen::start();
    let mutter = Mutter::appear(&bus).await;
    let mut desktop = Desktop::new().with_session(&bus).await.with_screen(&screen);
    desktop.want_idle(LONG);
    desktop.observe();
    assert_eq!(desktop.next_of_input().await, Input);
    assert_eq!(desktop.chosen(Capability::Input), Some("mutter"));

    mutter.pass(LONG).await;
    assert_eq!(desktop.next_of_input().await, Idle { seconds: 600 });
    mutter.input().await;
    assert_eq!(desktop.next_of_input().await, Input);
    // Nobody hears of each key.
    assert_eq!(mutter.alarms().await, [LONG]);
}

#[tokio::test]
async fn mutter_tells_at_once_when_less_is_wanted() {
    let bus = Bus::start();
    let mutter = Mutter::appear(&bus).await;
    let mut desktop = Desktop::new().with_session(&bus).await;
    desktop.want_idle(LONG);
    desktop.observe();
    assert_eq!(desktop.next_of_input().await, Input);
    mutter.pass(Duration::from_secs(7)).await;
    desktop.want_idle(Duration::from_secs(5));
    assert_eq!(desktop.next_of_input().await, Idle { seconds: 7 });
}

#[tokio::test]
async fn who_is_away_at_the_start_is_idle() {
    let bus = Bus::start();
    let mutter = Mutter::appear(&bus).await;
    mutter.pass(Duration::from_secs(700)).await;
    let mut desktop = Desktop::new().with_session(&bus).await;
    desktop.want_idle(LONG);
    desktop.observe();
    assert_eq!(desktop.next_of_input().await, Idle { seconds: 700 });
}

#[tokio::test]
async fn mutter_may_go_and_come_back() {
    let bus = Bus::start();
    let mutter = Mutter::appear(&bus).await;
    let mut desktop = Desktop::new().with_session(&bus).await;
    desktop.want_idle(LONG);
    desktop.observe();
    assert_eq!(desktop.next_of_input().await, Input);
    mutter.vanish().await;
    assert_eq!(desktop.next_of_input().await, InputUnknown);
    let mutter = Mutter::appear(&bus).await;
    assert_eq!(desktop.next_of_input().await, Input);
    mutter.pass(LONG).await;
    assert_eq!(desktop.next_of_input().await, Idle { seconds: 600 });
}

#[tokio::test]
async fn without_any_source_input_is_unknown() {
    let mut desktop = Desktop::new();
    desktop.observe();
    assert_eq!(desktop.next_of_input().await, InputUnknown);
    assert_eq!(desktop.chosen(Capability::Input), None);
}

#[tokio::test]
async fn a_wayland_compositor_tells_of_input_and_of_its_end() {
    // An old one, and one that leaves out films.
    for version in [1, 2] {
        let compositor = Compositor::start(Some(version));
        let mut desktop = Desktop::new().with_wayland(compositor.socket());
        desktop.want_idle(LONG);
        desktop.observe();
        assert_eq!(desktop.next_of_input().await, Input);
        assert_eq!(desktop.chosen(Capability::Input), Some("wayland"));
        compositor.is_asked(LONG).await;
        for _ in 0..2 {
            compositor.idle();
            assert_eq!(desktop.next_of_input().await, Idle { seconds: 600 });
            compositor.resume();
            assert_eq!(desktop.next_of_input().await, Input);
        }
        desktop.want_idle(SHORT);
        compositor.is_asked(SHORT).await;
        compositor.idle();
        assert_eq!(desktop.next_of_input().await, Idle { seconds: 2 });
        drop(compositor);
        assert_eq!(desktop.next_of_input().await, InputUnknown);
    }
}

#[tokio::test]
async fn a_wayland_compositor_without_the_protocol_is_no_source() {
    let compositor = Compositor::start(None);
    let mut desktop = Desktop::new().with_wayland(compositor.socket());
    desktop.observe();
    assert_eq!(desktop.next_of_input().await, InputUnknown);
    let tried = desktop.tried(Capability::Input);
    let wayland = tried.iter().find(|tried| tried.source == "wayland");
    assert_eq!(wayland.unwrap().refusal, Some(Unavailable::NotOffered));
}
