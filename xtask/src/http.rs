//! A browser's part in a measurement: kept or new connections, plain requests, every byte read.

use std::io::{self, BufRead as _, BufReader, Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// What a browser says of an address that somebody typed.
const TYPED: &str = "Accept: text/html\r\nSec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\n\
                     Sec-Fetch-Dest: document\r\n";

/// How long an answer may take unless somebody has less patience.
const PATIENCE: Duration = Duration::from_secs(30);

/// Somebody who asks the program, with the cookies that it gave.
pub struct Client {
    host: String,
    address: SocketAddr,
    patience: Duration,
    stream: Option<BufReader<Timed>>,
    /// Names and values, as the program set them last.
    cookies: Vec<(String, String)>,
}

/// What came back.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// The whole body.
    pub body: Vec<u8>,
}

/// A connection that is given up at a moment, however slowly the other side goes on.
struct Timed {
    stream: TcpStream,
    until: Instant,
}

impl Read for Timed {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let left = left(self.until)?;
        self.stream.set_read_timeout(Some(left))?;
        self.stream.read(bytes)
    }
}

/// The time until a moment.
fn left(until: Instant) -> io::Result<Duration> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    Ok(left)
}

impl Client {
    /// Connects to `127.x.y.z:PORT`.
    ///
    /// # Errors
    /// Where nothing listens there.
    pub fn connect(host: &str) -> Result<Self> {
        let mut client = Self {
            host: host.to_owned(),
            address: host
                .parse()
                .with_context(|| format!("expected an address and a port, got {host:?}"))?,
            patience: PATIENCE,
            stream: None,
            cookies: Vec::new(),
        };
        client.open(Instant::now() + PATIENCE)?;
        Ok(client)
    }

    /// Somebody else at the same browser: the same cookies, no connection yet, and less or more
    /// patience for the whole of an answer.
    pub fn beside(&self, patience: Duration) -> Self {
        Self {
            host: self.host.clone(),
            address: self.address,
            patience,
            stream: None,
            cookies: self.cookies.clone(),
        }
    }

    /// Closes the connection, so that the next request needs a new one.
    pub fn hang_up(&mut self) {
        self.stream = None;
    }

