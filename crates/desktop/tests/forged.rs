//! What a program on a bus says in another one’s name changes nothing, and what that other one says
//! still counts. That nothing happened is seen by what comes next: it is what was meant to.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use futures_util::StreamExt as _;
use support::desktop::Desktop;
use support::do_not_disturb::{self, Xfconf};
use support::forger::Forger;
use support::logind::{Logind, MANAGER, SAVER, SESSION, ScreenSaver};
use support::mutter::Mutter;
use support::ui::{
    PATH, Server, ServerCall, event, forestalled_server, notification, server, shown, source,
    ui_on, watcher,
};
use support::{Bus, PATIENCE, first};
use tokio::sync::mpsc::UnboundedReceiver;
use unhunch_desktop::bus::{ServiceEvent, ServiceSignals};
use unhunch_desktop::ui::{ActivationToken, TrayAction, Ui, UiEvent};
use unhunch_reminders::Observation::{DoNotDisturb, Idle, Input, Lock, Sleep, Unlock, Wake};
use unhunch_reminders::{Answer, Capability, Observation, PromptNumber, Signal};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, Value};
use zbus::{Connection, MatchRule, fdo};

const NOTIFICATIONS: &str = "org.freedesktop.Notifications";
const WATCHER: &str = "org.kde.StatusNotifierWatcher";
const ITEM: &str = "org.kde.StatusNotifierItem";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

fn name(connection: &Connection) -> &str {
    connection.unique_name().unwrap().as_str()
}

async fn in_time<T>(coming: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, coming).await.unwrap()
}

/// What a service that nobody has heard of says next: a number, or nothing where another program is
/// that service now.
async fn next(service: &mut ServiceSignals) -> Option<u32> {
    match in_time(service.next()).await.unwrap() {
        ServiceEvent::Signal(signal) => Some(signal.body().deserialize().unwrap()),
        ServiceEvent::OwnerChanged => None,
    }
}

#[tokio::test]
async fn a_signal_counts_from_the_owner_of_the_name_alone() {
    const SERVICE: &str = "org.example.Service";
    const SIGNAL: (&str, &str, &str) = ("/", SERVICE, "Happened");
    let bus = Bus::start();
    let ours = bus.connect().await;
    let forger = Forger::on(&bus).await;
    let wanted = MatchRule::builder().interface(SERVICE).unwrap();
    let mut service = ServiceSignals::listen(&ours, SERVICE, Some(wanted))
        .await
        .unwrap();
    let says = async |program: &Connection, number: u32| {
        let nobody = None::<&str>;
        program
            .emit_signal(nobody, SIGNAL.0, SIGNAL.1, SIGNAL.2, &number)
            .await
            .unwrap();
    };

    // Nobody is it.
    assert_eq!(service.owner(), None);
    forger.signal(&ours, SIGNAL, &1_u32).await;
    let one = bus.connect().await;
    one.request_name(SERVICE).await.unwrap();
    assert_eq!(next(&mut service).await, None);
    assert_eq!(service.owner().unwrap(), name(&one));
    // Somebody is, and another one says that it is itself.
    forger.signal(&ours, SIGNAL, &2_u32).await;
    says(&one, 3).await;
    assert_eq!(next(&mut service).await, Some(3));
    forger
        .owner_changed(&ours, SERVICE, name(&one), forger.name())
        .await;
    forger.signal(&ours, SIGNAL, &4_u32).await;
    forger.owner_changed(&ours, SERVICE, name(&one), "").await;
    says(&one, 5).await;
    assert_eq!(next(&mut service).await, Some(5));
    // Another one takes its place; the one before isn’t it any more.
    let other = bus.connect().await;
    other.request_name(SERVICE).await.unwrap();
    Forger::of(&one).signal(&ours, SIGNAL, &6_u32).await;
    says(&other, 7).await;
    assert_eq!(next(&mut service).await, None);
    assert_eq!(next(&mut service).await, Some(7));
    // It goes.
    other.release_name(SERVICE).await.unwrap();
    Forger::of(&other).signal(&ours, SIGNAL, &8_u32).await;
    let last = bus.connect().await;
    last.request_name(SERVICE).await.unwrap();
    says(&last, 9).await;
    assert_eq!(next(&mut service).await, None);
    assert_eq!(next(&mut service).await, None);
    assert_eq!(next(&mut service).await, Some(9));
}

