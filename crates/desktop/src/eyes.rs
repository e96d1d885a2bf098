//! Eyes: what is seen of the computer, as observations for the reminders.

use std::time::Duration;

use tokio::sync::{mpsc, watch};
use unhunch_reminders::Observation;

use crate::SenseReport;

/// All eyes, open until they are dropped.
#[derive(Debug)]
pub struct Eyes {
    reports: watch::Receiver<Vec<SenseReport>>,
}

impl Eyes {
    /// Opens them. What they see goes to `seen`, for every sense something within ten seconds,
    /// be it that there is no telling. From how long without input on that is wanted comes from
    /// `idle_wanted`, and may change at any time.
    pub async fn open(
        seen: mpsc::UnboundedSender<Observation>,
        idle_wanted: watch::Receiver<Duration>,
    ) -> Self {
        let _ = (seen, idle_wanted);
        let (_, reports) = watch::channel(Vec::new());
        Self { reports }
    }

    /// What each sense sees with now.
    pub fn reports(&self) -> Vec<SenseReport> {
        self.reports.borrow().clone()
    }
}
