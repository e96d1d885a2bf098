//! Who gets in and who doesn't, tried on the running program: another user of the computer, whoever
//! listens where an old note says, a flood, and a browser of the version before.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use rustix::net::{AddressFamily, SocketType, bind, connect, socket, sockopt};
use support::{PATIENCE, Running, ask_at, cookie_of, header};

/// A user who isn't the one that the tests run as: nobody.
const OTHER: u32 = 65_534;

fn is_ok(answer: &str) -> bool {
    answer.starts_with("HTTP/1.1 200 ")
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

/// A copy of this test program that everybody may run, to be run as another user.
fn program_for_all(folder: &Path) -> PathBuf {
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    let program = folder.join("door");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    program
}

/// What another user of the computer gets to hear who asks from that address; nothing where the
/// tests don't run as the system's own user, who alone can be somebody else.
fn asked_by_another(host: &str, from: &str, request: &str) -> Option<String> {
    if !is_root() {
        println!("not tried as another user: the tests run as an ordinary one");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(program_for_all(folder.path()))
        .args(["--exact", "as_another_user", "--nocapture", "--ignored"])
        .env("UNHUNCH_TEST_HOST", host)
        .env("UNHUNCH_TEST_FROM", from)
        .env("UNHUNCH_TEST_REQUEST", request)
        .current_dir(folder.path())
        .uid(OTHER)
        .gid(OTHER)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{said}");
    let answer = said.split_once("«").unwrap().1.rsplit_once('»').unwrap().0;
    Some(answer.to_owned())
}

/// No test: what another user does, see [`asked_by_another`].
#[test]
#[ignore = "it is run by other tests, as another user"]
fn as_another_user() {
    let set = |name: &str| std::env::var(name).unwrap();
    let host: SocketAddr = set("UNHUNCH_TEST_HOST").parse().unwrap();
    let from: SocketAddr = set("UNHUNCH_TEST_FROM").parse().unwrap();
    assert_eq!(fs::metadata("/proc/self").unwrap().uid(), OTHER);
    let family = if from.is_ipv6() {
        AddressFamily::INET6
    } else {
        AddressFamily::INET
    };
    let socket = socket(family, SocketType::STREAM, None).unwrap();
    sockopt::set_socket_reuseaddr(&socket, true).unwrap();
    bind(&socket, &from).unwrap();
    if from.is_ipv6() {
        let mapped = format!("[::ffff:{}]:{}", host.ip(), host.port());
        connect(&socket, &mapped.parse::<SocketAddr>().unwrap()).unwrap();
    } else {
        connect(&socket, &host).unwrap();
    }
    let mut stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let _ = stream.write_all(set("UNHUNCH_TEST_REQUEST").as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    println!("«{}»", String::from_utf8_lossy(&answer));
}

#[test]
fn another_user_of_the_computer_stays_outside() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path());
    let host = running.host();
    let path = running.address.split_once(host).unwrap().1;
    let own_port = format!("127.0.0.9:{}", running.port());
    for (from, path, cookie) in [
        // With the key that they saw somewhere.
        ("127.0.0.1:0", path, String::new()),
        // From the very port that the program listens at.
        (&*own_port, path, String::new()),
        // By a socket of the other family.
        ("[::ffff:127.0.0.1]:0", path, String::new()),
        // Without anything.
        ("127.0.0.1:0", "/", String::new()),
    ] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n{cookie}\r\n");
        let Some(answer) = asked_by_another(host, from, &request) else {
            return;
        };
        assert!(answer.starts_with("HTTP/1.1 403 "), "{from}: {answer}");
        assert!(!answer.to_lowercase().contains("set-cookie"), "{answer}");
    }
    // The key that they tried is as good as before, for the person themselves.
    let cookie = running.go_in(&running.address);
    assert!(is_ok(&running.ask("GET /", &cookie, "")));
    // And with the cookie of the person, too.
    let request = format!("GET /settings/export HTTP/1.1\r\nHost: {host}\r\n{cookie}\r\n");
    let answer = asked_by_another(host, "127.0.0.1:0", &request).unwrap();
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    // Whoever is gone before they are looked at gets nothing done either.
    let request = format!(
        "POST /break HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\n{cookie}Content-Length: 0\r\n\r\n"
    );
    asked_by_another(host, "127.0.0.1:0", &request).unwrap();
    let exported = running.ask("GET /settings/export", &cookie, "");
    assert!(!exported.contains("session-started"), "{exported}");
}

