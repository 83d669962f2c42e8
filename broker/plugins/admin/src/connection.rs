//! What is known of a connection: the endpoint it came through and who is at the other end.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use x509_parser::prelude::{FromDer as _, GeneralName, X509Certificate};

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

/// What a verified certificate calls its holder.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Certificate {
    names: Vec<String>,
}

impl Certificate {
    /// Reads the names of a certificate; `None` if it is none.
    pub(crate) fn read(der: &[u8]) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(der).ok()?;
        let common = certificate.subject().iter_common_name();
        let mut names: Vec<_> = common
            .filter_map(|name| name.as_str().ok().map(str::to_owned))
            .collect();
        let alternative = certificate.subject_alternative_name().ok().flatten();
        for name in alternative.iter().flat_map(|it| &it.value.general_names) {
            if let GeneralName::RFC822Name(name)
            | GeneralName::DNSName(name)
            | GeneralName::URI(name) = name
            {
                names.push((*name).to_owned());
            }
        }
        Some(Self { names })
    }

    /// The common name first, then the alternative names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }
}

/// Who is at the other end.
#[derive(Debug, Clone)]
pub(crate) enum Peer {
    /// A TCP connection.
    Tcp {
        address: SocketAddr,
        /// The one it showed, verified.
        certificate: Option<Arc<Certificate>>,
    },
    /// A process of this machine, by the user and group it runs as.
    Unix { user: u32, group: u32 },
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp { address, .. } => write!(f, "{}", address.ip().to_canonical()),
            Self::Unix { .. } => f.write_str("unix"),
        }
    }
}
