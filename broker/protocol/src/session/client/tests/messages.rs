//! Messages both ways on one connection, and subscriptions.

use super::*;
use crate::packet::{Suback, SubscribeFilter, SubscriptionOptions, Unsuback};

/// [MQTT-3.3.4-1], [MQTT-4.3.2-4], [MQTT-4.3.3-8], [MQTT-4.3.3-11]: each QoS is answered as it demands.
#[test]
fn received_messages_are_acknowledged() {
    for version in ALL {
        let options = ClientOptions {
            version,
            ..ClientOptions::new("c")
        };
        let mut side = Side::connected(options, ConnackProperties::default());
        side.server(&message(0, QoS::AtMostOnce, "a", "0"));
        side.server(&message(5, QoS::AtLeastOnce, "a", "1"));
        side.server(&message(6, QoS::ExactlyOnce, "a", "2"));
        side.server(&pubrel(6));
        assert_eq!(side.events(), ["message a=0", "message a=1", "message a=2"]);
        assert_eq!(side.sent(), ["PUBACK 5", "PUBREC 6", "PUBCOMP 6"]);
    }
}

/// [MQTT-4.3.3-10], [MQTT-4.3.3-12]: a repeat is answered but not delivered; after PUBCOMP the identifier is new.
#[test]
fn a_qos_2_message_is_delivered_once() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    side.server(&message(6, QoS::ExactlyOnce, "a", "first"));
    side.server(&message(6, QoS::ExactlyOnce, "a", "first"));
    side.server(&pubrel(6));
    side.server(&message(6, QoS::ExactlyOnce, "a", "second"));
    assert_eq!(side.events(), ["message a=first", "message a=second"]);
    assert_eq!(
        side.sent(),
        ["PUBREC 6", "PUBREC 6", "PUBCOMP 6", "PUBREC 6"]
    );
}

/// [MQTT-4.3.2-5]: after PUBACK the same identifier is a new message, whatever DUP says.
#[test]
fn a_qos_1_identifier_is_free_after_its_puback() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    side.server(&message(5, QoS::AtLeastOnce, "a", "1"));
    let Packet::Publish(publish) = message(5, QoS::AtLeastOnce, "a", "2") else {
        unreachable!()
    };
    side.server(&Packet::Publish(Publish {
        dup: true,
        ..publish
    }));
    assert_eq!(side.events(), ["message a=1", "message a=2"]);
}

/// [MQTT-2.2.1-2], [MQTT-4.3.2-2], [MQTT-4.3.3-4]: published messages go through their exchange.
#[test]
fn published_messages_go_through_their_exchange() {
    for version in ALL {
        let options = ClientOptions {
            version,
            ..ClientOptions::new("c")
        };
        let mut side = Side::connected(options, ConnackProperties::default());
        assert_eq!(side.publish("a", "0", QoS::AtMostOnce), None);
        assert_eq!(side.publish("a", "1", QoS::AtLeastOnce), Some(id(1)));
        assert_eq!(side.publish("a", "2", QoS::ExactlyOnce), Some(id(2)));
        assert_eq!(
            side.sent(),
            ["PUBLISH a=0", "PUBLISH 1 qos 1 a=1", "PUBLISH 2 qos 2 a=2"]
        );
        side.server(&pubrec(2, ReasonCode::Success));
        side.server(&puback(1, ReasonCode::Success));
        assert_eq!(side.client.unfinished(), 1);
        side.server(&pubcomp(2));
        assert_eq!(side.sent(), ["PUBREL 2"]);
        assert_eq!(
            side.events(),
            ["published 1 Success", "published 2 Success"]
        );
        assert_eq!(side.client.unfinished(), 0);
    }
}

/// [MQTT-4.4.0-2]: PUBREC of 0x80 or above ends the exchange.
#[test]
fn a_refusing_pubrec_ends_the_exchange() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    side.publish("a", "", QoS::ExactlyOnce);
    side.sent();
    side.server(&pubrec(1, ReasonCode::QuotaExceeded));
    assert_eq!(side.events(), ["published 1 QuotaExceeded"]);
    assert_eq!(side.sent(), [""; 0]);
    assert_eq!(side.client.unfinished(), 0);
}

#[test]
fn unknown_identifiers_are_answered_as_not_found() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    side.server(&pubrec(9, ReasonCode::Success));
    side.server(&pubrel(9));
    side.server(&puback(9, ReasonCode::Success));
    assert_eq!(
        side.sent(),
        [
            "PUBREL 9 PacketIdentifierNotFound",
            "PUBCOMP 9 PacketIdentifierNotFound"
        ]
    );
    assert_eq!(side.events(), [""; 0]);
}

#[test]
fn subscriptions_are_answered() {
    let mut side = Side::connected(ClientOptions::new("c"), ConnackProperties::default());
    let filter = |filter| SubscribeFilter {
        filter,
        options: SubscriptionOptions::default(),
    };
    let subscribe = side
        .client
        .subscribe(
            &[filter("a/#"), filter("$share/g/+")],
            Some(7),
            side.now,
            &mut side.out,
        )
        .unwrap();
    let unsubscribe = side
        .client
        .unsubscribe(&["a/#"], side.now, &mut side.out)
        .unwrap();
    assert_ne!(subscribe, unsubscribe);
    assert_eq!(side.sent(), ["SUBSCRIBE", "UNSUBSCRIBE"]);
    let reasons = vec![ReasonCode::Success, ReasonCode::NotAuthorized];
    side.server(&Packet::Suback(Suback {
        packet_id: subscribe,
        properties: AckProperties::default(),
        reasons,
    }));
    let reasons = vec![ReasonCode::Success];
    side.server(&Packet::Unsuback(Unsuback {
        packet_id: unsubscribe,
        properties: AckProperties::default(),
        reasons,
    }));
    assert_eq!(
        side.events(),
        ["subscribed 1 [Success, NotAuthorized]", "unsubscribed 2"]
    );
}
