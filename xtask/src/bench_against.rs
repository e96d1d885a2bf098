//! `cargo xtask bench against REV`: this tree beside an earlier revision, over the same made-up
//! history of twenty lively years.
//!
//! Both programs are built and then measured from outside in turn, A B A B, so that whatever else
//! the machine does falls on both. What is held against a target is the ratio of their medians; how
//! far apart the ratios of single rounds lie says how much to believe it. Where other programs want
//! the processor, too, believe processor time rather than time.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::http::Client;
use crate::program::{self, Profile, Running};
use crate::table::{self, median, milliseconds};
use crate::{bench, process, shell};

/// The history unless it is told otherwise: twenty years of what a person does, 631,106 entries.
const DAYS: usize = 7300;
const KIND: [&str; 3] = ["--lively", "--course", "improving"];
/// After that long a history is made anew: it ends on the day before it was made, and pages show
/// something else to people who haven't exercised for a while.
const HISTORY_LASTS: Duration = Duration::from_hours(24);

/// How often each program is measured unless it is told otherwise.
const ROUNDS: usize = 5;
/// How often a page is fetched in a round, after so many times that don't count.
const FETCHES: usize = 60;
const WARM_UP: usize = 5;
/// How often a program is started in a round.
const STARTS: usize = 4;

/// Pages that are timed: what they are called, where they are, and the most that this tree's time
/// may be of the earlier one's.
const PAGES: [(&str, &str, Option<f64>); 5] = [
    ("Today", "/", Some(0.3)),
    ("Progress, everything", "/progress?span=all", Some(0.4)),
    ("an exercise’s page", "/exercises/cat-cow", Some(0.4)),
    ("Settings", "/settings", None),
    ("Routines", "/routines", None),
];
const FIGURES_TARGET: f64 = 0.5;
const START_TARGET: f64 = 0.4;
const MEMORY_TARGET: f64 = 0.6;
const IMPORT_TARGET: f64 = 0.4;
const LOAD_TARGET: f64 = 0.5;
const BUILD_TARGET: f64 = 0.75;

/// How many pages are fetched one after the other unless it is told otherwise, by so many clients at
/// once, and the rest after that.
const LOAD_PAGES: usize = 45_000;
const LOAD_CLIENTS: usize = 4;
const LOAD_REST: Duration = Duration::from_secs(30);
/// How long each of them waits for a page.
const PATIENCE: Duration = Duration::from_secs(30);

/// How often a program is asked how much memory it takes while it imports.
const GLANCE: Duration = Duration::from_millis(10);

/// What can be measured, in the order in which it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Start,
    Memory,
    Pages,
    Figures,
    Import,
    Load,
    Build,
}

impl Part {
    const ALL: [Self; 7] = [
        Self::Start,
        Self::Memory,
        Self::Pages,
        Self::Figures,
        Self::Import,
        Self::Load,
        Self::Build,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Memory => "memory",
            Self::Pages => "pages",
            Self::Figures => "figures",
            Self::Import => "import",
            Self::Load => "load",
            Self::Build => "build",
        }
    }

    /// Whether it takes many minutes: then it is measured once, and only when it is named.
    fn is_long(self) -> bool {
        matches!(self, Self::Load | Self::Build)
    }
}

/// What somebody asked for.
#[derive(Debug, PartialEq, Eq)]
struct Asked<'a> {
    revision: &'a str,
    parts: Vec<Part>,
    days: usize,
    rounds: usize,
    pages: usize,
}

