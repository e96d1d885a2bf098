//! Noting how it feels: now, after a week, in words; and correcting it.

use std::collections::BTreeSet;
use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use jiff::civil::Date;
use serde::Deserialize;
use unhunch_app::App;
use unhunch_app::notes::{self, DayProblem, FeelingNoted, KeptNote};
use unhunch_domain::Now;
use unhunch_domain::basics::dates::day_of;
use unhunch_domain::basics::time::At;
use unhunch_domain::diary::notes::Noted;
use unhunch_domain::journal::note::{
    Activity, Change, Content, Feeling, FeelingParts, Location, Remark, RemarkError, Sleep, Week,
    WeekParts,
};
use unhunch_domain::{Diary, Note, NoteId, Rating, Refusal};
use unhunch_words::{Words, dates, discomfort};

use crate::answer::{
    Answer, Fields, OrErrorPage, PathParam, QueryParams, html, html_found, html_with,
};
use crate::discomfort_form::{self, Place};
use crate::error::PageError;
use crate::forms::one_of;
use crate::frame::{Frame, Framed};

/// Notes on one page: with the longest words in each it stays a page that a phone can show.
const PER_PAGE: usize = 50;

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/notes", get(list))
        .route("/notes/new", get(new))
        .route("/notes/week", get(new_week))
        .route("/notes/{note}", get(page).post(save))
        .route("/notes/{note}/week", post(save_week))
        .route("/notes/{note}/delete", post(delete))
        .route("/notes/{note}/restore", post(restore))
}

/// What the list can be asked for.
#[derive(Deserialize)]
struct Query {
    /// Which page, from 1.
    page: Option<usize>,
    /// The note that was just kept.
    kept: Option<NoteId>,
    /// The note that was just deleted.
    deleted: Option<NoteId>,
}

#[derive(Template)]
#[template(path = "notes.html")]
struct ListPage<'a> {
    words: &'a Words,
    frame: Frame,
    months: Vec<Month>,
    is_kept: bool,
    /// The note that can be brought back.
    undo: Option<String>,
    number: usize,
    count: usize,
}

struct Month {
    heading: String,
    days: Vec<Day>,
}

struct Day {
    date: Date,
    heading: String,
    notes: Vec<Row>,
}

struct Row {
    id: String,
    /// What was chosen, in a line; empty for nothing.
    said: String,
    /// What it is where that isn't seen by what it says.
    kind: Option<String>,
    /// The person's own words; empty for none.
    text: String,
    /// When it was written, and when corrected.
    when: String,
}

/// The page of the list, from 1, that has the note of that place; the first one where it has none.
fn page_of(place: Option<usize>) -> usize {
    place.map_or(1, |place| place / PER_PAGE + 1)
}

/// All notes, the latest first.
async fn list(State(app): State<Arc<App>>, QueryParams(query): QueryParams<Query>) -> Answer {
    let frame = app.frame("history").await.or_page(&app)?;
    let page = app
        .read(|diary| build(&app, diary, frame, &query))
        .await
        .or_page(&app)?;
    html(&app, &page)
}

fn build<'a>(app: &'a App, diary: &Diary, frame: Frame, query: &Query) -> ListPage<'a> {
    let words = app.words();
    let count = notes::latest(diary).count().div_ceil(PER_PAGE).max(1);
    let number = query.page.unwrap_or(1).clamp(1, count);
    let shown = notes::latest(diary).skip((number - 1) * PER_PAGE);
    let is_deleted = |id: &NoteId| diary.note(*id).map(|(_, deleted)| deleted);
    ListPage {
        words,
        frame,
        months: months(words, shown.take(PER_PAGE)),
        is_kept: query.kept.as_ref().and_then(is_deleted) == Some(false),
        undo: query
            .deleted
            .filter(|id| is_deleted(id) == Some(true))
            .map(|id| id.to_string()),
        number,
        count,
    }
}

