//! Where a broker is: what `mqtt://host:1883`, `wss://host/mqtt` and `unix:///run/broker.sock` name.
//!
//! The path of a WebSocket URL is the path of the request. That of the others is a topic, as mosquitto has it.

use std::{fmt, str::FromStr};

/// How bytes get to the broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Transport {
    Tcp,
    Tls,
    WebSocket,
    SecureWebSocket,
    Unix,
}

impl Transport {
    /// The port that is meant when none is named; 0 where there are none.
    pub(crate) const fn default_port(self) -> u16 {
        match self {
            Self::Tcp => 1883,
            Self::Tls => 8883,
            Self::WebSocket => 80,
            Self::SecureWebSocket => 443,
            Self::Unix => 0,
        }
    }

    pub(crate) const fn is_encrypted(self) -> bool {
        matches!(self, Self::Tls | Self::SecureWebSocket)
    }

    pub(crate) const fn is_web(self) -> bool {
        matches!(self, Self::WebSocket | Self::SecureWebSocket)
    }

    /// The same with TLS below; a unix socket stays as it is.
    pub(crate) const fn encrypted(self) -> Self {
        match self {
            Self::Tcp => Self::Tls,
            Self::WebSocket => Self::SecureWebSocket,
            other => other,
        }
    }

    const fn scheme(self) -> &'static str {
        match self {
            Self::Tcp => "mqtt",
            Self::Tls => "mqtts",
            Self::WebSocket => "ws",
            Self::SecureWebSocket => "wss",
            Self::Unix => "unix",
        }
    }
}

/// A broker's address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) transport: Transport,
    /// A name or an address without brackets; the path of a unix socket.
    pub(crate) host: String,
    pub(crate) port: u16,
    /// The path of a WebSocket request, with its leading slash.
    pub(crate) path: String,
}

impl Endpoint {
    /// Nobody else's machine is on the way.
    pub(crate) fn is_local(&self) -> bool {
        self.transport == Transport::Unix
            || self.host == "localhost"
            || self
                .host
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }
}

impl fmt::Display for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = self.transport.scheme();
        match self.transport {
            Transport::Unix => write!(f, "{scheme}://{}", self.host),
            _ if self.host.contains(':') => write!(f, "{scheme}://[{}]:{}", self.host, self.port),
            _ => write!(f, "{scheme}://{}:{}", self.host, self.port),
        }?;
        if self.transport.is_web() {
            f.write_str(&self.path)?;
        }
        Ok(())
    }
}

/// A URL as it is given on a command line.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Url {
    pub(crate) endpoint: Endpoint,
    pub(crate) username: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) topic: Option<String>,
}

/// The password stays out of messages about arguments.
impl fmt::Debug for Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Url({})", self.endpoint)
    }
}

impl FromStr for Url {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (scheme, rest) = text
            .split_once("://")
            .ok_or("it has no scheme, as in mqtt://localhost:1883")?;
        let transport = match scheme {
            "mqtt" | "tcp" => Transport::Tcp,
            "mqtts" | "tls" | "ssl" => Transport::Tls,
            "ws" => Transport::WebSocket,
            "wss" => Transport::SecureWebSocket,
            "unix" => {
                return Ok(Self {
                    endpoint: Endpoint {
                        transport: Transport::Unix,
                        host: decoded(rest)?,
                        port: 0,
                        path: String::new(),
                    },
                    username: None,
                    password: None,
                    topic: None,
                });
            }
            _ => return Err("the scheme is one of mqtt, mqtts, ws, wss and unix".to_owned()),
        };
        let (authority, path) = rest
            .find('/')
            .map_or((rest, ""), |slash| rest.split_at(slash));
        let (login, address) = authority
            .rsplit_once('@')
            .map_or((None, authority), |(login, address)| (Some(login), address));
        let (host, port) = host_and_port(address)?;
        let (username, password) = match login.map(|login| login.split_once(':').ok_or(login)) {
            None => (None, None),
            Some(Err(username)) => (Some(decoded(username)?), None),
            Some(Ok((username, password))) => (Some(decoded(username)?), Some(decoded(password)?)),
        };
        let topic = match path.strip_prefix('/') {
            Some(topic) if !transport.is_web() && !topic.is_empty() => Some(decoded(topic)?),
            _ => None,
        };
        Ok(Self {
            endpoint: Endpoint {
                transport,
                host,
                port: port.unwrap_or(transport.default_port()),
                path: request_path(transport, path)?,
            },
            username,
            password,
            topic,
        })
    }
}

