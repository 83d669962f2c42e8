//! Guards: asked once for every call, whichever way it comes, and told what came of it.

use std::sync::{Arc, Mutex};

use gmqtt_admin_api::admin::client_service_client::ClientServiceClient;
use gmqtt_admin_api::admin::{DeleteClientRequest, GetClientRequest, WatchClientsRequest};
use gmqtt_admin_api::{Fault, Guard, Method, Reason, RequestId, Role};
use http::Extensions;
use http::request::Parts;
use tonic::{Code, Status};

use crate::fake::Audited;
use crate::rest::{gateway, request, send};

/// Lets in who says its role in a header, and writes everything down.
#[derive(Clone, Default)]
struct Porter(Arc<Mutex<Vec<String>>>);

#[derive(Clone)]
struct Caller(Role);

impl Porter {
    fn book(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().expect("no panic"))
    }
}

impl Guard for Porter {
    fn admit(&self, method: &Method, request: &mut Parts) -> Result<(), Status> {
        assert!(request.extensions.get::<RequestId>().is_some());
        let said = request
            .headers
            .get("role")
            .and_then(|role| role.to_str().ok());
        let Some(role) = said.and_then(|role| role.parse::<Role>().ok()) else {
            return Err(Fault::new(Reason::Unauthenticated, "say who you are").into());
        };
        if !method.role().is_none_or(|needed| role.may(needed)) {
            let words = format!("{} needs another role than {role}", method.full_name());
            return Err(Fault::new(Reason::MissingRole, words).into());
        }
        request.extensions.insert(Caller(role));
        Ok(())
    }

    fn answered(&self, method: &Method, asked: &Extensions, code: Code, answer: &Extensions) {
        let role = asked.get::<Caller>().expect("it was admitted").0;
        let what = answer.get::<Audited>().map_or("", |audited| &audited.0);
        let line = format!("{role} {} {code:?} {what}", method.full_name());
        self.0.lock().expect("no panic").push(line);
    }
}

async fn over_rest(porter: &Porter, role: &str, line: &str) -> u16 {
    let mut asked = request(line, "");
    let role = role.parse().expect("a header's value");
    asked.headers_mut().insert("role", role);
    send(&gateway(porter.clone()), asked).await.status.as_u16()
}

#[tokio::test]
async fn rest_is_guarded() {
    let porter = Porter::default();
    assert_eq!(
        over_rest(&porter, "nobody", "GET /v1/clients/c1").await,
        401
    );
    assert_eq!(
        over_rest(&porter, "viewer", "DELETE /v1/clients/c1").await,
        403
    );
    assert!(porter.book().is_empty(), "who is refused is not answered");
    assert_eq!(over_rest(&porter, "viewer", "GET /v1/clients/x").await, 404);
    assert_eq!(
        over_rest(&porter, "admin", "DELETE /v1/clients/c1?clean_session=true").await,
        200
    );
    assert_eq!(
        porter.book(),
        [
            "viewer gmqtt.admin.api.ClientService.Get NotFound ",
            "admin gmqtt.admin.api.ClientService.Delete Ok c1 true",
        ]
    );
}

#[tokio::test]
async fn who_is_refused_is_told_how_to_say_who_it_is() {
    let answer = send(&gateway(Porter::default()), request("GET /v1/clients", "")).await;
    assert_eq!(
        (answer.status.as_u16(), answer.reason().as_str()),
        (401, "UNAUTHENTICATED")
    );
    assert_eq!(answer.headers["www-authenticate"], "Bearer realm=\"gmqtt\"");
}

/// The client that the build makes, over the services that the build makes, without a socket.
#[tokio::test]
async fn grpc_is_guarded_by_the_same_guard() {
    let porter = Porter::default();
    let mut client = ClientServiceClient::new(gateway(porter.clone()).grpc());
    let ask = |role: &str, id: &str| {
        let mut asked = tonic::Request::new(GetClientRequest {
            client_id: id.to_owned(),
        });
        asked.metadata_mut().insert("role", role.parse().unwrap());
        asked
    };
    let answer = client.get(ask("viewer", "c1")).await.expect("a client");
    assert_eq!(answer.into_inner().client.expect("a client").username, "u");
    let refused = client.get(ask("publisher", "c1")).await.unwrap_err();
    assert_eq!(refused.code(), Code::PermissionDenied);
    let missing = client.get(ask("viewer", "x")).await.unwrap_err();
    assert_eq!(
        (missing.code(), missing.message()),
        (Code::NotFound, "not found")
    );
    assert!(!missing.details().is_empty(), "gRPC has the details too");

    let mut asked = tonic::Request::new(DeleteClientRequest::default());
    asked
        .metadata_mut()
        .insert("role", "viewer".parse().unwrap());
    assert_eq!(
        client.delete(asked).await.unwrap_err().code(),
        Code::PermissionDenied
    );

    let mut asked = tonic::Request::new(WatchClientsRequest::default());
    asked
        .metadata_mut()
        .insert("role", "viewer".parse().unwrap());
    let mut changes = client.watch(asked).await.expect("a stream").into_inner();
    let first = changes
        .message()
        .await
        .expect("no error")
        .expect("a change");
    assert_eq!(first.client.expect("a client").client_id, "c1");
    assert_eq!(
        porter.book(),
        [
            "viewer gmqtt.admin.api.ClientService.Get Ok ",
            "viewer gmqtt.admin.api.ClientService.Get NotFound ",
            "viewer gmqtt.admin.api.ClientService.Watch Ok ",
        ]
    );
}

#[tokio::test]
async fn a_method_that_is_not_served_is_unimplemented() {
    use gmqtt_admin_api::admin::StatusRequest;
    use gmqtt_admin_api::admin::node_service_client::NodeServiceClient;
    let mut client = NodeServiceClient::new(gateway(Porter::default()).grpc());
    let error = client.status(StatusRequest {}).await.unwrap_err();
    assert_eq!(error.code(), Code::Unimplemented);
}
