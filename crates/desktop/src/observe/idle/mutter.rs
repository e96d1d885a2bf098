//! GNOME's idle time: Mutter knows it on X11 and on Wayland, and rings alarms.

use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt as _;
use zbus::Connection;

use super::{IdleClock, follow};
use crate::Unavailable;
use crate::observe::dbus_service::{Object, Service, Signals, ended};
use crate::observe::merge::Reporter;
use crate::observe::source::{RunningSource, Source};

/// `org.gnome.Mutter.IdleMonitor` on the session bus.
pub struct Mutter(Service);

impl Mutter {
    /// On this bus.
    pub const fn new(bus: Result<Connection, Unavailable>) -> Self {
        Self(Service {
            bus,
            name: "org.gnome.Mutter.IdleMonitor",
            path: "/org/gnome/Mutter/IdleMonitor/Core",
            interface: "org.gnome.Mutter.IdleMonitor",
        })
    }
}

#[async_trait]
impl Source for Mutter {
    fn name(&self) -> &'static str {
        "mutter"
    }

    fn service(&self) -> Option<&Service> {
        Some(&self.0)
    }

    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
        let monitor = self.0.reach().await?;
        let fired = monitor.signals("WatchFired").await?;
        let clock = Clock {
            monitor,
            fired,
            alarm: None,
        };
        follow(clock, reporter).await
    }
}

struct Clock {
    monitor: Object,
    fired: Signals,
    /// The idle alarm that is set. It rings each time anew until it is removed.
    alarm: Option<u32>,
}

impl Clock {
    async fn idle_time(&self) -> Result<Duration, Unavailable> {
        let milliseconds: u64 = self.monitor.call("GetIdletime", &()).await?;
        Ok(Duration::from_millis(milliseconds))
    }

    async fn remove_alarm(&mut self) -> Result<(), Unavailable> {
        match self.alarm.take() {
            Some(alarm) => self.monitor.call("RemoveWatch", &(alarm,)).await,
            None => Ok(()),
        }
    }

    async fn rings(&mut self, alarm: u32) -> Result<(), Unavailable> {
        while let Some(signal) = self.fired.next().await {
            // The alarms of other programs ring here, too.
            if signal.body().deserialize::<u32>().ok() == Some(alarm) {
                return Ok(());
            }
        }
        Err(ended())
    }
}

#[async_trait]
impl IdleClock for Clock {
    async fn idle(&mut self) -> Result<Option<Duration>, Unavailable> {
        self.idle_time().await.map(Some)
    }

    async fn until_idle(&mut self, long: Duration) -> Result<Duration, Unavailable> {
        self.remove_alarm().await?;
        let milliseconds = u64::try_from(long.as_millis()).unwrap_or(u64::MAX);
        let alarm: u32 = self.monitor.call("AddIdleWatch", &(milliseconds,)).await?;
        self.alarm = Some(alarm);
        // Some versions ring for a time that has passed already, some only for the next.
        let idle = self.idle_time().await?;
        if idle < long {
            self.rings(alarm).await?;
        }
        self.remove_alarm().await?;
        Ok(idle.max(long))
    }

    async fn until_input(&mut self, idle: Duration) -> Result<(), Unavailable> {
        let alarm: u32 = self.monitor.call("AddUserActiveWatch", &()).await?;
        if self.idle_time().await? < idle {
            return self.monitor.call("RemoveWatch", &(alarm,)).await;
        }
        self.rings(alarm).await
    }
}
