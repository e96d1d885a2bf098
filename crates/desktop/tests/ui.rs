//! Notifications and the icon in the panel on a bus of their own: a notification server and a panel are acted out, and what reaches
//! them, and what comes back, is looked at.

#![cfg(all(unix, not(target_os = "macos")))]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::collections::HashMap;
use std::sync::Arc;

use support::ui::{
    PATH, Server, ServerCall, busy_server, event, notification, server, shown, source, tray_state,
    ui, ui_after, watcher,
};
use support::{Bus, PATIENCE, first};
use tokio::sync::Mutex;
use unhunch_desktop::ui::{ActivationToken, TrayAction, UiEvent};
use unhunch_reminders::{Answer, Capability, PromptNumber};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::OwnedValue;

#[tokio::test]
async fn what_a_killed_run_left_is_taken_away_and_nothing_of_others() {
    let bus = Bus::start();
    let (connection, mut said) = server(&bus, &["actions", "body"]).await;
    let (killed, mut events) = ui(&bus).await;
    killed.notify(notification(7));
    let left = shown(&mut events).await;
    drop(killed);
    let kept = serde_json::to_string(&left).unwrap();
    let (_next, _felt) = ui_after(&bus, serde_json::from_str(&kept).unwrap()).await;
    assert_eq!(
        first(&mut said, |said| matches!(said, ServerCall::Closed(_))).await,
        ServerCall::Closed(1)
    );
    // Another server counts anew, and so does the one of another day.
    drop(connection.close().await);
    let other_day = Bus::start();
    for bus in [&bus, &other_day] {
        let (connection, mut said) = server(bus, &["actions", "body"]).await;
        let (ui, _felt) = ui_after(bus, Some(left.clone())).await;
        ui.notify(notification(8));
        assert!(matches!(
            first(&mut said, |_| true).await,
            ServerCall::Shown { id: 1, .. }
        ));
        drop(connection.close().await);
    }
}

#[tokio::test]
async fn a_prompt_is_shown_and_its_answer_comes_back() {
    let bus = Bus::start();
    let (connection, mut said) = server(&bus, &["actions", "body"]).await;
    let (ui, mut events) = ui(&bus).await;
    assert_eq!(source(&ui, Capability::Notifications), Some("freedesktop"));

    ui.notify(notification(7));
    let actions = [
        "start",
        "Start",
        "not-today",
        "Not today",
        "default",
        "Open",
    ];
    assert_eq!(
        first(&mut said, |_| true).await,
        ServerCall::Shown {
            id: 1,
            title: "Time?".to_owned(),
            actions: actions.map(str::to_owned).into(),
            urgency: 1,
            expires: 0,
        }
    );
    let emitter = SignalEmitter::new(&connection, PATH).unwrap();
    // Somebody else's notification has nothing to say to us.
    Server::action_invoked(&emitter, 99, "start").await.unwrap();
    Server::activation_token(&emitter, 1, "token")
        .await
        .unwrap();
    Server::action_invoked(&emitter, 1, "start").await.unwrap();
    Server::notification_closed(&emitter, 1, 2).await.unwrap();
    assert_eq!(
        event(&mut events).await,
        UiEvent::Answered {
            number: PromptNumber(7),
            answer: Answer::Start,
            token: ActivationToken::new("token"),
        }
    );

    // A click on it opens the app; that it closes then isn't another answer.
    ui.notify(notification(8));
    first(&mut said, |said| {
        matches!(said, ServerCall::Shown { id: 2, .. })
    })
    .await;
    Server::action_invoked(&emitter, 2, "default")
        .await
        .unwrap();
    Server::notification_closed(&emitter, 2, 2).await.unwrap();
    assert_eq!(event(&mut events).await, UiEvent::Opened { token: None });

    // Closed by the person: this one not.
    ui.notify(notification(9));
    first(&mut said, |said| {
        matches!(said, ServerCall::Shown { id: 3, .. })
    })
    .await;
    Server::notification_closed(&emitter, 3, 2).await.unwrap();
    assert_eq!(
        event(&mut events).await,
        UiEvent::Answered {
            number: PromptNumber(9),
            answer: Answer::Skip,
            token: None,
        }
    );
}

#[tokio::test]
async fn what_is_taken_back_is_closed_and_so_is_the_rest_at_the_end() {
    let bus = Bus::start();
    let (_server, mut said) = server(&bus, &["actions"]).await;
    let (ui, _felt) = ui(&bus).await;
    ui.notify(notification(1));
    ui.notify(notification(2));
    first(&mut said, |said| {
        matches!(said, ServerCall::Shown { id: 2, .. })
    })
    .await;
    ui.withdraw(PromptNumber(1));
    assert_eq!(first(&mut said, |_| true).await, ServerCall::Closed(1));
    ui.close().await;
    assert_eq!(first(&mut said, |_| true).await, ServerCall::Closed(2));
}

#[tokio::test]
async fn a_server_that_comes_back_shows_what_is_open() {
    let bus = Bus::start();
    let (connection, mut said) = server(&bus, &["actions"]).await;
    let (ui, mut events) = ui(&bus).await;
    ui.notify(notification(4));
    first(&mut said, |said| matches!(said, ServerCall::Shown { .. })).await;
    connection.close().await.unwrap();
    // Without one, the app's page asks.
    assert_eq!(
        event(&mut events).await,
        UiEvent::NeedsPage(PromptNumber(4))
    );
    assert_eq!(source(&ui, Capability::Notifications), Some("page"));
    let (connection, mut said) = server(&bus, &["actions"]).await;
    first(&mut said, |said| {
        matches!(said, ServerCall::Shown { id: 1, .. })
    })
    .await;
    assert_eq!(source(&ui, Capability::Notifications), Some("freedesktop"));
    let emitter = SignalEmitter::new(&connection, PATH).unwrap();
    Server::action_invoked(&emitter, 1, "not-today")
        .await
        .unwrap();
    let done = event(&mut events).await;
    assert!(matches!(
        done,
        UiEvent::Answered {
            answer: Answer::NotToday,
            ..
        }
    ));
}

