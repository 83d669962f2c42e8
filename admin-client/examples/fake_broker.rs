//! A broker that does not exist, for measuring those who look at it: a million clients, and as many events a second as are wanted.
//!
//! `fake_broker ADDRESS EVENTS_PER_SECOND`, as in `fake_broker 127.0.0.1:18084 10000`. It serves gRPC until it is ended.

use std::net::SocketAddr;
use std::pin::Pin;
use std::time::{Duration, Instant, SystemTime};

use gmqtt_admin_api::admin::client_service_server::{ClientService, ClientServiceServer};
use gmqtt_admin_api::admin::event_service_server::{EventService, EventServiceServer};
use gmqtt_admin_api::admin::metrics_service_server::{MetricsService, MetricsServiceServer};
use gmqtt_admin_api::admin::node_service_server::{NodeService, NodeServiceServer};
use gmqtt_admin_api::admin::{
    ChangeType, Client, ClientChange, DeleteClientRequest, Event, EventKind, GetClientRequest,
    GetClientResponse, GetMetricsRequest, GetMetricsResponse, KickClientsRequest,
    KickClientsResponse, ListClientRequest, ListClientResponse, ListMessagesRequest,
    ListMessagesResponse, MessageFigures, MetricsSnapshot, Resources, SessionFigures,
    StatusRequest, StatusResponse, StopRequest, StopResponse, WatchClientsRequest,
    WatchEventsRequest, WatchMetricsRequest,
};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;
use tonic::service::Routes;
use tonic::{Request, Response, Status};

const CLIENTS: u32 = 1_000_000;

type Streamed<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

#[derive(Clone, Copy)]
struct Fake {
    events: u32,
    started: Instant,
}

fn streamed<T: Send + 'static>(items: mpsc::Receiver<Result<T, Status>>) -> Response<Streamed<T>> {
    Response::new(Box::pin(ReceiverStream::new(items)))
}

fn sessions() -> SessionFigures {
    SessionFigures {
        online: u64::from(CLIENTS),
        ..SessionFigures::default()
    }
}

fn messages(second: u64) -> MessageFigures {
    MessageFigures {
        receive_rate: 40_000.0 + (second % 60) as f64 * 100.0,
        send_rate: 90_000.0 - (second % 60) as f64 * 100.0,
        receive_bytes_rate: 31e6,
        send_bytes_rate: 62e6,
        ..MessageFigures::default()
    }
}

/// The client that is the number `rank` in any order, in this second.
fn client(rank: u32, second: u64) -> Client {
    let number = (u64::from(rank) * 7_919 + second * 31) % u64::from(CLIENTS);
    Client {
        client_id: format!("meter-{number:07}"),
        username: "meter".to_owned(),
        remote_addr: format!(
            "10.{}.{}.{}:40000",
            number >> 16 & 255,
            number >> 8 & 255,
            number & 255
        ),
        version: 5,
        connected: true,
        connected_at: Some(SystemTime::now().into()),
        max_queue: 1_000,
        queue_len: 1_000_u32.saturating_sub(rank),
        max_inflight: 100,
        send_rate: Some(8_000.0 / f64::from(rank + 1)),
        ..Client::default()
    }
}

#[tonic::async_trait]
impl NodeService for Fake {
    async fn status(&self, _: Request<StatusRequest>) -> Result<Response<StatusResponse>, Status> {
        Ok(Response::new(StatusResponse {
            version: "0.0.0".to_owned(),
            node: "fake".to_owned(),
            instance_id: "fake".to_owned(),
            sessions: Some(sessions()),
            messages: Some(messages(0)),
            ..StatusResponse::default()
        }))
    }

    async fn stop(&self, _: Request<StopRequest>) -> Result<Response<StopResponse>, Status> {
        Err(Status::unimplemented("not here"))
    }
}

#[tonic::async_trait]
impl MetricsService for Fake {
    async fn get(
        &self,
        _: Request<GetMetricsRequest>,
    ) -> Result<Response<GetMetricsResponse>, Status> {
        Err(Status::unimplemented("not here"))
    }

    type WatchStream = Streamed<MetricsSnapshot>;

