//! REST: makes a call of gRPC of each request and JSON of its answer. It knows no method by name; all it does is driven by the
//! descriptors.
//!
//! The call stays in the process: the service object is the one that gRPC endpoints serve, called with the frames of gRPC as a
//! function. No socket, no second implementation, no task.

use std::sync::Arc;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::header::{CONTENT_TYPE, HeaderValue, USER_AGENT};
use http::request::Parts;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use prost_reflect::{DynamicMessage, Value};
use tonic::service::Routes;
use tonic::{Code, Status};

use crate::answer::Asked;
use crate::json::{self, Projection};
use crate::method::{Binding, Method};
use crate::path::{Captures, NotText};
use crate::services::Found;
use crate::stream::{Shape, StreamBody};
use crate::{Api, Fault, Guard, Guarded, MAX_MESSAGE_BYTES, Reason, frame, query};

/// The header that asks for the fields that the broker in Go did not show.
const FIELDS: &str = "x-gmqtt-fields";

/// The API over HTTP, in REST and in gRPC. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Gateway(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    guarded: Guarded,
    version: HeaderValue,
}

/// A request that was read.
struct Call<'a> {
    method: &'a Method,
    message: DynamicMessage,
    projection: Option<Projection>,
}

impl Gateway {
    /// These services behind this guard. `version` is the broker's, for the header `X-Gmqtt-Version`.
    #[must_use]
    pub fn new(api: Api, guard: Arc<dyn Guard>, version: &'static str) -> Self {
        Self(Arc::new(Inner {
            guarded: Guarded::new(api, guard),
            version: HeaderValue::from_static(version),
        }))
    }

    /// The services.
    #[must_use]
    pub fn api(&self) -> &Api {
        self.0.guarded.api()
    }

    /// The services behind the guard, for a gRPC endpoint.
    #[must_use]
    pub fn grpc(&self) -> Routes {
        let router = axum::Router::new().fallback_service(self.0.guarded.clone());
        Routes::from(router)
    }

    /// REST, for an HTTP endpoint: every path of the API, and an error for every other. It can be merged into a router that has no
    /// fallback of its own.
    pub fn rest(&self) -> axum::Router {
        let gateway = self.clone();
        axum::Router::new().fallback(move |request: Request<Body>| {
            let gateway = gateway.clone();
            async move { gateway.answer(request).await }
        })
    }

    /// Answers one request of REST.
    pub async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let head = request.method() == http::Method::HEAD;
        let (mut parts, body) = request.into_parts();
        if head {
            parts.method = http::Method::GET;
        }
        let asked = Asked::new(&parts, self.0.version.clone());
        parts.extensions.insert(asked.id.clone());
        let answer = self.call(parts, body, &asked).await;
        let mut response = answer.unwrap_or_else(|status| asked.error(&status));
        if head {
            *response.body_mut() = Body::empty();
        }
        response
    }

    /// An error in the form of all others, for what an endpoint refuses before it gets here.
    #[must_use]
    pub fn refuse(&self, request: &Parts, status: &Status) -> Response<Body> {
        Asked::new(request, self.0.version.clone()).error(status)
    }

    async fn call(
        &self,
        mut parts: Parts,
        body: Body,
        asked: &Asked,
    ) -> Result<Response<Body>, Status> {
        let path = parts.uri.path().to_owned();
        let (method, binding, captures) = self.route(&parts, &path)?;
        self.0.guarded.admit(method, &mut parts)?;
        let body = if binding.body {
            read_body(body).await?
        } else {
            Bytes::new()
        };
        let call = Call::read(method, binding, captures, &parts, &body)?;
        let shape = Shape::wanted(&parts.headers);
        let request = inner_request(&call, parts, asked)?;
        let response = self.0.guarded.call_admitted(method, request).await;
        if let Some(status) = Status::from_header_map(response.headers())
            && status.code() != Code::Ok
        {
            return Err(status);
        }
        if method.streams() {
            let body = response.into_body();
            let output = method.descriptor.output();
            let body = StreamBody::new(body, output, call.projection, shape, asked.clone());
            return Ok(asked.response(StatusCode::OK, shape.content_type(), Body::new(body)));
        }
        let message = read_answer(method, response).await?;
        Ok(asked.json(json::write(&message, call.projection.as_ref())?))
    }

    /// The method that a path leads to.
    fn route<'a>(
        &'a self,
        parts: &Parts,
        path: &str,
    ) -> Result<(&'a Method, &'a Binding, Captures<'a>), Fault> {
        match self.api().find(&parts.method, path) {
            Found::Method {
                method,
                binding,
                captures: Ok(captures),
            } => Ok((method, binding, captures)),
            Found::Method {
                captures: Err(NotText { field }),
                ..
            } => {
                let problem = "it is not UTF-8 when it is decoded";
                let words = format!("invalid {field}:{problem}");
                Err(Fault::new(Reason::InvalidPath, words).violation(field, problem))
            }
            Found::OtherVerb(verbs) => {
                let names: Vec<_> = verbs.iter().map(http::Method::as_str).collect();
                let allow = names.join(", ");
                let words = format!("{path} is for {allow}, not for {}", parts.method);
                Err(Fault::new(Reason::MethodNotAllowed, words).with("allow", allow))
            }
            Found::Nothing => Err(Fault::new(
                Reason::RouteNotFound,
                format!("there is no route {path}; all routes are at /docs"),
            )),
        }
    }
}

