//! The connections: whose they are, how many there may be, and how long they may take.
//!
//! Connections of other users of the computer hear a sentence and go. Of this person's own there
//! may be so many that no flood takes the descriptors that the rest of the program needs: where
//! there are too many, the one that was quiet for longest makes room, those of strangers before
//! those of browsers that are let in. Nothing may take for ever: neither a request's head nor its
//! body, nor reading the answer.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, Incoming, SizeHint};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, oneshot, watch};
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt as _;
use unhunch_web::{IMPORT_PATH, KnownBrowser};

use super::peer_user::PeerUsers;

/// How long a request's head may take to arrive, and how long a connection may be kept without
/// one.
const HEAD_PATIENCE: Duration = Duration::from_mins(1);

/// How long a request may take until its answer begins, its body included.
const PATIENCE: Duration = Duration::from_mins(1);

/// The same for years of entries in one file.
const IMPORT_PATIENCE: Duration = Duration::from_mins(15);

/// How long somebody may read nothing of an answer that is under way.
const WRITE_PATIENCE: Duration = Duration::from_secs(30);

/// How long somebody who isn't let in may take to hear so.
const FOREIGN_PATIENCE: Duration = Duration::from_secs(3);

/// How many of those may hear it at once; others are cut off without a word.
const MOST_FOREIGN: usize = 16;

/// How large a request's head may be, in bytes. Browsers send up to 180 cookies of 4,096 bytes each
/// for a host: that is read, so that a page can say what to do.
const LARGEST_HEAD: usize = 1024 * 1024;

/// The same of somebody who isn't let in anyway.
const LARGEST_FOREIGN_HEAD: usize = 16 * 1024;

/// How long to wait where the system gives no descriptor.
const PAUSE: Duration = Duration::from_millis(50);

/// How many connections there may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// In all.
    all: usize,
    /// Of those that haven't shown that they are let in.
    strangers: usize,
    /// Of each browser that is let in.
    browser: usize,
}

impl Limits {
    /// As many as this program may have descriptors for, after asking for more where there are
    /// few: at most 512, and half of what there is.
    pub fn find() -> Self {
        Self::within(raise_descriptors())
    }

    const fn within(descriptors: usize) -> Self {
        let half = descriptors / 2;
        let all = if half < 512 { half } else { 512 };
        Self {
            all,
            strangers: all / 4,
            browser: all / 8,
        }
    }
}

/// Asks for 4,096 descriptors, as far as the system allows. Gives how many there are.
#[cfg(unix)]
fn raise_descriptors() -> usize {
    use rustix::process::{Resource, getrlimit, setrlimit};
    const WANTED: u64 = 4096;
    let mut limit = getrlimit(Resource::Nofile);
    let possible = limit.maximum.map_or(WANTED, |most| most.min(WANTED));
    if limit.current.is_some_and(|current| current < possible) {
        let before = limit.current;
        limit.current = Some(possible);
        if let Err(error) = setrlimit(Resource::Nofile, limit) {
            tracing::debug!(%error, "there are no more descriptors");
            limit.current = before;
        }
    }
    let current = limit.current.unwrap_or(WANTED);
    usize::try_from(current).unwrap_or(usize::MAX)
}

#[cfg(not(unix))]
fn raise_descriptors() -> usize {
    4096
}

/// What those hear who are turned away here.
#[derive(Clone, Debug)]
pub struct Sentences {
    /// Who isn't the person whose program this is.
    pub foreign: String,
    /// Who sends too slowly.
    pub slow: String,
}

/// Serves routers to this person's own programs until it is told to stop; then those answers are
/// finished that are under way.
pub async fn serve(
    places: Vec<(TcpListener, Router)>,
    users: PeerUsers,
    limits: Limits,
    sentences: Sentences,
    stop: watch::Receiver<bool>,
) {
    let shared = Arc::new(Shared {
        users,
        sentences,
        slots: Mutex::new(Slots::new(limits)),
        foreign: Semaphore::new(MOST_FOREIGN),
    });
    let mut accepting = tokio::task::JoinSet::new();
    for (listener, router) in places {
        accepting.spawn(accept(listener, router, Arc::clone(&shared), stop.clone()));
    }
    accepting.join_all().await;
    shared.is_empty().await;
}

