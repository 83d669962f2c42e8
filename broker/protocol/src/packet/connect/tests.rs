//! Wire examples of CONNECT in all versions.

use super::*;
use crate::packet::Packet;
use crate::packet::examples::{assert_read, assert_refused, assert_wire, encoded};
use crate::property::UserPropertiesBuf;
use crate::{Split, split_frame};

fn plain(version: Version) -> Connect<'static> {
    Connect {
        version,
        clean_start: true,
        keep_alive: 60,
        client_id: "c",
        will: None,
        username: None,
        password: None,
        properties: ConnectProperties::default(),
    }
}

#[track_caller]
fn assert_connect(wire: &[u8], connect: Connect<'_>) {
    assert_wire(connect.version, wire, &Packet::Connect(connect));
}

#[track_caller]
fn assert_malformed(wire: &[u8], clause: &str) {
    assert_refused(Version::V5, wire, ReasonCode::MalformedPacket, clause);
}

/// [MQTT-3.1.3-3], [3.1.1/MQTT-3.1.3-3]
#[test]
fn the_smallest_connect_of_each_version() {
    assert_connect(
        b"\x10\x0F\x00\x06MQIsdp\x03\x02\x00\x3C\x00\x01c",
        plain(Version::V3_1),
    );
    assert_connect(
        b"\x10\x0D\x00\x04MQTT\x04\x02\x00\x3C\x00\x01c",
        plain(Version::V3_1_1),
    );
    assert_connect(
        b"\x10\x0E\x00\x04MQTT\x05\x02\x00\x3C\x00\x00\x01c",
        plain(Version::V5),
    );
}

/// The refusal of an empty client identifier is the server's [3.1.1/MQTT-3.1.3-8].
#[test]
fn an_empty_client_identifier_decodes_whatever_clean_session_says() {
    let wire = b"\x10\x0C\x00\x04MQTT\x04\x00\x00\x00\x00\x00";
    assert_connect(
        wire,
        Connect {
            clean_start: false,
            keep_alive: 0,
            client_id: "",
            ..plain(Version::V3_1_1)
        },
    );
}

/// [MQTT-3.1.2-17], [MQTT-3.1.2-19], [MQTT-3.1.3-1], [3.1.1/MQTT-3.1.3-1]
#[test]
fn user_name_and_password_come_last() {
    let with_both = Connect {
        username: Some("u"),
        password: Some(b"\x00\xFF"),
        ..plain(Version::V3_1_1)
    };
    assert_connect(
        b"\x10\x14\x00\x04MQTT\x04\xC2\x00\x3C\x00\x01c\x00\x01u\x00\x02\x00\xFF",
        with_both,
    );
    let only_user = Connect {
        username: Some("u"),
        ..plain(Version::V3_1_1)
    };
    assert_connect(
        b"\x10\x10\x00\x04MQTT\x04\x82\x00\x3C\x00\x01c\x00\x01u",
        only_user,
    );
}

/// [3.1.1/MQTT-3.1.2-22]
#[test]
fn a_password_without_a_user_name_is_for_mqtt_5() {
    let only_password = Connect {
        password: Some(b"p"),
        ..plain(Version::V5)
    };
    assert_connect(
        b"\x10\x11\x00\x04MQTT\x05\x42\x00\x3C\x00\x00\x01c\x00\x01p",
        only_password,
    );
    assert_malformed(
        b"\x10\x10\x00\x04MQTT\x04\x42\x00\x3C\x00\x01c\x00\x01p",
        "3.1.1/MQTT-3.1.2-22",
    );
    assert_malformed(
        b"\x10\x12\x00\x06MQIsdp\x03\x42\x00\x3C\x00\x01c\x00\x01p",
        "3.1.1/MQTT-3.1.2-22",
    );
    let v3 = Packet::Connect(Connect {
        password: Some(b"p"),
        ..plain(Version::V3_1_1)
    });
    assert_eq!(
        encoded(Version::V3_1_1, &v3),
        b"\x10\x0D\x00\x04MQTT\x04\x02\x00\x3C\x00\x01c"
    );
}

