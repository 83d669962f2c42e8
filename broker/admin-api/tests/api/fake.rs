//! A broker that is made up: two clients, a few subscriptions, one account, and what they answer.

use std::pin::Pin;

use gmqtt_admin_api::admin::client_service_server::{ClientService, ClientServiceServer};
use gmqtt_admin_api::admin::event_service_server::{EventService, EventServiceServer};
use gmqtt_admin_api::admin::listener_service_server::{ListenerService, ListenerServiceServer};
use gmqtt_admin_api::admin::publish_service_server::{PublishService, PublishServiceServer};
use gmqtt_admin_api::admin::retained_service_server::{RetainedService, RetainedServiceServer};
use gmqtt_admin_api::admin::subscription_service_server::{
    SubscriptionService, SubscriptionServiceServer,
};
use gmqtt_admin_api::admin::*;
use gmqtt_admin_api::auth::account_service_server::{AccountService, AccountServiceServer};
use gmqtt_admin_api::auth::*;
use gmqtt_admin_api::federation::membership_server::{Membership, MembershipServer};
use gmqtt_admin_api::federation::{
    DrainRequest, DrainResponse, ForceLeaveRequest, JoinRequest, ListMembersResponse, Member,
    Status as NodeStatus,
};
use gmqtt_admin_api::{Fault, Reason, RequestId, Services};
use tokio_stream::Stream;
use tonic::{Request, Response, Status};

type Answer<T> = Result<Response<T>, Status>;
type Answers<T> = Pin<Box<dyn Stream<Item = Result<T, Status>> + Send>>;

/// The client identifier that is hard to write into a path.
pub(crate) const HARD: &str = "a/b 100%\u{1b}[2J";

pub(crate) struct Fake;

pub(crate) fn register(services: &mut Services) {
    services
        .add(ClientServiceServer::new(Fake))
        .add(SubscriptionServiceServer::new(Fake))
        .add(PublishServiceServer::new(Fake))
        .add(RetainedServiceServer::new(Fake))
        .add(ListenerServiceServer::new(Fake))
        .add(EventServiceServer::new(Fake))
        .add(AccountServiceServer::new(Fake))
        .add(MembershipServer::new(Fake));
}

/// What a service wants to be audited; the guard hears of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Audited(pub(crate) String);

fn unused<T>() -> Answer<T> {
    Err(Status::unimplemented("the made-up broker cannot do that"))
}

fn at(seconds: i64, nanos: i32) -> prost_types::Timestamp {
    prost_types::Timestamp { seconds, nanos }
}

fn clients() -> Vec<Client> {
    vec![
        Client {
            client_id: "c1".to_owned(),
            username: "u".to_owned(),
            keep_alive: 60,
            version: 5,
            remote_addr: "127.0.0.1:4000".to_owned(),
            local_addr: "127.0.0.1:1883".to_owned(),
            connected_at: Some(at(1_600_000_000, 5_000_000)),
            session_expiry: 7200,
            max_inflight: 100,
            max_queue: 1000,
            subscriptions_current: 1,
            subscriptions_total: 2,
            packets_received_bytes: u64::MAX,
            packets_received_nums: 3,
            connected: true,
            ..Client::default()
        },
        Client {
            client_id: HARD.to_owned(),
            version: 4,
            connected_at: Some(at(1_600_000_000, 0)),
            disconnected_at: Some(at(1_600_000_060, 0)),
            ..Client::default()
        },
    ]
}

#[tonic::async_trait]
impl ClientService for Fake {
    async fn list(&self, request: Request<ListClientRequest>) -> Answer<ListClientResponse> {
        let asked = request.into_inner();
        let all = clients();
        let total_count = u32::try_from(all.len()).unwrap_or(u32::MAX);
        let page = asked.page.max(1) as usize - 1;
        let size = asked.page_size.clamp(1, 10) as usize;
        Ok(Response::new(ListClientResponse {
            clients: all.into_iter().skip(page * size).take(size).collect(),
            total_count,
            next_page_token: String::new(),
        }))
    }

    async fn get(&self, request: Request<GetClientRequest>) -> Answer<GetClientResponse> {
        let id = request.into_inner().client_id;
        let client = clients().into_iter().find(|client| client.client_id == id);
        match client {
            Some(_) => Ok(Response::new(GetClientResponse { client })),
            None => Err(Fault::new(Reason::ClientNotFound, "not found").into()),
        }
    }

    async fn delete(&self, request: Request<DeleteClientRequest>) -> Answer<()> {
        let asked = request.into_inner();
        let mut answer = Response::new(());
        let words = format!("{} {}", asked.client_id, asked.clean_session);
        answer.extensions_mut().insert(Audited(words));
        Ok(answer)
    }

    async fn kick(&self, request: Request<KickClientsRequest>) -> Answer<KickClientsResponse> {
        let asked = request.into_inner();
        let results = asked.client_ids.into_iter().map(|client_id| KickResult {
            client_id,
            outcome: kick_result::Outcome::Kicked.into(),
            ..KickResult::default()
        });
        Ok(Response::new(KickClientsResponse {
            results: results.collect(),
            ..KickClientsResponse::default()
        }))
    }

