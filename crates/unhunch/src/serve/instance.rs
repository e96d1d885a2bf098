//! One program for one folder of data: the first holds a lock, another one finds it and has
//! it open the app again.
//!
//! The first leaves a note beside the data that only this person can read: where it listens, and a
//! secret. A note may be out of date, and somebody else may listen there by now. So the lock says
//! first whether there is a program at all, then the system whose program listens, and then both
//! show each other that they know the secret without telling it: each answers the other's chance
//! with a code that only the secret gives (HMAC, RFC 2104).

use std::fs::{File, TryLockError};
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, bail, ensure};
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use unhunch_web::Key;

use super::peer_user;
use crate::files;
use crate::system::new_key;

/// Where another program shows its chance and gets ours, with the proof that we know the secret.
const HELLO_PATH: &str = "/instance/hello";

/// Where another program asks for a way in.
pub const ENTRANCE_PATH: &str = "/instance/entrance";

/// Where another program asks what the reminders know.
pub const REMINDERS_PATH: &str = "/instance/reminders";

/// The headers that carry both sides' chance and the proof of whoever asks.
const THEIRS_HEADER: &str = "x-unhunch-theirs";
const OURS_HEADER: &str = "x-unhunch-ours";
const PROOF_HEADER: &str = "x-unhunch-proof";

/// The most that an answer may have, in bytes.
const LARGEST_ANSWER: u64 = 1024 * 1024;

/// How many programs may be between hello and what they ask.
const MOST_GREETED: usize = 16;

const LOCK: &str = "instance.lock";
const NOTE: &str = "instance.json";

/// How long to wait for a program that is just starting or ending.
const PATIENCE: Duration = Duration::from_secs(10);

/// How long a program may take for its whole answer.
const ANSWER_PATIENCE: Duration = Duration::from_secs(5);

/// Holds the folder's lock; letting go of it frees the folder.
pub struct Lock(#[expect(dead_code, reason = "held for its lock")] File);

/// The note that the first program leaves.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Note {
    /// Where it listens.
    listens: SocketAddr,
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

/// Whether a program holds the folder now. Makes no file.
fn is_held(folder: &Path) -> bool {
    let lock = File::open(folder.join(LOCK));
    lock.is_ok_and(|lock| matches!(lock.try_lock_shared(), Err(TryLockError::WouldBlock)))
}

/// Leaves the note.
///
/// # Errors
/// Where the folder can't be written.
pub fn leave_note(folder: &Path, listens: SocketAddr, secret: &Key) -> anyhow::Result<()> {
    let note = serde_json::to_string(&Note {
        listens,
        secret: secret.as_str().to_owned(),
    })?;
    let path = folder.join(NOTE);
    files::write_own(&path, &note).with_context(|| format!("{} can't be written", path.display()))
}

/// Takes the note away again.
pub fn remove_note(folder: &Path) {
    // A note that stays is only out of date: whoever reads it finds nobody there.
    let _ = std::fs::remove_file(folder.join(NOTE));
}

/// A way in, as the program that holds the folder gives it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WayIn {
    /// The address with a key, to be printed.
    pub address: String,
    /// The file that the browser is to be opened on, if one is wanted.
    pub file: Option<String>,
}

/// What becomes of the wish to use a folder.
pub enum Holder {
    /// This program holds it now.
    This(Lock),
    /// Another one does, and gives a way in.
    Other(WayIn),
}

/// Takes the folder, or asks the program that holds it for a way in.
///
/// # Errors
/// Where the folder can't be written, or another program holds it and doesn't answer.
pub fn take_or_ask(folder: &Path, wants_file: bool) -> anyhow::Result<Holder> {
    let began = Instant::now();
    loop {
        if let Some(lock) = lock(folder)? {
            return Ok(Holder::This(lock));
        }
        match ask_for_way_in(folder, wants_file) {
            Ok(way_in) => return Ok(Holder::Other(way_in)),
            Err(error) if began.elapsed() >= PATIENCE => {
                return Err(error.context(format!(
                    "another Unhunch uses {} but doesn't answer; end it and try again",
                    folder.display()
                )));
            }
            // It may be just starting, or ending.
            Err(_) => std::thread::sleep(Duration::from_millis(100)),
        }
    }
}

fn ask_for_way_in(folder: &Path, wants_file: bool) -> anyhow::Result<WayIn> {
    let body = if wants_file { "file" } else { "" };
    let answer = ask(folder, ENTRANCE_PATH, body)?;
    serde_json::from_str(&answer).context("the answer can't be understood")
}

