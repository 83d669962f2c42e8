//! REST as the broker in Go answers it, word for word from its description.

use bytes::Bytes;
use gmqtt_admin_client::admin::{
    GetClientRequest, KickClientsRequest, ListClientRequest, PublishRequest, StatusRequest,
    WatchClientsRequest,
};
use gmqtt_admin_client::auth::{ListAccountsRequest, PatchAccountRequest, UpdateAccountRequest};
use gmqtt_admin_client::{AdminClient, ClientError, Code, ErrorKind, Options, Status};
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use tokio::net::TcpListener;
use tower_service::Service;

use crate::server;

const CLIENTS: &str = r#"{"clients":[{"client_id":"c1","username":"u","keep_alive":60,"version":5,"remote_addr":"127.0.0.1:4000","local_addr":"127.0.0.1:1883","connected_at":"2020-09-13T12:26:40.005Z","session_expiry":7200,"max_inflight":100,"inflight_len":0,"max_queue":1000,"queue_len":0,"subscriptions_current":1,"subscriptions_total":2,"packets_received_bytes":"18446744073709551615","packets_received_nums":"3","packets_send_bytes":"0","packets_send_nums":"0","message_dropped":"0"}],"total_count":1}"#;
const ACCOUNTS: &str = r#"{"accounts":[{"username":"user1","password":"20a0db53bc1881a7f739cd956b740039"}],"total_count":1}"#;
const NOT_FOUND: &str = r#"{"code":5,"message":"not found","details":[]}"#;
const NO_ROUTE: &str = r#"{"code":5,"message":"Not Found","details":[]}"#;
const NO_METHOD: &str = r#"{"code":12,"message":"Method Not Allowed","details":[]}"#;
const UNKNOWN_FIELD: &str =
    r#"{"code":3,"message":"unknown field \"dry_run\" in api.PublishRequest","details":[]}"#;

/// Answers as it did. What it ignored in a query is not looked at.
fn recorded(request: &Request<()>, body: &str) -> (u16, &'static str) {
    match (request.method().as_str(), request.uri().path()) {
        ("GET", "/v1/clients") => (200, CLIENTS),
        ("GET", "/v1/clients/c1") => (200, r#"{"client":{"client_id":"c1"}}"#),
        ("GET", path) if path.starts_with("/v1/clients/") && path.matches('/').count() == 3 => {
            (404, NOT_FOUND)
        }
        ("GET", "/v1/accounts") => (200, ACCOUNTS),
        ("POST", "/v1/publish") if body.contains("dry_run") => (400, UNKNOWN_FIELD),
        ("POST", "/v1/publish" | "/v1/accounts/user1") => (200, "{}"),
        ("PATCH", "/v1/accounts/user1") => (501, NO_METHOD),
        _ => (404, NO_ROUTE),
    }
}

#[derive(Clone)]
struct Recorded;

impl Service<Request<hyper::body::Incoming>> for Recorded {
    type Response = Response<Full<Bytes>>;
    type Error = hyper::Error;
    type Future =
        std::pin::Pin<Box<dyn Future<Output = Result<Self::Response, hyper::Error>> + Send>>;

    fn poll_ready(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Result<(), hyper::Error>> {
        std::task::Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<hyper::body::Incoming>) -> Self::Future {
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await?.to_bytes();
            let request = Request::from_parts(parts, ());
            let (status, answer) = recorded(&request, &String::from_utf8_lossy(&body));
            let mut response = Response::new(Full::from(answer));
            *response.status_mut() = StatusCode::from_u16(status).expect("a status");
            let json = "application/json".parse().expect("a value");
            response.headers_mut().insert("content-type", json);
            Ok(response)
        })
    }
}

async fn broker() -> AdminClient {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = hyper_util::service::TowerToHyperService::new(Recorded);
            tokio::spawn(async move {
                let server = auto::Builder::new(TokioExecutor::new());
                let _ = server.serve_connection(TokioIo::new(stream), service).await;
            });
        }
    });
    server::client(&format!("http://{address}"), Options::default())
}

fn kind(status: Status) -> ErrorKind {
    ClientError::from(status).kind().clone()
}

#[tokio::test]
async fn what_it_has_works() {
    let client = broker().await;
    let page = client.clients().list(ListClientRequest::default()).await;
    let page = page.unwrap().into_inner();
    assert_eq!(page.clients[0].packets_received_bytes, u64::MAX);
    assert_eq!(page.clients[0].connected_at.unwrap().nanos, 5_000_000);
    let accounts = client.accounts().list(ListAccountsRequest::default()).await;
    assert_eq!(accounts.unwrap().into_inner().accounts[0].username, "user1");
    let request = UpdateAccountRequest {
        username: "user1".to_owned(),
        password: "x".to_owned(),
    };
    client.accounts().update(request).await.unwrap();
    // Whom it was for is asked in the query, where it is ignored.
    let request = PublishRequest {
        topic_name: "a".to_owned(),
        payload: "b".to_owned(),
        report: true,
        ..PublishRequest::default()
    };
    let answer = client.publish().publish(request).await.unwrap();
    assert_eq!(answer.into_inner().report, None);
}

#[tokio::test]
async fn what_does_not_exist_there_is_not_found() {
    let client = broker().await;
    let request = GetClientRequest {
        client_id: "x".to_owned(),
    };
    let status = client.clients().get(request).await.unwrap_err();
    assert_eq!(status.code(), Code::NotFound);
}

#[tokio::test]
async fn what_it_has_not_takes_a_newer_broker() {
    let client = broker().await;
    let mut failed = Vec::new();
    failed.push(client.node().status(StatusRequest {}).await.unwrap_err());
    let kick = KickClientsRequest::default();
    failed.push(client.clients().kick(kick).await.unwrap_err());
    let watch = WatchClientsRequest::default();
    failed.push(client.clients().watch(watch).await.unwrap_err());
    let patch = PatchAccountRequest {
        username: "user1".to_owned(),
        ..PatchAccountRequest::default()
    };
    failed.push(client.accounts().patch(patch).await.unwrap_err());
    let publish = PublishRequest {
        topic_name: "a".to_owned(),
        dry_run: true,
        ..PublishRequest::default()
    };
    failed.push(client.publish().publish(publish).await.unwrap_err());
    // It would answer with all clients.
    let filtered = ListClientRequest {
        filter: "connected=true".to_owned(),
        ..ListClientRequest::default()
    };
    failed.push(client.clients().list(filtered).await.unwrap_err());
    for status in failed {
        assert!(status.message().contains("newer broker"), "{status:?}");
        assert_eq!(kind(status), ErrorKind::Unimplemented);
    }
}
