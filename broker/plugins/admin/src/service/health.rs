//! `grpc.health.v1.Health`: what probes of gRPC ask. The whole broker is the service with the empty name.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::Interval;
use tokio_stream::Stream;
use tonic::{Request, Response, Status};
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_server::Health as HealthService;
use tonic_health::pb::{HealthCheckRequest, HealthCheckResponse};

use crate::health::{Health, is_well};

/// The service.
pub(crate) struct Probe {
    health: Health,
    /// The services there are.
    names: Vec<&'static str>,
}

/// How long a change may take to be noticed by who watches.
const LOOK_EVERY: Duration = Duration::from_secs(1);

impl Probe {
    pub(crate) const fn new(health: Health, names: Vec<&'static str>) -> Self {
        Self { health, names }
    }

    fn knows(&self, name: &str) -> bool {
        name.is_empty() || self.names.contains(&name)
    }
}

fn status(health: &Health) -> ServingStatus {
    if is_well(&health.ready()) {
        ServingStatus::Serving
    } else {
        ServingStatus::NotServing
    }
}

const fn answer(status: ServingStatus) -> HealthCheckResponse {
    HealthCheckResponse {
        status: status as i32,
    }
}

#[tonic::async_trait]
impl HealthService for Probe {
    async fn check(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<HealthCheckResponse>, Status> {
        if !self.knows(&request.get_ref().service) {
            return Err(Status::not_found("there is no such service"));
        }
        Ok(Response::new(answer(status(&self.health))))
    }

    type WatchStream = Changes;

    /// The state now, and whenever it changes. One message waits at most: the state is looked at when the last was taken.
    async fn watch(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<Self::WatchStream>, Status> {
        let is_known = self.knows(&request.get_ref().service);
        Ok(Response::new(Changes {
            health: is_known.then(|| self.health.clone()),
            ticks: tokio::time::interval(LOOK_EVERY),
            told: None,
        }))
    }
}

/// The changes of a service's state.
pub(crate) struct Changes {
    /// `None`: there is no such service.
    health: Option<Health>,
    ticks: Interval,
    told: Option<ServingStatus>,
}

impl Stream for Changes {
    type Item = Result<HealthCheckResponse, Status>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            ready!(self.ticks.poll_tick(cx));
            let now = self
                .health
                .as_ref()
                .map_or(ServingStatus::ServiceUnknown, status);
            if self.told.replace(now) != Some(now) {
                return Poll::Ready(Some(Ok(answer(now))));
            }
        }
    }
}
