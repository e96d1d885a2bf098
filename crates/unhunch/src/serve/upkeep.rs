//! Looks after the journal while the program runs: checks it, backs it up, mends it, and saves the
//! diary that was folded from it.

use std::sync::Arc;
use std::time::Duration;

use unhunch_app::{App, Host};
use unhunch_domain::Now;
use unhunch_domain::basics::time::At;
use unhunch_journal::{JournalError, SqliteJournal};

use crate::system::Machine;

/// How often the program looks after its journal.
const ROUND: Duration = Duration::from_mins(30);

/// Looks after the journal in the background: a whole check soon after the start, a backup a
/// day.
pub async fn look_after(journal: Arc<SqliteJournal>, app: Arc<App>) {
    // The first page comes first.
    tokio::time::sleep(Duration::from_secs(20)).await;
    let now = || Machine.moment();
    if is_check_due(&journal, now().at).await
        && let Err(error) = journal.check(now().at).await
    {
        mend(&journal, &app, &error, now().at).await;
    }
    loop {
        let Now { at, zone, .. } = now();
        if let Err(error) = journal.backup_if_due(at, &zone).await {
            mend(&journal, &app, &error, at).await;
        }
        if let Err(error) = app.save_snapshot_if_due().await {
            tracing::warn!(%error, "the diary can't be saved; a start after a crash folds more");
        }
        tokio::time::sleep(ROUND).await;
    }
}

async fn is_check_due(journal: &SqliteJournal, now: At) -> bool {
    const WEEK_MS: i64 = 7 * 24 * 60 * 60 * 1000;
    match journal.checked().await {
        Ok(Some(last)) => (now.as_millisecond() - last.as_millisecond()).abs() > WEEK_MS,
        Ok(None) => true,
        Err(error) => {
            tracing::warn!(%error, "it can't be told when the journal was checked last");
            true
        }
    }
}

async fn mend(journal: &SqliteJournal, app: &App, error: &JournalError, now: At) {
    tracing::error!(%error, "looking after the journal failed");
    if !matches!(
        error,
        JournalError::Damaged(_) | JournalError::Unreadable { .. }
    ) {
        return;
    }
    match journal.repair(now).await {
        Ok(()) => {
            // Folds anew what was restored, and reads what the person is to be told.
            if let Err(error) = app.read(|_| ()).await {
                tracing::error!(%error, "the restored journal can't be read");
            }
        }
        Err(error) => tracing::error!(%error, "the journal can't be restored now"),
    }
}