impl<'a> Asked<'a> {
    /// Reads `REV [PART …] [--days N] [--rounds N] [--pages N]`.
    fn read(words: &[&'a str]) -> Result<Self> {
        let [revision, words @ ..] = words else {
            bail!("which revision is this tree to be held against?");
        };
        let mut asked = Self {
            revision,
            parts: Vec::new(),
            days: DAYS,
            rounds: ROUNDS,
            pages: LOAD_PAGES,
        };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let number = match *word {
                "--days" => &mut asked.days,
                "--rounds" => &mut asked.rounds,
                "--pages" => &mut asked.pages,
                name => {
                    let part = Part::ALL.into_iter().find(|part| part.name() == name);
                    asked.parts.push(part.with_context(|| {
                        let names = Part::ALL.map(Part::name).join(", ");
                        format!("there is no part `{name}`; there are {names}")
                    })?);
                    continue;
                }
            };
            *number = words
                .next()
                .and_then(|word| word.parse().ok())
                .filter(|number| *number > 0)
                .with_context(|| format!("expected a number after {word}"))?;
        }
        if asked.parts.is_empty() {
            let short = Part::ALL.into_iter().filter(|part| !part.is_long());
            asked.parts = short.collect();
        }
        Ok(asked)
    }
}

/// A revision that is measured.
struct Version {
    name: String,
    sources: PathBuf,
    program: PathBuf,
    /// A data folder with the history, to copy.
    data: PathBuf,
}

/// What figures are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Milliseconds,
    Seconds,
    Megabytes,
}

impl Unit {
    fn show(self, value: f64) -> String {
        match self {
            Self::Milliseconds => format!("{value:.2} ms"),
            Self::Seconds => format!("{value:.2} s"),
            Self::Megabytes => format!("{value:.1} MB"),
        }
    }
}

/// A figure of both versions, the earlier one first.
struct Row {
    what: String,
    unit: Unit,
    target: Option<f64>,
    /// Of each round what was measured in it.
    rounds: [Vec<Vec<f64>>; 2],
}

/// What was measured.
#[derive(Default)]
struct Results {
    rows: Vec<Row>,
}

impl Results {
    /// Adds what was measured of a version in a round.
    fn add(
        &mut self,
        version: usize,
        what: &str,
        unit: Unit,
        target: Option<f64>,
        measured: Vec<f64>,
    ) {
        println!("  {what}: {}", unit.show(median(&measured)));
        let place = self.rows.iter().position(|row| row.what == what);
        let place = place.unwrap_or_else(|| {
            self.rows.push(Row {
                what: what.to_owned(),
                unit,
                target,
                rounds: [Vec::new(), Vec::new()],
            });
            self.rows.len() - 1
        });
        self.rows[place].rounds[version].push(measured);
    }
}

impl Row {
    /// The median of all that was measured of a version.
    fn median(&self, version: usize) -> f64 {
        median(&self.rounds[version].concat())
    }

    /// How much of the earlier one's median this tree's is.
    fn ratio(&self) -> f64 {
        self.median(1) / self.median(0)
    }

    /// The same for each round alone.
    fn ratios(&self) -> Vec<f64> {
        let [earlier, ours] = &self.rounds;
        let pairs = earlier.iter().zip(ours);
        pairs
            .map(|(earlier, ours)| median(ours) / median(earlier))
            .collect()
    }

    fn cells(&self) -> Vec<String> {
        let ratios = self.ratios();
        let version = |version: usize| {
            let medians: Vec<f64> = self.rounds[version]
                .iter()
                .map(|round| median(round))
                .collect();
            let shown = self.unit.show(self.median(version));
            match range(&medians) {
                Some((least, most)) if medians.len() > 1 => {
                    format!("{shown} ({})", between(least, most))
                }
                _ => shown,
            }
        };
        let met = self.target.map(|target| self.ratio() <= target);
        vec![
            self.what.clone(),
            version(0),
            version(1),
            format!("{:.3}", self.ratio()),
            match range(&ratios) {
                Some((least, most)) if ratios.len() > 1 => between(least, most),
                _ => String::new(),
            },
            self.target
                .map_or_else(String::new, |target| target.to_string()),
            table::mark(met).to_owned(),
        ]
    }
}

/// The least and the greatest of some values.
fn range(values: &[f64]) -> Option<(f64, f64)> {
    let least = values.iter().copied().reduce(f64::min)?;
    let most = values.iter().copied().reduce(f64::max)?;
    Some((least, most))
}

fn between(least: f64, most: f64) -> String {
    format!("{least:.2}–{most:.2}")
}

