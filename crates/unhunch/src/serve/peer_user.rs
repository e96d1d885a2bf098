//! Tells this person's own programs from those of others who use the same computer: whose program
//! is at the other end of a connection over the loopback.
//!
//! Linux tells. Its socket diagnosis (`sock_diag(7)`) looks a single connection up by both of its
//! ends, which takes as long with twenty thousand sockets as with two; where it can't be asked,
//! the tables `/proc/net/tcp` and `/proc/net/tcp6` are read on a thread of their own, once for all
//! who wait. What counts is the client's end of exactly this connection: from its address to ours,
//! established, and held by a program. A connection that was given up already belongs to nobody:
//! the kernel then says user 0 and no inode.
//!
//! macOS and Windows have ways to tell that need code which isn't memory-safe; there, keys and
//! cookies alone keep others out (see docs/security.md).

use std::io;
use std::net::SocketAddr;

/// One end of a connection or a listener, as the kernel has it.
#[cfg(target_os = "linux")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Socket {
    local: SocketAddr,
    remote: SocketAddr,
    state: u8,
    /// Its owner's number.
    user: u32,
    /// The number of the open socket; 0 where no program holds it any more.
    inode: u32,
}

/// The state of a connection that is going on (`TCP_ESTABLISHED`).
#[cfg(target_os = "linux")]
const ESTABLISHED: u8 = 1;

/// The state of a socket that waits for connections (`TCP_LISTEN`).
#[cfg(target_os = "linux")]
const LISTEN: u8 = 10;

#[cfg(target_os = "linux")]
impl Socket {
    /// Whether this is the client's end of just that connection.
    fn is_client_of(&self, client: SocketAddr, server: SocketAddr) -> bool {
        self.state == ESTABLISHED
            && self.inode != 0
            && plain(self.local) == plain(client)
            && plain(self.remote) == plain(server)
    }

    /// Whether this waits for connections at just that address.
    fn is_listener_at(&self, address: SocketAddr) -> bool {
        self.state == LISTEN && self.inode != 0 && plain(self.local) == plain(address)
    }
}

/// An address without what differs between the families: a socket for IPv6 may speak IPv4, and its
/// addresses are written as `::ffff:127.0.0.1` then.
#[cfg(target_os = "linux")]
fn plain(address: SocketAddr) -> (std::net::IpAddr, u16) {
    (address.ip().to_canonical(), address.port())
}

/// Says whose programs are at the other ends of connections.
pub struct PeerUsers {
    way: system::Way,
}

impl PeerUsers {
    /// Finds out how this system tells, and tries it on a connection of this program's own.
    ///
    /// # Errors
    /// Where the system should tell and doesn't: others could not be kept out.
    pub async fn open() -> io::Result<Self> {
        Ok(Self {
            way: system::Way::open().await?,
        })
    }

    /// Whether a connection comes from a program of this person, or of the system itself, which
    /// may do anything anyway. Where the system doesn't know the connection, it does not.
    pub async fn is_own(&self, client: SocketAddr, server: SocketAddr) -> bool {
        self.way.is_own(client, server).await
    }
}

/// Whether a program of this person waits for connections at an address; none where the system
/// doesn't tell.
pub fn is_own_listener(address: SocketAddr) -> Option<bool> {
    system::is_own_listener(address)
}

#[cfg(not(target_os = "linux"))]
mod system {
    use std::io;
    use std::net::SocketAddr;

    /// This system isn't asked.
    pub struct Way;

    #[allow(
        clippy::unused_async,
        clippy::unused_self,
        reason = "it is called alike on all systems"
    )]
    impl Way {
        pub async fn open() -> io::Result<Self> {
            Ok(Self)
        }

        pub async fn is_own(&self, _: SocketAddr, _: SocketAddr) -> bool {
            true
        }
    }

    pub fn is_own_listener(_: SocketAddr) -> Option<bool> {
        None
    }
}

#[cfg(target_os = "linux")]
mod system {
    use std::fs;
    use std::io;
    use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
    use std::os::fd::OwnedFd;
    use std::sync::{Mutex, PoisonError};

    use rustix::net::{
        AddressFamily, RecvFlags, SendFlags, SocketFlags, SocketType, netlink, recv, send,
        socket_with,
    };
    use rustix::process::geteuid;
    use tokio::net::{TcpListener, TcpStream};
    use tokio::sync::{mpsc, oneshot};