struct Shared {
    users: PeerUsers,
    sentences: Sentences,
    slots: Mutex<Slots>,
    foreign: Semaphore,
}

impl Shared {
    fn slots(&self) -> MutexGuard<'_, Slots> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until the last connection is over.
    async fn is_empty(&self) {
        let emptied = self.slots().emptied.subscribe();
        let mut emptied = emptied;
        let _ = emptied.wait_for(|is_empty| *is_empty).await;
    }
}

async fn accept(
    listener: TcpListener,
    router: Router,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stop.wait_for(|stops| *stops) => return,
        };
        match accepted {
            Ok((stream, client)) => {
                let router = router.clone();
                tokio::spawn(attend(
                    stream,
                    client,
                    router,
                    Arc::clone(&shared),
                    stop.clone(),
                ));
            }
            // Who went away again before they were attended to.
            Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
            Err(error) => {
                tracing::warn!(%error, "no connection can be accepted now");
                shared.slots().drop_one();
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
}

/// Attends to one connection.
async fn attend(
    stream: TcpStream,
    client: SocketAddr,
    router: Router,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
) {
    let (slot, dropped) = Slot::take(&shared);
    let mut dropped = pin!(dropped);
    let is_own = async {
        match stream.local_addr() {
            Ok(server) => shared.users.is_own(client, server).await,
            Err(_) => false,
        }
    };
    tokio::select! {
        is_own = is_own => if !is_own {
            drop(slot);
            return turn_away(stream, &shared).await;
        },
        _ = &mut dropped => return,
    }
    let slot = Arc::new(slot);
    slot.is_checked();
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_PATIENCE));
    let service = service_fn(move |request| answer(router.clone(), request, Arc::clone(&slot)));
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEAD_PATIENCE)
            .max_buf_size(LARGEST_HEAD)
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
    );
    let mut is_stopping = false;
    loop {
        tokio::select! {
            served = connection.as_mut() => {
                if let Err(error) = served {
                    tracing::debug!(%error, "a connection ended");
                }
                return;
            }
            _ = &mut dropped => return,
            _ = stop.wait_for(|stops| *stops), if !is_stopping => {
                is_stopping = true;
                connection.as_mut().graceful_shutdown();
            }
        }
    }
}

