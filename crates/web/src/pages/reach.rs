//! The tests of reach: a figure, a way to read it, and what was found before.

use std::sync::Arc;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect};
use axum::routing::get;
use serde::Deserialize;
use unhunch_app::gate::{self, Blocked};
use unhunch_app::reach::ReachNoted;
use unhunch_app::{App, Drawn, FigureKey};
use unhunch_domain::journal::reach::{
    LEAST_DEGREES, MOST_DEGREES, Reach, ReachError, ReachParts, ReachTest, Reading, Way,
};
use unhunch_domain::programme::content::FILES;
use unhunch_domain::review::reach;
use unhunch_domain::review::reach::{Comparison, Found};
use unhunch_domain::{Diary, NoteId, Refusal, Settings, Side};
use unhunch_figure::{Animation, FigureError, svg};
use unhunch_words::{Words, dates, reach as reach_words};

use crate::answer::{Answer, Form, OrErrorPage, PathParam, QueryParams, html, html_with};
use crate::assets;
use crate::error::PageError;
use crate::figures::START;
use crate::frame::{Frame, Framed};
use crate::pages::welcome::BLOCKED_PATH;

/// A position of a test's figure that is shown still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Still {
    /// Where it begins.
    Start,
    /// As far as it goes.
    Far,
}

impl Still {
    const ALL: [Self; 2] = [Self::Start, Self::Far];

    /// Its name in the figure and in addresses: the start, or the phase that every test has.
    const fn id(self) -> &'static str {
        match self {
            Self::Start => START,
            Self::Far => "reach",
        }
    }
}

/// The variant of a figure that has a phone at the head.
const PHONE: &str = "phone";

/// The most results that a test's page lists; the notes have all.
const MOST_ROWS: usize = 24;

/// Its routes.
pub fn routes() -> Router<Arc<App>> {
    Router::new()
        .route("/reach", get(list))
        .route("/reach/{test}", get(page).post(save))
        .route("/reach/figures/{file}", get(figure))
}

#[derive(Template)]
#[template(path = "reach.html")]
struct ListPage<'a> {
    words: &'a Words,
    frame: Frame,
    held: Option<Blocked>,
    tests: Vec<TestCard>,
}

/// A test in the list.
struct TestCard {
    name: String,
    what: String,
    thumbnail: String,
    /// Its page.
    link: String,
    /// Why it isn't for the person; none where it is.
    left_out: Option<String>,
    /// The newest result of each side and way.
    results: Vec<Latest>,
}

/// The newest result of a side.
struct Latest {
    side: Option<String>,
    reading: String,
    date: String,
    /// How it compares with the time before; none where it was the first.
    change: Option<String>,
}

/// All tests, each with what was found last.
async fn list(State(app): State<Arc<App>>) -> Answer {
    let now = app.now();
    let words = app.words();
    let frame = app.frame("history").await.or_page(&app)?;
    let page = app
        .read(|diary| {
            let today = now.zoned.date();
            let found = reach::found(diary, today, now.at);
            ListPage {
                words,
                frame,
                held: gate::check(diary, today),
                tests: ReachTest::ALL
                    .into_iter()
                    .map(|test| TestCard {
                        name: reach_words::name(words, test),
                        what: reach_words::text(words, test, "what"),
                        thumbnail: Picture::of(test, None).still(Still::Far).address(),
                        link: link(test, None),
                        left_out: left_out(words, diary, test),
                        results: latest(words, &found, test),
                    })
                    .collect(),
            }
        })
        .await
        .or_page(&app)?;
    html(&app, &page)
}

/// The address of a test, on a side.
fn link(test: ReachTest, side: Option<Side>) -> String {
    match side {
        None => format!("/reach/{}", test.id()),
        Some(side) => format!("/reach/{}?side={side}", test.id()),
    }
}

/// Why a test isn't for the person; none where it is.
fn left_out(words: &Words, diary: &Diary, test: ReachTest) -> Option<String> {
    let condition = test.kept_from(&diary.screening().conditions())?;
    let because = words.get(&format!("because-{condition}"));
    Some(words.with("reach-left-out", &[("because", (&because).into())]))
}

