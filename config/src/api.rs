//! `api`: where operators connect, and who is let in.

use crate::{
    BindAddress, ListenAddress, Tls,
    schema::{choice, section},
};

section! {
    /// The admin API: gRPC endpoints and REST endpoints of the same services.
    pub struct Api {
        /// The gRPC endpoints.
        pub grpc: Vec<ApiEndpoint> = vec![ApiEndpoint::loopback(8084)];
        /// The REST endpoints.
        pub http: Vec<ApiEndpoint> = vec![ApiEndpoint::loopback(8083)];
        /// Who is let in.
        pub auth: ApiAuth = ApiAuth::default();
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
    /// Who may use the admin API.
    pub struct ApiAuth {
        /// What a caller has to show.
        pub mode: ApiAuthMode = ApiAuthMode::Auto;
    }
}

choice! {
    /// What a caller of the admin API has to show.
    pub enum ApiAuthMode default Auto {
        /// Nothing on loopback and unix sockets; endpoints beyond this machine need a token or a client certificate.
        Auto = "auto",
        /// A token on every TCP endpoint, loopback included.
        Token = "token",
        /// Nothing, anywhere: whoever reaches an endpoint is an administrator.
        None = "none",
    }
}

impl ApiEndpoint {
    fn loopback(port: u16) -> Self {
        Self {
            address: BindAddress::Tcp(ListenAddress::new("127.0.0.1", port)),
            ..Self::default()
        }
    }
}
