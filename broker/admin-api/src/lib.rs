//! The contract between a broker and its operators: services in .proto files, and REST and OpenAPI made from them.
//!
//! It knows no broker. It says what can be asked, makes calls of requests and JSON of answers; what is answered is up to whoever
//! implements the services. It opens no socket and decides nothing about who may call; it only makes sure that somebody is asked.
//!
//! # What is where
//!
//! - `proto/`: the services. Names and numbers of what the broker in Go had are its own; everything else is an addition. Each method
//!   says over which paths it is reached (`google.api.http`), which role it needs and whether it changes something
//!   (`gmqtt.api.method`). Comments become the descriptions of the OpenAPI document.
//! - [`admin`], [`auth`], [`federation`]: what the build makes of them, messages, servers and clients.
//! - [`Services`] and [`Api`]: which services there are. [`ApiRoutes`] is how a plugin adds some.
//! - [`Gateway`]: REST for all of them. [`Guard`]: who may call.
//! - [`Fault`] and [`Reason`]: errors, with the details that every error of this API has.
//! - [`list`]: filters, orders and pages.
//! - [`openapi()`] and [`docs()`]: the document, and the page that shows it.
//!
//! # How to serve it
//!
//! ```
//! use std::sync::Arc;
//!
//! use gmqtt_admin_api::admin::node_service_server::{NodeService, NodeServiceServer};
//! use gmqtt_admin_api::admin::{StatusRequest, StatusResponse, StopRequest, StopResponse};
//! use gmqtt_admin_api::{ApiRoutes, Gateway, Guard, Method, Services, docs};
//! use http::request::Parts;
//! use tonic::{Request, Response, Status};
//!
//! struct Node;
//!
//! // One implementation for gRPC and REST.
//! #[tonic::async_trait]
//! impl NodeService for Node {
//!     async fn status(&self, _: Request<StatusRequest>) -> Result<Response<StatusResponse>, Status> {
//!         Ok(Response::new(StatusResponse { version: "0.1.0".to_owned(), ..Default::default() }))
//!     }
//!
//!     async fn stop(&self, _: Request<StopRequest>) -> Result<Response<StopResponse>, Status> {
//!         Err(Status::unimplemented("it goes on for ever"))
//!     }
//! }
//!
//! // A plugin adds its services like this. What is not added does not exist, in REST and OpenAPI either.
//! struct NodePlugin;
//!
//! impl ApiRoutes for NodePlugin {
//!     fn register(&self, services: &mut Services) {
//!         services.add(NodeServiceServer::new(Node));
//!     }
//! }
//!
//! struct Loopback;
//!
//! impl Guard for Loopback {
//!     fn admit(&self, method: &Method, request: &mut Parts) -> Result<(), Status> {
//!         // Look at `request.headers` and at what the endpoint has put into `request.extensions`, find the caller's role, hold it
//!         // against `method.role()`, and put the caller into the extensions for the services.
//!         let _ = (method.role(), &request.extensions);
//!         Ok(())
//!     }
//! }
//!
//! # fn main() -> Result<(), gmqtt_admin_api::ServiceError> {
//! let mut services = Services::new();
//! NodePlugin.register(&mut services);
//! let gateway = Gateway::new(services.build()?, Arc::new(Loopback), "0.1.0");
//!
//! // For an HTTP endpoint. What concerns all requests, `Host` and `Origin` above all, is a layer around it; `Gateway::refuse`
//! // gives its errors the form of the others.
//! let rest = gateway.rest().merge(docs(gateway.api(), "0.1.0"));
//! // For a gRPC endpoint, or for the same one: `tonic::transport::Server::builder().add_routes(grpc)`.
//! let grpc = gateway.grpc();
//! # let _ = (rest, grpc);
//! # Ok(())
//! # }
//! ```
//!
//! Reflection and health are services of other crates: hand them to [`Services::add_for`] with the role that may call them, and their
//! descriptors to [`Services::describe`]; [`Api::file_descriptor_sets`] is what reflection hands out.
//!
//! # How to write a service
//!
//! - An error is a [`Fault`]: `Err(Fault::new(Reason::ClientNotFound, "not found").into())`, `Fault::invalid("qos", "")` for the words
//!   of the broker in Go. A bare [`tonic::Status`] gets the reason of its code.
//! - A list implements [`list::Fields`] for what is listed and answers with [`list::ListQuery`]. `fields` needs nothing: the gateway
//!   leaves the rest out of the JSON.
//! - The caller, the peer and the [`RequestId`] are in [`tonic::Request::extensions`], as the guard left them. What is to be audited
//!   goes into the extensions of the [`tonic::Response`], where [`Guard::answered`] finds it.
//! - A stream whose messages have a field `sequence` has ids over REST; a request with `since_sequence` hears of `Last-Event-ID`, one
//!   with `if_match` of `If-Match`. Buffers are the service's to bound: the gateway reads a message when its client has taken the
//!   one before.
//!
//! # How to change the API
//!
//! Add: a field with the next number, a method, a service. Write a comment on everything. Then
//! `GMQTT_WRITE=1 cargo test -p gmqtt-admin-api` writes `contract.txt` and `openapi.json` anew; a line that goes from `contract.txt`
//! breaks somebody's client.

mod answer;
mod caller;
mod descriptors;
mod docs;
mod fault;
mod frame;
mod gateway;
mod generated;
mod guard;
mod json;
pub mod list;
mod method;
mod nearest;
mod openapi;
mod path;
mod query;
mod request_id;
mod requested;
mod role;
mod services;
mod stream;

pub use caller::{Caller, Scope, UnknownScope};
pub use descriptors::{FILE_DESCRIPTOR_SET, pool};
pub use docs::docs;
pub use fault::{DOMAIN, Fault, Reason};
pub use frame::MAX_MESSAGE_BYTES;
pub use gateway::Gateway;
pub use guard::{Guard, Guarded};
pub use method::{Method, MethodError, MethodProblem};
pub use nearest::similar;
pub use openapi::openapi;
pub use path::PatternError;
pub use request_id::RequestId;
pub use requested::Requested;
pub use role::{Role, UnknownRole};
pub use services::{Api, ApiRoutes, GrpcService, ServiceError, Services};

/// Package `gmqtt.admin.api`: clients, subscriptions, messages, and the broker itself.
pub use generated::gmqtt::admin::api as admin;
/// Package `gmqtt.auth.api`: accounts.
pub use generated::gmqtt::auth::api as auth;
/// Package `gmqtt.federation.api`: the nodes.
pub use generated::gmqtt::federation::api as federation;
/// Package `google.rpc`: the details of errors.
pub use generated::google::rpc;
