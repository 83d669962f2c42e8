//! Packet traces: whose packets they show, and what they never show.

use gmqtt_admin_client::admin::{
    CreateTraceRequest, DeleteTraceRequest, ListTracesRequest, StreamTraceRequest, Trace,
    TraceRecord,
};
use gmqtt_admin_client::{Code, Streaming};

use super::node::{Node, Way};
use super::sse::Sse;
use crate::support::prelude::*;

#[track_caller]
fn begin(way: &Way<'_>, request: CreateTraceRequest) -> Trace {
    let answer = way.answer(way.client.traces().create(request));
    answer.trace.expect("a trace")
}

fn of_client(client_id: &str) -> CreateTraceRequest {
    CreateTraceRequest {
        client_id: client_id.to_owned(),
        ..CreateTraceRequest::default()
    }
}

#[track_caller]
fn stream(way: &Way<'_>, id: &str, since_sequence: u64) -> Streaming<TraceRecord> {
    let id = id.to_owned();
    let request = StreamTraceRequest { id, since_sequence };
    way.answer(way.client.traces().stream(request))
}

#[track_caller]
fn next(way: &Way<'_>, records: &mut Streaming<TraceRecord>) -> TraceRecord {
    let record = way.wait(records.message()).expect("no error");
    record.expect("a packet")
}

fn line(record: &TraceRecord) -> String {
    let direction = if record.received { "<" } else { ">" };
    format!("{direction} {}", record.packet)
}

#[test]
fn a_client_that_connects_later_is_traced_from_its_first_packet() {
    let node = Node::start([]);
    for way in node.ways() {
        let trace = begin(&way, of_client("c"));
        let mut records = stream(&way, &trace.id, 0);
        let mut other = node.connect("other", |_| {});
        let mut client = node.connect("c", |connect| {
            connect.username = Some("ann");
            connect.password = Some(b"hunter2");
        });
        client.subscribe("t/#", AtLeastOnce);
        other.send(&publish("t/1", "secret payload"));
        client.recv();
        client.send(&publish1(7, "elsewhere", "x"));
        client.recv();
        client.disconnect();
        let expected = [
            "< CONNECT",
            "> CONNACK",
            "< SUBSCRIBE",
            "> SUBACK",
            "> PUBLISH",
            "< PUBLISH",
            "> PUBACK",
            "< DISCONNECT",
        ];
        let mut told = Vec::new();
        for expected in expected {
            let record = next(&way, &mut records);
            assert_eq!(line(&record), expected, "{record:?}");
            assert_eq!(record.client_id, "c");
            assert!(record.size > 0 && record.payload.is_empty());
            told.push(record);
        }
        assert_eq!(told[0].fields["password"], "(masked)");
        assert_eq!(told[0].fields["username"], "\"ann\"");
        assert_eq!(told[4].fields["payload"], "14 bytes");
        let everything = format!("{told:?}");
        assert!(!everything.contains("hunter2") && !everything.contains("secret payload"));
        // Who comes back goes on where it was.
        let mut again = stream(&way, &trace.id, told[5].sequence);
        assert_eq!(line(&next(&way, &mut again)), "> PUBACK");
        let id = trace.id.clone();
        way.answer(way.client.traces().delete(DeleteTraceRequest { id }));
        assert!(way.wait(records.message()).is_ok_and(|end| end.is_none()));
    }
    node.stop();
}

