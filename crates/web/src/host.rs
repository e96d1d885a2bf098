//! What the app needs from whoever hosts it: the time and chance.

use std::future::Future;
use std::pin::Pin;

use axum::response::Response;
use jiff::Zoned;
use unhunch_domain::EntryId;
use unhunch_domain::entry::{At, Zone};
use uuid::{Builder, Uuid};

/// The host's clock and its source of randomness.
pub trait Host: Send + Sync {
    /// The time now, in the person's time zone.
    fn now(&self) -> Zoned;

    /// Ten bytes that nobody can foresee.
    fn random(&self) -> [u8; 10];

    /// Does what may take long, such as drawing what somebody made up, where it keeps nobody else
    /// waiting. Gives nothing where too much of that waits already. A host with a single thread
    /// does it here and now.
    fn apart(&self, work: Work) -> Pin<Box<dyn Future<Output = Option<Response>> + Send>> {
        Box::pin(async { Some(work.await) })
    }
}

/// Work that ends in an answer.
pub type Work = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A moment as entries have it: when and where.
#[derive(Clone, Debug)]
pub struct Now {
    /// The time with its zone.
    pub zoned: Zoned,
    /// The time as entries have it.
    pub at: At,
    /// The zone as entries have it.
    pub zone: Zone,
}

impl Now {
    /// Asks the host. A clock that stands outside the years that entries know counts as 1970.
    pub fn of(host: &dyn Host) -> Self {
        let zoned = host.now();
        Self {
            at: At::try_from(zoned.timestamp()).unwrap_or(At::EARLIEST),
            zone: Zone::of_time(&zoned),
            zoned,
        }
    }

    /// A new UUIDv7 of this moment.
    pub fn uuid(&self, host: &dyn Host) -> Uuid {
        let ms = u64::try_from(self.at.as_millisecond()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(ms, &host.random()).into_uuid()
    }

    /// A new entry's id.
    pub fn entry_id(&self, host: &dyn Host) -> EntryId {
        EntryId(self.uuid(host))
    }
}
