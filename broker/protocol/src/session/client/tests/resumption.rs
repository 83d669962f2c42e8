//! The session over several connections.

use std::num::{NonZeroU16, NonZeroU32};

use super::*;
use crate::packet::{Disconnect, DisconnectProperties};

fn unfinished(version: Version, properties: ConnackProperties<'_>) -> Side {
    let mut side = Side::connected(keeping_session(version), properties);
    side.client.set_clean_start(false);
    side.publish("a", "1", QoS::AtLeastOnce);
    side.publish("a", "2", QoS::ExactlyOnce);
    side.publish("a", "3", QoS::AtLeastOnce);
    side.publish("a", "4", QoS::ExactlyOnce);
    side.publish("a", "0", QoS::AtMostOnce);
    side.server(&pubrec(4, ReasonCode::Success));
    side.server(&pubrec(2, ReasonCode::Success));
    side.server(&puback(1, ReasonCode::Success));
    side.publish("a", "5", QoS::AtLeastOnce);
    side.sent();
    side.events();
    side
}

/// [MQTT-4.4.0-1], [MQTT-3.3.1-1], [MQTT-4.3.3-6], [MQTT-4.6.0-1], [MQTT-4.6.0-4]: what is unfinished is sent again, with
/// DUP and its identifier, in order; PUBREL instead of PUBLISH once PUBREC was there; QoS 0 never.
#[test]
fn unfinished_messages_are_sent_again_in_order() {
    for version in ALL {
        let mut side = unfinished(version, ConnackProperties::default());
        side.reconnect(true, ConnackProperties::default());
        assert_eq!(
            side.sent(),
            [
                "PUBLISH 3 qos 1 dup a=3",
                "PUBREL 4",
                "PUBREL 2",
                "PUBLISH 1 qos 1 dup a=5"
            ],
            "{version:?}"
        );
        for packet in [
            puback(3, ReasonCode::Success),
            pubcomp(4),
            pubcomp(2),
            puback(1, ReasonCode::Success),
        ] {
            side.server(&packet);
        }
        assert_eq!(side.client.unfinished(), 0);
        assert_eq!(side.sent(), [""; 0], "and at no other time");
        assert_eq!(side.publish("a", "6", QoS::AtLeastOnce), Some(id(1)));
    }
}

/// [MQTT-3.2.2-5]: a server without the session makes the client forget it, too.
#[test]
fn nothing_is_sent_again_to_a_server_without_the_session() {
    for version in [Version::V3_1_1, Version::V5] {
        let mut side = unfinished(version, ConnackProperties::default());
        side.server(&message(9, QoS::ExactlyOnce, "b", "old"));
        side.reconnect(false, ConnackProperties::default());
        assert_eq!(side.sent(), [""; 0]);
        assert_eq!(side.client.unfinished(), 0);
        side.events();
        side.server(&message(9, QoS::ExactlyOnce, "b", "new"));
        assert_eq!(side.events(), ["message b=new"]);
    }
}

/// [MQTT-3.2.2-4]: session present although we have none.
#[test]
fn an_unexpected_session_is_a_violation() {
    let options = ClientOptions {
        clean_start: false,
        ..ClientOptions::new("c")
    };
    let mut side = Side::new(options.clone());
    side.connect();
    side.server(&connack(true, ConnackProperties::default()));
    assert_eq!(side.events(), ["violation ProtocolError MQTT-3.2.2-4"]);

    let mut side = Side::new(ClientOptions {
        expect_session: true,
        ..options
    });
    side.connect();
    side.server(&connack(true, ConnackProperties::default()));
    assert_eq!(side.events(), ["connected, session present true"]);
}

/// [MQTT-3.2.2-2]: session present after a clean start.
#[test]
fn a_session_after_a_clean_start_is_a_violation() {
    for version in [Version::V3_1_1, Version::V5] {
        let mut side = Side::new(ClientOptions {
            version,
            expect_session: true,
            ..ClientOptions::new("c")
        });
        side.connect();
        side.server(&connack(true, ConnackProperties::default()));
        assert_eq!(side.events(), ["violation ProtocolError MQTT-3.2.2-2"]);
    }
}

