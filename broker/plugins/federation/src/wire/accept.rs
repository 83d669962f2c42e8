//! The end of a link that is connected to.

use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use gmqtt_plugin_api::TlsConfigs;
use http::Request as HttpRequest;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use parking_lot::Mutex;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_stream::{Stream, StreamExt as _};
use tonic::body::Body;
use tonic::server::{Grpc, StreamingService, UnaryService};
use tonic::{Request, Response, Status, Streaming};
use tracing::{debug, error, info, warn};

use super::message::{Message, MessageCodec, Nonce, VERSION, Welcome};
use super::outbound::Sending;
use super::proof::{Meeting, Prover, Side, nonce};
use super::{ASK, EXCHANGE, HELLO, LARGEST, LARGEST_HELLO, NONCE, PROOF, WINDOW, receive};
use crate::core::Core;
use crate::{NodeName, Run};

/// How many connections there are at a time; others wait to be accepted.
const CONNECTIONS: usize = 1024;
/// How long a TLS handshake may take, and how long a node may wait between its first word and its proof.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many nodes may be between the two.
const MOST_EXPECTED: usize = 4096;
/// How long accepting rests when the system cannot.
const REST: Duration = Duration::from_millis(100);

/// Answers nodes that connect.
pub(crate) struct Acceptor {
    core: Arc<Core>,
    name: NodeName,
    run: Run,
    prover: Prover,
    /// Those that have said hello and are to show that they know the secret, by the nonce they were given.
    expected: Mutex<HashMap<Nonce, (Instant, Meeting)>>,
    refused: Arc<AtomicU64>,
}

impl Acceptor {
    /// `refused` counts those that do not know the secret.
    pub(crate) fn new(
        core: Arc<Core>,
        name: NodeName,
        run: Run,
        prover: Prover,
        refused: Arc<AtomicU64>,
    ) -> Self {
        Self {
            core,
            name,
            run,
            prover,
            expected: Mutex::default(),
            refused,
        }
    }

    /// Accepts until the task is ended, which ends all connections.
    pub(crate) async fn serve(
        self: Arc<Self>,
        listener: std::net::TcpListener,
        tls: Option<Arc<dyn TlsConfigs>>,
    ) {
        let listener = match TcpListener::from_std(listener) {
            Ok(listener) => listener,
            Err(error) => return error!(%error, "other nodes cannot connect"),
        };
        let places = Arc::new(Semaphore::new(CONNECTIONS));
        let mut connections = JoinSet::new();
        loop {
            let Ok(place) = places.clone().acquire_owned().await else {
                return;
            };
            match listener.accept().await {
                Ok((stream, from)) => {
                    let (acceptor, tls) = (self.clone(), tls.clone());
                    connections.spawn(async move {
                        if let Err(error) = acceptor.connection(stream, tls).await {
                            debug!(%from, %error, "a connection of a node has failed");
                        }
                        drop(place);
                    });
                }
                Err(error) => {
                    warn!(%error, "cannot accept connections of other nodes; trying again");
                    sleep(REST).await;
                }
            }
            while connections.try_join_next().is_some() {}
        }
    }

    async fn connection(
        self: Arc<Self>,
        stream: TcpStream,
        tls: Option<Arc<dyn TlsConfigs>>,
    ) -> Result<(), String> {
        let _ = stream.set_nodelay(true);
        let Some(tls) = tls else {
            return self.speak(stream).await;
        };
        let handshake = TlsAcceptor::from(tls.current()).accept(stream);
        match timeout(PATIENCE, handshake).await {
            Ok(Ok(stream)) => self.speak(stream).await,
            Ok(Err(error)) => Err(format!("TLS: {error}")),
            Err(_) => Err("the TLS handshake took too long".to_owned()),
        }
    }

