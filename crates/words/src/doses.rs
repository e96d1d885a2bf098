//! Doses in a person's words.

use unhunch_domain::programme::dose::Prescription;
use unhunch_domain::programme::exercise::Playable;
use unhunch_domain::programme::parts::Sides;

use crate::fluent::Words;

/// A dose in a line: "3 × 10 s, each side".
pub fn dose(words: &Words, play: Playable<'_>, dose: &Prescription) -> String {
    let longest = dose.holds_s.iter().copied().max().unwrap_or(0);
    let amount = if longest == 0 {
        let moving: u32 = play
            .phases()
            .iter()
            .map(|p| p.move_s.get() + p.return_s.get())
            .sum();
        words.with(
            "dose-moving",
            &[("seconds", (moving * dose.reps * dose.sets).into())],
        )
    } else if dose.sets > 1 {
        words.with(
            "dose-sets",
            &[
                ("sets", dose.sets.into()),
                ("reps", dose.reps.into()),
                ("hold", longest.into()),
            ],
        )
    } else if play.phases().len() > 1 {
        words.with(
            "dose-rounds",
            &[("reps", dose.reps.into()), ("hold", longest.into())],
        )
    } else {
        words.with(
            "dose-holds",
            &[("reps", dose.reps.into()), ("hold", longest.into())],
        )
    };
    if play.sides() == Sides::None {
        amount
    } else {
        words.with("dose-each-side", &[("dose", (&amount).into())])
    }
}

/// A dose with its rest: "2 sets of 8, 2 s at the top, 20 s of rest between sets".
pub fn whole_dose(words: &Words, play: Playable<'_>, amount: &Prescription) -> String {
    let said = dose(words, play, amount);
    if amount.sets > 1 && amount.rest_s > 0 {
        words.with(
            "dose-rest",
            &[("dose", (&said).into()), ("seconds", amount.rest_s.into())],
        )
    } else {
        said
    }
}