    use super::Socket;

    /// The system's own user.
    const ROOT: u32 = 0;

    /// How this Linux is asked.
    pub enum Way {
        /// By socket diagnosis.
        Diagnosis(Diagnosis),
        /// By its tables.
        Tables(mpsc::UnboundedSender<Question>),
    }

    /// Which connection, and where the owner's number goes.
    pub struct Question {
        client: SocketAddr,
        server: SocketAddr,
        answer: oneshot::Sender<Option<u32>>,
    }

    impl Way {
        pub async fn open() -> io::Result<Self> {
            let mut refusal = String::new();
            match Diagnosis::open() {
                Ok(diagnosis) => {
                    let way = Self::Diagnosis(diagnosis);
                    if way.knows_itself().await? {
                        return Ok(way);
                    }
                    refusal.push_str("socket diagnosis doesn’t know our own connection");
                }
                Err(error) => refusal.push_str(&error.to_string()),
            }
            let (questions, asked) = mpsc::unbounded_channel();
            tokio::spawn(answer_by_tables(asked));
            let way = Self::Tables(questions);
            if way.knows_itself().await? {
                tracing::debug!(refusal, "connections are looked up in the kernel’s tables");
                return Ok(way);
            }
            Err(io::Error::other(format!(
                "this system doesn’t say whose connections are whose ({refusal}, and neither does \
                 /proc/net/tcp), so that other users of the computer could not be kept out"
            )))
        }

        /// Whether a connection of this very program is found, with this person as its owner.
        async fn knows_itself(&self) -> io::Result<bool> {
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
            let stream = TcpStream::connect(listener.local_addr()?).await?;
            let user = self
                .user_of(stream.local_addr()?, stream.peer_addr()?)
                .await;
            Ok(user == Some(geteuid().as_raw()))
        }

        pub async fn is_own(&self, client: SocketAddr, server: SocketAddr) -> bool {
            let user = self.user_of(client, server).await;
            user.is_some_and(|user| user == geteuid().as_raw() || user == ROOT)
        }

        async fn user_of(&self, client: SocketAddr, server: SocketAddr) -> Option<u32> {
            match self {
                Self::Diagnosis(diagnosis) => {
                    let found = diagnosis.find(client, server);
                    let found = found.inspect_err(|error| {
                        tracing::warn!(%error, "a connection can’t be looked up");
                    });
                    let socket = found.ok()??;
                    socket.is_client_of(client, server).then_some(socket.user)
                }
                Self::Tables(questions) => {
                    let (answer, answered) = oneshot::channel();
                    let question = Question {
                        client,
                        server,
                        answer,
                    };
                    questions.send(question).ok()?;
                    answered.await.ok()?
                }
            }
        }
    }

