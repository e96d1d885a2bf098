//! Asking in the app’s own page, which the program shows: the way that is always there.

use async_trait::async_trait;
use tokio::sync::mpsc;
use unhunch_reminders::PromptNumber;

use super::{Notification, NotificationBackend, UiEvent};
use crate::Unavailable;

/// The app’s own page.
pub struct BrowserFallback {
    events: mpsc::UnboundedSender<UiEvent>,
}

impl BrowserFallback {
    /// The page of the program that listens there.
    pub const fn new(events: mpsc::UnboundedSender<UiEvent>) -> Self {
        Self { events }
    }
}

#[async_trait]
impl NotificationBackend for BrowserFallback {
    fn source(&self) -> &'static str {
        "page"
    }

    fn works(&self) -> Result<(), Unavailable> {
        Ok(())
    }

    fn notify(&self, notification: Notification) {
        let _ = self.events.send(UiEvent::NeedsPage(notification.number));
    }

    // A page shows what is open, and nothing else.
    fn withdraw(&self, _: PromptNumber) {}

    async fn close(&self) {}
}
