//! What the program does with files, folders and the environment that others had a hand in: what was
//! planted is refused by name, and nothing is written through it.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::fs::{self, File, OpenOptions};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use support::Running;

const UNHUNCH: &str = env!("CARGO_BIN_EXE_unhunch");

/// What the journal holds in these tests, as nobody else writes it.
const REMARK: &str = "a remark like no other";

/// After this a program that should have ended by itself is ended.
const LIMIT: Duration = Duration::from_mins(1);

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Runs a program that ends by itself.
fn run(command: &mut Command) -> Output {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Read beside it: a pipe that is full would hold it.
    let mut out = child.stdout.take().unwrap();
    let out = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        out.read_to_end(&mut bytes).map(|_| bytes)
    });
    let began = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if began.elapsed() > LIMIT {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("{command:?} didn't come to an end");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    let mut stderr = Vec::new();
    child.stderr.unwrap().read_to_end(&mut stderr).unwrap();
    Output {
        status,
        stdout: out.join().unwrap().unwrap(),
        stderr,
    }
}

fn unhunch(arguments: &[&str]) -> Output {
    run(Command::new(UNHUNCH).args(arguments))
}

/// Makes sure that a run failed with that code and said all of this.
/// One line says why, and each line after it what to do.
fn assert_refused(output: &Output, code: i32, words: &[&str]) {
    let said = text(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}");
    let mut lines = said.trim_end().lines();
    assert!(
        lines.next().is_some_and(|why| why.starts_with("unhunch: ")),
        "{said}"
    );
    assert!(lines.all(|line| line.starts_with("hint: ")), "{said}");
    for word in words {
        assert!(said.contains(word), "no {word:?} in {said}");
    }
    assert!(output.stdout.is_empty(), "{}", text(&output.stdout));
}

