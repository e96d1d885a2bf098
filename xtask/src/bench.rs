//! `cargo xtask bench`: how quick and how small the program is, next to what it should be.
//!
//! Everything is measured from outside, on the program as people run it: processes are started,
//! pages fetched over the loopback, memory read from the kernel, cues and frames timed in a real
//! browser.

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::http::Client;
use crate::program::{Profile, Running};
use crate::table::{self, median, milliseconds, quantile};
use crate::{bench_flood, bench_reminders, browser, process, program, shell};

/// How often the program is started for one figure.
const STARTS: usize = 20;
/// How often a page is fetched for one figure.
const FETCHES: usize = 200;
/// How long a program rests before its memory is looked at.
pub const REST: Duration = Duration::from_secs(3);
/// How long cues are watched, in seconds.
const CUES_S: u32 = 60;
/// How long each figure is watched, in seconds.
const FRAMES_S: u32 = 3;
/// What a frame may take on the page's thread in all, and what of it script and style may take,
/// in milliseconds.
const FRAME_MS: f64 = 16.7;
const STEERING_MS: f64 = 4.0;
/// Days of sessions behind the pages that are measured: 20 years.
const DAYS: usize = 7305;

/// The parts, in the order in which they run.
const PARTS: [&str; 6] = [
    "criterion",
    "program",
    "cues",
    "frames",
    "reminders",
    "flood",
];
/// The part that runs only when it is named: it builds another commit first.
const FLOOD: &str = "flood";

/// Runs the parts with these names; all but `flood` where there are none. After `flood` may come
/// the revision that this tree is held against.
///
/// # Errors
/// Where something can't be built or measured. Missing a target is no error: machines differ.
pub fn run(names: &[&str]) -> Result<()> {
    let (names, revision) = parts_and_revision(names)?;
    let wanted = |name| (names.is_empty() && name != FLOOD) || names.contains(&name);
    let mut table = Table::default();
    if wanted("criterion") {
        criterion()?;
    }
    if wanted("program") {
        measure_program(&mut table)?;
    }
    if wanted("cues") {
        measure_cues(&mut table)?;
    }
    if wanted("frames") {
        measure_frames(&mut table)?;
    }
    table.print();
    if wanted("reminders") {
        bench_reminders::run()?;
    }
    if wanted(FLOOD) {
        bench_flood::run(revision)?;
    }
    Ok(())
}

/// Tells names of parts from the revision after `flood`.
fn parts_and_revision<'a>(words: &[&'a str]) -> Result<(Vec<&'a str>, Option<&'a str>)> {
    let mut names = Vec::new();
    let mut revision = None;
    for word in words {
        if PARTS.contains(word) {
            names.push(*word);
        } else if names.last() == Some(&FLOOD) && revision.is_none() {
            revision = Some(*word);
        } else {
            bail!("there is no part `{word}`; there are {}", PARTS.join(", "));
        }
    }
    Ok((names, revision))
}

