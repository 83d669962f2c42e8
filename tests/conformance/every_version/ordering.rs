//! Message order.

use super::super::every_version;
use crate::support::prelude::*;

/// [MQTT-4.6.0-5], [3.1.1 MQTT-4.6.0-6], [MQTT-4.6.0-6], [3.1.1 MQTT-4.6.0-5]: a publisher's messages of one topic and QoS
/// reach a subscriber in order.
#[test]
fn messages_of_one_topic_and_qos_keep_their_order() {
    every_version(|broker, version| {
        for qos in [AtMostOnce, AtLeastOnce, ExactlyOnce] {
            let mut client = broker.connect(version, "c");
            client.subscribe("t", qos);
            let mut publisher = broker.connect(version, "publisher");
            let payloads: Vec<_> = (1..=60).map(|number: u16| number.to_string()).collect();
            for (number, payload) in (1..).zip(&payloads) {
                let packet = match qos {
                    AtMostOnce => publish("t", payload),
                    AtLeastOnce => publish1(number, "t", payload),
                    ExactlyOnce => publish2(number, "t", payload),
                };
                publisher.send(&packet);
            }
            if qos == ExactlyOnce {
                for number in 1..=60 {
                    publisher.recv_pubrec();
                    publisher.send(&pubrel(number));
                }
            }
            // Acknowledged only at the end, so that all are under way at once.
            let received: Vec<_> = payloads.iter().map(|_| client.recv_publish()).collect();
            for (payload, publish) in payloads.iter().zip(received) {
                assert_eq!(publish.payload, payload.as_bytes(), "{qos:?}");
            }
        }
    });
}

/// [MQTT-4.6.0-5], [3.1.1 MQTT-4.6.0-6], [MQTT-4.4.0-1]: also when they waited for the subscriber, or are sent again.
#[test]
fn messages_keep_their_order_over_a_reconnection() {
    every_version(|broker, version| {
        let mut client = broker.persistent(version, "c");
        client.subscribe("t", AtLeastOnce);
        let mut publisher = broker.connect(version, "publisher");
        for payload in ["1", "2", "3"] {
            publisher.publish("t", payload, AtLeastOnce);
        }
        for _ in 0..3 {
            client.recv_publish();
        }
        client.vanish();
        for payload in ["4", "5"] {
            publisher.publish("t", payload, AtLeastOnce);
        }
        let mut client = broker.persistent(version, "c");
        for (payload, dup) in [
            ("1", true),
            ("2", true),
            ("3", true),
            ("4", false),
            ("5", false),
        ] {
            let publish = client.recv_publish();
            assert_eq!((publish.payload, publish.dup), (payload.as_bytes(), dup));
        }
    });
}

/// [MQTT-4.3.3-4], [3.1.1 MQTT-4.3.3-1]: the broker's PUBRELs follow the order of the PUBRECs, its answers the order of
/// what they answer.
#[test]
fn answers_come_in_order() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        for number in 1..=30 {
            client.send(&publish1(number, "t", ""));
            client.send(&publish2(100 + number, "t", ""));
        }
        for number in 1..=30 {
            assert_eq!(client.recv_puback().packet_id, id(number));
            assert_eq!(client.recv_pubrec().packet_id, id(100 + number));
        }
    });
}

/// [MQTT-4.6.0-5], [3.1.1 MQTT-4.6.0-6], [MQTT-4.5.0-1], [3.1.1 MQTT-3.1.2-5]: also when there is much more than fits
/// into the window or a socket at a time.
#[test]
fn a_long_queue_keeps_its_order() {
    every_version(|broker, version| {
        let mut client = broker.persistent(version, "c");
        client.subscribe("t", AtLeastOnce);
        client.disconnect();
        let mut publisher = broker.connect(version, "publisher");
        let padding = "x".repeat(1000);
        for number in 0..900 {
            publisher.publish("t", &format!("{number} {padding}"), AtLeastOnce);
        }
        let mut client = broker.persistent(version, "c");
        for number in 0..900 {
            client.expect_message("t", &format!("{number} {padding}"));
        }
        client.expect_nothing();
    });
}
