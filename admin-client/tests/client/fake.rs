//! A broker that is made up, made of the traits of the API.

use std::pin::Pin;
use std::sync::Arc;

use gmqtt_admin_api::admin::client_service_server::{ClientService, ClientServiceServer};
use gmqtt_admin_api::admin::retained_service_server::{RetainedService, RetainedServiceServer};
use gmqtt_admin_api::admin::*;
use gmqtt_admin_api::{Fault, Gateway, Guard, Method, Reason, Services};
use http::request::Parts;
use tokio_stream::Stream;
use tonic::{Request, Response, Status};

type Answer<T> = Result<Response<T>, Status>;

struct Fake;

/// The token that may do everything; another may look only.
pub(crate) const TOKEN: &str = "let-me-in";

/// Lets those in who have a token.
struct Doorman;

impl Guard for Doorman {
    fn admit(&self, method: &Method, request: &mut Parts) -> Result<(), Status> {
        let token = request.headers.get("authorization");
        let token = token.and_then(|value| value.to_str().ok());
        match token.and_then(|value| value.strip_prefix("Bearer ")) {
            Some(TOKEN) => Ok(()),
            Some("viewer") if method.changes() => Err(Fault::new(
                Reason::MissingRole,
                "token \"ci\" has the role viewer; this takes operator",
            )
            .with("needs", "operator")
            .with("token", "ci")
            .into()),
            Some("viewer") => Ok(()),
            _ => Err(Fault::new(Reason::Unauthenticated, "there is no token").into()),
        }
    }
}

/// The made-up broker, over gRPC and REST.
pub(crate) fn gateway() -> Gateway {
    let mut services = Services::new();
    services
        .add(ClientServiceServer::new(Fake))
        .add(RetainedServiceServer::new(Fake));
    let api = services.build().expect("the services fit together");
    Gateway::new(api, Arc::new(Doorman), "0.1.0")
}

fn unused<T>() -> Answer<T> {
    Err(Status::unimplemented("the made-up broker cannot do that"))
}

#[tonic::async_trait]
impl ClientService for Fake {
    /// One client that says what was asked.
    async fn list(&self, request: Request<ListClientRequest>) -> Answer<ListClientResponse> {
        let asked = request.into_inner();
        if asked.filter == "slow" {
            std::future::pending::<()>().await;
        }
        if asked.filter == "bad" {
            let fault = Fault::new(
                Reason::InvalidFilter,
                "invalid filter: unknown field \"bad\"",
            );
            return Err(fault.violation("filter", "unknown field").into());
        }
        let client = Client {
            client_id: format!("{}|{}|{}", asked.filter, asked.order_by, asked.page_size),
            username: asked.fields.join(","),
            packets_received_bytes: u64::MAX,
            ..Client::default()
        };
        Ok(Response::new(ListClientResponse {
            clients: vec![client],
            total_count: 1,
            next_page_token: "next".to_owned(),
        }))
    }

    async fn get(&self, request: Request<GetClientRequest>) -> Answer<GetClientResponse> {
        let client_id = request.into_inner().client_id;
        if client_id == "missing" {
            return Err(Fault::new(Reason::ClientNotFound, "not found").into());
        }
        Ok(Response::new(GetClientResponse {
            client: Some(Client {
                client_id,
                ..Client::default()
            }),
        }))
    }

    async fn delete(&self, request: Request<DeleteClientRequest>) -> Answer<()> {
        match request.into_inner().clean_session {
            true => Ok(Response::new(())),
            false => Err(Fault::new(Reason::Conflict, "it said no").into()),
        }
    }

    async fn kick(&self, request: Request<KickClientsRequest>) -> Answer<KickClientsResponse> {
        let asked = request.into_inner();
        let results = asked.client_ids.into_iter().map(|client_id| KickResult {
            client_id,
            outcome: kick_result::Outcome::Kicked.into(),
            message: asked.reason_string.clone(),
            ..KickResult::default()
        });
        Ok(Response::new(KickClientsResponse {
            results: results.collect(),
            kicked: asked.reason_code,
            ..KickClientsResponse::default()
        }))
    }

    async fn list_queue(&self, _: Request<ListMessagesRequest>) -> Answer<ListMessagesResponse> {
        Ok(Response::new(ListMessagesResponse {
            messages: vec![QueuedMessage {
                payload: vec![0, 255].into(),
                ..QueuedMessage::default()
            }],
            ..ListMessagesResponse::default()
        }))
    }

    async fn list_inflight(&self, _: Request<ListMessagesRequest>) -> Answer<ListMessagesResponse> {
        unused()
    }

    type WatchStream = Pin<Box<dyn Stream<Item = Result<ClientChange, Status>> + Send>>;

    /// Two changes, then an end that the filter chooses.
    async fn watch(&self, request: Request<WatchClientsRequest>) -> Answer<Self::WatchStream> {
        let asked = request.into_inner();
        let changes = (1..=2).map(|sequence| {
            Ok(ClientChange {
                sequence,
                r#type: ChangeType::Added.into(),
                ..ClientChange::default()
            })
        });
        let end = match asked.filter.as_str() {
            "fails" => Some(Err(Fault::new(Reason::Unavailable, "stopping").into())),
            _ => None,
        };
        let all: Vec<_> = changes.chain(end).collect();
        Ok(Response::new(Box::pin(tokio_stream::iter(all))))
    }
}

#[tonic::async_trait]
impl RetainedService for Fake {
    async fn list(&self, _: Request<ListRetainedRequest>) -> Answer<ListRetainedResponse> {
        unused()
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
        unused()
    }

    async fn clear(&self, request: Request<ClearRetainedRequest>) -> Answer<ClearRetainedResponse> {
        Ok(Response::new(ClearRetainedResponse {
            cleared: 0,
            topics: vec![request.into_inner().filter],
        }))
    }
}