fn assert_good(output: &Output) {
    assert!(output.status.success(), "{}", text(&output.stderr));
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

fn make_pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Somebody who waits at a pipe for what comes.
fn reader_of(pipe: &Path) -> File {
    let at_once = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(at_once).open(pipe).unwrap()
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let found = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = found
        .map(|found| found.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A folder with a journal in which the remark is.
fn journal_in(folder: &Path) -> PathBuf {
    let data = folder.join("data");
    assert_good(&unhunch(&[
        "--data-dir",
        path(&data),
        "note",
        "--text",
        REMARK,
    ]));
    data
}

/// The commands that write a file, without its name.
fn writers(data: &str) -> [Vec<&str>; 3] {
    [
        vec!["--data-dir", data, "journal", "export"],
        vec!["--data-dir", data, "report", "--format", "csv", "-o"],
        vec!["figure", "cat-cow", "--still", "cat", "-o"],
    ]
}

#[test]
fn a_file_is_written_to_no_link_pipe_socket_device_or_folder() {
    let folder = tempfile::tempdir().unwrap();
    let data = journal_in(folder.path());
    let places = folder.path().join("places");
    fs::create_dir(&places).unwrap();
    let target = folder.path().join("target");
    fs::write(&target, "mine").unwrap();
    set_mode(&target, 0o644);
    symlink(&target, places.join("link")).unwrap();
    symlink(folder.path().join("nowhere"), places.join("dangling")).unwrap();
    symlink(&places, places.join("around")).unwrap();
    make_pipe(&places.join("pipe"));
    let _socket = UnixListener::bind(places.join("socket")).unwrap();
    fs::create_dir(places.join("folder")).unwrap();
    let before = names(&places);
    // Somebody waits at the pipe.
    let mut reader = reader_of(&places.join("pipe"));

    for writer in writers(path(&data)) {
        for (name, hint) in [
            ("link", "it is a link, which is not followed"),
            ("dangling", "it is a link, which is not followed"),
            ("around/", "it is a link, which is not followed"),
            (
                "pipe",
                "it is a pipe, and whoever reads from it would get it",
            ),
            ("socket", "it is a socket"),
            ("folder", "it is a folder\nhint: name a file in it\n"),
            ("/dev/null", "it is a device"),
        ] {
            let place = places.join(name);
            let output = unhunch(&[&writer[..], &[path(&place)]].concat());
            assert_refused(&output, 1, &[path(&place), "can't be written", hint]);
        }
        let nowhere = folder.path().join("nowhere");
        let lost = nowhere.join("file");
        let output = unhunch(&[&writer[..], &[path(&lost)]].concat());
        let hint = format!("there is no folder {}", nowhere.display());
        assert_refused(&output, 1, &["can't be written", &hint]);
        let nameless = unhunch(&[&writer[..], &[".."]].concat());
        assert_refused(&nameless, 1, &["this names no file"]);
    }
    assert_eq!(names(&places), before);
    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
    assert_eq!(mode(&target), 0o644);
    assert!(!folder.path().join("nowhere").exists());
    let mut got = Vec::new();
    reader.read_to_end(&mut got).unwrap();
    assert_eq!(text(&got), "");
}

#[test]
fn what_is_written_takes_the_place_of_what_was_there_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let data = journal_in(folder.path());
    let place = folder.path().join("file");
    for (writer, mode_then) in writers(path(&data)).into_iter().zip([0o600, 0o600, 0o640]) {
        fs::write(&place, "older").unwrap();
        let before = File::open(&place).unwrap();
        let mut shell = Command::new("sh");
        shell.args(["-c", "umask 027; exec \"$@\"", "sh", UNHUNCH]);
        let written = run(shell.args(&writer).arg(&place));
        assert_good(&written);
        assert!(written.stdout.is_empty());
        assert_eq!(mode(&place), mode_then, "{writer:?}");
        // Whoever had the old one open still has it.
        assert_eq!(std::io::read_to_string(before).unwrap(), "older");
        let printed = unhunch(&[&writer[..], &["-"]].concat());
        assert_good(&printed);
        assert_eq!(printed.stdout, fs::read(&place).unwrap(), "{writer:?}");
        assert!(!printed.stdout.is_empty());
        assert_eq!(names(folder.path()), ["data", "file"]);
    }
    // In the folder that it is started from, too.
    let here = run(Command::new(UNHUNCH)
        .args(["figure", "cat-cow", "-o", "cat.svg"])
        .current_dir(folder.path()));
    assert_good(&here);
    assert_eq!(names(folder.path()), ["cat.svg", "data", "file"]);
}

#[test]
fn what_cannot_be_written_to_its_end_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("picture.svg");
    for before in [None, Some("older")] {
        if let Some(before) = before {
            fs::write(&place, before).unwrap();
        }
        // There is room for a few kilobytes.
        let limited = "trap '' XFSZ; ulimit -f 4; exec \"$@\"";
        let mut shell = Command::new("sh");
        shell.args(["-c", limited, "sh", UNHUNCH, "figure", "cat-cow", "-o"]);
        let output = run(shell.arg(&place));
        assert_refused(&output, 1, &[path(&place), "can't be written", "too large"]);
        assert_eq!(fs::read_to_string(&place).ok().as_deref(), before);
        assert_eq!(names(folder.path()).len(), usize::from(before.is_some()));
    }
}

#[test]
fn only_what_has_an_end_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let data = journal_in(folder.path());
    let data = path(&data);
    let here = |name: &str| path(&folder.path().join(name)).to_owned();
    make_pipe(Path::new(&here("pipe")));
    make_pipe(Path::new(&here("pipe.toml")));
    symlink("/dev/zero", here("zero")).unwrap();
    symlink("/dev/zero", here("zero.toml")).unwrap();
    fs::create_dir(here("folder")).unwrap();
    fs::create_dir(here("folder.toml")).unwrap();
    let readers = [
        vec!["--data-dir", data, "journal", "import"],
        vec!["--data-dir", data, "routine", "import"],
        vec!["reminders", "replay"],
    ];
    let kinds = [
        ("pipe", "a pipe"),
        ("zero", "a device"),
        ("folder", "a folder"),
    ];
    for (name, what) in kinds {
        for reader in &readers {
            let file = here(name);
            let output = unhunch(&[&reader[..], &[&file]].concat());
            let hint = format!("it is {what}, not a file\nhint: ");
            assert_refused(&output, 1, &[&file, &hint, "standard input and name `-`"]);
        }
        let file = format!("{}.toml", here(name));
        let hint = format!("it is {what}, not a file");
        assert_refused(&unhunch(&["figure", &file]), 1, &[&file, &hint]);
        let config = ["reminders", "replay", &here("file"), "--config", &file];
        assert!(!unhunch(&config).status.success());
    }

    // A link to a file is as good as the file, and a pipe has its way in.
    let exported = unhunch(&["--data-dir", data, "journal", "export"]).stdout;
    fs::write(here("file"), &exported).unwrap();
    symlink("file", here("link")).unwrap();
    let output = unhunch(&["--data-dir", data, "journal", "import", &here("link")]);
    assert_eq!(text(&output.stdout), "0 new entries, 1 were here already\n");
    let mut child = Command::new(UNHUNCH)
        .args(["--data-dir", data, "journal", "import", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&exported).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(text(&output.stdout), "0 new entries, 1 were here already\n");
}

/// Every command that uses the data folder.
const COMMANDS: [&[&str]; 10] = [
    &["--no-open", "--port", "0"],
    &["journal", "export"],
    &["journal", "import", "-"],
    &["journal", "check"],
    &["note", "--pain", "3"],
    &["report", "--format", "csv"],
    &["today"],
    &["advice"],
    &["routine", "list"],
    &["reminders", "status"],
];

#[test]
fn a_data_folder_is_named_with_its_whole_path() {
    let folder = tempfile::tempdir().unwrap();
    let started = |arguments: &[&str]| {
        let mut command = Command::new(UNHUNCH);
        command
            .args(arguments)
            .current_dir(folder.path())
            .env("HOME", folder.path().join("home"))
            .env_remove("XDG_DATA_HOME");
        command
    };
    let more: [&[&str]; 1] = [&["reminders", "start-at-login", "on"]];
    for arguments in COMMANDS.iter().chain(&more) {
        for given in ["data", "./data", "../data", ""] {
            let arguments = [arguments, &["--data-dir", given][..]].concat();
            let output = run(&mut started(&arguments));
            let said = text(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
            assert!(said.contains("--data-dir"), "{arguments:?}: {said}");
        }
        #[cfg(not(target_os = "macos"))]
        for (name, value) in [("XDG_DATA_HOME", "share"), ("HOME", "home"), ("HOME", ".")] {
            let output = run(started(arguments).env(name, value));
            assert_refused(&output, 1, &[name, "whole path", "--data-dir"]);
        }
    }
    assert_eq!(names(folder.path()), Vec::<String>::new());
}

#[test]
fn a_data_folder_that_others_may_change_is_refused_and_mended() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().canonicalize().unwrap();
    let above = folder.join("above");
    fs::create_dir(&above).unwrap();
    set_mode(&above, 0o755);
    let data = journal_in(&above);
    let before = names(&data);
    for (open, mode) in [(&above, 0o757), (&above, 0o777), (&data, 0o707)] {
        let closed = fs::metadata(open).unwrap().mode();
        set_mode(open, mode);
        for arguments in COMMANDS {
            let arguments = [arguments, &["--data-dir", path(&data)]].concat();
            let output = unhunch(&arguments);
            let hints = [path(&data), &format!("its mode is {mode:o}"), "--data-dir"];
            assert_refused(&output, 1, &hints);
            // The command that it names mends it.
            let said = text(&output.stderr);
            let mends = said.split('`').nth(1).unwrap();
            let mended = Command::new("sh").args(["-c", mends]).status().unwrap();
            assert!(mended.success(), "{mends}");
            assert_good(&unhunch(&["today", "--data-dir", path(&data)]));
            set_mode(open, mode);
        }
        set_mode(open, closed & 0o7777);
    }
    assert_eq!(names(&data), before);
    // Where nobody can change what others put, all is well.
    set_mode(&above, 0o1777);
    assert_good(&unhunch(&["today", "--data-dir", path(&data)]));
    // Others may look at a folder of other things, too.
    set_mode(&data, 0o755);
    assert_good(&unhunch(&["today", "--data-dir", path(&data)]));
    assert_eq!(mode(&data), 0o755);
}

/// What stands in the data folder, and what has it opened.
const OPENED: [(&str, &[&str]); 10] = [
    ("journal.lock", &["note", "--pain", "3"]),
    ("journal.turn", &["note", "--pain", "3"]),
    ("journal.sqlite3", &["note", "--pain", "3"]),
    ("journal.sqlite3-wal", &["note", "--pain", "3"]),
    ("journal.sqlite3-shm", &["note", "--pain", "3"]),
    ("backups", &["note", "--pain", "3"]),
    ("damaged", &["note", "--pain", "3"]),
    ("instance.lock", &["--no-open", "--port", "0"]),
    ("instance.json", &["--no-open", "--port", "0"]),
    ("cookie.key", &["--no-open", "--port", "0"]),
];

#[test]
fn a_link_in_the_data_folder_is_refused_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("target");
    for (name, arguments) in OPENED {
        for dangling in [false, true] {
            let data = folder.path().join("data");
            fs::create_dir(&data).unwrap();
            if !dangling {
                fs::write(&target, "mine").unwrap();
                set_mode(&target, 0o644);
            }
            symlink(&target, data.join(name)).unwrap();
            let output = unhunch(&[arguments, &["--data-dir", path(&data)]].concat());
            assert_refused(&output, 1, &[path(&data.join(name)), "it is a link"]);
            assert!(data.join(name).is_symlink(), "{name}");
            if dangling {
                assert!(!target.exists(), "{name}");
            } else {
                assert_eq!(fs::read_to_string(&target).unwrap(), "mine", "{name}");
                assert_eq!(mode(&target), 0o644, "{name}");
                fs::remove_file(&target).unwrap();
            }
            fs::remove_dir_all(&data).unwrap();
        }
    }
}

