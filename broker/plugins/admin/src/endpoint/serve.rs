//! Takes connections from one endpoint and hands their requests to the door. Whoever connects gets little time until it asks, and
//! little room.

use std::convert::Infallible;
use std::io;
use std::os::unix::net::UnixListener as StdUnixListener;
use std::sync::Arc;
use std::time::Duration;

use hyper::body::Incoming as Body;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream, UnixListener, UnixStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::sleep;
use tracing::{debug, error, warn};

use super::Speaks;
use super::unix::SocketFile;
use crate::connection::{Connection, Entrance, Peer};
use crate::door::Door;

/// A bound address.
pub(crate) enum Incoming {
    Tcp(std::net::TcpListener),
    Unix(StdUnixListener, SocketFile),
}

/// The same, accepting.
enum Acceptor {
    Tcp(TcpListener),
    /// The file goes with the endpoint.
    Unix(
        UnixListener,
        #[expect(dead_code, reason = "dropped with it")] SocketFile,
    ),
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
                let door = door.clone();
                connections.spawn(async move {
                    answer(socket, connection, door).await;
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
            Ok((Socket::Tcp(stream), Peer::Tcp(address), place))
        }
        Acceptor::Unix(listener, _) => {
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
            Incoming::Unix(listener, file) => {
                Ok(Self::Unix(UnixListener::from_std(listener)?, file))
            }
        }
    }
}

async fn answer(socket: Socket, connection: Connection, door: Door) {
    match socket {
        Socket::Tcp(stream) => speak(stream, connection, door).await,
        Socket::Unix(stream) => speak(stream, connection, door).await,
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
