//! Idle time where a system says it only when it is asked: at the moment when it can have become
//! long enough, and while nobody is there now and then.

use std::time::Duration;

use async_trait::async_trait;
use tokio::time::sleep;

use super::idleness::IdleClock;
use crate::NotHere;

/// While nobody is there, how often to look whether somebody came back.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// A clock that has to be asked.
pub struct Polled<Ask>(pub Ask);

impl<Ask: FnMut() -> Result<Duration, NotHere>> Polled<Ask> {
    fn ask(&mut self) -> Result<Duration, NotHere> {
        (self.0)()
    }
}

#[async_trait]
impl<Ask: FnMut() -> Result<Duration, NotHere> + Send + 'static> IdleClock for Polled<Ask> {
    async fn idle(&mut self) -> Result<Option<Duration>, NotHere> {
        self.ask().map(Some)
    }

    async fn until_idle(&mut self, long: Duration) -> Result<Duration, NotHere> {
        loop {
            let idle = self.ask()?;
            if idle >= long {
                return Ok(idle);
            }
            // A little more: these clocks count in whole milliseconds, some in coarser steps.
            sleep(long.saturating_sub(idle) + Duration::from_millis(20)).await;
        }
    }

    async fn until_input(&mut self, mut idle: Duration) -> Result<(), NotHere> {
        loop {
            let now = self.ask()?;
            if now < idle {
                return Ok(());
            }
            idle = now;
            sleep(LOOK_AGAIN).await;
        }
    }
}

/// The whole system's idle time, where only a call of the system tells it.
#[cfg(any(target_os = "macos", windows))]
pub mod system {
    use async_trait::async_trait;

    use super::Polled;
    use crate::NotHere;
    use crate::eyes::idleness;
    use crate::eyes::outlet::Tell;
    use crate::eyes::watch::{Going, Watch};

    /// macOS’s `HIDIdleTime`, or Windows’ `GetLastInputInfo`.
    pub struct SystemCall;

    #[async_trait]
    impl Watch for SystemCall {
        fn name(&self) -> &'static str {
            if cfg!(windows) { "windows" } else { "macos" }
        }

        async fn start(&self, tell: Tell) -> Result<Going, NotHere> {
            let ask = || {
                system_idle_time::get_idle_time()
                    .map_err(|error| NotHere::Failed(error.to_string()))
            };
            idleness::follow(Polled(ask), tell).await
        }
    }
}
