//! Asking with the desktop’s notifications: `org.freedesktop.Notifications` on the person’s bus.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use unhunch_reminders::{Answer, PromptNumber};
use zbus::message::Type;
use zbus::zvariant::Value;
use zbus::{Connection, MatchRule, Message, MessageStream, fdo};

use super::picture::Picture;
use super::{Ask, Question, Shown, Touch};
use crate::NotHere;
use crate::bus::Buses;

const SERVER: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// The action of a click on the notification itself.
const DEFAULT: &str = "default";

/// The person closed it.
const DISMISSED: u32 = 2;

/// How long a server may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// The desktop’s notifications.
pub struct Notifications {
    orders: mpsc::UnboundedSender<Order>,
    works: Arc<Mutex<Result<(), NotHere>>>,
    worker: Option<JoinHandle<()>>,
}

enum Order {
    Ask(Question),
    Withdraw(PromptNumber),
    End(oneshot::Sender<()>),
}

impl Notifications {
    /// Looks for a server, and waits for one where there is none. What an earlier run `left` on the
    /// screen is closed.
    pub async fn open(
        buses: &Buses,
        left: Option<Shown>,
        touched: mpsc::UnboundedSender<Touch>,
    ) -> Self {
        let (orders, ordered) = mpsc::unbounded_channel();
        let works = Arc::new(Mutex::new(Err(NotHere::NotOffered)));
        let connection = buses.session().cloned();
        let streams = match &connection {
            Ok(connection) => streams(connection)
                .await
                .map_err(|error| NotHere::Failed(error.to_string())),
            Err(refusal) => Err(refusal.clone()),
        };
        let worker = match connection.and_then(|connection| Ok((connection, streams?))) {
            Ok((connection, streams)) => {
                let mut worker = Worker {
                    connection,
                    touched,
                    works: Arc::clone(&works),
                    has_actions: false,
                    open: BTreeMap::new(),
                    tokens: HashMap::new(),
                };
                worker.look().await;
                if let Some(left) = left {
                    worker.clear_away(&left).await;
                }
                Some(tokio::spawn(worker.run(ordered, streams)))
            }
            Err(refusal) => {
                *works.lock().unwrap_or_else(PoisonError::into_inner) = Err(refusal);
                None
            }
        };
        Self {
            orders,
            works,
            worker,
        }
    }
}

impl Drop for Notifications {
    fn drop(&mut self) {
        if let Some(worker) = &self.worker {
            worker.abort();
        }
    }
}

#[async_trait]
impl Ask for Notifications {
    fn source(&self) -> &'static str {
        "freedesktop"
    }

    fn works(&self) -> Result<(), NotHere> {
        self.works
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn ask(&self, question: Question) {
        let _ = self.orders.send(Order::Ask(question));
    }

    fn withdraw(&self, number: PromptNumber) {
        let _ = self.orders.send(Order::Withdraw(number));
    }

    async fn end(&self) {
        let (ended, end) = oneshot::channel();
        if self.worker.is_some() && self.orders.send(Order::End(ended)).is_ok() {
            let _ = tokio::time::timeout(PATIENCE, end).await;
        }
    }
}

/// What the server says, and which server there is.
struct Streams {
    said: MessageStream,
    owner: fdo::NameOwnerChangedStream,
}

async fn streams(connection: &Connection) -> zbus::Result<Streams> {
    let rule = MatchRule::builder()
        .msg_type(Type::Signal)
        .sender(SERVER)?
        .interface(SERVER)?
        .build();
    let said = MessageStream::for_match_rule(rule, connection, None).await?;
    let bus = fdo::DBusProxy::new(connection).await?;
    let owner = bus
        .receive_name_owner_changed_with_args(&[(0, SERVER)])
        .await?;
    Ok(Streams { said, owner })
}

struct Worker {
    connection: Connection,
    touched: mpsc::UnboundedSender<Touch>,
    works: Arc<Mutex<Result<(), NotHere>>>,
    /// Whether the server shows buttons.
    has_actions: bool,
    /// What is asked now, and the server’s number for it while it shows it.
    open: BTreeMap<PromptNumber, (Question, Option<u32>)>,
    /// Tokens that came before the answers that they belong to.
    tokens: HashMap<u32, String>,
}

impl Worker {
    async fn run(mut self, mut orders: mpsc::UnboundedReceiver<Order>, mut streams: Streams) {
        loop {
            tokio::select! {
                order = orders.recv() => match order {
                    None => return,
                    Some(Order::Ask(question)) => {
                        self.open.insert(question.number, (question.clone(), None));
                        self.show(question).await;
                    }
                    Some(Order::Withdraw(number)) => self.close(number).await,
                    Some(Order::End(ended)) => {
                        for number in self.open.keys().copied().collect::<Vec<_>>() {
                            self.close(number).await;
                        }
                        let _ = ended.send(());
                        return;
                    }
                },
                Some(Ok(message)) = streams.said.next() => self.hear(&message).await,
                Some(change) = streams.owner.next() => {
                    if let Ok(change) = change.args() {
                        self.change(change.new_owner.is_some()).await;
                    }
                }
                else => return,
            }
        }
    }

    /// Another server is there, or none any more. What the one before showed went with it.
    async fn change(&mut self, is_there: bool) {
        self.tokens.clear();
        for (_, shown) in self.open.values_mut() {
            *shown = None;
        }
        if !is_there {
            self.refused(NotHere::NotOffered);
            for number in self.open.keys() {
                let _ = self.touched.send(Touch::NeedsPage(*number));
            }
            return;
        }
        self.look().await;
        let again = self.open.values().map(|(question, _)| question.clone());
        for question in again.collect::<Vec<_>>() {
            self.show(question).await;
        }
    }

