//! All sources together: what they say at once, and that nothing is left when the observer ends.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use support::desktop::Desktop;
use support::do_not_disturb::Server;
use support::logind::Logind;
use support::mutter::Mutter;
use support::{Bus, Screen};
use unhunch_desktop::observe::OBSERVED;
use unhunch_reminders::Observation::{self, Call, DoNotDisturb, FullScreen};
use unhunch_reminders::Signal;

#[tokio::test]
async fn each_capability_is_reported_at_the_start_on_an_empty_computer() {
    let mut desktop = Desktop::new();
    desktop.observe();
    desktop.probed().await;
    for capability in OBSERVED {
        assert_eq!(desktop.report(capability).capability, capability);
    }
    let mut seen = desktop.stop_observing().await;
    seen.sort_by_key(|observation| format!("{observation:?}"));
    assert_eq!(
        seen,
        [
            Call(Signal::Off),
            DoNotDisturb(Signal::Unknown),
            FullScreen(Signal::Unknown),
            Observation::InputUnknown,
        ]
    );
}

#[tokio::test]
async fn a_dropped_observer_ends() {
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
    desktop.observe();
    desktop.probed().await;
    // Ends once all that could tell has ended.
    desktop.stop_observing().await;
    logind.vanish().await;
    mutter.vanish().await;
    server.vanish().await;
}
