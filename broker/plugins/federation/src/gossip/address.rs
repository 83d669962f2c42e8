//! What this node is told to be reached at, and names that stand for addresses.

use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, ToSocketAddrs as _, UdpSocket};

use gmqtt_config::{ListenAddress, PeerAddress};
use tokio::net::lookup_host;

/// An address outside, to see which of its own the machine uses on the way there. Nothing is sent to it.
const OUTSIDE: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1)), 9);

/// Binds a UDP address.
///
/// # Errors
/// What the system says.
pub(crate) fn bind(address: &ListenAddress) -> io::Result<UdpSocket> {
    let host = match address.host.as_str() {
        "" => "::",
        host => host,
    };
    let socket = UdpSocket::bind((host, address.port)).or_else(|error| match host {
        // A machine without IPv6.
        "::" => UdpSocket::bind(("0.0.0.0", address.port)),
        _ => Err(error),
    })?;
    socket.set_nonblocking(true)?;
    Ok(socket)
}

/// The IP address and port that others are told for a socket: what the configuration says, or where it is bound, or, bound everywhere,
/// the address of this machine on the way to the nodes to join.
///
/// # Errors
/// When there is none, in words.
pub(crate) fn advertised(
    said: Option<&PeerAddress>,
    bound: SocketAddr,
    join: &[PeerAddress],
) -> Result<SocketAddr, String> {
    if let Some(said) = said {
        let found = (said.host.as_str(), said.port).to_socket_addrs();
        let found = found.map_err(|error| format!("{}: {error}", said.host))?;
        let port = if said.port == 0 {
            bound.port()
        } else {
            said.port
        };
        return found
            .map(|address| SocketAddr::new(address.ip(), port))
            .next()
            .ok_or_else(|| format!("no address is known for {}", said.host));
    }
    if !bound.ip().is_unspecified() {
        return Ok(bound);
    }
    let nodes = join
        .iter()
        .filter_map(|peer| (peer.host.as_str(), peer.port).to_socket_addrs().ok())
        .flatten();
    nodes
        .chain([OUTSIDE])
        .find_map(|node| own_address(node).ok())
        .map(|ip| SocketAddr::new(ip, bound.port()))
        .ok_or_else(|| "this machine has no address that others could reach".to_owned())
}

/// The address of this machine on the way to another.
fn own_address(to: SocketAddr) -> io::Result<IpAddr> {
    let any: IpAddr = match to {
        SocketAddr::V4(_) => Ipv4Addr::UNSPECIFIED.into(),
        SocketAddr::V6(_) => std::net::Ipv6Addr::UNSPECIFIED.into(),
    };
    let socket = UdpSocket::bind((any, 0))?;
    socket.connect(to)?;
    let own = socket.local_addr()?.ip();
    if own.is_unspecified() {
        return Err(io::ErrorKind::AddrNotAvailable.into());
    }
    Ok(own)
}

/// All addresses of a host, looked up now.
///
/// # Errors
/// What the system says.
pub(crate) async fn addresses(peer: &PeerAddress) -> io::Result<Vec<SocketAddr>> {
    Ok(lookup_host((peer.host.as_str(), peer.port))
        .await?
        .collect())
}

/// For a socket that is bound to all addresses of both families: those of IPv4 as it writes them.
pub(crate) fn as_bound(address: SocketAddr, bound: SocketAddr) -> SocketAddr {
    match (address, bound) {
        (SocketAddr::V4(v4), SocketAddr::V6(_)) => {
            SocketAddr::new(v4.ip().to_ipv6_mapped().into(), v4.port())
        }
        _ => address,
    }
}

/// The same, back.
pub(crate) fn as_told(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(host: &str, port: u16) -> PeerAddress {
        PeerAddress::new(host, port)
    }

    #[test]
    fn what_is_advertised_is_what_was_said_or_what_is_bound_or_the_way_out() {
        let bound: SocketAddr = "127.0.0.1:7".parse().unwrap();
        let everywhere: SocketAddr = "0.0.0.0:7".parse().unwrap();
        let said = advertised(Some(&peer("10.1.2.3", 9)), everywhere, &[]);
        assert_eq!(said, Ok("10.1.2.3:9".parse().unwrap()));
        assert_eq!(advertised(None, bound, &[]), Ok(bound));
        let join = [peer("nowhere.invalid", 1), peer("127.0.0.1", 1)];
        assert_eq!(advertised(None, everywhere, &join), Ok(bound));
    }

    #[test]
    fn a_socket_of_both_families_reaches_ipv4() {
        let here = ListenAddress::new("", 0);
        let socket = bind(&here).unwrap();
        let bound = socket.local_addr().unwrap();
        let other = UdpSocket::bind("127.0.0.1:0").unwrap();
        let to = other.local_addr().unwrap();
        socket.send_to(b"x", as_bound(to, bound)).unwrap();
        let (_, from) = other.recv_from(&mut [0; 1]).unwrap();
        assert_eq!(from.port(), bound.port());
        assert_eq!(as_told(as_bound(to, bound)), to);
    }
}