#[test]
fn all_properties_of_mqtt_5() {
    let user: UserPropertiesBuf = [("a", "b")].into_iter().collect();
    let properties = ConnectProperties {
        session_expiry_interval: Some(u32::MAX),
        receive_maximum: NonZeroU16::new(20),
        maximum_packet_size: NonZeroU32::new(1024),
        topic_alias_maximum: Some(0),
        request_response_information: Some(true),
        request_problem_information: Some(false),
        user_properties: user.as_properties(),
        authentication_method: Some("m"),
        authentication_data: Some(b"d"),
    };
    assert_connect(
        b"\x10\x31\x00\x04MQTT\x05\x02\x00\x3C\x23\x11\xFF\xFF\xFF\xFF\x15\x00\x01m\x16\x00\x01d\x17\x00\x19\x01\
          \x21\x00\x14\x22\x00\x00\x26\x00\x01a\x00\x01b\x27\x00\x00\x04\x00\x00\x01c",
        Connect { properties, ..plain(Version::V5) },
    );
    let v3 = Packet::Connect(Connect {
        properties,
        ..plain(Version::V3_1_1)
    });
    assert_eq!(
        encoded(Version::V3_1_1, &v3),
        b"\x10\x0D\x00\x04MQTT\x04\x02\x00\x3C\x00\x01c"
    );
}

#[test]
fn authentication_data_needs_a_method() {
    let wire = b"\x10\x12\x00\x04MQTT\x05\x02\x00\x3C\x04\x16\x00\x01d\x00\x01c";
    assert_refused(Version::V5, wire, ReasonCode::ProtocolError, "");
}

/// [MQTT-3.1.2-1], [MQTT-3.1.2-2], [3.1.1/MQTT-3.1.2-1], [3.1.1/MQTT-3.1.2-2]
#[test]
fn an_unknown_name_or_level_is_an_unsupported_version() {
    for wire in [
        &b"\x10\x0D\x00\x04MQTT\x06\x02\x00\x3C\x00\x01c"[..],
        b"\x10\x0D\x00\x04MQTT\x03\x02\x00\x3C\x00\x01c",
        b"\x10\x0D\x00\x04mqtt\x04\x02\x00\x3C\x00\x01c",
        b"\x10\x0F\x00\x06MQIsdp\x04\x02\x00\x3C\x00\x01c",
        b"\x10\x03\x00\x00\x05",
    ] {
        assert_refused(
            Version::V5,
            wire,
            ReasonCode::UnsupportedProtocolVersion,
            "MQTT-3.1.2-2",
        );
    }
}

#[test]
fn the_version_can_be_told_where_the_rest_is_malformed() {
    let hint = |wire| match split_frame(wire, 1024).unwrap() {
        Split::Complete(frame) => Connect::version_hint(frame),
        Split::Incomplete { .. } => panic!("incomplete"),
    };
    assert_eq!(hint(b"\x10\x07\x00\x04MQTT\x05"), Some(Version::V5));
    assert_eq!(hint(b"\x10\x08\x00\x04MQTT\x04\x01"), Some(Version::V3_1_1));
    assert_eq!(hint(b"\x10\x07\x00\x04MQTT\x09"), None);
    assert_eq!(hint(b"\x10\x02\x00\x04"), None);
    assert_eq!(hint(b"\xC0\x00"), None);
}

/// [MQTT-3.1.2-3], [3.1.1/MQTT-3.1.2-3]
#[test]
fn the_reserved_flag_is_0() {
    assert_malformed(
        b"\x10\x0D\x00\x04MQTT\x04\x03\x00\x3C\x00\x01c",
        "MQTT-3.1.2-3",
    );
    assert_malformed(
        b"\x10\x0E\x00\x04MQTT\x05\x03\x00\x3C\x00\x00\x01c",
        "MQTT-3.1.2-3",
    );
}

