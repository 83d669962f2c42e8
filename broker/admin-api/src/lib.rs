//! The admin API.

mod answer;
mod descriptors;
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
mod role;
mod services;
mod stream;

pub use descriptors::{FILE_DESCRIPTOR_SET, pool};
pub use fault::{DOMAIN, Fault, Reason};
pub use frame::MAX_MESSAGE_BYTES;
pub use gateway::Gateway;
pub use generated::gmqtt::admin::api as admin;
pub use generated::gmqtt::auth::api as auth;
pub use generated::gmqtt::federation::api as federation;
pub use generated::google::rpc;
pub use guard::{Guard, Guarded};
pub use method::{Method, MethodError, MethodProblem};
pub use openapi::openapi;
pub use path::PatternError;
pub use request_id::RequestId;
pub use role::{Role, UnknownRole};
pub use services::{Api, ApiRoutes, GrpcService, ServiceError, Services};