#[test]
fn the_preview_of_a_figure_stands_behind_the_same_door() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("nods.toml");
    let nods = include_str!("../../../content/exercises/gentle-nods.toml");
    fs::write(&file, nods).unwrap();
    let preview = Running::by(
        Command::new(env!("CARGO_BIN_EXE_unhunch"))
            .args(["figure", "--watch", "--no-open"])
            .arg(&file)
            .env("XDG_CACHE_HOME", folder.path().join("cache"))
            .env_remove("XDG_RUNTIME_DIR"),
    );
    let host = preview.host();
    assert!(!host.starts_with("127.0.0.1:"), "an address of its own");
    let path = preview.address.split_once(host).unwrap().1;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    if let Some(answer) = asked_by_another(host, "127.0.0.1:0", &request) {
        assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    }
    assert!(is_ok(&preview.ask(
        "GET /",
        &preview.go_in(&preview.address),
        ""
    )));
}

#[test]
fn a_headless_program_prints_nothing_that_lets_in() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().to_str().unwrap();
    let headless = Running::of(&["--headless", "--port", "0", "--data-dir", data]);
    assert_eq!(headless.address, format!("http://{}/", headless.host()));
    let answer = headless.ask("GET /", "", "");
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
    // Whoever starts it again gets in, at the same address.
    let second = Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .args(["--no-open", "--data-dir"])
        .arg(folder.path())
        .output()
        .unwrap();
    let line = String::from_utf8(second.stdout).unwrap();
    let address = line.trim().strip_prefix("Unhunch is at ").unwrap();
    let path = address.split_once(headless.host()).unwrap().1;
    let cookie = cookie_of(&headless.ask(&format!("GET {path}"), "", ""));
    assert!(is_ok(&headless.ask("GET /", &cookie, "")));
    let again = Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .args(["--headless", "--data-dir"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(again.status.success());
    assert!(again.stdout.is_empty(), "{:?}", again.stdout);
}

#[test]
fn who_listens_where_an_old_note_says_is_not_believed() {
    let folder = tempfile::tempdir().unwrap();
    let mut killed = Running::start(folder.path());
    let host = killed.host().to_owned();
    killed.kill();
    let note = folder.path().join("instance.json");
    let secret = fs::read_to_string(&note).unwrap();
    let listener = TcpListener::bind(&host).unwrap();
    // Nobody holds the folder: the next program serves it itself, and asks nobody.
    let next = Running::start(folder.path());
    assert_ne!(next.host(), host);
    listener.set_nonblocking(true).unwrap();
    let asked = listener.accept().map(drop).map_err(|error| error.kind());
    assert_eq!(asked, Err(ErrorKind::WouldBlock), "nobody came");
    // A program that runs, and a note that leads to somebody else of the same person: what they
    // answer is not printed, and they learn nothing.
    let real = fs::read_to_string(&note).unwrap();
    assert_ne!(real, secret);
    let secret = real.split("\"secret\":\"").nth(1).unwrap();
    let secret = secret.split('"').next().unwrap();
    fs::write(&note, real.replace(next.host(), &host)).unwrap();
    listener.set_nonblocking(false).unwrap();
    let listening = std::thread::spawn(move || {
        let mut heard = String::new();
        while let Ok((mut stream, _)) = listener.accept() {
            let mut request = [0; 4096];
            let length = stream.read(&mut request).unwrap_or(0);
            let request = String::from_utf8_lossy(&request[..length]).into_owned();
            if request == "end" {
                break;
            }
            heard += &request;
            let _ = stream.write_all(
                b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n\x1b]0;a title\x07{\"address\":\"http://127.0.0.1:1/\"}",
            );
        }
        heard
    });
    let second = Command::new(env!("CARGO_BIN_EXE_unhunch"))
        .args(["--no-open", "--data-dir"])
        .arg(folder.path())
        .output()
        .unwrap();
    TcpStream::connect(&host)
        .unwrap()
        .write_all(b"end")
        .unwrap();
    let heard = listening.join().unwrap();
    assert!(heard.contains("POST /instance/hello "), "{heard}");
    assert!(!heard.contains(secret), "{heard}");
    assert_eq!(second.status.code(), Some(1));
    assert!(second.stdout.is_empty());
    let said = String::from_utf8(second.stderr).unwrap();
    assert!(said.contains("end it and try again"), "{said}");
    assert!(
        !said.contains('\u{1b}') && !said.contains("title"),
        "{said}"
    );
}

#[test]
fn a_browser_of_the_version_before_stays_in() {
    let folder = tempfile::tempdir().unwrap();
    let mut running = Running::start(folder.path());
    let cookie = running.go_in(&running.address);
    let name = cookie.split_once('=').unwrap().0.to_owned();
    running.end();
    // So it was: one secret for all browsers, at 127.0.0.1.
    let secret = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
    let key = folder.path().join("cookie.key");
    fs::write(&key, secret).unwrap();
    fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
    fs::remove_file(folder.path().join("browsers.json")).unwrap();

    let port = running.port().to_owned();
    let running = Running::start_at(folder.path(), &port);
    let former = format!("127.0.0.1:{port}");
    let bookmark = |cookie: &str| ask_at(&former, "GET /progress", cookie, "");
    let led = bookmark("");
    let to = format!("http://{}/enter?to=%2Fprogress", running.host());
    assert_eq!(header(&led, "location"), Some(&*to), "{led}");
    let led = bookmark(&format!("{name}={secret}\r\n"));
    let address = header(&led, "location").unwrap();
    let path = address.split_once(running.host()).unwrap().1;
    let entered = running.ask(&format!("GET {path}"), "", "");
    assert_eq!(header(&entered, "location"), Some("/progress"), "{entered}");
    let cookie = cookie_of(&entered);
    assert!(is_ok(&running.ask("GET /progress", &cookie, "")));
    assert!(!key.exists(), "it is good once");
    let led = bookmark(&format!("{name}={secret}\r\n"));
    assert_eq!(header(&led, "location"), Some(&*to), "{led}");
    // The old cookie is none at the new address.
    let answer = running.ask("GET /", &format!("{name}={secret}\r\n"), "");
    assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
}

#[test]
fn each_kind_of_address_can_be_asked_for() {
    for (kind, host) in [
        ("shared", "127.0.0.1:"),
        ("name", "unhunch-"),
        ("own", "127."),
        ("fixed", "127."),
        ("fresh", "127."),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().to_str().unwrap();
        let arguments = [
            "--no-open",
            "--port",
            "0",
            "--address",
            kind,
            "--data-dir",
            data,
        ];
        let running = Running::of(&arguments);
        let at = running.host();
        // A system that doesn't know names under `.localhost` serves at 127.0.0.1 and says why.
        let is_named = kind != "name" || at.starts_with(host);
        assert!(!is_named || at.starts_with(host), "{kind}: {at}");
        if kind == "name" {
            let plain = format!("127.0.0.1:{}", running.port());
            let path = running.address.split_once(at).unwrap().1;
            // Either is the same app, but who is let in at one isn't at the other.
            let entered = ask_at(&plain, &format!("GET {path}"), "", "");
            let cookie = cookie_of(&entered);
            assert!(is_ok(&ask_at(&plain, "GET /", &cookie, "")));
            let mut stream = TcpStream::connect(&plain).unwrap();
            let name = ["127.0.0.1", at.split(':').next().unwrap()]
                .into_iter()
                .find(|name| name.ends_with("localhost"));
            if let Some(name) = name {
                write!(
                    stream,
                    "GET / HTTP/1.1\r\nHost: {name}:{}\r\nConnection: close\r\n{cookie}\r\n",
                    running.port()
                )
                .unwrap();
                let mut answer = String::new();
                stream.read_to_string(&mut answer).unwrap();
                assert!(answer.starts_with("HTTP/1.1 403 "), "{answer}");
            }
        } else {
            let cookie = running.go_in(&running.address);
            let settings = running.ask("GET /settings", &cookie, "");
            assert_eq!(settings.contains("as you asked"), kind == "shared");
        }
    }
}

#[test]
fn a_flood_of_silent_connections_keeps_nobody_out() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path());
    let cookie = running.go_in(&running.address);
    // A connection of the person's own browser, which waits for its next request meanwhile.
    let host = running.host();
    let mut kept = TcpStream::connect(host).unwrap();
    kept.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = format!("GET /about HTTP/1.1\r\nHost: {host}\r\n{cookie}\r\n");
    let ask = |kept: &mut TcpStream| {
        kept.write_all(request.as_bytes()).unwrap();
        let mut answer = Vec::new();
        let mut piece = [0; 4096];
        while !answer.ends_with(b"</html>") && !answer.ends_with(b"</html>\n") {
            let length = kept.read(&mut piece).unwrap();
            assert_ne!(length, 0, "cut off: {}", String::from_utf8_lossy(&answer));
            answer.extend(&piece[..length]);
        }
    };
    ask(&mut kept);
    // More than the program has descriptors for, as many as this one may have.
    let mut flood = Vec::new();
    for number in 0..700 {
        match TcpStream::connect(host) {
            Ok(stream) => flood.push(stream),
            Err(error) => panic!("connection {number}: {error}"),
        }
        if number % 50 == 0 {
            assert!(is_ok(&running.ask("GET /about", &cookie, "")), "{number}");
        }
    }
    // The browser's own was not the one that made room.
    ask(&mut kept);
    assert!(is_ok(&running.ask("GET /", &cookie, "")));
    let descriptors = fs::read_dir(format!("/proc/{}/fd", running.child.id()));
    let descriptors = descriptors.unwrap().count();
    assert!(descriptors < 300, "{descriptors} are open");
}

