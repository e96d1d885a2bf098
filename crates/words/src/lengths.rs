//! Lengths of time in a person's words.

use crate::fluent::Words;

/// A length of time in whole minutes; in seconds below one minute, in hours from two on.
pub fn length(words: &Words, ms: u64) -> String {
    let minutes = (ms + 30_000) / 60_000;
    if minutes >= 120 {
        words.with(
            "length-hours",
            &[
                ("hours", (minutes / 60).into()),
                ("minutes", (minutes % 60).into()),
            ],
        )
    } else if ms < 60_000 {
        words.with("length-seconds", &[("seconds", (ms / 1000).into())])
    } else {
        words.with("length-minutes", &[("minutes", minutes.into())])
    }
}
