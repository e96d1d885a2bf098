//! What the person should be told of the journal, in words.

use unhunch_journal::Notice;
use unhunch_words::{Words, dates};

/// A notice in the person's words.
pub fn notice_sentence(words: &Words, notice: &Notice) -> String {
    let Notice::Restored {
        backup_ms,
        salvaged,
        set_aside,
    } = notice;
    let kept = if set_aside.is_empty() {
        words.get("notice-nothing-left")
    } else {
        words.with("notice-set-aside", &[("file", set_aside.into())])
    };
    let (salvaged, kept) = (("salvaged", (*salvaged).into()), ("kept", (&kept).into()));
    match backup_ms {
        Some(ms) => {
            let date = dates::date_of_ms(words, *ms);
            words.with(
                "notice-restored",
                &[("date", (&date).into()), salvaged, kept],
            )
        }
        None => words.with("notice-begun-anew", &[salvaged, kept]),
    }
}