/// The path of the request: nothing that could end the line it stands in.
fn request_path(transport: Transport, path: &str) -> Result<String, String> {
    match (transport.is_web(), path) {
        (false, _) => Ok(String::new()),
        (true, "") => Ok("/".to_owned()),
        (true, path) if path.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(path.to_owned()),
        (true, _) => Err("its path has characters that have to be percent-encoded".to_owned()),
    }
}

fn host_and_port(address: &str) -> Result<(String, Option<u16>), String> {
    let (host, port) = match address.strip_prefix('[') {
        Some(bracketed) => {
            let (host, rest) = bracketed
                .split_once(']')
                .ok_or("a closing bracket is missing")?;
            (host, rest.strip_prefix(':').unwrap_or(rest))
        }
        None => address.split_once(':').unwrap_or((address, "")),
    };
    if host.is_empty() || !host.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err("it names no host".to_owned());
    }
    let port = match port {
        "" => None,
        port => Some(
            port.parse()
                .ok()
                .filter(|port| *port > 0)
                .ok_or_else(|| format!("{port} is not a port"))?,
        ),
    };
    Ok((host.to_owned(), port))
}

/// `text` without its percent-encoding.
fn decoded(text: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
        let pair = digit(rest.next()).zip(digit(rest.next()));
        let (high, low) = pair.ok_or("a % is not followed by two hexadecimal digits")?;
        bytes.push(u8::try_from(high << 4 | low).unwrap_or(u8::MAX));
    }
    String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        text.parse().unwrap()
    }

    #[test]
    fn urls_name_transport_host_port_and_what_follows() {
        for (text, shown) in [
            ("mqtt://localhost", "mqtt://localhost:1883"),
            ("mqtts://h", "mqtts://h:8883"),
            ("tcp://h:7", "mqtt://h:7"),
            ("ws://h", "ws://h:80/"),
            ("wss://h:9001/mqtt?a=b", "wss://h:9001/mqtt?a=b"),
            ("mqtt://[::1]", "mqtt://[::1]:1883"),
            ("mqtt://[::1]:1/t", "mqtt://[::1]:1"),
            ("unix:///run/m.sock", "unix:///run/m.sock"),
        ] {
            assert_eq!(url(text).endpoint.to_string(), shown);
        }
        let full = url("mqtt://us%40er:p%3Aw@h/a/b%20c");
        assert_eq!(full.username.as_deref(), Some("us@er"));
        assert_eq!(full.password.as_deref(), Some("p:w"));
        assert_eq!(full.topic.as_deref(), Some("a/b c"));
        assert_eq!(url("ws://h/a").topic, None);
    }

    #[test]
    fn what_is_no_url_is_refused() {
        for text in [
            "localhost",
            "http://h",
            "mqtt://",
            "mqtt://h:0",
            "mqtt://h:65536",
            "mqtt://[::1",
            "mqtt://h/%zz",
            "mqtt://h/%ff",
            "ws://h/a\r\nX: y",
        ] {
            assert!(text.parse::<Url>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_password_is_not_shown() {
        let shown = format!("{:?}", url("mqtt://u:secret@h"));
        assert!(!shown.contains("secret"), "{shown}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".*", rest in "[a-z0-9:@/%\\[\\]]*") {
            let _ = text.parse::<Url>();
            let _ = format!("mqtt://{rest}").parse::<Url>();
            let _ = format!("wss://{rest}").parse::<Url>();
        }
    }
}