#[test]
fn a_file_with_a_second_name_keeps_its_mode() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("target");
    fs::write(&target, "").unwrap();
    set_mode(&target, 0o644);
    for name in [
        "journal.lock",
        "journal.turn",
        "journal.sqlite3",
        "instance.lock",
    ] {
        let data = folder.path().join("data");
        fs::create_dir(&data).unwrap();
        fs::hard_link(&target, data.join(name)).unwrap();
        let output = unhunch(&["--no-open", "--port", "0", "--data-dir", path(&data)]);
        let linked = data.join(name);
        assert_refused(&output, 1, &[path(&linked), "a second name elsewhere"]);
        assert_eq!(fs::read_to_string(&target).unwrap(), "", "{name}");
        assert_eq!(mode(&target), 0o644, "{name}");
        fs::remove_dir_all(&data).unwrap();
    }
}

#[test]
fn a_time_zone_without_end_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let here = folder.path().canonicalize().unwrap();
    make_pipe(&here.join("pipe"));
    let large = File::create(here.join("large")).unwrap();
    large.set_len(100 * 1024 * 1024).unwrap();
    fs::create_dir(here.join("zones")).unwrap();
    symlink("/dev/zero", here.join("zones/Zero")).unwrap();
    fs::create_dir(here.join("large-zones")).unwrap();
    fs::rename(here.join("large"), here.join("large-zones/Large")).unwrap();
    let in_zone = |variables: &[(&str, &str)]| {
        let mut command = Command::new(UNHUNCH);
        command
            .args(["today", "--json", "--data-dir", path(&here.join("none"))])
            .current_dir(&here)
            .env_remove("TZ")
            .env_remove("TZDIR")
            .envs(variables.iter().copied());
        run(&mut command)
    };
    let up = "../".repeat(here.components().count());
    let relative = format!("{up}dev/zero");
    let through_list = format!("/usr/share/zoneinfo/{up}dev/zero");
    for zone in [
        "/dev/zero",
        ":/dev/zero",
        "pipe",
        ":pipe",
        path(&here.join("pipe")),
        "large-zones/Large",
        "zones/Zero",
        &relative,
        &through_list,
    ] {
        let refused = in_zone(&[("TZ", zone)]);
        // Some systems have no list of zones, and so no way through it.
        if zone == through_list && !Path::new(zone).exists() {
            assert_good(&refused);
        } else {
            assert_refused(
                &refused,
                2,
                &[&format!("`TZ` is {zone}, "), "Europe/Berlin"],
            );
        }
    }
    for (folder, zone) in [
        ("/dev", "zero"),
        ("zones", "zero"),
        ("large-zones", "large"),
        // An entry of the journal may name any of them.
        ("zones", "Europe/Berlin"),
    ] {
        let refused = in_zone(&[("TZDIR", folder), ("TZ", zone)]);
        assert_refused(&refused, 2, &[&format!("`TZDIR` is {folder}, "), "unset"]);
    }

    let day = |variables: &[(&str, &str)]| {
        let good = in_zone(variables);
        assert_good(&good);
        let answer: serde_json::Value = serde_json::from_slice(&good.stdout).unwrap();
        answer["date"].as_str().unwrap().to_owned()
    };
    // One of these two is on another day than the other, at every moment.
    let (east, west) = ("<+14>-14", "<-12>12");
    assert_ne!(day(&[("TZ", east)]), day(&[("TZ", west)]));
    assert_ne!(
        day(&[("TZ", "Pacific/Kiritimati")]),
        day(&[("TZ", ":Etc/GMT+12")])
    );
    if let Some(list) = ["/usr/share/zoneinfo"]
        .into_iter()
        .find(|list| Path::new(list).is_dir())
    {
        fs::copy(format!("{list}/Pacific/Kiritimati"), here.join("zone")).unwrap();
        let listed = format!("{list}/Etc/GMT+12");
        assert_ne!(day(&[("TZ", "zone")]), day(&[("TZ", &listed)]));
        day(&[("TZDIR", list), ("TZ", "Pacific/Kiritimati")]);
    } else {
        eprintln!("there is no list of zones here: files of zones were not tried");
    }
    for name in ["", "nonsense", "Nowhere/Atall", "zones"] {
        day(&[("TZ", name)]);
    }
    // A file that is called like a zone is nobody's zone.
    make_pipe(&here.join("UTC"));
    day(&[("TZ", "UTC")]);
    day(&[("TZDIR", "/nowhere"), ("TZ", "UTC")]);
}

