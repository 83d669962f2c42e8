//! What the server allows, and what we allow the server.

use std::num::{NonZeroU16, NonZeroU32};

use super::*;
use crate::packet::{SubscribeFilter, SubscriptionOptions};
use crate::session::client::SendError;

fn try_publish(side: &mut Side, message: &Message<'_>) -> Result<Option<PacketId>, SendError> {
    let before = side.out.len();
    let result = side.client.publish(message, side.now, &mut side.out);
    assert_eq!(
        result.is_err(),
        side.out.len() == before,
        "a refused request leaves no bytes"
    );
    result
}

/// [MQTT-3.3.4-7], [MQTT-3.3.4-8], [MQTT-4.9.0-2], [MQTT-4.9.0-3]: the server's receive maximum holds back QoS 1 and 2
/// PUBLISH and nothing else.
#[test]
fn the_receive_maximum_of_the_server_is_kept() {
    let properties = ConnackProperties {
        receive_maximum: NonZeroU16::new(2),
        ..ConnackProperties::default()
    };
    let mut side = Side::connected(ClientOptions::new("c"), properties);
    side.publish("a", "", QoS::AtLeastOnce);
    side.publish("a", "", QoS::ExactlyOnce);
    assert_eq!(side.client.window(), 0);
    let message = Message::new("a", b"", QoS::AtLeastOnce);
    assert_eq!(try_publish(&mut side, &message), Err(SendError::WindowFull));
    side.publish("a", "", QoS::AtMostOnce);
    side.client.ping(side.now, &mut side.out).unwrap();
    side.server(&pubrec(2, ReasonCode::Success));
    assert_eq!(
        try_publish(&mut side, &message),
        Err(SendError::WindowFull),
        "PUBREC frees nothing"
    );
    side.server(&pubcomp(2));
    assert_eq!(try_publish(&mut side, &message), Ok(Some(id(2))));
}

#[test]
fn our_own_limit_of_messages_under_way_is_kept() {
    let options = ClientOptions {
        max_inflight: NonZeroU16::MIN,
        version: Version::V3_1_1,
        ..ClientOptions::new("c")
    };
    let mut side = Side::connected(options, ConnackProperties::default());
    side.publish("a", "", QoS::AtLeastOnce);
    let message = Message::new("a", b"", QoS::AtLeastOnce);
    assert_eq!(try_publish(&mut side, &message), Err(SendError::WindowFull));
}

/// [MQTT-3.2.2-15]: nothing above the server's maximum packet size.
#[test]
fn the_maximum_packet_size_of_the_server_is_kept() {
    let properties = ConnackProperties {
        maximum_packet_size: NonZeroU32::new(20),
        ..ConnackProperties::default()
    };
    let mut side = Side::connected(ClientOptions::new("c"), properties);
    // 2 bytes of header, 2 + 1 of topic, 1 of properties, 14 of payload.
    assert_eq!(
        try_publish(&mut side, &Message::new("a", &[b'x'; 14], QoS::AtMostOnce)),
        Ok(None)
    );
    let error = try_publish(&mut side, &Message::new("a", &[b'x'; 15], QoS::AtMostOnce));
    assert_eq!(
        error,
        Err(SendError::TooLarge {
            size: 21,
            limit: 20
        })
    );
    let error = try_publish(&mut side, &Message::new("a", &[b'x'; 15], QoS::AtLeastOnce));
    assert_eq!(
        error,
        Err(SendError::TooLarge {
            size: 23,
            limit: 20
        })
    );
    assert_eq!(side.client.unfinished(), 0, "no identifier is lost");
}

