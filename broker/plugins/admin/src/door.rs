//! What every request goes through between a connection and the services: the perimeter, and the choice between gRPC and REST.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use gmqtt_admin_api::{Api, Gateway, Guard, docs};
use http::header::CONTENT_TYPE;
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

impl Door {
    /// To these services behind this guard.
    pub(crate) fn new(api: Api, guard: Arc<dyn Guard>, perimeter: Arc<Perimeter>) -> Self {
        let gateway = Gateway::new(api, guard, VERSION);
        Self {
            grpc: gateway.grpc().into_axum_router(),
            rest: gateway.rest().merge(docs(gateway.api(), VERSION)),
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
        let request = Request::from_parts(parts, Body::new(body));
        let mut router = if calls_grpc {
            self.grpc.clone()
        } else {
            self.rest.clone()
        };
        let Ok(response) = router.call(request).await;
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
