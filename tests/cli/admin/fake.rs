//! A broker that is made up: it answers what the examples of the design show.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use gmqtt_admin_api::admin::client_service_server::{ClientService, ClientServiceServer};
use gmqtt_admin_api::admin::kick_result::Outcome;
use gmqtt_admin_api::admin::publish_service_server::{PublishService, PublishServiceServer};
use gmqtt_admin_api::admin::receiver::Verdict;
use gmqtt_admin_api::admin::subscription_service_server::{
    SubscriptionService, SubscriptionServiceServer,
};
use gmqtt_admin_api::admin::*;
use gmqtt_admin_api::auth::account_service_server::{AccountService, AccountServiceServer};
use gmqtt_admin_api::auth::*;
use gmqtt_admin_api::{Fault, Gateway, Guard, Method, Reason, Services};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use hyper_util::service::TowerToHyperService;
use tonic::{Request, Response, Status};

type Answer<T> = Result<Response<T>, Status>;

struct Fake;

/// Refuses what changes something to those whose token says that they may look only.
struct Doorman;

impl Guard for Doorman {
    fn admit(&self, method: &Method, request: &mut http::request::Parts) -> Result<(), Status> {
        let viewer = request.headers.get("authorization");
        let viewer = viewer.is_some_and(|value| value == "Bearer viewer");
        if !viewer || !method.changes() {
            return Ok(());
        }
        let words = "token \"ci\" has the role viewer; `clients kick` needs operator";
        let fault = Fault::new(Reason::MissingRole, words);
        Err(fault.with("needs", "operator").with("token", "ci").into())
    }
}

/// Serves it in this process, over gRPC, for as long as the process lives.
pub(super) fn serve() -> SocketAddr {
    let (tell, told) = std::sync::mpsc::sync_channel(1);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0")
                .await
                .expect("a port");
            let _ = tell.send(listener.local_addr().expect("an address"));
            let mut services = Services::new();
            services
                .add(ClientServiceServer::new(Fake))
                .add(SubscriptionServiceServer::new(Fake))
                .add(PublishServiceServer::new(Fake))
                .add(AccountServiceServer::new(Fake));
            let api = services.build().expect("the services fit together");
            let gateway = Gateway::new(api, Arc::new(Doorman), "0.1.0");
            while let Ok((stream, _)) = listener.accept().await {
                let service = TowerToHyperService::new(gateway.grpc().prepare());
                tokio::spawn(async move {
                    let server = auto::Builder::new(TokioExecutor::new());
                    let _ = server.serve_connection(TokioIo::new(stream), service).await;
                });
            }
        });
    });
    told.recv().expect("it serves")
}

fn unused<T>() -> Answer<T> {
    Err(Status::unimplemented("the made-up broker cannot do that"))
}

/// So many seconds ago.
fn ago(seconds: u64) -> Option<prost_types::Timestamp> {
    Some((SystemTime::now() - Duration::from_secs(seconds)).into())
}

const HOUR: u64 = 3600;

fn clients() -> Vec<Client> {
    let text = str::to_owned;
    vec![
        Client {
            client_id: text("ingest-worker-7"),
            username: text("ingest"),
            version: 5,
            remote_addr: text("10.0.4.17:53122"),
            connected_at: ago(2 * HOUR + 60),
            session_expiry: 7200,
            keep_alive: 60,
            max_inflight: 100,
            inflight_len: 100,
            max_queue: 1000,
            queue_len: 1000,
            subscriptions_current: 12,
            message_dropped: 48_211,
            connected: true,
            clean_start: true,
            listener: text("tls:8883"),
            node: text("mq1"),
            receive_rate: Some(0.0),
            send_rate: Some(812.4),
            ..Client::default()
        },
        Client {
            client_id: text("dash-eu-3"),
            username: text("dash"),
            version: 3,
            remote_addr: text("10.0.9.3:41020"),
            connected_at: ago(41 * 60 + 5),
            max_inflight: 20,
            inflight_len: 20,
            max_queue: 1000,
            queue_len: 874,
            subscriptions_current: 3,
            connected: true,
            node: text("mq1"),
            receive_rate: Some(0.1),
            send_rate: Some(77.0),
            ..Client::default()
        },
        Client {
            client_id: text("meter-00A3F"),
            username: text("meter"),
            version: 5,
            connected_at: ago(HOUR),
            disconnected_at: ago(3 * 60 + 5),
            max_inflight: 20,
            max_queue: 1000,
            queue_len: 37,
            subscriptions_current: 1,
            node: text("mq1"),
            ..Client::default()
        },
    ]
}

