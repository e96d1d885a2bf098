//! The live preview: shows the figure of a file in the browser, and again whenever it is saved.

use std::path::{Path, PathBuf};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use anyhow::Context as _;
use askama::Template;
use axum::Router;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use serde::Deserialize;
use tokio::sync::watch;
use unhunch_domain::programme::exercise::Exercise;
use unhunch_domain::programme::parts::Side;
use unhunch_domain::{Library, VariantId};
use unhunch_web::{Figure, Guard, GuardOptions, KeyPosition, Sessions, Solved};
use unhunch_words::Words;

use crate::commands::figures::{read_file, read_text};
use crate::data_folder;
use crate::serve::address::{Address, Kind};
use crate::serve::connections::Sentences;
use crate::serve::opening::Opener;
use crate::serve::peer_user::PeerUsers;
use crate::serve::sessions_file::Unkept;
use crate::serve::{RUNS, announce, serve_until, told_to_end};
use crate::system::Machine;

/// How often the file is looked at.
const LOOK: Duration = Duration::from_millis(200);

/// How often in a row the file may not be there before that is told: editors replace files, so
/// that for a moment there is none.
const MISSED: u32 = 5;

/// How long a page waits for a change before it asks again.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the page may load: our own style and script.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; \
    connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'none'";

/// The file as it was saved last.
struct Preview {
    path: PathBuf,
    words: Words,
    saved: RwLock<Saved>,
    /// Counts how often the file was saved.
    changes: watch::Sender<u64>,
}

struct Saved {
    /// The library with the file's exercise, or what is wrong.
    library: Result<Arc<Library>, String>,
    /// The last one without a mistake, to look at while one is being mended.
    good: Option<Arc<Library>>,
}

/// Serves the preview until it is told to end.
///
/// # Errors
/// Where the file can't be read or no port is free.
pub fn run(path: &Path, words: Words, open_browser: bool) -> anyhow::Result<()> {
    let text = read_text(path)?;
    let preview = Preview {
        path: path.to_owned(),
        words,
        saved: RwLock::new(Saved {
            library: Err(String::new()),
            good: None,
        }),
        changes: watch::Sender::new(0),
    };
    preview.take(&text);
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(serve(Arc::new(preview), text, open_browser))
}

async fn serve(preview: Arc<Preview>, text: String, open_browser: bool) -> anyhow::Result<()> {
    let file = std::path::absolute(&preview.path)?;
    let mut address = Address::listen(&file, Kind::Fresh, 0).await?;
    let users = PeerUsers::open().await?;
    let words = &preview.words;
    let options = GuardOptions {
        authorities: address.authorities(),
        name: "preview".to_owned(),
        sessions: Sessions::default(),
        store: Arc::new(Unkept),
        host: Arc::new(Machine),
        former: None,
        remark: String::new(),
    };
    let guard = Guard::new(options, words);
    let pages = Router::new()
        .route("/", get(page))
        .route("/changed", get(changed))
        .route("/preview.css", get(style))
        .route("/preview.js", get(script))
        .route("/assets/{*path}", get(unhunch_web::asset))
        .with_state(Arc::clone(&preview));
    let sentences = Sentences {
        foreign: words.get("guard-other-person"),
        slow: words.get("guard-slow"),
    };
    let opener = Opener::new(Arc::clone(&guard), &opening_folder()?, words);
    announce(&opener.printed_address(), RUNS);
    if open_browser {
        opener.open("/", None);
    }
    let watching = tokio::spawn(look(preview, text));
    let router = guard.protect(pages);
    let listeners = address.listeners.drain(..);
    let places = listeners.map(|listener| (listener, router.clone()));
    serve_until(places.collect(), users, sentences, told_to_end()).await;
    watching.abort();
    Ok(())
}

/// A folder of this person alone for the file that the browser is opened on.
fn opening_folder() -> anyhow::Result<PathBuf> {
    let folders = directories::ProjectDirs::from("", "", "unhunch");
    let folders = folders.context("there is no home folder")?;
    let folder = folders.runtime_dir().unwrap_or_else(|| folders.cache_dir());
    data_folder::make(folder)?;
    Ok(folder.to_owned())
}

/// Looks at the file for ever, and takes it whenever it says something else. Reading and solving
/// go on beside the pages, which have to answer meanwhile.
async fn look(preview: Arc<Preview>, text: String) {
    let mut known = Some(text);
    let mut missed = 0;
    loop {
        tokio::time::sleep(LOOK).await;
        let path = preview.path.clone();
        let read = tokio::task::spawn_blocking(move || read_text(&path)).await;
        match read.unwrap_or_else(|error| Err(error.into())) {
            Ok(text) if known.as_ref() == Some(&text) => missed = 0,
            Ok(text) => {
                missed = 0;
                known = Some(text.clone());
                let taking = Arc::clone(&preview);
                let taken = tokio::task::spawn_blocking(move || taking.take(&text)).await;
                if let Err(error) = taken {
                    tracing::error!(%error, "a figure can't be made");
                    preview.save(Err(preview.words.get("preview-broken")));
                }
            }
            Err(error) => {
                missed += 1;
                if missed == MISSED {
                    known = None;
                    preview.save(Err(format!("{error:#}")));
                }
            }
        }
    }
}

