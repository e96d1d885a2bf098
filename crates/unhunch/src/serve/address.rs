//! Where the app is served: at an address of this computer that is its own.
//!
//! An address stays the same, so that bookmarks and what a browser keeps stay good. But whoever else
//! uses the computer can be served at it while Unhunch isn't, and leave a script in the browser that
//! runs in Unhunch's name from then on. So where there are other people, the address is another one
//! at each start; and where somebody else was found at it, it is given up for good.
//!
//! Browsers keep cookies by host and know no ports, so whatever else is served on 127.0.0.1 and
//! opened in the same browser is sent the cookies of all others there. Every address that begins
//! with 127 is this computer, on Linux and Windows: one of them, derived from the data folder so
//! that it stays the same, is used for nothing else. Where the system answers on 127.0.0.1 alone
//! (macOS), a name under `.localhost` does as much, as far as browsers know where it leads.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, ToSocketAddrs};
use std::path::Path;

use anyhow::Context;
use clap::ValueEnum;
use sha2::{Digest, Sha256};
use tokio::net::TcpListener;
use unhunch_desktop::computer;

use super::peer_user;
use crate::files;
use crate::system::new_key;

/// How many ports are tried one after the other.
const PORTS_TRIED: u16 = 100;

/// The kinds of address to serve at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// One of the computer's own addresses that nothing else uses, such as 127.83.12.7: the same at
    /// each start, or another one where other people use the computer
    #[default]
    Own,
    /// One of those, the same at each start
    Fixed,
    /// One of those, another one at each start
    Fresh,
    /// A name under .localhost
    Name,
    /// 127.0.0.1, which other programs use, too
    Shared,
}

/// Why the address is shared with other programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shared {
    /// Somebody asked for that.
    Asked,
    /// Windows reaches a Linux within it at 127.0.0.1 alone.
    WithinWindows,
    /// The system has no other address, and doesn't know names under `.localhost`.
    NoOther,
}

/// Where the app is served.
#[derive(Debug)]
pub struct Address {
    /// The host that addresses name, first; and others that lead here, too.
    pub hosts: Vec<String>,
    /// The port.
    pub port: u16,
    /// Why it is shared with other programs; none where it is its own.
    pub shared: Option<Shared>,
    /// Whether it is another one at the next start.
    pub is_fresh: bool,
    /// What to accept connections from.
    pub listeners: Vec<TcpListener>,
}

impl Address {
    /// All hosts and ports that lead here, as browsers name them.
    pub fn authorities(&self) -> Vec<String> {
        let of = |host: &String| {
            // Browsers leave the usual port out.
            let bare = (self.port == 80).then(|| host.clone());
            std::iter::once(format!("{host}:{}", self.port)).chain(bare)
        };
        self.hosts.iter().flat_map(of).collect()
    }

    /// Listens there, at this port or the next free one; 0 for any.
    ///
    /// # Errors
    /// Where no port can be had.
    pub async fn listen(folder: &Path, kind: Kind, port: u16) -> anyhow::Result<Self> {
        match kind {
            Kind::Own if computer::is_within_windows() => {
                Self::listen_shared(port, Shared::WithinWindows).await
            }
            Kind::Own => Self::listen_own(folder, computer::is_used_by_others(), port).await,
            Kind::Fixed => Self::listen_own(folder, false, port).await,
            Kind::Fresh => Self::listen_own(folder, true, port).await,
            Kind::Name => {
                let mark = mark_of(folder, &kept_salt(folder)?);
                Self::listen_named(&name_of(mark), true, port).await
            }
            Kind::Shared => Self::listen_shared(port, Shared::Asked).await,
        }
    }

    async fn listen_own(folder: &Path, is_fresh: bool, port: u16) -> anyhow::Result<Self> {
        let salt = if is_fresh {
            new_key().as_str().to_owned()
        } else {
            kept_salt(folder)?
        };
        let mut mark = mark_of(folder, &salt);
        if !answers_at(own_address(mark)).await {
            return Self::listen_named(&name_of(mark), false, port).await;
        }
        let taken = SocketAddr::from((own_address(mark), port));
        if !is_fresh && port != 0 && is_anothers(taken).await {
            tracing::warn!(
                "somebody else is served at {taken}, where Unhunch was: it has another address \
                 from now on, and bookmarks of that one don’t lead to it"
            );
            let salt = new_key();
            files::write_own(&folder.join(SALT), salt.as_str())?;
            mark = mark_of(folder, salt.as_str());
        }
        let ip = own_address(mark);
        let (port, listeners) = free_port(port, &[ip.into()]).await?;
        Ok(Self {
            hosts: vec![ip.to_string()],
            port,
            shared: None,
            is_fresh,
            listeners,
        })
    }