    /// Gets a path, keeping the cookies that come with it.
    ///
    /// # Errors
    /// Where the connection breaks, the answer isn't HTTP or takes too long.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        let answer = self.ask("GET", path, TYPED, "");
        answer.with_context(|| format!("GET {path}"))
    }

    /// Posts a form, as a page of the program's own would.
    ///
    /// # Errors
    /// As [`Client::get`].
    pub fn post(&mut self, path: &str, form: &str) -> Result<Answer> {
        let headers = format!(
            "Origin: http://{}\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: navigate\r\n\
             Sec-Fetch-Dest: document\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n",
            self.host,
            form.len()
        );
        let answer = self.ask("POST", path, &headers, form);
        answer.with_context(|| format!("POST {path}"))
    }

    /// Gets a path and follows where it leads to, up to five times.
    ///
    /// # Errors
    /// As [`Client::get`], and where the answer at the end isn't a page.
    pub fn page(&mut self, path: &str) -> Result<Answer> {
        let mut path = path.to_owned();
        for _ in 0..5 {
            let answer = self.get(&path)?;
            match (answer.status, answer.location) {
                (300..=399, Some(location)) => path = location,
                (200, _) => {
                    return Ok(Answer {
                        location: None,
                        ..answer
                    });
                }
                (status, _) => bail!("GET {path} was answered with {status}"),
            }
        }
        bail!("GET {path} leads on and on")
    }

    fn open(&mut self, until: Instant) -> Result<()> {
        let stream = TcpStream::connect_timeout(&self.address, left(until)?)
            .with_context(|| format!("nothing listens at {}", self.host))?;
        // A measurement of latency must not wait for more to send.
        stream.set_nodelay(true)?;
        self.stream = Some(BufReader::new(Timed { stream, until }));
        Ok(())
    }

    /// Sends a request, over the connection that there is or else a new one.
    fn ask(&mut self, method: &str, path: &str, headers: &str, body: &str) -> Result<Answer> {
        let until = Instant::now() + self.patience;
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let cookies = if cookies.is_empty() {
            String::new()
        } else {
            format!("Cookie: {}\r\n", cookies.join("; "))
        };
        let request = format!(
            "{method} {path} HTTP/1.1\r\nHost: {}\r\n{cookies}{headers}\r\n{body}",
            self.host
        );
        let kept = self.stream.is_some();
        let mut begun = self.begin(&request, until);
        // A kept connection may have been closed meanwhile: browsers then take a new one.
        if begun.is_err() && kept && left(until).is_ok() {
            self.hang_up();
            begun = self.begin(&request, until);
        }
        let answer = begun.and_then(|status| self.answer(&status));
        if answer.is_err() {
            self.hang_up();
        }
        answer
    }

    /// Sends a request and reads the first line of its answer.
    fn begin(&mut self, request: &str, until: Instant) -> Result<String> {
        if self.stream.is_none() {
            self.open(until)?;
        }
        let stream = self.stream()?.get_mut();
        stream.until = until;
        stream.stream.set_write_timeout(Some(left(until)?))?;
        stream.stream.write_all(request.as_bytes())?;
        self.line()
    }

    /// Reads the rest of an answer.
    fn answer(&mut self, status: &str) -> Result<Answer> {
        let status = status
            .split_whitespace()
            .nth(1)
            .and_then(|word| word.parse().ok())
            .with_context(|| format!("expected an HTTP status, got {status:?}"))?;
        let mut length = None;
        let mut chunked = false;
        let mut closes = false;
        let mut location = None;
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = Some(value.parse::<usize>()?),
                "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
                "connection" => closes = value.eq_ignore_ascii_case("close"),
                "location" => location = Some(self.own_path(value)?),
                "set-cookie" => self.take_cookie(value),
                _ => {}
            }
        }
        let mut body = Vec::new();
        if chunked {
            loop {
                let size = usize::from_str_radix(self.line()?.trim(), 16)?;
                self.read(size, &mut body)?;
                self.line()?;
                if size == 0 {
                    break;
                }
            }
        } else if length.is_none() && closes {
            self.stream()?.read_to_end(&mut body)?;
        } else {
            self.read(length.unwrap_or(0), &mut body)?;
        }
        if closes {
            self.hang_up();
        }
        Ok(Answer {
            status,
            location,
            body,
        })
    }

    /// Where a redirect leads, without the program's own address.
    fn own_path(&self, location: &str) -> Result<String> {
        let own = format!("http://{}", self.host);
        let path = location.strip_prefix(&own).unwrap_or(location);
        if !path.starts_with('/') {
            bail!("{own} leads elsewhere: {location}");
        }
        Ok(path.to_owned())
    }

    /// Keeps a cookie, or forgets it where it has no time left.
    fn take_cookie(&mut self, line: &str) {
        let mut parts = line.split(';').map(str::trim);
        let Some((name, value)) = parts.next().and_then(|pair| pair.split_once('=')) else {
            return;
        };
        let is_over = parts
            .filter_map(|part| part.split_once('='))
            .any(|(key, age)| key.eq_ignore_ascii_case("max-age") && age.starts_with(['0', '-']));
        self.cookies.retain(|(known, _)| known != name);
        if !is_over {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    fn stream(&mut self) -> Result<&mut BufReader<Timed>> {
        self.stream.as_mut().context("there is no connection")
    }

    fn read(&mut self, size: usize, body: &mut Vec<u8>) -> Result<()> {
        let start = body.len();
        body.resize(start + size, 0);
        self.stream()?.read_exact(&mut body[start..])?;
        Ok(())
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream()?.read_line(&mut line)? == 0 {
            bail!("the connection was closed");
        }
        Ok(line.trim_end().to_owned())
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::thread;

    use super::*;

    /// Answers one request after the other with these texts, over one connection.
    fn server(answers: Vec<&'static str>) -> (String, thread::JoinHandle<Vec<String>>) {
        serve(vec![answers])
    }

    /// The same over one connection after the other; returns the requests without their bodies.
    fn serve(connections: Vec<Vec<&'static str>>) -> (String, thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let handle = thread::spawn(move || {
            let mut requests = Vec::new();
            for answers in connections {
                let (stream, _) = listener.accept().unwrap();
                let mut stream = BufReader::new(stream);
                for answer in answers {
                    let mut request = String::new();
                    while !request.ends_with("\r\n\r\n") {
                        stream.read_line(&mut request).unwrap();
                    }
                    requests.push(request);
                    stream.get_mut().write_all(answer.as_bytes()).unwrap();
                }
            }
            requests
        });
        (host, handle)
    }

    #[test]
    fn a_redirect_is_followed_with_its_cookie() {
        let (host, handle) = server(vec![
            "HTTP/1.1 303 See Other\r\nLocation: /\r\nSet-Cookie: a=b; HttpOnly\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
        ]);
        let answer = Client::connect(&host).unwrap().page("/?key=1").unwrap();
        assert_eq!(answer.body, b"hello");
        let requests = handle.join().unwrap();
        assert!(
            requests[0].starts_with("GET /?key=1 HTTP/1.1\r\n"),
            "{requests:?}"
        );
        assert!(requests[1].contains("Cookie: a=b\r\n"), "{requests:?}");
    }

    #[test]
    fn a_body_in_chunks_is_read_to_its_end() {
        let (host, _handle) = server(vec![
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\na\r\ndefghijklm\r\n0\r\n\r\n",
            "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        ]);
        let mut client = Client::connect(&host).unwrap();
        assert_eq!(client.page("/").unwrap().body, b"abcdefghijklm");
        assert!(client.page("/gone").is_err());
    }

    #[test]
    fn cookies_are_kept_as_they_were_set_last() {
        let (host, handle) = server(vec![
            "HTTP/1.1 303 See Other\r\nLocation: /\r\nSet-Cookie: a=1; Path=/\r\nSet-Cookie: b=2\r\n\
             Content-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nSet-Cookie: c=3\r\nSet-Cookie: a=; Max-Age=0\r\nSet-Cookie: b=4; Max-Age=60\r\n\
             Content-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
        ]);
        let mut client = Client::connect(&host).unwrap();
        client.page("/enter").unwrap();
        client.page("/").unwrap();
        let requests = handle.join().unwrap();
        assert!(requests[1].contains("Cookie: a=1; b=2\r\n"), "{requests:?}");
        assert!(requests[2].contains("Cookie: c=3; b=4\r\n"), "{requests:?}");
    }

    #[test]
    fn a_connection_that_was_closed_is_opened_anew() {
        let closing = "HTTP/1.1 200 OK\r\nConnection: close\r\nSet-Cookie: a=1\r\n\r\nto the end";
        let kept = "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nkept";
        let (host, handle) = serve(vec![vec![closing], vec![kept], vec![kept], vec![kept]]);
        let mut client = Client::connect(&host).unwrap();
        assert_eq!(client.page("/").unwrap().body, b"to the end");
        assert_eq!(client.page("/").unwrap().body, b"kept");
        // The server has closed it without having said so.
        assert_eq!(client.page("/").unwrap().body, b"kept");
        let mut other = client.beside(PATIENCE);
        assert_eq!(other.post("/form", "").unwrap().body, b"kept");
        let requests = handle.join().unwrap();
        assert!(
            requests[3].starts_with("POST /form HTTP/1.1\r\n")
                && requests[3].contains("Cookie: a=1\r\n"),
            "{requests:?}"
        );
    }

    #[test]
    fn nobody_waits_longer_than_their_patience() {
        // Accepts nothing and answers nothing.
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let client = Client::connect(&host).unwrap();
        let mut hasty = client.beside(Duration::from_millis(50));
        assert!(hasty.page("/").is_err());
    }

    #[test]
    fn a_redirect_to_another_place_is_not_followed() {
        let (host, _handle) = server(vec![
            "HTTP/1.1 303 See Other\r\nLocation: http://127.0.0.2:1/\r\nContent-Length: 0\r\n\r\n",
        ]);
        assert!(Client::connect(&host).unwrap().page("/").is_err());
    }
}