/// Runs the benchmarks that crates have.
fn criterion() -> Result<()> {
    let metadata = shell::output(shell::cargo().args([
        "metadata",
        "--format-version",
        "1",
        "--no-deps",
        "--locked",
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata).context("cargo metadata")?;
    for package in metadata["packages"].as_array().into_iter().flatten() {
        for target in package["targets"].as_array().into_iter().flatten() {
            let is_bench = target["kind"]
                .as_array()
                .is_some_and(|kinds| kinds.iter().any(|kind| kind == "bench"));
            let (Some(package), Some(bench)) = (package["name"].as_str(), target["name"].as_str())
            else {
                continue;
            };
            if is_bench {
                shell::run(
                    shell::cargo().args(["bench", "--locked", "-p", package, "--bench", bench]),
                    "The benchmark is named above.",
                )?;
            }
        }
    }
    Ok(())
}

fn measure_program(table: &mut Table) -> Result<()> {
    let program = program::build(Profile::Release)?;
    table.bytes("program’s size", fs::metadata(&program)?.len(), None);

    let folder = tempfile::tempdir()?;
    let new = |number: usize| folder.path().join(format!("new-{number}"));
    let starts = many_starts(|number| first_page(&program, &new(number)))?;
    table.times(
        "start to first page, no data folder yet",
        &starts,
        Some(300.0),
    );

    let empty = folder.path().join("empty");
    let starts = many_starts(|_| first_page(&program, &empty))?;
    table.times("start to first page, empty journal", &starts, Some(300.0));
    measure_memory(&program, &empty, "empty journal", table)?;

    let full = folder.path().join("full");
    fill(&program, &full, folder.path(), table)?;
    let starts = many_starts(|_| first_page(&program, &full))?;
    table.times("start to first page, 20 years", &starts, Some(300.0));
    measure_memory(&program, &full, "20 years", table)?;
    measure_pages(&program, &full, table)
}

fn many_starts(start: impl Fn(usize) -> Result<f64>) -> Result<Vec<f64>> {
    (0..STARTS).map(start).collect()
}

/// Milliseconds from the start of the process to the last byte of the first page.
fn first_page(program: &Path, data: &Path) -> Result<f64> {
    let running = Running::start(program, data)?;
    Client::connect(&running.host)?.page(&running.entrance)?;
    let took = milliseconds(running.since.elapsed());
    running.stop();
    Ok(took)
}

/// Writes a made-up history of so many days, as a journal exports it; `kind` is what else
/// `e2e/tools/history.js` is told, which makes daily sessions where it is told nothing.
pub fn write_history(program: &Path, days: usize, kind: &[&str], lines: &Path) -> Result<()> {
    let tools = browser::node()?;
    let mut node = shell::command(tools.node);
    node.args(["e2e/tools/history.js", "--days", &days.to_string(), "--out"])
        .arg(lines)
        .args(kind)
        .env("UNHUNCH_PROGRAM", program);
    shell::run(&mut node, "The made-up history could not be written.")
}

/// Imports a history into a new data folder.
pub fn import(program: &Path, data: &Path, lines: &Path) -> Result<()> {
    shell::run(
        &mut importing(program, data, lines),
        "The made-up history could not be imported.",
    )
}

/// The command that imports a history into a data folder.
pub fn importing(program: &Path, data: &Path, lines: &Path) -> Command {
    let mut import = shell::command(program);
    import
        .arg("--data-dir")
        .arg(data)
        .args(["journal", "import"])
        .arg(lines);
    import
}

/// Imports 20 years of daily sessions into a new data folder.
fn fill(program: &Path, data: &Path, temporary: &Path, table: &mut Table) -> Result<()> {
    let lines = temporary.join("history.jsonl");
    write_history(program, DAYS, &[], &lines)?;
    let begin = Instant::now();
    import(program, data, &lines)?;
    table.row(
        "import of 20 years",
        format!("{:.1} s", begin.elapsed().as_secs_f64()),
        "",
        None,
    );
    fs::remove_file(&lines)?;
    Ok(())
}

fn measure_memory(program: &Path, data: &Path, what: &str, table: &mut Table) -> Result<()> {
    let running = Running::start(program, data)?;
    Client::connect(&running.host)?.page(&running.entrance)?;
    thread::sleep(REST);
    match process::memory(running.id()) {
        Some((resident, proportional)) => {
            for (size, title) in [(resident, "resident"), (proportional, "proportional")] {
                let what = format!("memory at rest, {what} ({title})");
                table.bytes(&what, size * 1024, Some(15.0));
            }
        }
        None => println!("memory can't be read on this system"),
    }
    running.stop();
    Ok(())
}

/// Fetches one page of each kind that can be reached, many times, over one kept connection.
fn measure_pages(program: &Path, data: &Path, table: &mut Table) -> Result<()> {
    let running = Running::start(program, data)?;
    let mut client = Client::connect(&running.host)?;
    client.page(&running.entrance)?;
    for path in page_of_each_kind(&mut client)? {
        for _ in 0..10 {
            client.page(&path)?;
        }
        let mut times = Vec::with_capacity(FETCHES);
        for _ in 0..FETCHES {
            let begin = Instant::now();
            client.page(&path)?;
            times.push(milliseconds(begin.elapsed()));
        }
        table.times(
            &format!("20 years: {}", shortened(&path)),
            &times,
            Some(2.0),
        );
    }
    running.stop();
    Ok(())
}

/// Follows the links from Today and returns the first page of each kind.
fn page_of_each_kind(client: &mut Client) -> Result<Vec<String>> {
    let mut kinds: BTreeMap<(String, usize, bool), String> = BTreeMap::new();
    let mut open = VecDeque::from(["/".to_owned()]);
    while let Some(path) = open.pop_front() {
        let kind = kind(&path);
        if kinds.contains_key(&kind) {
            continue;
        }
        let body = client.page(&path)?.body;
        kinds.insert(kind, path);
        open.extend(links(&String::from_utf8_lossy(&body)));
    }
    Ok(kinds.into_values().collect())
}

/// Pages of one kind have the same first word, as many words, and both or neither a query.
fn kind(path: &str) -> (String, usize, bool) {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let words: Vec<&str> = path.split('/').filter(|word| !word.is_empty()).collect();
    (
        (*words.first().unwrap_or(&"")).to_owned(),
        words.len(),
        !query.is_empty(),
    )
}

/// The pages that a page links to; assets and downloads are none.
pub fn links(page: &str) -> Vec<String> {
    page.split("<a ")
        .skip(1)
        .filter_map(|rest| rest.split_once('>'))
        .filter(|(tag, _)| !tag.contains("download"))
        .filter_map(|(tag, _)| tag.split_once("href=\"")?.1.split_once('"'))
        .map(|(path, _)| address(path))
        .filter(|path| {
            path.starts_with('/') && !path.contains("export") && !path.starts_with("/assets")
        })
        .collect()
}

/// An address in a page, as it is asked for: without its fragment.
pub fn address(written: &str) -> String {
    let written = written.replace("&amp;", "&").replace("&#38;", "&");
    let address = written.split('#').next();
    address.unwrap_or_default().to_owned()
}

fn shortened(path: &str) -> String {
    path.split('/')
        .map(|word| {
            if word.len() == 36 && word.matches('-').count() == 4 {
                "…"
            } else {
                word
            }
        })
        .collect::<Vec<_>>()
        .join("/")
}

/// Plays a session in Chromium in real time and compares each cue's time with its place.
fn measure_cues(table: &mut Table) -> Result<()> {
    let tools = browser::ready()?;
    let program = program::build(Profile::Release)?;
    println!("watching cues for {CUES_S} s …");
    let mut node = tools.command();
    node.args(["e2e/tools/cues.js", &CUES_S.to_string()])
        .env("UNHUNCH_PROGRAM", program);
    let text = shell::output(&mut node)?;
    let late: Vec<f64> = serde_json::from_str(text.trim()).context("e2e/tools/cues.js")?;
    if late.is_empty() {
        bail!("the player gave no cue in {CUES_S} s");
    }
    println!(
        "{} cues; by how many ms each came after its place in the timeline:",
        late.len()
    );
    histogram(&late);
    let absolute: Vec<f64> = late.iter().map(|ms| ms.abs()).collect();
    table.times("cues off their place in the timeline", &absolute, None);
    let worst = absolute.iter().copied().fold(0.0, f64::max);
    table.row(
        "the cue that is furthest off",
        format!("{worst:.1} ms"),
        "20 ms",
        Some(worst <= 20.0),
    );
    // A drift would show as a difference between the first and the last cues.
    let half = late.len() / 2;
    let drift = median(&late[half..]) - median(&late[..half.max(1)]);
    table.row(
        "later half of the cues against the earlier",
        format!("{drift:+.1} ms"),
        "",
        None,
    );
    Ok(())
}

/// Plays figures in Chromium and sums up what each frame cost, with them and without.
fn measure_frames(table: &mut Table) -> Result<()> {
    let tools = browser::ready()?;
    let program = program::build(Profile::Release)?;
    println!("watching figures, {FRAMES_S} s each …");
    let mut node = tools.command();
    node.args(["e2e/tools/frames.js", &FRAMES_S.to_string()])
        .env("UNHUNCH_PROGRAM", program);
    let text = shell::output(&mut node)?;
    let watched: Value = serde_json::from_str(text.trim()).context("e2e/tools/frames.js")?;
    let watched: Vec<Watched> = watched
        .as_array()
        .into_iter()
        .flatten()
        .map(Watched::read)
        .collect::<Option<_>>()
        .context("e2e/tools/frames.js prints something else than expected")?;
    let mut kinds: Vec<(&str, &str)> = watched
        .iter()
        .map(|one| (one.look.as_str(), one.kind.as_str()))
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    for (look, kind) in kinds {
        let of = |figures| {
            watched
                .iter()
                .filter(move |one| one.look == look && one.kind == kind && one.figures == figures)
        };
        let slowest = |figures| {
            of(figures)
                .map(|one| one.per_second)
                .fold(f64::MAX, f64::min)
        };
        table.row(
            &format!("{look}, {kind}: frames a second, the slowest figure"),
            format!("{:.1} (without: {:.1})", slowest(true), slowest(false)),
            "60",
            None,
        );
        let sums = |figures, names: &[&str]| -> Vec<f64> {
            of(figures).flat_map(|one| one.sums(names)).collect()
        };
        let all = ["script", "style", "layout", "paint"];
        for (what, names, target) in [
            ("script and style", &all[..2], Some(STEERING_MS)),
            ("layout", &all[2..3], None),
            ("paint", &all[3..], None),
            ("all of the page’s thread", &all[..], Some(FRAME_MS)),
            ("raster, beside it", &["raster"][..], None),
        ] {
            table.frames(
                &format!("{look}, {kind}: {what}"),
                &sums(true, names),
                &sums(false, names),
                target,
            );
        }
    }
    Ok(())
}

/// What `e2e/tools/frames.js` prints about one figure in one kind of step.
struct Watched {
    look: String,
    kind: String,
    figures: bool,
    per_second: f64,
    /// Milliseconds of each frame, by kind of work.
    parts: BTreeMap<String, Vec<f64>>,
}

impl Watched {
    fn read(value: &Value) -> Option<Self> {
        let text = |name: &str| value[name].as_str().map(str::to_owned);
        let parts = value["parts"].as_object()?.iter().map(|(name, frames)| {
            let frames = frames.as_array()?.iter().map(Value::as_f64);
            Some((name.clone(), frames.collect::<Option<_>>()?))
        });
        Some(Self {
            look: text("look")?,
            kind: text("kind")?,
            figures: value["figures"].as_bool()?,
            per_second: value["perSecond"].as_f64()?,
            parts: parts.collect::<Option<_>>()?,
        })
    }

    /// Milliseconds of each frame for some kinds of work together.
    fn sums(&self, names: &[&str]) -> Vec<f64> {
        let parts: Vec<&Vec<f64>> = names
            .iter()
            .filter_map(|name| self.parts.get(*name))
            .collect();
        let frames = parts.iter().map(|part| part.len()).max().unwrap_or(0);
        (0..frames)
            .map(|frame| parts.iter().filter_map(|part| part.get(frame)).sum())
            .collect()
    }
}

fn histogram(values: &[f64]) {
    let mut bins: BTreeMap<i64, usize> = BTreeMap::new();
    for value in values {
        // Cues are at most seconds off; two ms a line.
        #[expect(
            clippy::cast_possible_truncation,
            reason = "milliseconds, far from the limits"
        )]
        let bin = (value / 2.0).floor() as i64 * 2;
        *bins.entry(bin).or_default() += 1;
    }
    for (bin, count) in bins {
        println!(
            "  {bin:>5} to {:>3} ms {count:>4} {}",
            bin + 2,
            "▪".repeat(count.min(60))
        );
    }
}

