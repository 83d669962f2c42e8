//! Streams over HTTP: server-sent events and lines of JSON.

use std::time::Duration;

use axum::body::Body;
use gmqtt_admin_api::Gateway;
use http::{HeaderMap, Request};
use http_body_util::BodyExt;
use serde_json::{Value, json};

use crate::rest::{Everybody, ask, gateway, request, send};

fn with(line: &str, headers: &[(&'static str, &str)]) -> Request<Body> {
    let mut asked = request(line, "");
    for (name, value) in headers {
        let value = value.parse().expect("a header's value");
        asked.headers_mut().insert(*name, value);
    }
    asked
}

/// The first piece of a stream that does not end.
async fn first(gateway: &Gateway, asked: Request<Body>) -> (HeaderMap, String) {
    let (parts, mut body) = gateway.answer(asked).await.into_parts();
    assert_eq!(parts.status, 200);
    let frame = body.frame().await.expect("a frame").expect("no error");
    let data = frame.into_data().expect("data");
    (
        parts.headers,
        String::from_utf8(data.to_vec()).expect("text"),
    )
}

#[tokio::test]
async fn a_stream_is_events_with_ids() {
    let asked = with(
        "GET /v1/events?kinds=CONNECT,7&since_sequence=41",
        &[("x-request-id", "r")],
    );
    let (headers, text) = first(&gateway(Everybody), asked).await;
    assert_eq!(headers["content-type"], "text/event-stream");
    assert_eq!(headers["cache-control"], "no-store");
    let data = text.strip_prefix("id: 42\ndata: ").expect("an id");
    let data = data.strip_suffix("\n\n").expect("an end");
    assert!(!data.contains('\n'), "an event is one line");
    let event: Value = serde_json::from_str(data).expect("JSON");
    assert_eq!(
        (&event["sequence"], &event["kind"]),
        (&json!("42"), &json!("CONNECT"))
    );
    assert_eq!(event["message"], "[1, 7]\n");
    assert_eq!(
        event["subject"], "r",
        "the service knows the request's name"
    );
}

#[tokio::test]
async fn a_stream_goes_on_after_the_last_event() {
    let gateway = gateway(Everybody);
    let asked = with("GET /v1/events", &[("last-event-id", "9")]);
    assert!(first(&gateway, asked).await.1.starts_with("id: 10\n"));
    // What is said in the query holds.
    let asked = with("GET /v1/events?since_sequence=1", &[("last-event-id", "9")]);
    assert!(first(&gateway, asked).await.1.starts_with("id: 2\n"));
    let asked = with("GET /v1/events", &[("last-event-id", "x")]);
    assert_eq!(send(&gateway, asked).await.status, 400);
}

#[tokio::test]
async fn a_stream_is_lines_for_those_who_ask() {
    let asked = with(
        "GET /v1/clients:watch?fields=client_id",
        &[("accept", "application/x-ndjson")],
    );
    let answer = send(&gateway(Everybody), asked).await;
    assert_eq!(answer.headers["content-type"], "application/x-ndjson");
    let lines: Vec<Value> = answer
        .body
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let added =
        json!({"sequence": "1", "type": "ADDED", "client": {"client_id": "c1"}, "skipped": "0"});
    assert_eq!((lines.len(), &lines[0]), (3, &added));
    assert_eq!(lines[2]["error"]["code"], 14, "it says why it ended");
    assert_eq!(lines[2]["error"]["message"], "stopping");
}

#[tokio::test]
async fn a_stream_of_events_says_why_it_ended() {
    let answer = ask("GET /v1/clients:watch", "").await;
    let last = answer
        .body
        .trim_end()
        .rsplit("\n\n")
        .next()
        .expect("an event");
    let error = last.strip_prefix("event: error\ndata: ").expect("an error");
    let error: Value = serde_json::from_str(error).expect("JSON");
    assert_eq!(error["message"], "stopping");
}

/// What is wrong before a stream begins is an error like any other.
#[tokio::test]
async fn a_stream_that_does_not_begin_is_an_error() {
    let answer = ask("GET /v1/events?last=5001", "").await;
    assert_eq!(
        (answer.status.as_u16(), answer.reason().as_str()),
        (400, "INVALID_ARGUMENT")
    );
    assert_eq!(ask("GET /v1/events?kinds=NOTHING", "").await.status, 400);
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_shows_every_15_seconds_that_it_is_there() {
    let response = gateway(Everybody)
        .answer(request("GET /v1/events", ""))
        .await;
    let mut body = response.into_body();
    body.frame()
        .await
        .expect("the first event")
        .expect("no error");
    for _ in 0..2 {
        let begun = tokio::time::Instant::now();
        let frame = body.frame().await.expect("a comment").expect("no error");
        assert_eq!(frame.into_data().expect("data"), ": keep-alive\n\n");
        assert_eq!(begun.elapsed().as_secs(), 15);
    }
    // Lines have no comments: they are silent.
    let asked = with("GET /v1/events", &[("accept", "application/x-ndjson")]);
    let mut body = gateway(Everybody).answer(asked).await.into_body();
    body.frame()
        .await
        .expect("the first event")
        .expect("no error");
    let silence = tokio::time::timeout(Duration::from_secs(60), body.frame()).await;
    assert!(silence.is_err());
}
