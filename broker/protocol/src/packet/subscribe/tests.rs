//! Wire examples of SUBSCRIBE in all versions.

use super::*;
use crate::ReasonCode;
use crate::packet::Packet;
use crate::packet::examples::{assert_read, assert_refused, assert_wire, encoded};
use crate::property::UserPropertiesBuf;

fn subscribe<'a>(filters: &[(&'a str, SubscriptionOptions)]) -> Packet<'a> {
    Packet::Subscribe(Subscribe {
        packet_id: PacketId::new(10).unwrap(),
        subscription_identifier: None,
        user_properties: UserProperties::default(),
        filters: filters
            .iter()
            .map(|&(filter, options)| SubscribeFilter { filter, options })
            .collect(),
    })
}

fn at(qos: QoS) -> SubscriptionOptions {
    SubscriptionOptions {
        qos,
        ..SubscriptionOptions::default()
    }
}

#[test]
fn filters_come_in_order_with_their_qos() {
    let packet = subscribe(&[("a/b", at(QoS::AtLeastOnce)), ("#", at(QoS::ExactlyOnce))]);
    for version in [Version::V3_1, Version::V3_1_1] {
        assert_wire(
            version,
            b"\x82\x0C\x00\x0A\x00\x03a/b\x01\x00\x01#\x02",
            &packet,
        );
    }
    assert_wire(
        Version::V5,
        b"\x82\x0D\x00\x0A\x00\x00\x03a/b\x01\x00\x01#\x02",
        &packet,
    );
}

#[test]
fn all_that_mqtt_5_adds() {
    let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
    let options = SubscriptionOptions {
        qos: QoS::ExactlyOnce,
        no_local: true,
        retain_as_published: true,
        retain_handling: RetainHandling::DoNotSend,
    };
    let packet = Packet::Subscribe(Subscribe {
        packet_id: PacketId::new(10).unwrap(),
        subscription_identifier: Some(268_435_455),
        user_properties: user.as_properties(),
        filters: vec![SubscribeFilter {
            filter: "x",
            options,
        }],
    });
    let wire = b"\x82\x13\x00\x0A\x0C\x0B\xFF\xFF\xFF\x7F\x26\x00\x01a\x00\x01b\x00\x01x\x2E";
    assert_wire(Version::V5, wire, &packet);
    assert_eq!(
        encoded(Version::V3_1_1, &packet),
        b"\x82\x06\x00\x0A\x00\x01x\x02"
    );
}

/// [MQTT-3.8.1-1], [3.1.1/MQTT-3.8.1-1]: only MQTT 3.1 repeats SUBSCRIBE with DUP.
#[test]
fn dup_is_for_mqtt_3_1() {
    let repeated = b"\x8A\x06\x00\x0A\x00\x01x\x00";
    assert_read(
        Version::V3_1,
        repeated,
        &subscribe(&[("x", at(QoS::AtMostOnce))]),
    );
    for version in [Version::V3_1_1, Version::V5] {
        assert_refused(
            version,
            repeated,
            ReasonCode::MalformedPacket,
            "MQTT-3.8.1-1",
        );
    }
}

/// [MQTT-3.8.3-2], [3.1.1/MQTT-3.8.3-3]
#[test]
fn a_packet_without_filters_is_a_protocol_error() {
    assert_refused(
        Version::V3_1_1,
        b"\x82\x02\x00\x0A",
        ReasonCode::ProtocolError,
        "MQTT-3.8.3-2",
    );
    assert_refused(
        Version::V5,
        b"\x82\x03\x00\x0A\x00",
        ReasonCode::ProtocolError,
        "MQTT-3.8.3-2",
    );
}

/// [MQTT-3.8.3-4]
#[test]
fn no_local_on_a_shared_filter_is_a_protocol_error() {
    let wire = b"\x82\x10\x00\x0A\x00\x00\x0A$share/g/x\x04";
    assert_refused(Version::V5, wire, ReasonCode::ProtocolError, "MQTT-3.8.3-4");
    let options = SubscriptionOptions {
        no_local: true,
        ..at(QoS::AtMostOnce)
    };
    let ordinary = b"\x82\x0C\x00\x0A\x00\x00\x06$share\x04";
    assert_wire(Version::V5, ordinary, &subscribe(&[("$share", options)]));
}

/// [MQTT-3.8.3-5]
#[test]
fn reserved_options_are_malformed() {
    for bits in [0x40, 0x80, 0xC0] {
        let wire = [0x82, 7, 0, 10, 0, 0, 1, b'x', bits];
        assert_refused(
            Version::V5,
            &wire,
            ReasonCode::MalformedPacket,
            "MQTT-3.8.3-5",
        );
    }
}

#[test]
fn qos_3_and_retain_handling_3_are_protocol_errors_in_mqtt_5() {
    for bits in [0x03, 0x30] {
        let wire = [0x82, 7, 0, 10, 0, 0, 1, b'x', bits];
        assert_refused(Version::V5, &wire, ReasonCode::ProtocolError, "");
    }
}

/// [3.1.1/MQTT-3.8.3-4]
#[test]
fn v3_has_nothing_beside_the_qos() {
    for bits in [0x03, 0x04, 0x08, 0x10, 0x80] {
        let wire = [0x82, 6, 0, 10, 0, 1, b'x', bits];
        assert_refused(
            Version::V3_1_1,
            &wire,
            ReasonCode::MalformedPacket,
            "3.1.1/MQTT-3.8.3-4",
        );
    }
}

/// [MQTT-3.8.3-1], [3.1.1/MQTT-3.8.3-1]
#[test]
fn filters_are_utf8_but_need_not_be_valid() {
    assert_refused(
        Version::V3_1_1,
        b"\x82\x06\x00\x0A\x00\x01\xFF\x00",
        ReasonCode::MalformedPacket,
        "MQTT-1.5.4-1",
    );
    assert_wire(
        Version::V3_1_1,
        b"\x82\x07\x00\x0A\x00\x02a#\x00",
        &subscribe(&[("a#", at(QoS::AtMostOnce))]),
    );
    assert_wire(
        Version::V3_1_1,
        b"\x82\x05\x00\x0A\x00\x00\x00",
        &subscribe(&[("", at(QoS::AtMostOnce))]),
    );
}

#[test]
fn a_filter_without_options_is_malformed() {
    assert_refused(
        Version::V3_1_1,
        b"\x82\x05\x00\x0A\x00\x01x",
        ReasonCode::MalformedPacket,
        "",
    );
}

/// [MQTT-2.2.1-3], [3.1.1/MQTT-2.3.1-1]
#[test]
fn packet_identifier_0_is_refused() {
    assert_refused(
        Version::V3_1_1,
        b"\x82\x06\x00\x00\x00\x01x\x00",
        ReasonCode::ProtocolError,
        "MQTT-2.2.1-3",
    );
}
