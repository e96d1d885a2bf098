//! What happens to files, as the kernel tells it (inotify).

use std::collections::HashSet;
use std::io::Error;
use std::path::Path;

use futures_util::{FutureExt as _, StreamExt as _};
use inotify::{EventMask, EventStream, Inotify, WatchDescriptor, WatchMask};

use crate::Unavailable;

/// Room for a handful of events at a time.
const BUFFER: usize = 4096;

/// Events of some files and folders.
#[derive(Debug)]
pub struct FileEvents {
    events: EventStream<Vec<u8>>,
    watched: HashSet<WatchDescriptor>,
}

impl FileEvents {
    /// Of none yet. Has to be called in a tokio runtime.
    ///
    /// # Errors
    /// Where the kernel gives no more of them.
    pub fn new() -> Result<Self, Unavailable> {
        let events = Inotify::init()
            .and_then(|kernel| kernel.into_event_stream(vec![0; BUFFER]))
            .map_err(|error| kernel_failed(&error))?;
        Ok(Self {
            events,
            watched: HashSet::new(),
        })
    }

    /// Also of this file or folder. One that is watched already is watched for `wanted` from now on.
    ///
    /// # Errors
    /// Where it isn't there, or may not be watched.
    pub fn watch(&mut self, path: &Path, wanted: WatchMask) -> Result<(), Unavailable> {
        let watch = self
            .events
            .watches()
            .add(path, wanted)
            .map_err(|error| Unavailable::Failed(format!("{}: {error}", path.display())))?;
        self.watched.insert(watch);
        Ok(())
    }

    /// Waits until something has happened, and takes in all of it.
    ///
    /// # Errors
    /// Where nothing is left that is watched, or the kernel tells nothing more.
    pub async fn some(&mut self) -> Result<(), Unavailable> {
        let mut next = self.events.next().await;
        loop {
            let event = next
                .ok_or_else(|| Unavailable::Failed("the kernel tells nothing more".to_owned()))?
                .map_err(|error| kernel_failed(&error))?;
            if event.mask.contains(EventMask::IGNORED) {
                self.watched.remove(&event.wd);
            }
            if self.watched.is_empty() {
                return Err(Unavailable::Failed(
                    "what was watched isn’t there any more".to_owned(),
                ));
            }
            match self.events.next().now_or_never() {
                Some(more) => next = more,
                None => return Ok(()),
            }
        }
    }
}

fn kernel_failed(error: &Error) -> Unavailable {
    Unavailable::Failed(format!("inotify: {error}"))
}
