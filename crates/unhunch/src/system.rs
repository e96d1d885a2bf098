//! This machine's clock and its source of randomness.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;

use jiff::Zoned;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use unhunch_app::data::Spool;
use unhunch_app::{Host, Work};
use unhunch_web::Key;
use uuid::Uuid;

/// This machine.
pub struct Machine;

impl Host for Machine {
    fn now(&self) -> Zoned {
        Zoned::now()
    }

    fn random(&self) -> [u8; 10] {
        random()
    }
}

/// This machine while it serves pages: what may take long is done on threads beside the one that
/// answers.
pub struct ServingMachine {
    /// Places for what is being done: one is left to the thread that answers.
    places: Arc<Semaphore>,
    /// Places for what is being done or waits.
    waiting: Arc<Semaphore>,
}

/// How much of what takes long may wait.
const MOST_WAITING: usize = 32;

impl ServingMachine {
    /// This machine.
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            places: Arc::new(Semaphore::new(cores.saturating_sub(1).clamp(1, 4))),
            waiting: Arc::new(Semaphore::new(MOST_WAITING)),
        }
    }
}

impl Host for ServingMachine {
    fn now(&self) -> Zoned {
        Machine.now()
    }

    fn random(&self) -> [u8; 10] {
        Machine.random()
    }

    fn spool(&self) -> io::Result<Box<dyn Spool>> {
        // Without a name, so that nobody else finds it and it goes with the program.
        Ok(Box::new(tempfile::tempfile()?))
    }

    fn apart(&self, work: Work) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        let (places, waiting) = (Arc::clone(&self.places), Arc::clone(&self.waiting));
        Box::pin(async move {
            let Ok(waits) = waiting.try_acquire_owned() else {
                return false;
            };
            let Ok(place) = places.acquire_owned().await else {
                return false;
            };
            let runtime = Handle::current();
            // Goes on where nobody waits for it any more; its places are free only when it is over.
            let done = tokio::task::spawn_blocking(move || {
                let _places = (place, waits);
                runtime.block_on(work);
            });
            match done.await {
                Ok(()) => true,
                // A fault within is one of this request, as it would be without another thread.
                Err(error) => std::panic::resume_unwind(error.into_panic()),
            }
        })
    }
}

/// Bytes that nobody can foresee.
///
/// # Panics
/// Where the operating system gives none: nothing that is meant to be secret could be.
pub fn random<const COUNT: usize>() -> [u8; COUNT] {
    let mut bytes = [0; COUNT];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A new secret.
pub fn new_key() -> Key {
    Key::of(random())
}

/// A new UUID that says nothing.
pub fn new_uuid() -> Uuid {
    uuid::Builder::from_random_bytes(random()).into_uuid()
}