/// Figures side by side with their targets.
#[derive(Default)]
struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    fn row(&mut self, what: &str, measured: String, target: &str, met: Option<bool>) {
        println!("{what}: {measured}");
        let met = table::mark(met).to_owned();
        self.rows
            .push(vec![what.to_owned(), measured, target.to_owned(), met]);
    }

    /// Median and 90 % of times in ms; the median is held against the target.
    fn times(&mut self, what: &str, times: &[f64], target: Option<f64>) {
        let median = median(times);
        let measured = format!("{median:.2} ms (90 %: {:.2})", quantile(times, 0.9));
        let limit = target.map_or_else(String::new, |target| format!("{target} ms"));
        self.row(what, measured, &limit, target.map(|target| median < target));
    }

    /// Median, 95 % and longest of frames' times in ms; the 95 % are held against the target.
    fn frames(&mut self, what: &str, times: &[f64], without: &[f64], target: Option<f64>) {
        let most = quantile(times, 0.95);
        let measured = format!(
            "{:.2} ms (95 %: {most:.2}, longest {:.1}; without: {:.2})",
            median(times),
            times.iter().copied().fold(0.0, f64::max),
            median(without),
        );
        let limit = target.map_or_else(String::new, |target| format!("{target} ms"));
        self.row(what, measured, &limit, target.map(|target| most < target));
    }

    /// A size, held against a target in MB.
    fn bytes(&mut self, what: &str, bytes: u64, target: Option<f64>) {
        #[expect(clippy::cast_precision_loss, reason = "printed with one digit")]
        let size = bytes as f64 / 1e6;
        let limit = target.map_or_else(String::new, |target| format!("{target} MB"));
        self.row(
            what,
            format!("{size:.1} MB"),
            &limit,
            target.map(|target| size < target),
        );
    }

    fn print(&self) {
        if !self.rows.is_empty() {
            table::print(&["", "measured", "target", ""], &self.rows);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_revision_stands_after_the_part_that_takes_one() {
        let read = |words: &[&'static str]| parts_and_revision(words).ok();
        assert_eq!(read(&[]), Some((vec![], None)));
        assert_eq!(read(&["flood"]), Some((vec!["flood"], None)));
        assert_eq!(
            read(&["flood", "v1.0"]),
            Some((vec!["flood"], Some("v1.0")))
        );
        assert_eq!(
            read(&["flood", "cues"]),
            Some((vec!["flood", "cues"], None))
        );
        assert_eq!(read(&["cues", "v1.0"]), None);
        assert_eq!(read(&["flood", "v1.0", "v2.0"]), None);
    }

    #[test]
    fn work_in_a_frame_is_summed_up_by_kind() {
        let mut value: Value = serde_json::from_str(
            r#"{"look":"desk","exercise":"x","kind":"move","figures":true,"perSecond":60,
                "parts":{"script":[1,2],"style":[0.5,0.25],"paint":[9,9]}}"#,
        )
        .unwrap();
        let watched = Watched::read(&value).unwrap();
        assert_eq!(watched.sums(&["script", "style"]), [1.5, 2.25]);
        assert!(watched.sums(&["unknown"]).is_empty());
        value["parts"]["script"] = "none".into();
        assert!(Watched::read(&value).is_none());
    }

    #[test]
    fn links_are_pages_only_and_kinds_are_told_apart() {
        let page = r#"<a class="x" href="/exercises/cat-cow">a</a> <a href="/history?month=2026-11&amp;x=1#top">b</a> <a href="/history?a=1&#38;b=2">b</a>
            <a href="/export.jsonl">c</a> <a href="/data" download>d</a> <a href="https://elsewhere">e</a>"#;
        let found = links(page);
        assert_eq!(
            found,
            [
                "/exercises/cat-cow",
                "/history?month=2026-11&x=1",
                "/history?a=1&b=2"
            ]
        );
        assert_eq!(kind("/exercises/cat-cow"), kind("/exercises/superman"));
        assert_ne!(kind("/history"), kind("/history?month=2026-11"));
        assert_ne!(kind("/"), kind("/history"));
    }
}
