//! Every packet, in both directions, with its bytes.

use std::sync::Arc;

use gmqtt_plugin_api::{
    AuthStep, BoxFuture, ConnectRequest, Exchange, Grant, Hook, HookSet, PACKET_TYPES, Plugin,
    Refusal,
};

use super::watched::{Series, Watched, moved};
use crate::support::prelude::*;

/// What was sent and received, written down as the metrics should show it.
#[derive(Default)]
struct Ledger(Series);

impl Ledger {
    fn add(&mut self, name: &str, n: usize) {
        *self.0.entry(name.to_owned()).or_default() += n as f64;
    }

    fn packet(&mut self, direction: &str, bytes: &[u8]) {
        let packet_type = PACKET_TYPES[usize::from(bytes[0] >> 4)];
        let labels = format!("{{type=\"{packet_type}\"}}");
        self.add(&format!("gmqtt_packets_{direction}_total{labels}"), 1);
        let name = format!("gmqtt_packets_{direction}_bytes_total{labels}");
        self.add(&name, bytes.len());
        if packet_type == "PUBLISH" {
            let qos = bytes[0] >> 1 & 3;
            let name = format!("gmqtt_messages_{direction}_total{{qos=\"{qos}\"}}");
            self.add(&name, 1);
        }
    }

    fn send(&mut self, client: &mut Raw, version: Version, packet: &impl OnWire) {
        let mut bytes = Vec::new();
        packet.encode(version, &mut bytes);
        self.packet("received", &bytes);
        client.send_bytes(&bytes);
    }

    #[track_caller]
    fn receive(&mut self, client: &mut Raw, packet_type: &str) {
        let bytes = client.recv_bytes();
        assert_eq!(PACKET_TYPES[usize::from(bytes[0] >> 4)], packet_type);
        self.packet("sent", bytes);
    }
}

/// A client connects, subscribes, publishes to itself at each QoS, pings, unsubscribes and leaves: the table of packets and bytes
/// says so to the byte, and nothing else moves but what has to.
#[test]
fn packets_and_bytes_are_counted_by_type() {
    for version in [Version::V5, Version::V3_1_1, Version::V3_1] {
        let broker = Watched::start();
        let mut ledger = Ledger::default();
        let before = broker.scrape();
        let mut client = broker.open(version);
        let c = &mut client;
        ledger.send(c, version, &connect(version, "c"));
        ledger.receive(c, "CONNACK");
        ledger.send(c, version, &subscribe(1, &[filter("t/#", ExactlyOnce)]));
        ledger.receive(c, "SUBACK");
        ledger.send(c, version, &publish("t/0", "zero"));
        ledger.receive(c, "PUBLISH");
        ledger.send(c, version, &publish1(2, "t/1", "one"));
        // The acknowledgement of a message to oneself and the message come in either order; the table does not care.
        for _ in 0..2 {
            ledger.packet("sent", c.recv_bytes());
        }
        ledger.send(c, version, &puback(1));
        ledger.send(c, version, &publish2(3, "t/2", "two"));
        for _ in 0..2 {
            ledger.packet("sent", c.recv_bytes());
        }
        ledger.send(c, version, &pubrel(3));
        ledger.receive(c, "PUBCOMP");
        ledger.send(c, version, &pubrec(2));
        ledger.receive(c, "PUBREL");
        ledger.send(c, version, &pubcomp(2));
        ledger.send(c, version, &Packet::Pingreq);
        ledger.receive(c, "PINGRESP");
        ledger.send(c, version, &unsubscribe(4, &["t/#"]));
        ledger.receive(c, "UNSUBACK");
        ledger.send(c, version, &disconnect(ReasonCode::Success));
        client.expect_closed();
        for name in [
            "gmqtt_clients_connected_total",
            "gmqtt_clients_disconnected_total",
            "gmqtt_sessions_created_total",
            "gmqtt_sessions_terminated_total{reason=\"normal\"}",
            "gmqtt_subscriptions_total",
        ] {
            ledger.add(name, 1);
        }
        assert_eq!(moved(&before, &broker.scrape()), ledger.0, "{version:?}");
    }
}