/// [MQTT-3.1.2-11], [MQTT-3.1.2-13], [3.1.1/MQTT-3.1.2-11], [3.1.1/MQTT-3.1.2-13], [3.1.1/MQTT-3.1.2-15]
#[test]
fn without_a_will_its_flags_are_0() {
    assert_malformed(
        b"\x10\x0D\x00\x04MQTT\x04\x0A\x00\x3C\x00\x01c",
        "MQTT-3.1.2-11",
    );
    assert_malformed(
        b"\x10\x0E\x00\x04MQTT\x05\x12\x00\x3C\x00\x00\x01c",
        "MQTT-3.1.2-11",
    );
    assert_malformed(
        b"\x10\x0D\x00\x04MQTT\x04\x22\x00\x3C\x00\x01c",
        "MQTT-3.1.2-13",
    );
}

#[test]
fn mqtt_3_1_gives_flags_without_use_no_meaning() {
    let wire = b"\x10\x0F\x00\x06MQIsdp\x03\x3B\x00\x3C\x00\x01c";
    assert_read(Version::V3_1, wire, &Packet::Connect(plain(Version::V3_1)));
}

/// [MQTT-3.1.2-12], [3.1.1/MQTT-3.1.2-14]
#[test]
fn will_qos_3_is_malformed() {
    for wire in [
        &b"\x10\x13\x00\x04MQTT\x04\x1E\x00\x3C\x00\x01c\x00\x01t\x00\x01x"[..],
        b"\x10\x15\x00\x06MQIsdp\x03\x1E\x00\x3C\x00\x01c\x00\x01t\x00\x01x",
    ] {
        assert_malformed(wire, "MQTT-3.1.2-12");
    }
}

/// [MQTT-3.1.2-16], [MQTT-3.1.2-17], [MQTT-3.1.2-18], [MQTT-3.1.2-19], [3.1.1/MQTT-3.1.2-18], [3.1.1/MQTT-3.1.2-19],
/// [3.1.1/MQTT-3.1.2-20], [3.1.1/MQTT-3.1.2-21]
#[test]
fn flags_and_fields_agree() {
    assert_malformed(b"\x10\x0D\x00\x04MQTT\x04\x82\x00\x3C\x00\x01c", "");
    assert_malformed(
        b"\x10\x10\x00\x04MQTT\x04\xC2\x00\x3C\x00\x01c\x00\x01u",
        "",
    );
    assert_malformed(
        b"\x10\x10\x00\x04MQTT\x04\x02\x00\x3C\x00\x01c\x00\x01u",
        "",
    );
}

#[test]
fn mqtt_3_1_may_leave_out_fields_that_its_flags_promise() {
    let neither = b"\x10\x0F\x00\x06MQIsdp\x03\xC2\x00\x3C\x00\x01c";
    assert_read(
        Version::V3_1,
        neither,
        &Packet::Connect(plain(Version::V3_1)),
    );
    let no_password = b"\x10\x12\x00\x06MQIsdp\x03\xC2\x00\x3C\x00\x01c\x00\x01u";
    let connect = Connect {
        username: Some("u"),
        ..plain(Version::V3_1)
    };
    assert_read(Version::V3_1, no_password, &Packet::Connect(connect));
}

/// [MQTT-3.1.3-4], [MQTT-3.1.3-12], [3.1.1/MQTT-3.1.3-4], [3.1.1/MQTT-3.1.3-11]
#[test]
fn client_identifier_and_user_name_are_utf8() {
    assert_malformed(
        b"\x10\x0D\x00\x04MQTT\x04\x02\x00\x3C\x00\x01\xFF",
        "MQTT-1.5.4-1",
    );
    assert_malformed(
        b"\x10\x10\x00\x04MQTT\x04\x82\x00\x3C\x00\x01c\x00\x01\xFF",
        "MQTT-1.5.4-1",
    );
}
