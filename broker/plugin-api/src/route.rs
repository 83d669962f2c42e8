//! What plugins add to the admin API.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;

use crate::BoxFuture;

/// A route under `/v1/plugins/NAME/` of the admin API.
#[derive(Clone)]
pub struct Route {
    /// What may be done with it.
    pub method: Method,
    /// What follows `/v1/plugins/NAME/`, without a slash in front; a segment `{id}` stands for any one.
    pub path: &'static str,
    /// What it is good for, in one line.
    pub about: &'static str,
    /// Answers.
    pub handler: Arc<dyn RouteHandler>,
}

/// The methods of HTTP that routes use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Reads; an operator who may only look may call it.
    Get,
    /// Does something.
    Post,
    /// Sets something to what is given, whatever it was.
    Put,
    /// Removes.
    Delete,
}

/// Answers the requests of one route.
pub trait RouteHandler: Send + Sync + 'static {
    /// One request. It runs beside the connections.
    fn handle(&self, request: RouteRequest) -> BoxFuture<'_, RouteAnswer>;
}

/// A request for a route.
#[derive(Debug, Clone)]
pub struct RouteRequest {
    /// The segments that stood for `{...}` in the path, by name.
    pub path: Vec<(String, String)>,
    /// The query, decoded.
    pub query: Vec<(String, String)>,
    /// The body: JSON.
    pub body: Bytes,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RouteAnswer {
    /// The HTTP status.
    pub status: u16,
    /// What the body is, as in `application/json`.
    pub content_type: &'static str,
    /// The body.
    pub body: Bytes,
}

impl RouteAnswer {
    /// An answer in JSON.
    #[must_use]
    pub fn json(status: u16, body: impl Into<Bytes>) -> Self {
        Self {
            status,
            content_type: "application/json",
            body: body.into(),
        }
    }
}

impl fmt::Debug for Route {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Route")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}
