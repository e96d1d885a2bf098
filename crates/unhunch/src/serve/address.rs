//! Where the app is served: at an address of this computer that is its own.
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

/// How many ports are tried one after the other.
const PORTS_TRIED: u16 = 100;

/// The kinds of address to serve at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// One of the computer's own addresses that nothing else uses, such as 127.83.12.7
    #[default]
    Own,
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
        // However it was written: the same folder has the same address.
        let whole = std::fs::canonicalize(folder);
        let mark = mark_of(whole.as_deref().unwrap_or(folder));
        let is_asked = kind == Kind::Name;
        let kind = match kind {
            Kind::Own if is_within_windows() => {
                return Self::listen_shared(port, Shared::WithinWindows).await;
            }
            Kind::Own if answers_at(own_address(mark)).await => Kind::Own,
            Kind::Own => Kind::Name,
            other => other,
        };
        match kind {
            Kind::Own => {
                let ip = own_address(mark);
                let (port, listeners) = free_port(port, &[ip.into()]).await?;
                Ok(Self {
                    hosts: vec![ip.to_string()],
                    port,
                    shared: None,
                    listeners,
                })
            }
            Kind::Name => {
                let name = name_of(mark);
                let knows_name = (name.as_str(), 0).to_socket_addrs().is_ok_and(|found| {
                    let mut found = found.peekable();
                    found.peek().is_some() && found.all(|address| address.ip().is_loopback())
                });
                // Browsers take either for such a name; somebody else must not have one of them.
                let both = [Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()];
                let has_both = answers_at(Ipv6Addr::LOCALHOST).await;
                let (port, listeners) =
                    free_port(port, if has_both { &both[..] } else { &both[..1] }).await?;
                let plain = Ipv4Addr::LOCALHOST.to_string();
                // A browser that knows the name better than the system does is led there by the
                // page that it is opened on.
                let (hosts, shared) = if knows_name || is_asked {
                    (vec![name, plain], None)
                } else {
                    (vec![plain, name], Some(Shared::NoOther))
                };
                Ok(Self {
                    hosts,
                    port,
                    shared,
                    listeners,
                })
            }
            Kind::Shared => Self::listen_shared(port, Shared::Asked).await,
        }
    }

    async fn listen_shared(port: u16, why: Shared) -> anyhow::Result<Self> {
        let ip = Ipv4Addr::LOCALHOST;
        let (port, listeners) = free_port(port, &[ip.into()]).await?;
        Ok(Self {
            hosts: vec![ip.to_string(), "localhost".to_owned()],
            port,
            shared: Some(why),
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

/// What tells this data folder from others: bytes that look like chance.
fn mark_of(folder: &Path) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"Unhunch's own address\0");
    hash.update(folder.as_os_str().as_encoded_bytes());
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

/// Whether this Linux runs within Windows (WSL), where the person's browser is outside of it.
fn is_within_windows() -> bool {
    cfg!(target_os = "linux")
        && std::fs::read_to_string("/proc/sys/kernel/osrelease")
            .is_ok_and(|release| release.to_ascii_lowercase().contains("microsoft"))
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
            own_address(mark_of(Path::new(FOLDER))).to_string(),
            "127.204.111.244"
        );
        assert_eq!(
            name_of(mark_of(Path::new(FOLDER))),
            "unhunch-cb6ef3.localhost"
        );
        for byte in 0..=255 {
            let ip = own_address([byte; 32]);
            assert!(ip.is_loopback());
            assert!(ip.octets()[1..].iter().all(|part| (1..=254).contains(part)));
        }
        assert_ne!(
            own_address(mark_of(Path::new("/home/other/.local/share/unhunch"))),
            own_address(mark_of(Path::new(FOLDER)))
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
        let folder = Path::new(FOLDER);
        let named = Address::listen(folder, Kind::Name, 0).await.unwrap();
        assert!(named.hosts.contains(&name_of(mark_of(folder))));
        assert!(named.hosts.contains(&"127.0.0.1".to_owned()));
        let shared = Address::listen(folder, Kind::Shared, 0).await.unwrap();
        assert_eq!(shared.shared, Some(Shared::Asked));
        assert_eq!(
            shared.authorities()[0],
            format!("127.0.0.1:{}", shared.port)
        );
        assert!(shared.listen_at_former().await.is_none());
        let own = Address::listen(folder, Kind::Own, 0).await.unwrap();
        if own.shared.is_none() && own.hosts.len() == 1 {
            let ip: Ipv4Addr = own.hosts[0].parse().unwrap();
            assert_eq!(ip, own_address(mark_of(folder)));
            assert!(own.listen_at_former().await.is_some());
        }
    }
}
