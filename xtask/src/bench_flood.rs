//! `cargo xtask bench flood [REV]`: whether a person still gets their pages while another program of
//! theirs holds thousands of connections open, or has plans previewed over and over, beside how it
//! was at an earlier commit.
//!
//! Both programs are asked from outside, over real connections, in turn. A page that isn't there
//! within ten seconds counts as ten seconds: nobody waits any longer.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::net::{IpAddr, SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::bench;
use crate::heavy_plan::{SIZES, Size};
use crate::http::Client;
use crate::program::{self, Profile, Running};
use crate::table::{self, milliseconds, quantile};

/// The last commit before the program looked after who keeps it busy.
const BEFORE: &str = "834e118dbeea9e247557a23b9ce75123209dee00";

/// Days of history behind the pages.
const DAYS: usize = 365;
/// How often each program is measured; they take turns.
const ROUNDS: usize = 2;
/// How often a page is fetched in a round.
const FETCHES: usize = 100;
/// How long a person waits for a page.
const PATIENCE: Duration = Duration::from_secs(10);
/// After so many pages in a row that didn't come, no other is asked for: the rest counts the same.
const GIVEN_UP_AFTER: usize = 2;
/// How often a page is fetched before it counts.
const WARM_UP: usize = 5;

/// Today, an exercise and the settings.
const PAGES: [&str; 3] = ["/", "/exercises/cat-cow", "/settings"];

/// Connections that are held open and say nothing.
const IDLE: usize = 5000;
/// How many of them are opened at most each turn, the first time and when the program closed some.
const OPENED_A_TURN: usize = 125;
/// A turn, of which there are four a second.
const TURN: Duration = Duration::from_millis(250);
/// How long the opening of one may take.
const OPENING: Duration = Duration::from_millis(100);
/// How long opening all of them may take.
const OPENING_ALL: Duration = Duration::from_secs(20);

/// Who has plans previewed at the same time.
const PREVIEWERS: usize = 10;
/// How long each of them waits for a preview: longer than anything is measured.
const PREVIEW_PATIENCE: Duration = Duration::from_hours(1);
/// A breath after what went wrong.
const BREATH: Duration = Duration::from_millis(50);

/// How many files and connections a program may have open, as desktops set it; it may ask for more.
const DESCRIPTORS: u32 = 1024;

/// The most that a figure of this tree may be of the earlier one's.
const TARGET: f64 = 0.05;

/// What else goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Beside {
    Nothing,
    IdleConnections,
    Previews,
}

impl Beside {
    const ALL: [Self; 3] = [Self::Nothing, Self::IdleConnections, Self::Previews];
}

impl fmt::Display for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.write_str("alone"),
            Self::IdleConnections => write!(f, "beside {IDLE} idle connections"),
            Self::Previews => write!(f, "beside {PREVIEWERS} heavy previews"),
        }
    }
}

/// Whether each page comes over a connection of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Connection {
    New,
    Kept,
}

impl Connection {
    const ALL: [Self; 2] = [Self::New, Self::Kept];
}

impl fmt::Display for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::New => "new connection",
            Self::Kept => "kept connection",
        })
    }
}