    async fn speak<S>(self: Arc<Self>, stream: S) -> Result<(), String>
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let service = service_fn(move |request| {
            let acceptor = self.clone();
            async move { Ok::<_, Infallible>(acceptor.answer(request).await) }
        });
        hyper::server::conn::http2::Builder::new(TokioExecutor::new())
            .timer(TokioTimer::new())
            .initial_stream_window_size(WINDOW)
            .initial_connection_window_size(WINDOW)
            .keep_alive_interval(ASK)
            .keep_alive_timeout(ASK)
            .serve_connection(TokioIo::new(stream), service)
            .await
            .map_err(|error| error.to_string())
    }

    async fn answer(self: Arc<Self>, request: HttpRequest<Incoming>) -> http::Response<Body> {
        let mut grpc = Grpc::new(MessageCodec::default());
        match request.uri().path() {
            HELLO => {
                grpc = grpc.max_decoding_message_size(LARGEST_HELLO);
                grpc.unary(OnHello(self), request).await
            }
            EXCHANGE => {
                grpc = grpc
                    .max_decoding_message_size(LARGEST)
                    .max_encoding_message_size(LARGEST);
                grpc.streaming(OnExchange(self), request).await
            }
            _ => Status::unimplemented("nodes of a federation meet here").into_http(),
        }
    }

    fn hello(&self, message: Message) -> Result<Message, Status> {
        let Message::Hello(hello) = message else {
            return Err(Status::invalid_argument("hello is said first"));
        };
        if hello.version != VERSION {
            let words = format!(
                "the nodes do not understand each other: one speaks version {}, the other {VERSION}",
                hello.version
            );
            return Err(Status::failed_precondition(words));
        }
        if *hello.to != *self.name.as_str() {
            let words = format!("this is {}, not {}", self.name, hello.to);
            return Err(Status::failed_precondition(words));
        }
        let nonce = nonce().map_err(|_| Status::internal("no random bytes"))?;
        let meeting = Meeting {
            hello,
            run: self.run,
            nonce,
        };
        let proof = self.prover.prove(&meeting, Side::Accepts);
        let mut expected = self.expected.lock();
        expected.retain(|_, (since, _)| since.elapsed() < PATIENCE);
        if expected.len() >= MOST_EXPECTED {
            return Err(Status::resource_exhausted("too many nodes connect"));
        }
        expected.insert(nonce, (Instant::now(), meeting));
        Ok(Message::Welcome(Welcome {
            run: self.run,
            nonce,
            proof,
        }))
    }

    /// Who has said hello and shows now that it knows the secret.
    fn proven(&self, request: &Request<Streaming<Message>>) -> Option<Meeting> {
        let metadata = request.metadata();
        let bytes = |name| metadata.get_bin(name)?.to_bytes().ok();
        let nonce = Nonce::try_from(&*bytes(NONCE)?).ok()?;
        let (since, meeting) = self.expected.lock().remove(&nonce)?;
        let holds = self.prover.holds(&meeting, Side::Dials, &bytes(PROOF)?);
        (holds && since.elapsed() < PATIENCE).then_some(meeting)
    }

    fn exchange(&self, request: Request<Streaming<Message>>) -> Result<Response<Sent>, Status> {
        let Some(meeting) = self.proven(&request) else {
            if self
                .refused
                .fetch_add(1, Ordering::Relaxed)
                .is_multiple_of(1000)
            {
                warn!("a node was refused that does not know the cluster_secret");
            }
            return Err(Status::unauthenticated("it has another cluster_secret"));
        };
        let name = NodeName::new(&meeting.hello.from);
        let link = self.core.attach(&name, meeting.hello.run);
        info!(node = %name, "a node has made a link");
        let sent = Sending(link.outbound.clone()).map(Ok);
        tokio::spawn(async move {
            match receive(link, request.into_inner()).await {
                Ok(()) => info!(node = %name, "the link to a node has ended"),
                Err(error) => {
                    info!(node = %name, error = error.message(), "the link to a node has ended");
                }
            }
        });
        Ok(Response::new(Box::pin(sent)))
    }
}

type Sent = Pin<Box<dyn Stream<Item = Result<Message, Status>> + Send>>;
type Answering<T> = Pin<Box<dyn Future<Output = Result<Response<T>, Status>> + Send>>;

struct OnHello(Arc<Acceptor>);

impl UnaryService<Message> for OnHello {
    type Response = Message;
    type Future = Answering<Message>;

    fn call(&mut self, request: Request<Message>) -> Self::Future {
        let answer = self.0.hello(request.into_inner()).map(Response::new);
        Box::pin(async move { answer })
    }
}

struct OnExchange(Arc<Acceptor>);

impl StreamingService<Message> for OnExchange {
    type Response = Message;
    type ResponseStream = Sent;
    type Future = Answering<Sent>;

    fn call(&mut self, request: Request<Streaming<Message>>) -> Self::Future {
        let answer = self.0.exchange(request);
        Box::pin(async move { answer })
    }
}
