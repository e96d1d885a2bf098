//! Tells this person's own programs from those of others who use the same computer.
//!
//! The address that the program opens shows in the list of processes for a moment, key
//! included, and that list is open to everybody on the computer. So a key only lets in
//! connections that come from the person whose program this is, where the system can tell
//! (Linux); elsewhere the key alone counts.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

/// Passes on what carries no key, and what carries one from this person's own programs; others
/// hear the sentence.
pub async fn own_keys_only(
    State(sentence): State<String>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let carries_key = request
        .uri()
        .query()
        .is_some_and(|query| query.contains("key="));
    if carries_key && !is_own(peer) {
        return (StatusCode::FORBIDDEN, sentence).into_response();
    }
    next.run(request).await
}

#[cfg(target_os = "linux")]
fn is_own(peer: SocketAddr) -> bool {
    use std::os::unix::fs::MetadataExt;
    let Ok(own) = std::fs::metadata("/proc/self").map(|about| about.uid()) else {
        return true;
    };
    let owner = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .find_map(|table| owner_of(&table, peer.port()));
    // The system's own user may do anything anyway.
    owner.is_none_or(|owner| owner == own || owner == 0)
}

#[cfg(not(target_os = "linux"))]
fn is_own(_: SocketAddr) -> bool {
    true
}

/// The user whose connection leaves from that port, by the kernel's table of connections: in
/// each row the second field is the local address and port in hexadecimal, the eighth the user.
#[cfg(target_os = "linux")]
fn owner_of(table: &str, port: u16) -> Option<u32> {
    table.lines().skip(1).find_map(|row| {
        let mut fields = row.split_whitespace();
        let (_, local) = fields.nth(1)?.rsplit_once(':')?;
        if u16::from_str_radix(local, 16).ok()? != port {
            return None;
        }
        fields.nth(5)?.parse().ok()
    })
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::net::{TcpListener, TcpStream};

    use super::*;

    #[test]
    fn the_owner_is_read_from_the_kernels_table() {
        let table = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   \
            0: 0100007F:BDF0 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 22 1 0\n   \
            1: 0100007F:9C40 0100007F:BDF0 01 00000000:00000000 00:00000000 00000000  1001        0 23 1 0\n";
        assert_eq!(owner_of(table, 0x9C40), Some(1001));
        assert_eq!(owner_of(table, 0xBDF0), Some(1000));
        assert_eq!(owner_of(table, 1), None);
        assert_eq!(owner_of("nonsense\nx y z\n", 1), None);
    }

    #[test]
    fn ones_own_connection_is_ones_own() {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let stream = TcpStream::connect(listener.local_addr().expect("an address")).expect("room");
        let peer = stream.local_addr().expect("an address");
        assert!(is_own(peer));
        let table = std::fs::read_to_string("/proc/net/tcp").unwrap_or_default();
        assert!(table.is_empty() || owner_of(&table, peer.port()).is_some());
    }
}
