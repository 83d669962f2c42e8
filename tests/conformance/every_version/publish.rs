//! PUBLISH: its flags, its topic, and whom it reaches.

use super::super::{every_version, patched, wire};
use crate::support::prelude::*;

/// [MQTT-3.3.1-4], [3.1.1 MQTT-3.3.1-4]: there is no QoS 3.
#[test]
fn qos_3_ends_the_connection() {
    every_version(|broker, version| {
        let mut bytes = wire(&publish1(1, "a", "x"), version);
        bytes[0] |= 0x06;
        broker
            .connect(version, "c")
            .send_bytes(&bytes)
            .expect_thrown_out();
    });
}

/// [MQTT-3.3.1-2], [3.1.1 MQTT-3.3.1-2], [MQTT-4.3.1-1], [3.1.1 MQTT-4.3.1-1]: QoS 0 goes with DUP 0, in both directions.
#[test]
fn qos_0_goes_with_dup_0() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("a", AtMostOnce);
        client.send(&publish("a", "x"));
        assert!(!client.expect_message("a", "x").dup);
        client.expect_nothing();
        if version != Version::V3_1 {
            let mut bytes = wire(&publish("a", "x"), version);
            bytes[0] |= 0x08;
            client.send_bytes(&bytes).expect_thrown_out();
        }
    });
}

/// [MQTT-3.3.1-3], [3.1.1 MQTT-3.3.1-3]: the DUP flag of the publisher is not passed on.
#[test]
fn the_dup_flag_is_not_passed_on() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("a", ExactlyOnce);
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish_packet(&Publish {
            dup: true,
            qos: AtLeastOnce,
            ..publish("a", "1")
        });
        publisher.publish_packet(&Publish {
            dup: true,
            qos: ExactlyOnce,
            ..publish("a", "2")
        });
        assert!(!client.expect_message("a", "1").dup);
        assert!(!client.expect_message("a", "2").dup);
    });
}

/// [MQTT-3.3.2-2], [3.1.1 MQTT-3.3.2-2], [MQTT-4.7.0-1], [3.1.1 MQTT-4.7.1-1]: no wildcards in a topic name.
#[test]
fn a_topic_with_wildcards_ends_the_connection() {
    every_version(|broker, version| {
        for wildcard in [b"a/+", b"a/#", b"+/a"] {
            let bytes = patched(&publish("___", "x"), version, "___", wildcard);
            let mut client = broker.connect(version, "c");
            client.send_bytes(&bytes);
            if version.is_v5() {
                client.expect_disconnect(ReasonCode::TopicNameInvalid);
            } else {
                client.expect_closed();
            }
        }
    });
}

/// [MQTT-4.7.3-1], [3.1.1 MQTT-4.7.3-1]: nor is there a topic of no characters.
#[test]
fn an_empty_topic_ends_the_connection() {
    every_version(|broker, version| {
        broker
            .connect(version, "c")
            .send(&publish("", "x"))
            .expect_thrown_out();
    });
}

/// [MQTT-3.3.2-3], [3.1.1 MQTT-3.3.2-3]: what a subscriber gets matches its filter, and bears the publisher's topic.
#[test]
fn a_message_reaches_those_whose_filters_match() {
    every_version(|broker, version| {
        let mut plus = broker.connect(version, "plus");
        plus.subscribe("a/+", AtMostOnce);
        let mut hash = broker.connect(version, "hash");
        hash.subscribe("a/#", AtMostOnce);
        let mut exact = broker.connect(version, "exact");
        exact.subscribe("a/b", AtMostOnce);
        let mut publisher = broker.connect(version, "publisher");
        for topic in ["a", "a/b", "a/b/c", "b", "A/b", "a/"] {
            publisher.publish(topic, topic, AtLeastOnce);
        }
        for topic in ["a/b", "a/"] {
            plus.expect_message(topic, topic);
        }
        for topic in ["a", "a/b", "a/b/c", "a/"] {
            hash.expect_message(topic, topic);
        }
        exact.expect_message("a/b", "a/b");
        for subscriber in [&mut plus, &mut hash, &mut exact] {
            subscriber.expect_nothing();
        }
    });
}

/// [MQTT-3.3.4-1], [3.1.1 MQTT-3.3.4-1]: each QoS has its answer, subscribers or not.
#[test]
fn each_qos_has_its_answer() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.send(&publish("a", "")).expect_nothing();
        client.send(&publish1(1, "a", ""));
        assert_eq!(client.recv_puback().packet_id, id(1));
        client.send(&publish2(2, "a", ""));
        assert_eq!(client.recv_pubrec().packet_id, id(2));
        client.send(&pubrel(2));
        assert_eq!(client.recv_pubcomp().packet_id, id(2));
        client.expect_nothing();
    });
}

/// [MQTT-3.3.4-2], [3.1.1 MQTT-3.3.5-1]: where several subscriptions match, the highest of their QoS counts.
#[test]
fn overlapping_subscriptions_deliver_with_the_highest_qos() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("a/#", AtMostOnce);
        client.subscribe("a/+", ExactlyOnce);
        client.subscribe("a/b", AtLeastOnce);
        broker
            .connect(version, "publisher")
            .publish("a/b", "x", ExactlyOnce);
        assert_eq!(client.expect_message("a/b", "x").qos, ExactlyOnce);
        client.expect_nothing();
    });
}

/// [MQTT-3.8.4-8], [3.1.1 MQTT-3.8.4-6]: a message is delivered with its own QoS or the granted one, whichever is lower.
#[test]
fn delivery_has_the_lower_qos() {
    every_version(|broker, version| {
        let mut publisher = broker.connect(version, "publisher");
        let levels = [AtMostOnce, AtLeastOnce, ExactlyOnce];
        for granted in levels {
            let mut client = broker.connect(version, "c");
            client.subscribe("a", granted);
            for published in levels {
                publisher.publish("a", "x", published);
                assert_eq!(client.expect_message("a", "x").qos, published.min(granted));
            }
        }
    });
}

/// A payload may be empty and may be large.
#[test]
fn payloads_arrive_whole() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("a", AtLeastOnce);
        for size in [0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152] {
            let payload: Vec<u8> = (0..size).map(|at: u32| (at % 251) as u8).collect();
            client.send(&publish("a", &payload));
            assert!(client.recv_message().payload == payload, "{size} bytes");
        }
    });
}