/// Whoever sends or gets them, with an alias or without, small or large, and the rest of the broker's messages are not looked at.
#[test]
fn messages_of_a_topic_are_traced() {
    let node = Node::start([]);
    let way = node.grpc();
    let mut subscriber = node.connect("s", |_| {});
    subscriber.subscribe("#", AtMostOnce);
    let trace = begin(
        &way,
        CreateTraceRequest {
            topic_filter: "a/+".to_owned(),
            payload_bytes: 4,
            ..CreateTraceRequest::default()
        },
    );
    let mut records = stream(&way, &trace.id, 0);
    let mut publisher = node.connect("p", |_| {});
    let large = "y".repeat(100_000);
    let mut aliased = publish("a/1", "abcdef");
    aliased.properties.topic_alias = Some(1);
    publisher.send(&aliased);
    publisher.send(&publish("b/1", "not this one"));
    aliased.topic = "";
    publisher.send(&aliased);
    publisher.send(&publish("a/2", &large));
    for _ in 0..4 {
        subscriber.recv();
    }
    let mut told = Vec::new();
    for _ in 0..6 {
        told.push(next(&way, &mut records));
    }
    let of = |received| {
        let records = told
            .iter()
            .filter(move |record| record.received == received);
        records
            .map(|record| (record.client_id.as_str(), &record.payload[..], record.size))
            .collect::<Vec<_>>()
    };
    let received = of(true);
    assert_eq!(received[0].0, "p");
    let payloads: Vec<_> = received.iter().map(|(_, payload, _)| *payload).collect();
    assert_eq!(payloads, [b"abcd", b"abcd", b"yyyy"]);
    let sent = of(false);
    assert_eq!(sent[2].0, "s");
    let payloads: Vec<_> = sent.iter().map(|(_, payload, _)| *payload).collect();
    assert_eq!(payloads, [b"abcd", b"abcd", b"yyyy"]);
    let least = large.len() as u64;
    assert!(received[2].2 > least && sent[2].2 > least);
    node.stop();
}

/// A burst at QoS 0 takes the short way through the broker; the packets of who is traced are seen all the same.
#[test]
fn an_address_is_traced_until_the_trace_is_full() {
    const MESSAGES: usize = 200;
    let node = Node::start([]);
    let way = node.grpc();
    let mut subscriber = node.connect("s", |_| {});
    subscriber.subscribe("t", AtMostOnce);
    let request = CreateTraceRequest {
        address: "127.0.0.0/8".to_owned(),
        max_bytes: 20_000,
        ..CreateTraceRequest::default()
    };
    let trace = begin(&way, request);
    let mut burst = Vec::new();
    for _ in 0..MESSAGES {
        publish("t", "x").encode(Version::V5, &mut burst);
    }
    let mut publisher = node.connect("p", |_| {});
    publisher.send_bytes(&burst);
    for _ in 0..MESSAGES {
        subscriber.recv();
    }
    // It has ended by itself: so does its stream.
    let mut records = stream(&way, &trace.id, 0);
    let mut packets = 0;
    while let Some(record) = way.wait(records.message()).expect("no error") {
        packets += 1;
        assert_eq!(record.sequence, packets);
    }
    let answer = way.answer(way.client.traces().list(ListTracesRequest {}));
    let listed = &answer.traces[0];
    assert!(listed.ended && listed.bytes <= 20_000, "{listed:?}");
    assert_eq!(listed.packets, packets);
    assert!((20..2 * MESSAGES as u64).contains(&packets), "{packets}");
    node.stop();
}

#[test]
fn what_cannot_be_traced_is_refused() {
    let node = Node::start([]);
    for way in node.ways() {
        let mut traces = way.client.traces();
        let two = CreateTraceRequest {
            address: "::1".to_owned(),
            ..of_client("c")
        };
        let shared = CreateTraceRequest {
            topic_filter: "$share/g/t".to_owned(),
            ..CreateTraceRequest::default()
        };
        for wrong in [two, shared, CreateTraceRequest::default()] {
            let (code, _) = way.refusal(traces.create(wrong));
            assert_eq!(code, Code::InvalidArgument);
        }
        let id = "77".to_owned();
        let (code, _) = way.refusal(traces.delete(DeleteTraceRequest { id: id.clone() }));
        assert_eq!(code, Code::NotFound);
        let since_sequence = 0;
        let (code, _) = way.refusal(traces.stream(StreamTraceRequest { id, since_sequence }));
        assert_eq!(code, Code::NotFound);
    }
    node.stop();
}

#[test]
fn a_trace_is_read_with_nothing_but_http() {
    let node = Node::start([]);
    let (status, body) = node.http("POST", "/v1/traces", r#"{"client_id": "c"}"#);
    assert_eq!(status, 200, "{body}");
    let trace: serde_json::Value = serde_json::from_str(&body).expect("JSON");
    let id = trace["trace"]["id"].as_str().expect("an id");
    let mut sse = Sse::open(&node, &format!("/v1/traces/{id}:stream"), &[]);
    node.connect("c", |_| {});
    let record = sse.next().expect("a packet");
    assert_eq!(
        (&*record.id, &record.data["packet"]),
        ("1", &"CONNECT".into())
    );
    node.stop();
}