/// Notes by their months and days, in the order in which they come.
fn months<'a>(words: &Words, notes: impl Iterator<Item = Noted<'a>>) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for noted in notes {
        let date = noted.note.date;
        let heading = dates::month(words, date);
        if months.last().is_none_or(|month| month.heading != heading) {
            months.push(Month {
                heading,
                days: Vec::new(),
            });
        }
        let Some(month) = months.last_mut() else {
            continue;
        };
        if month.days.last().is_none_or(|day| day.date != date) {
            month.days.push(Day {
                date,
                heading: dates::day(words, date),
                notes: Vec::new(),
            });
        }
        if let Some(day) = month.days.last_mut() {
            day.notes.push(row(words, &noted));
        }
    }
    months
}

fn row(words: &Words, noted: &Noted<'_>) -> Row {
    let content = &noted.note.content;
    let written = written_at(words, noted);
    Row {
        id: noted.id.to_string(),
        said: discomfort::said(words, content),
        kind: kind(words, content),
        text: text_of(content).to_owned(),
        when: match corrected_at(words, noted) {
            Some(corrected) => format!("{written} · {corrected}"),
            None => written,
        },
    }
}

/// What a note is, where that isn't seen by what it says.
fn kind(words: &Words, content: &Content) -> Option<String> {
    match content {
        Content::Feeling(_) => None,
        Content::Week(_) => Some(words.get("note-of-week")),
        Content::Reach(_) => Some(words.get("note-of-reach")),
    }
}

fn text_of(content: &Content) -> &str {
    match content {
        Content::Feeling(feeling) => feeling.text.as_ref().map_or("", Remark::as_str),
        Content::Week(_) | Content::Reach(_) => "",
    }
}

/// When a note was written: the time, where that was on the day that it is about.
fn written_at(words: &Words, noted: &Noted<'_>) -> String {
    let written = noted.first.timestamp().to_zoned(noted.zone.time_zone());
    if written.date() == noted.note.date {
        return dates::time(written.time());
    }
    let day = dates::full_date(words, written.date());
    words.with("note-written", &[("day", (&day).into())])
}

/// When a note was corrected, if it was.
fn corrected_at(words: &Words, noted: &Noted<'_>) -> Option<String> {
    noted
        .is_corrected()
        .then(|| moment(words, "note-corrected", noted, noted.latest))
}

/// Something that happened to a note, with the day and the time.
fn moment(words: &Words, key: &str, noted: &Noted<'_>, at: At) -> String {
    let at = at.timestamp().to_zoned(noted.zone.time_zone());
    let day = dates::full_date(words, at.date());
    let time = dates::time(at.time());
    words.with(key, &[("day", (&day).into()), ("time", (&time).into())])
}

/// What a page about one note says of its past, and whether it can be deleted.
struct Past {
    id: String,
    /// The day that it is about.
    day: String,
    /// When it was written, and when it was corrected.
    when: String,
    is_corrected: bool,
}

impl Past {
    fn of(words: &Words, noted: &Noted<'_>) -> Self {
        let written = moment(words, "note-past-written", noted, noted.first);
        Self {
            id: noted.id.to_string(),
            day: dates::full_date(words, noted.note.date),
            when: match corrected_at(words, noted) {
                Some(corrected) => format!("{written}, {corrected}"),
                None => written,
            },
            is_corrected: noted.is_corrected(),
        }
    }
}

#[derive(Template)]
#[template(path = "note_form.html")]
struct FeelingPage<'a> {
    words: &'a Words,
    frame: Frame,
    heading: String,
    /// What is to be mended before it can be kept.
    problem: Option<String>,
    id: NoteId,
    rating: Option<u8>,
    places: Vec<Place>,
    text: String,
    /// The most letters that it can have.
    most: usize,
    date: String,
    today: Date,
    past: Option<Past>,
}

/// A note about how it feels as it stands in its form.
#[derive(Debug, PartialEq, Eq)]
struct Typed {
    rating: Option<Rating>,
    places: BTreeSet<Location>,
    text: String,
    date: String,
}

/// Why something can't be kept as it was typed.
#[derive(Debug, PartialEq, Eq)]
enum Problem {
    Nothing,
    Text(RemarkError),
    Day(DayProblem),
}