    async fn list_queue(&self, _: Request<ListMessagesRequest>) -> Answer<ListMessagesResponse> {
        Ok(Response::new(ListMessagesResponse {
            messages: vec![QueuedMessage {
                topic_name: "t".to_owned(),
                payload: vec![0, 255].into(),
                payload_size: 2,
                age: Some(prost_types::Duration {
                    seconds: 1,
                    nanos: 500_000_000,
                }),
                ..QueuedMessage::default()
            }],
            total_count: 1,
            next_page_token: String::new(),
        }))
    }

    async fn list_inflight(&self, _: Request<ListMessagesRequest>) -> Answer<ListMessagesResponse> {
        unused()
    }

    type WatchStream = Answers<ClientChange>;

    async fn watch(&self, _: Request<WatchClientsRequest>) -> Answer<Self::WatchStream> {
        let changes = clients().into_iter().zip(1..).map(|(client, sequence)| {
            Ok(ClientChange {
                sequence,
                r#type: ChangeType::Added.into(),
                client: Some(client),
                skipped: 0,
            })
        });
        let lost = Err(Status::unavailable("stopping"));
        Ok(Response::new(Box::pin(tokio_stream::iter(
            changes.chain([lost]).collect::<Vec<_>>(),
        ))))
    }
}

#[tonic::async_trait]
impl SubscriptionService for Fake {
    async fn list(&self, _: Request<ListSubscriptionRequest>) -> Answer<ListSubscriptionResponse> {
        Ok(Response::new(ListSubscriptionResponse::default()))
    }

    async fn filter(
        &self,
        request: Request<FilterSubscriptionRequest>,
    ) -> Answer<FilterSubscriptionResponse> {
        let asked = request.into_inner();
        if asked.limit > 1000 {
            return Err(Fault::invalid("limit", "limit too large, must <= 1000").into());
        }
        Ok(Response::new(FilterSubscriptionResponse {
            subscriptions: vec![Subscription {
                topic_name: asked.topic_name,
                id: 1,
                qos: u32::try_from(asked.match_type).unwrap_or_default(),
                client_id: asked.filter_type,
                ..Subscription::default()
            }],
        }))
    }

    async fn subscribe(&self, request: Request<SubscribeRequest>) -> Answer<SubscribeResponse> {
        let asked = request.into_inner();
        if asked.client_id.is_empty() {
            return Err(Fault::invalid("client_id", "cannot be empty").into());
        }
        for (at, subscription) in asked.subscriptions.iter().enumerate() {
            if subscription.qos > 2 {
                return Err(Fault::invalid(&format!("subIndexer[{at}]"), "invalid qos").into());
            }
        }
        let new = asked.subscriptions.iter().map(|one| one.no_local);
        Ok(Response::new(SubscribeResponse { new: new.collect() }))
    }

    async fn unsubscribe(&self, _: Request<UnsubscribeRequest>) -> Answer<()> {
        Ok(Response::new(()))
    }

    async fn r#match(
        &self,
        _: Request<MatchSubscriptionsRequest>,
    ) -> Answer<MatchSubscriptionsResponse> {
        unused()
    }
}

#[tonic::async_trait]
impl PublishService for Fake {
    async fn publish(&self, request: Request<PublishRequest>) -> Answer<PublishResponse> {
        let asked = request.into_inner();
        if asked.qos > 2 {
            return Err(Fault::invalid("qos", "").into());
        }
        let size = asked.payload.len() + asked.payload_bytes.len();
        let report = asked.report.then_some(PublishReport {
            matched_subscribers: 3,
            routed: true,
            payload_size: size as u64,
        });
        Ok(Response::new(PublishResponse { report }))
    }

    async fn publish_batch(&self, _: Request<PublishBatchRequest>) -> Answer<PublishBatchResponse> {
        unused()
    }
}

#[tonic::async_trait]
impl RetainedService for Fake {
    async fn list(&self, _: Request<ListRetainedRequest>) -> Answer<ListRetainedResponse> {
        Ok(Response::new(ListRetainedResponse::default()))
    }

    async fn get(&self, request: Request<GetRetainedRequest>) -> Answer<GetRetainedResponse> {
        Ok(Response::new(GetRetainedResponse {
            message: Some(RetainedMessage {
                topic_name: request.into_inner().topic,
                ..RetainedMessage::default()
            }),
        }))
    }

    async fn delete(&self, _: Request<DeleteRetainedRequest>) -> Answer<()> {
        Ok(Response::new(()))
    }

    async fn clear(&self, request: Request<ClearRetainedRequest>) -> Answer<ClearRetainedResponse> {
        Ok(Response::new(ClearRetainedResponse {
            cleared: 0,
            topics: vec![request.into_inner().filter],
        }))
    }
}