/// What the broker says at the end of a connection counts, too; a 3.x client is told nothing.
#[test]
fn a_disconnect_by_the_broker_is_counted_where_it_is_sent() {
    for (version, packets) in [(Version::V5, 1.0), (Version::V3_1_1, 0.0)] {
        let broker = Watched::start();
        let mut client = broker.connect(version, "c");
        // A second CONNECT is an error.
        client.send(&connect(version, "c"));
        client.expect_thrown_out();
        let name = "gmqtt_packets_sent_total{type=\"DISCONNECT\"}";
        assert_eq!(broker.value(name), packets, "{version:?}");
    }
}

/// Runs of QoS 0 messages are handled together and counted one by one.
#[test]
fn messages_that_arrive_together_are_counted_one_by_one() {
    let broker = Watched::start();
    let mut subscribers = [broker.v311("a"), broker.v5("b")];
    for subscriber in &mut subscribers {
        subscriber.subscribe("t", AtMostOnce);
    }
    let mut publisher = broker.v311("p");
    let before = broker.scrape();
    let mut wire = Vec::new();
    for _ in 0..500 {
        publish("t", "x").encode(Version::V3_1_1, &mut wire);
    }
    publisher.send_bytes(&wire);
    let mut bytes = 0;
    for subscriber in &mut subscribers {
        for _ in 0..500 {
            bytes += subscriber.recv_bytes().len();
        }
    }
    let mut ledger = Ledger::default();
    ledger.add("gmqtt_packets_received_total{type=\"PUBLISH\"}", 500);
    let name = "gmqtt_packets_received_bytes_total{type=\"PUBLISH\"}";
    ledger.add(name, wire.len());
    ledger.add("gmqtt_messages_received_total{qos=\"0\"}", 500);
    ledger.add("gmqtt_packets_sent_total{type=\"PUBLISH\"}", 1000);
    ledger.add("gmqtt_packets_sent_bytes_total{type=\"PUBLISH\"}", bytes);
    ledger.add("gmqtt_messages_sent_total{qos=\"0\"}", 1000);
    let after = broker.scrape();
    assert_eq!(moved(&before, &after), ledger.0);
    // 1 in 64 of them was timed, once each; when a thread began to count is not known.
    let timed = after["gmqtt_message_delivery_seconds_count"];
    assert!((1.0..=8.0).contains(&timed), "{timed}");
}

/// AUTH packets of an exchange before CONNACK.
#[test]
fn auth_packets_are_counted() {
    let broker = Watched::with(vec![Arc::new(Asking)], |_| {});
    let mut ledger = Ledger::default();
    let before = broker.scrape();
    let mut client = broker.open(Version::V5);
    let mut first = connect(Version::V5, "c");
    first.properties.authentication_method = Some("M");
    ledger.send(&mut client, Version::V5, &first);
    ledger.receive(&mut client, "AUTH");
    let answer = auth(ReasonCode::ContinueAuthentication, "M", b"answer");
    ledger.send(&mut client, Version::V5, &answer);
    ledger.receive(&mut client, "CONNACK");
    for name in [
        "gmqtt_clients_connected_total",
        "gmqtt_sessions_created_total",
        "gmqtt_sessions_active_current",
    ] {
        ledger.add(name, 1);
    }
    assert_eq!(moved(&before, &broker.scrape()), ledger.0);
}

/// Knows a method that asks once and takes any answer.
struct Asking;

struct Asked(Grant);

impl Plugin for Asking {
    fn name(&self) -> &'static str {
        "asking"
    }

    fn hooks(&self) -> HookSet {
        HookSet::of(&[Hook::OnEnhancedAuth])
    }

    fn on_enhanced_auth(
        &self,
        _: Arc<ConnectRequest>,
        grant: Grant,
    ) -> BoxFuture<'_, Result<AuthStep, Refusal>> {
        let next = Box::new(Asked(grant));
        Box::pin(async { Ok(AuthStep::Continue { data: None, next }) })
    }
}

impl Exchange for Asked {
    fn on_auth(
        self: Box<Self>,
        _: Option<bytes::Bytes>,
    ) -> BoxFuture<'static, Result<AuthStep, Refusal>> {
        let grant = self.0;
        Box::pin(async { Ok(AuthStep::Done { data: None, grant }) })
    }
}