/// Says all that a server could say of what it shows as number `id`, and that there is another one.
async fn forge_answers(forger: &Forger, to: &Connection, server: &str, id: u32) {
    let signal = |member| (PATH, NOTIFICATIONS, member);
    for _ in 0..2 {
        let token = signal("ActivationToken");
        forger.signal(to, token, &(id, "forged")).await;
        let action = signal("ActionInvoked");
        forger.signal(to, action, &(id, "default")).await;
        forger.signal(to, action, &(id, "start")).await;
        let closed = signal("NotificationClosed");
        forger.signal(to, closed, &(id, 2_u32)).await;
        for new in ["", forger.name()] {
            forger.owner_changed(to, NOTIFICATIONS, server, new).await;
        }
    }
}

async fn is_shown(said: &mut UnboundedReceiver<ServerCall>) -> u32 {
    match first(said, |_| true).await {
        ServerCall::Shown { id, .. } => id,
        ServerCall::Closed(id) => panic!("{id} is closed"),
    }
}

fn answered(number: u64, answer: Answer, token: Option<&str>) -> UiEvent {
    UiEvent::Answered {
        number: PromptNumber(number),
        answer,
        token: token.and_then(ActivationToken::new),
    }
}

#[tokio::test]
async fn an_answer_counts_from_the_server_alone() {
    let bus = Bus::start();
    let ours = bus.connect().await;
    let forger = Forger::on(&bus).await;
    let (one, mut said) = server(&bus, &["actions"]).await;
    let (ui, mut events) = ui_on(&ours, None).await;
    ui.notify(notification(7));
    assert_eq!(is_shown(&mut said).await, 1);
    forge_answers(&forger, &ours, name(&one), 1).await;
    let emitter = SignalEmitter::new(&one, PATH).unwrap();
    Server::activation_token(&emitter, 1, "token")
        .await
        .unwrap();
    Server::action_invoked(&emitter, 1, "start").await.unwrap();
    let genuine = answered(7, Answer::Start, Some("token"));
    assert_eq!(event(&mut events).await, genuine);
    assert_eq!(first(&mut said, |_| true).await, ServerCall::Closed(1));

    // Another server shows what is open under a number that the one before has had.
    ui.notify(notification(8));
    assert_eq!(is_shown(&mut said).await, 2);
    let (other, mut said) = server(&bus, &["actions"]).await;
    assert_eq!(is_shown(&mut said).await, 1);
    let before = Forger::of(&one);
    for id in [1, 2] {
        forge_answers(&before, &ours, name(&other), id).await;
        forge_answers(&forger, &ours, name(&other), id).await;
    }
    let emitter = SignalEmitter::new(&other, PATH).unwrap();
    let not_today = "not-today";
    Server::action_invoked(&emitter, 1, not_today)
        .await
        .unwrap();
    let genuine = answered(8, Answer::NotToday, None);
    assert_eq!(event(&mut events).await, genuine);

    // Nobody is the server.
    ui.notify(notification(9));
    first(&mut said, |said| {
        matches!(said, ServerCall::Shown { id: 2, .. })
    })
    .await;
    other.close().await.unwrap();
    assert_eq!(
        event(&mut events).await,
        UiEvent::NeedsPage(PromptNumber(9))
    );
    for id in [1, 2] {
        forge_answers(&forger, &ours, "", id).await;
    }
    let (last, mut said) = server(&bus, &["actions"]).await;
    assert_eq!(is_shown(&mut said).await, 1);
    let emitter = SignalEmitter::new(&last, PATH).unwrap();
    Server::notification_closed(&emitter, 1, 2).await.unwrap();
    assert_eq!(event(&mut events).await, answered(9, Answer::Skip, None));
}

#[tokio::test]
async fn what_somebody_else_answers_the_server_s_calls_does_not_count() {
    let bus = Bus::start();
    let ours = bus.connect().await;
    let forger = Forger::on(&bus).await;
    let (server, _said) = forestalled_server(&bus, &["actions"], &forger).await;
    let (ui, mut events) = ui_on(&ours, None).await;
    assert_eq!(source(&ui, Capability::Notifications), Some("freedesktop"));
    ui.notify(notification(7));
    shown(&mut events).await;
    let emitter = SignalEmitter::new(&server, PATH).unwrap();
    Server::action_invoked(&emitter, 1, "start").await.unwrap();
    assert_eq!(event(&mut events).await, answered(7, Answer::Start, None));
}

