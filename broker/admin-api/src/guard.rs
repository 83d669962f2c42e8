//! Who may call: asked once for every call, whether it comes by gRPC or by REST, before the request is read.

use std::convert::Infallible;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::request::Parts;
use http::{Extensions, Request, Response};
use tonic::body::Body;
use tonic::{Code, Status};
use tower_service::Service;

use crate::{Api, Fault, Method, Reason, RequestId, requested};

/// Decides who may call what, and hears what came of it.
pub trait Guard: Send + Sync + 'static {
    /// A call arrives. `request` is as it came: in REST with the path and the headers of HTTP, in gRPC with those of gRPC; its
    /// extensions hold what the endpoint put there (the peer's address, its certificate) and a [`RequestId`].
    ///
    /// What is put into the extensions, the caller above all, a service finds in `tonic::Request::extensions`.
    ///
    /// # Errors
    /// The answer to a caller who may not.
    fn admit(&self, method: &Method, request: &mut Parts) -> Result<(), Status>;

    /// A call that was admitted is answered; a stream has begun. `request` are the extensions that [`Guard::admit`] left, `answer`
    /// are those that the service put into its `tonic::Response`. Of a method that changes something, what was asked for is among
    /// the former, as [`Requested`](crate::Requested).
    fn answered(&self, method: &Method, request: &Extensions, code: Code, answer: &Extensions) {
        let _ = (method, request, code, answer);
    }
}

/// The services behind a guard, for calls by gRPC.
#[derive(Clone)]
pub struct Guarded {
    api: Api,
    guard: Arc<dyn Guard>,
}

impl Guarded {
    /// These services behind this guard.
    #[must_use]
    pub fn new(api: Api, guard: Arc<dyn Guard>) -> Self {
        Self { api, guard }
    }

    /// The services.
    #[must_use]
    pub const fn api(&self) -> &Api {
        &self.api
    }

    /// Asks whether a call may go on.
    pub(crate) fn admit(&self, method: &Method, request: &mut Parts) -> Result<(), Status> {
        self.guard.admit(method, request)
    }

    /// Makes a call that was admitted.
    pub(crate) async fn call_admitted<B>(
        &self,
        method: &Method,
        request: Request<B>,
    ) -> Response<Body>
    where
        B: http_body::Body<Data = Bytes> + Send + 'static,
        B::Error: Into<tonic::codegen::StdError>,
    {
        let (asked, response) = if method.changes() {
            let (mut request, said) = match requested::look(method, request).await {
                Ok(looked) => looked,
                Err(status) => return status.into_http(),
            };
            request.extensions_mut().insert(said);
            let asked = request.extensions().clone();
            (asked, self.api.routes().call(request).await)
        } else {
            let asked = request.extensions().clone();
            (asked, self.api.routes().call(request).await)
        };
        let Ok(response) = response;
        let code =
            Status::from_header_map(response.headers()).map_or(Code::Ok, |status| status.code());
        self.guard
            .answered(method, &asked, code, response.extensions());
        response
    }
}

impl<B> Service<Request<B>> for Guarded
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<tonic::codegen::StdError>,
{
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let guarded = self.clone();
        Box::pin(async move {
            let Some(method) = guarded.api.method(request.uri().path()) else {
                let path = request.uri().path();
                let fault = Fault::new(Reason::NotSupported, format!("there is no method {path}"));
                return Ok(Status::from(fault).into_http());
            };
            let (mut parts, body) = request.into_parts();
            let id = RequestId::of(&parts.headers);
            parts.extensions.insert(id);
            if let Err(status) = guarded.admit(method, &mut parts) {
                return Ok(status.into_http());
            }
            let request = Request::from_parts(parts, body);
            Ok(guarded.call_admitted(method, request).await)
        })
    }
}

impl fmt::Debug for Guarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").finish_non_exhaustive()
    }
}