/// Asks the program that holds the folder what its reminders know, as JSON.
///
/// # Errors
/// Where there is none, or it doesn't answer.
pub fn ask_for_reminders(folder: &Path) -> anyhow::Result<String> {
    ask(folder, REMINDERS_PATH, "")
}

/// Asks the program that holds the folder.
fn ask(folder: &Path, path: &str, body: &str) -> anyhow::Result<String> {
    ensure!(is_held(folder), "no Unhunch uses {}", folder.display());
    let note = files::read_own(&folder.join(NOTE))?;
    let note: Note = serde_json::from_str(&note)
        .context("the note of the other program can't be read; it may be of another version")?;
    let secret = Key::parse(&note.secret).context("the note of the other program can't be read")?;
    ensure!(
        note.listens.ip().is_loopback(),
        "the note of the other program names another computer"
    );
    ensure!(
        peer_user::is_own_listener(note.listens) != Some(false),
        "what listens at {} is not a program of yours",
        note.listens
    );
    let deadline = Instant::now() + ANSWER_PATIENCE;
    let ours = new_key();
    let hello = request(
        note.listens,
        HELLO_PATH,
        &[(OURS_HEADER, ours.as_str())],
        "",
    );
    let hello = send(note.listens, &hello, deadline)?;
    let hello: Hello = serde_json::from_str(&hello).context("the answer can't be understood")?;
    ensure!(
        Key::parse(&hello.chance).is_some()
            && proof(&secret, "here", &ours, &hello.chance, "").is(&hello.proof),
        "what listens at {} is not the Unhunch of this folder",
        note.listens
    );
    let proof = proof(&secret, "asks", &ours, &hello.chance, path);
    let headers = [
        (OURS_HEADER, ours.as_str()),
        (THEIRS_HEADER, &hello.chance),
        (PROOF_HEADER, proof.as_str()),
    ];
    send(
        note.listens,
        &request(note.listens, path, &headers, body),
        deadline,
    )
}

fn request(host: SocketAddr, path: &str, headers: &[(&str, &str)], body: &str) -> String {
    let mut lines = vec![format!("POST {path} HTTP/1.1"), format!("Host: {host}")];
    lines.extend(
        headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}")),
    );
    lines.push(format!("Content-Length: {}", body.len()));
    lines.push("Connection: close\r\n\r\n".to_owned());
    lines.join("\r\n") + body
}

/// Sends a request and reads its whole answer until then; gives its body.
fn send(to: SocketAddr, request: &str, deadline: Instant) -> anyhow::Result<String> {
    let left = || {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            Err(io::Error::from(io::ErrorKind::TimedOut))
        } else {
            Ok(left)
        }
    };
    let mut stream = TcpStream::connect_timeout(&to, left()?)?;
    stream.set_write_timeout(Some(left()?))?;
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    let mut piece = [0; 8192];
    loop {
        // Whoever sends a letter now and then gets no more time by that.
        stream.set_read_timeout(Some(left()?))?;
        let read = stream.read(&mut piece)?;
        if read == 0 {
            break;
        }
        answer.extend(&piece[..read]);
        ensure!(
            answer.len() as u64 <= LARGEST_ANSWER,
            "the answer has no end"
        );
    }
    let answer = String::from_utf8(answer).context("the answer is no text")?;
    let (head, body) = answer.split_once("\r\n\r\n").context("no answer")?;
    if !head.starts_with("HTTP/1.1 200 ") {
        bail!("what listens at {to} is not the Unhunch of this folder");
    }
    Ok(body.to_owned())
}

/// What follows from the secret, who says it, both sides' chance, and what is asked for.
fn proof(secret: &Key, who: &str, asker: &Key, holder: &str, path: &str) -> Key {
    let mut code = Hmac::<Sha256>::new_from_slice(secret.as_str().as_bytes())
        .expect("secrets of any length will do");
    for part in [who, asker.as_str(), holder, path] {
        code.update(part.as_bytes());
        code.update(b"\n");
    }
    Key::of(code.finalize().into_bytes().into())
}

/// Our chance, and the proof that we know the secret.
#[derive(Serialize, Deserialize)]
struct Hello {
    chance: String,
    proof: String,
}

