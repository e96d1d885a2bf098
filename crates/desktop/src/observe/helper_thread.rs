//! Connecting takes a thread of its own where a library can’t do it otherwise.

use std::thread;

use tokio::sync::oneshot;

use crate::Unavailable;

/// Runs what may block. Where it never ends, it holds up nobody: neither other tasks, nor the end
/// of the program, which tokio’s own blocking threads would.
///
/// # Errors
/// Where there is no thread to be had, or it panicked.
pub async fn run<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Unavailable> {
    let (done, result) = oneshot::channel();
    thread::Builder::new()
        .name("connecting".to_owned())
        .spawn(move || {
            // Whoever waited may have given up.
            drop(done.send(work()));
        })
        .map_err(|error| Unavailable::Failed(error.to_string()))?;
    result
        .await
        .map_err(|error| Unavailable::Failed(error.to_string()))
}
