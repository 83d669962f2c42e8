//! The properties of PUBLISH on their way through the broker.

use super::super::patched;
use crate::support::prelude::*;

/// What arrives of a message with these properties.
fn through_the_broker(properties: PublishProperties<'_>) -> PublishProperties<'static> {
    let broker = Broker::start();
    let mut subscriber = broker.v5("subscriber");
    subscriber.subscribe("t", ExactlyOnce);
    let mut publisher = broker.v5("publisher");
    for qos in [AtMostOnce, AtLeastOnce, ExactlyOnce] {
        publisher.publish_packet(&Publish {
            properties,
            qos,
            ..publish("t", "x")
        });
    }
    let first = subscriber.expect_message("t", "x").properties;
    for _ in 1..3 {
        assert_eq!(subscriber.expect_message("t", "x").properties, first);
    }
    first
}

/// [MQTT-3.3.2-4], [MQTT-3.3.2-15], [MQTT-3.3.2-16], [MQTT-3.3.2-17], [MQTT-3.3.2-18], [MQTT-3.3.2-20]: payload format,
/// response topic, correlation data, user properties in their order and content type are forwarded unchanged.
#[test]
fn properties_are_forwarded_unchanged() {
    let pairs = [
        ("z", "1"),
        ("a", "2"),
        ("z", "3"),
        ("z", "1"),
        ("", ""),
        ("é", "\u{FEFF}"),
    ];
    let user_properties: UserPropertiesBuf = pairs.into_iter().collect();
    for payload_format_indicator in [Some(true), Some(false)] {
        let sent = PublishProperties {
            payload_format_indicator,
            response_topic: Some("answers/here"),
            correlation_data: Some(&[0, 1, 255, 0xED, 0xA0]),
            user_properties: user_properties.as_properties(),
            content_type: Some("application/x-thing; v=1"),
            ..Default::default()
        };
        let got = through_the_broker(sent);
        assert_eq!(
            got.payload_format_indicator.unwrap_or(false),
            payload_format_indicator == Some(true)
        );
        assert_eq!(got.user_properties.iter().collect::<Vec<_>>(), pairs);
        let payload_format_indicator = got.payload_format_indicator;
        assert_eq!(
            got,
            PublishProperties {
                payload_format_indicator,
                ..sent
            }
        );
    }
}

/// [MQTT-3.3.2-4], [MQTT-3.3.2-16]: what was not sent does not arrive, what was empty arrives empty.
#[test]
fn absent_and_empty_are_two_things() {
    assert_eq!(
        through_the_broker(PublishProperties::default()),
        PublishProperties::default()
    );
    let empty = PublishProperties {
        correlation_data: Some(&[]),
        content_type: Some(""),
        ..Default::default()
    };
    assert_eq!(through_the_broker(empty), empty);
}

/// [MQTT-3.3.2-17], [MQTT-3.3.2-20]: retained messages and messages that waited keep theirs, too.
#[test]
fn properties_wait_with_their_message() {
    let broker = Broker::start();
    let mut away = broker.persistent(Version::V5, "away");
    away.subscribe("t", AtLeastOnce);
    away.disconnect();
    let user_properties: UserPropertiesBuf = [("k", "v")].into_iter().collect();
    let properties = PublishProperties {
        content_type: Some("x"),
        user_properties: user_properties.as_properties(),
        ..Default::default()
    };
    let message = Publish {
        properties,
        retain: true,
        qos: AtLeastOnce,
        ..publish("t", "x")
    };
    broker.v5("publisher").publish_packet(&message);
    assert_eq!(
        broker
            .persistent(Version::V5, "away")
            .expect_message("t", "x")
            .properties,
        properties
    );
    let mut late = broker.v5("late");
    late.subscribe("t", AtLeastOnce);
    assert_eq!(late.expect_message("t", "x").properties, properties);
}

/// [MQTT-3.3.2-17]: a subscriber of an older version gets the message without them.
#[test]
fn older_versions_get_the_message_alone() {
    let broker = Broker::start();
    let mut old = broker.v311("old");
    old.subscribe("t", AtMostOnce);
    let properties = PublishProperties {
        content_type: Some("x"),
        message_expiry_interval: Some(9),
        ..Default::default()
    };
    broker
        .v5("publisher")
        .send(&Publish {
            properties,
            ..publish("t", "x")
        })
        .expect_nothing();
    assert_eq!(old.recv_bytes(), b"\x30\x04\0\x01tx");
}

/// [MQTT-3.3.2-13], [MQTT-3.3.2-19]: response topic and content type are UTF-8 strings.
#[test]
fn ill_formed_property_strings_end_the_connection() {
    let broker = Broker::start();
    let response = PublishProperties {
        response_topic: Some("___"),
        ..Default::default()
    };
    let content = PublishProperties {
        content_type: Some("___"),
        ..Default::default()
    };
    for properties in [response, content] {
        for replacement in [&[0xED, 0xA0, 0x80], &[0x41, 0x00, 0x41]] {
            let bytes = patched(
                &Publish {
                    properties,
                    ..publish("t", "")
                },
                Version::V5,
                "___",
                replacement,
            );
            broker
                .v5("c")
                .send_bytes(&bytes)
                .expect_disconnect(ReasonCode::MalformedPacket);
        }
    }
}

/// [MQTT-3.3.2-14]: a response topic has no wildcards.
#[test]
fn a_response_topic_with_wildcards_ends_the_connection() {
    let broker = Broker::start();
    for wildcard in [b"a/+", b"a/#"] {
        let properties = PublishProperties {
            response_topic: Some("___"),
            ..Default::default()
        };
        let bytes = patched(
            &Publish {
                properties,
                ..publish("t", "")
            },
            Version::V5,
            "___",
            wildcard,
        );
        broker.v5("c").send_bytes(&bytes).expect_thrown_out();
    }
}
