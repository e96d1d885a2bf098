//! One program for one folder of data: the first holds a lock, another one finds it and has
//! it open the app again.
//!
//! The first leaves a note beside the data that only this person can read: where it listens,
//! and a secret by which another program of the same person can ask it for a new key.

use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use unhunch_web::Key;

use crate::files;

/// The header that carries the secret.
pub const SECRET_HEADER: &str = "x-unhunch-secret";

/// Where another program asks for a new key.
pub const KEY_PATH: &str = "/instance/key";

/// Where another program asks what the reminders know.
pub const REMINDERS_PATH: &str = "/instance/reminders";

/// The most that an answer may have, in bytes.
const LARGEST_ANSWER: u64 = 1024 * 1024;

const LOCK: &str = "instance.lock";
const NOTE: &str = "instance.json";

/// How long to wait for a program that is just starting.
const PATIENCE: Duration = Duration::from_secs(10);

/// Holds the folder's lock; letting go of it frees the folder.
pub struct Lock(#[expect(dead_code, reason = "held for its lock")] File);

/// The note that the first program leaves.
#[derive(Serialize, Deserialize)]
struct Note {
    port: u16,
    secret: String,
}

/// Takes the folder's lock; `None` where another program has it.
///
/// # Errors
/// Where the folder can't be written.
pub fn lock(folder: &Path) -> anyhow::Result<Option<Lock>> {
    let path = folder.join(LOCK);
    let file = files::open_private(&path)
        .with_context(|| format!("{} can't be written; is the folder yours?", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock(file))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => {
            Err(error).with_context(|| format!("{} can't be locked", path.display()))
        }
    }
}

/// Leaves the note.
///
/// # Errors
/// Where the folder can't be written.
pub fn leave_note(folder: &Path, port: u16, secret: &Key) -> anyhow::Result<()> {
    let note = serde_json::to_string(&Note {
        port,
        secret: secret.as_str().to_owned(),
    })?;
    let path = folder.join(NOTE);
    files::write(&path, &note).with_context(|| format!("{} can't be written", path.display()))
}

/// Takes the note away again.
pub fn remove_note(folder: &Path) {
    // A note that stays is only out of date: whoever reads it finds nobody there.
    let _ = std::fs::remove_file(folder.join(NOTE));
}

/// Asks the program that holds the folder for an address with a new key.
///
/// # Errors
/// Where it doesn't answer.
pub fn ask_for_address(folder: &Path) -> anyhow::Result<String> {
    let began = Instant::now();
    loop {
        match try_to_ask(folder) {
            Ok(address) => return Ok(address),
            Err(error) if began.elapsed() >= PATIENCE => {
                return Err(error.context(format!(
                    "another Unhunch uses {} but doesn't answer; end it and try again",
                    folder.display()
                )));
            }
            // It may be just starting.
            Err(_) => std::thread::sleep(Duration::from_millis(100)),
        }
    }
}

fn try_to_ask(folder: &Path) -> anyhow::Result<String> {
    let (port, body) = post(folder, KEY_PATH)?;
    let key = Key::parse(body.trim()).context("no key in the answer")?;
    Ok(address(port, "/", &key))
}

/// Asks the program that holds the folder what its reminders know, as JSON.
///
/// # Errors
/// Where it doesn't answer.
pub fn ask_for_reminders(folder: &Path) -> anyhow::Result<String> {
    post(folder, REMINDERS_PATH).map(|(_, body)| body)
}

/// Posts to the program that holds the folder: the port that it listens on, and its answer.
fn post(folder: &Path, path: &str) -> anyhow::Result<(u16, String)> {
    let note: Note = serde_json::from_str(&files::read_own(&folder.join(NOTE))?)?;
    let secret = Key::parse(&note.secret).context("the note of the other program can't be read")?;
    let port = note.port;
    let timeout = Duration::from_secs(3);
    let mut stream =
        TcpStream::connect_timeout(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)), timeout)?;
    stream.set_read_timeout(Some(timeout))?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{SECRET_HEADER}: {}\r\n\
         Content-Length: 0\r\nConnection: close\r\n\r\n",
        secret.as_str()
    )?;
    let mut answer = String::new();
    stream.take(LARGEST_ANSWER).read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
    if !head.starts_with("HTTP/1.1 200 ") {
        bail!("whatever listens on port {port} is not the Unhunch of this folder");
    }
    Ok((port, body.to_owned()))
}

/// The address that opens a page of the app in a browser. The path may have a query.
pub fn address(port: u16, path: &str, key: &Key) -> String {
    let joint = if path.contains('?') { '&' } else { '?' };
    format!("http://127.0.0.1:{port}{path}{joint}key={}", key.as_str())
}
