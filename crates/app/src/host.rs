//! What the app needs from whoever hosts it: the time and chance.

use std::future::Future;
use std::io;
use std::pin::Pin;

use jiff::Zoned;
use unhunch_domain::{EntryId, Now};
use uuid::{Builder, Uuid};

use crate::data::Spool;

/// The host's clock and its source of randomness.
pub trait Host: Send + Sync {
    /// The time now, in the person's time zone.
    fn now(&self) -> Zoned;

    /// Ten bytes that nobody can foresee.
    fn random(&self) -> [u8; 10];

    /// Does what may take long, such as drawing what somebody made up, where it keeps nobody else
    /// waiting. Says whether it was done: not where too much of that waits already. A host with a
    /// single thread does it here and now.
    fn apart(&self, work: Work) -> Pin<Box<dyn Future<Output = bool> + Send>> {
        Box::pin(async {
            work.await;
            true
        })
    }

    /// Room for bytes that are put by for a while, for this one use: a file without a name, or, as
    /// here, memory where a host has no files.
    ///
    /// # Errors
    /// Where there is none.
    fn spool(&self) -> io::Result<Box<dyn Spool>> {
        Ok(Box::new(io::Cursor::new(Vec::new())))
    }

    /// The time now, as rules and entries need it.
    fn moment(&self) -> Now {
        Now::new(self.now())
    }

    /// A new UUIDv7 of a moment.
    fn uuid(&self, now: &Now) -> Uuid {
        let ms = u64::try_from(now.at.as_millisecond()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(ms, &self.random()).into_uuid()
    }

    /// A new entry's id.
    fn entry_id(&self, now: &Now) -> EntryId {
        EntryId(self.uuid(now))
    }
}

/// Work that leaves what comes of it where whoever asked for it finds it.
pub type Work = Pin<Box<dyn Future<Output = ()> + Send>>;
