//! Topic names, filters and matching.

use super::super::every_version;
use crate::support::prelude::*;

/// [MQTT-4.7.1-1], [3.1.1 MQTT-4.7.1-2], [MQTT-4.7.1-2], [3.1.1 MQTT-4.7.1-3], [MQTT-4.7.3-1], [3.1.1 MQTT-4.7.3-1]: # is
/// last and alone in its level, + is alone in its level, and a filter is not empty.
#[test]
fn malformed_filters_are_refused() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        for topic_filter in [
            "#/a", "a#", "a/#/", "a/b#", "+a", "a+", "a/b+/c", "##", "++", "",
        ] {
            // Answered with a failure, or as a malformed packet.
            client.send(&subscribe(1, &[filter(topic_filter, AtMostOnce)]));
            match client.try_recv() {
                Some(Packet::Suback(suback)) => {
                    assert!(suback.reasons[0].is_error(), "{topic_filter}: {suback:?}")
                }
                Some(Packet::Disconnect(disconnect)) => {
                    assert!(disconnect.reason.is_error(), "{disconnect:?}")
                }
                Some(other) => panic!("{topic_filter}: {other:?}"),
                None => {}
            }
            client = broker.connect(version, "c");
        }
    });
}

/// [MQTT-4.7.1-1], [3.1.1 MQTT-4.7.1-2], [MQTT-4.7.1-2], [3.1.1 MQTT-4.7.1-3], [MQTT-3.3.2-3], [3.1.1 MQTT-3.3.2-3]: what
/// legal filters match.
#[test]
fn filters_match_what_the_standard_says() {
    let matching: [(&str, &[&str], &[&str]); 9] = [
        ("#", &["a", "/", "a/b/c", "/a"], &[]),
        ("+", &["a"], &["/a", "a/b", "a/"]),
        ("/+", &["/a", "/"], &["a"]),
        ("+/+", &["a/b", "/a", "/", "a/"], &["a", "a/b/c"]),
        ("a/#", &["a", "a/", "a/b", "a/b/c"], &["b", "ab"]),
        ("a/+/c", &["a/b/c", "a//c"], &["a/b", "a/b/c/d", "a/c"]),
        ("+/b/#", &["a/b", "a/b/c", "/b"], &["b", "a/c"]),
        ("a//b", &["a//b"], &["a/b", "a/x/b"]),
        ("a b/c", &["a b/c"], &["ab/c"]),
    ];
    every_version(|broker, version| {
        for (topic_filter, matched, unmatched) in matching {
            let mut client = broker.connect(version, "c");
            client.subscribe(topic_filter, AtMostOnce);
            for topic in unmatched.iter().chain(matched) {
                client.send(&publish(topic, topic_filter));
            }
            for topic in matched {
                client.expect_message(topic, topic_filter);
            }
            client.expect_nothing();
        }
    });
}

/// [MQTT-4.7.2-1], [3.1.1 MQTT-4.7.2-1]: a filter that begins with a wildcard does not match topics that begin with $.
#[test]
fn leading_wildcards_do_not_match_dollar_topics() {
    every_version(|broker, version| {
        let mut client = broker.connect(version, "c");
        for topic_filter in ["#", "+/+", "+/#"] {
            client.subscribe(topic_filter, AtMostOnce);
        }
        let mut dollar = broker.connect(version, "dollar");
        dollar.subscribe("$own/+", AtMostOnce);
        dollar.subscribe("$own/#", AtMostOnce);
        let mut publisher = broker.connect(version, "publisher");
        publisher.publish("$own/a", "x", AtLeastOnce);
        dollar.expect_message("$own/a", "x");
        client.expect_nothing();
        publisher.publish_packet(&Publish {
            retain: true,
            qos: AtLeastOnce,
            ..publish("$own/a", "y")
        });
        client.subscribe("#", AtMostOnce);
        client.expect_nothing();
    });
}

/// [MQTT-4.7.3-3], [3.1.1 MQTT-4.7.3-3]: names and filters may have 65,535 bytes.
#[test]
fn topics_may_have_65535_bytes() {
    every_version(|broker, version| {
        let topic = "x".repeat(65_535);
        let mut client = broker.connect(version, "c");
        client.subscribe(&topic, AtMostOnce);
        client
            .send(&publish(&topic, "long"))
            .expect_message(&topic, "long");
    });
}