/// [MQTT-3.2.2-11], [MQTT-3.2.2-14]: what the server says it does not do is not asked of it.
#[test]
fn what_the_server_cannot_do_is_refused_here() {
    let properties = ConnackProperties {
        maximum_qos: Some(QoS::AtMostOnce),
        retain_available: Some(false),
        wildcard_subscription_available: Some(false),
        shared_subscription_available: Some(false),
        subscription_identifiers_available: Some(false),
        ..ConnackProperties::default()
    };
    let mut side = Side::connected(ClientOptions::new("c"), properties);
    let not_supported = |reason| Err(SendError::NotSupported(reason));
    let message = Message::new("a", b"", QoS::AtLeastOnce);
    assert_eq!(
        try_publish(&mut side, &message),
        not_supported(ReasonCode::QoSNotSupported)
    );
    let message = Message {
        retain: true,
        ..Message::new("a", b"", QoS::AtMostOnce)
    };
    assert_eq!(
        try_publish(&mut side, &message),
        not_supported(ReasonCode::RetainNotSupported)
    );

    let mut subscribe = |filter, identifier| {
        let filter = SubscribeFilter {
            filter,
            options: SubscriptionOptions::default(),
        };
        side.client
            .subscribe(&[filter], identifier, side.now, &mut side.out)
            .unwrap_err()
    };
    let not_supported = SendError::NotSupported;
    assert_eq!(
        subscribe("a/#", None),
        not_supported(ReasonCode::WildcardSubscriptionsNotSupported)
    );
    assert_eq!(
        subscribe("$share/g/a", None),
        not_supported(ReasonCode::SharedSubscriptionsNotSupported)
    );
    assert_eq!(
        subscribe("a", Some(1)),
        not_supported(ReasonCode::SubscriptionIdentifiersNotSupported)
    );
}

/// [MQTT-3.3.2-2], [MQTT-3.3.2-14], [MQTT-4.7.0-1], [MQTT-4.7.3-1]: topic names are valid or are not sent.
#[test]
fn invalid_topics_are_not_sent() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    for topic in ["", "a/+", "#", "a\0"] {
        let error = try_publish(&mut side, &Message::new(topic, b"", QoS::AtMostOnce));
        assert!(
            matches!(error, Err(SendError::Topic(_))),
            "{topic:?}: {error:?}"
        );
    }
    let properties = PublishProperties {
        response_topic: Some("a/#"),
        ..PublishProperties::default()
    };
    let error = try_publish(
        &mut side,
        &Message {
            properties,
            ..Message::new("a", b"", QoS::AtMostOnce)
        },
    );
    assert!(matches!(error, Err(SendError::Topic(_))));
}

/// [MQTT-3.8.3-2], [MQTT-3.8.3-4], [MQTT-3.10.3-2]: nor are requests that the server would call a protocol error.
#[test]
fn invalid_requests_are_not_sent() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    assert_eq!(
        side.client.subscribe(&[], None, side.now, &mut side.out),
        Err(SendError::NoFilter)
    );
    assert_eq!(
        side.client.unsubscribe(&[], side.now, &mut side.out),
        Err(SendError::NoFilter)
    );
    let options = SubscriptionOptions {
        no_local: true,
        ..SubscriptionOptions::default()
    };
    let filter = SubscribeFilter {
        filter: "$share/g/a",
        options,
    };
    assert_eq!(
        side.client
            .subscribe(&[filter], None, side.now, &mut side.out),
        Err(SendError::NotApplicable)
    );
    assert_eq!(side.sent(), [""; 0]);
}

/// [MQTT-3.2.2-17], [MQTT-3.2.2-18], [MQTT-3.3.2-8], [MQTT-3.3.2-9]: aliases from 1 up to the server's maximum.
#[test]
fn topics_get_aliases_up_to_the_servers_maximum() {
    let options = || ClientOptions {
        topic_aliases: true,
        ..ClientOptions::new("c")
    };
    let mut side = Side::connected(options(), ConnackProperties::default());
    side.publish("a", "", QoS::AtMostOnce);
    side.publish("a", "", QoS::AtMostOnce);
    assert_eq!(
        side.sent(),
        ["PUBLISH a=", "PUBLISH a="],
        "no maximum, no alias"
    );

    let properties = ConnackProperties {
        topic_alias_maximum: Some(1),
        ..ConnackProperties::default()
    };
    let mut side = Side::connected(options(), properties);
    for topic in ["a", "a", "b", "a"] {
        side.publish(topic, "", QoS::AtMostOnce);
    }
    assert_eq!(
        side.sent(),
        [
            "PUBLISH alias 1 a=",
            "PUBLISH alias 1 =",
            "PUBLISH b=",
            "PUBLISH alias 1 ="
        ]
    );
}

