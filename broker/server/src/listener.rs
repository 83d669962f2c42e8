//! Accepting connections.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use gmqtt_config::ListenAddress;
use gmqtt_plugin_api::Peer;
use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use tracing::{debug, warn};

use crate::broker::Broker;
use crate::connection::Connection;

/// Connections that wait in the kernel for their accept.
const BACKLOG: i32 = 4096;
/// How long accepting rests when the process has no file descriptor left.
const REST: Duration = Duration::from_millis(100);

/// Opens a TCP socket. An empty host means every address, IPv6 and IPv4.
///
/// # Errors
/// Those of resolving the host and of the socket.
pub(crate) async fn bind(address: &ListenAddress) -> io::Result<TcpListener> {
    if address.host.is_empty() {
        let any6 = SocketAddr::from(([0_u16; 8], address.port));
        return open(any6).or_else(|error| {
            // A machine without IPv6.
            if error.kind() == io::ErrorKind::AddrInUse {
                Err(error)
            } else {
                open(SocketAddr::from(([0_u8; 4], address.port)))
            }
        });
    }
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for candidate in tokio::net::lookup_host((address.host.as_str(), address.port)).await? {
        match open(candidate) {
            Ok(listener) => return Ok(listener),
            Err(error) => last = error,
        }
    }
    Err(last)
}

fn open(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    if address.is_ipv6() {
        socket.set_only_v6(!address.ip().is_unspecified())?;
    }
    socket.set_reuse_address(true)?;
    // Accepted sockets inherit it.
    socket.set_tcp_nodelay(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

/// Accepts until the task is aborted.
pub(crate) async fn accept(broker: Arc<Broker>, listener: TcpListener, name: Option<Arc<str>>) {
    loop {
        match listener.accept().await {
            Ok((stream, remote)) => spawn(&broker, stream, remote, name.clone()),
            Err(error) if is_of_the_connection(&error) => {
                debug!(%error, "a connection was gone before it was accepted")
            }
            Err(error) => {
                warn!(%error, "cannot accept connections; trying again (is the file limit reached?)");
                sleep(REST).await;
            }
        }
    }
}

fn spawn(broker: &Arc<Broker>, stream: TcpStream, remote: SocketAddr, listener: Option<Arc<str>>) {
    let local = stream.local_addr().unwrap_or(remote);
    let peer = Peer {
        remote: unmapped(remote),
        local: unmapped(local),
        listener,
    };
    tokio::spawn(Connection::new(broker.clone(), stream, peer));
}

/// An IPv4 address that came in through an IPv6 socket, as people know it.
fn unmapped(address: SocketAddr) -> SocketAddr {
    SocketAddr::new(address.ip().to_canonical(), address.port())
}

fn is_of_the_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::Interrupted
    )
}
