//! A client that takes what it is sent and never acknowledges it.

use super::{Bystanders, Child};
use crate::support::prelude::*;

const MIB: u64 = 1 << 20;

/// Retained messages wait for acknowledgements that do not come; what is subscribed to and given up meanwhile does not add up.
#[test]
fn filters_given_up_while_messages_wait_leave_nothing_behind() {
    let broker = Child::start(&["mqtt.max_inflight=10"]);
    let bystanders = Bystanders::start(broker.address());
    let mut publisher = broker.connect(Version::V5, "publisher");
    for n in 0..20 {
        publisher.publish_packet(&Publish {
            retain: true,
            qos: AtLeastOnce,
            ..publish(&format!("kept/{n}"), "x")
        });
    }
    let mut raw = broker.connect(Version::V5, "c");
    raw.subscribe("kept/+", AtLeastOnce);
    for _ in 0..10 {
        raw.recv_publish();
    }
    let mut before = 0;
    for round in 0..600 {
        if round == 100 {
            before = broker.memory();
        }
        let long = format!("given/up/{round}/{}", ".".repeat(60_000));
        raw.subscribe(&long, AtLeastOnce);
        raw.unsubscribe(&long);
    }
    broker.memory_returns_to(before + 8 * MIB, Duration::from_secs(5));
    bystanders.stop();
}

/// [MQTT-3.3.1-9] A filter that was given up and asked for again in the meantime gets its retained messages, and gets them once.
#[test]
fn a_filter_asked_for_again_while_messages_wait_is_served_once() {
    let broker = Broker::with(|config| config.mqtt.max_inflight = 1);
    let mut client = broker.v5("c");
    for topic in ["first/1", "first/2", "second"] {
        client.publish_packet(&Publish {
            retain: true,
            qos: AtLeastOnce,
            ..publish(topic, topic)
        });
    }
    client.subscribe("first/+", AtLeastOnce);
    let first = client.recv_publish();
    for _ in 0..3 {
        client.subscribe("second", AtLeastOnce);
        client.unsubscribe("second");
    }
    client.subscribe("second", AtLeastOnce);
    client.send(&puback(first.packet_id.expect("QoS 1").get()));
    client.recv_message();
    client.expect_message("second", "second");
    client.expect_nothing();
}