    /// A browser that knows the name better than the system does is led there by the page that it is
    /// opened on; where that isn't sure, and nobody asked for it, addresses have 127.0.0.1.
    async fn listen_named(name: &str, is_asked: bool, port: u16) -> anyhow::Result<Self> {
        let is_known = (name, 0).to_socket_addrs().is_ok_and(|found| {
            let mut found = found.peekable();
            found.peek().is_some() && found.all(|address| address.ip().is_loopback())
        });
        // Browsers take either for such a name; somebody else must not have one of them.
        let both = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
        let count = if answers_at(Ipv6Addr::LOCALHOST).await {
            2
        } else {
            1
        };
        let (port, listeners) = free_port(port, &both[..count]).await?;
        let (name, plain) = (name.to_owned(), Ipv4Addr::LOCALHOST.to_string());
        let (hosts, shared) = if is_known || is_asked {
            (vec![name, plain], None)
        } else {
            (vec![plain, name], Some(Shared::NoOther))
        };
        Ok(Self {
            hosts,
            port,
            shared,
            is_fresh: false,
            listeners,
        })
    }

    async fn listen_shared(port: u16, why: Shared) -> anyhow::Result<Self> {
        let ip = Ipv4Addr::LOCALHOST;
        let (port, listeners) = free_port(port, &[ip.into()]).await?;
        Ok(Self {
            hosts: vec![ip.to_string(), "localhost".to_owned()],
            port,
            shared: Some(why),
            is_fresh: false,
            listeners,
        })
    }

    /// Listens at 127.0.0.1 as well, where the app was served before it had an address of its own,
    /// so that old bookmarks lead on; none where that port is taken or it is served there anyway.
    pub async fn listen_at_former(&self) -> Option<TcpListener> {
        let former = SocketAddr::from((Ipv4Addr::LOCALHOST, self.port));
        let serves_there = self
            .listeners
            .iter()
            .any(|listener| listener.local_addr().is_ok_and(|here| here == former));
        if serves_there {
            return None;
        }
        TcpListener::bind(former)
            .await
            .inspect_err(|error| tracing::debug!(%error, "bookmarks of 127.0.0.1 lead nowhere"))
            .ok()
    }
}

/// What the address is derived from besides the folder, once it was given up.
const SALT: &str = "address.key";