/// What knows the secret, and whom it said hello to.
#[derive(Clone)]
struct Greeter {
    secret: Key,
    greeted: Arc<Mutex<Vec<(Key, Key)>>>,
}

/// Puts the greeting before what other programs of the same person may ask. They know the secret
/// from the note that only this person can read; pages of any kind can't send it along.
pub fn for_known(secret: Key, asked: Router) -> Router {
    let greeter = Greeter {
        secret,
        greeted: Arc::default(),
    };
    asked
        .layer(axum::middleware::from_fn_with_state(
            greeter.clone(),
            known_only,
        ))
        .merge(
            Router::new()
                .route(HELLO_PATH, post(say_hello))
                .with_state(greeter),
        )
}

async fn say_hello(State(greeter): State<Greeter>, request: Request) -> Response {
    let Some(theirs) = header(&request, OURS_HEADER).and_then(Key::parse) else {
        return StatusCode::FORBIDDEN.into_response();
    };
    let chance = new_key();
    let proof = proof(&greeter.secret, "here", &theirs, chance.as_str(), "");
    let mut waiting = greeter
        .greeted
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    if waiting.len() >= MOST_GREETED {
        waiting.remove(0);
    }
    waiting.push((theirs, chance.clone()));
    Json(Hello {
        chance: chance.as_str().to_owned(),
        proof: proof.as_str().to_owned(),
    })
    .into_response()
}

async fn known_only(State(greeter): State<Greeter>, request: Request, next: Next) -> Response {
    if greeter.knows(&request).is_none() {
        return StatusCode::FORBIDDEN.into_response();
    }
    next.run(request).await
}

impl Greeter {
    /// Something where whoever asks has shown that they know the secret.
    fn knows(&self, request: &Request) -> Option<()> {
        let theirs = Key::parse(header(request, OURS_HEADER)?)?;
        let ours = header(request, THEIRS_HEADER)?;
        let proved = header(request, PROOF_HEADER)?;
        // Each hello is good for one question.
        let mut greeted = self.greeted.lock().unwrap_or_else(PoisonError::into_inner);
        let place = greeted
            .iter()
            .position(|(asker, chance)| *asker == theirs && chance.is(ours))?;
        greeted.remove(place);
        let path = request.uri().path();
        let is_right = proof(&self.secret, "asks", &theirs, ours, path).is(proved);
        is_right.then_some(())
    }
}