    #[allow(
        clippy::unnecessary_wraps,
        reason = "other systems don't tell, and it is called alike on all"
    )]
    pub fn is_own_listener(address: SocketAddr) -> Option<bool> {
        let nowhere = match address {
            SocketAddr::V4(_) => SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)),
            SocketAddr::V6(_) => SocketAddr::from((Ipv6Addr::UNSPECIFIED, 0)),
        };
        let found = match Diagnosis::open().and_then(|diagnosis| diagnosis.find(address, nowhere)) {
            Ok(found) => found.into_iter().collect(),
            Err(_) => read_tables(),
        };
        let listener = found
            .into_iter()
            .find(|socket| socket.is_listener_at(address));
        Some(listener.is_some_and(|socket| socket.user == geteuid().as_raw()))
    }

    /// A way to the kernel's socket diagnosis.
    pub struct Diagnosis {
        kernel: Mutex<(OwnedFd, u32)>,
    }

    impl Diagnosis {
        pub fn open() -> io::Result<Self> {
            let kernel = socket_with(
                AddressFamily::NETLINK,
                SocketType::RAW,
                SocketFlags::CLOEXEC,
                Some(netlink::SOCK_DIAG),
            )?;
            Ok(Self {
                kernel: Mutex::new((kernel, 0)),
            })
        }

        /// The socket with these ends; where there is none, perhaps one that listens at `local`.
        pub fn find(&self, local: SocketAddr, remote: SocketAddr) -> io::Result<Option<Socket>> {
            let mut kernel = self.kernel.lock().unwrap_or_else(PoisonError::into_inner);
            kernel.1 = kernel.1.wrapping_add(1);
            let number = kernel.1;
            send(
                &kernel.0,
                &request(number, local, remote),
                SendFlags::empty(),
            )?;
            loop {
                let mut answer = [0; 1024];
                // The kernel has answered when `send` is back: there is nothing to wait for.
                let (length, _) = recv(&kernel.0, &mut answer[..], RecvFlags::DONTWAIT)?;
                match read_answer(&answer[..length], number) {
                    Answer::Socket(socket) => return Ok(Some(socket)),
                    Answer::None => return Ok(None),
                    Answer::Error(error) => return Err(error),
                    Answer::OfAnother => {}
                }
            }
        }
    }

    /// The length of a message's head (`struct nlmsghdr`).
    const HEAD: usize = 16;
    /// The kind of an answer that says what went wrong (`NLMSG_ERROR`).
    const ERROR: u16 = 2;
    /// The kind of requests and answers about sockets (`SOCK_DIAG_BY_FAMILY`).
    const BY_FAMILY: u16 = 20;
    /// `AF_INET`, `AF_INET6`.
    const FAMILIES: (u8, u8) = (2, 10);
    const TCP: u8 = 6;
    const NO_SUCH_SOCKET: i32 = -2;

    /// A request for the one socket with these ends (`struct inet_diag_req_v2`).
    pub(super) fn request(number: u32, local: SocketAddr, remote: SocketAddr) -> Vec<u8> {
        const NO_COOKIE: u32 = u32::MAX;
        let is_v4 = local.ip().to_canonical().is_ipv4();
        let mut body = vec![if is_v4 { FAMILIES.0 } else { FAMILIES.1 }, TCP, 0, 0];
        // In whatever state.
        body.extend(u32::MAX.to_ne_bytes());
        body.extend(local.port().to_be_bytes());
        body.extend(remote.port().to_be_bytes());
        for end in [local, remote] {
            let mut address = [0; 16];
            match end.ip().to_canonical() {
                IpAddr::V4(ip) => address[..4].copy_from_slice(&ip.octets()),
                IpAddr::V6(ip) => address.copy_from_slice(&ip.octets()),
            }
            body.extend(address);
        }
        // On whatever interface.
        body.extend(0_u32.to_ne_bytes());
        body.extend(NO_COOKIE.to_ne_bytes());
        body.extend(NO_COOKIE.to_ne_bytes());
        let length = u32::try_from(HEAD + body.len()).unwrap_or(u32::MAX);
        let mut message = length.to_ne_bytes().to_vec();
        message.extend(BY_FAMILY.to_ne_bytes());
        // `NLM_F_REQUEST`.
        message.extend(1_u16.to_ne_bytes());
        message.extend(number.to_ne_bytes());
        message.extend(0_u32.to_ne_bytes());
        message.extend(body);
        message
    }

    /// What the kernel answers.
    #[derive(Debug)]
    pub(super) enum Answer {
        Socket(Socket),
        None,
        Error(io::Error),
        /// To another question.
        OfAnother,
    }

    /// Reads an answer to the request of that number (`struct inet_diag_msg`).
    pub(super) fn read_answer(message: &[u8], number: u32) -> Answer {
        let short = || Answer::Error(io::ErrorKind::UnexpectedEof.into());
        let word = |at: usize| {
            let bytes = message.get(at..at + 4)?.try_into().ok()?;
            Some(u32::from_ne_bytes(bytes))
        };
        let half = |at: usize| Some([*message.get(at)?, *message.get(at + 1)?]);
        let (Some(kind), Some(of)) = (half(4), word(8)) else {
            return short();
        };
        if of != number {
            return Answer::OfAnother;
        }
        match u16::from_ne_bytes(kind) {
            ERROR => match word(HEAD).map(u32::cast_signed) {
                Some(NO_SUCH_SOCKET) => Answer::None,
                Some(error) => Answer::Error(io::Error::from_raw_os_error(error.saturating_neg())),
                None => short(),
            },
            BY_FAMILY => socket_in(message, half, word).map_or_else(short, Answer::Socket),
            _ => Answer::OfAnother,
        }
    }

    fn socket_in(
        message: &[u8],
        half: impl Fn(usize) -> Option<[u8; 2]>,
        word: impl Fn(usize) -> Option<u32>,
    ) -> Option<Socket> {
        let family = *message.get(HEAD)?;
        let address = |at: usize| -> Option<IpAddr> {
            let bytes: [u8; 16] = message.get(at..at + 16)?.try_into().ok()?;
            let short = [bytes[0], bytes[1], bytes[2], bytes[3]];
            if family == FAMILIES.0 {
                Some(Ipv4Addr::from(short).into())
            } else {
                Some(Ipv6Addr::from(bytes).into())
            }
        };
        let port = |at| half(at).map(u16::from_be_bytes);
        Some(Socket {
            state: *message.get(HEAD + 1)?,
            local: (address(HEAD + 8)?, port(HEAD + 4)?).into(),
            remote: (address(HEAD + 24)?, port(HEAD + 6)?).into(),
            user: word(HEAD + 64)?,
            inode: word(HEAD + 68)?,
        })
    }

    /// Answers questions by the kernel's tables: reads them once for all that wait.
    async fn answer_by_tables(mut asked: mpsc::UnboundedReceiver<Question>) {
        const AT_ONCE: usize = 4096;
        let mut questions = Vec::new();
        while asked.recv_many(&mut questions, AT_ONCE).await > 0 {
            let table = tokio::task::spawn_blocking(read_tables).await;
            let table = table.unwrap_or_default();
            for question in questions.drain(..) {
                let client = table
                    .iter()
                    .find(|socket| socket.is_client_of(question.client, question.server));
                let _ = question.answer.send(client.map(|socket| socket.user));
            }
        }
    }

    fn read_tables() -> Vec<Socket> {
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
        let tables = tables
            .iter()
            .filter_map(|table| fs::read_to_string(table).ok());
        tables.flat_map(|table| rows(&table)).collect()
    }

    /// The rows of a table: its second and third fields are both ends, the fourth is the state,
    /// the eighth the owner, the tenth the inode.
    pub(super) fn rows(table: &str) -> Vec<Socket> {
        let row = |line: &str| {
            let fields: Vec<&str> = line.split_whitespace().collect();
            Some(Socket {
                local: end(fields.get(1)?)?,
                remote: end(fields.get(2)?)?,
                state: u8::from_str_radix(fields.get(3)?, 16).ok()?,
                user: fields.get(7)?.parse().ok()?,
                inode: fields.get(9)?.parse().ok()?,
            })
        };
        table.lines().skip(1).filter_map(row).collect()
    }

    /// An end: the address as words of 32 bits in hexadecimal, each as this machine reads it from
    /// memory, and the port as a number.
    fn end(text: &str) -> Option<SocketAddr> {
        let (address, port) = text.split_once(':')?;
        let port = u16::from_str_radix(port, 16).ok()?;
        if !address.is_ascii() || !matches!(address.len(), 8 | 32) {
            return None;
        }
        let mut bytes = Vec::with_capacity(16);
        for place in (0..address.len()).step_by(8) {
            let word = u32::from_str_radix(&address[place..place + 8], 16).ok()?;
            bytes.extend(word.to_ne_bytes());
        }
        let ip = match <[u8; 4]>::try_from(bytes.as_slice()) {
            Ok(short) => IpAddr::from(short),
            Err(_) => IpAddr::from(<[u8; 16]>::try_from(bytes.as_slice()).ok()?),
        };
        Some((ip, port).into())
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test that can't go on has failed")]

    use std::net::{TcpListener, TcpStream};

    use rustix::process::geteuid;

    use super::system::{Answer, Diagnosis, Way, read_answer, request, rows};
    use super::*;

    fn address(text: &str) -> SocketAddr {
        text.parse().unwrap()
    }

    const HEADING: &str = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

    fn row(local: &str, remote: &str, state: &str, user: u32, inode: u32) -> String {
        format!(
            "   0: {local} {remote} {state} 00000000:00000000 00:00000000 00000000  {user}        0 {inode} 1 0\n"
        )
    }

    /// The user of a connection by a table, as it would be said.
    fn user_by(table: &str, client: &str, server: &str) -> Option<u32> {
        let (client, server) = (address(client), address(server));
        let rows = rows(&format!("{HEADING}{table}"));
        rows.iter()
            .find(|socket| socket.is_client_of(client, server))
            .map(|socket| socket.user)
    }

    // Words are written as the machine reads them: these are of one that puts the least first.
    #[cfg(target_endian = "little")]
    #[test]
    fn a_connection_is_the_row_with_both_of_its_ends() {
        let server = "127.83.12.7:48624";
        let client = "127.0.0.1:40000";
        let listener = row("070C537F:BDF0", "00000000:0000", "0A", 1000, 22);
        let ours = row("070C537F:BDF0", "0100007F:9C40", "01", 1000, 23);
        let theirs = row("0100007F:9C40", "070C537F:BDF0", "01", 1001, 24);
        let table = format!("{listener}{ours}{theirs}");
        assert_eq!(user_by(&table, client, server), Some(1001));
        // In whatever order the rows come.
        let table = format!("{theirs}{listener}{ours}");
        assert_eq!(user_by(&table, client, server), Some(1001));
        // The listener's row is nobody's connection, and neither is our own end of it.
        assert_eq!(user_by(&listener, client, server), None);
        assert_eq!(user_by(&ours, client, server), None);
        // A client whose port is the one that we listen on is itself, not our listener.
        let same_port = row("0200007F:BDF0", "070C537F:BDF0", "01", 1001, 25);
        let table = format!("{listener}{same_port}");
        assert_eq!(user_by(&table, "127.0.0.2:48624", server), Some(1001));
        assert_eq!(user_by(&listener, "127.0.0.2:48624", server), None);
        // Another address with the same port, and another connection of the same client.
        assert_eq!(user_by(&theirs, "127.0.0.9:40000", server), None);
        assert_eq!(user_by(&theirs, client, "127.83.12.7:48625"), None);
        assert_eq!(user_by(&theirs, client, "127.83.12.8:48624"), None);
    }

    #[cfg(target_endian = "little")]
    #[test]
    fn what_is_not_going_on_or_held_by_nobody_is_nobodys() {
        let (client, server) = ("127.0.0.1:40000", "127.0.0.1:48624");
        // All states but an established one: 2 to 12.
        for state in 2..=12 {
            let state = format!("{state:02X}");
            let gone = row("0100007F:9C40", "0100007F:BDF0", &state, 0, 24);
            assert_eq!(user_by(&gone, client, server), None, "{state}");
        }
        // Given up by its program: the kernel says user 0 and no inode.
        let orphan = row("0100007F:9C40", "0100007F:BDF0", "01", 0, 0);
        assert_eq!(user_by(&orphan, client, server), None);
    }

    #[cfg(target_endian = "little")]
    #[test]
    fn both_families_are_read() {
        let six = row(
            "00000000000000000000000001000000:9C40",
            "00000000000000000000000001000000:BDF0",
            "01",
            1001,
            24,
        );
        assert_eq!(user_by(&six, "[::1]:40000", "[::1]:48624"), Some(1001));
        // A socket for IPv6 that speaks IPv4.
        let mapped = row(
            "0000000000000000FFFF00000100007F:9C40",
            "0000000000000000FFFF00000100007F:BDF0",
            "01",
            1002,
            25,
        );
        assert_eq!(
            user_by(&mapped, "127.0.0.1:40000", "127.0.0.1:48624"),
            Some(1002)
        );
        assert_eq!(user_by(&mapped, "[::1]:40000", "[::1]:48624"), None);
    }

    #[test]
    fn a_broken_table_has_no_rows() {
        for broken in [
            "",
            "nonsense\nx y z\n",
            "h\n 0: 0100007F:9C40\n",
            "h\n 0: 0100007:9C40 0100007F:BDF0 01 0 0 0 7 0 9\n",
            "h\n 0: ü100007F:9C40 0100007F:BDF0 01 0 0 0 7 0 9\n",
            "h\n 0: 0100007F:9C40 0100007F:BDF0 01 0:0 0:0 0 -1 0 9\n",
        ] {
            assert_eq!(rows(broken), [], "{broken}");
        }
    }

    /// An answer of the kernel with these parts.
    fn answer(number: u32, kind: u16, body: &[u8]) -> Vec<u8> {
        let mut message = u32::try_from(16 + body.len())
            .unwrap()
            .to_ne_bytes()
            .to_vec();
        message.extend(kind.to_ne_bytes());
        message.extend(0_u16.to_ne_bytes());
        message.extend(number.to_ne_bytes());
        message.extend(7_u32.to_ne_bytes());
        message.extend(body);
        message
    }

    #[test]
    fn answers_of_the_kernel_are_read() {
        let (client, server) = (address("127.0.0.1:40000"), address("127.83.12.7:48624"));
        let asked = request(5, client, server);
        assert_eq!(asked.len(), 16 + 56);
        // What is answered has the asked ends behind family, state, timer and retransmissions.
        let mut body = vec![2, ESTABLISHED, 0, 0];
        body.extend(&asked[24..72]);
        body.extend([0; 12]);
        body.extend(1001_u32.to_ne_bytes());
        body.extend(4711_u32.to_ne_bytes());
        let found = read_answer(&answer(5, 20, &body), 5);
        let Answer::Socket(socket) = found else {
            panic!("{found:?}");
        };
        assert_eq!(socket.user, 1001);
        assert!(socket.is_client_of(client, server));
        assert!(!socket.is_client_of(server, client));

        // Where there is no such connection the kernel falls back to whoever listens there.
        body[1] = LISTEN;
        let Answer::Socket(listener) = read_answer(&answer(5, 20, &body), 5) else {
            panic!("a listener");
        };
        assert!(!listener.is_client_of(client, server));
        assert!(listener.is_listener_at(client));
        assert!(!listener.is_listener_at(server));

        assert!(matches!(
            read_answer(&answer(5, 20, &body), 6),
            Answer::OfAnother
        ));
        let none = answer(5, 2, &(-2_i32).to_ne_bytes());
        assert!(matches!(read_answer(&none, 5), Answer::None));
        let refused = answer(5, 2, &(-1_i32).to_ne_bytes());
        assert!(matches!(read_answer(&refused, 5), Answer::Error(_)));
        for length in 0..answer(5, 20, &body).len() {
            let cut = &answer(5, 20, &body)[..length];
            assert!(matches!(read_answer(cut, 5), Answer::Error(_)), "{length}");
        }
    }

    #[tokio::test]
    async fn ones_own_connections_are_ones_own() {
        let users = PeerUsers::open().await.unwrap();
        assert!(matches!(users.way, Way::Diagnosis(_)));
        for host in ["127.0.0.1:0", "127.83.12.7:0", "[::1]:0"] {
            let Ok(listener) = TcpListener::bind(host) else {
                // A computer may have no IPv6.
                assert!(host.starts_with('['), "{host}");
                continue;
            };
            let server = listener.local_addr().unwrap();
            let stream = TcpStream::connect(server).unwrap();
            let client = stream.local_addr().unwrap();
            assert!(users.is_own(client, server).await, "{host}");
            // Not the other way round, and not once it is over.
            let (accepted, _) = listener.accept().unwrap();
            assert_eq!(is_own_listener(server), Some(true));
            assert_eq!(is_own_listener(client), Some(false));
            drop(stream);
            assert!(!users.is_own(client, server).await, "{host}: given up");
            drop(accepted);
            assert!(!users.is_own(address("127.0.0.1:1"), server).await);
            // The listener itself is no connection.
            let nowhere = SocketAddr::from((server.ip(), 9));
            assert!(!users.is_own(server, nowhere).await, "{host}: a listener");
        }
    }

    #[test]
    fn a_socket_for_ipv6_that_speaks_ipv4_is_found() {
        use rustix::net::{AddressFamily, SocketType, connect, getsockname, socket, sockopt};
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let server = listener.local_addr().unwrap();
        let Ok(six) = socket(AddressFamily::INET6, SocketType::STREAM, None) else {
            return;
        };
        sockopt::set_ipv6_v6only(&six, false).unwrap();
        let mapped = format!("[::ffff:127.0.0.1]:{}", server.port());
        connect(&six, &address(&mapped)).unwrap();
        let client = SocketAddr::try_from(getsockname(&six).unwrap()).unwrap();
        // So the server sees it.
        let (_accepted, seen) = listener.accept().unwrap();
        assert_eq!(plain(seen), plain(client));
        let found = Diagnosis::open().unwrap().find(seen, server).unwrap();
        let found = found.expect("the client’s end");
        assert!(found.is_client_of(seen, server), "{found:?}");
        assert_eq!(found.user, geteuid().as_raw());
    }
}
