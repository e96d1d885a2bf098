//! Idle time where a system says it only when it is asked: at the moment when it can have become
//! long enough, and while nobody is there now and then.

use std::time::Duration;

use async_trait::async_trait;
use tokio::time::sleep;

use super::IdleClock;
use crate::Unavailable;

/// While nobody is there, how often to look whether somebody came back.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// A clock that has to be asked.
pub struct Polled<Ask>(pub Ask);

impl<Ask: FnMut() -> Result<Duration, Unavailable>> Polled<Ask> {
    fn ask(&mut self) -> Result<Duration, Unavailable> {
        (self.0)()
    }
}

#[async_trait]
impl<Ask: FnMut() -> Result<Duration, Unavailable> + Send + 'static> IdleClock for Polled<Ask> {
    async fn idle(&mut self) -> Result<Option<Duration>, Unavailable> {
        self.ask().map(Some)
    }

    async fn until_idle(&mut self, long: Duration) -> Result<Duration, Unavailable> {
        loop {
            let idle = self.ask()?;
            if idle >= long {
                return Ok(idle);
            }
            // A little more: these clocks count in whole milliseconds, some in coarser steps.
            sleep(long.saturating_sub(idle) + Duration::from_millis(20)).await;
        }
    }

    async fn until_input(&mut self, mut idle: Duration) -> Result<(), Unavailable> {
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
    use crate::Unavailable;
    use crate::observe::idle::follow;
    use crate::observe::merge::Reporter;
    use crate::observe::source::{RunningSource, Source};

    /// macOS’s `HIDIdleTime`, or Windows’ `GetLastInputInfo`.
    pub struct SystemCall;

    #[async_trait]
    impl Source for SystemCall {
        fn name(&self) -> &'static str {
            if cfg!(windows) { "windows" } else { "macos" }
        }

        async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
            let ask = || {
                system_idle_time::get_idle_time()
                    .map_err(|error| Unavailable::Failed(error.to_string()))
            };
            follow(Polled(ask), reporter).await
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use tokio::time::Instant;

    use super::*;

    /// A system with its own time, which counts how often it is asked.
    fn system(
        since: Instant,
    ) -> (
        impl FnMut() -> Result<Duration, Unavailable> + Send,
        Arc<AtomicU32>,
    ) {
        let asked = Arc::new(AtomicU32::new(0));
        let counter = Arc::clone(&asked);
        let ask = move || {
            counter.fetch_add(1, Ordering::Relaxed);
            Ok(since.elapsed())
        };
        (ask, asked)
    }

    #[tokio::test(start_paused = true)]
    async fn it_is_asked_when_it_can_have_become_long_enough_and_not_before() {
        let (ask, asked) = system(Instant::now());
        let long = Duration::from_mins(2);
        let idle = Polled(ask).until_idle(long).await.unwrap();
        assert!(idle >= long, "{idle:?}");
        assert_eq!(asked.load(Ordering::Relaxed), 2);
    }

    #[tokio::test(start_paused = true)]
    async fn input_is_noticed_also_where_it_was_before_the_first_look() {
        let (ask, _) = system(Instant::now());
        Polled(ask)
            .until_input(Duration::from_secs(5))
            .await
            .unwrap();
    }

    #[tokio::test(start_paused = true)]
    async fn input_is_noticed_by_time_that_goes_back() {
        let begin = Instant::now();
        let comes = begin + Duration::from_mins(1);
        let ask = move || Ok(if Instant::now() < comes { begin } else { comes }.elapsed());
        Polled(ask).until_input(Duration::ZERO).await.unwrap();
        assert!(Instant::now() >= comes);
    }

    #[tokio::test(start_paused = true)]
    async fn a_system_that_fails_is_no_idle_time() {
        let failed = || Err(Unavailable::Failed("torn".to_owned()));
        let why = Unavailable::Failed("torn".to_owned());
        assert_eq!(Polled(failed).idle().await, Err(why.clone()));
        assert_eq!(
            Polled(failed).until_idle(Duration::ZERO).await,
            Err(why.clone())
        );
        assert_eq!(Polled(failed).until_input(Duration::ZERO).await, Err(why));
    }
}