/// The newest result of each side and way of a test, and how it compares.
fn latest(words: &Words, found: &[Found], test: ReachTest) -> Vec<Latest> {
    let mut all = Vec::new();
    for side in test.parts() {
        for way in Way::ALL {
            let Some(comparison) = reach::compare(found, test, side, way) else {
                continue;
            };
            all.push(Latest {
                side: side.map(|side| words.get(&format!("side-{side}"))),
                reading: reach_words::reading(words, comparison.latest.reach),
                date: dates::full_date(words, comparison.latest.date),
                change: comparison.before.map(|(earlier, change)| {
                    reach_words::change(words, comparison.latest.date, &earlier, change)
                }),
            });
        }
    }
    all
}

/// How a result compares: with the time before, and with the first time.
fn changes(words: &Words, comparison: &Comparison) -> Vec<String> {
    let date = comparison.latest.date;
    [comparison.before, comparison.beginning]
        .iter()
        .flatten()
        .map(|(earlier, change)| reach_words::change(words, date, earlier, *change))
        .collect()
}

/// What a test's page can be asked for.
#[derive(Default, Deserialize)]
struct Query {
    side: Option<Side>,
    /// The result that is to be changed.
    note: Option<NoteId>,
    /// The result that was just kept.
    kept: Option<NoteId>,
}

#[derive(Template)]
#[template(path = "reach_test.html")]
struct TestPage<'a> {
    words: &'a Words,
    frame: Frame,
    test: ReachTest,
    side: Option<Side>,
    name: String,
    what: String,
    how: String,
    question: String,
    /// Why it can't be done now.
    held: Option<Blocked>,
    /// Why it isn't for the person.
    left_out: Option<String>,
    show: Option<Show>,
    sides: Vec<SideChoice>,
    /// The note that a result becomes.
    note: NoteId,
    /// The day of the result that is changed.
    changing: Option<String>,
    problem: Option<String>,
    kept: Option<Kept>,
    choices: Vec<Choice>,
    tilt: Option<Tilt>,
    rows: Vec<Row>,
    is_more: bool,
    /// How the newest of each way compares with the first time.
    since_beginning: Vec<String>,
}

/// The figure, moving.
struct Show {
    title: String,
    moving: String,
    /// Whether it is shown as in a mirror.
    mirrored: bool,
    /// Instead of it, where people want no movement.
    quiet: String,
}

struct SideChoice {
    label: String,
    link: String,
    is_chosen: bool,
}

/// What was just kept, and where to go on.
struct Kept {
    sentence: String,
    changes: Vec<String>,
    next: Option<(String, String)>,
}

/// A landmark to choose.
struct Choice {
    id: &'static str,
    label: String,
    is_chosen: bool,
}

/// What the phone's part of the page needs.
struct Tilt {
    how_to_hold: String,
    /// Start and end with a phone at the head.
    pictures: [(String, String); 2],
    /// Whether they are shown as in a mirror, like the moving one.
    mirrored: bool,
    sounds: bool,
    least: u8,
    most: u8,
}

/// A result in the table.
struct Row {
    date: String,
    reading: String,
    change: String,
    /// Where it can be changed.
    link: String,
}

/// A test, with what was found of it.
async fn page(
    State(app): State<Arc<App>>,
    PathParam(test): PathParam<ReachTest>,
    QueryParams(query): QueryParams<Query>,
) -> Answer {
    let frame = app.frame("history").await.or_page(&app)?;
    let page = app
        .read(|diary| build(&app, diary, test, &query, frame))
        .await
        .or_page(&app)?;
    html(&app, &page.or_page(&app)?)
}

