//! The way to a gRPC endpoint: TCP, TLS or a unix socket.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use hyper_util::rt::TokioIo;
use rustls::pki_types::ServerName;
use rustls::{CertificateError, ClientConfig, Error as TlsError};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio_rustls::TlsConnector;
use tonic::codegen::http::Uri;
use tower_service::Service;

use crate::error::{find, plain};
use crate::tls::WrongName;
use crate::{ClientError, Endpoint, ErrorKind, Options, tls};

/// Why there is no connection.
#[derive(Debug)]
pub(crate) struct DialError {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
}

impl DialError {
    fn of_io(error: &io::Error) -> Self {
        match find::<TlsError>(error) {
            Some(error) => Self::of_tls(error),
            None => Self {
                kind: ErrorKind::Unreachable,
                message: plain(error),
            },
        }
    }

    pub(crate) fn of_tls(error: &TlsError) -> Self {
        if let TlsError::Other(other) = error
            && let Some(wrong) = other.0.downcast_ref::<WrongName>()
        {
            return Self {
                kind: wrong.into(),
                message: wrong.to_string(),
            };
        }
        let (kind, message) = match error {
            TlsError::InvalidCertificate(CertificateError::UnknownIssuer) => (
                ErrorKind::Untrusted,
                "nobody trusted has issued its certificate".to_owned(),
            ),
            TlsError::InvalidCertificate(
                CertificateError::Expired | CertificateError::ExpiredContext { .. },
            ) => (
                ErrorKind::Untrusted,
                "its certificate has expired".to_owned(),
            ),
            TlsError::InvalidCertificate(error) => {
                (ErrorKind::Untrusted, format!("its certificate: {error}"))
            }
            TlsError::InvalidMessage(_) => (
                ErrorKind::Unreachable,
                "what answers there does not speak TLS".to_owned(),
            ),
            error => (ErrorKind::Unreachable, error.to_string()),
        };
        Self { kind, message }
    }
}

impl fmt::Display for DialError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for DialError {}

/// Connects to one place, whatever it is asked for.
#[derive(Clone)]
pub(crate) struct Dialer(Arc<To>);

enum To {
    Unix(PathBuf),
    Tcp {
        name: String,
        port: u16,
        tls: Option<(Arc<ClientConfig>, ServerName<'static>)>,
    },
}

impl Dialer {
    /// The way to an endpoint.
    ///
    /// # Errors
    /// When TLS cannot be set up.
    pub(crate) fn new(endpoint: &Endpoint, options: &Options) -> Result<Self, ClientError> {
        let host = match endpoint {
            Endpoint::Unix(path) => return Ok(Self(Arc::new(To::Unix(path.clone())))),
            Endpoint::Grpc(host) | Endpoint::Rest(host) => host,
        };
        let tls = if host.tls {
            let name = ServerName::try_from(host.name.clone()).map_err(|_| {
                let message = format!("{:?} is no name that a certificate can have", host.name);
                ClientError::new(ErrorKind::Setup, message)
            })?;
            Some((Arc::new(tls::config(options, &["h2"])?), name))
        } else {
            None
        };
        Ok(Self(Arc::new(To::Tcp {
            name: host.name.clone(),
            port: host.port,
            tls,
        })))
    }

    async fn dial(self) -> Result<TokioIo<Connection>, DialError> {
        let connection: Connection = match &*self.0 {
            To::Unix(path) => {
                let stream = UnixStream::connect(path).await;
                Box::new(stream.map_err(|error| DialError::of_io(&error))?)
            }
            To::Tcp { name, port, tls } => {
                let stream = TcpStream::connect((name.as_str(), *port)).await;
                let stream = stream.map_err(|error| DialError::of_io(&error))?;
                // Small requests, each waited for.
                let _ = stream.set_nodelay(true);
                match tls {
                    None => Box::new(stream),
                    Some((config, name)) => {
                        let connector = TlsConnector::from(config.clone());
                        let stream = connector.connect(name.clone(), stream).await;
                        Box::new(stream.map_err(|error| DialError::of_io(&error))?)
                    }
                }
            }
        };
        Ok(TokioIo::new(connection))
    }
}

/// A connection of whatever kind.
type Connection = Box<dyn Stream>;

/// Bytes both ways.
pub(crate) trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

impl Service<Uri> for Dialer {
    type Response = TokioIo<Connection>;
    type Error = DialError;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, DialError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), DialError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Uri) -> Self::Future {
        Box::pin(self.clone().dial())
    }
}