#[tokio::test]
async fn a_token_counts_with_the_answer_that_it_was_given_for() {
    let bus = Bus::start();
    let ours = bus.connect().await;
    let (server, mut said) = server(&bus, &["actions"]).await;
    let (ui, mut events) = ui_on(&ours, None).await;
    let emitter = SignalEmitter::new(&server, PATH).unwrap();
    let gives =
        async |id, token: &str| Server::activation_token(&emitter, id, token).await.unwrap();
    let starts = async |id| Server::action_invoked(&emitter, id, "start").await.unwrap();
    let ask = async |number, said: &mut UnboundedReceiver<ServerCall>| {
        ui.notify(notification(number));
        first(said, |said| matches!(said, ServerCall::Shown { .. })).await;
    };

    // The answer to another prompt comes in between.
    ask(1, &mut said).await;
    ask(2, &mut said).await;
    gives(1, "token").await;
    for (id, number) in [(2, 2), (1, 1)] {
        starts(id).await;
        assert_eq!(
            event(&mut events).await,
            answered(number, Answer::Start, None)
        );
    }
    // It is taken back, or closed, and asked again.
    ask(3, &mut said).await;
    gives(3, "token").await;
    Server::action_invoked(&emitter, 3, "unknown")
        .await
        .unwrap();
    starts(3).await;
    assert_eq!(event(&mut events).await, answered(3, Answer::Start, None));
    ask(4, &mut said).await;
    gives(4, "token").await;
    Server::notification_closed(&emitter, 4, 2).await.unwrap();
    assert_eq!(event(&mut events).await, answered(4, Answer::Skip, None));
    ask(4, &mut said).await;
    starts(5).await;
    assert_eq!(event(&mut events).await, answered(4, Answer::Start, None));
    // It isn’t one.
    let long = "x".repeat(ActivationToken::LONGEST + 1);
    for (id, token) in (6..).zip(["", "two words", "line\n", &long]) {
        ask(5, &mut said).await;
        gives(id, token).await;
        starts(id).await;
        assert_eq!(event(&mut events).await, answered(5, Answer::Start, None));
    }
}

/// A call to the icon in the panel, or to its menu.
async fn click(from: &Connection, ui: &Connection, method: &str) -> zbus::Result<()> {
    let to = Some(name(ui));
    let (path, interface) = ("/StatusNotifierItem", Some(ITEM));
    from.call_method(to, path, interface, method, &(0_i32, 0_i32))
        .await?;
    Ok(())
}

async fn choose(from: &Connection, ui: &Connection, entry: i32) -> zbus::Result<()> {
    let to = Some(name(ui));
    let (path, interface) = ("/MenuBar", Some("com.canonical.dbusmenu"));
    let event = (entry, "clicked", Value::from(0_i32), 0_u32);
    from.call_method(to, path, interface, "Event", &event)
        .await?;
    Ok(())
}

/// Whether it says that there is nothing of that kind.
fn is_missing(answer: &zbus::Result<()>) -> bool {
    const MISSING: &str = "org.freedesktop.DBus.Error.UnknownObject";
    matches!(answer, Err(zbus::Error::MethodError(name, ..)) if name.as_str() == MISSING)
}

/// Clicks wherever one could, and finds nothing there.
async fn clicks_at_nothing(from: &Connection, ui: &Connection) {
    for method in ["Activate", "SecondaryActivate"] {
        let clicked = click(from, ui, method).await;
        assert!(is_missing(&clicked), "{clicked:?}");
    }
    for entry in 1..=3 {
        let chosen = choose(from, ui, entry).await;
        assert!(is_missing(&chosen), "{chosen:?}");
    }
    let bus = fdo::DBusProxy::new(from).await.unwrap();
    let names = bus.list_names().await.unwrap();
    let item = names.iter().find(|name| name.starts_with(ITEM));
    assert_eq!(item, None);
}

fn chosen(action: TrayAction, token: Option<&str>) -> UiEvent {
    let token = token.and_then(ActivationToken::new);
    UiEvent::TrayActionChosen { action, token }
}

/// Waits until there is an icon in the panel.
async fn is_in_panel(ui: &Ui) {
    let looking = async {
        while source(ui, Capability::Tray).is_none() {
            tokio::task::yield_now().await;
        }
    };
    in_time(looking).await;
}