/// The page.
///
/// # Errors
/// A side that the test hasn't, or a result that isn't there.
fn build<'a>(
    app: &'a App,
    diary: &Diary,
    test: ReachTest,
    query: &Query,
    frame: Frame,
) -> Result<TestPage<'a>, PageError> {
    let words = app.words();
    let now = app.now();
    let today = now.zoned.date();
    let found = reach::found(diary, today, now.at);
    let known = |id: NoteId| found.iter().position(|found| found.note == id);
    let changed = match query.note {
        None => None,
        Some(id) => Some(found[known(id).ok_or(Refusal::UnknownNote)?]),
    };
    let asked = changed.map_or(query.side, |changed| changed.reach.side);
    let side = asked.or(test.sides().first().copied());
    if changed.is_some_and(|changed| changed.reach.test != test) || !test.parts().any(|p| p == side)
    {
        return Err(PageError::NotFound);
    }
    let held = gate::check(diary, today);
    let left_out = left_out(words, diary, test);
    let can_do = held.is_none() && left_out.is_none();
    let settings = diary.settings();
    let of_side: Vec<_> = found
        .iter()
        .filter(|found| (found.reach.test, found.reach.side) == (test, side))
        .copied()
        .collect();
    let show = can_do
        .then(|| show(words, test, side, settings.mirror))
        .flatten();
    let mirrored = show.as_ref().is_some_and(|show| show.mirrored);
    let just_kept = query
        .kept
        .and_then(|id| of_side.iter().position(|found| found.note == id));
    Ok(TestPage {
        words,
        frame,
        test,
        side,
        name: reach_words::name(words, test),
        what: reach_words::text(words, test, "what"),
        how: reach_words::text(words, test, "how"),
        question: reach_words::text(words, test, "question"),
        held,
        left_out,
        show,
        sides: sides(words, test, side),
        note: query.note.unwrap_or_else(|| app.new_note()),
        changing: changed.map(|changed| dates::full_date(words, changed.date)),
        problem: None,
        kept: just_kept.map(|place| kept(words, &of_side[..=place], test, side)),
        choices: choices(words, test, changed),
        tilt: (can_do && test.is_read_by_tilt())
            .then(|| tilt(words, test, side, mirrored, &settings)),
        rows: rows(words, &of_side),
        is_more: of_side.len() > MOST_ROWS,
        since_beginning: since_beginning(words, &of_side, test, side),
    })
}

/// The sides of a test, of which one is shown.
fn sides(words: &Words, test: ReachTest, shown: Option<Side>) -> Vec<SideChoice> {
    let sides = test.sides().iter();
    sides
        .map(|side| SideChoice {
            label: words.get(&format!("side-{side}")),
            link: link(test, Some(*side)),
            is_chosen: shown == Some(*side),
        })
        .collect()
}

/// The landmarks of a test, with the one of the result that is changed.
fn choices(words: &Words, test: ReachTest, changed: Option<Found>) -> Vec<Choice> {
    let landmarks = test.landmarks().iter();
    landmarks
        .map(|id| Choice {
            id,
            label: reach_words::text(words, test, id),
            is_chosen: changed.is_some_and(|changed| changed.reach.landmark() == Some(id)),
        })
        .collect()
}

/// How the newest result of each way compares with the first one.
fn since_beginning(
    words: &Words,
    found: &[Found],
    test: ReachTest,
    side: Option<Side>,
) -> Vec<String> {
    Way::ALL
        .into_iter()
        .filter_map(|way| reach::compare(found, test, side, way))
        .filter_map(|compared| {
            let (earlier, change) = compared.beginning?;
            let date = compared.latest.date;
            Some(reach_words::change(words, date, &earlier, change))
        })
        .collect()
}

/// The figure as the page shows it; none where its poses are wrong, so that the words stay.
fn show(words: &Words, test: ReachTest, side: Option<Side>, mirror: bool) -> Option<Show> {
    let title = reach_words::name_of_side(words, test, side);
    let picture = Picture::of(test, side);
    let drawing = picture
        .drawing()
        .inspect_err(|error| tracing::error!(%error, test = test.id(), "no figure"))
        .ok()?;
    Some(Show {
        moving: drawing.animated(svg::Words {
            title: &title,
            description: &reach_words::text(words, test, "how"),
            id: &picture.id(),
        }),
        title,
        mirrored: mirror && side.is_some() && drawing.faces_viewer(),
        quiet: picture.still(Still::Far).address(),
    })
}

/// What was just kept, as the last of what was found of a side.
fn kept(words: &Words, found: &[Found], test: ReachTest, side: Option<Side>) -> Kept {
    let latest = found[found.len() - 1];
    let line = reach_words::line(words, latest.reach);
    let compared = reach::compare(found, test, side, latest.reach.reading.way());
    let mut after = ReachTest::ALL.into_iter().skip_while(|one| *one != test);
    let next = match side {
        Some(side) if test.sides().first() == Some(&side) => {
            let other = side.other();
            let key = match other {
                Side::Left => "reach-other-left",
                Side::Right => "reach-other-right",
            };
            Some((link(test, Some(other)), words.get(key)))
        }
        _ => after.nth(1).map(|next| {
            let name = reach_words::name(words, next);
            let label = words.with("reach-next", &[("test", (&name).into())]);
            (link(next, None), label)
        }),
    };
    Kept {
        sentence: words.with("reach-kept", &[("result", (&line).into())]),
        changes: compared.map_or_else(Vec::new, |compared| changes(words, &compared)),
        next,
    }
}