/// The files below a folder that have those bytes in them.
fn with(folder: &Path, bytes: &[u8]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(with(&path, bytes));
        } else if fs::read(&path)
            .unwrap_or_default()
            .windows(bytes.len())
            .any(|part| part == bytes)
        {
            found.push(path);
        }
    }
    found
}

#[test]
fn deleting_everything_leaves_nothing_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let data = journal_in(folder.path());
    // One that can't be read is set aside at the start.
    fs::write(data.join("reminders.json"), format!("{{{REMARK}")).unwrap();
    let running = Running::start(&data);
    let until = |is_so: &dyn Fn() -> bool, what: &str| {
        let began = Instant::now();
        while !is_so() {
            assert!(began.elapsed() < LIMIT, "{what}: {:?}", names(&data));
            std::thread::sleep(Duration::from_millis(10));
        }
    };
    until(
        &|| data.join("reminders.broken.json").exists() && data.join("reminders.json").exists(),
        "set aside and written anew",
    );
    for place in ["backups", "damaged"] {
        fs::create_dir(data.join(place)).unwrap();
    }
    for name in [
        "backups/journal-20261122T000000.sqlite3",
        "backups/journal.part",
        "damaged/journal-20261122T000000.sqlite3",
        "damaged/journal-20261122T000000.sqlite3-wal",
        "journal.restored-20261122T000000",
        "journal.restored-20261122T000000-wal",
        "journal.restoring",
        "journal.restoring-journal",
        "journal.sqlite3-journal",
        "reminders.new",
        ".unhunch-export-0b1cf0c1a2b84d2f8c3a",
        ".unhunch-a1B2c3",
    ] {
        fs::write(data.join(name), REMARK).unwrap();
    }
    assert!(with(&data, REMARK.as_bytes()).len() > 12);

    let answer = running.ask(
        "POST /settings/erase",
        &running.go_in(&running.address),
        "sure=yes",
    );
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    // Reminders take it over a moment later.
    until(
        &|| with(&data, REMARK.as_bytes()).is_empty() && data.join("reminders.json").exists(),
        "nothing of it",
    );
    let left = [
        "browsers.json",
        "instance.json",
        "instance.lock",
        "journal.lock",
        "journal.sqlite3",
        "journal.sqlite3-shm",
        "journal.sqlite3-wal",
        "journal.turn",
        "reminders.json",
    ];
    until(&|| names(&data) == left, "only what is in use");
    drop(running);
    let again = unhunch(&["--data-dir", path(&data), "journal", "export"]);
    assert_eq!(text(&again.stdout), "");
    assert_good(&again);
}

