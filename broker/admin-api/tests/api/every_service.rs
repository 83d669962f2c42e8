//! All services of the API, behind servers that say nothing: for what depends on the descriptors only.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use gmqtt_admin_api::{Api, Services};
use http::{Request, Response};
use tonic::Status;
use tonic::body::Body;
use tonic::server::NamedService;
use tower_service::Service;

macro_rules! silent {
    ($($name:ident = $service:literal,)*) => {
        $(
            #[derive(Clone)]
            struct $name;

            impl NamedService for $name {
                const NAME: &'static str = $service;
            }

            impl Service<Request<Body>> for $name {
                type Response = Response<Body>;
                type Error = Infallible;
                type Future = Ready<Result<Response<Body>, Infallible>>;

                fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
                    Poll::Ready(Ok(()))
                }

                fn call(&mut self, _: Request<Body>) -> Self::Future {
                    ready(Ok(Status::unimplemented("silent").into_http()))
                }
            }
        )*

        /// The names of all services.
        pub(crate) const SERVICES: &[&str] = &[$($service),*];

        fn add(services: &mut Services) {
            $(services.add($name);)*
        }
    };
}

silent! {
    Node = "gmqtt.admin.api.NodeService",
    Client = "gmqtt.admin.api.ClientService",
    Ban = "gmqtt.admin.api.BanService",
    Subscription = "gmqtt.admin.api.SubscriptionService",
    Publish = "gmqtt.admin.api.PublishService",
    Retained = "gmqtt.admin.api.RetainedService",
    Topic = "gmqtt.admin.api.TopicService",
    Account = "gmqtt.auth.api.AccountService",
    Acl = "gmqtt.admin.api.AclService",
    Token = "gmqtt.admin.api.TokenService",
    Listener = "gmqtt.admin.api.ListenerService",
    Config = "gmqtt.admin.api.ConfigService",
    Members = "gmqtt.federation.api.Membership",
    Metrics = "gmqtt.admin.api.MetricsService",
    Events = "gmqtt.admin.api.EventService",
    Log = "gmqtt.admin.api.LogService",
    Trace = "gmqtt.admin.api.TraceService",
}

pub(crate) fn api() -> Api {
    let mut services = Services::new();
    add(&mut services);
    services.build().expect("the services fit together")
}

#[test]
fn every_service_of_the_descriptors_is_here() {
    let pool = gmqtt_admin_api::pool();
    let mut described: Vec<_> = pool
        .services()
        .map(|service| service.full_name().to_owned())
        .collect();
    let mut here: Vec<_> = SERVICES.to_vec();
    described.sort();
    here.sort_unstable();
    assert_eq!(described, here);
}

#[test]
fn a_service_twice_or_unknown_is_refused() {
    let mut services = Services::new();
    services.add(Node).add(Node);
    let error = services.build().unwrap_err().to_string();
    assert_eq!(
        error,
        "the service gmqtt.admin.api.NodeService was added twice"
    );

    silent_stranger::add_to_nothing();
}

mod silent_stranger {
    use super::*;

    #[derive(Clone)]
    struct Stranger;

    impl NamedService for Stranger {
        const NAME: &'static str = "example.Stranger";
    }

    impl Service<Request<Body>> for Stranger {
        type Response = Response<Body>;
        type Error = Infallible;
        type Future = Ready<Result<Response<Body>, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, _: Request<Body>) -> Self::Future {
            ready(Ok(Status::unimplemented("silent").into_http()))
        }
    }

    pub(super) fn add_to_nothing() {
        let mut services = Services::new();
        services.add(Stranger);
        let error = services.build().expect_err("nobody knows it").to_string();
        assert!(error.starts_with("no descriptor names the service example.Stranger"));
    }
}