/// Measures an earlier revision and this tree, and prints a table.
///
/// # Errors
/// Where something can't be built or measured. Missing a target is no error: machines differ.
pub fn run(words: &[&str]) -> Result<()> {
    let asked = Asked::read(words)?;
    let (earlier, commit) = program::build_revision(asked.revision)?;
    let folder = shell::target_folder().join("against");
    let version = |number: usize, name: &str, sources: PathBuf, program: PathBuf| Version {
        name: name.to_owned(),
        sources,
        program,
        data: folder.join(format!("data-{number}")),
    };
    let versions = [
        version(0, &commit, program::sources_of(&commit)?, earlier),
        version(
            1,
            "this tree",
            shell::root(),
            program::build(Profile::Release)?,
        ),
    ];

    let mut results = Results::default();
    let (long, short): (Vec<Part>, Vec<Part>) = asked.parts.iter().partition(|part| part.is_long());
    let needs_history = asked.parts.iter().any(|part| *part != Part::Build);
    let (lines, figures) = if needs_history {
        prepare(&versions, &commit, &folder, asked.days)?
    } else {
        (PathBuf::new(), Vec::new())
    };
    let bench = Bench {
        lines,
        figures,
        pages: asked.pages,
        run: folder.join("run"),
        folder,
    };
    for round in 1..=asked.rounds {
        for (number, version) in versions.iter().enumerate() {
            for part in &short {
                println!(
                    "round {round} of {}: {}, {} …",
                    asked.rounds,
                    version.name,
                    part.name()
                );
                bench.measure(*part, number, version, &mut results)?;
            }
        }
    }
    for part in long {
        for (number, version) in versions.iter().enumerate() {
            println!("{}, {} …", version.name, part.name());
            bench.measure(part, number, version, &mut results)?;
        }
    }
    print(&versions, &results, &asked);
    Ok(())
}

/// Makes the history, unless one of today is there; brings it into a data folder of each version, and
/// looks which figures there are.
fn prepare(
    versions: &[Version; 2],
    commit: &str,
    folder: &Path,
    days: usize,
) -> Result<(PathBuf, Vec<String>)> {
    // The earlier program writes it: the later one reads what both know.
    let lines = program::revision_folder(commit)?.join(format!("history-{days}.jsonl"));
    let age = fs::metadata(&lines)
        .and_then(|file| file.modified())
        .ok()
        .and_then(|time| time.elapsed().ok());
    if age.is_none_or(|age| age > HISTORY_LASTS) {
        let unfinished = lines.with_extension("unfinished");
        bench::write_history(&versions[0].program, days, &KIND, &unfinished)?;
        fs::rename(&unfinished, &lines)?;
    }
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let mut figures = Vec::new();
    for version in versions {
        bench::import(&version.program, &version.data, &lines)?;
        // The first start does what isn't done again: backs up, makes itself at home.
        let (running, mut client) = let_in(&version.program, &version.data)?;
        if figures.is_empty() {
            figures = find_figures(&mut client)?;
        }
        thread::sleep(bench::REST);
        running.stop();
    }
    Ok((lines, figures))
}

/// What is measured with.
struct Bench {
    /// The history as an export.
    lines: PathBuf,
    /// The addresses of all figures.
    figures: Vec<String>,
    /// How many pages are fetched one after the other.
    pages: usize,
    /// Where a program's data lie while it is measured.
    run: PathBuf,
    folder: PathBuf,
}

