//! Network addresses as they are written in the configuration. Nothing is resolved here.

use std::{fmt, path::PathBuf, str::FromStr};

/// Where a listener binds: `:1883`, `127.0.0.1:0`, `[::1]:1883`, `localhost:1883`, each with an optional `tcp://`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct ListenAddress {
    /// A host name or an IP address (IPv6 without brackets); empty means all interfaces.
    pub host: String,
    /// The TCP port; 0 lets the system choose.
    pub port: u16,
}

/// The address of something to connect to: a host and a port, `10.0.0.7:6379`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct PeerAddress {
    /// A host name or an IP address (IPv6 without brackets). Empty only where a key allows it.
    pub host: String,
    /// The port.
    pub port: u16,
}

/// Where something listens: a TCP address or a unix socket.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BindAddress {
    /// `tcp://host:port`, or just `host:port`.
    Tcp(ListenAddress),
    /// `unix:///path/to/socket`.
    Unix(PathBuf),
}

/// Why a text is not an address.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct InvalidAddress {
    /// What is wrong with it.
    pub reason: String,
    /// What was probably meant.
    pub hint: Option<String>,
}

impl InvalidAddress {
    pub(crate) fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            hint: None,
        }
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

impl ListenAddress {
    /// The address `host:port`.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self {
            host: host.into(),
            port,
        }
    }

    /// Reads `host:port`, or `host` alone when the port may be left out.
    pub(crate) fn parse(text: &str, default_port: Option<u16>) -> Result<Self, InvalidAddress> {
        let (host, port) = host_and_port(strip_tcp(text)?, default_port)?;
        Ok(Self { host, port })
    }

    /// Whether it binds every interface.
    #[must_use]
    pub fn is_wildcard(&self) -> bool {
        self.host.is_empty()
            || self
                .host
                .parse()
                .is_ok_and(|ip: std::net::IpAddr| ip.is_unspecified())
    }

    /// Whether only this machine can reach it.
    #[must_use]
    pub fn is_loopback(&self) -> bool {
        is_loopback(&self.host)
    }
}

impl PeerAddress {
    /// The address `host:port`.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self {
            host: host.into(),
            port,
        }
    }
}

impl BindAddress {
    /// As it is written in a file: without `tcp://`, which is what an address without a scheme means.
    #[must_use]
    pub fn brief(&self) -> String {
        match self {
            Self::Tcp(address) => address.to_string(),
            Self::Unix(_) => self.to_string(),
        }
    }

    /// Whether only this machine can reach it; a unix socket always is.
    #[must_use]
    pub fn is_local(&self) -> bool {
        match self {
            Self::Tcp(address) => address.is_loopback(),
            Self::Unix(_) => true,
        }
    }
}

impl From<ListenAddress> for BindAddress {
    fn from(address: ListenAddress) -> Self {
        Self::Tcp(address)
    }
}

impl Default for BindAddress {
    fn default() -> Self {
        Self::Tcp(ListenAddress::default())
    }
}

fn is_loopback(host: &str) -> bool {
    host.eq_ignore_ascii_case("localhost")
        || host
            .parse()
            .is_ok_and(|ip: std::net::IpAddr| ip.to_canonical().is_loopback())
}

impl FromStr for ListenAddress {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        Self::parse(text, None)
    }
}

impl FromStr for BindAddress {
    type Err = InvalidAddress;

    fn from_str(text: &str) -> Result<Self, InvalidAddress> {
        let Some(path) = text.strip_prefix("unix://") else {
            return text.parse().map(Self::Tcp);
        };
        if path.starts_with('/') {
            Ok(Self::Unix(PathBuf::from(path)))
        } else {
            Err(
                InvalidAddress::new("the path of a unix socket must be absolute")
                    .hint(format!("`unix:///{path}` has three slashes")),
            )
        }
    }
}

impl PeerAddress {
    /// Reads `host:port`, or `host` alone when the port may be left out.
    ///
    /// # Errors
    /// When the host or the port is missing or malformed.
    pub fn parse(text: &str, default_port: Option<u16>) -> Result<Self, InvalidAddress> {
        let (host, port) = host_and_port(strip_tcp(text)?, default_port)?;
        Ok(Self { host, port })
    }
}

