//! How the broker is, and its end through the API.

use gmqtt_admin_client::Code;
use gmqtt_admin_client::Duration;
use gmqtt_admin_client::admin::{Health, StatusRequest, StatusResponse, StopRequest};

use super::node::{Node, Way};
use crate::support::prelude::*;

#[track_caller]
fn status(way: &Way<'_>) -> StatusResponse {
    way.answer(way.client.node().status(StatusRequest {}))
}

#[test]
fn the_status_says_what_is_served_and_how_it_is() {
    let node = Node::start([]);
    let [grpc, http] = node.ways();
    let mut instances = Vec::new();
    for way in [&grpc, &http] {
        let mut client = node.connect("c", |_| {});
        client.subscribe("t", AtMostOnce);
        let status = status(way);
        assert_eq!(status.version, env!("CARGO_PKG_VERSION"));
        assert_eq!(
            status.pid,
            node.broker().pid().as_raw_nonzero().get().cast_unsigned()
        );
        assert_eq!(status.store, "memory");
        assert!(!status.node.is_empty() && !status.draining);
        assert!(
            status.plugins.contains(&"admin".to_owned()),
            "{:?}",
            status.plugins
        );
        assert!(status.features.contains(&"events".to_owned()));
        let sessions = status.sessions.expect("sessions");
        assert_eq!((sessions.online, sessions.subscriptions), (1, 1));
        let names: Vec<_> = status.parts.iter().map(|part| &*part.name).collect();
        assert_eq!(names, ["listeners", "queues", "resources"]);
        assert_eq!(status.health(), Health::Ok, "{:?}", status.parts);
        let address = node.broker().address().to_string();
        assert_eq!(status.listeners[0].address, address);
        assert!(status.uptime.is_some() && status.started_at.is_some());
        instances.push(status.instance_id);
        client.disconnect();
        way.wait_until("it is gone", |way| way.client("c").is_none());
    }
    assert!(instances[0] == instances[1] && !instances[0].is_empty());
    node.stop();
    let again = Node::start([]);
    assert_ne!(status(&again.grpc()).instance_id, instances[0]);
    again.stop();
}

#[test]
fn a_broker_that_is_told_to_stop_says_goodbye_to_its_clients() {
    for which in 0..2 {
        let node = Node::start([]);
        let way = &node.ways()[which];
        let mut client = node.connect("c", |_| {});
        let after = |seconds| StopRequest {
            after: Some(Duration { seconds, nanos: 0 }),
        };
        let (code, _) = way.refusal(way.client.node().stop(after(3601)));
        assert_eq!(code, Code::InvalidArgument);
        // Put off: it serves and says that it is about to go.
        let answer = way.answer(way.client.node().stop(after(600)));
        assert!(answer.stops_at.is_some());
        assert!(status(way).draining);
        node.connect("comes", |_| {}).disconnect();
        way.answer(way.client.node().stop(StopRequest::default()));
        let Packet::Disconnect(told) = client.recv() else {
            panic!("not a DISCONNECT")
        };
        assert_eq!(told.reason, ReasonCode::ServerShuttingDown);
        let done = node.end();
        assert_eq!(done.code, Some(0), "{done:?}");
    }
}
