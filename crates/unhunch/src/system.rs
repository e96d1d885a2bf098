//! This machine's clock and its source of randomness.

use jiff::Zoned;
use unhunch_web::{Host, Key};
use uuid::Uuid;

/// This machine.
pub struct Machine;

impl Host for Machine {
    fn now(&self) -> Zoned {
        Zoned::now()
    }

    fn random(&self) -> [u8; 10] {
        random()
    }
}

/// Bytes that nobody can foresee.
///
/// # Panics
/// Where the operating system gives none: nothing that is meant to be secret could be.
pub fn random<const COUNT: usize>() -> [u8; COUNT] {
    let mut bytes = [0; COUNT];
    getrandom::fill(&mut bytes).expect("the operating system gives random bytes");
    bytes
}

/// A new secret.
pub fn new_key() -> Key {
    Key::of(random())
}

/// A new UUID that says nothing.
pub fn new_uuid() -> Uuid {
    uuid::Builder::from_random_bytes(random()).into_uuid()
}
