//! Talks to a running broker's admin API: gRPC over TCP, TLS or a unix socket, and REST.
//!
//! All ways carry the same typed clients, because [`Transport`] makes a REST request of a gRPC call where the endpoint is one of
//! REST. It works with the broker in Go too: what that one does not have is an error of [`ErrorKind::Unimplemented`].
//!
//! [`MetricsReader`] reads what Prometheus is shown, which takes no API at all.
//!
//! It does not choose an endpoint, reads no configuration and prints nothing.
//!
//! ```no_run
//! use gmqtt_admin_client::{AdminClient, ClientError, Endpoint, Options, admin::ListClientRequest};
//!
//! # async fn list() -> Result<(), ClientError> {
//! let endpoint: Endpoint = "grpc://127.0.0.1:8084".parse()?;
//! let client = AdminClient::connect(&endpoint, Options::default())?;
//! let page = client.clients().list(ListClientRequest::default()).await?.into_inner();
//! println!("{} of {}", page.clients.len(), page.total_count);
//! # Ok(())
//! # }
//! ```

mod client;
mod dial;
mod endpoint;
mod error;
mod json;
mod metrics_text;
mod options;
mod rest;
mod tls;
mod transport;

pub use client::AdminClient;
pub use endpoint::{Endpoint, Host};
pub use error::{ClientError, ErrorKind};
pub use gmqtt_admin_api::{Reason, admin, auth, federation};
pub use json::{Message, to_json};
pub use metrics_text::{MetricsReader, MetricsTextError, TextSample, parse_metrics};
pub use options::Options;
pub use prost_reflect::prost_types::{Duration, Timestamp};
pub use tonic::{Code, Request, Response, Status, Streaming};
pub use transport::Transport;
