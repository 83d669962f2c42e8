//! Opening the sockets of listeners: TCP and unix, of our own or opened by systemd before we were started.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::os::fd::OwnedFd;
use std::path::PathBuf;

use gmqtt_config::{BindAddress, ListenAddress, Listener};
use rustix::net::{SocketAddrAny, SocketFlags};
use socket2::{Domain, Protocol, Socket, TcpKeepalive, Type};
use tokio::io::unix::AsyncFd;

use crate::transport::watch;

mod inherited;
mod unix;

pub(crate) use inherited::Inherited;
use unix::SocketFile;

/// Connections that wait in the kernel for their accept.
const BACKLOG: i32 = 4096;

/// Where a listener really listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BoundAddress {
    /// An IP address and a port.
    Tcp(SocketAddr),
    /// A unix socket.
    Unix(PathBuf),
}

impl BoundAddress {
    /// Whether only this machine can reach it.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.tcp()
            .is_none_or(|address| address.ip().to_canonical().is_loopback())
    }

    /// The IP address and the port, if it is TCP.
    #[must_use]
    pub fn tcp(&self) -> Option<SocketAddr> {
        match self {
            Self::Tcp(address) => Some(*address),
            Self::Unix(_) => None,
        }
    }
}

impl fmt::Display for BoundAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => address.fmt(f),
            Self::Unix(path) => path.display().fmt(f),
        }
    }
}

/// A socket that accepts.
#[derive(Debug)]
pub(crate) struct Acceptor {
    fd: AsyncFd<OwnedFd>,
    /// The file to remove with it.
    _file: Option<SocketFile>,
}

impl Acceptor {
    fn new(socket: Socket, file: Option<SocketFile>) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        let fd = watch(socket.into())?;
        Ok(Self { fd, _file: file })
    }

    /// The next connection, which does not block, and where it comes from; `None` for unix sockets.
    pub(crate) async fn accept(&self) -> io::Result<(OwnedFd, Option<SocketAddr>)> {
        loop {
            let mut ready = self.fd.readable().await?;
            let accepted = ready.try_io(|fd| {
                let flags = SocketFlags::NONBLOCK | SocketFlags::CLOEXEC;
                Ok(rustix::net::acceptfrom_with(fd, flags)?)
            });
            if let Ok(accepted) = accepted {
                let (socket, remote) = accepted?;
                return Ok((socket, remote.and_then(ip_address)));
            }
        }
    }
}

/// The address as TCP has it.
pub(crate) fn ip_address(address: SocketAddrAny) -> Option<SocketAddr> {
    SocketAddr::try_from(address).ok()
}

/// Opens the socket of a listener, or takes the one that was opened for it.
///
/// # Errors
/// Those of resolving the host, of the socket and of its file.
pub(crate) async fn bind(
    listener: &Listener,
    inherited: &mut Inherited,
) -> io::Result<(Acceptor, BoundAddress)> {
    match &listener.address {
        BindAddress::Tcp(address) => {
            let socket = match inherited.take_tcp(address) {
                Some(socket) => socket,
                None => bind_tcp(address).await?,
            };
            set_tcp_options(&socket, listener)?;
            let bound = socket.local_addr()?.as_socket();
            let bound = BoundAddress::Tcp(bound.ok_or(io::ErrorKind::InvalidData)?);
            Ok((Acceptor::new(socket, None)?, bound))
        }
        BindAddress::Unix(path) => {
            let bound = BoundAddress::Unix(path.clone());
            // The file of an inherited socket is its maker's.
            let (socket, file) = match inherited.take_unix(path) {
                Some(socket) => (socket, None),
                None => {
                    let (socket, file) = unix::bind(path, listener)?;
                    (socket, Some(file))
                }
            };
            Ok((Acceptor::new(socket, file)?, bound))
        }
    }
}

/// Accepted sockets inherit these.
fn set_tcp_options(socket: &Socket, listener: &Listener) -> io::Result<()> {
    socket.set_tcp_nodelay(true)?;
    if !listener.tcp_keepalive.is_zero() {
        let probes = TcpKeepalive::new()
            .with_time(listener.tcp_keepalive)
            .with_interval(listener.tcp_keepalive);
        socket.set_tcp_keepalive(&probes)?;
    }
    if !listener.tcp_user_timeout.is_zero() {
        socket.set_tcp_user_timeout(Some(listener.tcp_user_timeout))?;
    }
    Ok(())
}

/// An empty host means every address, IPv6 and IPv4.
async fn bind_tcp(address: &ListenAddress) -> io::Result<Socket> {
    if address.host.is_empty() {
        return open_any(address.port);
    }
    let mut last = io::Error::new(io::ErrorKind::NotFound, "the host has no address");
    for candidate in tokio::net::lookup_host((address.host.as_str(), address.port)).await? {
        match open(candidate) {
            Ok(socket) => return Ok(socket),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Every address, IPv6 and IPv4.
pub(crate) fn open_any(port: u16) -> io::Result<Socket> {
    open(SocketAddr::from(([0_u16; 8], port))).or_else(|error| {
        // A machine without IPv6.
        if error.kind() == io::ErrorKind::AddrInUse {
            Err(error)
        } else {
            open(SocketAddr::from(([0_u8; 4], port)))
        }
    })
}

pub(crate) fn open(address: SocketAddr) -> io::Result<Socket> {
    let socket = Socket::new(
        Domain::for_address(address),
        Type::STREAM,
        Some(Protocol::TCP),
    )?;
    if address.is_ipv6() {
        socket.set_only_v6(!address.ip().is_unspecified())?;
    }
    socket.set_reuse_address(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket)
}