impl Problem {
    fn sentence(&self, words: &Words) -> String {
        match self {
            Self::Nothing => words.get("note-nothing-said"),
            Self::Text(RemarkError::TooLong(letters)) => words.with(
                "note-too-long",
                &[
                    ("letters", (*letters).into()),
                    ("most", Remark::MOST.into()),
                ],
            ),
            Self::Text(RemarkError::Control) => words.get("note-control"),
            Self::Day(DayProblem::Unknown) => words.get("note-bad-date"),
            Self::Day(DayProblem::ToCome) => words.get("note-future"),
        }
    }
}

impl Typed {
    /// A new note, about that day.
    fn new(today: Date) -> Self {
        Self {
            rating: None,
            places: BTreeSet::new(),
            text: String::new(),
            date: today.to_string(),
        }
    }

    /// As it was kept.
    fn of(note: &Note, feeling: &Feeling) -> Self {
        Self {
            rating: feeling.rating,
            places: feeling.locations.clone(),
            text: feeling.text.as_ref().map_or("", Remark::as_str).to_owned(),
            date: note.date.to_string(),
        }
    }

    /// As it was sent.
    ///
    /// # Errors
    /// Where it has something in it that our form doesn't send.
    fn sent(fields: &Fields) -> Result<Self, PageError> {
        Ok(Self {
            rating: discomfort_form::rating(discomfort_form::one(fields, "rating")?)?,
            places: discomfort_form::ticked(fields)?,
            text: discomfort_form::one(fields, "text")?
                .unwrap_or_default()
                .to_owned(),
            date: discomfort_form::one(fields, "date")?
                .unwrap_or_default()
                .to_owned(),
        })
    }

    /// What it says, and about which day; none where that is left to us.
    fn read(&self) -> Result<(Option<Date>, FeelingParts), Problem> {
        let text = Remark::read(&self.text).map_err(Problem::Text)?;
        let date = match self.date.as_str() {
            "" => None,
            date => Some(day_of(date).ok_or(Problem::Day(DayProblem::Unknown))?),
        };
        let parts = FeelingParts {
            rating: self.rating,
            locations: self.places.clone(),
            text,
        };
        Ok((date, parts))
    }

    /// Without what no page can show.
    fn shown_text(&self) -> String {
        let shows = |c: &char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
        self.text.chars().filter(shows).collect()
    }

    fn page<'a>(
        &self,
        words: &'a Words,
        frame: Frame,
        now: &Now,
        id: NoteId,
        past: Option<Past>,
    ) -> FeelingPage<'a> {
        FeelingPage {
            words,
            frame,
            heading: words.get(if past.is_some() {
                "note-change-heading"
            } else {
                "note-new-heading"
            }),
            problem: None,
            id,
            rating: self.rating.map(Rating::get),
            places: discomfort_form::places(words, &self.places),
            text: self.shown_text(),
            most: Remark::MOST,
            date: self.date.clone(),
            today: now.zoned.date(),
            past,
        }
    }
}

/// The form of a new note. It has an id already, so that one that is sent twice is kept once.
async fn new(State(app): State<Arc<App>>) -> Answer {
    let now = app.now();
    let frame = app.frame("history").await.or_page(&app)?;
    let id = app.new_note();
    let typed = Typed::new(now.zoned.date());
    html(&app, &typed.page(app.words(), frame, &now, id, None))
}

#[derive(Template)]
#[template(path = "note_week.html")]
struct WeekPage<'a> {
    words: &'a Words,
    frame: Frame,
    problem: Option<String>,
    intro: String,
    id: NoteId,
    average: Option<u8>,
    groups: Vec<Group>,
    past: Option<Past>,
}

/// A question about a week, and its answers.
struct Group {
    name: &'static str,
    legend: String,
    choices: Vec<Choice>,
}

struct Choice {
    value: &'static str,
    label: String,
    is_chosen: bool,
}