fn kept_salt(folder: &Path) -> anyhow::Result<String> {
    let path = folder.join(SALT);
    match files::read_own(&path) {
        Ok(salt) => Ok(salt.trim().to_owned()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err(error).with_context(|| format!("{} can't be read", path.display())),
    }
}

/// Whether something that isn't this person's is served at an address.
async fn is_anothers(address: SocketAddr) -> bool {
    let is_taken = TcpListener::bind(address)
        .await
        .is_err_and(|error| error.kind() == io::ErrorKind::AddrInUse);
    is_taken && peer_user::is_own_listener(address) == Some(false)
}

/// What tells this data folder from others: bytes that look like chance.
fn mark_of(folder: &Path, salt: &str) -> [u8; 32] {
    // However it was written: the same folder has the same address.
    let whole = std::fs::canonicalize(folder);
    let whole = whole.as_deref().unwrap_or(folder);
    let mut hash = Sha256::new();
    hash.update(b"Unhunch's own address\0");
    hash.update(whole.as_os_str().as_encoded_bytes());
    hash.update(salt);
    hash.finalize().into()
}

/// An address that begins with 127 and is neither the first ones, which systems give out
/// themselves (127.0.0.1, 127.0.1.1, 127.0.0.53), nor one that ends a network.
fn own_address(mark: [u8; 32]) -> Ipv4Addr {
    let part = |byte: u8| 1 + byte % 254;
    Ipv4Addr::new(127, part(mark[0]), part(mark[1]), part(mark[2]))
}

fn name_of(mark: [u8; 32]) -> String {
    format!(
        "unhunch-{:02x}{:02x}{:02x}.localhost",
        mark[0], mark[1], mark[2]
    )
}

/// Whether something can be served at an address of this computer.
async fn answers_at(ip: impl Into<IpAddr>) -> bool {
    let listening = TcpListener::bind(SocketAddr::from((ip.into(), 0))).await;
    listening.is_ok()
}

/// Listens at all of these addresses at this port or the next one that is free at all of them.
async fn free_port(port: u16, ips: &[IpAddr]) -> anyhow::Result<(u16, Vec<TcpListener>)> {
    let last = port.saturating_add(if port == 0 { 0 } else { PORTS_TRIED });
    // Where any port will do, that of the first address may be taken at the second.
    let tries = if port == 0 { PORTS_TRIED } else { 1 };
    let mut failure = None;
    for port in (port..=last).flat_map(|port| std::iter::repeat_n(port, usize::from(tries))) {
        match listen_at_all(port, ips).await {
            Ok(listening) => return Ok(listening),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => failure = Some(error),
            Err(error) => {
                return Err(error).with_context(|| {
                    format!("port {port} can't be used; choose another with --port")
                });
            }
        }
    }
    let failure = failure.unwrap_or_else(|| io::Error::from(io::ErrorKind::AddrInUse));
    Err(failure).with_context(|| format!("no port from {port} to {last} is free; try --port 0"))
}

async fn listen_at_all(port: u16, ips: &[IpAddr]) -> io::Result<(u16, Vec<TcpListener>)> {
    let mut port = port;
    let mut listeners = Vec::new();
    for ip in ips {
        let listener = TcpListener::bind(SocketAddr::from((*ip, port))).await?;
        port = listener.local_addr()?.port();
        listeners.push(listener);
    }
    Ok((port, listeners))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOLDER: &str = "/home/somebody/.local/share/unhunch";

    #[test]
    fn the_address_is_of_this_computer_and_stays_the_same() {
        // Changing this takes away what browsers keep: their sessions and what they wait to send.
        assert_eq!(
            own_address(mark_of(Path::new(FOLDER), "")).to_string(),
            "127.204.111.244"
        );
        assert_eq!(
            name_of(mark_of(Path::new(FOLDER), "")),
            "unhunch-cb6ef3.localhost"
        );
        for byte in 0..=255 {
            let ip = own_address([byte; 32]);
            assert!(ip.is_loopback());
            assert!(ip.octets()[1..].iter().all(|part| (1..=254).contains(part)));
        }
        assert_ne!(
            own_address(mark_of(Path::new("/home/other/.local/share/unhunch"), "")),
            own_address(mark_of(Path::new(FOLDER), ""))
        );
    }

    #[tokio::test]
    async fn a_taken_port_is_passed_over_at_each_address() {
        let ips = [
            IpAddr::from(Ipv4Addr::new(127, 9, 9, 1)),
            Ipv4Addr::new(127, 9, 9, 2).into(),
        ];
        // On systems with a single address there is nothing to try.
        let Ok(taken) = TcpListener::bind(SocketAddr::from((ips[1], 0))).await else {
            return;
        };
        let port = taken.local_addr().unwrap().port();
        let (found, listeners) = free_port(port, &ips).await.unwrap();
        assert!(found > port);
        for (listener, ip) in listeners.iter().zip(ips) {
            assert_eq!(listener.local_addr().unwrap(), (ip, found).into());
        }
        let (any, listeners) = free_port(0, &ips).await.unwrap();
        assert_eq!(listeners.len(), 2);
        assert_ne!(any, 0);
    }

    #[tokio::test]
    async fn each_kind_of_address_is_served() {
        let place = tempfile::tempdir().unwrap();
        let folder = &place.path().canonicalize().unwrap();
        let named = Address::listen(folder, Kind::Name, 0).await.unwrap();
        assert!(named.hosts.contains(&name_of(mark_of(folder, ""))));
        assert!(named.hosts.contains(&"127.0.0.1".to_owned()));
        let shared = Address::listen(folder, Kind::Shared, 0).await.unwrap();
        assert_eq!(shared.shared, Some(Shared::Asked));
        assert_eq!(
            shared.authorities()[0],
            format!("127.0.0.1:{}", shared.port)
        );
        assert!(shared.listen_at_former().await.is_none());
        let own = Address::listen(folder, Kind::Fixed, 0).await.unwrap();
        if own.shared.is_none() && own.hosts.len() == 1 {
            let ip: Ipv4Addr = own.hosts[0].parse().unwrap();
            assert_eq!(ip, own_address(mark_of(folder, "")));
            assert!(own.listen_at_former().await.is_some());
        }
    }

    #[tokio::test]
    async fn another_address_is_taken_at_each_start_where_that_is_wanted() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path();
        let first = Address::listen(folder, Kind::Fresh, 0).await.unwrap();
        let second = Address::listen(folder, Kind::Fresh, 0).await.unwrap();
        if first.hosts.len() == 1 && first.shared.is_none() {
            assert_ne!(first.hosts, second.hosts);
            assert!(first.is_fresh);
        }
        // One that was given up stays given up.
        let fixed = Address::listen(folder, Kind::Fixed, 0).await.unwrap();
        files::write_own(&folder.join(SALT), new_key().as_str()).unwrap();
        let other = Address::listen(folder, Kind::Fixed, 0).await.unwrap();
        let same = Address::listen(folder, Kind::Fixed, 0).await.unwrap();
        if fixed.hosts.len() == 1 && fixed.shared.is_none() {
            assert_ne!(fixed.hosts, other.hosts);
        }
        assert_eq!(same.hosts, other.hosts);
    }
}