impl Bench {
    /// Measures a part on a copy of the data of its own.
    fn measure(
        &self,
        part: Part,
        number: usize,
        version: &Version,
        results: &mut Results,
    ) -> Result<()> {
        let program = &version.program;
        let mut add = |what: &str, unit, target: Option<f64>, measured| {
            results.add(number, what, unit, target, measured);
        };
        if !matches!(part, Part::Import | Part::Build) {
            program::copy_afresh(&version.data, &self.run)?;
        }
        match part {
            Part::Start => {
                let (mut times, mut used) = (Vec::new(), Vec::new());
                for _ in 0..STARTS {
                    let (running, _) = let_in(program, &self.run)?;
                    times.push(milliseconds(running.since.elapsed()));
                    used.push(processor(&running));
                    running.stop();
                }
                let (what, target) = ("start to first page", Some(START_TARGET));
                add(what, Unit::Milliseconds, target, times);
                let what = format!("{what}: processor time");
                add(&what, Unit::Milliseconds, target, used);
            }
            Part::Memory => {
                let (running, _) = let_in(program, &self.run)?;
                thread::sleep(bench::REST);
                let memory = proportional(&running)?;
                let what = "memory at rest after the first page (PSS)";
                add(what, Unit::Megabytes, Some(MEMORY_TARGET), vec![memory]);
                running.stop();
            }
            Part::Pages => {
                for (name, path, target) in PAGES {
                    let (running, mut client) = let_in(program, &self.run)?;
                    let first = time(|| client.page(path).map(drop))?;
                    for _ in 0..WARM_UP {
                        client.page(path)?;
                    }
                    let before = processor(&running);
                    let times = (0..FETCHES).map(|_| time(|| client.page(path).map(drop)));
                    let times = times.collect::<Result<Vec<f64>>>()?;
                    #[expect(clippy::cast_precision_loss, reason = "a small number")]
                    let used = (processor(&running) - before) / FETCHES as f64;
                    let unit = Unit::Milliseconds;
                    add(name, unit, target, times);
                    add(&format!("{name}: processor time"), unit, target, vec![used]);
                    // Today was the first page already.
                    if path != "/" {
                        add(&format!("{name}: the first time"), unit, None, vec![first]);
                    }
                    running.stop();
                }
            }
            Part::Figures => {
                let (running, mut client) = let_in(program, &self.run)?;
                for when in ["the first time", "again"] {
                    let before = processor(&running);
                    let took = time(|| {
                        let mut all = self.figures.iter();
                        all.try_for_each(|figure| client.page(figure).map(drop))
                    })?;
                    let used = processor(&running) - before;
                    let what = format!("all {} figures, {when}", self.figures.len());
                    let (unit, target) = (Unit::Milliseconds, Some(FIGURES_TARGET));
                    add(&what, unit, target, vec![took]);
                    add(&format!("{what}: processor time"), unit, target, vec![used]);
                }
                running.stop();
            }
            Part::Import => {
                let (took, peak) = self.import(version)?;
                let target = Some(IMPORT_TARGET);
                add("import: processor time", Unit::Seconds, target, vec![took]);
                add("import: peak memory", Unit::Megabytes, target, vec![peak]);
            }
            Part::Load => {
                let memory = self.load(version)?;
                let what = format!(
                    "memory after {} pages by {LOAD_CLIENTS} clients and {} s of rest (PSS)",
                    self.pages,
                    LOAD_REST.as_secs()
                );
                add(&what, Unit::Megabytes, Some(LOAD_TARGET), vec![memory]);
            }
            Part::Build => {
                let (took, size) = self.build(version)?;
                let what = "clean release build: processor time";
                add(what, Unit::Seconds, Some(BUILD_TARGET), vec![took]);
                add("program’s size", Unit::Megabytes, None, vec![size]);
            }
        }
        Ok(())
    }