fn aliased<'a>(topic: &'a str, alias: u16) -> Packet<'a> {
    let Packet::Publish(publish) = message(0, QoS::AtMostOnce, topic, "") else {
        unreachable!()
    };
    let properties = PublishProperties {
        topic_alias: Some(alias),
        ..PublishProperties::default()
    };
    Packet::Publish(Publish {
        properties,
        ..publish
    })
}

/// [MQTT-3.3.2-10]: every alias up to our maximum is accepted, and may be given to another topic.
#[test]
fn aliases_of_the_server_are_resolved() {
    let options = ClientOptions {
        topic_alias_maximum: 2,
        ..ClientOptions::new("c")
    };
    let mut side = Side::connected(options, ConnackProperties::default());
    for packet in [
        aliased("a", 2),
        aliased("", 2),
        aliased("b", 2),
        aliased("", 2),
    ] {
        side.server(&packet);
    }
    assert_eq!(
        side.events(),
        ["message a=", "message a=", "message b=", "message b="]
    );
    side.server(&aliased("c", 3));
    assert_eq!(side.events(), ["violation TopicAliasInvalid MQTT-3.1.2-26"]);
    assert_eq!(side.sent(), ["DISCONNECT TopicAliasInvalid"]);
}

/// [MQTT-3.3.2-7]: a mapping ends with its connection.
#[test]
fn aliases_do_not_outlive_the_connection() {
    let options = ClientOptions {
        topic_alias_maximum: 2,
        topic_aliases: true,
        ..keeping_session(Version::V5)
    };
    let properties = ConnackProperties {
        topic_alias_maximum: Some(9),
        ..ConnackProperties::default()
    };
    let mut side = Side::connected(options, properties);
    side.client.set_clean_start(false);
    side.server(&aliased("a", 1));
    side.publish("t", "", QoS::AtMostOnce);
    side.reconnect(true, properties);
    side.publish("t", "", QoS::AtMostOnce);
    assert_eq!(
        side.sent(),
        ["PUBLISH alias 1 t="],
        "the topic is named again"
    );
    side.events();
    side.server(&aliased("", 1));
    assert_eq!(side.events(), ["violation ProtocolError "]);
}

/// [MQTT-3.3.4-9]: a server that exceeds our receive maximum is told so.
#[test]
fn our_receive_maximum_is_enforced() {
    let options = ClientOptions {
        receive_maximum: NonZeroU16::MIN,
        ..ClientOptions::new("c")
    };
    let mut side = Side::connected(options, ConnackProperties::default());
    for id in 1..=3 {
        side.server(&message(id, QoS::AtLeastOnce, "a", "")); // acknowledged at once
    }
    side.server(&message(4, QoS::ExactlyOnce, "a", ""));
    assert_eq!(side.events().len(), 4);
    side.sent();
    side.server(&message(5, QoS::ExactlyOnce, "a", ""));
    assert_eq!(
        side.events(),
        ["violation ReceiveMaximumExceeded MQTT-3.3.4-9"]
    );
    assert_eq!(side.sent(), ["DISCONNECT ReceiveMaximumExceeded"]);
}

#[test]
fn our_maximum_packet_size_is_enforced() {
    let options = ClientOptions {
        maximum_packet_size: NonZeroU32::new(20).unwrap(),
        ..ClientOptions::new("c")
    };
    let mut side = Side::connected(options, ConnackProperties::default());
    side.server(&message(0, QoS::AtMostOnce, "a", &"x".repeat(15)));
    assert_eq!(side.sent(), ["DISCONNECT PacketTooLarge"]);
    assert!(side.client.is_closed());
}
