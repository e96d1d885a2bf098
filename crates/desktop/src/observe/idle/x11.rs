//! What an X server knows: how long there has been no input, and whether the window in front fills
//! the screen.

use std::time::Duration;

use async_trait::async_trait;
use x11rb::connection::{Connection as _, RequestConnection as _};
use x11rb::errors::ReplyError;
use x11rb::protocol::Event;
use x11rb::protocol::screensaver::ConnectionExt as _;
use x11rb::protocol::sync::{
    Alarm, ConnectionExt as _, Counter, CreateAlarmAux, Int64, TESTTYPE, VALUETYPE,
};
use x11rb::protocol::xproto::{
    Atom, AtomEnum, ChangeWindowAttributesAux, ConnectionExt as _, EventMask, Window,
};

use super::polled::Polled;
use super::{IdleClock, follow};
use crate::Unavailable;
use crate::observe::merge::Reporter;
use crate::observe::source::{RunningSource, Source};
use crate::observe::x11_display::{Display, failed};

/// The counter `IDLETIME` of the SYNC extension, with alarms: nobody wakes in between. For the
/// display of that name.
pub struct IdleCounter(pub Option<String>);

#[async_trait]
impl Source for IdleCounter {
    fn name(&self) -> &'static str {
        "x11"
    }

    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
        let display = Display::open(self.0.as_ref()).await?;
        let counter = idle_counter(&display)?.ok_or(Unavailable::NotOffered)?;
        let clock = Clock {
            display,
            counter,
            alarm: None,
        };
        follow(clock, reporter).await
    }
}

fn idle_counter(display: &Display) -> Result<Option<Counter>, Unavailable> {
    use x11rb::protocol::sync::X11_EXTENSION_NAME;
    let connection = &display.connection;
    let has_it = connection
        .extension_information(X11_EXTENSION_NAME)
        .map_err(failed)?;
    if has_it.is_none() {
        return Ok(None);
    }
    let version = connection.sync_initialize(3, 1).map_err(failed)?;
    version.reply().map_err(failed)?;
    let counters = connection.sync_list_system_counters().map_err(failed)?;
    let counters = counters.reply().map_err(failed)?.counters;
    Ok(counters
        .into_iter()
        .find(|counter| counter.name == b"IDLETIME")
        .map(|counter| counter.counter))
}

struct Clock {
    display: Display,
    counter: Counter,
    /// The alarm that was set last.
    alarm: Option<Alarm>,
}

impl Clock {
    fn idle_time(&self) -> Result<Duration, Unavailable> {
        let answer = self
            .display
            .connection
            .sync_query_counter(self.counter)
            .map_err(failed)?;
        let value = answer.reply().map_err(failed)?.counter_value;
        let milliseconds = (i64::from(value.hi) << 32) | i64::from(value.lo);
        Ok(Duration::from_millis(
            u64::try_from(milliseconds).unwrap_or_default(),
        ))
    }

    /// Waits until the counter compares like that with a time; at once where it does already.
    async fn rings(&mut self, compares: TESTTYPE, time: Duration) -> Result<(), Unavailable> {
        let connection = &self.display.connection;
        if let Some(former) = self.alarm.take() {
            connection.sync_destroy_alarm(former).map_err(failed)?;
        }
        let milliseconds = i64::try_from(time.as_millis()).unwrap_or(i64::MAX);
        let alarm = connection.generate_id().map_err(failed)?;
        let settings = CreateAlarmAux::new()
            .counter(self.counter)
            .value_type(VALUETYPE::ABSOLUTE)
            .value(int64(milliseconds))
            .test_type(compares)
            // With a step of zero it rings once.
            .delta(int64(0))
            .events(1);
        connection
            .sync_create_alarm(alarm, &settings)
            .map_err(failed)?;
        self.alarm = Some(alarm);
        loop {
            match self.display.event().await? {
                Event::SyncAlarmNotify(event) if event.alarm == alarm => return Ok(()),
                Event::Error(error) => return Err(failed(format!("{error:?}"))),
                _ => {}
            }
        }
    }
}

/// A number as the protocol has it, in two halves.
fn int64(number: i64) -> Int64 {
    Int64 {
        // Half as many bits always fit.
        hi: i32::try_from(number >> 32).unwrap_or_default(),
        lo: u32::try_from(number & 0xFFFF_FFFF).unwrap_or_default(),
    }
}

#[async_trait]
impl IdleClock for Clock {
    async fn idle(&mut self) -> Result<Option<Duration>, Unavailable> {
        self.idle_time().map(Some)
    }

    async fn until_idle(&mut self, long: Duration) -> Result<Duration, Unavailable> {
        self.rings(TESTTYPE::POSITIVE_COMPARISON, long).await?;
        Ok(self.idle_time()?.max(long))
    }

    async fn until_input(&mut self, idle: Duration) -> Result<(), Unavailable> {
        let before = idle.saturating_sub(Duration::from_millis(1));
        self.rings(TESTTYPE::NEGATIVE_COMPARISON, before).await
    }
}

/// The screen saver extension of older servers, which has to be asked. For the display of that
/// name.
pub struct ScreenSaverInfo(pub Option<String>);

#[async_trait]
impl Source for ScreenSaverInfo {
    fn name(&self) -> &'static str {
        "x11-screensaver"
    }

    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
        use x11rb::protocol::screensaver::X11_EXTENSION_NAME;
        let display = Display::open(self.0.as_ref()).await?;
        let has_it = display
            .connection
            .extension_information(X11_EXTENSION_NAME)
            .map_err(failed)?;
        if has_it.is_none() {
            return Err(Unavailable::NotOffered);
        }
        let ask = move || {
            let answer = display
                .connection
                .screensaver_query_info(display.root)
                .map_err(failed)?;
            let idle = answer.reply().map_err(failed)?.ms_since_user_input;
            Ok(Duration::from_millis(u64::from(idle)))
        };
        follow(Polled(ask), reporter).await
    }
}

