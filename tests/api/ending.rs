//! A broker that stops while others watch it.

use std::time::{Duration, Instant};

use gmqtt_admin_client::Code;
use gmqtt_admin_client::admin::{TailLogRequest, WatchEventsRequest, WatchMetricsRequest};
use rustix::process::Signal;

use super::node::Node;
use super::sse::Sse;

/// Streams end with a word, and do not hold up the end.
#[test]
fn streams_say_that_the_broker_stops_and_hold_up_nobody() {
    let node = Node::start([]);
    let way = node.grpc();
    let mut sse = Sse::open(&node, "/v1/events", &[]);
    let mut lines = Sse::open(&node, "/v1/metrics:watch", &[]);
    lines.next().expect("figures");
    // Nobody reads this one.
    let _deaf = Sse::open(&node, "/v1/logs:tail", &[]);
    let mut events = way.answer(way.client.events().watch(WatchEventsRequest::default()));
    let mut metrics = way.answer(way.client.metrics().watch(WatchMetricsRequest::default()));
    let mut logs = way.answer(way.client.logs().tail(TailLogRequest::default()));
    let begun = Instant::now();
    node.broker().signal(Signal::TERM);
    let mut stopping = false;
    let error = loop {
        let event = sse.next().expect("it says why it ends");
        stopping |= event.data["message"] == "stopping";
        if event.event == "error" {
            break event;
        }
    };
    assert!(stopping, "the stop is an event");
    assert_eq!(error.data["message"], "the broker is stopping");
    let status = loop {
        match way.wait(events.message()) {
            Ok(Some(_)) => {}
            Ok(None) => panic!("it ended without a word"),
            Err(status) => break status,
        }
    };
    assert_eq!(status.code(), Code::Unavailable, "{status}");
    while way.wait(metrics.message()).is_ok_and(|it| it.is_some()) {}
    while way.wait(logs.message()).is_ok_and(|it| it.is_some()) {}
    let done = node.end();
    assert_eq!(done.code, Some(0), "{done:?}");
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(8), "{took:?}");
}
