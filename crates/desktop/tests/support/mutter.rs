//! Mutter’s idle monitor, acted out: time passes when a test says so.

use std::collections::BTreeMap;
use std::time::Duration;

use zbus::object_server::{InterfaceRef, SignalEmitter};
use zbus::{Connection, interface};

use super::Bus;

const NAME: &str = "org.gnome.Mutter.IdleMonitor";
const PATH: &str = "/org/gnome/Mutter/IdleMonitor/Core";

/// It, on a bus.
pub struct Mutter {
    connection: Connection,
    monitor: InterfaceRef<Monitor>,
}

/// Alarms as Mutter has them.
#[derive(Default)]
struct Monitor {
    idle: Duration,
    last: u32,
    /// They ring each time that it has been idle for so long.
    idle_alarms: BTreeMap<u32, Duration>,
    /// They ring once.
    input_alarms: Vec<u32>,
}

#[interface(name = "org.gnome.Mutter.IdleMonitor")]
impl Monitor {
    fn get_idletime(&self) -> u64 {
        u64::try_from(self.idle.as_millis()).unwrap()
    }

    fn add_idle_watch(&mut self, interval: u64) -> u32 {
        self.last += 1;
        let long = Duration::from_millis(interval);
        self.idle_alarms.insert(self.last, long);
        self.last
    }

    fn add_user_active_watch(&mut self) -> u32 {
        self.last += 1;
        self.input_alarms.push(self.last);
        self.last
    }

    fn remove_watch(&mut self, id: u32) {
        self.idle_alarms.remove(&id);
        self.input_alarms.retain(|alarm| *alarm != id);
    }

    #[zbus(signal)]
    async fn watch_fired(emitter: &SignalEmitter<'_>, id: u32) -> zbus::Result<()>;
}

impl Mutter {
    /// It comes up on a bus.
    pub async fn appear(bus: &Bus) -> Self {
        let connection = bus.connect().await;
        let objects = connection.object_server();
        objects.at(PATH, Monitor::default()).await.unwrap();
        let monitor = objects.interface(PATH).await.unwrap();
        connection.request_name(NAME).await.unwrap();
        Self {
            connection,
            monitor,
        }
    }

    /// It goes.
    pub async fn vanish(self) {
        self.connection.release_name(NAME).await.unwrap();
    }

    /// Nobody touches anything for a while.
    pub async fn pass(&self, long: Duration) {
        // Somebody waits for it to ring, or else for input.
        let rings: Vec<u32> = {
            let mut monitor = self.monitor.get_mut().await;
            let before = monitor.idle;
            monitor.idle += long;
            let now = monitor.idle;
            monitor
                .idle_alarms
                .iter()
                .filter(|(_, of)| before < **of && **of <= now)
                .map(|(alarm, _)| *alarm)
                .collect()
        };
        self.ring(rings).await;
    }

    /// Somebody touches a key.
    pub async fn input(&self) {
        let rings = {
            let mut monitor = self.monitor.get_mut().await;
            monitor.idle = Duration::ZERO;
            std::mem::take(&mut monitor.input_alarms)
        };
        self.ring(rings).await;
    }

    async fn ring(&self, alarms: Vec<u32>) {
        // One that rings for another program comes first.
        for alarm in [4_000_000].into_iter().chain(alarms) {
            let emitter = self.monitor.signal_emitter();
            Monitor::watch_fired(emitter, alarm).await.unwrap();
        }
    }

    /// The idle alarms that are set, once one is.
    pub async fn alarms(&self) -> Vec<Duration> {
        loop {
            let monitor = self.monitor.get().await;
            if !monitor.idle_alarms.is_empty() {
                return monitor.idle_alarms.values().copied().collect();
            }
            drop(monitor);
            tokio::task::yield_now().await;
        }
    }
}
