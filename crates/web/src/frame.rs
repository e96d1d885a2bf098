//! What every page has around it: colours, text size, the way to the other pages, and what
//! the person should be told.

use unhunch_domain::settings::{Settings, TextSize, Theme};
use unhunch_journal::Notice;
use unhunch_words::{Words, dates};

/// The frame of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// Which part of the app the page belongs to; empty for none.
    pub part: &'static str,
    /// `auto`, `light` or `dark`.
    pub theme: &'static str,
    /// `normal`, `large` or `larger`.
    pub text_size: &'static str,
    /// What the person should be told.
    pub notices: Vec<String>,
    /// Whether a prompt may come while the page is open.
    pub asks: bool,
}

impl Frame {
    /// The frame of a page of that part.
    pub fn new(part: &'static str, settings: &Settings, notices: Vec<String>) -> Self {
        Self {
            part,
            theme: theme_id(settings.theme),
            text_size: text_size_id(settings.text_size),
            notices,
            asks: false,
        }
    }
}

/// The name of a theme in pages.
pub fn theme_id(theme: Theme) -> &'static str {
    match theme {
        Theme::Auto => "auto",
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

/// The name of a text size in pages.
pub fn text_size_id(size: TextSize) -> &'static str {
    match size {
        TextSize::Normal => "normal",
        TextSize::Large => "large",
        TextSize::Larger => "larger",
    }
}

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
