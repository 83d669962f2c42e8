//! `api`: where operators connect, and who is let in.

use std::path::PathBuf;

use crate::{
    BindAddress, Compat, FileMode, ListenAddress, Tls,
    schema::{choice, section},
};

section! {
    /// The admin API: gRPC endpoints and REST endpoints of the same services.
    pub struct Api {
        /// The gRPC endpoints.
        pub grpc: Vec<ApiEndpoint> = vec![ApiEndpoint::loopback(8084)];
        /// The REST endpoints.
        pub http: Vec<ApiEndpoint> = vec![ApiEndpoint::loopback(8083)];
        /// A socket for the tools of this machine.
        pub unix: ApiSocket = ApiSocket::default();
        /// Who is let in.
        pub auth: ApiAuth = ApiAuth::default();
        /// The web sites whose pages may call, such as `https://example.org`; the pages of the API itself always may.
        pub allowed_origins: Vec<String> = Vec::new();
        /// The names that endpoints on loopback may be called by, besides `localhost` and loopback addresses.
        pub allowed_hosts: Vec<String> = Vec::new();
        /// Whose habits are followed where they differ; without it those of `compat`.
        pub compat: Option<Compat> = None;
    }
}

section! {
    /// One endpoint of the admin API.
    pub struct ApiEndpoint {
        /// The address to bind.
        pub address: BindAddress = BindAddress::default() => required();
        /// Encrypts the connections.
        pub tls: Option<Tls> = None;
        /// The gRPC endpoint a REST endpoint speaks for; accepted as the Go broker needs it, REST is served directly.
        pub map: Option<BindAddress> = None;
    }
}

section! {
    /// A unix socket that speaks gRPC and REST.
    pub struct ApiSocket {
        /// Whether there is one.
        pub enabled: bool = true;
        /// Its path; without it `$XDG_RUNTIME_DIR/gmqtt/admin.sock`, or `/run/gmqtt/admin.sock` for root.
        pub path: Option<PathBuf> = None;
        /// Who may connect, as permissions; without it the owner, or everybody if `auth.unix` lets others in.
        pub mode: Option<FileMode> = None;
        /// Who owns it: `user`, `user:group` or `:group`.
        pub owner: Option<String> = None;
    }
}

section! {
    /// Who may use the admin API.
    pub struct ApiAuth {
        /// What a caller has to show.
        pub mode: ApiAuthMode = ApiAuthMode::Auto;
        /// What a caller on a loopback endpoint has to show while `mode` is `auto`.
        pub loopback: ApiLoopback = ApiLoopback::Open;
        /// Who is let in on unix sockets, besides root and the user that runs the broker.
        pub unix: ApiUnix = ApiUnix::default();
        /// The roles of client certificates; the first that fits counts.
        pub certificates: Vec<ApiCertificate> = Vec::new();
        /// A file of tokens that are made at start, for containers.
        pub tokens_file: Option<PathBuf> = None;
        /// Whether a broker that has no token makes one for an administrator at start and prints it, once.
        pub first_token: bool = false;
        /// How many failed attempts of one address in a minute are answered; 0 is no limit.
        pub max_failures: u32 = 10;
    }
}

section! {
    /// Who is let in on unix sockets.
    pub struct ApiUnix {
        /// Groups whose members are administrators.
        pub groups: Vec<String> = Vec::new();
        /// The roles of other users and groups; the first that fits counts.
        pub roles: Vec<ApiUnixRole> = Vec::new();
    }
}

section! {
    /// The role of a user or of the members of a group.
    pub struct ApiUnixRole {
        /// The user, by name or number.
        pub user: Option<String> = None;
        /// The group, by name or number.
        pub group: Option<String> = None;
        /// What they may do.
        pub role: ApiRole = ApiRole::Viewer => required();
    }
}

section! {
    /// The role of client certificates.
    pub struct ApiCertificate {
        /// The common name or an alternative name of the certificate; a `*` stands for any characters.
        pub name: String = String::new() => required();
        /// What its holder may do.
        pub role: ApiRole = ApiRole::Viewer => required();
    }
}

choice! {
    /// What a caller of the admin API has to show.
    pub enum ApiAuthMode default Auto {
        /// Nothing on loopback unless `loopback` says otherwise; beyond this machine a token or a client certificate.
        Auto = "auto",
        /// A token or a client certificate on every TCP endpoint, loopback included.
        Token = "token",
        /// Nothing, anywhere: whoever reaches an endpoint is an administrator.
        None = "none",
    }
}

choice! {
    /// What a caller on a loopback endpoint has to show.
    pub enum ApiLoopback default Open {
        /// Nothing: who is on this machine is an administrator.
        Open = "open",
        /// A token or a client certificate.
        Token = "token",
    }
}

choice! {
    /// What a caller of the admin API may do.
    pub enum ApiRole default Viewer {
        /// Read and watch.
        Viewer = "viewer",
        /// Publish, and nothing else.
        Publisher = "publisher",
        /// What viewers and publishers may, and disconnect, ban, subscribe, clear retained messages, reload.
        Operator = "operator",
        /// Everything.
        Admin = "admin",
    }
}

impl ApiEndpoint {
    fn loopback(port: u16) -> Self {
        Self {
            address: BindAddress::Tcp(ListenAddress::new("127.0.0.1", port)),
            ..Self::default()
        }
    }

    /// Whether callers are asked for certificates.
    #[must_use]
    pub fn asks_for_certificates(&self) -> bool {
        self.tls
            .as_ref()
            .is_some_and(|tls| tls.verify.are_asked_for())
    }
}
