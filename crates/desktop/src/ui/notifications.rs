//! Asking with the desktop’s notifications: `org.freedesktop.Notifications` on the person’s bus.
//!
//! An answer counts from the server alone, and of a prompt that it shows for us; a token, with the
//! answer to that same prompt that follows it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use unhunch_reminders::{Answer, PromptNumber};
use zbus::names::UniqueName;
use zbus::zvariant::Value;
use zbus::{Connection, MatchRule, Message};

use super::icon::Icon;
use super::{ActivationToken, Notification, NotificationBackend, ShownNotification, UiEvent};
use crate::Unavailable;
use crate::bus::{self, Buses, ServiceEvent, ServiceSignals};

const SERVER: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// The action of a click on the notification itself.
const DEFAULT: &str = "default";

/// The person closed it.
const DISMISSED: u32 = 2;

/// How long a server may take to answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(5);

/// What is wrong with one that takes longer.
const NO_ANSWER: &str = "no answer";

/// The desktop’s notifications.
pub struct DesktopNotifications {
    commands: mpsc::UnboundedSender<Command>,
    works: Arc<Mutex<Result<(), Unavailable>>>,
    worker: Option<JoinHandle<()>>,
}

enum Command {
    Notify(Notification),
    Withdraw(PromptNumber),
    Close(oneshot::Sender<()>),
}

impl DesktopNotifications {
    /// Looks for a server, and waits for one where there is none. What an earlier run `left` on the
    /// screen is closed.
    pub async fn open(
        buses: &Buses,
        left: Option<ShownNotification>,
        events: mpsc::UnboundedSender<UiEvent>,
    ) -> Self {
        let (commands, received) = mpsc::unbounded_channel();
        let works = Arc::new(Mutex::new(Err(Unavailable::NotOffered)));
        let connection = buses.session().cloned();
        let server = match &connection {
            Ok(connection) => listen(connection)
                .await
                .map_err(|error| Unavailable::Failed(error.to_string())),
            Err(refusal) => Err(refusal.clone()),
        };
        let worker = match connection.and_then(|connection| Ok((connection, server?))) {
            Ok((connection, server)) => {
                let (late, came_late) = mpsc::unbounded_channel();
                let mut worker = Worker {
                    connection,
                    server,
                    events,
                    late,
                    works: Arc::clone(&works),
                    has_actions: false,
                    open: BTreeMap::new(),
                    token: None,
                };
                worker.look().await;
                if let Some(left) = left {
                    worker.clear_away(&left).await;
                }
                Some(tokio::spawn(worker.run(received, came_late)))
            }
            Err(refusal) => {
                *works.lock().unwrap_or_else(PoisonError::into_inner) = Err(refusal);
                None
            }
        };
        Self {
            commands,
            works,
            worker,
        }
    }
}

impl Drop for DesktopNotifications {
    fn drop(&mut self) {
        if let Some(worker) = &self.worker {
            worker.abort();
        }
    }
}

#[async_trait]
impl NotificationBackend for DesktopNotifications {
    fn source(&self) -> &'static str {
        "freedesktop"
    }

    fn works(&self) -> Result<(), Unavailable> {
        self.works
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn notify(&self, notification: Notification) {
        let _ = self.commands.send(Command::Notify(notification));
    }

    fn withdraw(&self, number: PromptNumber) {
        let _ = self.commands.send(Command::Withdraw(number));
    }

    async fn close(&self) {
        let (ended, end) = oneshot::channel();
        if self.worker.is_some() && self.commands.send(Command::Close(ended)).is_ok() {
            let _ = tokio::time::timeout(ANSWER_LIMIT, end).await;
        }
    }
}

async fn listen(connection: &Connection) -> zbus::Result<ServiceSignals> {
    let said = MatchRule::builder().interface(SERVER)?;
    ServiceSignals::listen(connection, SERVER, Some(said)).await
}

