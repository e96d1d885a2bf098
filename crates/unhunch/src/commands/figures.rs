//! The commands for figures: one as a file, its joints as numbers, and the live preview for
//! those who write poses.

use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use clap::{Args, ValueEnum};
use unhunch_domain::programme::exercise::Exercise;
use unhunch_domain::programme::parts::Side;
use unhunch_domain::{ExerciseId, Library, VariantId};
use unhunch_web::Figure;
use unhunch_words::Words;

use crate::Failure;
use crate::commands::figure_preview;
use crate::files::{self, Readers};

/// Where exercises are, below a folder of the source.
const EXERCISES: &str = "content/exercises";

/// The most that an exercise's file may have, in bytes; the shipped ones have a hundredth of it.
const LARGEST: u64 = 1024 * 1024;

/// What to draw, and where to.
#[derive(Args)]
pub struct FigureOptions {
    /// The exercise: its id, or the path of a `.toml` file of your own
    exercise: String,
    /// A variant of it
    #[arg(long, value_name = "ID")]
    variant: Option<String>,
    /// The side, where the exercise has sides; the one that comes first without it
    #[arg(long)]
    side: Option<SideOption>,
    /// Not the movement but one position: `start`, or a phase
    #[arg(long, value_name = "PHASE", conflicts_with_all = ["joints", "watch"])]
    still: Option<String>,
    /// Not a picture but where every joint is, as JSON
    #[arg(long, conflicts_with = "watch")]
    joints: bool,
    /// Where to; standard output without it or with `-`
    #[arg(short, long, value_name = "FILE", conflicts_with = "watch")]
    output: Option<PathBuf>,
    /// Show the figure in the browser and draw it again whenever the file is saved
    #[arg(long)]
    watch: bool,
    /// With --watch: don't open the browser
    #[arg(long, requires = "watch")]
    no_open: bool,
}

/// A side, as it is typed.
#[derive(Clone, Copy, ValueEnum)]
enum SideOption {
    Left,
    Right,
}

impl From<SideOption> for Side {
    fn from(side: SideOption) -> Self {
        match side {
            SideOption::Left => Self::Left,
            SideOption::Right => Self::Right,
        }
    }
}

/// Draws a figure, or shows it while it is written.
pub fn run(out: &mut impl Write, options: &FigureOptions) -> Result<(), Failure> {
    let words = Words::english()?;
    if options.watch {
        let path = watched_path(&options.exercise)?;
        figure_preview::run(&path, words, !options.no_open)?;
        return Ok(());
    }
    if let Some(path) = options
        .output
        .as_deref()
        .filter(|path| is_exercise_file(path))
    {
        return Err(Failure::user(format!(
            "{} is an exercise’s file, which the picture would take the place of; name it .svg or .json",
            path.display()
        )));
    }
    let library = library(&options.exercise)?;
    let exercise = exercise(&library, &options.exercise)?;
    let variant = variant(exercise, options.variant.as_deref())?;
    let figure =
        Figure::of(exercise, variant.as_ref(), options.side.map(Side::from)).ok_or_else(|| {
            Failure::user(format!(
                "{} has no [figure]; content/README.md says how one is made",
                options.exercise
            ))
        })?;
    let of_figure = |error| anyhow!("{}: {error}", options.exercise);
    let known: Vec<_> = figure.positions().collect();
    if let Some(position) = &options.still
        && !known.contains(&position.as_str())
    {
        return Err(Failure::user(format!(
            "{} has no position `{position}`; there are {}",
            options.exercise,
            known.join(", ")
        )));
    }
    let solved = figure.solved().map_err(of_figure)?;
    // What is shipped is checked by its tests.
    if own_file(&options.exercise).is_some() {
        solved.check().map_err(of_figure)?;
    }
    let drawn = match &options.still {
        _ if options.joints => solved.joints(),
        None => solved.moving(&words),
        Some(position) => solved.still(&words, position).map_err(of_figure)?,
    };
    let file = options.output.as_deref();
    match file.filter(|file| *file != Path::new("-")) {
        None => out.write_all(drawn.as_bytes())?,
        // It says nothing of anybody.
        Some(path) => files::write_whole(path, &drawn, Readers::Usual)
            .with_context(|| format!("{} can't be written", path.display()))?,
    }
    Ok(())
}

