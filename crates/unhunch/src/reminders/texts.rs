//! What notifications and the panel say.

use unhunch_desktop::ui::{Notification, TrayAction, TrayState};
use unhunch_reminders::event::Cause;
use unhunch_reminders::status::ReminderStatus;
use unhunch_reminders::{Answer, Plan, Prompt};
use unhunch_words::Words;
use unhunch_words::reminders::{held, next};

/// A prompt in the words that the app's page has for it, too.
pub fn notification(words: &Words, prompt: &Prompt, plan: &Plan) -> Notification {
    let (title, text) = if prompt.kind.is_daily() {
        ("prompt-daily", "prompt-daily-text")
    } else {
        ("prompt-break", "prompt-break-text")
    };
    let minutes = plan.asking.snooze_minutes.get();
    let label = |answer: Answer| {
        words.with(
            &format!("prompt-{}", answer.id()),
            &[("minutes", minutes.into())],
        )
    };
    Notification {
        number: prompt.number,
        title: words.get(title),
        text: match prompt.cause {
            Cause::Work { minutes } => words.with("prompt-work", &[("minutes", minutes.into())]),
            _ => words.get(text),
        },
        answers: Answer::ALL.map(|answer| (answer, label(answer))).into(),
        open: words.get("desktop-open"),
    }
}

/// What the place in the panel says.
pub fn tray_state(words: &Words, looked: &ReminderStatus, plan: &Plan) -> TrayState {
    let next = match (&looked.open, looked.held) {
        (None, Some(hold)) => held(words, hold),
        _ => next(words, looked, plan),
    };
    TrayState {
        title: words.get("desktop-name"),
        next,
        asks: looked.open.is_some(),
        menu: vec![
            vec![
                (TrayAction::Session, words.get("desktop-menu-session")),
                (TrayAction::Break, words.get("desktop-menu-break")),
                (TrayAction::NotToday, words.get("desktop-menu-not-today")),
            ],
            vec![
                (TrayAction::Open, words.get("desktop-open")),
                (TrayAction::Reminders, words.get("desktop-menu-reminders")),
            ],
            vec![(TrayAction::End, words.get("desktop-menu-end"))],
        ],
    }
}
