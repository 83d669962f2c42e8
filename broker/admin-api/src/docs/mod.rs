//! The docs page: it shows the OpenAPI document of the broker that serves it, and ships inside the binary. It loads nothing from
//! elsewhere, since brokers live on machines that reach nothing else, and a policy holds it to that.

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Response};

use crate::{Api, openapi};

const PAGE: &str = include_str!("index.html");
const SCRIPT: &str = include_str!("viewer.js");
const STYLE: &str = include_str!("viewer.css");

/// Nothing from other origins, no script in the page itself, no framing.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// `/docs` with what it needs, and `/openapi.json`. `version` is the broker's.
pub fn docs(api: &Api, version: &str) -> Router {
    let document = openapi(api, version).to_string();
    let file = |content_type: &'static str, text: &'static str| {
        get(move || async move { answer(content_type, Body::from(text)) })
    };
    Router::new()
        .route("/docs", file("text/html; charset=utf-8", PAGE))
        .route(
            "/docs/viewer.js",
            file("text/javascript; charset=utf-8", SCRIPT),
        )
        .route("/docs/viewer.css", file("text/css; charset=utf-8", STYLE))
        .route(
            "/openapi.json",
            get(move || async move { answer("application/json", Body::from(document)) }),
        )
}

fn answer(content_type: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, content_type),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CACHE_CONTROL, "no-cache"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}
