//! When to ask: a good moment for the day’s session and for short breaks, and otherwise silence.
//!
//! A [`Machine`] is told what happens at the computer and what time it is, and says when to ask.
//! It has no clock, no chance and no files, so that a working day or a flight is tested in
//! milliseconds. A host gives it each [`Observation`], sleeps until [`Machine::next_wake`], calls
//! [`Machine::tick`], and keeps [`Machine::state`].
//!
//! # The rules
//!
//! Numbers marked * can be set ([`Plan`] has their ranges). *Ours* fills a gap.
//!
//! | rule | number | why |
//! |---|---|---|
//! | **The session** | | |
//! | Asked in the windows that the person chose for the day. | * workdays 12:00–14:00 | One prompt a day in a window that the person chose does as well as clever timing (programme). |
//! | One prompt a day, however many windows. | 1 | More prompts are ignored (programme). |
//! | Where it led to nothing, one more, in the same window or a later one of that day; then silence. | 1, * 60 min after the first | One gentle second chance (ours); an hour later something else is going on. |
//! | None once a session was begun or done that day, on whichever device. | | Done is done. |
//! | None while nobody is there: it waits until they are back. | away for * 2 min | An empty chair would use up the prompt (ours). |
//! | **Breaks** | | |
//! | Due after work without a break. | off; * 50 min | Off until chosen; people ask for 45 to 60 minutes (ours). |
//! | Work is the time between input and the next break: pauses that are shorter than a break belong to it, and so do those in calls. | | Reading is work, too. |
//! | No input for as long as a break lasts, a lock, or sleep is a break. | * 2 min; at once; at once | A walk away counts; who locks the screen leaves it (ours). |
//! | Only in working hours. What is due waits for them; work before them counts. | * workdays 9:00–17:00 | |
//! | At most one in that much work, whatever became of the one before; a prompt for the session counts as one. | | They don’t pile up. |
//! | **The moment** | | |
//! | At the first natural pause. | * 5 s without input | A few seconds: a thought has ended. |
//! | After the grace period, as soon as nobody types. | * 5 min, then [`TYPING_PAUSE`](machine::TYPING_PAUSE) | Late is worse than a short pause (ours). |
//! | Never while typing, not even then. | under 2 s without input | The first thing that people complain of. |
//! | The grace period counts from when the prompt is due and nothing holds it back; it begins anew each time that something held it back. | | Nobody is asked in the first breath after a call. |
//! | Never in a call, under a full screen, with do-not-disturb, locked, asleep. What is due waits. | | |
//! | Not in the first seconds after the start. | [`STARTUP_DELAY`](machine::STARTUP_DELAY) | Every source can speak first (ours). |
//! | Two prompts are some time apart. | [`PROMPT_GAP`](machine::PROMPT_GAP) | A break at 11:58 and a session at 12:00 are one interruption too many (ours). |
//! | **Answers** | | |
//! | *Start*: done for the day; a break that was begun is a break. | | |
//! | *In 10 minutes*: once more then, also where its hours have ended meanwhile. | * 10 min, waits [`PROMPT_LIFETIME`](machine::PROMPT_LIFETIME) after its hours | It was wished for. |
//! | *Skip*: this one. | | The second chance is left. |
//! | *Not today*: silence for the day, session and breaks: the one whose window or hours are running, or else the date. | | A night shift is one day. |
//! | No answer: taken back, as if skipped. | [`PROMPT_LIFETIME`](machine::PROMPT_LIFETIME) | A prompt that stays all day is clutter (ours). |
//! | A call, a full screen and so on take a prompt back. It was asked and isn’t asked again of itself. | | Otherwise a day of calls would be a day of prompts. |
//! | Skipped or not answered at an hour of the day, several times without a session: another hour is suggested, the one with the most sessions; then not for weeks. | 3 times; 28 days | Suggest, don’t insist (ours). |
//! | **Time** | | |
//! | A window belongs to the day on which it begins; what was asked for a day is remembered by its date, in whatever zone. | the last 32 days | Midnight, flights and wrong clocks don’t make a day new. |
//! | Hours are those on the wall. What is skipped in spring is skipped; what comes twice in autumn counts twice, for one day. | | |
//! | All waiting is counted in elapsed time. A clock that is set back stands still for a moment; woken later than it wanted, the machine takes it that the computer stood still: that time isn’t work, and is a break if it lasted as long. | [`LATE_WAKE`](machine::LATE_WAKE) | |
//! | After a restart: the same, and an open prompt is taken back. | | |
//!
//! # What isn’t known
//!
//! It is never taken for something that goes on for ever.
//!
//! | unknown | counts as | why |
//! |---|---|---|
//! | input | no work, and no break either: what was counted stands still. Breaks wait; the session is asked when its window opens. | Without a source, a prompt in the chosen window is still as good as any, and breaks would be guesswork. |
//! | call, full screen, do-not-disturb | off; on for one more hour where it was on when the source failed ([`UNKNOWN_TIMEOUT`](machine::UNKNOWN_TIMEOUT)) | A computer that can’t tell would never ask; a source that fails in a call doesn’t end the call. |

pub mod capability;
pub mod day_log;
pub mod event;
mod habit;
pub mod machine;
pub mod observation;
pub mod replay;
pub mod status;
pub mod trace;
mod windows;

pub use capability::Capability;
pub use day_log::DayLog;
pub use event::{Event, Kind, Prompt, PromptNumber};
pub use machine::{Machine, State};
pub use observation::{Answer, Observation, Signal};
pub use unhunch_domain::person::reminder_plan as plan;
pub use unhunch_domain::person::reminder_plan::Plan;