impl<'a> Call<'a> {
    /// Body, then query, then path: what is said last holds.
    fn read(
        method: &'a Method,
        binding: &Binding,
        captures: Captures<'_>,
        parts: &Parts,
        body: &[u8],
    ) -> Result<Self, Fault> {
        let input = method.descriptor.input();
        let mut message = if binding.body {
            json::read(&input, body)?
        } else {
            DynamicMessage::new(input)
        };
        let text = parts.uri.query().unwrap_or_default();
        query::read(text, method, binding, &mut message)?;
        for (name, value) in captures {
            message.set_field_by_name(name, Value::String(value));
        }
        from_headers(parts, &mut message)?;
        let output = method.descriptor.output();
        let mut projection = Projection::of(&message, &output)?;
        let wants_all = parts.headers.get(FIELDS).is_some_and(|said| said == "all");
        if projection.is_none() && !wants_all {
            projection = Projection::plain(method.plain_fields(), &output);
        }
        Ok(Self {
            method,
            message,
            projection,
        })
    }
}

/// Headers of HTTP that mean the same as a field, where the request has it and does not set it.
fn from_headers(parts: &Parts, message: &mut DynamicMessage) -> Result<(), Fault> {
    for (header, name) in [
        ("if-match", "if_match"),
        ("last-event-id", "since_sequence"),
    ] {
        let Some(value) = parts.headers.get(header) else {
            continue;
        };
        let Some(field) = message.descriptor_field(name) else {
            continue;
        };
        if message.has_field(&field) {
            continue;
        }
        let wrong = || Fault::new(Reason::InvalidArgument, format!("invalid header {header}"));
        let text = value.to_str().map_err(|_| wrong())?.trim();
        let value = match field.kind() {
            prost_reflect::Kind::Uint64 => Value::U64(text.parse().map_err(|_| wrong())?),
            _ => Value::String(text.trim_matches('"').to_owned()),
        };
        message.set_field(&field, value);
    }
    Ok(())
}

/// A field of a message by name.
trait DescriptorField {
    fn descriptor_field(&self, name: &str) -> Option<prost_reflect::FieldDescriptor>;
}

impl DescriptorField for DynamicMessage {
    fn descriptor_field(&self, name: &str) -> Option<prost_reflect::FieldDescriptor> {
        prost_reflect::ReflectMessage::descriptor(self).get_field_by_name(name)
    }
}

async fn read_body(body: Body) -> Result<Bytes, Fault> {
    match Limited::new(body, MAX_MESSAGE_BYTES).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Fault::new(
            Reason::BodyTooLarge,
            format!("the body is larger than {MAX_MESSAGE_BYTES} bytes"),
        )),
        Err(error) => Err(Fault::new(
            Reason::Cancelled,
            format!("the body did not arrive whole: {error}"),
        )),
    }
}

/// The call of gRPC. Of the headers only those go along that a service may want and that mean nothing to gRPC; what the guard
/// found out is in the extensions.
fn inner_request(
    call: &Call<'_>,
    parts: Parts,
    asked: &Asked,
) -> Result<Request<Full<Bytes>>, Status> {
    let mut request = Request::new(Full::new(frame::encode(&call.message)?));
    *request.method_mut() = http::Method::POST;
    *request.version_mut() = http::Version::HTTP_2;
    *request.uri_mut() = call
        .method
        .path()
        .parse()
        .map_err(|_| Status::internal("the method's name is no path"))?;
    *request.extensions_mut() = parts.extensions;
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    headers.insert("te", HeaderValue::from_static("trailers"));
    if let Ok(id) = HeaderValue::from_str(asked.id.as_str()) {
        headers.insert(crate::request_id::HEADER, id);
    }
    if let Some(agent) = parts.headers.get(USER_AGENT) {
        headers.insert(USER_AGENT, agent.clone());
    }
    Ok(request)
}

async fn read_answer(
    method: &Method,
    response: Response<tonic::body::Body>,
) -> Result<DynamicMessage, Status> {
    let body = response.into_body().collect().await?;
    if let Some(status) = body.trailers().and_then(Status::from_header_map)
        && status.code() != Code::Ok
    {
        return Err(status);
    }
    let mut received = BytesMut::from(body.to_bytes());
    frame::take(&mut received, &method.descriptor.output())?
        .ok_or_else(|| Status::internal("the service answered nothing"))
}
