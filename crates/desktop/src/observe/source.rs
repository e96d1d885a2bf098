//! What a source of observations is: it starts, reports, and ends when it is dropped.

use std::pin::Pin;

use async_trait::async_trait;

use super::merge::Reporter;
use crate::Unavailable;

/// A source that runs. It reports what changes for as long as it is polled, is over only when it
/// fails, and stops when it is dropped.
pub type RunningSource = Pin<Box<dyn Future<Output = Unavailable> + Send>>;

/// A source of observations.
#[async_trait]
pub trait Source: Send + Sync {
    /// Its name, as in [`crate::TriedSource::source`].
    fn name(&self) -> &'static str;

    /// The service on a bus without which it doesn't work.
    #[cfg(all(unix, not(target_os = "macos")))]
    fn service(&self) -> Option<&super::dbus_service::Service> {
        None
    }

    /// Starts: reports how things are, and returns what goes on from there.
    ///
    /// # Errors
    /// Where it doesn't work here.
    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable>;
}
