//! Serves the made-up broker: over TCP, TLS and a unix socket, in gRPC and REST.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use gmqtt_admin_client::{AdminClient, Endpoint, Options};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, UnixListener};
use tokio_rustls::TlsAcceptor;
use tonic::service::Routes;

use crate::fake::{TOKEN, gateway};

/// What is served.
#[derive(Clone, Copy)]
pub(crate) enum Speaks {
    Grpc,
    Rest,
}

/// Answers on one connection until it ends.
async fn answer(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, speaks: Speaks) {
    let io = TokioIo::new(stream);
    let server = auto::Builder::new(TokioExecutor::new());
    // How a connection ends is not what is tested.
    let _ = match speaks {
        Speaks::Grpc => {
            let routes: Routes = gateway().grpc();
            let service = TowerToHyperService::new(routes.prepare());
            server.serve_connection(io, service).await
        }
        Speaks::Rest => {
            let service = TowerToHyperService::new(gateway().rest());
            server.serve_connection(io, service).await
        }
    };
}

/// Serves on a port of its own.
pub(crate) async fn tcp(speaks: Speaks) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, speaks));
        }
    });
    address
}

/// Serves on a unix socket.
pub(crate) fn unix(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("admin.sock");
    let listener = UnixListener::bind(&path).expect("a socket");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, Speaks::Grpc));
        }
    });
    path
}

/// Serves with a certificate for these names; its file is the authority that clients are to trust.
pub(crate) async fn tls(speaks: Speaks, names: &[&str], folder: &TempDir) -> (u16, PathBuf) {
    let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
    let made = rcgen::generate_simple_self_signed(names).expect("a certificate");
    let file = folder.path().join("ca.pem");
    std::fs::write(&file, made.cert.pem()).expect("the file is written");
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.signing_key.serialize_der()));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(vec![made.cert.der().clone()], key)
        .expect("a certificate and its key");
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = listener.local_addr().expect("an address").port();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                if let Ok(stream) = acceptor.accept(stream).await {
                    answer(stream, speaks).await;
                }
            });
        }
    });
    (port, file)
}

/// Options with the token that may do everything.
pub(crate) fn options() -> Options {
    Options {
        token: Some(TOKEN.to_owned()),
        ..Options::default()
    }
}

/// A client of an endpoint.
pub(crate) fn client(url: &str, options: Options) -> AdminClient {
    let endpoint: Endpoint = url.parse().expect("a URL");
    AdminClient::connect(&endpoint, options).expect("usable options")
}