impl<'a> WeekPage<'a> {
    fn of(
        words: &'a Words,
        frame: Frame,
        id: NoteId,
        said: &WeekParts,
        past: Option<Past>,
    ) -> Self {
        Self {
            words,
            frame,
            problem: None,
            intro: match &past {
                None => words.get("week-intro"),
                Some(past) => words.with("week-intro-of", &[("day", (&past.day).into())]),
            },
            id,
            average: said.average.map(Rating::get),
            groups: vec![
                group(words, "change", Change::ALL, Change::id, said.change),
                group(words, "sleep", Sleep::ALL, Sleep::id, said.sleep),
                group(
                    words,
                    "activity",
                    Activity::ALL,
                    Activity::id,
                    said.activity,
                ),
            ],
            past,
        }
    }
}

fn group<T: Copy + PartialEq>(
    words: &Words,
    name: &'static str,
    all: &[T],
    id: fn(T) -> &'static str,
    chosen: Option<T>,
) -> Group {
    Group {
        name,
        legend: words.get(&format!("week-{name}")),
        choices: all
            .iter()
            .map(|choice| Choice {
                value: id(*choice),
                label: words.get(&format!("week-{name}-{}", id(*choice))),
                is_chosen: chosen == Some(*choice),
            })
            .collect(),
    }
}

/// What was sent about a week.
///
/// # Errors
/// Where it has something in it that our form doesn't send.
fn week_sent(fields: &Fields) -> Result<WeekParts, PageError> {
    fn chosen<T: Copy>(
        fields: &Fields,
        name: &str,
        all: &[T],
        id: fn(T) -> &'static str,
    ) -> Result<Option<T>, PageError> {
        let sent = discomfort_form::one(fields, name)?;
        sent.map(|sent| one_of(all, id, sent)).transpose()
    }
    Ok(WeekParts {
        average: discomfort_form::rating(discomfort_form::one(fields, "average")?)?,
        change: chosen(fields, "change", Change::ALL, Change::id)?,
        sleep: chosen(fields, "sleep", Sleep::ALL, Sleep::id)?,
        activity: chosen(fields, "activity", Activity::ALL, Activity::id)?,
    })
}

/// The questions about the week; where they were answered in the past seven days, that answer.
async fn new_week(State(app): State<Arc<App>>) -> Answer {
    let today = app.now().zoned.date();
    let answered = app
        .read(|diary| notes::week_corrected(diary, None, today).map(|noted| noted.id))
        .await
        .or_page(&app)?;
    if let Some(id) = answered {
        return Ok(Redirect::to(&format!("/notes/{id}")).into_response());
    }
    let frame = app.frame("history").await.or_page(&app)?;
    let id = app.new_note();
    let page = WeekPage::of(app.words(), frame, id, &WeekParts::default(), None);
    html(&app, &page)
}

#[derive(Template)]
#[template(path = "note_kept.html")]
struct KeptPage<'a> {
    words: &'a Words,
    frame: Frame,
    day: String,
    row: Row,
    /// Where else it is changed.
    change: Option<String>,
    is_deleted: bool,
}

