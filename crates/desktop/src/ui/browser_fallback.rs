//! Asking in the app’s own page, which the program shows: the way that is always there.

use async_trait::async_trait;
use tokio::sync::mpsc;
use unhunch_reminders::PromptNumber;

use super::{Ask, Question, Touch};
use crate::NotHere;

/// The app’s own page.
pub struct Page {
    touched: mpsc::UnboundedSender<Touch>,
}

impl Page {
    /// The page of the program that listens there.
    pub const fn new(touched: mpsc::UnboundedSender<Touch>) -> Self {
        Self { touched }
    }
}

#[async_trait]
impl Ask for Page {
    fn source(&self) -> &'static str {
        "page"
    }

    fn works(&self) -> Result<(), NotHere> {
        Ok(())
    }

    fn ask(&self, question: Question) {
        let _ = self.touched.send(Touch::NeedsPage(question.number));
    }

    // A page shows what is open, and nothing else.
    fn withdraw(&self, _: PromptNumber) {}

    async fn end(&self) {}
}
