//! What keeps web pages out. A page that an operator happens to look at can send requests to this machine, and by rebinding
//! its own name it can even read the answers. Programs other than browsers pass.
//!
//! - On loopback, `Host` must be a name of loopback: a page whose name was rebound calls by its own.
//! - Browsers say where a request comes from (`Origin`, `Referer`, `Sec-Fetch-Site`). It must be the API's own page or one of an
//!   allowed site, and what changes something must be sent as JSON, which a form of another site cannot.

use std::net::IpAddr;
use std::sync::Arc;

use arc_swap::ArcSwap;
use gmqtt_admin_api::{Fault, Reason};
use gmqtt_config::Api;
use http::header::{CONTENT_TYPE, HOST, HeaderName, ORIGIN, REFERER};
use http::request::Parts;
use http::uri::Authority;
use http::{HeaderMap, Method};

use crate::connection::{Connection, Peer};

/// The rules, which a reload replaces.
#[derive(Debug, Default)]
pub(crate) struct Perimeter(ArcSwap<Allowed>);

/// Who is let in besides those who always are.
#[derive(Debug, Default)]
struct Allowed {
    origins: Vec<String>,
    hosts: Vec<String>,
}

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

impl Perimeter {
    pub(crate) fn new(api: &Api) -> Self {
        let perimeter = Self::default();
        perimeter.change(api);
        perimeter
    }

    /// Other rules from now on.
    pub(crate) fn change(&self, api: &Api) {
        let lower = |list: &[String]| list.iter().map(|one| one.to_ascii_lowercase()).collect();
        self.0.store(Arc::new(Allowed {
            origins: lower(&api.allowed_origins),
            hosts: lower(&api.allowed_hosts),
        }));
    }

    /// Whether a request may come in.
    ///
    /// # Errors
    /// Why not.
    pub(crate) fn admit(&self, connection: &Connection, request: &Parts) -> Result<(), Fault> {
        if matches!(connection.peer, Peer::Unix { .. }) {
            return Ok(());
        }
        let host = host(request);
        if connection.entrance.is_loopback {
            self.admit_host(host.as_deref())?;
        }
        let scheme = if connection.entrance.is_encrypted {
            "https"
        } else {
            "http"
        };
        let own = host.map(|host| format!("{scheme}://{host}").to_ascii_lowercase());
        self.admit_page(own.as_deref(), request)
    }

    /// Whether an endpoint on loopback may be called by this name. Only very old programs, no browsers, call by none.
    fn admit_host(&self, host: Option<&str>) -> Result<(), Fault> {
        let Some(host) = host else { return Ok(()) };
        let name = name_of(host).to_ascii_lowercase();
        let is_loopback = name == "localhost"
            || name.ends_with(".localhost")
            || name
                .parse::<IpAddr>()
                .is_ok_and(|address| address.to_canonical().is_loopback());
        if is_loopback || self.0.load().hosts.contains(&name) {
            return Ok(());
        }
        let words = format!(
            "this endpoint is not called {name:?}: call it by localhost, or add the name to `api.allowed_hosts`"
        );
        Err(Fault::new(Reason::ForbiddenHost, words))
    }

    fn admit_page(&self, own: Option<&str>, request: &Parts) -> Result<(), Fault> {
        let headers = &request.headers;
        let text = |name: &HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or(""));
        let (origin, referer) = (text(&ORIGIN), text(&REFERER));
        let site = text(&SEC_FETCH_SITE);
        if origin.is_none() && referer.is_none() && site.is_none() {
            return Ok(());
        }
        let from = origin.map(str::to_ascii_lowercase);
        let from = from.or_else(|| referer.map(|referer| origin_of(referer).to_ascii_lowercase()));
        let is_known = match &from {
            Some(from) => own == Some(from) || self.0.load().origins.contains(from),
            // Typed in by hand, or from a page of this origin that keeps its address to itself.
            None => matches!(site, Some("none" | "same-origin")),
        };
        if !is_known {
            let words = format!(
                "web pages of {} may not call: add the site to `api.allowed_origins` if they should",
                from.as_deref().unwrap_or("other sites")
            );
            return Err(Fault::new(Reason::ForbiddenOrigin, words));
        }
        let reads = matches!(request.method, Method::GET | Method::HEAD);
        if !reads && !is_json(headers) {
            let words = "web pages send application/json, or they may not call";
            return Err(Fault::new(Reason::ForbiddenOrigin, words));
        }
        Ok(())
    }
}

/// What the request was sent to: `:authority` in HTTP/2, `Host` in HTTP/1.1.
fn host(request: &Parts) -> Option<String> {
    let authority = request.uri.authority().map(Authority::as_str);
    let header = request.headers.get(HOST);
    // What is not text is a name, and none that is known.
    let host = authority.or_else(|| header.map(|host| host.to_str().unwrap_or("?")))?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    Some(host.to_owned())
}

/// A host without its port, and without the brackets of IPv6.
fn name_of(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or_default();
    }
    host.split(':').next().unwrap_or_default()
}

/// `https://example.org/page` is of `https://example.org`.
fn origin_of(url: &str) -> &str {
    let after_scheme = url.find("://").map_or(0, |at| at + 3);
    let end = url[after_scheme..].find(['/', '?', '#']);
    end.map_or(url, |end| &url[..after_scheme + end])
}

fn is_json(headers: &HeaderMap) -> bool {
    let content_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let kind = content_type.and_then(|text| text.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}
