//! `listeners`: where MQTT clients connect.

use std::{path::PathBuf, time::Duration};

use crate::{
    BindAddress, ClientCertificates, FileMode, ListenAddress, Network,
    schema::{choice, section},
};

section! {
    /// A place where MQTT clients connect: TCP or a unix socket, WebSocket with a `websocket` section, each with or
    /// without TLS.
    pub struct Listener {
        /// A name for logs, metrics and `gmqtt listeners`; without one it is called by its address.
        pub name: Option<String> = None;
        /// The address to bind.
        pub address: BindAddress = BindAddress::default() => required();
        /// Encrypts the connections.
        pub tls: Option<Tls> = None;
        /// Speaks MQTT over WebSocket.
        pub websocket: Option<WebSocket> = None;
        /// How many connections it has at most at a time; 0 is without limit.
        pub max_connections: u32 = 0;
        /// Whether clients that give no user name get in: `true` without a password, `false` not at all. Without this
        /// key the plugins decide: `auth` refuses them, and without it everybody gets in.
        pub anonymous: Option<bool> = None;
        /// A prefix that the clients never see: put before their topics and filters, taken off the topics they are sent;
        /// topics below `$SYS` stay as they are. It ends with a slash.
        pub mount_point: Option<String> = None;
        /// The networks that may connect; an empty list is all of them.
        pub allow: Vec<Network> = Vec::new();
        /// The networks that may not connect, even if `allow` has them.
        pub deny: Vec<Network> = Vec::new();
        /// Whether each connection starts with a PROXY protocol header, version 1 or 2, that says who the client is.
        pub proxy_protocol: bool = false;
        /// The networks of the proxies. Whoever else connects is turned away.
        pub trusted: Vec<Network> = Vec::new();
        /// How long a TCP connection is silent before the system probes whether the peer is still there; 0 never does.
        pub tcp_keepalive: Duration = Duration::ZERO;
        /// How long sent data may stay unacknowledged by the peer's system before the connection counts as broken; 0
        /// leaves it to the system.
        pub tcp_user_timeout: Duration = Duration::ZERO;
        /// The permissions of a unix socket.
        pub mode: Option<FileMode> = None;
        /// Who owns a unix socket: `user`, `user:group` or `:group`, by name or number.
        pub owner: Option<String> = None;
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
        /// Whether clients show a certificate signed by `cacert`.
        pub verify: ClientCertificates = ClientCertificates::Ignored;
        /// The certificates of clients that were revoked, PEM; one list for each authority.
        pub crl: Option<PathBuf> = None;
        /// The oldest version of TLS that is spoken.
        pub min_version: TlsVersion = TlsVersion::Tls12;
        /// The part of a client's certificate that becomes its user name.
        pub username_from: Option<CertificateName> = None;
    }
}

choice! {
    /// Versions of TLS.
    pub enum TlsVersion default Tls12 {
        /// TLS 1.2.
        Tls12 = "1.2",
        /// TLS 1.3.
        Tls13 = "1.3",
    }
}

choice! {
    /// A part of a certificate that names its holder.
    pub enum CertificateName default CommonName {
        /// The common name of the subject.
        CommonName = "cn",
        /// The first subject alternative name: an e-mail address, a DNS name or a URI.
        AlternativeName = "san",
    }
}

section! {
    /// MQTT over WebSocket.
    pub struct WebSocket {
        /// The path of the URL.
        pub path: String = "/".to_owned();
        /// The largest frame a client may send, in bytes.
        pub max_frame_size: u32 = 268_435_456 => at_least(1);
        /// The web sites whose pages may connect, such as `https://example.org`; an empty list is all of them.
        pub allowed_origins: Vec<String> = Vec::new();
    }
}

impl Listener {
    /// The listeners of a broker without a file: TCP on 1883 and WebSocket on 8883, this machine only.
    pub(crate) fn loopback() -> Vec<Self> {
        vec![
            Self {
                address: ListenAddress::new("127.0.0.1", 1883).into(),
                ..Self::default()
            },
            Self {
                address: ListenAddress::new("127.0.0.1", 8883).into(),
                websocket: Some(WebSocket::default()),
                ..Self::default()
            },
        ]
    }
}
