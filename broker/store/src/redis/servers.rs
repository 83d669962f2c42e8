//! Where Redis is, and how one gets in.

use std::fmt;
use std::time::Duration;

/// How the store reaches Redis. The keys are those of `persistence.redis`.
#[derive(Debug, Clone)]
pub struct Options {
    /// One server, the sentinels that know it, or nodes of a cluster.
    pub servers: Servers,
    /// The user, for servers with access control lists; empty without one.
    pub user: String,
    /// The password; empty without one.
    pub password: Password,
    /// The number of the database; a cluster has only 0.
    pub database: u32,
    /// Where the nodes of a cluster share the database: the name of this one. Without it all of the database is this broker's.
    pub part: Option<String>,
    /// TLS.
    pub tls: Option<Tls>,
    /// How many idle connections are kept.
    pub max_idle: u32,
    /// How many connections may be open, the writer's included; 0 is without limit. At least two are.
    pub max_active: u32,
    /// When an idle connection is closed; zero is never.
    pub idle_timeout: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            servers: Servers::One(Address::new("127.0.0.1", 6379)),
            user: String::new(),
            password: Password::default(),
            database: 0,
            part: None,
            tls: None,
            max_idle: 1000,
            max_active: 0,
            idle_timeout: Duration::from_secs(240),
        }
    }
}

/// A password that does not show in a log.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Password(pub String);

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_empty() {
            "none"
        } else {
            "********"
        })
    }
}

/// TLS to Redis. Without `ca` the certificates of the system are trusted.
#[derive(Debug, Clone, Default)]
pub struct Tls {
    /// Certificates to trust, PEM.
    pub ca: Option<Vec<u8>>,
    /// The certificate and the key to show, PEM.
    pub client: Option<(Vec<u8>, PrivateKey)>,
}

/// A key that does not show in a log.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateKey(pub Vec<u8>);

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("********")
    }
}

/// One server or several that know each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Servers {
    /// One.
    One(Address),
    /// Sentinels, and the name of the master they watch.
    Sentinel(Vec<Address>, String),
    /// Some nodes of a cluster. All keys are in one slot, so that a batch stays one transaction: a cluster gives the store its
    /// failover, not its size.
    Cluster(Vec<Address>),
}

/// A host and a port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// A name or an address.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl Address {
    /// A host and a port.
    #[must_use]
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self {
            host: host.into(),
            port,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { host, port } = self;
        if host.contains(':') {
            write!(f, "[{host}]:{port}")
        } else {
            write!(f, "{host}:{port}")
        }
    }
}

impl fmt::Display for Servers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |nodes: &[Address]| {
            let nodes: Vec<_> = nodes.iter().map(ToString::to_string).collect();
            nodes.join(",")
        };
        match self {
            Self::One(address) => write!(f, "{address}"),
            Self::Sentinel(nodes, name) => write!(f, "{name} by the sentinels {}", list(nodes)),
            Self::Cluster(nodes) => write!(f, "the cluster {}", list(nodes)),
        }
    }
}

/// Why a text does not name a Redis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidUrl(String);

/// What a URL says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The servers.
    pub servers: Servers,
    /// Whether over TLS.
    pub tls: bool,
    /// The database, if the URL names one.
    pub database: Option<u32>,
}

