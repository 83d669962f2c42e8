//! Wire examples of PUBLISH in all versions.

use super::*;
use crate::ReasonCode;
use crate::packet::Packet;
use crate::packet::examples::{assert_read, assert_refused, assert_wire, encoded};
use crate::property::{SubscriptionIdsBuf, UserPropertiesBuf};

fn plain(qos: QoS) -> Publish<'static> {
    Publish {
        dup: false,
        qos,
        retain: false,
        topic: "a/b",
        packet_id: if qos == QoS::AtMostOnce {
            None
        } else {
            PacketId::new(10)
        },
        properties: PublishProperties::default(),
        payload: b"hi",
    }
}

#[test]
fn the_header_bits_are_dup_qos_and_retain() {
    for version in [Version::V3_1, Version::V3_1_1] {
        let retained = Publish {
            retain: true,
            ..plain(QoS::AtMostOnce)
        };
        assert_wire(
            version,
            b"\x31\x07\x00\x03a/bhi",
            &Packet::Publish(retained),
        );
        assert_wire(
            version,
            b"\x32\x09\x00\x03a/b\x00\x0Ahi",
            &Packet::Publish(plain(QoS::AtLeastOnce)),
        );
        let again = Publish {
            dup: true,
            ..plain(QoS::ExactlyOnce)
        };
        assert_wire(
            version,
            b"\x3C\x09\x00\x03a/b\x00\x0Ahi",
            &Packet::Publish(again),
        );
    }
}

/// [MQTT-2.2.2-1]
#[test]
fn mqtt_5_always_has_a_property_length() {
    assert_wire(
        Version::V5,
        b"\x30\x08\x00\x03a/b\x00hi",
        &Packet::Publish(plain(QoS::AtMostOnce)),
    );
    assert_wire(
        Version::V5,
        b"\x34\x0A\x00\x03a/b\x00\x0A\x00hi",
        &Packet::Publish(plain(QoS::ExactlyOnce)),
    );
    assert_refused(
        Version::V5,
        b"\x30\x05\x00\x03a/b",
        ReasonCode::MalformedPacket,
        "",
    );
}

#[test]
fn all_properties_of_mqtt_5() {
    let user: UserPropertiesBuf = [("a", "b"), ("a", "c")].into_iter().collect();
    let ids: SubscriptionIdsBuf = [1, 128].into_iter().collect();
    let properties = PublishProperties {
        payload_format_indicator: Some(true),
        message_expiry_interval: Some(60),
        topic_alias: Some(7),
        response_topic: Some("r"),
        correlation_data: Some(b"\x00\xFF"),
        user_properties: user.as_properties(),
        subscription_identifiers: ids.as_ids(),
        content_type: Some("x"),
    };
    let publish = Publish {
        properties,
        ..plain(QoS::AtMostOnce)
    };
    assert_wire(
        Version::V5,
        b"\x30\x32\x00\x03a/b\x2A\x01\x01\x02\x00\x00\x00\x3C\x03\x00\x01x\x08\x00\x01r\x09\x00\x02\x00\xFF\
          \x0B\x01\x0B\x80\x01\x23\x00\x07\x26\x00\x01a\x00\x01b\x26\x00\x01a\x00\x01chi",
        &Packet::Publish(publish),
    );
    assert_eq!(
        encoded(Version::V3_1_1, &Packet::Publish(publish)),
        b"\x30\x07\x00\x03a/bhi"
    );
}

#[test]
fn properties_can_come_in_any_order() {
    let user: UserPropertiesBuf = [("a", "b"), ("c", "d")].into_iter().collect();
    let ids: SubscriptionIdsBuf = [1, 2].into_iter().collect();
    let properties = PublishProperties {
        payload_format_indicator: Some(false),
        user_properties: user.as_properties(),
        subscription_identifiers: ids.as_ids(),
        ..PublishProperties::default()
    };
    assert_read(
        Version::V5,
        b"\x30\x1C\x00\x03a/b\x14\x26\x00\x01a\x00\x01b\x0B\x01\x01\x00\x0B\x02\x26\x00\x01c\x00\x01dhi",
        &Packet::Publish(Publish { properties, ..plain(QoS::AtMostOnce) }),
    );
}

/// [MQTT-3.3.1-2], [3.1.1/MQTT-3.3.1-2]
#[test]
fn dup_at_qos_0_is_malformed_and_never_written() {
    for version in Version::ALL {
        assert_refused(
            version,
            b"\x38\x06\x00\x03a/b\x00",
            ReasonCode::MalformedPacket,
            "MQTT-3.3.1-2",
        );
    }
    let dup = Publish {
        dup: true,
        ..plain(QoS::AtMostOnce)
    };
    assert_eq!(encoded(Version::V3_1_1, &Packet::Publish(dup))[0], 0x30);
}

/// [MQTT-3.3.1-4], [3.1.1/MQTT-3.3.1-4]
#[test]
fn qos_3_is_malformed() {
    let body = b"\x00\x03a/b\x00\x0A\x00";
    let error = Publish::decode(
        Frame {
            first: 0x36,
            body,
            wire: body,
        },
        Version::V5,
    )
    .unwrap_err();
    assert_eq!(
        (error.reason, error.clause),
        (ReasonCode::MalformedPacket, "MQTT-3.3.1-4")
    );
}

/// [MQTT-2.2.1-2], [3.1.1/MQTT-2.3.1-5]: what follows the topic at QoS 0 is the payload.
#[test]
fn qos_0_has_no_packet_identifier() {
    let publish = Publish {
        packet_id: PacketId::new(10),
        ..plain(QoS::AtMostOnce)
    };
    assert_eq!(
        encoded(Version::V3_1_1, &Packet::Publish(publish)),
        b"\x30\x07\x00\x03a/bhi"
    );
}

