//! Wire examples of CONNACK in all versions.

use super::*;
use crate::packet::Packet;
use crate::packet::examples::{assert_read, assert_refused, assert_wire, encoded};
use crate::property::UserPropertiesBuf;

fn connack(session_present: bool, reason: ReasonCode) -> Packet<'static> {
    Packet::Connack(Connack {
        session_present,
        reason,
        properties: ConnackProperties::default(),
    })
}

#[test]
fn success_with_and_without_a_session() {
    assert_wire(
        Version::V5,
        b"\x20\x03\x01\x00\x00",
        &connack(true, ReasonCode::Success),
    );
    assert_wire(
        Version::V3_1_1,
        b"\x20\x02\x01\x00",
        &connack(true, ReasonCode::Success),
    );
    assert_wire(
        Version::V3_1,
        b"\x20\x02\x00\x00",
        &connack(false, ReasonCode::Success),
    );
    assert_eq!(
        encoded(Version::V3_1, &connack(true, ReasonCode::Success)),
        b"\x20\x02\x00\x00"
    );
    assert_read(
        Version::V3_1,
        b"\x20\x02\x01\x00",
        &connack(false, ReasonCode::Success),
    );
}

#[test]
fn v3_speaks_in_return_codes() {
    assert_wire(
        Version::V3_1_1,
        b"\x20\x02\x00\x05",
        &connack(false, ReasonCode::NotAuthorized),
    );
    for (reason, code) in [
        (ReasonCode::Banned, 5),
        (ReasonCode::ServerBusy, 3),
        (ReasonCode::ServerMoved, 3),
        (ReasonCode::PacketTooLarge, 5),
    ] {
        assert_eq!(
            encoded(Version::V3_1_1, &connack(false, reason)),
            [0x20, 2, 0, code]
        );
    }
    assert_refused(
        Version::V3_1_1,
        b"\x20\x02\x00\x06",
        ReasonCode::ProtocolError,
        "",
    );
}

#[test]
fn all_properties() {
    let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
    let properties = ConnackProperties {
        session_expiry_interval: Some(1),
        receive_maximum: NonZeroU16::new(2),
        maximum_qos: Some(QoS::AtLeastOnce),
        retain_available: Some(false),
        maximum_packet_size: NonZeroU32::new(3),
        assigned_client_identifier: Some("i"),
        topic_alias_maximum: Some(4),
        reason_string: Some("s"),
        user_properties: user.as_properties(),
        wildcard_subscription_available: Some(true),
        subscription_identifiers_available: Some(false),
        shared_subscription_available: Some(true),
        server_keep_alive: Some(5),
        response_information: Some("n"),
        server_reference: Some("r"),
        authentication_method: Some("m"),
        authentication_data: Some(b"d"),
    };
    let packet = Packet::Connack(Connack {
        session_present: false,
        reason: ReasonCode::Success,
        properties,
    });
    assert_wire(
        Version::V5,
        b"\x20\x3F\x00\x00\x3C\x11\x00\x00\x00\x01\x12\x00\x01i\x13\x00\x05\x15\x00\x01m\x16\x00\x01d\x1A\x00\x01n\
          \x1C\x00\x01r\x1F\x00\x01s\x21\x00\x02\x22\x00\x04\x24\x01\x25\x00\x26\x00\x01a\x00\x01b\x27\x00\x00\x00\x03\
          \x28\x01\x29\x00\x2A\x01",
        &packet,
    );
    assert_eq!(encoded(Version::V3_1_1, &packet), b"\x20\x02\x00\x00");
}

#[test]
fn maximum_qos_2_is_said_by_leaving_it_out() {
    let properties = ConnackProperties {
        maximum_qos: Some(QoS::ExactlyOnce),
        ..ConnackProperties::default()
    };
    let packet = Packet::Connack(Connack {
        session_present: false,
        reason: ReasonCode::Success,
        properties,
    });
    assert_eq!(encoded(Version::V5, &packet), b"\x20\x03\x00\x00\x00");
}

/// [MQTT-3.2.2-1]
#[test]
fn reserved_flags_are_0() {
    for version in [Version::V3_1_1, Version::V5] {
        assert_refused(
            version,
            b"\x20\x03\x02\x00\x00",
            ReasonCode::MalformedPacket,
            "MQTT-3.2.2-1",
        );
    }
}

/// [MQTT-3.2.2-6], [3.1.1/MQTT-3.2.2-4]
#[test]
fn a_refusal_has_no_session() {
    assert_eq!(
        encoded(Version::V5, &connack(true, ReasonCode::Banned)),
        b"\x20\x03\x00\x8A\x00"
    );
    assert_eq!(
        encoded(Version::V3_1_1, &connack(true, ReasonCode::Banned)),
        b"\x20\x02\x00\x05"
    );
    assert_refused(
        Version::V5,
        b"\x20\x03\x01\x8A\x00",
        ReasonCode::ProtocolError,
        "MQTT-3.2.2-6",
    );
    assert_refused(
        Version::V3_1_1,
        b"\x20\x02\x01\x05",
        ReasonCode::ProtocolError,
        "MQTT-3.2.2-6",
    );
}

/// [MQTT-3.2.2-8]
#[test]
fn only_the_listed_reason_codes_pass() {
    for code in 0..=u8::MAX {
        let wire = [0x20, 3, 0, code, 0];
        match ReasonCode::from_u8(code).filter(|reason| LEGAL.contains(reason)) {
            Some(reason) => assert_read(Version::V5, &wire, &connack(false, reason)),
            None => assert_refused(
                Version::V5,
                &wire,
                ReasonCode::ProtocolError,
                "MQTT-3.2.2-8",
            ),
        }
    }
}