/// Tells somebody else that this isn't theirs.
async fn turn_away(stream: TcpStream, shared: &Shared) {
    let Ok(_place) = shared.foreign.try_acquire() else {
        return;
    };
    let sentence = shared.sentences.foreign.clone();
    let service = service_fn(move |_: Request<Incoming>| {
        let answer = plain(StatusCode::FORBIDDEN, sentence.clone());
        async { Ok::<_, Infallible>(answer) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .keep_alive(false)
        .max_buf_size(LARGEST_FOREIGN_HEAD)
        .serve_connection(TokioIo::new(stream), service);
    let _ = tokio::time::timeout(FOREIGN_PATIENCE, connection).await;
}

fn plain(status: StatusCode, sentence: String) -> Response {
    let kind = (header::CONTENT_TYPE, "text/plain; charset=utf-8");
    (status, [kind, (header::CONNECTION, "close")], sentence).into_response()
}

async fn answer(
    router: Router,
    request: Request<Incoming>,
    slot: Arc<Slot>,
) -> Result<Response, Infallible> {
    let busy = Busy::new(&slot);
    let patience = if request.uri().path() == IMPORT_PATH {
        IMPORT_PATIENCE
    } else {
        PATIENCE
    };
    let answering = router.oneshot(request.map(Body::new));
    let Ok(Ok(mut answer)) = tokio::time::timeout(patience, answering).await else {
        let sentence = slot.shared.sentences.slow.clone();
        return Ok(plain(StatusCode::REQUEST_TIMEOUT, sentence));
    };
    if let Some(KnownBrowser(browser)) = answer.extensions_mut().remove() {
        slot.is_of(browser);
    }
    Ok(answer.map(|body| Body::new(Watched { body, _busy: busy })))
}

/// An answer's body, which says when it is over.
struct Watched {
    body: Body,
    _busy: Busy,
}

impl hyper::body::Body for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// While somebody waits for an answer.
struct Busy(Arc<Slot>);

impl Busy {
    fn new(slot: &Arc<Slot>) -> Self {
        slot.shared.slots().set_busy(slot.number, true);
        Self(Arc::clone(slot))
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.shared.slots().set_busy(self.0.number, false);
    }
}

/// A connection's place among all; free again when this is dropped.
struct Slot {
    number: u64,
    shared: Arc<Shared>,
}

impl Slot {
    /// Takes a place, and gives what ends when somebody else needs it.
    fn take(shared: &Arc<Shared>) -> (Self, oneshot::Receiver<()>) {
        let (end, ended) = oneshot::channel();
        let number = shared.slots().take(end);
        let shared = Arc::clone(shared);
        (Self { number, shared }, ended)
    }

    fn is_checked(&self) {
        self.shared.slots().set_group(self.number, Group::Stranger);
    }

    fn is_of(&self, browser: Arc<str>) {
        let group = Group::Browser(browser);
        self.shared.slots().set_group(self.number, group);
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.shared.slots().give_back(self.number);
    }
}

/// Who is at the other end.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Group {
    /// Nobody knows yet whose program it is.
    Unchecked,
    /// One of this person's own programs.
    Stranger,
    /// A browser that is let in.
    Browser(Arc<str>),
}

struct Place {
    group: Group,
    is_busy: bool,
    /// When it was last known to do something, in turns.
    since: u64,
    /// Dropped where the connection is to end.
    _end: oneshot::Sender<()>,
}

/// All connections.
struct Slots {
    limits: Limits,
    places: HashMap<u64, Place>,
    /// Counts what happens: the time by which one was quiet for longer than another.
    turn: u64,
    emptied: watch::Sender<bool>,
}

impl Slots {
    fn new(limits: Limits) -> Self {
        Self {
            limits,
            places: HashMap::new(),
            turn: 0,
            emptied: watch::Sender::new(true),
        }
    }

    fn next_turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }

    fn take(&mut self, end: oneshot::Sender<()>) -> u64 {
        let number = self.next_turn();
        let place = Place {
            group: Group::Unchecked,
            is_busy: false,
            since: number,
            _end: end,
        };
        self.places.insert(number, place);
        self.emptied.send_if_modified(std::mem::take);
        self.make_room(number);
        number
    }

    fn give_back(&mut self, number: u64) {
        self.places.remove(&number);
        if self.places.is_empty() {
            self.emptied.send_replace(true);
        }
    }

    fn set_group(&mut self, number: u64, group: Group) {
        if let Some(place) = self.places.get_mut(&number)
            && place.group != group
        {
            place.group = group;
            self.make_room(number);
        }
    }

    fn set_busy(&mut self, number: u64, is_busy: bool) {
        let turn = self.next_turn();
        if let Some(place) = self.places.get_mut(&number) {
            place.is_busy = is_busy;
            place.since = turn;
        }
    }

    /// Ends others where there are more than there may be beside this one.
    fn make_room(&mut self, number: u64) {
        let Some(group) = self.places.get(&number).map(|place| place.group.clone()) else {
            return;
        };
        let limit = match group {
            Group::Unchecked | Group::Stranger => self.limits.strangers,
            Group::Browser(_) => self.limits.browser,
        };
        let of_group = self.places.values().filter(|place| place.group == group);
        if of_group.count() > limit {
            self.end_one(number, |place| place.group == group);
        }
        if self.places.len() > self.limits.all {
            self.end_one(number, |_| true);
        }
    }

    /// Ends one of all, since the system has no descriptor left.
    fn drop_one(&mut self) {
        self.end_one(0, |_| true);
    }

    /// Ends the one of these that is missed least: who isn't known, or else waits for nothing, and
    /// was quiet for longest. Who isn't known and waits may just be sending very slowly.
    fn end_one(&mut self, but: u64, of: impl Fn(&Place) -> bool) {
        let others = self
            .places
            .iter()
            .filter(|(number, place)| **number != but && of(place));
        let least = others.min_by_key(|(_, place)| {
            let is_known = matches!(place.group, Group::Browser(_));
            (is_known, is_known && place.is_busy, place.since)
        });
        if let Some(number) = least.map(|(number, _)| *number) {
            self.places.remove(&number);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits {
        all: 8,
        strangers: 4,
        browser: 3,
    };

    struct Tried {
        slots: Slots,
        ends: HashMap<u64, oneshot::Receiver<()>>,
    }

    impl Tried {
        fn new() -> Self {
            Self {
                slots: Slots::new(LIMITS),
                ends: HashMap::new(),
            }
        }

        fn take(&mut self, group: Group) -> u64 {
            let (end, ended) = oneshot::channel();
            let number = self.slots.take(end);
            self.ends.insert(number, ended);
            self.slots.set_group(number, group);
            number
        }

        fn is_open(&mut self, number: u64) -> bool {
            let ended = self.ends.get_mut(&number).unwrap();
            ended.try_recv() == Err(oneshot::error::TryRecvError::Empty)
        }
    }

    fn browser(name: &str) -> Group {
        Group::Browser(name.into())
    }

    #[test]
    fn limits_follow_what_there_is() {
        let limits = Limits::within(1024);
        assert_eq!(
            (limits.all, limits.strangers, limits.browser),
            (512, 128, 64)
        );
        let few = Limits::within(256);
        assert_eq!((few.all, few.strangers, few.browser), (128, 32, 16));
        assert_eq!(Limits::within(100_000).all, 512);
        assert!(Limits::find().all >= 64);
    }

    #[test]
    fn the_stranger_that_was_quiet_for_longest_makes_room() {
        let mut tried = Tried::new();
        let strangers: Vec<u64> = (0..4).map(|_| tried.take(Group::Stranger)).collect();
        // The first one asks for something and waits, the second one has just been answered.
        tried.slots.set_busy(strangers[0], true);
        tried.slots.set_busy(strangers[1], true);
        tried.slots.set_busy(strangers[1], false);
        let newest = tried.take(Group::Stranger);
        let open: Vec<bool> = strangers.iter().map(|one| tried.is_open(*one)).collect();
        assert_eq!(open, [true, true, false, true]);
        assert!(tried.is_open(newest));
    }

    #[test]
    fn a_flood_of_strangers_ends_no_browser() {
        let mut tried = Tried::new();
        let own: Vec<u64> = (0..3).map(|_| tried.take(browser("a"))).collect();
        let flood: Vec<u64> = (0..500).map(|_| tried.take(Group::Stranger)).collect();
        assert!(own.iter().all(|one| tried.is_open(*one)));
        let open = flood.iter().filter(|one| tried.is_open(**one)).count();
        assert_eq!(open, LIMITS.strangers);
        assert_eq!(tried.slots.places.len(), 7);
        // Those that say nothing of themselves, neither.
        for _ in 0..500 {
            tried.take(Group::Unchecked);
        }
        assert!(own.iter().all(|one| tried.is_open(*one)));
        assert!(tried.slots.places.len() <= LIMITS.all);
    }

    #[test]
    fn one_browser_takes_no_places_of_another() {
        let mut tried = Tried::new();
        let first: Vec<u64> = (0..3).map(|_| tried.take(browser("a"))).collect();
        let second: Vec<u64> = (0..30).map(|_| tried.take(browser("b"))).collect();
        assert!(first.iter().all(|one| tried.is_open(*one)));
        let open = second.iter().filter(|one| tried.is_open(**one)).count();
        assert_eq!(open, LIMITS.browser);
        // In all there are as many as there may be: of browsers, too, one makes room then.
        for name in ["c", "d", "e", "f"] {
            tried.take(browser(name));
        }
        assert_eq!(tried.slots.places.len(), LIMITS.all);
        assert!(!tried.is_open(first[0]));
    }

    #[test]
    fn where_there_is_no_descriptor_one_goes() {
        let mut tried = Tried::new();
        tried.slots.drop_one();
        let own = tried.take(browser("a"));
        let stranger = tried.take(Group::Stranger);
        tried.slots.drop_one();
        assert!(tried.is_open(own));
        assert!(!tried.is_open(stranger));
        tried.slots.give_back(own);
        assert!(*tried.slots.emptied.borrow());
    }
}
