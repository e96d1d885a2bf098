//! All eyes together: what they say at once, and that nothing is left when they are shut.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use support::desktop::Desktop;
use support::do_not_disturb::Server;
use support::logind::Logind;
use support::mutter::Mutter;
use support::{Bus, Screen};
use unhunch_desktop::observe::SENSES;
use unhunch_reminders::Observation::{self, Call, DoNotDisturb, FullScreen};
use unhunch_reminders::Sight;

#[tokio::test]
async fn each_sense_is_told_at_the_start_on_an_empty_computer() {
    let mut desktop = Desktop::new();
    desktop.open();
    desktop.settled().await;
    for sense in SENSES {
        assert_eq!(desktop.report(sense).sense, sense);
    }
    let mut seen = desktop.shut().await;
    seen.sort_by_key(|observation| format!("{observation:?}"));
    assert_eq!(
        seen,
        [
            Call(Sight::Off),
            DoNotDisturb(Sight::Unknown),
            FullScreen(Sight::Unknown),
            Observation::InputUnknown,
        ]
    );
}

#[tokio::test]
async fn shut_eyes_see_nothing() {
    let bus = Bus::start();
    let screen = Screen::start();
    let logind = Logind::appear(&bus, true).await;
    let mutter = Mutter::appear(&bus).await;
    let server = Server::appear(&bus).await;
    let mut desktop = Desktop::new()
        .with_session(&bus)
        .await
        .with_system(&bus)
        .await
        .with_screen(&screen);
    desktop.open();
    desktop.settled().await;
    // Ends once all that could tell has ended.
    desktop.shut().await;
    logind.vanish().await;
    mutter.vanish().await;
    server.vanish().await;
}
