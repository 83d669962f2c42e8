//! What the typed clients send their calls through: gRPC or REST, with the token and the time limit of the options.

use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::AUTHORIZATION;
use http::{HeaderValue, Request, Response};
use tonic::Status;
use tonic::body::Body;
use tonic::transport::{Channel, Endpoint as Origin};
use tower_service::Service;

use crate::dial::Dialer;
use crate::rest::Rest;
use crate::{ClientError, Endpoint, ErrorKind, Options};

/// A way to a broker. Cheap to clone; clones share the connection.
#[derive(Clone)]
pub struct Transport {
    way: Way,
    authorization: Option<HeaderValue>,
    timeout: Duration,
}

#[derive(Clone)]
enum Way {
    Grpc(Channel),
    Rest(Arc<Rest>),
}

impl Transport {
    pub(crate) fn new(endpoint: &Endpoint, options: Options) -> Result<Self, ClientError> {
        let way = match endpoint {
            Endpoint::Rest(host) => Way::Rest(Arc::new(Rest::new(host, &options)?)),
            Endpoint::Unix(_) | Endpoint::Grpc(_) => {
                let dialer = Dialer::new(endpoint, &options)?;
                Way::Grpc(origin(endpoint)?.connect_with_connector_lazy(dialer))
            }
        };
        Ok(Self {
            way,
            authorization: options.token.as_deref().map(bearer).transpose()?,
            timeout: options.timeout,
        })
    }
}

/// The authority of requests. TLS is the dialer's, so the scheme says nothing of it.
fn origin(endpoint: &Endpoint) -> Result<Origin, ClientError> {
    let authority = endpoint
        .host()
        .map_or_else(|| "localhost".to_owned(), super::endpoint::Host::authority);
    Origin::from_shared(format!("http://{authority}")).map_err(|error| {
        let message = format!("{endpoint} cannot be asked for: {error}");
        ClientError::new(ErrorKind::Setup, message)
    })
}

fn bearer(token: &str) -> Result<HeaderValue, ClientError> {
    let mut value = HeaderValue::try_from(format!("Bearer {token}")).map_err(|_| {
        let message = "the token holds characters that no token has";
        ClientError::new(ErrorKind::Setup, message)
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// The time that a caller has set for one call, by `tonic::Request::set_timeout`.
fn own_timeout(request: &Request<Body>) -> Option<Duration> {
    let text = request.headers().get("grpc-timeout")?.to_str().ok()?;
    let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
    let number: u64 = number.parse().ok()?;
    Some(match unit {
        "H" => Duration::from_secs(number.saturating_mul(3600)),
        "M" => Duration::from_secs(number.saturating_mul(60)),
        "S" => Duration::from_secs(number),
        "m" => Duration::from_millis(number),
        "u" => Duration::from_micros(number),
        "n" => Duration::from_nanos(number),
        _ => return None,
    })
}

impl Service<Request<Body>> for Transport {
    type Response = Response<Body>;
    type Error = Status;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Status>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Status>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        if let Some(authorization) = &self.authorization {
            let headers = request.headers_mut();
            headers.insert(AUTHORIZATION, authorization.clone());
        }
        let limit = own_timeout(&request).unwrap_or(self.timeout);
        let way = self.way.clone();
        Box::pin(async move {
            let answer = async {
                match way {
                    Way::Rest(rest) => rest.call(request).await,
                    Way::Grpc(mut channel) => {
                        let lost =
                            |error: tonic::transport::Error| Status::from_error(error.into());
                        poll_fn(|cx| channel.poll_ready(cx)).await.map_err(lost)?;
                        channel.call(request).await.map_err(lost)
                    }
                }
            };
            match tokio::time::timeout(limit, answer).await {
                Ok(answer) => answer,
                Err(_) => Err(Status::deadline_exceeded(format!(
                    "no answer within {limit:?}"
                ))),
            }
        })
    }
}

impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport").finish_non_exhaustive()
    }
}
