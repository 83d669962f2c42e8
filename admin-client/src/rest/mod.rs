//! REST in place of gRPC: makes the request of HTTP that a method's annotation describes, and the frames of gRPC of its answer.
//!
//! It knows no method by name; the descriptors say all of it.

mod answer;
mod frame;
mod request;
mod route;
mod stream;

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::{Request, Response};
use http_body_util::{BodyExt as _, Limited};
use prost_reflect::DynamicMessage;
use tonic::Status;
use tonic::body::Body;

use crate::endpoint::Host;
use crate::{ClientError, ErrorKind, Options, tls};

/// A server of REST.
pub(crate) struct Rest {
    client: reqwest::Client,
    /// `http://host:port`.
    base: String,
}

/// What no request of this API comes near, in bytes.
const MAX_REQUEST_BYTES: usize = 64 * 1024 * 1024;

impl Rest {
    /// # Errors
    /// When TLS cannot be set up.
    pub(crate) fn new(host: &Host, options: &Options) -> Result<Self, ClientError> {
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy();
        if host.tls {
            let config = tls::config(options, &["h2", "http/1.1"])?;
            builder = builder.tls_backend_preconfigured(config);
        }
        let client = builder.build().map_err(|error| {
            ClientError::new(ErrorKind::Setup, format!("cannot set up HTTP: {error}"))
        })?;
        let scheme = if host.tls { "https" } else { "http" };
        Ok(Self {
            client,
            base: format!("{scheme}://{}", host.authority()),
        })
    }

    /// Makes a call.
    ///
    /// # Errors
    /// What the server answers, and what keeps it from answering.
    pub(crate) async fn call(&self, call: Request<Body>) -> Result<Response<Body>, Status> {
        let (parts, body) = call.into_parts();
        let method = route::method(parts.uri.path())?;
        let body = Limited::new(body, MAX_REQUEST_BYTES).collect().await;
        let body = body.map_err(|error| Status::internal(format!("no request: {error}")))?;
        let message = DynamicMessage::decode(method.input(), frame::content(body.to_bytes())?)
            .map_err(|error| Status::internal(format!("no request: {error}")))?;
        let route = route::Route::of(&method)?;
        let asked = request::Asked::new(&route, &message)?;

        let accept = if method.is_server_streaming() {
            "application/x-ndjson"
        } else {
            "application/json"
        };
        let url = format!("{}{}", self.base, asked.target);
        let mut request = self
            .client
            .request(route.verb.clone(), url)
            .header(ACCEPT, accept)
            // What gRPC would show, too.
            .header("x-gmqtt-fields", "all");
        for name in [AUTHORIZATION, USER_AGENT] {
            if let Some(value) = parts.headers.get(&name) {
                request = request.header(name, value);
            }
        }
        if let Some(json) = asked.body {
            request = request.header(CONTENT_TYPE, "application/json").body(json);
        }
        let response = request.send().await.map_err(lost)?;
        answer::read(&method, &route, &message, response).await
    }
}

/// The exchange did not come to an end.
fn lost(error: reqwest::Error) -> Status {
    let message = error.to_string();
    let mut status = Status::unavailable(message);
    status.set_source(std::sync::Arc::new(error.without_url()));
    status
}