#[tonic::async_trait]
impl ClientService for Fake {
    async fn list(&self, request: Request<ListClientRequest>) -> Answer<ListClientResponse> {
        let asked = request.into_inner();
        if asked.count_only {
            return Ok(Response::new(ListClientResponse {
                total_count: 11_616,
                ..ListClientResponse::default()
            }));
        }
        let slow = "(queue_len>0 OR message_dropped>0 OR slow=true)";
        let clients = match (asked.filter.as_str(), asked.order_by.as_str()) {
            (filter, "-queue_len") if filter == slow => clients(),
            ("client_id:\"ghost*\"", _) => ["ghost-01", "ghost-02"].map(named).to_vec(),
            ("client_id:\"sensor-1*\"", _) => ["sensor-10", "sensor-11"].map(named).to_vec(),
            ("hostile", _) => vec![named("\u{1b}[2J\u{9b}x\n")],
            _ => Vec::new(),
        };
        Ok(Response::new(ListClientResponse {
            total_count: u32::try_from(clients.len()).expect("a few"),
            clients,
            next_page_token: String::new(),
        }))
    }

    async fn get(&self, request: Request<GetClientRequest>) -> Answer<GetClientResponse> {
        let id = request.into_inner().client_id;
        match clients().into_iter().find(|client| client.client_id == id) {
            None => Err(Fault::new(Reason::ClientNotFound, "not found").into()),
            client => Ok(Response::new(GetClientResponse { client })),
        }
    }

    async fn delete(&self, _: Request<DeleteClientRequest>) -> Answer<()> {
        unused()
    }

    async fn kick(&self, request: Request<KickClientsRequest>) -> Answer<KickClientsResponse> {
        let asked = request.into_inner();
        if !asked.filter.is_empty() {
            return Ok(Response::new(KickClientsResponse {
                kicked: 1204,
                ..KickClientsResponse::default()
            }));
        }
        let known = clients();
        let results = asked.client_ids.into_iter().map(|client_id| {
            let outcome = match known.iter().find(|client| client.client_id == client_id) {
                Some(client) if client.connected => Outcome::Kicked,
                Some(_) => Outcome::Skipped,
                None => Outcome::NotFound,
            };
            let similar = match (outcome, client_id.as_str()) {
                (Outcome::NotFound, "ghost") => vec!["ghost-01", "ghost-02"],
                _ => Vec::new(),
            };
            KickResult {
                client_id,
                outcome: outcome.into(),
                similar: similar.into_iter().map(str::to_owned).collect(),
                session_kept: true,
                session_expiry: 7200,
                ..KickResult::default()
            }
        });
        Ok(Response::new(KickClientsResponse {
            results: results.collect(),
            ..KickClientsResponse::default()
        }))
    }

    async fn list_queue(&self, _: Request<ListMessagesRequest>) -> Answer<ListMessagesResponse> {
        unused()
    }

    async fn list_inflight(&self, _: Request<ListMessagesRequest>) -> Answer<ListMessagesResponse> {
        unused()
    }

    type WatchStream = tokio_stream::Empty<Result<ClientChange, Status>>;

    async fn watch(&self, _: Request<WatchClientsRequest>) -> Answer<Self::WatchStream> {
        unused()
    }
}

fn named(id: &str) -> Client {
    Client {
        client_id: id.to_owned(),
        username: id.to_owned(),
        ..Client::default()
    }
}

fn subscription(client_id: &str, topic_name: &str, qos: u32) -> Subscription {
    Subscription {
        client_id: client_id.to_owned(),
        topic_name: topic_name.to_owned(),
        qos,
        share_name: match topic_name.strip_prefix("$share/") {
            Some(rest) => rest.split('/').next().unwrap_or_default().to_owned(),
            None => String::new(),
        },
        ..Subscription::default()
    }
}

#[tonic::async_trait]
impl SubscriptionService for Fake {
    async fn list(&self, _: Request<ListSubscriptionRequest>) -> Answer<ListSubscriptionResponse> {
        unused()
    }

    async fn filter(
        &self,
        request: Request<FilterSubscriptionRequest>,
    ) -> Answer<FilterSubscriptionResponse> {
        let id = request.into_inner().client_id;
        Ok(Response::new(FilterSubscriptionResponse {
            subscriptions: vec![
                subscription(&id, "$share/ingest/sensors/+/raw", 1),
                subscription(&id, "$SYS/brokers/+/clients/#", 0),
            ],
        }))
    }