    /// Asks the server what it can. Where the bus knows how to start one, that starts it.
    async fn look(&mut self) {
        match self.call("GetCapabilities", &()).await {
            Ok(answer) => {
                let abilities = answer.body().deserialize::<Vec<String>>();
                self.has_actions =
                    abilities.is_ok_and(|all| all.iter().any(|ability| ability == "actions"));
                *self.works.lock().unwrap_or_else(PoisonError::into_inner) = Ok(());
            }
            Err(refusal) => self.refused(refusal),
        }
    }

    /// Closes what an earlier run left, if the server that showed it is still there: in another
    /// server, or on another bus, the number is somebody else’s.
    async fn clear_away(&self, left: &Shown) {
        if left.bus != self.bus() {
            return;
        }
        let owner = async {
            let bus = fdo::DBusProxy::new(&self.connection).await?;
            bus.get_name_owner(SERVER.try_into()?)
                .await
                .map_err(zbus::Error::from)
        };
        let is_same = matches!(
            tokio::time::timeout(PATIENCE, owner).await,
            Ok(zbus::Result::Ok(owner)) if owner.as_str() == left.server
        );
        if is_same {
            self.take_away(left.id).await;
        }
    }

    fn bus(&self) -> String {
        self.connection.server_guid().to_string()
    }

    fn refused(&mut self, refusal: NotHere) {
        self.has_actions = false;
        *self.works.lock().unwrap_or_else(PoisonError::into_inner) = Err(refusal);
    }

    async fn show(&mut self, question: Question) {
        let number = question.number;
        let mut actions = Vec::new();
        if self.has_actions {
            for (answer, label) in &question.answers {
                actions.extend([answer.id(), label]);
            }
            actions.extend([DEFAULT, &question.open]);
        }
        let picture = Picture::draw(64);
        let size = i32::from(picture.size);
        let image = (size, size, size * 4, true, 8, 4, picture.points);
        let hints = HashMap::from([
            ("urgency", Value::from(1_u8)),
            ("category", Value::from("x-unhunch.prompt")),
            ("desktop-entry", Value::from("unhunch")),
            ("image-data", Value::from(image)),
        ]);
        // It stays until it is answered or taken back: 0 is never.
        let sent = self
            .call(
                "Notify",
                &(
                    "Unhunch",
                    0_u32,
                    "",
                    &question.title,
                    &question.text,
                    actions,
                    hints,
                    0_i32,
                ),
            )
            .await;
        let shown = sent.and_then(|answer| {
            let id = answer.body().deserialize::<u32>();
            let id = id.map_err(|error| NotHere::Failed(error.to_string()))?;
            let server = answer.header().sender().map(ToString::to_string);
            Ok((id, server))
        });
        match shown {
            Ok((id, server)) => {
                if let Some(server) = server {
                    let bus = self.bus();
                    let shown = Shown { bus, server, id };
                    let _ = self.touched.send(Touch::Shown(shown));
                }
                if let Some((_, shown)) = self.open.get_mut(&number) {
                    *shown = Some(id);
                }
                if !self.has_actions {
                    let _ = self.touched.send(Touch::NeedsPage(number));
                }
            }
            Err(refusal) => {
                tracing::warn!(%refusal, "a notification can't be shown");
                self.refused(refusal);
                let _ = self.touched.send(Touch::NeedsPage(number));
            }
        }
    }

    async fn close(&mut self, number: PromptNumber) {
        if let Some((_, Some(id))) = self.open.remove(&number) {
            self.tokens.remove(&id);
            self.take_away(id).await;
        }
    }

    async fn take_away(&self, id: u32) {
        // One that is gone already is an error to some servers and none to others.
        if let Err(error) = self.call("CloseNotification", &(id,)).await {
            tracing::debug!(%error, "a notification can't be closed");
        }
    }

    async fn hear(&mut self, message: &Message) {
        let header = message.header();
        let Some(member) = header.member() else {
            return;
        };
        let body = message.body();
        match member.as_str() {
            "ActivationToken" => {
                if let Ok((id, token)) = body.deserialize::<(u32, String)>()
                    && self.prompt(id).is_some()
                {
                    self.tokens.insert(id, token);
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
                    self.tokens.remove(&id);
                    self.open.remove(&number);
                    if reason == DISMISSED {
                        let _ = self.touched.send(Touch::Answered {
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
        let token = self.tokens.remove(&id);
        let answer = Answer::ALL.into_iter().find(|known| known.id() == action);
        let touch = match answer {
            Some(answer) => Touch::Answered {
                number,
                answer,
                token,
            },
            None if action == DEFAULT => Touch::Opened { token },
            None => return,
        };
        // The server closes it now, which isn't a dismissal; where it doesn't, we do.
        self.close(number).await;
        let _ = self.touched.send(touch);
    }

    /// The prompt that the server shows under that number.
    fn prompt(&self, id: u32) -> Option<PromptNumber> {
        let mut open = self.open.iter();
        open.find_map(|(number, (_, shown))| (*shown == Some(id)).then_some(*number))
    }

    async fn call<Body>(&self, method: &str, body: &Body) -> Result<Message, NotHere>
    where
        Body: serde::Serialize + zbus::zvariant::DynamicType + Sync,
    {
        let called = self
            .connection
            .call_method(Some(SERVER), PATH, Some(SERVER), method, body);
        match tokio::time::timeout(PATIENCE, called).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(zbus::Error::MethodError(name, _, _)))
                if name.as_str() == "org.freedesktop.DBus.Error.ServiceUnknown" =>
            {
                Err(NotHere::NotOffered)
            }
            Ok(Err(error)) => Err(NotHere::Failed(error.to_string())),
            Err(_) => Err(NotHere::Failed("no answer".to_owned())),
        }
    }
}
