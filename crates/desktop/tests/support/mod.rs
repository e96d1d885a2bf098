//! A message bus and a screen of a test's own, so that a desktop can be acted out beside the real
//! one. Both end with the value that stands for them.

#![allow(
    dead_code,
    missing_docs,
    clippy::unwrap_used,
    clippy::unused_self,
    clippy::used_underscore_binding,
    reason = "each test file uses some of it; a test that can’t go on has failed; what services answer is given, and their protocols say what it means"
)]

pub mod desktop;
pub mod do_not_disturb;
pub mod forger;
pub mod logind;
pub mod mutter;
pub mod programs;
pub mod ui;
pub mod wayland;
pub mod window;

use tokio::sync::mpsc;

#[allow(unused_imports, reason = "each test file uses some of it")]
pub use programs::{Bus, PATIENCE, Program, Screen};

impl Bus {
    /// A connection of its own.
    pub async fn connect(&self) -> zbus::Connection {
        zbus::connection::Builder::address(self.address())
            .unwrap()
            .build()
            .await
            .unwrap()
    }
}

/// What came first of that for which `wanted` says yes; the rest is passed over.
pub async fn first<T: std::fmt::Debug>(
    from: &mut mpsc::UnboundedReceiver<T>,
    mut wanted: impl FnMut(&T) -> bool,
) -> T {
    let mut passed = Vec::new();
    let waiting = async {
        loop {
            let next = from.recv().await?;
            if wanted(&next) {
                return Some(next);
            }
            passed.push(next);
        }
    };
    let Ok(found) = tokio::time::timeout(PATIENCE, waiting).await else {
        panic!("it didn’t come within {PATIENCE:?}, only {passed:?}");
    };
    found.unwrap_or_else(|| panic!("it didn’t come before everything ended, only {passed:?}"))
}
