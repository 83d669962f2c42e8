//! Takes connections from one endpoint and hands their requests to the door. Whoever connects gets little time until it asks, and
//! little room.

use std::convert::Infallible;
use std::io;
use std::os::unix::net::UnixListener as StdUnixListener;
use std::sync::Arc;
use std::time::Duration;

use gmqtt_plugin_api::TlsConfigs;
use hyper::body::Incoming as Body;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tracing::{debug, error, warn};

use super::Speaks;
use crate::connection::{Certificate, Connection, Entrance, Peer};
use crate::door::Door;

/// A bound address.
#[derive(Debug)]
pub(crate) enum Incoming {
    Tcp(std::net::TcpListener),
    Unix(StdUnixListener),
}

impl Incoming {
    /// The address that was bound.
    ///
    /// # Errors
    /// Those of the system.
    pub(super) fn address(&self) -> io::Result<String> {
        match self {
            Self::Tcp(listener) => Ok(listener.local_addr()?.to_string()),
            Self::Unix(listener) => {
                let address = listener.local_addr()?;
                let path = address.as_pathname().map(|path| path.display().to_string());
                Ok(path.unwrap_or_default())
            }
        }
    }

    /// The same socket once more, for who takes the address over.
    ///
    /// # Errors
    /// When there is no file descriptor left.
    pub(super) fn try_clone(&self) -> io::Result<Self> {
        match self {
            Self::Tcp(listener) => listener.try_clone().map(Self::Tcp),
            Self::Unix(listener) => listener.try_clone().map(Self::Unix),
        }
    }
}

/// The same, accepting.
enum Acceptor {
    Tcp(TcpListener),
    Unix(UnixListener),
}

/// A connection that was accepted.
enum Socket {
    Tcp(TcpStream),
    Unix(UnixStream),
}

/// How many connections an endpoint has at a time; others wait to be accepted.
const CONNECTIONS: usize = 1024;
/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(10);
/// The most bytes of a request's head.
const HEAD_BYTES: u32 = 32 * 1024;
/// How many calls one connection may have open.
const STREAMS: u32 = 256;
/// How often the other end of a silent HTTP/2 connection is asked whether it is there.
const PING: Duration = Duration::from_secs(30);
/// How long accepting rests when the process has no file descriptor left.
const REST: Duration = Duration::from_millis(100);

/// Accepts until `closed` says so, and ends all connections then.
pub(super) async fn serve(
    incoming: Incoming,
    tls: Option<Arc<dyn TlsConfigs>>,
    entrance: Arc<Entrance>,
    door: Door,
    mut closed: watch::Receiver<()>,
) {
    let acceptor = match Acceptor::new(incoming) {
        Ok(acceptor) => acceptor,
        Err(error) => return error!(key = entrance.key, %error, "cannot serve the admin API"),
    };
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    loop {
        let accepted = tokio::select! {
            _ = closed.changed() => return,
            accepted = accept(&acceptor, &places) => accepted,
        };
        match accepted {
            Ok((socket, peer, place)) => {
                let connection = Connection {
                    entrance: entrance.clone(),
                    peer,
                };
                let (door, tls) = (door.clone(), tls.clone());
                connections.spawn(async move {
                    answer(socket, tls.as_deref(), connection, door).await;
                    drop(place);
                });
            }
            Err(error) => {
                if !is_of_the_connection(&error) {
                    warn!(key = entrance.key, %error, "cannot accept connections for the admin API; trying again");
                    sleep(REST).await;
                }
            }
        }
        while connections.try_join_next().is_some() {}
    }
}

type Place = tokio::sync::OwnedSemaphorePermit;

async fn accept(acceptor: &Acceptor, places: &Arc<Semaphore>) -> io::Result<(Socket, Peer, Place)> {
    let place = places.clone().acquire_owned().await;
    let place = place.map_err(|_| io::Error::from(io::ErrorKind::ConnectionAborted))?;
    match acceptor {
        Acceptor::Tcp(listener) => {
            let (stream, address) = listener.accept().await?;
            // An answer in two pieces must not wait for the acknowledgement of the first.
            let _ = stream.set_nodelay(true);
            let peer = Peer::Tcp {
                address,
                certificate: None,
            };
            Ok((Socket::Tcp(stream), peer, place))
        }
        Acceptor::Unix(listener) => {
            let (stream, _) = listener.accept().await?;
            let credentials = stream.peer_cred()?;
            let peer = Peer::Unix {
                user: credentials.uid(),
                group: credentials.gid(),
            };
            Ok((Socket::Unix(stream), peer, place))
        }
    }
}

impl Acceptor {
    fn new(incoming: Incoming) -> io::Result<Self> {
        match incoming {
            Incoming::Tcp(listener) => TcpListener::from_std(listener).map(Self::Tcp),
            Incoming::Unix(listener) => UnixListener::from_std(listener).map(Self::Unix),
        }
    }
}

async fn answer(socket: Socket, tls: Option<&dyn TlsConfigs>, connection: Connection, door: Door) {
    match (socket, tls) {
        (Socket::Unix(stream), _) => speak(stream, connection, door).await,
        (Socket::Tcp(stream), None) => speak(stream, connection, door).await,
        (Socket::Tcp(stream), Some(tls)) => {
            let handshake = TlsAcceptor::from(tls.current()).accept(stream);
            match timeout(HEAD, handshake).await {
                Ok(Ok(stream)) => {
                    let connection = certified(connection, &stream);
                    speak(stream, connection, door).await;
                }
                Ok(Err(error)) => {
                    let peer = &connection.peer;
                    debug!(%peer, %error, "a TLS handshake for the admin API has failed");
                }
                Err(_) => debug!(peer = %connection.peer, "a TLS handshake took too long"),
            }
        }
    }
}

/// With the certificate that was shown and verified.
fn certified(connection: Connection, stream: &TlsStream<TcpStream>) -> Connection {
    let (_, session) = stream.get_ref();
    let shown = session.peer_certificates().and_then(<[_]>::first);
    let certificate = shown.and_then(|der| Certificate::read(der)).map(Arc::new);
    match connection.peer {
        Peer::Tcp { address, .. } => Connection {
            peer: Peer::Tcp {
                address,
                certificate,
            },
            ..connection
        },
        Peer::Unix { .. } => connection,
    }
}

/// Speaks HTTP/1.1 or HTTP/2, as the other end begins; where only gRPC is served, HTTP/2.
async fn speak<S>(stream: S, connection: Connection, door: Door)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let peer = connection.peer.clone();
    let builder = protocol(connection.entrance.speaks);
    let service = service_fn(move |request: http::Request<Body>| {
        let (door, connection) = (door.clone(), connection.clone());
        async move { Ok::<_, Infallible>(door.answer(connection, request).await) }
    });
    let served = builder.serve_connection(TokioIo::new(stream), service);
    if let Err(error) = served.await {
        debug!(%peer, %error, "a connection for the admin API has failed");
    }
}

fn protocol(speaks: Speaks) -> auto::Builder<TokioExecutor> {
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(HEAD_BYTES as usize);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(HEAD_BYTES)
        .keep_alive_interval(PING)
        .keep_alive_timeout(HEAD);
    match speaks {
        Speaks::Grpc => builder.http2_only(),
        Speaks::Rest | Speaks::Both => builder,
    }
}

fn is_of_the_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}