fn strip_tcp(text: &str) -> Result<&str, InvalidAddress> {
    match text.split_once("://") {
        None => Ok(text),
        Some(("tcp", rest)) => Ok(rest),
        Some((scheme @ ("ws" | "wss"), rest)) => Err(InvalidAddress::new(format!(
            "`{scheme}://` does not belong here"
        ))
        .hint(format!(
            "write `{}` and a `websocket:` section beside it",
            rest.split('/').next().unwrap_or(rest)
        ))),
        Some((scheme @ ("tls" | "ssl" | "mqtts" | "https" | "grpcs"), rest)) => Err(
            InvalidAddress::new(format!("`{scheme}://` does not belong here"))
                .hint(format!("write `{rest}` and a `tls:` section beside it")),
        ),
        Some((scheme, rest)) => Err(InvalidAddress::new(format!(
            "`{scheme}://` is not known here"
        ))
        .hint(format!("write `{rest}`"))),
    }
}

/// Splits at the last colon outside brackets. The host may be empty.
fn host_and_port(text: &str, default_port: Option<u16>) -> Result<(String, u16), InvalidAddress> {
    let (host, port) = if let Some(rest) = text.strip_prefix('[') {
        let Some((host, after)) = rest.split_once(']') else {
            return Err(InvalidAddress::new("`[` is not closed"));
        };
        if host
            .split('%')
            .next()
            .is_none_or(|ip| ip.parse::<std::net::Ipv6Addr>().is_err())
        {
            return Err(InvalidAddress::new(format!(
                "`{host}` is not an IPv6 address"
            )));
        }
        match after.strip_prefix(':') {
            Some(port) => (host, Some(port)),
            None if after.is_empty() => (host, None),
            None => {
                return Err(InvalidAddress::new(format!(
                    "`{after}` after the bracket is not a port"
                )));
            }
        }
    } else {
        match text.rsplit_once(':') {
            Some((host, _)) if host.contains(':') => {
                return Err(InvalidAddress::new("an IPv6 address needs brackets")
                    .hint(format!("`[{text}]:PORT`")));
            }
            Some((host, port)) => (check_host(host)?, Some(port)),
            None if default_port.is_none() && text.parse::<u16>().is_ok() => {
                return Err(InvalidAddress::new("the colon is missing")
                    .hint(format!("did you mean `:{text}`?")));
            }
            None => (check_host(text)?, None),
        }
    };
    let port = match (port, default_port) {
        (Some(port), _) if port.bytes().all(|b| b.is_ascii_digit()) => port.parse().ok(),
        (Some(_), _) => None,
        (None, Some(port)) => Some(port),
        (None, None) => {
            return Err(InvalidAddress::new("the port is missing").hint(format!("`{text}:PORT`")));
        }
    };
    match port {
        Some(port) => Ok((host.to_owned(), port)),
        None => Err(InvalidAddress::new(
            "the port must be a number from 0 to 65535",
        )),
    }
}

fn check_host(host: &str) -> Result<&str, InvalidAddress> {
    let wrong = host
        .chars()
        .find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')));
    match wrong {
        None => Ok(host),
        Some(c) => Err(InvalidAddress::new(format!(
            "{c:?} cannot be in a host name"
        ))),
    }
}

fn write_host_and_port(f: &mut fmt::Formatter<'_>, host: &str, port: u16) -> fmt::Result {
    if host.contains(':') {
        write!(f, "[{host}]:{port}")
    } else {
        write!(f, "{host}:{port}")
    }
}

impl fmt::Display for ListenAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_host_and_port(f, &self.host, self.port)
    }
}

impl fmt::Display for PeerAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_host_and_port(f, &self.host, self.port)
    }
}

impl fmt::Display for BindAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tcp(address) => write!(f, "tcp://{address}"),
            Self::Unix(path) => write!(f, "unix://{}", path.display()),
        }
    }
}
