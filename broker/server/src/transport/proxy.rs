//! The PROXY protocol, versions 1 and 2: a load balancer says first whose connection it passes on.

use std::fmt;
use std::io;
use std::net::SocketAddr;

use proxy_header::{Error, ParseConfig, ProxyHeader};

use super::misdirected::recognise;
use super::stream::Stream;

/// Where a connection really comes from and where it went to; `None` is a connection of the proxy's own, such as a
/// health check.
pub(crate) type Passed = Option<(SocketAddr, SocketAddr)>;

/// Why there is no header.
#[derive(Debug)]
pub(crate) enum NoHeader {
    Network(io::Error),
    /// Something else arrived, in words.
    Wrong(String),
}

impl fmt::Display for NoHeader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Network(error) => error.fmt(f),
            Self::Wrong(what) => f.write_str(what),
        }
    }
}

/// A longer header is not taken. With the extensions that balancers send it is below a third of this.
const LONGEST_HEADER: usize = 4096;

/// Takes the header off the beginning of a connection, and not a byte more.
pub(crate) async fn take_header(stream: &Stream) -> Result<Passed, NoHeader> {
    let mut buffer = vec![0; LONGEST_HEADER];
    let mut known = 0;
    loop {
        let n = stream
            .peek(&mut buffer, known)
            .await
            .map_err(NoHeader::Network)?;
        if n == 0 {
            return Err(NoHeader::Network(io::ErrorKind::UnexpectedEof.into()));
        }
        match ProxyHeader::parse(&buffer[..n], ParseConfig::default()) {
            Ok((header, length)) => {
                let passed = header
                    .proxied_address()
                    .map(|address| (address.source, address.destination));
                stream
                    .take(&mut buffer[..length])
                    .map_err(NoHeader::Network)?;
                return Ok(passed);
            }
            Err(Error::BufferTooShort) if n < buffer.len() => known = n,
            Err(error) => return Err(NoHeader::Wrong(explain(&buffer[..n], &error))),
        }
    }
}

fn explain(bytes: &[u8], error: &Error) -> String {
    match recognise(bytes) {
        Some(other) if !matches!(other, super::Spoken::Proxy) => format!(
            "the client speaks {other} at once, and this listener expects the PROXY protocol first: let the proxy send it, or set `proxy_protocol: false`"
        ),
        _ => format!("the PROXY protocol header does not work: {error}"),
    }
}