impl Preview {
    fn take(&self, text: &str) {
        let library = read_file(&self.path, text);
        self.save(library.map(Arc::new).map_err(|error| error.to_string()));
    }

    /// Shows what the file holds now, or what is wrong with it.
    fn save(&self, library: Result<Arc<Library>, String>) {
        // Solving takes a while; pages are not kept waiting for it.
        let good = library.as_ref().ok().filter(|library| draws(library));
        let good = good.map(Arc::clone);
        {
            let mut saved = self
                .saved
                .write()
                .unwrap_or_else(std::sync::PoisonError::into_inner);
            saved.good = good.or(saved.good.take());
            saved.library = library;
        }
        self.changes.send_modify(|count| *count += 1);
    }
}

/// Whether an exercise's own figure can be drawn.
fn draws(library: &Library) -> bool {
    library
        .any()
        .next()
        .and_then(|exercise| Figure::of(exercise, None, None))
        .is_some_and(|figure| checked(&figure).is_ok())
}

/// What the page can be asked for.
#[derive(Deserialize)]
struct Wanted {
    variant: Option<VariantId>,
    side: Option<Side>,
}

#[derive(Template)]
#[template(path = "preview.html")]
struct Page<'a> {
    words: &'a Words,
    file: String,
    change: u64,
    /// What is wrong with the file; nothing is where it is empty.
    problem: String,
    title: String,
    moving: String,
    positions: Vec<KeyPosition>,
    variants: Vec<Choice>,
    sides: Vec<Choice>,
}

struct Choice {
    name: String,
    link: String,
    is_chosen: bool,
}

async fn page(State(preview): State<Arc<Preview>>, Query(wanted): Query<Wanted>) -> Response {
    let page = build(&preview, &wanted);
    match page.render() {
        Ok(html) => (
            [
                (CONTENT_SECURITY_POLICY, POLICY),
                (CACHE_CONTROL, "no-store"),
            ],
            Html(html),
        )
            .into_response(),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}

fn build<'a>(preview: &'a Preview, wanted: &Wanted) -> Page<'a> {
    let words = &preview.words;
    let change = *preview.changes.borrow();
    let (library, good) = {
        let saved = preview
            .saved
            .read()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        (saved.library.clone(), saved.good.clone())
    };
    let mut page = Page {
        words,
        file: preview.path.display().to_string(),
        change,
        problem: String::new(),
        title: String::new(),
        moving: String::new(),
        positions: Vec::new(),
        variants: Vec::new(),
        sides: Vec::new(),
    };
    let first = match &library {
        Ok(library) => draw(&mut page, library, wanted).map(|()| {
            page.problem = elsewhere(library, wanted);
        }),
        Err(problem) => Err(problem.clone()),
    };
    if let Err(problem) = first {
        page.problem = problem;
        // Something to look at meanwhile; that it can't be drawn either is told above.
        if let Some(good) = &good {
            let _ = draw(&mut page, good, wanted);
        }
    }
    page
}

/// What is wrong with the figures that the page does not show.
fn elsewhere(library: &Library, wanted: &Wanted) -> String {
    let exercise = library.any().next();
    let variants = exercise.into_iter().flat_map(|exercise| {
        let variants = exercise.file.variants.iter().map(|variant| &variant.id);
        let all = std::iter::once(None).chain(variants.map(Some));
        all.map(move |variant| (exercise, variant))
    });
    let problems = variants
        .filter(|(_, variant)| *variant != wanted.variant.as_ref())
        .filter_map(|(exercise, variant)| {
            let error = checked(&Figure::of(exercise, variant, None)?).err()?;
            let id = variant.map_or(exercise.id.as_str(), VariantId::as_str);
            Some(format!("{id}: {error}"))
        });
    problems.collect::<Vec<_>>().join("\n")
}

