//! What is served beside the services: health for probes, the metrics, and the routes of plugins.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::routing::{any, get};
use bytes::Bytes;
use gmqtt_admin_api::{Fault, MAX_MESSAGE_BYTES, Reason, RequestId, Role};
use gmqtt_plugin_api::{BrokerHandle, Method, Route, RouteAnswer, RouteRequest};
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS};
use http::request::Parts;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use tonic::Code;

use crate::audit::{Audit, Record};
use crate::door::Refuse;
use crate::guard::Porter;
use crate::health::{self, Check, Health};

/// What the pages are made of.
pub(crate) struct Pages {
    pub(crate) broker: BrokerHandle,
    pub(crate) health: Health,
    pub(crate) porter: Arc<Porter>,
    pub(crate) audit: Audit,
    pub(crate) refuse: Refuse,
}

const PLAIN: &str = "text/plain; charset=utf-8";

/// Their routes.
pub(crate) fn router(pages: Pages) -> Router {
    Router::new()
        .route("/livez", get(live))
        .route("/healthz", get(live))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
        .route("/v1/plugins/{name}/{*path}", any(plugin))
        .with_state(Arc::new(pages))
}

async fn live(State(pages): State<Arc<Pages>>, request: Request<Body>) -> Response<Body> {
    let checks = pages.health.live();
    pages.probe(&request.into_parts().0, checks)
}

async fn ready(State(pages): State<Arc<Pages>>, request: Request<Body>) -> Response<Body> {
    let checks = pages.health.ready();
    pages.probe(&request.into_parts().0, checks)
}

async fn metrics(State(pages): State<Arc<Pages>>, request: Request<Body>) -> Response<Body> {
    let (mut parts, body) = request.into_parts();
    // Decided by the path of a plugin's page; the rest is the same.
    parts.uri = http::Uri::from_static("/v1/plugins/prometheus/metrics");
    pages.call(parts, body).await
}

async fn plugin(State(pages): State<Arc<Pages>>, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    pages.call(parts, body).await
}

impl Pages {
    /// Answers a probe: everybody is told whether all is well, viewers what is not.
    fn probe(&self, request: &Parts, mut checks: Vec<Check>) -> Response<Body> {
        let query = pairs(request.uri.query().unwrap_or_default());
        let left_out = |name: &str| {
            let mut asked = query.iter();
            asked.any(|(key, value)| key == "exclude" && value == name)
        };
        checks.retain(|check| !left_out(check.name));
        let is_well = health::is_well(&checks);
        let status = if is_well {
            StatusCode::OK
        } else {
            StatusCode::SERVICE_UNAVAILABLE
        };
        let is_verbose = query
            .iter()
            .any(|(key, value)| key == "verbose" && value != "false");
        if !is_verbose {
            let word = if is_well { "ok" } else { "not ok" };
            return page(status, PLAIN, word.to_owned().into());
        }
        match self.porter.admit_role(Role::Viewer, "`verbose`", request) {
            Ok(_) => page(status, PLAIN, health::report(&checks).into()),
            Err(fault) => self.refuse.answer(request, fault),
        }
    }

    /// Answers a request for the route of a plugin.
    async fn call(&self, parts: Parts, body: Body) -> Response<Body> {
        match self.answer(&parts, body).await {
            Ok(answer) => {
                let status = StatusCode::from_u16(answer.status);
                let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
                page(status, answer.content_type, answer.body)
            }
            Err(fault) => self.refuse.answer(&parts, fault),
        }
    }

    async fn answer(&self, parts: &Parts, body: Body) -> Result<RouteAnswer, Fault> {
        let (route, path) = self.find(parts)?;
        let needed = match route.method {
            Method::Get => Role::Viewer,
            Method::Post | Method::Put | Method::Delete => Role::Operator,
        };
        let what = format!("`{} {}`", parts.method, parts.uri.path());
        let caller = self.porter.admit_role(needed, &what, parts)?;
        let body = Limited::new(body, MAX_MESSAGE_BYTES).collect().await;
        let body = body.map_err(|error| {
            Fault::new(
                Reason::BodyTooLarge,
                format!("the body cannot be read: {error}"),
            )
        })?;
        let query = pairs(parts.uri.query().unwrap_or_default());
        let asked = RouteRequest {
            path,
            query,
            body: body.to_bytes(),
        };
        let answer = route.handler.handle(asked).await;
        if needed != Role::Viewer {
            self.audit.note(&Record {
                who: caller.name,
                from: caller.from,
                method: format!("{} {}", parts.method, parts.uri.path()),
                asked: String::new(),
                code: if answer.status < 400 {
                    Code::Ok
                } else {
                    Code::Unknown
                },
                request_id: RequestId::of(&parts.headers).as_str().to_owned(),
            });
        }
        Ok(answer)
    }

