//! Do-not-disturb, wherever a desktop keeps it.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::path::Path;
use std::process::Command;

use support::desktop::Desktop;
use support::do_not_disturb::{Server, Xfconf};
use support::{Bus, Program, Screen};
use unhunch_desktop::{TriedSource, Unavailable};
use unhunch_reminders::Observation::DoNotDisturb;
use unhunch_reminders::{Capability, Observation, Signal};

async fn next(desktop: &mut Desktop) -> Observation {
    desktop.first(|seen| matches!(seen, DoNotDisturb(_))).await
}

#[tokio::test]
async fn a_server_that_holds_back_may_go_and_come_back() {
    let bus = Bus::start();
    let server = Server::appear(&bus).await;
    let mut desktop = Desktop::new().with_session(&bus).await;
    desktop.observe();
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Off));
    assert_eq!(
        desktop.chosen(Capability::DoNotDisturb),
        Some("notification-server")
    );
    server.inhibit(true).await;
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::On));
    server.vanish().await;
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Unknown));
    let _server = Server::appear(&bus).await;
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Off));
}

#[tokio::test]
async fn xfce_tells_its_setting() {
    let bus = Bus::start();
    let xfconf = Xfconf::appear(&bus).await;
    let mut desktop = Desktop::new().with_session(&bus).await;
    desktop.observe();
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Off));
    assert_eq!(desktop.chosen(Capability::DoNotDisturb), Some("xfce"));
    xfconf.set(Some(true)).await;
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::On));
    xfconf.set(Some(false)).await;
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Off));
    xfconf.set(Some(true)).await;
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::On));
    xfconf.set(None).await;
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Off));
}

#[tokio::test]
async fn one_that_says_on_is_enough() {
    let bus = Bus::start();
    let xfconf = Xfconf::appear(&bus).await;
    let _server = Server::appear(&bus).await;
    xfconf.set(Some(true)).await;
    let mut desktop = Desktop::new().with_session(&bus).await;
    desktop.observe();
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::On));
    desktop.probed().await;
    let tried = desktop.tried(Capability::DoNotDisturb);
    for source in ["notification-server", "xfce"] {
        assert!(tried.contains(&TriedSource {
            source,
            refusal: None
        }));
    }
    xfconf.set(Some(false)).await;
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Off));
}

#[tokio::test]
async fn dunst_itself_is_paused() {
    let bus = Bus::start();
    let screen = Screen::start();
    let mut desktop = Desktop::new().with_session(&bus).await;
    desktop.observe();
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Unknown));
    // It comes later than we.
    let on_bus = |command: &mut Command| {
        command.env("DBUS_SESSION_BUS_ADDRESS", bus.address());
    };
    let mut dunst = screen.command("dunst");
    on_bus(&mut dunst);
    let _dunst = Program::start(&mut dunst);
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Off));
    assert_eq!(desktop.chosen(Capability::DoNotDisturb), Some("dunst"));
    for (word, signal) in [("true", Signal::On), ("false", Signal::Off)] {
        let mut control = Command::new("dunstctl");
        on_bus(&mut control);
        let done = control.args(["set-paused", word]).status().unwrap();
        assert!(done.success(), "{done}");
        assert_eq!(next(&mut desktop).await, DoNotDisturb(signal));
    }
}

/// Puts a database in place as dconf does: written beside it, then moved over it.
fn put(desktop: &Desktop, name: &str) {
    let folder = desktop.folder().join("settings/dconf");
    let new = folder.join("user.new");
    std::fs::copy(Path::new("tests/dconf").join(name), &new).unwrap();
    std::fs::rename(new, folder.join("user")).unwrap();
}

#[tokio::test]
async fn gnome_keeps_it_in_dconf() {
    let mut desktop = Desktop::new().called("ubuntu:GNOME");
    desktop.observe();
    // Nothing was ever changed.
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Off));
    assert_eq!(desktop.chosen(Capability::DoNotDisturb), Some("gnome"));
    for off in ["loud", "untouched"] {
        put(&desktop, "silent");
        assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::On));
        put(&desktop, off);
        assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Off));
    }
}

#[tokio::test]
async fn a_damaged_database_leaves_it_unknown() {
    let mut desktop = Desktop::new().called("GNOME");
    put(&desktop, "silent");
    desktop.observe();
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::On));
    std::fs::write(desktop.folder().join("settings/dconf/user"), "torn").unwrap();
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Unknown));
    put(&desktop, "silent");
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::On));
}

#[tokio::test]
async fn gnome_s_setting_counts_on_gnome_alone() {
    let mut desktop = Desktop::new().called("KDE");
    put(&desktop, "silent");
    desktop.observe();
    assert_eq!(next(&mut desktop).await, DoNotDisturb(Signal::Unknown));
    let tried = desktop.tried(Capability::DoNotDisturb);
    let gnome = tried.iter().find(|tried| tried.source == "gnome").unwrap();
    assert_eq!(gnome.refusal, Some(Unavailable::NotOffered));
}
