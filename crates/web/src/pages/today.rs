//! Today: one big button that starts, the other routines, and the week at a glance.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use jiff::civil::Date;
use unhunch_app::App;
use unhunch_app::gate::Blocked;
use unhunch_app::routines::FittedRoutine;
use unhunch_app::sessions::DayDone;
use unhunch_app::today::{self, PartOfDay, Today, Week};
use unhunch_domain::diary::Diary;
use unhunch_domain::review::ratings::RatedAt;
use unhunch_words::{Words, dates, discomfort, lengths, names, reasons};

use crate::answer::{Answer, OrErrorPage, html};
use crate::figures::Figure;
use crate::frame::{Frame, Framed};
use crate::pages::advice::Today as Advised;
use crate::pages::composed::{self, Offer, Question};
use crate::pages::reminders;

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
    held: Option<Blocked>,
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
    /// `done`, `part`, `future` or `none`.
    state: &'static str,
    is_today: bool,
    link: Option<String>,
}

/// The page.
pub async fn page(State(app): State<Arc<App>>) -> Answer {
    let now = app.now();
    let frame = app.frame("today").await.or_page(&app)?;
    let read = app.read(|diary| {
        let today = Today::of(&app, diary, &now);
        let page = build(&app, diary, now.zoned.date(), &today, frame);
        (page, diary.settings().reminder_plan())
    });
    let (mut page, plan) = read.await.or_page(&app)?;
    let prompt = reminders::open_prompt(&app, &plan);
    page.prompt = prompt.map(|card| card.render()).transpose().or_page(&app)?;
    html(&app, &page)
}

fn build<'a>(
    app: &'a App,
    diary: &Diary,
    date: Date,
    today: &Today<'_>,
    frame: Frame,
) -> TodayPage<'a> {
    let words = app.words();
    let held = today.held.clone();
    let is_stopped = held.as_ref().is_some_and(Blocked::is_stop);
    let offer = composed::offer(app, &today.session);
    TodayPage {
        words,
        frame,
        greeting: words.get(greeting(today)),
        date: dates::day(words, date),
        open: today.open.as_ref().map(|open| open_session(words, open)),
        advised: Advised::of(words, diary, date, is_stopped),
        is_back: today.is_back,
        questions: composed::questions(words, &today.session.person, &today.questions),
        summary: words.with(
            "today-summary",
            &[("exercises", offer.exercises.len().into())],
        ),
        offer,
        others: today.routines.iter().map(|it| card_of(words, it)).collect(),
        week: week_days(words, &today.week),
        week_summary: week_summary(words, today, is_stopped),
        regularly: today
            .adherence
            .as_ref()
            .map_or_else(Vec::new, |adherence| reasons::adherence(words, adherence)),
        is_new: today.is_new,
        is_week_due: today.is_week_due,
        felt_today: today.felt.as_ref().map(|felt| felt_today(words, felt)),
        is_welcome_open: today.is_welcome_open,
        is_stopped,
        held,
        prompt: None,
    }
}

fn greeting(today: &Today<'_>) -> &'static str {
    if today.held.as_ref().is_some_and(Blocked::is_answered) {
        return "held-title";
    }
    match today.part_of_day {
        PartOfDay::Morning => "today-greeting-morning",
        PartOfDay::Afternoon => "today-greeting-afternoon",
        PartOfDay::Evening => "today-greeting-evening",
        PartOfDay::Night => "today-greeting-night",
    }
}

/// How it felt today when that was last said, in a line.
fn felt_today(words: &Words, latest: &RatedAt) -> String {
    let felt = discomfort::felt(words, Some(latest.rating), &latest.locations.into());
    words.with("note-today", &[("felt", (&felt).into())])
}

/// A routine that is laid out as it is offered.
pub fn card_of(words: &Words, routine: &FittedRoutine<'_>) -> RoutineCard {
    let id = &routine.id;
    let plan = routine.plan();
    let count = routine.exercises().count();
    let exercises = words.with("routine-exercises", &[("count", count.into())]);
    let left = routine.omitted.len();
    RoutineCard {
        id: id.to_string(),
        name: names::title(words, &routine.timeline),
        summary: match &routine.own {
            Some(own) => names::beginning(own.note.as_str()),
            None => words
                .find(&format!("routine-{id}.summary"), &[])
                .unwrap_or_default(),
        },
        length: lengths::length(words, routine.timeline.total_ms()),
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
        needs: names::equipment(words, plan.equipment()),
        needs_note: words
            .find(&format!("routine-{id}.needs-note"), &[])
            .unwrap_or_default(),
        is_empty: count == 0,
        thumbnails: plan
            .exercises()
            .filter_map(|item| Figure::of_routine(id, item.play))
            .map(|figure| figure.thumbnail())
            .collect(),
    }
}

fn open_session(words: &Words, open: &today::OpenSession) -> OpenSession {
    OpenSession {
        id: open.id.to_string(),
        routine: names::title(words, &open.timeline),
        started: words.with(
            "today-open-started",
            &[
                ("day", (&dates::day(words, open.started.date())).into()),
                ("time", (&dates::time(open.started.time())).into()),
            ],
        ),
        progress: words.with(
            "today-open-progress",
            &[("percent", open.percent_done.into())],
        ),
        is_old: open.is_old,
    }
}

fn week_days(words: &Words, week: &Week) -> Vec<WeekDay> {
    let days = (1..).zip(&week.days);
    days.map(|(number, day)| {
        let date = day.date;
        let state = match day.done {
            Some(DayDone::Whole) => "done",
            Some(DayDone::Part) => "part",
            Some(DayDone::Nothing) => "none",
            None => "future",
        };
        let is_any = matches!(day.done, Some(DayDone::Whole | DayDone::Part));
        let name = dates::weekday(words, date);
        WeekDay {
            letter: dates::weekday_short(words, number),
            label: words.with(&format!("today-week-{state}"), &[("day", (&name).into())]),
            state,
            is_today: day.is_today,
            link: is_any.then(|| {
                let (year, month) = (date.year(), date.month());
                format!("/history?month={year:04}-{month:02}#day-{date}")
            }),
        }
    })
    .collect()
}

fn week_summary(words: &Words, today: &Today<'_>, is_stopped: bool) -> Option<String> {
    let week = &today.week;
    if week.sessions > 0 {
        let length = lengths::length(words, week.done_ms);
        return Some(words.with(
            "today-week-summary",
            &[
                ("sessions", week.sessions.into()),
                ("length", (&length).into()),
            ],
        ));
    }
    // Nobody is told that any day is good to begin who is not to begin now.
    let may_begin = !is_stopped && !matches!(today.held, Some(Blocked::AskAgain));
    may_begin.then(|| words.get("today-week-empty"))
}