    /// Imports the history into a new folder: processor time in s, and peak memory in MB.
    fn import(&self, version: &Version) -> Result<(f64, f64)> {
        if self.run.exists() {
            fs::remove_dir_all(&self.run)?;
        }
        let before = time_of_children()?;
        let mut child = bench::importing(&version.program, &self.run, &self.lines)
            .stdout(Stdio::null())
            .spawn()
            .context("the import could not be started")?;
        let mut peak = 0;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            peak = process::peak_memory(child.id()).unwrap_or(0).max(peak);
            thread::sleep(GLANCE);
        };
        if !status.success() {
            bail!("the import by {} failed ({status})", version.name);
        }
        let took = time_of_children()?.saturating_sub(before);
        Ok((took.as_secs_f64(), megabytes(peak * 1024)))
    }

    /// Has several clients fetch one page after the other, rests, and says how many MB the program
    /// takes then.
    fn load(&self, version: &Version) -> Result<f64> {
        let (running, client) = let_in(&version.program, &self.run)?;
        let begun = AtomicUsize::new(0);
        let fetch = || {
            let mut client = client.beside(PATIENCE);
            loop {
                let number = begun.fetch_add(1, Ordering::Relaxed);
                if number >= self.pages {
                    return Ok(());
                }
                client.page(PAGES[number % PAGES.len()].1)?;
            }
        };
        let took = time(|| {
            thread::scope(|scope| {
                let clients = [(); LOAD_CLIENTS].map(|()| scope.spawn(fetch));
                clients.into_iter().try_for_each(|client| {
                    let ended = client.join();
                    ended.unwrap_or_else(|_| bail!("a client of ours broke off"))
                })
            })
        })?;
        println!("  {} pages in {:.0} s", self.pages, took / 1000.0);
        thread::sleep(LOAD_REST);
        let memory = proportional(&running)?;
        running.stop();
        Ok(memory)
    }

    /// Builds a version's program with nothing to begin with: processor time in s, and the program's
    /// size in MB.
    fn build(&self, version: &Version) -> Result<(f64, f64)> {
        let target = self.folder.join("build");
        if target.exists() {
            fs::remove_dir_all(&target)?;
        }
        shell::run(
            shell::cargo()
                .args(["fetch", "--locked"])
                .current_dir(&version.sources),
            "Dependencies could not be fetched.",
        )?;
        let before = time_of_children()?;
        let program = program::build_in(&version.sources, &target)?;
        let took = time_of_children()?.saturating_sub(before);
        let size = fs::metadata(program)?.len();
        fs::remove_dir_all(&target)?;
        Ok((took.as_secs_f64(), megabytes(size)))
    }
}

/// Starts a program on a data folder and fetches its first page. It ends with us.
fn let_in(program: &Path, data: &Path) -> Result<(Running, Client)> {
    let mut words = program::ending_with_us().into_iter();
    let running = match words.next() {
        None => Running::start(program, data)?,
        Some(first) => {
            let mut command = Command::new(first);
            command.args(words).arg(program);
            Running::start_by(command, data)?
        }
    };
    let mut client = Client::connect(&running.host)?;
    client.page(&running.entrance)?;
    Ok((running, client))
}

/// Milliseconds that something takes.
fn time(act: impl FnOnce() -> Result<()>) -> Result<f64> {
    let begin = Instant::now();
    act()?;
    Ok(milliseconds(begin.elapsed()))
}

/// Milliseconds that a program has had a processor for.
fn processor(running: &Running) -> f64 {
    milliseconds(Duration::from_nanos(process::used(running.id()).processor))
}

/// The proportional memory of a program, in MB.
fn proportional(running: &Running) -> Result<f64> {
    let (_, proportional) =
        process::memory(running.id()).context("memory can't be read on this system")?;
    Ok(megabytes(proportional * 1024))
}

fn time_of_children() -> Result<Duration> {
    process::time_of_children().context("processor time can't be read on this system")
}

fn megabytes(bytes: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "printed with one digit")]
    let bytes = bytes as f64;
    bytes / 1e6
}

/// The addresses of all moving figures: of each exercise, each of its variants and each side.
fn find_figures(client: &mut Client) -> Result<Vec<String>> {
    let list = client.page("/exercises")?.body;
    let list = String::from_utf8_lossy(&list);
    let exercises: BTreeSet<String> = bench::links(&list)
        .into_iter()
        .filter(|path| path.starts_with("/exercises/"))
        .collect();
    let mut figures = BTreeSet::new();
    for exercise in exercises {
        let page = client.page(&exercise)?.body;
        figures.extend(figures_of(&String::from_utf8_lossy(&page)));
    }
    if figures.is_empty() {
        bail!("the pages of the exercises show no figures");
    }
    Ok(figures.into_iter().collect())
}

