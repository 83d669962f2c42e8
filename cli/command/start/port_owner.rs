//! Who listens on a port: `/proc/net/tcp` names the socket, `/proc/*/fd` the process that holds it.
//!
//! Without root only one's own processes can be seen; then the owner stays unknown.

use std::{
    fs,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    path::Path,
};

/// The process that holds a port.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::command) struct Owner {
    pub(in crate::command) pid: u32,
    pub(in crate::command) name: String,
    /// The systemd unit it runs in, with `.service`.
    pub(in crate::command) unit: Option<String>,
}

/// The process whose listening socket keeps us from binding `address`.
pub(in crate::command) fn owner_of(address: SocketAddr) -> Option<Owner> {
    let inode = ["/proc/net/tcp", "/proc/net/tcp6"]
        .iter()
        .filter_map(|table| fs::read_to_string(table).ok())
        .find_map(|table| listening_inode(&table, address))?;
    let socket = format!("socket:[{inode}]");
    fs::read_dir("/proc").ok()?.flatten().find_map(|process| {
        let pid = process.file_name().to_str()?.parse().ok()?;
        let holds = fs::read_dir(process.path().join("fd"))
            .ok()?
            .flatten()
            .any(|file| {
                fs::read_link(file.path()).is_ok_and(|target| target == Path::new(&socket))
            });
        holds.then(|| describe(pid, &process.path()))
    })
}

/// The inode of the socket in `table`, the text of `/proc/net/tcp` or `/proc/net/tcp6`, that listens where `wanted` wants to.
///
/// A line reads `sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode ...`; state 0A is a listening
/// socket.
fn listening_inode(table: &str, wanted: SocketAddr) -> Option<u64> {
    table.lines().skip(1).find_map(|line| {
        let mut fields = line.split_ascii_whitespace();
        let local = socket_address(fields.nth(1)?)?;
        let listening = fields.nth(1)? == "0A";
        let inode = fields.nth(5)?.parse().ok()?;
        (listening && collide(local, wanted)).then_some(inode)
    })
}

/// Whether two sockets cannot listen at `one` and `other` at the same time.
fn collide(one: SocketAddr, other: SocketAddr) -> bool {
    let (ip, other_ip) = (one.ip().to_canonical(), other.ip().to_canonical());
    one.port() == other.port()
        && (ip == other_ip || ip.is_unspecified() || other_ip.is_unspecified())
}

/// Reads `0100007F:075B`: an address as 32-bit words in hex, each in the machine's byte order, and the port in hex.
fn socket_address(text: &str) -> Option<SocketAddr> {
    let (address, port) = text.split_once(':')?;
    let word = |at: usize| {
        Some(
            u32::from_str_radix(address.get(at * 8..at * 8 + 8)?, 16)
                .ok()?
                .to_ne_bytes(),
        )
    };
    let ip: IpAddr = match address.len() {
        8 => Ipv4Addr::from(word(0)?).into(),
        32 => {
            let mut octets = [0; 16];
            for (at, chunk) in octets.chunks_exact_mut(4).enumerate() {
                chunk.copy_from_slice(&word(at)?);
            }
            Ipv6Addr::from(octets).into()
        }
        _ => return None,
    };
    Some(SocketAddr::new(ip, u16::from_str_radix(port, 16).ok()?))
}

fn describe(pid: u32, process: &Path) -> Owner {
    let read = |file: &str| fs::read_to_string(process.join(file)).unwrap_or_default();
    Owner {
        pid,
        name: read("comm").trim().to_owned(),
        unit: unit(&read("cgroup")),
    }
}

/// The systemd service in the text of `/proc/PID/cgroup`, if the process runs in one.
fn unit(cgroup: &str) -> Option<String> {
    let service = cgroup.lines().find_map(|line| {
        line.rsplit('/')
            .next()
            .filter(|name| name.ends_with(".service"))
    })?;
    // A terminal or a session of a user is a service too, and not what should be stopped.
    (!service.starts_with("user@")).then(|| service.to_owned())
}

#[cfg(test)]
mod tests {
    use std::{net::TcpListener, process};

    use super::*;

    #[test]
    fn our_own_listener_is_found() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let owner = owner_of(listener.local_addr().unwrap()).unwrap();
        assert_eq!(owner.pid, process::id());
        assert!(!owner.name.is_empty());
    }

    const HEADER: &str = "sl local_address rem_address st tx_queue rx_queue tr tm->when retrnsmt uid timeout inode\n";

    fn line(local: &str, state: &str, inode: u64) -> String {
        format!("{HEADER} 0: {local} 00000000:0000 {state} 0:0 0:0 0 0 0 {inode} 1\n")
    }

    #[test]
    fn a_connection_is_not_a_listener() {
        let address = "127.0.0.1:1883".parse().unwrap();
        assert_eq!(
            listening_inode(&line("0100007F:075B", "0A", 41), address),
            Some(41)
        );
        assert_eq!(
            listening_inode(&line("0100007F:075B", "01", 41), address),
            None
        );
        assert_eq!(listening_inode("header\ngarbage\n", address), None);
    }

    #[test]
    fn only_a_socket_in_our_way_counts() {
        let any = "00000000000000000000000000000000:075B";
        let loopback = "00000000000000000000000001000000:075B";
        let elsewhere = "0200007F:075B";
        for (local, address, inode) in [
            (any, "127.0.0.1:1883", Some(7)),
            (loopback, "[::1]:1883", Some(7)),
            (loopback, "127.0.0.1:1883", None),
            (elsewhere, "127.0.0.1:1883", None),
            (elsewhere, "0.0.0.0:1883", Some(7)),
            (elsewhere, "0.0.0.0:1884", None),
        ] {
            assert_eq!(
                listening_inode(&line(local, "0A", 7), address.parse().unwrap()),
                inode,
                "{local} {address}"
            );
        }
    }

    #[test]
    fn a_service_is_named_by_its_cgroup() {
        assert_eq!(
            unit("0::/system.slice/mosquitto.service\n").as_deref(),
            Some("mosquitto.service")
        );
        assert_eq!(
            unit("0::/user.slice/user-1000.slice/session-2.scope\n"),
            None
        );
        assert_eq!(unit("0::/\n"), None);
    }
}