#[tokio::test]
async fn an_item_is_there_while_a_panel_is() {
    let bus = Bus::start();
    let ours = bus.connect().await;
    let peer = bus.connect().await;
    let forger = Forger::of(&peer);
    let peer_bus = fdo::DBusProxy::new(&peer).await.unwrap();
    let (ui, mut events) = ui_on(&ours, None).await;
    // Nobody is the watcher, whatever somebody says.
    forger
        .owner_changed(&ours, WATCHER, "", forger.name())
        .await;
    clicks_at_nothing(&peer, &ours).await;
    for turn in 0..2 {
        let (tray_state, mut items) = watcher(&bus).await;
        let item = first(&mut items, |_| true).await;
        is_in_panel(&ui).await;
        forger
            .owner_changed(&ours, WATCHER, name(&tray_state), "")
            .await;
        click(&tray_state, &ours, "SecondaryActivate")
            .await
            .unwrap();
        assert_eq!(
            event(&mut events).await,
            chosen(TrayAction::Reminders, None)
        );
        choose(&tray_state, &ours, 3).await.unwrap();
        assert_eq!(
            event(&mut events).await,
            chosen(TrayAction::End, None),
            "{turn}"
        );
        // Nobody else gets its name.
        let took = peer.request_name(item.as_str()).await;
        assert!(matches!(took, Err(zbus::Error::NameTaken)), "{took:?}");

        let mut gone = peer_bus
            .receive_name_owner_changed_with_args(&[(0, &item), (2, "")])
            .await
            .unwrap();
        tray_state.close().await.unwrap();
        in_time(gone.next()).await.unwrap();
        assert_eq!(source(&ui, Capability::Tray), None);
        clicks_at_nothing(&peer, &ours).await;
    }
    // The first that comes now is the first that was meant.
    let (tray_state, mut items) = watcher(&bus).await;
    first(&mut items, |_| true).await;
    click(&tray_state, &ours, "Activate").await.unwrap();
    assert_eq!(event(&mut events).await, chosen(TrayAction::Open, None));
}

#[tokio::test]
async fn a_token_in_the_panel_counts_for_the_next_click_of_who_gave_it() {
    let bus = Bus::start();
    let ours = bus.connect().await;
    let peer = bus.connect().await;
    let (tray_state, mut items) = watcher(&bus).await;
    let (_hands, mut events) = ui_on(&ours, None).await;
    first(&mut items, |_| true).await;
    let gives = async |from: &Connection, token: &str| {
        let to = Some(name(&ours));
        let (path, interface) = ("/StatusNotifierItem", Some(ITEM));
        let method = "ProvideXdgActivationToken";
        from.call_method(to, path, interface, method, &token)
            .await
            .unwrap();
    };
    for (giver, token, counts) in [
        (&tray_state, "token", Some("token")),
        (&peer, "token", None),
        (&tray_state, "two words", None),
        (&tray_state, "nil\u{7f}", None),
    ] {
        gives(giver, token).await;
        for counts in [counts, None] {
            click(&tray_state, &ours, "Activate").await.unwrap();
            assert_eq!(event(&mut events).await, chosen(TrayAction::Open, counts));
        }
    }
}

/// What is seen next, of anything.
async fn seen(desktop: &mut Desktop) -> Observation {
    desktop.first(|_| true).await
}

#[tokio::test]
async fn what_logind_did_not_say_is_not_seen() {
    const LOGIN: &str = "org.freedesktop.login1";
    const INTERFACE: &str = "org.freedesktop.login1.Manager";
    let bus = Bus::start();
    let mut logind = Logind::appear(&bus, true).await;
    let mut desktop = Desktop::new().with_system(&bus).await;
    desktop.observe();
    desktop.probed().await;
    let ours = desktop.system().clone();
    let mut forgers = vec![Forger::on(&bus).await];
    for _ in 0..2 {
        logind.lock(true).await;
        desktop.first(|seen| *seen == Lock).await;
        let owner = name(logind.connection()).to_owned();
        for forger in &forgers {
            // Nothing asks whether it’s still so.
            logind.lock_silently(false).await;
            let nothing = std::collections::HashMap::<&str, Value<'_>>::new();
            let changed = (SESSION, PROPERTIES, "PropertiesChanged");
            let hint = ("org.freedesktop.login1.Session", nothing, ["LockedHint"]);
            forger.signal(&ours, changed, &hint).await;
            let removed = (MANAGER, INTERFACE, "SessionRemoved");
            let session = ("2", ObjectPath::try_from(SESSION).unwrap());
            forger.signal(&ours, removed, &session).await;
            for new in ["", forger.name()] {
                forger.owner_changed(&ours, LOGIN, &owner, new).await;
            }
            forger.signal(&ours, changed, &hint).await;
            logind.sleep(true).await;
            assert_eq!(seen(&mut desktop).await, Sleep);
            logind.sleep(false).await;
            assert_eq!(seen(&mut desktop).await, Wake);

            let sleep = (MANAGER, INTERFACE, "PrepareForSleep");
            forger.signal(&ours, sleep, &true).await;
            logind.lock(false).await;
            assert_eq!(seen(&mut desktop).await, Unlock);
            logind.lock(true).await;
            assert_eq!(seen(&mut desktop).await, Lock);
        }
        // Another one takes its place.
        let before = std::mem::replace(&mut logind, Logind::appear(&bus, true).await);
        assert_eq!(seen(&mut desktop).await, Unlock);
        forgers.push(Forger::of(before.connection()));
    }
}