/// The moving figures of the small pictures on a page; of those with a side, the other one as well.
fn figures_of(page: &str) -> BTreeSet<String> {
    let mut figures = BTreeSet::new();
    for written in page.split('"').filter(|text| text.starts_with("/figures/")) {
        let address = bench::address(written);
        let (path, query) = address.split_once('?').unwrap_or((&address, ""));
        let asked: Vec<&str> = query
            .split('&')
            .filter(|part| !part.is_empty() && !part.starts_with("still="))
            .collect();
        let mut moving = path.to_owned();
        if !asked.is_empty() {
            let _ = write!(moving, "?{}", asked.join("&"));
        }
        figures.insert(moving.replace("side=left", "side=right"));
        figures.insert(moving.replace("side=right", "side=left"));
    }
    figures
}

fn print(versions: &[Version; 2], results: &Results, asked: &Asked<'_>) {
    println!(
        "\nMedians over a history of {} days, made by e2e/tools/history.js {}, in {} rounds; in \
         brackets the least and the greatest median of one. The ratio is this tree’s median to the earlier one’s.",
        asked.days,
        KIND.join(" "),
        asked.rounds
    );
    let [earlier, ours] = versions;
    let head = [
        "",
        &earlier.name,
        &ours.name,
        "ratio",
        "of each round",
        "target",
        "",
    ];
    let rows: Vec<Vec<String>> = results.rows.iter().map(Row::cells).collect();
    table::print(&head, &rows);
    let missing: Vec<&str> = Part::ALL
        .into_iter()
        .filter(|part| !asked.parts.contains(part))
        .map(Part::name)
        .collect();
    if !missing.is_empty() {
        println!(
            "\nNot measured: {}. `load` takes some five minutes a program and `build` as long as a clean build: they are \
             measured once each, and only when they are named.",
            missing.join(", ")
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_and_numbers_come_in_any_order_after_the_revision() {
        let short = vec![
            Part::Start,
            Part::Memory,
            Part::Pages,
            Part::Figures,
            Part::Import,
        ];
        assert_eq!(
            Asked::read(&["v1.0"]).unwrap(),
            Asked {
                revision: "v1.0",
                parts: short,
                days: DAYS,
                rounds: ROUNDS,
                pages: LOAD_PAGES
            }
        );
        assert_eq!(
            Asked::read(&[
                "v1.0", "--days", "30", "load", "--rounds", "2", "start", "--pages", "900"
            ])
            .unwrap(),
            Asked {
                revision: "v1.0",
                parts: vec![Part::Load, Part::Start],
                days: 30,
                rounds: 2,
                pages: 900
            }
        );
        for wrong in [
            &[][..],
            &["v1.0", "everything"],
            &["v1.0", "--rounds"],
            &["v1.0", "--rounds", "0"],
            &["v1.0", "--pages", "many"],
        ] {
            assert!(Asked::read(wrong).is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn figures_are_those_of_small_pictures_moving_and_on_both_sides() {
        let page = r#"<use href="/figures/superman.svg?still=lift#figure-superman-lift"/>
            <use href="/figures/superman.svg?variant=bird-dog&#38;side=right&#38;still=lift#x"/> <a href="/exercises">"#;
        let found: Vec<String> = figures_of(page).into_iter().collect();
        assert_eq!(
            found,
            [
                "/figures/superman.svg",
                "/figures/superman.svg?variant=bird-dog&side=left",
                "/figures/superman.svg?variant=bird-dog&side=right",
            ]
        );
    }

    #[test]
    fn a_ratio_is_held_against_its_target_and_shown_for_each_round() {
        let row = |ours: [f64; 2], target| Row {
            what: "a page".to_owned(),
            unit: Unit::Milliseconds,
            target,
            rounds: [
                vec![vec![9.0, 10.0, 11.0], vec![20.0]],
                ours.map(|time| vec![time]).to_vec(),
            ],
        };
        assert_eq!(
            row([2.0, 5.0], Some(0.5)).cells(),
            [
                "a page",
                "11.00 ms (10.00–20.00)",
                "5.00 ms (2.00–5.00)",
                "0.455",
                "0.20–0.25",
                "0.5",
                "✓"
            ]
        );
        assert_eq!(row([9.0, 9.0], Some(0.5)).cells()[6], "✗");
        assert_eq!(row([9.0, 9.0], None).cells()[5..], ["", ""]);
    }
}
