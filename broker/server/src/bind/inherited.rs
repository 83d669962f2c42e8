//! Sockets that systemd opened before it started us (socket activation). A listener takes the one that has its address.

use std::net::IpAddr;
use std::path::Path;

use gmqtt_config::ListenAddress;
use listenfd::ListenFd;
use socket2::Socket;
use tracing::warn;

/// The sockets that nobody has taken yet.
#[derive(Debug, Default)]
pub(crate) struct Inherited {
    sockets: Vec<Socket>,
}

impl Inherited {
    /// Those that `LISTEN_FDS` and `LISTEN_PID` tell of. Whoever asks first gets them.
    pub(crate) fn from_environment() -> Self {
        let mut given = ListenFd::from_env();
        let sockets = (0..given.len())
            .filter_map(|index| {
                let tcp = given
                    .take_tcp_listener(index)
                    .ok()
                    .flatten()
                    .map(Socket::from);
                tcp.or_else(|| {
                    given
                        .take_unix_listener(index)
                        .ok()
                        .flatten()
                        .map(Socket::from)
                })
            })
            .collect();
        Self { sockets }
    }

    pub(super) fn take_tcp(&mut self, wanted: &ListenAddress) -> Option<Socket> {
        self.take(|socket| {
            let bound = socket
                .local_addr()
                .ok()
                .and_then(|address| address.as_socket());
            let host: Option<IpAddr> = wanted.host.parse().ok();
            bound.is_some_and(|bound| {
                let same_host = if wanted.host.is_empty() {
                    bound.ip().is_unspecified()
                } else {
                    host == Some(bound.ip())
                };
                wanted.port != 0 && bound.port() == wanted.port && same_host
            })
        })
    }

    pub(super) fn take_unix(&mut self, wanted: &Path) -> Option<Socket> {
        self.take(|socket| {
            let bound = socket.local_addr();
            bound.is_ok_and(|bound| bound.as_pathname() == Some(wanted))
        })
    }

    fn take(&mut self, wanted: impl Fn(&Socket) -> bool) -> Option<Socket> {
        let at = self.sockets.iter().position(wanted)?;
        Some(self.sockets.swap_remove(at))
    }

    /// The rest is closed: clients would wait for an answer that never comes.
    pub(crate) fn close(self) {
        for socket in self.sockets {
            let address = socket.local_addr().ok();
            let shown = address
                .as_ref()
                .and_then(|address| match address.as_socket() {
                    Some(address) => Some(address.to_string()),
                    None => address.as_pathname().map(|path| path.display().to_string()),
                });
            warn!(
                address = shown,
                "a socket was handed over that no listener has the address of; it is closed"
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn a_listener_takes_the_socket_with_its_address() {
        let tcp = TcpListener::bind("127.0.0.1:0").unwrap();
        let any = TcpListener::bind("[::]:0").unwrap();
        let (port, any_port) = (
            tcp.local_addr().unwrap().port(),
            any.local_addr().unwrap().port(),
        );
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s");
        let unix = UnixListener::bind(&path).unwrap();
        let mut inherited = Inherited {
            sockets: vec![tcp.into(), any.into(), unix.into()],
        };
        assert!(
            inherited
                .take_tcp(&ListenAddress::new("127.0.0.1", any_port))
                .is_none()
        );
        assert!(
            inherited
                .take_tcp(&ListenAddress::new("127.0.0.2", port))
                .is_none()
        );
        assert!(
            inherited
                .take_tcp(&ListenAddress::new("127.0.0.1", port))
                .is_some()
        );
        assert!(
            inherited
                .take_tcp(&ListenAddress::new("127.0.0.1", port))
                .is_none()
        );
        assert!(
            inherited
                .take_tcp(&ListenAddress::new("", any_port))
                .is_some()
        );
        assert!(inherited.take_unix(Path::new("/elsewhere")).is_none());
        assert!(inherited.take_unix(&path).is_some());
    }
}