#[tonic::async_trait]
impl ListenerService for Fake {
    async fn list(&self, _: Request<ListListenersRequest>) -> Answer<ListListenersResponse> {
        unused()
    }

    async fn close(&self, request: Request<CloseListenerRequest>) -> Answer<CloseListenerResponse> {
        Ok(Response::new(CloseListenerResponse {
            listener: Some(Listener {
                name: request.into_inner().name,
                ..Listener::default()
            }),
        }))
    }

    async fn open(&self, _: Request<OpenListenerRequest>) -> Answer<OpenListenerResponse> {
        unused()
    }
}

#[tonic::async_trait]
impl EventService for Fake {
    type WatchStream = Answers<Event>;

    /// One event that says what was asked, and no end.
    async fn watch(&self, request: Request<WatchEventsRequest>) -> Answer<Self::WatchStream> {
        let id = request.extensions().get::<RequestId>().cloned();
        let asked = request.into_inner();
        if asked.last > 5000 {
            return Err(Fault::invalid("last", "at most 5000").into());
        }
        let event = Event {
            sequence: asked.since_sequence + 1,
            kind: EventKind::Connect.into(),
            subject: id.map_or_else(String::new, |id| id.as_str().to_owned()),
            message: format!("{:?}\n", asked.kinds),
            ..Event::default()
        };
        let first = tokio_stream::iter([Ok(event)]);
        let then = tokio_stream::pending();
        Ok(Response::new(Box::pin(tokio_stream::StreamExt::chain(
            first, then,
        ))))
    }
}

#[tonic::async_trait]
impl AccountService for Fake {
    async fn list(&self, _: Request<ListAccountsRequest>) -> Answer<ListAccountsResponse> {
        Ok(Response::new(ListAccountsResponse::default()))
    }

    async fn get(&self, request: Request<GetAccountRequest>) -> Answer<GetAccountResponse> {
        Ok(Response::new(GetAccountResponse {
            account: Some(Account {
                username: request.into_inner().username,
                password: "20a0db53bc1881a7f739cd956b740039".to_owned(),
                ..Account::default()
            }),
        }))
    }

    async fn update(&self, request: Request<UpdateAccountRequest>) -> Answer<()> {
        let asked = request.into_inner();
        if asked.password.is_empty() {
            return Err(Fault::invalid("password", "").into());
        }
        let mut answer = Response::new(());
        answer.extensions_mut().insert(Audited(asked.username));
        Ok(answer)
    }

    async fn delete(&self, _: Request<DeleteAccountRequest>) -> Answer<()> {
        Ok(Response::new(()))
    }

    async fn patch(&self, request: Request<PatchAccountRequest>) -> Answer<GetAccountResponse> {
        let asked = request.into_inner();
        if asked.if_match != "v1" {
            return Err(Fault::new(Reason::EtagMismatch, "somebody has changed it").into());
        }
        Ok(Response::new(GetAccountResponse {
            account: Some(Account {
                username: asked.username,
                disabled: asked.disabled.unwrap_or_default(),
                description: asked.description.unwrap_or("kept".to_owned()),
                ..Account::default()
            }),
        }))
    }

    async fn put(&self, _: Request<PutAccountRequest>) -> Answer<GetAccountResponse> {
        unused()
    }

    async fn import(&self, _: Request<ImportAccountsRequest>) -> Answer<ImportAccountsResponse> {
        unused()
    }

    async fn verify(&self, _: Request<VerifyAccountRequest>) -> Answer<VerifyAccountResponse> {
        unused()
    }
}

#[tonic::async_trait]
impl Membership for Fake {
    async fn join(&self, request: Request<JoinRequest>) -> Answer<()> {
        match request.into_inner().hosts.iter().any(String::is_empty) {
            true => Err(Fault::invalid("hosts", "an empty address").into()),
            false => Ok(Response::new(())),
        }
    }

    async fn leave(&self, _: Request<()>) -> Answer<()> {
        Ok(Response::new(()))
    }

    async fn drain(&self, request: Request<DrainRequest>) -> Answer<DrainResponse> {
        Ok(Response::new(DrainResponse {
            draining: !request.into_inner().cancel,
            ..DrainResponse::default()
        }))
    }

    async fn force_leave(&self, request: Request<ForceLeaveRequest>) -> Answer<()> {
        match request.into_inner().node_name.as_str() {
            "" => Err(Status::unknown("node_name can not be empty")),
            _ => Ok(Response::new(())),
        }
    }

    async fn list_members(&self, _: Request<()>) -> Answer<ListMembersResponse> {
        Ok(Response::new(ListMembersResponse {
            members: vec![Member {
                name: "n1".to_owned(),
                addr: "127.0.0.1:8902".to_owned(),
                tags: [("fed_addr".to_owned(), "127.0.0.1:8901".to_owned())].into(),
                status: NodeStatus::Alive.into(),
                ..Member::default()
            }],
        }))
    }
}