fn tilt(
    words: &Words,
    test: ReachTest,
    side: Option<Side>,
    mirrored: bool,
    settings: &Settings,
) -> Tilt {
    let picture = Picture::of(test, side).with_phone();
    Tilt {
        how_to_hold: reach_words::text(words, test, PHONE),
        pictures: Still::ALL.map(|still| {
            let caption = match still {
                Still::Start => "reach-figure-start",
                Still::Far => "reach-figure-end",
            };
            (picture.clone().still(still).address(), words.get(caption))
        }),
        mirrored,
        sounds: settings.sounds,
        least: LEAST_DEGREES,
        most: MOST_DEGREES,
    }
}

/// What was found of a side, the newest first, each compared with the time before.
fn rows(words: &Words, found: &[Found]) -> Vec<Row> {
    let newest = (0..found.len()).rev().take(MOST_ROWS);
    newest
        .map(|place| {
            let this = found[place];
            let (test, side) = (this.reach.test, this.reach.side);
            let way = this.reach.reading.way();
            let before = reach::compare(&found[..=place], test, side, way)
                .and_then(|compared| compared.before);
            Row {
                date: dates::full_date(words, this.date),
                reading: reach_words::reading(words, this.reach),
                change: match before {
                    None => words.get("reach-first"),
                    Some((earlier, change)) => {
                        reach_words::change(words, this.date, &earlier, change)
                    }
                },
                link: format!("/reach/{}?note={}", test.id(), this.note),
            }
        })
        .collect()
}

/// A result, as the page sends it: a landmark, or what a phone read three times.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent {
    note: NoteId,
    side: Option<Side>,
    landmark: Option<String>,
    first: Option<u8>,
    second: Option<u8>,
    third: Option<u8>,
}

impl Sent {
    /// What was read; none where nothing was chosen.
    ///
    /// # Errors
    /// What no page of ours sends.
    fn reading(&self, test: ReachTest) -> Result<Option<Reading>, PageError> {
        let wrong = |what: &str| Err(PageError::BadRequest(what.to_owned()));
        match (&self.landmark, self.first, self.second, self.third) {
            (None, None, None, None) => Ok(None),
            (Some(landmark), None, None, None) => match test.reading(landmark) {
                None => wrong("the test has no such answer"),
                reading => Ok(reading),
            },
            (None, Some(first), Some(second), Some(third)) => {
                Ok(Some(Reading::of_three([first, second, third])))
            }
            _ => wrong("expected one answer, or three readings in degrees"),
        }
    }
}

impl From<ReachError> for PageError {
    fn from(error: ReachError) -> Self {
        Self::BadRequest(error.to_string())
    }
}

/// Keeps what was found, anew or instead of what it was, and shows it.
async fn save(
    State(app): State<Arc<App>>,
    PathParam(test): PathParam<ReachTest>,
    Form(sent): Form<Sent>,
) -> Answer {
    let Some(reading) = sent.reading(test).or_page(&app)? else {
        return unanswered(&app, test, &sent).await;
    };
    let parts = ReachParts {
        test,
        side: sent.side,
        reading,
    };
    let found = Reach::try_from(parts).or_page(&app)?;
    let noted = app.note_reach(sent.note, found).await;
    let address = match noted.or_page(&app)? {
        ReachNoted::Kept(note) => {
            let mark = if sent.side.is_some() { '&' } else { '?' };
            format!("{}{mark}kept={note}", link(test, sent.side))
        }
        ReachNoted::Held(_) => BLOCKED_PATH.to_owned(),
        ReachNoted::NotForPerson(_) => link(test, sent.side),
    };
    Ok(Redirect::to(&address).into_response())
}

/// The page again, which says that nothing was chosen.
async fn unanswered(app: &Arc<App>, test: ReachTest, sent: &Sent) -> Answer {
    let frame = app.frame("history").await.or_page(app)?;
    let page = app
        .read(|diary| {
            let query = Query {
                side: sent.side,
                note: diary.note(sent.note).map(|_| sent.note),
                kept: None,
            };
            let mut page = build(app, diary, test, &query, frame)?;
            page.note = sent.note;
            page.problem = Some(app.words().get("reach-unanswered"));
            Ok::<_, PageError>(page)
        })
        .await
        .or_page(app)?;
    html_with(app, StatusCode::UNPROCESSABLE_ENTITY, &page.or_page(app)?)
}