impl Location {
    /// Reads `redis://host:6379/0`, `redis-sentinel://host:26379,host/master/0` or `redis-cluster://host:6379,host`; with `rediss`
    /// in place of `redis`, over TLS. Ports may be left out.
    ///
    /// # Errors
    /// When it is something else. A password has no place in it, as it would show in logs.
    pub fn parse(url: &str) -> Result<Self, InvalidUrl> {
        let invalid = |why: &str| InvalidUrl(why.to_owned());
        let (scheme, rest) = url.split_once("://").ok_or_else(|| {
            invalid("a Redis URL begins with redis://, redis-sentinel:// or redis-cluster://, or with rediss for TLS")
        })?;
        if rest.contains('@') {
            return Err(invalid(
                "user and password do not belong into the URL: set `user` and `password_file`",
            ));
        }
        let (tls, kind) = match scheme.strip_prefix("rediss") {
            Some(kind) => (true, kind),
            None => (false, scheme.strip_prefix("redis").unwrap_or("?")),
        };
        let mut parts = rest.split('/');
        let hosts = parts.next().unwrap_or_default();
        let default_port = if kind == "-sentinel" { 26379 } else { 6379 };
        let nodes: Result<Vec<_>, _> = hosts
            .split(',')
            .map(|host| address(host, default_port))
            .collect();
        let mut nodes = nodes?;
        let servers = match kind {
            "" if nodes.len() == 1 => Servers::One(nodes.swap_remove(0)),
            "" => {
                return Err(invalid(
                    "several hosts need redis-sentinel:// or redis-cluster://",
                ));
            }
            "-sentinel" => {
                let name = parts.next().filter(|name| !name.is_empty());
                let name = name.ok_or_else(|| {
                    invalid("the name of the master is missing: redis-sentinel://host,host/NAME")
                })?;
                Servers::Sentinel(nodes, name.to_owned())
            }
            "-cluster" => Servers::Cluster(nodes),
            _ => {
                return Err(InvalidUrl(format!(
                    "`{scheme}` is not redis, redis-sentinel or redis-cluster, or one of them with rediss"
                )));
            }
        };
        let database = match parts.next().filter(|text| !text.is_empty()) {
            None => None,
            Some(text) => Some(
                text.parse()
                    .map_err(|_| InvalidUrl(format!("`{text}` is not the number of a database")))?,
            ),
        };
        if parts.next().is_some_and(|more| !more.is_empty()) {
            return Err(invalid("nothing may follow the number of the database"));
        }
        if matches!(servers, Servers::Cluster(_)) && database.is_some_and(|number| number > 0) {
            return Err(invalid("a cluster has only the database 0"));
        }
        Ok(Self {
            servers,
            tls,
            database,
        })
    }
}

fn address(text: &str, default_port: u16) -> Result<Address, InvalidUrl> {
    let invalid = || InvalidUrl(format!("`{text}` is not host:port"));
    let (host, port) = match text.strip_prefix('[') {
        Some(rest) => {
            let (host, port) = rest.split_once(']').ok_or_else(invalid)?;
            (
                host,
                port.strip_prefix(':').or(port.is_empty().then_some("")),
            )
        }
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, Some("")),
        },
    };
    let port = match port.ok_or_else(invalid)? {
        "" => default_port,
        port => port.parse().map_err(|_| invalid())?,
    };
    if host.is_empty() || port == 0 {
        return Err(invalid());
    }
    Ok(Address::new(host, port))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn servers(url: &str) -> (Servers, bool, Option<u32>) {
        let location = Location::parse(url).unwrap();
        (location.servers, location.tls, location.database)
    }

    #[test]
    fn urls_name_servers() {
        let one = Servers::One(Address::new("10.0.0.7", 6379));
        assert_eq!(servers("redis://10.0.0.7"), (one.clone(), false, None));
        assert_eq!(servers("rediss://10.0.0.7:6379/3"), (one, true, Some(3)));
        let six = Servers::One(Address::new("::1", 7000));
        assert_eq!(servers("redis://[::1]:7000/"), (six, false, None));
        let nodes = vec![Address::new("a", 26379), Address::new("b", 1)];
        assert_eq!(
            servers("redis-sentinel://a,b:1/mymaster/2"),
            (
                Servers::Sentinel(nodes, "mymaster".to_owned()),
                false,
                Some(2)
            )
        );
        let nodes = vec![Address::new("a", 6379), Address::new("b", 6379)];
        assert_eq!(
            servers("rediss-cluster://a,b"),
            (Servers::Cluster(nodes), true, None)
        );
    }

    #[test]
    fn other_urls_are_refused_with_the_way_out() {
        for (url, says) in [
            ("10.0.0.7:6379", "begins with redis://"),
            ("http://a", "not redis"),
            ("redis://user:pw@a", "password_file"),
            ("redis://a,b", "redis-cluster://"),
            ("redis-sentinel://a", "name of the master"),
            ("redis-cluster://a/1", "only the database 0"),
            ("redis://a:b", "not host:port"),
            ("redis://:1", "not host:port"),
            ("redis://[::1", "not host:port"),
            ("redis://a/x", "not the number"),
            ("redis://a/1/2", "nothing may follow"),
        ] {
            let error = Location::parse(url).unwrap_err().to_string();
            assert!(error.contains(says), "{url}: {error}");
            assert!(!error.contains("pw"));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_text_is_read_or_refused(text in "(redis(s)?(-sentinel|-cluster)?://)?[a-z0-9:/,\\[\\]@.]{0,30}") {
            if let Ok(location) = Location::parse(&text) {
                prop_assert!(!location.servers.to_string().is_empty());
            }
        }
    }
}