struct Worker {
    connection: Connection,
    /// What the server says, and which server there is.
    server: ServiceSignals,
    events: mpsc::UnboundedSender<UiEvent>,
    /// What a server shows that took longer than we waited.
    late: mpsc::UnboundedSender<(PromptNumber, ShownNotification)>,
    works: Arc<Mutex<Result<(), Unavailable>>>,
    /// Whether the server shows buttons.
    has_actions: bool,
    /// What is asked now, and the server’s number for it while it shows it.
    open: BTreeMap<PromptNumber, (Notification, Option<u32>)>,
    /// The last token, and the prompt whose answer it belongs to. That answer follows it.
    token: Option<(PromptNumber, ActivationToken)>,
}

impl Worker {
    async fn run(
        mut self,
        mut commands: mpsc::UnboundedReceiver<Command>,
        mut came_late: mpsc::UnboundedReceiver<(PromptNumber, ShownNotification)>,
    ) {
        loop {
            tokio::select! {
                command = commands.recv() => match command {
                    None => return,
                    Some(Command::Notify(notification)) => {
                        self.open.insert(notification.number, (notification.clone(), None));
                        self.show(notification).await;
                    }
                    Some(Command::Withdraw(number)) => {
                        self.close(number).await;
                        // It failed, and may be well again when the next one comes.
                        if self.works().is_err() {
                            self.look().await;
                        }
                    }
                    Some(Command::Close(ended)) => {
                        for number in self.open.keys().copied().collect::<Vec<_>>() {
                            self.close(number).await;
                        }
                        let _ = ended.send(());
                        return;
                    }
                },
                Some((number, shown)) = came_late.recv() => self.take_late(number, shown).await,
                event = self.server.next() => match event {
                    Some(ServiceEvent::Signal(message)) => self.hear(&message).await,
                    Some(ServiceEvent::OwnerChanged) => self.change().await,
                    None => {
                        self.refused(Unavailable::Failed("the message bus has gone".to_owned()));
                        return;
                    }
                },
            }
        }
    }

    /// Another server is there, or none any more. What the one before showed went with it.
    async fn change(&mut self) {
        self.token = None;
        for (_, shown) in self.open.values_mut() {
            *shown = None;
        }
        if self.server.owner().is_none() {
            self.refused(Unavailable::NotOffered);
            for number in self.open.keys() {
                let _ = self.events.send(UiEvent::NeedsPage(*number));
            }
            return;
        }
        self.look().await;
        self.show_rest().await;
    }

    /// Shows what is asked and not shown yet.
    async fn show_rest(&mut self) {
        let rest = self.open.values().filter(|(_, shown)| shown.is_none());
        let rest: Vec<Notification> = rest.map(|(notification, _)| notification.clone()).collect();
        for notification in rest {
            self.show(notification).await;
        }
    }

    /// Asks the server what it can. Where there is none, and the bus knows how to start one, that
    /// starts it.
    async fn look(&mut self) {
        let is_to_start = self.server.owner().is_none();
        if is_to_start && let Err(refusal) = in_time(self.server.start()).await {
            return self.refused(refusal);
        }
        match self.call("GetCapabilities", &()).await {
            Ok(answer) => {
                let abilities = answer.body().deserialize::<Vec<String>>();
                self.has_actions =
                    abilities.is_ok_and(|all| all.iter().any(|ability| ability == "actions"));
                *self.works.lock().unwrap_or_else(PoisonError::into_inner) = Ok(());
            }
            Err(refusal) => return self.refused(refusal),
        }
        if is_to_start {
            self.show_rest().await;
        }
    }

    /// Closes what an earlier run left. On another bus, the number is somebody else’s; on this one,
    /// only the server that showed it is asked to, if it is still there.
    async fn clear_away(&self, left: &ShownNotification) {
        if left.bus == self.connection.server_guid().to_string() {
            self.take_away(left).await;
        }
    }

