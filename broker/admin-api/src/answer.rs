//! Answers of REST: JSON, and errors as grpc-gateway writes them or by RFC 9457.

use axum::body::Body;
use http::header::{
    ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
    X_CONTENT_TYPE_OPTIONS,
};
use http::request::Parts;
use http::{HeaderMap, Response, StatusCode};
use prost_reflect::prost::Message;
use prost_reflect::{DynamicMessage, SerializeOptions};
use serde_json::json;
use tonic::{Code, Status};

use crate::fault::{details, error_info};
use crate::generated::google::rpc;
use crate::{Reason, RequestId, descriptors};

/// The type of answers.
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");
/// The type of errors for those who ask for it.
pub(crate) const PROBLEM_JSON: HeaderValue = HeaderValue::from_static("application/problem+json");

/// What an answer has to know of its request.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) id: RequestId,
    /// `X-Gmqtt-Version`.
    pub(crate) version: HeaderValue,
    /// The path as it came.
    path: String,
    /// Whether errors are wanted by RFC 9457.
    problem: bool,
}

impl Asked {
    pub(crate) fn new(parts: &Parts, version: HeaderValue) -> Self {
        Self {
            id: RequestId::of(&parts.headers),
            version,
            path: parts.uri.path().to_owned(),
            problem: accepts(&parts.headers, "application/problem+json"),
        }
    }

    /// An answer in JSON.
    pub(crate) fn json(&self, body: Vec<u8>) -> Response<Body> {
        self.response(StatusCode::OK, JSON, Body::from(body))
    }

    pub(crate) fn response(
        &self,
        status: StatusCode,
        content_type: HeaderValue,
        body: Body,
    ) -> Response<Body> {
        let mut response = Response::new(body);
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, content_type);
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        headers.insert("x-gmqtt-version", self.version.clone());
        if let Ok(id) = HeaderValue::from_str(self.id.as_str()) {
            headers.insert(crate::request_id::HEADER, id);
        }
        response
    }

    /// An error.
    pub(crate) fn error(&self, status: &Status) -> Response<Body> {
        let (known, info) = self.named(status);
        let http = http_status(status.code(), &info.reason);
        let mut response = if self.problem {
            let body = problem(&known, &info, http, &self.path);
            self.response(http, PROBLEM_JSON, Body::from(body))
        } else {
            self.response(http, JSON, Body::from(body(&known)))
        };
        let headers = response.headers_mut();
        if http == StatusCode::UNAUTHORIZED {
            let bearer = HeaderValue::from_static("Bearer realm=\"gmqtt\"");
            headers.insert(WWW_AUTHENTICATE, bearer);
        }
        let from_metadata = [("retry_after", RETRY_AFTER), ("allow", ALLOW)];
        for (name, header) in from_metadata {
            let value = info.metadata.get(name);
            if let Some(Ok(value)) = value.map(|value| HeaderValue::from_str(value)) {
                headers.insert(header, value);
            }
        }
        response
    }

    /// The JSON of an error that ends a stream.
    pub(crate) fn error_json(&self, status: &Status) -> Vec<u8> {
        body(&self.named(status).0)
    }

    /// The details of a status, with the name of the request among them.
    fn named(&self, status: &Status) -> (rpc::Status, rpc::ErrorInfo) {
        let mut known = details(status);
        let info = error_info(&mut known, |info| {
            let id = self.id.as_str().to_owned();
            info.metadata.insert("request_id".to_owned(), id);
        });
        (known, info)
    }
}

/// Whether `Accept` names a type outright.
pub(crate) fn accepts(headers: &HeaderMap, content_type: &str) -> bool {
    headers
        .get_all(ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|range| {
            let range = range.split(';').next().unwrap_or_default();
            range.trim().eq_ignore_ascii_case(content_type)
        })
}

/// The status of HTTP for a code of gRPC: that of grpc-gateway, and two for what happens before there is a call.
pub(crate) fn http_status(code: Code, reason: &str) -> StatusCode {
    if reason == Reason::MethodNotAllowed.name() {
        return StatusCode::METHOD_NOT_ALLOWED;
    }
    if reason == Reason::BodyTooLarge.name() {
        return StatusCode::PAYLOAD_TOO_LARGE;
    }
    let number = match code {
        Code::Ok => 200,
        Code::Cancelled => 499,
        Code::InvalidArgument | Code::FailedPrecondition | Code::OutOfRange => 400,
        Code::DeadlineExceeded => 504,
        Code::NotFound => 404,
        Code::AlreadyExists | Code::Aborted => 409,
        Code::PermissionDenied => 403,
        Code::Unauthenticated => 401,
        Code::ResourceExhausted => 429,
        Code::Unimplemented => 501,
        Code::Unavailable => 503,
        Code::Unknown | Code::Internal | Code::DataLoss => 500,
    };
    StatusCode::from_u16(number).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// `{"code":..,"message":..,"details":[..]}`.
fn body(status: &rpc::Status) -> Vec<u8> {
    let write = || {
        let descriptor = descriptors::pool().get_message_by_name("google.rpc.Status")?;
        let message = DynamicMessage::decode(descriptor, status.encode_to_vec().as_slice()).ok()?;
        let options = SerializeOptions::new()
            .skip_default_fields(false)
            .use_proto_field_name(true);
        let mut out = Vec::new();
        let mut writer = serde_json::Serializer::new(&mut out);
        message.serialize_with_options(&mut writer, &options).ok()?;
        Some(out)
    };
    // Details of a type that nobody has described cannot be written; the rest can.
    write().unwrap_or_else(|| {
        let bare = json!({"code": status.code, "message": status.message, "details": []});
        bare.to_string().into_bytes()
    })
}

/// By RFC 9457.
fn problem(status: &rpc::Status, info: &rpc::ErrorInfo, http: StatusCode, path: &str) -> Vec<u8> {
    let whole: serde_json::Value = serde_json::from_slice(&body(status)).unwrap_or_default();
    let anchor = info.reason.to_ascii_lowercase().replace('_', "-");
    let problem = json!({
        "type": format!("/docs#reason-{anchor}"),
        "title": http.canonical_reason().unwrap_or("Error"),
        "status": http.as_u16(),
        "detail": status.message,
        "instance": path,
        "reason": info.reason,
        "request_id": info.metadata.get("request_id"),
        "code": status.code,
        "details": whole["details"],
    });
    problem.to_string().into_bytes()
}