/// [MQTT-2.2.1-3], [3.1.1/MQTT-2.3.1-1]
#[test]
fn packet_identifier_0_is_refused() {
    for version in Version::ALL {
        assert_refused(
            version,
            b"\x32\x08\x00\x03a/b\x00\x00\x00",
            ReasonCode::ProtocolError,
            "MQTT-2.2.1-3",
        );
    }
}

/// [MQTT-3.3.2-1], [3.1.1/MQTT-3.3.2-1], [MQTT-1.5.4-2]
#[test]
fn the_topic_is_utf8_without_nul() {
    assert_refused(
        Version::V3_1_1,
        b"\x30\x04\x00\x02a\xFF",
        ReasonCode::MalformedPacket,
        "MQTT-1.5.4-1",
    );
    assert_refused(
        Version::V3_1_1,
        b"\x30\x05\x00\x03a\x00+",
        ReasonCode::MalformedPacket,
        "MQTT-1.5.4-2",
    );
}

/// [MQTT-3.3.2-2], [MQTT-4.7.0-1], [3.1.1/MQTT-3.3.2-2], [3.1.1/MQTT-4.7.1-1]
#[test]
fn the_topic_has_no_wildcard() {
    for version in Version::ALL {
        assert_refused(
            version,
            b"\x30\x06\x00\x03a/+\x00",
            ReasonCode::TopicNameInvalid,
            "MQTT-3.3.2-2",
        );
        assert_refused(
            version,
            b"\x30\x04\x00\x01#\x00",
            ReasonCode::TopicNameInvalid,
            "MQTT-3.3.2-2",
        );
    }
}

/// [MQTT-4.7.3-1], [3.1.1/MQTT-4.7.3-1]
#[test]
fn an_empty_topic_needs_an_alias() {
    for version in Version::ALL {
        assert_refused(
            version,
            b"\x30\x03\x00\x00\x00",
            ReasonCode::ProtocolError,
            "MQTT-4.7.3-1",
        );
    }
    let properties = PublishProperties {
        topic_alias: Some(1),
        ..PublishProperties::default()
    };
    let publish = Publish {
        topic: "",
        payload: b"",
        properties,
        ..plain(QoS::AtMostOnce)
    };
    assert_wire(
        Version::V5,
        b"\x30\x06\x00\x00\x03\x23\x00\x01",
        &Packet::Publish(publish),
    );
}

/// [MQTT-3.3.2-8]
#[test]
fn topic_alias_0_is_refused() {
    let wire = b"\x30\x09\x00\x03a/b\x03\x23\x00\x00";
    assert_refused(
        Version::V5,
        wire,
        ReasonCode::TopicAliasInvalid,
        "MQTT-3.3.2-8",
    );
}

/// [MQTT-3.3.2-13], [MQTT-3.3.2-14]
#[test]
fn a_response_topic_has_no_wildcard() {
    let wire = b"\x30\x0A\x00\x03a/b\x04\x08\x00\x01#";
    assert_refused(
        Version::V5,
        wire,
        ReasonCode::ProtocolError,
        "MQTT-3.3.2-14",
    );
}

/// [MQTT-3.3.2-19]
#[test]
fn a_content_type_is_utf8() {
    let wire = b"\x30\x0A\x00\x03a/b\x04\x03\x00\x01\xFF";
    assert_refused(
        Version::V5,
        wire,
        ReasonCode::MalformedPacket,
        "MQTT-1.5.4-1",
    );
}

/// [MQTT-3.3.2-4], [MQTT-3.3.2-15], [MQTT-3.3.2-16], [MQTT-3.3.2-17], [MQTT-3.3.2-18], [MQTT-3.3.2-20]
#[test]
fn what_is_forwarded_goes_through_a_block_unchanged() {
    let user: UserPropertiesBuf = [("a", "b"), ("a", "c")].into_iter().collect();
    let forwarded = PublishProperties {
        payload_format_indicator: Some(false),
        response_topic: Some("r"),
        correlation_data: Some(b"d"),
        user_properties: user.as_properties(),
        content_type: Some("x"),
        ..PublishProperties::default()
    };
    let ids: SubscriptionIdsBuf = [1].into_iter().collect();
    let received = PublishProperties {
        message_expiry_interval: Some(1),
        topic_alias: Some(2),
        subscription_identifiers: ids.as_ids(),
        ..forwarded
    };
    let mut block = Vec::new();
    received.encode_forwarded(&mut block);
    assert!(received.has_forwarded());
    assert_eq!(PublishProperties::from_block(&block), Ok(forwarded));
}

#[test]
fn what_is_not_forwarded_leaves_the_block_empty() {
    let properties = PublishProperties {
        message_expiry_interval: Some(1),
        topic_alias: Some(2),
        ..PublishProperties::default()
    };
    let mut block = Vec::new();
    properties.encode_forwarded(&mut block);
    assert!(block.is_empty() && !properties.has_forwarded());
    assert_eq!(
        PublishProperties::from_block(b""),
        Ok(PublishProperties::default())
    );
    assert!(PublishProperties::from_block(b"\x01").is_err());
}

#[test]
fn a_message_too_long_for_any_packet_is_not_written_at_all() {
    let payload = vec![0; crate::wire::MAX_VARINT];
    let mut out = vec![1];
    Publish {
        payload: &payload,
        ..plain(QoS::AtMostOnce)
    }
    .encode(Version::V5, &mut out);
    assert_eq!(out, [1]);
}
