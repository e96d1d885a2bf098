//! Today: one big button that starts, the other routines, and the week at a glance.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use unhunch_domain::adherence;
use unhunch_domain::diary::{Diary, Session, State as SessionState};
use unhunch_domain::id::RoutineId;
use unhunch_domain::note;
use unhunch_domain::progress;
use unhunch_domain::ratings::Course;
use unhunch_domain::review::person::Person;
use unhunch_domain::timeline::Layout;
use unhunch_domain::{OwnRoutineId, Timeline, welcome};

use crate::answer::{Answer, OrPage, html};
use crate::app::App;
use crate::figures::Figure;
use crate::frame::Frame;
use crate::gate::{self, Held};
use crate::host::Now;
use crate::noting;
use crate::pages::advice::Today as Advised;
use crate::pages::composed::{self, Offer, Question};
use crate::pages::reminders;
use crate::plans::{Fitted, with_routine};
use crate::present;
use crate::reasons;
use crate::words::Words;

/// The order in which routines are offered; others follow by their names.
const ORDER: [&str; 4] = ["desk", "two-minutes", "floor", "full"];

#[derive(Template)]
#[template(path = "today.html")]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is something that the page shows or not"
)]
struct TodayPage<'a> {
    words: &'a Words,
    frame: Frame,
    greeting: String,
    date: String,
    open: Option<OpenSession>,
    /// What is advised by how it went.
    advised: Advised,
    /// Whether the person is back from a time away, and begins gently.
    is_back: bool,
    questions: Vec<Question>,
    summary: String,
    offer: Offer,
    others: Vec<RoutineCard>,
    week: Vec<WeekDay>,
    /// What was done in it; none where there is nothing to say.
    week_summary: Option<String>,
    /// How regularly they exercise, a sentence each.
    regularly: Vec<String>,
    is_new: bool,
    /// Whether it is time to ask how the week was.
    is_week_due: bool,
    /// How it felt today when that was last said.
    felt_today: Option<String>,
    /// What holds the exercises back.
    held: Option<Held>,
    /// Whether the exercises are held back so that no routine is offered.
    is_stopped: bool,
    /// Whether questions of the welcome are left that hold nothing back.
    is_welcome_open: bool,
    /// The prompt that waits for an answer, as markup.
    prompt: Option<String>,
}

/// A session that isn't over.
struct OpenSession {
    id: String,
    routine: String,
    started: String,
    progress: String,
    is_old: bool,
}

/// A routine as it is offered.
#[derive(Clone)]
pub struct RoutineCard {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is, in a line.
    pub summary: String,
    /// How long it takes.
    pub length: String,
    /// How many exercises, in words.
    pub exercises: String,
    /// What it needs.
    pub needs: Vec<String>,
    /// What else to know about what it needs; empty for nothing.
    pub needs_note: String,
    /// Whether nothing of it is for the person.
    pub is_empty: bool,
    /// Small pictures of its exercises.
    pub thumbnails: Vec<String>,
}

struct WeekDay {
    letter: String,
    /// What the day was, in words, for those who don't see the mark.
    label: String,
    /// `done`, `part`, `today`, `future` or `none`.
    state: &'static str,
    is_today: bool,
    link: Option<String>,
}

/// The page.
pub async fn page(State(app): State<Arc<App>>) -> Answer {
    let now = app.now();
    let frame = app.frame("today").await.or_page(&app)?;
    let mut page = app
        .read(|diary| build(&app, diary, &now, frame))
        .await
        .or_page(&app)?;
    let plan = app
        .read(|diary| diary.settings().reminder_plan())
        .await
        .or_page(&app)?;
    let prompt = reminders::open_prompt(&app, &plan);
    page.prompt = prompt.map(|card| card.render()).transpose().or_page(&app)?;
    html(&app, &page)
}

