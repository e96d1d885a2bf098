//! What lets a page begin a break by itself.

use std::sync::{Arc, Mutex, PoisonError};

use unhunch_app::Host;

use super::key::{Entrance, Key, Keys};

/// Tokens with which the page of a break begins it by itself, each once: only who answered a
/// notification of ours is led to such an address, and no page from elsewhere knows one.
pub struct StartTokens {
    host: Arc<dyn Host>,
    tokens: Mutex<Keys>,
}

impl StartTokens {
    /// None yet.
    pub fn new(host: Arc<dyn Host>) -> Self {
        Self {
            host,
            tokens: Mutex::default(),
        }
    }

    /// The address of a break that begins by itself, once.
    pub fn address(&self) -> String {
        let token = Key::new(self.host.as_ref());
        let entrance = Entrance::to("/break", Entrance::PRINTED_MS);
        let address = format!("/break?start={}", token.as_str());
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        tokens.expect(token, entrance, self.host.moment().at.as_millisecond());
        address
    }

    /// Uses a token up; says whether it was good.
    pub(crate) fn use_up(&self, token: &str) -> bool {
        let mut tokens = self.tokens.lock().unwrap_or_else(PoisonError::into_inner);
        let now_ms = self.host.moment().at.as_millisecond();
        tokens.use_up(token, now_ms).is_some()
    }
}
