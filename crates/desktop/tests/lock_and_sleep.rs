//! Lock and sleep, as logind and screen savers tell them.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use support::Bus;
use support::desktop::Desktop;
use support::logind::{Logind, ScreenSaver};
use support::mutter::Mutter;
use unhunch_reminders::Capability;
use unhunch_reminders::Observation::{Input, Lock, Sleep, Unlock, Wake};

#[tokio::test]
async fn logind_tells_lock_and_sleep() {
    // A program in the session, and one that was started beside it.
    for is_our_session in [true, false] {
        let bus = Bus::start();
        let logind = Logind::appear(&bus, is_our_session).await;
        let mut desktop = Desktop::new().with_system(&bus).await;
        desktop.observe();
        desktop.probed().await;
        assert_eq!(desktop.chosen(Capability::Lock), Some("logind"));
        assert_eq!(desktop.chosen(Capability::Sleep), Some("logind"));
        logind.lock(true).await;
        desktop.first(|seen| *seen == Lock).await;
        logind.lock(false).await;
        desktop.first(|seen| *seen == Unlock).await;
        logind.sleep(true).await;
        desktop.first(|seen| *seen == Sleep).await;
        logind.sleep(false).await;
        desktop.first(|seen| *seen == Wake).await;
    }
}

#[tokio::test]
async fn a_screen_that_is_locked_already_is_seen() {
    let bus = Bus::start();
    let logind = Logind::appear(&bus, true).await;
    logind.lock(true).await;
    let mut desktop = Desktop::new().with_system(&bus).await;
    desktop.observe();
    desktop.first(|seen| *seen == Lock).await;
}

#[tokio::test]
async fn a_lock_does_not_outlast_who_tells_of_it() {
    let bus = Bus::start();
    let logind = Logind::appear(&bus, true).await;
    let mut desktop = Desktop::new().with_system(&bus).await;
    desktop.observe();
    desktop.probed().await;
    logind.lock(true).await;
    desktop.first(|seen| *seen == Lock).await;
    logind.sleep(true).await;
    desktop.first(|seen| *seen == Sleep).await;
    logind.vanish().await;
    let mut ends = vec![
        desktop.first(|seen| matches!(seen, Unlock | Wake)).await,
        desktop.first(|seen| matches!(seen, Unlock | Wake)).await,
    ];
    ends.sort_by_key(|seen| *seen == Wake);
    assert_eq!(ends, [Unlock, Wake]);
    // And is seen again when somebody does.
    let logind = Logind::appear(&bus, true).await;
    logind.lock(true).await;
    desktop.first(|seen| *seen == Lock).await;
    assert_eq!(desktop.chosen(Capability::Lock), Some("logind"));
}

#[tokio::test]
async fn a_screen_saver_is_enough() {
    // logind knows nothing of this one’s lock: desktops need not tell it.
    let bus = Bus::start();
    let _logind = Logind::appear(&bus, true).await;
    let saver = ScreenSaver::appear(&bus).await;
    let mut desktop = Desktop::new()
        .with_session(&bus)
        .await
        .with_system(&bus)
        .await;
    desktop.observe();
    desktop.probed().await;
    saver.cover(true).await;
    desktop.first(|seen| *seen == Lock).await;
    saver.cover(false).await;
    desktop.first(|seen| *seen == Unlock).await;
}

#[tokio::test]
async fn who_unlocks_and_types_on_is_told_anew() {
    let bus = Bus::start();
    let logind = Logind::appear(&bus, true).await;
    let _mutter = Mutter::appear(&bus).await;
    let mut desktop = Desktop::new()
        .with_session(&bus)
        .await
        .with_system(&bus)
        .await;
    desktop.observe();
    desktop.first(|seen| *seen == Input).await;
    desktop.probed().await;
    logind.lock(true).await;
    desktop.first(|seen| *seen == Lock).await;
    logind.lock(false).await;
    desktop.first(|seen| *seen == Unlock).await;
    assert_eq!(desktop.first(|_| true).await, Input);
}