/// Milliseconds of each fetch, by what else went on, the connection and the page.
type Times = BTreeMap<(Beside, Connection, &'static str), Vec<f64>>;

/// A program that is measured.
struct Build {
    name: String,
    program: PathBuf,
    /// A data folder to copy.
    data: PathBuf,
    heaviest: Size,
    times: Times,
}

/// Measures an earlier commit and this tree, and prints a table.
///
/// # Errors
/// Where something can't be built or measured. Missing a target is no error: machines differ.
pub fn run(revision: Option<&str>) -> Result<()> {
    let revision = revision.unwrap_or(BEFORE);
    let ours = program::build(Profile::Release)?;
    let (earlier, commit) = program::build_revision(revision)?;
    let folder = tempfile::tempdir()?;
    let lines = folder.path().join("history.jsonl");
    bench::write_history(&ours, DAYS, &[], &lines)?;

    let mut builds = Vec::new();
    for (name, program) in [(commit, earlier), ("this tree".to_owned(), ours)] {
        let data = folder.path().join(format!("data-{}", builds.len()));
        bench::import(&program, &data, &lines)?;
        let run = folder.path().join("run");
        let heaviest = heaviest(&name, &program, &data, &run)?;
        builds.push(Build {
            name,
            program,
            data,
            heaviest,
            times: Times::new(),
        });
    }
    for round in 1..=ROUNDS {
        for build in &mut builds {
            for beside in Beside::ALL {
                println!("round {round} of {ROUNDS}: {}, {beside} …", build.name);
                build.measure(beside, &folder.path().join("run"))?;
            }
        }
    }
    print(&builds);
    Ok(())
}

impl Build {
    /// Fetches all pages while something else goes on.
    fn measure(&mut self, beside: Beside, run: &Path) -> Result<()> {
        let running = start(&self.program, &self.data, run)?;
        let mut client = Client::connect(&running.host)?;
        client.page(&running.entrance)?;
        for page in PAGES {
            for _ in 0..WARM_UP {
                client.page(page)?;
            }
        }
        // A browser that is open already, and one that is opened later.
        let mut kept = client.beside(PATIENCE);
        kept.page(PAGES[0])?;
        let mut new = client.beside(PATIENCE);
        client.hang_up();

        let other: Option<Box<dyn Other>> = match beside {
            Beside::Nothing => None,
            Beside::IdleConnections => Some(Box::new(IdleConnections::open(&running.host)?)),
            Beside::Previews => Some(Box::new(Previews::start(&client, self.heaviest))),
        };
        for page in PAGES {
            for connection in Connection::ALL {
                let times = match connection {
                    Connection::New => series(|| {
                        new.hang_up();
                        new.page(page).map(drop)
                    }),
                    Connection::Kept => series(|| kept.page(page).map(drop)),
                };
                let all = self.times.entry((beside, connection, page)).or_default();
                all.extend(times);
            }
        }
        // Killed, not told to end: a program that is busy would be waited for.
        match other {
            None => drop(running),
            Some(other) => println!("  {}", other.end(running)?),
        }
        Ok(())
    }
}

/// Milliseconds of each fetch in a row.
fn series(mut fetch: impl FnMut() -> Result<()>) -> Vec<f64> {
    let never = milliseconds(PATIENCE);
    let mut times = Vec::with_capacity(FETCHES);
    let mut missed = 0;
    while times.len() < FETCHES && missed < GIVEN_UP_AFTER {
        let begin = Instant::now();
        if fetch().is_ok() {
            times.push(milliseconds(begin.elapsed()));
            missed = 0;
        } else {
            times.push(never);
            missed += 1;
        }
    }
    times.resize(FETCHES, never);
    times
}

/// Starts a program on a fresh copy of its data. It ends with us, however we end, where the system
/// can see to that.
fn start(program: &Path, data: &Path, run: &Path) -> Result<Running> {
    program::copy_afresh(data, run)?;
    let limit = format!("ulimit -Sn {DESCRIPTORS} && exec \"$@\"");
    let mut words = program::ending_with_us();
    words.extend(["sh", "-c", &limit, "sh"]);
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).arg(program);
    Running::start_by(command, run)
}

/// The plan that keeps a program busy longest, whatever it says to it in the end.
fn heaviest(name: &str, program: &Path, data: &Path, run: &Path) -> Result<Size> {
    println!("looking for the plan that keeps {name} busy longest …");
    let mut most = (SIZES[0], Duration::ZERO);
    for size in SIZES {
        let running = start(program, data, run)?;
        let mut client = Client::connect(&running.host)?;
        client.page(&running.entrance)?;
        let begin = Instant::now();
        let answer = client.beside(PATIENCE).post(IMPORT, &size.form());
        let took = begin.elapsed();
        let said = match &answer {
            Ok(answer) => format!("answered with {}", answer.status),
            Err(_) => "no answer".to_owned(),
        };
        println!("  {}: {said} in {:.1} s", size.words(), took.as_secs_f64());
        if took > most.1 {
            most = (size, took);
        }
        if answer.is_err() {
            // Nothing that is lighter takes longer.
            break;
        }
    }
    Ok(most.0)
}

/// Where a plan is shown before it is kept.
const IMPORT: &str = "/routines/import";

