//! Accepting connections: who may connect, and what stands between the bytes and the system.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::os::fd::OwnedFd;
use std::sync::{Arc, Weak};
use std::time::Duration;

use gmqtt_plugin_api::Peer;
use tokio::sync::Semaphore;
use tokio::time::sleep;
use tracing::{debug, error, info, warn};

use crate::bind::{Acceptor, ip_address};
use crate::broker::Broker;
use crate::connection::Connection;
use crate::transport::{Certificates, Socket, Stream, Tls, TlsError, Turnstile};

/// How long accepting rests when the process has no file descriptor left.
const REST: Duration = Duration::from_millis(100);
/// How often certificates are looked at.
const WATCH: Duration = Duration::from_secs(2);
/// What stands for the address of a client on a unix socket, which has none.
const NO_ADDRESS: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::UNSPECIFIED), 0);

/// What all connections of a listener have in common.
pub(crate) struct Listener {
    name: Option<Arc<str>>,
    certificates: Option<Certificates>,
    /// Handshakes that compute.
    places: Arc<Semaphore>,
}

impl Listener {
    /// Reads the files that the listener needs.
    ///
    /// # Errors
    /// The first that does not work.
    pub(crate) fn new(
        configured: &gmqtt_config::Listener,
        places: Arc<Semaphore>,
    ) -> Result<Self, TlsError> {
        let load = |tls| Certificates::load(tls, b"mqtt");
        Ok(Self {
            name: configured.name.as_deref().map(Arc::from),
            certificates: configured.tls.as_ref().map(load).transpose()?,
            places,
        })
    }

    /// What the URLs of its clients start with.
    pub(crate) fn scheme(configured: &gmqtt_config::Listener) -> &'static str {
        match (&configured.websocket, &configured.tls) {
            (None, None) => "tcp",
            (None, Some(_)) => "tls",
            (Some(_), None) => "ws",
            (Some(_), Some(_)) => "wss",
        }
    }

    /// Accepts until the task is aborted.
    pub(crate) async fn accept(self: Arc<Self>, broker: Arc<Broker>, acceptor: Acceptor) {
        loop {
            match acceptor.accept().await {
                Ok((socket, remote)) => {
                    if let Err(error) = self.admit(&broker, socket, remote) {
                        warn!(%error, "cannot serve a connection");
                    }
                }
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

    /// Reads certificates, authorities and revocation lists again if their files changed, for new handshakes.
    ///
    /// # Errors
    /// What is wrong with them, in words; the old ones stay in use.
    pub(crate) fn refresh(&self) -> Result<(), String> {
        let Some(certificates) = &self.certificates else {
            return Ok(());
        };
        let listener = self.name.as_deref();
        match certificates.refresh() {
            Ok(false) => Ok(()),
            Ok(true) => {
                info!(
                    listener,
                    "the certificates changed: new connections use the new ones"
                );
                Ok(())
            }
            Err(error) => {
                error!(
                    listener,
                    "the changed certificates do not work, the old ones stay in use: {error}"
                );
                Err(error.to_string())
            }
        }
    }

    fn admit(
        &self,
        broker: &Arc<Broker>,
        socket: OwnedFd,
        remote: Option<SocketAddr>,
    ) -> io::Result<()> {
        let local = rustix::net::getsockname(&socket).ok().and_then(ip_address);
        let peer = Peer {
            remote: remote.map_or(NO_ADDRESS, unmapped),
            local: local.map_or(NO_ADDRESS, unmapped),
            listener: self.name.clone(),
            certificate_name: None,
        };
        let socket = self.dress(Stream::new(socket)?)?;
        tokio::spawn(Connection::new(broker.clone(), socket, peer));
        Ok(())
    }

    /// Puts the listener's layers around a socket.
    fn dress(&self, stream: Stream) -> io::Result<Socket> {
        let Some(certificates) = &self.certificates else {
            return Ok(Socket::plain(stream));
        };
        let turnstile = Turnstile::new(self.places.clone());
        let tls = Tls::new(
            certificates.config(),
            certificates.username_from(),
            turnstile,
        )?;
        Ok(Socket::layered(stream, tls))
    }
}

/// Looks at the listener's files now and then, as long as there is a listener.
pub(crate) async fn watch(listener: Weak<Listener>) {
    loop {
        sleep(WATCH).await;
        let Some(listener) = listener.upgrade() else {
            return;
        };
        let _ = tokio::task::spawn_blocking(move || listener.refresh()).await;
    }
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