    /// The route that a request is for, and what stands for the `{...}` of its path.
    fn find(&self, parts: &Parts) -> Result<(Route, Vec<(String, String)>), Fault> {
        let path = parts.uri.path();
        let nothing = || {
            Fault::new(
                Reason::RouteNotFound,
                format!("there is no such path: {path}"),
            )
        };
        let rest = path.strip_prefix("/v1/plugins/").ok_or_else(nothing)?;
        let (plugin, rest) = rest.split_once('/').ok_or_else(nothing)?;
        let mut others = Vec::new();
        for (owner, route) in self.broker.plugin_routes() {
            let Some(captured) = captures(route.path, rest).filter(|_| owner == plugin) else {
                continue;
            };
            let verb = verb(route.method);
            if verb == parts.method
                || (verb == http::Method::GET && parts.method == http::Method::HEAD)
            {
                return Ok((route, captured));
            }
            others.push(verb.to_string());
        }
        if others.is_empty() {
            return Err(nothing());
        }
        let allow = others.join(", ");
        let words = format!("{path} is for {allow}");
        Err(Fault::new(Reason::MethodNotAllowed, words).with("allow", allow))
    }
}

const fn verb(method: Method) -> http::Method {
    match method {
        Method::Get => http::Method::GET,
        Method::Post => http::Method::POST,
        Method::Put => http::Method::PUT,
        Method::Delete => http::Method::DELETE,
    }
}

/// What stands for the `{...}` of a pattern in a path as it came; `None` if the path is another.
fn captures(pattern: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut found = Vec::new();
    let (mut wanted, mut given) = (pattern.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(found),
            (Some(wanted), Some(given)) => {
                let name = wanted
                    .strip_prefix('{')
                    .and_then(|rest| rest.strip_suffix('}'));
                match name {
                    Some(name) if !given.is_empty() => {
                        found.push((name.to_owned(), decoded(given, false)))
                    }
                    None if wanted == given => {}
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
}

/// The names and values of a query.
fn pairs(query: &str) -> Vec<(String, String)> {
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            (decoded(name, true), decoded(value, true))
        })
        .collect()
}

/// Decodes `%2F` and the like, and in a query `+`.
fn decoded(text: &str, is_query: bool) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((byte, after)) = rest.split_first() {
        let hex = after.get(..2).filter(|_| *byte == b'%');
        let number = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (number, *byte) {
            (Some(number), _) => {
                bytes.push(number);
                rest = &after[2..];
            }
            (None, b'+') if is_query => {
                bytes.push(b' ');
                rest = after;
            }
            (None, byte) => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn page(status: StatusCode, content_type: &'static str, body: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, "no-store"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_route_captures_segments_and_decodes_them_after() {
        let found = |pattern, path| captures(pattern, path);
        let one = |name: &str, value: &str| vec![(name.to_owned(), value.to_owned())];
        assert_eq!(found("rules/{id}", "rules/a%2Fb"), Some(one("id", "a/b")));
        assert_eq!(found("rules/{id}", "rules/"), None);
        assert_eq!(found("rules/{id}", "rules/a/b"), None);
        assert_eq!(found("metrics", "metrics"), Some(Vec::new()));
        assert_eq!(found("{a}", "%+x"), Some(one("a", "%+x")));
    }

    #[test]
    fn a_query_is_decoded() {
        let one = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(
            pairs("verbose&a=b+c%26&&exclude=listeners"),
            [
                one("verbose", ""),
                one("a", "b c&"),
                one("exclude", "listeners")
            ]
        );
    }
}
