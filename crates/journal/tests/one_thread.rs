//! A journal with one thread, as one over IndexedDB in a service worker is: its handles are not
//! `Send`, and neither are its futures. It shows how such a store fits the trait, passes the
//! contract, and compiles for wasm32.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use async_trait::async_trait;
use send_wrapper::SendWrapper;
use unhunch_domain::{DeviceId, Entry};
use unhunch_journal::{
    Appended, Import, Journal, JournalError, MemoryJournal, Notice, Position, Snapshot,
    SnapshotPiece, contract,
};

/// What a browser gives: a handle that stays on its thread, and answers that come later.
#[derive(Clone)]
struct Handle(Rc<RefCell<Database>>);

struct Database {
    /// What is kept, and how: only the way to it matters here.
    kept: &'static MemoryJournal,
    requests: usize,
}

/// An answer of the browser's, which is there at the second look.
struct Answer {
    handle: Handle,
    is_asked: bool,
}

impl Future for Answer {
    type Output = &'static MemoryJournal;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.is_asked {
            return Poll::Ready(self.handle.0.borrow().kept);
        }
        self.is_asked = true;
        self.handle.0.borrow_mut().requests += 1;
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl Handle {
    fn ask(&self) -> Answer {
        Answer {
            handle: self.clone(),
            is_asked: false,
        }
    }
}

/// The journal: its edge is where what is tied to the thread is wrapped, and nowhere else.
struct OneThread {
    device: DeviceId,
    handle: SendWrapper<Handle>,
}

impl OneThread {
    fn new(device: DeviceId) -> Self {
        let database = Database {
            kept: Box::leak(Box::new(MemoryJournal::new(device))),
            requests: 0,
        };
        Self {
            device,
            handle: SendWrapper::new(Handle(Rc::new(RefCell::new(database)))),
        }
    }
}

/// Runs what is tied to this thread as a future that can be `Send`.
macro_rules! on_this_thread {
    ($act:expr) => {
        SendWrapper::new($act).await
    };
}

struct OneThreadImport {
    handle: SendWrapper<Handle>,
    import: Box<dyn Import>,
}

#[async_trait]
impl Import for OneThreadImport {
    async fn append(&mut self, entries: &[Entry]) -> Result<Appended, JournalError> {
        on_this_thread!(self.handle.ask());
        self.import.append(entries).await
    }

    async fn commit(self: Box<Self>) -> Result<(), JournalError> {
        on_this_thread!(self.handle.ask());
        self.import.commit().await
    }
}

#[async_trait]
impl Journal for OneThread {
    fn device(&self) -> DeviceId {
        self.device
    }

    async fn append(&self, entries: &[Entry]) -> Result<Appended, JournalError> {
        on_this_thread!(async { self.handle.ask().await.append(entries).await })
    }

    async fn begin_import(&self) -> Result<Box<dyn Import + '_>, JournalError> {
        let kept = on_this_thread!(self.handle.ask());
        Ok(Box::new(OneThreadImport {
            handle: self.handle.clone(),
            import: kept.begin_import().await?,
        }))
    }

    async fn end(&self) -> Result<Position, JournalError> {
        on_this_thread!(async { self.handle.ask().await.end().await })
    }

    async fn read_after(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<(Position, Entry)>, JournalError> {
        on_this_thread!(async { self.handle.ask().await.read_after(after, limit).await })
    }

    async fn snapshot(&self) -> Result<Option<Snapshot>, JournalError> {
        on_this_thread!(async { self.handle.ask().await.snapshot().await })
    }

    async fn snapshot_piece(
        &self,
        snapshot: Snapshot,
        place: u32,
    ) -> Result<SnapshotPiece, JournalError> {
        on_this_thread!(async {
            self.handle
                .ask()
                .await
                .snapshot_piece(snapshot, place)
                .await
        })
    }

    async fn put_snapshot(
        &self,
        snapshot: Snapshot,
        pieces: &mut (dyn Iterator<Item = Vec<u8>> + Send),
    ) -> Result<(), JournalError> {
        on_this_thread!(async { self.handle.ask().await.put_snapshot(snapshot, pieces).await })
    }

    async fn erase(&self) -> Result<(), JournalError> {
        on_this_thread!(async { self.handle.ask().await.erase().await })
    }

    async fn notices(&self) -> Result<Vec<Notice>, JournalError> {
        on_this_thread!(async { self.handle.ask().await.notices().await })
    }

    async fn acknowledge(&self) -> Result<(), JournalError> {
        on_this_thread!(async { self.handle.ask().await.acknowledge().await })
    }
}

/// As an app holds it, whatever it is.
fn shared(device: DeviceId) -> std::sync::Arc<dyn Journal> {
    std::sync::Arc::new(OneThread::new(device))
}

#[cfg(not(target_arch = "wasm32"))]
#[tokio::test]
async fn passes_the_contract() {
    contract::check(|| async { OneThread::new(contract::device(1)) }).await;
}

#[cfg(not(target_arch = "wasm32"))]
#[tokio::test]
async fn its_futures_are_what_a_page_asks_for() {
    fn as_a_handler<T>(future: impl Future<Output = T> + Send) -> impl Future<Output = T> + Send {
        future
    }
    let journal = shared(contract::device(1));
    let appended = as_a_handler(async move {
        let entries = [contract::step(1)];
        journal.append(&entries).await
    });
    assert_eq!(appended.await.unwrap().new, 1);
}

#[cfg(target_arch = "wasm32")]
#[test]
fn compiles() {
    drop(shared(contract::device(1)));
}