fn build<'a>(app: &'a App, diary: &Diary, now: &Now, frame: Frame) -> TodayPage<'a> {
    let words = app.words();
    let held = gate::held(words, diary, now.zoned.date());
    let is_stopped = held.as_ref().is_some_and(Held::is_stop);
    let is_answered = held.as_ref().is_some_and(Held::is_answered);
    let (person, composed) = composed::compose(app, diary, now);
    let offer = composed::offer(app, &person, &composed);
    let (week, week_summary) = week(words, diary, now.zoned.date());
    // Going on as before is a question of its own once a few days are done.
    let is_back = person
        .past
        .comeback
        .is_some_and(|comeback| comeback.back < progress::BACK_DAYS);
    let regularly = if is_back || diary.is_empty() {
        Vec::new()
    } else {
        reasons::adherence(words, &adherence::of(diary, now.zoned.date()))
    };
    TodayPage {
        words,
        frame,
        greeting: words.get(match now.zoned.hour() {
            _ if is_answered => "held-title",
            5..12 => "today-greeting-morning",
            12..18 => "today-greeting-afternoon",
            18..23 => "today-greeting-evening",
            _ => "today-greeting-night",
        }),
        date: present::day(words, now.zoned.date()),
        open: open_session(words, diary, now),
        advised: Advised::of(words, diary, now.zoned.date(), is_stopped),
        is_back,
        // What somebody who rests can be asked needs no exercising.
        questions: match &held {
            None | Some(Held::Rest) => composed::questions(app, &person),
            Some(Held::Unasked { .. } | Held::Again | Held::Stop(_) | Held::SeeFirst(_)) => {
                Vec::new()
            }
        },
        summary: words.with(
            "today-summary",
            &[("exercises", offer.exercises.len().into())],
        ),
        offer,
        others: routine_cards(app, diary),
        week,
        // Nobody is told that any day is good to begin who is not to begin now.
        week_summary: week_summary.or_else(|| {
            let is_begun = !is_stopped && !matches!(held, Some(Held::Again));
            is_begun.then(|| words.get("today-week-empty"))
        }),
        regularly,
        is_new: diary.is_empty(),
        is_week_due: note::week_is_due(diary, now.zoned.date()),
        felt_today: felt_today(words, diary, now),
        is_welcome_open: held.is_none()
            && !welcome::is_complete(&diary.profile(), &diary.screening()),
        is_stopped,
        held,
        prompt: None,
    }
}

/// How it felt today when that was last said, in a line.
fn felt_today(words: &Words, diary: &Diary, now: &Now) -> Option<String> {
    let today = now.zoned.date();
    let course = Course::of(diary, today, today, now.at);
    let latest = course.ratings.last()?;
    let felt = noting::felt(words, Some(latest.rating), &latest.locations.into());
    Some(words.with("note-today", &[("felt", (&felt).into())]))
}

/// All routines as they are offered, in the order in which they are: people's own first.
pub fn routine_cards(app: &App, diary: &Diary) -> Vec<RoutineCard> {
    let place = |id: &RoutineId| {
        ORDER
            .iter()
            .position(|known| *known == id.as_str())
            .unwrap_or(ORDER.len())
    };
    let mut ids: Vec<&RoutineId> = app
        .library()
        .routines()
        .map(|routine| &routine.id)
        .collect();
    ids.sort_by_key(|id| (place(id), (*id).clone()));
    let own = diary.own_routines();
    let own: Vec<RoutineId> = own.into_iter().map(|(id, _)| id.routine()).collect();
    let now = app.now();
    let person = Person::of(diary, now.zoned.date(), now.at);
    own.iter()
        .chain(ids)
        .filter_map(|id| routine_card(app, diary, &person, id))
        .collect()
}

/// A routine as it is offered to a person: fitted to them.
pub fn routine_card(
    app: &App,
    diary: &Diary,
    person: &Person,
    id: &RoutineId,
) -> Option<RoutineCard> {
    with_routine(app, diary, person, id, |fitted| card_of(app, diary, fitted))
}