/// Another client of the program.
trait Other {
    /// Ends the program and what asked it; says what came of it.
    fn end(self: Box<Self>, running: Running) -> Result<String>;
}

/// Many connections that say nothing, held by a process of its own: it needs more descriptors than
/// the program shall have.
struct IdleConnections {
    child: Child,
    /// Closed to end it.
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
}

impl IdleConnections {
    /// Returns when all have been opened once, as far as the program let them.
    fn open(host: &str) -> Result<Self> {
        let mut child = Command::new("sh")
            .args(["-c", "ulimit -Sn \"$(ulimit -Hn)\" && exec \"$@\"", "sh"])
            .arg(std::env::current_exe()?)
            .args(["idle-connections", host, &IDLE.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("sh could not be started")?;
        let input = child.stdin.take();
        let output = child.stdout.take().context("it has no output")?;
        let mut connections = Self {
            child,
            input,
            output: BufReader::new(output),
        };
        let said = connections.line()?;
        println!("  {said}");
        Ok(connections)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        if line.is_empty() {
            bail!("the idle connections ended by themselves");
        }
        Ok(line.trim().to_owned())
    }
}

impl Other for IdleConnections {
    fn end(mut self: Box<Self>, _running: Running) -> Result<String> {
        self.input = None;
        self.line()
    }
}

impl Drop for IdleConnections {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Holds connections to an address of this computer until its input ends: a part of
/// `bench flood` that runs as a process of its own.
///
/// # Errors
/// Where the address is none of 127.0.0.0/8, or nothing can be printed.
pub fn hold_idle_connections(host: &str, count: &str) -> Result<()> {
    let address: SocketAddr = host.parse().context("expected an address and a port")?;
    if !matches!(address.ip(), IpAddr::V4(ip) if ip.is_loopback()) {
        bail!("{address} is no address of 127.0.0.0/8");
    }
    let count: usize = count.parse().context("expected a number")?;
    let ended = Arc::new(AtomicBool::new(false));
    let over = Arc::clone(&ended);
    thread::spawn(move || {
        let _ = io::stdin().read_to_end(&mut Vec::new());
        over.store(true, Ordering::Relaxed);
    });
    let begin = Instant::now();
    let mut open: Vec<TcpStream> = Vec::new();
    let mut opened = 0;
    let mut told = false;
    while !ended.load(Ordering::Relaxed) {
        let turn = Instant::now();
        open.retain(is_open);
        for _ in 0..OPENED_A_TURN.min(count - open.len()) {
            let Ok(stream) = TcpStream::connect_timeout(&address, OPENING) else {
                break;
            };
            stream.set_nonblocking(true)?;
            open.push(stream);
            opened += 1;
        }
        if !told && (opened >= count || begin.elapsed() > OPENING_ALL) {
            told = true;
            println!(
                "idle connections: {opened} opened, {} of them still open",
                open.len()
            );
        }
        thread::sleep(TURN.saturating_sub(turn.elapsed()));
    }
    open.retain(is_open);
    println!(
        "idle connections at the end: {opened} opened in all, {} of them still open",
        open.len()
    );
    Ok(())
}

/// Whether the other side hasn't closed a connection.
fn is_open(stream: &TcpStream) -> bool {
    let mut stream = stream;
    match stream.read(&mut [0]) {
        Ok(read) => read > 0,
        Err(error) => error.kind() == io::ErrorKind::WouldBlock,
    }
}

/// Clients that have a plan previewed over and over.
struct Previews {
    ended: Arc<AtomicBool>,
    clients: Vec<JoinHandle<Answers>>,
}

/// How often each status came; 0 stands for no answer.
type Answers = BTreeMap<u16, usize>;

impl Previews {
    fn start(client: &Client, size: Size) -> Self {
        let ended = Arc::new(AtomicBool::new(false));
        let form: Arc<str> = size.form().into();
        let clients = (0..PREVIEWERS).map(|_| {
            let (ended, form) = (Arc::clone(&ended), Arc::clone(&form));
            let mut client = client.beside(PREVIEW_PATIENCE);
            thread::spawn(move || {
                let mut answers = Answers::new();
                while !ended.load(Ordering::Relaxed) {
                    let status = client.post(IMPORT, &form).map_or(0, |answer| answer.status);
                    *answers.entry(status).or_default() += 1;
                    if status == 0 {
                        thread::sleep(BREATH);
                    }
                }
                answers
            })
        });
        let clients = clients.collect();
        // All of them are to be under way.
        thread::sleep(Duration::from_secs(1));
        Self { ended, clients }
    }
}

impl Other for Previews {
    fn end(self: Box<Self>, running: Running) -> Result<String> {
        self.ended.store(true, Ordering::Relaxed);
        // Whoever still waits for an answer hears that none comes.
        drop(running);
        let mut all = Answers::new();
        for client in self.clients {
            for (status, count) in client.join().unwrap_or_default() {
                *all.entry(status).or_default() += count;
            }
        }
        let said: Vec<String> = all
            .into_iter()
            .map(|(status, count)| match status {
                0 => format!("{count} unanswered"),
                _ => format!("{count} answered with {status}"),
            })
            .collect();
        Ok(format!("previews: {}", said.join(", ")))
    }
}

/// Whether the earlier commit kept people waiting there: it served its old connections beside new ones.
fn has_target(beside: Beside, connection: Connection) -> bool {
    match beside {
        Beside::Nothing => false,
        Beside::IdleConnections => connection == Connection::New,
        Beside::Previews => true,
    }
}

fn print(builds: &[Build]) {
    let [before, now] = builds else { return };
    println!(
        "\nA page in ms, median and 99 %, of {} fetches each; {} counts as never. Programs may have {DESCRIPTORS} files \
         and connections open unless they ask for more. Idle connections that a program closes are opened anew, at most \
         {} a second.",
        ROUNDS * FETCHES,
        milliseconds(PATIENCE),
        OPENED_A_TURN * 4,
    );
    for build in builds {
        println!(
            "The heavy preview of {}: {}.",
            build.name,
            build.heaviest.words()
        );
    }
    let what = |beside: Beside, connection: Connection, page: &str| {
        format!("{beside}, {connection}: {page}")
    };
    let mut rows = Vec::new();
    for ((beside, connection, page), times) in &before.times {
        let Some(ours) = now.times.get(&(*beside, *connection, page)) else {
            continue;
        };
        let both = |times: &[f64]| [0.5, 0.99].map(|share| quantile(times, share));
        let (theirs, ours) = (both(times), both(ours));
        let ratios = [ours[0] / theirs[0], ours[1] / theirs[1]];
        let shown = |[a, b]: [f64; 2]| format!("{a:.2} / {b:.2}");
        let target = has_target(*beside, *connection).then_some(TARGET);
        let met = target.map(|target| ratios.iter().all(|ratio| *ratio <= target));
        rows.push(vec![
            what(*beside, *connection, page),
            shown(theirs),
            shown(ours),
            format!("{:.3} / {:.3}", ratios[0], ratios[1]),
            target.map_or_else(String::new, |target| target.to_string()),
            table::mark(met).to_owned(),
        ]);
    }
    table::print(&["", &before.name, &now.name, "ratio", "target", ""], &rows);
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use super::*;

    #[test]
    fn pages_that_never_come_are_not_asked_for_again() {
        let mut asked = 0;
        let times = series(|| {
            asked += 1;
            if asked == 2 || asked > 3 {
                bail!("nothing came");
            }
            Ok(())
        });
        // One that fails in between isn't the end.
        assert_eq!(asked, 5);
        assert_eq!(times.len(), FETCHES);
        let never = times.iter().filter(|time| **time >= 10_000.0).count();
        assert_eq!(never, FETCHES - 2);
    }

    #[test]
    fn a_closed_connection_is_told_from_a_silent_one() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (other, _) = listener.accept().unwrap();
        stream.set_nonblocking(true).unwrap();
        assert!(is_open(&stream));
        drop(other);
        while is_open(&stream) {
            thread::yield_now();
        }
    }

    #[test]
    fn connections_are_held_to_this_computer_only() {
        for host in ["192.0.2.1:80", "[::1]:80", "localhost:80", "127.0.0.1"] {
            assert!(hold_idle_connections(host, "1").is_err(), "{host}");
        }
    }
}
