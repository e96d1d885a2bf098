//! What the app knows of the reminders beside it: what they see, what they ask, and how to answer
//! them. The program has them; a service worker has none.

use std::error;

use unhunch_domain::Command;
use unhunch_reminders::event::Cause;
use unhunch_reminders::status::ReminderStatus;
use unhunch_reminders::{Answer, Kind, PromptNumber};

use crate::app::{App, NewEntry};
use crate::error::Error;
use crate::outcome::Changed;
use crate::sessions::{Started, WhatToPlay};

/// The reminders that run beside the app.
pub trait Reminders: Send + Sync {
    /// What they know now.
    fn look(&self) -> ReminderStatus;

    /// Passes an answer on. One to a prompt that isn't open any more is taken all the same: the
    /// rules say what it means.
    fn answer(&self, number: PromptNumber, answer: Answer);

    /// A break was played to its end.
    fn break_taken(&self);

    /// A page that shows prompts is open in front of somebody now. It says so at least once a
    /// minute; while it does, no other window is opened to ask.
    fn page_is_open(&self);

    /// Something was written into the journal: settings may be others, a session may be done.
    fn journal_changed(&self);

    /// The person doesn't want the suggestion of another hour: it goes, until the rules come to
    /// another one.
    fn dismiss_suggestion(&self);

    /// Whether the program starts when the person logs in.
    fn start_at_login(&self) -> StartAtLogin;

    /// Has the program start when the person logs in, or not.
    ///
    /// # Errors
    /// What stood in the way, for a log; the page says in its own words that it failed.
    fn set_start_at_login(&self, wanted: bool) -> Result<(), StartAtLoginError>;
}

/// Why it can't be changed whether the program starts when the person logs in.
#[derive(Debug, thiserror::Error)]
pub enum StartAtLoginError {
    /// There is no way that we know on this system.
    #[error("there is no way to start at login here")]
    Unavailable,
    /// What starts it can't be written.
    #[error("starting at login can't be changed: {0}")]
    Failed(#[source] Box<dyn error::Error + Send + Sync>),
}

/// Whether the program starts when the person logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StartAtLogin {
    /// It does.
    On,
    /// It doesn't.
    Off,
    /// There is no way that we know on this system.
    Unavailable,
}

/// What a prompt asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PromptKind {
    /// The day's session.
    Daily,
    /// A short break.
    Break,
}

impl PromptKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Daily, Self::Break];

    /// Its name.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::Break => "break",
        }
    }
}

impl From<Kind> for PromptKind {
    fn from(kind: Kind) -> Self {
        if kind.is_daily() {
            Self::Daily
        } else {
            Self::Break
        }
    }
}

/// A prompt that waits for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenPrompt {
    /// Which.
    pub number: PromptNumber,
    /// What it asks for.
    pub kind: PromptKind,
    /// Why.
    pub cause: Cause,
}

/// What became of an answer to a prompt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PromptAnswered {
    /// The reminders heard it.
    Heard,
    /// The reminders heard it, and what was asked for starts.
    Begun(PromptKind, Started),
    /// There are no reminders beside the app.
    NoReminders,
}

/// What became of a suggestion of another hour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestionAnswered {
    /// The windows that it was about are moved.
    Moved,
    /// Everything stays as it is.
    LeftAlone,
    /// There are no reminders beside the app.
    NoReminders,
}

impl App {
    /// The prompt that waits for an answer; and tells the reminders that somebody looks where it
    /// shows.
    pub fn open_prompt(&self) -> Option<OpenPrompt> {
        let reminders = self.reminders()?;
        reminders.page_is_open();
        let prompt = reminders.look().open?;
        Some(OpenPrompt {
            number: prompt.number,
            kind: prompt.kind.into(),
            cause: prompt.cause,
        })
    }

    /// Passes an answer to a prompt on. *Start* begins what was asked for, unless something holds
    /// it back; also where that prompt isn't open any more, for then somebody wants it all the
    /// same.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn answer_prompt(
        &self,
        number: PromptNumber,
        kind: PromptKind,
        answer: Answer,
    ) -> Result<PromptAnswered, Error> {
        let Some(reminders) = self.reminders() else {
            return Ok(PromptAnswered::NoReminders);
        };
        reminders.answer(number, answer);
        if answer != Answer::Start {
            return Ok(PromptAnswered::Heard);
        }
        let started = match kind {
            PromptKind::Daily => self.start_session(&WhatToPlay::Today, None).await?,
            PromptKind::Break => self.start_break().await?,
        };
        Ok(PromptAnswered::Begun(kind, started))
    }

    /// Moves the windows that have something of an hour that was often skipped, so that they begin
    /// at another; or, without another, lets the suggestion go. Hours are those of a day, 0 to 23;
    /// where one isn't, nothing moves.
    ///
    /// # Errors
    /// Where the journal can't be written.
    pub async fn answer_hour_suggestion(
        &self,
        skipped: i8,
        instead: Option<i8>,
    ) -> Result<SuggestionAnswered, Error> {
        let Some(reminders) = self.reminders() else {
            return Ok(SuggestionAnswered::NoReminders);
        };
        let is_hour = |hour: &i8| (0..24).contains(hour);
        let instead = instead.filter(is_hour).filter(|_| is_hour(&skipped));
        let answered = match instead {
            None => SuggestionAnswered::LeftAlone,
            Some(instead) => self.move_windows(skipped, instead).await?,
        };
        reminders.dismiss_suggestion();
        Ok(answered)
    }

    async fn move_windows(&self, from: i8, to: i8) -> Result<SuggestionAnswered, Error> {
        self.write(|diary| {
            let mut settings = diary.settings();
            settings.daily.windows = settings.daily.windows.moved(from, to);
            let drafts = NewEntry::by(diary, [Command::Set(settings)])?;
            let answered = match Changed::of(&drafts) {
                Changed::Yes => SuggestionAnswered::Moved,
                Changed::No => SuggestionAnswered::LeftAlone,
            };
            Ok((drafts, answered))
        })
        .await
    }
}