    fn works(&self) -> Result<(), Unavailable> {
        self.works
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn refused(&mut self, refusal: Unavailable) {
        self.has_actions = false;
        *self.works.lock().unwrap_or_else(PoisonError::into_inner) = Err(refusal);
    }

    async fn show(&mut self, notification: Notification) {
        let number = notification.number;
        let sent = match self.server.owner().cloned() {
            Some(server) => self.send(server, notification).await,
            None => Err(Unavailable::NotOffered),
        };
        match sent {
            Ok(shown) => {
                self.is_shown(number, shown);
                if !self.has_actions {
                    let _ = self.events.send(UiEvent::NeedsPage(number));
                }
            }
            Err(refusal) => {
                tracing::warn!(%refusal, "a notification can't be shown");
                self.refused(refusal);
                let _ = self.events.send(UiEvent::NeedsPage(number));
            }
        }
    }

    /// Has a server show a notification. What it shows later than we wait comes `late`.
    async fn send(
        &self,
        server: UniqueName<'static>,
        notification: Notification,
    ) -> Result<ShownNotification, Unavailable> {
        let number = notification.number;
        let connection = self.connection.clone();
        let has_actions = self.has_actions;
        let mut sending =
            tokio::spawn(
                async move { notify(&connection, &server, &notification, has_actions).await },
            );
        if let Ok(sent) = tokio::time::timeout(ANSWER_LIMIT, &mut sending).await {
            return sent.unwrap_or_else(|error| Err(Unavailable::Failed(error.to_string())));
        }
        let late = self.late.clone();
        let connection = self.connection.clone();
        tokio::spawn(async move {
            if let Ok(Ok(shown)) = sending.await
                && let Err(mpsc::error::SendError((_, shown))) = late.send((number, shown))
            {
                // Nobody is here any more who could take it back.
                let _ = close(&connection, &shown).await;
            }
        });
        Err(Unavailable::Failed(NO_ANSWER.to_owned()))
    }

    fn is_shown(&mut self, number: PromptNumber, shown: ShownNotification) {
        if let Some((_, id)) = self.open.get_mut(&number) {
            *id = Some(shown.id);
        }
        let _ = self.events.send(UiEvent::Shown(shown));
    }

    /// The server was busy and shows a prompt only now. It stays if nobody has answered it, and no
    /// other server has come, meanwhile.
    async fn take_late(&mut self, number: PromptNumber, shown: ShownNotification) {
        self.look().await;
        let owner = self.server.owner();
        let is_from_server = owner.is_some_and(|owner| owner.as_str() == shown.server);
        match self.open.get(&number) {
            Some((_, None)) if is_from_server => self.is_shown(number, shown),
            _ => self.take_away(&shown).await,
        }
    }

    async fn close(&mut self, number: PromptNumber) {
        self.forget_token(number);
        if let Some((_, Some(id))) = self.open.remove(&number)
            && let Some(server) = self.server.owner()
        {
            let shown = ShownNotification::new(&self.connection, server, id);
            self.take_away(&shown).await;
        }
    }

    async fn take_away(&self, shown: &ShownNotification) {
        // One that is gone already is an error to some servers and none to others.
        if let Err(error) = in_time(close(&self.connection, shown)).await {
            tracing::debug!(%error, "a notification can't be closed");
        }
    }

    fn forget_token(&mut self, number: PromptNumber) {
        self.token.take_if(|(of, _)| *of == number);
    }

    async fn hear(&mut self, message: &Message) {
        let header = message.header();
        let Some(member) = header.member() else {
            return;
        };
        let body = message.body();
        match member.as_str() {
            "ActivationToken" => {
                if let Ok((id, token)) = body.deserialize::<(u32, &str)>()
                    && let Some(number) = self.prompt(id)
                {
                    self.token = ActivationToken::new(token).map(|token| (number, token));
                }
            }
            "ActionInvoked" => {
                if let Ok((id, action)) = body.deserialize::<(u32, String)>() {
                    self.act(id, &action).await;
                }
            }
            "NotificationClosed" => {
                if let Ok((id, reason)) = body.deserialize::<(u32, u32)>()
                    && let Some(number) = self.prompt(id)
                {
                    self.forget_token(number);
                    self.open.remove(&number);
                    if reason == DISMISSED {
                        let _ = self.events.send(UiEvent::Answered {
                            number,
                            answer: Answer::Skip,
                            token: None,
                        });
                    }
                }
            }
            _ => {}
        }
    }

    async fn act(&mut self, id: u32, action: &str) {
        let Some(number) = self.prompt(id) else {
            return;
        };
        let token = self.token.take();
        let token = token.and_then(|(of, token)| (of == number).then_some(token));
        let answer = Answer::ALL.into_iter().find(|known| known.id() == action);
        let event = match answer {
            Some(answer) => UiEvent::Answered {
                number,
                answer,
                token,
            },
            None if action == DEFAULT => UiEvent::Opened { token },
            None => return,
        };
        // The server closes it now, which isn't a dismissal; where it doesn't, we do.
        self.close(number).await;
        let _ = self.events.send(event);
    }

    /// The prompt that the server shows under that number.
    fn prompt(&self, id: u32) -> Option<PromptNumber> {
        let mut open = self.open.iter();
        open.find_map(|(number, (_, shown))| (*shown == Some(id)).then_some(*number))
    }

    async fn call<Body>(&self, method: &str, body: &Body) -> Result<Message, Unavailable>
    where
        Body: serde::Serialize + zbus::zvariant::DynamicType + Sync,
    {
        let server = self.server.owner().ok_or(Unavailable::NotOffered)?;
        in_time(call(&self.connection, server, method, body)).await
    }
}

impl ShownNotification {
    fn new(connection: &Connection, server: &UniqueName<'_>, id: u32) -> Self {
        Self {
            bus: connection.server_guid().to_string(),
            server: server.to_string(),
            id,
        }
    }
}

/// Has the server show a notification.
async fn notify(
    connection: &Connection,
    server: &UniqueName<'_>,
    notification: &Notification,
    has_actions: bool,
) -> Result<ShownNotification, Unavailable> {
    let mut actions = Vec::new();
    if has_actions {
        for (answer, label) in &notification.answers {
            actions.extend([answer.id(), label]);
        }
        actions.extend([DEFAULT, &notification.open]);
    }
    let icon = Icon::draw(64);
    let size = i32::from(icon.size);
    let image = (size, size, size * 4, true, 8, 4, icon.pixels);
    let hints = HashMap::from([
        ("urgency", Value::from(1_u8)),
        ("category", Value::from("x-unhunch.prompt")),
        ("desktop-entry", Value::from("unhunch")),
        ("image-data", Value::from(image)),
    ]);
    // It stays until it is answered or taken back: 0 is never.
    let body = (
        "Unhunch",
        0_u32,
        "",
        &notification.title,
        &notification.text,
        actions,
        hints,
        0_i32,
    );
    let answer = call(connection, server, "Notify", &body)
        .await
        .map_err(|error| refusal(&error))?;
    let id = answer.body().deserialize();
    id.map(|id| ShownNotification::new(connection, server, id))
        .map_err(|error| refusal(&error))
}

/// Has the server that shows it take it away. Another one that took its place isn’t asked.
async fn close(connection: &Connection, shown: &ShownNotification) -> zbus::Result<()> {
    let server = UniqueName::try_from(shown.server.as_str())?;
    call(connection, &server, "CloseNotification", &(shown.id,)).await?;
    Ok(())
}

/// Asks a server for something, for as long as it takes.
async fn call<Body>(
    connection: &Connection,
    server: &UniqueName<'_>,
    method: &str,
    body: &Body,
) -> zbus::Result<Message>
where
    Body: serde::Serialize + zbus::zvariant::DynamicType + Sync,
{
    bus::call(connection, server, PATH, SERVER, method, body).await
}

async fn in_time<T>(asked: impl Future<Output = zbus::Result<T>>) -> Result<T, Unavailable> {
    match tokio::time::timeout(ANSWER_LIMIT, asked).await {
        Ok(answer) => answer.map_err(|error| refusal(&error)),
        Err(_) => Err(Unavailable::Failed(NO_ANSWER.to_owned())),
    }
}

fn refusal(error: &zbus::Error) -> Unavailable {
    if bus::is_absent(error) {
        Unavailable::NotOffered
    } else {
        Unavailable::Failed(error.to_string())
    }
}