/// The path of a file, where a person names one and not an exercise.
fn own_file(named: &str) -> Option<&Path> {
    let path = Path::new(named);
    is_exercise_file(path).then_some(path)
}

fn is_exercise_file(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("toml"))
}

/// Reads an exercise's file.
///
/// # Errors
/// Where it isn't a file, can't be read, isn't text, or is far larger than any exercise.
pub fn read_text(path: &Path) -> anyhow::Result<String> {
    let name = path.display();
    let mut text = String::new();
    files::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text))
        .with_context(|| format!("{name} can't be read"))?;
    if text.len() as u64 > LARGEST {
        return Err(anyhow!("{name} is larger than 1 MB; no exercise is"));
    }
    Ok(text)
}

/// The file to watch.
fn watched_path(named: &str) -> Result<PathBuf, Failure> {
    let path = match own_file(named) {
        Some(path) => path.to_owned(),
        None => Path::new(EXERCISES).join(format!("{named}.toml")),
    };
    if path.is_file() {
        return Ok(path);
    }
    Err(Failure::user(format!(
        "there is no file {}; go to the source's folder, or name the file itself",
        path.display()
    )))
}

/// The shipped exercises, or the one of an own file.
fn library(named: &str) -> Result<Library, Failure> {
    match own_file(named) {
        None => Ok(Library::shipped()?),
        Some(path) => Ok(read_file(path, &read_text(path)?)?),
    }
}

/// The library that holds the exercise of one file, and nothing else.
///
/// # Errors
/// What is wrong with the file, with its line.
pub fn read_file(path: &Path, text: &str) -> anyhow::Result<Library> {
    let id = path
        .file_stem()
        .and_then(|stem| stem.to_str())
        .unwrap_or_default();
    Library::read(&[(&format!("exercises/{id}.toml"), text)])
        .map_err(|error| anyhow!("{}, line {}: {}", path.display(), error.line, error.problem))
}

fn exercise<'a>(library: &'a Library, named: &str) -> Result<&'a Exercise, Failure> {
    if own_file(named).is_some() {
        return library
            .any()
            .next()
            .ok_or_else(|| Failure::user(format!("{named} holds no exercise")));
    }
    named
        .parse::<ExerciseId>()
        .ok()
        .and_then(|id| library.exercise(&id))
        .ok_or_else(|| {
            let known: Vec<_> = library.any().map(|exercise| exercise.id.as_str()).collect();
            Failure::user(format!(
                "there is no exercise `{named}`; there are {}. For a file of your own give its path, \
                 which ends in .toml",
                known.join(", ")
            ))
        })
}

fn variant(exercise: &Exercise, named: Option<&str>) -> Result<Option<VariantId>, Failure> {
    let Some(named) = named else {
        return Ok(None);
    };
    let variants = &exercise.file.variants;
    let found = variants.iter().find(|variant| variant.id.as_str() == named);
    found
        .map(|variant| Some(variant.id.clone()))
        .ok_or_else(|| {
            let known: Vec<_> = variants.iter().map(|variant| variant.id.as_str()).collect();
            Failure::user(format!(
                "{} has no variant `{named}`; there are {}",
                exercise.id,
                if known.is_empty() {
                    "none".to_owned()
                } else {
                    known.join(", ")
                }
            ))
        })
}

#[cfg(test)]
mod tests {
    use unhunch_web::START;

    use super::*;

    #[test]
    fn a_file_is_told_from_an_exercise() {
        assert!(own_file("my/wall-slide.toml").is_some());
        assert!(own_file("WALL.TOML").is_some());
        assert!(own_file("cat-cow").is_none());
        assert!(own_file("toml").is_none());
    }

    #[test]
    fn what_is_wrong_with_a_file_says_where() {
        let error = read_file(
            Path::new("my/slide.toml"),
            "kind = \"stretch\"\nposition = 3\n",
        )
        .unwrap_err()
        .to_string();
        assert!(error.starts_with("my/slide.toml, line 2: "), "{error}");
    }

    #[test]
    fn start_is_a_position_of_every_figure() {
        let library = Library::shipped().unwrap();
        for exercise in library.any() {
            let figure = Figure::of(exercise, None, None).unwrap();
            assert_eq!(figure.positions().next(), Some(START), "{}", exercise.id);
        }
    }
}