/// A routine that is laid out as it is offered.
pub fn card_of(app: &App, diary: &Diary, fitted: &Fitted<'_>) -> RoutineCard {
    let words = app.words();
    let plan = &fitted.plan;
    let id = &plan.routine;
    let timeline = Timeline::new(plan, layout(diary));
    let own = OwnRoutineId::of(id).and_then(|own| diary.own_routine(own));
    let count = plan.exercises().count();
    let exercises = words.with("routine-exercises", &[("count", count.into())]);
    let left = fitted.omitted.len();
    RoutineCard {
        id: id.to_string(),
        name: present::title(words, &timeline),
        summary: match own {
            Some(own) => present::beginning(own.note.as_str()),
            None => words
                .find(&format!("routine-{id}.summary"), &[])
                .unwrap_or_default(),
        },
        length: present::length(words, timeline.total_ms()),
        exercises: if count == 0 {
            words.get("routine-exercises-none")
        } else if left > 0 {
            words.with(
                "routine-exercises-left",
                &[("exercises", (&exercises).into()), ("left", left.into())],
            )
        } else {
            exercises
        },
        needs: present::equipment(words, plan.equipment()),
        needs_note: words
            .find(&format!("routine-{id}.needs-note"), &[])
            .unwrap_or_default(),
        is_empty: count == 0,
        thumbnails: plan
            .exercises()
            .filter_map(|item| Figure::of_routine(&plan.routine, item.play))
            .map(|figure| figure.thumbnail())
            .collect(),
    }
}

/// How the person wants routines laid out.
pub fn layout(diary: &Diary) -> Layout {
    Layout {
        get_ready_s: u32::from(diary.settings().get_ready.seconds()),
    }
}

fn open_session(words: &Words, diary: &Diary, now: &Now) -> Option<OpenSession> {
    let session = diary.open(now.at)?;
    let zone = session.zone().time_zone();
    let started = session.started().timestamp().to_zoned(zone);
    Some(OpenSession {
        id: session.id.to_string(),
        routine: present::title(words, session.timeline()),
        started: words.with(
            "today-open-started",
            &[
                ("day", (&present::day(words, started.date())).into()),
                ("time", (&present::time(started.time())).into()),
            ],
        ),
        progress: words.with(
            "today-open-progress",
            &[("percent", session.percent_done().into())],
        ),
        is_old: session.state(now.at) == SessionState::Stale,
    })
}

fn week(words: &Words, diary: &Diary, today: Date) -> (Vec<WeekDay>, Option<String>) {
    let since_monday = today.weekday().since(Weekday::Monday);
    let monday = today.saturating_sub(i32::from(since_monday).days());
    let (mut sessions, mut done_ms) = (0_usize, 0);
    let days = (0..7_i8)
        .map(|number| {
            let date = monday.saturating_add(i32::from(number).days());
            let (mut whole, mut any) = (false, false);
            for session in diary
                .sessions_between(date, date)
                .filter(Session::is_anything_done)
            {
                whole |= session.tally().is_complete();
                any = true;
                sessions += 1;
                done_ms += session.done_ms();
            }
            let state = match (whole, any) {
                (true, _) => "done",
                (false, true) => "part",
                _ if date > today => "future",
                _ => "none",
            };
            let name = present::weekday(words, date);
            WeekDay {
                letter: present::weekday_short(words, number + 1),
                label: words.with(&format!("today-week-{state}"), &[("day", (&name).into())]),
                state,
                is_today: date == today,
                link: any.then(|| {
                    format!(
                        "/history?month={:04}-{:02}#day-{}",
                        date.year(),
                        date.month(),
                        date
                    )
                }),
            }
        })
        .collect();
    let summary = (sessions > 0).then(|| {
        words.with(
            "today-week-summary",
            &[
                ("sessions", sessions.into()),
                ("length", (&present::length(words, done_ms)).into()),
            ],
        )
    });
    (days, summary)
}
