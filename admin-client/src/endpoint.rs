//! Where an admin API is: a URL, read.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::{ClientError, ErrorKind};

/// Where an admin API is.
///
/// | URL | way |
/// |---|---|
/// | `unix:///run/gmqtt/admin.sock` | gRPC through a unix socket |
/// | `grpc://host:8084`, `grpcs://host:8084` | gRPC, with TLS |
/// | `http://host:8083`, `https://host:8083` | REST, with TLS |
///
/// The ports may be left out; these are what they are then.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// gRPC through a unix socket.
    Unix(PathBuf),
    /// gRPC over TCP.
    Grpc(Host),
    /// REST.
    Rest(Host),
}

/// A host, and whether TLS is spoken to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Host {
    /// A name or an address; one of IPv6 without brackets.
    pub name: String,
    /// The port of TCP.
    pub port: u16,
    /// Whether TLS is spoken.
    pub tls: bool,
}

const GRPC_PORT: u16 = 8084;
const REST_PORT: u16 = 8083;

impl Endpoint {
    /// Whether REST is spoken.
    #[must_use]
    pub const fn is_rest(&self) -> bool {
        matches!(self, Self::Rest(_))
    }

    /// The host; `None` for a unix socket.
    #[must_use]
    pub const fn host(&self) -> Option<&Host> {
        match self {
            Self::Unix(_) => None,
            Self::Grpc(host) | Self::Rest(host) => Some(host),
        }
    }

    /// Whether nothing leaves this machine on the way there, as far as the URL says.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.host().is_none_or(|host| {
            host.name == "localhost"
                || host
                    .name
                    .parse()
                    .is_ok_and(|address: std::net::IpAddr| address.is_loopback())
        })
    }
}

impl Host {
    /// `host:port`, an IPv6 address in brackets.
    #[must_use]
    pub fn authority(&self) -> String {
        if self.name.contains(':') {
            format!("[{}]:{}", self.name, self.port)
        } else {
            format!("{}:{}", self.name, self.port)
        }
    }

    fn parse(rest: &str, default_port: u16, tls: bool) -> Result<Self, &'static str> {
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        if rest.contains(['/', '?', '#']) {
            return Err("nothing may follow the port");
        }
        if rest.contains('@') {
            return Err("credentials are not part of it: use a token file");
        }
        let (name, port) = match rest.strip_prefix('[') {
            Some(bracketed) => {
                let (name, port) = bracketed.split_once(']').ok_or("a ] is missing")?;
                if name.parse::<std::net::Ipv6Addr>().is_err() {
                    return Err("what stands in brackets is not an IPv6 address");
                }
                match (port, port.strip_prefix(':')) {
                    ("", _) => (name, None),
                    (_, Some(port)) => (name, Some(port)),
                    _ => return Err("what follows the ] is not a port"),
                }
            }
            None => match rest.split_once(':') {
                Some((name, port)) => (name, Some(port)),
                None => (rest, None),
            },
        };
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        if name.is_empty() || !name.chars().all(is_name) {
            return Err("the host is missing or not a host name");
        }
        let port = match port {
            None => default_port,
            Some(port) => port
                .parse()
                .ok()
                .filter(|port| *port != 0)
                .ok_or("the port is a number from 1 to 65535")?,
        };
        Ok(Self {
            name: name.to_owned(),
            port,
            tls,
        })
    }
}

impl FromStr for Endpoint {
    type Err = ClientError;

    fn from_str(url: &str) -> Result<Self, ClientError> {
        let parse = || {
            let (scheme, rest) = url.split_once("://").ok_or(
                "it begins with grpc://, grpcs://, http://, https:// or unix://, which says how to talk",
            )?;
            match scheme {
                "unix" if rest.starts_with('/') && rest.len() > 1 => Ok(Self::Unix(rest.into())),
                "unix" => Err("the path of the socket is absolute: unix:///run/gmqtt/admin.sock"),
                "grpc" => Host::parse(rest, GRPC_PORT, false).map(Self::Grpc),
                "grpcs" => Host::parse(rest, GRPC_PORT, true).map(Self::Grpc),
                "http" => Host::parse(rest, REST_PORT, false).map(Self::Rest),
                "https" => Host::parse(rest, REST_PORT, true).map(Self::Rest),
                _ => Err("the schemes are grpc, grpcs, http, https and unix"),
            }
        };
        parse().map_err(|problem| {
            ClientError::new(
                ErrorKind::Setup,
                format!("{url:?} is not the URL of an admin API: {problem}"),
            )
        })
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, host) = match self {
            Self::Unix(path) => return write!(f, "unix://{}", path.display()),
            Self::Grpc(host) => (if host.tls { "grpcs" } else { "grpc" }, host),
            Self::Rest(host) => (if host.tls { "https" } else { "http" }, host),
        };
        write!(f, "{scheme}://{}", host.authority())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_read_and_written() {
        for (url, written) in [
            ("grpc://127.0.0.1:8084", "grpc://127.0.0.1:8084"),
            ("grpcs://mq1", "grpcs://mq1:8084"),
            ("http://mq1/", "http://mq1:8083"),
            ("https://[::1]:9000", "https://[::1]:9000"),
            ("grpc://[::1]", "grpc://[::1]:8084"),
            (
                "unix:///run/gmqtt/admin.sock",
                "unix:///run/gmqtt/admin.sock",
            ),
        ] {
            let endpoint: Endpoint = url.parse().unwrap();
            assert_eq!(endpoint.to_string(), written, "{url}");
            assert_eq!(written.parse::<Endpoint>().unwrap(), endpoint);
        }
    }

    #[test]
    fn what_is_no_url_is_refused_with_the_reason() {
        for (url, reason) in [
            ("mq1:8084", "which says how to talk"),
            ("", "which says how to talk"),
            ("mqtt://mq1", "the schemes are"),
            ("grpc://", "the host is missing"),
            ("grpc://mq1:0", "the port is a number"),
            ("grpc://mq1:99999", "the port is a number"),
            ("grpc://a b", "the host is missing"),
            ("http://mq1/v1", "nothing may follow"),
            ("http://me:secret@mq1", "credentials"),
            ("unix://run/x", "absolute"),
            ("grpc://[::1", "] is missing"),
            ("grpc://[mq1]:1", "not an IPv6 address"),
        ] {
            let error = url.parse::<Endpoint>().unwrap_err();
            assert!(error.message().contains(reason), "{url}: {error}");
        }
    }

    #[test]
    fn loopback_and_sockets_are_local() {
        for (url, local) in [
            ("unix:///x", true),
            ("grpc://localhost", true),
            ("http://127.1.2.3", true),
            ("grpc://[::1]", true),
            ("grpc://10.0.0.1", false),
            ("grpc://mq1", false),
        ] {
            assert_eq!(url.parse::<Endpoint>().unwrap().is_local(), local, "{url}");
        }
    }
}