fn header<'a>(request: &'a Request, name: &str) -> Option<&'a str> {
    request.headers().get(name)?.to_str().ok()
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;

    use axum::body::Body;
    use axum::routing::post;
    use tower::ServiceExt as _;

    use super::*;

    const SECRET: [u8; 32] = [7; 32];

    fn router() -> Router {
        let asked = Router::new().route(ENTRANCE_PATH, post(async || "in"));
        for_known(Key::of(SECRET), asked)
    }

    async fn ask(router: &Router, path: &str, headers: &[(&str, &str)]) -> (StatusCode, String) {
        let mut request = Request::builder().method("POST").uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::empty()).unwrap();
        let answer = router.clone().oneshot(request).await.unwrap();
        let status = answer.status();
        let body = axum::body::to_bytes(answer.into_body(), 1024).await;
        (status, String::from_utf8(body.unwrap().to_vec()).unwrap())
    }

    async fn hello(router: &Router, ours: &Key) -> Hello {
        let (_, hello) = ask(router, HELLO_PATH, &[(OURS_HEADER, ours.as_str())]).await;
        serde_json::from_str(&hello).unwrap()
    }

    #[tokio::test]
    async fn only_who_knows_the_secret_is_answered_and_once() {
        let router = router();
        let ours = Key::of([1; 32]);
        for wrong in [Key::of([8; 32]), Key::of(SECRET)] {
            let greeting = hello(&router, &ours).await;
            let is_ours = proof(&wrong, "here", &ours, &greeting.chance, "").is(&greeting.proof);
            assert_eq!(is_ours, wrong == Key::of(SECRET));
            let proof = proof(&wrong, "asks", &ours, &greeting.chance, ENTRANCE_PATH);
            let headers = [
                (OURS_HEADER, ours.as_str()),
                (THEIRS_HEADER, &greeting.chance),
                (PROOF_HEADER, proof.as_str()),
            ];
            let (status, body) = ask(&router, ENTRANCE_PATH, &headers).await;
            assert_eq!(status == StatusCode::OK, is_ours);
            assert_eq!(body == "in", is_ours);
            let (status, _) = ask(&router, ENTRANCE_PATH, &headers).await;
            assert_eq!(status, StatusCode::FORBIDDEN, "each hello counts once");
        }
        // What the holder says of itself proves nothing of whoever repeats it.
        let greeting = hello(&router, &ours).await;
        let headers = [
            (OURS_HEADER, ours.as_str()),
            (THEIRS_HEADER, &*greeting.chance),
            (PROOF_HEADER, &*greeting.proof),
        ];
        let (status, _) = ask(&router, ENTRANCE_PATH, &headers).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        // A proof for one question is none for another one.
        let greeting = hello(&router, &ours).await;
        let secret = Key::of(SECRET);
        let other = proof(&secret, "asks", &ours, &greeting.chance, REMINDERS_PATH);
        let headers = [
            (OURS_HEADER, ours.as_str()),
            (THEIRS_HEADER, &*greeting.chance),
            (PROOF_HEADER, other.as_str()),
        ];
        let (status, _) = ask(&router, ENTRANCE_PATH, &headers).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
        for headers in [&[][..], &[(OURS_HEADER, "no key")]] {
            let (status, _) = ask(&router, ENTRANCE_PATH, headers).await;
            assert_eq!(status, StatusCode::FORBIDDEN);
            let (status, _) = ask(&router, HELLO_PATH, headers).await;
            assert_eq!(status, StatusCode::FORBIDDEN);
        }
    }

    /// Somebody who listens where a note says, and answers with this text.
    fn listener(answer: &'static [u8]) -> (SocketAddr, std::thread::JoinHandle<Vec<u8>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heard = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut heard = vec![0; 4096];
            let length = stream.read(&mut heard).unwrap();
            heard.truncate(length);
            let _ = stream.write_all(answer);
            heard
        });
        (address, heard)
    }

    #[test]
    fn whoever_listens_where_an_old_note_says_learns_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let secret = Key::of(SECRET);
        // Nobody holds the folder: nobody is asked at all.
        leave_note(folder, "127.0.0.1:9".parse().unwrap(), &secret).unwrap();
        let refusal = super::ask(folder, ENTRANCE_PATH, "").unwrap_err();
        assert!(refusal.to_string().starts_with("no Unhunch uses "));
        let _lock = lock(folder).unwrap().unwrap();
        assert!(lock(folder).unwrap().is_none());
        for answer in [
            &b"HTTP/1.1 200 OK\r\n\r\n{\"chance\":\"\",\"proof\":\"\"}"[..],
            b"HTTP/1.1 200 OK\r\n\r\n0123456789abcdef0123456789abcdef",
            b"HTTP/1.1 404 Not Found\r\n\r\n",
            b"\x1b]0;title\x07",
            b"",
        ] {
            let (address, heard) = listener(answer);
            leave_note(folder, address, &secret).unwrap();
            assert!(super::ask(folder, ENTRANCE_PATH, "").is_err());
            let heard = heard.join().unwrap();
            let heard = String::from_utf8(heard).unwrap();
            assert!(heard.starts_with("POST /instance/hello "), "{heard}");
            assert!(!heard.contains(secret.as_str()), "{heard}");
        }
        // A note that names another computer, or that was written by another version.
        leave_note(folder, "192.0.2.1:80".parse().unwrap(), &secret).unwrap();
        let refusal = super::ask(folder, ENTRANCE_PATH, "").unwrap_err();
        assert!(refusal.to_string().contains("another computer"));
        std::fs::write(folder.join(NOTE), "{\"port\":1,\"secret\":\"\"}").unwrap();
        let refusal = super::ask(folder, ENTRANCE_PATH, "").unwrap_err();
        assert!(refusal.to_string().contains("another version"));
    }

    #[test]
    fn whoever_sends_letter_by_letter_gets_no_more_time() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let dripping = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            // Until the other side has had enough.
            while stream.write_all(b"H").is_ok() {
                std::thread::sleep(Duration::from_millis(5));
            }
        });
        let deadline = Instant::now() + Duration::from_millis(100);
        let error = send(address, &request(address, "/", &[], ""), deadline).unwrap_err();
        let error: &io::Error = error.downcast_ref().unwrap();
        // Systems differ in what they call it.
        assert!(matches!(
            error.kind(),
            io::ErrorKind::TimedOut | io::ErrorKind::WouldBlock
        ));
        dripping.join().unwrap();
    }
}
