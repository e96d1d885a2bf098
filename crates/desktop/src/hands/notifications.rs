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

/// What is wrong with one that takes longer.
const NO_ANSWER: &str = "no answer";

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
                let (late, came_late) = mpsc::unbounded_channel();
                let mut worker = Worker {
                    connection,
                    touched,
                    late,
                    works: Arc::clone(&works),
                    has_actions: false,
                    open: BTreeMap::new(),
                    tokens: HashMap::new(),
                };
                worker.look().await;
                if let Some(left) = left {
                    worker.clear_away(&left).await;
                }
                Some(tokio::spawn(worker.run(ordered, came_late, streams)))
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
    /// What a server shows that took longer than we waited.
    late: mpsc::UnboundedSender<(PromptNumber, Shown)>,
    works: Arc<Mutex<Result<(), NotHere>>>,
    /// Whether the server shows buttons.
    has_actions: bool,
    /// What is asked now, and the server’s number for it while it shows it.
    open: BTreeMap<PromptNumber, (Question, Option<u32>)>,
    /// Tokens that came before the answers that they belong to.
    tokens: HashMap<u32, String>,
}

impl Worker {
    async fn run(
        mut self,
        mut orders: mpsc::UnboundedReceiver<Order>,
        mut came_late: mpsc::UnboundedReceiver<(PromptNumber, Shown)>,
        mut streams: Streams,
    ) {
        loop {
            tokio::select! {
                order = orders.recv() => match order {
                    None => return,
                    Some(Order::Ask(question)) => {
                        self.open.insert(question.number, (question.clone(), None));
                        self.show(question).await;
                    }
                    Some(Order::Withdraw(number)) => {
                        self.close(number).await;
                        // It failed, and may be well again when the next one comes.
                        if self.works().is_err() {
                            self.look().await;
                        }
                    }
                    Some(Order::End(ended)) => {
                        for number in self.open.keys().copied().collect::<Vec<_>>() {
                            self.close(number).await;
                        }
                        let _ = ended.send(());
                        return;
                    }
                },
                Some((number, shown)) = came_late.recv() => self.take_late(number, shown).await,
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
        if left.bus != self.connection.server_guid().to_string() {
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

    fn works(&self) -> Result<(), NotHere> {
        self.works
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    fn refused(&mut self, refusal: NotHere) {
        self.has_actions = false;
        *self.works.lock().unwrap_or_else(PoisonError::into_inner) = Err(refusal);
    }

    async fn show(&mut self, question: Question) {
        let number = question.number;
        let connection = self.connection.clone();
        let has_actions = self.has_actions;
        let mut sending =
            tokio::spawn(async move { notify(&connection, &question, has_actions).await });
        let sent = if let Ok(sent) = tokio::time::timeout(PATIENCE, &mut sending).await {
            sent.unwrap_or_else(|error| Err(NotHere::Failed(error.to_string())))
        } else {
            let late = self.late.clone();
            let connection = self.connection.clone();
            tokio::spawn(async move {
                if let Ok(Ok(shown)) = sending.await
                    && let Err(mpsc::error::SendError((_, shown))) = late.send((number, shown))
                {
                    // Nobody is here any more who could take it back.
                    let _ = call(&connection, "CloseNotification", &(shown.id,)).await;
                }
            });
            Err(NotHere::Failed(NO_ANSWER.to_owned()))
        };
        match sent {
            Ok(shown) => {
                self.is_shown(number, shown);
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

    fn is_shown(&mut self, number: PromptNumber, shown: Shown) {
        if let Some((_, id)) = self.open.get_mut(&number) {
            *id = Some(shown.id);
        }
        let _ = self.touched.send(Touch::Shown(shown));
    }

    /// The server was busy and shows a prompt only now. It stays if nobody has answered it
    /// meanwhile.
    async fn take_late(&mut self, number: PromptNumber, shown: Shown) {
        self.look().await;
        match self.open.get(&number) {
            Some((_, None)) => self.is_shown(number, shown),
            _ => self.take_away(shown.id).await,
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
        let called = call(&self.connection, method, body);
        let answer = tokio::time::timeout(PATIENCE, called).await;
        answer.unwrap_or_else(|_| Err(NotHere::Failed(NO_ANSWER.to_owned())))
    }
}

/// Has the server show a question.
async fn notify(
    connection: &Connection,
    question: &Question,
    has_actions: bool,
) -> Result<Shown, NotHere> {
    let mut actions = Vec::new();
    if has_actions {
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
    let body = (
        "Unhunch",
        0_u32,
        "",
        &question.title,
        &question.text,
        actions,
        hints,
        0_i32,
    );
    let answer = call(connection, "Notify", &body).await?;
    let id = answer.body().deserialize::<u32>();
    Ok(Shown {
        bus: connection.server_guid().to_string(),
        server: answer
            .header()
            .sender()
            .map_or_else(String::new, ToString::to_string),
        id: id.map_err(|error| NotHere::Failed(error.to_string()))?,
    })
}

/// Asks the server for something, for as long as it takes.
async fn call<Body>(connection: &Connection, method: &str, body: &Body) -> Result<Message, NotHere>
where
    Body: serde::Serialize + zbus::zvariant::DynamicType + Sync,
{
    let called = connection.call_method(Some(SERVER), PATH, Some(SERVER), method, body);
    match called.await {
        Ok(answer) => Ok(answer),
        Err(zbus::Error::MethodError(name, _, _))
            if name.as_str() == "org.freedesktop.DBus.Error.ServiceUnknown" =>
        {
            Err(NotHere::NotOffered)
        }
        Err(error) => Err(NotHere::Failed(error.to_string())),
    }
}
