//! What every page has around it: colours, text size, the way to the other pages, and what
//! the person should be told.

use std::future::Future;

use unhunch_app::App;
use unhunch_app::notices::notice_sentence;
use unhunch_domain::Diary;
use unhunch_domain::person::settings::{Settings, TextSize, Theme};

use crate::error::PageError;

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

/// Frames of the app's pages.
pub trait Framed {
    /// The frame of a page of that part.
    ///
    /// # Errors
    /// Where the journal can't be read.
    fn frame(&self, part: &'static str) -> impl Future<Output = Result<Frame, PageError>> + Send;

    /// The frame of a page of that part by what was read last, for when reading fails.
    fn frame_of_last(&self, part: &'static str) -> Frame;
}

impl Framed for App {
    async fn frame(&self, part: &'static str) -> Result<Frame, PageError> {
        let settings = self.read(Diary::settings).await?;
        let plan = settings.reminder_plan();
        Ok(Frame {
            // Not on the way into a break.
            asks: self.reminders().is_some() && plan.asks_at_all() && part != "break",
            ..Frame::new(part, &settings, sentences(self))
        })
    }

    fn frame_of_last(&self, part: &'static str) -> Frame {
        Frame::new(part, &self.read_last(Diary::settings), sentences(self))
    }
}

fn sentences(app: &App) -> Vec<String> {
    let notices = app.notices();
    let notices = notices.iter();
    notices
        .map(|notice| notice_sentence(app.words(), notice))
        .collect()
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