/// [MQTT-4.3.3-10]: the identifiers of QoS 2 messages received are part of the session.
#[test]
fn a_qos_2_message_is_delivered_once_over_two_connections() {
    let mut side = Side::connected(keeping_session(Version::V5), ConnackProperties::default());
    side.client.set_clean_start(false);
    side.server(&message(6, QoS::ExactlyOnce, "a", ""));
    side.reconnect(true, ConnackProperties::default());
    side.events();
    side.server(&message(6, QoS::ExactlyOnce, "a", ""));
    side.server(&pubrel(6));
    assert_eq!(side.events(), [""; 0]);
    assert_eq!(side.sent(), ["PUBREC 6", "PUBCOMP 6"]);
}

/// [MQTT-3.3.4-7], [MQTT-4.6.0-1]: the new connection's window holds for what is sent again, and new messages wait.
#[test]
fn sending_again_keeps_within_the_window() {
    let mut side = unfinished(Version::V5, ConnackProperties::default());
    let narrow = ConnackProperties {
        receive_maximum: NonZeroU16::new(1),
        ..ConnackProperties::default()
    };
    side.reconnect(true, narrow);
    assert_eq!(
        side.sent(),
        ["PUBLISH 3 qos 1 dup a=3", "PUBREL 4", "PUBREL 2"]
    );
    assert_eq!(side.client.window(), 0);
    side.server(&puback(3, ReasonCode::Success));
    assert_eq!(side.sent(), ["PUBLISH 1 qos 1 dup a=5"]);
    assert_eq!(side.client.window(), 0);
    side.server(&puback(1, ReasonCode::Success));
    assert_eq!(side.client.window(), 1);
}

/// [MQTT-3.2.2-15]: nor is a message sent again that the server does not take any more.
#[test]
fn a_message_that_became_too_large_is_given_up() {
    let mut side = Side::connected(keeping_session(Version::V5), ConnackProperties::default());
    side.client.set_clean_start(false);
    side.publish("a", &"x".repeat(100), QoS::AtLeastOnce);
    side.publish("a", "small", QoS::AtLeastOnce);
    let narrow = ConnackProperties {
        maximum_packet_size: NonZeroU32::new(50),
        ..ConnackProperties::default()
    };
    side.reconnect(true, narrow);
    assert_eq!(side.sent(), ["PUBLISH 2 qos 1 dup a=small"]);
    assert_eq!(
        side.events(),
        [
            "connected, session present true",
            "published 1 PacketTooLarge"
        ]
    );
}

/// An alias is worth nothing on the next connection, so a message is kept with its topic.
#[test]
fn an_aliased_message_is_sent_again_in_full() {
    let options = ClientOptions {
        topic_aliases: true,
        ..keeping_session(Version::V5)
    };
    let aliases = ConnackProperties {
        topic_alias_maximum: Some(5),
        ..ConnackProperties::default()
    };
    let mut side = Side::connected(options, aliases);
    side.client.set_clean_start(false);
    side.publish("a", "1", QoS::AtLeastOnce);
    side.publish("a", "2", QoS::AtLeastOnce);
    side.reconnect(true, ConnackProperties::default());
    assert_eq!(
        side.sent(),
        ["PUBLISH 1 qos 1 dup a=1", "PUBLISH 2 qos 1 dup a=2"]
    );
}

/// The session is as old as its last expiry interval says: CONNECT, CONNACK, DISCONNECT.
#[test]
fn a_session_that_ends_with_its_connection_is_dropped() {
    let ends = |side: &mut Side| {
        side.reconnect(true, ConnackProperties::default());
        assert!(
            side.events()
                .contains(&"violation ProtocolError MQTT-3.2.2-4".to_owned())
        );
    };
    let short = ConnackProperties {
        session_expiry_interval: Some(0),
        ..ConnackProperties::default()
    };
    ends(&mut unfinished(Version::V5, short));

    let mut side = unfinished(Version::V5, ConnackProperties::default());
    let properties = DisconnectProperties {
        session_expiry_interval: Some(0),
        ..DisconnectProperties::default()
    };
    side.client.disconnect(
        &Disconnect {
            reason: ReasonCode::Success,
            properties,
        },
        &mut side.out,
    );
    ends(&mut side);
}

#[test]
fn a_failed_attempt_changes_nothing() {
    let mut side = unfinished(Version::V5, ConnackProperties::default());
    side.client.closed();
    side.connect();
    side.server(&refusal(ReasonCode::ServerBusy));
    side.connect();
    side.reconnect(true, ConnackProperties::default());
    assert_eq!(side.client.unfinished(), 4);
}
