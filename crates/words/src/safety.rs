//! The signs of the safety questions in words.

use unhunch_domain::screening::{BeforeSign, NowSign};

use crate::fluent::Words;

/// A sign that the person ticked.
pub struct Sign {
    /// Its name in forms.
    pub id: &'static str,
    /// The words in which it was asked for.
    pub text: String,
}

/// A sign with which one gets help now.
pub fn now_sign(words: &Words, sign: NowSign) -> Sign {
    Sign {
        id: sign.id(),
        text: words.get(&format!("safety-now-{}", sign.id())),
    }
}

/// A sign with which one sees a clinician first.
pub fn before_sign(words: &Words, sign: BeforeSign) -> Sign {
    Sign {
        id: sign.id(),
        text: words.get(&format!("safety-before-{}", sign.id())),
    }
}
