//! From a clock of idle time to observations: which alarm is wanted when.

#[cfg(all(unix, not(target_os = "macos")))]
pub mod mutter;
pub mod polled;
#[cfg(all(unix, not(target_os = "macos")))]
pub mod wayland;
#[cfg(all(unix, not(target_os = "macos")))]
pub mod x11;

use std::time::Duration;

use async_trait::async_trait;

use crate::Unavailable;
use crate::observe::merge::Reporter;
use crate::observe::source::RunningSource;

/// The machine asks for seconds at least; less would be a stream of events.
const SHORTEST: Duration = Duration::from_secs(1);

/// Something that knows how long there has been no input, and wakes us when that changes.
#[async_trait]
pub trait IdleClock: Send + 'static {
    /// How long there has been none; `None` where it can't be asked.
    ///
    /// # Errors
    /// Where the source fails, as with the others.
    async fn idle(&mut self) -> Result<Option<Duration>, Unavailable>;

    /// Waits until there has been none for `long`, and says for how long then; at once where that
    /// is so already. It may be dropped and called again with another time.
    async fn until_idle(&mut self, long: Duration) -> Result<Duration, Unavailable>;

    /// Waits for input, after there was none for `idle`. Input that came since that was said is
    /// not missed.
    async fn until_input(&mut self, idle: Duration) -> Result<(), Unavailable>;
}

/// Reports how it stands, and goes on reporting.
///
/// # Errors
/// Where the clock can't be read.
pub async fn follow(
    mut clock: impl IdleClock,
    reporter: Reporter,
) -> Result<RunningSource, Unavailable> {
    let wanted = *reporter.idle_wanted().borrow();
    let idle = clock
        .idle()
        .await?
        .filter(|idle| *idle >= wanted.max(SHORTEST));
    match idle {
        Some(idle) => reporter.idle(idle),
        None => reporter.input(),
    }
    Ok(Box::pin(async move {
        match go_on(&mut clock, &reporter, idle).await {
            Ok(never) => match never {},
            Err(why) => why,
        }
    }))
}

async fn go_on(
    clock: &mut impl IdleClock,
    reporter: &Reporter,
    mut idle: Option<Duration>,
) -> Result<std::convert::Infallible, Unavailable> {
    let mut wanted = reporter.idle_wanted();
    let mut may_change = true;
    loop {
        if let Some(long) = idle {
            clock.until_input(long).await?;
            reporter.input();
            idle = None;
        }
        let long = (*wanted.borrow_and_update()).max(SHORTEST);
        tokio::select! {
            reached = clock.until_idle(long) => {
                let reached = reached?;
                reporter.idle(reached);
                idle = Some(reached);
            }
            changed = wanted.changed(), if may_change => may_change = changed.is_ok(),
        }
    }
}
