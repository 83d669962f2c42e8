//! One page over HTTP/1.1. Whoever connects gets little time, little room and one answer.

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tracing::{debug, error, warn};

use crate::exposition::Exposition;

/// How many may be answered at a time; others wait to be accepted.
const CONNECTIONS: usize = 32;
/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(5);
/// How long a connection may take in all.
const WHOLE: Duration = Duration::from_secs(10);
/// The most bytes of a request's head.
const BUFFER: usize = 16 * 1024;
/// How long accepting rests when the process has no file descriptor left.
const REST: Duration = Duration::from_millis(100);
/// What Prometheus asks for.
pub(crate) const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";
pub(crate) const PLAIN: &str = "text/plain; charset=utf-8";

/// Answers until it is dropped, and with it all connections.
pub(crate) async fn serve(
    listener: std::net::TcpListener,
    path: Arc<str>,
    exposition: Arc<Exposition>,
) {
    let listener = match TcpListener::from_std(listener) {
        Ok(listener) => listener,
        Err(error) => return error!(%error, "cannot serve metrics"),
    };
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    while let Ok(place) = places.clone().acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                let answering = answer(stream, path.clone(), exposition.clone());
                connections.spawn(async move {
                    answering.await;
                    drop(place);
                });
            }
            Err(error) => {
                if !is_of_the_connection(&error) {
                    warn!(%error, "cannot accept connections for metrics; trying again");
                    sleep(REST).await;
                }
            }
        }
        while connections.try_join_next().is_some() {}
    }
}

/// One request, then the connection is closed: a scraper that comes every few seconds need not be waited for.
async fn answer(stream: TcpStream, path: Arc<str>, exposition: Arc<Exposition>) {
    let service = service_fn(move |request| {
        let response = respond(&request, &path, &exposition);
        async move { Ok::<_, Infallible>(response) }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(BUFFER)
        .keep_alive(false)
        .serve_connection(TokioIo::new(stream), service);
    match timeout(WHOLE, connection).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => debug!(%error, "a request for metrics failed"),
        Err(_) => debug!("a request for metrics took too long"),
    }
}

fn respond(
    request: &Request<Incoming>,
    path: &str,
    exposition: &Exposition,
) -> Response<Full<Bytes>> {
    if request.uri().path() != path {
        let text = format!("Nothing is here; the metrics are at {path}\n");
        return page(StatusCode::NOT_FOUND, PLAIN, text);
    }
    // hyper leaves out the body of the answer to HEAD.
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let text = "The metrics can be read with GET\n".to_owned();
        let mut response = page(StatusCode::METHOD_NOT_ALLOWED, PLAIN, text);
        let allowed = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(ALLOW, allowed);
        return response;
    }
    match exposition.text() {
        Ok(text) => page(StatusCode::OK, TEXT, text),
        Err(error) => {
            error!(%error, "cannot write the metrics");
            page(
                StatusCode::INTERNAL_SERVER_ERROR,
                PLAIN,
                format!("{error}\n"),
            )
        }
    }
}

fn page(status: StatusCode, content_type: &'static str, text: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = status;
    let content_type = HeaderValue::from_static(content_type);
    response.headers_mut().insert(CONTENT_TYPE, content_type);
    response
}

fn is_of_the_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}