    async fn subscribe(&self, _: Request<SubscribeRequest>) -> Answer<SubscribeResponse> {
        unused()
    }

    async fn unsubscribe(&self, _: Request<UnsubscribeRequest>) -> Answer<()> {
        unused()
    }

    async fn r#match(
        &self,
        request: Request<MatchSubscriptionsRequest>,
    ) -> Answer<MatchSubscriptionsResponse> {
        if request.into_inner().topic != "sensors/42/raw" {
            return Ok(Response::new(MatchSubscriptionsResponse::default()));
        }
        let receiver = |subscription, connected, verdict: Verdict, detail: &str| Receiver {
            subscription: Some(subscription),
            connected,
            verdict: verdict.into(),
            detail: detail.to_owned(),
            group_size: 7,
        };
        let one = subscription("ingest-worker-1", "$share/ingest/sensors/+/raw", 1);
        let two = subscription("audit", "sensors/#", 1);
        let three = subscription("dash-eu-3", "sensors/42/#", 0);
        Ok(Response::new(MatchSubscriptionsResponse {
            receivers: vec![
                receiver(one, true, Verdict::OneOfGroup, ""),
                receiver(two, false, Verdict::Queued, "12 waiting"),
                receiver(three, true, Verdict::Denied, "acl denies read (rule 14)"),
            ],
            total_count: 9,
            deliveries: 2,
        }))
    }
}

#[tonic::async_trait]
impl PublishService for Fake {
    async fn publish(&self, request: Request<PublishRequest>) -> Answer<PublishResponse> {
        let asked = request.into_inner();
        Ok(Response::new(PublishResponse {
            report: asked.report.then_some(PublishReport {
                matched_subscribers: 2,
                routed: true,
                payload_size: asked.payload.len() as u64,
            }),
        }))
    }

    async fn publish_batch(
        &self,
        request: Request<PublishBatchRequest>,
    ) -> Answer<PublishBatchResponse> {
        let results = request.into_inner().messages.into_iter();
        Ok(Response::new(PublishBatchResponse {
            results: results.map(|_| PublishResult::default()).collect(),
            ..PublishBatchResponse::default()
        }))
    }
}

#[tonic::async_trait]
impl AccountService for Fake {
    async fn list(&self, _: Request<ListAccountsRequest>) -> Answer<ListAccountsResponse> {
        let alice = Account {
            username: "alice".to_owned(),
            password: "$argon2id$very-secret".to_owned(),
            hash: "argon2id".to_owned(),
            connected: 1,
            updated_at: ago(4),
            ..Account::default()
        };
        let root = Account {
            username: "root".to_owned(),
            hash: "md5".to_owned(),
            updated_at: ago(3 * 366 * 24 * HOUR),
            warning: "weak hash".to_owned(),
            ..Account::default()
        };
        Ok(Response::new(ListAccountsResponse {
            accounts: vec![alice, root],
            total_count: 2,
            next_page_token: String::new(),
        }))
    }

    async fn get(&self, _: Request<GetAccountRequest>) -> Answer<GetAccountResponse> {
        Err(Fault::new(Reason::AccountNotFound, "not found").into())
    }

    async fn update(&self, _: Request<UpdateAccountRequest>) -> Answer<()> {
        unused()
    }

    async fn delete(&self, _: Request<DeleteAccountRequest>) -> Answer<()> {
        unused()
    }

    async fn patch(&self, _: Request<PatchAccountRequest>) -> Answer<GetAccountResponse> {
        unused()
    }

    async fn put(&self, request: Request<PutAccountRequest>) -> Answer<GetAccountResponse> {
        let asked = request.into_inner();
        if asked.username == "root" {
            return Err(Fault::new(Reason::AccountExists, "it exists").into());
        }
        Ok(Response::new(GetAccountResponse {
            account: Some(Account {
                username: asked.username,
                hash: "argon2id".to_owned(),
                ..Account::default()
            }),
        }))
    }

    async fn import(&self, _: Request<ImportAccountsRequest>) -> Answer<ImportAccountsResponse> {
        unused()
    }

    async fn verify(
        &self,
        request: Request<VerifyAccountRequest>,
    ) -> Answer<VerifyAccountResponse> {
        Ok(Response::new(VerifyAccountResponse {
            valid: request.into_inner().password == "right",
            disabled: false,
        }))
    }
}
