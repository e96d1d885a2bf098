//! What stands in the way of the exercises, and the signs of the safety questions, in words.

use unhunch_domain::person::screening::{BeforeSign, NowSign, Verdict};

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

/// What stands in the way of the exercises, and what a person does about it, for where there is no
/// page: a line each, none where nothing does.
pub fn lines(words: &Words, verdict: &Verdict) -> Vec<String> {
    let listed = |intro: &str, signs: Vec<Sign>, then: &str| {
        let signs = signs.into_iter().map(|sign| format!("- {}", sign.text));
        let (intro, then) = (words.get(intro), words.get(then));
        std::iter::once(intro).chain(signs).chain([then]).collect()
    };
    match verdict {
        Verdict::Cleared => Vec::new(),
        Verdict::Unasked => vec![words.get("today-command-unasked")],
        Verdict::AskAgain => vec![words.get("today-command-again")],
        Verdict::RestToday => vec![words.get("today-dizzy-text"), words.get("dizzy-again")],
        Verdict::SeeFirst(signs) => listed(
            "safety-intro-before",
            signs.iter().map(|sign| before_sign(words, *sign)).collect(),
            "today-command-see-first",
        ),
        Verdict::Stop(signs) => listed(
            "safety-intro-now",
            signs.iter().map(|sign| now_sign(words, *sign)).collect(),
            "today-command-stop",
        ),
    }
}
