//! The program while it runs, asked as a browser asks it.

#![allow(dead_code, reason = "each test file uses some of these")]
#![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Long enough for a busy machine; only a hang takes as long.
pub const PATIENCE: Duration = Duration::from_mins(1);

/// A running program; killed when the test is over.
pub struct Running {
    pub child: Child,
    /// What it printed.
    pub address: String,
}

impl Running {
    /// Starts it on a folder, at any port.
    pub fn start(folder: &Path) -> Self {
        Self::start_at(folder, "0")
    }

    /// Starts it on a folder, at that port or the next free one.
    pub fn start_at(folder: &Path, port: &str) -> Self {
        let folder = folder.to_str().unwrap();
        let address = ["--address", "fixed", "--port", port];
        Self::of(&[&["--no-open", "--data-dir", folder], &address[..]].concat())
    }

    /// Starts it with these arguments.
    pub fn of(arguments: &[&str]) -> Self {
        Self::by(Command::new(env!("CARGO_BIN_EXE_unhunch")).args(arguments))
    }

    /// Starts what prints an address.
    pub fn by(command: &mut Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        out.read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Unhunch is at ");
        let address = address.expect("one line with the address").to_owned();
        Self { child, address }
    }

    /// Its host and port.
    pub fn host(&self) -> &str {
        let rest = self.address.strip_prefix("http://").unwrap();
        rest.split('/').next().unwrap()
    }

    /// Its port.
    pub fn port(&self) -> &str {
        self.host().rsplit_once(':').unwrap().1
    }

    /// Sends a request as a page of its own would, and gives the answer.
    pub fn ask(&self, line: &str, headers: &str, body: &str) -> String {
        ask_at(self.host(), line, headers, body)
    }

    /// Goes in by an address with a key and gives the cookie, as a header.
    pub fn go_in(&self, address: &str) -> String {
        let path = address.split_once(self.host()).unwrap().1;
        cookie_of(&self.ask(&format!("GET {path}"), "", ""))
    }

    /// Ends it as a shutdown does.
    pub fn end(&mut self) {
        let pid = self.child.id().to_string();
        let ended = Command::new("kill").args(["-TERM", &pid]).status();
        assert!(ended.unwrap().success());
        self.child.wait().unwrap();
    }

    /// Ends it as a power cut does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Sends a request to an address, which a page there could send, and gives the answer.
pub fn ask_at(host: &str, line: &str, headers: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(
        stream,
        "{line} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A header of an answer.
pub fn header<'a>(answer: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = answer.lines();
    lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// The cookie that an answer sets, as a header of a request.
pub fn cookie_of(answer: &str) -> String {
    let cookie = header(answer, "set-cookie").unwrap_or_else(|| panic!("no cookie: {answer}"));
    format!("Cookie: {}\r\n", cookie.split(';').next().unwrap())
}