/// Draws the exercise of a library onto the page.
fn draw(page: &mut Page<'_>, library: &Library, wanted: &Wanted) -> Result<(), String> {
    let words = page.words;
    let exercise = library
        .any()
        .next()
        .ok_or_else(|| words.get("preview-no-exercise"))?;
    page.variants = variants(exercise, words, wanted);
    let figure = Figure::of(exercise, wanted.variant.as_ref(), wanted.side)
        .ok_or_else(|| words.get("preview-no-figure"))?;
    page.sides = figure
        .sides()
        .iter()
        .map(|side| Choice {
            name: words.get(&format!("side-{side}")),
            link: link(wanted.variant.as_ref(), Some(*side)),
            is_chosen: figure.side() == Some(*side),
        })
        .collect();
    let solved = checked(&figure)?;
    page.title = figure.title(words);
    page.moving = solved.moving(words);
    page.positions = solved
        .key_positions(words)
        .map_err(|error| error.to_string())?;
    Ok(())
}

/// A figure all of whose moments a body can do; else what is wrong.
fn checked<'a>(figure: &Figure<'a>) -> Result<Solved<'a>, String> {
    let solved = figure.solved().map_err(|error| error.to_string())?;
    solved.check().map_err(|error| error.to_string())?;
    Ok(solved)
}

fn variants(exercise: &Exercise, words: &Words, wanted: &Wanted) -> Vec<Choice> {
    let itself = Choice {
        name: words.get("preview-exercise"),
        link: link(None, wanted.side),
        is_chosen: wanted.variant.is_none(),
    };
    let drawn = exercise
        .file
        .variants
        .iter()
        .filter(|variant| variant.figure.0);
    std::iter::once(itself)
        .chain(drawn.map(|variant| Choice {
            name: variant.id.to_string(),
            link: link(Some(&variant.id), wanted.side),
            is_chosen: wanted.variant.as_ref() == Some(&variant.id),
        }))
        .collect()
}

fn link(variant: Option<&VariantId>, side: Option<Side>) -> String {
    let variant = variant.map(|variant| format!("variant={variant}"));
    let side = side.map(|side| format!("side={side}"));
    let asked: Vec<_> = [variant, side].into_iter().flatten().collect();
    format!("/?{}", asked.join("&"))
}

#[derive(Deserialize)]
struct Since {
    change: u64,
}

/// Answers when the file is not as the page shows it any more, or after a while.
async fn changed(State(preview): State<Arc<Preview>>, Query(since): Query<Since>) -> String {
    let mut changes = preview.changes.subscribe();
    let other = changes.wait_for(|count| *count != since.change);
    let _ = tokio::time::timeout(PATIENCE, other).await;
    preview.changes.borrow().to_string()
}

async fn style() -> Response {
    let style = include_str!("../../assets/preview.css");
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], style).into_response()
}

async fn script() -> Response {
    let script = include_str!("../../assets/preview.js");
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], script).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CAT: &str = include_str!("../../../../content/exercises/cat-cow.toml");

    fn preview(text: &str) -> Preview {
        let preview = Preview {
            path: "cat-cow.toml".into(),
            words: Words::english().unwrap(),
            saved: RwLock::new(Saved {
                library: Err(String::new()),
                good: None,
            }),
            changes: watch::Sender::new(0),
        };
        preview.take(text);
        preview
    }

    const PLAIN: Wanted = Wanted {
        variant: None,
        side: None,
    };

    #[test]
    fn it_shows_the_movement_and_its_positions() {
        let preview = preview(CAT);
        let page = build(&preview, &PLAIN);
        assert_eq!(page.problem, "");
        assert!(page.moving.contains("<animate"));
        let ids: Vec<_> = page.positions.iter().map(|p| p.id.as_str()).collect();
        assert_eq!(ids, ["start", "cat", "cow"]);
        assert!(page.variants.iter().any(|choice| choice.name == "seated"));
    }

    #[test]
    fn a_mistake_is_told_beside_the_last_good_picture() {
        let preview = preview(CAT);
        let far_back =
            |text: &str| text.replacen("thoracic_flexion = -", "thoracic_flexion = -9", 1);
        preview.take(&far_back(CAT));
        let page = build(&preview, &PLAIN);
        // It is in a variant, which the page does not show.
        let problem = &page.problem;
        assert!(
            problem.contains(": pose `") && !problem.starts_with("pose"),
            "{problem}"
        );
        assert!(page.moving.contains("<animate"));
        assert_eq!(page.change, 2);

        let (before, figure) = CAT.split_at(CAT.find("\n[figure]").unwrap());
        preview.take(&format!("{before}{}", far_back(figure)));
        let page = build(&preview, &PLAIN);
        let problem = &page.problem;
        assert!(problem.starts_with("pose `"), "{problem}");
        assert!(page.moving.contains("<animate"));

        preview.take("kind = ");
        let page = build(&preview, &PLAIN);
        assert!(
            page.problem.contains("cat-cow.toml, line 1"),
            "{}",
            page.problem
        );
        assert!(page.moving.contains("<animate"));

        preview.take(CAT);
        assert_eq!(build(&preview, &PLAIN).problem, "");
    }
}