/// Whether the window in front fills the screen, as the window manager says it. For the display of
/// that name.
pub struct ActiveWindow(pub Option<String>);

#[async_trait]
impl Source for ActiveWindow {
    fn name(&self) -> &'static str {
        "x11"
    }

    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
        let display = Display::open(self.0.as_ref()).await?;
        let names = Names {
            supported: display.atom("_NET_SUPPORTED")?,
            manager: display.atom("_NET_SUPPORTING_WM_CHECK")?,
            active: display.atom("_NET_ACTIVE_WINDOW")?,
            state: display.atom("_NET_WM_STATE")?,
            full_screen: display.atom("_NET_WM_STATE_FULLSCREEN")?,
            hidden: display.atom("_NET_WM_STATE_HIDDEN")?,
        };
        let mut tracker = ActiveWindowTracker {
            display,
            names,
            manager: x11rb::NONE,
            active: x11rb::NONE,
        };
        tracker.find_manager()?;
        tracker.follow_active()?;
        reporter.report(tracker.is_full()?);
        Ok(Box::pin(async move {
            match tracker.go_on(&reporter).await {
                Ok(never) => match never {},
                Err(why) => why,
            }
        }))
    }
}

/// Names that window managers have agreed on.
struct Names {
    supported: Atom,
    manager: Atom,
    active: Atom,
    state: Atom,
    full_screen: Atom,
    hidden: Atom,
}

struct ActiveWindowTracker {
    display: Display,
    names: Names,
    /// The window manager's own window, which goes with it.
    manager: Window,
    /// The window in front.
    active: Window,
}

impl ActiveWindowTracker {
    fn find_manager(&mut self) -> Result<(), Unavailable> {
        let root = self.display.root;
        self.listen(root, EventMask::PROPERTY_CHANGE)?;
        let none =
            || Unavailable::Failed("no window manager says which window is in front".to_owned());
        let windows = self.property(root, self.names.manager, AtomEnum::WINDOW)?;
        self.manager = *windows.first().ok_or_else(none)?;
        self.listen(self.manager, EventMask::STRUCTURE_NOTIFY)?;
        // One that has gone leaves its word on the root window; its own window is gone.
        let own = self.property(self.manager, self.names.manager, AtomEnum::WINDOW)?;
        let supported = self.property(root, self.names.supported, AtomEnum::ATOM)?;
        if own.first() == Some(&self.manager) && supported.contains(&self.names.active) {
            Ok(())
        } else {
            Err(none())
        }
    }

    async fn go_on(
        &mut self,
        reporter: &Reporter,
    ) -> Result<std::convert::Infallible, Unavailable> {
        let root = self.display.root;
        loop {
            match self.display.event().await? {
                Event::DestroyNotify(event) if event.window == self.manager => {
                    return Err(Unavailable::Failed(
                        "the window manager has gone".to_owned(),
                    ));
                }
                // Some managers go on naming a window that is gone while no other takes its place.
                Event::DestroyNotify(event) if event.window == self.active => {
                    self.active = x11rb::NONE;
                }
                Event::PropertyNotify(event)
                    if event.window == root && event.atom == self.names.active =>
                {
                    self.follow_active()?;
                }
                Event::PropertyNotify(event)
                    if event.window == self.active && event.atom == self.names.state => {}
                _ => continue,
            }
            reporter.report(self.is_full()?);
        }
    }

    /// Listens to the window that is in front now, and no more to the one before.
    fn follow_active(&mut self) -> Result<(), Unavailable> {
        let windows = self.property(self.display.root, self.names.active, AtomEnum::WINDOW)?;
        let active = windows.first().copied().unwrap_or(x11rb::NONE);
        if active != self.active {
            if self.active != x11rb::NONE {
                self.listen(self.active, EventMask::NO_EVENT)?;
            }
            if active != x11rb::NONE {
                let changes = EventMask::PROPERTY_CHANGE | EventMask::STRUCTURE_NOTIFY;
                self.listen(active, changes)?;
            }
            self.active = active;
        }
        Ok(())
    }

    fn is_full(&self) -> Result<bool, Unavailable> {
        if self.active == x11rb::NONE {
            return Ok(false);
        }
        let states = self.property(self.active, self.names.state, AtomEnum::ATOM)?;
        Ok(states.contains(&self.names.full_screen) && !states.contains(&self.names.hidden))
    }

    /// A window may be gone by the time that the server hears of this; its error is an event that
    /// nobody minds.
    fn listen(&self, window: Window, events: EventMask) -> Result<(), Unavailable> {
        let wanted = ChangeWindowAttributesAux::new().event_mask(events);
        self.display
            .connection
            .change_window_attributes(window, &wanted)
            .map_err(failed)?;
        Ok(())
    }

    /// A property’s numbers; none where it or the window isn’t there.
    fn property(&self, window: Window, name: Atom, of: AtomEnum) -> Result<Vec<u32>, Unavailable> {
        /// No window is in so many states.
        const MOST: u32 = 1024;
        let answer = self
            .display
            .connection
            .get_property(false, window, name, of, 0, MOST)
            .map_err(failed)?;
        match answer.reply() {
            Ok(property) => Ok(property.value32().into_iter().flatten().collect()),
            Err(ReplyError::X11Error(_)) => Ok(Vec::new()),
            Err(error) => Err(failed(error)),
        }
    }
}