#[test]
fn a_heap_of_cookies_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path());
    // As many and as long as browsers keep for one host.
    let heap = format!("c={}; ", "x".repeat(4080)).repeat(180);
    let answer = running.ask("GET /", &format!("Cookie: {heap}\r\n"), "");
    assert!(answer.starts_with("HTTP/1.1 431 "), "{}", &answer[..300]);
    assert!(
        answer.contains("Delete the cookies of http://127."),
        "{answer}"
    );
}

/// No test: another user who is served at an address until nobody reads what they say.
#[test]
#[ignore = "it is run by other tests, as another user"]
fn as_another_user_who_listens() {
    let host = std::env::var("UNHUNCH_TEST_HOST").unwrap();
    assert_eq!(fs::metadata("/proc/self").unwrap().uid(), OTHER);
    let _listener = TcpListener::bind(host).unwrap();
    println!("«listening»");
    // Until the test is over, which holds the other end.
    let _ = std::io::stdin().read(&mut [0]);
}

#[test]
fn an_address_at_which_somebody_else_was_found_is_given_up() {
    if !is_root() {
        println!("not tried as another user: the tests run as an ordinary one");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut first = Running::start(folder.path());
    let (host, port) = (first.host().to_owned(), first.port().to_owned());
    first.end();
    let place = tempfile::tempdir().unwrap();
    let mut other = Command::new(program_for_all(place.path()))
        .args(["--exact", "as_another_user_who_listens", "--nocapture"])
        .arg("--ignored")
        .env("UNHUNCH_TEST_HOST", &host)
        .current_dir(place.path())
        .uid(OTHER)
        .gid(OTHER)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = BufReader::new(other.stdout.take().unwrap());
    let mut line = String::new();
    while !line.contains("«listening»") {
        assert_ne!(said.read_line(&mut line).unwrap(), 0, "{line}");
    }
    let address = |running: &Running| running.host().rsplit_once(':').unwrap().0.to_owned();
    let mut second = Running::start_at(folder.path(), &port);
    assert_ne!(address(&second), address(&first));
    second.end();
    drop(other.stdin.take());
    other.wait().unwrap();
    let third = Running::start_at(folder.path(), &port);
    assert_eq!(third.host(), second.host(), "for good");
}
