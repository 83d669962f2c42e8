//! `--listen`: a listener as a URL, for what needs no file beside it.

use std::str::FromStr;

use gmqtt_config::{Listener, WebSocket};
use serde::Serialize;

/// A listener as written on the command line: `tcp://HOST:PORT`, `ws://HOST:PORT/PATH`, `unix:///PATH`, or `HOST:PORT` for TCP.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct ListenUrl(pub(super) Listener);

impl FromStr for ListenUrl {
    type Err = String;

    fn from_str(url: &str) -> Result<Self, String> {
        let (address, websocket) = match url.split_once("://") {
            None | Some(("tcp" | "unix", _)) => (url, None),
            Some(("ws", rest)) => {
                let (address, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                let path = if path.is_empty() { "/" } else { path };
                (
                    address,
                    Some(WebSocket {
                        path: path.to_owned(),
                        ..WebSocket::default()
                    }),
                )
            }
            Some((scheme @ ("tls" | "ssl" | "mqtts" | "wss"), _)) => {
                return Err(format!(
                    "{scheme}:// needs a certificate; write the listener into the config file"
                ));
            }
            Some((scheme, _)) => {
                return Err(format!("{scheme}:// is not tcp://, ws:// or unix://"));
            }
        };
        let address =
            address
                .parse()
                .map_err(|invalid: gmqtt_config::InvalidAddress| match invalid.hint {
                    Some(hint) => format!("{}; {hint}", invalid.reason),
                    None => invalid.reason,
                })?;
        Ok(Self(Listener {
            address,
            websocket,
            ..Listener::default()
        }))
    }
}

#[cfg(test)]
mod tests {
    use gmqtt_config::{BindAddress, ListenAddress};

    use super::*;

    fn read(url: &str) -> Result<(BindAddress, Option<String>), String> {
        let ListenUrl(listener) = url.parse()?;
        Ok((
            listener.address,
            listener.websocket.map(|websocket| websocket.path),
        ))
    }

    #[test]
    fn tcp_is_the_default() {
        let expected = Ok((ListenAddress::new("", 1883).into(), None));
        assert_eq!(read("tcp://:1883"), expected);
        assert_eq!(read(":1883"), expected);
    }

    #[test]
    fn a_websocket_has_a_path() {
        assert_eq!(
            read("ws://[::1]:9001/mqtt"),
            Ok((
                ListenAddress::new("::1", 9001).into(),
                Some("/mqtt".to_owned())
            ))
        );
        assert_eq!(
            read("ws://:9001"),
            Ok((ListenAddress::new("", 9001).into(), Some("/".to_owned())))
        );
    }

    #[test]
    fn a_unix_socket_has_a_path() {
        let path = std::path::PathBuf::from("/run/mqtt.sock");
        let expected = Ok((BindAddress::Unix(path), None));
        assert_eq!(read("unix:///run/mqtt.sock"), expected);
        assert!(read("unix://run").unwrap_err().contains("absolute"));
    }

    #[test]
    fn what_needs_a_file_is_refused_with_the_way_out() {
        assert!(read("tls://:8883").unwrap_err().contains("config file"));
        assert!(read("udp://:1883").unwrap_err().contains("tcp://"));
        assert!(read("tcp://localhost").unwrap_err().contains("port"));
    }
}
