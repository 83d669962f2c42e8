//! The end of a link that connects, and connects again when the link breaks.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use aws_lc_rs::rand;
use gmqtt_config::FederationTls;
use http::Uri;
use http::uri::PathAndQuery;
use hyper::body::Incoming;
use hyper::client::conn::http2::{Builder, SendRequest};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsConnector;
use tonic::body::Body;
use tonic::client::Grpc;
use tonic::metadata::MetadataValue;
use tonic::{Request, Status};
use tower_service::Service;
use tracing::{debug, info, warn};

use super::message::{Hello, Message, MessageCodec, VERSION};
use super::outbound::Sending;
use super::proof::{Meeting, Prover, Side, nonce};
use super::{ASK, EXCHANGE, HELLO, LARGEST, LARGEST_HELLO, NONCE, PROOF, WINDOW, receive, tls};
use crate::core::Core;
use crate::{NodeName, Run};

/// The first pause before the next attempt.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
/// The longest one.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// A link that lasted so long was a good one.
const GOOD: Duration = Duration::from_secs(10);
/// How long each step of connecting may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Connects to other nodes.
pub(crate) struct Dialer {
    pub(crate) core: Arc<Core>,
    pub(crate) name: NodeName,
    pub(crate) run: Run,
    pub(crate) prover: Prover,
    pub(crate) tls: Option<FederationTls>,
}

/// Why there is no link.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoLink {
    #[error("{0}")]
    Network(#[from] std::io::Error),
    #[error("it did not answer in time")]
    Late,
    #[error("TLS: {0}")]
    Tls(String),
    #[error("HTTP/2: {0}")]
    Http(#[from] hyper::Error),
    #[error("{}", .0.message())]
    Refused(#[from] Status),
    #[error("what answers there is not this node, or has another cluster_secret")]
    Stranger,
    #[error("the system has no random bytes")]
    NoRandomBytes,
}

impl From<tokio::time::error::Elapsed> for NoLink {
    fn from(_: tokio::time::error::Elapsed) -> Self {
        Self::Late
    }
}

impl Dialer {
    /// Keeps a link to a node at an address, until the task is ended.
    pub(crate) async fn keep(self: Arc<Self>, to: NodeName, address: Box<str>) {
        let mut pause = FIRST_PAUSE;
        let mut failed = false;
        loop {
            let begun = Instant::now();
            match self.link(&to, &address).await {
                Ok(()) => info!(node = %to, "the link to a node has ended"),
                // Once is enough for those who read the log.
                Err(error) if !failed => {
                    warn!(node = %to, %address, %error, "there is no link to a node; trying again");
                    failed = true;
                }
                Err(error) => debug!(node = %to, %address, %error, "there is no link to a node"),
            }
            if begun.elapsed() > GOOD {
                (pause, failed) = (FIRST_PAUSE, false);
            }
            sleep(pause.mul_f64(0.5 + fraction())).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    pub(super) async fn link(&self, to: &NodeName, address: &str) -> Result<(), NoLink> {
        let stream = timeout(PATIENCE, TcpStream::connect(address)).await??;
        // Answers must not wait for what comes after them.
        stream.set_nodelay(true)?;
        let Some(files) = &self.tls else {
            return self.speak(to, stream).await;
        };
        let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host.to_owned())
            .map_err(|_| NoLink::Tls(format!("{host} is no name that a certificate can have")))?;
        let config = tls::client(files).map_err(NoLink::Tls)?;
        let handshake = TlsConnector::from(config).connect(name, stream);
        let stream = timeout(PATIENCE, handshake).await?;
        let stream = stream.map_err(|error| NoLink::Tls(error.to_string()))?;
        self.speak(to, stream).await
    }

    async fn speak<S>(&self, to: &NodeName, stream: S) -> Result<(), NoLink>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let (requests, connection) = Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .initial_stream_window_size(WINDOW)
            .initial_connection_window_size(WINDOW)
            .keep_alive_interval(ASK)
            .keep_alive_timeout(ASK)
            .handshake(TokioIo::new(stream))
            .await?;
        tokio::select! {
            ended = connection => Ok(ended?),
            exchanged = self.exchange(to, Requests(requests)) => exchanged,
        }
    }

    async fn exchange(&self, to: &NodeName, requests: Requests) -> Result<(), NoLink> {
        let origin = Uri::from_static("http://gmqtt");
        let mut grpc = Grpc::with_origin(requests.clone(), origin.clone())
            .max_decoding_message_size(LARGEST_HELLO);
        let hello = Hello {
            version: VERSION,
            run: self.run,
            nonce: nonce().map_err(|_| NoLink::NoRandomBytes)?,
            from: self.name.as_str().into(),
            to: to.as_str().into(),
        };
        let request = Request::new(Message::Hello(hello.clone()));
        grpc.ready().await?;
        let path = PathAndQuery::from_static(HELLO);
        let answer = grpc.unary(request, path, MessageCodec::default());
        let answer: Message = timeout(PATIENCE, answer).await??.into_inner();
        let Message::Welcome(welcome) = answer else {
            return Err(NoLink::Stranger);
        };
        let meeting = Meeting {
            hello,
            run: welcome.run,
            nonce: welcome.nonce,
        };
        if !self.prover.holds(&meeting, Side::Accepts, &welcome.proof) {
            return Err(NoLink::Stranger);
        }
        let link = self.core.attach(to, welcome.run);
        let mut request = Request::new(Sending(link.outbound.clone()));
        let metadata = request.metadata_mut();
        metadata.insert_bin(NONCE, MetadataValue::from_bytes(&welcome.nonce));
        let proof = self.prover.prove(&meeting, Side::Dials);
        metadata.insert_bin(PROOF, MetadataValue::from_bytes(&proof));
        let mut grpc = Grpc::with_origin(requests, origin)
            .max_decoding_message_size(LARGEST)
            .max_encoding_message_size(LARGEST);
        grpc.ready().await?;
        let path = PathAndQuery::from_static(EXCHANGE);
        let stream = grpc.streaming(request, path, MessageCodec::default());
        let inbound = timeout(PATIENCE, stream).await??.into_inner();
        info!(node = %to, "there is a link to a node");
        Ok(receive(link, inbound).await?)
    }
}

/// A number from 0 to 1, so that nodes do not all try at once.
fn fraction() -> f64 {
    let mut byte = [128];
    let _ = rand::fill(&mut byte);
    f64::from(byte[0]) / 255.0
}

/// Requests over one connection, as gRPC wants to make them.
#[derive(Clone)]
struct Requests(SendRequest<Body>);

impl Service<http::Request<Body>> for Requests {
    type Response = http::Response<Incoming>;
    type Error = hyper::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: http::Request<Body>) -> Self::Future {
        Box::pin(self.0.send_request(request))
    }
}
