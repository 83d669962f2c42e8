//! The answer of HTTP, made one of gRPC: a message and its trailers, or an error.

use bytes::{Bytes, BytesMut};
use gmqtt_admin_api::{Fault, Reason, pool};
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use prost_reflect::prost::Message as _;
use prost_reflect::{DeserializeOptions, DynamicMessage, MessageDescriptor, MethodDescriptor};
use tonic::body::Body;
use tonic::{Code, Status};

use super::route::{Route, in_query, known_in_go};
use super::stream::StreamBody;
use super::{frame, lost};

/// The largest answer that is read whole, in bytes. As JSON an answer is larger than the 4 MiB it may have as a message.
const MAX_ANSWER_BYTES: usize = 32 * 1024 * 1024;

/// Makes the answer of a call of the answer of a server.
///
/// # Errors
/// What the server says is wrong.
pub(super) async fn read(
    method: &MethodDescriptor,
    route: &Route,
    asked: &DynamicMessage,
    response: reqwest::Response,
) -> Result<Response<Body>, Status> {
    // Ours says its version in every answer.
    let older = !response.headers().contains_key("x-gmqtt-version");
    if !response.status().is_success() {
        return Err(refused(method, route, older, response).await);
    }
    if older && let Some(ignored) = ignored(method, asked) {
        return Err(older_broker(&format!("it does not know `{ignored}`")));
    }
    let body = if method.is_server_streaming() {
        Body::new(StreamBody::new(method.output(), response))
    } else {
        let json = whole(response).await?;
        let message = message(method.output(), &json)?;
        Body::new(Full::new(frame::with(&message)?).with_trailers(async { Some(Ok(done())) }))
    };
    let mut answer = Response::new(body);
    let headers = answer.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/grpc"));
    Ok(answer)
}

/// The trailers of an answer that is complete.
pub(super) fn done() -> HeaderMap {
    let mut trailers = HeaderMap::new();
    trailers.insert("grpc-status", HeaderValue::from_static("0"));
    trailers
}

/// A message of JSON. Fields of newer brokers are left out.
pub(super) fn message(
    descriptor: MessageDescriptor,
    json: &[u8],
) -> Result<DynamicMessage, Status> {
    let options = DeserializeOptions::new().deny_unknown_fields(false);
    let mut reader = serde_json::Deserializer::from_slice(json);
    DynamicMessage::deserialize_with_options(descriptor, &mut reader, &options).map_err(|error| {
        Status::internal(format!(
            "what answers there is not the admin API of a broker: {error}"
        ))
    })
}

async fn whole(mut response: reqwest::Response) -> Result<Bytes, Status> {
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(lost)? {
        if body.len() + chunk.len() > MAX_ANSWER_BYTES {
            return Err(Status::out_of_range(format!(
                "the answer is larger than {MAX_ANSWER_BYTES} bytes"
            )));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// The error that a server answers with.
async fn refused(
    method: &MethodDescriptor,
    route: &Route,
    older: bool,
    response: reqwest::Response,
) -> Status {
    let http = response.status();
    let body = match whole(response).await {
        Ok(body) => body,
        Err(status) => return status,
    };
    let known = error(&body);
    let no_route = [
        StatusCode::NOT_FOUND,
        StatusCode::METHOD_NOT_ALLOWED,
        StatusCode::NOT_IMPLEMENTED,
    ];
    if older && !route.go_broker && no_route.contains(&http) {
        return older_broker(&format!("it has no {}", method.full_name()));
    }
    match known {
        Some(status) if older && status.message().contains("unknown field") => {
            older_broker(status.message())
        }
        Some(status) => status,
        None => Status::new(
            code(http),
            format!("the server answered {http}, not as an admin API does"),
        ),
    }
}

fn older_broker(why: &str) -> Status {
    Fault::new(
        Reason::NotSupported,
        format!("this takes a newer broker: {why}"),
    )
    .into()
}

/// The error in the body: `{"code":5,"message":"not found","details":[]}`.
pub(super) fn error(body: &[u8]) -> Option<Status> {
    let json: serde_json::Value = serde_json::from_slice(body).ok()?;
    let code = Code::from_i32(json.get("code")?.as_i64()?.try_into().ok()?);
    let text = json.get("message").and_then(serde_json::Value::as_str);
    let descriptor = pool().get_message_by_name("google.rpc.Status")?;
    // Details of a kind that nobody here knows are left out; code and words remain.
    let details = message(descriptor, body)
        .map(|status| status.encode_to_vec())
        .unwrap_or_default();
    Some(Status::with_details(
        code,
        text.unwrap_or_default(),
        Bytes::from(details),
    ))
}

fn code(http: StatusCode) -> Code {
    match http.as_u16() {
        400 => Code::InvalidArgument,
        401 => Code::Unauthenticated,
        403 => Code::PermissionDenied,
        404 => Code::NotFound,
        409 => Code::Aborted,
        413 | 429 => Code::ResourceExhausted,
        501 => Code::Unimplemented,
        _ => Code::Unknown,
    }
}

/// A parameter of the query that was set and that the broker in Go ignored: the answer is one to another question.
fn ignored(method: &MethodDescriptor, asked: &DynamicMessage) -> Option<String> {
    let known = known_in_go(method.input().full_name());
    let mut fields = asked.fields();
    fields.find_map(|(field, _)| {
        (field.number() > known && !in_query(&field)).then(|| field.name().to_owned())
    })
}