#[tokio::test]
async fn what_a_busy_server_shows_late_is_answered_there_or_taken_away() {
    let bus = Bus::start();
    let busy = Arc::new(Mutex::new(()));
    let (connection, mut said) = busy_server(&bus, &["actions"], Arc::clone(&busy)).await;
    let (ui, mut events) = ui(&bus).await;
    let is_shown = |said: &ServerCall| matches!(said, ServerCall::Shown { .. });
    for number in [1, 2] {
        let work = busy.lock().await;
        assert_eq!(source(&ui, Capability::Notifications), Some("freedesktop"));
        ui.notify(notification(number));
        assert_eq!(
            event(&mut events).await,
            UiEvent::NeedsPage(PromptNumber(number))
        );
        let is_answered_elsewhere = number == 2;
        if is_answered_elsewhere {
            ui.withdraw(PromptNumber(number));
        }
        drop(work);
        first(&mut said, is_shown).await;
        if is_answered_elsewhere {
            assert_eq!(first(&mut said, |_| true).await, ServerCall::Closed(2));
        } else {
            shown(&mut events).await;
            let emitter = SignalEmitter::new(&connection, PATH).unwrap();
            Server::action_invoked(&emitter, 1, "start").await.unwrap();
            assert!(matches!(
                event(&mut events).await,
                UiEvent::Answered {
                    answer: Answer::Start,
                    ..
                }
            ));
        }
    }
}

#[tokio::test]
async fn without_a_server_or_without_buttons_a_page_asks() {
    let bus = Bus::start();
    let (nobody, mut events) = ui(&bus).await;
    nobody.notify(notification(1));
    assert_eq!(
        event(&mut events).await,
        UiEvent::NeedsPage(PromptNumber(1))
    );
    let (_server, mut said) = server(&bus, &["body"]).await;
    let (mute, mut events) = ui(&bus).await;
    mute.notify(notification(2));
    let shown = first(&mut said, |_| true).await;
    assert!(matches!(shown, ServerCall::Shown { actions, .. } if actions.is_empty()));
    assert_eq!(
        event(&mut events).await,
        UiEvent::NeedsPage(PromptNumber(2))
    );
}

/// An entry of a menu: its number, its properties, its own entries.
type Layout = (i32, HashMap<String, OwnedValue>, Vec<OwnedValue>);

/// Width, height, points.
type Pixmap = (i32, i32, Vec<u8>);

/// Name and picture, heading and text.
type ToolTip = (String, Vec<Pixmap>, String, String);

#[tokio::test]
async fn a_panel_that_appears_later_shows_the_item_and_its_menu() {
    let bus = Bus::start();
    let (ui, mut events) = ui(&bus).await;
    assert_eq!(source(&ui, Capability::Tray), None);

    let (connection, mut items) = watcher(&bus).await;
    let service = first(&mut items, |_| true).await;

    let item = zbus::Proxy::new(
        &connection,
        service.clone(),
        "/StatusNotifierItem",
        "org.kde.StatusNotifierItem",
    )
    .await
    .unwrap();
    let pictures: Vec<Pixmap> = item.get_property("IconPixmap").await.unwrap();
    for (width, height, points) in pictures {
        assert_eq!(points.len(), usize::try_from(width * height * 4).unwrap());
    }
    let mut changes = item.receive_signal("NewToolTip").await.unwrap();
    ui.set_tray_state(&tray_state("at noon"));
    let change = tokio::time::timeout(PATIENCE, futures_util::StreamExt::next(&mut changes)).await;
    change
        .expect("the icon doesn’t say that it has another text")
        .unwrap();
    let tip: ToolTip = zbus::Proxy::new(
        &connection,
        service.clone(),
        "/StatusNotifierItem",
        "org.kde.StatusNotifierItem",
    )
    .await
    .unwrap()
    .get_property("ToolTip")
    .await
    .unwrap();
    assert_eq!((tip.2.as_str(), tip.3.as_str()), ("Unhunch", "at noon"));

    let menu = zbus::Proxy::new(&connection, service, "/MenuBar", "com.canonical.dbusmenu")
        .await
        .unwrap();
    let (_, layout): (u32, Layout) = menu
        .call("GetLayout", &(0_i32, -1_i32, Vec::<String>::new()))
        .await
        .unwrap();
    // Start, a line, End.
    assert_eq!(layout.2.len(), 3);
    let clicked = (3_i32, "clicked", zbus::zvariant::Value::from(0_i32), 0_u32);
    let () = menu.call("Event", &clicked).await.unwrap();
    assert_eq!(
        event(&mut events).await,
        UiEvent::TrayActionChosen {
            action: TrayAction::End,
            token: None,
        }
    );
    item.call_method("Activate", &(0_i32, 0_i32)).await.unwrap();
    assert_eq!(
        event(&mut events).await,
        UiEvent::TrayActionChosen {
            action: TrayAction::Open,
            token: None,
        }
    );
}
