//! A browser's part in a measurement: one kept connection, plain requests, every byte read.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

/// A connection to the program, with the cookie that it gave.
pub struct Client {
    host: String,
    stream: BufReader<TcpStream>,
    cookie: Option<String>,
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

impl Client {
    /// Connects to `127.0.0.1:PORT`.
    ///
    /// # Errors
    /// Where nothing listens there.
    pub fn connect(host: &str) -> Result<Self> {
        let stream =
            TcpStream::connect(host).with_context(|| format!("nothing listens at {host}"))?;
        // A measurement of latency must not wait for more to send.
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(30)))?;
        Ok(Self {
            host: host.to_owned(),
            stream: BufReader::new(stream),
            cookie: None,
        })
    }

    /// Gets a path, keeping the cookie that comes with it.
    ///
    /// # Errors
    /// Where the connection breaks or the answer isn't HTTP.
    pub fn get(&mut self, path: &str) -> Result<Answer> {
        let cookie = self
            .cookie
            .as_ref()
            .map_or_else(String::new, |cookie| format!("Cookie: {cookie}\r\n"));
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nAccept: text/html\r\n{cookie}\r\n",
            self.host
        );
        self.stream.get_mut().write_all(request.as_bytes())?;
        self.answer().with_context(|| format!("GET {path}"))
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

    fn answer(&mut self) -> Result<Answer> {
        let status = self.line()?;
        let status = status
            .split_whitespace()
            .nth(1)
            .and_then(|word| word.parse().ok())
            .with_context(|| format!("expected an HTTP status, got {status:?}"))?;
        let mut length = None;
        let mut chunked = false;
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
                "location" => location = Some(value.to_owned()),
                "set-cookie" => self.cookie = value.split(';').next().map(str::to_owned),
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
        } else {
            self.read(length.unwrap_or(0), &mut body)?;
        }
        Ok(Answer {
            status,
            location,
            body,
        })
    }

    fn read(&mut self, size: usize, body: &mut Vec<u8>) -> Result<()> {
        let start = body.len();
        body.resize(start + size, 0);
        self.stream.read_exact(&mut body[start..])?;
        Ok(())
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
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

    /// Answers one request after the other with these texts; returns the requests.
    fn server(answers: Vec<&'static str>) -> (String, thread::JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let handle = thread::spawn(move || {
            let (stream, _) = listener.accept().unwrap();
            let mut stream = BufReader::new(stream);
            let mut requests = Vec::new();
            for answer in answers {
                let mut request = String::new();
                while !request.ends_with("\r\n\r\n") {
                    stream.read_line(&mut request).unwrap();
                }
                requests.push(request);
                stream.get_mut().write_all(answer.as_bytes()).unwrap();
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
}
