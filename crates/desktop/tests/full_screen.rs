//! A window that fills the screen is seen on a real X server with a window manager, and its end.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use support::Screen;
use support::desktop::Desktop;
use support::window::Windows;
use unhunch_desktop::Unavailable;
use unhunch_reminders::Observation::FullScreen;
use unhunch_reminders::{Capability, Signal};

#[tokio::test]
async fn a_window_that_becomes_full_is_seen_and_that_it_ends() {
    let screen = Screen::start();
    let _manager = screen.window_manager();
    let windows = Windows::on(&screen);
    windows.wait_for_manager().await;
    let mut desktop = Desktop::new().with_screen(&screen);
    desktop.observe();
    let seen = desktop.first(|seen| matches!(seen, FullScreen(_))).await;
    assert_eq!(seen, FullScreen(Signal::Off));
    assert_eq!(desktop.chosen(Capability::FullScreen), Some("x11"));

    let first = windows.open();
    let second = windows.open();
    for window in [first, second] {
        windows.bring_to_front(window).await;
        windows.fill_screen(window, true);
        desktop.first(|seen| *seen == FullScreen(Signal::On)).await;
        windows.fill_screen(window, false);
        desktop.first(|seen| *seen == FullScreen(Signal::Off)).await;
    }
    // Another window in front, and one that is closed while it fills the screen.
    windows.fill_screen(second, true);
    desktop.first(|seen| *seen == FullScreen(Signal::On)).await;
    windows.bring_to_front(first).await;
    desktop.first(|seen| *seen == FullScreen(Signal::Off)).await;
    windows.bring_to_front(second).await;
    desktop.first(|seen| *seen == FullScreen(Signal::On)).await;
    windows.close(second);
    desktop.first(|seen| *seen == FullScreen(Signal::Off)).await;
    // The last one: nothing takes its place in front.
    windows.bring_to_front(first).await;
    windows.fill_screen(first, true);
    desktop.first(|seen| *seen == FullScreen(Signal::On)).await;
    windows.close(first);
    desktop.first(|seen| *seen == FullScreen(Signal::Off)).await;
}

#[tokio::test]
async fn a_window_manager_may_go_and_another_come() {
    let screen = Screen::start();
    let manager = screen.window_manager();
    let windows = Windows::on(&screen);
    windows.wait_for_manager().await;
    let mut desktop = Desktop::new().with_screen(&screen);
    desktop.observe();
    desktop.first(|seen| *seen == FullScreen(Signal::Off)).await;
    drop(manager);
    desktop
        .first(|seen| *seen == FullScreen(Signal::Unknown))
        .await;
    let _manager = screen.window_manager();
    desktop.first(|seen| *seen == FullScreen(Signal::Off)).await;
}

#[tokio::test]
async fn under_wayland_there_is_no_telling() {
    let screen = Screen::start();
    let mut desktop = Desktop::new().with_screen(&screen).with_wayland("/nowhere");
    desktop.observe();
    desktop
        .first(|seen| *seen == FullScreen(Signal::Unknown))
        .await;
    let tried = desktop.tried(Capability::FullScreen);
    assert_eq!(tried.len(), 1);
    assert_eq!(tried[0].refusal, Some(Unavailable::NotOffered));
}