#[tokio::test]
async fn what_the_person_s_services_did_not_say_is_not_seen() {
    let bus = Bus::start();
    let logind = Logind::appear(&bus, true).await;
    let saver = ScreenSaver::appear(&bus).await;
    let mutter = Mutter::appear(&bus).await;
    let server = do_not_disturb::Server::appear(&bus).await;
    let xfconf = Xfconf::appear(&bus).await;
    let mut desktop = Desktop::new()
        .with_session(&bus)
        .await
        .with_system(&bus)
        .await;
    desktop.observe();
    desktop.probed().await;
    mutter.alarms().await;
    let ours = desktop.session().clone();
    let forger = Forger::on(&bus).await;
    logind.sleep(true).await;
    desktop.first(|seen| *seen == Sleep).await;

    // Nothing asks whether it’s still so.
    server.inhibit_silently(true).await;
    xfconf.set_silently(Some(true)).await;
    let nothing = std::collections::HashMap::<&str, Value<'_>>::new();
    let property = (NOTIFICATIONS, nothing, ["Inhibited"]);
    let xfce = "org.xfce.Xfconf";
    let setting = ("xfce4-notifyd", "/do-not-disturb");
    let changed = (setting.0, setting.1, Value::from(true));
    let screen_saver = "org.freedesktop.ScreenSaver";
    let monitor = "org.gnome.Mutter.IdleMonitor";
    let monitor_path = "/org/gnome/Mutter/IdleMonitor/Core";
    let change = (PATH, PROPERTIES, "PropertiesChanged");
    forger.signal(&ours, change, &property).await;
    let change = ("/org/xfce/Xfconf", xfce, "PropertyChanged");
    forger.signal(&ours, change, &changed).await;
    let change = ("/org/xfce/Xfconf", xfce, "PropertyRemoved");
    forger.signal(&ours, change, &setting).await;
    let change = (SAVER, screen_saver, "ActiveChanged");
    forger.signal(&ours, change, &true).await;
    for alarm in 0..9_u32 {
        let rings = (monitor_path, monitor, "WatchFired");
        forger.signal(&ours, rings, &alarm).await;
    }
    for service in [monitor, NOTIFICATIONS, xfce, screen_saver] {
        forger.owner_changed(&ours, service, "", "").await;
    }
    // Who types on after that is reported anew.
    logind.sleep(false).await;
    for next in [Wake, Input] {
        assert_eq!(seen(&mut desktop).await, next);
    }

    // What they say themselves counts.
    saver.cover(true).await;
    assert_eq!(seen(&mut desktop).await, Lock);
    saver.cover(false).await;
    for next in [Unlock, Input] {
        assert_eq!(seen(&mut desktop).await, next);
    }
    mutter.pass(std::time::Duration::from_mins(3)).await;
    assert_eq!(seen(&mut desktop).await, Idle { seconds: 120 });
    server.inhibit(true).await;
    assert_eq!(seen(&mut desktop).await, DoNotDisturb(Signal::On));
    server.inhibit(false).await;
    xfconf.set(Some(true)).await;
    xfconf.set(None).await;
    assert_eq!(seen(&mut desktop).await, DoNotDisturb(Signal::Off));
}

#[tokio::test]
async fn what_somebody_else_answers_for_a_service_is_not_seen() {
    let bus = Bus::start();
    let forger = Forger::on(&bus).await;
    let saver = ScreenSaver::appear_forestalled(&bus, &forger).await;
    let mut desktop = Desktop::new().with_session(&bus).await;
    desktop.observe();
    desktop.probed().await;
    assert_eq!(desktop.chosen(Capability::Lock), Some("screensaver"));
    assert!(!desktop.stop_observing().await.contains(&Lock));
    desktop.observe();
    desktop.probed().await;
    saver.cover(true).await;
    desktop.first(|seen| *seen == Lock).await;
}
