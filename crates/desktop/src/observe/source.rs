//! What a source of observations is: it begins, tells, and ends when it is dropped.

use std::pin::Pin;

use async_trait::async_trait;

use super::merge::Tell;
use crate::NotHere;

/// A watch that goes on. It tells what changes for as long as it is polled, is over only when it
/// fails, and stops when it is dropped.
pub type Going = Pin<Box<dyn Future<Output = NotHere> + Send>>;

/// A source of observations.
#[async_trait]
pub trait Watch: Send + Sync {
    /// Its name, as in [`crate::Tried::source`].
    fn name(&self) -> &'static str;

    /// The service on a bus without which it doesn't work.
    #[cfg(all(unix, not(target_os = "macos")))]
    fn service(&self) -> Option<&super::dbus_service::Service> {
        None
    }

    /// Begins: tells how things are, and returns what goes on from there.
    ///
    /// # Errors
    /// Where it doesn't work here.
    async fn start(&self, tell: Tell) -> Result<Going, NotHere>;
}