/// What a run that was killed in the middle of deleting had no time for.
#[test]
fn what_was_deleted_is_forgotten_at_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let data = journal_in(folder.path());
    let first = Running::start(&data);
    let began = Instant::now();
    while !data.join("reminders.json").exists() {
        assert!(began.elapsed() < LIMIT);
        std::thread::sleep(Duration::from_millis(10));
    }
    drop(first);
    let before = fs::read(data.join("reminders.json")).unwrap();
    let second = Running::start(&data);
    let cookie = second.go_in(&second.address);
    let answer = second.ask("POST /settings/erase", &cookie, "sure=yes");
    assert!(answer.starts_with("HTTP/1.1 303 "), "{answer}");
    drop(second);
    fs::write(data.join("reminders.json"), &before).unwrap();
    fs::write(data.join("reminders.broken.json"), REMARK).unwrap();
    let _third = Running::start(&data);
    while data.join("reminders.broken.json").exists() {
        assert!(began.elapsed() < LIMIT * 2);
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// Two users of one computer, who have numbers but no names, and a folder that both can reach.
struct Neighbours {
    folder: tempfile::TempDir,
    program: PathBuf,
}

impl Neighbours {
    const PERSON: u32 = 65_533;
    const OTHER: u32 = 65_534;

    /// None where the tests may not be other users.
    fn new() -> Option<Self> {
        if !rustix::process::geteuid().is_root() {
            eprintln!("the tests don't run as root: what another user plants was not tried");
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        set_mode(folder.path(), 0o755);
        let mut neighbours = Self {
            folder,
            program: UNHUNCH.into(),
        };
        let asked = neighbours
            .as_user(Self::PERSON, UNHUNCH, &["--version"])
            .output();
        if !asked.is_ok_and(|asked| asked.status.success()) {
            let copy = neighbours.folder.path().join("unhunch");
            fs::copy(UNHUNCH, &copy).unwrap();
            neighbours.program = copy;
        }
        Some(neighbours)
    }

    fn place(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Makes a folder for a user.
    fn folder(&self, name: &str, user: u32, mode: u32) -> PathBuf {
        let place = self.place(name);
        fs::create_dir(&place).unwrap();
        std::os::unix::fs::chown(&place, Some(user), Some(user)).unwrap();
        set_mode(&place, mode);
        place
    }

    fn as_user(
        &self,
        user: u32,
        program: impl AsRef<std::ffi::OsStr>,
        arguments: &[&str],
    ) -> Command {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .uid(user)
            .gid(user)
            .current_dir(self.folder.path())
            .env("HOME", self.place("home"))
            .env_remove("XDG_DATA_HOME");
        command
    }

    /// The person uses Unhunch.
    fn unhunch(&self, arguments: &[&str]) -> Output {
        run(&mut self.as_user(Self::PERSON, &self.program, arguments))
    }

    /// The other one plants something.
    fn plant(&self, script: &str) {
        let planted = run(&mut self.as_user(Self::OTHER, "/bin/sh", &["-ec", script]));
        assert_good(&planted);
    }
}

#[test]
fn what_another_user_planted_for_a_file_is_not_written_to() {
    let Some(place) = Neighbours::new() else {
        return;
    };
    let home = place.folder("home", Neighbours::PERSON, 0o700);
    let shared = place.folder("shared", 0, 0o1777);
    assert_good(&place.unhunch(&["note", "--text", REMARK]));
    let target = home.join("diary.txt");
    fs::write(&target, "mine").unwrap();
    std::os::unix::fs::chown(&target, Some(Neighbours::PERSON), None).unwrap();
    set_mode(&target, 0o644);
    place.plant(&format!(
        "ln -s {} {}/link; mkfifo -m 666 {1}/pipe",
        target.display(),
        shared.display()
    ));
    let mut reader = reader_of(&shared.join("pipe"));
    for writer in writers(path(&home.join(".local/share/unhunch"))) {
        for (name, hint) in [("link", "it is a link"), ("pipe", "it is a pipe")] {
            let file = shared.join(name);
            let output = place.unhunch(&[&writer[..], &[path(&file)]].concat());
            assert_refused(&output, 1, &[path(&file), hint]);
        }
        let fine = shared.join("fine");
        assert_good(&place.unhunch(&[&writer[..], &[path(&fine)]].concat()));
        let about = fs::symlink_metadata(&fine).unwrap();
        assert!(about.is_file() && about.uid() == Neighbours::PERSON);
    }
    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
    assert_eq!(mode(&target), 0o644);
    let mut got = Vec::new();
    reader.read_to_end(&mut got).unwrap();
    assert_eq!(text(&got), "");
    assert_eq!(names(&shared), ["fine", "link", "pipe"]);
}

#[test]
fn a_data_folder_of_another_user_is_refused_untouched() {
    let Some(place) = Neighbours::new() else {
        return;
    };
    let home = place.folder("home", Neighbours::PERSON, 0o755);
    let target = home.join("mine.txt");
    fs::write(&target, "mine").unwrap();
    std::os::unix::fs::chown(&target, Some(Neighbours::PERSON), None).unwrap();
    set_mode(&target, 0o644);
    let shared = place.folder("shared", 0, 0o1777);
    let data = shared.join("data");
    place.plant(&format!(
        "mkdir -m 777 {0}; for name in journal.lock journal.turn instance.lock journal.sqlite3 cookie.key; \
         do ln -s {1} {0}/$name; done; mkdir -m 755 {2}/theirs; mkdir -m 777 {2}/theirs/data; ln -s {3} {2}/link",
        data.display(),
        target.display(),
        shared.display(),
        home.display()
    ));
    let before = names(&data);
    for refused in [
        data.clone(),
        shared.join("theirs/data"),
        shared.join("link/data"),
    ] {
        for arguments in COMMANDS {
            let output = place.unhunch(&[arguments, &["--data-dir", path(&refused)]].concat());
            assert_refused(
                &output,
                1,
                &[path(&refused), "belongs to user 65534", "--data-dir"],
            );
        }
    }
    assert_eq!(names(&data), before);
    assert_eq!(names(&shared.join("theirs/data")), Vec::<String>::new());
    assert_eq!(fs::read_to_string(&target).unwrap(), "mine");
    assert_eq!(mode(&target), 0o644);

    // The administrator doesn't walk into it either.
    let output = unhunch(&["--data-dir", path(&data), "note", "--pain", "3"]);
    assert_refused(&output, 1, &["belongs to user 65534", "you are user 0"]);
    assert_eq!(mode(&target), 0o644);
}

#[test]
fn a_data_folder_stands_where_nobody_can_put_another_in_its_place() {
    let Some(place) = Neighbours::new() else {
        return;
    };
    place.folder("home", Neighbours::PERSON, 0o700);
    let open = place.folder("open", 0, 0o777);
    let sticky = place.folder("sticky", 0, 0o1777);
    let group = place.folder("group", Neighbours::PERSON, 0o775);
    for arguments in COMMANDS {
        let data = open.join("data");
        let output = place.unhunch(&[arguments, &["--data-dir", path(&data)]].concat());
        assert_refused(&output, 1, &[path(&open), "its mode is 777", "chmod"]);
    }
    assert_eq!(names(&open), Vec::<String>::new());
    // The group that this person has alone may write.
    for good in [&sticky, &group] {
        let data = good.join("data");
        assert_good(&place.unhunch(&["--data-dir", path(&data), "note", "--text", REMARK]));
        let read = place.unhunch(&["--data-dir", path(&data), "journal", "export"]);
        assert!(text(&read.stdout).contains(REMARK));
        assert_eq!(mode(&data), 0o700);
    }
    std::os::unix::fs::chown(&group, None, Some(Neighbours::OTHER)).unwrap();
    let output = place.unhunch(&["--data-dir", path(&group.join("data")), "today"]);
    assert_refused(&output, 1, &[path(&group), "its mode is 775", "chmod g-w"]);
}

#[test]
fn a_file_of_another_user_in_the_data_folder_is_refused() {
    let Some(place) = Neighbours::new() else {
        return;
    };
    place.folder("home", Neighbours::PERSON, 0o700);
    let data = place.folder("data", Neighbours::PERSON, 0o700);
    for name in [
        "journal.lock",
        "journal.turn",
        "journal.sqlite3",
        "instance.lock",
    ] {
        let planted = data.join(name);
        fs::write(&planted, "").unwrap();
        std::os::unix::fs::chown(&planted, Some(Neighbours::OTHER), None).unwrap();
        set_mode(&planted, 0o666);
        let output = place.unhunch(&["--no-open", "--port", "0", "--data-dir", path(&data)]);
        assert_refused(&output, 1, &[path(&planted), "belongs to user 65534"]);
        assert_eq!(mode(&planted), 0o666);
        for name in names(&data) {
            fs::remove_file(data.join(name)).unwrap();
        }
    }
}
