//! SUBSCRIBE and SUBACK.

use super::super::{every_version, wire};
use crate::support::prelude::*;

/// [MQTT-3.8.3-2], [3.1.1 MQTT-3.8.3-3]: a SUBSCRIBE has a filter.
#[test]
fn a_subscribe_without_a_filter_ends_the_connection() {
    every_version(|broker, version| {
        broker
            .connect(version, "c")
            .send(&subscribe(1, &[]))
            .expect_thrown_out();
    });
}

/// [MQTT-3.8.3-5], [3.1.1 MQTT-3.8.3-4]: QoS 3 and reserved bits of the options end the connection.
#[test]
fn illegal_subscription_options_end_the_connection() {
    every_version(|broker, version| {
        let illegal: &[u8] = match version {
            Version::V5 => &[0x03, 0x40, 0x80, 0x30],
            Version::V3_1_1 => &[0x03, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80],
            Version::V3_1 => &[0x03], // the other bits are unused
        };
        for options in illegal {
            let mut bytes = wire(&subscribe(1, &[filter("a", AtMostOnce)]), version);
            *bytes.last_mut().unwrap() = *options;
            broker
                .connect(version, "c")
                .send_bytes(&bytes)
                .expect_thrown_out();
        }
    });
}

/// [MQTT-3.8.4-1], [3.1.1 MQTT-3.8.4-1], [MQTT-3.8.4-5], [3.1.1 MQTT-3.8.4-4], [MQTT-3.8.4-6], [3.1.1 MQTT-3.8.4-5],
/// [MQTT-3.8.4-7], [MQTT-3.9.3-1], [3.1.1 MQTT-3.9.3-1], [MQTT-3.9.3-2], [3.1.1 MQTT-3.9.3-2]: one SUBACK answers all
/// filters, a code for each in their order: the granted QoS or a failure.
#[test]
fn one_suback_answers_all_filters_in_order() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        let reasons = client.subscribe_all(&[
            filter("a", ExactlyOnce),
            filter("a/#/b", AtMostOnce),
            filter("b", AtMostOnce),
            filter("c+", AtMostOnce),
            filter("c", AtLeastOnce),
        ]);
        let invalid = if version.is_v5() {
            ReasonCode::TopicFilterInvalid
        } else {
            ReasonCode::UnspecifiedError
        };
        let granted = [
            ReasonCode::Success,
            ReasonCode::GrantedQoS1,
            ReasonCode::GrantedQoS2,
        ];
        assert_eq!(
            reasons,
            [granted[2], invalid, granted[0], invalid, granted[1]]
        );
        for topic in ["a", "b", "c"] {
            client.send(&publish(topic, "x")).expect_message(topic, "x");
        }
        client.expect_nothing();
    });
}

/// [MQTT-3.8.4-3], [3.1.1 MQTT-3.8.4-3]: the same filter again replaces the subscription.
#[test]
fn the_same_filter_again_replaces_the_subscription() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("a", ExactlyOnce);
        client.subscribe("a", AtLeastOnce);
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish("a", "x", ExactlyOnce);
        assert_eq!(client.expect_message("a", "x").qos, AtLeastOnce);
        client.expect_nothing();
        client.unsubscribe("a");
        publisher.publish("a", "x", ExactlyOnce);
        client.expect_nothing();
    });
}

/// [MQTT-3.8.4-4], [3.1.1 MQTT-3.8.4-3]: replacing a subscription loses no message.
#[test]
fn replacing_a_subscription_loses_no_message() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("a", AtLeastOnce);
        let mut publisher = broker.connect(version, "publisher");
        for number in 1..=50 {
            publisher.send(&publish1(number, "a", &number.to_string()));
            client.send(&subscribe(number, &[filter("a", AtLeastOnce)]));
        }
        let mut next = 1;
        while next <= 50 {
            match client.recv() {
                Packet::Publish(publish) => {
                    assert_eq!(publish.payload, next.to_string().as_bytes());
                    client.send(&Puback {
                        packet_id: publish.packet_id.unwrap(),
                        ..puback(1)
                    });
                    next += 1;
                }
                Packet::Suback(_) => {}
                other => panic!("expected PUBLISH or SUBACK, got {other:?}"),
            }
        }
    });
}
