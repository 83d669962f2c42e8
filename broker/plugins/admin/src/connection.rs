//! What is known of a connection: the endpoint it came through and who is at the other end.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use crate::endpoint::Speaks;

/// A connection, in the extensions of its requests.
#[derive(Debug, Clone)]
pub(crate) struct Connection {
    pub(crate) entrance: Arc<Entrance>,
    pub(crate) peer: Peer,
}

/// What an endpoint is, for those who decide who may use it.
#[derive(Debug)]
pub(crate) struct Entrance {
    /// The key it comes from: `api.http[0]`.
    pub(crate) key: String,
    pub(crate) speaks: Speaks,
    /// Only this machine reaches it.
    pub(crate) is_loopback: bool,
    /// Connections are encrypted.
    pub(crate) is_encrypted: bool,
}

/// Who is at the other end.
#[derive(Debug, Clone)]
pub(crate) enum Peer {
    /// A TCP connection.
    Tcp(SocketAddr),
    /// A process of this machine, by the user and group it runs as.
    Unix { user: u32, group: u32 },
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => write!(f, "{}", address.ip().to_canonical()),
            Self::Unix { .. } => f.write_str("unix"),
        }
    }
}
