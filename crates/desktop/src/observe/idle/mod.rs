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

use crate::NotHere;
use crate::observe::merge::Tell;
use crate::observe::source::Going;

/// The machine asks for seconds at least; less would be a stream of events.
const SHORTEST: Duration = Duration::from_secs(1);

/// Something that knows how long there has been no input, and wakes us when that changes.
#[async_trait]
pub trait IdleClock: Send + 'static {
    /// How long there has been none; `None` where it can't be asked.
    ///
    /// # Errors
    /// Where the source fails, as with the others.
    async fn idle(&mut self) -> Result<Option<Duration>, NotHere>;

    /// Waits until there has been none for `long`, and says for how long then; at once where that
    /// is so already. It may be dropped and called again with another time.
    async fn until_idle(&mut self, long: Duration) -> Result<Duration, NotHere>;

    /// Waits for input, after there was none for `idle`. Input that came since that was said is
    /// not missed.
    async fn until_input(&mut self, idle: Duration) -> Result<(), NotHere>;
}

/// Tells how it stands, and goes on telling.
///
/// # Errors
/// Where the clock can't be read.
pub async fn follow(mut clock: impl IdleClock, tell: Tell) -> Result<Going, NotHere> {
    let wanted = *tell.idle_wanted().borrow();
    let idle = clock
        .idle()
        .await?
        .filter(|idle| *idle >= wanted.max(SHORTEST));
    match idle {
        Some(idle) => tell.idle(idle),
        None => tell.input(),
    }
    Ok(Box::pin(async move {
        match go_on(&mut clock, &tell, idle).await {
            Ok(never) => match never {},
            Err(why) => why,
        }
    }))
}

async fn go_on(
    clock: &mut impl IdleClock,
    tell: &Tell,
    mut idle: Option<Duration>,
) -> Result<std::convert::Infallible, NotHere> {
    let mut wanted = tell.idle_wanted();
    let mut may_change = true;
    loop {
        if let Some(long) = idle {
            clock.until_input(long).await?;
            tell.input();
            idle = None;
        }
        let long = (*wanted.borrow_and_update()).max(SHORTEST);
        tokio::select! {
            reached = clock.until_idle(long) => {
                let reached = reached?;
                tell.idle(reached);
                idle = Some(reached);
            }
            changed = wanted.changed(), if may_change => may_change = changed.is_ok(),
        }
    }
}
