//! What every request goes through between a connection and the services: the perimeter, and the choice between gRPC and REST.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use gmqtt_admin_api::{Api, Fault, Gateway, Guard, RequestId, docs};
use http::header::{CONTENT_TYPE, HeaderValue};
use http::request::Parts;
use http::{Request, Response};
use tower_service::Service as _;

use crate::connection::Connection;
use crate::endpoint::Speaks;
use crate::perimeter::Perimeter;

/// The way in, the same for all endpoints. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Door {
    gateway: Gateway,
    grpc: Router,
    rest: Router,
    perimeter: Arc<Perimeter>,
}

/// Gives errors the form of all others.
#[derive(Clone)]
pub(crate) struct Refuse(Gateway);

impl Refuse {
    pub(crate) fn answer(&self, request: &Parts, fault: Fault) -> Response<Body> {
        self.0.refuse(request, &fault.into())
    }
}

impl Door {
    /// To these services behind this guard. `pages` is what is served beside them.
    pub(crate) fn new(
        api: Api,
        guard: Arc<dyn Guard>,
        perimeter: Arc<Perimeter>,
        pages: impl FnOnce(Refuse) -> Router,
    ) -> Self {
        let gateway = Gateway::new(api, guard, VERSION);
        let beside = pages(Refuse(gateway.clone()));
        let rest = gateway.rest().merge(docs(gateway.api(), VERSION));
        Self {
            grpc: gateway.grpc().into_axum_router(),
            rest: rest.merge(beside),
            gateway,
            perimeter,
        }
    }

    /// Answers one request.
    pub(crate) async fn answer<B>(
        &self,
        connection: Connection,
        request: Request<B>,
    ) -> Response<Body>
    where
        B: http_body::Body<Data = bytes::Bytes> + Send + 'static,
        B::Error: Into<axum::BoxError>,
    {
        let (mut parts, body) = request.into_parts();
        let calls_grpc = match connection.entrance.speaks {
            Speaks::Grpc => true,
            Speaks::Rest => false,
            Speaks::Both => is_grpc(&parts.headers),
        };
        if let Err(fault) = self.perimeter.admit(&connection, &parts) {
            let status = fault.into();
            return if calls_grpc {
                status_of_grpc(&status)
            } else {
                self.gateway.refuse(&parts, &status)
            };
        }
        parts.extensions.insert(connection);
        let id = RequestId::of(&parts.headers);
        // Whoever answers finds the same one, and so does whoever reads the answer.
        if let Ok(id) = HeaderValue::from_str(id.as_str()) {
            parts.headers.insert("x-request-id", id);
        }
        let request = Request::from_parts(parts, Body::new(body));
        let mut router = if calls_grpc {
            self.grpc.clone()
        } else {
            self.rest.clone()
        };
        let Ok(mut response) = router.call(request).await;
        let headers = response.headers_mut();
        if let Ok(id) = HeaderValue::from_str(id.as_str()) {
            headers.insert("x-request-id", id);
        }
        headers.insert("x-gmqtt-version", HeaderValue::from_static(VERSION));
        response
    }
}

/// The version of the broker.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

fn is_grpc(headers: &http::HeaderMap) -> bool {
    headers
        .get(CONTENT_TYPE)
        .is_some_and(|value| value.as_bytes().starts_with(b"application/grpc"))
}

fn status_of_grpc(status: &tonic::Status) -> Response<Body> {
    status
        .clone()
        .into_http::<tonic::body::Body>()
        .map(Body::new)
}
