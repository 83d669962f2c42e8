//! CONNECT and CONNACK of MQTT 3.1.1.

use super::super::wire;
use crate::support::prelude::*;

/// [3.1.1 MQTT-3.1.2-2]: an unsupported protocol level is answered with CONNACK 1.
#[test]
fn an_unsupported_protocol_level_is_told() {
    let broker = Broker::start();
    for level in [0, 1, 2, 3] {
        let mut bytes = wire(&connect(Version::V3_1_1, "c"), Version::V3_1_1);
        bytes[2 + 6] = level;
        let mut raw = broker.open(Version::V3_1_1);
        raw.send_bytes(&bytes);
        assert_eq!(raw.recv_bytes(), [0x20, 0x02, 0x00, 0x01], "level {level}");
        raw.expect_closed();
    }
}

/// [3.1.1 MQTT-3.1.2-22]: no password without a user name.
#[test]
fn a_password_needs_a_user_name() {
    let broker = Broker::start();
    let full = Connect {
        username: Some(""),
        password: Some(b"secret"),
        ..connect(Version::V3_1_1, "c")
    };
    let mut bytes = wire(&full, Version::V3_1_1);
    bytes[2 + 7] &= !0x80; // the empty user name is now the password, and the password is too much
    bytes.truncate(bytes.len() - 8);
    bytes[1] -= 8;
    broker
        .open(Version::V3_1_1)
        .send_bytes(&bytes)
        .expect_closed();
}

/// [3.1.1 MQTT-3.1.3-6]: an empty client id with clean session 1 gets a unique one.
#[test]
fn an_empty_client_id_is_accepted_with_a_clean_session() {
    let broker = Broker::start();
    let mut first = broker.v311("");
    let mut second = broker.v311("");
    first.subscribe("t", AtMostOnce);
    second.publish("t", "x", AtLeastOnce);
    first.expect_message("t", "x"); // nobody was taken over
}

/// [3.1.1 MQTT-3.1.3-7], [3.1.1 MQTT-3.1.3-8]: with clean session 0 it is answered with CONNACK 2.
#[test]
fn an_empty_client_id_is_refused_without_a_clean_session() {
    let broker = Broker::start();
    let mut raw = broker.open(Version::V3_1_1);
    raw.send(&Connect {
        clean_start: false,
        ..connect(Version::V3_1_1, "")
    });
    assert_eq!(raw.recv_bytes(), [0x20, 0x02, 0x00, 0x02]);
    raw.expect_closed();
}

/// [3.1.1 MQTT-3.1.4-4], [3.1.1 MQTT-3.2.2-1]: CONNACK 0, in four bytes.
#[test]
fn an_accepting_connack_has_four_bytes() {
    let broker = Broker::start();
    let mut raw = broker.open(Version::V3_1_1);
    raw.send(&connect(Version::V3_1_1, "c"));
    assert_eq!(raw.recv_bytes(), [0x20, 0x02, 0x00, 0x00]);
}
