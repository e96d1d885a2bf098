//! Calls: whether a microphone or a camera is in use, read from the kernel’s own files.
//!
//! A capture device of the sound system says in `/proc/asound` whether it is open. A camera doesn’t
//! say; but who has it open shows in `/proc/*/fd`, for the processes of the same person, which is
//! who calls. Opening and closing the device nodes wakes us; nothing else does.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use inotify::WatchMask;
use tokio::time::{Instant, timeout, timeout_at};

use super::file_events::FileEvents;
use super::merge::Reporter;
use super::source::{RunningSource, Source};
use crate::Unavailable;

/// Programs open cameras just to list them: look when they have been quiet for so long.
const QUIET: Duration = Duration::from_millis(500);
/// But don’t wait longer than this for quiet.
const NO_QUIET: Duration = Duration::from_secs(5);
/// A device closes only after the last one lets go of it, which may be a little later. So look
/// again.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

/// Where the kernel’s files are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KernelFiles {
    /// Processes and the sound system’s state: `/proc`.
    pub processes: PathBuf,
    /// Device nodes: `/dev`.
    pub devices: PathBuf,
}

impl Default for KernelFiles {
    fn default() -> Self {
        Self {
            processes: PathBuf::from("/proc"),
            devices: PathBuf::from("/dev"),
        }
    }
}

/// Cameras and microphones.
pub struct CaptureDevices(pub KernelFiles);

#[async_trait]
impl Source for CaptureDevices {
    fn name(&self) -> &'static str {
        "kernel"
    }

    async fn start(&self, reporter: Reporter) -> Result<RunningSource, Unavailable> {
        let files = self.0.clone();
        let mut events = FileEvents::new()?;
        files.watch_all(&mut events)?;
        reporter.report(files.is_call()?);
        Ok(Box::pin(async move {
            match files.go_on(&mut events, &reporter).await {
                Ok(never) => match never {},
                Err(why) => why,
            }
        }))
    }
}

impl KernelFiles {
    async fn go_on(
        &self,
        events: &mut FileEvents,
        reporter: &Reporter,
    ) -> Result<std::convert::Infallible, Unavailable> {
        loop {
            events.some().await?;
            loop {
                let latest = Instant::now() + NO_QUIET;
                // Quiet: no event within that time.
                while let Ok(Ok(event)) = timeout_at(latest, timeout(QUIET, events.some())).await {
                    event?;
                }
                // There may be new devices.
                self.watch_all(events)?;
                reporter.report(self.is_call()?);
                match timeout(LOOK_AGAIN, events.some()).await {
                    Ok(event) => event?,
                    Err(_) => break,
                }
            }
            reporter.report(self.is_call()?);
        }
    }

    /// Watches all devices that are there for being opened and closed, and the folders that new
    /// ones appear in. Opening other devices isn’t watched: that would be a stream of events.
    fn watch_all(&self, events: &mut FileEvents) -> Result<(), Unavailable> {
        let folder = WatchMask::CREATE | WatchMask::DELETE | WatchMask::ATTRIB | WatchMask::ONLYDIR;
        let device = WatchMask::OPEN | WatchMask::CLOSE;
        events.watch(&self.devices, folder)?;
        let sound = self.devices.join("snd");
        if sound.is_dir() {
            events.watch(&sound, folder)?;
        }
        for node in self.microphones()?.into_iter().chain(self.cameras()?) {
            events.watch(&node, device)?;
        }
        Ok(())
    }

    /// Whether a microphone or a camera is in use.
    fn is_call(&self) -> Result<bool, Unavailable> {
        Ok(self.is_recording()? || self.is_filming()?)
    }

    /// Device nodes to record sound from.
    fn microphones(&self) -> Result<Vec<PathBuf>, Unavailable> {
        entries(&self.devices.join("snd"), is_capture)
    }

    /// Device nodes of cameras.
    fn cameras(&self) -> Result<Vec<PathBuf>, Unavailable> {
        entries(&self.devices, |name| is_numbered(name, "video"))
    }

    fn is_recording(&self) -> Result<bool, Unavailable> {
        let is_card = |name: &str| is_numbered(name, "card");
        for card in entries(&self.processes.join("asound"), is_card)? {
            for device in entries(&card, is_capture)? {
                for part in entries(&device, |name| is_numbered(name, "sub"))? {
                    let status = part.join("status");
                    match fs::read_to_string(&status) {
                        Ok(text) if text.trim() != "closed" => return Ok(true),
                        Ok(_) => {}
                        Err(error) => unless_gone(&status, &error)?,
                    }
                }
            }
        }
        Ok(false)
    }

    fn is_filming(&self) -> Result<bool, Unavailable> {
        let cameras = self.cameras()?;
        if cameras.is_empty() {
            return Ok(false);
        }
        let is_process = |name: &str| name.bytes().all(|byte| byte.is_ascii_digit());
        for process in entries(&self.processes, is_process)? {
            // Other people’s processes can’t be looked at, and some have ended meanwhile.
            let Ok(open) = fs::read_dir(process.join("fd")) else {
                continue;
            };
            for file in open.flatten() {
                if fs::read_link(file.path()).is_ok_and(|to| cameras.contains(&to)) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// Entries of a folder whose names fit; none where there is no such folder.
fn entries(folder: &Path, fits: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, Unavailable> {
    match fs::read_dir(folder) {
        Ok(entries) => Ok(entries
            .flatten()
            .filter(|entry| entry.file_name().to_str().is_some_and(&fits))
            .map(|entry| entry.path())
            .collect()),
        Err(error) => unless_gone(folder, &error).map(|()| Vec::new()),
    }
}

/// What isn’t there isn’t in use: a device that was unplugged, a computer without sound.
fn unless_gone(path: &Path, error: &std::io::Error) -> Result<(), Unavailable> {
    /// What was unplugged while its state was read answers so (`ENODEV`).
    const NO_SUCH_DEVICE: i32 = 19;
    let is_gone =
        error.kind() == ErrorKind::NotFound || error.raw_os_error() == Some(NO_SUCH_DEVICE);
    if is_gone {
        Ok(())
    } else {
        Err(Unavailable::Failed(format!("{}: {error}", path.display())))
    }
}

/// `prefix` and a number: `video0`.
fn is_numbered(name: &str, prefix: &str) -> bool {
    name.strip_prefix(prefix).is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

/// A capture device of the sound system: `pcmC0D0c` as a node, `pcm0c` as a folder.
fn is_capture(name: &str) -> bool {
    name.starts_with("pcm") && name.ends_with('c')
}
