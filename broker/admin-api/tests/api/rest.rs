//! Asking the made-up broker over REST.

use std::sync::Arc;

use axum::body::Body;
use gmqtt_admin_api::{Gateway, Guard, Method, Services};
use http::request::Parts;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;
use tonic::Status;

use crate::fake;

/// Lets everybody in.
pub(crate) struct Everybody;

impl Guard for Everybody {
    fn admit(&self, _: &Method, _: &mut Parts) -> Result<(), Status> {
        Ok(())
    }
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The reason in the details of an error.
    pub(crate) fn reason(&self) -> String {
        let json = self.json();
        let info = &json["details"][0];
        assert_eq!(info["@type"], "type.googleapis.com/google.rpc.ErrorInfo");
        assert_eq!(info["domain"], "gmqtt");
        info["reason"].as_str().expect("a reason").to_owned()
    }
}

/// The made-up broker behind a guard.
pub(crate) fn gateway(guard: impl Guard) -> Gateway {
    let mut services = Services::new();
    fake::register(&mut services);
    let api = services.build().expect("the services fit together");
    Gateway::new(api, Arc::new(guard), "0.1.0")
}

pub(crate) fn request(line: &str, body: &str) -> Request<Body> {
    let (method, path) = line.split_once(' ').expect("a method and a path");
    Request::builder()
        .method(method)
        .uri(path)
        // As curl's -d says it.
        .header("content-type", "application/x-www-form-urlencoded")
        .body(Body::from(body.to_owned()))
        .expect("a request")
}

pub(crate) async fn send(gateway: &Gateway, request: Request<Body>) -> Answer {
    let (parts, body) = gateway.answer(request).await.into_parts();
    let body = body.collect().await.expect("a whole body").to_bytes();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).expect("text"),
    }
}

/// `GET /v1/clients`, with a body where there is one.
pub(crate) async fn ask(line: &str, body: &str) -> Answer {
    send(&gateway(Everybody), request(line, body)).await
}
