//! `listeners`: where MQTT clients connect.

use std::path::PathBuf;

use crate::{ListenAddress, schema::section};

section! {
    /// A place where MQTT clients connect: TCP, or WebSocket with a `websocket` section, each with or without TLS.
    pub struct Listener {
        /// A name for logs, metrics and `gmqtt listeners`; without one it is called by its address.
        pub name: Option<String> = None;
        /// The address to bind.
        pub address: ListenAddress = ListenAddress::default() => required();
        /// Encrypts the connections.
        pub tls: Option<Tls> = None;
        /// Speaks MQTT over WebSocket.
        pub websocket: Option<WebSocket> = None;
    }
}

section! {
    /// A certificate to show, and which to ask of clients.
    pub struct Tls {
        /// The certificate chain, PEM.
        pub cert: Option<PathBuf> = None;
        /// The private key of the certificate, PEM.
        pub key: Option<PathBuf> = None;
        /// The authorities that may sign client certificates, PEM.
        pub cacert: Option<PathBuf> = None;
        /// Requires a client certificate signed by `cacert`.
        pub verify: bool = false;
    }
}

section! {
    /// MQTT over WebSocket.
    pub struct WebSocket {
        /// The path of the URL.
        pub path: String = "/".to_owned();
    }
}

impl Listener {
    /// The listeners of a broker without a file: TCP on 1883 and WebSocket on 8883, this machine only.
    pub(crate) fn loopback() -> Vec<Self> {
        vec![
            Self {
                address: ListenAddress::new("127.0.0.1", 1883),
                ..Self::default()
            },
            Self {
                address: ListenAddress::new("127.0.0.1", 8883),
                websocket: Some(WebSocket::default()),
                ..Self::default()
            },
        ]
    }
}
