//! Retained messages.

use super::super::every_version;
use crate::support::prelude::*;

fn retained<'a>(topic: &'a str, payload: &'a str, qos: QoS) -> Publish<'a> {
    Publish {
        retain: true,
        qos,
        ..publish(topic, payload)
    }
}

/// What a new subscriber gets, as (topic, payload, QoS); all of it with the retain flag.
fn kept(broker: &Broker, version: Version, topic_filter: &str) -> Vec<(String, String, QoS)> {
    let mut client = broker.connect(version, "late");
    client.subscribe(topic_filter, ExactlyOnce);
    let mut kept: Vec<_> = client
        .waiting()
        .iter()
        .map(|publish| {
            assert!(publish.retain, "{publish:?}");
            one(
                publish.topic,
                std::str::from_utf8(publish.payload).expect("the payload that was retained"),
                publish.qos,
            )
        })
        .collect();
    kept.sort();
    kept
}

fn one(topic: &str, payload: &str, qos: QoS) -> (String, String, QoS) {
    (topic.to_owned(), payload.to_owned(), qos)
}

/// [MQTT-3.3.1-5], [3.1.1 MQTT-3.3.1-5], [3.1.1 MQTT-3.3.1-6], [3.1.1 MQTT-3.3.1-7], [3.1.1 MQTT-3.3.1-8]: the last
/// retained message of a topic is kept with its QoS, and sent with the retain flag to new subscriptions.
#[test]
fn the_last_retained_message_is_kept_with_its_qos() {
    every_version(|broker, version| {
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish_packet(&retained("a/1", "old", ExactlyOnce));
        publisher.publish_packet(&retained("a/2", "two", ExactlyOnce));
        publisher.publish_packet(&retained("a/1", "one", AtLeastOnce));
        publisher.publish_packet(&retained("a/3", "old", ExactlyOnce));
        publisher.publish_packet(&retained("a/3", "three", AtMostOnce));
        let all = [
            one("a/1", "one", AtLeastOnce),
            one("a/2", "two", ExactlyOnce),
            one("a/3", "three", AtMostOnce),
        ];
        assert_eq!(kept(broker, version, "a/+"), all);
        assert_eq!(kept(broker, version, "#"), all);
        assert_eq!(kept(broker, version, "a/2"), all[1..2]);
        assert_eq!(kept(broker, version, "b"), []);
    });
}

/// [MQTT-3.3.1-6], [3.1.1 MQTT-3.3.1-10], [MQTT-3.3.1-7], [3.1.1 MQTT-3.3.1-11]: an empty retained message reaches the
/// subscribers, removes what was retained, and is not kept.
#[test]
fn an_empty_retained_message_removes() {
    every_version(|broker, version| {
        let mut subscriber = broker.connect(version, "subscriber");
        subscriber.subscribe("a", AtMostOnce);
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish_packet(&retained("a", "x", AtLeastOnce));
        publisher.publish_packet(&retained("a", "", AtLeastOnce));
        publisher.publish_packet(&retained("b", "", AtLeastOnce));
        subscriber.expect_message("a", "x");
        subscriber.expect_message("a", "");
        assert_eq!(kept(broker, version, "#"), []);
    });
}

/// [MQTT-3.3.1-8], [3.1.1 MQTT-3.3.1-12]: a message without the retain flag changes nothing, empty or not.
#[test]
fn a_message_without_the_flag_leaves_the_retained_one() {
    every_version(|broker, version| {
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish_packet(&retained("a", "kept", AtLeastOnce));
        publisher.publish("a", "passing", AtLeastOnce);
        publisher.publish("a", "", AtLeastOnce);
        publisher.publish("b", "passing", AtLeastOnce);
        assert_eq!(kept(broker, version, "#"), [one("a", "kept", AtLeastOnce)]);
    });
}

/// [MQTT-3.3.1-12], [3.1.1 MQTT-3.3.1-9]: to a subscription that was there already it goes with retain 0.
#[test]
fn established_subscriptions_see_retain_0() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        client.subscribe("a", AtMostOnce);
        broker
            .connect(version, "publisher")
            .publish_packet(&retained("a", "x", AtLeastOnce));
        assert!(!client.expect_message("a", "x").retain);
    });
}

/// [MQTT-3.3.1-9], [MQTT-3.8.4-3], [3.1.1 MQTT-3.8.4-3], [MQTT-3.8.4-4], [3.1.1 MQTT-3.3.1-6]: each SUBSCRIBE for the same
/// filter gets the retained messages again.
#[test]
fn subscribing_again_gets_them_again() {
    every_version(|broker, version| {
        broker
            .connect(version, "publisher")
            .publish_packet(&retained("a", "x", AtLeastOnce));
        let mut client = broker.connect(version, "c");
        for qos in [AtMostOnce, AtLeastOnce] {
            client.subscribe("a", qos);
            let publish = client.expect_message("a", "x");
            assert!(publish.retain);
            assert_eq!(publish.qos, qos);
            client.expect_nothing();
        }
    });
}
