//! The helpers of tests do what the tests take for granted.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use support::{Bus, Screen};

#[tokio::test]
async fn a_bus_has_nobody_on_it_but_ourselves() {
    let bus = Bus::start();
    let connection = bus.connect().await;
    let names = zbus::fdo::DBusProxy::new(&connection)
        .await
        .unwrap()
        .list_names()
        .await
        .unwrap();
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "org.freedesktop.DBus",
            connection.unique_name().unwrap().as_str()
        ]
    );
}

#[test]
fn a_screen_is_there_with_a_window_manager() {
    let screen = Screen::start();
    let _manager = screen.window_manager();
    screen.do_input(&["mousemove", "10", "20"]);
    let place = screen
        .command("xdotool")
        .arg("getmouselocation")
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&place.stdout).starts_with("x:10 y:20"));
}