/// What a note's address shows.
enum Shown<'a> {
    Feeling(FeelingPage<'a>),
    Week(WeekPage<'a>),
    Kept(KeptPage<'a>),
}

/// A note, to be corrected or deleted.
async fn page(State(app): State<Arc<App>>, PathParam(id): PathParam<NoteId>) -> Answer {
    let now = app.now();
    let frame = app.frame("history").await.or_page(&app)?;
    let words = app.words();
    let shown = app
        .read(|diary| {
            let (noted, is_deleted) = diary.note(id)?;
            let past = Past::of(words, &noted);
            Some(match &noted.note.content {
                Content::Feeling(feeling) if !is_deleted => {
                    let typed = Typed::of(noted.note, feeling);
                    Shown::Feeling(typed.page(words, frame, &now, id, Some(past)))
                }
                Content::Week(week) if !is_deleted => {
                    Shown::Week(WeekPage::of(words, frame, id, week, Some(past)))
                }
                _ => Shown::Kept(KeptPage {
                    words,
                    frame,
                    day: dates::day(words, noted.note.date),
                    row: row(words, &noted),
                    change: match &noted.note.content {
                        Content::Reach(reach) if !is_deleted => {
                            Some(format!("/reach/{}?note={id}", reach.test.id()))
                        }
                        _ => None,
                    },
                    is_deleted,
                }),
            })
        })
        .await
        .or_page(&app)?;
    let missing = || PageError::from(Refusal::UnknownNote);
    match shown {
        Some(Shown::Feeling(page)) => html(&app, &page),
        Some(Shown::Week(page)) => html(&app, &page),
        kept => {
            let kept = kept.and_then(|shown| match shown {
                Shown::Kept(page) => Some(page),
                Shown::Feeling(_) | Shown::Week(_) => None,
            });
            html_found(&app, kept, missing())
        }
    }
}

/// Keeps a note about how it feels: a new one, or a correction.
async fn save(
    State(app): State<Arc<App>>,
    PathParam(id): PathParam<NoteId>,
    fields: Fields,
) -> Answer {
    let typed = Typed::sent(&fields).or_page(&app)?;
    let (date, feeling) = match typed.read() {
        Ok(read) => read,
        Err(problem) => return refused(&app, id, &typed, &problem).await,
    };
    let noted = app.note_feeling(Some(id), date, feeling).await;
    match noted.or_page(&app)? {
        FeelingNoted::Kept(kept) => Ok(to_list(kept)),
        FeelingNoted::Nothing => refused(&app, id, &typed, &Problem::Nothing).await,
        FeelingNoted::BadDay(problem) => refused(&app, id, &typed, &Problem::Day(problem)).await,
    }
}

/// The form again as it was typed, with what is to be mended.
async fn refused(app: &Arc<App>, id: NoteId, typed: &Typed, problem: &Problem) -> Answer {
    let words = app.words();
    let frame = app.frame("history").await.or_page(app)?;
    let past = app
        .read(|diary| diary.note(id).map(|(noted, _)| Past::of(words, &noted)))
        .await
        .or_page(app)?;
    let mut page = typed.page(words, frame, &app.now(), id, past);
    page.problem = Some(problem.sentence(words));
    html_with(app, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Keeps what was answered about the week: anew, or as a correction.
async fn save_week(
    State(app): State<Arc<App>>,
    PathParam(id): PathParam<NoteId>,
    fields: Fields,
) -> Answer {
    let parts = week_sent(&fields).or_page(&app)?;
    if let Some(week) = Week::of(parts.clone()) {
        let kept = app.note_week(Some(id), week).await;
        return Ok(to_list(kept.or_page(&app)?));
    }
    let words = app.words();
    let today = app.now().zoned.date();
    let frame = app.frame("history").await.or_page(&app)?;
    let past = app
        .read(|diary| {
            let known = notes::week_corrected(diary, Some(id), today);
            known.map(|known| Past::of(words, &known))
        })
        .await
        .or_page(&app)?;
    let mut page = WeekPage::of(words, frame, id, &parts, past);
    page.problem = Some(words.get("week-nothing-said"));
    html_with(&app, StatusCode::UNPROCESSABLE_ENTITY, &page)
}

/// Shows a note that was kept in the list.
fn to_list(KeptNote { note, place }: KeptNote) -> Response {
    let page = page_of(place);
    Redirect::to(&format!("/notes?page={page}&kept={note}#note-{note}")).into_response()
}

/// Does away with a note, and offers to take that back.
async fn delete(State(app): State<Arc<App>>, PathParam(id): PathParam<NoteId>) -> Answer {
    let deletion = app.set_note_deleted(id, true).await.or_page(&app)?;
    let page = page_of(deletion.place);
    Ok(Redirect::to(&format!("/notes?page={page}&deleted={id}")).into_response())
}

/// Brings a deleted note back.
async fn restore(State(app): State<Arc<App>>, PathParam(id): PathParam<NoteId>) -> Answer {
    let deletion = app.set_note_deleted(id, false).await.or_page(&app)?;
    let page = page_of(deletion.place);
    Ok(Redirect::to(&format!("/notes?page={page}#note-{id}")).into_response())
}