/// A picture of a test's figure, and where a page finds it.
#[derive(Clone, Debug)]
struct Picture {
    test: ReachTest,
    side: Option<Side>,
    phone: bool,
    still: Option<Still>,
}

impl Picture {
    /// The moving one, of the side that comes first where none is said.
    fn of(test: ReachTest, side: Option<Side>) -> Self {
        Self {
            test,
            side: side.or(test.sides().first().copied()),
            phone: false,
            still: None,
        }
    }

    /// The same with a phone at the head.
    fn with_phone(self) -> Self {
        Self {
            phone: true,
            ..self
        }
    }

    /// The still of a position.
    fn still(self, still: Still) -> Self {
        Self {
            still: Some(still),
            ..self
        }
    }

    /// What the ids in it begin with: no two pictures on a page have the same.
    fn id(&self) -> String {
        let phone = self.phone.then_some(PHONE);
        let parts = [phone, self.side.map(Side::id), self.still.map(Still::id)];
        parts
            .into_iter()
            .flatten()
            .fold(format!("reach-{}", self.test.id()), |id, part| {
                format!("{id}-{part}")
            })
    }

    /// Where a page finds it, for an SVG `use` element: it takes the page's colours.
    fn address(&self) -> String {
        let asked = [
            ("side", self.side.map(Side::id)),
            ("phone", self.phone.then_some("true")),
            ("still", self.still.map(Still::id)),
        ];
        let asked: Vec<_> = asked
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", value?)))
            .collect();
        let test = self.test.id();
        format!(
            "/reach/figures/{test}.svg?{}#{}",
            asked.join("&"),
            self.id()
        )
    }

    /// The file that its figure is drawn from.
    fn text(&self) -> &'static str {
        let path = format!("reach/{}.toml", self.test.id());
        let text = FILES.iter().find(|(name, _)| *name == path);
        text.map_or("", |(_, text)| text)
    }

    /// The figure, its poses solved.
    ///
    /// # Errors
    /// What is wrong with it; tests make sure that nothing is.
    fn drawing(&self) -> Result<svg::Drawing, FigureError> {
        let side = self.side.map(|side| match side {
            Side::Left => unhunch_figure::Side::Left,
            Side::Right => unhunch_figure::Side::Right,
        });
        let animation = Animation::read(self.text(), self.phone.then_some(PHONE), side)?;
        Ok(svg::Drawing::new(animation))
    }
}

/// What an address of a figure asks for.
#[derive(Deserialize)]
struct Wanted {
    side: Option<Side>,
    #[serde(default)]
    phone: bool,
    still: Option<String>,
}

/// Serves a still of a figure as a file.
async fn figure(
    State(app): State<Arc<App>>,
    PathParam(file): PathParam<String>,
    QueryParams(wanted): QueryParams<Wanted>,
    headers: HeaderMap,
) -> Answer {
    let test = file.strip_suffix(".svg").and_then(|id| {
        let mut all = ReachTest::ALL.into_iter();
        all.find(|test| test.id() == id)
    });
    let still = wanted.still.and_then(|id| {
        let mut all = Still::ALL.into_iter();
        all.find(|still| still.id() == id)
    });
    let (test, still) = test.zip(still).ok_or(PageError::NotFound).or_page(&app)?;
    let mut picture = Picture::of(test, wanted.side).still(still);
    if wanted.phone {
        picture = picture.with_phone();
    }
    let words = app.words();
    let title = reach_words::name_of_side(words, test, picture.side);
    let description = reach_words::text(words, test, "what");
    let id = picture.id();
    let key = FigureKey::of(&[picture.text(), &id, &title, &description]);
    assets::tagged("image/svg+xml", &key.tag(), &headers, || {
        let drawn = app.figures().get_or_draw(key, || {
            let drawing = picture.drawing()?;
            let moment = drawing.animation().moment_of(still.id())?;
            let words = svg::Words {
                title: &title,
                description: &description,
                id: &id,
            };
            Ok(Drawn {
                svg: drawing.still(moment, words),
                faces_viewer: drawing.faces_viewer(),
            })
        });
        let drawn = drawn.map_err(|error| match error {
            FigureError::UnknownVariant(_) => PageError::NotFound,
            error => error.into(),
        });
        Ok(drawn.or_page(&app)?.svg.clone())
    })
}