    async fn watch(
        &self,
        _: Request<WatchMetricsRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        let (sender, items) = mpsc::channel(4);
        let started = self.started;
        tokio::spawn(async move {
            for sequence in 1.. {
                let snapshot = MetricsSnapshot {
                    sequence,
                    at: Some(SystemTime::now().into()),
                    instance_id: "fake".to_owned(),
                    uptime: started.elapsed().try_into().ok(),
                    sessions: Some(sessions()),
                    messages: Some(messages(sequence)),
                    resources: Some(Resources::default()),
                    ..MetricsSnapshot::default()
                };
                if sender.send(Ok(snapshot)).await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        Ok(streamed(items))
    }
}

#[tonic::async_trait]
impl ClientService for Fake {
    async fn list(
        &self,
        request: Request<ListClientRequest>,
    ) -> Result<Response<ListClientResponse>, Status> {
        let asked = request.into_inner();
        let count = if asked.count_only {
            0
        } else {
            asked.page_size.min(CLIENTS)
        };
        Ok(Response::new(ListClientResponse {
            clients: (0..count).map(|rank| client(rank, 0)).collect(),
            total_count: CLIENTS,
            next_page_token: String::new(),
        }))
    }

    async fn get(
        &self,
        request: Request<GetClientRequest>,
    ) -> Result<Response<GetClientResponse>, Status> {
        let found = Client {
            client_id: request.into_inner().client_id,
            ..client(0, 0)
        };
        Ok(Response::new(GetClientResponse {
            client: Some(found),
        }))
    }

    async fn delete(&self, _: Request<DeleteClientRequest>) -> Result<Response<()>, Status> {
        Ok(Response::new(()))
    }

    async fn kick(
        &self,
        _: Request<KickClientsRequest>,
    ) -> Result<Response<KickClientsResponse>, Status> {
        Ok(Response::new(KickClientsResponse::default()))
    }

    async fn list_queue(
        &self,
        _: Request<ListMessagesRequest>,
    ) -> Result<Response<ListMessagesResponse>, Status> {
        Ok(Response::new(ListMessagesResponse::default()))
    }

    async fn list_inflight(
        &self,
        _: Request<ListMessagesRequest>,
    ) -> Result<Response<ListMessagesResponse>, Status> {
        Ok(Response::new(ListMessagesResponse::default()))
    }

    type WatchStream = Streamed<ClientChange>;

    /// The first ones, all of whom are others each second: the most that a watch has to tell.
    async fn watch(
        &self,
        request: Request<WatchClientsRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        let limit = request.into_inner().limit.clamp(1, 10_000);
        let (sender, items) = mpsc::channel(256);
        tokio::spawn(async move {
            let mut sequence = 0;
            let mut change = |kind: ChangeType, client: Option<Client>| {
                sequence += 1;
                Ok(ClientChange {
                    sequence,
                    r#type: kind.into(),
                    client,
                    skipped: 0,
                })
            };
            let mut before: Vec<Client> = Vec::new();
            for second in 0.. {
                let now: Vec<Client> = (0..limit).map(|rank| client(rank, second)).collect();
                let gone = before.drain(..).map(|client| (ChangeType::Removed, client));
                let come = now
                    .iter()
                    .cloned()
                    .map(|client| (ChangeType::Added, client));
                for (kind, client) in gone.chain(come) {
                    if sender.send(change(kind, Some(client))).await.is_err() {
                        return;
                    }
                }
                if second == 0 && sender.send(change(ChangeType::Sync, None)).await.is_err() {
                    return;
                }
                before = now;
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        Ok(streamed(items))
    }
}

#[tonic::async_trait]
impl EventService for Fake {
    type WatchStream = Streamed<Event>;

    async fn watch(
        &self,
        _: Request<WatchEventsRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        let (sender, items) = mpsc::channel(1_024);
        let each = self.events / 100;
        tokio::spawn(async move {
            let mut sequence = 0;
            let mut ticks = tokio::time::interval(Duration::from_millis(10));
            loop {
                ticks.tick().await;
                let at = Some(SystemTime::now().into());
                for _ in 0..each {
                    sequence += 1;
                    let event = Event {
                        sequence,
                        at,
                        kind: EventKind::Connect.into(),
                        subject: format!("meter-{sequence:07}"),
                        message: "user meter, 10.0.7.40:39922, v5, tls, session new".to_owned(),
                        severity: "info".to_owned(),
                        count: 1,
                        ..Event::default()
                    };
                    if sender.send(Ok(event)).await.is_err() {
                        return;
                    }
                }
            }
        });
        Ok(streamed(items))
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let usage = "fake_broker ADDRESS EVENTS_PER_SECOND";
    let address: SocketAddr = arguments.next().ok_or(usage)?.parse()?;
    let fake = Fake {
        events: arguments.next().ok_or(usage)?.parse()?,
        started: Instant::now(),
    };
    let routes = Routes::new(NodeServiceServer::new(fake))
        .add_service(MetricsServiceServer::new(fake))
        .add_service(ClientServiceServer::new(fake))
        .add_service(EventServiceServer::new(fake))
        .prepare();
    let listener = TcpListener::bind(address).await?;
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(true)?;
        let service = TowerToHyperService::new(routes.clone());
        tokio::spawn(async move {
            let server = auto::Builder::new(TokioExecutor::new());
            // How a connection ends is up to whoever has made it.
            let _ = server.serve_connection(TokioIo::new(stream), service).await;
        });
    }
}
